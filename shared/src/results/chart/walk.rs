//! From point to point, by the keys and by the pointer.

use super::panes::{Line, Pane};
use super::scene::{PaneScene, Scene};
use super::seconds;
use crate::results::api::{ResultSeries, SeriesPoint};

/// How far from the pointer a point is still meant, in pixels.
const REACH: f64 = 28.0;
/// So many neighbours of the pointer are looked at on each side: under it more stand on one pixel
/// than anybody could tell apart.
const LOOKED_AT: usize = 2_000;

/// One point of several series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub series: usize,
    /// Its index among the points of the series.
    pub point: usize,
}

/// Where a key leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    Previous,
    Next,
    First,
    Last,
    /// The point of the series above that is nearest in time.
    Above,
    Below,
}

/// Where a point is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Place {
    pub x: f64,
    pub y: f64,
    /// The index of its pane.
    pub pane: usize,
}

/// All points of one series, in order.
pub fn cursors(series: &[ResultSeries], of: usize) -> impl Iterator<Item = Cursor> + '_ {
    let count = series.get(of).map_or(0, |series| series.points.len());
    (0..count).map(move |point| Cursor { series: of, point })
}

/// Where a key leads from a point; the point itself at the ends. Without one it is the newest of
/// `primary`, or the first where that is asked for.
pub fn step(
    series: &[ResultSeries],
    from: Option<Cursor>,
    primary: usize,
    step: Step,
) -> Option<Cursor> {
    let last = |of: usize| series.get(of).and_then(|one| one.points.len().checked_sub(1));
    let Some(from) = from.filter(|from| last(from.series).is_some_and(|last| from.point <= last))
    else {
        let at = |of: usize| last(of).map(|point| Cursor { series: of, point });
        let newest = at(primary).or_else(|| (0..series.len()).find_map(at))?;
        return Some(if step == Step::First { Cursor { point: 0, ..newest } } else { newest });
    };
    let of = from.series;
    let point = match step {
        Step::Previous => from.point.saturating_sub(1),
        Step::Next => (from.point + 1).min(last(of)?),
        Step::First => 0,
        Step::Last => last(of)?,
        Step::Above => return Some(across(series, from, (0..of).rev()).unwrap_or(from)),
        Step::Below => return Some(across(series, from, of + 1..series.len()).unwrap_or(from)),
    };
    Some(Cursor { series: of, point })
}

/// The point nearest in time of the first series that has any.
fn across(
    series: &[ResultSeries],
    from: Cursor,
    mut others: impl Iterator<Item = usize>,
) -> Option<Cursor> {
    let at = series.get(from.series)?.points.get(from.point)?.at;
    others.find_map(|of| {
        let points = series.get(of)?.points.iter().enumerate();
        let far = |point: &SeriesPoint| (seconds(point.at) - seconds(at)).abs();
        let nearest = points.min_by(|(_, left), (_, right)| far(left).total_cmp(&far(right)))?;
        Some(Cursor { series: of, point: nearest.0 })
    })
}

/// Where a point is drawn; nothing where it is out of sight.
pub fn place(panes: &[Pane], scene: &Scene, cursor: Cursor) -> Option<Place> {
    panes.iter().zip(&scene.panes).enumerate().find_map(|(pane, (of, drawn))| {
        let mut lines = of.lines.iter().filter(|line| line.series == cursor.series);
        let (line, at) =
            lines.find_map(|line| Some((line, line.columns.index_of(cursor.point)?)))?;
        let x = line.columns.x(at);
        scene.view.holds(x).then(|| Place { x: scene.x(x), y: height(drawn, line, at), pane })
    })
}

fn height(drawn: &PaneScene, line: &Line, at: usize) -> f64 {
    let y = line.columns.y(at);
    if y.is_finite() { drawn.y(y) } else { drawn.foot }
}

/// The point meant by a place in the picture: the nearest within reach, else the nearest in time of
/// the pane that is pointed at.
pub fn nearest(panes: &[Pane], scene: &Scene, x: f64, y: f64) -> Option<Cursor> {
    let at = scene.pane_at(y)?;
    let (pane, drawn) = (panes.get(at)?, scene.panes.get(at)?);
    let mut best: Option<(f64, Cursor)> = None;
    for line in &pane.lines {
        for at in around(line, scene, x) {
            let moment = line.columns.x(at);
            if !scene.view.holds(moment) {
                continue;
            }
            let (aside, up) = (scene.x(moment) - x, height(drawn, line, at) - y);
            // Out of reach only time counts, with the height to choose between lines.
            let far = if aside.abs() <= REACH {
                aside.hypot(up)
            } else {
                aside.abs() * 1_000.0 + up.abs()
            };
            if best.is_none_or(|(least, _)| far < least) {
                best = Some((far, Cursor { series: line.series, point: line.columns.row(at) }));
            }
        }
    }
    best.map(|(_, cursor)| cursor)
}

/// The points beside a place: those within reach, or the two neighbours.
fn around(line: &Line, scene: &Scene, x: f64) -> impl Iterator<Item = usize> {
    let columns = &line.columns;
    let middle = columns.since(scene.moment(x));
    let from = columns.since(scene.moment(x - REACH)).max(middle.saturating_sub(LOOKED_AT));
    let to = columns.since(scene.moment(x + REACH)).min(middle.saturating_add(LOOKED_AT));
    from.min(middle.saturating_sub(1))..to.max(middle + 1).min(columns.len())
}
