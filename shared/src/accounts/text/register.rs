//! Registering.

use crate::accounts::registration::Field;
use crate::lang::{Lang, Text, text};

pub const TITLE: Text = text("Регистрация", "Registration");
pub const NAME: Text = text("Как вас зовут?", "What is your name?");
pub const NAME_LEAD: Text = text(
    "Напишите так, как в документе: по имени клиника найдёт ваши записи.",
    "As in your document: clinics find your records by your name.",
);
pub const BIRTH: Text = text("Когда вы родились?", "When were you born?");
pub const DOCUMENTS: Text = text("Ваши документы", "Your documents");
pub const DOCUMENTS_LEAD: Text = text(
    "По ним мы убедимся, что карта откроется вам, а не однофамильцу. Номера хранятся зашифрованными.",
    "They make sure that the card opens to you and not to a namesake. The numbers are kept encrypted.",
);
pub const CONTACTS: Text = text("Как с вами связаться?", "How can we reach you?");
pub const CONTACTS_LEAD: Text = text(
    "На телефон придёт код, на почту ссылка. Ни диагнозов, ни результатов мы туда не пишем.",
    "A code goes to the phone, a link to the e-mail. We never write diagnoses or results there.",
);
pub const PASSWORD: Text = text("Придумайте пароль", "Choose a password");
pub const PASSWORD_LEAD: Text = text(
    "Хорошо подходит фраза из нескольких слов с цифрой и знаком.",
    "A phrase of several words with a digit and a sign works well.",
);
pub const CODE: Text = text("Код из SMS", "The code from the SMS");
pub const DONE: Text = text("Готово, вы зарегистрированы", "Done, you are registered");
pub const DONE_LEAD: Text = text(
    "Осталось одно: откройте ссылку в письме, которое мы отправили вам на почту. После этого откроется карта.",
    "One thing is left: open the link in the letter we sent to your e-mail. Then the card opens.",
);
pub const NO_LETTER: Text = text(
    "Письма нет? Загляните в «Спам» или отправьте его ещё раз на странице «Безопасность».",
    "No letter? Look into the spam folder, or send it again on the page “Security”.",
);
pub const TO_CARD: Text = text("Перейти к карте", "Go to the card");
pub const NO_PATRONYMIC: Text = text("Нет отчества", "I have no patronymic");
pub const MORE_NUMBERS: Text =
    text("Ещё номера, если они под рукой", "More numbers, if you have them at hand");
pub const MORE_NUMBERS_LEAD: Text = text(
    "С ними клиники быстрее найдут прошлые записи. Можно добавить и потом.",
    "With them clinics find earlier records faster. They can be added later too.",
);
pub const REGISTER: Text = text("Зарегистрироваться", "Register");
pub const HAVE_ACCOUNT: Text = text("Уже зарегистрированы?", "Registered already?");
pub const START_OVER: Text = text("Стереть и начать заново", "Erase and start over");
pub const START_OVER_ASK: Text =
    text("Стереть всё, что вы заполнили?", "Erase everything you have filled in?");
pub const START_OVER_LEAD: Text = text(
    "Имя, документы, телефон и почта сотрутся. Вернуть их будет нельзя.",
    "Name, documents, phone and e-mail will be erased for good.",
);
pub const KEEP: Text = text("Оставить", "Keep");
pub const ERASE: Text = text("Стереть", "Erase");
pub const KEPT: Text = text(
    "Всё, что вы пишете, сохраняется на час: можно вернуться с этого же устройства.",
    "What you type is kept for an hour: you can come back to it on this device.",
);
pub const SEX_FEMALE: Text = text("Женский", "Female");
pub const SEX_MALE: Text = text("Мужской", "Male");
pub const CHANGE_PHONE: Text = text("Изменить телефон", "Change the phone");

impl Field {
    pub const fn text(self) -> Text {
        match self {
            Self::Surname => text("Фамилия", "Surname"),
            Self::Given => text("Имя", "Given name"),
            Self::Patronymic => text("Отчество", "Patronymic"),
            Self::BirthDate => text("Дата рождения", "Date of birth"),
            Self::Sex => text("Пол", "Sex"),
            Self::Snils => text("СНИЛС", "SNILS"),
            Self::DocumentKind => text("Документ", "Document"),
            Self::DocumentNumber => text("Серия и номер", "Series and number"),
            Self::PolicyNumber => text("Полис ОМС", "Health insurance policy"),
            Self::Inn => text("ИНН", "Taxpayer number (INN)"),
            Self::Phone => text("Мобильный телефон", "Mobile phone"),
            Self::Email => text("Электронная почта", "E-mail"),
        }
    }

    pub const fn hint(self) -> Option<Text> {
        match self {
            Self::BirthDate => Some(text(
                "Например, 12.03.1985 или 12 марта 1985",
                "For example, 12.03.1985 or 12 March 1985",
            )),
            Self::Snils => Some(text(
                "11 цифр: на зелёной карточке или в Госуслугах",
                "11 digits: on the green card or in Gosuslugi",
            )),
            Self::PolicyNumber => Some(text("16 цифр", "16 digits")),
            Self::Inn => Some(text("12 цифр", "12 digits")),
            Self::Phone => Some(text(
                "Например, 8 900 123-45-67. Сюда придёт код",
                "For example, +7 900 123-45-67. The code goes here",
            )),
            Self::Email => Some(text("Сюда придёт ссылка", "The link goes here")),
            Self::Surname
            | Self::Given
            | Self::Patronymic
            | Self::Sex
            | Self::DocumentKind
            | Self::DocumentNumber => None,
        }
    }
}

/// «Это 12 марта 1985», so that a slip is seen at once.
pub fn understood(lang: Lang, date: &str) -> String {
    match lang {
        Lang::Ru => format!("Поняли так: {date}"),
        Lang::En => format!("We read it as {date}"),
    }
}
