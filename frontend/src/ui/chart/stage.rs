//! What of a chart moves: the window, the point one is on, and the drawing itself. It is kept out
//! of the components, so that moving a finger draws a picture and compares no trees of elements.

mod show;

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo_timers::callback::Timeout;
use shared::id::EntryId;
use shared::results::chart::{self, Cursor, Period, Scene, Sheet, Size, Step, View, nearest};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::figure::Figure;
use super::palette::Palette;
use crate::browser;

/// How long nothing has to move before it is said where one is.
const SETTLED_MS: u32 = 300;
/// The size of letters where the page does not tell it, in pixels.
const TEXT: f64 = 13.0;

/// The point that is told about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shown {
    pub cursor: Cursor,
    /// It was chosen, and stays; else the pointer is over it.
    pub is_chosen: bool,
    /// Where it stands in the frame, and how large that is.
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

/// A chart on the page.
#[derive(Clone)]
pub(super) struct Stage(Rc<Inner>);

impl PartialEq for Stage {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

/// The elements it draws into.
#[derive(Default)]
pub(super) struct Nodes {
    pub frame: NodeRef,
    pub svg: NodeRef,
    pub canvas: NodeRef,
    pub ring: NodeRef,
    pub list: NodeRef,
}

#[derive(Default)]
struct Inner {
    nodes: Nodes,
    state: RefCell<State>,
    /// A drawing is asked for and has not come yet.
    is_due: Cell<bool>,
    settling: RefCell<Option<Timeout>>,
    heard: RefCell<Heard>,
}

#[derive(Default)]
struct State {
    figure: Option<Rc<Figure>>,
    view: Option<View>,
    width: f64,
    scene: Option<Rc<Scene>>,
    chosen: Option<Cursor>,
    hovered: Option<Cursor>,
    palette: Option<Rc<Palette>>,
    /// On paper everything is drawn by elements: they are sharp, and black on white.
    on_paper: bool,
}

/// Who is told of changes.
#[derive(Default)]
struct Heard {
    shown: Callback<Option<Shown>>,
    chosen: Callback<Option<Cursor>>,
    /// When nothing has moved for a moment.
    settled: Callback<View>,
    open: Callback<EntryId>,
    table: Callback<()>,
}

impl Stage {
    pub(super) fn new() -> Self {
        Self(Rc::default())
    }

    pub(super) fn nodes(&self) -> &Nodes {
        &self.0.nodes
    }

    pub(super) fn frame(&self) -> Option<HtmlElement> {
        self.0.nodes.frame.cast()
    }

    pub(super) fn on_shown(&self, heard: Callback<Option<Shown>>) {
        self.0.heard.borrow_mut().shown = heard;
    }

    pub(super) fn on_chosen(&self, heard: Callback<Option<Cursor>>) {
        self.0.heard.borrow_mut().chosen = heard;
    }

    pub(super) fn on_settled(&self, heard: Callback<View>) {
        self.0.heard.borrow_mut().settled = heard;
    }

    pub(super) fn on_open(&self, heard: Callback<EntryId>) {
        self.0.heard.borrow_mut().open = heard;
    }

    pub(super) fn on_table(&self, heard: Callback<()>) {
        self.0.heard.borrow_mut().table = heard;
    }

    /// Shows another figure. The window stays where the time is the same.
    pub(super) fn set_figure(&self, figure: Rc<Figure>) {
        {
            let mut state = self.0.state.borrow_mut();
            let before = state.figure.as_ref().and_then(|figure| figure.whole);
            if before != figure.whole {
                state.view = figure.whole;
            }
            let is_there = |cursor: &Cursor| figure.point(*cursor).is_some();
            state.chosen = state.chosen.filter(is_there);
            state.hovered = None;
            state.figure = Some(figure);
        }
        self.request();
    }

    pub(super) fn figure(&self) -> Option<Rc<Figure>> {
        self.0.state.borrow().figure.clone()
    }

    pub(super) fn scene(&self) -> Option<Rc<Scene>> {
        self.0.state.borrow().scene.clone()
    }

    pub(super) fn view(&self) -> Option<View> {
        self.0.state.borrow().view
    }

    pub(super) fn chosen(&self) -> Option<Cursor> {
        self.0.state.borrow().chosen
    }

    /// The frame has another width.
    pub(super) fn set_width(&self, width: f64) {
        let is_other = (self.0.state.borrow().width - width).abs() >= 0.5;
        if is_other {
            self.0.state.borrow_mut().width = width;
            self.request();
        }
    }

