//! Keys, wheel, pointer and fingers.
//!
//! The listeners are the chart's own: those of the page are passive and could not keep a wheel or
//! a key to themselves. What is not taken stays the page's, so that it scrolls on.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::{EventListener, EventListenerOptions};
use shared::results::chart::{Cursor, Period, Step, View};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{
    Element, Event, HtmlElement, KeyboardEvent, PointerEvent, ResizeObserver, WheelEvent,
};

use super::stage::Stage;
use crate::browser;

/// A pointer that moved less far has pressed, not dragged.
const DRAG: f64 = 6.0;
/// By how much one press zooms, and moves as a part of the window.
pub(super) const CLOSER: f64 = 0.5;
pub(super) const FARTHER: f64 = 2.0;
pub(super) const ASIDE: f64 = 0.25;
/// Pixels of a line where a wheel counts lines.
const LINE: f64 = 16.0;

/// Everything that listens; it stops when dropped.
pub(super) struct Hands {
    _listeners: Vec<EventListener>,
    _resized: Option<Resized>,
}

/// What watches the frame's width.
struct Resized {
    observer: ResizeObserver,
    _told: Closure<dyn FnMut()>,
}

impl Drop for Resized {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

impl Hands {
    /// Listens to a frame.
    pub(super) fn on(stage: &Stage, frame: &HtmlElement) -> Self {
        let mut listeners = pointers(stage, frame);
        listeners.push(wheel(stage, frame));
        listeners.push(keys(stage, frame));
        listeners.extend(paper(stage));
        Self { _listeners: listeners, _resized: resized(stage, frame) }
    }
}

fn resized(stage: &Stage, frame: &HtmlElement) -> Option<Resized> {
    let told = {
        let (stage, frame) = (stage.clone(), frame.clone());
        Closure::<dyn FnMut()>::new(move || stage.set_width(f64::from(frame.client_width())))
    };
    let observer = ResizeObserver::new(told.as_ref().unchecked_ref()).ok()?;
    observer.observe(frame);
    Some(Resized { observer, _told: told })
}

/// What is printed is drawn for paper, whoever asks for printing.
fn paper(stage: &Stage) -> Vec<EventListener> {
    let Some(window) = browser::window() else { return Vec::new() };
    [("beforeprint", true), ("afterprint", false)]
        .map(|(event, on_paper)| {
            let stage = stage.clone();
            EventListener::new(&window, event, move |_| stage.set_on_paper(on_paper))
        })
        .into()
}

fn keys(stage: &Stage, frame: &HtmlElement) -> EventListener {
    let stage = stage.clone();
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(frame, "keydown", options, move |event| {
        let Some(event) = event.dyn_ref::<KeyboardEvent>() else { return };
        let is_else = event.ctrl_key() || event.meta_key() || event.alt_key();
        // A button within the frame has keys of its own.
        if !is_else && is_list(event) && act(&stage, event) {
            event.prevent_default();
        }
    })
}

fn is_list(event: &Event) -> bool {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    target.is_some_and(|target| target.get_attribute("role").as_deref() == Some("listbox"))
}

/// Does what a key means; whether it means anything here.
fn act(stage: &Stage, event: &KeyboardEvent) -> bool {
    match (event.key().as_str(), event.shift_key()) {
        ("ArrowLeft", true) => stage.pan(-ASIDE),
        ("ArrowRight", true) => stage.pan(ASIDE),
        ("ArrowLeft", false) => stage.step(Step::Previous),
        ("ArrowRight", false) => stage.step(Step::Next),
        ("ArrowUp", false) if has_several(stage) => stage.step(Step::Above),
        ("ArrowDown", false) if has_several(stage) => stage.step(Step::Below),
        ("Home", false) => stage.step(Step::First),
        ("End", false) => stage.step(Step::Last),
        ("+" | "=", _) => stage.zoom(CLOSER),
        ("-" | "−", _) => stage.zoom(FARTHER),
        ("0", _) => stage.show_period(Period::All),
        ("Enter", _) if stage.chosen().is_some() => stage.open(),
        ("Escape", _) if stage.chosen().is_some() => stage.choose(None),
        // The key, whatever the alphabet.
        (_, false) if event.code() == "KeyT" => stage.turn_table(),
        _ => return false,
    }
    true
}

/// With one series the keys up and down stay the page's.
fn has_several(stage: &Stage) -> bool {
    stage.figure().is_some_and(|figure| figure.series.len() > 1)
}

fn wheel(stage: &Stage, frame: &HtmlElement) -> EventListener {
    let (stage, element) = (stage.clone(), frame.clone());
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(frame, "wheel", options, move |event| {
        let Some(event) = event.dyn_ref::<WheelEvent>() else { return };
        let asks = event.ctrl_key() || event.meta_key();
        if !asks && !has_focus(&stage) {
            return;
        }
        let Some(before) = stage.view() else { return };
        let unit = if event.delta_mode() == WheelEvent::DOM_DELTA_LINE { LINE } else { 1.0 };
        let (aside, along) = (event.delta_x() * unit, event.delta_y() * unit);
        let about = moment(&stage, &element, f64::from(event.client_x()));
        if aside.abs() > along.abs() {
            stage.pan(aside / f64::from(element.client_width().max(1)));
        } else if let Some(about) = about {
            let factor = (along * 0.002).clamp(-0.7, 0.7).exp();
            stage.turn(|view, whole| view.zoomed(factor, about, whole));
        }
        // Where there is no more to see, the page scrolls on; with the key held it never zooms.
        if asks || stage.view() != Some(before) {
            event.prevent_default();
        }
    })
}

fn has_focus(stage: &Stage) -> bool {
    let focused = browser::document().and_then(|document| document.active_element());
    let list = stage.nodes().list.cast::<Element>();
    focused.is_some() && focused == list
}

/// The moment under a place of the window.
fn moment(stage: &Stage, frame: &HtmlElement, client_x: f64) -> Option<f64> {
    let left = frame.get_bounding_client_rect().left();
    stage.scene().map(|scene| scene.moment(client_x - left))
}

/// Pointers that are down.
#[derive(Default)]
struct Down {
    /// Their ids with where they are now.
    pointers: Vec<(i32, f64, f64)>,
    /// Where the first stood, and how far two were apart, when the window was as it is kept here.
    start: Option<(View, f64, f64)>,
    is_dragged: bool,
}

impl Down {
    /// From here on it is counted anew: a finger came or went.
    fn begin(&mut self, stage: &Stage) {
        self.start = stage.view().map(|view| (view, self.middle(), self.apart()));
    }

