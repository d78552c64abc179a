//! What a screen reader says of a chart.

use time::UtcOffset;

use super::api::{ResultSeries, SeriesPoint, ValueChange};
use super::flag::Flagged;
use super::text;
use crate::format;
use crate::lang::Lang;
use crate::record::model::Value;
use crate::record::text as record;

/// A series in a few sentences: how many values and when, the newest with its flag and trend, the
/// least and the greatest, how many were out of range, where the line breaks and why. Dates are
/// the specimens', by the clock of an offset; numbers are those printed where nothing was
/// converted.
pub fn summary(lang: Lang, series: &ResultSeries, offset: UtcOffset) -> String {
    let name = match record::unit(lang, series.unit.trim()) {
        "" => series.code.display.clone(),
        unit => format!("{}, {unit}", series.code.display),
    };
    let (Some(first), Some(last)) = (series.points.first(), series.points.last()) else {
        return format!("{name}: {}.", text::NO_VALUES.get(lang));
    };
    let count = count(series.points.iter());
    let days = text::between(lang, first.at, last.at, offset);
    let mut said = vec![format!("{name}: {} {days}", text::values(lang, count))];
    said.push(newest(lang, series, last, offset));
    said.extend(extremes(lang, series));
    let is_out = |point: &&SeriesPoint| point.flag.is_some_and(|it| it.flag.is_out());
    match self::count(series.points.iter().filter(is_out)) {
        0 => {}
        out => said.push(text::out_of_range(lang, out)),
    }
    said.extend(breaks(lang, series, offset));
    let mut text = said.join(". ");
    text.push('.');
    text
}

fn count<'a>(points: impl Iterator<Item = &'a SeriesPoint>) -> u64 {
    u64::try_from(points.count()).unwrap_or(u64::MAX)
}

fn newest(lang: Lang, series: &ResultSeries, last: &SeriesPoint, offset: UtcOffset) -> String {
    let day = format::date(lang, last.at.to_offset(offset).date());
    let mut said = match lang {
        Lang::Ru => format!("Последнее: {}, {day}", printed(lang, &last.value)),
        Lang::En => format!("Latest: {}, {day}", printed(lang, &last.value)),
    };
    if let Some(Flagged { flag, .. }) = last.flag {
        said.push_str(", ");
        said.push_str(flag.text().get(lang));
    }
    if series.points.len() > 1 {
        // Words are compared with nothing.
        let change = series.latest.as_ref().filter(|_| last.drawn_at.is_some());
        said.push_str("; ");
        said.push_str(change.map_or(text::NOT_COMPARABLE, ValueChange::text).get(lang));
    }
    said
}

/// As printed: `5,4 ммоль/л`.
fn printed(lang: Lang, value: &Value) -> String {
    let text = match (value.text.trim(), value.number) {
        ("", Some(number)) => format::number(lang, number),
        (_, _) => record::value(lang, value),
    };
    match record::unit(lang, value.unit.trim()) {
        "" => text,
        unit if text.ends_with(unit) => text,
        unit => format!("{text}\u{a0}{unit}"),
    }
}

/// The least and the greatest of what was measured exactly and stands on the axis; dilutions are
/// in no order of that kind.
fn extremes(lang: Lang, series: &ResultSeries) -> Option<String> {
    let is_exact = |point: &&SeriesPoint| point.bound.is_none() && !point.value.text.contains(':');
    let exact = series.points.iter().filter(is_exact).filter_map(|point| point.number);
    let (least, greatest) = exact
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), number| {
            (low.min(number), high.max(number))
        });
    if least >= greatest {
        return None;
    }
    let (least, greatest) = (format::number(lang, least), format::number(lang, greatest));
    Some(match lang {
        Lang::Ru => format!("Наименьшее {least}, наибольшее {greatest}"),
        Lang::En => format!("Lowest {least}, highest {greatest}"),
    })
}

fn breaks(lang: Lang, series: &ResultSeries, offset: UtcOffset) -> Option<String> {
    let mut places: Vec<u32> = series.breaks.iter().map(|it| it.before).collect();
    places.dedup();
    let count = u64::try_from(places.len()).ok().filter(|count| *count > 0)?;
    let reasons: Vec<String> = series
        .breaks
        .iter()
        .filter_map(|it| {
            let before = usize::try_from(it.before).ok()?;
            let at = series.points.get(before)?.at.to_offset(offset).date();
            Some(format!("{}, {}", format::date(lang, at), it.text(lang)))
        })
        .collect();
    Some(format!("{}: {}", text::broken(lang, count), reasons.join("; ")))
}

#[cfg(test)]
#[path = "tests/summary.rs"]
mod tests;
