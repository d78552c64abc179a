//! Which values share an axis.

use super::columns::{Columns, Meaning, Row, Toward};
use super::seconds;
use crate::record::model::Interval;
use crate::results::api::{BreakKind, ResultSeries, SeriesPoint};

/// How values are told (RES-12).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Told {
    /// All that can be in the unit of the newest value.
    #[default]
    Converted,
    /// Each in the unit it was printed in: every unit has an axis of its own, and no line leads
    /// from one to another.
    Printed,
}

/// Where several series stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Layout {
    /// One above the other on one axis of time.
    #[default]
    Stacked,
    /// In one pane where their unit is one, such as both values of a blood pressure.
    Overlaid,
}

/// An axis of values with its lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pane {
    /// As printed; empty where none was.
    pub unit: String,
    pub lines: Vec<Line>,
    /// Where the patient's own measurements should lie.
    pub goals: Vec<Interval>,
}

/// One line, and the points at its foot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// The index of its series.
    pub series: usize,
    pub name: String,
    pub columns: Columns,
}

/// What a point is drawn together with.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Group {
    /// The unit of the axis.
    Axis,
    /// The unit that one of the conversions starts from.
    Way(u32),
    /// A unit nothing leads from.
    Unit(String),
}

/// Sorts series onto axes. Every point is in exactly one pane: those without a number, and those
/// that cannot be told in the unit of the axis, at the foot of one.
pub fn panes(series: &[ResultSeries], told: Told, layout: Layout) -> Vec<Pane> {
    let mut found: Vec<Pane> = Vec::new();
    for (at, one) in series.iter().enumerate() {
        for (nth, (unit, columns)) in lines(one, told).into_iter().enumerate() {
            // It is told in the unit of the axis, and the axis comes first.
            let goals = one.goal.iter().filter(|_| nth == 0).map(|goal| goal.interval);
            let line = Line { series: at, name: one.code.display.clone(), columns };
            let shared = found.iter_mut().find(|pane| {
                layout == Layout::Overlaid
                    && pane.unit == unit
                    && pane.lines.iter().all(|line| line.series != at)
            });
            match shared {
                Some(pane) => {
                    pane.lines.push(line);
                    pane.goals.extend(goals);
                }
                None => found.push(Pane { unit, lines: vec![line], goals: goals.collect() }),
            }
        }
    }
    found
}

/// The lines of one series, that of the axis first.
fn lines(series: &ResultSeries, told: Told) -> Vec<(String, Columns)> {
    let groups = groups(series, told);
    groups
        .iter()
        .enumerate()
        .map(|(at, group)| (unit(series, group), columns(series, told, group, at == 0)))
        .collect()
}

/// The axis stands first, also where nothing but words was ever printed.
fn groups(series: &ResultSeries, told: Told) -> Vec<Group> {
    let mut found = vec![Group::Axis];
    if told == Told::Printed {
        for group in series.points.iter().filter_map(group) {
            if !found.contains(&group) {
                found.push(group);
            }
        }
    }
    found
}

/// In which unit a number was printed; nothing for words.
fn group(point: &SeriesPoint) -> Option<Group> {
    point.drawn_at?;
    Some(match (point.number, point.conversion) {
        (Some(_), None) => Group::Axis,
        (Some(_), Some(way)) => Group::Way(way),
        (None, _) => Group::Unit(point.value.unit.trim().to_owned()),
    })
}

fn unit(series: &ResultSeries, group: &Group) -> String {
    match group {
        Group::Axis => series.unit.clone(),
        Group::Way(way) => {
            let way = usize::try_from(*way).ok().and_then(|way| series.conversions.get(way));
            way.map(|way| way.from.clone()).unwrap_or_default()
        }
        Group::Unit(unit) => unit.clone(),
    }
}

fn columns(series: &ResultSeries, told: Told, wanted: &Group, is_first: bool) -> Columns {
    let mut found = Columns::default();
    let mut breaks = series.breaks.iter().peekable();
    for (row, point) in series.points.iter().enumerate() {
        let is_due = |before: u32| usize::try_from(before).is_ok_and(|before| before <= row);
        while let Some(reason) = breaks.next_if(|it| is_due(it.before)) {
            found.break_line(reason.kind);
        }
        let (y, band) = match told {
            Told::Converted => (point.number, point.band),
            Told::Printed => match group(point) {
                Some(group) if group == *wanted => (point.drawn_at, point.usual),
                Some(_) => {
                    // It stands on another axis: what is on both sides of it is not joined here.
                    found.break_line(BreakKind::Unit);
                    continue;
                }
                None if is_first => (None, None),
                None => continue,
            },
        };
        found.push(drawn(row, point, y, band));
    }
    found
}

fn drawn(row: usize, point: &SeriesPoint, y: Option<f64>, band: Option<Interval>) -> Row {
    Row {
        point: row,
        x: seconds(point.at),
        y,
        meaning: Meaning::from(point.flag),
        toward: point.bound.map(Toward::from),
        band,
    }
}
