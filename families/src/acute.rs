//! Illnesses that pass: colds, injuries, and what comes once in a life.

use shared::record::model::EncounterClass;
use time::{Date, Month};

use crate::calendar::{plus_days, plus_years};
use crate::catalogue::{VisitText, disease, visit_texts};
use crate::draw::Draw;
use crate::laboratory::Spell;
use crate::story::{Meeting, Story, Visit};
use crate::treatment::days;

/// An illness that passes.
#[derive(Debug)]
struct Acute {
    /// ICD-10.
    code: &'static str,
    /// How often among others: before seven, before eighteen, later.
    weights: [u64; 3],
    season: Season,
    kind: AcuteKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Season {
    Any,
    Cold,
    Warm,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum AcuteKind {
    /// With fever; the doctor may come home.
    Fever,
    Usual,
    /// Once in a life.
    Once,
    /// To the hospital at any hour.
    Injury,
    /// An operation the same night, once.
    Operation,
}

const fn acute(code: &'static str, weights: [u64; 3], season: Season, kind: AcuteKind) -> Acute {
    Acute { code, weights, season, kind }
}

static ACUTE: [Acute; 47] = [
    acute("J06.9", [34, 30, 26], Season::Cold, AcuteKind::Fever),
    acute("J00", [12, 10, 5], Season::Cold, AcuteKind::Usual),
    acute("J11.1", [3, 6, 6], Season::Cold, AcuteKind::Fever),
    acute("J10.1", [2, 3, 3], Season::Cold, AcuteKind::Fever),
    acute("U07.1", [2, 4, 9], Season::Any, AcuteKind::Fever),
    acute("J20.9", [6, 4, 6], Season::Cold, AcuteKind::Fever),
    acute("J18.9", [1, 1, 2], Season::Cold, AcuteKind::Fever),
    acute("J01.0", [0, 3, 5], Season::Cold, AcuteKind::Usual),
    acute("J02.9", [5, 5, 5], Season::Any, AcuteKind::Usual),
    acute("J03.9", [5, 6, 3], Season::Any, AcuteKind::Fever),
    acute("J04.0", [4, 2, 2], Season::Cold, AcuteKind::Usual),
    acute("J05.0", [4, 0, 0], Season::Cold, AcuteKind::Injury),
    acute("A09.0", [4, 4, 3], Season::Warm, AcuteKind::Usual),
    acute("A08.0", [6, 0, 0], Season::Any, AcuteKind::Fever),
    acute("B01.9", [7, 4, 0], Season::Cold, AcuteKind::Once),
    acute("A38", [3, 2, 0], Season::Cold, AcuteKind::Once),
    acute("B27.9", [1, 2, 1], Season::Any, AcuteKind::Once),
    acute("B02.9", [0, 0, 2], Season::Any, AcuteKind::Once),
    acute("A69.2", [1, 1, 1], Season::Warm, AcuteKind::Once),
    acute("G51.0", [0, 0, 1], Season::Cold, AcuteKind::Once),
    acute("E55.0", [5, 0, 0], Season::Cold, AcuteKind::Once),
    acute("L22", [5, 0, 0], Season::Any, AcuteKind::Usual),
    acute("B80", [3, 2, 0], Season::Any, AcuteKind::Usual),
    acute("H66.0", [5, 3, 1], Season::Cold, AcuteKind::Fever),
    acute("H10.3", [5, 3, 2], Season::Any, AcuteKind::Usual),
    acute("H61.2", [0, 2, 4], Season::Any, AcuteKind::Usual),
    acute("L50.0", [3, 2, 2], Season::Any, AcuteKind::Usual),
    acute("T78.3", [0, 1, 1], Season::Any, AcuteKind::Injury),
    acute("T63.4", [1, 2, 1], Season::Warm, AcuteKind::Usual),
    acute("T22.2", [2, 1, 1], Season::Any, AcuteKind::Injury),
    acute("R10.4", [3, 4, 2], Season::Any, AcuteKind::Usual),
    acute("R50.9", [4, 2, 1], Season::Any, AcuteKind::Fever),
    acute("M54.5", [0, 0, 10], Season::Any, AcuteKind::Usual),
    acute("M54.2", [0, 1, 7], Season::Any, AcuteKind::Usual),
    acute("M77.1", [0, 0, 2], Season::Any, AcuteKind::Usual),
    acute("H81.1", [0, 0, 2], Season::Any, AcuteKind::Usual),
    acute("L60.0", [0, 1, 1], Season::Any, AcuteKind::Usual),
    acute("S93.4", [0, 5, 4], Season::Any, AcuteKind::Injury),
    acute("S52.5", [0, 2, 1], Season::Any, AcuteKind::Injury),
    acute("S06.0", [0, 2, 1], Season::Any, AcuteKind::Injury),
    acute("S83.2", [0, 0, 1], Season::Any, AcuteKind::Once),
    acute("N30.0", [0, 2, 9], Season::Any, AcuteKind::Usual),
    acute("N10", [0, 1, 2], Season::Any, AcuteKind::Fever),
    acute("N76.0", [0, 0, 5], Season::Any, AcuteKind::Usual),
    acute("F43.2", [0, 0, 2], Season::Any, AcuteKind::Once),
    acute("K35.8", [0, 1, 1], Season::Any, AcuteKind::Operation),
    acute("K04.0", [0, 1, 4], Season::Any, AcuteKind::Usual),
];

/// Before this day nobody was tested for it.
const COVID: Date = time::macros::date!(2020 - 04 - 01);

impl Story<'_> {
    /// Tells what came and went, year by year.
    pub fn tell_acute(&mut self) {
        let mut had: Vec<&'static str> = Vec::new();
        let mut year = self.from;
        while year < self.today {
            for _ in 0..self.often(year) {
                let on = plus_days(year, self.draw.between(0, 364));
                let Some(illness) = self.draw_acute(on, &had) else {
                    continue;
                };
                let Some(text) = self.draw.pick(visit_texts(illness.code)) else {
                    continue;
                };
                if matches!(illness.kind, AcuteKind::Once | AcuteKind::Operation) {
                    had.push(illness.code);
                }
                self.fall_ill(illness, text, on);
            }
            year = plus_years(year, 1);
        }
    }

    /// How many times that year.
    fn often(&mut self, on: Date) -> i64 {
        match self.age(on) {
            ..1 => self.draw.between(1, 3),
            1..7 => self.draw.between(3, 6),
            7..12 => self.draw.between(2, 4),
            12..18 => self.draw.between(1, 3),
            18..60 => self.draw.between(0, 3),
            60.. => self.draw.between(0, 2),
        }
    }

    fn draw_acute(&mut self, on: Date, had: &[&str]) -> Option<&'static Acute> {
        let age = self.age(on);
        let sex = self.person.sex;
        let fitting = ACUTE
            .iter()
            .filter(|illness| illness.season.holds(on) && !had.contains(&illness.code))
            .filter(|illness| illness.code != "U07.1" || on >= COVID)
            // The text speaks of work.
            .filter(|illness| illness.code != "F43.2" || (22..60).contains(&age))
            .filter(|illness| disease(illness.code).is_some_and(|found| found.may_begin(sex, age)));
        let weighted = fitting.map(|illness| {
            let [small, school, adult] = illness.weights;
            let weight = match age {
                ..7 => small,
                7..18 => school,
                18.. => adult,
            };
            (illness, weight)
        });
        self.draw.weighted(weighted)
    }

