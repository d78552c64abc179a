//! Links in the database: keyed hashes of their secrets, and what they show, sealed under the
//! card's own key.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, QueryResult, Value};
use serde::{Deserialize, Serialize};
use shared::id::{EntryId, PatientId};
use shared::shares::model::ShareRecipient;
use uuid::Uuid;

use super::Error;
use crate::access::{Access, Change, ReadGrants, Write};
use crate::app::App;
use crate::db::sql::{all, run};
use crate::keys::{Owner, Place};

/// What a link shows and what for, as it lies sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub entries: BTreeSet<EntryId>,
    pub recipient: ShareRecipient,
    pub purpose: String,
}

/// A link; moments in microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub id: Uuid,
    pub patient: PatientId,
    pub code_hash: Vec<u8>,
    pub words: Words,
    pub tries_left: i32,
    pub openings_left: i32,
    pub openings: i32,
    pub ends_at: i64,
    pub created_at: i64,
    pub revoked_at: Option<i64>,
    /// When it was opened last.
    pub opened_at: Option<i64>,
}

impl Kept {
    pub fn is_live(&self, now: i64) -> bool {
        self.revoked_at.is_none()
            && self.tries_left > 0
            && self.openings_left > 0
            && self.ends_at > now
    }
}

/// What a link opens with: its secret's keyed hash, and its code's.
#[derive(Clone, Copy, Debug)]
pub struct Secrets {
    pub link_hash: [u8; 32],
    pub code_hash: [u8; 32],
}

const COLUMNS: &str = "id, patient_id, code_hash, sealed, tries_left, openings_left, openings,
    ends_at, created_at, revoked_at, opened_at";

fn place(id: Uuid, patient: PatientId) -> Place {
    Place { table: "share", row: id, owner: patient.0, version: 0 }
}

/// A row before it is unsealed.
struct Row {
    sealed: Vec<u8>,
    id: Uuid,
    patient: PatientId,
    code_hash: Vec<u8>,
    tries_left: i32,
    openings_left: i32,
    openings: i32,
    ends_at: i64,
    created_at: i64,
    revoked_at: Option<i64>,
    opened_at: Option<i64>,
}

fn read(row: &QueryResult) -> Result<Row, DbErr> {
    Ok(Row {
        sealed: row.try_get("", "sealed")?,
        id: row.try_get("", "id")?,
        patient: PatientId(row.try_get("", "patient_id")?),
        code_hash: row.try_get("", "code_hash")?,
        tries_left: row.try_get("", "tries_left")?,
        openings_left: row.try_get("", "openings_left")?,
        openings: row.try_get("", "openings")?,
        ends_at: row.try_get("", "ends_at")?,
        created_at: row.try_get("", "created_at")?,
        revoked_at: row.try_get("", "revoked_at")?,
        opened_at: row.try_get("", "opened_at")?,
    })
}

async fn many(
    app: &App,
    db: &impl ConnectionTrait,
    find: &str,
    values: Vec<Value>,
) -> Result<Vec<Kept>, Error> {
    let rows: Vec<Row> =
        all(db, find, values).await?.iter().map(read).collect::<Result<_, DbErr>>()?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        let owner = Owner::patient(row.patient.0);
        let key = app.keys().find(db, owner).await?.ok_or(Error::NotFound)?;
        found.push(Kept {
            id: row.id,
            patient: row.patient,
            code_hash: row.code_hash,
            words: key.unseal_json(&place(row.id, row.patient), &row.sealed)?,
            tries_left: row.tries_left,
            openings_left: row.openings_left,
            openings: row.openings,
            ends_at: row.ends_at,
            created_at: row.created_at,
            revoked_at: row.revoked_at,
            opened_at: row.opened_at,
        });
    }
    Ok(found)
}

/// Nobody else opens or ends it meanwhile. SQLite lets one write at a time anyway.
fn held(tx: &DatabaseTransaction, mut find: String) -> String {
    if tx.get_database_backend() == DbBackend::Postgres {
        find.push_str(" for update");
    }
    find
}

