//! ACC-8, ACC-19: passkeys and hardware keys, made and used by an independent client.

use serde_json::{Value, json};
use shared::accounts::api::{
    AddPasskey, Credential, FactorCode, FindSecurity, FindSession, FinishPasskeySignIn,
    FinishPasskeyStepUp, FinishSecurityKeySignIn, FinishStepUp, NewPasskey, NewPasskeyKind,
    PasskeyName, RemovePasskey, RenamePasskey, StartPasskey, StartPasskeySignIn,
    StartPasskeyStepUp, StartSecurityKeySignIn,
};
use shared::accounts::model::{Factor, KeyKind, Passkey, Session};
use shared::contract::{Code, FieldReason, Problem};
use tests::peers::Key;
use tests::visitor::{PASSWORD, Visitor, email, phone};
use tests::{TestApp, on_both};
use time::Duration;
use uuid::Uuid;

use super::{code_of, sign_in_by_sms};

async fn add(
    visitor: &Visitor<'_>,
    key: &mut Key,
    kind: KeyKind,
    name: &str,
    settings: Value,
) -> Result<Passkey, Problem> {
    let ceremony = visitor.call(StartPasskey { body: NewPasskeyKind { kind } }).await?;
    let credential = key.create(&ceremony.options, settings).await;
    visitor.call(AddPasskey { body: NewPasskey { name: name.into(), credential } }).await
}

async fn sign_in(
    visitor: &Visitor<'_>,
    key: &mut Key,
    settings: Value,
) -> Result<Session, Problem> {
    let ceremony = visitor.call(StartPasskeySignIn {}).await?;
    let credential = key.get(&ceremony.options, settings).await;
    visitor.call(FinishPasskeySignIn { body: Credential { credential } }).await
}

const TAMPERS: [&str; 6] = ["origin", "rpId", "challenge", "signature", "flags", "type"];

