//! Results with the series they belong to, told without HTTP and without SQL.

use std::collections::BTreeSet;

use shared::access::model::{Action, Section, Sensitivity};
use shared::access::rules::acknowledges;
use shared::contract::FieldReason;
use shared::id::EntryId;
use shared::measurements::model::MeasurementKind;
use shared::record::api::{EntryQuery, NewNote};
use shared::record::model::{
    Coding, Content, EncounterStatus, Entry, MedicationStatus, Note, PatientBrief, Source,
};
use shared::record::rules::check_note;
use shared::results::api::{
    AnalyteMeaning, CriticalItem, CriticalState, FoundResults, FoundSeries, NeighbourKind, Opening,
    ResultLink, ResultSeries, ResultValue, STACKED_MAX, SeriesNeighbour, SeriesQuery,
};
use shared::results::compare::{self, ComparedEntries, FoundComparison};
use shared::results::flag::judge;
use shared::results::interval::Person;
use shared::results::list::{self, FoundResultList, Listed, ListedResult, ResultQuery};
use shared::results::meaning::meaning_of;
use shared::results::release::{DAYS_MAX, ReleaseRule, is_result};
use shared::results::series::{Series, series_of};
use shared::results::tell;
use time::{Duration, OffsetDateTime, UtcOffset};
use uuid::Uuid;

use super::store::{self, Critical};
use crate::access::{
    Access, Caller, Change, KeepError, ReadEntries, ReadIdentity, Write, WriteEntry, WriteOwn,
};
use crate::app::{App, micros, moment};
use crate::errors::sealed_or_db;
use crate::files;
use crate::record::{self, Cursor, Error, NewEntry, Wanted};
use crate::{accounts, card, measurements};

/// The results of a card, as far as the caller may see them: what is closed to them is in no series
/// and is compared with nothing.
struct Results {
    entries: Vec<Entry>,
    patient: PatientBrief,
    offset: UtcOffset,
}

impl Results {
    async fn read(
        access: &Access<ReadEntries>,
        told: Told,
        offset: UtcOffset,
    ) -> Result<Self, Error> {
        let patient = record::brief(access).await?;
        let mut entries = record::all(access, Some(Section::Results)).await?;
        if told == Told::With {
            let own = record::all(access, Some(Section::Notes)).await?;
            entries.extend(own.into_iter().filter(is_measured));
        }
        Ok(Self { entries, patient, offset })
    }

    /// What has to be known to choose between printed intervals.
    const fn person(&self) -> Person {
        Person { sex: Some(self.patient.sex), birth_date: Some(self.patient.birth_date) }
    }

    fn series(&self) -> Vec<Series> {
        series_of(&self.entries, &self.person(), self.offset)
    }

    fn list(&self) -> Vec<Listed<'_>> {
        list::list(&self.entries, &self.person(), self.offset)
    }

    /// What doctors said of a result, the oldest first.
    fn comments(&self, id: EntryId) -> Vec<Entry> {
        let is_about = |entry: &&Entry| matches!(&entry.content, Content::Note(note) if note.about == Some(id));
        self.entries.iter().rev().filter(is_about).cloned().collect()
    }

    fn find(&self, id: EntryId) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }
}

