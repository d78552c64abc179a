//! Resources in the database: sealed, append-only, found by keyed hashes.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{
    ConnectionTrait, DbErr, EntityTrait as _, ExprTrait as _, QueryFilter as _, QueryOrder as _,
    Select,
};
use shared::access::model::Section;
use shared::id::{EntryId, PatientId};
use shared::interop::fhir::read::section_of;
use uuid::Uuid;

use super::entity;
pub use super::entity::Model as Row;
use super::fhir::whole::{Whole, unpack};
use crate::access::{Access, Change, EntryPlace, ReadResources, WriteResources};
use crate::app::App;
use crate::keys::{KeyError, Place, SealError};

/// The patient of what is nobody's.
pub const NOBODY: Uuid = Uuid::nil();
/// Rows of one statement: far below what either database binds.
const CHUNK: usize = 500;

/// A version of a resource to be appended.
pub struct NewRow {
    pub id: Uuid,
    pub version: i32,
    pub patient: Uuid,
    pub kind: String,
    pub deleted: bool,
    pub sealed: Vec<u8>,
}

/// Where a version lies in a card.
pub fn place(kind: &str, id: Uuid, version: i32) -> EntryPlace {
    let section: Section = section_of(kind);
    EntryPlace { id: EntryId(id), version, section }
}

/// Where a version of what is nobody's lies.
fn nobodys_place(id: Uuid, version: i32) -> Place {
    Place { table: "resource", row: id, owner: NOBODY, version: i64::from(version) }
}

/// All rows: those of a card stay sealed without its proof.
#[expect(clippy::disallowed_methods, reason = "whose a resource is, is what is looked for here")]
fn rows() -> Select<entity::Entity> {
    entity::Entity::find()
}

