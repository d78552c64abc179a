//! Values with the series they belong to, told without HTTP and without SQL.

use shared::access::model::Section;
use shared::id::EntryId;
use shared::measurements::model::MeasurementKind;
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
    // A laboratory's value is compared with a laboratory's; what was measured at home with all.
    let mut results = read(access, Told::Without, offset).await?;
    if !results.entries.iter().any(|entry| entry.id == id) {
        results = read(access, Told::With, offset).await?;
    }
    let Results { entries, series, patient } = results;
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
    let Results { series, patient, .. } = read(access, Told::With, offset).await?;
    let series = tell::series_of(&series, id);
    if series.is_empty() {
        return Err(Error::NotFound);
    }
    Ok(FoundSeries { series, patient })
}

/// Whether what the patient measured is among it (VIT-2).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Told {
    With,
    Without,
}

async fn read(
    access: &Access<ReadEntries>,
    told: Told,
    offset: UtcOffset,
) -> Result<Results, Error> {
    let patient = record::brief(access).await?;
    let person = Person { sex: Some(patient.sex), birth_date: Some(patient.birth_date) };
    let mut entries = record::all(access, Some(Section::Results)).await?;
    if told == Told::With {
        let own = record::all(access, Some(Section::Notes)).await?;
        entries.extend(own.into_iter().filter(is_measured));
    }
    let series = series_of(&entries, &person, offset);
    Ok(Results { entries, series, patient })
}

/// What patients tell of their habits is no measurement.
fn is_measured(entry: &Entry) -> bool {
    match &entry.content {
        Content::Observation(observation) => MeasurementKind::of(observation).is_some(),
        Content::DiagnosticReport(_)
        | Content::Encounter(_)
        | Content::Condition(_)
        | Content::AllergyIntolerance(_)
        | Content::MedicationStatement(_)
        | Content::Note(_)
        | Content::MedicationRequest(_)
        | Content::Immunization(_)
        | Content::Procedure(_)
        | Content::ServiceRequest(_)
        | Content::DocumentReference(_)
        | Content::CarePlan(_)
        | Content::Goal(_) => false,
    }
}
