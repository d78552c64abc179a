//! How much values move of themselves, and the change that is more than that.
//!
//! The reference change value (RCV) is the change between two values that biological and
//! analytical variation together exceed with a probability of 5 % only (Fraser and Harris, Crit
//! Rev Clin Lab Sci 1989;27:409–437). It is computed on the logarithmic scale and so is asymmetric
//! (Fokkema et al., Clin Chem 2006;52:1602–1603; `EuBIVAS` computes all of its own so):
//!
//! `σ² = ln(1 + CVa²) + ln(1 + CVi²)`, `RCV = exp(± z · √2 · σ) − 1`.

use super::molar::LOINC;
use super::rows;
use crate::decimal;
use crate::record::model::Coding;

const TABLE: &str = include_str!("variation.tsv");
/// Two-sided, 5 %: a value may move either way.
pub const Z_TWO_SIDED_95: f64 = 1.959_964;

/// The variation of one analyte.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Variation {
    pub component: &'static str,
    /// Within one healthy person, as a fraction: 0.05 is 5 %.
    pub within_subject: f64,
    /// Of the measurement, as a fraction. The laboratory's own is not sent: taken is what was
    /// published of it, else half the within-subject one, the most that is called desirable
    /// (Ricós et al., Scand J Clin Lab Invest 2004;64:175–184).
    pub analytical: f64,
    /// The publication, as it is cited.
    pub source: &'static str,
    pub year: &'static str,
}

/// The change that chance alone does not explain, as fractions of the earlier value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ReferenceChange {
    /// Above nought: 0.16 is +16 %.
    pub up: f64,
    /// Below nought: −0.14 is −14 %.
    pub down: f64,
}

impl Variation {
    pub fn reference_change(&self) -> ReferenceChange {
        reference_change(self.analytical, self.within_subject, Z_TWO_SIDED_95)
    }
}

/// The formula; the variations are fractions.
pub fn reference_change(analytical: f64, within_subject: f64, z: f64) -> ReferenceChange {
    let square = |part: f64| (part * part).ln_1p();
    let sigma = (square(analytical) + square(within_subject)).sqrt();
    let exponent = z * std::f64::consts::SQRT_2 * sigma;
    ReferenceChange { up: exponent.exp_m1(), down: (-exponent).exp_m1() }
}

impl ReferenceChange {
    /// Whether the change from one value to another is more than chance. Both are above nought in
    /// one unit: nothing is said of others.
    pub fn is_exceeded(&self, before: f64, after: f64) -> Option<bool> {
        let is_fine = before > 0.0 && after > 0.0 && before.is_finite() && after.is_finite();
        let change = after / before - 1.0;
        is_fine.then_some(change > self.up || change < self.down)
    }
}

/// The published variation of a LOINC code; nothing for what is not in the table.
pub fn find(code: &Coding) -> Option<Variation> {
    if code.system != LOINC {
        return None;
    }
    rows(TABLE).find_map(|row| match row.as_slice() {
        [component, codes, within, analytical, source, year]
            if codes.split(' ').any(|it| it == code.code) =>
        {
            let within_subject = decimal::read(within)? / 100.0;
            let analytical = match *analytical {
                "-" => within_subject / 2.0,
                known => decimal::read(known)? / 100.0,
            };
            Some(Variation { component, within_subject, analytical, source, year })
        }
        _ => None,
    })
}

#[cfg(test)]
#[path = "tests/variation.rs"]
mod tests;
