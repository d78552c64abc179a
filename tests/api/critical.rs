//! Who is told of new results, and of critical ones until a doctor knows (RES-9).

use backend::access::Grantee;
use backend::accounts::{NewMembership, insert_membership};
use backend::app::{Clock as _, micros};
use backend::{jobs, record, results};
use poem::http::StatusCode;
use serde_json::{Value, json};
use shared::access::model::{Ground, Level, Role, Section, Sensitivity};
use shared::contract::Code;
use shared::id::{AccountId, EntryId, PatientId};
use shared::results::api::{AcknowledgeCritical, FindResults, ListCritical};
use tests::program::Program;
use tests::visitor::phone;
use tests::{NOW, TestApp, entry, on_both};
use time::Duration;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

/// A doctor who can be reached, with the card open to them.
async fn doctor(test: &TestApp, n: u32, patient: PatientId) -> AccountId {
    let account = test.visitor(u16::try_from(n).unwrap()).confirmed(n).await.account;
    let starts_at = micros(test.clock.now());
    let membership = NewMembership {
        id: test.app.new_id(),
        account,
        role: Role::Doctor,
        organization: None,
        starts_at,
        ends_at: None,
    };
    insert_membership(test.raw().await.write(), membership).await.unwrap();
    let to = Grantee::Account(account);
    test.open_card(patient, to, Ground::Grant, Level::Full, Section::ALL).await;
    account
}

/// Sends a value of today; `flag` as the laboratory prints it. Says under which id it is kept.
async fn send(
    program: &Program<'_>,
    patient: PatientId,
    flag: &str,
    at: &str,
    order: Option<Uuid>,
) -> EntryId {
    let of = json!({ "reference": format!("Patient/{}", patient.0) });
    let mut value = json!({
        "resourceType": "Observation", "status": "final", "subject": of,
        "code": { "coding": [{ "system": "http://loinc.org", "code": "2823-3", "display": "Калий" }] },
        "effectiveDateTime": at, "valueQuantity": { "value": 7.1, "unit": "ммоль/л" },
        "interpretation": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation", "code": flag }] }],
    });
    if let Some(order) = order {
        value["basedOn"] = json!([{ "reference": format!("ServiceRequest/{order}") }]);
    }
    let mut report = json!({
        "resourceType": "DiagnosticReport", "status": "final", "subject": of,
        "code": { "text": "Электролиты" }, "effectiveDateTime": at,
        "result": [{ "reference": "urn:uuid:00000000-0000-0000-0000-000000000001" }],
    });
    if let Some(order) = order {
        report["basedOn"] = json!([{ "reference": format!("ServiceRequest/{order}") }]);
    }
    let one = |n: u128, resource: Value| {
        let url = resource["resourceType"].clone();
        json!({ "fullUrl": format!("urn:uuid:{}", Uuid::from_u128(n)), "resource": resource, "request": { "method": "POST", "url": url } })
    };
    let bundle = json!({ "resourceType": "Bundle", "type": "transaction", "entry": [one(1, value), one(2, report)] });
    let (status, reply) = program.fhir("POST", "", &bundle).await;
    assert_eq!(status, StatusCode::OK, "{reply:#}");
    let location = reply["entry"][0]["response"]["location"].as_str().unwrap();
    EntryId(location.split('/').nth(1).unwrap().parse().unwrap())
}

fn today() -> String {
    (NOW - Duration::hours(2)).format(&Rfc3339).unwrap()
}

