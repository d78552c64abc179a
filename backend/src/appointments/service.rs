//! What booking answers where it does not do what was asked.

use sea_orm::DbErr;
use shared::contract::FieldReason;

use crate::access::{Denied, HiddenError};
use crate::audit::{AppendError, JournalDown};
use crate::errors::{denied_is_not_found, fields_are_invalid, sealed_or_db, taken_is_conflict};
use crate::keys::{KeyError, SealError};
use crate::{accounts, admin, card, record};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no such thing, or not this caller's")]
    NotFound,
    #[error("{field}: {reason:?}")]
    Invalid { field: &'static str, reason: FieldReason },
    #[error("it stands otherwise by now")]
    Conflict,
    #[error("no more can be kept")]
    Full,
    /// The time is somebody else's by now.
    #[error("the hold is over")]
    HoldEnded,
    /// Only the clinic changes the visit now.
    #[error("too late to change the visit")]
    TooLate,
    /// The visit has not come to that.
    #[error("too early to say that of the visit")]
    TooEarly,
    /// Another clinic's, too old, or no pass at all: they look alike.
    #[error("this pass opens nothing")]
    NoPass,
    #[error(transparent)]
    Denied(Denied),
    #[error(transparent)]
    Record(#[from] record::Error),
    #[error(transparent)]
    Card(#[from] card::Error),
    #[error(transparent)]
    Account(#[from] accounts::Error),
    #[error(transparent)]
    Admin(#[from] admin::Error),
    #[error(transparent)]
    Journal(#[from] JournalDown),
    #[error(transparent)]
    Append(#[from] AppendError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Db(DbErr),
}

denied_is_not_found!(Error);
taken_is_conflict!(Error);

fields_are_invalid!(Error);
sealed_or_db!(Error, HiddenError);

/// A version or a count as it crosses the wire.
pub fn number(kept: i64) -> u32 {
    u32::try_from(kept).unwrap_or(u32::MAX)
}
