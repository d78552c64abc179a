use time::{OffsetDateTime, UtcOffset};

use super::model::{Grant, GrantState, GrantTerm, GrantedTo, SentState};
use crate::access::model::{Ground, Level, Section, Sensitivity};
use crate::format;
use crate::lang::{Lang, Text, count_en, count_ru, text};

pub const TITLE: Text = text("Доступ", "Access");
pub const HINT: Text = text(
    "Кто видит вашу карту, кто просит, что скрыто",
    "Who sees your card, who asks, what is hidden",
);
pub const LEAD: Text = text(
    "Карта ваша: без вашего разрешения её никто не откроет. Здесь видно, кому она открыта и до какого дня.",
    "The card is yours: nobody opens it without your permission. Here you see to whom it is open, and until when.",
);
pub const REQUESTS: Text = text("Просят доступ", "Asking for access");
pub const WHO_SEES: Text = text("Кому открыта карта", "To whom the card is open");
pub const NOBODY: Text = text(
    "Сейчас карту видите только вы. Откройте её врачу, когда пойдёте на приём.",
    "Only you see the card now. Open it to a doctor when you go for a visit.",
);
pub const ENDED: Text = text("Доступ закончился", "Access that has ended");
pub const HIDDEN: Text = text("Что скрыто", "What is hidden");
pub const NOTHING_HIDDEN: Text = text(
    "Вы ничего не скрыли. Скрыть одну запись можно на её странице, целую тему — здесь.",
    "You have hidden nothing. Hide one entry on its own page, or a whole topic here.",
);
pub const NOT_YOURS: Text = text(
    "Решать, кто видит карту, может только сам пациент.",
    "Only the patient decides who sees the card.",
);
pub const SECTIONS: Text = text("Разделы", "Sections");
pub const ALL_SECTIONS: Text = text("все разделы", "all sections");
pub const LEVEL: Text = text("Что можно", "How much");
pub const UNTIL: Text = text("До какого дня", "Until");
pub const FROM: Text = text("С какого дня", "From");
pub const PURPOSE: Text = text("Для чего", "What for");
pub const REASON: Text = text("Зачем", "Why");
pub const GROUND: Text = text("Почему видит", "Why they see it");
pub const IN_PERSON: Text =
    text("Вы показали карту на приёме", "You showed the card during a visit");
pub const SOMEBODY: Text = text("Бывший сотрудник", "Someone who no longer works here");
pub const CLOSE_ACCESS: Text = text("Закрыть доступ", "Close access");
pub const CLOSE_TITLE: Text = text("Закрыть доступ?", "Close access?");
pub const CLOSE_LEAD: Text = text(
    "Карта закроется сразу, и на открытых экранах тоже. То, что уже записано, останется в карте. Открыть снова можно в любой момент.",
    "The card closes at once, on open screens too. What is written already stays in the card. You can open it again at any time.",
);
pub const CLOSE_STAYS: Text = text(
    "Этот доступ закроется сразу. Но карта останется открыта и по другой причине: она на соседней карточке. Чтобы закрыть совсем, закройте обе.",
    "This access ends at once. But something else keeps the card open: it has a card of its own on this page. To close it altogether, close both.",
);
pub const CLOSED_NOW: Text = text("Доступ закрыт", "Access is closed");
pub const CHANGE: Text = text("Изменить", "Change");
pub const CHANGE_TITLE: Text = text("Что и на сколько открыть", "What to open, and for how long");
pub const CHANGED: Text = text("Доступ изменён", "Access is changed");
pub const SAVE: Text = text("Сохранить", "Save");
pub const LEAVE_TERM: Text = text("Как было", "As it was");
pub const GIVE: Text = text("Дать доступ", "Give access");
pub const GIVE_WHOM: Text = text("Кому открыть карту", "To whom to open the card");
pub const ENTRY_HIDDEN: Text = text(
    "Вы скрыли эту запись. От кого и как показать снова:",
    "You hid this entry. From whom, and how to show it again:",
);
pub const GIVE_KNOWN: Text = text("Вы у них уже были", "You have been with them");
pub const GIVE_OTHER: Text = text("Кому-то ещё", "Somebody else");
pub const GIVE_OTHERWISE: Text = text("Изменить, что открыть", "Change what to open");
pub const CLINIC: Text = text("Клиника", "Clinic");
pub const CLINIC_HINT: Text = text("Начните писать название", "Begin to type its name");
pub const CHOOSE_CLINIC: Text = text("Выберите клинику", "Choose a clinic");
pub const DOCTOR: Text = text("Врач или медсестра", "Doctor or nurse");
pub const WHOLE_CLINIC: Text =
    text("Все врачи и медсёстры клиники", "All doctors and nurses of the clinic");
