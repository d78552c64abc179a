//! Signing in (ACC-6 to ACC-9): a password and a second factor, or a passkey alone.

use serde::{Deserialize, Serialize};
use shared::accounts::api::{Credentials, FactorCode};
use shared::accounts::contacts::Login;
use shared::accounts::model::{Ceremony, CodeSent, Factor, FactorChoice, SecurityEvent};
use shared::id::AccountId;
use shared::notifications::model::{CodePurpose, Notice};
use uuid::Uuid;
use webauthn_rs::prelude::{DiscoverableAuthentication, SecurityKeyAuthentication};

use super::factor::{Means, send_code, verify};
use super::keys::{accept_use, cloned, find_key, key_lookup};
use super::lock::{Lock, Try};
use super::notice::tell_owner;
use super::session::{self, Opened, device_hash};
use super::{Actor, Error, HOUR, Holder, MINUTE, Visitor, remark};
use crate::access::Origin;
use crate::accounts::passkey::{Key, PasskeyError, credential_id};
use crate::accounts::store::{self, CredentialKind, FlowKind, LoginKind};
use crate::app::{App, moment};
use crate::audit::{Line, What};

/// What the browser has shown: the password, and nothing else yet.
#[derive(Clone, Serialize, Deserialize)]
struct Begun {
    account: AccountId,
    /// The login in its normal form, for counting wrong codes as wrong passwords are.
    login: String,
}

/// From the password to the second factor.
const GOOD_FOR: i64 = 10 * MINUTE;
/// A WebAuthn ceremony: long enough to fetch a hardware key from the next room.
pub const CEREMONY_GOOD_FOR: i64 = 5 * MINUTE;

/// The counts of one try.
struct Counted {
    network: Lock,
    /// The account from this network, by whatever login: locks as the login does, silently.
    pair: Lock,
    account: Lock,
    is_last: bool,
    is_last_of_account: bool,
}

/// Accounts that may name one СНИЛС and still sign in by it.
const SNILS_ACCOUNTS: u64 = 3;

impl Counted {
    /// The try was right, or none was made.
    async fn uncount(&self, app: &App) -> Result<(), Error> {
        self.network.uncount(app).await?;
        self.pair.uncount(app).await?;
        self.account.uncount(app).await
    }

    /// Signed in: all begins anew.
    async fn clear(&self, app: &App) -> Result<(), Error> {
        self.network.clear(app).await?;
        self.pair.clear(app).await?;
        self.account.clear(app).await
    }
}

/// The first factor; `fresh` holds what comes next, and nothing before it. Whatever is wrong takes
/// the same steps: the same questions to the database, as many password checks, one line in a
/// journal.
pub async fn sign_in(
    app: &App,
    visitor: &Visitor,
    fresh: Holder,
    credentials: &Credentials,
) -> Result<FactorChoice, Error> {
    let logins = Login::candidates(&credentials.login);
    let login = logins.first().map_or_else(|| credentials.login.trim().to_lowercase(), Login::key);
    let network = Lock::of_login(app, &login, visitor)?;
    let is_last = match network.count(app).await? {
        Try::Allowed { is_last } => is_last,
        Try::Locked { until } => return Err(locked(app, until)),
    };
    let accounts = find_accounts(app, &logins).await?;
    let account = accounts.first().copied();
    let pair = Lock::of_pair(app, account, &login, visitor)?;
    let of_account = Lock::of_account(app, account, &login)?;
    let closed_here = matches!(pair.count(app).await?, Try::Locked { .. });
    let (is_closed, is_last_of_account) =
        count_of_account(app, visitor, account, of_account).await?;
    let counted = Counted { network, pair, account: of_account, is_last, is_last_of_account };

    // As many checks for a login that nobody has as for one that several have.
    let checks = if logins.iter().any(|login| matches!(login, Login::Snils(_))) {
        usize::try_from(SNILS_ACCOUNTS).unwrap_or(1)
    } else {
        1
    };
    let mut right = None;
    for index in 0..checks {
        let means = means_of(app, accounts.get(index).copied()).await?;
        let stored = means.as_ref().and_then(|means| password_of(app, means).transpose());
        let is_right = app.passwords().is_right(&credentials.password, stored.transpose()?).await?;
        if is_right && right.is_none() {
            right = means;
        }
    }
    let right = right.filter(|means| {
        !is_closed && !closed_here && !means.row.is_blocked && !means.factors().is_empty()
    });
    let Some(means) = right else {
        return Err(wrong(app, visitor, account, &counted, None).await?);
    };
    let (account, factors) = (means.account, means.factors());
    counted.uncount(app).await?;
    fresh.put(app, FlowKind::SignIn, &Begun { account, login }, GOOD_FOR).await?;
    Ok(FactorChoice { factors })
}

