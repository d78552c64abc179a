//! Programs of others that book for people (INT-10, INT-12, APT-3, APT-4).

use backend::appointments::keep_pattern;
use backend::appointments::programs::{self, Permit, PermitError};
use backend::audit::{Outcome, VisitAct, What};
use backend::jobs;
use poem::http::{HeaderMap, StatusCode};
use ring::hmac;
use serde_json::{Value, json};
use shared::access::model::Action;
use shared::appointments::api::{CancelVisit, ChangeVisitState};
use shared::appointments::model::{Cancelling, StateChange, VisitState};
use shared::id::{AccountId, AppointmentId};
use shared::interop::booking::SlotId;
use tests::ear::{Ear, header};
use tests::program::Program;
use tests::visitor::phone;
use tests::{TestApp, on_both};
use time::{Duration, OffsetDateTime};
use tokio::net::TcpListener;
use uuid::Uuid;

use crate::appointments::{CLINIC, HALF, ROLE, TEN, VISIT, hold as hold_of, pattern, stage};

const SCOPES: &str = "system/Schedule.rs system/Slot.rs system/Appointment.crus";
const PHONE: u32 = 77;

async fn permit(
    program: &Program<'_>,
    (holds, bookings_a_day): (u32, u32),
    webhook: Option<&str>,
) -> Option<String> {
    let permit =
        Permit { program: program.id, organization: CLINIC, holds, bookings_a_day, webhook };
    programs::permit(&program.test.app, &permit).await.unwrap()
}

/// A program that may book a lot in the clinic.
async fn aggregator<'a>(test: &'a TestApp, name: &str) -> Program<'a> {
    let program = test.program(name, SCOPES).await;
    assert_eq!(permit(&program, (5, 100), None).await, None, "nothing to be signed");
    program
}

/// A token of now.
async fn renew(program: &mut Program<'_>) {
    let (_, answer) = program.ask_token(&program.assertion(json!({})), SCOPES).await;
    program.token = answer["access_token"].as_str().unwrap().to_owned();
}

fn slot(at: OffsetDateTime) -> String {
    let minute = u32::try_from(at.unix_timestamp() / 60).unwrap();
    SlotId { practitioner: ROLE, service: VISIT, minute }.to_string()
}

fn parameters(of: &[Value]) -> Value {
    json!({ "resourceType": "Parameters", "parameter": of })
}

async fn get(program: &Program<'_>, path: &str) -> (StatusCode, Value) {
    program.fhir("GET", path, &Value::Null).await
}

async fn hold(
    program: &Program<'_>,
    at: OffsetDateTime,
    key: &str,
) -> (StatusCode, HeaderMap, Value) {
    let slot =
        json!({ "name": "slot", "valueReference": { "reference": format!("Slot/{}", slot(at)) } });
    let headers = [("idempotency-key", key)];
    program.fhir_with("POST", "/Appointment/$hold", &parameters(&[slot]), &headers).await
}

async fn held(program: &Program<'_>, at: OffsetDateTime, key: &str) -> String {
    let (status, _, answer) = hold(program, at, key).await;
    assert_eq!(status, StatusCode::OK, "{answer:#}");
    answer["id"].as_str().unwrap().to_owned()
}

fn guest(hold: &str, n: u32, consent: bool) -> Value {
    parameters(&[
        json!({ "name": "hold", "valueId": hold }),
        json!({ "name": "patient", "resource": {
            "resourceType": "Patient",
            "name": [{ "family": "Гостева", "given": ["Нина", "Олеговна"] }],
            "telecom": [{ "system": "phone", "value": phone(n) }],
            "birthDate": "1979-03-08",
        }}),
        json!({ "name": "reason", "valueString": "Кружится голова" }),
        json!({ "name": "consent", "valueBoolean": consent }),
    ])
}

async fn book(program: &Program<'_>, body: &Value, key: &str) -> (StatusCode, HeaderMap, Value) {
    program.fhir_with("POST", "/Appointment/$book", body, &[("idempotency-key", key)]).await
}

