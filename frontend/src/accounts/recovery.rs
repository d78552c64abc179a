//! A new password by a link and a code.

use shared::accounts::api::{
    AskRecovery, FinishRecovery, LinkToken, NewPasswordByCode, OpenRecovery, RecoveryRequest,
    SendRecoveryCode,
};
use shared::accounts::model::CodeSent;
use shared::accounts::rules::Owner;
use shared::accounts::text;
use shared::accounts::text::{links as words, sign_in};
use shared::contract::{Code, FieldReason};
use shared::lang::Lang;
use yew::prelude::*;

use super::code::{Resend, ResendButton, code_error, refusal};
use super::edit::{Edit, use_edit};
use super::link::use_token;
use super::password::{FIELD, first_broken, new_password};
use crate::prefs::use_lang;
use crate::route::Route;
use crate::router::{self, link};
use crate::shell::Title;
use crate::submit::{Act, use_act};
use crate::ui::{Button, TextField, say};
use crate::{browser, client};

const LOGIN: &str = "login";
const CODE: &str = "recovery-code";

#[derive(Properties, PartialEq)]
pub struct RecoveryPageProps {
    /// The link was opened before; the server knows by its cookie which it was.
    #[prop_or_default]
    pub has_code: bool,
}

/// With the secret of a link: a new password. Without: a link.
#[component]
pub fn RecoveryPage(props: &RecoveryPageProps) -> Html {
    let token = use_token();
    let is_open = use_state_eq(|| token.is_some() || props.has_code);
    html! {
        <div class="page page--narrow">
            if *is_open {
                <Open {token} has_code={props.has_code} />
            } else {
                <Request />
            }
        </div>
    }
}

#[component]
fn Request() -> Html {
    let lang = use_lang();
    let login = use_state(String::new);
    let tried = use_state_eq(|| false);
    let is_sent = use_state_eq(|| false);
    let act = use_act();
    let to_sign_in =
        link(Route::SignIn { next: None }, "back", html! { words::TO_SIGN_IN.get(lang) });
    if *is_sent {
        return html! {
            <>
                <Title key="sent" text={words::LINK_SENT.get(lang)} />
                <p class="lead">{ text::RECOVERY_SENT.get(lang) }</p>
                { to_sign_in }
            </>
        };
    }
    let onsubmit = {
        let (act, login, tried) = (act.clone(), login.clone(), tried.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            if login.trim().is_empty() {
                return browser::focus_id(LOGIN);
            }
            let is_sent = is_sent.clone();
            let body = RecoveryRequest { login: (*login).clone() };
            act.send(AskRecovery { body }, move |_| is_sent.set(true));
        })
    };
    let error = (*tried && login.trim().is_empty())
        .then(|| AttrValue::from(sign_in::LOGIN_REQUIRED.get(lang)));
    let on_change = {
        let login = login.clone();
        Callback::from(move |typed| login.set(typed))
    };
    html! {
        <>
            <Title key="ask" text={words::RECOVERY.get(lang)} />
            <p class="lead">{ words::RECOVERY_LEAD.get(lang) }</p>
            if let Some(problem) = act.problem() {
                { refusal(lang, problem) }
            }
            <form class="form" novalidate=true {onsubmit}>
                <TextField id={LOGIN} label={sign_in::LOGIN.get(lang)} value={(*login).clone()}
                    autocomplete="username" {error} {on_change} />
                <p><Button submits=true busy={act.is_busy()}>{ words::SEND_LINK.get(lang) }</Button></p>
            </form>
            { to_sign_in }
        </>
    }
}

#[derive(Clone, Default)]
struct State {
    sent: Option<(u32, CodeSent)>,
    code: String,
    password: String,
    tried: bool,
    is_done: bool,
}

#[derive(Properties, PartialEq)]
struct OpenProps {
    token: Option<String>,
    has_code: bool,
}

