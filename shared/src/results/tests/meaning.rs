use std::collections::BTreeSet;

use super::*;
use crate::lang::Lang;

/// Beginnings of words that name what somebody may fear, or judge a value: the words are of the
/// analyte and never of a value, and nobody is told here that they are ill.
const NEVER: &[&str] = &[
    "рак",
    "раков",
    "онколог",
    "опухол",
    "злокачеств",
    "метаста",
    "лейкоз",
    "диабет",
    "инфаркт",
    "инсульт",
    "цирроз",
    "спид",
    "анеми",
    "тромбоз",
    "повыш",
    "пониж",
    "сниж",
    "завыш",
    "заниж",
    "норм",
    "cancer",
    "tumo",
    "malign",
    "metasta",
    "leuk",
    "diabet",
    "infarct",
    "stroke",
    "cirrho",
    "aids",
    "anaem",
    "anem",
    "thrombos",
    "elevat",
    "raised",
    "lowered",
    "normal",
];

fn coding(system: &str, code: &str, display: &str) -> Coding {
    Coding { system: system.into(), code: code.into(), display: display.into() }
}

fn of_name(name: &str) -> Option<&'static Meaning> {
    meaning_of(&coding("", "", name))
}

fn of_code(code: &str) -> Option<&'static Meaning> {
    meaning_of(&coding(LOINC, code, ""))
}

