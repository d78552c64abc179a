//! One-time codes: only their keyed hashes.

use sea_orm::{ConnectionTrait, DbBackend, DbErr};
use shared::notifications::model::CodePurpose;
use uuid::Uuid;

use super::{hash_of, one, run};

pub struct NewCode<'a> {
    pub id: Uuid,
    pub holder: &'a [u8; 32],
    pub purpose: CodePurpose,
    pub hash: [u8; 32],
    pub contact: [u8; 32],
    pub network: Option<[u8; 32]>,
    pub expires_at: i64,
}

pub struct CodeRow {
    pub id: Uuid,
    pub hash: [u8; 32],
    pub contact: [u8; 32],
    pub attempts: i32,
    pub created_at: i64,
    pub expires_at: i64,
    pub is_used: bool,
}

pub async fn insert_code(
    db: &impl ConnectionTrait,
    new: NewCode<'_>,
    now: i64,
) -> Result<(), DbErr> {
    const INSERT: &str = "
        insert into one_time_code
            (id, holder, purpose, hash, contact, network, attempts, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6, 0, $7, $8)";
    let values = [
        new.id.into(),
        new.holder.to_vec().into(),
        new.purpose.wire().into(),
        new.hash.to_vec().into(),
        new.contact.to_vec().into(),
        new.network.map(|hash| hash.to_vec()).into(),
        now.into(),
        new.expires_at.into(),
    ];
    run(db, INSERT, values).await.map(drop)
}

/// The newest code of this holder for this purpose; in a transaction nobody else tries it meanwhile.
pub async fn newest_code(
    db: &impl ConnectionTrait,
    holder: &[u8; 32],
    purpose: CodePurpose,
) -> Result<Option<CodeRow>, DbErr> {
    let mut find = "
        select id, hash, contact, attempts, created_at, expires_at, used_at from one_time_code
        where holder = $1 and purpose = $2 order by created_at desc, id desc limit 1"
        .to_owned();
    if db.get_database_backend() == DbBackend::Postgres {
        find.push_str(" for update");
    }
    let row = one(db, &find, [holder.to_vec().into(), purpose.wire().into()]).await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(CodeRow {
        id: row.try_get("", "id")?,
        hash: hash_of(&row, "hash")?,
        contact: hash_of(&row, "contact")?,
        attempts: row.try_get("", "attempts")?,
        created_at: row.try_get("", "created_at")?,
        expires_at: row.try_get("", "expires_at")?,
        is_used: row.try_get::<Option<i64>>("", "used_at")?.is_some(),
    }))
}

/// A try that was wrong.
pub async fn count_attempt(db: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
    const COUNT: &str = "update one_time_code set attempts = attempts + 1 where id = $1";
    run(db, COUNT, [id.into()]).await.map(drop)
}

/// Says whether it was not used before.
pub async fn use_code(db: &impl ConnectionTrait, id: Uuid, now: i64) -> Result<bool, DbErr> {
    const USE: &str = "update one_time_code set used_at = $2 where id = $1 and used_at is null";
    Ok(run(db, USE, [id.into(), now.into()]).await? == 1)
}

/// Whose codes are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CountBy {
    Contact,
    Network,
}

/// When the `most`-th last code since then was sent, if so many were.
pub async fn nth_newest(
    db: &impl ConnectionTrait,
    by: CountBy,
    hash: &[u8; 32],
    since: i64,
    most: u32,
) -> Result<Option<i64>, DbErr> {
    let column = match by {
        CountBy::Contact => "contact",
        CountBy::Network => "network",
    };
    let find = format!(
        "select created_at from one_time_code where {column} = $1 and created_at > $2
         order by created_at desc limit 1 offset $3"
    );
    let offset = i64::from(most) - 1;
    let row = one(db, &find, [hash.to_vec().into(), since.into(), offset.into()]).await?;
    row.map(|row| row.try_get("", "created_at")).transpose()
}

/// Removes codes that are neither good nor counted any more.
pub async fn purge_codes(db: &impl ConnectionTrait, created_before: i64) -> Result<u64, DbErr> {
    run(db, "delete from one_time_code where created_at < $1", [created_before.into()]).await
}
