//! The words of the pages where patients book visits and look at them.

use time::{Date, OffsetDateTime, UtcOffset};

use super::super::clock::DayPart;
use super::super::model::{Appointment, Payment, Rating, VisitChange};
use crate::format::{self, NBSP};
use crate::lang::{Lang, Text, count_en, count_ru, text};
use crate::shell;

pub const NAV: Text = text("Запись", "Booking");
pub const TITLE: Text = text("Запись к врачу", "Book a visit");
pub const LEAD: Text = text(
    "Выберите, к кому хотите попасть. Свободное время видно сразу.",
    "Choose whom you want to see. Free times are shown at once.",
);
pub const VIEWS: Text = text("Что показать", "What to show");
pub const DOCTORS: Text = text("Врачи", "Doctors");
pub const CLINICS: Text = text("Клиники", "Clinics");
pub const MY_VISITS: Text = text("Мои визиты", "My visits");
pub const VISITS: Text = text("Визиты", "Visits");

pub const SEARCH_DOCTOR: Text = text("Врач или клиника", "Doctor or clinic");
pub const SEARCH_DOCTOR_HINT: Text =
    text("Фамилия, должность или название клиники", "Surname, position or the clinic’s name");
pub const SEARCH_CLINIC: Text = text("Название или место", "Name or place");
pub const SEARCH_CLINIC_HINT: Text =
    text("Название, город, район, метро или улица", "Name, city, district, metro or street");
pub const SPECIALITIES: Text = text("Кто вам нужен", "Whom you need");
pub const FILTERS: Text = text("Уточнить", "Narrow down");
pub const FORMAT: Text = text("Как встретиться", "How to meet");
pub const PAYMENT: Text = text("Кто платит", "Who pays");
pub const ANY: Text = text("Любой", "Any");
pub const LANGUAGE: Text = text("Язык врача", "The doctor’s language");
pub const ANY_LANGUAGE: Text = text("Любой язык", "Any language");
pub const KIND: Text = text("Вид клиники", "Kind of clinic");
pub const CHOSEN: Text = text("Выбрано", "Chosen");
pub const NOBODY_FOUND: Text = text(
    "Никого не нашли. Уберите что-нибудь из выбранного или посмотрите другие клиники.",
    "Nobody was found. Take away some of what you chose, or look at other clinics.",
);
pub const NO_CLINIC_FOUND: Text = text(
    "Таких клиник не нашли. Попробуйте другие слова.",
    "No such clinic was found. Try other words.",
);
pub const RESET: Text = text("Сбросить всё", "Reset all");
pub const NEAREST: Text = text("Ближайшее время", "Nearest time");
pub const NO_TIMES_30: Text =
    text("В ближайшие 30\u{a0}дней свободного времени нет", "No free time within 30\u{a0}days");
pub const ALL_TIMES: Text = text("Всё время", "All times");
pub const FROM_PRICE: Text = text("от", "from");
pub const NEARBY: Text = text("Показать ближайшие", "Show the nearest");
pub const NEARBY_NOTE: Text = text(
    "Браузер спросит, можно ли узнать, где вы. Место нужно только для этого списка: мы его не храним.",
    "Your browser will ask whether it may tell where you are. The place is for this list only: we do not keep it.",
);
pub const NEARBY_ON: Text = text("Сначала ближайшие к вам", "The nearest to you come first");
pub const NEARBY_REFUSED: Text = text(
    "Место узнать не получилось. Найдите клинику по району или метро: поле выше",
    "Your place could not be found. Look for the clinic by district or metro in the field above",
);
pub const CLINIC_DOCTORS: Text = text("Врачи этой клиники", "Doctors of this clinic");
pub const CLINIC_DETAILS: Text = text("Лицензия и как пройти", "Licence and directions");
pub const LICENCE: Text = text("Лицензия", "Licence");
pub const ACCREDITATION: Text = text("Аккредитация", "Accreditation");
pub const CARDS_HERE: Text = text("Ведёт электронные карты", "Keeps electronic cards");
pub const METRO: Text = text("Метро", "Metro");
pub const REVIEWS: Text = text("Что говорят пациенты", "What patients say");

