//! More of FHIR's REST API (INT-1, INT-3): XML, patches, chained searches, references that are
//! conditions, and cards named by their number.

use poem::http::{HeaderMap, StatusCode};
use serde_json::{Value, json};
use shared::interop::fhir::json::Json;
use shared::interop::fhir::xml;
use tests::program::Program;
use tests::{TestApp, on_both};
use uuid::Uuid;

const ALL: &str = "system/*.cruds";
const PATCH: [(&str, &str); 1] = [("content-type", "application/json-patch+json")];

fn urn(n: u128) -> String {
    format!("urn:uuid:{}", Uuid::from_u128(n))
}

fn entry(n: u128, resource: Value) -> Value {
    let kind = resource["resourceType"].clone();
    json!({ "fullUrl": urn(n), "resource": resource, "request": { "method": "POST", "url": kind } })
}

/// A patient, a visit, two values: one of the visit and by a doctor, one by a laboratory.
fn history(first: u128, family: &str, value: &str) -> Value {
    let observation = |n: u128, code: &str, more: Value| {
        let mut resource = json!({
            "resourceType": "Observation", "status": "final", "subject": { "reference": urn(first) },
            "code": { "coding": [{ "system": "http://loinc.org", "code": code }] },
            "effectiveDateTime": "2026-03-01", "valueQuantity": { "value": 5.40, "unit": "ммоль/л" },
        });
        resource.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        entry(first + n, resource)
    };
    json!({ "resourceType": "Bundle", "type": "transaction", "entry": [
        entry(first, json!({
            "resourceType": "Patient", "identifier": [{ "system": "urn:clinic", "value": value }],
            "name": [{ "family": family, "given": ["Анна"] }], "gender": "female", "birthDate": "1985-03-12",
        })),
        entry(first + 1, json!({
            "resourceType": "Practitioner", "identifier": [{ "system": "urn:staff", "value": format!("В-{value}") }],
            "name": [{ "family": "Соколова", "given": ["Елена"] }],
        })),
        entry(first + 2, json!({
            "resourceType": "Encounter", "status": "finished",
            "class": { "system": "http://terminology.hl7.org/CodeSystem/v3-ActCode", "code": "AMB" },
            "subject": { "reference": urn(first) }, "participant": [{ "individual": { "reference": urn(first + 1) } }],
            "period": { "start": "2026-03-01T10:00:00+03:00" },
        })),
        observation(3, "15074-8", json!({ "encounter": { "reference": urn(first + 2) }, "performer": [{ "reference": urn(first + 1) }] })),
        observation(4, "718-7", json!({})),
    ]})
}

async fn sent(program: &Program<'_>, body: &Value) -> Value {
    let (status, reply) = program.fhir("POST", "", body).await;
    assert_eq!(status, StatusCode::OK, "{reply:#}");
    reply
}

/// `Type/id` of the nth entry of a reply.
fn place(reply: &Value, n: usize) -> String {
    let location = reply["entry"][n]["response"]["location"].as_str().unwrap();
    location.split("/_history").next().unwrap().to_owned()
}

async fn codes(program: &Program<'_>, query: &str) -> Vec<String> {
    let (status, found) = program.fhir("GET", query, &Value::Null).await;
    assert_eq!(status, StatusCode::OK, "{query}: {found:#}");
    let entries = found["entry"].as_array().cloned().unwrap_or_default();
    entries
        .iter()
        .map(|one| one["resource"]["code"]["coding"][0]["code"].as_str().unwrap_or("-").to_owned())
        .collect()
}

async fn raw(
    program: &Program<'_>,
    method: &str,
    path: &str,
    body: &str,
    headers: &[(&str, &str)],
) -> (StatusCode, HeaderMap, String) {
    let (status, headers, bytes) = program.fhir_raw(method, path, body.to_owned(), headers).await;
    (status, headers, String::from_utf8(bytes).unwrap())
}

