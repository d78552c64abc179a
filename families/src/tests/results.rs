//! What holds of every report and every value in it.

use std::collections::{BTreeMap, BTreeSet};

use shared::record::model::{Observation, ObservationCategory, ResultStatus};
use shared::results::flag::{self, Flag};

use super::*;
use crate::laboratory::{analyte, printed};

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

/// What the interval by itself says of a value, whatever flag was printed.
fn computed(observation: &Observation) -> Option<Flag> {
    let bare = Observation { interpretation: None, ..observation.clone() };
    flag::of(&bare).map(|it| it.flag)
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
        let sent = observation.interpretation.as_deref();
        match computed(observation) {
            Some(Flag::H | Flag::HH) => {
                assert!(matches!(sent, Some("H" | "HH")), "{}", who(member, entry));
            }
            Some(Flag::L | Flag::LL) => {
                assert!(matches!(sent, Some("L" | "LL")), "{}", who(member, entry));
            }
            Some(Flag::N | Flag::A) | None => assert_eq!(sent, None, "{}", who(member, entry)),
        }
    }
}

#[test]
fn most_values_are_normal_and_some_are_not() {
    let flags: Vec<Flag> =
        laboratory_values().filter_map(|(_, _, observation)| computed(observation)).collect();
    let outside = flags.iter().filter(|flag| flag.is_out()).count();
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
    let is_diabetes = |entry: &&Happening| match &entry.content {
        Content::Condition(condition) => condition.code.code == "E11.9",
        _ => false,
    };
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
