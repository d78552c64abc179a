use super::*;
use crate::record::model::Interval;
use crate::results::series::series;
use crate::results::series::tests::{entry, with};
use time::macros::offset;

const ALT: (&str, &str) = ("http://loinc.org", "1742-6");

fn told(lang: Lang, values: &[(&str, &str)]) -> String {
    let entries: Vec<_> = values
        .iter()
        .zip(1_u8..)
        .map(|((text, method), n)| {
            with(entry(u128::from(n), n, ALT, text, "Ед/л"), |it| {
                it.reference = Some(Interval { low: None, high: Some(40.0) });
                it.method = Some((*method).to_owned());
            })
        })
        .collect();
    summary(lang, &ResultSeries::from(&series(&entries)[0]), offset!(+3)).replace('\u{a0}', " ")
}

#[test]
fn a_screen_reader_hears_what_the_eye_sees() {
    let values = [("30", "A"), ("25", "A"), ("52", "A")];
    assert_eq!(
        told(Lang::Ru, &values),
        "Показатель, Ед/л: 3 значения с 1 марта 2026 по 3 марта 2026. Последнее: 52 Ед/л, \
         3 марта 2026, выше нормы; выросло: больше обычных колебаний. Наименьшее 25, \
         наибольшее 52. Вне нормы: 1 значение."
    );
    assert_eq!(
        told(Lang::En, &values),
        "Показатель, Ед/л: 3 values from 1 March 2026 to 3 March 2026. Latest: 52 Ед/л, \
         3 March 2026, above range; risen: more than usual variation. Lowest 25, highest 52. \
         Out of range: 1 value."
    );
}

#[test]
fn it_says_where_and_why_the_line_breaks() {
    let said = told(Lang::Ru, &[("30", "A"), ("25", "B")]);
    assert!(
        said.ends_with("Линия прерывается 1 раз: 2 марта 2026, сменился метод: был «A», стал «B»."),
        "{said}"
    );
    assert!(said.contains("с прежним не сравнить"), "{said}");
}

/// The unit is told in the language, and a binary fraction that a program wrote out is no print.
#[test]
fn the_newest_is_told_in_words_of_the_language() {
    let pressure = ("http://loinc.org", "8462-4");
    let long = with(entry(1, 1, pressure, "97.67974556615471", "mm[Hg]"), |_| ());
    let said = |lang| {
        let series = series(std::slice::from_ref(&long));
        summary(lang, &ResultSeries::from(&series[0]), offset!(+3)).replace('\u{a0}', " ")
    };
    assert!(
        said(Lang::Ru).contains("Последнее: 97,6797 мм рт. ст., 1 марта"),
        "{}",
        said(Lang::Ru)
    );
    assert!(said(Lang::En).contains("Latest: 97.6797 mmHg, 1 March"), "{}", said(Lang::En));
}

#[test]
fn one_value_is_one() {
    assert_eq!(
        told(Lang::Ru, &[("30", "A")]),
        "Показатель, Ед/л: 1 значение 1 марта 2026. Последнее: 30 Ед/л, 1 марта 2026, в норме."
    );
}

#[test]
fn plurals_are_right() {
    let said =
        [1, 2, 5, 11, 21, 22].map(|count| text::values(Lang::Ru, count).replace('\u{a0}', " "));
    assert_eq!(
        said,
        ["1 значение", "2 значения", "5 значений", "11 значений", "21 значение", "22 значения"]
    );
}
