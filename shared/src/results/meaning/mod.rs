//! «Что это значит?»: what an analyte is and why it is measured, in plain words (RES-3, UX-8).
//!
//! The words are of the analyte and never of a value: they tell nobody that something is the matter
//! with them, and advise nothing. They are our own, and can be checked on the page they name. A wrong
//! meaning is worse than none: what is not certainly found has none, and a name that is printed for
//! blood and for urine alike has words that are true of both.
//!
//! Of the server only: it sends the few meanings of a result with it, so that browsers carry none.

mod anywhere;
mod blood_count;
mod coagulation;
mod enzymes;
mod gases;
mod heart;
mod hormones;
mod immunity;
mod infections;
mod lipids;
mod markers;
mod metabolism;
mod minerals;
mod sources;
mod stool;
mod thyroid;
mod urine;
mod vitamins;

use std::collections::HashMap;
use std::sync::LazyLock;

use super::api::{AnalyteMeaning, Bilingual};
use super::molar::LOINC;
use crate::lang::Text;
use crate::record::model::Coding;

/// What an analyte is.
#[derive(Debug)]
pub struct Meaning {
    /// LOINC, between spaces; none where only names are sure.
    codes: &'static str,
    /// As laboratories print it, between semicolons.
    names: &'static str,
    /// What it is: one sentence.
    pub what: Text,
    /// Why it is measured: one or two sentences.
    pub why: Text,
    pub source: Source,
}

/// A page that says so.
#[derive(Debug)]
pub struct Source {
    /// Whose it is, and what it is called, in its own language.
    pub title: &'static str,
    pub url: &'static str,
}

static GROUPS: [&[Meaning]; 17] = [
    anywhere::ALL,
    blood_count::ALL,
    coagulation::ALL,
    enzymes::ALL,
    gases::ALL,
    heart::ALL,
    hormones::ALL,
    immunity::ALL,
    infections::ALL,
    lipids::ALL,
    markers::ALL,
    metabolism::ALL,
    minerals::ALL,
    stool::ALL,
    thyroid::ALL,
    urine::ALL,
    vitamins::ALL,
];

static BY_CODE: LazyLock<HashMap<&'static str, &'static Meaning>> =
    LazyLock::new(|| all().flat_map(|it| it.codes().map(move |code| (code, it))).collect());
static BY_NAME: LazyLock<HashMap<String, &'static Meaning>> =
    LazyLock::new(|| all().flat_map(|it| it.names().map(move |name| (spelt(name), it))).collect());

/// By its LOINC code, else by its name.
pub fn meaning_of(code: &Coding) -> Option<&'static Meaning> {
    let by_code = || BY_CODE.get(code.code.as_str()).copied();
    let found = if code.system == LOINC { by_code() } else { None };
    found.or_else(|| by_name(&code.display))
}

/// The whole name, or a name and the same in brackets: «Аланинаминотрансфераза (АЛТ)».
fn by_name(name: &str) -> Option<&'static Meaning> {
    let find = |name: &str| BY_NAME.get(&spelt(name)).copied();
    find(name).or_else(|| {
        let (outside, rest) = name.trim_end().strip_suffix(')')?.split_once('(')?;
        let (outside, inside) = (find(outside)?, find(rest)?);
        std::ptr::eq(outside, inside).then_some(outside)
    })
}

/// Letters and digits of a name. Laboratories mix alphabets where letters look alike: «СА 125» may
/// hold either kind of either letter.
fn spelt(name: &str) -> String {
    let letters = name.chars().flat_map(char::to_lowercase).filter(|c| c.is_alphanumeric());
    letters
        .map(|c| match c {
            'a' => 'а',
            'b' => 'в',
            'c' => 'с',
            'e' | 'ё' => 'е',
            'h' => 'н',
            'k' => 'к',
            'm' => 'м',
            'o' => 'о',
            'p' => 'р',
            't' => 'т',
            'x' => 'х',
            'y' => 'у',
            other => other,
        })
        .collect()
}

fn all() -> impl Iterator<Item = &'static Meaning> {
    GROUPS.iter().copied().flatten()
}

const fn meaning(
    codes: &'static str,
    names: &'static str,
    what: Text,
    why: Text,
    source: Source,
) -> Meaning {
    Meaning { codes, names, what, why, source }
}

impl Meaning {
    fn codes(&self) -> impl Iterator<Item = &'static str> {
        self.codes.split_whitespace()
    }

    fn names(&self) -> impl Iterator<Item = &'static str> {
        self.names.split("; ")
    }
}

impl From<&Meaning> for AnalyteMeaning {
    fn from(meaning: &Meaning) -> Self {
        Self {
            what: Bilingual::from(meaning.what),
            why: Bilingual::from(meaning.why),
            source_title: meaning.source.title.to_owned(),
            source_url: meaning.source.url.to_owned(),
        }
    }
}

#[cfg(test)]
#[path = "../tests/meaning.rs"]
mod tests;
