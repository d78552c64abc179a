//! Entries in the database. Every query is bound to the patient of the proof it is given.

use sea_orm::sea_query::{Alias, Asterisk, ExprTrait as _, Query, SimpleExpr, UnionType};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbErr, FromQueryResult as _, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait as _, Select, Set,
};
use serde::{Deserialize, Serialize};
use shared::access::model::{Section, Sensitivity};
use shared::id::{AccountId, EntryId, OrganizationId, PatientId};
use shared::record::model::{Content, Entry, Source, SourceKind};
use uuid::Uuid;

use super::entity;
use super::service::{Error, NewEntry};
use crate::access::{Access, Change, EntryPlace, Guarded, ReadEntries, ReadSummary, Write};
use crate::app::{micros, moment};
use crate::keys::{Place, SealingKey};

/// What lies sealed in an entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Sealed {
    sensitivity: Sensitivity,
    organization_name: Option<String>,
    author: Option<String>,
    content: Content,
}

impl Guarded for Sealed {
    fn sensitivity(&self) -> Sensitivity {
        self.sensitivity
    }
}

/// Observations a summary looks at: the newest of each analyte are among them.
const SUMMARY_OBSERVATIONS: u64 = 100;
/// Visits a summary looks at; some of them may be hidden.
const SUMMARY_VISITS: u64 = 10;

/// A position in a list: the moment and id of the last entry shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub occurred_at: i64,
    pub id: Uuid,
}

/// What a summary may show, in no order. One query, whatever the ground opens.
pub async fn for_summary(access: &Access<ReadSummary>) -> Result<Vec<Entry>, Error> {
    let parts =
        Section::ALL.iter().filter(|section| access.opens(**section)).filter_map(|section| {
            let most = match section {
                Section::Allergies | Section::Conditions | Section::Medicines => u64::MAX,
                Section::Visits => SUMMARY_VISITS,
                Section::Results => SUMMARY_OBSERVATIONS,
                Section::Notes => return None,
            };
            let mut rows = current(access.rows()).filter(entity::COLUMN.section.eq(section.wire()));
            if most < u64::MAX {
                rows = rows.order_by_desc(entity::COLUMN.occurred_at).limit(most);
            }
            let columns = Query::select().column(Asterisk).to_owned();
            // SQLite takes an order inside a union only within a select of its own.
            Some(columns.clone().from_subquery(rows.into_query(), section.wire()).to_owned())
        });
    let Some(query) = parts.reduce(|mut all, part| all.union(UnionType::All, part).to_owned())
    else {
        return Ok(Vec::new());
    };
    let rows = access.db().query_all(&query).await?;
    let rows = rows.iter().map(|row| entity::Model::from_query_result(row, ""));
    reveal_all(rows.collect::<Result<_, _>>()?, |place, sealed| access.reveal(place, sealed))
}

/// Up to `limit` entries after `cursor`, newest first, and where the next page starts.
///
/// Hidden entries fall out after the query, so a page may be filled in several steps; the caller
/// cannot tell a page with gaps from one without.
pub async fn page(
    access: &Access<ReadEntries>,
    section: Option<Section>,
    mut cursor: Option<Cursor>,
    limit: usize,
) -> Result<(Vec<Entry>, Option<Cursor>), Error> {
    let wanted = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    let mut entries = Vec::new();
    loop {
        let mut query = current(access.rows())
            .order_by_desc(entity::COLUMN.occurred_at)
            .order_by_desc(entity::COLUMN.id)
            .limit(wanted);
        if let Some(section) = section {
            query = query.filter(entity::COLUMN.section.eq(section.wire()));
        }
        if let Some(Cursor { occurred_at, id }) = cursor {
            let older = entity::COLUMN
                .occurred_at
                .lt(occurred_at)
                .or(entity::COLUMN.occurred_at.eq(occurred_at).and(entity::COLUMN.id.lt(id)));
            query = query.filter(older);
        }
        let rows = query.all(access.db()).await?;
        let ended = u64::try_from(rows.len()).unwrap_or(0) < wanted;
        cursor = rows.last().map(|row| Cursor { occurred_at: row.occurred_at, id: row.id });
        entries.extend(reveal_all(rows, |place, sealed| access.reveal(place, sealed))?);
        if ended || entries.len() > limit {
            break;
        }
    }
    let more = entries.len() > limit;
    entries.truncate(limit);
    let last = entries.last().filter(|_| more);
    let next = last.map(|last| Cursor { occurred_at: micros(last.occurred_at), id: last.id.0 });
    Ok((entries, next))
}

