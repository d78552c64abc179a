use super::*;
use MeasurementKind::{BloodPressure, FastingGlucose, Glucose, OxygenSaturation, Pulse, Weight};
use proptest::prelude::*;
use time::macros::{datetime, offset};

fn table(text: &str) -> Found {
    read(text.as_bytes(), offset!(+3)).unwrap()
}

/// Where it stands, what it is and its numbers, or why not.
type Told = (u32, Option<MeasurementKind>, Result<Vec<f64>, FieldReason>);

fn told(found: &Found) -> Vec<Told> {
    found.rows.iter().map(|row| (row.line, row.kind, row.values.clone())).collect()
}

const DIARY: &str =
    "Дата;Время;Верхнее;Нижнее;Пульс\n12.03.2026;08:30;134;82;72\n13.03.2026;;128;79;\n";

/// VIT-1: the diary of a monitor, in the encodings spreadsheets save in.
#[test]
fn a_table_is_read_in_every_encoding() {
    let utf_16 = |mark: &[u8], bytes: fn(u16) -> [u8; 2]| {
        let letters = DIARY.encode_utf16().flat_map(bytes);
        mark.iter().copied().chain(letters).collect::<Vec<u8>>()
    };
    let (windows, _, is_lost) = WINDOWS_1251.encode(DIARY);
    assert!(!is_lost);
    for bytes in [
        DIARY.as_bytes().to_vec(),
        format!("\u{feff}{DIARY}").into_bytes(),
        utf_16(&[0xFF, 0xFE], u16::to_le_bytes),
        utf_16(&[0xFE, 0xFF], u16::to_be_bytes),
        windows.into_owned(),
        DIARY.replace('\n', "\r\n").into_bytes(),
        DIARY.replace(';', "\t").into_bytes(),
        DIARY.replace(';', ",").into_bytes(),
    ] {
        let found = read(&bytes, offset!(+3)).unwrap();
        assert_eq!(
            told(&found),
            [
                (2, Some(BloodPressure), Ok(vec![134.0, 82.0])),
                (2, Some(Pulse), Ok(vec![72.0])),
                (3, Some(BloodPressure), Ok(vec![128.0, 79.0])),
            ]
        );
        assert_eq!(found.rows[0].at, Ok(datetime!(2026-03-12 05:30 UTC)));
        // A day without a time is told as its noon.
        assert_eq!(found.rows[2].at, Ok(datetime!(2026-03-13 09:00 UTC)));
        assert_eq!(found.skipped, 0);
    }
}

#[test]
fn utf_16_is_seen_without_its_mark() {
    let text = "Date;Systolic;Diastolic\n2026-03-12 08:30;120;80\n";
    let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(read(&bytes, offset!(UTC)).unwrap().rows.len(), 1);
}

#[test]
fn days_and_times_are_read_as_people_write_them() {
    let at = |cell: &str| {
        let found = table(&format!("date;weight\n\"{cell}\";72,5\n"));
        found.rows[0].at
    };
    let expected = Ok(datetime!(2026-03-12 05:30 UTC));
    for cell in [
        "2026-03-12 08:30",
        "2026-03-12T08:30",
        "2026-03-12T08:30:00",
        "2026-03-12T05:30:00Z",
        "2026-03-12T08:30:00+03:00",
        "12.03.2026 8:30",
        "12.03.2026, 08:30:00",
        "12.03.26 08:30",
    ] {
        assert_eq!(at(cell), expected, "{cell}");
    }
    for cell in ["03/12/2026", "31.02.2026", "вчера", "2026", "12.03.2026 25:00", "=TODAY()"] {
        assert_eq!(at(cell), Err(FieldReason::NotADate), "{cell}");
    }
    assert_eq!(at(""), Err(FieldReason::Required));
}

