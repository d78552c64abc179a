//! Phrases about accounts: here what several pages say, below what belongs to one.

pub mod links;
pub mod register;
pub mod security;
pub mod sign_in;

use super::model::{ContactKind, DocumentKind, Factor, SecurityEvent};
use super::rules::Strength;
use crate::contract::Code;
use crate::format::NBSP;
use crate::lang::{Lang, Text, count_en, count_ru, text};

pub const SIGN_IN: Text = text("Вход", "Sign in");
pub const SIGN_OUT: Text = text("Выйти", "Sign out");
pub const SIGN_IN_AS: Text = text("Войти", "Sign in");
pub const SECURITY: Text = text("Безопасность", "Security");
pub const SECURITY_HINT: Text = text(
    "Пароль, ключи доступа, входы на устройствах",
    "Password, passkeys, where you are signed in",
);
pub const DEMO_TITLE: Text = text("Посмотрите Medkarta на примере", "Try Medkarta on an example");
pub const DEMO_PART: Text = text("Демонстрация", "Demonstration");
pub const DEMO_LEAD: Text = text(
    "Это демонстрация: люди и болезни выдуманы. Выберите, чьими глазами смотреть.",
    "This is a demonstration: the people and illnesses are invented. Choose whose eyes to look through.",
);
pub const SESSION_ENDED: Text = text(
    "Вход завершён: вы долго ничего не делали, либо его завершили на другом устройстве или в клинике, где вы работаете. Всё, что вы набрали, осталось на месте.",
    "You are signed out: you were away for a while, or it was ended on another device or by the clinic where you work. Everything you typed is still here.",
);
pub const SESSION_ENDED_TITLE: Text = text("Войдите снова", "Sign in again");
pub const STEP_UP_TITLE: Text = text("Подтвердите, что это вы", "Confirm that it is you");
pub const STEP_UP: Text = text(
    "Это важное действие, поэтому мы проверяем, что за экраном по-прежнему вы. Дальше 10 минут спрашивать не будем.",
    "This matters, so we check that it is still you at the screen. We will not ask again for 10 minutes.",
);
pub const GUEST_FAILED: Text = text(
    "Не удалось открыть окно входа. Проверьте связь и попробуйте ещё раз.",
    "The sign-in window could not be opened. Check your connection and try again.",
);
pub const OPENING_TITLE: Text = text("Вход и безопасность", "Sign-in and security");
pub const OPENING: Text = text("Открываем…", "Opening…");
pub const NEXT: Text = text("Дальше", "Next");
pub const BACK: Text = text("Назад", "Back");
pub const LATER: Text = text("Не сейчас", "Not now");
pub const OTHER_WAY: Text = text("Другой способ", "Another way");
pub const CONFIRM: Text = text("Подтвердить", "Confirm");
pub const ERRORS_TITLE: Text = text("Проверьте, пожалуйста", "Please check");
pub const PASSWORD: Text = text("Пароль", "Password");
pub const NEW_PASSWORD: Text = text("Новый пароль", "New password");
pub const PASSWORD_RULES: Text = text("Каким должен быть пароль", "What the password must be");
pub const RULE_MET: Text = text("выполнено", "met");
pub const RULE_BROKEN: Text = text("пока нет", "not yet");
pub const STRENGTH: Text = text("Надёжность", "Strength");
pub const PASSKEY_WHY: Text = text(
    "Вход по отпечатку, лицу или коду телефона: без пароля и кодов. Его нельзя подсмотреть или выманить.",
    "Sign in with a fingerprint, your face or your phone’s code: no password, no codes. It cannot be spied out or tricked away.",
);
pub const ADD_PASSKEY: Text = text("Добавить ключ доступа", "Add a passkey");
pub const PASSKEY_ADDED: Text = text("Ключ доступа добавлен", "The passkey is added");
pub const NO_PASSKEYS_HERE: Text = text(
    "Этот браузер не умеет работать с ключами доступа. Войдите другим способом.",
    "This browser cannot use passkeys. Sign in another way.",
);
pub const OFFER_TITLE: Text = text("Входить проще и надёжнее", "An easier and safer way in");
pub const CODE: Text = text("Код из шести цифр", "Six-digit code");
pub const TYPE_SIX: Text = text("Введите шесть цифр", "Type six digits");
pub const SEND_AGAIN: Text = text("Отправить код ещё раз", "Send another code");
pub const CODE_SENT_AGAIN: Text = text("Отправили новый код", "Another code is on its way");
pub const RECOVERY_CODE: Text = text("Запасной код", "Recovery code");
pub const RECOVERY_CODE_HINT: Text = text(
    "Двенадцать знаков с вашего листа, например abcd-efgh-jkmn. Каждый код действует один раз.",
    "Twelve characters from your sheet, such as abcd-efgh-jkmn. Each code works once.",
);
pub const TOTP_HINT: Text = text(
    "Откройте приложение с кодами на телефоне: код меняется каждые 30 секунд.",
    "Open the code app on your phone: the code changes every 30 seconds.",
);
pub const CHOOSE: Text = text("Выберите", "Choose");
pub const CODES_KEPT: Text = text("Коды сохранены", "The codes are kept");
pub const RECOVERY_SENT: Text = text(
    "Если такая учётная запись есть, мы отправили письмо со ссылкой. Она действует час. Письма нет? Загляните в «Спам».",
    "If there is such an account, we have sent a letter with a link. It works for an hour. No letter? Look into the spam folder.",
);
pub const OPEN_IN_APP: Text = text("Открыть в приложении", "Open in an app");
pub const COPY_KEY: Text = text("Скопировать ключ", "Copy the key");
pub const CONTINUE: Text = text("Продолжить", "Continue");
pub const NO_CODE_NEEDED: Text =
    text("Подтвердить без кода (демонстрация)", "Confirm without a code (demonstration)");
