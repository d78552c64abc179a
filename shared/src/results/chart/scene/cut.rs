//! What of a pane is in the window, still in seconds and numbers.

use crate::results::chart::columns::Held;
use crate::results::chart::panes::Pane;
use crate::results::chart::view::View;
use crate::results::ticks;

/// A limit so many heights of all values away from them does not press them together.
const FAR: f64 = 4.0;

/// What of a pane is seen.
pub(super) struct Cut<'a> {
    pub pane: &'a Pane,
    /// Pieces of line, each with the index of its line.
    pub strokes: Vec<(usize, Vec<(f64, f64)>)>,
    /// Values: their line and their place in its columns.
    pub dots: Vec<(usize, usize)>,
    /// Points without height, likewise.
    pub feet: Vec<(usize, usize)>,
    /// Intervals that held within the window.
    pub held: Vec<Held>,
    /// The least and the greatest number of the axis; nothing where nothing stands on it.
    pub ends: Option<(f64, f64)>,
}

impl<'a> Cut<'a> {
    pub(super) fn of(pane: &'a Pane, view: View, pixels: u32) -> Self {
        let mut found = Self {
            pane,
            strokes: Vec::new(),
            dots: Vec::new(),
            feet: Vec::new(),
            held: Vec::new(),
            ends: None,
        };
        for (line, of) in pane.lines.iter().enumerate() {
            found.take_line(line, view, pixels);
            found.feet.extend(of.columns.feet_in(view).map(|at| (line, at)));
            let is_seen = |it: &&Held| it.until >= view.from && it.from <= view.to;
            found.held.extend(of.columns.held().iter().filter(is_seen));
        }
        found.ends = found.domain();
        found
    }

    fn take_line(&mut self, line: usize, view: View, pixels: u32) {
        let Some(columns) = self.pane.lines.get(line).map(|line| &line.columns) else { return };
        let mut piece: Vec<(f64, f64)> = Vec::new();
        let mut last: Option<(f64, f64)> = None;
        for at in columns.kept(view, pixels) {
            let point = (columns.x(at), columns.y(at));
            if columns.mark(at).is_broken {
                last = None;
                self.end_piece(line, &mut piece);
            }
            if let Some((from, to)) = last.and_then(|last| clipped(last, point, view)) {
                if piece.is_empty() {
                    piece.push(from);
                }
                piece.push(to);
            }
            last = Some(point);
            if view.holds(point.0) {
                self.dots.push((line, at));
            }
        }
        self.end_piece(line, &mut piece);
    }

    fn end_piece(&mut self, line: usize, piece: &mut Vec<(f64, f64)>) {
        if !piece.is_empty() {
            self.strokes.push((line, std::mem::take(piece)));
        }
    }

    /// All values in sight with the limits that are near them, and the nearest one where all
    /// values lie beyond it: how far out they are is what one looks for.
    fn domain(&self) -> Option<(f64, f64)> {
        let lines = self.strokes.iter().flat_map(|(_, points)| points).map(|(_, y)| *y);
        let dots = self
            .dots
            .iter()
            .filter_map(|(line, at)| self.pane.lines.get(*line).map(|line| line.columns.y(*at)));
        let (low, high) = lines
            .chain(dots)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), y| (low.min(y), high.max(y)));
        if low > high {
            return None;
        }
        let reach = (high - low).max(low.abs().max(high.abs()) / 10.0) * FAR;
        let is_near = |limit: f64| limit >= low - reach && limit <= high + reach;
        let held = self.held.iter().map(|held| held.interval);
        let limits = held.chain(self.pane.goals.iter().copied()).flat_map(|interval| {
            let below = interval.low.filter(|limit| is_near(*limit) || *limit > high);
            let above = interval.high.filter(|limit| is_near(*limit) || *limit < low);
            [below, above]
        });
        ticks::value_domain(limits.flatten().chain([low, high]))
    }
}

/// The part of a segment within the window; nothing where it is all outside.
fn clipped(from: (f64, f64), to: (f64, f64), view: View) -> Option<((f64, f64), (f64, f64))> {
    if to.0 < view.from || from.0 > view.to {
        return None;
    }
    let at = |x: f64| {
        let width = to.0 - from.0;
        let part = if width > 0.0 { (x - from.0) / width } else { 0.0 };
        (x, from.1 + part * (to.1 - from.1))
    };
    let start = if from.0 < view.from { at(view.from) } else { from };
    let end = if to.0 > view.to { at(view.to) } else { to };
    Some((start, end))
}
