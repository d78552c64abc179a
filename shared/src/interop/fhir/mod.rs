//! FHIR R4 (4.0.1): <https://hl7.org/fhir/R4>.

pub mod definitions;
pub mod json;
pub mod outcome;
pub mod patch;
pub mod person;
mod range;
pub mod read;
pub mod search;
pub mod validate;
pub mod when;
pub mod write;
pub mod xml;
