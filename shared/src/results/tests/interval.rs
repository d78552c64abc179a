use super::*;
use crate::results::rows;
use time::macros::format_description;

fn date(text: &str) -> Option<Date> {
    Date::parse(text, format_description!("[year]-[month]-[day]")).ok()
}

fn told(choice: Result<&Norm, Unchosen>) -> String {
    match choice {
        Ok(Norm::Words(words)) => format!("words {words}"),
        Ok(Norm::Limits(Limits { low, high })) => {
            let end = |end: &Option<Limit>| {
                end.as_ref().map(|it| it.at.digits.clone()).unwrap_or_default()
            };
            let is_in = |end: &Option<Limit>| end.as_ref().is_some_and(|it| it.is_inclusive);
            format!(
                "{}{};{}{}",
                if is_in(low) { '[' } else { '(' },
                end(low),
                end(high),
                if is_in(high) { ']' } else { ')' },
            )
        }
        Err(Unchosen::Depends(on)) => format!("Depends {on}"),
        Err(reason) => format!("{reason:?}"),
    }
}

#[test]
fn the_line_for_the_person_is_chosen_as_it_is_printed() {
    let mut cases = 0;
    for row in rows(include_str!("../golden/intervals.tsv")) {
        let [text, person, expected, why] = row.as_slice() else { panic!("{row:?}") };
        let parts: Vec<&str> = person.split(' ').collect();
        let person = Person { sex: parts[0].parse().ok(), birth_date: date(parts[1]) };
        let printed = read(&text.replace("\\n", "\n"));
        let choice = printed.choose(&person, date(parts[2]).unwrap());
        assert_eq!(told(choice), *expected, "{text:?} for {person:?}: {why}");
        cases += 1;
    }
    assert!(cases >= 55, "{cases}");
}

#[test]
fn the_text_stays_as_it_was_printed() {
    assert_eq!(read(" М: 130–160; Ж: 120–140 ").text, "М: 130–160; Ж: 120–140");
}

#[test]
fn an_interval_without_ends_is_none() {
    assert_eq!(Option::<Limits>::from(Interval { low: None, high: None }), None);
    assert_eq!(Option::<Limits>::from(Interval { low: Some(f64::NAN), high: None }), None);
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "[МЖмуж.жендо от лет года<>≤≥0-9 ,.:;()–-]{0,60}") {
        let on = Date::from_calendar_date(2026, time::Month::March, 1).unwrap();
        let person = Person { sex: Some(Sex::Male), birth_date: Some(on) };
        let _ = read(&text).choose(&person, on);
    }

    #[test]
    fn nor_does_any_other(text in "\\PC{0,60}") {
        let _ = read(&text).choose(&Person::default(), Date::MAX);
    }
}
