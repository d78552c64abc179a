//! The words of who works when, for the administrators of a clinic (APT-3).

use super::super::clock::time_of;
use super::super::schedule::Hours;
use crate::format::NBSP;
use crate::lang::{Lang, Text, count_en, count_ru, text};
use crate::shell;

pub const TITLE: Text = text("Расписание", "Schedules");
/// Under a sign, where there is little room.
pub const TITLE_SHORT: Text = text("График", "Hours");
pub const LEAD: Text = text(
    "Когда и где принимают. Меняя расписание, вы увидите всех, кого это касается: ни одна запись не пропадёт молча.",
    "Who receives when and where. When you change a schedule you see everybody it touches: no booking is dropped silently.",
);
pub const NOT_YOURS: Text =
    text("Расписание меняет администратор клиники.", "The clinic’s administrator sets schedules.");
pub const PEOPLE: Text = text("Приём", "People");
pub const ROOMS: Text = text("Кабинеты", "Rooms");
pub const SERVICES: Text = text("Виды приёма", "Kinds of visits");
pub const NOBODY: Text = text(
    "Принимать пока некому. Пригласите врача в разделе «Кадры».",
    "There is nobody to receive yet. Invite a doctor under “Staff”.",
);
pub const NO_PATTERN: Text =
    text("Расписания нет: записаться нельзя", "No schedule: nobody can book");
pub const CHANGE_HOURS: Text = text("Изменить расписание", "Change the schedule");
pub const CHANGE_FACTS: Text = text("Специальность и услуги", "Speciality and services");
pub const CHANGE: Text = text("Изменить", "Change");
pub const SAVE: Text = text("Сохранить", "Save");
pub const SAVED: Text = text("Расписание сохранено", "The schedule is saved");
pub const KEPT: Text = text("Сохранено", "Saved");
pub const BACK: Text = text("К расписанию клиники", "To all schedules");

pub const TERM: Text = text("С какого дня", "From which day");
pub const FROM: Text = text("Первый день", "First day");
pub const UNTIL: Text = text("Последний день (можно не заполнять)", "Last day (may be left empty)");
pub const WEEK: Text = text("Неделя", "The week");
pub const ADD_HOURS: Text = text("Добавить часы", "Add hours");
pub const REMOVE_HOURS: Text = text("Убрать эти часы", "Remove these hours");
pub const BEGINS: Text = text("С", "From");
pub const ENDS: Text = text("До", "To");
pub const ROOM: Text = text("Кабинет", "Room");
pub const ANY_ROOM: Text = text("Любой кабинет", "Any room");
pub const WHAT: Text = text("Что можно записать", "What can be booked");
pub const ALL_SERVICES: Text =
    text("Ничего не отмечено: можно всё", "Nothing is ticked: everything can be booked");
pub const OVERLAPPING_HOURS: Text = text(
    "Эти часы пересекаются с другими часами того же дня",
    "These hours overlap with others of the same day",
);
pub const WRONG_HOURS: Text = text(
    "Проверьте часы: начало раньше конца, минуты кратны пяти",
    "Check the hours: the begin is before the end, minutes are multiples of five",
);
pub const EXCEPTIONS: Text = text("Особые дни", "Special days");
pub const EXCEPTIONS_LEAD: Text = text(
    "Праздник, отпуск, болезнь или день с другими часами.",
    "A holiday, leave, illness, or a day with other hours.",
);
pub const ADD_EXCEPTION: Text = text("Добавить день", "Add a day");
pub const REMOVE_EXCEPTION: Text = text("Убрать этот день", "Remove this day");
pub const DAY: Text = text("День", "Day");
pub const KIND: Text = text("Что в этот день", "What is on that day");
pub const NOTE: Text = text("Заметка для клиники", "A note for the clinic");
pub const NO_DAY: Text = text("Укажите день", "Choose the day");
pub const LIMITS: Text = text("Запись", "Booking");
pub const HORIZON: Text = text("На сколько дней вперёд", "How many days ahead");
pub const HORIZON_HINT: Text = text("От 1 до 180", "1 to 180");
pub const NOTICE: Text = text("Не позже чем за, минут", "At least so many minutes before");
pub const NOTICE_HINT: Text =
    text("От 0 до 2\u{a0}880, это двое суток", "0 to 2,880, which is two days");
pub const WIDGET_QUOTA: Text =
    text("Мест в день на сайте клиники", "Times a day for the clinic’s site");
pub const PROGRAM_QUOTA: Text =
    text("Мест в день для других сервисов", "Times a day for other services");
pub const QUOTA_HINT: Text =
    text("Не заполняйте, если предела нет", "Leave empty where there is no limit");
pub const NOT_A_NUMBER: Text = text("Напишите число", "Type a number");