/// The accounts a login may mean, the likeliest first: one, or those who name the same СНИЛС.
pub async fn find_accounts(app: &App, logins: &[Login]) -> Result<Vec<AccountId>, Error> {
    let (db, mut accounts) = (app.db().read(), Vec::new());
    for login in logins {
        match login_index(app, login)? {
            Index::One(kind, hash) => {
                accounts.extend(store::find_login(db, kind, &hash).await?);
            }
            Index::Snils(hash) => {
                accounts.extend(store::find_snils(db, &hash, SNILS_ACCOUNTS).await?);
            }
        }
    }
    if logins.is_empty() {
        // Asks for what nobody has: what is no login at all takes as long.
        let nobody = app.keys().deployment().lookup("login.phone", "")?;
        store::find_login(db, LoginKind::Phone, &nobody).await?;
    }
    Ok(accounts)
}

/// Where a login is looked up.
pub enum Index {
    One(LoginKind, [u8; 32]),
    Snils([u8; 32]),
}

/// The blind index of a login.
pub fn login_index(app: &App, login: &Login) -> Result<Index, Error> {
    let lookup = |name| app.keys().deployment().lookup(name, &login.value());
    Ok(match login {
        Login::Phone(_) => Index::One(LoginKind::Phone, lookup("login.phone")?),
        Login::Email(_) => Index::One(LoginKind::Email, lookup("login.email")?),
        Login::Snils(_) => Index::Snils(lookup("login.snils")?),
    })
}

/// Counts by account, unless the browser is one the owner signed in with before. Says whether it
/// is closed, and whether this is its last try.
async fn count_of_account(
    app: &App,
    visitor: &Visitor,
    account: Option<AccountId>,
    lock: Lock,
) -> Result<(bool, bool), Error> {
    let device = device_hash(app, visitor.device.as_deref().unwrap_or_default())?;
    let asked = account.unwrap_or(AccountId(Uuid::nil()));
    let is_known = store::is_familiar(app.db().read(), asked, &device).await?;
    if is_known && visitor.device.is_some() {
        return Ok((false, false));
    }
    Ok(match lock.count(app).await? {
        Try::Allowed { is_last } => (false, is_last),
        Try::Locked { .. } => (true, false),
    })
}

/// The means of an account; for nobody the same questions are asked in vain.
async fn means_of(app: &App, account: Option<AccountId>) -> Result<Option<Means>, Error> {
    match account {
        Some(account) => match Means::of(app, account).await {
            Ok(means) => Ok(Some(means)),
            Err(Error::NotFound) => Ok(None),
            Err(error) => Err(error),
        },
        None => {
            let (db, nobody) = (app.db().read(), AccountId(Uuid::nil()));
            store::find_account_row(db, nobody, app.now_micros()).await?;
            store::list_contacts(db, nobody).await?;
            store::list_credentials(db, nobody).await?;
            Ok(None)
        }
    }
}

/// The hash to compare with, if there is one.
fn password_of(app: &App, means: &Means) -> Result<Option<String>, Error> {
    let row = means.credentials.iter().find(|row| row.kind == CredentialKind::Password);
    Ok(row.map(|row| super::factor::unseal(app, row)).transpose()?)
}

fn locked(app: &App, until: i64) -> Error {
    Error::Locked { seconds: super::code::seconds(until - app.now_micros()) }
}

/// Journals a wrong try, locks after the last one and tells the owner. Returns what to answer.
async fn wrong(
    app: &App,
    visitor: &Visitor,
    account: Option<AccountId>,
    counted: &Counted,
    factor: Option<Factor>,
) -> Result<Error, Error> {
    match account {
        Some(account) => {
            let actor = Actor::visitor(account, visitor);
            remark(app, &actor, SecurityEvent::SignInFailed, factor).await?;
        }
        None => {
            // Under nobody's name, so that it takes as long and is not lost.
            let Origin { address, device, request_id } = visitor.origin.clone();
            let outcome = crate::audit::Outcome::Denied;
            let what = What::Security(SecurityEvent::SignInFailed);
            let line = Line { outcome, address, device, request_id, ..Line::system(what) };
            app.journal().append(App::DEPLOYMENT_CHAIN, app.now_micros(), line).await?;
        }
    }
    if counted.is_last_of_account {
        let until = counted.account.lock(app).await?;
        tell_locked(app, visitor, account, until).await?;
    }
    if counted.is_last {
        let until = counted.network.lock(app).await?;
        counted.pair.lock(app).await?;
        tell_locked(app, visitor, account, until).await?;
        return Ok(locked(app, until));
    }
    Ok(if factor.is_some() { Error::CodeWrong } else { Error::Refused })
}

