use std::rc::Rc;

use shared::contract::Code;
use shared::lang::Lang;
use shared::widgets::api::ChangeWidget;
use shared::widgets::model::{WidgetChange, WidgetDesk, WidgetKind};
use shared::widgets::rules::parse_origin;
use shared::widgets::words;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::submit::{Act, use_act};
use crate::ui::{Button, ButtonKind, Icon, Switch, TextField, empty_state, failure, say};

const ORIGIN: &str = "widget-origin";

#[derive(Properties, PartialEq)]
pub struct SitesProps {
    pub desk: Rc<WidgetDesk>,
    pub on_saved: Callback<WidgetDesk>,
    /// Somebody else has changed it meanwhile.
    pub on_reload: Callback<()>,
}

/// The sites that may frame the widgets (WID-2).
#[component]
pub fn Sites(props: &SitesProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let typed = use_state_eq(String::new);
    let tried = use_state_eq(|| false);
    let wrong = words::origin_wrong(&typed, &props.desk.origins);
    let save = save(lang, props, &act);
    let onsubmit = {
        let (typed, tried, save, desk) =
            (typed.clone(), tried.clone(), save.clone(), props.desk.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let origin = parse_origin(&typed).ok().filter(|_| wrong.is_none());
            let Some(origin) = origin else {
                tried.set(true);
                return browser::focus_id(ORIGIN);
            };
            let origins = desk.origins.iter().cloned().chain([origin]).collect();
            save.emit(change(&desk, |change| change.origins = origins));
        })
    };
    {
        // What was typed stays until it is on the list.
        let (typed, desk) = (typed.clone(), props.desk.clone());
        use_effect_with(props.desk.version, move |_| {
            if parse_origin(&typed).is_ok_and(|origin| desk.origins.contains(&origin)) {
                typed.set(String::new());
            }
        });
    }
    let on_change = {
        let (typed, tried) = (typed.setter(), tried.setter());
        Callback::from(move |text: String| {
            tried.set(false);
            typed.set(text);
        })
    };
    let error = wrong.filter(|_| *tried).map(|wrong| AttrValue::from(wrong.get(lang)));
    html! {
        <section class="panel stack" aria-labelledby="widget-sites">
            <h2 id="widget-sites">{ words::ORIGINS.get(lang) }</h2>
            <p class="muted">{ words::ORIGINS_LEAD.get(lang) }</p>
            { list(lang, &props.desk, &act, &save) }
            <form class="own-form" novalidate=true {onsubmit}>
                <TextField id={ORIGIN} kind="url" inputmode="url" autocomplete="off" label={words::ORIGIN.get(lang)}
                    value={(*typed).clone()} {error} {on_change} />
                { refused(lang, &act, &props.on_reload) }
                <p><Button submits=true kind={ButtonKind::Secondary} icon={Icon::Plus} busy={act.is_busy()}>{ words::ADD.get(lang) }</Button></p>
            </form>
        </section>
    }
}

fn list(lang: Lang, desk: &Rc<WidgetDesk>, act: &Act, save: &Callback<WidgetChange>) -> Html {
    if desk.origins.is_empty() {
        return empty_state(Icon::Lock, words::NO_ORIGINS.get(lang), Html::default());
    }
    let on_remove = |origin: &String| {
        let (desk, origin) = (desk.clone(), origin.clone());
        save.reform(move |()| {
            change(&desk, |change| change.origins.retain(|known| *known != origin))
        })
    };
    html! {
        <ul class="rows">
            for origin in &desk.origins {
                <li key={origin.clone()}>
                    <p class="rows__text"><code>{ origin }</code></p>
                    <Button kind={ButtonKind::Quiet} name={format!("{}: {origin}", words::REMOVE.get(lang))}
                        disabled={act.is_busy()} on_click={on_remove(origin)}>{ words::REMOVE.get(lang) }</Button>
                </li>
            }
        </ul>
    }
}

/// What may be shown at all.
#[component]
pub fn Kinds(props: &SitesProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let save = save(lang, props, &act);
    let switch = |kind: WidgetKind| {
        let desk = props.desk.clone();
        let on_change = save.reform(move |is_on: bool| {
            change(&desk, |change| {
                change.kinds.retain(|known| *known != kind);
                if is_on {
                    change.kinds.push(kind);
                }
            })
        });
        html! {
            <li key={kind.wire()}>
                <Switch text={kind.text().get(lang)} is_on={props.desk.kinds.contains(&kind)} disabled={act.is_busy()} {on_change} />
            </li>
        }
    };
    html! {
        <section class="panel stack" aria-labelledby="widget-kinds">
            <h2 id="widget-kinds">{ words::KINDS.get(lang) }</h2>
            <p class="muted">{ words::KINDS_OFF.get(lang) }</p>
            <ul class="stack">
                for kind in WidgetKind::ALL {
                    { switch(*kind) }
                }
            </ul>
            { refused(lang, &act, &props.on_reload) }
        </section>
    }
}

/// What is set now, with one thing changed.
fn change(desk: &WidgetDesk, mend: impl FnOnce(&mut WidgetChange)) -> WidgetChange {
    let mut change = WidgetChange {
        origins: desk.origins.clone(),
        kinds: desk.kinds.clone(),
        version: desk.version,
    };
    mend(&mut change);
    change
}

fn save(lang: Lang, props: &SitesProps, act: &Act) -> Callback<WidgetChange> {
    let (act, on_saved) = (act.clone(), props.on_saved.clone());
    Callback::from(move |body: WidgetChange| {
        let on_saved = on_saved.clone();
        act.send(ChangeWidget { body }, move |desk| {
            say(words::SAVED.get(lang));
            on_saved.emit(desk);
        });
    })
}

/// Why it was not saved; where somebody else was first, it is loaded anew.
fn refused(lang: Lang, act: &Act, on_reload: &Callback<()>) -> Html {
    let Some(problem) = act.problem() else { return Html::default() };
    let on_retry = (problem.code == Code::Conflict).then(|| {
        let (act, on_reload) = (act.clone(), on_reload.clone());
        Callback::from(move |()| {
            act.clear();
            on_reload.emit(());
        })
    });
    failure(lang, problem, on_retry)
}
