//! Tables: a first line with names, then a line for each moment.

use csv::{ReaderBuilder, StringRecord};
use time::UtcOffset;

use super::{Found, FoundRow, checked, in_unit, said, when};
use crate::contract::FieldReason;
use crate::measurements::model::{MeasurementKind, ROWS_MAX};
use crate::measurements::rules;
use crate::results::unit::Unit;
use crate::results::value::Decimal;

/// More columns than any such table has.
const COLUMNS_MAX: usize = 200;

/// What a column holds, by its name.
#[derive(Clone, Debug, PartialEq)]
enum Column {
    /// A day, with its time or without.
    Day,
    Clock,
    Upper,
    Lower,
    /// One kind, in the unit its name tells; empty where it tells none.
    Kind(MeasurementKind, String),
    /// Which kind the line is of.
    Name,
    /// The value of the kind the line is of.
    Value,
    /// The unit of that value.
    Unit,
    Other,
}

pub(super) fn read(text: &str, offset: UtcOffset) -> Result<Found, FieldReason> {
    let text = text.replace("\r\n", "\n");
    let begin = text.trim_start_matches(['\r', '\n', ' ']);
    let header = begin.lines().next().unwrap_or_default();
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter(header))
        .flexible(true)
        .has_headers(false)
        .from_reader(begin.as_bytes());
    let mut records = reader.records();
    let names = match records.next() {
        Some(Ok(names)) if names.len() <= COLUMNS_MAX => names,
        Some(Ok(_) | Err(_)) => return Err(FieldReason::FileFormat),
        None => return Err(FieldReason::FileEmpty),
    };
    let columns: Vec<Column> = names.iter().map(column).collect();
    let has = |wanted: &Column| columns.contains(wanted);
    let has_kind = columns.iter().any(|it| matches!(it, Column::Kind(..)));
    let has_value = has_kind
        || (has(&Column::Upper) && has(&Column::Lower))
        || (has(&Column::Name) && has(&Column::Value));
    if !has(&Column::Day) || !has_value {
        return Err(FieldReason::UnknownColumns);
    }
    let mut found = Found::default();
    for record in records {
        let record = record.map_err(|_| FieldReason::FileFormat)?;
        let line = record.position().map_or(0, csv::Position::line);
        let line = u32::try_from(line).unwrap_or(u32::MAX);
        Line { columns: &columns, record: &record, number: line, offset }.read(&mut found);
        // No more is read than is refused.
        if found.rows.len() > ROWS_MAX {
            return Err(FieldReason::TooManyRows);
        }
    }
    Ok(found)
}

/// The sign the first line has most of.
fn delimiter(header: &str) -> u8 {
    let count = |sign: u8| header.bytes().filter(|byte| *byte == sign).count();
    [b';', b'\t', b','].into_iter().max_by_key(|sign| (count(*sign), *sign == b';')).unwrap_or(b';')
}

struct Line<'a> {
    columns: &'a [Column],
    record: &'a StringRecord,
    number: u32,
    offset: UtcOffset,
}

impl Line<'_> {
    /// The cells of the columns that are wanted, as far as the line has them and they say something.
    fn cells(&self) -> impl Iterator<Item = (&Column, &str)> {
        let filled = |(_, cell): &(&Column, &str)| !cell.is_empty();
        self.columns.iter().zip(self.record.iter().map(str::trim)).filter(filled)
    }

    fn cell(&self, wanted: &Column) -> &str {
        self.cells().find(|(column, _)| *column == wanted).map_or("", |(_, cell)| cell)
    }

    fn read(&self, found: &mut Found) {
        if self.cells().next().is_none() {
            return;
        }
        let before = found.rows.len();
        let (upper, lower) = (self.cell(&Column::Upper), self.cell(&Column::Lower));
        if !(upper.is_empty() && lower.is_empty()) {
            let text = format!("{upper}/{lower}");
            let values = pressure(upper, lower);
            found.rows.push(self.row(MeasurementKind::BloodPressure, &text, values));
        }
        for (column, cell) in self.cells() {
            if let Column::Kind(kind, unit) = column {
                found.rows.push(self.row(*kind, cell, values(*kind, cell, unit)));
            }
        }
        let (name, value) = (self.cell(&Column::Name), self.cell(&Column::Value));
        match kind_of(&plain(name)) {
            Some(kind) if !value.is_empty() => {
                let values = values(kind, value, self.cell(&Column::Unit));
                found.rows.push(self.row(kind, value, values));
            }
            Some(_) | None => {}
        }
        found.skipped += u32::from(found.rows.len() == before);
    }

    fn row(
        &self,
        kind: MeasurementKind,
        text: &str,
        values: Result<Vec<f64>, FieldReason>,
    ) -> FoundRow {
        FoundRow {
            line: self.number,
            kind: Some(kind),
            said: said(text),
            at: when::read(self.cell(&Column::Day), self.cell(&Column::Clock), self.offset),
            values,
        }
    }
}

