//! What a FHIR R4 resource says, as the card shows it.
//!
//! The resource itself is kept whole beside it: what is not read here is not lost.

use time::{Date, OffsetDateTime};

use super::json::Json;
use super::range;
use super::when::Span;
use crate::access::model::{Section, Sensitivity};
use crate::id::EntryId;
use crate::record::model::{
    AllergyIntolerance, CarePlan, ClinicalStatus, Coding, Component, Condition, Content,
    Criticality, DiagnosticReport, DocumentReference, Encounter, EncounterClass, EncounterStatus,
    Goal, GoalTarget, Immunization, ImmunizationStatus, Interval, MedicationRequest,
    MedicationStatement, MedicationStatus, Note, Observation, ObservationCategory, Procedure,
    ProcedureStatus, ResultStatus, ServiceRequest, ServiceRequestStatus, Value,
};
use crate::record::rules::sensitivity_of;

pub const LOINC: &str = "http://loinc.org";
/// МКБ-10 by its OID in the Russian register of reference books, and WHO's own URI.
pub const ICD_10: [&str; 3] = [
    "urn:oid:1.2.643.5.1.13.13.11.1005",
    "http://hl7.org/fhir/sid/icd-10",
    "http://hl7.org/fhir/sid/icd-10-cm",
];

/// Answers what references point at.
pub trait Links {
    /// The entry a reference leads to, where it is one of the same card.
    fn entry(&self, reference: &str) -> Option<EntryId>;
    /// The name of what it leads to: a practitioner, an organization, a medicine.
    fn name(&self, reference: &str) -> Option<String>;
}

/// An entry as far as a resource tells it.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub content: Content,
    /// When it happened, where the resource says so.
    pub occurred_at: Option<OffsetDateTime>,
    pub encounter: Option<EntryId>,
    pub author: Option<String>,
    pub organization_name: Option<String>,
    /// `entered-in-error`.
    pub withdrawn: bool,
    pub sensitivity: Sensitivity,
}

/// The part of the card a resource belongs to, also where it becomes no entry.
pub fn section_of(resource_type: &str) -> Section {
    match resource_type {
        "Encounter"
        | "EpisodeOfCare"
        | "Appointment"
        | "AppointmentResponse"
        | "Composition"
        | "ClinicalImpression"
        | "QuestionnaireResponse" => Section::Visits,
        "Condition" | "FamilyMemberHistory" | "RiskAssessment" | "DetectedIssue" | "Flag" => {
            Section::Conditions
        }
        "Observation" | "DiagnosticReport" | "Specimen" | "ImagingStudy" | "Media"
        | "MolecularSequence" | "BodyStructure" | "VisionPrescription" => Section::Results,
        "MedicationRequest"
        | "MedicationStatement"
        | "MedicationDispense"
        | "MedicationAdministration"
        | "Medication" => Section::Medicines,
        "AllergyIntolerance" => Section::Allergies,
        "Immunization" | "ImmunizationRecommendation" | "ImmunizationEvaluation" => {
            Section::Immunizations
        }
        "Procedure" | "Device" | "DeviceUseStatement" => Section::Procedures,
        "ServiceRequest"
        | "DeviceRequest"
        | "NutritionOrder"
        | "RequestGroup"
        | "Task"
        | "SupplyRequest"
        | "SupplyDelivery"
        | "CommunicationRequest" => Section::Referrals,
        "DocumentReference" | "DocumentManifest" | "Binary" | "Consent" | "Communication"
        | "List" => Section::Documents,
        "CarePlan" | "CareTeam" | "Goal" => Section::CarePlans,
        _ => Section::Administrative,
    }
}

