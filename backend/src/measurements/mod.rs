//! What patients measure themselves, and where doctors want it to lie (VIT).
//!
//! A measurement is an entry like any other: an observation the patient told. A target is a goal.

mod api;
mod import;
mod service;
mod target;

pub use api::MeasurementsApi;
pub use service::{Patient, set_goals};
