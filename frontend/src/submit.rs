//! Sending a form: at most one call at a time, and its failure kept for the page to show.

use std::rc::Rc;

use shared::contract::{Code, Endpoint, FieldReason, Problem};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::client;
use crate::session::use_session;

#[derive(Clone, Debug, PartialEq)]
enum State {
    Idle,
    Busy,
    Failed(Problem),
}

/// A form's call in flight, or what became of it.
pub struct Submit<E: Endpoint> {
    state: UseStateHandle<State>,
    send: Callback<E>,
}

impl<E: Endpoint> Clone for Submit<E> {
    fn clone(&self) -> Self {
        Self { state: self.state.clone(), send: self.send.clone() }
    }
}

/// Sends calls of one kind. A call refused because the session had ended is sent again by itself
/// once the person has signed in: nothing typed is lost, nothing need be pressed twice.
#[hook]
pub fn use_submit<E: Endpoint + 'static>(on_done: Callback<E::Response>) -> Submit<E> {
    let state = use_state(|| State::Idle);
    let refused = use_mut_ref(|| None::<Rc<E>>);
    let send = {
        let (state, refused) = (state.clone(), refused.clone());
        Callback::from(move |call: Rc<E>| {
            state.set(State::Busy);
            let (state, refused, on_done) = (state.clone(), refused.clone(), on_done.clone());
            spawn_local(async move {
                match client::call(&*call).await {
                    Ok(answer) => {
                        state.set(State::Idle);
                        on_done.emit(answer);
                    }
                    Err(problem) => {
                        if problem.code == Code::SignInRequired {
                            *refused.borrow_mut() = Some(call);
                        }
                        state.set(State::Failed(problem));
                    }
                }
            });
        })
    };
    let session = use_session();
    {
        let send = send.clone();
        use_effect_with(session.turn(), move |_| {
            let call = refused.borrow_mut().take();
            if let Some(call) = call {
                send.emit(call);
            }
        });
    }
    Submit { state, send: send.reform(Rc::new) }
}

impl<E: Endpoint + 'static> Submit<E> {
    pub fn is_busy(&self) -> bool {
        *self.state == State::Busy
    }

    /// What went wrong, unless signing in again will mend it by itself.
    pub fn problem(&self) -> Option<&Problem> {
        match &*self.state {
            State::Failed(problem) if problem.code != Code::SignInRequired => Some(problem),
            State::Failed(_) | State::Idle | State::Busy => None,
        }
    }

    /// Why the server refused that field.
    pub fn field(&self, name: &str) -> Option<FieldReason> {
        let problem = self.problem()?;
        problem.fields.iter().find(|field| field.field == name).map(|field| field.reason)
    }

    /// Sends the call, unless one is already on its way.
    pub fn send(&self, call: E) {
        if !self.is_busy() {
            self.send.emit(call);
        }
    }
}
