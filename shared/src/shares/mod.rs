//! Links by which a patient shows chosen entries to somebody without an account (ACL-8, ACL-9).

pub mod api;
pub mod model;
pub mod rules;
pub mod text;
