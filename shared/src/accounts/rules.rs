//! What a registration and a password must be. The browser asks while one types, the server asks
//! again: the same code.

use time::{Date, Month};

use super::contacts::Phone;
use crate::contract::FieldReason;
use crate::record::model::PersonName;

/// Letters of one part of a name.
pub const NAME_MAX: usize = 100;
/// Nobody is known to have lived longer than 122 years.
pub const AGE_MAX: i32 = 130;
/// Characters of a password. The lower limit is ACC-5's; the upper one keeps hashing bounded.
pub const PASSWORD_MIN: usize = 8;
pub const PASSWORD_MAX: usize = 128;

/// A part of a name as documents write it: letters with hyphens, apostrophes, dots and spaces
/// («Салтыков-Щедрин», «О’Хара», «Мамед оглы»). Spaces inside shrink to one.
pub fn check_name(text: &str) -> Result<String, FieldReason> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(FieldReason::Required);
    }
    if name.chars().count() > NAME_MAX {
        return Err(FieldReason::TooLong);
    }
    let joins = |c: char| matches!(c, '-' | '‑' | '\'' | '’' | '.' | ' ' | '(' | ')' | ',');
    let begins = name.chars().next().is_some_and(char::is_alphabetic);
    if !begins || !name.chars().all(|c| c.is_alphabetic() || joins(c) || is_combining(c)) {
        return Err(FieldReason::NotAName);
    }
    Ok(name)
}

/// «Й» typed as «И» and a breve: some keyboards do.
const fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

/// Characters of a passkey's name.
pub const KEY_NAME_MAX: usize = 60;

/// What the owner calls a passkey: anything that can be read, on one line.
pub fn check_key_name(text: &str) -> Result<String, FieldReason> {
    let name = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err(FieldReason::Required);
    }
    if name.chars().count() > KEY_NAME_MAX {
        return Err(FieldReason::TooLong);
    }
    // Marks that turn the direction of text could make one name look like another.
    let turns = |c: char| matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    if name.chars().any(|c| c.is_control() || turns(c)) {
        return Err(FieldReason::Invalid);
    }
    Ok(name)
}

/// A date as people type it: `12.03.1985`, `12/3/1985`, `1985-03-12`, `12 марта 1985`,
/// `12 March 1985`, `12031985`. Year in four digits.
pub fn parse_date(text: &str) -> Result<Date, FieldReason> {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return Err(FieldReason::Required);
    }
    let text = text.trim_end_matches("г.").trim_end_matches("года").trim_end();
    let parts: Vec<&str> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()).collect();
    let (day, month, year) = match parts.as_slice() {
        [all] if all.len() == 8 && all.is_ascii() => {
            let part = |range| all.get(range).unwrap_or_default();
            (part(0..2), part(2..4), part(4..8))
        }
        [year, month, day] if year.len() == 4 => (*day, *month, *year),
        [day, month, year] => (*day, *month, *year),
        _ => return Err(FieldReason::NotADate),
    };
    let number = |part: &str| part.parse::<u16>().map_err(|_| FieldReason::NotADate);
    let month = match month.parse::<u8>() {
        Ok(month) => Month::try_from(month).map_err(|_| FieldReason::NotADate)?,
        Err(_) => parse_month(month).ok_or(FieldReason::NotADate)?,
    };
    if year.len() != 4 {
        return Err(FieldReason::NotADate);
    }
    let day = u8::try_from(number(day)?).map_err(|_| FieldReason::NotADate)?;
    Date::from_calendar_date(i32::from(number(year)?), month, day)
        .map_err(|_| FieldReason::NotADate)
}

