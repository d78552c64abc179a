//! Entries in the database. Every query is bound to the patient of the proof it is given.

use std::collections::{BTreeSet, HashMap};

use sea_orm::sea_query::{Expr, ExprTrait as _, Query};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait as _, PaginatorTrait as _, QueryFilter,
    QueryOrder, Set,
};
use serde::{Deserialize, Serialize};
use shared::access::model::{Section, Sensitivity};
use shared::id::{AccountId, EntryId, OrganizationId, PatientId};
use shared::record::model::{Confirmation, Content, Entry, Source, SourceKind};
use shared::record::rules::{SUMMARY_VISITS, dangerous_allergy, section_of};
use shared::results::release::{is_result, withheld};
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::cache::Rows;
use super::entity;
use super::service::{Error, NewEntry};
use crate::access::{
    Access, Change, EntryPlace, Guarded, Hold, ReadEntries, ReadNews, ReadResources, ReadSummary,
    Write,
};
use crate::app::{micros, moment};
use crate::keys::{Place, SealError, SealingKey};

/// What lies sealed in an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Sealed {
    sensitivity: Sensitivity,
    organization_name: Option<String>,
    author: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    system: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    confirmed: Option<Confirmation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    encounter: Option<EntryId>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    withdrawn: bool,
    /// How long the patient wished to wait for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    hold: Option<Hold>,
    /// It still waits for this caller, so long.
    #[serde(skip)]
    held_until: Option<i64>,
    content: Content,
}

impl Guarded for Sealed {
    const TABLE: &'static str = "entry";

    fn read(plain: &[u8]) -> Result<Self, SealError> {
        Ok(serde_json::from_slice(plain)?)
    }

    fn sensitivity(&self) -> Sensitivity {
        self.sensitivity
    }

    fn hold(&self) -> Option<Hold> {
        self.hold
    }

    fn withheld(self, until: i64) -> Self {
        Self { held_until: Some(until), content: withheld(self.content), ..self }
    }
}

/// A position in a list: the moment and id of the last entry shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cursor {
    pub occurred_at: i64,
    pub id: Uuid,
}

impl Cursor {
    const fn of(row: &entity::Model) -> Self {
        Self { occurred_at: row.occurred_at, id: row.id }
    }
}

/// What a summary may show, newest first.
pub async fn for_summary(access: &Access<ReadSummary>, now: i64) -> Result<Vec<Entry>, Error> {
    let rows = current(access).await?;
    let mut entries = Vec::new();
    let mut visits = 0;
    for row in rows.iter() {
        let place = place(row)?;
        let wanted = match place.section {
            Section::Allergies | Section::Conditions | Section::Medicines | Section::Results => {
                true
            }
            Section::Visits => visits < SUMMARY_VISITS,
            Section::Notes
            | Section::Immunizations
            | Section::Procedures
            | Section::Referrals
            | Section::Documents
            | Section::CarePlans
            | Section::Administrative => false,
        };
        if !wanted {
            continue;
        }
        if let Some(sealed) = access.reveal::<Sealed>(place, &row.sealed)? {
            // Those to come stand beside the last ones.
            let is_of_visit =
                sealed.encounter.is_some() && matches!(sealed.content, Content::Protocol(_));
            let is_past = place.section == Section::Visits && row.occurred_at <= now;
            visits += usize::from(is_past && !is_of_visit);
            entries.push(revealed(row, place, sealed)?);
        }
    }
    Ok(entries)
}

/// Up to `limit` entries after `cursor`, newest first, and where the next page starts. Hidden
/// entries leave no gap: the caller cannot tell a card with them from one without.
pub async fn page(
    access: &Access<ReadEntries>,
    section: Option<Section>,
    cursor: Option<Cursor>,
    limit: usize,
) -> Result<(Vec<Entry>, Option<Cursor>), Error> {
    let rows = current(access).await?;
    let start = cursor.map_or(0, |cursor| rows.partition_point(|row| Cursor::of(row) >= cursor));
    let mut entries = Vec::new();
    for row in rows.iter().skip(start) {
        let place = place(row)?;
        if section.is_some_and(|section| section != place.section) {
            continue;
        }
        if let Some(sealed) = access.reveal(place, &row.sealed)? {
            if entries.len() == limit {
                let last = entries.last().map(|last: &Entry| Cursor {
                    occurred_at: micros(last.occurred_at),
                    id: last.id.0,
                });
                return Ok((entries, last));
            }
            entries.push(revealed(row, place, sealed)?);
        }
    }
    Ok((entries, None))
}

