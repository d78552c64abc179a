//! What patients tell of themselves, and what doctors vouch for of it (REC-7).

mod api;
mod service;

pub use api::OwnApi;
pub(super) use service::about;
