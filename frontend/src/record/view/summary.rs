use shared::access::model::Section;
use shared::appointments::clock;
use shared::appointments::text::page as visits;
use shared::lang::{Lang, Text};
use shared::protocols::model::DiagnosisRank;
use shared::record::model::{ClinicalStatus, Content, Criticality, Entry, Summary};
use shared::record::rules::dangerous_allergy;
use shared::record::text;
use shared::{format, shell};
use yew::prelude::*;

use super::content::visit_state;
use super::{emergency_bar, flag_tag, number_line, range, source_tag, time_of, value};
use crate::browser;
use crate::route::Route;
use crate::router::link;
use crate::ui::{Card, CardState, Icon, TagKind, tag};

/// The parts of one patient's summary, the dangerous first. `is_own`: one looks at oneself.
pub fn summary_view(lang: Lang, summary: &Summary, is_own: bool) -> Html {
    let part = Part { lang, summary, is_own };
    let own = |to_patient, to_staff| if is_own { to_patient } else { to_staff };
    let in_range = match summary.compared_results {
        0 => text::NOTHING_COMPARED,
        _ => text::NO_OUT_OF_RANGE,
    };
    let as_of = format::moment(lang, summary.as_of, browser::offset_at(summary.as_of));
    html! {
        <>
            { emergency_bar(lang, summary.emergency_until) }
            if !summary.lists_open {
                <p class="muted">{ text::SUMMARY_ONLY.get(lang) }</p>
            }
            if summary.has_hidden {
                <p class="notice">{ shared::consent::text::SOME_HIDDEN.get(lang) }</p>
            }
            { next_visit(lang, summary) }
            <div class="summary">
                { part.card(Section::Allergies, text::ALLERGIES, Icon::Alert,
                    &summary.allergies, own(text::NO_ALLERGIES, text::NO_ALLERGIES_OF_PATIENT), allergy) }
                { part.card(Section::Conditions, text::CONDITIONS, Icon::Visit,
                    &summary.conditions, text::NO_CONDITIONS, condition) }
                { part.card(Section::Medicines, own(text::MEDICINES, text::MEDICINES_OF_PATIENT), Icon::Pill,
                    &summary.medicines, text::NO_MEDICINES, medicine) }
                { part.card(Section::Results, text::OUT_OF_RANGE, Icon::Pulse,
                    &summary.out_of_range, in_range, result) }
                { part.card(Section::Visits, text::VISITS, Icon::Calendar,
                    &summary.visits, own(text::NO_VISITS, text::NO_VISITS_OF_PATIENT), visit) }
            </div>
            <p class="muted as-of">{ text::AS_OF.get(lang) }{ " " }{ as_of }</p>
        </>
    }
}

/// The visit that comes next: when by the clinic's clock, with whom and where.
fn next_visit(lang: Lang, summary: &Summary) -> Html {
    let Some(visit) = &summary.next_visit else { return Html::default() };
    let (at, patient) = (visit.starts_at, summary.patient.id);
    let offset = clock::offset(visit.utc_offset);
    let when = format::moment(lang, at, offset);
    let here = visits::here(lang, at, offset, browser::offset_at(at));
    let route = Route::Visit { patient, appointment: visit.id };
    html! {
        <p class="panel">
            { visits::NEXT_VISIT.get(lang) }{ ": " }
            { link(route, "", html! { <b>{ when }</b> }) }
            if let Some(here) = here {
                { " (" }{ here }{ ")" }
            }
            { " · " }{ visit.practitioner_name.short() }{ " · " }{ &visit.organization_name }
        </p>
    }
}

/// What every card of the summary needs to know.
struct Part<'a> {
    lang: Lang,
    summary: &'a Summary,
    is_own: bool,
}

impl Part<'_> {
    /// What an entry is called leads to its page, where the ground opens more than this summary.
    fn named(&self, entry: &Entry, name: Html) -> Html {
        if !self.summary.lists_open {
            return name;
        }
        let patient = self.summary.patient.id;
        link(Route::entry(patient, entry), "line__link", name)
    }

    /// What the owner can tell of themselves is told from here.
    fn add(&self, section: Section) -> Html {
        let words = match section {
            Section::Allergies => text::own::ADD_ALLERGY,
            Section::Conditions => text::own::ADD_CONDITION,
            _ => return Html::default(),
        };
        if !self.is_own {
            return Html::default();
        }
        let patient = self.summary.patient.id;
        link(
            Route::Own { patient, about: format!("section={section}") },
            "card__more",
            html! {
                <>{ Icon::Plus.draw() }<span class="unseen">{ words.get(self.lang) }</span></>
            },
        )
    }

    fn card(
        &self,
        section: Section,
        title: Text,
        icon: Icon,
        entries: &[Entry],
        nothing: Text,
        line: fn(&Self, &Entry) -> Html,
    ) -> Html {
        let Self { lang, summary, .. } = *self;
        let is_closed = summary.closed_sections.contains(&section);
        let state = if is_closed {
            CardState::Closed(text::SECTION_CLOSED.get(lang).into())
        } else if entries.is_empty() {
            CardState::Empty(nothing.get(lang).into())
        } else {
            CardState::Full
        };
        let (told, clinical): (Vec<&Entry>, Vec<&Entry>) =
            entries.iter().partition(|entry| entry.source.is_told());
        let words = if self.is_own { text::own::TOLD_BY_YOU } else { text::own::TOLD };
        let lines = |entries: Vec<&Entry>| {
            html! {
                <ul class="lines">
                    for entry in entries {
                        <li key={entry.id.to_string()} class="line">{ line(self, entry) }</li>
                    }
                </ul>
            }
        };
        let to = Route::entries(summary.patient.id, Some(section));
        let add = self.add(section);
        let aside = html! {
            <>
            { add }
            if !is_closed && summary.lists_open {
                { link(to, "card__more", html! {
                    <>
                        { shell::ALL.get(lang) }
                        <span class="unseen">{ ": " }{ section.text().get(lang) }</span>
                        { Icon::ChevronRight.draw() }
                    </>
                }) }
            }
            </>
        };
        html! {
            <Card title={title.get(lang)} {icon} {state} {aside}
                critical={section == Section::Allergies && entries.iter().any(is_dangerous)}
                class={classes!(format!("summary__{section}"))}>
                { lines(clinical) }
                if !told.is_empty() {
                    <div class="told">
                        <h3 class="told__title">{ words.get(lang) }</h3>
                        { lines(told) }
                    </div>
                }
            </Card>
        }
    }
}

