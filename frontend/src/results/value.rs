//! One value of a report with everything it is compared with (RES-3).

use shared::format;
use shared::id::PatientId;
use shared::lang::Lang;
use shared::record::text as record;
use shared::results::api::{ResultValue, SeriesPoint, ValueChange};
use shared::results::text as results;
use shared::results::text::page as text;
use yew::prelude::*;

use super::line::value_line;
use super::meaning::meaning_more;
use super::{day, flag_tag, printed};
use crate::route::Route;
use crate::router::link;
use crate::ui::Icon;

/// `id`: where the page can be sent to it.
pub fn value_item(lang: Lang, patient: PatientId, value: &ResultValue, id: String) -> Html {
    let point = &value.point;
    let flag = point.flag;
    let is_out = flag.is_some_and(|it| it.flag.is_out());
    let is_critical = flag.is_some_and(|it| it.is_critical);
    let class =
        classes!("analyte", is_out.then_some("is-out"), is_critical.then_some("is-critical"));
    html! {
        <li {class} {id} tabindex="-1">
            <div class="analyte__head">
                <h3 class="analyte__name">{ &value.code.display }</h3>
                <p class="analyte__value">
                    { printed(lang, &point.value) }
                    { flag_tag(lang, flag) }
                </p>
            </div>
            <div class="analyte__range">
                if let Some(line) = &value.line {
                    { value_line(lang, line, is_out, &spoken(lang, value)) }
                }
                <p class="muted">{ range(lang, point) }</p>
            </div>
            { change(lang, &value.change, &point.value.unit) }
            <div class="analyte__ways">
                if let Some(meaning) = &value.meaning {
                    { meaning_more(lang, &value.code.display, meaning) }
                }
                { link(Route::series(patient, point.entry), "back", html! {
                    <>
                        { Icon::Pulse.draw() }{ text::CHART.get(lang) }
                        <span class="unseen">{ ": " }{ &value.code.display }</span>
                    </>
                }) }
            </div>
            { remarks(lang, point) }
        </li>
    }
}

fn spoken(lang: Lang, value: &ResultValue) -> String {
    let printed = &value.point.value;
    format!(
        "{}: {} {}",
        value.code.display,
        record::value(lang, printed),
        record::unit(lang, &printed.unit)
    )
}

/// The interval in the words it was printed in, else in its numbers (RES-12).
pub fn range(lang: Lang, point: &SeriesPoint) -> String {
    let limits = || {
        let interval = point.reference?;
        record::limits(lang, interval.low, interval.high)
    };
    let unit = record::unit(lang, &point.value.unit);
    match (&point.reference_text, limits()) {
        (Some(words), _) => format!("{}: {words}", text::RANGE_UNIT.get(lang)),
        (None, Some(limits)) if unit.is_empty() => {
            format!("{}: {limits}", text::RANGE_UNIT.get(lang))
        }
        (None, Some(limits)) => {
            format!("{}: {limits}{}{unit}", text::RANGE_UNIT.get(lang), format::NBSP)
        }
        (None, None) => text::NO_RANGE.get(lang).to_owned(),
    }
}

/// The value before with its day, how it changed, and whether that is more than chance (RES-13).
fn change(lang: Lang, change: &ValueChange, unit: &str) -> Html {
    let Some(previous) = &change.previous else {
        return html! { <p class="analyte__change muted">{ change.text().get(lang) }</p> };
    };
    let by = change.by(lang, unit);
    html! {
        <div class="analyte__change">
            <p>
                <span class="muted">{ text::BEFORE.get(lang) }{ " " }</span>
                { printed(lang, &previous.value) }
                <span class="muted">{ ", " }{ day(lang, previous.at) }</span>
            </p>
            <p>
                if let Some(by) = by {
                    <b class="analyte__by">{ by }</b>{ " · " }
                }
                { change.text().get(lang) }
            </p>
            for gap in &change.breaks {
                <p class="muted">{ gap.text(lang) }</p>
            }
            if let Some(usual) = &change.usual {
                <details class="more">
                    <summary>{ results::IS_REAL.get(lang) }</summary>
                    <p class="muted">{ usual.text(lang) }</p>
                </details>
            }
        </div>
    }
}

/// What was examined and how, where it is told.
fn remarks(lang: Lang, point: &SeriesPoint) -> Html {
    let method = point.method.as_deref().filter(|text| !text.is_empty());
    let Some(method) = method else { return Html::default() };
    html! { <p class="muted analyte__method">{ record::METHOD.get(lang) }{ ": " }{ method }</p> }
}