pub const CHOOSE_DOCTOR: Text =
    text("Выберите врача или всю клинику", "Choose a doctor, or the whole clinic");
pub const NO_CLINICS: Text =
    text("Пока ни одна клиника здесь не работает.", "No clinic works here yet.");
pub const NOBODY_THERE: Text = text(
    "В этой клинике пока некому открыть карту: выберите другую.",
    "Nobody in this clinic can be given access yet: choose another one.",
);
pub const PROGRAMS: Text = text("Какие системы передают записи", "Systems that send entries");
pub const NOTICE: Text = text("У вас просят доступ к карте", "Somebody asks to see your card");
pub const ANSWER: Text = text("Ответить", "Answer");
pub const NEXT: Text = text("Дальше", "Next");
pub const BACK: Text = text("Назад", "Back");
pub const GIVE_WHAT: Text = text("Что открыть и на сколько", "What to open, and for how long");
pub const FOR_HOW_LONG: Text = text("На сколько", "For how long");
pub const CHOOSE_SECTIONS: Text = text("Отметьте хотя бы один раздел", "Tick at least one section");
pub const PURPOSE_HINT: Text = text(
    "Можно не писать. Например: второе мнение перед операцией",
    "You may leave it out. For example: a second opinion before surgery",
);
pub const GIVE_CHECK: Text = text("Проверьте и откройте", "Check, and open");
pub const OPEN_CARD: Text = text("Открыть карту", "Open the card");
pub const OPENED_NOW: Text = text("Карта открыта", "The card is open");
pub const EYES: Text = text("Глазами врача", "Through the doctor’s eyes");
pub const EYES_LEAD: Text = text(
    "Вот что будет видно. Это тот же отбор, который потом действует для врача.",
    "This is what will be seen. The very same filter will hold for the doctor.",
);
pub const EYES_NOTHING: Text =
    text("По такому доступу ничего не откроется.", "Such access opens nothing.");
pub const EYES_SUMMARY_ONLY: Text = text(
    "Только сводка: списки записей останутся закрыты.",
    "The summary only: the lists of entries stay closed.",
);
pub const EYES_EMPTY: Text =
    text("В этих разделах пока нет записей.", "There are no entries in these sections yet.");
pub const ALLOW: Text = text("Разрешить", "Allow");
pub const REFUSE: Text = text("Отказать", "Refuse");
pub const REFUSED: Text =
    text("Вы отказали. Объяснять ничего не нужно.", "You refused. There is no need to explain.");
pub const ALLOWED: Text = text("Доступ разрешён", "Access is allowed");
pub const HIDE: Text = text("Скрыть от врачей", "Hide from doctors");
pub const HIDE_TITLE: Text = text("Скрыть запись", "Hide this entry");
pub const HIDE_TOPIC: Text = text("Скрыть тему", "Hide a topic");
pub const HIDE_LEAD: Text = text(
    "Вы будете видеть всё, как раньше. Врач этого не увидит и может не учесть при лечении, даже в экстренном случае.",
    "You will see everything as before. The doctor will not, and may miss it in treatment, even in an emergency.",
);
pub const TOPIC: Text = text("Тема", "Topic");
pub const CHOOSE_TOPIC: Text = text("Выберите тему", "Choose a topic");
pub const FROM_WHOM: Text = text("От кого скрыть", "From whom to hide it");
pub const FROM_EVERYBODY: Text = text("От всех", "From everybody");
pub const FROM_EVERYBODY_HINT: Text =
    text("Кому бы карта ни была открыта", "Whoever the card is open to");
pub const FROM_CHOSEN: Text = text("От выбранных людей", "From chosen people");
pub const FROM_CHOSEN_HINT: Text =
    text("Из тех, кому карта открыта сейчас", "Of those to whom the card is open now");
pub const CHOOSE_PEOPLE: Text = text("Отметьте хотя бы одного", "Tick at least one");
pub const NOBODY_TO_CHOOSE: Text = text(
    "Сейчас карта не открыта ни одному врачу лично.",
    "The card is not open to any doctor in person now.",
);
pub const TELL: Text =
    text("Показывать, что часть записей скрыта", "Show that some entries are hidden");
