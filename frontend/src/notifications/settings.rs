use std::rc::Rc;

use shared::contract::Code;
use shared::lang::Lang;
use shared::notifications::api::{ChangeNotificationSettings, FindNotificationSettings};
use shared::notifications::centre::{
    NotificationChoice, NotificationSettings, NotificationSettingsPage as Found, NotificationTopic,
    NotificationWay, QuietHours,
};
use shared::notifications::text::centre as text;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::devices::Devices;
use crate::browser;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router::link;
use crate::shell::Title;
use crate::submit::use_act;
use crate::ui::{Button, Checkbox, SkeletonKind, failed, failure, say, slow_skeleton};

/// What is offered first: from ten in the evening to eight in the morning.
const NIGHT: (u32, u32) = (22 * 60, 8 * 60);
/// Quiet hours begin and end at one of these, in minutes.
const STEP: usize = 30;
const DAY: u32 = 24 * 60;

/// How one wishes to be told.
#[component]
pub fn NotificationSettingsPage() -> Html {
    let lang = use_lang();
    let loader = use_load(FindNotificationSettings {});
    let body = match loader.load() {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel()),
        Load::Failed(problem) => failure(lang, &problem, Some(loader.reload())),
        Load::Ready(found) => html! {
            <>
                <Form found={found.clone()} on_change={loader.reload()} />
                <Devices devices={found.devices.clone()} push_key={found.push_key.clone()} on_change={loader.reload()} />
            </>
        },
    };
    html! {
        <div class="page">
            <p class="not-on-paper">{ link(Route::Notifications, "back", html! { text::BACK.get(lang) }) }</p>
            <Title text={text::SETTINGS.get(lang)} />
            <p class="lead">{ text::SETTINGS_LEAD.get(lang) }</p>
            { body }
        </div>
    }
}

#[derive(Properties, PartialEq)]
struct FormProps {
    found: Rc<Found>,
    on_change: Callback<()>,
}

#[component]
fn Form(FormProps { found, on_change }: &FormProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let chosen = use_state_eq(|| found.settings.clone());
    let version = use_state_eq(|| found.settings.version);
    let is_tried = use_state_eq(|| false);
    {
        // Saved here or elsewhere: what one chose stays, and goes on from the newest version.
        let version = version.clone();
        use_effect_with(found.settings.version, move |newest| version.set(*newest));
    }
    let wrong = chosen.check().err();
    let onsubmit = {
        let (act, chosen, version) = (act.clone(), chosen.clone(), version.clone());
        let (is_tried, on_change) = (is_tried.setter(), on_change.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            is_tried.set(true);
            if chosen.check().is_err() {
                return;
            }
            let mut body = NotificationSettings { version: *version, ..(*chosen).clone() };
            if let Some((quiet, zone)) = body.quiet.as_mut().zip(browser::time_zone()) {
                // The night is that of where one is now.
                quiet.time_zone = zone;
            }
            let (version, on_change) = (version.clone(), on_change.clone());
            act.send(ChangeNotificationSettings { body }, move |saved| {
                version.set(saved.settings.version);
                say(text::SAVED.get(lang));
                on_change.emit(());
            });
        })
    };
    {
        let (is_conflict, on_change) = (act.code() == Some(Code::Conflict), on_change.clone());
        use_effect_with(is_conflict, move |is_conflict| {
            if *is_conflict {
                on_change.emit(());
            }
        });
    }
    let on_choose = {
        let chosen = chosen.clone();
        Callback::from(move |(topic, way, is_on)| chosen.set(changed(&chosen, topic, way, is_on)))
    };
    let on_quiet = {
        let chosen = chosen.clone();
        Callback::from(move |quiet| chosen.set(NotificationSettings { quiet, ..(*chosen).clone() }))
    };
    html! {
        <form class="own-form" novalidate=true {onsubmit}>
            <section class="panel stack" aria-labelledby="ways">
                <h2 id="ways">{ text::WAYS.get(lang) }</h2>
                { missing(lang, found) }
                for choice in &chosen.choices {
                    { topic(lang, choice, &on_choose) }
                }
            </section>
            { quiet(lang, chosen.quiet.as_ref(), &on_quiet) }
            if *is_tried && let Some((field, _)) = wrong {
                { failed(html! { if field == "quiet" { { text::QUIET_SAME.get(lang) } } else { { text::MANDATORY_WRONG.get(lang) } } }) }
            }
            if act.code() == Some(Code::Conflict) {
                { failed(html! { text::CHANGED_ELSEWHERE.get(lang) }) }
            } else if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
            <p><Button submits=true busy={act.is_busy()}>{ text::SAVE.get(lang) }</Button></p>
        </form>
    }
}

