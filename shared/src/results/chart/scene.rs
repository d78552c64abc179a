//! Where everything stands, in pixels.

mod cut;
mod fill;

use time::UtcOffset;

use self::cut::Cut;
use self::fill::{fill, times, under};
use super::columns::Mark;
use super::float;
use super::panes::Pane;
use super::view::View;
use crate::lang::Lang;
use crate::record::text as record;
use crate::results::ticks::{self, ValueTick};

/// More dots than this are not drawn as shapes of their own: only those out of range are.
const DOTS: usize = 400;
/// A pane beside the primary one has this part of its height.
const MINOR: f64 = 0.65;

/// A visit: a tick under the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Visit {
    /// Seconds since 1970.
    pub at: f64,
    pub name: String,
}

/// A medicine while it was taken: a bar under the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Course {
    /// Seconds since 1970.
    pub from: f64,
    /// Still taken where absent.
    pub until: Option<f64>,
    pub name: String,
}

/// What happened besides.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Marks {
    pub visits: Vec<Visit>,
    pub courses: Vec<Course>,
}

/// In pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    pub width: f64,
    /// The height of the primary pane, between its least and its greatest number.
    pub pane: f64,
    /// The size of the letters; everything around the panes grows with it.
    pub text: f64,
}

/// What is drawn, and how.
#[derive(Clone, Copy, Debug)]
pub struct Sheet<'a> {
    pub panes: &'a [Pane],
    /// The series whose panes are highest.
    pub primary: usize,
    pub marks: &'a Marks,
    pub view: View,
    pub size: Size,
    pub lang: Lang,
    /// Whose clock the axis of time follows.
    pub offset: UtcOffset,
}

/// The whole picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    pub view: View,
    pub width: f64,
    pub height: f64,
    /// The size of the letters.
    pub text: f64,
    /// Between these the panes stand.
    pub left: f64,
    pub right: f64,
    pub panes: Vec<PaneScene>,
    /// Marks on the axis of time.
    pub times: Vec<(f64, String)>,
    /// The height of the axis of time.
    pub axis: f64,
    /// Where visits stand across.
    pub visits: Vec<f64>,
    pub bars: Vec<Bar>,
    /// Too many points for a shape each.
    pub is_dense: bool,
}

/// A medicine.
#[derive(Clone, Debug, PartialEq)]
pub struct Bar {
    pub from: f64,
    pub to: f64,
    /// Its upper edge.
    pub top: f64,
    pub name: String,
    /// Its name stands before it: after its beginning there is no room.
    pub is_named_before: bool,
}

/// An axis of values with everything on it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PaneScene {
    pub top: f64,
    pub bottom: f64,
    /// Where points without height stand.
    pub foot: f64,
    /// The numbers at the bottom and at the top.
    pub low: f64,
    pub high: f64,
    /// The unit, with the name where several panes stand.
    pub title: String,
    /// The names of its lines, where they are several.
    pub keys: Vec<String>,
    pub ticks: Vec<(f64, String)>,
    pub bands: Vec<Band>,
    pub limits: Vec<Limit>,
    /// The ends of targets: their labels stand at the right end of lines across the pane.
    pub goals: Vec<Limit>,
    pub strokes: Vec<Stroke>,
    pub dots: Vec<Dot>,
    pub feet: Vec<Foot>,
    pub gaps: Vec<GapMark>,
    /// Said in the middle of a pane without points: why it is empty.
    pub said: Option<String>,
}

/// While an interval held.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Band {
    pub from: f64,
    pub to: f64,
    pub top: f64,
    pub bottom: f64,
    /// Which of its edges are limits; an open end and one out of sight is none.
    pub has_top: bool,
    pub has_bottom: bool,
}

/// A limit's number at its edge.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    pub x: f64,
    pub y: f64,
    pub label: String,
    /// The number stands above its edge, otherwise under it.
    pub is_above: bool,
}

/// A piece of line without a break.
#[derive(Clone, Debug, PartialEq)]
pub struct Stroke {
    /// Which line of the pane it is.
    pub line: usize,
    pub points: Vec<(f64, f64)>,
}

/// A value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dot {
    pub x: f64,
    pub y: f64,
    pub mark: Mark,
}

/// A point without height.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Foot {
    pub x: f64,
    pub mark: Mark,
}

/// Where the line breaks, and why in two words where there is room.
#[derive(Clone, Debug, PartialEq)]
pub struct GapMark {
    pub x: f64,
    pub label: Option<String>,
}

impl Scene {
    /// Where a moment stands.
    pub fn x(&self, moment: f64) -> f64 {
        (moment - self.view.from) / self.view.width() * (self.right - self.left) + self.left
    }

