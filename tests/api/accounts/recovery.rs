//! ACC-13, ACC-14, ACC-9: «Забыли пароль?».

use serde_json::{Value, json};
use shared::accounts::api::{
    AskRecovery, FindSession, FinishRecovery, LinkToken, MakeRecoveryCodes, NewPasswordByCode,
    OpenRecovery, RecoveryRequest,
};
use shared::contract::{Code, FieldReason};
use tests::visitor::{PASSWORD, Visitor, email, phone, snils};
use tests::{TestApp, on_both};
use time::Duration;

use super::code_of;

const NEW: &str = "Жёлтый-слон-17-спит";

/// Lets the jobs run that wait.
async fn work(test: &TestApp) {
    while backend::jobs::run_one(&test.app).await.unwrap() {}
}

async fn ask(visitor: &Visitor<'_>, login: &str) {
    visitor.call(AskRecovery { body: RecoveryRequest { login: login.into() } }).await.unwrap();
    work(visitor.test).await;
}

fn finish(code: &str, password: &str) -> FinishRecovery {
    FinishRecovery { body: NewPasswordByCode { code: code.into(), password: password.into() } }
}

fn open(link: &LinkToken) -> OpenRecovery {
    OpenRecovery { body: link.clone() }
}

on_both! {
    async fn a_link_and_a_code_set_a_new_password_and_end_every_session(on) {
        let test = TestApp::start(on).await;
        let anna = test.visitor(1);
        anna.confirmed(1).await;
        for (n, login) in [(10u16, email(1)), (11, snils(1)), (12, phone(1))] {
            test.clock.forward(Duration::minutes(20));
            let visitor = test.visitor(n);
            ask(&visitor, &login).await;
        }
        let letters = test.told(&email(1)).await;
        let letter = letters.iter().find(|text| text.contains("/recovery#")).unwrap();
        assert!(letter.starts_with("Medkarta: новый пароль\n"), "{letter}");
        test.clock.forward(Duration::minutes(2));
        let link = test.link(&email(1)).await;
        let visitor = test.visitor(2);
        assert_eq!(code_of(visitor.call(finish("123456", NEW)).await), Code::FlowExpired);
        let sent = visitor.call(open(&link)).await.unwrap();
        assert_eq!(sent.to, "+7\u{a0}···\u{a0}···-00-01");
        visitor.call(open(&link)).await.expect("opened twice it is the same code");
        let code = test.code(&phone(1)).await;
        // A weak password costs nothing: the code is still good.
        let weak = visitor.call(finish(&code, "Щукина-1985")).await.unwrap_err();
        assert_eq!(weak.fields[0].reason, FieldReason::PasswordPersonal);
        let wrong = if code == "000000" { "000001" } else { "000000" };
        assert_eq!(code_of(visitor.call(finish(wrong, NEW)).await), Code::CodeWrong);
        assert_eq!(code_of(test.visitor(3).call(finish(&code, NEW)).await), Code::FlowExpired, "another browser");
        visitor.call(finish(&code, NEW)).await.unwrap();
        assert_eq!(visitor.cookie("__Host-session"), None, "one signs in after that");
        assert_eq!(code_of(anna.call(FindSession {}).await), Code::SignInRequired, "every session has ended");
        assert_eq!(code_of(test.visitor(4).password(&phone(1), PASSWORD).await), Code::SignInRefused);
        test.visitor(4).password(&phone(1), NEW).await.unwrap();
        assert_eq!(code_of(test.visitor(5).call(open(&link)).await), Code::LinkExpired, "once");
        assert!(test.told(&email(1)).await[0].contains("способы входа"), "told of it");
    }

    /// The answer never tells whether there is such an account, and takes the same steps.
    async fn the_answer_is_the_same_for_everybody(on) {
        let test = TestApp::start(on).await;
        test.visitor(1).confirmed(1).await;
        test.visitor(2).register(2).await;
        let mut answers = Vec::new();
        for (n, login) in [(3, phone(1)), (4, phone(2)), (5, phone(404)), (6, "чепуха".to_owned()), (7, "x".repeat(9_000))] {
            let visitor = test.visitor(n);
            let (status, headers, body) = visitor.send("POST", "/api/v1/recovery", &json!({ "login": login }), &[]).await;
            let mut names: Vec<_> = headers.keys().map(|name| name.as_str().to_owned()).collect();
            names.sort();
            answers.push((status, names, serde_json::from_slice::<Value>(&body).unwrap()));
        }
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
        work(&test).await;
        let links = async |to: String| test.told(&to).await.iter().filter(|text| text.contains("/recovery#")).count();
        assert_eq!(links(email(1)).await, 1);
        assert_eq!(links(email(2)).await, 0, "an address nobody has proved gets no link");
        // Who asked for what lies sealed while it waits.
        let asked = test.visitor(8);
        asked.call(AskRecovery { body: RecoveryRequest { login: phone(1) } }).await.unwrap();
        assert!(!test.holds("job", "9110000001").await);
    }

    async fn letters_are_few_and_an_old_link_is_void(on) {
        let test = TestApp::start(on).await;
        test.visitor(1).confirmed(1).await;
        let visitor = test.visitor(2);
        ask(&visitor, &phone(1)).await;
        let first = test.link(&email(1)).await;
        for _ in 0..10 {
            ask(&visitor, &phone(1)).await;
        }
        let letters = test.told(&email(1)).await.iter().filter(|text| text.contains("/recovery#")).count();
        assert_eq!(letters, 5);
        assert_eq!(code_of(visitor.call(open(&first)).await), Code::LinkExpired, "a newer one was sent");
        let last = test.link(&email(1)).await;
        test.clock.forward(Duration::minutes(61));
        assert_eq!(code_of(visitor.call(open(&last)).await), Code::LinkExpired, "an hour");
    }

    /// ACC-14: one of the codes on paper stands for the SMS. ACC-9: a lock does not stop it.
    async fn a_recovery_code_and_a_lock(on) {
        let test = TestApp::start(on).await;
        let anna = test.visitor(1);
        anna.confirmed(1).await;
        let codes = anna.call(MakeRecoveryCodes {}).await.unwrap().codes;
        test.clock.forward(Duration::minutes(2));
        let visitor = test.visitor(2);
        for _ in 0..3 {
            let _ = visitor.password(&phone(1), "Не-тот-пароль-1").await;
        }
        assert_eq!(code_of(visitor.password(&phone(1), PASSWORD).await), Code::SignInLocked);
        ask(&visitor, &phone(1)).await;
        visitor.call(open(&test.link(&email(1)).await)).await.unwrap();
        assert_eq!(code_of(visitor.call(finish("aaaa-bbbb-cccc", NEW)).await), Code::CodeWrong);
        visitor.call(finish(&codes[0], NEW)).await.unwrap();
        // The lock is gone, from the very network and by every login.
        visitor.password(&phone(1), NEW).await.unwrap();
        visitor.password(&email(1), NEW).await.unwrap();
        // Three wrong ones close the recovery for a while, too.
        ask(&visitor, &phone(1)).await;
        test.clock.forward(Duration::minutes(2));
        visitor.call(open(&test.link(&email(1)).await)).await.unwrap();
        for _ in 0..3 {
            let _ = visitor.call(finish("aaaa-bbbb-cccc", NEW)).await;
        }
        assert_eq!(code_of(visitor.call(finish(&codes[1], NEW)).await), Code::TooManyCodes);
    }
}
