//! «Забыли пароль?» (ACC-13): a link by e-mail and a code by SMS.

use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};
use shared::accounts::api::{LinkToken, NewPasswordByCode};
use shared::accounts::contacts::Login;
use shared::accounts::model::{CodeSent, ContactKind, Factor, SecurityEvent};
use shared::id::AccountId;
use shared::lang::Lang;
use shared::notifications::model::{Channel, CodePurpose, Notice};

use super::factor::{Means, recovery_lookup};
use super::lock::{Lock, Try};
use super::notice::{Known, masked, tell_change};
use super::registration::{link_hash, seal_link, unseal_link};
use super::safety::{check_new_password, set_password};
use super::session;
use super::sign_in::find_accounts;
use super::{Actor, Error, HOUR, Holder, Visitor, change, code, decode_secret, new_secret, remark};
use crate::access::Origin;
use crate::accounts::store::{self, CredentialKind, FlowKind, LinkPurpose, LinkRow};
use crate::app::App;
use crate::jobs;
use crate::notifications::{self, Letter, Way};

/// A recovery that was asked for, waiting to be looked at.
#[derive(Serialize, Deserialize)]
struct Asked {
    login: String,
    address: Option<String>,
    device: Option<String>,
    english: bool,
}

/// What the browser has shown: the link.
#[derive(Clone, Serialize, Deserialize)]
struct Begun {
    account: AccountId,
    link: [u8; 32],
}

#[derive(Serialize, Deserialize)]
struct Sealed {}

const GOOD_FOR: i64 = HOUR;
/// Letters to one account an hour.
const LETTERS: i64 = 5;

/// Takes the request into the queue and says nothing: whether there is such an account is found
/// out later, by a job, so that neither answer nor time tells it.
pub async fn ask_recovery(app: &App, visitor: &Visitor, login: &str) -> Result<(), Error> {
    let Origin { address, device, .. } = visitor.origin.clone();
    let login = login.chars().take(300).collect();
    let asked = Asked { login, address, device, english: visitor.lang == Lang::En };
    let (id, now) = (app.new_id(), app.now_micros());
    jobs::enqueue_with(app, app.db().write(), id, jobs::Kind::Recovery, &asked, now).await?;
    Ok(())
}

/// Sends the link, if there is whom to send it to. Called by the job.
pub async fn send_recovery_link(app: &App, sealed: &serde_json::Value) -> Result<(), Error> {
    let asked: Asked =
        serde_json::from_value(sealed.clone()).map_err(crate::keys::SealError::Shape)?;
    for account in find_accounts(app, &Login::candidates(&asked.login)).await? {
        send_link_to(app, account, &asked).await?;
    }
    Ok(())
}

