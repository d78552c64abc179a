use std::collections::BTreeSet;
use std::rc::Rc;

use shared::lang::Lang;
use shared::record::api::EntryPage;
use shared::record::model::{
    ClinicalStatus, Condition, Content, Criticality, Encounter, Entry, MedicationStatus,
};
use shared::record::text;
use yew::prelude::*;

use super::{flag_tag, number_line, range, source_tag, time_of, value};
use crate::browser;
use crate::ui::{Icon, TagKind, TimelineItem, tag, timeline};

/// Entries newest first along time, a heading for every year, each entry once. `is_own`: one looks
/// at oneself.
pub fn entry_list(lang: Lang, pages: &[Rc<EntryPage>], is_own: bool) -> Html {
    let year = |entry: &Entry| {
        let at = entry.occurred_at;
        at.to_offset(browser::offset_at(at)).year()
    };
    let mut seen = BTreeSet::new();
    let entries: Vec<&Entry> =
        pages.iter().flat_map(|page| &page.entries).filter(|entry| seen.insert(entry.id)).collect();
    html! {
        for entries in entries.chunk_by(|a, b| year(a) == year(b)) {
            <section class="year">
                <h2 class="year__title">{ entries.first().map(|entry| year(entry)) }</h2>
                { timeline(entries.iter().map(|entry| item(lang, entry, is_own))) }
            </section>
        }
    }
}

fn item(lang: Lang, entry: &Entry, is_own: bool) -> TimelineItem {
    TimelineItem {
        key: entry.id.to_string().into(),
        icon: icon(&entry.content),
        when: time_of(lang, entry),
        content: html! {
            <>
                { content(lang, &entry.content, is_own) }
                <p class="entry__source">
                    { source_line(entry) }{ " " }
                    { source_tag(lang, &entry.source, is_own) }
                </p>
            </>
        },
    }
}

const fn icon(content: &Content) -> Icon {
    match content {
        Content::Encounter(_) => Icon::Calendar,
        Content::Condition(_) => Icon::Visit,
        Content::AllergyIntolerance(_) => Icon::Alert,
        Content::MedicationStatement(_) => Icon::Pill,
        Content::Observation(_) => Icon::Pulse,
        Content::Note(_) => Icon::Note,
        Content::DiagnosticReport(_) | Content::DocumentReference(_) => Icon::File,
        Content::MedicationRequest(_) => Icon::Pill,
        Content::Immunization(_) => Icon::Shield,
        Content::Procedure(_) => Icon::Visit,
        Content::ServiceRequest(_) => Icon::ChevronRight,
        Content::CarePlan(_) => Icon::Check,
    }
}

fn source_line(entry: &Entry) -> String {
    let source = &entry.source;
    let parts = [source.author.as_deref(), source.organization_name.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn content(lang: Lang, content: &Content, is_own: bool) -> Html {
    match content {
        Content::Encounter(encounter) => visit(lang, encounter),
        Content::Condition(condition) => diagnosis(lang, condition),
        Content::AllergyIntolerance(allergy) => {
            let (kind, icon) = match allergy.criticality {
                Criticality::High => (TagKind::Critical, Some(Icon::Alert)),
                Criticality::Low | Criticality::Unknown => (TagKind::Neutral, None),
            };
            html! {
                <>
                    <h3>{ &allergy.substance }</h3>
                    <p class="row">
                        { tag(kind, icon, allergy.criticality.text().get(lang)) }
                        { status(lang, allergy.clinical_status) }
                    </p>
                    if let Some(reaction) = &allergy.reaction {
                        <p>{ text::REACTION.get(lang) }{ ": " }{ reaction }</p>
                    }
                </>
            }
        }
        Content::MedicationStatement(medication) => {
            let kind = match medication.status {
                MedicationStatus::Active => TagKind::Positive,
                MedicationStatus::Completed | MedicationStatus::Stopped => TagKind::Neutral,
            };
            let words = match medication.status {
                MedicationStatus::Active if !is_own => text::TAKING_OF_PATIENT,
                status => status.text(),
            };
            html! {
                <>
                    <h3>{ &medication.medicine }</h3>
                    <p>{ &medication.dosage }</p>
                    <p>{ tag(kind, None, words.get(lang)) }</p>
                </>
            }
        }
        Content::Observation(observation) => html! {
            <>
                <h3>{ &observation.code.display }</h3>
                <p class="row">
                    { value(lang, &observation.value) }
                    { flag_tag(lang, observation.flag()) }
                </p>
                { number_line(lang, observation) }
                <p class="muted">{ range(lang, observation) }</p>
            </>
        },
        Content::Note(written) => html! { <p class="entry__note">{ &written.text }</p> },
        Content::DiagnosticReport(report) => html! { <h3>{ &report.code.display }</h3> },
        Content::MedicationRequest(request) => html! { <h3>{ &request.medicine }</h3> },
        Content::Immunization(given) => html! { <h3>{ &given.vaccine.display }</h3> },
        Content::Procedure(procedure) => html! { <h3>{ &procedure.code.display }</h3> },
        Content::ServiceRequest(referral) => html! { <h3>{ &referral.code.display }</h3> },
        Content::DocumentReference(document) => html! { <h3>{ &document.title }</h3> },
        Content::CarePlan(plan) => html! { <h3>{ &plan.title }</h3> },
    }
}

fn visit(lang: Lang, encounter: &Encounter) -> Html {
    html! {
        <>
            <h3>{ &encounter.title }</h3>
            <p>{ tag(TagKind::Neutral, None, encounter.class.text().get(lang)) }</p>
            if let Some(diagnosis) = &encounter.diagnosis {
                <p>{ &diagnosis.display }{ " " }<code class="code">{ &diagnosis.code }</code></p>
            }
            if let Some(conclusion) = &encounter.conclusion {
                <p class="entry__note">{ conclusion }</p>
            }
        </>
    }
}

fn diagnosis(lang: Lang, condition: &Condition) -> Html {
    html! {
        <>
            <h3>
                { &condition.code.display }{ " " }
                <code class="code">{ &condition.code.code }</code>
            </h3>
            <p class="row">
                { status(lang, condition.clinical_status) }
                if condition.chronic {
                    { tag(TagKind::Neutral, None, text::CHRONIC.get(lang)) }
                }
            </p>
            if let Some(note) = &condition.note {
                <p class="entry__note">{ note }</p>
            }
        </>
    }
}

fn status(lang: Lang, status: ClinicalStatus) -> Html {
    let kind = match status {
        ClinicalStatus::Active => TagKind::Caution,
        ClinicalStatus::Remission | ClinicalStatus::Resolved => TagKind::Positive,
    };
    tag(kind, None, status.text().get(lang))
}
