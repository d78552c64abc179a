pub mod office;

use time::UtcOffset;

use super::model::{ActorKind, AskedLook, Deed, JournalLine, Outcome, Rhythm, View, Whose};
use super::proof::{FaultKind, PlainLine};
use crate::access::model::{Action, Ground};
use crate::format;
use crate::lang::{Lang, Text, count_en, count_ru, text};

pub const TITLE: Text = text("Кто смотрел мою карту", "Who looked at my card");
pub const TITLE_OF_OTHER: Text = text("Кто смотрел карту", "Who looked at the card");
pub const LEAD: Text = text(
    "Здесь каждый, кто открывал карту, и каждый, кому отказали. Стереть или изменить эти строки не может никто, даже мы.",
    "Everybody who opened the card is here, and everybody who was refused. Nobody can erase or change these lines, not even we.",
);
pub const HINT: Text = text(
    "Кто, когда, что открывал и почему; спросить, зачем",
    "Who opened what, when and why; ask what for",
);
pub const FILTERS: Text = text("Кого показать", "Whom to show");
pub const REFUSED_ONLY: Text = text("Только отказы", "Refusals only");
pub const PERIOD: Text = text("За какие дни", "Which days");
pub const EMPTY: Text =
    text("За эти дни карту никто не открывал", "Nobody opened the card on these days");
pub const NOTHING_FOUND: Text = text("Таких строк нет", "There are no such lines");
pub const READ_ON: Text = text(
    "В прочитанной части таких строк нет. Поищем дальше?",
    "There are no such lines in what was read so far. Look further?",
);
pub const SHOW_ALL: Text = text("Показать всё", "Show everything");
pub const WHO: Text = text("Кто", "Who");
pub const WHEN: Text = text("Когда", "When");
pub const WHAT: Text = text("Что сделано", "What was done");
pub const WHY: Text = text("Почему разрешено", "Why it was allowed");
pub const WHY_NOT: Text = text("Почему отказано", "Why it was refused");
pub const FROM_WHERE: Text = text("Откуда", "From where");
pub const ABOUT: Text = text("О какой записи", "About which entry");
pub const NUMBER: Text = text("Строка журнала", "Line of the journal");
pub const DETAILS: Text = text("Подробнее", "Details");
pub const YOU: Text = text("Вы", "You");
pub const THE_SYSTEM: Text = text("Сам портал", "The portal itself");
pub const BY_LINK: Text = text("Кто-то с вашей ссылкой", "Somebody with your link");
pub const SOMEBODY: Text = text("Учётная запись без имени", "An account without a name");
pub const A_PROGRAM: Text = text("Другая информационная система", "Another information system");
pub const REFUSED: Text = text("Отказано", "Refused");
pub const EMERGENCY: Text = text("Экстренный доступ", "Emergency access");
pub const CLOSE_ACCESS: Text = text("Закрыть доступ", "Close access");
pub const ASK: Text = text("Спросить, зачем", "Ask why");
pub const ASK_LEAD: Text = text(
    "Передадим вопрос организации вместе с вашим именем и этой строкой. Она должна ответить за 10 рабочих дней.",
    "We pass the question on to the organization with your name and this line. It has to answer within 10 working days.",
);
pub const ASK_WORDS: Text = text("Что хотите узнать", "What you want to know");
pub const ASK_WORDS_HINT: Text = text(
    "Можно не заполнять: вопрос понятен и так",
    "You may leave it empty: the question is clear as it is",
);
pub const ASK_SEND: Text = text("Отправить вопрос", "Send the question");
pub const ASKED: Text = text(
    "Вопрос отправлен. Ответ придёт сюда и в «Мои запросы»",
    "The question is sent. The answer comes here and to “My requests”",
);
pub const QUESTION: Text = text("Ваш вопрос", "Your question");
pub const NOBODY_TO_ASK: Text = text(
    "За эту строку не отвечает ни одна организация, которая работает здесь. Если она вас тревожит, мы поможем разобраться.",
    "No organization that works here answers for this line. If it worries you, we will help to find out.",
);
pub const EXPORT: Text = text("Сохранить журнал", "Save the journal");
pub const EXPORT_HINT: Text = text(
    "Один файл со всеми строками и подписями. По нему любой проверит, что ничего не убрали и не исправили.",
    "One file with all lines and signatures. With it anybody can check that nothing was removed or altered.",
);
pub const EXPORT_NAME: Text = text("журнал-карты.json", "card-journal.json");
pub const CHECK: Text = text("Проверить сохранённый журнал", "Check a saved journal");
pub const CHECK_LEAD: Text = text(
    "Файл не покидает вашего устройства: его проверяет этот браузер.",
    "The file does not leave your device: this browser checks it.",
);
pub const CHECK_FILE: Text = text("Файл журнала", "File of the journal");
pub const CHECK_AGAIN: Text = text("Проверить другой файл", "Check another file");
pub const CHECK_UNABLE: Text = text(
    "Этот браузер не умеет проверять подписи Ed25519. Обновите его или откройте страницу в другом.",
    "This browser cannot check Ed25519 signatures. Update it or open the page in another one.",
);
pub const RHYTHM: Text = text("Присылать обзор", "Send me a digest");
pub const RHYTHM_HINT: Text = text(
    "Письмо без имён и без сведений о здоровье: только о том, что обзор готов. Сам обзор ждёт на главной.",
    "A letter without names and without anything about health: only that the digest is ready. The digest itself waits on your home page.",
);
pub const RHYTHM_SAVED: Text = text("Сохранено", "Saved");
pub const TO_JOURNAL: Text = text("Посмотреть, кто это", "See who it was");

