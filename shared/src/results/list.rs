//! The list of results (RES-1): reports, and values that belong to none, as one line each.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime, UtcOffset};

use super::flag::{self, Flag, Flagged};
use super::interval::Person;
use crate::id::EntryId;
use crate::record::model::{
    DiagnosticReport, Entry, Observation, ObservationCategory, PatientBrief, ResultStatus, Value,
};
use crate::record::rules::{is_found, name_of};
use crate::wire_time;
use crate::words::words;

/// LOINC codes of the two values of a blood pressure.
pub const SYSTOLIC: &str = "8480-6";
pub const DIASTOLIC: &str = "8462-4";

words! {
    /// What kind of result it is.
    ResultKind {
        /// Something was measured in a specimen.
        Laboratory "laboratory",
        /// Pictures, curves, conclusions.
        Examination "examination",
        /// Blood pressure, pulse, temperature and the like, measured by a clinic.
        VitalSigns "vital_signs",
        Other "other",
    }
}

/// What is looked for. Everything is optional; what is given has to hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ResultQuery {
    /// The first day a specimen was taken, by the clock of the clinic.
    #[serde(default, with = "wire_time::optional_date")]
    pub from: Option<Date>,
    /// The last day.
    #[serde(default, with = "wire_time::optional_date")]
    pub until: Option<Date>,
    #[serde(default)]
    pub kind: Option<ResultKind>,
    /// One of [`FoundResultList::organizations`].
    #[serde(default)]
    pub organization: Option<String>,
    #[serde(default)]
    pub status: Option<ResultStatus>,
    /// Only what has a value out of its range.
    #[serde(default)]
    pub out_only: bool,
    /// Every word has to be in the report or in one of its values, in any of its forms; at most 200
    /// characters.
    #[serde(default)]
    pub words: Option<String>,
    #[serde(default)]
    pub cursor: Option<String>,
    #[serde(default)]
    pub limit: Option<u32>,
}

/// A page of results, newest specimen first, and what else there is to choose from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct FoundResultList {
    pub results: Vec<ListedResult>,
    /// Where the next page starts; absent on the last one.
    pub next_cursor: Option<String>,
    /// How many meet the conditions, on all pages together.
    pub total: u32,
    /// How many of all results, whatever is looked for, have a value out of range.
    pub out_total: u32,
    /// Laboratories and departments that results name, by name.
    pub organizations: Vec<String>,
    /// The kinds there are.
    pub kinds: Vec<ResultKind>,
    /// The states there are.
    pub statuses: Vec<ResultStatus>,
    /// The day of the oldest result.
    #[serde(with = "wire_time::optional_date")]
    pub oldest: Option<Date>,
    /// Results are closed to the caller: an empty list says nothing.
    pub is_closed: bool,
    /// Whose card it is.
    pub patient: PatientBrief,
}

/// One line of the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ListedResult {
    pub entry: EntryId,
    pub name: String,
    pub kind: ResultKind,
    pub status: ResultStatus,
    /// When the specimen was taken (RES-16).
    #[serde(with = "wire_time::moment")]
    pub taken_at: OffsetDateTime,
    /// When this system learnt of it.
    #[serde(with = "wire_time::moment")]
    pub received_at: OffsetDateTime,
    /// When it was signed.
    #[serde(with = "wire_time::optional_moment")]
    pub issued_at: Option<OffsetDateTime>,
    /// The laboratory or department.
    pub organization: Option<String>,
    pub author: Option<String>,
    /// Said to be entered in error by who sent it.
    pub is_withdrawn: bool,
    /// The patient wished to see it later: until then what was found is not told (RES-14).
    #[serde(default, with = "wire_time::optional_moment")]
    pub held_until: Option<OffsetDateTime>,
    /// How many values a report has; nought of a single value.
    pub values: u32,
    /// How many values could be compared with an interval: where none could, an empty `out` says
    /// nothing.
    pub compared: u32,
    /// The values out of range, in the order of the report.
    pub out: Vec<OutValue>,
    /// Of a single value: what was measured.
    pub value: Option<Value>,
    /// Of a single value.
    pub flag: Option<Flagged>,
}

/// A value out of its range, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct OutValue {
    pub name: String,
    pub flag: Flag,
    /// Somebody has to be told at once.
    pub is_critical: bool,
}

impl ListedResult {
    pub fn is_out(&self) -> bool {
        !self.out.is_empty()
    }

    pub fn is_critical(&self) -> bool {
        self.out.iter().any(|out| out.is_critical)
    }
}

/// One result with the entries it was made of.
#[derive(Clone, Debug, PartialEq)]
pub struct Listed<'e> {
    pub result: ListedResult,
    /// The report or the value, then the values of the report.
    pub entries: Vec<&'e Entry>,
}

/// Reports, and values that no report counts up, newest specimen first. `entries` are the current
/// ones of the section of results, in any order. What a withdrawn report counted up stands by
/// itself.
///
/// Sex and age of `person` choose between printed intervals, as they do in a report; `offset` tells
/// on which day a specimen was taken.
pub fn list<'e>(entries: &'e [Entry], person: &Person, offset: UtcOffset) -> Vec<Listed<'e>> {
    let judge = Judge { person, offset };
    let known: HashMap<EntryId, &Entry> = entries.iter().map(|entry| (entry.id, entry)).collect();
    let mut counted: BTreeSet<EntryId> = BTreeSet::new();
    for entry in entries.iter().filter(|entry| !entry.withdrawn) {
        counted.extend(entry.content.as_report().into_iter().flat_map(|report| &report.results));
    }
    let mut listed: Vec<Listed<'_>> = entries
        .iter()
        .filter_map(|entry| {
            if let Some(report) = entry.content.as_report() {
                return Some(of_report(entry, report, &known, &judge));
            }
            let value = entry.content.as_observation().filter(|_| !counted.contains(&entry.id))?;
            Some(of_value(entry, value, &judge))
        })
        .collect();
    listed.sort_by_key(|listed| Reverse((listed.result.taken_at, listed.result.entry)));
    listed
}

