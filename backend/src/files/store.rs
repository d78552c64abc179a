//! Rows of files. What a file is called lies sealed under its entry's id, so that the gate's filter
//! of sections and hidden entries holds for files too.

use std::collections::HashSet;

use sea_orm::sea_query::{Expr, Query};
use sea_orm::{
    ActiveModelTrait as _, ConnectionTrait, DbErr, ExprTrait as _, PaginatorTrait as _,
    QueryFilter as _, QueryOrder as _, Set,
};
use serde::{Deserialize, Serialize};
use shared::access::model::{Section, Sensitivity};
use shared::files::model::FileBrief;
use shared::id::EntryId;
use time::OffsetDateTime;
use uuid::Uuid;

use super::entity;
use super::service::Error;
use crate::access::{Access, Change, EntryPlace, Guarded, ReadEntries, Write};
use crate::app::micros;
use crate::keys::SealError;

/// Ids of one statement: far below what either database binds.
const CHUNK: usize = 500;

/// What lies sealed in a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Description {
    pub sensitivity: Sensitivity,
    pub name: String,
    pub content_type: String,
    /// Of the bytes, not of the object.
    pub size: u64,
    /// Of the bytes.
    pub sha256: [u8; 32],
}

impl Guarded for Description {
    const TABLE: &'static str = "file";

    fn read(plain: &[u8]) -> Result<Self, SealError> {
        Ok(serde_json::from_slice(plain)?)
    }

    fn sensitivity(&self) -> Sensitivity {
        self.sensitivity
    }
}

impl Description {
    pub fn brief(&self) -> FileBrief {
        let Self { name, content_type, size, .. } = self.clone();
        FileBrief { name, content_type, size }
    }
}

/// The bytes of a file, as an object holds them.
pub struct Content(pub Vec<u8>);

impl Guarded for Content {
    const TABLE: &'static str = "file_content";

    fn read(plain: &[u8]) -> Result<Self, SealError> {
        Ok(Self(plain.to_vec()))
    }

    /// The gate has asked it of the entry and of the description before.
    fn sensitivity(&self) -> Sensitivity {
        Sensitivity::Usual
    }
}

/// A file to be kept: its object is there already.
pub struct NewRow {
    pub id: Uuid,
    /// Counts up from 1.
    pub number: i32,
    /// Of the object.
    pub size: i64,
    pub description: Description,
}

/// Where the description of an entry's file lies.
pub const fn place(entry: EntryId, number: i32) -> EntryPlace {
    EntryPlace { id: entry, version: number, section: Section::Documents }
}

/// The object of a file and what it is, as far as this caller may see it.
pub async fn find(
    access: &Access<ReadEntries>,
    entry: EntryId,
    number: i32,
) -> Result<Option<(Uuid, Description)>, Error> {
    let row = access
        .rows::<entity::Entity>()
        .filter(entity::COLUMN.entry_id.eq(entry.0))
        .filter(entity::COLUMN.number.eq(number))
        .one(access.db())
        .await?;
    let Some(row) = row else { return Ok(None) };
    let description = access.reveal(place(entry, row.number), &row.sealed)?;
    Ok(description.map(|description| (row.id, description)))
}

/// What the files of an entry are, in their order.
pub async fn descriptions<P: Write>(
    change: &Change<P>,
    entry: EntryId,
) -> Result<Vec<Description>, Error> {
    let find = change.rows::<entity::Entity>().filter(entity::COLUMN.entry_id.eq(entry.0));
    let rows = find.order_by_asc(entity::COLUMN.number).all(change.db()).await?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.extend(change.reveal(place(entry, row.number), &row.sealed)?);
    }
    Ok(found)
}

/// How many files the card holds.
pub async fn count<P: Write>(change: &Change<P>) -> Result<u64, Error> {
    Ok(change.rows::<entity::Entity>().count(change.db()).await?)
}

/// Names an object as a file of an entry.
pub async fn insert<P: Write>(
    change: &Change<P>,
    entry: EntryId,
    new: &NewRow,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let plain = serde_json::to_vec(&new.description).map_err(SealError::from)?;
    let row = entity::ActiveModel {
        patient_id: Set(change.patient().0),
        id: Set(new.id),
        entry_id: Set(entry.0),
        number: Set(new.number),
        recorded_at: Set(micros(now)),
        size: Set(new.size),
        sealed: Set(change.seal::<Description>(place(entry, new.number), &plain)?),
    };
    row.insert(change.db()).await?;
    Ok(())
}

/// Those of these objects that no row names.
pub async fn unnamed(db: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<Uuid>, DbErr> {
    let mut named: HashSet<Uuid> = HashSet::new();
    for chunk in ids.chunks(CHUNK) {
        let select = Query::select()
            .column("id")
            .from("file")
            .and_where(Expr::col("id").is_in(chunk.iter().copied()))
            .to_owned();
        for row in db.query_all(&select).await? {
            named.insert(row.try_get("", "id")?);
        }
    }
    Ok(ids.iter().copied().filter(|id| !named.contains(id)).collect())
}