/// By what one cannot be told, and how to mend it.
fn missing(lang: Lang, found: &Found) -> Html {
    html! {
        <>
            if !found.has_phone {
                <p class="muted">{ text::NO_PHONE.get(lang) }</p>
            }
            if !found.has_email {
                <p class="muted">{ text::NO_EMAIL.get(lang) }</p>
            }
            if !(found.has_phone && found.has_email) {
                <p><a href="/security#contacts">{ text::TO_CONTACTS.get(lang) }</a></p>
            }
            if found.devices.is_empty() {
                <p class="muted">{ text::NO_DEVICES.get(lang) }</p>
            }
        </>
    }
}

type OnChoose = Callback<(NotificationTopic, NotificationWay, bool)>;

fn changed(
    settings: &NotificationSettings,
    topic: NotificationTopic,
    way: NotificationWay,
    is_on: bool,
) -> NotificationSettings {
    let mut settings = settings.clone();
    for choice in settings.choices.iter_mut().filter(|choice| choice.topic == topic) {
        choice.ways.retain(|known| *known != way);
        choice.ways.extend(is_on.then_some(way));
    }
    settings
}

fn topic(lang: Lang, choice: &NotificationChoice, on_choose: &OnChoose) -> Html {
    let topic = choice.topic;
    let id = format!("topic-{topic}");
    let way = |way: NotificationWay| {
        let is_fixed = topic.is_mandatory() && way == NotificationWay::App;
        let is_on = choice.ways.contains(&way);
        let on_change = on_choose.reform(move |is_on| (topic, way, is_on));
        html! {
            <Checkbox key={way.wire()} text={text::way(way).get(lang)} {is_on} {on_change} disabled={is_fixed && is_on} />
        }
    };
    html! {
        <div class="ways" role="group" aria-labelledby={id.clone()} key={topic.wire()}>
            <div class="ways__what">
                <b {id}>{ text::topic(topic).get(lang) }</b>
                <small>{ text::topic_hint(topic).get(lang) }</small>
                if topic.is_mandatory() {
                    <small>{ text::MANDATORY.get(lang) }</small>
                } else if choice.ways.is_empty() {
                    <small role="status"><b>{ text::NOTHING.get(lang) }</b></small>
                }
            </div>
            <div class="ways__all">
                for it in NotificationWay::ALL {
                    { way(*it) }
                }
            </div>
        </div>
    }
}

fn quiet(lang: Lang, now: Option<&QuietHours>, on_change: &Callback<Option<QuietHours>>) -> Html {
    let on_switch = on_change.reform(|is_on: bool| {
        is_on.then(|| {
            let time_zone = browser::time_zone().unwrap_or_else(|| "Europe/Moscow".to_owned());
            QuietHours { from: NIGHT.0, until: NIGHT.1, time_zone }
        })
    });
    let hours = now.map(|quiet| {
        let from = {
            let quiet = quiet.clone();
            on_change.reform(move |from| Some(QuietHours { from, ..quiet.clone() }))
        };
        let until = {
            let quiet = quiet.clone();
            on_change.reform(move |until| Some(QuietHours { until, ..quiet.clone() }))
        };
        html! {
            <div class="quiet">
                { hour(text::FROM.get(lang), quiet.from, &from) }
                { hour(text::UNTIL.get(lang), quiet.until, &until) }
            </div>
        }
    });
    html! {
        <section class="panel stack" aria-labelledby="quiet">
            <h2 id="quiet">{ text::QUIET.get(lang) }</h2>
            <p class="muted">{ text::QUIET_LEAD.get(lang) }</p>
            <Checkbox text={text::QUIET_ON.get(lang)} is_on={now.is_some()} on_change={on_switch} />
            { hours.unwrap_or_default() }
        </section>
    }
}

/// A time of day, every half an hour.
fn hour(label: &'static str, now: u32, on_change: &Callback<u32>) -> Html {
    let onchange = {
        let on_change = on_change.clone();
        Callback::from(move |event: Event| {
            let select: HtmlInputElement = event.target_unchecked_into();
            if let Ok(minute) = select.value().parse() {
                on_change.emit(minute);
            }
        })
    };
    let written = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
    let known: Vec<u32> = (0..DAY).step_by(STEP).collect();
    // Set by another program, it may stand between them.
    let other = (!known.contains(&now)).then_some(now);
    html! {
        <label class="field">
            <span class="field__label">{ label }</span>
            <select class="input select" ~value={now.to_string()} {onchange}>
                for minute in known.into_iter().chain(other) {
                    <option value={minute.to_string()} selected={minute == now}>{ written(minute) }</option>
                }
            </select>
        </label>
    }
}
