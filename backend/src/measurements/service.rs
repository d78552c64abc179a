//! What was measured, told without HTTP and without SQL.

use std::collections::{BTreeSet, HashMap};

use shared::access::model::{Action, Section};
use shared::contract::{FieldProblem, FieldReason};
use shared::format;
use shared::id::{AccountId, EntryId};
use shared::measurements::model::{
    Advice, FoundMeasurements, KeptMeasurement, Measured, MeasuredKind, MeasurementKind,
    NewMeasurements, RECENT_MAX, Target,
};
use shared::measurements::rules::{
    ADVICE_LASTS, advice, advice_since, check_moment, is_unlikely, read, tells_doctor,
};
use shared::measurements::target::{ADULT_YEARS, current, default_target, part_of, series_goal};
use shared::notifications::model::Notice;
use shared::record::model::{Content, Entry, Source, SourceKind};
use shared::record::rules::sensitivity_of;
use shared::results::api::ResultSeries;
use time::{Date, OffsetDateTime, UtcOffset};
use tokio::task::JoinError;
use uuid::Uuid;

use super::target::target_id;
use crate::access::{Access, Change, Denied, ReadEntries, WriteOwn};
use crate::app::{App, micros, moment};
use crate::errors::Absence;
use crate::record::{self, MEASUREMENTS_MAX, NewEntry};
use crate::{accounts, card};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("fields are wrong")]
    Invalid(Vec<FieldProblem>),
    #[error("somebody else was first")]
    Conflict,
    #[error("the card holds as many measurements as it may")]
    Full,
    #[error(transparent)]
    Record(#[from] record::Error),
    #[error(transparent)]
    Card(#[from] card::Error),
    #[error(transparent)]
    Account(#[from] accounts::Error),
    #[error(transparent)]
    Denied(#[from] Denied),
    #[error("a file was not read to its end")]
    Stopped(#[from] JoinError),
}

impl Absence for Error {
    fn is_absence(&self) -> bool {
        matches!(self, Self::Record(error) if error.is_absence())
    }
}

impl Error {
    pub fn invalid(field: impl Into<String>, reason: FieldReason) -> Self {
        Self::Invalid(vec![FieldProblem { field: field.into(), reason }])
    }
}

/// Whose measurements they are, and when one looks at them.
#[derive(Clone, Copy)]
pub struct Patient {
    pub birth_date: Date,
    pub now: OffsetDateTime,
    /// Of the clinic's clock.
    pub offset: UtcOffset,
}

impl Patient {
    /// Of the card that is changed.
    pub async fn of(app: &App, change: &Change<WriteOwn>) -> Result<Self, Error> {
        let (identity, _) = card::find_header_in(change).await?;
        let (now, offset) = (app.now(), app.settings().offset);
        Ok(Self { birth_date: identity.birth_date, now, offset })
    }

    fn is_adult(&self) -> bool {
        let today = self.now.to_offset(self.offset).date();
        format::age(self.birth_date, today) >= ADULT_YEARS
    }

    pub fn check_moment(&self, at: OffsetDateTime) -> Result<(), FieldReason> {
        check_moment(at, self.now, self.birth_date, self.offset)
    }

    /// Where a kind should lie: as a doctor said, else as is usual.
    fn target(&self, goals: &[Entry], kind: MeasurementKind) -> Option<Target> {
        let set = current(goals, kind).map(|(target, _)| target);
        set.or_else(|| default_target(kind, self.is_adult()))
    }

    fn advice(
        &self,
        kind: MeasurementKind,
        measured: &Measured,
        target: Option<&Target>,
    ) -> Option<Advice> {
        let parts = target.map(|target| target.parts.as_slice());
        let found = advice(kind, &measured.values, parts, self.is_adult())?;
        Some(advice_since(found, measured.at, self.now))
    }
}

/// Everything the patient measured, as far as the caller may see it.
pub async fn list(
    access: &Access<ReadEntries>,
    now: OffsetDateTime,
    offset: UtcOffset,
) -> Result<FoundMeasurements, Error> {
    let brief = record::brief(access).await?;
    let patient = Patient { birth_date: brief.birth_date, now, offset };
    let mut by_kind = told(access).await?;
    let goals = record::all(access, Some(Section::CarePlans)).await?;
    let kind = |kind: MeasurementKind| {
        let mut all = by_kind.remove(&kind).unwrap_or_default();
        let total = u32::try_from(all.len()).unwrap_or(u32::MAX);
        // The newest come first.
        all.truncate(RECENT_MAX);
        all.reverse();
        let target = patient.target(&goals, kind);
        let last = all.last();
        let advice = last.and_then(|last| patient.advice(kind, last, target.as_ref()));
        let id = target_id(access.patient(), kind);
        let made_here = goals.iter().find(|goal| goal.id == id);
        MeasuredKind {
            kind,
            recent: all,
            total,
            target,
            advice,
            target_version: made_here.map_or(0, |goal| goal.version),
        }
    };
    Ok(FoundMeasurements {
        kinds: MeasurementKind::ALL.iter().copied().map(kind).collect(),
        patient: brief,
        is_closed: !access.opens(Section::Notes),
        may_add: access.may(Action::WriteOwn),
        may_set_target: access.may(Action::WriteEntry),
    })
}

/// Says of series with the patient's own measurements where these should lie (VIT-3).
pub async fn set_goals(
    access: &Access<ReadEntries>,
    series: &mut [ResultSeries],
    patient: Patient,
) -> Result<(), record::Error> {
    if series.iter().all(|one| one.points.iter().all(|point| !point.is_told)) {
        return Ok(());
    }
    let goals = record::all(access, Some(Section::CarePlans)).await?;
    for one in series {
        if one.points.iter().any(|point| point.is_told)
            && let Some((kind, _)) = part_of(&one.code)
            && let Some(target) = patient.target(&goals, kind)
        {
            one.goal = series_goal(&one.code, &one.unit, &target);
        }
    }
    Ok(())
}

/// What was measured and not taken back, by kinds, newest first.
async fn told(
    access: &Access<ReadEntries>,
) -> Result<HashMap<MeasurementKind, Vec<Measured>>, Error> {
    let mut by_kind: HashMap<MeasurementKind, Vec<Measured>> = HashMap::new();
    for entry in record::all(access, Some(Section::Notes)).await? {
        if entry.withdrawn || !entry.source.is_told() {
            continue;
        }
        if let Some((kind, measured)) = measured(&entry) {
            by_kind.entry(kind).or_default().push(measured);
        }
    }
    Ok(by_kind)
}

/// The measurement an entry is, if it is one.
pub fn measured(entry: &Entry) -> Option<(MeasurementKind, Measured)> {
    let Content::Observation(observation) = &entry.content else { return None };
    let (kind, values) = MeasurementKind::read(observation)?;
    let (id, version, at) = (entry.id, entry.version, entry.occurred_at);
    Some((kind, Measured { entry: id, version, at, values }))
}

/// Keeps what was measured at one moment (VIT-1, VIT-3). The same key keeps one value, however
/// often it is sent; the same key with another value is a conflict.
pub async fn add(
    app: &App,
    change: &Change<WriteOwn>,
    new: NewMeasurements,
) -> Result<(Vec<KeptMeasurement>, Option<Uuid>), Error> {
    let patient = Patient::of(app, change).await?;
    let entries = checked(&patient, &new)?;
    let object = entries.first().map(|entry| entry.id.0);
    keep(change, entries.clone()).await?;
    let goals = record::goals(change).await?;
    let kept = tell_doctors(app, change, &patient, &goals, &entries).await?;
    Ok((kept, object))
}

/// What is to be kept, or every field that is wrong.
fn checked(patient: &Patient, new: &NewMeasurements) -> Result<Vec<NewEntry>, Error> {
    if new.values.is_empty() {
        return Err(Error::invalid("values", FieldReason::Required));
    }
    let kinds: BTreeSet<MeasurementKind> = new.values.iter().map(|value| value.kind).collect();
    let keys: BTreeSet<Uuid> = new.values.iter().map(|value| value.key).collect();
    if kinds.len() < new.values.len() || keys.len() < new.values.len() {
        return Err(Error::invalid("values", FieldReason::Invalid));
    }
    let (mut entries, mut wrong) = (Vec::new(), Vec::new());
    let mut refuse = |field: &str, reason| {
        wrong.push(FieldProblem { field: field.to_owned(), reason });
    };
    if let Err(reason) = patient.check_moment(new.at) {
        refuse("at", reason);
    }
    for value in &new.values {
        let field = value.kind.wire();
        match read(value.kind, &value.text) {
            Err(reason) => refuse(field, reason),
            Ok(_) if value.key.is_nil() => refuse("key", FieldReason::Required),
            Ok(values) if !new.is_confirmed && is_unlikely(value.kind, &values) => {
                refuse(field, FieldReason::Unlikely);
            }
            Ok(values) => {
                entries.push(entry_of(value.key, value.kind, &values, new.at, patient.now));
            }
        }
    }
    if wrong.is_empty() { Ok(entries) } else { Err(Error::Invalid(wrong)) }
}

/// The patient's own word, kept to the microsecond.
pub fn entry_of(
    key: Uuid,
    kind: MeasurementKind,
    values: &[f64],
    at: OffsetDateTime,
    now: OffsetDateTime,
) -> NewEntry {
    let content = kind.content(values);
    NewEntry {
        id: EntryId(key),
        version: 1,
        occurred_at: moment(micros(at)),
        received_at: now,
        source: Source::of(SourceKind::SelfReported),
        encounter: None,
        withdrawn: false,
        sensitivity: sensitivity_of(&content),
        content,
    }
}

/// Keeps those that are new and says how many there were; what is there with another value is a
/// conflict.
pub async fn keep(change: &Change<WriteOwn>, entries: Vec<NewEntry>) -> Result<usize, Error> {
    let ids: Vec<EntryId> = entries.iter().map(|entry| entry.id).collect();
    let known = record::find_many(change, &ids).await?;
    let is_same = |entry: &NewEntry, kept: &Entry| {
        kept.content == entry.content && kept.occurred_at == entry.occurred_at
    };
    let mut fresh = Vec::new();
    for entry in entries {
        match known.get(&entry.id) {
            None => fresh.push(entry),
            Some(kept) if is_same(&entry, kept) => {}
            Some(_) => return Err(Error::Conflict),
        }
    }
    let Some(first) = fresh.first() else { return Ok(0) };
    let kept = record::count_told(change, &first.content).await?;
    let coming = u64::try_from(fresh.len()).unwrap_or(u64::MAX);
    if kept.saturating_add(coming) > MEASUREMENTS_MAX {
        return Err(Error::Full);
    }
    record::insert_many(change, &fresh).await?;
    Ok(fresh.len())
}

/// Says what each value means, and tells the doctors who asked to be told: in this transaction,
/// once a day for each kind and level, and never of what is long past.
pub async fn tell_doctors(
    app: &App,
    change: &Change<WriteOwn>,
    patient: &Patient,
    goals: &[(Entry, AccountId)],
    entries: &[NewEntry],
) -> Result<Vec<KeptMeasurement>, Error> {
    let only: Vec<Entry> = goals.iter().map(|(goal, _)| goal.clone()).collect();
    let mut kept = Vec::with_capacity(entries.len());
    for entry in entries {
        let Content::Observation(observation) = &entry.content else { continue };
        let Some((kind, values)) = MeasurementKind::read(observation) else { continue };
        let measured = Measured { entry: entry.id, version: 1, at: entry.occurred_at, values };
        let target = patient.target(&only, kind);
        let advice = patient.advice(kind, &measured, target.as_ref());
        let is_news = patient.now - entry.occurred_at <= ADVICE_LASTS;
        if let Some(advice) = advice.filter(|_| is_news)
            && let Some((set, goal)) = current(&only, kind)
            && tells_doctor(advice, set.tell_doctor)
            && let Some((_, doctor)) = goals.iter().find(|(known, _)| known.id == goal.id)
        {
            let day = entry.occurred_at.to_offset(patient.offset).date();
            let of = change.patient();
            let event = format!("measurement {of} {kind} {day} {}", advice.level);
            let notice = Notice::Measurement;
            accounts::tell_owner(app, change.db(), *doctor, &event, &notice).await?;
        }
        kept.push(KeptMeasurement { kind, measured, target, advice });
    }
    Ok(kept)
}
