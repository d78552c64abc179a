//! Values with the series they belong to, told without HTTP and without SQL.

use shared::access::model::Section;
use shared::id::EntryId;
use shared::record::model::{Content, Entry, PatientBrief};
use shared::results::api::{FoundResults, FoundSeries};
use shared::results::interval::Person;
use shared::results::series::{Series, series_of};
use shared::results::tell;
use time::UtcOffset;

use crate::access::{Access, ReadEntries};
use crate::record::{self, Error};

/// The results of a card, as far as the caller may see them: what is closed to them is in no series
/// and is compared with nothing.
struct Results {
    entries: Vec<Entry>,
    series: Vec<Series>,
    patient: PatientBrief,
}

/// A report with its values, or one value (RES-10).
pub async fn results(
    access: &Access<ReadEntries>,
    id: EntryId,
    offset: UtcOffset,
) -> Result<FoundResults, Error> {
    let Results { entries, series, patient } = read(access, offset).await?;
    let find = |id: EntryId| entries.iter().find(|entry| entry.id == id);
    let entry = find(id).cloned().ok_or(Error::NotFound)?;
    let listed = match &entry.content {
        Content::DiagnosticReport(report) => report.results.clone(),
        Content::Encounter(_)
        | Content::Condition(_)
        | Content::AllergyIntolerance(_)
        | Content::MedicationStatement(_)
        | Content::Observation(_)
        | Content::Note(_)
        | Content::MedicationRequest(_)
        | Content::Immunization(_)
        | Content::Procedure(_)
        | Content::ServiceRequest(_)
        | Content::DocumentReference(_)
        | Content::CarePlan(_)
        | Content::Goal(_) => vec![id],
    };
    let (mut values, mut without_value) = (Vec::new(), Vec::new());
    for id in listed {
        let found = tell::values_of(&series, id);
        if found.is_empty() {
            without_value.extend(find(id).cloned());
        }
        values.extend(found);
    }
    Ok(FoundResults { entry, values, without_value, patient })
}

/// The series that the values of an entry belong to (RES-12).
pub async fn series(
    access: &Access<ReadEntries>,
    id: EntryId,
    offset: UtcOffset,
) -> Result<FoundSeries, Error> {
    let Results { series, patient, .. } = read(access, offset).await?;
    let series = tell::series_of(&series, id);
    if series.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(FoundSeries { series, patient })
}

async fn read(access: &Access<ReadEntries>, offset: UtcOffset) -> Result<Results, Error> {
    let patient = record::brief(access).await?;
    let person = Person { sex: Some(patient.sex), birth_date: Some(patient.birth_date) };
    let entries = record::all(access, Some(Section::Results)).await?;
    let series = series_of(&entries, &person, offset);
    Ok(Results { entries, series, patient })
}
