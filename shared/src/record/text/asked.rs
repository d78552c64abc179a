//! What patients ask of organizations: the patient's list and form, and the list of those who
//! answer.

use time::Date;

use super::period;
use crate::lang::{Lang, Text, count_en, count_ru, text};
use crate::record::asked::Missing;
use crate::record::report::ReportOutcome;

pub const TITLE: Text = text("Мои запросы в клиники", "What I asked clinics");
pub const HINT: Text = text(
    "Прислать запись, исправить ошибку: что ответили",
    "To send an entry, to mend a mistake: what they answered",
);
pub const LEAD: Text = text(
    "Если записи нет в карте или в ней ошибка, клиника обязана ответить за 10 рабочих дней. Здесь видно, что с каждым запросом.",
    "If an entry is missing or wrong, the clinic has to answer within 10 working days. Here you see how each request stands.",
);
pub const NONE: Text = text(
    "Вы ещё ни о чём не просили. Сообщить об ошибке можно на странице самой записи.",
    "You have not asked for anything yet. To report a mistake, open the entry itself.",
);
pub const ASK: Text = text("Попросить прислать записи", "Ask for missing entries");
pub const ASK_LEAD: Text = text(
    "Клиника увидит ваше имя, номер карты и то, что вы напишете ниже. Карту она не увидит.",
    "The clinic will see your name, your card’s number and what you write below. It will not see the card.",
);
pub const SECTION: Text = text("Чего не хватает", "What is missing");
pub const ORGANIZATION: Text = text("Какая клиника", "Which clinic");
pub const ORGANIZATION_HINT: Text =
    text("Где были на приёме или сдавали анализ", "Where you had the visit or the test");
pub const CHOOSE: Text = text("Выберите", "Choose");
pub const CHOOSE_ORGANIZATION: Text = text("Выберите клинику", "Choose a clinic");
pub const NO_ORGANIZATIONS: Text = text(
    "Пока ни одна клиника не отвечает здесь на просьбы. Позвоните в свою: она обязана прислать запись.",
    "No clinic answers requests here yet. Call yours: it has to send the entry.",
);
pub const NOT_LISTED: Text = text(
    "Если вашей клиники нет в списке, она здесь пока не работает: позвоните ей или загрузите бумажную копию.",
    "If your clinic is not listed, it does not work here yet: call it, or upload a paper copy.",
);
pub const FROM: Text = text("С какого дня", "From");
pub const UNTIL: Text = text("По какой день", "Until");
pub const PERIOD_HINT: Text =
    text("Если не помните, оставьте пустым", "Leave it empty if you do not remember");
pub const WORDS: Text = text("Что было и когда", "What there was, and when");
pub const WORDS_HINT: Text = text(
    "Например: общий анализ крови, сдавали утром в кабинете 12",
    "For example: a blood count, taken in the morning in room 12",
);
pub const SEND: Text = text("Отправить просьбу", "Send the request");
pub const SENT: Text = text("Просьба отправлена", "The request is sent");
pub const ASKED_FOR: Text = text("Раздел", "Section");
pub const PERIOD: Text = text("Когда это было", "When it was");
pub const ANY_TIME: Text = text("не указано", "not said");
pub const ABOUT: Text = text("О какой записи", "About which entry");
pub const REQUESTS: Text = text("Запросы", "Requests");
pub const DESK_TITLE: Text = text("Запросы пациентов", "Patients’ requests");
pub const DESK_LEAD: Text = text(
    "Пациенты просят исправить запись, прислать недостающую или объяснить, зачем смотрели карту. Ответить нужно за 10 рабочих дней.",
    "Patients ask to mend an entry, to send a missing one, or why their card was looked at. The answer is due within 10 working days.",
);
pub const DESK_EMPTY: Text = text("На все запросы уже ответили.", "All requests are answered.");
pub const EXPLANATION_HINT: Text =
    text("Обязательно, если прислать нечего", "Needed if there is nothing to send");
pub const REPLY_LEAD: Text = text("Ответ увидит пациент.", "The patient will see the answer.");
pub const EXPLANATION_OF_LOOK: Text = text("Зачем это было нужно", "What it was needed for");
pub const OPEN_REPLY: Text = text("Ответить", "Answer");
pub const CLOSE: Text = text("Свернуть", "Close");
pub const OVERDUE: Text = text("срок прошёл", "overdue");
pub const DECLINED_MISSING: Text = text("Прислать нечего", "There is nothing to send");
pub const DECLINED_MISSING_HINT: Text = text(
    "Таких записей у вас нет. Объясните, что вы проверили",
    "You have no such entries. Explain what you looked at",
);

impl Missing {
    /// «с 1 марта 2026 по 5 мая 2026»
    pub fn period(&self, lang: Lang) -> String {
        period(lang, self.from, self.until).unwrap_or_else(|| ANY_TIME.get(lang).to_owned())
    }
}

/// What a decision is called for what is missing.
pub const fn outcome(outcome: ReportOutcome) -> (Text, Text) {
    match outcome {
        ReportOutcome::Declined => (DECLINED_MISSING, DECLINED_MISSING_HINT),
        other @ (ReportOutcome::EntryWithdrawn
        | ReportOutcome::CorrectionFollows
        | ReportOutcome::Resent
        | ReportOutcome::Explained) => (other.text(), other.hint()),
    }
}

/// «ответить до 15 декабря 2026»
pub fn due(lang: Lang, day: Date) -> String {
    let day = crate::format::date(lang, day);
    match lang {
        Lang::Ru => format!("ответить до {day}"),
        Lang::En => format!("answer by {day}"),
    }
}

/// «Ждут ответа 3 запроса»
pub fn waiting(lang: Lang, count: u64) -> String {
    match lang {
        Lang::Ru => format!(
            "{} ответа {count}\u{a0}{}",
            count_ru(count, "Ждёт", "Ждут", "Ждут"),
            count_ru(count, "запрос", "запроса", "запросов")
        ),
        Lang::En => format!("{count} {}", count_en(count, "request waits", "requests wait")),
    }
}
