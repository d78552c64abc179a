//! What a pen does for a picture: outlines and words, in the order they are put down.

use std::fmt::Write as _;

use super::columns::{Mark, Meaning, Toward};
use super::float;
use super::scene::{PaneScene, Scene};

/// More dots than these are drawn smaller.
const CROWD: usize = 120;

/// Whose colour something has; a sheet of styles, or a saved file, says which colour that is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Ground,
    Text,
    Muted,
    Grid,
    Band,
    Limit,
    Line,
    Second,
    Out,
    Critical,
}

impl Tone {
    pub const ALL: &[Self] = &[
        Self::Ground,
        Self::Text,
        Self::Muted,
        Self::Grid,
        Self::Band,
        Self::Limit,
        Self::Line,
        Self::Second,
        Self::Out,
        Self::Critical,
    ];

    /// The custom property of the page that holds the colour.
    pub const fn property(self) -> &'static str {
        match self {
            Self::Ground => "--chart-ground",
            Self::Text => "--chart-text",
            Self::Muted => "--chart-muted",
            Self::Grid => "--chart-grid",
            Self::Band => "--chart-band",
            Self::Limit => "--chart-limit",
            Self::Line => "--chart-line",
            Self::Second => "--chart-second",
            Self::Out => "--chart-out",
            Self::Critical => "--chart-critical",
        }
    }
}

/// What is drawn with one pen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Grid,
    Band,
    Limit,
    Gap,
    Line,
    /// The second line of a pane, and all after it.
    Second,
    Within,
    /// A dot of which nothing is claimed, and one without height: hollow.
    Unclaimed,
    Out,
    Critical,
    /// Where a value that was not measured exactly may lie.
    Arrow,
    Visit,
    Course,
}

impl Ink {
    /// In the order they are put down.
    pub const ALL: &[Self] = &[
        Self::Band,
        Self::Grid,
        Self::Limit,
        Self::Gap,
        Self::Course,
        Self::Visit,
        Self::Line,
        Self::Second,
        Self::Arrow,
        Self::Within,
        Self::Unclaimed,
        Self::Out,
        Self::Critical,
    ];

    /// The class of its outlines on the page.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Grid => "chart__grid",
            Self::Band => "chart__band",
            Self::Limit => "chart__limit",
            Self::Gap => "chart__gap",
            Self::Line => "chart__line",
            Self::Second => "chart__second",
            Self::Within => "chart__within",
            Self::Unclaimed => "chart__unclaimed",
            Self::Out => "chart__out",
            Self::Critical => "chart__critical",
            Self::Arrow => "chart__arrow",
            Self::Visit => "chart__visit",
            Self::Course => "chart__course",
        }
    }

    pub const fn fill(self) -> Option<Tone> {
        match self {
            Self::Band => Some(Tone::Band),
            Self::Course => Some(Tone::Band),
            Self::Within => Some(Tone::Line),
            Self::Unclaimed => Some(Tone::Ground),
            Self::Out => Some(Tone::Out),
            Self::Critical => Some(Tone::Critical),
            Self::Grid
            | Self::Limit
            | Self::Gap
            | Self::Line
            | Self::Second
            | Self::Arrow
            | Self::Visit => None,
        }
    }

    /// The colour and the width of its edge, in pixels.
    pub const fn stroke(self) -> Option<(Tone, f64)> {
        match self {
            Self::Grid => Some((Tone::Grid, 1.0)),
            Self::Band => None,
            Self::Limit => Some((Tone::Limit, 1.5)),
            Self::Gap => Some((Tone::Muted, 1.5)),
            Self::Line => Some((Tone::Line, 2.0)),
            Self::Second => Some((Tone::Second, 2.0)),
            // An edge of the ground parts a dot from its line.
            Self::Within | Self::Out | Self::Critical => Some((Tone::Ground, 1.0)),
            Self::Unclaimed => Some((Tone::Line, 2.0)),
            Self::Arrow => Some((Tone::Text, 1.5)),
            Self::Visit => Some((Tone::Muted, 2.0)),
            Self::Course => Some((Tone::Limit, 1.0)),
        }
    }

    /// Lengths of dashes and gaps; empty for a whole line.
    pub const fn dashes(self) -> &'static [f64] {
        match self {
            Self::Limit => &[5.0, 4.0],
            Self::Gap => &[1.5, 4.0],
            Self::Second => &[7.0, 4.0],
            Self::Grid
            | Self::Band
            | Self::Line
            | Self::Within
            | Self::Unclaimed
            | Self::Out
            | Self::Critical
            | Self::Arrow
            | Self::Visit
            | Self::Course => &[],
        }
    }
}

