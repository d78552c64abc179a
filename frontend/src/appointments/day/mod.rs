//! The visits of a day, as those who receive patients see them.

mod cancel;
mod check_in;
mod late;
mod page;
mod papers;
mod visit;

pub use page::DayPage;
