//! What patients ask of organizations: their own list with the form, and the list of those who
//! answer.

mod desk;
mod form;
mod page;

pub use desk::DeskPage;
pub use page::RequestsPage;
