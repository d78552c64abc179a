//! The few things only the browser knows: the time, the width, the page around the app.

use time::{Date, OffsetDateTime, UtcOffset};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Document, Element, HtmlDocument, HtmlElement, Window};
use yew::prelude::*;

/// Milliseconds since 1970.
pub fn now_ms() -> f64 {
    js_sys::Date::now()
}

/// The moment, by the device's clock.
pub fn now() -> OffsetDateTime {
    #[expect(clippy::cast_possible_truncation, reason = "seconds since 1970 fit for ages")]
    let seconds = (now_ms() / 1000.0) as i64;
    OffsetDateTime::from_unix_timestamp(seconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// How far the device's clock stood from UTC at that moment (summer time differs from winter time).
pub fn offset_at(at: OffsetDateTime) -> UtcOffset {
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 fit for ages")]
    let ms = at.unix_timestamp() as f64 * 1000.0;
    let behind_minutes = js_sys::Date::new(&ms.into()).get_timezone_offset();
    #[expect(clippy::cast_possible_truncation, reason = "at most 14 hours")]
    let seconds = (-behind_minutes * 60.0) as i32;
    UtcOffset::from_whole_seconds(seconds).unwrap_or(UtcOffset::UTC)
}

/// The IANA name of the zone the device lives by, where the browser tells it.
pub fn time_zone() -> Option<String> {
    let options = js_sys::Intl::DateTimeFormat::default().resolved_options();
    js_sys::Reflect::get(&options, &JsValue::from_str("timeZone")).ok()?.as_string()
}

/// The calendar day where the person is.
pub fn today() -> Date {
    let now = now();
    now.to_offset(offset_at(now)).date()
}

pub fn window() -> Option<Window> {
    web_sys::window()
}

pub fn document() -> Option<Document> {
    window()?.document()
}

/// `<html>`
pub fn root() -> Option<Element> {
    document()?.document_element()
}

/// Whether the page came over https.
pub fn is_secure() -> bool {
    window().and_then(|window| window.location().protocol().ok()).as_deref() == Some("https:")
}

pub fn by_id(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// Moves the keyboard to the element of that id, if there is one.
pub fn focus_id(id: &str) {
    if let Some(element) = by_id(id) {
        focus(&element);
    }
}

/// Moves the keyboard to the element of that id, without scrolling.
pub fn focus_in_place_id(id: &str) {
    if let Some(element) = by_id(id) {
        focus_in_place(&element);
    }
}

/// Moves the keyboard there.
pub fn focus(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // Fails only for an element that has left the page.
        let _ = element.focus();
    }
}

/// Whether the keyboard is nowhere on the page, since what it was on has gone.
pub fn is_focus_lost() -> bool {
    let focused = document().and_then(|document| document.active_element());
    focused.is_none_or(|element| element.tag_name() == "BODY")
}

/// The text in small letters, of any alphabet. The browser knows them already; the tables of
/// `str::to_lowercase` would be downloaded.
pub fn lowercase(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}

/// Goes to an address by loading it afresh: whatever was in memory is gone. The page is hidden at
/// once, and should «back» bring it out of the browser's memory, `boot.js` loads it anew unseen.
pub fn load_afresh(path: &str) {
    if let Some(root) = root() {
        // Fails only for a malformed name.
        let _ = root.set_attribute("data-left", "");
    }
    if let Some(document) = document() {
        document.set_title("Medkarta");
    }
    if let Some(window) = window() {
        // The browser refuses only malformed addresses.
        let _ = window.location().assign(path);
    }
}

/// What a cookie of ours says. Only those that hold no secret can be read here.
pub fn cookie(name: &str) -> Option<String> {
    let cookies = cookies()?.cookie().ok()?;
    let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.find_map(|(known, value)| (known == name).then(|| value.to_owned()))
}

/// Keeps a cookie for so many seconds.
pub fn set_cookie(name: &str, value: &str, seconds: u32) {
    // A browser refuses a secure cookie from a page that is not.
    let secure = if is_secure() { "; secure" } else { "" };
    if let Some(document) = cookies() {
        let cookie = format!("{name}={value}; path=/; max-age={seconds}; samesite=lax{secure}");
        // Refused only in a sandboxed frame; then it lasts as long as the page.
        let _ = document.set_cookie(&cookie);
    }
}

fn cookies() -> Option<HtmlDocument> {
    document()?.dyn_into().ok()
}

/// Loads the page anew, where it is.
pub fn reload() {
    if let Some(window) = window() {
        // Refused only in a sandboxed frame.
        let _ = window.location().reload();
    }
}

/// Whether the server has been given a new program since this one was loaded: parts of this one are
/// gone. The script that fetches them says so (`.ci/slim.mjs`).
pub fn is_outdated() -> bool {
    root().is_some_and(|root| root.has_attribute("data-outdated"))
}

/// Whether the device has a line, as far as the browser knows.
pub fn is_online() -> bool {
    window().is_some_and(|window| window.navigator().on_line())
}

/// Whether two panes fit side by side.
pub fn is_at_least_tablet() -> bool {
    media("(min-width: 820px)").is_some_and(|list| list.matches())
}

/// Opens the browser's printing.
pub fn print() {
    if let Some(window) = window() {
        // Refused only in a sandboxed frame.
        let _ = window.print();
    }
}

/// Puts a text where it can be pasted from, and says when it is there.
pub fn copy(text: &str, on_done: Callback<()>) {
    let Some(window) = window() else { return };
    let copied = window.navigator().clipboard().write_text(text);
    wasm_bindgen_futures::spawn_local(async move {
        if wasm_bindgen_futures::JsFuture::from(copied).await.is_ok() {
            on_done.emit(());
        }
    });
}

/// The address below the origin, without what follows a question mark.
pub fn path() -> String {
    window().and_then(|window| window.location().pathname().ok()).unwrap_or_default()
}

/// What stands behind the `#` of the address.
pub fn fragment() -> String {
    let hash = window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.strip_prefix('#').unwrap_or_default().to_owned()
}

/// Takes what stands behind the `#` out of the address and the history.
pub fn forget_fragment() {
    let path = window().and_then(|window| window.location().pathname().ok());
    let history = window().and_then(|window| window.history().ok());
    if let (Some(path), Some(history)) = (path, history) {
        // Refused only when a program changes the address hundreds of times a minute.
        let _ = history.replace_state_with_url(&wasm_bindgen::JsValue::NULL, "", Some(&path));
    }
}

/// What the browser says of itself.
pub fn agent() -> String {
    window().and_then(|window| window.navigator().user_agent().ok()).unwrap_or_default()
}

/// Gives this place in the history another address: the page stays as it is, and is found there
/// when it is loaded anew.
pub fn rename(path: &str) {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        // Refused only when a program changes the address hundreds of times a minute.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(path));
    }
}

/// Goes back, as the browser's own button does.
pub fn back() {
    if let Some(history) = window().and_then(|window| window.history().ok()) {
        // Refused only in a page that is not shown any more.
        let _ = history.back();
    }
}

/// The name of the server as the address bar shows it: `card.example.org`.
pub fn host() -> String {
    window().and_then(|window| window.location().host().ok()).unwrap_or_default()
}

/// Moves a row that scrolls sideways so far that the element can be seen; the page stays.
pub fn show_in_row(row: &HtmlElement, element: &HtmlElement) {
    let (left, width) = (element.offset_left() - row.offset_left(), element.offset_width());
    let hidden = left + width > row.scroll_left() + row.client_width() || left < row.scroll_left();
    if hidden {
        row.set_scroll_left(left - (row.client_width() - width) / 2);
    }
}

/// What this place in the history keeps for whoever comes back to it or loads it anew: it is not
/// in the address, and goes with the tab.
pub fn kept(name: &str) -> Option<String> {
    let state = window()?.history().ok()?.state().ok()?;
    js_sys::Reflect::get(&state, &name.into()).ok()?.as_string()
}

/// Lets this place in the history keep a text; an empty one is forgotten.
pub fn keep(name: &str, text: &str) {
    let Some(history) = window().and_then(|window| window.history().ok()) else { return };
    let state = js_sys::Object::new();
    if let Ok(known) = history.state()
        && let Some(known) = known.dyn_ref::<js_sys::Object>()
    {
        js_sys::Object::assign(&state, known);
    }
    let text = if text.is_empty() { JsValue::UNDEFINED } else { text.into() };
    // Refused only for a sealed object, and when a program does it hundreds of times a minute.
    let _ = js_sys::Reflect::set(&state, &name.into(), &text);
    let _ = history.replace_state(&state, "");
}

const RETURNED: &str = "data-returned";

/// Whether the page came out of the browser's memory and waits, hidden, to be shown.
pub fn has_returned() -> bool {
    root().is_some_and(|root| root.has_attribute(RETURNED))
}

/// Shows a page that [has returned](has_returned).
pub fn show() {
    if let Some(root) = root() {
        // Fails for no name that can be written.
        let _ = root.remove_attribute(RETURNED);
    }
}

/// Whether the person has the page before them.
pub fn is_visible() -> bool {
    document().is_none_or(|document| !document.hidden())
}

/// Moves the keyboard there without scrolling: after «back» the page stands where it was left.
pub fn focus_in_place(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        // Fails only for an element that has left the page.
        let _ = element.focus_with_options(&options);
    }
}

/// Whether a media query holds, now and as the window changes.
#[hook]
pub fn use_media(query: &'static str) -> bool {
    let matches = use_state_eq(|| media(query).is_some_and(|list| list.matches()));
    {
        let matches = matches.clone();
        use_effect_with(query, move |&query| {
            let listener = media(query).map(|list| {
                let watched = list.clone();
                gloo_events::EventListener::new(&list, "change", move |_| {
                    matches.set(watched.matches());
                })
            });
            move || drop(listener)
        });
    }
    *matches
}

fn media(query: &str) -> Option<web_sys::MediaQueryList> {
    window()?.match_media(query).ok().flatten()
}
