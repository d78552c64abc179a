//! The values of one line, column by column: a hundred thousand are walked without an object each.

use super::view::View;
use crate::record::model::Interval;
use crate::results::api::BreakKind;
use crate::results::decimate::{self, Dot};
use crate::results::flag::{Flag, Flagged};
use crate::results::value::Bound;

/// What the shape of a dot says. Colour only repeats it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Meaning {
    /// Nothing was printed to compare it with: no claim is made.
    #[default]
    Unclaimed,
    Within,
    Below,
    Above,
    CriticalBelow,
    CriticalAbove,
    /// Not as it should be, with no side to it.
    Abnormal,
    Critical,
}

impl Meaning {
    pub const ALL: &[Self] = &[
        Self::Within,
        Self::Above,
        Self::Below,
        Self::CriticalAbove,
        Self::CriticalBelow,
        Self::Abnormal,
        Self::Critical,
        Self::Unclaimed,
    ];

    pub const fn is_out(self) -> bool {
        match self {
            Self::Unclaimed | Self::Within => false,
            Self::Below
            | Self::Above
            | Self::CriticalBelow
            | Self::CriticalAbove
            | Self::Abnormal
            | Self::Critical => true,
        }
    }
}

impl From<Option<Flagged>> for Meaning {
    fn from(flag: Option<Flagged>) -> Self {
        let Some(Flagged { flag, is_critical, .. }) = flag else { return Self::Unclaimed };
        match (flag, is_critical) {
            (Flag::N, _) => Self::Within,
            (Flag::L, false) => Self::Below,
            (Flag::H, false) => Self::Above,
            (Flag::LL, _) | (Flag::L, true) => Self::CriticalBelow,
            (Flag::HH, _) | (Flag::H, true) => Self::CriticalAbove,
            (Flag::A, false) => Self::Abnormal,
            (Flag::A, true) => Self::Critical,
        }
    }
}

/// Where a value that was not measured exactly may lie, seen from its dot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Toward {
    Lower,
    Higher,
}

impl From<Bound> for Toward {
    fn from(bound: Bound) -> Self {
        match bound {
            Bound::Below | Bound::AtMost => Self::Lower,
            Bound::Above | Bound::AtLeast => Self::Higher,
        }
    }
}

/// What a dot says besides its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Mark {
    pub meaning: Meaning,
    /// It was not measured exactly.
    pub toward: Option<Toward>,
    /// No line leads to it from the one before.
    pub is_broken: bool,
}

/// One point on its way into the columns.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    /// Which point of its series it is.
    pub point: usize,
    pub x: f64,
    /// Nothing where it has no height on this axis.
    pub y: Option<f64>,
    pub meaning: Meaning,
    pub toward: Option<Toward>,
    pub band: Option<Interval>,
}

/// From when until when an interval held, and which.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Held {
    pub from: f64,
    pub until: f64,
    pub interval: Interval,
    /// Of the newest value: nothing later ends it.
    pub is_last: bool,
}

/// A place where the line breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Gap {
    /// The index of the first point after it.
    pub before: usize,
    pub kinds: Vec<BreakKind>,
}

/// The points of one line in the order of time.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// Seconds since 1970, never falling.
    x: Vec<f64>,
    /// In the unit of the axis; NaN where a point has no height on it.
    y: Vec<f64>,
    marks: Vec<Mark>,
    /// Which point of its series each is.
    rows: Vec<usize>,
    held: Vec<Held>,
    gaps: Vec<Gap>,
    /// The indices of the points without height.
    feet: Vec<usize>,
    /// Why the next point with a height is not joined.
    waiting: Vec<BreakKind>,
}

impl Columns {
    /// Plain columns: moments in seconds since 1970, which never fall, numbers, which of them are
    /// out of range (`1`), and the interval that held all the time. Columns that are shorter end it.
    pub fn of_numbers(x: Vec<f64>, y: Vec<f64>, out: &[u8], band: Option<Interval>) -> Self {
        let length = x.len().min(y.len());
        let mark = |at: usize| Mark {
            meaning: match out.get(at) {
                Some(0) => Meaning::Within,
                Some(_) => Meaning::Above,
                None => Meaning::Unclaimed,
            },
            ..Mark::default()
        };
        let mut found = Self { marks: (0..length).map(mark).collect(), x, y, ..Self::default() };
        found.x.truncate(length);
        found.y.truncate(length);
        found.rows = (0..length).collect();
        if let (Some(interval), Some((from, until))) = (band, found.ends()) {
            found.held.push(Held { from, until, interval, is_last: true });
        }
        found.feet =
            found.y.iter().enumerate().filter(|(_, y)| !y.is_finite()).map(|(at, _)| at).collect();
        found
    }

    /// Says that the line does not lead to the next point with a height.
    pub(super) fn break_line(&mut self, kind: BreakKind) {
        if !self.waiting.contains(&kind) {
            self.waiting.push(kind);
        }
    }

