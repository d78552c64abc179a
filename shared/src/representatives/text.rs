use time::{Date, OffsetDateTime, UtcOffset};

use super::model::{ActingFor, Relation, RepresentationState, TrustedPerson};
use crate::access::model::Level;
use crate::format;
use crate::lang::{Lang, Text, text};

pub const PEOPLE: Text = text("Карты близких", "Cards of your people");
pub const PEOPLE_SHORT: Text = text("Близкие", "People");
pub const PEOPLE_HINT: Text = text(
    "Карты тех, кто доверил вам вести их дела; ввести код приглашения",
    "Cards of those who trust you to act for them; type an invitation code",
);
pub const PEOPLE_LEAD: Text = text(
    "Выберите, чью карту открыть. Пока вы в чужой карте, вверху страницы стоит имя её хозяина.",
    "Choose whose card to open. While you are in somebody else’s card, its owner’s name stands at the top of the page.",
);
pub const OWN_CARD: Text = text("Моя карта", "My card");
pub const NO_PEOPLE: Text = text(
    "Пока никто не доверил вам свою карту. Если близкий человек дал вам код, введите его ниже.",
    "Nobody has trusted you with a card yet. If somebody close gave you a code, type it below.",
);
pub const OPEN_CARD: Text = text("Открыть карту", "Open the card");
pub const CARD_NUMBER: Text = text("Номер карты", "Card number");
pub const TELL_ME: Text =
    text("Сообщать мне о новом в карте", "Tell me of what is new in the card");
pub const TELL_ME_HINT: Text = text(
    "В письме и SMS не будет ни имени, ни сведений о здоровье",
    "The letter and the SMS name nobody and tell nothing about health",
);
pub const TOLD_ON: Text = text("Будем сообщать", "We will tell you");
pub const TOLD_OFF: Text = text("Больше не сообщаем", "We will not tell you any more");
pub const BY_LAW: Text = text("Законный представитель", "Representative by law");
pub const RESIGN: Text = text("Отказаться от доступа", "Give the access back");
pub const RESIGN_TITLE: Text = text("Отказаться от доступа?", "Give the access back?");
pub const RESIGN_LEAD: Text = text(
    "Карта закроется для вас сразу, хозяин карты узнает об этом. Чтобы открыть её снова, понадобится новый код.",
    "The card closes to you at once, and its owner is told. To open it again you will need a new code.",
);
pub const RESIGNED: Text = text("Доступ закрыт", "The access is closed");

pub const HAVE_CODE: Text = text("У меня есть код", "I have a code");
pub const HAVE_CODE_LEAD: Text = text(
    "Близкий человек пригласил вас вести его карту и назвал код из десяти знаков.",
    "Somebody close has invited you to act in their card, and told you a code of ten signs.",
);
pub const CODE: Text = text("Код приглашения", "Invitation code");
pub const CODE_HINT: Text =
    text("Например, AB3HK-MPTYX. Буквы можно любые", "Such as AB3HK-MPTYX, in any case");
pub const CHECK_CODE: Text = text("Проверить код", "Check the code");
pub const INVITES_YOU: Text = text("Вас приглашает", "You are invited by");
pub const CALLED: Text = text("Вы указаны как", "You are called");
pub const IS_TO_YOU: Text = text("Кем вы приходитесь", "What you are to them");
pub const ACCEPT: Text = text("Принять", "Accept");
pub const REFUSE: Text = text("Отказаться", "Refuse");
pub const ACCEPT_LEAD: Text = text(
    "Всё, что вы сделаете в этой карте, останется в её журнале с вашим именем.",
    "All you do in this card stays in its journal under your name.",
);
pub const ACCEPTED: Text = text("Карта открыта для вас", "The card is open to you");
pub const REFUSED: Text =
    text("Вы отказались. Объяснять ничего не нужно", "You refused. There is no need to explain");

pub const TRUSTED: Text = text("Доверенные люди", "Trusted people");
pub const TRUSTED_LEAD: Text = text(
    "Близкий человек может смотреть вашу карту и вести записи за вас. Открывать её другим он не сможет.",
    "Somebody close can look at your card and keep it for you. They cannot open it to others.",
);
pub const NOBODY_TRUSTED: Text =
    text("Вы никому не доверили карту.", "You have not trusted anybody with the card.");
