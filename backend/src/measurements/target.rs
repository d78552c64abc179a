//! Where a doctor wants a measurement to lie: a goal of the card, one for each kind (VIT-3).

use sha2::{Digest as _, Sha256};
use shared::access::model::Sensitivity;
use shared::id::{EntryId, OrganizationId, PatientId};
use shared::measurements::model::{KeptTarget, MeasurementKind, NewTarget};
use shared::measurements::target::{check, current, goal};
use shared::record::model::{Content, Entry, Source, SourceKind};
use time::OffsetDateTime;
use uuid::Uuid;

use super::service::Error;
use crate::access::{Change, WriteEntry};
use crate::record::{self, NewEntry};

/// Who sets it.
pub struct Doctor {
    /// As printed: `Соколова Е. В.`
    pub by: String,
    pub organization: Option<OrganizationId>,
    pub name: Option<String>,
}

/// An id that tells nothing and is the same each time.
pub fn derived_id(of: &str) -> Uuid {
    let digest = Sha256::digest(of.as_bytes());
    let mut id = [0; 16];
    for (to, from) in id.iter_mut().zip(digest.0) {
        *to = from;
    }
    Uuid::from_bytes(id)
}

/// The one goal of a kind that is set here: two doctors change the same one.
pub fn target_id(patient: PatientId, kind: MeasurementKind) -> EntryId {
    EntryId(derived_id(&format!("target {patient} {kind}")))
}

/// Sets a target, or takes it back where it limits nothing. Somebody was first where the version is
/// not the one that was seen; the same once more changes nothing.
pub async fn set(
    change: &Change<WriteEntry>,
    kind: MeasurementKind,
    new: NewTarget,
    doctor: Doctor,
    now: OffsetDateTime,
) -> Result<(KeptTarget, Option<Uuid>), Error> {
    check(kind, &new.parts).map_err(|reason| Error::invalid("parts", reason))?;
    let id = target_id(change.patient(), kind);
    let content = Content::Goal(goal(kind, &new.parts, new.tell_doctor));
    let source = Source {
        organization: doctor.organization,
        organization_name: doctor.name,
        author: Some(doctor.by),
        ..Source::of(SourceKind::Clinical)
    };
    let before = record::find(change, id).await?;
    let version = before.as_ref().map_or(0, |entry| entry.version);
    if let Some(kept) = before.as_ref().filter(|_| new.version.checked_add(1) == Some(version)) {
        // Sent once more after a lost answer.
        let is_same = kept.content == content && kept.source.author == source.author;
        return if is_same { Ok(told(kept, kind)) } else { Err(Error::Conflict) };
    }
    if version != new.version {
        return Err(Error::Conflict);
    }
    let new = NewEntry {
        id,
        version: i32::try_from(version).unwrap_or(i32::MAX).saturating_add(1),
        occurred_at: now,
        received_at: now,
        source,
        encounter: None,
        withdrawn: false,
        sensitivity: Sensitivity::Usual,
        content,
    };
    let (entry, _) = record::write(change, &new).await?;
    Ok(told(&entry, kind))
}

fn told(entry: &Entry, kind: MeasurementKind) -> (KeptTarget, Option<Uuid>) {
    let target = current(std::slice::from_ref(entry), kind).map(|(target, _)| target);
    (KeptTarget { target, version: entry.version }, Some(entry.id.0))
}
