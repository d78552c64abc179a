use super::*;
use crate::access::model::Section;
use crate::record::model::{Coding, Component, Content, Interval, Sex};
use crate::results::series::tests::{entry, with};
use time::macros::{date, datetime};
use uuid::Uuid;

const LOINC: &str = "http://loinc.org";

fn nobody() -> Person {
    Person::default()
}

fn value(n: u128, day: u8, text: &str) -> Entry {
    with(entry(n, day, (LOINC, "2345-7"), text, "ммоль/л"), |it| {
        it.code.display = "Глюкоза".into();
        it.reference = Some(Interval { low: Some(3.9), high: Some(6.1) });
    })
}

fn report(n: u128, day: u8, values: &[u128]) -> Entry {
    let report = DiagnosticReport {
        code: Coding {
            system: String::new(), code: String::new(), display: "Биохимия".into()
        },
        status: ResultStatus::Final,
        results: values.iter().map(|n| EntryId(Uuid::from_u128(*n))).collect(),
        conclusion: None,
        issued_at: Some(datetime!(2026-03-30 10:00 UTC)),
        specimen: None,
        forms: Vec::new(),
        request: None,
    };
    Entry { content: Content::DiagnosticReport(report), ..value(n, day, "1") }
}

fn names(entries: &[Entry]) -> Vec<String> {
    let listed = list(entries, &nobody(), UtcOffset::UTC);
    listed.into_iter().map(|listed| listed.result.name).collect()
}

/// RES-1: a report is one line, its values none of their own; what is alone is a line.
#[test]
fn each_result_is_one_line_newest_specimen_first() {
    let alone = with(value(3, 20, "5,0"), |it| it.code.display = "СОЭ".into());
    let all = [value(1, 5, "5,0"), report(2, 5, &[1]), alone];
    assert_eq!(names(&all), ["СОЭ", "Биохимия"]);
}

/// RES-1: what is out of range is named in the line, with its flag.
#[test]
fn a_report_names_what_is_out_of_range() {
    let all =
        [value(1, 5, "7,9"), value(4, 5, "5,0"), value(5, 5, "мало"), report(2, 5, &[1, 4, 5])];
    let listed = list(&all, &nobody(), UtcOffset::UTC);
    let result = &listed[0].result;
    assert_eq!((result.values, result.compared), (3, 2));
    let out = OutValue { name: "Глюкоза".into(), flag: Flag::H, is_critical: false };
    assert_eq!(result.out, [out]);
    assert_eq!(result.kind, ResultKind::Laboratory);
    assert_eq!(result.issued_at, Some(datetime!(2026-03-30 10:00 UTC)));
    assert_eq!(listed[0].entries.len(), 4);
}

/// The list judges by the same interval as the report: of a man and a woman another one.
#[test]
fn the_list_chooses_the_interval_of_the_person() {
    let all = [with(value(1, 5, "125"), |it| {
        it.reference = None;
        it.reference_text = Some("М: 130–160; Ж: 120–150".into());
    })];
    let of = |sex| {
        let person = Person { sex: Some(sex), birth_date: Some(date!(1980 - 01 - 01)) };
        list(&all, &person, UtcOffset::UTC)[0].result.out.len()
    };
    assert_eq!((of(Sex::Male), of(Sex::Female)), (1, 0));
}

/// What was taken back counts nowhere; its values stand by themselves.
#[test]
fn a_withdrawn_report_frees_its_values() {
    let mut withdrawn = report(2, 6, &[1]);
    withdrawn.withdrawn = true;
    let all = [value(1, 5, "7,9"), withdrawn];
    let listed = list(&all, &nobody(), UtcOffset::UTC);
    assert_eq!(names(&all), ["Биохимия", "Глюкоза"]);
    assert!(listed[0].result.is_withdrawn && !listed[0].result.is_out());
    assert!(listed[1].result.is_out());
}

/// What is ordered has no values yet, and none of it is out of range.
#[test]
fn what_is_not_measured_is_not_out_of_range() {
    let ordered = with(value(1, 5, "7,9"), |it| it.status = ResultStatus::Ordered);
    let listed = list(std::slice::from_ref(&ordered), &nobody(), UtcOffset::UTC);
    assert_eq!(listed[0].result.status, ResultStatus::Ordered);
    assert!(!listed[0].result.is_out());
}

/// VIT-6: both values of a blood pressure stand in one line, and each has its interval.
#[test]
fn a_blood_pressure_is_one_value() {
    let part = |code: &str, text: &str, high| Component {
        code: Coding { system: LOINC.into(), code: code.into(), display: code.into() },
        value: Value {
            number: text.parse().ok(), unit: "мм рт. ст.".into(), text: text.into()
        },
        reference: Some(Interval { low: None, high: Some(high) }),
        flagged: None,
    };
    let pressure = with(entry(1, 5, (LOINC, "85354-9"), "", ""), |it| {
        it.category = ObservationCategory::VitalSigns;
        it.components = vec![part(SYSTOLIC, "128", 139.0), part(DIASTOLIC, "92", 89.0)];
    });
    let listed = list(std::slice::from_ref(&pressure), &nobody(), UtcOffset::UTC);
    let result = &listed[0].result;
    assert_eq!(result.kind, ResultKind::VitalSigns);
    assert_eq!(result.value.as_ref().map(|value| value.text.as_str()), Some("128/92"));
    assert_eq!(result.out.iter().map(|out| out.name.as_str()).collect::<Vec<_>>(), [DIASTOLIC]);
}

#[test]
fn conditions_have_to_hold_together() {
    let all = [value(1, 5, "7,9"), report(2, 5, &[1]), with(value(3, 6, "5,0"), |_| {})];
    let listed = list(&all, &nobody(), UtcOffset::UTC);
    let found =
        |query: &ResultQuery| listed.iter().filter(|listed| query.holds(&listed.result)).count();
    assert_eq!(found(&ResultQuery::default()), 2);
    assert_eq!(found(&ResultQuery { out_only: true, ..ResultQuery::default() }), 1);
    let kind = Some(ResultKind::VitalSigns);
    assert_eq!(found(&ResultQuery { kind, ..ResultQuery::default() }), 0);
    let status = Some(ResultStatus::Preliminary);
    assert_eq!(found(&ResultQuery { status, ..ResultQuery::default() }), 0);
    assert_eq!(all[0].section, Section::Results);
}
