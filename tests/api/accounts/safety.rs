//! ACC-3, ACC-16 to ACC-19: what the owner sees and changes.

use shared::access::model::{Ground, Level, Role, Section};
use shared::accounts::api::{
    ChangeContact, ChangePassword, EndOneSession, EndOtherSessions, FindSecurity, FindSession,
    NewContact, NewPassword, ProveEmail, ProvePhone, ReportNotMe, SendContactProof, StartTotp,
    TypedCode,
};
use shared::accounts::model::{ContactKind, SecurityEvent};
use shared::contract::{Code, FieldReason};
use shared::record::api::{FindSummary, ListEntries};
use tests::visitor::{PASSWORD, email, phone};
use tests::{TestApp, on_both};
use time::Duration;
use uuid::Uuid;

use super::{code_of, sign_in_by_sms};

const NEW: &str = "Жёлтый-слон-17-спит";

fn list(patient: shared::id::PatientId) -> ListEntries {
    ListEntries { patient, section: Some(Section::Results), cursor: None, limit: None }
}

on_both! {
    /// ACC-3: the card closes until the new contact is proved; codes go to the old one till then.
    async fn a_changed_contact_closes_the_card_until_it_is_proved(on) {
        let test = TestApp::start(on).await;
        let anna = test.visitor(1);
        let patient = anna.confirmed(1).await.card.unwrap();
        anna.call(FindSummary { patient }).await.unwrap();
        let change = |kind, value: &str| ChangeContact { contact: kind, body: NewContact { value: value.into() } };
        let problem = anna.call(change(ContactKind::Phone, "12")).await.unwrap_err();
        assert_eq!((problem.fields[0].field.as_str(), problem.fields[0].reason), ("value", FieldReason::NotAPhone));

        let shown = anna.call(change(ContactKind::Phone, "8 911 000-00-77")).await.unwrap();
        assert_eq!((shown.value.as_str(), shown.is_proved), ("+7\u{a0}911\u{a0}000-00-77", false));
        assert_eq!(code_of(anna.call(FindSummary { patient }).await), Code::ContactsUnproved);
        assert_eq!(anna.call(FindSession {}).await.unwrap().unproved, [ContactKind::Phone]);
        assert!(test.told(&phone(1)).await[0].contains("изменён телефон"), "the old phone is told");
        test.clock.forward(Duration::minutes(2));
        sign_in_by_sms(&test.visitor(2), 1).await.expect("codes still go to the old phone");

        test.clock.forward(Duration::minutes(2));
        anna.call(SendContactProof { contact: ContactKind::Phone }).await.unwrap();
        let code = test.code(&phone(77)).await;
        let proved = anna.call(ProvePhone { body: TypedCode { code } }).await.unwrap();
        assert!(proved.is_proved);
        anna.call(FindSummary { patient }).await.unwrap();
        assert_eq!(code_of(test.visitor(3).password(&phone(1), PASSWORD).await), Code::SignInRefused, "the old one is none");
        test.visitor(4).password(&phone(77), PASSWORD).await.unwrap();

        test.clock.forward(Duration::minutes(5));
        sign_in_by_sms_at(&anna, &phone(77)).await;
        anna.call(change(ContactKind::Email, "anna.new@example.org")).await.unwrap();
        assert_eq!(code_of(anna.call(FindSummary { patient }).await), Code::ContactsUnproved);
        anna.call(SendContactProof { contact: ContactKind::Email }).await.unwrap();
        let link = test.link("anna.new@example.org").await;
        anna.call(ProveEmail { body: link }).await.unwrap();
        anna.call(FindSummary { patient }).await.unwrap();
        // Back to what it was: nothing waits any more.
        anna.call(change(ContactKind::Phone, "8 911 000-00-88")).await.unwrap();
        let back = anna.call(change(ContactKind::Phone, &phone(77))).await.unwrap();
        assert!(back.is_proved);
        anna.call(FindSummary { patient }).await.unwrap();
    }

    /// ACC-4: changing to what is somebody else's tells nothing.
    async fn a_taken_contact_is_not_told_apart(on) {
        let test = TestApp::start(on).await;
        test.visitor(1).confirmed(1).await;
        let boris = test.visitor(2);
        boris.confirmed(2).await;
        for (kind, value) in [(ContactKind::Phone, phone(1)), (ContactKind::Email, email(1))] {
            test.clock.forward(Duration::minutes(3));
            let change = ChangeContact { contact: kind, body: NewContact { value } };
            assert!(!boris.call(change).await.unwrap().is_proved);
            boris.call(SendContactProof { contact: kind }).await.unwrap();
        }
        assert!(!test.told(&phone(1)).await[0].contains('#'), "no code to the owner's phone");
        assert!(test.told(&email(1)).await.iter().filter(|text| text.contains("/prove-email#")).count() == 1, "no second link");
        assert_eq!(code_of(boris.call(ProvePhone { body: TypedCode { code: "000000".into() } }).await), Code::CodeWrong);
    }

    /// ACC-17
    async fn the_owner_sees_sessions_and_history_and_ends_them(on) {
        let test = TestApp::start(on).await;
        let anna = test.visitor(1);
        anna.confirmed(1).await;
        let mut phone_browser = test.visitor(2);
        phone_browser.agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Safari/604.1";
        test.clock.forward(Duration::minutes(2));
        sign_in_by_sms(&phone_browser, 1).await.unwrap();
        test.clock.forward(Duration::minutes(2));
        let tablet = test.visitor(3);
        sign_in_by_sms(&tablet, 1).await.unwrap();
        let _ = test.visitor(4).password(&phone(1), "Не-тот-пароль-1").await;

        let security = anna.call(FindSecurity {}).await.unwrap();
        assert_eq!(security.sessions.len(), 3);
        assert!(security.sessions[0].is_current && !security.sessions[1].is_current);
        let other = security.sessions.iter().find(|session| session.device.as_deref() == Some("Safari, iPhone")).unwrap();
        assert_eq!(other.address.as_deref(), Some("10.1.0.2"));
        let events: Vec<_> = security.history.iter().map(|line| line.event).collect();
        assert_eq!(events[0], SecurityEvent::SignInFailed);
        assert_eq!(security.history[0].address.as_deref(), Some("10.1.0.4"));
        assert!(events.contains(&SecurityEvent::Registered) && events.contains(&SecurityEvent::EmailProved));
        assert_eq!((security.contacts.len(), security.contacts[0].kind), (2, ContactKind::Phone));

        let boris = test.visitor(5);
        boris.confirmed(2).await;
        assert_eq!(code_of(boris.call(EndOneSession { session: other.id }).await), Code::NotFound, "not somebody else's");
        anna.call(EndOneSession { session: other.id }).await.unwrap();
        assert_eq!(code_of(phone_browser.call(FindSession {}).await), Code::SignInRequired);
        assert!(tablet.call(FindSession {}).await.is_ok());
        anna.call(EndOtherSessions {}).await.unwrap();
        assert_eq!(code_of(tablet.call(FindSession {}).await), Code::SignInRequired);
        assert!(anna.call(FindSession {}).await.is_ok() && boris.call(FindSession {}).await.is_ok());
    }

    /// ACC-16: idle, absolute, staff sooner.
    async fn sessions_end_by_themselves(on) {
        let test = TestApp::start(on).await;
        let anna = test.visitor(1);
        anna.confirmed(1).await;
        test.clock.forward(Duration::minutes(29));
        assert!(anna.call(FindSession {}).await.is_ok());
        test.clock.forward(Duration::minutes(31));
        assert_eq!(code_of(anna.call(FindSession {}).await), Code::SignInRequired);
        sign_in_by_sms(&anna, 1).await.unwrap();
        for _ in 0..35 {
            test.clock.forward(Duration::minutes(20));
            assert!(anna.call(FindSession {}).await.is_ok());
        }
        test.clock.forward(Duration::minutes(21));
        assert_eq!(code_of(anna.call(FindSession {}).await), Code::SignInRequired, "twelve hours");
        let doctor = test.person(1, Role::Doctor).await;
        test.clock.forward(Duration::minutes(16));
        assert_eq!(code_of(doctor.call(FindSession {}).await), Code::SignInRequired, "staff sooner");
    }

    /// ACC-18
    async fn it_was_not_me(on) {
        let settings = backend::app::Settings { support_email: Some("support@example.org".into()), ..Default::default() };
        let test = TestApp::start_with(on, settings).await;
        let (anna, thief) = (test.visitor(1), test.visitor(2));
        anna.confirmed(1).await;
        test.clock.forward(Duration::minutes(2));
        sign_in_by_sms(&thief, 1).await.unwrap();
        // What a stranger would add to come back.
        let codes = thief.call(shared::accounts::api::MakeRecoveryCodes {}).await.unwrap().codes;
        assert_eq!(codes.len(), 10);
        anna.call(ReportNotMe {}).await.unwrap();
        for visitor in [&anna, &thief] {
            assert_eq!(code_of(visitor.call(FindSession {}).await), Code::SignInRequired);
        }
        assert_eq!(anna.cookie("__Host-session"), None);
        assert_eq!(code_of(anna.password(&phone(1), PASSWORD).await), Code::SignInRefused, "nobody signs in");
        assert!(test.told(&email(1)).await[0].contains("вход в вашу карту закрыт"));
        let ticket = &test.told("support@example.org").await[0];
        assert!(ticket.contains("обращение") && !ticket.contains("Щукина"), "{ticket}");
        assert!(!test.holds("ticket", "somebody else").await, "sealed");
        // Identity is proved again by a link and a code.
        test.clock.forward(Duration::minutes(2));
        let visitor = test.visitor(3);
        let body = shared::accounts::api::RecoveryRequest { login: phone(1) };
        visitor.call(shared::accounts::api::AskRecovery { body }).await.unwrap();
        while backend::jobs::run_one(&test.app).await.unwrap() {}
        let body = test.link(&email(1)).await;
        visitor.call(shared::accounts::api::OpenRecovery { body }).await.unwrap();
        let body = shared::accounts::api::NewPasswordByCode { code: test.code(&phone(1)).await, password: NEW.into() };
        visitor.call(shared::accounts::api::FinishRecovery { body }).await.unwrap();
        let choice = visitor.password(&phone(1), NEW).await.unwrap();
        assert_eq!(choice.factors, [shared::accounts::model::Factor::Sms], "the stranger's codes are gone");
    }

    /// ACC-19: results, somebody else's card and credentials ask for a factor of the last ten
    /// minutes; what is open stays open while it is looked at.
    async fn some_doors_ask_again_after_ten_minutes(on) {
        let test = TestApp::start(on).await;
        let anna = test.visitor(1);
        let patient = anna.confirmed(1).await.card.unwrap();
        anna.call(list(patient)).await.unwrap();
        test.clock.forward(Duration::minutes(9));
        anna.call(list(patient)).await.unwrap();
        test.clock.forward(Duration::minutes(9));
        anna.call(list(patient)).await.expect("looked at without a long pause");
        test.clock.forward(Duration::minutes(11));
        assert_eq!(code_of(anna.call(list(patient)).await), Code::StepUpRequired);
        anna.call(FindSummary { patient }).await.expect("one's own summary does not ask");
        assert_eq!(code_of(anna.call(StartTotp {}).await), Code::StepUpRequired);
        assert_eq!(code_of(anna.call(ChangePassword { body: NewPassword { password: NEW.into() } }).await), Code::StepUpRequired);
        anna.call(FindSecurity {}).await.expect("looking is free");
        step_up_by_sms(&anna, &phone(1)).await;
        anna.call(list(patient)).await.unwrap();

        let doctor = test.person(1, Role::Doctor).await;
        test.open_card(patient, doctor.grantee(), Ground::Grant, Level::Full, Section::ALL).await;
        doctor.call(FindSummary { patient }).await.unwrap();
        test.clock.forward(Duration::minutes(11));
        let refused = doctor.call(FindSummary { patient }).await;
        assert_eq!(code_of(refused), Code::StepUpRequired, "somebody else's card");
        assert!(doctor.call(shared::card::api::ListCards {}).await.is_ok(), "the list of names does not ask");
    }

    async fn a_new_password_ends_the_other_sessions(on) {
        let test = TestApp::start(on).await;
        let (anna, other) = (test.visitor(1), test.visitor(2));
        anna.confirmed(1).await;
        test.clock.forward(Duration::minutes(2));
        sign_in_by_sms(&other, 1).await.unwrap();
        let problem = anna.call(ChangePassword { body: NewPassword { password: "кот".into() } }).await.unwrap_err();
        assert!(problem.fields.iter().all(|field| field.field == "password"));
        anna.call(ChangePassword { body: NewPassword { password: NEW.into() } }).await.unwrap();
        assert!(anna.call(FindSession {}).await.is_ok());
        assert_eq!(code_of(other.call(FindSession {}).await), Code::SignInRequired);
        test.visitor(3).password(&phone(1), NEW).await.unwrap();
        assert_eq!(code_of(anna.call(EndOneSession { session: Uuid::nil() }).await), Code::NotFound);
    }
}

async fn step_up_by_sms(visitor: &tests::visitor::Visitor<'_>, to: &str) {
    use shared::accounts::api::{CodeRequest, FactorCode, FinishStepUp, SendStepUpCode};
    use shared::accounts::model::Factor;
    visitor.call(SendStepUpCode { body: CodeRequest { factor: Factor::Sms } }).await.unwrap();
    let code = visitor.test.code(to).await;
    visitor.call(FinishStepUp { body: FactorCode { factor: Factor::Sms, code } }).await.unwrap();
}

async fn sign_in_by_sms_at(visitor: &tests::visitor::Visitor<'_>, to: &str) {
    use shared::accounts::api::{CodeRequest, FactorCode, FinishSignIn, SendSignInCode};
    use shared::accounts::model::Factor;
    visitor.password(to, PASSWORD).await.unwrap();
    visitor.call(SendSignInCode { body: CodeRequest { factor: Factor::Sms } }).await.unwrap();
    let code = visitor.test.code(to).await;
    visitor.call(FinishSignIn { body: FactorCode { factor: Factor::Sms, code } }).await.unwrap();
}
