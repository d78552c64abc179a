//! Sessions: begun after a second factor, rotated, listed and ended (ACC-16).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde::{Deserialize, Serialize};
use shared::access::model::Role;
use shared::access::rules::answers_any;
use shared::accounts::model::{
    ContactKind, DemoAccount, Factor, LiveSession, SecurityEvent, Session,
};
use shared::id::{AccountId, OrganizationId, PatientId, PersonId};
use shared::notifications::model::Notice;
use shared::record::model::{PersonName, Source, SourceKind};

use super::notice::{contacts, tell_owner};
use super::{Actor, Error, HOUR, MINUTE, Visitor, change, half, new_secret};
use crate::access::{Caller, Origin, SignedIn, represented_by};
use crate::accounts::store::{self, NewSession};
use crate::app::{App, moment};
use crate::audit::{Outcome, What};
use crate::card::{Identity, person_place};
use crate::consent;
use crate::demo;
use crate::emergency;
use crate::keys::{Owner, Place, SealError};
use crate::notifications::centre;

/// A session ends after this long, whatever is done in it.
const ABSOLUTE: i64 = 12 * HOUR;
/// "Seen" is written at most this often.
const TOUCH_EVERY: i64 = MINUTE;

/// A session just begun, and what the browser is to keep.
pub struct Opened {
    /// For the session's cookie.
    pub token: String,
    /// For the device's cookie: by it a lock knows the owner's device, and a letter a new one.
    pub device: String,
}

/// How long a session lasts when nothing is done in it.
const fn idle(role: Role) -> i64 {
    if role.is_staff() { 15 * MINUTE } else { 30 * MINUTE }
}

/// Where and by what a session was begun: personal, so it lies sealed.
#[derive(Serialize, Deserialize)]
struct Begun {
    address: Option<String>,
    device: Option<String>,
    #[serde(default)]
    factor: Option<Factor>,
    /// By what it was proved once more since.
    #[serde(default)]
    strong: Option<Factor>,
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
    Ok(Some(SignedIn {
        account: row.account,
        person: row.person,
        role,
        organization,
        session,
        session_id: row.id,
        strong_at: row.strong_at,
        previous_at: row.previous_at,
        unproved: row.unproved,
        origin,
    }))
}

/// Whether the caller's session is still alive, and they still do what they did. Asking does not
/// prolong it. A session that got a new token by a step-up is the same session.
pub async fn is_live(app: &App, caller: &Caller) -> Result<bool, Error> {
    let now = app.now_micros();
    let (account, role, organization) = (caller.account(), caller.role(), caller.organization());
    // A term may have ended since, or a role have been changed, while a page stayed open.
    if role.is_staff()
        && !store::works_as(app.db().read(), account, role, organization, now).await?
    {
        return Ok(false);
    }
    let sessions = store::list_sessions(app.db().read(), caller.account()).await?;
    Ok(sessions.iter().any(|session| {
        session.id == caller.session_id()
            && within(caller.role(), session.created_at, session.last_seen_at, now)
    }))
}

/// By the two limits of ACC-16.
fn alive(row: &store::SessionRow, now: i64) -> bool {
    let role = row.membership.map_or(Role::Patient, |(role, _)| role);
    within(role, row.created_at, row.last_seen_at, now)
}

fn within(role: Role, created_at: i64, last_seen_at: i64, now: i64) -> bool {
    now - created_at <= ABSOLUTE && now - last_seen_at <= idle(role)
}

/// Begins a session after the factors were right. A session this browser still had ends with it:
/// nothing that was there before signing in is there after it. Tells the owner of a new device.
pub async fn open(
    app: &App,
    visitor: &Visitor,
    account: AccountId,
    factor: Factor,
) -> Result<Opened, Error> {
    let actor = Actor::visitor(account, visitor);
    change(app, &actor, SecurityEvent::SignedIn, Some(factor), async |tx| {
        open_in(app, tx, visitor, account, factor).await
    })
    .await
}