    /// The moment of a place.
    pub fn moment(&self, x: f64) -> f64 {
        (x - self.left) / (self.right - self.left) * self.view.width() + self.view.from
    }

    /// The pane at a height: the one it is in, or the nearest.
    pub fn pane_at(&self, y: f64) -> Option<usize> {
        let far = |pane: &PaneScene| (pane.top - y).max(y - pane.foot).max(0.0);
        let panes = self.panes.iter().enumerate();
        panes.min_by(|(_, left), (_, right)| far(left).total_cmp(&far(right))).map(|(at, _)| at)
    }
}

impl PaneScene {
    /// Where a number stands.
    pub fn y(&self, number: f64) -> f64 {
        let part = (number - self.low) / (self.high - self.low);
        self.bottom - part * (self.bottom - self.top)
    }
}

/// Lays a picture out. Everything is within its width and height.
pub fn scene(sheet: &Sheet<'_>) -> Scene {
    let Size { width, text, .. } = sheet.size;
    let cuts: Vec<Cut<'_>> =
        sheet.panes.iter().map(|pane| Cut::of(pane, sheet.view, whole(width))).collect();
    let (mut panes, mut ticks) = (Vec::new(), Vec::new());
    let mut top = 0.0;
    for cut in &cuts {
        let pane = rows(sheet, cut, top);
        top = pane.foot + text * if cut.feet.is_empty() { 0.6 } else { 1.1 };
        ticks.push(value_ticks(sheet.lang, &pane, text));
        panes.push(pane);
    }
    let (axis, left) = (top, gutter(&ticks, text));
    let mut scene = Scene {
        view: sheet.view,
        width,
        height: axis + text * 1.8,
        text,
        left,
        right: (width - text * 0.8).max(left + 1.0),
        panes,
        times: Vec::new(),
        axis,
        visits: Vec::new(),
        bars: Vec::new(),
        is_dense: cuts.iter().map(|cut| cut.dots.len()).sum::<usize>() > DOTS,
    };
    let mut panes = std::mem::take(&mut scene.panes);
    for ((pane, cut), ticks) in panes.iter_mut().zip(&cuts).zip(ticks) {
        pane.ticks = ticks.into_iter().map(|tick| (pane.y(tick.value), tick.label)).collect();
        fill(sheet, &scene, cut, pane);
    }
    scene.panes = panes;
    scene.times = times(sheet, &scene);
    under(sheet, &mut scene);
    scene
}

/// A pane with its place from top to foot, and what it is called.
fn rows(sheet: &Sheet<'_>, cut: &Cut<'_>, from: f64) -> PaneScene {
    let Size { pane: height, text, .. } = sheet.size;
    let is_primary =
        sheet.panes.len() == 1 || cut.pane.lines.iter().any(|line| line.series == sheet.primary);
    let top = from + text * 2.0;
    let bottom = top + if is_primary { height } else { height * MINOR };
    let names: Vec<&str> = cut.pane.lines.iter().map(|line| line.name.as_str()).collect();
    let unit = record::unit(sheet.lang, &cut.pane.unit);
    let title = match (names.as_slice(), sheet.panes.len()) {
        ([name], 2..) if unit.is_empty() => (*name).to_owned(),
        ([name], 2..) => format!("{name}, {unit}"),
        _ => unit.to_owned(),
    };
    let (low, high) = cut.ends.unwrap_or((0.0, 1.0));
    PaneScene {
        top,
        bottom,
        foot: bottom + if cut.feet.is_empty() { 0.0 } else { text * 0.9 },
        low,
        high,
        title,
        keys: if names.len() > 1 {
            names.into_iter().map(str::to_owned).collect()
        } else {
            Vec::new()
        },
        ..PaneScene::default()
    }
}

fn value_ticks(lang: Lang, pane: &PaneScene, text: f64) -> Vec<ValueTick> {
    let room = (pane.bottom - pane.top) / (text * 2.6);
    if pane.high > pane.low {
        ticks::value_ticks(lang, pane.low, pane.high, whole(room.clamp(2.0, 8.0)))
    } else {
        Vec::new()
    }
}

/// Room for the longest number on any axis.
fn gutter(ticks: &[Vec<ValueTick>], text: f64) -> f64 {
    let longest = ticks.iter().flatten().map(|tick| tick.label.chars().count()).max().unwrap_or(0);
    (text * (float(longest) * 0.6 + 1.0)).clamp(text * 2.0, text * 8.0)
}

/// The whole part of a small number that is not below nought.
fn whole<T: TryFrom<u32> + Default>(number: f64) -> T {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cast of floats saturates"
    )]
    let whole = number as u32;
    T::try_from(whole).unwrap_or_default()
}
