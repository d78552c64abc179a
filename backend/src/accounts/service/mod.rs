//! Use cases of accounts, told without HTTP.
//!
//! How it goes together: a browser without a session holds a *flow* (a cookie whose keyed hash
//! names sealed rows in `flow`), and what it has shown so far lies there; a session exists only
//! after a second factor. Ceremonies of somebody signed in are held by their session in the same
//! table. Everything that changes an account goes through [`change`], which keeps it only together
//! with its line in the account's own chain of the journal.

mod code;
mod factor;
mod invitation;
mod keys;
mod lock;
mod notice;
mod recovery;
mod registration;
mod safety;
mod session;
mod sign_in;
mod step_up;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::{DatabaseTransaction, DbErr};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::access::model::Role;
use shared::accounts::model::{Factor, SecurityEvent};
use shared::contract::FieldReason;
use shared::id::{AccountId, OrganizationId};
use shared::lang::Lang;
use uuid::Uuid;

pub use code::random_digits;
pub use factor::has_passkey;
pub use invitation::{
    Invited, Pending, accept_invitation, invite, invite_in, open_invitation, pending, withdraw,
};
pub use keys::{add_passkey, remove_passkey, rename_passkey, start_passkey};
pub use notice::{proved_contacts, tell_owner, tell_owner_until, write_to_owner};
pub use recovery::{
    ask_recovery, finish_recovery, open_recovery, send_recovery_code, send_recovery_link,
};
pub use registration::{
    confirm_registration, demo_credentials, drop_registration, find_registration, register,
    save_registration, send_registration_code,
};
pub use safety::{
    change_contact, change_password, confirm_totp, end_one_session, end_other_sessions,
    make_recovery_codes, prove_email, prove_phone, remove_totp, report_not_me, security,
    send_contact_proof, set_email_codes, start_totp,
};
pub use session::{
    Opened, close_sessions, demo_accounts, demo_sign_in, end_session, find_session, is_live,
    name_of, name_of_account, name_of_anybody, session, signature, start_session, strong_factor,
};
pub use sign_in::{
    find_accounts, finish_passkey_sign_in, finish_security_key_sign_in, finish_sign_in,
    send_sign_in_code, sign_in, start_passkey_sign_in, start_security_key_sign_in,
};
pub use step_up::{
    find_step_up, finish_passkey_step_up, finish_step_up, send_step_up_code, start_passkey_step_up,
};

