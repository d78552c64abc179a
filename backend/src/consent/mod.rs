//! Who sees the card: what the patient opens, hides and shows, and who asks for it (ACL-2, ACL-3,
//! ACL-4, ACL-12, CARD-6, CARD-7). The gate enforces it; here it is told and changed.

mod api;
mod presented;
mod requests;
mod service;
mod store;

pub use api::ConsentApi;
pub(crate) use requests::tell_asked;
pub use service::Error;
pub(crate) use service::{count_waiting_for, named, purge};
