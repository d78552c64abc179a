//! What may be kept, what is asked about, and what a value means. No I/O, and never a diagnosis.

use time::{Date, Duration, OffsetDateTime, UtcOffset};

use super::model::{Advice, AdviceLevel, MeasurementKind, Part, Side};
use crate::contract::FieldReason;
use crate::record::model::Interval;
use crate::results::value::Decimal;

/// More characters than anybody types for one measurement.
const TEXT_MAX: usize = 40;
/// Two clocks differ by this much at most.
const CLOCKS_DIFFER: Duration = Duration::minutes(5);
/// After this long a value says nothing of now: what was grave then is told as outside only.
pub const ADVICE_LASTS: Duration = Duration::hours(24);

/// The numbers of what was typed: one with a comma or a point, of a blood pressure two with a
/// slash, a dash or a space between («120/80», «120 на 80»).
pub fn read(kind: MeasurementKind, text: &str) -> Result<Vec<f64>, FieldReason> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldReason::Required);
    }
    if text.chars().count() > TEXT_MAX {
        return Err(FieldReason::TooLong);
    }
    let numbers = match kind.spec().parts {
        [_] => vec![text.trim_end_matches(['%', '°', ' ', '\u{a0}'])],
        _ => text.split(is_between).filter(|part| !matches!(*part, "" | "на" | "over")).collect(),
    };
    if numbers.len() != kind.spec().parts.len() {
        return Err(FieldReason::Invalid);
    }
    let number = |text: &str| Decimal::read(text).map(|number| number.value);
    let values: Option<Vec<f64>> = numbers.into_iter().map(number).collect();
    let values = values.ok_or(FieldReason::Invalid)?;
    check(kind, &values)?;
    Ok(values)
}

fn is_between(c: char) -> bool {
    c.is_whitespace() || matches!(c, '/' | '\\' | '|' | '-' | '–' | '—')
}

/// Refuses what no device shows and no body has.
pub fn check(kind: MeasurementKind, values: &[f64]) -> Result<(), FieldReason> {
    let parts = kind.spec().parts;
    if values.len() != parts.len() {
        return Err(FieldReason::Invalid);
    }
    let is_possible = |(part, value): (&Part, &f64)| holds(part.possible, *value);
    if !parts.iter().zip(values).all(is_possible) {
        return Err(FieldReason::OutOfRange);
    }
    match values {
        // The heart pushes harder than it rests.
        [upper, lower] if upper <= lower => Err(FieldReason::Invalid),
        _ => Ok(()),
    }
}

/// Whether one should be asked if it is no slip.
pub fn is_unlikely(kind: MeasurementKind, values: &[f64]) -> bool {
    let is_likely = |(part, value): (&Part, &f64)| holds(part.likely, *value);
    let is_odd = matches!(values, [upper, lower] if !holds((15.0, 110.0), upper - lower));
    is_odd || !kind.spec().parts.iter().zip(values).all(is_likely)
}

fn holds((from, to): (f64, f64), value: f64) -> bool {
    (from..=to).contains(&value)
}

/// When something can have been measured: not in time to come, and not before birth. `offset` is
/// of the clock whose days count.
pub fn check_moment(
    at: OffsetDateTime,
    now: OffsetDateTime,
    birth_date: Date,
    offset: UtcOffset,
) -> Result<(), FieldReason> {
    let day = at.checked_to_offset(offset).map(OffsetDateTime::date);
    if at > now + CLOCKS_DIFFER {
        Err(FieldReason::InFuture)
    } else if day.is_none_or(|day| day < birth_date) {
        Err(FieldReason::BeforeBirth)
    } else {
        Ok(())
    }
}

/// Where a number asks for more than to keep an eye on it; the ends count.
#[derive(Clone, Copy, Debug, Default)]
struct Grave {
    call_low: Option<f64>,
    doctor_low: Option<f64>,
    doctor_high: Option<f64>,
    call_high: Option<f64>,
}

