mod save;
mod scene;
mod view;
mod walk;

use super::*;
use crate::lang::Lang;
use crate::record::model::{Entry, Interval};
use crate::results::api::ResultSeries;
use crate::results::series::series;
use crate::results::series::tests::{entry, with};
use time::UtcOffset;

const GLUCOSE: (&str, &str) = ("http://loinc.org", "2345-7");

/// A glucose on a day of March 2026.
fn glucose(day: u8, text: &str, high: Option<f64>) -> Entry {
    with(entry(u128::from(day), day, GLUCOSE, text, "ммоль/л"), |it| {
        it.reference = high.map(|high| Interval { low: Some(4.0), high: Some(high) });
    })
}

fn told(entries: &[Entry]) -> ResultSeries {
    ResultSeries::from(&series(entries)[0])
}

fn whole(panes: &[Pane]) -> View {
    let lines = panes.iter().flat_map(|pane| &pane.lines);
    View::around(lines.filter_map(|line| line.columns.ends())).unwrap()
}

const SIZE: Size = Size { width: 400.0, pane: 200.0, text: 12.0 };

fn sheet<'a>(panes: &'a [Pane], marks: &'a Marks, view: View) -> Sheet<'a> {
    Sheet { panes, primary: 0, marks, view, size: SIZE, lang: Lang::Ru, offset: UtcOffset::UTC }
}

fn drawn(panes: &[Pane]) -> Scene {
    let marks = Marks::default();
    super::scene(&sheet(panes, &marks, whole(panes)))
}

/// The picture of one series, converted.
fn picture(entries: &[Entry]) -> Scene {
    drawn(&panes(&[told(entries)], Told::Converted, Layout::Stacked))
}
