use shared::access::model::Section;
use shared::files::text as files;
use shared::format;
use shared::id::PatientId;
use shared::lang::{Lang, Text};
use shared::record::api::EntryDetail;
use shared::record::model::{Confirmation, Content, Entry, Observation};
use shared::record::text;
use time::OffsetDateTime;
use yew::prelude::*;

use super::content::{entry_name, facts, observation_flag};
use super::entry::struck;
use super::protocol::protocol_view;
use super::{source_tag, time_of, value};
use crate::browser;
use crate::route::Route;
use crate::router::link;
use crate::ui::{Column, Fact, TagKind, summary_list, table, tag};

/// One entry in full: what it says, what belongs to it, where it comes from, what it said before.
/// `is_own`: one looks at oneself.
/// `said`: what was said against it.
pub fn detail_view(
    lang: Lang,
    patient: PatientId,
    detail: &EntryDetail,
    is_own: bool,
    said: Html,
) -> Html {
    let entry = &detail.entry;
    let of_section = |section: Section| -> Vec<&Entry> {
        detail.belonging.iter().filter(|entry| entry.section == section).collect()
    };
    html! {
        <>
            <article class="panel entry">{ struck(lang, entry, whole(lang, entry, is_own)) }</article>
            { said }
            if let Content::DiagnosticReport(_) = &entry.content {
                { values(lang, &detail.belonging) }
            } else if let Content::ServiceRequest(_) = &entry.content {
                { answers(lang, patient, &detail.belonging) }
            } else {
                for section in Section::ALL.iter().copied() {
                    { links(lang, patient, section.text(), &of_section(section)) }
                }
            }
            if let Some(request) = &detail.request {
                { links(lang, patient, text::BY_REFERRAL, &[request]) }
            }
            if let Some(visit) = &detail.visit {
                { links(lang, patient, text::OF_VISIT, &[visit]) }
            }
            { source(lang, detail, is_own) }
            if !detail.earlier.is_empty() {
                { earlier(lang, &detail.earlier, is_own) }
            }
        </>
    }
}

/// Everything an entry says: a protocol is a document of its own.
fn whole(lang: Lang, entry: &Entry, is_own: bool) -> Html {
    match &entry.content {
        Content::Protocol(protocol) => protocol_view(lang, protocol),
        _ => facts(lang, entry, is_own),
    }
}

/// Where an entry comes from (REC-10).
fn source(lang: Lang, detail: &EntryDetail, is_own: bool) -> Html {
    let entry = &detail.entry;
    let source = &entry.source;
    // What came first; since then it may have been corrected or withdrawn.
    let first = detail.earlier.iter().map(|earlier| earlier.received_at).min();
    let moment = |at: OffsetDateTime| {
        html! { format::moment(lang, at, browser::offset_at(at)) }
    };
    // Papers bear a day, and no time.
    let is_paper = source.is_told() && matches!(entry.content, Content::DocumentReference(_));
    let happened = if is_paper { time_of(lang, entry) } else { moment(entry.occurred_at) };
    let word = |word: &Option<String>| word.as_ref().map(|word| html! { word });
    let is_ahead = entry.occurred_at > entry.received_at;
    let when = match (is_paper, is_ahead) {
        (true, _) => files::DATE,
        (false, true) => text::WHEN,
        (false, false) => text::HAPPENED,
    };
    let facts = [
        (when, Some(happened)),
        (text::ORGANIZATION, word(&source.organization_name)),
        (text::AUTHOR, word(&source.author)),
        (text::SYSTEM, word(&source.system)),
        (text::RECEIVED, Some(moment(first.unwrap_or(entry.received_at)))),
        (text::LAST_CHANGED, first.map(|_| moment(entry.received_at))),
        (
            text::own::CONFIRMED_BY,
            source.confirmed.as_ref().map(|confirmed| confirmation(lang, confirmed)),
        ),
    ];
    let facts = facts
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| Fact { name: name.get(lang).into(), value }));
    html! {
        <section>
            <h2>{ text::SOURCE.get(lang) }</h2>
            { summary_list(facts.collect()) }
            { source_tag(lang, source, is_own) }
        </section>
    }
}

/// Who vouches for what the patient told.
fn confirmation(lang: Lang, confirmed: &Confirmation) -> Html {
    let at = format::moment(lang, confirmed.at, browser::offset_at(confirmed.at));
    let parts = [Some(confirmed.by.as_str()), confirmed.organization.as_deref(), Some(&at)];
    html! { parts.into_iter().flatten().collect::<Vec<_>>().join(" · ") }
}

/// Entries that belong together, each a link.
fn links(lang: Lang, patient: PatientId, title: Text, entries: &[&Entry]) -> Html {
    if entries.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h2>{ title.get(lang) }</h2>
            <ul class="entry-links">
                for entry in entries {
                    <li key={entry.id.to_string()}>
                        { link(Route::entry(patient, entry), "", html! {
                            <span>{ entry_name(lang, entry) }{ ", " }{ time_of(lang, entry) }</span>
                        }) }
                        if entry.withdrawn {
                            { " " }{ tag(TagKind::Caution, None, text::WITHDRAWN.get(lang)) }
                        }
                    </li>
                }
            </ul>
        </section>
    }
}

/// What answers a referral.
fn answers(lang: Lang, patient: PatientId, belonging: &[Entry]) -> Html {
    let title = if belonging.len() > 1 { text::RESULTS } else { text::RESULT };
    links(lang, patient, title, &belonging.iter().collect::<Vec<_>>())
}

/// The values of a report, in its order.
fn values(lang: Lang, belonging: &[Entry]) -> Html {
    let rows: Vec<Vec<Html>> = belonging
        .iter()
        .filter_map(|entry| match &entry.content {
            Content::Observation(observation) => Some(row(lang, observation)),
            _ => None,
        })
        .collect();
    if rows.is_empty() {
        return Html::default();
    }
    let columns = [
        (text::ANALYTE, false),
        (text::VALUE, true),
        (text::RANGE, true),
        (text::ASSESSMENT, false),
    ];
    let columns =
        columns.map(|(name, is_number)| Column { name: name.get(lang).into(), is_number });
    table(text::VALUES.get(lang), &columns, rows)
}

fn row(lang: Lang, observation: &Observation) -> Vec<Html> {
    let limits = observation.reference.and_then(|it| text::limits(lang, it.low, it.high));
    vec![
        html! { &observation.code.display },
        value(lang, &observation.value),
        html! { limits.unwrap_or_default() },
        observation_flag(lang, observation),
    ]
}

/// What it said before, newest first.
fn earlier(lang: Lang, versions: &[Entry], is_own: bool) -> Html {
    html! {
        <details class="earlier">
            <summary>{ text::EARLIER.get(lang) }{ ": " }{ versions.len() }</summary>
            for entry in versions {
                <article class="panel entry">
                    <p class="muted">
                        { text::RECEIVED.get(lang) }{ ": " }
                        { format::moment(lang, entry.received_at, browser::offset_at(entry.received_at)) }
                    </p>
                    <h3>{ entry_name(lang, entry) }</h3>
                    { struck(lang, entry, facts(lang, entry, is_own)) }
                </article>
            }
        </details>
    }
}