on_both! {
    /// Nothing typed: the key names its owner; each sign-in counts on.
    async fn a_passkey_alone_signs_in(on) {
        let test = TestApp::start(on).await;
        let mut key = Key::start().await;
        let anna = test.visitor(1);
        let session = anna.confirmed(1).await;
        let ceremony = anna.call(StartPasskey { body: NewPasskeyKind { kind: KeyKind::Passkey } }).await.unwrap();
        let options: Value = serde_json::from_str(&ceremony.options).unwrap();
        let selection = &options["publicKey"]["authenticatorSelection"];
        assert_eq!((&selection["residentKey"], &selection["userVerification"]), (&json!("required"), &json!("required")));
        assert_eq!(options["publicKey"]["user"]["name"], email(1));
        let added = add(&anna, &mut key, KeyKind::Passkey, "  Мой   телефон ", json!({})).await.unwrap();
        assert_eq!((added.name.as_str(), added.kind, added.last_used_at), ("Мой телефон", KeyKind::Passkey, None));

        test.clock.forward(Duration::hours(1));
        for n in 2..5 {
            let visitor = test.visitor(n);
            let signed = sign_in(&visitor, &mut key, json!({})).await.unwrap();
            assert_eq!(signed.account, session.account);
            assert!(visitor.call(FindSession {}).await.is_ok());
        }
        let listed = sign_in(&test.visitor(6), &mut key, json!({})).await;
        assert!(listed.is_ok());
        let visitor = test.visitor(7);
        sign_in(&visitor, &mut key, json!({})).await.unwrap();
        let security = visitor.call(FindSecurity {}).await.unwrap();
        assert_eq!(security.passkeys.len(), 1);
        assert_eq!(security.passkeys[0].last_used_at, Some(test.app.now()));
        assert_eq!(security.history[0].factor, Some(Factor::Passkey));
        // Told as any change of the ways in: which.
        assert!(test.told(&email(1)).await.iter().any(|text| text.contains("Добавлен ключ доступа")));
        // Attested by itself, and synchronised between devices: both are fine.
        let mut other = Key::start().await;
        add(&visitor, &mut other, KeyKind::Passkey, "2", json!({ "attestation": "packed" })).await.unwrap();
        let mut synced = Key::start().await;
        add(&visitor, &mut synced, KeyKind::Passkey, "3", json!({ "backedUp": true })).await.unwrap();
        sign_in(&test.visitor(8), &mut other, json!({})).await.unwrap();
        sign_in(&test.visitor(9), &mut synced, json!({})).await.unwrap();
    }

    /// Whatever is tampered with is refused, in adding and in signing in.
    async fn what_is_tampered_with_is_refused(on) {
        let test = TestApp::start(on).await;
        let anna = test.visitor(1);
        anna.confirmed(1).await;
        for tamper in TAMPERS {
            let mut key = Key::start().await;
            let settings = json!({ "tamper": tamper, "attestation": "packed" });
            let refused = add(&anna, &mut key, KeyKind::Passkey, "x", settings).await;
            assert_eq!(code_of(refused), Code::PasskeyRefused, "adding: {tamper}");
        }
        let mut key = Key::start().await;
        let unverified = add(&anna, &mut key, KeyKind::Passkey, "x", json!({ "userVerified": false })).await;
        assert_eq!(code_of(unverified), Code::PasskeyRefused, "without user verification");
        let mut key = Key::start().await;
        add(&anna, &mut key, KeyKind::Passkey, "x", json!({})).await.unwrap();
        for tamper in TAMPERS {
            let refused = sign_in(&test.visitor(2), &mut key, json!({ "tamper": tamper })).await;
            assert_eq!(code_of(refused), Code::PasskeyRefused, "signing in: {tamper}");
        }
        let unverified = sign_in(&test.visitor(2), &mut key, json!({ "userVerified": false })).await;
        assert_eq!(code_of(unverified), Code::PasskeyRefused);
        for nonsense in ["", "{}", "null", "{\"id\":\"AA\",\"rawId\":\"AA\",\"response\":{},\"type\":\"public-key\"}"] {
            let visitor = test.visitor(3);
            visitor.call(StartPasskeySignIn {}).await.unwrap();
            let refused = visitor.call(FinishPasskeySignIn { body: Credential { credential: nonsense.into() } }).await;
            assert_eq!(code_of(refused), Code::PasskeyRefused, "{nonsense}");
        }
        sign_in(&test.visitor(2), &mut key, json!({})).await.unwrap();
    }

    /// A ceremony is held once, in the browser that began it, within five minutes, on any node.
    async fn a_ceremony_is_one_use_and_survives_another_node(on) {
        let test = TestApp::start(on).await;
        let other = test.another_node().await;
        let mut key = Key::start().await;
        let anna = test.visitor(1);
        anna.confirmed(1).await;
        let there = other.visitor(1);
        *there.cookies.lock().unwrap() = anna.cookies.lock().unwrap().clone();
        // Begun here, finished there.
        let ceremony = anna.call(StartPasskey { body: NewPasskeyKind { kind: KeyKind::Passkey } }).await.unwrap();
        let credential = key.create(&ceremony.options, json!({})).await;
        let new = || AddPasskey { body: NewPasskey { name: "x".into(), credential: credential.clone() } };
        there.call(new()).await.unwrap();
        assert_eq!(code_of(anna.call(new()).await), Code::FlowExpired, "replayed");

        let here = test.visitor(2);
        let ceremony = here.call(StartPasskeySignIn {}).await.unwrap();
        let credential = key.get(&ceremony.options, json!({})).await;
        let finish = || FinishPasskeySignIn { body: Credential { credential: credential.clone() } };
        assert_eq!(code_of(test.visitor(3).call(finish()).await), Code::FlowExpired, "in another browser");
        let there = other.visitor(2);
        *there.cookies.lock().unwrap() = here.cookies.lock().unwrap().clone();
        let (one, two) = tokio::join!(here.call(finish()), there.call(finish()));
        assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1, "one wins: {one:?} {two:?}");

        let late = test.visitor(4);
        let ceremony = late.call(StartPasskeySignIn {}).await.unwrap();
        let credential = key.get(&ceremony.options, json!({})).await;
        test.clock.forward(Duration::seconds(301));
        assert_eq!(code_of(late.call(FinishPasskeySignIn { body: Credential { credential } }).await), Code::FlowExpired);
    }

    /// A counter that goes back: refused, journalled, told, and refused ever after.
    async fn a_cloned_key_is_refused_and_reported(on) {
        let test = TestApp::start(on).await;
        let mut key = Key::start().await;
        let anna = test.visitor(1);
        anna.confirmed(1).await;
        add(&anna, &mut key, KeyKind::Passkey, "Брелок", json!({ "counter": 5 })).await.unwrap();
        sign_in(&test.visitor(2), &mut key, json!({ "counter": 9 })).await.unwrap();
        for counter in [9, 7] {
            let refused = sign_in(&test.visitor(3), &mut key, json!({ "counter": counter })).await;
            assert_eq!(code_of(refused), Code::PasskeyRefused, "{counter}");
        }
        assert_eq!(code_of(sign_in(&test.visitor(3), &mut key, json!({ "counter": 50 })).await), Code::PasskeyRefused, "never again");
        let security = anna.call(FindSecurity {}).await.unwrap();
        assert!(security.passkeys[0].is_cloned);
        let events: Vec<_> = security.history.iter().map(|line| line.event.wire()).collect();
        assert!(events.contains(&"passkey_cloned"), "{events:?}");
        let letter = test.told(&email(1)).await.into_iter().find(|text| text.contains("«Брелок»")).unwrap();
        assert!(letter.contains("копия"), "{letter}");
    }

    /// Hardware keys without a PIN, as U2F ones: after a password, and never alone.
    async fn a_hardware_key_is_a_second_factor(on) {
        let test = TestApp::start(on).await;
        let mut key = Key::start().await;
        let anna = test.visitor(1);
        anna.confirmed(1).await;
        let added = add(&anna, &mut key, KeyKind::SecurityKey, "Ключ", json!({ "u2f": true })).await.unwrap();
        assert_eq!(added.kind, KeyKind::SecurityKey);
        let visitor = test.visitor(2);
        assert_eq!(code_of(visitor.call(StartSecurityKeySignIn {}).await), Code::FlowExpired, "no password yet");
        let choice = visitor.password(&phone(1), PASSWORD).await.unwrap();
        assert_eq!(choice.factors, [Factor::SecurityKey, Factor::Sms]);
        let ceremony = visitor.call(StartSecurityKeySignIn {}).await.unwrap();
        let options: Value = serde_json::from_str(&ceremony.options).unwrap();
        assert_eq!(options["publicKey"]["allowCredentials"].as_array().unwrap().len(), 1);
        for tamper in ["challenge", "signature"] {
            let credential = key.get(&ceremony.options, json!({ "tamper": tamper })).await;
            let refused = visitor.call(FinishSecurityKeySignIn { body: Credential { credential } }).await;
            assert!(refused.is_err(), "{tamper}");
            visitor.call(StartSecurityKeySignIn {}).await.unwrap();
        }
        let ceremony = visitor.call(StartSecurityKeySignIn {}).await.unwrap();
        let credential = key.get(&ceremony.options, json!({})).await;
        visitor.call(FinishSecurityKeySignIn { body: Credential { credential } }).await.unwrap();
        // Alone it opens nothing, whatever it claims.
        let alone = test.visitor(3);
        let ceremony = alone.call(StartPasskeySignIn {}).await.unwrap();
        let settings = json!({ "credentialId": null, "userVerified": false });
        let mut options: Value = serde_json::from_str(&ceremony.options).unwrap();
        let id = visitor.call(StartPasskeyStepUp {}).await.unwrap();
        let asked: Value = serde_json::from_str(&id.options).unwrap();
        options["publicKey"]["allowCredentials"] = asked["publicKey"]["allowCredentials"].clone();
        let credential = key.get(&options.to_string(), settings).await;
        assert_eq!(code_of(alone.call(FinishPasskeySignIn { body: Credential { credential } }).await), Code::PasskeyRefused);
    }

    /// ACC-19: a touch is enough, and the session goes on under a new token.
    async fn a_touch_steps_up(on) {
        let test = TestApp::start(on).await;
        let (mut key, mut hardware) = (Key::start().await, Key::start().await);
        let anna = test.visitor(1);
        anna.confirmed(1).await;
        add(&anna, &mut key, KeyKind::Passkey, "1", json!({})).await.unwrap();
        add(&anna, &mut hardware, KeyKind::SecurityKey, "2", json!({ "u2f": true })).await.unwrap();
        for (key, settings) in [(&mut key, json!({})), (&mut hardware, json!({}))] {
            test.clock.forward(Duration::minutes(11));
            let start = StartPasskey { body: NewPasskeyKind { kind: KeyKind::Passkey } };
            assert_eq!(code_of(anna.call(start.clone()).await), Code::StepUpRequired);
            let before = anna.cookie("__Host-session").unwrap();
            let ceremony = anna.call(StartPasskeyStepUp {}).await.unwrap();
            let bad = key.get(&ceremony.options, json!({ "tamper": "challenge" })).await;
            assert_eq!(code_of(anna.call(FinishPasskeyStepUp { body: Credential { credential: bad } }).await), Code::PasskeyRefused);
            let ceremony = anna.call(StartPasskeyStepUp {}).await.unwrap();
            let credential = key.get(&ceremony.options, settings).await;
            anna.call(FinishPasskeyStepUp { body: Credential { credential } }).await.unwrap();
            anna.call(start).await.unwrap();
            let stale = test.visitor(1);
            stale.cookies.lock().unwrap().insert("__Host-session".into(), before);
            assert_eq!(code_of(stale.call(FindSession {}).await), Code::SignInRequired, "the old token is none");
        }
        // Somebody else's passkey does not step this session up.
        let boris = test.visitor(2);
        boris.confirmed(2).await;
        let mut his = Key::start().await;
        add(&boris, &mut his, KeyKind::Passkey, "1", json!({})).await.unwrap();
        let ceremony = anna.call(StartPasskeyStepUp {}).await.unwrap();
        let mut options: Value = serde_json::from_str(&ceremony.options).unwrap();
        options["publicKey"]["allowCredentials"] = json!([]);
        let credential = his.get(&options.to_string(), json!({})).await;
        assert_eq!(code_of(anna.call(FinishPasskeyStepUp { body: Credential { credential } }).await), Code::PasskeyRefused);
    }

    /// Three wrong ones end the session: it may not be the one who signed in.
    async fn three_wrong_step_ups_end_the_session(on) {
        let test = TestApp::start(on).await;
        let anna = test.visitor(1);
        anna.confirmed(1).await;
        test.clock.forward(Duration::minutes(2));
        let send = shared::accounts::api::SendStepUpCode { body: shared::accounts::api::CodeRequest { factor: Factor::Sms } };
        anna.call(send).await.unwrap();
        let right = test.code(&phone(1)).await;
        assert!(test.told(&phone(1)).await[0].contains("подтверждения действия"));
        // A code for one purpose is none for another.
        let thief = test.visitor(2);
        thief.password(&phone(1), PASSWORD).await.unwrap();
        let other = thief.call(shared::accounts::api::FinishSignIn { body: FactorCode { factor: Factor::Sms, code: right.clone() } }).await;
        assert_eq!(code_of(other), Code::CodeExpired);
        let wrong = if right == "000000" { "000001" } else { "000000" };
        for _ in 0..3 {
            let refused = anna.call(FinishStepUp { body: FactorCode { factor: Factor::Sms, code: wrong.into() } }).await;
            assert!(refused.is_err());
        }
        assert_eq!(code_of(anna.call(FindSession {}).await), Code::SignInRequired);
        test.clock.forward(Duration::minutes(2));
        sign_in_by_sms(&anna, 1).await.unwrap();
    }

    /// Named, renamed, removed; not somebody else's, and not twice the same.
    async fn keys_are_their_owners(on) {
        let test = TestApp::start(on).await;
        let mut key = Key::start().await;
        let (anna, boris) = (test.visitor(1), test.visitor(2));
        anna.confirmed(1).await;
        boris.confirmed(2).await;
        let added = add(&anna, &mut key, KeyKind::Passkey, "Телефон", json!({})).await.unwrap();
        for (name, reason) in [("", FieldReason::Required), (" \n ", FieldReason::Required), (&*"ы".repeat(61), FieldReason::TooLong), ("а\u{202e}б", FieldReason::Invalid)] {
            let rename = RenamePasskey { passkey: added.id, body: PasskeyName { name: name.into() } };
            let problem = anna.call(rename).await.unwrap_err();
            assert_eq!((problem.fields[0].field.as_str(), problem.fields[0].reason), ("name", reason));
        }
        let rename = || RenamePasskey { passkey: added.id, body: PasskeyName { name: "Новый".into() } };
        assert_eq!(code_of(boris.call(rename()).await), Code::NotFound);
        assert_eq!(code_of(boris.call(RemovePasskey { passkey: added.id }).await), Code::NotFound);
        assert_eq!(code_of(anna.call(RemovePasskey { passkey: Uuid::nil() }).await), Code::NotFound);
        assert_eq!(anna.call(rename()).await.unwrap().name, "Новый");
        anna.call(RemovePasskey { passkey: added.id }).await.unwrap();
        assert!(anna.call(FindSecurity {}).await.unwrap().passkeys.is_empty());
        assert_eq!(code_of(sign_in(&test.visitor(3), &mut key, json!({})).await), Code::PasskeyRefused);
        // SEC-3: neither the name nor the key lies in clear.
        let mut other = Key::start().await;
        add(&anna, &mut other, KeyKind::Passkey, "Секретное имя", json!({})).await.unwrap();
        for needle in ["Секретное имя", "cred", "argon2"] {
            assert!(!test.holds("credential", needle).await, "{needle}");
        }
    }
}
