pub mod asked;
pub mod attest;
pub mod news;
pub mod own;
pub mod report;

use super::model::{
    ClinicalStatus, Criticality, EncounterClass, MedicationStatus, ResultStatus, Sex, SourceKind,
    Value,
};
use time::Date;

use crate::lang::{Lang, Text, count_en, count_ru, text};

pub const SUMMARY: Text = text("Главное о здоровье", "Health summary");
pub const CARD: Text = text("Медицинская карта", "Medical card");
pub const CARD_NUMBER: Text = text("Номер карты", "Card number");
pub const POLICY: Text = text("Полис ОМС", "Insurance policy");
pub const BLOOD_GROUP: Text = text("Группа крови", "Blood group");
pub const BIRTH_DATE: Text = text("Дата рождения", "Date of birth");
pub const NOT_KNOWN: Text = text("не указана", "not known");
/// Of a blood group that stands among results the reader may not see.
pub const CLOSED_TO_YOU: Text = text("закрыта для вас", "closed to you");
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
pub const NO_ALLERGIES_OF_PATIENT: Text =
    text("В карте нет аллергий. Спросите пациента.", "No allergies on record. Ask the patient.");
/// Said where nothing could be compared: silence would sound like good news.
pub const NOTHING_COMPARED: Text =
    text("Результатов с нормой лаборатории пока нет.", "No results with a laboratory range yet.");
pub const NO_VISITS_OF_PATIENT: Text = text("Обращений в карте нет.", "No visits on record.");
pub const NO_NOTES: Text = text(
    "Заметок пока нет. Напишите первую: например, о чём спросить врача.",
    "No notes yet. Write the first one: what to ask the doctor, for example.",
);
pub const NO_ENTRIES_OF_PATIENT: Text =
    text("Записей в этом разделе нет.", "There are no entries in this section.");
pub const NOTES_OF_PATIENT: Text = text("Заметки пациента", "The patient’s notes");
pub const SUMMARY_ONLY: Text = text(
    "Пациент открыл вам только эту сводку, без списков записей.",
    "The patient has opened only this summary to you, without the lists of entries.",
);
pub const NO_OUT_OF_RANGE: Text = text(
    "Последние показатели в пределах нормы, напечатанной лабораторией.",
    "The latest values are within the ranges printed by the laboratory.",
);
pub const SECTION_CLOSED: Text =
    text("Этот раздел пациент вам не открыл.", "The patient has not opened this section to you.");
pub const AS_OF: Text = text("По состоянию на", "As of");
pub const REFERENCE: Text = text("норма", "range");
pub const NO_ENTRIES: Text = text(
    "Здесь пока пусто. Записи появятся, когда клиника пришлёт их.",
    "Nothing here yet. Entries appear when the clinic sends them.",
);
/// Before the names of sections that a list leaves out.
pub const CLOSED_LIST: Text =
    text("Пациент не открыл вам разделы", "The patient has not opened these sections to you");
pub const DANGEROUS_ALLERGIES: Text = text("Опасная аллергия", "Dangerous allergy");
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

