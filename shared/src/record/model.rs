use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::access::model::Section;
use crate::appointments::model::NextVisit;
use crate::files::model::FileBrief;
use crate::id::{EntryId, OrganizationId, PatientId};
use crate::protocols::model::Protocol;
use crate::results::flag::Flagged;
use crate::wire_time;
use crate::words::words;

/// One clinical fact in its current version.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Entry {
    pub id: EntryId,
    /// Counts up from 1; a correction is a new version.
    pub version: u32,
    pub section: Section,
    /// When it happened, not when it was written down.
    #[serde(with = "wire_time::moment")]
    pub occurred_at: OffsetDateTime,
    /// When this system learnt of it.
    #[serde(with = "wire_time::moment")]
    pub received_at: OffsetDateTime,
    pub source: Source,
    /// The visit it belongs to.
    #[serde(default)]
    pub encounter: Option<EntryId>,
    /// Said to be entered in error by who sent it: shown as withdrawn, counted nowhere.
    #[serde(default)]
    pub withdrawn: bool,
    /// The patient wished to see it later: until then what was found is not told (RES-14).
    #[serde(default, with = "wire_time::optional_moment", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", oai(skip_serializing_if_is_none))]
    pub held_until: Option<OffsetDateTime>,
    pub content: Content,
}

/// Where an entry comes from (REC-10).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Source {
    pub kind: SourceKind,
    pub organization: Option<OrganizationId>,
    /// The organization's name as it was known when the entry was written.
    pub organization_name: Option<String>,
    /// Who wrote it, as printed on a document: `Соколова Е. В., терапевт`.
    pub author: Option<String>,
    /// The program it was sent by, such as a laboratory's information system.
    #[serde(default)]
    pub system: Option<String>,
    /// The doctor who vouches for what the patient told.
    #[serde(default)]
    pub confirmed: Option<Confirmation>,
}

/// That a doctor agrees with what a patient told (REC-7).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Confirmation {
    /// Who, as printed: `Соколова Е. В.`
    pub by: String,
    /// For which organization, by name.
    pub organization: Option<String>,
    #[serde(with = "wire_time::moment")]
    pub at: OffsetDateTime,
}

impl Source {
    /// A source of which nothing more is known.
    pub const fn of(kind: SourceKind) -> Self {
        Self {
            kind,
            organization: None,
            organization_name: None,
            author: None,
            system: None,
            confirmed: None,
        }
    }

    /// Whether the patient told it.
    pub const fn is_told(&self) -> bool {
        matches!(self.kind, SourceKind::SelfReported)
    }

    /// Whether it rests on the patient's word alone.
    pub const fn is_unconfirmed(&self) -> bool {
        self.is_told() && self.confirmed.is_none()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Enum), oai(rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    /// Written by a practitioner.
    Clinical,
    /// Told by the patient; never mixed up with what a practitioner wrote (REC-7).
    SelfReported,
    /// Sent by another system.
    Imported,
}

/// What an entry says. The names are those of FHIR R4.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[cfg_attr(
    feature = "server",
    derive(Deserialize, poem_openapi::Union),
    oai(discriminator_name = "kind")
)]
#[serde(tag = "kind")]
pub enum Content {
    Encounter(Encounter),
    Condition(Condition),
    AllergyIntolerance(AllergyIntolerance),
    MedicationStatement(MedicationStatement),
    Observation(Observation),
    Note(Note),
    DiagnosticReport(DiagnosticReport),
    MedicationRequest(MedicationRequest),
    Immunization(Immunization),
    Procedure(Procedure),
    ServiceRequest(ServiceRequest),
    DocumentReference(DocumentReference),
    CarePlan(CarePlan),
    Goal(Goal),
    Protocol(Protocol),
}

impl Content {
    /// The part of the card this content is shown in.
    pub const fn section(&self) -> Section {
        match self {
            Self::Encounter(_) | Self::Protocol(_) => Section::Visits,
            Self::Condition(_) => Section::Conditions,
            Self::AllergyIntolerance(_) => Section::Allergies,
            Self::MedicationStatement(_) | Self::MedicationRequest(_) => Section::Medicines,
            Self::Observation(_) | Self::DiagnosticReport(_) => Section::Results,
            Self::Note(_) => Section::Notes,
            Self::Immunization(_) => Section::Immunizations,
            Self::Procedure(_) => Section::Procedures,
            Self::ServiceRequest(_) => Section::Referrals,
            Self::DocumentReference(_) => Section::Documents,
            Self::CarePlan(_) | Self::Goal(_) => Section::CarePlans,
        }
    }

    /// The report, if it is one.
    pub const fn as_report(&self) -> Option<&DiagnosticReport> {
        if let Self::DiagnosticReport(report) = self { Some(report) } else { None }
    }

