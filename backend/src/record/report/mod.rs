//! What patients ask of organizations about their cards, and what these answer (REC-8, REC-11,
//! REC-13).

mod api;
mod desk;
#[expect(clippy::disallowed_methods, reason = "written by sea_orm::model")]
mod entity;
mod missing;
mod requests;
mod service;
mod store;

pub use api::ReportApi;
pub use missing::{OF_LOOKS, Question, ask_why};
pub use requests::RequestApi;
pub use service::{Now, Reviewer, answers_here};
pub(super) use service::{about, answered_since, marks, since};
pub use store::looks;