impl Meaning {
    /// The pen of its dot.
    pub const fn ink(self) -> Ink {
        match self {
            Self::Unclaimed => Ink::Unclaimed,
            Self::Within => Ink::Within,
            Self::Below | Self::Above | Self::Abnormal => Ink::Out,
            Self::CriticalBelow | Self::CriticalAbove | Self::Critical => Ink::Critical,
        }
    }

    /// The outline of its shape around a place, as a path of SVG.
    pub fn outline(self, x: f64, y: f64, radius: f64) -> String {
        let mut path = Path::default();
        path.shape(self, x, y, radius);
        path.0
    }
}

/// All outlines of one pen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shape {
    pub ink: Ink,
    /// A path of SVG.
    pub path: String,
}

/// Which side of the words their place is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

impl Anchor {
    /// As SVG calls it.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Middle => "middle",
            Self::End => "end",
        }
    }
}

/// Words on the picture.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    pub x: f64,
    /// Of the line they stand on.
    pub y: f64,
    pub anchor: Anchor,
    /// Names are drawn in the colour of text, numbers of axes paler.
    pub tone: Tone,
    pub text: String,
}

/// The picture as outlines and words, in pixels.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    pub width: f64,
    pub height: f64,
    /// The size of the letters.
    pub text: f64,
    pub shapes: Vec<Shape>,
    pub words: Vec<Words>,
}

impl Drawing {
    pub fn of(scene: &Scene) -> Self {
        let mut pen = Pen::new(scene);
        pen.time();
        for pane in &scene.panes {
            pen.pane(pane);
        }
        let shapes =
            Ink::ALL.iter().zip(pen.paths).map(|(ink, path)| Shape { ink: *ink, path: path.0 });
        Self {
            width: scene.width,
            height: scene.height,
            text: scene.text,
            shapes: shapes.filter(|shape| !shape.path.is_empty()).collect(),
            words: pen.words,
        }
    }
}

/// A path of SVG as it is written.
#[derive(Clone, Debug, Default)]
struct Path(String);

impl Path {
    fn command(&mut self, letter: char, x: f64, y: f64) {
        self.0.push(letter);
        self.number(x);
        self.0.push(' ');
        self.number(y);
    }

    /// To a tenth of a pixel.
    fn number(&mut self, number: f64) {
        #[expect(clippy::cast_possible_truncation, reason = "a cast of floats saturates")]
        let tenths = (number * 10.0).round() as i64;
        let sign = if tenths < 0 { "-" } else { "" };
        let tenths = tenths.unsigned_abs();
        // Never fails for a text.
        let _ = match tenths % 10 {
            0 => write!(self.0, "{sign}{}", tenths / 10),
            tenth => write!(self.0, "{sign}{}.{tenth}", tenths / 10),
        };
    }

    fn segment(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.command('M', from.0, from.1);
        self.command('L', to.0, to.1);
    }

    fn polygon(&mut self, points: &[(f64, f64)]) {
        for (at, (x, y)) in points.iter().enumerate() {
            self.command(if at == 0 { 'M' } else { 'L' }, *x, *y);
        }
        self.0.push('z');
    }

    fn rectangle(&mut self, from: (f64, f64), to: (f64, f64)) {
        self.polygon(&[from, (to.0, from.1), to, (from.0, to.1)]);
    }

