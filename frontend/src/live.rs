//! News from the server: an open page learns that its card has changed.

use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use shared::contract::BASE;
use shared::id::PatientId;
use shared::record::api::EVENTS_PATH;
use web_sys::EventSource;
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
    use_effect_with((patient, session.turn(), session.has_ended()), move |&(patient, _, ended)| {
        let line = (!ended).then(|| {
            let url = format!("{BASE}{}", EVENTS_PATH.replace("{patient}", &patient.to_string()));
            let line = Rc::new(Line { url, on_news: latest, ..Line::default() });
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
    on_news: Rc<RefCell<Callback<News>>>,
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
        let hear = |name: &'static str, act: fn(&Rc<Self>)| {
            let line = Rc::downgrade(self);
            EventListener::new(&source, name, move |_| {
                if let Some(line) = Weak::upgrade(&line) {
                    act(&line);
                }
            })
        };
        let listeners =
            [hear("open", Self::opened), hear(EVENT, Self::changed), hear("error", Self::cut)];
        *self.open.borrow_mut() = Some((source, listeners));
    }

    fn opened(self: &Rc<Self>) {
        self.retry_ms.set(0);
        if self.was_cut.replace(false) {
            self.gather(News::Unsure);
        }
    }

    fn changed(self: &Rc<Self>) {
        let since_own = browser::now_ms() - client::last_change_ms();
        self.gather(if since_own < OWN_ECHO_MS { News::Unsure } else { News::Changed });
    }

    fn gather(self: &Rc<Self>, news: News) {
        let line = Rc::downgrade(self);
        let timer = Timeout::new(GATHER_MS, move || {
            if let Some(line) = Weak::upgrade(&line) {
                let on_news = line.on_news.borrow().clone();
                on_news.emit(news);
            }
        });
        *self.timer.borrow_mut() = Some(timer);
    }

    /// The browser reconnects by itself after a cut, but not after a refusal. The server also ends
    /// the line when the card has closed: what is on the screen is asked for again at once (ACL-2).
    fn cut(self: &Rc<Self>) {
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
