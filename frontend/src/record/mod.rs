//! The clinical record: the summary, the list of entries and how it is searched, one entry, one's own notes.

mod attest;
mod filter;
mod form;
mod list;
mod own;
mod page;
mod report;
mod requests;
mod view;

pub use attest::{AttestCode, remember as remember_visit_code};
pub use filter::{chip, day_field, named, period_chips, select, use_words};
pub use page::{
    EntriesPage, EntryPage, OwnPage, SummaryPage, back_to_patients, closed_card, missing, on_news,
    section_tabs, up, upload_copy,
};
pub use report::said;
pub use requests::{DeskPage, RequestsPage};
pub use view::{brief, entry_card, entry_name, source_tag, summary_view, time_at, value};