    fn circle(&mut self, x: f64, y: f64, radius: f64) {
        self.command('M', x - radius, y);
        for across in [radius * 2.0, -radius * 2.0] {
            self.command('a', radius, radius);
            self.0.push_str(" 0 1 0 ");
            self.number(across);
            self.0.push_str(" 0");
        }
        self.0.push('z');
    }

    /// Its point is `up` above the middle, its base as far under it.
    fn triangle(&mut self, x: f64, y: f64, half: f64, up: f64) {
        self.polygon(&[(x, y - up), (x + half, y + up), (x - half, y + up)]);
    }

    fn diamond(&mut self, x: f64, y: f64, radius: f64) {
        self.polygon(&[(x, y - radius), (x + radius, y), (x, y + radius), (x - radius, y)]);
    }

    fn shape(&mut self, meaning: Meaning, x: f64, y: f64, radius: f64) {
        // As much area as a circle has.
        let (half, up) = (radius * 1.3, radius * 1.1);
        match meaning {
            Meaning::Unclaimed | Meaning::Within => self.circle(x, y, radius),
            Meaning::Above => self.triangle(x, y, half, up),
            Meaning::Below => self.triangle(x, y, half, -up),
            Meaning::CriticalAbove => {
                self.triangle(x, y - up, half, up);
                self.triangle(x, y + up, half, up);
            }
            Meaning::CriticalBelow => {
                self.triangle(x, y - up, half, -up);
                self.triangle(x, y + up, half, -up);
            }
            Meaning::Abnormal => self.diamond(x, y, radius * 1.3),
            Meaning::Critical => {
                self.diamond(x - half * 0.6, y, radius * 1.3);
                self.diamond(x + half * 0.6, y, radius * 1.3);
            }
        }
    }

    /// From a dot to where the value may lie.
    fn arrow(&mut self, toward: Toward, x: f64, y: f64, radius: f64) {
        let down = match toward {
            Toward::Lower => 1.0,
            Toward::Higher => -1.0,
        };
        let tip = y + down * radius * 4.0;
        let barb = tip - down * radius * 1.2;
        self.segment((x, y + down * radius), (x, tip));
        self.segment((x - radius * 0.9, barb), (x, tip));
        self.command('L', x + radius * 0.9, barb);
    }
}

struct Pen<'a> {
    scene: &'a Scene,
    /// One for each of [`Ink::ALL`].
    paths: Vec<Path>,
    words: Vec<Words>,
}

impl<'a> Pen<'a> {
    fn new(scene: &'a Scene) -> Self {
        Self { scene, paths: vec![Path::default(); Ink::ALL.len()], words: Vec::new() }
    }

    fn draw(&mut self, ink: Ink, with: impl FnOnce(&mut Path)) {
        let at = Ink::ALL.iter().position(|known| *known == ink);
        if let Some(path) = at.and_then(|at| self.paths.get_mut(at)) {
            with(path);
        }
    }

    fn say(&mut self, x: f64, y: f64, anchor: Anchor, tone: Tone, text: &str) {
        self.words.push(Words { x, y, anchor, tone, text: text.to_owned() });
    }

    /// The axis of time, and what stands under it.
    fn time(&mut self) {
        let scene = self.scene;
        let Scene { left, right, axis, text, .. } = *scene;
        self.draw(Ink::Grid, |path| path.segment((left, axis), (right, axis)));
        for (x, label) in &scene.times {
            let (x, half) = (*x, float(label.chars().count()) * text * 0.3);
            for pane in &scene.panes {
                self.draw(Ink::Grid, |path| path.segment((x, pane.top), (x, pane.bottom)));
            }
            self.draw(Ink::Grid, |path| path.segment((x, axis), (x, axis + text * 0.3)));
            let middle = x.clamp(half, (scene.width - half).max(half));
            self.say(middle, axis + text * 1.4, Anchor::Middle, Tone::Muted, label);
        }
        for x in &scene.visits {
            let x = *x;
            self.draw(Ink::Visit, |path| path.segment((x, axis - text * 0.6), (x, axis)));
            self.draw(Ink::Visit, |path| path.diamond(x, axis - text * 0.6, text * 0.2));
        }
        for bar in &scene.bars {
            let bottom = bar.top + text * 1.5;
            self.draw(Ink::Course, |path| path.rectangle((bar.from, bar.top), (bar.to, bottom)));
            let x = bar.from + text * 0.4;
            self.say(x, bar.top + text * 1.1, Anchor::Start, Tone::Text, &bar.name);
        }
    }

