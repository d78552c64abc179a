//! Measurements of files: what they would bring, and keeping it (VIT-1).

use std::collections::HashSet;

use shared::access::model::Section;
use shared::contract::{FieldProblem, FieldReason};
use shared::id::PatientId;
use shared::measurements::file::{self, FILE_MAX, FoundRow, typed};
use shared::measurements::model::{
    ImportRow, Imported, MeasurementFile, MeasurementKind, MeasurementPreview, NewImport,
    PreviewRow, ROWS_MAX, RowState,
};
use shared::measurements::rules::{is_unlikely, read};
use time::{OffsetDateTime, UtcOffset};
use uuid::Uuid;

use super::service::{self, Error, Patient, entry_of};
use super::target::derived_id;
use crate::access::{Access, Change, ReadEntries, WriteOwn};
use crate::app::{App, micros, moment};
use crate::interop::decode_base64;
use crate::record;

/// What makes a measurement the same one: its kind, its moment and its numbers as they are told.
type Same = (MeasurementKind, i64, String);

/// What a file would bring. Nothing of it is kept.
pub async fn preview(
    access: &Access<ReadEntries>,
    file: MeasurementFile,
    now: OffsetDateTime,
) -> Result<MeasurementPreview, Error> {
    let wrong = |reason| Error::invalid("file", reason);
    let offset = UtcOffset::from_whole_seconds(file.offset_minutes.saturating_mul(60));
    let offset = offset.map_err(|_| Error::invalid("offset_minutes", FieldReason::OutOfRange))?;
    // Four digits of base64 are three bytes.
    if file.data.len() / 4 * 3 > FILE_MAX + 3 {
        return Err(wrong(FieldReason::FileTooLarge));
    }
    let bytes = decode_base64(&file.data).ok_or_else(|| wrong(FieldReason::FileBroken))?;
    let found = tokio::task::spawn_blocking(move || file::read(&bytes, offset)).await?;
    let found = found.map_err(wrong)?;
    let brief = record::brief(access).await?;
    let patient = Patient { birth_date: brief.birth_date, now, offset };
    let there = there(access).await?;
    let mut seen = HashSet::new();
    let row = |row| {
        let row = preview_row(access.patient(), &patient, row, &there);
        // The same line twice is one measurement.
        match row.key {
            Some(key) if !seen.insert(key) && row.state != RowState::There => {
                PreviewRow { state: RowState::Twice, ..row }
            }
            Some(_) | None => row,
        }
    };
    let rows = found.rows.into_iter().map(row).collect();
    Ok(MeasurementPreview { rows, skipped: found.skipped })
}

/// What the card has, also what was taken back: it does not come again with its file.
async fn there(access: &Access<ReadEntries>) -> Result<HashSet<Same>, Error> {
    let told = record::all(access, Some(Section::Notes)).await?;
    let same = told.iter().filter(|entry| entry.source.is_told()).filter_map(service::measured);
    Ok(same.map(|(kind, it)| (kind, micros(it.at), typed(&it.values))).collect())
}

fn preview_row(
    of: PatientId,
    patient: &Patient,
    row: FoundRow,
    there: &HashSet<Same>,
) -> PreviewRow {
    let FoundRow { line, kind, said, at, values } = row;
    let at = at.and_then(|at| patient.check_moment(at).map(|()| moment(micros(at))));
    let (state, reason, text, key) = match (kind, at, values) {
        (Some(kind), Ok(at), Ok(values)) => {
            let text = typed(&values);
            let state = if there.contains(&(kind, micros(at), text.clone())) {
                RowState::There
            } else if is_unlikely(kind, &values) {
                RowState::Unlikely
            } else {
                RowState::New
            };
            let key = row_key(of, kind, at, &text);
            (state, None, text, Some(key))
        }
        (_, Err(reason), _) | (_, Ok(_), Err(reason)) => {
            (RowState::Wrong, Some(reason), String::new(), None)
        }
        (None, Ok(_), Ok(_)) => (RowState::Wrong, Some(FieldReason::Invalid), String::new(), None),
    };
    PreviewRow { line, kind, said, text, at: at.ok(), state, reason, key }
}

/// By it a row is kept once, however often its file is read.
fn row_key(of: PatientId, kind: MeasurementKind, at: OffsetDateTime, text: &str) -> Uuid {
    derived_id(&format!("measurement {of} {kind} {} {text}", micros(at)))
}

/// Keeps the rows of a file: all of them, or none.
pub async fn keep(
    app: &App,
    change: &Change<WriteOwn>,
    new: NewImport,
) -> Result<(Imported, Option<Uuid>), Error> {
    let NewImport { rows, is_confirmed } = new;
    if rows.is_empty() {
        return Err(Error::invalid("rows", FieldReason::Required));
    }
    if rows.len() > ROWS_MAX {
        return Err(Error::invalid("rows", FieldReason::TooManyRows));
    }
    let patient = Patient::of(app, change).await?;
    let mut keys = HashSet::new();
    let (mut entries, mut wrong) = (Vec::with_capacity(rows.len()), Vec::new());
    for (at, row) in rows.iter().enumerate() {
        match check_row(&patient, row, is_confirmed) {
            Ok(_) if !keys.insert(row.key) => {
                wrong.push(FieldProblem {
                    field: format!("rows.{at}"),
                    reason: FieldReason::Invalid,
                });
            }
            Ok(values) => {
                entries.push(entry_of(row.key, row.kind, &values, row.at, patient.now));
            }
            Err(reason) => wrong.push(FieldProblem { field: format!("rows.{at}"), reason }),
        }
    }
    if !wrong.is_empty() {
        wrong.truncate(WRONG_MAX);
        return Err(Error::Invalid(wrong));
    }
    let kept = service::keep(change, entries.clone()).await?;
    let goals = record::goals(change).await?;
    service::tell_doctors(app, change, &patient, &goals, &entries).await?;
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let there = count(entries.len().saturating_sub(kept));
    let object = entries.first().map(|entry| entry.id.0);
    Ok((Imported { kept: count(kept), there }, object))
}

/// Wrong rows that are told of.
const WRONG_MAX: usize = 100;

fn check_row(
    patient: &Patient,
    row: &ImportRow,
    is_confirmed: bool,
) -> Result<Vec<f64>, FieldReason> {
    if row.key.is_nil() {
        return Err(FieldReason::Required);
    }
    let values = read(row.kind, &row.text)?;
    patient.check_moment(row.at)?;
    if !is_confirmed && is_unlikely(row.kind, &values) {
        return Err(FieldReason::Unlikely);
    }
    Ok(values)
}
