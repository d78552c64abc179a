//! Who may do what.

pub mod model;
pub mod rules;
pub mod text;
