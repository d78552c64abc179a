use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use shared::accounts::api::{
    Credential, Credentials, FinishPasskeySignIn, SignIn, StartPasskeySignIn,
};
use shared::accounts::model::{Factor, Session};
use shared::accounts::text;
use shared::accounts::text::sign_in as words;
use shared::contract::{Code, Problem};
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;
use yew::prelude::*;

use super::view::{PasswordForm, Typed};
use crate::accounts::code::refusal;
use crate::accounts::second::Second;
use crate::prefs::use_lang;
use crate::shell::Title;
use crate::submit::{Act, Finish, Stopped, use_act};
use crate::ui::{Button, ButtonKind, Icon, failure};
use crate::{client, credentials};

/// A ceremony lives five minutes on the server; it is begun anew a little before.
const RENEW_MS: u32 = 270_000;

/// Somebody has signed in; `by_passkey`: nothing typed.
pub struct Signed {
    pub session: Session,
    pub by_passkey: bool,
}

#[derive(Properties, PartialEq)]
pub struct SignInFormProps {
    pub on_done: Callback<Signed>,
    /// In a dialog over a page that has its own heading.
    #[prop_or_default]
    pub in_dialog: bool,
    /// Whether the address names the second step; `None` where no address does.
    #[prop_or_default]
    pub second: Option<bool>,
    /// The address has to name the second step, or, of its place, the first.
    #[prop_or_default]
    pub on_second: Callback<bool>,
}

/// A passkey first; else login and password, then the second factor.
#[component]
pub fn SignInForm(props: &SignInFormProps) -> Html {
    let lang = use_lang();
    let typed = use_state(Typed::default);
    let factors = use_state(|| None::<Vec<Factor>>);
    let expired = use_state_eq(|| false);
    let (act, by_passkey) = (use_act(), use_act());
    let filled_in = use_state(|| None::<Problem>);
    let shown = factors.as_ref().filter(|_| props.second != Some(false));
    let fill_in = use_fill_in(shown.is_none(), props.on_done.clone(), filled_in.setter());
    let on_done = props.on_done.clone();
    let leave = {
        let (factors, typed) = (factors.clone(), typed.clone());
        Callback::from(move |()| {
            typed.set(Typed { password: String::new(), ..(*typed).clone() });
            factors.set(None);
        })
    };
    {
        let (leave, on_second) = (leave.clone(), props.on_second.clone());
        let is_known = factors.is_some();
        use_effect_with(props.second, move |second| match second {
            // Loaded anew, or come to by «forward»: what the password opened is not known any more.
            Some(true) if !is_known => on_second.emit(false),
            Some(false) if is_known => leave.emit(()),
            Some(_) | None => {}
        });
    }
    if let Some(list) = shown {
        let back = match props.second {
            Some(_) => Callback::from(|()| crate::browser::back()),
            None => leave,
        };
        let on_expired = {
            let back = back.clone();
            Callback::from(move |()| {
                expired.set(true);
                back.emit(());
            })
        };
        return html! {
            <div class="stack" key="second">
                { heading(props.in_dialog, words::SECOND_TITLE.get(lang)) }
                <p class="lead">{ words::SECOND_LEAD.get(lang) }</p>
                <Second factors={list.clone()} {on_expired}
                    on_done={on_done.reform(|session| Signed { session, by_passkey: false })} />
                <p>
                    <Button kind={ButtonKind::Quiet} icon={Icon::Back} on_click={back}>
                        { text::BACK.get(lang) }
                    </Button>
                </p>
            </div>
        };
    }
    let on_send = {
        let (act, factors, expired) = (act.clone(), factors.clone(), expired.clone());
        let (filled_in, on_second) = (filled_in.clone(), props.on_second.clone());
        Callback::from(move |typed: Typed| {
            filled_in.set(None);
            let (factors, expired) = (factors.clone(), expired.clone());
            let on_second = on_second.clone();
            let body = Credentials { login: typed.login, password: typed.password };
            act.send(SignIn { body }, move |choice| {
                expired.set(false);
                factors.set(Some(choice.factors));
                on_second.emit(true);
            });
        })
    };
    let on_passkey = {
        let (run, filled_in) = (on_passkey(&by_passkey, fill_in, on_done), filled_in.clone());
        Callback::from(move |()| {
            filled_in.set(None);
            run.emit(());
        })
    };
    let by_key = by_passkey.problem().or(filled_in.as_ref());
    html! {
        <div class="stack" key="first">
            { heading(props.in_dialog, words::TITLE.get(lang)) }
            if *expired {
                <p class="notice" role="alert">{ words::EXPIRED.get(lang) }</p>
            }
            if let Some(problem) = by_key {
                { failure(lang, problem, None) }
            }
            if credentials::are_supported() {
                <div class="panel passkey">
                    <p>{ text::PASSKEY_WHY.get(lang) }</p>
                    <Button icon={Icon::Lock} busy={by_passkey.is_busy()} on_click={on_passkey}>
                        { words::BY_PASSKEY.get(lang) }
                    </Button>
                </div>
                <p class="or"><span>{ words::OR.get(lang) }</span></p>
            }
            if let Some(problem) = act.problem() {
                { refusal(lang, problem) }
            }
            <PasswordForm typed={(*typed).clone()} busy={act.is_busy()} {on_send}
                on_change={Callback::from(move |now| typed.set(now))} links={!props.in_dialog} />
        </div>
    }
}

