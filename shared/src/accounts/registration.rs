//! What a registration must be, field by field.

use time::Date;

use super::contacts::{Email, Phone};
use super::model::{DocumentKind, RegistrationForm};
use super::rules::{Owner, check_birth_date, check_name, parse_date};
use crate::contract::FieldReason;
use crate::identity::model::{Inn, Passport, PolicyNumber, Snils};
use crate::record::model::{PersonName, Sex};

/// Somebody who registers, every field checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Registrant {
    pub name: PersonName,
    pub birth_date: Date,
    pub sex: Sex,
    pub snils: Snils,
    pub document: DocumentKind,
    /// Series and number: ten digits of a Russian passport, else as the document writes it.
    pub document_number: String,
    pub policy: Option<PolicyNumber>,
    pub inn: Option<Inn>,
    pub phone: Phone,
    pub email: Email,
}

/// A field of [`RegistrationForm`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    Surname,
    Given,
    Patronymic,
    BirthDate,
    Sex,
    Snils,
    DocumentKind,
    DocumentNumber,
    PolicyNumber,
    Inn,
    Phone,
    Email,
}

/// Characters of a foreign document's number.
const DOCUMENT_MAX: usize = 40;
/// Characters of any field that is kept while it is typed.
pub const DRAFT_MAX: usize = 300;

impl Field {
    pub const ALL: &[Self] = &[
        Self::Surname,
        Self::Given,
        Self::Patronymic,
        Self::BirthDate,
        Self::Sex,
        Self::Snils,
        Self::DocumentKind,
        Self::DocumentNumber,
        Self::PolicyNumber,
        Self::Inn,
        Self::Phone,
        Self::Email,
    ];

    /// The field's name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Surname => "surname",
            Self::Given => "given",
            Self::Patronymic => "patronymic",
            Self::BirthDate => "birth_date",
            Self::Sex => "sex",
            Self::Snils => "snils",
            Self::DocumentKind => "document_kind",
            Self::DocumentNumber => "document_number",
            Self::PolicyNumber => "policy_number",
            Self::Inn => "inn",
            Self::Phone => "phone",
            Self::Email => "email",
        }
    }

    pub fn value(self, form: &RegistrationForm) -> &str {
        match self {
            Self::Surname => &form.surname,
            Self::Given => &form.given,
            Self::Patronymic => &form.patronymic,
            Self::BirthDate => &form.birth_date,
            Self::Sex => &form.sex,
            Self::Snils => &form.snils,
            Self::DocumentKind => &form.document_kind,
            Self::DocumentNumber => &form.document_number,
            Self::PolicyNumber => &form.policy_number,
            Self::Inn => &form.inn,
            Self::Phone => &form.phone,
            Self::Email => &form.email,
        }
    }

    pub fn value_mut(self, form: &mut RegistrationForm) -> &mut String {
        match self {
            Self::Surname => &mut form.surname,
            Self::Given => &mut form.given,
            Self::Patronymic => &mut form.patronymic,
            Self::BirthDate => &mut form.birth_date,
            Self::Sex => &mut form.sex,
            Self::Snils => &mut form.snils,
            Self::DocumentKind => &mut form.document_kind,
            Self::DocumentNumber => &mut form.document_number,
            Self::PolicyNumber => &mut form.policy_number,
            Self::Inn => &mut form.inn,
            Self::Phone => &mut form.phone,
            Self::Email => &mut form.email,
        }
    }

    /// What is wrong with this field, if anything. The number of a document is judged by its kind.
    pub fn check(self, form: &RegistrationForm, today: Date) -> Result<(), FieldReason> {
        let value = self.value(form);
        match self {
            Self::Surname | Self::Given => check_name(value).map(drop),
            Self::Patronymic => optional(value, check_name).map(drop),
            Self::BirthDate => check_birth_date(parse_date(value)?, today).map(drop),
            Self::Sex => choice::<Sex>(value).map(drop),
            Self::Snils => Snils::parse(value).map(drop),
            Self::DocumentKind => choice::<DocumentKind>(value).map(drop),
            Self::DocumentNumber => document(&form.document_kind, value).map(drop),
            Self::PolicyNumber => optional(value, PolicyNumber::parse).map(drop),
            Self::Inn => optional(value, Inn::parse).map(drop),
            Self::Phone => Phone::parse(value).map(drop),
            Self::Email => Email::parse(value).map(drop),
        }
    }
}

/// Checks the whole form. Fails with every field that is wrong, in the order of the form.
pub fn check_registration(
    form: &RegistrationForm,
    today: Date,
) -> Result<Registrant, Vec<(&'static str, FieldReason)>> {
    let wrong: Vec<_> = Field::ALL
        .iter()
        .filter_map(|field| Some((field.name(), field.check(form, today).err()?)))
        .collect();
    if !wrong.is_empty() {
        return Err(wrong);
    }
    registrant(form).map_err(|reason| vec![(Field::Surname.name(), reason)])
}

