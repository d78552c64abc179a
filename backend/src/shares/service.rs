//! Making, listing and ending links.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::DbErr;
use shared::access::model::Action;
use shared::consent::model::Settled;
use shared::consent::rules::ENDED_SHOWN;
use shared::contract::FieldReason;
use shared::id::EntryId;
use shared::record::model::Entry;
use shared::record::rules::name_of;
use shared::shares::model::{NewShare, Share, ShareLink, ShareState, SharedName, Shares};
use shared::shares::rules::{CODE_TRIES, SHARES_MAX, check_share, state_of};
use time::OffsetDateTime;
use uuid::Uuid;

use super::store::{self, Kept, Secrets, Words};
use crate::access::{Access, Change, CloseAccess, Denied, ManageAccess, ReadGrants};
use crate::app::{App, micros, moment};
use crate::audit::{AppendError, JournalDown};
use crate::errors::{denied_is_not_found, fields_are_invalid, taken_is_conflict};
use crate::keys::{KeyError, SealError};
use crate::{accounts, card, record};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no such thing, or not this caller's")]
    NotFound,
    #[error("{field}: {reason:?}")]
    Invalid { field: &'static str, reason: FieldReason },
    #[error("it stands otherwise by now")]
    Conflict,
    #[error("no more can be kept")]
    Full,
    /// No such link, another code, too late, used up, blocked or taken back: they look alike.
    #[error("this opens nothing")]
    Closed,
    #[error(transparent)]
    Denied(Denied),
    #[error(transparent)]
    Record(#[from] record::Error),
    #[error(transparent)]
    Card(#[from] card::Error),
    #[error(transparent)]
    Account(#[from] accounts::Error),
    #[error(transparent)]
    Journal(#[from] JournalDown),
    #[error(transparent)]
    Append(#[from] AppendError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Db(DbErr),
}

denied_is_not_found!(Error);
taken_is_conflict!(Error);

fields_are_invalid!(Error);

/// Makes a link. The same key makes one link, and other secrets each time while nobody has opened
/// it: who did not get the answer gets what works.
pub async fn make(
    app: &App,
    change: &Change<ManageAccess>,
    new: &NewShare,
    now: OffsetDateTime,
) -> Result<(ShareLink, Option<Uuid>), Error> {
    let (entries, purpose) = check_share(new)?;
    check_entries(change, &entries).await?;
    let at = micros(now);
    let id = app.keys().deployment().keyed_id("share.id", change.account().0, new.key)?;
    let words = Words { entries, recipient: new.recipient, purpose };
    let openings = i32::try_from(new.openings).unwrap_or(i32::MAX);
    let (token, code) = (new_token()?, accounts::random_digits()?);
    let secrets =
        Secrets { link_hash: link_hash(app, &token)?, code_hash: code_hash(app, id, &code)? };
    let link = format!("{}/s#{token}", app.settings().origin);
    if let Some(kept) = store::find_in(app, change, id).await? {
        let lasts = moment(kept.ends_at) - moment(kept.created_at);
        let is_same = kept.words == words && kept.openings == openings && lasts == new.term.lasts();
        if !is_same || kept.opened_at.is_some() || !kept.is_live(at) {
            return Err(Error::Conflict);
        }
        store::renew(change, id, secrets).await?;
        return Ok((ShareLink { id, link, code, until: moment(kept.ends_at) }, Some(id)));
    }
    if store::count_live(change, at).await? >= SHARES_MAX {
        return Err(Error::Full);
    }
    let until = now + new.term.lasts();
    let kept = Kept {
        id,
        patient: change.patient(),
        code_hash: secrets.code_hash.to_vec(),
        words,
        tries_left: CODE_TRIES,
        openings_left: openings,
        openings,
        ends_at: micros(until),
        created_at: at,
        revoked_at: None,
        opened_at: None,
    };
    store::insert(app, change, &kept, secrets.link_hash).await?;
    Ok((ShareLink { id, link, code, until: moment(micros(until)) }, Some(id)))
}

/// What is shown is what the patient can read in full now: nothing that is not there, was taken
/// back, or waits for them.
async fn check_entries(
    change: &Change<ManageAccess>,
    entries: &BTreeSet<EntryId>,
) -> Result<(), Error> {
    for id in entries {
        let found = record::find_guarded(change, *id).await?;
        let is_whole =
            found.is_some_and(|(entry, _)| !entry.withdrawn && entry.held_until.is_none());
        if !is_whole {
            return Err(("entries", FieldReason::Invalid).into());
        }
    }
    Ok(())
}

/// The links of a card: live ones first, then those that ended within 90 days.
pub async fn list(
    app: &App,
    access: &Access<ReadGrants>,
    now: OffsetDateTime,
) -> Result<Shares, Error> {
    let kept: Vec<Kept> = store::of_card(app, access)
        .await?
        .into_iter()
        .filter(|kept| moment(kept.ends_at) > now - ENDED_SHOWN)
        .collect();
    let ids: BTreeSet<EntryId> =
        kept.iter().flat_map(|kept| kept.words.entries.iter().copied()).collect();
    let entries: Vec<Entry> =
        if ids.is_empty() { Vec::new() } else { record::these(access, &ids).await? };
    let mut shares: Vec<Share> = kept.into_iter().map(|kept| told(kept, &entries, now)).collect();
    shares.sort_by_key(|share| share.state != ShareState::Live);
    Ok(Shares { shares, may_manage: access.may(Action::ManageAccess) })
}

fn told(kept: Kept, entries: &[Entry], now: OffsetDateTime) -> Share {
    let state = state_of(
        kept.revoked_at.is_some(),
        kept.tries_left,
        kept.openings_left,
        moment(kept.ends_at),
        now,
    );
    let named = entries.iter().filter(|entry| kept.words.entries.contains(&entry.id));
    let entries = named
        .map(|entry| SharedName {
            id: entry.id,
            section: entry.section,
            name: name_of(&entry.content).map(str::to_owned),
            occurred_at: entry.occurred_at,
        })
        .collect();
    Share {
        id: kept.id,
        recipient: kept.words.recipient,
        purpose: kept.words.purpose,
        entries,
        state,
        made_at: moment(kept.created_at),
        until: moment(kept.ends_at),
        opened: u32::try_from(kept.openings - kept.openings_left).unwrap_or(0),
        openings: u32::try_from(kept.openings).unwrap_or(0),
        last_opened_at: kept.opened_at.map(moment),
    }
}

/// Ends a link at once. Done twice it changes nothing.
pub async fn revoke(
    app: &App,
    change: &Change<CloseAccess>,
    id: Uuid,
    now: OffsetDateTime,
) -> Result<(Settled, Option<Uuid>), Error> {
    store::find_in(app, change, id).await?.ok_or(Error::NotFound)?;
    store::revoke(change, id, micros(now)).await?;
    Ok((Settled { id }, Some(id)))
}

/// 192 random bits: 32 signs that may stand in an address.
fn new_token() -> Result<String, SealError> {
    let mut secret = [0; 24];
    getrandom::fill(&mut secret).map_err(SealError::Randomness)?;
    Ok(URL_SAFE_NO_PAD.encode(secret))
}

/// What stands in the database for the secret of a link.
pub(super) fn link_hash(app: &App, token: &str) -> Result<[u8; 32], KeyError> {
    app.keys().deployment().secret_hash("share.link", &[token.as_bytes()])
}

/// What stands there for a code: of this link and of no other.
pub(super) fn code_hash(app: &App, id: Uuid, code: &str) -> Result<[u8; 32], KeyError> {
    app.keys().deployment().secret_hash("share.code", &[id.as_bytes(), code.as_bytes()])
}
