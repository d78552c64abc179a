//! Second factors: which an account has, and whether what was typed is right.

use serde::{Deserialize, Serialize};
use shared::accounts::model::{ContactKind, Factor, TotpSecret};
use shared::contract::FieldReason;
use shared::id::AccountId;
use shared::notifications::model::CodePurpose;
use totp_rs::{Builder, Secret, Totp};
use uuid::Uuid;

use super::notice::{Known, contacts, masked};
use super::{Error, Holder, SECOND, Visitor, code};
use crate::accounts::passkey::StoredKey;
use crate::accounts::store::{self, AccountRow, CredentialKind, CredentialRow};
use crate::app::App;
use crate::keys::{Place, SealError};

/// An account with all it signs in with, as far as deciding needs it.
pub struct Means {
    pub account: AccountId,
    pub row: AccountRow,
    pub contacts: Vec<Known>,
    pub credentials: Vec<CredentialRow>,
}

/// A TOTP secret as it lies sealed.
#[derive(Clone, Serialize, Deserialize)]
pub struct StoredTotp {
    /// Base32.
    pub secret: String,
    /// The last step a code was taken of: no code is taken twice (RFC 6238, 5.2).
    pub last_step: u64,
}

/// What stands for «codes by e-mail are on», and the like: the row is all there is to know.
#[derive(Serialize, Deserialize)]
pub struct Nothing {}

const ISSUER: &str = "Medkarta";
/// Recovery codes are made of these: nothing that looks like something else.
const LETTERS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz23456789+";

impl Means {
    pub async fn of(app: &App, account: AccountId) -> Result<Self, Error> {
        let db = app.db().read();
        let row = store::find_account_row(db, account, app.now_micros()).await?;
        let row = row.ok_or(Error::NotFound)?;
        let contacts = contacts(app, db, account, row.person).await?;
        let credentials = store::list_credentials(db, account).await?;
        Ok(Self { account, row, contacts, credentials })
    }

    pub fn has(&self, kind: CredentialKind) -> bool {
        self.credentials.iter().any(|credential| credential.kind == kind)
    }

    pub fn contact(&self, kind: ContactKind) -> Option<&Known> {
        self.contacts.iter().find(|contact| contact.row.kind == kind)
    }

    /// By what one may be let in after a password, the strongest first. Staff never by SMS or
    /// e-mail alone (ACC-11).
    pub fn factors(&self) -> Vec<Factor> {
        let is_staff = self.row.role.is_staff();
        let reaches = |kind| self.contact(kind).is_some_and(|known| known.way().is_some());
        let all = [
            (Factor::Passkey, self.has(CredentialKind::Passkey)),
            (Factor::SecurityKey, self.has(CredentialKind::SecurityKey)),
            (Factor::Totp, self.has(CredentialKind::Totp)),
            (Factor::Sms, !is_staff && reaches(ContactKind::Phone)),
            (
                Factor::Email,
                !is_staff && self.has(CredentialKind::EmailCode) && reaches(ContactKind::Email),
            ),
            (Factor::RecoveryCode, self.has(CredentialKind::RecoveryCode)),
        ];
        all.into_iter().filter_map(|(factor, has)| has.then_some(factor)).collect()
    }

    /// The WebAuthn credentials, unsealed; those that were copied too.
    pub fn keys(&self, app: &App) -> Result<Vec<(&CredentialRow, StoredKey)>, Error> {
        let mut keys = Vec::new();
        for row in self.credentials.iter().filter(|row| row.kind.key().is_some()) {
            keys.push((row, unseal::<StoredKey>(app, row)?));
        }
        Ok(keys)
    }
}

/// Whether the account signs in with a passkey or a hardware key.
pub async fn has_passkey(app: &App, account: AccountId) -> Result<bool, Error> {
    let credentials = store::list_credentials(app.db().read(), account).await?;
    Ok(credentials.iter().any(|credential| credential.kind.key().is_some()))
}

pub fn credential_place(id: Uuid, account: AccountId) -> Place {
    Place { table: "credential", row: id, owner: account.0, version: 0 }
}

pub fn unseal<T: serde::de::DeserializeOwned>(
    app: &App,
    row: &CredentialRow,
) -> Result<T, SealError> {
    let place = credential_place(row.id, row.account);
    app.keys().deployment().service.unseal_json(&place, &row.sealed)
}

pub fn seal(
    app: &App,
    id: Uuid,
    account: AccountId,
    value: &impl Serialize,
) -> Result<Vec<u8>, SealError> {
    app.keys().deployment().service.seal_json(&credential_place(id, account), value)
}

/// Sends a code by SMS or e-mail, if that is one of the account's factors.
pub async fn send_code(
    app: &App,
    visitor: &Visitor,
    means: &Means,
    holder: Holder,
    purpose: CodePurpose,
    factor: Factor,
) -> Result<shared::accounts::model::CodeSent, Error> {
    let kind = match factor {
        Factor::Sms => ContactKind::Phone,
        Factor::Email => ContactKind::Email,
        Factor::Passkey
        | Factor::SecurityKey
        | Factor::Totp
        | Factor::RecoveryCode
        | Factor::Demo => return Err(Error::invalid("factor", FieldReason::Invalid)),
    };
    let way = means.contact(kind).and_then(Known::way);
    let way = way.filter(|_| means.factors().contains(&factor));
    let way = way.ok_or_else(|| Error::invalid("factor", FieldReason::Invalid))?;
    let masked = masked(kind, &way.to);
    let wanted = code::Wanted { holder, purpose, way, masked, is_real: true };
    code::send_or_wait(app, visitor, wanted).await
}

