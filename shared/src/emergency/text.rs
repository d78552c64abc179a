use time::{OffsetDateTime, UtcOffset};

use super::model::{EmergencyCase, Verdict};
use crate::format;
use crate::lang::{Lang, Text, count_en, count_ru, text};

pub const TITLE: Text = text("Экстренный доступ", "Emergency access");
pub const LEAD: Text = text(
    "Когда пациент не может открыть карту сам, а ждать опасно для жизни. В остальных случаях запросите доступ.",
    "For when the patient cannot open the card and waiting is dangerous to life. Otherwise ask for access.",
);
pub const WHAT_OPENS: Text = text(
    "Откроются только аллергии, диагнозы и лекарства, на 4 часа. Скрытое пациентом останется скрытым.",
    "Only allergies, conditions and medicines open, for 4 hours. What the patient has hidden stays hidden.",
);
pub const WHO_IS_TOLD: Text = text(
    "Пациент и офицер безопасности узнают сразу: кто открыл карту и зачем.",
    "The patient and the security officer learn at once who opened the card, and why.",
);
pub const IS_REVIEWED: Text = text(
    "Каждый случай проверяют. Открыть так можно не больше 5 карт за сутки.",
    "Each case is reviewed. No more than 5 cards can be opened so within 24 hours.",
);
pub const REASON: Text = text("Что случилось", "What has happened");
pub const REASON_HINT: Text = text(
    "Не короче 10 знаков. Пациент прочитает это слово в слово",
    "At least 10 characters. The patient reads this word for word",
);
pub const OPEN: Text = text("Открыть экстренно", "Open in an emergency");
pub const OPEN_ALREADY: Text = text(
    "Эти разделы карты вам уже открыты: экстренный доступ не понадобился",
    "These parts of the card are open to you already: no emergency access was needed",
);
pub const OPENED: Text =
    text("Карта открыта. Пациенту сообщили", "The card is open. The patient was told");

pub const NOTICE: Text =
    text("Вашу карту открыли в экстренном случае", "Your card was opened in an emergency");
pub const WHO_AND_WHY: Text = text("Кто и зачем", "Who and why");
pub const CASES: Text =
    text("Карту открывали в экстренных случаях", "The card was opened in emergencies");
pub const CASES_LEAD: Text = text(
    "Врач открыл карту, не спросив вас: счёл, что ждать опасно. Видно было только аллергии, диагнозы и лекарства. Каждый такой случай проверяет офицер безопасности.",
    "A doctor opened the card without asking you, judging it dangerous to wait. Only allergies, conditions and medicines could be seen. The security officer reviews each case.",
);
pub const OPENED_AT: Text = text("Когда", "When");
pub const WAITS: Text = text("Ждёт проверки", "Waits for its review");
pub const OVERDUE: Text = text("Проверка просрочена", "The review is overdue");
pub const IN_WORDS: Text = text("Что нашла проверка", "What the review found");

pub const TO_REVIEW: Text = text("Экстренные доступы", "Emergency access");
pub const TO_REVIEW_LEAD: Text = text(
    "Каждый случай нужно проверить за 3 дня. Просмотр списка остаётся в журнале.",
    "Each case is to be reviewed within 3 days. Looking at the list stays in the journal.",
);
pub const SHOW: Text = text("Показать случаи", "Show the cases");
pub const NO_CASES: Text =
    text("Карты экстренно не открывали.", "No card was opened in an emergency.");
pub const CARD: Text = text("Карта", "Card");
pub const WHO: Text = text("Кто открыл", "Who opened it");
pub const CLOSED_EARLY: Text = text("Закрыт раньше срока", "Closed before its time");
pub const BY_PATIENT: Text = text("пациентом", "by the patient");
pub const LOOKS: Text = text("Что смотрел", "What was looked at");
pub const VERDICT: Text = text("Решение", "Verdict");
pub const WORDS: Text = text("Объяснение", "Explanation");
pub const WORDS_HINT: Text = text(
    "Пациент прочитает это. Сведения о здоровье не пишите",
    "The patient reads this. Write no health facts",
);
pub const CHOOSE_VERDICT: Text = text("Выберите решение", "Choose a verdict");
pub const SAVE: Text = text("Записать решение", "Save the verdict");
pub const SAVED: Text = text("Решение записано", "The verdict is saved");
pub const REVIEWED_BY: Text = text("Кто проверил", "Who reviewed it");

impl Verdict {
    /// As the security officer chooses it.
    pub const fn text(self) -> Text {
        match self {
            Self::Justified => text("Обосновано", "Justified"),
            Self::Unjustified => text("Не обосновано", "Unjustified"),
            Self::Unclear => text("Неясно, нужно узнать больше", "Unclear: more must be learned"),
        }
    }

    /// As the patient reads it.
    pub const fn told(self) -> Text {
        match self {
            Self::Justified => {
                text("Проверили: основания были.", "It was reviewed: there was good reason.")
            }
            Self::Unjustified => text(
                "Проверили: оснований не было. Так не должно было случиться, приносим вам извинения.",
                "It was reviewed: there was no good reason. This should not have happened, and we apologise.",
            ),
            Self::Unclear => text(
                "Пока не ясно, были ли основания. Мы выясняем.",
                "It is not clear yet whether there was good reason. We are finding out.",
            ),
        }
    }
}

/// «Экстренный доступ до 12 марта 2026, 18:40», above an open card.
pub fn until(lang: Lang, at: OffsetDateTime, offset: UtcOffset) -> String {
    let (title, at) = (TITLE.get(lang), format::moment(lang, at, offset));
    match lang {
        Lang::Ru => format!("{title} до {at}"),
        Lang::En => format!("{title} until {at}"),
    }
}

/// When the card was opened, and until when.
pub fn term(lang: Lang, case: &EmergencyCase, offset: UtcOffset) -> String {
    from_to(lang, case.opened_at, case.ends_at, offset)
}

/// «с 12 марта 2026, 14:40 до 12 марта 2026, 18:40»
pub fn from_to(
    lang: Lang,
    from: OffsetDateTime,
    until: OffsetDateTime,
    offset: UtcOffset,
) -> String {
    let (from, until) = (format::moment(lang, from, offset), format::moment(lang, until, offset));
    match lang {
        Lang::Ru => format!("с {from} до {until}"),
        Lang::En => format!("from {from} until {until}"),
    }
}

/// «Обращений к карте: 3»
pub fn looks(lang: Lang, n: u32) -> String {
    match (lang, n) {
        (Lang::Ru, 0) => "карту не смотрел".to_owned(),
        (Lang::En, 0) => "the card was not looked at".to_owned(),
        (Lang::Ru, n) => {
            format!("{n} {} к карте", count_ru(n.into(), "обращение", "обращения", "обращений"))
        }
        (Lang::En, n) => format!("{n} {} at the card", count_en(n.into(), "look", "looks")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{datetime, offset};

    #[test]
    fn looks_are_counted_in_words() {
        assert_eq!(looks(Lang::Ru, 0), "карту не смотрел");
        assert_eq!(looks(Lang::Ru, 2), "2 обращения к карте");
        assert_eq!(looks(Lang::En, 1), "1 look at the card");
    }

    #[test]
    fn the_end_is_told_with_its_hour() {
        let told = until(Lang::Ru, datetime!(2026-03-12 15:40 UTC), offset!(+3));
        assert_eq!(told, "Экстренный доступ до 12\u{a0}марта\u{a0}2026, 18:40");
    }
}
