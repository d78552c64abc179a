//! Some twenty families with twenty years behind them, and the clinics they go to.

use std::collections::BTreeSet;

use families::{DEMO, Happening, Kin, Member, clinics, family};
use sea_orm::DatabaseTransaction;
use shared::access::model::{Ground, Level, Section};
use shared::accounts::contacts::{Email, Login, Phone};
use shared::id::AccountId;
use shared::representatives::rules::ends_at;
use time::Duration;
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use super::people::FAMILY_DOCTOR;
use super::{Error, PASSWORD};
use crate::access::{Grantee, NewGround, insert_ground};
use crate::accounts;
use crate::app::{App, micros};
use crate::audit::Head;
use crate::card::{self, CardFacts, Identity, NewPatient};
use crate::keys::Owner;
use crate::record::{self, NewEntry};

/// What the families are drawn from: another one makes others.
const SEED: u64 = 2026;
/// Grown-ups with an account, each of another family, and what they show.
pub const ACCOUNTS: [(AccountId, Kin, &str); 3] = [
    (account(0), Kin::Mother, "мать семейства: двадцать лет приёмов, анализов и осмотров"),
    (account(1), Kin::Grandmother, "бабушка: хронические болезни и длинные ряды анализов"),
    (account(2), Kin::Father, "отец семейства: обследования, лекарства, прививки"),
];

const fn account(n: u128) -> AccountId {
    AccountId(Uuid::from_u128(0xA0_0000 + 21 + n))
}

/// Fills in the families that are not there yet, one after another, until told to stop. The server
/// serves meanwhile.
pub async fn settle(app: App, stop: CancellationToken) {
    let mut owners = Vec::new();
    for (account, kin, _) in ACCOUNTS {
        match accounts::find_account(app.db().read(), account).await {
            Ok(None) => owners.push((account, kin)),
            Ok(Some(_)) => {}
            Err(error) => return tracing::error!(%error, "the demo's families are not filled in"),
        }
    }
    for index in 0..DEMO {
        if stop.is_cancelled() {
            return;
        }
        if let Err(error) = add_family(&app, index, &mut owners).await {
            return tracing::error!(%error, "a family of the demo is not filled in");
        }
    }
    tracing::info!("the families of the demo are there");
}

/// One family, all of it or nothing. Whoever of it is the kin that one of `owners` waits for gets
/// that account.
pub async fn add_family(
    app: &App,
    index: u64,
    owners: &mut Vec<(AccountId, Kin)>,
) -> Result<(), Error> {
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
            accounts::insert_organization(db, clinic.id, clinic.name, clinic.kind.wire(), now)
                .await?;
        }
    }
    let owner = drawn.members.iter().enumerate().find_map(|(n, member)| {
        let at = owners.iter().position(|(_, kin)| *kin == member.kin)?;
        Some((n, at))
    });
    let owner = owner.map(|(n, at)| (n, owners.remove(at).0));
    let tx = app.db().begin().await?;
    let mut heads = Vec::new();
    for (n, member) in drawn.members.iter().enumerate() {
        let account = owner.filter(|(at, _)| *at == n).map(|(_, account)| account);
        heads.extend(add_member(app, &tx, member, account).await?);
    }
    if let Some((at, account)) = owner {
        act_for_children(app, &tx, &drawn.members, at, account).await?;
    }
    tx.commit().await?;
    app.journal().cover(heads).await;
    Ok(())
}

/// A parent acts for the children until they are fifteen (CARD-11).
async fn act_for_children(
    app: &App,
    tx: &DatabaseTransaction,
    members: &[Member],
    at: usize,
    account: AccountId,
) -> Result<(), Error> {
    let is_parent =
        members.get(at).is_some_and(|owner| matches!(owner.kin, Kin::Mother | Kin::Father));
    let now = app.now_micros();
    for child in members.iter().filter(|member| matches!(member.kin, Kin::Son | Kin::Daughter)) {
        let born = child.birth_date;
        let grown = born.replace_year(born.year() + 15).unwrap_or(born + Duration::days(15 * 365));
        let ends_at = micros(ends_at(grown, app.settings().offset));
        if !is_parent || ends_at <= now {
            continue;
        }
        let ground = NewGround {
            id: app.new_id(),
            patient: child.patient,
            to: Grantee::Account(account),
            kind: Ground::Representative,
            level: Level::Full,
            sections: Section::ALL.iter().copied().collect::<BTreeSet<_>>(),
            starts_at: now,
            ends_at: Some(ends_at),
        };
        insert_ground(tx, ground, now).await?;
    }
    Ok(())
}

async fn add_member(
    app: &App,
    tx: &DatabaseTransaction,
    member: &Member,
    account: Option<AccountId>,
) -> Result<Vec<Head>, Error> {
    let now = app.now_micros();
    card::create_person(app, tx, member.person, &Identity::from(member)).await?;
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
    let number = card::new_number(app, tx).await?;
    let facts = CardFacts { number, policy_number: member.policy.clone() };
    let new = NewPatient { patient: member.patient, person: member.person, account, facts };
    let heads = card::create_patient(app, tx, new).await?;
    let owner = Owner::patient(member.patient.0);
    let key = app.keys().find(tx, owner).await?.ok_or(card::Error::NotFound)?;
    let by = account.unwrap_or(FAMILY_DOCTOR);
    let entries: Vec<NewEntry> = member.entries.iter().cloned().map(NewEntry::from).collect();
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

impl From<&Member> for Identity {
    fn from(member: &Member) -> Self {
        Self {
            name: member.name.clone(),
            birth_date: member.birth_date,
            sex: member.sex,
            snils: Some(member.snils.clone()),
            document: None,
            inn: None,
        }
    }
}

impl From<Happening> for NewEntry {
    fn from(happening: Happening) -> Self {
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
        } = happening;
        Self {
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
}
