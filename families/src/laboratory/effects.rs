//! What illnesses and their treatment do to values.

use time::Date;

/// An illness somebody had, has, or is treated for.
#[derive(Clone, Debug, PartialEq)]
pub struct Spell {
    /// ICD-10.
    pub code: &'static str,
    pub from: Date,
    /// When treatment began to tell.
    pub treated: Date,
    /// When it was over.
    pub to: Option<Date>,
    /// Whether values drifted for two years before anybody noticed.
    pub is_slow: bool,
}

/// Where an illness takes a value.
#[derive(Clone, Copy, Debug)]
pub struct Effect {
    illness: &'static str,
    pub analyte: &'static str,
    pub shift: Shift,
}

/// Without treatment, and with it.
#[derive(Clone, Copy, Debug)]
pub enum Shift {
    To(f64, f64),
    Times(f64, f64),
    /// The place in the list of words.
    Word(usize, usize),
}

const fn to(illness: &'static str, analyte: &'static str, untreated: f64, treated: f64) -> Effect {
    Effect { illness, analyte, shift: Shift::To(untreated, treated) }
}

const fn times(
    illness: &'static str,
    analyte: &'static str,
    untreated: f64,
    treated: f64,
) -> Effect {
    Effect { illness, analyte, shift: Shift::Times(untreated, treated) }
}

const fn word(
    illness: &'static str,
    analyte: &'static str,
    untreated: usize,
    treated: usize,
) -> Effect {
    Effect { illness, analyte, shift: Shift::Word(untreated, treated) }
}

static EFFECTS: [Effect; 83] = [
    to("E11.9", "4548-4", 8.6, 6.9),
    to("E11.9", "14749-6", 9.4, 7.2),
    to("E11.9", "14927-8", 2.4, 1.8),
    to("E11.9", "9318-7", 26.0, 18.0),
    to("E11.9", "20448-7", 27.0, 21.0),
    word("E11.9", "25428-4", 2, 0),
    to("R73.0", "4548-4", 6.2, 5.9),
    to("R73.0", "14749-6", 6.4, 6.0),
    to("R73.0", "14995-5", 8.6, 7.9),
    to("E66.0", "20448-7", 28.0, 22.0),
    to("E66.0", "14927-8", 2.1, 1.7),
    times("E66.0", "14646-4", 0.85, 0.9),
    to("E78.0", "14647-2", 7.3, 4.9),
    to("E78.0", "1884-6", 1.36, 0.94),
    to("E03.9", "3016-3", 12.5, 2.4),
    to("E03.9", "14920-3", 8.1, 14.0),
    to("E03.9", "14647-2", 6.4, 5.1),
    to("E06.3", "3016-3", 6.8, 2.3),
    to("E06.3", "8099-4", 340.0, 260.0),
    to("E06.3", "8098-6", 96.0, 80.0),
    to("E05.0", "3016-3", 0.03, 1.3),
    to("E05.0", "14920-3", 33.0, 15.5),
    to("E05.0", "14928-6", 11.2, 4.9),
    times("D50.9", "718-7", 0.8, 0.98),
    to("D50.9", "2276-4", 6.0, 34.0),
    to("D50.9", "14798-3", 6.2, 15.0),
    to("D50.9", "787-2", 73.0, 86.0),
    times("D50.9", "786-4", 0.94, 0.99),
    times("D50.9", "788-0", 1.3, 1.05),
    times("D50.9", "14800-7", 1.35, 1.1),
    times("N92.0", "718-7", 0.9, 0.97),
    to("N92.0", "2276-4", 8.0, 22.0),
    times("O99.0", "718-7", 0.8, 0.93),
    to("O99.0", "2276-4", 8.0, 20.0),
    to("O99.0", "14798-3", 7.4, 14.0),
    times("D51.0", "718-7", 0.84, 0.99),
    to("D51.0", "2132-9", 118.0, 470.0),
    to("D51.0", "787-2", 109.0, 94.0),
    to("D51.0", "13965-9", 24.0, 11.0),
    to("E55.9", "62292-8", 13.5, 36.0),
    to("E55.0", "62292-8", 14.0, 42.0),
    to("E55.0", "6768-6", 460.0, 280.0),
    times("N18.3", "14682-9", 1.55, 1.62),
    to("N18.3", "22664-7", 10.2, 9.6),
    to("N18.3", "14933-6", 430.0, 400.0),
    to("N18.3", "9318-7", 74.0, 46.0),
    to("N18.3", "2731-8", 84.0, 72.0),
    times("N18.3", "718-7", 0.93, 0.93),
    to("M10.0", "14933-6", 540.0, 350.0),
    to("M05.8", "11572-5", 96.0, 62.0),
    to("M05.8", "33935-8", 140.0, 110.0),
    to("M05.8", "1988-5", 21.0, 5.5),
    to("M05.8", "30341-2", 42.0, 22.0),
    to("K76.0", "1742-6", 66.0, 39.0),
    to("K76.0", "1920-8", 47.0, 31.0),
    to("K76.0", "2324-2", 84.0, 47.0),
    to("N40", "2857-1", 3.1, 2.6),
    to("I50.0", "33762-6", 1450.0, 760.0),
    to("J45.0", "19113-0", 410.0, 340.0),
    to("J45.0", "713-8", 8.2, 5.6),
    to("J30.1", "19113-0", 260.0, 230.0),
    to("L20.8", "19113-0", 380.0, 310.0),
    to("L20.8", "713-8", 7.9, 5.2),
    to("E28.2", "14913-8", 2.4, 1.7),
    to("E28.2", "20448-7", 26.0, 18.0),
    to("J18.9", "6690-2", 15.2, 8.0),
    to("J18.9", "1988-5", 96.0, 12.0),
    to("J18.9", "30341-2", 44.0, 24.0),
    to("J20.9", "1988-5", 14.0, 5.0),
    to("J03.9", "6690-2", 13.8, 7.5),
    to("J03.9", "1988-5", 38.0, 6.0),
    to("J03.9", "770-8", 76.0, 62.0),
    to("J06.9", "1988-5", 7.5, 3.0),
    to("H66.0", "6690-2", 14.6, 8.0),
    to("K35.8", "6690-2", 15.8, 8.2),
    to("K35.8", "1988-5", 44.0, 10.0),
    to("N10", "5821-4", 34.0, 3.0),
    word("N10", "5799-2", 3, 0),
    word("N10", "25145-4", 2, 0),
    to("N30.0", "5821-4", 27.0, 2.0),
    word("N30.0", "5799-2", 3, 0),
    word("N30.0", "25145-4", 2, 0),
    to("N20.0", "13945-1", 9.0, 4.0),
];

