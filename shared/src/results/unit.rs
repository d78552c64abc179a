//! Units as laboratories print them, and how one becomes another.
//!
//! A conversion says its factor and where the factor comes from (RES-12). What cannot be converted
//! says why; nothing is guessed.

use super::molar;
use super::unit_table::{ATOMS, Atom, Dimension};
use crate::decimal;
use crate::record::model::Coding;

/// More characters than any unit has.
const UNIT_MAX: usize = 40;

/// A unit that is known.
#[derive(Clone, Debug, PartialEq)]
pub struct Unit {
    /// UCUM, case sensitive: `mmol/L`.
    pub ucum: String,
    pub dimension: Dimension,
    /// How many base units (gram, mole, metre, second) one of it is.
    pub factor: f64,
    /// What it is related to besides, such as a body surface of 1.73 m²: with another note it is
    /// another quantity.
    pub note: Option<&'static str>,
}

impl Unit {
    /// Reads a printed unit. An empty or unknown text is nothing.
    pub fn read(text: &str) -> Option<Self> {
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if text.is_empty() || text.chars().count() > UNIT_MAX {
            return None;
        }
        let (text, note) = without_note(&text);
        let text = without_times(text);
        // `п/зр` and `S/CO` have a slash of their own.
        if let Some(atom) = find(text) {
            return Some(Self::of(atom, note));
        }
        let mut parts = text.split('/');
        let above = parts.next()?;
        let mut unit = match above {
            "" => Self { ucum: String::new(), dimension: Dimension::default(), factor: 1.0, note },
            _ => Self::of(find(above)?, note),
        };
        for below in parts {
            let below = find(below)?;
            unit.ucum = format!("{}/{}", unit.ucum, below.ucum);
            unit.dimension = match below.ucum {
                "[HPF]" => Dimension { own: "/[HPF]", ..unit.dimension },
                _ => unit.dimension.over(below.dimension)?,
            };
            unit.factor /= below.factor;
        }
        Some(unit)
    }

    fn of(atom: &Atom, note: Option<&'static str>) -> Self {
        Self { ucum: atom.ucum.to_owned(), dimension: atom.dimension, factor: atom.factor, note }
    }
}

/// Where a factor comes from.
#[derive(Clone, Debug, PartialEq)]
pub enum Basis {
    /// It is the same unit, perhaps spelled otherwise.
    Same,
    /// By the definition of the units (UCUM).
    Units,
    /// By the molar mass of the substance, in g/mol.
    MolarMass { component: &'static str, grams_per_mole: f64, source: &'static str },
    /// `HbA1c` between NGSP per cent and IFCC mmol/mol by the master equation
    /// NGSP = 0.09148 × IFCC + 2.152 (Hoelzel et al., Clin Chem 2004;50:166–174).
    IfccMaster,
}

/// `to = from × factor + offset`
#[derive(Clone, Debug, PartialEq)]
pub struct Conversion {
    pub factor: f64,
    /// Nought for all but `HbA1c`.
    pub offset: f64,
    /// UCUM; as printed where it is not known what it means.
    pub from: String,
    pub to: String,
    pub basis: Basis,
}

impl Conversion {
    pub fn apply(&self, value: f64) -> f64 {
        value.mul_add(self.factor, self.offset)
    }

    /// Whether the number stays what was printed.
    pub fn is_same(&self) -> bool {
        self.basis == Basis::Same
    }

    /// The converted value, told with as many significant digits as the printed one had, and with
    /// three at least, since rounding to fewer would move it by more than conversion does.
    pub fn rounded(&self, value: f64, significant: usize) -> f64 {
        if self.is_same() {
            return value;
        }
        round(self.apply(value), significant.clamp(3, 15))
    }
}

/// Why a value cannot be told in another unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unconvertible {
    /// Nothing is printed where a unit belongs.
    NoUnit,
    /// What is printed is no known unit.
    Unknown(String),
    /// They measure different things, or the same thing against something different.
    Different { from: String, to: String },
    /// Mass and amount of substance of a substance whose molar mass is not in the table.
    NoMolarMass { from: String, to: String },
}

/// How a value printed in `from` is told in `to`. `code` names the analyte: without it mass and
/// amount are not converted.
pub fn conversion(
    from: &str,
    to: &str,
    code: Option<&Coding>,
) -> Result<Conversion, Unconvertible> {
    if from.trim() == to.trim() {
        let ucum = Unit::read(from).map_or_else(|| from.trim().to_owned(), |unit| unit.ucum);
        return Ok(Conversion {
            factor: 1.0,
            offset: 0.0,
            from: ucum.clone(),
            to: ucum,
            basis: Basis::Same,
        });
    }
    let known = |text: &str| match Unit::read(text) {
        Some(unit) => Ok(unit),
        None if text.trim().is_empty() => Err(Unconvertible::NoUnit),
        None => Err(Unconvertible::Unknown(text.trim().to_owned())),
    };
    let (from, to) = (known(from)?, known(to)?);
    let made = |factor, offset, basis| Conversion {
        factor,
        offset,
        from: from.ucum.clone(),
        to: to.ucum.clone(),
        basis,
    };
    let different = || Unconvertible::Different { from: from.ucum.clone(), to: to.ucum.clone() };
    if from.note != to.note {
        return Err(different());
    }
    if let Some((factor, offset)) = code.and_then(|code| ifcc(code, &from, &to)) {
        return Ok(made(factor, offset, Basis::IfccMaster));
    }
    if from.dimension == to.dimension {
        return Ok(match exactly(from.factor, to.factor) {
            factor if from.ucum == to.ucum || is_one(factor) => made(1.0, 0.0, Basis::Same),
            factor => made(factor, 0.0, Basis::Units),
        });
    }
    by_molar_mass(&from, &to, code, &made).ok_or_else(different)?
}

