use super::*;
use crate::record::model::Entry;
use crate::results::series::series;
use crate::results::series::tests::{entry, with};

const LOINC: &str = "http://loinc.org";

fn told(code: &str, values: &[&str]) -> (Direction, &'static str) {
    let entries: Vec<Entry> = values
        .iter()
        .zip(1_u8..)
        .map(|(text, at)| entry(u128::from(at), at, (LOINC, code), text, "Ед/л"))
        .collect();
    match latest(&series(&entries)[0]) {
        Change::Between { direction, reality, .. } => {
            let word = match reality {
                Reality::Real(..) => "real",
                Reality::Usual(..) => "usual",
                Reality::NotClaimed => "not claimed",
            };
            (direction, word)
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_change_is_real_only_beyond_published_variation() {
    // Alanine aminotransferase: CVi 9.3 %, CVa 6.7 %: about +37 % and −27 %.
    assert_eq!(told("1742-6", &["30", "42"]), (Direction::Up, "real"));
    assert_eq!(told("1742-6", &["30", "38"]), (Direction::Up, "usual"));
    assert_eq!(told("1742-6", &["30", "21"]), (Direction::Down, "real"));
    assert_eq!(told("1742-6", &["30", "24"]), (Direction::Down, "usual"));
    assert_eq!(told("1742-6", &["30", "30,0"]), (Direction::Same, "usual"));
    assert_eq!(told("9999-0", &["30", "300"]), (Direction::Up, "not claimed"));
}

#[test]
fn of_censored_values_only_what_is_certain_is_said() {
    assert_eq!(told("1742-6", &["<5", "7"]), (Direction::Up, "not claimed"));
    assert_eq!(told("1742-6", &["<5", "<5"]), (Direction::Unclear, "not claimed"));
    assert_eq!(told("1742-6", &["<5", "3"]), (Direction::Unclear, "not claimed"));
    assert_eq!(told("1742-6", &[">1000", "900"]), (Direction::Down, "not claimed"));
}

#[test]
fn words_between_two_numbers_are_passed_over() {
    assert_eq!(told("1742-6", &["30", "гемолиз", "42"]), (Direction::Up, "real"));
}

#[test]
fn nothing_is_compared_across_a_break() {
    let by = |n: u8, method: &str| {
        with(entry(u128::from(n), n, (LOINC, "1742-6"), "30", "Ед/л"), |it| {
            it.method = Some(method.into());
        })
    };
    let found = &series(&[by(1, "A"), by(2, "B"), by(3, "B")])[0];
    assert_eq!(change(found, 0), Change::First);
    assert_eq!(change(found, 1), Change::NotComparable);
    assert!(matches!(change(found, 2), Change::Between { earlier: 1, .. }));
    assert_eq!(change(found, 99), Change::NotComparable);
}

/// Trend arrows differed between the list and the detail: both ask for the same point here.
#[test]
fn the_list_and_the_detail_say_the_same() {
    let entries: Vec<Entry> = (1_u8..=9)
        .map(|n| entry(u128::from(n), n, (LOINC, "1742-6"), &(n * 9).to_string(), "Ед/л"))
        .collect();
    let found = &series(&entries)[0];
    assert_eq!(latest(found), change(found, found.points.len() - 1));
    assert_eq!(latest(found).text(), change(found, 8).text());
}

#[test]
fn glycated_haemoglobin_is_judged_in_per_cent_only() {
    let of = |unit: &str, values: [&str; 2]| {
        let entries = [1_u8, 2]
            .map(|n| entry(u128::from(n), n, (LOINC, "4548-4"), values[usize::from(n) - 1], unit));
        latest(&series(&entries)[0])
    };
    assert!(of("%", ["6,0", "7,0"]).source(crate::lang::Lang::Ru).is_some());
    assert!(of("ммоль/моль", ["42", "53"]).source(crate::lang::Lang::Ru).is_none());
}
