//! Moving between addresses without loading the page anew.
//!
//! Own code instead of yew-router: the page's budget is 200 KB and that crate with what it brings
//! is 15 of them. It also keeps the query apart from the route; here the whole address is one value.

use std::cell::{Cell, RefCell};

use gloo_events::EventListener;
use wasm_bindgen::JsValue;
use yew::prelude::*;

use crate::browser;
use crate::route::Route;

thread_local! {
    static MOVED: RefCell<Callback<Route>> = RefCell::new(Callback::noop());
    static HAS_MOVED: Cell<bool> = const { Cell::new(false) };
}

/// Whether another page has been opened than the one that was loaded.
pub fn has_moved() -> bool {
    HAS_MOVED.get()
}

/// Goes to a page; «back» returns from it.
pub fn open(route: Route) {
    if let Some(window) = browser::window() {
        let pushed = window.history().and_then(|history| {
            history.push_state_with_url(&JsValue::NULL, "", Some(&route.address()))
        });
        // Refused only when a page moves hundreds of times a minute.
        if pushed.is_ok() {
            window.scroll_to_with_x_and_y(0.0, 0.0);
            moved(route);
        }
    }
}

/// Goes to a page in place of this one.
pub fn replace(route: Route) {
    let replaced = browser::window().and_then(|window| {
        let history = window.history().ok()?;
        history.replace_state_with_url(&JsValue::NULL, "", Some(&route.address())).ok()
    });
    if replaced.is_some() {
        moved(route);
    }
}

fn moved(route: Route) {
    HAS_MOVED.set(true);
    let tell = MOVED.with_borrow(Clone::clone);
    tell.emit(route);
}

fn arrived() -> Route {
    HAS_MOVED.set(true);
    here()
}

fn here() -> Route {
    let address = browser::window().and_then(|window| {
        let location = window.location();
        Some(location.pathname().ok()? + &location.search().ok()?)
    });
    Route::parse(&address.unwrap_or_default())
}

/// The page the address names.
#[hook]
pub fn use_route() -> Route {
    use_context().unwrap_or(Route::NotFound)
}

#[derive(Properties, PartialEq)]
pub struct RouterProps {
    pub children: Html,
}

/// Follows the address bar and tells everything below it.
#[component]
pub fn Router(props: &RouterProps) -> Html {
    let route = use_state_eq(here);
    {
        let route = route.setter();
        use_effect_with((), move |()| {
            let pushed = route.clone();
            MOVED.set(Callback::from(move |to| pushed.set(to)));
            let listener = browser::window().map(|window| {
                EventListener::new(&window, "popstate", move |_| route.set(arrived()))
            });
            move || drop(listener)
        });
    }
    html! {
        <ContextProvider<Route> context={(*route).clone()}>
            { props.children.clone() }
        </ContextProvider<Route>>
    }
}

/// A link to a page of ours.
pub fn link(to: Route, class: &'static str, content: Html) -> Html {
    current_link(to, class, false, content)
}

/// A link that may lead to where one is already.
pub fn current_link(to: Route, class: &'static str, is_current: bool, content: Html) -> Html {
    let href = to.address();
    let onclick = Callback::from(move |event: MouseEvent| {
        // A press with a key held asks for a new tab or window: that is the browser's business.
        if !(event.ctrl_key() || event.meta_key() || event.shift_key()) {
            event.prevent_default();
            open(to.clone());
        }
    });
    html! {
        <a {class} {href} aria-current={is_current.then_some("page")} {onclick}>{ content }</a>
    }
}