pub const TELL_HINT: Text = text(
    "Что именно, врач не узнает, но сможет спросить вас",
    "The doctor will not learn what, but can ask you",
);
pub const HIDDEN_NOW: Text = text("Скрыто", "Hidden");
pub const SHOW_AGAIN: Text = text("Показать снова", "Show again");
pub const SHOWN_NOW: Text = text("Снова видно", "Shown again");
pub const SOME_HIDDEN: Text = text(
    "Пациент скрыл часть записей. Спросите его, если это важно для лечения.",
    "The patient has hidden some entries. Ask them if it matters for treatment.",
);
pub const A_NOTE: Text = text("Заметка", "Note");
pub const SHOW_CARD: Text = text("Показать карту на приёме", "Show the card during a visit");
pub const SHOW_CARD_LEAD: Text = text(
    "Врач наведёт камеру или введёт номер и код. Карта откроется ему до конца завтрашнего дня, и это попадёт в журнал.",
    "The doctor points a camera, or types the number and the code. The card opens to them until the end of tomorrow, and the journal knows.",
);
pub const SHOW_NOW: Text = text("Показать код", "Show the code");
pub const QR: Text = text("Код карты для камеры", "The card’s code for a camera");
pub const CARD_NUMBER: Text = text("Номер карты", "Card number");
pub const CODE: Text = text("Код", "Code");
pub const NEW_CODE: Text = text("Новый код", "New code");
pub const CODE_USED: Text = text(
    "Код обновляется сам, пока эта страница открыта.",
    "The code renews itself while this page is open.",
);
pub const SENT_TITLE: Text = text("Карты пациентов", "Patients’ cards");
pub const ASK: Text = text("Запросить доступ", "Ask for access");
pub const ASK_LEAD: Text = text(
    "Пациент сразу узнает о запросе, разрешит всё, часть или откажет. Без ответа запрос закроется через 72 часа.",
    "The patient hears of it at once, and allows all, a part or nothing. Without an answer it closes after 72 hours.",
);
pub const NUMBER_HINT: Text =
    text("Девять цифр, их назовёт пациент", "Nine digits; the patient will tell them");
pub const ASK_REASON: Text = text("Зачем нужен доступ", "Why you need access");
pub const ASK_REASON_HINT: Text =
    text("Пациент прочитает это слово в слово", "The patient reads this word for word");
pub const SEND: Text = text("Отправить запрос", "Send the request");
pub const SENT: Text = text("Запрос отправлен", "The request is sent");
pub const NO_SENT: Text =
    text("Вы ещё ни у кого не просили доступа.", "You have not asked anybody for access yet.");
pub const MY_REQUESTS: Text = text("Мои запросы", "My requests");
pub const OPEN_BY_CODE: Text = text("Открыть по коду", "Open by code");
pub const OPEN_BY_CODE_LEAD: Text = text(
    "Пациент показывает карту на экране: наведите камеру или сканер, или введите номер и код.",
    "The patient shows the card on a screen: point the camera or a scanner at it, or type the number and the code.",
);
pub const SCANNED: Text = text("Сканер", "Scanner");
pub const SCANNED_HINT: Text = text(
    "Поставьте сюда курсор и наведите сканер на экран пациента",
    "Put the cursor here and point the scanner at the patient’s screen",
);
pub const SCAN: Text = text("Навести камеру", "Use the camera");
pub const SCAN_STOP: Text = text("Выключить камеру", "Turn the camera off");
pub const SCANNING: Text = text(
    "Камера включена. Наведите её на код на экране пациента.",
    "The camera is on. Point it at the code on the patient’s screen.",
);
pub const CAMERA_REFUSED: Text = text(
    "Браузеру не разрешена камера. Разрешите её в настройках страницы или обойдитесь без неё: как, написано рядом.",
    "The browser may not use the camera. Allow it in the page’s settings, or do without it, as is told beside.",
);
pub const NO_CAMERA: Text = text(
    "Камеры не нашлось. Можно и без неё: как, написано рядом.",
    "No camera was found. You can do without it, as is told beside.",
);
pub const CAMERA_BROKEN: Text = text(
    "Камера не включилась: возможно, её занимает другая программа. Можно и без неё: как, написано рядом.",
    "The camera did not start: perhaps another program is using it. You can do without it, as is told beside.",
);
pub const OPEN: Text = text("Открыть", "Open");
pub const TO_CARD: Text = text("К карте", "To the card");
pub const ASKED_OF_NUMBER: Text = text("Карта", "Card");

