use super::*;
use crate::access::model::Section;
use crate::record::model::{Source, SourceKind};
use time::macros::datetime;
use uuid::Uuid;

const LOINC: &str = "http://loinc.org";

/// A value of a specimen taken on a day of March 2026, and written down years later.
pub(crate) fn entry(n: u128, day: u8, code: (&str, &str), text: &str, unit: &str) -> Entry {
    let at = datetime!(2026-03-01 08:00 UTC).replace_day(day).unwrap();
    let coding =
        Coding {
            system: code.0.into(), code: code.1.into(), display: "Показатель".into()
        };
    let number = text.replace(',', ".").parse().ok();
    let value = Value { number, unit: unit.into(), text: text.into() };
    Entry {
        id: EntryId(Uuid::from_u128(n)),
        version: 1,
        section: Section::Results,
        occurred_at: at,
        received_at: datetime!(2030-01-01 00:00 UTC),
        source: Source::of(SourceKind::Imported),
        encounter: None,
        withdrawn: false,
        held_until: None,
        content: Content::Observation(Observation::new(coding, value, None)),
    }
}

pub(crate) fn with(mut entry: Entry, change: impl FnOnce(&mut Observation)) -> Entry {
    if let Content::Observation(observation) = &mut entry.content {
        change(observation);
    }
    entry
}

fn glucose(n: u128, day: u8, text: &str, unit: &str) -> Entry {
    entry(n, day, (LOINC, "2345-7"), text, unit)
}

fn only(entries: &[Entry]) -> Series {
    let mut found = series(entries);
    assert_eq!(found.len(), 1, "{found:?}");
    found.remove(0)
}

/// The server's write time was shown as the result's date.
#[test]
fn points_stand_at_the_time_of_the_specimen() {
    let mut late = glucose(1, 2, "5,0", "ммоль/л");
    late.received_at = datetime!(2031-01-01 00:00 UTC);
    let found = only(&[late, glucose(2, 9, "5,4", "ммоль/л")]);
    let days: Vec<u8> = found.points.iter().map(|point| point.at.day()).collect();
    assert_eq!(days, [2, 9]);
}

/// Series were matched by code without its system.
#[test]
fn the_same_code_of_two_systems_is_two_series() {
    let found = series(&[
        glucose(1, 1, "5,0", "ммоль/л"),
        entry(2, 2, ("urn:lab", "2345-7"), "140", "г/л"),
    ]);
    assert_eq!(found.len(), 2);
}

fn part(code: &str, text: &str) -> Component {
    Component {
        flagged: None,
        code: Coding { system: LOINC.into(), code: code.into(), display: code.into() },
        value: Value {
            number: text.parse().ok(), unit: "мм рт. ст.".into(), text: text.into()
        },
        reference: None,
    }
}

/// Both parts of a blood pressure went under one code.
#[test]
fn a_blood_pressure_is_two_series() {
    let pressure = |n, day| {
        with(entry(n, day, (LOINC, "85354-9"), "120/80", ""), |it| {
            it.components = vec![part("8480-6", "120"), part("8462-4", "80")];
        })
    };
    let found = series(&[pressure(1, 1), pressure(2, 2)]);
    let codes: Vec<&str> = found.iter().map(|it| it.key.code.as_str()).collect();
    assert_eq!(codes, ["8462-4", "8480-6"]);
    assert!(found.iter().all(|it| it.points.len() == 2 && it.breaks.is_empty()));
}

#[test]
fn parts_sent_under_one_code_are_not_mixed() {
    let found = series(&[with(entry(1, 1, (LOINC, "85354-9"), "", ""), |it| {
        it.components = vec![part("55284-4", "120"), part("55284-4", "80")];
    })]);
    let numbers: Vec<_> = found.iter().map(|it| (it.key.part, it.points[0].number)).collect();
    assert_eq!(numbers, [(0, Some(120.0)), (1, Some(80.0))]);
}

/// One range, or the newest, was drawn over the whole history.
#[test]
fn every_point_keeps_the_interval_and_unit_printed_with_it() {
    let old = with(glucose(1, 1, "90", "мг/дл"), |it| {
        it.reference = Some(Interval { low: Some(70.0), high: Some(100.0) });
    });
    let new = with(glucose(2, 2, "5,4", "ммоль/л"), |it| {
        it.reference = Some(Interval { low: Some(4.1), high: Some(5.9) });
    });
    let bare = glucose(3, 3, "5,6", "ммоль/л");
    let found = only(&[old, new, bare]);
    assert_eq!((found.unit.as_str(), found.breaks.len()), ("ммоль/л", 0));
    assert_eq!(found.points[0].number, Some(5.0));
    assert_eq!(found.points[0].reference.unwrap().high, Some(100.0));
    let band = found.points[0].band.unwrap();
    assert!(
        (band.high.unwrap() - 5.5507).abs() < 1e-3 && (band.low.unwrap() - 3.8855).abs() < 1e-3
    );
    assert_eq!(found.points[1].band.unwrap().high, Some(5.9));
    // The catalogue's range or unit instead of the printed one: there is none.
    assert_eq!((found.points[2].band, found.points[2].flag), (None, None));
    assert_eq!(found.points[0].printed.unit, "мг/дл");
}

