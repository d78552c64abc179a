//! People and their identifiers: the data types CX, XPN and XCN, the segments PID and PV1.

use super::budget::Budget;
use super::message::{Piece, Segment};
use super::timestamp::Moment;

/// Who gave an identifier (HD).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Authority {
    /// Name
    pub name: Option<String>,
    /// Universal identifier, e.g. an OID
    pub id: Option<String>,
    /// What that identifier is, e.g. `ISO`
    pub id_kind: Option<String>,
}

/// One identifier of a patient or visit (CX).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identifier {
    /// The number
    pub value: String,
    /// Who gave it
    pub authority: Option<Authority>,
    /// HL7 table 0203, e.g. `MR` medical record, `SS`, `NI`, `PPN`, `AN`
    pub kind: Option<String>,
    /// The PID or PV1 field it came in: 2, 3, 4, 18 or 19 of PID, 19 or 50 of PV1
    pub field: usize,
}

/// A person's name (XPN).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PersonName {
    /// Фамилия
    pub family: Option<String>,
    /// Имя
    pub given: Option<String>,
    /// Отчество: "second and further given names"
    pub patronymic: Option<String>,
    /// HL7 table 0200: `L` legal, `A` alias, `M` maiden, …
    pub kind: Option<String>,
}

/// A doctor or laboratory worker (XCN).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Person {
    /// The number
    pub id: Option<String>,
    /// The name; all empty when only a number was sent
    pub name: PersonName,
    /// Who gave the number
    pub authority: Option<Authority>,
}

/// Administrative sex, PID-8 (HL7 table 0001).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sex {
    /// `M`; also `М`, `муж`, `1`
    Male,
    /// `F`; also `Ж`, `жен`, `2`
    Female,
    /// `O`, `A` ambiguous
    Other,
    /// `U`, `N` not applicable, and anything else
    Unknown,
}

/// The person the results are about, PID.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Patient {
    /// Number of the PID segment in the message
    pub segment: usize,
    /// PID-3, PID-2, PID-4, PID-18, PID-19, in this order
    pub identifiers: Vec<Identifier>,
    /// PID-5
    pub names: Vec<PersonName>,
    /// PID-7
    pub born: Option<Moment>,
    /// PID-8
    pub sex: Option<Sex>,
}

/// The visit the results belong to, PV1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit {
    /// Number of the PV1 segment in the message
    pub segment: usize,
    /// PV1-2, HL7 table 0004: `I` inpatient, `O` outpatient, `E` emergency, …
    pub class: Option<String>,
    /// PV1-3, raw: ward, room, bed, facility
    pub location: Option<String>,
    /// PV1-7
    pub attending: Vec<Person>,
    /// PV1-19
    pub number: Option<Identifier>,
    /// PV1-50
    pub alternate_number: Option<Identifier>,
    /// PV1-44
    pub admitted: Option<Moment>,
}

impl Identifier {
    /// Reads one repetition; nothing without a number.
    fn read(piece: Piece<'_>, field: usize) -> Option<Self> {
        let value = piece.component(1).first().value()?;
        let mut authority = Authority::read(piece.component(4));
        let mut kind = piece.component(5).first().value();
        // `444333333^^^&2.16.840.1.113883.4.1^ISO^SS`: a component separator where a subcomponent's
        // was meant.
        if let (Some("ISO" | "DNS" | "GUID" | "UUID"), Some(authority)) =
            (kind.as_deref(), authority.as_mut())
            && authority.id.is_some()
            && authority.id_kind.is_none()
        {
            authority.id_kind = kind.take();
            kind = piece.component(6).first().value();
        }
        Some(Self { value, authority, kind, field })
    }
}

impl Authority {
    fn read(component: Piece<'_>) -> Option<Self> {
        let part = |number: usize| component.sub(number).value();
        let read = Self { name: part(1), id: part(2), id_kind: part(3) };
        (read != Self::default()).then_some(read)
    }
}

impl PersonName {
    fn read(piece: Piece<'_>) -> Option<Self> {
        let part = |number: usize| piece.component(number).first().value();
        let read = Self { family: part(1), given: part(2), patronymic: part(3), kind: part(7) };
        read.divided()
    }

    fn is_empty(&self) -> bool {
        self.family.is_none() && self.given.is_none() && self.patronymic.is_none()
    }

