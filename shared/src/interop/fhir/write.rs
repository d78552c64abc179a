//! What was entered here, as FHIR R4: the other way round of [`super::read`].

mod composition;

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::json::{Json, present};
use super::read::section_of;
use crate::access::model::Section;
use crate::id::{EntryId, PatientId};
use crate::record::model::{
    AllergyIntolerance, CarePlan, ClinicalStatus, Coding, Component, Condition, Content,
    Criticality, DiagnosticReport, DocumentReference, Encounter, EncounterClass, EncounterStatus,
    Entry, Goal, GoalTarget, Immunization, ImmunizationStatus, Interval, MedicationRequest,
    MedicationStatement, MedicationStatus, Note, Observation, ObservationCategory, PersonName,
    Procedure, ProcedureStatus, ResultStatus, ServiceRequest, ServiceRequestStatus, Sex,
    SourceKind, Value,
};
use crate::results::unit::Unit;

/// The FHIR type of an entry's content.
pub const fn resource_type(content: &Content) -> &'static str {
    match content {
        Content::Encounter(_) => "Encounter",
        Content::Condition(_) => "Condition",
        Content::AllergyIntolerance(_) => "AllergyIntolerance",
        Content::MedicationStatement(_) => "MedicationStatement",
        Content::Observation(_) => "Observation",
        // R4 has no resource for what a patient notes down; a message to oneself comes nearest.
        Content::Note(_) => "Communication",
        Content::DiagnosticReport(_) => "DiagnosticReport",
        Content::MedicationRequest(_) => "MedicationRequest",
        Content::Immunization(_) => "Immunization",
        Content::Procedure(_) => "Procedure",
        Content::ServiceRequest(_) => "ServiceRequest",
        Content::DocumentReference(_) => "DocumentReference",
        Content::CarePlan(_) => "CarePlan",
        Content::Goal(_) => "Goal",
        Content::Protocol(_) => "Composition",
    }
}

/// The sections in which entries of a FHIR type lie: those of what was sent as one, and of what is
/// written here and given as one.
pub fn sections_of(resource_type: &str) -> Vec<Section> {
    match resource_type {
        // What patients note down, tell of their habits and measure themselves.
        "Communication" | "Observation" => vec![Section::Notes, section_of(resource_type)],
        "Encounter"
        | "Condition"
        | "AllergyIntolerance"
        | "MedicationStatement"
        | "DiagnosticReport"
        | "MedicationRequest"
        | "Immunization"
        | "Procedure"
        | "ServiceRequest"
        | "DocumentReference"
        | "CarePlan"
        | "Goal"
        | "Composition" => vec![section_of(resource_type)],
        _ => Vec::new(),
    }
}

type Member = (&'static str, Option<Json<'static>>);

/// An entry as a resource of its card.
pub fn write(entry: &Entry, patient: PatientId) -> Json<'static> {
    let writer = Writer { entry, patient };
    let own = match &entry.content {
        Content::Encounter(it) => writer.encounter(it),
        Content::Condition(it) => writer.condition(it),
        Content::AllergyIntolerance(it) => writer.allergy(it),
        Content::MedicationStatement(it) => writer.medication_statement(it),
        Content::MedicationRequest(it) => writer.medication_request(it),
        Content::Observation(it) => writer.observation(it),
        Content::Note(it) => writer.note(it),
        Content::DiagnosticReport(it) => writer.report(it),
        Content::Immunization(it) => writer.immunization(it),
        Content::Procedure(it) => writer.procedure(it),
        Content::ServiceRequest(it) => writer.service_request(it),
        Content::DocumentReference(it) => writer.document(it),
        Content::CarePlan(it) => writer.care_plan(it),
        Content::Goal(it) => writer.goal(it),
        Content::Protocol(it) => writer.composition(it),
    };
    let head: [Member; 2] = [
        ("resourceType", Some(text(resource_type(&entry.content)))),
        ("id", Some(text(entry.id.to_string()))),
    ];
    present(head.into_iter().chain(own))
}

