//! All values of one analyte.

mod beside;
mod page;
mod view;

pub use page::SeriesPage;