    fn fall_ill(&mut self, illness: &'static Acute, text: &VisitText, on: Date) {
        let Some(found) = disease(illness.code) else {
            return;
        };
        let is_adult = !self.is_child(on);
        let class = illness.class(is_adult, on, &mut self.draw);
        let comes_home = class == EncounterClass::HomeVisit;
        let meeting = Meeting {
            class,
            code: Some(illness.code),
            reason: Some(text.complaint.to_owned()),
            conclusion: Some(format!("{} {}", text.conclusion, text.findings)),
            recommendations: Some(text.recommendations.to_owned()),
            ..Meeting::new(on, if comes_home { "therapist" } else { found.specialty })
        };
        let Some(visit) = self.meet(meeting) else {
            return;
        };
        self.spells.push(Spell {
            code: illness.code,
            from: visit.on,
            treated: plus_days(visit.on, 3),
            to: Some(plus_days(visit.on, 25)),
            is_slow: false,
        });
        if illness.kind == AcuteKind::Fever {
            self.take_temperature(&visit);
        }
        if self.draw.chance(35) {
            self.diagnose(&visit, illness.code, false);
        }
        self.prescribe(&visit, illness.code);
        if self.draw.chance(if is_adult { 40 } else { 22 }) {
            let tests: Vec<&str> = text.tests.iter().take(1).copied().collect();
            self.examine(&tests, &visit);
        }
        if illness.kind == AcuteKind::Operation {
            self.operate(illness.code, &visit);
        } else {
            self.illustrate(illness.code, &visit);
            self.see_again(illness, &visit, is_adult);
        }
    }

