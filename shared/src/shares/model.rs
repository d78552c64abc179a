use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::access::model::Section;
use crate::id::EntryId;
use crate::record::model::{Entry, PersonName};
use crate::wire_time;
use crate::words::words;

words! {
    /// How long a link can be opened, the shortest first.
    ShareTerm {
        Hour "hour",
        Day "day",
        ThreeDays "three_days",
        Week "week",
        Month "month",
    }

    /// To whom a link is given (ACL-9).
    ShareRecipient {
        Doctor "doctor",
        Insurer "insurer",
        Employer "employer",
        Other "other",
    }

    /// How a link stands.
    ShareState {
        Live "live",
        /// Its time is over.
        Ended "ended",
        /// It was opened as often as it may be.
        UsedUp "used_up",
        /// Too many wrong codes were tried: it opens no more.
        Blocked "blocked",
        Revoked "revoked",
    }
}

impl ShareTerm {
    pub const fn lasts(self) -> Duration {
        match self {
            Self::Hour => Duration::hours(1),
            Self::Day => Duration::days(1),
            Self::ThreeDays => Duration::days(3),
            Self::Week => Duration::days(7),
            Self::Month => Duration::days(30),
        }
    }
}

/// Shows chosen entries to whoever has the link and its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewShare {
    /// 1 to 50; each one the patient can read in full now.
    pub entries: Vec<EntryId>,
    pub term: ShareTerm,
    /// How often it can be opened, 1 to 20.
    pub openings: u32,
    pub recipient: ShareRecipient,
    /// What for, 1 to 300 characters; whoever opens it reads this first.
    pub purpose: String,
    /// Made by the client once per link: sending the same twice makes one link.
    pub key: Uuid,
}

/// A link and its code. Both are shown once: sending the same again makes other ones, and the first
/// open nothing any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ShareLink {
    pub id: Uuid,
    /// The address; its secret stands behind the `#`, so that no log and no server keeps it.
    pub link: String,
    /// Six digits, to be told another way than the link.
    pub code: String,
    #[serde(with = "wire_time::moment")]
    pub until: OffsetDateTime,
}

/// A link as its patient sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Share {
    pub id: Uuid,
    pub recipient: ShareRecipient,
    pub purpose: String,
    /// What is shown by it.
    pub entries: Vec<SharedName>,
    pub state: ShareState,
    #[serde(with = "wire_time::moment")]
    pub made_at: OffsetDateTime,
    #[serde(with = "wire_time::moment")]
    pub until: OffsetDateTime,
    /// How often it was opened.
    pub opened: u32,
    /// How often it can be opened in all.
    pub openings: u32,
    #[serde(with = "wire_time::optional_moment")]
    pub last_opened_at: Option<OffsetDateTime>,
}

/// What an entry is called, without its values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct SharedName {
    pub id: EntryId,
    pub section: Section,
    /// Absent for notes.
    pub name: Option<String>,
    #[serde(with = "wire_time::moment")]
    pub occurred_at: OffsetDateTime,
}

/// Every link of a card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Shares {
    /// Live ones first, then those that ended within 90 days.
    pub shares: Vec<Share>,
    /// Whether the caller makes links.
    pub may_manage: bool,
}

/// A link that somebody opens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ShareKey {
    /// What stands behind the `#` of the link.
    pub token: String,
    /// Six digits.
    pub code: String,
}

/// What a link shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct SharedEntries {
    /// Whose they are.
    pub name: PersonName,
    pub birth_year: i32,
    pub recipient: ShareRecipient,
    pub purpose: String,
    /// Newest first. What was hidden or taken back since is not among them.
    pub entries: Vec<Entry>,
    #[serde(with = "wire_time::moment")]
    pub until: OffsetDateTime,
    /// How often it can still be opened.
    pub openings_left: u32,
}
