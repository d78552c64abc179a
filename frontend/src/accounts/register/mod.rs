//! Registering, one thing a page.

mod confirm;
mod done;
mod draft;
mod fields;
mod page;
mod wizard;

pub use page::RegisterPage;