/// A report with its values, or one value (RES-3).
pub async fn results(
    app: &App,
    access: &Access<ReadEntries>,
    id: EntryId,
    offset: UtcOffset,
) -> Result<FoundResults, Error> {
    // A laboratory's value is compared with a laboratory's; what was measured at home with all.
    let mut all = Results::read(access, Told::Without, offset).await?;
    if all.find(id).is_none() {
        all = Results::read(access, Told::With, offset).await?;
    }
    let mut entry = all.find(id).cloned().ok_or(Error::NotFound)?;
    let series = all.series();
    let (mut values, mut without_value) = (Vec::new(), Vec::new());
    for id in values_in(&entry) {
        let found = tell::values_of(&series, id);
        if found.is_empty() {
            without_value.extend(all.find(id).cloned());
        }
        values.extend(found.into_iter().map(explained));
    }
    let request = entry.content.as_report().and_then(|report| report.request);
    let beside: BTreeSet<EntryId> = entry.encounter.into_iter().chain(request).collect();
    let (mut visit, mut asked) = (None, None);
    for other in record::these(access, &beside).await? {
        // A sender may have called something else a visit or an order.
        if matches!(other.content, Content::Encounter(_)) {
            visit = Some(other);
        } else if matches!(other.content, Content::ServiceRequest(_)) {
            asked = Some(other);
        }
    }
    judge(&mut entry);
    let is_held = [&entry].into_iter().chain(&without_value).any(|it| it.held_until.is_some());
    Ok(FoundResults {
        files: files::list(access, &entry).await?,
        alike: alike(&all.list(), id),
        critical: critical(app, access, &all, id).await?,
        may_acknowledge: access.may(Action::WriteEntry),
        comments: all.comments(id),
        may_comment: access.may(Action::WriteEntry),
        may_open: is_held && access.may(Action::WriteOwn),
        request: asked,
        patient: all.patient,
        entry,
        values,
        without_value,
        visit,
    })
}

/// With what it means in plain words.
fn explained(value: ResultValue) -> ResultValue {
    ResultValue { meaning: meaning(&value.code), ..value }
}

fn meaning(code: &Coding) -> Option<AnalyteMeaning> {
    meaning_of(code).map(AnalyteMeaning::from)
}

/// The entries whose values it has: those a report counts up, or itself.
fn values_in(entry: &Entry) -> Vec<EntryId> {
    entry.content.as_report().map_or_else(|| vec![entry.id], |report| report.results.clone())
}

/// So many others of the same name are offered for comparison.
const ALIKE: usize = 8;

