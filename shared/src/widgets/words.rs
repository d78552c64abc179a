//! The words of the pages that sites frame, and of the page where an administrator makes them.

use super::model::WidgetKind;
use super::rules::{ORIGINS_MAX, parse_origin};
use crate::contract::FieldReason;
use crate::lang::{Lang, Text, text};

pub const BOOKING_TITLE: Text = text("Запись на приём", "Book a visit");
pub const BOOKING_LEAD: Text = text(
    "Выберите врача и удобное время. Подтвердите запись кодом из SMS, и готово.",
    "Choose a doctor and a time. Confirm with a code from an SMS, and it is done.",
);
pub const DOCTORS_TITLE: Text = text("Наши врачи", "Our doctors");
pub const DOCTORS_LEAD: Text = text(
    "У каждого врача указано ближайшее свободное время: нажмите, чтобы записаться.",
    "Each doctor’s nearest free time is shown: press it to book.",
);
pub const EVERYBODY: Text = text("Все специальности", "All specialities");
pub const NOTHING_HERE: Text = text(
    "Сейчас записаться здесь нельзя. Позвоните в клинику: вас запишут по телефону.",
    "Nothing can be booked here just now. Call the clinic: they book you by phone.",
);
pub const TO_DOCTORS: Text = text("Ко всем врачам", "All doctors");
pub const CALL: Text = text("Позвонить:", "Call:");

pub const FORM_TITLE: Text = text("Кто придёт на приём", "Who is coming");
pub const HAVE_CARD: Text = text("У меня есть карта Medkarta", "I have a card in Medkarta");
pub const HAVE_CARD_LEAD: Text = text(
    "Войдите в отдельном окне: печатать ничего не нужно, а визит появится в «Моих визитах».",
    "Sign in in a window of its own: nothing need be typed, and the visit stands in “My visits”.",
);
pub const BY_PORTAL: Text = text("Записаться через Medkarta", "Book in Medkarta");
pub const GO_ON_THERE: Text =
    text("Продолжите в открывшемся окне.", "Go on in the window that has opened.");
pub const NO_WINDOW: Text = text("Окно не открылось?", "Did no window open?");
pub const POLICY_ONLY: Text = text(
    "Этот приём бывает только по полису, поэтому записаться на него можно через Medkarta или по телефону клиники.",
    "This visit is by insurance only, so it is booked in Medkarta or by the clinic’s phone.",
);
pub const BY_PHONE: Text = text("Записаться по номеру телефона", "Book with your phone number");
pub const SURNAME: Text = text("Фамилия", "Surname");
pub const GIVEN: Text = text("Имя", "First name");
pub const PATRONYMIC: Text = text("Отчество (если есть)", "Patronymic (if any)");
pub const BIRTH_DATE: Text = text("Дата рождения", "Birth date");
pub const BIRTH_DATE_HINT: Text = text("Например, 12.03.1985", "Such as 12.03.1985");
pub const PHONE: Text = text("Мобильный телефон", "Mobile phone");
pub const PHONE_HINT: Text = text(
    "На него придут код, напоминание и ссылка, чтобы отменить запись",
    "The code, a reminder and a link to cancel the visit come there",
);
pub const CONSENT_NEEDED: Text = text(
    "Без согласия клиника не может записать вас. Прочитайте его и поставьте отметку.",
    "Without your consent the clinic cannot book you. Read it, and tick the box.",
);
pub const GET_CODE: Text = text("Получить код", "Get a code");
pub const CODE_COMES: Text = text(
    "Пришлём SMS с кодом из шести цифр. Пока вы его вводите, время останется за вами.",
    "An SMS with a code of six digits will come. While you type it the time is kept for you.",
);

pub const CODE_TITLE: Text = text("Код из SMS", "The code from the SMS");
pub const CODE: Text = text("Шесть цифр из SMS", "Six digits from the SMS");
pub const CHANGE_TYPED: Text = text("Исправить данные", "Change what I typed");
pub const HOLD_LOST: Text = text(
    "Время больше не держится за вами: записи нет. Выберите время ещё раз, всё написанное сохранилось.",
    "The time is not kept for you any more: nothing is booked. Choose a time again, all you typed is still here.",
);
pub const TO_TIMES: Text = text("Выбрать время", "Choose a time");
pub const DONE_LEAD: Text = text(
    "Мы отправили SMS с временем и ссылкой на запись. В регистратуре назовите номер.",
    "An SMS with the time and a link to the visit is on its way. At the desk tell the number.",
);
pub const NUMBER: Text = text("Номер записи", "Number of the visit");
pub const BOOK_AGAIN: Text = text("Записаться ещё раз", "Book another visit");
pub const HOW_TO_CANCEL: Text = text(
    "Планы изменились? Откройте ссылку из SMS и перенесите или отмените запись: время достанется тому, кто ждёт. Если до визита меньше суток, позвоните в клинику.",
    "Have plans changed? Open the link in the SMS and move or cancel the visit: somebody who waits can have the time. Less than a day before, call the clinic.",
);
pub const VISIT_TITLE: Text = text("Ваша запись", "Your visit");
pub const VISIT_UNKNOWN: Text = text(
    "Такой записи нет, или ссылка устарела. Сверьте ссылку с SMS или позвоните в клинику.",
    "There is no such visit, or the link is out of date. Compare the link with the SMS, or call the clinic.",
);

