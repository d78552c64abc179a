//! Links by which a patient shows chosen entries to somebody without an account (ACL-8, ACL-9). The
//! gate opens what was chosen and nothing else; here links are made, opened, told and ended.

mod api;
mod opening;
mod service;
mod store;

pub use api::SharesApi;
pub use service::Error;
