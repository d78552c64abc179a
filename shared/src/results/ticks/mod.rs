//! Marks on the axes of a chart: nice moments and nice numbers, never too many.

mod time_axis;

pub use time_axis::{TimeTick, time_ticks};

use super::unit::round;
use crate::decimal;
use crate::lang::Lang;

/// A mark on the axis of values.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueTick {
    pub value: f64,
    /// With the decimal mark of the language: `5,5`.
    pub label: String,
}

/// The ends of the axis of values: all numbers with a twentieth of air on each side. Nought is
/// there only where the numbers reach it. Numbers that are all one get a tenth on each side.
/// Nothing where there is no number.
pub fn value_domain(numbers: impl IntoIterator<Item = f64>) -> Option<(f64, f64)> {
    let finite = numbers.into_iter().filter(|number| number.is_finite());
    let (low, high) = finite.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), number| {
        (low.min(number), high.max(number))
    });
    if low > high {
        return None;
    }
    let air = match high - low {
        width if width > 0.0 => width / 20.0,
        _ if high.abs() > 0.0 => high.abs() / 10.0,
        _ => 1.0,
    };
    // Air does not take what is never negative below nought.
    let from = if low >= 0.0 { (low - air).max(0.0) } else { low - air };
    let to = high + air;
    (from.is_finite() && to.is_finite() && to > from).then_some((from, to))
}

/// At most `max` numbers within the ends, a step of 1, 2 or 5 times a power of ten apart.
pub fn value_ticks(lang: Lang, from: f64, to: f64, max: usize) -> Vec<ValueTick> {
    let width = to - from;
    if !width.is_finite() || width <= 0.0 || max == 0 {
        return Vec::new();
    }
    let Some((step, decimals)) = nice_step(from, to, max) else { return Vec::new() };
    let (first, last) = whole_steps(from, to, step);
    let mut ticks = Vec::new();
    let mut at = first;
    while at <= last && ticks.len() < max {
        let value = round(at * step, 12);
        let text = format!("{value:.decimals$}");
        let text = if value == 0.0 { text.replace('-', "") } else { text };
        let label = match lang {
            Lang::Ru => text.replace('.', ",").replace('-', "−"),
            Lang::En => text.replace('-', "−"),
        };
        ticks.push(ValueTick { value: value + 0.0, label });
        at += 1.0;
    }
    ticks
}

/// The smallest step that does not make too many marks, and the decimals it is told with.
fn nice_step(from: f64, to: f64, max: usize) -> Option<(f64, usize)> {
    let exponent: i32 = format!("{:e}", to - from).split_once('e')?.1.parse().ok()?;
    let rough = [exponent - 3, exponent - 2, exponent - 1, exponent, exponent + 1];
    rough.into_iter().flat_map(|power| [1u8, 2, 5].map(|digit| (digit, power))).find_map(
        |(digit, power)| {
            let step = decimal::read(&format!("{digit}e{power}"))?;
            let (first, last) = whole_steps(from, to, step);
            let decimals = usize::try_from(-power).unwrap_or(0);
            (step > 0.0 && last - first < count(max)).then_some((step, decimals))
        },
    )
}

/// How many steps from nought the first and the last mark are.
fn whole_steps(from: f64, to: f64, step: f64) -> (f64, f64) {
    // A hair's breadth, so that an end which is itself a mark is one.
    const HAIR: f64 = 1e-9;
    ((from / step - HAIR).ceil(), (to / step + HAIR).floor())
}

fn count(max: usize) -> f64 {
    f64::from(u32::try_from(max).unwrap_or(u32::MAX))
}

#[cfg(test)]
#[path = "../tests/ticks.rs"]
mod tests;
