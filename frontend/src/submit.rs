//! Sending what a person asked for: at most one call at a time, and its failure kept for the page
//! to show.

use std::cell::{Cell, RefCell};
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::rc::Rc;

use shared::contract::{Code, Endpoint, FieldReason, Problem};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::client::{self, Abort, Written};
use crate::session::{Wanted, use_session};

#[derive(Clone, Debug, PartialEq)]
enum State {
    Idle,
    Busy,
    Failed(Problem),
}

/// What is left to do on the page once the server has agreed.
pub type Finish = Box<dyn FnOnce()>;

/// Why something did not come about: what to tell, or nothing when the person gave it up.
pub type Stopped = Option<Problem>;

// Calls travel untyped inside this file: one hook is downloaded, not one for every call.
type Work = Pin<Box<dyn Future<Output = Result<Finish, Stopped>>>>;
type Task = Rc<dyn Fn() -> Work>;
type Read = Rc<dyn Fn(JsValue) -> Result<Finish, Problem>>;

/// A call in flight, or what became of it.
#[derive(Clone)]
pub struct Act {
    state: UseStateHandle<State>,
    busy: Rc<Cell<bool>>,
    run: Callback<Task>,
    /// A dialog asks just now whether it is still the same person.
    asked: bool,
}

/// For calls of any kind, one at a time. A call refused because the session had ended, or because
/// the server wanted to see once more who is there, is sent again by itself afterwards: nothing
/// typed is lost, nothing need be pressed twice.
#[hook]
pub fn use_act() -> Act {
    let state = use_state(|| State::Idle);
    let busy = use_memo((), |()| Cell::new(false));
    let refused = use_mut_ref(|| None::<(Code, Task)>);
    let run = {
        let (state, refused, busy) = (state.setter(), refused.clone(), busy.clone());
        Callback::from(move |task: Task| {
            // Set at once, not at the next drawing: a second press may come before it.
            if busy.replace(true) {
                return;
            }
            state.set(State::Busy);
            let (state, refused, busy) = (state.clone(), refused.clone(), busy.clone());
            spawn_local(async move {
                let outcome = task().await;
                busy.set(false);
                match outcome {
                    Ok(finish) => {
                        state.set(State::Idle);
                        finish();
                    }
                    Err(None) => state.set(State::Idle),
                    Err(Some(problem)) => {
                        if waits(problem.code) {
                            *refused.borrow_mut() = Some((problem.code, task));
                        }
                        state.set(State::Failed(problem));
                    }
                }
            });
        })
    };
    let session = use_session();
    {
        let (run, refused) = (run.clone(), refused.clone());
        use_effect_with(session.turn(), move |_| {
            let task = refused.borrow_mut().take();
            if let Some((_, task)) = task {
                run.emit(task);
            }
        });
    }
    use_effect_with(session.declined(), move |_| {
        // What was not confirmed is not done later, unawares.
        let is_declined = |refused: &RefCell<Option<(Code, Task)>>| {
            refused.borrow().as_ref().is_some_and(|(code, _)| *code == Code::StepUpRequired)
        };
        if is_declined(&refused) {
            refused.borrow_mut().take();
        }
    });
    let asked = session.wanted() == Some(Wanted::StepUp);
    Act { state, busy, run, asked }
}

/// Whether a dialog mends it, after which the call is sent again.
const fn waits(code: Code) -> bool {
    matches!(code, Code::SignInRequired | Code::StepUpRequired)
}

impl Act {
    pub fn is_busy(&self) -> bool {
        *self.state == State::Busy
    }

    /// What went wrong, unless the dialog that stands open will mend it by itself.
    pub fn problem(&self) -> Option<&Problem> {
        match &*self.state {
            State::Failed(problem) if problem.code == Code::StepUpRequired && self.asked => None,
            State::Failed(problem) if problem.code != Code::SignInRequired => Some(problem),
            State::Failed(_) | State::Idle | State::Busy => None,
        }
    }

    pub fn code(&self) -> Option<Code> {
        self.problem().map(|problem| problem.code)
    }

    /// Why the server refused that field.
    pub fn field(&self, name: &str) -> Option<FieldReason> {
        let problem = self.problem()?;
        problem.fields.iter().find(|field| field.field == name).map(|field| field.reason)
    }

    /// Forgets what went wrong.
    pub fn clear(&self) {
        if !self.busy.get() {
            self.state.set(State::Idle);
        }
    }

    /// Sends the call, unless one is already on its way.
    pub fn send<E: Endpoint + 'static>(&self, call: E, on_done: impl Fn(E::Response) + 'static) {
        let on_done = Rc::new(on_done);
        self.send_written(
            client::write(&call),
            Rc::new(move |answer| {
                let (answer, on_done) = (client::read::<E>(answer)?, on_done.clone());
                Ok(Box::new(move || on_done(answer)) as Finish)
            }),
        );
    }

    fn send_written(&self, call: Written, read: Read) {
        self.run.emit(Rc::new(move || {
            let (call, read) = (call.clone(), read.clone());
            Box::pin(async move { Ok(read(client::exchange(call, Rc::new(Abort::new())).await?)?) })
        }));
    }

    /// Does several calls as one, unless something is under way.
    pub fn run<F>(&self, task: impl Fn() -> F + 'static)
    where
        F: Future<Output = Result<Finish, Stopped>> + 'static,
    {
        self.run.emit(Rc::new(move || Box::pin(task()) as Work));
    }
}

/// [`Act`] for calls of one kind.
pub struct Submit<E: Endpoint> {
    act: Act,
    on_done: Callback<E::Response>,
    calls: PhantomData<E>,
}

impl<E: Endpoint> Clone for Submit<E> {
    fn clone(&self) -> Self {
        Self { act: self.act.clone(), on_done: self.on_done.clone(), calls: PhantomData }
    }
}

/// Sends calls of one kind.
#[hook]
pub fn use_submit<E: Endpoint + 'static>(on_done: Callback<E::Response>) -> Submit<E> {
    let act = use_act();
    Submit { act, on_done, calls: PhantomData }
}

impl<E: Endpoint + 'static> Submit<E> {
    pub fn is_busy(&self) -> bool {
        self.act.is_busy()
    }

    /// What went wrong, unless signing in again will mend it by itself.
    pub fn problem(&self) -> Option<&Problem> {
        self.act.problem()
    }

    /// Why the server refused that field.
    pub fn field(&self, name: &str) -> Option<FieldReason> {
        self.act.field(name)
    }

    /// Sends the call, unless one is already on its way.
    pub fn send(&self, call: E) {
        let on_done = self.on_done.clone();
        self.act.send(call, move |answer| on_done.emit(answer));
    }
}