/// Results of the same name, the nearest in time first.
fn alike(listed: &[Listed<'_>], id: EntryId) -> Vec<ResultLink> {
    let results = || listed.iter().map(|listed| &listed.result);
    let Some(this) = results().find(|result| result.entry == id) else { return Vec::new() };
    let is_alike = |other: &&ListedResult| {
        let is_compared = other.values > 0 || other.value.is_some();
        other.entry != id && other.name == this.name && is_compared && !other.is_withdrawn
    };
    let mut found: Vec<&ListedResult> = results().filter(is_alike).collect();
    found.sort_by_key(|other| (other.taken_at - this.taken_at).abs());
    found.truncate(ALIKE);
    found.into_iter().map(|other| ResultLink { entry: other.entry, at: other.taken_at }).collect()
}

/// The series that the values of these entries belong to (RES-12), with what happened besides. What
/// is closed to the caller is in none of it.
pub async fn series(
    access: &Access<ReadEntries>,
    query: &SeriesQuery,
    now: OffsetDateTime,
    offset: UtcOffset,
) -> Result<FoundSeries, Error> {
    let reason = match query.entries.len() {
        0 => Some(FieldReason::Required),
        1..=STACKED_MAX => None,
        _ => Some(FieldReason::OutOfRange),
    };
    if let Some(reason) = reason {
        return Err(Error::Invalid { field: "entries", reason });
    }
    let results = Results::read(access, Told::With, offset).await?;
    let all = results.series();
    let mut series: Vec<&Series> = Vec::new();
    for entry in &query.entries {
        let found = tell::series_at(&all, *entry);
        if found.is_empty() {
            return Err(Error::NotFound);
        }
        for one in found {
            // Two values of one series draw it once.
            if series.iter().all(|known| known.key != one.key) {
                series.push(one);
            }
        }
    }
    let mut neighbours = medicines(access).await?;
    neighbours.extend(visits(access, &series).await?);
    neighbours.sort_by_key(|it| (it.at, it.entry));
    neighbours.extend(tell::others(&all, &series));
    let told = series.into_iter().map(ResultSeries::from);
    let mut series: Vec<ResultSeries> =
        told.map(|one| ResultSeries { meaning: meaning(&one.code), ..one }).collect();
    let patient = measurements::Patient { birth_date: results.patient.birth_date, now, offset };
    measurements::set_goals(access, &mut series, patient).await?;
    Ok(FoundSeries { series, neighbours, patient: results.patient.clone() })
}

/// Visits that took place between the first and the last value.
async fn visits(
    access: &Access<ReadEntries>,
    series: &[&Series],
) -> Result<Vec<SeriesNeighbour>, Error> {
    let moments = || series.iter().flat_map(|one| &one.points).map(|point| point.at);
    let Some((first, last)) = moments().min().zip(moments().max()) else { return Ok(Vec::new()) };
    let found = record::all(access, Some(Section::Visits)).await?;
    let visits = found.into_iter().filter(|it| (first..=last).contains(&it.occurred_at));
    Ok(visits
        .filter_map(|entry| {
            let Content::Encounter(visit) = entry.content else { return None };
            (visit.status == EncounterStatus::Finished).then_some(SeriesNeighbour {
                kind: NeighbourKind::Visit,
                entry: entry.id,
                at: entry.occurred_at,
                name: visit.title,
            })
        })
        .collect())
}

async fn medicines(access: &Access<ReadEntries>) -> Result<Vec<SeriesNeighbour>, Error> {
    let found = record::all(access, Some(Section::Medicines)).await?;
    Ok(found
        .into_iter()
        .filter_map(|entry| {
            let Content::MedicationStatement(it) = entry.content else { return None };
            (it.status == MedicationStatus::Active).then_some(SeriesNeighbour {
                kind: NeighbourKind::Medicine,
                entry: entry.id,
                at: entry.occurred_at,
                name: it.medicine,
            })
        })
        .collect())
}

/// A page of the results that meet all conditions, and what else there is to choose from (RES-1).
pub async fn search(
    access: &Access<ReadEntries>,
    query: &ResultQuery,
    offset: UtcOffset,
) -> Result<FoundResultList, Error> {
    let limit = record::page_limit(query.limit)?;
    let cursor = query.cursor.as_deref().map(record::read_cursor).transpose()?;
    let days = EntryQuery {
        from: query.from,
        until: query.until,
        organization: query.organization.clone(),
        ..EntryQuery::default()
    };
    let words = EntryQuery { words: query.words.clone(), ..EntryQuery::default() };
    let (days, words) = (Wanted::read(&days, offset)?, Wanted::read(&words, offset)?);
    let all = Results::read(access, Told::Without, offset).await?;
    let listed = all.list();
    let results = || listed.iter().map(|listed| &listed.result);
    let organizations: BTreeSet<String> =
        results().filter_map(|result| result.organization.clone()).collect();
    let mut kinds: Vec<_> = results().map(|result| result.kind).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut statuses = Vec::new();
    for status in results().map(|result| result.status) {
        if !statuses.contains(&status) {
            statuses.push(status);
        }
    }
    let out_total = count(results().filter(|result| result.is_out()));
    let oldest = results().next_back().map(|result| result.taken_at.to_offset(offset).date());
    // Words may stand in the report or in any of its values; all else is of the report.
    let is_wanted = |listed: &&Listed<'_>| {
        query.holds(&listed.result)
            && listed.entries.first().is_some_and(|entry| days.holds(entry))
            && listed.entries.iter().any(|entry| words.holds(entry))
    };
    let found: Vec<&ListedResult> =
        listed.iter().filter(is_wanted).map(|listed| &listed.result).collect();
    let place =
        |result: &ListedResult| Cursor { occurred_at: micros(result.taken_at), id: result.entry.0 };
    let start = cursor.map_or(0, |cursor| found.partition_point(|it| place(it) >= cursor));
    let is_last = start + limit >= found.len();
    let page: Vec<ListedResult> =
        found.iter().skip(start).take(limit).map(|result| (*result).clone()).collect();
    let next = page.last().filter(|_| !is_last).map(place);
    Ok(FoundResultList {
        next_cursor: next.map(record::write_cursor),
        total: count(found.iter()),
        results: page,
        out_total,
        organizations: organizations.into_iter().collect(),
        kinds,
        statuses,
        oldest,
        is_closed: !access.opens(Section::Results),
        patient: all.patient.clone(),
    })
}

