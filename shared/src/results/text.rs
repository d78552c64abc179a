//! Words about results: one place for list, chart and PDF.

pub mod page;

use time::{Month, OffsetDateTime, UtcOffset};

use super::api::{BreakKind, ChangeReality, Comparison, SeriesBreak, UsualChange, ValueChange};
use super::flag::Flag;
use super::interval::Unchosen;
use super::series::BreakReason;
use super::trend::{Change, Direction, Reality};
use super::unit::{Basis, Conversion, Unconvertible};
use crate::format;
use crate::lang::{Lang, Text, count_en, count_ru, text};

pub const AS_PRINTED: Text = text("Как напечатано", "As printed");
pub const CONVERTED: Text = text("Пересчитано", "Converted");
pub const TAKEN: Text = text("Взят", "Specimen taken");
pub const RECEIVED: Text = text("Получено", "Received");
pub const SIGNED: Text = text("Подписано", "Signed");
pub const IS_REAL: Text = text("Изменение настоящее?", "Is the change real?");
pub const NO_VALUES: Text = text("значений нет", "no values");
pub const NO_UNIT: Text = text("без единицы", "no unit");

impl Flag {
    /// Said beside the value, never colour alone.
    pub const fn text(self) -> Text {
        match self {
            Self::LL => text("опасно низко", "dangerously low"),
            Self::L => text("ниже нормы", "below range"),
            Self::N => text("в норме", "in range"),
            Self::H => text("выше нормы", "above range"),
            Self::HH => text("опасно высоко", "dangerously high"),
            Self::A => text("не в норме", "abnormal"),
        }
    }
}

impl Unchosen {
    /// Why nothing is compared.
    pub fn text(&self, lang: Lang) -> String {
        let fixed = match self {
            Self::NotPrinted => text("норма не напечатана", "no range was printed"),
            Self::SexNotKnown => {
                text("норма зависит от пола, а он не указан", "the range depends on sex, not known")
            }
            Self::AgeNotKnown => text(
                "норма зависит от возраста, а он не известен",
                "the range depends on age, not known",
            ),
            Self::NoLineFits => text(
                "для этого возраста и пола норма не напечатана",
                "no range was printed for this age and sex",
            ),
            Self::SeveralFit => text(
                "подходит несколько норм, и они различаются",
                "several ranges fit, and they differ",
            ),
            Self::Depends(other) => {
                return match lang {
                    Lang::Ru => format!("норма зависит от условия: {other}"),
                    Lang::En => format!("the range depends on: {other}"),
                };
            }
        };
        fixed.get(lang).to_owned()
    }
}

impl BreakReason {
    /// Why the line is not drawn on.
    pub fn text(&self, lang: Lang) -> String {
        let named = |unit: &str| match unit.trim() {
            "" => NO_UNIT.get(lang).to_owned(),
            unit => unit.to_owned(),
        };
        match (self, lang) {
            (Self::Specimen { from, to }, Lang::Ru) => {
                format!("сменился материал: было «{from}», стало «{to}»")
            }
            (Self::Specimen { from, to }, Lang::En) => {
                format!("the specimen changed from “{from}” to “{to}”")
            }
            (Self::Method { from, to }, Lang::Ru) => {
                format!("сменился метод: был «{from}», стал «{to}»")
            }
            (Self::Method { from, to }, Lang::En) => {
                format!("the method changed from “{from}” to “{to}”")
            }
            (Self::Unit { from, to }, Lang::Ru) => {
                format!("единицы не пересчитать: было «{}», стало «{}»", named(from), named(to))
            }
            (Self::Unit { from, to }, Lang::En) => {
                format!("the units do not convert: “{}”, then “{}”", named(from), named(to))
            }
        }
    }
}

