//! The same values as a table.

use shared::lang::Text;
use shared::results::api::SeriesPoint;
use shared::results::chart::{Cursor, Said, cursors};
use shared::results::text::chart as text;
use yew::prelude::*;

use super::figure::Figure;
use crate::prefs::use_lang;
use crate::ui::show_more::show_more;
use crate::ui::table::{Column, table};

/// So many rows come at once.
const ROWS: usize = 100;

#[derive(Properties, PartialEq)]
pub(super) struct TwinProps {
    pub figure: std::rc::Rc<Figure>,
    pub title: AttrValue,
}

/// Every value with all that is known of it, newest first.
#[component]
pub(super) fn Twin(props: &TwinProps) -> Html {
    let lang = use_lang();
    let shown = use_state_eq(|| ROWS);
    let figure = &*props.figure;
    let mut all: Vec<Cursor> =
        (0..figure.series.len()).flat_map(|of| cursors(&figure.series, of)).collect();
    all.sort_by_key(|cursor| {
        std::cmp::Reverse(figure.point(*cursor).map(|(_, point)| (point.at, point.entry)))
    });
    let fields = fields(figure);
    let columns: Vec<Column> = fields
        .iter()
        .map(|field| Column { name: field.name.get(lang).into(), is_number: field.is_number })
        .collect();
    let row = |cursor: &Cursor| {
        let (_, said) = figure.said(*cursor)?;
        Some(fields.iter().map(|field| (field.cell)(figure, *cursor, &said)).collect())
    };
    let rows = all.iter().take(*shown).filter_map(row);
    let on_more = {
        let shown = shown.clone();
        Callback::from(move |()| shown.set(*shown + ROWS))
    };
    html! {
        // Wider than a narrow screen it scrolls, by the keyboard too.
        <div class="chart__twin" role="region" tabindex="0" aria-label={props.title.clone()}>
            { table(&props.title, &columns, rows.collect()) }
            if all.len() > *shown {
                { show_more(lang, false, on_more) }
            }
        </div>
    }
}

/// What a column says, and whether any value says it: an empty column only makes the table wider.
struct Field {
    name: Text,
    is_number: bool,
    cell: fn(&Figure, Cursor, &Said) -> Html,
}

fn fields(figure: &Figure) -> Vec<Field> {
    let is_any = |says: fn(&SeriesPoint) -> bool| {
        figure.series.iter().flat_map(|series| &series.points).any(says)
    };
    let is_several = figure.series.len() > 1;
    let has_range = is_any(|it| it.reference.is_some() || it.reference_text.is_some());
    let has_assessment = is_any(|it| it.flag.is_some() || it.bound.is_some());
    let field = |name, is_number, cell| Field { name, is_number, cell };
    let all: [(bool, Field); 8] = [
        (true, field(text::DATE, false, |_, _, said| html! { &said.day })),
        (is_several, field(text::ANALYTE, false, name)),
        (true, field(text::VALUE, true, |_, _, said| value(said))),
        (has_range, field(text::RANGE, true, |_, _, said| words(said.range.as_deref()))),
        (has_assessment, field(text::ASSESSMENT, false, |_, _, said| assessment(said))),
        (
            is_any(|it| it.laboratory.is_some()),
            field(text::LABORATORY, false, |_, _, said| words(said.laboratory.as_deref())),
        ),
        (
            is_any(|it| it.method.is_some()),
            field(text::METHOD, false, |_, _, said| words(said.method.as_deref())),
        ),
        (
            is_any(|it| it.specimen.is_some()),
            field(text::SPECIMEN, false, |_, _, said| words(said.specimen.as_deref())),
        ),
    ];
    all.into_iter().filter(|(is_there, _)| *is_there).map(|(_, field)| field).collect()
}

fn words(words: Option<&str>) -> Html {
    html! { words.unwrap_or("–").to_owned() }
}

fn name(figure: &Figure, cursor: Cursor, _: &Said) -> Html {
    words(figure.point(cursor).map(|(series, _)| series.code.display.as_str()))
}

fn value(said: &Said) -> Html {
    html! {
        <>
            { &said.value }
            if let Some(converted) = &said.converted {
                { " " }<span class="muted">{ converted }</span>
            }
        </>
    }
}

fn assessment(said: &Said) -> Html {
    let said: Vec<&str> = [said.flag, said.censored].into_iter().flatten().collect();
    words(Some(said.join(", ").as_str()).filter(|text| !text.is_empty()))
}