    /// The value, if it is one.
    pub const fn as_observation(&self) -> Option<&Observation> {
        if let Self::Observation(observation) = self { Some(observation) } else { None }
    }
}

/// A term of a code system.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Coding {
    /// The code system's URI, such as `http://loinc.org`.
    pub system: String,
    pub code: String,
    /// The term in words, as the source wrote it.
    pub display: String,
}

/// A visit or another episode.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Encounter {
    pub class: EncounterClass,
    /// What the visit was: «Приём терапевта».
    pub title: String,
    /// ICD-10.
    pub diagnosis: Option<Coding>,
    pub conclusion: Option<String>,
    #[serde(default)]
    pub status: EncounterStatus,
    #[serde(default, with = "wire_time::optional_moment")]
    pub ended_at: Option<OffsetDateTime>,
    /// What it is for, in the patient's or the referring doctor's words.
    #[serde(default)]
    pub reason: Option<String>,
    /// Where: address, entrance, room.
    #[serde(default)]
    pub place: Option<String>,
    /// What to do before it and what to bring.
    #[serde(default)]
    pub preparation: Option<String>,
    /// What comes next: «Контроль через 3 месяца».
    #[serde(default)]
    pub recommendations: Option<String>,
}

impl Encounter {
    /// A visit that took place, of which no more is known than what it was.
    pub fn new(class: EncounterClass, title: String) -> Self {
        Self {
            class,
            title,
            diagnosis: None,
            conclusion: None,
            status: EncounterStatus::Finished,
            ended_at: None,
            reason: None,
            place: None,
            preparation: None,
            recommendations: None,
        }
    }
}

/// How far a visit is (FHIR `EncounterStatus`, the kinds of waiting taken together).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Enum), oai(rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum EncounterStatus {
    Planned,
    InProgress,
    #[default]
    Finished,
    Cancelled,
}

/// Where the patient was seen (HL7 v3 `ActEncounterCode`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Enum), oai(rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum EncounterClass {
    Ambulatory,
    HomeVisit,
    Virtual,
    Inpatient,
    Emergency,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Condition {
    /// ICD-10.
    pub code: Coding,
    pub clinical_status: ClinicalStatus,
    /// Stays for life or for years; shown in the summary.
    pub chronic: bool,
    pub note: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Enum), oai(rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum ClinicalStatus {
    Active,
    Remission,
    Resolved,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct AllergyIntolerance {
    /// To what: «Пенициллин».
    pub substance: String,
    pub criticality: Criticality,
    /// What happens: «крапивница».
    pub reaction: Option<String>,
    pub clinical_status: ClinicalStatus,
}

/// How dangerous the next exposure may be (FHIR `AllergyIntolerance.criticality`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Enum), oai(rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum Criticality {
    Low,
    High,
    Unknown,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct MedicationStatement {
    /// The international nonproprietary name with the strength: «Метформин 1000 мг».
    pub medicine: String,
    /// How it is taken: «по 1 таблетке 2 раза в день».
    pub dosage: String,
    pub status: MedicationStatus,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Enum), oai(rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum MedicationStatus {
    Active,
    Completed,
    Stopped,
}

/// One measured value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Observation {
    /// LOINC.
    pub code: Coding,
    pub value: Value,
    /// The interval printed with this very value, in the value's unit.
    pub reference: Option<Interval>,
    /// The interval in the words it was printed in: «М: 130–160; Ж: 120–150».
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", oai(skip_serializing_if_is_none))]
    pub reference_text: Option<String>,
    /// Beyond it a value is critical, by the limits the laboratory sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", oai(skip_serializing_if_is_none))]
    pub critical: Option<Interval>,
    #[serde(default)]
    pub status: ResultStatus,
    #[serde(default)]
    pub category: ObservationCategory,
    /// The parts of one measurement, such as the two values of a blood pressure.
    #[serde(default)]
    pub components: Vec<Component>,
    /// The flag printed with the value (HL7 v2 table 0078): `H`, `LL`, `A`.
    #[serde(default)]
    pub interpretation: Option<String>,
    /// The laboratory's remark.
    #[serde(default)]
    pub note: Option<String>,
    /// What was examined: «Сыворотка крови».
    #[serde(default)]
    pub specimen: Option<String>,
    #[serde(default)]
    pub method: Option<String>,
    /// Where the value lies: judged whenever the entry is told, and not taken from what was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", oai(skip_serializing_if_is_none))]
    pub flagged: Option<Flagged>,
}

impl Observation {
    /// A laboratory's final value.
    pub fn new(code: Coding, value: Value, reference: Option<Interval>) -> Self {
        Self {
            code,
            value,
            reference,
            reference_text: None,
            critical: None,
            status: ResultStatus::Final,
            category: ObservationCategory::Laboratory,
            components: Vec::new(),
            interpretation: None,
            note: None,
            flagged: None,
            specimen: None,
            method: None,
        }
    }
}

/// A part of a measurement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Component {
    /// LOINC.
    pub code: Coding,
    pub value: Value,
    /// The interval printed with this very value, in the value's unit.
    pub reference: Option<Interval>,
    /// Where the value lies: judged whenever the entry is told, and not taken from what was kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", oai(skip_serializing_if_is_none))]
    pub flagged: Option<Flagged>,
}

/// How far a result is (RES-1).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Enum), oai(rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum ResultStatus {
    Ordered,
    InProgress,
    Preliminary,
    #[default]
    Final,
    Corrected,
    Cancelled,
}

