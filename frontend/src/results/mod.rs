//! Results: the list, a report, several side by side, one analyte over time.

mod comments;
mod comparison;
mod critical;
mod filter;
mod line;
mod list;
mod meaning;
mod release;
mod report;
mod series;
mod value;

pub use comparison::ComparisonPage;
pub use critical::CriticalList;
pub use list::ResultsPage;
pub use report::ReportPage;
pub use series::SeriesPage;

use shared::id::{EntryId, PatientId};
use shared::lang::Lang;
use shared::record::model::ResultStatus;
use shared::results::flag::{Flag, Flagged};
use yew::prelude::*;

use crate::record::{back_to_patients, time_at as day, value as printed};
use crate::route::Route;
use crate::router::link;
use crate::ui::{Icon, TagKind, tag};

/// The flag in a word with a sign of its own; nothing where nothing is claimed.
fn flag_tag(lang: Lang, flagged: Option<Flagged>) -> Html {
    let Some(Flagged { flag, is_critical, .. }) = flagged else { return Html::default() };
    flag_words(flag, is_critical, flag.text().get(lang))
}

fn flag_words(flag: Flag, is_critical: bool, words: &str) -> Html {
    let (class, icon) = match flag {
        _ if is_critical => ("flag flag--critical", Icon::Alert),
        Flag::H | Flag::HH => ("flag flag--out", Icon::Up),
        Flag::L | Flag::LL => ("flag flag--out", Icon::Down),
        Flag::A => ("flag flag--out", Icon::Alert),
        Flag::N => ("flag", Icon::Check),
    };
    html! { <span {class}>{ icon.draw() }{ words.to_owned() }</span> }
}

/// Nothing is said of a final result.
fn status_tag(lang: Lang, status: ResultStatus) -> Html {
    let kind = match status {
        ResultStatus::Final => return Html::default(),
        ResultStatus::Ordered
        | ResultStatus::InProgress
        | ResultStatus::Preliminary
        | ResultStatus::Corrected => TagKind::Accent,
        ResultStatus::Cancelled => TagKind::Neutral,
    };
    tag(kind, None, status.text().get(lang))
}

/// Up to the list.
fn back(lang: Lang, patient: PatientId, is_own: bool) -> Html {
    let to = Route::Results { patient, about: String::new() };
    let content = html! {
        <>{ Icon::Back.draw() }{ shared::results::text::page::RESULTS.get(lang) }</>
    };
    html! {
        <div class="row">
            if !is_own {
                { back_to_patients(lang) }
            }
            { link(to, "back", content) }
        </div>
    }
}

/// The address of results side by side.
fn comparison(patient: PatientId, entries: impl IntoIterator<Item = EntryId>) -> Route {
    let entries: Vec<String> = entries.into_iter().map(|id| id.to_string()).collect();
    Route::Comparison { patient, about: format!("of={}", entries.join(".")) }
}
