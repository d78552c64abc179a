use std::cell::Cell;

use yew::prelude::*;

use super::icon::Icon;

thread_local! {
    static NEXT_ID: Cell<u32> = const { Cell::new(0) };
}

/// An id no other element of the page has, the same at every render.
#[hook]
pub fn use_id() -> AttrValue {
    let id = use_memo((), |()| {
        NEXT_ID.set(NEXT_ID.get() + 1);
        AttrValue::from(format!("id-{}", NEXT_ID.get()))
    });
    (*id).clone()
}

/// What stands around a control.
pub(super) struct FieldWords<'a> {
    /// The control's id; the hint and the error get `-hint` and `-error`.
    pub id: &'a AttrValue,
    pub label: &'a AttrValue,
    pub hint: Option<&'a AttrValue>,
    pub error: Option<&'a AttrValue>,
}

/// A label above, what is wrong, then the control with what belongs under it.
pub(super) fn field_frame(words: FieldWords<'_>, control: Html) -> Html {
    let FieldWords { id, label, hint, error } = words;
    html! {
        <div class={if error.is_some() { "field is-wrong" } else { "field" }}>
            <label class="field__label" for={id}>{ label }</label>
            if let Some(hint) = hint {
                <p class="field__hint" id={format!("{id}-hint")}>{ hint }</p>
            }
            if let Some(error) = error {
                { field_error(error, Some(format!("{id}-error"))) }
            }
            { control }
        </div>
    }
}

/// What is wrong with a field.
pub(super) fn field_error(error: &AttrValue, id: Option<String>) -> Html {
    html! {
        <p class="field__error" {id}>
            { Icon::Alert.draw() }
            <span>{ error }</span>
        </p>
    }
}

/// The ids for `aria-describedby`, as far as there is something to point at.
pub(super) fn described_by(id: &str, hint: bool, error: bool) -> Option<String> {
    let ids: Vec<_> = [(hint, "hint"), (error, "error")]
        .into_iter()
        .filter(|(there, _)| *there)
        .map(|(_, part)| format!("{id}-{part}"))
        .collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}
