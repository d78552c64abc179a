use shared::access::model::{Level, Role, Section};
use shared::accounts::contacts::{Email, Login, Phone};
use shared::id::{AccountId, OrganizationId, PatientId, PersonId};
use shared::identity::model::Snils;
use shared::record::model::{PersonName, Sex};
use time::{Date, Month};
use uuid::Uuid;

use super::Opened;
use crate::card::{CardFacts, Identity};

pub const CLINIC: OrganizationId = OrganizationId(Uuid::from_u128(0xC0_0001));
pub const CLINIC_NAME: &str = "Городская поликлиника № 7";
pub const LABORATORY: OrganizationId = OrganizationId(Uuid::from_u128(0xC0_0002));
pub const LABORATORY_NAME: &str = "Лаборатория «Гемотест-Север»";
pub const DOCTOR: AccountId = AccountId(Uuid::from_u128(0xA0_0000 + 11));
/// What the demo laboratory's program is known by.
pub const FEED: Uuid = Uuid::from_u128(0xFE_0001);
pub const FEED_NAME: &str = "ЛИС «Гемотест-Север»";
/// Who sees the families.
pub const FAMILY_DOCTOR: AccountId = AccountId(Uuid::from_u128(0xA0_0000 + 15));
pub const NURSE: AccountId = AccountId(Uuid::from_u128(0xA0_0000 + 12));

/// Somebody invented.
pub struct DemoPerson {
    /// Ids of all kinds are made from it.
    pub n: u128,
    pub role: Role,
    surname: &'static str,
    given: &'static str,
    patronymic: Option<&'static str>,
    born: (i32, Month, u8),
    sex: Sex,
    snils: &'static str,
    phone: &'static str,
    card: &'static str,
    policy: Option<&'static str>,
    pub about: &'static str,
    pub opened_to: &'static [Opened],
}

impl DemoPerson {
    pub const fn account(&self) -> AccountId {
        AccountId(Uuid::from_u128(0xA0_0000 + self.n))
    }

    pub const fn person(&self) -> PersonId {
        PersonId(Uuid::from_u128(0xB0_0000 + self.n))
    }

    pub const fn patient(&self) -> PatientId {
        PatientId(Uuid::from_u128(0xD0_0000 + self.n))
    }

    pub fn identity(&self) -> Identity {
        let (year, month, day) = self.born;
        Identity {
            name: PersonName {
                surname: self.surname.to_owned(),
                given: self.given.to_owned(),
                patronymic: self.patronymic.map(str::to_owned),
            },
            birth_date: Date::from_calendar_date(year, month, day).unwrap_or(Date::MIN),
            sex: self.sex,
            snils: Some(self.snils.to_owned()),
            document: None,
            inn: None,
        }
    }

    /// Where staff work.
    pub fn organization(&self) -> OrganizationId {
        if self.role == Role::Laboratory { LABORATORY } else { CLINIC }
    }

    /// By what this person signs in, beside the one press the demo offers.
    pub fn logins(&self) -> Vec<Login> {
        let phone = Phone::parse(self.phone).map(Login::Phone);
        let email = Email::parse(&format!("demo{}@example.org", self.n)).map(Login::Email);
        let snils = Snils::parse(self.snils).map(Login::Snils);
        [phone, email, snils].into_iter().flatten().collect()
    }

    pub fn facts(&self) -> CardFacts {
        CardFacts { number: self.card.to_owned(), policy_number: self.policy.map(str::to_owned) }
    }
}