type Made<'a> = &'a dyn Fn(f64, f64, Basis) -> Conversion;

/// Mass against amount; nothing where they differ in more than that.
fn by_molar_mass(
    from: &Unit,
    to: &Unit,
    code: Option<&Coding>,
    made: Made<'_>,
) -> Option<Result<Conversion, Unconvertible>> {
    let (has_mass, gets_mass) = (from.dimension.mass, to.dimension.mass);
    let is_to_amount =
        has_mass - 1 == gets_mass && from.dimension.amount + 1 == to.dimension.amount;
    let is_to_mass = has_mass + 1 == gets_mass && from.dimension.amount - 1 == to.dimension.amount;
    let rest = |of: Dimension| (of.length, of.time, of.own);
    if !(is_to_amount || is_to_mass) || rest(from.dimension) != rest(to.dimension) {
        return None;
    }
    let Some(substance) = code.and_then(molar::find) else {
        return Some(Err(Unconvertible::NoMolarMass {
            from: from.ucum.clone(),
            to: to.ucum.clone(),
        }));
    };
    let grams = substance.grams_per_mole;
    let factor = exactly(from.factor, to.factor);
    let factor = if is_to_amount { factor / grams } else { factor * grams };
    let basis = Basis::MolarMass {
        component: substance.component,
        grams_per_mole: grams,
        source: substance.source,
    };
    Some(Ok(made(factor, 0.0, basis)))
}

/// LOINC codes of `HbA1c` over total haemoglobin.
const HBA1C: &[&str] = &["4548-4", "17856-6", "59261-8", "4549-2", "17855-8"];

/// The factor and the offset of the master equation, where it is `HbA1c` between its two units.
fn ifcc(code: &Coding, from: &Unit, to: &Unit) -> Option<(f64, f64)> {
    const SLOPE: f64 = 0.09148;
    const INTERCEPT: f64 = 2.152;
    if code.system != molar::LOINC || !HBA1C.contains(&code.code.as_str()) {
        return None;
    }
    match (from.ucum.as_str(), to.ucum.as_str()) {
        ("mmol/mol", "%") => Some((SLOPE, INTERCEPT)),
        ("%", "mmol/mol") => Some((1.0 / SLOPE, -INTERCEPT / SLOPE)),
        _ => None,
    }
}

/// The quotient, without the last bit of noise that powers of ten leave.
fn exactly(from: f64, to: f64) -> f64 {
    round(from / to, 15)
}

fn is_one(factor: f64) -> bool {
    (factor - 1.0).abs() < 1e-12
}

/// A number to so many significant digits.
pub fn round(value: f64, significant: usize) -> f64 {
    let digits = significant.saturating_sub(1);
    decimal::read(&format!("{value:.digits$e}")).unwrap_or(value)
}

/// As it is written; else with small letters, where that is unambiguous. A single letter is taken
/// as it is written only: `G/L` is a thousand million to the litre, and no gram.
fn find(text: &str) -> Option<&'static Atom> {
    let spells = |atom: &&Atom, text: &str| atom.spellings.split(' ').any(|it| it == text);
    ATOMS.iter().find(|atom| spells(atom, text)).or_else(|| {
        text.chars().nth(1)?;
        let small = text.to_lowercase();
        let mut fit = ATOMS
            .iter()
            .filter(|atom| atom.spellings.split(' ').any(|it| it.to_lowercase() == small));
        let first = fit.next()?;
        fit.all(|other| other.ucum == first.ucum).then_some(first)
    })
}

/// `мл/мин/1,73м2` is a clearance of a standard body, not of this one.
fn without_note(text: &str) -> (&str, Option<&'static str>) {
    const STANDARD: &[&str] = &[
        "/1.73m2",
        "/1,73м2",
        "/1.73м2",
        "/1,73м²",
        "/1.73м²",
        "/1.73m²",
        "/{1.73_m2}",
        "/1,73кв.м",
    ];
    let found = STANDARD.iter().find_map(|note| {
        let rest = text.strip_suffix(note)?;
        Some((rest.trim_end_matches('*'), Some("{1.73_m2}")))
    });
    found
        .or_else(|| text.strip_suffix("{1.73_m2}").map(|rest| (rest, Some("{1.73_m2}"))))
        .unwrap_or((text, None))
}

/// `х10^9/л`: the sign of multiplication before a power of ten.
fn without_times(text: &str) -> &str {
    let rest = text.strip_prefix(['х', 'Х', 'x', 'X', '×', '*', '·']);
    rest.filter(|rest| rest.starts_with("10")).unwrap_or(text)
}

#[cfg(test)]
#[path = "tests/unit.rs"]
mod tests;
