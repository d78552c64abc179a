use super::*;
use crate::lang::Lang;
use crate::record::model::{Component, Entry, Interval, ResultStatus, Sex, Value};
use crate::results::flag::{Flag, Origin};
use crate::results::interval::Person;
use crate::results::line::MarkKind;
use crate::results::series::tests::{entry, with};
use crate::results::series::{series, series_of as sorted};
use crate::results::trend::Direction;
use crate::results::value::Bound;
use time::macros::offset;
use uuid::Uuid;

const LOINC: &str = "http://loinc.org";

/// As they travel.
fn series_of(all: &[Series], entry: EntryId) -> Vec<ResultSeries> {
    series_at(all, entry).into_iter().map(ResultSeries::from).collect()
}

fn id(n: u128) -> EntryId {
    EntryId(Uuid::from_u128(n))
}

/// Alanine aminotransferase.
fn alt(n: u128, day: u8, text: &str) -> Entry {
    with(entry(n, day, (LOINC, "1742-6"), text, "Ед/л"), |it| {
        it.reference = Some(Interval { low: None, high: Some(40.0) });
    })
}

#[test]
fn a_value_is_told_with_the_one_before_it() {
    let all = series(&[alt(2, 9, "45"), alt(1, 1, "30")]);
    let found = values_of(&all, id(2));
    let [value] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!(value.code.code, "1742-6");
    let flagged = value.point.flag.unwrap();
    assert_eq!((flagged.flag, flagged.origin), (Flag::H, Origin::Computed));
    let change = &value.change;
    assert_eq!(change.comparison, Comparison::Between);
    assert_eq!(change.previous.as_ref().map(|it| (it.entry, it.at.day())), Some((id(1), 1)));
    assert_eq!(change.direction, Some(Direction::Up));
    assert_eq!((change.difference, change.percent), (Some(15.0), Some(50.0)));
    assert_eq!(change.reality, ChangeReality::Real);
    let usual = change.usual.as_ref().unwrap();
    assert!((36.0..38.0).contains(&usual.up) && (-28.0..-26.0).contains(&usual.down));
    assert!(usual.source.contains("2017"));
    let line = value.line.as_ref().unwrap();
    assert_eq!(line.marks.iter().map(|mark| mark.kind).collect::<Vec<_>>(), [MarkKind::High]);
    assert!(line.value > line.usual.to);
    // The first has nothing before it.
    let change = &values_of(&all, id(1))[0].change;
    assert_eq!((change.comparison, &change.previous), (Comparison::First, &None));
}

/// RES-13: the page and what is printed say it in the same words.
#[test]
fn a_change_is_told_by_how_much_and_what_it_means() {
    let all = series(&[alt(1, 1, "30"), alt(2, 9, "45"), alt(3, 12, "45")]);
    let change = |n| values_of(&all, id(n))[0].change.clone();
    assert_eq!(change(2).by(Lang::Ru, "Ед/л").unwrap(), "+15\u{a0}Ед/л (+50\u{a0}%)");
    assert_eq!(change(2).by(Lang::En, "").unwrap(), "+15 (+50\u{a0}%)");
    assert_eq!(change(2).by(Lang::Ru, "%").unwrap(), "+15\u{a0}%");
    assert_eq!(change(2).told(Lang::Ru), "выросло: больше обычных колебаний (+50\u{a0}%)");
    assert!(change(2).answer().unwrap().get(Lang::En).starts_with("It seems so"));
    assert_eq!((change(1).by(Lang::Ru, "Ед/л"), change(1).answer()), (None, None));
    assert_eq!(change(3).by(Lang::Ru, "Ед/л"), None);
}

#[test]
fn what_cannot_be_compared_says_why() {
    let by = |n: u128, day, method: &str| {
        with(alt(n, day, "30"), |it| it.method = Some(method.to_owned()))
    };
    let all = series(&[by(1, 1, "А"), by(2, 2, "Б")]);
    let change = &values_of(&all, id(2))[0].change;
    assert_eq!(change.comparison, Comparison::NotComparable);
    assert_eq!(change.previous.as_ref().map(|it| it.entry), Some(id(1)));
    let expected =
        SeriesBreak { before: 1, kind: BreakKind::Method, from: "А".into(), to: "Б".into() };
    assert_eq!(change.breaks, [expected]);
    assert_eq!((change.direction, change.reality), (None, ChangeReality::NotClaimed));
    assert_eq!(series_of(&all, id(1))[0].breaks.len(), 1);
}

/// The upper pressure stands first, though its code comes last.
#[test]
fn parts_stand_in_the_order_of_their_entry() {
    let part = |code: &str, text: &str| Component {
        flagged: None,
        code: Coding { system: LOINC.into(), code: code.into(), display: code.into() },
        value: Value {
            number: text.parse().ok(), unit: "мм рт. ст.".into(), text: text.into()
        },
        reference: None,
    };
    let pressure = with(entry(1, 1, (LOINC, "85354-9"), "", ""), |it| {
        it.components = vec![part("8480-6", "120"), part("8462-4", "80")];
    });
    let all = series(&[pressure]);
    let codes: Vec<String> = values_of(&all, id(1)).into_iter().map(|it| it.code.code).collect();
    assert_eq!(codes, ["8480-6", "8462-4"]);
    let codes: Vec<String> = series_of(&all, id(1)).into_iter().map(|it| it.code.code).collect();
    assert_eq!(codes, ["8480-6", "8462-4"]);
}

