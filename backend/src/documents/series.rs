//! All values of one analyte as a document: the picture, the same in words, and in a table.

use serde::Serialize;
use shared::documents::text;
use shared::format;
use shared::lang::Lang;
use shared::record::text as record;
use shared::results::api::{FoundSeries, ResultSeries, SeriesPoint};
use shared::results::chart::{
    self, Columns, Drawing, Layout, Meaning, Pane, Size, Told, Tone, View, panes, said, scene,
    standalone,
};
use shared::results::notes::{SeriesNote, notes};
use shared::results::summary::summary;
use shared::results::text::chart as words;

use super::sheet::{How, Sheet, shortened};

/// What the template `series.typ` takes.
#[derive(Debug, Serialize)]
pub struct SeriesSheet {
    #[serde(flatten)]
    sheet: Sheet,
    /// What a screen reader says of the picture.
    spoken: Vec<String>,
    picture: Picture,
    parts: Vec<Part>,
    values: Values,
}

#[derive(Debug, Serialize)]
struct Picture {
    is_there: bool,
    /// Read aloud in its place.
    alt: String,
    /// What its marks mean.
    key: String,
}

/// What has to be known to read it.
#[derive(Debug, Serialize)]
struct Part {
    title: String,
    words: Vec<String>,
    items: Vec<String>,
}

impl From<SeriesNote> for Part {
    fn from(note: SeriesNote) -> Self {
        let facts = note.facts.into_iter().map(|(name, value)| format!("{name}: {value}"));
        Self {
            title: note.title,
            words: note.words.map(str::to_owned).into_iter().collect(),
            items: facts.chain(note.items).chain(note.source).collect(),
        }
    }
}

#[derive(Debug, Serialize)]
struct Values {
    title: &'static str,
    /// How wide each column is beside the others.
    shares: Vec<f32>,
    head: Vec<&'static str>,
    /// The newest first.
    rows: Vec<Vec<String>>,
}

/// More are not printed: who wants them all exports them.
const ROWS: usize = 2_000;
/// Nobody listens longer.
const ALT_MAX: usize = 2_000;

/// What a series says, and its picture as SVG.
pub fn sheet(found: &FoundSeries, how: &How) -> (SeriesSheet, Option<String>) {
    let lang = how.lang;
    let series = &found.series;
    let names: Vec<&str> = series.iter().map(|one| one.code.display.as_str()).collect();
    let mut sheet = Sheet::new(how, &found.patient, &names.join(", "));
    let all: usize = series.iter().map(|one| one.points.len()).sum();
    if all > ROWS {
        let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
        sheet.notices.push(text::newest_only(lang, number(ROWS), number(all)));
    }
    let spoken: Vec<String> = series.iter().map(|one| summary(lang, one, how.offset)).collect();
    let drawn = drawn(found, how);
    let key = drawn.as_ref().map(|(_, key)| key.clone()).unwrap_or_default();
    let alt = shortened(&format!("{}. {}", text::CHART.get(lang), spoken.join(" ")), ALT_MAX);
    let picture = Picture { is_there: drawn.is_some(), alt, key };
    let parts = notes(lang, series, &|_| how.offset).into_iter().map(Part::from).collect();
    (
        SeriesSheet { sheet, spoken, picture, parts, values: values(series, how) },
        drawn.map(|(picture, _)| picture),
    )
}

/// The picture, and what its marks mean.
fn drawn(found: &FoundSeries, how: &How) -> Option<(String, String)> {
    // Parts of one measurement stand in one pane, since they are read together.
    let layout = if found.is_one_measurement() { Layout::Overlaid } else { Layout::Stacked };
    let marks = found.marks();
    let panes = panes(&found.series, Told::Converted, layout);
    let view = View::around(columns(&panes).filter_map(Columns::ends))?;
    let sheet = chart::Sheet {
        panes: &panes,
        primary: 0,
        marks: &marks,
        view,
        size: size(panes.len()),
        lang: how.lang,
        offset: how.offset,
    };
    let paper = chart::Paper { title: String::new(), lead: Vec::new(), notes: Vec::new() };
    let drawing = Drawing::of(&scene(&sheet));
    let picture = standalone(&drawing, &paper, &|tone| colour(tone).to_owned());
    Some((picture, key(how.lang, &panes)))
}

