use std::fmt::Display;

use shared::contract::encoded;
use shared::files::model::PaperKind;
use shared::format;
use shared::lang::{Lang, Text};
use shared::measurements::model::MeasurementKind;
use shared::protocols::model::Protocol;
use shared::record::model::{
    AllergyIntolerance, CarePlan, ClinicalStatus, Component, Condition, Content, Criticality,
    DiagnosticReport, DocumentReference, Encounter, EncounterStatus, Entry, Immunization,
    ImmunizationStatus, MedicationRequest, MedicationStatus, Observation, Procedure,
    ProcedureStatus, ResultStatus, ServiceRequest, ServiceRequestStatus,
};
use shared::record::own::Habit;
use shared::record::rules::{address_of, name_of};
use shared::record::text;
use shared::results::list::{DIASTOLIC, SYSTOLIC};
use time::OffsetDateTime;
use yew::prelude::*;

use super::{flag_tag, number_line, range, value};
use crate::browser;
use crate::ui::{Icon, TagKind, tag};

pub const fn icon(content: &Content) -> Icon {
    match content {
        Content::Encounter(_) => Icon::Calendar,
        Content::Condition(_) | Content::Procedure(_) => Icon::Visit,
        Content::AllergyIntolerance(_) => Icon::Alert,
        Content::MedicationStatement(_) | Content::MedicationRequest(_) => Icon::Pill,
        Content::Observation(_) => Icon::Pulse,
        Content::Note(_) => Icon::Note,
        Content::DiagnosticReport(_) | Content::DocumentReference(_) | Content::Protocol(_) => {
            Icon::File
        }
        Content::Immunization(_) => Icon::Shield,
        Content::ServiceRequest(_) => Icon::ChevronRight,
        Content::CarePlan(_) | Content::Goal(_) => Icon::Check,
    }
}

/// What an entry is called: its name, and the code diagnoses are known by.
pub fn name(lang: Lang, content: &Content) -> Option<(&str, Option<&str>)> {
    let code = match content {
        Content::Condition(condition) => Some(condition.code.code.as_str()),
        Content::Observation(observation) => {
            if let Some(habit) = Habit::of(observation) {
                return Some((habit.kind().text().get(lang), None));
            }
            let measured = MeasurementKind::of(observation).map(MeasurementKind::text);
            let is_told = |name: &Text| name.get(Lang::Ru) == observation.code.display;
            if let Some(name) = measured.filter(is_told) {
                return Some((name.get(lang), None));
            }
            None
        }
        _ => None,
    };
    name_of(content).map(|name| (name, code.filter(|code| !code.is_empty())))
}

/// [`name`] where there has to be one.
pub fn entry_name(lang: Lang, entry: &Entry) -> &str {
    name(lang, &entry.content).map_or(text::ENTRY_NOTE.get(lang), |(name, _)| name)
}

/// What an entry says beside its name. `is_own`: one looks at oneself.
pub fn facts(lang: Lang, entry: &Entry, is_own: bool) -> Html {
    let mut lines = Lines { lang, drawn: Vec::new() };
    match &entry.content {
        Content::Encounter(encounter) => visit(&mut lines, entry.occurred_at, encounter),
        Content::Condition(condition) => diagnosis(&mut lines, condition),
        Content::AllergyIntolerance(it) => allergy(&mut lines, it),
        Content::MedicationStatement(medication) => {
            let kind = match medication.status {
                MedicationStatus::Active => TagKind::Positive,
                MedicationStatus::Completed | MedicationStatus::Stopped => TagKind::Neutral,
            };
            let words = match medication.status {
                MedicationStatus::Active if !is_own => text::TAKING_OF_PATIENT,
                status => status.text(),
            };
            lines.words(Some(&medication.dosage));
            lines.tags([Some((kind, words))]);
        }
        Content::Observation(it) => observation(&mut lines, it),
        Content::Note(note) => lines.words(Some(&note.text)),
        Content::DiagnosticReport(it) => report(&mut lines, it),
        Content::MedicationRequest(request) => prescription(&mut lines, request),
        Content::Immunization(given) => vaccination(&mut lines, given),
        Content::Procedure(it) => procedure(&mut lines, it),
        Content::ServiceRequest(it) => referral(&mut lines, it),
        Content::DocumentReference(it) => document(&mut lines, it),
        Content::CarePlan(plan) => care_plan(&mut lines, plan),
        Content::Goal(goal) => lines.tags([Some(plan_state(goal.active))]),
        Content::Protocol(it) => protocol(&mut lines, it),
    }
    html! { for line in lines.drawn { { line } } }
}

