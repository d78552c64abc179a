use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::access::model::{Level, Section};
use crate::id::PatientId;
use crate::record::model::PersonName;
use crate::wire_time;
use crate::words::words;

words! {
    /// Who a trusted person is to the patient.
    Relation {
        Spouse "spouse",
        Parent "parent",
        Child "child",
        Relative "relative",
        Friend "friend",
        Carer "carer",
        /// By a power of attorney: lapses when that does.
        Attorney "attorney",
    }

    /// How the right of a trusted person stands.
    RepresentationState {
        Live "live",
        /// Invited, and the code was not used yet.
        Waiting "waiting",
        /// The invited person did not want it.
        Refused "refused",
        /// Over: by its term, by the patient, by the person, or because the code lapsed.
        Ended "ended",
    }
}

/// The paper an attorney acts by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct PowerOfAttorney {
    /// As it is printed, at most 60 characters.
    pub number: String,
    /// Its last day.
    #[serde(with = "wire_time::date")]
    pub until: Date,
}

/// Invites somebody to act for the patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewRepresentative {
    /// As the patient calls them, at most 100 characters.
    pub name: String,
    pub relation: Relation,
    pub level: Level,
    /// All when empty.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// The last day, by the clock of the clinic: today at the earliest, in three years at the
    /// latest, and not after the power of attorney.
    #[serde(with = "wire_time::date")]
    pub until: Date,
    /// Of an attorney, and of nobody else.
    #[serde(default)]
    pub document: Option<PowerOfAttorney>,
    /// Made by the client once per invitation: sending the same twice invites once.
    pub key: Uuid,
}

/// A code to be told to the invited person. Shown once: sending the same again makes another code,
/// and the first one opens nothing any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct RepresentativeInvitation {
    pub id: Uuid,
    /// `ABCDE-FGHJK`
    pub code: String,
    #[serde(with = "wire_time::moment")]
    pub expires_at: OffsetDateTime,
}

/// Opens more or less to a trusted person, or for longer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ChangedRepresentative {
    pub level: Level,
    /// All when empty.
    #[serde(default)]
    pub sections: Vec<Section>,
    /// The last day, as in [`NewRepresentative`].
    #[serde(with = "wire_time::date")]
    pub until: Date,
}

/// Somebody who acts for the patient, did, or is invited to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct TrustedPerson {
    pub id: Uuid,
    /// As the patient calls them; absent for those whom the law made representatives.
    pub called: Option<String>,
    /// The name of the account that acts; absent until the invitation is accepted.
    pub name: Option<String>,
    /// Absent for those whom the law made representatives.
    pub relation: Option<Relation>,
    pub level: Level,
    pub sections: Vec<Section>,
    /// The last day; absent where it has no end.
    #[serde(default, with = "wire_time::optional_date")]
    pub until: Option<Date>,
    pub document: Option<PowerOfAttorney>,
    pub state: RepresentationState,
    #[serde(with = "wire_time::moment")]
    pub invited_at: OffsetDateTime,
    /// When it was accepted or refused.
    #[serde(with = "wire_time::optional_moment")]
    pub answered_at: Option<OffsetDateTime>,
    /// When it ended.
    #[serde(with = "wire_time::optional_moment")]
    pub ended_at: Option<OffsetDateTime>,
    /// Until when the code can be used.
    #[serde(with = "wire_time::optional_moment")]
    pub code_until: Option<OffsetDateTime>,
    /// Whether the caller may open more or less by it, or for longer.
    pub may_change: bool,
    /// Whether the caller may end it.
    pub may_close: bool,
}

/// Everybody who acts for the patient.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Representatives {
    /// Who acts now, then who is invited, then what ended within 90 days.
    pub people: Vec<TrustedPerson>,
    /// Whether the caller decides about them.
    pub may_manage: bool,
}

/// A code that the patient told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct RepresentationCode {
    /// In any case, with or without the hyphen.
    pub code: String,
}

/// What an invited person is asked, before they answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct RepresentationPreview {
    pub id: Uuid,
    /// Whose card it is.
    pub patient: PersonName,
    /// What the patient calls the invited person.
    pub called: String,
    pub relation: Relation,
    pub level: Level,
    pub sections: Vec<Section>,
    /// The last day.
    #[serde(with = "wire_time::date")]
    pub until: Date,
}

/// A card one may act in from now on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct AcceptedRepresentation {
    pub id: Uuid,
    pub patient: PatientId,
}

/// A card the caller may act in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Represented {
    /// Of the patient's trust; absent where the law made one the representative.
    pub id: Option<Uuid>,
    pub patient: PatientId,
    pub name: PersonName,
    #[serde(with = "wire_time::date")]
    pub birth_date: Date,
    pub card_number: String,
    /// What one is to the patient.
    pub relation: Option<Relation>,
    pub level: Level,
    /// The last day; absent where it has no end.
    #[serde(default, with = "wire_time::optional_date")]
    pub until: Option<Date>,
    /// Whether one wishes to be told of what the patient is told; only with full rights.
    pub is_told: bool,
    /// Whether one can wish it.
    pub may_be_told: bool,
}

/// Whether the caller acts for somebody in this card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Acting {
    /// Absent where the caller sees the card for another reason.
    pub for_whom: Option<ActingFor>,
}

/// In whose place one acts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ActingFor {
    pub patient: PatientId,
    /// «Анна Воробьёва»
    pub name: String,
    pub level: Level,
    /// The last day; absent where it has no end.
    #[serde(default, with = "wire_time::optional_date")]
    pub until: Option<Date>,
}

/// Whether one wishes to be told of what the patient is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NoticeChoice {
    pub is_on: bool,
}
