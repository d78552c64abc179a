//! Where measurements should lie: what is usual, and what a doctor set (VIT-3).

use super::model::{LOINC, MeasurementKind, Target, TargetOrigin};
use super::text;
use crate::contract::FieldReason;
use crate::lang::Lang;
use crate::record::model::{Coding, Content, Entry, Goal, GoalTarget, Interval};
use crate::results::api::SeriesGoal;
use crate::results::unit::conversion;

/// Digits of a converted limit.
const SIGNIFICANT: usize = 3;
/// From this age on the targets of grown-ups hold.
pub const ADULT_YEARS: i32 = 18;

/// What is usual where no doctor said otherwise; nothing where that depends on who it is.
///
/// - Pressure at home: below 135/85 («Артериальная гипертензия у взрослых. Клинические рекомендации
///   2024», Рос. кардиол. журнал 2024;29(9):6117); below 90/60 is low (NHS).
/// - Pulse at rest: 50 to 100 (2018 ACC/AHA/HRS guideline on bradycardia: below 50 is slow;
///   American Heart Association: above 100 is fast).
/// - Glucose: 3.9 is where hypoglycaemia begins (American Diabetes Association 2024); below 7.8 two
///   hours after food and below 6.1 fasting is normal (WHO 2006).
/// - Temperature: 38 °C is fever, below 35 °C hypothermia (NHS).
/// - Saturation: 95 and more (NHS). Breath: 12 to 20 a minute (NEWS2, Royal College of Physicians
///   2017).
pub fn default_target(kind: MeasurementKind, is_adult: bool) -> Option<Target> {
    let between = |low, high| Interval { low: Some(low), high: Some(high) };
    let parts = match kind {
        MeasurementKind::BloodPressure if is_adult => {
            vec![between(90.0, 134.0), between(60.0, 84.0)]
        }
        MeasurementKind::Pulse if is_adult => vec![between(50.0, 100.0)],
        MeasurementKind::RespiratoryRate if is_adult => vec![between(12.0, 20.0)],
        MeasurementKind::Glucose => vec![between(3.9, 7.7)],
        MeasurementKind::FastingGlucose => vec![between(3.9, 6.0)],
        MeasurementKind::Temperature => vec![between(35.0, 37.9)],
        MeasurementKind::OxygenSaturation => vec![Interval { low: Some(95.0), high: None }],
        MeasurementKind::BloodPressure
        | MeasurementKind::Pulse
        | MeasurementKind::RespiratoryRate
        | MeasurementKind::Weight
        | MeasurementKind::PeakFlow
        | MeasurementKind::Inr
        | MeasurementKind::Waist
        | MeasurementKind::Height => return None,
    };
    let origin = TargetOrigin::Default;
    Some(Target { origin, parts, by: None, set_at: None, tell_doctor: false })
}

/// The kind a quantity is measured as at home, and which of its numbers it is: the systolic
/// pressure is the first of two.
pub fn part_of(code: &Coding) -> Option<(MeasurementKind, usize)> {
    let of = |kind: &MeasurementKind| {
        let at = kind.spec().parts.iter().position(|part| part.code == code.code)?;
        Some((*kind, at))
    };
    let is_loinc = code.system == LOINC;
    let part = is_loinc.then(|| MeasurementKind::ALL.iter().find_map(of)).flatten();
    // Of several numbers none is the quantity itself.
    let whole = || {
        let kind = MeasurementKind::of_quantity(&code.code).filter(|_| is_loinc)?;
        (kind.spec().parts.len() == 1).then_some((kind, 0))
    };
    part.or_else(whole)
}

/// A target told in the unit of a chart; nothing where it cannot be, or limits nothing.
pub fn series_goal(code: &Coding, unit: &str, target: &Target) -> Option<SeriesGoal> {
    let (kind, at) = part_of(code)?;
    let interval = target.parts.get(at)?;
    let conversion = conversion(kind.spec().unit, unit, Some(code)).ok()?;
    let end = |end: Option<f64>| end.map(|end| conversion.rounded(end, SIGNIFICANT));
    let interval = Interval { low: end(interval.low), high: end(interval.high) };
    has_limits(&[interval]).then(|| SeriesGoal {
        interval,
        origin: target.origin,
        by: target.by.clone(),
    })
}

