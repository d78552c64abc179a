//! Trusted people in the database. What the patient wrote of them lies sealed under the card's own
//! key, and goes with it.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, QueryResult, Value};
use serde::{Deserialize, Serialize};
use shared::access::model::{Level, Section};
use shared::id::{AccountId, PatientId};
use shared::representatives::model::{PowerOfAttorney, Relation};
use uuid::Uuid;

use super::Error;
use crate::access::{Access, Change, ReadGrants, Write};
use crate::app::App;
use crate::db::sql::{all, run};
use crate::keys::{Owner, Place};

/// How far an invitation has come. Whether it is over by time is not written down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Waiting,
    Accepted,
    Refused,
    /// Ended by the patient, by the person, or told to have ended by time.
    Ended,
}

impl State {
    const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::Ended => "ended",
        }
    }

    fn parse(word: &str) -> Result<Self, DbErr> {
        [Self::Waiting, Self::Accepted, Self::Refused, Self::Ended]
            .into_iter()
            .find(|state| state.word() == word)
            .ok_or_else(|| DbErr::Type("representation.state".into()))
    }
}

/// What the patient wrote, as it lies sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub name: String,
    pub relation: Relation,
    pub sections: BTreeSet<Section>,
    pub document: Option<PowerOfAttorney>,
}

/// Somebody trusted; moments in microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trusted {
    pub id: Uuid,
    pub patient: PatientId,
    /// Absent until the invitation is accepted.
    pub account: Option<AccountId>,
    pub words: Words,
    pub level: Level,
    pub state: State,
    pub created_at: i64,
    /// Until when the code can be used.
    pub code_until: i64,
    pub ends_at: i64,
    pub answered_at: Option<i64>,
    pub ended_at: Option<i64>,
    /// What opened the card.
    pub ground: Option<Uuid>,
    pub told_since: Option<i64>,
}

impl Trusted {
    /// Whether nobody can use or end it any more.
    pub fn is_over(&self, now: i64) -> bool {
        let by_itself = match self.state {
            State::Waiting => self.code_until <= now,
            State::Accepted => false,
            State::Refused | State::Ended => true,
        };
        by_itself || self.ends_at <= now
    }
}

const COLUMNS: &str = "id, patient_id, account_id, sealed, level, state, created_at, code_until,
    ends_at, answered_at, ended_at, ground_id, told_since";
/// Ended in one round.
const MOST: i64 = 200;

fn place(id: Uuid, patient: PatientId) -> Place {
    Place { table: "representation", row: id, owner: patient.0, version: 0 }
}

/// A row before it is unsealed.
struct Row {
    sealed: Vec<u8>,
    id: Uuid,
    patient: PatientId,
    account: Option<AccountId>,
    level: Level,
    state: State,
    created_at: i64,
    code_until: i64,
    ends_at: i64,
    answered_at: Option<i64>,
    ended_at: Option<i64>,
    ground: Option<Uuid>,
    told_since: Option<i64>,
}

fn read(row: &QueryResult) -> Result<Row, DbErr> {
    let (level, state): (String, String) = (row.try_get("", "level")?, row.try_get("", "state")?);
    let account: Option<Uuid> = row.try_get("", "account_id")?;
    Ok(Row {
        sealed: row.try_get("", "sealed")?,
        id: row.try_get("", "id")?,
        patient: PatientId(row.try_get("", "patient_id")?),
        account: account.map(AccountId),
        level: level.parse().map_err(|_| DbErr::Type("representation.level".into()))?,
        state: State::parse(&state)?,
        created_at: row.try_get("", "created_at")?,
        code_until: row.try_get("", "code_until")?,
        ends_at: row.try_get("", "ends_at")?,
        answered_at: row.try_get("", "answered_at")?,
        ended_at: row.try_get("", "ended_at")?,
        ground: row.try_get("", "ground_id")?,
        told_since: row.try_get("", "told_since")?,
    })
}

async fn open(app: &App, db: &impl ConnectionTrait, row: Row) -> Result<Trusted, Error> {
    let owner = Owner::patient(row.patient.0);
    let key = app.keys().find(db, owner).await?.ok_or(Error::NotFound)?;
    let words = key.unseal_json(&place(row.id, row.patient), &row.sealed)?;
    Ok(Trusted {
        id: row.id,
        patient: row.patient,
        account: row.account,
        words,
        level: row.level,
        state: row.state,
        created_at: row.created_at,
        code_until: row.code_until,
        ends_at: row.ends_at,
        answered_at: row.answered_at,
        ended_at: row.ended_at,
        ground: row.ground,
        told_since: row.told_since,
    })
}

/// Every row that a statement finds.
async fn many(
    app: &App,
    db: &impl ConnectionTrait,
    find: &str,
    values: Vec<Value>,
) -> Result<Vec<Trusted>, Error> {
    let rows: Vec<Row> =
        all(db, find, values).await?.iter().map(read).collect::<Result<_, DbErr>>()?;
    let mut found = Vec::with_capacity(rows.len());
    for row in rows {
        found.push(open(app, db, row).await?);
    }
    Ok(found)
}