fn count(items: impl Iterator) -> u32 {
    u32::try_from(items.count()).unwrap_or(u32::MAX)
}

/// Results side by side, the oldest specimen first (RES-6).
pub async fn compare(
    access: &Access<ReadEntries>,
    wanted: &ComparedEntries,
    offset: UtcOffset,
) -> Result<FoundComparison, Error> {
    let ids = wanted.check().map_err(|reason| Error::Invalid { field: "entries", reason })?;
    let all = Results::read(access, Told::Without, offset).await?;
    let listed = all.list();
    let mut chosen: Vec<&ListedResult> = listed
        .iter()
        .map(|listed| &listed.result)
        .filter(|result| ids.contains(&result.entry))
        .collect();
    // One that is not there, is closed, or is a value of a report: all or nothing is compared.
    if chosen.len() != ids.len() {
        return Err(Error::NotFound);
    }
    chosen.sort_by_key(|result| (result.taken_at, result.entry));
    let columns: Vec<Vec<EntryId>> =
        chosen.iter().filter_map(|result| all.find(result.entry)).map(values_in).collect();
    Ok(FoundComparison {
        rows: compare::rows(&all.series(), &columns),
        results: chosen.into_iter().cloned().collect(),
        patient: all.patient.clone(),
    })
}

/// Keeps when the patient wishes to see new results. Nothing waits any more once nothing is to wait.
pub async fn set_release(
    change: &Change<WriteOwn>,
    rule: ReleaseRule,
) -> Result<(ReleaseRule, Option<Uuid>), Error> {
    rule.check().map_err(|(field, reason)| Error::Invalid { field, reason })?;
    let mut release = change.release().clone();
    release.rule = rule;
    change.keep_release(&release).await?;
    Ok((rule, None))
}

/// Shows the patient a result that waits, with all its values.
pub async fn open(
    change: &Change<WriteOwn>,
    id: EntryId,
    now: OffsetDateTime,
) -> Result<(Opening, Option<Uuid>), Error> {
    let entry = record::find(change, id).await?.filter(|entry| is_result(&entry.content));
    let opened = release(change, &entry.ok_or(Error::NotFound)?, now).await?;
    Ok((Opening { opened }, Some(id.0)))
}

/// The result and what it counts up wait no more.
async fn release<P: Write>(
    change: &Change<P>,
    entry: &Entry,
    now: OffsetDateTime,
) -> Result<Vec<EntryId>, Error> {
    let mut opened = values_in(entry);
    opened.push(entry.id);
    opened.sort_unstable();
    opened.dedup();
    if change.release().rule.holds_any() {
        let mut release = change.release().clone();
        // No result waits longer.
        let until = now + Duration::days(i64::from(DAYS_MAX));
        release.open(opened.iter().copied(), micros(until), micros(now));
        change.keep_release(&release).await?;
    }
    Ok(opened)
}

sealed_or_db!(Error, KeepError);

/// Keeps what a doctor says of a result. The same key keeps one comment, however often it is sent;
/// the same key with other words is a conflict.
pub async fn comment(
    change: &Change<WriteEntry>,
    id: EntryId,
    new: NewNote,
    source: Source,
    now: OffsetDateTime,
) -> Result<(Entry, Option<Uuid>), Error> {
    let invalid = |field, reason| Error::Invalid { field, reason };
    let text = check_note(&new.text).map_err(|reason| invalid("text", reason))?;
    if new.key.is_nil() {
        return Err(invalid("key", FieldReason::Required));
    }
    let about = record::find(change, id).await?.filter(|entry| is_result(&entry.content));
    let about = about.ok_or(Error::NotFound)?;
    let content = Content::Note(Note { text, about: Some(id) });
    let key = EntryId(new.key);
    if let Some(kept) = record::find(change, key).await? {
        return if kept.content == content {
            Ok((kept, Some(key.0)))
        } else {
            Err(Error::Conflict)
        };
    }
    let new = NewEntry {
        id: key,
        version: 1,
        occurred_at: now,
        received_at: now,
        source,
        encounter: about.encounter,
        withdrawn: false,
        sensitivity: topic(change, id).await?,
        content,
    };
    release(change, &about, now).await?;
    record::write(change, &new).await
}

