use gloo_timers::callback::Interval;
use shared::accounts::text;
use shared::consent::text as consent;
use shared::emergency::text as emergency;
use shared::id::PatientId;
use shared::lang::Lang;
use shared::shell;
use yew::prelude::*;

use crate::connection::use_connection;
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router::{link, use_route};
use crate::session::use_session;
use crate::ui::{BannerKind, Button, ButtonKind, banner};
use crate::{browser, client};

/// How long before the end of the session we speak up.
const WARN_SECONDS: f64 = 120.0;
const LOOK_MS: u32 = 10_000;

/// What holds for the whole page just now.
#[component]
pub fn Banners() -> Html {
    let lang = use_lang();
    let is_online = use_connection();
    let session = use_session();
    let ends_soon = use_session_ends_soon();
    let asked = session.session().filter(|session| !session.role.is_staff() && session.asked > 0);
    let asked = asked.and_then(|session| session.card);
    let opened = session.session().filter(|session| session.has_emergency);
    let opened = opened.and_then(|session| session.card);
    // In somebody else's card «your card» would be taken for that one: it is told outside of it.
    let of_card = use_route().patient();
    let is_here = |own: &PatientId| of_card.is_none_or(|patient| patient == *own);
    let (asked, opened) = (asked.filter(is_here), opened.filter(is_here));
    let unproved = session.session().filter(|session| !session.unproved.is_empty());
    let stay = html! {
        <Button kind={ButtonKind::Secondary} on_click={Callback::from(move |()| session.ask())}>
            { shell::STAY.get(lang) }
        </Button>
    };
    html! {
        <>
            if !is_online {
                { banner(BannerKind::Offline, shell::OFFLINE.get(lang), Html::default()) }
            }
            if let Some(session) = unproved {
                { banner(BannerKind::Info, text::unproved(&session.unproved).get(lang), to_contacts(lang)) }
            }
            if let Some(patient) = asked {
                { banner(BannerKind::Info, consent::NOTICE.get(lang), to_requests(lang, patient)) }
            }
            if let Some(patient) = opened {
                { banner(BannerKind::Alert, emergency::NOTICE.get(lang), to_cases(lang, patient)) }
            }
            if ends_soon && is_online {
                { banner(BannerKind::SessionEnds, shell::SESSION_ENDS_SOON.get(lang), stay) }
            }
        </>
    }
}

/// The way to who asks for the card.
fn to_requests(lang: Lang, patient: PatientId) -> Html {
    let class = ButtonKind::Secondary.class();
    link(Route::Consent { patient }, class, html! { consent::ANSWER.get(lang) })
}

/// The way to who opened the card in an emergency.
fn to_cases(lang: Lang, patient: PatientId) -> Html {
    let class = ButtonKind::Secondary.class();
    link(Route::Consent { patient }, class, html! { emergency::WHO_AND_WHY.get(lang) })
}

/// The way to where phone and e-mail are proved.
fn to_contacts(lang: Lang) -> Html {
    html! {
        <a class="button button--secondary" href="/security#contacts">
            { shell::PROVE.get(lang) }
        </a>
    }
}

/// Whether the session is about to end; asks the server once its time is up.
#[hook]
fn use_session_ends_soon() -> bool {
    let soon = use_state_eq(|| false);
    let session = use_session();
    let idle = session.session().map(|session| f64::from(session.idle_seconds));
    {
        let soon = soon.clone();
        use_effect_with((idle, session.has_ended()), move |&(idle, has_ended)| {
            let watch = idle.filter(|_| !has_ended).map(|idle| {
                let soon = soon.clone();
                Interval::new(LOOK_MS, move || {
                    let quiet = (browser::now_ms() - client::last_answer_ms()) / 1000.0;
                    soon.set(quiet > (idle - WARN_SECONDS).max(idle / 2.0));
                    if quiet > idle {
                        session.ask();
                    }
                })
            });
            soon.set(false);
            move || drop(watch)
        });
    }
    *soon
}
