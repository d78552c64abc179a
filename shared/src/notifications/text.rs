pub mod centre;
mod guests;
mod visits;

use time::{OffsetDateTime, UtcOffset};

use super::model::{CodePurpose, Notice, VisitTime};
use crate::accounts::model::SecurityEvent;
use crate::format;
use crate::lang::{Lang, Text};

/// A message as a person reads it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rendered {
    /// Only for channels that have one.
    pub subject: String,
    pub body: String,
}

/// The portal's name in front of every message.
const NAME: &str = "Medkarta";

/// Where the portal is, for messages.
#[derive(Clone, Copy, Debug)]
pub struct Portal<'a> {
    /// `https://card.example.org`
    pub origin: &'a str,
    /// The clinic's time zone.
    pub offset: UtcOffset,
}

impl Portal<'_> {
    /// The host a code is bound to: origin-bound one-time codes (WICG `sms-one-time-codes`).
    fn host(&self) -> &str {
        let host = self.origin.split_once("://").map_or(self.origin, |(_, host)| host);
        host.split(':').next().unwrap_or(host)
    }
}

impl Notice {
    /// For SMS: short, without a subject; a code ends with the line that browsers fill in from.
    pub fn sms(&self, lang: Lang, portal: Portal<'_>) -> String {
        if let Self::Code { purpose, code } = self {
            let purpose = purpose_text(*purpose).get(lang);
            let warning = phrases::NEVER_TELL.get(lang);
            return format!("{NAME}: {code} {purpose}. {warning}\n\n@{} #{code}", portal.host());
        }
        let (_, body) = self.told(lang, portal);
        let line = body.lines().next().unwrap_or_default();
        let mut letters = line.chars();
        let first = letters.next().into_iter().flat_map(char::to_lowercase);
        let line = first.chain(letters).collect::<String>();
        match self {
            Self::SignInLocked { address: Some(address), .. }
            | Self::NewDevice { address: Some(address), .. } => {
                let name = phrases::ADDRESS.get(lang);
                format!("{NAME}: {line} {name}: {address}")
            }
            _ => format!("{NAME}: {line}"),
        }
    }

    /// For e-mail: a subject that says nothing private, and the text.
    pub fn email(&self, lang: Lang, portal: Portal<'_>) -> Rendered {
        let (subject, body) = self.told(lang, portal);
        // No address of the portal: a letter never asks to follow it and sign in (SEC-7).
        let body = format!("{body}\n\n{}\n", phrases::SIGNATURE.get(lang));
        Rendered { subject: format!("{NAME}: {subject}"), body }
    }

    /// For the list in the portal: a subject and the text, without a greeting and without an address.
    pub fn shown(&self, lang: Lang, portal: Portal<'_>) -> Rendered {
        let (subject, body) = self.told(lang, portal);
        let mut letters = subject.chars();
        let first = letters.next().into_iter().flat_map(char::to_uppercase);
        Rendered { subject: first.chain(letters).collect(), body }
    }

