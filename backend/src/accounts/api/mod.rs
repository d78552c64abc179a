mod cookies;
mod recovery;
mod registration;
mod safety;
mod session;
mod sign_in;
mod step_up;

use shared::contract::{Code, Problem};

pub use recovery::RecoveryApi;
pub use registration::RegistrationApi;
pub use safety::SafetyApi;
pub use session::AccountsApi;
pub use sign_in::SignInApi;
pub use step_up::StepUpApi;

use super::passkey::PasskeyError;
use super::password::PasswordError;
use super::service::Error;
use crate::http::{Failure, internal, unavailable};

/// Passwords are being checked as fast as they can be.
const BUSY_SECONDS: u64 = 2;

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Code::NotFound.into(),
            Error::Invalid(fields) => Problem::invalid(fields).into(),
            Error::Refused => Code::SignInRefused.into(),
            Error::Locked { seconds } => Self::later(Code::SignInLocked, seconds),
            Error::CodeWrong => Code::CodeWrong.into(),
            Error::CodeSpent | Error::CodeExpired => Code::CodeExpired.into(),
            Error::TooManyCodes { seconds } => Self::later(Code::TooManyCodes, seconds),
            Error::FlowExpired => Code::FlowExpired.into(),
            Error::LinkExpired => Code::LinkExpired.into(),
            Error::StepUp => Code::StepUpRequired.into(),
            Error::LastWayIn => Code::LastWayIn.into(),
            Error::Full => Code::LimitReached.into(),
            Error::Conflict => Code::Conflict.into(),
            Error::Passkey(PasskeyError::Internal(_)) => internal(&error),
            Error::Passkey(refused) => {
                tracing::debug!(%refused, "a passkey was refused");
                Code::PasskeyRefused.into()
            }
            Error::Password(PasswordError::Busy) => Self::later(Code::Unavailable, BUSY_SECONDS),
            Error::Password(_) | Error::Seal(_) | Error::Append(_) => internal(&error),
            Error::Card(error) => error.into(),
            Error::Queue(_)
            | Error::Message(_)
            | Error::Journal(_)
            | Error::Db(_)
            | Error::Key(_) => unavailable(&error),
        }
    }
}

impl From<Error> for poem::Error {
    fn from(error: Error) -> Self {
        Failure::from(error).into()
    }
}
