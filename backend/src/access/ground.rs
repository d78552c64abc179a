//! Why somebody may look at a card, as the database knows it.

use std::collections::BTreeSet;

use sea_orm::sea_query::Cond;
use sea_orm::{ActiveModelTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, Set, Statement};
use serde::{Deserialize, Serialize};
use shared::access::model::{Ground, Level, Role, Section, Sensitivity};
use shared::access::rules::{HiddenTarget, Scope};
use shared::id::{AccountId, EntryId, OrganizationId, PatientId, PersonId};
use uuid::Uuid;

use super::Caller;
use super::entity::{ground, hidden};
use crate::db::sql::one;
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
    /// Whether they learn that something is hidden.
    #[serde(default)]
    pub is_told: bool,
}

impl Hiding {
    /// Hidden without a word about it.
    pub const fn new(target: Target, from: Vec<AccountId>) -> Self {
        Self { target, from, is_told: false }
    }
}

/// What lies sealed in `ground`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// What for, in the words of who opened the card or asked for it.
    pub purpose: Option<String>,
    /// Who opened it.
    pub by: Option<AccountId>,
    /// The card was shown in person (CARD-7).
    #[serde(default)]
    pub in_person: bool,
    /// The request that was allowed (ACL-3).
    #[serde(default)]
    pub request: Option<Uuid>,
    /// What the patient attached for this reader: it is shown whatever else hides it (APT-4).
    #[serde(default)]
    pub shows: Vec<EntryId>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    Entry(EntryId),
    Topic(Sensitivity),
}

/// A card as the gate finds it: who is behind it, still sealed, and on which grounds `caller`
/// may look at it. One query, and the same one whether the card exists or not.
pub struct Found {
    pub person: PersonId,
    pub sealed_card: Vec<u8>,
    pub sealed_identity: Vec<u8>,
    pub sealed_release: Option<Vec<u8>>,
    pub revision: i64,
    pub grounds: Vec<Scope>,
}

pub async fn find(
    db: &impl ConnectionTrait,
    caller: &Caller,
    patient: PatientId,
    now: i64,
) -> Result<Option<Found>, DbErr> {
    // Every look at a card asks this: written once, not built anew each time.
    const FIND: &str = r#"
        select patient.person_id, patient.revision, patient.sealed as card,
               patient.sealed_release,
               person.sealed as "identity", "ground".kind, "ground".level, "ground".sections,
               "ground".starts_at, "ground".ends_at, "ground".revoked_at
        from patient
        join person on person.id = patient.person_id
        left join "ground" on "ground".patient_id = patient.id
            and ("ground".account_id = $2 or "ground".organization_id = $3)
            and ($4 or "ground".kind in ('own', 'representative')
                or not exists (select 1 from membership where membership.account_id = $2))
        where patient.id = $1"#;
    let organization = caller.organization().map(|organization| organization.0);
    // What was opened to somebody as staff waits while they are none (ADM-1): see `has_left`.
    let works = caller.role() != Role::Patient;
    let values = [patient.0.into(), caller.account().0.into(), organization.into(), works.into()];
    let find = Statement::from_sql_and_values(db.get_database_backend(), FIND, values);
    let rows = db.query_all_raw(find).await?;
    let Some(first) = rows.first() else { return Ok(None) };
    let mut grounds = Vec::new();
    for row in &rows {
        // Without a ground the join leaves these empty.
        let Some(kind) = row.try_get::<Option<String>>("", "kind")? else { continue };
        let term = Term {
            start: row.try_get("", "starts_at")?,
            end: row.try_get("", "ends_at")?,
            revoked: row.try_get("", "revoked_at")?,
        };
        if term.is_live(now) {
            let (level, sections): (String, String) =
                (row.try_get("", "level")?, row.try_get("", "sections")?);
            grounds.push(scope(&kind, &level, &sections)?);
        }
    }
    Ok(Some(Found {
        person: PersonId(first.try_get("", "person_id")?),
        sealed_card: first.try_get("", "card")?,
        sealed_identity: first.try_get("", "identity")?,
        sealed_release: first.try_get("", "sealed_release")?,
        revision: first.try_get("", "revision")?,
        grounds,
    }))
}

