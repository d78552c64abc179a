//! What stands on the axes, and under them.

use super::cut::Cut;
use super::{Band, Bar, Dot, Foot, GapMark, Limit, PaneScene, Scene, Sheet, Stroke, whole};
use crate::format;
use crate::results::chart::{float, moment, seconds};
use crate::results::text::chart as text;
use crate::results::ticks;
use crate::results::unit::round;

/// How far an interval is drawn beyond its first and its last value, in heights of letters: one
/// value's interval is seen, and nothing is claimed of another day.
const STUB: f64 = 0.9;

/// Everything between the top and the foot of a pane.
pub(super) fn fill(sheet: &Sheet<'_>, scene: &Scene, cut: &Cut<'_>, pane: &mut PaneScene) {
    if cut.ends.is_none() {
        let holds_any = cut.pane.lines.iter().any(|line| line.columns.has_numbers());
        let said = if holds_any { text::NONE_IN_PERIOD } else { text::NO_NUMBERS };
        pane.said = Some(said.get(sheet.lang).to_owned());
        pane.ticks.clear();
    }
    bands(sheet, scene, cut, pane);
    pane.strokes = cut
        .strokes
        .iter()
        .map(|(line, points)| {
            let points = points.iter().map(|(x, y)| (scene.x(*x), pane.y(*y)));
            Stroke { line: *line, points: points.collect() }
        })
        .collect();
    let dots = cut.dots.iter().filter_map(|(line, at)| {
        let columns = &cut.pane.lines.get(*line)?.columns;
        let (x, y, mark) = (scene.x(columns.x(*at)), pane.y(columns.y(*at)), columns.mark(*at));
        (!scene.is_dense || mark.meaning.is_out()).then_some(Dot { x, y, mark })
    });
    pane.dots = dots.collect();
    goals(sheet, scene, cut, pane);
    let mut last = f64::NEG_INFINITY;
    for (line, at) in &cut.feet {
        let Some(line) = cut.pane.lines.get(*line) else { continue };
        let x = scene.x(line.columns.x(*at));
        // Several on one pixel are one mark.
        if (x - last).abs() >= 1.0 {
            pane.feet.push(Foot { x, mark: line.columns.mark(*at) });
            last = x;
        }
    }
    gaps(sheet, scene, cut, pane);
}

/// Every interval over the time it held, and its limits' numbers where there is room.
fn bands(sheet: &Sheet<'_>, scene: &Scene, cut: &Cut<'_>, pane: &mut PaneScene) {
    let stub = scene.text * STUB;
    let mut free = scene.left;
    for held in &cut.held {
        // Another interval reaches up to it.
        let follows = cut
            .held
            .iter()
            .any(|other| other.from < held.from && (other.until - held.from).abs() < 1.0);
        let from = scene.x(held.from) - if follows { 0.0 } else { stub };
        let to = scene.x(held.until) + if held.is_last { stub } else { 0.0 };
        let (from, to) = (from.max(scene.left), to.min(scene.right));
        if to <= from {
            continue;
        }
        let edge = |end: Option<f64>, open: f64| match end.map(|end| pane.y(end)) {
            Some(y) => (y.clamp(pane.top, pane.bottom), (pane.top..=pane.bottom).contains(&y)),
            None => (open, false),
        };
        let (top, has_top) = edge(held.interval.high, pane.top);
        let (bottom, has_bottom) = edge(held.interval.low, pane.bottom);
        let band = Band { from, to, top, bottom, has_top, has_bottom };
        pane.bands.push(band);
        if from < free {
            continue;
        }
        free = from + scene.text * 4.0;
        let x = from + scene.text * 0.3;
        let limits = [(held.interval.high, top, has_top), (held.interval.low, bottom, has_bottom)];
        for ((end, y, is_seen), is_above) in limits.into_iter().zip([true, false]) {
            if let Some(end) = end.filter(|_| is_seen) {
                let label = format::number(sheet.lang, round(end, 4));
                pane.limits.push(Limit { x, y, label, is_above });
            }
        }
    }
}

