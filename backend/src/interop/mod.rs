//! Other systems: FHIR R4 in and out, and the programs that speak it.
//!
//! The way in: a program shows its token ([`program`]) → the resources are read and checked
//! (`shared::interop::fhir`) → ids, references and whose it is are found out in one transaction
//! ([`fhir`]) → each card is opened for changing by the gate, which journals it → an entry for what
//! the card shows, and beside it the resource, whole. The way out is the same gate, for reading:
//! what came in goes out as it came; what was born here is written as FHIR.

mod attachments;
#[expect(clippy::disallowed_methods, reason = "written by sea_orm::model")]
mod entity;
pub mod feed;
pub mod fhir;
pub mod import;
pub mod program;
mod store;

pub use attachments::{Attachment, AttachmentError, attachments, decode_base64};
