use std::rc::Rc;

use shared::id::EntryId;
use shared::lang::Lang;
use shared::results::api::{FoundSeries, ResultSeries, SeriesPoint};
use shared::results::chart::{Layout, Told, said};
use shared::results::notes::{SeriesNote, notes};
use shared::results::text::{self as results, chart as text};
use shared::shell;
use time::UtcOffset;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::results::meaning::meaning_panel;
use crate::results::value::range;
use crate::ui::{Chart, Choice, Fact, Icon, RadioGroup, empty_state, number_line, summary_list};

#[derive(Properties, PartialEq)]
pub struct SeriesViewProps {
    pub found: Rc<FoundSeries>,
    pub title: AttrValue,
    /// Opens the result of a value.
    pub on_open: Callback<EntryId>,
    /// What stands right under the chart.
    pub children: Html,
}

/// The chart with what has to be known to read it: how numbers were converted, where lines break,
/// and whether the last change means anything.
#[component]
pub fn SeriesView(props: &SeriesViewProps) -> Html {
    let lang = use_lang();
    let told = use_state_eq(Told::default);
    let series = use_memo(props.found.clone(), |found| Rc::new(found.series.clone()));
    let marks = use_memo(props.found.clone(), |found| Rc::new(found.marks()));
    let found = &props.found.series;
    let last = found.iter().filter_map(|series| series.points.last()).map(|it| it.at).max();
    let Some(offset) = last.map(browser::offset_at) else {
        return empty_state(Icon::Pulse, text::NOTHING.get(lang), Html::default());
    };
    let is_converted = found.iter().any(|series| !series.conversions.is_empty());
    // Parts of one measurement stand in one pane, since they are read together.
    let layout = if props.found.is_one_measurement() { Layout::Overlaid } else { Layout::Stacked };
    html! {
        <>
            { ones(lang, found, offset) }
            if is_converted {
                { told_as(lang, &told) }
            }
            <Chart title={props.title.clone()} series={(*series).clone()} marks={(*marks).clone()} told={*told} {layout} {offset}
                on_open={props.on_open.clone()} />
            { props.children.clone() }
            for one in found {
                { meaning_panel(lang, one, found.len() > 1) }
            }
            for note in notes(lang, found, &browser::offset_at) {
                { self::note(note) }
            }
        </>
    }
}

/// A series of one value says so, and shows the value on its scale.
fn ones(lang: Lang, found: &[ResultSeries], offset: UtcOffset) -> Html {
    let alone = found.iter().filter_map(|series| match series.points.as_slice() {
        [point] => Some(one(lang, series, point, offset)),
        _ => None,
    });
    let alone: Vec<Html> = alone.collect();
    if alone.is_empty() {
        return Html::default();
    }
    html! {
        <section class="panel stack">
            <p>{ text::ONE_VALUE.get(lang) }</p>
            { for alone }
        </section>
    }
}

fn one(lang: Lang, series: &ResultSeries, point: &SeriesPoint, offset: UtcOffset) -> Html {
    let words = said(lang, series, point, offset);
    let line = point.drawn_at.zip(point.usual).map(|(value, usual)| {
        let name = format!("{}: {}", shell::ON_THE_LINE.get(lang), words.line(None));
        number_line(value, usual.low, usual.high, &name)
    });
    html! {
        <div class="stack">
            <p><b>{ &series.code.display }</b>{ ": " }{ words.line(None) }</p>
            { line.unwrap_or_default() }
            <p class="muted">{ range(lang, point) }</p>
        </div>
    }
}

/// «Как напечатано» or «пересчитано» (RES-12).
fn told_as(lang: Lang, told: &UseStateHandle<Told>) -> Html {
    let choices = [(Told::Converted, results::CONVERTED), (Told::Printed, results::AS_PRINTED)];
    let choices = choices.map(|(one, name)| {
        let chosen = told.clone();
        Choice {
            text: name.get(lang).into(),
            hint: None,
            is_chosen: **told == one,
            on_choose: Callback::from(move |()| chosen.set(one)),
        }
    });
    html! {
        <div class="not-on-paper">
            <RadioGroup legend={text::TOLD_AS.get(lang)} choices={choices.to_vec()} />
        </div>
    }
}

/// What has to be known to read it.
fn note(note: SeriesNote) -> Html {
    let facts = note.facts.into_iter();
    let facts = facts.map(|(name, value)| Fact { name: name.into(), value: value.into() });
    html! {
        <section class="panel stack">
            <h2>{ note.title }</h2>
            if let Some(words) = note.words {
                <p>{ words }</p>
            }
            { summary_list(facts.collect()) }
            if !note.items.is_empty() {
                <ul class="prose">
                    for item in note.items {
                        <li>{ item }</li>
                    }
                </ul>
            }
            if let Some(source) = note.source {
                <p class="muted">{ source }</p>
            }
        </section>
    }
}
