//! Reference intervals as laboratories print them, and which line of one is for whom.
//!
//! The interval printed with a value is the only one it is compared with (RES-12). Where it
//! depends on what is not known of the person, it says so and nothing is compared.

mod label;

use time::Date;

use self::label::Label;
use super::value::{Bound, Decimal, Span, read_bound, read_pair, without_unit};
use crate::record::model::{Interval, Sex};

/// One end of an interval.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// With the digits that were printed.
    pub at: Decimal,
    /// Whether the limit itself lies within: true for `4–6` and `≤5`, false for `<5`.
    pub is_inclusive: bool,
}

/// An interval of numbers in the unit of the value; a missing end is open.
#[derive(Clone, Debug, PartialEq)]
pub struct Limits {
    pub low: Option<Limit>,
    pub high: Option<Limit>,
}

/// What is usual, as printed.
#[derive(Clone, Debug, PartialEq)]
pub enum Norm {
    Limits(Limits),
    /// «отрицательно»
    Words(String),
}

/// Where all numbers a value may be lie against limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Below,
    Within,
    Above,
    /// It may lie on either side: a censored value whose limit is within.
    Uncertain,
}

impl Limits {
    /// Where a value lies; only what is certain is said.
    pub fn place(&self, span: &Span) -> Place {
        let is_below = |low: &Limit| match span.high {
            Some((high, is_in)) => {
                high < low.at.value || (high <= low.at.value && !(is_in && low.is_inclusive))
            }
            None => false,
        };
        let is_above = |high: &Limit| match span.low {
            Some((low, is_in)) => {
                low > high.at.value || (low >= high.at.value && !(is_in && high.is_inclusive))
            }
            None => false,
        };
        let clears_low = self.low.as_ref().is_none_or(|limit| match span.low {
            Some((low, is_in)) => {
                low > limit.at.value || (low >= limit.at.value && (!is_in || limit.is_inclusive))
            }
            None => false,
        });
        let clears_high = self.high.as_ref().is_none_or(|limit| match span.high {
            Some((high, is_in)) => {
                high < limit.at.value || (high <= limit.at.value && (!is_in || limit.is_inclusive))
            }
            None => false,
        });
        if self.low.as_ref().is_some_and(is_below) {
            Place::Below
        } else if self.high.as_ref().is_some_and(is_above) {
            Place::Above
        } else if clears_low && clears_high {
            Place::Within
        } else {
            Place::Uncertain
        }
    }
}

impl Limits {
    /// Whether both bound the same numbers, whether or not the ends are within.
    pub fn has_ends_of(&self, other: &Self) -> bool {
        let number = |limit: &Option<Limit>| limit.as_ref().map(|limit| limit.at.value);
        number(&self.low) == number(&other.low) && number(&self.high) == number(&other.high)
    }
}

impl From<Interval> for Option<Limits> {
    /// The record's intervals are closed. One without ends says nothing.
    fn from(interval: Interval) -> Self {
        let limit = |value: f64| Limit {
            at: Decimal { digits: value.to_string(), value },
            is_inclusive: true,
        };
        let is_number = |value: &f64| value.is_finite();
        let low = interval.low.filter(is_number).map(limit);
        let high = interval.high.filter(is_number).map(limit);
        (low.is_some() || high.is_some()).then_some(Limits { low, high })
    }
}

/// A printed interval with all its lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Printed {
    /// As printed; this is what is shown.
    pub text: String,
    lines: Vec<Line>,
}

#[derive(Clone, Debug, PartialEq)]
struct Line {
    label: Label,
    norm: Norm,
}

/// What has to be known of a person to choose a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Person {
    pub sex: Option<Sex>,
    pub birth_date: Option<Date>,
}

/// Why no line can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unchosen {
    /// Nothing was printed.
    NotPrinted,
    SexNotKnown,
    AgeNotKnown,
    /// It depends on something else, in the words of the laboratory: «беременные».
    Depends(String),
    /// No line is for such a person.
    NoLineFits,
    /// Several lines are, and they differ.
    SeveralFit,
}

/// Reads a printed interval. What has no numbers is kept as words.
pub fn read(text: &str) -> Printed {
    let text = text.trim();
    let lines = pieces(text).into_iter().filter_map(read_line).collect();
    Printed { text: text.to_owned(), lines }
}

