//! `referenceRange`: the interval printed with a value, in numbers and in words, and the limits
//! beyond which the value is critical.

use super::json::Json;
use super::read::{concept, plain};
use crate::record::model::{Coding, Interval};

/// What an observation says of intervals.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Ranges {
    /// Where one alone is for this value.
    pub interval: Option<Interval>,
    /// As printed. Of several ranges each is a line that says whom it is for:
    /// «мужчины: 130–160; женщины: 120–150».
    pub text: Option<String>,
    /// What lies between the critical limits.
    pub critical: Option<Interval>,
}

pub(super) fn read(of: &Json) -> Ranges {
    let (critical, others): (Vec<&Json>, Vec<&Json>) =
        of.list("referenceRange").iter().partition(|range| is_critical(range));
    // Code system referencerange-meaning: others are for treatment, or for a time of life.
    let is_normal =
        |range: &&Json| range.text_at("type.coding.code").is_none_or(|code| code == "normal");
    let normal: Vec<&Json> = others.iter().copied().filter(is_normal).collect();
    let usual = if normal.is_empty() { others } else { normal };
    let interval = match usual.as_slice() {
        [first, rest @ ..] if rest.iter().all(|range| ends(range) == ends(first)) => ends(first),
        _ => None,
    };
    let is_choice = usual.len() > 1;
    let lines: Vec<String> = usual.iter().filter_map(|range| line(range, is_choice)).collect();
    Ranges {
        interval,
        text: (!lines.is_empty()).then(|| lines.join("; ")),
        critical: limits(&critical, interval),
    }
}

fn ends(range: &Json) -> Option<Interval> {
    let end = |name: &str| range.get(name)?.get("value")?.as_f64();
    let interval = Interval { low: end("low"), high: end("high") };
    (interval.low.is_some() || interval.high.is_some()).then_some(interval)
}

/// A range as it was printed; put together where one has to choose, or where it is for somebody.
fn line(range: &Json, is_choice: bool) -> Option<String> {
    let label = label(range);
    let printed = range.text("text").map(str::trim).filter(|text| !text.is_empty());
    let said = match printed {
        Some(text) => text.to_owned(),
        None if is_choice || !label.is_empty() => between(range)?,
        None => return None,
    };
    // With a colon it says itself whom it is for.
    Some(if label.is_empty() || said.contains(':') { said } else { format!("{label}: {said}") })
}

/// `130–160`, `≥130`, `≤160`, with the digits that were sent.
fn between(range: &Json) -> Option<String> {
    let end = |name: &str| Some(plain(range.get(name)?.get("value")?));
    match (end("low"), end("high")) {
        (Some(low), Some(high)) => Some(format!("{low}–{high}")),
        (Some(low), None) => Some(format!("≥{low}")),
        (None, Some(high)) => Some(format!("≤{high}")),
        (None, None) => None,
    }
}

/// For whom a range is: «женщины от 18 лет», in words that `results::interval` reads; what it does
/// not know stays in the words of the sender.
fn label(range: &Json) -> String {
    let who = range.list("appliesTo").iter().filter_map(concept).map(sex_or_words);
    let kind = range.get("type").and_then(concept).filter(|kind| kind.code != "normal");
    let ages = range.get("age").and_then(ages);
    who.chain(kind.map(|kind| kind.display)).chain(ages).collect::<Vec<_>>().join(" ")
}

/// FHIR's, HL7 v3's and SNOMED CT's codes of sex.
fn sex_or_words(of: Coding) -> String {
    match of.code.as_str() {
        "male" | "M" | "248153007" => "мужчины".to_owned(),
        "female" | "F" | "248152002" => "женщины".to_owned(),
        _ => of.display,
    }
}

/// «от 18 лет по 40 лет»: both ends count.
fn ages(range: &Json) -> Option<String> {
    let end = |name: &str, word: &str| {
        let end = range.get(name)?;
        let unit = match end.text("code").or_else(|| end.text("unit"))? {
            "a" => "лет",
            "mo" => "мес",
            "wk" => "нед",
            "d" => "дн",
            other => other,
        };
        Some(format!("{word} {} {unit}", plain(end.get("value")?)))
    };
    let told: Vec<String> = [end("low", "от"), end("high", "по")].into_iter().flatten().collect();
    (!told.is_empty()).then(|| told.join(" "))
}

