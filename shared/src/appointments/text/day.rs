//! The words of the day of those who receive patients (APT-9).

use super::super::model::{VisitActor, VisitState};
use super::page::minutes_after;
use crate::format::NBSP;
use crate::lang::{Lang, Text, count_en, count_ru, text};

pub const TITLE: Text = text("Мой день", "My day");
pub const NOT_YOURS: Text = text(
    "Здесь видят свой день врачи, медсёстры и регистратура.",
    "Doctors, nurses and the reception see their day here.",
);
pub const PREVIOUS: Text = text("Предыдущий день", "Previous day");
pub const NEXT: Text = text("Следующий день", "Next day");
pub const TODAY: Text = text("Сегодня", "Today");
pub const DAY: Text = text("День", "Day");
pub const VISITS: Text = text("Визиты дня", "Visits of the day");
pub const NO_VISITS: Text =
    text("На этот день никто не записан.", "Nobody is booked for this day.");
pub const CHOOSE: Text = text(
    "Выберите визит, чтобы отметить приход и открыть карту",
    "Choose a visit to check somebody in and open the card",
);
pub const BACK_TO_LIST: Text = text("Ко всем визитам", "To all visits");
pub const AHEAD: Text = text(
    "Визит ещё впереди: отметить, что пациент пришёл, можно будет в этот день.",
    "The visit lies ahead: that the patient has come can be noted on that day.",
);
pub const REVERT: Text = text(
    "Отметка поставлена по ошибке? Сегодня её можно снять кнопкой «Вернуть в ожидание». Пациент увидит в истории визита и отметку, и то, что её сняли.",
    "Marked by mistake? Today you can take it back: “Back to expected”. The patient sees both the mark and that it was taken back in the visit’s history.",
);
pub const OPEN_CARD: Text = text("Открыть карту", "Open the card");
pub const GUEST: Text = text("Записан без карты", "Booked without a card");
pub const SERVICE: Text = text("Что будет", "What it is");
pub const TIME: Text = text("Время", "Time");
pub const ROOM: Text = text("Кабинет", "Room");
pub const FORMAT: Text = text("Как", "How");
pub const REASON: Text = text("Что беспокоит", "What it is about");
pub const PAPERS: Text = text("Приложил пациент", "The patient attached");
pub const SHOW_PAPERS: Text = text("Показать приложенное", "Show what is attached");
pub const NO_PAPERS: Text = text(
    "Показать нечего: пациент закрыл доступ или записи отозвали.",
    "There is nothing to show: the patient closed the access, or the entries were withdrawn.",
);
pub const CALLED_OFF: Text = text("Кто отменил", "Who cancelled it");
pub const CALLED_OFF_WHY: Text = text("Почему", "Why");
pub const CAME: Text = text("Пришёл в", "Came at");
pub const DOCTOR: Text = text("Врач", "Doctor");
pub const STEPS: Text = text("Что дальше", "What next");
pub const CANCEL: Text = text("Отменить визит", "Cancel the visit");
pub const CANCEL_TITLE: Text = text("Отменить этот визит?", "Cancel this visit?");
pub const CANCEL_LEAD: Text = text(
    "Пациент узнает сразу. Напишите, почему: он прочитает это слово в слово.",
    "The patient is told at once. Say why: they read it word for word.",
);
pub const CANCEL_NOTE: Text = text("Почему", "Why");
pub const KEEP: Text = text("Оставить", "Keep");
pub const CANCELLED: Text =
    text("Визит отменён, пациент узнает", "The visit is cancelled, the patient is told");

pub const CHECK_IN: Text = text("Отметить приход", "Check somebody in");
pub const CHECK_IN_LEAD: Text = text(
    "Попросите показать QR-код визита на телефоне и поднесите его к камере. Нет камеры или кода? Откройте визит в списке и нажмите «Пришёл».",
    "Ask for the QR code of the visit on the phone and hold it before the camera. No camera, or no code? Open the visit in the list and press “Arrived”.",
);
pub const CODE: Text = text("Или введите код визита", "Or type the code of the visit");
pub const CHECK: Text = text("Отметить", "Check in");
pub const CLOSE: Text = text("Закрыть", "Close");

