//! Who sees the card: what patients open, hide and show, and how practitioners ask for it.

mod ask;
mod choose;
mod close;
mod eyes;
mod give;
mod grants;
mod hide;
mod page;
mod present;
mod requests;
mod scan;

pub use ask::AsksPage;
pub use choose::{Chosen, section_boxes};
pub use close::CloseButton;
pub use give::GiveSteps;
pub use hide::{HideButton, HideForm};
pub use page::ConsentPage;
pub use scan::Scan;