impl Whose {
    pub const fn text(self) -> Text {
        match self {
            Self::Everybody => text("Все", "Everybody"),
            Self::People => text("Другие люди", "Other people"),
            Self::Programs => text("Программы", "Programs"),
            Self::Me => text("Я", "Me"),
        }
    }
}

impl Rhythm {
    pub const fn text(self) -> Text {
        match self {
            Self::Never => text("Никогда", "Never"),
            Self::Daily => text("Раз в день", "Once a day"),
            Self::Weekly => text("Раз в неделю", "Once a week"),
            Self::Monthly => text("Раз в месяц", "Once a month"),
        }
    }
}

impl Outcome {
    pub const fn text(self) -> Text {
        match self {
            Self::Allowed => text("Разрешено", "Allowed"),
            Self::Denied => REFUSED,
            Self::Failed => text("Ничего не изменилось", "Nothing changed"),
        }
    }
}

impl View {
    /// What was opened.
    pub const fn text(self) -> Text {
        match self {
            Self::Entries => text("Открыт список записей", "Opened the list of entries"),
            Self::Entry => text("Открыта запись", "Opened an entry"),
            Self::Versions => text("Открыты версии записи", "Opened the versions of an entry"),
            Self::Results => text("Открыт список результатов", "Opened the list of results"),
            Self::Result => text("Открыт результат", "Opened a result"),
            Self::Series => text("Открыт график показателя", "Opened the chart of a value"),
            Self::Comparison => text("Результаты открыты рядом", "Compared results"),
            Self::Measurements => text("Открыты домашние измерения", "Opened home measurements"),
            Self::Pdf => text("Скачан PDF", "Downloaded a PDF"),
            Self::File => text("Скачан файл", "Downloaded a file"),
            Self::FilePages => text("Открыт файл", "Opened a file"),
            Self::Requests => {
                text("Открыты запросы к организациям", "Opened requests to organizations")
            }
            Self::Release => text(
                "Открыта настройка: когда показывать результаты",
                "Opened the setting of when results are shown",
            ),
            Self::Live => text("Карта открыта на экране", "Kept the card on the screen"),
            Self::JournalFile => text("Сохранён журнал карты", "Saved the journal of the card"),
            Self::Digest => text("Открыт обзор журнала", "Opened the digest of the journal"),
            Self::Calendar => text(
                "Календарь прочитал визиты по вашей ссылке",
                "A calendar read the visits by your link",
            ),
        }
    }
}