pub const BACK_TO_SEARCH: Text = text("К поиску врача", "Back to the search");
pub const SERVICE: Text = text("Что нужно", "What you need");
pub const TIMES: Text = text("Когда удобно", "When it suits you");
pub const DAYS: Text = text("День", "Day");
pub const EARLIER: Text = text("Предыдущие дни", "Earlier days");
pub const LATER: Text = text("Следующие дни", "Later days");
pub const DAY_TAKEN: Text = text("На этот день всё занято.", "This day is fully booked.");
pub const DAY_OFF: Text = text("В этот день приёма нет.", "There are no visits on this day.");
pub const NO_TIMES: Text = text(
    "Свободного времени в ближайшие два месяца нет. Загляните завтра: время освобождается, когда кто-то отменяет. Или выберите другого врача.",
    "There is no free time in the next two months. Look again tomorrow: times come free when somebody cancels. Or choose another doctor.",
);
pub const OTHER_DOCTORS: Text = text("Другие врачи", "Other doctors");
pub const NO_SERVICES: Text = text(
    "К этому врачу пока нельзя записаться здесь. Позвоните в клинику или выберите другого врача.",
    "This doctor cannot be booked here yet. Call the clinic, or choose another doctor.",
);
pub const NO_CARD: Text = text(
    "Чтобы записаться, нужна карта. Её заведёт клиника, когда вы придёте на приём.",
    "To book you need a card. A clinic opens one when you come for a visit.",
);

pub const UNCONFIRMED: Text = text(
    "Пока вам доступны только платные приёмы: в карте нет подтверждённого полиса",
    "Only paid visits are open to you so far: the card has no confirmed policy",
);
pub const UNCONFIRMED_LEAD: Text = text(
    "Чтобы записываться по полису, возьмите паспорт и полис ОМС и попросите в регистратуре вашей клиники внести его в карту. Как только он в ней появится, запись по полису откроется сама.",
    "To book by the policy, take your passport and the OMS policy and ask the desk of your clinic to enter it in the card. As soon as it is there, booking by the policy opens by itself.",
);
pub const UNCONFIRMED_OTHER: Text = text(
    "Пока доступны только платные приёмы: в этой карте нет подтверждённого полиса",
    "Only paid visits are open so far: this card has no confirmed policy",
);
pub const PAID_ONLY: Text = text("Показать платные приёмы", "Show paid visits");
pub const POLICY_ONLY: Text = text(
    "На этот приём записывают только по полису, поэтому занять время сейчас нельзя.",
    "This visit is booked by the policy only, so the time cannot be kept now.",
);

pub const FORM_TITLE: Text = text("Проверьте и запишитесь", "Check, and book");
pub const MOVE_TITLE: Text = text("Проверьте и перенесите", "Check, and move");
pub const HOLDING: Text = text("Занимаем для вас это время…", "Keeping this time for you…");
pub const ENDS_SOON: Text = text(
    "Осталась одна минута, чтобы записаться на это время",
    "One minute is left to book this time",
);
pub const HOLD_ENDED: Text = text(
    "Пять минут прошли, и время снова свободно для всех. Всё, что вы написали, на месте.",
    "Five minutes have passed, and the time is free for everybody again. All you wrote is here.",
);
pub const HOLD_AGAIN: Text = text("Занять это время ещё раз", "Keep this time again");
pub const OTHER_TIME: Text = text("Выбрать другое время", "Choose another time");
pub const FREE_NEXT: Text = text("Ближайшее свободное время", "The nearest free times");
pub const THE_OTHER_VISIT: Text = text("Открыть другой визит", "Open the other visit");
pub const FOR_WHOM: Text = text("Кого записать", "Who is coming");
pub const MYSELF: Text = text("Меня", "Myself");
pub const REASON: Text =
    text("Что беспокоит (можно не заполнять)", "What it is about (may be left empty)");
