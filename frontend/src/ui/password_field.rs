use shared::shell;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::field::{FieldWords, described_by, field_frame, use_id};
use super::icon::Icon;
use crate::prefs::use_lang;

#[derive(Properties, PartialEq)]
pub struct PasswordFieldProps {
    pub label: AttrValue,
    pub value: AttrValue,
    pub on_change: Callback<String>,
    /// `current-password` or `new-password`, for the browser's password keeper.
    pub autocomplete: &'static str,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub error: Option<AttrValue>,
    #[prop_or_default]
    pub disabled: bool,
    /// A fixed id, where something outside has to focus the field.
    #[prop_or_default]
    pub id: Option<AttrValue>,
}

/// A password, hidden until one asks to see it.
#[component]
pub fn PasswordField(props: &PasswordFieldProps) -> Html {
    let lang = use_lang();
    let own_id = use_id();
    let id = props.id.clone().unwrap_or(own_id);
    let shown = use_state_eq(|| false);
    let oninput = props.on_change.reform(|event: InputEvent| {
        let input: HtmlInputElement = event.target_unchecked_into();
        input.value()
    });
    let word = if *shown { shell::HIDE_PASSWORD } else { shell::SHOW_PASSWORD }.get(lang);
    let onclick = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(!*shown))
    };
    let words = FieldWords {
        id: &id,
        label: &props.label,
        hint: props.hint.as_ref(),
        error: props.error.as_ref(),
    };
    let control = html! {
        <div class="password">
            <input id={id.clone()} class="input" type={if *shown { "text" } else { "password" }}
                autocomplete={props.autocomplete} autocapitalize="none" spellcheck="false"
                value={props.value.clone()} disabled={props.disabled}
                aria-describedby={described_by(&id, props.hint.is_some(), props.error.is_some())}
                aria-invalid={props.error.is_some().then_some("true")} {oninput} />
            <button type="button" class="icon-button" title={word}
                disabled={props.disabled} {onclick}>
                { Icon::Eye.draw() }
            </button>
        </div>
    };
    field_frame(words, control)
}