/// Every current entry of a section, of all where none is named, newest first, as far as this
/// caller may see them.
pub async fn all(
    access: &Access<ReadEntries>,
    section: Option<Section>,
) -> Result<Vec<Entry>, Error> {
    seen(access, |row| section.is_none_or(|section| row.section == section.wire())).await
}

/// What others entered after `since`, in microseconds, as far as this caller may see it.
pub async fn since(access: &Access<ReadNews>, since: i64) -> Result<Vec<Entry>, Error> {
    let mine = access.account().0;
    seen(access, |row| row.received_at > since && row.recorded_by != mine).await
}

/// These entries, as far as this caller may see them.
pub async fn these<P>(access: &Access<P>, ids: &BTreeSet<EntryId>) -> Result<Vec<Entry>, Error> {
    seen(access, |row| ids.contains(&EntryId(row.id))).await
}

/// The protocols somebody wrote of what took place within these moments, in microseconds, as far as
/// this caller may see them.
pub async fn protocols_by<P>(
    access: &Access<P>,
    author: AccountId,
    within: std::ops::RangeInclusive<i64>,
) -> Result<Vec<EntryId>, Error> {
    let is_wanted = |row: &entity::Model| {
        row.kind == PROTOCOL && row.recorded_by == author.0 && within.contains(&row.occurred_at)
    };
    let found = seen(access, is_wanted).await?;
    Ok(found.into_iter().filter(|entry| !entry.withdrawn).map(|entry| entry.id).collect())
}

/// Every current entry of these sections, of all where none is named, in the form other systems
/// read.
pub async fn every(
    access: &Access<ReadResources>,
    sections: &[Section],
) -> Result<Vec<Entry>, Error> {
    let is_wanted = |row: &entity::Model| {
        sections.is_empty() || sections.iter().any(|section| section.wire() == row.section)
    };
    seen(access, is_wanted).await
}

/// The section an entry of a card is of. What it says stays sealed.
pub async fn entry_section(
    db: &impl ConnectionTrait,
    patient: PatientId,
    id: EntryId,
) -> Result<Option<Section>, DbErr> {
    let select = Query::select()
        .column("section")
        .from("entry")
        .and_where(Expr::col("patient_id").eq(patient.0))
        .and_where(Expr::col("id").eq(id.0))
        .limit(1)
        .to_owned();
    let Some(row) = db.query_one(&select).await? else { return Ok(None) };
    let section: String = row.try_get("", "section")?;
    Ok(section.parse().ok())
}

/// Whose entry this is. What it says stays sealed.
pub async fn patient_of(
    db: &impl ConnectionTrait,
    id: EntryId,
) -> Result<Option<PatientId>, DbErr> {
    let select = Query::select()
        .column("patient_id")
        .from("entry")
        .and_where(Expr::col("id").eq(id.0))
        .limit(1)
        .to_owned();
    let row = db.query_one(&select).await?;
    row.map(|row| row.try_get("", "patient_id").map(PatientId)).transpose()
}

/// Whose entry this is, if it is of the kind that FHIR calls so: `ServiceRequest`.
pub async fn patient_of_kind(
    db: &impl ConnectionTrait,
    id: EntryId,
    resource: &str,
) -> Result<Option<PatientId>, DbErr> {
    let mut kind = String::new();
    for letter in resource.chars() {
        if letter.is_ascii_uppercase() && !kind.is_empty() {
            kind.push('_');
        }
        kind.push(letter.to_ascii_lowercase());
    }
    let select = Query::select()
        .column("patient_id")
        .from("entry")
        .and_where(Expr::col("id").eq(id.0))
        .and_where(Expr::col("kind").eq(kind))
        .limit(1)
        .to_owned();
    let row = db.query_one(&select).await?;
    row.map(|row| row.try_get("", "patient_id").map(PatientId)).transpose()
}

/// The current entries that are wanted, newest first, as far as this caller may see them.
async fn seen<P>(
    access: &Access<P>,
    is_wanted: impl Fn(&entity::Model) -> bool,
) -> Result<Vec<Entry>, Error> {
    let mut entries = Vec::new();
    for row in current(access).await?.iter().filter(|row| is_wanted(row)) {
        let place = place(row)?;
        if let Some(sealed) = access.reveal(place, &row.sealed)? {
            entries.push(revealed(row, place, sealed)?);
        }
    }
    Ok(entries)
}

