//! The words of the frame around every page.

use crate::lang::{Lang, Text, count_en, count_ru, text};

pub const PRODUCT: Text = text("Medkarta", "Medkarta");
pub const TAGLINE: Text = text("Электронная медицинская карта", "Electronic medical card");
pub const SKIP: Text = text("Перейти к содержанию", "Skip to content");
pub const HOME: Text = text("Главная", "Home");
pub const CARD: Text = text("Карта", "Card");
pub const MORE: Text = text("Ещё", "More");
pub const REQUESTS: Text = text("Запросы", "Requests");
pub const PATIENTS: Text = text("Пациенты", "Patients");
pub const HELP: Text = text("Помощь", "Help");
pub const LANGUAGE: Text = text("Язык", "Language");
pub const THEME: Text = text("Тема", "Theme");
pub const THEME_AUTO: Text = text("Как в устройстве", "As the device");
pub const THEME_LIGHT: Text = text("Светлая", "Light");
pub const THEME_DARK: Text = text("Тёмная", "Dark");
pub const VISION: Text = text("Вид", "Display");
pub const VISION_USUAL: Text = text("Обычный", "Usual");
pub const VISION_CONTRAST: Text = text("Высокий контраст", "High contrast");
pub const VISION_LOW: Text = text("Для слабовидящих", "For low vision");
pub const SETTINGS: Text = text("Настройки", "Settings");
pub const MAIN_NAVIGATION: Text = text("Основная навигация", "Main navigation");
pub const LOADING: Text = text("Загружаем…", "Loading…");
pub const CANCEL: Text = text("Отменить", "Cancel");
pub const CLOSE: Text = text("Закрыть", "Close");
pub const RETRY: Text = text("Попробовать ещё раз", "Try again");
pub const GO_HOME: Text = text("На главную", "Go home");
pub const ERROR_CODE: Text = text("Код для поддержки", "Code for support");
pub const NOT_FOUND_TITLE: Text = text("Такой страницы нет", "There is no such page");
pub const NOT_FOUND_LEAD: Text = text(
    "Проверьте адрес. Если вы пришли по ссылке, она могла устареть.",
    "Check the address. If you followed a link, it may be out of date.",
);
pub const ERROR_TITLE: Text = text("Не получилось", "That did not work");
/// After the person did not show that it is them.
pub const NOT_OPENED: Text = text("Карта не открыта", "The card is not open");
pub const NOT_PROVED: Text = text(
    "Вы не подтвердили, что это вы: ничего не изменилось",
    "You did not confirm that it is you: nothing has changed",
);
pub const OFFLINE: Text = text(
    "Нет связи. Показываем то, что уже загружено; когда связь вернётся, обновим сами.",
    "You are offline. What you see was loaded earlier; it will refresh when the connection is back.",
);
pub const SLOW: Text = text("Отвечает дольше обычного…", "Taking longer than usual…");
/// These two stand in `assets/index.html` too.
pub const OPENING_TITLE: Text = text("Ваша медицинская карта", "Your medical card");
pub const OPENING: Text = text(
    "Аллергии, лекарства, результаты и приёмы в одном месте. Открываем…",
    "Allergies, medicines, results and visits in one place. Opening…",
);
pub const PART_FAILED: Text = text(
    "Страница не загрузилась. Проверьте связь и попробуйте ещё раз.",
    "The page did not load. Check your connection and try again.",
);
pub const CARD_CLOSED: Text = text("Карта пока закрыта", "The card is closed for now");
pub const CLOSED: Text = text("Закрыто.", "Closed.");
pub const SHOW_MORE: Text = text("Показать ещё", "Show more");
pub const BACK_TO_PATIENTS: Text = text("К списку пациентов", "Back to patients");
pub const SIGN_IN_FIRST: Text = text("Войти", "Sign in");
pub const OPEN_CARD: Text = text("Вся карта", "Whole card");
pub const ALL: Text = text("Все", "All");
pub const SWITCH_LANGUAGE: Text = text("English", "Русский");
pub const SWITCH_LANGUAGE_SHORT: Text = text("EN", "RU");
pub const LOW_VISION_ON: Text = text("Версия для слабовидящих", "Low-vision version");
pub const LOW_VISION_OFF: Text = text("Обычная версия", "Usual version");
pub const TO_DARK: Text = text("Тёмная тема", "Dark theme");
pub const TO_LIGHT: Text = text("Светлая тема", "Light theme");
pub const THEME_HINT: Text = text(
    "Тёмная бережёт глаза вечером и в палате",
    "The dark one spares the eyes in the evening and on the ward",
);
pub const VISION_LOW_HINT: Text = text(
    "Крупный шрифт, широкие промежутки, чёрное на белом",
    "Large type, wide spacing, black on white",
);
pub const VISION_CONTRAST_HINT: Text =
    text("Чёткие границы и самые тёмные буквы", "Sharp borders and the darkest letters");
