use std::rc::Rc;

use shared::documents::api::{result_name, result_url};
use shared::format;
use shared::id::{EntryId, PatientId};
use shared::lang::{Lang, Text};
use shared::record::model::{Entry, ResultStatus};
use shared::record::text as record;
use shared::results::api::{FindResults, FoundResults, ResultValue};
use shared::results::text as results;
use shared::results::text::page as text;
use time::OffsetDateTime;
use yew::prelude::*;

use super::comments::{CommentForm, HeldNotice, comments};
use super::critical::CriticalNotice;
use super::value::value_item;
use super::{back, comparison, status_tag};
use crate::browser;
use crate::documents::{PdfButton, print_button};
use crate::files::EntryFiles;
use crate::live::use_live;
use crate::load::{Load, use_load};
use crate::prefs::use_lang;
use crate::record::{brief, closed_card, entry_name, on_news, source_tag};
use crate::route::Route;
use crate::router::link;
use crate::session::use_session;
use crate::shares::{ShareButton, Shareable};
use crate::shell::Title;
use crate::ui::{Fact, Icon, SkeletonKind, TagKind, slow_skeleton, summary_list, tag};

#[derive(Properties, PartialEq)]
pub struct ReportPageProps {
    pub patient: PatientId,
    pub entry: EntryId,
}

/// A report with each of its values, or one value (RES-3).
#[component]
pub fn ReportPage(&ReportPageProps { patient, entry }: &ReportPageProps) -> Html {
    let lang = use_lang();
    let is_own = use_session().session().is_some_and(|session| session.card == Some(patient));
    let loader = use_load(FindResults { patient, entry });
    use_live(patient, on_news(lang, loader.reload()));
    let load = loader.load();
    let known = match &load {
        Load::Ready(found) => Some(found),
        Load::Waiting | Load::Failed(_) => None,
    };
    let title = known.map_or(record::RESULT.get(lang), |found| entry_name(lang, &found.entry));
    let title = AttrValue::from(title.to_owned());
    let window = match known {
        Some(found) if !is_own => format!("{}: {title}", found.patient.name.short()).into(),
        Some(_) | None => title.clone(),
    };
    let body = match &load {
        Load::Waiting => slow_skeleton(lang, SkeletonKind::List, loader.is_slow(), loader.cancel()),
        Load::Failed(problem) => closed_card(lang, problem, loader.reload()),
        Load::Ready(found) => html! {
            <>
                <CriticalNotice {patient} found={found.clone()} on_changed={loader.reload()} />
                <HeldNotice {patient} found={found.clone()} on_opened={loader.reload()} />
                { report(lang, patient, found, is_own) }
                { on_paper(lang, patient, &found.entry) }
                if is_own {
                    <ShareButton {patient} entries={shareable(lang, found)} />
                }
                if found.may_comment {
                    <CommentForm {patient} {entry} on_saved={loader.reload()} />
                }
            </>
        },
    };
    html! {
        <div class="page">
            { back(lang, patient, is_own) }
            <Title text={title} {window} />
            if let Some(found) = known {
                { brief(lang, &found.patient, is_own) }
            }
            { body }
        </div>
    }
}

fn report(lang: Lang, patient: PatientId, found: &Rc<FoundResults>, is_own: bool) -> Html {
    let entry = &found.entry;
    let conclusion = entry.content.as_report().and_then(|report| report.conclusion.as_deref());
    let note = entry.content.as_observation().and_then(|it| it.note.as_deref());
    html! {
        <>
            { state(lang, entry) }
            { facts(lang, entry, is_own) }
            { comments(lang, found) }
            if let Some(words) = conclusion {
                <section class="panel entry">
                    <h2>{ text::CONCLUSION.get(lang) }</h2>
                    <p class="entry__note">{ words }</p>
                </section>
            }
            if !found.values.is_empty() {
                <section class="analytes">
                    <h2>{ text::VALUES.get(lang) }</h2>
                    { out_of_range(lang, &found.values) }
                    <ul class="analytes__list">
                        for (at, value) in found.values.iter().enumerate() {
                            { value_item(lang, patient, value, place(at)) }
                        }
                    </ul>
                </section>
            }
            if let Some(note) = note {
                <p><span class="muted">{ record::LABORATORY_NOTE.get(lang) }{ ": " }</span>{ note }</p>
            }
            { without_value(lang, entry.id, &found.without_value) }
            <EntryFiles {patient} entry={entry.id} files={found.files.clone()} />
            { alike(lang, patient, found) }
            { beside(lang, patient, found) }
        </>
    }
}