/// The critical values of a result, and who knows of them. What waits for the caller is not told.
async fn critical(
    app: &App,
    access: &Access<ReadEntries>,
    all: &Results,
    id: EntryId,
) -> Result<Vec<CriticalState>, Error> {
    let Some(entry) = all.find(id) else { return Ok(Vec::new()) };
    let ids = values_in(entry);
    let is_told = |entry: EntryId| {
        ids.contains(&entry) && all.find(entry).is_some_and(|entry| entry.held_until.is_none())
    };
    let mut told = Vec::new();
    for critical in store::of_card(access).await? {
        if is_told(critical.entry) {
            told.push(state(app, &critical).await?);
        }
    }
    Ok(told)
}

async fn state(app: &App, critical: &Critical) -> Result<CriticalState, Error> {
    let by = match critical.acknowledged {
        Some((_, by)) => accounts::name_of_account(app, by).await.map_err(unnamed)?,
        None => None,
    };
    Ok(CriticalState {
        entry: critical.entry,
        raised_at: moment(critical.raised_at),
        acknowledged_at: critical.acknowledged.map(|(at, _)| moment(at)),
        acknowledged_by: by.map(|name| name.short()),
    })
}

fn unnamed(error: accounts::Error) -> Error {
    Error::Db(sea_orm::DbErr::Custom(error.to_string()))
}

/// Says that a doctor knows of a critical value.
pub async fn acknowledge(
    app: &App,
    change: &Change<WriteEntry>,
    id: EntryId,
    now: OffsetDateTime,
) -> Result<(CriticalState, Option<Uuid>), Error> {
    // Who may not see the value is told of nothing.
    record::find(change, id).await?.ok_or(Error::NotFound)?;
    store::acknowledge(change, id, micros(now)).await?;
    let critical = store::find(change, id).await?.ok_or(Error::NotFound)?;
    Ok((state(app, &critical).await?, Some(id.0)))
}

/// Critical values nobody has acknowledged, of cards that are open to a doctor.
pub async fn list_critical(app: &App, caller: &Caller) -> Result<Vec<CriticalItem>, Error> {
    if !acknowledges(caller.role()) {
        return Ok(Vec::new());
    }
    let patients = app.patients_of(caller, Action::WriteEntry).await?;
    let mut items = Vec::new();
    for critical in store::open(app.db().read(), caller.account(), &patients).await? {
        // Whoever ordered it may have lost their ground since: then it is another's.
        if !patients.contains(&critical.patient) {
            continue;
        }
        let access = app.open::<ReadIdentity>(caller, critical.patient).await?;
        let (identity, _) = card::find_header(&access).await?;
        items.push(CriticalItem {
            patient: critical.patient,
            name: identity.name,
            birth_date: identity.birth_date,
            entry: critical.entry,
            raised_at: moment(critical.raised_at),
        });
    }
    Ok(items)
}

/// What is said of a result is of its topic.
async fn topic<P: Write>(change: &Change<P>, id: EntryId) -> Result<Sensitivity, Error> {
    let found = record::find_guarded(change, id).await?;
    Ok(found.map_or(Sensitivity::Usual, |(_, topic)| topic))
}

/// Whether what the patient measured is among it (VIT-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    With,
    Without,
}

/// What patients tell of their habits is no measurement.
fn is_measured(entry: &Entry) -> bool {
    entry.content.as_observation().is_some_and(|it| MeasurementKind::of(it).is_some())
}
