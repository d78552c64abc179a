use shared::contract::{Code, Problem};
use shared::lang::Lang;
use shared::shell;
use yew::prelude::*;

use super::button::{Button, ButtonKind};
use super::icon::Icon;

/// A failed call: what happened, what to do, and small at the end what to quote to support. Where
/// the server only answered no, just that: nothing broke, and support need not be asked.
pub fn failure(lang: Lang, problem: &Problem, on_retry: Option<Callback<()>>) -> Html {
    if is_answer(problem.code) {
        return answer(lang, problem.code, on_retry);
    }
    let code = match &problem.request_id {
        Some(request) => format!("{} · {request}", problem.code.wire()),
        None => problem.code.wire().to_owned(),
    };
    failed(html! {
        <>
            <p class="failure__title">{ shell::ERROR_TITLE.get(lang) }</p>
            <p>{ problem.code.text().get(lang) }{ "." }</p>
            if let Some(on_retry) = on_retry {
                <Button kind={ButtonKind::Secondary} on_click={on_retry}>
                    { shell::RETRY.get(lang) }
                </Button>
            }
            <p class="failure__code">{ shell::ERROR_CODE.get(lang) }{ ": " }<code>{ code }</code></p>
        </>
    })
}

/// The words of a failure, with its sign.
pub fn failed(words: Html) -> Html {
    html! {
        <div class="failure" role="alert">
            { Icon::Alert.draw() }
            <div>{ words }</div>
        </div>
    }
}

/// Whether it is one of the answers that typing or showing something may get.
const fn is_answer(code: Code) -> bool {
    matches!(
        code,
        Code::SignInRefused
            | Code::SignInLocked
            | Code::TooManyCodes
            | Code::EmergencyLimit
            | Code::CodeWrong
            | Code::CodeExpired
            | Code::PasskeyRefused
            | Code::PasskeyNeeded
            | Code::StepUpRequired
            | Code::FileUndrawable
    )
}

fn answer(lang: Lang, code: Code, on_retry: Option<Callback<()>>) -> Html {
    let (words, again) = match (code, &on_retry) {
        (Code::StepUpRequired, Some(_)) => (shell::NOT_OPENED, shell::PROVE),
        (Code::StepUpRequired, None) => (shell::NOT_PROVED, shell::PROVE),
        _ => (code.text(), shell::RETRY),
    };
    failed(html! {
        <>
            <p>{ words.get(lang) }{ "." }</p>
            if let Some(on_retry) = on_retry {
                <Button kind={ButtonKind::Secondary} on_click={on_retry}>
                    { again.get(lang) }
                </Button>
            }
        </>
    })
}
