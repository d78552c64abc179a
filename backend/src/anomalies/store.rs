//! Anomalies, habits and how far the journal was read, in the database.
//!
//! What was found and what is usual lies sealed under the service's own key: it is about accounts
//! and not about one patient, and has to be judged without anybody's card being opened.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, QueryResult};
use serde::{Deserialize, Serialize};
use shared::access::model::Role;
use shared::anomalies::habit::Habit;
use shared::anomalies::model::{AnomalyKind, AnomalyReview, AnomalySign, AnomalyVerdict};
use shared::id::{AccountId, OrganizationId};
use uuid::Uuid;

use super::Error;
use crate::app::{App, moment};
use crate::db::sql::{all, one, run};
use crate::keys::Place;

/// What was found, as it lies sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub role: Role,
    pub organization: Option<OrganizationId>,
    pub signs: Vec<AnomalySign>,
}

/// Something unusual that was found; moments in microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    pub id: Uuid,
    pub account: AccountId,
    /// The session of the deed that was one too many, where it is known.
    pub session: Option<Uuid>,
    pub kind: AnomalyKind,
    pub score: u32,
    pub found_at: i64,
    pub was_signed_out: bool,
    pub facts: Facts,
    pub review: Option<Reviewed>,
}

/// What a review found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reviewed {
    pub at: i64,
    pub by: AccountId,
    pub verdict: AnomalyVerdict,
    pub words: String,
}

impl Reviewed {
    /// As it crosses the wire.
    pub fn told(self) -> AnomalyReview {
        AnomalyReview { verdict: self.verdict, words: self.words, at: moment(self.at) }
    }
}

/// How far the journal was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Watch {
    /// Counts the rounds that went on: of two nodes at the same one, one goes on.
    pub turn: i64,
    /// What was done before is learned from and not judged.
    pub began_at: i64,
    /// The newest moment of a line that was read.
    pub read_to: i64,
    /// Lines of the last moments that were read: chain and number.
    pub seen: BTreeSet<(Uuid, i64)>,
}

/// The most anomalies shown at once.
const MOST: i64 = 500;
const RECORDED: &str = "recorded";
const SIGNED_OUT: &str = "signed_out";

const SELECT: &str = "
    select id, account_id, session_id, kind, score, found_at, state, sealed, reviewed_at,
           reviewed_by, verdict, sealed_review
    from anomaly";

fn place(id: Uuid, account: AccountId) -> Place {
    Place { table: "anomaly", row: id, owner: account.0, version: 0 }
}

/// What a review says lies beside it, and is not taken for it.
fn review_place(id: Uuid, account: AccountId) -> Place {
    Place { version: 1, ..place(id, account) }
}

fn habit_place(account: AccountId) -> Place {
    Place { table: "anomaly_habit", row: account.0, owner: account.0, version: 0 }
}

fn case(app: &App, row: &QueryResult) -> Result<Case, Error> {
    let (id, account) = (row.try_get("", "id")?, AccountId(row.try_get("", "account_id")?));
    let kind: String = row.try_get("", "kind")?;
    let score: i32 = row.try_get("", "score")?;
    let state: String = row.try_get("", "state")?;
    let sealed: Vec<u8> = row.try_get("", "sealed")?;
    Ok(Case {
        id,
        account,
        session: row.try_get("", "session_id")?,
        kind: kind.parse().map_err(|_| DbErr::Type("anomaly.kind".into()))?,
        score: u32::try_from(score).unwrap_or(0),
        found_at: row.try_get("", "found_at")?,
        was_signed_out: state == SIGNED_OUT,
        facts: app.keys().deployment().service.unseal_json(&place(id, account), &sealed)?,
        review: reviewed(app, row, id, account)?,
    })
}

fn reviewed(
    app: &App,
    row: &QueryResult,
    id: Uuid,
    account: AccountId,
) -> Result<Option<Reviewed>, Error> {
    let at: Option<i64> = row.try_get("", "reviewed_at")?;
    let by: Option<Uuid> = row.try_get("", "reviewed_by")?;
    let verdict: Option<String> = row.try_get("", "verdict")?;
    let sealed: Option<Vec<u8>> = row.try_get("", "sealed_review")?;
    let (Some(at), Some(by), Some(verdict), Some(sealed)) = (at, by, verdict, sealed) else {
        return Ok(None);
    };
    let verdict = verdict.parse().map_err(|_| DbErr::Type("anomaly.verdict".into()))?;
    let service = &app.keys().deployment().service;
    let words = service.unseal_json(&review_place(id, account), &sealed)?;
    Ok(Some(Reviewed { at, by: AccountId(by), verdict, words }))
}

pub async fn insert(app: &App, tx: &DatabaseTransaction, new: &Case) -> Result<(), Error> {
    const INSERT: &str = "
        insert into anomaly (id, account_id, session_id, kind, score, found_at, state, sealed)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let service = &app.keys().deployment().service;
    let state = if new.was_signed_out { SIGNED_OUT } else { RECORDED };
    let values = [
        new.id.into(),
        new.account.0.into(),
        new.session.into(),
        new.kind.wire().into(),
        i32::try_from(new.score).unwrap_or(i32::MAX).into(),
        new.found_at.into(),
        state.into(),
        service.seal_json(&place(new.id, new.account), &new.facts)?.into(),
    ];
    run(tx, INSERT, values).await?;
    Ok(())
}

