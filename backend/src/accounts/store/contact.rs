//! Contacts, and the blind indexes one signs in by.

use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use shared::accounts::model::ContactKind;
use shared::id::AccountId;

use super::{all, one, run};

/// A way to reach the owner. What it is lies sealed.
pub struct ContactRow {
    pub kind: ContactKind,
    pub sealed: Vec<u8>,
    pub is_proved: bool,
    /// Grows with each change.
    pub version: i32,
}

/// What one account alone can be found by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginKind {
    Phone,
    Email,
}

impl LoginKind {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
        }
    }
}

impl From<ContactKind> for LoginKind {
    fn from(kind: ContactKind) -> Self {
        match kind {
            ContactKind::Phone => Self::Phone,
            ContactKind::Email => Self::Email,
        }
    }
}

/// The one account of a login.
pub async fn find_login(
    db: &impl ConnectionTrait,
    kind: LoginKind,
    hash: &[u8; 32],
) -> Result<Option<AccountId>, DbErr> {
    const FIND: &str = "select account_id from login where kind = $1 and hash = $2";
    let row = one(db, FIND, [kind.word().into(), hash.to_vec().into()]).await?;
    row.map(|row| row.try_get("", "account_id").map(AccountId)).transpose()
}

/// The accounts that name this СНИЛС, the oldest first.
pub async fn find_snils(
    db: &impl ConnectionTrait,
    hash: &[u8; 32],
    most: u64,
) -> Result<Vec<AccountId>, DbErr> {
    const FIND: &str = "
        select account_id from snils_login where hash = $1 order by created_at, account_id
        limit $2";
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let rows = all(db, FIND, [hash.to_vec().into(), most.into()]).await?;
    rows.iter().map(|row| row.try_get("", "account_id").map(AccountId)).collect()
}

pub async fn insert_snils(
    db: &impl ConnectionTrait,
    hash: &[u8; 32],
    account: AccountId,
    now: i64,
) -> Result<(), DbErr> {
    const INSERT: &str =
        "insert into snils_login (hash, account_id, created_at) values ($1, $2, $3)";
    run(db, INSERT, [hash.to_vec().into(), account.0.into(), now.into()]).await.map(drop)
}

/// Keeps a login. Says whether it was free.
pub async fn insert_login(
    db: &impl ConnectionTrait,
    kind: LoginKind,
    hash: &[u8; 32],
    account: AccountId,
) -> Result<bool, DbErr> {
    const INSERT: &str = "
        insert into login (kind, hash, account_id) values ($1, $2, $3)
        on conflict (kind, hash) do nothing";
    let values = [kind.word().into(), hash.to_vec().into(), account.0.into()];
    Ok(run(db, INSERT, values).await? == 1)
}

pub async fn delete_login(
    db: &impl ConnectionTrait,
    kind: LoginKind,
    account: AccountId,
) -> Result<(), DbErr> {
    const DELETE: &str = "delete from login where kind = $1 and account_id = $2";
    run(db, DELETE, [kind.word().into(), account.0.into()]).await.map(drop)
}

pub async fn insert_contact(
    db: &impl ConnectionTrait,
    account: AccountId,
    kind: ContactKind,
    sealed: Vec<u8>,
    proved_at: Option<i64>,
) -> Result<(), DbErr> {
    const INSERT: &str = "
        insert into contact (account_id, kind, sealed, proved_at, version)
        values ($1, $2, $3, $4, 1)";
    let values = [account.0.into(), kind.wire().into(), sealed.into(), proved_at.into()];
    run(db, INSERT, values).await.map(drop)
}

/// Changes a contact if nobody else has since it was read. Says whether it did.
pub async fn update_contact(
    db: &impl ConnectionTrait,
    account: AccountId,
    old: &ContactRow,
    sealed: Vec<u8>,
    proved_at: Option<i64>,
) -> Result<bool, DbErr> {
    const UPDATE: &str = "
        update contact set sealed = $3, proved_at = $4, version = version + 1
        where account_id = $1 and kind = $2 and version = $5";
    let values = [
        account.0.into(),
        old.kind.wire().into(),
        sealed.into(),
        proved_at.into(),
        old.version.into(),
    ];
    Ok(run(db, UPDATE, values).await? == 1)
}

/// The phone first.
pub async fn list_contacts(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<ContactRow>, DbErr> {
    const LIST: &str = "
        select kind, sealed, proved_at, version from contact where account_id = $1
        order by kind desc";
    all(db, LIST, [account.0.into()]).await?.iter().map(contact).collect()
}

fn contact(row: &QueryResult) -> Result<ContactRow, DbErr> {
    let kind: String = row.try_get("", "kind")?;
    Ok(ContactRow {
        kind: kind.parse().map_err(|_| DbErr::Type("contact.kind".into()))?,
        sealed: row.try_get("", "sealed")?,
        is_proved: row.try_get::<Option<i64>>("", "proved_at")?.is_some(),
        version: row.try_get("", "version")?,
    })
}
