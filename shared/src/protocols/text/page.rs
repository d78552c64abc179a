//! Words of the pages on which protocols are written, read and compared.

use crate::lang::{Lang, Text, count_en, count_ru, text};

pub const NEW: Text = text("Новый протокол", "New protocol");
pub const WRITE: Text = text("Написать протокол", "Write a protocol");
pub const PROTOCOL: Text = text("Протокол", "Protocol");
pub const CORRECTION: Text = text("Исправление протокола", "Correction of a protocol");
pub const CORRECT: Text = text("Исправить", "Correct");
pub const VERSIONS: Text = text("Версии", "Versions");
pub const SIGNED: Text = text("Протокол подписан", "The protocol is signed");
pub const SIGNED_BY: Text = text("Подпись", "Signed by");
pub const UNFINISHED: Text = text("Незаконченные протоколы", "Unfinished protocols");
pub const UNFINISHED_HERE: Text =
    text("Ваши незаконченные протоколы этой карты", "Your unfinished protocols of this card");
pub const CARD_NUMBER: Text = text("Карта", "Card");
pub const CONTINUE: Text = text("Продолжить", "Continue");
pub const DELETE_DRAFT: Text = text("Удалить черновик", "Delete the draft");
pub const DELETE_DRAFT_ASK: Text = text(
    "Удалить черновик? Вернуть его будет нельзя. Подписанных протоколов это не касается.",
    "Delete the draft? It cannot be brought back. Signed protocols stay.",
);

pub const CHOOSE_TEMPLATE: Text = text("С чего начать", "What to begin with");
pub const FIND_TEMPLATE: Text = text("Найти шаблон", "Find a template");
pub const OWN_TEMPLATES: Text = text("Мои шаблоны", "My templates");
pub const BUILT_IN_TEMPLATES: Text = text("Готовые шаблоны", "Ready-made templates");
pub const NO_TEMPLATE_FOUND: Text = text(
    "Такого шаблона нет. Попробуйте другое слово.",
    "There is no such template. Try another word.",
);

pub const KIND: Text = text("Вид осмотра", "Kind of examination");
pub const PERFORMED_ON: Text = text("Дата осмотра", "Date of the examination");
pub const PERFORMED_TIME: Text = text("Время", "Time");
pub const PERFORMED_TIME_HINT: Text = text("Например 14:30", "Such as 14:30");
pub const REQUIRED_MARK: Text = text("обязательно", "required");
pub const DICTATION_HINT: Text = text(
    "Текст можно диктовать: поставьте курсор в поле и включите диктовку на клавиатуре.",
    "You can dictate: put the cursor into a field and switch on dictation on the keyboard.",
);
pub const FINDINGS: Text = text("Осмотр", "Findings");

pub const ADD_DIAGNOSIS: Text = text("Добавить диагноз", "Add a diagnosis");
pub const DIAGNOSIS_HINT: Text =
    text("Код или слова: «I10» или «гипертензия»", "A code or words: “I10” or “hypertension”");
pub const OFTEN: Text = text("Часто выбирают", "Often chosen");
pub const RANK: Text = text("Какой это диагноз", "What place it has");
pub const ADD_CONDITION: Text =
    text("Добавить в список хронических болезней", "Add to the list of chronic conditions");
pub const REMOVE: Text = text("Убрать", "Remove");
pub const ADD_MEDICINE: Text = text("Добавить лекарство", "Add a medicine");
pub const MEDICINE_HINT: Text =
    text("Действующее вещество: «метформин»", "The active substance: “metformin”");
pub const MEDICINE_NAME: Text = text("Лекарство", "Medicine");
pub const FORM: Text = text("Форма и дозировка", "Form and strength");
pub const DOSE: Text = text("Доза на один приём", "Dose at a time");
pub const UNIT: Text = text("В чём", "Counted in");
pub const TIMES: Text = text("Раз в день", "Times a day");
pub const DAYS: Text = text("Сколько дней", "For how many days");
pub const DAYS_HINT: Text =
    text("Пусто: пока врач не отменит", "Empty: until a doctor says otherwise");
pub const REMARK: Text = text("Как принимать", "How to take it");
pub const NEXT_VISIT_HINT: Text = text("Если нужен", "If there is to be one");

