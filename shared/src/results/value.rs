//! A value as it was printed: a number with its digits, a bound, a range, a titre, or words.

use std::cmp::Ordering;

use super::unit::Unit;
use crate::decimal;
use crate::record::model::Value;
use crate::words::words;

/// More characters than any printed number has.
const NUMBER_MAX: usize = 40;

/// A number with the digits it was printed with: `5,40` is 5.4 to two decimals.
#[derive(Clone, Debug, PartialEq)]
pub struct Decimal {
    /// With a point and without spaces: `5.40`.
    pub digits: String,
    pub value: f64,
}

impl Decimal {
    /// Reads one number and nothing else: a comma or a point before the decimals, spaces or the
    /// other mark between thousands. `1,234` is one and 234 thousandths, as Russian laboratories
    /// print it.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.is_empty() || text.chars().count() > NUMBER_MAX {
            return None;
        }
        let digits = plain(&joined(text)?)?;
        let value = decimal::read(&digits)?;
        value.is_finite().then_some(Self { digits, value })
    }

    /// How many digits stand after the mark.
    pub fn decimals(&self) -> usize {
        let mantissa = self.digits.split(['e', 'E']).next().unwrap_or_default();
        mantissa.split_once('.').map_or(0, |(_, decimals)| decimals.len())
    }

    /// How many digits the printed number is told with: `0.050` has two.
    pub fn significant(&self) -> usize {
        let mantissa = self.digits.split(['e', 'E']).next().unwrap_or_default();
        let digits = mantissa.trim_start_matches(['-', '0', '.']);
        digits.chars().filter(char::is_ascii_digit).count().max(1)
    }
}

words! {
    /// On which side of its limit a value lies that could not be measured.
    Bound {
        /// `<0.5`
        Below "below",
        /// `≤0.5`
        AtMost "at_most",
        /// `>1000`
        Above "above",
        /// `≥1000`
        AtLeast "at_least",
    }
}

impl Bound {
    /// The sign as it is printed.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Below => "<",
            Self::AtMost => "≤",
            Self::Above => ">",
            Self::AtLeast => "≥",
        }
    }
}

/// What the text of a value says.
#[derive(Clone, Debug, PartialEq)]
pub enum Parsed {
    Number(Decimal),
    /// Not measured exactly: it lies beyond a limit.
    Censored(Bound, Decimal),
    /// `0–1`, both ends included.
    Range(Decimal, Decimal),
    /// `1:160`, or `<1:40`: the dilution is kept.
    Titre(Option<Bound>, Decimal),
    Words(String),
    /// Nothing was printed.
    Nothing,
}

/// All numbers a value may be: ends with whether the end itself is one of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Span {
    pub low: Option<(f64, bool)>,
    pub high: Option<(f64, bool)>,
}

impl Parsed {
    /// The number, where it was measured exactly.
    pub fn number(&self) -> Option<&Decimal> {
        match self {
            Self::Number(number) => Some(number),
            Self::Censored(..)
            | Self::Range(..)
            | Self::Titre(..)
            | Self::Words(_)
            | Self::Nothing => None,
        }
    }

    /// Where it is drawn: the number, or the limit of a censored value, marked as such.
    pub fn drawn_at(&self) -> Option<f64> {
        match self {
            Self::Number(at) | Self::Censored(_, at) | Self::Titre(_, at) => Some(at.value),
            Self::Range(..) | Self::Words(_) | Self::Nothing => None,
        }
    }

    pub fn is_censored(&self) -> bool {
        self.bound().is_some()
    }

    /// On which side of its limit it lies, where it could not be measured exactly.
    pub fn bound(&self) -> Option<Bound> {
        match self {
            Self::Censored(bound, _) => Some(*bound),
            Self::Titre(bound, _) => *bound,
            Self::Number(_) | Self::Range(..) | Self::Words(_) | Self::Nothing => None,
        }
    }

    /// The numbers it may be; nothing for words.
    pub fn span(&self) -> Option<Span> {
        let exact = |value: f64| Span { low: Some((value, true)), high: Some((value, true)) };
        Some(match self {
            Self::Number(number) | Self::Titre(None, number) => exact(number.value),
            Self::Range(low, high) => {
                Span { low: Some((low.value, true)), high: Some((high.value, true)) }
            }
            Self::Censored(bound, limit) | Self::Titre(Some(bound), limit) => match bound {
                Bound::Below => Span { low: None, high: Some((limit.value, false)) },
                Bound::AtMost => Span { low: None, high: Some((limit.value, true)) },
                Bound::Above => Span { low: Some((limit.value, false)), high: None },
                Bound::AtLeast => Span { low: Some((limit.value, true)), high: None },
            },
            Self::Words(_) | Self::Nothing => return None,
        })
    }
}

