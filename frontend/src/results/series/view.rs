use std::rc::Rc;

use shared::format;
use shared::id::EntryId;
use shared::lang::Lang;
use shared::results::api::{FoundSeries, ResultSeries, SeriesBreak, ValueChange};
use shared::results::chart::{Layout, Told, said};
use shared::results::text::{self as results, chart as text};
use shared::shell;
use time::UtcOffset;
use yew::prelude::*;

use crate::browser;
use crate::prefs::use_lang;
use crate::results::line::value_line;
use crate::results::meaning::meaning_panel;
use crate::results::value::range;
use crate::ui::{Chart, Choice, Fact, Icon, RadioGroup, empty_state, summary_list};

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
            { newest(lang, found, offset) }
            if is_converted {
                { told_as(lang, &told) }
            }
            <Chart title={props.title.clone()} series={(*series).clone()} marks={(*marks).clone()} told={*told} {layout} {offset}
                on_open={props.on_open.clone()} />
            { props.children.clone() }
            for one in found {
                { meaning_panel(lang, one, found.len() > 1) }
            }
            { conversions(lang, found) }
            for one in found {
                { change(lang, one, found.len() > 1) }
            }
            { breaks(lang, found, offset) }
        </>
    }
}

/// The newest number of each on its scale (RES-15); a series of one value says that it is the only
/// one.
fn newest(lang: Lang, found: &[ResultSeries], offset: UtcOffset) -> Html {
    let is_alone = found.iter().all(|series| series.points.len() == 1);
    let lines: Vec<Html> =
        found.iter().filter_map(|series| one(lang, series, found.len() > 1, offset)).collect();
    if lines.is_empty() && !is_alone {
        return Html::default();
    }
    html! {
        <section class="panel stack">
            if is_alone {
                <p>{ text::ONE_VALUE.get(lang) }</p>
            }
            { for lines }
        </section>
    }
}

fn one(lang: Lang, series: &ResultSeries, is_several: bool, offset: UtcOffset) -> Option<Html> {
    let point = series.points.iter().rev().find(|point| point.drawn_at.is_some());
    let point = point.or(series.points.last())?;
    let words = said(lang, series, point, offset);
    let line = series.line.as_ref().map(|line| {
        let name = format!("{}: {}", shell::ON_THE_LINE.get(lang), words.line(None));
        let is_out = point.flag.is_some_and(|it| it.flag.is_out());
        value_line(lang, line, is_out, &name)
    });
    if line.is_none() && series.points.len() > 1 {
        return None;
    }
    Some(html! {
        <div class="stack">
            <p>
                if is_several {
                    <b>{ &series.code.display }</b>{ ": " }
                }
                { words.line(None) }
            </p>
            <div>
                { line.unwrap_or_default() }
                <p class="muted">{ range(lang, point) }</p>
            </div>
        </div>
    })
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

/// Every factor with its source (RES-12).
fn conversions(lang: Lang, found: &[ResultSeries]) -> Html {
    let ways: Vec<String> = found
        .iter()
        .flat_map(|series| &series.conversions)
        .map(|conversion| conversion.text(lang))
        .collect();
    if ways.is_empty() {
        return Html::default();
    }
    html! {
        <section class="panel stack">
            <h2>{ text::CONVERSIONS.get(lang) }</h2>
            <ul class="prose">
                for way in ways {
                    <li>{ way }</li>
                }
            </ul>
        </section>
    }
}

/// «Изменение настоящее?», of the newest two numbers (RES-13). Nothing of a first one.
fn change(lang: Lang, series: &ResultSeries, is_several: bool) -> Html {
    let Some(change) = &series.latest else { return Html::default() };
    let Some(answer) = change.answer() else { return Html::default() };
    html! {
        <section class="panel stack">
            <h2>
                if is_several {
                    { &series.code.display }{ ": " }
                }
                { results::IS_REAL.get(lang) }
            </h2>
            <p>{ answer.get(lang) }</p>
            { summary_list(facts(lang, series, change)) }
            if let Some(usual) = &change.usual {
                <p class="muted">{ usual.text(lang) }</p>
            }
        </section>
    }
}

fn facts(lang: Lang, series: &ResultSeries, change: &ValueChange) -> Vec<Fact> {
    let newest = series.points.iter().rev().find(|point| point.drawn_at.is_some());
    let pair = [(results::BEFORE, change.previous.as_ref()), (results::NOW, newest)];
    let mut facts: Vec<Fact> = pair
        .into_iter()
        .filter_map(|(name, point)| {
            let point = point?;
            let words = said(lang, series, point, browser::offset_at(point.at));
            Some(Fact { name: name.get(lang).into(), value: html! { words.line(None) } })
        })
        .collect();
    let moved = change.told(lang);
    facts.push(Fact { name: results::CHANGE.get(lang).into(), value: html! { moved } });
    facts
}

/// Every place where a line breaks, and why (RES-12).
fn breaks(lang: Lang, found: &[ResultSeries], offset: UtcOffset) -> Html {
    let is_several = found.len() > 1;
    let told: Vec<Html> = found
        .iter()
        .flat_map(|series| series.breaks.iter().map(move |it| (series, it)))
        .filter_map(|(series, it)| broken(lang, series, it, is_several, offset))
        .collect();
    if told.is_empty() {
        return Html::default();
    }
    html! {
        <section class="panel stack">
            <h2>{ text::BREAKS.get(lang) }</h2>
            <p>{ text::BREAKS_TOLD.get(lang) }</p>
            <ul class="prose">{ for told }</ul>
        </section>
    }
}

fn broken(
    lang: Lang,
    series: &ResultSeries,
    it: &SeriesBreak,
    is_several: bool,
    offset: UtcOffset,
) -> Option<Html> {
    let point = series.points.get(usize::try_from(it.before).ok()?)?;
    let day = format::date(lang, point.at.to_offset(offset).date());
    Some(html! {
        <li>
            if is_several {
                { &series.code.display }{ ": " }
            }
            { day }{ ": " }{ it.text(lang) }
        </li>
    })
}