fn of_report<'e>(
    entry: &'e Entry,
    report: &DiagnosticReport,
    known: &HashMap<EntryId, &'e Entry>,
    judge: &Judge<'_>,
) -> Listed<'e> {
    let values: Vec<&Entry> =
        report.results.iter().filter_map(|id| known.get(id).copied()).collect();
    let (mut count, mut compared, mut out) = (0, 0, Vec::new());
    let mut is_laboratory = report.specimen.is_some();
    for value in &values {
        let Some(observation) = value.content.as_observation() else { continue };
        is_laboratory |= observation.category == ObservationCategory::Laboratory;
        if value.withdrawn || value.held_until.is_some() || !is_found(observation.status) {
            continue;
        }
        count += 1;
        let told = judge.out_of(value, observation);
        compared += u32::from(told.is_compared);
        out.extend(told.out);
    }
    let kind = if is_laboratory { ResultKind::Laboratory } else { ResultKind::Examination };
    let result = ListedResult {
        status: report.status,
        issued_at: report.issued_at,
        values: count,
        compared,
        out: if entry.withdrawn { Vec::new() } else { out },
        ..line(entry, kind)
    };
    Listed { result, entries: std::iter::once(entry).chain(values).collect() }
}

fn of_value<'e>(entry: &'e Entry, observation: &Observation, judge: &Judge<'_>) -> Listed<'e> {
    let kind = match observation.category {
        ObservationCategory::Laboratory => ResultKind::Laboratory,
        ObservationCategory::VitalSigns => ResultKind::VitalSigns,
        ObservationCategory::SocialHistory | ObservationCategory::Other => ResultKind::Other,
    };
    let told = judge.out_of(entry, observation);
    let is_seen = entry.held_until.is_none();
    let is_counted = !entry.withdrawn && is_seen && is_found(observation.status);
    let result = ListedResult {
        status: observation.status,
        compared: u32::from(told.is_compared),
        out: if is_counted { told.out } else { Vec::new() },
        value: shown_value(observation).filter(|_| is_seen),
        flag: judge.flag(entry, observation),
        ..line(entry, kind)
    };
    Listed { result, entries: vec![entry] }
}

fn line(entry: &Entry, kind: ResultKind) -> ListedResult {
    ListedResult {
        entry: entry.id,
        name: name_of(&entry.content).unwrap_or_default().to_owned(),
        kind,
        status: ResultStatus::Final,
        taken_at: entry.occurred_at,
        received_at: entry.received_at,
        issued_at: None,
        organization: entry.source.organization_name.clone(),
        author: entry.source.author.clone(),
        is_withdrawn: entry.withdrawn,
        held_until: entry.held_until,
        values: 0,
        compared: 0,
        out: Vec::new(),
        value: None,
        flag: None,
    }
}

struct Told {
    is_compared: bool,
    out: Vec<OutValue>,
}

/// For whom intervals are chosen.
struct Judge<'p> {
    person: &'p Person,
    offset: UtcOffset,
}

impl Judge<'_> {
    fn flag(&self, entry: &Entry, observation: &Observation) -> Option<Flagged> {
        let specimen_on = entry.occurred_at.to_offset(self.offset).date();
        flag::of_person(observation, self.person, specimen_on)
    }

    /// The whole and its parts: each has an interval of its own.
    fn out_of(&self, entry: &Entry, observation: &Observation) -> Told {
        let whole = (&observation.code.display, self.flag(entry, observation));
        let parts = observation.components.iter();
        let parts = parts.map(|part| (&part.code.display, flag::of_component(part)));
        let mut told = Told { is_compared: false, out: Vec::new() };
        for (name, flagged) in std::iter::once(whole).chain(parts) {
            let Some(Flagged { flag, is_critical, .. }) = flagged else { continue };
            told.is_compared = true;
            if flag.is_out() {
                told.out.push(OutValue { name: name.clone(), flag, is_critical });
            }
        }
        told
    }
}

/// What stands in the line: the value itself, or of a blood pressure `120/80`.
pub fn shown_value(observation: &Observation) -> Option<Value> {
    if !observation.value.text.is_empty() || observation.value.number.is_some() {
        return Some(observation.value.clone());
    }
    let part = |code: &str| observation.components.iter().find(|part| part.code.code == code);
    let (upper, lower) = (part(SYSTOLIC)?, part(DIASTOLIC)?);
    let text = format!("{}/{}", upper.value.text, lower.value.text);
    Some(Value { number: None, unit: upper.value.unit.clone(), text })
}

impl ResultQuery {
    /// Whether a result is of the kind, the state and the range that are looked for. Days, words
    /// and organizations are another's to compare.
    pub fn holds(&self, result: &ListedResult) -> bool {
        self.kind.is_none_or(|kind| kind == result.kind)
            && self.status.is_none_or(|status| status == result.status)
            && (!self.out_only || result.is_out())
    }
}

#[cfg(test)]
#[path = "tests/list.rs"]
mod tests;
