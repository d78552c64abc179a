//! The clinical record: the summary, the list of entries and how it is searched, one entry, one's own notes.

mod filter;
mod form;
mod list;
mod own;
mod page;
mod report;
mod requests;
mod view;

pub use page::{EntriesPage, EntryPage, OwnPage, SummaryPage, closed_card};
pub use requests::{DeskPage, RequestsPage};
