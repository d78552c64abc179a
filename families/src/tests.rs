//! What holds of every family, looked for in two hundred of them.

mod results;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::LazyLock;

use shared::format::age;
use shared::identity::model::{PolicyNumber, Snils};
use shared::record::model::{
    ClinicalStatus, EncounterClass, EncounterStatus, ImmunizationStatus, SourceKind,
};
use time::macros::datetime;
use uuid::Uuid;

use super::*;
use crate::calendar::{LOCAL, is_free, local_date};
use crate::catalogue::disease;

const UNTIL: OffsetDateTime = datetime!(2026-06-17 12:00 UTC);
const SEED: u64 = 1;

static FAMILIES: LazyLock<Vec<Family>> =
    LazyLock::new(|| (0..200).map(|index| family(SEED, index, UNTIL)).collect());

fn members() -> impl Iterator<Item = &'static Member> {
    FAMILIES.iter().flat_map(|family| &family.members)
}

fn entries() -> impl Iterator<Item = (&'static Member, &'static Happening)> {
    members().flat_map(|member| member.entries.iter().map(move |entry| (member, entry)))
}

/// For the message of a failed check.
fn who(member: &Member, entry: &Happening) -> String {
    format!("{} ({}): {entry:?}", member.name.full(), member.birth_date)
}

fn age_at(member: &Member, entry: &Happening) -> i32 {
    age(member.birth_date, local_date(entry.occurred_at))
}

#[test]
fn the_same_seed_makes_the_same_family() {
    for index in [0, 7, 19] {
        assert_eq!(family(SEED, index, UNTIL), FAMILIES[usize::try_from(index).unwrap()]);
    }
    assert_ne!(family(SEED + 1, 0, UNTIL), FAMILIES[0]);
    assert_ne!(FAMILIES[1], FAMILIES[0]);
}

#[test]
fn nothing_has_an_id_of_something_else() {
    let mut ids: Vec<Uuid> = Vec::new();
    for member in members() {
        ids.extend([member.patient.0, member.person.0]);
        let own: BTreeSet<Uuid> = member.entries.iter().map(|entry| entry.id.0).collect();
        ids.extend(own);
    }
    ids.extend(clinics().iter().map(|clinic| clinic.id.0));
    ids.extend(doctors().iter().map(|doctor| doctor.id));
    let count = ids.len();
    let distinct: BTreeSet<Uuid> = ids.into_iter().collect();
    assert_eq!(distinct.len(), count);
    let seeded: BTreeSet<Uuid> =
        family(SEED + 1, 0, UNTIL).members.iter().map(|member| member.patient.0).collect();
    assert!(distinct.is_disjoint(&seeded));
}

#[test]
fn versions_count_up_from_one() {
    for member in members() {
        let mut versions = BTreeMap::<EntryId, Vec<&Happening>>::new();
        for entry in &member.entries {
            versions.entry(entry.id).or_default().push(entry);
        }
        for entries in versions.values() {
            for (entry, version) in entries.iter().zip(1..) {
                assert_eq!(entry.version, version, "{}", who(member, entry));
                assert_eq!(entry.occurred_at, entries[0].occurred_at);
            }
            for pair in entries.windows(2) {
                assert!(pair[0].received_at < pair[1].received_at, "{}", who(member, pair[1]));
                assert_ne!(pair[0], pair[1]);
            }
        }
    }
}

#[test]
fn people_have_numbers_and_names_of_their_own() {
    let mut numbers = BTreeSet::new();
    for member in members() {
        assert!(Snils::parse(&member.snils).is_ok_and(|snils| snils.as_str() == member.snils));
        assert!(numbers.insert(member.snils.clone()), "{}", member.snils);
        if let Some(policy) = &member.policy {
            assert!(PolicyNumber::parse(policy).is_ok(), "{policy}");
            assert!(numbers.insert(policy.clone()), "{policy}");
        }
        assert!(member.name.patronymic.is_some(), "{}", member.name.full());
        assert_eq!(member.sex, member.kin.sex());
    }
    assert!(members().any(|member| member.policy.is_none()));
}

