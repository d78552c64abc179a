//! Drafts, signatures and corrections, told without HTTP.

use sea_orm::DbErr;
use shared::access::model::{Action, Ground, Section};
use shared::contract::FieldReason;
use shared::format;
use shared::id::{EntryId, OrganizationId};
use shared::lang::Lang;
use shared::notifications::model::Notice;
use shared::protocols::model::{
    Acknowledgement, ChangedDraft, Diagnosis, DraftKey, DraftLink, KeptDraft, NewCorrection,
    NewSignature, Problem, Protocol, ProtocolForm, Removed, Severity, Template,
};
use shared::protocols::rules::{
    Around, CodeBook, DRAFTS_MAX, Refused, check, check_acknowledged, check_draft, check_reason,
    field_reason, signed,
};
use shared::protocols::templates::BuiltIn;
use shared::record::model::{ClinicalStatus, Condition, Content, Entry, Source};
use shared::record::rules::sensitivity_of;
use shared::reference::model::ReferenceList;
use shared::reference::rules::code_key;
use time::OffsetDateTime;
use uuid::Uuid;

use super::store::{self, Draft};
use super::templates;
use crate::access::{self, Access, Caller, Change, Denied, SignProtocol, WriteProtocol};
use crate::app::{App, micros, moment};
use crate::audit::JournalDown;
use crate::errors::{denied_is_not_found, taken_is_conflict};
use crate::keys::{KeyError, SealError};
use crate::record::{self, NewEntry};
use crate::{accounts, card, reference};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no such thing, or not this caller's")]
    NotFound,
    #[error("refused field by field: {0:?}")]
    Refused(Vec<Refused>),
    #[error("somebody else was first")]
    Conflict,
    #[error("no more can be kept")]
    Full,
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
    Key(#[from] KeyError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Db(DbErr),
}

denied_is_not_found!(Error);
taken_is_conflict!(Error);

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self::Refused(vec![refused])
    }
}

/// One field that is not as it may be.
pub(super) fn invalid(field: &str, reason: FieldReason) -> Error {
    Error::Refused(vec![(field.to_owned(), reason)])
}

fn refused(problems: &[Problem]) -> Error {
    let of = |problem: &Problem| (problem.field.clone(), field_reason(problem.reason));
    Error::Refused(problems.iter().map(of).collect())
}

fn kept(draft: Draft) -> KeptDraft {
    KeptDraft {
        id: draft.id,
        version: u32::try_from(draft.version).unwrap_or(0),
        changed_at: moment(draft.changed_at),
        form: draft.form,
    }
}

/// Where drafts of the caller wait, on cards that are open to them still.
pub async fn waiting(app: &App, caller: &Caller) -> Result<Vec<DraftLink>, Error> {
    let db = app.db().read();
    let open = app.patients_of(caller, Action::WriteProtocol).await?;
    let mut links = Vec::new();
    for (id, patient, changed_at) in store::waiting(db, caller.account()).await? {
        if !open.contains(&patient) {
            continue;
        }
        if let Some(card_number) = card::number_of(app, db, patient).await? {
            links.push(DraftLink { id, patient, card_number, changed_at: moment(changed_at) });
        }
    }
    Ok(links)
}

/// What seals the caller's drafts in their browsers while there is no line. A browser keeps what it
/// sealed and not the key: without a session of this doctor nobody opens it.
pub async fn draft_key(app: &App, caller: &Caller) -> Result<DraftKey, Error> {
    let account = templates::doctor(app, caller).await?;
    let keys = app.keys().deployment();
    let key = keys.browser_key("protocol_draft", account.0)?;
    let mark = keys.browser_key("protocol_draft.mark", account.0)?;
    Ok(DraftKey {
        key: format::hex(key.bytes()),
        mark: format::hex(mark.bytes()).chars().take(16).collect(),
    })
}

pub async fn list(access: &Access<WriteProtocol>) -> Result<Vec<KeptDraft>, Error> {
    Ok(store::drafts(access).await?.into_iter().map(kept).collect())
}

pub async fn find(access: &Access<WriteProtocol>, id: Uuid) -> Result<KeptDraft, Error> {
    store::draft(access, id).await?.map(kept).ok_or(Error::NotFound)
}

