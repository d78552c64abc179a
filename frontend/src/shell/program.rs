use std::cell::Cell;

use shared::lang::Lang;
use yew::prelude::*;

use super::frame::Frame;
use super::guest::Guest;
use super::not_found::not_found_page;
use crate::browser;
use crate::prefs::{PrefsProvider, use_lang};
use crate::route::{Program, Route};
use crate::router::{self, Router, use_route};
use crate::session::SessionProvider;
use crate::ui::Toasts;

/// Where the small programs draw their pages.
const PLACE: &str = "account";

/// The page of an address.
pub type Pages = fn(Lang, Route) -> Html;

fn no_pages(lang: Lang, _: Route) -> Html {
    not_found_page(lang)
}

thread_local! {
    static PAGES: Cell<Pages> = const { Cell::new(no_pages) };
}

/// Draws the pages of a program.
pub fn run(program: Program, pages: Pages) {
    router::serve(program);
    PAGES.set(pages);
    if let Some(place) = browser::by_id(PLACE) {
        yew::Renderer::<Root>::with_root(place).render();
    }
}

#[component]
fn Root() -> Html {
    html! {
        <PrefsProvider>
            <SessionProvider>
                <Router>
                    <Page />
                    <Guest />
                    <Toasts />
                </Router>
            </SessionProvider>
        </PrefsProvider>
    }
}

#[component]
fn Page() -> Html {
    let lang = use_lang();
    let route = use_route();
    html! { <Frame>{ PAGES.get()(lang, route) }</Frame> }
}
