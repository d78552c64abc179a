//! What is unusual is found, acted on and reviewed (AUD-5).

use backend::access::Grantee;
use backend::app::micros;
use backend::audit::{AuditAct, Outcome, What};
use backend::{accounts, anomalies, jobs};
use shared::access::model::{Ground, Level, Role, Section};
use shared::accounts::api::FindSession;
use shared::accounts::model::SecurityEvent;
use shared::anomalies::api::{ListAnomalies, ReviewAnomaly};
use shared::anomalies::model::{Anomaly, AnomalyKind, AnomalyVerdict, NewAnomalyReview};
use shared::consent::api::OpenPresented;
use shared::consent::model::ShownCard;
use shared::contract::{Code, Problem};
use shared::id::{AccountId, PatientId};
use shared::journal::api::ExportJournal;
use shared::record::api::FindSummary;
use tests::staff::{Size, measure};
use tests::visitor::{email, phone};
use tests::{Person, TestApp, on_both};
use time::Duration;
use uuid::Uuid;

/// The chain of what officers do.
const OFFICE: Uuid = Uuid::from_u128(2);

/// Patients, each of whom opened the card to somebody.
async fn cards(test: &TestApp, to: AccountId, ground: Ground, count: u128) -> Vec<PatientId> {
    let mut cards = Vec::new();
    for n in 1..=count {
        let (patient, _) = test.patient(n).await;
        test.open_card(patient, Grantee::Account(to), ground, Level::Full, Section::ALL).await;
        cards.push(patient);
    }
    cards
}

async fn look(person: &Person<'_>, cards: &[PatientId]) {
    for patient in cards {
        person.call(FindSummary { patient: *patient }).await.unwrap();
    }
}

/// Cards that nobody opened to them, or that are not there.
async fn try_closed(person: &Person<'_>, count: u128) {
    for n in 0..count {
        let patient = PatientId(Uuid::from_u128(0xF000 + n));
        let refused = person.call(FindSummary { patient }).await;
        assert_eq!(code_of(refused), Code::NotFound);
    }
}

async fn watch(test: &TestApp) {
    anomalies::watch(&test.app).await.unwrap();
}

async fn found(officer: &Person<'_>) -> Vec<Anomaly> {
    officer.call(ListAnomalies {}).await.unwrap()
}

fn code_of<T>(answer: Result<T, Problem>) -> Code {
    answer.err().expect("refused").code
}

async fn is_signed_in(person: &Person<'_>) -> bool {
    person.call(FindSession {}).await.is_ok()
}

fn verdict(anomaly: Uuid, verdict: AnomalyVerdict, words: &str) -> ReviewAnomaly {
    ReviewAnomaly { anomaly, body: NewAnomalyReview { verdict, words: words.into() } }
}

/// Somebody with proved contacts works in this role from now on, beside what they are.
async fn employ(test: &TestApp, account: AccountId, role: Role) {
    let membership = accounts::NewMembership {
        id: test.app.new_id(),
        account,
        role,
        organization: None,
        starts_at: micros(test.now()),
        ends_at: None,
    };
    accounts::insert_membership(test.raw().await.write(), membership).await.unwrap();
}