/// Of a form without faults.
fn registrant(form: &RegistrationForm) -> Result<Registrant, FieldReason> {
    let document = choice::<DocumentKind>(&form.document_kind)?;
    Ok(Registrant {
        name: PersonName {
            surname: check_name(&form.surname)?,
            given: check_name(&form.given)?,
            patronymic: optional(&form.patronymic, check_name)?,
        },
        birth_date: parse_date(&form.birth_date)?,
        sex: choice(&form.sex)?,
        snils: Snils::parse(&form.snils)?,
        document,
        document_number: self::document(&form.document_kind, &form.document_number)?,
        policy: optional(&form.policy_number, PolicyNumber::parse)?,
        inn: optional(&form.inn, Inn::parse)?,
        phone: Phone::parse(&form.phone)?,
        email: Email::parse(&form.email)?,
    })
}

/// Whose password it is to be, as far as the form says yet.
pub fn owner(form: &RegistrationForm) -> Owner {
    let name = PersonName {
        surname: form.surname.trim().to_owned(),
        given: form.given.trim().to_owned(),
        patronymic: optional(&form.patronymic, check_name).ok().flatten(),
    };
    Owner {
        name: Some(name),
        phone: Phone::parse(&form.phone).ok(),
        birth_date: parse_date(&form.birth_date).ok(),
    }
}

fn optional<T>(
    value: &str,
    parse: impl Fn(&str) -> Result<T, FieldReason>,
) -> Result<Option<T>, FieldReason> {
    if value.trim().is_empty() { Ok(None) } else { parse(value).map(Some) }
}

fn choice<T: std::str::FromStr>(word: &str) -> Result<T, FieldReason> {
    if word.is_empty() {
        return Err(FieldReason::Required);
    }
    word.parse().map_err(|_| FieldReason::Invalid)
}

fn document(kind: &str, number: &str) -> Result<String, FieldReason> {
    if kind.parse() == Ok(DocumentKind::RussianPassport) {
        return Passport::parse(number).map(|passport| passport.as_str().to_owned());
    }
    let number = number.split_whitespace().collect::<Vec<_>>().join(" ");
    if number.is_empty() {
        return Err(FieldReason::Required);
    }
    if number.chars().count() > DOCUMENT_MAX {
        return Err(FieldReason::TooLong);
    }
    let joins = |c: char| matches!(c, ' ' | '-' | '/' | '.' | '№');
    if !number.chars().all(|c| c.is_alphanumeric() || joins(c)) {
        return Err(FieldReason::Invalid);
    }
    Ok(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn form() -> RegistrationForm {
        RegistrationForm {
            surname: " Щукина ".into(),
            given: "Анна".into(),
            patronymic: String::new(),
            no_patronymic: true,
            birth_date: "12 марта 1985".into(),
            sex: "female".into(),
            snils: "112-233-445 95".into(),
            document_kind: "russian_passport".into(),
            document_number: "45 04 № 123456".into(),
            policy_number: String::new(),
            inn: "500100732259".into(),
            phone: "8 (900) 123-45-67".into(),
            email: "Anna@Example.org".into(),
        }
    }

    const TODAY: Date = date!(2026 - 11 - 22);

    /// ACC-1
    #[test]
    fn a_form_becomes_somebody_with_every_field_in_one_form() {
        let anna = check_registration(&form(), TODAY).unwrap();
        assert_eq!(anna.name.surname, "Щукина");
        assert_eq!(anna.name.patronymic, None);
        assert_eq!(anna.birth_date, date!(1985 - 03 - 12));
        assert_eq!(anna.snils.as_str(), "11223344595");
        assert_eq!(anna.document_number, "4504123456");
        assert_eq!((anna.policy, anna.inn.is_some()), (None, true));
        assert_eq!(anna.phone.as_str(), "+79001234567");
        assert_eq!(anna.email.as_str(), "Anna@example.org");
    }

    #[test]
    fn every_wrong_field_is_told_at_once() {
        let wrong = check_registration(&RegistrationForm::default(), TODAY).unwrap_err();
        let fields: Vec<_> = wrong.iter().map(|(field, _)| *field).collect();
        assert_eq!(
            fields,
            [
                "surname",
                "given",
                "birth_date",
                "sex",
                "snils",
                "document_kind",
                "document_number",
                "phone",
                "email"
            ]
        );
        assert!(wrong.iter().all(|(_, reason)| *reason == FieldReason::Required));

        for (field, value, reason) in [
            (Field::BirthDate, "23.11.2026", FieldReason::InFuture),
            (Field::Sex, "x", FieldReason::Invalid),
            (Field::Snils, "112-233-445 96", FieldReason::CheckDigit),
            (Field::DocumentNumber, "4504", FieldReason::WrongLength),
            (Field::PolicyNumber, "4561261212345466", FieldReason::CheckDigit),
            (Field::Inn, "500100732258", FieldReason::CheckDigit),
            (Field::Phone, "12", FieldReason::NotAPhone),
            (Field::Email, "anna", FieldReason::NotAnEmail),
        ] {
            let mut form = form();
            *field.value_mut(&mut form) = value.into();
            assert_eq!(check_registration(&form, TODAY), Err(vec![(field.name(), reason)]));
        }
    }

    #[test]
    fn another_document_keeps_the_form_it_has() {
        let mut form = form();
        form.document_kind = "foreign_passport".into();
        form.document_number = " AB  1234567 ".into();
        assert_eq!(check_registration(&form, TODAY).unwrap().document_number, "AB 1234567");
        form.document_number = "<b>".into();
        assert_eq!(
            check_registration(&form, TODAY),
            Err(vec![("document_number", FieldReason::Invalid)])
        );
    }
}
