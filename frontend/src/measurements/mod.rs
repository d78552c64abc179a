//! What people measure themselves: the kinds with their last values, writing down, targets, files.

mod form;
mod import;
mod page;
mod target;
mod view;

pub use page::MeasurementsPage;