#[test]
fn a_table_may_name_the_kind_and_the_unit_in_each_line() {
    let found = table(
        "Дата,Показатель,Значение,Единица\n\
         2026-03-12,Сахар натощак,\"5,4\",ммоль/л\n\
         2026-03-12,glucose,99,mg/dL\n\
         2026-03-12,blood_pressure,120/80,\n\
         2026-03-12,weight,72000,г\n\
         2026-03-12,настроение,5,\n",
    );
    assert_eq!(
        told(&found),
        [
            (2, Some(FastingGlucose), Ok(vec![5.4])),
            (3, Some(Glucose), Ok(vec![5.5])),
            (4, Some(BloodPressure), Ok(vec![120.0, 80.0])),
            (5, Some(Weight), Ok(vec![72.0])),
        ]
    );
    assert_eq!(found.skipped, 1);
    let found = table("Date;Glucose (mg/dL)\n2026-03-12;180\n");
    assert_eq!(told(&found), [(2, Some(Glucose), Ok(vec![10.0]))]);
}

/// A cell is text: nothing is computed, and what is no number is told as wrong.
#[test]
fn what_looks_like_a_formula_is_text() {
    let found = table("Дата;Вес\n12.03.2026;=1+71\n12.03.2026;@SUM(A1)\n12.03.2026;900\n");
    let reasons: Vec<_> = found.rows.iter().map(|row| row.values.clone().unwrap_err()).collect();
    let (invalid, range) = (FieldReason::Invalid, FieldReason::OutOfRange);
    assert_eq!(reasons, [invalid, invalid, range]);
    assert_eq!(found.rows[0].said, "=1+71");
}

#[test]
fn half_a_pressure_is_none() {
    let found = table("Дата;Верхнее;Нижнее\n12.03.2026;120;\n");
    assert_eq!(found.rows[0].values, Err(FieldReason::Required));
}

