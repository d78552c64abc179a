//! FHIR R4 in and out: <https://hl7.org/fhir/R4/http.html>.

mod api;
mod booking;
mod born;
mod bundle;
mod capability;
mod give;
mod plan;
mod refusal;
mod take;
pub mod whole;

pub use api::FhirEndpoint;
pub use bundle::{Interaction, read_bundle, transact};
pub use refusal::Refusal;
pub use take::{Before, Did, How, References, Taken, Wanted, take, take_with};
