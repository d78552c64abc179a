//! «Безопасность» (ACC-3, ACC-14, ACC-17, ACC-18): what the owner sees and changes.

use sea_orm::DatabaseTransaction;
use shared::accounts::api::LinkToken;
use shared::accounts::contacts::{Email, Login, Phone};
use shared::accounts::model::{
    CodeSent, Contact, ContactKind, Factor, RecoveryCodes, Security, SecurityEvent, SecurityLine,
    TotpSecret,
};
use shared::accounts::rules::Owner;
use shared::id::AccountId;
use shared::notifications::model::{Channel, CodePurpose, Notice};
use uuid::Uuid;

use super::factor::{
    Means, Nothing, StoredTotp, check_totp, new_totp, random_recovery_code, recovery_lookup, seal,
};
use super::notice::{
    ContactValue, Known, channel_of, contacts, masked, seal_contact, tell_change, tell_owner,
    written,
};
use super::recovery::find_link;
use super::registration::{Proof, claim, send_link, unseal_link};
use super::sign_in::find_accounts;
use super::{
    Actor, Error, HOUR, Holder, MINUTE, Visitor, change, code, keys, need_strong, session,
};
use crate::access::Caller;
use crate::accounts::store::{
    self, CredentialKind, FlowKind, LinkPurpose, LoginKind, NewCredential,
};
use crate::app::{App, moment};
use crate::audit::{self, Outcome, What};
use crate::notifications::{Way, centre};

/// Lines of the history shown, and lines of the journal read to find them.
const HISTORY: usize = 50;
const HISTORY_READ: u64 = 200;
const RECOVERY_CODES: usize = 10;
const TOTP_GOOD_FOR: i64 = 10 * MINUTE;
/// Letters that prove an address, an hour.
const PROOFS: i64 = 5;

/// Everything on one screen.
pub async fn security(app: &App, caller: &Caller) -> Result<Security, Error> {
    let means = Means::of(app, caller.account()).await?;
    let find = |kind| means.credentials.iter().find(|row| row.kind == kind);
    let passkeys = means.keys(app)?.into_iter().map(|(row, stored)| keys::shown(row, stored));
    let codes = means.credentials.iter().filter(|row| row.kind == CredentialKind::RecoveryCode);
    Ok(Security {
        contacts: means.contacts.iter().map(shown).collect(),
        password_changed_at: find(CredentialKind::Password).map(|row| moment(row.created_at)),
        passkeys: passkeys.collect(),
        totp_since: find(CredentialKind::Totp).map(|row| moment(row.created_at)),
        email_codes: means.has(CredentialKind::EmailCode),
        recovery_codes_left: u32::try_from(codes.count()).unwrap_or(u32::MAX),
        sessions: session::list(app, caller).await?,
        history: history(app, caller.account()).await?,
    })
}

async fn history(app: &App, account: AccountId) -> Result<Vec<SecurityLine>, Error> {
    let key = &app.keys().deployment().journal;
    let lines = audit::newest(app.db().read(), key, App::chain_of(account), HISTORY_READ).await?;
    let shown = lines.into_iter().filter_map(|read| {
        let event = match read.line.what {
            What::Security(event) => event,
            What::SignedIn => SecurityEvent::SignedIn,
            What::SignedOut => SecurityEvent::SignedOut,
            What::Access(_)
            | What::CardCreated
            | What::AccountCreated
            | What::AccessAsked
            | What::CardPresented
            | What::EmergencyOpened
            | What::EmergencyReviewed
            | What::Representation(_)
            | What::ShareOpened
            | What::Visit(_)
            | What::FileDamaged
            | What::Feed(_)
            | What::Administration(_)
            | What::ReferenceLoaded(_)
            | What::Audit(_) => return None,
        };
        // A reset that did not come off is a wrong try.
        let event = match (event, read.line.outcome) {
            (SecurityEvent::PasswordReset, Outcome::Denied) => SecurityEvent::SignInFailed,
            (event, _) => event,
        };
        Some(SecurityLine {
            at: moment(read.at),
            event,
            factor: read.line.factor,
            device: read.line.device.as_deref().and_then(shared::accounts::device::name),
            address: read.line.address,
        })
    });
    Ok(shown.take(HISTORY).collect())
}