/// Of a picture that fits on a page with all its panes.
fn size(panes: usize) -> Size {
    let panes = f64::from(u32::try_from(panes).unwrap_or(u32::MAX)).max(1.0);
    Size { width: 760.0, pane: (900.0 / panes - 70.0).clamp(60.0, 260.0), text: 13.0 }
}

fn columns(panes: &[Pane]) -> impl Iterator<Item = &Columns> {
    panes.iter().flat_map(|pane| &pane.lines).map(|line| &line.columns)
}

/// Dark on light, at least 3:1 against the paper; shapes tell the same without colour.
const fn colour(tone: Tone) -> &'static str {
    match tone {
        Tone::Ground => "#ffffff",
        Tone::Text => "#15212d",
        Tone::Muted => "#4d5d6c",
        Tone::Grid => "#d6dee6",
        Tone::Band => "#e2f3e9",
        Tone::Limit => "#17693f",
        Tone::Line => "#1a5fb4",
        Tone::Second => "#7a3e9d",
        Tone::Out => "#7d5000",
        Tone::Critical => "#b0201b",
    }
}

/// What those of the marks mean that are in the picture.
fn key(lang: Lang, panes: &[Pane]) -> String {
    let marks = || columns(panes).flat_map(Columns::marks);
    let is_used = |meaning: &&Meaning| marks().any(|mark| mark.meaning == **meaning);
    let meanings = Meaning::ALL.iter().filter(is_used);
    let mut signs: Vec<String> = meanings
        .map(|meaning| format!("{} {}", meaning.sign(), meaning.text().get(lang)))
        .collect();
    let others = [
        (marks().any(|mark| mark.toward.is_some()), words::CENSORED),
        (columns(panes).any(Columns::has_feet), words::FOOT),
        (columns(panes).any(Columns::has_gaps), words::GAP),
        (panes.iter().any(|pane| !pane.goals.is_empty()), words::GOAL),
    ];
    let others = others.into_iter().filter(|(is_there, _)| *is_there);
    signs.extend(others.map(|(_, said)| said.get(lang).to_owned()));
    signs.join(";  ")
}

/// The same values, with all that is known of each.
fn values(series: &[ResultSeries], how: &How) -> Values {
    let lang = how.lang;
    let is_several = series.len() > 1;
    let columns = [
        (words::DATE, 1.4),
        (words::ANALYTE, 1.8),
        (words::VALUE, 1.7),
        (words::RANGE, 1.6),
        (words::ASSESSMENT, 1.8),
        (text::LABORATORY, 2.4),
    ];
    let columns = columns.into_iter().filter(|(name, _)| is_several || *name != words::ANALYTE);
    let (head, shares) = columns.map(|(name, share)| (name.get(lang), share)).unzip();
    let mut points: Vec<(&ResultSeries, &SeriesPoint)> =
        series.iter().flat_map(|one| one.points.iter().map(move |point| (one, point))).collect();
    // Parts of one measurement keep their order.
    points.sort_by_key(|(_, point)| std::cmp::Reverse((point.at, point.entry)));
    let rows = points.into_iter().take(ROWS);
    let rows = rows.map(|(one, point)| row(one, point, is_several, how)).collect();
    Values { title: text::VALUES.get(lang), shares, head, rows }
}

fn row(series: &ResultSeries, point: &SeriesPoint, is_several: bool, how: &How) -> Vec<String> {
    let lang = how.lang;
    let said = said(lang, series, point, how.offset);
    let or_nothing = |parts: Vec<String>| match parts.join("; ") {
        joined if joined.is_empty() => text::NOTHING.get(lang).to_owned(),
        joined => joined,
    };
    let meaning = Meaning::from(point.flag);
    let flag = point
        .flag
        .map(|_| format!("{}{}{}", meaning.sign(), format::NBSP, meaning.text().get(lang)));
    let censored = said.censored.map(str::to_owned);
    let told = point.is_told.then(|| record::SELF_REPORTED.get(lang).to_owned());
    let from = [said.laboratory, told, said.method, said.specimen];
    let mut cells = vec![said.day];
    if is_several {
        cells.push(series.code.display.clone());
    }
    cells.push(
        [Some(said.value), said.converted].into_iter().flatten().collect::<Vec<_>>().join(" "),
    );
    cells.push(or_nothing(said.range.into_iter().collect()));
    cells.push(or_nothing([flag, censored].into_iter().flatten().collect()));
    cells.push(or_nothing(from.into_iter().flatten().filter(|part| !part.is_empty()).collect()));
    cells
}
