//! Decisions about the record. No I/O: the same answer in the browser and on the server.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use time::{Duration, OffsetDateTime};

use super::api::NOTE_MAX;
use super::model::{
    ClinicalStatus, Coding, Content, Criticality, EncounterStatus, Entry, ImmunizationStatus,
    MedicationStatus, Observation, ObservationCategory, ProcedureStatus, ResultStatus, Source,
};
use crate::access::model::{Section, Sensitivity};
use crate::contract::FieldReason;
use crate::results::{flag, topic};

/// LOINC code of «ABO and Rh group [Type] in Blood».
pub const BLOOD_GROUP: &str = "882-1";

/// The parts of a summary picked out of the newest versions of a patient's entries.
#[derive(Debug, Default, PartialEq)]
pub struct Highlights {
    pub allergies: Vec<Entry>,
    pub conditions: Vec<Entry>,
    pub medicines: Vec<Entry>,
    /// The next one, and the last ones.
    pub visits: Vec<Entry>,
    next_visit: Option<Entry>,
    pub out_of_range: Vec<Entry>,
    pub blood_group: Option<String>,
    /// Analytes whose newest value has an interval to be compared with.
    pub compared: u32,
}

impl Highlights {
    /// Counts the newest value of an analyte. Says whether it lies outside its interval.
    fn take_value(&mut self, newest: &Observation) -> bool {
        if newest.code.code == BLOOD_GROUP {
            self.blood_group = Some(newest.value.text.clone());
        }
        let flagged = flag::of(newest);
        self.compared += u32::from(flagged.is_some());
        newest.code.code != BLOOD_GROUP && flagged.is_some_and(|it| it.flag.is_out())
    }
}

/// How many visits a summary shows.
pub const SUMMARY_VISITS: usize = 3;

/// A temperature or a pressure of longer ago says nothing of today.
const VITAL_SIGNS_LAST: Duration = Duration::days(365);
/// Clocks of two systems differ, and a value is of its own day: later than that nobody measured it.
const CLOCKS_DIFFER: Duration = Duration::DAY;

/// Picks what a summary shows (REC-1). `entries` may come in any order.
pub fn highlights(mut entries: Vec<Entry>, now: OffsetDateTime) -> Highlights {
    entries.retain(|entry| !entry.withdrawn && !is_measured_later(entry, now));
    entries.sort_by_key(|entry| Reverse((entry.occurred_at, entry.id)));
    let mut picked = Highlights::default();
    let mut analytes = BTreeSet::new();
    for entry in entries {
        match &entry.content {
            Content::AllergyIntolerance(allergy) => {
                if allergy.clinical_status == ClinicalStatus::Active {
                    picked.allergies.push(entry);
                }
            }
            Content::Condition(condition) => {
                if condition.chronic && condition.clinical_status != ClinicalStatus::Resolved {
                    picked.conditions.push(entry);
                }
            }
            Content::MedicationStatement(medication) => {
                if medication.status == MedicationStatus::Active {
                    picked.medicines.push(entry);
                }
            }
            // What was written of a visit stands on its page.
            Content::Protocol(_) if entry.encounter.is_some() => {}
            Content::Encounter(_) | Content::Protocol(_) => {
                if entry.occurred_at > now {
                    // Of those to come the next one: the last that is met here.
                    picked.next_visit = Some(entry);
                } else if picked.visits.len() < SUMMARY_VISITS {
                    picked.visits.push(entry);
                }
            }
            Content::Observation(observation) => {
                let analyte = (observation.code.system.clone(), observation.code.code.clone());
                if analytes.insert(analyte) {
                    let is_old = observation.category == ObservationCategory::VitalSigns
                        && entry.occurred_at + VITAL_SIGNS_LAST < now;
                    let is_out = picked.take_value(observation) && !is_old;
                    picked.out_of_range.extend(is_out.then_some(entry));
                }
            }
            Content::Note(_)
            | Content::DiagnosticReport(_)
            | Content::MedicationRequest(_)
            | Content::Immunization(_)
            | Content::Procedure(_)
            | Content::ServiceRequest(_)
            | Content::DocumentReference(_)
            | Content::CarePlan(_)
            | Content::Goal(_) => {}
        }
    }
    picked.allergies.sort_by_key(|entry| danger(&entry.content));
    picked.visits.splice(0..0, picked.next_visit.clone());
    picked
}

/// A value of a day to come is a mistake of its sender's: it hides no real one.
fn is_measured_later(entry: &Entry, now: OffsetDateTime) -> bool {
    matches!(entry.content, Content::Observation(_)) && entry.occurred_at > now + CLOCKS_DIFFER
}

