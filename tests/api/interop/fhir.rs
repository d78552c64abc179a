//! FHIR R4 in and out (INT-1, INT-2, INT-3).

use std::collections::BTreeMap;
use std::path::Path;

use backend::interop::{import, program};
use poem::http::StatusCode;
use serde_json::{Value, json};
use shared::access::model::Role;
use shared::contract::Code;
use shared::id::PatientId;
use shared::record::api::FindSummary;
use tests::program::Program;
use tests::{On, TestApp, on_both};
use uuid::Uuid;

const ALL: &str = "system/*.cruds";

fn urn(n: u128) -> String {
    format!("urn:uuid:{}", Uuid::from_u128(n))
}

/// A patient of СНИЛС 112-233-445 95 with a visit, a result of it and who made it.
fn bundle(first: u128) -> Value {
    let entry = |n: u128, resource: Value| {
        let kind = resource["resourceType"].clone();
        json!({ "fullUrl": urn(first + n), "resource": resource, "request": { "method": "POST", "url": kind } })
    };
    json!({ "resourceType": "Bundle", "type": "transaction", "entry": [
        entry(1, json!({
            "resourceType": "Patient",
            "identifier": [{ "system": "urn:oid:1.2.643.100.3", "value": "112-233-445 95" }],
            "name": [{ "use": "official", "family": "Королёва", "given": ["Анна", "Ильинична"] }],
            "gender": "female", "birthDate": "1985-03-12",
            "extension": [{ "url": "urn:x", "valueDecimal": 1.5 }],
        })),
        entry(2, json!({ "resourceType": "Organization", "name": "Клиника «Здоровье»" })),
        entry(3, json!({ "resourceType": "Practitioner", "name": [{ "family": "Соколова", "given": ["Елена"] }] })),
        entry(4, json!({
            "resourceType": "Encounter", "status": "finished",
            "class": { "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB" },
            "type": [{ "text": "Приём терапевта" }],
            "subject": { "reference": urn(first + 1) },
            "participant": [{ "individual": { "reference": urn(first + 3) } }],
            "serviceProvider": { "reference": urn(first + 2) },
            "period": { "start": "2026-03-01T10:00:00+03:00", "end": "2026-03-01T10:20:00+03:00" },
        })),
        entry(5, json!({
            "resourceType": "Observation", "status": "final",
            "identifier": [{ "system": "urn:lis", "value": "A-1" }],
            "category": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory" }] }],
            "code": { "coding": [{ "system": "http://loinc.org", "code": "718-7" }], "text": "Гемоглобин" },
            "subject": { "reference": urn(first + 1) }, "encounter": { "reference": urn(first + 4) },
            "effectiveDateTime": "2026-03-01",
            "valueQuantity": { "value": 101.5, "unit": "г/л" },
            "referenceRange": [{ "low": { "value": 120 }, "high": { "value": 140 } }],
        })),
    ]})
}

/// Makes a good Bundle a bad one.
type Spoil = Box<dyn Fn(&mut Value)>;

fn id_of(reply: &Value, n: usize) -> String {
    let location = reply["entry"][n]["response"]["location"].as_str().unwrap();
    location.split('/').nth(1).unwrap().to_owned()
}

/// The same, less what the portal adds.
fn plain(mut resource: Value) -> Value {
    if let Some(meta) = resource["meta"].as_object_mut() {
        meta.remove("versionId");
        meta.remove("lastUpdated");
        if meta.is_empty() {
            resource.as_object_mut().unwrap().remove("meta");
        }
    }
    resource
}

async fn send(program: &Program<'_>, bundle: &Value) -> Value {
    let (status, reply) = program.fhir("POST", "", bundle).await;
    assert_eq!(status, StatusCode::OK, "{reply}");
    reply
}

