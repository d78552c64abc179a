//! The words of waiting for a better time, of reminders, and of the report of offers.

use time::{Date, OffsetDateTime, UtcOffset};

use super::super::waiting::AgeGroup;
use super::page::clock;
use crate::format::{self, NBSP};
use crate::lang::{Lang, Text, count_en, count_ru, text};

pub const JOIN: Text = text("Встать в лист ожидания", "Join the waiting list");
pub const JOIN_LEAD: Text = text(
    "Если подходящее время освободится, предложим его вам и подержим, пока вы решаете. Очередь честная: первым предложим тому, кто встал раньше.",
    "If a time that suits you is freed, we offer it to you and keep it while you decide. The list is fair: who joined first is asked first.",
);
pub const FROM: Text = text("Не раньше", "Not before");
pub const UNTIL: Text = text("Не позже", "Not after");
pub const PART: Text = text("В какое время дня", "At what time of day");
pub const ANY_PART: Text = text("В любое", "Any");
pub const SEND: Text = text("Встать в очередь", "Join");
pub const JOINED: Text = text("Вы в листе ожидания", "You are in the waiting list");
pub const DATE_WRONG: Text = text("Укажите день, месяц и год", "Give the day, month and year");

pub const TITLE: Text = text("Лист ожидания", "Waiting list");
pub const ANYBODY: Text = text("Любой врач", "Any doctor");
pub const OFFERED: Text = text("Освободилось время", "A time is free");
pub const TAKE: Text = text("Забрать это время", "Take this time");
pub const REFUSE: Text = text("Отказаться", "Refuse");
pub const TAKEN: Text = text("Время ваше", "The time is yours");
pub const REFUSED: Text =
    text("Передали время следующему. Вы остаётесь в очереди", "Passed on. You stay in the list");
pub const OFFER_ENDED: Text = text(
    "Это время уже передали следующему. Вы остаётесь в листе ожидания",
    "This time has been passed on. You stay in the waiting list",
);
pub const LEAVE: Text = text("Выйти из очереди", "Leave the list");
pub const LEFT: Text = text("Вы вышли из листа ожидания", "You have left the waiting list");
pub const EARLIER: Text =
    text("Ждём время раньше вашего визита", "We wait for an earlier time than your visit");

pub const REMINDERS: Text = text("Напоминания", "Reminders");
pub const REMINDERS_LEAD: Text = text(
    "Напомним о визите по SMS и почте. Ночью, с 22 до 8, не беспокоим: напомним вечером, в 21:59.",
    "We remind you by SMS and e-mail. At night, from 22:00 to 8:00, we leave you in peace: the reminder comes at 21:59 before.",
);
pub const REMINDERS_NONE: Text = text("Напоминаний не будет", "There will be no reminders");
pub const SAVE: Text = text("Сохранить", "Save");
pub const SAVED: Text = text("Напоминания сохранены", "Reminders are saved");

pub const REPORT: Text = text("Предложенное время", "Times that were offered");
pub const REPORT_LEAD: Text = text(
    "Сколько раз освободившееся время предложили за год и что на это ответили. Только числа: кому именно, не видно никому.",
    "How often freed times were offered within a year, and what was answered. Numbers alone: to whom, nobody sees.",
);
pub const AGE: Text = text("Возраст", "Age");
pub const MADE: Text = text("Предложено", "Offered");
pub const TAKEN_APP: Text = text("Забрали в портале", "Taken in the portal");
pub const TAKEN_SMS: Text = text("Забрали по SMS", "Taken by SMS");
pub const COUNT_REFUSED: Text = text("Отказались", "Refused");
pub const COUNT_LAPSED: Text = text("Не ответили", "Not answered");
pub const FEW: Text = text("меньше 5", "less than 5");

impl AgeGroup {
    pub const fn text(self) -> Text {
        match self {
            Self::Child => text("0–17 лет", "0–17"),
            Self::Young => text("18–39 лет", "18–39"),
            Self::Middle => text("40–64 года", "40–64"),
            Self::Old => text("65 лет и старше", "65 and older"),
        }
    }
}

/// A lead of a reminder: «за 3 дня», «за 2 часа».
pub fn lead(lang: Lang, minutes: u32) -> String {
    let (days, hours) = (u64::from(minutes / 1_440), u64::from(minutes / 60));
    match lang {
        Lang::Ru if days > 0 => {
            format!("За {days}{NBSP}{}", count_ru(days, "день", "дня", "дней"))
        }
        Lang::Ru => format!("За {hours}{NBSP}{}", count_ru(hours, "час", "часа", "часов")),
        Lang::En if days > 0 => format!("{days}{NBSP}{} before", count_en(days, "day", "days")),
        Lang::En => format!("{hours}{NBSP}{} before", count_en(hours, "hour", "hours")),
    }
}

/// «Вы 3-й в очереди».
pub fn place(lang: Lang, place: u32) -> String {
    match lang {
        Lang::Ru => format!("Вы {place}-й в{NBSP}очереди"),
        Lang::En => format!("You are number {place} in the list"),
    }
}

/// «С 3 декабря 2026 по 10 декабря 2026».
pub fn days(lang: Lang, from: Date, until: Date) -> String {
    let (from, until) = (format::date(lang, from), format::date(lang, until));
    match lang {
        Lang::Ru => format!("С{NBSP}{from} по{NBSP}{until}"),
        Lang::En => format!("From {from} to {until}"),
    }
}

/// «Держим за вами до 15:10, осталось 28 мин».
pub fn kept(lang: Lang, until: OffsetDateTime, own: UtcOffset, minutes: i64) -> String {
    let until = clock(until, own);
    match lang {
        Lang::Ru => format!("Держим за вами до {until}, осталось {minutes}{NBSP}мин"),
        Lang::En => format!("We keep it for you until {until}, {minutes}{NBSP}min left"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// UX-1
    #[test]
    fn leads_are_told_in_words() {
        let told = [10_080, 4_320, 1_440, 720, 120, 60].map(|minutes| lead(Lang::Ru, minutes));
        let words = ["За 7 дней", "За 3 дня", "За 1 день", "За 12 часов", "За 2 часа", "За 1 час"];
        assert_eq!(told.map(|text| text.replace(NBSP, " ")), words);
        assert_eq!(lead(Lang::En, 60).replace(NBSP, " "), "1 hour before");
    }
}
