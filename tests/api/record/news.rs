//! «С прошлого раза» (REC-14).

use backend::access::Origin;
use backend::accounts;
use backend::record::NewEntry;
use shared::access::model::{Ground, Level, Role, Section, Sensitivity};
use shared::contract::{Code, FieldReason};
use shared::id::PatientId;
use shared::record::api::ListNews;
use shared::record::model::{Coding, Content, DiagnosticReport, ResultStatus};
use shared::record::news::{News, NewsItem};
use tests::{NOW, Person, TestApp, entry, on_both};
use time::Duration;

use super::note;

fn news(patient: PatientId) -> ListNews {
    ListNews { patient, limit: None }
}

/// The same person in a session begun now.
pub(super) async fn sign_in_again<'a>(test: &'a TestApp, person: &Person<'_>) -> Person<'a> {
    let token = accounts::start_session(&test.app, person.account, Origin::default()).await;
    let mut again = test.again(person);
    again.token = token.unwrap();
    again
}

fn arrived(test: &TestApp, new: NewEntry) -> NewEntry {
    NewEntry { received_at: test.app.now(), ..new }
}

fn names(news: &News) -> Vec<&str> {
    news.items.iter().filter_map(|item: &NewsItem| item.name.as_deref()).collect()
}

on_both! {
    /// Who signs in for the first time has a card to read, and later only what came since.
    async fn what_came_since_the_last_sign_in_is_new(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        test.entry(patient, &entry(1, Section::Visits, Sensitivity::Usual, 60)).await;
        assert_eq!(
            anna.call(news(patient)).await.unwrap(),
            News { since: None, items: vec![], total: 0 }
        );

        test.clock.forward(Duration::hours(1));
        for n in [2, 3] {
            let new = entry(n, Section::Visits, Sensitivity::Usual, 600);
            test.entry(patient, &arrived(&test, new)).await;
            test.clock.forward(Duration::minutes(1));
        }
        let anna = sign_in_again(&test, &anna).await;
        let told = anna.call(news(patient)).await.unwrap();
        assert_eq!((told.since, told.total), (Some(NOW), 2));
        assert_eq!(names(&told), ["Приём 3", "Приём 2"]);

        // Nothing since: quiet. What comes while one is in is new at once.
        let anna = sign_in_again(&test, &anna).await;
        assert_eq!(anna.call(news(patient)).await.unwrap().total, 0);
        test.clock.forward(Duration::minutes(1));
        let late = arrived(&test, entry(4, Section::Visits, Sensitivity::Usual, 600));
        test.entry(patient, &late).await;
        assert_eq!(names(&anna.call(news(patient)).await.unwrap()), ["Приём 4"]);
    }

    /// A correction and a withdrawal are news too, and are told as what they are.
    async fn a_correction_is_news(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let mut new = entry(1, Section::Visits, Sensitivity::Usual, 60);
        test.entry(patient, &new).await;
        test.clock.forward(Duration::minutes(1));
        (new.version, new.withdrawn, new.received_at) = (2, true, test.app.now());
        test.entry(patient, &new).await;
        let anna = sign_in_again(&test, &anna).await;
        let told = anna.call(news(patient)).await.unwrap();
        assert_eq!((told.total, told.items[0].is_correction, told.items[0].withdrawn), (1, true, true));
    }

    async fn what_one_wrote_oneself_is_no_news_but_to_others_it_is(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let doctor = test.person(100, Role::Doctor).await;
        test.open_card(patient, doctor.grantee(), Ground::Treatment, Level::Full, Section::ALL).await;
        test.clock.forward(Duration::minutes(1));
        anna.call(note(patient, 5, "болит голова")).await.unwrap();
        let (anna, doctor) = (sign_in_again(&test, &anna).await, sign_in_again(&test, &doctor).await);
        assert_eq!(anna.call(news(patient)).await.unwrap().total, 0);
        let told = doctor.call(news(patient)).await.unwrap();
        assert_eq!((told.total, told.items[0].name.as_deref(), told.items[0].is_own), (1, None, true));
    }

    /// A report with twenty values is one item; the rest of a long list is told on request.
    async fn a_report_is_one_item_and_a_long_list_is_cut(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        test.clock.forward(Duration::minutes(1));
        let mut results = Vec::new();
        for n in 1..=20 {
            let new = arrived(&test, entry(n, Section::Results, Sensitivity::Usual, 60));
            test.entry(patient, &new).await;
            results.push(new.id);
        }
        let mut report = arrived(&test, entry(50, Section::Results, Sensitivity::Usual, 60));
        report.content = Content::DiagnosticReport(DiagnosticReport {
            code: Coding { system: String::new(), code: String::new(), display: "Анализ крови".into() },
            status: ResultStatus::Final,
            results,
            conclusion: None,
            issued_at: None,
            specimen: None,
            forms: vec![],
            request: None,
        });
        test.entry(patient, &report).await;
        let anna = sign_in_again(&test, &anna).await;
        let told = anna.call(news(patient)).await.unwrap();
        assert_eq!((names(&told), told.total), (vec!["Анализ крови"], 1));

        for n in 100..130 {
            test.entry(patient, &arrived(&test, entry(n, Section::Visits, Sensitivity::Usual, 60))).await;
        }
        let told = anna.call(news(patient)).await.unwrap();
        assert_eq!((told.items.len(), told.total), (20, 31));
        let told = anna.call(ListNews { limit: Some(200), ..news(patient) }).await.unwrap();
        assert_eq!(told.items.len(), 31);
        for limit in [0, 201] {
            let refused = anna.call(ListNews { limit: Some(limit), ..news(patient) }).await.unwrap_err();
            assert_eq!((refused.code, refused.fields[0].reason), (Code::Invalid, FieldReason::OutOfRange));
        }
    }

    /// News of what is closed or hidden is none, not even a number; a summary opens no list of news.
    async fn closed_sections_tell_no_news(on) {
        let test = TestApp::start(on).await;
        let (patient, _) = test.patient(1).await;
        let (doctor, limited) = (test.person(100, Role::Doctor).await, test.person(101, Role::Doctor).await);
        test.open_card(patient, doctor.grantee(), Ground::Grant, Level::Full, &[Section::Visits]).await;
        test.open_card(patient, limited.grantee(), Ground::Grant, Level::Limited, Section::ALL).await;
        test.clock.forward(Duration::minutes(1));
        for (section, n) in Section::ALL.iter().zip(1..) {
            test.entry(patient, &arrived(&test, entry(n, *section, Sensitivity::Usual, 60))).await;
        }
        let (doctor, limited) = (sign_in_again(&test, &doctor).await, sign_in_again(&test, &limited).await);
        let told = doctor.call(news(patient)).await.unwrap();
        assert_eq!((told.total, told.items[0].section), (1, Section::Visits));
        assert_eq!(limited.call(news(patient)).await.unwrap_err().code, Code::NotFound);
    }
}
