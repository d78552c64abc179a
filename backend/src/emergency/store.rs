//! Emergencies in the database.
//!
//! What the doctor wrote lies sealed under the service's own key, as requests for access do: it is
//! kept just the same where there is no card of that number, and the security officer reads it
//! without the card's key.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, QueryResult};
use serde::{Deserialize, Serialize};
use shared::emergency::model::{Review, Verdict};
use shared::id::{AccountId, OrganizationId, PatientId};
use uuid::Uuid;

use super::Error;
use crate::access::{Access, ReadGrants};
use crate::app::{App, moment};
use crate::db::sql::{all, run};
use crate::keys::Place;

/// What was asked, as it lies sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub card_number: String,
    pub reason: String,
}

/// A case, or a try at one; moments in microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    pub id: Uuid,
    /// Absent where there is no card of that number, or none that can be opened.
    pub patient: Option<PatientId>,
    pub account: AccountId,
    pub organization: Option<OrganizationId>,
    /// What opened the card; absent where nothing was opened.
    pub ground: Option<Uuid>,
    pub words: Words,
    pub opened_at: i64,
    /// When it ends by itself.
    pub ends_at: i64,
    /// When the patient closed it.
    pub closed_at: Option<i64>,
    pub review: Option<Found>,
}

impl Case {
    /// When it ends or has ended: by itself or before.
    pub fn ends(&self) -> i64 {
        self.closed_at.map_or(self.ends_at, |closed| closed.min(self.ends_at))
    }
}

/// What a review found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub at: i64,
    pub by: AccountId,
    pub verdict: Verdict,
    pub words: String,
}

impl Found {
    /// As it crosses the wire.
    pub fn told(self) -> Review {
        Review { verdict: self.verdict, words: self.words, at: moment(self.at) }
    }
}

/// The most cases shown at once.
const MOST: i64 = 500;

const SELECT: &str = r#"
    select it.id, it.patient_id, it.account_id, it.organization_id, it.ground_id, it.sealed,
           it.opened_at, it.ends_at, "ground".revoked_at, it.reviewed_at, it.reviewed_by,
           it.verdict, it.sealed_review
    from emergency it
    left join "ground" on "ground".id = it.ground_id"#;

fn place(id: Uuid, account: AccountId) -> Place {
    Place { table: "emergency", row: id, owner: account.0, version: 0 }
}

/// What a review says lies beside it, and is not taken for it.
fn review_place(id: Uuid, account: AccountId) -> Place {
    Place { version: 1, ..place(id, account) }
}

fn case(app: &App, row: &QueryResult) -> Result<Case, Error> {
    let id = row.try_get("", "id")?;
    let account = AccountId(row.try_get("", "account_id")?);
    let sealed: Vec<u8> = row.try_get("", "sealed")?;
    let organization: Option<Uuid> = row.try_get("", "organization_id")?;
    Ok(Case {
        id,
        patient: row.try_get::<Option<Uuid>>("", "patient_id")?.map(PatientId),
        account,
        organization: organization.map(OrganizationId),
        ground: row.try_get("", "ground_id")?,
        words: app.keys().deployment().service.unseal_json(&place(id, account), &sealed)?,
        opened_at: row.try_get("", "opened_at")?,
        ends_at: row.try_get("", "ends_at")?,
        closed_at: row.try_get("", "revoked_at")?,
        review: found(app, row, id, account)?,
    })
}

fn found(
    app: &App,
    row: &QueryResult,
    id: Uuid,
    account: AccountId,
) -> Result<Option<Found>, Error> {
    let at: Option<i64> = row.try_get("", "reviewed_at")?;
    let by: Option<Uuid> = row.try_get("", "reviewed_by")?;
    let verdict: Option<String> = row.try_get("", "verdict")?;
    let sealed: Option<Vec<u8>> = row.try_get("", "sealed_review")?;
    let (Some(at), Some(by), Some(verdict), Some(sealed)) = (at, by, verdict, sealed) else {
        return Ok(None);
    };
    let verdict: Verdict = verdict.parse().map_err(|_| DbErr::Type("emergency.verdict".into()))?;
    let service = &app.keys().deployment().service;
    let words = service.unseal_json(&review_place(id, account), &sealed)?;
    Ok(Some(Found { at, by: AccountId(by), verdict, words }))
}

fn cases(app: &App, rows: &[QueryResult]) -> Result<Vec<Case>, Error> {
    rows.iter().map(|row| case(app, row)).collect()
}

/// Holds back other openings by the same account until this transaction ends, so that none slips
/// past the count. SQLite lets one write at a time anyway.
pub async fn hold(tx: &DatabaseTransaction, account: AccountId) -> Result<(), DbErr> {
    if tx.get_database_backend() == DbBackend::Postgres {
        all(tx, "select id from account where id = $1 for update", [account.0.into()]).await?;
    }
    Ok(())
}

