//! Signing in and staying signed in, told without HTTP.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use shared::access::model::Role;
use shared::accounts::model::{DemoAccount, Session};
use shared::id::{AccountId, PersonId};
use uuid::Uuid;

use super::store;
use crate::access::{Caller, Origin, SignedIn};
use crate::app::App;
use crate::audit::{JournalDown, Line, Outcome, What};
use crate::card::{Identity, person_place};
use crate::demo;
use crate::keys::{KeyError, Owner, Place, SealError};

const MINUTE: i64 = 60 * 1_000_000;
/// A session ends after this long, whatever is done in it (ACC-16).
const ABSOLUTE: i64 = 12 * 60 * MINUTE;
/// "Seen" is written at most this often.
const TOUCH_EVERY: i64 = MINUTE;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no such account")]
    NotFound,
    #[error(transparent)]
    Journal(#[from] JournalDown),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// How long a session lasts when nothing is done in it (ACC-16).
const fn idle(role: Role) -> i64 {
    if role.is_staff() { 15 * MINUTE } else { 30 * MINUTE }
}

/// Where a session was started from: personal, so it lies sealed.
#[derive(Serialize, Deserialize)]
struct StartedFrom {
    address: Option<String>,
    device: Option<String>,
}

/// Who holds this token, if the session is still alive.
pub async fn find_session(
    app: &App,
    token: &str,
    origin: Origin,
) -> Result<Option<SignedIn>, Error> {
    let Ok(token) = URL_SAFE_NO_PAD.decode(token) else { return Ok(None) };
    let session = app.keys().deployment().token_hash(&token)?;
    let now = app.now_micros();
    let Some(row) = store::find_session(app.db().read(), &session, now).await? else {
        return Ok(None);
    };
    if !alive(&row, now) {
        return Ok(None);
    }
    let (role, organization) = row.membership.unwrap_or((Role::Patient, None));
    if now - row.last_seen_at > TOUCH_EVERY {
        store::touch_session(app.db().write(), &session, now).await?;
    }
    let (account, person) = (row.account, row.person);
    Ok(Some(SignedIn { account, person, role, organization, session, origin }))
}

/// Whether the caller's session is still alive. Asking does not prolong it.
pub async fn is_live(app: &App, caller: &Caller) -> Result<bool, Error> {
    let now = app.now_micros();
    let row = store::find_session(app.db().read(), caller.session(), now).await?;
    Ok(row.is_some_and(|row| alive(&row, now)))
}

/// By the two limits of ACC-16.
fn alive(row: &store::SessionRow, now: i64) -> bool {
    let role = row.membership.map_or(Role::Patient, |(role, _)| role);
    now - row.created_at <= ABSOLUTE && now - row.last_seen_at <= idle(role)
}

/// Starts a session and returns its token: 256 random bits that only the browser keeps.
pub async fn start_session(app: &App, account: AccountId, origin: Origin) -> Result<String, Error> {
    let mut token = [0; 32];
    getrandom::fill(&mut token).map_err(SealError::Randomness)?;
    let hash = app.keys().deployment().token_hash(&token)?;
    let now = app.now_micros();
    let line = Line {
        account: Some(account),
        address: origin.address.clone(),
        device: origin.device.clone(),
        request_id: origin.request_id,
        ..Line::system(What::SignedIn)
    };
    app.journal().append(App::chain_of(account), now, line).await?;
    let from = StartedFrom { address: origin.address, device: origin.device };
    let place = Place { table: "session", row: short(&hash), owner: account.0, version: 0 };
    let sealed = app.keys().deployment().service.seal_json(&place, &from)?;
    store::insert_session(app.db().write(), &hash, account, sealed, now).await?;
    Ok(URL_SAFE_NO_PAD.encode(token))
}

/// A session has no id but its hash; its first half names the place.
fn short(hash: &[u8; 32]) -> Uuid {
    let mut row = [0; 16];
    row.iter_mut().zip(hash).for_each(|(to, from)| *to = *from);
    Uuid::from_bytes(row)
}

pub async fn end_session(app: &App, caller: &Caller) -> Result<(), Error> {
    let line = caller.line(What::SignedOut, None, Outcome::Allowed);
    app.journal().append(App::chain_of(caller.account()), app.now_micros(), line).await?;
    store::end_session(app.db().write(), caller.session(), app.now_micros()).await?;
    Ok(())
}

/// What the pages know of who is signed in.
pub async fn session(app: &App, caller: &Caller) -> Result<Session, Error> {
    let db = app.db().read();
    let name = greeting(app, caller.person()).await?;
    let organization = match caller.organization() {
        Some(organization) => store::organization_name(db, organization).await?,
        None => None,
    };
    let card =
        if caller.role().is_staff() { None } else { store::find_card(db, caller.person()).await? };
    Ok(Session {
        account: caller.account(),
        role: caller.role(),
        name,
        card,
        organization,
        idle_seconds: u32::try_from(idle(caller.role()) / 1_000_000).unwrap_or(u32::MAX),
    })
}

/// «Анна Петровна»: the person's own name, told to the person.
async fn greeting(app: &App, person: PersonId) -> Result<String, Error> {
    let db = app.db().read();
    let sealed = store::find_person(db, person).await?.ok_or(Error::NotFound)?;
    let key = app.keys().find(db, Owner::person(person.0)).await?.ok_or(Error::NotFound)?;
    let Identity { name, .. } = key.unseal_json(&person_place(person), &sealed)?;
    Ok(match name.patronymic {
        Some(patronymic) => format!("{} {patronymic}", name.given),
        None => name.given,
    })
}

/// The people of a demo server; nobody on any other.
pub fn demo_accounts(app: &App) -> Result<Vec<DemoAccount>, Error> {
    if app.settings().demo { Ok(demo::accounts()) } else { Err(Error::NotFound) }
}

/// Signs in as one of the demo's people, and as nobody else.
pub async fn demo_sign_in(app: &App, account: AccountId, origin: Origin) -> Result<String, Error> {
    let known = demo_accounts(app)?.iter().any(|known| known.account == account);
    if !known || store::find_account(app.db().read(), account).await?.is_none() {
        return Err(Error::NotFound);
    }
    start_session(app, account, origin).await
}

/// Removes sessions that ended or grew too old.
pub async fn purge(app: &App) -> Result<u64, Error> {
    Ok(store::purge_sessions(app.db().write(), app.now_micros() - ABSOLUTE).await?)
}