/// Whether it says where values are critical. HL7's code system of meanings has no word for that,
/// so senders use their own.
fn is_critical(range: &Json) -> bool {
    range.get("type").and_then(concept).is_some_and(|kind| {
        let words = kind.display.to_lowercase();
        matches!(kind.code.as_str(), "critical" | "panic" | "LL" | "HH" | "AA")
            || ["critical", "panic", "критич"].iter().any(|word| words.contains(word))
    })
}

/// What lies between the critical limits. Some send that, others what lies beyond them: which of
/// the two it is, the usual interval tells, and where it does not nothing is claimed.
fn limits(ranges: &[&Json], usual: Option<Interval>) -> Option<Interval> {
    let usual = usual?;
    let is_below = |at: f64| usual.low.is_some_and(|low| at <= low);
    let is_above = |at: f64| usual.high.is_some_and(|high| at >= high);
    let mut found = Interval { low: None, high: None };
    for at in ranges.iter().filter_map(|range| ends(range)) {
        let (low, high) = match (at.low, at.high) {
            (Some(low), Some(high)) if is_below(low) && is_above(high) => (Some(low), Some(high)),
            (Some(low), _) if is_above(low) => (None, Some(low)),
            (_, Some(high)) if is_below(high) => (Some(high), None),
            (Some(low), None) if is_below(low) => (Some(low), None),
            (None, Some(high)) if is_above(high) => (None, Some(high)),
            _ => return None,
        };
        found = Interval { low: low.or(found.low), high: high.or(found.high) };
    }
    (found.low.is_some() || found.high.is_some()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(ranges: &str) -> Ranges {
        read(&Json::parse(&format!("{{\"referenceRange\":[{ranges}]}}")).unwrap())
    }

    const fn interval(low: Option<f64>, high: Option<f64>) -> Interval {
        Interval { low, high }
    }

    const USUAL: &str = r#"{"low":{"value":3.5},"high":{"value":5.10}}"#;

    #[test]
    fn one_range_is_the_values_own() {
        assert_eq!(of(""), Ranges::default());
        let found = of(USUAL);
        assert_eq!(
            (found.interval, found.text, found.critical),
            (Some(interval(Some(3.5), Some(5.1))), None, None)
        );
        let found = of(r#"{"high":{"value":5},"text":" <5,0 "}"#);
        assert_eq!(found.interval, Some(interval(None, Some(5.0))));
        assert_eq!(found.text.as_deref(), Some("<5,0"));
    }

    #[test]
    fn of_several_ranges_none_is_taken_and_each_says_whom_it_is_for() {
        let found = of(r#"
            {"low":{"value":130},"high":{"value":160},"appliesTo":[{"coding":[{"code":"male"}]}]},
            {"low":{"value":120},"high":{"value":150},"appliesTo":[{"coding":[{"code":"248152002"}]}],
             "age":{"low":{"value":18,"code":"a"},"high":{"value":50,"code":"a"}}}"#);
        assert_eq!(found.interval, None);
        assert_eq!(
            found.text.as_deref(),
            Some("мужчины: 130–160; женщины от 18 лет по 50 лет: 120–150")
        );
    }

    #[test]
    fn what_is_for_treatment_is_no_usual_range() {
        let found = of(&format!(
            r#"{{"low":{{"value":9}},"type":{{"coding":[{{"code":"treatment"}}]}}}},{USUAL}"#
        ));
        assert_eq!(found.interval, Some(interval(Some(3.5), Some(5.1))));
    }

    #[test]
    fn critical_limits_are_read_however_they_are_meant() {
        let critical = |ends: &str| {
            of(&format!(r#"{USUAL},{{{ends},"type":{{"text":"Critical range"}}}}"#)).critical
        };
        for (ends, low, high) in [
            (r#""low":{"value":2.5},"high":{"value":6.5}"#, Some(2.5), Some(6.5)),
            (r#""low":{"value":6.5}"#, None, Some(6.5)),
            (r#""high":{"value":6.5}"#, None, Some(6.5)),
            (r#""high":{"value":2.5}"#, Some(2.5), None),
            (r#""low":{"value":6.5},"high":{"value":9}"#, None, Some(6.5)),
        ] {
            assert_eq!(critical(ends), Some(interval(low, high)), "{ends}");
        }
        assert_eq!(critical(r#""low":{"value":4}"#), None, "within what is usual");
        let alone = of(r#"{"low":{"value":6.5},"type":{"coding":[{"code":"HH"}]}}"#);
        assert_eq!((alone.interval, alone.critical), (None, None));
    }
}
