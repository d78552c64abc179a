//! What people put down themselves.

use shared::access::model::Sensitivity;
use shared::record::model::{
    Content, Note, Observation, ObservationCategory, Sex, Source, SourceKind, Value,
};
use time::Date;

use crate::calendar::{at, plus_days};
use crate::catalogue::{LOINC, coding};
use crate::laboratory::rounded;
use crate::story::{Fact, Story};

/// «Glucose [Moles/volume] in Capillary blood by Glucometer».
const GLUCOMETER: (&str, &str) = ("14743-9", "Глюкоза в капиллярной крови (глюкометр)");

const NOTES: [&str; 14] = [
    "Вечером кружилась голова, к утру прошло. Спросить на приёме.",
    "Купить новые батарейки для тонометра.",
    "После новой таблетки слегка тошнило, через два дня привыкание.",
    "Спал плохо три ночи подряд, днём сонливость.",
    "Начались прогулки по вечерам, по сорок минут.",
    "Записаться на флюорографию до конца месяца.",
    "Спросить у врача, можно ли совмещать витамины с лекарствами.",
    "Боль в колене меньше, мазь помогает.",
    "Результаты анализов обсудить на следующем приёме.",
    "Головная боль после рабочего дня, прошла сама.",
    "Узнать, когда делать следующую прививку.",
    "Пробую меньше солить еду, две недели держусь.",
    "Вес за месяц меньше на килограмм.",
    "Насморк третий день, температуры нет, дома промываю нос.",
];
const NOTES_OF_PARENTS: [&str; 8] = [
    "Ночью кашлял, под утро успокоился. Показать педиатру.",
    "Температура 37,5 °C вечером, жаропонижающее не давали.",
    "Ест хорошо, спит с девяти до семи.",
    "Спросить про витамин D на лето.",
    "После прививки одна ночь беспокойная, утром всё хорошо.",
    "Новый зуб слева внизу.",
    "Справка в секцию нужна до пятницы.",
    "На щеках сухая кожа, мажем кремом.",
];

impl Story<'_> {
    pub fn keep_notes(&mut self) {
        let is_child = self.age(self.today) < 14;
        let texts: &[&'static str] = if is_child { &NOTES_OF_PARENTS } else { &NOTES };
        let mut left = texts.to_vec();
        for _ in 0..self.draw.between(1, 4) {
            let text = self.draw.text(&left);
            left.retain(|other| *other != text);
            let on = plus_days(self.today, -self.draw.between(1, 900));
            let text = in_gender(text, self.person.sex);
            self.put_down(on, 7 * 60 + 30, Content::Note(Note::new(text)));
        }
        if self.is_ill_with("I10") {
            self.keep_pressure_diary();
        }
        if self.is_ill_with("E11.9") {
            self.keep_glucose_diary();
        }
        if self.is_ill_with("E66.0") {
            self.keep_weight_diary();
        }
    }

    /// Two weeks before a visit, mornings and some evenings.
    fn keep_pressure_diary(&mut self) {
        let back = self.draw.between(2, 50);
        for days in 0..self.draw.between(5, 12) {
            let on = plus_days(self.today, -back - days);
            let content = self.pressure(on);
            if let Some(content) = content {
                self.put_down(on, 7 * 60, content);
            }
        }
    }

    fn keep_glucose_diary(&mut self) {
        let (code, name) = GLUCOMETER;
        let own = 6.6 + self.own_draw("glucometer").normal().clamp(-2.0, 2.0) * 0.5;
        for days in 0..self.draw.between(4, 10) {
            let on = plus_days(self.today, -2 - days * 3);
            let (number, text) = rounded((own + self.draw.normal() * 0.6).max(3.6), 1);
            let value = Value { number: Some(number), unit: "ммоль/л".to_owned(), text };
            let observation = Observation {
                category: ObservationCategory::Other,
                note: Some("Натощак".to_owned()),
                ..Observation::new(coding(LOINC, code, name), value, None)
            };
            self.put_down(on, 7 * 60, Content::Observation(observation));
        }
    }

    fn keep_weight_diary(&mut self) {
        for weeks in 0..self.draw.between(2, 6) {
            let on = plus_days(self.today, -3 - weeks * 14);
            let (_, weight) = self.size(on);
            if let Some(content) = self.sign("29463-7", weight, on) {
                self.put_down(on, 7 * 60, content);
            }
        }
    }

    /// Within three hours of that minute of the day.
    fn put_down(&mut self, on: Date, minute: i64, content: Content) {
        let at = at(on, minute + self.draw.between(0, 180));
        if on <= self.from || at > self.until {
            return;
        }
        self.add(Fact {
            at,
            received: at,
            source: Source::of(SourceKind::SelfReported),
            encounter: None,
            sensitivity: Sensitivity::Usual,
            content,
        });
    }

    fn is_ill_with(&self, code: &str) -> bool {
        self.spells.iter().any(|spell| {
            spell.code == code && spell.is_slow && spell.to.is_none() && spell.from < self.today
        })
    }
}

/// The texts are a man's.
fn in_gender(text: &str, sex: Sex) -> String {
    match sex {
        Sex::Male => text.to_owned(),
        Sex::Female => text
            .replace("Спал плохо", "Спала плохо")
            .replace("кашлял,", "кашляла,")
            .replace("успокоился", "успокоилась"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_are_in_the_gender_of_the_person() {
        assert_eq!(in_gender("Спал плохо.", Sex::Female), "Спала плохо.");
        assert_eq!(in_gender("Спал плохо.", Sex::Male), "Спал плохо.");
    }
}
