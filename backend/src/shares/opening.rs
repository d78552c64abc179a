//! Opening a link, by somebody without an account: whatever does not open is one answer after the
//! same steps.

use sea_orm::DatabaseTransaction;
use shared::access::model::Ground;
use shared::id::AccountId;
use shared::notifications::model::Notice;
use shared::shares::model::{ShareKey, SharedEntries};
use uuid::Uuid;

use super::service::{Error, code_hash, link_hash};
use super::store::{self, Kept};
use crate::access::{Caller, Origin, accounts_on};
use crate::app::{App, moment};
use crate::audit::{self, Line, NewLine, Outcome, What};
use crate::card::Identity;
use crate::{accounts, card, record};

/// Opens a link: what was chosen, and nothing else of the card.
pub async fn open(app: &App, origin: &Origin, given: &ShareKey) -> Result<SharedEntries, Error> {
    let at = app.now_micros();
    let tx = app.db().begin().await?;
    let found = store::find_by_link(app, &tx, &link_hash(app, given.token.trim())?).await?;
    let code: String = given.code.chars().filter(char::is_ascii_digit).collect();
    // Hashed in either case, so that it takes as long.
    let id = found.as_ref().map_or(Uuid::nil(), |kept| kept.id);
    let hash = code_hash(app, id, &code)?;
    match found {
        // Compared as keyed hashes: how much of it was right does not show in the time.
        Some(kept) if kept.is_live(at) && kept.code_hash == hash => {
            show(app, origin, tx, kept).await
        }
        other => Err(refuse(app, origin, tx, other.as_ref()).await?),
    }
}

/// Counts the opening, tells the patient of the first one, and gives what was chosen.
async fn show(
    app: &App,
    origin: &Origin,
    tx: DatabaseTransaction,
    kept: Kept,
) -> Result<SharedEntries, Error> {
    let at = app.now_micros();
    store::count_opening(&tx, kept.id, at).await?;
    if kept.opened_at.is_none() {
        let event = format!("share opened {}", kept.id);
        for owner in accounts_on(&tx, kept.patient, &[Ground::Own], at).await? {
            was_told(accounts::tell_owner(app, &tx, owner, &event, &Notice::ShareOpened).await)?;
        }
    }
    let line = line(origin, Some(kept.id), Some(Ground::Grant), Outcome::Allowed);
    let visitor = Caller::visitor(origin.clone());
    let chosen = kept.words.entries.clone();
    let access = app.open_shared(tx, &visitor, kept.patient, chosen, line).await?;
    let mut entries = record::these(&access, &kept.words.entries).await?;
    // What was taken back or waits for the patient is nobody else's either.
    entries.retain(|entry| !entry.withdrawn && entry.held_until.is_none());
    entries.sort_by_key(|entry| std::cmp::Reverse((entry.occurred_at, entry.id)));
    let (Identity { name, birth_date, .. }, _) = card::find_header(&access).await?;
    Ok(SharedEntries {
        name,
        birth_year: birth_date.year(),
        recipient: kept.words.recipient,
        purpose: kept.words.purpose,
        entries,
        until: moment(kept.ends_at),
        openings_left: u32::try_from(kept.openings_left - 1).unwrap_or(0),
    })
}

/// A patient whose contacts can be read no more has shared all the same.
fn was_told(told: Result<(), accounts::Error>) -> Result<(), Error> {
    match told {
        Err(accounts::Error::NotFound) => {
            tracing::warn!("a patient was not told of an opened link: their contacts are gone");
            Ok(())
        }
        other => other.map_err(Error::from),
    }
}

/// Counts a wrong code of a link that is live, and journals the try: in the card, so that the
/// patient reads it; apart where there is no such link.
async fn refuse(
    app: &App,
    origin: &Origin,
    tx: DatabaseTransaction,
    found: Option<&Kept>,
) -> Result<Error, Error> {
    store::count_try(&tx, found.map_or(Uuid::nil(), |kept| kept.id)).await?;
    let nobody = App::chain_of(AccountId(Uuid::nil()));
    let chain = found.map_or(nobody, |kept| kept.patient.0);
    let line = line(origin, found.map(|kept| kept.id), None, Outcome::Denied);
    let lines = [NewLine { chain, at: app.now_micros(), line }];
    let heads = audit::append(&tx, &app.keys().deployment().journal, &lines).await?;
    tx.commit().await?;
    app.journal().cover(heads).await;
    Ok(Error::Closed)
}

fn line(origin: &Origin, share: Option<Uuid>, ground: Option<Ground>, outcome: Outcome) -> Line {
    Line {
        object: share,
        ground,
        outcome,
        address: origin.address.clone(),
        device: origin.device.clone(),
        request_id: origin.request_id.clone(),
        ..Line::system(What::ShareOpened)
    }
}
