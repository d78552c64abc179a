//! The clinical record: the summary, the list of entries, one's own notes.

mod form;
mod list;
mod page;
mod view;

pub use page::{EntriesPage, SummaryPage};
