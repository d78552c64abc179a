//! Requests and shown cards in the database.
//!
//! What a practitioner writes lies sealed under the service's own key and not under the card's:
//! it is kept just the same where there is no card of that number, and neither its row nor the time
//! it takes tells which.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult, Value};
use serde::{Deserialize, Serialize};
use shared::access::model::Section;
use shared::consent::model::GrantTerm;
use shared::id::{AccountId, OrganizationId, PatientId};
use uuid::Uuid;

use super::Error;
use crate::access::{Access, Change, ManageAccess, ReadGrants, Write};
use crate::app::App;
use crate::db::sql::{all, run};
use crate::keys::Place;

/// How a request stands in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Waiting,
    Allowed,
    Refused,
}

impl State {
    const fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Allowed => "allowed",
            Self::Refused => "refused",
        }
    }

    fn parse(word: &str) -> Result<Self, DbErr> {
        [Self::Waiting, Self::Allowed, Self::Refused]
            .into_iter()
            .find(|state| state.word() == word)
            .ok_or_else(|| DbErr::Type("access_request.state".into()))
    }
}

/// What is asked, as it lies sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub card_number: String,
    pub reason: String,
    pub sections: BTreeSet<Section>,
    pub term: GrantTerm,
}

/// A request with its words; moments in microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub id: Uuid,
    /// Absent where there is no card of that number.
    pub patient: Option<PatientId>,
    pub account: AccountId,
    pub organization: Option<OrganizationId>,
    pub created_at: i64,
    pub lapses_at: i64,
    pub state: State,
    pub words: Words,
}

const COLUMNS: &str =
    "id, patient_id, account_id, organization_id, sealed, created_at, lapses_at, state";

fn place(id: Uuid, account: AccountId) -> Place {
    Place { table: "access_request", row: id, owner: account.0, version: 0 }
}

fn asked(app: &App, row: &QueryResult) -> Result<Asked, Error> {
    let id = row.try_get("", "id")?;
    let account = AccountId(row.try_get("", "account_id")?);
    let sealed: Vec<u8> = row.try_get("", "sealed")?;
    let state: String = row.try_get("", "state")?;
    let organization: Option<Uuid> = row.try_get("", "organization_id")?;
    Ok(Asked {
        id,
        patient: row.try_get::<Option<Uuid>>("", "patient_id")?.map(PatientId),
        account,
        organization: organization.map(OrganizationId),
        created_at: row.try_get("", "created_at")?,
        lapses_at: row.try_get("", "lapses_at")?,
        state: State::parse(&state)?,
        words: app.keys().deployment().service.unseal_json(&place(id, account), &sealed)?,
    })
}

pub async fn insert(app: &App, db: &impl ConnectionTrait, new: &Asked) -> Result<(), Error> {
    const INSERT: &str = "
        insert into access_request
            (id, patient_id, account_id, organization_id, sealed, created_at, lapses_at, state)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let service = &app.keys().deployment().service;
    let values = [
        new.id.into(),
        new.patient.map(|patient| patient.0).into(),
        new.account.0.into(),
        new.organization.map(|organization| organization.0).into(),
        service.seal_json(&place(new.id, new.account), &new.words)?.into(),
        new.created_at.into(),
        new.lapses_at.into(),
        new.state.word().into(),
    ];
    run(db, INSERT, values).await?;
    Ok(())
}

/// What waits for this patient's answer, the oldest first.
pub async fn waiting(
    app: &App,
    access: &Access<ReadGrants>,
    now: i64,
) -> Result<Vec<Asked>, Error> {
    let find = format!(
        "select {COLUMNS} from access_request
         where patient_id = $1 and state = 'waiting' and lapses_at > $2 order by created_at, id"
    );
    let rows = all(access.db(), &find, [access.patient().0.into(), now.into()]).await?;
    rows.iter().map(|row| asked(app, row)).collect()
}

/// One request to this patient; nobody else answers it meanwhile.
pub async fn find_in<P: Write>(
    app: &App,
    change: &Change<P>,
    id: Uuid,
) -> Result<Option<Asked>, Error> {
    let mut find =
        format!("select {COLUMNS} from access_request where id = $1 and patient_id = $2");
    if change.db().get_database_backend() == DbBackend::Postgres {
        find.push_str(" for update");
    }
    let rows = all(change.db(), &find, [id.into(), change.patient().0.into()]).await?;
    rows.first().map(|row| asked(app, row)).transpose()
}

