//! What a chart shows, sorted once for as long as it stays the same.

use std::rc::Rc;

use shared::lang::Lang;
use shared::results::api::{ResultSeries, SeriesPoint};
use shared::results::chart::{
    Columns, Cursor, Layout, Mark, Marks, Meaning, Pane, Said, Told, View, panes, said,
};
use time::UtcOffset;

/// Series on their axes, with all that stands around them.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Figure {
    pub series: Rc<Vec<ResultSeries>>,
    pub marks: Rc<Marks>,
    pub panes: Vec<Pane>,
    pub primary: usize,
    pub lang: Lang,
    pub offset: UtcOffset,
    /// The height of the primary pane, in pixels.
    pub height: f64,
    /// Nothing where there is no value.
    pub whole: Option<View>,
}

/// What of the marks is in the picture, for the key beside it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Used {
    pub meanings: Vec<Meaning>,
    pub censored: bool,
    pub bands: bool,
    pub gaps: bool,
    pub feet: bool,
    pub goals: bool,
}

/// What is asked of a figure.
#[derive(Clone, PartialEq)]
pub(super) struct Asked {
    pub series: Rc<Vec<ResultSeries>>,
    pub marks: Rc<Marks>,
    pub told: Told,
    pub layout: Layout,
    pub primary: usize,
    pub lang: Lang,
    pub offset: UtcOffset,
    pub height: u32,
}

impl Figure {
    pub(super) fn of(asked: &Asked) -> Self {
        let panes = panes(&asked.series, asked.told, asked.layout);
        let whole = View::around(columns(&panes).filter_map(Columns::ends));
        Self {
            series: asked.series.clone(),
            marks: asked.marks.clone(),
            panes,
            primary: asked.primary,
            lang: asked.lang,
            offset: asked.offset,
            height: f64::from(asked.height),
            whole,
        }
    }

    pub(super) fn used(&self) -> Used {
        let mut used = Used::default();
        let mut seen = [false; Meaning::ALL.len()];
        for columns in columns(&self.panes) {
            for Mark { meaning, toward, .. } in columns.marks() {
                used.censored |= toward.is_some();
                let at = Meaning::ALL.iter().position(|known| known == meaning);
                if let Some(seen) = at.and_then(|at| seen.get_mut(at)) {
                    *seen = true;
                }
            }
            used.bands |= columns.has_bands();
            used.gaps |= columns.has_gaps();
            used.feet |= columns.has_feet();
        }
        used.goals = self.panes.iter().any(|pane| !pane.goals.is_empty());
        let all = Meaning::ALL.iter().zip(seen);
        used.meanings = all.filter(|(_, is_seen)| *is_seen).map(|(one, _)| *one).collect();
        used
    }

    pub(super) fn point(&self, cursor: Cursor) -> Option<(&ResultSeries, &SeriesPoint)> {
        let series = self.series.get(cursor.series)?;
        Some((series, series.points.get(cursor.point)?))
    }

    /// The words of a point, with the name of its series where there are several.
    pub(super) fn said(&self, cursor: Cursor) -> Option<(Option<&str>, Said)> {
        let (series, point) = self.point(cursor)?;
        let name = (self.series.len() > 1).then_some(series.code.display.as_str());
        Some((name, said(self.lang, series, point, self.offset)))
    }

    /// How many points stand within a window.
    pub(super) fn count_in(&self, view: View) -> u64 {
        let count: usize = columns(&self.panes).map(|columns| columns.count_in(view)).sum();
        u64::try_from(count).unwrap_or(u64::MAX)
    }
}

fn columns(panes: &[Pane]) -> impl Iterator<Item = &Columns> {
    panes.iter().flat_map(|pane| &pane.lines).map(|line| &line.columns)
}
