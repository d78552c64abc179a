//! Patients confirm on the spot that a visit takes place (REC-13).

mod api;
#[expect(clippy::disallowed_methods, reason = "written by sea_orm::model")]
mod entity;
mod service;
mod store;

pub use api::AttestApi;
pub(super) use service::about;