impl Action {
    /// What was done to the card.
    pub const fn text(self) -> Text {
        match self {
            Self::ReadIdentity => {
                text("Имя показано в списке карт", "Saw the name in a list of cards")
            }
            Self::ReadSummary => text("Открыта главная страница карты", "Opened the summary"),
            Self::ReadEntries => text("Открыты записи", "Opened entries"),
            Self::ReadNews => text("Открыт список нового", "Opened what is new"),
            Self::ReadJournal => text("Открыт журнал карты", "Opened the journal of the card"),
            Self::ReadGrants => {
                text("Открыт список тех, кому видна карта", "Opened the list of who sees the card")
            }
            Self::ManageAccess => text("Открыт или изменён доступ", "Gave or changed access"),
            Self::CloseAccess => {
                text("Закрыт доступ или что-то скрыто", "Closed access or hid something")
            }
            Self::ReadAppointments => text("Открыты визиты", "Opened the visits"),
            Self::ManageAppointments => text(
                "Запись на приём: новая, перенос, отмена или отзыв",
                "Booked, moved, cancelled or reviewed a visit",
            ),
            Self::AddNote => text("Добавлена заметка", "Added a note"),
            Self::WriteOwn => {
                text("Изменено то, что рассказывает сам пациент", "Changed what the patient tells")
            }
            Self::ReportEntry => {
                text("Отправлен вопрос или замечание", "Sent a question or a remark")
            }
            Self::WriteEntry => text("Внесена запись", "Wrote an entry"),
            Self::WriteProtocol => text("Врач пишет протокол", "A doctor writes a protocol"),
            Self::SignProtocol => text("Протокол подписан", "Signed a protocol"),
            Self::AttestVisit => {
                text("Подтверждено, что визит состоялся", "Confirmed that a visit took place")
            }
            Self::ConfirmOwn => {
                text("Подтверждено рассказанное пациентом", "Confirmed what the patient told")
            }
            Self::AnswerReport => {
                text("Дан ответ на вопрос или замечание", "Answered a question or a remark")
            }
            Self::ReadAsked => {
                text("Открыт ваш вопрос к организации", "Opened your question to the organization")
            }
            Self::ReadResources => {
                text("Карту прочитала другая система", "Another system read the card")
            }
            Self::WriteResources => {
                text("Другая система внесла записи", "Another system wrote entries")
            }
        }
    }
}

impl Deed {
    #[expect(clippy::too_many_lines, reason = "a list with a line for each deed")]
    pub const fn text(self) -> Text {
        match self {
            Self::Access => text("Обращение к карте", "Reached for the card"),
            Self::CardCreated => text("Карта заведена", "The card was made"),
            Self::AccountCreated => text("Учётная запись создана", "The account was made"),
            Self::SignedIn => text("Вход", "Signed in"),
            Self::SignedOut => text("Выход", "Signed out"),
            Self::Security => text("Безопасность входа", "Safety of signing in"),
            Self::FeedLooked => {
                text("Открыты сообщения лаборатории", "Opened a laboratory’s messages")
            }
            Self::FeedTriedAgain => text("Сообщение обработано ещё раз", "Tried a message again"),
            Self::FeedAttached => {
                text("Сообщение отнесено к карте", "Attached a message to a card")
            }
            Self::FeedDismissed => text("Сообщение отложено", "Put a message away"),
            Self::FeedCodeMapped => {
                text("Код лаборатории сопоставлен", "Mapped a laboratory’s code")
            }
            Self::AdministrationTried => text("Попытка управлять", "Tried to administer"),
            Self::OrganizationChanged => text("Изменена организация", "Changed the organization"),
            Self::DepartmentAdded => text("Добавлено отделение", "Added a department"),
            Self::DepartmentChanged => text("Отделение переименовано", "Renamed a department"),
            Self::DepartmentClosed => text("Отделение закрыто", "Closed a department"),
            Self::MemberInvited => text("Приглашён сотрудник", "Invited a member"),
            Self::InvitationWithdrawn => {
                text("Отозвано приглашение сотрудника", "Took an invitation back")
            }
            Self::MemberChanged => text("Изменена работа сотрудника", "Changed a member’s work"),
            Self::MemberEnded => text("Сотрудник уволен", "Ended a member’s work"),
            Self::MemberEmployed => text("Сотрудник снова работает", "Took a member back"),
            Self::ScheduleChanged => text("Изменено расписание", "Changed a schedule"),
            Self::RoomChanged => text("Изменён кабинет", "Changed a room"),
            Self::ServiceChanged => text("Изменён вид приёма", "Changed a kind of visit"),
            Self::PractitionerChanged => {
                text("Изменено, кто и как принимает", "Changed who receives patients, and how")
            }
            Self::WidgetChanged => text("Изменены виджеты", "Changed the widgets"),
            Self::VisitTried => text("Попытка изменить чужой визит", "Tried a visit of others"),
            Self::VisitCheckedIn => text("Пациент пришёл на визит", "The patient came to a visit"),
            Self::VisitNoted => text("Отмечено, как идёт визит", "Noted how far a visit is"),
            Self::VisitMoved => text("Клиника перенесла визит", "The clinic moved a visit"),
            Self::VisitCancelled => text("Клиника отменила визит", "The clinic cancelled a visit"),
            Self::FileDamaged => {
                text("Файл повреждён, поэтому не показан", "A file is damaged, so it was not shown")
            }
            Self::AccessAsked => text("Попросили открыть карту", "Asked to open the card"),
            Self::CardPresented => text("Карту показали лично", "The card was shown in person"),
            Self::EmergencyOpened => {
                text("Экстренный доступ к карте", "Emergency access to the card")
            }
            Self::EmergencyReviewed => {
                text("Экстренный доступ проверен", "An emergency access was reviewed")
            }
            Self::InvitationTried => text("Введён код приглашения", "Typed an invitation code"),
            Self::InvitationAccepted => {
                text("Принято приглашение вести карту", "Accepted to act in the card")
            }
            Self::InvitationRefused => {
                text("Приглашение вести карту отклонено", "Refused to act in the card")
            }
            Self::RepresentativeResigned => text(
                "Доверенный человек отказался от доступа",
                "A trusted person gave the access back",
            ),
            Self::ShareOpened => text("Записи открыты по ссылке", "Entries opened by a link"),
            Self::ReferenceLoaded => text("Загружен справочник", "Loaded a reference list"),
            Self::AuditSearched => text("Поиск по журналам", "Searched the journals"),
            Self::AuditExported => text("Журналы выгружены", "Exported the journals"),
            Self::AuditNamed => text("Узнано имя", "Learned a name"),
            Self::EmergenciesListed => {
                text("Открыт список экстренных доступов", "Looked at emergency access")
            }
            Self::AnomaliesListed => {
                text("Открыт список необычного", "Looked at what was found unusual")
            }
            Self::AnomalyReviewed => text("Необычное проверено", "Something unusual was reviewed"),
        }
    }
}

