//! ACC-6, ACC-7, ACC-10, ACC-11, ACC-16: the password and the second factor.

use serde_json::{Value, json};
use shared::access::model::Role;
use shared::accounts::api::{
    CodeRequest, ConfirmTotp, EmailCodes, EndSession, FactorCode, FindSecurity, FindSession,
    FinishSignIn, MakeRecoveryCodes, SendSignInCode, SetEmailCodes, StartTotp, TypedCode,
};
use shared::accounts::model::{Factor, SecurityEvent};
use shared::contract::{Code, FieldReason};
use tests::peers::totp;
use tests::visitor::{PASSWORD, email, phone, snils};
use tests::{TestApp, on_both};
use time::Duration;

use super::{code_of, sign_in_by_sms};

fn finish(factor: Factor, code: impl Into<String>) -> FinishSignIn {
    FinishSignIn { body: FactorCode { factor, code: code.into() } }
}

fn by(factor: Factor) -> SendSignInCode {
    SendSignInCode { body: CodeRequest { factor } }
}

on_both! {
    /// ACC-7: by phone, e-mail or СНИЛС in any form; no session before the second factor.
    async fn one_signs_in_by_any_login_and_a_second_factor(on) {
        let test = TestApp::start(on).await;
        test.visitor(1).confirmed(1).await;
        for (n, login) in [(2u16, "8 (911) 000-00-01".to_owned()), (3, format!(" {} ", email(1).to_uppercase())), (4, snils(1))] {
            test.clock.forward(Duration::minutes(20));
            let visitor = test.visitor(n);
            let choice = visitor.password(&login, PASSWORD).await.unwrap();
            assert_eq!(choice.factors, [Factor::Sms], "{login}");
            assert_eq!(visitor.cookie("__Host-session"), None);
            assert_eq!(code_of(visitor.call(FindSession {}).await), Code::SignInRequired);
            let sent = visitor.call(by(Factor::Sms)).await.unwrap();
            assert_eq!(sent.to, "+7\u{a0}···\u{a0}···-00-01");
            let code = test.code(&phone(1)).await;
            let text = &test.told(&phone(1)).await[0];
            assert!(text.contains("код для входа") && text.ends_with(&format!("@localhost #{code}")), "{text}");
            // A code of this browser is none in another.
            let thief = test.visitor(99);
            assert_eq!(code_of(thief.call(finish(Factor::Sms, code.clone())).await), Code::FlowExpired);
            let session = visitor.call(finish(Factor::Sms, format!("{} {}", &code[..3], &code[3..]))).await.unwrap();
            assert_eq!(session.role, Role::Patient);
            assert!(visitor.call(FindSession {}).await.is_ok());
            assert_eq!(code_of(visitor.call(finish(Factor::Sms, code)).await), Code::FlowExpired, "once");
        }
    }

    /// ACC-6: told apart by nothing in the answer; the time is `make bench`'s.
    async fn a_wrong_login_and_a_wrong_password_look_alike(on) {
        let test = TestApp::start(on).await;
        test.visitor(1).confirmed(1).await;
        let mut answers = Vec::new();
        for (n, login) in [(2u16, phone(1)), (3, phone(404)), (4, email(404)), (5, snils(404)), (6, "нет такого".to_owned())] {
            let visitor = test.visitor(n);
            for _ in 0..3 {
                let body = json!({ "login": login, "password": "Не-тот-пароль-1" });
                let (status, headers, bytes) = visitor.send("POST", "/api/v1/sign-in", &body, &[]).await;
                let mut answer: Value = serde_json::from_slice(&bytes).unwrap();
                answer["request_id"] = Value::Null;
                let mut names: Vec<_> = headers.keys().map(|name| name.as_str().to_owned()).collect();
                names.sort();
                answers.push((login.clone(), (status, names, answer)));
            }
        }
        for (i, (login, answer)) in answers.iter().enumerate() {
            assert_eq!(*answer, answers[i % 3].1, "{login}");
        }
        assert_eq!(answers[0].1.2["code"], "sign_in_refused");
        assert_eq!(answers[2].1.2["code"], "sign_in_locked", "alike too");
    }

    /// TOTP by an independent library; no code twice (RFC 6238, 5.2).
    async fn an_authenticator_app_is_a_second_factor(on) {
        let test = TestApp::start(on).await;
        let anna = test.visitor(1);
        anna.confirmed(1).await;
        let secret = anna.call(StartTotp {}).await.unwrap();
        assert!(secret.uri.starts_with("otpauth://totp/Medkarta:anna1"), "{}", secret.uri);
        let now = totp(&secret.uri, test.app.now()).await;
        let wrong = if now == "000000" { "000001" } else { "000000" };
        assert_eq!(code_of(anna.call(ConfirmTotp { body: TypedCode { code: wrong.into() } }).await), Code::CodeWrong);
        anna.call(ConfirmTotp { body: TypedCode { code: now.clone() } }).await.unwrap();

        let visitor = test.visitor(2);
        let choice = visitor.password(&phone(1), PASSWORD).await.unwrap();
        assert_eq!(choice.factors, [Factor::Totp, Factor::Sms]);
        assert_eq!(code_of(visitor.call(finish(Factor::Totp, now)).await), Code::CodeExpired, "used to set it up");
        test.clock.forward(Duration::seconds(30));
        let next = totp(&secret.uri, test.app.now()).await;
        visitor.call(finish(Factor::Totp, next.clone())).await.unwrap();
        let again = test.visitor(3);
        again.password(&phone(1), PASSWORD).await.unwrap();
        assert_eq!(code_of(again.call(finish(Factor::Totp, next)).await), Code::CodeExpired);
        // A clock half a minute behind is forgiven, five minutes are not.
        test.clock.forward(Duration::minutes(5));
        let late = totp(&secret.uri, test.app.now() - Duration::seconds(30)).await;
        again.call(finish(Factor::Totp, late)).await.unwrap();
    }

    /// ACC-7: codes by e-mail only when set up beforehand. ACC-14: codes on paper.
    async fn other_second_factors_have_to_be_set_up(on) {
        let test = TestApp::start(on).await;
        let anna = test.visitor(1);
        anna.confirmed(1).await;
        let visitor = test.visitor(2);
        visitor.password(&phone(1), PASSWORD).await.unwrap();
        for factor in [Factor::Email, Factor::Totp, Factor::Passkey, Factor::RecoveryCode, Factor::Demo] {
            let problem = visitor.call(by(factor)).await.unwrap_err();
            assert_eq!((problem.code, problem.fields[0].reason), (Code::Invalid, FieldReason::Invalid), "{factor}");
            assert_eq!(code_of(visitor.call(finish(factor, "123456")).await), Code::Invalid, "{factor}");
        }
        anna.call(SetEmailCodes { body: EmailCodes { is_on: true } }).await.unwrap();
        let codes = anna.call(MakeRecoveryCodes {}).await.unwrap().codes;
        assert_eq!(codes.len(), 10);

        let choice = visitor.password(&phone(1), PASSWORD).await.unwrap();
        assert_eq!(choice.factors, [Factor::Sms, Factor::Email, Factor::RecoveryCode]);
        visitor.call(by(Factor::Email)).await.unwrap();
        let code = test.code(&email(1)).await;
        visitor.call(finish(Factor::Email, code)).await.unwrap();

        for (n, code) in [(3u16, codes[0].clone()), (4, codes[1].to_uppercase().replace('-', " "))] {
            let visitor = test.visitor(n);
            visitor.password(&phone(1), PASSWORD).await.unwrap();
            visitor.call(finish(Factor::RecoveryCode, code.clone())).await.unwrap();
            let again = test.visitor(n + 10);
            again.password(&phone(1), PASSWORD).await.unwrap();
            assert_eq!(code_of(again.call(finish(Factor::RecoveryCode, code)).await), Code::CodeWrong, "once");
        }
        let left = anna.call(FindSecurity {}).await.unwrap();
        assert_eq!(left.recovery_codes_left, 8);
        // New ones make the old ones void.
        anna.call(MakeRecoveryCodes {}).await.unwrap();
        let late = test.visitor(6);
        late.password(&phone(1), PASSWORD).await.unwrap();
        assert_eq!(code_of(late.call(finish(Factor::RecoveryCode, codes[2].clone())).await), Code::CodeWrong);
    }

    /// ACC-11: not even with the right code.
    async fn staff_are_not_let_in_by_sms(on) {
        let test = TestApp::start(on).await;
        let session = test.visitor(1).confirmed(1).await;
        let membership = backend::accounts::NewMembership {
            id: test.app.new_id(),
            account: session.account,
            role: Role::Doctor,
            organization: None,
            starts_at: 0,
            ends_at: None,
        };
        backend::accounts::insert_membership(test.raw().await.write(), membership).await.unwrap();
        let visitor = test.visitor(2);
        assert_eq!(code_of(visitor.password(&phone(1), PASSWORD).await), Code::SignInRefused);
    }

    /// ACC-16: nothing that was there before signing in is there after it, and the reverse.
    async fn a_session_is_new_at_each_sign_in_and_ends_at_sign_out(on) {
        let test = TestApp::start(on).await;
        let anna = test.visitor(1);
        anna.confirmed(1).await;
        let first = anna.cookie("__Host-session").unwrap();
        let (flow, device) = (anna.cookie("__Host-flow"), anna.cookie("__Host-device").unwrap());
        assert_eq!(flow, None, "the flow is over");
        test.clock.forward(Duration::minutes(2));
        sign_in_by_sms(&anna, 1).await.unwrap();
        let second = anna.cookie("__Host-session").unwrap();
        assert_ne!(first, second);
        assert_eq!(anna.cookie("__Host-device").unwrap(), device);
        let stale = test.visitor(1);
        stale.cookies.lock().unwrap().insert("__Host-session".into(), first);
        assert_eq!(code_of(stale.call(FindSession {}).await), Code::SignInRequired, "the one before has ended");

        // A session planted by somebody else does not become hers.
        let planted = test.visitor(7);
        planted.cookies.lock().unwrap().insert("__Host-session".into(), "A".repeat(43));
        planted.cookies.lock().unwrap().insert("__Host-flow".into(), "B".repeat(43));
        test.clock.forward(Duration::minutes(2));
        sign_in_by_sms(&planted, 1).await.unwrap();
        assert_ne!(planted.cookie("__Host-session").unwrap(), "A".repeat(43));
        assert_eq!(planted.cookie("__Host-flow"), None);

        // Nor does a flow that was not made here hold what is typed.
        let typed = test.visitor(8);
        typed.cookies.lock().unwrap().insert("__Host-flow".into(), "B".repeat(43));
        typed.call(shared::accounts::api::SaveRegistration { body: tests::visitor::form(5) }).await.unwrap();
        assert_ne!(typed.cookie("__Host-flow").unwrap(), "B".repeat(43));
        let begun = typed.cookie("__Host-flow").unwrap();
        test.clock.forward(Duration::minutes(2));
        typed.password(&phone(1), PASSWORD).await.unwrap();
        assert_ne!(typed.cookie("__Host-flow").unwrap(), begun, "new after the password");

        anna.call(EndSession {}).await.unwrap();
        assert_eq!(anna.cookie("__Host-session"), None);
        let stale = test.visitor(1);
        stale.cookies.lock().unwrap().insert("__Host-session".into(), second);
        assert_eq!(code_of(stale.call(FindSession {}).await), Code::SignInRequired);
    }

    /// ACC-16: HttpOnly, Secure, SameSite=Strict, 256 bits, only a hash on the server.
    async fn cookies_are_for_us_alone(on) {
        let test = TestApp::start(on).await;
        let anna = test.visitor(1);
        anna.confirmed(1).await;
        test.clock.forward(Duration::minutes(2));
        anna.password(&phone(1), PASSWORD).await.unwrap();
        anna.call(by(Factor::Sms)).await.unwrap();
        let code = test.code(&phone(1)).await;
        let body = json!({ "factor": "sms", "code": code });
        let (_, headers, _) = anna.send("POST", "/api/v1/sign-in/verify", &body, &[]).await;
        let cookies: Vec<_> = headers.get_all("set-cookie").iter().map(|value| value.to_str().unwrap().to_owned()).collect();
        assert_eq!(cookies.len(), 3, "{cookies:?}");
        for cookie in &cookies {
            assert!(cookie.starts_with("__Host-"), "{cookie}");
            for word in ["HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
                assert!(cookie.contains(word), "{word} in {cookie}");
            }
            assert!(!cookie.contains("Domain"), "{cookie}");
        }
        let token = anna.cookie("__Host-session").unwrap();
        assert_eq!(token.len(), 43, "256 bits in base64");
        assert!(!test.holds("session", &token).await);
    }

    /// Another site cannot act in the person's name.
    async fn cross_site_requests_are_refused(on) {
        let test = TestApp::start(on).await;
        let anna = test.visitor(1);
        anna.confirmed(1).await;
        for path in ["/api/v1/sign-in", "/api/v1/registration", "/api/v1/recovery", "/api/v1/security/not-me", "/api/v1/step-up/verify"] {
            for headers in [[("origin", "https://evil.example")], [("sec-fetch-site", "cross-site")], [("origin", "null")]] {
                let (status, _, bytes) = anna.send("POST", path, &json!({}), &headers).await;
                let answer: Value = serde_json::from_slice(&bytes).unwrap();
                assert_eq!((status.as_u16(), &answer["code"]), (403, &json!("cross_site")), "{path} {headers:?}");
            }
        }
        assert!(anna.call(FindSession {}).await.is_ok());
    }

    /// ACC-18: a new device or place is told to the owner, a known one is not.
    async fn a_new_device_or_place_is_told(on) {
        let test = TestApp::start(on).await;
        let anna = test.visitor(1);
        anna.confirmed(1).await;
        let warnings = async || test.told(&email(1)).await.iter().filter(|text| text.contains("нового устройства")).count();
        assert_eq!(warnings().await, 0);
        test.clock.forward(Duration::minutes(2));
        sign_in_by_sms(&anna, 1).await.unwrap();
        assert_eq!(warnings().await, 0, "the same browser at the same place");
        test.clock.forward(Duration::minutes(2));
        let far = test.visitor(600);
        sign_in_by_sms(&far, 1).await.unwrap();
        assert_eq!(warnings().await, 1);
        let letter = &test.told(&email(1)).await.into_iter().find(|text| text.contains("нового устройства")).unwrap();
        assert!(letter.contains("10.1.2.88") && letter.contains("Chrome, Windows"), "{letter}");
        assert!(test.told(&phone(1)).await.iter().any(|text| text.contains("нового устройства")), "by SMS too");
        assert!(!letter.contains("http"), "no link to follow (SEC-7): {letter}");
        test.clock.forward(Duration::minutes(2));
        sign_in_by_sms(&far, 1).await.unwrap();
        assert_eq!(warnings().await, 1, "known by now");
        let security = far.call(FindSecurity {}).await.unwrap();
        assert_eq!(security.history[0].event, SecurityEvent::SignedIn);
        assert_eq!(security.history[0].factor, Some(Factor::Sms));
        assert_eq!(security.history[0].device.as_deref(), Some("Chrome, Windows"));
        assert_eq!(security.history[0].address.as_deref(), Some("10.1.2.88"));
    }

    /// A page loaded anew goes on with the code that is on its way, and with what is left of the wait.
    async fn a_code_on_its_way_is_not_sent_twice(on) {
        let test = TestApp::start(on).await;
        test.visitor(1).confirmed(1).await;
        test.clock.forward(Duration::minutes(2));
        let visitor = test.visitor(2);
        visitor.password(&phone(1), PASSWORD).await.unwrap();
        let ask = || visitor.call(by(Factor::Sms));
        let first = ask().await.unwrap();
        let told = test.told(&phone(1)).await.len();
        test.clock.forward(Duration::seconds(20));
        let again = ask().await.unwrap();
        assert_eq!((again.to, again.resend_seconds, again.valid_seconds), (first.to, 40, 280));
        assert_eq!(test.told(&phone(1)).await.len(), told, "no second SMS");
        let code = test.code(&phone(1)).await;
        visitor.call(finish(Factor::Sms, code)).await.expect("the first code opens");
    }
}
