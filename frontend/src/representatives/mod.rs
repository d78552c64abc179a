//! Trusted people: whom a patient lets act in their card, and the cards one acts in.

mod code;
mod invite;
mod page;
mod trusted;

pub use invite::InviteSteps;
pub use page::PeoplePage;
pub use trusted::TrustedPart;
