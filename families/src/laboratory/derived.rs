//! Values a laboratory computes from others of the same report.

use std::collections::BTreeMap;

use shared::record::model::Sex;

/// The order matters: what is computed may be computed from.
const COMPUTED: [&str; 17] = [
    "4544-3", "789-8", "785-6", "736-9", "51637-7", "751-8", "731-0", "742-7", "711-2", "704-7",
    "62238-1", "14630-8", "70204-3", "22748-8", "2502-3", "10886-0", "39156-5",
];

/// Makes the computed values of a report agree with the measured ones, where those are there.
pub fn derive(values: &mut BTreeMap<&'static str, f64>, sex: Sex, age: i32) {
    for code in COMPUTED {
        if values.contains_key(code)
            && let Some(value) = computed(code, values, sex, age)
        {
            values.insert(code, value.max(0.0));
        }
    }
}

fn computed(code: &str, values: &BTreeMap<&'static str, f64>, sex: Sex, age: i32) -> Option<f64> {
    let of = |code: &str| values.get(code).copied();
    let share_of_white_cells = |code: &str| Some(of("6690-2")? * of(code)? / 100.0);
    match code {
        // Haematocrit and red cells, from haemoglobin, its concentration and the mean volume.
        "4544-3" => Some(of("718-7")? / of("786-4")? * 100.0),
        "789-8" => Some(of("4544-3")? / of("787-2")? * 10.0),
        "785-6" => Some(of("718-7")? / of("789-8")?),
        "736-9" => Some(100.0 - of("770-8")? - of("5905-5")? - of("713-8")? - of("706-2")?),
        "51637-7" => Some(of("777-3")? * of("32623-1")? / 10_000.0),
        "751-8" => share_of_white_cells("770-8"),
        "731-0" => share_of_white_cells("736-9"),
        // The children's intervals of these two do not go with those of their shares.
        "742-7" if age >= 16 => share_of_white_cells("5905-5"),
        "711-2" if age >= 16 => share_of_white_cells("713-8"),
        "704-7" => share_of_white_cells("706-2"),
        "62238-1" => Some(filtration(of("14682-9")?, sex, age)),
        "14630-8" => Some(of("14631-6")? - of("14629-0")?),
        "70204-3" => Some(of("14647-2")? - of("14646-4")?),
        // Friedewald's formula in mmol/l.
        "22748-8" => Some((of("14647-2")? - of("14646-4")? - of("14927-8")? / 2.2).max(0.6)),
        "2502-3" => Some(of("14798-3")? / of("14800-7")? * 100.0),
        "10886-0" => Some(of("2857-1")? * 0.24),
        "39156-5" => Some(of("29463-7")? / (of("8302-2")? / 100.0).powi(2)),
        _ => None,
    }
}

/// Glomerular filtration in ml/min/1.73 m² from creatinine in µmol/l: CKD-EPI 2009 (Levey et al.,
/// Ann Intern Med 150:604), without the coefficient for race.
fn filtration(creatinine: f64, sex: Sex, age: i32) -> f64 {
    let (usual, power, scale) = match sex {
        Sex::Female => (61.9, -0.329, 144.0),
        Sex::Male => (79.6, -0.411, 141.0),
    };
    let ratio: f64 = creatinine / usual;
    scale * ratio.min(1.0).powf(power) * ratio.max(1.0).powf(-1.209) * 0.993_f64.powi(age)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filtration_is_that_of_the_published_formula() {
        assert_eq!(format!("{:.0}", filtration(88.4, Sex::Male, 50)), "87");
        assert_eq!(format!("{:.0}", filtration(53.0, Sex::Female, 30)), "123");
    }

    #[test]
    fn what_is_computed_agrees_with_what_is_measured() {
        let mut values = BTreeMap::from([
            ("14647-2", 5.0),
            ("14646-4", 1.5),
            ("14927-8", 1.1),
            ("22748-8", 9.9),
            ("70204-3", 9.9),
        ]);
        derive(&mut values, Sex::Male, 40);
        assert_eq!(format!("{:.2}", values["22748-8"]), "3.00");
        assert_eq!(format!("{:.2}", values["70204-3"]), "3.50");
        assert_eq!(values.len(), 5, "nothing is added");
    }
}