/// From which values on one calls, for each number of a kind. Those of pressure, pulse and breath
/// are of grown-ups: a baby's heart beats twice as fast.
///
/// - Pressure: «Артериальная гипертензия у взрослых. Клинические рекомендации 2024», Рос. кардиол.
///   журнал 2024;29(9):6117 (160/100 is the second degree, 180/120 a crisis); 90 and below scores
///   highest in NEWS2.
/// - Pulse and breath: Royal College of Physicians, National Early Warning Score 2, 2017.
/// - Glucose: American Diabetes Association, Standards of Care in Diabetes 2024: below 3.9 and 3.0
///   mmol/L is hypoglycaemia of levels 1 and 2, above 13.9 ketones are looked for; 33.3 is where
///   the hyperosmolar state begins.
/// - Temperature: NEWS2 for above 39.0 °C; below 35 °C is hypothermia (NHS), above 41 °C
///   hyperpyrexia.
/// - Saturation at home: NHS, «How to look after yourself with a pulse oximeter»: 93 and 94 call
///   today, 92 and less at once.
/// - INR: above 4.5 and above 10: Holbrook et al., Chest 2012;141(2 Suppl):e152S.
fn grave(kind: MeasurementKind, is_adult: bool) -> &'static [Grave] {
    const NONE: Grave =
        Grave { call_low: None, doctor_low: None, doctor_high: None, call_high: None };
    const UPPER: Grave =
        Grave { doctor_low: Some(90.0), doctor_high: Some(160.0), call_high: Some(180.0), ..NONE };
    const LOWER: Grave = Grave { doctor_high: Some(100.0), call_high: Some(120.0), ..NONE };
    const PULSE: Grave = Grave {
        call_low: Some(40.0),
        doctor_low: Some(49.0),
        doctor_high: Some(111.0),
        call_high: Some(131.0),
    };
    const BREATH: Grave = Grave {
        call_low: Some(8.0),
        doctor_low: Some(11.0),
        doctor_high: Some(21.0),
        call_high: Some(25.0),
    };
    const SUGAR: Grave = Grave {
        call_low: Some(2.9),
        doctor_low: Some(3.8),
        doctor_high: Some(13.9),
        call_high: Some(33.3),
    };
    const TEMPERATURE: Grave =
        Grave { call_low: Some(34.9), doctor_high: Some(39.1), call_high: Some(41.0), ..NONE };
    const SATURATION: Grave = Grave { call_low: Some(92.0), doctor_low: Some(94.0), ..NONE };
    const INR: Grave = Grave { doctor_high: Some(4.5), call_high: Some(10.0), ..NONE };
    match kind {
        MeasurementKind::BloodPressure if is_adult => &[UPPER, LOWER],
        MeasurementKind::Pulse if is_adult => &[PULSE],
        MeasurementKind::RespiratoryRate if is_adult => &[BREATH],
        MeasurementKind::BloodPressure
        | MeasurementKind::Pulse
        | MeasurementKind::RespiratoryRate
        | MeasurementKind::Weight
        | MeasurementKind::PeakFlow
        | MeasurementKind::Waist
        | MeasurementKind::Height => &[],
        MeasurementKind::Glucose | MeasurementKind::FastingGlucose => &[SUGAR],
        MeasurementKind::Temperature => &[TEMPERATURE],
        MeasurementKind::OxygenSaturation => &[SATURATION],
        MeasurementKind::Inr => &[INR],
    }
}

/// What a value means: against its target, and by itself where it is grave. A doctor who set a
/// wider target knows why: inside of it nothing is grave. Nothing where there is nothing to compare
/// with.
pub fn advice(
    kind: MeasurementKind,
    values: &[f64],
    target: Option<&[Interval]>,
    is_adult: bool,
) -> Option<Advice> {
    let grave = grave(kind, is_adult);
    let mut worst: Option<Advice> = None;
    for (at, value) in values.iter().enumerate() {
        let interval = target.and_then(|parts| parts.get(at)).copied();
        let limits = grave.get(at).copied().unwrap_or_default();
        if let Some(found) = outside(kind, *value, interval, limits)
            && worst.is_none_or(|worst| worst.level < found.level)
        {
            worst = Some(found);
        }
    }
    let usual = Advice { level: AdviceLevel::Usual, side: None };
    worst.or_else(|| target.map(|_| usual))
}

