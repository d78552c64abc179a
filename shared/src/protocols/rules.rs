//! What is told of a protocol before it is signed. No I/O: the same answer on the page and at the
//! server.

mod dose;

use std::collections::BTreeSet;

use time::{Date, Duration, OffsetDateTime, UtcOffset};

use super::model::{
    Acknowledgement, Correction, DiagnosisRank, Problem, ProblemReason, Protocol, ProtocolForm,
    ProtocolPart, Severity, Template,
};
use crate::contract::FieldReason;
use crate::record::model::{ClinicalStatus, Coding, Content, Entry, MedicationStatus};
use crate::record::rules::check_words;
use crate::reference::rules::code_key;

pub use dose::{DailyMaximum, MAXIMA};

/// The code system of diagnoses.
pub const ICD_10: &str = "http://hl7.org/fhir/sid/icd-10";
/// The most characters of a name.
pub const TITLE_MAX: usize = 200;
/// The most characters of a part, a conclusion, a plan.
pub const TEXT_MAX: usize = 10_000;
/// The most characters of a remark.
pub const NOTE_MAX: usize = 500;
pub const PARTS_MAX: usize = 40;
pub const DIAGNOSES_MAX: usize = 20;
pub const PRESCRIPTIONS_MAX: usize = 30;
/// Templates of one doctor's own.
pub const TEMPLATES_MAX: usize = 50;
/// Drafts of one doctor on one card.
pub const DRAFTS_MAX: usize = 20;
/// The fewest characters of why a protocol is corrected.
pub const REASON_MIN: usize = 10;
/// The most.
pub const REASON_MAX: usize = 1_000;
/// The fewest characters of why something stands in spite of a warning.
pub const WORDS_MIN: usize = 3;
/// The most characters of a dose as it is written.
const DOSE_MAX: usize = 12;
/// Clocks of two machines differ so much.
const CLOCKS_DIFFER: Duration = Duration::minutes(5);

/// A field's path, and why it was refused.
pub type Refused = (String, FieldReason);

/// What is known of the codes of a protocol.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CodeBook {
    /// As [`code_key`] writes them.
    pub known: BTreeSet<String>,
    pub obsolete: BTreeSet<String>,
    /// Whether the whole list was looked in, and not only the short one that comes with the
    /// program.
    pub is_whole: bool,
}

/// Letters on either side by which a gap of a template is known.
const GAP_AROUND: usize = 8;

/// What a protocol is compared with.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    pub birth_date: Date,
    pub now: OffsetDateTime,
    /// Of the clinic.
    pub offset: UtcOffset,
    /// Allergies of the card, as far as the doctor may see them.
    pub allergies: &'a [Entry],
    /// Medicines of the card, as far as the doctor may see them.
    pub medicines: &'a [Entry],
    /// Absent where nobody has looked the codes up.
    pub codes: Option<&'a CodeBook>,
}

/// Everything there is to say of what was written, in the order of the form. What `template` asks
/// for is asked for whatever the form says of it.
pub fn check(
    form: &ProtocolForm,
    template: Option<&Template>,
    around: &Around<'_>,
) -> Vec<Problem> {
    let mut found = Found::default();
    check_lengths(form, &mut found);
    required(form, template, &mut found);
    blanks(form, template, &mut found);
    dates(form, around, &mut found);
    diagnoses(form, around.codes, &mut found);
    for (at, one) in form.prescriptions.iter().enumerate() {
        dose::check(at, one, around, &mut found);
    }
    found.0
}

/// Why a draft is too large to be kept. Nothing else is asked of one.
pub fn check_draft(form: &ProtocolForm) -> Result<(), Refused> {
    let mut found = Found::default();
    check_lengths(form, &mut found);
    match found.0.into_iter().next() {
        Some(problem) => Err((problem.field, field_reason(problem.reason))),
        None => Ok(()),
    }
}

/// The acknowledgements of a protocol's warnings, one for each; or which are missing.
pub fn check_acknowledged(
    problems: &[Problem],
    given: &[Acknowledgement],
) -> Result<Vec<Acknowledgement>, Vec<Problem>> {
    let (mut kept, mut missing) = (Vec::new(), Vec::new());
    for problem in problems.iter().filter(|problem| problem.severity == Severity::Warning) {
        let is_of =
            |it: &&Acknowledgement| it.field == problem.field && it.reason == problem.reason;
        let words = given.iter().find(is_of).map(|it| check_words(&it.words, NOTE_MAX));
        match words {
            Some(Ok(words)) if words.chars().count() >= WORDS_MIN => {
                let (field, reason) = (problem.field.clone(), problem.reason);
                kept.push(Acknowledgement { field, reason, words });
            }
            Some(_) | None => missing.push(Problem {
                field: problem.field.clone(),
                severity: Severity::Error,
                reason: ProblemReason::Unacknowledged,
            }),
        }
    }
    if missing.is_empty() { Ok(kept) } else { Err(missing) }
}