on_both! {
    /// AUD-5: the session ends on every node; the owner and the officers are told once, and by
    /// neither letter who or what it was.
    async fn many_cards_in_minutes_end_the_session_on_every_node(on) {
        let test = TestApp::start(on).await;
        let other = test.another_node().await;
        let (visitor, chief) = (test.visitor(7), test.visitor(8));
        let doctor = visitor.confirmed(7).await.account;
        let officer = chief.confirmed(8).await.account;
        employ(&test, doctor, Role::Doctor).await;
        employ(&test, officer, Role::SecurityOfficer).await;
        let cards = cards(&test, doctor, Ground::Treatment, 42).await;
        watch(&test).await;
        let before = [test.told(&phone(7)).await.len(), test.told(&email(7)).await.len(), test.told(&email(8)).await.len()];
        for patient in cards {
            visitor.call(FindSummary { patient }).await.unwrap();
        }
        let token = visitor.cookie("__Host-session").unwrap();
        let session = async |node: &TestApp| node.send("GET", "/api/v1/session", &serde_json::Value::Null, Some(token.as_str())).await.0.as_u16();
        assert_eq!((session(&test).await, session(&other).await), (200, 200));
        // Both at once, and again: it is judged once.
        let (one, two) = tokio::join!(anomalies::watch(&test.app), anomalies::watch(&other.app));
        one.unwrap();
        two.unwrap();
        watch(&other).await;
        assert_eq!((session(&test).await, session(&other).await), (401, 401));

        let told = [test.told(&phone(7)).await, test.told(&email(7)).await, test.told(&email(8)).await];
        assert_eq!([told[0].len(), told[1].len(), told[2].len()], before.map(|count| count + 1));
        for letter in told.iter().map(|letters| &letters[0]) {
            for word in ["Щукина", "карт", "0001", "http"] {
                assert!(!letter.contains(word), "{word}: {letter}");
            }
        }
        assert!(told[1][0].contains("закрыли вход") && told[2][0].contains("ждёт проверки"));
        let found = found(&test.person(130, Role::SecurityOfficer).await).await;
        assert_eq!(found.iter().map(|it| it.was_signed_out).collect::<Vec<_>>(), [true, false]);
        assert!(found.iter().all(|it| it.kind == AnomalyKind::ManyCards && it.account == doctor));
        assert!(found[0].score >= 80 && found[0].role == Role::Doctor && found[0].name.is_some());
        let lines = test.journal(doctor.0).await;
        let closed = lines.iter().filter(|line| line.what == What::Security(SecurityEvent::SessionsClosed));
        let closed: Vec<_> = closed.map(|line| (line.account, line.object)).collect();
        assert_eq!(closed, [(None, Some(found[0].id))]);
        assert_eq!(test.verify().await.findings, []);
    }

    /// AUD-5: who works, works on.
    async fn an_ordinary_busy_day_is_not_disturbed(on) {
        let test = TestApp::start(on).await;
        let doctor = test.person(100, Role::Doctor).await;
        let officer = test.person(130, Role::SecurityOfficer).await;
        let cards = cards(&test, doctor.account, Ground::Treatment, 20).await;
        watch(&test).await;
        for _ in 0..3 {
            look(&doctor, &cards).await;
        }
        try_closed(&doctor, 3).await;
        watch(&test).await;
        assert!(is_signed_in(&doctor).await);
        assert_eq!(found(&officer).await, []);
    }

    /// AUD-5: refusals of many cards; what was done before anybody watched is not judged.
    async fn a_burst_of_refusals_ends_the_session(on) {
        let test = TestApp::start(on).await;
        let early = test.person(101, Role::Nurse).await;
        try_closed(&early, 14).await;
        test.clock.forward(Duration::minutes(1));
        watch(&test).await;
        assert!(is_signed_in(&early).await);
        let doctor = test.person(100, Role::Doctor).await;
        try_closed(&doctor, 14).await;
        watch(&test).await;
        assert!(!is_signed_in(&doctor).await && is_signed_in(&early).await);
        let officer = test.person(130, Role::SecurityOfficer).await;
        let found = found(&officer).await;
        assert!(found.iter().all(|it| it.kind == AnomalyKind::Refusals && it.account == doctor.account));
        assert!(found.iter().any(|it| it.was_signed_out));
        // Who signs in again is judged by what they do then.
        let again = test.signed_in(&doctor).await;
        try_closed(&again, 1).await;
        watch(&test).await;
        assert!(is_signed_in(&again).await);
    }

    /// AUD-5, ACL-10: who guesses the code of one card is seen, though it is one card.
    async fn guesses_of_one_cards_code_count_each(on) {
        let test = TestApp::start(on).await;
        let (_, _anna) = test.patient(1).await;
        let nurse = test.person(100, Role::Nurse).await;
        watch(&test).await;
        for n in 0..14 {
            let (card_number, code) = (Some("0001-0001-0".to_owned()), Some(format!("{n:06}")));
            let body = ShownCard { token: None, card_number, code };
            assert_eq!(code_of(nurse.call(OpenPresented { body }).await), Code::CodeWrong);
        }
        watch(&test).await;
        assert!(!is_signed_in(&nurse).await);
        let officer = test.person(130, Role::SecurityOfficer).await;
        let found = found(&officer).await;
        assert!(found.iter().any(|it| it.kind == AnomalyKind::Refusals && it.account == nurse.account));
    }

    /// AUD-5: nights of who works by day, without a visit; it is shown and nobody is disturbed.
    async fn nights_without_a_visit_are_shown(on) {
        let test = TestApp::start(on).await;
        let doctor = test.person(100, Role::Doctor).await;
        let colleague = test.person(101, Role::Doctor).await;
        let cards = cards(&test, doctor.account, Ground::Grant, 8).await;
        for patient in &cards {
            // What the patient gave opens more; a visit was booked all the same.
            for ground in [Ground::Grant, Ground::Treatment] {
                test.open_card(*patient, colleague.grantee(), ground, Level::Full, Section::ALL).await;
            }
        }
        watch(&test).await;
        for _ in 0..6 {
            for person in [&doctor, &colleague] {
                look(&test.signed_in(person).await, &cards[..2]).await;
            }
            watch(&test).await;
            test.clock.forward(Duration::days(1));
        }
        // 15:00 in Moscow has become two in the night.
        test.clock.forward(Duration::hours(11));
        let doctor = test.signed_in(&doctor).await;
        look(&doctor, &cards).await;
        look(&test.signed_in(&colleague).await, &cards).await;
        watch(&test).await;
        let found = found(&test.person(130, Role::SecurityOfficer).await).await;
        let told: Vec<_> = found.iter().map(|it| (it.account, it.kind, it.was_signed_out)).collect();
        assert_eq!(told, [(doctor.account, AnomalyKind::Nights, false)]);
        assert!(is_signed_in(&doctor).await);
    }

    /// AUD-5: many downloads are shown; who saves their own card is in their right, and the officer
    /// is not told who they are.
    async fn downloads_out_of_habit_are_shown(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        watch(&test).await;
        for _ in 0..31 {
            anna.call(ExportJournal { patient, lang: None }).await.unwrap();
        }
        watch(&test).await;
        assert!(is_signed_in(&anna).await);
        let found = found(&test.person(130, Role::SecurityOfficer).await).await;
        let [one] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((one.kind, one.account, one.role), (AnomalyKind::Downloads, anna.account, Role::Patient));
        assert!(one.name.is_none() && !one.was_signed_out && one.signs[0].count == 30);
    }

    /// AUD-5: a session that goes on in another network on another browser was taken over.
    async fn a_session_that_goes_on_elsewhere_is_ended(on) {
        let test = TestApp::start(on).await;
        let mut visitor = test.visitor(7);
        let doctor = visitor.confirmed(7).await.account;
        employ(&test, doctor, Role::Doctor).await;
        let patient = cards(&test, doctor, Ground::Treatment, 1).await[0];
        watch(&test).await;
        visitor.call(FindSummary { patient }).await.unwrap();
        test.clock.forward(Duration::minutes(5));
        // A telephone carried into another network is the same browser.
        visitor.address = [192, 0, 2, 9].into();
        visitor.call(FindSummary { patient }).await.unwrap();
        watch(&test).await;
        assert!(visitor.call(FindSession {}).await.is_ok());
        visitor.address = [203, 0, 113, 9].into();
        visitor.agent = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0";
        visitor.call(FindSummary { patient }).await.unwrap();
        watch(&test).await;
        assert_eq!(code_of(visitor.call(FindSession {}).await), Code::SignInRequired);
        let found = found(&test.person(130, Role::SecurityOfficer).await).await;
        let travel = found.iter().find(|it| it.kind == AnomalyKind::Travel).unwrap();
        assert_eq!(travel.signs[0].to.as_deref(), Some("203.0.113.0"));
    }

    /// AUD-5, ACC-19, ACL-6: the officers alone list and review, with a fresh factor, and nobody what
    /// they did themselves; what was found for sure stays, and nothing else comes of it.
    async fn each_anomaly_is_reviewed_by_an_officer(on) {
        let test = TestApp::start(on).await;
        let doctor = test.person(100, Role::Doctor).await;
        let officer = test.person(130, Role::SecurityOfficer).await;
        watch(&test).await;
        try_closed(&doctor, 8).await;
        try_closed(&officer, 8).await;
        watch(&test).await;
        assert!(is_signed_in(&doctor).await && is_signed_in(&officer).await);
        let all = found(&officer).await;
        assert_eq!(all.len(), 2);
        let of = |account| all.iter().find(|it| it.account == account).unwrap().id;
        let (id, own) = (of(doctor.account), of(officer.account));
        assert_eq!(code_of(doctor.call(ListAnomalies {}).await), Code::NotFound);
        assert_eq!(code_of(doctor.call(verdict(id, AnomalyVerdict::FalseAlarm, "Да")).await), Code::NotFound);
        assert_eq!(code_of(officer.call(verdict(own, AnomalyVerdict::FalseAlarm, "Да")).await), Code::NotFound);
        assert_eq!(code_of(officer.call(verdict(Uuid::from_u128(9), AnomalyVerdict::FalseAlarm, "Да")).await), Code::NotFound);
        assert_eq!(code_of(officer.call(verdict(id, AnomalyVerdict::FalseAlarm, " ")).await), Code::Invalid);

        officer.call(verdict(id, AnomalyVerdict::Unclear, "Спросим врача")).await.unwrap();
        for _ in 0..2 {
            let said = officer.call(verdict(id, AnomalyVerdict::Confirmed, "Искал знакомых")).await.unwrap();
            assert_eq!(said.reviewed_by.as_deref(), Some("Испытаний130\u{a0}А.\u{a0}П."));
        }
        let other = officer.call(verdict(id, AnomalyVerdict::FalseAlarm, "Искал знакомых")).await;
        assert_eq!(code_of(other), Code::Conflict);
        assert!(is_signed_in(&doctor).await, "a confirmed one keeps nothing closed by itself");
        let order: Vec<Uuid> = found(&officer).await.iter().map(|it| it.id).collect();
        assert_eq!(order, [own, id], "what waits stands first");
        for words in ["знакомых", "refusals\",\"score"] {
            assert!(!test.holds("anomaly", words).await, "{words}");
        }
        let office = test.journal(OFFICE).await;
        let acts = |act| office.iter().filter(|line| line.what == What::Audit(act) && line.outcome == Outcome::Allowed).count();
        assert_eq!((acts(AuditAct::AnomaliesListed), acts(AuditAct::AnomalyReviewed)), (2, 7));
        test.clock.forward(Duration::minutes(11));
        assert_eq!(code_of(officer.call(ListAnomalies {}).await), Code::StepUpRequired);
        assert_eq!(code_of(officer.call(verdict(own, AnomalyVerdict::Unclear, "Да")).await), Code::StepUpRequired);
    }

    /// AUD-5: the job is one of those that are done again and again, on any node.
    async fn the_watch_is_a_job_that_comes_again(on) {
        let test = TestApp::start(on).await;
        let db = test.raw().await;
        let now = micros(test.now());
        jobs::enqueue(db.write(), test.app.new_id(), jobs::Kind::WatchAnomalies, now, now).await.unwrap();
        assert!(jobs::run_one(&test.app).await.unwrap());
        assert!(!jobs::run_one(&test.app).await.unwrap(), "not before five seconds are over");
        test.clock.forward(Duration::seconds(5));
        assert!(jobs::run_one(&test.app).await.unwrap());
    }
}

/// AUD-5: of attacks planted in a synthetic history nine of ten are found, and no more than one of a
/// thousand days of quiet work is disturbed. `bench anomalies` measures the same at length.
#[test]
fn planted_attacks_are_found_and_quiet_work_is_not_disturbed() {
    let rates = measure(5, Size { staff: 60, days: 60, attacks: 6 });
    let (planted, found) = (rates.sum(|kind| kind.planted), rates.sum(|kind| kind.found));
    assert_eq!(planted, 36);
    assert!(found * 10 >= planted * 9, "{rates:#?}");
    assert!(rates.sum(|kind| kind.acted) * 10 >= planted * 6, "{rates:#?}");
    assert!(rates.staff_days > 800, "{}", rates.staff_days);
    let disturbed = rates.sum(|kind| kind.false_acted);
    assert!(rates.per_thousand(disturbed) <= 1.0, "{rates:#?}");
    let shown = rates.sum(|kind| kind.false_shown);
    assert!(rates.per_thousand(shown) <= 10.0, "{rates:#?}");
}
