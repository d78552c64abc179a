//! What is said against entries, and what organizations answer (REC-8, REC-13).

mod api;
#[expect(clippy::disallowed_methods, reason = "written by sea_orm::model")]
mod entity;
mod service;
mod store;

pub use api::ReportApi;
pub(super) use service::{about, marks, since};
