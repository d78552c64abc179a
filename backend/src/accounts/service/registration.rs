//! Registration (ACC-1, ACC-2, ACC-4): what is typed lies sealed under a cookie, the phone is
//! proved by a code, and only then is there an account.
//!
//! Whoever registers with what belongs to an account already sees the same pages as anybody: the
//! code goes nowhere when the phone is taken, the link when the e-mail is, and a СНИЛС that others
//! name too signs each of them in to their own account. The owner is told each time.

use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};
use shared::accounts::api::NewAccount;
use shared::accounts::contacts::{Email, Login, Phone};
use shared::accounts::model::{
    CodeSent, ContactKind, Factor, Registration, RegistrationForm, RegistrationStage, SecurityEvent,
};
use shared::accounts::registration::{DRAFT_MAX, Field, Registrant, check_registration, owner};
use shared::contract::FieldReason;
use shared::id::{AccountId, PatientId, PersonId};
use shared::notifications::model::{Channel, CodePurpose, Notice};

use super::factor::seal;
use super::notice::{ContactValue, seal_contact, tell_owner};
use super::session::{self, Opened};
use super::sign_in::{Index, find_accounts, login_index};
use super::{Actor, DAY, Error, HOUR, Holder, Visitor, append, code, new_secret};
use crate::accounts::store::{self, CredentialKind, FlowKind, LinkPurpose, NewCredential};
use crate::app::App;
use crate::audit::{Head, Outcome};
use crate::card::{self, CardFacts, Document, Identity, NewPatient};
use crate::notifications::{self, Letter, Way};

/// A registration as it lies sealed.
#[derive(Clone, Default, Serialize, Deserialize)]
struct Draft {
    form: RegistrationForm,
    /// Argon2id, once the form is complete; the code is waited for then.
    password: Option<String>,
}

/// What is typed is kept so long after the last change.
const GOOD_FOR: i64 = HOUR;
/// The link that proves an e-mail.
const LINK_GOOD_FOR: i64 = DAY;

/// What was typed so far; an empty form without a flow.
pub async fn find_registration(app: &App, holder: Option<Holder>) -> Result<Registration, Error> {
    let Some(holder) = holder else { return Ok(shown(Draft::default(), None)) };
    let draft = match holder.find::<Draft>(app, FlowKind::Registration).await {
        Ok(draft) => draft,
        Err(Error::FlowExpired) => Draft::default(),
        Err(error) => return Err(error),
    };
    let phone = Phone::parse(&draft.form.phone).ok().filter(|_| draft.password.is_some());
    let code = match phone {
        Some(phone) => {
            let purpose = CodePurpose::ProvePhone;
            code::find_sent(app, holder, purpose, Channel::Sms, phone.masked()).await?
        }
        None => None,
    };
    Ok(shown(draft, code))
}

/// Keeps what is typed, checked or not. The code already sent is forgotten with the old form.
pub async fn save_registration(
    app: &App,
    holder: Holder,
    form: RegistrationForm,
) -> Result<Registration, Error> {
    let too_long = Field::ALL
        .iter()
        .filter(|field| field.value(&form).chars().count() > DRAFT_MAX)
        .map(|field| (field.name(), FieldReason::TooLong));
    let too_long: Vec<_> = too_long.collect();
    if !too_long.is_empty() {
        return Err(Error::Invalid(too_long));
    }
    let draft = Draft { form, password: None };
    holder.put(app, FlowKind::Registration, &draft, GOOD_FOR).await?;
    Ok(shown(draft, None))
}

pub async fn drop_registration(app: &App, holder: Option<Holder>) -> Result<(), Error> {
    match holder {
        Some(holder) => holder.drop(app, FlowKind::Registration).await,
        None => Ok(()),
    }
}

fn shown(draft: Draft, code: Option<CodeSent>) -> Registration {
    let stage = match code {
        Some(_) => RegistrationStage::Code,
        None => RegistrationStage::Form,
    };
    Registration { stage, form: draft.form, code }
}

/// Checks everything and sends a code, or looks as if it did.
pub async fn register(
    app: &App,
    visitor: &Visitor,
    holder: Holder,
    new: NewAccount,
) -> Result<Registration, Error> {
    let today = app.now().to_offset(app.settings().offset).date();
    let checked = check_registration(&new.form, today);
    let weak = app.passwords().check(&new.password, owner(&new.form)).await;
    let registrant = match (checked, weak) {
        (Ok(registrant), Ok(())) => registrant,
        (checked, weak) => {
            let mut wrong = checked.err().unwrap_or_default();
            match weak.map_err(Error::from) {
                Err(Error::Invalid(reasons)) => wrong.extend(reasons),
                Err(error) => return Err(error),
                Ok(()) => {}
            }
            return Err(Error::Invalid(wrong));
        }
    };
    let password = app.passwords().hash(&new.password).await?;
    let draft = Draft { form: new.form, password: Some(password) };
    holder.put(app, FlowKind::Registration, &draft, GOOD_FOR).await?;
    tell_owners(app, &registrant).await?;
    let code = send(app, visitor, holder, &registrant.phone).await?;
    Ok(shown(draft, Some(code)))
}