/// [`open`], in a transaction that does more.
pub async fn open_in(
    app: &App,
    tx: &DatabaseTransaction,
    visitor: &Visitor,
    account: AccountId,
    factor: Factor,
) -> Result<Opened, Error> {
    let now = app.now_micros();
    if let Some(old) = &visitor.session {
        store::end_session(tx, &app.keys().deployment().token_hash(old)?, now).await?;
    }
    let device = greet(app, tx, visitor, account, factor).await?;
    store::set_lang(tx, account, visitor.lang.tag()).await?;
    let (secret, token) = new_secret()?;
    let token_hash = app.keys().deployment().token_hash(&secret)?;
    let Origin { address, device: agent, .. } = visitor.origin.clone();
    let begun = Begun { address, device: agent, factor: Some(factor), strong: None };
    let sealed = seal(app, &token_hash, account, &begun)?;
    let new = NewSession { id: app.new_id(), token_hash: &token_hash, account, sealed };
    store::insert_session(tx, new, now).await?;
    Ok(Opened { token, device })
}

/// Remembers the device and the place, and tells the owner of new ones. Returns the device's secret.
async fn greet(
    app: &App,
    tx: &DatabaseTransaction,
    visitor: &Visitor,
    account: AccountId,
    factor: Factor,
) -> Result<String, Error> {
    let now = app.now_micros();
    let fresh = new_secret()?;
    let device = visitor.device.clone().unwrap_or_else(|| fresh.0.to_vec());
    let device_hash = device_hash(app, &device)?;
    let place = visitor.place().unwrap_or_default();
    let place_hash = app.keys().deployment().lookup("familiar.place", &place)?;
    if factor != Factor::Demo && store::has_familiar(tx, account).await? {
        let is_known = store::is_familiar(tx, account, &device_hash).await?
            && store::is_familiar(tx, account, &place_hash).await?;
        if !is_known {
            let Origin { address, device, .. } = visitor.origin.clone();
            let device = device.as_deref().and_then(shared::accounts::device::name);
            let notice = Notice::NewDevice { at: app.now(), address, device };
            tell_owner(app, tx, account, &format!("device {}", app.new_id()), &notice).await?;
        }
    }
    store::make_familiar(tx, account, &device_hash, now).await?;
    store::make_familiar(tx, account, &place_hash, now).await?;
    Ok(URL_SAFE_NO_PAD.encode(device))
}

pub fn device_hash(app: &App, device: &[u8]) -> Result<[u8; 32], Error> {
    Ok(app.keys().deployment().secret_hash("device", &[device])?)
}

/// Begins a session without a browser, for the demo and for tests.
pub async fn start_session(app: &App, account: AccountId, origin: Origin) -> Result<String, Error> {
    let visitor = Visitor { origin, ..Visitor::default() };
    Ok(open(app, &visitor, account, Factor::Demo).await?.token)
}

/// Gives the caller's session a new token: a second factor was shown. The old token is none then.
pub async fn rotate(app: &App, caller: &Caller, factor: Factor) -> Result<String, Error> {
    let (secret, token) = new_secret()?;
    let (old, new) = (caller.session(), app.keys().deployment().token_hash(&secret)?);
    let (actor, account) = (Actor::caller(caller), caller.account());
    change(app, &actor, SecurityEvent::SteppedUp, Some(factor), async |tx| {
        let sealed = store::find_sealed_session(tx, old).await?.ok_or(Error::FlowExpired)?;
        let begun: Begun = unseal(app, old, account, &sealed)?;
        let begun = Begun { strong: Some(factor), ..begun };
        let sealed = seal(app, &new, account, &begun)?;
        let is_mine = store::rotate_session(tx, old, &new, sealed, app.now_micros()).await?;
        if is_mine { Ok(()) } else { Err(Error::FlowExpired) }
    })
    .await?;
    Ok(token)
}

/// By what the caller proved last to be there.
pub async fn strong_factor(app: &App, caller: &Caller) -> Result<Option<Factor>, Error> {
    let sealed = store::find_sealed_session(app.db().read(), caller.session()).await?;
    let Some(sealed) = sealed else { return Ok(None) };
    let begun: Begun = unseal(app, caller.session(), caller.account(), &sealed)?;
    Ok(begun.strong.or(begun.factor))
}

fn place(hash: &[u8; 32], account: AccountId) -> Place {
    Place { table: "session", row: half(hash), owner: account.0, version: 0 }
}

fn seal(
    app: &App,
    hash: &[u8; 32],
    account: AccountId,
    begun: &Begun,
) -> Result<Vec<u8>, SealError> {
    app.keys().deployment().service.seal_json(&place(hash, account), begun)
}