/// Keeps a draft. The same once more changes nothing; where the version that was seen is not the
/// one that is kept, nothing is overwritten.
pub async fn keep(
    change: &Change<WriteProtocol>,
    id: Uuid,
    changed: ChangedDraft,
    now: OffsetDateTime,
) -> Result<(KeptDraft, Option<Uuid>), Error> {
    check_draft(&changed.form)?;
    if !change.opens(Section::Visits) {
        return Err(Error::NotFound);
    }
    if id.is_nil() {
        return Err(invalid("draft", FieldReason::Required));
    }
    let ChangedDraft { form, version: seen } = changed;
    let changed_at = micros(now);
    let Some(before) = store::draft_in(change, id).await? else {
        if seen != 0 {
            return Err(Error::Conflict);
        }
        if store::count_drafts(change).await? >= DRAFTS_MAX {
            return Err(Error::Full);
        }
        let draft = Draft { id, version: 1, changed_at, form };
        store::insert_draft(change, &draft).await?;
        return Ok((kept(draft), None));
    };
    let is_next = seen.checked_add(1).map(i32::try_from) == Some(Ok(before.version));
    let is_seen = i32::try_from(seen) == Ok(before.version);
    if before.form == form && (is_next || is_seen) {
        return Ok((kept(before), None));
    }
    if !is_seen {
        return Err(Error::Conflict);
    }
    let draft = Draft { id, version: before.version.saturating_add(1), changed_at, form };
    if !store::update_draft(change, &draft).await? {
        return Err(Error::Conflict);
    }
    Ok((kept(draft), None))
}

/// Removes a draft. Done twice it changes nothing.
pub async fn remove(
    change: &Change<WriteProtocol>,
    id: Uuid,
) -> Result<(Removed, Option<Uuid>), Error> {
    store::remove_draft(change, id).await?;
    Ok((Removed { id }, None))
}

/// Signs a draft: it becomes an entry of the card. The same key signs once, however often it is
/// sent.
pub async fn sign(
    app: &App,
    change: &Change<SignProtocol>,
    id: Uuid,
    new: NewSignature,
    source: Source,
) -> Result<(Entry, Option<Uuid>), Error> {
    if new.key.is_nil() {
        return Err(invalid("key", FieldReason::Required));
    }
    let key = EntryId(new.key);
    if let Some(known) = record::find(change, key).await? {
        let is_own = record::recorded_by(change, key).await? == Some(change.account());
        let is_protocol = matches!(known.content, Content::Protocol(_));
        return if is_own && is_protocol { Ok((known, Some(key.0))) } else { Err(Error::Conflict) };
    }
    let draft = store::draft_in(change, id).await?.ok_or(Error::NotFound)?;
    if i32::try_from(new.version) != Ok(draft.version) {
        return Err(Error::Conflict);
    }
    // It would be signed as a protocol of its own.
    if draft.form.correcting.is_some() {
        return Err(invalid("correcting", FieldReason::Invalid));
    }
    let now = app.now();
    let acknowledged = judge(app, change, &draft.form, &new.acknowledged).await?;
    let performed_at = draft.form.performed_at.unwrap_or(now);
    let author = source.author.clone().unwrap_or_default();
    let protocol = signed(draft.form, acknowledged, None, author, now);
    let diagnoses = protocol.diagnoses.clone();
    let content = Content::Protocol(protocol);
    let new = NewEntry {
        id: key,
        version: 1,
        occurred_at: performed_at,
        received_at: now,
        source,
        encounter: None,
        withdrawn: false,
        sensitivity: sensitivity_of(&content),
        content,
    };
    let entry = record::insert(change, &new).await?;
    add_conditions(app, change, &diagnoses, &new).await?;
    store::remove_draft(change, id).await?;
    tell(app, change, &entry).await?;
    Ok((entry, Some(key.0)))
}

/// Corrects a signed protocol by a new version: its author does, or a doctor of the organization it
/// comes from. To others it is as if there were none to correct.
pub async fn correct(
    app: &App,
    change: &Change<SignProtocol>,
    id: EntryId,
    new: NewCorrection,
    source: Source,
    organization: Option<OrganizationId>,
) -> Result<(Entry, Option<Uuid>), Error> {
    let (entry, sensitivity) = record::find_guarded(change, id).await?.ok_or(Error::NotFound)?;
    let Content::Protocol(before) = &entry.content else { return Err(Error::NotFound) };
    let is_author = record::recorded_by(change, id).await? == Some(change.account());
    if entry.withdrawn || !may_correct(&entry, is_author, organization) {
        return Err(Error::NotFound);
    }
    let correction = check_reason(&new.reason).map_err(|reason| invalid("reason", reason))?;
    let author = source.author.clone().unwrap_or_default();
    if new.version.checked_add(1) == Some(entry.version) {
        // Sent once more after a lost answer.
        let acknowledged = before.acknowledged.clone();
        let again =
            signed(new.form.clone(), acknowledged, Some(correction), author, before.signed_at);
        let is_same = again == *before && new.form.performed_at == Some(entry.occurred_at);
        return if is_same { Ok((entry, Some(id.0))) } else { Err(Error::Conflict) };
    }
    if new.version != entry.version {
        return Err(Error::Conflict);
    }
    let now = app.now();
    let acknowledged = judge(app, change, &new.form, &new.acknowledged).await?;
    let occurred_at = new.form.performed_at.unwrap_or(entry.occurred_at);
    let protocol: Protocol = signed(new.form, acknowledged, Some(correction), author, now);
    let content = Content::Protocol(protocol);
    let version = i32::try_from(entry.version).unwrap_or(i32::MAX).saturating_add(1);
    let next = NewEntry {
        id,
        version,
        occurred_at,
        received_at: now,
        source,
        encounter: entry.encounter,
        withdrawn: false,
        // What was hidden by its topic stays hidden in every version.
        sensitivity: sensitivity.max(sensitivity_of(&content)),
        content,
    };
    let entry = record::insert(change, &next).await?;
    // What was kept of it while it was written.
    store::remove_draft(change, id.0).await?;
    tell(app, change, &entry).await?;
    Ok((entry, Some(id.0)))
}

