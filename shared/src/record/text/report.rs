//! What is said against an entry, and how it is answered.

use crate::lang::{Lang, Text, text};
use crate::record::report::{ReportKind, ReportMark, ReportOutcome, ReportState};

pub const REPORT: Text = text("Здесь что-то не так?", "Is something wrong here?");
pub const TITLE: Text = text("Что не так с записью?", "What is wrong with this entry?");
pub const SAID: Text = text("Что сказано об этой записи", "What was said about this entry");
pub const CHOOSE: Text = text("Выберите, что ближе", "Choose what fits best");
pub const WORDS_MISTAKE: Text =
    text("Что записано неверно и как должно быть", "What is wrong, and how it should be");
pub const WORDS_NEVER: Text = text("Что важно знать", "What one should know");
pub const WORDS_NEVER_HINT: Text = text("Можно не заполнять", "You may leave it empty");
pub const SEND: Text = text("Отправить", "Send");
pub const SENT: Text = text("Сообщение отправлено", "Your report is sent");
pub const TAKE_BACK: Text = text("Забрать сообщение", "Take it back");
pub const TAKEN_BACK: Text = text("Сообщение забрано", "Your report is taken back");
pub const YOUR_WORDS: Text = text("Вы написали", "You wrote");
pub const PATIENTS_WORDS: Text = text("Пациент написал", "The patient wrote");
pub const ANSWER: Text = text("Ответ", "Answer");
pub const MADE: Text = text("Отправлено", "Sent");
pub const WHO_IS_ASKED: Text = text("Кто отвечает", "Who answers");
pub const DUE: Text = text("Ответ не позднее", "The answer is due by");
pub const OVERDUE: Text = text(
    "Срок ответа прошёл. Вы вправе пожаловаться в Роскомнадзор: закон даёт организации десять рабочих дней.",
    "The answer is overdue. You may complain to Roskomnadzor: the law gives the organization ten working days.",
);
pub const OVERDUE_TO_STAFF: Text =
    text("Срок ответа прошёл: ответьте сегодня.", "The answer is overdue: please answer today.");
pub const STAYS: Text = text(
    "Сообщение и ответ останутся при записи.",
    "Your report and the answer stay with the entry.",
);
pub const NOBODY: Text = text(
    "В записи не указано, кто её сделал, поэтому здесь на неё некому ответить. Пометка останется при записи: её увидят все, кому открыт этот раздел. Если знаете, откуда запись, попросите эту организацию исправить её.",
    "The entry does not say who made it, so nobody here can answer. Your mark stays with it, and everyone this section is open to will see it. If you know where the entry comes from, ask that organization to correct it.",
);
pub const REPLY: Text = text("Ответить пациенту", "Answer the patient");
pub const REPLY_LEAD: Text = text(
    "Ответ увидит пациент. Он останется при записи.",
    "The patient will see the answer. It stays with the entry.",
);
pub const OUTCOME: Text = text("Что решили", "Your decision");
pub const EXPLANATION: Text = text("Пояснение", "Explanation");
pub const EXPLANATION_HINT: Text =
    text("Обязательно, если запись остаётся", "Needed if the entry stays");
pub const CHOOSE_OUTCOME: Text = text("Выберите решение", "Choose a decision");
pub const CHOOSE_KIND: Text = text("Выберите, что не так", "Choose what is wrong");
pub const TAKE_BACK_ASK: Text = text(
    "Забрать сообщение? Организация на него уже не ответит. Написать снова можно в любой день.",
    "Take it back? The organization will not answer it any more. You can write again on any day.",
);
pub const REPLIED: Text = text("Ответ отправлен", "The answer is sent");

impl ReportKind {
    pub const fn text(self) -> Text {
        match self {
            Self::NeverHappened => text("Этого не было", "This never happened"),
            Self::Mistake => text("Здесь ошибка", "There is a mistake"),
            Self::Missing => text("Записи нет в карте", "An entry is missing"),
            Self::WhyLooked => text("Зачем смотрели карту", "Why the card was looked at"),
        }
    }

    pub const fn hint(self) -> Text {
        match self {
            Self::NeverHappened => text(
                "Приёма, анализа или назначения не было совсем",
                "There was no such visit, test or prescription at all",
            ),
            Self::Mistake => text(
                "Это было, но записано неверно: дата, диагноз, значение",
                "It took place, but something is wrong: a date, a diagnosis, a value",
            ),
            Self::Missing => text(
                "Приём или анализ был, а в карту не пришёл",
                "There was a visit or a test, and it never came into the card",
            ),
            Self::WhyLooked => text(
                "В журнале карты есть строка, которая непонятна",
                "A line in the journal of the card is not clear",
            ),
        }
    }
}