    fn middle(&self) -> f64 {
        match self.pointers.as_slice() {
            [(_, first, _), (_, second, _), ..] => f64::midpoint(*first, *second),
            [(_, x, _)] => *x,
            [] => 0.0,
        }
    }

    fn apart(&self) -> f64 {
        match self.pointers.as_slice() {
            [(_, x1, y1), (_, x2, y2), ..] => (x1 - x2).hypot(y1 - y2).max(1.0),
            [_] | [] => 1.0,
        }
    }

    /// Where the window is for where the pointers are now.
    fn turn(&self, stage: &Stage) {
        let (Some((view, x, apart)), Some(scene)) = (self.start, stage.scene()) else { return };
        let width = (scene.right - scene.left).max(1.0);
        let (now, factor) = (self.middle(), apart / self.apart());
        // What was under the fingers stays under them.
        let about = view.from + (x - scene.left) / width * view.width();
        stage.turn(|_, whole| {
            let zoomed = view.zoomed(factor, about, whole);
            zoomed.panned((x - now) / width, whole)
        });
    }
}

fn pointers(stage: &Stage, frame: &HtmlElement) -> Vec<EventListener> {
    let down = Rc::new(RefCell::new(Down::default()));
    let hands: [(&'static str, Hand); 5] = [
        ("pointerdown", pressed),
        ("pointermove", moved),
        ("pointerup", lifted),
        ("pointercancel", lost),
        ("pointerleave", left),
    ];
    hands
        .map(|(name, hand)| {
            let (stage, element, down) = (stage.clone(), frame.clone(), down.clone());
            EventListener::new(frame, name, move |event| {
                if let Some(event) = event.dyn_ref::<PointerEvent>() {
                    hand(&Touch { stage: &stage, frame: &element, event }, &mut down.borrow_mut());
                }
            })
        })
        .into()
}

type Hand = fn(&Touch<'_>, &mut Down);

/// One event of a pointer.
struct Touch<'a> {
    stage: &'a Stage,
    frame: &'a HtmlElement,
    event: &'a PointerEvent,
}

impl Touch<'_> {
    /// Where it is in the frame.
    fn place(&self) -> (f64, f64) {
        let frame = self.frame.get_bounding_client_rect();
        let (x, y) = (f64::from(self.event.client_x()), f64::from(self.event.client_y()));
        (x - frame.left(), y - frame.top())
    }

    fn point(&self) -> Option<Cursor> {
        let (x, y) = self.place();
        self.stage.at(x, y)
    }

    /// The card over the picture is no part of it.
    fn is_on_card(&self) -> bool {
        let target = self.event.target().and_then(|target| target.dyn_into::<Element>().ok());
        target.is_some_and(|target| matches!(target.closest(".chart__card"), Ok(Some(_))))
    }
}

fn pressed(touch: &Touch<'_>, down: &mut Down) {
    if touch.event.button() != 0 || touch.is_on_card() {
        return;
    }
    let (x, y) = touch.place();
    down.pointers.retain(|(id, ..)| *id != touch.event.pointer_id());
    down.pointers.push((touch.event.pointer_id(), x, y));
    down.is_dragged = down.pointers.len() > 1;
    down.begin(touch.stage);
}

fn moved(touch: &Touch<'_>, down: &mut Down) {
    let (x, y) = touch.place();
    let id = touch.event.pointer_id();
    let Some(pointer) = down.pointers.iter_mut().find(|(known, ..)| *known == id) else {
        if touch.event.pointer_type() != "touch" && !touch.is_on_card() {
            touch.stage.hover(touch.stage.at(x, y));
        }
        return;
    };
    *pointer = (id, x, y);
    let start = down.start.map_or(x, |(_, x, _)| x);
    if !down.is_dragged && (x - start).abs() >= DRAG {
        down.is_dragged = true;
        touch.stage.hover(None);
        // Fails only for a pointer that has gone.
        let _ = touch.frame.set_pointer_capture(id);
    }
    if down.is_dragged {
        down.turn(touch.stage);
    }
}

fn lifted(touch: &Touch<'_>, down: &mut Down) {
    let id = touch.event.pointer_id();
    let was_down = down.pointers.iter().any(|(known, ..)| *known == id);
    down.pointers.retain(|(known, ..)| *known != id);
    if was_down && !down.is_dragged {
        touch.stage.choose(touch.point());
    }
    if down.pointers.is_empty() {
        down.is_dragged = false;
    } else {
        down.begin(touch.stage);
    }
}

/// The browser took it, to scroll the page.
fn lost(touch: &Touch<'_>, down: &mut Down) {
    down.pointers.retain(|(known, ..)| *known != touch.event.pointer_id());
    down.begin(touch.stage);
    down.is_dragged = !down.pointers.is_empty();
}

fn left(touch: &Touch<'_>, _: &mut Down) {
    touch.stage.hover(None);
}