/// Reads what becomes an entry; `None` for the other types, which are kept whole only.
pub fn read(resource: &Json, links: &dyn Links) -> Option<Reading> {
    let reader = Reader { resource, links };
    let content = match resource.text("resourceType")? {
        "Encounter" => Content::Encounter(reader.encounter()),
        "Condition" => Content::Condition(reader.condition()),
        "AllergyIntolerance" => Content::AllergyIntolerance(reader.allergy()),
        "MedicationStatement" => Content::MedicationStatement(reader.medication_statement()),
        "MedicationRequest" => Content::MedicationRequest(reader.medication_request()),
        "Observation" => Content::Observation(reader.observation()),
        "DiagnosticReport" => Content::DiagnosticReport(reader.report()),
        "Immunization" => Content::Immunization(reader.immunization()),
        "Procedure" => Content::Procedure(reader.procedure()),
        "ServiceRequest" => Content::ServiceRequest(reader.service_request()),
        "DocumentReference" => Content::DocumentReference(reader.document()),
        "CarePlan" => Content::CarePlan(reader.care_plan()),
        "Goal" => Content::Goal(reader.goal()?),
        "Communication" => Content::Note(Note::new(reader.text_at("payload.contentString")?)),
        _ => return None,
    };
    Some(reader.finish(content))
}

/// Where a resource names who wrote it.
const AUTHORS: [&str; 9] = [
    "participant.individual",
    "performer.actor",
    "performer",
    "requester",
    "recorder",
    "asserter",
    "author",
    "resultsInterpreter",
    "expressedBy",
];

/// Where it names for whom.
const ORGANIZATIONS: [&str; 4] =
    ["serviceProvider", "custodian", "performer.onBehalfOf", "managingOrganization"];

fn is_organization(reference: &Json) -> bool {
    reference.text("type") == Some("Organization")
        || reference.text("reference").is_some_and(|to| to.starts_with("Organization/"))
}

struct Reader<'a> {
    resource: &'a Json<'a>,
    links: &'a dyn Links,
}