on_both! {
    /// INT-3: a condition on what a reference points at, through as many steps as are asked.
    async fn a_search_asks_about_what_is_pointed_at(on) {
        let test = TestApp::start(on).await;
        let program = test.program("МИС", ALL).await;
        sent(&program, &history(0xF000, "Королёва", "17")).await;
        sent(&program, &history(0xE000, "Ким", "18")).await;

        // `patient.identifier` names the card, as `patient` does.
        let card = "patient.identifier=urn:clinic%7C17";
        assert_eq!(codes(&program, &format!("/Observation?{card}&_sort=code")).await, ["15074-8", "718-7"]);
        assert_eq!(codes(&program, "/Observation?subject:Patient.identifier=urn:clinic%7C18&code=718-7").await, ["718-7"]);
        for (query, wanted) in [
            ("patient.family=Корол", 2),
            ("patient.family=Ким", 0),
            ("encounter.status=finished", 1),
            ("encounter.status=planned", 0),
            ("performer:Practitioner.family=Сокол", 1),
            ("performer.family:exact=Сокол", 0),
            ("encounter.participant.identifier=urn:staff%7CВ-17", 1),
            ("encounter:Encounter.participant:Practitioner.family=Иванов", 0),
            ("encounter.patient.birthdate=lt1990", 1),
        ] {
            let found = codes(&program, &format!("/Observation?{card}&{query}")).await;
            assert_eq!(found.len(), wanted, "{query}");
        }
        // What is nobody's is searched so too.
        let role = |n: &str| json!({ "resourceType": "PractitionerRole", "practitioner": { "reference": format!("Practitioner?identifier=urn:staff|{n}") } });
        for n in ["В-17", "В-18"] {
            let (status, reply) = program.fhir("POST", "/PractitionerRole", &role(n)).await;
            assert_eq!(status, StatusCode::CREATED, "{reply}");
        }
        let (_, found) = program.fhir("GET", "/PractitionerRole?practitioner.identifier=urn:staff%7CВ-18", &Value::Null).await;
        assert_eq!(found["total"], 1, "{found:#}");

        // Whose is still to be said, and the scopes hold for what is pointed at.
        let (status, _) = program.fhir("GET", "/Observation?patient.family=Ким", &Value::Null).await;
        assert_eq!(status, StatusCode::BAD_REQUEST);
        let narrow = test.program("ЛИС", "system/Observation.rs").await;
        assert_eq!(codes(&narrow, &format!("/Observation?{card}&encounter.status=finished")).await.len(), 0);
        let strict = [("prefer", "handling=strict")];
        for wrong in ["patient.colour=red", "code.text=x", "encounter.part-of.part-of.part-of.status=finished"] {
            let (status, _, _) = program.fhir_with("GET", &format!("/Observation?{card}&{wrong}"), &Value::Null, &strict).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}");
        }
    }

    /// INT-1: a reference may be a condition that something in the same Bundle meets.
    async fn a_conditional_reference_finds_what_comes_with_it(on) {
        let test = TestApp::start(on).await;
        let program = test.program("МИС", ALL).await;
        let mut bundle = history(0xF000, "Королёва", "17");
        bundle["entry"][3]["resource"]["subject"] = json!({ "reference": "Patient?identifier=urn:clinic|17" });
        bundle["entry"][3]["resource"]["performer"] = json!([{ "reference": "Practitioner?identifier=urn:staff|В-17" }]);
        let reply = sent(&program, &bundle).await;
        let (_, kept) = program.fhir("GET", &format!("/{}", place(&reply, 3)), &Value::Null).await;
        assert_eq!(kept["subject"]["reference"], place(&reply, 0), "{kept:#}");
        assert_eq!(kept["performer"][0]["reference"], place(&reply, 1));
        // Sent again it is the same; the doctor is not there twice.
        let again = sent(&program, &bundle).await;
        assert_eq!(place(&again, 3), place(&reply, 3));
        // Two that meet it: nobody knows which is meant, and nothing is kept.
        let mut twice = history(0xE000, "Ким", "18");
        twice["entry"][3]["resource"]["performer"] = json!([{ "reference": "Practitioner?identifier=urn:staff|В-17" }]);
        twice["entry"][1]["resource"]["identifier"][0]["value"] = json!("В-17");
        let before = test.count("resource").await;
        let (status, reply) = program.fhir("POST", "", &twice).await;
        assert_eq!(status, StatusCode::PRECONDITION_FAILED, "{reply}");
        twice["entry"][3]["resource"]["performer"] = json!([{ "reference": "Practitioner?name=Соколова" }]);
        let (status, _) = program.fhir("POST", "", &twice).await;
        assert_eq!((status, test.count("resource").await), (StatusCode::BAD_REQUEST, before));
    }

    /// The card's own number leads into the card, if name and date of birth agree with it (DQ-2).
    async fn a_card_is_named_by_its_number(on) {
        let test = TestApp::start(on).await;
        let (patient, _) = test.patient(1).await;
        let program = test.program("МИС", ALL).await;
        let number = "urn:medkarta:card-number";
        let (_, found) = program.fhir("GET", &format!("/Patient?identifier={number}%7C0001-0001-0"), &Value::Null).await;
        assert_eq!((&found["total"], &found["entry"][0]["resource"]["id"]), (&json!(1), &json!(patient.to_string())), "{found:#}");
        let mut bundle = history(0xF000, "Испытаний1", "17");
        let whose = &mut bundle["entry"][0]["resource"];
        whose["identifier"] = json!([{ "system": number, "value": "0001-0001-0" }]);
        let reply = program.fhir("POST", "", &bundle).await;
        assert_eq!(reply.0, StatusCode::CONFLICT, "another date of birth: {}", reply.1);
        bundle["entry"][0]["resource"]["birthDate"] = json!("1980-05-17");
        sent(&program, &bundle).await;
        assert_eq!(codes(&program, &format!("/Observation?patient={patient}")).await.len(), 2);
        assert_eq!(test.dump("patient").await.lines().count(), 1);
    }

    /// DQ-2: what is said to have been done on a day to come is refused, and nothing of its Bundle is
    /// kept; what is planned for then is not.
    async fn nothing_was_done_tomorrow(on) {
        let test = TestApp::start(on).await;
        let program = test.program("МИС", ALL).await;
        let mut early = history(1, "Поздняя", "1");
        early["entry"][3]["resource"]["effectiveDateTime"] = json!("2031-03-01");
        let (status, refused) = program.fhir("POST", "", &early).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refused:#}");
        let issue = &refused["issue"][0];
        assert_eq!((&issue["code"], &issue["expression"][0]), (&json!("business-rule"), &json!("Bundle.entry[3].resource")));
        let (_, found) = program.fhir("GET", "/Patient?identifier=urn:clinic%7C1", &Value::Null).await;
        assert_eq!(found["total"], json!(0), "{found:#}");

        let mut planned = history(1, "Поздняя", "1");
        let visit = &mut planned["entry"][2]["resource"];
        (visit["status"], visit["period"]["start"]) = (json!("planned"), json!("2031-03-01T10:00:00+03:00"));
        sent(&program, &planned).await;
    }

    /// INT-1: JSON Patch changes what it names, keeps numbers as written and loses nobody's write.
    async fn a_patch_changes_what_it_names(on) {
        let test = TestApp::start(on).await;
        let program = test.program("МИС", ALL).await;
        let reply = sent(&program, &history(0xF000, "Королёва", "17")).await;
        let path = format!("/{}", place(&reply, 3));
        let patch = r#"[{"op":"test","path":"/status","value":"final"},{"op":"replace","path":"/status","value":"amended"},
            {"op":"add","path":"/note","value":[{"text":"Пересчитано"}]},{"op":"replace","path":"/valueQuantity/value","value":5.10}]"#;
        let (status, headers, text) = raw(&program, "PATCH", &path, patch, &PATCH).await;
        assert_eq!((status, headers["etag"].to_str().unwrap()), (StatusCode::OK, "W/\"2\""), "{text}");
        assert!(text.contains(r#""value":5.10"#) && text.contains("Пересчитано") && text.contains("15074-8"), "{text}");
        // The test fails now, and with it the whole.
        let (status, _, text) = raw(&program, "PATCH", &path, patch, &PATCH).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(text.contains("operation 0"), "{text}");
        for (patch, wanted) in [
            (r#"[{"op":"remove","path":"/status"}]"#, StatusCode::UNPROCESSABLE_ENTITY),
            (r#"[{"op":"replace","path":"/id","value":"x"}]"#, StatusCode::UNPROCESSABLE_ENTITY),
            (r#"[{"op":"replace","path":"/resourceType","value":"Patient"}]"#, StatusCode::BAD_REQUEST),
            (r#"[{"op":"add","path":"/colour","value":1}]"#, StatusCode::BAD_REQUEST),
            ("[{", StatusCode::BAD_REQUEST),
        ] {
            assert_eq!(raw(&program, "PATCH", &path, patch, &PATCH).await.0, wanted, "{patch}");
        }
        let note = r#"[{"op":"add","path":"/note/-","value":{"text":"ещё"}}]"#;
        let old = [PATCH[0], ("if-match", "W/\"1\"")];
        assert_eq!(raw(&program, "PATCH", &path, note, &old).await.0, StatusCode::PRECONDITION_FAILED);
        assert_eq!(raw(&program, "PATCH", &path, note, &[]).await.0, StatusCode::UNSUPPORTED_MEDIA_TYPE);
        // Several at once: each finds its place.
        let all = futures_util::future::join_all((0..4).map(|_| raw(&program, "PATCH", &path, note, &PATCH))).await;
        assert!(all.iter().all(|(status, _, _)| *status == StatusCode::OK));
        let (_, kept) = program.fhir("GET", &path, &Value::Null).await;
        assert_eq!((kept["note"].as_array().unwrap().len(), &kept["meta"]["versionId"]), (5, &json!("6")));
        // Not without the right to write, nor what others recorded.
        let reader = test.program("ЛИС", "system/*.rs").await;
        assert_eq!(raw(&reader, "PATCH", &path, note, &PATCH).await.0, StatusCode::FORBIDDEN);
        let other = test.program("Другая", ALL).await;
        assert_eq!(raw(&other, "PATCH", &path, note, &PATCH).await.0, StatusCode::FORBIDDEN);
    }

    /// INT-1, INT-2: XML goes in and comes out, and says the same as JSON.
    async fn what_is_said_in_xml_is_the_same(on) {
        const XML: (&str, &str) = ("content-type", "application/fhir+xml");
        const WANTED: (&str, &str) = ("accept", "application/fhir+xml");
        let test = TestApp::start(on).await;
        let program = test.program("МИС", ALL).await;
        let bundle = xml::write(&Json::parse(&history(0xF000, "Королёва", "17").to_string()).unwrap());
        let (status, headers, text) = raw(&program, "POST", "", &bundle, &[XML, WANTED]).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        assert!(headers["content-type"].to_str().unwrap().starts_with("application/fhir+xml"));
        let reply: Value = serde_json::from_str(&xml::parse(&text).unwrap().to_string()).unwrap();
        let path = format!("/{}", place(&reply, 3));
        let (_, _, as_xml) = raw(&program, "GET", &path, "", &[WANTED]).await;
        let (_, as_json) = program.fhir("GET", &path, &Value::Null).await;
        let read: Value = serde_json::from_str(&xml::parse(&as_xml).unwrap().to_string()).unwrap();
        assert_eq!(read, as_json);
        assert!(as_xml.starts_with("<?xml") && as_xml.contains("<value value=\"5.4\"/>"), "{as_xml}");
        // A change in XML, a search, a refusal and a description: each in the format that is asked for.
        let changed = as_xml.replace("final", "amended");
        let (status, _, text) = raw(&program, "PUT", &path, &changed, &[XML]).await;
        assert_eq!(status, StatusCode::OK, "{text}");
        assert!(text.starts_with('{') && text.contains("amended"));
        for (path, wanted) in [
            ("/Observation?patient.identifier=urn:clinic%7C17&_format=xml".to_owned(), "<Bundle"),
            ("/metadata?_format=application/fhir+xml".to_owned(), "<CapabilityStatement"),
            (format!("/Observation/{}?_format=xml", Uuid::nil()), "<OperationOutcome"),
        ] {
            let (_, _, text) = raw(&program, "GET", &path, "", &[]).await;
            assert!(text.contains(wanted), "{path}: {text}");
            let json = xml::parse(&text).unwrap();
            let issues = shared::interop::fhir::validate::check(&json, "it");
            assert!(issues.is_empty(), "{path}: {issues:?}");
        }
        let (status, _, _) = raw(&program, "GET", &path, "", &[("accept", "text/turtle")]).await;
        assert_eq!(status, StatusCode::NOT_ACCEPTABLE);
    }

    /// No entities of one's own, no files of ours, no billion laughs, no depth without end.
    async fn hostile_xml_is_refused(on) {
        let test = TestApp::start(on).await;
        let program = test.program("МИС", ALL).await;
        let before = test.count("resource").await;
        let patient = |head: &str, family: &str| {
            format!(r#"<?xml version="1.0"?>{head}<Patient xmlns="http://hl7.org/fhir"><name><family value="{family}"/><given value="А"/></name><gender value="female"/><birthDate value="1980-01-01"/></Patient>"#)
        };
        let laughs: String = (1..10).map(|n| format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10))).collect();
        for hostile in [
            patient(r#"<!DOCTYPE Patient [<!ENTITY x SYSTEM "file:///etc/passwd">]>"#, "&amp;x;").replace("&amp;x;", "&x;"),
            patient(&format!("<!DOCTYPE Patient [<!ENTITY l0 \"ха\">{laughs}]>"), "Ким").replace("Ким", "&l9;"),
            patient(r#"<!DOCTYPE Patient SYSTEM "http://127.0.0.1:9/x.dtd">"#, "Ким"),
            patient("", "Ким").replace("Ким", "&nbsp;"),
            patient("", "Ким").replace("<name>", &"<extension url=\"x\">".repeat(5_000)),
            patient("", "Ким").replace("http://hl7.org/fhir", "urn:x"),
            patient("", "Ким").replace("</Patient>", ""),
            "<".repeat(100_000),
            String::new(),
        ] {
            let (status, _, text) = raw(&program, "POST", "/Patient", &hostile, &[("content-type", "application/fhir+xml")]).await;
            assert_eq!(status, StatusCode::BAD_REQUEST, "{text}");
            assert!(text.contains("no FHIR XML") && text.len() < 2_000, "{text}");
        }
        assert_eq!(test.count("resource").await, before);
        let (status, _, text) = raw(&program, "POST", "/Patient", &patient("", "Ким"), &[("content-type", "application/fhir+xml")]).await;
        assert_eq!(status, StatusCode::CREATED, "{text}");
    }
}
