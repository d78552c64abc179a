use crate::access::model::Ground;
use crate::lang::{Lang, Text, count_en, count_ru, text};

pub const CARDS: Text = text("Пациенты", "Patients");
pub const NO_CARDS: Text = text(
    "Сейчас вам не открыта ни одна карта. Карта откроется, когда пациент запишется к вам или даст доступ.",
    "No card is open to you now. One opens when a patient books a visit with you or gives you access.",
);
pub const NO_CARDS_FOR_ROLE: Text = text(
    "Ваша работа не требует медицинских карт, поэтому портал их вам не показывает.",
    "Your work needs no medical cards, so the portal shows you none.",
);
pub const CHOOSE: Text = text("Выберите пациента слева", "Choose a patient on the left");
pub const SEARCH: Text = text("Поиск по имени", "Search by name");
pub const NOBODY_FOUND: Text = text("Никого с таким именем нет", "Nobody of that name");

impl Ground {
    pub const fn text(self) -> Text {
        match self {
            Self::Own => text("Моя карта", "My card"),
            Self::Representative => text("Вы представитель", "You represent this person"),
            Self::Grant => text("Пациент дал доступ", "The patient gave access"),
            Self::Treatment => text("Запись на приём", "Booked visit"),
            Self::BreakGlass => text("Экстренный доступ", "Emergency access"),
            Self::Asked => text("Запрос пациента", "The patient’s request"),
            Self::System => text("Информационная система", "Information system"),
        }
    }
}

/// «3 пациента», “3 patients”.
pub fn count(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => format!("{n}\u{a0}{}", count_ru(n, "пациент", "пациента", "пациентов")),
        Lang::En => format!("{n}\u{a0}{}", count_en(n, "patient", "patients")),
    }
}

pub const NO_OWN_CARD: Text = text(
    "У вас ещё нет карты. Её заведёт клиника, когда вы придёте на приём.",
    "You have no card yet. A clinic opens one when you come for a visit.",
);
