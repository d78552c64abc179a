//! What owners are told, and their contacts.

use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use shared::accounts::contacts::{Email, Phone};
use shared::accounts::model::{ContactKind, SecurityEvent};
use shared::id::{AccountId, PersonId};
use shared::lang::Lang;
use shared::notifications::model::{Channel, Notice};

use super::{DAY, Error};
use crate::access::Caller;
use crate::accounts::store::{self, ContactRow};
use crate::app::App;
use crate::keys::{Owner, Place};
use crate::notifications::{self, Letter, Way, centre};

/// A contact as it lies sealed under the person's own key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactValue {
    /// E.164, or an address. Codes and letters go here.
    pub value: String,
    /// What is to take its place once it is proved.
    pub pending: Option<String>,
}

/// A contact, unsealed.
pub struct Known {
    pub row: ContactRow,
    pub is: ContactValue,
}

impl Known {
    /// What the owner sees as theirs: the new value as soon as there is one.
    pub fn shown(&self) -> &str {
        self.is.pending.as_deref().unwrap_or(&self.is.value)
    }

    pub fn is_proved(&self) -> bool {
        self.row.is_proved && self.is.pending.is_none()
    }

    /// The way to the value that was proved, if any was.
    pub fn way(&self) -> Option<Way> {
        let way = Way { channel: channel_of(self.row.kind), to: self.is.value.clone() };
        self.row.is_proved.then_some(way)
    }
}

pub const fn channel_of(kind: ContactKind) -> Channel {
    match kind {
        ContactKind::Phone => Channel::Sms,
        ContactKind::Email => Channel::Email,
    }
}

pub fn masked(kind: ContactKind, value: &str) -> String {
    match kind {
        ContactKind::Phone => Phone::parse(value).map(|phone| phone.masked()),
        ContactKind::Email => Email::parse(value).map(|email| email.masked()),
    }
    .unwrap_or_default()
}

/// For reading: `+7 900 123-45-67`.
pub fn written(kind: ContactKind, value: &str) -> String {
    match kind {
        ContactKind::Phone => Phone::parse(value).map(|phone| phone.to_string()),
        ContactKind::Email => Ok(value.to_owned()),
    }
    .unwrap_or_else(|_| value.to_owned())
}

fn contact_place(account: AccountId, kind: ContactKind) -> Place {
    Place { table: "contact", row: account.0, owner: account.0, version: kind as i64 }
}

pub async fn contacts(
    app: &App,
    db: &impl ConnectionTrait,
    account: AccountId,
    person: PersonId,
) -> Result<Vec<Known>, Error> {
    let rows = store::list_contacts(db, account).await?;
    let key = app.keys().find(db, Owner::person(person.0)).await?.ok_or(Error::NotFound)?;
    rows.into_iter()
        .map(|row| {
            let is = key.unseal_json(&contact_place(account, row.kind), &row.sealed)?;
            Ok(Known { row, is })
        })
        .collect()
}

pub async fn seal_contact(
    app: &App,
    db: &impl ConnectionTrait,
    account: AccountId,
    person: PersonId,
    kind: ContactKind,
    value: &ContactValue,
) -> Result<Vec<u8>, Error> {
    let key = app.keys().find(db, Owner::person(person.0)).await?.ok_or(Error::NotFound)?;
    Ok(key.seal_json(&contact_place(account, kind), value)?)
}

/// Tells the owner something as they wish to be told, by each way once per event.
pub async fn tell_owner(
    app: &App,
    db: &impl ConnectionTrait,
    account: AccountId,
    event: &str,
    notice: &Notice,
) -> Result<(), Error> {
    tell_owner_until(app, db, account, (event, app.now_micros() + DAY), notice).await
}

/// The same, where it is of no use any more after a moment, in microseconds.
pub async fn tell_owner_until(
    app: &App,
    db: &impl ConnectionTrait,
    account: AccountId,
    (event, until): (&str, i64),
    notice: &Notice,
) -> Result<(), Error> {
    tell(app, db, account, (event, until), notice, ContactKind::ALL).await
}

/// The same by e-mail alone: for what comes again and again and can wait.
pub async fn write_to_owner(
    app: &App,
    db: &impl ConnectionTrait,
    account: AccountId,
    event: &str,
    notice: &Notice,
) -> Result<(), Error> {
    let event = (event, app.now_micros() + DAY);
    tell(app, db, account, event, notice, &[ContactKind::Email]).await
}

async fn tell(
    app: &App,
    db: &impl ConnectionTrait,
    account: AccountId,
    (event, useless_after): (&str, i64),
    notice: &Notice,
    kinds: &[ContactKind],
) -> Result<(), Error> {
    let now = app.now_micros();
    let Some(row) = store::find_account_row(db, account, now).await? else { return Ok(()) };
    let lang = if row.lang == Lang::En.tag() { Lang::En } else { Lang::Ru };
    let told = centre::note(app, db, account, (event, useless_after), notice).await?;
    let mut ways = told.browsers;
    for contact in contacts(app, db, account, row.person).await? {
        let is_wished = match contact.row.kind {
            ContactKind::Phone => told.sms,
            ContactKind::Email => told.email,
        };
        let way = contact.way().filter(|_| is_wished && kinds.contains(&contact.row.kind));
        let Some(way) = way else { continue };
        ways.push((format!("{event} {account} {}", contact.row.kind), way));
    }
    for (event, way) in ways {
        let (notice, ways) = (notice.clone(), vec![way]);
        let letter = Letter { notice, lang, ways, useless_after };
        notifications::tell_later(app, db, &event, &letter, told.not_before).await?;
    }
    Ok(())
}

/// Whether the caller has a proved phone, and a proved address of e-mail.
pub async fn proved_contacts(app: &App, caller: &Caller) -> Result<(bool, bool), Error> {
    let known = contacts(app, app.db().read(), caller.account(), caller.person()).await?;
    let has = |kind| known.iter().any(|it| it.row.kind == kind && it.way().is_some());
    Ok((has(ContactKind::Phone), has(ContactKind::Email)))
}

/// Something one signs in with has changed: which, and not to what.
pub async fn tell_change(
    app: &App,
    db: &impl ConnectionTrait,
    account: AccountId,
    what: SecurityEvent,
) -> Result<(), Error> {
    let event = format!("credentials {}", app.new_id());
    let notice = Notice::CredentialsChanged { what: Some(what) };
    tell_owner(app, db, account, &event, &notice).await
}

/// Tells support that a ticket waits, where an address for it is set. The letter names the ticket
/// and nobody.
pub async fn tell_support(
    app: &App,
    db: &impl ConnectionTrait,
    ticket: uuid::Uuid,
) -> Result<(), Error> {
    let Some(to) = app.settings().support_email.clone() else { return Ok(()) };
    let letter = Letter {
        notice: Notice::Ticket { ticket },
        lang: Lang::Ru,
        ways: vec![Way { channel: Channel::Email, to }],
        useless_after: app.now_micros() + 30 * DAY,
    };
    Ok(notifications::tell(app, db, &format!("ticket {ticket}"), &letter).await?)
}
