//! Results with what they are compared with. What is kept is the record's; here it is only read.

mod api;
mod notice;
mod service;
mod store;

pub use api::ResultsApi;
pub use notice::{NoticeError, announce, remind};
pub use service::{results, series};
