//! What one signs in with: passwords, passkeys, TOTP secrets, recovery codes.

use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use shared::accounts::model::KeyKind;
use shared::id::AccountId;
use uuid::Uuid;

use super::{all, one, run};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CredentialKind {
    Password,
    Passkey,
    SecurityKey,
    Totp,
    /// That codes by e-mail are set up.
    EmailCode,
    RecoveryCode,
}

pub struct CredentialRow {
    pub id: Uuid,
    pub account: AccountId,
    pub kind: CredentialKind,
    pub sealed: Vec<u8>,
    /// Grows with each change.
    pub version: i32,
    pub created_at: i64,
    pub last_used_at: Option<i64>,
}

pub struct NewCredential {
    pub id: Uuid,
    pub account: AccountId,
    pub kind: CredentialKind,
    /// A keyed hash that no other credential has.
    pub lookup: Option<[u8; 32]>,
    pub sealed: Vec<u8>,
}

impl CredentialKind {
    const ALL: [Self; 6] = [
        Self::Password,
        Self::Passkey,
        Self::SecurityKey,
        Self::Totp,
        Self::EmailCode,
        Self::RecoveryCode,
    ];

    pub const fn word(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Passkey => "passkey",
            Self::SecurityKey => "security_key",
            Self::Totp => "totp",
            Self::EmailCode => "email_code",
            Self::RecoveryCode => "recovery_code",
        }
    }

    fn parse(word: &str) -> Result<Self, DbErr> {
        let known = Self::ALL.into_iter().find(|kind| kind.word() == word);
        known.ok_or_else(|| DbErr::Type("credential.kind".into()))
    }

    /// Whether and what a WebAuthn credential it is.
    pub const fn key(self) -> Option<KeyKind> {
        match self {
            Self::Passkey => Some(KeyKind::Passkey),
            Self::SecurityKey => Some(KeyKind::SecurityKey),
            Self::Password | Self::Totp | Self::EmailCode | Self::RecoveryCode => None,
        }
    }
}

impl From<KeyKind> for CredentialKind {
    fn from(kind: KeyKind) -> Self {
        match kind {
            KeyKind::Passkey => Self::Passkey,
            KeyKind::SecurityKey => Self::SecurityKey,
        }
    }
}

const COLUMNS: &str = "id, account_id, kind, sealed, version, created_at, last_used_at";

/// Says whether its lookup was free.
pub async fn insert_credential(
    db: &impl ConnectionTrait,
    new: NewCredential,
    now: i64,
) -> Result<bool, DbErr> {
    const INSERT: &str = "
        insert into credential (id, account_id, kind, lookup, sealed, version, created_at)
        values ($1, $2, $3, $4, $5, 1, $6)
        on conflict (lookup) do nothing";
    let NewCredential { id, account, kind, lookup, sealed } = new;
    let values = [
        id.into(),
        account.0.into(),
        kind.word().into(),
        lookup.map(|hash| hash.to_vec()).into(),
        sealed.into(),
        now.into(),
    ];
    Ok(run(db, INSERT, values).await? == 1)
}

/// The oldest first.
pub async fn list_credentials(
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Vec<CredentialRow>, DbErr> {
    let list =
        format!("select {COLUMNS} from credential where account_id = $1 order by created_at, id");
    all(db, &list, [account.0.into()]).await?.iter().map(credential).collect()
}

/// The one of a kind an account has one of.
pub async fn find_credential(
    db: &impl ConnectionTrait,
    account: AccountId,
    kind: CredentialKind,
) -> Result<Option<CredentialRow>, DbErr> {
    let find =
        format!("select {COLUMNS} from credential where account_id = $1 and kind = $2 limit 1");
    let row = one(db, &find, [account.0.into(), kind.word().into()]).await?;
    row.as_ref().map(credential).transpose()
}

pub async fn find_by_lookup(
    db: &impl ConnectionTrait,
    lookup: &[u8; 32],
) -> Result<Option<CredentialRow>, DbErr> {
    let find = format!("select {COLUMNS} from credential where lookup = $1");
    let row = one(db, &find, [lookup.to_vec().into()]).await?;
    row.as_ref().map(credential).transpose()
}

/// Changes what is sealed if nobody else has since it was read. Says whether it did.
pub async fn update_credential(
    db: &impl ConnectionTrait,
    old: &CredentialRow,
    sealed: Vec<u8>,
    used_at: Option<i64>,
) -> Result<bool, DbErr> {
    const UPDATE: &str = "
        update credential set sealed = $2, last_used_at = $3, version = version + 1
        where id = $1 and version = $4";
    let used_at = used_at.or(old.last_used_at);
    let values = [old.id.into(), sealed.into(), used_at.into(), old.version.into()];
    Ok(run(db, UPDATE, values).await? == 1)
}

/// Says whether it was there.
pub async fn delete_credential(db: &impl ConnectionTrait, id: Uuid) -> Result<bool, DbErr> {
    Ok(run(db, "delete from credential where id = $1", [id.into()]).await? == 1)
}

pub async fn delete_credentials(
    db: &impl ConnectionTrait,
    account: AccountId,
    kind: CredentialKind,
) -> Result<u64, DbErr> {
    const DELETE: &str = "delete from credential where account_id = $1 and kind = $2";
    run(db, DELETE, [account.0.into(), kind.word().into()]).await
}

/// Uses a recovery code up. Says whether it was there.
pub async fn use_recovery_code(
    db: &impl ConnectionTrait,
    account: AccountId,
    lookup: &[u8; 32],
) -> Result<bool, DbErr> {
    const USE: &str =
        "delete from credential where account_id = $1 and kind = 'recovery_code' and lookup = $2";
    Ok(run(db, USE, [account.0.into(), lookup.to_vec().into()]).await? == 1)
}

fn credential(row: &QueryResult) -> Result<CredentialRow, DbErr> {
    Ok(CredentialRow {
        id: row.try_get("", "id")?,
        account: AccountId(row.try_get("", "account_id")?),
        kind: CredentialKind::parse(&row.try_get::<String>("", "kind")?)?,
        sealed: row.try_get("", "sealed")?,
        version: row.try_get("", "version")?,
        created_at: row.try_get("", "created_at")?,
        last_used_at: row.try_get("", "last_used_at")?,
    })
}