/// Whether a doctor may correct a signed protocol.
pub(super) fn may_correct(
    entry: &Entry,
    is_author: bool,
    organization: Option<OrganizationId>,
) -> bool {
    is_author || (organization.is_some() && organization == entry.source.organization)
}

/// What the doctor says to each warning; refused where something is wrong or unanswered.
async fn judge(
    app: &App,
    change: &Change<SignProtocol>,
    form: &ProtocolForm,
    given: &[Acknowledgement],
) -> Result<Vec<Acknowledgement>, Error> {
    if !change.opens(Section::Visits) {
        return Err(Error::NotFound);
    }
    let (identity, _) = card::find_header_in(change).await?;
    let around = record::around_prescription(change).await?;
    let codes = codes(change, form).await?;
    let template = template_of(app, change, form).await?;
    let around = Around {
        birth_date: identity.birth_date,
        now: app.now(),
        offset: app.settings().offset,
        allergies: &around,
        medicines: &around,
        codes: Some(&codes),
    };
    let problems = check(form, template.as_ref(), &around);
    let errors: Vec<Problem> =
        problems.iter().filter(|it| it.severity == Severity::Error).cloned().collect();
    if !errors.is_empty() {
        return Err(refused(&errors));
    }
    check_acknowledged(&problems, given).map_err(|missing| refused(&missing))
}

/// What the list of diagnoses knows of the codes of a protocol.
async fn codes(change: &Change<SignProtocol>, form: &ProtocolForm) -> Result<CodeBook, Error> {
    let wanted: Vec<String> = form.diagnoses.iter().map(|it| code_key(&it.code.code)).collect();
    let (items, is_whole) = reference::by_codes(change.db(), ReferenceList::Icd10, &wanted).await?;
    let mut book = CodeBook { is_whole, ..CodeBook::default() };
    for item in items {
        let Some(key) = item.code.as_deref().map(code_key) else { continue };
        if item.obsolete {
            book.obsolete.insert(key);
        } else {
            book.known.insert(key);
        }
    }
    Ok(book)
}

/// What the form was begun from, as it stands now; nothing where it is gone.
async fn template_of(
    app: &App,
    change: &Change<SignProtocol>,
    form: &ProtocolForm,
) -> Result<Option<Template>, Error> {
    let Some(reference) = &form.template else { return Ok(None) };
    if let Some(built_in) = BuiltIn::find(&reference.id) {
        return Ok(Some(built_in.template(Lang::Ru)));
    }
    let Ok(id) = reference.id.parse() else { return Ok(None) };
    let own = store::template(app, change.db(), change.account(), id).await?;
    // One that was changed since asks for what this form never had: the form says itself what it
    // was asked for.
    let is_same = |own: &store::Own| u32::try_from(own.version) == Ok(reference.version);
    Ok(own.filter(is_same).map(|own| own.template))
}

/// Diagnoses that are to stand in the list of the card's own, unless they do already.
async fn add_conditions(
    app: &App,
    change: &Change<SignProtocol>,
    diagnoses: &[Diagnosis],
    protocol: &NewEntry,
) -> Result<(), Error> {
    if !diagnoses.iter().any(|diagnosis| diagnosis.adds_condition) {
        return Ok(());
    }
    let known = record::conditions(change).await?;
    let is_known = |code: &str| {
        known.iter().filter(|entry| !entry.withdrawn).any(|entry| {
            matches!(&entry.content, Content::Condition(it)
                if it.code.code == code && it.clinical_status != ClinicalStatus::Resolved)
        })
    };
    for diagnosis in diagnoses.iter().filter(|it| it.adds_condition && !is_known(&it.code.code)) {
        let content = Content::Condition(Condition {
            code: diagnosis.code.clone(),
            clinical_status: ClinicalStatus::Active,
            chronic: true,
            note: None,
        });
        let new = NewEntry {
            id: EntryId(app.new_id()),
            sensitivity: sensitivity_of(&content),
            content,
            ..protocol.clone()
        };
        record::insert(change, &new).await?;
    }
    Ok(())
}

/// Tells the patient that there is something to read, and not what.
async fn tell(app: &App, change: &Change<SignProtocol>, entry: &Entry) -> Result<(), Error> {
    let patient = change.patient();
    let event = format!("protocol {patient} {} {}", entry.id, entry.version);
    let now = app.now_micros();
    for owner in access::accounts_on(change.db(), patient, &[Ground::Own], now).await? {
        accounts::tell_owner(app, change.db(), owner, &event, &Notice::Protocol).await?;
    }
    Ok(())
}