/// Lines below each other, as far as there is something to say.
struct Lines {
    lang: Lang,
    drawn: Vec<Html>,
}

impl Lines {
    fn words(&mut self, words: Option<&str>) {
        if let Some(words) = words.filter(|words| !words.is_empty()) {
            self.drawn.push(html! { <p class="entry__note">{ words }</p> });
        }
    }

    fn fact(&mut self, name: Text, value: Option<&str>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.drawn.push(html! {
                <p class="entry__fact">
                    <span class="muted">{ name.get(self.lang) }{ ": " }</span>{ value }
                </p>
            });
        }
    }

    /// A map is another site's: opened by a press alone, which tells it the address and not from
    /// what page one comes.
    fn map(&mut self, address: &str) {
        let href = format!("https://yandex.ru/maps/?text={}", encoded(&address));
        self.drawn.push(html! {
            <p class="entry__fact not-on-paper">
                <a class="back" {href} target="_blank" rel="noopener noreferrer">
                    { text::ON_MAP.get(self.lang) }
                </a>
            </p>
        });
    }

    fn moment(&mut self, name: Text, at: Option<OffsetDateTime>) {
        let at = at.map(|at| format::moment(self.lang, at, browser::offset_at(at)));
        self.fact(name, at.as_deref());
    }

    fn list(&mut self, name: Text, items: &[String]) {
        if !items.is_empty() {
            self.drawn.push(html! {
                <div class="entry__list">
                    <p class="muted">{ name.get(self.lang) }{ ":" }</p>
                    <ul>
                        for item in items {
                            <li>{ item }</li>
                        }
                    </ul>
                </div>
            });
        }
    }

    fn tags<const N: usize>(&mut self, tags: [Option<(TagKind, Text)>; N]) {
        self.row(
            tags.into_iter()
                .flatten()
                .map(|(kind, words)| tag(kind, None, words.get(self.lang)))
                .collect(),
        );
    }

    fn row(&mut self, parts: Vec<Html>) {
        if !parts.is_empty() {
            self.drawn.push(html! { <p class="row">for part in parts { { part } }</p> });
        }
    }
}

/// How far a visit is, unless it is over.
pub const fn visit_state(status: EncounterStatus) -> Option<(TagKind, Text)> {
    match status {
        EncounterStatus::Planned => Some((TagKind::Accent, text::VISIT_PLANNED)),
        EncounterStatus::InProgress => Some((TagKind::Accent, text::VISIT_IN_PROGRESS)),
        EncounterStatus::Cancelled => Some((TagKind::Neutral, text::CANCELLED)),
        EncounterStatus::Finished => None,
    }
}

/// What a list tells of a protocol; all of it stands on its page.
fn protocol(lines: &mut Lines, it: &Protocol) {
    for diagnosis in &it.diagnoses {
        let words = format!("{} {}", diagnosis.code.code, diagnosis.code.display);
        lines.fact(diagnosis.rank.text(), Some(&words));
    }
    lines.words(Some(&it.conclusion));
}

fn visit(lines: &mut Lines, at: OffsetDateTime, visit: &Encounter) {
    let state = visit_state(visit.status);
    lines.tags([Some((TagKind::Neutral, visit.class.text())), state]);
    let is_ahead = visit.status == EncounterStatus::Planned;
    if is_ahead {
        lines.moment(text::WHEN, Some(at));
    }
    lines.fact(text::REASON, visit.reason.as_deref());
    lines.fact(text::PLACE, visit.place.as_deref());
    if let Some(address) = visit.place.as_deref().and_then(address_of) {
        lines.map(&address);
    }
    if is_ahead {
        lines.fact(text::PREPARATION, visit.preparation.as_deref());
    }
    if let Some(diagnosis) = &visit.diagnosis {
        lines.drawn.push(html! {
            <p>{ &diagnosis.display }{ " " }<code class="code">{ &diagnosis.code }</code></p>
        });
    }
    lines.words(visit.conclusion.as_deref());
    if !is_ahead {
        lines.fact(text::RECOMMENDATIONS, visit.recommendations.as_deref());
    }
}

fn diagnosis(lines: &mut Lines, condition: &Condition) {
    let chronic = condition.chronic.then_some((TagKind::Neutral, text::CHRONIC));
    lines.tags([Some(clinical_status(condition.clinical_status)), chronic]);
    lines.words(condition.note.as_deref());
}

