use super::api::{BUILT_IN, FOUND_DEFAULT, FOUND_MAX};
use crate::contract::FieldReason;

/// Characters of a version's number at most.
const VERSION_MAX: usize = 40;

/// A code as it is compared: small, without spaces, a Cyrillic letter that looks like a Latin one
/// as that one, since «А00» is typed as it comes.
pub fn code_key(code: &str) -> String {
    let seen = code.chars().filter(|c| !c.is_whitespace() && !c.is_control());
    let small = seen.flat_map(char::to_lowercase);
    small
        .map(|c| match c {
            'а' => 'a',
            'в' => 'b',
            'е' | 'ё' => 'e',
            'к' => 'k',
            'м' => 'm',
            'н' => 'h',
            'о' => 'o',
            'р' => 'p',
            'с' => 'c',
            'т' => 't',
            'у' => 'y',
            'х' => 'x',
            other => other,
        })
        .collect()
}

/// How many terms are answered with.
pub fn found_limit(asked: Option<u32>) -> Result<u32, FieldReason> {
    match asked.unwrap_or(FOUND_DEFAULT) {
        limit @ 1..=FOUND_MAX => Ok(limit),
        _ => Err(FieldReason::OutOfRange),
    }
}

/// A version's number as an operator gives it: letters, digits, `.`, `-` and `_`.
pub fn check_version(text: &str) -> Result<&str, FieldReason> {
    let text = text.trim();
    let is_known_sign = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_');
    if text.is_empty() {
        Err(FieldReason::Required)
    } else if text.chars().count() > VERSION_MAX {
        Err(FieldReason::TooLong)
    } else if text == BUILT_IN || !text.chars().all(is_known_sign) {
        Err(FieldReason::Invalid)
    } else {
        Ok(text)
    }
}

/// The version in the name of a file of the federal register of reference books:
/// `1.2.643.5.1.13.13.11.1005_2.27.csv`.
pub fn version_in_name(name: &str) -> Option<&str> {
    let (oid, rest) = name.split_once('_')?;
    let is_numbers = |text: &str| {
        !text.is_empty() && text.split('.').all(|part| part.bytes().all(|b| b.is_ascii_digit()))
    };
    let (version, extension) = rest.rsplit_once('.')?;
    let is_whole = is_numbers(oid) && is_numbers(version) && !extension.contains('.');
    is_whole.then_some(version)
}

/// The day an extract was made, with what follows it: `2026-06-02-1` of `ГРЛС grls2026-06-02-1.zip`.
pub fn version_in_words(words: &str) -> Option<&str> {
    words.split(|c: char| !c.is_ascii_digit() && c != '-').map(|run| run.trim_matches('-')).find(
        |run| {
            let mut parts = run.split('-').map(str::len);
            (parts.next(), parts.next(), parts.next()) == (Some(4), Some(2), Some(2))
        },
    )
}

/// Whether so much is gone that the file is rather cut off than a new version.
pub fn is_much_smaller(before: u32, now: u32) -> bool {
    now < before / 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_however_it_is_typed() {
        assert_eq!(code_key("E11.9"), "e11.9");
        // Cyrillic.
        assert_eq!(code_key(" Е11.9 "), "e11.9");
        assert_eq!(code_key("А00"), "a00");
        assert_eq!(code_key("10*9/L"), "10*9/l");
        assert_eq!(code_key("\0"), "");
    }

    #[test]
    fn a_limit_is_from_one_to_fifty() {
        assert_eq!(found_limit(None), Ok(FOUND_DEFAULT));
        assert_eq!(found_limit(Some(50)), Ok(50));
        for wrong in [0, 51, u32::MAX] {
            assert_eq!(found_limit(Some(wrong)), Err(FieldReason::OutOfRange));
        }
    }

    #[test]
    fn a_version_is_found_in_what_names_the_file() {
        assert_eq!(version_in_name("1.2.643.5.1.13.13.11.1005_2.27.csv"), Some("2.27"));
        for name in ["mkb10.csv", "1.2_.csv", "a_2.27.csv", "1.2_2.x.csv", "1.2_2", ""] {
            assert_eq!(version_in_name(name), None, "{name}");
        }
        assert_eq!(version_in_words("ГРЛС grls2026-06-02-1.zip"), Some("2026-06-02-1"));
        assert_eq!(version_in_words("ФСЛИ справочник.json | (5924)"), None);
    }

    #[test]
    fn a_version_is_a_word_and_not_the_built_in_one() {
        assert_eq!(check_version(" 2.27 "), Ok("2.27"));
        assert_eq!(check_version(" "), Err(FieldReason::Required));
        assert_eq!(check_version(&"1".repeat(41)), Err(FieldReason::TooLong));
        assert_eq!(check_version("a b"), Err(FieldReason::Invalid));
        assert_eq!(check_version(BUILT_IN), Err(FieldReason::Invalid));
    }

    #[test]
    fn half_a_list_is_no_list() {
        assert!(!is_much_smaller(0, 0));
        assert!(!is_much_smaller(15_038, 14_000));
        assert!(is_much_smaller(15_038, 7_000));
    }
}