/// Writes down how the patient answered.
pub async fn settle<P: Write>(
    change: &Change<P>,
    id: Uuid,
    state: State,
    now: i64,
) -> Result<(), DbErr> {
    const SETTLE: &str = "
        update access_request set state = $3, answered_at = $4
        where id = $1 and patient_id = $2 and state = 'waiting'";
    let values = [id.into(), change.patient().0.into(), state.word().into(), now.into()];
    run(change.db(), SETTLE, values).await.map(drop)
}

/// What an account asked since then, the newest first.
pub async fn sent(app: &App, account: AccountId, since: i64) -> Result<Vec<Asked>, Error> {
    let find = format!(
        "select {COLUMNS} from access_request
         where account_id = $1 and created_at > $2 order by created_at desc, id desc"
    );
    let rows = all(app.db().read(), &find, [account.0.into(), since.into()]).await?;
    rows.iter().map(|row| asked(app, row)).collect()
}

/// A request that this account made.
pub async fn find_sent(
    app: &App,
    db: &impl ConnectionTrait,
    account: AccountId,
    id: Uuid,
) -> Result<Option<Asked>, Error> {
    let find = format!("select {COLUMNS} from access_request where id = $1 and account_id = $2");
    let rows = all(db, &find, [id.into(), account.0.into()]).await?;
    rows.first().map(|row| asked(app, row)).transpose()
}

/// How many requests of an account wait, as it sees them: a refused one is waiting for it.
pub async fn count_waiting(
    db: &impl ConnectionTrait,
    account: AccountId,
    now: i64,
) -> Result<usize, DbErr> {
    const FIND: &str = "
        select id from access_request
        where account_id = $1 and lapses_at > $2 and state <> 'allowed'";
    Ok(all(db, FIND, [account.0.into(), now.into()]).await?.len())
}

/// How many requests wait for this patient's answer.
pub async fn count_for(
    db: &impl ConnectionTrait,
    patient: PatientId,
    now: i64,
) -> Result<u32, DbErr> {
    const FIND: &str = "
        select id from access_request
        where patient_id = $1 and state = 'waiting' and lapses_at > $2";
    let waiting = all(db, FIND, [patient.0.into(), now.into()]).await?.len();
    Ok(u32::try_from(waiting).unwrap_or(u32::MAX))
}

/// The patient whose answer a request still waits for.
pub async fn waits_for(
    db: &impl ConnectionTrait,
    id: Uuid,
    now: i64,
) -> Result<Option<PatientId>, DbErr> {
    const FIND: &str = "
        select patient_id from access_request
        where id = $1 and state = 'waiting' and lapses_at > $2";
    let rows = all(db, FIND, [id.into(), now.into()]).await?;
    let Some(row) = rows.first() else { return Ok(None) };
    Ok(row.try_get::<Option<Uuid>>("", "patient_id")?.map(PatientId))
}

/// A card that is being shown.
pub struct Shown {
    pub id: Uuid,
    pub patient: PatientId,
    pub code_hash: Vec<u8>,
    pub sections: BTreeSet<Section>,
    /// Codes that were tried, the one that is being tried included.
    pub tries: i32,
}

pub struct NewShown {
    pub id: Uuid,
    pub code_hash: [u8; 32],
    pub sections: BTreeSet<Section>,
    pub created_at: i64,
    pub expires_at: i64,
}

pub async fn insert_shown(change: &Change<ManageAccess>, new: &NewShown) -> Result<(), DbErr> {
    const INSERT: &str = "
        insert into presentation
            (id, patient_id, code_hash, sections, tries, created_at, expires_at)
        values ($1, $2, $3, $4, 0, $5, $6)";
    let sections: Vec<&str> = new.sections.iter().map(|section| section.wire()).collect();
    let values = [
        new.id.into(),
        change.patient().0.into(),
        new.code_hash.to_vec().into(),
        sections.join(",").into(),
        new.created_at.into(),
        new.expires_at.into(),
    ];
    run(change.db(), INSERT, values).await.map(drop)
}