/// Once an hour at most: a stranger who goes on from everywhere must not fill the owner's phone.
async fn tell_locked(
    app: &App,
    visitor: &Visitor,
    account: Option<AccountId>,
    until: i64,
) -> Result<(), Error> {
    let Some(account) = account else { return Ok(()) };
    let address = visitor.origin.address.clone();
    let notice = Notice::SignInLocked { until: moment(until), address };
    let event = format!("locked {}", app.now_micros() / HOUR);
    let tx = app.db().begin().await?;
    tell_owner(app, &tx, account, &event, &notice).await?;
    tx.commit().await?;
    remark(app, &Actor::visitor(account, visitor), SecurityEvent::SignInLocked, None).await
}

/// Sends a code as the second factor.
pub async fn send_sign_in_code(
    app: &App,
    visitor: &Visitor,
    holder: Holder,
    factor: Factor,
) -> Result<CodeSent, Error> {
    let begun: Begun = holder.find(app, FlowKind::SignIn).await?;
    let means = Means::of(app, begun.account).await?;
    send_code(app, visitor, &means, holder, CodePurpose::SignIn, factor).await
}

/// The second factor, typed. Wrong ones count as wrong passwords do.
pub async fn finish_sign_in(
    app: &App,
    visitor: &Visitor,
    holder: Holder,
    typed: &FactorCode,
) -> Result<Opened, Error> {
    let begun: Begun = holder.find(app, FlowKind::SignIn).await?;
    let (counted, means) = count(app, visitor, &begun).await?;
    let checked = verify(app, &means, holder, CodePurpose::SignIn, typed.factor, &typed.code).await;
    match checked {
        Ok(()) => finish(app, visitor, holder, &begun, &counted, typed.factor).await,
        Err(refusal @ (Error::CodeWrong | Error::CodeSpent)) => {
            let answer =
                wrong(app, visitor, Some(begun.account), &counted, Some(typed.factor)).await?;
            if counted.is_last {
                holder.drop(app, FlowKind::SignIn).await?;
                return Err(answer);
            }
            Err(refusal)
        }
        // Nothing was judged: an old code, one used a moment ago, no such factor.
        Err(other) => {
            counted.uncount(app).await?;
            Err(other)
        }
    }
}

/// Counts a try of the second factor before it is judged.
async fn count(app: &App, visitor: &Visitor, begun: &Begun) -> Result<(Counted, Means), Error> {
    let known = Some(begun.account);
    let network = Lock::of_login(app, &begun.login, visitor)?;
    let pair = Lock::of_pair(app, known, &begun.login, visitor)?;
    let account = Lock::of_account(app, known, &begun.login)?;
    let is_last = match network.count(app).await? {
        Try::Allowed { is_last } => is_last,
        Try::Locked { until } => return Err(locked(app, until)),
    };
    let closed_here = matches!(pair.count(app).await?, Try::Locked { .. });
    let (is_closed, is_last_of_account) = count_of_account(app, visitor, known, account).await?;
    let means = Means::of(app, begun.account).await?;
    if is_closed || closed_here || means.row.is_blocked {
        return Err(Error::CodeExpired);
    }
    Ok((Counted { network, pair, account, is_last, is_last_of_account }, means))
}

async fn finish(
    app: &App,
    visitor: &Visitor,
    holder: Holder,
    begun: &Begun,
    counted: &Counted,
    factor: Factor,
) -> Result<Opened, Error> {
    // Taken away: the same steps open one session, however often they are sent.
    let _: Begun = holder.take(app, FlowKind::SignIn).await?;
    let opened = session::open(app, visitor, begun.account, factor).await?;
    counted.clear(app).await?;
    Ok(opened)
}

/// Begins a sign-in with a passkey: for whoever comes, so it tells nothing of anybody.
pub async fn start_passkey_sign_in(app: &App, holder: Holder) -> Result<Ceremony, Error> {
    let (options, state) = app.passkeys().start_discovering()?;
    holder.put(app, FlowKind::PasskeySignIn, &state, CEREMONY_GOOD_FOR).await?;
    Ok(Ceremony { options })
}