fn heading(in_dialog: bool, words: &'static str) -> Html {
    if in_dialog {
        return Html::default();
    }
    html! { <Title key={words} text={words} /> }
}

fn on_passkey(act: &Act, fill_in: FillIn, on_done: Callback<Signed>) -> Callback<()> {
    let act = act.clone();
    Callback::from(move |()| {
        // A browser holds one ceremony at a time.
        fill_in.pause();
        let (fill_in, on_done) = (fill_in.clone(), on_done.clone());
        act.run(move || {
            let (fill_in, on_done) = (fill_in.clone(), on_done.clone());
            async move {
                let signed = sign_in_by_passkey(false, None).await;
                // Browsers do not tell a window that was closed from a key that did not do.
                let signed = signed.map_err(|stopped| stopped.unwrap_or_else(unfit));
                if signed.is_err() {
                    fill_in.resume();
                }
                let session = signed?;
                Ok(Box::new(move || on_done.emit(Signed { session, by_passkey: true })) as Finish)
            }
        });
    })
}

async fn sign_in_by_passkey(
    fill_in: bool,
    controller: Option<&AbortController>,
) -> Result<Session, Stopped> {
    let start = client::call(&StartPasskeySignIn {}).await?;
    let signal = controller.map(AbortController::signal);
    let credential = credentials::show(&start.options, fill_in, signal.as_ref()).await?;
    Ok(client::call(&FinishPasskeySignIn { body: Credential { credential } }).await?)
}

fn unfit() -> Problem {
    Code::PasskeyRefused.into()
}

/// The passkeys a browser offers at the login field, as long as the form is there.
#[derive(Clone)]
struct FillIn {
    state: Rc<(RefCell<Option<AbortController>>, Cell<bool>)>,
    turn: UseStateHandle<u32>,
}

impl FillIn {
    fn pause(&self) {
        self.state.1.set(true);
        if let Some(controller) = self.state.0.borrow_mut().take() {
            controller.abort();
        }
    }

    fn resume(&self) {
        self.turn.set(*self.turn + 1);
    }
}

#[hook]
fn use_fill_in(
    is_on: bool,
    on_done: Callback<Signed>,
    failed: UseStateSetter<Option<Problem>>,
) -> FillIn {
    let turn = use_state_eq(|| 0_u32);
    let state = use_mut_ref(|| Rc::new((RefCell::new(None), Cell::new(false))));
    let fill_in = FillIn { state: state.borrow().clone(), turn: turn.clone() };
    use_effect_with((is_on, *turn), move |&(is_on, _)| {
        // Its own for each turn: an older one that still waits must not go on.
        let now: Rc<(RefCell<Option<AbortController>>, Cell<bool>)> = Rc::default();
        *state.borrow_mut() = now.clone();
        if is_on {
            spawn_local(offer(now.clone(), on_done, failed));
        }
        move || FillIn { state: now, turn }.pause()
    });
    fill_in
}

async fn offer(
    state: Rc<(RefCell<Option<AbortController>>, Cell<bool>)>,
    on_done: Callback<Signed>,
    failed: UseStateSetter<Option<Problem>>,
) {
    if !credentials::can_fill_in().await {
        return;
    }
    while !state.1.get() {
        let Ok(controller) = AbortController::new() else { return };
        *state.0.borrow_mut() = Some(controller.clone());
        let late = Rc::new(Cell::new(false));
        let timer = {
            let (late, controller) = (late.clone(), controller.clone());
            Timeout::new(RENEW_MS, move || {
                late.set(true);
                controller.abort();
            })
        };
        let signed = sign_in_by_passkey(true, Some(&controller)).await;
        drop(timer);
        match signed {
            Ok(session) => return on_done.emit(Signed { session, by_passkey: true }),
            Err(_) if late.get() => {}
            // Given up by this page: for the button, or with the form.
            Err(_) if state.1.get() => return,
            // Nobody chose a key as yet: nobody is told that the offer could not be made.
            Err(Some(problem)) if problem.code != Code::PasskeyRefused => return,
            Err(stopped) => return failed.set(Some(stopped.unwrap_or_else(unfit))),
        }
    }
}