    /// Takes apart a Russian name written in one component: `Иванов Иван Иванович` in the first, or
    /// `Иван Иванович` in the second. Other names stay as they are: their order cannot be known.
    fn divided(mut self) -> Option<Self> {
        if self.is_empty() {
            return None;
        }
        if self.given.is_none()
            && self.patronymic.is_none()
            && self.family.as_deref().is_some_and(is_cyrillic)
        {
            let words: Vec<String> = self
                .family
                .iter()
                .flat_map(|all| all.split_whitespace().take(5).map(str::to_owned))
                .collect();
            match words.as_slice() {
                [family, given] => {
                    (self.family, self.given) = (Some(family.clone()), Some(given.clone()));
                }
                [family, given, patronymic @ ..]
                    if !patronymic.is_empty() && patronymic.len() <= 2 =>
                {
                    (self.family, self.given) = (Some(family.clone()), Some(given.clone()));
                    self.patronymic = Some(patronymic.join(" "));
                }
                _ => {}
            }
        }
        if self.patronymic.is_none()
            && let Some((given, patronymic)) =
                self.given.as_deref().and_then(|all| all.split_once(' '))
            && is_patronymic(patronymic)
        {
            let (given, patronymic) = (given.trim().to_owned(), patronymic.trim().to_owned());
            (self.given, self.patronymic) = (Some(given), Some(patronymic));
        }
        Some(self)
    }
}

impl Person {
    /// Reads one repetition. A lone component with blanks or Cyrillic letters is a name, else a
    /// number.
    pub(super) fn read(piece: Piece<'_>) -> Option<Self> {
        let part = |number: usize| piece.component(number).first().value();
        let name =
            PersonName { family: part(2), given: part(3), patronymic: part(4), kind: part(10) };
        Self { id: part(1), name, authority: Authority::read(piece.component(9)) }.sorted()
    }

    /// The same written in subcomponents (NDL in OBR-32).
    pub(super) fn read_subs(piece: Piece<'_>) -> Option<Self> {
        let part = |number: usize| piece.sub(number).value();
        let name = PersonName { family: part(2), given: part(3), patronymic: part(4), kind: None };
        Self { id: part(1), name, authority: None }.sorted()
    }

    fn sorted(mut self) -> Option<Self> {
        if self.name.is_empty()
            && self.id.as_deref().is_some_and(|id| id.contains(' ') || is_cyrillic(id))
        {
            self.name.family = self.id.take();
        }
        let kind = self.name.kind.take();
        let name = self.name.divided();
        if name.is_none() && self.id.is_none() {
            return None;
        }
        self.name = PersonName { kind, ..name.unwrap_or_default() };
        Some(self)
    }
}

impl Sex {
    pub(super) fn read(piece: Piece<'_>) -> Option<Self> {
        let text = piece.first().value()?.to_uppercase();
        Some(match text.as_str() {
            "M" | "MALE" | "М" | "МУЖ" | "МУЖ." | "МУЖСКОЙ" | "1" => Self::Male,
            "F" | "FEMALE" | "Ж" | "ЖЕН" | "ЖЕН." | "ЖЕНСКИЙ" | "2" => Self::Female,
            "O" | "A" | "OTHER" => Self::Other,
            _ => Self::Unknown,
        })
    }
}

impl Patient {
    pub(super) fn read(pid: Segment<'_>, budget: &mut Budget) -> Self {
        let identifiers = [3, 2, 4, 18, 19]
            .into_iter()
            .flat_map(|field| {
                budget.reps(pid.field(field)).filter_map(move |rep| Identifier::read(rep, field))
            })
            .collect();
        Self {
            segment: pid.number(),
            identifiers,
            names: budget.reps(pid.field(5)).filter_map(PersonName::read).collect(),
            born: Moment::read(pid.field(7)),
            sex: Sex::read(pid.field(8)),
        }
    }
}

impl Visit {
    pub(super) fn read(pv1: Segment<'_>, budget: &mut Budget) -> Self {
        Self {
            segment: pv1.number(),
            class: pv1.field(2).first().value(),
            location: pv1.field(3).value().filter(|raw| raw.contains(char::is_alphanumeric)),
            attending: budget.reps(pv1.field(7)).filter_map(Person::read).collect(),
            number: Identifier::read(pv1.field(19), 19),
            alternate_number: Identifier::read(pv1.field(50), 50),
            admitted: Moment::read(pv1.field(44)),
        }
    }
}

fn is_cyrillic(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{400}'..='\u{4ff}'))
}

