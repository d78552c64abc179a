//! Passkeys and hardware keys of an account: added, named, used, removed (ACC-8).

use sea_orm::DatabaseTransaction;
use shared::accounts::api::NewPasskey;
use shared::accounts::model::{Ceremony, ContactKind, Factor, KeyKind, Passkey, SecurityEvent};
use shared::accounts::rules::check_key_name;
use uuid::Uuid;
use webauthn_rs::prelude::AuthenticationResult;

use super::factor::{Means, seal, unseal};
use super::notice::{tell_change, written};
use super::sign_in::CEREMONY_GOOD_FOR;
use super::{Actor, Error, Holder, change, need_strong, remark, session};
use crate::access::Caller;
use crate::accounts::passkey::{Adding, Holder as KeyHolder, PasskeyError, StoredKey};
use crate::accounts::store::{self, CredentialKind, CredentialRow, FlowKind, NewCredential};
use crate::app::{App, moment};

/// Keys one account may hold.
const MOST: usize = 20;

/// Begins adding a key.
pub async fn start_passkey(app: &App, caller: &Caller, kind: KeyKind) -> Result<Ceremony, Error> {
    need_strong(app, caller)?;
    let means = Means::of(app, caller.account()).await?;
    let keys = means.keys(app)?;
    if keys.len() >= MOST {
        return Err(Error::Full);
    }
    let known = keys.iter().map(|(_, stored)| stored.key.id().clone()).collect();
    let name = session::identity(app, caller.person()).await?.name.full();
    let login = [ContactKind::Email, ContactKind::Phone]
        .into_iter()
        .find_map(|kind| means.contact(kind).map(|known| written(kind, &known.is.value)));
    let holder = KeyHolder {
        account: caller.account(),
        login: login.as_deref().unwrap_or(&name),
        name: &name,
    };
    let (options, adding) = app.passkeys().start_adding(kind, &holder, known)?;
    let flow = Holder::of_session(app, caller)?;
    flow.put(app, FlowKind::AddPasskey, &adding, CEREMONY_GOOD_FOR).await?;
    Ok(Ceremony { options })
}

pub async fn add_passkey(app: &App, caller: &Caller, new: &NewPasskey) -> Result<Passkey, Error> {
    need_strong(app, caller)?;
    let name = check_key_name(&new.name).map_err(|reason| Error::invalid("name", reason))?;
    let flow = Holder::of_session(app, caller)?;
    let adding: Adding = flow.take(app, FlowKind::AddPasskey).await?;
    let key = app.passkeys().finish_adding(&new.credential, &adding)?;
    let (kind, account) = (key.kind(), caller.account());
    let credential =
        new_key(app, account, StoredKey { name: name.clone(), key, is_cloned: false })?;
    let (id, now) = (credential.id, app.now_micros());
    change(
        app,
        &Actor::caller(caller),
        SecurityEvent::PasskeyAdded,
        Some(factor_of(kind)),
        async |tx| {
            if !store::insert_credential(tx, credential, now).await? {
                return Err(PasskeyError::Malformed.into());
            }
            tell_change(app, tx, account, SecurityEvent::PasskeyAdded).await
        },
    )
    .await?;
    Ok(Passkey { id, kind, name, added_at: moment(now), last_used_at: None, is_cloned: false })
}

/// A key to be kept.
pub fn new_key(
    app: &App,
    account: shared::id::AccountId,
    stored: StoredKey,
) -> Result<NewCredential, Error> {
    let id = app.new_id();
    Ok(NewCredential {
        id,
        account,
        kind: stored.key.kind().into(),
        lookup: Some(key_lookup(app, stored.key.id())?),
        sealed: seal(app, id, account, &stored)?,
    })
}

pub async fn rename_passkey(
    app: &App,
    caller: &Caller,
    id: Uuid,
    name: &str,
) -> Result<Passkey, Error> {
    let name = check_key_name(name).map_err(|reason| Error::invalid("name", reason))?;
    let (row, mut stored) = find_own(app, caller, id).await?;
    stored.name = name;
    let sealed = seal(app, row.id, row.account, &stored)?;
    change(app, &Actor::caller(caller), SecurityEvent::PasskeyRenamed, None, async |tx| {
        let is_mine = store::update_credential(tx, &row, sealed, None).await?;
        if is_mine { Ok(()) } else { Err(Error::Conflict) }
    })
    .await?;
    Ok(shown(&row, stored))
}

/// Removes a key; never the last way in.
pub async fn remove_passkey(app: &App, caller: &Caller, id: Uuid) -> Result<(), Error> {
    need_strong(app, caller)?;
    let (row, stored) = find_own(app, caller, id).await?;
    let event = SecurityEvent::PasskeyRemoved;
    let factor = Some(factor_of(stored.key.kind()));
    change(app, &Actor::caller(caller), event, factor, async |tx| {
        remove(app, tx, caller, row.id).await?;
        tell_change(app, tx, caller.account(), event).await
    })
    .await
}