    /// Adds the next point in time.
    pub(super) fn push(&mut self, row: Row) {
        let at = self.x.len();
        let is_drawn = row.y.is_some_and(f64::is_finite);
        let has_before = self.feet.len() < at;
        let mut mark = Mark { meaning: row.meaning, toward: row.toward, is_broken: false };
        if is_drawn {
            let kinds = std::mem::take(&mut self.waiting);
            if has_before && !kinds.is_empty() {
                mark.is_broken = true;
                self.gaps.push(Gap { before: at, kinds });
            }
            self.hold(row.x, row.band);
        } else {
            self.feet.push(at);
        }
        self.x.push(row.x);
        self.y.push(row.y.filter(|y| y.is_finite()).unwrap_or(f64::NAN));
        self.marks.push(mark);
        self.rows.push(row.point);
    }

    /// An interval holds from its value to the first that was printed with another one or with
    /// none, and never over what came before it.
    fn hold(&mut self, x: f64, band: Option<Interval>) {
        let last = self.held.last_mut().filter(|last| last.is_last);
        let is_same = last.as_ref().is_some_and(|last| Some(last.interval) == band);
        if let Some(last) = last {
            last.until = x;
            last.is_last = is_same;
        }
        let has_end = |it: &Interval| it.low.is_some() || it.high.is_some();
        if let Some(interval) = band.filter(has_end).filter(|_| !is_same) {
            self.held.push(Held { from: x, until: x, interval, is_last: true });
        }
    }

    pub fn len(&self) -> usize {
        self.x.len()
    }

    pub fn is_empty(&self) -> bool {
        self.x.is_empty()
    }

    /// What the dots say, point by point.
    pub fn marks(&self) -> &[Mark] {
        &self.marks
    }

    /// Whether an interval was printed with any of them.
    pub fn has_bands(&self) -> bool {
        !self.held.is_empty()
    }

    /// Whether the line breaks anywhere.
    pub fn has_gaps(&self) -> bool {
        !self.gaps.is_empty()
    }

    /// Whether any point has no height on this axis.
    pub fn has_feet(&self) -> bool {
        !self.feet.is_empty()
    }

    /// How many points stand within a window.
    pub fn count_in(&self, view: View) -> usize {
        self.x.partition_point(|x| *x <= view.to).saturating_sub(self.since(view.from))
    }

    /// Whether any point stands at a height.
    pub fn has_numbers(&self) -> bool {
        self.feet.len() < self.x.len()
    }

    /// The moments of the first and the last point.
    pub fn ends(&self) -> Option<(f64, f64)> {
        Some((*self.x.first()?, *self.x.last()?))
    }

    pub(super) fn x(&self, at: usize) -> f64 {
        self.x.get(at).copied().unwrap_or(f64::NAN)
    }

    /// NaN where it has no height.
    pub(super) fn y(&self, at: usize) -> f64 {
        self.y.get(at).copied().unwrap_or(f64::NAN)
    }

    pub(super) fn mark(&self, at: usize) -> Mark {
        self.marks.get(at).copied().unwrap_or_default()
    }

    /// Which point of its series it is.
    pub(super) fn row(&self, at: usize) -> usize {
        self.rows.get(at).copied().unwrap_or_default()
    }

    /// Where a point of the series stands here.
    pub(super) fn index_of(&self, row: usize) -> Option<usize> {
        self.rows.binary_search(&row).ok()
    }

    pub(super) fn held(&self) -> &[Held] {
        &self.held
    }

    pub(super) fn gaps(&self) -> &[Gap] {
        &self.gaps
    }

    /// The points without height within a window.
    pub(super) fn feet_in(&self, view: View) -> impl Iterator<Item = usize> + '_ {
        let start = self.feet.partition_point(|at| self.x(*at) < view.from);
        let rest = self.feet.get(start..).unwrap_or_default();
        rest.iter().copied().take_while(move |at| self.x(*at) <= view.to)
    }

    /// The first point at or after a moment.
    pub(super) fn since(&self, x: f64) -> usize {
        self.x.partition_point(|known| *known < x)
    }

    /// The neighbour with a height before a point.
    pub(super) fn drawn_before(&self, at: usize) -> Option<usize> {
        (0..at).rev().find(|at| self.y(*at).is_finite())
    }

    /// The points to draw on so many columns of pixels: one pass over those in the window.
    pub(super) fn kept(&self, view: View, pixels: u32) -> Vec<usize> {
        let first = self.since(view.from);
        let start = self.drawn_before(first).unwrap_or(first);
        let rest = self.x.get(start..).unwrap_or_default().iter();
        let rest = rest.zip(self.y.get(start..).unwrap_or_default());
        let rest = rest.zip(self.marks.get(start..).unwrap_or_default());
        let dots = rest.enumerate().map(|(at, ((x, y), mark))| {
            let (is_out, is_broken) = (mark.meaning.is_out(), mark.is_broken);
            (start + at, Dot { x: *x, y: *y, is_out, is_broken })
        });
        decimate::decimate_each(dots, view.from, view.to, pixels)
    }
}
