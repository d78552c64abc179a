//! The people of a demo server: invented, the same every time, with dates counted back from the
//! first start.

mod booking;
mod clinic;
mod families;
mod histories;
mod looks;
mod people;
mod protocols;
pub mod site;
mod trusted;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use sea_orm::DatabaseTransaction;
use shared::access::model::{Ground, Level, Role, Section};
use shared::accounts::model::DemoAccount;
use shared::id::AccountId;
use time::Duration;

use crate::access::{Grantee, NewGround, insert_ground};
use crate::accounts;
use crate::app::{App, micros};
use crate::audit::Head;
use crate::card::{self, NewPatient};
use crate::interop::feed::{self, Feed};
use crate::keys::{KeyError, Owner, SealError};
use crate::{appointments, record, representatives};
pub use families::{ACCOUNTS as FAMILY_ACCOUNTS, settle};
use people::{CLINIC, DemoPerson, LABORATORY, PEOPLE};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("the demo cannot be filled in: {0}")]
    Card(#[from] card::Error),
    #[error("the demo cannot be filled in: {0}")]
    Record(#[from] record::Error),
    #[error("the demo cannot be filled in: {0}")]
    Account(#[from] accounts::Error),
    #[error("the demo cannot be filled in: {0}")]
    Representative(#[from] representatives::Error),
    #[error("the demo cannot be filled in: {0}")]
    Appointment(#[from] appointments::Error),
    #[error("the demo cannot be filled in: {0}")]
    Key(#[from] KeyError),
    #[error("the demo cannot be filled in: {0}")]
    Seal(#[from] SealError),
    #[error("the demo cannot be filled in: {0}")]
    Db(#[from] sea_orm::DbErr),
}

/// Everybody's in the demo; a real one is never written down.
const PASSWORD: &str = "Demo-karta-7";

/// Whom one may sign in as.
pub fn accounts() -> Vec<DemoAccount> {
    PEOPLE
        .iter()
        .map(|person| DemoAccount {
            account: person.account(),
            role: person.role,
            name: person.identity().name.full(),
            about: person.about.to_owned(),
        })
        .collect()
}

/// What `serve --demo` prints: whom to sign in as, and where.
pub fn greeting(origin: &str) -> String {
    let mut text = format!("Demo people (invented): open {origin}/sign-in and choose one\n");
    for account in accounts() {
        let DemoAccount { role, name, about, .. } = account;
        // Writing to a String cannot fail.
        let _ = writeln!(text, "  {:<9} {name}: {about}", role.wire());
    }
    let _ = writeln!(
        text,
        "Or sign in as anybody would: +7 900 000-00-01 (…-02, …-03), password {PASSWORD}; \
         codes and letters are at {origin}/dev/outbox"
    );
    text
}

/// Fills in whoever is not there yet, each person in one transaction.
pub async fn fill(app: &App) -> Result<(), Error> {
    let now = app.now_micros();
    for (id, name, kind) in [
        (CLINIC, people::CLINIC_NAME, "clinic"),
        (LABORATORY, people::LABORATORY_NAME, "laboratory"),
    ] {
        if accounts::organization_name(app.db().read(), id).await?.is_none() {
            accounts::insert_organization(app.db().write(), id, name, kind, now).await?;
        }
    }
    let feed = Feed {
        program: people::FEED,
        name: people::FEED_NAME.to_owned(),
        organization: LABORATORY,
        organization_name: people::LABORATORY_NAME.to_owned(),
        application: String::new(),
        facility: String::new(),
        networks: Vec::new(),
        offset: app.settings().offset,
    };
    feed::add(app, &feed).await?;
    for person in PEOPLE {
        let is_there = accounts::find_account(app.db().read(), person.account()).await?.is_some();
        let tx = app.db().begin().await?;
        let heads = if is_there { Vec::new() } else { add(app, &tx, person).await? };
        let (account, logins) = (person.account(), person.logins());
        accounts::demo_credentials(app, &tx, account, person.person(), &logins, PASSWORD).await?;
        tx.commit().await?;
        app.journal().cover(heads).await;
    }
    clinic::add(app).await?;
    booking::add(app).await?;
    trusted::add(app).await
}

/// What the doctor has begun to write of the first patient, who is there before.
async fn write_draft(app: &App, tx: &DatabaseTransaction) -> Result<(), Error> {
    let Some(patient) = PEOPLE.first().map(DemoPerson::patient) else { return Ok(()) };
    let Some(key) = app.keys().find(tx, Owner::patient(patient.0)).await? else { return Ok(()) };
    let (form, now) = (protocols::draft(app.now()), app.now());
    let (account, id) = (people::DOCTOR, protocols::DRAFT);
    crate::protocols::insert_draft_unchecked(tx, &key, patient, account, id, form, now).await?;
    Ok(())
}

async fn add(app: &App, tx: &DatabaseTransaction, person: &DemoPerson) -> Result<Vec<Head>, Error> {
    let now = app.now_micros();
    let account = person.account();
    card::create_person(app, tx, person.person(), &person.identity()).await?;
    accounts::insert_account(tx, account, person.person(), now).await?;
    // Whoever tries the demo sees what it is to come back after a month.
    accounts::remember_sign_in(tx, account, micros(app.now() - Duration::days(30))).await?;
    if person.role != Role::Patient {
        let membership = accounts::NewMembership {
            id: app.new_id(),
            account,
            role: person.role,
            organization: Some(person.organization()),
            starts_at: now,
            ends_at: None,
        };
        accounts::insert_membership(tx, membership).await?;
        if account == people::DOCTOR {
            write_draft(app, tx).await?;
        }
        return Ok(Vec::new());
    }
    let patient = person.patient();
    let new = NewPatient {
        patient,
        person: person.person(),
        account: Some(account),
        facts: person.facts(),
    };
    let heads = card::create_patient(app, tx, new).await?;
    let key = app.keys().find(tx, Owner::patient(patient.0)).await?.ok_or(card::Error::NotFound)?;
    for entry in histories::of(person, app.now()) {
        let by = if entry.source.organization.is_some() { people::DOCTOR } else { account };
        record::insert_unchecked(tx, &key, patient, by, &entry).await?;
    }
    for (to, level, sections) in person.opened_to {
        let ground = NewGround {
            id: app.new_id(),
            patient,
            to: Grantee::Account(*to),
            kind: Ground::Grant,
            level: *level,
            sections: sections.iter().copied().collect::<BTreeSet<Section>>(),
            starts_at: micros(app.now()),
            ends_at: None,
        };
        insert_ground(tx, ground, now).await?;
    }
    if !person.opened_to.iter().any(|(to, ..)| *to == people::NURSE) {
        return Ok(heads);
    }
    // The newest of these covers the card's first line too.
    Ok(looks::add(app, tx, person).await.map_err(card::Error::from)?)
}

/// To whom a demo patient opened the card, and how much of it.
type Opened = (AccountId, Level, &'static [Section]);