/// Removes one of the caller's credentials, unless nobody could sign in without it.
pub async fn remove(
    app: &App,
    tx: &DatabaseTransaction,
    caller: &Caller,
    id: Uuid,
) -> Result<(), Error> {
    store::take_turns(tx, &account_turn(app, caller)?).await?;
    let mut means = Means::of(app, caller.account()).await?;
    means.credentials = store::list_credentials(tx, caller.account()).await?;
    means.credentials.retain(|credential| credential.id != id);
    if !has_way_in(&means) {
        return Err(Error::LastWayIn);
    }
    let was_there = store::delete_credential(tx, id).await?;
    if was_there { Ok(()) } else { Err(Error::NotFound) }
}

/// Two who remove at the same moment wait for each other.
fn account_turn(app: &App, caller: &Caller) -> Result<[u8; 32], Error> {
    Ok(app.keys().deployment().lookup("turn.account", &caller.account().to_string())?)
}

/// Whether somebody could still sign in: with a passkey, or with the password and a second factor
/// that is not on paper.
pub fn has_way_in(means: &Means) -> bool {
    let second = [Factor::SecurityKey, Factor::Totp, Factor::Sms, Factor::Email];
    means.has(CredentialKind::Passkey)
        || means.has(CredentialKind::Password)
            && means.factors().iter().any(|factor| second.contains(factor))
}

pub const fn factor_of(kind: KeyKind) -> Factor {
    match kind {
        KeyKind::Passkey => Factor::Passkey,
        KeyKind::SecurityKey => Factor::SecurityKey,
    }
}

pub fn shown(row: &CredentialRow, stored: StoredKey) -> Passkey {
    Passkey {
        id: row.id,
        kind: stored.key.kind(),
        name: stored.name,
        added_at: moment(row.created_at),
        last_used_at: row.last_used_at.map(moment),
        is_cloned: stored.is_cloned,
    }
}

async fn find_own(
    app: &App,
    caller: &Caller,
    id: Uuid,
) -> Result<(CredentialRow, StoredKey), Error> {
    let rows = store::list_credentials(app.db().read(), caller.account()).await?;
    let row = rows.into_iter().find(|row| row.id == id && row.kind.key().is_some());
    let row = row.ok_or(Error::NotFound)?;
    let stored = unseal(app, &row)?;
    Ok((row, stored))
}

/// What a credential id is found by.
pub fn key_lookup(app: &App, credential: &[u8]) -> Result<[u8; 32], Error> {
    Ok(app.keys().deployment().secret_hash("credential", &[credential])?)
}

pub async fn find_key(
    app: &App,
    lookup: &[u8; 32],
) -> Result<Option<(CredentialRow, StoredKey)>, Error> {
    let Some(row) = store::find_by_lookup(app.db().read(), lookup).await? else { return Ok(None) };
    if row.kind.key().is_none() {
        return Ok(None);
    }
    let stored = unseal(app, &row)?;
    Ok(Some((row, stored)))
}

/// Keeps the new counter and the last use. Of two answers with the same counter one gets through.
pub async fn accept_use(
    app: &App,
    row: &CredentialRow,
    mut stored: StoredKey,
    result: &AuthenticationResult,
) -> Result<(), Error> {
    stored.key.update(result);
    let sealed = seal(app, row.id, row.account, &stored)?;
    let now = app.now_micros();
    let is_mine = store::update_credential(app.db().write(), row, sealed, Some(now)).await?;
    if is_mine { Ok(()) } else { Err(PasskeyError::Malformed.into()) }
}

/// The counter went back: there may be a copy. Neither is taken any more, and the owner is told.
pub async fn cloned(
    app: &App,
    actor: &Actor,
    row: &CredentialRow,
    mut stored: StoredKey,
) -> Result<Error, Error> {
    let factor = factor_of(stored.key.kind());
    stored.is_cloned = true;
    let name = stored.name.clone();
    let sealed = seal(app, row.id, row.account, &stored)?;
    change(app, actor, SecurityEvent::PasskeyCloned, Some(factor), async |tx| {
        store::update_credential(tx, row, sealed, None).await?;
        let notice = shared::notifications::model::Notice::PasskeyCloned { name };
        let event = format!("cloned {} {}", row.id, row.version);
        super::notice::tell_owner(app, tx, row.account, &event, &notice).await
    })
    .await?;
    remark(app, actor, SecurityEvent::SignInFailed, Some(factor)).await?;
    Ok(PasskeyError::Cloned.into())
}