pub const OPTIONAL: Text = text("можно не заполнять", "optional");

impl Factor {
    /// What somebody shows.
    pub const fn text(self) -> Text {
        match self {
            Self::Passkey => text("Ключ доступа", "Passkey"),
            Self::SecurityKey => text("Аппаратный ключ", "Hardware key"),
            Self::Totp => text("Код из приложения", "Code from an app"),
            Self::Sms => text("Код из SMS", "Code by SMS"),
            Self::Email => text("Код из письма", "Code by e-mail"),
            Self::RecoveryCode => text("Запасной код", "Recovery code"),
            Self::Demo => text("Без кода (демонстрация)", "No code (demonstration)"),
        }
    }
}

impl ContactKind {
    pub const fn text(self) -> Text {
        match self {
            Self::Phone => text("Телефон", "Phone"),
            Self::Email => text("Почта", "E-mail"),
        }
    }
}

/// Why the card is closed: exactly what is still to be proved.
pub fn unproved(contacts: &[ContactKind]) -> Text {
    match contacts {
        [ContactKind::Phone] => text(
            "Карта откроется, когда вы подтвердите телефон",
            "The card opens once you have confirmed your phone",
        ),
        [ContactKind::Email] => text(
            "Карта откроется, когда вы подтвердите почту",
            "The card opens once you have confirmed your e-mail",
        ),
        _ => Code::ContactsUnproved.text(),
    }
}

impl DocumentKind {
    /// What to write as series and number.
    pub const fn hint(self) -> Text {
        match self {
            Self::RussianPassport => {
                text("10 цифр, например 45 04 123456", "10 digits, such as 45 04 123456")
            }
            Self::BirthCertificate => text(
                "Римские цифры, две буквы и номер, например IV-МЮ 123456",
                "Roman numerals, two letters and a number, such as IV-МЮ 123456",
            ),
            Self::ResidencePermit => {
                text("9 цифр, например 82 1234567", "9 digits, such as 82 1234567")
            }
            Self::ForeignPassport | Self::Other => {
                text("Так, как написано в документе", "As the document has it")
            }
        }
    }
    pub const fn text(self) -> Text {
        match self {
            Self::RussianPassport => text("Паспорт России", "Russian passport"),
            Self::ForeignPassport => text("Паспорт другой страны", "Passport of another country"),
            Self::BirthCertificate => text("Свидетельство о рождении", "Birth certificate"),
            Self::ResidencePermit => text("Вид на жительство", "Residence permit"),
            Self::Other => text("Другой документ", "Another document"),
        }
    }
}