/// The versions of one entry, newest first, as far as this caller may see them. None where the
/// newest is closed to them: what it said before is not told without it.
pub async fn versions<P>(access: &Access<P>, id: EntryId) -> Result<Vec<Entry>, Error> {
    let find = access.rows::<entity::Entity>().filter(entity::COLUMN.id.eq(id.0));
    let rows = find.order_by_desc(entity::COLUMN.version).all(access.db()).await?;
    let mut entries = Vec::with_capacity(rows.len());
    for row in &rows {
        let place = place(row)?;
        if let Some(sealed) = access.reveal(place, &row.sealed)? {
            entries.push(revealed(row, place, sealed)?);
        } else if entries.is_empty() {
            break;
        }
    }
    Ok(entries)
}

/// Substances that are dangerous to the patient, as far as this caller may know, and those of them
/// that rest on the patient's word alone.
pub async fn dangerous_allergies(
    access: &Access<ReadEntries>,
) -> Result<(Vec<String>, Vec<String>), Error> {
    let (mut substances, mut told) = (Vec::new(), Vec::new());
    let allergies = all(access, Some(Section::Allergies)).await?;
    for entry in allergies.iter().filter(|entry| !entry.withdrawn) {
        if let Some(substance) = dangerous_allergy(&entry.content) {
            told.extend(entry.source.is_unconfirmed().then(|| substance.to_owned()));
            substances.push(substance.to_owned());
        }
    }
    // What a clinic wrote too rests on more than that.
    let known = |name: &String| {
        let is_same = |entry: &&Entry| dangerous_allergy(&entry.content) == Some(name.as_str());
        allergies
            .iter()
            .filter(is_same)
            .any(|entry| !entry.withdrawn && !entry.source.is_unconfirmed())
    };
    told.retain(|name| !known(name));
    Ok((substances, told))
}

/// The newest version of each entry of the card, newest first, still sealed.
async fn current<P>(access: &Access<P>) -> Result<Rows, Error> {
    let (cache, revision) = access.remembered();
    if let Some(rows) = cache.find(access.patient(), revision) {
        return Ok(rows);
    }
    let mut rows = access
        .rows::<entity::Entity>()
        .order_by_desc(entity::COLUMN.occurred_at)
        .order_by_desc(entity::COLUMN.id)
        .all(access.db())
        .await?;
    let mut newest: HashMap<Uuid, i32> = HashMap::new();
    for row in &rows {
        newest
            .entry(row.id)
            .and_modify(|version| *version = Ord::max(*version, row.version))
            .or_insert(row.version);
    }
    rows.retain(|row| newest.get(&row.id) == Some(&row.version));
    let rows: Rows = rows.into();
    cache.keep(access.patient(), revision, &rows);
    Ok(rows)
}

/// The newest version of one entry, still sealed.
async fn newest<P: Write>(change: &Change<P>, id: EntryId) -> Result<Option<entity::Model>, DbErr> {
    let rows = change.rows::<entity::Entity>().filter(entity::COLUMN.id.eq(id.0));
    rows.order_by_desc(entity::COLUMN.version).one(change.db()).await
}

/// The newest version of one entry, as this caller may see it.
pub async fn find<P: Write>(change: &Change<P>, id: EntryId) -> Result<Option<Entry>, Error> {
    Ok(find_guarded(change, id).await?.map(|(entry, _)| entry))
}

/// The same with its topic, for what is kept beside it.
pub async fn find_guarded<P: Write>(
    change: &Change<P>,
    id: EntryId,
) -> Result<Option<(Entry, Sensitivity)>, Error> {
    let Some(row) = newest(change, id).await? else { return Ok(None) };
    let place = place(&row)?;
    let Some(sealed) = change.reveal::<Sealed>(place, &row.sealed)? else { return Ok(None) };
    let sensitivity = sealed.sensitivity;
    Ok(Some((revealed(&row, place, sealed)?, sensitivity)))
}

/// Who wrote the first version of an entry of this card.
pub async fn recorded_by<P: Write>(
    change: &Change<P>,
    id: EntryId,
) -> Result<Option<AccountId>, DbErr> {
    let rows = change.rows::<entity::Entity>().filter(entity::COLUMN.id.eq(id.0));
    let first = rows.order_by_asc(entity::COLUMN.version).one(change.db()).await?;
    Ok(first.map(|row| AccountId(row.recorded_by)).filter(|account| !account.0.is_nil()))
}