    /// Examinations that belong to an illness.
    fn illustrate(&mut self, code: &str, visit: &Visit) {
        let service = match code {
            "J18.9" => "A06.09.007",
            "J01.0" => "A06.08.003",
            "S93.4" => "A06.04.012",
            "S83.2" => "A05.04.001",
            "S06.0" => "A06.23.004",
            "R10.4" => "A04.16.001",
            "N10" => "A04.28.002.001",
            _ => return,
        };
        let rarity = if matches!(code, "J18.9" | "J01.0" | "S83.2") { 1 } else { 9 };
        let reason = disease(code).map_or("", |disease| disease.name);
        self.examine_by(visit, service, rarity, reason);
    }

    /// The visit that closes an illness, and the paper it ends with.
    fn see_again(&mut self, illness: &Acute, visit: &Visit, is_adult: bool) {
        if self.draw.chance(if illness.kind == AcuteKind::Usual { 75 } else { 30 }) {
            return;
        }
        let on = plus_days(visit.on, self.draw.between(5, 10));
        let again = self.meet(Meeting {
            code: Some(illness.code),
            reason: Some("Повторный осмотр, самочувствие лучше.".to_owned()),
            conclusion: Some("Выздоровление.".to_owned()),
            recommendations: Some("Обычный режим.".to_owned()),
            ..Meeting::new(on, disease(illness.code).map_or("therapist", |found| found.specialty))
        });
        let Some(again) = again else {
            return;
        };
        let age = self.age(visit.on);
        if is_adult && age < 62 && self.draw.chance(55) {
            let title = format!("Листок нетрудоспособности {}", days(visit.on, again.on));
            self.write_out(&again, "Листок нетрудоспособности", title);
        } else if (3..18).contains(&age) && self.draw.chance(60) {
            let place = if age < 7 { "детский сад" } else { "школу" };
            let title = format!("Справка о перенесённом заболевании в {place}");
            self.write_out(&again, "Справка", title);
        }
    }

    fn operate(&mut self, code: &'static str, visit: &Visit) {
        let stay = self.meet(Meeting {
            class: EncounterClass::Inpatient,
            code: Some(code),
            reason: Some("Перевод из приёмного отделения для операции.".to_owned()),
            conclusion: Some("Операция выполнена, осложнений после неё не было.".to_owned()),
            recommendations: Some(
                "Щадящее питание две недели, не поднимать тяжести два месяца, осмотр хирурга через \
                 неделю."
                    .to_owned(),
            ),
            ..Meeting::new(plus_days(visit.on, 1), "surgeon")
        });
        if let Some(stay) = stay {
            self.examine_by(&stay, "A16.18.009.001", 1, "Острый аппендицит");
            self.write_out(
                &stay,
                "Выписной эпикриз",
                "Выписной эпикриз, хирургическое отделение".to_owned(),
            );
        }
    }
}

impl Acute {
    fn class(&self, is_adult: bool, on: Date, draw: &mut Draw) -> EncounterClass {
        match self.kind {
            AcuteKind::Injury | AcuteKind::Operation => EncounterClass::Emergency,
            AcuteKind::Fever if draw.chance(if is_adult { 18 } else { 52 }) => {
                EncounterClass::HomeVisit
            }
            AcuteKind::Fever | AcuteKind::Usual
                if is_adult && on > COVID && draw.chance(14) && self.code.starts_with('J') =>
            {
                EncounterClass::Virtual
            }
            AcuteKind::Fever | AcuteKind::Usual | AcuteKind::Once => EncounterClass::Ambulatory,
        }
    }
}

impl Season {
    fn holds(self, on: Date) -> bool {
        let is_warm = matches!(
            on.month(),
            Month::May | Month::June | Month::July | Month::August | Month::September
        );
        match self {
            Self::Any => true,
            Self::Cold => !is_warm || on.month() == Month::September,
            Self::Warm => is_warm,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_illness_has_a_text() {
        for illness in &ACUTE {
            assert!(disease(illness.code).is_some(), "{}", illness.code);
            assert!(!visit_texts(illness.code).is_empty(), "{}", illness.code);
            assert!(illness.weights.iter().sum::<u64>() > 0, "{}", illness.code);
        }
    }
}
