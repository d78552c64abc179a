//! Who a Patient resource is about, as far as a card needs it.

use time::Date;

use super::json::Json;
use super::outcome::{Issue, IssueCode};
use super::when::Span;
use crate::identity::model::{PolicyNumber, Snils};
use crate::record::model::{PersonName, Sex};

/// What a card is opened with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub name: PersonName,
    pub birth_date: Date,
    pub sex: Sex,
    /// Eleven digits.
    pub snils: Option<String>,
    /// The ОМС policy: 16 digits.
    pub policy: Option<String>,
    /// (system, value), in one normal form: what cards are found by.
    pub identifiers: Vec<(String, String)>,
}

/// СНИЛС: its OID in the state register of OIDs, and the one of the regional exchanges.
const SNILS: [&str; 2] = ["urn:oid:1.2.643.100.3", "urn:oid:1.2.643.2.69.1.1.1.6.223"];
/// The single number of the ОМС policy (ЕНП) in the regional exchanges.
const POLICY: [&str; 1] = ["urn:oid:1.2.643.2.69.1.1.1.6.228"];

/// The name under which a СНИЛС is looked up, whatever system it was sent with.
pub const SNILS_SYSTEM: &str = "snils";
/// The same for an ОМС policy.
pub const POLICY_SYSTEM: &str = "policy";

/// The portal's own card number, `1234-5678-2`.
pub const CARD_NUMBER_SYSTEM: &str = "urn:medkarta:card-number";

/// Reads a Patient that passed [`super::validate::check`]; `path` names it in the issues.
pub fn read_person(patient: &Json, path: &str) -> Result<Person, Vec<Issue>> {
    let mut issues = Vec::new();
    let mut lacking = |element: &str, what: &str| {
        issues.push(Issue::error(IssueCode::Required, what).at(format!("{path}.{element}")));
    };
    let name = read_name(patient);
    if name.is_none() {
        lacking("name", "a card is opened for somebody with a family name and a given name");
    }
    let birth_date = patient.text("birthDate").filter(|date| date.len() == 10);
    let birth_date = birth_date.and_then(Span::parse).map(|span| span.start.date());
    if birth_date.is_none() {
        lacking("birthDate", "a card is opened for somebody whose whole date of birth is known");
    }
    let sex = match patient.text("gender") {
        Some("female") => Some(Sex::Female),
        Some("male") => Some(Sex::Male),
        Some(_) | None => None,
    };
    if sex.is_none() {
        lacking("gender", "a card is opened with `female` or `male`");
    }
    let identifiers = read_identifiers(patient);
    match (name, birth_date, sex) {
        (Some(name), Some(birth_date), Some(sex)) => {
            let of = |system: &str| {
                let found = identifiers.iter().find(|(known, _)| known == system);
                found.map(|(_, value)| value.clone())
            };
            let (snils, policy) = (of(SNILS_SYSTEM), of(POLICY_SYSTEM));
            Ok(Person { name, birth_date, sex, snils, policy, identifiers })
        }
        _ => Err(issues),
    }
}

/// The official name, else the first that is not an old one. The second given name of a Russian
/// is the patronymic.
pub fn read_name(patient: &Json) -> Option<PersonName> {
    let names = patient.list("name");
    let official = names.iter().find(|name| name.text("use") == Some("official"));
    let usual = || names.iter().find(|name| !matches!(name.text("use"), Some("old" | "maiden")));
    let name = official.or_else(usual)?;
    let given: Vec<&str> = name.list("given").iter().filter_map(Json::as_str).collect();
    let mut given = given.iter().flat_map(|part| part.split_whitespace());
    Some(PersonName {
        surname: name.text("family")?.to_owned(),
        given: given.next()?.to_owned(),
        patronymic: given.next().map(str::to_owned),
    })
}

/// What is no number of its kind, has no system or is out of use finds nobody.
fn read_identifiers(patient: &Json) -> Vec<(String, String)> {
    let read = |identifier: &Json| {
        let (system, value) = (identifier.text("system")?, identifier.text("value")?.trim());
        if identifier.text("use") == Some("old") {
            return None;
        }
        if SNILS.contains(&system) {
            let snils = Snils::parse(value).ok()?;
            return Some((SNILS_SYSTEM.to_owned(), snils.as_str().to_owned()));
        }
        if POLICY.contains(&system) {
            let policy = PolicyNumber::parse(value).ok()?;
            return Some((POLICY_SYSTEM.to_owned(), policy.as_str().to_owned()));
        }
        (!value.is_empty()).then(|| (system.to_owned(), value.to_owned()))
    };
    let mut identifiers: Vec<_> = patient.list("identifier").iter().filter_map(read).collect();
    identifiers.sort();
    identifiers.dedup();
    identifiers
}

/// Names agree where one could be a spelling of the other: letters only, `ё` as `е`.
pub fn same_name(a: &PersonName, b: &PersonName) -> bool {
    let plain = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase);
        letters.map(|c| if c == 'ё' { 'е' } else { c }).collect()
    };
    plain(&a.surname) == plain(&b.surname) && plain(&a.given) == plain(&b.given)
}