impl SecurityEvent {
    pub const fn text(self) -> Text {
        match self {
            Self::Registered => text("Вы зарегистрировались", "You registered"),
            Self::SignedIn => text("Вход", "Signed in"),
            Self::SignInFailed => text("Неудачная попытка входа", "Failed sign-in"),
            Self::SignInLocked => {
                text("Вход закрыт после неверных попыток", "Sign-in locked after wrong tries")
            }
            Self::SignedOut => text("Выход", "Signed out"),
            Self::SessionEnded => text("Вход на устройстве завершён", "A device was signed out"),
            Self::OtherSessionsEnded => {
                text("Завершены входы на других устройствах", "Other devices were signed out")
            }
            Self::SteppedUp => text("Подтвердили, что это вы", "Confirmed that it is you"),
            Self::StepUpFailed => {
                text("Не удалось подтвердить, что это вы", "Could not confirm that it is you")
            }
            Self::PasswordChanged => text("Пароль изменён", "Password changed"),
            Self::PasswordReset => text("Пароль задан заново", "Password set anew"),
            Self::RecoveryAsked => text(
                "Запрошена ссылка для нового пароля",
                "A link for a new password was asked for",
            ),
            Self::PasskeyAdded => text("Добавлен ключ доступа", "Passkey added"),
            Self::PasskeyRenamed => text("Ключ доступа переименован", "Passkey renamed"),
            Self::PasskeyRemoved => text("Ключ доступа удалён", "Passkey removed"),
            Self::PasskeyCloned => {
                text("Ключ доступа отклонён: похоже на копию", "Passkey refused: it may be a copy")
            }
            Self::TotpAdded => text("Подключено приложение с кодами", "Code app connected"),
            Self::TotpRemoved => text("Приложение с кодами отключено", "Code app disconnected"),
            Self::EmailCodesOn => text("Включены коды по почте", "Codes by e-mail turned on"),
            Self::EmailCodesOff => text("Выключены коды по почте", "Codes by e-mail turned off"),
            Self::RecoveryCodesMade => text("Созданы запасные коды", "Recovery codes made"),
            Self::PhoneChanged => text("Изменён телефон", "Phone changed"),
            Self::EmailChanged => text("Изменена почта", "E-mail changed"),
            Self::PhoneProved => text("Телефон подтверждён", "Phone confirmed"),
            Self::EmailProved => text("Почта подтверждена", "E-mail confirmed"),
            Self::NotMe => text("Вы сообщили: «Это был не я»", "You reported: “This was not me”"),
            Self::SessionsClosed => text(
                "Мы завершили все входы: похоже, что это были не вы",
                "We ended every session: it looked as if it was not you",
            ),
            Self::Invited => text("Вас пригласили на работу", "You were invited to work here"),
            Self::InvitationAccepted => text("Приглашение принято", "Invitation accepted"),
        }
    }

    /// Something that did not work, or should not have been tried.
    pub const fn is_trouble(self) -> bool {
        matches!(
            self,
            Self::SignInFailed
                | Self::SignInLocked
                | Self::StepUpFailed
                | Self::PasskeyCloned
                | Self::NotMe
                | Self::SessionsClosed
        )
    }
}

impl Strength {
    pub const fn text(self) -> Text {
        match self {
            Self::Weak => text("низкая", "weak"),
            Self::Fair => text("средняя", "fair"),
            Self::Strong => text("высокая", "strong"),
        }
    }
}

/// «Отправили код на +7 ··· ···-45-67».
pub fn code_sent_to(lang: Lang, factor: Factor, to: &str) -> String {
    let is_email = factor == Factor::Email;
    match lang {
        Lang::Ru if is_email => format!("Отправили письмо с кодом на {to}. Код действует 5 минут."),
        Lang::Ru => format!("Отправили код по SMS на {to}. Он действует 5 минут."),
        Lang::En if is_email => {
            format!("We sent an e-mail with a code to {to}. It works for 5 minutes.")
        }
        Lang::En => format!("We sent a code by SMS to {to}. It works for 5 minutes."),
    }
}

/// «Новый код можно запросить через 45 секунд».
pub fn resend_in(lang: Lang, seconds: u32) -> String {
    let n = u64::from(seconds);
    match lang {
        Lang::Ru => format!(
            "Новый код можно запросить через {seconds}{NBSP}{}",
            count_ru(n, "секунду", "секунды", "секунд")
        ),
        Lang::En => format!(
            "You can ask for another code in {seconds}{NBSP}{}",
            count_en(n, "second", "seconds")
        ),
    }
}

/// «Шаг 2 из 5».
pub fn step_of(lang: Lang, step: usize, of: usize) -> String {
    match lang {
        Lang::Ru => format!("Шаг {step} из {of}"),
        Lang::En => format!("Step {step} of {of}"),
    }
}
