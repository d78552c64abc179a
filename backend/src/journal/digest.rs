//! The journal comes to the patient (ACL-13): what there is to tell, and letters when it is due.

use sea_orm::ConnectionTrait;
use shared::access::model::Ground;
use shared::id::{AccountId, PatientId};
use shared::journal::model::{Deed, Digest as Told, DigestChoice, JournalLine, Outcome};
use shared::journal::rules::fold;
use shared::notifications::model::Notice;
use uuid::Uuid;

use super::names::bare;
use super::service::Error;
use crate::access::{self, Access, Change, Digest, ReadJournal, WriteOwn};
use crate::accounts;
use crate::app::{App, moment};
use crate::audit::{self, Days};
use crate::keys::Owner;

/// Lines counted for one digest.
const COUNTED: usize = 2_000;
/// Cards taken at once.
const MOST: u64 = 200;
const WEEK: i64 = 7 * 86_400 * 1_000_000;

/// Who looked since the patient was told last, counted.
pub async fn find(app: &App, access: &Access<ReadJournal>) -> Result<Told, Error> {
    let digest = access.digest().await?;
    let since = digest.from.unwrap_or(app.now_micros() - WEEK);
    let patient = access.patient();
    let mut owners =
        access::accounts_on(access.db(), patient, &[Ground::Own], app.now_micros()).await?;
    // What one did oneself is no news, also where one acts for the patient.
    owners.push(access.account());
    let count = count(app, access.db(), patient, &owners, since).await?;
    Ok(Told {
        rhythm: digest.rhythm,
        since: moment(since),
        looked: count.looked,
        refused: count.refused,
        is_more: count.is_more,
    })
}

/// Chooses how often the patient is told.
pub async fn set(
    change: &Change<WriteOwn>,
    choice: DigestChoice,
) -> Result<(DigestChoice, Option<Uuid>), Error> {
    let digest = Digest { rhythm: choice.rhythm, ..change.digest().await? };
    change.keep_digest(&digest).await?;
    Ok((choice, None))
}

/// Writes to those whose digest is due, and says when the next one is. Each is told once, however
/// many nodes try: whoever moves the term tells, in the same transaction.
pub async fn send_due(app: &App) -> Result<(), Error> {
    let now = app.now_micros();
    loop {
        let due = Digest::due(app.db().read(), now, MOST).await?;
        let is_last = u64::try_from(due.len()).unwrap_or(u64::MAX) < MOST;
        let mut settled = 0_u32;
        for (patient, was) in due {
            match send(app, patient, was, now).await {
                Ok(()) => settled += 1,
                // One card must not keep the others waiting; it is tried again in the next round.
                Err(error) => tracing::warn!(%error, "a digest was not told"),
            }
        }
        if is_last || settled == 0 {
            return Ok(());
        }
    }
}

async fn send(app: &App, patient: PatientId, was: Option<i64>, now: i64) -> Result<(), Error> {
    let tx = app.db().begin().await?;
    let key = app.keys().find(&tx, Owner::patient(patient.0)).await?;
    let digest = match &key {
        Some(key) => Digest::find(&tx, key, patient).await?,
        None => Digest::USUAL,
    };
    // A card whose key is destroyed has nobody to tell.
    let next = if key.is_some() { digest.due_at(now) } else { i64::MAX };
    if !Digest::take(&tx, patient, was, next).await? {
        tx.rollback().await?;
        return Ok(());
    }
    // Where nothing was chosen yet the first term begins now.
    if let (Some(was), Some(key)) = (was, &key) {
        let since = digest.told_at.unwrap_or(now - WEEK);
        let owners = access::accounts_on(&tx, patient, &[Ground::Own], now).await?;
        let count = count(app, &tx, patient, &owners, since).await?;
        if count.looked > 0 || count.refused > 0 {
            let event = format!("digest {patient} {was}");
            for owner in owners {
                accounts::write_to_owner(app, &tx, owner, &event, &Notice::Looked).await?;
            }
        }
        let told = Digest { from: Some(since), told_at: Some(now), ..digest };
        told.keep(&tx, key, patient, next).await?;
    }
    tx.commit().await?;
    Ok(())
}

struct Count {
    looked: u32,
    refused: u32,
    is_more: bool,
}

/// Looks and refusals of others since a moment: the same again and again is one, as on the page.
async fn count(
    app: &App,
    db: &impl ConnectionTrait,
    patient: PatientId,
    owners: &[AccountId],
    since: i64,
) -> Result<Count, Error> {
    let key = &app.keys().deployment().journal;
    let days = Days { from: Some(since), until: None };
    let mut lines = Vec::new();
    let is_more = audit::each::<Error>(db, key, patient.0, days, COUNTED, |kept, line| {
        let is_others = line.account.is_some_and(|account| !owners.contains(&account));
        let deed = line.what.deed();
        // Who opens a link has no account, and is never the patient.
        if deed == Deed::ShareOpened || is_others && deed == Deed::Access {
            lines.push(bare(AccountId(Uuid::nil()), kept, line));
        }
    })
    .await?;
    let groups = fold(&lines);
    let of = |outcome: Outcome| {
        let is_of = |line: &JournalLine| line.outcome == outcome;
        let count = groups.iter().filter(|group| group.newest().is_some_and(is_of)).count();
        u32::try_from(count).unwrap_or(u32::MAX)
    };
    // Who tried to write and could not has looked too.
    let looked = of(Outcome::Allowed).saturating_add(of(Outcome::Failed));
    Ok(Count { looked, refused: of(Outcome::Denied), is_more })
}