/// Tells whoever has any of it already that somebody tries to register with it.
async fn tell_owners(app: &App, registrant: &Registrant) -> Result<(), Error> {
    let logins = [
        Login::Phone(registrant.phone.clone()),
        Login::Email(registrant.email.clone()),
        Login::Snils(registrant.snils.clone()),
    ];
    let tx = app.db().begin().await?;
    let mut told = Vec::new();
    for login in &logins {
        for owner in find_accounts(app, std::slice::from_ref(login)).await? {
            if !told.contains(&owner) {
                let event = format!("already registered {}", app.now_micros() / HOUR);
                tell_owner(app, &tx, owner, &event, &Notice::AlreadyRegistered).await?;
                told.push(owner);
            }
        }
    }
    Ok(tx.commit().await?)
}

async fn send(
    app: &App,
    visitor: &Visitor,
    holder: Holder,
    phone: &Phone,
) -> Result<CodeSent, Error> {
    let is_taken = !find_accounts(app, &[Login::Phone(phone.clone())]).await?.is_empty();
    let wanted = code::Wanted {
        holder,
        purpose: CodePurpose::ProvePhone,
        way: Way { channel: Channel::Sms, to: phone.as_str().to_owned() },
        masked: phone.masked(),
        is_real: !is_taken,
    };
    code::send(app, visitor, wanted).await
}

/// Sends another code for the form that waits for one.
pub async fn send_registration_code(
    app: &App,
    visitor: &Visitor,
    holder: Holder,
) -> Result<CodeSent, Error> {
    let draft: Draft = holder.find(app, FlowKind::Registration).await?;
    let phone = Phone::parse(&draft.form.phone).ok().filter(|_| draft.password.is_some());
    send(app, visitor, holder, &phone.ok_or(Error::FlowExpired)?).await
}

/// The phone is proved: makes the account with its card, sends the link that proves the e-mail,
/// and signs in. The card stays closed until then.
pub async fn confirm_registration(
    app: &App,
    visitor: &Visitor,
    holder: Holder,
    typed: &str,
) -> Result<Opened, Error> {
    let draft: Draft = holder.find(app, FlowKind::Registration).await?;
    let password = draft.password.clone().ok_or(Error::FlowExpired)?;
    let today = app.now().to_offset(app.settings().offset).date();
    let registrant = check_registration(&draft.form, today).map_err(Error::Invalid)?;
    code::check(app, holder, CodePurpose::ProvePhone, typed).await?;
    let _: Draft = holder.take(app, FlowKind::Registration).await?;
    let account = AccountId(app.new_id());
    let tx = app.db().begin().await?;
    let mut heads = create(app, &tx, account, &registrant, &password).await?;
    send_link(app, &tx, visitor, account, &registrant.email).await?;
    let opened = session::open_in(app, &tx, visitor, account, Factor::Sms).await?;
    let actor = Actor::visitor(account, visitor);
    for event in [SecurityEvent::Registered, SecurityEvent::PhoneProved, SecurityEvent::SignedIn] {
        let line = actor.line(event, Some(Factor::Sms), Outcome::Allowed);
        heads.extend(append(app, &tx, line, account).await?);
    }
    tx.commit().await?;
    app.journal().cover(heads).await;
    Ok(opened)
}

/// Lets an account be signed in to by this. Says whether it was free.
pub async fn claim(
    app: &App,
    tx: &DatabaseTransaction,
    account: AccountId,
    login: &Login,
) -> Result<bool, Error> {
    Ok(match login_index(app, login)? {
        Index::One(kind, hash) => store::insert_login(tx, kind, &hash, account).await?,
        Index::Snils(hash) => {
            store::insert_snils(tx, &hash, account, app.now_micros()).await?;
            true
        }
    })
}

/// A person, an account that signs in by phone and СНИЛС, and a closed card.
async fn create(
    app: &App,
    tx: &DatabaseTransaction,
    account: AccountId,
    registrant: &Registrant,
    password: &str,
) -> Result<Vec<Head>, Error> {
    let now = app.now_micros();
    let person = PersonId(app.new_id());
    card::create_person(app, tx, person, &identity(registrant)).await?;
    store::insert_account(tx, account, person, now).await?;
    store::set_unproved(tx, account, Some(now)).await?;
    if !claim(app, tx, account, &Login::Phone(registrant.phone.clone())).await? {
        // Another registration with this phone was faster.
        return Err(Error::FlowExpired);
    }
    claim(app, tx, account, &Login::Snils(registrant.snils.clone())).await?;
    let contacts = [
        (ContactKind::Phone, registrant.phone.as_str(), Some(now)),
        (ContactKind::Email, registrant.email.as_str(), None),
    ];
    for (kind, value, proved_at) in contacts {
        insert_contact(app, tx, account, person, kind, value, proved_at).await?;
    }
    insert_password(app, tx, account, password).await?;
    let facts = CardFacts {
        number: card::new_number(app, tx).await?,
        policy_number: registrant.policy.as_ref().map(|policy| policy.as_str().to_owned()),
    };
    let patient = PatientId(app.new_id());
    let new = NewPatient { patient, person, account: Some(account), facts };
    Ok(card::create_patient(app, tx, new).await?)
}

