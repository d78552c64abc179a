//! Some twenty families with twenty years behind them, and the clinics they go to.

use std::collections::BTreeSet;

use families::{DEMO, Happening, Kin, Member, clinics, family};
use sea_orm::DatabaseTransaction;
use shared::access::model::{Ground, Level, Section};
use shared::accounts::contacts::{Email, Login, Phone};
use shared::id::AccountId;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::people::FAMILY_DOCTOR;
use super::{Error, PASSWORD};
use crate::access::{Grantee, NewGround, insert_ground};
use crate::accounts;
use crate::app::App;
use crate::audit::Head;
use crate::card::{self, CardFacts, Identity, NewPatient};
use crate::keys::Owner;
use crate::record::{self, NewEntry};

/// What the families are drawn from: another one makes others.
const SEED: u64 = 2026;
/// Families of whom one grown-up has an account.
const WITH_ACCOUNT: u64 = 4;

/// The accounts of the families' grown-ups, and what they show.
pub const ACCOUNTS: [(AccountId, &str); WITH_ACCOUNT as usize] = [
    (account(0), "семья с двадцатью годами истории: анализы, прививки, приёмы"),
    (account(1), "ещё одна семья, в другом городе и в других клиниках"),
    (account(2), "семья из следующего города"),
    (account(3), "и ещё одна"),
];

const fn account(index: u64) -> AccountId {
    AccountId(Uuid::from_u128(0xA0_0000 + 21 + index as u128))
}

/// Fills in the families that are not there yet, one after another, until told to stop. The server
/// serves meanwhile.
pub async fn settle(app: App, stop: CancellationToken) {
    for index in 0..DEMO {
        if stop.is_cancelled() {
            return;
        }
        if let Err(error) = add_family(&app, index).await {
            tracing::error!(%error, "a family of the demo is not filled in");
            return;
        }
    }
    tracing::info!("the families of the demo are there");
}

/// One family, all of it or nothing.
pub async fn add_family(app: &App, index: u64) -> Result<(), Error> {
    let until = app.now();
    // Drawing twenty years of several lives takes a moment: not on the threads that serve.
    let drawn = tokio::task::spawn_blocking(move || family(SEED, index, until)).await;
    let Ok(drawn) = drawn else { return Ok(()) };
    let Some(first) = drawn.members.first() else { return Ok(()) };
    if card::exists(app.db().read(), first.patient).await? {
        return Ok(());
    }
    let now = app.now_micros();
    for clinic in clinics() {
        if accounts::organization_name(app.db().read(), clinic.id).await?.is_none() {
            let db = app.db().write();
            accounts::insert_organization(db, clinic.id, clinic.name, "clinic", now).await?;
        }
    }
    let owner = drawn
        .members
        .iter()
        .position(|member| index < WITH_ACCOUNT && matches!(member.kin, Kin::Mother | Kin::Father));
    let tx = app.db().begin().await?;
    let mut heads = Vec::new();
    for (n, member) in drawn.members.iter().enumerate() {
        let account = (owner == Some(n)).then(|| account(index));
        heads.extend(add_member(app, &tx, member, account).await?);
    }
    tx.commit().await?;
    app.journal().cover(heads).await;
    Ok(())
}

async fn add_member(
    app: &App,
    tx: &DatabaseTransaction,
    member: &Member,
    account: Option<AccountId>,
) -> Result<Vec<Head>, Error> {
    let identity = Identity {
        name: member.name.clone(),
        birth_date: member.birth_date,
        sex: member.sex,
        snils: Some(member.snils.clone()),
        document: None,
        inn: None,
    };
    let now = app.now_micros();
    card::create_person(app, tx, member.person, &identity).await?;
    if let Some(account) = account {
        accounts::insert_account(tx, account, member.person, now).await?;
        let number = account.0.as_u128() - 0xA0_0000;
        let logins = [
            Phone::parse(&format!("+790000000{number}")).map(Login::Phone),
            Email::parse(&format!("demo{number}@example.org")).map(Login::Email),
        ];
        let logins: Vec<Login> = logins.into_iter().flatten().collect();
        accounts::demo_credentials(app, tx, account, member.person, &logins, PASSWORD).await?;
    }
    let facts = CardFacts { number: card::new_number()?, policy_number: member.policy.clone() };
    let new = NewPatient { patient: member.patient, person: member.person, account, facts };
    let heads = card::create_patient(app, tx, new).await?;
    let owner = Owner::patient(member.patient.0);
    let key = app.keys().find(tx, owner).await?.ok_or(card::Error::NotFound)?;
    let by = account.unwrap_or(FAMILY_DOCTOR);
    let entries: Vec<NewEntry> = member.entries.iter().map(entry).collect();
    record::insert_many_unchecked(tx, &key, member.patient, by, &entries).await?;
    let ground = NewGround {
        id: app.new_id(),
        patient: member.patient,
        to: Grantee::Account(FAMILY_DOCTOR),
        kind: Ground::Grant,
        level: Level::Full,
        sections: Section::ALL.iter().copied().collect::<BTreeSet<_>>(),
        starts_at: now,
        ends_at: None,
    };
    insert_ground(tx, ground, now).await?;
    Ok(heads)
}

fn entry(happening: &Happening) -> NewEntry {
    let Happening {
        id,
        version,
        occurred_at,
        received_at,
        source,
        encounter,
        withdrawn,
        sensitivity,
        content,
    } = happening.clone();
    NewEntry {
        id,
        version,
        occurred_at,
        received_at,
        source,
        encounter,
        withdrawn,
        sensitivity,
        content,
    }
}
