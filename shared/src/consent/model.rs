use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use crate::access::model::{Ground, Level, Role, Section, Sensitivity};
use crate::id::{AccountId, EntryId, OrganizationId, PatientId};
use crate::record::api::EntryPage;
use crate::record::model::{PersonName, Summary};
use crate::wire_time;
use crate::words::words;

words! {
    /// For how long a card is opened, the shortest first.
    GrantTerm {
        /// For a visit.
        Day "day",
        Week "week",
        Month "month",
        Year "year",
        /// Until it is closed.
        NoEnd "no_end",
    }

    /// How a grant stands.
    GrantState {
        Live "live",
        Coming "coming",
        Ended "ended",
    }

    /// What the patient can do about a grant.
    GrantAct {
        /// To open more or less by it, or for longer.
        Change "change",
        /// To close it.
        Revoke "revoke",
    }

    /// How a request stands for who made it. A refusal and silence look alike.
    SentState {
        Waiting "waiting",
        Allowed "allowed",
        /// Nobody opened the card in time.
        Closed "closed",
    }
}

impl GrantTerm {
    /// In days; absent where it has no end.
    pub const fn days(self) -> Option<i64> {
        match self {
            Self::Day => Some(1),
            Self::Week => Some(7),
            Self::Month => Some(30),
            Self::Year => Some(365),
            Self::NoEnd => None,
        }
    }

    /// When what begins at that moment ends.
    pub fn ends_at(self, from: OffsetDateTime) -> Option<OffsetDateTime> {
        from.checked_add(Duration::days(self.days()?))
    }
}

/// To whom a card is open, or from whom something is hidden.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct GrantedTo {
    /// Of a person.
    pub account: Option<AccountId>,
    /// Of an organization as a whole.
    pub organization: Option<OrganizationId>,
    /// «Соколова Елена Викторовна», «Городская поликлиника № 7», or what a program is called; absent
    /// for who is no more.
    pub name: Option<String>,
    /// What the person does.
    pub role: Option<Role>,
    /// Where the person works.
    pub workplace: Option<String>,
}

/// One reason why somebody may look at the card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Grant {
    pub id: Uuid,
    pub to: GrantedTo,
    pub ground: Ground,
    pub level: Level,
    pub sections: Vec<Section>,
    /// The moment it begins.
    #[serde(with = "wire_time::moment")]
    pub from: OffsetDateTime,
    /// The moment it ends or has ended; absent where it has no end.
    #[serde(with = "wire_time::optional_moment")]
    pub until: Option<OffsetDateTime>,
    pub state: GrantState,
    /// What for, in the words of who opened the card or asked for it.
    pub purpose: Option<String>,
    /// The card was shown in person.
    pub in_person: bool,
    /// What the caller can do about it.
    pub may: Vec<GrantAct>,
}

/// Everything about who sees the card, on one screen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct AccessOverview {
    /// Live ones first, then those to come, then what ended within 90 days.
    pub grants: Vec<Grant>,
    /// Who asks and waits, the oldest first.
    pub requests: Vec<AccessRequest>,
    /// What is hidden, the newest first.
    pub hidings: Vec<HiddenLine>,
    /// Programs of clinics and laboratories that send entries into cards and read them.
    pub programs: Vec<GrantedTo>,
    /// Doctors, nurses and clinics that the card was opened to before and may be again, the latest
    /// first.
    pub known: Vec<GrantedTo>,
    /// Whether the caller decides who sees the card.
    pub may_manage: bool,
}

/// What a practitioner asks of the patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct AccessRequest {
    pub id: Uuid,
    pub by: GrantedTo,
    /// In the practitioner's words.
    pub reason: String,
    pub sections: Vec<Section>,
    pub term: GrantTerm,
    #[serde(with = "wire_time::moment")]
    pub asked_at: OffsetDateTime,
    /// Without an answer it is over then.
    #[serde(with = "wire_time::moment")]
    pub lapses_at: OffsetDateTime,
}

/// One thing that is hidden: an entry, or a topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct HiddenLine {
    pub id: Uuid,
    pub entry: Option<EntryId>,
    /// Where the entry stands.
    pub section: Option<Section>,
    /// What the entry is called, without its value; absent for notes.
    pub name: Option<String>,
    pub topic: Option<Sensitivity>,
    /// From whom; from everybody when empty.
    pub from: Vec<GrantedTo>,
    /// They learn that something is hidden, and not what.
    pub is_told: bool,
    #[serde(with = "wire_time::moment")]
    pub hidden_at: OffsetDateTime,
}

