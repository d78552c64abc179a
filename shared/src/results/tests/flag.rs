use super::*;
use crate::record::model::{Coding, Interval, Value};
use crate::results::interval::{Person, read};
use crate::results::rows;

fn norm(text: &str) -> Option<Norm> {
    read(text).choose(&Person::default(), time::Date::MIN).ok().cloned()
}

fn told(flagged: Option<Flagged>) -> String {
    flagged.map_or_else(
        || "-".to_owned(),
        |it| format!("{}{} {}", it.flag, if it.is_critical { "!" } else { "" }, it.origin),
    )
}

#[test]
fn flags_are_kept_or_computed_where_they_are_certain() {
    let mut cases = 0;
    for row in rows(include_str!("../golden/flags.tsv")) {
        let [sent, text, interval, critical, expected, why] = row.as_slice() else {
            panic!("{row:?}")
        };
        let critical = norm(critical).and_then(|norm| match norm {
            Norm::Limits(limits) => Some(limits),
            Norm::Words(_) => None,
        });
        let codes = Some(*sent).filter(|sent| !sent.is_empty());
        let found = flag(codes, &value::read(text), norm(interval).as_ref(), critical.as_ref());
        assert_eq!(told(found), *expected, "{row:?}: {why}");
        cases += 1;
    }
    assert!(cases >= 60, "{cases}");
}

/// Abnormal flags were missing in lists though the data carried them.
#[test]
fn a_sent_flag_is_shown_without_number_or_interval() {
    let code = Coding { system: "x".into(), code: "y".into(), display: "z".into() };
    let value = Value { number: None, unit: String::new(), text: "обнаружено".into() };
    let mut observation = Observation::new(code, value, None);
    assert_eq!(of(&observation), None);
    observation.interpretation = Some("A".into());
    assert_eq!(told(of(&observation)), "A sent");
}

#[test]
fn the_interval_of_the_record_counts() {
    let code = Coding { system: "x".into(), code: "y".into(), display: "z".into() };
    let value = Value { number: Some(5.4), unit: "g/L".into(), text: "5,4".into() };
    let interval = Interval { low: Some(3.5), high: Some(5.3) };
    let observation = Observation::new(code, value, Some(interval));
    assert_eq!(told(of(&observation)), "H computed");
}

proptest::proptest! {
    #[test]
    fn no_code_makes_it_panic(codes in "\\PC{0,20}") {
        let _ = sent(&codes);
    }
}