fn outside(
    kind: MeasurementKind,
    value: f64,
    target: Option<Interval>,
    grave: Grave,
) -> Option<Advice> {
    let (low, high) = (target.and_then(|it| it.low), target.and_then(|it| it.high));
    let reaches = |limit: Option<f64>| limit.is_some_and(|limit| value >= limit);
    let falls = |limit: Option<f64>| limit.is_some_and(|limit| value <= limit);
    let is_above = high.is_none_or(|high| value > high);
    let is_below = low.is_none_or(|low| value < low);
    let (level, side) = if is_above && reaches(grave.call_high) {
        (AdviceLevel::CallEmergency, Side::High)
    } else if is_below && falls(grave.call_low) {
        (AdviceLevel::CallEmergency, Side::Low)
    } else if is_above && reaches(grave.doctor_high) {
        (AdviceLevel::CallDoctor, Side::High)
    } else if is_below && falls(grave.doctor_low) {
        (AdviceLevel::CallDoctor, Side::Low)
    } else if low.is_some() && is_below {
        // Who blows into a peak flow meter has a plan for it.
        let is_breath = matches!(kind, MeasurementKind::PeakFlow);
        (if is_breath { AdviceLevel::CallDoctor } else { AdviceLevel::Outside }, Side::Low)
    } else if high.is_some() && is_above {
        (AdviceLevel::Outside, Side::High)
    } else {
        return None;
    };
    Some(Advice { level, side: Some(side) })
}

/// The same of a value measured some time ago: nobody is told to call now about last month.
pub fn advice_since(advice: Advice, at: OffsetDateTime, now: OffsetDateTime) -> Advice {
    if now - at <= ADVICE_LASTS {
        return advice;
    }
    Advice { level: advice.level.min(AdviceLevel::Outside), ..advice }
}