fn shown(known: &Known) -> Contact {
    Contact {
        kind: known.row.kind,
        value: written(known.row.kind, known.shown()),
        is_proved: known.is_proved(),
    }
}

/// The hash of a new password that keeps every rule.
pub async fn check_new_password(app: &App, means: &Means, password: &str) -> Result<String, Error> {
    let identity = session::identity(app, means.row.person).await?;
    let phone = means.contact(ContactKind::Phone);
    let owner = Owner {
        name: Some(identity.name),
        phone: phone.and_then(|phone| Phone::parse(&phone.is.value).ok()),
        birth_date: Some(identity.birth_date),
    };
    app.passwords().check(password, owner).await?;
    Ok(app.passwords().hash(password).await?)
}

/// Puts a password's hash in the place of the old one.
pub async fn set_password(
    app: &App,
    tx: &DatabaseTransaction,
    account: AccountId,
    hash: &str,
) -> Result<(), Error> {
    store::delete_credentials(tx, account, CredentialKind::Password).await?;
    super::registration::insert_password(app, tx, account, hash).await
}

/// Changes the password and ends all other sessions.
pub async fn change_password(app: &App, caller: &Caller, password: &str) -> Result<(), Error> {
    need_strong(app, caller)?;
    let means = Means::of(app, caller.account()).await?;
    let hash = check_new_password(app, &means, password).await?;
    change(app, &Actor::caller(caller), SecurityEvent::PasswordChanged, None, async |tx| {
        let account = caller.account();
        set_password(app, tx, account, &hash).await?;
        store::end_sessions(tx, account, Some(caller.session()), app.now_micros()).await?;
        centre::forget_sessions(tx, account, Some(caller.session_id())).await?;
        tell_change(app, tx, account, SecurityEvent::PasswordChanged).await
    })
    .await
}

/// A secret that waits for the code that proves it was taken over.
pub async fn start_totp(app: &App, caller: &Caller) -> Result<TotpSecret, Error> {
    need_strong(app, caller)?;
    let known = contacts(app, app.db().read(), caller.account(), caller.person()).await?;
    let login = known.iter().find(|known| known.row.kind == ContactKind::Email);
    let login = login.or(known.first()).map(|known| known.is.value.clone());
    let secret = new_totp(login.as_deref().unwrap_or("Medkarta"))?;
    let stored = StoredTotp { secret: secret.secret.clone(), last_step: 0 };
    let holder = Holder::of_session(app, caller)?;
    holder.put(app, FlowKind::Totp, &stored, TOTP_GOOD_FOR).await?;
    Ok(secret)
}

pub async fn confirm_totp(app: &App, caller: &Caller, typed: &str) -> Result<(), Error> {
    need_strong(app, caller)?;
    let holder = Holder::of_session(app, caller)?;
    let mut stored: StoredTotp = holder.find(app, FlowKind::Totp).await?;
    stored.last_step = check_totp(app, &stored, typed)?;
    let _: StoredTotp = holder.take(app, FlowKind::Totp).await?;
    let (account, id) = (caller.account(), app.new_id());
    let sealed = seal(app, id, account, &stored)?;
    change(app, &Actor::caller(caller), SecurityEvent::TotpAdded, Some(Factor::Totp), async |tx| {
        store::delete_credentials(tx, account, CredentialKind::Totp).await?;
        let new = NewCredential { id, account, kind: CredentialKind::Totp, lookup: None, sealed };
        store::insert_credential(tx, new, app.now_micros()).await?;
        tell_change(app, tx, account, SecurityEvent::TotpAdded).await
    })
    .await
}

pub async fn remove_totp(app: &App, caller: &Caller) -> Result<(), Error> {
    need_strong(app, caller)?;
    let account = caller.account();
    let row = store::find_credential(app.db().read(), account, CredentialKind::Totp).await?;
    let row = row.ok_or(Error::NotFound)?;
    let event = SecurityEvent::TotpRemoved;
    change(app, &Actor::caller(caller), event, Some(Factor::Totp), async |tx| {
        keys::remove(app, tx, caller, row.id).await?;
        tell_change(app, tx, account, event).await
    })
    .await
}