#[test]
fn a_family_is_two_to_six_people_of_one_surname() {
    let mut kinds = HashSet::new();
    for family in &*FAMILIES {
        assert!((2..=6).contains(&family.members.len()));
        let stem = |member: &Member| member.name.surname.chars().take(3).collect::<String>();
        for member in &family.members {
            assert_eq!(stem(member), stem(&family.members[0]));
            kinds.insert(member.kin);
        }
    }
    assert_eq!(kinds.len(), 6);
}

#[test]
fn nothing_is_before_birth_or_in_the_future() {
    for (member, entry) in entries() {
        let is_planned = matches!(&entry.content, Content::Encounter(encounter)
            if encounter.status == EncounterStatus::Planned);
        assert!(local_date(entry.occurred_at) >= member.birth_date, "{}", who(member, entry));
        assert_eq!(entry.occurred_at > UNTIL, is_planned, "{}", who(member, entry));
        assert!(entry.received_at <= UNTIL, "{}", who(member, entry));
        if !is_planned {
            assert!(entry.received_at >= entry.occurred_at, "{}", who(member, entry));
        }
    }
}

#[test]
fn clinics_work_by_day_and_not_on_holidays() {
    for (member, entry) in entries() {
        let at = entry.occurred_at.to_offset(LOCAL);
        let is_urgent = matches!(&entry.content, Content::Encounter(encounter)
            if matches!(encounter.class, EncounterClass::Inpatient | EncounterClass::Emergency));
        if matches!(entry.content, Content::Encounter(_)) && !is_urgent {
            assert!((8..19).contains(&at.hour()), "{}", who(member, entry));
            assert!(!is_free(at.date()), "{}", who(member, entry));
        }
        if entry.source.kind == SourceKind::SelfReported {
            assert!((7..23).contains(&at.hour()), "{}", who(member, entry));
        }
    }
}

#[test]
fn what_belongs_to_a_visit_does_not_come_before_it() {
    for member in members() {
        let by_id: BTreeMap<EntryId, &Happening> =
            member.entries.iter().map(|entry| (entry.id, entry)).collect();
        for entry in &member.entries {
            let Some(visit) = entry.encounter else {
                continue;
            };
            let visit = by_id.get(&visit).unwrap_or_else(|| panic!("{}", who(member, entry)));
            assert!(matches!(visit.content, Content::Encounter(_)), "{}", who(member, entry));
            assert!(entry.occurred_at >= visit.occurred_at, "{}", who(member, entry));
        }
    }
}

#[test]
fn no_text_is_empty() {
    for (member, entry) in entries() {
        // A value in words has no unit; a consultation has no code.
        let text = format!("{:?} {:?}", entry.content, entry.source)
            .replace("unit: \"\"", "")
            .replace("system: \"\", code: \"\"", "");
        assert!(!text.contains("\"\""), "{}", who(member, entry));
        assert!(!text.contains("  ") && !text.contains(".."), "{}", who(member, entry));
    }
}

#[test]
fn every_kind_of_entry_is_met() {
    let kinds: HashSet<_> =
        entries().map(|(_, entry)| std::mem::discriminant(&entry.content)).collect();
    assert_eq!(kinds.len(), 13);
    let demo: HashSet<_> = FAMILIES
        .iter()
        .take(usize::try_from(DEMO).unwrap())
        .flat_map(|family| &family.members)
        .flat_map(|member| &member.entries)
        .map(|entry| std::mem::discriminant(&entry.content))
        .collect();
    assert_eq!(demo.len(), 13, "in the demo alone");
}

#[test]
fn a_card_is_neither_thin_nor_endless() {
    for member in members() {
        let count = member.entries.len();
        let least = if age(member.birth_date, local_date(UNTIL)) < 4 { 30 } else { 80 };
        assert!((least..=400).contains(&count), "{} {count}", member.name.full());
    }
}

#[test]
fn diagnoses_fit_sex_and_age() {
    for (member, entry) in entries() {
        let code = match &entry.content {
            Content::Encounter(encounter) => encounter.diagnosis.as_ref(),
            Content::Condition(condition) => Some(&condition.code),
            _ => None,
        };
        let Some(code) = code else {
            continue;
        };
        let found = disease(&code.code).unwrap_or_else(|| panic!("{}", code.code));
        assert_eq!(found.name, code.display);
        assert!(found.sex.is_none_or(|sex| sex == member.sex), "{}", who(member, entry));
        assert!(age_at(member, entry) >= found.ages.0, "{}", who(member, entry));
    }
}