fn unseal(
    app: &App,
    hash: &[u8; 32],
    account: AccountId,
    sealed: &[u8],
) -> Result<Begun, SealError> {
    app.keys().deployment().service.unseal_json(&place(hash, account), sealed)
}

/// The caller's live sessions, this one first.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<LiveSession>, Error> {
    let (account, now) = (caller.account(), app.now_micros());
    let mut sessions = Vec::new();
    for row in store::list_sessions(app.db().read(), account).await? {
        if !within(caller.role(), row.created_at, row.last_seen_at, now) {
            continue;
        }
        let begun = unseal(app, &row.token_hash, account, &row.sealed)?;
        sessions.push(LiveSession {
            id: row.id,
            is_current: row.token_hash == *caller.session(),
            device: begun.device.as_deref().and_then(shared::accounts::device::name),
            address: begun.address,
            factor: begun.factor,
            started_at: moment(row.created_at),
            seen_at: moment(row.last_seen_at),
        });
    }
    sessions.sort_by_key(|session| !session.is_current);
    Ok(sessions)
}

pub async fn end_session(app: &App, caller: &Caller) -> Result<(), Error> {
    let line = caller.line(What::Security(SecurityEvent::SignedOut), None, Outcome::Allowed);
    app.journal().append(App::chain_of(caller.account()), app.now_micros(), line).await?;
    store::end_session(app.db().write(), caller.session(), app.now_micros()).await?;
    centre::forget_session(app.db().write(), caller.account(), caller.session_id()).await?;
    Ok(())
}

/// Ends every session of an account in a transaction of somebody else's, and tells the owner once
/// per `event`: what was done in it looked like somebody else's doing (AUD-5). Its line in the journal
/// is the caller's to write.
pub async fn close_sessions(
    app: &App,
    tx: &DatabaseTransaction,
    account: AccountId,
    event: &str,
) -> Result<(), Error> {
    store::end_sessions(tx, account, None, app.now_micros()).await?;
    centre::forget_sessions(tx, account, None).await?;
    match tell_owner(app, tx, account, event, &Notice::SessionsClosed).await {
        // Whose contacts can be read no more is signed out all the same.
        Err(Error::NotFound) => {
            tracing::warn!(
                "somebody was not told that their sessions ended: their contacts are gone"
            );
            Ok(())
        }
        told => told,
    }
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
    let unproved = if caller.is_unproved() { unproved(app, caller).await? } else { Vec::new() };
    let asked = match card {
        _ if answers_any(caller.role()) => app.count_asked(caller).await?,
        // Nothing leaves of the card, so nothing is journalled.
        Some(card) if !caller.is_unproved() => consent::count_waiting_for(app, card).await?,
        Some(_) | None => 0,
    };
    let has_emergency = match card {
        Some(card) if !caller.is_unproved() => emergency::is_open(app, card).await?,
        Some(_) | None => false,
    };
    // Which cards, and nothing of them: nothing is journalled.
    let represented = if caller.is_unproved() {
        Vec::new()
    } else {
        represented_by(db, caller.account(), app.now_micros()).await?
    };
    let mut represents: Vec<PatientId> = represented.iter().map(|it| it.patient).collect();
    represents.dedup();
    Ok(Session {
        account: caller.account(),
        role: caller.role(),
        name,
        card,
        organization,
        idle_seconds: u32::try_from(idle(caller.role()) / 1_000_000).unwrap_or(u32::MAX),
        unproved,
        asked,
        has_emergency,
        represents,
    })
}

async fn unproved(app: &App, caller: &Caller) -> Result<Vec<ContactKind>, Error> {
    let contacts = contacts(app, app.db().read(), caller.account(), caller.person()).await?;
    let unproved = contacts.iter().filter(|contact| !contact.is_proved());
    Ok(unproved.map(|contact| contact.row.kind).collect())
}

/// «Анна Петровна»: the person's own name, told to the person.
async fn greeting(app: &App, person: PersonId) -> Result<String, Error> {
    let Identity { name, .. } = identity(app, person).await?;
    Ok(match name.patronymic {
        Some(patronymic) => format!("{} {patronymic}", name.given),
        None => name.given,
    })
}