pub const REASON_HINT: Text = text(
    "Прочитает только врач. При боли в груди, одышке или сильном кровотечении звоните 112, не ждите приёма",
    "Only the doctor reads it. With chest pain, trouble breathing or heavy bleeding call 112, do not wait",
);
pub const ATTACH: Text = text("Приложить результаты или документы", "Add results or documents");
pub const ATTACH_LEAD: Text = text(
    "Отмеченное увидит этот врач, даже если остальное в карте скрыто.",
    "This doctor will see what is ticked, whatever else in the card is hidden.",
);
pub const NOTHING_TO_ATTACH: Text = text("Здесь пока пусто.", "Nothing here yet.");
pub const BOOK: Text = text("Записаться", "Book");
pub const MOVE: Text = text("Перенести", "Move");
pub const BOOKED: Text = text("Вы записаны", "You are booked");
pub const MOVED: Text = text("Визит перенесён", "The visit is moved");

pub const NO_COMING: Text = text("Предстоящих визитов нет.", "There are no coming visits.");
pub const COMING: Text = text("Предстоят", "Coming");
pub const PAST: Text = text("Прошедшие и отменённые", "Past and cancelled");
pub const NO_VISITS: Text = text(
    "Здесь появятся визиты, на которые вы запишетесь: когда, к кому и куда идти.",
    "Visits you book will stand here: when, with whom and where to go.",
);
pub const VISIT: Text = text("Визит", "Visit");
pub const WHEN: Text = text("Когда", "When");
pub const NEXT_VISIT: Text = text("Ближайший визит", "Next visit");
pub const WAS: Text = text("Было", "It was");
pub const BECOMES: Text = text("Станет", "It becomes");
pub const DOCTOR: Text = text("К кому", "With whom");
pub const WHAT_FOR: Text = text("Что будет", "What it is");
pub const WHY: Text = text("Что беспокоит", "What it is about");
pub const CLINIC: Text = text("Клиника", "Clinic");
pub const ADDRESS: Text = text("Адрес", "Address");
pub const DIRECTIONS: Text = text("Как пройти", "How to get in");
pub const ROOM: Text = text("Кабинет", "Room");
pub const PHONE: Text = text("Телефон клиники", "The clinic’s phone");
pub const WHO_PAYS: Text = text("Оплата", "Payment");
pub const CHANNEL: Text = text("Откуда запись", "Where it was booked");
pub const PREPARE: Text = text("Как подготовиться", "How to prepare");
pub const BRING: Text = text("Что взять с собой", "What to bring");
pub const PASS: Text = text("Код для входа", "Code for the desk");
pub const PASS_LEAD: Text = text(
    "Покажите код в регистратуре: вас отметят, и врач узнает, что вы пришли.",
    "Show the code at the desk: you are checked in, and the doctor learns that you have come.",
);
pub const SHOW_PASS: Text = text("Показать код", "Show the code");
pub const NEW_PASS: Text = text("Обновить код", "A new code");
pub const PASS_QR: Text =
    text("QR-код визита для регистратуры клиники", "QR code of the visit for the clinic’s desk");
