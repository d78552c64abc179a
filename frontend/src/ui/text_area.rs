use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use super::field::{FieldWords, described_by, field_frame};

/// Rows of an empty field.
const ROWS_MIN: usize = 2;
/// A field that is longer scrolls.
const ROWS_MAX: usize = 30;
/// About so many letters stand in a row.
const ROW: usize = 60;

#[derive(Properties, PartialEq)]
pub struct TextAreaProps {
    /// Of the field itself, so that what is wrong with it can lead there.
    pub id: AttrValue,
    /// With whether it has to be filled in, in words.
    pub label: AttrValue,
    pub value: AttrValue,
    pub on_change: Callback<String>,
    #[prop_or_default]
    pub hint: Option<AttrValue>,
    #[prop_or_default]
    pub error: Option<AttrValue>,
    #[prop_or_default]
    pub is_required: bool,
}

/// Many words, typed or dictated: it grows with them, and nothing changes them on the way. What is
/// written into the card is Russian, whatever the language of the page.
#[component]
pub fn TextArea(props: &TextAreaProps) -> Html {
    let id = &props.id;
    let oninput = props.on_change.reform(|event: InputEvent| {
        let area: HtmlTextAreaElement = event.target_unchecked_into();
        area.value()
    });
    let lines = props.value.split('\n').map(|line| line.chars().count() / ROW + 1);
    let rows = (lines.sum::<usize>() + 1).clamp(ROWS_MIN, ROWS_MAX);
    let words = FieldWords {
        id,
        label: &props.label,
        hint: props.hint.as_ref(),
        error: props.error.as_ref(),
    };
    let control = html! {
        <textarea id={id.clone()} class="input input--area" rows={rows.to_string()} lang="ru"
            spellcheck="true" autocomplete="off" value={props.value.clone()}
            aria-describedby={described_by(id, props.hint.is_some(), props.error.is_some())}
            aria-invalid={props.error.is_some().then_some("true")}
            aria-required={props.is_required.then_some("true")} {oninput} />
    };
    field_frame(words, control)
}