/// From when until when a ground holds, in microseconds.
struct Term {
    start: i64,
    end: Option<i64>,
    revoked: Option<i64>,
}

impl Term {
    fn is_live(&self, now: i64) -> bool {
        self.start <= now
            && self.end.is_none_or(|end| now < end)
            && self.revoked.is_none_or(|revoked| now < revoked)
    }
}

/// The cards `caller` may look at now, each with its grounds.
#[expect(clippy::disallowed_methods, reason = "this is what the gate itself is built on")]
pub async fn live_everywhere(
    db: &impl ConnectionTrait,
    caller: &Caller,
    now: i64,
) -> Result<Vec<(PatientId, Scope)>, DbErr> {
    let rows = ground::Entity::find().filter(of(caller)).all(db).await?;
    let has_left = !rows.iter().all(|row| is_ones_own(&row.kind)) && has_left(db, caller).await?;
    rows.iter()
        .filter(|row| !has_left || is_ones_own(&row.kind))
        .filter(|row| {
            Term { start: row.starts_at, end: row.ends_at, revoked: row.revoked_at }.is_live(now)
        })
        .map(|row| Ok((PatientId(row.patient_id), scope(&row.kind, &row.level, &row.sections)?)))
        .collect()
}

/// Whether the caller worked somewhere or is going to, and does not now. What was opened to them for
/// their work stays the patient's matter, and opens nothing until they work again: without this
/// they would go on reading as somebody with no role does.
async fn has_left(db: &impl ConnectionTrait, caller: &Caller) -> Result<bool, DbErr> {
    const FIND: &str = "select id from membership where account_id = $1 limit 1";
    if caller.role() != Role::Patient {
        return Ok(false);
    }
    Ok(one(db, FIND, [caller.account().0.into()]).await?.is_some())
}

/// Whether a ground has nothing to do with somebody's work.
fn is_ones_own(kind: &str) -> bool {
    [Ground::Own, Ground::Representative].iter().any(|own| own.wire() == kind)
}

/// The accounts that have a live ground of one of these kinds for a card.
#[expect(clippy::disallowed_methods, reason = "this is what the gate itself is built on")]
pub async fn accounts_on(
    db: &impl ConnectionTrait,
    patient: PatientId,
    kinds: &[Ground],
    now: i64,
) -> Result<Vec<AccountId>, DbErr> {
    let of = ground::Entity::find().filter(ground::COLUMN.patient_id.eq(patient.0));
    let rows = of.filter(ground::COLUMN.kind.is_in(kinds.iter().map(|kind| kind.wire()))).all(db);
    let is_live = |row: &&ground::Model| {
        Term { start: row.starts_at, end: row.ends_at, revoked: row.revoked_at }.is_live(now)
    };
    let mut accounts: Vec<AccountId> = rows
        .await?
        .iter()
        .filter(is_live)
        .filter_map(|row| row.account_id.map(AccountId))
        .collect();
    accounts.sort_unstable();
    accounts.dedup();
    Ok(accounts)
}

/// A live right to act for a patient (CARD-12); moments in microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    pub ground: Uuid,
    pub patient: PatientId,
    pub scope: Scope,
    pub ends_at: Option<i64>,
}

/// The cards an account may act in for somebody else now. Nothing leaves of them, so nothing is
/// journalled.
#[expect(clippy::disallowed_methods, reason = "this is what the gate itself is built on")]
pub async fn represented_by(
    db: &impl ConnectionTrait,
    account: AccountId,
    now: i64,
) -> Result<Vec<Standing>, DbErr> {
    let of = ground::Entity::find().filter(ground::COLUMN.account_id.eq(account.0));
    let rows = of.filter(ground::COLUMN.kind.eq(Ground::Representative.wire())).all(db).await?;
    let is_live = |row: &&ground::Model| {
        Term { start: row.starts_at, end: row.ends_at, revoked: row.revoked_at }.is_live(now)
    };
    let mut standing = Vec::new();
    for row in rows.iter().filter(is_live) {
        standing.push(Standing {
            ground: row.id,
            patient: PatientId(row.patient_id),
            scope: scope(&row.kind, &row.level, &row.sections)?,
            ends_at: row.ends_at,
        });
    }
    standing.sort_by_key(|standing| (standing.patient, standing.ground));
    Ok(standing)
}

