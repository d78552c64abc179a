//! Where an administrator says which sites show what, and takes the code for them (WID-7).

mod counts;
mod page;
mod preview;
mod sites;
mod snippet;

pub use page::WidgetsPage;