pub const SETTINGS_LEAD: Text = text(
    "Выбор действует сразу и сохраняется на этом устройстве.",
    "A choice works at once and is kept on this device.",
);
pub const STAY: Text = text("Продолжить работу", "Stay signed in");
pub const SESSION_ENDS_SOON: Text = text(
    "Вы давно ничего не делали. Через минуту-другую мы закроем карту, чтобы её не увидели чужие.",
    "You have been away for a while. In a minute or two we close the card to keep it from other eyes.",
);
pub const ANOTHER_PERSON: Text = text("Войти под другим именем", "Sign in as somebody else");
pub const HIGH_MARK: Text = text("Выше", "Above");
pub const LOW_MARK: Text = text("Ниже", "Below");

/// «Осталось 12 символов», for a field that counts.
pub fn characters_left(lang: Lang, limit: usize, count: usize) -> String {
    let (left, over) = (limit.saturating_sub(count) as u64, count.saturating_sub(limit) as u64);
    match (lang, over) {
        (Lang::Ru, 0) => {
            format!("Осталось {left} {}", count_ru(left, "символ", "символа", "символов"))
        }
        (Lang::Ru, _) => {
            format!("Лишних: {over} {}", count_ru(over, "символ", "символа", "символов"))
        }
        (Lang::En, 0) => format!("{left} {} left", count_en(left, "character", "characters")),
        (Lang::En, _) => {
            format!("{over} {} too many", count_en(over, "character", "characters"))
        }
    }
}

pub const HELP_LEAD: Text = text(
    "Medkarta собирает в одном месте то, что записали о вашем здоровье клиники и вы сами.",
    "Medkarta keeps in one place what clinics and you yourself have written about your health.",
);
pub const EMERGENCY_TITLE: Text = text("Если плохо прямо сейчас", "If it is an emergency");
pub const EMERGENCY: Text = text(
    "Сильная боль в груди, трудно дышать, человек без сознания, сильное кровотечение: не ждите и звоните. Портал не заменяет скорую помощь.",
    "Strong chest pain, trouble breathing, somebody unconscious, heavy bleeding: do not wait, call. The portal does not replace an ambulance.",
);
pub const CALL_112: Text = text("Позвонить 112", "Call 112");
pub const CALL_103: Text = text("Скорая помощь: 103", "Ambulance: 103");
pub const HELP_PARTS_TITLE: Text = text("Что где находится", "What is where");
pub const HELP_HOME: Text = text(
    "Самое важное о здоровье на одном экране: аллергии, хронические болезни, лекарства, последние обращения и показатели вне нормы. Этот экран удобно показать врачу.",
    "The most important things about your health on one screen: allergies, chronic conditions, medicines, recent visits and values out of range. A good screen to show a doctor.",
);
pub const HELP_CARD: Text = text(
    "Все записи по порядку, новые сверху. Вкладки оставляют на экране один раздел. Здесь же можно написать заметку для себя и врача.",
    "All entries in order, the newest on top. Tabs leave one section on the screen. You can also write a note here for yourself and your doctor.",
);
pub const HELP_MORE: Text =
    text("Язык, тема, крупный шрифт и выход.", "Language, theme, large type and signing out.");