/// Why a signed protocol is corrected, as it may be kept.
pub fn check_reason(reason: &str) -> Result<Correction, FieldReason> {
    let reason = check_words(reason, REASON_MAX)?;
    if reason.chars().count() < REASON_MIN {
        return Err(FieldReason::TooShort);
    }
    Ok(Correction { reason })
}

/// A template as it may be kept: with a name, and neither longer nor larger than a protocol.
pub fn check_template(template: &Template) -> Result<Template, Refused> {
    let title = check_words(&template.title, TITLE_MAX);
    let title = title.map_err(|reason| ("title".to_owned(), reason))?;
    let form = form_of_template(template);
    check_draft(&form)?;
    if template.parts.is_empty() {
        return Err(("parts".to_owned(), FieldReason::Required));
    }
    let mut codes = BTreeSet::new();
    for (at, part) in template.parts.iter().enumerate() {
        check_words(&part.title, TITLE_MAX)
            .map_err(|reason| (format!("parts.{at}.title"), reason))?;
        if part.code.is_empty() || !codes.insert(part.code.as_str()) {
            return Err((format!("parts.{at}.code"), FieldReason::Invalid));
        }
    }
    if template.diagnoses.len() > DIAGNOSES_MAX {
        return Err(("diagnoses".to_owned(), FieldReason::OutOfRange));
    }
    for (at, code) in template.diagnoses.iter().enumerate() {
        if !is_code(code) || code.display.chars().count() > TEXT_MAX {
            return Err((format!("diagnoses.{at}.code"), FieldReason::Invalid));
        }
    }
    Ok(Template { title, ..template.clone() })
}

/// What is written in at first.
pub fn form_of_template(template: &Template) -> ProtocolForm {
    ProtocolForm {
        title: template.title.clone(),
        findings: template.parts.clone(),
        conclusion: template.conclusion.clone(),
        plan: template.plan.clone(),
        ..ProtocolForm::default()
    }
}

/// What a correction begins with: the protocol as it stands.
pub fn form_of(protocol: &Protocol, performed_at: OffsetDateTime) -> ProtocolForm {
    let part = |part: &ProtocolPart| super::model::FormPart {
        code: part.code.clone(),
        title: part.title.clone(),
        text: part.text.clone(),
        required: false,
    };
    ProtocolForm {
        title: protocol.title.clone(),
        template: protocol.template.clone(),
        performed_at: Some(performed_at),
        findings: protocol.findings.iter().map(part).collect(),
        conclusion: protocol.conclusion.clone(),
        diagnoses: protocol.diagnoses.clone(),
        plan: protocol.plan.clone(),
        prescriptions: protocol.prescriptions.clone(),
        next_visit: protocol.next_visit,
        correcting: None,
    }
}

/// The protocol of a form in which nothing is wrong: parts without words are left out.
pub fn signed(
    form: ProtocolForm,
    acknowledged: Vec<Acknowledgement>,
    correction: Option<Correction>,
    signed_by: String,
    signed_at: OffsetDateTime,
) -> Protocol {
    let parts = form.findings.into_iter().map(|part| ProtocolPart {
        code: part.code,
        title: clean(&part.title),
        text: clean(&part.text),
    });
    Protocol {
        title: clean(&form.title),
        template: form.template,
        findings: parts.filter(|part| !part.text.is_empty()).collect(),
        conclusion: clean(&form.conclusion),
        diagnoses: form.diagnoses,
        plan: clean(&form.plan),
        prescriptions: form.prescriptions,
        next_visit: form.next_visit,
        acknowledged,
        correction,
        signed_by,
        signed_at,
    }
}

/// How a problem is told where a whole form is refused.
pub const fn field_reason(reason: ProblemReason) -> FieldReason {
    match reason {
        ProblemReason::Required | ProblemReason::NoMainDiagnosis | ProblemReason::Blank => {
            FieldReason::Required
        }
        ProblemReason::TooLong => FieldReason::TooLong,
        ProblemReason::InFuture => FieldReason::InFuture,
        ProblemReason::BeforeBirth => FieldReason::BeforeBirth,
        ProblemReason::NotAfterVisit => FieldReason::BeforeBegin,
        ProblemReason::TooMany | ProblemReason::NotADose | ProblemReason::NotACount => {
            FieldReason::OutOfRange
        }
        ProblemReason::NotACode
        | ProblemReason::UnknownCode
        | ProblemReason::ObsoleteCode
        | ProblemReason::Repeated
        | ProblemReason::SeveralMainDiagnoses => FieldReason::Invalid,
        ProblemReason::DoseAboveUsual
        | ProblemReason::DoseNotChecked
        | ProblemReason::UnitMismatch
        | ProblemReason::Allergy
        | ProblemReason::AlreadyTaken
        | ProblemReason::CodeNotChecked
        | ProblemReason::Unacknowledged => FieldReason::Unlikely,
    }
}

