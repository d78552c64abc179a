use shared::accounts::text;
use shared::consent::text as consent;
use shared::contract::Problem;
use shared::journal::text as journal;
use shared::lang::{Lang, Text};
use shared::measurements::text as measurements;
use shared::notifications::text::centre as notifications;
use shared::prefs::{Prefs, Theme, Vision};
use shared::record::text::asked;
use shared::representatives::text as representatives;
use shared::shell;
use yew::prelude::*;

use super::Title;
use crate::prefs::{PrefsHandle, use_prefs};
use crate::route::Route;
use crate::router::link;
use crate::session::use_session;
use crate::ui::{Button, ButtonKind, Choice, Icon, RadioGroup, avatar, failure};

/// How the pages look, and the way out.
#[component]
pub fn SettingsPage() -> Html {
    let prefs = use_prefs();
    let lang = prefs.prefs.lang;
    html! {
        <div class="page page--narrow">
            <Title text={shell::SETTINGS.get(lang)} />
            <p class="lead">{ shell::SETTINGS_LEAD.get(lang) }</p>
            <SignedInAs />
            <ToSecurity />
            <ToNotifications />
            <ToConsent />
            <ToPeople />
            <ToMeasurements />
            <ToRequests />
            <ToJournal />
            { looks_form(&prefs) }
        </div>
    }
}

/// Language, theme and display, each with all its choices in sight.
pub fn looks_form(prefs: &PrefsHandle) -> Html {
    let now = prefs.prefs;
    let lang = now.lang;
    let choice = |text: Text, hint: Option<Text>, wanted: Prefs| Choice {
        text: text.get(lang).into(),
        hint: hint.map(|hint| hint.get(lang).into()),
        is_chosen: wanted == now,
        on_choose: prefs.set.reform(move |()| wanted),
    };
    let theme = |text, theme| choice(text, None, Prefs { theme, ..now });
    let vision = |text, hint, vision| choice(text, hint, Prefs { vision, ..now });
    let languages = [(Lang::Ru, shell::IN_RUSSIAN), (Lang::En, shell::IN_ENGLISH)]
        .map(|(lang, text)| choice(text, None, Prefs { lang, ..now }));
    let themes = [
        theme(shell::THEME_AUTO, Theme::Auto),
        theme(shell::THEME_LIGHT, Theme::Light),
        theme(shell::THEME_DARK, Theme::Dark),
    ];
    let visions = [
        vision(shell::VISION_USUAL, None, Vision::Usual),
        vision(shell::VISION_CONTRAST, Some(shell::VISION_CONTRAST_HINT), Vision::HighContrast),
        vision(shell::VISION_LOW, Some(shell::VISION_LOW_HINT), Vision::LowVision),
    ];
    let groups = [
        (shell::LANGUAGE, languages.to_vec()),
        (shell::THEME, themes.to_vec()),
        (shell::VISION, visions.to_vec()),
    ];
    html! {
        for (legend, choices) in groups {
            <div class="panel"><RadioGroup legend={legend.get(lang)} {choices} /></div>
        }
    }
}

/// The way to the safety of one's account.
#[component]
fn ToSecurity() -> Html {
    let lang = crate::prefs::use_lang();
    if use_session().session().is_none() {
        return Html::default();
    }
    let content = html! {
        <>
            { Icon::Lock.draw() }
            <span class="card-list__text">
                <b>{ text::SECURITY.get(lang) }</b>
                <span class="muted">{ text::SECURITY_HINT.get(lang) }</span>
            </span>
            { Icon::ChevronRight.draw() }
        </>
    };
    html! { <p class="panel panel--link">{ link(Route::Security, "card-list__link", content) }</p> }
}

/// The way to who sees one's card.
#[component]
fn ToConsent() -> Html {
    let lang = crate::prefs::use_lang();
    let Some(patient) = use_session().session().and_then(|session| session.card) else {
        return Html::default();
    };
    let content = html! {
        <>
            { Icon::People.draw() }
            <span class="card-list__text">
                <b>{ consent::TITLE.get(lang) }</b>
                <span class="muted">{ consent::HINT.get(lang) }</span>
            </span>
            { Icon::ChevronRight.draw() }
        </>
    };
    let to = Route::Consent { patient };
    html! { <p class="panel panel--link">{ link(to, "card-list__link", content) }</p> }
}