pub const LATE: Text = text("Я задерживаюсь", "I am late");
pub const LATE_OF: Text = text("Врач задерживается", "The doctor is late");
pub const LATE_LEAD: Text = text(
    "Тем, кто ждёт сегодня, придёт сообщение: насколько сдвигается приём.",
    "Those who wait today are told by how much their visit shifts.",
);
pub const ON_TIME: Text = text("Больше не задерживаюсь", "Not late any more");
/// How late one may be with a press, in minutes.
pub const LATE_BY: [u32; 4] = [10, 20, 30, 45];

impl VisitState {
    /// On the button that makes a visit so.
    pub const fn step(self) -> Text {
        match self {
            Self::Booked => text("Вернуть в ожидание", "Back to expected"),
            Self::Arrived => text("Пациент пришёл", "The patient is here"),
            Self::InProgress => text("Начать приём", "Begin the visit"),
            Self::Done => text("Завершить приём", "Finish the visit"),
            Self::NoShow => text("Не пришёл", "Did not come"),
            Self::Cancelled => CANCEL,
        }
    }

    /// What usually comes next.
    pub const fn usual_next(self) -> Option<Self> {
        match self {
            Self::Booked | Self::NoShow => Some(Self::Arrived),
            Self::Arrived => Some(Self::InProgress),
            Self::InProgress => Some(Self::Done),
            Self::Done | Self::Cancelled => None,
        }
    }
}

/// «на 20 минут»
pub fn by(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => format!("на{NBSP}{}", minutes_after(lang, n)),
        Lang::En => format!("by{NBSP}{}", minutes_after(lang, n)),
    }
}

/// «отменил пациент»: who called a visit off.
pub fn called_off(lang: Lang, by: VisitActor) -> String {
    let verb = match by {
        VisitActor::Clinic => text("отменила", "cancelled by"),
        VisitActor::Patient
        | VisitActor::Representative
        | VisitActor::Program
        | VisitActor::System => text("отменил", "cancelled by"),
    };
    format!("{} {}", verb.get(lang), by.text().get(lang))
}

/// «3 записи карты»
pub fn papers(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => format!("{n}{NBSP}{} карты", count_ru(n, "запись", "записи", "записей")),
        Lang::En => format!("{n}{NBSP}{} of the card", count_en(n, "entry", "entries")),
    }
}

/// «И ещё 2 записи карты»: of what was attached and cannot be seen any more.
pub fn closed_papers(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => format!("И ещё {}: открыть уже нельзя.", papers(lang, n)),
        Lang::En => format!("And {} more that cannot be opened.", papers(lang, n)),
    }
}

/// «Отмечен приход: Иванова Анна»
pub fn checked_in(lang: Lang, name: &str) -> String {
    match lang {
        Lang::Ru => format!("Приход отмечен: {name}"),
        Lang::En => format!("Checked in: {name}"),
    }
}

/// «Предупредили 3 пациентов»
pub fn told(lang: Lang, n: u64) -> String {
    match (lang, n) {
        (Lang::Ru, 0) => "Сохранено. Сегодня предупреждать некого".to_owned(),
        (Lang::En, 0) => "Saved. There is nobody to tell today".to_owned(),
        (Lang::Ru, _) => {
            format!("Предупредили: {n}{NBSP}{}", count_ru(n, "пациент", "пациента", "пациентов"))
        }
        (Lang::En, _) => format!("{n}{NBSP}{} told", count_en(n, "patient", "patients")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::super::rules::may_become;
    use super::*;

    /// APT-9: the button that stands out does what is allowed.
    #[test]
    fn what_usually_comes_next_may_come() {
        for state in VisitState::ALL {
            if let Some(next) = state.usual_next() {
                assert!(may_become(*state, next), "{state} to {next}");
            }
        }
        assert_eq!(VisitState::Done.usual_next(), None);
    }

    /// UX-1
    #[test]
    fn patients_who_were_told_are_counted() {
        assert_eq!(told(Lang::Ru, 3), "Предупредили: 3\u{a0}пациента");
        assert_eq!(told(Lang::En, 1), "1\u{a0}patient told");
        assert_eq!(by(Lang::Ru, 10), "на\u{a0}10\u{a0}минут");
        assert_eq!(called_off(Lang::Ru, VisitActor::Patient), "отменил пациент");
        assert_eq!(called_off(Lang::Ru, VisitActor::Clinic), "отменила клиника");
        assert_eq!(papers(Lang::Ru, 2), "2\u{a0}записи карты");
        assert_eq!(papers(Lang::En, 1), "1\u{a0}entry of the card");
    }
}