/// What was done, in plain words.
pub const fn deed(line: &JournalLine) -> Text {
    match (line.deed, line.view, line.action, line.event) {
        // Nothing was opened or done.
        (Deed::Access, ..) if matches!(line.outcome, Outcome::Denied) => {
            text("Попытка обратиться к карте", "Tried to reach the card")
        }
        // Nobody showed anything: somebody tried.
        (Deed::CardPresented, ..) if matches!(line.outcome, Outcome::Denied) => WRONG_CODE,
        (Deed::Access, Some(view), ..) => view.text(),
        (Deed::Access, None, Some(action), _) => action.text(),
        (Deed::Security, _, _, Some(event)) => event.text(),
        (deed, ..) => deed.text(),
    }
}

/// Somebody tried to open a card as one that is shown to them.
pub const WRONG_CODE: Text = text(
    "Пробовали открыть карту по коду, код не подошёл",
    "Tried to open the card by a code that did not fit",
);

/// The same of a look that an organization is asked about.
pub const fn looked(look: &AskedLook) -> Text {
    match (look.outcome, look.view, look.action) {
        (Outcome::Denied, ..) => {
            text("Попытка открыть карту: отказано", "Tried to open the card: refused")
        }
        (Outcome::Allowed | Outcome::Failed, Some(view), _) => view.text(),
        (Outcome::Allowed | Outcome::Failed, None, Some(action)) => action.text(),
        (Outcome::Allowed | Outcome::Failed, None, None) => Deed::Access.text(),
    }
}

/// Why it was allowed, or why not, in plain words.
pub const fn why(line: &JournalLine) -> Text {
    if let Some(ground) = line.ground {
        return ground_of(ground, matches!(line.who, ActorKind::Me));
    }
    match (line.outcome, line.deed) {
        (Outcome::Denied, Deed::FileDamaged) => text(
            "Файл не тот, что был сохранён: показывать его нельзя",
            "The file is not what was kept: it must not be shown",
        ),
        (Outcome::Denied, Deed::ShareOpened) => text(
            "Код не подошёл, или ссылка больше не действует",
            "The code was wrong, or the link works no more",
        ),
        (Outcome::Denied, Deed::InvitationTried) => {
            text("Такого приглашения нет", "There is no such invitation")
        }
        (Outcome::Denied, _) => text("Доступа к карте не было", "There was no access to the card"),
        (Outcome::Allowed, Deed::EmergencyReviewed) => text(
            "Каждый экстренный доступ проверяет офицер безопасности",
            "The security officer reviews each emergency access",
        ),
        (Outcome::Allowed, Deed::InvitationTried | Deed::InvitationRefused) => {
            text("По коду, который дал пациент", "By a code that the patient gave")
        }
        (Outcome::Allowed | Outcome::Failed, _) => {
            text("Работа самого портала", "The portal’s own work")
        }
    }
}

