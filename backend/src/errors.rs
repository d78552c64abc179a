//! What the errors of services share: how the gate's and the database's answers become theirs.

/// An error that may say: what was asked for is not in this card.
pub trait Absence {
    fn is_absence(&self) -> bool;
}

/// Who may not know of a card learns that there is nothing; all else of the gate stays as it is.
macro_rules! denied_is_not_found {
    ($error:ty) => {
        impl From<$crate::access::Denied> for $error {
            fn from(denied: $crate::access::Denied) -> Self {
                use $crate::access::Denied;
                match denied {
                    Denied::NotFound => Self::NotFound,
                    other @ (Denied::Unproved
                    | Denied::StepUp
                    | Denied::Journal(_)
                    | Denied::Key(_)
                    | Denied::Seal(_)
                    | Denied::Db(_)) => Self::Denied(other),
                }
            }
        }

        impl $crate::errors::Absence for $error {
            fn is_absence(&self) -> bool {
                matches!(self, Self::NotFound)
            }
        }
    };
}

/// A field by its name on the wire, and why it was refused.
macro_rules! fields_are_invalid {
    ($error:ty) => {
        impl From<(&'static str, shared::contract::FieldReason)> for $error {
            fn from((field, reason): (&'static str, shared::contract::FieldReason)) -> Self {
                Self::Invalid { field, reason }
            }
        }
    };
}

/// What is kept under a key already was sent by somebody else first.
macro_rules! taken_is_conflict {
    ($error:ty) => {
        impl From<sea_orm::DbErr> for $error {
            fn from(error: sea_orm::DbErr) -> Self {
                if $crate::db::is_taken(&error) { Self::Conflict } else { Self::Db(error) }
            }
        }
    };
}

/// What unseals from the database fails as either does.
macro_rules! sealed_or_db {
    ($error:ty, $from:ident) => {
        impl From<$from> for $error {
            fn from(error: $from) -> Self {
                match error {
                    $from::Seal(error) => error.into(),
                    $from::Db(error) => error.into(),
                }
            }
        }
    };
}

pub(crate) use {denied_is_not_found, fields_are_invalid, sealed_or_db, taken_is_conflict};
