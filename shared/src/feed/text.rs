//! Words of the desk where a laboratory's messages wait.

use super::model::{MessageState, WaitingReason};
use crate::lang::{Lang, Text, count_en, count_ru, text};

pub const TITLE: Text = text("Результаты лабораторий", "Laboratory results");
pub const LEAD: Text = text(
    "Сюда попадает то, что не нашло свою карту. Остальное уже у пациентов.",
    "What has not found its card comes here. Everything else is with the patients already.",
);
pub const VIEWS: Text = text("Что показать", "What to show");
pub const WAITING: Text = text("Ждут решения", "Waiting");
pub const DONE: Text = text("Все сообщения", "All messages");
pub const CODES: Text = text("Коды тестов", "Test codes");
pub const NONE_WAIT: Text = text(
    "Все результаты нашли свои карты: разбирать нечего.",
    "All results have found their cards: there is nothing to do.",
);
pub const NONE_YET: Text = text(
    "Сообщений ещё не было. Как подключить лабораторию, сказано в руководстве администратора, раздел Laboratories.",
    "No messages yet. How to connect a laboratory is in the operator’s guide, section Laboratories.",
);
pub const OPEN: Text = text("Разобрать", "Look at it");
pub const READ: Text = text("Подробнее", "Details");
pub const CLOSE: Text = text("Свернуть", "Close");
pub const WHOSE: Text = text("О ком", "About whom");
pub const NAME: Text = text("Имя", "Name");
pub const BIRTH_DATE: Text = text("Дата рождения", "Date of birth");
pub const NUMBERS: Text = text("Номера", "Numbers");
pub const ORDERS: Text = text("Исследования", "Tests");
pub const NOT_SENT: Text = text("не указано", "not sent");
pub const WRONG: Text = text(
    "Что не так: подробности для программиста, по-английски",
    "What is wrong, for a programmer",
);
pub const AS_IT_CAME: Text = text("Сообщение, как оно пришло", "The message as it came");
pub const GONE: Text = text(
    "Всё из этого сообщения уже в карте, здесь его больше нет.",
    "All of it is in the card; the message is no longer here.",
);
pub const FORGOTTEN: Text = text(
    "Прошло 30 дней, и текст этого сообщения удалён.",
    "30 days have passed, and the text of this message is deleted.",
);
pub const RETRY: Text = text("Попробовать ещё раз", "Try again");
pub const RETRIED: Text =
    text("Пока не получилось: причина та же", "Not yet: the reason is the same");
pub const ATTACH: Text = text("Прикрепить к карте", "Attach to a card");
pub const CARD_NUMBER: Text = text("Номер карты пациента", "The patient’s card number");
pub const CARD_NUMBER_HINT: Text =
    text("Девять цифр, например 1234-5678-2", "Nine digits, such as 1234-5678-2");
pub const CONFIRM: Text = text(
    "Имя, дата рождения или пол не совпали, но документы сверены: карта та",
    "Name, date of birth or sex differ, but I have compared the documents: it is the right card",
);
pub const ATTACHED: Text = text("Результаты в карте", "The results are in the card");
pub const NOT_ATTACHED: Text = text("Не прикреплено", "Not attached");
pub const DISMISS: Text = text("Не для карты", "Belongs in no card");
pub const DISMISS_ASK: Text = text(
    "Убрать сообщение? Ни в одну карту оно не попадёт. Через 30 дней его текст удалится.",
    "Put the message away? It will go into no card. After 30 days its text is deleted.",
);
pub const DISMISSAL: Text = text("Почему оно не для карты", "Why it belongs in no card");
pub const DISMISSAL_HINT: Text = text(
    "Например: проба для обучения. Имён пациентов не пишите",
    "For example: a training sample. Write no names of patients",
);
pub const DISMISSED_BECAUSE: Text = text("Почему убрано", "Why it was put away");
pub const DISMISSED: Text = text("Сообщение убрано", "The message is put away");
pub const CODES_LEAD: Text = text(
    "Код LOINC объединяет результаты разных лабораторий в один график. Без него тест остаётся под своим названием.",
    "A LOINC code brings results of different laboratories into one chart. Without it a test keeps its own name.",
);
pub const NO_CODES: Text = text(
    "Своих кодов лаборатория пока не присылала.",
    "The laboratory has not sent codes of its own yet.",
);
pub const LOINC: Text = text("LOINC", "LOINC");
pub const LOINC_HINT: Text = text("Например 718-7", "Such as 718-7");
pub const NO_LOINC: Text = text(
    "Такого кода LOINC нет: проверьте цифры, последняя из них контрольная",
    "There is no such LOINC code: compare the digits, the last one is a check digit",
);
pub const SAVE: Text = text("Сохранить", "Save");
pub const SAVED: Text = text("Код сохранён", "The code is saved");
pub const UNMAPPED: Text = text("без LOINC", "no LOINC");

/// «Ждут 3 сообщения»
pub fn waiting(lang: Lang, count: u64) -> String {
    match lang {
        Lang::Ru => format!(
            "{} {count} {}",
            count_ru(count, "Ждёт", "Ждут", "Ждут"),
            count_ru(count, "сообщение", "сообщения", "сообщений")
        ),
        Lang::En => format!("{count} {}", count_en(count, "message waits", "messages wait")),
    }
}

/// «LOINC для WBC Лейкоциты»: whose field it is, for who does not see what stands beside it.
pub fn loinc_of(lang: Lang, code: &str, display: &str) -> String {
    let test = if display == code { "" } else { display };
    let of = match lang {
        Lang::Ru => "для",
        Lang::En => "for",
    };
    format!("{} {of} {code} {test}", LOINC.get(lang)).trim_end().to_owned()
}

/// «попыток: 2»
pub fn attempts(lang: Lang, count: u32) -> String {
    match lang {
        Lang::Ru => format!("попыток: {count}"),
        Lang::En => format!("tries: {count}"),
    }
}

impl MessageState {
    pub const fn text(self) -> Text {
        match self {
            Self::Waiting => text("Ждёт решения", "Waiting"),
            Self::Attached => text("В карте", "In the card"),
            Self::Control => text("Контроль или калибровка", "Control or calibration"),
            Self::Dismissed => text("Убрано", "Put away"),
        }
    }
}

impl WaitingReason {
    pub const fn text(self) -> Text {
        match self {
            Self::Unreadable => text("Сообщение не прочитать", "The message cannot be read"),
            Self::Training => text("Помечено как учебное", "Marked as training"),
            Self::NoIdentifier => text("Нет ни одного номера пациента", "No number of a patient"),
            Self::UnknownPatient => {
                text("Карты с таким номером нет", "There is no card with this number")
            }
            Self::SeveralPatients => {
                text("Номера ведут в разные карты", "The numbers lead to several cards")
            }
            Self::AnotherPerson => text(
                "На карте другое имя, дата рождения или пол",
                "The card has another name, date of birth or sex",
            ),
            Self::Unconfirmed => text(
                "Есть номер, но нет имени и даты рождения",
                "There is a number, but no name or date of birth",
            ),
            Self::NoPlace => text("Результаты без заказа", "Results without an order"),
            Self::Invalid => text("Содержание с ошибкой", "The content has an error"),
        }
    }
}
