//! What can be done with a card, told without HTTP and without SQL.

use std::collections::BTreeSet;

use sea_orm::DbErr;
use shared::access::model::{Section, Sensitivity};
use shared::contract::FieldReason;
use shared::id::EntryId;
use shared::record::api::{
    EntryDetail, EntryPage, EntryQuery, FoundEntries, NewNote, PAGE_DEFAULT, PAGE_MAX,
};
use shared::record::model::{
    Content, Entry, Note, PatientBrief, PatientHeader, Source, SourceKind, Summary,
};
use shared::record::news::{NEWS_DEFAULT, NEWS_MAX, News, add_reports, gather};
use shared::record::rules::{check_note, highlights, sensitivity_of};
use shared::results::flag::judge;
use time::{OffsetDateTime, UtcOffset};
use uuid::Uuid;

use super::report::{self, Reviewer};
use super::search::Wanted;
use super::store::{self, Cursor};
use super::{attest, own};
use crate::access::{
    Access, AddNote, Change, Denied, HiddenError, ReadEntries, ReadNews, ReadSummary, Write,
    WriteEntry,
};
use crate::app::{micros, moment};
use crate::card;
use crate::errors::{denied_is_not_found, sealed_or_db, taken_is_conflict};
use crate::files;
use crate::interop::AttachmentError;
use crate::keys::SealError;
use crate::protocols;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no such entry")]
    NotFound,
    #[error("{field}: {reason:?}")]
    Invalid { field: &'static str, reason: FieldReason },
    #[error("somebody else was first")]
    Conflict,
    #[error("the card holds as many notes as it may")]
    Full,
    #[error(transparent)]
    Card(#[from] card::Error),
    #[error(transparent)]
    Denied(Denied),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Db(DbErr),
}

denied_is_not_found!(Error);
taken_is_conflict!(Error);

sealed_or_db!(Error, HiddenError);

sealed_or_db!(Error, AttachmentError);

/// A version of an entry to be appended.
#[derive(Clone, Debug, PartialEq)]
pub struct NewEntry {
    pub id: EntryId,
    /// 1 for a new entry, one more than the newest for a correction.
    pub version: i32,
    pub occurred_at: OffsetDateTime,
    pub received_at: OffsetDateTime,
    pub source: Source,
    pub encounter: Option<EntryId>,
    /// Entered in error.
    pub withdrawn: bool,
    pub sensitivity: Sensitivity,
    pub content: Content,
}

/// One screen about one patient (REC-1).
pub async fn summary(access: &Access<ReadSummary>, now: OffsetDateTime) -> Result<Summary, Error> {
    let (identity, facts) = card::find_header(access).await?;
    let mut picked = highlights(store::for_summary(access, micros(now)).await?, now);
    picked.out_of_range.iter_mut().for_each(judge);
    Ok(Summary {
        patient: PatientHeader {
            id: access.patient(),
            name: identity.name,
            birth_date: identity.birth_date,
            sex: identity.sex,
            card_number: facts.number,
            policy_number: facts.policy_number,
            blood_group: picked.blood_group,
        },
        allergies: picked.allergies,
        conditions: picked.conditions,
        medicines: picked.medicines,
        visits: picked.visits,
        out_of_range: picked.out_of_range,
        compared_results: picked.compared,
        lists_open: access.lists_open(),
        closed_sections: closed_sections(access),
        has_hidden: access.has_hidden(),
        emergency_until: access.emergency_until().await?.map(moment),
        next_visit: None,
        as_of: now,
    })
}

/// What others have brought since then (REC-14), at most so many of it. Who was never here before
/// has a whole card to read, and no news.
pub async fn news(
    access: &Access<ReadNews>,
    since: Option<i64>,
    limit: Option<u32>,
) -> Result<News, Error> {
    let limit = limit.unwrap_or(NEWS_DEFAULT);
    if limit == 0 || limit > NEWS_MAX {
        return Err(Error::Invalid { field: "limit", reason: FieldReason::OutOfRange });
    }
    let mut items = Vec::new();
    if let Some(since) = since {
        items = gather(store::since(access, since).await?);
        let reports = report::since(access, since).await?;
        items.extend(report::answered_since(access, since).await?);
        let ids = reports.iter().map(|(mark, _)| mark.entry).collect();
        add_reports(&mut items, &store::these(access, &ids).await?, &reports);
    }
    let total = u32::try_from(items.len()).unwrap_or(u32::MAX);
    items.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(News { since: since.map(moment), items, total })
}

/// A page of entries, newest first (REC-3).
pub async fn list(
    access: &Access<ReadEntries>,
    section: Option<Section>,
    cursor: Option<&str>,
    limit: Option<u32>,
) -> Result<EntryPage, Error> {
    let (limit, cursor) = (page_limit(limit)?, cursor.map(read_cursor).transpose()?);
    let (mut entries, next) = store::page(access, section, cursor, limit).await?;
    entries.iter_mut().for_each(judge);
    Ok(EntryPage {
        reports: report::marks(access, &entries).await?,
        entries,
        next_cursor: next.map(write_cursor),
        patient: brief(access).await?,
        closed_sections: closed_sections(access),
        has_hidden: access.has_hidden(),
    })
}

/// A page of the entries that meet all conditions, and what else there is to choose from.
pub async fn search(
    access: &Access<ReadEntries>,
    query: &EntryQuery,
    offset: UtcOffset,
) -> Result<FoundEntries, Error> {
    let wanted = Wanted::read(query, offset)?;
    let limit = page_limit(query.limit)?;
    let cursor = query.cursor.as_deref().map(read_cursor).transpose()?;
    let entries = store::all(access, query.section).await?;
    let (mut organizations, mut authors) = (BTreeSet::new(), BTreeSet::new());
    for source in entries.iter().map(|entry| &entry.source) {
        organizations.extend(source.organization_name.clone());
        authors.extend(source.author.clone());
    }
    let oldest = entries.last().map(|entry| entry.occurred_at.to_offset(offset).date());
    let found: Vec<Entry> = entries.into_iter().filter(|entry| wanted.holds(entry)).collect();
    let total = u32::try_from(found.len()).unwrap_or(u32::MAX);
    let place = |entry: &Entry| Cursor { occurred_at: micros(entry.occurred_at), id: entry.id.0 };
    let start = cursor.map_or(0, |cursor| found.partition_point(|entry| place(entry) >= cursor));
    let is_last = start + limit >= found.len();
    let mut entries: Vec<Entry> = found.into_iter().skip(start).take(limit).collect();
    entries.iter_mut().for_each(judge);
    let next = entries.last().filter(|_| !is_last).map(place);
    let page = EntryPage {
        next_cursor: next.map(write_cursor),
        reports: report::marks(access, &entries).await?,
        entries,
        patient: brief(access).await?,
        closed_sections: closed_sections(access),
        has_hidden: access.has_hidden(),
    };
    let (organizations, authors) =
        (organizations.into_iter().collect(), authors.into_iter().collect());
    Ok(FoundEntries { page, total, organizations, authors, oldest })
}

/// One entry and what belongs to it.
pub async fn find(
    access: &Access<ReadEntries>,
    id: EntryId,
    reviewer: Reviewer,
    now: OffsetDateTime,
) -> Result<EntryDetail, Error> {
    let mut versions = store::versions(access, id).await?.into_iter();
    let entry = versions.next().ok_or(Error::NotFound)?;
    let (mut belonging, mut visit, mut request) = (Vec::new(), None, None);
    // What a report counts up stands in its order.
    let report = entry.content.as_report();
    let listed = report.map_or(&[][..], |report| report.results.as_slice());
    let asked = report.and_then(|report| report.request);
    for other in store::all(access, None).await? {
        if entry.encounter == Some(other.id) {
            visit = Some(other);
        } else if asked == Some(other.id) {
            // A sender may have called something else an order.
            request = Some(other).filter(is_request);
        } else if other.encounter == Some(id)
            || listed.contains(&other.id)
            || (is_request(&entry) && answers(&other, id))
        {
            belonging.push(other);
        }
    }
    let place = |entry: &Entry| listed.iter().position(|listed| *listed == entry.id);
    belonging.sort_by_key(|entry| place(entry).unwrap_or(usize::MAX));
    let mut detail = EntryDetail {
        entry,
        belonging,
        visit,
        request,
        earlier: versions.collect(),
        patient: brief(access).await?,
        reports: Vec::new(),
        asked: None,
        may: Vec::new(),
        files: Vec::new(),
        attested: None,
        is_hidden: false,
    };
    detail.is_hidden = access.hides(id, sensitivity_of(&detail.entry.content)).await?;
    let told =
        [&mut detail.entry].into_iter().chain(&mut detail.belonging).chain(&mut detail.earlier);
    told.for_each(judge);
    report::about(access, &mut detail, reviewer, now).await?;
    own::about(access, &mut detail);
    protocols::about(access, &mut detail, reviewer).await?;
    attest::about(access, &mut detail, reviewer, now).await?;
    detail.files = files::list(access, &detail.entry).await?;
    Ok(detail)
}

const fn is_request(entry: &Entry) -> bool {
    matches!(entry.content, Content::ServiceRequest(_))
}

/// Whether it is a report on what was asked for there.
fn answers(entry: &Entry, request: EntryId) -> bool {
    matches!(&entry.content, Content::DiagnosticReport(report) if report.request == Some(request))
}

/// Whose card it is, and what is dangerous to them.
pub async fn brief(access: &Access<ReadEntries>) -> Result<PatientBrief, Error> {
    let (identity, _) = card::find_header(access).await?;
    let (dangerous_allergies, told_allergies) = store::dangerous_allergies(access).await?;
    Ok(PatientBrief {
        name: identity.name,
        birth_date: identity.birth_date,
        sex: identity.sex,
        dangerous_allergies,
        told_allergies,
        emergency_until: access.emergency_until().await?.map(moment),
    })
}

/// How many entries a page has, or why not so many.
pub fn page_limit(limit: Option<u32>) -> Result<usize, Error> {
    let limit = limit.unwrap_or(PAGE_DEFAULT);
    if limit == 0 || limit > PAGE_MAX {
        return Err(Error::Invalid { field: "limit", reason: FieldReason::OutOfRange });
    }
    Ok(usize::try_from(limit).unwrap_or(usize::MAX))
}

/// A place in a list, as [`write_cursor`] told it.
pub fn read_cursor(text: &str) -> Result<Cursor, Error> {
    parse_cursor(text).ok_or(Error::Invalid { field: "cursor", reason: FieldReason::Invalid })
}

fn closed_sections<P>(access: &Access<P>) -> Vec<Section> {
    Section::ALL.iter().copied().filter(|section| !access.opens(*section)).collect()
}

/// A place in a list, as it crosses the wire.
pub fn write_cursor(Cursor { occurred_at, id }: Cursor) -> String {
    format!("{occurred_at}.{}", id.simple())
}

fn parse_cursor(text: &str) -> Option<Cursor> {
    let (occurred_at, id) = text.split_once('.')?;
    Some(Cursor { occurred_at: occurred_at.parse().ok()?, id: Uuid::parse_str(id).ok()? })
}

/// Notes of the patient's own that one card holds: an opened card is read whole.
pub(super) const NOTES_MAX: u64 = 5_000;

/// Measurements of the patient's own that one card holds: thirty years of four a day.
pub const MEASUREMENTS_MAX: u64 = 50_000;

/// Keeps a note of the patient's own (REC-7). The same key keeps one note, however often it is
/// sent; the same key with other words is a conflict.
pub async fn add_note(
    change: &Change<AddNote>,
    note: NewNote,
    now: OffsetDateTime,
) -> Result<(Entry, Option<Uuid>), Error> {
    let text = check_note(&note.text).map_err(|reason| Error::Invalid { field: "text", reason })?;
    if note.key.is_nil() {
        return Err(Error::Invalid { field: "key", reason: FieldReason::Required });
    }
    let id = EntryId(note.key);
    let content = Content::Note(Note::new(text));
    if let Some(kept) = store::find(change, id).await? {
        return if kept.content == content { Ok((kept, Some(id.0))) } else { Err(Error::Conflict) };
    }
    let source = Source::of(SourceKind::SelfReported);
    if store::count(change, &content).await? >= NOTES_MAX {
        return Err(Error::Full);
    }
    let new = NewEntry {
        id,
        version: 1,
        occurred_at: now,
        received_at: now,
        source,
        encounter: None,
        withdrawn: false,
        sensitivity: Sensitivity::Usual,
        content,
    };
    insert(change, &new).await
}

/// Appends a version of an entry written by a practitioner.
pub async fn write(
    change: &Change<WriteEntry>,
    new: &NewEntry,
) -> Result<(Entry, Option<Uuid>), Error> {
    insert(change, new).await
}

pub(super) async fn insert<P: Write>(
    change: &Change<P>,
    new: &NewEntry,
) -> Result<(Entry, Option<Uuid>), Error> {
    let entry = store::insert(change, new).await?;
    Ok((entry, Some(new.id.0)))
}