    /// Subject and text.
    fn told(&self, lang: Lang, portal: Portal<'_>) -> (&'static str, String) {
        let same = |subject: Text, body: Text| (subject.get(lang), body.get(lang).to_owned());
        match self {
            Self::Measurement => same(phrases::MEASUREMENT, phrases::MEASUREMENT_BODY),
            Self::Result => same(phrases::RESULT, phrases::RESULT_BODY),
            Self::ResultForDoctor => same(phrases::DOCTOR_RESULT, phrases::DOCTOR_RESULT_BODY),
            Self::CriticalResult => same(phrases::CRITICAL, phrases::CRITICAL_BODY),
            Self::AccessAsked => same(phrases::ACCESS_ASKED, phrases::ACCESS_ASKED_BODY),
            Self::AccessAllowed => same(phrases::ACCESS_ALLOWED, phrases::ACCESS_ALLOWED_BODY),
            Self::EmergencyOpened => same(phrases::EMERGENCY, phrases::EMERGENCY_BODY),
            Self::EmergencyToReview => same(phrases::TO_REVIEW, phrases::TO_REVIEW_BODY),
            Self::EmergencyLimit => same(phrases::EMERGENCY_LIMIT, phrases::EMERGENCY_LIMIT_BODY),
            Self::EmergencyUnjustified => same(phrases::UNJUSTIFIED, phrases::UNJUSTIFIED_BODY),
            Self::SessionsClosed => same(phrases::CLOSED, phrases::CLOSED_BODY),
            Self::AnomalyToReview => same(phrases::UNUSUAL, phrases::UNUSUAL_BODY),
            Self::RepresentativeAccepted => same(phrases::TRUSTED, phrases::TRUSTED_BODY),
            Self::RepresentativeEnded => same(phrases::TRUST_ENDED, phrases::TRUST_ENDED_BODY),
            Self::RepresentationEnded => same(phrases::ACTING_ENDED, phrases::ACTING_ENDED_BODY),
            Self::NewsOfRepresented => same(phrases::NEWS_OF, phrases::NEWS_OF_BODY),
            Self::ShareOpened => same(phrases::SHARE_OPENED, phrases::SHARE_OPENED_BODY),
            Self::WorkChanged => same(phrases::WORK_CHANGED, phrases::WORK_CHANGED_BODY),
            Self::WorkEnded => same(phrases::WORK_ENDED, phrases::WORK_ENDED_BODY),
            Self::WorkBegun => same(phrases::WORK_BEGUN, phrases::WORK_BEGUN_BODY),
            Self::Looked => same(phrases::LOOKED, phrases::LOOKED_BODY),
            Self::Protocol => same(phrases::PROTOCOL, phrases::PROTOCOL_BODY),
            Self::AlreadyRegistered => same(phrases::ALREADY, phrases::ALREADY_BODY),
            Self::SignInBlocked => same(phrases::BLOCKED, phrases::BLOCKED_BODY),
            Self::Code { purpose, code } => coded(lang, *purpose, code),
            Self::ProveEmail { link } => {
                (phrases::PROVE_EMAIL.get(lang), with_link(lang, phrases::PROVE_EMAIL_BODY, link))
            }
            Self::Recovery { link } => {
                (phrases::RECOVERY.get(lang), with_link(lang, phrases::RECOVERY_BODY, link))
            }
            Self::Invitation { link, organization } => invited(lang, link, organization),
            Self::Ticket { ticket } => ticketed(lang, *ticket),
            Self::SignInLocked { until, address } => {
                let words = (phrases::LOCKED_UNTIL, phrases::LOCKED_HELP);
                let from = from(lang, address.as_deref(), None);
                (phrases::LOCKED.get(lang), dated(lang, words, *until, portal) + &from)
            }
            Self::NewDevice { at, address, device } => {
                let words = (phrases::NEW_DEVICE_AT, phrases::NEW_DEVICE_HELP);
                let from = from(lang, address.as_deref(), device.as_deref());
                (phrases::NEW_DEVICE.get(lang), dated(lang, words, *at, portal) + &from)
            }
            Self::CredentialsChanged { what } => credentials(lang, *what),
            Self::PasskeyCloned { name } => cloned(lang, name),
            Self::VisitBooked { visit } => of_visit(lang, phrases::VISIT_BOOKED, visit, portal),
            Self::VisitMoved { visit } => of_visit(lang, phrases::VISIT_MOVED, visit, portal),
            Self::VisitCancelled { visit } => {
                of_visit(lang, phrases::VISIT_CANCELLED, visit, portal)
            }
            Self::VisitLate { visit, minutes } => late(lang, visit, *minutes, portal),
            Self::VisitReminder { reminder } => visits::reminder(lang, reminder, portal),
            Self::SlotOffered { offer } => visits::offered(lang, offer, portal),
            Self::OffersMissed => same(visits::MISSED, visits::MISSED_BODY),
            Self::OfferGone => same(visits::GONE, visits::GONE_BODY),
            Self::GuestCode { clinic, code } => guests::code(lang, clinic, code),
            Self::GuestBooked { visit, link } => guests::booked(lang, visit, link, portal),
        }
    }
}

fn coded(lang: Lang, purpose: CodePurpose, code: &str) -> (&'static str, String) {
    let (purpose, warning) = (purpose_text(purpose).get(lang), phrases::NEVER_TELL.get(lang));
    (phrases::CODE.get(lang), format!("{code} {purpose}.\n\n{warning}"))
}

fn invited(lang: Lang, link: &str, organization: &str) -> (&'static str, String) {
    let (body, help) = (phrases::INVITATION_BODY.get(lang), phrases::INVITATION_HELP.get(lang));
    let not_you = phrases::NOT_YOU.get(lang);
    let body = format!("{body} {organization}. {help}\n\n{link}\n\n{not_you}");
    (phrases::INVITATION.get(lang), body)
}

fn ticketed(lang: Lang, ticket: uuid::Uuid) -> (&'static str, String) {
    (phrases::TICKET.get(lang), format!("{} {ticket}.", phrases::TICKET_BODY.get(lang)))
}

fn credentials(lang: Lang, what: Option<SecurityEvent>) -> (&'static str, String) {
    let what = what.map_or(phrases::CREDENTIALS_BODY, SecurityEvent::text).get(lang);
    let help = phrases::CREDENTIALS_HELP.get(lang);
    (phrases::CREDENTIALS.get(lang), format!("{what}. {help}"))
}

fn cloned(lang: Lang, name: &str) -> (&'static str, String) {
    let (body, help) = (phrases::CLONED_BODY.get(lang), phrases::CLONED_HELP.get(lang));
    (phrases::CLONED.get(lang), format!("{body} «{name}». {help}"))
}

