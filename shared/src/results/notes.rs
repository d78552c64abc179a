//! What has to be known to read a series, in words: the page and the PDF say the same (RES-12,
//! RES-13).

use time::{OffsetDateTime, UtcOffset};

use super::api::ResultSeries;
use super::chart::said;
use super::text::{self, chart};
use crate::format;
use crate::lang::Lang;
use crate::record::model::Interval;
use crate::record::text as record;

/// A few words with a title of their own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SeriesNote {
    pub title: String,
    pub words: Option<&'static str>,
    /// Each with its name.
    pub facts: Vec<(&'static str, String)>,
    pub items: Vec<String>,
    /// What it rests on.
    pub source: Option<String>,
}

/// By whose clock a day is told.
pub type Clock<'a> = &'a dyn Fn(OffsetDateTime) -> UtcOffset;

/// How numbers were converted, whether the newest change means anything, and where lines break and
/// why; what there is nothing of is left out.
pub fn notes(lang: Lang, series: &[ResultSeries], clock: Clock<'_>) -> Vec<SeriesNote> {
    let is_several = series.len() > 1;
    let changes = series.iter().filter_map(|one| change(lang, one, is_several, clock));
    let mut found: Vec<SeriesNote> =
        series.iter().filter_map(|one| goal(lang, one, is_several)).collect();
    found.push(conversions(lang, series));
    found.extend(changes);
    found.push(breaks(lang, series, is_several, clock));
    found.retain(|note| !note.items.is_empty() || !note.facts.is_empty());
    found
}

/// Where own measurements should lie, who says so, and how many do (VIT-3).
fn goal(lang: Lang, series: &ResultSeries, is_several: bool) -> Option<SeriesNote> {
    let goal = series.goal.as_ref()?;
    let Interval { low, high } = goal.interval;
    let told = series.points.iter().filter(|point| point.is_told);
    let numbers: Vec<f64> = told.filter_map(|point| point.number).collect();
    let is_in = |number: &&f64| {
        low.is_none_or(|low| **number >= low) && high.is_none_or(|high| **number <= high)
    };
    let count = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let (within, all) = (count(numbers.iter().filter(is_in).count()), count(numbers.len()));
    let limits = record::limits(lang, low, high)?;
    let limits = match record::unit(lang, &series.unit) {
        "" => limits,
        unit => format!("{limits}{}{unit}", format::NBSP),
    };
    Some(SeriesNote {
        title: named(series, is_several, chart::GOAL_TITLE.get(lang)),
        facts: vec![
            (chart::GOAL_LIMITS.get(lang), limits),
            (chart::GOAL_BY.get(lang), chart::goal_by(lang, goal.origin, goal.by.as_deref())),
            (chart::GOAL_MET.get(lang), chart::goal_met(lang, within, all)),
        ],
        ..SeriesNote::default()
    })
}

/// Every factor with its source (RES-12).
fn conversions(lang: Lang, series: &[ResultSeries]) -> SeriesNote {
    let ways = series.iter().flat_map(|one| &one.conversions);
    SeriesNote {
        title: chart::CONVERSIONS.get(lang).to_owned(),
        items: ways.map(|way| way.text(lang)).collect(),
        ..SeriesNote::default()
    }
}

/// «Изменение настоящее?», of the newest two numbers (RES-13). Nothing of a first one.
fn change(
    lang: Lang,
    series: &ResultSeries,
    is_several: bool,
    clock: Clock<'_>,
) -> Option<SeriesNote> {
    let change = series.latest.as_ref()?;
    let answer = change.answer()?;
    let newest = series.points.iter().rev().find(|point| point.drawn_at.is_some());
    let mut facts = Vec::new();
    for (name, point) in [(text::BEFORE, change.previous.as_ref()), (text::NOW, newest)] {
        let Some(point) = point else { continue };
        let words = said(lang, series, point, clock(point.at));
        facts.push((name.get(lang), words.line(None)));
    }
    facts.push((text::CHANGE.get(lang), change.told(lang)));
    Some(SeriesNote {
        title: named(series, is_several, text::IS_REAL.get(lang)),
        words: Some(answer.get(lang)),
        facts,
        items: Vec::new(),
        source: change.usual.as_ref().map(|usual| usual.text(lang)),
    })
}

/// Every place where a line breaks, and why (RES-12).
fn breaks(lang: Lang, series: &[ResultSeries], is_several: bool, clock: Clock<'_>) -> SeriesNote {
    let mut items = Vec::new();
    for one in series {
        for gap in &one.breaks {
            let at = usize::try_from(gap.before).ok().and_then(|at| one.points.get(at));
            let Some(point) = at else { continue };
            let day = format::date(lang, point.at.to_offset(clock(point.at)).date());
            items.push(named(one, is_several, &format!("{day}: {}", gap.text(lang))));
        }
    }
    SeriesNote {
        title: chart::BREAKS.get(lang).to_owned(),
        words: Some(chart::BREAKS_TOLD.get(lang)),
        items,
        ..SeriesNote::default()
    }
}

/// With the name of the series where there are several.
fn named(series: &ResultSeries, is_several: bool, words: &str) -> String {
    if is_several { format!("{}: {words}", series.code.display) } else { words.to_owned() }
}

#[cfg(test)]
#[path = "tests/notes.rs"]
mod tests;
