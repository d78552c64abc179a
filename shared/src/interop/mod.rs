//! The languages other systems speak: FHIR R4 and HL7 v2. Decisions only; the browser does not
//! compile this.

pub mod booking;
pub mod fhir;
pub mod hl7;
pub mod scope;