/// What a link does, the link, and what to do where one asked for none.
fn with_link(lang: Lang, body: Text, link: &str) -> String {
    format!("{}\n\n{link}\n\n{}", body.get(lang), phrases::NOT_YOU.get(lang))
}

/// «Вход закрыт до 1 декабря 2026, 15:00. Что делать»
fn dated(
    lang: Lang,
    (before, after): (Text, Text),
    at: OffsetDateTime,
    portal: Portal<'_>,
) -> String {
    let moment = format::moment(lang, at, portal.offset);
    format!("{} {moment}. {}", before.get(lang), after.get(lang))
}

/// «Адрес: 203.0.113.7, устройство: …», as far as it is known.
fn from(lang: Lang, address: Option<&str>, device: Option<&str>) -> String {
    let part = |name: Text, value: Option<&str>| {
        value.map(|value| format!("\n{}: {value}", name.get(lang))).unwrap_or_default()
    };
    part(phrases::ADDRESS, address) + &part(phrases::DEVICE, device)
}

/// «Вы записаны: Поликлиника № 1, 12 марта 2026, 10:00.», by the clinic's clock, which is named
/// where it is not the portal's; what to do about it stands on a line of its own.
fn of_visit(
    lang: Lang,
    [subject, before, after]: [Text; 3],
    visit: &VisitTime,
    portal: Portal<'_>,
) -> (&'static str, String) {
    let when = when(lang, visit, portal);
    (subject.get(lang), format!("{}: {when}.\n\n{}", before.get(lang), after.get(lang)))
}

fn when(lang: Lang, visit: &VisitTime, portal: Portal<'_>) -> String {
    let offset = UtcOffset::from_whole_seconds(visit.utc_offset * 60).unwrap_or(portal.offset);
    let mut when = format!("{}, {}", visit.clinic, format::moment(lang, visit.at, offset));
    if offset != portal.offset {
        when.push(' ');
        when.push_str(phrases::VISIT_CLOCK.get(lang));
    }
    when
}

fn late(lang: Lang, visit: &VisitTime, minutes: u32, portal: Portal<'_>) -> (&'static str, String) {
    if minutes == 0 {
        return of_visit(lang, phrases::VISIT_ON_TIME, visit, portal);
    }
    let (about, unit) = (phrases::VISIT_LATE_BY.get(lang), phrases::VISIT_LATE_UNIT.get(lang));
    let when = when(lang, visit, portal);
    let body = format!(
        "{}: {when}. {about} {minutes} {unit}.\n\n{}",
        phrases::VISIT_LATE_AT.get(lang),
        phrases::VISIT_LATE_HELP.get(lang)
    );
    (phrases::VISIT_LATE.get(lang), body)
}

const fn purpose_text(purpose: CodePurpose) -> Text {
    match purpose {
        CodePurpose::ProvePhone => phrases::CODE_PROVE_PHONE,
        CodePurpose::SignIn => phrases::CODE_SIGN_IN,
        CodePurpose::Recovery => phrases::CODE_RECOVERY,
        CodePurpose::StepUp => phrases::CODE_STEP_UP,
    }
}

/// The phrases themselves.
mod phrases {
    use crate::lang::{Text, text};

