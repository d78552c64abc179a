//! Values of one analyte in the order their specimens were taken.
//!
//! A series is one code of one system; a line within it breaks where the method, the specimen or
//! an unconvertible unit changes, and says why (RES-12). Every point keeps the interval, the unit
//! and the text printed with it.

use std::collections::BTreeMap;

use time::{Date, OffsetDateTime, UtcOffset};

use super::flag::{self, Flagged};
use super::interval::{Limit, Limits, Person};
use super::unit::{Conversion, Unconvertible, conversion};
use super::value::{self, Parsed};
use crate::id::EntryId;
use crate::measurements::model::{LOINC, MeasurementKind};
use crate::record::model::{
    Coding, Component, Content, Entry, Interval, Observation, ResultStatus, Value,
};

/// What a series is of. The same code of another system is another series.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    pub system: String,
    pub code: String,
    /// Counts parts of one observation that were sent under one code, such as both values of a
    /// blood pressure; nought for all others.
    pub part: usize,
}

/// All values of one analyte.
#[derive(Clone, Debug, PartialEq)]
pub struct Series {
    pub key: Key,
    /// The newest name it was sent with.
    pub display: String,
    /// The unit of the axis: the one printed with the newest number. Empty where none was.
    pub unit: String,
    /// In order of the specimen's time; of one moment in order of their entries.
    pub points: Vec<Point>,
    /// Where the line breaks, in order.
    pub breaks: Vec<Break>,
}

/// One value of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct Point {
    pub entry: EntryId,
    /// Where it stands in its entry: nought is the whole, its parts are counted from 1.
    pub place: usize,
    /// The name it was sent with.
    pub display: String,
    /// When the specimen was taken (RES-16).
    pub at: OffsetDateTime,
    /// When this system learnt of it: told as such, never drawn.
    pub received_at: OffsetDateTime,
    /// As printed.
    pub printed: Value,
    pub parsed: Parsed,
    /// In the unit of the axis, where it has a number and can be told in it.
    pub number: Option<f64>,
    /// How `number` came of what is printed, or why there is none.
    pub conversion: Result<Conversion, Unconvertible>,
    /// The interval printed with this very value, in its own unit.
    pub reference: Option<Interval>,
    /// In the words it was printed in.
    pub reference_text: Option<String>,
    /// What is usual for this person, in the unit of the value: by the numbers, or by the line of
    /// the words that is for them.
    pub usual: Option<Limits>,
    /// The same in the unit of the axis.
    pub band: Option<Interval>,
    /// Beyond it a value is critical, as the laboratory sent it, in the unit of the value.
    pub critical: Option<Interval>,
    pub flag: Option<Flagged>,
    pub status: ResultStatus,
    pub specimen: Option<String>,
    pub method: Option<String>,
    /// The patient's own word, and not a clinic's.
    pub is_told: bool,
    /// Who sent it, by name.
    pub laboratory: Option<String>,
}

/// A place where no line is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Break {
    /// The index of the first point after it.
    pub before: usize,
    pub reason: BreakReason,
}

/// Why two neighbours are not comparable; as printed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BreakReason {
    Specimen { from: String, to: String },
    Method { from: String, to: String },
    Unit { from: String, to: String },
}

impl Series {
    /// Whether a break stands anywhere between two points.
    pub fn is_broken_between(&self, earlier: usize, later: usize) -> bool {
        self.breaks.iter().any(|it| it.before > earlier && it.before <= later)
    }

    /// The newest value.
    pub fn last(&self) -> Option<&Point> {
        self.points.last()
    }
}

/// Sorts observations into series. Withdrawn entries, those not measured yet or no more, and those
/// the patient wished to see later are left out; all others are kept, also of one moment. `entries` may come in any order.
pub fn series<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Vec<Series> {
    series_of(entries, &Person::default(), UtcOffset::UTC)
}

