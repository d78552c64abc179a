//! What is unusual in what accounts do (AUD-5).
//!
//! A durable job reads the journal's new lines every few seconds, off the way of any request: what
//! is read is judged after it is read, and nothing waits for the judge. Scores are `shared`'s; here
//! lines become deeds, habits are kept, sessions are ended, and the security officer reviews.

mod api;
mod deeds;
mod places;
mod review;
mod store;
mod watch;

use sea_orm::DbErr;
use shared::contract::FieldReason;

pub use api::AnomaliesApi;
pub use places::Places;
pub use watch::watch;

use crate::access::Denied;
use crate::audit::AppendError;
use crate::errors::{denied_is_not_found, fields_are_invalid};
use crate::keys::SealError;
use crate::{accounts, journal};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no such thing, or not this caller's")]
    NotFound,
    #[error("{field}: {reason:?}")]
    Invalid { field: &'static str, reason: FieldReason },
    #[error("it stands otherwise by now")]
    Conflict,
    #[error(transparent)]
    Denied(Denied),
    #[error(transparent)]
    Account(#[from] accounts::Error),
    #[error(transparent)]
    Office(#[from] journal::Error),
    #[error(transparent)]
    Append(#[from] AppendError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Db(#[from] DbErr),
}

denied_is_not_found!(Error);

fields_are_invalid!(Error);
