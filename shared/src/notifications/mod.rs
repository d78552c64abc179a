//! What people are told outside the portal, and by which channel (MSG-4). No health fact among it.

pub mod api;
pub mod centre;
pub mod model;
pub mod text;
