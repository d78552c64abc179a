//! Staff come by invitation: a link by e-mail, a password, and a passkey or an authenticator app.
//! SMS alone never lets them in (ACC-11).

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde::{Deserialize, Serialize};
use shared::access::model::Role;
use shared::accounts::api::{Acceptance, LinkToken};
use shared::accounts::contacts::{Email, Login, Phone};
use shared::accounts::model::{
    Ceremony, ContactKind, Factor, Invitation, KeyKind, SecurityEvent, TotpSecret,
};
use shared::accounts::rules::Owner;
use shared::contract::FieldReason;
use shared::id::{AccountId, OrganizationId, PersonId};
use shared::lang::Lang;
use shared::notifications::model::{Channel, Notice};
use uuid::Uuid;

use super::factor::{StoredTotp, check_totp, new_totp, seal};
use super::keys::{factor_of, new_key};
use super::recovery::find_link;
use super::registration::{
    claim, insert_contact, insert_password, link_hash, seal_link, unseal_link,
};
use super::session::{self, Opened};
use super::{Actor, DAY, Error, HOUR, Holder, Visitor, append, half, new_secret};
use crate::access::Origin;
use crate::accounts::passkey::{Adding, Holder as KeyHolder, StoredKey};
use crate::accounts::store::{
    self, CredentialKind, FlowKind, LinkPurpose, NewCredential, NewMembership,
};
use crate::app::{App, moment};
use crate::audit::{Head, Outcome};
use crate::card::{self, Identity};
use crate::notifications::{self, Letter, Way};

/// Somebody to be invited, as it lies sealed in the link.
#[derive(Clone, Serialize, Deserialize)]
pub struct Invited {
    pub identity: Identity,
    /// E.164.
    pub phone: String,
    pub email: String,
    pub role: Role,
    pub organization: OrganizationId,
    /// When the term of work begins, in microseconds since 1970; at once where absent.
    #[serde(default)]
    pub starts_at: Option<i64>,
    /// When it ends.
    pub ends_at: Option<i64>,
    #[serde(default)]
    pub department: Option<Uuid>,
    /// Speciality or post, in words.
    #[serde(default)]
    pub position: Option<String>,
}

/// What waits between opening the link and accepting.
#[derive(Serialize, Deserialize)]
struct Begun {
    account: AccountId,
    totp: StoredTotp,
    adding: Adding,
}

/// What the passkey of an invitation is called until its owner names it.
const FIRST_PASSKEY: &str = "1";
/// An invitation is good for so long.
const GOOD_FOR: i64 = 7 * DAY;

/// Sends an invitation. Returns the link, for whoever hands it over in person.
pub async fn invite(app: &App, invited: &Invited, lang: Lang) -> Result<String, Error> {
    let tx = app.db().begin().await?;
    let (link, heads) = invite_in(app, &tx, invited, lang).await?;
    tx.commit().await?;
    app.journal().cover(heads).await;
    Ok(link)
}

/// [`invite`], in a transaction that does more; what it wrote into the journal is covered after it.
pub async fn invite_in(
    app: &App,
    tx: &DatabaseTransaction,
    invited: &Invited,
    lang: Lang,
) -> Result<(String, Vec<Head>), Error> {
    if !invited.role.is_staff() {
        return Err(Error::invalid("role", FieldReason::Invalid));
    }
    let now = app.now_micros();
    let organization = store::organization_name(tx, invited.organization).await?;
    let organization = organization.ok_or(Error::NotFound)?;
    let (secret, token) = new_secret()?;
    let hash = link_hash(app, &secret)?;
    let sealed = seal_link(app, &hash, invited)?;
    let until = now + GOOD_FOR;
    let link = format!("{}/invitation#{token}", app.settings().origin);
    store::insert_link(tx, &hash, LinkPurpose::Invitation, None, sealed, now, until).await?;
    let letter = Letter {
        notice: Notice::Invitation { link: link.clone(), organization },
        lang,
        ways: vec![Way { channel: Channel::Email, to: invited.email.clone() }],
        useless_after: until,
    };
    notifications::tell(app, tx, &format!("invitation {}", app.new_id()), &letter).await?;
    // Nobody's account yet: the line stands in the deployment's own chain.
    let origin = Origin::default();
    let nobody = AccountId(App::DEPLOYMENT_CHAIN);
    let actor =
        Actor { account: nobody, role: None, organization: Some(invited.organization), origin };
    let told = actor.line(SecurityEvent::Invited, None, Outcome::Allowed);
    let heads = append(app, tx, told, nobody).await?;
    Ok((link, heads))
}

