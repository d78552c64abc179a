//! Attestations in the database. A row lies under its entry's id, so that the gate's filter of
//! sections and hidden entries holds for it too.

use sea_orm::{ActiveModelTrait as _, QueryFilter as _, Set};
use serde::{Deserialize, Serialize};
use shared::access::model::{Section, Sensitivity};
use shared::id::EntryId;
use shared::record::attest::Attestation;
use time::OffsetDateTime;

use super::entity;
use crate::access::{Access, Change, EntryPlace, Guarded, ReadEntries, Write};
use crate::app::micros;
use crate::keys::SealError;
use crate::record::Error;

/// An attestation as it lies sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub sensitivity: Sensitivity,
    pub attestation: Attestation,
}

impl Guarded for Kept {
    const TABLE: &'static str = "attestation";

    fn read(plain: &[u8]) -> Result<Self, SealError> {
        Ok(serde_json::from_slice(plain)?)
    }

    fn sensitivity(&self) -> Sensitivity {
        self.sensitivity
    }
}

/// There is one at most: it is of the visit, and not of a version of its entry.
const VERSION: i32 = 1;

pub async fn find(
    access: &Access<ReadEntries>,
    entry: EntryId,
) -> Result<Option<Attestation>, Error> {
    let find = access.rows::<entity::Entity>().filter(entity::COLUMN.entry_id.eq(entry.0));
    let Some(row) = find.one(access.db()).await? else { return Ok(None) };
    Ok(access.reveal::<Kept>(place(&row)?, &row.sealed)?.map(|kept| kept.attestation))
}

/// The same while changing the card.
pub async fn find_in<P: Write>(
    change: &Change<P>,
    entry: EntryId,
) -> Result<Option<Attestation>, Error> {
    let find = change.rows::<entity::Entity>().filter(entity::COLUMN.entry_id.eq(entry.0));
    let Some(row) = find.one(change.db()).await? else { return Ok(None) };
    Ok(change.reveal::<Kept>(place(&row)?, &row.sealed)?.map(|kept| kept.attestation))
}

/// Keeps it. The key of the table refuses a second one.
pub async fn insert<P: Write>(
    change: &Change<P>,
    entry: EntryId,
    section: Section,
    kept: &Kept,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let plain = serde_json::to_vec(kept).map_err(SealError::from)?;
    let place = EntryPlace { id: entry, version: VERSION, section };
    let row = entity::ActiveModel {
        patient_id: Set(change.patient().0),
        entry_id: Set(entry.0),
        section: Set(section.wire().to_owned()),
        recorded_by: Set(change.account().0),
        recorded_at: Set(micros(now)),
        sealed: Set(change.seal::<Kept>(place, &plain)?),
    };
    row.insert(change.db()).await?;
    Ok(())
}

fn place(row: &entity::Model) -> Result<EntryPlace, Error> {
    let section = row.section.parse();
    let section = section.map_err(|_| sea_orm::DbErr::Type("attestation.section".into()))?;
    Ok(EntryPlace { id: EntryId(row.entry_id), version: VERSION, section })
}
