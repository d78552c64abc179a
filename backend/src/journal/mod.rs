//! The journal as it comes to people: who looked at a card, why they were asked, digests, and a
//! file that anybody can check (AUD-3, ACL-7, ACL-13). Lines are written in `audit`.

mod api;
mod digest;
mod export;
mod names;
mod office;
mod service;

pub use api::JournalApi;
pub use digest::send_due;
pub use office::AuditApi;
pub(crate) use office::enter;
pub use service::Error;
