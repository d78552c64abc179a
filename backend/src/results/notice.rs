//! Who is told of a new result, and of a critical one until somebody knows (RES-9). Letters say that
//! there is something, and not what.

use std::collections::BTreeSet;

use sea_orm::ConnectionTrait;
use shared::access::model::{Ground, Section};
use shared::id::{AccountId, EntryId, PatientId};
use shared::notifications::model::Notice;
use shared::record::rules::is_done;
use shared::results::flag;
use shared::results::release::is_result;
use time::Duration;

use super::store::{self, Critical};
use crate::access::{self, Change, Write};
use crate::app::{App, micros};
use crate::record::{self, NewEntry};
use crate::{accounts, representatives};

/// What was taken longer ago is history: nobody is told of it.
const NEWS: Duration = Duration::days(30);
const HOUR: i64 = 3_600 * 1_000_000;
/// After so long without an answer a doctor is told again, so often at most.
const REMIND_EVERY: i64 = HOUR;
const REMINDERS: i32 = 24;
/// Reminded in one go.
const MOST: u64 = 200;

#[derive(Debug, thiserror::Error)]
pub enum NoticeError {
    #[error(transparent)]
    Db(#[from] sea_orm::DbErr),
    #[error(transparent)]
    Accounts(#[from] accounts::Error),
}

/// Tells the patient and who ordered it that there is something new, in this transaction; a
/// critical value is remembered until a doctor says that they know.
pub async fn announce<P: Write>(
    app: &App,
    change: &Change<P>,
    entries: &[NewEntry],
) -> Result<(), NoticeError> {
    let now = app.now();
    let is_news = |entry: &&NewEntry| {
        is_result(&entry.content)
            && is_done(&entry.content)
            && !entry.withdrawn
            && !entry.source.is_told()
            && now - entry.occurred_at <= NEWS
    };
    let news: Vec<&NewEntry> = entries.iter().filter(is_news).collect();
    let Some(first) = news.first() else { return Ok(()) };
    let patient = change.patient();
    let event = format!("result {patient} {} {}", first.id, first.version);
    let owners = access::accounts_on(change.db(), patient, &[Ground::Own], micros(now)).await?;
    tell(app, change.db(), &owners, &event, &Notice::Result).await?;
    let section = Some(Section::Results);
    let others = representatives::told_of(change.db(), patient, section, micros(now)).await?;
    tell(app, change.db(), &others, &event, &Notice::NewsOfRepresented).await?;
    let mut told = BTreeSet::new();
    for entry in &news {
        let doctor = ordered_by(change, entry, &news).await?;
        if let Some(doctor) = doctor.filter(|doctor| told.insert(*doctor)) {
            let event = format!("result for {patient} {} {}", entry.id, entry.version);
            tell(app, change.db(), &[doctor], &event, &Notice::ResultForDoctor).await?;
        }
        if is_critical(entry) {
            let at = micros(now);
            if store::raise(change, entry.id, doctor, at, at + REMIND_EVERY).await? {
                let critical = new(entry.id, patient, doctor, at);
                warn(app, change.db(), &critical).await?;
            }
        }
    }
    Ok(())
}

const fn new(entry: EntryId, patient: PatientId, doctor: Option<AccountId>, at: i64) -> Critical {
    Critical { entry, patient, doctor, raised_at: at, reminders: 0, acknowledged: None }
}

/// Reminds of what nobody has acknowledged.
pub async fn remind(app: &App) -> Result<(), NoticeError> {
    let now = app.now_micros();
    for critical in store::due(app.db().read(), now, MOST).await? {
        let tx = app.db().begin().await?;
        let is_last = critical.reminders + 1 >= REMINDERS;
        let next = if is_last { i64::MAX } else { now + REMIND_EVERY };
        let critical = Critical { reminders: critical.reminders + 1, ..critical };
        warn(app, &tx, &critical).await?;
        let before = Critical { reminders: critical.reminders - 1, ..critical };
        store::reminded(&tx, &before, next).await?;
        tx.commit().await?;
        metrics::counter!("medkarta_critical_reminders_total").increment(1);
    }
    Ok(())
}

/// Who ordered it; where nobody did, or they work no more, every doctor who treats the patient.
async fn warn(
    app: &App,
    db: &impl ConnectionTrait,
    critical: &Critical,
) -> Result<(), NoticeError> {
    let event = format!("critical {} {}", critical.entry, critical.reminders);
    let now = app.now_micros();
    let ordered = match critical.doctor {
        Some(doctor) => accounts::membership_of(db, doctor, now).await?.map(|_| doctor),
        None => None,
    };
    let treating = match ordered {
        Some(doctor) => vec![doctor],
        None => access::doctors_of(db, critical.patient, now).await?,
    };
    tell(app, db, &treating, &event, &Notice::CriticalResult).await
}

async fn tell(
    app: &App,
    db: &impl ConnectionTrait,
    accounts: &[AccountId],
    event: &str,
    notice: &Notice,
) -> Result<(), NoticeError> {
    for account in accounts {
        accounts::tell_owner(app, db, *account, event, notice).await?;
    }
    Ok(())
}

fn is_critical(entry: &NewEntry) -> bool {
    entry.content.as_observation().is_some_and(|observation| {
        let parts = observation.components.iter().map(flag::of_component);
        let mut flags = std::iter::once(flag::of(observation)).chain(parts);
        flags.any(|flagged| flagged.is_some_and(|it| it.is_critical))
    })
}

/// The doctor who wrote the referral that a result, or the report it stands in, answers.
async fn ordered_by<P: Write>(
    change: &Change<P>,
    entry: &NewEntry,
    news: &[&NewEntry],
) -> Result<Option<AccountId>, NoticeError> {
    let of = |entry: &NewEntry| entry.content.as_report().and_then(|report| report.request);
    let counts = |other: &&&NewEntry| {
        other.content.as_report().is_some_and(|report| report.results.contains(&entry.id))
    };
    let request = of(entry).or_else(|| news.iter().find(counts).and_then(|report| of(report)));
    match request {
        Some(request) => Ok(record::recorded_by(change, request).await?),
        None => Ok(None),
    }
}
