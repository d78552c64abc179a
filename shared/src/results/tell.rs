//! Puts the values of an entry beside the others of their series.

use super::api::{
    BreakKind, ChangeReality, Comparison, ConversionBasis, LinePart, NeighbourKind, ResultSeries,
    ResultValue, SeriesBreak, SeriesNeighbour, SeriesPoint, UnitConversion, UsualChange,
    ValueChange, ValueLine,
};
use super::interval::{Limit, Limits};
use super::line::{NumberLine, number_line};
use super::series::{Break, BreakReason, Point, Series};
use super::trend::{self, Change, Reality};
use super::unit::{Basis, Conversion};
use super::variation::{ReferenceChange, Variation};
use crate::id::EntryId;
use crate::record::model::{Coding, Interval};

/// The values of an entry, in the order of its parts. What they mean in plain words is not told here:
/// browsers, which draw series too, do not carry those words.
pub fn values_of(all: &[Series], entry: EntryId) -> Vec<ResultValue> {
    places_of(all, entry)
        .into_iter()
        .filter_map(|(series, at)| series.points.get(at).map(|point| value(series, at, point)))
        .collect()
}

/// The series they belong to, in the same order.
pub fn series_at(all: &[Series], entry: EntryId) -> Vec<&Series> {
    places_of(all, entry).into_iter().map(|(series, _)| series).collect()
}

/// Those that could stand beside: with a number, by name.
pub fn others(all: &[Series], shown: &[&Series]) -> Vec<SeriesNeighbour> {
    let is_shown = |series: &Series| shown.iter().any(|one| one.key == series.key);
    let others = all.iter().filter(|series| !is_shown(series));
    let mut found: Vec<SeriesNeighbour> = others
        .filter(|series| series.points.iter().any(|point| point.number.is_some()))
        .filter_map(|series| {
            let last = series.last()?;
            // The unit tells apart what shares a name.
            let is_alone = all.iter().filter(|it| it.display == series.display).count() == 1;
            let name = match series.unit.trim() {
                unit if !is_alone && !unit.is_empty() => format!("{}, {unit}", series.display),
                _ => series.display.clone(),
            };
            let kind = NeighbourKind::Series;
            Some(SeriesNeighbour { kind, entry: last.entry, at: last.at, name })
        })
        .collect();
    found.sort_by(|one, other| one.name.cmp(&other.name));
    found
}

/// Where the values of an entry stand: in which series, as which of its points.
fn places_of(all: &[Series], entry: EntryId) -> Vec<(&Series, usize)> {
    let mut found: Vec<(usize, &Series, usize)> = Vec::new();
    for series in all {
        let points = series.points.iter().enumerate();
        let of_entry = points.filter(|(_, point)| point.entry == entry);
        found.extend(of_entry.map(|(at, point)| (point.place, series, at)));
    }
    found.sort_by_key(|(place, ..)| *place);
    found.into_iter().map(|(_, series, at)| (series, at)).collect()
}

fn value(series: &Series, at: usize, point: &Point) -> ResultValue {
    ResultValue {
        code: coding(series, &point.display),
        point: point.into(),
        line: line(point),
        change: change(series, at),
        meaning: None,
    }
}

fn line(point: &Point) -> Option<ValueLine> {
    let critical = point.critical.and_then(Option::<Limits>::from);
    let line = number_line(&point.parsed, point.usual.as_ref()?, critical.as_ref())?;
    Some(line.into())
}

fn coding(series: &Series, display: &str) -> Coding {
    let (system, code) = (series.key.system.clone(), series.key.code.clone());
    Coding { system, code, display: display.to_owned() }
}

fn change(series: &Series, at: usize) -> ValueChange {
    tell(series, trend::change(series, at), at.checked_sub(1), at)
}

/// How a value moved since an earlier one of the series, whatever lies between them.
pub fn change_between(series: &Series, earlier: usize, later: usize) -> ValueChange {
    tell(series, trend::between(series, earlier, later), Some(earlier), later)
}

/// `neighbour` is told where the two cannot be compared.
fn tell(series: &Series, change: Change, neighbour: Option<usize>, at: usize) -> ValueChange {
    let (comparison, previous) = match &change {
        Change::First => (Comparison::First, None),
        Change::NotComparable => (Comparison::NotComparable, neighbour),
        Change::Between { earlier, .. } => (Comparison::Between, Some(*earlier)),
    };
    let is_between = |it: &&Break| previous.is_some_and(|from| it.before > from && it.before <= at);
    let mut told = ValueChange {
        comparison,
        previous: previous.and_then(|from| series.points.get(from)).map(SeriesPoint::from),
        breaks: series.breaks.iter().filter(is_between).map(SeriesBreak::from).collect(),
        direction: None,
        difference: None,
        percent: None,
        reality: ChangeReality::NotClaimed,
        usual: None,
    };
    if let Change::Between { direction, difference, percent, reality, .. } = change {
        told.direction = Some(direction);
        told.difference = difference;
        told.percent = percent;
        (told.reality, told.usual) = match reality {
            Reality::Real(of, by) => (ChangeReality::Real, Some(usual_change(&of, by))),
            Reality::Usual(of, by) => (ChangeReality::Usual, Some(usual_change(&of, by))),
            Reality::NotClaimed => (ChangeReality::NotClaimed, None),
        };
    }
    told
}

