//! What is given out of the record as a document: results and series as PDF (RES-11).
//!
//! What stands in a document is gathered here, from what the pages of the portal show; how it
//! looks is told by the templates in `assets/pdf`. Between them goes data, never markup.

mod api;
pub mod pdf;
mod result;
mod series;
mod service;
mod sheet;

pub use api::DocumentsApi;