pub const PRINT_PASS: Text = text("Напечатать пропуск", "Print a pass");
pub const PAPER_PASS: Text = text("Пропуск на визит", "Pass for a visit");
pub const PAPER_PASS_NOTE: Text = text(
    "Покажите код в регистратуре в день визита. Он действует до конца визита: если визит перенесёте, напечатайте новый.",
    "Show the code at the desk on the day of the visit. It is good until the visit ends: if you move the visit, print another one.",
);
pub const TO_CALENDAR: Text = text("Добавить в календарь", "Add to a calendar");
pub const FEED: Text = text("Календарь на все визиты", "A calendar of all visits");
pub const FEED_LEAD: Text = text(
    "По этому адресу календарь телефона сам узнаёт о записи, переносе и отмене. В нём только время и место, без сведений о здоровье.",
    "By this address your phone’s calendar learns of what is booked, moved and cancelled. It has the time and the place only, nothing about health.",
);
pub const FEED_MAKE: Text = text("Получить адрес", "Make an address");
pub const FEED_ONCE: Text = text(
    "Скопируйте сейчас: больше мы его не покажем. Никому не передавайте: по нему видно, когда и куда вы идёте.",
    "Copy it now: we will not show it again. Give it to nobody: it tells when you go and where.",
);
pub const FEED_CLOSE: Text = text("Закрыть прежний адрес", "Close the address there was");
pub const FEED_CLOSED: Text = text(
    "Адрес закрыт: календари больше ничего не узнают",
    "The address is closed: calendars learn nothing more",
);
pub const COPY: Text = text("Скопировать", "Copy");
pub const COPIED: Text = text("Скопировано", "Copied");
pub const CHANGE: Text = text("Перенести или отменить", "Move or cancel");
pub const MOVE_VISIT: Text = text("Перенести визит", "Move the visit");
pub const CANCEL_VISIT: Text = text("Отменить визит", "Cancel the visit");
pub const CANCEL_TITLE: Text = text("Отменить этот визит?", "Cancel this visit?");
pub const CANCEL_LEAD: Text = text(
    "Время сразу достанется другому пациенту. Записаться можно будет снова, если останутся места.",
    "Another patient can have the time at once. You can book again if there is room.",
);
pub const CANCEL_NOTE: Text = text("Почему (можно не заполнять)", "Why (may be left empty)");
pub const KEEP_VISIT: Text = text("Оставить визит", "Keep the visit");
pub const CANCELLED: Text = text("Визит отменён", "The visit is cancelled");
pub const TOO_SOON: Text = text(
    "До визита меньше суток: потом перенести или отменить его сможет только клиника.",
    "The visit is less than a day away: afterwards only the clinic can move or cancel it.",
);
pub const TOO_LATE: Text = text(
    "До визита меньше суток: перенести или отменить его может только клиника. Позвоните туда, если прийти не получится.",
    "The visit is less than a day away: only the clinic can move or cancel it. Call them if you cannot come.",
);
pub const HISTORY: Text = text("Что было с записью", "What happened to the booking");
pub const CARD_OPEN: Text = text("Кто видит карту", "Who sees the card");
pub const ATTACHED: Text = text("Открыто врачу отдельно", "Opened to the doctor besides");
pub const AFTERWARDS: Text = text("Что сказал врач", "What the doctor said");
pub const PROTOCOL: Text = text("Протокол приёма", "Protocol of the visit");
pub const ENTRY: Text = text("Запись карты", "Entry of the card");
pub const BOOK_AGAIN: Text = text("Записаться снова", "Book again");
pub const REVIEW: Text = text("Как прошёл приём", "How the visit went");
pub const REVIEW_LEAD: Text = text(
    "Отзыв увидят все, но без вашего имени. Не пишите о здоровье: только о том, как вас приняли.",
    "Everybody sees what you say, without your name. Do not write about health: only of how you were received.",
);
pub const STARS: Text = text("Ваша оценка", "Your mark");
pub const REVIEW_WORDS: Text =
    text("Несколько слов (можно не заполнять)", "A few words (may be left empty)");
pub const CHOOSE_STARS: Text = text("Выберите оценку", "Choose a mark");
pub const SEND_REVIEW: Text = text("Отправить отзыв", "Send");
pub const REVIEWED: Text = text("Спасибо, отзыв принят", "Thank you, it is kept");
pub const YOUR_REVIEW: Text = text("Ваш отзыв", "What you said");
pub const PRINT: Text = text("Напечатать", "Print");

/// From one star to five.
pub const STAR_WORDS: [Text; 5] = [
    text("1: очень плохо", "1: very poor"),
    text("2: плохо", "2: poor"),
    text("3: нормально", "3: fair"),
    text("4: хорошо", "4: good"),
    text("5: отлично", "5: excellent"),
];

/// From Monday on.
pub const WEEKDAYS: [Text; 7] = [
    text("понедельник", "Monday"),
    text("вторник", "Tuesday"),
    text("среда", "Wednesday"),
    text("четверг", "Thursday"),
    text("пятница", "Friday"),
    text("суббота", "Saturday"),
    text("воскресенье", "Sunday"),
];