pub async fn insert(app: &App, db: &impl ConnectionTrait, new: &Case) -> Result<(), Error> {
    const INSERT: &str = "
        insert into emergency
            (id, patient_id, account_id, organization_id, ground_id, sealed, opened_at, ends_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8)";
    let service = &app.keys().deployment().service;
    let values = [
        new.id.into(),
        new.patient.map(|patient| patient.0).into(),
        new.account.0.into(),
        new.organization.map(|organization| organization.0).into(),
        new.ground.into(),
        service.seal_json(&place(new.id, new.account), &new.words)?.into(),
        new.opened_at.into(),
        new.ends_at.into(),
    ];
    run(db, INSERT, values).await?;
    Ok(())
}

/// A case of this account.
pub async fn find_of(
    app: &App,
    db: &impl ConnectionTrait,
    account: AccountId,
    id: Uuid,
) -> Result<Option<Case>, Error> {
    let find = format!("{SELECT} where it.id = $1 and it.account_id = $2");
    let rows = all(db, &find, [id.into(), account.0.into()]).await?;
    rows.first().map(|row| case(app, row)).transpose()
}

/// When the `most`-th newest case or try of this account since then was, if there were so many.
pub async fn nth_newest(
    db: &impl ConnectionTrait,
    account: AccountId,
    since: i64,
    most: i64,
) -> Result<Option<i64>, DbErr> {
    const FIND: &str = "
        select opened_at from emergency where account_id = $1 and opened_at > $2
        order by opened_at desc limit 1 offset $3";
    let rows = all(db, FIND, [account.0.into(), since.into(), (most - 1).into()]).await?;
    rows.first().map(|row| row.try_get("", "opened_at")).transpose()
}

/// The cases of one card, the newest first.
pub async fn of_card(app: &App, access: &Access<ReadGrants>) -> Result<Vec<Case>, Error> {
    let find =
        format!("{SELECT} where it.patient_id = $1 order by it.opened_at desc, it.id limit $2");
    let values = [access.patient().0.into(), MOST.into()];
    cases(app, &all(access.db(), &find, values).await?)
}

/// Whether somebody may look at this card by an emergency now.
pub async fn is_open(
    db: &impl ConnectionTrait,
    patient: PatientId,
    now: i64,
) -> Result<bool, DbErr> {
    const FIND: &str = r#"
        select it.id from emergency it
        join "ground" on "ground".id = it.ground_id
        where it.patient_id = $1 and it.ends_at > $2 and "ground".revoked_at is null
        limit 1"#;
    Ok(!all(db, FIND, [patient.0.into(), now.into()]).await?.is_empty())
}

/// One case; nobody else reviews it meanwhile.
pub async fn find(app: &App, tx: &DatabaseTransaction, id: Uuid) -> Result<Option<Case>, Error> {
    let mut find = format!("{SELECT} where it.id = $1");
    if tx.get_database_backend() == DbBackend::Postgres {
        find.push_str(" for update of it");
    }
    let rows = all(tx, &find, [id.into()]).await?;
    rows.first().map(|row| case(app, row)).transpose()
}

/// What waits for its review, the oldest first.
pub async fn waiting(app: &App, db: &impl ConnectionTrait) -> Result<Vec<Case>, Error> {
    let find = format!(
        "{SELECT} where it.reviewed_at is null and it.ground_id is not null
         order by it.opened_at, it.id limit $1"
    );
    cases(app, &all(db, &find, [MOST.into()]).await?)
}

/// What was reviewed since then, the newest case first.
pub async fn reviewed(
    app: &App,
    db: &impl ConnectionTrait,
    since: i64,
) -> Result<Vec<Case>, Error> {
    let find =
        format!("{SELECT} where it.reviewed_at > $1 order by it.opened_at desc, it.id limit $2");
    cases(app, &all(db, &find, [since.into(), MOST.into()]).await?)
}

/// How many cases wait that were opened before then.
pub async fn count_waiting_since(
    db: &impl ConnectionTrait,
    opened_before: i64,
) -> Result<u32, DbErr> {
    const COUNT: &str = "
        select count(*) as number from emergency
        where reviewed_at is null and ground_id is not null and opened_at < $1";
    let rows = all(db, COUNT, [opened_before.into()]).await?;
    let number: i64 = rows.first().map_or(Ok(0), |row| row.try_get("", "number"))?;
    Ok(u32::try_from(number).unwrap_or(u32::MAX))
}

/// Keeps what a review found.
pub async fn keep_review(
    app: &App,
    tx: &DatabaseTransaction,
    case: &Case,
    found: &Found,
) -> Result<(), Error> {
    const KEEP: &str = "
        update emergency
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
