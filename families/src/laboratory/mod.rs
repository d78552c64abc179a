//! What laboratories measure and how they print it.

mod derived;
mod effects;
mod level;
mod printed;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use shared::record::model::{Interval, Sex};

use crate::catalogue::sex;
use crate::table::{list, rows, some};

pub use derived::derive;
pub use effects::Spell;
pub use level::{Host, level, wording};
pub use printed::{flag, printed, rounded};

/// Something measured, as the table has it.
#[derive(Debug)]
pub struct Analyte {
    /// LOINC.
    pub code: &'static str,
    pub name: &'static str,
    /// «Сыворотка крови»; nothing for what is measured on the body.
    pub specimen: Option<&'static str>,
    pub unit: &'static str,
    /// Digits after the decimal mark.
    pub decimals: usize,
    ranges: Vec<Range>,
    /// That of an adult, in the unit above.
    pub mean: Option<f64>,
    /// How far the values of one healthy person lie apart.
    pub sd: f64,
    /// The words it is told in; empty for a number.
    pub words: Vec<&'static str>,
}

/// A reference interval and for whom it is.
#[derive(Debug)]
struct Range {
    sex: Option<Sex>,
    /// Full years; the last is not included.
    ages: (i32, i32),
    interval: Interval,
}

/// What is ordered as one.
#[derive(Debug)]
pub struct Panel {
    pub name: &'static str,
    pub loinc: Option<&'static str>,
    pub analytes: Vec<&'static str>,
}

static ANALYTES: LazyLock<BTreeMap<&'static str, Analyte>> = LazyLock::new(|| {
    rows::<15>(include_str!("../../data/laboratory.tsv"))
        .map(|row| {
            let [code, _, name, _, _, specimen, unit, _, decimals, ranges, mean, sd, words, ..] =
                row;
            let analyte = Analyte {
                code,
                name,
                specimen: specimen_ru(specimen),
                unit,
                decimals: decimals.parse().unwrap_or(0),
                ranges: list(ranges).filter_map(Range::read).collect(),
                mean: mean.parse().ok(),
                sd: sd.parse().unwrap_or(0.0),
                words: list(words).collect(),
            };
            (code, analyte)
        })
        .collect()
});

static PANELS: LazyLock<BTreeMap<&'static str, Panel>> = LazyLock::new(|| {
    rows::<5>(include_str!("../../data/panels.tsv"))
        .map(|[key, name, _, loinc, analytes]| {
            (key, Panel { name, loinc: some(loinc), analytes: list(analytes).collect() })
        })
        .collect()
});

pub fn analyte(code: &str) -> Option<&'static Analyte> {
    ANALYTES.get(code)
}

pub fn panel(key: &str) -> Option<&'static Panel> {
    PANELS.get(key)
}

impl Analyte {
    /// The interval of the table for this sex and age.
    pub fn interval(&self, sex: Sex, age: i32) -> Option<Interval> {
        self.ranges
            .iter()
            .find(|range| {
                range.sex.is_none_or(|only| only == sex)
                    && (range.ages.0..range.ages.1).contains(&age)
            })
            .map(|range| range.interval)
    }
}

impl Range {
    /// `f:18-45:35.0..45.0`; every number may be missing.
    fn read(text: &str) -> Option<Self> {
        let mut parts = text.split(':');
        let only = sex(parts.next()?);
        let (from, to) = parts.next()?.split_once('-')?;
        let (low, high) = parts.next()?.split_once("..")?;
        Some(Self {
            sex: only,
            ages: (from.parse().unwrap_or(0), to.parse().unwrap_or(200)),
            interval: Interval { low: low.parse().ok(), high: high.parse().ok() },
        })
    }
}

fn specimen_ru(word: &str) -> Option<&'static str> {
    match word {
        "blood" => Some("Цельная кровь"),
        "serum" => Some("Сыворотка крови"),
        "plasma" => Some("Плазма крови"),
        "urine" => Some("Моча"),
        "stool" => Some("Кал"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use shared::record::model::Coding;
    use shared::results::meaning::meaning_of;

    use super::*;

    /// RES-3: by its code, and by its name where the code is not sent.
    #[test]
    fn every_laboratory_test_has_a_meaning() {
        let tests = ANALYTES.values().filter(|analyte| analyte.specimen.is_some());
        for analyte in tests.clone() {
            for system in ["http://loinc.org", ""] {
                let (code, display) = (analyte.code.to_owned(), analyte.name.to_owned());
                let code = Coding { system: system.to_owned(), code, display };
                assert!(meaning_of(&code).is_some(), "{code:?}");
            }
        }
        assert!(tests.count() > 120);
    }

    #[test]
    fn intervals_go_by_age_and_sex() {
        let hemoglobin = analyte("718-7").unwrap();
        let of = |sex, age| hemoglobin.interval(sex, age).unwrap();
        assert_eq!(of(Sex::Female, 30), Interval { low: Some(120.0), high: Some(140.0) });
        assert_eq!(of(Sex::Male, 30), Interval { low: Some(130.0), high: Some(160.0) });
        assert_eq!(of(Sex::Male, 0), Interval { low: Some(95.0), high: Some(135.0) });
        assert_eq!(of(Sex::Male, 5), Interval { low: Some(115.0), high: Some(145.0) });
        let protein = analyte("1988-5").unwrap().interval(Sex::Male, 50).unwrap();
        assert_eq!(protein, Interval { low: None, high: Some(5.0) });
    }

    #[test]
    fn panels_are_made_of_known_analytes() {
        for (key, panel) in &*PANELS {
            assert!(!panel.analytes.is_empty(), "{key}");
            for code in &panel.analytes {
                assert!(analyte(code).is_some(), "{key} {code}");
            }
        }
    }
}
