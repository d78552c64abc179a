use super::*;
use time::OffsetDateTime;
use time::macros::{datetime, offset};

fn labels(lang: Lang, from: f64, to: f64, max: usize) -> Vec<String> {
    value_ticks(lang, from, to, max).into_iter().map(|tick| tick.label).collect()
}

#[test]
fn numbers_are_nice_and_few() {
    assert_eq!(labels(Lang::Ru, 4.1, 5.9, 5), ["4,5", "5,0", "5,5"]);
    assert_eq!(labels(Lang::En, 0.0, 100.0, 6), ["0", "20", "40", "60", "80", "100"]);
    assert_eq!(labels(Lang::Ru, -1.0, 1.0, 5), ["−1,0", "−0,5", "0,0", "0,5", "1,0"]);
    assert_eq!(labels(Lang::En, 0.012, 0.019, 4), ["0.012", "0.014", "0.016", "0.018"]);
    assert_eq!(labels(Lang::En, 1200.0, 9800.0, 5), ["2000", "4000", "6000", "8000"]);
    assert_eq!(labels(Lang::En, 5.0, 5.0, 5), [""; 0]);
    assert_eq!(labels(Lang::En, f64::NAN, 5.0, 5), [""; 0]);
}

/// The axis of values was forced to nought.
#[test]
fn nought_is_not_forced() {
    let (from, to) = value_domain([136.0, 142.0]).unwrap();
    assert!(from > 130.0 && to < 150.0);
    assert_eq!(value_domain([0.1, 10.0]).map(|(from, _)| from), Some(0.0));
    assert_eq!(value_domain([5.0]), Some((4.5, 5.5)));
    assert_eq!(value_domain([f64::NAN]), None);
}

fn times(lang: Lang, from: OffsetDateTime, to: OffsetDateTime, max: usize) -> Vec<String> {
    time_ticks(lang, from, to, offset!(+3), max)
        .into_iter()
        .map(|tick| tick.label.replace('\u{a0}', " "))
        .collect()
}

#[test]
fn moments_are_told_by_how_long_the_axis_is() {
    let from = datetime!(2024-08-15 00:00 +3);
    let to = |text: OffsetDateTime| text;
    assert_eq!(
        times(Lang::Ru, from, to(datetime!(2024-12-20 00:00 +3)), 5),
        ["сен 2024", "окт 2024", "ноя 2024", "дек 2024"]
    );
    assert_eq!(
        times(Lang::En, from, to(datetime!(2025-09-20 00:00 +3)), 5),
        ["Oct 2024", "Jan 2025", "Apr 2025", "Jul 2025"]
    );
    assert_eq!(
        times(Lang::Ru, from, to(datetime!(2029-02-01 00:00 +3)), 6),
        ["2025", "2026", "2027", "2028", "2029"]
    );
    assert_eq!(
        times(Lang::Ru, from, to(datetime!(2024-08-18 12:00 +3)), 5),
        ["15 авг", "16 авг", "17 авг", "18 авг"]
    );
    assert_eq!(
        times(Lang::Ru, from, to(datetime!(2024-08-15 20:00 +3)), 4),
        ["15 авг", "06:00", "12:00", "18:00"]
    );
}

/// A category axis hid the gaps: positions are those of a true axis of time.
#[test]
fn gaps_in_time_are_gaps_on_the_axis() {
    let (from, to) = (datetime!(2020-01-01 00:00 UTC), datetime!(2030-01-01 00:00 UTC));
    let ticks = time_ticks(Lang::Ru, from, to, offset!(UTC), 12);
    let middle = ticks.iter().find(|tick| tick.label == "2025").unwrap();
    assert!((middle.position - 0.5).abs() < 0.001);
}

proptest::proptest! {
    #[test]
    fn there_are_never_too_many(from in -1e9_f64..1e9, width in 1e-6_f64..1e9, max in 1_usize..20) {
        let ticks = value_ticks(Lang::Ru, from, from + width, max);
        proptest::prop_assert!(ticks.len() <= max);
    }

    #[test]
    fn nor_moments(start in -60_000_000_000_i64..250_000_000_000, width in 1_i64..9_000_000_000, max in 1_usize..20) {
        let at = |seconds| OffsetDateTime::from_unix_timestamp(seconds);
        if let (Ok(from), Ok(to)) = (at(start), at(start + width)) {
            let ticks = time_ticks(Lang::En, from, to, offset!(+3), max);
            proptest::prop_assert!(ticks.len() <= max);
            proptest::prop_assert!(ticks.iter().all(|it| (0.0..=1.0).contains(&it.position)));
        }
    }
}
