//! Data from the server, as a page sees it.

use std::any::Any;
use std::cell::RefCell;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use shared::contract::{Code, Endpoint, Problem};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::client::{self, Abort};
use crate::session::{Wanted, use_session};

/// A person notices a wait longer than this and deserves a word about it.
const SLOW_MS: u32 = 1_000;
/// So many pages one may go back to without waiting.
const KEPT: usize = 40;

#[derive(Clone, Debug)]
pub enum Load<T> {
    Waiting,
    Ready(T),
    Failed(Problem),
}

// Answers travel untyped inside this file: one reducer and one effect are downloaded, not one for
// every call. `Loader` gives them their type back.
type Answer = Rc<dyn Any>;
type Fetch = Rc<dyn Fn(Rc<Abort>) -> Pin<Box<dyn Future<Output = Result<Answer, Problem>>>>>;

thread_local! {
    /// What was shown last under each address with its question, newest last: going back shows it at once while it
    /// loads anew. Lives in memory only, and goes with the page when the session ends.
    static SHOWN: RefCell<Vec<(String, Answer)>> = const { RefCell::new(Vec::new()) };
}

fn recall(url: &str) -> Option<Answer> {
    SHOWN.with_borrow(|shown| {
        shown.iter().find(|(known, _)| known == url).map(|(_, answer)| answer.clone())
    })
}

fn remember(url: &str, answer: &Answer) {
    SHOWN.with_borrow_mut(|shown| {
        shown.retain(|(known, _)| known != url);
        if shown.len() == KEPT {
            shown.remove(0);
        }
        shown.push((url.to_owned(), answer.clone()));
    });
}

/// What has closed is not shown on the way back either.
fn forget() {
    SHOWN.with_borrow_mut(Vec::clear);
}

#[derive(Clone)]
struct State {
    url: String,
    load: Load<Answer>,
    busy: bool,
    slow: bool,
    /// Counts reloads.
    turn: u32,
}

enum Step {
    Start(String),
    Slow,
    Again,
    Cancel,
    Answer(Result<Answer, Problem>),
}

impl State {
    fn new(url: String) -> Self {
        let load = recall(&url).map_or(Load::Waiting, Load::Ready);
        Self { url, load, busy: true, slow: false, turn: 0 }
    }

    fn answered(&mut self, answer: Result<Answer, Problem>) {
        match answer {
            Ok(answer) => {
                remember(&self.url, &answer);
                self.load = Load::Ready(answer);
            }
            // A passing trouble does not take away what is already on the screen.
            Err(problem) if matches!(self.load, Load::Ready(_)) && is_passing(problem.code) => {}
            Err(problem) => {
                if problem.code == Code::NotFound {
                    forget();
                }
                self.load = Load::Failed(problem);
            }
        }
    }
}

const fn is_passing(code: Code) -> bool {
    match code {
        Code::Offline
        | Code::Timeout
        | Code::Unavailable
        | Code::Internal
        | Code::TooManyRequests
        // The page stays as it is under the dialog that asks for it.
        | Code::SignInRequired
        | Code::StepUpRequired => true,
        Code::Invalid
        | Code::Malformed
        | Code::CrossSite
        | Code::NotFound
        | Code::MethodNotAllowed
        | Code::Conflict
        | Code::LimitReached
        | Code::EmergencyLimit
        | Code::TooLarge
        | Code::FileTooLarge
        | Code::FileElsewhere
        | Code::FileDamaged
        | Code::FileUndrawable
        | Code::UnsupportedMediaType
        | Code::SignInRefused
        | Code::SignInLocked
        | Code::CodeWrong
        | Code::CodeExpired
        | Code::TooManyCodes
        | Code::FlowExpired
        | Code::LinkExpired
        | Code::PasskeyRefused
        | Code::PasskeyNeeded
        | Code::ContactsUnproved
        | Code::LastWayIn
        | Code::LastAdministrator
        | Code::HoldEnded
        | Code::TooEarly
        | Code::TooLateToChange => false,
    }
}

impl Reducible for State {
    type Action = Step;

