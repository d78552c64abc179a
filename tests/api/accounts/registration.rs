//! ACC-1, ACC-2, ACC-4, ACC-10.

use serde_json::{Value, json};
use shared::accounts::api::{
    CodeRequest, ConfirmRegistration, DropRegistration, FindRegistration, FindSession, LinkToken,
    NewAccount, ProveEmail, Register, SaveRegistration, SendRegistrationCode, SendSignInCode,
    TypedCode,
};
use shared::accounts::model::{ContactKind, Factor, RegistrationForm, RegistrationStage};
use shared::contract::{Code, FieldReason};
use shared::record::api::{AddNote, FindSummary, NewNote};
use tests::visitor::{PASSWORD, email, form, phone};
use tests::{TestApp, on_both};
use time::Duration;
use uuid::Uuid;

use super::code_of;

fn account(n: u32) -> Register {
    Register { body: NewAccount { form: form(n), password: PASSWORD.into() } }
}

fn typed(code: impl Into<String>) -> ConfirmRegistration {
    ConfirmRegistration { body: TypedCode { code: code.into() } }
}

on_both! {
    /// ACC-1, ACC-2, UX-5
    async fn a_person_registers_and_the_card_opens_once_both_contacts_are_proved(on) {
        let test = TestApp::start(on).await;
        let anna = test.visitor(1);
        assert_eq!(anna.call(FindRegistration {}).await.unwrap().form, RegistrationForm::default());
        let half = RegistrationForm { surname: "Щу".into(), phone: "8 911".into(), no_patronymic: true, ..Default::default() };
        anna.call(SaveRegistration { body: half.clone() }).await.unwrap();
        let kept = anna.call(FindRegistration {}).await.unwrap();
        assert_eq!((kept.form, kept.stage), (half, RegistrationStage::Form), "as it was typed");

        let sent = anna.call(account(1)).await.unwrap();
        let code = sent.code.unwrap();
        assert_eq!((code.to.as_str(), code.resend_seconds, code.valid_seconds), ("+7\u{a0}···\u{a0}···-00-01", 60, 300));
        test.clock.forward(Duration::seconds(20));
        let kept = anna.call(FindRegistration {}).await.unwrap();
        assert_eq!((kept.stage, kept.code.unwrap().resend_seconds), (RegistrationStage::Code, 40), "after a reload");
        assert_eq!(anna.cookie("__Host-session"), None);
        assert_eq!(code_of(anna.call(FindSession {}).await), Code::SignInRequired);

        let session = anna.call(typed(test.code(&phone(1)).await)).await.unwrap();
        assert_eq!(session.name, "Анна Ильинична");
        assert_eq!(session.unproved, [ContactKind::Email]);
        let patient = session.card.unwrap();
        assert_eq!(code_of(anna.call(FindSummary { patient }).await), Code::ContactsUnproved);
        let note = NewNote { text: "болит".into(), key: Uuid::from_u128(1) };
        assert_eq!(code_of(anna.call(AddNote { patient, body: note }).await), Code::ContactsUnproved);
        assert_eq!(anna.call(FindRegistration {}).await.unwrap().form, RegistrationForm::default(), "nothing is left");

        // On another device, as letters are read.
        let link = test.link(&email(1)).await;
        test.visitor(2).call(ProveEmail { body: link.clone() }).await.unwrap();
        assert_eq!(anna.call(FindSession {}).await.unwrap().unproved, []);
        let summary = anna.call(FindSummary { patient }).await.unwrap();
        assert_eq!(summary.patient.name.surname, "Щукина");
        let digits: Vec<u32> = summary.patient.card_number.chars().filter_map(|c| c.to_digit(10)).collect();
        let luhn: u32 = digits.iter().rev().enumerate().map(|(i, d)| if i % 2 == 0 { *d } else { d * 2 / 10 + d * 2 % 10 }).sum();
        assert_eq!((digits.len(), luhn % 10), (9, 0));
        // Pressed twice it says the same; anything else is no link.
        anna.call(ProveEmail { body: link }).await.unwrap();
        for token in ["", "x", &"A".repeat(43)] {
            assert_eq!(code_of(anna.call(ProveEmail { body: LinkToken { token: token.into() } }).await), Code::LinkExpired);
        }
        assert!(test.verify().await.findings.is_empty());
    }

    /// ACC-1, ACC-5: the server checks by the same code as the page.
    async fn every_wrong_field_is_told_and_nothing_is_sent(on) {
        let test = TestApp::start(on).await;
        let anna = test.visitor(1);
        let body = NewAccount { form: RegistrationForm { snils: "112-233-445 96".into(), email: "x".into(), ..form(1) }, password: "щукина".into() };
        let problem = anna.call(Register { body }).await.unwrap_err();
        let fields: Vec<_> = problem.fields.iter().map(|field| (field.field.as_str(), field.reason)).collect();
        assert_eq!(fields, [
            ("snils", FieldReason::CheckDigit),
            ("email", FieldReason::NotAnEmail),
            ("password", FieldReason::PasswordLength),
            ("password", FieldReason::PasswordUpper),
            ("password", FieldReason::PasswordDigit),
            ("password", FieldReason::PasswordSpecial),
            ("password", FieldReason::PasswordPersonal),
        ]);
        let body = NewAccount { form: form(1), password: "Password1!".into() };
        let problem = anna.call(Register { body }).await.unwrap_err();
        assert_eq!(problem.fields[0].reason, FieldReason::PasswordCommon);
        let huge = RegistrationForm { surname: "ы".repeat(301), ..form(1) };
        let problem = anna.call(SaveRegistration { body: huge }).await.unwrap_err();
        assert_eq!((problem.fields.len(), problem.fields[0].reason), (1, FieldReason::TooLong));
        assert!(test.told(&phone(1)).await.is_empty());
        assert_eq!(code_of(anna.call(typed("123456")).await), Code::FlowExpired);
    }

    /// ACC-4: whatever is taken, the answers are those of somebody new, to the byte.
    async fn nobody_finds_out_who_has_an_account(on) {
        let test = TestApp::start(on).await;
        test.visitor(1).confirmed(1).await;
        test.clock.forward(Duration::hours(2));
        let told_before = test.told(&email(1)).await.len();
        let mut answers = Vec::new();
        for (n, taken) in [(2, None), (3, Some("phone")), (4, Some("email")), (5, Some("snils"))] {
            let mut form = form(n);
            match taken {
                Some("phone") => form.phone = phone(1),
                Some("email") => form.email = email(1),
                Some(_) => form.snils = tests::visitor::snils(1),
                None => {}
            }
            let visitor = test.visitor(u16::try_from(n).unwrap());
            let body = json!(NewAccount { form, password: PASSWORD.into() });
            let (status, headers, answer) = visitor.send("POST", "/api/v1/registration", &body, &[]).await;
            let mut answer: Value = serde_json::from_slice(&answer).unwrap();
            answer["form"] = Value::Null;
            // The masked phone shows what was typed.
            answer["code"]["to"] = Value::Null;
            let mut names: Vec<_> = headers.keys().map(|name| name.as_str().to_owned()).collect();
            names.sort();
            let wrong = visitor.send("POST", "/api/v1/registration/confirm", &json!({ "code": "000000" }), &[]).await;
            let mut refused: Value = serde_json::from_slice(&wrong.2).unwrap();
            refused["request_id"] = Value::Null;
            let again = visitor.send("POST", "/api/v1/registration/code", &Value::Null, &[]).await;
            answers.push((status, names, answer, wrong.0, refused, again.0));
            test.clock.forward(Duration::hours(2));
        }
        for answer in &answers[1..] {
            assert_eq!(*answer, answers[0]);
        }
        // The owner was told each time, and nobody got a code for the owner's phone.
        let told = test.told(&email(1)).await;
        assert_eq!(told.len(), told_before + 3, "{told:#?}");
        assert!(told[0].contains("уже есть учётная запись"));
        let to_phone = test.told(&phone(1)).await;
        assert!(to_phone[0].contains("Medkarta: кто-то пытался зарегистрироваться"), "{}", to_phone[0]);
        assert!(to_phone.iter().filter(|text| text.contains("#")).count() <= 1, "only the owner's own code");
    }

    /// Also at the end: whoever registers with a taken e-mail or СНИЛС gets as far as anybody, and
    /// can do nothing with it.
    async fn what_is_taken_opens_nothing(on) {
        let test = TestApp::start(on).await;
        let owner = test.visitor(1).confirmed(1).await;
        test.clock.forward(Duration::hours(2));
        let links = test.told(&email(1)).await.iter().filter(|text| text.contains("/prove-email#")).count();
        let visitor = test.visitor(2);
        let own = "Жёлтый-слон-17-спит";
        let form = RegistrationForm { email: email(1), snils: tests::visitor::snils(1), ..form(2) };
        visitor.call(Register { body: NewAccount { form, password: own.into() } }).await.unwrap();
        let session = visitor.call(typed(test.code(&phone(2)).await)).await.unwrap();
        assert_ne!(session.account, owner.account);
        assert_eq!(code_of(visitor.call(FindSummary { patient: session.card.unwrap() }).await), Code::ContactsUnproved);
        let now = test.told(&email(1)).await.iter().filter(|text| text.contains("/prove-email#")).count();
        assert_eq!(now, links, "no link to the owner's address");
        // By the СНИЛС each signs in to their own account: it tells nothing of the other.
        for (n, password, to) in [(3, PASSWORD, phone(1)), (4, own, phone(2))] {
            let by_snils = test.visitor(n);
            by_snils.password(&tests::visitor::snils(1), password).await.unwrap();
            test.clock.forward(Duration::minutes(2));
            let body = CodeRequest { factor: Factor::Sms };
            let sent = by_snils.call(SendSignInCode { body }).await.unwrap();
            assert!(to.ends_with(&sent.to[sent.to.len() - 2..]), "{} for {to}", sent.to);
        }
    }

    /// ACC-10
    async fn a_code_is_good_for_five_minutes_three_tries_and_one_use(on) {
        let test = TestApp::start(on).await;
        let anna = test.visitor(1);
        anna.call(account(1)).await.unwrap();
        let first = test.code(&phone(1)).await;
        assert_eq!(code_of(anna.call(SendRegistrationCode {}).await), Code::TooManyCodes, "not within a minute");
        test.clock.forward(Duration::seconds(61));
        anna.call(SendRegistrationCode {}).await.unwrap();
        let second = test.code(&phone(1)).await;
        if first != second {
            assert_eq!(code_of(anna.call(typed(first)).await), Code::CodeWrong, "the newer one is the one");
        }
        // In somebody else's browser it is no code at all.
        let other = test.visitor(2);
        other.call(account(2)).await.unwrap();
        let wrong = code_of(other.call(typed(second.clone())).await);
        assert!(matches!(wrong, Code::CodeWrong));
        test.clock.forward(Duration::seconds(301));
        assert_eq!(code_of(anna.call(typed(second)).await), Code::CodeExpired);

        anna.call(SendRegistrationCode {}).await.unwrap();
        let third = test.code(&phone(1)).await;
        let wrong = if third == "111111" { "222222" } else { "111111" };
        assert_eq!(code_of(anna.call(typed(wrong)).await), Code::CodeWrong);
        assert_eq!(code_of(anna.call(typed(wrong)).await), Code::CodeWrong);
        assert_eq!(code_of(anna.call(typed(wrong)).await), Code::CodeExpired, "the third one ends it");
        assert_eq!(code_of(anna.call(typed(third)).await), Code::CodeExpired);
    }

    /// ACC-10: five an hour to a phone, five an hour from a network.
    async fn codes_are_few(on) {
        let test = TestApp::start(on).await;
        for n in 0..5 {
            let visitor = test.visitor(n);
            let mut form = form(1);
            form.snils = tests::visitor::snils(100 + u32::from(n));
            visitor.call(Register { body: NewAccount { form, password: PASSWORD.into() } }).await.unwrap();
        }
        let problem = test.visitor(9).call(account(1)).await.unwrap_err();
        assert_eq!(problem.code, Code::TooManyCodes, "to one phone from everywhere");
        let shared_network = test.visitor(20);
        for n in 30..35 {
            shared_network.cookies.lock().unwrap().clear();
            shared_network.call(account(n)).await.unwrap();
        }
        shared_network.cookies.lock().unwrap().clear();
        assert_eq!(code_of(shared_network.call(account(36)).await), Code::TooManyCodes, "from one network to everybody");
        test.clock.forward(Duration::minutes(61));
        shared_network.call(account(36)).await.unwrap();
        test.visitor(9).call(account(1)).await.unwrap();
    }

    /// The same code at the same moment on two nodes: one account.
    async fn of_two_who_use_one_code_one_gets_through(on) {
        let test = TestApp::start(on).await;
        let other = test.another_node().await;
        for n in 0..5 {
            let here = test.visitor(n);
            here.call(account(n.into())).await.unwrap();
            let there = other.visitor(n);
            *there.cookies.lock().unwrap() = here.cookies.lock().unwrap().clone();
            let code = test.code(&phone(n.into())).await;
            let (one, two) = tokio::join!(here.call(typed(code.clone())), there.call(typed(code)));
            assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1, "{one:?} {two:?}");
        }
    }

    /// SEC-3: neither what is typed nor what is kept of it lies in clear.
    async fn what_is_typed_lies_sealed_and_is_forgotten(on) {
        let test = TestApp::start(on).await;
        let anna = test.visitor(1);
        anna.call(SaveRegistration { body: form(1) }).await.unwrap();
        anna.call(account(1)).await.unwrap();
        let code = test.code(&phone(1)).await;
        for table in ["flow", "one_time_code", "message"] {
            for needle in ["Щукина", "9110000001", "anna1@example.org", PASSWORD, code.as_str(), "argon2"] {
                assert!(!test.holds(table, needle).await, "{needle} in {table}");
            }
        }
        anna.call(DropRegistration {}).await.unwrap();
        assert_eq!(anna.call(FindRegistration {}).await.unwrap().form, RegistrationForm::default());
        anna.call(SaveRegistration { body: form(1) }).await.unwrap();
        test.clock.forward(Duration::minutes(61));
        assert_eq!(anna.call(FindRegistration {}).await.unwrap().form, RegistrationForm::default(), "after an hour");
    }
}
