//! Protocols: drafts of doctors, signing and correcting, versions side by side, templates (REC-4,
//! REC-5, REC-6, REC-12).

mod api;
mod service;
mod store;
mod templates;
mod versions;

pub use api::{ProtocolsApi, TemplatesApi};
pub use service::Error;
pub(crate) use store::insert_draft_unchecked;
pub(crate) use versions::about;