impl Reader<'_> {
    fn finish(&self, content: Content) -> Reading {
        let status = ["status", "lifecycleStatus", "verificationStatus.coding.code"];
        let withdrawn =
            status.iter().any(|path| self.resource.text_at(path) == Some("entered-in-error"));
        let encounter = ["encounter.reference", "context.reference", "context.encounter.reference"];
        let encounter = encounter.iter().find_map(|path| self.resource.text_at(path));
        Reading {
            occurred_at: self.occurred_at(),
            encounter: encounter.and_then(|reference| self.links.entry(reference)),
            author: self.first_of(&AUTHORS, false),
            organization_name: self
                .first_name(&ORGANIZATIONS)
                .or_else(|| self.first_of(&AUTHORS, true)),
            withdrawn,
            sensitivity: self.sensitivity(&content),
            content,
        }
    }

    /// When it happened: for a result, when the specimen was taken (RES-16).
    fn occurred_at(&self) -> Option<OffsetDateTime> {
        const PATHS: [&str; 21] = [
            "effectiveDateTime",
            "effectivePeriod.start",
            "effectiveInstant",
            "period.start",
            "performedDateTime",
            "performedPeriod.start",
            "occurrenceDateTime",
            "occurrencePeriod.start",
            "onsetDateTime",
            "onsetPeriod.start",
            "startDate",
            "recordedDate",
            "authoredOn",
            "dateAsserted",
            "context.period.start",
            "date",
            "created",
            "issued",
            "recorded",
            "sent",
            "meta.lastUpdated",
        ];
        let mut times = PATHS.iter().filter_map(|path| self.resource.text_at(path));
        times.find_map(Span::parse).map(Span::moment)
    }

    fn sensitivity(&self, content: &Content) -> Sensitivity {
        // HL7 v3 `InformationSensitivityPolicy`.
        let labels = self.resource.get("meta").map_or(&[][..], |meta| meta.list("security"));
        let labelled = labels.iter().find_map(|label| match label.text("code")? {
            "HIV" => Some(Sensitivity::Hiv),
            "PSY" | "PSYTHPN" | "BH" | "MH" => Some(Sensitivity::MentalHealth),
            "SUD" | "ETH" | "OPIOIDUD" | "ETHUD" => Some(Sensitivity::Addiction),
            "SEX" | "STD" | "PREGNANT" | "MATERNAL" | "FMC" => {
                Some(Sensitivity::ReproductiveHealth)
            }
            _ => None,
        });
        labelled.unwrap_or_else(|| sensitivity_of(content))
    }

    fn text_at(&self, path: &str) -> Option<String> {
        self.resource.text_at(path).map(str::to_owned)
    }

    /// What a reference is called: by its own words, else by what it leads to.
    fn name_of(&self, reference: &Json) -> Option<String> {
        let display = reference.text("display").map(str::to_owned);
        display.or_else(|| self.links.name(reference.text("reference")?))
    }

    fn first_name(&self, paths: &[&str]) -> Option<String> {
        paths.iter().find_map(|path| self.name_of(self.resource.at(path)?.items().first()?))
    }

    /// The first of those that do not say that they are an organization, or of those that do.
    fn first_of(&self, paths: &[&str], organization: bool) -> Option<String> {
        paths.iter().find_map(|path| {
            let references = self.resource.at(path)?.items().iter();
            let mut fit = references.filter(|reference| is_organization(reference) == organization);
            self.name_of(fit.next()?)
        })
    }

    fn encounter(&self) -> Encounter {
        let class = match self.resource.text_at("class.code").unwrap_or_default() {
            "HH" => EncounterClass::HomeVisit,
            "VR" => EncounterClass::Virtual,
            "IMP" | "ACUTE" | "NONAC" | "OBSENC" | "SS" | "PRENC" => EncounterClass::Inpatient,
            "EMER" => EncounterClass::Emergency,
            _ => EncounterClass::Ambulatory,
        };
        let status = match self.resource.text("status").unwrap_or_default() {
            "planned" | "arrived" | "triaged" => EncounterStatus::Planned,
            "in-progress" | "onleave" => EncounterStatus::InProgress,
            "cancelled" => EncounterStatus::Cancelled,
            _ => EncounterStatus::Finished,
        };
        let words = ["type", "serviceType", "reasonCode"];
        let title = words.iter().find_map(|name| Some(concept(self.resource.get(name)?)?.display));
        let diagnosis = self.resource.at("diagnosis.condition").and_then(|condition| {
            let display = self.name_of(condition)?;
            Some(Coding { system: String::new(), code: String::new(), display })
        });
        Encounter {
            diagnosis: self.resource.get("reasonCode").and_then(concept).or(diagnosis),
            status,
            ended_at: self.moment_at("period.end"),
            place: self.first_name(&["location.location"]),
            ..Encounter::new(class, title.unwrap_or_default())
        }
    }

    fn moment_at(&self, path: &str) -> Option<OffsetDateTime> {
        self.resource.text_at(path).and_then(Span::parse).map(Span::moment)
    }

    fn day_at(&self, path: &str) -> Option<Date> {
        self.moment_at(path).map(OffsetDateTime::date)
    }

    fn concept(&self, name: &str) -> Coding {
        let found = self.resource.get(name).and_then(concept);
        found.unwrap_or(Coding {
            system: String::new(),
            code: String::new(),
            display: String::new(),
        })
    }

    fn words(&self, name: &str) -> Option<String> {
        self.resource.get(name).and_then(concept).map(|coding| coding.display)
    }

    /// The remarks, one below another.
    fn note(&self) -> Option<String> {
        let texts: Vec<&str> =
            self.resource.list("note").iter().filter_map(|note| note.text("text")).collect();
        (!texts.is_empty()).then(|| texts.join("\n"))
    }

    fn condition(&self) -> Condition {
        let clinical_status = self.clinical_status();
        let has_ended = ["abatementDateTime", "abatementPeriod", "abatementString", "abatementAge"]
            .iter()
            .any(|name| self.resource.get(name).is_some());
        Condition {
            code: self.concept("code"),
            clinical_status: if has_ended { ClinicalStatus::Resolved } else { clinical_status },
            chronic: !has_ended
                && clinical_status != ClinicalStatus::Resolved
                && !self.is_of_a_visit(),
            note: self.note(),
        }
    }

    /// What was diagnosed at a visit and is on nobody's problem list. Without a category nothing says
    /// so: what goes on is then rather listed than lost.
    fn is_of_a_visit(&self) -> bool {
        let categories = self.resource.list("category").iter();
        let codes: Vec<&str> = categories
            .flat_map(|category| category.list("coding"))
            .filter_map(|coding| coding.text("code"))
            .collect();
        codes.contains(&"encounter-diagnosis") && !codes.contains(&"problem-list-item")
    }

    fn clinical_status(&self) -> ClinicalStatus {
        match self.resource.text_at("clinicalStatus.coding.code").unwrap_or_default() {
            "remission" => ClinicalStatus::Remission,
            "resolved" | "inactive" => ClinicalStatus::Resolved,
            _ => ClinicalStatus::Active,
        }
    }

    fn allergy(&self) -> AllergyIntolerance {
        let reactions: Vec<String> = self
            .resource
            .list("reaction")
            .iter()
            .flat_map(|reaction| reaction.list("manifestation"))
            .filter_map(|manifestation| concept(manifestation).map(|coding| coding.display))
            .collect();
        AllergyIntolerance {
            substance: self.concept("code").display,
            criticality: match self.resource.text("criticality") {
                Some("high") => Criticality::High,
                Some("low") => Criticality::Low,
                Some(_) | None => Criticality::Unknown,
            },
            reaction: (!reactions.is_empty()).then(|| reactions.join(", ")),
            clinical_status: self.clinical_status(),
        }
    }

    fn medicine(&self) -> String {
        let named = self.resource.get("medicationCodeableConcept").and_then(concept);
        let named = named.map(|coding| coding.display);
        named.or_else(|| self.first_name(&["medicationReference"])).unwrap_or_default()
    }

    fn dosage(&self, name: &str) -> String {
        let parts: Vec<String> = self.resource.list(name).iter().filter_map(dosage_text).collect();
        parts.join("; ")
    }

    fn medication_status(&self) -> MedicationStatus {
        match self.resource.text("status").unwrap_or_default() {
            "completed" => MedicationStatus::Completed,
            "stopped" | "cancelled" | "not-taken" | "entered-in-error" => MedicationStatus::Stopped,
            _ => MedicationStatus::Active,
        }
    }

    fn medication_statement(&self) -> MedicationStatement {
        MedicationStatement {
            medicine: self.medicine(),
            dosage: self.dosage("dosage"),
            status: self.medication_status(),
        }
    }

    fn medication_request(&self) -> MedicationRequest {
        MedicationRequest {
            medicine: self.medicine(),
            dosage: self.dosage("dosageInstruction"),
            status: self.medication_status(),
            reason: self.words("reasonCode").or_else(|| self.first_name(&["reasonReference"])),
            valid_until: self.day_at("dispenseRequest.validityPeriod.end"),
        }
    }

    fn result_status(&self) -> ResultStatus {
        match self.resource.text("status").unwrap_or_default() {
            "registered" => ResultStatus::Ordered,
            "partial" => ResultStatus::InProgress,
            "preliminary" => ResultStatus::Preliminary,
            "amended" | "corrected" | "appended" => ResultStatus::Corrected,
            "cancelled" => ResultStatus::Cancelled,
            _ => ResultStatus::Final,
        }
    }

    fn observation(&self) -> Observation {
        let category = match self.resource.text_at("category.coding.code").unwrap_or_default() {
            "laboratory" => ObservationCategory::Laboratory,
            "vital-signs" => ObservationCategory::VitalSigns,
            "social-history" => ObservationCategory::SocialHistory,
            _ => ObservationCategory::Other,
        };
        let components = self.resource.list("component").iter().map(|part| Component {
            flagged: None,
            code: part.get("code").and_then(concept).unwrap_or(Coding {
                system: String::new(),
                code: String::new(),
                display: String::new(),
            }),
            value: value(part),
            reference: range::read(part).interval,
        });
        let ranges = range::read(self.resource);
        Observation {
            flagged: None,
            reference_text: ranges.text,
            critical: ranges.critical,
            status: self.result_status(),
            category,
            components: components.collect(),
            interpretation: self.text_at("interpretation.coding.code"),
            note: self.note(),
            specimen: self.first_name(&["specimen"]),
            method: self.words("method"),
            ..Observation::new(self.concept("code"), value(self.resource), ranges.interval)
        }
    }

    fn report(&self) -> DiagnosticReport {
        let results = self.resource.list("result").iter();
        let conclusions: Vec<String> = self
            .text_at("conclusion")
            .into_iter()
            .chain(
                self.resource
                    .list("conclusionCode")
                    .iter()
                    .filter_map(|code| concept(code).map(|coding| coding.display)),
            )
            .collect();
        let forms = self.resource.list("presentedForm").iter();
        DiagnosticReport {
            code: self.concept("code"),
            status: self.result_status(),
            results: results
                .filter_map(|result| self.links.entry(result.text("reference")?))
                .collect(),
            conclusion: (!conclusions.is_empty()).then(|| conclusions.join("\n")),
            issued_at: self.moment_at("issued"),
            specimen: self.first_name(&["specimen"]),
            forms: forms
                .map(|form| {
                    let named = form.text("title").or_else(|| form.text("contentType"));
                    named.unwrap_or_default().to_owned()
                })
                .collect(),
            request: self.request(),
        }
    }

    /// The first referral of the same card it is based on: a care plan or a prescription is none.
    fn request(&self) -> Option<EntryId> {
        let references = self.resource.list("basedOn").iter();
        references.filter_map(|it| it.text("reference")).find_map(|to| {
            // What a Bundle calls by a number of its own may be anything.
            let may_be = to.contains("ServiceRequest") || to.starts_with("urn:");
            may_be.then(|| self.links.entry(to)).flatten()
        })
    }

    fn immunization(&self) -> Immunization {
        let dose = ["doseNumberString", "doseNumberPositiveInt"].iter().find_map(|name| {
            self.resource.at("protocolApplied")?.items().first()?.get(name).map(plain)
        });
        Immunization {
            vaccine: self.concept("vaccineCode"),
            status: match self.resource.text("status") {
                Some("not-done") => ImmunizationStatus::NotDone,
                Some(_) | None => ImmunizationStatus::Completed,
            },
            disease: self
                .resource
                .at("protocolApplied.targetDisease")
                .and_then(concept)
                .map(|coding| coding.display),
            dose,
            series: self.text_at("protocolApplied.series"),
            lot: self.text_at("lotNumber"),
            manufacturer: self.first_name(&["manufacturer"]),
            site: self.words("site"),
            route: self.words("route"),
            reaction: self.first_name(&["reaction.detail"]),
        }
    }

    fn procedure(&self) -> Procedure {
        Procedure {
            code: self.concept("code"),
            status: match self.resource.text("status").unwrap_or_default() {
                "preparation" => ProcedureStatus::Planned,
                "in-progress" | "on-hold" => ProcedureStatus::InProgress,
                "not-done" | "stopped" => ProcedureStatus::Stopped,
                _ => ProcedureStatus::Completed,
            },
            outcome: self.words("outcome").or_else(|| self.note()),
            body_site: self.words("bodySite"),
            reason: self.words("reasonCode").or_else(|| self.first_name(&["reasonReference"])),
        }
    }

    fn service_request(&self) -> ServiceRequest {
        ServiceRequest {
            code: self.concept("code"),
            status: match self.resource.text("status").unwrap_or_default() {
                "completed" => ServiceRequestStatus::Completed,
                "revoked" | "entered-in-error" => ServiceRequestStatus::Cancelled,
                _ => ServiceRequestStatus::Active,
            },
            performer: self.words("performerType").or_else(|| self.first_name(&["performer"])),
            reason: self.words("reasonCode").or_else(|| self.first_name(&["reasonReference"])),
            urgent: matches!(self.resource.text("priority"), Some("urgent" | "asap" | "stat")),
        }
    }

    fn document(&self) -> DocumentReference {
        let kind = self.words("type").or_else(|| self.words("category"));
        let title =
            self.text_at("content.attachment.title").or_else(|| self.text_at("description"));
        let comment = self.text_at("description").filter(|words| title.as_ref() != Some(words));
        DocumentReference {
            title: title.or_else(|| kind.clone()).unwrap_or_default(),
            comment,
            files: Vec::new(),
            category: kind,
            content_type: self.text_at("content.attachment.contentType"),
            size: self.resource.at("content.attachment.size").and_then(|size| match size {
                Json::Number(digits) => digits.parse().ok(),
                Json::Null | Json::Bool(_) | Json::String(_) | Json::Array(_) | Json::Object(_) => {
                    None
                }
            }),
        }
    }

    fn care_plan(&self) -> CarePlan {
        let activities = self.resource.list("activity").iter().filter_map(|activity| {
            let detail = activity.get("detail")?;
            let words = detail.get("code").and_then(concept).map(|coding| coding.display);
            words.or_else(|| detail.text("description").map(str::to_owned))
        });
        let goals = self.resource.list("goal").iter().filter_map(|goal| self.name_of(goal));
        let title = self.text_at("title").or_else(|| {
            let categories = self.resource.list("category");
            categories.iter().filter_map(concept).map(|coding| coding.display).next_back()
        });
        CarePlan {
            title: title.unwrap_or_default(),
            active: matches!(self.resource.text("status"), Some("active" | "draft" | "on-hold")),
            activities: activities.collect(),
            goals: goals.collect(),
            ended_at: self.moment_at("period.end"),
        }
    }
}