/// Languages doctors speak beside Russian, by ISO 639-1.
pub const LANGUAGES: [(&str, Text); 8] = [
    ("en", text("английский", "English")),
    ("tt", text("татарский", "Tatar")),
    ("ba", text("башкирский", "Bashkir")),
    ("cv", text("чувашский", "Chuvash")),
    ("hy", text("армянский", "Armenian")),
    ("uz", text("узбекский", "Uzbek")),
    ("tg", text("таджикский", "Tajik")),
    ("de", text("немецкий", "German")),
];

impl DayPart {
    pub const fn text(self) -> Text {
        match self {
            Self::Morning => text("Утро", "Morning"),
            Self::Day => text("День", "Afternoon"),
            Self::Evening => text("Вечер", "Evening"),
        }
    }
}

/// What a language is called; its code where no name is known.
pub fn language(lang: Lang, code: &str) -> String {
    let known = LANGUAGES.iter().find(|(known, _)| *known == code);
    known.map_or_else(|| code.to_owned(), |(_, name)| name.get(lang).to_owned())
}

/// «14:30», by the clock that stands so far from UTC.
pub fn clock(at: OffsetDateTime, offset: UtcOffset) -> String {
    let at = at.to_offset(offset);
    format!("{:02}:{:02}", at.hour(), at.minute())
}

/// «чт, 12 марта»
pub fn short_day(lang: Lang, date: Date) -> String {
    format!("{}, {}", weekday_of(&shell::WEEKDAYS, lang, date), format::day(lang, date))
}

/// «четверг, 12 марта»
pub fn full_day(lang: Lang, date: Date) -> String {
    format!("{}, {}", weekday_of(&WEEKDAYS, lang, date), format::day(lang, date))
}

fn weekday_of(names: &[Text; 7], lang: Lang, date: Date) -> &'static str {
    let place = usize::from(date.weekday().number_days_from_monday());
    names.get(place).map_or("", |name| name.get(lang))
}

/// «чт, 12 марта, 14:30»
pub fn short_moment(lang: Lang, at: OffsetDateTime, offset: UtcOffset) -> String {
    format!("{}, {}", short_day(lang, at.to_offset(offset).date()), clock(at, offset))
}

/// «четверг, 12 марта, 14:30»
pub fn full_moment(lang: Lang, at: OffsetDateTime, offset: UtcOffset) -> String {
    format!("{}, {}", full_day(lang, at.to_offset(offset).date()), clock(at, offset))
}

/// «03:00 у вас», with the day where it is another one; nothing where both clocks show the same.
pub fn here(lang: Lang, at: OffsetDateTime, clinic: UtcOffset, own: UtcOffset) -> Option<String> {
    if clinic == own {
        return None;
    }
    let is_same_day = at.to_offset(clinic).date() == at.to_offset(own).date();
    let time = if is_same_day { clock(at, own) } else { short_moment(lang, at, own) };
    Some(match lang {
        Lang::Ru => format!("{time} у{NBSP}вас"),
        Lang::En => format!("{time} where you are"),
    })
}

/// «по времени клиники (Камчатка)»
pub fn by_clinic(lang: Lang, zone: &str) -> String {
    let zone = zone_name(lang, zone);
    match lang {
        Lang::Ru => format!("по времени клиники ({zone})"),
        Lang::En => format!("by the clinic’s clock ({zone})"),
    }
}

/// «Время указано по часам клиники (Камчатка), у вас сейчас другое время».
pub fn other_clock(lang: Lang, zone: &str) -> String {
    let zone = zone_name(lang, zone);
    match lang {
        Lang::Ru => {
            format!("Время указано по часам клиники ({zone}). Рядом: сколько это у{NBSP}вас.")
        }
        Lang::En => {
            format!(
                "Times are by the clinic’s clock ({zone}). Beside each: what it is where you are."
            )
        }
    }
}

