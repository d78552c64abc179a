//! A card is opened in an emergency, told at once, and reviewed (ACL-5).

use backend::access::{Grantee, Hiding, Target, hide};
use backend::app::micros;
use backend::audit::{Outcome, What};
use backend::{accounts, emergency};
use shared::access::model::{Ground, Level, Role, Section, Sensitivity};
use shared::access::rules::BREAK_GLASS_SECTIONS;
use shared::accounts::api::FindSession;
use shared::consent::api::{FindAccess, RevokeAccess};
use shared::contract::{Code, Problem};
use shared::emergency::api::{
    ListCardEmergencies, ListEmergencies, OpenEmergency, ReviewEmergency,
};
use shared::emergency::model::{
    EmergencyCase, NewEmergency, NewReview, OpenedEmergency, ReviewedCase, Verdict,
};
use shared::emergency::rules::EMERGENCIES_MAX;
use shared::id::{AccountId, EntryId, OrganizationId, PatientId};
use shared::record::api::{FindEntry, FindSummary};
use tests::visitor::{email, phone};
use tests::{NOW, On, Person, TestApp, entry, on_both};
use time::Duration;
use uuid::Uuid;

use super::record::{Screen, all, note};

const CLINIC: OrganizationId = OrganizationId(Uuid::from_u128(0xC1));
/// The number of the card of `TestApp::patient(1)`, and one that nobody has.
const NUMBER: &str = "0001-0001-0";
const NO_NUMBER: &str = "0404-0404-0";
const REASON: &str = "Без сознания после аварии";

/// A patient with an entry in every section, an emergency doctor and a security officer.
async fn stage(test: &TestApp) -> (PatientId, Person<'_>, Person<'_>, Person<'_>) {
    let db = test.raw().await;
    accounts::insert_organization(db.write(), CLINIC, "Скорая помощь", "clinic", 0).await.unwrap();
    let (patient, anna) = test.patient(1).await;
    for (section, n) in Section::ALL.iter().zip(1..) {
        test.entry(patient, &entry(n, *section, Sensitivity::Usual, 60)).await;
    }
    let doctor = test.member(100, Role::Doctor, Some(CLINIC)).await;
    let officer = test.person(130, Role::SecurityOfficer).await;
    (patient, anna, doctor, officer)
}

fn urgent(number: &str, n: u128) -> OpenEmergency {
    let body =
        NewEmergency { card_number: number.into(), reason: REASON.into(), key: Uuid::from_u128(n) };
    OpenEmergency { body }
}

fn verdict(emergency: Uuid, verdict: Verdict, words: &str) -> ReviewEmergency {
    ReviewEmergency { emergency, body: NewReview { verdict, words: words.into() } }
}

fn code_of<T>(answer: Result<T, Problem>) -> Code {
    answer.err().expect("refused").code
}

/// Without what differs from call to call.
fn bare<T>(answer: Result<T, Problem>) -> Problem {
    Problem { request_id: None, ..answer.err().expect("refused") }
}

async fn cases(person: &Person<'_>, patient: PatientId) -> Vec<EmergencyCase> {
    person.call(ListCardEmergencies { patient }).await.unwrap()
}

async fn queue(officer: &Person<'_>) -> Vec<ReviewedCase> {
    officer.call(ListEmergencies {}).await.unwrap()
}

async fn sections_seen(person: &Person<'_>, patient: PatientId) -> Vec<Section> {
    let page = person.call(all(patient)).await.unwrap();
    let mut seen: Vec<_> = page.entries.iter().map(|entry| entry.section).collect();
    seen.sort_unstable();
    seen.dedup();
    seen
}