fn allergy(lines: &mut Lines, allergy: &AllergyIntolerance) {
    let (kind, icon) = match allergy.criticality {
        Criticality::High => (TagKind::Critical, Some(Icon::Alert)),
        Criticality::Low | Criticality::Unknown => (TagKind::Neutral, None),
    };
    let (status_kind, status) = clinical_status(allergy.clinical_status);
    lines.row(vec![
        tag(kind, icon, allergy.criticality.text().get(lines.lang)),
        tag(status_kind, None, status.get(lines.lang)),
    ]);
    lines.fact(text::REACTION, allergy.reaction.as_deref());
}

const fn clinical_status(status: ClinicalStatus) -> (TagKind, Text) {
    let kind = match status {
        ClinicalStatus::Active => TagKind::Caution,
        ClinicalStatus::Remission | ClinicalStatus::Resolved => TagKind::Positive,
    };
    (kind, status.text())
}

/// Nothing is said of a final result.
const fn result_status(status: ResultStatus) -> Option<(TagKind, Text)> {
    match status {
        ResultStatus::Final => None,
        ResultStatus::Ordered
        | ResultStatus::InProgress
        | ResultStatus::Preliminary
        | ResultStatus::Corrected => Some((TagKind::Accent, status.text())),
        ResultStatus::Cancelled => Some((TagKind::Neutral, status.text())),
    }
}

fn observation(lines: &mut Lines, observation: &Observation) {
    let lang = lines.lang;
    if let Some(habit) = Habit::of(observation) {
        lines.words(Some(habit.text().get(lang)));
        return lines.words(observation.note.as_deref());
    }
    lines.tags([result_status(observation.status)]);
    if !observation.value.text.is_empty() {
        lines.row(vec![value(lang, &observation.value), observation_flag(lang, observation)]);
        lines.drawn.push(number_line(lang, observation));
        if let Some(range) = range(lang, observation) {
            lines.drawn.push(html! { <p class="muted">{ range }</p> });
        }
    }
    let part = |code: &str| observation.components.iter().find(|part| part.code.code == code);
    if let (Some(upper), Some(lower)) = (part(SYSTOLIC), part(DIASTOLIC)) {
        lines.row(vec![pressure(lang, upper, lower)]);
    }
    for part in &observation.components {
        if !matches!(part.code.code.as_str(), SYSTOLIC | DIASTOLIC) {
            let measured = measured(part);
            lines.drawn.push(html! {
                <p class="row">
                    <span>{ &part.code.display }{ ": " }{ value(lang, &part.value) }</span>
                    { flag_tag(lang, part.flagged) }
                    <span class="muted">{ range(lang, &measured) }</span>
                </p>
            });
        }
    }
    lines.fact(text::SPECIMEN, observation.specimen.as_deref());
    lines.fact(text::METHOD, observation.method.as_deref());
    lines.fact(text::LABORATORY_NOTE, observation.note.as_deref());
}

/// A part as a value of its own.
fn measured(part: &Component) -> Observation {
    Observation::new(part.code.clone(), part.value.clone(), part.reference)
}

/// «120/80 мм рт. ст.»
fn pressure(lang: Lang, upper: &Component, lower: &Component) -> Html {
    let number = |part: &Component| text::value(lang, &part.value);
    html! {
        <span class="value">
            <b>{ number(upper) }{ "/" }{ number(lower) }</b>
            { format::NBSP }
            <span class="value__unit">{ text::unit(lang, &upper.value.unit) }</span>
        </span>
    }
}

/// What is claimed of a value: by its interval, or by who measured it.
pub fn observation_flag(lang: Lang, observation: &Observation) -> Html {
    let said = observation.interpretation.as_deref().and_then(text::interpretation);
    match (observation.flagged, said) {
        (None, Some(said)) => html! { <span class="flag flag--out">{ said.get(lang) }</span> },
        (flagged, _) => flag_tag(lang, flagged),
    }
}

fn report(lines: &mut Lines, report: &DiagnosticReport) {
    lines.tags([result_status(report.status)]);
    lines.words(report.conclusion.as_deref());
    lines.fact(text::SPECIMEN, report.specimen.as_deref());
    lines.moment(text::ISSUED, report.issued_at);
    lines.list(text::FILES, &report.forms);
}