/// A city people know a zone by.
fn zone_name(lang: Lang, zone: &str) -> String {
    let city = zone.rsplit('/').next().unwrap_or(zone).replace('_', " ");
    let known = match (lang, zone) {
        (Lang::En, _) => return city,
        (Lang::Ru, "Europe/Kaliningrad") => "Калининград",
        (Lang::Ru, "Europe/Moscow") => "Москва",
        (Lang::Ru, "Europe/Samara") => "Самара",
        (Lang::Ru, "Europe/Volgograd") => "Волгоград",
        (Lang::Ru, "Europe/Saratov") => "Саратов",
        (Lang::Ru, "Europe/Astrakhan") => "Астрахань",
        (Lang::Ru, "Europe/Ulyanovsk") => "Ульяновск",
        (Lang::Ru, "Asia/Yekaterinburg") => "Екатеринбург",
        (Lang::Ru, "Asia/Omsk") => "Омск",
        (Lang::Ru, "Asia/Novosibirsk") => "Новосибирск",
        (Lang::Ru, "Asia/Barnaul") => "Барнаул",
        (Lang::Ru, "Asia/Tomsk") => "Томск",
        (Lang::Ru, "Asia/Krasnoyarsk") => "Красноярск",
        (Lang::Ru, "Asia/Irkutsk") => "Иркутск",
        (Lang::Ru, "Asia/Chita") => "Чита",
        (Lang::Ru, "Asia/Yakutsk") => "Якутск",
        (Lang::Ru, "Asia/Vladivostok") => "Владивосток",
        (Lang::Ru, "Asia/Sakhalin") => "Сахалин",
        (Lang::Ru, "Asia/Magadan") => "Магадан",
        (Lang::Ru, "Asia/Kamchatka") => "Камчатка",
        (Lang::Ru, "Asia/Anadyr") => "Анадырь",
        (Lang::Ru, _) => return city,
    };
    known.to_owned()
}

/// «2 500 ₽», from kopecks.
pub fn money(lang: Lang, kopecks: u32) -> String {
    let (roubles, rest) = (kopecks / 100, kopecks % 100);
    let digits = roubles.to_string();
    let mut grouped = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(NBSP);
        }
        grouped.push(digit);
    }
    let mark = match lang {
        Lang::Ru => ',',
        Lang::En => '.',
    };
    if rest == 0 {
        format!("{grouped}{NBSP}₽")
    } else {
        format!("{grouped}{mark}{rest:02}{NBSP}₽")
    }
}

/// «20 минут»
pub fn minutes(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => format!("{n}{NBSP}{}", count_ru(n, "минута", "минуты", "минут")),
        Lang::En => format!("{n}{NBSP}{}", count_en(n, "minute", "minutes")),
    }
}

/// «4,8 · 12 отзывов»
pub fn rating(lang: Lang, rating: Rating) -> String {
    let stars = format::number(lang, f64::from(rating.tenths) / 10.0);
    let n = u64::from(rating.count);
    match lang {
        Lang::Ru => format!("{stars} · {n}{NBSP}{}", count_ru(n, "отзыв", "отзыва", "отзывов")),
        Lang::En => format!("{stars} · {n}{NBSP}{}", count_en(n, "review", "reviews")),
    }
}

/// «5 из 5»
pub fn stars(lang: Lang, stars: u32) -> String {
    match lang {
        Lang::Ru => format!("{stars} из{NBSP}5"),
        Lang::En => format!("{stars} of{NBSP}5"),
    }
}

/// «850 м», «2,4 км»
pub fn distance(lang: Lang, metres: u32) -> String {
    let (metre, kilometre) = match lang {
        Lang::Ru => ("м", "км"),
        Lang::En => ("m", "km"),
    };
    if metres <= 990 {
        // What a phone knows of its place is no finer.
        return format!("{}{NBSP}{metre}", metres.next_multiple_of(10));
    }
    let tenths = (metres + 50) / 100;
    format!("{}{NBSP}{kilometre}", format::number(lang, f64::from(tenths) / 10.0))
}