/// Refuses limits that are no limits: too many or too few, the wrong way round, or impossible.
pub fn check(kind: MeasurementKind, parts: &[Interval]) -> Result<(), FieldReason> {
    let spec = kind.spec();
    if parts.len() != spec.parts.len() {
        return Err(FieldReason::Invalid);
    }
    for (interval, part) in parts.iter().zip(spec.parts) {
        let (from, to) = part.possible;
        let ends = [interval.low, interval.high];
        if !ends.iter().flatten().all(|end| (from..=to).contains(end)) {
            return Err(FieldReason::OutOfRange);
        }
        if matches!((interval.low, interval.high), (Some(low), Some(high)) if low > high) {
            return Err(FieldReason::Invalid);
        }
    }
    Ok(())
}

/// Whether anything is limited at all.
pub fn has_limits(parts: &[Interval]) -> bool {
    parts.iter().any(|interval| interval.low.is_some() || interval.high.is_some())
}

/// What a card keeps of a target. Without limits it counts no more.
pub fn goal(kind: MeasurementKind, parts: &[Interval], tell_doctor: bool) -> Goal {
    let spec = kind.spec();
    let target = |(interval, part): (&Interval, &super::model::Part)| GoalTarget {
        code: Coding {
            system: LOINC.to_owned(),
            code: part.code.to_owned(),
            display: if part.name.is_empty() { kind.text().get(Lang::Ru) } else { part.name }
                .to_owned(),
        },
        interval: *interval,
        unit: spec.unit.to_owned(),
    };
    let name = kind.text().get(Lang::Ru);
    let limits = text::target(Lang::Ru, kind, parts);
    Goal {
        text: limits.map_or_else(|| name.to_owned(), |limits| format!("{name}: {limits}")),
        code: kind.coding(),
        targets: parts.iter().zip(spec.parts).map(target).collect(),
        active: has_limits(parts),
        tell_doctor,
    }
}

/// The kind and the limits of a goal; nothing of what nobody measures here, or in another unit.
pub fn limits(goal: &Goal) -> Option<(MeasurementKind, Vec<Interval>)> {
    let is_loinc = goal.code.system == LOINC;
    let kind = is_loinc.then(|| MeasurementKind::of_quantity(&goal.code.code)).flatten()?;
    let spec = kind.spec();
    let none = Interval { low: None, high: None };
    let of = |part: &super::model::Part| {
        // A goal of one number may name it by another code of the same quantity.
        let found = match spec.parts {
            [_] => goal.targets.first(),
            _ => goal.targets.iter().find(|target| target.code.code == part.code),
        };
        match found {
            None => Some(none),
            Some(target) => (target.unit == spec.unit).then_some(target.interval),
        }
    };
    let parts: Vec<Interval> = spec.parts.iter().map(of).collect::<Option<_>>()?;
    has_limits(&parts).then_some((kind, parts))
}