#[test]
fn a_line_breaks_where_method_specimen_or_unit_change() {
    let by = |n, day, method: Option<&str>| {
        with(glucose(n, day, "5,0", "ммоль/л"), |it| it.method = method.map(Into::into))
    };
    let found = only(&[
        by(1, 1, Some("ИФА")),
        by(2, 2, None),
        by(3, 3, Some("ифа ")),
        by(4, 4, Some("ИХЛА")),
    ]);
    let reason = BreakReason::Method { from: "ифа".into(), to: "ИХЛА".into() };
    assert_eq!(found.breaks, [Break { before: 3, reason }]);
    assert!(found.is_broken_between(0, 3) && !found.is_broken_between(0, 2));

    let of = |n, day, specimen: &str| {
        with(glucose(n, day, "5,0", "ммоль/л"), |it| it.specimen = Some(specimen.into()))
    };
    let found = only(&[of(1, 1, "Сыворотка"), of(2, 2, "Моча")]);
    assert!(matches!(found.breaks[0].reason, BreakReason::Specimen { .. }));

    let found = only(&[glucose(1, 1, "5", "Ед/л"), glucose(2, 2, "5,0", "ммоль/л")]);
    assert!(matches!(found.breaks[0].reason, BreakReason::Unit { .. }));
    assert_eq!(found.points[0].number, None, "what cannot be converted is not drawn on the axis");
}

#[test]
fn two_values_of_one_moment_are_both_kept() {
    let found = only(&[glucose(2, 1, "5,2", "ммоль/л"), glucose(1, 1, "5,0", "ммоль/л")]);
    let numbers: Vec<_> = found.points.iter().map(|point| point.number).collect();
    assert_eq!(numbers, [Some(5.0), Some(5.2)]);
}

#[test]
fn what_was_withdrawn_or_not_measured_is_left_out() {
    let mut withdrawn = glucose(1, 1, "50", "ммоль/л");
    withdrawn.withdrawn = true;
    let cancelled = with(glucose(2, 2, "", ""), |it| it.status = ResultStatus::Cancelled);
    assert_eq!(series(&[withdrawn, cancelled]), []);
}

#[test]
fn a_censored_value_is_drawn_at_its_limit_and_says_so() {
    let found = only(&[glucose(1, 1, "<0,5", "ммоль/л"), glucose(2, 2, "не обнаружено", "")]);
    assert_eq!(found.points[0].number, Some(0.5));
    assert!(found.points[0].parsed.is_censored());
    assert_eq!(found.points[1].number, None);
    assert_eq!(found.breaks, [], "words are no point of a line");
}

/// What the patient measured, in UCUM as it is kept.
fn told(n: u128, day: u8, code: &str, text: &str, unit: &str) -> Entry {
    let mut entry = entry(n, day, (LOINC, code), text, unit);
    entry.source = Source::of(SourceKind::SelfReported);
    entry
}

/// VIT-2: a value of home stands among those of laboratories, and says whose word it is.
#[test]
fn what_is_measured_at_home_stands_with_the_laboratorys() {
    let found = only(&[
        glucose(1, 2, "5,0", "ммоль/л"),
        told(2, 9, "14743-9", "6,1", "mmol/L"),
        glucose(3, 12, "99", "мг/дл"),
    ]);
    assert_eq!((found.key.code.as_str(), found.points.len()), ("2345-7", 3));
    assert_eq!(found.points.iter().map(|it| it.is_told).collect::<Vec<_>>(), [false, true, false]);
    assert_eq!(found.points[1].number, Some(110.0), "in the unit of the newest value");
}

#[test]
fn what_nobody_else_measured_is_a_series_by_itself() {
    let home = told(2, 9, "14743-9", "6,1", "mmol/L");
    assert_eq!(only(std::slice::from_ref(&home)).key.code, "14743-9");
    // Of another quantity, and of the same in a unit that tells nothing.
    let other = entry(1, 2, (LOINC, "718-7"), "131", "г/л");
    assert_eq!(series(&[home.clone(), other]).len(), 2);
    assert_eq!(series(&[home, glucose(1, 2, "5,0", "плюсы")]).len(), 2);
}
