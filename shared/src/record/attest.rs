//! A patient confirms on the spot that a visit takes place (REC-13): the doctor shows a code, the
//! patient opens it on their own phone and confirms with a passkey.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime};

use super::model::{Content, EncounterStatus, Entry};
use crate::accounts::model::Factor;
use crate::id::{EntryId, PatientId};
use crate::wire_time;

/// How long a code is good.
pub const CODE_LIVES: Duration = Duration::minutes(5);
/// So long after a visit it is still confirmed on the spot: a day's work is written up by its end.
pub const ON_THE_SPOT: Duration = Duration::hours(24);
/// A visit may be written down before the clock reaches the minute it was booked for.
const AHEAD: Duration = Duration::hours(1);

/// That the patient confirmed a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Attestation {
    #[serde(with = "wire_time::moment")]
    pub at: OffsetDateTime,
    /// Who showed the code, as printed: `Соколова Е. В.`
    pub shown_by: String,
    /// For which organization, by name.
    pub organization: Option<String>,
    /// Somebody acted for the patient.
    pub by_representative: bool,
    /// By what they proved to be there.
    pub factor: Factor,
}

/// A code a doctor shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct AttestationCode {
    /// The address the QR code opens; the code stands behind the `#`, so that no log keeps it.
    pub link: String,
    #[serde(with = "wire_time::moment")]
    pub until: OffsetDateTime,
}

/// A patient confirms a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewAttestation {
    /// What stood behind the `#`.
    pub code: String,
}

/// The page of the entry a code is for, below the portal's address.
pub fn page(patient: PatientId, entry: EntryId) -> String {
    format!("/patients/{patient}/entries/{entry}")
}

/// What names a code among what may stand behind a `#`.
pub const MARK: &str = "visit.";

/// Whether a visit can be confirmed on the spot now: somebody of a clinic wrote that it took place,
/// today.
pub fn is_on_the_spot(entry: &Entry, now: OffsetDateTime) -> bool {
    let took_place = match &entry.content {
        Content::Protocol(_) => true,
        Content::Encounter(visit) => match visit.status {
            EncounterStatus::InProgress | EncounterStatus::Finished => true,
            EncounterStatus::Planned | EncounterStatus::Cancelled => false,
        },
        Content::Condition(_)
        | Content::AllergyIntolerance(_)
        | Content::MedicationStatement(_)
        | Content::Observation(_)
        | Content::Note(_)
        | Content::DiagnosticReport(_)
        | Content::MedicationRequest(_)
        | Content::Immunization(_)
        | Content::Procedure(_)
        | Content::ServiceRequest(_)
        | Content::DocumentReference(_)
        | Content::CarePlan(_)
        | Content::Goal(_) => false,
    };
    let since = now - entry.occurred_at;
    let is_near = since <= ON_THE_SPOT && since >= -AHEAD;
    took_place && is_near && !entry.withdrawn && !entry.source.is_told()
}

/// By what a visit is confirmed: by what the patient alone can do just there (REC-13).
pub const fn attests(factor: Factor) -> bool {
    match factor {
        Factor::Passkey | Factor::SecurityKey | Factor::Demo => true,
        Factor::Totp | Factor::Sms | Factor::Email | Factor::RecoveryCode => false,
    }
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;
    use uuid::Uuid;

    use super::*;
    use crate::record::model::{Encounter, EncounterClass, Source, SourceKind};

    const NOW: OffsetDateTime = datetime!(2026-11-23 12:00 UTC);

    fn visit(occurred_at: OffsetDateTime) -> Entry {
        let content =
            Content::Encounter(Encounter::new(EncounterClass::Ambulatory, "Приём".into()));
        Entry {
            id: EntryId(Uuid::from_u128(1)),
            version: 1,
            section: content.section(),
            occurred_at,
            received_at: occurred_at,
            source: Source::of(SourceKind::Clinical),
            encounter: None,
            withdrawn: false,
            held_until: None,
            content,
        }
    }

    #[test]
    fn a_visit_is_confirmed_within_a_day_of_it() {
        assert!(is_on_the_spot(&visit(NOW), NOW));
        assert!(is_on_the_spot(&visit(NOW - ON_THE_SPOT), NOW));
        assert!(!is_on_the_spot(&visit(NOW - ON_THE_SPOT - Duration::SECOND), NOW));
        assert!(is_on_the_spot(&visit(NOW + AHEAD), NOW));
        assert!(!is_on_the_spot(&visit(NOW + AHEAD + Duration::SECOND), NOW));
    }

    #[test]
    fn what_did_not_take_place_or_the_patient_told_is_not_confirmed() {
        let planned = |status| {
            let mut entry = visit(NOW);
            if let Content::Encounter(encounter) = &mut entry.content {
                encounter.status = status;
            }
            is_on_the_spot(&entry, NOW)
        };
        assert!(planned(EncounterStatus::InProgress));
        assert!(!planned(EncounterStatus::Planned) && !planned(EncounterStatus::Cancelled));
        assert!(!is_on_the_spot(&Entry { withdrawn: true, ..visit(NOW) }, NOW));
        let source = Source::of(SourceKind::SelfReported);
        assert!(!is_on_the_spot(&Entry { source, ..visit(NOW) }, NOW));
    }
}
