//! What was entered here, as other systems read it.

use std::collections::BTreeMap;

use backend::record::NewEntry;
use families::{Happening, family};
use poem::http::StatusCode;
use serde_json::Value;
use shared::id::EntryId;
use shared::interop::fhir::json::Json;
use shared::interop::fhir::read::{Links, read};
use shared::interop::fhir::validate::check;
use shared::interop::fhir::write::{resource_type, write};
use shared::protocols::model::{Correction, FormPart, ProtocolForm};
use shared::protocols::rules::signed;
use shared::record::model::{Content, Entry};
use tests::{NOW, TestApp, on_both};

/// Every reference leads into the card.
struct Own;

impl Links for Own {
    fn entry(&self, reference: &str) -> Option<EntryId> {
        reference.split_once('/')?.1.parse().ok()
    }

    fn name(&self, _: &str) -> Option<String> {
        None
    }
}

fn entry(happening: &Happening) -> Entry {
    Entry {
        id: happening.id,
        version: u32::try_from(happening.version).unwrap(),
        section: happening.content.section(),
        occurred_at: happening.occurred_at,
        received_at: happening.received_at,
        source: happening.source.clone(),
        encounter: happening.encounter,
        withdrawn: happening.withdrawn,
        held_until: None,
        content: happening.content.clone(),
    }
}

/// What FHIR has no element for, or another form of.
fn comparable(content: Content) -> Content {
    match content {
        Content::Encounter(it) => Content::Encounter(shared::record::model::Encounter {
            conclusion: None,
            recommendations: None,
            preparation: None,
            reason: None,
            diagnosis: it.diagnosis.or(it.reason.map(|display| shared::record::model::Coding {
                system: String::new(),
                code: String::new(),
                display,
            })),
            ..it
        }),
        Content::Observation(mut it) => {
            // The digits of a number are printed with a point; words take their unit with them.
            let plain = |value: &mut shared::record::model::Value| {
                value.text = value.text.replace(',', ".");
                if value.number.is_none() && !value.unit.is_empty() {
                    value.text = format!("{} {}", value.text, std::mem::take(&mut value.unit));
                }
            };
            plain(&mut it.value);
            it.components.iter_mut().for_each(|part| plain(&mut part.value));
            if it.status == shared::record::model::ResultStatus::InProgress {
                it.status = shared::record::model::ResultStatus::Ordered;
            }
            it.interpretation = None;
            Content::Observation(it)
        }
        // Who sends conditions calls what is chronic so in too many ways: what has not ended is.
        Content::Condition(mut it) => {
            it.chronic = false;
            Content::Condition(it)
        }
        Content::DiagnosticReport(mut it) => {
            if it.status == shared::record::model::ResultStatus::InProgress {
                it.status = shared::record::model::ResultStatus::Ordered;
            }
            Content::DiagnosticReport(it)
        }
        Content::Immunization(mut it) => {
            if it.dose.is_none() {
                (it.disease, it.series) = (None, None);
            }
            Content::Immunization(it)
        }
        other => other,
    }
}

/// Every kind of entry follows FHIR's rules, and read again says the same.
#[test]
fn entries_written_as_fhir_say_the_same() {
    let mut kinds = BTreeMap::new();
    for index in 0..6 {
        for member in family(7, index, NOW).members {
            for happening in &member.entries {
                let entry = entry(happening);
                let resource = write(&entry, member.patient);
                let text = resource.to_string();
                let issues = check(&resource, resource_type(&entry.content));
                assert!(issues.is_empty(), "{issues:?}\n{text}");
                let again = Json::parse(&text).unwrap();
                let read = read(&again, &Own).unwrap();
                assert_eq!(comparable(read.content), comparable(entry.content.clone()), "{text}");
                assert_eq!(read.withdrawn, entry.withdrawn, "{text}");
                assert_eq!(read.occurred_at, Some(entry.occurred_at), "{text}");
                *kinds.entry(resource_type(&entry.content)).or_insert(0) += 1;
            }
        }
    }
    println!("{kinds:?}");
    assert_eq!(kinds.len(), 13);
}

/// REC-4, REC-5: a signed protocol follows FHIR's rules as a Composition, and says that it was
/// corrected.
#[test]
fn a_protocol_is_a_composition() {
    let form = ProtocolForm {
        title: "Приём терапевта".into(),
        findings: vec![FormPart {
            code: "complaints".into(),
            title: "Жалобы".into(),
            text: "Кашель <3 недели>\nи насморк".into(),
            required: true,
        }],
        conclusion: "Бронхит".into(),
        plan: "Явка через неделю".into(),
        ..ProtocolForm::default()
    };
    let member = family(7, 0, NOW).members.remove(0);
    let mut entry = Entry { withdrawn: false, ..entry(&member.entries[0]) };
    let reason = "Исправлена опечатка".to_owned();
    for (correction, status) in [(None, "final"), (Some(Correction { reason }), "amended")] {
        let by = "Соколова Е. В.".to_owned();
        let protocol = signed(form.clone(), Vec::new(), correction, by, entry.occurred_at);
        entry.content = Content::Protocol(protocol);
        let resource = write(&entry, member.patient);
        assert_eq!(resource_type(&entry.content), "Composition");
        let issues = check(&resource, "Composition");
        assert!(issues.is_empty(), "{issues:?}\n{resource}");
        let text = resource.to_string();
        assert!(text.contains(&format!("\"status\":\"{status}\"")), "{text}");
        assert!(text.contains("Кашель &lt;3 недели&gt;"), "{text}");
    }
}