/// One of them; nobody else reviews it meanwhile.
pub async fn find(app: &App, tx: &DatabaseTransaction, id: Uuid) -> Result<Option<Case>, Error> {
    let mut find = format!("{SELECT} where id = $1");
    if tx.get_database_backend() == DbBackend::Postgres {
        find.push_str(" for update");
    }
    let row = one(tx, &find, [id.into()]).await?;
    row.map(|row| case(app, &row)).transpose()
}

/// What waits for its review, the newest first.
pub async fn waiting(app: &App, db: &impl ConnectionTrait) -> Result<Vec<Case>, Error> {
    let find =
        format!("{SELECT} where reviewed_at is null order by found_at desc, id desc limit $1");
    let rows = all(db, &find, [MOST.into()]).await?;
    rows.iter().map(|row| case(app, row)).collect()
}

/// What was reviewed since then, the newest first.
pub async fn reviewed_since(
    app: &App,
    db: &impl ConnectionTrait,
    since: i64,
) -> Result<Vec<Case>, Error> {
    let find = format!("{SELECT} where reviewed_at > $1 order by found_at desc, id desc limit $2");
    let rows = all(db, &find, [since.into(), MOST.into()]).await?;
    rows.iter().map(|row| case(app, row)).collect()
}

/// Keeps what a review found.
pub async fn keep_review(
    app: &App,
    tx: &DatabaseTransaction,
    case: &Case,
    found: &Reviewed,
) -> Result<(), Error> {
    const KEEP: &str = "
        update anomaly
        set reviewed_at = $2, reviewed_by = $3, verdict = $4, sealed_review = $5
        where id = $1";
    let service = &app.keys().deployment().service;
    let values = [
        case.id.into(),
        found.at.into(),
        found.by.0.into(),
        found.verdict.wire().into(),
        service.seal_json(&review_place(case.id, case.account), &found.words)?.into(),
    ];
    run(tx, KEEP, values).await?;
    Ok(())
}

/// What an account usually does, as far as is known; nothing where there is no such account. A
/// habit that can be read no more begins anew.
pub async fn find_habit(
    app: &App,
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<Habit>, Error> {
    const FIND: &str = "
        select anomaly_habit.sealed from account
        left join anomaly_habit on anomaly_habit.account_id = account.id
        where account.id = $1";
    let Some(row) = one(db, FIND, [account.0.into()]).await? else { return Ok(None) };
    let sealed: Option<Vec<u8>> = row.try_get("", "sealed")?;
    let Some(sealed) = sealed else { return Ok(Some(Habit::default())) };
    let read = app.keys().deployment().service.unseal_json(&habit_place(account), &sealed);
    Ok(Some(read.unwrap_or_else(|error| {
        tracing::warn!(%error, "a habit cannot be read; it begins anew");
        Habit::default()
    })))
}

pub async fn keep_habit(
    app: &App,
    tx: &DatabaseTransaction,
    account: AccountId,
    habit: &Habit,
    now: i64,
) -> Result<(), Error> {
    const KEEP: &str = "
        insert into anomaly_habit (account_id, sealed, updated_at) values ($1, $2, $3)
        on conflict (account_id) do update
        set sealed = excluded.sealed, updated_at = excluded.updated_at";
    let sealed = app.keys().deployment().service.seal_json(&habit_place(account), habit)?;
    run(tx, KEEP, [account.0.into(), sealed.into(), now.into()]).await?;
    Ok(())
}

/// How far the journal was read; nothing before it was read at all.
pub async fn find_watch(db: &impl ConnectionTrait) -> Result<Option<Watch>, DbErr> {
    const FIND: &str = "select turn, began_at, read_to, seen from anomaly_watch where id = 1";
    let Some(row) = one(db, FIND, []).await? else { return Ok(None) };
    let seen: Vec<u8> = row.try_get("", "seen")?;
    Ok(Some(Watch {
        turn: row.try_get("", "turn")?,
        began_at: row.try_get("", "began_at")?,
        read_to: row.try_get("", "read_to")?,
        seen: decode(&seen),
    }))
}

/// Begins to read, from `read_to` on, unless another node has.
pub async fn begin(db: &impl ConnectionTrait, read_to: i64, now: i64) -> Result<(), DbErr> {
    const BEGIN: &str = "
        insert into anomaly_watch (id, turn, began_at, read_to, seen) values (1, 0, $1, $2, $3)
        on conflict (id) do nothing";
    run(db, BEGIN, [now.into(), read_to.into(), Vec::<u8>::new().into()]).await.map(drop)
}

/// Goes on to `next`. False, and nothing changed, where somebody else went on from there first.
pub async fn go_on(tx: &DatabaseTransaction, next: &Watch) -> Result<bool, DbErr> {
    const MOVE: &str = "
        update anomaly_watch set turn = turn + 1, read_to = $2, seen = $3
        where id = 1 and turn = $1";
    let values = [next.turn.into(), next.read_to.into(), encode(&next.seen).into()];
    Ok(run(tx, MOVE, values).await? == 1)
}

fn encode(seen: &BTreeSet<(Uuid, i64)>) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(seen.len() * 24);
    for (chain, seq) in seen {
        bytes.extend_from_slice(chain.as_bytes());
        bytes.extend_from_slice(&seq.to_be_bytes());
    }
    bytes
}

fn decode(bytes: &[u8]) -> BTreeSet<(Uuid, i64)> {
    let line = |bytes: &[u8]| {
        let (chain, seq) = bytes.split_at_checked(16)?;
        Some((Uuid::from_slice(chain).ok()?, i64::from_be_bytes(seq.try_into().ok()?)))
    };
    bytes.chunks_exact(24).filter_map(line).collect()
}
