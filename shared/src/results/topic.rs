//! The sensitive topic of a laboratory test (ACL-4, RES-14).

use crate::access::model::Sensitivity;
use crate::record::model::Coding;

/// Words of names, in lower case: the beginning of a word of the name.
const WORDS: &[(Sensitivity, &[&str])] = &[
    (Sensitivity::Hiv, &["вич", "hiv", "cd4"]),
    (
        Sensitivity::ReproductiveHealth,
        &[
            "хгч",
            "hcg",
            "беременн",
            "pregnan",
            "сифилис",
            "syphilis",
            "treponema",
            "трепонем",
            "хламиди",
            "chlamydia",
            "гонокок",
            "gonorr",
            "neisseria",
            "микоплазм",
            "mycoplasma",
            "трихомон",
            "trichomon",
            "впч",
            "hpv",
            "папиллом",
        ],
    ),
    (
        Sensitivity::Addiction,
        &[
            "наркот",
            "психоактивн",
            "опиат",
            "opiate",
            "каннабин",
            "cannabin",
            "кокаин",
            "cocaine",
            "амфетамин",
            "amphetamine",
            "метадон",
            "methadone",
            "cdt",
        ],
    ),
    (Sensitivity::MentalHealth, &["психиатр", "psychiatr", "phq", "gad"]),
];

/// By the words of the name: laboratories rarely code these tests, and always name them.
pub fn topic_of(code: &Coding) -> Sensitivity {
    let name = code.display.to_lowercase();
    let words: Vec<&str> = name.split(|c: char| !c.is_alphanumeric()).collect();
    let is_of = |beginnings: &[&str]| {
        words.iter().any(|word| beginnings.iter().any(|beginning| word.starts_with(beginning)))
    };
    let found = WORDS.iter().find(|(_, beginnings)| is_of(beginnings));
    found.map_or(Sensitivity::Usual, |(topic, _)| *topic)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_tells_the_topic() {
        let topic = |display: &str| {
            topic_of(&Coding {
                system: String::new(),
                code: String::new(),
                display: display.into(),
            })
        };
        assert_eq!(topic("Антитела к ВИЧ 1/2 и антиген p24"), Sensitivity::Hiv);
        assert_eq!(topic("HIV-1 RNA"), Sensitivity::Hiv);
        assert_eq!(topic("Бета-ХГЧ"), Sensitivity::ReproductiveHealth);
        assert_eq!(topic("ДНК Chlamydia trachomatis"), Sensitivity::ReproductiveHealth);
        assert_eq!(topic("Скрининг на наркотические вещества"), Sensitivity::Addiction);
        assert_eq!(topic("Глюкоза"), Sensitivity::Usual);
        // Within a word it is another one.
        assert_eq!(topic("Человечий альбумин"), Sensitivity::Usual);
        assert_eq!(topic("Активированное частичное время"), Sensitivity::Usual);
    }
}