/// The way to the cards one acts in, and to where a code is typed.
#[component]
fn ToPeople() -> Html {
    let lang = crate::prefs::use_lang();
    if use_session().session().is_none() {
        return Html::default();
    }
    let content = html! {
        <>
            { Icon::People.draw() }
            <span class="card-list__text">
                <b>{ representatives::PEOPLE.get(lang) }</b>
                <span class="muted">{ representatives::PEOPLE_HINT.get(lang) }</span>
            </span>
            { Icon::ChevronRight.draw() }
        </>
    };
    html! { <p class="panel panel--link">{ link(Route::People, "card-list__link", content) }</p> }
}

/// The way to how one wishes to be told.
#[component]
fn ToNotifications() -> Html {
    let lang = crate::prefs::use_lang();
    if use_session().session().is_none() {
        return Html::default();
    }
    let content = html! {
        <>
            { Icon::Bell.draw() }
            <span class="card-list__text">
                <b>{ notifications::TITLE.get(lang) }</b>
                <span class="muted">{ notifications::SETTINGS_HINT.get(lang) }</span>
            </span>
            { Icon::ChevronRight.draw() }
        </>
    };
    let to = link(Route::NotificationSettings, "card-list__link", content);
    html! { <p class="panel panel--link">{ to }</p> }
}

/// The way to what one measures.
#[component]
fn ToMeasurements() -> Html {
    let lang = crate::prefs::use_lang();
    let Some(patient) = use_session().session().and_then(|session| session.card) else {
        return Html::default();
    };
    let content = html! {
        <>
            { Icon::Pulse.draw() }
            <span class="card-list__text">
                <b>{ measurements::TITLE.get(lang) }</b>
                <span class="muted">{ measurements::HINT.get(lang) }</span>
            </span>
            { Icon::ChevronRight.draw() }
        </>
    };
    let to = Route::Measurements { patient };
    html! { <p class="panel panel--link">{ link(to, "card-list__link", content) }</p> }
}

/// The way to what one asked clinics.
#[component]
fn ToRequests() -> Html {
    let lang = crate::prefs::use_lang();
    let Some(patient) = use_session().session().and_then(|session| session.card) else {
        return Html::default();
    };
    let content = html! {
        <>
            { Icon::Note.draw() }
            <span class="card-list__text">
                <b>{ asked::TITLE.get(lang) }</b>
                <span class="muted">{ asked::HINT.get(lang) }</span>
            </span>
            { Icon::ChevronRight.draw() }
        </>
    };
    let to = Route::Requests { patient, about: String::new() };
    html! { <p class="panel panel--link">{ link(to, "card-list__link", content) }</p> }
}

/// The way to who looked at one's card.
#[component]
fn ToJournal() -> Html {
    let lang = crate::prefs::use_lang();
    let Some(patient) = use_session().session().and_then(|session| session.card) else {
        return Html::default();
    };
    let content = html! {
        <>
            { Icon::Eye.draw() }
            <span class="card-list__text">
                <b>{ journal::TITLE.get(lang) }</b>
                <span class="muted">{ journal::HINT.get(lang) }</span>
            </span>
            { Icon::ChevronRight.draw() }
        </>
    };
    let to = Route::Journal { patient, about: String::new() };
    html! { <p class="panel panel--link">{ link(to, "card-list__link", content) }</p> }
}

/// Who is signed in, and the button that ends it.
#[component]
fn SignedInAs() -> Html {
    let lang = crate::prefs::use_lang();
    let handle = use_session();
    let problem = use_state(|| None::<Problem>);
    let busy = use_state(|| false);
    let Some(session) = handle.session() else { return Html::default() };
    let on_click = {
        let (problem, busy) = (problem.clone(), busy.clone());
        Callback::from(move |()| {
            busy.set(true);
            let (problem, busy) = (problem.clone(), busy.clone());
            handle.sign_out(Callback::from(move |why| {
                busy.set(false);
                problem.set(Some(why));
            }));
        })
    };
    html! {
        <div class="panel person">
            { avatar(&session.name) }
            <div class="person__text">
                <p class="person__name">{ &session.name }</p>
                <p class="muted">{ session.role.text().get(lang) }</p>
            </div>
            <Button kind={ButtonKind::Secondary} icon={Icon::Leave} busy={*busy} {on_click}>
                { text::SIGN_OUT.get(lang) }
            </Button>
            if let Some(problem) = &*problem {
                { failure(lang, problem, None) }
            }
        </div>
    }
}