impl Unconvertible {
    pub fn text(&self, lang: Lang) -> String {
        match (self, lang) {
            (Self::NoUnit, Lang::Ru) => "единица не напечатана".to_owned(),
            (Self::NoUnit, Lang::En) => "no unit was printed".to_owned(),
            (Self::Unknown(unit), Lang::Ru) => format!("неизвестная единица «{unit}»"),
            (Self::Unknown(unit), Lang::En) => format!("unknown unit “{unit}”"),
            (Self::Different { from, to }, Lang::Ru) => {
                format!("{from} и {to} измеряют разное")
            }
            (Self::Different { from, to }, Lang::En) => {
                format!("{from} and {to} measure different things")
            }
            (Self::NoMolarMass { from, to }, Lang::Ru) => {
                format!("{from} в {to} не пересчитать: молярная масса не известна")
            }
            (Self::NoMolarMass { from, to }, Lang::En) => {
                format!("{from} does not convert to {to}: the molar mass is not known")
            }
        }
    }
}

impl Conversion {
    /// «1 mg/dL = 0,05551 mmol/L; молярная масса 180,156 г/моль (IUPAC)»
    pub fn text(&self, lang: Lang) -> String {
        let decimal = |value: f64| {
            let told = super::unit::round(value, 4).to_string();
            match lang {
                Lang::Ru => told.replace('.', ","),
                Lang::En => told,
            }
        };
        let ratio = format!("1 {} = {} {}", self.from, decimal(self.factor), self.to);
        match (&self.basis, lang) {
            (Basis::Same, Lang::Ru) => "как напечатано".to_owned(),
            (Basis::Same, Lang::En) => "as printed".to_owned(),
            (Basis::Units, Lang::Ru) => format!("{ratio}; по определению единиц (UCUM)"),
            (Basis::Units, Lang::En) => format!("{ratio}; by definition of the units (UCUM)"),
            (Basis::MolarMass { component, grams_per_mole, source }, lang) => {
                let mass = format::number(lang, *grams_per_mole);
                match lang {
                    Lang::Ru => format!("{ratio}; молярная масса {mass} г/моль ({component}, {source})"),
                    Lang::En => format!("{ratio}; molar mass {mass} g/mol ({component}, {source})"),
                }
            }
            (Basis::IfccMaster, Lang::Ru) => {
                "NGSP, % = 0,09148 × IFCC, ммоль/моль + 2,152 (Hoelzel et al., Clin Chem 2004;50:166)"
                    .to_owned()
            }
            (Basis::IfccMaster, Lang::En) => {
                "NGSP, % = 0.09148 × IFCC, mmol/mol + 2.152 (Hoelzel et al., Clin Chem 2004;50:166)"
                    .to_owned()
            }
        }
    }
}

/// The words of a trend: these, and no others, wherever one is told (RES-13). `direction` is of two
/// that were compared.
pub const fn trend(
    comparison: Comparison,
    direction: Option<Direction>,
    reality: ChangeReality,
) -> Text {
    let Some(direction) = direction else {
        return match comparison {
            Comparison::First => text("первое значение", "the first value"),
            Comparison::NotComparable | Comparison::Between => {
                text("с прежним не сравнить", "not comparable with the previous value")
            }
        };
    };
    match (direction, reality) {
        (Direction::Unclear, _) => {
            text("изменилось ли, не ясно", "whether it changed is not clear")
        }
        (Direction::Same, _) => text("как прежде", "the same as before"),
        (Direction::Up, ChangeReality::Real) => {
            text("выросло: больше обычных колебаний", "risen: more than usual variation")
        }
        (Direction::Down, ChangeReality::Real) => {
            text("снизилось: больше обычных колебаний", "fallen: more than usual variation")
        }
        (Direction::Up, ChangeReality::Usual) => {
            text("выше прежнего, в пределах обычных колебаний", "higher, within usual variation")
        }
        (Direction::Down, ChangeReality::Usual) => {
            text("ниже прежнего, в пределах обычных колебаний", "lower, within usual variation")
        }
        (Direction::Up, ChangeReality::NotClaimed) => text("выше прежнего", "higher than before"),
        (Direction::Down, ChangeReality::NotClaimed) => text("ниже прежнего", "lower than before"),
    }
}

impl Change {
    pub const fn text(&self) -> Text {
        match self {
            Self::First => trend(Comparison::First, None, ChangeReality::NotClaimed),
            Self::NotComparable => {
                trend(Comparison::NotComparable, None, ChangeReality::NotClaimed)
            }
            Self::Between { direction, reality, .. } => {
                let reality = match reality {
                    Reality::Real(..) => ChangeReality::Real,
                    Reality::Usual(..) => ChangeReality::Usual,
                    Reality::NotClaimed => ChangeReality::NotClaimed,
                };
                trend(Comparison::Between, Some(*direction), reality)
            }
        }
    }