/// «5 врачей»
pub fn doctors_found(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => format!("{n}{NBSP}{}", count_ru(n, "врач", "врача", "врачей")),
        Lang::En => format!("{n}{NBSP}{}", count_en(n, "doctor", "doctors")),
    }
}

/// «5 клиник»
pub fn clinics_found(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => format!("{n}{NBSP}{}", count_ru(n, "клиника", "клиники", "клиник")),
        Lang::En => format!("{n}{NBSP}{}", count_en(n, "clinic", "clinics")),
    }
}

/// «свободно 5», «нет мест»: under a day.
pub fn free(lang: Lang, n: usize) -> String {
    match (lang, n) {
        (Lang::Ru, 0) => format!("нет{NBSP}мест"),
        (Lang::En, 0) => "full".to_owned(),
        (Lang::Ru, _) => format!("свободно{NBSP}{n}"),
        (Lang::En, _) => format!("{n}{NBSP}free"),
    }
}

/// «Следующий день с местами: вт, 17 марта».
pub fn next_day(lang: Lang, day: Date) -> String {
    let day = short_day(lang, day);
    match lang {
        Lang::Ru => format!("Ближайший день с местами: {day}"),
        Lang::En => format!("The next day with free times: {day}"),
    }
}

/// «Держим время за вами ещё 4:05».
pub fn left(lang: Lang, seconds: i64) -> String {
    let (minutes, seconds) = (seconds / 60, seconds % 60);
    match lang {
        Lang::Ru => format!("Держим это время за вами ещё{NBSP}{minutes}:{seconds:02}"),
        Lang::En => format!("We keep this time for you for{NBSP}{minutes}:{seconds:02} more"),
    }
}

/// What a booked visit opens, before it is booked (ACL-1).
pub fn opens_card(lang: Lang, doctor: &str, until: Date) -> String {
    let until = format::date(lang, until);
    match lang {
        Lang::Ru => format!(
            "Вместе с записью вы открываете карту: {doctor} сможет читать её до {until}, чтобы подготовиться и помочь после приёма. Скрытое вами останется скрытым. Закрыть доступ можно в любой день."
        ),
        Lang::En => format!(
            "With the visit you open the card: {doctor} can read it until {until}, to prepare and to help afterwards. What you have hidden stays hidden. You can close the access any day."
        ),
    }
}

/// The same of a visit that is booked.
pub fn card_is_open(lang: Lang, doctor: &str, until: Date) -> String {
    let until = format::date(lang, until);
    match lang {
        Lang::Ru => format!("{doctor} видит вашу карту до {until}."),
        Lang::En => format!("{doctor} sees your card until {until}."),
    }
}

/// «Терапевт, чт, 12 марта, 14:30»: how a visit is named.
pub fn visit(lang: Lang, visit: &Appointment, offset: UtcOffset) -> String {
    let when = short_moment(lang, visit.starts_at, offset);
    format!("{}, {when}", visit.speciality.text().get(lang))
}

/// «Врач задерживается на 20 минут».
pub fn late(lang: Lang, n: u64) -> String {
    let minutes = minutes_after(lang, n);
    match lang {
        Lang::Ru => format!(
            "Врач задерживается на {minutes}. Приходите к своему времени: задержка может сократиться."
        ),
        Lang::En => {
            format!("The doctor is {minutes} late. Come at your own time: the delay may shrink.")
        }
    }
}

/// «на 21 минуту, 22 минуты, 25 минут».
pub fn minutes_after(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => format!("{n}{NBSP}{}", count_ru(n, "минуту", "минуты", "минут")),
        Lang::En => format!("{n}{NBSP}{}", count_en(n, "minute", "minutes")),
    }
}

/// Until when a patient may change a visit.
pub fn changeable(lang: Lang, until: OffsetDateTime, offset: UtcOffset) -> String {
    let until = full_moment(lang, until, offset);
    match lang {
        Lang::Ru => format!("Можно до: {until}. Позже только по телефону клиники."),
        Lang::En => format!("Until {until}. Later only by the clinic’s phone."),
    }
}

