//! Reference lists: diagnoses, medicines, laboratory tests, units (ADM-1, REC-6).

pub mod api;
pub mod model;
pub mod rules;
pub mod text;