fn prescription(lines: &mut Lines, request: &MedicationRequest) {
    let is_over = request.valid_until.is_some_and(|last| last < browser::today());
    let status = match request.status {
        MedicationStatus::Active if is_over => (TagKind::Neutral, text::PRESCRIPTION_OVER),
        MedicationStatus::Active => (TagKind::Positive, text::PRESCRIBED),
        MedicationStatus::Completed => (TagKind::Neutral, text::PRESCRIPTION_DONE),
        MedicationStatus::Stopped => (TagKind::Neutral, text::CANCELLED),
    };
    lines.words(Some(&request.dosage));
    lines.tags([Some(status)]);
    lines.fact(text::WHAT_FOR, request.reason.as_deref());
    let last = request.valid_until.map(|last| format::date(lines.lang, last));
    lines.fact(text::VALID_UNTIL, last.as_deref());
}

fn vaccination(lines: &mut Lines, given: &Immunization) {
    let status = match given.status {
        ImmunizationStatus::Completed => (TagKind::Positive, text::VACCINATED),
        ImmunizationStatus::NotDone => (TagKind::Caution, text::NOT_VACCINATED),
    };
    lines.tags([Some(status)]);
    lines.fact(text::AGAINST, given.disease.as_deref());
    let dose = match (given.dose.as_deref(), given.series.as_deref()) {
        (Some(dose), Some(series)) => Some(joined(dose, series)),
        (dose, series) => dose.or(series).map(str::to_owned),
    };
    lines.fact(text::DOSE, dose.as_deref());
    lines.fact(text::LOT, given.lot.as_deref());
    lines.fact(text::MANUFACTURER, given.manufacturer.as_deref());
    lines.fact(text::BODY_SITE, given.site.as_deref());
    lines.fact(text::ROUTE, given.route.as_deref());
    lines.fact(text::REACTION, given.reaction.as_deref());
}

fn procedure(lines: &mut Lines, procedure: &Procedure) {
    let status = match procedure.status {
        ProcedureStatus::Planned => (TagKind::Accent, text::PLANNED),
        ProcedureStatus::InProgress => (TagKind::Accent, text::GOING_ON),
        ProcedureStatus::Completed => (TagKind::Positive, text::DONE),
        ProcedureStatus::Stopped => (TagKind::Neutral, text::STOPPED),
    };
    lines.tags([Some(status)]);
    lines.fact(text::BODY_SITE, procedure.body_site.as_deref());
    lines.fact(text::WHAT_FOR, procedure.reason.as_deref());
    lines.fact(text::OUTCOME, procedure.outcome.as_deref());
}

fn referral(lines: &mut Lines, referral: &ServiceRequest) {
    let status = match referral.status {
        ServiceRequestStatus::Active => (TagKind::Accent, text::REFERRAL_ACTIVE),
        ServiceRequestStatus::Completed => (TagKind::Positive, text::REFERRAL_DONE),
        ServiceRequestStatus::Cancelled => (TagKind::Neutral, text::CANCELLED),
    };
    lines.tags([referral.urgent.then_some((TagKind::Caution, text::URGENT)), Some(status)]);
    lines.fact(text::TO_WHOM, referral.performer.as_deref());
    lines.fact(text::WHAT_FOR, referral.reason.as_deref());
}

fn document(lines: &mut Lines, document: &DocumentReference) {
    let category = document.category.as_deref();
    // What patients upload is of a kind that has a name in every language.
    let kind = category.and_then(PaperKind::of).map(|kind| kind.text().get(lines.lang));
    lines.words(kind.or(category));
    lines.words(document.comment.as_deref());
    let kind = document.content_type.as_deref().and_then(text::file_kind);
    let size = document.size.map(|bytes| text::file_size(lines.lang, bytes));
    let file = match (kind.map(|kind| kind.get(lines.lang)), size) {
        (Some(kind), Some(size)) => Some(joined(kind, size)),
        (kind, size) => size.or(kind.map(str::to_owned)),
    };
    lines.fact(text::FILE, file.as_deref());
}

fn care_plan(lines: &mut Lines, plan: &CarePlan) {
    lines.tags([Some(plan_state(plan.active))]);
    lines.list(text::GOALS, &plan.goals);
    lines.list(text::ACTIVITIES, &plan.activities);
    lines.moment(text::ENDED, plan.ended_at);
}

const fn plan_state(is_active: bool) -> (TagKind, Text) {
    if is_active {
        (TagKind::Accent, text::PLAN_ACTIVE)
    } else {
        (TagKind::Neutral, text::PLAN_OVER)
    }
}

fn joined(first: impl Display, second: impl Display) -> String {
    format!("{first} · {second}")
}