/// Opens the card to a practitioner or to a whole organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewGrant {
    /// Either this, or `organization`.
    #[serde(default)]
    pub account: Option<AccountId>,
    #[serde(default)]
    pub organization: Option<OrganizationId>,
    pub level: Level,
    /// At least one.
    pub sections: Vec<Section>,
    pub term: GrantTerm,
    /// What for, at most 500 characters.
    #[serde(default)]
    pub purpose: Option<String>,
    /// Made by the client once per grant: sending the same twice opens it once.
    pub key: Uuid,
}

/// Opens more or less by a grant, or for longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ChangedGrant {
    pub level: Level,
    /// At least one.
    pub sections: Vec<Section>,
    /// Counted from now; absent: it ends when it would have ended.
    #[serde(default)]
    pub term: Option<GrantTerm>,
}

/// Hides an entry or a topic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewHiding {
    /// Either this, or `topic`.
    #[serde(default)]
    pub entry: Option<EntryId>,
    #[serde(default)]
    pub topic: Option<Sensitivity>,
    /// From whom, at most 50; from everybody when empty.
    #[serde(default)]
    pub from: Vec<AccountId>,
    /// Whether they learn that something is hidden, and not what.
    #[serde(default)]
    pub is_told: bool,
    /// Made by the client once: sending the same twice hides it once.
    pub key: Uuid,
}

/// Asks a patient to open the card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewAccessRequest {
    /// As the patient told it: nine digits, grouped in any way.
    pub card_number: String,
    /// What for, 1 to 500 characters; the patient reads it.
    pub reason: String,
    /// At least one.
    pub sections: Vec<Section>,
    /// At most a year.
    pub term: GrantTerm,
    /// Made by the client once per request: sending the same twice asks once.
    pub key: Uuid,
}

/// A request as who made it sees it. Nothing of it tells whether there is such a card, until the
/// patient has opened it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct SentRequest {
    pub id: Uuid,
    /// As it was asked for: `1234-5678-2`.
    pub card_number: String,
    pub reason: String,
    pub sections: Vec<Section>,
    pub term: GrantTerm,
    #[serde(with = "wire_time::moment")]
    pub asked_at: OffsetDateTime,
    #[serde(with = "wire_time::moment")]
    pub lapses_at: OffsetDateTime,
    pub state: SentState,
    /// The card, once it was opened.
    pub patient: Option<PatientId>,
}

/// What the patient answers to a request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct RequestAnswer {
    /// Absent: refused. A refusal needs no reason.
    #[serde(default)]
    pub allowed: Option<AllowedAccess>,
}

/// What is opened: at most what was asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct AllowedAccess {
    pub level: Level,
    /// At least one.
    pub sections: Vec<Section>,
    pub term: GrantTerm,
}

/// What was done, by the id of what it was done to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Settled {
    pub id: Uuid,
}

/// Somebody a card can be opened to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Practitioner {
    pub account: AccountId,
    pub name: PersonName,
    pub role: Role,
}

/// What is to be opened to whoever the card is shown to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewPresentation {
    /// All when empty.
    #[serde(default)]
    pub sections: Vec<Section>,
}

/// A card that is being shown: good for five minutes and for one practitioner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Presentation {
    /// For a camera; names nobody.
    pub token: String,
    /// For the ear: six digits, told together with the card's number.
    pub code: String,
    pub card_number: String,
    #[serde(with = "wire_time::moment")]
    pub expires_at: OffsetDateTime,
}

/// A card that was shown: by its token, or by its number and code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ShownCard {
    /// What a camera read.
    #[serde(default)]
    pub token: Option<String>,
    #[serde(default)]
    pub card_number: Option<String>,
    #[serde(default)]
    pub code: Option<String>,
}

/// A card that was opened because it was shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct OpenedCard {
    pub patient: PatientId,
    #[serde(with = "wire_time::moment")]
    pub until: OffsetDateTime,
}

/// Through whose eyes the patient looks, and what would be opened to them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct PreviewQuery {
    /// A doctor in general where absent.
    #[serde(default)]
    pub account: Option<AccountId>,
    pub level: Level,
    /// At least one.
    pub sections: Vec<Section>,
}

/// What they would see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Preview {
    /// Absent where not even that would open.
    pub summary: Option<Summary>,
    /// The first page of the lists; absent where they would stay closed.
    pub page: Option<EntryPage>,
}