impl ResultStatus {
    pub const fn text(self) -> Text {
        match self {
            Self::Ordered => text("назначено", "ordered"),
            Self::InProgress => text("ещё готовится", "in progress"),
            Self::Preliminary => text("предварительно", "preliminary"),
            Self::Final => text("готово", "final"),
            Self::Corrected => text("исправлено", "corrected"),
            Self::Cancelled => CANCELLED,
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

impl MedicationStatus {
    pub const fn text(self) -> Text {
        match self {
            Self::Active => text("принимаю", "taking"),
            Self::Completed => text("курс закончен", "completed"),
            Self::Stopped => text("отменено", "stopped"),
        }
    }
}

impl Sex {
    pub const fn text(self) -> Text {
        match self {
            Self::Female => text("женщина", "female"),
            Self::Male => text("мужчина", "male"),
        }
    }
}

pub const WITHDRAWN: Text =
    text("Отозвано: внесено по ошибке", "Withdrawn: it was entered in error");
pub const CANCELLED: Text = text("отменено", "cancelled");
pub const VISIT_PLANNED: Text = text("ещё впереди", "coming up");
pub const VISIT_IN_PROGRESS: Text = text("идёт сейчас", "going on now");
pub const WHEN: Text = text("Когда", "When");
pub const REASON: Text = text("С чем обратились", "Reason");
pub const PLACE: Text = text("Где", "Where");
pub const PREPARATION: Text = text("Как подготовиться", "How to prepare");
pub const RECOMMENDATIONS: Text = text("Что дальше", "What comes next");
pub const SPECIMEN: Text = text("Что исследовали", "Specimen");
pub const METHOD: Text = text("Метод", "Method");
pub const LABORATORY_NOTE: Text = text("Примечание лаборатории", "Laboratory’s note");
pub const ISSUED: Text = text("Готово", "Issued");
pub const FILES: Text = text("Файлы", "Files");
pub const FILE: Text = text("Файл", "File");
pub const PRESCRIBED: Text = text("назначено", "prescribed");
pub const PRESCRIPTION_OVER: Text = text("срок вышел", "out of date");
pub const PRESCRIPTION_DONE: Text = text("закончено", "completed");
pub const VALID_UNTIL: Text = text("Можно получить до", "Can be dispensed until");
pub const WHAT_FOR: Text = text("Зачем", "What for");
pub const VACCINATED: Text = text("сделана", "given");
pub const NOT_VACCINATED: Text = text("не сделана", "not given");
pub const AGAINST: Text = text("От чего", "Against");
pub const DOSE: Text = text("Доза", "Dose");
pub const LOT: Text = text("Серия", "Lot");
pub const MANUFACTURER: Text = text("Производитель", "Manufacturer");
pub const BODY_SITE: Text = text("Место", "Site");
pub const ROUTE: Text = text("Как введена", "Route");
pub const PLANNED: Text = text("запланировано", "planned");
pub const GOING_ON: Text = text("идёт", "going on");
pub const DONE: Text = text("сделано", "done");
pub const STOPPED: Text = text("прервано", "stopped");
pub const OUTCOME: Text = text("Итог", "Outcome");
pub const REFERRAL_ACTIVE: Text = text("действует", "active");
pub const REFERRAL_DONE: Text = text("выполнено", "completed");
pub const URGENT: Text = text("срочно", "urgent");
pub const TO_WHOM: Text = text("К кому", "To");
pub const PLAN_ACTIVE: Text = text("выполняется", "active");
pub const PLAN_OVER: Text = text("завершён", "finished");
pub const GOALS: Text = text("К чему идём", "Goals");
pub const ACTIVITIES: Text = text("Что делать", "What to do");
pub const ENDED: Text = text("Окончание", "Ends");
pub const SEARCH: Text = text("Найти в карте", "Search the card");
pub const SEARCH_HINT: Text =
    text("Слова из записи: «анализ крови»", "Words of an entry: “blood test”");
pub const FILTERS: Text = text("Период, клиника и врач", "Period, clinic and doctor");
pub const PERIOD: Text = text("Период", "Period");
pub const LAST_3_MONTHS: Text = text("3 месяца", "3 months");
pub const LAST_YEAR: Text = text("Год", "A year");
pub const ALL_TIME: Text = text("Всё время", "All time");
pub const FROM: Text = text("С какого дня", "From");
pub const UNTIL: Text = text("По какой день", "Until");
pub const ORGANIZATION: Text = text("Клиника", "Clinic");
pub const DOCTOR: Text = text("Врач", "Doctor");
pub const ANY_ORGANIZATION: Text = text("Любая", "Any");
pub const ANY_DOCTOR: Text = text("Любой", "Any");
pub const RESET: Text = text("Сбросить", "Clear all");
pub const CHOSEN: Text = text("Что выбрано", "What is chosen");
pub const NOTHING_FOUND: Text =
    text("По этим условиям записей нет", "No entries meet these conditions");
pub const NO_ENTRIES_IN_SECTION: Text = text(
    "Здесь пока пусто. Бывает, что клиника ещё не прислала записи: попросите её отправить их снова.",
    "Nothing here yet. The clinic may not have sent the entries: ask it to send them again.",
);
pub const NOT_ALL_HERE: Text = text("Чего-то не хватает?", "Is something missing?");
pub const ON_MAP: Text = text("Открыть на Яндекс Картах", "Open in Yandex Maps");
pub const ASK_FOR_HELP: Text = text("Не вышло? Мы поможем", "No luck? We can help");
pub const ENTRY: Text = text("Запись в карте", "An entry of the card");
pub const ENTRY_NOTE: Text = text("Заметка", "A note");
pub const OF_VISIT: Text = text("Из какого обращения", "The visit it belongs to");
pub const BY_REFERRAL: Text = text("По направлению", "The referral it answers");
pub const RESULT: Text = text("Результат", "Result");
pub const RESULTS: Text = text("Результаты", "Results");
pub const SOURCE: Text = text("Откуда запись", "Where it comes from");
pub const HAPPENED: Text = text("Когда это было", "When it happened");
pub const AUTHOR: Text = text("Кто записал", "Written by");
pub const SYSTEM: Text = text("Система", "System");
pub const LAST_CHANGED: Text = text("Когда изменена", "Last changed");
pub const RECEIVED: Text = text("Когда пришла", "Received");
pub const VALUES: Text = text("Показатели", "Values");
pub const ANALYTE: Text = text("Показатель", "Test");
pub const VALUE: Text = text("Значение", "Value");
pub const RANGE: Text = text("Норма", "Range");
pub const ASSESSMENT: Text = text("Оценка", "Assessment");
pub const EARLIER: Text = text("Что было записано раньше", "What was written before");
pub const MEDICINES_OF_PATIENT: Text = text("Принимает сейчас", "Current medicines");
pub const TAKING_OF_PATIENT: Text = text("принимает", "taking");
pub const CHRONIC: Text = text("хроническое", "chronic");
pub const SELF_REPORTED: Text = text("со слов пациента", "told by the patient");
pub const REACTION: Text = text("Реакция", "Reaction");
pub const SECTIONS: Text = text("Разделы карты", "Sections of the card");
pub const NOTE_LEAD: Text = text(
    "Заметку увидите вы и врачи, которым вы открыли этот раздел.",
    "You and the doctors you have opened this section to will see the note.",
);
pub const ENTRY_COUNT_LABEL: Text = text("Записей на экране", "Entries on the screen");

/// «54 года», “54 years”.
pub fn age(lang: Lang, years: i32) -> String {
    let n = u64::from(years.unsigned_abs());
    match lang {
        Lang::Ru => format!("{n}\u{a0}{}", count_ru(n, "год", "года", "лет")),
        Lang::En => format!("{n}\u{a0}{}", count_en(n, "year", "years")),
    }
}

/// «Найдена 1 запись», «Найдено 12 записей».
pub fn found(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => {
            let verb = count_ru(n, "Найдена", "Найдено", "Найдено");
            format!("{verb} {n}\u{a0}{}", count_ru(n, "запись", "записи", "записей"))
        }
        Lang::En => format!("{n}\u{a0}{} found", count_en(n, "entry", "entries")),
    }
}

/// Words as they were said: «анализ», “test”.
pub fn quoted(lang: Lang, words: &str) -> String {
    match lang {
        Lang::Ru => format!("«{words}»"),
        Lang::En => format!("“{words}”"),
    }
}

/// «с 1 марта 2026», «по 5 мая 2026».
pub fn period(lang: Lang, from: Option<Date>, until: Option<Date>) -> Option<String> {
    let (since, to) = match lang {
        Lang::Ru => ("с", "по"),
        Lang::En => ("from", "until"),
    };
    let part = |word: &str, day: Date| format!("{word}\u{a0}{}", crate::format::date(lang, day));
    match (from, until) {
        (Some(from), Some(until)) => Some(part(since, from) + " " + &part(to, until)),
        (Some(from), None) => Some(part(since, from)),
        (None, Some(until)) => Some(part(to, until)),
        (None, None) => None,
    }
}

/// A UCUM unit as people write it. What is not in the list is shown as it came.
pub fn unit(lang: Lang, ucum: &str) -> &str {
    let pair = match ucum {
        "mmol/L" => text("ммоль/л", "mmol/L"),
        "umol/L" => text("мкмоль/л", "µmol/L"),
        "nmol/L" => text("нмоль/л", "nmol/L"),
        "pmol/L" => text("пмоль/л", "pmol/L"),
        "g/L" => text("г/л", "g/L"),
        "mg/L" => text("мг/л", "mg/L"),
        "mg/dL" => text("мг/дл", "mg/dL"),
        "g/dL" => text("г/дл", "g/dL"),
        "ng/mL" => text("нг/мл", "ng/mL"),
        "ug/L" => text("мкг/л", "µg/L"),
        "pg/mL" => text("пг/мл", "pg/mL"),
        "10*9/L" => text("×10⁹/л", "×10⁹/L"),
        "10*12/L" => text("×10¹²/л", "×10¹²/L"),
        "U/L" => text("Ед/л", "U/L"),
        "m[IU]/L" => text("мМЕ/л", "mIU/L"),
        "u[IU]/mL" => text("мкМЕ/мл", "µIU/mL"),
        "mm/h" => text("мм/ч", "mm/h"),
        "mm[Hg]" => text("мм рт. ст.", "mmHg"),
        "/min" => text("в минуту", "per minute"),
        "fL" => text("фл", "fL"),
        "pg" => text("пг", "pg"),
        "kg" => text("кг", "kg"),
        "g" => text("г", "g"),
        "cm" => text("см", "cm"),
        "kg/m2" => text("кг/м²", "kg/m²"),
        "Cel" => text("°C", "°C"),
        "L/min" => text("л/мин", "L/min"),
        "{INR}" => text("МНО", "INR"),
        "s" => text("с", "s"),
        "mL/min/{1.73_m2}" => text("мл/мин/1,73\u{a0}м²", "mL/min/1.73\u{a0}m²"),
        other => return other,
    };
    pair.get(lang)
}

/// The flag printed with a value (HL7 v2 table 0078); nothing where nothing is out of order.
pub fn interpretation(code: &str) -> Option<Text> {
    Some(match code {
        "H" | "HH" | "HU" => text("выше нормы", "above range"),
        "L" | "LL" | "LU" => text("ниже нормы", "below range"),
        "A" | "AA" | "ABN" => text("есть отклонение", "abnormal"),
        "POS" => text("обнаружено", "positive"),
        _ => return None,
    })
}

/// What a file is, by its media type; nothing where people would not know the word.
pub fn file_kind(media_type: &str) -> Option<Text> {
    Some(match media_type.split('/').next() {
        _ if media_type == "application/pdf" => text("PDF", "PDF"),
        Some("image") => text("изображение", "picture"),
        Some("text") => text("текст", "text"),
        _ => return None,
    })
}

/// «240 КБ», “1.2 MB”.
pub fn file_size(lang: Lang, bytes: u64) -> String {
    let (kilo, mega) = match lang {
        Lang::Ru => ("КБ", "МБ"),
        Lang::En => ("KB", "MB"),
    };
    let tenths = bytes.div_ceil(100_000);
    if bytes < 1_000_000 {
        return format!("{}\u{a0}{kilo}", bytes.div_ceil(1_000));
    }
    let mark = match lang {
        Lang::Ru => ',',
        Lang::En => '.',
    };
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{whole}\u{a0}{mega}"),
        (whole, rest) => format!("{whole}{mark}{rest}\u{a0}{mega}"),
    }
}

/// More digits after the mark no laboratory prints: a program that sends them wrote a binary fraction
/// out (RES-3 shows what was measured, and this was not).
const PRINTED_DECIMALS: usize = 6;
/// Below this, a rounded number would be nearly nought.
const ROUNDED_FROM: f64 = 0.1;

/// A value with as many digits as the laboratory printed, and the decimal mark of the language.
pub fn value(lang: Lang, value: &Value) -> String {
    let decimals = value.text.trim().rsplit(['.', ',']).next().unwrap_or_default();
    let is_long = value.text.contains(['.', ','])
        && decimals.len() > PRINTED_DECIMALS
        && decimals.bytes().all(|byte| byte.is_ascii_digit());
    match (value.number, lang) {
        (None, _) => value.text.clone(),
        (Some(number), _) if is_long && number.abs() >= ROUNDED_FROM => {
            crate::format::number(lang, number)
        }
        (Some(_), Lang::Ru) => value.text.replace('.', ","),
        (Some(_), Lang::En) => value.text.replace(',', "."),
    }
}

/// «норма 3,9–6,1», “range at most 5.2”.
pub fn range(lang: Lang, low: Option<f64>, high: Option<f64>) -> Option<String> {
    let limits = limits(lang, low, high)?;
    let gap = if low.is_some() && high.is_some() { '\u{a0}' } else { ' ' };
    Some(format!("{}{gap}{limits}", REFERENCE.get(lang)))
}

/// «3,9–6,1», “at most 5.2”.
pub fn limits(lang: Lang, low: Option<f64>, high: Option<f64>) -> Option<String> {
    let number = |value| crate::format::number(lang, value);
    let (at_least, at_most) = match lang {
        Lang::Ru => ("от", "до"),
        Lang::En => ("at least", "at most"),
    };
    Some(match (low, high) {
        (Some(low), Some(high)) => format!("{}–{}", number(low), number(high)),
        (Some(low), None) => format!("{at_least}\u{a0}{}", number(low)),
        (None, Some(high)) => format!("{at_most}\u{a0}{}", number(high)),
        (None, None) => return None,
    })
}
