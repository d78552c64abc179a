//! Drafts and own templates in the database.
//!
//! A draft lies sealed under the card's key, since it tells of the patient; but only who writes it
//! reads it. A template lies sealed under the service's key: it belongs to no card.

use sea_orm::{ConnectionTrait, DbBackend, DbErr, QueryResult};
use serde::{Deserialize, Serialize};
use shared::access::model::{Section, Sensitivity};
use shared::id::{AccountId, EntryId, PatientId};
use shared::protocols::model::{ProtocolForm, Template};
use time::OffsetDateTime;
use uuid::Uuid;

use super::Error;
use crate::access::{Access, Change, EntryPlace, Guarded, Write, WriteProtocol};
use crate::app::{App, micros};
use crate::db::sql::{all, one, run};
use crate::keys::{Place, SealError, SealingKey};
use crate::record;

/// What lies sealed in a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Sealed {
    /// Who writes it: a row moved to another doctor does not open.
    account: AccountId,
    form: ProtocolForm,
}

impl Guarded for Sealed {
    const TABLE: &'static str = "protocol_draft";

    fn read(plain: &[u8]) -> Result<Self, SealError> {
        Ok(serde_json::from_slice(plain)?)
    }

    /// It is the writer's own: nothing of it is hidden from them.
    fn sensitivity(&self) -> Sensitivity {
        Sensitivity::Usual
    }
}

/// A draft; its moment in microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    pub id: Uuid,
    pub version: i32,
    pub changed_at: i64,
    pub form: ProtocolForm,
}

const DRAFTS: &str = "
    select id, version, sealed, changed_at from protocol_draft
    where patient_id = $1 and account_id = $2";

const fn place(id: Uuid, version: i32) -> EntryPlace {
    EntryPlace { id: EntryId(id), version, section: Section::Visits }
}

/// The draft of a row, where the ground opens visits.
fn read(
    row: &QueryResult,
    account: AccountId,
    reveal: impl Fn(EntryPlace, &[u8]) -> Result<Option<Sealed>, SealError>,
) -> Result<Option<Draft>, Error> {
    let (id, version) = (row.try_get("", "id")?, row.try_get("", "version")?);
    let sealed: Vec<u8> = row.try_get("", "sealed")?;
    let opened = reveal(place(id, version), &sealed)?;
    let own = opened.filter(|opened| opened.account == account);
    let changed_at = row.try_get("", "changed_at")?;
    Ok(own.map(|own| Draft { id, version, changed_at, form: own.form }))
}

/// The caller's drafts on a card, the one changed last first.
pub async fn drafts(access: &Access<WriteProtocol>) -> Result<Vec<Draft>, Error> {
    let account = access.account();
    let find = format!("{DRAFTS} order by changed_at desc, id");
    let rows = all(access.db(), &find, [access.patient().0.into(), account.0.into()]).await?;
    let mut drafts = Vec::with_capacity(rows.len());
    for row in &rows {
        drafts.extend(read(row, account, |place, sealed| access.reveal(place, sealed))?);
    }
    Ok(drafts)
}

pub async fn draft(access: &Access<WriteProtocol>, id: Uuid) -> Result<Option<Draft>, Error> {
    let account = access.account();
    let find = format!("{DRAFTS} and id = $3");
    let values = [access.patient().0.into(), account.0.into(), id.into()];
    let Some(row) = one(access.db(), &find, values).await? else { return Ok(None) };
    read(&row, account, |place, sealed| access.reveal(place, sealed))
}

/// The same while changing the card; nobody else changes it meanwhile.
pub async fn draft_in<P: Write>(change: &Change<P>, id: Uuid) -> Result<Option<Draft>, Error> {
    let account = change.account();
    let mut find = format!("{DRAFTS} and id = $3");
    if change.db().get_database_backend() == DbBackend::Postgres {
        find.push_str(" for update");
    }
    let values = [change.patient().0.into(), account.0.into(), id.into()];
    let Some(row) = one(change.db(), &find, values).await? else { return Ok(None) };
    read(&row, account, |place, sealed| change.reveal(place, sealed))
}

pub async fn count_drafts<P: Write>(change: &Change<P>) -> Result<usize, DbErr> {
    const FIND: &str = "select id from protocol_draft where patient_id = $1 and account_id = $2";
    let values = [change.patient().0.into(), change.account().0.into()];
    Ok(all(change.db(), FIND, values).await?.len())
}

fn seal<P: Write>(change: &Change<P>, draft: &Draft) -> Result<Vec<u8>, SealError> {
    let sealed = Sealed { account: change.account(), form: draft.form.clone() };
    let plain = serde_json::to_vec(&sealed)?;
    change.seal::<Sealed>(place(draft.id, draft.version), &plain)
}

const INSERT: &str = "
    insert into protocol_draft (patient_id, account_id, id, version, sealed, changed_at)
    values ($1, $2, $3, $4, $5, $6)";

pub async fn insert_draft<P: Write>(change: &Change<P>, draft: &Draft) -> Result<(), Error> {
    let values = [
        change.patient().0.into(),
        change.account().0.into(),
        draft.id.into(),
        draft.version.into(),
        seal(change, draft)?.into(),
        draft.changed_at.into(),
    ];
    run(change.db(), INSERT, values).await?;
    Ok(())
}

/// Keeps a draft without a caller: for the demo.
pub async fn insert_draft_unchecked(
    db: &impl ConnectionTrait,
    key: &SealingKey,
    patient: PatientId,
    account: AccountId,
    id: Uuid,
    form: ProtocolForm,
    now: OffsetDateTime,
) -> Result<(), record::Error> {
    let place = Place { table: Sealed::TABLE, row: id, owner: patient.0, version: 1 };
    let sealed = key.seal_json(&place, &Sealed { account, form })?;
    let values = [
        patient.0.into(),
        account.0.into(),
        id.into(),
        1_i32.into(),
        sealed.into(),
        micros(now).into(),
    ];
    run(db, INSERT, values).await?;
    Ok(())
}