    /// By what it is judged, with the source; nothing where nothing is claimed.
    pub fn source(&self, lang: Lang) -> Option<String> {
        let Self::Between { reality: Reality::Real(of, by) | Reality::Usual(of, by), .. } = self
        else {
            return None;
        };
        Some(UsualChange::of(of, *by).text(lang))
    }
}

impl ValueChange {
    pub const fn text(&self) -> Text {
        trend(self.comparison, self.direction, self.reality)
    }
}

impl UsualChange {
    /// What chance alone explains, with the source.
    pub fn text(&self, lang: Lang) -> String {
        let percent = |part: f64| format::number(lang, (part * 10.0).round() / 10.0);
        let (up, down) = (percent(self.up), percent(-self.down));
        let (source, measured) = (&self.source, percent(self.measured));
        match lang {
            Lang::Ru => format!(
                "Обычные колебания: от −{down}\u{a0}% до +{up}\u{a0}%. Источник: {source}; формула: Fokkema et al., Clin Chem 2006;52:1602. Разброс измерения принят за {measured}\u{a0}%."
            ),
            Lang::En => format!(
                "Usual variation: −{down}% to +{up}%. Source: {source}; formula: Fokkema et al., Clin Chem 2006;52:1602. The variation of the measurement is taken as {measured}%."
            ),
        }
    }
}

impl SeriesBreak {
    /// Why the two are not comparable.
    pub fn text(&self, lang: Lang) -> String {
        let (from, to) = (self.from.clone(), self.to.clone());
        match self.kind {
            BreakKind::Specimen => BreakReason::Specimen { from, to },
            BreakKind::Method => BreakReason::Method { from, to },
            BreakKind::Unit => BreakReason::Unit { from, to },
        }
        .text(lang)
    }
}

/// «сен», “Sep”: on an axis.
pub const fn month_short(month: Month) -> Text {
    match month {
        Month::January => text("янв", "Jan"),
        Month::February => text("фев", "Feb"),
        Month::March => text("мар", "Mar"),
        Month::April => text("апр", "Apr"),
        Month::May => text("май", "May"),
        Month::June => text("июн", "Jun"),
        Month::July => text("июл", "Jul"),
        Month::August => text("авг", "Aug"),
        Month::September => text("сен", "Sep"),
        Month::October => text("окт", "Oct"),
        Month::November => text("ноя", "Nov"),
        Month::December => text("дек", "Dec"),
    }
}

/// «12 значений»
pub fn values(lang: Lang, count: u64) -> String {
    let word = match lang {
        Lang::Ru => count_ru(count, "значение", "значения", "значений"),
        Lang::En => count_en(count, "value", "values"),
    };
    format!("{count}\u{a0}{word}")
}

/// «3 значения вне нормы»; «все в норме» is said by nobody, since not all can be compared.
pub fn out_of_range(lang: Lang, count: u64) -> String {
    match lang {
        Lang::Ru => format!("Вне нормы: {}", values(lang, count)),
        Lang::En => format!("Out of range: {}", values(lang, count)),
    }
}

/// «Линия прерывается 2 раза»
pub fn broken(lang: Lang, count: u64) -> String {
    match lang {
        Lang::Ru => {
            format!("Линия прерывается {count}\u{a0}{}", count_ru(count, "раз", "раза", "раз"))
        }
        Lang::En => format!("The line breaks {count}\u{a0}{}", count_en(count, "time", "times")),
    }
}

/// «с 3 марта 2024 по 5 мая 2026», or the one day.
pub fn between(lang: Lang, from: OffsetDateTime, to: OffsetDateTime, offset: UtcOffset) -> String {
    let day = |at: OffsetDateTime| format::date(lang, at.to_offset(offset).date());
    let (from, to) = (day(from), day(to));
    match lang {
        Lang::Ru if from == to => from,
        Lang::Ru => format!("с {from} по {to}"),
        Lang::En if from == to => format!("on {from}"),
        Lang::En => format!("from {from} to {to}"),
    }
}