impl GrantTerm {
    pub const fn text(self) -> Text {
        match self {
            Self::Day => text("На приём: один день", "For a visit: one day"),
            Self::Week => text("На 7 дней", "For 7 days"),
            Self::Month => text("На 30 дней", "For 30 days"),
            Self::Year => text("На год", "For a year"),
            Self::NoEnd => text("Пока не закрою", "Until I close it"),
        }
    }
}

impl GrantState {
    pub const fn text(self) -> Text {
        match self {
            Self::Live => text("Открыта", "Open"),
            Self::Coming => text("Откроется", "Opens later"),
            Self::Ended => text("Закрыта", "Closed"),
        }
    }
}

impl SentState {
    pub const fn text(self) -> Text {
        match self {
            Self::Waiting => text("Ждёт ответа", "Waits"),
            Self::Allowed => text("Доступ открыт", "Access is open"),
            Self::Closed => text("Доступ не открыт", "Access was not opened"),
        }
    }
}

impl Level {
    pub const fn text(self) -> Text {
        match self {
            Self::Full => text("Всё в этих разделах", "Everything in these sections"),
            Self::Limited => text("Только сводка", "The summary only"),
        }
    }

    pub const fn hint(self) -> Text {
        match self {
            Self::Full => text(
                "Читать записи; врач сможет и добавлять свои",
                "To read entries; a doctor can add their own",
            ),
            Self::Limited => text(
                "Без списков записей, скачивания и печати",
                "No lists of entries, downloads or printing",
            ),
        }
    }
}

impl Sensitivity {
    pub const fn text(self) -> Text {
        match self {
            Self::Usual => text("Обычные записи", "Usual entries"),
            Self::MentalHealth => text("Душевное здоровье", "Mental health"),
            Self::ReproductiveHealth => text("Репродуктивное здоровье", "Reproductive health"),
            Self::Hiv => text("ВИЧ", "HIV"),
            Self::Addiction => text("Зависимости", "Addiction"),
        }
    }
}

/// Why somebody sees the card, as the patient reads it.
pub const fn ground(ground: Ground) -> Text {
    match ground {
        Ground::Own => text("Это вы", "This is you"),
        Ground::Representative => text("Ваш представитель", "Your representative"),
        Ground::Grant => text("Вы дали доступ", "You gave access"),
        Ground::Treatment => text("Вы записались на приём", "You booked a visit"),
        Ground::BreakGlass => text("Экстренный случай", "An emergency"),
        Ground::Asked => text("Вы спросили клинику", "You asked the clinic"),
        Ground::System => {
            text("Система, которая передаёт записи в карту", "A system that sends entries here")
        }
    }
}

/// Why a ground cannot be changed here; absent for those that can.
pub const fn why_fixed(ground: Ground) -> Option<Text> {
    match ground {
        Ground::Grant | Ground::Treatment | Ground::BreakGlass => None,
        Ground::Own => Some(text("Свою карту вы видите всегда.", "You always see your own card.")),
        Ground::Representative => Some(text(
            "Права представителя даёт закон или доверенность. Напишите в поддержку, если они больше не действуют.",
            "A representative’s rights come from the law or a power of attorney. Write to support if they no longer hold.",
        )),
        Ground::Asked => Some(text(
            "Клиника видит только ваш вопрос, пока не ответит. Чтобы закрыть, отзовите вопрос.",
            "The clinic sees your question only, until it answers. To close it, take the question back.",
        )),
        Ground::System => Some(text(
            "Без этой связи результаты перестали бы приходить. Люди через неё карту не читают.",
            "Without this link results would stop coming. People do not read the card through it.",
        )),
    }
}

