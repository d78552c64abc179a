//! Which entries somebody looks for (REC-3). Search happens over what the gate unsealed: nothing
//! of it lies in an index.

use shared::contract::FieldReason;
use shared::protocols::model::Protocol;
use shared::record::api::EntryQuery;
use shared::record::model::{Coding, Content, Entry};
use time::{OffsetDateTime, UtcOffset};

use super::service::Error;
use crate::words::{Stemmers, tokens};

/// Characters of the words looked for.
const WORDS_MAX: usize = 200;

/// The conditions of a query, read.
pub struct Wanted<'q> {
    from: Option<OffsetDateTime>,
    /// Exclusive.
    until: Option<OffsetDateTime>,
    organization: Option<&'q str>,
    author: Option<&'q str>,
    /// Of each word all its forms.
    stems: Vec<Vec<String>>,
    stemmers: Stemmers,
}

impl<'q> Wanted<'q> {
    pub fn read(query: &'q EntryQuery, offset: UtcOffset) -> Result<Self, Error> {
        let invalid = |field, reason| Error::Invalid { field, reason };
        let words = query.words.as_deref().unwrap_or_default();
        if words.chars().count() > WORDS_MAX {
            return Err(invalid("words", FieldReason::TooLong));
        }
        if let (Some(from), Some(until)) = (query.from, query.until)
            && until < from
        {
            return Err(invalid("until", FieldReason::OutOfRange));
        }
        let stemmers = Stemmers::default();
        let midnight = |day: time::Date| day.midnight().assume_offset(offset);
        let until = match query.until {
            Some(day) => {
                let next = day.next_day();
                Some(midnight(next.ok_or_else(|| invalid("until", FieldReason::OutOfRange))?))
            }
            None => None,
        };
        Ok(Self {
            from: query.from.map(midnight),
            until,
            organization: query.organization.as_deref(),
            author: query.author.as_deref(),
            stems: tokens(words).map(|word| stemmers.stems(&word)).collect(),
            stemmers,
        })
    }

    pub fn holds(&self, entry: &Entry) -> bool {
        let at = entry.occurred_at;
        self.from.is_none_or(|from| at >= from)
            && self.until.is_none_or(|until| at < until)
            && is_same(self.organization, entry.source.organization_name.as_deref())
            && is_same(self.author, entry.source.author.as_deref())
            && self.has_words(entry)
    }

    /// Every word, in any of its forms, or the beginning of one.
    fn has_words(&self, entry: &Entry) -> bool {
        if self.stems.is_empty() {
            return true;
        }
        let texts = texts(entry);
        let found: Vec<String> = texts
            .iter()
            .flat_map(|text| tokens(text))
            .flat_map(|word| self.stemmers.stems(&word))
            .collect();
        let is_found = |stem: &String| found.iter().any(|word| word.starts_with(stem.as_str()));
        self.stems.iter().all(|forms| forms.iter().any(is_found))
    }
}

fn is_same(wanted: Option<&str>, is: Option<&str>) -> bool {
    wanted.is_none() || wanted == is
}

fn coding<'e>(texts: &mut Vec<&'e str>, coding: &'e Coding) {
    texts.extend([coding.display.as_str(), coding.code.as_str()]);
}

fn some<'e>(texts: &mut Vec<&'e str>, of: &[&'e Option<String>]) {
    texts.extend(of.iter().copied().flatten().map(String::as_str));
}

fn protocol<'e>(texts: &mut Vec<&'e str>, it: &'e Protocol) {
    texts.extend([it.title.as_str(), &it.conclusion, &it.plan]);
    texts.extend(it.findings.iter().map(|part| part.text.as_str()));
    it.diagnoses.iter().for_each(|diagnosis| coding(texts, &diagnosis.code));
    texts.extend(it.prescriptions.iter().map(|one| one.medicine.as_str()));
}

/// Everything an entry says in words.
fn texts(entry: &Entry) -> Vec<&str> {
    let mut texts = Vec::new();
    some(&mut texts, &[&entry.source.organization_name, &entry.source.author]);
    match &entry.content {
        Content::Encounter(it) => {
            texts.push(&it.title);
            it.diagnosis.iter().for_each(|diagnosis| coding(&mut texts, diagnosis));
            some(&mut texts, &[&it.conclusion, &it.reason, &it.place, &it.recommendations]);
        }
        Content::Condition(it) => {
            coding(&mut texts, &it.code);
            some(&mut texts, &[&it.note]);
        }
        Content::AllergyIntolerance(it) => {
            texts.push(&it.substance);
            some(&mut texts, &[&it.reaction]);
        }
        Content::MedicationStatement(it) => texts.extend([it.medicine.as_str(), &it.dosage]),
        Content::Observation(it) => {
            coding(&mut texts, &it.code);
            texts.push(&it.value.text);
            it.components.iter().for_each(|part| coding(&mut texts, &part.code));
            some(&mut texts, &[&it.note, &it.specimen, &it.method]);
        }
        Content::Note(it) => texts.push(&it.text),
        Content::DiagnosticReport(it) => {
            coding(&mut texts, &it.code);
            some(&mut texts, &[&it.conclusion, &it.specimen]);
            texts.extend(it.forms.iter().map(String::as_str));
        }
        Content::MedicationRequest(it) => {
            texts.extend([it.medicine.as_str(), &it.dosage]);
            some(&mut texts, &[&it.reason]);
        }
        Content::Immunization(it) => {
            coding(&mut texts, &it.vaccine);
            some(&mut texts, &[&it.disease, &it.series, &it.lot, &it.manufacturer, &it.reaction]);
        }
        Content::Procedure(it) => {
            coding(&mut texts, &it.code);
            some(&mut texts, &[&it.outcome, &it.body_site, &it.reason]);
        }
        Content::ServiceRequest(it) => {
            coding(&mut texts, &it.code);
            some(&mut texts, &[&it.performer, &it.reason]);
        }
        Content::DocumentReference(it) => {
            texts.push(&it.title);
            some(&mut texts, &[&it.category, &it.comment]);
            texts.extend(it.files.iter().map(|file| file.name.as_str()));
        }
        Content::CarePlan(it) => {
            texts.push(&it.title);
            texts.extend(it.activities.iter().chain(&it.goals).map(String::as_str));
        }
        Content::Goal(it) => texts.extend([it.text.as_str(), &it.code.code]),
        Content::Protocol(it) => protocol(&mut texts, it),
    }
    texts
}
