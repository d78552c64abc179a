//! Keeping papers with their copies, and opening files.

use object_store::Error as ObjectError;
use sea_orm::DbErr;
use sha2::{Digest as _, Sha256};
use shared::access::model::{Ground, Sensitivity};
use shared::contract::{FieldProblem, FieldReason};
use shared::files::model::{EntryFile, FileType, KeptDocument, NewDocument, NewFile};
use shared::files::rules::{FILE_MAX, TOTAL_MAX, decoded_size, file_field, file_name};
use shared::id::{EntryId, PatientId};
use shared::record::model::{Content, DocumentReference, Entry, Source, SourceKind};
use shared::record::own::Refused;
use shared::record::rules::name_of;
use time::{Date, Duration, OffsetDateTime, UtcOffset};
use tokio::sync::Semaphore;
use tokio::task::JoinError;
use uuid::Uuid;

use super::check::check;
use super::objects::Objects;
use super::store::{self, Description, NewRow};
use super::sweep::forget;
use crate::access::{Access, Caller, Change, Denied, Preparation, ReadEntries, WriteOwn};
use crate::app::App;
use crate::audit::{Line, Outcome, What};
use crate::card;
use crate::errors::{Absence, sealed_or_db};
use crate::interop::{self, Attachment, AttachmentError};
use crate::keys::SealError;
use crate::record::{self, NewEntry};

/// Documents of the patient's own that one card holds, and files of them.
const DOCUMENTS_MAX: u64 = 1_000;
const FILES_MAX: u64 = 2_000;

