//! The desk of the security officer.

use crate::access::model::Ground;
use crate::lang::{Lang, Text, count_en, count_ru, text};

pub const TITLE: Text = text("Журналы", "Journals");
pub const LEAD: Text = text(
    "Кто что делал во всех картах и учётных записях. Каждый поиск и каждая выгрузка остаются в журнале.",
    "Who did what in all cards and accounts. Each search and each export stays in a journal.",
);
pub const PERSON: Text = text("Кто", "Who");
pub const PERSON_HINT: Text = text(
    "Часть имени, телефон, почта, СНИЛС или номер учётной записи",
    "Part of a name, a phone, an e-mail, a СНИЛС or an account’s id",
);
pub const CARD: Text = text("Номер карты", "Card number");
pub const CARD_HINT: Text = text("Например 0000-0001-8", "Such as 0000-0001-8");
pub const ADDRESS: Text = text("Сетевой адрес", "Network address");
pub const ADDRESS_HINT: Text = text("Адрес или его начало", "An address, or how it begins");
pub const ACTION: Text = text("Действие с картой", "Action on a card");
pub const GROUND: Text = text("Основание", "Ground");
pub const OUTCOME: Text = text("Чем закончилось", "Outcome");
pub const ANY: Text = text("Любое", "Any");
pub const FIND: Text = text("Найти", "Find");
pub const EXPORT: Text = text("Выгрузить таблицу", "Export a table");
pub const EXPORT_NAME: Text = text("журналы.csv", "journals.csv");
pub const FOUND: Text = text("Что нашлось", "What was found");
pub const NONE: Text = text("За эти дни таких строк нет", "There are no such lines on these days");
pub const READ_ON: Text = text(
    "В прочитанной части таких строк нет. Можно искать дальше.",
    "There are no such lines in what was read so far. You can look further.",
);
pub const CARD_COLUMN: Text = text("Карта", "Card");
pub const SHOW_NAME: Text = text("Показать имя", "Show the name");
pub const SHOW_NAME_HINT: Text = text("это останется в журнале", "this stays in the journal");
pub const OF_SECTION: Text = text("раздел", "section");
pub const TERMS: Text = text("Что искали", "What was looked for");

pub const NO_GROUND: Text = text("Доступа не было", "There was no access");

/// What a ground is called by who is neither the patient nor the one who looked.
pub const fn ground(ground: Ground) -> Text {
    match ground {
        Ground::Own => text("Своя карта", "One’s own card"),
        Ground::Representative => text("Представитель", "Representative"),
        Ground::Grant => text("Доступ от пациента", "Given by the patient"),
        Ground::Treatment => text("Запись на приём", "Booked visit"),
        Ground::BreakGlass => text("Экстренный доступ", "Emergency access"),
        Ground::Asked => text("Запрос пациента", "The patient’s request"),
        Ground::System => text("Информационная система", "Information system"),
    }
}

/// «Показано: 100 строк»
pub fn shown(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => format!("Показано: {n} {}", count_ru(n, "строка", "строки", "строк")),
        Lang::En => format!("{n} {} shown", count_en(n, "line", "lines")),
    }
}
