//! The clinical record: what a card is made of.

pub mod api;
pub mod asked;
pub mod attest;
pub mod content;
pub mod model;
pub mod news;
pub mod own;
pub mod report;
pub mod rules;
pub mod text;
