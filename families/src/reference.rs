//! The tables as short lists of terms, for whoever has loaded no official ones.

use std::collections::{BTreeMap, BTreeSet};

use crate::table::{list, rows};

/// A term of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// ICD-10, ATC, LOINC or UCUM.
    pub code: &'static str,
    pub name: &'static str,
    /// The English name, where there is one, and synonyms.
    pub names: Vec<&'static str>,
    /// Units a test is told in.
    pub units: Vec<&'static str>,
    /// «таблетки, 500 мг»: what a medicine is made as.
    pub forms: Vec<String>,
}

impl Term {
    fn new(code: &'static str, name: &'static str, names: Vec<&'static str>) -> Self {
        Self { code, name, names, units: Vec::new(), forms: Vec::new() }
    }
}

/// ICD-10.
pub fn diseases() -> Vec<Term> {
    rows::<8>(include_str!("../data/conditions.tsv"))
        .map(|[code, name, english, ..]| Term::new(code, name, vec![english]))
        .collect()
}

/// By their international names, each with what it is made as; the codes are those of ATC.
pub fn medicines() -> Vec<Term> {
    let mut terms: Vec<Term> = Vec::new();
    let mut places = BTreeMap::new();
    for [name, english, code, form, strength, ..] in
        rows::<9>(include_str!("../data/medicines.tsv"))
    {
        let place = *places.entry((name, code)).or_insert_with(|| {
            terms.push(Term::new(code, name, vec![english]));
            terms.len() - 1
        });
        if let Some(term) = terms.get_mut(place) {
            term.forms.push(format!("{form}, {strength}"));
        }
    }
    terms
}

/// LOINC.
pub fn analytes() -> Vec<Term> {
    rows::<15>(include_str!("../data/laboratory.tsv"))
        .map(|[code, _, name, english, synonyms, _, unit, ..]| {
            let names = std::iter::once(english).chain(list(synonyms)).collect();
            let units = if unit.is_empty() { Vec::new() } else { vec![unit] };
            Term { units, ..Term::new(code, name, names) }
        })
        .collect()
}

/// UCUM, by the name laboratories print.
pub fn units() -> Vec<Term> {
    let mut seen = BTreeSet::new();
    rows::<15>(include_str!("../data/laboratory.tsv"))
        .map(|[_, _, _, _, _, _, name, code, ..]| (code, name))
        .filter(|(code, name)| !code.is_empty() && !name.is_empty() && seen.insert(*code))
        .map(|(code, name)| Term::new(code, name, Vec::new()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_has_a_code_of_its_own_and_a_name() {
        for terms in [diseases(), analytes(), units()] {
            let codes: BTreeSet<_> = terms.iter().map(|term| term.code).collect();
            assert_eq!(codes.len(), terms.len());
        }
        for term in [diseases(), medicines(), analytes(), units()].concat() {
            assert!(!term.code.is_empty() && !term.name.is_empty(), "{term:?}");
            assert!(term.names.iter().all(|name| !name.is_empty()), "{term:?}");
        }
    }

    #[test]
    fn a_medicine_is_named_once_with_all_its_forms() {
        let all = medicines();
        let metformin: Vec<_> = all.iter().filter(|term| term.name == "Метформин").collect();
        assert_eq!(metformin.len(), 1);
        assert!(metformin[0].forms.len() > 1, "{metformin:?}");
    }
}
