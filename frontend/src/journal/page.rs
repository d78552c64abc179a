use std::collections::BTreeSet;

use shared::contract::{BASE, Problem};
use shared::format;
use shared::id::{EntryId, PatientId};
use shared::journal::api::SearchJournal;
use shared::journal::model::{JournalLine, JournalPage as Lines, JournalQuery};
use shared::journal::rules::{Folded, fold};
use shared::journal::text;
use shared::lang::Lang;
use shared::record::text as record;
use uuid::Uuid;
use yew::prelude::*;

use super::check::CheckPart;
use super::digest::RhythmButton;
use super::filter::{JournalFilter, filters};
use super::view::LineRow;
use crate::found::{Found, Page, Query, use_found};
use crate::load::Load;
use crate::prefs::use_lang;
use crate::record::closed_card;
use crate::route::Route;
use crate::router::{self, link};
use crate::saving::save;
use crate::session::use_session;
use crate::shell::Title;
use crate::submit::{Finish, use_act};
use crate::ui::{
    Button, ButtonKind, Icon, SkeletonKind, empty_state, failure, show_more, slow_skeleton,
};
use crate::{browser, client};

impl Query for JournalQuery {
    type Call = SearchJournal;
    type Page = Lines;

    fn call(&self, patient: PatientId, cursor: Option<String>, limit: Option<u32>) -> Self::Call {
        SearchJournal { patient, body: Self { cursor, limit, ..self.clone() } }
    }
}

impl Page for Lines {
    fn next_cursor(&self) -> Option<&String> {
        self.next_cursor.as_ref()
    }

    fn ids(&self) -> impl ExactSizeIterator<Item = EntryId> {
        self.lines.iter().map(id_of)
    }
}

/// By what a line is found on the page: its number in the form of other lists' ids.
pub fn id_of(line: &JournalLine) -> EntryId {
    EntryId(Uuid::from_u128(u128::try_from(line.seq).unwrap_or(0)))
}

#[derive(Properties, PartialEq)]
pub struct JournalPageProps {
    pub patient: PatientId,
    /// What the address says of the list.
    pub about: String,
}

/// Who looked at a card, newest first (ACL-7).
#[component]
pub fn JournalPage(JournalPageProps { patient, about }: &JournalPageProps) -> Html {
    let lang = use_lang();
    let patient = *patient;
    let filter = JournalFilter::parse(about);
    let is_own = use_session().session().is_some_and(|session| session.card == Some(patient));
    let found = use_found(patient, filter.query());
    let on_filter = Callback::from(move |filter: JournalFilter| {
        router::open(Route::Journal { patient, about: filter.about() });
    });
    let title = if is_own { text::TITLE } else { text::TITLE_OF_OTHER }.get(lang);
    let window = match found.pages().first() {
        Some(page) if !is_own => format!("{}: {title}", page.name.short()),
        Some(_) | None => title.to_owned(),
    };
    let up = if is_own { Route::Home } else { Route::Summary { patient } };
    let back = html! { <>{ Icon::Back.draw() }{ record::SUMMARY.get(lang) }</> };
    html! {
        <div class="page">
            <div class="row">{ link(up, "back", back) }</div>
            <Title text={title} {window} />
            <p class="lead">{ text::LEAD.get(lang) }</p>
            { filters(lang, filter, &on_filter) }
            { body(lang, patient, &found, filter, &on_filter) }
            <section class="stack not-on-paper">
                <ExportButton {patient} />
                <CheckPart />
                <p><RhythmButton {patient} /></p>
            </section>
        </div>
    }
}

fn body(
    lang: Lang,
    patient: PatientId,
    found: &Found<JournalQuery>,
    filter: JournalFilter,
    on_filter: &Callback<JournalFilter>,
) -> Html {
    let first = found.first();
    match first.load() {
        Load::Failed(problem) => return closed_card(lang, &problem, first.reload()),
        Load::Waiting => {
            return slow_skeleton(lang, SkeletonKind::List, first.is_slow(), first.cancel());
        }
        Load::Ready(_) => {}
    }
    let mut seen = BTreeSet::new();
    let lines: Vec<JournalLine> = found
        .pages()
        .iter()
        .flat_map(|page| page.lines.clone())
        .filter(|line| seen.insert(line.seq))
        .collect();
    let on_more = found.show_more();
    if lines.is_empty() && on_more.is_none() {
        return nothing(lang, filter, on_filter);
    }
    html! {
        <>
            if lines.is_empty() {
                <p>{ text::READ_ON.get(lang) }</p>
            }
            { days(lang, patient, &fold(&lines), &found.reload()) }
            if let Some(problem) = found.problem() {
                { failure(lang, problem, None) }
            }
            if let Some(on_more) = on_more {
                { show_more(lang, found.is_busy(), on_more) }
            }
        </>
    }
}

fn nothing(lang: Lang, filter: JournalFilter, on_filter: &Callback<JournalFilter>) -> Html {
    if filter == JournalFilter::default() {
        return empty_state(Icon::Check, text::EMPTY.get(lang), Html::default());
    }
    let on_click = on_filter.reform(|()| JournalFilter::default());
    let all = html! {
        <Button kind={ButtonKind::Quiet} {on_click}>{ text::SHOW_ALL.get(lang) }</Button>
    };
    empty_state(Icon::Search, text::NOTHING_FOUND.get(lang), all)
}

/// A heading for every day.
fn days(lang: Lang, patient: PatientId, groups: &[Folded<'_>], on_changed: &Callback<()>) -> Html {
    let day = |group: &Folded<'_>| {
        group.newest().map(|line| line.at.to_offset(browser::offset_at(line.at)).date())
    };
    html! {
        for of_day in groups.chunk_by(|a, b| day(a) == day(b)) {
            <section class="year">
                <h2 class="year__title">
                    { of_day.first().and_then(day).map(|day| format::date(lang, day)) }
                </h2>
                <ul class="rows">
                    for group in of_day {
                        { row(patient, group, on_changed) }
                    }
                </ul>
            </section>
        }
    }
}

fn row(patient: PatientId, group: &Folded<'_>, on_changed: &Callback<()>) -> Html {
    let Some(newest) = group.newest() else { return Html::default() };
    let lines: Vec<JournalLine> = group.lines().iter().map(|line| (*line).clone()).collect();
    html! {
        <LineRow key={newest.seq.to_string()} {patient} {lines} on_changed={on_changed.clone()} />
    }
}

#[derive(Properties, PartialEq)]
struct ExportButtonProps {
    patient: PatientId,
}

/// Saves the whole journal.
#[component]
fn ExportButton(props: &ExportButtonProps) -> Html {
    let lang = use_lang();
    let act = use_act();
    let on_click = {
        let (act, patient) = (act.clone(), props.patient);
        Callback::from(move |()| act.run(move || saved(lang, patient)))
    };
    html! {
        <div class="stack">
            <Button kind={ButtonKind::Secondary} icon={Icon::File} busy={act.is_busy()} {on_click}>
                { text::EXPORT.get(lang) }
            </Button>
            <p class="muted">{ text::EXPORT_HINT.get(lang) }</p>
            if let Some(problem) = act.problem() {
                { failure(lang, problem, None) }
            }
        </div>
    }
}

async fn saved(lang: Lang, patient: PatientId) -> Result<Finish, Option<Problem>> {
    let address = format!("{BASE}/patients/{patient}/journal/export?lang={}", lang.tag());
    let bytes = client::file(&address).await?;
    Ok(Box::new(move || save(&bytes, text::EXPORT_NAME.get(lang))) as Finish)
}