pub const ORDER_TITLE: Text = text("Готов ли мой анализ", "Is my result ready");
pub const ORDER_LEAD: Text = text(
    "Скажем только, готов ли он. Сами результаты видите лишь вы и ваш врач.",
    "We only tell whether it is ready. The result itself is for you and your doctor alone.",
);
pub const ORDER_NUMBER: Text = text("Номер заказа", "Order number");
pub const ORDER_NUMBER_HINT: Text =
    text("Он напечатан на направлении или чеке", "It is printed on the referral or the receipt");
pub const ASK_ORDER: Text = text("Узнать", "Find out");
pub const READY: Text = text("Готово.", "It is ready.");
pub const READY_WHERE: Text = text(
    "Результат ждёт вас в карте Medkarta и в клинике.",
    "The result waits for you in your card in Medkarta and at the clinic.",
);
pub const NOT_READY: Text = text("Ещё нет.", "Not yet.");
pub const NOT_READY_WHY: Text = text(
    "Если срок уже прошёл, сверьте номер и дату рождения или позвоните в клинику.",
    "If it should have come by now, compare the number and the birth date, or call the clinic.",
);
pub const CARD_TITLE: Text = text("Моя медицинская карта", "My medical card");
pub const CARD_LEAD: Text = text(
    "Результаты, назначения и визиты в одном месте. Карта откроется в отдельном окне.",
    "Results, prescriptions and visits in one place. The card opens in a window of its own.",
);
pub const OPEN_CARD: Text = text("Открыть карту", "Open my card");
pub const FOOT: Text = text("электронная медицинская карта", "electronic medical card");

/// «Отправили SMS на +7 ··· ···-45-67».
pub fn code_sent(lang: Lang, phone: &str) -> String {
    match lang {
        Lang::Ru => format!("Отправили SMS на {phone}. Обычно приходит за минуту"),
        Lang::En => format!("An SMS was sent to {phone}. It usually comes within a minute"),
    }
}

pub const TITLE: Text = text("Виджеты для сайта", "Widgets for your site");
pub const LEAD: Text = text(
    "Запись к врачу и готовность анализов прямо на сайте вашей клиники. Сайт не видит, что пишет пациент: всё происходит в отдельной рамке портала.",
    "Booking and readiness of results right on your clinic’s site. The site does not see what a patient types: all happens in a frame of the portal.",
);
pub const ORIGINS: Text = text("Где показывать", "Where to show them");
pub const ORIGINS_LEAD: Text = text(
    "Только сайты из этого списка смогут показать виджеты. Адрес пишите как в браузере, без страницы: https://clinic.ru. С www и без него это два разных сайта.",
    "Only the sites on this list can show the widgets. Write the address as in the browser, without a page: https://clinic.ru. With www and without are two.",
);
pub const NO_ORIGINS: Text = text(
    "Сайтов пока нет: виджеты не покажет никто.",
    "There are no sites yet: nobody shows the widgets.",
);
pub const ORIGIN: Text = text("Адрес сайта", "Address of the site");
pub const ADD: Text = text("Добавить", "Add");
pub const REMOVE: Text = text("Убрать", "Remove");
pub const KINDS: Text = text("Что показывать", "What to show");
pub const KINDS_OFF: Text = text(
    "Выключенный виджет сразу исчезает со всех сайтов.",
    "A widget that is off disappears from all sites at once.",
);
pub const ORIGIN_SCHEME: Text = text(
    "Адрес начинается с https://. По http можно только с этого компьютера: http://localhost",
    "The address begins with https://. Plain http will do for this computer only: http://localhost",
);
pub const ORIGIN_PATH: Text = text(
    "Оставьте только адрес сайта: без страницы, вопросительного знака и решётки",
    "Keep the address of the site only: no page, no question mark, no hash sign",
);
pub const ORIGIN_TWICE: Text =
    text("Этот сайт уже есть в списке", "This site is on the list already");
pub const ORIGIN_WRONG: Text = text(
    "Проверьте адрес, например https://clinic.ru. Русское имя сайта пишется как xn--…: скопируйте его из браузера",
    "Check the address, such as https://clinic.ru. A name in other letters is written as xn--…: copy it from the browser",
);
pub const ORIGINS_FULL: Text =
    text("Сайтов может быть не больше 20", "There can be at most 20 sites");
