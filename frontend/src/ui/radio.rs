use yew::prelude::*;

use super::field::{field_error, use_id};

/// One of several answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    pub text: AttrValue,
    pub hint: Option<AttrValue>,
    pub is_chosen: bool,
    pub on_choose: Callback<()>,
}

#[derive(Properties, PartialEq)]
pub struct RadioGroupProps {
    /// Of the question, so that the focus can be led to it.
    #[prop_or_default]
    pub id: Option<AttrValue>,
    /// The question.
    pub legend: AttrValue,
    pub choices: Vec<Choice>,
    #[prop_or_default]
    pub error: Option<AttrValue>,
    #[prop_or_default]
    pub disabled: bool,
}

/// A question with exactly one answer, all answers in sight.
#[component]
pub fn RadioGroup(props: &RadioGroupProps) -> Html {
    let name = use_id();
    html! {
        <fieldset class={classes!("choices", props.error.is_some().then_some("is-wrong"))}
            id={props.id.clone()} tabindex={props.id.is_some().then_some("-1")}
            disabled={props.disabled}>
            <legend class="field__label">{ &props.legend }</legend>
            if let Some(error) = &props.error {
                { field_error(error, None) }
            }
            for choice in &props.choices {
                <label class="choice">
                    <input type="radio" name={name.clone()} checked={choice.is_chosen}
                        onchange={choice.on_choose.reform(|_| ())} />
                    <span class="choice__text">
                        { &choice.text }
                        if let Some(hint) = &choice.hint {
                            <small>{ hint }</small>
                        }
                    </span>
                </label>
            }
        </fieldset>
    }
}