/// The row that a statement finds; nobody else answers, ends or changes it meanwhile. SQLite lets
/// one write at a time anyway.
async fn one_held(
    app: &App,
    tx: &DatabaseTransaction,
    find: &str,
    values: Vec<Value>,
) -> Result<Option<Trusted>, Error> {
    let mut find = find.to_owned();
    if tx.get_database_backend() == DbBackend::Postgres {
        find.push_str(" for update");
    }
    Ok(many(app, tx, &find, values).await?.pop())
}

pub async fn insert(
    app: &App,
    db: &impl ConnectionTrait,
    new: &Trusted,
    code_hash: [u8; 32],
) -> Result<(), Error> {
    const INSERT: &str = "
        insert into representation
            (id, patient_id, account_id, code_hash, sealed, level, state, created_at, code_until,
             ends_at, answered_at, ground_id)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    let owner = Owner::patient(new.patient.0);
    let key = app.keys().find(db, owner).await?.ok_or(Error::NotFound)?;
    let values = [
        new.id.into(),
        new.patient.0.into(),
        new.account.map(|account| account.0).into(),
        code_hash.to_vec().into(),
        key.seal_json(&place(new.id, new.patient), &new.words)?.into(),
        new.level.wire().into(),
        new.state.word().into(),
        new.created_at.into(),
        new.code_until.into(),
        new.ends_at.into(),
        new.answered_at.into(),
        new.ground.into(),
    ];
    run(db, INSERT, values).await?;
    Ok(())
}

/// Everybody who acts for this patient, did, or was invited to; the newest first.
pub async fn of_card(app: &App, access: &Access<ReadGrants>) -> Result<Vec<Trusted>, Error> {
    list(app, access.db(), access.patient()).await
}

/// The same while the card is changed.
pub async fn of_card_in<P: Write>(app: &App, change: &Change<P>) -> Result<Vec<Trusted>, Error> {
    list(app, change.db(), change.patient()).await
}

async fn list(
    app: &App,
    db: &impl ConnectionTrait,
    patient: PatientId,
) -> Result<Vec<Trusted>, Error> {
    let find = format!(
        "select {COLUMNS} from representation where patient_id = $1
         order by created_at desc, id desc"
    );
    many(app, db, &find, vec![patient.0.into()]).await
}

/// One of this card.
pub async fn find_in<P: Write>(
    app: &App,
    change: &Change<P>,
    id: Uuid,
) -> Result<Option<Trusted>, Error> {
    let find = format!("select {COLUMNS} from representation where id = $1 and patient_id = $2");
    one_held(app, change.db(), &find, vec![id.into(), change.patient().0.into()]).await
}

/// One that this account has accepted.
pub async fn find_of(
    app: &App,
    tx: &DatabaseTransaction,
    account: AccountId,
    id: Uuid,
) -> Result<Option<Trusted>, Error> {
    let find = format!("select {COLUMNS} from representation where id = $1 and account_id = $2");
    one_held(app, tx, &find, vec![id.into(), account.0.into()]).await
}

/// What waits for an answer under this code.
pub async fn find_by_code(
    app: &App,
    tx: &DatabaseTransaction,
    code_hash: &[u8; 32],
    now: i64,
) -> Result<Option<Trusted>, Error> {
    let find = format!(
        "select {COLUMNS} from representation
         where code_hash = $1 and state = 'waiting' and code_until > $2 and ends_at > $2"
    );
    one_held(app, tx, &find, vec![code_hash.to_vec().into(), now.into()]).await
}