/// Whether a typed factor is right. It is used up by this.
pub async fn verify(
    app: &App,
    means: &Means,
    holder: Holder,
    purpose: CodePurpose,
    factor: Factor,
    typed: &str,
) -> Result<(), Error> {
    if !means.factors().contains(&factor) {
        return Err(Error::invalid("factor", FieldReason::Invalid));
    }
    match factor {
        Factor::Sms | Factor::Email => code::check(app, holder, purpose, typed).await,
        Factor::Totp => verify_totp(app, means, typed).await,
        Factor::RecoveryCode => use_recovery_code(app, means.account, typed).await,
        Factor::Passkey | Factor::SecurityKey | Factor::Demo => {
            Err(Error::invalid("factor", FieldReason::Invalid))
        }
    }
}

async fn verify_totp(app: &App, means: &Means, typed: &str) -> Result<(), Error> {
    let row = means.credentials.iter().find(|row| row.kind == CredentialKind::Totp);
    let row = row.ok_or(Error::CodeWrong)?;
    let mut stored: StoredTotp = unseal(app, row)?;
    stored.last_step = check_totp(app, &stored, typed)?;
    let sealed = seal(app, row.id, row.account, &stored)?;
    let now = app.now_micros();
    let is_mine = store::update_credential(app.db().write(), row, sealed, Some(now)).await?;
    if is_mine { Ok(()) } else { Err(Error::CodeExpired) }
}

/// The step of a right code that was not taken before.
pub fn check_totp(app: &App, stored: &StoredTotp, typed: &str) -> Result<u64, Error> {
    let typed: String = typed.chars().filter(char::is_ascii_digit).collect();
    let seconds = u64::try_from(app.now_micros() / SECOND).unwrap_or(0);
    let step = totp(&stored.secret, "")?.check(&typed, seconds).ok_or(Error::CodeWrong)?;
    if step > stored.last_step { Ok(step) } else { Err(Error::CodeExpired) }
}

/// A new secret, 160 bits (RFC 4226, 4). `login` tells the app's user which account it is.
pub fn new_totp(login: &str) -> Result<TotpSecret, Error> {
    let mut bytes = [0; 20];
    getrandom::fill(&mut bytes).map_err(SealError::Randomness)?;
    let secret = Secret::new_stack(bytes).to_base32();
    let uri = totp(&secret, login)?.to_url();
    let uri = uri.map_err(|error| Error::Seal(SealError::Shape(shape(&error.to_string()))))?;
    Ok(TotpSecret { secret, uri })
}

/// SHA-1, six digits, 30 seconds, one step of grace: what every app does.
fn totp(secret: &str, login: &str) -> Result<Totp, Error> {
    let broken = |why: String| Error::Seal(SealError::Shape(shape(&why)));
    let secret = Secret::try_from_base32(secret).map_err(|error| broken(error.to_string()))?;
    let login = login.replace(':', " ");
    let builder = Builder::new()
        .with_secret(secret)
        .with_skew(1)
        .with_issuer(Some(ISSUER))
        .with_account_name(login);
    builder.build().map_err(|error| broken(error.to_string()))
}

fn shape(why: &str) -> serde_json::Error {
    <serde_json::Error as serde::de::Error>::custom(why)
}

async fn use_recovery_code(app: &App, account: AccountId, typed: &str) -> Result<(), Error> {
    let lookup = recovery_lookup(app, account, typed)?;
    let is_there = store::use_recovery_code(app.db().write(), account, &lookup).await?;
    if is_there { Ok(()) } else { Err(Error::CodeWrong) }
}

/// Typed in any case, with or without hyphens.
pub fn recovery_lookup(app: &App, account: AccountId, typed: &str) -> Result<[u8; 32], Error> {
    let code: String =
        typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    let parts: [&[u8]; 2] = [account.0.as_bytes(), code.as_bytes()];
    Ok(app.keys().deployment().secret_hash("recovery", &parts)?)
}

/// `abcd-efgh-jkmn`: 58 bits, guessed by nobody who has three tries.
pub fn random_recovery_code() -> Result<String, SealError> {
    let mut code = String::new();
    while code.len() < 14 {
        if code.len() == 4 || code.len() == 9 {
            code.push('-');
        }
        let mut byte = [0];
        getrandom::fill(&mut byte).map_err(SealError::Randomness)?;
        let letter = LETTERS.get(usize::from(byte[0] & 31)).copied().map(char::from);
        // The last place of the 32 stands for none of the 31 letters: throw again.
        if let Some(letter) = letter.filter(char::is_ascii_alphanumeric) {
            code.push(letter);
        }
    }
    Ok(code)
}
