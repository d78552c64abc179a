//! Numbers that carry check digits. Each is parsed once, from what people type, and keeps one form.

use crate::contract::FieldReason;
use crate::format::NBSP;

/// Insurance number of an individual personal account (СНИЛС): 11 digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Snils(String);

/// Taxpayer number of a person (ИНН): 12 digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Inn(String);

/// Number of a compulsory insurance policy (ЕНП полиса ОМС): 16 digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PolicyNumber(String);

/// Series and number of a Russian passport: 10 digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Passport(String);

/// Numbers up to this one were given out before there were check digits
/// (постановление Правления ПФР от 31.07.2006 № 192п, приложение 1).
const SNILS_WITHOUT_CHECK: u32 = 1_001_998;

impl Snils {
    /// Spaces and hyphens are as people like. The last two digits are the sum of the first nine,
    /// weighted 9 to 1, modulo 101, where 100 is written 00.
    pub fn parse(text: &str) -> Result<Self, FieldReason> {
        let digits = digits(text, 11)?;
        let (number, check) = digits.split_at_checked(9).ok_or(FieldReason::WrongLength)?;
        let value = number.iter().fold(0u32, |value, digit| value * 10 + digit);
        let sum: u32 = number.iter().zip((1..=9).rev()).map(|(digit, weight)| digit * weight).sum();
        let given = check.iter().fold(0, |value, digit| value * 10 + digit);
        if value == 0 || (value > SNILS_WITHOUT_CHECK && sum % 101 % 100 != given) {
            return Err(FieldReason::CheckDigit);
        }
        Ok(Self(join(&digits)))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Snils {
    /// `123-456-789 01`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let part = |range| self.0.get(range).unwrap_or_default();
        write!(f, "{}-{}-{}{NBSP}{}", part(0..3), part(3..6), part(6..9), part(9..11))
    }
}

/// The check digit that follows `number`, digit by digit, by Luhn's formula (ISO/IEC 7812-1, annex B).
pub fn luhn_digit(number: &[u32]) -> u32 {
    let doubled = |(place, digit): (usize, &u32)| match place % 2 {
        0 => digit * 2 / 10 + digit * 2 % 10,
        _ => *digit,
    };
    let sum: u32 = number.iter().rev().enumerate().map(doubled).sum();
    (10 - sum % 10) % 10
}

impl Inn {
    /// The last two digits are each a weighted sum of those before, modulo 11, modulo 10
    /// (приказ ФНС России от 29.06.2012 № ММВ-7-6/435@).
    pub fn parse(text: &str) -> Result<Self, FieldReason> {
        const WEIGHTS: [u32; 11] = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
        let digits = digits(text, 12)?;
        let check = |of: &[u32], weights: &[u32]| {
            of.iter().zip(weights).map(|(digit, weight)| digit * weight).sum::<u32>() % 11 % 10
        };
        let [.., eleventh, twelfth] = digits.as_slice() else {
            return Err(FieldReason::WrongLength);
        };
        let first = check(&digits, WEIGHTS.get(1..).unwrap_or_default());
        let second = check(&digits, &WEIGHTS);
        if first != *eleventh || second != *twelfth || digits.iter().all(|digit| *digit == 0) {
            return Err(FieldReason::CheckDigit);
        }
        Ok(Self(join(&digits)))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PolicyNumber {
    /// The last digit makes the number a multiple of ten by Luhn's formula (ISO/IEC 7812-1,
    /// annex B), which is what the rules of compulsory insurance describe in words.
    pub fn parse(text: &str) -> Result<Self, FieldReason> {
        let digits = digits(text, 16)?;
        let (check, number) = digits.split_last().ok_or(FieldReason::WrongLength)?;
        if *check != luhn_digit(number) || digits.iter().all(|digit| *digit == 0) {
            return Err(FieldReason::CheckDigit);
        }
        Ok(Self(join(&digits)))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for PolicyNumber {
    /// `1234 5678 9012 3456`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let part = |range| self.0.get(range).unwrap_or_default();
        write!(f, "{}{NBSP}{}{NBSP}{}{NBSP}{}", part(0..4), part(4..8), part(8..12), part(12..16))
    }
}

impl Passport {
    pub fn parse(text: &str) -> Result<Self, FieldReason> {
        // «45 04 № 123456» is how it stands in the document.
        let digits = digits(&text.replace(['№', 'N'], " "), 10)?;
        if digits.iter().all(|digit| *digit == 0) {
            return Err(FieldReason::Invalid);
        }
        Ok(Self(join(&digits)))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Passport {
    /// `4504 123456`
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let part = |range| self.0.get(range).unwrap_or_default();
        write!(f, "{}{NBSP}{}", part(0..4), part(4..10))
    }
}

/// Exactly `count` decimal digits, among spaces, hyphens and dots.
fn digits(text: &str, count: usize) -> Result<Vec<u32>, FieldReason> {
    let mut digits = Vec::with_capacity(count);
    for letter in text.chars() {
        match letter.to_digit(10) {
            Some(digit) => digits.push(digit),
            None if letter.is_whitespace() || matches!(letter, '-' | '–' | '—' | '‑' | '.') =>
                {}
            None => return Err(FieldReason::DigitsOnly),
        }
        if digits.len() > count {
            return Err(FieldReason::WrongLength);
        }
    }
    match digits.len() {
        0 => Err(FieldReason::Required),
        found if found == count => Ok(digits),
        _ => Err(FieldReason::WrongLength),
    }
}

fn join(digits: &[u32]) -> String {
    digits.iter().filter_map(|digit| char::from_digit(*digit, 10)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ACC-1
    #[test]
    fn a_snils_is_taken_as_people_write_it_and_checked() {
        for text in ["112-233-445 95", "11223344595", " 112 233 445-95 ", "112–233–445 95"] {
            let snils = Snils::parse(text).unwrap();
            assert_eq!(snils.as_str(), "11223344595");
            assert_eq!(snils.to_string(), "112-233-445\u{a0}95");
        }
        // Sums of 100 and 101 are both written 00.
        assert!(Snils::parse("087-654-303 00").is_ok());
        assert!(Snils::parse("000-000-001 77").is_ok(), "given out before there were check digits");
        for (text, reason) in [
            ("112-233-445 96", FieldReason::CheckDigit),
            ("000-000-000 00", FieldReason::CheckDigit),
            ("112-233-445", FieldReason::WrongLength),
            ("112-233-445 955", FieldReason::WrongLength),
            ("1122334459б", FieldReason::DigitsOnly),
            ("", FieldReason::Required),
            ("  -  ", FieldReason::Required),
        ] {
            assert_eq!(Snils::parse(text), Err(reason), "{text}");
        }
    }

    /// Every number of nine digits has one check number, and any single wrong digit is found.
    #[test]
    fn one_wrong_digit_of_a_snils_is_found() {
        let right = "11223344595";
        for place in 0..9 {
            for digit in '0'..='9' {
                let mut wrong: Vec<char> = right.chars().collect();
                wrong[place] = digit;
                let wrong: String = wrong.into_iter().collect();
                assert_eq!(Snils::parse(&wrong).is_ok(), wrong == right, "{wrong}");
            }
        }
    }

    #[test]
    fn an_inn_of_a_person_is_checked() {
        assert_eq!(Inn::parse("5001 0073 2259").unwrap().as_str(), "500100732259");
        assert_eq!(Inn::parse("500100732258"), Err(FieldReason::CheckDigit));
        assert_eq!(Inn::parse("500100732359"), Err(FieldReason::CheckDigit));
        assert_eq!(Inn::parse("000000000000"), Err(FieldReason::CheckDigit));
        assert_eq!(Inn::parse("7707083893"), Err(FieldReason::WrongLength), "a company's");
    }

    #[test]
    fn a_policy_is_checked() {
        let policy = PolicyNumber::parse("4561 2612 1234 5467").unwrap();
        assert_eq!(policy.to_string(), "4561\u{a0}2612\u{a0}1234\u{a0}5467");
        assert_eq!(PolicyNumber::parse("4561261212345466"), Err(FieldReason::CheckDigit));
        assert_eq!(PolicyNumber::parse("0000000000000000"), Err(FieldReason::CheckDigit));
        assert_eq!(PolicyNumber::parse("456126121234546"), Err(FieldReason::WrongLength));
    }

    #[test]
    fn a_passport_is_taken_as_it_stands_in_the_document() {
        assert_eq!(Passport::parse("45 04 № 123456").unwrap().to_string(), "4504\u{a0}123456");
        assert_eq!(Passport::parse("4504"), Err(FieldReason::WrongLength));
    }
}