/// How many entries of a kind the card holds, all versions counted.
pub async fn count<P: Write>(change: &Change<P>, like: &Content) -> Result<u64, Error> {
    let of_kind = change.rows::<entity::Entity>().filter(entity::COLUMN.kind.eq(kind_word(like)));
    Ok(of_kind.count(change.db()).await?)
}

/// How many entries of a kind the patient told, all versions counted.
pub async fn count_told<P: Write>(change: &Change<P>, like: &Content) -> Result<u64, Error> {
    let told = change
        .rows::<entity::Entity>()
        .filter(entity::COLUMN.kind.eq(kind_word(like)))
        .filter(entity::COLUMN.source.eq(source_word(SourceKind::SelfReported)));
    Ok(told.count(change.db()).await?)
}

/// The newest versions of these entries, as this caller may see them.
pub async fn find_many<P: Write>(
    change: &Change<P>,
    ids: &[EntryId],
) -> Result<HashMap<EntryId, Entry>, Error> {
    let mut found: HashMap<EntryId, Entry> = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let rows = change
            .rows::<entity::Entity>()
            .filter(entity::COLUMN.id.is_in(chunk.iter().map(|id| id.0)))
            .order_by_asc(entity::COLUMN.version)
            .all(change.db())
            .await?;
        for row in &rows {
            let place = place(row)?;
            if let Some(sealed) = change.reveal::<Sealed>(place, &row.sealed)? {
                // The newest comes last.
                found.insert(place.id, revealed(row, place, sealed)?);
            }
        }
    }
    Ok(found)
}

/// Allergies and medicines of the card in their newest versions: what a prescription is compared
/// with.
pub async fn around_prescription<P: Write>(change: &Change<P>) -> Result<Vec<Entry>, Error> {
    of_sections(change, &[Section::Allergies, Section::Medicines]).await
}

/// Diagnoses of the card in their newest versions.
pub async fn conditions<P: Write>(change: &Change<P>) -> Result<Vec<Entry>, Error> {
    of_sections(change, &[Section::Conditions]).await
}

/// As far as this caller may see them.
async fn of_sections<P: Write>(
    change: &Change<P>,
    sections: &[Section],
) -> Result<Vec<Entry>, Error> {
    let rows = change
        .rows::<entity::Entity>()
        .filter(entity::COLUMN.section.is_in(sections.iter().map(|section| section.wire())))
        .order_by_asc(entity::COLUMN.version)
        .all(change.db())
        .await?;
    let mut found: HashMap<EntryId, Option<Entry>> = HashMap::new();
    for row in &rows {
        let place = place(row)?;
        let entry = match change.reveal::<Sealed>(place, &row.sealed)? {
            Some(sealed) => Some(revealed(row, place, sealed)?),
            None => None,
        };
        // The newest comes last; where it is closed, what was before is not told either.
        found.insert(place.id, entry);
    }
    Ok(found.into_values().flatten().collect())
}

/// Who wrote the first version of an entry of a card that was opened.
pub async fn first_written_by<P>(
    access: &Access<P>,
    id: EntryId,
) -> Result<Option<AccountId>, DbErr> {
    let rows = access.rows::<entity::Entity>().filter(entity::COLUMN.id.eq(id.0));
    let first = rows.order_by_asc(entity::COLUMN.version).one(access.db()).await?;
    Ok(first.map(|row| AccountId(row.recorded_by)).filter(|account| !account.0.is_nil()))
}

/// The goals of the card in their newest versions, each with who set it.
pub async fn goals<P: Write>(change: &Change<P>) -> Result<Vec<(Entry, AccountId)>, Error> {
    let rows = change
        .rows::<entity::Entity>()
        .filter(entity::COLUMN.kind.eq(GOAL))
        .order_by_asc(entity::COLUMN.version)
        .all(change.db())
        .await?;
    let mut found: HashMap<EntryId, (Entry, AccountId)> = HashMap::new();
    for row in &rows {
        let place = place(row)?;
        if let Some(sealed) = change.reveal::<Sealed>(place, &row.sealed)? {
            let by = AccountId(row.recorded_by);
            found.insert(place.id, (revealed(row, place, sealed)?, by));
        }
    }
    Ok(found.into_values().collect())
}

/// Appends a version. The key of the table refuses a second one of the same number.
pub async fn insert<P: Write>(change: &Change<P>, new: &NewEntry) -> Result<Entry, Error> {
    let place = EntryPlace {
        id: new.id,
        version: new.version,
        section: section_of(&new.content, &new.source),
    };
    let hold = hold_of(change, new).await?;
    let plain = serde_json::to_vec(&sealed_of(new, hold)).map_err(SealError::from)?;
    let sealed = change.seal::<Sealed>(place, &plain)?;
    append(change.db(), row(new, change.patient(), change.account(), sealed)).await?;
    Ok(entry(place, new))
}

