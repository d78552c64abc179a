//! What holds of every family, looked for in two hundred of them.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::LazyLock;

use shared::format::age;
use shared::identity::model::{PolicyNumber, Snils};
use shared::record::model::{
    ClinicalStatus, EncounterClass, EncounterStatus, ImmunizationStatus, Observation,
    ObservationCategory, ResultStatus, SourceKind,
};
use shared::record::rules::Flag;
use time::macros::datetime;
use uuid::Uuid;

use super::*;
use crate::calendar::{LOCAL, is_free, local_date};
use crate::catalogue::disease;
use crate::laboratory::{analyte, printed};

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
fn reports_have_their_results() {
    let mut counted = 0;
    for member in members() {
        let by_id: BTreeMap<EntryId, &Happening> =
            member.entries.iter().map(|entry| (entry.id, entry)).collect();
        for entry in &member.entries {
            let Content::DiagnosticReport(report) = &entry.content else {
                continue;
            };
            let is_there =
                !matches!(report.status, ResultStatus::Ordered | ResultStatus::InProgress);
            assert_eq!(is_there, !report.results.is_empty(), "{}", who(member, entry));
            for id in &report.results {
                let result = by_id[id];
                assert!(matches!(result.content, Content::Observation(_)));
                assert_eq!(result.occurred_at, entry.occurred_at);
                assert_eq!(result.encounter, entry.encounter);
                assert_eq!(result.source, entry.source);
                counted += 1;
            }
            if let Some(issued) = report.issued_at {
                assert!(issued > entry.occurred_at && issued <= entry.received_at);
            }
        }
    }
    assert!(counted > 20_000, "{counted}");
}

fn laboratory_values()
-> impl Iterator<Item = (&'static Member, &'static Happening, &'static Observation)> {
    entries().filter_map(|(member, entry)| match &entry.content {
        Content::Observation(observation)
            if observation.category == ObservationCategory::Laboratory =>
        {
            Some((member, entry, observation))
        }
        _ => None,
    })
}

#[test]
fn values_are_printed_as_their_laboratory_prints_them() {
    for (member, entry, observation) in laboratory_values() {
        let analyte = analyte(&observation.code.code).unwrap();
        let laboratory =
            clinics().iter().find(|clinic| Some(clinic.id) == entry.source.organization).unwrap();
        assert_eq!(laboratory.kind, ClinicKind::Laboratory);
        let form = printed(analyte, laboratory.key, member.sex, age_at(member, entry));
        let Some(number) = observation.value.number else {
            assert!(analyte.words.contains(&observation.value.text.as_str()));
            assert!(observation.value.unit.is_empty() && observation.reference.is_none());
            continue;
        };
        assert_eq!(observation.value.unit, form.unit, "{}", who(member, entry));
        assert_eq!(observation.reference, form.interval, "{}", who(member, entry));
        let text = &observation.value.text;
        assert_eq!(text.replace(',', ".").parse::<f64>(), Ok(number), "{text}");
        let digits = text.split_once(',').map_or(0, |(_, digits)| digits.len());
        assert_eq!(digits, form.decimals, "{text}");
        let flag = observation.interpretation.as_deref();
        match observation.flag() {
            Flag::High => assert!(matches!(flag, Some("H" | "HH")), "{}", who(member, entry)),
            Flag::Low => assert!(matches!(flag, Some("L" | "LL")), "{}", who(member, entry)),
            Flag::Normal | Flag::Unknown => assert_eq!(flag, None, "{}", who(member, entry)),
        }
    }
}

#[test]
fn most_values_are_normal_and_some_are_not() {
    let flags: Vec<Flag> = laboratory_values()
        .map(|(_, _, observation)| observation.flag())
        .filter(|flag| *flag != Flag::Unknown)
        .collect();
    let outside = flags.iter().filter(|flag| **flag != Flag::Normal).count();
    let percent = outside * 100 / flags.len();
    assert!((2..=25).contains(&percent), "{percent} % of {}", flags.len());
}

#[test]
fn a_change_of_laboratory_changes_units() {
    let is_in_both = |member: &&Member| {
        let units: BTreeSet<&str> = member
            .entries
            .iter()
            .filter_map(|entry| match &entry.content {
                Content::Observation(observation) if observation.code.code == "718-7" => {
                    Some(observation.value.unit.as_str())
                }
                _ => None,
            })
            .collect();
        units.len() == 2
    };
    assert!(members().filter(is_in_both).count() > 20);
}

#[test]
fn diabetes_is_seen_in_the_blood() {
    let is_diabetes = |entry: &&Happening| matches!(&entry.content, Content::Condition(condition) if condition.code.code == "E11.9");
    let (mut ill, mut healthy) = (Vec::new(), Vec::new());
    for (member, entry, observation) in laboratory_values() {
        let found = member.entries.iter().find(is_diabetes);
        if observation.code.code == "4548-4" && !entry.withdrawn {
            match found {
                Some(found) if entry.occurred_at >= found.occurred_at => &mut ill,
                Some(_) => continue,
                None => &mut healthy,
            }
            .extend(observation.value.number);
        }
    }
    let mean = |values: &[f64]| {
        values.iter().sum::<f64>() / f64::from(u32::try_from(values.len()).unwrap())
    };
    assert!(mean(&ill) > 6.4, "{} of {}", mean(&ill), ill.len());
    assert!(mean(&healthy) < 6.0, "{} of {}", mean(&healthy), healthy.len());
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
        let least = if age(member.birth_date, local_date(UNTIL)) < 3 { 25 } else { 80 };
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
fn results_are_corrected_withdrawn_and_early_at_times() {
    let has = |status: ResultStatus| {
        entries().any(|(_, entry)| {
            matches!(&entry.content, Content::Observation(value) if value.status == status)
        })
    };
    assert!(has(ResultStatus::Corrected) && has(ResultStatus::Preliminary));
    let awaited = entries().any(|(_, entry)| {
        matches!(&entry.content, Content::DiagnosticReport(report)
            if matches!(report.status, ResultStatus::Ordered | ResultStatus::InProgress))
    });
    assert!(awaited);
    for (member, entry) in entries().filter(|(_, entry)| entry.withdrawn) {
        assert_eq!(entry.version, 2, "{}", who(member, entry));
    }
    assert!(entries().any(|(_, entry)| entry.withdrawn));
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
        let is = |entry: &&Happening| matches!(&entry.content, Content::Immunization(dose) if dose.status == status);
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
