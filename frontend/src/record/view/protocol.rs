use shared::format;
use shared::lang::Lang;
use shared::protocols::model::Protocol;
use shared::protocols::text;
use yew::prelude::*;

use crate::browser;

/// A signed protocol as a document: what was found, decided and prescribed, and who signed it.
pub fn protocol_view(lang: Lang, protocol: &Protocol) -> Html {
    let signed = format::moment(lang, protocol.signed_at, browser::offset_at(protocol.signed_at));
    html! {
        <div class="protocol-view">
            if let Some(correction) = &protocol.correction {
                <p class="notice"><b>{ text::CORRECTED.get(lang) }{ ": " }</b>{ &correction.reason }</p>
            }
            <dl class="protocol-view__parts">
                for part in text::told(lang, protocol) {
                    <div key={part.code.clone()}>
                        <dt>{ part.title.clone() }</dt>
                        <dd class="entry__note">{ part.text.clone() }</dd>
                    </div>
                }
            </dl>
            <p class="entry__source">
                { text::SIGNED_BY.get(lang) }{ ": " }{ &protocol.signed_by }{ ", " }{ signed }
            </p>
        </div>
    }
}
