//! Other systems (INT).

mod fhir;
mod programs;