/// The report with its values: by itself it says little.
fn shareable(lang: Lang, found: &FoundResults) -> Vec<Shareable> {
    let entry = &found.entry;
    if entry.withdrawn || entry.held_until.is_some() {
        return Vec::new();
    }
    let whole = Shareable { id: entry.id, name: entry_name(lang, entry).to_owned().into() };
    let values = found
        .values
        .iter()
        .map(|value| Shareable { id: value.point.entry, name: value.code.display.clone().into() })
        .filter(|value| value.id != entry.id);
    std::iter::once(whole).chain(values).collect()
}

/// The same to take away.
fn on_paper(lang: Lang, patient: PatientId, entry: &Entry) -> Html {
    let taken = entry.occurred_at.to_offset(browser::offset_at(entry.occurred_at)).date();
    html! {
        <PdfButton address={result_url(patient, entry.id, lang)} name={result_name(taken)}>
            { print_button(lang) }
        </PdfButton>
    }
}

/// Where on the page a value is.
fn place(at: usize) -> String {
    format!("value-{at}")
}

/// What one has to know before believing the values.
fn state(lang: Lang, entry: &Entry) -> Html {
    let status = entry.content.as_report().map(|report| report.status);
    let status = status.or_else(|| entry.content.as_observation().map(|it| it.status));
    let status = status.unwrap_or_default();
    let words = match status {
        ResultStatus::Preliminary => Some(text::NOT_SIGNED),
        ResultStatus::Corrected => Some(text::CORRECTED),
        ResultStatus::Ordered
        | ResultStatus::InProgress
        | ResultStatus::Final
        | ResultStatus::Cancelled => None,
    };
    if status == ResultStatus::Final && !entry.withdrawn {
        return Html::default();
    }
    html! {
        <p class="row">
            if entry.withdrawn {
                { tag(TagKind::Caution, Some(Icon::Alert), record::WITHDRAWN.get(lang)) }
            }
            { status_tag(lang, status) }
            if let Some(words) = words {
                <span>{ words.get(lang) }</span>
            }
        </p>
    }
}

/// When it was taken, received and signed, each by its name (RES-16), and by whom.
fn facts(lang: Lang, entry: &Entry, is_own: bool) -> Html {
    let moment = |at: OffsetDateTime| html! { format::moment(lang, at, browser::offset_at(at)) };
    let word = |word: Option<&str>| word.map(|word| html! { word.to_owned() });
    let report = entry.content.as_report();
    let specimen = report.and_then(|report| report.specimen.as_deref());
    let specimen =
        specimen.or_else(|| entry.content.as_observation().and_then(|it| it.specimen.as_deref()));
    let facts: [(Text, Option<Html>); 6] = [
        (results::TAKEN, Some(moment(entry.occurred_at))),
        (results::SIGNED, report.and_then(|report| report.issued_at).map(moment)),
        (results::RECEIVED, Some(moment(entry.received_at))),
        (text::LABORATORY, word(entry.source.organization_name.as_deref())),
        (text::SIGNED_BY, word(entry.source.author.as_deref())),
        (record::SPECIMEN, word(specimen)),
    ];
    let facts = facts
        .into_iter()
        .filter_map(|(name, value)| value.map(|value| Fact { name: name.get(lang).into(), value }));
    html! {
        <div class="report-facts">
            { summary_list(facts.collect()) }
            { source_tag(lang, &entry.source, is_own) }
        </div>
    }
}

