use shared::lang::Lang;
use shared::shell;
use yew::prelude::*;

use crate::submit::Act;
use crate::ui::{Button, ButtonKind, Dialog, failure};

/// A question before something that cannot be undone, in words that name the thing.
pub struct Question {
    pub is_open: bool,
    pub title: AttrValue,
    pub text: Html,
    /// What the button that does it says.
    pub yes: &'static str,
    pub no: &'static str,
    pub on_yes: Callback<()>,
    pub on_no: Callback<()>,
}

impl Question {
    pub fn new(lang: Lang, title: impl Into<AttrValue>, text: Html, yes: &'static str) -> Self {
        Self {
            is_open: false,
            title: title.into(),
            text,
            yes,
            no: shell::CANCEL.get(lang),
            on_yes: Callback::noop(),
            on_no: Callback::noop(),
        }
    }
}

pub fn confirm(lang: Lang, act: &Act, question: Question) -> Html {
    let Question { is_open, title, text, yes, no, on_yes, on_no } = question;
    let actions = html! {
        <>
            <Button kind={ButtonKind::Danger} busy={act.is_busy()} on_click={on_yes}>{ yes }</Button>
            <Button kind={ButtonKind::Secondary} on_click={on_no.clone()}>{ no }</Button>
        </>
    };
    html! {
        <Dialog open={is_open} {title} on_close={on_no} {actions}>
            { text }
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
        </Dialog>
    }
}
