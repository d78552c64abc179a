//! The words of the list of notifications, and of how one wishes to be told.

use crate::lang::{Lang, Text, text};
use crate::notifications::centre::{NotificationTopic, NotificationWay};

pub const TITLE: Text = text("Уведомления", "Notifications");
pub const NONE: Text = text(
    "Пока уведомлений нет. Здесь появится всё новое: результаты, записи врачей, визиты, запросы доступа.",
    "No notifications yet. Everything new will appear here: results, doctors’ notes, visits, requests for access.",
);
pub const NONE_UNREAD: Text = text("Всё прочитано.", "You have read everything.");
pub const ONLY_UNREAD: Text = text("Только непрочитанные", "Unread only");
pub const READ_ALL: Text = text("Прочитать все", "Mark all as read");
pub const ALL_READ: Text = text("Все уведомления прочитаны", "All notifications are read");
pub const UNREAD: Text = text("Не прочитано", "Unread");
pub const CHOOSE: Text = text("Настроить уведомления", "Notification settings");
pub const KEPT: Text =
    text("Уведомления хранятся один год.", "Notifications are kept for one year.");
pub const SETTINGS: Text = text("Настройка уведомлений", "Notification settings");
pub const SETTINGS_HINT: Text = text(
    "О чём и как сообщать: на портале, в браузере, по SMS, по почте; тихие часы",
    "What to tell you and how: in the portal, the browser, by SMS, by e-mail; quiet hours",
);
pub const SETTINGS_LEAD: Text = text(
    "Выберите, о чём и как вам сообщать. Ни в SMS, ни в письме, ни на экране блокировки не будет сведений о здоровье.",
    "Choose what to be told and how. No SMS, letter or lock screen ever says anything about your health.",
);
pub const BACK: Text = text("К уведомлениям", "To notifications");
pub const WAYS: Text = text("О чём и как сообщать", "What and how");
pub const WHAT: Text = text("О чём", "What");
pub const NOTHING: Text = text("Об этом не сообщаем нигде", "You are not told of this anywhere");
pub const MANDATORY: Text = text(
    "Нельзя отключить полностью: остаётся портал и хотя бы SMS или почта",
    "Cannot be turned off: the portal stays, and SMS or e-mail at least",
);
pub const MANDATORY_WRONG: Text = text(
    "О безопасности и неотложном сообщаем хотя бы по SMS или почте: выберите одно из них.",
    "We tell of security and urgent work by SMS or e-mail at least: choose one of them.",
);
pub const NO_PHONE: Text = text(
    "Телефон не подтверждён: SMS не придут.",
    "Your phone is not confirmed: no SMS will come.",
);
pub const NO_EMAIL: Text = text(
    "Почта не подтверждена: письма не придут.",
    "Your e-mail is not confirmed: no letters will come.",
);
pub const TO_CONTACTS: Text = text("Подтвердить контакты", "Confirm contacts");
pub const NO_DEVICES: Text = text(
    "Уведомления браузера не включены ни на одном устройстве: включите их ниже.",
    "Browser notifications are not on for any device: turn them on below.",
);
pub const QUIET: Text = text("Тихие часы", "Quiet hours");
pub const QUIET_LEAD: Text = text(
    "В тихие часы не приходят SMS, письма и уведомления браузера: они придут, когда часы закончатся. Сразу сообщаем о том, что не может ждать: о безопасности, о неотложном по работе, об изменении визита и о предложенном времени.",
    "In quiet hours no SMS, letter or browser notification comes: they come when the hours are over. What cannot wait is told at once: security, urgent work, a changed visit, a time offered to you.",
);
pub const QUIET_ON: Text = text("Не беспокоить", "Do not disturb");
pub const FROM: Text = text("С", "From");
pub const UNTIL: Text = text("До", "Until");
pub const QUIET_SAME: Text = text(
    "Начало и конец совпадают: выберите разное время.",
    "The beginning and the end are the same: choose different times.",
);
pub const DEVICES: Text = text("Уведомления браузера", "Browser notifications");
pub const DEVICES_LEAD: Text = text(
    "Приходят, даже когда портал закрыт. Через службу уведомлений браузера не передаётся ничего: браузер сам спрашивает нас, что нового.",
    "They come even while the portal is closed. Nothing is passed through the browser’s push service: the browser itself asks us what is new.",
);
pub const DEVICE_ON: Text = text("Включить на этом устройстве", "Turn on for this device");
pub const DEVICE_IS_ON: Text = text("На этом устройстве включены.", "They are on for this device.");
pub const DEVICE_ADDED: Text =
    text("Уведомления браузера включены", "Browser notifications are on");