/// What was found so far.
#[derive(Default)]
struct Found(Vec<Problem>);

impl Found {
    fn put(&mut self, field: impl Into<String>, severity: Severity, reason: ProblemReason) {
        self.0.push(Problem { field: field.into(), severity, reason });
    }

    fn error(&mut self, field: impl Into<String>, reason: ProblemReason) {
        self.put(field, Severity::Error, reason);
    }
}

fn clean(text: &str) -> String {
    check_words(text, TEXT_MAX).unwrap_or_default()
}

fn is_empty(text: &str) -> bool {
    check_words(text, usize::MAX).is_err()
}

fn check_lengths(form: &ProtocolForm, found: &mut Found) {
    let mut long = |field: &str, text: &str, max: usize| {
        if text.chars().count() > max {
            found.error(field, ProblemReason::TooLong);
        }
    };
    long("title", &form.title, TITLE_MAX);
    long("conclusion", &form.conclusion, TEXT_MAX);
    long("plan", &form.plan, TEXT_MAX);
    if let Some(template) = &form.template {
        long("template", &template.id, TITLE_MAX);
    }
    if let Some(correcting) = &form.correcting {
        long("reason", &correcting.reason, REASON_MAX);
    }
    for (at, part) in form.findings.iter().enumerate() {
        long(&format!("findings.{at}.code"), &part.code, TITLE_MAX);
        long(&format!("findings.{at}.title"), &part.title, TITLE_MAX);
        long(&format!("findings.{at}.text"), &part.text, TEXT_MAX);
    }
    for (at, one) in form.diagnoses.iter().enumerate() {
        let Coding { system, code, display } = &one.code;
        for text in [system, code] {
            long(&format!("diagnoses.{at}.code"), text, TITLE_MAX);
        }
        long(&format!("diagnoses.{at}.code"), display, NOTE_MAX * 2);
    }
    for (at, one) in form.prescriptions.iter().enumerate() {
        long(&format!("prescriptions.{at}.medicine"), &one.medicine, NOTE_MAX);
        long(&format!("prescriptions.{at}.form"), &one.form, NOTE_MAX);
        long(&format!("prescriptions.{at}.dose"), &one.dose, DOSE_MAX);
        long(&format!("prescriptions.{at}.note"), &one.note, NOTE_MAX);
    }
    let rows = [
        ("findings", form.findings.len(), PARTS_MAX),
        ("diagnoses", form.diagnoses.len(), DIAGNOSES_MAX),
        ("prescriptions", form.prescriptions.len(), PRESCRIPTIONS_MAX),
    ];
    for (field, _, _) in rows.into_iter().filter(|(_, count, max)| count > max) {
        found.error(field, ProblemReason::TooMany);
    }
}

fn required(form: &ProtocolForm, template: Option<&Template>, found: &mut Found) {
    for (field, text) in
        [("title", &form.title), ("conclusion", &form.conclusion), ("plan", &form.plan)]
    {
        if is_empty(text) {
            found.error(field, ProblemReason::Required);
        }
    }
    if form.performed_at.is_none() {
        found.error("performed_at", ProblemReason::Required);
    }
    let asked: BTreeSet<&str> = template
        .iter()
        .flat_map(|template| &template.parts)
        .filter(|part| part.required)
        .map(|part| part.code.as_str())
        .collect();
    for (at, part) in form.findings.iter().enumerate() {
        if is_empty(&part.text) && (part.required || asked.contains(part.code.as_str())) {
            found.error(format!("findings.{at}.text"), ProblemReason::Required);
        }
    }
    let is_there = |code: &&str| form.findings.iter().any(|part| part.code == *code);
    let is_missing = asked.iter().any(|code| !is_there(code));
    let says_nothing = form.findings.iter().all(|part| is_empty(&part.text));
    if is_missing || says_nothing {
        found.error("findings", ProblemReason::Required);
    }
}