impl ReportState {
    pub const fn text(self) -> Text {
        match self {
            Self::Open => text("ждёт ответа", "waiting for an answer"),
            Self::TakenBack => text("сообщение забрано", "taken back"),
            Self::EntryWithdrawn => text("согласились: запись отозвана", "agreed: withdrawn"),
            Self::CorrectionFollows => text("согласились: исправят", "agreed: to be corrected"),
            Self::Declined => text("не согласились", "not agreed"),
            Self::Resent => text("прислали", "sent"),
            Self::Explained => text("есть ответ", "answered"),
        }
    }
}

impl ReportOutcome {
    pub const fn text(self) -> Text {
        match self {
            Self::EntryWithdrawn => text("Отозвать запись", "Withdraw the entry"),
            Self::CorrectionFollows => text("Исправить", "Correct it"),
            Self::Declined => text("Оставить как есть", "Leave it as it is"),
            Self::Resent => text("Отправили в карту", "Sent to the card"),
            Self::Explained => text("Объяснить", "Explain"),
        }
    }

    pub const fn hint(self) -> Text {
        match self {
            Self::EntryWithdrawn => text(
                "Этого не было или запись не о том человеке. Она останется в истории зачёркнутой",
                "It never happened, or is about somebody else. It stays in the history, struck out",
            ),
            Self::CorrectionFollows => text(
                "Пациент прав: новую версию пришлёте отдельно",
                "The patient is right: you will send a new version separately",
            ),
            Self::Declined => {
                text("Всё записано верно. Объясните почему", "All of it is right. Explain why")
            }
            Self::Resent => text(
                "Записи уже в карте или придут сегодня",
                "The entries are in the card, or will come today",
            ),
            Self::Explained => text(
                "Зачем сотрудник открывал карту, простыми словами. Если повода не было, так и напишите",
                "Why somebody of yours opened the card, in plain words. If there was no reason, say so",
            ),
        }
    }
}

impl ReportMark {
    /// What a list says; nothing where the entry says it already.
    pub const fn text(&self) -> Option<Text> {
        Some(match (self.state, self.kind) {
            (ReportState::Open, ReportKind::NeverHappened) => {
                text("оспорено: «этого не было»", "disputed: “this never happened”")
            }
            (ReportState::Open, ReportKind::Mistake) => {
                text("сообщено об ошибке", "a mistake is reported")
            }
            (ReportState::CorrectionFollows, _) => text("будет исправлено", "to be corrected"),
            (ReportState::Declined, _) => text("оспорено, есть ответ", "disputed, answered"),
            // Of what is missing there is no entry to mark.
            (ReportState::Open, ReportKind::Missing | ReportKind::WhyLooked)
            | (
                ReportState::TakenBack
                | ReportState::EntryWithdrawn
                | ReportState::Resent
                | ReportState::Explained,
                _,
            ) => return None,
        })
    }
}

/// «Передадим в организацию «Поликлиника № 7». Ответ — не позднее 15 декабря 2026.»
/// The day itself is told once it is sent: it is reckoned by the clinic's clock.
pub fn will_be_asked(lang: Lang, organization: &str) -> String {
    match lang {
        Lang::Ru => {
            format!(
                "Передадим в организацию: {organization}. Её врачи увидят эту запись, ваше имя и ваши слова и должны ответить за 10 рабочих дней."
            )
        }
        Lang::En => {
            format!(
                "We pass it on to {organization}. Its doctors will see this entry, your name and your words, and have to answer within 10 working days."
            )
        }
    }
}

/// What to do where the organization does not work with this system.
pub fn is_elsewhere(lang: Lang, organization: &str) -> String {
    match lang {
        Lang::Ru => format!(
            "Врачи организации «{}» не работают в этой системе и не увидят сообщение. Пометка останется при записи, её увидят все, кому открыт этот раздел. Чтобы запись исправили, обратитесь в организацию сами: она обязана ответить за десять рабочих дней.",
            organization.replace(['«', '»'], "")
        ),
        Lang::En => format!(
            "The doctors of {organization} do not work with this system and will not see your report. Your mark stays with the entry, and everyone this section is open to will see it. To have it corrected, write to the organization yourself: it has to answer within ten working days."
        ),
    }
}
