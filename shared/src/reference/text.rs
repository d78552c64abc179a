//! Words about reference lists.

use super::model::ReferenceList;
use crate::lang::{Text, text};

pub const BUILT_IN: Text = text(
    "Краткий встроенный список: полный ещё не загружен",
    "A short built-in list: the full one has not been loaded yet",
);
pub const VERSION: Text = text("Версия", "Version");
pub const OBSOLETE: Text = text("больше не применяется", "no longer used");
pub const NOTHING_FOUND: Text = text(
    "Ничего не нашлось. Попробуйте начало кода или другое слово.",
    "Nothing found. Try the beginning of a code or another word.",
);

impl ReferenceList {
    pub const fn text(self) -> Text {
        match self {
            Self::Icd10 => text("МКБ-10", "ICD-10"),
            Self::Medicines => text("Лекарства", "Medicines"),
            Self::LaboratoryTests => text("Лабораторные исследования", "Laboratory tests"),
            Self::Units => text("Единицы измерения (UCUM)", "Units of measure (UCUM)"),
        }
    }
}
