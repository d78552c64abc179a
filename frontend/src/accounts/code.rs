use gloo_timers::callback::Interval;
use shared::accounts::text;
use shared::contract::Code;
use wasm_bindgen_futures::spawn_local;
use web_sys::AbortController;
use yew::prelude::*;

use crate::browser;
use crate::credentials;
use crate::prefs::use_lang;
use crate::submit::Act;
use crate::ui::{Button, ButtonKind, CODE_LENGTH, CodeField};

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

#[derive(Properties, PartialEq)]
pub struct ResendProps {
    pub resend: Resend,
}

/// Counts down, then becomes a button.
#[component]
pub fn ResendButton(ResendProps { resend }: &ResendProps) -> Html {
    let lang = use_lang();
    let left = use_state_eq(|| resend.seconds);
    {
        let left = left.setter();
        let ends = crate::browser::now_ms() + f64::from(resend.seconds) * 1000.0;
        // By the clock, not by counting: a tab behind others ticks slower.
        use_effect_with((), move |()| {
            let timer = Interval::new(1000, move || {
                let ms = (ends - crate::browser::now_ms()).max(0.0);
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "minutes"
                )]
                left.set((ms / 1000.0).ceil() as u32);
            });
            move || drop(timer)
        });
    }
    if *left > 0 {
        return html! { <span class="muted">{ text::resend_in(lang, *left) }</span> };
    }
    html! {
        <Button kind={ButtonKind::Quiet} busy={resend.busy} on_click={resend.on_resend.clone()}>
            { text::SEND_AGAIN.get(lang) }
        </Button>
    }
}

/// What is wrong with a code, if that is what the server said.
pub fn code_error(lang: shared::lang::Lang, act: &Act) -> Option<AttrValue> {
    let code = act.code()?;
    matches!(code, Code::CodeWrong | Code::CodeExpired).then(|| code.text().get(lang).into())
}
