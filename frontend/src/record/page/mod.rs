mod entries;
mod entry;
mod news;
mod own;
mod summary;

pub use entries::EntriesPage;
pub use entry::EntryPage;
pub use own::OwnPage;
pub use summary::SummaryPage;

use shared::contract::{Code, Problem};
use shared::lang::Lang;
use shared::record::text;
use shared::shell;
use yew::prelude::*;

use crate::live::News;
use crate::route::Route;
use crate::router::link;
use crate::ui::{Icon, empty_state, failure, say};

/// Loads again on news, and says so when it is somebody else's.
fn on_news(lang: Lang, reload: Callback<()>) -> Callback<News> {
    Callback::from(move |news| {
        reload.emit(());
        match news {
            News::Changed => say(text::UPDATED.get(lang)),
            News::Unsure => {}
        }
    })
}

/// Why the card does not open, and what can be done about it.
pub fn closed_card(lang: Lang, problem: &Problem, on_retry: Callback<()>) -> Html {
    if problem.code == Code::ContactsUnproved {
        // What is missing, and the way there, stand above: it holds for every page.
        return empty_state(Icon::Lock, shell::CARD_CLOSED.get(lang), Html::default());
    }
    failure(lang, problem, Some(on_retry))
}

/// The way back from a card to the list it was chosen in; not needed where both are in sight.
fn back_to_patients(lang: Lang) -> Html {
    let content = html! { <>{ Icon::Back.draw() }{ shell::BACK_TO_PATIENTS.get(lang) }</> };
    link(Route::Home, "back back--to-list", content)
}
