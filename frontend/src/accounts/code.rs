use gloo_timers::callback::Interval;
use shared::accounts::text;
use shared::accounts::text::sign_in;
use shared::contract::{Code, Problem};
use shared::lang::Lang;
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;
use yew::prelude::*;

use crate::prefs::use_lang;
use crate::submit::Act;
use crate::ui::{Button, ButtonKind, CODE_LENGTH, CodeField, failure};
use crate::{browser, client, credentials};

/// Another code may be asked for.
#[derive(Clone, PartialEq)]
pub struct Resend {
    /// Seconds to wait first.
    pub seconds: u32,
    /// Counts the codes sent: the wait begins anew with each.
    pub turn: u32,
    pub busy: bool,
    pub on_resend: Callback<()>,
}

#[derive(Properties, PartialEq)]
pub struct CodeStepProps {
    pub id: &'static str,
    pub label: AttrValue,
    /// Where the code comes from.
    pub hint: AttrValue,
    pub on_code: Callback<String>,
    pub busy: bool,
    /// Why the last code was refused.
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// Only for codes that are sent.
    #[prop_or_default]
    pub resend: Option<Resend>,
}

/// A six-digit code: typed, pasted, filled in by the browser, or read out of the SMS; sent by
/// itself when it is whole.
#[component]
pub fn CodeStep(props: &CodeStepProps) -> Html {
    let lang = use_lang();
    let value = use_state(String::new);
    let is_short = use_state_eq(|| false);
    {
        let (value, on_code) = (value.setter(), props.on_code.clone());
        use_effect_with(props.resend.as_ref().map(|resend| resend.turn), move |turn| {
            let controller = turn.and_then(|_| AbortController::new().ok());
            if let Some(signal) = controller.as_ref().map(AbortController::signal) {
                spawn_local(async move {
                    if let Some(code) = credentials::sms_code(&signal).await {
                        value.set(code.clone());
                        on_code.emit(code);
                    }
                });
            }
            move || {
                if let Some(controller) = controller {
                    controller.abort();
                }
            }
        });
    }
    let on_change = {
        let (value, is_short) = (value.clone(), is_short.clone());
        Callback::from(move |typed| {
            is_short.set(false);
            value.set(typed);
        })
    };
    let onsubmit = {
        let (value, on_code) = (value.clone(), props.on_code.clone());
        let (is_short, id) = (is_short.clone(), props.id);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if value.len() < CODE_LENGTH {
                is_short.set(true);
                return browser::focus_id(id);
            }
            on_code.emit((*value).clone());
        })
    };
    let short = is_short.then(|| AttrValue::from(text::TYPE_SIX.get(lang)));
    let error = short.or_else(|| props.error.clone());
    html! {
        <form class="form" novalidate=true {onsubmit}>
            <CodeField id={props.id} label={props.label.clone()} hint={props.hint.clone()}
                {error} value={(*value).clone()} {on_change}
                on_full={props.on_code.clone()} />
            <div class="row">
                <Button submits=true busy={props.busy}>{ text::CONFIRM.get(lang) }</Button>
                if let Some(resend) = &props.resend {
                    <ResendButton resend={resend.clone()} key={resend.turn} />
                }
            </div>
        </form>
    }
}

/// What is left of so many seconds, named at that moment.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "minutes")]
pub fn left(seconds: u32, since_ms: f64) -> u32 {
    let ms = since_ms + f64::from(seconds) * 1000.0 - browser::now_ms();
    (ms.max(0.0) / 1000.0).ceil() as u32
}

#[derive(Properties, PartialEq)]
pub struct ResendProps {
    pub resend: Resend,
}

/// Counts down, then becomes a button.
#[component]
pub fn ResendButton(ResendProps { resend }: &ResendProps) -> Html {
    let lang = use_lang();
    let waits = use_state_eq(|| resend.seconds);
    {
        let (waits, seconds, now) = (waits.setter(), resend.seconds, browser::now_ms());
        // By the clock, not by counting: a tab behind others ticks slower.
        use_effect_with((), move |()| {
            let timer = Interval::new(1000, move || waits.set(left(seconds, now)));
            move || drop(timer)
        });
    }
    if *waits > 0 {
        return html! { <span class="muted">{ text::resend_in(lang, *waits) }</span> };
    }
    html! {
        <Button kind={ButtonKind::Quiet} busy={resend.busy} on_click={resend.on_resend.clone()}>
            { text::SEND_AGAIN.get(lang) }
        </Button>
    }
}

/// What is wrong with a code, if that is what the server said.
pub fn code_error(lang: Lang, act: &Act) -> Option<AttrValue> {
    let code = act.code()?;
    matches!(code, Code::CodeWrong | Code::CodeExpired).then(|| code.text().get(lang).into())
}

/// What the server said; where one has to wait, also until when.
pub fn refusal(lang: Lang, problem: &Problem) -> Html {
    let waits = matches!(problem.code, Code::SignInLocked | Code::TooManyCodes);
    let until = waits.then(client::retry_after).flatten().map(|seconds| {
        let at = browser::now() + time::Duration::seconds(i64::from(seconds) + 59);
        let at = at.to_offset(browser::offset_at(at));
        sign_in::try_after(lang, &format!("{:02}:{:02}", at.hour(), at.minute()))
    });
    let until = until.map(|until| html! { <p><b>{ until }</b></p> });
    html! { <>{ failure(lang, problem, None) }{ until }</> }
}