/// Writes over the version before. Says whether it was there still.
pub async fn update_draft<P: Write>(change: &Change<P>, draft: &Draft) -> Result<bool, Error> {
    const UPDATE: &str = "
        update protocol_draft set version = $4, sealed = $5, changed_at = $6
        where patient_id = $1 and account_id = $2 and id = $3 and version = $7";
    let values = [
        change.patient().0.into(),
        change.account().0.into(),
        draft.id.into(),
        draft.version.into(),
        seal(change, draft)?.into(),
        draft.changed_at.into(),
        (draft.version - 1).into(),
    ];
    Ok(run(change.db(), UPDATE, values).await? == 1)
}

/// Removes a draft of the caller's own, if it is there.
pub async fn remove_draft<P: Write>(change: &Change<P>, id: Uuid) -> Result<(), DbErr> {
    const REMOVE: &str =
        "delete from protocol_draft where patient_id = $1 and account_id = $2 and id = $3";
    let values = [change.patient().0.into(), change.account().0.into(), id.into()];
    run(change.db(), REMOVE, values).await.map(drop)
}

/// Where drafts of an account wait: id, card and moment, the one changed last first. What they say
/// stays sealed.
pub async fn waiting(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<(Uuid, PatientId, i64)>, DbErr> {
    const FIND: &str = "
        select id, patient_id, changed_at from protocol_draft
        where account_id = $1 order by changed_at desc, id";
    let rows = all(db, FIND, [account.0.into()]).await?;
    rows.iter()
        .map(|row| {
            let patient = PatientId(row.try_get("", "patient_id")?);
            Ok((row.try_get("", "id")?, patient, row.try_get("", "changed_at")?))
        })
        .collect()
}

/// A template of a doctor's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Own {
    pub id: Uuid,
    pub version: i32,
    pub changed_at: i64,
    pub is_removed: bool,
    pub template: Template,
}

const TEMPLATES: &str = "
    select id, version, sealed, changed_at, removed_at from protocol_template
    where account_id = $1";

fn template_place(id: Uuid, account: AccountId, version: i32) -> Place {
    Place { table: "protocol_template", row: id, owner: account.0, version: i64::from(version) }
}

fn own(app: &App, account: AccountId, row: &QueryResult) -> Result<Own, Error> {
    let (id, version) = (row.try_get("", "id")?, row.try_get("", "version")?);
    let sealed: Vec<u8> = row.try_get("", "sealed")?;
    let removed_at: Option<i64> = row.try_get("", "removed_at")?;
    let service = &app.keys().deployment().service;
    Ok(Own {
        id,
        version,
        changed_at: row.try_get("", "changed_at")?,
        is_removed: removed_at.is_some(),
        template: service.unseal_json(&template_place(id, account, version), &sealed)?,
    })
}

/// Templates that are not removed, the one changed last first.
pub async fn templates(
    app: &App,
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<Own>, Error> {
    let find = format!("{TEMPLATES} and removed_at is null order by changed_at desc, id");
    let rows = all(db, &find, [account.0.into()]).await?;
    rows.iter().map(|row| own(app, account, row)).collect()
}

/// A template of this account, removed or not.
pub async fn template(
    app: &App,
    db: &impl ConnectionTrait,
    account: AccountId,
    id: Uuid,
) -> Result<Option<Own>, Error> {
    let find = format!("{TEMPLATES} and id = $2");
    let row = one(db, &find, [account.0.into(), id.into()]).await?;
    row.map(|row| own(app, account, &row)).transpose()
}

pub async fn insert_template(
    app: &App,
    db: &impl ConnectionTrait,
    account: AccountId,
    new: &Own,
) -> Result<(), Error> {
    const INSERT: &str = "
        insert into protocol_template (id, account_id, version, sealed, changed_at)
        values ($1, $2, $3, $4, $5)";
    let place = template_place(new.id, account, new.version);
    let sealed = app.keys().deployment().service.seal_json(&place, &new.template)?;
    let values =
        [new.id.into(), account.0.into(), new.version.into(), sealed.into(), new.changed_at.into()];
    run(db, INSERT, values).await?;
    Ok(())
}

/// Writes over the version before. Says whether it was there still.
pub async fn update_template(
    app: &App,
    db: &impl ConnectionTrait,
    account: AccountId,
    new: &Own,
) -> Result<bool, Error> {
    const UPDATE: &str = "
        update protocol_template set version = $3, sealed = $4, changed_at = $5
        where id = $1 and account_id = $2 and version = $6 and removed_at is null";
    let place = template_place(new.id, account, new.version);
    let sealed = app.keys().deployment().service.seal_json(&place, &new.template)?;
    let values = [
        new.id.into(),
        account.0.into(),
        new.version.into(),
        sealed.into(),
        new.changed_at.into(),
        (new.version - 1).into(),
    ];
    Ok(run(db, UPDATE, values).await? == 1)
}

/// Removes a template, if it is there.
pub async fn remove_template(
    db: &impl ConnectionTrait,
    account: AccountId,
    id: Uuid,
    now: i64,
) -> Result<(), DbErr> {
    const REMOVE: &str = "
        update protocol_template set removed_at = $3
        where id = $1 and account_id = $2 and removed_at is null";
    run(db, REMOVE, [id.into(), account.0.into(), now.into()]).await.map(drop)
}
