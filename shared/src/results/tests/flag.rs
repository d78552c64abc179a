use super::*;
use crate::record::model::{Coding, Interval, Sex, Value};
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

fn measured(text: &str, reference: Option<Interval>, printed: Option<&str>) -> Observation {
    let code = Coding { system: "x".into(), code: "y".into(), display: "z".into() };
    let number = text.replace(',', ".").parse().ok();
    let value = Value { number, unit: "g/L".into(), text: text.into() };
    let mut observation = Observation::new(code, value, reference);
    observation.reference_text = printed.map(Into::into);
    observation
}

/// One line of several was taken for everybody: a woman was judged by the range of men.
#[test]
fn a_range_by_sex_is_chosen_by_the_person() {
    let found = measured("125", None, Some("М: 130–160; Ж: 120–150"));
    let of = |sex| {
        let person = Person { sex, birth_date: None };
        told(of_person(&found, &person, time::Date::MIN))
    };
    assert_eq!(of(Some(Sex::Male)), "L computed");
    assert_eq!(of(Some(Sex::Female)), "N computed");
    assert_eq!(of(None), "-");
}

#[test]
fn the_printed_words_and_the_numbers_have_to_agree() {
    let to_five = Some(Interval { low: None, high: Some(5.0) });
    assert_eq!(told(of(&measured("5", to_five, None))), "N computed");
    assert_eq!(told(of(&measured("5,0", to_five, Some("<5")))), "H computed");
    assert_eq!(told(of(&measured("5", to_five, Some("<7")))), "-");
    assert_eq!(told(of(&measured("5", to_five, Some("см. примечание")))), "N computed");
}

#[test]
fn beyond_the_limits_that_were_sent_a_value_is_critical() {
    let usual = Some(Interval { low: Some(3.5), high: Some(5.1) });
    let mut found = measured("6,9", usual, None);
    assert_eq!(told(of(&found)), "H computed");
    found.critical = Some(Interval { low: Some(2.5), high: Some(6.5) });
    assert_eq!(told(of(&found)), "HH! computed");
    found.interpretation = Some("H".into());
    assert_eq!(told(of(&found)), "H sent", "what was sent is kept");
}

proptest::proptest! {
    #[test]
    fn no_code_makes_it_panic(codes in "\\PC{0,20}") {
        let _ = sent(&codes);
    }
}