pub const INVITE: Text = text("Пригласить близкого", "Invite somebody close");
pub const WHO: Text = text("Кого пригласить", "Whom to invite");
pub const NAME: Text = text("Имя", "Name");
pub const NAME_HINT: Text =
    text("Как вы зовёте этого человека: «дочь Мария»", "As you call them: “my daughter Maria”");
pub const RELATION: Text = text("Кто это", "Who it is");
pub const DOCUMENT_NUMBER: Text = text("Номер доверенности", "Number of the power of attorney");
pub const DOCUMENT_UNTIL: Text =
    text("Доверенность действует до", "The power of attorney holds until");
pub const DOCUMENT: Text = text("Доверенность", "Power of attorney");
pub const SCAN: Text = text(
    "Приложите снимок доверенности: он встанет в «Документы», вид «Доверенность».",
    "Add a copy of the power of attorney: it goes to “Documents”, as a power of attorney.",
);
pub const WHAT: Text = text("Что открыть и до какого дня", "What to open, and until when");
pub const LEVEL: Text = text("Что сможет", "What they can do");
pub const UNTIL: Text = text("До какого дня", "Until which day");
pub const UNTIL_HINT: Text = text("Не дольше трёх лет", "Three years at most");
pub const CHECK: Text = text("Проверьте и пригласите", "Check, and invite");
pub const MAKE_CODE: Text = text("Получить код", "Make a code");
pub const NEXT: Text = text("Дальше", "Next");
pub const BACK: Text = text("Назад", "Back");
pub const TELL_CODE: Text = text("Назовите этот код", "Tell this code");
pub const TELL_CODE_LEAD: Text = text(
    "Скажите его сами, лучше голосом: по коду открывается ваша карта. Больше мы его не покажем.",
    "Tell it yourself, best by voice: the code opens your card. We will not show it again.",
);
pub const TELL_WHERE: Text = text(
    "Человеку нужна своя учётная запись: там, в разделе «Карты близких», он введёт код.",
    "The person needs an account of their own: there, under “Cards of your people”, they type the code.",
);
pub const COPY: Text = text("Скопировать", "Copy");
pub const COPIED: Text = text("Скопировано", "Copied");
pub const DONE: Text = text("Готово", "Done");
pub const CHANGE: Text = text("Изменить срок", "Change the term");
pub const CHANGE_TITLE: Text = text("Что открыто и до какого дня", "What is open, and until when");
pub const SAVE: Text = text("Сохранить", "Save");
pub const CHANGED: Text = text("Сохранено", "Saved");
pub const CLOSE: Text = text("Закрыть доступ", "Close access");
pub const TAKE_BACK: Text = text("Отозвать приглашение", "Take the invitation back");
pub const CLOSE_TITLE: Text = text("Закрыть доступ?", "Close access?");
pub const CLOSE_LEAD: Text = text(
    "Карта закроется сразу, и на открытых экранах тоже. Сделанное раньше останется в карте.",
    "The card closes at once, on open screens too. What was done before stays in the card.",
);
pub const CLOSED: Text = text("Доступ закрыт", "Access is closed");
pub const ACCOUNT: Text = text("Учётная запись", "Account");
pub const GIVEN_BY_LAW: Text = text(
    "Права законного представителя даёт закон. Если они больше не действуют, напишите в поддержку.",
    "The law gives these rights. Write to support if they no longer hold.",
);

pub const LOOKING_AT: Text = text("Вы смотрите карту:", "You look at the card of");
pub const BACK_TO_OWN: Text = text("Вернуться к своей карте", "Back to my own card");
pub const BACK_HOME: Text = text("Вернуться", "Go back");