    pub const CODE_PROVE_PHONE: Text =
        text("— код для подтверждения телефона", "is your code to confirm this phone");
    pub const CODE_SIGN_IN: Text = text("— код для входа", "is your code to sign in");
    pub const CODE_RECOVERY: Text =
        text("— код для нового пароля", "is your code to set a new password");
    pub const CODE_STEP_UP: Text =
        text("— код для подтверждения действия", "is your code to confirm what you do");
    pub const NEVER_TELL: Text = text(
        "Никому его не говорите: мы никогда не спрашиваем коды",
        "Tell it to nobody: we never ask for codes",
    );
    pub const CODE: Text = text("код подтверждения", "confirmation code");
    pub const PROVE_EMAIL: Text = text("подтвердите адрес почты", "confirm your e-mail address");
    pub const PROVE_EMAIL_BODY: Text = text(
        "Откройте ссылку, чтобы подтвердить адрес. Она действует сутки и только один раз:",
        "Open this link to confirm the address. It works once, within a day:",
    );
    pub const RECOVERY: Text = text("новый пароль", "new password");
    pub const RECOVERY_BODY: Text = text(
        "Откройте ссылку, чтобы задать новый пароль. Она действует час и только один раз. Понадобится ещё код из SMS:",
        "Open this link to set a new password. It works once, within an hour. You will also need a code by SMS:",
    );
    pub const NOT_YOU: Text = text(
        "Если это были не вы, ничего не делайте: без ссылки ничего не произойдёт.",
        "If this was not you, do nothing: without the link nothing happens.",
    );
    pub const ALREADY: Text = text("у вас уже есть учётная запись", "you already have an account");
    pub const ALREADY_BODY: Text = text(
        "Кто-то пытался зарегистрироваться с вашими данными. Если это были вы, просто войдите или задайте новый пароль. Если не вы, ничего не делайте: ваша карта в безопасности.",
        "Someone tried to register with your details. If it was you, just sign in or set a new password. If not, do nothing: your card is safe.",
    );
    pub const LOCKED: Text =
        text("вход по паролю закрыт на время", "password sign-in is locked for a while");
    pub const LOCKED_UNTIL: Text = text(
        "После нескольких неверных попыток вход по паролю закрыт до",
        "After several wrong attempts password sign-in is locked until",
    );
    pub const LOCKED_HELP: Text = text(
        "Войти можно и сейчас: ключом доступа или по ссылке «Забыли пароль?».",
        "You can still sign in: with a passkey or through “Forgot password?”.",
    );
    pub const NEW_DEVICE: Text = text("вход с нового устройства", "sign-in from a new device");
    pub const NEW_DEVICE_AT: Text =
        text("В вашу карту вошли с нового устройства", "Your card was opened from a new device on");
    pub const NEW_DEVICE_HELP: Text = text(
        "Если это были не вы, откройте «Безопасность» и нажмите «Это был не я».",
        "If this was not you, open “Security” and press “This was not me”.",
    );
    pub const LOOKED: Text =
        text("обзор: кто смотрел вашу карту", "digest: who looked at your card");
    pub const LOOKED_BODY: Text = text(
        "Готов обзор: кто смотрел вашу карту. Он ждёт на главной странице карты. Как часто присылать такие письма, решаете вы: это в разделе «Кто смотрел мою карту».",
        "Your digest is ready: who looked at your card. It waits on the home page of the card. How often such letters come is up to you: see “Who looked at my card”.",
    );
    pub const PROTOCOL: Text =
        text("в вашей карте новая запись врача", "a doctor wrote into your card");
    pub const PROTOCOL_BODY: Text = text(
        "Врач подписал запись в вашей карте или исправил её. Прочитать можно в портале, когда вам удобно.",
        "A doctor signed an entry in your card, or corrected one. Read it in the portal whenever it suits you.",
    );
    pub const VISIT_CLOCK: Text = text("(по часам клиники)", "(by the clinic’s clock)");
    pub const VISIT_BOOKED: [Text; 3] = [
        text("вы записаны на визит", "your visit is booked"),
        text("Вы записаны", "You are booked"),
        text(
            "Как подготовиться и как пройти, написано на странице визита в портале. Перенести или отменить визит можно там же, не позднее чем за 24 часа.",
            "How to prepare and how to get there stands on the page of the visit in the portal. You can move or cancel it there, until 24 hours before.",
        ),
    ];
    pub const VISIT_MOVED: [Text; 3] = [
        text("ваш визит перенесён", "your visit was moved"),
        text("Визит перенесён, новое время", "Your visit was moved, the new time"),
        text(
            "Прежнее время больше не действует. Если новое не подходит, выберите другое в портале или позвоните в клинику.",
            "The time before no longer counts. If the new one does not suit you, choose another in the portal or call the clinic.",
        ),
    ];
    pub const VISIT_CANCELLED: [Text; 3] = [
        text("ваш визит отменён", "your visit was cancelled"),
        text("Визит отменён", "Your visit was cancelled"),
        text(
            "Приезжать не нужно. Записаться на другое время можно в портале или по телефону клиники.",
            "There is no need to come. You can book another time in the portal or by calling the clinic.",
        ),
    ];
    pub const VISIT_ON_TIME: [Text; 3] = [
        text("приём начнётся вовремя", "your visit begins on time"),
        text("Задержки больше нет, приём вовремя", "No delay any more, your visit is on time"),
        text("Приходите к назначенному времени.", "Please come at the time you booked."),
    ];
    pub const VISIT_LATE: Text = text("приём начнётся позже", "your visit begins later");
    pub const VISIT_LATE_AT: Text = text("Приём задерживается", "Your visit is delayed");
    pub const VISIT_LATE_BY: Text = text("Примерно на", "By about");
    pub const VISIT_LATE_UNIT: Text = text("мин", "min");
    pub const VISIT_LATE_HELP: Text = text(
        "Простите за ожидание. Запись за вами сохраняется.",
        "We are sorry that you have to wait. Your booking stays as it is.",
    );
    pub const CREDENTIALS: Text =
        text("изменились способы входа", "your ways to sign in have changed");
    pub const CREDENTIALS_BODY: Text = text(
        "Способ входа добавлен, изменён или удалён",
        "A way to sign in was added, changed or removed",
    );
    pub const CREDENTIALS_HELP: Text = text(
        "Если это были не вы, откройте «Безопасность» и нажмите «Это был не я».",
        "If this was not you, open “Security” and press “This was not me”.",
    );
    pub const CLONED: Text = text("ключ доступа больше не действует", "a passkey no longer works");
    pub const CLONED_BODY: Text = text(
        "Похоже, что существует копия вашего ключа доступа",
        "There may be a copy of your passkey",
    );
    pub const CLONED_HELP: Text = text(
        "Мы его больше не принимаем. Откройте «Безопасность», удалите этот ключ и добавьте новый. Если входили не вы, нажмите «Это был не я».",
        "We no longer accept it. Open “Security”, remove this passkey and add a new one. If it was not you who signed in, press “This was not me”.",
    );
    pub const BLOCKED: Text = text("вход в вашу карту закрыт", "sign-in to your card is closed");
    pub const BLOCKED_BODY: Text = text(
        "Вы нажали «Это был не я». Все входы завершены, и войти не может никто. Чтобы открыть вход, нажмите на странице входа «Забыли пароль?»: понадобятся ссылка из письма и код из SMS. Поддержка уже знает.",
        "You pressed “This was not me”. Every session has ended and nobody can sign in. To open it again press “Forgot password?” on the sign-in page: you will need the link from a letter and a code by SMS. Support has been told.",
    );
    pub const INVITATION: Text =
        text("вас приглашают на работу в портале", "you are invited to work in the portal");
    pub const INVITATION_BODY: Text = text("Вас приглашает организация:", "You are invited by");
    pub const INVITATION_HELP: Text = text(
        "Откройте ссылку, чтобы создать учётную запись сотрудника. Она действует неделю и только один раз:",
        "Open this link to create your staff account. It works once, within a week:",
    );
    pub const TICKET: Text = text("новое обращение в поддержку", "a new support ticket");
    pub const TICKET_BODY: Text = text(
        "Владелец учётной записи сообщил, что входил не он. Номер обращения:",
        "The owner of an account says that somebody else signed in. Ticket:",
    );
    pub const RESULT: Text = text("в вашей карте новое", "something new in your card");
    pub const RESULT_BODY: Text = text(
        "В вашей карте появилась новая запись. Откройте портал, чтобы посмотреть её.",
        "There is a new entry in your card. Open the portal to see it.",
    );
    pub const DOCTOR_RESULT: Text =
        text("пришло то, что вы назначали", "what you ordered has come");
    pub const DOCTOR_RESULT_BODY: Text = text(
        "В карте пациента появилось то, что вы назначали. Откройте портал: новое отмечено в списке.",
        "What you ordered has come into a patient’s card. Open the portal: what is new is marked there.",
    );
    pub const CRITICAL: Text = text("срочно откройте портал", "open the portal at once");
    pub const CRITICAL_BODY: Text = text(
        "Одна из карт ваших пациентов требует внимания сейчас. Откройте портал и подтвердите, что вы это видели. Напоминания будут приходить, пока кто-нибудь из врачей не подтвердит.",
        "One of your patients’ cards needs attention now. Open the portal and say that you have seen it. Reminders go on until one of the doctors does.",
    );
    pub const ACCESS_ASKED: Text =
        text("у вас просят доступ к карте", "somebody asks to see your card");
    pub const ACCESS_ASKED_BODY: Text = text(
        "У вас просят доступ к вашей карте. Откройте портал, раздел «Доступ»: там видно, кто и зачем просит, и можно разрешить, сузить или отказать. Без ответа запрос закроется через 72 часа.",
        "Somebody asks to see your card. Open the portal, page “Access”: it says who asks and why, and you can allow, narrow or refuse. Without an answer the request closes after 72 hours.",
    );
    pub const ACCESS_ALLOWED: Text = text("пациент открыл вам карту", "a patient opened a card");
    pub const ACCESS_ALLOWED_BODY: Text = text(
        "Пациент ответил на ваш запрос и открыл карту. Войдите в портал как обычно: карта стоит в списке пациентов.",
        "A patient answered your request and opened the card. Sign in to the portal as usual: the card is in the list of patients.",
    );
    pub const EMERGENCY: Text =
        text("карту открыли в экстренном случае", "the card was opened in an emergency");
    pub const EMERGENCY_BODY: Text = text(
        "Вашу карту открыли в экстренном случае. Откройте портал, раздел «Доступ»: там видно, кто и зачем, и доступ можно сразу закрыть. Каждый такой случай проверяют.",
        "Your card was opened in an emergency. Open the portal, page “Access”: it says who and why, and you can close it at once. Each case is reviewed.",
    );
    pub const TO_REVIEW: Text =
        text("экстренный доступ ждёт проверки", "an emergency access waits for its review");
    pub const TO_REVIEW_BODY: Text = text(
        "Карту пациента открыли в экстренном случае. Войдите в портал как обычно: случай стоит на странице «Журналы», проверить его нужно за 3 дня.",
        "A patient’s card was opened in an emergency. Sign in to the portal as usual: the case stands on the page “Journals” and is to be reviewed within 3 days.",
    );
    pub const EMERGENCY_LIMIT: Text =
        text("слишком много экстренных доступов", "too many emergency accesses");
    pub const EMERGENCY_LIMIT_BODY: Text = text(
        "Одна учётная запись открывает карты экстренно чаще, чем разрешено. Следующая карта ей не открыта. Войдите в портал как обычно и посмотрите журналы: попытка отмечена отказом.",
        "One account opens cards in emergencies more often than it may. The next card was not opened to it. Sign in to the portal as usual and look at the journals: the try is marked as refused.",
    );
    pub const UNJUSTIFIED: Text =
        text("проверка экстренного доступа", "the review of an emergency access");
    pub const UNJUSTIFIED_BODY: Text = text(
        "Проверили, почему вашу карту открыли в экстренном случае: оснований не было. Откройте портал, раздел «Доступ»: там написано, что нашла проверка. Приносим вам извинения.",
        "It was reviewed why your card was opened in an emergency: there was no good reason. Open the portal, page “Access”: it says what the review found. We apologise.",
    );
    pub const CLOSED: Text = text("мы закрыли вход", "we ended your sessions");
    pub const CLOSED_BODY: Text = text(
        "Мы закрыли вход в вашу учётную запись на всех устройствах: похоже, что пользовались ею не вы. Если это были вы, просто войдите снова. Если нет, задайте новый пароль: «Забыли пароль?» на странице входа. Офицер безопасности уже знает.",
        "We ended every session of your account: it looks as if somebody else used it. If it was you, just sign in again. If not, set a new password: “Forgot password?” on the sign-in page. The security officer has been told.",
    );
    pub const UNUSUAL: Text =
        text("необычное ждёт проверки", "something unusual waits for its review");
    pub const UNUSUAL_BODY: Text = text(
        "Одной учётной записью пользовались так необычно, что её входы закрыты. Войдите в портал как обычно: случай стоит на странице «Журналы».",
        "One account was used so unusually that its sessions were ended. Sign in to the portal as usual: the case stands on the page “Journals”.",
    );
    pub const TRUSTED: Text = text("приглашение принято", "an invitation was accepted");
    pub const TRUSTED_BODY: Text = text(
        "Человек, которого вы пригласили, принял приглашение и теперь может действовать в вашей карте. Если вы никого не приглашали, войдите в портал, откройте «Доступ» и сразу закройте доступ.",
        "The person you invited has accepted and can now act in your card. If you invited nobody, sign in to the portal, open “Access” and close it at once.",
    );
    pub const TRUST_ENDED: Text =
        text("доступ доверенного человека закончился", "a trusted person’s access has ended");
    pub const TRUST_ENDED_BODY: Text = text(
        "Доступ человека, которому вы доверили карту, закончился: карта для него закрыта. Открыть её снова можно в портале, в разделе «Доступ».",
        "The access of a person you trusted has ended: the card is closed to them. You can open it again in the portal, page “Access”.",
    );
    pub const ACTING_ENDED: Text =
        text("доступ к карте близкого закончился", "your access to somebody’s card has ended");
    pub const ACTING_ENDED_BODY: Text = text(
        "Закончился ваш доступ к карте близкого человека. Если он ещё нужен, попросите хозяина карты пригласить вас снова.",
        "Your access to the card of somebody close has ended. If it is still needed, ask the owner to invite you again.",
    );
    pub const NEWS_OF: Text =
        text("в карте близкого человека новое", "something new in a card you look after");
    pub const NEWS_OF_BODY: Text = text(
        "В карте близкого человека, которому вы помогаете, появилось новое. Войдите в портал как обычно, раздел «Карты близких». Там же можно отключить такие сообщения.",
        "There is something new in the card of somebody you act for. Sign in to the portal as usual, page “Cards of your people”. There you can also switch such messages off.",
    );
    pub const SHARE_OPENED: Text = text("вашу ссылку открыли", "your link was opened");
    pub const SHARE_OPENED_BODY: Text = text(
        "Записи, которыми вы поделились, открыли по ссылке и коду. Если это не тот, кому вы их дали, откройте портал, раздел «Доступ», и отзовите ссылку.",
        "The entries you shared were opened by the link and its code. If it was not who you gave them to, open the portal, page “Access”, and take the link back.",
    );
    pub const WORK_CHANGED: Text =
        text("изменилась ваша работа в портале", "your work in the portal has changed");
    pub const WORK_CHANGED_BODY: Text = text(
        "Администратор вашей организации изменил вашу роль, отделение, должность или срок работы. Если это неожиданно, спросите у администратора.",
        "The administrator of your organization changed your role, department, post or term. If you did not expect it, ask the administrator.",
    );
    pub const WORK_ENDED: Text =
        text("ваш рабочий доступ закрыт", "your access for work is closed");
    pub const WORK_ENDED_BODY: Text = text(
        "Ваша работа в организации закончилась, и рабочий доступ к порталу закрыт. Если это ошибка, обратитесь к администратору организации.",
        "Your work in the organization has ended, and the access for work is closed. If this is a mistake, ask the administrator of the organization.",
    );
    pub const WORK_BEGUN: Text = text("вам открыт рабочий доступ", "your access for work is open");
    pub const WORK_BEGUN_BODY: Text = text(
        "Организация снова приняла вас на работу. Войдите в портал как обычно; если первый день ещё не наступил, рабочие разделы появятся в этот день.",
        "The organization took you back. Sign in to the portal as usual; if the first day has not come yet, the pages for work appear on that day.",
    );
    pub const MEASUREMENT: Text = text("посмотрите карту пациента", "look at a patient’s card");
    pub const MEASUREMENT_BODY: Text = text(
        "В карте вашего пациента появилось то, о чём вы просили сообщить. Войдите в портал как обычно: новое стоит в карте под заголовком «С прошлого раза».",
        "The card of a patient of yours has something you asked to be told of. Sign in to the portal as usual: what is new stands in the card under “Since your last sign-in”.",
    );
    pub const ADDRESS: Text = text("Адрес", "Address");
    pub const DEVICE: Text = text("Устройство", "Device");
    pub const SIGNATURE: Text = text(
        "Это письмо отправлено автоматически, отвечать на него не нужно.",
        "This message was sent automatically; there is no need to answer.",
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{datetime, offset};

    const PORTAL: Portal<'_> = Portal { origin: "https://card.example.org", offset: offset!(+3) };

    /// ACC-10
    #[test]
    fn a_code_by_sms_names_its_purpose_and_ends_with_the_line_browsers_read() {
        let notice = Notice::Code { purpose: CodePurpose::SignIn, code: "012345".into() };
        assert_eq!(
            notice.sms(Lang::Ru, PORTAL),
            "Medkarta: 012345 — код для входа. Никому его не говорите: мы никогда не спрашиваем коды\n\n@card.example.org #012345"
        );
        let local = Portal { origin: "http://localhost:8080", ..PORTAL };
        assert!(notice.sms(Lang::En, local).ends_with("\n\n@localhost #012345"));
    }

    #[test]
    fn a_change_of_ways_in_is_named_and_its_value_is_not() {
        let changed = |what| Notice::CredentialsChanged { what };
        let sms = changed(Some(SecurityEvent::PhoneChanged)).sms(Lang::Ru, PORTAL);
        assert_eq!(
            sms,
            "Medkarta: изменён телефон. Если это были не вы, откройте «Безопасность» и нажмите «Это был не я»."
        );
        let mail = changed(Some(SecurityEvent::PasskeyAdded)).email(Lang::En, PORTAL);
        assert!(mail.body.starts_with("Passkey added. If this was not you"), "{}", mail.body);
    }

    /// VIT-3: what a doctor is told outside the portal is no fact about anybody's health.
    #[test]
    fn a_doctor_is_told_that_there_is_something_and_not_what() {
        for lang in [Lang::Ru, Lang::En] {
            let mail = Notice::Measurement.email(lang, PORTAL);
            let all = [mail.subject, mail.body, Notice::Measurement.sms(lang, PORTAL)].concat();
            assert!(!all.contains(|c: char| c.is_ascii_digit()), "{all}");
            for word in ["давлен", "сахар", "глюкоз", "измер", "pressure", "glucose", "http"]
            {
                assert!(!all.to_lowercase().contains(word), "{word}: {all}");
            }
        }
    }

    /// ACL-3: whoever reads the phone over a shoulder learns neither who asks nor why.
    #[test]
    fn a_request_is_told_without_names_and_addresses() {
        for (notice, lang) in [
            (Notice::AccessAsked, Lang::Ru),
            (Notice::AccessAsked, Lang::En),
            (Notice::AccessAllowed, Lang::Ru),
            (Notice::AccessAllowed, Lang::En),
        ] {
            let mail = notice.email(lang, PORTAL);
            assert!(mail.subject.starts_with("Medkarta: ") && !mail.body.contains("http"));
            let sms = notice.sms(lang, PORTAL);
            assert!(sms.starts_with("Medkarta: ") && !sms.contains('\n'), "{sms}");
        }
    }

    /// ACL-5: that it happened, and neither who nor why.
    #[test]
    fn an_emergency_is_told_without_names_and_health_facts() {
        for notice in [
            Notice::EmergencyOpened,
            Notice::EmergencyToReview,
            Notice::EmergencyLimit,
            Notice::EmergencyUnjustified,
        ] {
            for lang in [Lang::Ru, Lang::En] {
                let mail = notice.email(lang, PORTAL);
                let all = [mail.subject, mail.body, notice.sms(lang, PORTAL)].concat();
                for word in ["аллерг", "диагноз", "лекарств", "allerg", "medicine", "http"]
                {
                    assert!(!all.to_lowercase().contains(word), "{word}: {all}");
                }
            }
        }
    }

    /// AUD-5: that it happened, and neither who nor what was opened; no way to sign in.
    #[test]
    fn sessions_that_were_ended_are_told_without_names_and_addresses() {
        for notice in [Notice::SessionsClosed, Notice::AnomalyToReview] {
            for lang in [Lang::Ru, Lang::En] {
                let mail = notice.email(lang, PORTAL);
                let all = [mail.subject, mail.body, notice.sms(lang, PORTAL)].concat();
                assert!(!all.contains(|c: char| c.is_ascii_digit()), "{all}");
                for word in ["http", "пациент", "patient", "ночь", "night"] {
                    assert!(!all.to_lowercase().contains(word), "{word}: {all}");
                }
            }
        }
    }

    /// CARD-12: that there is something, and neither whose card nor what.
    #[test]
    fn acting_for_others_is_told_without_names_and_addresses() {
        for notice in [
            Notice::RepresentativeAccepted,
            Notice::RepresentativeEnded,
            Notice::RepresentationEnded,
            Notice::NewsOfRepresented,
            Notice::ShareOpened,
            Notice::WorkChanged,
            Notice::WorkEnded,
            Notice::WorkBegun,
        ] {
            for lang in [Lang::Ru, Lang::En] {
                let mail = notice.email(lang, PORTAL);
                let all = [mail.subject, mail.body, notice.sms(lang, PORTAL)].concat();
                assert!(!all.contains(|c: char| c.is_ascii_digit()), "{all}");
                for word in ["http", "результат", "result", "анализ"] {
                    assert!(!all.to_lowercase().contains(word), "{word}: {all}");
                }
            }
        }
    }

    /// REC-4: that there is something to read, and not what.
    #[test]
    fn a_letter_about_a_protocol_tells_nothing_of_it() {
        for lang in [Lang::Ru, Lang::En] {
            let mail = Notice::Protocol.email(lang, PORTAL);
            let all = [mail.subject, mail.body, Notice::Protocol.sms(lang, PORTAL)].concat();
            for word in ["диагноз", "лекарств", "лечени", "diagnos", "medicine", "http"]
            {
                assert!(!all.to_lowercase().contains(word), "{word}: {all}");
            }
        }
    }

    /// ACL-13: no name, no number, no way to sign in.
    #[test]
    fn a_digest_says_that_there_is_one_and_no_more() {
        for lang in [Lang::Ru, Lang::En] {
            let mail = Notice::Looked.email(lang, PORTAL);
            let all = [mail.subject, mail.body].concat();
            assert!(!all.contains(|c: char| c.is_ascii_digit()) && !all.contains("http"), "{all}");
        }
    }

    #[test]
    fn a_subject_tells_nothing_that_the_text_keeps() {
        let at = datetime!(2026-03-12 21:30 UTC);
        let mail = Notice::NewDevice { at, address: Some("203.0.113.7".into()), device: None }
            .email(Lang::Ru, PORTAL);
        assert_eq!(mail.subject, "Medkarta: вход с нового устройства");
        assert!(mail.body.starts_with(
            "В вашу карту вошли с нового устройства 13\u{a0}марта\u{a0}2026, 00:30. "
        ));
        assert!(mail.body.contains("\nАдрес: 203.0.113.7\n") && !mail.body.contains("Устройство"));
        let code = Notice::Code { purpose: CodePurpose::Recovery, code: "555777".into() };
        assert!(!code.email(Lang::En, PORTAL).subject.contains("555777"));
    }

    /// APT-5: a letter tells when and where, by the clinic's clock, and nothing of what it is about.
    #[test]
    fn a_letter_about_a_visit_tells_when_and_where_by_the_clinics_clock() {
        let at = datetime!(2026-03-12 07:00 UTC);
        let visit =
            VisitTime { clinic: "Поликлиника № 7".into(), at, utc_offset: 180 };
        let here = Notice::VisitBooked { visit: visit.clone() };
        let sms = here.sms(Lang::Ru, PORTAL).replace('\u{a0}', " ");
        assert_eq!(sms, "Medkarta: вы записаны: Поликлиника № 7, 12 марта 2026, 10:00.");
        let far = VisitTime { utc_offset: 720, ..visit.clone() };
        let sms = Notice::VisitMoved { visit: far }.sms(Lang::En, PORTAL).replace('\u{a0}', " ");
        assert!(sms.ends_with("12 March 2026, 19:00 (by the clinic’s clock)."), "{sms}");
        let late = Notice::VisitLate { visit: visit.clone(), minutes: 20 };
        assert!(late.sms(Lang::Ru, PORTAL).ends_with("Примерно на 20 мин."));
        let on_time = Notice::VisitLate { visit, minutes: 0 }.email(Lang::Ru, PORTAL);
        assert!(on_time.subject.ends_with("приём начнётся вовремя"));
    }
}