fn identity(registrant: &Registrant) -> Identity {
    Identity {
        name: registrant.name.clone(),
        birth_date: registrant.birth_date,
        sex: registrant.sex,
        snils: Some(registrant.snils.as_str().to_owned()),
        document: Some(Document {
            kind: registrant.document,
            number: registrant.document_number.clone(),
        }),
        inn: registrant.inn.as_ref().map(|inn| inn.as_str().to_owned()),
    }
}

pub async fn insert_contact(
    app: &App,
    tx: &DatabaseTransaction,
    account: AccountId,
    person: PersonId,
    kind: ContactKind,
    value: &str,
    proved_at: Option<i64>,
) -> Result<(), Error> {
    let value = ContactValue { value: value.to_owned(), pending: None };
    let sealed = seal_contact(app, tx, account, person, kind, &value).await?;
    Ok(store::insert_contact(tx, account, kind, sealed, proved_at).await?)
}

/// Lets an invented person of the demo sign in like anybody: by phone, e-mail and СНИЛС.
pub async fn demo_credentials(
    app: &App,
    tx: &DatabaseTransaction,
    account: AccountId,
    person: PersonId,
    logins: &[Login],
    password: &str,
) -> Result<(), Error> {
    let now = app.now_micros();
    if !store::list_contacts(tx, account).await?.is_empty() {
        return Ok(());
    }
    for login in logins {
        claim(app, tx, account, login).await?;
        let contact = match login {
            Login::Phone(_) => Some(ContactKind::Phone),
            Login::Email(_) => Some(ContactKind::Email),
            Login::Snils(_) => None,
        };
        if let Some(kind) = contact {
            insert_contact(app, tx, account, person, kind, &login.value(), Some(now)).await?;
        }
    }
    let hash = app.passwords().hash(password).await?;
    insert_password(app, tx, account, &hash).await
}

/// Keeps a password's hash, sealed once more.
pub async fn insert_password(
    app: &App,
    tx: &DatabaseTransaction,
    account: AccountId,
    hash: &str,
) -> Result<(), Error> {
    let (id, kind) = (app.new_id(), CredentialKind::Password);
    let sealed = seal(app, id, account, &hash)?;
    let new = NewCredential { id, account, kind, lookup: None, sealed };
    store::insert_credential(tx, new, app.now_micros()).await?;
    Ok(())
}

/// What lies sealed in the link that proves an e-mail.
#[derive(Serialize, Deserialize)]
pub struct Proof {
    pub email: String,
}

/// Sends the link that proves an address, unless it is somebody else's: they were told already.
pub async fn send_link(
    app: &App,
    tx: &DatabaseTransaction,
    visitor: &Visitor,
    account: AccountId,
    email: &Email,
) -> Result<(), Error> {
    let now = app.now_micros();
    let taken_by = find_accounts(app, &[Login::Email(email.clone())]).await?;
    let is_taken = taken_by.iter().any(|owner| *owner != account);
    store::void_links(tx, account, LinkPurpose::ProveEmail, now).await?;
    let (secret, token) = new_secret()?;
    let hash = link_hash(app, &secret)?;
    let proof = Proof { email: email.as_str().to_owned() };
    let sealed = seal_link(app, &hash, &proof)?;
    let until = now + LINK_GOOD_FOR;
    store::insert_link(tx, &hash, LinkPurpose::ProveEmail, Some(account), sealed, now, until)
        .await?;
    if is_taken {
        return Ok(());
    }
    let letter = Letter {
        notice: Notice::ProveEmail {
            link: format!("{}/prove-email#{token}", app.settings().origin),
        },
        lang: visitor.lang,
        ways: vec![Way { channel: Channel::Email, to: email.as_str().to_owned() }],
        useless_after: until,
    };
    let event = format!("prove email {}", app.new_id());
    Ok(notifications::tell(app, tx, &event, &letter).await?)
}

pub fn link_hash(app: &App, secret: &[u8]) -> Result<[u8; 32], Error> {
    Ok(app.keys().deployment().secret_hash("link", &[secret])?)
}

fn link_place(hash: &[u8; 32]) -> crate::keys::Place {
    crate::keys::Place {
        table: "link",
        row: super::half(hash),
        owner: uuid::Uuid::nil(),
        version: 0,
    }
}

pub fn seal_link(app: &App, hash: &[u8; 32], value: &impl Serialize) -> Result<Vec<u8>, Error> {
    Ok(app.keys().deployment().service.seal_json(&link_place(hash), value)?)
}

pub fn unseal_link<T: serde::de::DeserializeOwned>(
    app: &App,
    hash: &[u8; 32],
    sealed: &[u8],
) -> Result<T, Error> {
    Ok(app.keys().deployment().service.unseal_json(&link_place(hash), sealed)?)
}
