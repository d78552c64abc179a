use time::{OffsetDateTime, UtcOffset};

use super::model::{Share, ShareRecipient, ShareState, ShareTerm};
use crate::format;
use crate::lang::{Lang, Text, count_en, count_ru, text};

pub const SHARES: Text = text("Ссылки на записи", "Links to entries");
pub const SHARES_LEAD: Text = text(
    "По ссылке и коду видны только выбранные записи, без учётной записи и без права что-то менять.",
    "A link with its code shows the chosen entries only, without an account and without a right to change anything.",
);
pub const NO_SHARES: Text = text("Вы ни с кем не поделились.", "You have shared with nobody.");
pub const SHARE: Text = text("Поделиться", "Share");
pub const SHARE_ENTRIES: Text = text("Поделиться записями", "Share entries");
pub const CHOOSE: Text = text("Что показать", "What to show");
pub const FIND_ENTRIES: Text = text("Найти запись по словам", "Find an entry by its words");
pub const FIND: Text = text("Найти", "Find");
pub const NONE_FOUND: Text =
    text("Таких записей не нашлось. Попробуйте другое слово", "No such entries. Try another word");
pub const NEWEST_ONLY: Text = text(
    "Показаны самые новые. Остальные найдёте по словам: «аллергия», «анализ крови», «прививка».",
    "The newest are shown. Find the others by words: “allergy”, “blood test”, “vaccination”.",
);
pub const CHOOSE_SOME: Text = text("Отметьте от 1 до 50 записей", "Tick 1 to 50 entries");
pub const RECIPIENT: Text = text("Кому", "To whom");
pub const PURPOSE: Text = text("Для чего", "What for");
pub const PURPOSE_HINT: Text = text(
    "Это будет написано над записями. Например: второе мнение, выплата по страховке",
    "It will stand above the entries. For example: a second opinion, an insurance claim",
);
pub const TERM: Text = text("Сколько действует", "How long it works");
pub const OPENINGS: Text = text("Сколько раз можно открыть", "How often it can be opened");
pub const OPENINGS_HINT: Text = text("От 1 до 20", "1 to 20");
pub const MAKE: Text = text("Сделать ссылку", "Make the link");
pub const LINK: Text = text("Ссылка", "Link");
pub const CODE: Text = text("Код", "Code");
pub const SHOWN_ONCE: Text = text(
    "Ссылку и код показываем один раз. Код скажите отдельно, лучше голосом: по одной ссылке ничего не откроется.",
    "The link and the code are shown once. Tell the code separately, best by voice: the link alone opens nothing.",
);
pub const COPY: Text = text("Скопировать ссылку", "Copy the link");
pub const COPIED: Text = text("Скопировано", "Copied");
pub const BY_MAIL: Text = text("Отправить письмом", "Send by e-mail");
pub const MAIL_SUBJECT: Text = text("Ссылка", "A link");
pub const DONE: Text = text("Готово", "Done");
pub const REVOKE: Text = text("Отозвать", "Take back");
pub const REVOKED: Text = text("Ссылка больше не открывается", "The link opens no more");
pub const UNTIL: Text = text("Действует до", "Works until");
pub const OPENED: Text = text("Открывали", "Opened");
pub const LAST_OPENED: Text = text("Последний раз", "Last time");
pub const NEVER_OPENED: Text = text("ещё нет", "not yet");
pub const ENDED: Text = text("Больше не открываются", "Open no more");

pub const OPEN_TITLE: Text = text("Записи по ссылке", "Entries by a link");
pub const OPEN_LEAD: Text = text(
    "Пациент показывает вам часть своей карты. Введите код, который он вам сказал.",
    "A patient shows you a part of their card. Type the code they told you.",
);
pub const OPEN: Text = text("Открыть", "Open");
pub const NOT_OPENED: Text = text(
    "Не открылось: код не тот, или ссылка больше не действует. Попросите новую у того, кто её дал.",
    "It did not open: the code is another one, or the link works no more. Ask whoever gave it for a new one.",
);
pub const NO_TOKEN: Text = text(
    "Ссылка неполная. Откройте её целиком, как её прислали.",
    "The link is incomplete. Open all of it, as it was sent.",
);
pub const NOTHING_LEFT: Text = text(
    "Пациент убрал эти записи. Спросите его, если они нужны.",
    "The patient has taken these entries away. Ask them if you need them.",
);
pub const ONLY_FOR: Text = text(
    "Показано только для этой цели. Передавать дальше без согласия пациента нельзя.",
    "Shown for this purpose only. It must not be passed on without the patient’s consent.",
);

impl ShareTerm {
    pub const fn text(self) -> Text {
        match self {
            Self::Hour => text("Один час", "One hour"),
            Self::Day => text("Один день", "One day"),
            Self::ThreeDays => text("Три дня", "Three days"),
            Self::Week => text("Неделю", "A week"),
            Self::Month => text("30 дней", "30 days"),
        }
    }
}

impl ShareRecipient {
    pub const fn text(self) -> Text {
        match self {
            Self::Doctor => text("Врачу", "A doctor"),
            Self::Insurer => text("Страховой", "An insurer"),
            Self::Employer => text("Работодателю", "An employer"),
            Self::Other => text("Кому-то ещё", "Somebody else"),
        }
    }
}

impl ShareState {
    pub const fn text(self) -> Text {
        match self {
            Self::Live => text("Действует", "Works"),
            Self::Ended => text("Срок вышел", "Its time is over"),
            Self::UsedUp => text("Открыта столько раз, сколько можно", "Opened as often as it may"),
            Self::Blocked => text("Закрыта: вводили неверный код", "Closed after wrong codes"),
            Self::Revoked => text("Отозвана", "Taken back"),
        }
    }
}

/// «2 из 5 раз», and when last.
pub fn opened(lang: Lang, share: &Share, offset: UtcOffset) -> String {
    let Some(at) = share.last_opened_at else { return NEVER_OPENED.get(lang).to_owned() };
    let at = format::moment(lang, at, offset);
    let (opened, all) = (share.opened, share.openings);
    match lang {
        Lang::Ru => format!("{opened} из {all}, последний раз {at}"),
        Lang::En => format!("{opened} of {all}, the last time on {at}"),
    }
}

/// «Действует до 12 марта 2026, 14:30, можно открыть ещё 2 раза»
pub fn good_for(lang: Lang, until: OffsetDateTime, left: u32, offset: UtcOffset) -> String {
    let (at, left) = (format::moment(lang, until, offset), u64::from(left));
    match lang {
        Lang::Ru => format!(
            "Действует до {at}, можно открыть ещё {left}\u{a0}{}",
            count_ru(left, "раз", "раза", "раз")
        ),
        Lang::En => {
            format!("Works until {at}, for {left} more {}", count_en(left, "opening", "openings"))
        }
    }
}

/// «год рождения 1968»
pub fn born(lang: Lang, year: i32) -> String {
    match lang {
        Lang::Ru => format!("год рождения {year}"),
        Lang::En => format!("born in {year}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{datetime, offset};

    #[test]
    fn how_often_is_left_is_told_with_the_end() {
        let at = datetime!(2026-03-12 11:30 UTC);
        let told = good_for(Lang::Ru, at, 2, offset!(+3));
        assert_eq!(
            told,
            "Действует до 12\u{a0}марта\u{a0}2026, 14:30, можно открыть ещё 2\u{a0}раза"
        );
    }
}
