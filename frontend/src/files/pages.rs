use std::rc::Rc;

use shared::contract::{Code, Problem};
use shared::files::api::page_url;
use shared::files::model::{FilePage, FilePages, FileType};
use shared::files::rules::{PAGE_WIDTH, page_width};
use shared::files::text;
use shared::lang::Lang;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::viewer::{Viewer, WINDOW};
use crate::browser;
use crate::client::{self, Abort};
use crate::prefs::use_lang;
use crate::saving::address_of;
use crate::session::use_session;
use crate::ui::{Button, ButtonKind, TextField, failure};

#[derive(Properties, PartialEq)]
pub struct PagesViewerProps {
    /// Of the file.
    pub address: AttrValue,
    pub name: AttrValue,
    pub pages: Rc<FilePages>,
    pub on_close: Callback<()>,
}

/// A page that was asked for: the `blob:` address of its picture, or why there is none.
#[derive(Clone, PartialEq)]
struct Drawn {
    page: u32,
    outcome: Result<AttrValue, Problem>,
}

/// A PDF, page by page, as the server draws it.
#[component]
pub fn PagesViewer(props: &PagesViewerProps) -> Html {
    let lang = use_lang();
    let count = u32::try_from(props.pages.pages.len()).unwrap_or(u32::MAX);
    let page = use_state_eq(|| 1_u32);
    let typed = use_state_eq(|| "1".to_owned());
    let zoom = use_state_eq(|| None::<u32>);
    let again = use_state_eq(|| 0_u32);
    let natural = size_of(&props.pages, *page).map_or(0, FilePage::natural_width);
    let drawn = use_drawn(page_url(&props.address, *page, wanted(natural, *zoom)), *page, *again);
    let go = {
        let (page, typed, drawn) = (page.clone(), typed.setter(), drawn.setter());
        Callback::from(move |to: u32| {
            if (1..=count).contains(&to) && to != *page {
                page.set(to);
                typed.set(to.to_string());
                // Its address is given back as soon as it is not shown.
                drawn.set(None);
            }
        })
    };
    let on_turn = {
        let (page, go) = (page.clone(), go.clone());
        Callback::from(move |is_on: bool| {
            let to = if is_on { page.saturating_add(1) } else { page.saturating_sub(1) };
            if to <= 1 || to >= count {
                // The button that was pressed goes dead.
                browser::focus_id(WINDOW);
            }
            go.emit(to);
        })
    };
    let on_type = {
        let typed = typed.setter();
        Callback::from(move |words: String| {
            let to = words.trim().parse().unwrap_or(0);
            typed.set(words);
            go.emit(to);
        })
    };
    let on_retry = {
        let (again, drawn) = (again.clone(), drawn.setter());
        Callback::from(move |()| {
            drawn.set(None);
            again.set(again.wrapping_add(1));
        })
    };
    let on_zoom = {
        let zoom = zoom.setter();
        Callback::from(move |percent| zoom.set(percent))
    };
    let now = (*drawn).clone().filter(|drawn| drawn.page == *page);
    let (address, instead) = seen(lang, now, on_retry);
    let tools = (count > 1)
        .then(|| turns(lang, *page, count, AttrValue::from((*typed).clone()), &on_turn, on_type));
    html! {
        <Viewer {address} name={props.name.clone()} alt={text::page_of(lang, *page, count)}
            hint={text::PAGES_HINT.get(lang)} {natural} tools={tools.unwrap_or_default()} {instead}
            on_turn={on_turn.clone()} {on_zoom} on_close={props.on_close.clone()} />
    }
}

/// The address of the picture, or what stands in its place.
fn seen(lang: Lang, drawn: Option<Drawn>, on_retry: Callback<()>) -> (Option<AttrValue>, Html) {
    match drawn.map(|drawn| drawn.outcome) {
        Some(Ok(address)) => (Some(address), Html::default()),
        Some(Err(problem)) if !is_mended(problem.code) => {
            (None, failure(lang, &problem, Some(on_retry)))
        }
        Some(Err(_)) | None => {
            let words = text::PAGE_WAITED.get(lang);
            (None, html! { <p class="viewer__wait muted">{ words }</p> })
        }
    }
}

/// From page to page.
fn turns(
    lang: Lang,
    page: u32,
    count: u32,
    typed: AttrValue,
    on_turn: &Callback<bool>,
    on_type: Callback<String>,
) -> Html {
    html! {
        <div class="row viewer__turns">
            <Button kind={ButtonKind::Secondary} disabled={page == 1} on_click={on_turn.reform(|()| false)}>
                { text::BACK.get(lang) }
            </Button>
            <p role="status">{ text::page_of(lang, page, count) }</p>
            <Button kind={ButtonKind::Secondary} disabled={page == count} on_click={on_turn.reform(|()| true)}>
                { text::ON.get(lang) }
            </Button>
            <TextField label={text::PAGE.get(lang)} value={typed} inputmode="numeric" on_change={on_type} />
        </div>
    }
}

/// The picture at this address, of this page. The last one of the same page stays until another is
/// there; who turns on or goes away waits for none.
#[hook]
fn use_drawn(url: String, page: u32, again: u32) -> UseStateHandle<Option<Drawn>> {
    let drawn = use_state_eq(|| None::<Drawn>);
    let signed_in = use_session().turn();
    let setter = drawn.setter();
    use_effect_with((url, again, signed_in), move |(url, ..)| {
        let abort = Rc::new(Abort::new());
        let (url, asked) = (url.clone(), abort.clone());
        spawn_local(async move {
            let answer = client::file_until(&url, asked.clone()).await;
            if !asked.is_given_up() {
                setter.set(Some(Drawn { page, outcome: answer.and_then(|png| address(&png)) }));
            }
        });
        move || abort.abort()
    });
    drawn
}

fn address(png: &[u8]) -> Result<AttrValue, Problem> {
    let address = address_of(png, FileType::Png.wire());
    address.map(AttrValue::from).ok_or_else(|| Code::Internal.into())
}

/// Whether a dialog mends it, after which the page is asked for again.
const fn is_mended(code: Code) -> bool {
    matches!(code, Code::SignInRequired | Code::StepUpRequired)
}

fn size_of(pages: &FilePages, page: u32) -> Option<FilePage> {
    let index = usize::try_from(page).ok()?.checked_sub(1)?;
    pages.pages.get(index).copied()
}

/// How wide the page is to be drawn, to be sharp where it is seen so large.
fn wanted(natural: u32, zoom: Option<u32>) -> u32 {
    let Some(percent) = zoom else { return PAGE_WIDTH };
    let is_fine = browser::window().is_some_and(|window| window.device_pixel_ratio() > 1.25);
    let seen = natural.saturating_mul(percent) / 100;
    page_width(if is_fine { seen.saturating_mul(2) } else { seen })
}
