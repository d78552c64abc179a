use super::*;
use crate::results::rows;
use crate::results::value::Decimal;

#[test]
fn units_are_read_as_laboratories_print_them() {
    let mut cases = 0;
    for row in rows(include_str!("../golden/units.tsv")) {
        let [text, ucum, why] = row.as_slice() else { panic!("{row:?}") };
        let found = Unit::read(text).map_or_else(|| "-".to_owned(), |unit| unit.ucum);
        assert_eq!(found, *ucum, "{text:?}: {why}");
        cases += 1;
    }
    assert!(cases >= 55, "{cases}");
}

fn loinc(code: &str) -> Option<Coding> {
    (code != "-").then(|| Coding {
        system: molar::LOINC.into(),
        code: code.into(),
        display: String::new(),
    })
}

#[test]
fn values_are_converted_or_it_is_said_why_not() {
    let mut cases = 0;
    for row in rows(include_str!("../golden/conversions.tsv")) {
        let [from, to, code, value, expected, source] = row.as_slice() else { panic!("{row:?}") };
        let value = Decimal::read(value).unwrap();
        match conversion(from, to, loinc(code).as_ref()) {
            Ok(conversion) => {
                let found = conversion.rounded(value.value, value.significant());
                let expected: f64 = expected.parse().unwrap_or_else(|_| panic!("{row:?}"));
                let is_it = (found - expected).abs() <= expected.abs() * 1e-9;
                assert!(is_it, "{row:?}: {found}, {source}");
            }
            Err(reason) => {
                let name = format!("{reason:?}");
                assert!(name.starts_with(expected), "{row:?}: {name}, {source}");
            }
        }
        cases += 1;
    }
    assert!(cases >= 44, "{cases}");
}

#[test]
fn a_conversion_tells_its_factor_and_source() {
    let found = conversion("мг/дл", "ммоль/л", loinc("2345-7").as_ref()).unwrap();
    assert!((found.factor - 0.055_507).abs() < 1e-6);
    let Basis::MolarMass { component, grams_per_mole, .. } = found.basis else { panic!() };
    assert_eq!((component, grams_per_mole), ("Glucose", 180.156));
}

/// The catalogue's meaning of a code of another system was used: the digits alone are no code.
#[test]
fn a_code_of_another_system_has_no_molar_mass() {
    let code = Coding { system: "urn:lab".into(), code: "2345-7".into(), display: String::new() };
    let found = conversion("мг/дл", "ммоль/л", Some(&code));
    assert!(matches!(found, Err(Unconvertible::NoMolarMass { .. })));
}

#[test]
fn what_is_the_same_is_not_touched() {
    let same = conversion("попугаев", "попугаев", None).unwrap();
    assert!(same.is_same());
    assert_eq!(Some(same.rounded(0.123_456_7, 1)), Some(0.123_456_7));
    assert!(conversion("ммоль/л", "mmol/L", None).unwrap().is_same());
    assert!(conversion("", "", None).unwrap().is_same());
}

#[test]
fn no_spelling_means_two_units() {
    let mut seen = std::collections::BTreeMap::new();
    for atom in ATOMS {
        for spelling in atom.spellings.split(' ') {
            assert_eq!(seen.insert(spelling, atom.ucum), None, "{spelling}");
        }
    }
}

proptest::proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,50}") {
        let _ = Unit::read(&text);
    }

    #[test]
    fn nor_does_one_that_looks_like_a_unit(text in "[мкгл/молЕдМЕ%0-9*^. µLUmg]{0,50}") {
        let _ = Unit::read(&text);
    }

    #[test]
    fn there_and_back_is_the_same(value in 0.001_f64..10_000.0) {
        for (left, right, code) in [("мг/дл", "ммоль/л", "2345-7"), ("%", "mmol/mol", "4548-4")] {
            let code = loinc(code);
            let there = conversion(left, right, code.as_ref()).unwrap();
            let back = conversion(right, left, code.as_ref()).unwrap();
            let found = back.apply(there.apply(value));
            proptest::prop_assert!((found - value).abs() < 1e-6 * value.max(1.0));
        }
    }
}
