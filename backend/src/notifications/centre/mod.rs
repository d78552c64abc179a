//! The notification centre (MSG-3): what somebody was told lies in a list of theirs, sealed; how they
//! are told of each topic they choose; browsers are told by web push.

mod api;
mod push;
mod service;
mod store;

use sea_orm::DbErr;
use shared::contract::FieldReason;

pub use api::NotificationsApi;
pub use push::send;
pub use service::{Told, forget_session, forget_sessions, note, purge};

use crate::accounts;
use crate::errors::fields_are_invalid;
use crate::keys::{KeyError, SealError};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no such thing, or not this caller's")]
    NotFound,
    #[error("{field}: {reason:?}")]
    Invalid { field: &'static str, reason: FieldReason },
    #[error("it stands otherwise by now")]
    Conflict,
    #[error("no key for web push")]
    NoKey,
    #[error(transparent)]
    Account(#[from] accounts::Error),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Db(#[from] DbErr),
}

fields_are_invalid!(Error);
