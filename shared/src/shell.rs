//! The words of the frame around every page.

use crate::lang::{Text, text};

pub const PRODUCT: Text = text("Medkarta", "Medkarta");
pub const TAGLINE: Text = text("Электронная медицинская карта", "Electronic medical card");
pub const SKIP: Text = text("Перейти к содержанию", "Skip to content");
pub const HOME: Text = text("Главная", "Home");
pub const CARD: Text = text("Карта", "Card");
pub const MORE: Text = text("Ещё", "More");
pub const PATIENTS: Text = text("Пациенты", "Patients");
pub const HELP: Text = text("Помощь", "Help");
pub const LANGUAGE: Text = text("Язык", "Language");
pub const THEME: Text = text("Тема", "Theme");
pub const THEME_AUTO: Text = text("Как в устройстве", "As the device");
pub const THEME_LIGHT: Text = text("Светлая", "Light");
pub const THEME_DARK: Text = text("Тёмная", "Dark");
pub const VISION: Text = text("Вид", "Display");
pub const VISION_USUAL: Text = text("Обычный", "Usual");
pub const VISION_CONTRAST: Text = text("Высокий контраст", "High contrast");
pub const VISION_LOW: Text = text("Для слабовидящих", "For low vision");
pub const SETTINGS: Text = text("Настройки", "Settings");
pub const MAIN_NAVIGATION: Text = text("Основная навигация", "Main navigation");
pub const LOADING: Text = text("Загружаем…", "Loading…");
pub const CANCEL: Text = text("Отменить", "Cancel");
pub const CLOSE: Text = text("Закрыть", "Close");
pub const RETRY: Text = text("Попробовать ещё раз", "Try again");
pub const GO_HOME: Text = text("На главную", "Go home");
pub const ERROR_CODE: Text = text("Код для поддержки", "Code for support");
pub const NOT_FOUND_TITLE: Text = text("Такой страницы нет", "There is no such page");
pub const NOT_FOUND_LEAD: Text = text(
    "Проверьте адрес. Если вы пришли по ссылке, она могла устареть.",
    "Check the address. If you followed a link, it may be out of date.",
);
pub const ERROR_TITLE: Text = text("Не получилось", "That did not work");
pub const OFFLINE: Text = text(
    "Нет связи. Показываем то, что уже загружено; когда связь вернётся, обновим сами.",
    "You are offline. What you see was loaded earlier; it will refresh when the connection is back.",
);
pub const SLOW: Text = text("Отвечает дольше обычного…", "Taking longer than usual…");
