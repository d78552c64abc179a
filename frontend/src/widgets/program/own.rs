use shared::widgets::words;
use yew::prelude::*;

use super::heading::Heading;
use super::popup::PortalButton;
use crate::prefs::use_lang;

/// The way into one's own card (WID-1).
#[component]
pub fn Own() -> Html {
    let lang = use_lang();
    html! {
        <>
            <Heading text={words::CARD_TITLE.get(lang)} />
            <p class="lead">{ words::CARD_LEAD.get(lang) }</p>
            <PortalButton path="/" text={words::OPEN_CARD.get(lang)} />
        </>
    }
}