/// Codes by e-mail as a second factor: on only when asked for (ACC-7).
pub async fn set_email_codes(app: &App, caller: &Caller, is_on: bool) -> Result<(), Error> {
    need_strong(app, caller)?;
    let account = caller.account();
    let means = Means::of(app, account).await?;
    if is_on == means.has(CredentialKind::EmailCode) {
        return Ok(());
    }
    let event = if is_on { SecurityEvent::EmailCodesOn } else { SecurityEvent::EmailCodesOff };
    let old = means.credentials.iter().find(|row| row.kind == CredentialKind::EmailCode);
    change(app, &Actor::caller(caller), event, Some(Factor::Email), async |tx| {
        match old {
            Some(row) => keys::remove(app, tx, caller, row.id).await?,
            None => {
                let (id, kind) = (app.new_id(), CredentialKind::EmailCode);
                let sealed = seal(app, id, account, &Nothing {})?;
                let new = NewCredential { id, account, kind, lookup: None, sealed };
                store::insert_credential(tx, new, app.now_micros()).await?;
            }
        }
        tell_change(app, tx, account, event).await
    })
    .await
}

/// Ten new codes; the old ones are void.
pub async fn make_recovery_codes(app: &App, caller: &Caller) -> Result<RecoveryCodes, Error> {
    need_strong(app, caller)?;
    let account = caller.account();
    let mut codes: Vec<String> = Vec::new();
    while codes.len() < RECOVERY_CODES {
        let code = random_recovery_code()?;
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    change(app, &Actor::caller(caller), SecurityEvent::RecoveryCodesMade, None, async |tx| {
        let kind = CredentialKind::RecoveryCode;
        store::delete_credentials(tx, account, kind).await?;
        for code in &codes {
            let id = app.new_id();
            let lookup = Some(recovery_lookup(app, account, code)?);
            let sealed = seal(app, id, account, &Nothing {})?;
            let new = NewCredential { id, account, kind, lookup, sealed };
            store::insert_credential(tx, new, app.now_micros()).await?;
        }
        tell_change(app, tx, account, SecurityEvent::RecoveryCodesMade).await
    })
    .await?;
    Ok(RecoveryCodes { codes })
}

/// A contact in its one form.
fn parse_contact(kind: ContactKind, value: &str) -> Result<(String, Login), Error> {
    let parsed = match kind {
        ContactKind::Phone => {
            Phone::parse(value).map(|phone| (phone.as_str().to_owned(), Login::Phone(phone)))
        }
        ContactKind::Email => {
            Email::parse(value).map(|email| (email.as_str().to_owned(), Login::Email(email)))
        }
    };
    parsed.map_err(|reason| Error::invalid("value", reason))
}

/// Takes a new contact down. The old one stays the one codes go to until the new one is proved;
/// the card is closed meanwhile (ACC-3). The owner is told by the old ones.
pub async fn change_contact(
    app: &App,
    caller: &Caller,
    kind: ContactKind,
    value: &str,
) -> Result<Contact, Error> {
    need_strong(app, caller)?;
    let (value, _) = parse_contact(kind, value)?;
    let (account, person) = (caller.account(), caller.person());
    let event = match kind {
        ContactKind::Phone => SecurityEvent::PhoneChanged,
        ContactKind::Email => SecurityEvent::EmailChanged,
    };
    change(app, &Actor::caller(caller), event, None, async |tx| {
        tell_change(app, tx, account, event).await?;
        let known = contacts(app, tx, account, person).await?;
        let known = known.into_iter().find(|known| known.row.kind == kind);
        let now = app.now_micros();
        match known {
            Some(known) => {
                let was_proved = known.row.is_proved;
                let is = if was_proved && value != known.is.value {
                    ContactValue { value: known.is.value.clone(), pending: Some(value.clone()) }
                } else {
                    ContactValue { value: value.clone(), pending: None }
                };
                let proved_at = was_proved.then_some(now);
                let sealed = seal_contact(app, tx, account, person, kind, &is).await?;
                if !store::update_contact(tx, account, &known.row, sealed, proved_at).await? {
                    return Err(Error::Conflict);
                }
            }
            None => {
                super::registration::insert_contact(app, tx, account, person, kind, &value, None)
                    .await?;
            }
        }
        close_or_open(app, tx, caller).await
    })
    .await?;
    find_contact(app, caller, kind).await.map(|known| shown(&known))
}

async fn find_contact(app: &App, caller: &Caller, kind: ContactKind) -> Result<Known, Error> {
    let known = contacts(app, app.db().write(), caller.account(), caller.person()).await?;
    known.into_iter().find(|known| known.row.kind == kind).ok_or(Error::NotFound)
}

/// The card is open while every contact is proved.
async fn close_or_open(app: &App, tx: &DatabaseTransaction, caller: &Caller) -> Result<(), Error> {
    let known = contacts(app, tx, caller.account(), caller.person()).await?;
    let is_open = known.iter().all(Known::is_proved);
    let since = (!is_open).then(|| app.now_micros());
    Ok(store::set_unproved(tx, caller.account(), since).await?)
}

/// Sends what proves the contact that waits for it: a code, or a link.
pub async fn send_contact_proof(
    app: &App,
    visitor: &Visitor,
    caller: &Caller,
    kind: ContactKind,
) -> Result<CodeSent, Error> {
    let known = find_contact(app, caller, kind).await?;
    let (value, login) = parse_contact(kind, known.shown())?;
    if known.is_proved() {
        return Err(Error::Conflict);
    }
    let masked = masked(kind, &value);
    let (db, account) = (app.db().read(), caller.account());
    match login {
        Login::Phone(_) | Login::Snils(_) => {
            let owner = find_accounts(app, std::slice::from_ref(&login)).await?.first().copied();
            let is_real = owner.is_none_or(|owner| owner == account);
            if let Some(owner) = owner.filter(|owner| *owner != account) {
                let event = format!("already registered {}", app.now_micros() / HOUR);
                let notice = Notice::AlreadyRegistered;
                tell_owner(app, app.db().write(), owner, &event, &notice).await?;
            }
            let holder = Holder::of_session(app, caller)?;
            let way = Way { channel: channel_of(kind), to: value };
            let purpose = CodePurpose::ProvePhone;
            let wanted = code::Wanted { holder, purpose, way, masked, is_real };
            code::send_or_wait(app, visitor, wanted).await
        }
        Login::Email(email) => {
            let since = app.now_micros() - HOUR;
            if store::count_links(db, account, LinkPurpose::ProveEmail, since).await? >= PROOFS {
                return Err(Error::TooManyCodes { seconds: 3_600 });
            }
            let tx = app.db().begin().await?;
            send_link(app, &tx, visitor, account, &email).await?;
            tx.commit().await?;
            let factor = code::factor_of(Channel::Email);
            Ok(CodeSent { factor, to: masked, resend_seconds: 60, valid_seconds: 86_400 })
        }
    }
}

/// Proves the phone by the code sent to it.
pub async fn prove_phone(app: &App, caller: &Caller, typed: &str) -> Result<Contact, Error> {
    let holder = Holder::of_session(app, caller)?;
    let known = find_contact(app, caller, ContactKind::Phone).await?;
    if known.is_proved() {
        return Ok(shown(&known));
    }
    code::check(app, holder, CodePurpose::ProvePhone, typed).await?;
    let value = known.shown().to_owned();
    let (event, actor) = (SecurityEvent::PhoneProved, Actor::caller(caller));
    change(app, &actor, event, Some(Factor::Sms), async |tx| {
        prove(app, tx, caller.account(), caller.person(), ContactKind::Phone, &value).await
    })
    .await?;
    find_contact(app, caller, ContactKind::Phone).await.map(|known| shown(&known))
}

/// Proves an e-mail by the link sent to it. A second press finds it proved and says so.
pub async fn prove_email(app: &App, visitor: &Visitor, token: &LinkToken) -> Result<(), Error> {
    let secret = super::decode_secret(&token.token).ok_or(Error::LinkExpired)?;
    let hash = super::registration::link_hash(app, &secret)?;
    let row = store::find_link(app.db().write(), &hash, LinkPurpose::ProveEmail).await?;
    let account = row.as_ref().and_then(|row| row.account).ok_or(Error::LinkExpired)?;
    let Some(row) = row else { return Err(Error::LinkExpired) };
    let Proof { email } = unseal_link(app, &hash, &row.sealed)?;
    let means = Means::of(app, account).await.map_err(|_| Error::LinkExpired)?;
    let known = means.contact(ContactKind::Email).ok_or(Error::LinkExpired)?;
    if row.is_used && known.is_proved() && known.is.value == email {
        return Ok(());
    }
    let (hash, _) = find_link(app, token, LinkPurpose::ProveEmail).await?;
    if known.shown() != email {
        return Err(Error::LinkExpired);
    }
    let actor = Actor::visitor(account, visitor);
    change(app, &actor, SecurityEvent::EmailProved, Some(Factor::Email), async |tx| {
        if !store::use_link(tx, &hash, app.now_micros()).await? {
            return Err(Error::LinkExpired);
        }
        prove(app, tx, account, means.row.person, ContactKind::Email, &email).await
    })
    .await
}

/// The contact that waited is the contact now, and what one signs in by.
async fn prove(
    app: &App,
    tx: &DatabaseTransaction,
    account: AccountId,
    person: shared::id::PersonId,
    kind: ContactKind,
    value: &str,
) -> Result<(), Error> {
    let (_, login) = parse_contact(kind, value)?;
    store::delete_login(tx, LoginKind::from(kind), account).await?;
    if !claim(app, tx, account, &login).await? {
        // Somebody else's since it was sent.
        return Err(Error::LinkExpired);
    }
    let all = contacts(app, tx, account, person).await?;
    let known = all.iter().find(|known| known.row.kind == kind).ok_or(Error::NotFound)?;
    let is = ContactValue { value: value.to_owned(), pending: None };
    let sealed = seal_contact(app, tx, account, person, kind, &is).await?;
    let now = app.now_micros();
    if !store::update_contact(tx, account, &known.row, sealed, Some(now)).await? {
        return Err(Error::Conflict);
    }
    let all = contacts(app, tx, account, person).await?;
    let since = (!all.iter().all(Known::is_proved)).then_some(now);
    Ok(store::set_unproved(tx, account, since).await?)
}

pub async fn end_one_session(app: &App, caller: &Caller, id: Uuid) -> Result<(), Error> {
    change(app, &Actor::caller(caller), SecurityEvent::SessionEnded, None, async |tx| {
        let was = store::end_session_of(tx, caller.account(), id, app.now_micros()).await?;
        centre::forget_session(tx, caller.account(), id).await?;
        if was { Ok(()) } else { Err(Error::NotFound) }
    })
    .await
}

pub async fn end_other_sessions(app: &App, caller: &Caller) -> Result<(), Error> {
    change(app, &Actor::caller(caller), SecurityEvent::OtherSessionsEnded, None, async |tx| {
        let (account, but) = (caller.account(), Some(caller.session()));
        store::end_sessions(tx, account, but, app.now_micros()).await?;
        centre::forget_sessions(tx, account, Some(caller.session_id())).await?;
        Ok(())
    })
    .await
}

/// «Это был не я»: ends every session, this one too, lets nobody in until a link by e-mail and a
/// code by SMS have proved who it is, and tells support.
pub async fn report_not_me(app: &App, caller: &Caller) -> Result<(), Error> {
    let account = caller.account();
    change(app, &Actor::caller(caller), SecurityEvent::NotMe, None, async |tx| {
        let now = app.now_micros();
        store::set_blocked(tx, account, Some(now)).await?;
        store::end_sessions(tx, account, None, now).await?;
        centre::forget_sessions(tx, account, None).await?;
        store::forget_familiar(tx, account).await?;
        let id = app.new_id();
        let ticket = Ticket {
            text: "The owner of the account says that somebody else signed in.".to_owned(),
            address: caller.origin().address.clone(),
            device: caller.origin().device.clone(),
        };
        let place = crate::keys::Place { table: "ticket", row: id, owner: account.0, version: 0 };
        let sealed = app.keys().deployment().service.seal_json(&place, &ticket)?;
        store::insert_ticket(tx, id, "not_me", account, sealed, now).await?;
        tell_owner(app, tx, account, &format!("not me {id}"), &Notice::SignInBlocked).await?;
        super::notice::tell_support(app, tx, id).await
    })
    .await
}

/// What support reads.
#[derive(serde::Serialize)]
struct Ticket {
    text: String,
    address: Option<String>,
    device: Option<String>,
}