/// A picture may take a quarter of a gigabyte while it is looked at.
static LOOKING: Semaphore = Semaphore::const_new(2);

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no such file")]
    NotFound,
    #[error("fields are wrong")]
    Invalid(Vec<Refused>),
    #[error("somebody else was first")]
    Conflict,
    #[error("the card holds as many documents as it may")]
    Full,
    /// Only its address came.
    #[error("the file stayed with its sender")]
    Elsewhere,
    #[error("a file is not what was kept")]
    Damaged,
    #[error("a file cannot be shown as pages")]
    Undrawable,
    #[error("all places to draw pages are taken")]
    Busy,
    #[error("pages cannot be drawn here")]
    Drawing(#[source] std::io::Error),
    #[error(transparent)]
    Record(#[from] record::Error),
    #[error(transparent)]
    Card(#[from] card::Error),
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error("files cannot be reached")]
    Object(#[from] ObjectError),
    #[error("a check did not end")]
    Stopped(#[from] JoinError),
    #[error(transparent)]
    Db(#[from] DbErr),
}

impl Absence for Error {
    fn is_absence(&self) -> bool {
        matches!(self, Self::NotFound)
    }
}

sealed_or_db!(Error, AttachmentError);

/// A file on its way out.
pub struct Opened {
    pub name: String,
    /// By its bytes; nothing where it is of no kind known here.
    pub kind: Option<FileType>,
    pub bytes: Vec<u8>,
}

/// A file that may be kept, sealed for its object.
struct Ready {
    object: Uuid,
    sealed: Vec<u8>,
    description: Description,
    warning: Option<FieldReason>,
}

/// A document on its way into a card: its objects are there already.
struct Coming {
    id: EntryId,
    date: Date,
    content: Content,
    rows: Vec<NewRow>,
    now: OffsetDateTime,
    offset: UtcOffset,
}

/// Keeps a paper with its copies (RES-8). The same key keeps one document, however often it is
/// sent; the same key with something else is a conflict.
pub async fn add(
    app: &App,
    caller: &Caller,
    preparation: Preparation<WriteOwn>,
    new: NewDocument,
) -> Result<KeptDocument, Error> {
    let (now, offset) = (app.now(), app.settings().offset);
    let NewDocument { facts, files, key } = new;
    let mut wrong = facts.check(files.len(), now.to_offset(offset).date());
    wrong.extend(key.is_nil().then_some(("key", FieldReason::Required)));
    wrong.extend(too_large(&files));
    if !wrong.is_empty() {
        return Err(Error::Invalid(wrong));
    }
    let (patient, id) = (preparation.patient(), EntryId(key));
    let place = LOOKING.acquire().await;
    let files = tokio::task::spawn_blocking(move || ready(&preparation, id, &files)).await??;
    drop(place);
    let rows: Vec<NewRow> = files.iter().zip(1..).map(|(file, number)| file.row(number)).collect();
    let briefs = rows.iter().map(|row| row.description.brief()).collect();
    let content = facts.content(briefs).map_err(|refused| Error::Invalid(vec![refused]))?;
    let objects: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let warnings = warnings(&files);
    let coming = Coming { id, date: facts.date, content, rows, now, offset };
    let kept = keep(app, caller, patient, files, coming).await;
    if !matches!(kept, Ok((_, true)))
        && let Err(error) = forget(app, &objects).await
    {
        tracing::warn!(%error, "files of a refused upload wait for the purge");
    }
    let (entry, _) = kept?;
    Ok(KeptDocument { entry, warnings })
}

fn warnings(files: &[Ready]) -> Vec<FieldProblem> {
    let found = files.iter().enumerate().filter_map(|(index, file)| {
        Some(FieldProblem { field: file_field(index).to_owned(), reason: file.warning? })
    });
    found.collect()
}

impl Ready {
    fn row(&self, number: i32) -> NewRow {
        NewRow {
            id: self.object,
            number,
            size: i64::try_from(self.sealed.len()).unwrap_or(i64::MAX),
            description: self.description.clone(),
        }
    }
}

/// Told by the length of what came, before it is decoded.
fn too_large(files: &[NewFile]) -> Vec<Refused> {
    let sizes = files.iter().map(|file| decoded_size(file.data.len()));
    let is_over = |size: usize| size > FILE_MAX + 2;
    let each = sizes.clone().enumerate().filter(|(_, size)| is_over(*size));
    let mut found: Vec<Refused> =
        each.map(|(index, _)| (file_field(index), FieldReason::FileTooLarge)).collect();
    if found.is_empty() && sizes.sum::<usize>() > TOTAL_MAX {
        found.push(("files", FieldReason::FilesTooLarge));
    }
    found
}

/// Looks at every file and seals it. All that is wrong is told at once.
fn ready(
    preparation: &Preparation<WriteOwn>,
    entry: EntryId,
    files: &[NewFile],
) -> Result<Vec<Ready>, Error> {
    let (mut ready, mut wrong) = (Vec::with_capacity(files.len()), Vec::new());
    for ((index, file), number) in files.iter().enumerate().zip(1..) {
        let bytes = interop::decode_base64(&file.data).ok_or(FieldReason::FileBroken);
        let checked = bytes.and_then(|bytes| Ok((check(&bytes)?, bytes)));
        let (checked, bytes) = match checked {
            Ok(checked) => checked,
            Err(reason) => {
                wrong.push((file_field(index), reason));
                continue;
            }
        };
        let object = Objects::new_id()?;
        let place = store::place(entry, number);
        ready.push(Ready {
            object,
            sealed: preparation.seal_object::<store::Content>(place, object, &bytes)?,
            description: Description {
                sensitivity: Sensitivity::Usual,
                name: file_name(&file.name),
                content_type: checked.kind.wire().to_owned(),
                size: u64::try_from(bytes.len()).unwrap_or(u64::MAX),
                sha256: Sha256::digest(&bytes).into(),
            },
            warning: checked.warning,
        });
    }
    if wrong.is_empty() { Ok(ready) } else { Err(Error::Invalid(wrong)) }
}

/// Writes the objects, then what names them. Says whether the document is new.
async fn keep(
    app: &App,
    caller: &Caller,
    patient: PatientId,
    files: Vec<Ready>,
    coming: Coming,
) -> Result<(Entry, bool), Error> {
    for file in files {
        app.files().put(file.object, file.sealed).await?;
    }
    app.change(caller, patient, async |change| insert(change, coming).await).await
}

async fn insert(
    change: &Change<WriteOwn>,
    coming: Coming,
) -> Result<((Entry, bool), Option<Uuid>), Error> {
    let Coming { id, date, content, rows, now, offset } = coming;
    if let Some(kept) = record::find(change, id).await? {
        let known = store::descriptions(change, id).await?;
        let (known, sent) =
            (known.iter().map(|known| known.sha256), rows.iter().map(|row| row.description.sha256));
        let is_same = kept.content == content && known.eq(sent);
        return if is_same { Ok(((kept, false), Some(id.0))) } else { Err(Error::Conflict) };
    }
    let (identity, _) = card::find_header_in(change).await?;
    if date < identity.birth_date {
        return Err(Error::Invalid(vec![("date", FieldReason::BeforeBirth)]));
    }
    let is_full = record::count(change, &content).await? >= DOCUMENTS_MAX
        || store::count(change).await? >= FILES_MAX;
    if is_full {
        return Err(Error::Full);
    }
    let new = NewEntry {
        id,
        version: 1,
        occurred_at: happened(date, now, offset),
        received_at: now,
        source: Source::of(SourceKind::SelfReported),
        encounter: None,
        withdrawn: false,
        sensitivity: Sensitivity::Usual,
        content,
    };
    let entry = record::insert(change, &new).await?;
    for row in &rows {
        store::insert(change, id, row, now).await?;
    }
    Ok(((entry, true), Some(id.0)))
}

/// A paper has a day and no hour: noon keeps the day in every country near.
fn happened(date: Date, now: OffsetDateTime, offset: UtcOffset) -> OffsetDateTime {
    let noon = date.midnight().assume_offset(offset) + Duration::hours(12);
    noon.min(now).to_offset(UtcOffset::UTC)
}

/// Which files an entry's page offers, in their order.
pub async fn list(
    access: &Access<ReadEntries>,
    entry: &Entry,
) -> Result<Vec<EntryFile>, AttachmentError> {
    Ok(match own_files(entry) {
        Some(_) if is_taken_back(access, entry) => Vec::new(),
        Some(document) => numbered(document.files.iter().map(|file| EntryFile {
            number: 0,
            name: file.name.clone(),
            content_type: Some(file.content_type.clone()),
            size: Some(file.size),
            is_here: true,
        })),
        None if may_bring_files(entry) => {
            let sent = interop::attachments(access, entry.id).await?;
            numbered(sent.into_iter().map(|sent| described(entry, &sent)))
        }
        None => Vec::new(),
    })
}

fn numbered(files: impl Iterator<Item = EntryFile>) -> Vec<EntryFile> {
    files.zip(1..).map(|(file, number)| EntryFile { number, ..file }).collect()
}

/// Opens a file for whoever may read its entry. What is damaged is in the card's journal (SEC-4).
pub async fn open(
    app: &App,
    access: &Access<ReadEntries>,
    entry: EntryId,
    number: u32,
) -> Result<Opened, Error> {
    let opened = open_whole(app, access, entry, number).await;
    if let Err(Error::Damaged) = opened {
        let line = Line {
            object: Some(entry.0),
            outcome: Outcome::Denied,
            ..Line::system(What::FileDamaged)
        };
        let written = app.journal().append(access.patient().0, app.now_micros(), line).await;
        written.map_err(Denied::from)?;
    }
    opened
}

async fn open_whole(
    app: &App,
    access: &Access<ReadEntries>,
    entry: EntryId,
    number: u32,
) -> Result<Opened, Error> {
    let newest = record::versions(access, entry).await?.into_iter().next();
    let entry = newest.ok_or(Error::NotFound)?;
    if own_files(&entry).is_some() {
        if is_taken_back(access, &entry) {
            return Err(Error::NotFound);
        }
        return open_own(app, access, entry.id, number).await;
    }
    if !may_bring_files(&entry) {
        return Err(Error::NotFound);
    }
    let index = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
    let index = index.ok_or(Error::NotFound)?;
    let mut sent = interop::attachments(access, entry.id).await?;
    if index >= sent.len() {
        return Err(Error::NotFound);
    }
    let sent = sent.swap_remove(index);
    let name = described(&entry, &sent).name;
    let data = sent.data.ok_or(Error::Elsewhere)?;
    let bytes = interop::decode_base64(&data).ok_or(Error::Damaged)?;
    Ok(Opened { name, kind: FileType::of(&bytes), bytes })
}

async fn open_own(
    app: &App,
    access: &Access<ReadEntries>,
    entry: EntryId,
    number: u32,
) -> Result<Opened, Error> {
    let number = i32::try_from(number).map_err(|_| Error::NotFound)?;
    let found = store::find(access, entry, number).await?;
    let (object, description) = found.ok_or(Error::NotFound)?;
    let sealed = app.files().get(object).await?.ok_or(Error::Damaged)?;
    let place = store::place(entry, number);
    let content = access.reveal_object::<store::Content>(place, object, &sealed);
    let content = content.map_err(|_| Error::Damaged)?.ok_or(Error::NotFound)?;
    let digest: [u8; 32] = Sha256::digest(&content.0).into();
    if digest != description.sha256 {
        return Err(Error::Damaged);
    }
    let Description { name, content_type, .. } = description;
    Ok(Opened { name, kind: content_type.parse().ok(), bytes: content.0 })
}

/// The document, if a patient uploaded it.
const fn own_files(entry: &Entry) -> Option<&DocumentReference> {
    if let Content::DocumentReference(document) = &entry.content
        && entry.source.is_told()
    {
        return Some(document);
    }
    None
}

/// What the patient took back is theirs alone from then on.
fn is_taken_back(access: &Access<ReadEntries>, entry: &Entry) -> bool {
    entry.withdrawn && !matches!(access.ground(), Ground::Own | Ground::Representative)
}

const fn may_bring_files(entry: &Entry) -> bool {
    match &entry.content {
        Content::DiagnosticReport(report) => !report.forms.is_empty(),
        other => matches!(other, Content::DocumentReference(_)),
    }
}

/// What came in with an entry, as its page offers it.
fn described(entry: &Entry, sent: &Attachment) -> EntryFile {
    let title = sent.title.as_deref().or_else(|| name_of(&entry.content));
    // Four digits of base64 are three bytes.
    let bytes = |data: &String| data.trim_end_matches('=').len() / 4 * 3;
    let known = sent.data.as_ref().and_then(|data| u64::try_from(bytes(data)).ok());
    EntryFile {
        number: 0,
        name: file_name(title.unwrap_or_default()),
        content_type: sent.content_type.clone(),
        size: sent.size.or(known),
        is_here: sent.data.is_some(),
    }
}
