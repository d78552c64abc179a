//! Cards: who the patient is and which cards one may open.

mod api;
mod service;
mod store;

pub use api::CardApi;
pub use service::{Error, NewPatient, create_patient, create_person};
pub use store::{CardFacts, Identity, find_header, person_place};