/// Check digits of СНИЛС and policy numbers are right; none of them was ever issued.
pub const PEOPLE: &[DemoPerson] = &[
    DemoPerson {
        n: 1,
        role: Role::Patient,
        surname: "Воробьёва",
        given: "Анна",
        patronymic: Some("Петровна"),
        born: (1968, Month::April, 17),
        sex: Sex::Female,
        snils: "00100200382",
        phone: "+79000000001",
        card: "0000-0001-8",
        policy: Some("7700001111222233"),
        about: "диабет второго типа, давление, аллергия на пенициллин",
        opened_to: &[(DOCTOR, Level::Full, Section::ALL), (NURSE, Level::Full, Section::ALL)],
    },
    DemoPerson {
        n: 2,
        role: Role::Patient,
        surname: "Константинопольский-Задунайский",
        given: "Александр",
        patronymic: Some("Всеволодович"),
        born: (1941, Month::November, 3),
        sex: Sex::Male,
        snils: "00100200483",
        phone: "+79000000002",
        card: "0000-0002-6",
        policy: Some("7700001111333344"),
        about: "пожилой человек: много болезней, лекарств и отклонений",
        opened_to: &[(
            DOCTOR,
            Level::Full,
            &[Section::Visits, Section::Results, Section::Conditions, Section::Allergies],
        )],
    },
    DemoPerson {
        n: 3,
        role: Role::Patient,
        surname: "Ким",
        given: "Ия",
        patronymic: None,
        born: (2003, Month::February, 28),
        sex: Sex::Female,
        snils: "00100200584",
        phone: "+79000000003",
        card: "0000-0003-4",
        policy: None,
        about: "новая карта, в ней пока почти ничего нет",
        opened_to: &[(DOCTOR, Level::Limited, Section::ALL)],
    },
    DemoPerson {
        n: 11,
        role: Role::Doctor,
        surname: "Соколова",
        given: "Елена",
        patronymic: Some("Викторовна"),
        born: (1979, Month::August, 9),
        sex: Sex::Female,
        snils: "00100201283",
        phone: "+79000000011",
        card: "",
        policy: None,
        about: "терапевт: три пациента открыли ей карты, каждый по-своему",
        opened_to: &[],
    },
    DemoPerson {
        n: 12,
        role: Role::Nurse,
        surname: "Белова",
        given: "Мария",
        patronymic: Some("Ивановна"),
        born: (1990, Month::May, 21),
        sex: Sex::Female,
        snils: "00100201384",
        phone: "+79000000012",
        card: "",
        policy: None,
        about: "медсестра: одна открытая карта",
        opened_to: &[],
    },
    DemoPerson {
        n: 13,
        role: Role::Administrator,
        surname: "Громов",
        given: "Илья",
        patronymic: Some("Сергеевич"),
        born: (1985, Month::January, 12),
        sex: Sex::Male,
        snils: "00100201485",
        phone: "+79000000013",
        card: "",
        policy: None,
        about: "администратор: ведёт сотрудников и отделения, но карт не видит",
        opened_to: &[],
    },
    DemoPerson {
        n: 14,
        role: Role::Laboratory,
        surname: "Юсупова",
        given: "Динара",
        patronymic: Some("Маратовна"),
        born: (1988, Month::October, 30),
        sex: Sex::Female,
        snils: "00100201586",
        phone: "+79000000014",
        card: "",
        policy: None,
        about: "лаборант: разбирает результаты, которые не нашли свою карту",
        opened_to: &[],
    },
    DemoPerson {
        n: 15,
        role: Role::Doctor,
        surname: "Кузьмин",
        given: "Павел",
        patronymic: Some("Андреевич"),
        born: (1974, Month::June, 2),
        sex: Sex::Male,
        snils: "00100201687",
        phone: "+79000000015",
        card: "",
        policy: None,
        about: "семейный врач: двадцать семей с историями за двадцать лет",
        opened_to: &[],
    },
    DemoPerson {
        n: 16,
        role: Role::SecurityOfficer,
        surname: "Лебедева",
        given: "Ольга",
        patronymic: Some("Николаевна"),
        born: (1981, Month::March, 25),
        sex: Sex::Female,
        snils: "00100201724",
        phone: "+79000000016",
        card: "",
        policy: None,
        about: "офицер безопасности: читает журналы, но не карты",
        opened_to: &[],
    },
];