impl Span {
    /// Whether it surely is less, more or the same; nothing where it may be either.
    pub fn certain_order(&self, other: &Self) -> Option<Ordering> {
        let is_under = |left: Option<(f64, bool)>, right: Option<(f64, bool)>| match (left, right) {
            (Some((high, high_in)), Some((low, low_in))) => {
                high < low || (high <= low && !(high_in && low_in))
            }
            _ => false,
        };
        if is_under(self.high, other.low) {
            Some(Ordering::Less)
        } else if is_under(other.high, self.low) {
            Some(Ordering::Greater)
        } else {
            let is_one = |span: &Self| span.low.is_some() && span.low == span.high;
            (is_one(self) && self == other).then_some(Ordering::Equal)
        }
    }
}

/// Reads the text of a value. A unit after a number is left out; any other word makes the whole
/// text words.
pub fn read(text: &str) -> Parsed {
    let trimmed = text.trim();
    if trimmed.is_empty() || matches!(trimmed, "-" | "–" | "—") {
        return Parsed::Nothing;
    }
    let plain = trimmed.replace(['\u{a0}', '\u{202f}', '\u{2009}'], " ");
    read_number_like(&plain).unwrap_or_else(|| Parsed::Words(trimmed.to_owned()))
}

/// The value of an observation: its text where there is one, else its number.
pub fn of(value: &Value) -> Parsed {
    let parsed = read(&value.text);
    let Some(number) = value.number.filter(|number| number.is_finite()) else { return parsed };
    // «не обнаружено» sent with a nought is no measured nought.
    let is_lost = match &parsed {
        Parsed::Nothing => true,
        Parsed::Words(words) => words.contains(|c: char| c.is_ascii_digit()),
        Parsed::Number(_) | Parsed::Censored(..) | Parsed::Range(..) | Parsed::Titre(..) => false,
    };
    if is_lost {
        Parsed::Number(Decimal { digits: number.to_string(), value: number })
    } else {
        parsed
    }
}

fn read_number_like(text: &str) -> Option<Parsed> {
    if let Some((bound, rest)) = read_bound(text) {
        return match read_titre(rest) {
            Some(dilution) => Some(Parsed::Titre(Some(bound), dilution)),
            None => without_unit(rest).map(|limit| Parsed::Censored(bound, limit)),
        };
    }
    if let Some(dilution) = read_titre(text) {
        return Some(Parsed::Titre(None, dilution));
    }
    if let Some(number) = without_unit(text) {
        return Some(Parsed::Number(number));
    }
    let (low, high) = read_pair(text)?;
    Some(Parsed::Range(low, high))
}

/// A sign or its words before a number, and what follows it.
pub(super) fn read_bound(text: &str) -> Option<(Bound, &str)> {
    const SIGNS: &[(&str, Bound)] = &[
        ("<=", Bound::AtMost),
        (">=", Bound::AtLeast),
        ("≤", Bound::AtMost),
        ("⩽", Bound::AtMost),
        ("≥", Bound::AtLeast),
        ("⩾", Bound::AtLeast),
        ("<", Bound::Below),
        ("＜", Bound::Below),
        (">", Bound::Above),
        ("＞", Bound::Above),
        ("не более ", Bound::AtMost),
        ("не выше ", Bound::AtMost),
        ("не менее ", Bound::AtLeast),
        ("не ниже ", Bound::AtLeast),
        ("менее ", Bound::Below),
        ("меньше ", Bound::Below),
        ("ниже ", Bound::Below),
        ("более ", Bound::Above),
        ("больше ", Bound::Above),
        ("выше ", Bound::Above),
        ("свыше ", Bound::Above),
        ("до ", Bound::AtMost),
        ("от ", Bound::AtLeast),
        ("less than ", Bound::Below),
        ("greater than ", Bound::Above),
        ("more than ", Bound::Above),
        ("not more than ", Bound::AtMost),
        ("at most ", Bound::AtMost),
        ("up to ", Bound::AtMost),
        ("at least ", Bound::AtLeast),
    ];
    let text = text.trim_start();
    SIGNS.iter().find_map(|(sign, bound)| {
        let head: String = text.chars().take(sign.chars().count()).collect();
        let is_it = head.to_lowercase() == *sign;
        is_it.then(|| text.get(head.len()..).map(|rest| (*bound, rest)))?
    })
}

