//! Why somebody may look at a card, as the database knows it.

use std::collections::BTreeSet;

use sea_orm::sea_query::Cond;
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, Set};
use serde::{Deserialize, Serialize};
use shared::access::model::{Ground, Level, Section, Sensitivity};
use shared::access::rules::{HiddenTarget, Scope};
use shared::id::{AccountId, EntryId, OrganizationId, PatientId};
use uuid::Uuid;

use super::Caller;
use super::entity::{ground, hidden};
use crate::keys::{Place, SealError, SealingKey};

/// A ground to be kept.
pub struct NewGround {
    pub id: Uuid,
    pub patient: PatientId,
    pub to: Grantee,
    pub kind: Ground,
    pub level: Level,
    pub sections: BTreeSet<Section>,
    pub starts_at: i64,
    pub ends_at: Option<i64>,
}

/// To whom a card is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grantee {
    Account(AccountId),
    Organization(OrganizationId),
}

/// What lies sealed in `hidden`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hiding {
    pub target: Target,
    /// From whom; from everybody when empty.
    pub from: Vec<AccountId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    Entry(EntryId),
    Topic(Sensitivity),
}

/// The grounds on which `caller` may look at the card at `now`.
#[expect(clippy::disallowed_methods, reason = "this is what the gate itself is built on")]
pub async fn live(
    db: &impl ConnectionTrait,
    caller: &Caller,
    patient: PatientId,
    now: i64,
) -> Result<Vec<Scope>, DbErr> {
    let rows = ground::Entity::find()
        .filter(ground::COLUMN.patient_id.eq(patient.0))
        .filter(of(caller))
        .all(db)
        .await?;
    rows.into_iter().filter(|row| is_live(row, now)).map(scope).collect()
}

/// The cards `caller` may look at now, each with its grounds.
#[expect(clippy::disallowed_methods, reason = "this is what the gate itself is built on")]
pub async fn live_everywhere(
    db: &impl ConnectionTrait,
    caller: &Caller,
    now: i64,
) -> Result<Vec<(PatientId, Scope)>, DbErr> {
    let rows = ground::Entity::find().filter(of(caller)).all(db).await?;
    rows.into_iter()
        .filter(|row| is_live(row, now))
        .map(|row| Ok((PatientId(row.patient_id), scope(row)?)))
        .collect()
}

fn of(caller: &Caller) -> Cond {
    let mut who = Cond::any().add(ground::COLUMN.account_id.eq(caller.account().0));
    if let Some(organization) = caller.organization() {
        who = who.add(ground::COLUMN.organization_id.eq(organization.0));
    }
    who
}

fn is_live(row: &ground::Model, now: i64) -> bool {
    row.starts_at <= now
        && row.ends_at.is_none_or(|end| now < end)
        && row.revoked_at.is_none_or(|revoked| now < revoked)
}

fn scope(row: ground::Model) -> Result<Scope, DbErr> {
    let strange = |column: &str| DbErr::Type(format!("ground {}: strange {column}", row.id));
    let sections =
        row.sections.split(',').filter(|word| !word.is_empty()).map(str::parse).collect();
    Ok(Scope {
        ground: row.kind.parse().map_err(|_| strange("kind"))?,
        level: row.level.parse().map_err(|_| strange("level"))?,
        sections: Result::map_err(sections, |_| strange("sections"))?,
    })
}

pub async fn insert_ground(
    db: &impl ConnectionTrait,
    new: NewGround,
    now: i64,
) -> Result<(), DbErr> {
    let (account_id, organization_id) = match new.to {
        Grantee::Account(account) => (Some(account.0), None),
        Grantee::Organization(organization) => (None, Some(organization.0)),
    };
    let sections: Vec<&str> = new.sections.iter().map(|section| section.wire()).collect();
    ground::ActiveModel {
        id: Set(new.id),
        patient_id: Set(new.patient.0),
        account_id: Set(account_id),
        organization_id: Set(organization_id),
        kind: Set(new.kind.wire().to_owned()),
        level: Set(new.level.wire().to_owned()),
        sections: Set(sections.join(",")),
        starts_at: Set(new.starts_at),
        ends_at: Set(new.ends_at),
        revoked_at: Set(None),
        created_at: Set(now),
    }
    .insert(db)
    .await?;
    Ok(())
}

pub async fn revoke_ground(db: &impl ConnectionTrait, id: Uuid, now: i64) -> Result<(), DbErr> {
    ground::ActiveModel { id: Set(id), revoked_at: Set(Some(now)), ..Default::default() }
        .update(db)
        .await?;
    Ok(())
}

/// What the patient hid from this account.
#[expect(clippy::disallowed_methods, reason = "this is what the gate itself is built on")]
pub async fn hidden_from(
    db: &impl ConnectionTrait,
    key: &SealingKey,
    account: AccountId,
    patient: PatientId,
) -> Result<Vec<HiddenTarget<EntryId>>, HiddenError> {
    let rows = hidden::Entity::find()
        .filter(hidden::COLUMN.patient_id.eq(patient.0))
        .filter(hidden::COLUMN.lifted_at.is_null())
        .all(db)
        .await?;
    let mut targets = Vec::new();
    for row in rows {
        let hiding: Hiding = key.unseal_json(&hidden_place(row.id, patient), &row.sealed)?;
        if hiding.from.is_empty() || hiding.from.contains(&account) {
            targets.push(match hiding.target {
                Target::Entry(entry) => HiddenTarget::Entry(entry),
                Target::Topic(topic) => HiddenTarget::Topic(topic),
            });
        }
    }
    Ok(targets)
}

pub async fn hide(
    db: &impl ConnectionTrait,
    key: &SealingKey,
    id: Uuid,
    patient: PatientId,
    hiding: &Hiding,
    now: i64,
) -> Result<(), HiddenError> {
    hidden::ActiveModel {
        id: Set(id),
        patient_id: Set(patient.0),
        sealed: Set(key.seal_json(&hidden_place(id, patient), hiding)?),
        created_at: Set(now),
        lifted_at: Set(None),
    }
    .insert(db)
    .await?;
    Ok(())
}

pub async fn lift(db: &impl ConnectionTrait, id: Uuid, now: i64) -> Result<(), DbErr> {
    hidden::ActiveModel { id: Set(id), lifted_at: Set(Some(now)), ..Default::default() }
        .update(db)
        .await?;
    Ok(())
}

fn hidden_place(id: Uuid, patient: PatientId) -> Place {
    Place { table: "hidden", row: id, owner: patient.0, version: 0 }
}

#[derive(Debug, thiserror::Error)]
pub enum HiddenError {
    #[error(transparent)]
    Db(#[from] DbErr),
    #[error(transparent)]
    Seal(#[from] SealError),
}
