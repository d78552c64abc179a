//! Results: how they changed.

pub mod series;
