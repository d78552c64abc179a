//! How words of people find clinics and doctors (APT-1, APT-2): as they are written, by what people
//! call a doctor, and past a slip of the finger where nothing else is found.

use strsim::osa_distance;

use crate::words::tokens;

/// What people say, and what of a name it stands for. Small, `ё` as `е`.
const SAID: &[(&[&str], &str)] = &[
    (&["участковый", "участкового", "терапия", "gp"], "терапевт"),
    (&["детский", "детскому", "pediatrician", "children"], "педиатр"),
    (&["сердце", "сердечный", "heart"], "кардиолог"),
    (&["невропатолог", "нервы", "neuro"], "невролог"),
    (&["щитовидка", "диабет", "thyroid", "diabetes"], "эндокринолог"),
    (&["женский", "гинекология", "gynecologist", "obgyn"], "гинеколог"),
    (&["ортопед", "травма", "травмпункт"], "травматолог"),
    (&["ухо", "горло", "нос", "ухогорлонос", "отоларинголог", "ent"], "оториноларинголог"),
    (&["окулист", "глазной", "глаза", "зрение", "eye", "oculist"], "офтальмолог"),
    (&["кожный", "кожник", "кожа", "skin", "дерматовенеролог"], "дерматолог"),
    (&["желудок", "кишечник", "stomach"], "гастроэнтеролог"),
    (&["легкие", "легочный", "lungs"], "пульмонолог"),
    (&["аллергия", "иммунолог", "allergy"], "аллерголог"),
    (&["зубной", "зуб", "зубы", "дантист", "teeth", "tooth"], "стоматолог"),
    (&["узи", "экг", "холтер", "ultrasound", "ecg"], "диагностика"),
    (&["укол", "уколы", "прививка", "капельница", "injection"], "процедурный"),
];
/// Shorter words are other words when a letter changes: «ким» and «кит».
const SLIP_FROM: usize = 4;
/// From so many letters on two may be wrong.
const TWO_SLIPS_FROM: usize = 8;

/// Words to be found.
#[derive(Debug)]
pub struct Matcher {
    words: Vec<String>,
    /// Whether slips are looked past: nothing has the words as they are.
    forgives: bool,
}

impl Matcher {
    /// `texts` is all that could be found, in the form of [`folded`](shared::admin::rules::folded).
    pub fn new<'t>(words: Vec<String>, mut texts: impl Iterator<Item = &'t str>) -> Self {
        let strict = Self { words, forgives: false };
        let is_found = strict.words.is_empty() || texts.any(|text| strict.fits(text));
        Self { forgives: !is_found, ..strict }
    }

    /// Whether all the words are in the text.
    pub fn fits(&self, text: &str) -> bool {
        self.words.iter().all(|word| {
            text.contains(word.as_str())
                || said(word).any(|name| text.contains(name))
                || (self.forgives && tokens(text).any(|known| is_slip(word, &known)))
        })
    }
}

fn said(word: &str) -> impl Iterator<Item = &'static str> + '_ {
    SAID.iter().filter(move |(said, _)| said.contains(&word)).map(|(_, name)| *name)
}

/// Whether somebody who typed this meant the beginning of that: letters left out, added, changed or
/// swapped (optimal string alignment).
fn is_slip(typed: &str, known: &str) -> bool {
    let letters = typed.chars().count();
    let allowed = match letters {
        0..SLIP_FROM => return false,
        SLIP_FROM..TWO_SLIPS_FROM => 1,
        _ => 2,
    };
    let longest = known.chars().count();
    (letters.saturating_sub(allowed)..=letters + allowed).any(|length| {
        let beginning: String = known.chars().take(length).collect();
        length <= longest && osa_distance(typed, &beginning) <= allowed
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXTS: [&str; 4] = [
        "воробьева анна петровна\nтерапевт\ngeneral practitioner",
        "ким сергей\nоториноларинголог (лор)\near, nose and throat",
        "соколова елена\nофтальмолог\nophthalmologist",
        "белова ольга\nстоматолог\ndentist",
    ];

    fn found(words: &str) -> Vec<usize> {
        let matcher = Matcher::new(tokens(words).collect(), TEXTS.into_iter());
        let all = TEXTS.iter().enumerate();
        all.filter(|(_, text)| matcher.fits(text)).map(|(n, _)| n).collect()
    }

    #[test]
    fn a_doctor_is_found_by_what_people_call_them() {
        for (words, expected) in [
            ("терапевт", 0),
            ("участковый", 0),
            ("ухо горло нос", 1),
            ("Лор", 1),
            ("окулист Соколова", 2),
            ("зубной", 3),
            ("teeth", 3),
        ] {
            assert_eq!(found(words), [expected], "{words}");
        }
        assert_eq!(found(""), [0, 1, 2, 3]);
    }

    #[test]
    fn a_slip_is_looked_past_where_nothing_else_is_found() {
        for (words, expected) in [
            ("терпевт", 0),
            ("терапвет", 0),
            ("Варобьева", 0),
            ("оториналаринголог", 1),
            ("офтольмолг", 2),
            ("стомотолаг", 3),
            ("dentits", 3),
        ] {
            assert_eq!(found(words), [expected], "{words}");
        }
        assert_eq!(found("ким"), [1], "no slip of «кит»");
        assert_eq!(found("кит"), [0_usize; 0]);
        assert_eq!(found("марсианин"), [0_usize; 0]);
    }
}