fn is_patronymic(word: &str) -> bool {
    let word = word.trim().to_lowercase();
    ["ич", "вна", "чна", "шна", "оглы", "кызы", "гызы", "улы"]
        .iter()
        .any(|ending| word.ends_with(ending))
}

#[cfg(test)]
mod tests {
    use super::super::message::Message;
    use super::*;

    fn patient(pid: &str) -> Patient {
        let message =
            Message::parse(format!("MSH|^~\\&|||||||ORU^R01|1|P|2.5\r{pid}").as_bytes()).unwrap();
        Patient::read(message.first("PID").unwrap(), &mut Budget::default())
    }

    fn name(xpn: &str) -> (String, String, String) {
        let name = patient(&format!("PID|1||||{xpn}")).names.first().cloned().unwrap_or_default();
        (
            name.family.unwrap_or_default(),
            name.given.unwrap_or_default(),
            name.patronymic.unwrap_or_default(),
        )
    }

    #[test]
    fn identifiers_keep_authority_kind_and_field() {
        let read =
            patient("PID|1|854|A1^^^МИС&1.2.643&ISO^MR~B2^^^^NI||||||||||||||||112-233-445 95|");
        let found: Vec<_> = read
            .identifiers
            .iter()
            .map(|id| (id.value.as_str(), id.kind.as_deref(), id.field))
            .collect();
        let expected = [
            ("A1", Some("MR"), 3),
            ("B2", Some("NI"), 3),
            ("854", None, 2),
            ("112-233-445 95", None, 19),
        ];
        assert_eq!(found, expected);
        let divided = patient("PID|1||444333333^^^&2.16.840.1.113883.4.1^ISO^SS").identifiers;
        assert_eq!(divided[0].kind.as_deref(), Some("SS"));
        let authority = read.identifiers[0].authority.clone().unwrap();
        assert_eq!(
            (authority.name.as_deref(), authority.id.as_deref()),
            (Some("МИС"), Some("1.2.643"))
        );
    }

    #[test]
    fn russian_names_have_a_patronymic() {
        let expected = ("Иванов".to_owned(), "Иван".to_owned(), "Иванович".to_owned());
        assert_eq!(name("Иванов^Иван^Иванович^^^^L"), expected);
        assert_eq!(name("Иванов Иван Иванович"), expected);
        assert_eq!(name("Иванов^Иван Иванович"), expected);
        assert_eq!(name("Алиев Али Вагиф оглы").2, "Вагиф оглы");
        assert_eq!(name("DELA CRUZ^JUAN CARLOS").1, "JUAN CARLOS");
        assert_eq!(name("Tommy").0, "Tommy");
        assert_eq!(name("EVERYMAN&&&&Aniston^ADAM^A^III").0, "EVERYMAN");
        assert_eq!(name("^^^^^^L~Everyman^Fluffy^^^^^N").1, "Fluffy");
    }

    #[test]
    fn sex_and_birth_are_read_as_laboratories_write_them() {
        for (raw, sex) in [
            ("F", Sex::Female),
            ("Ж", Sex::Female),
            ("м", Sex::Male),
            ("1", Sex::Male),
            ("X", Sex::Unknown),
        ] {
            assert_eq!(patient(&format!("PID|1||||||19870711|{raw}")).sex, Some(sex), "{raw}");
        }
        assert_eq!(patient("PID|1||||||1990|").sex, None);
        assert_eq!(patient("PID|1||||||1990|").born.unwrap().raw, "1990");
    }

    #[test]
    fn a_doctor_is_a_number_a_name_or_both() {
        let read = |raw: &str| {
            let message =
                Message::parse(format!("MSH|^~\\&|||||||ORU^R01|1|P|2.5\rOBR|{raw}").as_bytes())
                    .unwrap();
            Person::read(message.first("OBR").unwrap().field(1))
        };
        let both = read("1234^Admit^Alan^A^^^^^ABC&2.16&ISO").unwrap();
        assert_eq!(
            (both.id.as_deref(), both.name.family.as_deref()),
            (Some("1234"), Some("Admit"))
        );
        assert_eq!(both.authority.unwrap().name.as_deref(), Some("ABC"));
        assert_eq!(
            read("Петрова Анна Ивановна").unwrap().name.patronymic.as_deref(),
            Some("Ивановна")
        );
        assert_eq!(read("dszczepaniak").unwrap().id.as_deref(), Some("dszczepaniak"));
        assert_eq!(read("^^"), None);
    }
}
