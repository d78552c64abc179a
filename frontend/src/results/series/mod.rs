//! All values of one analyte.

mod page;
mod view;

pub use page::SeriesPage;
