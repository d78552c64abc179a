//! A draft that saves itself (REC-4, OFF-2): 3 seconds after the last key, when the page is left or
//! hidden, and again and again while there is no line.

use std::cell::RefCell;
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use shared::contract::{Code, Problem};
use shared::id::PatientId;
use shared::protocols::api::KeepDraft;
use shared::protocols::model::{ChangedDraft, KeptDraft, ProtocolForm};
use time::OffsetDateTime;
use uuid::Uuid;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::session::use_session;
use crate::{browser, client};

const AFTER_TYPING_MS: u32 = 3_000;
const RETRY_MS: u32 = 10_000;

/// A saving that is under way is waited for so long: longer than a call may take.
const TURNS: u32 = 200;
const TURN_MS: i32 = 200;

/// How it stands with the draft.
#[derive(Clone, Debug, PartialEq)]
pub enum Keeping {
    /// Nothing was typed yet.
    Empty,
    /// Typed and not saved yet.
    Waiting,
    Saving,
    Saved(OffsetDateTime),
    Offline,
    /// The server does not take it as it is.
    Refused(Problem),
    /// It was changed elsewhere.
    Conflict,
}

/// What the server has.
#[derive(Default)]
struct Kept {
    version: u32,
    form: Option<ProtocolForm>,
    is_busy: bool,
    /// Signed, removed, or given up: nothing is saved any more.
    is_over: bool,
}

/// The hands on a draft that saves itself.
#[derive(Clone)]
pub struct Keeper {
    pub state: Keeping,
    patient: PatientId,
    draft: Uuid,
    kept: Rc<RefCell<Kept>>,
    latest: Rc<RefCell<ProtocolForm>>,
    setter: UseStateSetter<Keeping>,
}

impl Keeper {
    /// Whether what is typed is what the server has.
    pub fn is_settled(&self) -> bool {
        self.kept.borrow().form.as_ref() == Some(&*self.latest.borrow())
    }

    /// Saves what is not saved yet, and says which version the server has.
    pub async fn settle(&self) -> Result<u32, Problem> {
        // One saving at a time: the second would be taken for another window's.
        for _ in 0..TURNS {
            if !self.kept.borrow().is_busy {
                break;
            }
            pause(TURN_MS).await;
        }
        if self.is_settled() {
            return Ok(self.kept.borrow().version);
        }
        let form = self.latest.borrow().clone();
        let version = self.kept.borrow().version;
        let (patient, draft) = (self.patient, self.draft);
        let body = ChangedDraft { form: form.clone(), version };
        self.kept.borrow_mut().is_busy = true;
        let answer = client::call(&KeepDraft { patient, draft, body }).await;
        self.kept.borrow_mut().is_busy = false;
        let kept = answer?;
        self.setter.set(Keeping::Saved(kept.changed_at));
        self.keep(kept.version, form);
        Ok(kept.version)
    }

    fn keep(&self, version: u32, form: ProtocolForm) {
        let mut kept = self.kept.borrow_mut();
        kept.version = version;
        kept.form = Some(form);
    }

    /// Nothing is saved any more.
    pub fn end(&self) {
        self.kept.borrow_mut().is_over = true;
    }

    /// The text of this page goes on from the version that was saved elsewhere; from none where the
    /// draft is gone.
    pub fn go_on_from(&self, other: Option<&KeptDraft>) {
        let mut kept = self.kept.borrow_mut();
        kept.version = other.map_or(0, |other| other.version);
        kept.form = other.map(|other| other.form.clone());
        drop(kept);
        self.setter.set(Keeping::Waiting);
    }

