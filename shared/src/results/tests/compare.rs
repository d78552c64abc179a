use super::*;
use crate::results::api::{BreakKind, Comparison};
use crate::results::series::series;
use crate::results::series::tests::{entry, with};
use crate::results::trend::Direction;
use uuid::Uuid;

const LOINC: &str = "http://loinc.org";

fn id(n: u128) -> EntryId {
    EntryId(Uuid::from_u128(n))
}

fn value(n: u128, day: u8, code: &str, text: &str) -> crate::record::model::Entry {
    entry(n, day, (LOINC, code), text, "ммоль/л")
}

/// RES-6: an analyte is a row, a report a column; what one of them lacks is an empty cell.
#[test]
fn analytes_stand_in_rows_and_reports_in_columns() {
    let all = [
        value(1, 1, "2345-7", "5,0"),
        value(2, 1, "2093-3", "6,1"),
        value(3, 9, "2093-3", "5,2"),
        value(4, 9, "14682-9", "80"),
    ];
    let found = rows(&series(&all), &[vec![id(1), id(2)], vec![id(4), id(3)]]);
    let codes: Vec<&str> = found.iter().map(|row| row.code.code.as_str()).collect();
    assert_eq!(codes, ["14682-9", "2093-3", "2345-7"]);
    let cholesterol = &found[1];
    assert_eq!(cholesterol.cells.len(), 2);
    assert_eq!(cholesterol.cells[0].change, None);
    let change = cholesterol.cells[1].change.as_ref().unwrap();
    assert_eq!(change.direction, Some(Direction::Down));
    assert!(found[2].cells[1].point.is_none() && found[2].cells[0].point.is_some());
}

/// The two that stand side by side are compared, not the neighbours in the card.
#[test]
fn a_change_is_told_across_what_is_not_shown() {
    let all =
        [value(1, 1, "2345-7", "5,0"), value(2, 5, "2345-7", "9,0"), value(3, 9, "2345-7", "6,0")];
    let found = rows(&series(&all), &[vec![id(1)], vec![id(3)]]);
    let change = found[0].cells[1].change.as_ref().unwrap();
    assert_eq!(change.difference, Some(1.0));
    assert_eq!(change.previous.as_ref().map(|it| it.entry), Some(id(1)));
}

/// RES-12: another method is another scale.
#[test]
fn what_is_not_comparable_says_why() {
    let by = |n, day, method: &str| {
        with(value(n, day, "2345-7", "5,0"), |it| it.method = Some(method.to_owned()))
    };
    let all = [by(1, 1, "А"), value(2, 5, "2345-7", "9,0"), by(3, 9, "Б")];
    let found = rows(&series(&all), &[vec![id(1)], vec![id(3)]]);
    let change = found[0].cells[1].change.as_ref().unwrap();
    assert_eq!(change.comparison, Comparison::NotComparable);
    assert_eq!(change.breaks.iter().map(|it| it.kind).collect::<Vec<_>>(), [BreakKind::Method]);
}

#[test]
fn two_to_six_are_compared() {
    let check = |count: u128| {
        ComparedEntries { entries: (0..count).map(id).collect() }.check().map(|it| it.len())
    };
    assert_eq!(check(0), Err(FieldReason::Required));
    assert_eq!(check(1), Err(FieldReason::OutOfRange));
    assert_eq!(check(6), Ok(6));
    assert_eq!(check(7), Err(FieldReason::OutOfRange));
    let twice = ComparedEntries { entries: vec![id(1), id(1)] };
    assert_eq!(twice.check(), Err(FieldReason::OutOfRange));
}
