//! «Этого не было» and «Здесь ошибка» (REC-8, REC-13).

use backend::access::Grantee;
use backend::record::NewEntry;
use shared::access::model::{Action, Ground, Level, Role, Section, Sensitivity};
use shared::contract::{Code, FieldReason};
use shared::id::{EntryId, OrganizationId, PatientId};
use shared::record::api::{
    AnswerReport, EntryAct, EntryDetail, FindEntry, ReportEntry, SearchEntries, TakeBackReport,
};
use shared::record::model::Source;
use shared::record::report::{
    NewAnswer, NewReport, REPORT_MAX, Report, ReportKind, ReportOutcome, ReportState, SeenReport,
};
use tests::{NOW, Person, TestApp, entry, on_both};
use time::macros::date;
use uuid::Uuid;

use super::{all, note};

const CLINIC: OrganizationId = OrganizationId(Uuid::from_u128(0xC1));

/// A visit the clinic wrote down.
fn visit(n: u128) -> NewEntry {
    let mut new = entry(n, Section::Visits, Sensitivity::Usual, 60);
    new.source = Source {
        organization: Some(CLINIC),
        organization_name: Some("Поликлиника".into()),
        ..new.source
    };
    new
}

fn report(patient: PatientId, entry: EntryId, n: u128, words: &str) -> ReportEntry {
    let kind = if words.is_empty() { ReportKind::NeverHappened } else { ReportKind::Mistake };
    let body = NewReport { kind, words: words.into(), key: Uuid::from_u128(n) };
    ReportEntry { patient, entry, body }
}

fn take_back(patient: PatientId, entry: EntryId, version: u32) -> TakeBackReport {
    TakeBackReport { patient, entry, body: SeenReport { version } }
}

fn answer(
    patient: PatientId,
    entry: EntryId,
    version: u32,
    outcome: ReportOutcome,
    text: &str,
) -> AnswerReport {
    AnswerReport { patient, entry, body: NewAnswer { version, outcome, text: text.into() } }
}

/// A patient with one visit, and a doctor of the clinic who treats them.
struct Scene<'a> {
    patient: PatientId,
    anna: Person<'a>,
    doctor: Person<'a>,
    id: EntryId,
}

async fn scene(test: &TestApp) -> Scene<'_> {
    let (patient, anna) = test.patient(1).await;
    let new = visit(1);
    test.entry(patient, &new).await;
    let doctor = test.member(100, Role::Doctor, Some(CLINIC)).await;
    test.open_card(patient, doctor.grantee(), Ground::Treatment, Level::Full, Section::ALL).await;
    Scene { patient, anna, doctor, id: new.id }
}

impl Scene<'_> {
    async fn page_of(&self, person: &Person<'_>) -> EntryDetail {
        person.call(FindEntry { patient: self.patient, entry: self.id }).await.unwrap()
    }

    async fn stand(&self, person: &Person<'_>) -> Report {
        self.page_of(person).await.reports.remove(0)
    }
}

