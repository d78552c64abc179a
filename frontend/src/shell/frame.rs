use shared::access::rules::works_with_cards;
use shared::shell;
use yew::prelude::*;

use super::banners::Banners;
use super::header::Header;
use super::navigation::Navigation;
use super::{MIDDLE, WIDE};
use crate::accounts::SignInAgain;
use crate::browser::{self, use_media};
use crate::card::cards_pane;
use crate::prefs::use_lang;
use crate::route::{Route, page};
use crate::router::use_route;
use crate::session::{Who, use_session};

const MAIN: &str = "main";

/// Header, navigation, the list of patients beside an open card, and the page itself.
#[component]
pub fn Frame() -> Html {
    let lang = use_lang();
    let handle = use_session();
    let session = handle.session();
    let route = use_route();
    let (is_wide, is_middle) = (use_media(WIDE), use_media(MIDDLE));
    let shown = match &route {
        Route::Home => Some(None),
        Route::Summary { patient } | Route::Entries { patient, .. } => Some(Some(*patient)),
        Route::SignIn { .. } | Route::Settings | Route::Help | Route::NotFound => None,
    };
    let works = session.as_deref().is_some_and(|session| works_with_cards(session.role));
    let shown = shown.filter(|open| works && (is_wide || is_middle && open.is_some()));
    let onclick = Callback::from(|event: MouseEvent| {
        event.prevent_default();
        browser::focus_id(MAIN);
    });
    html! {
        <div class={classes!("frame", shown.is_some().then_some("frame--panes"))}>
            <a class="skip" href="#main" {onclick}>{ shell::SKIP.get(lang) }</a>
            <Header />
            <div class="frame__body">
                if let Some(session) = session {
                    <Navigation {session} />
                } else if handle.who() == Who::Asking {
                    // Its place, so that the page does not move when we know who is there.
                    <div class="nav" aria-hidden="true"></div>
                }
                if let Some(open) = shown {
                    { cards_pane(lang, open) }
                }
                <main class="main" id={MAIN} tabindex="-1">
                    <Banners />
                    { page(lang, route) }
                </main>
            </div>
            <SignInAgain />
        </div>
    }
}
