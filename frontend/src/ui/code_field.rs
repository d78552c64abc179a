use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::field::{FieldWords, described_by, field_frame, use_id};

/// How many digits a code has.
pub const CODE_LENGTH: usize = 6;

#[derive(Properties, PartialEq)]
pub struct CodeFieldProps {
    pub label: AttrValue,
    /// Digits only.
    pub value: AttrValue,
    /// A fixed id, where something outside has to focus the field.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    pub on_change: Callback<String>,
    /// All digits are there: no button need be pressed.
    #[prop_or_default]
    pub on_full: Callback<String>,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub error: Option<AttrValue>,
    #[prop_or_default]
    pub disabled: bool,
}

/// A code from a message. One real field under six drawn cells, so that pasting, autofill from an
/// SMS and screen readers work as anywhere.
#[component]
pub fn CodeField(props: &CodeFieldProps) -> Html {
    let own_id = use_id();
    let id = props.id.clone().unwrap_or(own_id);
    let oninput = {
        let (on_change, on_full) = (props.on_change.clone(), props.on_full.clone());
        Callback::from(move |event: InputEvent| {
            let input: HtmlInputElement = event.target_unchecked_into();
            let digits = digits(&input.value());
            // Put back by hand: when only other signs were typed nothing is drawn anew.
            input.set_value(&digits);
            if digits.len() == CODE_LENGTH {
                on_full.emit(digits.clone());
            }
            on_change.emit(digits);
        })
    };
    let words = FieldWords {
        id: &id,
        label: &props.label,
        hint: props.hint.as_ref(),
        error: props.error.as_ref(),
    };
    let control = html! {
            <input id={id.clone()} class="input code-field" type="text" inputmode="numeric"
                autocomplete="one-time-code" pattern="[0-9]*" spellcheck="false"
                value={props.value.clone()} disabled={props.disabled}
                aria-describedby={described_by(&id, props.hint.is_some(), props.error.is_some())}
                aria-invalid={props.error.is_some().then_some("true")} {oninput} />
    };
    field_frame(words, control)
}

/// `12 34-56` and `Код: 123456` are what people paste.
fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).take(CODE_LENGTH).collect()
}
