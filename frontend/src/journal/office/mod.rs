//! The desk of the security officer: all journals, and no card (AUD-3).

mod filter;
mod page;
mod view;

pub use page::AuditPage;