on_both! {
    /// The patient and who ordered it are told, once, and nothing of what it is.
    async fn a_new_result_is_told_to_the_patient_and_to_who_ordered_it(on) {
        let test = TestApp::start(on).await;
        let (patient, _) = test.patient(9).await;
        let owner = test.visitor(1).confirmed(1).await.account;
        test.open_card(patient, Grantee::Account(owner), Ground::Own, Level::Full, Section::ALL).await;
        let ordering = doctor(&test, 2, patient).await;
        let order = entry(7, Section::Referrals, Sensitivity::Usual, 600);
        let key = test.key_of(patient).await;
        record::insert_unchecked(test.raw().await.write(), &key, patient, ordering, &order).await.unwrap();
        let program = test.program("ЛИС", "system/*.cruds").await;
        let counts = async || (test.told(&phone(1)).await.len(), test.told(&phone(2)).await.len());
        let before = counts().await;

        send(&program, patient, "N", &today(), Some(order.id.0)).await;
        let after = counts().await;
        assert_eq!(after, (before.0 + 1, before.1 + 1));
        let told = test.told(&phone(1)).await.into_iter().chain(test.told(&phone(2)).await);
        for text in told.filter(|text| text.contains("карт") || text.contains("назнач")) {
            for word in ["Калий", "Электролит", "анализ", "7,1", "7.1"] {
                assert!(!text.contains(word), "{word}: {text}");
            }
        }
        // History is no news.
        send(&program, patient, "N", "2020-01-01T10:00:00+03:00", None).await;
        assert_eq!(counts().await, after);
    }

    /// A critical value is told at once, again each hour, and no more once a doctor knows; who and
    /// when stays with it.
    async fn a_critical_value_is_tracked_until_a_doctor_knows(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(9).await;
        doctor(&test, 2, patient).await;
        let program = test.program("ЛИС", "system/*.cruds").await;
        let count = async || test.told(&phone(2)).await.len();
        let before = count().await;

        let value = send(&program, patient, "HH", &today(), None).await;
        assert_eq!(count().await, before + 1, "at once");
        results::remind(&test.app).await.unwrap();
        assert_eq!(count().await, before + 1, "not twice in an hour");
        test.clock.forward(Duration::hours(1));
        results::remind(&test.app).await.unwrap();
        results::remind(&test.app).await.unwrap();
        assert_eq!(count().await, before + 2, "again after an hour, once");

        let treating = test.person(3, Role::Doctor).await;
        let to = treating.grantee();
        test.open_card(patient, to, Ground::Treatment, Level::Full, Section::ALL).await;
        let waiting = treating.call(ListCritical {}).await.unwrap();
        assert_eq!(waiting.iter().map(|item| (item.patient, item.entry)).collect::<Vec<_>>(), [(patient, value)]);
        let stranger = test.person(4, Role::Doctor).await;
        assert_eq!(stranger.call(ListCritical {}).await.unwrap(), []);
        let call = AcknowledgeCritical { patient, entry: value };
        // Patients acknowledge nothing; they see that somebody has to.
        let anna = test.signed_in(&anna).await;
        assert_eq!(anna.call(call.clone()).await.unwrap_err().code, Code::NotFound);
        let seen = anna.call(FindResults { patient, entry: value }).await.unwrap();
        assert_eq!((seen.critical.len(), seen.may_acknowledge), (1, false));
        assert_eq!(seen.critical[0].acknowledged_at, None);

        let state = treating.call(call.clone()).await.unwrap();
        assert!(state.acknowledged_by.is_some());
        assert_eq!(treating.call(call).await.unwrap(), state, "the first one's stays");
        assert_eq!(treating.call(ListCritical {}).await.unwrap(), []);
        test.clock.forward(Duration::hours(2));
        results::remind(&test.app).await.unwrap();
        assert_eq!(count().await, before + 2);
        let absent = AcknowledgeCritical { patient, entry: EntryId(Uuid::from_u128(77)) };
        assert_eq!(test.signed_in(&treating).await.call(absent).await.unwrap_err().code, Code::NotFound);
    }

    /// The reminders run by themselves.
    async fn the_queue_reminds(on) {
        let test = TestApp::start(on).await;
        let now = micros(test.clock.now());
        let db = test.raw().await;
        jobs::enqueue(db.write(), test.app.new_id(), jobs::Kind::RemindCritical, now, now).await.unwrap();
        assert!(jobs::run_one(&test.app).await.unwrap());
        // It has enqueued itself again.
        assert!(!jobs::run_one(&test.app).await.unwrap());
        test.clock.forward(Duration::minutes(5));
        assert!(jobs::run_one(&test.app).await.unwrap());
    }
}
