//! Who looked at a card, as its owner reads it (AUD-3, ACL-7, ACL-13).

pub mod api;
pub mod model;
pub mod office;
pub mod proof;
pub mod rules;
pub mod text;
