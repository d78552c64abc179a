//! Cards that are opened in an emergency, without asking the patient, and the review of each case
//! (ACL-5). What is opened the gate enforces; here it is begun, told and reviewed.

mod api;
mod review;
mod service;
mod store;

pub use api::EmergencyApi;
pub use review::count_overdue;
pub use service::Error;
pub(crate) use service::is_open;
