//! Why something was not taken or is not given, with its HTTP status and its issues.

use sea_orm::DbErr;
use shared::interop::fhir::outcome::{Issue, IssueCode};

use crate::access::Denied;
use crate::audit::{AppendError, JournalDown};
use crate::interop::program;
use crate::keys::{KeyError, SealError};
use crate::results::NoticeError;
use crate::{appointments, card, record};

#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// What was sent is at fault, or may not be done.
    #[error("refused with {status}")]
    Refused { status: u16, issues: Vec<Issue> },
    /// Somebody wrote the same at the same moment: trying again helps.
    #[error("somebody else was first")]
    Raced,
    #[error(transparent)]
    Denied(Denied),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Journal(#[from] JournalDown),
    #[error(transparent)]
    Program(#[from] program::Error),
    #[error("random bytes cannot be had: {0}")]
    Randomness(#[from] getrandom::Error),
    #[error(transparent)]
    Db(DbErr),
}

impl Refusal {
    pub fn new(status: u16, issue: Issue) -> Self {
        Self::Refused { status, issues: vec![issue] }
    }

    /// The same, said of an element.
    #[must_use]
    pub fn at(mut self, expression: &str) -> Self {
        if let Self::Refused { issues, .. } = &mut self {
            for issue in issues {
                issue.expression.get_or_insert_with(|| expression.to_owned());
            }
        }
        self
    }

    /// What does not follow FHIR's rules.
    pub fn invalid(issues: Vec<Issue>) -> Self {
        let is_malformed = issues.iter().any(|issue| issue.code == IssueCode::Structure);
        Self::Refused { status: if is_malformed { 400 } else { 422 }, issues }
    }

    pub fn malformed(what: impl Into<String>) -> Self {
        Self::new(400, Issue::error(IssueCode::Structure, what))
    }

    pub fn forbidden(what: impl Into<String>) -> Self {
        Self::new(403, Issue::error(IssueCode::Forbidden, what))
    }

    /// Absent and not to be seen are told the same way (ACL-10).
    pub fn not_found() -> Self {
        Self::new(404, Issue::error(IssueCode::NotFound, "no such resource"))
    }
}

impl From<DbErr> for Refusal {
    fn from(error: DbErr) -> Self {
        let is_race = |text: &str| text.contains("deadlock") || text.contains("serialize access");
        match error.sql_err() {
            Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => Self::Raced,
            Some(_) | None if is_race(&error.to_string()) => Self::Raced,
            Some(_) | None => Self::Db(error),
        }
    }
}

impl From<Denied> for Refusal {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::NotFound => Self::not_found(),
            Denied::Db(error) => error.into(),
            other @ (Denied::Unproved
            | Denied::StepUp
            | Denied::Journal(_)
            | Denied::Key(_)
            | Denied::Seal(_)) => Self::Denied(other),
        }
    }
}

impl From<card::Error> for Refusal {
    fn from(error: card::Error) -> Self {
        match error {
            card::Error::NotFound => Self::not_found(),
            card::Error::Denied(denied) => denied.into(),
            card::Error::Key(error) => error.into(),
            card::Error::Seal(error) => error.into(),
            card::Error::Journal(AppendError::Db(error)) | card::Error::Db(error) => error.into(),
            card::Error::Journal(AppendError::Seal(error)) => error.into(),
            card::Error::Journal(AppendError::Sqlx(error)) => {
                Self::Db(DbErr::Custom(error.to_string()))
            }
        }
    }
}

impl From<record::Error> for Refusal {
    fn from(error: record::Error) -> Self {
        match error {
            record::Error::NotFound => Self::not_found(),
            record::Error::Conflict => Self::Raced,
            record::Error::Card(error) => error.into(),
            record::Error::Denied(denied) => Self::Denied(denied),
            record::Error::Seal(error) => error.into(),
            record::Error::Db(error) => Self::Db(error),
            // Said of what people type.
            record::Error::Invalid { field, .. } => {
                Self::malformed(format!("{field} is not as it may be"))
            }
            record::Error::Full => Self::malformed("the card is full"),
        }
    }
}

impl From<appointments::Error> for Refusal {
    fn from(error: appointments::Error) -> Self {
        use appointments::Error;
        match error {
            Error::NotFound | Error::NoPass => Self::not_found(),
            Error::Invalid { field, reason } => {
                let what = format!("{field}: {}", reason.wire());
                Self::new(422, Issue::error(IssueCode::Value, what))
            }
            Error::Conflict => Self::Raced,
            Error::Full => Self::malformed("no more can be kept"),
            Error::HoldEnded => {
                let what = "the hold is over: hold a time again";
                Self::new(409, Issue::error(IssueCode::Conflict, what))
            }
            Error::TooLate => {
                let what = "only the clinic changes this visit now";
                Self::new(409, Issue::error(IssueCode::BusinessRule, what))
            }
            Error::TooEarly => {
                let what = "the visit has not come to that yet";
                Self::new(409, Issue::error(IssueCode::BusinessRule, what))
            }
            Error::Denied(denied) => denied.into(),
            Error::Record(error) => error.into(),
            Error::Card(error) => error.into(),
            Error::Journal(error) => error.into(),
            Error::Key(error) => error.into(),
            Error::Append(AppendError::Seal(error)) | Error::Seal(error) => error.into(),
            Error::Append(AppendError::Db(error)) | Error::Db(error) => error.into(),
            Error::Append(AppendError::Sqlx(error)) => Self::Db(DbErr::Custom(error.to_string())),
            Error::Account(error) => Self::Db(DbErr::Custom(error.to_string())),
            Error::Admin(error) => Self::Db(DbErr::Custom(error.to_string())),
        }
    }
}

impl From<NoticeError> for Refusal {
    fn from(error: NoticeError) -> Self {
        match error {
            NoticeError::Db(error) => error.into(),
            // What comes in is kept together with its letters, or not at all.
            NoticeError::Accounts(error) => Self::Db(DbErr::Custom(error.to_string())),
        }
    }
}