/// Who the person is, for what is told to the person alone.
pub async fn identity(app: &App, person: PersonId) -> Result<Identity, Error> {
    let db = app.db().read();
    let sealed = store::find_person(db, person).await?.ok_or(Error::NotFound)?;
    let key = app.keys().find(db, Owner::person(person.0)).await?.ok_or(Error::NotFound)?;
    Ok(key.unseal_json(&person_place(person), &sealed)?)
}

/// What somebody is called where they sign what they do.
pub async fn name_of(app: &App, person: PersonId) -> Result<PersonName, Error> {
    Ok(identity(app, person).await?.name)
}

/// What the holder of an account is called; nothing where there is none any more.
pub async fn name_of_account(app: &App, account: AccountId) -> Result<Option<PersonName>, Error> {
    match store::find_account(app.db().read(), account).await? {
        Some(person) => Ok(Some(name_of(app, person).await?)),
        None => Ok(None),
    }
}

/// What the holder of an account is called, also of one who has left; nothing where nobody knows
/// any more.
pub async fn name_of_anybody(
    app: &App,
    db: &impl ConnectionTrait,
    account: AccountId,
) -> Result<Option<PersonName>, Error> {
    let Some(person) = store::find_holder(db, account).await? else { return Ok(None) };
    let Some(sealed) = store::find_person(db, person).await? else { return Ok(None) };
    let Some(key) = app.keys().find(db, Owner::person(person.0)).await? else { return Ok(None) };
    let Identity { name, .. } = key.unseal_json(&person_place(person), &sealed)?;
    Ok(Some(name))
}

/// Who signs what they write: by name, for the organization they work in.
pub async fn signature(app: &App, caller: &Caller) -> Result<Signature, Error> {
    let by = name_of(app, caller.person()).await?.short();
    let organization = caller.organization();
    let organization_name = match organization {
        Some(id) => store::organization_name(app.db().read(), id).await?,
        None => None,
    };
    Ok(Signature { by, organization, organization_name })
}

/// A name under something written.
pub struct Signature {
    /// «Соколова Е. В.»
    pub by: String,
    pub organization: Option<OrganizationId>,
    pub organization_name: Option<String>,
}

impl Signature {
    /// The source of an entry written in this system.
    pub fn clinical(self) -> Source {
        Source {
            organization: self.organization,
            organization_name: self.organization_name,
            author: Some(self.by),
            ..Source::of(SourceKind::Clinical)
        }
    }
}

/// The people of a demo server who are there by now; nobody on any other.
pub async fn demo_accounts(app: &App) -> Result<Vec<DemoAccount>, Error> {
    if !app.settings().demo {
        return Err(Error::NotFound);
    }
    let mut known = demo::accounts();
    for (account, _, about) in demo::FAMILY_ACCOUNTS {
        if let Some(person) = store::find_account(app.db().read(), account).await? {
            let name = identity(app, person).await?.name.full();
            let (role, about) = (Role::Patient, about.to_owned());
            known.push(DemoAccount { account, role, name, about });
        }
    }
    // Patients first, as they come.
    known.sort_by_key(|known| known.role.is_staff());
    Ok(known)
}

/// Whether it is one of the invented people of this demo server.
pub fn is_demo(app: &App, account: AccountId) -> bool {
    let is_one = || demo::accounts().iter().any(|known| known.account == account);
    let is_of_a_family = || demo::FAMILY_ACCOUNTS.iter().any(|(known, ..)| *known == account);
    app.settings().demo && (is_one() || is_of_a_family())
}

/// Signs in as one of the demo's people, and as nobody else.
pub async fn demo_sign_in(
    app: &App,
    visitor: &Visitor,
    account: AccountId,
) -> Result<Opened, Error> {
    let db = app.db().read();
    let row = store::find_account_row(db, account, app.now_micros()).await?;
    if !is_demo(app, account) || row.is_none_or(|row| row.is_blocked) {
        return Err(Error::NotFound);
    }
    open(app, visitor, account, Factor::Demo).await
}

/// Removes sessions that ended or grew too old.
pub async fn purge(app: &App) -> Result<u64, Error> {
    Ok(store::purge_sessions(app.db().write(), app.now_micros() - ABSOLUTE).await?)
}