/// The same of one person, whose sex and age choose between printed intervals; `offset` tells on
/// which day a specimen was taken.
pub fn series_of<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    person: &Person,
    offset: UtcOffset,
) -> Vec<Series> {
    let mut groups: BTreeMap<Key, Vec<Point>> = BTreeMap::new();
    for entry in entries {
        let Content::Observation(observation) = &entry.content else { continue };
        let is_measured = match observation.status {
            ResultStatus::Preliminary | ResultStatus::Final | ResultStatus::Corrected => true,
            ResultStatus::Ordered | ResultStatus::InProgress | ResultStatus::Cancelled => false,
        };
        if entry.withdrawn || !is_measured || entry.held_until.is_some() {
            continue;
        }
        let specimen_on = entry.occurred_at.to_offset(offset).date();
        for (key, point) in points_of(entry, observation, *person, specimen_on) {
            groups.entry(key).or_default().push(point);
        }
    }
    join_told(&mut groups);
    groups.into_iter().map(|(key, points)| assemble(key, points)).collect()
}

/// The whole where it has a value of its own, and each part.
fn points_of(
    entry: &Entry,
    observation: &Observation,
    person: Person,
    specimen_on: Date,
) -> Vec<(Key, Point)> {
    let mut found = Vec::new();
    let key =
        |code: &Coding, part| Key { system: code.system.clone(), code: code.code.clone(), part };
    let whole = value::of(&observation.value);
    if observation.components.is_empty() || whole.drawn_at().is_some() {
        let point = Point {
            display: observation.code.display.clone(),
            reference_text: observation.reference_text.clone(),
            usual: flag::usual(observation, person, specimen_on),
            critical: observation.critical,
            flag: flag::of_person(observation, &person, specimen_on),
            ..point(entry, observation, &observation.value, observation.reference)
        };
        found.push((key(&observation.code, 0), point));
    }
    for (at, component) in observation.components.iter().enumerate() {
        let earlier = observation.components.iter().take(at);
        let is_same = |other: &&Component| {
            (&other.code.system, &other.code.code) == (&component.code.system, &component.code.code)
        };
        let point = Point {
            place: at + 1,
            display: component.code.display.clone(),
            flag: flag::of_component(component),
            ..point(entry, observation, &component.value, component.reference)
        };
        found.push((key(&component.code, earlier.filter(is_same).count()), point));
    }
    found
}

fn point(
    entry: &Entry,
    observation: &Observation,
    printed: &Value,
    reference: Option<Interval>,
) -> Point {
    let usual = reference.and_then(Option::<Limits>::from);
    Point {
        entry: entry.id,
        place: 0,
        display: String::new(),
        at: entry.occurred_at,
        received_at: entry.received_at,
        printed: printed.clone(),
        parsed: value::of(printed),
        number: None,
        conversion: Err(Unconvertible::NoUnit),
        reference: reference.filter(|_| usual.is_some()),
        reference_text: None,
        usual,
        band: None,
        critical: None,
        flag: None,
        status: observation.status,
        specimen: observation.specimen.clone(),
        method: observation.method.clone(),
        is_told: entry.source.is_told(),
        laboratory: entry.source.organization_name.clone(),
    }
}

/// What the patient measured stands in the series of the clinics' values of the same quantity, where
/// it can be told in their unit (VIT-2). Of several such series in the one with the newest value.
fn join_told(groups: &mut BTreeMap<Key, Vec<Point>>) {
    let is_told = |points: &[Point]| points.iter().all(|point| point.is_told);
    let told: Vec<(Key, MeasurementKind)> = groups
        .iter()
        .filter(|(key, points)| key.system == LOINC && key.part == 0 && is_told(points))
        .filter_map(|(key, _)| Some((key.clone(), MeasurementKind::of_code(&key.code)?)))
        .collect();
    for (key, kind) in told {
        let is_same =
            |other: &Key| other.system == LOINC && kind.spec().same.contains(&other.code.as_str());
        let clinics = groups.iter().filter(|(other, points)| is_same(other) && !is_told(points));
        let newest = clinics
            .filter_map(|(other, points)| Some((other, points.iter().max_by_key(|it| it.at)?)))
            .filter(|(other, point)| is_told_in(kind.spec().unit, &point.printed.unit, other))
            .max_by_key(|(_, point)| point.at)
            .map(|(other, _)| other.clone());
        if let Some(newest) = newest
            && let Some(points) = groups.remove(&key)
        {
            groups.entry(newest).or_default().extend(points);
        }
    }
}