/// The newest versions of these, still sealed: whose they are is in the rows, and their content
/// waits for the gate.
pub async fn newest(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Row>, DbErr> {
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let mut found = HashMap::new();
    for chunk in ids.chunks(CHUNK) {
        let rows = rows()
            .filter(entity::COLUMN.id.is_in(chunk.iter().copied()))
            .order_by_asc(entity::COLUMN.version)
            .all(db)
            .await?;
        found.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    Ok(found)
}

/// The versions of one resource, newest first, still sealed.
pub async fn versions(db: &impl ConnectionTrait, id: Uuid) -> Result<Vec<Row>, DbErr> {
    let find = rows().filter(entity::COLUMN.id.eq(id));
    find.order_by_desc(entity::COLUMN.version).all(db).await
}

/// The newest versions of a card's resources of these kinds, of all where none is named.
pub async fn of_card(access: &Access<ReadResources>, kinds: &[&str]) -> Result<Vec<Row>, DbErr> {
    let mut find = access.rows::<entity::Entity>();
    if !kinds.is_empty() {
        find = find.filter(entity::COLUMN.kind.is_in(kinds.iter().copied()));
    }
    Ok(only_newest(find.order_by_asc(entity::COLUMN.version).all(access.db()).await?))
}

/// The newest versions of what is nobody's, of one kind.
pub async fn of_nobody(db: &impl ConnectionTrait, kind: &str) -> Result<Vec<Row>, DbErr> {
    let find = rows()
        .filter(entity::COLUMN.patient_id.eq(NOBODY))
        .filter(entity::COLUMN.kind.eq(kind))
        .order_by_asc(entity::COLUMN.version);
    Ok(only_newest(find.all(db).await?))
}

/// Of rows ordered by version.
fn only_newest(rows: Vec<Row>) -> Vec<Row> {
    let mut newest: HashMap<Uuid, Row> = HashMap::with_capacity(rows.len());
    for row in rows {
        newest.insert(row.id, row);
    }
    newest.into_values().filter(|row| !row.deleted).collect()
}

/// Unseals a version of a card's resource; nothing where this caller may not see it.
pub fn reveal<P>(access: &Access<P>, row: &Row) -> Result<Option<Whole>, SealError> {
    access.reveal(place(&row.kind, row.id, row.version), &row.sealed)
}

/// The same while changing the card.
pub fn reveal_in(change: &Change<WriteResources>, row: &Row) -> Result<Option<Whole>, SealError> {
    change.reveal(place(&row.kind, row.id, row.version), &row.sealed)
}

/// Unseals what is nobody's.
pub fn reveal_nobodys(app: &App, row: &Row) -> Result<Whole, SealError> {
    let place = nobodys_place(row.id, row.version);
    unpack(&app.keys().deployment().service.unseal(&place, &row.sealed)?)
}

/// Seals what is nobody's: a practitioner's name is a person's too.
pub fn seal_nobodys(
    app: &App,
    id: Uuid,
    version: i32,
    packed: &[u8],
) -> Result<Vec<u8>, SealError> {
    app.keys().deployment().service.seal(&nobodys_place(id, version), packed)
}

/// Appends versions. The key of the table refuses a second one of the same number.
pub async fn insert(
    db: &impl ConnectionTrait,
    rows: Vec<NewRow>,
    by: Uuid,
    now: i64,
) -> Result<(), DbErr> {
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let mut insert = Query::insert()
            .into_table("resource")
            .columns([
                "id",
                "version",
                "patient_id",
                "kind",
                "recorded_by",
                "received_at",
                "deleted",
                "sealed",
            ])
            .to_owned();
        for row in rows.by_ref().take(CHUNK) {
            insert.values_panic([
                row.id.into(),
                row.version.into(),
                row.patient.into(),
                row.kind.into(),
                by.into(),
                now.into(),
                row.deleted.into(),
                row.sealed.into(),
            ]);
        }
        db.execute(&insert).await?;
    }
    Ok(())
}

/// The keyed hash of a logical id that is no UUID.
pub fn id_key(app: &App, kind: &str, id: &str) -> Result<Vec<u8>, KeyError> {
    key(app, "fhir_id", &format!("{kind}/{id}"))
}

/// The keyed hash of a business identifier. Where the system is empty it is the program's own.
pub fn identifier_key(
    app: &App,
    kind: &str,
    system: &str,
    value: &str,
) -> Result<Vec<u8>, KeyError> {
    key(app, "fhir_identifier", &format!("{kind}|{system}|{value}"))
}

/// The keyed hash of an identifier of a person.
pub fn person_key(app: &App, system: &str, value: &str) -> Result<Vec<u8>, KeyError> {
    key(app, "patient_identifier", &format!("{system}|{value}"))
}

/// 128 bits of the keyed hash: enough that two never meet, half of what every row would carry.
fn key(app: &App, kind: &str, value: &str) -> Result<Vec<u8>, KeyError> {
    let hash = app.keys().deployment().lookup(kind, value)?;
    Ok(hash.iter().take(16).copied().collect())
}

/// From keys to the resources that bear them.
pub async fn by_keys(
    db: &impl ConnectionTrait,
    keys: &[Vec<u8>],
) -> Result<HashMap<Vec<u8>, Vec<Uuid>>, DbErr> {
    pairs(db, "resource_key", "resource_id", keys).await
}

/// From keys of identifiers to the cards that are filed under them.
pub async fn patients_by_keys(
    db: &impl ConnectionTrait,
    keys: &[Vec<u8>],
) -> Result<HashMap<Vec<u8>, Vec<Uuid>>, DbErr> {
    pairs(db, "patient_identifier", "patient_id", keys).await
}

async fn pairs(
    db: &impl ConnectionTrait,
    table: &'static str,
    column: &'static str,
    keys: &[Vec<u8>],
) -> Result<HashMap<Vec<u8>, Vec<Uuid>>, DbErr> {
    let mut found: HashMap<Vec<u8>, Vec<Uuid>> = HashMap::new();
    for chunk in keys.chunks(CHUNK) {
        let select = Query::select()
            .columns(["hash", column])
            .from(table)
            .and_where(Expr::col("hash").is_in(chunk.iter().cloned()))
            .order_by(column, sea_orm::sea_query::Order::Asc)
            .to_owned();
        for row in db.query_all(&select).await? {
            found.entry(row.try_get("", "hash")?).or_default().push(row.try_get("", column)?);
        }
    }
    Ok(found)
}

pub async fn insert_keys(
    db: &impl ConnectionTrait,
    keys: Vec<(Vec<u8>, Uuid)>,
) -> Result<(), DbErr> {
    insert_pairs(db, "resource_key", "resource_id", keys).await
}

/// Files a card under identifiers.
pub async fn insert_patient_keys(
    db: &impl ConnectionTrait,
    keys: Vec<Vec<u8>>,
    patient: PatientId,
) -> Result<(), DbErr> {
    let keys = keys.into_iter().map(|key| (key, patient.0)).collect();
    insert_pairs(db, "patient_identifier", "patient_id", keys).await
}

async fn insert_pairs(
    db: &impl ConnectionTrait,
    table: &'static str,
    column: &'static str,
    pairs: Vec<(Vec<u8>, Uuid)>,
) -> Result<(), DbErr> {
    for chunk in pairs.chunks(CHUNK) {
        let conflict = OnConflict::columns(["hash", column]).do_nothing().to_owned();
        let mut insert = Query::insert()
            .into_table(table)
            .columns(["hash", column])
            .on_conflict(conflict)
            .to_owned();
        for (key, id) in chunk {
            insert.values_panic([key.clone().into(), (*id).into()]);
        }
        db.execute(&insert).await?;
    }
    Ok(())
}

/// Whether a file of this content was imported whole.
pub async fn is_imported(db: &impl ConnectionTrait, hash: &[u8; 32]) -> Result<bool, DbErr> {
    let select = Query::select()
        .column("hash")
        .from("imported_file")
        .and_where(Expr::col("hash").eq(hash.to_vec()))
        .to_owned();
    Ok(db.query_one(&select).await?.is_some())
}

pub async fn insert_imported(
    db: &impl ConnectionTrait,
    hash: &[u8; 32],
    now: i64,
) -> Result<(), DbErr> {
    let insert = Query::insert()
        .into_table("imported_file")
        .columns(["hash", "imported_at"])
        .values_panic([hash.to_vec().into(), now.into()])
        .on_conflict(OnConflict::column("hash").do_nothing().to_owned())
        .to_owned();
    db.execute(&insert).await.map(drop)
}
