//! News from the server: an open page learns that its card has changed.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use shared::contract::BASE;
use shared::id::PatientId;
use shared::record::api::EVENTS_PATH;
use wasm_bindgen::JsCast as _;
use web_sys::{Event, EventSource, MessageEvent};
use yew::prelude::*;

use crate::session::use_session;
use crate::{browser, client};

const EVENT: &str = "changed";
/// Several changes in a row become one reload.
const GATHER_MS: u32 = 250;
const FIRST_RETRY_MS: u32 = 2_000;
const LAST_RETRY_MS: u32 = 60_000;
/// News this soon after our own change is that change.
const OWN_ECHO_MS: f64 = 3_000.0;

/// What the page should do about news.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Somebody else wrote: load again and say so.
    Changed,
    /// We may have missed something, or wrote it ourselves: load again without a word.
    Unsure,
}

/// Calls `on_news` whenever the patient's card may have changed, until the page closes.
#[hook]
pub fn use_live(patient: PatientId, on_news: Callback<News>) {
    let latest = use_mut_ref(|| on_news.clone());
    *latest.borrow_mut() = on_news;
    let session = use_session();
    let url = (!session.has_ended())
        .then(|| format!("{BASE}{}", EVENTS_PATH.replace("{patient}", &patient.to_string())));
    let on_heard = Callback::from(move |heard: Heard| latest.borrow().emit(heard.news));
    use_listening(url, EVENT, session.turn(), on_heard);
}

/// Calls `on_heard` with what stands in each `event` of `url`, and with nothing where some may have
/// been missed. Listens anew with each `turn`.
#[hook]
pub fn use_line(
    url: Option<String>,
    event: &'static str,
    turn: u32,
    on_heard: Callback<Option<String>>,
) {
    let latest = use_mut_ref(|| on_heard.clone());
    *latest.borrow_mut() = on_heard;
    let on_heard = Callback::from(move |heard: Heard| latest.borrow().emit(heard.data));
    use_listening(url, event, turn, on_heard);
}

/// What came by a line.
struct Heard {
    news: News,
    data: Option<String>,
}

#[hook]
fn use_listening(url: Option<String>, event: &'static str, turn: u32, on_heard: Callback<Heard>) {
    use_effect_with((url, event, turn), move |(url, event, _)| {
        let line = url.clone().map(|url| {
            let line = Rc::new(Line { url, event, on_heard, ..Line::default() });
            line.rest_or_listen();
            let watch = browser::document().map(|document| {
                let line = line.clone();
                EventListener::new(&document, "visibilitychange", move |_| line.rest_or_listen())
            });
            (line, watch)
        });
        move || {
            if let Some((line, watch)) = line {
                drop(watch);
                line.close();
            }
        }
    });
}

/// One subscription that finds its way back after every interruption.
#[derive(Default)]
struct Line {
    url: String,
    event: &'static str,
    on_heard: Callback<Heard>,
    /// What stood in the last event.
    data: RefCell<Option<String>>,
    open: RefCell<Option<(EventSource, [EventListener; 3])>>,
    timer: RefCell<Option<Timeout>>,
    retry_ms: Cell<u32>,
    was_cut: Cell<bool>,
}

impl Line {
    /// A tab behind others listens to nothing: a browser has six connections to a server, and
    /// they are for whoever is looked at. It catches up when it comes to the front.
    fn rest_or_listen(self: &Rc<Self>) {
        if !browser::is_visible() {
            self.close();
            self.was_cut.set(true);
        } else if self.open.borrow().is_none() {
            self.open();
        }
    }

    fn open(self: &Rc<Self>) {
        let Ok(source) = EventSource::new(&self.url) else { return };
        let hear = |name: &'static str, act: fn(&Rc<Self>, &Event)| {
            let line = Rc::downgrade(self);
            EventListener::new(&source, name, move |event| {
                if let Some(line) = Weak::upgrade(&line) {
                    act(&line, event);
                }
            })
        };
        let listeners =
            [hear("open", Self::opened), hear(self.event, Self::changed), hear("error", Self::cut)];
        *self.open.borrow_mut() = Some((source, listeners));
    }

    fn opened(self: &Rc<Self>, _event: &Event) {
        self.retry_ms.set(0);
        if self.was_cut.replace(false) {
            self.gather(News::Unsure);
        }
    }

    fn changed(self: &Rc<Self>, event: &Event) {
        let data = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
        *self.data.borrow_mut() = data;
        let since_own = browser::now_ms() - client::last_change_ms();
        self.gather(if since_own < OWN_ECHO_MS { News::Unsure } else { News::Changed });
    }

    fn gather(self: &Rc<Self>, news: News) {
        let line = Rc::downgrade(self);
        let timer = Timeout::new(GATHER_MS, move || {
            if let Some(line) = Weak::upgrade(&line) {
                let data = line.data.take();
                line.on_heard.emit(Heard { news, data });
            }
        });
        *self.timer.borrow_mut() = Some(timer);
    }

    /// The browser reconnects by itself after a cut, but not after a refusal. The server also ends
    /// the line when the card has closed: what is on the screen is asked for again at once (ACL-2).
    fn cut(self: &Rc<Self>, _event: &Event) {
        let was_cut = self.was_cut.replace(true);
        let is_closed = self
            .open
            .borrow()
            .as_ref()
            .is_some_and(|(source, _)| source.ready_state() == EventSource::CLOSED);
        if !is_closed {
            if !was_cut {
                self.gather(News::Unsure);
            }
            return;
        }
        let wait = (self.retry_ms.get() * 2).clamp(FIRST_RETRY_MS, LAST_RETRY_MS);
        self.retry_ms.set(wait);
        let line = Rc::downgrade(self);
        let timer = Timeout::new(wait, move || {
            if let Some(line) = Weak::upgrade(&line) {
                line.close();
                line.rest_or_listen();
            }
        });
        *self.timer.borrow_mut() = Some(timer);
    }

    fn close(&self) {
        if let Some((source, listeners)) = self.open.borrow_mut().take() {
            drop(listeners);
            source.close();
        }
    }
}
