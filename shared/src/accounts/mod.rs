//! Who signs in: registration, ways in, sessions and their safety.

pub mod api;
pub mod contacts;
pub mod device;
pub mod model;
pub mod registration;
pub mod rules;
pub mod text;
