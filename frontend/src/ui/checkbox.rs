use yew::prelude::*;

use super::field::{field_error, use_id};

#[derive(Properties, PartialEq)]
pub struct CheckboxProps {
    pub text: AttrValue,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub error: Option<AttrValue>,
    pub is_on: bool,
    pub on_change: Callback<bool>,
    #[prop_or_default]
    pub disabled: bool,
}

/// A statement one agrees to or not.
#[component]
pub fn Checkbox(props: &CheckboxProps) -> Html {
    let id = use_id();
    let is_on = props.is_on;
    let error_id = props.error.as_ref().map(|_| format!("{id}-error"));
    html! {
        <div class={classes!("choices", props.error.is_some().then_some("is-wrong"))}>
            if let Some(error) = &props.error {
                { field_error(error, error_id.clone()) }
            }
            <label class="choice">
                <input type="checkbox" checked={is_on} disabled={props.disabled}
                    aria-describedby={error_id} aria-invalid={props.error.as_ref().map(|_| "true")}
                    onchange={props.on_change.reform(move |_| !is_on)} />
                <span class="choice__text">
                    { &props.text }
                    if let Some(hint) = &props.hint {
                        <small>{ hint }</small>
                    }
                </span>
            </label>
        </div>
    }
}