    fn save(&self) {
        let version = {
            let mut kept = self.kept.borrow_mut();
            let is_same = kept.form.as_ref() == Some(&*self.latest.borrow());
            if kept.is_busy || kept.is_over || is_same {
                return;
            }
            kept.is_busy = true;
            kept.version
        };
        let (keeper, form) = (self.clone(), self.latest.borrow().clone());
        self.setter.set(Keeping::Saving);
        spawn_local(async move {
            let Self { patient, draft, .. } = keeper;
            let body = ChangedDraft { form: form.clone(), version };
            let answer = client::call(&KeepDraft { patient, draft, body }).await;
            keeper.kept.borrow_mut().is_busy = false;
            keeper.setter.set(match answer {
                Ok(kept) => {
                    keeper.keep(kept.version, form);
                    if keeper.is_settled() {
                        Keeping::Saved(kept.changed_at)
                    } else {
                        Keeping::Waiting
                    }
                }
                Err(problem) => stand(problem),
            });
        });
    }
}

fn stand(problem: Problem) -> Keeping {
    match problem.code {
        Code::Conflict => Keeping::Conflict,
        Code::Offline | Code::Timeout | Code::Unavailable | Code::TooManyRequests => {
            Keeping::Offline
        }
        // A dialog asks who is there; then it is saved.
        Code::SignInRequired | Code::StepUpRequired => Keeping::Waiting,
        _ => Keeping::Refused(problem),
    }
}

async fn pause(ms: i32) {
    let promise = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = browser::window() {
            // Refused for no function.
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, ms);
        }
    });
    // A timer never fails.
    let _ = wasm_bindgen_futures::JsFuture::from(promise).await;
}

/// Saves a draft while it is written. `begun`: what the server has at first.
#[hook]
pub fn use_keeping(
    patient: PatientId,
    draft: Uuid,
    form: &ProtocolForm,
    begun: Option<KeptDraft>,
) -> Keeper {
    let state = use_state_eq(|| match &begun {
        Some(begun) => Keeping::Saved(begun.changed_at),
        None => Keeping::Empty,
    });
    let kept = use_mut_ref(|| {
        let version = begun.as_ref().map_or(0, |begun| begun.version);
        Kept { version, form: begun.map(|begun| begun.form), ..Kept::default() }
    });
    let latest = use_mut_ref(|| form.clone());
    *latest.borrow_mut() = form.clone();
    let first = use_mut_ref(|| form.clone());
    let setter = state.setter();
    let keeper = Keeper { state: (*state).clone(), patient, draft, kept, latest, setter };
    let turn = use_session().turn();
    {
        let keeper = keeper.clone();
        let is_new = keeper.kept.borrow().form.is_none() && *first.borrow() == *form;
        use_effect_with((form.clone(), (*state).clone(), turn), move |(_, state, _)| {
            let wait = match state {
                Keeping::Conflict | Keeping::Saving => None,
                Keeping::Offline => Some(RETRY_MS),
                Keeping::Refused(_) => Some(RETRY_MS),
                Keeping::Empty | Keeping::Waiting | Keeping::Saved(_) => Some(AFTER_TYPING_MS),
            };
            // What a template brought is nobody's work yet.
            let is_needed = !keeper.is_settled() && !is_new;
            if is_needed && matches!(state, Keeping::Saved(_) | Keeping::Empty) {
                keeper.setter.set(Keeping::Waiting);
            }
            let timer =
                wait.filter(|_| is_needed).map(|wait| Timeout::new(wait, move || keeper.save()));
            move || drop(timer)
        });
    }
    {
        let keeper = keeper.clone();
        let is_touched = !matches!(keeper.state, Keeping::Empty);
        let touched = use_mut_ref(|| false);
        *touched.borrow_mut() = is_touched;
        use_effect_with((), move |()| {
            let leave = move || {
                if *touched.borrow() {
                    keeper.save();
                }
            };
            let hidden = leave.clone();
            let listener = browser::document().map(|document| {
                EventListener::new(&document, "visibilitychange", move |_| {
                    if !browser::is_visible() {
                        hidden();
                    }
                })
            });
            move || {
                drop(listener);
                leave();
            }
        });
    }
    keeper
}
