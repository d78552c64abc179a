use super::*;
use crate::results::series::series;
use crate::results::series::tests::{entry, with};
use time::macros::offset;

const ALT: (&str, &str) = ("http://loinc.org", "1742-6");

fn told(values: &[(&str, &str)]) -> Vec<SeriesNote> {
    let entries: Vec<_> = values
        .iter()
        .zip(1_u8..)
        .map(|((text, method), n)| {
            with(entry(u128::from(n), n, ALT, text, "Ед/л"), |it| {
                it.method = Some((*method).to_owned());
            })
        })
        .collect();
    let series = [ResultSeries::from(&series(&entries)[0])];
    notes(Lang::Ru, &series, &|_| offset!(+3))
}

/// RES-13: the two values, how they differ, and what that rests on.
#[test]
fn the_newest_change_is_told_with_what_it_rests_on() {
    let notes = told(&[("30", "A"), ("52", "A")]);
    let [note] = notes.as_slice() else { panic!("{notes:?}") };
    assert_eq!(note.title, "Изменение настоящее?");
    let names: Vec<&str> = note.facts.iter().map(|(name, _)| *name).collect();
    assert_eq!(names, ["Прежнее", "Новое", "Изменение"]);
    assert!(note.facts[0].1.replace('\u{a0}', " ").starts_with("30 Ед/л, 1 марта 2026"));
    assert!(note.source.as_deref().unwrap().contains("Источник"));
}

/// RES-12: each place where the line breaks, with its day and its reason.
#[test]
fn a_break_is_told_with_its_day() {
    let notes = told(&[("30", "A"), ("52", "B")]);
    let note = notes.last().unwrap();
    assert_eq!(note.title, "Где линия прерывается");
    let items: Vec<String> = note.items.iter().map(|it| it.replace('\u{a0}', " ")).collect();
    assert_eq!(items, ["2 марта 2026: сменился метод: был «A», стал «B»"]);
}

#[test]
fn of_a_single_value_nothing_is_said() {
    assert_eq!(told(&[("30", "A")]), []);
}
