//! What is unusual in what an account does (AUD-5): habits, scores, thresholds, and the review of what
//! was found.
//!
//! Scores say how unusual something is, and not how bad. Nothing here knows what was read: a card
//! is a number, and a deed is a view, a refusal or a download.

pub mod api;
pub mod habit;
pub mod model;
pub mod rules;
pub mod text;
