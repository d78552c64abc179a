//! Reports in the database. A row lies under its entry's id, so that the gate's filter of sections
//! and hidden entries holds for what is said about them too.

use std::collections::BTreeMap;

use sea_orm::{ActiveModelTrait as _, QueryFilter as _, QueryOrder as _, Set};
use serde::{Deserialize, Serialize};
use shared::access::model::{Section, Sensitivity};
use shared::id::{AccountId, EntryId, OrganizationId};
use shared::journal::model::AskedLook;
use shared::record::asked::Missing;
use shared::record::report::{Report, ReportAnswer, ReportKind, ReportState};
use shared::wire_time;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::entity;
use crate::access::{Access, Change, EntryPlace, Guarded, ReadEntries, Write};
use crate::app::micros;
use crate::keys::SealError;
use crate::record::Error;

/// How a report stands, as it lies sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stand {
    pub sensitivity: Sensitivity,
    /// Made by the client, once per report.
    pub key: Uuid,
    pub kind: ReportKind,
    pub words: Option<String>,
    #[serde(with = "wire_time::moment")]
    pub made_at: OffsetDateTime,
    pub organization: Option<OrganizationId>,
    pub organization_name: Option<String>,
    #[serde(with = "wire_time::optional_date")]
    pub due_on: Option<Date>,
    pub state: ReportState,
    pub answer: Option<ReportAnswer>,
    /// What never came, where it is about no entry.
    #[serde(default)]
    pub missing: Option<Missing>,
    /// The look whose reason is asked for, where it is about no entry.
    #[serde(default)]
    pub look: Option<AskedLook>,
    /// By which the organization's staff sees it until it is settled.
    #[serde(default)]
    pub ground: Option<Uuid>,
}

impl Guarded for Stand {
    const TABLE: &'static str = "report";

    fn read(plain: &[u8]) -> Result<Self, SealError> {
        Ok(serde_json::from_slice(plain)?)
    }

    fn sensitivity(&self) -> Sensitivity {
        self.sensitivity
    }
}

impl Stand {
    /// Whether it is about no entry, but stands for itself.
    pub const fn is_request(&self) -> bool {
        self.missing.is_some() || self.look.is_some()
    }

    pub fn report(self, version: i32) -> Report {
        Report {
            version: u32::try_from(version).unwrap_or(0),
            kind: self.kind,
            words: self.words,
            made_at: self.made_at,
            organization: self.organization_name,
            due_on: self.due_on,
            state: self.state,
            answer: self.answer,
        }
    }
}

/// A row with what was unsealed of it.
pub struct Kept {
    pub entry: EntryId,
    pub section: Section,
    pub version: i32,
    pub by: AccountId,
    /// In microseconds.
    pub at: i64,
    pub stand: Stand,
}

impl Kept {
    fn of(row: &entity::Model, section: Section, stand: Stand) -> Self {
        Self {
            entry: EntryId(row.entry_id),
            section,
            version: row.version,
            by: AccountId(row.recorded_by),
            at: row.recorded_at,
            stand,
        }
    }
}

/// All that happened to the reports about one entry, newest first.
pub async fn about(access: &Access<ReadEntries>, entry: EntryId) -> Result<Vec<Kept>, Error> {
    let find = access.rows::<entity::Entity>().filter(entity::COLUMN.entry_id.eq(entry.0));
    let rows = find.order_by_desc(entity::COLUMN.version).all(access.db()).await?;
    rows.iter().filter_map(|row| kept(row, |place, sealed| access.reveal(place, sealed))).collect()
}

/// The same while changing the card.
pub async fn about_in<P: Write>(change: &Change<P>, entry: EntryId) -> Result<Vec<Kept>, Error> {
    let find = change.rows::<entity::Entity>().filter(entity::COLUMN.entry_id.eq(entry.0));
    let rows = find.order_by_desc(entity::COLUMN.version).all(change.db()).await?;
    rows.iter().filter_map(|row| kept(row, |place, sealed| change.reveal(place, sealed))).collect()
}

/// How the newest report about each entry of the card stands, and each thing that is missing, as
/// far as this caller may see it.
pub async fn newest<P>(access: &Access<P>) -> Result<Vec<Kept>, Error> {
    let find = access.rows::<entity::Entity>().order_by_asc(entity::COLUMN.entry_id);
    let rows = find.order_by_desc(entity::COLUMN.version).all(access.db()).await?;
    rows.chunk_by(|a, b| a.entry_id == b.entry_id)
        .filter_map(|rows| rows.first())
        .filter_map(|row| kept(row, |place, sealed| access.reveal(place, sealed)))
        .collect()
}

/// What was asked about looks, by the number of the line: of each the newest question.
pub async fn looks<P>(access: &Access<P>) -> Result<BTreeMap<i64, Report>, Error> {
    let mut all = newest(access).await?;
    all.sort_by_key(|kept| kept.stand.made_at);
    let asked = all.into_iter().filter_map(|kept| {
        let seq = kept.stand.look.as_ref()?.seq;
        Some((seq, kept.stand.report(kept.version)))
    });
    // The later one takes the place of the earlier.
    Ok(asked.collect())
}

/// The same while changing the card.
pub async fn newest_in<P: Write>(change: &Change<P>) -> Result<Vec<Kept>, Error> {
    let find = change.rows::<entity::Entity>().order_by_asc(entity::COLUMN.entry_id);
    let rows = find.order_by_desc(entity::COLUMN.version).all(change.db()).await?;
    rows.chunk_by(|a, b| a.entry_id == b.entry_id)
        .filter_map(|rows| rows.first())
        .filter_map(|row| kept(row, |place, sealed| change.reveal(place, sealed)))
        .collect()
}

fn kept(
    row: &entity::Model,
    reveal: impl FnOnce(EntryPlace, &[u8]) -> Result<Option<Stand>, SealError>,
) -> Option<Result<Kept, Error>> {
    let read = || {
        let section = row.section.parse();
        let section = section.map_err(|_| sea_orm::DbErr::Type("report.section".into()))?;
        let place = EntryPlace { id: EntryId(row.entry_id), version: row.version, section };
        Ok(reveal(place, &row.sealed)?.map(|stand| Kept::of(row, section, stand)))
    };
    read().transpose()
}

/// Appends how a report stands now. The key of the table refuses a second one of that number.
pub async fn append<P: Write>(
    change: &Change<P>,
    place: EntryPlace,
    stand: &Stand,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let plain = serde_json::to_vec(stand).map_err(SealError::from)?;
    let row = entity::ActiveModel {
        patient_id: Set(change.patient().0),
        entry_id: Set(place.id.0),
        version: Set(place.version),
        section: Set(place.section.wire().to_owned()),
        recorded_by: Set(change.account().0),
        recorded_at: Set(micros(now)),
        sealed: Set(change.seal::<Stand>(place, &plain)?),
    };
    row.insert(change.db()).await?;
    Ok(())
}
