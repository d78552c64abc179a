//! OBX-7, the reference range as printed.

use super::message::Piece;
use super::value::{Comparator, read_comparator, read_number};

/// One end of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limit {
    /// Decimal number with a point, digits as printed
    pub digits: String,
    /// The limit itself is within the range: true for `4-6` and `≤5`, false for `<5`
    pub is_inclusive: bool,
}

/// The ends of a range; at least one is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Lower end
    pub low: Option<Limit>,
    /// Upper end
    pub high: Option<Limit>,
}

/// A reference range: the text is what counts, the limits are there when the text says nothing
/// else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReferenceRange {
    /// As printed
    pub text: String,
    /// Read from the text; nothing for ranges by age or sex, titres and words
    pub limits: Option<Limits>,
}

impl ReferenceRange {
    /// Nothing for an empty field and for a dash in place of a range (Mindray chemistry).
    pub(super) fn read(field: Piece<'_>) -> Option<Self> {
        let text = field.value().filter(|text| text != "-")?;
        let low_high =
            (field.component(1).value(), field.component(2).value(), field.components().count());
        let limits = match low_high {
            (Some(low), Some(high), 2) => limits(&format!("{low} - {high}")),
            _ => limits(&text),
        };
        Some(Self { text, limits })
    }
}

/// Reads `4.0-11.0`, `4,3 – 6,2`, `4.3 to 6.2`, `от 3 до 5`, `70_105`, `3..5`, `<5`, `≤5`, `до 5`,
/// `не более 5`, `>60`, `не менее 60`, each with a unit after it or without.
fn limits(text: &str) -> Option<Limits> {
    let text = text.trim().trim_matches(['(', ')', '[', ']']).trim();
    let one = |digits, is_inclusive| Some(Limit { digits, is_inclusive });
    if let Some((comparator, rest)) = read_comparator(text) {
        let digits = number_and_unit(rest)?;
        return match comparator {
            Comparator::Less => Some(Limits { low: None, high: one(digits, false) }),
            Comparator::LessOrEqual => Some(Limits { low: None, high: one(digits, true) }),
            Comparator::Greater => Some(Limits { low: one(digits, false), high: None }),
            Comparator::GreaterOrEqual => Some(Limits { low: one(digits, true), high: None }),
            Comparator::Equal | Comparator::NotEqual => None,
        };
    }
    let lower = text.to_lowercase();
    if let Some(rest) = lower.strip_prefix("от ").or_else(|| lower.strip_prefix("from ")) {
        return match rest.split_once(" до ").or_else(|| rest.split_once(" to ")) {
            Some((low, high)) => between(&read_number(low)?, &number_and_unit(high)?),
            None => Some(Limits { low: one(number_and_unit(rest)?, true), high: None }),
        };
    }
    [" - ", " – ", " — ", " to ", " до ", "...", "…", "..", "–", "—", "−", "_", "-"]
        .iter()
        .find_map(|mark| {
            // The first character may be the sign of the lower limit.
            let (first, _) = lower.char_indices().nth(1)?;
            let at = first + lower.get(first..)?.find(mark)?;
            let (low, high) = (lower.get(..at)?, lower.get(at + mark.len()..)?);
            between(&read_number(low)?, &number_and_unit(high)?)
        })
}

fn between(low: &str, high: &str) -> Option<Limits> {
    let value = |digits: &str| digits.parse::<f64>().ok();
    if value(low)? > value(high)? {
        return None;
    }
    let limit = |digits: &str| Some(Limit { digits: digits.to_owned(), is_inclusive: true });
    Some(Limits { low: limit(low), high: limit(high) })
}

/// A number with nothing or one unit after it.
fn number_and_unit(text: &str) -> Option<String> {
    let text = text.trim();
    if let Some(number) = read_number(text) {
        return Some(number);
    }
    let end = text
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+')))
        .filter(|end| *end > 0)?;
    let (number, unit) = text.split_at_checked(end)?;
    let unit = unit.trim();
    let starts = unit
        .starts_with(|c: char| c.is_alphabetic() || matches!(c, '%' | '/' | '°' | '*' | '['))
        || unit.starts_with("10*")
        || unit.starts_with("10^");
    let is_unit =
        starts && !unit.contains([' ', ':', ';', ',', '<', '>', '=']) && unit.chars().count() <= 16;
    is_unit.then(|| read_number(number)).flatten()
}

#[cfg(test)]
mod tests {
    use super::super::message::Message;
    use super::*;

    fn read(raw: &str) -> Option<ReferenceRange> {
        let message =
            Message::parse(format!("MSH|^~\\&|||||||ORU^R01|1|P|2.5\rOBX|{raw}").as_bytes())
                .unwrap();
        ReferenceRange::read(message.first("OBX").unwrap().field(1))
    }

    fn limits_of(raw: &str) -> (String, String) {
        let limits = read(raw).and_then(|range| range.limits);
        let show = |limit: Option<Limit>| {
            limit.map_or(String::new(), |l| {
                format!("{}{}", l.digits, if l.is_inclusive { "]" } else { ")" })
            })
        };
        limits.map_or_else(|| ("?".to_owned(), "?".to_owned()), |l| (show(l.low), show(l.high)))
    }

    #[test]
    fn two_limits_are_read_however_they_are_divided() {
        for raw in [
            "4.0-11.5",
            "4.0 - 11.5",
            "4,0–11,5",
            "4.0 to 11.5",
            "4.0_11.5",
            "4.0..11.5",
            "от 4,0 до 11,5",
            "4.0^11.5",
            "(4.0 - 11.5)",
            "4.0-11.5 ммоль/л",
            "4.0 - 11.5 10*9/L",
        ] {
            assert_eq!(limits_of(raw), ("4.0]".to_owned(), "11.5]".to_owned()), "{raw}");
        }
        assert_eq!(limits_of("-2 - 2"), ("-2]".to_owned(), "2]".to_owned()));
        assert_eq!(limits_of("-5--2"), ("-5]".to_owned(), "-2]".to_owned()));
        assert_eq!(limits_of("4300 to 10800"), ("4300]".to_owned(), "10800]".to_owned()));
    }

    #[test]
    fn one_limit_is_read() {
        for (raw, low, high) in [
            ("<10 ug/dL", "", "10)"),
            ("<0.04ng/mL", "", "0.04)"),
            ("≤5", "", "5]"),
            ("<=5,0", "", "5.0]"),
            ("до 5", "", "5]"),
            ("не более 5", "", "5]"),
            ("менее 5", "", "5)"),
            ("up to 5", "", "5]"),
            (">60", "60)", ""),
            ("не менее 60", "60]", ""),
            ("от 60", "60]", ""),
        ] {
            assert_eq!(limits_of(raw), (low.to_owned(), high.to_owned()), "{raw}");
        }
    }

    #[test]
    fn what_depends_or_is_not_a_range_stays_text() {
        for raw in [
            "М: 130-160; Ж: 120-150",
            "<9 mcg/dL:  Acceptable background lead exposure",
            "High Viral Load > or = 850000iU/mL",
            "1:40",
            "отрицательно",
            "11-4",
            "^^10.000000",
            "2026-01-02",
        ] {
            assert_eq!(limits_of(raw).0, "?", "{raw}");
            assert!(read(raw).is_some(), "{raw}");
        }
        assert_eq!((read(""), read("-")), (None, None));
    }
}
