//! A draft that saves itself (REC-4, OFF-2): 3 seconds after the last key, when the page is left or
//! hidden, and again and again while there is no line. Until the server has it, it lies sealed in the
//! browser, should the page be closed.

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

use super::sealed::{self, Unsent, Vault};
use crate::session::use_session;
use crate::{browser, client};

const AFTER_TYPING_MS: u32 = 3_000;
/// So long after the last key it is sealed in the browser.
const SEALED_AFTER_MS: u32 = 400;
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

/// What a page begins to write from.
#[derive(Clone, Debug, PartialEq)]
pub struct Begun {
    /// What stands in the fields at first.
    pub form: ProtocolForm,
    /// What the server has.
    pub kept: Option<KeptDraft>,
    /// Typed on this device before and not sent: the version it was typed over.
    pub unsent: Option<u32>,
}

impl Begun {
    /// Nobody's work yet.
    pub fn new(form: ProtocolForm) -> Self {
        Self { form, kept: None, unsent: None }
    }

    /// What was typed on this device last, or what the server has. Nothing where there is neither.
    pub fn of(kept: Option<KeptDraft>, unsent: Option<Unsent>) -> Option<Self> {
        let known = kept.as_ref().map(|kept| kept.form.clone());
        match unsent.filter(|unsent| known.as_ref() != Some(&unsent.form)) {
            Some(unsent) => Some(Self { form: unsent.form, kept, unsent: Some(unsent.version) }),
            None => Some(Self { form: known?, kept, unsent: None }),
        }
    }
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
    /// Whether the browser has what the server does not.
    pub is_sealed: bool,
    patient: PatientId,
    draft: Uuid,
    kept: Rc<RefCell<Kept>>,
    latest: Rc<RefCell<ProtocolForm>>,
    setter: UseStateSetter<Keeping>,
    sealed: UseStateSetter<bool>,
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
        drop(kept);
        if self.is_settled() {
            self.unseal();
        } else {
            // What was typed meanwhile is typed over this version.
            self.seal();
        }
    }

    /// Nothing is saved any more.
    pub fn end(&self) {
        self.kept.borrow_mut().is_over = true;
        self.unseal();
    }

    /// Nothing waits in the browser.
    fn unseal(&self) {
        sealed::forget(self.draft);
        self.sealed.set(false);
    }

    /// Keeps in the browser what the server does not have yet.
    fn seal(&self) {
        if self.is_settled() || self.kept.borrow().is_over {
            return;
        }
        let (keeper, form) = (self.clone(), self.latest.borrow().clone());
        let version = self.kept.borrow().version;
        spawn_local(async move {
            let Ok(vault) = Vault::open().await else { return };
            let Self { patient, draft, .. } = keeper;
            let Some(sealed) = vault.seal(draft, &Unsent { patient, version, form }).await else {
                return;
            };
            // Sent or signed meanwhile.
            if !keeper.is_settled() && !keeper.kept.borrow().is_over {
                keeper.sealed.set(vault.keep(draft, &sealed));
            }
        });
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

/// Saves a draft while it is written.
#[hook]
pub fn use_keeping(patient: PatientId, draft: Uuid, form: &ProtocolForm, begun: &Begun) -> Keeper {
    let state = use_state_eq(|| match (&begun.kept, begun.unsent) {
        (_, Some(_)) => Keeping::Waiting,
        (Some(kept), None) => Keeping::Saved(kept.changed_at),
        (None, None) => Keeping::Empty,
    });
    let is_sealed = use_state_eq(|| begun.unsent.is_some());
    let kept = use_mut_ref(|| {
        let known = begun.kept.as_ref().map_or(0, |kept| kept.version);
        // Typed over an older version it is a conflict, and the server says so.
        let version = begun.unsent.unwrap_or(known);
        Kept { version, form: begun.kept.as_ref().map(|it| it.form.clone()), ..Kept::default() }
    });
    let latest = use_mut_ref(|| form.clone());
    *latest.borrow_mut() = form.clone();
    let first = use_mut_ref(|| form.clone());
    let (setter, sealed) = (state.setter(), is_sealed.setter());
    let (state, is_sealed) = ((*state).clone(), *is_sealed);
    let keeper = Keeper { state, is_sealed, patient, draft, kept, latest, setter, sealed };
    // What a template brought is nobody's work yet.
    let is_work =
        begun.unsent.is_some() || keeper.kept.borrow().form.is_some() || *first.borrow() != *form;
    use_timers(&keeper, form, is_work);
    use_leaving(&keeper);
    keeper
}

/// Saves and seals a while after the last key.
#[hook]
fn use_timers(keeper: &Keeper, form: &ProtocolForm, is_work: bool) {
    use_effect_with((), |()| {
        // While there is a line: without the key nothing can be sealed.
        spawn_local(async {
            let _ = Vault::open().await;
        });
    });
    let turn = use_session().turn();
    use_effect_with((form.clone(), keeper.state.clone(), turn), {
        let keeper = keeper.clone();
        move |(_, state, _)| {
            let wait = match state {
                Keeping::Conflict | Keeping::Saving => None,
                Keeping::Offline | Keeping::Refused(_) => Some(RETRY_MS),
                Keeping::Empty | Keeping::Waiting | Keeping::Saved(_) => Some(AFTER_TYPING_MS),
            };
            let is_needed = !keeper.is_settled() && is_work;
            if is_needed && matches!(state, Keeping::Saved(_) | Keeping::Empty) {
                keeper.setter.set(Keeping::Waiting);
            }
            let timer =
                wait.filter(|_| is_needed).map(|wait| Timeout::new(wait, move || keeper.save()));
            move || drop(timer)
        }
    });
    use_effect_with((form.clone(), is_work), {
        let keeper = keeper.clone();
        move |(_, is_work)| {
            let timer = is_work.then(|| Timeout::new(SEALED_AFTER_MS, move || keeper.seal()));
            move || drop(timer)
        }
    });
}

/// Saves and seals at once when the page is left or hidden.
#[hook]
fn use_leaving(keeper: &Keeper) {
    let keeper = keeper.clone();
    let is_touched = !matches!(keeper.state, Keeping::Empty);
    let touched = use_mut_ref(|| false);
    *touched.borrow_mut() = is_touched;
    use_effect_with((), move |()| {
        let leave = move || {
            if *touched.borrow() {
                keeper.seal();
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
