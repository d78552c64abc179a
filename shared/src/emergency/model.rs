use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::consent::model::GrantedTo;
use crate::id::PatientId;
use crate::wire_time;
use crate::words::words;

words! {
    /// What a review found.
    Verdict {
        Justified "justified",
        Unjustified "unjustified",
        /// What was written and looked at does not tell.
        Unclear "unclear",
    }
}

/// Opens a card without asking the patient: a life may hang on it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewEmergency {
    /// Nine digits, grouped in any way.
    pub card_number: String,
    /// What has happened, 10 to 1 000 characters; the patient and the security officer read it.
    pub reason: String,
    /// Made by the client once per case: sending the same twice opens it once.
    pub key: Uuid,
}

/// The card, once it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct OpenedEmergency {
    pub patient: PatientId,
    /// When it closes by itself; absent where the caller saw as much before, and nothing was opened.
    #[serde(with = "wire_time::optional_moment")]
    pub until: Option<OffsetDateTime>,
}

/// A case as the patient sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct EmergencyCase {
    pub id: Uuid,
    /// What opened the card: by it the patient closes it.
    pub grant: Uuid,
    pub by: GrantedTo,
    /// In the doctor's words.
    pub reason: String,
    #[serde(with = "wire_time::moment")]
    pub opened_at: OffsetDateTime,
    /// When it ends or has ended: by itself, or because the patient closed it.
    #[serde(with = "wire_time::moment")]
    pub ends_at: OffsetDateTime,
    /// The card is open by it just now.
    pub is_open: bool,
    /// Whether the caller may close it.
    pub may_close: bool,
    /// Absent until it was reviewed.
    pub review: Option<Review>,
}

/// What came of a review.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Review {
    pub verdict: Verdict,
    /// In the reviewer's words; the patient reads them.
    pub words: String,
    #[serde(with = "wire_time::moment")]
    pub at: OffsetDateTime,
}

/// A case as the security officer sees it: no clinical content, and no patient's name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ReviewedCase {
    pub id: Uuid,
    pub by: GrantedTo,
    /// As it was asked for: `1234-5678-2`.
    pub card_number: String,
    /// In the doctor's words.
    pub reason: String,
    #[serde(with = "wire_time::moment")]
    pub opened_at: OffsetDateTime,
    /// When it ends or has ended.
    #[serde(with = "wire_time::moment")]
    pub ends_at: OffsetDateTime,
    /// Whether the patient closed it before its time.
    pub was_closed: bool,
    /// How often the doctor looked at the card while it was open, by the journal.
    pub looks: u32,
    /// It waits for longer than it may.
    pub is_overdue: bool,
    /// Absent until it was reviewed.
    pub review: Option<Review>,
    /// Who reviewed it, as printed.
    pub reviewed_by: Option<String>,
}

/// What the security officer finds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewReview {
    pub verdict: Verdict,
    /// 1 to 1 000 characters; the patient reads them.
    pub words: String,
}
