//! What is given out of the record as a document.

pub mod api;
pub mod text;
