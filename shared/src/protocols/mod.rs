//! Protocols: what a doctor found and decided, written from a template, checked and signed (REC-4,
//! REC-5, REC-6, REC-12).

pub mod api;
pub mod diff;
pub mod model;
pub mod rules;
pub mod templates;
pub mod text;
