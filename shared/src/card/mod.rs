//! Cards and their life.

pub mod api;
pub mod model;
pub mod text;