    /// The page looks otherwise: its colours or letters are others.
    pub(super) fn forget_looks(&self) {
        self.0.state.borrow_mut().palette = None;
        self.request();
    }

    /// Draws for paper at once, or for the screen again.
    pub(super) fn set_on_paper(&self, on_paper: bool) {
        self.0.state.borrow_mut().on_paper = on_paper;
        self.draw();
    }

    /// Moves the window by what `to` makes of it and of the whole.
    pub(super) fn turn(&self, to: impl FnOnce(View, View) -> View) {
        let is_other = {
            let mut state = self.0.state.borrow_mut();
            let whole = state.figure.as_ref().and_then(|figure| figure.whole);
            let (Some(view), Some(whole)) = (state.view, whole) else { return };
            let next = to(view, whole);
            state.view = Some(next);
            next != view
        };
        if is_other {
            self.request();
        }
    }

    pub(super) fn show_period(&self, period: Period) {
        self.turn(|_, whole| View::of(period, whole));
    }

    /// About the point one is on, or the middle.
    pub(super) fn zoom(&self, factor: f64) {
        let about = self.chosen().and_then(|cursor| {
            let figure = self.figure()?;
            let (_, point) = figure.point(cursor)?;
            Some(chart::seconds(point.at))
        });
        self.turn(|view, whole| {
            let about = about.filter(|about| view.holds(*about)).unwrap_or_else(|| view.middle());
            view.zoomed(factor, about, whole)
        });
    }

    pub(super) fn pan(&self, by: f64) {
        self.turn(|view, whole| view.panned(by, whole));
    }

    /// Stays on a point, or on none.
    pub(super) fn choose(&self, cursor: Option<Cursor>) {
        let is_other = {
            let mut state = self.0.state.borrow_mut();
            state.hovered = None;
            std::mem::replace(&mut state.chosen, cursor) != cursor
        };
        let at = cursor.and_then(|cursor| {
            let figure = self.figure()?;
            let (_, point) = figure.point(cursor)?;
            Some(chart::seconds(point.at))
        });
        if let Some(at) = at {
            self.turn(|view, whole| view.showing(at, whole));
        }
        if is_other {
            let chosen = self.0.heard.borrow().chosen.clone();
            chosen.emit(cursor);
        }
        self.tell();
    }

    /// The pointer is over a point, or over none.
    pub(super) fn hover(&self, cursor: Option<Cursor>) {
        let before = std::mem::replace(&mut self.0.state.borrow_mut().hovered, cursor);
        if before != cursor {
            self.tell();
        }
    }

    /// What stands at a place of the frame.
    pub(super) fn at(&self, x: f64, y: f64) -> Option<Cursor> {
        let state = self.0.state.borrow();
        nearest(&state.figure.as_ref()?.panes, state.scene.as_ref()?, x, y)
    }

    pub(super) fn step(&self, step: Step) {
        let next = self
            .figure()
            .and_then(|figure| chart::step(&figure.series, self.chosen(), figure.primary, step));
        if next.is_some() {
            self.choose(next);
        }
    }

    /// Opens the result of the point one is on.
    pub(super) fn open(&self) {
        let entry = self.chosen().and_then(|cursor| {
            let figure = self.figure()?;
            figure.point(cursor).map(|(_, point)| point.entry)
        });
        let open = self.0.heard.borrow().open.clone();
        if let Some(entry) = entry {
            open.emit(entry);
        }
    }

    pub(super) fn turn_table(&self) {
        let table = self.0.heard.borrow().table.clone();
        table.emit(());
    }

    /// Draws with the next picture of the screen, once, however often it is asked for.
    pub(super) fn request(&self) {
        if self.0.is_due.replace(true) {
            return;
        }
        let stage: Weak<Inner> = Rc::downgrade(&self.0);
        let draw = Closure::once_into_js(move || {
            if let Some(inner) = stage.upgrade() {
                inner.is_due.set(false);
                Self(inner).draw();
            }
        });
        let asked = browser::window()
            .and_then(|window| window.request_animation_frame(draw.unchecked_ref()).ok());
        if asked.is_none() {
            self.0.is_due.set(false);
        }
    }
}

/// The sheet of a figure, as it is drawn everywhere.
pub(super) fn sheet(figure: &Figure, view: View, size: Size) -> Sheet<'_> {
    Sheet {
        panes: &figure.panes,
        primary: figure.primary,
        marks: &figure.marks,
        view,
        size,
        lang: figure.lang,
        offset: figure.offset,
    }
}
