//! Several results side by side (RES-6).

use serde::{Deserialize, Serialize};

use super::api::{SeriesPoint, ValueChange};
use super::list::ListedResult;
use super::series::{Point, Series};
use super::tell;
use crate::contract::FieldReason;
use crate::id::EntryId;
use crate::record::model::{Coding, PatientBrief};

/// The fewest and the most results that are compared: more do not fit side by side.
pub const COMPARED_MIN: usize = 2;
pub const COMPARED_MAX: usize = 6;

/// Which results are compared; their order does not matter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ComparedEntries {
    /// 2 to 6 reports or single values.
    pub entries: Vec<EntryId>,
}

impl ComparedEntries {
    /// Each once, or why they cannot be compared.
    pub fn check(&self) -> Result<Vec<EntryId>, FieldReason> {
        let mut entries = self.entries.clone();
        entries.sort_unstable();
        entries.dedup();
        match entries.len() {
            0 => Err(FieldReason::Required),
            COMPARED_MIN..=COMPARED_MAX => Ok(entries),
            _ => Err(FieldReason::OutOfRange),
        }
    }
}

/// Results side by side, the oldest specimen first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct FoundComparison {
    pub results: Vec<ListedResult>,
    pub rows: Vec<ComparedRow>,
    /// Whose card it is.
    pub patient: PatientBrief,
}

/// One analyte in all of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ComparedRow {
    /// By the newest name it was sent with.
    pub code: Coding,
    /// The unit its numbers are told in.
    pub unit: String,
    /// As many as there are results, in their order.
    pub cells: Vec<ComparedCell>,
}

/// What one of them says of the analyte.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ComparedCell {
    /// Absent where it was not measured.
    pub point: Option<SeriesPoint>,
    /// Since the cell before it that has a value; absent in the first.
    pub change: Option<ValueChange>,
}

/// The analytes of `results`, each the entries of one column from left to right: in the order of
/// the last one, then what only others have.
pub fn rows(all: &[Series], results: &[Vec<EntryId>]) -> Vec<ComparedRow> {
    let mut rows: Vec<((usize, usize), ComparedRow)> =
        all.iter().filter_map(|series| row(series, results)).collect();
    rows.sort_by_key(|(place, _)| *place);
    rows.into_iter().map(|(_, row)| row).collect()
}

/// With its place: how far from the last column it is met first, and where in it.
fn row(series: &Series, results: &[Vec<EntryId>]) -> Option<((usize, usize), ComparedRow)> {
    let found: Vec<Option<(usize, &Point, usize)>> =
        results.iter().map(|entries| find(series, entries)).collect();
    let place = found.iter().rev().enumerate().find_map(|(column, found)| {
        found.map(|(_, point, at)| (column, at * PARTS + point.place))
    })?;
    let mut earlier = None;
    let cells = found.into_iter().map(|found| {
        let Some((at, point, _)) = found else { return ComparedCell { point: None, change: None } };
        let change = earlier.replace(at).map(|earlier| tell::change_between(series, earlier, at));
        ComparedCell { point: Some(point.into()), change }
    });
    let cells = cells.collect();
    let code = Coding {
        system: series.key.system.clone(),
        code: series.key.code.clone(),
        display: series.display.clone(),
    };
    Some((place, ComparedRow { code, unit: series.unit.clone(), cells }))
}

/// More parts than one observation has.
const PARTS: usize = 1_000;

/// The last value of a series among entries, as the index of its point, and where among them it
/// stands.
fn find<'s>(series: &'s Series, entries: &[EntryId]) -> Option<(usize, &'s Point, usize)> {
    series.points.iter().enumerate().rev().find_map(|(index, point)| {
        let at = entries.iter().position(|id| *id == point.entry)?;
        Some((index, point, at))
    })
}

#[cfg(test)]
#[path = "tests/compare.rs"]
mod tests;
