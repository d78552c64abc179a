//! Who somebody is, on paper: numbers and documents as people write them.

pub mod model;
