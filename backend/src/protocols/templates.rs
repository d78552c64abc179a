//! Templates of doctors' own (REC-12): of nobody's card, and nobody else's.

use shared::access::model::{Action, Role};
use shared::contract::FieldReason;
use shared::id::AccountId;
use shared::protocols::model::{ChangedTemplate, KeptTemplate, NewTemplate, Removed};
use shared::protocols::rules::{TEMPLATES_MAX, check_template};
use uuid::Uuid;

use super::service::{Error, invalid};
use super::store::{self, Own};
use crate::access::Caller;
use crate::app::{App, moment};
use crate::audit::What;

fn kept(own: Own) -> KeptTemplate {
    KeptTemplate {
        id: own.id,
        version: u32::try_from(own.version).unwrap_or(0),
        changed_at: moment(own.changed_at),
        template: own.template,
    }
}

/// Who writes protocols, and nobody else: a try of others is journalled.
pub(super) async fn doctor(app: &App, caller: &Caller) -> Result<AccountId, Error> {
    if caller.role() == Role::Doctor {
        return Ok(caller.account());
    }
    caller.was_refused(app, What::Access(Action::WriteProtocol)).await?;
    Err(Error::NotFound)
}

pub async fn list(app: &App, caller: &Caller) -> Result<Vec<KeptTemplate>, Error> {
    let account = doctor(app, caller).await?;
    let own = store::templates(app, app.db().read(), account).await?;
    Ok(own.into_iter().map(kept).collect())
}

/// Keeps a template. The same key keeps one, however often it is sent; the same key with another
/// template is a conflict.
pub async fn add(app: &App, caller: &Caller, new: NewTemplate) -> Result<KeptTemplate, Error> {
    let account = doctor(app, caller).await?;
    let template = check_template(&new.template)?;
    if new.key.is_nil() {
        return Err(invalid("key", FieldReason::Required));
    }
    let id = app.keys().deployment().keyed_id("protocol_template.id", account.0, new.key)?;
    let tx = app.db().begin().await?;
    if let Some(known) = store::template(app, &tx, account, id).await? {
        let is_same = known.template == template && !known.is_removed;
        return if is_same { Ok(kept(known)) } else { Err(Error::Conflict) };
    }
    if store::templates(app, &tx, account).await?.len() >= TEMPLATES_MAX {
        return Err(Error::Full);
    }
    let own = Own { id, version: 1, changed_at: app.now_micros(), is_removed: false, template };
    store::insert_template(app, &tx, account, &own).await?;
    tx.commit().await?;
    Ok(kept(own))
}

/// Changes a template. Somebody was first where the version that was seen is not the newest; the
/// same once more changes nothing.
pub async fn change(
    app: &App,
    caller: &Caller,
    id: Uuid,
    changed: ChangedTemplate,
) -> Result<KeptTemplate, Error> {
    let account = doctor(app, caller).await?;
    let template = check_template(&changed.template)?;
    let tx = app.db().begin().await?;
    let known = store::template(app, &tx, account, id).await?;
    let known = known.filter(|known| !known.is_removed).ok_or(Error::NotFound)?;
    let is_seen = i32::try_from(changed.version) == Ok(known.version);
    let is_next = changed.version.checked_add(1).map(i32::try_from) == Some(Ok(known.version));
    if known.template == template && (is_seen || is_next) {
        return Ok(kept(known));
    }
    let version = known.version.saturating_add(1);
    let own = Own { version, changed_at: app.now_micros(), template, ..known };
    if !is_seen || !store::update_template(app, &tx, account, &own).await? {
        return Err(Error::Conflict);
    }
    tx.commit().await?;
    Ok(kept(own))
}

/// Removes a template. Done twice it changes nothing.
pub async fn remove(app: &App, caller: &Caller, id: Uuid) -> Result<Removed, Error> {
    let account = doctor(app, caller).await?;
    store::template(app, app.db().read(), account, id).await?.ok_or(Error::NotFound)?;
    store::remove_template(app.db().write(), account, id, app.now_micros()).await?;
    Ok(Removed { id })
}
