use super::*;
use crate::results::interval::{Norm, Person, read};
use crate::results::value;

fn limits(text: &str) -> Limits {
    match read(text).choose(&Person::default(), time::Date::MIN) {
        Ok(Norm::Limits(limits)) => limits.clone(),
        other => panic!("{other:?}"),
    }
}

fn line(text: &str, usual: &str, critical: Option<&str>) -> NumberLine {
    number_line(&value::read(text), &limits(usual), critical.map(limits).as_ref()).unwrap()
}

#[test]
fn between_two_limits_the_interval_is_the_middle_third() {
    let found = line("5", "4-6", None);
    assert_eq!((found.from, found.to), (2.0, 8.0));
    assert!((found.usual.0 - 1.0 / 3.0).abs() < 1e-9 && (found.usual.1 - 2.0 / 3.0).abs() < 1e-9);
    assert!((found.value - 0.5).abs() < 1e-9 && !found.is_beyond);
}

#[test]
fn one_limit_makes_a_line_too() {
    let found = line("4", "<5,2", None);
    assert_eq!((found.from, found.to, found.usual), (0.0, 10.4, (0.0, 0.5)));
    assert_eq!(found.marks.len(), 1);
    assert_eq!(found.marks[0].label, "5.2");
    let found = line("50", ">60", None);
    assert_eq!((found.from, found.to, found.usual), (0.0, 120.0, (0.5, 1.0)));
}

#[test]
fn critical_limits_are_on_it_only_when_they_were_sent() {
    let found = line("5", "3,5-5,3", Some("2,5-6,5"));
    let kinds: Vec<_> = found.marks.iter().map(|mark| mark.kind).collect();
    assert_eq!(
        kinds,
        [MarkKind::CriticalLow, MarkKind::Low, MarkKind::High, MarkKind::CriticalHigh]
    );
    assert!(found.marks.iter().all(|mark| (0.0..=1.0).contains(&mark.position)));
    assert_eq!(line("5", "3,5-5,3", None).marks.len(), 2);
}

#[test]
fn a_value_far_out_stands_at_the_end() {
    let found = line("500", "4-6", None);
    assert_eq!((found.value, found.is_beyond), (1.0, true));
    let found = line("10", "4-6", None);
    assert!(found.value < 1.0 && !found.is_beyond);
}

#[test]
fn a_censored_value_may_lie_in_a_part_of_it() {
    let found = line("<3", "4-6", None);
    assert_eq!(found.may_lie, (0.0, found.value));
}

#[test]
fn nought_is_the_end_unless_something_is_below_it() {
    assert_eq!(Some(line("1", "0,5-5", None).from), Some(0.0));
    assert!(line("-3", "-2-2", None).from < -3.0);
}

#[test]
fn words_and_dilutions_have_no_line() {
    for text in ["отрицательно", "1:160", ""] {
        assert_eq!(number_line(&value::read(text), &limits("4-6"), None), None, "{text}");
    }
}

proptest::proptest! {
    #[test]
    fn all_positions_lie_on_it(at in -1e6_f64..1e6, low in -1e3_f64..1e3, width in 0.0_f64..1e3) {
        let text = format!("{at:.2}");
        let usual = limits(&format!("{low:.2} - {:.2}", low + width));
        if let Some(found) = number_line(&value::read(&text), &usual, None) {
            for place in [found.value, found.usual.0, found.usual.1, found.may_lie.0, found.may_lie.1] {
                proptest::prop_assert!((0.0..=1.0).contains(&place));
            }
        }
    }
}
