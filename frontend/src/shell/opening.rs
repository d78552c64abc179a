use shared::accounts::text;
use shared::lang::Lang;
use shared::shell;
use yew::prelude::*;

use crate::route::Part;
use crate::ui::{SkeletonKind, skeleton};

/// What is seen until a part is there: the words and shapes of the page the server sends, so that
/// the program takes over without a jump.
pub fn opening(lang: Lang, part: Part) -> Html {
    let is_account = matches!(part, Part::Account | Part::Register | Part::Security);
    let (class, title, lead) = if is_account {
        ("page page--narrow", text::OPENING_TITLE, text::OPENING)
    } else {
        ("page", shell::OPENING_TITLE, shell::OPENING)
    };
    html! {
        <div {class}>
            <h1>{ title.get(lang) }</h1>
            <p class="lead">{ lead.get(lang) }</p>
            if !is_account {
                { skeleton(lang, SkeletonKind::Cards) }
            }
        </div>
    }
}
