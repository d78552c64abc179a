//! How each laboratory prints a value: its unit, its interval, its method.

use shared::record::model::{Interval, Sex};

use super::Analyte;

/// The form of a value in one laboratory.
#[derive(Debug)]
pub struct Printed {
    pub unit: &'static str,
    pub decimals: usize,
    /// By what a value in the table's unit is multiplied.
    pub factor: f64,
    /// In the printed unit.
    pub interval: Option<Interval>,
    pub method: Option<&'static str>,
}

/// The table's form, but for what the laboratory does its own way.
pub fn printed(analyte: &Analyte, laboratory: &str, sex: Sex, age: i32) -> Printed {
    let usual = Printed {
        unit: analyte.unit,
        decimals: analyte.decimals,
        factor: 1.0,
        interval: analyte.interval(sex, age),
        method: method(laboratory, analyte.code),
    };
    match (laboratory, analyte.code) {
        ("lab_chistaya", "718-7") => usual.converted("г/дл", 1, 0.1),
        ("lab_volga", "2132-9") => usual.converted("пмоль/л", 0, 0.738),
        ("lab_volga", "2276-4") => usual.converted("нг/мл", 0, 1.0),
        _ if age < 18 => usual,
        ("lab_chistaya", "14749-6") => usual.within(Some(3.9), 6.4),
        ("lab_chistaya", "3016-3") => usual.within(Some(0.27), 4.2),
        ("lab_chistaya", "6690-2") => usual.within(Some(4.5), 11.0),
        ("lab_chistaya", "30341-2") => match sex {
            Sex::Female => usual.within(None, 15.0),
            Sex::Male => usual.within(None, 10.0),
        },
        ("lab_volga", "14682-9") => match sex {
            Sex::Female => usual.within(Some(44.0), 80.0),
            Sex::Male => usual.within(Some(62.0), 106.0),
        },
        ("lab_volga", "14798-3") => usual.within(Some(5.8), 34.5),
        _ => usual,
    }
}

impl Printed {
    fn converted(self, unit: &'static str, decimals: usize, factor: f64) -> Self {
        let convert = |end: Option<f64>| end.map(|end| rounded(end * factor, decimals).0);
        let interval = self
            .interval
            .map(|Interval { low, high }| Interval { low: convert(low), high: convert(high) });
        Self { unit, decimals, factor, interval, ..self }
    }

    fn within(self, low: Option<f64>, high: f64) -> Self {
        Self { interval: Some(Interval { low, high: Some(high) }), ..self }
    }
}

/// A value with so many decimals, and as printed: `5,40`.
pub fn rounded(value: f64, decimals: usize) -> (f64, String) {
    let text = format!("{value:.decimals$}");
    // «−0» is no value.
    let is_nought = |rest: &&str| rest.parse().is_ok_and(|rest: f64| rest.abs() < f64::EPSILON);
    let text = text.strip_prefix('-').filter(is_nought).unwrap_or(&text);
    (text.parse().unwrap_or(value), text.replace('.', ","))
}

/// `H` and `L` outside the interval, `HH` and `LL` far outside.
pub fn flag(value: f64, interval: Option<Interval>) -> Option<&'static str> {
    let Interval { low, high } = interval?;
    let width = match (low, high) {
        (Some(low), Some(high)) => high - low,
        (Some(end), None) | (None, Some(end)) => end,
        (None, None) => return None,
    };
    if let Some(low) = low.filter(|low| value < *low) {
        return Some(if value < low - width / 2.0 { "LL" } else { "L" });
    }
    let high = high.filter(|high| value > *high)?;
    Some(if value > high + width * 1.5 { "HH" } else { "H" })
}

fn method(laboratory: &str, code: &str) -> Option<&'static str> {
    match (laboratory, code) {
        ("lab_ruby", "4548-4") => Some("Высокоэффективная жидкостная хроматография"),
        (_, "4548-4") => Some("Иммунотурбидиметрия"),
        ("lab_volga", "14682-9") => Some("Ферментативный метод"),
        (_, "14682-9") => Some("Кинетический метод Яффе"),
        ("lab_chistaya", "3016-3" | "14920-3" | "62292-8") => {
            Some("Электрохемилюминесцентный иммуноанализ")
        }
        (_, "3016-3" | "14920-3" | "62292-8") => Some("Хемилюминесцентный иммуноанализ"),
        ("lab_ruby", "30341-2") => Some("Метод Вестергрена"),
        (_, "30341-2") => Some("Капиллярная фотометрия"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::analyte;
    use super::*;

    #[test]
    fn a_laboratory_prints_its_own_way() {
        let of = |code, laboratory| printed(analyte(code).unwrap(), laboratory, Sex::Female, 40);
        let hemoglobin = of("718-7", "lab_chistaya");
        assert_eq!((hemoglobin.unit, hemoglobin.decimals), ("г/дл", 1));
        assert_eq!(hemoglobin.interval, Some(Interval { low: Some(12.0), high: Some(14.0) }));
        assert_eq!(of("718-7", "lab_ruby").unit, "г/л");
        let vitamin = of("2132-9", "lab_volga");
        assert_eq!(vitamin.interval, Some(Interval { low: Some(138.0), high: Some(652.0) }));
        let creatinine = of("14682-9", "lab_volga");
        assert_eq!(creatinine.interval, Some(Interval { low: Some(44.0), high: Some(80.0) }));
    }

    #[test]
    fn values_are_rounded_as_printed() {
        assert_eq!(rounded(5.404, 2), (5.4, "5,40".to_owned()));
        assert_eq!(rounded(137.6, 0), (138.0, "138".to_owned()));
        assert_eq!(rounded(-0.001, 1), (0.0, "0,0".to_owned()));
    }

    #[test]
    fn flags_tell_how_far_outside() {
        let interval = Some(Interval { low: Some(4.0), high: Some(6.0) });
        let flags = [1.0, 3.5, 4.0, 6.0, 6.1, 9.1].map(|value| flag(value, interval));
        assert_eq!(flags, [Some("LL"), Some("L"), None, None, Some("H"), Some("HH")]);
        let below = Some(Interval { low: None, high: Some(5.0) });
        assert_eq!([5.0, 7.0, 40.0].map(|value| flag(value, below)), [None, Some("H"), Some("HH")]);
        assert_eq!(flag(7.0, None), None);
    }
}