/// A passkey alone: no lock stands before it.
pub async fn finish_passkey_sign_in(
    app: &App,
    visitor: &Visitor,
    holder: Holder,
    answer: &str,
) -> Result<Opened, Error> {
    let state: DiscoverableAuthentication = holder.take(app, FlowKind::PasskeySignIn).await?;
    let (claimed, id) = app.passkeys().identify(answer)?;
    let lookup = key_lookup(app, &id)?;
    let Some((row, stored)) = find_key(app, &lookup).await? else {
        return Err(PasskeyError::Malformed.into());
    };
    let Key::Passkey(passkey) = &stored.key else { return Err(PasskeyError::Malformed.into()) };
    let account = row.account;
    let actor = Actor::visitor(account, visitor);
    if claimed != account || stored.is_cloned || Means::of(app, account).await?.row.is_blocked {
        remark(app, &actor, SecurityEvent::SignInFailed, Some(Factor::Passkey)).await?;
        return Err(PasskeyError::Malformed.into());
    }
    match app.passkeys().finish_discovering(answer, state, passkey) {
        Ok(result) => {
            accept_use(app, &row, stored, &result).await?;
            session::open(app, visitor, account, Factor::Passkey).await
        }
        Err(PasskeyError::Cloned) => Err(cloned(app, &actor, &row, stored).await?),
        Err(error) => {
            remark(app, &actor, SecurityEvent::SignInFailed, Some(Factor::Passkey)).await?;
            Err(error.into())
        }
    }
}

/// Begins the second factor with a hardware key.
pub async fn start_security_key_sign_in(app: &App, holder: Holder) -> Result<Ceremony, Error> {
    let begun: Begun = holder.find(app, FlowKind::SignIn).await?;
    let means = Means::of(app, begun.account).await?;
    let (options, state) = app.passkeys().start_asking(&usable_keys(app, &means)?)?;
    holder.put(app, FlowKind::SecurityKeySignIn, &state, CEREMONY_GOOD_FOR).await?;
    Ok(Ceremony { options })
}

/// The account's keys that were not copied.
pub fn usable_keys(app: &App, means: &Means) -> Result<Vec<Key>, Error> {
    let keys = means.keys(app)?.into_iter().filter(|(_, stored)| !stored.is_cloned);
    let keys: Vec<Key> = keys.map(|(_, stored)| stored.key).collect();
    if keys.is_empty() { Err(PasskeyError::Malformed.into()) } else { Ok(keys) }
}

pub async fn finish_security_key_sign_in(
    app: &App,
    visitor: &Visitor,
    holder: Holder,
    answer: &str,
) -> Result<Opened, Error> {
    let begun: Begun = holder.find(app, FlowKind::SignIn).await?;
    let state: SecurityKeyAuthentication = holder.take(app, FlowKind::SecurityKeySignIn).await?;
    let (counted, means) = count(app, visitor, &begun).await?;
    let factor = match use_key(app, visitor, &means, answer, &state).await {
        Ok(factor) => factor,
        Err(error) => {
            let actor = Some(begun.account);
            wrong(app, visitor, actor, &counted, Some(Factor::SecurityKey)).await?;
            return Err(error);
        }
    };
    finish(app, visitor, holder, &begun, &counted, factor).await
}

/// Judges a key's answer to a question put to this account's keys.
pub async fn use_key(
    app: &App,
    visitor: &Visitor,
    means: &Means,
    answer: &str,
    state: &SecurityKeyAuthentication,
) -> Result<Factor, Error> {
    let lookup = key_lookup(app, &credential_id(answer)?)?;
    let found = find_key(app, &lookup).await?;
    let found = found.filter(|(row, stored)| row.account == means.account && !stored.is_cloned);
    let Some((row, stored)) = found else { return Err(PasskeyError::Malformed.into()) };
    match app.passkeys().finish_asking(answer, state) {
        Ok(result) => {
            let factor = match stored.key {
                Key::Passkey(_) => Factor::Passkey,
                Key::SecurityKey(_) => Factor::SecurityKey,
            };
            accept_use(app, &row, stored, &result).await?;
            Ok(factor)
        }
        Err(PasskeyError::Cloned) => {
            let actor = Actor::visitor(means.account, visitor);
            Err(cloned(app, &actor, &row, stored).await?)
        }
        Err(error) => Err(error.into()),
    }
}
