use std::rc::Rc;

use shared::id::{EntryId, PatientId};
use shared::lang::Lang;
use shared::record::text as record;
use shared::results::api::CompareResults;
use shared::results::compare::{ComparedCell, ComparedEntries, ComparedRow, FoundComparison};
use shared::results::text::page as text;
use yew::prelude::*;

use super::value::range;
use super::{back, day, flag_tag, printed};
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::{brief, closed_card};
use crate::route::{Route, parameter};
use crate::router::link;
use crate::session::use_session;
use crate::shell::Title;
use crate::ui::{Icon, SkeletonKind, empty_state, slow_skeleton};

#[derive(Properties, PartialEq)]
pub struct ComparisonPageProps {
    pub patient: PatientId,
    /// `of=…`: which results, with points between.
    pub about: String,
}

/// Two to six results side by side (RES-6).
#[component]
pub fn ComparisonPage(ComparisonPageProps { patient, about }: &ComparisonPageProps) -> Html {
    let lang = use_lang();
    let patient = *patient;
    let is_own = use_session().session().is_some_and(|session| session.card == Some(patient));
    let of = parameter(about, "of").unwrap_or_default();
    let entries: Vec<EntryId> = of.split('.').filter_map(|id| id.parse().ok()).collect();
    let loader = use_load(CompareResults { patient, body: ComparedEntries { entries } });
    let load = loader.load();
    let title = text::COMPARISON.get(lang);
    let window = match &load {
        Load::Ready(found) if !is_own => format!("{}: {title}", found.patient.name.short()),
        Load::Ready(_) | Load::Waiting | Load::Failed(_) => title.to_owned(),
    };
    let body = match &load {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel()),
        Load::Failed(problem) => closed_card(lang, problem, loader.reload()),
        Load::Ready(found) if found.rows.is_empty() => {
            empty_state(Icon::Pulse, text::NOTHING_TO_COMPARE.get(lang), Html::default())
        }
        Load::Ready(found) => sheet(lang, patient, found),
    };
    html! {
        <div class="page">
            { back(lang, patient, is_own) }
            <Title text={title} {window} />
            if let Load::Ready(found) = &load {
                { brief(lang, &found.patient, is_own) }
            }
            { body }
        </div>
    }
}

/// A sheet that scrolls sideways where it is wider than the screen; on a phone each analyte is a
/// card that names its days.
fn sheet(lang: Lang, patient: PatientId, found: &Rc<FoundComparison>) -> Html {
    html! {
        <div class="comparison" role="region" aria-label={text::COMPARISON.get(lang)} tabindex="0">
            <table class="table comparison__table" role="table">
                <caption class="unseen">{ text::COMPARISON.get(lang) }</caption>
                <thead role="rowgroup">
                    <tr role="row">
                        <th scope="col" role="columnheader">{ record::ANALYTE.get(lang) }</th>
                        for result in &found.results {
                            <th scope="col" role="columnheader" key={result.entry.to_string()}>
                                { link(Route::Report { patient, entry: result.entry }, "", day(lang, result.taken_at)) }
                                <span class="comparison__name">{ &result.name }</span>
                                if let Some(organization) = &result.organization {
                                    <span class="comparison__name">{ organization }</span>
                                }
                            </th>
                        }
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    for row in &found.rows {
                        { line(lang, patient, row, found) }
                    }
                </tbody>
            </table>
        </div>
    }
}

fn line(lang: Lang, patient: PatientId, row: &ComparedRow, found: &FoundComparison) -> Html {
    let newest = row.cells.iter().rev().find_map(|cell| cell.point.as_ref());
    html! {
        <tr role="row">
            <th scope="row" role="rowheader">
                if let Some(point) = newest {
                    { link(Route::series(patient, point.entry), "", html! { &row.code.display }) }
                } else {
                    { &row.code.display }
                }
            </th>
            for (cell, result) in row.cells.iter().zip(&found.results) {
                <td role="cell">
                    <span class="table__name" aria-hidden="true">{ day(lang, result.taken_at) }</span>
                    <span class="comparison__cell">{ content(lang, row, cell) }</span>
                </td>
            }
        </tr>
    }
}

fn content(lang: Lang, row: &ComparedRow, cell: &ComparedCell) -> Html {
    let Some(point) = &cell.point else {
        return html! { <span class="muted">{ text::NOT_MEASURED.get(lang) }</span> };
    };
    let by = cell.change.as_ref().and_then(|change| change.by(lang, &row.unit));
    html! {
        <>
            { printed(lang, &point.value) }
            { flag_tag(lang, point.flag) }
            <span class="comparison__more">{ range(lang, point) }</span>
            if let Some(change) = &cell.change {
                <span class="comparison__more">
                    if let Some(by) = by {
                        <b>{ by }</b>{ " · " }
                    }
                    { change.text().get(lang) }
                </span>
                for gap in &change.breaks {
                    <span class="comparison__more">{ gap.text(lang) }</span>
                }
            }
        </>
    }
}