/// The dangerous first.
fn danger(content: &Content) -> u8 {
    match content {
        Content::AllergyIntolerance(allergy) => match allergy.criticality {
            Criticality::High => 0,
            Criticality::Unknown => 1,
            Criticality::Low => 2,
        },
        Content::Encounter(_)
        | Content::Condition(_)
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
        | Content::Goal(_)
        | Content::Protocol(_) => 3,
    }
}

/// The substance of an allergy whose next reaction may be dangerous to life.
pub fn dangerous_allergy(content: &Content) -> Option<&str> {
    match content {
        Content::AllergyIntolerance(allergy)
            if allergy.criticality == Criticality::High
                && allergy.clinical_status == ClinicalStatus::Active =>
        {
            Some(&allergy.substance)
        }
        Content::AllergyIntolerance(_)
        | Content::Encounter(_)
        | Content::Condition(_)
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
        | Content::Goal(_)
        | Content::Protocol(_) => None,
    }
}

/// The part of the card an entry stands in: what patients tell of their habits and measure
/// themselves stands with their own notes, never among results; what a doctor says of a result
/// stands with it.
pub const fn section_of(content: &Content, source: &Source) -> Section {
    match content {
        Content::Observation(_) if source.is_told() => Section::Notes,
        Content::Note(note) if note.about.is_some() => Section::Results,
        content => content.section(),
    }
}

/// Whether it tells of something that took place, and not of what is planned or hoped for.
pub const fn is_done(content: &Content) -> bool {
    match content {
        Content::Encounter(visit) => matches!(visit.status, EncounterStatus::Finished),
        Content::Observation(observation) => is_found(observation.status),
        Content::DiagnosticReport(report) => is_found(report.status),
        Content::Immunization(given) => matches!(given.status, ImmunizationStatus::Completed),
        Content::Procedure(procedure) => matches!(procedure.status, ProcedureStatus::Completed),
        // Nobody signs what is to come.
        Content::Protocol(_) => true,
        Content::Condition(_)
        | Content::AllergyIntolerance(_)
        | Content::MedicationStatement(_)
        | Content::MedicationRequest(_)
        | Content::Note(_)
        | Content::ServiceRequest(_)
        | Content::DocumentReference(_)
        | Content::CarePlan(_)
        | Content::Goal(_) => false,
    }
}

/// Whether something was found already, be it for now.
pub const fn is_found(status: ResultStatus) -> bool {
    match status {
        ResultStatus::Preliminary | ResultStatus::Final | ResultStatus::Corrected => true,
        ResultStatus::Ordered | ResultStatus::InProgress | ResultStatus::Cancelled => false,
    }
}