/// The dilution of `1:160`.
fn read_titre(text: &str) -> Option<Decimal> {
    let (one, dilution) = text.split_once(':')?;
    let dilution = dilution.trim();
    let is_whole = !dilution.is_empty() && dilution.bytes().all(|b| b.is_ascii_digit());
    (one.trim() == "1" && is_whole).then(|| Decimal::read(dilution)).flatten()
}

/// Two numbers with a dash between, the less first; a unit may follow.
pub(super) fn read_pair(text: &str) -> Option<(Decimal, Decimal)> {
    [" - ", " – ", " — ", "...", "…", "..", "–", "—", "−", "-"].iter().find_map(|mark| {
        // The first character may be the sign of the lower end.
        let (first, _) = text.char_indices().nth(1)?;
        let at = first + text.get(first..)?.find(mark)?;
        let low = Decimal::read(text.get(..at)?)?;
        let high = without_unit(text.get(at + mark.len()..)?)?;
        (low.value <= high.value).then_some((low, high))
    })
}

/// A number with nothing or one known unit after it.
pub(super) fn without_unit(text: &str) -> Option<Decimal> {
    let text = text.trim();
    if let Some(number) = Decimal::read(text) {
        return Some(number);
    }
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '-' | '+' | '−' | ' ');
    let end = text.find(|c: char| !is_part(c))?;
    // `5,4 10*9/л`: the unit may begin with digits of its own.
    let starts = text.get(..end)?.char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| at);
    std::iter::once(end).chain(starts).find_map(|at| {
        let (number, unit) = text.split_at_checked(at)?;
        Unit::read(unit)?;
        Decimal::read(number)
    })
}

/// Spaces between thousands taken out; nothing where spaces stand elsewhere.
fn joined(text: &str) -> Option<String> {
    let is_space = |c: char| matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'');
    if !text.contains(is_space) {
        return Some(text.to_owned());
    }
    let (sign, rest) = match text.strip_prefix(['+', '-', '−']) {
        Some(rest) if text.starts_with('+') => ("", rest.trim_start_matches(is_space)),
        Some(rest) => ("-", rest.trim_start_matches(is_space)),
        None => ("", text),
    };
    let whole = rest.split([',', '.']).next()?;
    let groups_fit = whole.split(is_space).enumerate().all(|(at, group)| {
        let fits = if at == 0 { (1..=3).contains(&group.len()) } else { group.len() == 3 };
        fits && group.bytes().all(|b| b.is_ascii_digit())
    });
    let decimals_fit = !rest.get(whole.len()..)?.contains(is_space);
    let has_no_groups = !whole.contains(is_space);
    (decimals_fit && (groups_fit || has_no_groups))
        .then(|| format!("{sign}{}", rest.replace(is_space, "")))
}

/// One spelling: a minus, digits, a point, an exponent.
fn plain(text: &str) -> Option<String> {
    let text = text.replace('−', "-");
    let text = text.strip_prefix('+').unwrap_or(&text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let (sign, digits) = match mantissa.strip_prefix('-') {
        Some(digits) => ("-", digits),
        None => ("", mantissa),
    };
    let digits = with_point(digits)?;
    let digits = if digits.starts_with('.') { format!("0{digits}") } else { digits };
    match exponent {
        None => Some(format!("{sign}{digits}")),
        Some(exponent) => {
            let number = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
            let is_short = (1..=2).contains(&number.len());
            let is_number = is_short && number.bytes().all(|b| b.is_ascii_digit());
            is_number.then(|| format!("{sign}{digits}e{exponent}"))
        }
    }
}

/// The last mark becomes the point; the other mark before it parts thousands.
fn with_point(text: &str) -> Option<String> {
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let Some((whole, decimals)) = text.rsplit_once(['.', ',']) else {
        return (!text.is_empty() && is_digits(text)).then(|| text.to_owned());
    };
    let mark = if text.get(whole.len()..)?.starts_with(',') { '.' } else { ',' };
    let mut groups = whole.split(mark);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let is_first_fine = rest.is_empty() || (1..=3).contains(&first.len());
    let are_groups = rest.iter().all(|group| group.len() == 3 && is_digits(group));
    let is_fine = is_digits(first) && is_first_fine && are_groups && is_digits(decimals);
    (is_fine && !decimals.is_empty()).then(|| format!("{first}{}.{decimals}", rest.concat()))
}

#[cfg(test)]
#[path = "tests/value.rs"]
mod tests;
