//! The two languages of the product, side by side, checked by the compiler.

/// A language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lang {
    #[default]
    Ru,
    En,
}

impl Lang {
    /// The BCP 47 tag: the value of `lang` on `<html>`.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Ru => "ru",
            Self::En => "en",
        }
    }
}

/// One phrase in every language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Text {
    ru: &'static str,
    en: &'static str,
}

/// Writes a phrase down: Russian first, English second.
pub const fn text(ru: &'static str, en: &'static str) -> Text {
    Text { ru, en }
}

impl Text {
    pub const fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Ru => self.ru,
            Lang::En => self.en,
        }
    }
}

/// Picks the English form for a count.
pub const fn count_en<'a>(n: u64, one: &'a str, many: &'a str) -> &'a str {
    if n == 1 { one } else { many }
}

/// Picks the Russian form for a count: 1 анализ, 2 анализа, 5 анализов.
pub fn count_ru<'a>(n: u64, one: &'a str, few: &'a str, many: &'a str) -> &'a str {
    match (n % 10, n % 100) {
        (1, rest) if rest != 11 => one,
        (2..=4, rest) if !(12..=14).contains(&rest) => few,
        _ => many,
    }
}