impl Printed {
    /// What is usual for a person on the day the specimen was taken.
    pub fn choose(&self, person: &Person, specimen_on: Date) -> Result<&Norm, Unchosen> {
        if self.lines.is_empty() {
            return Err(Unchosen::NotPrinted);
        }
        let mut fitting: Vec<&Line> = Vec::new();
        let mut unknown = None;
        for line in &self.lines {
            match line.label.fits(*person, specimen_on) {
                Ok(true) => fitting.push(line),
                Ok(false) => {}
                Err(reason) => unknown = unknown.or(Some(reason)),
            }
        }
        if let Some(reason) = unknown {
            return Err(reason);
        }
        // A line for somebody goes before one for everybody.
        let told: Vec<&Line> =
            fitting.iter().copied().filter(|line| !line.label.is_for_all()).collect();
        let chosen = if told.is_empty() { fitting } else { told };
        match chosen.as_slice() {
            [] => Err(Unchosen::NoLineFits),
            [first, rest @ ..] if rest.iter().all(|line| line.norm == first.norm) => {
                Ok(&first.norm)
            }
            _ => Err(Unchosen::SeveralFit),
        }
    }
}

/// The lines of a printed interval: parted by `;`, by ends of lines, and by a comma before a sex.
fn pieces(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for part in text.split([';', '\n', '\r']) {
        let mut rest = part;
        while let Some(at) = comma_before_label(rest) {
            found.extend(rest.get(..at));
            rest = rest.get(at + 1..).unwrap_or_default();
        }
        found.push(rest);
    }
    found.into_iter().map(str::trim).filter(|piece| !piece.is_empty()).collect()
}

/// Where a comma stands after which a line for a sex begins.
fn comma_before_label(text: &str) -> Option<usize> {
    text.match_indices(',').map(|(at, _)| at).find(|at| {
        let after = text.get(at + 1..).unwrap_or_default().trim_start();
        after.split_once(':').is_some_and(|(label, _)| label::names_sex(label))
            || label::sex_before_number(after).is_some()
    })
}

fn read_line(text: &str) -> Option<Line> {
    if let Some(norm) = read_limits(text) {
        return Some(Line { label: Label::default(), norm: Norm::Limits(norm) });
    }
    let (label, rest) = match label_end(text) {
        Some(at) => (text.get(..at)?, text.get(at + 1..)?.trim()),
        None => label::sex_before_number(text).unwrap_or(("", text)),
    };
    let norm = match read_limits(rest) {
        Some(limits) => Norm::Limits(limits),
        None if rest.is_empty() || rest == "-" => return None,
        None => Norm::Words(rest.to_owned()),
    };
    Some(Line { label: Label::read(label), norm })
}

/// The colon after a label, which is not the one of `1:40`.
fn label_end(text: &str) -> Option<usize> {
    text.char_indices().filter(|(_, c)| *c == ':').map(|(at, _)| at).find(|at| {
        let before = text.get(..*at).unwrap_or_default();
        let after = text.get(at + 1..).unwrap_or_default();
        let is_ratio = before.trim_end().ends_with('1')
            && !before.trim_end().contains(char::is_alphabetic)
            && after.trim_start().starts_with(|c: char| c.is_ascii_digit());
        !is_ratio
    })
}

/// Two numbers, or one with the side it bounds.
fn read_limits(text: &str) -> Option<Limits> {
    let text = text.trim().trim_matches(['(', ')', '[', ']']).trim();
    let closed = |at: Decimal| Some(Limit { at, is_inclusive: true });
    let open = |at: Decimal| Some(Limit { at, is_inclusive: false });
    let lower = text.to_lowercase();
    let from = lower.strip_prefix("от ").or_else(|| lower.strip_prefix("from "));
    let ends = from.unwrap_or(&lower);
    let pair = ends.split_once(" до ").or_else(|| ends.split_once(" to "));
    if let Some((low, high)) = pair {
        let (low, high) = (Decimal::read(low)?, without_unit(high)?);
        return (low.value <= high.value).then(|| Limits { low: closed(low), high: closed(high) });
    }
    if let Some((bound, rest)) = read_bound(text) {
        let at = without_unit(rest)?;
        return Some(match bound {
            Bound::Below => Limits { low: None, high: open(at) },
            Bound::AtMost => Limits { low: None, high: closed(at) },
            Bound::Above => Limits { low: open(at), high: None },
            Bound::AtLeast => Limits { low: closed(at), high: None },
        });
    }
    let (low, high) = read_pair(text)?;
    Some(Limits { low: closed(low), high: closed(high) })
}

#[cfg(test)]
#[path = "../tests/interval.rs"]
mod tests;