#[test]
fn what_is_no_table_says_why() {
    let of = |bytes: &[u8]| read(bytes, offset!(UTC)).unwrap_err();
    assert_eq!(of(b""), FieldReason::FileEmpty);
    assert_eq!(of(b" \r\n "), FieldReason::FileEmpty);
    assert_eq!(of("Дата;Вес\n".as_bytes()), FieldReason::FileEmpty);
    assert_eq!(of(b"PK\x03\x04\x14\x00\x06\x00 a spreadsheet"), FieldReason::FileFormat);
    assert_eq!(of("Имя;Фамилия\nАнна;Ким\n".as_bytes()), FieldReason::UnknownColumns);
    assert_eq!(of("Дата;Настроение\n12.03.2026;5\n".as_bytes()), FieldReason::UnknownColumns);
    assert_eq!(of(br#"{"resourceType":"Observation""#), FieldReason::FileBroken);
    assert_eq!(of(br#"{"resourceType":"Patient"}"#), FieldReason::FileFormat);
    assert_eq!(of(br#"{"resourceType":"Bundle"}"#), FieldReason::FileEmpty);
    assert_eq!(of(&vec![b'a'; FILE_MAX + 1]), FieldReason::FileTooLarge);
    let many = "Дата;Вес\n".to_owned() + &"12.03.2026;72\n".repeat(ROWS_MAX + 1);
    assert_eq!(of(many.as_bytes()), FieldReason::TooManyRows);
    let full = "Дата;Вес\n".to_owned() + &"12.03.2026;72\n".repeat(ROWS_MAX);
    assert_eq!(read(full.as_bytes(), offset!(UTC)).unwrap().rows.len(), ROWS_MAX);
}

/// VIT-6: a blood pressure is one observation with two components.
#[test]
fn vital_signs_of_fhir_are_read() {
    let found = table(
        r#"{"resourceType":"Bundle","type":"collection","entry":[
        {"resource":{"resourceType":"Patient"}},
        {"resource":{"resourceType":"Observation","status":"final",
          "code":{"coding":[{"system":"http://loinc.org","code":"85354-9"}]},
          "effectiveDateTime":"2026-03-12T08:30:00+03:00",
          "component":[
           {"code":{"coding":[{"system":"http://loinc.org","code":"8462-4"}]},"valueQuantity":{"value":82,"unit":"mmHg"}},
           {"code":{"coding":[{"system":"http://loinc.org","code":"8480-6"}]},"valueQuantity":{"value":134,"unit":"mmHg"}}]}},
        {"resource":{"resourceType":"Observation","status":"final",
          "code":{"coding":[{"system":"http://snomed.info/sct","code":"1"},{"system":"http://loinc.org","code":"59408-5"}]},
          "effectiveDateTime":"2026-03-12","valueQuantity":{"value":98,"unit":"%"}}},
        {"resource":{"resourceType":"Observation","status":"entered-in-error",
          "code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},
          "effectiveDateTime":"2026-03-12","valueQuantity":{"value":70,"unit":"/min"}}},
        {"resource":{"resourceType":"Observation","status":"final",
          "code":{"coding":[{"system":"http://loinc.org","code":"8867-4"}]},
          "valueString":"часто"}}]}"#,
    );
    assert_eq!(
        told(&found),
        [
            (2, Some(BloodPressure), Ok(vec![134.0, 82.0])),
            (3, Some(OxygenSaturation), Ok(vec![98.0])),
            (5, Some(Pulse), Err(FieldReason::Invalid)),
        ]
    );
    assert_eq!(found.rows[0].at, Ok(datetime!(2026-03-12 05:30 UTC)));
    assert_eq!(found.rows[2].at, Err(FieldReason::Required));
    assert_eq!(found.skipped, 2);
}

proptest! {
    /// Whatever somebody uploads, it is answered.
    #[test]
    fn any_file_is_answered(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes, offset!(+3));
    }

    #[test]
    fn any_cell_is_answered(cell in "\\PC{0,30}", day in "[0-9.:TZ +-]{0,20}") {
        let text = format!("Дата;Вес;Верхнее;Нижнее\n{day};{cell};{cell};{cell}\n");
        let _ = read(text.as_bytes(), offset!(+3));
    }
}

struct Nowhere;

impl crate::interop::fhir::read::Links for Nowhere {
    fn entry(&self, _: &str) -> Option<crate::id::EntryId> {
        None
    }

    fn name(&self, _: &str) -> Option<String> {
        None
    }
}

/// VIT-3: a target is a Goal that follows FHIR's rules, and read again says the same.
#[test]
fn a_target_crosses_fhir_as_a_goal() {
    use crate::interop::fhir::json::Json;
    use crate::interop::fhir::validate::check;
    use crate::interop::fhir::write::write;
    use crate::record::model::{Content, Entry, Interval, Source, SourceKind};
    let parts =
        [Interval { low: Some(90.0), high: Some(129.0) }, Interval { low: None, high: Some(79.0) }];
    let kept = crate::measurements::target::goal(BloodPressure, &parts, false);
    let at = datetime!(2026-03-12 09:00 UTC);
    let mut entry = Entry {
        id: crate::id::EntryId(uuid::Uuid::from_u128(5)),
        version: 1,
        section: crate::access::model::Section::CarePlans,
        occurred_at: at,
        received_at: at,
        source: Source::of(SourceKind::Clinical),
        encounter: None,
        withdrawn: false,
        held_until: None,
        content: Content::Goal(kept.clone()),
    };
    let card = crate::id::PatientId(uuid::Uuid::from_u128(7));
    for withdrawn in [false, true] {
        entry.withdrawn = withdrawn;
        let resource = write(&entry, card);
        let issues = check(&resource, "Goal");
        assert!(issues.is_empty(), "{issues:?}\n{resource}");
        let text = resource.to_string();
        let again = Json::parse(&text).unwrap();
        let read = crate::interop::fhir::read::read(&again, &Nowhere).unwrap();
        assert_eq!((read.withdrawn, read.occurred_at), (withdrawn, Some(at)));
        let Content::Goal(goal) = read.content else { panic!("{text}") };
        // What was entered in error counts no more.
        let expected = crate::record::model::Goal { active: !withdrawn, ..kept.clone() };
        assert_eq!(goal, expected, "{text}");
    }
    // What is to be reached in words alone is kept whole, and becomes no entry.
    let words = r#"{"resourceType":"Goal","lifecycleStatus":"active","description":{"text":"бросить курить"}}"#;
    let words = Json::parse(words).unwrap();
    assert_eq!(crate::interop::fhir::read::read(&words, &Nowhere), None);
}
