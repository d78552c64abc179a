use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::id::PatientId;
use crate::record::model::{Coding, Entry, PatientBrief};
use crate::wire_time;
use crate::words::words;

/// What a doctor found and decided, signed (FHIR `Composition`). When it took place, is told by its
/// entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Protocol {
    /// What the examination was: «Первичный приём терапевта».
    pub title: String,
    /// What it was written from.
    pub template: Option<TemplateRef>,
    /// Parts with words, in the order of the template.
    pub findings: Vec<ProtocolPart>,
    pub conclusion: String,
    /// One of them is the main one.
    pub diagnoses: Vec<Diagnosis>,
    /// What is to be done next.
    pub plan: String,
    pub prescriptions: Vec<Prescription>,
    #[serde(default, with = "wire_time::optional_date")]
    pub next_visit: Option<Date>,
    /// What the doctor was warned of, and why it stands all the same.
    pub acknowledged: Vec<Acknowledgement>,
    /// Of every version but the first.
    pub correction: Option<Correction>,
    /// Who signed this version, as printed: `Соколова Е. В.`
    pub signed_by: String,
    #[serde(with = "wire_time::moment")]
    pub signed_at: OffsetDateTime,
}

/// Which template, in which version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct TemplateRef {
    /// The word of a built-in one, such as `therapist_first`, or the id of a doctor's own.
    pub id: String,
    pub version: u32,
}

/// One part of what was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ProtocolPart {
    /// The same in each version of the template, such as `complaints`.
    pub code: String,
    /// As the doctor read it: «Жалобы».
    pub title: String,
    pub text: String,
}

words! {
    /// What place a diagnosis has among those of one protocol.
    DiagnosisRank {
        /// What the patient came with.
        Main "main",
        /// What came of the main one.
        Complication "complication",
        /// What there is besides.
        Comorbid "comorbid",
    }

    /// What a dose is counted in.
    DoseUnit {
        Milligram "mg",
        Gram "g",
        Microgram "mcg",
        Millilitre "ml",
        /// International units.
        Unit "iu",
        /// A tablet, a capsule, a sachet.
        Piece "piece",
        Drop "drop",
        /// A breath of an inhaler, a press of a spray.
        Puff "puff",
    }

    /// How much a problem weighs.
    Severity {
        /// It is not signed so.
        Error "error",
        /// It is signed once the doctor says why it is right.
        Warning "warning",
        /// It is told, and asks for nothing.
        Note "note",
    }

    /// What is not right with a field.
    ProblemReason {
        Required "required",
        TooLong "too_long",
        /// More rows than there may be.
        TooMany "too_many",
        InFuture "in_future",
        BeforeBirth "before_birth",
        /// The next visit is not after this one.
        NotAfterVisit "not_after_visit",
        /// This is no code of ICD-10.
        NotACode "not_a_code",
        /// The list has no such code.
        UnknownCode "unknown_code",
        /// The list says that it is used no more.
        ObsoleteCode "obsolete_code",
        /// Only a short list is loaded, and the code is not in it.
        CodeNotChecked "code_not_checked",
        /// The same code stands twice.
        Repeated "repeated",
        NoMainDiagnosis "no_main_diagnosis",
        /// A gap of the template was neither filled nor taken away.
        Blank "blank",
        SeveralMainDiagnoses "several_main_diagnoses",
        /// This is no number above nought.
        NotADose "not_a_dose",
        NotACount "not_a_count",
        /// More a day than is usual at most.
        DoseAboveUsual "dose_above_usual",
        /// Nothing is known of how much of it is usual.
        DoseNotChecked "dose_not_checked",
        /// The unit does not fit the form: millilitres of tablets.
        UnitMismatch "unit_mismatch",
        /// The patient is allergic to it.
        Allergy "allergy",
        /// The patient takes it already.
        AlreadyTaken "already_taken",
        /// A warning stands without the doctor's words.
        Unacknowledged "unacknowledged",
    }
}

/// A diagnosis of a protocol.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Diagnosis {
    /// ICD-10.
    pub code: Coding,
    pub rank: DiagnosisRank,
    /// Whether signing adds it to the list of the patient's diagnoses too.
    pub adds_condition: bool,
}

/// A medicine that a protocol prescribes. The numbers are as they were written; signing checks
/// them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Prescription {
    /// The international nonproprietary name: «Метформин».
    pub medicine: String,
    /// Form and strength: «таблетки, 500 мг»; may be empty.
    pub form: String,
    /// How much at once: «0,5».
    pub dose: String,
    pub unit: DoseUnit,
    pub times_a_day: Option<u32>,
    /// For how many days; absent: until told otherwise.
    pub days: Option<u32>,
    /// «после еды»; may be empty.
    pub note: String,
}

