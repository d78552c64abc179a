use shared::lang::Lang;
use shared::shell;
use yew::prelude::*;

use super::Title;
use crate::route::Route;
use crate::router::link;

/// An address nobody lives at.
pub fn not_found_page(lang: Lang) -> Html {
    html! {
        <div class="page page--narrow">
            <Title text={shell::NOT_FOUND_TITLE.get(lang)} />
            <p class="lead">{ shell::NOT_FOUND_LEAD.get(lang) }</p>
            <p>{ link(Route::Home, "button button--primary", html! { shell::GO_HOME.get(lang) }) }</p>
        </div>
    }
}
