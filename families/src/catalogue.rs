//! What there is to choose from: diseases, texts of visits, medicines, procedures, allergens.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use shared::access::model::Sensitivity;
use shared::record::model::{Coding, Criticality, Sex};

use crate::table::{list, rows, some};

pub const ICD_10: &str = "http://hl7.org/fhir/sid/icd-10";
pub const LOINC: &str = "http://loinc.org";
pub const CVX: &str = "http://hl7.org/fhir/sid/cvx";
/// Номенклатура медицинских услуг.
pub const SERVICES: &str = "urn:oid:1.2.643.5.1.13.13.11.1070";

/// A term of ICD-10 and whom it concerns.
#[derive(Debug)]
pub struct Disease {
    pub code: &'static str,
    pub name: &'static str,
    pub sensitivity: Sensitivity,
    /// Full years at which it may begin; the last is not included.
    pub ages: (i32, i32),
    /// Only these have it; nobody is left out where it is empty.
    pub sex: Option<Sex>,
    pub specialty: &'static str,
}

/// What a doctor writes about a visit.
#[derive(Debug)]
pub struct VisitText {
    pub complaint: &'static str,
    pub findings: &'static str,
    pub conclusion: &'static str,
    pub recommendations: &'static str,
    pub prepare: Option<&'static str>,
    /// Panels and analytes.
    pub tests: Vec<&'static str>,
}

#[derive(Debug)]
pub struct Medicine {
    pub name: &'static str,
    pub form: &'static str,
    pub strength: &'static str,
    pub dosage: &'static str,
    /// Nothing for what is taken for years.
    pub course_days: Option<i64>,
    treats: Vec<&'static str>,
}

#[derive(Debug)]
pub struct ProcedureText {
    pub code: &'static str,
    pub name: &'static str,
    /// Nothing found.
    pub usual: &'static str,
    pub finding: &'static str,
}

#[derive(Debug)]
pub struct Allergen {
    pub substance: &'static str,
    pub reaction: &'static str,
    pub criticality: Criticality,
    pub category: &'static str,
}

#[derive(Debug)]
pub struct Specialty {
    /// «терапевт»
    pub doctor: &'static str,
    /// «терапевта»
    pub genitive: &'static str,
    /// «Приём терапевта»
    pub visit: &'static str,
}

static DISEASES: LazyLock<BTreeMap<&'static str, Disease>> = LazyLock::new(|| {
    rows::<8>(include_str!("../data/conditions.tsv"))
        .map(|[code, name, _, _, sensitivity, ages, sexes, specialty]| {
            let (from, to) = ages.split_once('-').unwrap_or_default();
            let disease = Disease {
                code,
                name,
                sensitivity: sensitivity.parse().unwrap_or(Sensitivity::Usual),
                ages: (from.parse().unwrap_or(0), to.parse().unwrap_or(200)),
                sex: sex(sexes),
                specialty,
            };
            (code, disease)
        })
        .collect()
});

static VISITS: LazyLock<BTreeMap<&'static str, Vec<VisitText>>> = LazyLock::new(|| {
    let mut visits = BTreeMap::<_, Vec<_>>::new();
    for [code, complaint, findings, conclusion, recommendations, prepare, tests] in
        rows::<7>(include_str!("../data/visits.tsv"))
    {
        visits.entry(code).or_default().push(VisitText {
            complaint,
            findings,
            conclusion,
            recommendations,
            prepare: some(prepare),
            tests: list(tests).collect(),
        });
    }
    visits
});

static MEDICINES: LazyLock<Vec<Medicine>> = LazyLock::new(|| {
    rows::<9>(include_str!("../data/medicines.tsv"))
        .map(|[name, _, _, form, strength, dosage, _, days, treats]| Medicine {
            name,
            form,
            strength,
            dosage,
            course_days: days.parse().ok(),
            treats: list(treats).collect(),
        })
        .collect()
});

static PROCEDURES: LazyLock<BTreeMap<&'static str, ProcedureText>> = LazyLock::new(|| {
    rows::<6>(include_str!("../data/procedures.tsv"))
        .map(|[code, name, _, _, usual, finding]| {
            (code, ProcedureText { code, name, usual, finding })
        })
        .filter(|(code, _)| !code.is_empty())
        .collect()
});

static ALLERGENS: LazyLock<Vec<Allergen>> = LazyLock::new(|| {
    rows::<5>(include_str!("../data/allergies.tsv"))
        .map(|[substance, _, reaction, criticality, category]| Allergen {
            substance,
            reaction,
            criticality: match criticality {
                "high" => Criticality::High,
                "low" => Criticality::Low,
                _ => Criticality::Unknown,
            },
            category,
        })
        .collect()
});

