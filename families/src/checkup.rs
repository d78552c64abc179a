//! Visits that are due whether or not anything hurts.

use shared::record::model::{
    AllergyIntolerance, ClinicalStatus, Content, Criticality, ServiceRequestStatus, Sex,
};
use shared::record::rules::BLOOD_GROUP;
use time::Date;

use crate::calendar::{plus_days, plus_months, plus_years, workday};
use crate::catalogue::{Allergen, allergens, disease, visit_texts};
use crate::story::{Meeting, Story, Visit};

/// Months of age at which every child is looked at (приказ Минздрава № 514н, shortened).
const CHILD_MONTHS: [i64; 24] = [
    1, 2, 3, 6, 9, 12, 15, 18, 24, 36, 48, 60, 72, 84, 96, 108, 120, 132, 144, 156, 168, 180, 192,
    204,
];

impl Story<'_> {
    pub fn tell_checkups(&mut self) {
        let taken = workday(plus_days(self.from, self.draw.between(5, 250)));
        self.report(BLOOD_GROUP, None, taken);
        for months in CHILD_MONTHS {
            let on = plus_months(self.person.birth, months);
            let on = plus_days(on, self.draw.between(0, 12));
            self.see_child(on, months);
        }
        for age in 18..100 {
            let on = plus_days(plus_years(self.person.birth, age), self.draw.between(10, 330));
            if on > self.today {
                break;
            }
            self.see_adult(on, age);
            self.see_gynecologist(on, age);
        }
        for age in 3..100 {
            let on = plus_days(plus_years(self.person.birth, age), self.draw.between(10, 350));
            if on > self.today {
                break;
            }
            self.see_dentist(on);
        }
    }

    fn see_child(&mut self, on: Date, months: i64) {
        let Some(text) = visit_texts("Z00.1").first() else {
            return;
        };
        let conclusion = match (self.is_chronic(on), self.person.sex) {
            (true, _) => "Вторая группа здоровья, наблюдение у специалистов.".to_owned(),
            (false, Sex::Female) => text.conclusion.replace("Здоров,", "Здорова,"),
            (false, Sex::Male) => text.conclusion.to_owned(),
        };
        let visit = self.meet(Meeting {
            code: Some("Z00.1"),
            title: Some("Профилактический осмотр ребёнка".to_owned()),
            reason: Some(text.complaint.to_owned()),
            conclusion: Some(conclusion),
            recommendations: Some(text.recommendations.to_owned()),
            ..Meeting::new(on, "pediatrician")
        });
        let Some(visit) = visit else {
            return;
        };
        self.weigh(&visit);
        self.take_pressure(&visit);
        match months {
            12 | 36 | 120 | 204 => self.examine(&["child_basic"], &visit),
            84 | 168 => self.examine(&["child_basic", "urinalysis"], &visit),
            _ => {}
        }
        if matches!(months, 12 | 84 | 180) {
            self.examine_by(&visit, "A05.10.006", 30, "Профилактический осмотр");
        }
        if months == 84 {
            let title = "Медицинская карта ребёнка для школы (форма № 026/у)".to_owned();
            self.write_out(&visit, "Справка", title);
        }
        if months == 204 {
            let title = "Медицинская справка для поступления (форма № 086/у)".to_owned();
            self.write_out(&visit, "Справка", title);
        }
    }

    /// Every third year to 39, every year from 40 on (приказ Минздрава № 404н); some do not come.
    fn see_adult(&mut self, on: Date, age: i64) {
        let is_due = age >= 40 || age % 3 == 0;
        if !is_due || self.draw.chance(14) {
            return;
        }
        let Some(text) = visit_texts("Z00.0").first() else {
            return;
        };
        let is_chronic = self.is_chronic(on);
        let conclusion = if is_chronic {
            "Третья группа здоровья: хронические заболевания, диспансерное наблюдение."
        } else {
            text.conclusion
        };
        let advice = if is_chronic {
            "Продолжить лечение и наблюдение у специалистов, следующий осмотр через год."
        } else {
            text.recommendations
        };
        let visit = self.meet(Meeting {
            code: Some("Z00.0"),
            title: Some("Диспансеризация".to_owned()),
            reason: Some(text.complaint.to_owned()),
            conclusion: Some(conclusion.to_owned()),
            recommendations: Some(advice.to_owned()),
            ..Meeting::new(on, "therapist")
        });
        let Some(visit) = visit else {
            return;
        };
        self.weigh(&visit);
        self.take_pressure(&visit);
        self.screen(&visit, age);
    }

    /// What is looked for at this age.
    fn screen(&mut self, visit: &Visit, age: i64) {
        const WHY: &str = "Диспансеризация";
        let is_even = age % 2 == 0;
        self.examine(&["dispensary"], visit);
        if self.draw.chance(12) {
            self.examine(&["urinalysis"], visit);
        }
        if is_even || age < 40 {
            self.examine_by(visit, "A06.09.006", 30, WHY);
        }
        if age >= 36 {
            self.examine_by(visit, "A05.10.006", 7, WHY);
        }
        if age >= 40 && !is_even {
            self.examine_by(visit, "A02.26.015", 16, WHY);
        }
        // A referral nobody has gone to yet.
        let is_fresh = plus_days(visit.on, 150) > self.today;
        if let Some(found) = disease("H52.4").filter(|_| is_fresh && age >= 43)
            && self.draw.chance(45)
        {
            self.refer(visit, found, ServiceRequestStatus::Active, false);
        }
        match self.person.sex {
            Sex::Female if (40..76).contains(&age) && is_even => {
                self.examine_by(visit, "A06.20.004", 15, WHY);
            }
            Sex::Male if matches!(age, 45 | 50 | 55 | 60 | 64) => {
                self.examine(&["2857-1"], visit);
            }
            Sex::Female | Sex::Male => {}
        }
    }

    fn see_gynecologist(&mut self, on: Date, age: i64) {
        let is_due = self.person.sex == Sex::Female && age < 66 && self.draw.chance(46);
        let Some(text) = visit_texts("Z01.4").first().filter(|_| is_due) else {
            return;
        };
        let visit = self.meet(Meeting {
            code: Some("Z01.4"),
            reason: Some(text.complaint.to_owned()),
            conclusion: Some(format!("{} {}", text.conclusion, text.findings)),
            recommendations: Some(text.recommendations.to_owned()),
            ..Meeting::new(plus_days(on, 20), "gynecologist")
        });
        if let Some(visit) = visit
            && self.draw.chance(55)
        {
            self.examine_by(&visit, "A08.20.017", 14, "Профилактический осмотр");
        }
    }

    fn see_dentist(&mut self, on: Date) {
        if self.draw.chance(66) {
            return;
        }
        let is_clean = self.draw.chance(55);
        let Some(text) = visit_texts("K02.1").first() else {
            return;
        };
        let meeting = if is_clean {
            Meeting {
                code: Some("Z01.2"),
                reason: Some("Профилактический осмотр, жалоб нет.".to_owned()),
                conclusion: Some("Полость рта санирована.".to_owned()),
                recommendations: Some("Осмотр через полгода, зубная нить ежедневно.".to_owned()),
                ..Meeting::new(on, "dentist")
            }
        } else {
            Meeting {
                code: Some("K02.1"),
                reason: Some(text.complaint.to_owned()),
                conclusion: Some(format!("{} {}", text.conclusion, text.findings)),
                recommendations: Some(text.recommendations.to_owned()),
                ..Meeting::new(on, "dentist")
            }
        };
        if let Some(visit) = self.meet(meeting) {
            let service = if is_clean { "A16.07.051" } else { "A16.07.002" };
            self.examine_by(&visit, service, 6, "");
        }
    }

    /// What the person does not bear, known before anything is prescribed.
    pub fn draw_allergies(&mut self) -> Vec<&'static Allergen> {
        let mut drawn: Vec<&'static Allergen> = Vec::new();
        let count = match self.draw.below(100) {
            0..8 => 2,
            8..34 => 1,
            _ => 0,
        };
        for _ in 0..count {
            let allergen = self.draw.pick(allergens());
            drawn.extend(
                allergen.filter(|allergen| {
                    !drawn.iter().any(|other| other.category == allergen.category)
                }),
            );
        }
        self.allergies = drawn.iter().map(|allergen| allergen.substance).collect();
        drawn
    }

    pub fn tell_allergy(&mut self, allergen: &Allergen) {
        let latest = (self.today - self.from).whole_days() - 30;
        let days = self.draw.between(15, latest.max(16));
        let visit = self.meet(Meeting {
            reason: Some(format!("{}.", allergen.reaction)),
            conclusion: Some(format!(
                "Установлена непереносимость: {}.",
                lower(allergen.substance)
            )),
            recommendations: Some(
                "Исключить контакт, сообщать о реакции каждому врачу до назначений.".to_owned(),
            ),
            ..Meeting::new(plus_days(self.from, days), "allergist")
        });
        let Some(visit) = visit else {
            return;
        };
        let is_outgrown = allergen.category == "food"
            && allergen.criticality == Criticality::Low
            && self.draw.chance(40);
        let allergy = AllergyIntolerance {
            substance: allergen.substance.to_owned(),
            criticality: allergen.criticality,
            reaction: Some(allergen.reaction.to_owned()),
            clinical_status: if is_outgrown {
                ClinicalStatus::Resolved
            } else {
                ClinicalStatus::Active
            },
        };
        self.within(&visit, Content::AllergyIntolerance(allergy));
    }

    fn is_chronic(&self, on: Date) -> bool {
        self.spells
            .iter()
            .any(|spell| spell.is_slow && spell.from < on && spell.to.is_none_or(|to| on < to))
    }
}

/// With a small first letter.
fn lower(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().into_iter().flat_map(char::to_lowercase).chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_word_within_a_sentence_begins_small() {
        assert_eq!(lower("Яд осы"), "яд осы");
        assert_eq!(lower(""), "");
    }
}