/// What a change is judged by.
pub(super) fn usual_change(of: &Variation, by: ReferenceChange) -> UsualChange {
    UsualChange {
        up: by.up * 100.0,
        down: by.down * 100.0,
        measured: of.analytical * 100.0,
        source: of.source.to_owned(),
    }
}

impl From<&Point> for SeriesPoint {
    fn from(point: &Point) -> Self {
        Self {
            entry: point.entry,
            at: point.at,
            received_at: point.received_at,
            value: point.printed.clone(),
            number: point.number,
            drawn_at: point.parsed.drawn_at(),
            bound: point.parsed.bound(),
            conversion: None,
            reference: point.reference,
            reference_text: point.reference_text.clone(),
            usual: point.usual.as_ref().map(interval),
            band: point.band,
            critical: point.critical,
            flag: point.flag,
            status: point.status,
            specimen: point.specimen.clone(),
            method: point.method.clone(),
            is_told: point.is_told,
            laboratory: point.laboratory.clone(),
        }
    }
}

fn interval(limits: &Limits) -> Interval {
    let end = |limit: &Option<Limit>| limit.as_ref().map(|limit| limit.at.value);
    Interval { low: end(&limits.low), high: end(&limits.high) }
}

impl From<&Break> for SeriesBreak {
    fn from(of: &Break) -> Self {
        let (kind, from, to) = match &of.reason {
            BreakReason::Specimen { from, to } => (BreakKind::Specimen, from, to),
            BreakReason::Method { from, to } => (BreakKind::Method, from, to),
            BreakReason::Unit { from, to } => (BreakKind::Unit, from, to),
        };
        let before = u32::try_from(of.before).unwrap_or(u32::MAX);
        Self { before, kind, from: from.clone(), to: to.clone() }
    }
}

impl From<&Series> for ResultSeries {
    fn from(series: &Series) -> Self {
        let mut used: Vec<&Conversion> = Vec::new();
        let mut conversions = Vec::new();
        let mut points = Vec::new();
        for point in &series.points {
            let mut told = SeriesPoint::from(point);
            if let (Ok(conversion), Some(_)) = (&point.conversion, point.number)
                && let Some(way) = way(conversion, point.printed.unit.trim(), &series.unit)
            {
                let known = used.iter().position(|known| *known == conversion);
                let at = known.unwrap_or(used.len());
                if known.is_none() {
                    used.push(conversion);
                    conversions.push(way);
                }
                told.conversion = u32::try_from(at).ok();
            }
            points.push(told);
        }
        let newest = series.points.iter().rposition(|point| point.parsed.drawn_at().is_some());
        Self {
            code: coding(series, &series.display),
            unit: series.unit.clone(),
            points,
            breaks: series.breaks.iter().map(SeriesBreak::from).collect(),
            conversions,
            latest: newest.map(|at| change(series, at)),
            meaning: None,
            goal: None,
        }
    }
}

/// How one unit becomes another, in the spelling they were printed with; nothing where it is one
/// and the same.
pub(super) fn way(conversion: &Conversion, from: &str, to: &str) -> Option<UnitConversion> {
    let (basis, substance) = match &conversion.basis {
        Basis::Same => return None,
        Basis::Units => (ConversionBasis::Units, None),
        Basis::MolarMass { component, grams_per_mole, source } => {
            (ConversionBasis::MolarMass, Some((*component, *grams_per_mole, *source)))
        }
        Basis::IfccMaster => (ConversionBasis::IfccMaster, None),
    };
    Some(UnitConversion {
        from: from.to_owned(),
        to: to.to_owned(),
        factor: conversion.factor,
        offset: conversion.offset,
        basis,
        component: substance.map(|(component, ..)| component.to_owned()),
        grams_per_mole: substance.map(|(_, mass, _)| mass),
        source: substance.map(|(.., source)| source.to_owned()),
    })
}

impl From<NumberLine> for ValueLine {
    fn from(line: NumberLine) -> Self {
        let part = |(from, to): (f64, f64)| LinePart { from, to };
        Self {
            from: line.from,
            to: line.to,
            usual: part(line.usual),
            marks: line.marks,
            value: line.value,
            may_lie: part(line.may_lie),
            is_beyond: line.is_beyond,
        }
    }
}

#[cfg(test)]
#[path = "tests/tell.rs"]
mod tests;
