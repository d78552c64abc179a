//! Who may speak FHIR at all (INT-12).

use poem::http::StatusCode;
use serde_json::{Value, json};
use tests::{TestApp, on_both};
use uuid::Uuid;

on_both! {
    /// INT-12: an assertion is good once, for minutes, for us, from whom it says.
    async fn a_program_shows_who_it_is(on) {
        let test = TestApp::start(on).await;
        let program = test.program("ЛИС", "system/Observation.rs").await;
        let stranger = test.program("Чужая", "system/*.cruds").await;
        let scopes = "system/Observation.rs";
        let now = test.app.now().unix_timestamp();
        let refused = [
            ("used before", None),
            ("expired", Some(json!({ "exp": now - 1 }))),
            ("good for too long", Some(json!({ "exp": now + 3_600 }))),
            ("for somebody else", Some(json!({ "aud": "https://elsewhere.example/token" }))),
            ("of nobody", Some(json!({ "iss": Uuid::from_u128(1), "sub": Uuid::from_u128(1) }))),
            ("of another", Some(json!({ "iss": stranger.id, "sub": stranger.id }))),
            ("of two", Some(json!({ "sub": stranger.id }))),
        ];
        let used = program.assertion(json!({}));
        assert_eq!(program.ask_token(&used, scopes).await.0, StatusCode::OK);
        for (why, claims) in refused {
            let assertion = claims.map_or(used.clone(), |claims| program.assertion(claims));
            let (status, answer) = program.ask_token(&assertion, scopes).await;
            assert_eq!((status, &answer["error"]), (StatusCode::UNAUTHORIZED, &json!("invalid_client")), "{why}");
        }
        // Unsigned, and signed with a secret both know.
        for header in [r#"{"alg":"none"}"#, r#"{"alg":"HS256"}"#] {
            use base64::Engine as _;
            let header = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(header);
            let body = program.assertion(json!({}));
            let body = body.split('.').nth(1).unwrap();
            let (status, _) = program.ask_token(&format!("{header}.{body}."), scopes).await;
            assert_eq!(status, StatusCode::UNAUTHORIZED);
        }
        let (status, answer) = program.ask_token(&program.assertion(json!({})), "system/Patient.c").await;
        assert_eq!((status, &answer["error"]), (StatusCode::BAD_REQUEST, &json!("invalid_scope")));
        // What came as the program and was not let in is in its journal.
        let denied = test.journal(program.id).await.iter().filter(|line| line.outcome == backend::audit::Outcome::Denied).count();
        assert!(denied >= 4, "{denied}");
        assert!(test.verify().await.findings.is_empty());
    }

    /// INT-12: a token lives minutes, does what it says, and ends with its program.
    async fn a_token_opens_no_more_than_it_says(on) {
        let test = TestApp::start(on).await;
        let mut program = test.program("ЛИС", "system/Practitioner.crs").await;
        let doctor = json!({ "resourceType": "Practitioner", "name": [{ "family": "Соколова" }] });
        let (status, kept) = program.fhir("POST", "/Practitioner", &doctor).await;
        assert_eq!(status, StatusCode::CREATED, "{kept}");
        let path = format!("/Practitioner/{}", kept["id"].as_str().unwrap());
        assert_eq!(program.fhir("GET", &path, &Value::Null).await.0, StatusCode::OK);
        // No scope for these.
        assert_eq!(program.fhir("DELETE", &path, &Value::Null).await.0, StatusCode::FORBIDDEN);
        assert_eq!(program.fhir("GET", "/Organization", &Value::Null).await.0, StatusCode::FORBIDDEN);
        let organization = json!({ "resourceType": "Organization", "name": "Клиника" });
        assert_eq!(program.fhir("POST", "/Organization", &organization).await.0, StatusCode::FORBIDDEN);
        // Neither the token nor the name lies in clear.
        assert!(!test.holds("program_token", &program.token).await);
        assert!(!test.holds("resource", "Соколова").await);
        // Over after five minutes, and with the program.
        test.clock.forward(time::Duration::seconds(299));
        assert_eq!(program.fhir("GET", &path, &Value::Null).await.0, StatusCode::OK);
        test.clock.forward(time::Duration::seconds(2));
        assert_eq!(program.fhir("GET", &path, &Value::Null).await.0, StatusCode::UNAUTHORIZED);
        let (_, answer) = program.ask_token(&program.assertion(json!({})), "system/Practitioner.r").await;
        program.token = answer["access_token"].as_str().unwrap().to_owned();
        assert_eq!(program.fhir("GET", &path, &Value::Null).await.0, StatusCode::OK);
        assert!(backend::interop::program::revoke(&test.app, program.id).await.unwrap());
        assert_eq!(program.fhir("GET", &path, &Value::Null).await.0, StatusCode::UNAUTHORIZED);
        let (status, _) = program.ask_token(&program.assertion(json!({})), "system/Practitioner.r").await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        program.token = String::new();
        assert_eq!(program.fhir("GET", &path, &Value::Null).await.0, StatusCode::UNAUTHORIZED);
        assert_eq!(program.fhir("GET", "/metadata", &Value::Null).await.0, StatusCode::OK);
    }
}