/// RES-10: the referral a report answers is `basedOn`, and what else that may name is no referral.
#[test]
fn the_referral_of_a_report_is_what_it_is_based_on() {
    let request = EntryId(uuid::Uuid::from_u128(77));
    let member = family(7, 0, NOW).members.remove(0);
    let mut entries = member.entries.iter().map(entry);
    let mut of_order =
        entries.find(|it| matches!(it.content, Content::DiagnosticReport(_))).unwrap();
    let Content::DiagnosticReport(told) = &mut of_order.content else { unreachable!() };
    told.request = Some(request);
    let text = write(&of_order, member.patient).to_string();
    assert_eq!(check(&Json::parse(&text).unwrap(), "DiagnosticReport"), [], "{text}");
    let read_request = |text: &str| match read(&Json::parse(text).unwrap(), &Own).unwrap().content {
        Content::DiagnosticReport(told) => told.request,
        other => panic!("{other:?}"),
    };
    assert_eq!(read_request(&text), Some(request));
    let plan = text.replace("ServiceRequest/", "CarePlan/");
    assert_eq!(read_request(&plan), None);
}

on_both! {
    /// INT-1: a program reads what doctors and the patient entered here, beside what it sent itself.
    async fn what_was_entered_here_is_given_too(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let member = family(7, 0, NOW).members.remove(0);
        for happening in &member.entries {
            test.entry(patient, &NewEntry::from(happening.clone())).await;
        }
        let program = test.program("МИС", "system/*.rs").await;
        let current = newest(&member.entries);
        let (status, all) = program.fhir("GET", &format!("/Patient/{patient}/$everything"), &Value::Null).await;
        assert_eq!(status, StatusCode::OK);
        let given = all["entry"].as_array().unwrap();
        assert_eq!(given.len(), current.len() + 1);
        for one in given {
            let text = one["resource"].to_string();
            let resource = Json::parse(&text).unwrap();
            let kind = resource.text("resourceType").unwrap();
            assert_eq!(check(&resource, kind), [], "{text}");
        }
        let owner = &given[0]["resource"];
        assert_eq!((owner["resourceType"].as_str(), owner["name"][0]["family"].as_str(), owner["birthDate"].as_str()), (Some("Patient"), Some("Испытаний1"), Some("1980-05-17")));

        // Search, with what belongs to it; one of them, its versions, and no more for a stranger.
        let count = |kind: &str| current.iter().filter(|entry| resource_type(&entry.content) == kind).count();
        let (_, found) = program.fhir("GET", &format!("/DiagnosticReport?patient={patient}&_count=500&_include=DiagnosticReport:result"), &Value::Null).await;
        assert_eq!(found["total"].as_u64().unwrap(), count("DiagnosticReport") as u64);
        assert!(found["entry"].as_array().unwrap().iter().any(|one| one["search"]["mode"] == "include"));
        let visit = current.iter().find(|entry| matches!(entry.content, Content::Encounter(_))).unwrap();
        let (_, of_visit) = program.fhir("GET", &format!("/Condition?encounter=Encounter/{}", visit.id), &Value::Null).await;
        assert_eq!(of_visit["resourceType"], "Bundle");
        let corrected = member.entries.iter().find(|one| one.version == 2).expect("a card with a correction");
        let kind = resource_type(&corrected.content);
        let (status, one) = program.fhir("GET", &format!("/{kind}/{}", corrected.id), &Value::Null).await;
        assert_eq!((status, one["meta"]["versionId"].as_str()), (StatusCode::OK, Some("2")));
        let (_, history) = program.fhir("GET", &format!("/{kind}/{}/_history", corrected.id), &Value::Null).await;
        assert_eq!(history["entry"].as_array().unwrap().len(), 2);
        assert_eq!(program.fhir("GET", &format!("/Encounter/{}", corrected.id), &Value::Null).await.0, StatusCode::NOT_FOUND);
        // What would be refused is told without keeping anything.
        let rows = test.count("resource").await;
        for (body, severity) in [
            (owner.clone(), "information"),
            (serde_json::json!({ "resourceType": "Parameters", "parameter": [{ "name": "resource", "resource": owner }] }), "information"),
            (serde_json::json!({ "resourceType": "Patient", "gender": "unknown?" }), "error"),
            (serde_json::json!({ "resourceType": "Group" }), "error"),
        ] {
            let (status, outcome) = program.fhir("POST", "/Patient/$validate", &body).await;
            assert_eq!((status, outcome["issue"][0]["severity"].as_str()), (StatusCode::OK, Some(severity)), "{outcome}");
        }
        assert_eq!(test.count("resource").await, rows);
        let narrow = test.program("ЛИС", "system/Observation.rs").await;
        assert_eq!(narrow.fhir("GET", &format!("/Encounter/{}", visit.id), &Value::Null).await.0, StatusCode::FORBIDDEN);
        // Nobody but a program with a token, and each look is in the card's journal.
        assert_eq!(test.send("GET", &format!("/fhir/R4/Patient/{patient}"), &Value::Null, Some(&anna.token)).await.0, StatusCode::UNAUTHORIZED);
        assert!(test.journal(patient.0).await.iter().any(|line| line.account.is_some_and(|account| account.0 == program.id)));
    }
}

fn newest(entries: &[Happening]) -> Vec<Entry> {
    let mut newest: BTreeMap<EntryId, Entry> = BTreeMap::new();
    for happening in entries {
        newest.insert(happening.id, entry(happening));
    }
    newest.into_values().collect()
}
