//! Every message of `../shared/data/hl7v2`, where it lies beside the checkout.

use shared::interop::hl7;
use std::path::{Path, PathBuf};

use shared::interop::hl7::{
    Message, ObservationStatus, ObxValue, Oru, Quirk, RunKind, Under, parse_all, read_oru,
};

const PLACE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/hl7v2");

pub fn files() -> Vec<PathBuf> {
    let root = Path::new(PLACE);
    if !root.is_dir() {
        println!("skipped: ../shared/data/hl7v2 is not there");
        return Vec::new();
    }
    let folders = std::fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir());
    let mut files: Vec<PathBuf> = folders
        .flat_map(|path| std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()))
        .collect();
    files.sort();
    files
}

fn read(name: &str) -> Option<Oru> {
    let file = files().into_iter().find(|file| file.ends_with(name))?;
    Some(read_oru(&Message::parse(&std::fs::read(file).unwrap()).unwrap()))
}

/// OBX counted without the reader: after a line break or a blank.
fn naive_count(bytes: &[u8]) -> usize {
    let mut text = vec![b'\n'];
    text.extend_from_slice(bytes);
    text.windows(5)
        .filter(|window| matches!(window, [b' ' | b'\r' | b'\n', b'O', b'B', b'X', b'|']))
        .count()
}

#[test]
fn every_file_is_read_and_keeps_every_obx() {
    let mut total = 0;
    for file in files() {
        let bytes = std::fs::read(&file).unwrap();
        let crlf = String::from_utf8_lossy(&bytes).replace("\r\n", "\n").replace('\n', "\r\n");
        let cr = crlf.replace("\r\n", "\r");
        for bytes in [bytes.as_slice(), crlf.as_bytes(), cr.as_bytes()] {
            let mut found = Vec::new();
            for message in parse_all(bytes) {
                let message = message.unwrap_or_else(|error| panic!("{}: {error}", file.display()));
                found.extend(read_oru(&message).observations().map(|one| one.segment));
                for segment in message.segments() {
                    assert!(segment.raw().len() >= 3, "{}", file.display());
                }
            }
            assert_eq!(found.len(), naive_count(bytes), "{}", file.display());
            total += found.len();
        }
    }
    println!("{} OBX", total / 3);
}

#[test]
fn a_file_cut_anywhere_keeps_what_came() {
    for file in files() {
        let bytes = std::fs::read(&file).unwrap();
        for end in (0..bytes.len()).step_by(bytes.len() / 25 + 1) {
            let part = bytes.get(..end).unwrap_or_default();
            let read = parse_all(part).into_iter().flatten();
            let count: usize = read.map(|message| read_oru(&message).observations().count()).sum();
            // The name alone, cut before its separator, is an OBX without fields.
            let expected = naive_count(part) + usize::from(part.ends_with(b"\nOBX"));
            assert_eq!(count, expected, "{} cut at {end}", file.display());
        }
    }
}

#[test]
fn results_of_the_result_files_are_under_their_orders() {
    for file in files() {
        for message in parse_all(&std::fs::read(&file).unwrap()) {
            let oru = read_oru(&message.unwrap());
            if oru.header.message_type != "ORU" {
                continue;
            }
            assert!(oru.loose.is_empty(), "{}: {:?}", file.display(), oru.loose.len());
            assert_eq!(oru.kind, RunKind::Patient, "{}", file.display());
            for order in oru.patients.iter().flat_map(|one| one.orders.iter()) {
                let readable = order
                    .observations
                    .iter()
                    .flat_map(|one| &one.values)
                    .all(|value| !matches!(value, ObxValue::Unreadable(_)));
                assert!(readable, "{}: {:#?}", file.display(), order.observations);
            }
        }
    }
}