/// Rows of one statement: far below what either database binds.
const CHUNK: usize = 500;

/// Appends many versions at once.
pub async fn insert_many<P: Write>(change: &Change<P>, new: &[NewEntry]) -> Result<(), Error> {
    for chunk in new.chunks(CHUNK) {
        let mut rows = Vec::with_capacity(chunk.len());
        for new in chunk {
            let place = EntryPlace {
                id: new.id,
                version: new.version,
                section: section_of(&new.content, &new.source),
            };
            let hold = hold_of(change, new).await?;
            let plain = serde_json::to_vec(&sealed_of(new, hold)).map_err(SealError::from)?;
            let sealed = change.seal::<Sealed>(place, &plain)?;
            rows.push(row(new, change.patient(), change.account(), sealed));
        }
        entity::Entity::insert_many(rows).exec_without_returning(change.db()).await?;
    }
    if !new.is_empty() {
        grow(change.db(), change.patient().0).await?;
    }
    Ok(())
}

/// Appends a version that says the entry was entered in error. Nothing where there is no entry.
pub async fn withdraw<P: Write>(
    change: &Change<P>,
    id: EntryId,
    version: i32,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let Some(row) = newest(change, id).await? else { return Ok(()) };
    let place = place(&row)?;
    let Some(sealed) = change.reveal::<Sealed>(place, &row.sealed)? else { return Ok(()) };
    let sensitivity = sealed.sensitivity;
    let entry = revealed(&row, place, sealed)?;
    let new = NewEntry {
        id,
        version,
        occurred_at: entry.occurred_at,
        received_at: now,
        source: entry.source,
        encounter: entry.encounter,
        withdrawn: true,
        sensitivity,
        content: entry.content,
    };
    insert_many(change, std::slice::from_ref(&new)).await
}

/// Appends a version without a caller: for the demo, and for tests that need a past. What serves
/// requests goes through [`insert`].
pub async fn insert_unchecked(
    db: &impl ConnectionTrait,
    key: &SealingKey,
    patient: PatientId,
    by: AccountId,
    new: &NewEntry,
) -> Result<(), Error> {
    let place =
        Place { table: "entry", row: new.id.0, owner: patient.0, version: i64::from(new.version) };
    let sealed = key.seal_json(&place, &sealed_of(new, None))?;
    append(db, row(new, patient, by, sealed)).await
}

/// The same for many at once.
pub async fn insert_many_unchecked(
    db: &impl ConnectionTrait,
    key: &SealingKey,
    patient: PatientId,
    by: AccountId,
    new: &[NewEntry],
) -> Result<(), Error> {
    for chunk in new.chunks(CHUNK) {
        let mut rows = Vec::with_capacity(chunk.len());
        for new in chunk {
            let version = i64::from(new.version);
            let place = Place { table: "entry", row: new.id.0, owner: patient.0, version };
            let sealed = key.seal_json(&place, &sealed_of(new, None))?;
            rows.push(row(new, patient, by, sealed));
        }
        entity::Entity::insert_many(rows).exec_without_returning(db).await?;
    }
    grow(db, patient.0).await
}

/// One row; the card's revision moves with it.
async fn append(db: &impl ConnectionTrait, row: entity::ActiveModel) -> Result<(), Error> {
    let patient = row.insert(db).await?.patient_id;
    grow(db, patient).await
}

async fn grow(db: &impl ConnectionTrait, patient: Uuid) -> Result<(), Error> {
    let update = Query::update()
        .table("patient")
        .value("revision", Expr::col("revision").add(1))
        .and_where(Expr::col("id").eq(patient))
        .to_owned();
    db.execute(&update).await?;
    Ok(())
}

fn place(row: &entity::Model) -> Result<EntryPlace, Error> {
    let section = row.section.parse();
    let section = section.map_err(|_| DbErr::Type(format!("entry {}: section", row.id)))?;
    Ok(EntryPlace { id: EntryId(row.id), version: row.version, section })
}