fn what(found: Option<&'static Meaning>) -> Option<&'static str> {
    found.map(|it| it.what.get(Lang::Ru))
}

fn is_one(left: Option<&'static Meaning>, right: Option<&'static Meaning>) -> bool {
    matches!((left, right), (Some(left), Some(right)) if std::ptr::eq(left, right))
}

/// RES-3: the commonest analytes.
#[test]
fn at_least_150_analytes_have_a_meaning() {
    assert!(all().count() >= 200, "{}", all().count());
    let coded = all().filter(|it| !it.codes.is_empty()).count();
    assert!(coded >= 150, "{coded}");
}

#[test]
fn no_code_means_two_things() {
    let codes: Vec<&str> = all().flat_map(Meaning::codes).collect();
    let distinct: BTreeSet<&str> = codes.iter().copied().collect();
    assert_eq!(distinct.len(), codes.len());
}

/// However it is spelt.
#[test]
fn no_name_means_two_things() {
    let names: Vec<String> = all().flat_map(Meaning::names).map(spelt).collect();
    let mut distinct = BTreeSet::new();
    for name in &names {
        assert!(distinct.insert(name), "{name} stands twice");
        assert!(name.chars().count() >= 2, "{name} is too short to be sure of");
    }
}

/// LOINC codes end in a check digit (Mod 10, LOINC Users' Guide, appendix C).
#[test]
fn every_code_has_its_check_digit() {
    for code in all().flat_map(Meaning::codes) {
        let (digits, check) = code.split_once('-').unwrap();
        let doubled = |digit: u32| digit * 2 / 10 + digit * 2 % 10;
        let digits = digits.chars().rev().map(|digit| digit.to_digit(10).unwrap());
        let sum: u32 = digits
            .enumerate()
            .map(|(at, digit)| if at % 2 == 0 { doubled(digit) } else { digit })
            .sum();
        assert_eq!((10 - sum % 10) % 10, check.parse::<u32>().unwrap(), "{code}");
    }
}

/// UX-1: short sentences, each in its language.
#[test]
fn every_text_is_short_and_in_its_language() {
    for meaning in all() {
        for (text, most) in [(meaning.what, 160), (meaning.why, 220)] {
            let (ru, en) = (text.get(Lang::Ru), text.get(Lang::En));
            for said in [ru, en] {
                assert!(said.chars().count() <= most, "too long: {said}");
                assert!(said.chars().count() >= 15, "too short: {said}");
                assert!(said.ends_with('.') && said.trim() == said, "no sentence: {said}");
                assert!(!said.contains("  "), "{said}");
            }
            let is_cyrillic = |c: char| matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё');
            assert!(ru.starts_with(is_cyrillic), "not Russian: {ru}");
            assert!(!en.contains(is_cyrillic), "not English: {en}");
        }
        let sentences = |text: &str| text.matches(". ").count() + 1;
        assert_eq!(sentences(meaning.what.get(Lang::Ru)), 1, "{meaning:?}");
        assert!(sentences(meaning.why.get(Lang::Ru)) <= 2, "{meaning:?}");
    }
}

#[test]
fn nobody_is_told_that_they_are_ill() {
    for meaning in all() {
        for text in [meaning.what, meaning.why] {
            for said in [text.get(Lang::Ru), text.get(Lang::En)] {
                let said = said.to_lowercase();
                let mut words = said.split(|c: char| !c.is_alphabetic());
                let feared = words.find(|word| NEVER.iter().any(|it| word.starts_with(it)));
                assert_eq!(feared, None, "{said}");
            }
        }
    }
}

#[test]
fn every_source_is_named_and_safe_to_open() {
    for meaning in all() {
        let Source { title, url } = meaning.source;
        assert!(title.contains(": ") && title.chars().count() <= 80, "{title}");
        let host = url.strip_prefix("https://").and_then(|rest| rest.split('/').next());
        assert!(host.is_some_and(|host| host.contains('.')), "{url}");
        assert!(url.chars().all(|c| c.is_ascii_graphic()), "{url}");
    }
}

#[test]
fn analytes_are_found_by_their_code() {
    assert_eq!(
        what(of_code("1742-6")),
        Some("Фермент, который работает больше всего в клетках печени.")
    );
    // Another unit of the same.
    assert!(is_one(of_code("2345-7"), of_code("14749-6")));
    // The code tells more than a name.
    let hemoglobin = coding(LOINC, "718-7", "Гемоглобин");
    assert!(is_one(meaning_of(&hemoglobin), of_code("718-7")));
    // The same digits of another system mean something else.
    assert!(meaning_of(&coding("http://example.org", "718-7", "")).is_none());
}

#[test]
fn analytes_are_found_by_the_names_laboratories_print() {
    let alt = of_code("1742-6");
    for name in [
        "АЛТ",
        "алт",
        "ALT",
        "Аланинаминотрансфераза",
        "Аланинаминотрансфераза (АЛТ)",
        "Аланинаминотрансфераза (ALT)",
        " Аланинаминотрансфераза  ( АлАТ ) ",
        "SGPT",
    ] {
        assert!(is_one(of_name(name), alt), "{name}");
    }
    // Letters of either alphabet, with ё and without it, however they are joined.
    let ca_125 = of_code("10334-1");
    for name in ["CA 125", "СА 125", "СА-125", "Ca125"] {
        assert!(is_one(of_name(name), ca_125), "{name}");
    }
    assert!(is_one(of_name("Средний объем эритроцита"), of_code("787-2")));
    assert!(is_one(of_name("Средний объём эритроцита (MCV)"), of_code("787-2")));
    assert!(is_one(of_name("Нейтрофилы, %"), of_name("NEUT#")));
    assert!(is_one(of_name("Д-димер"), of_name("D-Dimer")));
    assert!(is_one(of_name("Витамин В12"), of_name("Vitamin B12")));
}

/// A wrong meaning is worse than none.
#[test]
fn blood_and_urine_are_told_apart() {
    for (blood, urine, name) in [
        ("718-7", "5794-3", "Гемоглобин"),
        ("789-8", "13945-1", "Эритроциты"),
        ("6690-2", "5821-4", "Лейкоциты"),
        ("2345-7", "25428-4", "Глюкоза"),
        ("14631-6", "5770-3", "Билирубин"),
        ("2885-2", "2888-6", "Белок"),
        ("1751-7", "1754-1", "Альбумин"),
        ("2160-0", "2161-8", "Креатинин"),
    ] {
        let (blood, urine, either) = (of_code(blood), of_code(urine), of_name(name));
        assert!(blood.is_some() && urine.is_some() && either.is_some(), "{name}");
        assert!(!is_one(blood, urine), "{name}");
        assert!(!is_one(either, urine), "{name} is not of urine by itself");
    }
    // By the name alone nobody says in which of the two it is.
    for name in ["Гемоглобин", "Эритроциты", "Лейкоциты", "Глюкоза", "Белок", "Альбумин"]
    {
        let found = of_name(name).unwrap();
        assert_eq!(found.codes, "", "{name}");
    }
    assert!(is_one(of_name("Глюкоза в моче"), of_code("25428-4")));
    assert!(is_one(of_name("Глюкоза крови"), of_code("2345-7")));
}

#[test]
fn what_is_not_certain_has_no_meaning() {
    for name in [
        "",
        " ",
        "()",
        "Запись 1",
        "Анализ",
        // Of two analytes each.
        "ТГ",
        "TG",
        "PCT",
        "TT",
        "Ca",
        "K",
        "pH",
        // More than the name of an analyte.
        "Гемоглобин и гематокрит",
        "Билирубин (глюкоза)",
        "АЛТ (АСТ)",
        "Глюкоза ликвора",
    ] {
        assert!(of_name(name).is_none(), "{name}");
    }
    assert!(of_code("0-0").is_none());
}

#[test]
fn a_meaning_travels_in_both_languages() {
    let sent = AnalyteMeaning::from(of_code("3016-3").unwrap());
    assert!(sent.what.get(Lang::Ru).starts_with("Гормон гипофиза"), "{sent:?}");
    assert!(sent.what.get(Lang::En).starts_with("A hormone of the pituitary"), "{sent:?}");
    assert!(sent.why.ru != sent.why.en, "{sent:?}");
    assert!(sent.source_title.starts_with("MedlinePlus: TSH"), "{sent:?}");
    assert!(sent.source_url.starts_with("https://medlineplus.gov/lab-tests/tsh-"), "{sent:?}");
}