async fn booked(program: &Program<'_>, at: OffsetDateTime, n: u32) -> AppointmentId {
    let hold = held(program, at, &format!("hold-{}-{n}", at.unix_timestamp())).await;
    let (status, _, visit) = book(program, &guest(&hold, n, true), &format!("book-{hold}")).await;
    assert_eq!(status, StatusCode::OK, "{visit:#}");
    visit["id"].as_str().unwrap().parse().unwrap()
}

async fn cancel(program: &Program<'_>, id: impl std::fmt::Display) -> (StatusCode, Value) {
    program.fhir("POST", &format!("/Appointment/{id}/$cancel"), &parameters(&[])).await
}

/// That an answer follows FHIR's rules.
async fn is_sound(program: &Program<'_>, resource: &Value) {
    let kind = resource["resourceType"].as_str().unwrap();
    let (_, outcome) = program.fhir("POST", &format!("/{kind}/$validate"), resource).await;
    assert_eq!(outcome["issue"][0]["severity"], "information", "{resource:#} {outcome:#}");
}

async fn free(program: &Program<'_>) -> Vec<String> {
    let path = format!(
        "/Slot?schedule=Schedule/{ROLE}&start=ge2026-12-03T06:00:00Z&start=lt2026-12-03T14:00:00Z&status=free"
    );
    let (status, found) = get(program, &path).await;
    assert_eq!(status, StatusCode::OK, "{found:#}");
    let entries = found["entry"].as_array().cloned().unwrap_or_default();
    for entry in &entries {
        is_sound(program, &entry["resource"]).await;
    }
    entries.iter().map(|it| it["resource"]["id"].as_str().unwrap().to_owned()).collect()
}

/// Does what waits in the queue.
async fn work(test: &TestApp) {
    while jobs::run_one(&test.app).await.unwrap() {}
}

