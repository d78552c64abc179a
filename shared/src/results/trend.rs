//! Whether a value changed, and whether the change is real: one answer for list, chart and PDF
//! (RES-13).

use super::series::{Point, Series};
use super::value::Span;
use super::variation::{self, ReferenceChange, Variation};
use crate::record::model::Coding;
use crate::words::words;

words! {
    /// Which way a value moved, where that is certain.
    Direction {
        Up "up",
        Down "down",
        Same "same",
        /// Censored values that may lie either way.
        Unclear "unclear",
    }
}

/// Whether a change is more than chance.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Reality {
    /// More than published variation explains.
    Real(Variation, ReferenceChange),
    /// Within published variation.
    Usual(Variation, ReferenceChange),
    /// No published variation, or no two exact numbers: nothing is claimed.
    NotClaimed,
}

/// The change between two values of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Change {
    /// There is nothing earlier.
    First,
    /// Between them the method, the specimen or the unit changed, or one of them is no number.
    NotComparable,
    Between {
        /// The index of the earlier point.
        earlier: usize,
        direction: Direction,
        /// In the unit of the axis; only between exact numbers.
        difference: Option<f64>,
        /// Of the earlier value; only between exact numbers above nought.
        percent: Option<f64>,
        reality: Reality,
    },
}

/// The change from the value before to the one at `later`. This, with [`between`], is the only
/// place where it is decided: whoever shows a trend asks here.
pub fn change(series: &Series, later: usize) -> Change {
    if !is_drawn(series, later) {
        return Change::NotComparable;
    }
    match (0..later).rev().find(|at| is_drawn(series, *at)) {
        Some(earlier) => between(series, earlier, later),
        None => Change::First,
    }
}

/// The change from one value to a later one, whatever lies between them.
pub fn between(series: &Series, earlier: usize, later: usize) -> Change {
    let point = |at: usize| series.points.get(at).filter(|_| is_drawn(series, at));
    let (Some(before), Some(now)) = (point(earlier), point(later)) else {
        return Change::NotComparable;
    };
    if series.is_broken_between(earlier, later) {
        return Change::NotComparable;
    }
    let (Some(was), Some(is)) = (span(before), span(now)) else { return Change::NotComparable };
    let direction = match is.certain_order(&was) {
        Some(std::cmp::Ordering::Less) => Direction::Down,
        Some(std::cmp::Ordering::Greater) => Direction::Up,
        Some(std::cmp::Ordering::Equal) => Direction::Same,
        None => Direction::Unclear,
    };
    let pair = exact(before).zip(exact(now));
    // What is published of variation is of laboratories, and not of a meter at home.
    let measured_alike = !before.is_told && !now.is_told;
    let code = Coding {
        system: series.key.system.clone(),
        code: series.key.code.clone(),
        display: String::new(),
    };
    Change::Between {
        earlier,
        direction,
        difference: pair.map(|(old, new)| new - old),
        percent: pair.filter(|(old, _)| *old > 0.0).map(|(old, new)| (new / old - 1.0) * 100.0),
        reality: pair
            .filter(|_| measured_alike)
            .map_or(Reality::NotClaimed, |(old, new)| reality(&code, &series.unit, old, new)),
    }
}

fn is_drawn(series: &Series, at: usize) -> bool {
    series.points.get(at).is_some_and(|point| point.parsed.drawn_at().is_some())
}

/// The change to the newest value.
pub fn latest(series: &Series) -> Change {
    series.points.len().checked_sub(1).map_or(Change::First, |later| change(series, later))
}

fn reality(code: &Coding, unit: &str, before: f64, after: f64) -> Reality {
    // Published in per cent of NGSP: of IFCC units the same change is another percentage.
    let is_other_scale = super::unit::Unit::read(unit).is_some_and(|unit| unit.ucum == "mmol/mol");
    let Some(variation) = variation::find(code).filter(|_| !is_other_scale) else {
        return Reality::NotClaimed;
    };
    let limits = variation.reference_change();
    match limits.is_exceeded(before, after) {
        Some(true) => Reality::Real(variation, limits),
        Some(false) => Reality::Usual(variation, limits),
        None => Reality::NotClaimed,
    }
}

/// The measured number on the axis.
fn exact(point: &Point) -> Option<f64> {
    point.parsed.number().and(comparable(point))
}

/// The number on the axis; in a unit that is not the axis's the printed one, since neighbours
/// without a break between them share it.
fn comparable(point: &Point) -> Option<f64> {
    match point.conversion {
        Ok(_) => point.number,
        Err(_) => point.parsed.drawn_at(),
    }
}

/// The numbers it may be, on the axis.
fn span(point: &Point) -> Option<Span> {
    let span = point.parsed.span()?;
    let moved = |end: (f64, bool)| match &point.conversion {
        Ok(conversion) if conversion.is_same() => end,
        // Rounded as the points are, so that what looks the same is called the same.
        Ok(_) if point.parsed.drawn_at() == Some(end.0) => (point.number.unwrap_or(end.0), end.1),
        Ok(conversion) => (conversion.apply(end.0), end.1),
        Err(_) => end,
    };
    Some(Span { low: span.low.map(moved), high: span.high.map(moved) })
}

#[cfg(test)]
#[path = "tests/trend.rs"]
mod tests;
