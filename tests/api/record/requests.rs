//! What patients ask of organizations: the list of those who answer, and asking for what never
//! came (REC-8, REC-11, REC-13, DQ-5).

use backend::access::{Grantee, Hiding, Target, hide};
use backend::accounts;
use shared::access::model::{Action, Ground, Level, Role, Section, Sensitivity};
use shared::accounts::api::FindSession;
use shared::card::api::ListCards;
use shared::contract::{Code, FieldReason};
use shared::id::{EntryId, OrganizationId, PatientId};
use shared::record::api::{
    AnswerReport, AnswerRequest, AskMissing, FindEntry, FindSummary, ListAsked, ListEntries,
    ListNews, ListOrganizations, ListRequests, ReportEntry, TakeBackReport, TakeBackRequest,
};
use shared::record::asked::{AskedItem, NewMissing};
use shared::record::model::Source;
use shared::record::report::{
    NewAnswer, NewReport, ReportKind, ReportOutcome, ReportState, SeenReport,
};
use tests::{Person, TestApp, entry, on_both};
use time::Duration;
use time::macros::date;
use uuid::Uuid;

use super::news::sign_in_again;

const CLINIC: OrganizationId = OrganizationId(Uuid::from_u128(0xC1));
const LABORATORY: OrganizationId = OrganizationId(Uuid::from_u128(0xC2));
const EMPTY: OrganizationId = OrganizationId(Uuid::from_u128(0xC3));

async fn organizations(test: &TestApp) {
    let db = test.raw().await;
    for (id, name) in [(CLINIC, "Поликлиника"), (LABORATORY, "Анализы"), (EMPTY, "Пустая")]
    {
        accounts::insert_organization(db.write(), id, name, "clinic", 0).await.unwrap();
    }
}

fn missing(patient: PatientId, section: Section, n: u128) -> AskMissing {
    let body = NewMissing {
        section,
        organization: CLINIC,
        from: Some(date!(2026 - 03 - 01)),
        until: None,
        words: "Общий анализ крови".into(),
        key: Uuid::from_u128(n),
    };
    AskMissing { patient, body }
}

fn answer(item: &AskedItem, outcome: ReportOutcome, text: &str) -> AnswerRequest {
    let body = NewAnswer { version: item.asking.report.version, outcome, text: text.into() };
    AnswerRequest { patient: item.patient, request: item.asking.id, body }
}

async fn asked_of(person: &Person<'_>) -> Vec<AskedItem> {
    person.call(ListAsked {}).await.unwrap()
}

async fn count(person: &Person<'_>) -> u32 {
    person.call(FindSession {}).await.unwrap().asked
}

/// An entry of the clinic, with a report against it.
async fn disputed(
    test: &TestApp,
    anna: &Person<'_>,
    patient: PatientId,
    n: u128,
    section: Section,
) -> EntryId {
    let mut new = entry(n, section, Sensitivity::Usual, 60);
    new.source = Source {
        organization: Some(CLINIC),
        organization_name: Some("Поликлиника".into()),
        ..new.source
    };
    test.entry(patient, &new).await;
    let body = NewReport {
        kind: ReportKind::NeverHappened,
        words: "Не было".into(),
        key: Uuid::from_u128(n),
    };
    anna.call(ReportEntry { patient, entry: new.id, body }).await.unwrap();
    new.id
}

