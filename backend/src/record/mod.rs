//! The clinical record: reading a card and adding to it.

mod api;
mod attest;
mod cache;
#[expect(clippy::disallowed_methods, reason = "written by sea_orm::model")]
mod entity;
mod own;
mod report;
mod search;
mod service;
mod store;

pub use api::RecordApi;
pub use attest::AttestApi;
pub use cache::EntryCache;
pub use own::OwnApi;
pub use report::{
    Now, OF_LOOKS, Question, ReportApi, RequestApi, Reviewer, answers_here, ask_why, looks,
};
pub use search::Wanted;
pub use service::{
    Error, MEASUREMENTS_MAX, NewEntry, brief, list, page_limit, read_cursor, summary, write,
    write_cursor,
};
pub use store::Cursor;
pub use store::{
    all, around_prescription, conditions, count, count_told, entry_section, every, find,
    find_guarded, find_many, first_written_by, goals, insert, insert_many, insert_many_unchecked,
    insert_unchecked, patient_of, patient_of_kind, protocols_by, recorded_by, these, versions,
    withdraw,
};