/// Which values are out of range, each a way to it.
fn out_of_range(lang: Lang, values: &[ResultValue]) -> Html {
    let flags = || values.iter().map(|value| value.point.flag);
    let compared = flags().flatten().count();
    let is_out = |value: &ResultValue| value.point.flag.is_some_and(|it| it.flag.is_out());
    let out: Vec<(usize, &ResultValue)> =
        values.iter().enumerate().filter(|(_, value)| is_out(value)).collect();
    let number = |count: usize| u64::try_from(count).unwrap_or(u64::MAX);
    let words = text::out_count(lang, number(out.len()), number(compared), number(values.len()));
    html! {
        <div class="analytes__out">
            <p><b>{ words }</b></p>
            // A way to the only value there is would lead nowhere.
            if !out.is_empty() && values.len() > 1 {
                <ul class="row" aria-label={text::OUT_FIRST.get(lang)}>
                    for (at, value) in out {
                        <li>{ jump(lang, at, value) }</li>
                    }
                </ul>
            }
        </div>
    }
}

fn jump(lang: Lang, at: usize, value: &ResultValue) -> Html {
    let onclick = Callback::from(move |_: MouseEvent| browser::focus_id(&place(at)));
    let critical = value.point.flag.is_some_and(|it| it.is_critical);
    html! {
        <button type="button" class={classes!("chip", critical.then_some("chip--critical"))} {onclick}>
            { &value.code.display }{ ": " }{ record::value(lang, &value.point.value) }
        </button>
    }
}

/// What is on its way still, or was taken back.
fn without_value(lang: Lang, this: EntryId, entries: &[Entry]) -> Html {
    // A single value without one has said so above.
    let entries: Vec<&Entry> = entries.iter().filter(|entry| entry.id != this).collect();
    if entries.is_empty() {
        return Html::default();
    }
    html! {
        <section>
            <h2>{ text::WITHOUT_VALUE.get(lang) }</h2>
            <ul class="rows">
                for entry in entries {
                    <li class="row" key={entry.id.to_string()}>
                        <span>{ entry_name(lang, entry) }</span>
                        if entry.held_until.is_some() {
                            { tag(TagKind::Accent, Some(Icon::Clock), text::HELD_SHORT.get(lang)) }
                        } else if entry.withdrawn {
                            { tag(TagKind::Caution, None, record::WITHDRAWN.get(lang)) }
                        } else if let Some(observation) = entry.content.as_observation() {
                            { status_tag(lang, observation.status) }
                        }
                    </li>
                }
            </ul>
        </section>
    }
}

/// The way to put it beside others of the same name (RES-6).
fn alike(lang: Lang, patient: PatientId, found: &FoundResults) -> Html {
    if found.alike.is_empty() {
        return Html::default();
    }
    let this = found.entry.id;
    html! {
        <section class="not-on-paper">
            <h2>{ text::COMPARE_WITH.get(lang) }</h2>
            <ul class="entry-links">
                for other in &found.alike {
                    <li key={other.entry.to_string()}>
                        { link(comparison(patient, [this, other.entry]), "", html! {
                            text::with_result_of(lang, &date(lang, other.at))
                        }) }
                    </li>
                }
            </ul>
        </section>
    }
}

fn date(lang: Lang, at: OffsetDateTime) -> String {
    format::date(lang, at.to_offset(browser::offset_at(at)).date())
}

/// Where it comes from, and where more of it is told.
fn beside(lang: Lang, patient: PatientId, found: &FoundResults) -> Html {
    let beside = [(record::BY_REFERRAL, &found.request), (record::OF_VISIT, &found.visit)];
    html! {
        <section class="not-on-paper">
            for (title, entry) in beside {
                if let Some(entry) = entry {
                    <p>
                        <span class="muted">{ title.get(lang) }{ ": " }</span>
                        { link(Route::entry(patient, entry), "", html! {
                            <>{ entry_name(lang, entry) }{ ", " }{ date(lang, entry.occurred_at) }</>
                        }) }
                    </p>
                }
            }
            <p>{ link(Route::Entry { patient, entry: found.entry.id }, "back", html! {
                text::ABOUT_ENTRY.get(lang)
            }) }</p>
        </section>
    }
}
