use super::model::{ClinicalStatus, Criticality, EncounterClass, SourceKind};
use super::rules::Flag;
use crate::lang::{Text, text};

pub const SUMMARY: Text = text("Главное о здоровье", "Health summary");
pub const CARD: Text = text("Медицинская карта", "Medical card");
pub const CARD_NUMBER: Text = text("Номер карты", "Card number");
pub const POLICY: Text = text("Полис ОМС", "Insurance policy");
pub const BLOOD_GROUP: Text = text("Группа крови", "Blood group");
pub const BIRTH_DATE: Text = text("Дата рождения", "Date of birth");
pub const NOT_KNOWN: Text = text("не указана", "not known");
pub const ALLERGIES: Text = text("Аллергии и непереносимость", "Allergies and intolerances");
pub const CONDITIONS: Text = text("Хронические заболевания", "Chronic conditions");
pub const MEDICINES: Text = text("Принимаю сейчас", "Current medicines");
pub const VISITS: Text = text("Последние обращения", "Recent visits");
pub const OUT_OF_RANGE: Text = text("Вне нормы", "Out of range");
pub const NO_ALLERGIES: Text = text(
    "В карте нет аллергий. Если они есть, скажите врачу.",
    "No allergies on record. If you have any, tell your doctor.",
);
pub const NO_CONDITIONS: Text =
    text("Хронических заболеваний в карте нет.", "No chronic conditions on record.");
pub const NO_MEDICINES: Text =
    text("Постоянных лекарств в карте нет.", "No current medicines on record.");
pub const NO_VISITS: Text = text(
    "Обращений пока нет. Они появятся после первого приёма.",
    "No visits yet. They appear after the first appointment.",
);
pub const NO_OUT_OF_RANGE: Text = text(
    "Последние показатели в пределах нормы, напечатанной лабораторией.",
    "The latest values are within the ranges printed by the laboratory.",
);
pub const SECTION_CLOSED: Text = text(
    "Этот раздел пациент вам не открыл.",
    "The patient has not opened this section to you.",
);
pub const AS_OF: Text = text("По состоянию на", "As of");
pub const REFERENCE: Text = text("норма", "range");
pub const NO_ENTRIES: Text = text(
    "Здесь пока пусто. Записи появятся, когда клиника пришлёт их.",
    "Nothing here yet. Entries appear when the clinic sends them.",
);
pub const ALL_SECTIONS: Text = text("Всё", "All");
pub const SHOW_MORE: Text = text("Показать ещё", "Show more");
pub const ADD_NOTE: Text = text("Добавить заметку", "Add a note");
pub const NOTE: Text = text("Ваша заметка", "Your note");
pub const NOTE_HINT: Text = text(
    "Например: когда началось, что помогает, о чём спросить врача",
    "For example: when it began, what helps, what to ask the doctor",
);
pub const SAVE: Text = text("Сохранить", "Save");
pub const NOTE_SAVED: Text = text("Заметка сохранена", "The note is saved");
pub const UPDATED: Text = text("В карте появилось новое", "There is something new in the card");

impl Flag {
    /// Said in words beside the value; nothing where nothing is claimed.
    pub const fn text(self) -> Option<Text> {
        match self {
            Self::High => Some(text("выше нормы", "above range")),
            Self::Low => Some(text("ниже нормы", "below range")),
            Self::Normal => Some(text("в норме", "in range")),
            Self::Unknown => None,
        }
    }
}

impl Criticality {
    pub const fn text(self) -> Text {
        match self {
            Self::High => text("опасная", "high risk"),
            Self::Low => text("лёгкая", "low risk"),
            Self::Unknown => text("тяжесть не указана", "risk not known"),
        }
    }
}

impl ClinicalStatus {
    pub const fn text(self) -> Text {
        match self {
            Self::Active => text("активно", "active"),
            Self::Remission => text("ремиссия", "in remission"),
            Self::Resolved => text("прошло", "resolved"),
        }
    }
}

impl EncounterClass {
    pub const fn text(self) -> Text {
        match self {
            Self::Ambulatory => text("Приём в клинике", "Clinic visit"),
            Self::HomeVisit => text("Вызов на дом", "Home visit"),
            Self::Virtual => text("Онлайн", "Online"),
            Self::Inpatient => text("Стационар", "Hospital stay"),
            Self::Emergency => text("Скорая помощь", "Emergency"),
        }
    }
}

impl SourceKind {
    pub const fn text(self) -> Text {
        match self {
            Self::Clinical => text("Клиника", "Clinic"),
            Self::SelfReported => text("Записали вы", "Written by you"),
            Self::Imported => text("Из другой системы", "From another system"),
        }
    }
}
