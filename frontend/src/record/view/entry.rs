use std::collections::BTreeSet;
use std::rc::Rc;

use shared::id::PatientId;
use shared::lang::{Lang, Text};
use shared::record::api::FoundEntries;
use shared::record::model::Entry;
use shared::record::report::ReportMark;
use shared::record::text;
use yew::prelude::*;

use super::content::{facts, icon, name};
use super::{source_tag, time_of};
use crate::browser;
use crate::route::Route;
use crate::router::link;
use crate::ui::{Icon, TagKind, TimelineItem, tag, timeline};

/// Entries newest first along time, a heading for every year, each entry once. `is_own`: one looks
/// at oneself.
pub fn entry_list(
    lang: Lang,
    patient: PatientId,
    pages: &[Rc<FoundEntries>],
    is_own: bool,
) -> Html {
    let year = |entry: &Entry| {
        let at = entry.occurred_at;
        at.to_offset(browser::offset_at(at)).year()
    };
    let mut seen = BTreeSet::new();
    let entries: Vec<&Entry> = pages
        .iter()
        .flat_map(|found| &found.page.entries)
        .filter(|entry| seen.insert(entry.id))
        .collect();
    let marks: Vec<&ReportMark> = pages.iter().flat_map(|found| &found.page.reports).collect();
    html! {
        for entries in entries.chunk_by(|a, b| year(a) == year(b)) {
            <section class="year">
                <h2 class="year__title">{ entries.first().map(|entry| year(entry)) }</h2>
                { timeline(entries.iter().map(|entry| {
                    let mark = marks.iter().find(|mark| mark.entry == entry.id).and_then(|mark| mark.text());
                    item(lang, patient, entry, mark, is_own)
                })) }
            </section>
        }
    }
}

/// One entry by itself, for who sees nothing else of the card.
pub fn entry_card(lang: Lang, entry: &Entry) -> Html {
    let heading = name(lang, &entry.content).map(|(name, code)| {
        html! {
            <h3>
                { name }
                if let Some(code) = code {
                    { " " }<code class="code">{ code }</code>
                }
            </h3>
        }
    });
    let said = html! { <>{ heading }{ facts(lang, entry, false) }</> };
    html! {
        <>
            <p class="muted">{ entry.section.text().get(lang) }{ " · " }{ time_of(lang, entry) }</p>
            { struck(lang, entry, said) }
            <p class="entry__source">{ source_line(entry) }</p>
        </>
    }
}

fn item(
    lang: Lang,
    patient: PatientId,
    entry: &Entry,
    mark: Option<Text>,
    is_own: bool,
) -> TimelineItem {
    let to = |content: Html| link(Route::entry(patient, entry), "", content);
    let heading = name(lang, &entry.content).map(|(name, code)| {
        html! {
            <h3>
                { to(html! { name }) }
                if let Some(code) = code {
                    { " " }<code class="code">{ code }</code>
                }
            </h3>
        }
    });
    let when = time_of(lang, entry);
    // What has no name is opened by its day.
    let when = if heading.is_some() { when } else { to(when) };
    let said = html! { <>{ heading }{ facts(lang, entry, is_own) }</> };
    TimelineItem {
        key: entry.id.to_string().into(),
        icon: icon(&entry.content),
        when,
        content: html! {
            <div class={entry.source.is_told().then_some("told")}>
                { struck(lang, entry, said) }
                <p class="entry__source">
                    { source_line(entry) }{ " " }
                    { source_tag(lang, &entry.source, is_own) }
                    if let Some(mark) = mark {
                        { " " }{ tag(TagKind::Caution, None, mark.get(lang)) }
                    }
                </p>
            </div>
        },
    }
}

/// What was entered in error stays readable, and nobody takes it for true.
pub fn struck(lang: Lang, entry: &Entry, said: Html) -> Html {
    if !entry.withdrawn {
        return said;
    }
    html! {
        <>
            <p>{ tag(TagKind::Caution, Some(Icon::Alert), text::WITHDRAWN.get(lang)) }</p>
            <del class="entry__withdrawn">{ said }</del>
        </>
    }
}

fn source_line(entry: &Entry) -> String {
    let source = &entry.source;
    let parts = [source.author.as_deref(), source.organization_name.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}
