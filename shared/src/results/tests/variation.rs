use super::*;

/// Published pairs of variation and limits: the formula gives what the authors print.
#[test]
fn the_formula_gives_what_is_published() {
    // CVa, CVi, z, down, up in per cent; Turkish volunteers, PMID 39974197 (z is not told: 1.64 fits).
    for (analytical, within, z, down, up) in [
        (3.3, 22.3, 1.64, -40.3, 67.6),
        (1.7, 4.4, 1.64, -10.4, 11.6),
        (2.7, 5.1, 1.64, -12.7, 14.5),
    ] {
        let found = reference_change(analytical / 100.0, within / 100.0, z);
        assert!((found.down * 100.0 - down).abs() < 0.3, "{within}: {found:?}");
        assert!((found.up * 100.0 - up).abs() < 0.3, "{within}: {found:?}");
    }
}

#[test]
fn the_limits_are_asymmetric_and_meet() {
    let found = reference_change(0.05, 0.2, Z_TWO_SIDED_95);
    assert!(found.up > -found.down);
    // Up and back down again is where one began.
    assert!(((1.0 + found.up) * (1.0 + found.down) - 1.0).abs() < 1e-12);
    assert_eq!(reference_change(0.0, 0.0, Z_TWO_SIDED_95), ReferenceChange { up: 0.0, down: 0.0 });
}

#[test]
fn of_what_has_no_source_nothing_is_claimed() {
    let code = |system: &str, code: &str| Coding {
        system: system.into(),
        code: code.into(),
        display: String::new(),
    };
    assert!((find(&code(LOINC, "1742-6")).unwrap().within_subject - 0.093).abs() < 1e-12);
    assert_eq!(find(&code("urn:lab", "1742-6")), None);
    assert_eq!(find(&code(LOINC, "0-0")), None);
    let limits = find(&code(LOINC, "1742-6")).unwrap().reference_change();
    assert_eq!(limits.is_exceeded(0.0, 5.0), None);
    assert_eq!(limits.is_exceeded(30.0, 60.0), Some(true));
    assert_eq!(limits.is_exceeded(30.0, 32.0), Some(false));
}

#[test]
fn every_row_names_its_source_and_year() {
    let mut count = 0;
    let mut seen = std::collections::BTreeSet::new();
    for row in rows(TABLE) {
        let [_, codes, within, analytical, source, year] = row.as_slice() else {
            panic!("{row:?}")
        };
        assert!(codes.split(' ').all(|code| code.contains('-')));
        let within = within.parse::<f64>().unwrap();
        assert!((0.1..60.0).contains(&within));
        // What is known of the measurement is told only where it claims less.
        assert!(*analytical == "-" || analytical.parse::<f64>().unwrap() > within / 2.0, "{row:?}");
        assert!(source.contains(year), "{row:?}");
        for code in codes.split(' ') {
            assert!(seen.insert(code), "{code}");
        }
        count += 1;
    }
    assert_eq!(count, 31);
}

/// Of sodium, chloride and calcium measurement varies as much as the person: a change of two
/// units would be called real.
#[test]
fn nothing_is_claimed_of_what_is_measured_no_better_than_it_varies() {
    for code in ["2951-2", "2075-0", "17861-6", "2000-8", "1989-3", "13457-7"] {
        let coding = Coding { system: LOINC.into(), code: code.into(), display: String::new() };
        assert_eq!(find(&coding), None, "{code}");
    }
}

/// Half a per cent of `HbA1c` is what laboratories tell apart (Lenters-Westra et al.: 0.33 to 0.65
/// at 7.0 %).
#[test]
fn a_change_of_glycated_haemoglobin_is_real_beyond_half_a_per_cent() {
    let code = Coding { system: LOINC.into(), code: "4548-4".into(), display: String::new() };
    let limits = find(&code).unwrap().reference_change();
    assert_eq!(limits.is_exceeded(7.0, 7.5), Some(false));
    assert_eq!(limits.is_exceeded(7.0, 7.7), Some(true));
    assert_eq!(limits.is_exceeded(7.0, 6.4), Some(true));
}
