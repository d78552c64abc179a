//! Wrong tries counted, and what one signs in from.

use sea_orm::{ConnectionTrait, DbErr};
use shared::id::AccountId;

use super::{one, run};

/// How it stands after a try was counted.
pub struct LockRow {
    pub failures: i32,
    pub locked_until: Option<i64>,
}

/// Counts a try. What lay still since `calm` begins anew.
pub async fn count_try(
    db: &impl ConnectionTrait,
    key: &[u8; 32],
    calm: i64,
    now: i64,
) -> Result<LockRow, DbErr> {
    const COUNT: &str = "
        insert into sign_in_lock (key, failures, level, locked_until, updated_at)
        values ($1, 1, 0, null, $3)
        on conflict (key) do update set
            failures = case when sign_in_lock.updated_at < $2 then 1
                            when sign_in_lock.locked_until > $3 then sign_in_lock.failures
                            else sign_in_lock.failures + 1 end,
            level = case when sign_in_lock.updated_at < $2 then 0 else sign_in_lock.level end,
            updated_at = $3
        returning failures, locked_until";
    let row = one(db, COUNT, [key.to_vec().into(), calm.into(), now.into()]).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("a try just counted".into()))?;
    Ok(LockRow {
        failures: row.try_get("", "failures")?,
        locked_until: row.try_get("", "locked_until")?,
    })
}

/// Locks it, unless somebody has already.
pub async fn set_lock(
    db: &impl ConnectionTrait,
    key: &[u8; 32],
    until: i64,
    now: i64,
) -> Result<bool, DbErr> {
    const LOCK: &str = "
        update sign_in_lock
        set failures = 0, level = level + 1, locked_until = $2
        where key = $1 and (locked_until is null or locked_until <= $3)";
    Ok(run(db, LOCK, [key.to_vec().into(), until.into(), now.into()]).await? == 1)
}

/// A counted try was a right one after all.
pub async fn uncount_try(db: &impl ConnectionTrait, key: &[u8; 32]) -> Result<(), DbErr> {
    const UNCOUNT: &str =
        "update sign_in_lock set failures = failures - 1 where key = $1 and failures > 0";
    run(db, UNCOUNT, [key.to_vec().into()]).await.map(drop)
}

pub async fn delete_lock(db: &impl ConnectionTrait, key: &[u8; 32]) -> Result<(), DbErr> {
    run(db, "delete from sign_in_lock where key = $1", [key.to_vec().into()]).await.map(drop)
}

pub async fn purge_locks(db: &impl ConnectionTrait, updated_before: i64) -> Result<u64, DbErr> {
    const PURGE: &str = "
        delete from sign_in_lock
        where updated_at < $1 and (locked_until is null or locked_until < $1)";
    run(db, PURGE, [updated_before.into()]).await
}

/// Whether the account was signed in to from there before.
pub async fn is_familiar(
    db: &impl ConnectionTrait,
    account: AccountId,
    hash: &[u8; 32],
) -> Result<bool, DbErr> {
    const FIND: &str = "select seen_at from familiar where account_id = $1 and hash = $2";
    Ok(one(db, FIND, [account.0.into(), hash.to_vec().into()]).await?.is_some())
}

/// Whether the account was ever signed in to.
pub async fn has_familiar(db: &impl ConnectionTrait, account: AccountId) -> Result<bool, DbErr> {
    const FIND: &str = "select seen_at from familiar where account_id = $1 limit 1";
    Ok(one(db, FIND, [account.0.into()]).await?.is_some())
}

pub async fn make_familiar(
    db: &impl ConnectionTrait,
    account: AccountId,
    hash: &[u8; 32],
    now: i64,
) -> Result<(), DbErr> {
    const KEEP: &str = "
        insert into familiar (account_id, hash, seen_at) values ($1, $2, $3)
        on conflict (account_id, hash) do update set seen_at = excluded.seen_at";
    run(db, KEEP, [account.0.into(), hash.to_vec().into(), now.into()]).await.map(drop)
}

/// Forgets every device and network: the owner said «это был не я».
pub async fn forget_familiar(db: &impl ConnectionTrait, account: AccountId) -> Result<(), DbErr> {
    run(db, "delete from familiar where account_id = $1", [account.0.into()]).await.map(drop)
}

pub async fn purge_familiar(db: &impl ConnectionTrait, seen_before: i64) -> Result<u64, DbErr> {
    run(db, "delete from familiar where seen_at < $1", [seen_before.into()]).await
}

/// How often it was locked already.
pub async fn lock_level(db: &impl ConnectionTrait, key: &[u8; 32]) -> Result<i32, DbErr> {
    let find = "select level from sign_in_lock where key = $1";
    one(db, find, [key.to_vec().into()]).await?.map_or(Ok(0), |row| row.try_get("", "level"))
}
