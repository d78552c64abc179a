use serde::{Deserialize, Serialize};

use crate::access::model::Role;
use crate::id::{AccountId, PatientId};

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Session {
    pub account: AccountId,
    pub role: Role,
    /// «Анна Петровна» for a greeting.
    pub name: String,
    /// The account's own card, where it has one.
    pub card: Option<PatientId>,
    /// The clinic a member of staff works for.
    pub organization: Option<String>,
    /// Seconds until the session ends when nothing is done.
    pub idle_seconds: u32,
}

/// Somebody a demo server lets one sign in as.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct DemoAccount {
    pub account: AccountId,
    pub role: Role,
    pub name: String,
    /// What there is to see: «Диабет второго типа, аллергия на пенициллин».
    pub about: String,
}
