//! The same values as a table.

use shared::lang::Lang;
use shared::results::chart::{Cursor, cursors};
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
    let is_several = figure.series.len() > 1;
    let rows = all.iter().take(*shown).filter_map(|cursor| row(figure, *cursor, is_several));
    let on_more = {
        let shown = shown.clone();
        Callback::from(move |()| shown.set(*shown + ROWS))
    };
    html! {
        // Wider than a narrow screen it scrolls, by the keyboard too.
        <div class="chart__twin" role="region" tabindex="0" aria-label={props.title.clone()}>
            { table(&props.title, &columns(lang, is_several), rows.collect()) }
            if all.len() > *shown {
                { show_more(lang, false, on_more) }
            }
        </div>
    }
}

fn columns(lang: Lang, is_several: bool) -> Vec<Column> {
    let names = [
        (text::DATE, false),
        (text::ANALYTE, false),
        (text::VALUE, true),
        (text::RANGE, true),
        (text::ASSESSMENT, false),
        (text::LABORATORY, false),
        (text::METHOD, false),
        (text::SPECIMEN, false),
    ];
    let names = names.into_iter().filter(|(name, _)| is_several || *name != text::ANALYTE);
    names.map(|(name, is_number)| Column { name: name.get(lang).into(), is_number }).collect()
}

fn row(figure: &Figure, cursor: Cursor, is_several: bool) -> Option<Vec<Html>> {
    let (name, said) = figure.said(cursor)?;
    let words = |words: Option<&str>| html! { words.unwrap_or("–").to_owned() };
    let mut cells = vec![html! { &said.day }];
    if is_several {
        cells.push(words(name));
    }
    cells.push(html! {
        <>
            { &said.value }
            if let Some(converted) = &said.converted {
                { " " }<span class="muted">{ converted }</span>
            }
        </>
    });
    let assessment: Vec<&str> = [said.flag, said.censored].into_iter().flatten().collect();
    cells.push(words(said.range.as_deref()));
    cells.push(words(Some(assessment.join(", ").as_str()).filter(|text| !text.is_empty())));
    cells.push(words(said.laboratory.as_deref()));
    cells.push(words(said.method.as_deref()));
    cells.push(words(said.specimen.as_deref()));
    Some(cells)
}
