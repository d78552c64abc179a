//! What was entered here and sent by nobody: written as FHIR when it is asked for.

use std::collections::{BTreeSet, HashMap, HashSet};

use sea_orm::ConnectionTrait;
use shared::access::model::Section;
use shared::id::{EntryId, PatientId};
use shared::interop::fhir::person::CARD_NUMBER_SYSTEM;
use shared::interop::fhir::write::{resource_type, sections_of, write, write_patient};
use shared::record::model::Entry;
use time::OffsetDateTime;
use uuid::Uuid;

use super::give::Given;
use super::refusal::Refusal;
use crate::access::{Access, ReadResources};
use crate::{card, record};

const POLICY: &str = "urn:oid:1.2.643.2.69.1.1.1.6.228";
const SNILS: &str = "urn:oid:1.2.643.100.3";

fn given(entry: &Entry, patient: PatientId) -> Given {
    let version = i32::try_from(entry.version).unwrap_or(i32::MAX);
    let json = write(entry, patient);
    let (kind, id) = (resource_type(&entry.content).to_owned(), entry.id.to_string());
    Given::made(kind, id, version, entry.received_at, json)
}

/// Adds to what others sent of these kinds, of all where none is named, what was entered here; what
/// they sent and was withdrawn here says so.
pub async fn complete(
    access: &Access<ReadResources>,
    kinds: &[&str],
    sent: &mut Vec<Given>,
) -> Result<(), Refusal> {
    let is_wanted = |kind: &str| kinds.is_empty() || kinds.contains(&kind);
    let sections: BTreeSet<Section> = kinds.iter().flat_map(|kind| sections_of(kind)).collect();
    let sections: Vec<Section> = sections.into_iter().collect();
    // Of types that only others send, nothing is written here.
    let entries = if kinds.is_empty() || !sections.is_empty() {
        record::every(access, &sections).await?
    } else {
        Vec::new()
    };
    let by_id: HashMap<String, &Entry> =
        entries.iter().map(|entry| (entry.id.to_string(), entry)).collect();
    for one in sent.iter_mut() {
        if let Some(entry) = by_id.get(&one.id).filter(|entry| entry.withdrawn) {
            one.withdrawn_here(i32::try_from(entry.version).unwrap_or(i32::MAX), entry.received_at);
        }
    }
    let known: HashSet<String> = sent.iter().map(|given| given.id.clone()).collect();
    let born = entries.iter().filter(|entry| {
        is_wanted(resource_type(&entry.content)) && !known.contains(&entry.id.to_string())
    });
    let patient = access.patient();
    let mut born: Vec<Given> = born.map(|entry| given(entry, patient)).collect();
    // What was sent under another id, such as a name its sender chose, has a row of its own.
    let ids = born.iter().filter_map(|given| given.id.parse().ok());
    let rows = crate::interop::store::newest(access.db(), ids).await?;
    born.retain(|given| given.id.parse().is_ok_and(|id: Uuid| !rows.contains_key(&id)));
    sent.append(&mut born);
    if is_wanted("Patient") && !sent.iter().any(|given| given.kind == "Patient") {
        sent.push(owner(access).await?);
    }
    Ok(())
}

/// Of these, as (type, id), what was entered here. What is not there is left out.
pub async fn these(
    access: &Access<ReadResources>,
    wanted: &[(&str, &str)],
) -> Result<Vec<Given>, Refusal> {
    let patient = access.patient();
    let ids: BTreeSet<EntryId> =
        wanted.iter().filter_map(|(_, id)| id.parse().ok().map(EntryId)).collect();
    let mut found = Vec::new();
    if !ids.is_empty() {
        found =
            record::these(access, &ids).await?.iter().map(|entry| given(entry, patient)).collect();
        found.retain(|given: &Given| wanted.contains(&(given.kind.as_str(), given.id.as_str())));
    }
    if wanted.contains(&("Patient", patient.to_string().as_str())) {
        found.push(owner(access).await?);
    }
    Ok(found)
}

/// The Patient of a card that nobody sent one for.
pub async fn owner(access: &Access<ReadResources>) -> Result<Given, Refusal> {
    let (identity, facts) = card::find_header(access).await?;
    let mut identifiers = vec![(CARD_NUMBER_SYSTEM, facts.number)];
    identifiers.extend(facts.policy_number.map(|number| (POLICY, number)));
    identifiers.extend(identity.snils.map(|number| (SNILS, number)));
    let patient = access.patient();
    let json =
        write_patient(patient, &identity.name, identity.birth_date, identity.sex, &identifiers);
    let since = OffsetDateTime::UNIX_EPOCH;
    Ok(Given::made("Patient".to_owned(), patient.to_string(), 1, since, json))
}

/// Whose entry this is.
pub async fn whose(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<PatientId>, Refusal> {
    Ok(record::patient_of(db, EntryId(id)).await?)
}

/// The versions of an entry of this card, newest first, where they are of this type.
pub async fn versions(
    access: &Access<ReadResources>,
    kind: &str,
    id: Uuid,
) -> Result<Vec<Given>, Refusal> {
    let all = record::versions(access, EntryId(id)).await?;
    let patient = access.patient();
    let fit = all.iter().filter(|entry| resource_type(&entry.content) == kind);
    Ok(fit.map(|entry| given(entry, patient)).collect())
}
