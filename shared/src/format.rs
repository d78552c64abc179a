//! Dates, numbers and identifiers as people write them.

use time::{Date, Month, OffsetDateTime, UtcOffset};

use crate::lang::Lang;

/// A no-break space: a number never parts from its word.
pub const NBSP: char = '\u{a0}';

const fn month_ru(month: Month) -> &'static str {
    match month {
        Month::January => "января",
        Month::February => "февраля",
        Month::March => "марта",
        Month::April => "апреля",
        Month::May => "мая",
        Month::June => "июня",
        Month::July => "июля",
        Month::August => "августа",
        Month::September => "сентября",
        Month::October => "октября",
        Month::November => "ноября",
        Month::December => "декабря",
    }
}

const fn month_en(month: Month) -> &'static str {
    match month {
        Month::January => "January",
        Month::February => "February",
        Month::March => "March",
        Month::April => "April",
        Month::May => "May",
        Month::June => "June",
        Month::July => "July",
        Month::August => "August",
        Month::September => "September",
        Month::October => "October",
        Month::November => "November",
        Month::December => "December",
    }
}

/// «12 марта» or “12 March”, where the year goes without saying.
pub fn day(lang: Lang, date: Date) -> String {
    let month = match lang {
        Lang::Ru => month_ru(date.month()),
        Lang::En => month_en(date.month()),
    };
    format!("{}{NBSP}{month}", date.day())
}

/// «12 марта 2026» or “12 March 2026”.
pub fn date(lang: Lang, date: Date) -> String {
    format!("{}{NBSP}{}", day(lang, date), date.year())
}

/// «12 марта 2026, 14:30», at the given offset from UTC.
pub fn moment(lang: Lang, at: OffsetDateTime, offset: UtcOffset) -> String {
    let at = at.to_offset(offset);
    format!("{}, {:02}:{:02}", date(lang, at.date()), at.hour(), at.minute())
}

/// A number with the decimal mark of the language, as many digits as it needs, at most four after the mark.
pub fn number(lang: Lang, value: f64) -> String {
    let mut text = format!("{value:.4}");
    if text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    match lang {
        Lang::Ru => text.replace('.', ","),
        Lang::En => text,
    }
}

/// Bytes in small hexadecimal digits, two each.
pub fn hex(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(digit.into(), 16)).collect()
}

/// Full years lived on `today`.
pub fn age(birth_date: Date, today: Date) -> i32 {
    let had_birthday =
        (today.month() as u8, today.day()) >= (birth_date.month() as u8, birth_date.day());
    today.year() - birth_date.year() - i32::from(!had_birthday)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime, offset};

    #[test]
    fn a_moment_is_told_in_both_languages() {
        let at = datetime!(2026-03-12 21:30 UTC);
        assert_eq!(moment(Lang::Ru, at, offset!(+3)), "13\u{a0}марта\u{a0}2026, 00:30");
        assert_eq!(moment(Lang::En, at, offset!(UTC)), "12\u{a0}March\u{a0}2026, 21:30");
    }

    #[test]
    fn numbers_keep_only_the_digits_they_need() {
        assert_eq!(number(Lang::Ru, 5.40), "5,4");
        assert_eq!(number(Lang::En, 100.0), "100");
        assert_eq!(number(Lang::Ru, 0.00004), "0");
        assert_eq!(number(Lang::Ru, -1.25), "-1,25");
    }

    #[test]
    fn age_turns_on_the_birthday() {
        assert_eq!(age(date!(2000 - 02 - 29), date!(2026 - 02 - 28)), 25);
        assert_eq!(age(date!(2000 - 02 - 29), date!(2026 - 03 - 01)), 26);
        assert_eq!(age(date!(2000 - 05 - 05), date!(2026 - 05 - 05)), 26);
    }
}