/// What kind of value it is (FHIR `observation-category`, what is rare taken together).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Enum), oai(rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum ObservationCategory {
    #[default]
    Laboratory,
    VitalSigns,
    SocialHistory,
    Other,
}

/// A laboratory or imaging result: a set of values and a conclusion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct DiagnosticReport {
    /// «Общий анализ крови», with its LOINC code where there is one.
    pub code: Coding,
    pub status: ResultStatus,
    /// Its values, in the order of the report.
    pub results: Vec<EntryId>,
    pub conclusion: Option<String>,
    /// When it was signed; `occurred_at` is when the specimen was taken (RES-16).
    #[serde(with = "wire_time::optional_moment")]
    pub issued_at: Option<OffsetDateTime>,
    /// What was examined: «Сыворотка крови».
    pub specimen: Option<String>,
    /// Files of it, such as a PDF: their titles.
    pub forms: Vec<String>,
    /// The referral it answers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", oai(skip_serializing_if_is_none))]
    pub request: Option<EntryId>,
}

/// A medicine that was prescribed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct MedicationRequest {
    /// The international nonproprietary name with the strength: «Метформин 1000 мг».
    pub medicine: String,
    /// How it is taken: «по 1 таблетке 2 раза в день».
    pub dosage: String,
    pub status: MedicationStatus,
    /// What for.
    pub reason: Option<String>,
    /// The last day it can be dispensed.
    #[serde(with = "wire_time::optional_date")]
    pub valid_until: Option<Date>,
}

/// A vaccination that was given, or was not (VAX-1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Immunization {
    /// The vaccine: «Пентаксим», with its code where there is one.
    pub vaccine: Coding,
    pub status: ImmunizationStatus,
    /// Against what: «Корь, краснуха, паротит».
    pub disease: Option<String>,
    /// Which dose of its series, as written: `2` or `RV1`.
    pub dose: Option<String>,
    pub series: Option<String>,
    /// The batch printed on the ampoule.
    pub lot: Option<String>,
    pub manufacturer: Option<String>,
    pub site: Option<String>,
    pub route: Option<String>,
    pub reaction: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Enum), oai(rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum ImmunizationStatus {
    Completed,
    NotDone,
}

/// Something that was done: an operation, an examination, a treatment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Procedure {
    pub code: Coding,
    pub status: ProcedureStatus,
    /// What came of it.
    pub outcome: Option<String>,
    pub body_site: Option<String>,
    /// What for.
    pub reason: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Enum), oai(rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum ProcedureStatus {
    Planned,
    InProgress,
    Completed,
    Stopped,
}

/// A referral: to a doctor, an examination, a hospital.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ServiceRequest {
    /// What for: «Консультация кардиолога».
    pub code: Coding,
    pub status: ServiceRequestStatus,
    /// To whom, as printed.
    pub performer: Option<String>,
    pub reason: Option<String>,
    pub urgent: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Enum), oai(rename_all = "snake_case"))]
#[serde(rename_all = "snake_case")]
pub enum ServiceRequestStatus {
    Active,
    Completed,
    Cancelled,
}

/// A file that belongs to the card.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct DocumentReference {
    pub title: String,
    /// What kind of document: «Выписной эпикриз».
    pub category: Option<String>,
    /// Such as `application/pdf`.
    pub content_type: Option<String>,
    /// Bytes.
    pub size: Option<u64>,
    /// What was said with it.
    #[serde(default)]
    pub comment: Option<String>,
    /// The copies a patient uploaded. What others send says what it is by its type and size.
    #[serde(default)]
    pub files: Vec<FileBrief>,
}

impl DocumentReference {
    /// A document of which no more is known than its title.
    pub const fn new(title: String) -> Self {
        Self {
            title,
            category: None,
            content_type: None,
            size: None,
            comment: None,
            files: Vec::new(),
        }
    }
}

/// What is planned for the patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct CarePlan {
    pub title: String,
    pub active: bool,
    /// What is to be done, each in words.
    pub activities: Vec<String>,
    /// What is to be reached: «АД ниже 130/80».
    pub goals: Vec<String>,
    #[serde(with = "wire_time::optional_moment")]
    pub ended_at: Option<OffsetDateTime>,
}