/// The ends of targets that are in sight, each outside of what it bounds.
fn goals(sheet: &Sheet<'_>, scene: &Scene, cut: &Cut<'_>, pane: &mut PaneScene) {
    if cut.ends.is_none() {
        return;
    }
    for goal in &cut.pane.goals {
        for (end, is_above) in [(goal.high, true), (goal.low, false)] {
            let Some((end, y)) = end.map(|end| (end, pane.y(end))) else { continue };
            if (pane.top..=pane.bottom).contains(&y) {
                let label = text::goal(sheet.lang, &format::number(sheet.lang, round(end, 4)));
                pane.goals.push(Limit { x: scene.right, y, label, is_above });
            }
        }
    }
    pane.goals.sort_by(|one, other| one.y.total_cmp(&other.y));
    part(&mut pane.goals, scene.text);
    for goal in &mut pane.goals {
        let middle = goal.y + scene.text * if goal.is_above { -0.6 } else { 0.6 };
        let width = float(goal.label.chars().count()) * scene.text * 0.6;
        let crowd = |from: f64, to: f64| {
            let is_near =
                |dot: &&Dot| (from..=to).contains(&dot.x) && (dot.y - middle).abs() < scene.text;
            pane.dots.iter().filter(is_near).count()
        };
        // The newest points stand at the right: the number goes where fewer are.
        let (left, right) = (scene.left, scene.right);
        if crowd(left, left + width) < crowd(right - width, right) {
            goal.x = left;
        }
    }
}

/// Labels of targets one above another, from the top: two that would stand on each other go to the
/// outer sides of their lines, and where even that is too near only the upper one is told.
fn part(goals: &mut [Limit], text: f64) {
    let middle = |goal: &Limit| goal.y + text * if goal.is_above { -0.6 } else { 0.6 };
    let is_near = |upper: &Limit, lower: &Limit| middle(lower) - middle(upper) < text * 1.2;
    for at in 1..goals.len() {
        let Some([upper, lower]) = goals.get_mut(at - 1..=at) else { continue };
        if is_near(upper, lower) {
            (upper.is_above, lower.is_above) = (true, false);
        }
        if is_near(upper, lower) {
            lower.label.clear();
        }
    }
}

/// In the middle between the two points that are not joined.
fn gaps(sheet: &Sheet<'_>, scene: &Scene, cut: &Cut<'_>, pane: &mut PaneScene) {
    let mut free = scene.left;
    for line in &cut.pane.lines {
        for gap in line.columns.gaps() {
            let before = line.columns.drawn_before(gap.before).unwrap_or(gap.before);
            let x = f64::midpoint(line.columns.x(before), line.columns.x(gap.before));
            if !sheet.view.holds(x) {
                continue;
            }
            let x = scene.x(x);
            let words: Vec<&str> =
                gap.kinds.iter().map(|kind| kind.text().get(sheet.lang)).collect();
            let words = words.join(", ");
            let width = float(words.chars().count()) * scene.text * 0.55;
            let fits = x >= free && x + width <= scene.right;
            if fits {
                free = x + width + scene.text;
            }
            pane.gaps.push(GapMark { x, label: fits.then_some(words) });
        }
    }
}

pub(super) fn times(sheet: &Sheet<'_>, scene: &Scene) -> Vec<(f64, String)> {
    let room = ((scene.right - scene.left) / (scene.text * 6.5)).clamp(2.0, 12.0);
    let (from, to) = (moment(sheet.view.from), moment(sheet.view.to));
    let ticks = ticks::time_ticks(sheet.lang, from, to, sheet.offset, whole(room));
    ticks.into_iter().map(|tick| (scene.x(seconds(tick.at)), tick.label)).collect()
}

/// Visits and medicines under the axis: a medicine gets a row of its own where it would cover
/// another.
pub(super) fn under(sheet: &Sheet<'_>, scene: &mut Scene) {
    let text = scene.text;
    let seen = sheet.marks.visits.iter().filter(|visit| sheet.view.holds(visit.at));
    scene.visits = seen.map(|visit| scene.x(visit.at)).collect();
    let mut rows: Vec<f64> = Vec::new();
    let first = scene.axis + text * 2.0;
    for course in &sheet.marks.courses {
        let until = course.until.unwrap_or(sheet.view.to);
        if until < sheet.view.from || course.from > sheet.view.to {
            continue;
        }
        let (from, to) = (scene.x(course.from).max(scene.left), scene.x(until).min(scene.right));
        let width = float(course.name.chars().count() + 2) * text * 0.55;
        let is_named_before = from + width > scene.right && from - width >= scene.left;
        let (begin, words) =
            if is_named_before { (from - width, from) } else { (from, from + width) };
        let row = rows.iter().position(|free| *free <= begin).unwrap_or(rows.len());
        let end = to.max(words) + text * 0.5;
        match rows.get_mut(row) {
            Some(free) => *free = end,
            None => rows.push(end),
        }
        let top = first + float(row) * text * 1.7;
        let (to, name) = (to.max(from + 2.0), course.name.clone());
        scene.bars.push(Bar { from, to, top, name, is_named_before });
    }
    if !rows.is_empty() {
        scene.height = first + float(rows.len()) * text * 1.7;
    }
}