/// Whose card it is, where nobody sent a Patient.
pub fn write_patient(
    patient: PatientId,
    name: &PersonName,
    birth_date: time::Date,
    sex: Sex,
    identifiers: &[(&'static str, String)],
) -> Json<'static> {
    let given = std::iter::once(&name.given).chain(&name.patronymic).map(|part| text(part.clone()));
    let identifiers = identifiers.iter().map(|(system, value)| {
        present([("system", Some(text(*system))), ("value", Some(text(value.clone())))])
    });
    present([
        ("resourceType", Some(text("Patient"))),
        ("id", Some(text(patient.to_string()))),
        ("identifier", list(identifiers.collect())),
        (
            "name",
            list(vec![present([
                ("use", Some(text("official"))),
                ("family", Some(text(name.surname.clone()))),
                ("given", list(given.collect())),
            ])]),
        ),
        (
            "gender",
            Some(text(match sex {
                Sex::Female => "female",
                Sex::Male => "male",
            })),
        ),
        ("birthDate", Some(text(birth_date.to_string()))),
    ])
}

/// Says of a resource that it was entered in error.
pub fn withdraw(resource: &mut Json<'static>) {
    let kind = resource.text("resourceType").unwrap_or_default().to_owned();
    let Json::Object(object) = resource else { return };
    let system = match kind.as_str() {
        "Condition" => "http://terminology.hl7.org/CodeSystem/condition-ver-status",
        "AllergyIntolerance" => {
            "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification"
        }
        "Goal" => return object.set("lifecycleStatus", text("entered-in-error")),
        _ => return object.set("status", text("entered-in-error")),
    };
    object.remove("clinicalStatus");
    object.set("verificationStatus", coded(system, "entered-in-error"));
}

fn text(words: impl Into<std::borrow::Cow<'static, str>>) -> Json<'static> {
    Json::str(words)
}

fn list(items: Vec<Json<'static>>) -> Option<Json<'static>> {
    (!items.is_empty()).then_some(Json::Array(items))
}

fn owned(words: &str) -> Option<Json<'static>> {
    (!words.trim().is_empty()).then(|| text(words.to_owned()))
}

fn said(words: Option<&String>) -> Option<Json<'static>> {
    words.and_then(|words| owned(words))
}

fn coded(system: &'static str, code: &'static str) -> Json<'static> {
    let coding = present([("system", Some(text(system))), ("code", Some(text(code)))]);
    present([("coding", Some(Json::Array(vec![coding])))])
}

/// A concept in words alone.
fn words(words: Option<&String>) -> Option<Json<'static>> {
    said(words).map(|words| present([("text", Some(words))]))
}

fn concept(coding: &Coding) -> Json<'static> {
    let code = (!coding.code.is_empty()).then(|| {
        present([
            ("system", owned(&coding.system)),
            ("code", owned(&coding.code)),
            ("display", owned(&coding.display)),
        ])
    });
    let words = owned(&coding.display).or_else(|| owned(&coding.code)).unwrap_or_else(|| text("?"));
    present([("coding", code.map(|code| Json::Array(vec![code]))), ("text", Some(words))])
}

fn display(words: Option<&String>) -> Option<Json<'static>> {
    said(words).map(|words| present([("display", Some(words))]))
}

fn reference(kind: &str, id: EntryId) -> Json<'static> {
    present([("reference", Some(text(format!("{kind}/{id}"))))])
}

fn instant(at: OffsetDateTime) -> Option<Json<'static>> {
    at.format(&Rfc3339).ok().map(text)
}

fn one(item: Option<Json<'static>>) -> Option<Json<'static>> {
    item.map(|item| Json::Array(vec![item]))
}

struct Writer<'e> {
    entry: &'e Entry,
    patient: PatientId,
}

