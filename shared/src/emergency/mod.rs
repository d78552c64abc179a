//! Opening a card in an emergency, and the review of each case (ACL-5).

pub mod api;
pub mod model;
pub mod rules;
pub mod text;
