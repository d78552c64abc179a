//! Measurements out of files: tables of monitors, meters and spreadsheets, and FHIR in JSON.
//!
//! A cell is text and nothing else: what looks like a formula is no number and is told as wrong.

mod resources;
mod table;
mod when;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251};
use time::{OffsetDateTime, UtcOffset};

use super::model::{MeasurementKind, ROWS_MAX};
use super::rules;
use crate::contract::FieldReason;
use crate::format;
use crate::lang::Lang;
use crate::record::model::Coding;
use crate::results::unit::conversion;

/// The most bytes of a file.
pub const FILE_MAX: usize = 5_000_000;
/// The most characters of a cell that are told again.
const SAID_MAX: usize = 80;

/// What a file holds.
#[derive(Debug, Default, PartialEq)]
pub struct Found {
    pub rows: Vec<FoundRow>,
    /// What is no measurement known here.
    pub skipped: u32,
}

/// One measurement as it stands in a file.
#[derive(Debug, PartialEq)]
pub struct FoundRow {
    /// The line of a table, the number of a resource; from 1.
    pub line: u32,
    pub kind: Option<MeasurementKind>,
    /// As it stands there, cut where it is long.
    pub said: String,
    pub at: Result<OffsetDateTime, FieldReason>,
    /// In the unit of the kind.
    pub values: Result<Vec<f64>, FieldReason>,
}

/// Reads a file. `offset` is of the clock whose times a table tells. Why it is not understood is
/// one of the reasons for files, or [`FieldReason::TooManyRows`].
pub fn read(bytes: &[u8], offset: UtcOffset) -> Result<Found, FieldReason> {
    if bytes.len() > FILE_MAX {
        return Err(FieldReason::FileTooLarge);
    }
    let text = decode(bytes)?;
    let begin = text.trim_start();
    if begin.is_empty() {
        return Err(FieldReason::FileEmpty);
    }
    let found = if begin.starts_with(['{', '[']) {
        resources::read(begin)?
    } else {
        table::read(&text, offset)?
    };
    if found.rows.len() > ROWS_MAX {
        return Err(FieldReason::TooManyRows);
    }
    if found.rows.is_empty() {
        return Err(FieldReason::FileEmpty);
    }
    Ok(found)
}

/// UTF-8 and UTF-16 by their marks or looks, and what is neither as windows-1251, in which Russian
/// spreadsheets save.
fn decode(bytes: &[u8]) -> Result<String, FieldReason> {
    if bytes.is_empty() {
        return Err(FieldReason::FileEmpty);
    }
    let (encoding, mark) = Encoding::for_bom(bytes).unwrap_or((guess(bytes), 0));
    let bytes = bytes.get(mark..).unwrap_or_default();
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes);
    let text = text.ok_or(FieldReason::FileBroken)?;
    let is_binary = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    if text.contains(is_binary) {
        return Err(FieldReason::FileFormat);
    }
    Ok(text.into_owned())
}

/// Where no mark says so: half of UTF-16 is noughts, as long as it is Latin letters and digits.
fn guess(bytes: &[u8]) -> &'static Encoding {
    let begin = bytes.get(..bytes.len().min(64)).unwrap_or_default();
    let noughts = |odd: usize| {
        begin.iter().enumerate().filter(|(at, byte)| at % 2 == odd && **byte == 0).count()
    };
    let is_many = |count: usize| count * 4 > begin.len();
    if is_many(noughts(1)) {
        UTF_16LE
    } else if is_many(noughts(0)) {
        UTF_16BE
    } else if std::str::from_utf8(bytes).is_ok() {
        UTF_8
    } else {
        WINDOWS_1251
    }
}

/// What is told again of a cell.
fn said(text: &str) -> String {
    let text = text.trim();
    let mut cut: String = text.chars().take(SAID_MAX).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}

/// A number in the unit of its kind, rounded as such devices show it; what cannot be told in that
/// unit is none. Without a unit it is in the usual one.
fn in_unit(kind: MeasurementKind, number: f64, unit: &str) -> Result<f64, FieldReason> {
    let own = kind.spec().unit;
    if unit.trim().is_empty() || unit.trim() == own {
        return Ok(number);
    }
    // Known by the code laboratories send: the molar mass is the same.
    let code = match kind {
        MeasurementKind::Glucose | MeasurementKind::FastingGlucose => "2345-7",
        MeasurementKind::BloodPressure
        | MeasurementKind::Pulse
        | MeasurementKind::Weight
        | MeasurementKind::Temperature
        | MeasurementKind::OxygenSaturation
        | MeasurementKind::RespiratoryRate
        | MeasurementKind::PeakFlow
        | MeasurementKind::Inr
        | MeasurementKind::Waist
        | MeasurementKind::Height => kind.spec().code,
    };
    let coding = Coding {
        system: super::model::LOINC.to_owned(),
        code: code.to_owned(),
        display: String::new(),
    };
    let conversion = conversion(unit, own, Some(&coding)).map_err(|_| FieldReason::Invalid)?;
    if conversion.is_same() {
        return Ok(number);
    }
    Ok((conversion.apply(number) * 10.0).round() / 10.0)
}

/// What would be typed for these numbers.
pub fn typed(values: &[f64]) -> String {
    let numbers: Vec<String> = values.iter().map(|it| format::number(Lang::Ru, *it)).collect();
    numbers.join("/")
}

/// The numbers, once they are possible.
fn checked(kind: MeasurementKind, values: Vec<f64>) -> Result<Vec<f64>, FieldReason> {
    rules::check(kind, &values)?;
    Ok(values)
}

#[cfg(test)]
mod tests;
