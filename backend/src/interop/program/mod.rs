//! Programs of other systems: each with its own credential, scopes and journal (INT-12).

mod api;
mod service;
mod store;

pub use api::TokenEndpoint;
pub use service::{Authorized, Error, add, authorize, list, local, revoke};
pub(super) use service::{journal_refusal, journal_stranger};
pub use store::Program;
pub(super) use store::insert;
pub(crate) use store::{find, purge};
