//! Trusted people, and acting for others (CARD-12, CARD-13): invited by a code, accepted by an
//! account, ended by either side or by time. The gate enforces what is opened; here it is made,
//! told and ended.

mod answer;
mod api;
mod service;
mod store;

pub use api::RepresentativesApi;
pub use service::{Error, tell_ended};
pub(crate) use service::{Seed, is_seeded, purge, seed};
pub use store::told_of;