use super::passkey::PasskeyError;
use super::password::PasswordError;
use super::store::{self, FlowKind};
use crate::access::{Caller, Origin};
use crate::app::App;
use crate::audit::{self, AppendError, JournalDown, Line, Outcome, What};
use crate::jobs::EnqueueError;
use crate::keys::{KeyError, Place, SealError};
use crate::{card, notifications};

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no such thing, or not this caller's")]
    NotFound,
    #[error("fields are wrong")]
    Invalid(Vec<(&'static str, FieldReason)>),
    /// Wrong login, wrong password, or a lock that is nobody's business.
    #[error("sign-in refused")]
    Refused,
    #[error("sign-in is locked for {seconds} s")]
    Locked { seconds: u64 },
    #[error("the code is wrong")]
    CodeWrong,
    #[error("the code is wrong, and was tried too often now")]
    CodeSpent,
    #[error("the code is used, too old or tried too often")]
    CodeExpired,
    #[error("too many codes; the next in {seconds} s")]
    TooManyCodes { seconds: u64 },
    #[error("the steps were not begun, or too long ago")]
    FlowExpired,
    #[error("the link is used or too old")]
    LinkExpired,
    #[error("a second factor no older than ten minutes is needed")]
    StepUp,
    #[error("the last way in stays")]
    LastWayIn,
    #[error("no more can be kept")]
    Full,
    #[error("somebody else changed it first")]
    Conflict,
    #[error(transparent)]
    Passkey(#[from] PasskeyError),
    #[error(transparent)]
    Password(PasswordError),
    #[error(transparent)]
    Journal(#[from] JournalDown),
    #[error(transparent)]
    Append(#[from] AppendError),
    #[error(transparent)]
    Message(#[from] notifications::Error),
    #[error(transparent)]
    Card(#[from] card::Error),
    #[error(transparent)]
    Queue(#[from] EnqueueError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Db(#[from] DbErr),
}

impl From<PasswordError> for Error {
    /// A weak password is a field to be mended, wherever it is chosen.
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Weak(reasons) => {
                Self::Invalid(reasons.into_iter().map(|reason| ("password", reason)).collect())
            }
            other @ (PasswordError::Busy | PasswordError::Stored | PasswordError::Hash(_)) => {
                Self::Password(other)
            }
        }
    }
}

impl Error {
    fn invalid(field: &'static str, reason: FieldReason) -> Self {
        Self::Invalid(vec![(field, reason)])
    }
}

/// A browser without a session, or before we know of one.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    pub origin: Origin,
    /// The secret of the device's cookie, if it was here before.
    pub device: Option<Vec<u8>>,
    /// The secret of the session's cookie, live or not.
    pub session: Option<Vec<u8>>,
    /// As the pages are read.
    pub lang: Lang,
}

/// What the rows of a flow are kept under: the keyed hash of a cookie's secret, or of a session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Holder([u8; 32]);

impl Holder {
    /// By the secret of the flow's cookie.
    pub fn of_cookie(app: &App, secret: &[u8]) -> Result<Self, Error> {
        Ok(Self(app.keys().deployment().secret_hash("flow", &[secret])?))
    }

    /// By the session, whatever its token is just now.
    pub fn of_session(app: &App, caller: &Caller) -> Result<Self, Error> {
        let id = caller.session_id();
        Ok(Self(app.keys().deployment().secret_hash("flow.session", &[id.as_bytes()])?))
    }

    /// Whether anything lies under it.
    pub async fn is_begun(self, app: &App) -> Result<bool, Error> {
        Ok(store::has_flow(app.db().read(), &self.0, app.now_micros()).await?)
    }

    async fn put(
        self,
        app: &App,
        kind: FlowKind,
        state: &impl Serialize,
        good_for: i64,
    ) -> Result<(), Error> {
        let now = app.now_micros();
        let sealed = app.keys().deployment().service.seal_json(&self.place(kind), state)?;
        Ok(store::put_flow(app.db().write(), &self.0, kind, sealed, now, now + good_for).await?)
    }

    async fn find<T: DeserializeOwned>(self, app: &App, kind: FlowKind) -> Result<T, Error> {
        let sealed = store::find_flow(app.db().read(), &self.0, kind, app.now_micros()).await?;
        self.open(app, kind, sealed)
    }

    /// Takes it away: whoever asks second finds nothing.
    async fn take<T: DeserializeOwned>(self, app: &App, kind: FlowKind) -> Result<T, Error> {
        let sealed = store::take_flow(app.db().write(), &self.0, kind, app.now_micros()).await?;
        self.open(app, kind, sealed)
    }

    async fn drop(self, app: &App, kind: FlowKind) -> Result<(), Error> {
        store::take_flow(app.db().write(), &self.0, kind, app.now_micros()).await?;
        Ok(())
    }

    fn open<T: DeserializeOwned>(
        self,
        app: &App,
        kind: FlowKind,
        sealed: Option<Vec<u8>>,
    ) -> Result<T, Error> {
        let sealed = sealed.ok_or(Error::FlowExpired)?;
        Ok(app.keys().deployment().service.unseal_json(&self.place(kind), &sealed)?)
    }

    fn place(self, kind: FlowKind) -> Place {
        Place { table: "flow", row: half(&self.0), owner: Uuid::nil(), version: kind as i64 }
    }
}

/// A row that has no id but its hash: half of it names the place.
fn half(hash: &[u8; 32]) -> Uuid {
    let mut row = [0; 16];
    row.iter_mut().zip(hash).for_each(|(to, from)| *to = *from);
    Uuid::from_bytes(row)
}

/// 256 random bits, as they stand in a cookie or behind the `#` of a link.
fn new_secret() -> Result<([u8; 32], String), SealError> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(SealError::Randomness)?;
    Ok((secret, URL_SAFE_NO_PAD.encode(secret)))
}

/// The bytes of a secret that somebody sent back.
pub fn decode_secret(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok().filter(|secret| secret.len() == 32)
}

/// A fresh secret for the flow's cookie.
pub fn new_flow_secret() -> Result<(Vec<u8>, String), Error> {
    let (secret, text) = new_secret()?;
    Ok((secret.to_vec(), text))
}

/// Who changes an account.
#[derive(Clone, Debug)]
struct Actor {
    account: AccountId,
    role: Option<Role>,
    organization: Option<OrganizationId>,
    origin: Origin,
}

impl Actor {
    fn visitor(account: AccountId, visitor: &Visitor) -> Self {
        Self { account, role: None, organization: None, origin: visitor.origin.clone() }
    }

    fn caller(caller: &Caller) -> Self {
        Self {
            account: caller.account(),
            role: Some(caller.role()),
            organization: caller.organization(),
            origin: caller.origin().clone(),
        }
    }

    fn line(&self, event: SecurityEvent, factor: Option<Factor>, outcome: Outcome) -> Line {
        Line {
            account: Some(self.account),
            role: self.role,
            organization: self.organization,
            outcome,
            factor,
            address: self.origin.address.clone(),
            device: self.origin.device.clone(),
            request_id: self.origin.request_id.clone(),
            ..Line::system(What::Security(event))
        }
    }
}

/// Runs `work` in a transaction and keeps it only together with its line in the account's chain.
async fn change<T>(
    app: &App,
    actor: &Actor,
    event: SecurityEvent,
    factor: Option<Factor>,
    work: impl AsyncFnOnce(&DatabaseTransaction) -> Result<T, Error>,
) -> Result<T, Error> {
    let tx = app.db().begin().await?;
    let value = work(&tx).await?;
    let heads =
        append(app, &tx, actor.line(event, factor, Outcome::Allowed), actor.account).await?;
    tx.commit().await?;
    app.journal().cover(heads).await;
    Ok(value)
}

async fn append(
    app: &App,
    tx: &DatabaseTransaction,
    line: Line,
    account: AccountId,
) -> Result<Vec<audit::Head>, Error> {
    let lines = [audit::NewLine { chain: App::chain_of(account), at: app.now_micros(), line }];
    Ok(audit::append(tx, &app.keys().deployment().journal, &lines).await?)
}

/// Journals something that changes nothing but must be known: a refusal, a wrong try.
async fn remark(
    app: &App,
    actor: &Actor,
    event: SecurityEvent,
    factor: Option<Factor>,
) -> Result<(), Error> {
    let line = actor.line(event, factor, Outcome::Denied);
    Ok(app.journal().append(App::chain_of(actor.account), app.now_micros(), line).await?)
}

/// ACC-19: what changes how one signs in asks for a second factor no older than ten minutes.
fn need_strong(app: &App, caller: &Caller) -> Result<(), Error> {
    if caller.is_strong(app.now_micros()) { Ok(()) } else { Err(Error::StepUp) }
}

/// Removes what is over: sessions, flows, codes, links, old locks.
pub async fn purge(app: &App) -> Result<(), Error> {
    let (db, now) = (app.db().write(), app.now_micros());
    session::purge(app).await?;
    store::purge_flows(db, now).await?;
    store::purge_codes(db, now - 2 * HOUR).await?;
    store::purge_links(db, now - 30 * DAY).await?;
    store::purge_locks(db, now - 7 * DAY).await?;
    store::purge_familiar(db, now - 400 * DAY).await?;
    Ok(())
}
