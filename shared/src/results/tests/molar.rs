use super::*;

/// Standard atomic weights, IUPAC; of elements with an interval the conventional ones.
const WEIGHTS: &[(&str, f64)] = &[
    ("H", 1.008),
    ("C", 12.011),
    ("N", 14.007),
    ("O", 15.999),
    ("Na", 22.989_769),
    ("Mg", 24.305),
    ("P", 30.973_762),
    ("S", 32.06),
    ("Cl", 35.45),
    ("K", 39.098),
    ("Ca", 40.078),
    ("Fe", 55.845),
    ("Co", 58.933_194),
    ("Cu", 63.546),
    ("Zn", 65.38),
    ("I", 126.904_47),
    ("Li", 6.94),
];

fn weigh(formula: &str) -> f64 {
    let mut atoms: Vec<(String, String)> = Vec::new();
    for c in formula.chars() {
        match c {
            'A'..='Z' => atoms.push((c.to_string(), String::new())),
            'a'..='z' => atoms.last_mut().unwrap().0.push(c),
            _ => atoms.last_mut().unwrap().1.push(c),
        }
    }
    let weight = |name: &str| WEIGHTS.iter().find(|(it, _)| *it == name).unwrap().1;
    atoms.iter().map(|(name, count)| weight(name) * count.parse::<f64>().unwrap_or(1.0)).sum()
}

#[test]
fn every_molar_mass_follows_from_its_formula() {
    for substance in all() {
        let weighed = weigh(substance.formula);
        assert!((weighed - substance.grams_per_mole).abs() < 0.001, "{substance:?}: {weighed}");
    }
    assert_eq!(all().count(), 35);
}

#[test]
fn no_code_measures_two_substances() {
    let mut codes: Vec<&str> = all().flat_map(|it| it.codes().collect::<Vec<_>>()).collect();
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), count);
}

/// LOINC codes end in a check digit (Mod 10, LOINC Users' Guide, appendix C).
#[test]
fn every_code_has_its_check_digit() {
    let all_codes = all().flat_map(|it| it.codes().collect::<Vec<_>>());
    for code in all_codes {
        let (digits, check) = code.split_once('-').unwrap();
        let sum: u32 = digits
            .chars()
            .rev()
            .enumerate()
            .map(|(at, digit)| {
                let digit = digit.to_digit(10).unwrap();
                if at % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit }
            })
            .sum();
        assert_eq!((10 - sum % 10) % 10, check.parse::<u32>().unwrap(), "{code}");
    }
}