/// The doctors who treat a patient: with a full ground in person.
pub async fn doctors_of(
    db: &impl ConnectionTrait,
    patient: PatientId,
    now: i64,
) -> Result<Vec<AccountId>, DbErr> {
    const FIND: &str = r#"
        select distinct membership.account_id
        from "ground"
        join membership on membership.account_id = "ground".account_id
        where "ground".patient_id = $1
            and "ground".kind in ('grant', 'treatment') and "ground".level = 'full'
            and "ground".starts_at <= $2 and ("ground".ends_at is null or "ground".ends_at > $2)
            and ("ground".revoked_at is null or "ground".revoked_at > $2)
            and membership.role = 'doctor' and membership.starts_at <= $2
            and (membership.ends_at is null or membership.ends_at > $2)"#;
    let values = [patient.0.into(), now.into()];
    let find = Statement::from_sql_and_values(db.get_database_backend(), FIND, values);
    let rows = db.query_all_raw(find).await?;
    rows.iter().map(|row| row.try_get("", "account_id").map(AccountId)).collect()
}

/// The live grounds an account has for a card, by itself and by where it works.
#[expect(clippy::disallowed_methods, reason = "this is what the gate itself is built on")]
pub async fn live_of(
    db: &impl ConnectionTrait,
    patient: PatientId,
    account: AccountId,
    organization: Option<OrganizationId>,
    now: i64,
) -> Result<Vec<Scope>, DbErr> {
    let of = ground::Entity::find().filter(ground::COLUMN.patient_id.eq(patient.0));
    let rows = of.filter(to(account, organization)).all(db).await?;
    rows.iter()
        .filter(|row| {
            Term { start: row.starts_at, end: row.ends_at, revoked: row.revoked_at }.is_live(now)
        })
        .map(|row| scope(&row.kind, &row.level, &row.sections))
        .collect()
}

fn of(caller: &Caller) -> Cond {
    to(caller.account(), caller.organization())
}

fn to(account: AccountId, organization: Option<OrganizationId>) -> Cond {
    let mut who = Cond::any().add(ground::COLUMN.account_id.eq(account.0));
    if let Some(organization) = organization {
        who = who.add(ground::COLUMN.organization_id.eq(organization.0));
    }
    who
}

pub fn scope(kind: &str, level: &str, sections: &str) -> Result<Scope, DbErr> {
    let strange = |column: &str| DbErr::Type(format!("a ground with a strange {column}"));
    let sections = sections.split(',').filter(|word| !word.is_empty()).map(str::parse).collect();
    Ok(Scope {
        ground: kind.parse().map_err(|_| strange("kind"))?,
        level: level.parse().map_err(|_| strange("level"))?,
        sections: Result::map_err(sections, |_| strange("sections"))?,
    })
}

pub async fn insert_ground(
    db: &impl ConnectionTrait,
    new: NewGround,
    now: i64,
) -> Result<(), DbErr> {
    insert(db, new, None, now).await
}

/// The same with who opened the card and what for, sealed under its key.
pub async fn insert_given(
    db: &impl ConnectionTrait,
    key: &SealingKey,
    new: NewGround,
    given: &Given,
    now: i64,
) -> Result<(), HiddenError> {
    let sealed = key.seal_json(&ground_place(new.id, new.patient), given)?;
    Ok(insert(db, new, Some(sealed), now).await?)
}