/// What to have in the pocket.
pub const fn bring(payment: Payment) -> Text {
    match payment {
        Payment::Policy => text("Паспорт и полис ОМС", "Your passport and the OMS policy"),
        Payment::Voluntary => text("Паспорт и полис ДМС", "Your passport and the DMS policy"),
        Payment::Paid => text("Паспорт и карту для оплаты", "Your passport and a bank card"),
    }
}

/// «Перенос: с 12 марта, 14:30 на 13 марта, 10:00», what happened to a visit.
pub fn change(lang: Lang, change: &VisitChange, offset: UtcOffset) -> String {
    let event = change.event.text().get(lang);
    match (change.from, change.to) {
        (Some(from), Some(to)) => {
            let (from, to) = (short_moment(lang, from, offset), short_moment(lang, to, offset));
            format!("{event}: {from} → {to}")
        }
        (Some(_), None) | (None, Some(_) | None) => event.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime, offset};

    use super::*;

    #[test]
    fn money_is_grouped_and_kopecks_are_told_only_where_there_are_any() {
        assert_eq!(money(Lang::Ru, 250_000), "2\u{a0}500\u{a0}₽");
        assert_eq!(money(Lang::Ru, 99_905), "999,05\u{a0}₽");
        assert_eq!(money(Lang::En, 123_456_750), "1\u{a0}234\u{a0}567.50\u{a0}₽");
        assert_eq!(money(Lang::Ru, 0), "0\u{a0}₽");
    }

    /// UX-1: plurals are right.
    #[test]
    fn reviews_and_minutes_are_counted_in_both_languages() {
        let of = |count| Rating { tenths: 48, count };
        assert_eq!(rating(Lang::Ru, of(12)), "4,8 · 12\u{a0}отзывов");
        assert_eq!(rating(Lang::Ru, of(21)), "4,8 · 21\u{a0}отзыв");
        assert_eq!(rating(Lang::En, of(1)), "4.8 · 1\u{a0}review");
        assert_eq!(minutes(Lang::Ru, 22), "22\u{a0}минуты");
        assert_eq!(minutes_after(Lang::Ru, 21), "21\u{a0}минуту");
    }

    #[test]
    fn a_time_is_told_by_both_clocks_where_they_differ() {
        let at = datetime!(2026-03-12 00:00 UTC);
        assert_eq!(here(Lang::Ru, at, offset!(+12), offset!(+3)).unwrap(), "03:00 у\u{a0}вас");
        let before = datetime!(2026-03-11 20:00 UTC);
        assert_eq!(
            here(Lang::Ru, before, offset!(+12), offset!(+3)).unwrap(),
            "ср, 11\u{a0}марта, 23:00 у\u{a0}вас"
        );
        assert_eq!(here(Lang::Ru, at, offset!(+3), offset!(+3)), None);
        assert_eq!(by_clinic(Lang::Ru, "Asia/Kamchatka"), "по времени клиники (Камчатка)");
        assert_eq!(by_clinic(Lang::En, "America/New_York"), "by the clinic’s clock (New York)");
    }

    #[test]
    fn a_day_is_named_with_its_weekday() {
        assert_eq!(short_day(Lang::Ru, date!(2026 - 03 - 12)), "чт, 12\u{a0}марта");
        assert_eq!(full_day(Lang::En, date!(2026 - 03 - 15)), "Sunday, 15\u{a0}March");
    }

    #[test]
    fn a_distance_is_told_no_finer_than_it_is_known() {
        assert_eq!(distance(Lang::Ru, 842), "850\u{a0}м");
        assert_eq!(distance(Lang::Ru, 2_449), "2,4\u{a0}км");
        assert_eq!(distance(Lang::En, 2_000), "2\u{a0}km");
    }

    #[test]
    fn what_is_left_of_a_hold_is_told_in_minutes_and_seconds() {
        assert!(left(Lang::Ru, 245).ends_with("4:05"));
        assert!(left(Lang::En, 59).contains("0:59"));
    }
}
