//! What a pen does for a picture: outlines and words, in the order they are put down.

mod ink;
mod path;

pub use self::ink::{Ink, Tone};
use self::path::Path;
use super::columns::Mark;
use super::float;
use super::scene::{PaneScene, Scene};

/// More dots than these are drawn smaller.
const CROWD: usize = 120;

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
        let shapes = Ink::ALL
            .iter()
            .zip(pen.paths)
            .map(|(ink, path)| Shape { ink: *ink, path: path.into_text() });
        Self {
            width: scene.width,
            height: scene.height,
            text: scene.text,
            shapes: shapes.filter(|shape| !shape.path.is_empty()).collect(),
            words: pen.words,
        }
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
            let (x, anchor) = if bar.is_named_before {
                (bar.from - text * 0.4, Anchor::End)
            } else {
                (bar.from + text * 0.4, Anchor::Start)
            };
            self.say(x, bar.top + text * 1.1, anchor, Tone::Text, &bar.name);
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
        for goal in &pane.goals {
            self.draw(Ink::Goal, |path| path.segment((left, goal.y), (right, goal.y)));
            let y = goal.y + if goal.is_above { -text * 0.35 } else { text * 1.05 };
            let is_left = goal.x <= left;
            let anchor = if is_left { Anchor::Start } else { Anchor::End };
            if !goal.label.is_empty() {
                self.say(goal.x, y, anchor, Tone::Text, &goal.label);
            }
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
