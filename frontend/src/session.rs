//! Who is signed in, for every page to ask.

mod tabs;

use std::rc::Rc;

use gloo_events::EventListener;
use shared::accounts::api::{EndSession, FindSession};
use shared::accounts::model::Session;
use shared::contract::{Code, Problem};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser;
use crate::client::{self, Heard};

#[derive(Clone, Debug, PartialEq)]
pub enum Who {
    /// The server has been asked.
    Asking,
    Nobody,
    Known(Rc<Session>),
    /// The server could not say.
    Unreachable(Problem),
}

/// What the server wants before it goes on; a dialog asks for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// To sign in again: the session ended under somebody's hands.
    SignIn,
    /// To be shown that it is still the same person (ACC-19).
    StepUp,
}

#[derive(Clone, Debug, PartialEq)]
struct State {
    who: Who,
    /// The session ended under somebody's hands: pages stay, a dialog asks to sign in again.
    ended: bool,
    /// A call waits until the person has shown that it is them.
    step_up: bool,
    /// Counts the times they did not want to.
    declined: u32,
    turn: u32,
    asked: u32,
}

enum Step {
    Ask,
    Answer(Result<Session, Problem>),
    SignedIn(Session),
    Refused,
    Doubt,
    Decline,
    Forget,
    Renew,
}

impl Reducible for State {
    type Action = Step;

    fn reduce(self: Rc<Self>, step: Step) -> Rc<Self> {
        let mut next = (*self).clone();
        match step {
            Step::Ask => {
                next.asked += 1;
                if matches!(next.who, Who::Unreachable(_)) {
                    next.who = Who::Asking;
                }
            }
            Step::Answer(Ok(session)) => {
                if let Who::Known(known) = &next.who
                    && known.account != session.account
                {
                    // Another tab has signed in as somebody else: nothing here is theirs.
                    browser::load_afresh("/");
                    return self;
                }
                (next.who, next.ended) = (Who::Known(session.into()), false);
            }
            Step::Answer(Err(problem)) if problem.code == Code::SignInRequired => next.refused(),
            Step::Answer(Err(problem)) => {
                if next.who == Who::Asking {
                    next.who = Who::Unreachable(problem);
                }
            }
            Step::SignedIn(session) => {
                (next.who, next.ended) = (Who::Known(session.into()), false);
                next.step_up = false;
                next.turn += 1;
            }
            Step::Refused => next.refused(),
            Step::Doubt => next.step_up = true,
            Step::Decline => {
                next.step_up = false;
                next.declined += 1;
            }
            Step::Forget => next.who = Who::Nobody,
            Step::Renew => {
                next.turn += 1;
                next.asked += 1;
            }
        }
        Rc::new(next)
    }
}

impl State {
    fn refused(&mut self) {
        match self.who {
            Who::Known(_) => self.ended = true,
            Who::Asking | Who::Nobody | Who::Unreachable(_) => self.who = Who::Nobody,
        }
    }
}

/// What a page may ask and do about the session.
#[derive(Clone, PartialEq)]
pub struct SessionHandle(Option<UseReducerHandle<State>>);

impl SessionHandle {
    pub fn who(&self) -> Who {
        self.0.as_ref().map_or(Who::Nobody, |state| state.who.clone())
    }

    pub fn session(&self) -> Option<Rc<Session>> {
        match self.who() {
            Who::Known(session) => Some(session),
            Who::Asking | Who::Nobody | Who::Unreachable(_) => None,
        }
    }

    /// Whether the person must sign in again to go on where they were.
    pub fn has_ended(&self) -> bool {
        self.0.as_ref().is_some_and(|state| state.ended)
    }

    /// What a dialog has to ask the person for just now.
    pub fn wanted(&self) -> Option<Wanted> {
        let state = self.0.as_ref()?;
        match (state.ended, state.step_up) {
            (true, _) => Some(Wanted::SignIn),
            (false, true) => Some(Wanted::StepUp),
            (false, false) => None,
        }
    }

    /// Counts how often the person did not want to show that it is them: what waited for it fails.
    pub fn declined(&self) -> u32 {
        self.0.as_ref().map_or(0, |state| state.declined)
    }

    /// The person does not want to show that it is them.
    pub fn decline(&self) {
        if let Some(state) = &self.0 {
            state.dispatch(Step::Decline);
        }
    }