pub const SAVING: Text = text("Сохраняем…", "Saving…");
pub const NOT_SAVED_YET: Text = text("Есть несохранённое", "Not saved yet");
pub const NO_CONNECTION: Text = text(
    "Нет связи: черновик ждёт, не закрывайте страницу",
    "No connection: the draft waits, do not close the page",
);
pub const NO_CONNECTION_SEALED: Text = text(
    "Нет связи: черновик ждёт на этом устройстве, зашифрованный",
    "No connection: the draft waits on this device, encrypted",
);
pub const UNSENT: Text = text("Не отправлено с этого устройства", "Not sent from this device yet");
pub const UNSENT_BODY: Text = text(
    "Это написано без связи. Отправим, как только она появится.",
    "This was written without a connection. It is sent as soon as there is one.",
);
pub const UNSENT_FOUND: Text = text(
    "На этом устройстве есть неотправленные черновики",
    "There are unsent drafts on this device",
);
pub const UNSENT_BACK: Text = text(
    "Здесь текст, который вы набрали без связи. Он ещё не был отправлен.",
    "This is what you typed without a connection. It had not been sent yet.",
);
pub const UNSENT_CONFLICT: Text = text(
    "Тем временем черновик изменили на другом устройстве. Откройте его и выберите, что оставить.",
    "Meanwhile the draft was changed on another device. Open it and choose what is to stay.",
);
pub const UNSENT_CLOSED: Text = text(
    "Карта вам больше не открыта: отправить это некуда.",
    "The card is no longer open to you: there is nowhere to send this.",
);
pub const UNSENT_SENT: Text =
    text("Написанное без связи отправлено", "What was written without a connection was sent");
pub const NOTHING_TYPED: Text = text("Черновик пуст", "The draft is empty");
pub const NOT_KEPT: Text = text(
    "Черновик не сохраняется: что-то слишком длинно. Проверьте поля",
    "The draft is not saved: something is too long. Check the fields",
);
pub const CONFLICT: Text =
    text("Этот черновик изменили в другом месте", "This draft was changed elsewhere");
pub const CONFLICT_BODY: Text = text(
    "Ничего не потеряно: ваш текст на этой странице, другой сохранён. Сравните и выберите.",
    "Nothing is lost: your text is on this page, the other one is saved. Compare and choose.",
);
pub const KEEP_MINE: Text = text("Оставить текст с этой страницы", "Keep the text of this page");
pub const TAKE_SAVED: Text = text("Взять сохранённый", "Take the saved one");
pub const MINE: Text = text("На этой странице", "On this page");
pub const SAVED_ONE: Text = text("Сохранённый", "Saved");

pub const CHECK_AND_SIGN: Text = text("Проверить и подписать", "Check and sign");
pub const SIGN: Text = text("Подписать", "Sign");
pub const CHECK_TITLE: Text = text("Проверка перед подписью", "Before you sign");
pub const ALL_RIGHT: Text = text("Всё заполнено", "Everything is filled in");
pub const SIGN_SAID: Text = text(
    "После подписи протокол увидит пациент. Изменить его на месте уже нельзя: исправление станет новой версией, и прежняя останется видна.",
    "Once signed, the patient reads the protocol. It cannot be changed in place: a correction makes a new version, and the one before stays to be seen.",
);
pub const WHY_RIGHT: Text = text("Почему так решено", "Why it was decided so");
pub const REASON: Text = text("Почему исправляете", "Why you correct it");
pub const REASON_HINT: Text = text(
    "От 10 до 1 000 знаков. Пациент это прочитает.",
    "10 to 1,000 characters. The patient reads it.",
);
pub const CORRECTED_SINCE: Text = text(
    "Пока вы писали, протокол исправил кто-то другой. Ваш текст цел: посмотрите новую версию и решите, что оставить.",
    "While you were writing, somebody else corrected the protocol. Your text is safe: look at the new version and decide what stays.",
);
pub const CORRECT_NEWEST: Text =
    text("Исправлять новую версию моим текстом", "Correct the new version by my text");
pub const SEE_VERSIONS: Text = text("Посмотреть версии", "See the versions");
pub const REASON_SHORT: Text =
    text("Напишите подробнее, хотя бы 10 знаков", "Tell more, at least 10 characters");

pub const RECORD: Text = text("Карта пациента", "The patient’s record");
pub const SHOW_RECORD: Text = text("Показать карту", "Show the record");
pub const HIDE_RECORD: Text = text("Скрыть карту", "Hide the record");
pub const OPEN_RECORD: Text = text("Открыть карту целиком", "Open the whole record");
pub const ALLERGIES: Text = text("Аллергии", "Allergies");
pub const NO_ALLERGIES: Text = text(
    "Аллергий в карте нет. Спросите пациента",
    "The card tells of no allergies. Ask the patient",
);
pub const CONDITIONS: Text = text("Хронические болезни", "Chronic conditions");
pub const MEDICINES: Text = text("Принимает сейчас", "Takes now");
pub const LAST_VISITS: Text = text("Последние обращения", "Last visits");
pub const OUT_OF_RANGE: Text = text("Вне нормы", "Out of range");
pub const NOTHING: Text = text("Ничего не указано", "Nothing is told");

pub const SAVE_AS_TEMPLATE: Text = text("Сохранить как свой шаблон", "Save as my template");
pub const SAVE_AS_TEMPLATE_SAID: Text = text(
    "В шаблон попадёт весь текст осмотра, заключения и плана. Уберите из него всё, что касается этого пациента: шаблон открывается у других пациентов.",
    "The template takes the whole text of findings, conclusion and plan. Remove what is about this patient: the template is opened for others.",
);
pub const NO_PATIENT_IN_IT: Text =
    text("В тексте нет ничего об этом пациенте", "The text says nothing of this patient");
