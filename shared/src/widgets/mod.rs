//! What clinics show on sites of their own (WID-1 to WID-7): booking as a guest, doctors, whether a
//! result is ready, and the way into a card.

pub mod api;
pub mod look;
pub mod model;
pub mod rules;
pub mod snippet;
pub mod text;
pub mod words;