impl Reader<'_> {
    /// A goal in numbers; what is to be reached in words alone is kept whole only.
    fn goal(&self) -> Option<Goal> {
        let targets: Vec<GoalTarget> =
            self.resource.list("target").iter().filter_map(goal_target).collect();
        let first = targets.first()?.code.clone();
        let described = self.resource.get("description").and_then(concept);
        // By its own name: the words of the whole tell the limits too.
        let code = self.resource.at("description.coding").and_then(concept);
        let status = self.resource.text("lifecycleStatus").unwrap_or_default();
        Some(Goal {
            text: described.map(|it| it.display).unwrap_or_default(),
            code: code.filter(|it| !it.code.is_empty()).unwrap_or(first),
            targets,
            active: matches!(status, "accepted" | "active" | "planned"),
            tell_doctor: false,
        })
    }
}

/// Where a number should lie: between two, or, of one alone, up to it or down to it by its sign.
fn goal_target(target: &Json) -> Option<GoalTarget> {
    let code = target.get("measure").and_then(concept)?;
    let number = |quantity: &Json| quantity.get("value").and_then(Json::as_f64);
    let (low, high) = match (target.get("detailRange"), target.get("detailQuantity")) {
        (Some(range), _) => (range.get("low"), range.get("high")),
        (None, Some(quantity)) => match quantity.text("comparator") {
            Some("<" | "<=") => (None, Some(quantity)),
            Some(">" | ">=") => (Some(quantity), None),
            Some(_) | None => (Some(quantity), Some(quantity)),
        },
        (None, None) => return None,
    };
    let unit = [low, high].into_iter().flatten().map(read_quantity).map(|it| it.unit).next()?;
    let interval = Interval { low: low.and_then(number), high: high.and_then(number) };
    (interval.low.is_some() || interval.high.is_some()).then_some(GoalTarget {
        code,
        interval,
        unit,
    })
}