#[component]
fn Open(props: &OpenProps) -> Html {
    let lang = use_lang();
    let state = use_edit(State::default);
    let (act, sending) = (use_act(), use_act());
    if state.is_done {
        let sign_in = html! { text::SIGN_IN_AS.get(lang) };
        return html! {
            <>
                <Title key="done" text={words::PASSWORD_SET.get(lang)} />
                <p class="lead">{ words::PASSWORD_SET_LEAD.get(lang) }</p>
                <p>{ link(Route::SignIn { next: None }, "button button--primary", sign_in) }</p>
            </>
        };
    }
    let trouble = sending.problem().map(|problem| refusal(lang, problem));
    let trouble = trouble.unwrap_or_default();
    let again = html! { words::SEND_LINK.get(lang) };
    // The whole page: the old link must not stay behind the new request.
    let again = html! { <p><a class="button button--primary" href="/recovery">{ again }</a></p> };
    if props.has_code {
        let is_expired = [act.code(), sending.code()].contains(&Some(Code::FlowExpired));
        return html! {
            <>
                <Title key="open" text={words::RECOVERY.get(lang)} />
                if is_expired {
                    { refusal(lang, &Code::FlowExpired.into()) }
                    { again }
                } else {
                    { trouble }
                    { new_password_form(lang, &state, &act, &sending) }
                }
            </>
        };
    }
    let on_click = {
        let (sending, state, token) = (sending.clone(), state.clone(), props.token.clone());
        let token = token.unwrap_or_default();
        Callback::from(move |()| {
            let state = state.clone();
            sending.send(OpenRecovery { body: LinkToken { token: token.clone() } }, move |sent| {
                state.change(move |state| state.sent = Some((0, sent)));
                // A page loaded anew goes on with the code: the link has done its part.
                router::replace(Route::RecoveryCode);
            });
        })
    };
    html! {
        <>
            <Title key="start" text={words::RECOVERY.get(lang)} />
            <p class="lead">{ words::RECOVERY_OPEN_LEAD.get(lang) }</p>
            { trouble }
            if sending.code() == Some(Code::LinkExpired) {
                { again }
            } else {
                <p><Button busy={sending.is_busy()} {on_click}>{ words::SEND_CODE.get(lang) }</Button></p>
            }
        </>
    }
}

fn new_password_form(lang: Lang, state: &Edit<State>, act: &Act, sending: &Act) -> Html {
    let sent = state.sent.as_ref().map(|(_, sent)| sent);
    let turn = state.sent.as_ref().map_or(0, |(turn, _)| *turn);
    let resend = resend(lang, state, turn, sending);
    let broken = first_broken(&state.password, &Owner::default());
    let is_empty = state.code.trim().is_empty();
    let missing =
        (state.tried && is_empty).then(|| AttrValue::from(FieldReason::Required.text().get(lang)));
    let code_error = code_error(lang, act).or(missing);
    let onsubmit = {
        let (state, act) = (state.clone(), act.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            state.change(|state| state.tried = true);
            if is_empty {
                return browser::focus_id(CODE);
            }
            if broken.is_some() {
                return browser::focus_id(FIELD);
            }
            let state = state.clone();
            let code = state.code.trim().to_owned();
            let body = NewPasswordByCode { code, password: state.password.clone() };
            act.send(FinishRecovery { body }, move |_| {
                state.change(|state| state.is_done = true);
                // Nothing is left to do at that step.
                router::replace(Route::Recovery);
            });
        })
    };
    let problem = act.problem().filter(|problem| {
        problem.fields.is_empty() && !matches!(problem.code, Code::CodeWrong | Code::CodeExpired)
    });
    let error = broken.filter(|_| state.tried).or_else(|| act.field("password"));
    html! {
        <>
            if let Some(sent) = sent {
                <p role="status">{ text::code_sent_to(lang, sent.factor, &sent.to) }</p>
            }
            if let Some(problem) = problem {
                { refusal(lang, problem) }
            }
            <form class="form" novalidate=true {onsubmit}>
                <TextField id={CODE} label={words::CODE_OR_RECOVERY.get(lang)}
                    hint={words::CODE_OR_RECOVERY_HINT.get(lang)} value={state.code.clone()}
                    autocomplete="one-time-code" error={code_error}
                    on_change={state.put(|state, code| state.code = code)} />
                <div><ResendButton key={format!("{turn} {}", resend.seconds)} resend={resend.clone()} /></div>
                { new_password(lang, FIELD, &state.password, &Owner::default(), error,
                    state.put(|state, password| state.password = password)) }
                <p><Button submits=true busy={act.is_busy()}>{ words::SAVE_PASSWORD.get(lang) }</Button></p>
            </form>
        </>
    }
}

fn resend(lang: Lang, state: &Edit<State>, turn: u32, sending: &Act) -> Resend {
    // Unknown on a page that was loaded anew: the server says it to whoever asks too soon.
    let too_soon = sending.code() == Some(Code::TooManyCodes);
    let told = too_soon.then(client::retry_after).flatten();
    let known = state.sent.as_ref().map_or(0, |(_, sent)| sent.resend_seconds);
    Resend {
        seconds: told.unwrap_or(known),
        turn,
        busy: sending.is_busy(),
        on_resend: {
            let (sending, state) = (sending.clone(), state.clone());
            Callback::from(move |()| {
                let state = state.clone();
                sending.send(SendRecoveryCode {}, move |sent| {
                    state.change(move |state| state.sent = Some((turn + 1, sent)));
                    say(text::CODE_SENT_AGAIN.get(lang));
                });
            })
        },
    }
}