impl Relation {
    pub const fn text(self) -> Text {
        match self {
            Self::Spouse => text("Муж или жена", "Husband or wife"),
            Self::Parent => text("Мать или отец", "Mother or father"),
            Self::Child => text("Взрослый сын или дочь", "Grown-up son or daughter"),
            Self::Relative => text("Другой родственник", "Another relative"),
            Self::Friend => text("Друг", "Friend"),
            Self::Carer => text("Помощник по уходу", "Carer"),
            Self::Attorney => text("Представитель по доверенности", "By power of attorney"),
        }
    }
}

impl RepresentationState {
    pub const fn text(self) -> Text {
        match self {
            Self::Live => text("Ведёт карту", "Acts for you"),
            Self::Waiting => text("Приглашение ждёт", "The invitation waits"),
            Self::Refused => text("Отказался", "Refused"),
            Self::Ended => text("Доступ закончился", "Access has ended"),
        }
    }
}

/// How much a trusted person may do.
pub const fn level(level: Level) -> Text {
    match level {
        Level::Full => text("Смотреть всё и вести записи", "See everything, and keep the card"),
        Level::Limited => text("Только сводка", "The summary only"),
    }
}

pub const fn level_hint(level: Level) -> Text {
    match level {
        Level::Full => text(
            "Записи, результаты, документы; измерения и заметки за вас",
            "Entries, results, documents; measurements and notes for you",
        ),
        Level::Limited => text(
            "Без списков записей, скачивания и печати",
            "No lists of entries, downloads or printing",
        ),
    }
}

/// «до 12 мая 2027», or that it has no end.
pub fn until(lang: Lang, until: Option<Date>) -> String {
    match (lang, until) {
        (Lang::Ru, Some(day)) => format!("до {}", format::date(lang, day)),
        (Lang::En, Some(day)) => format!("until {}", format::date(lang, day)),
        (Lang::Ru, None) => "без срока".to_owned(),
        (Lang::En, None) => "without an end".to_owned(),
    }
}

/// «как доверенное лицо · до 12 мая 2027»
pub fn acting_as(lang: Lang, acting: &ActingFor) -> String {
    let (whole, summary) = match lang {
        Lang::Ru => ("как доверенное лицо", "как доверенное лицо, только сводка"),
        Lang::En => ("for them", "for them, the summary only"),
    };
    let role = match acting.level {
        Level::Full => whole,
        Level::Limited => summary,
    };
    match acting.until {
        Some(_) => format!("{role} · {}", until(lang, acting.until)),
        None => role.to_owned(),
    }
}

/// «Запись попадёт в карту: Анна Воробьёва», beside what is being written.
pub fn goes_to(lang: Lang, name: &str) -> String {
    match lang {
        Lang::Ru => format!("Запись попадёт в карту: {name}"),
        Lang::En => format!("This goes into the card of {name}"),
    }
}

/// What a list calls somebody: as the patient does, with the account's own name where both differ.
pub fn who(lang: Lang, person: &TrustedPerson) -> String {
    match (&person.called, &person.name) {
        (Some(called), Some(name)) if called != name => format!("{called} ({name})"),
        (Some(called), _) => called.clone(),
        (None, Some(name)) => name.clone(),
        (None, None) => BY_LAW.get(lang).to_owned(),
    }
}

/// «Код действует до 8 декабря 2026, 15:00»
pub fn code_until(lang: Lang, at: OffsetDateTime, offset: UtcOffset) -> String {
    let at = format::moment(lang, at, offset);
    match lang {
        Lang::Ru => format!("Код действует до {at} и только один раз"),
        Lang::En => format!("The code works once, until {at}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::PatientId;
    use time::macros::date;
    use uuid::Uuid;

    /// CARD-13
    #[test]
    fn the_bar_says_in_what_right_one_looks_and_until_when() {
        let acting = ActingFor {
            patient: PatientId(Uuid::from_u128(1)),
            name: "Анна Воробьёва".into(),
            level: Level::Limited,
            until: Some(date!(2027 - 05 - 12)),
        };
        let told = acting_as(Lang::Ru, &acting);
        assert_eq!(told, "как доверенное лицо, только сводка · до 12\u{a0}мая\u{a0}2027");
        let endless = ActingFor { level: Level::Full, until: None, ..acting };
        assert_eq!(acting_as(Lang::En, &endless), "for them");
    }
}