/// An invitation that nobody has accepted yet.
pub struct Pending {
    /// What it is called where it is listed: nobody comes in by it.
    pub id: Uuid,
    pub invited: Invited,
    pub sent_at: i64,
    pub until: i64,
}

/// Who was invited into an organization and has not come yet, the newest first.
pub async fn pending(
    app: &App,
    db: &impl ConnectionTrait,
    organization: OrganizationId,
) -> Result<Vec<Pending>, Error> {
    let mut found = Vec::new();
    for link in store::live_links(db, LinkPurpose::Invitation, app.now_micros()).await? {
        let invited: Invited = unseal_link(app, &link.token_hash, &link.sealed)?;
        if invited.organization == organization {
            let (sent_at, until) = (link.created_at, link.expires_at);
            found.push(Pending { id: half(&link.token_hash), invited, sent_at, until });
        }
    }
    Ok(found)
}

/// Makes the link of an invitation worthless. Returns whom it was for, if it waited still.
pub async fn withdraw(
    app: &App,
    tx: &DatabaseTransaction,
    organization: OrganizationId,
    id: Uuid,
) -> Result<Option<Invited>, Error> {
    let now = app.now_micros();
    for link in store::live_links(tx, LinkPurpose::Invitation, now).await? {
        if half(&link.token_hash) != id {
            continue;
        }
        let invited: Invited = unseal_link(app, &link.token_hash, &link.sealed)?;
        let is_theirs = invited.organization == organization;
        if is_theirs && store::use_link(tx, &link.token_hash, now).await? {
            return Ok(Some(invited));
        }
    }
    Ok(None)
}

/// What the invitation is for, and what is needed for either way in.
pub async fn open_invitation(
    app: &App,
    holder: Holder,
    token: &LinkToken,
) -> Result<Invitation, Error> {
    let (hash, row) = find_link(app, token, LinkPurpose::Invitation).await?;
    let invited: Invited = unseal_link(app, &hash, &row.sealed)?;
    let organization = store::organization_name(app.db().read(), invited.organization).await?;
    let account = AccountId(app.new_id());
    let name = invited.identity.name.full();
    let totp = new_totp(&invited.email)?;
    let key_holder = KeyHolder { account, login: &invited.email, name: &name };
    let (options, adding) =
        app.passkeys().start_adding(KeyKind::Passkey, &key_holder, Vec::new())?;
    let stored = StoredTotp { secret: totp.secret.clone(), last_step: 0 };
    let begun = Begun { account, totp: stored, adding };
    holder.put(app, FlowKind::Invitation, &begun, HOUR).await?;
    let TotpSecret { secret, uri } = totp;
    Ok(Invitation {
        name,
        role: invited.role,
        organization: organization.ok_or(Error::LinkExpired)?,
        ends_at: invited.ends_at.map(moment),
        totp: TotpSecret { secret, uri },
        passkey: Ceremony { options },
    })
}

