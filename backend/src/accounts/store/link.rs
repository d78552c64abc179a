//! Links sent by e-mail: only the keyed hashes of their secrets.

use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use shared::id::AccountId;
use uuid::Uuid;

use super::{all, one, run};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkPurpose {
    ProveEmail,
    Recovery,
    Invitation,
}

impl LinkPurpose {
    pub const fn word(self) -> &'static str {
        match self {
            Self::ProveEmail => "prove_email",
            Self::Recovery => "recovery",
            Self::Invitation => "invitation",
        }
    }
}

pub struct LinkRow {
    pub account: Option<AccountId>,
    pub sealed: Vec<u8>,
    pub expires_at: i64,
    pub is_used: bool,
}

pub async fn insert_link(
    db: &impl ConnectionTrait,
    token_hash: &[u8; 32],
    purpose: LinkPurpose,
    account: Option<AccountId>,
    sealed: Vec<u8>,
    now: i64,
    expires_at: i64,
) -> Result<(), DbErr> {
    const INSERT: &str = "
        insert into link (token_hash, purpose, account_id, sealed, created_at, expires_at)
        values ($1, $2, $3, $4, $5, $6)";
    let values = [
        token_hash.to_vec().into(),
        purpose.word().into(),
        account.map(|account| account.0).into(),
        sealed.into(),
        now.into(),
        expires_at.into(),
    ];
    run(db, INSERT, values).await.map(drop)
}

pub async fn find_link(
    db: &impl ConnectionTrait,
    token_hash: &[u8; 32],
    purpose: LinkPurpose,
) -> Result<Option<LinkRow>, DbErr> {
    const FIND: &str = "
        select account_id, sealed, expires_at, used_at from link
        where token_hash = $1 and purpose = $2";
    let row = one(db, FIND, [token_hash.to_vec().into(), purpose.word().into()]).await?;
    row.as_ref().map(link).transpose()
}

/// A link that can still be opened.
pub struct LiveLink {
    pub token_hash: [u8; 32],
    pub sealed: Vec<u8>,
    pub created_at: i64,
    pub expires_at: i64,
}

/// Links for a purpose that were neither used nor are over, the newest first.
pub async fn live_links(
    db: &impl ConnectionTrait,
    purpose: LinkPurpose,
    now: i64,
) -> Result<Vec<LiveLink>, DbErr> {
    const LIVE: &str = "
        select token_hash, sealed, created_at, expires_at from link
        where purpose = $1 and used_at is null and expires_at > $2
        order by created_at desc, token_hash";
    let rows = all(db, LIVE, [purpose.word().into(), now.into()]).await?;
    rows.iter().map(live).collect()
}

fn live(row: &QueryResult) -> Result<LiveLink, DbErr> {
    let token_hash: Vec<u8> = row.try_get("", "token_hash")?;
    Ok(LiveLink {
        token_hash: token_hash.try_into().map_err(|_| DbErr::Type("link.token_hash".into()))?,
        sealed: row.try_get("", "sealed")?,
        created_at: row.try_get("", "created_at")?,
        expires_at: row.try_get("", "expires_at")?,
    })
}

/// Uses it up. Says whether it was unused.
pub async fn use_link(
    db: &impl ConnectionTrait,
    token_hash: &[u8; 32],
    now: i64,
) -> Result<bool, DbErr> {
    const USE: &str = "update link set used_at = $2 where token_hash = $1 and used_at is null";
    Ok(run(db, USE, [token_hash.to_vec().into(), now.into()]).await? == 1)
}

/// Makes what was sent before for the same purpose worthless.
pub async fn void_links(
    db: &impl ConnectionTrait,
    account: AccountId,
    purpose: LinkPurpose,
    now: i64,
) -> Result<(), DbErr> {
    const VOID: &str = "
        update link set expires_at = $3
        where account_id = $1 and purpose = $2 and used_at is null and expires_at > $3";
    run(db, VOID, [account.0.into(), purpose.word().into(), now.into()]).await.map(drop)
}

/// How many were made since then.
pub async fn count_links(
    db: &impl ConnectionTrait,
    account: AccountId,
    purpose: LinkPurpose,
    since: i64,
) -> Result<i64, DbErr> {
    const COUNT: &str = "
        select count(*) as links from link
        where account_id = $1 and purpose = $2 and created_at > $3";
    let row = one(db, COUNT, [account.0.into(), purpose.word().into(), since.into()]).await?;
    row.map_or(Ok(0), |row| row.try_get("", "links"))
}

pub async fn purge_links(db: &impl ConnectionTrait, expired_before: i64) -> Result<u64, DbErr> {
    run(db, "delete from link where expires_at < $1", [expired_before.into()]).await
}

fn link(row: &QueryResult) -> Result<LinkRow, DbErr> {
    Ok(LinkRow {
        account: row.try_get::<Option<Uuid>>("", "account_id")?.map(AccountId),
        sealed: row.try_get("", "sealed")?,
        expires_at: row.try_get("", "expires_at")?,
        is_used: row.try_get::<Option<i64>>("", "used_at")?.is_some(),
    })
}
