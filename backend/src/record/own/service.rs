use shared::access::model::Action;
use shared::contract::FieldReason;
use shared::id::EntryId;
use shared::record::api::{EntryAct, EntryDetail};
use shared::record::model::{Confirmation, Content, Entry, Source, SourceKind};
use shared::record::own::{ChangedOwn, NewOwn, OwnFact, Refused, SeenEntry};
use shared::record::rules::sensitivity_of;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::access::{Access, Change, ConfirmOwn, ReadEntries, Write, WriteOwn};
use crate::record::service::{MEASUREMENTS_MAX, NOTES_MAX, insert};
use crate::record::{Error, NewEntry, store};

type Done = (Entry, Option<Uuid>);

fn invalid((field, reason): Refused) -> Error {
    Error::Invalid { field, reason }
}

/// Keeps what the patient tells. The same key keeps one entry, however often it is sent; the same
/// key with other words is a conflict.
pub async fn add(
    change: &Change<WriteOwn>,
    new: NewOwn,
    now: OffsetDateTime,
) -> Result<Done, Error> {
    let content = new.fact.content().map_err(invalid)?;
    if new.key.is_nil() {
        return Err(invalid(("key", FieldReason::Required)));
    }
    let id = EntryId(new.key);
    if let Some(kept) = store::find(change, id).await? {
        return if kept.content == content { Ok((kept, Some(id.0))) } else { Err(Error::Conflict) };
    }
    // Habits are few, but what is measured at home is kept under the same kind.
    let is_observation = matches!(content, Content::Observation(_));
    let most = if is_observation { MEASUREMENTS_MAX } else { NOTES_MAX };
    if store::count_told(change, &content).await? >= most {
        return Err(Error::Full);
    }
    let new = NewEntry {
        id,
        version: 1,
        occurred_at: now,
        received_at: now,
        source: Source::of(SourceKind::SelfReported),
        encounter: None,
        withdrawn: false,
        sensitivity: sensitivity_of(&content),
        content,
    };
    insert(change, &new).await
}

/// Changes what was told by a new version. What a doctor vouched for was the old one.
pub async fn change(
    change: &Change<WriteOwn>,
    id: EntryId,
    changed: ChangedOwn,
    now: OffsetDateTime,
) -> Result<Done, Error> {
    let content = changed.fact.content().map_err(invalid)?;
    let entry = told(change, id).await?;
    if OwnFact::of(&entry.content).is_none_or(|known| known.kind != changed.fact.kind) {
        return Err(invalid(("kind", FieldReason::Invalid)));
    }
    if entry.content == content && !entry.withdrawn && follows(&entry, changed.version) {
        return Ok((entry, Some(id.0)));
    }
    let confirmed = None;
    let source = Source { confirmed, ..entry.source.clone() };
    let new = NewEntry { source, content, ..next(change, &entry, changed.version, now).await? };
    insert(change, &new).await
}

/// Takes back what was told: it stays in the history, and counts no more.
pub async fn remove(
    change: &Change<WriteOwn>,
    id: EntryId,
    seen: SeenEntry,
    now: OffsetDateTime,
) -> Result<Done, Error> {
    let entry = told(change, id).await?;
    if entry.withdrawn && follows(&entry, seen.version) {
        return Ok((entry, Some(id.0)));
    }
    let new = next(change, &entry, seen.version, now).await?;
    insert(change, &NewEntry { withdrawn: true, ..new }).await
}

/// Vouches for what the patient told: a new version with who did and when.
pub async fn confirm(
    change: &Change<ConfirmOwn>,
    id: EntryId,
    seen: SeenEntry,
    confirmation: Confirmation,
) -> Result<Done, Error> {
    let entry = told(change, id).await?;
    if let Content::Note(_) = entry.content {
        // Somebody's own words are theirs.
        return Err(invalid(("kind", FieldReason::Invalid)));
    }
    if let Some(known) = &entry.source.confirmed {
        let is_same = known.by == confirmation.by && follows(&entry, seen.version);
        return if is_same { Ok((entry, Some(id.0))) } else { Err(Error::Conflict) };
    }
    let now = confirmation.at;
    let source = Source { confirmed: Some(confirmation), ..entry.source.clone() };
    let new = NewEntry { source, ..next(change, &entry, seen.version, now).await? };
    insert(change, &new).await
}

/// Adds to an entry's page what the caller may do about what the patient told.
pub fn about(access: &Access<ReadEntries>, detail: &mut EntryDetail) {
    let entry = &detail.entry;
    let is_alive = entry.source.is_told() && !entry.withdrawn;
    let is_words = matches!(entry.content, Content::Note(_));
    let is_known = OwnFact::of(&entry.content).is_some();
    let is_unconfirmed = !is_words && entry.source.confirmed.is_none();
    let may_write = is_alive && access.may(Action::WriteOwn);
    let may_edit = is_known && may_write;
    let may_confirm = is_alive && is_unconfirmed && access.may(Action::ConfirmOwn);
    detail.may.extend(may_edit.then_some(EntryAct::Edit));
    detail.may.extend(may_write.then_some(EntryAct::Remove));
    detail.may.extend(may_confirm.then_some(EntryAct::Confirm));
}

/// The entry, if the patient told it; what a clinic wrote is not changed here.
async fn told<P: Write>(change: &Change<P>, id: EntryId) -> Result<Entry, Error> {
    let entry = store::find(change, id).await?;
    entry.filter(|entry| entry.source.is_told()).ok_or(Error::NotFound)
}

/// What is done once more after a lost answer.
fn follows(entry: &Entry, seen: u32) -> bool {
    seen.checked_add(1) == Some(entry.version)
}

/// The version after the one the caller has seen; somebody was first where that is not the newest.
async fn next<P: Write>(
    change: &Change<P>,
    entry: &Entry,
    seen: u32,
    now: OffsetDateTime,
) -> Result<NewEntry, Error> {
    if entry.version != seen || entry.withdrawn {
        return Err(Error::Conflict);
    }
    let (_, sensitivity) = store::find_guarded(change, entry.id).await?.ok_or(Error::NotFound)?;
    Ok(NewEntry {
        id: entry.id,
        version: i32::try_from(entry.version).unwrap_or(i32::MAX).saturating_add(1),
        occurred_at: entry.occurred_at,
        received_at: now,
        source: entry.source.clone(),
        encounter: entry.encounter,
        withdrawn: false,
        sensitivity,
        content: entry.content.clone(),
    })
}
