//! Pages that are opened by a link from a letter.

use crate::lang::{Lang, Text, text};

pub const RECOVERY: Text = text("Новый пароль", "A new password");
pub const RECOVERY_LEAD: Text = text(
    "Пришлём на почту ссылку, а на телефон код. С ними вы зададите новый пароль.",
    "We send a link to your e-mail and a code to your phone. With both you set a new password.",
);
pub const SEND_LINK: Text = text("Прислать ссылку", "Send the link");
pub const LINK_SENT: Text = text("Проверьте почту", "Check your e-mail");
pub const TO_SIGN_IN: Text = text("Ко входу", "To sign-in");
pub const RECOVERY_OPEN_LEAD: Text = text(
    "Нажмите кнопку, и мы отправим код на ваш телефон.",
    "Press the button, and we send a code to your phone.",
);
pub const SEND_CODE: Text = text("Получить код", "Get the code");
pub const CODE_OR_RECOVERY: Text = text("Код из SMS или запасной код", "SMS code or recovery code");
pub const CODE_OR_RECOVERY_HINT: Text = text(
    "Нет телефона под рукой? Введите один из запасных кодов.",
    "No phone at hand? Type one of your recovery codes.",
);
pub const SAVE_PASSWORD: Text = text("Сохранить пароль", "Save the password");
pub const PASSWORD_SET: Text = text("Пароль изменён", "The password is changed");
pub const PASSWORD_SET_LEAD: Text = text(
    "Мы завершили все прежние входы. Войдите с новым паролем.",
    "We have ended every earlier sign-in. Sign in with the new password.",
);
pub const PROVE_EMAIL: Text = text("Подтвердите почту", "Confirm your e-mail");
pub const PROVE_EMAIL_LEAD: Text = text(
    "Нажмите кнопку, чтобы подтвердить, что этот адрес ваш.",
    "Press the button to confirm that this address is yours.",
);
pub const PROVE: Text = text("Да, это мой адрес", "Yes, this is my address");
pub const PROVED: Text = text("Спасибо, почта подтверждена", "Thank you, your e-mail is confirmed");
pub const PROVED_LEAD: Text = text(
    "Карта открыта, если подтверждён и телефон.",
    "The card is open if the phone is confirmed too.",
);
pub const NO_TOKEN: Text = text(
    "Ссылка неполная. Откройте её из письма ещё раз, целиком.",
    "The link is incomplete. Open it from the letter once more.",
);
pub const INVITATION: Text = text("Приглашение на работу", "An invitation to work");
pub const INVITATION_LEAD: Text = text(
    "Вас пригласили работать в Medkarta. Откройте приглашение, чтобы увидеть подробности.",
    "You are invited to work in Medkarta. Open the invitation to see the details.",
);
pub const OPEN_INVITATION: Text = text("Открыть приглашение", "Open the invitation");
pub const WHO: Text = text("Имя", "Name");
pub const ROLE: Text = text("Роль", "Role");
pub const ORGANIZATION: Text = text("Организация", "Organization");
pub const TERM: Text = text("Срок", "Term");
pub const SECOND: Text =
    text("Чем вы будете подтверждать вход?", "How will you confirm signing in?");
pub const WITH_APP: Text = text("Приложением с кодами", "With a code app");
pub const WITH_APP_HINT: Text = text(
    "Любое приложение: Яндекс Ключ, Google Authenticator, Aegis",
    "Any app: Yandex Key, Google Authenticator, Aegis",
);
pub const WITH_PASSKEY: Text = text("Ключом доступа", "With a passkey");
pub const WITH_PASSKEY_HINT: Text =
    text("Отпечатком, лицом или кодом устройства", "With a fingerprint, face or device code");
pub const ACCEPT: Text = text("Принять приглашение", "Accept the invitation");
pub const ACCEPTED: Text = text("Добро пожаловать", "Welcome");
pub const ACCEPTED_LEAD: Text = text("Всё готово, можно работать.", "All is ready, you can begin.");
pub const OUTBOX: Text = text("Отправленные сообщения", "Messages sent");
pub const OUTBOX_LEAD: Text = text(
    "SMS и письма этого демонстрационного сервера. На настоящем сервере такой страницы нет.",
    "SMS and e-mails of this demonstration server. A real server has no such page.",
);
pub const RELOAD: Text = text("Обновить", "Reload");
pub const NO_MESSAGES: Text = text("Пока ничего не отправлено.", "Nothing has been sent yet.");
pub const SMS: Text = text("SMS", "SMS");
pub const LETTER: Text = text("Письмо", "E-mail");
pub const BROWSER_CALL: Text = text("Браузер", "Browser");

/// «до 12 марта 2027».
pub fn until(lang: Lang, date: &str) -> String {
    match lang {
        Lang::Ru => format!("до {date}"),
        Lang::En => format!("until {date}"),
    }
}

pub const WAITING: Text = text("ждёт отправки", "waiting");
pub const SENT: Text = text("отправлено", "sent");
pub const DELIVERED: Text = text("доставлено", "delivered");
pub const FAILED: Text = text("не отправлено", "failed");
