//! The one form in which words are looked for: small, `ё` as `е`, without their endings.

use rust_stemmers::{Algorithm, Stemmer};

/// Takes the endings off Russian and English words.
pub struct Stemmers {
    russian: Stemmer,
    english: Stemmer,
}

impl Default for Stemmers {
    fn default() -> Self {
        Self {
            russian: Stemmer::create(Algorithm::Russian),
            english: Stemmer::create(Algorithm::English),
        }
    }
}

impl Stemmers {
    /// Of a token, as [`tokens`] gives it.
    pub fn stem(&self, word: &str) -> String {
        let stemmer = if word.is_ascii() { &self.english } else { &self.russian };
        stemmer.stem(word).into_owned()
    }

    /// Every form a token is known by: its stem, and what a noun leaves without its case. The
    /// stemmer takes «бронхит», «аллерген» and «рецидив» for verbs in their first case only.
    pub fn stems(&self, word: &str) -> Vec<String> {
        let mut stems = vec![self.stem(word)];
        if !word.is_ascii() {
            let noun = without_case(word);
            if stems.iter().all(|stem| stem != noun) {
                stems.push(noun.to_owned());
            }
        }
        stems
    }
}

/// The endings of Russian nouns, the longer before those they end in.
const CASES: [&str; 36] = [
    "иями", "ями", "ами", "иях", "иям", "ием", "ией", "ев", "ов", "ие", "ье", "еи", "ии", "ей",
    "ой", "ий", "ям", "ем", "ам", "ом", "ах", "ях", "ию", "ью", "ия", "ья", "а", "е", "и", "й",
    "о", "у", "ы", "ь", "ю", "я",
];
/// What is left of a word has at least as many letters.
const LEFT: usize = 3;

fn without_case(word: &str) -> &str {
    let left = CASES.iter().find_map(|case| word.strip_suffix(case));
    left.filter(|left| left.chars().count() >= LEFT).unwrap_or(word)
}

/// Words and codes, small, `ё` as `е`; `E11.9` is one.
pub fn tokens(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric() && c != '.')
        .map(|word| word.trim_matches('.'))
        .filter(|word| !word.is_empty())
        .map(|word| word.to_lowercase().replace('ё', "е"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Names of diseases in any case: each finds each.
    #[test]
    fn a_noun_is_found_in_all_its_cases() {
        let stemmers = Stemmers::default();
        for forms in [
            ["бронхит", "бронхита", "бронхитом", "бронхите"],
            ["цистит", "цистита", "циститу", "циститы"],
            ["гепатит", "гепатитов", "гепатитах", "гепатитом"],
            ["аллерген", "аллергена", "аллергенов", "аллергенами"],
            ["рецидив", "рецидива", "рецидивом", "рецидивы"],
            ["анализ", "анализа", "анализы", "анализами"],
            ["пневмония", "пневмонии", "пневмонию", "пневмонией"],
            ["гипертензия", "гипертензии", "гипертензию", "гипертензией"],
            ["печень", "печени", "печенью", "печень"],
        ] {
            for (wanted, written) in forms.iter().flat_map(|a| forms.iter().map(move |b| (a, b))) {
                let (wanted, written) = (stemmers.stems(wanted), stemmers.stems(written));
                let is_found = written
                    .iter()
                    .any(|word| wanted.iter().any(|stem| word.starts_with(stem.as_str())));
                assert!(is_found, "{wanted:?} {written:?}");
            }
        }
        let (wanted, written) = (stemmers.stems("бронхит"), stemmers.stems("брошюра"));
        assert!(
            !written.iter().any(|word| wanted.iter().any(|stem| word.starts_with(stem.as_str())))
        );
    }
}
