//! The parts of the program that are downloaded when a page of theirs is opened.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::pin::Pin;

use shared::lang::Lang;
use shared::shell;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::prefs::use_lang;
use crate::route::{Part, Route};
use crate::shell::{Title, opening};
use crate::ui::{Button, ButtonKind, failed};
use crate::{browser, router};

/// What a part gives when it is there: it draws the pages of its addresses.
pub type Draw = fn(Lang, Route) -> Html;
/// A part on its way; `None`: it could not be fetched.
pub type Fetching = Pin<Box<dyn Future<Output = Option<Draw>>>>;
/// Fetches a part.
pub type Fetch = fn(Part) -> Fetching;

thread_local! {
    static FETCH: Cell<Option<Fetch>> = const { Cell::new(None) };
    static HERE: RefCell<BTreeMap<Part, Draw>> = const { RefCell::new(BTreeMap::new()) };
}

/// Says how parts are fetched, before anything is drawn.
pub fn serve(fetch: Fetch) {
    FETCH.set(Some(fetch));
}

fn drawn_by(part: Part) -> Option<Draw> {
    HERE.with_borrow(|here| here.get(&part).copied())
}

async fn fetched(part: Part) -> bool {
    let Some(fetch) = FETCH.get() else { return false };
    let draw = fetch(part).await;
    if let Some(draw) = draw {
        HERE.with_borrow_mut(|here| here.insert(part, draw));
    }
    draw.is_some()
}

/// A part one needs just now.
pub struct PartHandle {
    /// Draws what is wanted, once the part is there.
    pub draw: Option<Draw>,
    pub has_failed: bool,
    /// Fetches it once more.
    pub retry: Callback<()>,
}

/// Fetches a part when it is first wanted.
#[hook]
pub fn use_part(wanted: Option<Part>) -> PartHandle {
    let failed = use_state_eq(|| None);
    let turn = use_state_eq(|| 0_u32);
    let redraw = use_force_update();
    let draw = wanted.and_then(drawn_by);
    let missing = wanted.filter(|_| draw.is_none());
    {
        let failed = failed.setter();
        use_effect_with((missing, *turn), move |&(missing, _)| {
            if let Some(part) = missing {
                spawn_local(async move {
                    if fetched(part).await {
                        failed.set(None);
                        redraw.force_update();
                    } else {
                        failed.set(Some(part));
                    }
                });
            }
        });
    }
    let has_failed = missing.is_some() && *failed == missing;
    let retry = Callback::from(move |()| {
        failed.set(None);
        turn.set(*turn + 1);
    });
    PartHandle { draw, has_failed, retry }
}

#[derive(Properties, PartialEq)]
pub struct PartPageProps {
    pub part: Part,
    pub route: Route,
}

/// The page of an address that a part draws, and what is seen until the part is there.
#[component]
pub fn PartPage(props: &PartPageProps) -> Html {
    let lang = use_lang();
    let PartHandle { draw, has_failed, retry } = use_part(Some(props.part));
    let tried = use_mut_ref(|| false);
    use_effect_with(has_failed, |&has_failed| {
        // The server has been given a new program meanwhile: its page names parts that are there.
        if has_failed && browser::is_outdated() && router::has_moved() {
            browser::reload();
        }
    });
    if let Some(draw) = draw {
        return draw(lang, props.route.clone());
    }
    if !has_failed {
        return opening(lang, props.part);
    }
    let on_click = Callback::from(move |()| {
        // Whatever the reason is, a fresh page may not have it; without a line there is none.
        if tried.replace(true) && browser::is_online() {
            browser::reload();
        } else {
            retry.emit(());
        }
    });
    html! {
        <>
            <Title text={shell::ERROR_TITLE.get(lang)} class="unseen" />
            { failed(html! {
                <>
                    <p class="failure__title">{ shell::ERROR_TITLE.get(lang) }</p>
                    <p>{ shell::PART_FAILED.get(lang) }</p>
                    <Button kind={ButtonKind::Secondary} {on_click}>{ shell::RETRY.get(lang) }</Button>
                </>
            }) }
        </>
    }
}
