//! The program of the card.

use shared::access::rules::works_with_cards;
use shared::lang::Lang;
use yew::prelude::*;

use crate::browser::use_media;
use crate::card::{HomePage, cards_pane};
use crate::prefs::{PrefsProvider, use_lang};
use crate::record::{EntriesPage, SummaryPage};
use crate::route::Route;
use crate::router::{Router, use_route};
use crate::session::{SessionProvider, use_session};
use crate::shell::{Frame, Guest, MIDDLE, SettingsPage, SignedIn, WIDE, help_page, not_found_page};
use crate::ui::Toasts;

/// The whole program.
#[component]
pub fn App() -> Html {
    html! {
        <PrefsProvider>
            <SessionProvider>
                <Router>
                    <Page />
                    <Toasts />
                </Router>
            </SessionProvider>
        </PrefsProvider>
    }
}

/// The page of the address, with the list of patients beside an open card.
#[component]
fn Page() -> Html {
    let lang = use_lang();
    let session = use_session().session();
    let route = use_route();
    let (is_wide, is_middle) = (use_media(WIDE), use_media(MIDDLE));
    let shown = match &route {
        Route::Home => Some(None),
        Route::Summary { patient } | Route::Entries { patient, .. } => Some(Some(*patient)),
        _ => None,
    };
    let works = session.as_deref().is_some_and(|session| works_with_cards(session.role));
    let shown = shown.filter(|open| works && (is_wide || is_middle && open.is_some()));
    let pane = shown.map(|open| cards_pane(lang, open));
    html! {
        <>
            <Frame {pane}>{ page(lang, route) }</Frame>
            <Guest />
        </>
    }
}

fn page(lang: Lang, route: Route) -> Html {
    match route {
        Route::Home => html! { <SignedIn><HomePage /></SignedIn> },
        Route::Summary { patient } => {
            html! { <SignedIn><SummaryPage key={patient.to_string()} {patient} /></SignedIn> }
        }
        Route::Entries { patient, section } => html! {
            <SignedIn><EntriesPage key={patient.to_string()} {patient} {section} /></SignedIn>
        },
        Route::Settings => html! { <SettingsPage /> },
        Route::Help => help_page(lang),
        // The account program's, never drawn here.
        Route::SignIn { .. }
        | Route::SignInCode { .. }
        | Route::Register { .. }
        | Route::Recovery
        | Route::RecoveryCode
        | Route::Invitation
        | Route::ProveEmail
        | Route::Security
        | Route::Outbox
        | Route::NotFound => not_found_page(lang),
    }
}