on_both! {
    /// The whole way: said, seen by both with its due day, declined with a reason, attached for ever.
    async fn what_never_happened_is_said_and_answered(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        let Scene { patient, anna, doctor, id } = &at;
        let (patient, id) = (*patient, *id);
        let before = at.page_of(anna).await;
        assert!(before.may(EntryAct::Report) && !before.may(EntryAct::Answer) && before.reports.is_empty());
        assert!(before.asked.is_some_and(|asked| asked.answers_here));

        let said = anna.call(report(patient, id, 7, "Меня не было в городе")).await.unwrap();
        assert_eq!((said.state, said.due_on), (ReportState::Open, Some(date!(2026 - 12 - 15))));
        assert_eq!(said.organization.as_deref(), Some("Поликлиника"));

        let seen = at.page_of(doctor).await;
        assert!(seen.may(EntryAct::Answer) && !seen.may(EntryAct::Report) && !seen.may(EntryAct::TakeBack));
        assert_eq!(seen.reports, std::slice::from_ref(&said));
        let own = at.page_of(anna).await;
        assert!(!own.may(EntryAct::Report) && own.may(EntryAct::TakeBack) && !own.may(EntryAct::Answer));
        let marks = doctor.call(all(patient)).await.unwrap().reports;
        assert_eq!(marks.iter().map(|mark| (mark.entry, mark.state)).collect::<Vec<_>>(), [(id, ReportState::Open)]);

        let refused = doctor.call(answer(patient, id, said.version, ReportOutcome::Declined, " ")).await.unwrap_err();
        assert_eq!((refused.fields[0].field.as_str(), refused.fields[0].reason), ("text", FieldReason::Required));
        let call = answer(patient, id, said.version, ReportOutcome::Declined, "Есть подпись в журнале");
        let given = doctor.call(call.clone()).await.unwrap();
        assert_eq!(doctor.call(call).await.unwrap(), given, "sent twice");
        let told = at.stand(anna).await;
        assert_eq!(told, given);
        assert_eq!(told.words.as_deref(), Some("Меня не было в городе"));
        let answered = told.answer.unwrap();
        assert_eq!((answered.by.as_str(), answered.text.as_deref()), ("Испытаний100\u{a0}А.\u{a0}П.", Some("Есть подпись в журнале")));
        assert!(!at.page_of(anna).await.entry.withdrawn);

        // Another one may be made; the first stays below it.
        anna.call(report(patient, id, 8, "")).await.unwrap();
        let states: Vec<_> = at.page_of(anna).await.reports.iter().map(|report| report.state).collect();
        assert_eq!(states, [ReportState::Open, ReportState::Declined]);
        assert_eq!(test.verify().await.findings, []);
    }

    /// Accepted: the entry is withdrawn by a new version; what it said stays readable.
    async fn an_accepted_report_withdraws_the_entry(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        let said = at.anna.call(report(at.patient, at.id, 7, "")).await.unwrap();
        let call = answer(at.patient, at.id, said.version, ReportOutcome::EntryWithdrawn, "");
        at.doctor.call(call).await.unwrap();
        let page = at.page_of(&at.anna).await;
        assert_eq!((page.entry.version, page.entry.withdrawn, page.earlier.len()), (2, true, 1));
        assert!(!page.may(EntryAct::Report) && page.asked.is_none());
        let refused = at.anna.call(report(at.patient, at.id, 9, "")).await.unwrap_err();
        assert_eq!(refused.code, Code::Conflict);
    }

    async fn a_report_is_taken_back_before_it_is_answered_and_not_after(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        let said = at.anna.call(report(at.patient, at.id, 7, "Не та дата")).await.unwrap();
        let back = take_back(at.patient, at.id, said.version);
        let taken = at.anna.call(back.clone()).await.unwrap();
        assert_eq!(taken.state, ReportState::TakenBack);
        assert_eq!(at.anna.call(back).await.unwrap(), taken, "sent twice");
        assert_eq!(at.anna.call(all(at.patient)).await.unwrap().reports, []);
        let late = answer(at.patient, at.id, said.version, ReportOutcome::Declined, "Нет");
        assert_eq!(at.doctor.call(late).await.unwrap_err().code, Code::Conflict);

        let said = at.anna.call(report(at.patient, at.id, 8, "")).await.unwrap();
        at.doctor.call(answer(at.patient, at.id, said.version, ReportOutcome::CorrectionFollows, "")).await.unwrap();
        let late = at.anna.call(take_back(at.patient, at.id, said.version)).await.unwrap_err();
        assert_eq!(late.code, Code::Conflict);
        let nothing = take_back(at.patient, EntryId(Uuid::from_u128(77)), 1);
        assert_eq!(at.anna.call(nothing).await.unwrap_err().code, Code::NotFound);
    }

    async fn a_report_sent_twice_is_one_and_bad_ones_leave_nothing(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        let long = "ё".repeat(REPORT_MAX + 1);
        let lines = test.journal(at.patient.0).await.len();
        for (n, words, field) in [(7, " ", "words"), (7, long.as_str(), "words"), (0, "нет", "key")] {
            let refused = at.anna.call(report(at.patient, at.id, n, words)).await.unwrap_err();
            assert_eq!((refused.code, refused.fields[0].field.as_str()), (Code::Invalid, field));
        }
        assert_eq!(test.journal(at.patient.0).await.len(), lines);

        let call = report(at.patient, at.id, 7, "Не та дата");
        let first = at.anna.call(call.clone()).await.unwrap();
        assert_eq!(at.anna.call(call).await.unwrap(), first);
        for (n, words) in [(7, "Другое"), (8, "Ещё одно")] {
            let refused = at.anna.call(report(at.patient, at.id, n, words)).await.unwrap_err();
            assert_eq!(refused.code, Code::Conflict);
        }
        assert_eq!(at.page_of(&at.anna).await.reports, [first]);
    }

    /// Two at once: one report, one answer; nobody overwrites the other.
    async fn of_two_at_once_one_wins(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        let both = (1..=6).map(|n| at.anna.call(report(at.patient, at.id, n, "Не та дата")));
        let made = futures_util::future::join_all(both).await;
        assert_eq!(made.iter().filter(|made| made.is_ok()).count(), 1);
        let said = at.stand(&at.anna).await;
        let colleague = test.member(101, Role::Doctor, Some(CLINIC)).await;
        test.open_card(at.patient, colleague.grantee(), Ground::Grant, Level::Full, Section::ALL).await;
        let (declined, withdrawn) = tokio::join!(
            at.doctor.call(answer(at.patient, at.id, said.version, ReportOutcome::Declined, "Было")),
            colleague.call(answer(at.patient, at.id, said.version, ReportOutcome::EntryWithdrawn, "")),
        );
        assert!(declined.is_ok() ^ withdrawn.is_ok(), "{declined:?} {withdrawn:?}");
        assert_eq!(at.page_of(&at.anna).await.entry.withdrawn, withdrawn.is_ok());
    }

    /// Only the owner and a representative with full rights say it; only a doctor of the
    /// organization answers; others learn that it is disputed, and no words.
    async fn everybody_does_their_part_and_no_other(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        let (patient, id) = (at.patient, at.id);
        let stranger = test.member(101, Role::Doctor, Some(OrganizationId(Uuid::from_u128(0xC2)))).await;
        let nurse = test.member(102, Role::Nurse, Some(CLINIC)).await;
        let (full, limited) = (test.person(103, Role::Patient).await, test.person(104, Role::Patient).await);
        for (person, ground, level) in [
            (&stranger, Ground::Grant, Level::Full),
            (&nurse, Ground::Treatment, Level::Full),
            (&full, Ground::Representative, Level::Full),
            (&limited, Ground::Representative, Level::Limited),
        ] {
            test.open_card(patient, person.grantee(), ground, level, Section::ALL).await;
        }
        for person in [&at.doctor, &stranger, &nurse, &limited] {
            let refused = person.call(report(patient, id, 7, "")).await.unwrap_err();
            assert_eq!(refused.code, Code::NotFound, "{}", person.role);
        }
        let said = full.call(report(patient, id, 7, "Тайна")).await.unwrap();
        for person in [&at.anna, &stranger, &nurse, &full] {
            let call = answer(patient, id, said.version, ReportOutcome::Declined, "Нет");
            assert_eq!(person.call(call).await.unwrap_err().code, Code::NotFound, "{}", person.role);
        }
        let seen = at.page_of(&stranger).await;
        assert_eq!((seen.reports[0].words.as_deref(), seen.reports[0].state, seen.may(EntryAct::Answer)), (None, ReportState::Open, false));
        assert_eq!(at.stand(&nurse).await.words.as_deref(), Some("Тайна"));
        assert!(!test.holds("report", "Тайна").await);
    }

    /// Closed or hidden entries tell nothing of what is said about them, and cannot be reached.
    async fn a_closed_section_closes_its_reports(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        at.anna.call(report(at.patient, at.id, 7, "")).await.unwrap();
        let doctor = test.member(105, Role::Doctor, Some(CLINIC)).await;
        test.open_card(at.patient, Grantee::Account(doctor.account), Ground::Grant, Level::Full, &[Section::Notes]).await;
        let page = doctor.call(all(at.patient)).await.unwrap();
        assert_eq!(page.reports, []);
        let found = doctor.call(SearchEntries { patient: at.patient, body: Default::default() }).await.unwrap();
        assert_eq!(found.page.reports, []);
        // The clinic that was asked answers all the same; another one does not.
        let elsewhere = test.member(106, Role::Doctor, Some(OrganizationId(Uuid::from_u128(0xC2)))).await;
        test.open_card(at.patient, elsewhere.grantee(), Ground::Grant, Level::Full, &[Section::Notes]).await;
        let call = answer(at.patient, at.id, 1, ReportOutcome::Declined, "Нет");
        assert_eq!(elsewhere.call(call.clone()).await.unwrap_err().code, Code::NotFound);
        assert_eq!(doctor.call(call).await.unwrap().state, ReportState::Declined);
    }

    /// Where nobody here can answer there is no due day, and the page says so beforehand.
    async fn what_nobody_here_can_answer_has_no_due_day(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let (elsewhere, nobody) = (visit(1), entry(2, Section::Visits, Sensitivity::Usual, 60));
        for new in [&elsewhere, &nobody] {
            test.entry(patient, new).await;
            let page = anna.call(FindEntry { patient, entry: new.id }).await.unwrap();
            let asked = page.asked.unwrap();
            assert_eq!((asked.answers_here, asked.organization), (false, new.source.organization_name.clone()));
            let said = anna.call(report(patient, new.id, new.id.0.as_u128(), "Не то")).await.unwrap();
            assert_eq!((said.due_on, said.state), (None, ReportState::Open));
        }
    }

    /// What one told oneself is mended, not disputed; each word said is in the journal.
    async fn ones_own_words_are_not_disputed_and_the_journal_knows_the_rest(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        let own = at.anna.call(note(at.patient, 5, "болит")).await.unwrap();
        let refused = at.anna.call(report(at.patient, own.id, 7, "")).await.unwrap_err();
        assert_eq!(refused.code, Code::Invalid);
        let said = at.anna.call(report(at.patient, at.id, 7, "")).await.unwrap();
        at.doctor.call(answer(at.patient, at.id, said.version, ReportOutcome::Declined, "Было")).await.unwrap();
        let lines = test.journal(at.patient.0).await;
        for (action, account) in [(Action::ReportEntry, at.anna.account), (Action::AnswerReport, at.doctor.account)] {
            let what = backend::audit::What::Access(action);
            let line = lines.iter().find(|line| line.what == what).unwrap();
            assert_eq!((line.account, line.object), (Some(account), Some(at.id.0)));
        }
        assert_eq!(NOW, said.made_at);
    }
}
