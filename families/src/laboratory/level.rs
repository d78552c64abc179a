//! The value one person has on one day.

use shared::format::age;
use shared::record::model::{Interval, Sex};
use time::Date;

use super::Analyte;
use super::effects::{Shift, Spell, effects};
use crate::draw::{Draw, word};

/// Whose blood it is.
#[derive(Debug)]
pub struct Host<'s> {
    /// Of the seed, the family and the member.
    pub own: [u64; 3],
    pub sex: Sex,
    pub birth: Date,
    pub spells: &'s [Spell],
}

/// Of the table's `sd`, as much stays once the rounding and the interval's width have theirs.
const NOISE: f64 = 0.6;

/// A person's own level, moved by illness, and what one day adds to it; in the table's unit.
pub fn level(analyte: &Analyte, host: &Host<'_>, on: Date, draw: &mut Draw) -> f64 {
    let interval = analyte.interval(host.sex, age(host.birth, on));
    let (centre, spread) = usual(analyte, interval, host, on);
    let [seed, family, member] = host.own;
    let own = Draw::new([seed, family, member, word(analyte.code)]).normal().clamp(-2.2, 2.2);
    let mut level = centre + own * spread;
    for (spell, shift) in effects(host.spells, analyte.code) {
        let (illness, treated) = spell.course(on);
        let goal = match shift {
            Shift::To(untreated, after) => {
                (untreated + (after - untreated) * treated) * (1.0 + own * 0.06)
            }
            Shift::Times(untreated, after) => level * (untreated + (after - untreated) * treated),
            Shift::Word(..) => level,
        };
        level += (goal - level) * illness;
    }
    let scale = analyte.mean.filter(|mean| *mean > 0.0).map_or(1.0, |mean| level / mean);
    (level + analyte.sd * NOISE * scale.clamp(0.05, 4.0) * draw.normal()).abs()
}

/// The words a value is told in that day: their place in the list.
pub fn wording(analyte: &Analyte, host: &Host<'_>, on: Date, draw: &mut Draw) -> usize {
    let mut place = match analyte.code {
        // Colour, clearness, bacteria, mucus.
        "5778-6" => draw.below(3),
        "32167-9" => u64::from(draw.chance(8)),
        "25145-4" => u64::from(draw.chance(12)),
        "8247-9" => u64::from(draw.chance(30)),
        _ => 0,
    };
    for (spell, shift) in effects(host.spells, analyte.code) {
        let (illness, treated) = spell.course(on);
        if let Shift::Word(untreated, after) = shift
            && illness > 0.5
        {
            let found = if treated > 0.5 { after } else { untreated };
            place = u64::try_from(found).unwrap_or(0);
        }
    }
    usize::try_from(place).unwrap_or(0)
}

/// Where healthy people of this sex and age lie, and how far apart.
fn usual(analyte: &Analyte, interval: Option<Interval>, host: &Host<'_>, on: Date) -> (f64, f64) {
    let mean = analyte.mean.unwrap_or(match analyte.code {
        "16935-9" => 140.0,
        "5334-8" => 85.0,
        _ => 1.0,
    });
    match (analyte.code, host.sex, age(host.birth, on)) {
        ("14682-9", Sex::Female, 18..) => return (65.0, 4.5),
        ("14682-9", Sex::Male, 18..) => return (82.0, 5.5),
        ("30341-2", _, ..15) => return (5.0, 1.0),
        ("718-7", _, 5..10) => return (125.5, 2.2),
        // Less than the interval asks for, as far north as this.
        ("62292-8", _, _) => return (33.0, 6.0),
        _ => {}
    }
    match interval {
        Some(Interval { low: Some(low), high: Some(high) }) => {
            let width = high - low;
            let is_inside = mean > low + width * 0.2 && mean < high - width * 0.2;
            (if is_inside { mean } else { f64::midpoint(low, high) }, width / 11.0)
        }
        Some(Interval { low: None, high: Some(high) }) => {
            let centre = if mean < high * 0.9 { mean } else { high * 0.82 };
            (centre, (high * 0.08).min(centre * 0.25))
        }
        Some(Interval { low: Some(low), high: None }) => {
            let centre = if mean > low * 1.08 { mean } else { low * 1.2 };
            (centre, centre * 0.09)
        }
        Some(Interval { low: None, high: None }) | None => (mean, analyte.sd),
    }
}

#[cfg(test)]
mod tests {
    use super::super::analyte;
    use super::*;
    use time::macros::date;

    fn host(spells: &[Spell], member: u64) -> Host<'_> {
        Host { own: [1, 2, member], sex: Sex::Female, birth: date!(1970 - 05 - 05), spells }
    }

    #[test]
    fn a_person_keeps_a_level_of_her_own() {
        let hemoglobin = analyte("718-7").unwrap();
        let mut draw = Draw::new([9, 9, 9, 9]);
        let mut of = |member| -> Vec<f64> {
            let host = host(&[], member);
            (0..30).map(|_| level(hemoglobin, &host, date!(2020 - 01 - 01), &mut draw)).collect()
        };
        let spread = |values: &[f64]| {
            values.iter().copied().fold(f64::MIN, f64::max)
                - values.iter().copied().fold(f64::MAX, f64::min)
        };
        let everybody: Vec<f64> = (0..40).map(|member| of(member)[0]).collect();
        assert!(spread(&of(1)) < spread(&everybody));
    }

    #[test]
    fn diabetes_shows_in_the_blood_and_treatment_too() {
        let spell = Spell {
            code: "E11.9",
            from: date!(2018 - 01 - 01),
            treated: date!(2018 - 02 - 01),
            to: None,
            is_slow: true,
        };
        let hemoglobin = analyte("4548-4").unwrap();
        let mut draw = Draw::new([9, 9, 9, 9]);
        let spells = [spell];
        let mut of = |on| level(hemoglobin, &host(&spells, 1), on, &mut draw);
        let (before, found, after) =
            (of(date!(2014 - 01 - 01)), of(date!(2018 - 01 - 02)), of(date!(2019 - 01 - 01)));
        assert!(before < 6.3 && found > 6.8 && after < found && after > 5.4);
    }
}
