//! What the frame and the page around it tell each other (WID-2): the page how it looks, the frame that it is there, how
//! high it is, and that something was booked. Nothing else is told, and what is not known is dropped.

use std::cell::Cell;

use gloo_events::EventListener;
use js_sys::{Object, Reflect};
use shared::prefs::Theme;
use shared::widgets::api::CountWidget;
use shared::widgets::look::{Colour, Look, parse_font, parse_radius};
use shared::widgets::model::{WidgetEvent, WidgetStep};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlElement, MessageEvent, ResizeObserver, Window};
use yew::prelude::*;

use super::frame::Frame;
use crate::{browser, client};

/// The element whose height the page makes room for.
pub const PLACE: &str = "widget";
/// Every custom property that a look may set.
const PROPERTIES: [&str; 13] = [
    "--surface",
    "--surface-raised",
    "--surface-sunken",
    "--line",
    "--text",
    "--text-muted",
    "--accent",
    "--accent-strong",
    "--accent-text",
    "--accent-soft",
    "--radius",
    "--radius-large",
    "--font",
];

thread_local! {
    /// Whether the person has done anything in the frame.
    static HAS_ACTED: Cell<bool> = const { Cell::new(false) };
}

/// Everything that listens; it stops when dropped.
struct Talking {
    _listeners: Vec<EventListener>,
    _height: Option<Height>,
}

/// What watches the height of the content.
struct Height {
    observer: ResizeObserver,
    _told: Closure<dyn FnMut()>,
}

impl Drop for Height {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Hears how the page looks, and tells it that the frame is there and how high it becomes; counts that it was shown, and
/// that somebody began (WID-7).
#[hook]
pub fn use_host(frame: &Frame) {
    use_effect_with(frame.clone(), |frame| {
        let talking = begin(frame);
        move || drop(talking)
    });
}

/// Tells the page that something was booked: not what, when, nor with whom.
pub fn tell_booked(host: &str) {
    tell(host, "booked", &[]);
}

fn begin(frame: &Frame) -> Option<Talking> {
    let window = browser::window()?;
    let mut listeners = vec![hears_look(&window, frame)];
    for event in ["pointerdown", "keydown"] {
        let frame = frame.clone();
        listeners.push(EventListener::new(&window, event, move |_| {
            if !HAS_ACTED.replace(true) {
                count(&frame, WidgetStep::Started);
            }
        }));
    }
    tell(&frame.host, "ready", &[]);
    count(frame, WidgetStep::Shown);
    Some(Talking { _listeners: listeners, _height: watch_height(&frame.host) })
}

fn hears_look(window: &Window, frame: &Frame) -> EventListener {
    let (frame, own) = (frame.clone(), window.clone());
    EventListener::new(window, "message", move |event| {
        let Some(event) = event.dyn_ref::<MessageEvent>() else { return };
        let parent = own.parent().ok().flatten();
        let is_parent = match (event.source(), parent) {
            (Some(source), Some(parent)) => Object::is(&source, &parent),
            _ => false,
        };
        if is_parent
            && !frame.host.is_empty()
            && event.origin() == frame.host
            && let Some(look) = read_look(&event.data(), frame.theme)
        {
            show(&look);
        }
    })
}

/// What a message says of the look; nothing where it is another message.
fn read_look(message: &JsValue, theme: Theme) -> Option<Look> {
    let of = |name: &str| Reflect::get(message, &name.into()).ok();
    let word = |name: &str| of(name).and_then(|value| value.as_string());
    if of("medkarta")?.as_f64() != Some(1.0) || word("kind")? != "look" {
        return None;
    }
    let theme = match word("theme").as_deref() {
        Some("light") => Theme::Light,
        Some("dark") => Theme::Dark,
        Some("auto") => Theme::Auto,
        _ => theme,
    };
    let colour = |name| word(name).and_then(|text| Colour::parse(&text));
    Some(Look {
        theme,
        accent: colour("accent"),
        surface: colour("surface"),
        text: colour("text"),
        radius: word("radius").and_then(|text| parse_radius(&text)),
        font: word("font").and_then(|text| parse_font(&text)),
    })
}

/// Through the object model, and not as a style attribute, which the content policy forbids.
fn show(look: &Look) {
    let Some(root) = browser::root().and_then(|root| root.dyn_into::<HtmlElement>().ok()) else {
        return;
    };
    // These fail for no name that stands here.
    let _ = root.set_attribute("data-theme", look.theme().attribute());
    let style = root.style();
    for name in PROPERTIES {
        let _ = style.remove_property(name);
    }
    for (name, value) in look.properties() {
        let _ = style.set_property(name, &value);
    }
}

fn watch_height(host: &str) -> Option<Height> {
    let place = browser::by_id(PLACE)?.dyn_into::<HtmlElement>().ok()?;
    let told = {
        let (place, host) = (place.clone(), host.to_owned());
        let last = Cell::new(0);
        Closure::<dyn FnMut()>::new(move || {
            let height = place.offset_height();
            if last.replace(height) != height {
                let acted = JsValue::from(HAS_ACTED.get());
                tell(&host, "height", &[("height", height.into()), ("acted", acted)]);
            }
        })
    };
    let observer = ResizeObserver::new(told.as_ref().unchecked_ref()).ok()?;
    observer.observe(&place);
    Some(Height { observer, _told: told })
}

/// Speaks to the page around, and to no other origin than the one that was named.
fn tell(host: &str, kind: &str, more: &[(&str, JsValue)]) {
    let Some(window) = browser::window().filter(|_| !host.is_empty()) else { return };
    let Ok(Some(parent)) = window.parent() else { return };
    if Object::is(&parent, &window) {
        return;
    }
    let message = Object::new();
    let facts: [(&str, JsValue); 2] = [("medkarta", 1.into()), ("kind", kind.into())];
    for (name, value) in facts.iter().chain(more) {
        // Fails only for what cannot be written to.
        let _ = Reflect::set(&message, &(*name).into(), value);
    }
    // Fails only for a malformed origin.
    let _ = parent.post_message(&message, host);
}

fn count(frame: &Frame, step: WidgetStep) {
    if frame.host.is_empty() {
        return;
    }
    let body = WidgetEvent { kind: frame.kind, step, host: frame.host.clone() };
    let call = CountWidget { clinic: frame.clinic, body };
    spawn_local(async move {
        // What is not counted is missing in a table, and nowhere else.
        let _ = client::call(&call).await;
    });
}
