//! What a screen reader says of a chart.

use time::UtcOffset;

use super::flag::Flagged;
use super::series::{Point, Series};
use super::text;
use super::trend;
use crate::format;
use crate::lang::Lang;
use crate::record::model::Value;

/// A series in a few sentences: how many values and when, the newest with its flag and trend, the
/// least and the greatest, how many were out of range, where the line breaks and why. Dates are
/// the specimens', by the clock of an offset; numbers are those printed where nothing was
/// converted.
pub fn summary(lang: Lang, series: &Series, offset: UtcOffset) -> String {
    let name = match series.unit.as_str() {
        "" => series.display.clone(),
        unit => format!("{}, {unit}", series.display),
    };
    let (Some(first), Some(last)) = (series.points.first(), series.points.last()) else {
        return format!("{name}: {}.", text::NO_VALUES.get(lang));
    };
    let count = count(series.points.iter());
    let days = text::between(lang, first.at, last.at, offset);
    let mut said = vec![format!("{name}: {} {days}", text::values(lang, count))];
    said.push(newest(lang, series, last, offset));
    said.extend(extremes(lang, series));
    let is_out = |point: &&Point| point.flag.is_some_and(|it| it.flag.is_out());
    match self::count(series.points.iter().filter(is_out)) {
        0 => {}
        out => said.push(text::out_of_range(lang, out)),
    }
    said.extend(breaks(lang, series, offset));
    let mut text = said.join(". ");
    text.push('.');
    text
}

fn count<'a>(points: impl Iterator<Item = &'a Point>) -> u64 {
    u64::try_from(points.count()).unwrap_or(u64::MAX)
}

fn newest(lang: Lang, series: &Series, last: &Point, offset: UtcOffset) -> String {
    let day = format::date(lang, last.at.to_offset(offset).date());
    let mut said = match lang {
        Lang::Ru => format!("Последнее: {}, {day}", printed(&last.printed)),
        Lang::En => format!("Latest: {}, {day}", printed(&last.printed)),
    };
    if let Some(Flagged { flag, .. }) = last.flag {
        said.push_str(", ");
        said.push_str(flag.text().get(lang));
    }
    if series.points.len() > 1 {
        said.push_str("; ");
        said.push_str(trend::latest(series).text().get(lang));
    }
    said
}

/// As printed: `5,4 ммоль/л`.
fn printed(value: &Value) -> String {
    let text = match (value.text.trim(), value.number) {
        ("", Some(number)) => number.to_string(),
        (text, _) => text.to_owned(),
    };
    match value.unit.trim() {
        "" => text,
        unit if text.ends_with(unit) => text,
        unit => format!("{text}\u{a0}{unit}"),
    }
}

/// The least and the greatest of what was measured exactly and stands on the axis.
fn extremes(lang: Lang, series: &Series) -> Option<String> {
    let exact: Vec<f64> = series
        .points
        .iter()
        .filter(|point| point.parsed.number().is_some())
        .filter_map(|point| point.number)
        .collect();
    let least = exact.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = exact.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    if least >= greatest {
        return None;
    }
    let (least, greatest) = (format::number(lang, least), format::number(lang, greatest));
    Some(match lang {
        Lang::Ru => format!("Наименьшее {least}, наибольшее {greatest}"),
        Lang::En => format!("Lowest {least}, highest {greatest}"),
    })
}

fn breaks(lang: Lang, series: &Series, offset: UtcOffset) -> Option<String> {
    let mut places: Vec<usize> = series.breaks.iter().map(|it| it.before).collect();
    places.dedup();
    let count = u64::try_from(places.len()).ok().filter(|count| *count > 0)?;
    let reasons: Vec<String> = series
        .breaks
        .iter()
        .filter_map(|it| {
            let at = series.points.get(it.before)?.at.to_offset(offset).date();
            Some(format!("{}, {}", format::date(lang, at), it.reason.text(lang)))
        })
        .collect();
    Some(format!("{}: {}", text::broken(lang, count), reasons.join("; ")))
}

#[cfg(test)]
#[path = "tests/summary.rs"]
mod tests;
