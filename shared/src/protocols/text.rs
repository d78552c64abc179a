//! Words about protocols.

use super::model::{
    DiagnosisRank, DoseUnit, Prescription, ProblemReason, Protocol, ProtocolPart, Severity,
};
use crate::format;
use crate::lang::{Lang, Text, count_en, count_ru, text};

mod page;

pub use page::*;

pub const CONCLUSION: Text = text("Заключение", "Conclusion");
pub const DIAGNOSES: Text = text("Диагнозы", "Diagnoses");
pub const PLAN: Text = text("Что дальше", "What comes next");
pub const PRESCRIPTIONS: Text = text("Назначения", "Prescriptions");
pub const NEXT_VISIT: Text = text("Следующий приём", "Next visit");
pub const ACKNOWLEDGED: Text = text("Врач учёл", "The doctor took into account");
pub const CORRECTED: Text = text("Почему исправлено", "Why it was corrected");

impl DiagnosisRank {
    pub const fn text(self) -> Text {
        match self {
            Self::Main => text("Основной", "Main"),
            Self::Complication => text("Осложнение", "Complication"),
            Self::Comorbid => text("Сопутствующий", "Comorbid"),
        }
    }
}

impl DoseUnit {
    pub const fn text(self) -> Text {
        match self {
            Self::Milligram => text("мг", "mg"),
            Self::Gram => text("г", "g"),
            Self::Microgram => text("мкг", "mcg"),
            Self::Millilitre => text("мл", "ml"),
            Self::Unit => text("МЕ", "IU"),
            Self::Piece => text("шт. (таблетка, капсула)", "pcs (tablet, capsule)"),
            Self::Drop => text("кап.", "drops"),
            Self::Puff => text("доз. (вдох, впрыск)", "puffs"),
        }
    }

    /// The same in a line of a prescription.
    pub const fn short(self) -> Text {
        match self {
            Self::Piece => text("шт.", "pcs"),
            Self::Puff => text("доз.", "puffs"),
            Self::Milligram
            | Self::Gram
            | Self::Microgram
            | Self::Millilitre
            | Self::Unit
            | Self::Drop => self.text(),
        }
    }
}

impl Severity {
    pub const fn text(self) -> Text {
        match self {
            Self::Error => text("Нужно исправить", "Must be put right"),
            Self::Warning => text("Проверьте", "Please check"),
            Self::Note => text("К сведению", "For your information"),
        }
    }
}

const BLANK: Text = text(
    "Здесь остались пропуски из шаблона: заполните их или уберите",
    "Gaps of the template are left here: fill them in, or take them away",
);
const DOSE_NOT_CHECKED: Text = text(
    "Доза не проверена: предел для этого лекарства или пациента здесь не известен",
    "The dose was not checked: no limit is known here for this medicine or patient",
);

impl ProblemReason {
    pub const fn text(self) -> Text {
        match self {
            Self::Required => text("Заполните это поле", "Fill in this field"),
            Self::TooLong => text("Слишком длинно", "Too long"),
            Self::TooMany => text("Слишком много строк", "Too many rows"),
            Self::InFuture => text("Эта дата ещё не наступила", "This date has not come yet"),
            Self::BeforeBirth => text(
                "Эта дата раньше дня рождения пациента",
                "This date is before the patient was born",
            ),
            Self::NotAfterVisit => text(
                "Следующий приём должен быть позже этого",
                "The next visit has to be after this one",
            ),
            Self::NotACode => {
                text("Выберите диагноз из списка МКБ-10", "Choose a diagnosis from ICD-10")
            }
            Self::UnknownCode => text("Такого кода в МКБ-10 нет", "ICD-10 has no such code"),
            Self::ObsoleteCode => text(
                "Этот код больше не применяется: выберите другой",
                "This code is no longer used: choose another",
            ),
            Self::CodeNotChecked => text(
                "Код не проверен: загружен только краткий список МКБ-10",
                "The code was not checked: only a short list of ICD-10 is loaded",
            ),
            Self::Repeated => text("Этот диагноз уже есть выше", "This diagnosis stands above"),
            Self::Blank => BLANK,
            Self::NoMainDiagnosis => {
                text("Укажите основной диагноз", "Say which diagnosis is the main one")
            }
            Self::SeveralMainDiagnoses => text(
                "Основной диагноз может быть только один",
                "Only one diagnosis can be the main one",
            ),
            Self::NotADose => {
                text("Напишите дозу числом больше нуля", "Write the dose as a number above nought")
            }
            Self::NotACount => text("Проверьте число", "Check the number"),
            Self::DoseAboveUsual => text(
                "Доза за сутки больше обычного предела для взрослых",
                "The daily dose is above the usual limit for adults",
            ),
            Self::DoseNotChecked => DOSE_NOT_CHECKED,
            Self::UnitMismatch => text(
                "Единица дозы не подходит к форме лекарства",
                "The unit of the dose does not fit the form of the medicine",
            ),
            Self::Allergy => text(
                "В карте есть аллергия на это вещество или его группу",
                "The card tells of an allergy to this substance or its group",
            ),
            Self::AlreadyTaken => {
                text("Пациент уже принимает это лекарство", "The patient takes this already")
            }
            Self::Unacknowledged => {
                text("Напишите, почему так решено", "Write why it was decided so")
            }
        }
    }
}

