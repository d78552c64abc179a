//! What people measure themselves (VIT): kinds, what may be typed, targets and what values mean.

pub mod api;
#[cfg(feature = "server")]
pub mod file;
pub mod model;
pub mod rules;
pub mod target;
pub mod text;
