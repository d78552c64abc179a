//! Sessions in the database.

use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use shared::access::model::Role;
use shared::id::{AccountId, OrganizationId, PersonId};
use uuid::Uuid;

use super::{all, one, run};

/// A session, whose it is, and what they do.
pub struct SessionRow {
    /// Nil for a session begun before sessions had ids.
    pub id: Uuid,
    pub account: AccountId,
    pub person: PersonId,
    pub created_at: i64,
    pub last_seen_at: i64,
    /// When a second factor was shown last.
    pub strong_at: i64,
    /// When the account had signed in before that; absent the first time.
    pub previous_at: Option<i64>,
    /// A contact of the account waits to be proved.
    pub unproved: bool,
    pub membership: Option<(Role, Option<OrganizationId>)>,
}

/// A session to be kept.
pub struct NewSession<'a> {
    pub id: Uuid,
    pub token_hash: &'a [u8; 32],
    pub account: AccountId,
    pub sealed: Vec<u8>,
}

/// A session as its owner's list shows it.
pub struct ListedSession {
    pub id: Uuid,
    pub token_hash: [u8; 32],
    pub created_at: i64,
    pub last_seen_at: i64,
    pub sealed: Vec<u8>,
}

pub async fn find_session(
    db: &impl ConnectionTrait,
    token_hash: &[u8; 32],
    now: i64,
) -> Result<Option<SessionRow>, DbErr> {
    // Every request asks this.
    const FIND: &str = "
        select session.id, session.account_id, session.created_at, session.last_seen_at,
               session.strong_at, session.previous_at, account.person_id, account.unproved_since,
               membership.role, membership.organization_id
        from session
        join account on account.id = session.account_id
        left join membership on membership.account_id = session.account_id
            and membership.starts_at <= $2
            and (membership.ends_at is null or membership.ends_at > $2)
        where session.token_hash = $1 and session.ended_at is null
            and account.disabled_at is null and account.blocked_at is null
        order by membership.starts_at desc, membership.id desc
        limit 1";
    let values = [token_hash.to_vec().into(), now.into()];
    let Some(row) = one(db, FIND, values).await? else { return Ok(None) };
    let role: Option<String> = row.try_get("", "role")?;
    let role = role
        .map(|word| word.parse::<Role>())
        .transpose()
        .map_err(|_| DbErr::Type("membership.role".into()))?;
    let organization: Option<Uuid> = row.try_get("", "organization_id")?;
    let created_at = row.try_get("", "created_at")?;
    Ok(Some(SessionRow {
        id: row.try_get::<Option<Uuid>>("", "id")?.unwrap_or_default(),
        account: AccountId(row.try_get("", "account_id")?),
        person: PersonId(row.try_get("", "person_id")?),
        created_at,
        last_seen_at: row.try_get("", "last_seen_at")?,
        strong_at: row.try_get::<Option<i64>>("", "strong_at")?.unwrap_or(created_at),
        previous_at: row.try_get("", "previous_at")?,
        unproved: row.try_get::<Option<i64>>("", "unproved_since")?.is_some(),
        membership: role.map(|role| (role, organization.map(OrganizationId))),
    }))
}

pub async fn insert_session(
    db: &impl ConnectionTrait,
    new: NewSession<'_>,
    now: i64,
) -> Result<(), DbErr> {
    const INSERT: &str = "
        insert into session
            (id, token_hash, account_id, created_at, last_seen_at, strong_at, sealed, previous_at)
        select $1, $2, $3, $4, $4, $4, $5, signed_in_at from account where id = $3";
    let NewSession { id, token_hash, account, sealed } = new;
    let values =
        [id.into(), token_hash.to_vec().into(), account.0.into(), now.into(), sealed.into()];
    run(db, INSERT, values).await?;
    remember_sign_in(db, account, now).await
}

/// When the account signed in last: what comes later is new at the next sign-in (REC-14).
pub async fn remember_sign_in(
    db: &impl ConnectionTrait,
    account: AccountId,
    at: i64,
) -> Result<(), DbErr> {
    const REMEMBER: &str = "update account set signed_in_at = $2 where id = $1";
    run(db, REMEMBER, [account.0.into(), at.into()]).await.map(drop)
}

