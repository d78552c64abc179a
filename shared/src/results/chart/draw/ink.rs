//! Pens and their colours.

use super::path::Path;
use crate::results::chart::columns::Meaning;

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
    /// Where the patient's own measurements should lie.
    Goal,
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
        Self::Goal,
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
            Self::Goal => "chart__goal",
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
            | Self::Goal
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
            Self::Goal => Some((Tone::Text, 1.5)),
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
            Self::Goal => &[9.0, 3.0, 2.0, 3.0],
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
        path.into_text()
    }
}