/// «Метформин, таблетки, 500 мг: по 1 шт. 2 раза в день, 10 дней, после еды»
pub fn prescription(lang: Lang, one: &Prescription) -> String {
    let mut line = one.medicine.trim().to_owned();
    let form = one.form.trim();
    if !form.is_empty() {
        line.push_str(", ");
        line.push_str(form);
    }
    let each = match lang {
        Lang::Ru => "по ",
        Lang::En => "",
    };
    line.push_str(": ");
    line.push_str(each);
    line.push_str(one.dose.trim());
    line.push(format::NBSP);
    line.push_str(one.unit.short().get(lang));
    if let Some(times) = one.times_a_day {
        line.push(' ');
        line.push_str(&times_a_day(lang, times));
    }
    if let Some(days) = one.days {
        line.push_str(", ");
        line.push_str(&for_days(lang, days));
    }
    let note = one.note.trim();
    if !note.is_empty() {
        line.push_str(", ");
        line.push_str(note);
    }
    line
}

fn times_a_day(lang: Lang, times: u32) -> String {
    let word = match lang {
        Lang::Ru => count_ru(times.into(), "раз в день", "раза в день", "раз в день"),
        Lang::En => count_en(times.into(), "time a day", "times a day"),
    };
    format!("{times}\u{a0}{word}")
}

fn for_days(lang: Lang, days: u32) -> String {
    match lang {
        Lang::Ru => format!("{days}\u{a0}{}", count_ru(days.into(), "день", "дня", "дней")),
        Lang::En => format!("for {days}\u{a0}{}", count_en(days.into(), "day", "days")),
    }
}

/// Everything a protocol says, part by part, as it is read, compared and sent.
pub fn told(lang: Lang, protocol: &Protocol) -> Vec<ProtocolPart> {
    let part = |code: &str, title: Text, text: String| ProtocolPart {
        code: code.to_owned(),
        title: title.get(lang).to_owned(),
        text,
    };
    let lines = |lines: Vec<String>| lines.join("\n");
    let diagnoses = protocol.diagnoses.iter().map(|it| {
        let rank = it.rank.text().get(lang);
        format!("{rank}: {}\u{a0}{}", it.code.code, it.code.display)
    });
    let prescriptions = protocol.prescriptions.iter().map(|it| prescription(lang, it));
    let acknowledged = protocol
        .acknowledged
        .iter()
        .map(|it| format!("{}: {}", it.reason.text().get(lang), it.words));
    let next = protocol.next_visit.map(|day| format::date(lang, day)).unwrap_or_default();
    let mut parts = protocol.findings.clone();
    parts.extend([
        part("conclusion", CONCLUSION, protocol.conclusion.clone()),
        part("diagnoses", DIAGNOSES, lines(diagnoses.collect())),
        part("prescriptions", PRESCRIPTIONS, lines(prescriptions.collect())),
        part("plan", PLAN, protocol.plan.clone()),
        part("next_visit", NEXT_VISIT, next),
        part("acknowledged", ACKNOWLEDGED, lines(acknowledged.collect())),
    ]);
    parts.retain(|part| !part.text.is_empty());
    parts
}
