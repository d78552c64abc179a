//! Words about results: one place for list, chart and PDF.

pub mod chart;
pub mod critical;
pub mod page;
mod told;

use time::{Month, OffsetDateTime, UtcOffset};

pub use self::told::NOT_COMPARABLE;
use self::told::{FIRST_VALUE, broken_by, moved};
use super::api::{BreakKind, ChangeReality};
use super::flag::Flag;
use super::interval::Unchosen;
use super::series::BreakReason;
use super::tell;
use super::trend::{Change, Reality};
use super::unit::{Conversion, Unconvertible};
use crate::format;
use crate::lang::{Lang, Text, count_en, count_ru, text};

pub const AS_PRINTED: Text = text("Как напечатано", "As printed");
pub const CONVERTED: Text = text("Пересчитано", "Converted");
pub const TAKEN: Text = text("Взят", "Specimen taken");
pub const RECEIVED: Text = text("Получено", "Received");
pub const SIGNED: Text = text("Подписано", "Signed");
pub const IS_REAL: Text = text("Изменение настоящее?", "Is the change real?");
pub const BEFORE: Text = text("Прежнее", "Before");
pub const NOW: Text = text("Новое", "Now");
pub const CHANGE: Text = text("Изменение", "Change");
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
        match self {
            Self::Specimen { from, to } => broken_by(lang, BreakKind::Specimen, from, to),
            Self::Method { from, to } => broken_by(lang, BreakKind::Method, from, to),
            Self::Unit { from, to } => broken_by(lang, BreakKind::Unit, from, to),
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
        match tell::way(self, &self.from, &self.to) {
            Some(way) => way.text(lang),
            None => text("как напечатано", "as printed").get(lang).to_owned(),
        }
    }
}

impl Change {
    /// The words of a trend: these, and no others, wherever one is told.
    pub const fn text(&self) -> Text {
        match self {
            Self::First => FIRST_VALUE,
            Self::NotComparable => NOT_COMPARABLE,
            Self::Between { direction, reality, .. } => match reality {
                Reality::Real(..) => moved(*direction, ChangeReality::Real),
                Reality::Usual(..) => moved(*direction, ChangeReality::Usual),
                Reality::NotClaimed => moved(*direction, ChangeReality::NotClaimed),
            },
        }
    }

    /// By what it is judged, with the source; nothing where nothing is claimed.
    pub fn source(&self, lang: Lang) -> Option<String> {
        let Self::Between { reality: Reality::Real(of, by) | Reality::Usual(of, by), .. } = self
        else {
            return None;
        };
        Some(tell::usual_change(of, *by).text(lang))
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
