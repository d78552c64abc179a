//! What is measured on the body: pressure, height, weight.

use shared::record::model::{
    Component, Content, Interval, Observation, ObservationCategory, Sex, Value,
};
use time::Date;

use crate::calendar::{months_old, real};
use crate::catalogue::{LOINC, coding};
use crate::laboratory::{analyte, rounded};
use crate::story::{Story, Visit};

const PRESSURE: &str = "85354-9";
const SYSTOLIC: &str = "8480-6";
const DIASTOLIC: &str = "8462-4";
const WEIGHT: &str = "29463-7";
const HEIGHT: &str = "8302-2";
const BODY_MASS_INDEX: &str = "39156-5";
const TEMPERATURE: &str = "8310-5";

/// By age in years: the share of the adult height, and kilograms of body weight.
static GROWTH: [(f64, f64, f64); 13] = [
    (0.0, 0.297, 3.4),
    (0.5, 0.39, 7.8),
    (1.0, 0.44, 10.0),
    (2.0, 0.505, 12.4),
    (4.0, 0.60, 16.5),
    (6.0, 0.68, 20.8),
    (8.0, 0.745, 26.0),
    (10.0, 0.805, 32.5),
    (12.0, 0.875, 41.0),
    (14.0, 0.945, 50.5),
    (16.0, 0.985, 58.0),
    (18.0, 1.0, 63.0),
    (200.0, 1.0, 63.0),
];

impl Story<'_> {
    /// Weight and height, and from them the body mass index of an adult.
    pub fn weigh(&mut self, visit: &Visit) {
        let (height, weight) = self.size(visit.on);
        let mut measured = vec![(WEIGHT, weight), (HEIGHT, height)];
        if !self.is_child(visit.on) {
            measured.push((BODY_MASS_INDEX, weight / (height / 100.0).powi(2)));
        }
        for (code, value) in measured {
            if let Some(content) = self.sign(code, value, visit.on) {
                self.within(visit, content);
            }
        }
    }

    /// Blood pressure, of whoever is old enough for a cuff.
    pub fn take_pressure(&mut self, visit: &Visit) {
        if self.age(visit.on) >= 7
            && let Some(content) = self.pressure(visit.on)
        {
            self.within(visit, content);
        }
    }

    /// A fever.
    pub fn take_temperature(&mut self, visit: &Visit) {
        let value = 37.4 + self.draw.share() * 1.5;
        if let Some(content) = self.sign(TEMPERATURE, value, visit.on) {
            self.within(visit, content);
        }
    }

    /// One observation with two components (VIT-6).
    pub fn pressure(&mut self, on: Date) -> Option<Content> {
        let age = f64::from(self.age(on));
        let own = self.own_draw("pressure").normal().clamp(-2.0, 2.0);
        let mut systolic = if age < 18.0 { 92.0 + age * 1.3 } else { 110.0 + (age - 18.0) * 0.22 };
        let mut diastolic = if age < 18.0 { 56.0 + age * 0.7 } else { 70.0 + (age - 18.0) * 0.1 };
        for spell in self.spells.iter().filter(|spell| matches!(spell.code, "I10" | "I11.9")) {
            let (illness, treated) = spell.course(on);
            systolic += (154.0 - 21.0 * treated - systolic) * illness;
            diastolic += (94.0 - 13.0 * treated - diastolic) * illness;
        }
        let shared = self.draw.normal();
        systolic += own * 3.5 + shared * 4.0 + self.draw.normal() * 3.0;
        diastolic += own * 2.0 + shared * 2.5 + self.draw.normal() * 2.0;
        let systolic = self.component(SYSTOLIC, systolic, on)?;
        let diastolic = self.component(DIASTOLIC, diastolic, on)?;
        let text = format!("{}/{}", systolic.value.text, diastolic.value.text);
        let value = Value { number: None, unit: systolic.value.unit.clone(), text };
        Some(Content::Observation(Observation {
            category: ObservationCategory::VitalSigns,
            components: vec![systolic, diastolic],
            ..Observation::new(coding(LOINC, PRESSURE, analyte(PRESSURE)?.name), value, None)
        }))
    }

    /// A vital sign with its interval for this age.
    pub fn sign(&self, code: &str, value: f64, on: Date) -> Option<Content> {
        let Component { code, value, reference, .. } = self.component(code, value, on)?;
        Some(Content::Observation(Observation {
            category: ObservationCategory::VitalSigns,
            ..Observation::new(code, value, reference)
        }))
    }

    fn component(&self, code: &str, value: f64, on: Date) -> Option<Component> {
        let analyte = analyte(code)?;
        let (number, text) = rounded(value, analyte.decimals);
        let reference: Option<Interval> = analyte.interval(self.person.sex, self.age(on));
        Some(Component {
            flagged: None,
            code: coding(LOINC, analyte.code, analyte.name),
            value: Value { number: Some(number), unit: analyte.unit.to_owned(), text },
            reference,
        })
    }

    /// Centimetres and kilograms on that day.
    pub fn size(&mut self, on: Date) -> (f64, f64) {
        let mut own = self.own_draw("size");
        let (tallness, stoutness) = (own.normal().clamp(-2.0, 2.0), own.normal().clamp(-2.0, 2.0));
        let adult = match self.person.sex {
            Sex::Female => 165.0 + tallness * 5.5,
            Sex::Male => 177.5 + tallness * 6.0,
        };
        let years = real(months_old(self.person.birth, on)) / 12.0;
        let (share, kilograms) = grown(years);
        let height = adult * share;
        let is_obese =
            self.spells.iter().any(|spell| spell.code == "E66.0" && spell.course(on).0 > 0.5);
        let weight = if years < 18.0 {
            kilograms * (height / (171.0 * share)).powi(2) * (1.0 + stoutness * 0.07)
        } else {
            let stout = if is_obese { 8.5 } else { 0.0 };
            let index = 22.0 + stoutness * 2.2 + (years.min(60.0) - 18.0) * 0.09 + stout;
            index * (height / 100.0).powi(2)
        };
        let sway = self.draw.normal() * 0.012;
        (height, weight * (1.0 + sway))
    }
}

/// Between the rows of the table along a straight line.
fn grown(years: f64) -> (f64, f64) {
    let next = GROWTH.iter().position(|(age, ..)| *age > years).unwrap_or(GROWTH.len() - 1).max(1);
    let (Some(below), Some(above)) = (GROWTH.get(next - 1), GROWTH.get(next)) else {
        return (1.0, 63.0);
    };
    let way = ((years - below.0) / (above.0 - below.0)).clamp(0.0, 1.0);
    (below.1 + (above.1 - below.1) * way, below.2 + (above.2 - below.2) * way)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn children_grow_and_adults_do_not() {
        let mut last = (0.0, 0.0);
        for months in 0..216_i32 {
            let now = grown(f64::from(months) / 12.0);
            assert!(now.0 > last.0 && now.1 > last.1, "{months}");
            last = now;
        }
        assert!((grown(30.0).0 - grown(80.0).0).abs() < 1e-9);
    }
}
