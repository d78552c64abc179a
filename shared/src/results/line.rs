//! The number line beside a value (RES-15): where it lies between usual and harmful.

use serde::{Deserialize, Serialize};

use super::interval::{Limit, Limits};
use super::value::{Parsed, Span};
use crate::words::words;

/// Marks further apart than so many widths of the interval do not stretch the line: the value
/// stands at its end with an arrow.
const STRETCH: f64 = 2.0;

words! {
    /// What a mark on the line is.
    MarkKind {
        Low "low",
        High "high",
        CriticalLow "critical_low",
        CriticalHigh "critical_high",
    }
}

/// A limit on the line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Mark {
    pub kind: MarkKind,
    /// From 0, the left end, to 1.
    pub position: f64,
    /// As printed, with a point: `5.2`.
    pub label: String,
}

/// A number line from 0 to 1.
#[derive(Clone, Debug, PartialEq)]
pub struct NumberLine {
    /// The numbers at its ends, in the unit of the value.
    pub from: f64,
    pub to: f64,
    /// The usual part, from and to; an open end reaches the end of the line.
    pub usual: (f64, f64),
    pub marks: Vec<Mark>,
    /// Where the value is drawn; a censored one at its limit.
    pub value: f64,
    /// The part a censored value or a range may lie in.
    pub may_lie: (f64, f64),
    /// It lies beyond the end it is drawn at.
    pub is_beyond: bool,
}

/// The line for a value with the interval printed with it, in one unit. `critical` are the limits
/// that were sent: what lies between them is not critical. Nothing for words.
pub fn number_line(
    value: &Parsed,
    usual: &Limits,
    critical: Option<&Limits>,
) -> Option<NumberLine> {
    let at = value.drawn_at();
    let span = match value {
        // A dilution is in no unit a plain interval could be in.
        Parsed::Titre(..) | Parsed::Words(_) | Parsed::Nothing => return None,
        Parsed::Number(_) | Parsed::Censored(..) | Parsed::Range(..) => value.span()?,
    };
    let at = at.or_else(|| Some(f64::midpoint(span.low?.0, span.high?.0)))?;
    let (from, to) = ends(at, usual, critical)?;
    let place = |number: f64| ((number - from) / (to - from)).clamp(0.0, 1.0);
    let end = |limit: &Option<Limit>| limit.as_ref().map(|limit| place(limit.at.value));
    Some(NumberLine {
        from,
        to,
        usual: (end(&usual.low).unwrap_or(0.0), end(&usual.high).unwrap_or(1.0)),
        marks: marks(usual, critical, &place),
        value: place(at),
        may_lie: may_lie(&span, &place),
        is_beyond: at < from || at > to,
    })
}

fn may_lie(span: &Span, place: &dyn Fn(f64) -> f64) -> (f64, f64) {
    let end = |end: Option<(f64, bool)>, open: f64| end.map_or(open, |(end, _)| place(end));
    (end(span.low, 0.0), end(span.high, 1.0))
}

fn marks(usual: &Limits, critical: Option<&Limits>, place: &dyn Fn(f64) -> f64) -> Vec<Mark> {
    let mark = |kind, limit: Option<&Limit>| {
        limit.map(|limit| Mark {
            kind,
            position: place(limit.at.value),
            label: limit.at.digits.clone(),
        })
    };
    [
        mark(MarkKind::CriticalLow, critical.and_then(|it| it.low.as_ref())),
        mark(MarkKind::Low, usual.low.as_ref()),
        mark(MarkKind::High, usual.high.as_ref()),
        mark(MarkKind::CriticalHigh, critical.and_then(|it| it.high.as_ref())),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The numbers at the ends. Between two limits the interval is the middle third; with one, the
/// limit is in the middle of what can be told from it. The line grows to the critical limits and to
/// a value not too far, and goes below nought only for what is below nought itself.
fn ends(at: f64, usual: &Limits, critical: Option<&Limits>) -> Option<(f64, f64)> {
    let number = |limit: &Option<Limit>| limit.as_ref().map(|limit| limit.at.value);
    let (low, high) = (number(&usual.low), number(&usual.high));
    let critical_low = critical.and_then(|it| number(&it.low));
    let critical_high = critical.and_then(|it| number(&it.high));
    let known = [low, high, critical_low, critical_high, Some(at)];
    let is_below_nought = known.iter().flatten().any(|number| *number < 0.0);
    let width = match (low, high) {
        (Some(low), Some(high)) if high > low => high - low,
        (Some(one), _) | (None, Some(one)) if one.abs() > 0.0 => one.abs(),
        (Some(_), _) | (_, Some(_)) => at.abs().max(1.0),
        (None, None) => return None,
    };
    let middle = (low.or(high)?, high.or(low)?);
    let mut from = middle.0 - width;
    let mut to = middle.1 + width;
    let margin = width / 10.0;
    for limit in [critical_low, critical_high].into_iter().flatten() {
        from = from.min(limit - margin);
        to = to.max(limit + margin);
    }
    let reach = (to - from) * STRETCH;
    if at < from && from - at <= reach {
        from = at - margin;
    } else if at > to && at - to <= reach {
        to = at + margin;
    }
    if !is_below_nought {
        from = from.max(0.0);
    }
    (to > from && from.is_finite() && to.is_finite()).then_some((from, to))
}

#[cfg(test)]
#[path = "tests/line.rs"]
mod tests;