/// What an illness does to an analyte.
pub fn effects<'s>(spells: &'s [Spell], analyte: &str) -> impl Iterator<Item = (&'s Spell, Shift)> {
    spells.iter().flat_map(move |spell| {
        EFFECTS
            .iter()
            .filter(move |effect| effect.illness == spell.code && effect.analyte == analyte)
            .map(move |effect| (spell, effect.shift))
    })
}

impl Spell {
    /// How ill, and how far treated, on that day: both from 0 to 1.
    pub fn course(&self, on: Date) -> (f64, f64) {
        /// Days in which values drift before a slow illness is found.
        const DRIFT: i64 = 700;
        /// Days in which treatment of a slow illness shows all it can, and that of another.
        const SLOW: i64 = 150;
        const QUICK: i64 = 12;
        if self.to.is_some_and(|to| on > to) {
            return (0.0, 0.0);
        }
        let since = |day: Date| (on - day).whole_days();
        let illness = if self.is_slow {
            share(since(self.from) + DRIFT, DRIFT)
        } else {
            share(since(self.from) + 3, 1)
        };
        let span = if self.is_slow { SLOW } else { QUICK };
        (illness, share(since(self.treated), span))
    }
}

fn share(part: i64, whole: i64) -> f64 {
    (crate::calendar::real(part) / crate::calendar::real(whole)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::super::analyte;
    use super::*;
    use time::macros::date;

    #[test]
    fn effects_are_on_known_analytes_of_known_illnesses() {
        for effect in &EFFECTS {
            let found = analyte(effect.analyte).unwrap();
            assert!(crate::catalogue::disease(effect.illness).is_some(), "{}", effect.illness);
            let is_word = matches!(effect.shift, Shift::Word(..));
            assert_eq!(is_word, !found.words.is_empty(), "{}", effect.analyte);
        }
    }

    #[test]
    fn an_illness_grows_and_treatment_tells() {
        let spell = Spell {
            code: "E11.9",
            from: date!(2020 - 01 - 01),
            treated: date!(2020 - 02 - 01),
            to: None,
            is_slow: true,
        };
        assert_eq!(spell.course(date!(2017 - 01 - 01)), (0.0, 0.0));
        let (illness, treated) = spell.course(date!(2019 - 01 - 01));
        assert!(illness > 0.4 && illness < 0.6 && treated < 0.01);
        assert_eq!(spell.course(date!(2021 - 01 - 01)), (1.0, 1.0));
    }
}
