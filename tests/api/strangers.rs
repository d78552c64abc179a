//! Every operation, called by people who have no business there (ACL-1, ACL-6, ACL-10, ACL-11).

use poem::http::StatusCode;
use serde_json::{Value, json};
use shared::access::model::Role;
use shared::contract::{BASE, Code, Problem};
use tests::{Person, TestApp, on_both};
use uuid::Uuid;

/// A body the operation would accept from someone it trusts.
fn sample_body(operation: &str) -> Value {
    match operation {
        "POST /patients/{patient}/notes" => json!({ "text": "болит", "key": Uuid::from_u128(5) }),
        "POST /demo/session" => json!({ "account": Uuid::from_u128(0xA0_0001) }),
        read if read.starts_with("GET ") || read.starts_with("DELETE ") => Value::Null,
        other => panic!("{other}: add a sample body"),
    }
}

fn fill(path: &str, patient: Uuid) -> String {
    format!("{BASE}{}", path.replace("{patient}", &patient.to_string()))
}

/// What everybody who is signed in may ask: about themselves, or about what is open to them.
const ABOUT_ONESELF: &[&str] = &["GET /session", "DELETE /session", "GET /cards"];

fn of_a_card() -> Vec<String> {
    let operations = TestApp::operations();
    operations.into_iter().map(|(name, _)| name).filter(|name| name.contains("{patient}")).collect()
}

async fn ask(
    test: &TestApp,
    operation: &str,
    patient: Uuid,
    token: Option<&str>,
) -> (StatusCode, Value) {
    let (method, path) = operation.split_once(' ').unwrap();
    let (status, mut json) =
        test.send(method, &fill(path, patient), &sample_body(operation), token).await;
    if let Some(id) = json.get_mut("request_id") {
        assert!(id.is_string(), "{operation}");
        *id = Value::Null;
    }
    (status, json)
}

async fn finds_nothing(test: &TestApp, person: &Person<'_>, patient: Uuid) {
    let absent = Uuid::from_u128(0xFFFF);
    for operation in of_a_card() {
        let in_card = test.journal(patient).await.len();
        let in_own = test.journal(person.account.0).await.len();

        let real = ask(test, &operation, patient, Some(&person.token)).await;
        let invented = ask(test, &operation, absent, Some(&person.token)).await;

        let role = person.role;
        let nothing = (StatusCode::NOT_FOUND, json!(Problem::from(Code::NotFound)));
        assert_eq!(real, nothing, "{role} {operation}");
        assert_eq!(invented, nothing, "{role} {operation}");
        assert_eq!(test.journal(patient).await.len(), in_card + 1, "{role} {operation}");
        assert_eq!(test.journal(person.account.0).await.len(), in_own + 1, "{role} {operation}");
    }
}

on_both! {
    async fn nobody_is_asked_to_sign_in_everywhere(on) {
        let test = TestApp::start(on).await;
        let (patient, _) = test.patient(1).await;
        for (operation, _) in TestApp::operations() {
            if operation.contains("/demo/") {
                continue;
            }
            let (status, json) = ask(&test, &operation, patient.0, None).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{operation}");
            assert_eq!(json, json!(Problem::from(Code::SignInRequired)), "{operation}");
        }
    }

    /// A demo's doors are walls on every other server.
    async fn demo_operations_are_absent_without_a_demo(on) {
        let test = TestApp::start(on).await;
        backend::demo::fill(&test.app).await.unwrap();
        for operation in ["GET /demo/accounts", "POST /demo/session"] {
            let (status, json) = ask(&test, operation, Uuid::nil(), None).await;
            assert_eq!(status, StatusCode::NOT_FOUND, "{operation}");
            assert_eq!(json, json!(Problem::from(Code::NotFound)), "{operation}");
        }
    }

    /// Every role, without a ground: an absent card and a closed one look alike, and both tries
    /// are in the journal.
    async fn a_stranger_of_any_role_finds_nothing_everywhere_and_the_journal_knows(on) {
        let test = TestApp::start(on).await;
        let (patient, _) = test.patient(1).await;
        for (role, n) in Role::ALL.iter().zip(100..) {
            let stranger = test.person(n, *role).await;
            finds_nothing(&test, &stranger, patient.0).await;
        }
    }

    async fn everybody_may_ask_about_themselves_and_nothing_else(on) {
        let test = TestApp::start(on).await;
        let others: Vec<_> = TestApp::operations()
            .into_iter()
            .map(|(name, _)| name)
            .filter(|name| !name.contains("{patient}") && !name.contains("/demo/"))
            .collect();
        for operation in &others {
            assert!(ABOUT_ONESELF.contains(&operation.as_str()), "{operation}: who may call it?");
        }
        for (role, n) in Role::ALL.iter().zip(100..) {
            let person = test.person(n, *role).await;
            let (status, cards) = ask(&test, "GET /cards", Uuid::nil(), Some(&person.token)).await;
            assert_eq!((status, cards), (StatusCode::OK, json!([])), "{role}");
            let (status, session) =
                ask(&test, "GET /session", Uuid::nil(), Some(&person.token)).await;
            assert_eq!(status, StatusCode::OK, "{role}");
            assert_eq!(session["role"], role.wire());
            let (status, _) = ask(&test, "DELETE /session", Uuid::nil(), Some(&person.token)).await;
            assert_eq!(status, StatusCode::OK, "{role}");
            let (status, _) = ask(&test, "GET /session", Uuid::nil(), Some(&person.token)).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{role}");
        }
    }

    async fn an_invented_or_broken_session_is_none(on) {
        let test = TestApp::start(on).await;
        let long = "A".repeat(5_000);
        for token in ["", "x", "AAAA", "не токен", long.as_str()] {
            let request = poem::Request::builder()
                .uri("/api/v1/session".parse().unwrap())
                .header("cookie", poem::http::HeaderValue::from_bytes(format!("__Host-session={token}").as_bytes()).unwrap())
                .finish();
            let (status, _, _) = test.ask(request).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{token:.20}");
        }
    }
}
