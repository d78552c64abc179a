use shared::lang::Lang;
use shared::shell;
use yew::prelude::*;

use super::button::{Button, ButtonKind};

/// The end of a list that goes on.
pub fn show_more(lang: Lang, busy: bool, on_more: Callback<()>) -> Html {
    html! {
        <p class="show-more">
            <Button kind={ButtonKind::Secondary} {busy} on_click={on_more}>
                { shell::SHOW_MORE.get(lang) }
            </Button>
        </p>
    }
}
