//! Ways to reach somebody, and what one signs in by.

use crate::contract::FieldReason;
use crate::format::NBSP;
use crate::identity::model::Snils;

/// A telephone number in E.164: `+` and 8 to 15 digits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phone(String);

/// An address of electronic mail, in one form: the domain in lower case.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Email(String);

/// What somebody names to sign in (ACC-7).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Login {
    Phone(Phone),
    Email(Email),
    Snils(Snils),
}

/// RFC 5321, 4.5.3.1.3, less the brackets.
const EMAIL_MAX: usize = 254;
/// RFC 5321, 4.5.3.1.1.
const LOCAL_MAX: usize = 64;

impl Phone {
    /// `+7 900 123-45-67`, `8 (900) 123 45 67` and `9001234567` are one Russian number; numbers of
    /// other countries begin with `+`.
    pub fn parse(text: &str) -> Result<Self, FieldReason> {
        let text = text.trim();
        if text.is_empty() {
            return Err(FieldReason::Required);
        }
        let international = text.starts_with('+');
        let mut digits = String::new();
        for letter in text.strip_prefix('+').unwrap_or(text).chars() {
            match letter {
                '0'..='9' => digits.push(letter),
                '(' | ')' | '-' | '–' | '—' | '‑' | '.' => {}
                _ if letter.is_whitespace() => {}
                _ => return Err(FieldReason::NotAPhone),
            }
        }
        let number = match (international, digits.len(), digits.as_bytes().first()) {
            (false, 10, Some(b'3' | b'4' | b'8' | b'9')) => format!("7{digits}"),
            (false, 11, Some(b'8')) => digits.replacen('8', "7", 1),
            (false, 11, Some(b'7')) => digits,
            (true, 11, Some(b'7')) => digits,
            (true, 8..=15, Some(b'1'..=b'6' | b'8' | b'9')) => digits,
            _ => return Err(FieldReason::NotAPhone),
        };
        Ok(Self(format!("+{number}")))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `+7 ··· ···-45-67`: enough for the owner to know it again, too little for others.
    pub fn masked(&self) -> String {
        let tail = |from: usize, to: usize| {
            let end = self.0.len().saturating_sub(to);
            self.0.get(end.saturating_sub(from - to)..end).unwrap_or_default()
        };
        let code = if self.0.starts_with("+7") { "+7" } else { "+" };
        format!("{code}{NBSP}···{NBSP}···-{}-{}", tail(4, 2), tail(2, 0))
    }
}

impl std::fmt::Display for Phone {
    /// `+7 900 123-45-67`; other countries' numbers without groups.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.0.strip_prefix("+7") {
            Some(rest) => {
                let part = |range| rest.get(range).unwrap_or_default();
                let (code, first) = (part(0..3), part(3..6));
                write!(f, "+7{NBSP}{code}{NBSP}{first}-{}-{}", part(6..8), part(8..10))
            }
            None => f.write_str(&self.0),
        }
    }
}

impl Email {
    /// What RFC 5321 lets through without quotes; the link sent there is the real proof.
    pub fn parse(text: &str) -> Result<Self, FieldReason> {
        let text = text.trim();
        if text.is_empty() {
            return Err(FieldReason::Required);
        }
        if text.len() > EMAIL_MAX {
            return Err(FieldReason::TooLong);
        }
        let (local, domain) = text.rsplit_once('@').ok_or(FieldReason::NotAnEmail)?;
        let atom = |c: char| c.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~".contains(c);
        let is_local = local.len() <= LOCAL_MAX
            && local.split('.').all(|part| !part.is_empty() && part.chars().all(atom));
        let label = |part: &str| {
            let letters = part.chars().all(|c| c.is_alphanumeric() || c == '-');
            (1..=63).contains(&part.len())
                && letters
                && !part.starts_with('-')
                && !part.ends_with('-')
        };
        let top = domain.rsplit('.').next().unwrap_or_default();
        let is_domain = domain.contains('.')
            && domain.split('.').all(label)
            && !top.chars().all(|c| c.is_ascii_digit());
        if !is_local || !is_domain {
            return Err(FieldReason::NotAnEmail);
        }
        Ok(Self(format!("{local}@{}", domain.to_lowercase())))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form look-ups go by: people do not remember which letters were capital.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }

    /// `а···@example.org`
    pub fn masked(&self) -> String {
        let (local, domain) = self.0.rsplit_once('@').unwrap_or_default();
        let first = local.chars().next().map(String::from).unwrap_or_default();
        format!("{first}···@{domain}")
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl Login {
    /// What was typed may be: eleven digits are a phone, a СНИЛС, or either. The likelier first;
    /// empty where it can be nothing.
    pub fn candidates(text: &str) -> Vec<Self> {
        if text.contains('@') {
            return Email::parse(text).map(Self::Email).into_iter().collect();
        }
        let phone = Phone::parse(text).map(Self::Phone).ok();
        let snils = Snils::parse(text).map(Self::Snils).ok();
        phone.into_iter().chain(snils).collect()
    }

    /// The form look-ups go by.
    pub fn value(&self) -> String {
        match self {
            Self::Phone(phone) => phone.as_str().to_owned(),
            Self::Email(email) => email.folded(),
            Self::Snils(snils) => snils.as_str().to_owned(),
        }
    }

    /// [`Self::value`] with its kind: no two logins share one.
    pub fn key(&self) -> String {
        let kind = match self {
            Self::Phone(_) => "phone",
            Self::Email(_) => "email",
            Self::Snils(_) => "snils",
        };
        format!("{kind} {}", self.value())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// ACC-1
    #[test]
    fn a_russian_phone_is_taken_in_every_form_people_use() {
        for text in [
            "+7 900 123-45-67",
            "8 (900) 123-45-67",
            "89001234567",
            "7 900 123 45 67",
            "9001234567",
            " +7(900)1234567 ",
            "+7\u{a0}900\u{a0}123‑45‑67",
        ] {
            let phone = Phone::parse(text).unwrap();
            assert_eq!(phone.as_str(), "+79001234567", "{text}");
            assert_eq!(phone.to_string(), "+7\u{a0}900\u{a0}123-45-67");
            assert_eq!(phone.masked(), "+7\u{a0}···\u{a0}···-45-67");
        }
        assert_eq!(Phone::parse("+375 29 123-45-67").unwrap().as_str(), "+375291234567");
        assert_eq!(Phone::parse("+86 138 0013 8000").unwrap().as_str(), "+8613800138000");
    }

    #[test]
    fn what_is_no_phone_is_refused() {
        assert_eq!(Phone::parse(" "), Err(FieldReason::Required));
        for text in [
            "123",
            "+7 900 123-45",
            "+7 900 123-45-678",
            "+0 123 456 789",
            "8900123456x",
            "+",
            "12345678901234567",
        ] {
            assert_eq!(Phone::parse(text), Err(FieldReason::NotAPhone), "{text}");
        }
    }

    #[test]
    fn an_email_keeps_its_name_and_folds_its_domain() {
        let email = Email::parse(" Anna.Petrova+card@Example.ORG ").unwrap();
        assert_eq!(email.as_str(), "Anna.Petrova+card@example.org");
        assert_eq!(email.folded(), "anna.petrova+card@example.org");
        assert_eq!(email.masked(), "A···@example.org");
        assert!(Email::parse("анна@почта.рф").is_ok());
    }

    #[test]
    fn what_is_no_email_is_refused() {
        for text in [
            "anna",
            "anna@",
            "@example.org",
            "anna@example",
            "an na@example.org",
            "anna@@example.org",
            ".anna@example.org",
            "anna..p@example.org",
            "anna@-example.org",
            "anna@example..org",
            "anna@127.0.0.1",
            "anna@example.org\r\nbcc: x@example.org",
            "<anna@example.org>",
        ] {
            assert_eq!(Email::parse(text), Err(FieldReason::NotAnEmail), "{text}");
        }
        assert_eq!(
            Email::parse(&format!("{}@example.org", "a".repeat(300))),
            Err(FieldReason::TooLong)
        );
    }

    /// ACC-7
    #[test]
    fn a_login_is_a_phone_an_email_or_a_snils() {
        let keys = |text| Login::candidates(text).iter().map(Login::key).collect::<Vec<_>>();
        assert_eq!(keys("8 (900) 123-45-67"), ["phone +79001234567"]);
        assert_eq!(keys(" Anna@Example.ORG "), ["email anna@example.org"]);
        assert_eq!(keys("112-233-445 95"), ["snils 11223344595"]);
        // A СНИЛС that could be a phone is tried as both.
        assert_eq!(keys("870-654-303 08").len() + keys("79001234567").len(), 2);
        assert_eq!(keys("анна"), Vec::<String>::new());
        assert_eq!(keys(""), Vec::<String>::new());
    }
}
