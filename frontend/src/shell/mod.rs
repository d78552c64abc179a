//! The frame around every page, and the pages that belong to no capability.

mod acting;
mod banners;
mod frame;
mod guest;
mod header;
mod help;
mod navigation;
mod not_found;
mod opening;
mod settings;
mod signed_in;
mod title;

pub use acting::{GoesTo, use_keeps};
pub use frame::Frame;
pub use guest::Guest;
pub use header::{Header, Looks, mark};
pub use help::help_page;
pub use not_found::not_found_page;
pub use opening::opening;
pub use settings::{SettingsPage, looks_form};
pub use signed_in::SignedIn;
pub use title::Title;

/// From this width a list and what is chosen in it stand side by side.
pub const WIDE: &str = "(min-width: 64em)";