pub const SNIPPET: Text = text("Код для сайта", "Code for the site");
pub const SNIPPET_LEAD: Text = text(
    "Скопируйте код и вставьте его туда, где должен быть виджет. Веб-мастеру помогут страница docs/widgets.md и этот пример.",
    "Copy the code and paste it where the widget is to stand. The webmaster is helped by docs/widgets.md and this example.",
);
pub const WIDGET: Text = text("Виджет", "Widget");
pub const LANGUAGE: Text = text("Язык", "Language");
pub const LANGUAGE_RU: Text = text("Русский", "Russian");
pub const LANGUAGE_EN: Text = text("Английский", "English");
pub const THEME: Text = text("Тема", "Theme");
pub const ACCENT: Text = text("Цвет кнопок", "Colour of buttons");
pub const ACCENT_HINT: Text = text(
    "Например, #1a5fb4. Если текст на нём плохо виден, цвет станет темнее или светлее",
    "Such as #1a5fb4. Where text on it is hard to read it becomes darker or lighter",
);
pub const ACCENT_WRONG: Text = text("Цвет пишется как #1a5fb4", "A colour is written as #1a5fb4");
pub const RADIUS: Text = text("Скругление углов", "Roundness of corners");
pub const RADIUS_HINT: Text = text("Например, 8px", "Such as 8px");
pub const RADIUS_WRONG: Text = text("Число и px, не больше 99px", "A number and px, at most 99px");
pub const PREVIEW: Text = text("Как это выглядит", "How it looks");
pub const PREVIEW_OFF: Text = text(
    "Виджет выключен: включите его выше, и он появится здесь.",
    "The widget is off: turn it on above, and it appears here.",
);
pub const COUNTS: Text = text("За последние 30 дней", "The last 30 days");
pub const NO_COUNTS: Text = text(
    "Виджеты ещё никто не видел. Показы и записи появятся здесь в тот же день.",
    "Nobody has seen the widgets yet. What is shown and booked stands here the same day.",
);
pub const SITE: Text = text("Сайт", "Site");
pub const SHOWN: Text = text("Показан", "Shown");
pub const STARTED: Text = text("Начали", "Started");
pub const BOOKED: Text = text("Записались", "Booked");
pub const SAVED: Text = text("Сохранено", "Saved");
pub const COPY: Text = text("Скопировать код", "Copy the code");
pub const COPIED: Text = text("Код скопирован", "The code is copied");
pub const NOT_YOURS: Text = text(
    "Виджеты настраивает администратор клиники.",
    "The widgets are set by an administrator of the clinic.",
);

/// What is wrong with the address of a site beside those that are known; nothing where it may be added.
pub fn origin_wrong(typed: &str, known: &[String]) -> Option<Text> {
    let typed = typed.trim().to_ascii_lowercase();
    match parse_origin(&typed) {
        Ok(origin) if known.contains(&origin) => Some(ORIGIN_TWICE),
        Ok(_) if known.len() >= ORIGINS_MAX => Some(ORIGINS_FULL),
        Ok(_) => None,
        Err(FieldReason::Required) => Some(FieldReason::Required.text()),
        Err(_) => Some(match typed.split_once("://") {
            Some(("https", rest)) if rest.contains(['/', '?', '#']) => ORIGIN_PATH,
            Some(("https", _)) => ORIGIN_WRONG,
            Some(_) | None => ORIGIN_SCHEME,
        }),
    }
}

impl WidgetKind {
    pub const fn text(self) -> Text {
        match self {
            Self::Booking => text("Запись на приём", "Booking a visit"),
            Self::Doctors => text("Врачи клиники", "Doctors of the clinic"),
            Self::Result => text("Готов ли анализ", "Is a result ready"),
            Self::Card => text("Вход в карту", "The way into the card"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WID-7: what is wrong with an address is told so that it can be mended.
    #[test]
    fn an_address_is_refused_with_what_is_wrong_with_it() {
        let known = ["https://clinic.example".to_owned()];
        let wrong = |typed: &str| origin_wrong(typed, &known);
        assert_eq!(wrong("https://other.example"), None);
        assert_eq!(wrong("https://Clinic.example/"), Some(ORIGIN_TWICE));
        assert_eq!(wrong("http://clinic.example"), Some(ORIGIN_SCHEME));
        assert_eq!(wrong("clinic.example"), Some(ORIGIN_SCHEME));
        assert_eq!(wrong("https://clinic.example/about"), Some(ORIGIN_PATH));
        assert_eq!(wrong("https://*.clinic.example"), Some(ORIGIN_WRONG));
        assert_eq!(wrong("  "), Some(FieldReason::Required.text()));
        let full = vec!["https://clinic.example".to_owned(); ORIGINS_MAX];
        assert_eq!(origin_wrong("https://other.example", &full), Some(ORIGINS_FULL));
    }
}