/// A concept's term: the coding the card knows best, in the words of the sender.
pub(super) fn concept(value: &Json) -> Option<Coding> {
    let value = value.items().first()?;
    let codings = if value.get("coding").is_some() { value.list("coding") } else { &[] };
    let known = |coding: &&Json| {
        coding.text("system").is_some_and(|system| system == LOINC || ICD_10.contains(&system))
    };
    let single = value.get("code").is_some().then_some(value);
    let coding = codings.iter().find(known).or_else(|| codings.first()).or(single);
    let words =
        value.text("text").or_else(|| coding?.text("display")).or_else(|| coding?.text("code"));
    Some(Coding {
        system: coding.and_then(|coding| coding.text("system")).unwrap_or_default().to_owned(),
        code: coding.and_then(|coding| coding.text("code")).unwrap_or_default().to_owned(),
        display: words?.to_owned(),
    })
}

/// `value[x]`, or why there is none, in words.
fn value(of: &Json) -> Value {
    let words = |text: String| Value { number: None, unit: String::new(), text };
    if let Some(quantity) = of.get("valueQuantity") {
        return read_quantity(quantity);
    }
    for name in ["valueCodeableConcept", "dataAbsentReason"] {
        if let Some(coding) = of.get(name).and_then(concept) {
            return words(coding.display);
        }
    }
    for name in ["valueString", "valueInteger", "valueDateTime", "valueTime"] {
        if let Some(found) = of.get(name) {
            return Value { number: found.as_f64(), unit: String::new(), text: plain(found) };
        }
    }
    match of.get("valueBoolean").and_then(Json::as_bool) {
        Some(true) => return words("да".to_owned()),
        Some(false) => return words("нет".to_owned()),
        None => {}
    }
    if let Some(range) = of.get("valueRange") {
        let end = |name| range.get(name).map(read_quantity).unwrap_or(words(String::new()));
        let (low, high) = (end("low"), end("high"));
        return Value {
            number: None, text: format!("{}–{}", low.text, high.text), unit: low.unit
        };
    }
    if let Some(ratio) = of.get("valueRatio") {
        let part =
            |name| ratio.get(name).map(read_quantity).map_or_else(String::new, |part| part.text);
        return words(format!("{}:{}", part("numerator"), part("denominator")));
    }
    words(String::new())
}

