//! «Безопасность».

use crate::lang::{Lang, Text, count_en, count_ru, text};

pub const LEAD: Text = text(
    "Кто и как входит в вашу карту. Если что-то не узнаёте, нажмите «Это был не я».",
    "Who signs in to your card, and how. If you do not recognise something, press “This was not me”.",
);
pub const CONTACTS: Text = text("Телефон и почта", "Phone and e-mail");
pub const PROVED: Text = text("Подтверждён", "Confirmed");
pub const PROVED_MAIL: Text = text("Подтверждена", "Confirmed");
pub const UNPROVED: Text = text("Не подтверждён", "Not confirmed");
pub const UNPROVED_MAIL: Text = text("Не подтверждена", "Not confirmed");
pub const PROVE_PHONE: Text = text("Подтвердить кодом", "Confirm by a code");
pub const SEND_LETTER: Text = text("Отправить письмо ещё раз", "Send the letter again");
pub const LETTER_SENT: Text =
    text("Отправили письмо. Откройте ссылку в нём", "The letter is sent. Open the link in it");
pub const CHANGE: Text = text("Изменить", "Change");
pub const SAVE: Text = text("Сохранить", "Save");
pub const NEW_PHONE: Text = text("Новый телефон", "New phone");
pub const NEW_EMAIL: Text = text("Новая почта", "New e-mail");
pub const CHANGE_WARNING: Text = text(
    "Карта закроется, пока вы не подтвердите новый.",
    "The card closes until you have confirmed the new one.",
);
pub const PHONE_PROVED: Text = text("Телефон подтверждён", "The phone is confirmed");
pub const CHANGED: Text = text("Сохранили. Осталось подтвердить", "Saved. Now confirm it");
pub const CHANGE_PASSWORD: Text = text("Изменить пароль", "Change the password");
pub const PASSWORD_CHANGED: Text = text("Пароль изменён", "The password is changed");
pub const NO_PASSWORD: Text = text("Пароля нет", "There is no password");
pub const PASSKEYS: Text = text("Ключи доступа", "Passkeys");
pub const NO_PASSKEYS: Text = text("Ключей пока нет.", "There are no passkeys yet.");
pub const ADD_HARDWARE: Text = text("Добавить аппаратный ключ", "Add a hardware key");
pub const KEY_NAME: Text = text("Как назвать ключ", "What to call it");
pub const KEY_NAME_HINT: Text = text("Например, «Мой телефон»", "For example, “My phone”");
pub const MY_DEVICE: Text = text("Это устройство", "This device");
pub const MY_KEY: Text = text("Аппаратный ключ", "Hardware key");
pub const RENAME: Text = text("Переименовать", "Rename");
pub const REMOVE: Text = text("Удалить", "Remove");
pub const HARDWARE: Text = text("аппаратный", "hardware");
pub const CLONED: Text = text("скопирован, не принимаем", "copied, not accepted");
pub const NEVER_USED: Text = text("ещё не использовали", "not used yet");
pub const KEY_REMOVED: Text = text("Ключ удалён", "The passkey is removed");
pub const KEY_REMOVE_LEAD: Text = text(
    "Войти этим ключом больше не получится. На самом устройстве его можно удалить в настройках паролей.",
    "It will no longer sign you in. On the device itself it can be removed in the password settings.",
);
pub const TOTP: Text = text("Приложение с кодами", "Code app");
pub const TOTP_OFF: Text = text("Не подключено", "Not connected");
pub const TOTP_CONNECT: Text = text("Подключить приложение", "Connect an app");
pub const TOTP_SCAN: Text = text(
    "Наведите приложение с кодами на этот квадрат или введите ключ вручную. Потом напишите код, который оно покажет.",
    "Point the code app at this square or type the key by hand. Then type the code it shows.",
);
pub const TOTP_QR: Text = text("QR-код для приложения с кодами", "QR code for the code app");
pub const TOTP_SECRET: Text = text("Ключ для ввода вручную", "Key to type by hand");
pub const TOTP_CODE: Text = text("Код из приложения", "Code from the app");
pub const TOTP_ON: Text = text("Приложение с кодами подключено", "The code app is connected");
pub const TOTP_REMOVED: Text =
    text("Приложение с кодами отключено", "The code app is disconnected");
pub const TOTP_REMOVE: Text = text("Отключить", "Disconnect");
pub const TOTP_REMOVE_ASK: Text =
    text("Отключить приложение с кодами?", "Disconnect the code app?");
pub const TOTP_REMOVE_LEAD: Text = text(
    "Коды из него перестанут подходить для входа.",
    "Its codes will no longer work for signing in.",
);
pub const EMAIL_CODES: Text = text("Присылать коды и на почту", "Send codes by e-mail too");
pub const EMAIL_CODES_HINT: Text =
    text("Выручит, если нет связи с телефоном.", "Helps when the phone has no signal.");
