//! An organization, its departments and who works there (ADM-1).

pub mod api;
pub mod model;
pub mod rules;
pub mod text;