/// The newest version of one entry, as this caller may see it.
pub async fn find<P: Write>(change: &Change<P>, id: EntryId) -> Result<Option<Entry>, Error> {
    let row = current(change.rows()).filter(entity::COLUMN.id.eq(id.0)).one(change.db()).await?;
    let rows = row.into_iter().collect();
    Ok(reveal_all(rows, |place, sealed| change.reveal(place, sealed))?.pop())
}

/// Appends a version. The key of the table refuses a second one of the same number.
pub async fn insert<P: Write>(change: &Change<P>, new: &NewEntry) -> Result<Entry, Error> {
    let place = EntryPlace { id: new.id, version: new.version, section: new.content.section() };
    let sealed = change.seal(place, &sealed_of(new))?;
    row(new, change.patient(), change.account(), sealed).insert(change.db()).await?;
    Ok(entry(place, new))
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
    let sealed = key.seal_json(&place, &sealed_of(new))?;
    row(new, patient, by, sealed).insert(db).await?;
    Ok(())
}

/// Only the newest version of each entry.
fn current(rows: Select<entity::Entity>) -> Select<entity::Entity> {
    let newer = Alias::new("newer");
    let superseded = Query::select()
        .expr(SimpleExpr::from(1))
        .from_as("entry", newer.clone())
        .and_where(
            sea_orm::sea_query::Expr::col((newer.clone(), "patient_id"))
                .equals(("entry", "patient_id")),
        )
        .and_where(sea_orm::sea_query::Expr::col((newer.clone(), "id")).equals(("entry", "id")))
        .and_where(
            sea_orm::sea_query::Expr::col((newer, "version"))
                .gt(sea_orm::sea_query::Expr::col(("entry", "version"))),
        )
        .to_owned();
    rows.filter(sea_orm::sea_query::Expr::exists(superseded).not())
}

fn reveal_all(
    rows: Vec<entity::Model>,
    reveal: impl Fn(EntryPlace, &[u8]) -> Result<Option<Sealed>, crate::keys::SealError>,
) -> Result<Vec<Entry>, Error> {
    let mut entries = Vec::with_capacity(rows.len());
    for row in rows {
        let section =
            row.section.parse().map_err(|_| DbErr::Type(format!("entry {}: section", row.id)))?;
        let place = EntryPlace { id: EntryId(row.id), version: row.version, section };
        if let Some(sealed) = reveal(place, &row.sealed)? {
            entries.push(Entry {
                id: place.id,
                version: u32::try_from(row.version).unwrap_or(0),
                section,
                occurred_at: moment(row.occurred_at),
                received_at: moment(row.received_at),
                source: Source {
                    kind: source_kind(&row.source)?,
                    organization: row.organization_id.map(OrganizationId),
                    organization_name: sealed.organization_name,
                    author: sealed.author,
                },
                content: sealed.content,
            });
        }
    }
    Ok(entries)
}

fn entry(place: EntryPlace, new: &NewEntry) -> Entry {
    Entry {
        id: new.id,
        version: u32::try_from(new.version).unwrap_or(0),
        section: place.section,
        occurred_at: new.occurred_at,
        received_at: new.received_at,
        source: new.source.clone(),
        content: new.content.clone(),
    }
}

fn sealed_of(new: &NewEntry) -> Sealed {
    Sealed {
        sensitivity: new.sensitivity,
        organization_name: new.source.organization_name.clone(),
        author: new.source.author.clone(),
        content: new.content.clone(),
    }
}

fn row(new: &NewEntry, patient: PatientId, by: AccountId, sealed: Vec<u8>) -> entity::ActiveModel {
    entity::ActiveModel {
        patient_id: Set(patient.0),
        id: Set(new.id.0),
        version: Set(new.version),
        kind: Set(kind_word(&new.content).to_owned()),
        section: Set(new.content.section().wire().to_owned()),
        occurred_at: Set(micros(new.occurred_at)),
        received_at: Set(micros(new.received_at)),
        recorded_by: Set(by.0),
        organization_id: Set(new.source.organization.map(|organization| organization.0)),
        source: Set(source_word(new.source.kind).to_owned()),
        sealed: Set(sealed),
    }
}

/// The FHIR resource the content corresponds to.
const fn kind_word(content: &Content) -> &'static str {
    match content {
        Content::Encounter(_) => "encounter",
        Content::Condition(_) => "condition",
        Content::AllergyIntolerance(_) => "allergy_intolerance",
        Content::MedicationStatement(_) => "medication_statement",
        Content::Observation(_) => "observation",
        Content::Note(_) => "note",
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