/// Whether the doctor who set the target is told: of everything outside where they asked for it,
/// and of what is grave in any case.
pub const fn tells_doctor(advice: Advice, asked: bool) -> bool {
    match advice.level {
        AdviceLevel::Usual => false,
        AdviceLevel::Outside | AdviceLevel::CallDoctor => asked,
        AdviceLevel::CallEmergency => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measurements::target::default_target;
    use AdviceLevel::{CallDoctor, CallEmergency, Outside, Usual};
    use MeasurementKind::{
        BloodPressure, FastingGlucose, Glucose, Height, Inr, OxygenSaturation, PeakFlow, Pulse,
        RespiratoryRate, Temperature, Weight,
    };
    use time::macros::{date, datetime, offset};

    /// VIT-1: a comma, a point, and every way two numbers are said.
    #[test]
    fn what_people_type_is_understood() {
        for (kind, text, values) in [
            (BloodPressure, "120/80", vec![120.0, 80.0]),
            (BloodPressure, " 120 80 ", vec![120.0, 80.0]),
            (BloodPressure, "120 на 80", vec![120.0, 80.0]),
            (BloodPressure, "120 / 80", vec![120.0, 80.0]),
            (BloodPressure, "120-80", vec![120.0, 80.0]),
            (BloodPressure, "120\\80", vec![120.0, 80.0]),
            (Glucose, "5,4", vec![5.4]),
            (Glucose, "5.4", vec![5.4]),
            (Temperature, "36,6°", vec![36.6]),
            (OxygenSaturation, "98 %", vec![98.0]),
            (Weight, "72", vec![72.0]),
        ] {
            assert_eq!(read(kind, text), Ok(values), "{text}");
        }
    }

    /// VIT-3: impossible values are refused.
    #[test]
    fn what_cannot_be_is_refused() {
        for (kind, text, reason) in [
            (BloodPressure, "", FieldReason::Required),
            (BloodPressure, "120", FieldReason::Invalid),
            (BloodPressure, "120/80/72", FieldReason::Invalid),
            (BloodPressure, "80/120", FieldReason::Invalid),
            (BloodPressure, "80/80", FieldReason::Invalid),
            (BloodPressure, "350/90", FieldReason::OutOfRange),
            (BloodPressure, "120/10", FieldReason::OutOfRange),
            (Glucose, "400", FieldReason::OutOfRange),
            (Glucose, "=1+4", FieldReason::Invalid),
            (Glucose, "NaN", FieldReason::Invalid),
            (Glucose, "inf", FieldReason::Invalid),
            (Temperature, "98,6", FieldReason::OutOfRange),
            (OxygenSaturation, "101", FieldReason::OutOfRange),
            (Height, "-170", FieldReason::OutOfRange),
            (Pulse, "семьдесят", FieldReason::Invalid),
        ] {
            assert_eq!(read(kind, text), Err(reason), "{text}");
        }
        assert_eq!(read(Weight, &"7".repeat(TEXT_MAX + 1)), Err(FieldReason::TooLong));
    }

    /// VIT-3: unlikely ones are asked about.
    #[test]
    fn what_hardly_ever_is_is_asked_about() {
        for (kind, values) in [
            (BloodPressure, vec![220.0, 100.0]),
            (BloodPressure, vec![120.0, 110.0]),
            (BloodPressure, vec![200.0, 60.0]),
            (Pulse, vec![30.0]),
            (Glucose, vec![30.0]),
            (Temperature, vec![42.0]),
            (OxygenSaturation, vec![70.0]),
        ] {
            assert!(is_unlikely(kind, &values), "{kind} {values:?}");
        }
        for (kind, values) in [
            (BloodPressure, vec![190.0, 125.0]),
            (Pulse, vec![140.0]),
            (Glucose, vec![2.8]),
            (Temperature, vec![40.2]),
            (Weight, vec![3.4]),
        ] {
            assert!(!is_unlikely(kind, &values), "{kind} {values:?}");
        }
    }

    #[test]
    fn every_default_target_is_possible_and_likely() {
        for kind in MeasurementKind::ALL {
            let spec = kind.spec();
            for part in spec.parts {
                assert!(holds(part.possible, part.likely.0), "{kind}");
                assert!(holds(part.possible, part.likely.1), "{kind}");
            }
            let Some(parts) = default_target(*kind, true).map(|target| target.parts) else {
                continue;
            };
            assert_eq!(parts.len(), spec.parts.len(), "{kind}");
            for (interval, part) in parts.iter().zip(spec.parts) {
                let ends = [interval.low, interval.high];
                assert!(ends.iter().flatten().all(|end| holds(part.likely, *end)), "{kind}");
            }
        }
    }

    #[test]
    fn nothing_is_measured_tomorrow_or_before_birth() {
        let (now, born) = (datetime!(2026-03-12 21:30 UTC), date!(1968 - 04 - 17));
        let at = |at| check_moment(at, now, born, offset!(+3));
        assert_eq!(at(now), Ok(()));
        assert_eq!(at(now + Duration::minutes(4)), Ok(()));
        assert_eq!(at(now + Duration::minutes(6)), Err(FieldReason::InFuture));
        assert_eq!(at(datetime!(1968-04-16 20:59 UTC)), Err(FieldReason::BeforeBirth));
        assert_eq!(at(datetime!(1968-04-16 21:00 UTC)), Ok(()), "the day has begun in Moscow");
    }

    fn of(kind: MeasurementKind, values: &[f64]) -> AdviceLevel {
        let target = default_target(kind, true);
        let parts = target.as_ref().map(|target| target.parts.as_slice());
        advice(kind, values, parts, true).unwrap().level
    }

    /// VIT-3: what to do is told by the value.
    #[test]
    fn a_value_means_what_recommendations_say() {
        for (kind, values, level) in [
            (BloodPressure, vec![120.0, 80.0], Usual),
            (BloodPressure, vec![134.0, 84.0], Usual),
            (BloodPressure, vec![135.0, 80.0], Outside),
            (BloodPressure, vec![120.0, 85.0], Outside),
            (BloodPressure, vec![90.0, 60.0], Usual),
            (BloodPressure, vec![89.0, 60.0], CallDoctor),
            (BloodPressure, vec![160.0, 80.0], CallDoctor),
            (BloodPressure, vec![150.0, 100.0], CallDoctor),
            (BloodPressure, vec![180.0, 90.0], CallEmergency),
            (BloodPressure, vec![150.0, 120.0], CallEmergency),
            (Pulse, vec![72.0], Usual),
            (Pulse, vec![105.0], Outside),
            (Pulse, vec![45.0], CallDoctor),
            (Pulse, vec![40.0], CallEmergency),
            (Pulse, vec![131.0], CallEmergency),
            (Glucose, vec![5.5], Usual),
            (Glucose, vec![9.0], Outside),
            (Glucose, vec![3.8], CallDoctor),
            (Glucose, vec![2.9], CallEmergency),
            (Glucose, vec![14.0], CallDoctor),
            (Glucose, vec![33.3], CallEmergency),
            (FastingGlucose, vec![6.1], Outside),
            (Temperature, vec![36.6], Usual),
            (Temperature, vec![38.2], Outside),
            (Temperature, vec![39.5], CallDoctor),
            (Temperature, vec![41.0], CallEmergency),
            (Temperature, vec![34.5], CallEmergency),
            (OxygenSaturation, vec![97.0], Usual),
            (OxygenSaturation, vec![94.0], CallDoctor),
            (OxygenSaturation, vec![92.0], CallEmergency),
            (RespiratoryRate, vec![16.0], Usual),
            (RespiratoryRate, vec![22.0], CallDoctor),
            (RespiratoryRate, vec![25.0], CallEmergency),
        ] {
            assert_eq!(of(kind, &values), level, "{kind} {values:?}");
        }
    }

    #[test]
    fn without_anything_to_compare_with_nothing_is_said() {
        assert_eq!(advice(Weight, &[72.0], None, true), None);
        assert_eq!(advice(Inr, &[2.5], None, true), None);
        let found = advice(Inr, &[5.0], None, true).unwrap();
        assert_eq!((found.level, found.side), (CallDoctor, Some(Side::High)));
    }

    /// Of a lung patient 89 % is where the doctor wants it, and of anybody else an emergency.
    #[test]
    fn a_doctors_target_is_stronger_than_a_table() {
        let target = [Interval { low: Some(88.0), high: Some(92.0) }];
        let of = |value| advice(OxygenSaturation, &[value], Some(&target), true).unwrap().level;
        assert_eq!((of(89.0), of(87.0), of(96.0)), (Usual, CallEmergency, Outside));
        let target = [Interval { low: Some(350.0), high: None }];
        let of = |value| advice(PeakFlow, &[value], Some(&target), true).unwrap().level;
        assert_eq!((of(360.0), of(340.0)), (Usual, CallDoctor));
    }

    /// A baby's heart is no grown-up's.
    #[test]
    fn limits_of_grown_ups_are_not_a_childs() {
        assert_eq!(advice(Pulse, &[140.0], None, false), None);
        assert_eq!(advice(RespiratoryRate, &[40.0], None, false), None);
        assert_eq!(advice(BloodPressure, &[85.0, 50.0], None, false), None);
        assert_eq!(advice(Temperature, &[41.2], None, false).unwrap().level, CallEmergency);
    }

    #[test]
    fn the_gravest_of_two_numbers_counts() {
        let found = advice(BloodPressure, &[165.0, 121.0], None, true).unwrap();
        assert_eq!((found.level, found.side), (CallEmergency, Some(Side::High)));
    }

    #[test]
    fn nobody_is_told_to_call_about_last_month() {
        let now = datetime!(2026-03-12 12:00 UTC);
        let grave = Advice { level: CallEmergency, side: Some(Side::High) };
        assert_eq!(advice_since(grave, now - Duration::hours(20), now), grave);
        let old = advice_since(grave, now - Duration::days(30), now);
        assert_eq!((old.level, old.side), (Outside, Some(Side::High)));
        let usual = Advice { level: Usual, side: None };
        assert_eq!(advice_since(usual, now - Duration::days(30), now), usual);
    }

    #[test]
    fn a_doctor_is_told_when_asked_to_and_always_of_what_is_grave() {
        let told = |level, asked| tells_doctor(Advice { level, side: None }, asked);
        assert!(!told(Usual, true) && !told(Outside, false) && !told(CallDoctor, false));
        assert!(told(Outside, true) && told(CallDoctor, true) && told(CallEmergency, false));
    }

    /// VIT-6: one observation with two components, and it reads back as it was kept.
    #[test]
    fn a_measurement_reads_back_as_it_was_kept() {
        for kind in MeasurementKind::ALL {
            let values: Vec<f64> = kind.spec().parts.iter().map(|part| part.likely.1).collect();
            let content = kind.content(&values);
            let crate::record::model::Content::Observation(observation) = content else { panic!() };
            assert_eq!(MeasurementKind::read(&observation), Some((*kind, values)));
            let is_pair = *kind == BloodPressure;
            assert_eq!(observation.components.len(), if is_pair { 2 } else { 0 }, "{kind}");
            assert_eq!(observation.value.number.is_none(), is_pair, "{kind}");
        }
    }

    #[test]
    fn no_code_is_of_two_kinds() {
        let codes: Vec<&str> = MeasurementKind::ALL
            .iter()
            .flat_map(|kind| kind.spec().same.iter().copied().chain([kind.spec().code]))
            .collect();
        let known: std::collections::BTreeSet<&str> = codes.iter().copied().collect();
        assert_eq!(known.len(), codes.len());
    }
}