pub const MEANS: Text = text("Чем подтверждать вход", "How you confirm signing in");
pub const RECOVERY_CODES: Text = text("Запасные коды", "Recovery codes");
pub const RECOVERY_LEAD: Text = text(
    "Десять одноразовых кодов на случай, если потеряете телефон. Храните их на бумаге.",
    "Ten one-time codes in case you lose your phone. Keep them on paper.",
);
pub const MAKE_CODES: Text = text("Создать запасные коды", "Make recovery codes");
pub const MAKE_NEW_CODES: Text = text("Создать новые коды", "Make new codes");
pub const MAKE_ASK: Text = text("Создать новые запасные коды?", "Make new recovery codes?");
pub const MAKE_ASK_LEAD: Text =
    text("Прежние коды перестанут подходить.", "The old codes will no longer work.");
pub const CODES_TITLE: Text = text("Ваши запасные коды", "Your recovery codes");
pub const CODES_ONCE: Text = text(
    "Показываем их один раз. Напечатайте или перепишите и храните отдельно от телефона.",
    "They are shown this once. Print or copy them, and keep them apart from your phone.",
);
pub const PRINT: Text = text("Напечатать", "Print");
pub const COPY: Text = text("Скопировать", "Copy");
pub const COPIED: Text = text("Скопировано", "Copied");
pub const SESSIONS: Text = text("Входы на устройствах", "Where you are signed in");
pub const THIS_DEVICE: Text = text("Это устройство", "This device");
pub const UNKNOWN_DEVICE: Text = text("Неизвестное устройство", "Unknown device");
pub const END: Text = text("Завершить", "Sign out");
pub const END_OTHERS: Text = text("Завершить все остальные", "Sign out everywhere else");
pub const ENDED: Text = text("Вход завершён", "Signed out there");
pub const OTHERS_ENDED: Text = text("Все остальные входы завершены", "Signed out everywhere else");
pub const HISTORY: Text = text("Что происходило", "What happened");
pub const NO_HISTORY: Text = text("Пока ничего.", "Nothing yet.");
pub const NOT_ME: Text = text("Это был не я", "This was not me");
pub const NOT_ME_LEAD: Text = text(
    "Видите вход или изменение, которого не делали? Закройте доступ сразу.",
    "Do you see a sign-in or a change you did not make? Close access at once.",
);
pub const NOT_ME_ASK: Text = text("Закрыть доступ к карте?", "Close access to the card?");
pub const NOT_ME_WHAT: [Text; 3] = [
    text(
        "Все входы завершатся, в том числе на этом устройстве.",
        "Every device is signed out, this one too.",
    ),
    text(
        "Войти можно будет, только когда вы подтвердите, что это вы: ссылкой из письма и кодом из SMS.",
        "Signing in opens again only when you have shown that it is you: by the link in a letter and a code by SMS.",
    ),
    text("Мы сообщим в поддержку.", "We tell support."),
];
pub const NOT_ME_YES: Text = text("Да, закрыть доступ", "Yes, close access");
pub const NOT_ME_DONE: Text = text("Доступ закрыт", "Access is closed");
pub const NOT_ME_DONE_LEAD: Text = text(
    "Все входы завершены, поддержка знает. Чтобы вернуться, задайте новый пароль.",
    "Everything is signed out and support knows. To come back, set a new password.",
);
pub const SET_PASSWORD: Text = text("Задать новый пароль", "Set a new password");

/// «Удалить ключ «Мой телефон»?»
pub fn remove_key(lang: Lang, name: &str) -> String {
    match lang {
        Lang::Ru => format!("Удалить ключ «{name}»?"),
        Lang::En => format!("Remove the passkey “{name}”?"),
    }
}

pub fn added(lang: Lang, when: &str) -> String {
    match lang {
        Lang::Ru => format!("Добавлен {when}"),
        Lang::En => format!("Added {when}"),
    }
}

pub fn last_used(lang: Lang, when: &str) -> String {
    match lang {
        Lang::Ru => format!("последний вход {when}"),
        Lang::En => format!("last used {when}"),
    }
}

pub fn since(lang: Lang, when: &str) -> String {
    match lang {
        Lang::Ru => format!("Подключено {when}"),
        Lang::En => format!("Connected {when}"),
    }
}

pub fn changed_at(lang: Lang, when: &str) -> String {
    match lang {
        Lang::Ru => format!("Изменён {when}"),
        Lang::En => format!("Changed {when}"),
    }
}

pub fn seen_at(lang: Lang, when: &str) -> String {
    match lang {
        Lang::Ru => format!("был активен {when}"),
        Lang::En => format!("active {when}"),
    }
}

/// «Осталось 7 кодов».
pub fn codes_left(lang: Lang, n: u32) -> String {
    let count = u64::from(n);
    match lang {
        Lang::Ru => format!("Осталось {n} {}", count_ru(count, "код", "кода", "кодов")),
        Lang::En => format!("{n} {} left", count_en(count, "code", "codes")),
    }
}