static SPECIALTIES: LazyLock<BTreeMap<&'static str, Specialty>> = LazyLock::new(|| {
    rows::<6>(include_str!("../data/specialties.tsv"))
        .map(|[key, doctor, genitive, _, visit, _]| (key, Specialty { doctor, genitive, visit }))
        .collect()
});

pub fn disease(code: &str) -> Option<&'static Disease> {
    DISEASES.get(code)
}

/// The first is that of the first visit, the second that of the next ones.
pub fn visit_texts(code: &str) -> &'static [VisitText] {
    VISITS.get(code).map(Vec::as_slice).unwrap_or_default()
}

pub fn procedure(code: &str) -> Option<&'static ProcedureText> {
    PROCEDURES.get(code)
}

pub fn allergens() -> &'static [Allergen] {
    &ALLERGENS
}

pub fn specialty(key: &str) -> Option<&'static Specialty> {
    SPECIALTIES.get(key)
}

pub fn specialties() -> impl Iterator<Item = (&'static str, &'static Specialty)> {
    SPECIALTIES.iter().map(|(key, specialty)| (*key, specialty))
}

/// What is given for a disease at this age.
pub fn medicines(code: &str, age: i32) -> Vec<&'static Medicine> {
    MEDICINES
        .iter()
        .filter(|medicine| medicine.treats.contains(&code) && medicine.is_for(age))
        .collect()
}

pub fn medicine(name: &str, strength: &str) -> Option<&'static Medicine> {
    MEDICINES.iter().find(|medicine| medicine.name == name && medicine.strength == strength)
}

impl Disease {
    pub fn coding(&self) -> Coding {
        coding(ICD_10, self.code, self.name)
    }

    /// Whether it may begin in somebody of this sex at this age.
    pub fn may_begin(&self, sex: Sex, age: i32) -> bool {
        (self.ages.0..self.ages.1).contains(&age) && self.sex.is_none_or(|only| only == sex)
    }
}

impl Medicine {
    /// «Метформин 1000 мг»
    pub fn label(&self) -> String {
        format!("{} {}", self.name, self.strength)
    }

    /// Small children get what can be drunk, dropped and smeared; tablets are for the others.
    fn is_for(&self, age: i32) -> bool {
        const FOR_ALL: [&str; 7] = [
            "спрей",
            "крем",
            "мазь",
            "гель",
            "порошок для приготовления сусп",
            "капли глазные",
            "аэрозоль",
        ];
        const FOR_CHILDREN: [&str; 5] =
            ["суспензия", "капли", "сироп", "раствор водный", "таблетки жевательные"];
        let is_any = |forms: &[&str]| forms.iter().any(|form| self.form.starts_with(form));
        is_any(&FOR_ALL)
            || if age < 12 {
                is_any(&FOR_CHILDREN)
            } else {
                !is_any(&["суспензия для приёма"])
            }
    }
}

pub fn coding(system: &str, code: &str, display: &str) -> Coding {
    Coding { system: system.to_owned(), code: code.to_owned(), display: display.to_owned() }
}

/// `f`, `m`, or `a` for all.
pub fn sex(cell: &str) -> Option<Sex> {
    match cell {
        "f" => Some(Sex::Female),
        "m" => Some(Sex::Male),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_refer_to_what_there_is() {
        for code in VISITS.keys() {
            assert!(disease(code).is_some(), "{code}");
        }
        for medicine in &*MEDICINES {
            assert!(!medicine.treats.is_empty(), "{}", medicine.label());
            for code in &medicine.treats {
                assert!(disease(code).is_some(), "{code}");
            }
        }
        for disease in DISEASES.values() {
            assert!(specialty(disease.specialty).is_some(), "{}", disease.code);
        }
    }

    #[test]
    fn small_children_get_no_tablets_to_swallow() {
        for medicine in medicines("J06.9", 3) {
            assert!(!medicine.form.contains("таблетки"), "{}", medicine.label());
        }
        assert!(medicines("J06.9", 3).iter().any(|medicine| medicine.name == "Парацетамол"));
        assert!(medicines("J06.9", 30).iter().any(|medicine| medicine.strength == "500 мг"));
    }

    #[test]
    fn a_disease_begins_where_it_can() {
        let cystitis = disease("N30.0").unwrap();
        assert!(cystitis.may_begin(Sex::Female, 30));
        assert!(!cystitis.may_begin(Sex::Male, 30));
        assert!(!cystitis.may_begin(Sex::Female, 5));
        assert_eq!(disease("F41.2").unwrap().sensitivity, Sensitivity::MentalHealth);
    }
}
