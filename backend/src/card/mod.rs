//! Cards: who the patient is and which cards one may open.

mod api;
mod service;
mod store;

pub use api::CardApi;
pub use service::{
    Error, NewPatient, by_number, create_patient, create_person, name_of, new_number, number_of,
};
pub use store::{CardFacts, Document, Identity, exists, find_header, find_header_in, person_place};
