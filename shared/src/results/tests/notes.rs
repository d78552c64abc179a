use super::*;
use crate::measurements::model::TargetOrigin;
use crate::record::model::{Source, SourceKind};
use crate::results::api::SeriesGoal;
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

/// VIT-3: whose target it is, and how many of the patient's own measurements meet it.
#[test]
fn a_target_is_told_with_how_often_it_is_met() {
    let values = [(1, "30"), (2, "52"), (3, "40")];
    let entries: Vec<_> = values
        .map(|(n, text)| {
            let mut entry = entry(u128::from(n), n, ALT, text, "Ед/л");
            // The first is a laboratory's.
            if n > 1 {
                entry.source = Source::of(SourceKind::SelfReported);
            }
            entry
        })
        .into();
    let mut series = ResultSeries::from(&series(&entries)[0]);
    let interval = Interval { low: None, high: Some(45.0) };
    let by = Some("Соколова Е. В.".to_owned());
    series.goal = Some(SeriesGoal { interval, origin: TargetOrigin::Doctor, by });
    let notes = notes(Lang::Ru, &[series], &|_| offset!(+3));
    let facts: Vec<String> =
        notes[0].facts.iter().map(|(_, fact)| fact.replace('\u{a0}', " ")).collect();
    assert_eq!(notes[0].title, "Цель");
    assert_eq!(facts, ["до 45 Ед/л", "Соколова Е. В.", "1 из 2 измерений дома"]);
}

#[test]
fn of_a_single_value_nothing_is_said() {
    assert_eq!(told(&[("30", "A")]), []);
}
