//! Waiting for the children of the family.

use shared::record::model::{EncounterClass, MedicationStatus, Sex};
use time::Date;

use crate::Kin;
use crate::calendar::plus_days;
use crate::catalogue::{VisitText, visit_texts};
use crate::laboratory::Spell;
use crate::story::{Meeting, Story, Visit};

/// Weeks from the first day of the count to the birth.
const WEEKS: i64 = 39;
const SPECIALTY: &str = "gynecologist";

impl Story<'_> {
    /// Tells each pregnancy of a mother.
    pub fn tell_pregnancies(&mut self) {
        if self.person.kin != Kin::Mother {
            return;
        }
        for (birth, place) in self.household.births().into_iter().zip(0..) {
            let sex = self
                .household
                .people
                .iter()
                .find(|person| person.kin != Kin::Mother && person.birth == birth)
                .map(|child| child.sex);
            self.expect_child(birth, place, sex);
        }
    }

    fn expect_child(&mut self, birth: Date, place: usize, sex: Option<Sex>) {
        let week = |weeks: i64| plus_days(birth, (weeks - WEEKS) * 7);
        let (Some(early), Some(late)) =
            (visit_texts("Z34.0").first(), visit_texts("Z34.8").first())
        else {
            return;
        };
        let is_young = self.age(birth) < 40;
        let code = if place == 0 && is_young { "Z34.0" } else { "Z34.8" };
        if let Some(visit) = self.watch_pregnancy(code, week(12), early, place) {
            self.examine(&["pregnancy"], &visit);
            self.examine_by(&visit, "A04.30.001", 30, "Беременность 12 недель");
            self.put_on(&visit, ("Фолиевая кислота", "1 мг"), MedicationStatus::Completed);
        }
        if let Some(visit) = self.watch_pregnancy(code, week(24), late, place) {
            self.examine(&["glucose_tolerance", "2276-4"], &visit);
            self.examine_by(&visit, "A04.30.001", 12, "Беременность 24 недели");
            self.take_pressure(&visit);
        }
        if self.draw.chance(35) {
            self.treat_anemia(week(30), birth, place);
        }
        self.give_birth(code, birth, sex);
    }

    fn watch_pregnancy(
        &mut self,
        code: &'static str,
        on: Date,
        text: &VisitText,
        place: usize,
    ) -> Option<Visit> {
        let complaint = if place == 0 {
            text.complaint.to_owned()
        } else {
            text.complaint.replace("Первая беременность", "Беременность")
        };
        let visit = self.meet(Meeting {
            code: Some(code),
            reason: Some(complaint),
            conclusion: Some(format!("{} {}", text.conclusion, text.findings)),
            recommendations: Some(text.recommendations.to_owned()),
            ..Meeting::new(on, SPECIALTY)
        })?;
        self.weigh(&visit);
        Some(visit)
    }

    fn treat_anemia(&mut self, on: Date, birth: Date, place: usize) {
        let Some(text) = visit_texts("O99.0").first() else {
            return;
        };
        self.spells.push(Spell {
            code: "O99.0",
            from: plus_days(on, -30),
            treated: plus_days(on, 7),
            to: Some(plus_days(birth, 90)),
            is_slow: false,
        });
        if let Some(visit) = self.watch_pregnancy("O99.0", on, text, place) {
            self.prescribe(&visit, "O99.0");
            self.examine(&["anemia"], &visit);
        }
    }

    fn give_birth(&mut self, code: &'static str, birth: Date, sex: Option<Sex>) {
        let child = match sex {
            Some(Sex::Female) => "здоровая девочка",
            Some(Sex::Male) => "здоровый мальчик",
            None => "здоровый ребёнок",
        };
        let stay = self.meet(Meeting {
            class: EncounterClass::Inpatient,
            code: Some("O80.0"),
            title: Some("Роды".to_owned()),
            reason: Some("Регулярные схватки, срок 39 недель.".to_owned()),
            conclusion: Some(format!("Срочные роды, {child}. Послеродовой период без осложнений.")),
            recommendations: Some("Грудное вскармливание, осмотр через шесть недель.".to_owned()),
            ..Meeting::new(birth, SPECIALTY)
        });
        let Some(stay) = stay else {
            return;
        };
        self.diagnose(&stay, code, false);
        self.write_out(
            &stay,
            "Выписной эпикриз",
            "Выписной эпикриз, родильное отделение".to_owned(),
        );
        self.meet(Meeting {
            code: Some("Z01.4"),
            reason: Some("Осмотр через шесть недель после родов, жалоб нет.".to_owned()),
            conclusion: Some("Послеродовой период без особенностей.".to_owned()),
            recommendations: Some("Осмотр через полгода.".to_owned()),
            ..Meeting::new(plus_days(birth, 43), SPECIALTY)
        });
    }
}
