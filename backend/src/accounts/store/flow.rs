//! Steps on their way: what a browser or a session has begun and not finished.

use sea_orm::{ConnectionTrait, DbErr};

use super::{one, run};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlowKind {
    Registration,
    SignIn,
    PasskeySignIn,
    SecurityKeySignIn,
    Recovery,
    Invitation,
    AddPasskey,
    Totp,
    StepUp,
}

impl FlowKind {
    pub const fn word(self) -> &'static str {
        match self {
            Self::Registration => "registration",
            Self::SignIn => "sign_in",
            Self::PasskeySignIn => "passkey_sign_in",
            Self::SecurityKeySignIn => "security_key_sign_in",
            Self::Recovery => "recovery",
            Self::Invitation => "invitation",
            Self::AddPasskey => "add_passkey",
            Self::Totp => "totp",
            Self::StepUp => "step_up",
        }
    }
}

/// Takes the place of what the holder had of this kind.
pub async fn put_flow(
    db: &impl ConnectionTrait,
    holder: &[u8; 32],
    kind: FlowKind,
    sealed: Vec<u8>,
    now: i64,
    expires_at: i64,
) -> Result<(), DbErr> {
    const PUT: &str = "
        insert into flow (holder, kind, sealed, created_at, expires_at)
        values ($1, $2, $3, $4, $5)
        on conflict (holder, kind) do update
        set sealed = excluded.sealed, created_at = excluded.created_at,
            expires_at = excluded.expires_at";
    let values =
        [holder.to_vec().into(), kind.word().into(), sealed.into(), now.into(), expires_at.into()];
    run(db, PUT, values).await.map(drop)
}

pub async fn find_flow(
    db: &impl ConnectionTrait,
    holder: &[u8; 32],
    kind: FlowKind,
    now: i64,
) -> Result<Option<Vec<u8>>, DbErr> {
    const FIND: &str =
        "select sealed from flow where holder = $1 and kind = $2 and expires_at > $3";
    let row = one(db, FIND, [holder.to_vec().into(), kind.word().into(), now.into()]).await?;
    row.map(|row| row.try_get("", "sealed")).transpose()
}

/// Whether this holder has begun anything that is still good.
pub async fn has_flow(
    db: &impl ConnectionTrait,
    holder: &[u8; 32],
    now: i64,
) -> Result<bool, DbErr> {
    const FIND: &str = "select kind from flow where holder = $1 and expires_at > $2 limit 1";
    Ok(one(db, FIND, [holder.to_vec().into(), now.into()]).await?.is_some())
}

/// Takes it away: of two who take it at the same moment, on any nodes, one gets it.
pub async fn take_flow(
    db: &impl ConnectionTrait,
    holder: &[u8; 32],
    kind: FlowKind,
    now: i64,
) -> Result<Option<Vec<u8>>, DbErr> {
    const TAKE: &str = "
        delete from flow where holder = $1 and kind = $2 returning sealed, expires_at";
    let row = one(db, TAKE, [holder.to_vec().into(), kind.word().into()]).await?;
    let Some(row) = row else { return Ok(None) };
    let is_good = row.try_get::<i64>("", "expires_at")? > now;
    is_good.then(|| row.try_get("", "sealed")).transpose()
}

/// Removes what nobody will finish.
pub async fn purge_flows(db: &impl ConnectionTrait, now: i64) -> Result<u64, DbErr> {
    run(db, "delete from flow where expires_at <= $1", [now.into()]).await
}