fn read_quantity(quantity: &Json) -> Value {
    let unit = quantity.text("unit").or_else(|| quantity.text("code")).unwrap_or_default();
    let comparator = quantity.text("comparator").unwrap_or_default();
    let digits = quantity.get("value").map(plain).unwrap_or_default();
    Value {
        // A censored value is no point on a scale.
        number: quantity.get("value").and_then(Json::as_f64).filter(|_| comparator.is_empty()),
        unit: unit.to_owned(),
        text: format!("{comparator}{digits}"),
    }
}

/// How a medicine is taken, as written, else put together from its parts.
fn dosage_text(dosage: &Json) -> Option<String> {
    let written = dosage.text("text").or_else(|| dosage.text("patientInstruction"));
    if let Some(text) = written {
        return Some(text.to_owned());
    }
    let dose = dosage.at("doseAndRate.doseQuantity").map(read_quantity);
    let dose = dose.map(|dose| format!("{} {}", dose.text, dose.unit).trim_end().to_owned());
    let repeat = dosage.at("timing.repeat");
    let times = repeat.and_then(|repeat| {
        let (frequency, period) = (plain(repeat.get("frequency")?), plain(repeat.get("period")?));
        let unit = match repeat.text("periodUnit")? {
            "s" => "с",
            "min" => "мин",
            "h" => "ч",
            "d" => "сут",
            "wk" => "нед",
            "mo" => "мес",
            "a" => "г",
            other => other,
        };
        Some(format!("{frequency} раз в {period} {unit}").replace(" 1 сут", " сутки"))
    });
    let parts: Vec<String> = [dose, times].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

pub(super) fn plain(value: &Json) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
