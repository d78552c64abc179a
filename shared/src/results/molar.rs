//! Molar masses of what laboratories measure by mass and by amount of substance.

use super::rows;
use crate::decimal;
use crate::record::model::Coding;

pub const LOINC: &str = "http://loinc.org";
const TABLE: &str = include_str!("molar_masses.tsv");

/// A substance of the table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Substance {
    pub component: &'static str,
    /// What is weighed: `C6H12O6`.
    pub formula: &'static str,
    pub grams_per_mole: f64,
    /// Where the mass comes from, with the convention where there is one.
    pub source: &'static str,
    codes: &'static str,
}

impl Substance {
    /// The LOINC codes whose results are told of it.
    pub fn codes(&self) -> impl Iterator<Item = &'static str> {
        self.codes.split(' ')
    }
}

/// The substance a LOINC code measures. A code of another system is never looked up: the same
/// digits mean something else there.
pub fn find(code: &Coding) -> Option<Substance> {
    (code.system == LOINC)
        .then(|| all().find(|substance| substance.codes().any(|it| it == code.code)))?
}

/// The whole table.
pub fn all() -> impl Iterator<Item = Substance> {
    rows(TABLE).filter_map(|row| match row.as_slice() {
        [component, formula, mass, codes, source] => Some(Substance {
            component,
            formula,
            grams_per_mole: decimal::read(mass)?,
            source,
            codes,
        }),
        _ => None,
    })
}

#[cfg(test)]
#[path = "tests/molar.rs"]
mod tests;