fn pressure(upper: &str, lower: &str) -> Result<Vec<f64>, FieldReason> {
    let number = |text: &str| match Decimal::read(text) {
        Some(number) => Ok(number.value),
        None if text.is_empty() => Err(FieldReason::Required),
        None => Err(FieldReason::Invalid),
    };
    checked(MeasurementKind::BloodPressure, vec![number(upper)?, number(lower)?])
}

fn values(kind: MeasurementKind, text: &str, unit: &str) -> Result<Vec<f64>, FieldReason> {
    if matches!(kind, MeasurementKind::BloodPressure) {
        return rules::read(kind, text);
    }
    let number = Decimal::read(text.trim_end_matches(['%', '°', ' ', '\u{a0}']));
    let number = number.ok_or(FieldReason::Invalid)?.value;
    checked(kind, vec![in_unit(kind, number, unit)?])
}

/// Small letters, one space between words, without what stands in brackets or after a comma: there
/// the unit is.
fn plain(name: &str) -> String {
    let name = name.split(['(', '[', ',']).next().unwrap_or_default();
    let lower = name.to_lowercase().replace('ё', "е").replace(['_', '-', '.'], " ");
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The unit a name tells in brackets or after a comma: `Глюкоза, мг/дл`.
fn unit_of(name: &str) -> String {
    let Some((_, unit)) = name.split_once(['(', '[', ',']) else { return String::new() };
    let unit = unit.trim().trim_end_matches([')', ']']).trim();
    if Unit::read(unit).is_some() { unit.to_owned() } else { String::new() }
}

fn column(name: &str) -> Column {
    match plain(name).as_str() {
        "дата"
        | "дата и время"
        | "дата время"
        | "дата измерения"
        | "когда"
        | "день"
        | "date"
        | "datetime"
        | "date time"
        | "date and time"
        | "timestamp"
        | "measured at"
        | "measurement date"
        | "day"
        | "recorded at" => Column::Day,
        "время" | "время измерения" | "time" | "hour" => Column::Clock,
        "систолическое"
        | "систолическое давление"
        | "систолическое ад"
        | "верхнее"
        | "верхнее давление"
        | "ад верхнее"
        | "сад"
        | "сис"
        | "systolic"
        | "sys"
        | "sbp"
        | "systolic pressure"
        | "systolic blood pressure" => Column::Upper,
        "диастолическое"
        | "диастолическое давление"
        | "диастолическое ад"
        | "нижнее"
        | "нижнее давление"
        | "ад нижнее"
        | "дад"
        | "диа"
        | "diastolic"
        | "dia"
        | "dbp"
        | "diastolic pressure"
        | "diastolic blood pressure" => Column::Lower,
        "показатель" | "вид" | "что" | "измерение" | "kind" | "type" | "measurement" | "name" => {
            Column::Name
        }
        "значение" | "результат" | "value" | "result" | "reading" => Column::Value,
        "единица" | "единицы" | "ед изм" | "единица измерения" | "unit" | "units" => {
            Column::Unit
        }
        other => match kind_of(other) {
            Some(kind) => Column::Kind(kind, unit_of(name)),
            None => Column::Other,
        },
    }
}

/// The kind a name means.
fn kind_of(name: &str) -> Option<MeasurementKind> {
    Some(match name {
        "артериальное давление"
        | "давление"
        | "ад"
        | "кровяное давление"
        | "blood pressure"
        | "bp"
        | "blood pressure reading" => MeasurementKind::BloodPressure,
        "пульс"
        | "чсс"
        | "частота сердечных сокращений"
        | "pulse"
        | "heart rate"
        | "hr"
        | "pulse rate" => MeasurementKind::Pulse,
        "глюкоза"
        | "сахар"
        | "сахар крови"
        | "сахар в крови"
        | "глюкоза крови"
        | "glucose"
        | "blood glucose"
        | "sugar"
        | "blood sugar"
        | "bg" => MeasurementKind::Glucose,
        "глюкоза натощак" | "сахар натощак" | "fasting glucose" | "fasting blood glucose" => {
            MeasurementKind::FastingGlucose
        }
        "вес" | "масса" | "масса тела" | "weight" | "body weight" => {
            MeasurementKind::Weight
        }
        "температура" | "температура тела" | "temperature" | "body temperature" | "temp" => {
            MeasurementKind::Temperature
        }
        "сатурация"
        | "кислород"
        | "кислород в крови"
        | "spo2"
        | "spo₂"
        | "oxygen saturation"
        | "oxygen"
        | "saturation" => MeasurementKind::OxygenSaturation,
        "частота дыхания" | "чдд" | "дыхание" | "respiratory rate" | "breathing rate" => {
            MeasurementKind::RespiratoryRate
        }
        "пиковая скорость выдоха" | "псв" | "пикфлоуметрия" | "peak flow" | "pef" => {
            MeasurementKind::PeakFlow
        }
        "мно" | "inr" => MeasurementKind::Inr,
        "талия" | "окружность талии" | "waist" | "waist circumference" => {
            MeasurementKind::Waist
        }
        "рост" | "height" | "body height" => MeasurementKind::Height,
        word => return word.replace(' ', "_").parse().ok(),
    })
}
