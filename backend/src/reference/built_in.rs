//! The small set that comes with the program: what the invented families have been ill with, are
//! treated with and are measured by.

use std::sync::LazyLock;

use families::reference::{Term, analytes, diseases, medicines, units};
use shared::reference::model::{ReferenceDetails, ReferenceItem, ReferenceList};

use super::store::{Indexed, Sought, Within};

static ICD_10: LazyLock<Vec<Indexed>> = LazyLock::new(|| index(ReferenceList::Icd10));
static MEDICINES: LazyLock<Vec<Indexed>> = LazyLock::new(|| index(ReferenceList::Medicines));
static TESTS: LazyLock<Vec<Indexed>> = LazyLock::new(|| index(ReferenceList::LaboratoryTests));
static UNITS: LazyLock<Vec<Indexed>> = LazyLock::new(|| index(ReferenceList::Units));

fn index(list: ReferenceList) -> Vec<Indexed> {
    let terms = match list {
        ReferenceList::Icd10 => diseases(),
        ReferenceList::Medicines => medicines(),
        ReferenceList::LaboratoryTests => analytes(),
        ReferenceList::Units => units(),
    };
    Indexed::all(terms.into_iter().map(item))
}

fn item(term: Term) -> ReferenceItem {
    ReferenceItem {
        code: Some(term.code.to_owned()),
        display: term.name.to_owned(),
        parent: None,
        obsolete: false,
        details: ReferenceDetails {
            names: term.names.into_iter().map(str::to_owned).collect(),
            units: term.units.into_iter().map(str::to_owned).collect(),
            forms: term.forms,
            ..Default::default()
        },
    }
}

pub fn all(list: ReferenceList) -> &'static [Indexed] {
    match list {
        ReferenceList::Icd10 => &ICD_10,
        ReferenceList::Medicines => &MEDICINES,
        ReferenceList::LaboratoryTests => &TESTS,
        ReferenceList::Units => &UNITS,
    }
}

/// As [`super::store`] searches what was loaded, and in the same order.
pub fn by_code(list: ReferenceList, key: &str, limit: usize) -> Vec<&'static Indexed> {
    let is_found = |one: &&Indexed| one.key.as_deref().is_some_and(|own| own.starts_with(key));
    all(list).iter().filter(is_found).take(limit).collect()
}

/// As [`super::store`] searches what was loaded, and in the same order.
pub fn by_words(
    list: ReferenceList,
    sought: &Sought,
    within: Within,
    limit: usize,
) -> Vec<&'static Indexed> {
    let wanted: Vec<String> = sought.stems.iter().map(|stem| format!(" {stem}")).collect();
    let is_found = |one: &&Indexed| {
        let words = match within {
            Within::Name => &one.name_words,
            Within::Everything => &one.words,
        };
        wanted.iter().all(|stem| words.contains(stem.as_str()))
    };
    let mut found: Vec<_> = all(list).iter().filter(is_found).collect();
    if !wanted.is_empty() {
        found.sort_by_key(|one| (one.size, one.position));
    }
    found.truncate(limit);
    found
}