pub async fn touch_session(
    db: &impl ConnectionTrait,
    token_hash: &[u8; 32],
    now: i64,
) -> Result<(), DbErr> {
    const TOUCH: &str = "update session set last_seen_at = $2 where token_hash = $1";
    run(db, TOUCH, [token_hash.to_vec().into(), now.into()]).await.map(drop)
}

/// Gives a live session a new token. Says whether it was still there under the old one.
pub async fn rotate_session(
    db: &impl ConnectionTrait,
    old: &[u8; 32],
    new: &[u8; 32],
    sealed: Vec<u8>,
    now: i64,
) -> Result<bool, DbErr> {
    const ROTATE: &str = "
        update session set token_hash = $2, sealed = $3, strong_at = $4, last_seen_at = $4
        where token_hash = $1 and ended_at is null";
    let values = [old.to_vec().into(), new.to_vec().into(), sealed.into(), now.into()];
    Ok(run(db, ROTATE, values).await? == 1)
}

pub async fn end_session(
    db: &impl ConnectionTrait,
    token_hash: &[u8; 32],
    now: i64,
) -> Result<(), DbErr> {
    const END: &str = "update session set ended_at = $2 where token_hash = $1 and ended_at is null";
    run(db, END, [token_hash.to_vec().into(), now.into()]).await.map(drop)
}

/// Ends one session of an account. Says whether there was one.
pub async fn end_session_of(
    db: &impl ConnectionTrait,
    account: AccountId,
    id: Uuid,
    now: i64,
) -> Result<bool, DbErr> {
    const END: &str =
        "update session set ended_at = $3 where account_id = $1 and id = $2 and ended_at is null";
    Ok(run(db, END, [account.0.into(), id.into(), now.into()]).await? > 0)
}

/// Ends every session of an account but the one of this token, if one is named.
pub async fn end_sessions(
    db: &impl ConnectionTrait,
    account: AccountId,
    but: Option<&[u8; 32]>,
    now: i64,
) -> Result<u64, DbErr> {
    const END: &str = "
        update session set ended_at = $3
        where account_id = $1 and token_hash <> $2 and ended_at is null";
    let but = but.map_or_else(Vec::new, |hash| hash.to_vec());
    run(db, END, [account.0.into(), but.into(), now.into()]).await
}

/// Sessions that were not ended, the last used first.
pub async fn list_sessions(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<ListedSession>, DbErr> {
    const LIST: &str = "
        select id, token_hash, created_at, last_seen_at, sealed from session
        where account_id = $1 and ended_at is null and id is not null
        order by last_seen_at desc, created_at desc";
    all(db, LIST, [account.0.into()]).await?.iter().map(listed).collect()
}

/// What lies sealed in a live session.
pub async fn find_sealed_session(
    db: &impl ConnectionTrait,
    token_hash: &[u8; 32],
) -> Result<Option<Vec<u8>>, DbErr> {
    const FIND: &str = "select sealed from session where token_hash = $1 and ended_at is null";
    let row = one(db, FIND, [token_hash.to_vec().into()]).await?;
    row.map(|row| row.try_get("", "sealed")).transpose()
}

fn listed(row: &QueryResult) -> Result<ListedSession, DbErr> {
    let token_hash: Vec<u8> = row.try_get("", "token_hash")?;
    Ok(ListedSession {
        id: row.try_get("", "id")?,
        token_hash: token_hash.try_into().map_err(|_| DbErr::Type("session.token_hash".into()))?,
        created_at: row.try_get("", "created_at")?,
        last_seen_at: row.try_get("", "last_seen_at")?,
        sealed: row.try_get("", "sealed")?,
    })
}

/// Removes sessions that can no longer be used. Their story stays in the journal.
pub async fn purge_sessions(db: &impl ConnectionTrait, created_before: i64) -> Result<u64, DbErr> {
    const PURGE: &str = "delete from session where created_at < $1 or ended_at is not null";
    run(db, PURGE, [created_before.into()]).await
}
