use super::model::{Role, Section};
use crate::lang::{Text, text};

impl Role {
    pub const fn text(self) -> Text {
        match self {
            Self::Patient => text("Пациент", "Patient"),
            Self::Doctor => text("Врач", "Doctor"),
            Self::Nurse => text("Медсестра", "Nurse"),
            Self::Registrar => text("Регистратор", "Registrar"),
            Self::Laboratory => text("Лаборатория", "Laboratory"),
            Self::Pharmacist => text("Фармацевт", "Pharmacist"),
            Self::Insurer => text("Страховая", "Insurer"),
            Self::Support => text("Поддержка", "Support"),
            Self::IdentityOperator => text("Оператор МФЦ", "Identity operator"),
            Self::SecurityOfficer => text("Офицер безопасности", "Security officer"),
            Self::Administrator => text("Администратор", "Administrator"),
            Self::Program => text("Информационная система", "Information system"),
        }
    }
}

impl Section {
    pub const fn text(self) -> Text {
        match self {
            Self::Visits => text("Обращения", "Visits"),
            Self::Results => text("Результаты", "Results"),
            Self::Medicines => text("Лекарства", "Medicines"),
            Self::Conditions => text("Диагнозы", "Conditions"),
            Self::Allergies => text("Аллергии", "Allergies"),
            Self::Notes => text("Мои заметки", "My notes"),
            Self::Immunizations => text("Прививки", "Vaccinations"),
            Self::Procedures => text("Процедуры", "Procedures"),
            Self::Referrals => text("Направления", "Referrals"),
            Self::Documents => text("Документы", "Documents"),
            Self::CarePlans => text("Планы лечения", "Care plans"),
            Self::Administrative => text("Страховка и счета", "Insurance and bills"),
        }
    }
}