on_both! {
    /// INT-1, INT-2, REC-10: what came in is in the card, and goes out as it came.
    async fn a_transaction_becomes_a_card_and_comes_out_equal(on) {
        let test = TestApp::start(on).await;
        let program = test.program("ЛИС", ALL).await;
        let sent = bundle(0xF000);
        let reply = send(&program, &sent).await;
        for (n, entry) in sent["entry"].as_array().unwrap().iter().enumerate() {
            assert_eq!(reply["entry"][n]["response"]["status"], "201 Created");
            let kind = entry["resource"]["resourceType"].as_str().unwrap();
            let (status, given) = program.fhir("GET", &format!("/{kind}/{}", id_of(&reply, n)), &Value::Null).await;
            assert_eq!(status, StatusCode::OK);
            assert_eq!(given["meta"]["versionId"], "1");
            // The sender's own UUIDs are kept; references lead to them.
            let mut expected = entry["resource"].to_string();
            for (n, kind) in [(1, "Patient"), (2, "Organization"), (3, "Practitioner"), (4, "Encounter")] {
                expected = expected.replace(&urn(0xF000 + n), &format!("{kind}/{}", Uuid::from_u128(0xF000 + n)));
            }
            let mut expected: Value = serde_json::from_str(&expected).unwrap();
            expected["id"] = json!(Uuid::from_u128(0xF001 + n as u128));
            assert_eq!(plain(given), expected);
        }

        // A person with a right to see it sees it.
        let patient = PatientId(Uuid::from_u128(0xF001));
        let doctor = test.person(7, Role::Doctor).await;
        test.open_card(patient, doctor.grantee(), shared::access::model::Ground::Treatment,
            shared::access::model::Level::Full, shared::access::model::Section::ALL).await;
        let summary = doctor.call(FindSummary { patient }).await.unwrap();
        assert_eq!(summary.patient.name.full(), "Королёва Анна Ильинична");
        assert_eq!(summary.visits.len(), 1);
        assert_eq!(summary.visits[0].source.author.as_deref(), Some("Соколова Елена"));
        assert_eq!(summary.visits[0].source.organization_name.as_deref(), Some("Клиника «Здоровье»"));
        assert_eq!(summary.out_of_range.len(), 1);
        assert_eq!(summary.out_of_range[0].encounter, Some(summary.visits[0].id));

        // The journal of the card knows the program; the database tells nothing.
        let lines = test.journal(patient.0).await;
        assert!(lines.iter().any(|line| line.account.map(|account| account.0) == Some(program.id)));
        assert!(test.verify().await.findings.is_empty());
        for words in ["Королёва", "Гемоглобин", "11223344595", "718-7", "Здоровье"] {
            for table in ["resource", "entry", "resource_key", "patient_identifier", "person", "journal"] {
                assert!(!test.holds(table, words).await, "{words} in {table}");
            }
        }
    }

    /// INT-1: the same Bundle twice doubles nothing; another word is another version.
    async fn what_is_sent_again_changes_nothing_and_what_changed_is_a_version(on) {
        let test = TestApp::start(on).await;
        let program = test.program("ЛИС", ALL).await;
        let mut sent = bundle(0xF000);
        send(&program, &sent).await;
        let before = test.dump("resource").await.lines().count();
        let reply = send(&program, &sent).await;
        assert_eq!(test.dump("resource").await.lines().count(), before);
        assert_eq!(reply["entry"][4]["response"]["etag"], "W/\"1\"");

        sent["entry"][4]["resource"]["valueQuantity"]["value"] = json!(131.5);
        let reply = send(&program, &sent).await;
        assert_eq!(reply["entry"][4]["response"]["etag"], "W/\"2\"");
        let path = format!("/Observation/{}", id_of(&reply, 4));
        let (_, history) = program.fhir("GET", &format!("{path}/_history"), &Value::Null).await;
        assert_eq!(history["total"], 2);
        let (_, old) = program.fhir("GET", &format!("{path}/_history/1"), &Value::Null).await;
        assert_eq!(old["valueQuantity"]["value"], 101.5);

        // Another program's resources of the same ids are its own.
        let other = test.program("Другая", ALL).await;
        let reply = send(&other, &sent).await;
        assert_ne!(id_of(&reply, 4), Uuid::from_u128(0xF005).to_string());
        assert_eq!(other.fhir("GET", &path, &Value::Null).await.0, StatusCode::OK);
        let mut theirs = old.clone();
        theirs["status"] = json!("cancelled");
        assert_eq!(other.fhir("PUT", &path, &theirs).await.0, StatusCode::FORBIDDEN);
        assert_eq!(other.fhir("DELETE", &path, &Value::Null).await.0, StatusCode::FORBIDDEN);
        // By the identifier it is the same card: none is made twice.
        assert_eq!(test.dump("patient").await.lines().count(), 1);
    }

    /// INT-2: what is not FHIR is refused whole, with the element and the rule.
    async fn what_is_wrong_is_refused_with_its_place(on) {
        let test = TestApp::start(on).await;
        let program = test.program("ЛИС", ALL).await;
        let cases: Vec<(&str, StatusCode, &str, Spoil)> = vec![
            ("a bad code", StatusCode::UNPROCESSABLE_ENTITY, "Bundle.entry[4].resource.status",
                Box::new(|b| b["entry"][4]["resource"]["status"] = json!("done"))),
            ("an unknown element", StatusCode::BAD_REQUEST, "Bundle.entry[3].resource.colour",
                Box::new(|b| b["entry"][3]["resource"]["colour"] = json!("red"))),
            ("no subject", StatusCode::UNPROCESSABLE_ENTITY, "Bundle.entry[4].resource",
                Box::new(|b| {
                    for name in ["subject", "encounter"] {
                        b["entry"][4]["resource"].as_object_mut().unwrap().remove(name);
                    }
                })),
            ("a reference to nothing", StatusCode::UNPROCESSABLE_ENTITY, "Bundle.entry[4].resource",
                Box::new(|b| b["entry"][4]["resource"]["encounter"]["reference"] = json!(urn(1)))),
            ("a reference to what is not here", StatusCode::UNPROCESSABLE_ENTITY, "Bundle.entry[4].resource",
                Box::new(|b| b["entry"][4]["resource"]["encounter"]["reference"] = json!(format!("Encounter/{}", Uuid::from_u128(9))))),
            ("no birth date", StatusCode::UNPROCESSABLE_ENTITY, "Bundle.entry[0].resource.birthDate",
                Box::new(|b| { b["entry"][0]["resource"].as_object_mut().unwrap().remove("birthDate"); })),
            ("no request", StatusCode::UNPROCESSABLE_ENTITY, "Bundle.entry[1].request",
                Box::new(|b| { b["entry"][1].as_object_mut().unwrap().remove("request"); })),
        ];
        for (what, status, place, spoil) in cases {
            let mut sent = bundle(0xF000);
            spoil(&mut sent);
            let (got, outcome) = program.fhir("POST", "", &sent).await;
            assert_eq!(got, status, "{what}: {outcome}");
            assert_eq!(outcome["resourceType"], "OperationOutcome");
            assert_eq!(outcome["issue"][0]["expression"][0], place, "{what}: {outcome}");
        }
        // Nothing of any of them was kept.
        assert_eq!(test.dump("resource").await, "");
        assert_eq!(test.dump("patient").await, "");

        let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
        for (what, text) in [
            ("no JSON", "{".to_owned()),
            ("two names", r#"{"resourceType":"Bundle","resourceType":"Bundle"}"#.to_owned()),
            ("too deep", deep),
            ("not a Bundle", r#"{"resourceType":"Patient"}"#.to_owned()),
        ] {
            let (status, _, outcome) = program.fhir_text("POST", "", text, &[]).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{what}");
            assert_eq!(outcome["issue"][0]["severity"], "error", "{what}");
        }
        let turtle = [("content-type", "text/turtle")];
        let (status, _, _) = program.fhir_text("POST", "/Patient", "[]".into(), &turtle).await;
        assert_eq!(status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        let huge = format!(r#"{{"resourceType":"Bundle","id":"{}"}}"#, "a".repeat(17 << 20));
        let (status, _, outcome) = program.fhir_text("POST", "", huge, &[]).await;
        assert_eq!(status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(outcome["issue"][0]["code"], "too-long");
    }

    /// A batch's entries stand each for themselves.
    async fn a_batch_keeps_what_is_right(on) {
        let test = TestApp::start(on).await;
        let program = test.program("ЛИС", ALL).await;
        send(&program, &bundle(0xF000)).await;
        let patient = format!("Patient/{}", Uuid::from_u128(0xF001));
        let condition = |code: &str| json!({
            "request": { "method": "POST", "url": "Condition" },
            "resource": { "resourceType": "Condition", "subject": { "reference": code }, "code": { "text": "Кашель" } },
        });
        let batch = json!({ "resourceType": "Bundle", "type": "batch", "entry": [
            condition(&patient),
            condition("Patient/nobody"),
            { "request": { "method": "GET", "url": patient } },
            { "request": { "method": "GET", "url": format!("Condition?patient={patient}") } },
            { "request": { "method": "GET", "url": "Patient/nobody" } },
        ]});
        let reply = send(&program, &batch).await;
        assert_eq!(reply["type"], "batch-response");
        let status = |n: usize| reply["entry"][n]["response"]["status"].as_str().unwrap()[..3].to_owned();
        assert_eq!([status(0), status(1), status(2), status(3), status(4)], ["201", "422", "200", "200", "404"]);
        assert_eq!(reply["entry"][3]["resource"]["total"], 1);
        assert_eq!(reply["entry"][1]["response"]["outcome"]["issue"][0]["code"], "not-found");
    }

    /// INT-1: create, update, conditional ones, versions, deletion, ETags.
    async fn single_resources_are_created_updated_and_deleted(on) {
        let test = TestApp::start(on).await;
        let program = test.program("ЛИС", ALL).await;
        send(&program, &bundle(0xF000)).await;
        let patient = format!("Patient/{}", Uuid::from_u128(0xF001));
        let allergy = json!({
            "resourceType": "AllergyIntolerance", "patient": { "reference": patient },
            "identifier": [{ "system": "urn:mis", "value": "7" }], "code": { "text": "Пенициллин" },
            "criticality": "high",
        });
        let once = [("if-none-exist", "identifier=urn:mis|7")];
        let (status, headers, made) = program.fhir_with("POST", "/AllergyIntolerance", &allergy, &once).await;
        assert_eq!(status, StatusCode::CREATED, "{made}");
        assert_eq!(headers["etag"], "W/\"1\"");
        let path = format!("/AllergyIntolerance/{}", made["id"].as_str().unwrap());
        assert!(headers["location"].to_str().unwrap().ends_with(&format!("{path}/_history/1")));
        let (status, _, again) = program.fhir_with("POST", "/AllergyIntolerance", &allergy, &once).await;
        assert_eq!((status, &again["id"]), (StatusCode::OK, &made["id"]));

        let mut changed = plain(made.clone());
        changed["criticality"] = json!("low");
        let stale = [("if-match", "W/\"7\"")];
        let (status, _, _) = program.fhir_with("PUT", &path, &changed, &stale).await;
        assert_eq!(status, StatusCode::PRECONDITION_FAILED);
        let right = [("if-match", "W/\"1\""), ("prefer", "return=minimal")];
        let (status, headers, body) = program.fhir_with("PUT", &path, &changed, &right).await;
        assert_eq!((status, headers["etag"].to_str().unwrap(), body), (StatusCode::OK, "W/\"2\"", Value::Null));
        let mut third = changed.clone();
        third.as_object_mut().unwrap().remove("id");
        third["criticality"] = json!("unable-to-assess");
        let (status, third) = program.fhir("PUT", "/AllergyIntolerance?identifier=urn:mis|7", &third).await;
        assert_eq!((status, &third["meta"]["versionId"]), (StatusCode::OK, &json!("3")));

        let known = [("if-none-match", "W/\"3\"")];
        let (status, _, body) = program.fhir_with("GET", &path, &Value::Null, &known).await;
        assert_eq!((status, body), (StatusCode::NOT_MODIFIED, Value::Null));
        assert_eq!(program.fhir("DELETE", &path, &Value::Null).await.0, StatusCode::NO_CONTENT);
        assert_eq!(program.fhir("DELETE", &path, &Value::Null).await.0, StatusCode::NO_CONTENT);
        let (status, gone) = program.fhir("GET", &path, &Value::Null).await;
        assert_eq!((status, &gone["issue"][0]["code"]), (StatusCode::GONE, &json!("deleted")));
        assert_eq!(program.fhir("GET", &format!("{path}/_history/2"), &Value::Null).await.0, StatusCode::OK);
        let (_, history) = program.fhir("GET", &format!("{path}/_history"), &Value::Null).await;
        assert_eq!((&history["total"], &history["entry"][0]["request"]["method"]), (&json!(4), &json!("DELETE")));

        // Ids of the sender's own choice, and updates that create.
        let own = json!({ "resourceType": "Organization", "id": "our.clinic-1", "name": "Наша" });
        let (status, made) = program.fhir("PUT", "/Organization/our.clinic-1", &own).await;
        assert_eq!((status, plain(made)), (StatusCode::CREATED, own.clone()));
        let (status, given) = program.fhir("GET", "/Organization/our.clinic-1", &Value::Null).await;
        assert_eq!((status, plain(given)), (StatusCode::OK, own));
        assert!(!test.holds("resource_key", "our.clinic-1").await);
        let other = json!({ "resourceType": "Organization", "id": "x", "name": "Наша" });
        assert_eq!(program.fhir("PUT", "/Organization/y", &other).await.0, StatusCode::BAD_REQUEST);
    }

    /// INT-3: a search of one card, its parameters, sorting, pages and what it brings along.
    async fn a_search_finds_sorts_and_pages(on) {
        let test = TestApp::start(on).await;
        let program = test.program("ЛИС", ALL).await;
        let mut sent = bundle(0xF000);
        let entries = sent["entry"].as_array_mut().unwrap();
        for n in 0..12u128 {
            let mut more = entries[4].clone();
            more["fullUrl"] = json!(urn(0xFA00 + n));
            let resource = &mut more["resource"];
            resource.as_object_mut().unwrap().remove("identifier");
            resource["code"] = json!({ "coding": [{ "system": "http://loinc.org", "code": "2345-7" }] });
            resource["effectiveDateTime"] = json!(format!("2025-{:02}-10", n + 1));
            resource["valueQuantity"] = json!({ "value": 4.0 + n as f64 / 10.0, "unit": "ммоль/л" });
            entries.push(more);
        }
        send(&program, &sent).await;
        let patient = Uuid::from_u128(0xF001);
        let search = async |query: &str| {
            let (status, found) = program.fhir("GET", query, &Value::Null).await;
            assert_eq!(status, StatusCode::OK, "{query}: {found}");
            found
        };
        let total = async |query: &str| search(&format!("/Observation?patient={patient}&{query}")).await["total"].clone();
        assert_eq!(total("").await, 13);
        assert_eq!(total("code=http://loinc.org|2345-7").await, 12);
        assert_eq!(total("code=718-7,2345-7&date=ge2025-06&date=lt2026").await, 7);
        assert_eq!(total("value-quantity=gt4.5").await, 7);
        assert_eq!(total("category=laboratory&status=final").await, 13);
        assert_eq!(total("encounter:missing=true").await, 0);
        assert_eq!(total("identifier=urn:lis|A-1").await, 1);

        // Pages: each once, in order.
        let mut seen = Vec::new();
        let mut next = Some(format!("/Observation?patient={patient}&code=2345-7&_sort=-date&_count=5"));
        while let Some(query) = next {
            let page = search(&query).await;
            for entry in page["entry"].as_array().unwrap() {
                seen.push(entry["resource"]["effectiveDateTime"].as_str().unwrap().to_owned());
            }
            let link = page["link"].as_array().unwrap().iter().find(|link| link["relation"] == "next");
            next = link.map(|link| link["url"].as_str().unwrap().split("/fhir/R4").nth(1).unwrap().to_owned());
        }
        assert_eq!(seen.len(), 12);
        assert!(seen.is_sorted_by(|a, b| a > b), "{seen:?}");

        let found = search(&format!("/Observation?patient={patient}&code=718-7&_include=Observation:encounter&_include=Observation:subject")).await;
        let kinds: Vec<&str> = found["entry"].as_array().unwrap().iter().map(|entry| entry["resource"]["resourceType"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["Observation", "Encounter", "Patient"]);
        assert_eq!(found["entry"][1]["search"]["mode"], "include");
        // One look is one line, whatever it brings along.
        let lines = test.journal(patient).await.len();
        search(&format!("/Observation?patient={patient}&_include=*:*")).await;
        assert_eq!(test.journal(patient).await.len(), lines + 1);
        let found = search(&format!("/Encounter?patient={patient}&_revinclude=Observation:encounter")).await;
        assert_eq!(found["entry"].as_array().unwrap().len(), 14);
        let found = search(&format!("/Observation?patient={patient}&code=718-7&_elements=code")).await;
        let resource = &found["entry"][0]["resource"];
        assert!(resource["valueQuantity"].is_null() && resource["status"] == "final");
        assert_eq!(resource["meta"]["tag"][0]["code"], "SUBSETTED");
        let found = search(&format!("/Observation?patient={patient}&_summary=count")).await;
        assert_eq!((&found["total"], &found["entry"]), (&json!(13), &Value::Null));
        let everything = search(&format!("/Patient/{patient}/$everything")).await;
        assert_eq!(everything["entry"].as_array().unwrap().len(), 17);

        // By СНИЛС or by id; not by a stranger's, nor everybody's.
        let found = search("/Patient?identifier=urn:oid:1.2.643.100.3|112-233-445 95".replace(' ', "%20").as_str()).await;
        assert_eq!(found["total"], 1);
        assert_eq!(search(&format!("/Patient?_id={patient}")).await["total"], 1);
        assert_eq!(search(&format!("/Observation?patient={}", Uuid::from_u128(1))).await["total"], 0);
        assert_eq!(program.fhir("GET", "/Observation?code=718-7", &Value::Null).await.0, StatusCode::BAD_REQUEST);

        // Unknown parameters obey the preference.
        let odd = format!("/Observation?patient={patient}&colour=red");
        let found = search(&odd).await;
        assert_eq!(found["total"], 13);
        assert!(!found["link"][0]["url"].as_str().unwrap().contains("colour"));
        let strict = [("prefer", "handling=strict")];
        let (status, _, _) = program.fhir_with("GET", &odd, &Value::Null, &strict).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        let bad = format!("/Observation?patient={patient}&date=yesterday");
        assert_eq!(program.fhir("GET", &bad, &Value::Null).await.0, StatusCode::BAD_REQUEST);
    }

    /// Never by name alone, and never against what the card says (DQ-2).
    async fn patients_are_matched_by_identifiers(on) {
        let test = TestApp::start(on).await;
        let program = test.program("ЛИС", ALL).await;
        send(&program, &bundle(0xF000)).await;
        // The same name and date without an identifier: somebody else's card.
        let mut namesake = bundle(0xE000);
        namesake["entry"][0]["resource"].as_object_mut().unwrap().remove("identifier");
        send(&program, &namesake).await;
        assert_eq!(test.dump("patient").await.lines().count(), 2);
        // The same СНИЛС in another spelling: the same card.
        let mut same = bundle(0xD000);
        same["entry"][0]["resource"]["identifier"][0]["value"] = json!("11223344595");
        send(&program, &same).await;
        assert_eq!(test.dump("patient").await.lines().count(), 2);
        let (_, everything) = program.fhir("GET", &format!("/Patient/{}/$everything", Uuid::from_u128(0xF001)), &Value::Null).await;
        let patients = everything["entry"].as_array().unwrap().iter().filter(|entry| entry["resource"]["resourceType"] == "Patient").count();
        assert_eq!(patients, 2);
        // The same СНИЛС and another birth date: refused.
        let mut other = bundle(0xC000);
        other["entry"][0]["resource"]["birthDate"] = json!("1990-01-01");
        let (status, outcome) = program.fhir("POST", "", &other).await;
        assert_eq!((status, &outcome["issue"][0]["code"]), (StatusCode::CONFLICT, &json!("conflict")));
    }

    /// What a person typed at registration is proved by nobody: nothing is filed under it.
    async fn a_claimed_snils_draws_no_results_into_a_card(on) {
        let test = TestApp::start(on).await;
        let visitor = test.visitor(1);
        let session = visitor.register(1).await;
        let mut sent = bundle(0xF000);
        sent["entry"][0]["resource"]["identifier"][0]["value"] = json!(tests::visitor::snils(1));
        let program = test.program("ЛИС", ALL).await;
        send(&program, &sent).await;
        let own = session.card.unwrap();
        let (status, _) = program.fhir("GET", &format!("/Observation?patient={}", own.0), &Value::Null).await;
        assert_eq!(status, StatusCode::OK);
        assert_eq!(test.dump("entry").await.matches(&own.0.to_string().replace('-', "")).count(), 0);
    }

    /// A program is no person, and a person no program.
    async fn a_token_is_no_session_and_a_session_no_token(on) {
        let test = TestApp::start(on).await;
        let program = test.program("ЛИС", ALL).await;
        send(&program, &bundle(0xF000)).await;
        let patient = Uuid::from_u128(0xF001);
        let path = format!("/api/v1/patients/{patient}/summary");
        let (status, _) = test.send("GET", &path, &Value::Null, Some(&program.token)).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        for role in Role::ALL.iter().filter(|role| **role != Role::Program) {
            let person = test.person(0x70 + *role as u128, *role).await;
            let cookie = format!("__Host-session={}", person.token);
            let mut stranger = test.program("x", "system/Slot.r").await;
            stranger.token = String::new();
            let asked = [("cookie", cookie.as_str())];
            for (method, path) in [("GET", format!("/Patient/{patient}")), ("POST", String::new()), ("GET", format!("/Observation?patient={patient}"))] {
                let (status, _, _) = stranger.fhir_with(method, &path, &Value::Null, &asked).await;
                assert_eq!(status, StatusCode::UNAUTHORIZED, "{role} {method} {path}");
            }
            let refused = person.call(FindSummary { patient: PatientId(patient) }).await.unwrap_err();
            assert_eq!(refused.code, Code::NotFound, "{role}");
        }
    }

    /// Ten at once with the same Bundle: one is first, nothing doubles, nobody fails.
    async fn the_same_bundle_at_the_same_moment_is_kept_once(on) {
        let test = TestApp::start(on).await;
        let node = test.another_node().await;
        let program = test.program("ЛИС", ALL).await;
        let mut elsewhere = node.program("x", ALL).await;
        elsewhere.token.clone_from(&program.token);
        let sent = bundle(0xF000);
        let both = [&program, &elsewhere];
        let replies = futures_util::future::join_all((0..10).map(|n| both[n % 2].fhir("POST", "", &sent))).await;
        for (status, reply) in replies {
            assert_eq!(status, StatusCode::OK, "{reply}");
        }
        assert_eq!(test.dump("resource").await.lines().count(), 5);
        assert_eq!(test.dump("entry").await.lines().count(), 2);
        assert_eq!(test.dump("patient").await.lines().count(), 1);
    }

    /// Real Bundles: in without loss, twice without change.
    async fn real_bundles_go_in_and_come_out_equal(on) {
        let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/fhir/synthea-r4-visible.tar.xz");
        if !archive.exists() {
            println!("skipped: ../shared/data/fhir is not there");
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        let unpacked = std::process::Command::new("tar").arg("xJf").arg(&archive).arg("-C").arg(folder.path()).status().unwrap();
        assert!(unpacked.success());
        let test = TestApp::start(on).await;
        let by = program::local(&test.app, "import").await.unwrap();
        let files = import::list_files(&[folder.path().to_owned()]).unwrap();
        let done = import::import(&test.app, &by, files.clone(), &|_| {}).await.unwrap();
        assert_eq!((done.files, done.bundles, done.refused.as_slice()), (25, 25, &[][..]));
        // What was read whole is known; read again all the same, nothing changes.
        let again = import::import(&test.app, &by, files.clone(), &|_| {}).await.unwrap();
        assert_eq!((again.known_files, again.resources()), (25, 0));
        test.harm("delete from imported_file").await;
        let again = import::import(&test.app, &by, files.clone(), &|_| {}).await.unwrap();
        assert_eq!((again.created, again.updated, again.unchanged), (0, 0, done.resources()));

        let reader = test.program("reader", "system/*.rs").await;
        let mut compared = 0;
        // All on SQLite, some on PostgreSQL: the way out is the same.
        for file in files.iter().take(if on == On::Sqlite { 25 } else { 3 }) {
            let text = std::fs::read_to_string(file).unwrap();
            let sent: Value = serde_json::from_str(&text).unwrap();
            let entries = sent["entry"].as_array().unwrap();
            let ids: BTreeMap<&str, String> = entries.iter().map(|entry| {
                let url = entry["fullUrl"].as_str().unwrap();
                let kind = entry["resource"]["resourceType"].as_str().unwrap();
                (url, format!("{kind}/{}", url.strip_prefix("urn:uuid:").unwrap()))
            }).collect();
            let patient = entries[0]["resource"]["id"].as_str().unwrap();
            let (status, all) = reader.fhir("GET", &format!("/Patient/{patient}/$everything"), &Value::Null).await;
            assert_eq!(status, StatusCode::OK);
            let given: BTreeMap<String, &Value> = all["entry"].as_array().unwrap().iter().map(|entry| {
                let resource = &entry["resource"];
                (format!("{}/{}", resource["resourceType"].as_str().unwrap(), resource["id"].as_str().unwrap()), resource)
            }).collect();
            for entry in entries {
                let mut expected = entry["resource"].clone();
                rewrite(&mut expected, &ids);
                let name = &ids[entry["fullUrl"].as_str().unwrap()];
                let given = given.get(name).unwrap_or_else(|| panic!("{name} is not given"));
                assert_eq!(plain((*given).clone()), expected);
                compared += 1;
            }
        }
        println!("{compared} resources compared");
        assert!(compared > 1_000);
    }
}

fn rewrite(value: &mut Value, ids: &BTreeMap<&str, String>) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                match value {
                    Value::String(text) if name == "reference" => {
                        if let Some(known) = ids.get(text.as_str()) {
                            *text = known.clone();
                        }
                    }
                    other => rewrite(other, ids),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rewrite(item, ids)),
        _ => {}
    }
}