/// The doctor's target of a kind that counts now, out of the goals of a card: the last one that was
/// set, with its entry.
pub fn current(goals: &[Entry], kind: MeasurementKind) -> Option<(Target, &Entry)> {
    let of_kind = goals.iter().filter_map(|entry| {
        let Content::Goal(goal) = &entry.content else { return None };
        let (found, parts) = limits(goal)?;
        let counts = found == kind && goal.active && !entry.withdrawn && !entry.source.is_told();
        counts.then(|| {
            let target = Target {
                origin: TargetOrigin::Doctor,
                parts,
                by: entry.source.author.clone(),
                set_at: Some(entry.occurred_at),
                tell_doctor: goal.tell_doctor,
            };
            (target, entry)
        })
    });
    of_kind.max_by_key(|(_, entry)| (entry.occurred_at, entry.received_at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::model::Section;
    use crate::id::EntryId;
    use crate::record::model::{Source, SourceKind};
    use time::Duration;
    use time::macros::datetime;
    use uuid::Uuid;

    const PRESSURE: MeasurementKind = MeasurementKind::BloodPressure;

    fn between(low: f64, high: f64) -> Interval {
        Interval { low: Some(low), high: Some(high) }
    }

    fn entry(n: u128, content: Content) -> Entry {
        let at = datetime!(2026-03-01 08:00 UTC) + Duration::days(i64::try_from(n).unwrap());
        Entry {
            id: EntryId(Uuid::from_u128(n)),
            version: 1,
            section: Section::CarePlans,
            occurred_at: at,
            received_at: at,
            source: Source::of(SourceKind::Clinical),
            encounter: None,
            withdrawn: false,
            held_until: None,
            content,
        }
    }

    #[test]
    fn limits_are_checked_against_what_a_device_can_show() {
        let check = |parts: &[Interval]| check(PRESSURE, parts);
        assert_eq!(check(&[between(90.0, 129.0), between(60.0, 79.0)]), Ok(()));
        assert_eq!(check(&[between(90.0, 129.0)]), Err(FieldReason::Invalid));
        assert_eq!(check(&[between(129.0, 90.0), between(60.0, 79.0)]), Err(FieldReason::Invalid));
        assert_eq!(
            check(&[between(90.0, 900.0), between(60.0, 79.0)]),
            Err(FieldReason::OutOfRange)
        );
        let nan = Interval { low: Some(f64::NAN), high: None };
        assert_eq!(check(&[nan, between(60.0, 79.0)]), Err(FieldReason::OutOfRange));
    }

    #[test]
    fn a_target_reads_back_as_it_was_set() {
        let parts = vec![between(90.0, 129.0), Interval { low: None, high: Some(79.0) }];
        let kept = goal(PRESSURE, &parts, true);
        assert!(kept.active && kept.tell_doctor);
        assert_eq!(kept.text, "Артериальное давление: 90–129 / до\u{a0}79\u{a0}мм рт. ст.");
        assert_eq!(limits(&kept), Some((PRESSURE, parts)));
        let nothing = Interval { low: None, high: None };
        let taken_back = goal(PRESSURE, &[nothing, nothing], false);
        assert!(!taken_back.active);
        assert_eq!(limits(&taken_back), None);
    }

    /// VIT-3: what was set last counts; what was taken back or told by the patient does not.
    #[test]
    fn a_chart_has_the_target_in_its_own_unit() {
        let code = |code: &str| Coding {
            system: LOINC.to_owned(),
            code: code.to_owned(),
            display: String::new(),
        };
        let pressure = default_target(PRESSURE, true).unwrap();
        let of = |it: &str| series_goal(&code(it), "mm[Hg]", &pressure).map(|goal| goal.interval);
        assert_eq!(of("8480-6"), Some(between(90.0, 134.0)));
        assert_eq!(of("8462-4"), Some(between(60.0, 84.0)));
        // Neither the pair itself nor what nobody measures at home.
        assert_eq!((of("85354-9"), of("718-7")), (None, None));

        let glucose = default_target(MeasurementKind::Glucose, true).unwrap();
        let of = |unit| series_goal(&code("2345-7"), unit, &glucose).map(|goal| goal.interval);
        assert_eq!(of("мг/дл"), Some(between(70.3, 139.0)));
        assert_eq!(of("kg"), None);
    }

    #[test]
    fn the_last_target_of_a_doctor_counts() {
        let set = |n, high, change: fn(&mut Entry)| {
            let parts = [between(90.0, high), between(60.0, 79.0)];
            let mut made = entry(n, Content::Goal(goal(PRESSURE, &parts, false)));
            change(&mut made);
            made
        };
        let goals = [
            set(1, 139.0, |_| {}),
            set(2, 129.0, |_| {}),
            set(3, 119.0, |entry| entry.withdrawn = true),
            set(4, 118.0, |entry| entry.source = Source::of(SourceKind::SelfReported)),
        ];
        let (target, of) = current(&goals, PRESSURE).unwrap();
        assert_eq!((target.parts[0].high, of.id), (Some(129.0), goals[1].id));
        assert_eq!(current(&goals, MeasurementKind::Pulse), None);
    }

    #[test]
    fn a_goal_in_another_unit_is_compared_with_nothing() {
        let mut kept = goal(MeasurementKind::Glucose, &[between(4.0, 7.0)], false);
        kept.targets[0].unit = "mg/dL".into();
        assert_eq!(limits(&kept), None);
    }
}