    /// Counts the sign-ins on this page and the returns of the connection: data loaded before is
    /// asked for anew.
    pub fn turn(&self) -> u32 {
        self.0.as_ref().map_or(0, |state| state.turn)
    }

    /// Somebody signed in. When it is not the person whose pages these are, everything in memory
    /// is dropped with the page.
    pub fn signed_in(&self, session: Session) {
        let Some(state) = &self.0 else { return };
        let is_same = self.session().is_none_or(|known| known.account == session.account);
        tabs::tell(&session.account.to_string());
        if is_same {
            state.dispatch(Step::SignedIn(session));
        } else {
            browser::load_afresh("/");
        }
    }

    /// Asks the server once more; also how a person says «I am still here».
    pub fn ask(&self) {
        if let Some(state) = &self.0 {
            state.dispatch(Step::Ask);
        }
    }

    /// Loads everything on the page anew: the connection was away.
    pub fn renew(&self) {
        if let Some(state) = &self.0 {
            state.dispatch(Step::Renew);
        }
    }

    /// Ends the session on the server, then drops everything in memory with the page.
    pub fn sign_out(&self, on_failure: Callback<Problem>) {
        spawn_local(async move {
            match client::call(&EndSession {}).await {
                Ok(_) => {
                    tabs::tell("");
                    browser::load_afresh("/sign-in");
                }
                Err(problem) => on_failure.emit(problem),
            }
        });
    }

    /// The session was ended by what this page did: nobody is signed in, here and in other tabs.
    pub fn forget(&self) {
        if let Some(state) = &self.0 {
            tabs::tell("");
            state.dispatch(Step::Forget);
        }
    }

    /// Leaves for the sign-in page without asking the server: the session is over already.
    pub fn leave(&self) {
        // Also without the address of the page: it may be of a card that is not the next one's.
        browser::load_afresh("/sign-in");
    }
}

#[hook]
pub fn use_session() -> SessionHandle {
    use_context().unwrap_or(SessionHandle(None))
}

#[derive(Properties, PartialEq)]
pub struct SessionProviderProps {
    pub children: Html,
}

/// Asks who is signed in and tells everything below it.
#[component]
pub fn SessionProvider(props: &SessionProviderProps) -> Html {
    let state = use_reducer(|| State {
        who: Who::Asking,
        ended: false,
        step_up: false,
        declined: 0,
        turn: 0,
        asked: 0,
    });
    {
        let state = state.dispatcher();
        use_effect_with((), move |()| {
            client::listen(Callback::from(move |heard| match heard {
                Heard::SignInRequired => state.dispatch(Step::Refused),
                Heard::StepUpRequired => state.dispatch(Step::Doubt),
                Heard::Answer | Heard::Silence => {}
            }));
        });
    }
    {
        let state = state.dispatcher();
        use_effect_with((), move |()| {
            tabs::listen();
            // A tab that lay behind others may belong to nobody by now.
            let on_look = browser::document().map(|document| {
                let state = state.clone();
                EventListener::new(&document, "visibilitychange", move |_| {
                    if browser::is_visible() {
                        state.dispatch(Step::Ask);
                    }
                })
            });
            let on_return = browser::window().map(|window| {
                EventListener::new(&window, "pageshow", move |_| {
                    if browser::has_returned() {
                        state.dispatch(Step::Ask);
                    }
                })
            });
            move || drop((on_look, on_return))
        });
    }
    let known = match &state.who {
        Who::Known(session) => Some(session.account),
        Who::Asking | Who::Nobody | Who::Unreachable(_) => None,
    };
    tabs::belong_to(known);
    {
        let dispatcher = state.dispatcher();
        use_effect_with(state.asked, move |_| {
            spawn_local(async move {
                let answer = client::call(&FindSession {}).await;
                let is_nobody =
                    matches!(&answer, Err(problem) if problem.code == Code::SignInRequired);
                if browser::has_returned() && is_nobody && tabs::are_owned() {
                    return browser::load_afresh("/sign-in");
                }
                browser::show();
                dispatcher.dispatch(Step::Answer(answer));
            });
        });
    }
    html! {
        <ContextProvider<SessionHandle> context={SessionHandle(Some(state))}>
            { props.children.clone() }
        </ContextProvider<SessionHandle>>
    }
}
