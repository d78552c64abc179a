//! Who lives together, and where they are treated.

use shared::record::model::{EncounterClass, PersonName, Sex};
use time::{Date, OffsetDateTime};

use crate::Kin;
use crate::calendar::{local_date, plus_days, plus_years};
use crate::clinic::{Clinic, find};
use crate::draw::{Draw, word};
use crate::names::{Given, Surname};

/// People of one surname, and the clinics of their town.
#[derive(Debug)]
pub struct Household {
    pub seed: u64,
    pub index: u64,
    pub places: Places,
    pub people: Vec<Person>,
}

#[derive(Debug)]
pub struct Person {
    /// Its place in the family.
    pub member: u64,
    pub kin: Kin,
    pub name: PersonName,
    pub sex: Sex,
    pub birth: Date,
}

/// Where a family goes.
#[derive(Debug)]
pub struct Places {
    polyclinic: &'static Clinic,
    children: &'static Clinic,
    hospital: &'static Clinic,
    maternity: &'static Clinic,
    dental: &'static Clinic,
    /// The laboratory before and after the polyclinic changed it.
    laboratories: (&'static Clinic, &'static Clinic),
    changed_on: Date,
}

/// The clinics of a town, as keys of the table.
struct Town {
    weight: u64,
    polyclinic: &'static str,
    children: &'static str,
    hospital: &'static str,
    maternity: &'static str,
    dental: &'static str,
    laboratory: &'static str,
}

impl Town {
    /// A town with one clinic for everything.
    const fn small(weight: u64, clinic: &'static str, laboratory: &'static str) -> Self {
        Self {
            weight,
            polyclinic: clinic,
            children: clinic,
            hospital: clinic,
            maternity: clinic,
            dental: clinic,
            laboratory,
        }
    }
}

const LABORATORIES: [&str; 3] = ["lab_ruby", "lab_chistaya", "lab_volga"];

static TOWNS: [Town; 7] = [
    Town {
        weight: 40,
        polyclinic: "poly_moscow",
        children: "poly_children",
        hospital: "hosp_moscow",
        maternity: "maternity_moscow",
        dental: "poly_moscow",
        laboratory: "lab_ruby",
    },
    Town { dental: "dental_spb", ..Town::small(18, "poly_spb", "lab_chistaya") },
    Town::small(12, "poly_kazan", "lab_volga"),
    Town { dental: "dental_ekb", ..Town::small(10, "poly_ekb", "lab_ruby") },
    Town::small(8, "poly_nsk", "lab_chistaya"),
    Town::small(6, "hosp_nnov", "lab_volga"),
    Town::small(6, "hosp_samara", "lab_volga"),
];

impl Places {
    fn draw(draw: &mut Draw, today: Date) -> Self {
        let town = draw.weighted(TOWNS.iter().map(|town| (town, town.weight)));
        let town = town.unwrap_or(&TOWNS[0]);
        let others: Vec<&'static str> =
            LABORATORIES.into_iter().filter(|key| *key != town.laboratory).collect();
        Self {
            polyclinic: find(town.polyclinic),
            children: find(town.children),
            hospital: find(town.hospital),
            maternity: find(town.maternity),
            dental: find(town.dental),
            laboratories: (find(town.laboratory), find(draw.text(&others))),
            changed_on: plus_days(today, -draw.between(500, 3_000)),
        }
    }

    /// Where a doctor of this specialty is seen.
    pub fn clinic(
        &self,
        specialty: &str,
        class: EncounterClass,
        code: Option<&str>,
        is_child: bool,
    ) -> &'static Clinic {
        let is_birth = code.is_some_and(|code| code.starts_with("O80"));
        match class {
            EncounterClass::Inpatient if is_birth => self.maternity,
            EncounterClass::Inpatient | EncounterClass::Emergency => self.hospital,
            EncounterClass::Ambulatory | EncounterClass::HomeVisit | EncounterClass::Virtual => {
                match (specialty, is_child) {
                    ("dentist", _) => self.dental,
                    (_, true) => self.children,
                    (_, false) => self.polyclinic,
                }
            }
        }
    }

    /// Who examined what was taken on that day.
    pub fn laboratory(&self, taken: Date) -> &'static Clinic {
        if taken < self.changed_on { self.laboratories.0 } else { self.laboratories.1 }
    }

    /// Another laboratory than on that day.
    pub fn other_laboratory(&self, taken: Date) -> &'static Clinic {
        if taken < self.changed_on { self.laboratories.1 } else { self.laboratories.0 }
    }
}

impl Household {
    pub fn draw(seed: u64, index: u64, until: OffsetDateTime) -> Self {
        let mut draw = Draw::new([seed, index, word("household"), 0]);
        let today = local_date(until);
        let places = Places::draw(&mut draw, today);
        let surname = Surname::draw(&mut draw);
        let mut table = Table { draw, today, surname, people: Vec::new() };
        table.sit_down();
        Self { seed, index, places, people: table.people }
    }