/// «Соколова Елена Викторовна, врач, Поликлиника № 7»
pub fn who(lang: Lang, to: &GrantedTo) -> String {
    let name = to.name.clone().unwrap_or_else(|| SOMEBODY.get(lang).to_owned());
    let role = to.role.map(|role| lowered(role.text().get(lang)));
    let parts = [Some(name), role, to.workplace.clone()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn lowered(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}

/// «Обращения, Результаты, Аллергии», or that it is all of them.
pub fn sections(lang: Lang, sections: &[Section]) -> String {
    if Section::ALL.iter().all(|section| sections.contains(section)) {
        return ALL_SECTIONS.get(lang).to_owned();
    }
    sections.iter().map(|section| section.text().get(lang)).collect::<Vec<_>>().join(", ")
}

/// «до 12 марта 2026, 14:30», or that it has no end.
pub fn until(lang: Lang, until: Option<OffsetDateTime>, offset: UtcOffset) -> String {
    match (lang, until) {
        (Lang::Ru, Some(at)) => format!("до {}", format::moment(lang, at, offset)),
        (Lang::En, Some(at)) => format!("until {}", format::moment(lang, at, offset)),
        (Lang::Ru, None) => "пока не закроете".to_owned(),
        (Lang::En, None) => "until you close it".to_owned(),
    }
}

/// When a grant begins, ends or has ended, as the patient reads it.
pub fn term_of(lang: Lang, grant: &Grant, offset: UtcOffset) -> String {
    match grant.state {
        GrantState::Live => until(lang, grant.until, offset),
        GrantState::Coming => {
            let from = format::moment(lang, grant.from, offset);
            let until = until(lang, grant.until, offset);
            match lang {
                Lang::Ru => format!("с {from} {until}"),
                Lang::En => format!("from {from} {until}"),
            }
        }
        GrantState::Ended => {
            let at = grant.until.map(|at| format::moment(lang, at, offset)).unwrap_or_default();
            match lang {
                Lang::Ru => format!("закончился {at}"),
                Lang::En => format!("ended {at}"),
            }
        }
    }
}

/// «Ответьте до 12 марта 2026, 14:30»
pub fn answer_by(lang: Lang, at: OffsetDateTime, offset: UtcOffset) -> String {
    let at = format::moment(lang, at, offset);
    match lang {
        Lang::Ru => format!("Запрос действует до {at}"),
        Lang::En => format!("The request is open until {at}"),
    }
}

/// «Ещё 4 минуты»
pub fn minutes_left(lang: Lang, minutes: u64) -> String {
    match lang {
        Lang::Ru => {
            format!(
                "Действует ещё {minutes}\u{a0}{}",
                count_ru(minutes, "минуту", "минуты", "минут")
            )
        }
        Lang::En => {
            format!("Good for {minutes} more {}", count_en(minutes, "minute", "minutes"))
        }
    }
}

/// «Записей: 12», of a preview.
pub fn entries_seen(lang: Lang, count: u64, is_all: bool) -> String {
    let more = if is_all { "" } else { "+" };
    match lang {
        Lang::Ru => format!("Записей: {count}{more}"),
        Lang::En => format!("Entries: {count}{more}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::model::Role;
    use time::macros::{datetime, offset};

    #[test]
    fn somebody_is_named_with_what_they_do_and_where() {
        let to = GrantedTo {
            name: Some("Соколова Елена".into()),
            role: Some(Role::Doctor),
            workplace: Some("Поликлиника № 7".into()),
            ..GrantedTo::default()
        };
        assert_eq!(who(Lang::Ru, &to), "Соколова Елена, врач, Поликлиника № 7");
        assert_eq!(who(Lang::En, &GrantedTo::default()), "Someone who no longer works here");
    }

    #[test]
    fn all_sections_are_not_counted_up() {
        assert_eq!(sections(Lang::Ru, Section::ALL), "все разделы");
        let two = [Section::Results, Section::Allergies];
        assert_eq!(sections(Lang::En, &two), "Results, Allergies");
    }

    /// ACL-2: what cannot be closed here says why, what can be does not.
    #[test]
    fn what_cannot_be_closed_says_why() {
        for ground in Ground::ALL {
            let may = super::super::rules::acts(*ground, GrantState::Live);
            assert_eq!(why_fixed(*ground).is_some(), may.is_empty(), "{ground}");
        }
    }

    #[test]
    fn an_end_is_told_with_its_hour() {
        let at = datetime!(2026-03-12 11:30 UTC);
        let told = until(Lang::Ru, Some(at), offset!(+3));
        assert_eq!(told, "до 12\u{a0}марта\u{a0}2026, 14:30");
        assert_eq!(until(Lang::En, None, offset!(+3)), "until you close it");
    }
}