    fn reduce(self: Rc<Self>, step: Step) -> Rc<Self> {
        let mut next = (*self).clone();
        match step {
            Step::Start(url) if url == next.url => {
                if matches!(next.load, Load::Failed(_)) {
                    next.load = Load::Waiting;
                }
                next.busy = true;
            }
            Step::Start(url) => next = Self { turn: next.turn, ..Self::new(url) },
            Step::Slow => next.slow = next.busy,
            Step::Again => next.turn += 1,
            Step::Cancel => {
                (next.busy, next.slow) = (false, false);
                if matches!(next.load, Load::Waiting) {
                    next.load = Load::Failed(Code::Timeout.into());
                }
            }
            Step::Answer(answer) => {
                (next.busy, next.slow) = (false, false);
                next.answered(answer);
            }
        }
        Rc::new(next)
    }
}

/// One call's data together with what can be done about it.
pub struct Loader<T> {
    state: UseReducerHandle<State>,
    abort: Rc<RefCell<Option<Rc<Abort>>>>,
    answers: PhantomData<T>,
    /// A dialog asks just now whether it is still the same person.
    asked: bool,
}

impl<T: 'static> Loader<T> {
    pub fn load(&self) -> Load<Rc<T>> {
        match &self.state.load {
            Load::Waiting => Load::Waiting,
            // Another type only in the moment between a new address and its effect.
            Load::Ready(answer) => answer.clone().downcast().map_or(Load::Waiting, Load::Ready),
            // Nothing has failed yet: it is loaded again when the dialog closes.
            Load::Failed(problem) if problem.code == Code::StepUpRequired && self.asked => {
                Load::Waiting
            }
            Load::Failed(problem) => Load::Failed(problem.clone()),
        }
    }

    /// The call takes longer than a person expects.
    pub fn is_slow(&self) -> bool {
        self.state.slow
    }

    /// Loads again; what is shown stays until the answer comes.
    pub fn reload(&self) -> Callback<()> {
        let state = self.state.dispatcher();
        Callback::from(move |()| state.dispatch(Step::Again))
    }

    /// Stops waiting.
    pub fn cancel(&self) -> Callback<()> {
        let (state, abort) = (self.state.dispatcher(), self.abort.clone());
        Callback::from(move |()| {
            if let Some(abort) = abort.borrow_mut().take() {
                abort.abort();
            }
            state.dispatch(Step::Cancel);
        })
    }
}

/// Calls `endpoint` when the page opens, again whenever its address changes, and once more after
/// the person has signed in anew or the connection has come back.
#[hook]
pub fn use_load<E>(endpoint: E) -> Loader<E::Response>
where
    E: Endpoint + 'static,
    E::Response: 'static,
{
    let call = client::write(&endpoint).asking();
    let url = call.key();
    let fetch: Fetch = Rc::new(move |abort| {
        let call = call.clone();
        Box::pin(async move {
            let answer = client::exchange(call, abort).await?;
            Ok(Rc::new(client::read::<E>(answer)?) as Answer)
        })
    });
    let (state, abort) = use_fetch(url, fetch);
    let session = use_session();
    let asked = session.wanted() == Some(Wanted::StepUp);
    Loader { state, abort, answers: PhantomData, asked }
}

type Fetching = (UseReducerHandle<State>, Rc<RefCell<Option<Rc<Abort>>>>);

#[hook]
fn use_fetch(url: String, fetch: Fetch) -> Fetching {
    let state = {
        let url = url.clone();
        use_reducer(move || State::new(url))
    };
    let abort = use_mut_ref(|| None::<Rc<Abort>>);
    let signed_in = use_session().turn();
    {
        let (dispatcher, abort) = (state.dispatcher(), abort.clone());
        use_effect_with((url, state.turn, signed_in), move |(url, ..)| {
            dispatcher.dispatch(Step::Start(url.clone()));
            let handle = Rc::new(Abort::new());
            *abort.borrow_mut() = Some(handle.clone());
            let slow = {
                let dispatcher = dispatcher.clone();
                Timeout::new(SLOW_MS, move || dispatcher.dispatch(Step::Slow))
            };
            let waiting = fetch(handle.clone());
            {
                let handle = handle.clone();
                spawn_local(async move {
                    let answer = waiting.await;
                    if !handle.is_given_up() {
                        dispatcher.dispatch(Step::Answer(answer));
                    }
                });
            }
            move || {
                handle.abort();
                drop(slow);
            }
        });
    }
    (state, abort)
}
