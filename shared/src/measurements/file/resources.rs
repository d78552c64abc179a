//! FHIR R4 in JSON: an Observation, or a Bundle of them.

use super::{Found, FoundRow, checked, in_unit, said};
use crate::contract::FieldReason;
use crate::id::EntryId;
use crate::interop::fhir::json::Json;
use crate::interop::fhir::read::{LOINC, Links, read as read_resource};
use crate::measurements::model::{MeasurementKind, Part, ROWS_MAX};
use crate::record::model::{Content, Observation, Value};
use crate::record::rules::is_done;

/// A file points at nothing of the card.
struct Nothing;

impl Links for Nothing {
    fn entry(&self, _: &str) -> Option<EntryId> {
        None
    }

    fn name(&self, _: &str) -> Option<String> {
        None
    }
}

pub(super) fn read(text: &str) -> Result<Found, FieldReason> {
    let json = Json::parse(text).map_err(|_| FieldReason::FileBroken)?;
    let resources: Vec<&Json> = match json.text("resourceType") {
        Some("Observation") => vec![&json],
        Some("Bundle") => {
            json.list("entry").iter().filter_map(|entry| entry.get("resource")).collect()
        }
        Some(_) | None => return Err(FieldReason::FileFormat),
    };
    let mut found = Found::default();
    for (line, resource) in (1..).zip(resources) {
        match row(line, resource) {
            Some(row) => found.rows.push(row),
            None => found.skipped += 1,
        }
        if found.rows.len() > ROWS_MAX {
            return Err(FieldReason::TooManyRows);
        }
    }
    Ok(found)
}

/// A measurement that took place; nothing for all others.
fn row(line: u32, resource: &Json) -> Option<FoundRow> {
    let reading = read_resource(resource, &Nothing)?;
    if reading.withdrawn || !is_done(&reading.content) {
        return None;
    }
    let Content::Observation(observation) = &reading.content else { return None };
    let kind = kind_of(resource)?;
    let (text, values) = values(kind, observation);
    Some(FoundRow {
        line,
        kind: Some(kind),
        said: said(&text),
        at: reading.occurred_at.ok_or(FieldReason::Required),
        values,
    })
}

/// By any of its LOINC codes: vital signs often bring two.
fn kind_of(resource: &Json) -> Option<MeasurementKind> {
    let codings = resource.get("code")?.list("coding").iter();
    let mut loinc = codings.filter(|coding| coding.text("system") == Some(LOINC));
    loinc.find_map(|coding| MeasurementKind::of_quantity(coding.text("code")?))
}

fn values(
    kind: MeasurementKind,
    observation: &Observation,
) -> (String, Result<Vec<f64>, FieldReason>) {
    let parts: Vec<Option<&Value>> = match kind.spec().parts {
        [_] => vec![Some(&observation.value)],
        parts => {
            let of = |part: &Part| {
                let mut components = observation.components.iter();
                components.find(|it| it.code.code == part.code).map(|it| &it.value)
            };
            parts.iter().map(of).collect()
        }
    };
    let told: Vec<&str> = parts.iter().flatten().map(|value| value.text.as_str()).collect();
    let number = |value: Option<&Value>| {
        let value = value.ok_or(FieldReason::Required)?;
        let number = value.number.ok_or(FieldReason::Invalid)?;
        in_unit(kind, number, &value.unit)
    };
    let numbers: Result<Vec<f64>, FieldReason> = parts.iter().copied().map(number).collect();
    (told.join("/"), numbers.and_then(|numbers| checked(kind, numbers)))
}