/// By the first letters, in any case: «мар», «марта», “mar”, “march”.
fn parse_month(word: &str) -> Option<Month> {
    const BEGINNINGS: [(&str, &str, Month); 12] = [
        ("янв", "jan", Month::January),
        ("фев", "feb", Month::February),
        ("мар", "mar", Month::March),
        ("апр", "apr", Month::April),
        ("ма", "may", Month::May),
        ("июн", "jun", Month::June),
        ("июл", "jul", Month::July),
        ("авг", "aug", Month::August),
        ("сен", "sep", Month::September),
        ("окт", "oct", Month::October),
        ("ноя", "nov", Month::November),
        ("дек", "dec", Month::December),
    ];
    let found = BEGINNINGS.iter().find(|(ru, en, _)| word.starts_with(ru) || word.starts_with(en));
    found.map(|(_, _, month)| *month)
}

/// Neither in the future nor more than [`AGE_MAX`] years ago.
pub fn check_birth_date(date: Date, today: Date) -> Result<Date, FieldReason> {
    if date > today {
        Err(FieldReason::InFuture)
    } else if crate::format::age(date, today) > AGE_MAX {
        Err(FieldReason::TooLongAgo)
    } else {
        Ok(date)
    }
}

/// Whose password it is to be: what it must not hold.
#[derive(Clone, Debug, Default)]
pub struct Owner {
    pub name: Option<PersonName>,
    pub phone: Option<Phone>,
    pub birth_date: Option<Date>,
}

/// One rule of ACC-5 that a password breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PasswordRule {
    Length,
    Upper,
    Lower,
    Digit,
    Special,
    /// A space at the beginning or the end.
    Edges,
    /// The owner's name, phone or birth date.
    Personal,
}

impl PasswordRule {
    pub const ALL: &[Self] = &[
        Self::Length,
        Self::Upper,
        Self::Lower,
        Self::Digit,
        Self::Special,
        Self::Edges,
        Self::Personal,
    ];

    /// Whether the password keeps this rule.
    pub fn is_met(self, password: &str, owner: &Owner) -> bool {
        let has = |what: fn(char) -> bool| password.chars().any(what);
        match self {
            Self::Length => (PASSWORD_MIN..=PASSWORD_MAX).contains(&password.chars().count()),
            Self::Upper => has(char::is_uppercase),
            Self::Lower => has(char::is_lowercase),
            Self::Digit => has(char::is_numeric),
            Self::Special => has(|c| !c.is_alphanumeric() && !c.is_whitespace() && !c.is_control()),
            Self::Edges => {
                !password.starts_with(char::is_whitespace)
                    && !password.ends_with(char::is_whitespace)
            }
            Self::Personal => !is_personal(password, owner),
        }
    }

    pub const fn reason(self) -> FieldReason {
        match self {
            Self::Length => FieldReason::PasswordLength,
            Self::Upper => FieldReason::PasswordUpper,
            Self::Lower => FieldReason::PasswordLower,
            Self::Digit => FieldReason::PasswordDigit,
            Self::Special => FieldReason::PasswordSpecial,
            Self::Edges => FieldReason::PasswordEdges,
            Self::Personal => FieldReason::PasswordPersonal,
        }
    }
}

/// The rules a password breaks, in the order they are shown.
pub fn broken_rules(password: &str, owner: &Owner) -> Vec<PasswordRule> {
    PasswordRule::ALL.iter().copied().filter(|rule| !rule.is_met(password, owner)).collect()
}

/// A part of a name shorter than this stands in too many passwords by chance.
const PERSONAL_LETTERS: usize = 3;
/// The end of a phone that people put into passwords.
const PERSONAL_DIGITS: usize = 6;