const fn ground_of(ground: Ground, is_me: bool) -> Text {
    match ground {
        Ground::Own if is_me => text("Это ваша карта", "It is your card"),
        Ground::Own => text("Это карта самого пациента", "It is the patient’s own card"),
        Ground::Representative => {
            text("Законный или доверенный представитель", "A representative of the patient")
        }
        Ground::Grant => text("Пациент открыл доступ", "The patient gave access"),
        Ground::Treatment => text("Лечение: была запись на приём", "Treatment: a visit was booked"),
        Ground::BreakGlass => text(
            "Экстренный случай: карту открыли, не спросив пациента",
            "An emergency: the card was opened without asking the patient",
        ),
        Ground::Asked => text(
            "Пациент сам обратился в эту организацию",
            "The patient asked this organization something",
        ),
        Ground::System => text(
            "Информационная система с правом читать карты",
            "An information system that may read cards",
        ),
    }
}

/// Who did it, as printed.
pub fn who(lang: Lang, line: &JournalLine) -> String {
    let name = match (line.who, &line.name) {
        (ActorKind::Me, _) => YOU.get(lang).to_owned(),
        (ActorKind::System, _) if line.deed == Deed::ShareOpened => BY_LINK.get(lang).to_owned(),
        (ActorKind::System, _) => THE_SYSTEM.get(lang).to_owned(),
        (ActorKind::Person | ActorKind::Program, Some(name)) => name.clone(),
        (ActorKind::Person, None) => SOMEBODY.get(lang).to_owned(),
        (ActorKind::Program, None) => A_PROGRAM.get(lang).to_owned(),
    };
    match &line.for_whom {
        Some(patient) => acting(lang, &name, patient),
        None => name,
    }
}

/// CARD-13: «Иванова А. П. за Иванова П. С.»
fn acting(lang: Lang, who: &str, patient: &str) -> String {
    match lang {
        Lang::Ru => format!("{who} (доверенное лицо) — за пациента {patient}"),
        Lang::En => format!("{who} (representative) for {patient}"),
    }
}