async fn insert(
    db: &impl ConnectionTrait,
    new: NewGround,
    sealed: Option<Vec<u8>>,
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
        sealed: Set(sealed),
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

/// Opens a card by this ground until another moment.
pub async fn prolong_ground(
    db: &impl ConnectionTrait,
    id: Uuid,
    ends_at: i64,
) -> Result<(), DbErr> {
    ground::ActiveModel { id: Set(id), ends_at: Set(Some(ends_at)), ..Default::default() }
        .update(db)
        .await?;
    Ok(())
}

/// Until when a ground opens its card, in microseconds; nothing where it does not any more.
pub async fn open_until(
    db: &impl ConnectionTrait,
    id: Uuid,
    now: i64,
) -> Result<Option<i64>, DbErr> {
    const FIND: &str = r#"
        select ends_at from "ground"
        where id = $1 and ends_at > $2 and (revoked_at is null or revoked_at > $2)"#;
    let row = one(db, FIND, [id.into(), now.into()]).await?;
    row.map(|row| row.try_get("", "ends_at")).transpose()
}

/// What the patient hid from an account.
#[derive(Debug, Default)]
pub struct HiddenFrom {
    pub targets: Vec<HiddenTarget<EntryId>>,
    /// What was attached for the account and is shown all the same.
    pub shown: BTreeSet<EntryId>,
    /// Whether the account may learn that something is hidden.
    pub is_told: bool,
}

/// What the patient hid from this account.
#[expect(clippy::disallowed_methods, reason = "this is what the gate itself is built on")]
pub async fn hidden_from(
    db: &impl ConnectionTrait,
    key: &SealingKey,
    account: AccountId,
    patient: PatientId,
    now: i64,
) -> Result<HiddenFrom, HiddenError> {
    let rows = hidden::Entity::find()
        .filter(hidden::COLUMN.patient_id.eq(patient.0))
        .filter(hidden::COLUMN.lifted_at.is_null())
        .all(db)
        .await?;
    let mut found = HiddenFrom::default();
    for row in rows {
        let hiding: Hiding = key.unseal_json(&hidden_place(row.id, patient), &row.sealed)?;
        if hiding.from.is_empty() || hiding.from.contains(&account) {
            found.is_told |= hiding.is_told;
            found.targets.push(match hiding.target {
                Target::Entry(entry) => HiddenTarget::Entry(entry),
                Target::Topic(topic) => HiddenTarget::Topic(topic),
            });
        }
    }
    if !found.targets.is_empty() {
        found.shown = attached_for(db, key, account, patient, now).await?;
    }
    Ok(found)
}

/// What was attached to the visits by which the account sees the card now.
#[expect(clippy::disallowed_methods, reason = "this is what the gate itself is built on")]
async fn attached_for(
    db: &impl ConnectionTrait,
    key: &SealingKey,
    account: AccountId,
    patient: PatientId,
    now: i64,
) -> Result<BTreeSet<EntryId>, HiddenError> {
    let rows = ground::Entity::find()
        .filter(ground::COLUMN.patient_id.eq(patient.0))
        .filter(ground::COLUMN.account_id.eq(account.0))
        .filter(ground::COLUMN.kind.eq(Ground::Treatment.wire()))
        .filter(ground::COLUMN.sealed.is_not_null())
        .all(db)
        .await?;
    let mut shown = BTreeSet::new();
    for row in rows {
        let term = Term { start: row.starts_at, end: row.ends_at, revoked: row.revoked_at };
        if let Some(sealed) = row.sealed.filter(|_| term.is_live(now)) {
            let given: Given = key.unseal_json(&ground_place(row.id, patient), &sealed)?;
            shown.extend(given.shows);
        }
    }
    Ok(shown)
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

/// Whether something was ever hidden in this card under this id.
#[expect(clippy::disallowed_methods, reason = "the gate itself: no entry is read")]
pub async fn was_hidden(
    db: &impl ConnectionTrait,
    patient: PatientId,
    id: Uuid,
) -> Result<bool, DbErr> {
    let row = hidden::Entity::find_by_id(id).filter(hidden::COLUMN.patient_id.eq(patient.0));
    Ok(row.one(db).await?.is_some())
}

pub async fn lift(db: &impl ConnectionTrait, id: Uuid, now: i64) -> Result<(), DbErr> {
    hidden::ActiveModel { id: Set(id), lifted_at: Set(Some(now)), ..Default::default() }
        .update(db)
        .await?;
    Ok(())
}

pub fn ground_place(id: Uuid, patient: PatientId) -> Place {
    Place { table: "ground", row: id, owner: patient.0, version: 0 }
}

pub fn hidden_place(id: Uuid, patient: PatientId) -> Place {
    Place { table: "hidden", row: id, owner: patient.0, version: 0 }
}

#[derive(Debug, thiserror::Error)]
pub enum HiddenError {
    #[error(transparent)]
    Db(#[from] DbErr),
    #[error(transparent)]
    Seal(#[from] SealError),
}
