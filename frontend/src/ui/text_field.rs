use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::field::{FieldWords, described_by, field_frame, use_id};
use crate::prefs::use_lang;
use shared::lang::Lang;
use shared::shell;

#[derive(Properties, PartialEq)]
pub struct TextFieldProps {
    pub label: AttrValue,
    pub value: AttrValue,
    pub on_change: Callback<String>,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// Counts down from this many characters; typing beyond is allowed and told.
    #[prop_or_default]
    pub limit: Option<usize>,
    /// Several lines.
    #[prop_or_default]
    pub multiline: bool,
    #[prop_or_default]
    pub disabled: bool,
    /// `search`, `tel`, `email`; plain text when left out.
    #[prop_or(AttrValue::Static("text"))]
    pub kind: AttrValue,
    /// HTML `autocomplete`; `off` where the browser must not remember.
    #[prop_or_default]
    pub autocomplete: Option<AttrValue>,
    /// HTML `inputmode`: which keyboard a phone shows.
    #[prop_or_default]
    pub inputmode: Option<AttrValue>,
    /// The field was left.
    #[prop_or_default]
    pub on_leave: Callback<()>,
    /// Says more than the label, and begins with it: «LOINC для WBC».
    #[prop_or_default]
    pub name: Option<AttrValue>,
    /// A fixed id, where something outside has to focus the field.
    #[prop_or_default]
    pub id: Option<AttrValue>,
}

/// A labelled field for text.
#[component]
pub fn TextField(props: &TextFieldProps) -> Html {
    let lang = use_lang();
    let own_id = use_id();
    let id = props.id.clone().unwrap_or(own_id);
    let described = described_by(&id, props.hint.is_some(), props.error.is_some());
    let invalid = props.error.is_some().then_some("true");
    let oninput = props.on_change.reform(|event: InputEvent| typed(&event));
    let onblur = props.on_leave.reform(|_: FocusEvent| ());
    let control = if props.multiline {
        html! {
            <textarea id={id.clone()} class="input input--area" rows="4" value={props.value.clone()}
                disabled={props.disabled} aria-describedby={described} aria-invalid={invalid}
                aria-label={props.name.clone()} autocomplete={props.autocomplete.clone()} {oninput} {onblur} />
        }
    } else {
        html! {
            <input id={id.clone()} class="input" type={props.kind.clone()}
                value={props.value.clone()} disabled={props.disabled}
                aria-label={props.name.clone()} aria-describedby={described} aria-invalid={invalid}
                inputmode={props.inputmode.clone()}
                autocomplete={props.autocomplete.clone()} {oninput} {onblur} />
        }
    };
    let aside = props.limit.map(|limit| counter(lang, limit, &props.value));
    let words = FieldWords {
        id: &id,
        label: &props.label,
        hint: props.hint.as_ref(),
        error: props.error.as_ref(),
    };
    field_frame(words, html! { <>{ control }{ aside }</> })
}

fn typed(event: &InputEvent) -> String {
    let Some(target) = event.target() else { return String::new() };
    match target.dyn_into::<HtmlInputElement>() {
        Ok(input) => input.value(),
        Err(target) => target.unchecked_into::<HtmlTextAreaElement>().value(),
    }
}

/// How many characters are left; speaks up only near the end.
fn counter(lang: Lang, limit: usize, value: &str) -> Html {
    let count = value.trim().chars().count();
    let is_over = count > limit;
    let is_near = count * 10 > limit * 9;
    html! {
        <p class={classes!("field__counter", is_over.then_some("is-over"))}>
            <span aria-hidden="true">{ format!("{count} / {limit}") }</span>
            <span class="unseen" aria-live="polite">
                if is_near {
                    { shell::characters_left(lang, limit, count) }
                }
            </span>
        </p>
    }
}