on_both! {
    /// INT-10, APT-4, INT-12: found, held, booked, read and cancelled; the time is everybody's, whose
    /// visit it is lies sealed, and what the program did is in two journals.
    async fn a_program_books_from_a_free_time_to_its_cancellation(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        let program = aggregator(&test, "Агрегатор").await;

        let (_, schedules) = get(&program, "/Schedule").await;
        assert_eq!((&schedules["total"], &schedules["entry"][0]["resource"]["id"]), (&json!(1), &json!(ROLE)));
        let (status, schedule) = get(&program, &format!("/Schedule/{ROLE}")).await;
        assert_eq!(status, StatusCode::OK);
        is_sound(&program, &schedule).await;
        assert_eq!(schedule["specialty"][0]["coding"][0]["code"], "therapist");

        let wish = [
            json!({ "name": "start", "valueDateTime": "2026-12-03T06:00:00Z" }),
            json!({ "name": "end", "valueDateTime": "2026-12-03T14:00:00Z" }),
            json!({ "name": "specialty", "valueCode": "therapist" }),
        ];
        let (status, found) = program.fhir("POST", "/Appointment/$find", &parameters(&wish)).await;
        assert_eq!((status, found["entry"].as_array().unwrap().len()), (StatusCode::OK, 16), "{found:#}");
        let first = &found["entry"][0]["resource"];
        assert_eq!((&first["status"], &first["start"]), (&json!("proposed"), &json!("2026-12-03T09:00:00+03:00")));
        is_sound(&program, first).await;
        let nobody = json!({ "name": "specialty", "valueCode": "surgeon" });
        let (_, found) = program.fhir("POST", "/Appointment/$find", &parameters(&[nobody])).await;
        assert_eq!(found["total"], 0);
        for (asked, status) in [
            ("ge9999-12-30", StatusCode::OK),
            ("soon", StatusCode::BAD_REQUEST),
            ("ge2026-12-02&start=lt2027-12-02", StatusCode::BAD_REQUEST),
        ] {
            let path = format!("/Slot?schedule=Schedule/{ROLE}&start={asked}");
            assert_eq!(get(&program, &path).await.0, status, "{asked}");
        }
        let all = free(&program).await;
        assert!(all.len() == 16 && all.contains(&slot(TEN)), "{all:?}");

        let (status, _, kept) = hold(&program, TEN, "first-hold").await;
        assert_eq!((status, &kept["status"]), (StatusCode::OK, &json!("proposed")), "{kept:#}");
        is_sound(&program, &kept).await;
        assert_eq!(kept["extension"][0]["extension"][0]["valueId"], kept["id"]);
        assert_eq!(free(&program).await.len(), 15);
        assert_eq!(get(&program, &format!("/Slot/{}", slot(TEN))).await.0, StatusCode::NOT_FOUND);
        assert_eq!(get(&program, &format!("/Slot/{}", slot(TEN + HALF))).await.0, StatusCode::OK);

        let body = guest(kept["id"].as_str().unwrap(), PHONE, true);
        let (status, _, visit) = book(&program, &body, "first-book").await;
        assert_eq!((status, &visit["status"]), (StatusCode::OK, &json!("booked")), "{visit:#}");
        is_sound(&program, &visit).await;
        let id: Uuid = visit["id"].as_str().unwrap().parse().unwrap();
        assert_eq!(get(&program, &format!("/Appointment/{id}")).await, (StatusCode::OK, visit.clone()));
        let sms = test.told(&phone(PHONE)).await.remove(0);
        assert!(sms.contains("вы записаны") && sms.contains("/guest-visit#"), "{sms}");
        for table in ["guest_visit", "appointment", "appointment_change", "program_visit", "program_answer", "message"] {
            for word in ["Гостева", "Кружится", "9110000077", "1979-03-08", "first-book"] {
                assert!(!test.holds(table, word).await, "{word} in {table}");
            }
        }
        let (status, _) = program.fhir("PUT", &format!("/Appointment/{id}"), &visit).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "it is cancelled by its operation alone");

        for _ in 0..2 {
            let (status, off) = cancel(&program, id).await;
            assert_eq!((status, &off["status"]), (StatusCode::OK, &json!("cancelled")), "{off:#}");
        }
        assert_eq!(free(&program).await.len(), 16);
        for chain in [CLINIC.0, program.id] {
            let lines = test.journal(chain).await;
            let own = lines.iter().filter(|line| line.account == Some(AccountId(program.id)));
            let done: Vec<What> = own.filter(|line| line.object == Some(id)).map(|line| line.what).collect();
            let changes = [What::Access(Action::ManageAppointments), What::Visit(VisitAct::Cancelled)];
            for what in changes {
                assert_eq!(done.iter().filter(|it| **it == what).count(), 1, "{what:?}");
            }
        }
        assert_eq!(test.verify().await.findings, []);
    }

    /// INT-10: the same key is the same answer, also at the same moment; another body under it is refused.
    async fn what_is_sent_twice_is_done_once(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        let program = aggregator(&test, "Агрегатор").await;
        let (one, two) = tokio::join!(hold(&program, TEN, "hold-key-1"), hold(&program, TEN, "hold-key-1"));
        assert_eq!((one.0, &one.2), (StatusCode::OK, &two.2), "{:#}", one.2);
        assert_eq!(hold(&program, TEN + HALF, "hold-key-1").await.0, StatusCode::UNPROCESSABLE_ENTITY);
        let body = guest(one.2["id"].as_str().unwrap(), PHONE, true);
        let (one, two) = tokio::join!(book(&program, &body, "book-key-1"), book(&program, &body, "book-key-1"));
        assert_eq!((one.0, &one.2), (StatusCode::OK, &two.2), "{:#}", one.2);
        assert_eq!((test.count("appointment").await, test.told(&phone(PHONE)).await.len()), (1, 1));
        let (status, _, _) = book(&program, &body, "book-key-2").await;
        assert_eq!(status, StatusCode::CONFLICT, "what is booked is held no more");
        let mut other = body.clone();
        other["parameter"][2]["valueString"] = json!("Болит колено");
        assert_eq!(book(&program, &other, "book-key-1").await.0, StatusCode::UNPROCESSABLE_ENTITY);
        // Another program's key is another key.
        let second = aggregator(&test, "Справочная").await;
        assert_eq!(hold(&second, TEN + HALF, "hold-key-1").await.0, StatusCode::OK);
        for wrong in ["short", "with a space", "k".repeat(129).as_str()] {
            assert_eq!(hold(&program, TEN + HALF * 2, wrong).await.0, StatusCode::BAD_REQUEST, "{wrong}");
        }
    }

    /// APT-4: two programs and a patient who want the same time at the same moment: one has it, the others
    /// are told the next.
    async fn of_two_programs_and_a_patient_one_has_the_time(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        let (patient, anna) = test.patient(1).await;
        let (first, second) = (aggregator(&test, "Агрегатор").await, aggregator(&test, "Справочная").await);
        for n in 0..4_i32 {
            let (at, key) = (TEN + HALF * n, format!("hold-key-{n}"));
            let (one, two, three) = tokio::join!(
                hold(&first, at, &key),
                hold(&second, at, &key),
                anna.call(hold_of(patient, at, u128::try_from(n).unwrap() + 1)),
            );
            let programs = [one, two];
            let won = programs.iter().filter(|it| it.0 == StatusCode::OK).count();
            assert_eq!(won + usize::from(three.unwrap().hold.is_some()), 1, "{at}");
            for (_, _, answer) in programs.iter().filter(|it| it.0 != StatusCode::OK) {
                let issue = &answer["issue"][0];
                assert_eq!(issue["details"]["coding"][0]["code"], "taken", "{answer:#}");
                assert_eq!(issue["extension"].as_array().unwrap().len(), 6);
                is_sound(&first, answer).await;
            }
        }
    }

    /// APT-4: five minutes; afterwards it is whose who comes first.
    async fn a_hold_of_a_program_ends_after_five_minutes(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        let mut program = aggregator(&test, "Агрегатор").await;
        let kept = held(&program, TEN, "first-hold").await;
        test.clock.forward(Duration::minutes(5));
        renew(&mut program).await;
        assert_eq!(book(&program, &guest(&kept, PHONE, true), "first-book").await.0, StatusCode::CONFLICT);
        held(&program, TEN, "second-hold").await;
        backend::appointments::purge(&test.app).await.unwrap();
        assert_eq!(test.count("program_visit").await, 1, "what is over is not kept");
    }

    /// INT-10, APT-3: so many holds at once, so many bookings a day, so many times of one doctor; only
    /// in clinics it is registered for.
    async fn a_program_books_no_more_than_is_left_to_it(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        let program = test.program("Агрегатор", SCOPES).await;
        assert_eq!(hold(&program, TEN, "not-registered").await.0, StatusCode::NOT_FOUND);
        assert_eq!(get(&program, &format!("/Schedule/{ROLE}")).await.0, StatusCode::NOT_FOUND);

        permit(&program, (1, 2), None).await;
        let kept = held(&program, TEN, "first-hold").await;
        let (status, headers, _) = hold(&program, TEN + HALF, "second-hold").await;
        assert_eq!(status, StatusCode::TOO_MANY_REQUESTS);
        let wait: u64 = headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=301).contains(&wait), "{wait}");
        assert_eq!(book(&program, &guest(&kept, PHONE, true), "first-book").await.0, StatusCode::OK);
        booked(&program, TEN + HALF, 78).await;
        let (status, headers, _) = hold(&program, TEN + HALF * 2, "third-hold").await;
        assert_eq!(status, StatusCode::TOO_MANY_REQUESTS, "two a day");
        let wait: u64 = headers["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=86_401).contains(&wait), "{wait}");

        permit(&program, (5, 100), None).await;
        let mut few = pattern(540, 1_020);
        few.program_quota = Some(3);
        assert!(keep_pattern(test.raw().await.write(), ROLE, &few, 2).await.unwrap());
        held(&program, TEN + HALF * 2, "fourth-hold").await;
        let (status, _, answer) = hold(&program, TEN + HALF * 3, "fifth-hold").await;
        assert_eq!((status, &answer["issue"][0]["details"]["coding"][0]["code"]), (StatusCode::CONFLICT, &json!("taken")));
        held(&program, TEN + Duration::DAY, "of-the-next-day").await;
    }

    /// INT-12, ACL-10: no more than the scopes say; what another program booked is as absent as what
    /// nobody did; nothing is kept without consent.
    async fn a_program_sees_and_does_only_what_is_its_own(on) {
        let test = TestApp::start(on).await;
        stage(&test).await;
        let program = aggregator(&test, "Агрегатор").await;
        let other = aggregator(&test, "Справочная").await;
        let reader = test.program("Витрина", "system/Slot.rs").await;
        permit(&reader, (5, 100), None).await;
        assert_eq!(free(&reader).await.len(), 16);
        assert_eq!(hold(&reader, TEN, "no-such-right").await.0, StatusCode::FORBIDDEN);
        assert_eq!(get(&reader, &format!("/Schedule/{ROLE}")).await.0, StatusCode::FORBIDDEN);
        let denied = test.journal(reader.id).await;
        assert_eq!(denied.iter().filter(|line| line.outcome == Outcome::Denied).count(), 2);

        let kept = held(&program, TEN, "first-hold").await;
        let body = guest(&kept, PHONE, true);
        assert_eq!(book(&other, &body, "others-hold").await.0, StatusCode::NOT_FOUND);
        assert_eq!(book(&program, &guest(&kept, PHONE, false), "no-consent").await.0, StatusCode::UNPROCESSABLE_ENTITY);
        let mut local = body.clone();
        local["parameter"][1]["resource"]["telecom"][0]["value"] = json!("89110000077");
        assert_eq!(book(&program, &local, "no-country").await.0, StatusCode::BAD_REQUEST);
        assert_eq!(test.count("guest_visit").await, 0);
        let id = book(&program, &body, "first-book").await.2["id"].as_str().unwrap().to_owned();
        let unknown = Uuid::from_u128(0xFFFF);
        let theirs = get(&other, &format!("/Appointment/{id}")).await;
        assert_eq!(theirs, get(&other, &format!("/Appointment/{unknown}")).await);
        assert_eq!(theirs.0, StatusCode::NOT_FOUND);
        assert_eq!(cancel(&other, &id).await, cancel(&other, unknown).await);
        assert_eq!(cancel(&other, &id).await.0, StatusCode::NOT_FOUND);
        assert_eq!(get(&program, &format!("/Appointment/{id}")).await.1["status"], "booked");
    }

    /// INT-10: what the clinic does reaches the program: signed, nameless, again after a failure, and
    /// never where an answer points to.
    async fn a_program_is_told_what_becomes_of_its_visits(on) {
        let test = TestApp::start(on).await;
        let doctor = stage(&test).await;
        let ear = Ear::open(&["500 Broken", "302 Found\r\nlocation: /elsewhere"]).await;
        let program = test.program("Агрегатор", SCOPES).await;
        let key = permit(&program, (5, 100), Some(&ear.address)).await.unwrap();
        assert_eq!(permit(&program, (5, 100), Some(&ear.address)).await, None, "told once");
        assert!(!test.holds("program_booking", &key).await);
        let first = booked(&program, TEN, PHONE).await;
        let second = booked(&program, TEN + HALF, 78).await;
        let third = booked(&program, TEN + HALF * 2, 79).await;
        work(&test).await;
        assert_eq!(ear.heard().len(), 0, "the program knows what it does itself");

        let body = Cancelling { note: "Позвоните Нине Гостевой".into(), version: 1 };
        doctor.call(CancelVisit { appointment: first, body }).await.unwrap();
        for (heard, pause) in [(1, 10), (2, 20), (3, 86_400)] {
            work(&test).await;
            assert_eq!(ear.heard().len(), heard);
            test.clock.forward(Duration::seconds(pause - 1));
            work(&test).await;
            assert_eq!(ear.heard().len(), heard, "not before {pause} s");
            test.clock.forward(Duration::seconds(2));
        }
        work(&test).await;
        let heard = ear.heard();
        assert_eq!(heard.len(), 3, "taken");
        let key = hmac::Key::new(hmac::HMAC_SHA256, key.as_bytes());
        for (head, body) in &heard {
            assert!(head.starts_with("POST /hook "), "{head}");
            let told: Value = serde_json::from_str(body).unwrap();
            assert_eq!((&told["event"], &told["status"]), (&json!("cancelled"), &json!("cancelled")));
            assert_eq!((&told["appointment"], &told["start"]), (&json!(first), &json!("2026-12-03T07:00:00Z")));
            assert!(told["delivery"].is_string() && told["at"].is_string());
            for word in ["Гостев", "911", "1979", "Кружится"] {
                assert!(!body.contains(word), "{body}");
            }
            let signed = header(head, "medkarta-signature").unwrap();
            let (at, signature) = signed.strip_prefix("t=").unwrap().split_once(",v1=").unwrap();
            let again = hmac::sign(&key, format!("{at}.{body}").as_bytes());
            let hex: String = again.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(signature, hex);
        }
        let delivery = |n: usize| serde_json::from_str::<Value>(&heard[n].1).unwrap()["delivery"].clone();
        assert_eq!(delivery(0), delivery(2), "tried again, it is the same");

        test.clock.forward(TEN - Duration::HOUR - test.now());
        let doctor = test.signed_in(&doctor).await;
        let body = StateChange { state: VisitState::Arrived, version: 1 };
        doctor.call(ChangeVisitState { appointment: second, body }).await.unwrap();
        work(&test).await;
        let told: Value = serde_json::from_str(&ear.heard()[3].1).unwrap();
        assert_eq!((&told["event"], &told["status"], &told["appointment"]), (&json!("arrived"), &json!("arrived"), &json!(second)));
        assert!(backend::interop::program::revoke(&test.app, program.id).await.unwrap());
        let body = Cancelling { note: String::new(), version: 1 };
        doctor.call(CancelVisit { appointment: third, body }).await.unwrap();
        work(&test).await;
        assert_eq!(ear.heard().len(), 4, "who is revoked is told nothing");
    }

    /// INT-10: nothing inside is reached by naming it, nothing goes in clear, and who is not there is
    /// tried for a day.
    async fn a_program_is_told_only_on_the_open_internet(on) {
        let test = TestApp::start(on).await;
        let doctor = stage(&test).await;
        let program = test.program("Агрегатор", SCOPES).await;
        for address in [
            "http://clinic.example/hook",
            "https://10.0.0.1/hook",
            "https://169.254.169.254/latest",
            "https://[fd00::1]/hook",
            "https://user:word@clinic.example/hook",
            "ftp://clinic.example/hook",
            "clinic.example",
        ] {
            let (program, organization, webhook) = (program.id, CLINIC, Some(address));
            let permit = Permit { program, organization, holds: 5, bookings_a_day: 100, webhook };
            let refused = programs::permit(&test.app, &permit).await;
            assert!(matches!(refused, Err(PermitError::Address(_))), "{address}");
        }
        let (organization, webhook) = (CLINIC, None);
        let nobody = Permit { program: Uuid::from_u128(1), organization, holds: 5, bookings_a_day: 1, webhook };
        assert!(matches!(programs::permit(&test.app, &nobody).await, Err(PermitError::NoProgram)));

        // Nobody listens at the port of a listener that is gone.
        let gone = TcpListener::bind(("127.0.0.1", 0)).await.unwrap().local_addr().unwrap().port();
        permit(&program, (5, 100), Some(&format!("http://127.0.0.1:{gone}/hook"))).await.unwrap();
        let visit = booked(&program, TEN + Duration::days(7), PHONE).await;
        let body = Cancelling { note: String::new(), version: 1 };
        doctor.call(CancelVisit { appointment: visit, body }).await.unwrap();
        for _ in 0..40 {
            work(&test).await;
            test.clock.forward(Duration::HOUR);
        }
        let ear = Ear::open(&[]).await;
        permit(&program, (5, 100), Some(&ear.address)).await.unwrap();
        work(&test).await;
        assert_eq!(ear.heard().len(), 0, "after a day it is let be");
    }
}