fn is_personal(password: &str, owner: &Owner) -> bool {
    // Too long is told by another rule; here it would only cost time.
    let folded = if password.len() > 4 * PASSWORD_MAX { "" } else { password }.to_lowercase();
    let digits: String = password.chars().filter(char::is_ascii_digit).collect();
    let names = owner.name.iter().flat_map(|name| {
        [Some(&name.surname), Some(&name.given), name.patronymic.as_ref()].into_iter().flatten()
    });
    let holds_name = names
        .map(|part| part.to_lowercase())
        .any(|part| part.chars().count() >= PERSONAL_LETTERS && self::holds_name(&folded, &part));
    let holds_phone = owner.phone.as_ref().is_some_and(|phone| {
        let phone = phone.as_str();
        let tail = phone.get(phone.len().saturating_sub(PERSONAL_DIGITS)..).unwrap_or(phone);
        digits.contains(tail)
    });
    let holds_birth_date = owner.birth_date.is_some_and(|date| {
        let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
        let (short, day_first) = (year % 100, format!("{day:02}{month:02}"));
        [
            format!("{day_first}{year}"),
            format!("{day_first}{short:02}"),
            format!("{year}{month:02}{day:02}"),
            format!("{month:02}{day:02}{year}"),
        ]
        .iter()
        .any(|written| digits.contains(written.as_str()))
    });
    holds_name || holds_phone || holds_birth_date
}

/// Whether the text holds the name, as it is or in any of the ways people write it in Latin
/// letters. Both in small letters.
fn holds_name(text: &str, name: &str) -> bool {
    // Places in the name and in the text up to which one may spell the other; each is looked at once.
    let mut seen = vec![false; (name.len() + 1) * (text.len() + 1)];
    let mut reached: Vec<(usize, usize)> = (0..text.len()).map(|start| (0, start)).collect();
    while let Some((at, typed_at)) = reached.pop() {
        match seen.get_mut(at * (text.len() + 1) + typed_at) {
            Some(seen) if !*seen => *seen = true,
            _ => continue,
        }
        let name = name.get(at..).unwrap_or_default();
        let typed = text.get(typed_at..).unwrap_or_default();
        let Some(first) = name.chars().next() else { return true };
        if typed.starts_with(first) {
            reached.push((at + first.len_utf8(), typed_at + first.len_utf8()));
        }
        for line in SPELLINGS.split('/') {
            let (letters, spellings) = line.split_once(' ').unwrap_or_default();
            if !name.starts_with(letters) {
                continue;
            }
            for spelling in spellings.split(' ').filter(|spelling| typed.starts_with(spelling)) {
                reached.push((at + letters.len(), typed_at + spelling.len()));
            }
        }
    }
    false
}

/// Latin spellings in use: passports new and old (ICAO Doc 9303, ГОСТ Р 52535.1), bank cards, and
/// what people make of it («Юлия»: `iuliia`, `yulia`, `julia`). Each line: the letters, then their
/// spellings; a space at the end stands for none. One text, for a table is bigger in a browser.
const SPELLINGS: &str = "а a/б b/в v w/г g/д d/е e ye je/ё e yo jo io ye/ж zh j/з z/и i/ий y/й i y j/к k c/кс x/л l/м m/н n/о o/п p/р r/с s/т t/у u/ф f/х kh h x/ц ts c/ч ch/ш sh/щ shch sch/ъ ie /ы y i/ь i /э e/ю iu yu ju/я ia ya ja a";

/// How hard a password is to guess, told while one types. The server has the last word: it
/// compares with lists of common and breached passwords, which are too big for a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    Weak,
    Fair,
    Strong,
}