/// Gaps of the template that stand in what was written: nobody signs «Температура тела  °C» unawares.
fn blanks(form: &ProtocolForm, template: Option<&Template>, found: &mut Found) {
    let Some(template) = template else { return };
    for (at, part) in form.findings.iter().enumerate() {
        let begun = template.parts.iter().find(|begun| begun.code == part.code);
        if begun.is_some_and(|begun| has_gap(&begun.text, &part.text)) {
            let is_asked = part.required || begun.is_some_and(|begun| begun.required);
            let severity = if is_asked { Severity::Error } else { Severity::Note };
            found.put(format!("findings.{at}.text"), severity, ProblemReason::Blank);
        }
    }
}

/// Whether a gap of `begun` stands in `text` with the same words about it.
fn has_gap(begun: &str, text: &str) -> bool {
    let gaps = begun.match_indices("  ").chain(begun.match_indices(": ."));
    gaps.map(|(at, _)| at).any(|at| {
        let before = begun.get(..at).unwrap_or_default();
        let after = begun.get(at..).unwrap_or_default();
        let from = before.char_indices().rev().take(GAP_AROUND).last().map_or(0, |(at, _)| at);
        let to = after.char_indices().nth(GAP_AROUND).map_or(after.len(), |(at, _)| at);
        let gap = [before.get(from..), after.get(..to)].into_iter().flatten().collect::<String>();
        text.contains(&gap)
    })
}

fn dates(form: &ProtocolForm, around: &Around<'_>, found: &mut Found) {
    let Some(at) = form.performed_at else { return };
    let day = at.to_offset(around.offset).date();
    if at > around.now + CLOCKS_DIFFER {
        found.error("performed_at", ProblemReason::InFuture);
    }
    if day < around.birth_date {
        found.error("performed_at", ProblemReason::BeforeBirth);
    }
    if form.next_visit.is_some_and(|next| next <= day) {
        found.error("next_visit", ProblemReason::NotAfterVisit);
    }
}

fn diagnoses(form: &ProtocolForm, codes: Option<&CodeBook>, found: &mut Found) {
    let mut met = BTreeSet::new();
    for (at, one) in form.diagnoses.iter().enumerate() {
        let field = format!("diagnoses.{at}.code");
        let key = code_key(&one.code.code);
        if !is_code(&one.code) {
            found.error(field, ProblemReason::NotACode);
            continue;
        }
        if let Some(codes) = codes {
            if codes.obsolete.contains(&key) {
                found.error(field.clone(), ProblemReason::ObsoleteCode);
            } else if !codes.known.contains(&key) && codes.is_whole {
                found.error(field.clone(), ProblemReason::UnknownCode);
            } else if !codes.known.contains(&key) {
                found.put(field.clone(), Severity::Note, ProblemReason::CodeNotChecked);
            }
        }
        if !met.insert(key) {
            found.error(field, ProblemReason::Repeated);
        }
    }
    let main = form.diagnoses.iter().filter(|one| one.rank == DiagnosisRank::Main).count();
    match main {
        0 => found.error("diagnoses", ProblemReason::NoMainDiagnosis),
        1 => {}
        _ => found.error("diagnoses", ProblemReason::SeveralMainDiagnoses),
    }
}

/// Whether it has the form of a code of ICD-10: `I10`, `E11.9`, `M16.12`.
pub fn is_code(coding: &Coding) -> bool {
    if coding.system != ICD_10 || coding.display.trim().is_empty() {
        return false;
    }
    let (head, tail) = match coding.code.split_once('.') {
        Some((head, tail)) => (head, Some(tail)),
        None => (coding.code.as_str(), None),
    };
    let mut signs = head.chars();
    let is_head = signs.next().is_some_and(|letter| letter.is_ascii_uppercase())
        && signs.as_str().len() == 2
        && signs.all(|sign| sign.is_ascii_digit());
    let is_tail =
        |tail: &str| matches!(tail.len(), 1..=2) && tail.chars().all(|sign| sign.is_ascii_digit());
    is_head && tail.is_none_or(is_tail)
}

/// Substances of the card's active allergies.
fn allergens<'a>(around: &Around<'a>) -> impl Iterator<Item = &'a str> {
    around.allergies.iter().filter(|entry| !entry.withdrawn).filter_map(|entry| {
        let Content::AllergyIntolerance(it) = &entry.content else { return None };
        (it.clinical_status != ClinicalStatus::Resolved).then_some(it.substance.as_str())
    })
}

/// Medicines the patient takes now.
fn taken<'a>(around: &Around<'a>) -> impl Iterator<Item = &'a str> {
    around.medicines.iter().filter(|entry| !entry.withdrawn).filter_map(|entry| {
        let Content::MedicationStatement(it) = &entry.content else { return None };
        (it.status == MedicationStatus::Active).then_some(it.medicine.as_str())
    })
}

#[cfg(test)]
mod tests;
