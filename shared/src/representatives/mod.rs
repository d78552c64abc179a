//! Trusted people, and acting for others: whom a patient lets act in their card, and whose cards
//! one acts in (CARD-12, CARD-13).

pub mod api;
pub mod model;
pub mod rules;
pub mod text;
