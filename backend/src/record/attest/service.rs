//! The code a doctor shows, and what the patient makes of it.

use shared::access::model::{Action, Ground};
use shared::accounts::model::Factor;
use shared::id::{AccountId, EntryId, PatientId};
use shared::record::api::{EntryAct, EntryDetail};
use shared::record::attest::{
    Attestation, AttestationCode, CODE_LIVES, MARK, attests, is_on_the_spot, page,
};
use time::OffsetDateTime;
use uuid::Uuid;

use super::store::{self, Kept};
use crate::access::{Access, AttestVisit, Caller, Change, Denied, ReadEntries};
use crate::accounts;
use crate::app::{App, micros, moment};
use crate::errors::Absence;
use crate::keys::KeyError;
use crate::record::report::Reviewer;
use crate::record::{self, store as entries};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Not ours, not for this visit, or too old: the three look alike.
    #[error("the code opens nothing any more")]
    CodeExpired,
    #[error("the account has no passkey")]
    PasskeyNeeded,
    #[error(transparent)]
    Record(#[from] record::Error),
    #[error(transparent)]
    Account(#[from] accounts::Error),
    #[error(transparent)]
    Key(#[from] KeyError),
}

impl From<Denied> for Error {
    fn from(denied: Denied) -> Self {
        Self::Record(denied.into())
    }
}

impl Absence for Error {
    fn is_absence(&self) -> bool {
        matches!(self, Self::Record(error) if error.is_absence())
    }
}

/// A code for a visit of the caller's clinic.
pub async fn show(
    app: &App,
    access: &Access<ReadEntries>,
    id: EntryId,
    reviewer: Reviewer,
) -> Result<AttestationCode, Error> {
    let now = app.now();
    let entry = entries::versions(access, id).await?.into_iter().next();
    let entry = entry.ok_or(record::Error::NotFound)?;
    if !may_show(access, &entry, reviewer, now) {
        return Err(record::Error::NotFound.into());
    }
    if store::find(access, id).await?.is_some() {
        return Err(record::Error::Conflict.into());
    }
    let until = now + CODE_LIVES;
    let code = write_code(app, access.patient(), id, access.account(), micros(until))?;
    let link = format!("{}{}#{MARK}{code}", app.settings().origin, page(access.patient(), id));
    Ok(AttestationCode { link, until: moment(micros(until)) })
}

/// Says by what the caller proved just now to be there, if that is enough.
pub async fn prove(app: &App, caller: &Caller) -> Result<Factor, Error> {
    let shown = accounts::strong_factor(app, caller).await?;
    if let Some(factor) = shown.filter(|factor| attests(*factor)) {
        return Ok(factor);
    }
    if accounts::has_passkey(app, caller.account()).await? {
        return Err(Denied::StepUp.into());
    }
    Err(Error::PasskeyNeeded)
}

/// Who showed a code, as printed, if it is ours, for this visit, and not too old.
pub async fn read(
    app: &App,
    patient: PatientId,
    entry: EntryId,
    code: &str,
) -> Result<Option<String>, Error> {
    let Some((account, until)) = read_code(app, patient, entry, code)? else { return Ok(None) };
    if until < app.now_micros() {
        return Ok(None);
    }
    let name = accounts::name_of_account(app, account).await?;
    Ok(name.map(|name| name.short()))
}

/// Confirms the visit.
pub async fn attest(
    change: &Change<AttestVisit>,
    id: EntryId,
    shown_by: Option<String>,
    factor: Factor,
    now: OffsetDateTime,
) -> Result<(Attestation, Option<Uuid>), Error> {
    let found = entries::find_guarded(change, id).await?;
    let (entry, sensitivity) = found.ok_or(record::Error::NotFound)?;
    if let Some(known) = store::find_in(change, id).await? {
        return Ok((known, Some(id.0)));
    }
    let shown_by = shown_by.filter(|_| is_on_the_spot(&entry, now)).ok_or(Error::CodeExpired)?;
    let attestation = Attestation {
        at: now,
        shown_by,
        organization: entry.source.organization_name.clone(),
        by_representative: change.ground() == Ground::Representative,
        factor,
    };
    let kept = Kept { sensitivity, attestation };
    store::insert(change, id, entry.section, &kept, now).await?;
    Ok((kept.attestation, Some(id.0)))
}

/// Adds to an entry's page that it was confirmed, or what the caller may do about it.
pub async fn about(
    access: &Access<ReadEntries>,
    detail: &mut EntryDetail,
    reviewer: Reviewer,
    now: OffsetDateTime,
) -> Result<(), record::Error> {
    if detail.entry.section != shared::access::model::Section::Visits {
        return Ok(());
    }
    detail.attested = store::find(access, detail.entry.id).await?;
    if detail.attested.is_some() {
        return Ok(());
    }
    let entry = &detail.entry;
    let shows = may_show(access, entry, reviewer, now);
    let attests = is_on_the_spot(entry, now) && access.may(Action::AttestVisit);
    detail.may.extend(shows.then_some(EntryAct::ShowAttestation));
    detail.may.extend(attests.then_some(EntryAct::Attest));
    Ok(())
}

/// A doctor of the clinic that wrote it, who writes in this card, while it is on the spot.
fn may_show(
    access: &Access<ReadEntries>,
    entry: &shared::record::model::Entry,
    reviewer: Reviewer,
    now: OffsetDateTime,
) -> bool {
    let is_theirs =
        reviewer.organization.is_some() && reviewer.organization == entry.source.organization;
    is_theirs && is_on_the_spot(entry, now) && access.may(Action::WriteEntry)
}

/// What is signed of a visit.
const SIGNED: &str = "attestation.code";

fn write_code(
    app: &App,
    patient: PatientId,
    entry: EntryId,
    account: AccountId,
    until: i64,
) -> Result<String, KeyError> {
    let said = [account.0.as_bytes().as_slice(), &until.to_be_bytes()].concat();
    app.keys().deployment().sign(SIGNED, &[patient.0.as_bytes(), entry.0.as_bytes()], &said)
}

/// Who showed it, and until when it is good, if we signed it for this visit.
fn read_code(
    app: &App,
    patient: PatientId,
    entry: EntryId,
    code: &str,
) -> Result<Option<(AccountId, i64)>, KeyError> {
    let code = code.trim();
    let code = code.strip_prefix(MARK).unwrap_or(code);
    let bound: [&[u8]; 2] = [patient.0.as_bytes(), entry.0.as_bytes()];
    let said = app.keys().deployment().read_signed::<24>(SIGNED, &bound, code)?;
    let parts = said.as_ref().and_then(|said| said.split_first_chunk::<16>());
    let told = parts.and_then(|(account, until)| {
        let until = i64::from_be_bytes(*until.first_chunk()?);
        Some((AccountId(Uuid::from_bytes(*account)), until))
    });
    Ok(told)
}