/// All that this account has accepted and not given back.
pub async fn accepted_by(
    app: &App,
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<Trusted>, Error> {
    let find = format!(
        "select {COLUMNS} from representation where account_id = $1 and state = 'accepted'"
    );
    many(app, db, &find, vec![account.0.into()]).await
}

/// Rights whose time is over and of whose end nobody was told.
pub async fn lapsed(app: &App, db: &impl ConnectionTrait, now: i64) -> Result<Vec<Trusted>, Error> {
    let find = format!(
        "select {COLUMNS} from representation where state = 'accepted' and ends_at <= $1
         order by ends_at, id limit $2"
    );
    many(app, db, &find, vec![now.into(), MOST.into()]).await
}

/// Another code for an invitation that waits: the one before opens nothing any more.
pub async fn renew_code<P: Write>(
    change: &Change<P>,
    id: Uuid,
    code_hash: [u8; 32],
    code_until: i64,
) -> Result<(), DbErr> {
    const RENEW: &str = "
        update representation set code_hash = $3, code_until = $4
        where id = $1 and patient_id = $2 and state = 'waiting'";
    let values =
        [id.into(), change.patient().0.into(), code_hash.to_vec().into(), code_until.into()];
    run(change.db(), RENEW, values).await.map(drop)
}

/// Keeps what is opened now, and until when.
pub async fn alter<P: Write>(
    app: &App,
    change: &Change<P>,
    altered: &Trusted,
) -> Result<(), Error> {
    const ALTER: &str = "
        update representation set sealed = $3, level = $4, ends_at = $5
        where id = $1 and patient_id = $2";
    let owner = Owner::patient(altered.patient.0);
    let key = app.keys().find(change.db(), owner).await?.ok_or(Error::NotFound)?;
    let values = [
        altered.id.into(),
        change.patient().0.into(),
        key.seal_json(&place(altered.id, altered.patient), &altered.words)?.into(),
        altered.level.wire().into(),
        altered.ends_at.into(),
    ];
    run(change.db(), ALTER, values).await?;
    Ok(())
}

/// Keeps who accepted, and what opened the card to them.
pub async fn accept(
    tx: &DatabaseTransaction,
    id: Uuid,
    account: AccountId,
    ground: Uuid,
    now: i64,
) -> Result<bool, DbErr> {
    const ACCEPT: &str = "
        update representation
        set state = 'accepted', account_id = $2, ground_id = $3, answered_at = $4
        where id = $1 and state = 'waiting'";
    Ok(run(tx, ACCEPT, [id.into(), account.0.into(), ground.into(), now.into()]).await? == 1)
}

pub async fn refuse(tx: &DatabaseTransaction, id: Uuid, now: i64) -> Result<(), DbErr> {
    const REFUSE: &str = "
        update representation set state = 'refused', answered_at = $2, ended_at = $2
        where id = $1 and state = 'waiting'";
    run(tx, REFUSE, [id.into(), now.into()]).await.map(drop)
}

/// Says whether nobody was first.
pub async fn end(db: &impl ConnectionTrait, id: Uuid, ended_at: i64) -> Result<bool, DbErr> {
    const END: &str = "
        update representation set state = 'ended', ended_at = $2
        where id = $1 and state in ('waiting', 'accepted')";
    Ok(run(db, END, [id.into(), ended_at.into()]).await? == 1)
}

/// Whether this account is told of what the patient is told.
pub async fn set_told(
    tx: &DatabaseTransaction,
    id: Uuid,
    told_since: Option<i64>,
) -> Result<(), DbErr> {
    const SET: &str = "update representation set told_since = $2 where id = $1";
    run(tx, SET, [id.into(), told_since.into()]).await.map(drop)
}

/// Who acts for the patient with full rights in this section, and wishes to be told of what comes.
pub async fn told_of(
    db: &impl ConnectionTrait,
    patient: PatientId,
    section: Option<Section>,
    now: i64,
) -> Result<Vec<AccountId>, DbErr> {
    const FIND: &str = r#"
        select it.account_id, "ground".sections from representation it
        join "ground" on "ground".id = it.ground_id
        where it.patient_id = $1 and it.state = 'accepted' and it.told_since is not null
            and "ground".level = 'full' and "ground".starts_at <= $2
            and ("ground".ends_at is null or "ground".ends_at > $2)
            and "ground".revoked_at is null
        order by it.account_id"#;
    let mut told = Vec::new();
    for row in all(db, FIND, [patient.0.into(), now.into()]).await? {
        let sections: String = row.try_get("", "sections")?;
        let opens =
            section.is_none_or(|section| sections.split(',').any(|word| word == section.wire()));
        let account: Option<Uuid> = row.try_get("", "account_id")?;
        told.extend(account.filter(|_| opens).map(AccountId));
    }
    told.dedup();
    Ok(told)
}

/// Holds back other tries of the same account until this transaction ends, so that none slips past
/// the count.
pub async fn hold(tx: &DatabaseTransaction, account: AccountId) -> Result<(), DbErr> {
    if tx.get_database_backend() == DbBackend::Postgres {
        all(tx, "select id from account where id = $1 for update", [account.0.into()]).await?;
    }
    Ok(())
}

/// Remembers that somebody's code was wrong.
pub async fn insert_try(
    tx: &DatabaseTransaction,
    id: Uuid,
    account: AccountId,
    now: i64,
) -> Result<(), DbErr> {
    const INSERT: &str =
        "insert into representation_try (id, account_id, tried_at) values ($1, $2, $3)";
    run(tx, INSERT, [id.into(), account.0.into(), now.into()]).await.map(drop)
}

/// When the `most`-th last wrong code since then was tried, if so many were.
pub async fn nth_try(
    tx: &DatabaseTransaction,
    account: AccountId,
    since: i64,
    most: i64,
) -> Result<Option<i64>, DbErr> {
    const FIND: &str = "
        select tried_at from representation_try where account_id = $1 and tried_at > $2
        order by tried_at desc limit 1 offset $3";
    let rows = all(tx, FIND, [account.0.into(), since.into(), (most - 1).into()]).await?;
    rows.first().map(|row| row.try_get("", "tried_at")).transpose()
}

/// Whether anybody was ever invited to this card.
pub async fn is_any(db: &impl ConnectionTrait, patient: PatientId) -> Result<bool, DbErr> {
    const FIND: &str = "select id from representation where patient_id = $1 limit 1";
    Ok(!all(db, FIND, [patient.0.into()]).await?.is_empty())
}

/// Forgets wrong codes that count no more.
pub async fn purge(db: &impl ConnectionTrait, tried_before: i64) -> Result<(), DbErr> {
    const PURGE: &str = "delete from representation_try where tried_at < $1";
    run(db, PURGE, [tried_before.into()]).await.map(drop)
}
