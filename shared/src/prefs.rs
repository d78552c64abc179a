//! How a person wants the pages to look. Kept in a cookie that holds nothing else, so that the
//! server can draw the first screen right at once.

use crate::lang::Lang;

/// The cookie's name. Its value is [`Prefs::to_cookie`]: no identifier, no health fact.
pub const COOKIE: &str = "prefs";

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the device says.
    #[default]
    Auto,
    Light,
    Dark,
}

/// Contrast and size: the «для слабовидящих» mode follows ГОСТ Р 52872-2019.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Vision {
    #[default]
    Usual,
    HighContrast,
    /// «Версия для слабовидящих»: high contrast, large type, wide spacing, no pictures in the background.
    LowVision,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Prefs {
    pub lang: Lang,
    pub theme: Theme,
    pub vision: Vision,
}

impl Theme {
    /// The value of `data-theme` on `<html>`.
    pub const fn attribute(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

impl Vision {
    /// The value of `data-vision` on `<html>`.
    pub const fn attribute(self) -> &'static str {
        match self {
            Self::Usual => "usual",
            Self::HighContrast => "contrast",
            Self::LowVision => "low",
        }
    }
}

impl Prefs {
    /// `ru.auto.usual`
    pub fn to_cookie(self) -> String {
        [self.lang.tag(), self.theme.attribute(), self.vision.attribute()].join(".")
    }

    /// Whatever is not understood keeps its default.
    pub fn from_cookie(value: &str) -> Self {
        let mut prefs = Self::default();
        for word in value.split('.') {
            match word {
                "ru" => prefs.lang = Lang::Ru,
                "en" => prefs.lang = Lang::En,
                "auto" => prefs.theme = Theme::Auto,
                "light" => prefs.theme = Theme::Light,
                "dark" => prefs.theme = Theme::Dark,
                "usual" => prefs.vision = Vision::Usual,
                "contrast" => prefs.vision = Vision::HighContrast,
                "low" => prefs.vision = Vision::LowVision,
                _ => {}
            }
        }
        prefs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_survives_the_cookie() {
        for lang in [Lang::Ru, Lang::En] {
            for theme in [Theme::Auto, Theme::Light, Theme::Dark] {
                for vision in [Vision::Usual, Vision::HighContrast, Vision::LowVision] {
                    let prefs = Prefs { lang, theme, vision };
                    assert_eq!(Prefs::from_cookie(&prefs.to_cookie()), prefs);
                }
            }
        }
    }

    #[test]
    fn a_strange_cookie_is_the_default() {
        assert_eq!(Prefs::from_cookie("<script>.purple"), Prefs::default());
    }
}
