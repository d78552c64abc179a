//! Signing in.

use crate::lang::{Lang, Text, text};

pub const TITLE: Text = text("Войдите в свою карту", "Sign in to your card");
pub const BY_PASSKEY: Text = text("Войти ключом доступа", "Sign in with a passkey");
pub const OR: Text = text("или с паролем", "or with a password");
pub const LOGIN: Text = text("Телефон, почта или СНИЛС", "Phone, e-mail or SNILS");
pub const LOGIN_REQUIRED: Text =
    text("Напишите телефон, почту или СНИЛС", "Type your phone, e-mail or SNILS");
pub const PASSWORD_REQUIRED: Text = text("Введите пароль", "Type your password");
pub const FORGOT: Text = text("Забыли пароль?", "Forgot password?");
pub const REGISTER: Text = text("Зарегистрироваться", "Register");
pub const NO_ACCOUNT: Text = text("Ещё нет учётной записи?", "No account yet?");
pub const SECOND_TITLE: Text = text("Подтвердите вход", "Confirm signing in");
pub const SECOND_LEAD: Text = text(
    "Пароль подошёл. Остался один шаг, чтобы чужой человек с вашим паролем не вошёл.",
    "The password fits. One more step, so that a stranger with your password cannot get in.",
);
pub const EXPIRED: Text = text(
    "Прошло больше времени, чем нужно на вход. Введите пароль ещё раз.",
    "That took longer than signing in may. Type your password again.",
);
pub const TOUCH: Text = text("Вставьте ключ и коснитесь его", "Insert the key and touch it");
pub const USE_KEY: Text = text("Использовать аппаратный ключ", "Use the hardware key");
pub const USE_PASSKEY: Text = text("Использовать ключ доступа", "Use a passkey");

/// «Вы на card.example.org…» (SEC-7).
pub fn you_are_at(lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::Ru => ("Вы на ", ". Проверьте адрес, прежде чем вводить пароль."),
        Lang::En => ("You are at ", ". Check the address before you type your password."),
    }
}

/// «Или подождите до 14:30…»
pub fn try_after(lang: Lang, clock: &str) -> String {
    match lang {
        Lang::Ru => format!("Можно и подождать: попробуйте снова после {clock}."),
        Lang::En => format!("Or wait, and try again after {clock}."),
    }
}