pub const AFFECTED: Text = text("Кого это коснётся", "Whom this touches");
pub const AFFECTED_LEAD: Text = text(
    "Этим визитам нет места в новом расписании. Решите, что с каждым, и сохраните: пациенты узнают сами.",
    "The new schedule has no room for these visits. Decide on each and save: the patients are told.",
);
pub const FOR_ALL: Text = text("Применить ко всем", "For all of them");
pub const MOVES_TO: Text = text("Ближайшее время", "The nearest time");
pub const MOVES_NOWHERE: Text = text("Переносить некуда", "There is nowhere to move it");
pub const SAVE_AFFECTED: Text = text("Сохранить и предупредить", "Save, and tell them");
pub const DECIDE: Text = text("Решите, что делать с каждым визитом", "Decide on each visit");

pub const SPECIALITY: Text = text("Специальность", "Speciality");
pub const LANGUAGES: Text = text("Языки, кроме русского", "Languages beside Russian");
pub const ADD_ROOM: Text = text("Добавить кабинет", "Add a room");
pub const ROOM_NAME: Text = text("Название кабинета", "Name of the room");
pub const NO_ROOMS: Text = text("Кабинетов пока нет.", "There are no rooms yet.");
pub const ADD_SERVICE: Text = text("Добавить вид приёма", "Add a kind of visit");
pub const NO_SERVICES: Text = text("Видов приёма пока нет.", "There are no kinds of visits yet.");
pub const SERVICE_NAME: Text = text("Название", "Name");
pub const MINUTES: Text = text("Сколько минут", "How many minutes");
pub const MINUTES_HINT: Text = text("Кратно пяти", "A multiple of five");
pub const FORMAT: Text = text("Как встречаются", "How they meet");
pub const PAYMENTS: Text = text("Кто может платить", "Who may pay");
pub const PRICE: Text = text("Цена в рублях", "Price in roubles");
pub const PRICE_HINT: Text =
    text("Не заполняйте, если за деньги не принимают", "Leave empty where it is not for money");
pub const PREPARATION: Text =
    text("Как подготовиться и что взять с собой", "How to prepare and what to bring");

/// «пн, ср 09:00–13:00; вт 14:00–18:00»: a week in words.
pub fn week(lang: Lang, hours: &[Hours]) -> String {
    let mut spans: Vec<(u32, u32)> = Vec::new();
    for one in hours {
        if !spans.contains(&(one.from, one.to)) {
            spans.push((one.from, one.to));
        }
    }
    let first_day = |span: &(u32, u32)| {
        let days = hours.iter().filter(|one| (one.from, one.to) == *span);
        days.map(|one| one.weekday).min()
    };
    spans.sort_by_key(|span| (first_day(span), *span));
    let told = spans.iter().map(|span| {
        let names: Vec<&str> = (1..)
            .zip(&shell::WEEKDAYS)
            .filter(|(day, _)| {
                hours.iter().any(|one| one.weekday == *day && (one.from, one.to) == *span)
            })
            .map(|(_, name)| name.get(lang))
            .collect();
        format!("{}{NBSP}{}–{}", names.join(", "), time_of(span.0), time_of(span.1))
    });
    told.collect::<Vec<_>>().join("; ")
}

/// «3 особых дня»
pub fn exceptions(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => {
            let words = count_ru(n, "особый день", "особых дня", "особых дней");
            format!("{n}{NBSP}{words}")
        }
        Lang::En => format!("{n}{NBSP}{}", count_en(n, "special day", "special days")),
    }
}

/// «Коснётся 3 визитов»
pub fn affected(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => format!("Коснётся {n}{NBSP}{}", count_ru(n, "визита", "визитов", "визитов")),
        Lang::En => format!("It touches {n}{NBSP}{}", count_en(n, "visit", "visits")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(weekday: u32, from: u32, to: u32) -> Hours {
        Hours { weekday, from, to, room: None, services: Vec::new() }
    }

    /// APT-3: a pattern is told in words.
    #[test]
    fn days_with_the_same_hours_stand_together() {
        let all =
            [hours(3, 540, 780), hours(2, 840, 1_080), hours(1, 540, 780), hours(1, 840, 960)];
        assert_eq!(
            week(Lang::Ru, &all),
            "пн, ср\u{a0}09:00–13:00; пн\u{a0}14:00–16:00; вт\u{a0}14:00–18:00"
        );
        assert_eq!(week(Lang::Ru, &[]), "");
    }

    /// UX-1
    #[test]
    fn special_days_and_visits_are_counted() {
        assert_eq!(exceptions(Lang::Ru, 3), "3\u{a0}особых дня");
        assert_eq!(affected(Lang::Ru, 21), "Коснётся 21\u{a0}визита");
        assert_eq!(affected(Lang::En, 1), "It touches 1\u{a0}visit");
    }
}