/// Makes the account with its password, its second factor and its place of work, and signs in.
/// The e-mail is proved by the link; the phone is to be proved by the person.
pub async fn accept_invitation(
    app: &App,
    visitor: &Visitor,
    holder: Holder,
    acceptance: &Acceptance,
) -> Result<Opened, Error> {
    let token = LinkToken { token: acceptance.token.clone() };
    let (hash, row) = find_link(app, &token, LinkPurpose::Invitation).await?;
    let invited: Invited = unseal_link(app, &hash, &row.sealed)?;
    let begun: Begun = holder.find(app, FlowKind::Invitation).await?;
    let password = check_password(app, &invited, &acceptance.password).await?;
    let (factor, credential) = check_factor(app, &begun, acceptance)?;
    let _: Begun = holder.take(app, FlowKind::Invitation).await?;
    let (account, now) = (begun.account, app.now_micros());
    let tx = app.db().begin().await?;
    if !store::use_link(&tx, &hash, now).await? {
        return Err(Error::LinkExpired);
    }
    let person = PersonId(app.new_id());
    card::create_person(app, &tx, person, &invited.identity).await?;
    store::insert_account(&tx, account, person, now).await?;
    store::set_unproved(&tx, account, Some(now)).await?;
    let email = Email::parse(&invited.email).map_err(|why| Error::invalid("email", why))?;
    if !claim(app, &tx, account, &Login::Email(email)).await? {
        return Err(Error::Conflict);
    }
    insert_contact(app, &tx, account, person, ContactKind::Email, &invited.email, Some(now))
        .await?;
    insert_contact(app, &tx, account, person, ContactKind::Phone, &invited.phone, None).await?;
    insert_password(app, &tx, account, &password).await?;
    if !store::insert_credential(&tx, credential, now).await? {
        return Err(Error::Conflict);
    }
    employ(app, &tx, account, &invited).await?;
    let opened = session::open_in(app, &tx, visitor, account, factor).await?;
    let mut heads = Vec::new();
    let actor = Actor {
        account,
        role: Some(invited.role),
        organization: Some(invited.organization),
        origin: visitor.origin.clone(),
    };
    for event in [SecurityEvent::InvitationAccepted, SecurityEvent::SignedIn] {
        let line = actor.line(event, Some(factor), Outcome::Allowed);
        heads.extend(append(app, &tx, line, account).await?);
    }
    tx.commit().await?;
    app.journal().cover(heads).await;
    Ok(opened)
}

/// From now on, or from the day that was named.
async fn employ(
    app: &App,
    tx: &DatabaseTransaction,
    account: AccountId,
    invited: &Invited,
) -> Result<(), Error> {
    let (id, now) = (app.new_id(), app.now_micros());
    let membership = NewMembership {
        id,
        account,
        role: invited.role,
        organization: Some(invited.organization),
        starts_at: invited.starts_at.map_or(now, |starts_at| starts_at.max(now)),
        ends_at: invited.ends_at,
    };
    store::insert_membership(tx, membership).await?;
    let position = invited.position.as_deref();
    Ok(store::place_membership(tx, id, invited.department, position).await?)
}

async fn check_password(app: &App, invited: &Invited, password: &str) -> Result<String, Error> {
    let owner = Owner {
        name: Some(invited.identity.name.clone()),
        phone: Phone::parse(&invited.phone).ok(),
        birth_date: Some(invited.identity.birth_date),
    };
    app.passwords().check(password, owner).await?;
    Ok(app.passwords().hash(password).await?)
}

/// Exactly one of the two.
fn check_factor(
    app: &App,
    begun: &Begun,
    acceptance: &Acceptance,
) -> Result<(Factor, NewCredential), Error> {
    let account = begun.account;
    match (&acceptance.totp_code, &acceptance.credential) {
        (Some(code), None) => {
            let mut stored = begun.totp.clone();
            stored.last_step = check_totp(app, &stored, code)?;
            let id = app.new_id();
            let sealed = seal(app, id, account, &stored)?;
            let kind = CredentialKind::Totp;
            Ok((Factor::Totp, NewCredential { id, account, kind, lookup: None, sealed }))
        }
        (None, Some(answer)) => {
            let key = app.passkeys().finish_adding(answer, &begun.adding)?;
            let factor = factor_of(key.kind());
            let name = FIRST_PASSKEY.to_owned();
            Ok((factor, new_key(app, account, StoredKey { name, key, is_cloned: false })?))
        }
        (Some(_), Some(_)) | (None, None) => {
            Err(Error::invalid("totp_code", FieldReason::Required))
        }
    }
}