/// What a measurement is to be, as a doctor and the patient agreed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Goal {
    /// In words: «Артериальное давление: 90–129 / 60–79 мм рт. ст.»
    pub text: String,
    /// What is measured (LOINC).
    pub code: Coding,
    /// Where each part of the measurement should lie.
    pub targets: Vec<GoalTarget>,
    pub active: bool,
    /// Whether who set it is told of a value outside.
    #[serde(default)]
    pub tell_doctor: bool,
}

/// Where one number should lie.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct GoalTarget {
    /// LOINC.
    pub code: Coding,
    pub interval: Interval,
    /// Of both ends, as in [`Value::unit`].
    pub unit: String,
}

/// A number with its unit, or words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Value {
    pub number: Option<f64>,
    /// As printed with the value, such as `ммоль/л`; empty for words.
    pub unit: String,
    /// As printed: `5,4` or «положительный».
    pub text: String,
}

/// A closed interval; a missing end is open.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Interval {
    pub low: Option<f64>,
    pub high: Option<f64>,
}

/// The patient's own words, or a doctor's on a result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Note {
    pub text: String,
    /// The result a doctor comments on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "server", oai(skip_serializing_if_is_none))]
    pub about: Option<EntryId>,
}

impl Note {
    /// Words about nothing in particular.
    pub const fn new(text: String) -> Self {
        Self { text, about: None }
    }
}

/// One tablet screen about one patient (REC-1).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Summary {
    pub patient: PatientHeader,
    /// Active ones, the dangerous first.
    pub allergies: Vec<Entry>,
    /// Chronic and not resolved.
    pub conditions: Vec<Entry>,
    /// Taken now.
    pub medicines: Vec<Entry>,
    /// The last three.
    pub visits: Vec<Entry>,
    /// The newest value of each analyte, where it lies outside the interval printed with it.
    pub out_of_range: Vec<Entry>,
    /// How many analytes' newest values could be compared with an interval at all: where none
    /// could, an empty `out_of_range` says nothing.
    pub compared_results: u32,
    /// Whether the ground opens the lists of entries too, or this summary only.
    pub lists_open: bool,
    /// Sections the caller's ground does not open: shown as closed, not as empty.
    pub closed_sections: Vec<Section>,
    /// The patient hid something from the caller and allows them to know that much (ACL-4).
    #[serde(default)]
    pub has_hidden: bool,
    /// When the card closes that the caller opened in an emergency; absent where they see it for
    /// another reason (ACL-5).
    #[serde(default, with = "wire_time::optional_moment")]
    pub emergency_until: Option<OffsetDateTime>,
    /// The visit that comes next, for those who may move it.
    #[serde(default)]
    pub next_visit: Option<NextVisit>,
    /// The moment the summary was made.
    #[serde(with = "wire_time::moment")]
    pub as_of: OffsetDateTime,
}

/// Whose card it is, on every page of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct PatientBrief {
    pub name: PersonName,
    #[serde(with = "wire_time::date")]
    pub birth_date: Date,
    pub sex: Sex,
    /// Substances of active allergies with a high criticality, where the ground opens them.
    pub dangerous_allergies: Vec<String>,
    /// Those of them that rest on the patient's word alone.
    #[serde(default)]
    pub told_allergies: Vec<String>,
    /// When the card closes that the caller opened in an emergency (ACL-5).
    #[serde(default, with = "wire_time::optional_moment")]
    pub emergency_until: Option<OffsetDateTime>,
}

/// Whose card it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct PatientHeader {
    pub id: PatientId,
    pub name: PersonName,
    #[serde(with = "wire_time::date")]
    pub birth_date: Date,
    pub sex: Sex,
    /// The card's number with its check digit.
    pub card_number: String,
    /// The ОМС policy: 16 digits.
    pub policy_number: Option<String>,
    /// «A(II) Rh+», from the newest observation of it.
    pub blood_group: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct PersonName {
    pub surname: String,
    pub given: String,
    pub patronymic: Option<String>,
}

impl PersonName {
    /// «Иванова Анна Петровна»
    pub fn full(&self) -> String {
        let mut full = format!("{} {}", self.surname, self.given);
        if let Some(patronymic) = &self.patronymic {
            full.push(' ');
            full.push_str(patronymic);
        }
        full
    }

    /// «Иванова А. П.»
    pub fn short(&self) -> String {
        let mut short = self.surname.clone();
        for part in [Some(&self.given), self.patronymic.as_ref()].into_iter().flatten() {
            if let Some(initial) = part.chars().next() {
                short.push('\u{a0}');
                short.push(initial);
                short.push('.');
            }
        }
        short
    }
}

words! {
    /// Administrative sex (FHIR `AdministrativeGender`, less `other` and `unknown`).
    Sex {
        Female "female",
        Male "male",
    }
}
