use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::access::model::Section;
use crate::id::{EntryId, OrganizationId, PatientId};
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
    pub content: Content,
}

/// Where an entry comes from (REC-10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Source {
    pub kind: SourceKind,
    pub organization: Option<OrganizationId>,
    /// The organization's name as it was known when the entry was written.
    pub organization_name: Option<String>,
    /// Who wrote it, as printed on a document: `Соколова Е. В., терапевт`.
    pub author: Option<String>,
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
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Union), oai(discriminator_name = "kind"))]
#[serde(tag = "kind")]
pub enum Content {
    Encounter(Encounter),
    Condition(Condition),
    AllergyIntolerance(AllergyIntolerance),
    MedicationStatement(MedicationStatement),
    Observation(Observation),
    Note(Note),
}

impl Content {
    /// The part of the card this content is shown in.
    pub const fn section(&self) -> Section {
        match self {
            Self::Encounter(_) => Section::Visits,
            Self::Condition(_) => Section::Conditions,
            Self::AllergyIntolerance(_) => Section::Allergies,
            Self::MedicationStatement(_) => Section::Medicines,
            Self::Observation(_) => Section::Results,
            Self::Note(_) => Section::Notes,
        }
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

/// The patient's own words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Note {
    pub text: String,
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
}

words! {
    /// Administrative sex (FHIR `AdministrativeGender`, less `other` and `unknown`).
    Sex {
        Female "female",
        Male "male",
    }
}