/// What was shown before is good until then at the longest: somebody may be typing it just now.
pub async fn shorten(change: &Change<ManageAccess>, until: i64) -> Result<(), DbErr> {
    const SHORTEN: &str = "
        update presentation set expires_at = $2 where patient_id = $1 and expires_at > $2";
    run(change.db(), SHORTEN, [change.patient().0.into(), until.into()]).await.map(drop)
}

/// Counts a code that is tried on a card, whether there is one or not.
pub async fn count_try(
    db: &impl ConnectionTrait,
    patient: Option<PatientId>,
    now: i64,
) -> Result<(), DbErr> {
    const COUNT: &str = "
        update presentation set tries = tries + 1
        where patient_id = $1 and used_at is null and expires_at > $2";
    run(db, COUNT, [row_of(patient), now.into()]).await.map(drop)
}

/// What is being shown of a card now, whether there is one or not.
pub async fn shown(
    db: &impl ConnectionTrait,
    patient: Option<PatientId>,
    now: i64,
) -> Result<Vec<Shown>, DbErr> {
    const FIND: &str = "
        select id, patient_id, code_hash, sections, tries from presentation
        where patient_id = $1 and used_at is null and expires_at > $2";
    read(&all(db, FIND, [row_of(patient), now.into()]).await?)
}

/// What is being shown under this id now.
pub async fn shown_as(db: &impl ConnectionTrait, id: Uuid, now: i64) -> Result<Vec<Shown>, DbErr> {
    const FIND: &str = "
        select id, patient_id, code_hash, sections, tries from presentation
        where id = $1 and used_at is null and expires_at > $2";
    read(&all(db, FIND, [id.into(), now.into()]).await?)
}

fn row_of(patient: Option<PatientId>) -> Value {
    patient.map_or(Uuid::nil(), |patient| patient.0).into()
}

fn read(rows: &[QueryResult]) -> Result<Vec<Shown>, DbErr> {
    rows.iter()
        .map(|row| {
            let sections: String = row.try_get("", "sections")?;
            let sections: Result<BTreeSet<Section>, _> =
                sections.split(',').map(str::parse).collect();
            Ok(Shown {
                id: row.try_get("", "id")?,
                patient: PatientId(row.try_get("", "patient_id")?),
                code_hash: row.try_get("", "code_hash")?,
                sections: sections.map_err(|_| DbErr::Type("presentation.sections".into()))?,
                tries: row.try_get("", "tries")?,
            })
        })
        .collect()
}

/// Says whether nobody was first.
pub async fn use_shown(db: &impl ConnectionTrait, id: Uuid, now: i64) -> Result<bool, DbErr> {
    const USE: &str = "update presentation set used_at = $2 where id = $1 and used_at is null";
    Ok(run(db, USE, [id.into(), now.into()]).await? == 1)
}

/// Remembers that somebody's code was wrong.
pub async fn insert_try(
    db: &impl ConnectionTrait,
    id: Uuid,
    account: AccountId,
    now: i64,
) -> Result<(), DbErr> {
    const INSERT: &str =
        "insert into presentation_try (id, account_id, tried_at) values ($1, $2, $3)";
    run(db, INSERT, [id.into(), account.0.into(), now.into()]).await.map(drop)
}

/// When the `most`-th last wrong code since then was tried, if so many were.
pub async fn nth_try(
    db: &impl ConnectionTrait,
    account: AccountId,
    since: i64,
    most: i64,
) -> Result<Option<i64>, DbErr> {
    const FIND: &str = "
        select tried_at from presentation_try where account_id = $1 and tried_at > $2
        order by tried_at desc limit 1 offset $3";
    let rows = all(db, FIND, [account.0.into(), since.into(), (most - 1).into()]).await?;
    rows.first().map(|row| row.try_get("", "tried_at")).transpose()
}

/// Removes what nobody can use or is shown any more.
pub async fn purge(
    db: &impl ConnectionTrait,
    shown_before: i64,
    asked_before: i64,
) -> Result<(), DbErr> {
    run(db, "delete from presentation where expires_at < $1", [shown_before.into()]).await?;
    run(db, "delete from presentation_try where tried_at < $1", [shown_before.into()]).await?;
    run(db, "delete from access_request where created_at < $1", [asked_before.into()]).await?;
    Ok(())
}