impl Writer<'_> {
    fn subject(&self) -> Json<'static> {
        present([("reference", Some(text(format!("Patient/{}", self.patient))))])
    }

    fn encounter_of(&self) -> Option<Json<'static>> {
        self.entry.encounter.map(|id| reference("Encounter", id))
    }

    fn at(&self) -> Option<Json<'static>> {
        instant(self.entry.occurred_at)
    }

    /// Entered in error, or as told.
    fn status(&self, status: &'static str) -> Json<'static> {
        text(if self.entry.withdrawn { "entered-in-error" } else { status })
    }

    fn author(&self) -> Option<Json<'static>> {
        if self.entry.source.kind == SourceKind::SelfReported {
            return Some(self.subject());
        }
        display(self.entry.source.author.as_ref())
    }

    fn organization(&self) -> Option<Json<'static>> {
        said(self.entry.source.organization_name.as_ref())
            .map(|name| present([("type", Some(text("Organization"))), ("display", Some(name))]))
    }

    /// Who wrote it, and for whom.
    fn performers(&self) -> Option<Json<'static>> {
        list([self.author(), self.organization()].into_iter().flatten().collect())
    }

    fn actors(&self) -> Option<Json<'static>> {
        let actors = [self.author(), self.organization()].into_iter().flatten();
        list(actors.map(|actor| present([("actor", Some(actor))])).collect())
    }

    fn encounter(&self, it: &Encounter) -> Vec<Member> {
        let class = match it.class {
            EncounterClass::Ambulatory => "AMB",
            EncounterClass::HomeVisit => "HH",
            EncounterClass::Virtual => "VR",
            EncounterClass::Inpatient => "IMP",
            EncounterClass::Emergency => "EMER",
        };
        let status = match it.status {
            EncounterStatus::Planned => "planned",
            EncounterStatus::InProgress => "in-progress",
            EncounterStatus::Finished => "finished",
            EncounterStatus::Cancelled => "cancelled",
        };
        let system = "http://terminology.hl7.org/CodeSystem/v3-ActCode";
        let class = present([("system", Some(text(system))), ("code", Some(text(class)))]);
        let reasons =
            it.diagnosis.as_ref().map(concept).into_iter().chain(words(it.reason.as_ref()));
        let participant = display(self.entry.source.author.as_ref())
            .map(|author| present([("individual", Some(author))]));
        let period = present([("start", self.at()), ("end", it.ended_at.and_then(instant))]);
        let place = display(it.place.as_ref()).map(|place| present([("location", Some(place))]));
        vec![
            ("text", narrative(it)),
            ("status", Some(self.status(status))),
            ("class", Some(class)),
            ("type", one(words(Some(&it.title)))),
            ("subject", Some(self.subject())),
            ("participant", one(participant)),
            ("period", Some(period)),
            ("reasonCode", list(reasons.collect())),
            ("location", one(place)),
            ("serviceProvider", self.organization()),
        ]
    }

    fn condition(&self, it: &Condition) -> Vec<Member> {
        let system = "http://terminology.hl7.org/CodeSystem/condition-clinical";
        let clinical = match it.clinical_status {
            ClinicalStatus::Active => "active",
            ClinicalStatus::Remission => "remission",
            ClinicalStatus::Resolved => "resolved",
        };
        let category = if it.chronic { "problem-list-item" } else { "encounter-diagnosis" };
        let categories = "http://terminology.hl7.org/CodeSystem/condition-category";
        let is_over = it.clinical_status == ClinicalStatus::Resolved;
        vec![
            ("clinicalStatus", (!self.entry.withdrawn).then(|| coded(system, clinical))),
            (
                "verificationStatus",
                Some(
                    self.verification("http://terminology.hl7.org/CodeSystem/condition-ver-status"),
                ),
            ),
            ("category", Some(Json::Array(vec![coded(categories, category)]))),
            ("code", Some(concept(&it.code))),
            ("subject", Some(self.subject())),
            ("encounter", self.encounter_of()),
            ("onsetDateTime", self.at()),
            // When it ended is not known here, that it did is.
            ("abatementString", is_over.then(|| text("завершено"))),
            ("recordedDate", instant(self.entry.received_at)),
            ("recorder", self.author()),
            ("note", one(words(it.note.as_ref()))),
        ]
    }

    fn verification(&self, system: &'static str) -> Json<'static> {
        coded(
            system,
            match (self.entry.withdrawn, self.entry.source.is_unconfirmed()) {
                (true, _) => "entered-in-error",
                (false, true) => "unconfirmed",
                (false, false) => "confirmed",
            },
        )
    }

    fn allergy(&self, it: &AllergyIntolerance) -> Vec<Member> {
        let system = "http://terminology.hl7.org/CodeSystem/allergyintolerance-clinical";
        let clinical = match it.clinical_status {
            ClinicalStatus::Active => "active",
            ClinicalStatus::Remission => "inactive",
            ClinicalStatus::Resolved => "resolved",
        };
        let verification = "http://terminology.hl7.org/CodeSystem/allergyintolerance-verification";
        let reaction = words(it.reaction.as_ref())
            .map(|words| present([("manifestation", Some(Json::Array(vec![words])))]));
        vec![
            ("clinicalStatus", (!self.entry.withdrawn).then(|| coded(system, clinical))),
            ("verificationStatus", Some(self.verification(verification))),
            (
                "criticality",
                Some(text(match it.criticality {
                    Criticality::Low => "low",
                    Criticality::High => "high",
                    Criticality::Unknown => "unable-to-assess",
                })),
            ),
            ("code", words(Some(&it.substance))),
            ("patient", Some(self.subject())),
            ("encounter", self.encounter_of()),
            ("recordedDate", self.at()),
            ("recorder", self.author()),
            ("reaction", one(reaction)),
        ]
    }

    fn medication_statement(&self, it: &MedicationStatement) -> Vec<Member> {
        vec![
            ("status", Some(self.status(medication_status(it.status)))),
            ("medicationCodeableConcept", words(Some(&it.medicine))),
            ("subject", Some(self.subject())),
            ("context", self.encounter_of()),
            ("effectiveDateTime", self.at()),
            ("dateAsserted", instant(self.entry.received_at)),
            ("informationSource", self.author()),
            ("dosage", one(words(Some(&it.dosage)))),
        ]
    }

    fn medication_request(&self, it: &MedicationRequest) -> Vec<Member> {
        let valid = it.valid_until.map(|day| {
            let period = present([("end", Some(text(day.to_string())))]);
            present([("validityPeriod", Some(period))])
        });
        vec![
            ("status", Some(self.status(medication_status(it.status)))),
            ("intent", Some(text("order"))),
            ("medicationCodeableConcept", words(Some(&it.medicine))),
            ("subject", Some(self.subject())),
            ("encounter", self.encounter_of()),
            ("authoredOn", self.at()),
            ("requester", self.author()),
            ("reasonCode", one(words(it.reason.as_ref()))),
            ("dosageInstruction", one(words(Some(&it.dosage)))),
            ("dispenseRequest", valid),
        ]
    }

    fn observation(&self, it: &Observation) -> Vec<Member> {
        let category = match it.category {
            ObservationCategory::Laboratory => "laboratory",
            ObservationCategory::VitalSigns => "vital-signs",
            ObservationCategory::SocialHistory => "social-history",
            ObservationCategory::Other => "exam",
        };
        let categories = "http://terminology.hl7.org/CodeSystem/observation-category";
        let mut members = vec![
            ("status", Some(self.status(result_status(it.status)))),
            ("category", Some(Json::Array(vec![coded(categories, category)]))),
            ("code", Some(concept(&it.code))),
            ("subject", Some(self.subject())),
            ("encounter", self.encounter_of()),
            ("effectiveDateTime", self.at()),
            ("performer", self.performers()),
        ];
        // The parts of a measurement say what it was; without them something has to.
        let is_whole = it.components.is_empty() || !it.value.text.is_empty();
        members.extend(is_whole.then(|| value(&it.value)));
        members.extend([
            ("interpretation", one(words(it.interpretation.as_ref()))),
            ("note", one(words(it.note.as_ref()))),
            ("method", words(it.method.as_ref())),
            ("specimen", display(it.specimen.as_ref())),
            ("referenceRange", list(ranges(it))),
            ("component", list(it.components.iter().map(component).collect())),
        ]);
        members
    }

    fn note(&self, it: &Note) -> Vec<Member> {
        let payload = present([("contentString", Some(text(it.text.clone())))]);
        vec![
            ("status", Some(self.status("completed"))),
            ("subject", Some(self.subject())),
            ("sent", self.at()),
            ("sender", self.author()),
            ("payload", Some(Json::Array(vec![payload]))),
        ]
    }

    fn report(&self, it: &DiagnosticReport) -> Vec<Member> {
        let results = it.results.iter().map(|id| reference("Observation", *id));
        let forms = it.forms.iter().map(|title| present([("title", owned(title))]));
        vec![
            ("basedOn", one(it.request.map(|id| reference("ServiceRequest", id)))),
            ("status", Some(self.status(result_status(it.status)))),
            ("code", Some(concept(&it.code))),
            ("subject", Some(self.subject())),
            ("encounter", self.encounter_of()),
            ("effectiveDateTime", self.at()),
            ("issued", it.issued_at.and_then(instant)),
            ("performer", self.performers()),
            ("specimen", one(display(it.specimen.as_ref()))),
            ("result", list(results.collect())),
            ("conclusion", said(it.conclusion.as_ref())),
            ("presentedForm", list(forms.collect())),
        ]
    }

    fn immunization(&self, it: &Immunization) -> Vec<Member> {
        let status = match it.status {
            ImmunizationStatus::Completed => "completed",
            ImmunizationStatus::NotDone => "not-done",
        };
        let applied = said(it.dose.as_ref()).map(|dose| {
            present([
                ("series", said(it.series.as_ref())),
                ("targetDisease", one(words(it.disease.as_ref()))),
                ("doseNumberString", Some(dose)),
            ])
        });
        // FHIR has no place for the disease without the number of the dose.
        let note = applied.is_none().then(|| words(it.disease.as_ref())).flatten();
        let reaction = display(it.reaction.as_ref()).map(|told| present([("detail", Some(told))]));
        vec![
            ("status", Some(self.status(status))),
            ("vaccineCode", Some(concept(&it.vaccine))),
            ("patient", Some(self.subject())),
            ("encounter", self.encounter_of()),
            ("occurrenceDateTime", self.at()),
            ("recorded", instant(self.entry.received_at)),
            ("manufacturer", display(it.manufacturer.as_ref())),
            ("lotNumber", said(it.lot.as_ref())),
            ("site", words(it.site.as_ref())),
            ("route", words(it.route.as_ref())),
            ("performer", self.actors()),
            ("note", one(note)),
            ("reaction", one(reaction)),
            ("protocolApplied", one(applied)),
        ]
    }

    fn procedure(&self, it: &Procedure) -> Vec<Member> {
        let status = match it.status {
            ProcedureStatus::Planned => "preparation",
            ProcedureStatus::InProgress => "in-progress",
            ProcedureStatus::Completed => "completed",
            ProcedureStatus::Stopped => "stopped",
        };
        vec![
            ("status", Some(self.status(status))),
            ("code", Some(concept(&it.code))),
            ("subject", Some(self.subject())),
            ("encounter", self.encounter_of()),
            ("performedDateTime", self.at()),
            ("performer", self.actors()),
            ("reasonCode", one(words(it.reason.as_ref()))),
            ("bodySite", one(words(it.body_site.as_ref()))),
            ("outcome", words(it.outcome.as_ref())),
        ]
    }

    fn service_request(&self, it: &ServiceRequest) -> Vec<Member> {
        let status = match it.status {
            ServiceRequestStatus::Active => "active",
            ServiceRequestStatus::Completed => "completed",
            ServiceRequestStatus::Cancelled => "revoked",
        };
        vec![
            ("status", Some(self.status(status))),
            ("intent", Some(text("order"))),
            ("priority", it.urgent.then(|| text("urgent"))),
            ("code", Some(concept(&it.code))),
            ("subject", Some(self.subject())),
            ("encounter", self.encounter_of()),
            ("authoredOn", self.at()),
            ("requester", self.author()),
            ("performer", one(display(it.performer.as_ref()))),
            ("reasonCode", one(words(it.reason.as_ref()))),
        ]
    }

    /// IHE MHD: what the document is called is its attachment's title, a comment the description.
    fn document(&self, it: &DocumentReference) -> Vec<Member> {
        let attachment = |kind: Option<&String>, size: Option<u64>| {
            // FHIR counts up to 2³¹ − 1.
            let size = size.filter(|size| *size <= u64::from(u32::MAX / 2));
            let attachment = present([
                ("contentType", said(kind)),
                ("size", size.map(|size| Json::Number(size.to_string().into()))),
                ("title", owned(&it.title)),
            ]);
            present([("attachment", Some(attachment))])
        };
        let content = if it.files.is_empty() {
            vec![attachment(it.content_type.as_ref(), it.size)]
        } else {
            let files = it.files.iter();
            files.map(|file| attachment(Some(&file.content_type), Some(file.size))).collect()
        };
        vec![
            ("status", Some(self.status("current"))),
            ("type", words(it.category.as_ref())),
            ("subject", Some(self.subject())),
            ("date", self.at()),
            ("author", one(self.author())),
            ("custodian", self.organization()),
            ("description", said(it.comment.as_ref())),
            ("content", Some(Json::Array(content))),
        ]
    }

    fn care_plan(&self, it: &CarePlan) -> Vec<Member> {
        let activities = it.activities.iter().map(|activity| {
            let detail =
                present([("status", Some(text("unknown"))), ("description", owned(activity))]);
            present([("detail", Some(detail))])
        });
        let goals = it.goals.iter().filter_map(|goal| display(Some(goal)));
        let period = present([("start", self.at()), ("end", it.ended_at.and_then(instant))]);
        vec![
            ("status", Some(self.status(if it.active { "active" } else { "completed" }))),
            ("intent", Some(text("plan"))),
            ("title", owned(&it.title)),
            ("subject", Some(self.subject())),
            ("encounter", self.encounter_of()),
            ("period", Some(period)),
            ("author", self.author()),
            ("goal", list(goals.collect())),
            ("activity", list(activities.collect())),
        ]
    }

    fn goal(&self, it: &Goal) -> Vec<Member> {
        let code = (!it.code.code.is_empty()).then(|| {
            present([
                ("system", owned(&it.code.system)),
                ("code", owned(&it.code.code)),
                ("display", owned(&it.code.display)),
            ])
        });
        let words = owned(&it.text).unwrap_or_else(|| text("?"));
        let description =
            present([("coding", code.map(|code| Json::Array(vec![code]))), ("text", Some(words))]);
        let status = if it.active { "active" } else { "completed" };
        // FHIR counts the days of a goal, not its hours.
        let start = self.entry.occurred_at.date().to_string();
        vec![
            ("lifecycleStatus", Some(self.status(status))),
            ("description", Some(description)),
            ("subject", Some(self.subject())),
            ("startDate", Some(text(start))),
            ("target", list(it.targets.iter().map(goal_target).collect())),
            ("expressedBy", self.author()),
        ]
    }
}

