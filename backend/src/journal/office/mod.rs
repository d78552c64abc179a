//! The desk of the security officer: all journals, and no card (AUD-3, ACL-6).

mod api;
mod finder;
mod service;

pub use api::AuditApi;
pub(crate) use service::enter;
