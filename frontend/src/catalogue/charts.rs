//! The chart in every state. Values are invented.

use std::rc::Rc;

use shared::id::EntryId;
use shared::lang::{Lang, Text};
use shared::record::model::{Coding, Interval, ResultStatus, Value};
use shared::results::api::{
    BreakKind, ConversionBasis, ResultSeries, SeriesBreak, SeriesPoint, UnitConversion,
};
use shared::results::chart::{Course, Layout, Marks, Told, Visit, moment, seconds};
use shared::results::flag::{Flag, Flagged, Origin};
use shared::results::value::Bound;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;
use yew::prelude::*;

use super::{text, wide_sample};
use crate::ui::Chart;

const FIRST: OffsetDateTime = datetime!(2024-03-01 08:00 +3);
const MMOL: &str = "ммоль/л";
const MMHG: &str = "мм рт. ст.";
const MANY: u32 = 100_000;

pub(super) fn charts(lang: Lang) -> Html {
    let glucose = || usual(lang);
    let broken = || with_all_marks(lang);
    let mixed = || in_two_units(lang);
    html! {
        <>
            { shown(lang, text::USUAL, vec![glucose()], |_| {}) }
            { shown(lang, text::BROKEN, vec![broken()], |_| {}) }
            { shown(lang, text::CONVERTED, vec![mixed()], |_| {}) }
            { shown(lang, text::PRINTED, vec![mixed()], |look| look.told = Told::Printed) }
            { shown(lang, text::TWO_LINES, pressure(lang), |look| look.layout = Layout::Overlaid) }
            { shown(lang, text::STACKED, vec![glucose(), haemoglobin(lang)], |look| look.marks = marks(lang)) }
            { shown(lang, text::ONE_VALUE, vec![cut(glucose(), 1)], |_| {}) }
            { shown(lang, text::SAME, vec![same(lang)], |_| {}) }
            { shown(lang, text::WORDS_ONLY, vec![words(lang)], |_| {}) }
            { shown(lang, text::EMPTY, vec![cut(glucose(), 0)], |_| {}) }
            { shown(lang, text::MANY, vec![of_many(lang, MANY)], |_| {}) }
        </>
    }
}

/// How a sample differs from the usual.
#[derive(Default)]
struct Look {
    told: Told,
    layout: Layout,
    marks: Marks,
}

fn shown(
    lang: Lang,
    state: Text,
    series: Vec<ResultSeries>,
    change: impl FnOnce(&mut Look),
) -> Html {
    let mut look = Look::default();
    change(&mut look);
    let names: Vec<&str> = series.iter().map(|one| one.code.display.as_str()).collect();
    let title = names.join(", ");
    let on_open = Callback::from(|_: EntryId| {});
    wide_sample(
        lang,
        state,
        html! {
            <Chart {title} series={Rc::new(series)} told={look.told} layout={look.layout}
                marks={Rc::new(look.marks)} {on_open} />
        },
    )
}

/// A value so many days after the first.
fn point(day: i64, number: f64, unit: &str) -> SeriesPoint {
    let at = FIRST + Duration::days(day);
    SeriesPoint {
        entry: EntryId(Uuid::nil()),
        at,
        received_at: at,
        value: Value { number: Some(number), unit: unit.into(), text: number.to_string() },
        number: Some(number),
        drawn_at: Some(number),
        bound: None,
        conversion: None,
        reference: None,
        reference_text: None,
        usual: None,
        band: None,
        critical: None,
        flag: None,
        status: ResultStatus::Final,
        specimen: None,
        method: None,
        laboratory: Some("Лаборатория «Север»".into()),
        is_told: false,
    }
}

/// Compared with an interval.
fn within(mut point: SeriesPoint, low: f64, high: f64) -> SeriesPoint {
    let interval = Some(Interval { low: Some(low), high: Some(high) });
    (point.reference, point.usual, point.band) = (interval, interval, interval);
    let number = point.number.unwrap_or_default();
    let flag = match number {
        _ if number < low => Flag::L,
        _ if number > high => Flag::H,
        _ => Flag::N,
    };
    point.flag = Some(flagged(flag));
    point
}

const fn flagged(flag: Flag) -> Flagged {
    let is_critical = matches!(flag, Flag::LL | Flag::HH);
    Flagged { flag, is_critical, origin: Origin::Computed }
}

fn series(name: &str, unit: &str, points: Vec<SeriesPoint>) -> ResultSeries {
    let code = Coding { system: String::new(), code: name.to_owned(), display: name.to_owned() };
    let unit = unit.to_owned();
    let (breaks, conversions) = (Vec::new(), Vec::new());
    ResultSeries {
        code,
        unit,
        points,
        breaks,
        conversions,
        latest: None,
        meaning: None,
        goal: None,
    }
}

fn cut(mut series: ResultSeries, count: usize) -> ResultSeries {
    series.points.truncate(count);
    series
}

/// The interval changes half-way.
fn usual(lang: Lang) -> ResultSeries {
    let old =
        [(0, 5.2), (100, 5.9), (190, 6.8)].map(|(day, y)| within(point(day, y, MMOL), 3.9, 6.1));
    let new = [(330, 7.9), (440, 6.0)].map(|(day, y)| within(point(day, y, MMOL), 4.1, 5.9));
    series(text::GLUCOSE.get(lang), MMOL, old.into_iter().chain(new).collect())
}