const fn medication_status(status: MedicationStatus) -> &'static str {
    match status {
        MedicationStatus::Active => "active",
        MedicationStatus::Completed => "completed",
        MedicationStatus::Stopped => "stopped",
    }
}

const fn result_status(status: ResultStatus) -> &'static str {
    match status {
        ResultStatus::Ordered | ResultStatus::InProgress => "registered",
        ResultStatus::Preliminary => "preliminary",
        ResultStatus::Final => "final",
        ResultStatus::Corrected => "corrected",
        ResultStatus::Cancelled => "cancelled",
    }
}

/// `value[x]`: the digits as they were printed, where they are the number.
fn value(it: &Value) -> Member {
    if let Some(quantity) = quantity(it) {
        return ("valueQuantity", Some(quantity));
    }
    if it.text.trim().is_empty() {
        let system = "http://terminology.hl7.org/CodeSystem/data-absent-reason";
        return ("dataAbsentReason", Some(coded(system, "unknown")));
    }
    let unit = if it.unit.is_empty() { String::new() } else { format!(" {}", it.unit) };
    ("valueString", Some(text(format!("{}{unit}", it.text))))
}

fn quantity(it: &Value) -> Option<Json<'static>> {
    let number = it.number?;
    let printed = it.text.replace(',', ".").replace('−', "-");
    let digits = match printed.parse::<f64>() {
        Ok(read) if (read - number).abs() < f64::EPSILON * number.abs().max(1.0) => printed,
        Ok(_) | Err(_) => number.to_string(),
    };
    let value = Json::parse(&digits).ok().map(Json::into_owned);
    let value = value.filter(|value| matches!(value, Json::Number(_)))?;
    // What patients measure is kept in UCUM, and FHIR's profiles of vital signs ask for its code.
    let ucum = Unit::read(&it.unit).map(|unit| unit.ucum).filter(|ucum| *ucum == it.unit);
    let system = ucum.as_ref().map(|_| text("http://unitsofmeasure.org"));
    Some(present([
        ("value", Some(value)),
        ("unit", owned(&it.unit)),
        ("system", system),
        ("code", ucum.map(text)),
    ]))
}