on_both! {
    /// Asked, seen by a doctor to whom the card is closed, answered, and told as news.
    async fn what_never_came_is_asked_for_and_answered(on) {
        let test = TestApp::start(on).await;
        organizations(&test).await;
        let (patient, anna) = test.patient(1).await;
        let doctor = test.member(100, Role::Doctor, Some(CLINIC)).await;
        let named: Vec<_> = anna.call(ListOrganizations {}).await.unwrap().into_iter().map(|it| it.name).collect();
        assert_eq!(named, ["Поликлиника"]);
        assert_eq!((count(&doctor).await, asked_of(&doctor).await), (0, vec![]));

        let call = missing(patient, Section::Results, 7);
        let asked = anna.call(call.clone()).await.unwrap();
        assert_eq!((asked.report.state, asked.report.due_on), (ReportState::Open, Some(date!(2026 - 12 - 15))));
        assert_eq!(anna.call(call).await.unwrap(), asked, "sent twice");
        assert_eq!(anna.call(ListRequests { patient }).await.unwrap(), std::slice::from_ref(&asked));
        assert!(!test.holds("report", "Общий анализ крови").await);

        assert_eq!(count(&doctor).await, 1);
        let item = asked_of(&doctor).await.remove(0);
        assert_eq!((item.patient, &item.asking), (patient, &asked));
        assert_eq!((item.name.given.as_str(), item.card_number.len()), ("Анна", 11));
        // What was asked opens, and nothing beside it.
        assert_eq!(doctor.call(ListCards {}).await.unwrap(), []);
        assert_eq!(doctor.call(FindSummary { patient }).await.unwrap_err().code, Code::NotFound);
        let list = ListEntries { patient, section: None, cursor: None, limit: None };
        assert_eq!(doctor.call(list).await.unwrap_err().code, Code::NotFound);
        assert_eq!(doctor.call(ListRequests { patient }).await.unwrap_err().code, Code::NotFound);

        test.clock.forward(Duration::minutes(5));
        let given = doctor.call(answer(&item, ReportOutcome::Resent, "")).await.unwrap();
        assert_eq!((given.state, given.answer.unwrap().by.as_str()), (ReportState::Resent, "Испытаний100\u{a0}А.\u{a0}П."));
        assert_eq!((count(&doctor).await, asked_of(&doctor).await), (0, vec![]));
        let again = doctor.call(answer(&item, ReportOutcome::Declined, "Нет")).await.unwrap_err();
        assert_eq!(again.code, Code::NotFound, "the ground went with the answer");
        assert_eq!(anna.call(ListRequests { patient }).await.unwrap()[0].report.state, ReportState::Resent);

        let lines = test.journal(patient.0).await;
        for (action, account) in [(Action::ReportEntry, anna.account), (Action::ReadAsked, doctor.account), (Action::AnswerReport, doctor.account)] {
            let what = backend::audit::What::Access(action);
            assert!(lines.iter().any(|line| line.what == what && line.account == Some(account)), "{action}");
        }
        assert_eq!(test.verify().await.findings, []);
    }

    /// What an organization answered stands among the news of the next visit.
    async fn an_answer_is_news(on) {
        let test = TestApp::start(on).await;
        organizations(&test).await;
        let (patient, anna) = test.patient(1).await;
        let doctor = test.member(100, Role::Doctor, Some(CLINIC)).await;
        anna.call(missing(patient, Section::Results, 7)).await.unwrap();
        test.clock.forward(Duration::minutes(1));
        let since = sign_in_again(&test, &anna).await;
        assert_eq!(since.call(ListNews { patient, limit: None }).await.unwrap().items, []);
        test.clock.forward(Duration::minutes(1));
        let item = asked_of(&doctor).await.remove(0);
        doctor.call(answer(&item, ReportOutcome::Declined, "У нас такого не было")).await.unwrap();
        let news = since.call(ListNews { patient, limit: None }).await.unwrap().items;
        let told: Vec<_> = news.iter().map(|item| (item.is_request, item.report, item.section)).collect();
        assert_eq!(told, [(true, Some(ReportState::Declined), Section::Results)]);
    }

    /// A dispute leads the clinic's doctors to the entry though the card is not open to them.
    async fn a_dispute_waits_for_the_clinics_doctors(on) {
        let test = TestApp::start(on).await;
        organizations(&test).await;
        let (patient, anna) = test.patient(1).await;
        let doctor = test.member(100, Role::Doctor, Some(CLINIC)).await;
        let elsewhere = test.member(101, Role::Doctor, Some(LABORATORY)).await;
        let id = disputed(&test, &anna, patient, 1, Section::Visits).await;
        anna.call(missing(patient, Section::Immunizations, 8)).await.unwrap();
        assert_eq!(asked_of(&elsewhere).await, []);
        let items = asked_of(&doctor).await;
        assert_eq!(count(&doctor).await, 2);
        let kinds: Vec<_> = items.iter().map(|item| (item.asking.report.kind, item.asking.entry.as_ref().map(|entry| entry.id))).collect();
        assert_eq!(kinds.len(), 2);
        assert!(kinds.contains(&(ReportKind::NeverHappened, Some(id))), "{kinds:?}");
        assert!(kinds.contains(&(ReportKind::Missing, None)), "{kinds:?}");
        // The entry's own page stays closed.
        assert_eq!(doctor.call(FindEntry { patient, entry: id }).await.unwrap_err().code, Code::NotFound);
        let wrong = NewAnswer { version: 1, outcome: ReportOutcome::Resent, text: String::new() };
        let refused = doctor.call(AnswerReport { patient, entry: id, body: wrong }).await.unwrap_err();
        assert_eq!(refused.fields[0].field, "outcome");
        let body = NewAnswer { version: 1, outcome: ReportOutcome::EntryWithdrawn, text: String::new() };
        doctor.call(AnswerReport { patient, entry: id, body }).await.unwrap();
        assert!(anna.call(FindEntry { patient, entry: id }).await.unwrap().entry.withdrawn);
        let left = asked_of(&doctor).await;
        assert_eq!(left.iter().map(|item| item.asking.report.kind).collect::<Vec<_>>(), [ReportKind::Missing]);
        let odd = doctor.call(answer(&left[0], ReportOutcome::EntryWithdrawn, "")).await.unwrap_err();
        assert_eq!(odd.fields[0].field, "outcome");
        let silent = doctor.call(answer(&left[0], ReportOutcome::Declined, " ")).await.unwrap_err();
        assert_eq!((silent.fields[0].field.as_str(), silent.fields[0].reason), ("text", FieldReason::Required));
    }

    /// A laboratory answers for results and for nothing else; the others of a clinic for nothing.
    async fn each_answers_what_is_theirs(on) {
        let test = TestApp::start(on).await;
        organizations(&test).await;
        let (patient, anna) = test.patient(1).await;
        let doctor = test.member(99, Role::Doctor, Some(CLINIC)).await;
        for (section, n) in [(Section::Results, 7), (Section::Visits, 8)] {
            anna.call(missing(patient, section, n)).await.unwrap();
        }
        let all = asked_of(&doctor).await;
        assert_eq!(all.len(), 2);
        for (role, n) in Role::ALL.iter().zip(100..) {
            let person = test.member(n, *role, Some(CLINIC)).await;
            let sections: Vec<_> = asked_of(&person).await.iter().map(|item| item.asking.missing.unwrap().section).collect();
            match role {
                Role::Doctor => assert_eq!(sections.len(), 2),
                Role::Laboratory => assert_eq!(sections, [Section::Results]),
                _ => assert_eq!(sections, [], "{role}"),
            }
            let visits = all.iter().find(|item| item.asking.missing.unwrap().section == Section::Visits).unwrap();
            if *role != Role::Doctor {
                let refused = person.call(answer(visits, ReportOutcome::Resent, "")).await.unwrap_err();
                assert_eq!(refused.code, Code::NotFound, "{role}");
            }
        }
    }

    /// Refused with the field, and nothing is left behind: no row, no ground, no line.
    async fn bad_requests_leave_nothing(on) {
        let test = TestApp::start(on).await;
        organizations(&test).await;
        let (patient, anna) = test.patient(1).await;
        let doctor = test.member(100, Role::Doctor, Some(CLINIC)).await;
        let lines = test.journal(patient.0).await.len();
        let bad = |change: fn(&mut NewMissing)| {
            let mut call = missing(patient, Section::Results, 7);
            change(&mut call.body);
            call
        };
        for (call, field) in [
            (bad(|new| new.words = "\u{200b} ".into()), "words"),
            (bad(|new| new.words = "ё".repeat(2_001)), "words"),
            (bad(|new| new.key = Uuid::nil()), "key"),
            (bad(|new| new.section = Section::Notes), "section"),
            (bad(|new| new.from = Some(date!(2030 - 01 - 01))), "from"),
            (bad(|new| new.until = Some(date!(2030 - 01 - 01))), "until"),
            (bad(|new| new.until = Some(date!(2026 - 01 - 01))), "until"),
            (bad(|new| new.organization = EMPTY), "organization"),
            (bad(|new| new.organization = OrganizationId(Uuid::from_u128(0xFFFF))), "organization"),
        ] {
            let refused = anna.call(call).await.unwrap_err();
            assert_eq!((refused.code, refused.fields[0].field.as_str()), (Code::Invalid, field));
        }
        assert_eq!((count(&doctor).await, test.journal(patient.0).await.len()), (0, lines));

        anna.call(missing(patient, Section::Results, 7)).await.unwrap();
        let other = bad(|new| new.words = "Другое".into());
        assert_eq!(anna.call(other).await.unwrap_err().code, Code::Conflict);
        // As many at once as anybody could mean.
        for n in 8..=26 {
            anna.call(missing(patient, Section::Results, n)).await.unwrap();
        }
        let refused = anna.call(missing(patient, Section::Results, 27)).await.unwrap_err();
        assert_eq!(refused.code, Code::LimitReached);
        assert_eq!(asked_of(&doctor).await.len(), 20);
    }

    /// What was taken back waits for nobody; neither does what was said of an entry.
    async fn what_is_taken_back_leaves_the_list(on) {
        let test = TestApp::start(on).await;
        organizations(&test).await;
        let (patient, anna) = test.patient(1).await;
        let doctor = test.member(100, Role::Doctor, Some(CLINIC)).await;
        let id = disputed(&test, &anna, patient, 1, Section::Visits).await;
        let asked = anna.call(missing(patient, Section::Results, 7)).await.unwrap();
        let items = asked_of(&doctor).await;
        let seen = SeenReport { version: 1 };
        // The one is not taken back as the other.
        let odd = TakeBackRequest { patient, request: id, body: seen };
        assert_eq!(anna.call(odd).await.unwrap_err().code, Code::NotFound);
        let odd = TakeBackReport { patient, entry: asked.id, body: seen };
        assert_eq!(anna.call(odd).await.unwrap_err().code, Code::NotFound);
        let back = TakeBackRequest { patient, request: asked.id, body: seen };
        let taken = anna.call(back.clone()).await.unwrap();
        assert_eq!(taken.state, ReportState::TakenBack);
        assert_eq!(anna.call(back).await.unwrap(), taken, "sent twice");
        anna.call(TakeBackReport { patient, entry: id, body: seen }).await.unwrap();
        assert_eq!((count(&doctor).await, asked_of(&doctor).await), (0, vec![]));
        for item in items.iter().filter(|item| item.asking.missing.is_some()) {
            let late = doctor.call(answer(item, ReportOutcome::Resent, "")).await.unwrap_err();
            assert_eq!(late.code, Code::NotFound);
        }
    }

    /// Two at once: one answer; nobody overwrites the other. What is hidden is not told of.
    async fn of_two_answers_one_wins_and_what_is_hidden_stays_hidden(on) {
        let test = TestApp::start(on).await;
        organizations(&test).await;
        let (patient, anna) = test.patient(1).await;
        let (one, two) = (test.member(100, Role::Doctor, Some(CLINIC)).await, test.member(101, Role::Doctor, Some(CLINIC)).await);
        anna.call(missing(patient, Section::Results, 7)).await.unwrap();
        let item = asked_of(&one).await.remove(0);
        let (first, second) = tokio::join!(
            one.call(answer(&item, ReportOutcome::Resent, "")),
            two.call(answer(&item, ReportOutcome::Declined, "Нет")),
        );
        assert!(first.is_ok() ^ second.is_ok(), "{first:?} {second:?}");

        let id = disputed(&test, &anna, patient, 1, Section::Visits).await;
        let hiding = Hiding::new(Target::Entry(id), vec![one.account]);
        let (db, key) = (test.raw().await, test.key_of(patient).await);
        hide(db.write(), &key, test.app.new_id(), patient, &hiding, 0).await.unwrap();
        assert_eq!(asked_of(&one).await, []);
        assert_eq!(asked_of(&two).await.len(), 1);
        // Who reads the card does not read what was asked of others; who represents the patient does.
        let (nurse, son) = (test.member(102, Role::Nurse, Some(CLINIC)).await, test.person(103, Role::Patient).await);
        for (person, ground) in [(&nurse, Ground::Treatment), (&son, Ground::Representative)] {
            test.open_card(patient, person.grantee(), ground, Level::Full, Section::ALL).await;
        }
        assert_eq!(nurse.call(ListRequests { patient }).await.unwrap_err().code, Code::NotFound);
        assert_eq!(son.call(ListRequests { patient }).await.unwrap().len(), 2);
        // Another ground beside it takes nothing away.
        test.open_card(patient, Grantee::Account(two.account), Ground::Treatment, Level::Full, &[Section::Notes]).await;
        let body = NewAnswer { version: 1, outcome: ReportOutcome::CorrectionFollows, text: String::new() };
        assert!(two.call(AnswerReport { patient, entry: id, body }).await.is_ok());
    }
}
