//! What is said of a point: in its card, in the list a screen reader walks, and in the table.

use time::UtcOffset;

use crate::format;
use crate::lang::Lang;
use crate::record::text as record;
use crate::results::api::{ResultSeries, SeriesPoint};
use crate::results::chart::Toward;
use crate::results::text::chart as text;

/// The words of one point.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Said {
    /// As printed, with its unit.
    pub value: String,
    /// In the unit of the axis, where that is another number.
    pub converted: Option<String>,
    /// Where it lies; nothing where nothing is claimed.
    pub flag: Option<&'static str>,
    /// That it was not measured exactly.
    pub censored: Option<&'static str>,
    /// The day the specimen was taken.
    pub day: String,
    /// The interval as printed.
    pub range: Option<String>,
    pub laboratory: Option<String>,
    pub method: Option<String>,
    pub specimen: Option<String>,
}

/// Puts a point of a series into words.
pub fn said(lang: Lang, series: &ResultSeries, point: &SeriesPoint, offset: UtcOffset) -> Said {
    let value = record::value(lang, &point.value);
    let unit = record::unit(lang, point.value.unit.trim());
    let value = if unit.is_empty() || value.ends_with(unit) {
        value
    } else {
        format!("{value}{}{unit}", format::NBSP)
    };
    let printed = point.reference_text.as_deref().map(str::trim).filter(|text| !text.is_empty());
    let limits = || point.reference.and_then(|it| record::limits(lang, it.low, it.high));
    let converted = point.number.filter(|_| point.conversion.is_some());
    let axis = record::unit(lang, &series.unit);
    Said {
        value,
        converted: converted.map(|number| text::converted(lang, number, axis)),
        flag: point.flag.map(|it| it.flag.text().get(lang)),
        censored: point.bound.map(|bound| Toward::from(bound).text().get(lang)),
        day: format::date(lang, point.at.to_offset(offset).date()),
        range: printed.map(str::to_owned).or_else(limits),
        laboratory: point.laboratory.clone(),
        method: point.method.clone(),
        specimen: point.specimen.clone(),
    }
}

impl Said {
    /// In one line, what matters first: «5,4 ммоль/л, 12 марта 2026, выше нормы». `name` stands
    /// before it where there are several series.
    pub fn line(&self, name: Option<&str>) -> String {
        let mut line = String::new();
        if let Some(name) = name {
            line.push_str(name);
            line.push_str(": ");
        }
        line.push_str(&self.value);
        if let Some(converted) = &self.converted {
            line.push(' ');
            line.push_str(converted);
        }
        line.push_str(", ");
        line.push_str(&self.day);
        for more in [self.flag, self.censored].into_iter().flatten() {
            line.push_str(", ");
            line.push_str(more);
        }
        line
    }
}
