use shared::format;
use shared::id::PatientId;
use shared::lang::{Lang, Text};
use shared::protocols::text;
use shared::record::model::{Content, Criticality, Entry, Summary};
use yew::prelude::*;

use crate::record::entry_name;
use crate::route::Route;
use crate::router::link;
use crate::ui::{Icon, TagKind, tag};

/// The record beside what is being written: what a doctor must not forget. Links open in their own
/// window, so that nothing hides what is written.
pub fn record_aside(lang: Lang, patient: PatientId, summary: &Summary) -> Html {
    html! {
        <>
            <h2>{ summary.patient.name.full() }</h2>
            <p class="muted">{ format::date(lang, summary.patient.birth_date) }</p>
            { part(lang, patient, text::ALLERGIES, text::NO_ALLERGIES, &summary.allergies) }
            { part(lang, patient, text::CONDITIONS, text::NOTHING, &summary.conditions) }
            { part(lang, patient, text::MEDICINES, text::NOTHING, &summary.medicines) }
            { part(lang, patient, text::OUT_OF_RANGE, text::NOTHING, &summary.out_of_range) }
            { part(lang, patient, text::LAST_VISITS, text::NOTHING, &summary.visits) }
            <p>
                <a href={Route::entries(patient, None).address()} target="_blank" rel="noopener">
                    { text::OPEN_RECORD.get(lang) }
                </a>
            </p>
        </>
    }
}

fn part(lang: Lang, patient: PatientId, title: Text, nothing: Text, entries: &[Entry]) -> Html {
    html! {
        <section>
            <h3>{ title.get(lang) }</h3>
            if entries.is_empty() {
                <p class="muted">{ nothing.get(lang) }</p>
            }
            <ul class="lines">
                for entry in entries {
                    <li key={entry.id.to_string()} class="line">
                        <a href={Route::entry(patient, entry).address()} target="_blank" rel="noopener">
                            { entry_name(lang, entry) }
                        </a>
                        if is_dangerous(entry) {
                            { " " }{ tag(TagKind::Critical, Some(Icon::Alert), Criticality::High.text().get(lang)) }
                        }
                        if let Some(value) = said(lang, entry) {
                            <span class="muted">{ " " }{ value }</span>
                        }
                    </li>
                }
            </ul>
        </section>
    }
}

/// An allergy that may kill.
fn is_dangerous(entry: &Entry) -> bool {
    matches!(&entry.content, Content::AllergyIntolerance(it) if it.criticality == Criticality::High)
}

/// The value, how a medicine is taken, what an allergy did.
fn said(lang: Lang, entry: &Entry) -> Option<String> {
    match &entry.content {
        Content::Observation(it) => {
            let value = shared::record::text::value(lang, &it.value);
            Some(format!("{value} {}", it.value.unit))
        }
        Content::MedicationStatement(it) => Some(it.dosage.clone()),
        Content::AllergyIntolerance(it) => it.reaction.clone(),
        _ => None,
    }
}

/// The way back to the summary.
pub fn back(lang: Lang, patient: PatientId) -> Html {
    let content = html! {
        <>{ crate::ui::Icon::Back.draw() }{ shared::record::text::CARD.get(lang) }</>
    };
    link(Route::Summary { patient }, "back", content)
}