/// That the doctor knows of a warning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Acknowledgement {
    /// The field it is about, as [`Problem::field`].
    pub field: String,
    pub reason: ProblemReason,
    /// Why it is right all the same, 3 to 500 characters.
    pub words: String,
}

/// Why there is a new version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Correction {
    /// 10 to 1 000 characters.
    pub reason: String,
}

/// Something about a field that is told before signing.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Problem {
    /// The field's path: `title`, `findings.2.text`, `prescriptions.0.dose`.
    pub field: String,
    pub severity: Severity,
    pub reason: ProblemReason,
}

/// What is being written: as incomplete as it likes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ProtocolForm {
    pub title: String,
    pub template: Option<TemplateRef>,
    /// When the examination took place.
    #[serde(default, with = "wire_time::optional_moment")]
    pub performed_at: Option<OffsetDateTime>,
    pub findings: Vec<FormPart>,
    pub conclusion: String,
    pub diagnoses: Vec<Diagnosis>,
    pub plan: String,
    pub prescriptions: Vec<Prescription>,
    #[serde(default, with = "wire_time::optional_date")]
    pub next_visit: Option<Date>,
    /// What it corrects; absent in a protocol of its own.
    #[serde(default)]
    pub correcting: Option<Correcting>,
}

/// A correction that is being written: kept as a draft of the entry's own id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Correcting {
    /// The version of the entry that is corrected.
    pub version: u32,
    /// Why, as far as it is written.
    pub reason: String,
}

/// A part that is being written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct FormPart {
    pub code: String,
    pub title: String,
    pub text: String,
    /// Whether the template asks for it: kept with the draft, so that a template changed meanwhile
    /// changes nothing of it.
    pub required: bool,
}

/// What a protocol begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Template {
    /// What the examination is called.
    pub title: String,
    /// The fields, with what stands in them at first.
    pub parts: Vec<FormPart>,
    pub conclusion: String,
    pub plan: String,
    /// Diagnoses that are often chosen (ICD-10).
    pub diagnoses: Vec<Coding>,
}

/// A template of a doctor's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct KeptTemplate {
    pub id: Uuid,
    /// Counts up from 1.
    pub version: u32,
    #[serde(with = "wire_time::moment")]
    pub changed_at: OffsetDateTime,
    pub template: Template,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewTemplate {
    pub template: Template,
    /// Made by the client once per template: sending the same one twice keeps one.
    pub key: Uuid,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ChangedTemplate {
    pub template: Template,
    /// The version that is changed, as it was seen.
    pub version: u32,
}

/// Something that is there no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Removed {
    pub id: Uuid,
}

/// A draft as the server keeps it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct KeptDraft {
    pub id: Uuid,
    /// Counts up from 1 with each saving.
    pub version: u32,
    #[serde(with = "wire_time::moment")]
    pub changed_at: OffsetDateTime,
    pub form: ProtocolForm,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ChangedDraft {
    pub form: ProtocolForm,
    /// The version that was seen last; 0 for a new draft.
    pub version: u32,
}

/// What seals drafts in the browsers of one doctor while there is no line (OFF-2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct DraftKey {
    /// 32 bytes for AES-256-GCM, in hexadecimal digits. The same whenever this doctor asks.
    pub key: String,
    /// What tells this doctor's from others' on one device: 16 hexadecimal digits, of no meaning.
    pub mark: String,
}

/// That a draft waits, and nothing of what it says or of whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct DraftLink {
    pub id: Uuid,
    pub patient: PatientId,
    /// The card's number with its check digit.
    pub card_number: String,
    #[serde(with = "wire_time::moment")]
    pub changed_at: OffsetDateTime,
}

/// Signs a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewSignature {
    /// The version of the draft that was read last.
    pub version: u32,
    /// One for each warning.
    pub acknowledged: Vec<Acknowledgement>,
    /// Made by the client once per protocol: signing twice keeps one.
    pub key: Uuid,
}

/// Corrects a signed protocol by a new version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewCorrection {
    /// The version that is corrected, as it was seen.
    pub version: u32,
    pub form: ProtocolForm,
    /// 10 to 1 000 characters; the patient reads it.
    pub reason: String,
    /// One for each warning.
    pub acknowledged: Vec<Acknowledgement>,
}

/// Every version of an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct EntryVersions {
    /// Newest first.
    pub versions: Vec<Entry>,
    /// Whose card it is.
    pub patient: PatientBrief,
}