fn is_told_in(from: &str, to: &str, of: &Key) -> bool {
    let (system, code) = (of.system.clone(), of.code.clone());
    conversion(from, to, Some(&Coding { system, code, display: String::new() })).is_ok()
}

fn assemble(key: Key, mut points: Vec<Point>) -> Series {
    points.sort_by_key(|point| (point.at, point.entry));
    // A clinic's name for it, where one has measured it too.
    let named = points.iter().rev().find(|point| !point.is_told).or(points.last());
    let display = named.map(|point| point.display.clone()).unwrap_or_default();
    let newest = points.iter().rev().find(|point| point.parsed.drawn_at().is_some());
    let unit = newest.map(|point| point.printed.unit.trim().to_owned()).unwrap_or_default();
    let code =
        Coding { system: key.system.clone(), code: key.code.clone(), display: String::new() };
    for point in &mut points {
        convert(point, &unit, &code);
    }
    let breaks = breaks(&points);
    Series { key, display, unit, points, breaks }
}

fn convert(point: &mut Point, unit: &str, code: &Coding) {
    point.conversion = conversion(&point.printed.unit, unit, Some(code));
    if let Ok(conversion) = &point.conversion {
        let digits = point.parsed.number().map_or(3, value::Decimal::significant);
        point.number = point.parsed.drawn_at().map(|at| conversion.rounded(at, digits));
        let end = |end: &Option<Limit>| {
            let at = end.as_ref().map(|limit| limit.at.value);
            at.map(|at| if conversion.is_same() { at } else { conversion.apply(at) })
        };
        let band = |it: &Limits| Interval { low: end(&it.low), high: end(&it.high) };
        point.band = point.usual.as_ref().map(band);
    }
}

/// Neighbours that are drawn are compared; what is not told (no method, no specimen) is no change,
/// and what was told last holds until something else is told.
fn breaks(points: &[Point]) -> Vec<Break> {
    let mut found = Vec::new();
    let (mut specimen, mut method) = (None, None);
    let mut last: Option<&Point> = None;
    for (at, point) in points.iter().enumerate() {
        if point.parsed.drawn_at().is_none() {
            continue;
        }
        let mut add = |reason| found.push(Break { before: at, reason });
        if let Some((from, to)) = change(&mut specimen, point.specimen.as_deref()) {
            add(BreakReason::Specimen { from, to });
        }
        if let Some((from, to)) = change(&mut method, point.method.as_deref()) {
            add(BreakReason::Method { from, to });
        }
        if let Some(last) = last.filter(|last| !is_one_unit(last, point)) {
            let (from, to) = (last.printed.unit.clone(), point.printed.unit.clone());
            add(BreakReason::Unit { from, to });
        }
        last = Some(point);
    }
    found
}

/// Whether two points can stand on one axis.
fn is_one_unit(left: &Point, right: &Point) -> bool {
    match (&left.conversion, &right.conversion) {
        (Ok(_), Ok(_)) => true,
        (Err(_), Err(_)) => left.printed.unit.trim() == right.printed.unit.trim(),
        _ => false,
    }
}

/// What was told last, and what is told now, where they differ in more than spelling.
fn change<'a>(last: &mut Option<&'a str>, now: Option<&'a str>) -> Option<(String, String)> {
    let now = now.map(str::trim).filter(|now| !now.is_empty())?;
    let same =
        |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ");
    let before = last.replace(now)?;
    (same(before) != same(now)).then(|| (before.to_owned(), now.to_owned()))
}

#[cfg(test)]
#[path = "tests/series.rs"]
pub(crate) mod tests;