pub async fn insert<P: Write>(
    app: &App,
    change: &Change<P>,
    new: &Kept,
    link_hash: [u8; 32],
) -> Result<(), Error> {
    const INSERT: &str = "
        insert into share
            (id, patient_id, link_hash, code_hash, sealed, tries_left, openings_left, openings,
             ends_at, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let owner = Owner::patient(new.patient.0);
    let key = app.keys().find(change.db(), owner).await?.ok_or(Error::NotFound)?;
    let values = [
        new.id.into(),
        change.patient().0.into(),
        link_hash.to_vec().into(),
        new.code_hash.clone().into(),
        key.seal_json(&place(new.id, new.patient), &new.words)?.into(),
        new.tries_left.into(),
        new.openings_left.into(),
        new.openings.into(),
        new.ends_at.into(),
        new.created_at.into(),
    ];
    run(change.db(), INSERT, values).await?;
    Ok(())
}

/// Every link of this card, the newest first.
pub async fn of_card(app: &App, access: &Access<ReadGrants>) -> Result<Vec<Kept>, Error> {
    let find = format!(
        "select {COLUMNS} from share where patient_id = $1 order by created_at desc, id desc"
    );
    many(app, access.db(), &find, vec![access.patient().0.into()]).await
}

/// One link of this card.
pub async fn find_in<P: Write>(
    app: &App,
    change: &Change<P>,
    id: Uuid,
) -> Result<Option<Kept>, Error> {
    let find = format!("select {COLUMNS} from share where id = $1 and patient_id = $2");
    let values = vec![id.into(), change.patient().0.into()];
    Ok(many(app, change.db(), &held(change.db(), find), values).await?.pop())
}

/// How many links of this card can be opened.
pub async fn count_live<P: Write>(change: &Change<P>, now: i64) -> Result<usize, DbErr> {
    const FIND: &str = "
        select id from share
        where patient_id = $1 and revoked_at is null and tries_left > 0 and openings_left > 0
            and ends_at > $2";
    Ok(all(change.db(), FIND, [change.patient().0.into(), now.into()]).await?.len())
}

/// The link with this secret, whatever has become of it.
pub async fn find_by_link(
    app: &App,
    tx: &DatabaseTransaction,
    link_hash: &[u8; 32],
) -> Result<Option<Kept>, Error> {
    let find = format!("select {COLUMNS} from share where link_hash = $1");
    Ok(many(app, tx, &held(tx, find), vec![link_hash.to_vec().into()]).await?.pop())
}

/// Other secrets for a link nobody has opened: the ones before open nothing any more.
pub async fn renew<P: Write>(change: &Change<P>, id: Uuid, secrets: Secrets) -> Result<(), DbErr> {
    const RENEW: &str =
        "update share set link_hash = $3, code_hash = $4 where id = $1 and patient_id = $2";
    let values = [
        id.into(),
        change.patient().0.into(),
        secrets.link_hash.to_vec().into(),
        secrets.code_hash.to_vec().into(),
    ];
    run(change.db(), RENEW, values).await.map(drop)
}

/// Counts a wrong code.
pub async fn count_try(tx: &DatabaseTransaction, id: Uuid) -> Result<(), DbErr> {
    const COUNT: &str =
        "update share set tries_left = tries_left - 1 where id = $1 and tries_left > 0";
    run(tx, COUNT, [id.into()]).await.map(drop)
}

/// Counts an opening.
pub async fn count_opening(tx: &DatabaseTransaction, id: Uuid, now: i64) -> Result<(), DbErr> {
    const COUNT: &str = "
        update share set openings_left = openings_left - 1, opened_at = $2
        where id = $1 and openings_left > 0";
    run(tx, COUNT, [id.into(), now.into()]).await.map(drop)
}

pub async fn revoke<P: Write>(change: &Change<P>, id: Uuid, now: i64) -> Result<(), DbErr> {
    const REVOKE: &str = "
        update share set revoked_at = $3
        where id = $1 and patient_id = $2 and revoked_at is null";
    run(change.db(), REVOKE, [id.into(), change.patient().0.into(), now.into()]).await.map(drop)
}