impl Strength {
    /// By the number of tries that an attacker who knows the alphabet needs; runs and repeats
    /// («1234», «aaaa») count once.
    pub fn of(password: &str) -> Self {
        let mut alphabet = 0;
        let has = |what: fn(char) -> bool| password.chars().any(what);
        for (found, letters) in [
            (has(char::is_lowercase), 26),
            (has(char::is_uppercase), 26),
            (has(char::is_numeric), 10),
            (has(|c| !c.is_alphanumeric()), 32),
        ] {
            alphabet += if found { letters } else { 0 };
        }
        let codes: Vec<i64> = password.chars().map(|c| i64::from(u32::from(c))).collect();
        let steps: Vec<i64> = codes
            .windows(2)
            .map(|pair| pair.iter().rev().copied().reduce(|b, a| b - a).unwrap_or(0))
            .collect();
        let predictable = steps
            .windows(2)
            .filter(|pair| {
                pair.first() == pair.last() && pair.first().is_some_and(|step| step.abs() <= 1)
            })
            .count();
        let letters = u32::try_from(codes.len().saturating_sub(predictable)).unwrap_or(u32::MAX);
        let bits = f64::from(letters) * f64::from(alphabet).max(1.0).log2();
        match bits {
            _ if bits < 50.0 => Self::Weak,
            _ if bits < 75.0 => Self::Fair,
            _ => Self::Strong,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn names_are_letters_and_what_joins_them() {
        for (text, name) in [
            ("  Салтыков-Щедрин ", "Салтыков-Щедрин"),
            ("О’Хара", "О’Хара"),
            ("Мамед   оглы", "Мамед оглы"),
            ("Ия", "Ия"),
            ("Ю", "Ю"),
            ("и\u{306}ошкар", "и\u{306}ошкар"),
        ] {
            assert_eq!(check_name(text).as_deref(), Ok(name));
        }
        for (text, reason) in [
            ("", FieldReason::Required),
            ("   ", FieldReason::Required),
            ("Анна2", FieldReason::NotAName),
            ("-Анна", FieldReason::NotAName),
            ("<b>Анна</b>", FieldReason::NotAName),
            ("Анна\u{202e}", FieldReason::NotAName),
        ] {
            assert_eq!(check_name(text), Err(reason), "{text}");
        }
        assert_eq!(check_name(&"а".repeat(101)), Err(FieldReason::TooLong));
    }

    /// ACC-1
    #[test]
    fn a_date_is_taken_as_people_type_it() {
        for text in [
            "12.03.1985",
            "12.3.1985",
            "12/03/1985",
            "12-03-1985",
            "1985-03-12",
            "12 03 1985",
            "12031985",
            "12 марта 1985",
            "12 марта 1985 г.",
            "12 Мар 1985 года",
            "12 March 1985",
            " 12.03.1985 ",
        ] {
            assert_eq!(parse_date(text), Ok(date!(1985 - 03 - 12)), "{text}");
        }
        assert_eq!(parse_date("1 мая 1970"), Ok(date!(1970 - 05 - 01)));
        for text in [
            "31.02.1985",
            "12.13.1985",
            "12.03.85",
            "вчера",
            "12.03",
            "12.03.1985.1",
            "0.0.0000",
            "12 ммм 1985",
        ] {
            assert_eq!(parse_date(text), Err(FieldReason::NotADate), "{text}");
        }
        assert_eq!(parse_date(""), Err(FieldReason::Required));
    }

    #[test]
    fn a_birth_date_is_neither_ahead_nor_too_long_ago() {
        let today = date!(2026 - 11 - 22);
        assert!(check_birth_date(today, today).is_ok());
        assert!(check_birth_date(date!(1896 - 11 - 22), today).is_ok());
        assert_eq!(check_birth_date(date!(2026 - 11 - 23), today), Err(FieldReason::InFuture));
        assert_eq!(check_birth_date(date!(1895 - 11 - 22), today), Err(FieldReason::TooLongAgo));
    }

    fn anna() -> Owner {
        Owner {
            name: Some(PersonName {
                surname: "Щукина".into(),
                given: "Анна".into(),
                patronymic: Some("Ильинична".into()),
            }),
            phone: Phone::parse("+7 900 123-45-67").ok(),
            birth_date: Some(date!(1985 - 03 - 12)),
        }
    }

    /// ACC-5
    #[test]
    fn each_rule_of_a_password_is_told_by_itself() {
        for (password, broken) in [
            ("Тёплый9чай!", &[][..]),
            ("warm9Tea!", &[]),
            ("Aa1!", &[PasswordRule::Length]),
            ("aaaaaa1!", &[PasswordRule::Upper]),
            ("AAAAAA1!", &[PasswordRule::Lower]),
            ("Aaaaaaa!", &[PasswordRule::Digit]),
            ("Aaaaaaa1", &[PasswordRule::Special]),
            (" Aaaaaa1!", &[PasswordRule::Edges]),
            ("Aaaaaa1!\u{a0}", &[PasswordRule::Edges]),
            ("Щукина-1900", &[PasswordRule::Personal]),
            ("xxSHCHUKINA!9a", &[PasswordRule::Personal]),
            ("Чай!12.03.1985", &[PasswordRule::Personal]),
            ("Чай!120385", &[PasswordRule::Personal]),
            ("Чай!1985-03-12", &[PasswordRule::Personal]),
            ("Чай!123-45-67", &[PasswordRule::Personal]),
        ] {
            assert_eq!(broken_rules(password, &anna()), broken, "{password}");
        }
        assert_eq!(
            broken_rules(&format!("Aa1!{}", "ж".repeat(125)), &anna()),
            [PasswordRule::Length]
        );
        assert_eq!(broken_rules("", &anna()).len(), 5);
    }

    /// ACC-5
    #[test]
    fn a_name_is_known_in_every_spelling_people_use() {
        for (name, spellings) in [
            ("Мария", "maria mariya marija mariia МАРИЯ"),
            ("Юлия", "yulia yuliya iuliia julia julija"),
            ("Юрий", "yury yuriy iurii jurij"),
            ("Дмитрий", "dmitry dmitriy dmitrij"),
            ("Алексей", "alexey aleksei aleksey alexei aleksej"),
            ("Александр", "aleksandr alexandr"),
            ("Наталья", "natalya natalia natalja"),
            ("Евгения", "evgenia yevgeniya evgeniia jevgenija"),
            ("Фёдор", "fedor fyodor fjodor"),
            ("Хасанова", "khasanova hasanova"),
            ("Цветаева", "tsvetaeva cvetaeva tsvetayeva"),
            ("Щукина", "shchukina schukina"),
            ("Жукова", "zhukova jukova"),
            ("Соловьёв", "solovev solovyov soloviev"),
            ("Smith", "SMITH"),
        ] {
            let owner = Owner {
                name: Some(PersonName {
                    surname: name.into(),
                    given: "Ия".into(),
                    patronymic: None,
                }),
                ..Owner::default()
            };
            for spelling in spellings.split(' ') {
                let password = format!("Чай-9{spelling}!");
                let is_told = broken_rules(&password, &owner).contains(&PasswordRule::Personal);
                assert!(is_told, "{name}: {spelling}");
            }
            for other in ["Marina-9!", "Семь слонов 9!", "", "Yu9!"] {
                assert!(PasswordRule::Personal.is_met(other, &owner), "{name}: {other}");
            }
        }
    }

    /// A name made to have as many readings as can be takes no longer than others.
    #[test]
    fn no_name_takes_long_to_look_for() {
        let owner = Owner {
            name: Some(PersonName {
                surname: "ий".repeat(50),
                given: "ь".repeat(100),
                patronymic: None,
            }),
            ..Owner::default()
        };
        let started = std::time::Instant::now();
        broken_rules(&"iy".repeat(50_000), &owner);
        assert!(started.elapsed() < std::time::Duration::from_secs(2));
    }

    #[test]
    fn strength_grows_with_what_has_to_be_guessed() {
        assert_eq!(Strength::of("Aa1!"), Strength::Weak);
        assert_eq!(Strength::of("Aa1!11111111111"), Strength::Weak);
        assert_eq!(Strength::of("Abcdefgh1234567!"), Strength::Weak);
        assert_eq!(Strength::of("тёплый9Чай!"), Strength::Fair);
        assert_eq!(Strength::of("семь Слонов 9 чаёв!"), Strength::Strong);
    }
}