fn haemoglobin(lang: Lang) -> ResultSeries {
    let values = [(0, 118.0), (120, 126.0), (300, 131.0), (430, 134.0)];
    let points = values.map(|(day, y)| within(point(day, y, "г/л"), 120.0, 155.0));
    series(text::HAEMOGLOBIN.get(lang), "г/л", points.to_vec())
}

fn with_all_marks(lang: Lang) -> ResultSeries {
    let sent = |day, y, flag| {
        let mut point = within(point(day, y, MMOL), 3.9, 6.1);
        point.flag = Some(flagged(flag));
        point
    };
    let mut censored = within(point(120, 2.0, MMOL), 3.9, 6.1);
    censored.value.text = "<2".into();
    censored.bound = Some(Bound::Below);
    let mut spoken = point(200, 0.0, "");
    spoken.value = Value { number: None, unit: String::new(), text: "гемолиз".into() };
    (spoken.number, spoken.drawn_at) = (None, None);
    let points = vec![
        sent(0, 5.0, Flag::N),
        sent(60, 7.4, Flag::H),
        censored,
        sent(160, 3.1, Flag::L),
        spoken,
        sent(260, 16.0, Flag::HH),
        sent(300, 1.6, Flag::LL),
        sent(340, 5.5, Flag::A),
        point(400, 5.1, MMOL),
    ];
    let (from, to) = ("гексокиназный".to_owned(), "глюкозооксидазный".to_owned());
    let breaks = vec![SeriesBreak { before: 5, kind: BreakKind::Method, from, to }];
    ResultSeries { breaks, ..series(text::GLUCOSE.get(lang), MMOL, points) }
}

fn in_two_units(lang: Lang) -> ResultSeries {
    const FACTOR: f64 = 0.055_51;
    let old = [(0, 95.0), (150, 104.0)].map(|(day, y)| {
        let mut point = within(point(day, y, "мг/дл"), 70.0, 110.0);
        point.number = Some((y * FACTOR * 100.0).round() / 100.0);
        point.band = Some(Interval { low: Some(70.0 * FACTOR), high: Some(110.0 * FACTOR) });
        point.conversion = Some(0);
        point
    });
    let new = [(300, 5.6), (430, 6.4)].map(|(day, y)| within(point(day, y, MMOL), 4.1, 5.9));
    let way = UnitConversion {
        from: "мг/дл".into(),
        to: MMOL.into(),
        factor: FACTOR,
        offset: 0.0,
        basis: ConversionBasis::MolarMass,
        component: Some("Glucose".into()),
        grams_per_mole: Some(180.156),
        source: Some("IUPAC".into()),
    };
    let points = old.into_iter().chain(new).collect();
    ResultSeries { conversions: vec![way], ..series(text::GLUCOSE.get(lang), MMOL, points) }
}

fn pressure(lang: Lang) -> Vec<ResultSeries> {
    let values = [(0, 142.0, 91.0), (7, 138.0, 88.0), (14, 133.0, 86.0), (21, 128.0, 82.0)];
    let upper = values.map(|(day, upper, _)| within(point(day, upper, MMHG), 90.0, 135.0));
    let lower = values.map(|(day, _, lower)| within(point(day, lower, MMHG), 60.0, 85.0));
    vec![
        series(text::UPPER.get(lang), MMHG, upper.to_vec()),
        series(text::LOWER.get(lang), MMHG, lower.to_vec()),
    ]
}

fn marks(lang: Lang) -> Marks {
    let day = |day| seconds(FIRST + Duration::days(day));
    let visit = |at| Visit { at: day(at), name: text::VISIT.get(lang).to_owned() };
    let name = text::METFORMIN.get(lang).to_owned();
    Marks {
        visits: vec![visit(105), visit(335)],
        courses: vec![Course { from: day(335), until: None, name }],
    }
}

fn same(lang: Lang) -> ResultSeries {
    let points = [0, 90, 180].map(|day| within(point(day, 5.0, MMOL), 3.9, 6.1));
    series(text::GLUCOSE.get(lang), MMOL, points.to_vec())
}

fn words(lang: Lang) -> ResultSeries {
    let mut spoken = point(0, 0.0, "");
    spoken.value =
        Value { number: None, unit: String::new(), text: "не обнаружено".into() };
    (spoken.number, spoken.drawn_at) = (None, None);
    series(text::GLUCOSE.get(lang), "", vec![spoken])
}

/// So many values, one a minute as a sensor gives them, some of them out of range.
pub fn of_many(lang: Lang, count: u32) -> ResultSeries {
    let first = seconds(FIRST);
    let points = (0..count).map(|at| {
        let minute = f64::from(at);
        let number = (minute / 700.0).sin() * 1.4 + (minute / 37.0).sin() * 0.5 + 5.6;
        let mut point = within(point(0, (number * 10.0).round() / 10.0, MMOL), 3.9, 7.8);
        point.at = moment(first + minute * 60.0);
        point
    });
    series(text::GLUCOSE.get(lang), MMOL, points.collect())
}
