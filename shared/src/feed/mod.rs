//! What laboratories send, and what of it waits for a person.

pub mod api;
pub mod model;
pub mod text;