#[test]
fn what_is_sensitive_is_marked_with_all_that_belongs_to_it() {
    let mut met = HashSet::new();
    for member in members() {
        let by_id: BTreeMap<EntryId, &Happening> =
            member.entries.iter().map(|entry| (entry.id, entry)).collect();
        for entry in &member.entries {
            let own = shared::record::rules::sensitivity_of(&entry.content);
            if own != Sensitivity::Usual {
                assert_eq!(entry.sensitivity, own, "{}", who(member, entry));
            }
            let visit = entry.encounter.and_then(|visit| by_id.get(&visit));
            if visit.is_some_and(|visit| visit.sensitivity != Sensitivity::Usual) {
                assert_ne!(entry.sensitivity, Sensitivity::Usual, "{}", who(member, entry));
            }
            met.insert(entry.sensitivity);
        }
    }
    for topic in [Sensitivity::MentalHealth, Sensitivity::ReproductiveHealth, Sensitivity::Hiv] {
        assert!(met.contains(&topic), "{topic}");
    }
}

#[test]
fn who_writes_works_where_it_says() {
    let authors: HashSet<(Option<_>, Option<String>)> =
        doctors().iter().map(|doctor| (Some(doctor.clinic), Some(doctor.author()))).collect();
    for (member, entry) in entries() {
        let source = &entry.source;
        match source.kind {
            SourceKind::Clinical => {
                let is_newborn = age_at(member, entry) == 0 && source.author.is_none();
                let author = (source.organization, source.author.clone());
                assert!(is_newborn || authors.contains(&author), "{}", who(member, entry));
            }
            SourceKind::Imported => {
                let system = source.system.as_deref().unwrap_or_default();
                assert!(system.starts_with("ЛИС «"), "{}", who(member, entry));
            }
            SourceKind::SelfReported => {
                assert!(source.organization.is_none() && source.author.is_none());
            }
        }
    }
}

#[test]
fn planned_visits_say_where_and_how_to_prepare() {
    let mut counted = 0;
    for (member, entry) in entries() {
        if let Content::Encounter(encounter) = &entry.content
            && encounter.status == EncounterStatus::Planned
        {
            assert!(encounter.place.is_some() && encounter.preparation.is_some());
            assert!(encounter.reason.is_some(), "{}", who(member, entry));
            assert!(entry.received_at < entry.occurred_at);
            counted += 1;
        }
    }
    assert!(counted > 100, "{counted}");
}

#[test]
fn children_are_vaccinated_and_some_refuse() {
    let doses = |member: &Member, status: ImmunizationStatus| {
        let is = |entry: &&Happening| match &entry.content {
            Content::Immunization(dose) => dose.status == status,
            _ => false,
        };
        member.entries.iter().filter(is).count()
    };
    let children: Vec<&Member> = members()
        .filter(|member| (2..14).contains(&age(member.birth_date, local_date(UNTIL))))
        .collect();
    let vaccinated =
        children.iter().filter(|child| doses(child, ImmunizationStatus::Completed) >= 10).count();
    assert!(vaccinated * 100 > children.len() * 80, "{vaccinated} of {}", children.len());
    assert!(members().any(|member| doses(member, ImmunizationStatus::NotDone) >= 5));
}

#[test]
fn nobody_is_given_what_is_not_borne() {
    for member in members() {
        let substances: Vec<&str> = member
            .entries
            .iter()
            .filter_map(|entry| match &entry.content {
                Content::AllergyIntolerance(allergy)
                    if allergy.clinical_status == ClinicalStatus::Active =>
                {
                    Some(allergy.substance.as_str())
                }
                _ => None,
            })
            .collect();
        for entry in &member.entries {
            let medicine = match &entry.content {
                Content::MedicationRequest(request) => &request.medicine,
                Content::MedicationStatement(statement) => &statement.medicine,
                _ => continue,
            };
            let is_near = |substance: &&str| {
                medicine.starts_with(*substance)
                    || (*substance == "Пенициллины" && medicine.starts_with("Амоксициллин"))
            };
            assert!(!substances.iter().any(is_near), "{}", who(member, entry));
        }
    }
}
