//! Results that answer an order and belong to a visit (RES-10, INT-7).

use poem::http::StatusCode;
use serde_json::{Value, json};
use shared::id::{EntryId, PatientId};
use shared::record::api::FindEntry;
use shared::record::model::Content;
use tests::laboratory::Port;
use tests::program::Program;
use tests::{Person, TestApp, on_both};
use uuid::Uuid;

use super::feed::{BLOOD, PID, is_ack, message, results};

/// Who gives numbers to orders, and who to visits.
const ORDERS: &str = "1.2.643.5.1.77";
const VISITS: &str = "1.2.643.5.1.78";

/// Posts a resource about the patient and says under which id it is kept.
async fn keep(program: &Program<'_>, patient: PatientId, mut resource: Value) -> Uuid {
    resource["subject"] = json!({ "reference": format!("Patient/{}", patient.0) });
    let kind = resource["resourceType"].as_str().unwrap().to_owned();
    let (status, made) = program.fhir("POST", &format!("/{kind}"), &resource).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    made["id"].as_str().unwrap().parse().unwrap()
}

/// An order of a blood count. `system` as in FHIR; where it is empty the number has none.
async fn order(program: &Program<'_>, patient: PatientId, system: &str, number: &str) -> Uuid {
    let mut identifier = json!({ "value": number });
    if !system.is_empty() {
        identifier["system"] = json!(system);
    }
    let resource = json!({
        "resourceType": "ServiceRequest", "identifier": [identifier],
        "status": "active", "intent": "order", "authoredOn": "2026-11-29",
        "code": { "text": "Направление на анализ крови" },
    });
    keep(program, patient, resource).await
}

async fn visit(program: &Program<'_>, patient: PatientId, number: &str) -> Uuid {
    let resource = json!({
        "resourceType": "Encounter", "status": "finished",
        "identifier": [{ "system": format!("urn:oid:{VISITS}"), "value": number }],
        "class": { "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB" },
        "type": [{ "text": "Приём терапевта" }],
        "period": { "start": "2026-11-29T10:00:00+03:00", "end": "2026-11-29T10:20:00+03:00" },
    });
    keep(program, patient, resource).await
}

/// A result of the first patient under the laboratory's own number `filler`.
/// `placer`: ORC-2 and OBR-2 as they are written; `visit`: the number in PV1-19, if there is one.
async fn send(port: &Port, filler: &str, (orc, obr): (&str, &str), visit: &str) {
    let mut lines = vec![PID.to_owned()];
    if !visit.is_empty() {
        lines.push(format!("PV1|1|O{}{visit}^^^&{VISITS}&ISO", "|".repeat(17)));
    }
    lines.push(format!("ORC|RE|{orc}|{filler}"));
    let results = BLOOD.replace("|З-77|Л-1001|", &format!("|{obr}|{filler}|"));
    let answer = port.send(&message(filler, &lines.join("\n"), &results)).await;
    assert!(is_ack(&answer, "AA"), "{answer}");
}

fn numbered(number: &str) -> String {
    format!("{number}^^{ORDERS}^ISO")
}

/// The report of this number of the laboratory's, as other programs read it.
async fn report(program: &Program<'_>, patient: PatientId, filler: &str) -> Value {
    let path = format!("/DiagnosticReport?patient={}&_count=50", patient.0);
    let (_, found) = program.fhir("GET", &path, &Value::Null).await;
    let is_it = |resource: &&Value| {
        resource["identifier"].as_array().unwrap().iter().any(|id| id["value"] == filler)
    };
    let all = found["entry"].as_array().unwrap().iter().map(|entry| &entry["resource"]);
    all.clone().find(is_it).unwrap_or_else(|| panic!("no {filler}: {found}")).clone()
}

fn order_of(report: &Value) -> Option<&str> {
    report["basedOn"][0]["reference"].as_str()
}

/// The visit under which the patient finds this report.
async fn visit_of(anna: &Person<'_>, patient: PatientId, report: &Value) -> Option<EntryId> {
    let entry = EntryId(report["id"].as_str().unwrap().parse().unwrap());
    let detail = anna.call(FindEntry { patient, entry }).await.unwrap();
    assert!(matches!(detail.entry.content, Content::DiagnosticReport(_)));
    assert_eq!(detail.belonging.len(), 4, "its values are there whatever it belongs to");
    assert_eq!(detail.entry.encounter, detail.visit.as_ref().map(|visit| visit.id));
    detail.entry.encounter
}