    /// When the children were born, the oldest first.
    pub fn births(&self) -> Vec<Date> {
        let mut births: Vec<Date> = self
            .people
            .iter()
            .filter(|person| matches!(person.kin, Kin::Son | Kin::Daughter))
            .map(|person| person.birth)
            .collect();
        births.sort_unstable();
        births
    }
}

/// A family while it gathers.
struct Table {
    draw: Draw,
    today: Date,
    surname: Option<&'static Surname>,
    people: Vec<Person>,
}

impl Table {
    fn sit_down(&mut self) {
        let shape = self.draw.below(100);
        if shape < 8 {
            let age = self.draw.between(62, 80);
            self.add(Kin::Grandmother, age, None);
            let older = self.draw.between(0, 5);
            self.add(Kin::Grandfather, age + older, None);
            return;
        }
        let mother = self.draw.between(26, 47);
        let has_father = shape < 85;
        let father = mother + self.draw.between(-2, 6);
        let grandmother = (father + self.draw.between(21, 29)).min(86);
        let has_grandfather = has_father && (70..85).contains(&shape) && self.draw.chance(50);
        let grandfather = has_grandfather
            .then(|| self.add(Kin::Grandfather, (grandmother + 2).min(88), None))
            .flatten();
        if (60..92).contains(&shape) {
            self.add(Kin::Grandmother, grandmother, None);
        }
        let given = if has_father { self.add(Kin::Father, father, grandfather) } else { None };
        self.add(Kin::Mother, mother, None);
        let given = given.or_else(|| Given::draw_father(&mut self.draw, 2010));
        self.add_children(mother, given);
    }

    /// One to three, born when their mother was between twenty and forty-three.
    fn add_children(&mut self, mother: i64, father: Option<&'static Given>) {
        let oldest = (mother - 20).min(22);
        let youngest = (mother - 42).max(1);
        let mut age = self.draw.between(youngest, oldest.min(9));
        for _ in 0..self.draw.between(1, 3) {
            if age > oldest || self.people.len() == 6 {
                break;
            }
            let kin = if self.draw.chance(49) { Kin::Daughter } else { Kin::Son };
            self.add(kin, age, father);
            age += self.draw.between(2, 6);
        }
    }

    /// Seats somebody of so many full years; returns the given name, which children are called
    /// after.
    fn add(
        &mut self,
        kin: Kin,
        age: i64,
        father: Option<&'static Given>,
    ) -> Option<&'static Given> {
        let sex = kin.sex();
        let birth = plus_days(plus_years(self.today, -age), -self.draw.between(3, 362));
        let taken: Vec<String> =
            self.people.iter().map(|person| person.name.given.clone()).collect();
        let taken: Vec<&str> = taken.iter().map(String::as_str).collect();
        let given = Given::draw(&mut self.draw, sex, birth.year(), &taken)?;
        let father = father.or_else(|| Given::draw_father(&mut self.draw, birth.year()));
        self.people.push(Person {
            member: u64::try_from(self.people.len()).unwrap_or(0),
            kin,
            name: PersonName {
                surname: self.surname?.of(sex).to_owned(),
                given: given.name.to_owned(),
                patronymic: father?.patronymic(sex).map(str::to_owned),
            },
            sex,
            birth,
        });
        Some(given)
    }
}

impl Kin {
    /// The sex of whoever is called so.
    pub const fn sex(self) -> Sex {
        match self {
            Self::Mother | Self::Daughter | Self::Grandmother => Sex::Female,
            Self::Father | Self::Son | Self::Grandfather => Sex::Male,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    #[test]
    fn every_town_has_its_clinics() {
        for town in &TOWNS {
            let keys = [town.polyclinic, town.children, town.hospital, town.maternity, town.dental];
            for key in keys {
                assert!(!find(key).name.is_empty(), "{key}");
                assert_eq!(find(key).city, find(town.polyclinic).city, "{key}");
            }
            assert!(!find(town.laboratory).name.is_empty());
        }
    }

    #[test]
    fn children_are_called_after_their_father_and_are_younger_than_their_mother() {
        for index in 0..300 {
            let household = Household::draw(7, index, datetime!(2026-06-01 12:00 UTC));
            let find = |kin: Kin| household.people.iter().find(|person| person.kin == kin);
            assert!((2..=6).contains(&household.people.len()), "{index}");
            for birth in household.births() {
                let mother = find(Kin::Mother).unwrap();
                assert!(shared::format::age(mother.birth, birth) >= 18, "{index}");
            }
            let son = find(Kin::Son).and_then(|son| son.name.patronymic.as_deref());
            if let (Some(father), Some(patronymic)) = (find(Kin::Father), son) {
                // «Пётр» and «Петрович» share no more than this.
                let stem: String = father.name.given.chars().take(1).collect();
                assert!(patronymic.starts_with(&stem), "{} {patronymic}", father.name.full());
            }
        }
    }
}