fn revealed(row: &entity::Model, place: EntryPlace, sealed: Sealed) -> Result<Entry, Error> {
    Ok(Entry {
        id: place.id,
        version: u32::try_from(row.version).unwrap_or(0),
        section: place.section,
        occurred_at: moment(row.occurred_at),
        received_at: moment(row.received_at),
        source: Source {
            kind: source_kind(&row.source)?,
            organization: row.organization_id.map(OrganizationId),
            organization_name: sealed.organization_name,
            author: sealed.author,
            system: sealed.system,
            confirmed: sealed.confirmed,
        },
        encounter: sealed.encounter,
        withdrawn: sealed.withdrawn,
        held_until: sealed.held_until.map(moment),
        content: sealed.content,
    })
}

fn entry(place: EntryPlace, new: &NewEntry) -> Entry {
    Entry {
        id: new.id,
        version: u32::try_from(new.version).unwrap_or(0),
        section: place.section,
        occurred_at: new.occurred_at,
        received_at: new.received_at,
        source: new.source.clone(),
        encounter: new.encounter,
        withdrawn: new.withdrawn,
        held_until: None,
        content: new.content.clone(),
    }
}

/// How long a new version waits for the patient: by their rule where it is a new result, as long as
/// the one before it where it is a correction.
async fn hold_of<P: Write>(change: &Change<P>, new: &NewEntry) -> Result<Option<Hold>, Error> {
    let release = change.release();
    if !is_result(&new.content) || new.source.is_told() || !release.rule.holds_any() {
        return Ok(None);
    }
    if new.version == 1 {
        let days = release.rule.days(new.sensitivity).map(i64::from);
        let until = days.map(|days| new.received_at + Duration::days(days));
        return Ok(until.map(|until| Hold { until: micros(until) }));
    }
    let Some(row) = newest(change, new.id).await? else { return Ok(None) };
    let before = change.reveal::<Sealed>(place(&row)?, &row.sealed)?;
    Ok(before.and_then(|before| before.hold))
}

fn sealed_of(new: &NewEntry, hold: Option<Hold>) -> Sealed {
    Sealed {
        sensitivity: new.sensitivity,
        organization_name: new.source.organization_name.clone(),
        author: new.source.author.clone(),
        system: new.source.system.clone(),
        confirmed: new.source.confirmed.clone(),
        encounter: new.encounter,
        withdrawn: new.withdrawn,
        hold,
        held_until: None,
        content: new.content.clone(),
    }
}

fn row(new: &NewEntry, patient: PatientId, by: AccountId, sealed: Vec<u8>) -> entity::ActiveModel {
    entity::ActiveModel {
        patient_id: Set(patient.0),
        id: Set(new.id.0),
        version: Set(new.version),
        kind: Set(kind_word(&new.content).to_owned()),
        section: Set(section_of(&new.content, &new.source).wire().to_owned()),
        occurred_at: Set(micros(new.occurred_at)),
        received_at: Set(micros(new.received_at)),
        recorded_by: Set(by.0),
        organization_id: Set(new.source.organization.map(|organization| organization.0)),
        source: Set(source_word(new.source.kind).to_owned()),
        sealed: Set(sealed),
    }
}

const GOAL: &str = "goal";
const PROTOCOL: &str = "composition";

/// The FHIR resource the content corresponds to.
const fn kind_word(content: &Content) -> &'static str {
    match content {
        Content::Encounter(_) => "encounter",
        Content::Condition(_) => "condition",
        Content::AllergyIntolerance(_) => "allergy_intolerance",
        Content::MedicationStatement(_) => "medication_statement",
        Content::Observation(_) => "observation",
        Content::Note(_) => "note",
        Content::DiagnosticReport(_) => "diagnostic_report",
        Content::MedicationRequest(_) => "medication_request",
        Content::Immunization(_) => "immunization",
        Content::Procedure(_) => "procedure",
        Content::ServiceRequest(_) => "service_request",
        Content::DocumentReference(_) => "document_reference",
        Content::CarePlan(_) => "care_plan",
        Content::Goal(_) => GOAL,
        Content::Protocol(_) => PROTOCOL,
    }
}

const fn source_word(kind: SourceKind) -> &'static str {
    match kind {
        SourceKind::Clinical => "clinical",
        SourceKind::SelfReported => "self_reported",
        SourceKind::Imported => "imported",
    }
}

fn source_kind(word: &str) -> Result<SourceKind, DbErr> {
    match word {
        "clinical" => Ok(SourceKind::Clinical),
        "self_reported" => Ok(SourceKind::SelfReported),
        "imported" => Ok(SourceKind::Imported),
        _ => Err(DbErr::Type("entry.source".into())),
    }
}