fn vital() -> Vec<Section> {
    let mut sections = BREAK_GLASS_SECTIONS.to_vec();
    sections.sort_unstable();
    sections
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
    /// ACL-5: three sections and nothing else, without a right to write, for four hours.
    async fn an_emergency_opens_three_sections_for_four_hours(on) {
        let test = TestApp::start(on).await;
        let (patient, _, doctor, _) = stage(&test).await;
        assert_eq!(code_of(doctor.call(FindSummary { patient }).await), Code::NotFound);
        let opened = doctor.call(urgent("0001 0001 0", 5)).await.unwrap();
        let until = NOW + Duration::hours(4);
        assert_eq!(opened, OpenedEmergency { patient, until: Some(until) });
        assert_eq!(doctor.call(urgent(NUMBER, 5)).await.unwrap(), opened, "sent twice");

        let summary = doctor.call(FindSummary { patient }).await.unwrap();
        assert_eq!(summary.emergency_until, Some(until));
        assert!(summary.lists_open && summary.visits.is_empty() && summary.out_of_range.is_empty());
        assert_eq!((summary.allergies.len(), summary.conditions.len(), summary.medicines.len()), (1, 1, 1));
        for section in Section::ALL {
            let is_closed = !BREAK_GLASS_SECTIONS.contains(section);
            assert_eq!(summary.closed_sections.contains(section), is_closed, "{section}");
        }
        assert_eq!(sections_seen(&doctor, patient).await, vital());
        let page = doctor.call(all(patient)).await.unwrap();
        assert_eq!(page.patient.emergency_until, Some(until));
        for (section, n) in Section::ALL.iter().zip(1..) {
            let id = EntryId(Uuid::from_u128(0xE000 + n));
            let is_open = doctor.call(FindEntry { patient, entry: id }).await.is_ok();
            assert_eq!(is_open, BREAK_GLASS_SECTIONS.contains(section), "{section}");
        }
        assert_eq!(code_of(doctor.call(note(patient, 1, "заметка")).await), Code::NotFound);
        assert_eq!(code_of(doctor.call(FindAccess { patient }).await), Code::NotFound);

        test.clock.forward(Duration::hours(4) - Duration::seconds(1));
        let doctor = test.signed_in(&doctor).await;
        assert!(doctor.call(FindSummary { patient }).await.is_ok());
        test.clock.forward(Duration::seconds(1));
        assert_eq!(code_of(doctor.call(FindSummary { patient }).await), Code::NotFound);
        assert_eq!(test.verify().await.findings, []);
    }

    /// ACL-4, ACL-5: what the patient hid stays hidden, whatever happens.
    async fn an_emergency_does_not_open_what_is_hidden(on) {
        let test = TestApp::start(on).await;
        let (patient, _, doctor, _) = stage(&test).await;
        let secret = entry(51, Section::Conditions, Sensitivity::Hiv, 10);
        test.entry(patient, &secret).await;
        let (db, key, id) = (test.raw().await, test.key_of(patient).await, test.app.new_id());
        let hiding = Hiding::new(Target::Topic(Sensitivity::Hiv), vec![]);
        hide(db.write(), &key, id, patient, &hiding, micros(test.now())).await.unwrap();
        doctor.call(urgent(NUMBER, 5)).await.unwrap();
        let page = doctor.call(all(patient)).await.unwrap();
        assert_eq!(page.entries.len(), vital().len());
        assert!(page.entries.iter().all(|entry| entry.id != secret.id));
    }

    /// ACL-5: the journal, the open screen and the page of the patient tell it at once; no row tells
    /// what the doctor wrote.
    async fn an_emergency_is_in_the_journal_and_on_the_patients_page(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor, _) = stage(&test).await;
        let mut screen = Screen::open(&test, &anna, patient).await;
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
        doctor.call(urgent(NUMBER, 5)).await.unwrap();
        assert!(screen.next().await.unwrap().contains("event: changed"));

        let case = cases(&anna, patient).await.remove(0);
        assert_eq!(case.by.name.as_deref(), Some("Испытаний100 Анна Петровна"));
        assert_eq!(case.by.workplace.as_deref(), Some("Скорая помощь"));
        assert_eq!((case.reason.as_str(), case.opened_at, case.ends_at), (REASON, NOW, NOW + Duration::hours(4)));
        assert!(case.is_open && case.may_close && case.review.is_none());
        assert!(anna.call(FindSession {}).await.unwrap().has_emergency);
        assert!(!doctor.call(FindSession {}).await.unwrap().has_emergency);
        let lines = test.journal(patient.0).await;
        let line = lines.iter().find(|line| line.what == What::EmergencyOpened).unwrap();
        assert_eq!((line.ground, line.outcome, line.object), (Some(Ground::BreakGlass), Outcome::Allowed, Some(case.id)));
        assert_eq!(line.account, Some(doctor.account));
        for words in ["аварии", NUMBER] {
            assert!(!test.holds("emergency", words).await && !test.holds("ground", words).await);
        }
        assert_eq!(test.verify().await.findings, []);
    }

    /// ACL-5: the patient by every contact, each security officer by letter; neither who nor why.
    async fn the_patient_and_all_officers_are_told_at_once(on) {
        let test = TestApp::start(on).await;
        let (_, _, doctor, _) = stage(&test).await;
        let (patient, owner) = test.patient(2).await;
        // Whose contacts are proved: somebody who looks after the second card, and two officers.
        let [mother, first, second] = [
            test.visitor(3).confirmed(3).await.account,
            test.visitor(4).confirmed(4).await.account,
            test.visitor(5).confirmed(5).await.account,
        ];
        for officer in [first, second] {
            employ(&test, officer, Role::SecurityOfficer).await;
        }
        let to = Grantee::Account(mother);
        test.open_card(patient, to, Ground::Own, Level::Full, Section::ALL).await;
        let before = [test.told(&phone(3)).await.len(), test.told(&email(3)).await.len(), test.told(&email(4)).await.len()];
        for n in 0..2 {
            doctor.call(urgent("0002-0002-0", 5)).await.unwrap();
            let told = [test.told(&phone(3)).await, test.told(&email(3)).await, test.told(&email(4)).await];
            let counts = [told[0].len(), told[1].len(), told[2].len()];
            assert_eq!(counts, before.map(|count| count + 1), "told once, not {n} times more");
            for letter in told.iter().map(|letters| &letters[0]) {
                for word in ["Испытаний", "авари", "0002-0002", "Скорая", "http"] {
                    assert!(!letter.contains(word), "{word}: {letter}");
                }
            }
        }
        assert!(test.told(&email(5)).await[0].contains("ждёт проверки"));
        assert_eq!(cases(&owner, patient).await.len(), 1);
    }

    /// ACL-5: the patient closes it at once, and open screens with it.
    async fn the_patient_closes_an_emergency_at_once(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor, officer) = stage(&test).await;
        doctor.call(urgent(NUMBER, 5)).await.unwrap();
        test.clock.forward(Duration::minutes(5));
        let case = cases(&anna, patient).await.remove(0);
        anna.call(RevokeAccess { patient, grant: case.grant }).await.unwrap();
        assert_eq!(code_of(doctor.call(FindSummary { patient }).await), Code::NotFound);
        let closed = cases(&anna, patient).await.remove(0);
        assert_eq!((closed.is_open, closed.may_close, closed.ends_at), (false, false, NOW + Duration::minutes(5)));
        assert!(!anna.call(FindSession {}).await.unwrap().has_emergency);
        let waiting = queue(&officer).await.remove(0);
        assert!(waiting.was_closed && waiting.ends_at == NOW + Duration::minutes(5));
        let again = doctor.call(urgent(NUMBER, 5)).await.unwrap();
        assert_eq!(again.until, Some(NOW + Duration::minutes(5)), "the same key opens nothing anew");
        assert_eq!(code_of(doctor.call(FindSummary { patient }).await), Code::NotFound);
    }

    /// ACL-5, ACL-10: a number that never was and one that is nobody's any more: one answer, and one
    /// try each.
    async fn a_number_that_leads_nowhere_is_answered_alike(on) {
        let test = TestApp::start(on).await;
        let (patient, _, doctor, officer) = stage(&test).await;
        let absent = bare(doctor.call(urgent(NO_NUMBER, 1)).await);
        assert_eq!(absent, Problem::from(Code::NotFound));
        assert_eq!(bare(doctor.call(urgent(NO_NUMBER, 1)).await), absent, "sent twice");
        let before = test.journal(patient.0).await.len();
        let id = if on == On::Sqlite { format!("x'{}'", patient.0.simple()) } else { format!("'{}'", patient.0) };
        assert_eq!(test.harm(&format!("delete from lookup where patient_id = {id}")).await, 1);
        assert_eq!(bare(doctor.call(urgent(NUMBER, 2)).await), absent);
        assert_eq!(test.journal(patient.0).await.len(), before);
        let lines = test.journal(doctor.account.0).await;
        let tries = lines.iter().filter(|line| line.what == What::EmergencyOpened);
        assert!(tries.clone().all(|line| line.outcome == Outcome::Denied && line.object.is_some()));
        assert_eq!(tries.count(), 2);
        assert_eq!(queue(&officer).await, [], "nothing was opened");
    }

    /// ACC-19, ACL-5: with a second factor of the last ten minutes; wrong words are named.
    async fn an_emergency_is_opened_with_a_fresh_factor_and_a_reason(on) {
        let test = TestApp::start(on).await;
        let (patient, _, doctor, _) = stage(&test).await;
        for (reason, field) in [("срочно", "reason"), (" ", "reason")] {
            let mut call = urgent(NUMBER, 5);
            call.body.reason = reason.into();
            assert_eq!(doctor.call(call).await.unwrap_err().fields[0].field, field);
        }
        test.clock.forward(Duration::minutes(11));
        assert_eq!(code_of(doctor.call(urgent(NUMBER, 5)).await), Code::StepUpRequired);
        let doctor = test.signed_in(&doctor).await;
        doctor.call(urgent(NUMBER, 5)).await.unwrap();
        let mut other = urgent(NUMBER, 5);
        other.body.reason = "Совсем другая причина".into();
        assert_eq!(code_of(doctor.call(other).await), Code::Conflict, "the key was another case's");
        let nurse = test.member(101, Role::Nurse, Some(CLINIC)).await;
        assert_eq!(code_of(nurse.call(urgent(NUMBER, 6)).await), Code::NotFound);
        assert_eq!(test.journal(patient.0).await.iter().filter(|line| line.what == What::EmergencyOpened).count(), 1);
    }

    /// ACL-5: who sees as much already opens nothing; who sees some of it keeps that.
    async fn nothing_is_broken_where_the_door_stands_open(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor, officer) = stage(&test).await;
        test.open_card(patient, doctor.grantee(), Ground::Grant, Level::Full, BREAK_GLASS_SECTIONS).await;
        let answer = doctor.call(urgent(NUMBER, 5)).await.unwrap();
        assert_eq!(answer, OpenedEmergency { patient, until: None });
        assert_eq!((cases(&anna, patient).await.len(), queue(&officer).await.len()), (0, 0));

        let other = test.member(101, Role::Doctor, Some(CLINIC)).await;
        let four = [Section::Visits, Section::Results, Section::Notes, Section::Documents];
        test.open_card(patient, other.grantee(), Ground::Grant, Level::Full, &four).await;
        assert!(other.call(urgent(NUMBER, 5)).await.unwrap().until.is_some());
        let mut both: Vec<Section> = four.iter().copied().chain(vital()).collect();
        both.sort_unstable();
        assert_eq!(sections_seen(&other, patient).await, both);
        // Open already: there is no second one beside it.
        assert_eq!(other.call(urgent(NUMBER, 6)).await.unwrap().until, None);
        assert_eq!(cases(&anna, patient).await.len(), 1);
    }

    /// ACL-5: five in a day, tries included; then a clear no, which the officer hears of once.
    async fn five_emergencies_a_day_and_no_more(on) {
        let test = TestApp::start(on).await;
        let (patient, _, doctor, _) = stage(&test).await;
        let officer = test.visitor(4).confirmed(4).await.account;
        employ(&test, officer, Role::SecurityOfficer).await;
        for n in 0..u128::from(EMERGENCIES_MAX) {
            assert_eq!(code_of(doctor.call(urgent(NO_NUMBER, 10 + n)).await), Code::NotFound);
        }
        let before = test.told(&email(4)).await.len();
        for n in 0..2 {
            assert_eq!(code_of(doctor.call(urgent(NUMBER, 20 + n)).await), Code::EmergencyLimit);
        }
        let told = test.told(&email(4)).await;
        assert_eq!(told.len(), before + 1);
        assert!(told[0].contains("чаще, чем разрешено"), "{}", told[0]);
        assert_eq!(code_of(doctor.call(FindSummary { patient }).await), Code::NotFound);
        let refused = test.journal(patient.0).await;
        let refused = refused.iter().filter(|line| line.what == What::EmergencyOpened);
        assert_eq!(refused.filter(|line| line.outcome == Outcome::Denied).count(), 2, "the patient reads of it");
        // Somebody else's five are their own.
        let other = test.member(101, Role::Doctor, Some(CLINIC)).await;
        assert!(other.call(urgent(NUMBER, 5)).await.is_ok());
        test.clock.forward(Duration::hours(24));
        let doctor = test.signed_in(&doctor).await;
        assert!(doctor.call(urgent(NUMBER, 30)).await.is_ok());
    }

    /// ACL-5: of many at the same moment no more than five get through, on any nodes.
    async fn many_at_once_do_not_slip_past_the_count(on) {
        let test = TestApp::start(on).await;
        let (_, _, doctor, _) = stage(&test).await;
        let tries = (0..8_u128).map(|n| doctor.call(urgent(NO_NUMBER, 10 + n)));
        let answers = futures_util::future::join_all(tries).await;
        let stopped = answers.into_iter().filter(|answer| answer.as_ref().is_err_and(|problem| problem.code == Code::EmergencyLimit));
        assert_eq!(stopped.count(), 8 - usize::from(EMERGENCIES_MAX));
    }

    /// ACL-5, ACL-6: the officer sees who, when, why and how often, and nothing of the card; the
    /// oldest that waits stands first, and after three days it is overdue.
    async fn each_case_waits_for_its_review(on) {
        let test = TestApp::start(on).await;
        let (patient, _, doctor, officer) = stage(&test).await;
        doctor.call(urgent(NUMBER, 5)).await.unwrap();
        for _ in 0..2 {
            doctor.call(FindSummary { patient }).await.unwrap();
        }
        let first = queue(&officer).await.remove(0);
        assert_eq!((first.card_number.as_str(), first.reason.as_str(), first.looks), (NUMBER, REASON, 2));
        assert_eq!(first.by.name.as_deref(), Some("Испытаний100 Анна Петровна"));
        assert!(!serde_json::to_string(&first).unwrap().contains("Испытаний1 "), "no patient's name");
        assert!(!first.is_overdue && !first.was_closed && first.review.is_none());
        test.clock.forward(Duration::days(3));
        assert_eq!(emergency::count_overdue(&test.app).await.unwrap(), 0);
        test.clock.forward(Duration::seconds(1));
        assert_eq!(emergency::count_overdue(&test.app).await.unwrap(), 1);
        let (doctor, officer) = (test.signed_in(&doctor).await, test.signed_in(&officer).await);
        doctor.call(urgent(NUMBER, 6)).await.unwrap();
        let waiting = queue(&officer).await;
        assert_eq!(waiting.iter().map(|case| case.is_overdue).collect::<Vec<_>>(), [true, false]);
        assert_eq!((waiting[0].id, waiting[1].looks), (first.id, 0));

        let reviewed = officer.call(verdict(first.id, Verdict::Justified, "Вызов подтверждён")).await.unwrap();
        assert_eq!(reviewed.reviewed_by.as_deref(), Some("Испытаний130\u{a0}А.\u{a0}П."));
        assert_eq!(emergency::count_overdue(&test.app).await.unwrap(), 0);
        let after: Vec<Uuid> = queue(&officer).await.iter().map(|case| case.id).collect();
        assert_eq!(after, [waiting[1].id, first.id], "what waits stands first");
    }

    /// ACL-5: the patient reads what was found; without good reason they are told of it outside too.
    async fn a_review_is_told_to_the_patient(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor, officer) = stage(&test).await;
        let owner = test.visitor(3).confirmed(3).await.account;
        let to = Grantee::Account(owner);
        test.open_card(patient, to, Ground::Own, Level::Full, Section::ALL).await;
        doctor.call(urgent(NUMBER, 5)).await.unwrap();
        let id = queue(&officer).await[0].id;
        let before = test.told(&phone(3)).await.len();
        officer.call(verdict(id, Verdict::Unclear, "Ждём ответа больницы")).await.unwrap();
        assert_eq!(test.told(&phone(3)).await.len(), before);
        for _ in 0..2 {
            officer.call(verdict(id, Verdict::Unjustified, "Вызова не было")).await.unwrap();
        }
        let closed = doctor.call(FindSummary { patient }).await;
        assert_eq!(code_of(closed), Code::NotFound, "it goes on for nobody");
        let told = test.told(&phone(3)).await;
        assert_eq!(told.len(), before + 1);
        assert!(told[0].contains("оснований не было") && !told[0].contains("Вызова"), "{}", told[0]);
        let review = cases(&anna, patient).await.remove(0).review.unwrap();
        assert_eq!((review.verdict, review.words.as_str(), review.at), (Verdict::Unjustified, "Вызова не было", NOW));
        let other = officer.call(verdict(id, Verdict::Justified, "Вызова не было")).await;
        assert_eq!(code_of(other), Code::Conflict, "what was found for sure stays");
        assert!(!test.holds("emergency", "Вызова").await);
        let lines = test.journal(patient.0).await;
        let reviewed = lines.iter().filter(|line| line.what == What::EmergencyReviewed);
        assert_eq!(reviewed.map(|line| line.object).collect::<Vec<_>>(), [Some(id); 2]);
        assert_eq!(test.verify().await.findings, []);
    }

    /// ACL-5, ACL-6: nobody but the officer reviews, and nobody what they did themselves.
    async fn a_review_is_the_officers_and_never_ones_own(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor, officer) = stage(&test).await;
        doctor.call(urgent(NUMBER, 5)).await.unwrap();
        let id = queue(&officer).await[0].id;
        for person in [&doctor, &anna] {
            assert_eq!(code_of(person.call(ListEmergencies {}).await), Code::NotFound);
            assert_eq!(code_of(person.call(verdict(id, Verdict::Justified, "Всё верно")).await), Code::NotFound);
        }
        assert_eq!(code_of(officer.call(ListCardEmergencies { patient }).await), Code::NotFound);
        assert_eq!(code_of(officer.call(FindSummary { patient }).await), Code::NotFound);
        assert_eq!(code_of(officer.call(verdict(id, Verdict::Justified, " ")).await), Code::Invalid);
        assert_eq!(code_of(officer.call(verdict(Uuid::from_u128(9), Verdict::Justified, "Да")).await), Code::NotFound);
        test.clock.forward(Duration::minutes(11));
        assert_eq!(code_of(officer.call(ListEmergencies {}).await), Code::StepUpRequired);
        assert_eq!(code_of(officer.call(verdict(id, Verdict::Justified, "Да")).await), Code::StepUpRequired);
        // The doctor has become the officer meanwhile.
        let account = doctor.account.0;
        let account = if on == On::Sqlite { format!("x'{}'", account.simple()) } else { format!("'{account}'") };
        let role = Role::SecurityOfficer.wire();
        test.harm(&format!("update membership set role = '{role}' where account_id = {account}")).await;
        let turned = test.signed_in(&doctor).await;
        assert_eq!(queue(&turned).await.len(), 1);
        assert_eq!(code_of(turned.call(verdict(id, Verdict::Justified, "Да")).await), Code::NotFound);
    }
}