/// What a map can find of where a visit is: without the room, the floor and the entrance.
/// Nothing where that leaves no house.
pub fn address_of(place: &str) -> Option<String> {
    const INSIDE: [&str; 12] = [
        "каб",
        "кабинет",
        "этаж",
        "вход",
        "подъезд",
        "палата",
        "окно",
        "зал",
        "room",
        "floor",
        "entrance",
        "ward",
    ];
    let is_inside = |part: &str| {
        let lower = part.to_lowercase();
        lower.split([' ', '.', '\u{a0}']).any(|word| INSIDE.contains(&word))
    };
    let parts: Vec<&str> =
        place.split([',', ';']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let address: Vec<&str> = parts.into_iter().filter(|part| !is_inside(part)).collect();
    let address = address.join(", ");
    address.chars().any(|c| c.is_ascii_digit()).then_some(address)
}

/// What an entry is called; a note is nothing but its words.
pub fn name_of(content: &Content) -> Option<&str> {
    Some(match content {
        Content::Encounter(visit) => &visit.title,
        Content::Condition(condition) => &condition.code.display,
        Content::AllergyIntolerance(allergy) => &allergy.substance,
        Content::MedicationStatement(medication) => &medication.medicine,
        Content::Observation(observation) => &observation.code.display,
        Content::Note(_) => return None,
        Content::DiagnosticReport(report) => &report.code.display,
        Content::MedicationRequest(request) => &request.medicine,
        Content::Immunization(given) => &given.vaccine.display,
        Content::Procedure(procedure) => &procedure.code.display,
        Content::ServiceRequest(referral) => &referral.code.display,
        Content::DocumentReference(document) => &document.title,
        Content::CarePlan(plan) => &plan.title,
        Content::Goal(goal) => &goal.text,
        Content::Protocol(protocol) => &protocol.title,
    })
}

/// The sensitive topic an ICD-10 code belongs to (ACL-4): HIV (B20–B24, Z21, R75), mental health
/// (F00–F99 less F10–F19), addiction (F10–F19), reproductive health (A50–A64, N70–N98, O00–O99,
/// Z30–Z39).
pub fn topic_of(icd_10: &str) -> Sensitivity {
    let mut chars = icd_10.chars();
    let letter = chars.next().map(|letter| letter.to_ascii_uppercase());
    let number: Option<u8> = chars.as_str().get(..2).and_then(|digits| digits.parse().ok());
    match (letter, number) {
        (Some('B'), Some(20..=24)) | (Some('Z'), Some(21)) | (Some('R'), Some(75)) => {
            Sensitivity::Hiv
        }
        (Some('F'), Some(10..=19)) => Sensitivity::Addiction,
        (Some('F'), Some(_)) => Sensitivity::MentalHealth,
        (Some('A'), Some(50..=64))
        | (Some('N'), Some(70..=98))
        | (Some('O'), Some(_))
        | (Some('Z'), Some(30..=39)) => Sensitivity::ReproductiveHealth,
        _ => Sensitivity::Usual,
    }
}

/// The topic of what an entry says, by the codes in it; of a test by its name.
pub fn sensitivity_of(content: &Content) -> Sensitivity {
    let coding = match content {
        Content::Encounter(encounter) => encounter.diagnosis.as_ref(),
        Content::Condition(condition) => Some(&condition.code),
        Content::Observation(observation) => return topic::topic_of(&observation.code),
        Content::DiagnosticReport(report) => return topic::topic_of(&report.code),
        // Of several topics one: what is hidden by another stands under its own diagnosis.
        Content::Protocol(protocol) => {
            let topics = protocol.diagnoses.iter().map(|it| topic_of(&it.code.code));
            return topics.max().unwrap_or(Sensitivity::Usual);
        }
        Content::AllergyIntolerance(_)
        | Content::MedicationStatement(_)
        | Content::Note(_)
        | Content::MedicationRequest(_)
        | Content::Immunization(_)
        | Content::Procedure(_)
        | Content::ServiceRequest(_)
        | Content::DocumentReference(_)
        | Content::CarePlan(_)
        | Content::Goal(_) => None,
    };
    let is_icd =
        |coding: &&Coding| coding.system.contains("icd-10") || coding.system.ends_with(".1005");
    coding.filter(is_icd).map_or(Sensitivity::Usual, |coding| topic_of(&coding.code))
}

/// Characters that draw nothing or turn the text about them round: an invisible note, or one that
/// reads otherwise than it was written. The joiners that emoji and some scripts need stay.
fn is_deceiving(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t'))
        || matches!(c,
            '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

/// A note as it may be kept: trimmed, without what cannot be seen, not empty, at most
/// [`NOTE_MAX`] characters.
pub fn check_note(text: &str) -> Result<String, FieldReason> {
    check_words(text, NOTE_MAX)
}

/// Words as they may be kept: trimmed, without what cannot be seen, not empty, at most `max`
/// characters.
pub fn check_words(text: &str, max: usize) -> Result<String, FieldReason> {
    let text = text.replace("\r\n", "\n").replace(is_deceiving, "");
    let text = text.trim();
    let is_seen = |c: char| !c.is_whitespace() && !matches!(c, '\u{200c}' | '\u{200d}');
    if !text.contains(is_seen) {
        Err(FieldReason::Required)
    } else if text.chars().count() > max {
        Err(FieldReason::TooLong)
    } else {
        Ok(text.to_owned())
    }
}

#[cfg(test)]
mod address_tests {
    use super::address_of;

    #[test]
    fn a_map_is_asked_for_the_house_alone() {
        let of = |place| address_of(place);
        let house = "ул. Ленина, 5";
        assert_eq!(of("ул. Ленина, 5, вход со двора, 2 этаж, каб. 12").as_deref(), Some(house));
        assert_eq!(of("ул. Ленина, 5; Кабинет 12").as_deref(), Some(house));
        assert_eq!(of("Lenina str. 5, room 12").as_deref(), Some("Lenina str. 5"));
        assert_eq!(of("каб. 12"), None);
        assert_eq!(of("На дому"), None);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::EntryId;
    use crate::record::model::{Interval, SourceKind, Value};
    use crate::results::flag::Flag;
    use time::macros::datetime;
    use uuid::Uuid;

    fn observation(n: u128, day: u8, number: f64, low: Option<f64>, high: Option<f64>) -> Entry {
        let at = datetime!(2026-01-01 08:00 UTC).replace_day(day).unwrap();
        Entry {
            id: EntryId(Uuid::from_u128(n)),
            version: 1,
            section: Section::Results,
            occurred_at: at,
            received_at: at,
            source: Source::of(SourceKind::Clinical),
            encounter: None,
            withdrawn: false,
            held_until: None,
            content: Content::Observation(Observation::new(
                Coding {
                    system: "http://loinc.org".into(),
                    code: "718-7".into(),
                    display: "Гемоглобин".into(),
                },
                Value { number: Some(number), unit: "g/L".into(), text: number.to_string() },
                Some(Interval { low, high }),
            )),
        }
    }

    fn flag_of(number: f64, low: Option<f64>, high: Option<f64>) -> Option<Flag> {
        match observation(1, 1, number, low, high).content {
            Content::Observation(observation) => flag::of(&observation).map(|it| it.flag),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_note_of_nothing_that_can_be_seen_is_empty() {
        for text in ["", " \n ", "\u{200b}\u{200b}", "\u{0}\u{1b}", "\u{202e}", "\u{200d}\u{feff}"]
        {
            assert_eq!(check_note(text), Err(FieldReason::Required), "{text:?}");
        }
        assert_eq!(check_note("\u{202e}live\u{0}\r\nда").as_deref(), Ok("live\nда"));
        assert_eq!(
            check_note("семья 👨\u{200d}👩\u{200d}👧").as_deref(),
            Ok("семья 👨\u{200d}👩\u{200d}👧")
        );
    }

    #[test]
    fn the_ends_of_the_interval_are_normal() {
        assert_eq!(flag_of(120.0, Some(120.0), Some(160.0)), Some(Flag::N));
        assert_eq!(flag_of(160.0, Some(120.0), Some(160.0)), Some(Flag::N));
        assert_eq!(flag_of(119.9, Some(120.0), Some(160.0)), Some(Flag::L));
        assert_eq!(flag_of(160.1, Some(120.0), Some(160.0)), Some(Flag::H));
    }

    #[test]
    fn an_open_end_never_flags() {
        assert_eq!(flag_of(0.0, None, Some(5.2)), Some(Flag::N));
        assert_eq!(flag_of(9.9, Some(1.0), None), Some(Flag::N));
        assert_eq!(flag_of(9.9, None, None), None);
    }

    #[test]
    fn an_old_bad_value_is_forgotten_once_a_newer_one_is_good() {
        let old_low = observation(1, 1, 100.0, Some(120.0), Some(160.0));
        let new_good = observation(2, 5, 130.0, Some(120.0), Some(160.0));
        let new_low = observation(3, 9, 110.0, Some(120.0), Some(160.0));

        let now = new_low.occurred_at;
        let fine = highlights(vec![old_low.clone(), new_good.clone()], now);
        let bad = highlights(vec![new_low.clone(), old_low, new_good], now);

        assert_eq!(fine.out_of_range, []);
        assert_eq!(bad.out_of_range, [new_low]);
    }

    #[test]
    fn a_value_of_a_day_to_come_hides_no_real_one() {
        let real = observation(1, 1, 100.0, Some(120.0), Some(160.0));
        let mut wrong = observation(2, 2, 130.0, Some(120.0), Some(160.0));
        wrong.occurred_at = real.occurred_at + Duration::days(70 * 365);
        assert_eq!(highlights(vec![wrong, real.clone()], real.occurred_at).out_of_range, [real]);
    }

    #[test]
    fn a_fever_of_years_ago_is_no_news() {
        let mut fever = observation(1, 1, 200.0, Some(120.0), Some(160.0));
        let Content::Observation(value) = &mut fever.content else { panic!() };
        value.category = ObservationCategory::VitalSigns;
        let at = fever.occurred_at;
        assert_eq!(
            highlights(vec![fever.clone()], at + Duration::days(300)).out_of_range,
            [fever.clone()]
        );
        assert_eq!(highlights(vec![fever], at + Duration::days(400)).out_of_range, []);
    }

    #[test]
    fn a_note_is_trimmed_and_bounded() {
        assert_eq!(check_note("  болит голова \n"), Ok("болит голова".into()));
        assert_eq!(check_note(" \n "), Err(FieldReason::Required));
        assert_eq!(check_note(&"ё".repeat(NOTE_MAX)), Ok("ё".repeat(NOTE_MAX)));
        assert_eq!(check_note(&"ё".repeat(NOTE_MAX + 1)), Err(FieldReason::TooLong));
    }
}