/// «Врач, Поликлиника № 7», as far as it is known.
pub fn post(lang: Lang, line: &JournalLine) -> String {
    let role = line.role.filter(|role| role.is_staff()).map(|role| role.text().get(lang));
    let parts = [role, line.organization.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// «203.0.113.7, Chrome, Windows», as far as it is known.
pub fn place(line: &JournalLine) -> String {
    let parts = [line.device.as_deref(), line.address.as_deref()];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// «8 раз», “8 times”.
pub fn times(lang: Lang, n: u64) -> String {
    match lang {
        Lang::Ru => format!("{n} {}", count_ru(n, "раз", "раза", "раз")),
        Lang::En => format!("{n} {}", count_en(n, "time", "times")),
    }
}

/// «С 24 ноября карту смотрели 3 раза, отказано 1 раз.»
pub fn digest(lang: Lang, day: &str, looked: u64, refused: u64, is_more: bool) -> String {
    let more = match (is_more, lang) {
        (true, Lang::Ru) => "больше чем ",
        (true, Lang::En) => "more than ",
        (false, _) => "",
    };
    match (lang, looked, refused) {
        (Lang::Ru, 0, 0) => format!("С {day} вашу карту никто не смотрел."),
        (Lang::En, 0, 0) => format!("Nobody has looked at your card since {day}."),
        (Lang::Ru, 0, _) => {
            format!("С {day} вашу карту никто не открыл, отказано {}.", times(lang, refused))
        }
        (Lang::En, 0, _) => {
            format!("Nobody has opened your card since {day}; refused {}.", times(lang, refused))
        }
        (Lang::Ru, _, 0) => format!("С {day} вашу карту смотрели {more}{}.", times(lang, looked)),
        (Lang::En, _, 0) => {
            format!("Your card was looked at {more}{} since {day}.", times(lang, looked))
        }
        (Lang::Ru, ..) => format!(
            "С {day} вашу карту смотрели {more}{}, отказано {}.",
            times(lang, looked),
            times(lang, refused)
        ),
        (Lang::En, ..) => format!(
            "Your card was looked at {more}{} since {day}, and refused {}.",
            times(lang, looked),
            times(lang, refused)
        ),
    }
}

/// How far a check has come.
pub fn checking(lang: Lang, done: u64, all: u64) -> String {
    match lang {
        Lang::Ru => format!("Проверено {done} из {all}"),
        Lang::En => format!("{done} of {all} checked"),
    }
}

/// Everything holds.
pub fn holds(lang: Lang, lines: u64) -> String {
    match lang {
        Lang::Ru => format!(
            "Всё цело: {lines} {} на своих местах, подписи настоящие.",
            count_ru(lines, "строка", "строки", "строк")
        ),
        Lang::En => format!(
            "All is well: {lines} {} in place, the signatures are genuine.",
            count_en(lines, "line is", "lines are")
        ),
    }
}

/// The first thing that does not hold, and where.
pub fn fault(lang: Lang, kind: FaultKind, seq: i64) -> String {
    match lang {
        Lang::Ru => fault_ru(kind, seq),
        Lang::En => fault_en(kind, seq),
    }
}

fn fault_ru(kind: FaultKind, seq: i64) -> String {
    match kind {
        FaultKind::Unreadable => "Это не файл журнала, или он скачан не до конца.".to_owned(),
        FaultKind::OtherKey => "Файл подписан не этим порталом: верить ему нельзя.".to_owned(),
        FaultKind::Changed => format!("Строка {seq} изменена."),
        FaultKind::Missing => format!("Строка {seq} убрана."),
        FaultKind::Reordered => format!("Строка {seq} стоит не на своём месте."),
        FaultKind::CutOff => format!("Конец отрезан: не хватает строки {seq} и дальше."),
        FaultKind::WordsForged => format!("Слова строки {seq} не те, что были подписаны."),
        FaultKind::HeadForged => format!("Подпись под последней строкой ({seq}) поддельная."),
        FaultKind::CheckpointForged => format!("Контрольная точка № {seq} поддельная."),
        FaultKind::Contradicted => {
            format!("Строка {seq} не та, что подтверждена контрольной точкой.")
        }
    }
}

fn fault_en(kind: FaultKind, seq: i64) -> String {
    match kind {
        FaultKind::Unreadable => {
            "This is no file of a journal, or it was not saved to its end.".to_owned()
        }
        FaultKind::OtherKey => {
            "The file was not signed by this portal: it cannot be trusted.".to_owned()
        }
        FaultKind::Changed => format!("Line {seq} was changed."),
        FaultKind::Missing => format!("Line {seq} was removed."),
        FaultKind::Reordered => format!("Line {seq} does not stand in its place."),
        FaultKind::CutOff => format!("The end was cut off: line {seq} and on are missing."),
        FaultKind::WordsForged => {
            format!("The words of line {seq} are not the ones that were signed.")
        }
        FaultKind::HeadForged => format!("The signature under the last line ({seq}) is forged."),
        FaultKind::CheckpointForged => format!("Checkpoint no. {seq} is forged."),
        FaultKind::Contradicted => {
            format!("Line {seq} is not the one that a checkpoint confirmed.")
        }
    }
}

/// The words of a line as they are saved and signed. `offset`: the clinic's.
pub fn plain(lang: Lang, line: &JournalLine, offset: UtcOffset) -> PlainLine {
    PlainLine {
        when: format::moment(lang, line.at, offset),
        who: who(lang, line),
        post: post(lang, line),
        what: deed(line).get(lang).to_owned(),
        why: why(line).get(lang).to_owned(),
        outcome: line.outcome.text().get(lang).to_owned(),
        place: place(line),
        about: line.entry.as_ref().and_then(|entry| entry.name.clone()).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ACL-13: the digest counts in correct Russian, and says so where nobody came.
    #[test]
    fn a_digest_counts_in_words() {
        let say = |looked, refused, more| digest(Lang::Ru, "24 ноября", looked, refused, more);
        assert_eq!(say(0, 0, false), "С 24 ноября вашу карту никто не смотрел.");
        assert_eq!(say(0, 1, false), "С 24 ноября вашу карту никто не открыл, отказано 1 раз.");
        assert_eq!(say(2, 0, false), "С 24 ноября вашу карту смотрели 2 раза.");
        assert_eq!(
            say(5, 1, true),
            "С 24 ноября вашу карту смотрели больше чем 5 раз, отказано 1 раз."
        );
    }
}