fn is_dangerous(entry: &Entry) -> bool {
    dangerous_allergy(&entry.content).is_some()
}

fn allergy(part: &Part, entry: &Entry) -> Html {
    let (lang, is_own) = (part.lang, part.is_own);
    let Content::AllergyIntolerance(allergy) = &entry.content else { return Html::default() };
    let (kind, icon) = match allergy.criticality {
        Criticality::High => (TagKind::Critical, Some(Icon::Alert)),
        Criticality::Low | Criticality::Unknown => (TagKind::Neutral, None),
    };
    html! {
        <>
            <p class="line__main">
                { part.named(entry, html! { <b>{ &allergy.substance }</b> }) }{ " " }
                { tag(kind, icon, allergy.criticality.text().get(lang)) }{ " " }
                { source_tag(lang, &entry.source, is_own) }
            </p>
            if let Some(reaction) = &allergy.reaction {
                <p class="line__more">{ reaction }</p>
            }
        </>
    }
}

fn condition(part: &Part, entry: &Entry) -> Html {
    let (lang, is_own) = (part.lang, part.is_own);
    let Content::Condition(condition) = &entry.content else { return Html::default() };
    html! {
        <p class="line__main">
            { part.named(entry, html! { <span>{ &condition.code.display }</span> }) }{ " " }
            if !condition.code.code.is_empty() {
                <code class="code">{ &condition.code.code }</code>{ " " }
            }
            if condition.clinical_status == ClinicalStatus::Remission {
                { tag(TagKind::Positive, None, condition.clinical_status.text().get(lang)) }
            }
            { source_tag(lang, &entry.source, is_own) }
        </p>
    }
}

fn medicine(part: &Part, entry: &Entry) -> Html {
    let (lang, is_own) = (part.lang, part.is_own);
    let Content::MedicationStatement(medication) = &entry.content else { return Html::default() };
    html! {
        <>
            <p class="line__main">
                { part.named(entry, html! { <b>{ &medication.medicine }</b> }) }{ " " }
                { source_tag(lang, &entry.source, is_own) }
            </p>
            <p class="line__more">{ &medication.dosage }</p>
        </>
    }
}

fn result(part: &Part, entry: &Entry) -> Html {
    let lang = part.lang;
    let Content::Observation(observation) = &entry.content else { return Html::default() };
    html! {
        <div class="result">
            <p class="result__name">{ part.named(entry, html! { &observation.code.display }) }</p>
            <p class="result__value">{ value(lang, &observation.value) }</p>
            <p class="result__flag">{ flag_tag(lang, observation.flagged) }</p>
            <div class="result__line">{ number_line(lang, observation) }</div>
            <p class="result__more line__more">
                { range(lang, observation) }{ " · " }{ time_of(lang, entry) }
            </p>
        </div>
    }
}

fn visit(part: &Part, entry: &Entry) -> Html {
    let (lang, is_own) = (part.lang, part.is_own);
    let (title, diagnosis, state) = match &entry.content {
        Content::Encounter(it) => (&it.title, it.diagnosis.as_ref(), visit_state(it.status)),
        Content::Protocol(it) => {
            let main = it.diagnoses.iter().find(|one| one.rank == DiagnosisRank::Main);
            (&it.title, main.map(|one| &one.code), None)
        }
        _ => return Html::default(),
    };
    let source = &entry.source;
    let who = [source.author.as_deref(), source.organization_name.as_deref()];
    let who: Vec<&str> = who.into_iter().flatten().collect();
    html! {
        <div class="visit">
            { time_of(lang, entry) }
            <div>
                <p class="line__main">
                    { part.named(entry, html! { <b>{ title }</b> }) }{ " " }
                    if let Some(diagnosis) = diagnosis {
                        <code class="code" title={diagnosis.display.clone()}>{ &diagnosis.code }</code>
                    }
                    { " " }
                    if let Some((kind, state)) = state {
                        { tag(kind, None, state.get(lang)) }{ " " }
                    }
                    { source_tag(lang, source, is_own) }
                </p>
                if !who.is_empty() {
                    <p class="line__more">{ who.join(" · ") }</p>
                }
            </div>
        </div>
    }
}