    fn pane(&mut self, pane: &PaneScene) {
        let scene = self.scene;
        let Scene { left, right, text, .. } = *scene;
        self.title(pane);
        for (y, label) in &pane.ticks {
            let y = *y;
            self.draw(Ink::Grid, |path| path.segment((left, y), (right, y)));
            self.say(left - text * 0.5, y + text * 0.35, Anchor::End, Tone::Muted, label);
        }
        for band in &pane.bands {
            let (from, to) = (band.from, band.to);
            self.draw(Ink::Band, |path| path.rectangle((from, band.top), (to, band.bottom)));
            if band.has_top {
                self.draw(Ink::Limit, |path| path.segment((from, band.top), (to, band.top)));
            }
            if band.has_bottom {
                self.draw(Ink::Limit, |path| path.segment((from, band.bottom), (to, band.bottom)));
            }
        }
        for limit in &pane.limits {
            let y = limit.y + if limit.is_above { -text * 0.35 } else { text * 1.05 };
            self.say(limit.x, y, Anchor::Start, Tone::Muted, &limit.label);
        }
        for gap in &pane.gaps {
            let x = gap.x;
            self.draw(Ink::Gap, |path| path.segment((x, pane.top), (x, pane.bottom)));
            if let Some(label) = &gap.label {
                self.say(x + text * 0.3, pane.top + text, Anchor::Start, Tone::Text, label);
            }
        }
        for stroke in &pane.strokes {
            let ink = if stroke.line == 0 { Ink::Line } else { Ink::Second };
            self.draw(ink, |path| {
                for (at, (x, y)) in stroke.points.iter().enumerate() {
                    path.command(if at == 0 { 'M' } else { 'L' }, *x, *y);
                }
            });
        }
        self.dots(pane);
        if let Some(said) = &pane.said {
            let (x, y) = (f64::midpoint(left, right), f64::midpoint(pane.top, pane.bottom));
            self.say(x, y, Anchor::Middle, Tone::Muted, said);
        }
    }

    fn dots(&mut self, pane: &PaneScene) {
        let text = self.scene.text;
        let radius = match pane.dots.len() {
            _ if self.scene.is_dense => text * 0.18,
            0..=CROWD => text * 0.36,
            _ => text * 0.26,
        };
        let mut dot = |x: f64, y: f64, mark: Mark| {
            if let Some(toward) = mark.toward {
                self.draw(Ink::Arrow, |path| path.arrow(toward, x, y, radius));
            }
            self.draw(mark.meaning.ink(), |path| path.shape(mark.meaning, x, y, radius));
        };
        for it in &pane.dots {
            dot(it.x, it.y, it.mark);
        }
        for foot in &pane.feet {
            dot(foot.x, pane.foot, foot.mark);
        }
    }

    /// The unit over its axis; several lines show by what they are drawn.
    fn title(&mut self, pane: &PaneScene) {
        let Scene { text, .. } = *self.scene;
        let y = pane.top - text * 0.9;
        self.say(text * 0.3, y, Anchor::Start, Tone::Text, &pane.title);
        let mut x = text * (0.3 + 0.6 * float(pane.title.chars().count() + 2));
        for (at, key) in pane.keys.iter().enumerate() {
            let ink = if at == 0 { Ink::Line } else { Ink::Second };
            let middle = y - text * 0.35;
            self.draw(ink, |path| path.segment((x, middle), (x + text * 2.0, middle)));
            self.say(x + text * 2.4, y, Anchor::Start, Tone::Text, key);
            x += text * (3.4 + 0.6 * float(key.chars().count()));
        }
    }
}