/// The referral the patient finds under this report; under it they find the report again, and it
/// alone.
async fn request_of(anna: &Person<'_>, patient: PatientId, report: &Value) -> Option<EntryId> {
    let entry = EntryId(report["id"].as_str().unwrap().parse().unwrap());
    let detail = anna.call(FindEntry { patient, entry }).await.unwrap();
    let Content::DiagnosticReport(told) = &detail.entry.content else { panic!() };
    assert_eq!(told.request, detail.request.as_ref().map(|request| request.id));
    if let Some(request) = &detail.request {
        let asked = anna.call(FindEntry { patient, entry: request.id }).await.unwrap();
        assert!(matches!(asked.entry.content, Content::ServiceRequest(_)));
        assert_eq!(asked.belonging.iter().map(|it| it.id).collect::<Vec<_>>(), [entry]);
        assert_eq!(asked.request, None);
    }
    told.request
}

on_both! {
    /// RES-10: a result is with the order and the visit it names, and the patient finds it there.
    async fn a_result_is_with_its_order_and_its_visit(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        test.laboratory(1).await;
        let port = test.mllp().await;
        let program = test.program("МИС", "system/*.cruds").await;
        let oid = format!("urn:oid:{ORDERS}");
        let asked = order(&program, patient, &oid, "З-77").await;
        let controlled = order(&program, patient, &oid, "З-78").await;
        let bare = order(&program, patient, "", "З-79").await;
        let visit = visit(&program, patient, "В-5").await;

        // OBR-2; ORC-2 alone; a number that says nowhere who gave it.
        send(&port, "Л-1", (&numbered("З-77"), &numbered("З-77")), "В-5").await;
        send(&port, "Л-2", (&numbered("З-78"), ""), "").await;
        send(&port, "Л-3", ("", "З-79"), "").await;
        for (filler, order, of_visit) in [("Л-1", asked, Some(EntryId(visit))), ("Л-2", controlled, None), ("Л-3", bare, None)] {
            let report = report(&program, patient, filler).await;
            assert_eq!(order_of(&report), Some(format!("ServiceRequest/{order}").as_str()), "{filler}");
            assert_eq!(visit_of(&anna, patient, &report).await, of_visit, "{filler}");
            assert_eq!(request_of(&anna, patient, &report).await, Some(EntryId(order)), "{filler}");
        }
        // From the visit the patient comes to the report and to each of its values.
        let of_visit = anna.call(FindEntry { patient, entry: EntryId(visit) }).await.unwrap();
        let reports = of_visit.belonging.iter().filter(|entry| matches!(entry.content, Content::DiagnosticReport(_)));
        assert_eq!((reports.count(), of_visit.belonging.len()), (1, 5));

        // A correction repeats the order's number and says nothing of the visit: it stays there.
        let corrected = format!("OBR|1|{}|Л-1|CBC^Общий анализ крови^L|||20261130081500+0300||||||||||||||||||C\nOBX|1|NM|718-7^Гемоглобин^LN||133|г/л|120-140||||C", numbered("З-77"));
        assert!(is_ack(&port.send(&message("corrected", PID, &corrected)).await, "AA"));
        let report = report(&program, patient, "Л-1").await;
        assert_eq!((order_of(&report), report["meta"]["versionId"].as_str()), (Some(format!("ServiceRequest/{asked}").as_str()), Some("2")));
        assert_eq!(visit_of(&anna, patient, &report).await, Some(EntryId(visit)));
        assert_eq!(request_of(&anna, patient, &report).await, Some(EntryId(asked)));
        let of_visit = anna.call(FindEntry { patient, entry: EntryId(visit) }).await.unwrap();
        let versions: Vec<u32> = of_visit.belonging.iter().map(|entry| entry.version).collect();
        assert_eq!((versions.len(), versions.iter().filter(|version| **version == 2).count()), (5, 2));
        assert!(test.verify().await.findings.is_empty());
    }

    /// RES-10: numbers of another card, of nobody, of several and of what was withdrawn lead
    /// nowhere, keep nothing back and tell nothing.
    async fn numbers_that_do_not_lead_into_the_card_are_no_obstacle(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let (other, olga) = test.patient(2).await;
        test.laboratory(1).await;
        let port = test.mllp().await;
        let program = test.program("МИС", "system/*.cruds").await;
        let oid = format!("urn:oid:{ORDERS}");
        let theirs = order(&program, other, &oid, "З-88").await;
        let their_visit = visit(&program, other, "В-6").await;
        for system in [oid.as_str(), oid.as_str()] {
            order(&program, patient, system, "З-80").await;
        }
        let withdrawn = order(&program, patient, &oid, "З-81").await;
        let path = format!("/ServiceRequest/{withdrawn}");
        assert_eq!(program.fhir("DELETE", &path, &Value::Null).await.0, StatusCode::NO_CONTENT);
        order(&program, patient, "urn:oid:1.2.643.5.1.99", "З-82").await;

        let sent = [
            ("Л-1", "З-88", "В-6", "another's"),
            ("Л-2", "З-99", "В-9", "nobody's"),
            ("Л-3", "З-80", "", "two orders of one number"),
            ("Л-4", "З-81", "", "withdrawn"),
            ("Л-5", "З-82", "", "a number that somebody else gave"),
        ];
        for (filler, number, visit, what) in sent {
            send(&port, filler, (&numbered(number), &numbered(number)), visit).await;
            let report = report(&program, patient, filler).await;
            assert_eq!((order_of(&report), report["encounter"].as_object()), (None, None), "{what}");
            assert_eq!(visit_of(&anna, patient, &report).await, None, "{what}");
            assert_eq!(request_of(&anna, patient, &report).await, None, "{what}");
            let told = report.to_string();
            assert!(!told.contains(&theirs.to_string()) && !told.contains(&their_visit.to_string()), "{what}");
        }
        // All of it is in the card it is of, and nothing of it in the other.
        assert_eq!(test.count("feed_message where state = 'waiting'").await, 0);
        assert_eq!(results(&olga, other).await.len(), 2);
        for entry in [theirs, their_visit] {
            let detail = olga.call(FindEntry { patient: other, entry: EntryId(entry) }).await.unwrap();
            assert_eq!((detail.belonging.len(), detail.entry.version), (0, 1));
        }
        // In the right card the same numbers lead there: it was the card that kept them apart.
        let pid = PID.replace("0001-0001-0", "0002-0002-0").replace("Испытаний1", "Испытаний2");
        let lines = format!("{pid}\nPV1|1|O{}В-6^^^&{VISITS}&ISO", "|".repeat(17));
        let right = message("right", &lines, &BLOOD.replace("|З-77|", &format!("|{}|", numbered("З-88"))));
        assert!(is_ack(&port.send(&right).await, "AA"));
        let answer = report(&program, other, "Л-1001").await;
        assert_eq!(order_of(&answer), Some(format!("ServiceRequest/{theirs}").as_str()));
        assert_eq!(visit_of(&olga, other, &answer).await, Some(EntryId(their_visit)));
        assert_eq!(request_of(&olga, other, &answer).await, Some(EntryId(theirs)));

        // An order that was withdrawn since stays the one the result answers, and says so.
        let path = format!("/ServiceRequest/{theirs}");
        assert_eq!(program.fhir("DELETE", &path, &Value::Null).await.0, StatusCode::NO_CONTENT);
        let corrected = format!("OBR|1|{}|Л-1001|CBC^Общий анализ крови^L|||20261130081500+0300||||||||||||||||||C\nOBX|1|NM|718-7^Гемоглобин^LN||133|г/л|120-140||||C", numbered("З-88"));
        assert!(is_ack(&port.send(&message("since", &pid, &corrected)).await, "AA"));
        let report = report(&program, other, "Л-1001").await;
        assert_eq!(report["meta"]["versionId"].as_str(), Some("2"));
        assert_eq!(request_of(&olga, other, &report).await, Some(EntryId(theirs)));
        let asked = olga.call(FindEntry { patient: other, entry: EntryId(theirs) }).await.unwrap();
        assert!(asked.entry.withdrawn);
    }
}