#[test]
fn every_analyser_gives_codes_values_units_and_a_time() {
    for file in files().iter().filter(|file| {
        file.to_string_lossy().contains("openelis") && file.to_string_lossy().contains("-result")
            || file.ends_with("stago-start4-coagulation.hl7")
    }) {
        let oru = read_oru(&Message::parse(&std::fs::read(file).unwrap()).unwrap());
        let name = file.display();
        assert_eq!(oru.patients.len(), 1, "{name}");
        assert!(oru.patients[0].patient.is_some(), "{name}");
        let order = &oru.patients[0].orders[0];
        assert_eq!(oru.patients[0].orders.len(), 1, "{name}");
        assert!(
            order.service.as_ref().and_then(|service| service.code.as_ref()).is_some(),
            "{name}"
        );
        assert!(order.taken().and_then(|moment| moment.time).is_some(), "{name}");
        assert_eq!(order.status, hl7::OrderStatus::Final, "{name}");
        assert!(order.reasons.is_empty(), "{name}");
        for one in &order.observations {
            assert!(
                one.code.as_ref().is_some_and(|code| code.code.is_some() && code.text.is_some()),
                "{name}"
            );
            assert_eq!(
                (one.status.clone(), one.under),
                (ObservationStatus::Final, Under::Order),
                "{name}"
            );
            if one.value_type == "NM" {
                assert!(matches!(one.values[0], ObxValue::Number { .. }), "{name}");
            }
        }
    }
}

#[test]
fn sysmex_xn_counts_before_the_service() {
    let Some(oru) = read("sysmex-xn-result.hl7") else { return };
    let order = &oru.patients[0].orders[0];
    assert_eq!(order.service.as_ref().unwrap().code.as_deref(), Some("CBC"));
    assert_eq!(order.quirks, [Quirk::Shifted(1), Quirk::StatusInField(31)]);
    let limits = order.observations[0].range.as_ref().unwrap().limits.as_ref().unwrap();
    assert_eq!(
        (
            limits.low.as_ref().unwrap().digits.as_str(),
            limits.high.as_ref().unwrap().digits.as_str()
        ),
        ("4.0", "11.0")
    );
}

#[test]
fn each_order_keeps_its_own_specimen_and_observations() {
    let Some(oru) = read("realm-cj-joeslab.hl7") else { return };
    let orders = &oru.patients[0].orders;
    let specimens: Vec<_> = orders
        .iter()
        .map(|order| order.specimens[0].kind.as_ref().unwrap().code.as_deref().unwrap())
        .collect();
    assert_eq!(specimens, ["119339001", "122554006"]);
    assert_eq!(orders[0].observations[0].status, ObservationStatus::Preliminary);
    assert_eq!(oru.patients[0].patient.as_ref().unwrap().identifiers.len(), 2);
}

#[test]
fn what_stands_after_the_specimen_is_about_the_specimen() {
    let Some(oru) = read("realm-hepatitis-c-virus.hl7") else { return };
    let under: Vec<_> =
        oru.patients[0].orders[0].observations.iter().map(|one| one.under).collect();
    assert_eq!(under, [Under::Order, Under::Specimen, Under::Specimen]);
    let Some(oru) = read("cerner_lead.hl7") else { return };
    assert_eq!(oru.patients[0].orders[0].observations[0].under, Under::Order);
}

#[test]
fn oul_puts_specimen_first_or_order_first() {
    for (name, orders) in [("OUL-R22-01.hl7", 1), ("OUL-R23-01.hl7", 1), ("OUL-R24-02.hl7", 2)] {
        let Some(oru) = read(name) else { return };
        let patient = &oru.patients[0];
        assert_eq!(patient.orders.len(), orders, "{name}");
        assert_eq!(patient.orders[0].specimens.len(), 1, "{name}");
        assert_eq!(patient.orders[0].control.as_deref(), Some("SC"), "{name}");
        assert!(patient.orders[0].specimens[0].container.is_some(), "{name}");
        assert!(oru.loose.is_empty(), "{name}");
    }
}

#[test]
fn a_report_broken_by_a_word_processor_is_put_together() {
    let Some(oru) = read("mdm-example.hl7") else { return };
    let texts: Vec<_> = oru.observations().flat_map(|one| one.values.clone()).collect();
    assert_eq!(texts.len(), 44);
    assert!(texts.contains(&ObxValue::Text("Charles\nGraber".to_owned())));
}