pub const HELP_READING_TITLE: Text = text("Как читать карту", "How to read the card");
pub const HELP_RANGE: Text = text(
    "«Выше нормы» и «ниже нормы» сравнивают значение с пределами, которые напечатала лаборатория. Само по себе это ещё не болезнь: что оно значит для вас, скажет врач.",
    "“Above range” and “below range” compare a value with the limits the laboratory printed. That alone is not an illness: your doctor will tell you what it means for you.",
);
pub const HELP_CRITICAL: Text = text(
    "Красная пометка у аллергии значит, что следующая встреча с этим веществом может быть опасной для жизни.",
    "A red mark at an allergy means that meeting the substance again may be dangerous to life.",
);
pub const HELP_SOURCE: Text = text(
    "Под каждой записью сказано, кто её сделал: клиника, другая система или вы. Ваши слова всегда отмечены отдельно.",
    "Each entry says who made it: a clinic, another system or you. Your own words are always marked.",
);
pub const HELP_CODE: Text = text(
    "Код рядом с диагнозом, например E11.9, взят из международной классификации болезней МКБ-10.",
    "The code beside a diagnosis, such as E11.9, comes from the international classification of diseases, ICD-10.",
);
pub const HELP_PRIVACY_TITLE: Text = text("Кто видит карту", "Who sees the card");
pub const HELP_PRIVACY: Text = text(
    "Вы и те, кому вы открыли доступ: например, врач, к которому вы записались. Каждый просмотр записывается в журнал карты.",
    "You and those you have given access: a doctor you have booked a visit with, for example. Every look is written into the card’s journal.",
);
pub const IN_RUSSIAN: Text = text("Русский", "Русский (Russian)");
pub const IN_ENGLISH: Text = text("English (английский)", "English");
pub const ON_THE_LINE: Text = text("Значение на шкале", "The value on the scale");
pub const REMOVE: Text = text("Убрать", "Remove");
pub const DAY: Text = text("День", "Day");
pub const MONTH: Text = text("Месяц", "Month");
pub const YEAR: Text = text("Год", "Year");
pub const CALENDAR: Text = text("Календарь", "Calendar");
pub const PREVIOUS_MONTH: Text = text("Предыдущий месяц", "Previous month");
pub const NEXT_MONTH: Text = text("Следующий месяц", "Next month");
/// From Monday on.
pub const WEEKDAYS: [Text; 7] = [
    text("пн", "Mo"),
    text("вт", "Tu"),
    text("ср", "We"),
    text("чт", "Th"),
    text("пт", "Fr"),
    text("сб", "Sa"),
    text("вс", "Su"),
];
/// In the form that stands alone, from January on.
pub const MONTHS: [Text; 12] = [
    text("Январь", "January"),
    text("Февраль", "February"),
    text("Март", "March"),
    text("Апрель", "April"),
    text("Май", "May"),
    text("Июнь", "June"),
    text("Июль", "July"),
    text("Август", "August"),
    text("Сентябрь", "September"),
    text("Октябрь", "October"),
    text("Ноябрь", "November"),
    text("Декабрь", "December"),
];

/// «Найдено: 5», for a list narrowed by typing.
pub fn found(lang: Lang, n: u64) -> String {
    match (lang, n) {
        (Lang::Ru, 0) => "Ничего не найдено".to_owned(),
        (Lang::En, 0) => "Nothing found".to_owned(),
        (Lang::Ru, _) => format!("Найдено: {n}"),
        (Lang::En, _) => format!("Found: {n}"),
    }
}
pub const PROVE: Text = text("Подтвердить", "Confirm");
pub const SHOW_PASSWORD: Text = text("Показать пароль", "Show the password");
pub const HIDE_PASSWORD: Text = text("Скрыть пароль", "Hide the password");
