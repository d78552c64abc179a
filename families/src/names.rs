//! What people are called: by sex, year of birth and father.

use std::sync::LazyLock;

use shared::record::model::{PersonName, Sex};

use crate::draw::Draw;
use crate::table::rows;

/// A surname in both forms: «Соколов», «Соколова».
#[derive(Debug)]
pub struct Surname {
    male: &'static str,
    female: &'static str,
    weight: u64,
}

#[derive(Debug)]
pub struct Given {
    pub name: &'static str,
    sex: Sex,
    weight: u64,
    /// Years of birth it was given in.
    years: (i32, i32),
    /// A son's and a daughter's, of a man's name.
    patronymics: (&'static str, &'static str),
    /// Only met in patronymics.
    is_past: bool,
}

static SURNAMES: LazyLock<Vec<Surname>> = LazyLock::new(|| {
    rows::<8>(TABLE)
        .filter(|[kind, ..]| *kind == "surname")
        .map(|[_, male, female, weight, ..]| Surname {
            male,
            female,
            weight: weight.parse().unwrap_or(1),
        })
        .collect()
});

static GIVEN: LazyLock<Vec<Given>> = LazyLock::new(|| {
    rows::<8>(TABLE)
        .filter(|[kind, ..]| *kind != "surname")
        .map(|[kind, male, female, weight, from, to, son, daughter]| Given {
            name: if male.is_empty() { female } else { male },
            sex: if male.is_empty() { Sex::Female } else { Sex::Male },
            weight: weight.parse().unwrap_or(1),
            years: (from.parse().unwrap_or(1900), to.parse().unwrap_or(2100)),
            patronymics: (son, daughter),
            is_past: kind == "patronymic_from",
        })
        .collect()
});

const TABLE: &str = include_str!("../data/names.tsv");
/// A name the table knows from 1920 was given before that as well.
const OLD: i32 = 1920;

impl Surname {
    pub fn draw(draw: &mut Draw) -> Option<&'static Self> {
        draw.weighted(SURNAMES.iter().map(|surname| (surname, surname.weight)))
    }

    pub fn of(&self, sex: Sex) -> &'static str {
        match sex {
            Sex::Female => self.female,
            Sex::Male => self.male,
        }
    }
}

impl Given {
    /// A name people born in `year` have; `taken` are those of brothers and sisters.
    pub fn draw(draw: &mut Draw, sex: Sex, year: i32, taken: &[&str]) -> Option<&'static Self> {
        draw.weighted(
            GIVEN
                .iter()
                .filter(|given| given.sex == sex && !given.is_past && given.was_given(year))
                .filter(|given| !taken.contains(&given.name))
                .map(|given| (given, given.weight)),
        )
    }

    /// The name of a father nothing else is known of.
    pub fn draw_father(draw: &mut Draw, child_born: i32) -> Option<&'static Self> {
        let year = child_born - 27;
        draw.weighted(
            GIVEN
                .iter()
                .filter(|given| given.sex == Sex::Male && given.was_given(year))
                .map(|given| (given, given.weight)),
        )
    }

    /// What this man's child of that sex is called after him.
    pub fn patronymic(&self, sex: Sex) -> Option<&'static str> {
        let (son, daughter) = self.patronymics;
        let name = match sex {
            Sex::Female => daughter,
            Sex::Male => son,
        };
        (!name.is_empty()).then_some(name)
    }

    fn was_given(&self, year: i32) -> bool {
        let (from, to) = self.years;
        (from..=to).contains(&year) || (from == OLD && year < OLD)
    }
}

/// «Соколова Е. В.»
pub fn with_initials(name: &PersonName) -> String {
    let mut text = name.surname.clone();
    for part in std::iter::once(&name.given).chain(&name.patronymic) {
        text.push(' ');
        text.extend(part.chars().next());
        text.push('.');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_of_their_time() {
        let mut draw = Draw::new([1, 2, 3, 4]);
        for year in 1935..2026 {
            for sex in [Sex::Female, Sex::Male] {
                let given = Given::draw(&mut draw, sex, year, &[]).unwrap();
                assert!(given.was_given(year) && given.sex == sex, "{} {year}", given.name);
            }
            let father = Given::draw_father(&mut draw, year).unwrap();
            assert!(father.patronymic(Sex::Female).unwrap().ends_with("на"), "{}", father.name);
        }
    }

    #[test]
    fn brothers_and_sisters_have_different_names() {
        let mut draw = Draw::new([1, 2, 3, 4]);
        for _ in 0..200 {
            let given = Given::draw(&mut draw, Sex::Female, 2015, &["Мария", "София"]).unwrap();
            assert!(given.name != "Мария" && given.name != "София");
        }
    }

    #[test]
    fn a_name_shrinks_to_initials() {
        let name = |patronymic: Option<&str>| PersonName {
            surname: "Соколова".to_owned(),
            given: "Елена".to_owned(),
            patronymic: patronymic.map(str::to_owned),
        };
        assert_eq!(with_initials(&name(Some("Викторовна"))), "Соколова Е. В.");
        assert_eq!(with_initials(&name(None)), "Соколова Е.");
    }
}
