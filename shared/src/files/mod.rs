//! Files of a card: paper copies that patients upload, and what came in with an entry.

pub mod api;
pub mod model;
pub mod rules;
pub mod text;
