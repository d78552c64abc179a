//! Results with what they are compared with. What is kept is the record's; here it is only read.

mod api;
mod service;

pub use api::ResultsApi;
pub use service::{results, series};