async fn send_link_to(app: &App, account: AccountId, asked: &Asked) -> Result<(), Error> {
    let now = app.now_micros();
    let means = match Means::of(app, account).await {
        Ok(means) => means,
        Err(Error::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    };
    let way = means.contact(ContactKind::Email).and_then(Known::way);
    let sent =
        store::count_links(app.db().read(), account, LinkPurpose::Recovery, now - HOUR).await?;
    let Some(way) = way.filter(|_| sent < LETTERS) else { return Ok(()) };
    let (secret, token) = new_secret()?;
    let hash = link_hash(app, &secret)?;
    let sealed = seal_link(app, &hash, &Sealed {})?;
    let (address, device) = (asked.address.clone(), asked.device.clone());
    let origin = Origin { address, device, request_id: None };
    let visitor = Visitor { origin, ..Visitor::default() };
    let actor = Actor::visitor(account, &visitor);
    change(app, &actor, SecurityEvent::RecoveryAsked, None, async |tx| {
        store::void_links(tx, account, LinkPurpose::Recovery, now).await?;
        let until = now + GOOD_FOR;
        store::insert_link(tx, &hash, LinkPurpose::Recovery, Some(account), sealed, now, until)
            .await?;
        let link = format!("{}/recovery#{token}", app.settings().origin);
        let letter = Letter {
            notice: Notice::Recovery { link },
            lang: if asked.english { Lang::En } else { Lang::Ru },
            ways: vec![way],
            useless_after: until,
        };
        Ok(notifications::tell(app, tx, &format!("recovery {}", app.new_id()), &letter).await?)
    })
    .await
}

/// A link of this purpose that is still good.
pub async fn find_link(
    app: &App,
    token: &LinkToken,
    purpose: LinkPurpose,
) -> Result<([u8; 32], LinkRow), Error> {
    let secret = decode_secret(&token.token).ok_or(Error::LinkExpired)?;
    let hash = link_hash(app, &secret)?;
    let row = store::find_link(app.db().write(), &hash, purpose).await?;
    let row = row.filter(|row| !row.is_used && row.expires_at > app.now_micros());
    Ok((hash, row.ok_or(Error::LinkExpired)?))
}

/// Opens the link of the letter and sends a code to the phone. The link is used up only when the
/// new password is set.
pub async fn open_recovery(
    app: &App,
    visitor: &Visitor,
    holder: Holder,
    token: &LinkToken,
) -> Result<CodeSent, Error> {
    let (link, row) = find_link(app, token, LinkPurpose::Recovery).await?;
    let Sealed {} = unseal_link(app, &link, &row.sealed)?;
    let account = row.account.ok_or(Error::LinkExpired)?;
    holder.put(app, FlowKind::Recovery, &Begun { account, link }, GOOD_FOR).await?;
    // Opened twice within a minute: the code sent first is the one.
    code::send_or_wait(app, visitor, wanted_code(app, holder).await?).await
}

fn masked_phone(means: &Means) -> String {
    let phone = means.contact(ContactKind::Phone);
    phone.map(|phone| masked(ContactKind::Phone, &phone.is.value)).unwrap_or_default()
}

pub async fn send_recovery_code(
    app: &App,
    visitor: &Visitor,
    holder: Holder,
) -> Result<CodeSent, Error> {
    code::send(app, visitor, wanted_code(app, holder).await?).await
}

async fn wanted_code(app: &App, holder: Holder) -> Result<code::Wanted, Error> {
    let begun: Begun = holder.find(app, FlowKind::Recovery).await?;
    let means = Means::of(app, begun.account).await?;
    let way = means.contact(ContactKind::Phone).and_then(Known::way);
    // Without a phone one of the codes on paper opens.
    let is_real = way.is_some();
    let way = way.unwrap_or(Way { channel: Channel::Sms, to: begun.account.to_string() });
    let (purpose, masked) = (CodePurpose::Recovery, masked_phone(&means));
    Ok(code::Wanted { holder, purpose, way, masked, is_real })
}

/// Sets a new password, ends every session and takes every lock away.
pub async fn finish_recovery(
    app: &App,
    visitor: &Visitor,
    holder: Holder,
    new: &NewPasswordByCode,
) -> Result<(), Error> {
    let begun: Begun = holder.find(app, FlowKind::Recovery).await?;
    let means = Means::of(app, begun.account).await?;
    // Before the code, which is used up by trying it.
    let hash = check_new_password(app, &means, &new.password).await?;
    let account = begun.account;
    let lock = Lock::of(app, "recovery", &account.to_string())?;
    let is_last = match lock.count(app).await? {
        Try::Allowed { is_last } => is_last,
        Try::Locked { until } => {
            return Err(Error::TooManyCodes { seconds: code::seconds(until - app.now_micros()) });
        }
    };
    let actor = Actor::visitor(account, visitor);
    let factor = match check_code(app, &means, holder, &new.code).await {
        Ok(factor) => factor,
        Err(refusal) => {
            remark(app, &actor, SecurityEvent::PasswordReset, None).await?;
            if is_last {
                lock.lock(app).await?;
            }
            return Err(refusal);
        }
    };
    let _: Begun = holder.take(app, FlowKind::Recovery).await?;
    change(app, &actor, SecurityEvent::PasswordReset, Some(factor), async |tx| {
        let now = app.now_micros();
        if !store::use_link(tx, &begun.link, now).await? {
            return Err(Error::LinkExpired);
        }
        set_password(app, tx, account, &hash).await?;
        store::end_sessions(tx, account, None, now).await?;
        if means.row.is_blocked {
            drop_strangers_ways(tx, &means).await?;
            store::set_blocked(tx, account, None).await?;
        }
        tell_change(app, tx, account, SecurityEvent::PasswordReset).await
    })
    .await?;
    lock.clear(app).await?;
    open_locks(app, visitor, &means).await
}

/// Whoever proved who they are by a letter and a code may sign in at once, by any of their logins.
async fn open_locks(app: &App, visitor: &Visitor, means: &Means) -> Result<(), Error> {
    let account = Some(means.account);
    Lock::of_account(app, account, "")?.clear(app).await?;
    Lock::of_pair(app, account, "", visitor)?.clear(app).await?;
    let snils = session::identity(app, means.row.person).await?.snils;
    let written = means.contacts.iter().map(|contact| contact.is.value.clone()).chain(snils);
    for login in written.flat_map(|text| Login::candidates(&text)) {
        Lock::of_login(app, &login.key(), visitor)?.clear(app).await?;
    }
    Ok(())
}

/// After «это был не я» nothing stays that a stranger may have added: keys, an app, codes. Staff
/// keep theirs, without which nothing would let them in; their administrator looks after it.
async fn drop_strangers_ways(tx: &DatabaseTransaction, means: &Means) -> Result<(), Error> {
    if means.row.role.is_staff() {
        return Ok(());
    }
    for kind in [
        CredentialKind::Passkey,
        CredentialKind::SecurityKey,
        CredentialKind::Totp,
        CredentialKind::EmailCode,
        CredentialKind::RecoveryCode,
    ] {
        store::delete_credentials(tx, means.account, kind).await?;
    }
    Ok(())
}

/// The code of the SMS, or one on paper: told apart by their length.
async fn check_code(
    app: &App,
    means: &Means,
    holder: Holder,
    typed: &str,
) -> Result<Factor, Error> {
    let letters = typed.chars().filter(char::is_ascii_alphanumeric).count();
    if letters <= 6 || !means.has(CredentialKind::RecoveryCode) {
        code::check(app, holder, CodePurpose::Recovery, typed).await?;
        return Ok(Factor::Sms);
    }
    let lookup = recovery_lookup(app, means.account, typed)?;
    let is_there = store::use_recovery_code(app.db().write(), means.account, &lookup).await?;
    if is_there { Ok(Factor::RecoveryCode) } else { Err(Error::CodeWrong) }
}