#[test]
fn the_line_of_the_interval_that_is_for_the_person_counts() {
    let found = with(entry(1, 1, (LOINC, "718-7"), "125", "г/л"), |it| {
        it.reference_text = Some("мужчины: 130–160; женщины: 120–150".to_owned());
        it.critical = Some(Interval { low: Some(70.0), high: None });
    });
    let of = |sex| {
        let person = Person { sex, birth_date: None };
        let all = sorted(std::slice::from_ref(&found), &person, offset!(+3));
        values_of(&all, id(1)).remove(0)
    };
    let flag = |value: &ResultValue| value.point.flag.map(|it| it.flag);
    let man = of(Some(Sex::Male));
    assert_eq!(flag(&man), Some(Flag::L));
    assert_eq!(man.point.band.unwrap().low, Some(130.0));
    assert_eq!(man.line.unwrap().marks[0].kind, MarkKind::CriticalLow);
    assert_eq!(flag(&of(Some(Sex::Female))), Some(Flag::N));
    let unknown = of(None);
    assert_eq!((flag(&unknown), unknown.point.band, unknown.line), (None, None, None));
    assert!(unknown.point.reference_text.is_some());
}

#[test]
fn what_is_not_measured_yet_has_no_value() {
    let ordered = with(alt(1, 1, ""), |it| it.status = ResultStatus::Ordered);
    assert_eq!(values_of(&series(&[ordered]), id(1)), []);
}

/// RES-12: the factor and its source are told, once for all points it made.
#[test]
fn a_series_tells_how_its_numbers_were_converted() {
    let glucose = |n, day, text: &str, unit: &str| {
        with(entry(n, day, (LOINC, "2345-7"), text, unit), |it| {
            it.reference = Some(Interval { low: None, high: Some(100.0) });
        })
    };
    let all = series(&[
        glucose(1, 1, "90", "мг/дл"),
        glucose(2, 2, "<99", "mg/dL"),
        glucose(3, 3, "5,4", "ммоль/л"),
    ]);
    let told = series_of(&all, id(3)).remove(0);
    let points: Vec<_> =
        told.points.iter().map(|it| (it.drawn_at, it.bound, it.conversion)).collect();
    assert_eq!(
        points,
        [
            (Some(90.0), None, Some(0)),
            (Some(99.0), Some(Bound::Below), Some(0)),
            (Some(5.4), None, None)
        ]
    );
    let [way] = told.conversions.as_slice() else { panic!("{:?}", told.conversions) };
    assert_eq!((way.from.as_str(), way.to.as_str()), ("мг/дл", "ммоль/л"));
    assert_eq!(way.basis, ConversionBasis::MolarMass);
    assert!((way.factor - 0.055_51).abs() < 1e-5 && way.source.is_some());
    let said = way.text(Lang::Ru);
    assert!(said.starts_with("1 мг/дл = 0,05551 ммоль/л; молярная масса 180"), "{said}");
    assert_eq!(told.points[0].usual.unwrap().high, Some(100.0));
    assert!(told.points[0].band.unwrap().high.unwrap() < 6.0);
}

/// RES-13: how the newest number moved is told with the series; words after it are no number.
#[test]
fn a_series_tells_how_its_newest_number_moved() {
    let all = series(&[alt(1, 1, "30"), alt(2, 9, "45"), alt(3, 10, "гемолиз")]);
    let change = series_of(&all, id(1)).remove(0).latest.unwrap();
    assert_eq!((change.direction, change.reality), (Some(Direction::Up), ChangeReality::Real));
    assert_eq!(change.text().get(Lang::Ru), "выросло: больше обычных колебаний");
    let words = series(&[alt(1, 1, "гемолиз")]);
    assert_eq!(series_of(&words, id(1))[0].latest, None);
}

#[test]
fn a_point_names_its_laboratory() {
    let mut found = alt(1, 1, "30");
    found.source.organization_name = Some("Лаборатория «Север»".to_owned());
    let all = series(&[found]);
    let name = values_of(&all, id(1)).remove(0).point.laboratory;
    assert_eq!(name.as_deref(), Some("Лаборатория «Север»"));
}

/// RES-4: whatever has a number can stand beside, and nothing twice.
#[test]
fn what_can_stand_beside_is_named() {
    let glucose = |n, text: &str| entry(n, 3, (LOINC, "2345-7"), text, "ммоль/л");
    let words = entry(9, 3, (LOINC, "5778-6"), "жёлтая", "");
    let all = series(&[alt(1, 1, "30"), alt(2, 5, "45"), glucose(3, "5,4"), words]);
    let links = others(&all, &series_at(&all, id(1)));
    let [link] = links.as_slice() else { panic!("{links:?}") };
    assert_eq!(link.entry, id(3));
    // All of them are called the same here.
    assert!(link.name.ends_with(", ммоль/л"), "{}", link.name);
    let both: Vec<&Series> = all.iter().collect();
    assert_eq!(others(&all, &both), []);
    assert_eq!(
        others(&all, &series_at(&all, id(3)))[0].entry,
        id(2),
        "the newest value leads there"
    );
}
