use shared::accounts::api::{ConfirmRegistration, SendRegistrationCode, TypedCode};
use shared::accounts::model::CodeSent;
use shared::accounts::text;
use shared::accounts::text::register as words;
use yew::prelude::*;

use crate::accounts::code::{CodeStep, Resend, code_error, left, refusal};
use crate::prefs::use_lang;
use crate::route::{RegisterStep, Route};
use crate::router::{self, link};
use crate::session::use_session;
use crate::shell::Title;
use crate::submit::use_act;
use crate::ui::say;

#[derive(Properties, PartialEq)]
pub struct ConfirmProps {
    pub code: CodeSent,
    /// When the server said so, in milliseconds since 1970.
    pub since: f64,
    /// Another code was sent.
    pub on_sent: Callback<CodeSent>,
}

/// The phone is proved by a code; then the account is there.
#[component]
pub fn Confirm(props: &ConfirmProps) -> Html {
    let lang = use_lang();
    let session = use_session();
    let turn = use_state_eq(|| 0_u32);
    let (act, sending) = (use_act(), use_act());
    let on_code = {
        let (act, session) = (act.clone(), session.clone());
        Callback::from(move |code| {
            let session = session.clone();
            act.send(ConfirmRegistration { body: TypedCode { code } }, move |signed| {
                router::replace(Route::Register { step: RegisterStep::Done });
                session.signed_in(signed);
            });
        })
    };
    let resend = Resend {
        seconds: left(props.code.resend_seconds, props.since),
        turn: *turn,
        busy: sending.is_busy(),
        on_resend: {
            let (sending, on_sent, turn) = (sending.clone(), props.on_sent.clone(), turn.clone());
            Callback::from(move |()| {
                let (on_sent, turn) = (on_sent.clone(), turn.clone());
                sending.send(SendRegistrationCode {}, move |sent| {
                    turn.set(*turn + 1);
                    on_sent.emit(sent);
                    say(text::CODE_SENT_AGAIN.get(lang));
                });
            })
        },
    };
    let error = code_error(lang, &act);
    let problem = act.problem().filter(|_| error.is_none()).or(sending.problem());
    let hint = text::code_sent_to(lang, props.code.factor, &props.code.to);
    let to_phone = Route::Register { step: RegisterStep::Contacts };
    html! {
        <>
            <Title text={words::CODE.get(lang)} />
            if let Some(problem) = problem {
                { refusal(lang, problem) }
            }
            <CodeStep id="code" label={text::CODE.get(lang)} {hint} {on_code} busy={act.is_busy()}
                {error} {resend} />
            <p>{ link(to_phone, "button button--quiet", html! { words::CHANGE_PHONE.get(lang) }) }</p>
        </>
    }
}
