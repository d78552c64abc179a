use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::access::model::Role;
use crate::id::AccountId;
use crate::wire_time;
use crate::words::words;

words! {
    /// What is unusual.
    AnomalyKind {
        /// In two places sooner than anybody travels, or on another device in the midst of a session.
        Travel "travel",
        /// Many cards of others in a short time.
        ManyCards "many_cards",
        /// Cards of others without a booked visit.
        Unvisited "unvisited",
        /// Cards of others at night, by who does not work then.
        Nights "nights",
        /// Many cards that were refused.
        Refusals "refusals",
        /// More files and documents saved than usual.
        Downloads "downloads",
    }

    /// What the review of an anomaly found.
    AnomalyVerdict {
        Confirmed "confirmed",
        FalseAlarm "false_alarm",
        /// What is known does not tell.
        Unclear "unclear",
    }
}

/// One thing that is unusual, in numbers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct AnomalySign {
    pub kind: AnomalyKind,
    /// How unusual, 0 to 100.
    pub score: u32,
    /// How many cards, refusals or files; for travel, kilometres between two known places, else 0.
    pub count: u32,
    /// As many are usual for this account; absent where that is not known or does not matter.
    pub usual: Option<u32>,
    /// Within so many minutes, rounded up.
    pub minutes: u32,
    /// The place or network before, for travel.
    pub from: Option<String>,
    /// The place or network after it.
    pub to: Option<String>,
}

/// Something unusual that was found, as the security officer sees it: no clinical content, no card,
/// and no patient's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Anomaly {
    pub id: Uuid,
    pub account: AccountId,
    /// Of staff, as printed; patients have to be asked for by their account.
    pub name: Option<String>,
    /// In which role it was done.
    pub role: Role,
    /// For which organization, by name.
    pub organization: Option<String>,
    /// The strongest of the signs.
    pub kind: AnomalyKind,
    /// All signs together, 0 to 100.
    pub score: u32,
    /// The strongest first.
    pub signs: Vec<AnomalySign>,
    #[serde(with = "wire_time::moment")]
    pub found_at: OffsetDateTime,
    /// The account's sessions were ended, and its owner was told.
    pub was_signed_out: bool,
    /// Absent until it was reviewed.
    pub review: Option<AnomalyReview>,
    /// Who reviewed it, as printed.
    pub reviewed_by: Option<String>,
}

/// What came of a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct AnomalyReview {
    pub verdict: AnomalyVerdict,
    /// In the reviewer's words; security officers alone read them.
    pub words: String,
    #[serde(with = "wire_time::moment")]
    pub at: OffsetDateTime,
}

/// What the security officer finds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewAnomalyReview {
    pub verdict: AnomalyVerdict,
    /// 1 to 1 000 characters; security officers alone read them.
    pub words: String,
}
