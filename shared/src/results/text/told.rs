//! Words about what crosses the wire.

use super::{NO_UNIT, chart};
use crate::format;
use crate::lang::{Lang, Text, text};
use crate::record::text::unit;
use crate::results::api::{
    BreakKind, ChangeReality, Comparison, ConversionBasis, SeriesBreak, UnitConversion,
    UsualChange, ValueChange,
};
use crate::results::trend::Direction;
use crate::results::unit::round;

pub(super) const FIRST_VALUE: Text = text("первое значение", "the first value");
/// There is something earlier, and nothing can be said of the two.
pub const NOT_COMPARABLE: Text =
    text("с прежним не сравнить", "not comparable with the previous value");

/// Which way a value went, and whether that is more than chance.
pub(super) const fn moved(direction: Direction, reality: ChangeReality) -> Text {
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

/// Why the line is not drawn on.
pub(super) fn broken_by(lang: Lang, kind: BreakKind, from: &str, to: &str) -> String {
    let named = |unit: &str| match unit.trim() {
        "" => NO_UNIT.get(lang).to_owned(),
        unit => unit.to_owned(),
    };
    match (kind, lang) {
        (BreakKind::Specimen, Lang::Ru) => {
            format!("сменился материал: было «{from}», стало «{to}»")
        }
        (BreakKind::Specimen, Lang::En) => {
            format!("the specimen changed from “{from}” to “{to}”")
        }
        (BreakKind::Method, Lang::Ru) => format!("сменился метод: был «{from}», стал «{to}»"),
        (BreakKind::Method, Lang::En) => format!("the method changed from “{from}” to “{to}”"),
        (BreakKind::Unit, Lang::Ru) => {
            format!("единицы не пересчитать: было «{}», стало «{}»", named(from), named(to))
        }
        (BreakKind::Unit, Lang::En) => {
            format!("the units do not convert: “{}”, then “{}”", named(from), named(to))
        }
    }
}

impl BreakKind {
    /// Beside the place in the drawing, where there is room for two words.
    pub const fn text(self) -> Text {
        match self {
            Self::Specimen => text("другой материал", "another specimen"),
            Self::Method => text("другой метод", "another method"),
            Self::Unit => text("другая единица", "another unit"),
        }
    }
}

impl SeriesBreak {
    /// Why the line is not drawn on.
    pub fn text(&self, lang: Lang) -> String {
        broken_by(lang, self.kind, &self.from, &self.to)
    }
}

impl UnitConversion {
    /// «1 мг/дл = 0,05551 ммоль/л; молярная масса 180,156 г/моль (IUPAC)»
    pub fn text(&self, lang: Lang) -> String {
        let factor = round(self.factor, 4).to_string();
        let factor = match lang {
            Lang::Ru => factor.replace('.', ","),
            Lang::En => factor,
        };
        let (from, to) = (unit(lang, &self.from), unit(lang, &self.to));
        let ratio = format!("1 {from} = {factor} {to}");
        match (self.basis, lang) {
            (ConversionBasis::Units, Lang::Ru) => format!("{ratio}; по определению единиц (UCUM)"),
            (ConversionBasis::Units, Lang::En) => {
                format!("{ratio}; by definition of the units (UCUM)")
            }
            (ConversionBasis::MolarMass, lang) => {
                let mass = format::number(lang, self.grams_per_mole.unwrap_or_default());
                let component = self.component.as_deref().unwrap_or_default();
                let source = self.source.as_deref().unwrap_or_default();
                match lang {
                    Lang::Ru => {
                        format!("{ratio}; молярная масса {mass} г/моль ({component}, {source})")
                    }
                    Lang::En => format!("{ratio}; molar mass {mass} g/mol ({component}, {source})"),
                }
            }
            (ConversionBasis::IfccMaster, Lang::Ru) => {
                "NGSP, % = 0,09148 × IFCC, ммоль/моль + 2,152 (Hoelzel et al., Clin Chem 2004;50:166)"
                    .to_owned()
            }
            (ConversionBasis::IfccMaster, Lang::En) => {
                "NGSP, % = 0.09148 × IFCC, mmol/mol + 2.152 (Hoelzel et al., Clin Chem 2004;50:166)"
                    .to_owned()
            }
        }
    }
}

impl ValueChange {
    /// The words of a trend: these, and no others, wherever one is told.
    pub const fn text(&self) -> Text {
        match (self.comparison, self.direction) {
            (Comparison::First, _) => FIRST_VALUE,
            (Comparison::Between, Some(direction)) => moved(direction, self.reality),
            (Comparison::Between, None) | (Comparison::NotComparable, _) => NOT_COMPARABLE,
        }
    }

    /// «+0,6 ммоль/л (+11 %)», in the unit of the axis; nothing where two exact numbers are not
    /// there, or are the same.
    pub fn by(&self, lang: Lang, ucum: &str) -> Option<String> {
        if self.comparison != Comparison::Between {
            return None;
        }
        let difference = self.difference.filter(|by| by.abs() > 0.0)?;
        let sign = sign(difference);
        let mut by = format!("{sign}{}", format::number(lang, rounded(difference.abs(), 1_000.0)));
        match unit(lang, ucum) {
            "" => {}
            unit => {
                by.push(format::NBSP);
                by.push_str(unit);
            }
        }
        // Two kinds of per cent beside each other would be taken for one.
        if let Some(percent) = self.percent.filter(|_| unit(lang, ucum) != "%") {
            let percent = format::number(lang, percent.abs().round());
            by.push_str(&[" (", sign, &percent, "\u{a0}%)"].concat());
        }
        Some(by)
    }

    /// Which way it went, by how many per cent, and why the two cannot be compared where they
    /// cannot.
    pub fn told(&self, lang: Lang) -> String {
        let mut told = self.text().get(lang).to_owned();
        if let Some(percent) = self.percent {
            let number = format::number(lang, rounded(percent.abs(), 10.0));
            told.push_str(&[" (", sign(percent), &number, "\u{a0}%)"].concat());
        }
        for reason in &self.breaks {
            told.push_str("; ");
            told.push_str(&reason.text(lang));
        }
        told
    }

    /// «Изменение настоящее?» (RES-13). Nothing is asked of a first value.
    pub const fn answer(&self) -> Option<Text> {
        match (self.comparison, self.reality) {
            (Comparison::First, _) => None,
            (Comparison::NotComparable, _) => Some(chart::NOT_COMPARED),
            (Comparison::Between, ChangeReality::Real) => Some(chart::REAL),
            (Comparison::Between, ChangeReality::Usual) => Some(chart::USUAL),
            (Comparison::Between, ChangeReality::NotClaimed) => Some(chart::NOT_CLAIMED),
        }
    }
}

const fn sign(change: f64) -> &'static str {
    if change < 0.0 { "−" } else { "+" }
}

/// Without the digits that subtracting leaves and nobody printed.
fn rounded(value: f64, places: f64) -> f64 {
    (value * places).round() / places
}

impl UsualChange {
    /// By what a change is judged, with the source.
    pub fn text(&self, lang: Lang) -> String {
        let percent = |part: f64| format::number(lang, (part * 10.0).round() / 10.0);
        let (up, down, measured) = (percent(self.up), percent(-self.down), percent(self.measured));
        let source = &self.source;
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