pub const TEMPLATE_NAME: Text = text("Название шаблона", "Name of the template");
pub const TEMPLATE_SAVED: Text = text("Шаблон сохранён", "The template is saved");
pub const NEW_TEMPLATE: Text = text("Новый шаблон", "New template");
pub const EDIT_TEMPLATE: Text = text("Изменить шаблон", "Change the template");
pub const TEMPLATES_EMPTY: Text = text(
    "Своих шаблонов пока нет. Сделайте новый или сохраните любой черновик как шаблон.",
    "You have no templates yet. Make a new one, or save any draft as a template.",
);
pub const FIELD_NAME: Text = text("Название поля", "Name of the field");
pub const FIELD_TEXT: Text = text("Что стоит в поле сначала", "What stands in it at first");
pub const FIELD_REQUIRED: Text = text("Поле обязательное", "The field is required");
pub const ADD_FIELD: Text = text("Добавить поле", "Add a field");
pub const SAVE: Text = text("Сохранить", "Save");
pub const DELETE_TEMPLATE: Text = text("Удалить шаблон", "Delete the template");
pub const DELETE_TEMPLATE_ASK: Text = text(
    "Удалить шаблон? Протоколы, которые по нему написаны, останутся как есть.",
    "Delete the template? Protocols written from it stay as they are.",
);

pub const WAS: Text = text("Было", "Before");
pub const IS_NOW: Text = text("Стало", "After");
pub const REMOVED: Text = text("убрано:", "removed:");
pub const ADDED: Text = text("добавлено:", "added:");
pub const UNCHANGED: Text = text("Без изменений", "Unchanged");
pub const FIRST_VERSION: Text = text("Первая версия", "The first version");
pub const COMPARE_WITH: Text = text("Сравнить", "Compare");
pub const COMPARE_BEFORE: Text = text("Прежняя версия", "The earlier version");
pub const COMPARE_AFTER: Text = text("Новая версия", "The later version");
pub const ONE_VERSION: Text = text(
    "У записи одна версия: её не исправляли.",
    "The entry has one version: it was never corrected.",
);
pub const PRINT: Text = text("Напечатать", "Print");

/// «Сохранено в 14:05»
pub fn saved_at(lang: Lang, clock: &str) -> String {
    match lang {
        Lang::Ru => format!("Сохранено в {clock}"),
        Lang::En => format!("Saved at {clock}"),
    }
}

/// «Версии (2)»
pub fn versions(lang: Lang, count: usize) -> String {
    format!("{} ({count})", VERSIONS.get(lang))
}

/// «Версия 2»
pub fn version(lang: Lang, version: u32) -> String {
    match lang {
        Lang::Ru => format!("Версия {version}"),
        Lang::En => format!("Version {version}"),
    }
}

/// «Нужно исправить: 3 поля»
pub fn to_put_right(lang: Lang, count: usize) -> String {
    let n = u64::try_from(count).unwrap_or(u64::MAX);
    match lang {
        Lang::Ru => {
            let word = count_ru(n, "замечание", "замечания", "замечаний");
            format!("До подписи нужно исправить: {count}\u{a0}{word}")
        }
        Lang::En => {
            let word = count_en(n, "remark", "remarks");
            format!("To put right before signing: {count}\u{a0}{word}")
        }
    }
}

/// «Диагноз 2»
pub fn diagnosis(lang: Lang, at: usize) -> String {
    match lang {
        Lang::Ru => format!("Диагноз {}", at + 1),
        Lang::En => format!("Diagnosis {}", at + 1),
    }
}

/// «Лекарство 2»
pub fn medicine(lang: Lang, at: usize) -> String {
    match lang {
        Lang::Ru => format!("Лекарство {}", at + 1),
        Lang::En => format!("Medicine {}", at + 1),
    }
}

/// The name of the field of a path, such as `prescriptions.0.dose`.
pub fn field(lang: Lang, path: &str) -> String {
    let mut words = path.split('.');
    let (first, at, last) = (words.next().unwrap_or_default(), words.next(), words.next());
    let at = at.and_then(|at| at.parse().ok()).unwrap_or(0);
    let name = match (first, last) {
        ("title", _) => KIND,
        ("performed_at", _) => PERFORMED_ON,
        ("findings", _) => FINDINGS,
        ("conclusion", _) => super::CONCLUSION,
        ("plan", _) => super::PLAN,
        ("next_visit", _) => super::NEXT_VISIT,
        ("diagnoses", Some(_)) => return diagnosis(lang, at),
        ("diagnoses", None) => super::DIAGNOSES,
        ("prescriptions", Some(part)) => {
            let name = match part {
                "dose" => DOSE,
                "unit" => UNIT,
                "times_a_day" => TIMES,
                "days" => DAYS,
                "form" => FORM,
                _ => return medicine(lang, at),
            };
            return format!("{}, {}", medicine(lang, at), name.get(lang));
        }
        ("prescriptions", None) => super::PRESCRIPTIONS,
        _ => PROTOCOL,
    };
    name.get(lang).to_owned()
}
