//! Who sees the card: what the patient opens, hides and shows, and who asks for it.

pub mod api;
pub mod model;
pub mod rules;
pub mod text;
