//! Links to chosen entries: where a patient makes them, where they stand, and where somebody
//! without an account opens one.

mod list;
mod make;
mod open;

pub use list::SharesPart;
pub use make::{ShareButton, ShareSteps, Shareable};
pub use open::SharedPage;