/// The usual range as it was printed, and the one beyond which a value is critical.
fn ranges(it: &Observation) -> Vec<Json<'static>> {
    let usual = range(it.reference, it.reference_text.as_ref(), &it.value.unit);
    let critical = range(it.critical, None, &it.value.unit).map(|mut range| {
        if let Json::Object(members) = &mut range {
            // HL7's code system of meanings has no word for it.
            members.set("type", present([("text", Some(text("critical")))]));
        }
        range
    });
    usual.into_iter().chain(critical).collect()
}

fn range(
    interval: Option<Interval>,
    printed: Option<&String>,
    unit: &str,
) -> Option<Json<'static>> {
    let end = |number: Option<f64>| {
        let value = Json::Number(number?.to_string().into());
        Some(present([("value", Some(value)), ("unit", owned(unit))]))
    };
    let low = end(interval.and_then(|it| it.low));
    let high = end(interval.and_then(|it| it.high));
    let printed = said(printed);
    (low.is_some() || high.is_some() || printed.is_some())
        .then(|| present([("low", low), ("high", high), ("text", printed)]))
}

fn component(it: &Component) -> Json<'static> {
    present([
        ("code", Some(concept(&it.code))),
        value(&it.value),
        ("referenceRange", one(range(it.reference, None, &it.value.unit))),
    ])
}

fn goal_target(it: &GoalTarget) -> Json<'static> {
    let range = range(Some(it.interval), None, &it.unit);
    present([("measure", Some(concept(&it.code))), ("detailRange", range)])
}

/// What FHIR's Encounter has no element for, to be read by people.
fn narrative(it: &Encounter) -> Option<Json<'static>> {
    let parts = [&it.conclusion, &it.recommendations, &it.preparation];
    let parts: Vec<String> =
        parts.into_iter().flatten().map(|part| format!("<p>{}</p>", escaped(part))).collect();
    if parts.is_empty() {
        return None;
    }
    let div = format!("<div xmlns=\"http://www.w3.org/1999/xhtml\">{}</div>", parts.join(""));
    Some(present([("status", Some(text("generated"))), ("div", Some(text(div)))]))
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