pub const DEVICE_REMOVED: Text =
    text("Уведомления на устройстве выключены", "Notifications are off for the device");
pub const DEVICE_OFF: Text = text("Выключить", "Turn off");
pub const THIS_DEVICE: Text = text("это устройство", "this device");
pub const SINCE: Text = text("Включены", "On since");
pub const NOT_SUPPORTED: Text = text(
    "Этот браузер не умеет показывать уведомления. На iPhone и iPad сначала добавьте портал на экран «Домой».",
    "This browser cannot show notifications. On an iPhone or iPad add the portal to the home screen first.",
);
pub const DENIED: Text = text(
    "Уведомления для портала запрещены в браузере. Разрешите их в настройках сайта: это значок слева от адреса страницы. Потом нажмите ещё раз.",
    "Notifications for the portal are blocked in the browser. Allow them in the site settings, at the icon left of the address, and press again.",
);
pub const NOT_ADDED: Text = text(
    "Браузер не смог включить уведомления: его служба уведомлений не отвечает. Попробуйте позже.",
    "The browser could not turn notifications on: its push service does not answer. Try later.",
);
pub const SAVE: Text = text("Сохранить", "Save");
pub const SAVED: Text = text("Настройки сохранены", "Settings are saved");
pub const CHANGED_ELSEWHERE: Text = text(
    "Настройки изменили на другом устройстве. Проверьте их и сохраните ещё раз.",
    "The settings were changed on another device. Look at them and save again.",
);

/// «Уведомления, не прочитано: 3».
pub fn bell(lang: Lang, unread: u32) -> String {
    match (unread, lang) {
        (0, _) => TITLE.get(lang).to_owned(),
        (n, Lang::Ru) => format!("Уведомления, не прочитано: {n}"),
        (n, Lang::En) => format!("Notifications, {n} unread"),
    }
}

pub const fn topic(topic: NotificationTopic) -> Text {
    match topic {
        NotificationTopic::Entries => text("Новое в карте", "New in the card"),
        NotificationTopic::Results => text("Результаты", "Results"),
        NotificationTopic::Requests => {
            text("Запросы доступа и просмотры", "Requests for access and looks")
        }
        NotificationTopic::Visits => text("Визиты", "Visits"),
        NotificationTopic::Reminders => text("Напоминания о визитах", "Reminders of visits"),
        NotificationTopic::Work => text("По работе", "Work"),
        NotificationTopic::Duty => text("Неотложное по работе", "Urgent work"),
        NotificationTopic::Security => text("Безопасность", "Security"),
    }
}

pub const fn topic_hint(topic: NotificationTopic) -> Text {
    match topic {
        NotificationTopic::Entries => text(
            "Записи врачей; новое в картах близких",
            "Doctors’ notes; what is new in the cards of your people",
        ),
        NotificationTopic::Results => {
            text("Анализы и исследования готовы", "Tests and examinations are ready")
        }
        NotificationTopic::Requests => text(
            "Кто просит доступ, открыл вашу ссылку или смотрел карту",
            "Who asks for access, opened your link or looked at the card",
        ),
        NotificationTopic::Visits => text(
            "Запись, перенос, отмена, опоздание врача, лист ожидания",
            "Booked, moved, cancelled, a late doctor, the waiting list",
        ),
        NotificationTopic::Reminders => {
            text("Когда напоминать, выбирается в «Моих визитах»", "When is chosen in “My visits”")
        }
        NotificationTopic::Work => text(
            "Результаты и измерения пациентов, открытые вам карты",
            "Results and measurements of patients, cards opened to you",
        ),
        NotificationTopic::Duty => {
            text("Критические результаты, проверки", "Critical results, reviews")
        }
        NotificationTopic::Security => text(
            "Входы, пароли, экстренный доступ, доверенные лица",
            "Sign-ins, passwords, emergency access, representatives",
        ),
    }
}

pub const fn way(way: NotificationWay) -> Text {
    match way {
        NotificationWay::App => text("Портал", "Portal"),
        NotificationWay::Push => text("Браузер", "Browser"),
        NotificationWay::Sms => text("SMS", "SMS"),
        NotificationWay::Email => text("Почта", "E-mail"),
    }
}
