//! The patient decides who sees the card (ACL-1, ACL-2, ACL-3, ACL-4, ACL-10, ACL-12, CARD-6,
//! CARD-7).

use std::time::Instant;

use backend::access::{Grantee, Hiding, Origin, Target, hide, lift, revoke_ground};
use backend::app::micros;
use backend::audit::{Outcome, What};
use backend::{accounts, jobs};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use sea_orm::ConnectionTrait as _;
use shared::access::model::{Action, Ground, Level, Role, Section, Sensitivity};
use shared::accounts::api::FindSession;
use shared::card::api::ListCards;
use shared::consent::api::{
    AnswerAccess, AskAccess, ChangeAccess, FindAccess, GiveAccess, HideEntries, LiftHiding,
    ListPractitioners, ListSentRequests, OpenPresented, PresentCard, PreviewAccess, RevokeAccess,
};
use shared::consent::model::{
    AllowedAccess, ChangedGrant, Grant, GrantAct, GrantState, GrantTerm, NewAccessRequest,
    NewGrant, NewHiding, NewPresentation, Presentation, PreviewQuery, RequestAnswer, SentRequest,
    SentState, ShownCard,
};
use shared::consent::rules::{PRESENTATION_TRIES, REQUESTS_MAX, is_shown_token};
use shared::contract::{Code, FieldReason, Problem};
use shared::id::{AccountId, EntryId, OrganizationId, PatientId};
use shared::record::api::{FindEntry, FindSummary, ListEntries};
use shared::results::api::SetRelease;
use shared::results::release::ReleaseRule;
use tests::visitor::phone;
use tests::{NOW, On, Person, TestApp, entry, on_both};
use time::Duration;
use time::macros::datetime;
use uuid::Uuid;

use super::record::{Screen, all};

const CLINIC: OrganizationId = OrganizationId(Uuid::from_u128(0xC1));
const EMPTY: OrganizationId = OrganizationId(Uuid::from_u128(0xC3));
/// The number of the card of `TestApp::patient(1)`, and one that nobody has.
const NUMBER: &str = "0001-0001-0";
const NO_NUMBER: &str = "0404-0404-0";

/// A clinic with a doctor, and a patient with an entry in every section.
async fn stage(test: &TestApp) -> (PatientId, Person<'_>, Person<'_>) {
    let db = test.raw().await;
    for (id, name) in [(CLINIC, "Поликлиника"), (EMPTY, "Пустая")] {
        accounts::insert_organization(db.write(), id, name, "clinic", 0).await.unwrap();
    }
    let (patient, anna) = test.patient(1).await;
    for (section, n) in Section::ALL.iter().zip(1..) {
        test.entry(patient, &entry(n, *section, Sensitivity::Usual, 60)).await;
    }
    let doctor = test.member(100, Role::Doctor, Some(CLINIC)).await;
    (patient, anna, doctor)
}

fn grant(patient: PatientId, to: AccountId, sections: &[Section], n: u128) -> GiveAccess {
    let body = NewGrant {
        account: Some(to),
        organization: None,
        level: Level::Full,
        sections: sections.to_vec(),
        term: GrantTerm::Week,
        purpose: Some("Второе мнение".into()),
        key: Uuid::from_u128(n),
    };
    GiveAccess { patient, body }
}

fn hiding(patient: PatientId, entry: u128, from: Vec<AccountId>, is_told: bool) -> HideEntries {
    let body = NewHiding {
        entry: Some(EntryId(Uuid::from_u128(0xE000 + entry))),
        topic: None,
        from,
        is_told,
        key: Uuid::from_u128(0xF000 + entry),
    };
    HideEntries { patient, body }
}

fn request(number: &str, n: u128) -> AskAccess {
    let body = NewAccessRequest {
        card_number: number.into(),
        reason: "Перед операцией на колене".into(),
        sections: vec![Section::Results, Section::Allergies],
        term: GrantTerm::Week,
        key: Uuid::from_u128(n),
    };
    AskAccess { body }
}

fn allow(patient: PatientId, request: Uuid, sections: &[Section], term: GrantTerm) -> AnswerAccess {
    let allowed = AllowedAccess { level: Level::Full, sections: sections.to_vec(), term };
    AnswerAccess { patient, request, body: RequestAnswer { allowed: Some(allowed) } }
}

fn refuse(patient: PatientId, request: Uuid) -> AnswerAccess {
    AnswerAccess { patient, request, body: RequestAnswer { allowed: None } }
}

fn by_code(number: &str, code: &str) -> OpenPresented {
    let (card_number, code) = (Some(number.to_owned()), Some(code.to_owned()));
    OpenPresented { body: ShownCard { token: None, card_number, code } }
}

fn by_token(token: &str) -> OpenPresented {
    OpenPresented { body: ShownCard { token: Some(token.to_owned()), ..ShownCard::default() } }
}

async fn present(anna: &Person<'_>, patient: PatientId) -> Presentation {
    anna.call(PresentCard { patient, body: NewPresentation::default() }).await.unwrap()
}

/// A code that is surely another one.
fn other(code: &str) -> String {
    let last = if code.ends_with('0') { '1' } else { '0' };
    format!("{}{last}", &code[..5])
}

async fn grants(anna: &Person<'_>, patient: PatientId) -> Vec<Grant> {
    anna.call(FindAccess { patient }).await.unwrap().grants
}

async fn sections_seen(person: &Person<'_>, patient: PatientId) -> Vec<Section> {
    let page = person.call(all(patient)).await.unwrap();
    let mut seen: Vec<_> = page.entries.iter().map(|entry| entry.section).collect();
    seen.sort_unstable();
    seen.dedup();
    seen
}

fn code_of<T>(answer: Result<T, Problem>) -> Code {
    answer.err().expect("refused").code
}

async fn run_jobs(test: &TestApp) {
    while jobs::run_one(&test.app).await.unwrap() {}
}

on_both! {
    /// ACL-1, ACL-2: opened, told in words, narrowed, made longer, closed.
    async fn a_grant_opens_what_it_says_until_it_is_closed(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        assert_eq!(code_of(doctor.call(FindSummary { patient }).await), Code::NotFound);
        let two = [Section::Results, Section::Allergies];
        let call = grant(patient, doctor.account, &two, 5);
        let given = anna.call(call.clone()).await.unwrap();
        assert_eq!(given.to.name.as_deref(), Some("Испытаний100 Анна Петровна"));
        assert_eq!((given.to.role, given.to.workplace.as_deref()), (Some(Role::Doctor), Some("Поликлиника")));
        assert_eq!((given.state, given.until), (GrantState::Live, Some(NOW + Duration::days(7))));
        assert_eq!(given.purpose.as_deref(), Some("Второе мнение"));
        assert_eq!(given.may, [GrantAct::Change, GrantAct::Revoke]);
        assert_eq!(anna.call(call.clone()).await.unwrap(), given, "sent twice");
        assert_eq!(grants(&anna, patient).await, std::slice::from_ref(&given));
        assert!(!test.holds("ground", "Второе мнение").await);
        let mut expected = two.to_vec();
        expected.sort_unstable();
        assert_eq!(sections_seen(&doctor, patient).await, expected);

        let body = ChangedGrant { level: Level::Full, sections: vec![Section::Allergies], term: Some(GrantTerm::Year) };
        let changed = anna.call(ChangeAccess { patient, grant: given.id, body }).await.unwrap();
        assert_eq!((changed.until, changed.id), (Some(NOW + Duration::days(365)), given.id));
        assert_eq!(sections_seen(&doctor, patient).await, [Section::Allergies]);
        let body = ChangedGrant { level: Level::Limited, sections: vec![Section::Allergies], term: None };
        let limited = anna.call(ChangeAccess { patient, grant: given.id, body }).await.unwrap();
        assert_eq!(limited.until, changed.until, "the term stays");
        assert!(doctor.call(FindSummary { patient }).await.is_ok());
        assert_eq!(code_of(doctor.call(all(patient)).await), Code::NotFound);

        for _ in 0..2 {
            let settled = anna.call(RevokeAccess { patient, grant: given.id }).await.unwrap();
            assert_eq!(settled.id, given.id);
        }
        assert_eq!(code_of(doctor.call(FindSummary { patient }).await), Code::NotFound);
        let ended = grants(&anna, patient).await.remove(0);
        assert_eq!((ended.state, ended.may.len()), (GrantState::Ended, 0));
        let body = ChangedGrant { level: Level::Full, sections: vec![Section::Allergies], term: None };
        let late = anna.call(ChangeAccess { patient, grant: given.id, body }).await;
        assert_eq!(code_of(late), Code::Conflict);
        test.clock.forward(Duration::days(91));
        let anna = test.signed_in(&anna).await;
        assert_eq!(grants(&anna, patient).await, [], "what ended long ago is shown no more");

        let lines = test.journal(patient.0).await;
        for action in [Action::ReadGrants, Action::ManageAccess, Action::CloseAccess] {
            let is_there = |line: &backend::audit::Line| line.what == What::Access(action) && line.ground == Some(Ground::Own);
            assert!(lines.iter().any(is_there), "{action}");
        }
        assert_eq!(test.verify().await.findings, []);
    }

    /// ACL-2: three taps: the button, the name, and «Открыть карту».
    async fn who_was_opened_to_before_is_offered_by_name(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let known = async || anna.call(FindAccess { patient }).await.unwrap().known;
        assert_eq!(known().await, []);
        let given = anna.call(grant(patient, doctor.account, &[Section::Results], 5)).await.unwrap();
        assert_eq!(known().await, [], "the card is open to the doctor: there is nothing to offer");
        assert_eq!(code_of(doctor.call(FindAccess { patient }).await), Code::NotFound);
        anna.call(RevokeAccess { patient, grant: given.id }).await.unwrap();
        assert_eq!(known().await, [given.to], "one tap chooses the doctor");
        let db = test.raw().await;
        let left = "update membership set ends_at = 1";
        db.write().execute_unprepared(left).await.unwrap();
        assert_eq!(known().await, [], "who left is not offered");
    }

    /// ACL-2: a whole organization; its term ends by itself, and nobody is opened to by a slip.
    async fn an_organization_is_opened_to_and_nonsense_is_refused(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let nurse = test.member(101, Role::Nurse, Some(CLINIC)).await;
        let registrar = test.member(102, Role::Registrar, Some(CLINIC)).await;
        let to_clinic = |organization, n| {
            let call = grant(patient, doctor.account, &[Section::Visits], n);
            let body = NewGrant { account: None, organization: Some(organization), term: GrantTerm::Day, ..call.body };
            GiveAccess { patient, body }
        };
        let given = anna.call(to_clinic(CLINIC, 5)).await.unwrap();
        assert_eq!((given.to.name.as_deref(), given.to.account), (Some("Поликлиника"), None));
        for person in [&doctor, &nurse] {
            assert_eq!(sections_seen(person, patient).await, [Section::Visits]);
        }
        assert_eq!(code_of(registrar.call(FindSummary { patient }).await), Code::NotFound);
        test.clock.forward(Duration::days(1));
        let (anna, doctor) = (test.signed_in(&anna).await, test.signed_in(&doctor).await);
        assert_eq!(code_of(doctor.call(FindSummary { patient }).await), Code::NotFound);

        let wrong = async |call: GiveAccess| {
            let problem = anna.call(call).await.unwrap_err();
            (problem.fields[0].field.clone(), problem.fields[0].reason)
        };
        let mut none = grant(patient, doctor.account, &[], 6);
        assert_eq!(wrong(none.clone()).await, ("sections".into(), FieldReason::Required));
        none.body.sections = vec![Section::Visits];
        none.body.account = None;
        assert_eq!(wrong(none).await, ("account".into(), FieldReason::Required));
        let to_registrar = grant(patient, registrar.account, &[Section::Visits], 7);
        assert_eq!(wrong(to_registrar).await, ("account".into(), FieldReason::Invalid));
        assert_eq!(wrong(to_clinic(EMPTY, 8)).await, ("organization".into(), FieldReason::Invalid));
        let other = grant(patient, doctor.account, &[Section::Notes], 5);
        assert_eq!(code_of(anna.call(other).await), Code::Conflict, "the key was another grant's");
    }

    /// ACL-2: opening asks once more who is there, closing never does.
    async fn to_open_asks_for_a_second_factor_and_to_close_does_not(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let given = anna.call(grant(patient, doctor.account, Section::ALL, 5)).await.unwrap();
        let asked = doctor.call(request(NUMBER, 1)).await.unwrap();
        let hidden = anna.call(hiding(patient, 1, vec![], false)).await.unwrap();
        test.clock.forward(Duration::minutes(11));

        let body = ChangedGrant { level: Level::Full, sections: vec![Section::Visits], term: None };
        let preview = PreviewQuery { account: None, level: Level::Full, sections: vec![Section::Results] };
        let opening = [
            code_of(anna.call(grant(patient, doctor.account, Section::ALL, 6)).await),
            code_of(anna.call(ChangeAccess { patient, grant: given.id, body }).await),
            code_of(anna.call(LiftHiding { patient, hiding: hidden.id }).await),
            code_of(anna.call(allow(patient, asked.id, &[Section::Results], GrantTerm::Day)).await),
            code_of(anna.call(PresentCard { patient, body: NewPresentation::default() }).await),
            // What is looked at is the card itself (ACC-19).
            code_of(anna.call(PreviewAccess { patient, body: preview }).await),
        ];
        assert_eq!(opening, [Code::StepUpRequired; 6]);
        assert!(anna.call(FindAccess { patient }).await.is_ok());
        assert!(anna.call(RevokeAccess { patient, grant: given.id }).await.is_ok());
        assert!(anna.call(refuse(patient, asked.id)).await.is_ok());
        assert!(anna.call(hiding(patient, 2, vec![], false)).await.is_ok());
    }

    /// ACL-2: a page that shows the card and renews its code does not keep the second factor fresh.
    async fn a_code_that_renews_itself_does_not_keep_the_factor_fresh(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        for _ in 0..2 {
            present(&anna, patient).await;
            test.clock.forward(Duration::minutes(5));
        }
        test.clock.forward(Duration::seconds(1));
        let renewed = anna.call(PresentCard { patient, body: NewPresentation::default() }).await;
        assert_eq!(code_of(renewed), Code::StepUpRequired);
        let given = anna.call(grant(patient, doctor.account, Section::ALL, 5)).await;
        assert_eq!(code_of(given), Code::StepUpRequired);
    }

    /// ACL-2: an open screen closes within a second, also on another node.
    async fn an_open_screen_closes_with_the_revocation(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let given = anna.call(grant(patient, doctor.account, Section::ALL, 5)).await.unwrap();
        let node = match on {
            On::Sqlite => None,
            On::Postgres => Some(test.another_node().await),
        };
        let there = node.as_ref().unwrap_or(&test);
        let mut screen = Screen::open(there, &doctor, patient).await;
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;

        let started = Instant::now();
        anna.call(RevokeAccess { patient, grant: given.id }).await.unwrap();
        assert_eq!(screen.next().await, None);
        assert!(started.elapsed() < std::time::Duration::from_secs(1), "{:?}", started.elapsed());
        let doctor = there.again(&doctor);
        assert_eq!(code_of(doctor.call(FindSummary { patient }).await), Code::NotFound);
    }

    /// ACL-1, ACL-2: a booking can be closed, but not widened; a question to a clinic neither; who
    /// represents the patient looks and decides nothing.
    async fn what_the_patient_did_not_open_is_not_changed_here(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let son = test.person(102, Role::Patient).await;
        let to_doctor = doctor.grantee();
        let booked = test.open_card(patient, to_doctor, Ground::Treatment, Level::Full, Section::ALL).await;
        let asked = test.open_card(patient, Grantee::Organization(CLINIC), Ground::Asked, Level::Full, &[Section::Results]).await;
        let of_son = test.open_card(patient, son.grantee(), Ground::Representative, Level::Full, Section::ALL).await;
        let acts: Vec<_> = grants(&anna, patient).await.into_iter().map(|grant| (grant.id, grant.may)).collect();
        assert_eq!(acts.len(), 3);
        for (id, may) in acts {
            let expected = if id == booked { vec![GrantAct::Revoke] } else { vec![] };
            assert_eq!(may, expected);
        }
        for id in [booked, asked, of_son] {
            let body = ChangedGrant { level: Level::Full, sections: vec![Section::Visits], term: None };
            let problem = anna.call(ChangeAccess { patient, grant: id, body }).await.unwrap_err();
            assert_eq!(problem.fields[0].field, "grant");
        }
        for id in [asked, of_son] {
            let problem = anna.call(RevokeAccess { patient, grant: id }).await.unwrap_err();
            assert_eq!(problem.fields[0].field, "grant");
        }
        let of_son_view = son.call(FindAccess { patient }).await.unwrap();
        assert!(!of_son_view.may_manage && of_son_view.grants.iter().all(|grant| grant.may.is_empty()));
        assert_eq!(code_of(son.call(RevokeAccess { patient, grant: booked }).await), Code::NotFound);
        assert_eq!(code_of(son.call(grant(patient, doctor.account, Section::ALL, 5)).await), Code::NotFound);
        anna.call(RevokeAccess { patient, grant: booked }).await.unwrap();
        assert_eq!(code_of(doctor.call(FindSummary { patient }).await), Code::NotFound);
        // A ground of another card is no ground of this one.
        let (other, olga) = test.patient(2).await;
        assert_eq!(code_of(olga.call(RevokeAccess { patient: other, grant: of_son }).await), Code::NotFound);
        assert!(son.call(FindSummary { patient }).await.is_ok());
    }

    /// ACL-4: hidden from one or from all, told of only where the patient allows, and shown again.
    async fn what_is_hidden_is_hidden_and_told_of_only_if_allowed(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let other = test.member(101, Role::Doctor, Some(CLINIC)).await;
        for (n, person) in [(5, &doctor), (6, &other)] {
            anna.call(grant(patient, person.account, Section::ALL, n)).await.unwrap();
        }
        let sees = async |person: &Person<'_>, n: u128| {
            let page = person.call(all(patient)).await.unwrap();
            let summary = person.call(FindSummary { patient }).await.unwrap();
            assert_eq!(page.has_hidden, summary.has_hidden);
            (page.entries.iter().any(|entry| entry.id.0 == Uuid::from_u128(0xE000 + n)), page.has_hidden)
        };
        let from_one = hiding(patient, 1, vec![doctor.account], false);
        let first = anna.call(from_one.clone()).await.unwrap();
        assert_eq!(anna.call(from_one).await.unwrap(), first, "sent twice");
        assert_eq!(sees(&doctor, 1).await, (false, false));
        assert_eq!(sees(&other, 1).await, (true, false));
        assert_eq!(sees(&anna, 1).await, (true, false));

        let page = |n: u128| FindEntry { patient, entry: EntryId(Uuid::from_u128(0xE000 + n)) };
        let is_hidden = async |person: &Person<'_>| person.call(page(1)).await.unwrap().is_hidden;
        assert_eq!((is_hidden(&anna).await, is_hidden(&other).await), (true, false), "the patient alone is told");
        assert!(!anna.call(page(2)).await.unwrap().is_hidden);

        anna.call(hiding(patient, 2, vec![], true)).await.unwrap();
        assert_eq!(sees(&doctor, 2).await, (false, true));
        assert_eq!(sees(&other, 2).await, (false, true));
        assert_eq!(sees(&anna, 2).await, (true, false));
        let lines = anna.call(FindAccess { patient }).await.unwrap().hidings;
        let named: Vec<_> = lines.iter().map(|line| (line.section, line.from.len(), line.is_told)).collect();
        assert!(named.contains(&(Some(Section::ALL[0]), 1, false)) && named.contains(&(Some(Section::ALL[1]), 0, true)), "{named:?}");

        for _ in 0..2 {
            anna.call(LiftHiding { patient, hiding: first.id }).await.unwrap();
        }
        assert_eq!(sees(&doctor, 1).await, (true, true));
        let wrong = async |change: fn(&mut NewHiding)| {
            let mut call = hiding(patient, 3, vec![], false);
            change(&mut call.body);
            anna.call(call).await.unwrap_err().fields[0].field.clone()
        };
        assert_eq!(wrong(|body| body.topic = Some(Sensitivity::Hiv)).await, "entry");
        assert_eq!(wrong(|body| (body.entry, body.topic) = (None, Some(Sensitivity::Usual))).await, "topic");
        assert_eq!(wrong(|body| body.entry = Some(EntryId(Uuid::from_u128(77)))).await, "entry");
        assert_eq!(wrong(|body| body.from = vec![AccountId(Uuid::nil()); 51]).await, "from");
    }

    /// ACL-4: a topic as a whole.
    async fn a_topic_is_hidden_as_a_whole(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        test.entry(patient, &entry(50, Section::Conditions, Sensitivity::MentalHealth, 5)).await;
        anna.call(grant(patient, doctor.account, &[Section::Conditions], 5)).await.unwrap();
        assert_eq!(doctor.call(all(patient)).await.unwrap().entries.len(), 2);
        let body = NewHiding { entry: None, topic: Some(Sensitivity::MentalHealth), from: vec![], is_told: false, key: Uuid::from_u128(9) };
        anna.call(HideEntries { patient, body }).await.unwrap();
        assert_eq!(doctor.call(all(patient)).await.unwrap().entries.len(), 1);
        assert!(!test.holds("hidden", "mental_health").await);
    }

    /// ACL-3: asked, told at once without a name, narrowed, opened, told.
    async fn a_practitioner_asks_and_the_patient_allows_less(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let owner = test.visitor(1).confirmed(1).await.account;
        test.open_card(patient, Grantee::Account(owner), Ground::Own, Level::Full, Section::ALL).await;
        run_jobs(&test).await;
        let before = test.told(&phone(1)).await.len();
        let mut screen = Screen::open(&test, &anna, patient).await;
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;

        let sent = doctor.call(request(NUMBER, 1)).await.unwrap();
        assert_eq!(doctor.call(request(NUMBER, 1)).await.unwrap(), sent, "sent twice");
        assert_eq!((sent.state, sent.patient, sent.lapses_at), (SentState::Waiting, None, NOW + Duration::hours(72)));
        run_jobs(&test).await;
        let told = test.told(&phone(1)).await;
        assert_eq!(told.len(), before + 1);
        for word in ["Испытаний", "колен", "операц", "Поликлиника"] {
            assert!(!told[0].contains(word), "{word}: {}", told[0]);
        }
        assert!(screen.next().await.unwrap().contains("event: changed"));
        assert!(!test.holds("access_request", "колене").await);
        assert!(!test.holds("access_request", NUMBER).await);

        assert_eq!(anna.call(FindSession {}).await.unwrap().asked, 1);
        let waiting = anna.call(FindAccess { patient }).await.unwrap().requests.remove(0);
        assert_eq!((waiting.id, waiting.reason.as_str()), (sent.id, "Перед операцией на колене"));
        assert_eq!(waiting.by.name.as_deref(), Some("Испытаний100 Анна Петровна"));
        for (sections, term, field) in [
            (&[Section::Notes][..], GrantTerm::Day, "sections"),
            (&[Section::Results][..], GrantTerm::Month, "term"),
        ] {
            let problem = anna.call(allow(patient, sent.id, sections, term)).await.unwrap_err();
            assert_eq!(problem.fields[0].field, field);
        }
        for _ in 0..2 {
            anna.call(allow(patient, sent.id, &[Section::Results], GrantTerm::Day)).await.unwrap();
        }
        assert_eq!(sections_seen(&doctor, patient).await, [Section::Results]);
        let given = grants(&anna, patient).await;
        assert_eq!(given.len(), 1, "allowed twice, opened once");
        assert_eq!((given[0].until, given[0].purpose.as_deref()), (Some(NOW + Duration::days(1)), Some("Перед операцией на колене")));
        assert_eq!(anna.call(FindAccess { patient }).await.unwrap().requests, []);
        assert_eq!(anna.call(FindSession {}).await.unwrap().asked, 0);
        let mine = doctor.call(ListSentRequests {}).await.unwrap();
        assert_eq!((mine[0].state, mine[0].patient), (SentState::Allowed, Some(patient)));
        assert_eq!(code_of(anna.call(refuse(patient, sent.id)).await), Code::Conflict);
        let lines = test.journal(patient.0).await;
        let is_asked = |line: &backend::audit::Line| line.what == What::AccessAsked && line.account == Some(doctor.account);
        assert!(lines.iter().any(is_asked));
        assert_eq!(test.verify().await.findings, []);
    }

    /// ACL-3: who asked is told outside the portal that the card is open, and whose it is not.
    async fn who_asked_is_told_that_the_card_is_open(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, _) = stage(&test).await;
        let account = test.visitor(2).confirmed(2).await.account;
        let membership = accounts::NewMembership {
            id: test.app.new_id(),
            account,
            role: Role::Doctor,
            organization: Some(CLINIC),
            starts_at: micros(test.now()),
            ends_at: None,
        };
        accounts::insert_membership(test.raw().await.write(), membership).await.unwrap();
        let mut doctor = test.person(150, Role::Doctor).await;
        doctor.token = accounts::start_session(&test.app, account, Origin::default()).await.unwrap();
        let sent = doctor.call(request(NUMBER, 1)).await.unwrap();
        let before = test.told(&phone(2)).await.len();
        anna.call(allow(patient, sent.id, &[Section::Results], GrantTerm::Day)).await.unwrap();
        let told = test.told(&phone(2)).await;
        assert_eq!(told.len(), before + 1);
        assert!(told[0].contains("открыл") && !told[0].contains("Испытаний1"), "{}", told[0]);
    }

    /// ACL-3, ACL-10: a card that is not there, one that refused and one that is silent look alike.
    async fn whether_there_is_such_a_card_is_never_told(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let (second, olga) = test.patient(2).await;
        let silent = doctor.call(request("0002-0002-0", 1)).await.unwrap();
        let refused = doctor.call(request(NUMBER, 2)).await.unwrap();
        let absent = doctor.call(request(NO_NUMBER, 3)).await.unwrap();
        run_jobs(&test).await;
        assert_eq!(olga.call(FindAccess { patient: second }).await.unwrap().requests.len(), 1);
        for _ in 0..2 {
            anna.call(refuse(patient, refused.id)).await.unwrap();
        }
        assert_eq!(anna.call(FindAccess { patient }).await.unwrap().requests, []);
        let again = allow(patient, refused.id, &[Section::Results], GrantTerm::Day);
        assert_eq!(code_of(anna.call(again).await), Code::Conflict);
        let alike = async |person: &Person<'_>, state: SentState| {
            let list = person.call(ListSentRequests {}).await.unwrap();
            assert_eq!(list.len(), 3);
            for sent in &list {
                let SentRequest { card_number, id, .. } = sent.clone();
                let same = SentRequest { card_number, id, state, ..silent.clone() };
                assert_eq!(*sent, same);
            }
        };
        assert!(absent.state == SentState::Waiting && absent.lapses_at == silent.lapses_at);
        alike(&doctor, SentState::Waiting).await;
        test.clock.forward(Duration::hours(72));
        let (doctor, olga) = (test.signed_in(&doctor).await, test.signed_in(&olga).await);
        alike(&doctor, SentState::Closed).await;
        assert_eq!(olga.call(FindAccess { patient: second }).await.unwrap().requests, []);
        let late = allow(second, silent.id, &[Section::Results], GrantTerm::Day);
        assert_eq!(code_of(olga.call(late).await), Code::Conflict);
        assert_eq!(doctor.call(ListCards {}).await.unwrap(), []);
        // The patient whose card it was reads of it; of a card that is not there, the account's journal.
        let of_absent = test.journal(doctor.account.0).await;
        let is_asked = |line: &&backend::audit::Line| line.what == What::AccessAsked;
        assert_eq!(of_absent.iter().filter(is_asked).count(), 1);
        assert_eq!(test.journal(patient.0).await.iter().filter(is_asked).count(), 1);
    }

    /// ACL-3: so many wait at once, whatever became of them, and a clear no beyond.
    async fn only_so_many_requests_wait_at_once(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let first = doctor.call(request(NUMBER, 1)).await.unwrap();
        anna.call(refuse(patient, first.id)).await.unwrap();
        for n in (2..).take(REQUESTS_MAX - 1) {
            doctor.call(request(NO_NUMBER, n)).await.unwrap();
        }
        assert_eq!(code_of(doctor.call(request(NUMBER, 1_000)).await), Code::LimitReached);
        assert_eq!(doctor.call(request(NUMBER, 1)).await.unwrap(), first, "the same one once more");
        test.clock.forward(Duration::hours(72));
        let doctor = test.signed_in(&doctor).await;
        assert!(doctor.call(request(NUMBER, 1_000)).await.is_ok());
    }

    /// CARD-6, CARD-7: by number and code, once; to the end of the next day; told in the journal.
    async fn a_shown_card_opens_once_and_the_journal_knows(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let other_doctor = test.member(101, Role::Doctor, Some(CLINIC)).await;
        let shown = present(&anna, patient).await;
        assert_eq!((shown.card_number.as_str(), shown.code.len()), (NUMBER, 6));
        assert!(is_shown_token(&shown.token), "a camera takes it for one of ours");
        assert_eq!(shown.expires_at, NOW + Duration::minutes(5));
        assert_eq!(code_of(anna.call(by_code(NUMBER, &shown.code)).await), Code::NotFound);

        let opened = doctor.call(by_code("0001 0001 0", &shown.code)).await.unwrap();
        assert_eq!((opened.patient, opened.until), (patient, datetime!(2026-12-03 00:00 +3)));
        assert!(doctor.call(FindSummary { patient }).await.is_ok());
        assert_eq!(code_of(other_doctor.call(by_code(NUMBER, &shown.code)).await), Code::CodeWrong);
        assert_eq!(code_of(other_doctor.call(by_token(&shown.token)).await), Code::CodeWrong);
        let given = grants(&anna, patient).await.remove(0);
        assert!(given.in_person && given.sections.len() == Section::ALL.len());
        let lines = test.journal(patient.0).await;
        let of = |outcome| lines.iter().filter(|line| line.what == What::CardPresented && line.outcome == outcome).count();
        // The second doctor's code was for this card; a token that is used leads to none.
        assert_eq!((of(Outcome::Allowed), of(Outcome::Denied)), (1, 1));

        let body = NewPresentation { sections: vec![Section::Allergies] };
        let shown = anna.call(PresentCard { patient, body }).await.unwrap();
        other_doctor.call(by_token(&shown.token)).await.unwrap();
        assert_eq!(sections_seen(&other_doctor, patient).await, [Section::Allergies]);
        test.clock.forward(Duration::days(2));
        let doctor = test.signed_in(&doctor).await;
        assert_eq!(code_of(doctor.call(FindSummary { patient }).await), Code::NotFound);
        assert_eq!(test.verify().await.findings, []);
    }

    /// CARD-6: wrong, too old, another card's and of no card at all: one and the same answer.
    async fn a_wrong_code_tells_nothing_and_five_end_it(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let (_, _olga) = test.patient(2).await;
        let shown = present(&anna, patient).await;
        let last = if shown.token.ends_with('A') { 'B' } else { 'A' };
        let forged = format!("{}{last}", &shown.token[..shown.token.len() - 1]);
        let mut problems = Vec::new();
        for call in [
            by_code(NUMBER, &other(&shown.code)),
            by_code("0002-0002-0", &shown.code),
            by_code(NO_NUMBER, &shown.code),
            by_code("чужой", &shown.code),
            by_token("AAAA"),
            by_token(&forged),
            OpenPresented { body: ShownCard::default() },
        ] {
            let mut problem = doctor.call(call).await.unwrap_err();
            problem.request_id = None;
            problems.push(problem);
        }
        assert!(problems.iter().all(|problem| *problem == Problem::from(Code::CodeWrong)), "{problems:?}");
        // One wrong try of this card is behind us.
        for _ in 1..PRESENTATION_TRIES {
            let wrong = doctor.call(by_code(NUMBER, &other(&shown.code))).await;
            assert_eq!(code_of(wrong), Code::CodeWrong);
        }
        assert_eq!(code_of(doctor.call(by_code(NUMBER, &shown.code)).await), Code::CodeWrong, "dead by now");
        let fresh = present(&anna, patient).await;
        test.clock.forward(Duration::minutes(5));
        assert_eq!(code_of(doctor.call(by_code(NUMBER, &fresh.code)).await), Code::CodeWrong);
        assert_eq!(code_of(doctor.call(by_token(&fresh.token)).await), Code::CodeWrong);
        // A new code ends the one before, but not under the fingers of who types it.
        let before = present(&anna, patient).await;
        let after = present(&anna, patient).await;
        test.clock.forward(Duration::seconds(29));
        doctor.call(by_code(NUMBER, &before.code)).await.unwrap();
        test.clock.forward(Duration::seconds(2));
        doctor.call(by_code(NUMBER, &after.code)).await.unwrap();
    }

    /// CARD-7: who guesses over many cards is stopped too.
    async fn an_account_that_guesses_is_stopped(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        for n in 0..20 {
            let guess = doctor.call(by_code(&format!("{n:04}-0404-0"), "123456")).await;
            assert_eq!(code_of(guess), Code::CodeWrong);
        }
        let shown = present(&anna, patient).await;
        assert_eq!(code_of(doctor.call(by_code(NUMBER, &shown.code)).await), Code::TooManyCodes);
        test.clock.forward(Duration::hours(1));
        let (anna, doctor) = (test.signed_in(&anna).await, test.signed_in(&doctor).await);
        let shown = present(&anna, patient).await;
        assert!(doctor.call(by_code(NUMBER, &shown.code)).await.is_ok());
    }

    /// CARD-6: two at the same moment, on any nodes: one of them.
    async fn of_two_who_open_a_shown_card_one_does(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let other_doctor = test.member(101, Role::Doctor, Some(CLINIC)).await;
        let shown = present(&anna, patient).await;
        let (first, second) = tokio::join!(
            doctor.call(by_token(&shown.token)),
            other_doctor.call(by_code(NUMBER, &shown.code)),
        );
        assert!(first.is_ok() ^ second.is_ok(), "{first:?} {second:?}");
    }

    /// ACL-12: with every mix of sections, hidings and other grounds, what the patient sees through
    /// the doctor's eyes is what the doctor then gets.
    async fn a_preview_shows_what_the_grant_then_opens(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        for (n, section, topic) in [
            (51, Section::Conditions, Sensitivity::MentalHealth),
            (52, Section::Medicines, Sensitivity::Hiv),
            (53, Section::Results, Sensitivity::ReproductiveHealth),
        ] {
            test.entry(patient, &entry(n, section, topic, 10)).await;
        }
        let mut runner = TestRunner::deterministic();
        let cases = if on == On::Sqlite { 40 } else { 25 };
        for case in 0..cases {
            let scene = scene().new_tree(&mut runner).unwrap().current();
            if let Err(why) = scene.play(&test, patient, &anna, &doctor, case).await {
                panic!("case {case}: {why}\n{scene:#?}");
            }
        }
        assert_eq!(test.verify().await.findings, []);
    }

    /// ACL-12, RES-14: a preview does not open what the patient wished to see later.
    async fn a_preview_keeps_what_the_patient_wished_to_see_later(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let rule = ReleaseRule { usual_days: Some(7), sensitive_days: None };
        anna.call(SetRelease { patient, body: rule }).await.unwrap();
        anna.call(grant(patient, doctor.account, Section::ALL, 5)).await.unwrap();
        let new = entry(60, Section::Results, Sensitivity::Usual, 1);
        test.write(&doctor, patient, &new).await;
        let body = PreviewQuery { account: Some(doctor.account), level: Level::Full, sections: Section::ALL.to_vec() };
        let page = anna.call(PreviewAccess { patient, body }).await.unwrap().page.unwrap();
        let of = |entries: &[shared::record::model::Entry]| entries.iter().find(|entry| entry.id == new.id).unwrap().held_until.is_some();
        assert!(of(&page.entries), "the patient waits");
        assert!(!of(&doctor.call(all(patient)).await.unwrap().entries), "the doctor does not");
    }

    /// ACL-2: whom one can open the card to: names and what they do, and nothing else.
    async fn practitioners_are_listed_by_name_and_role(on) {
        let test = TestApp::start(on).await;
        let (_, anna, doctor) = stage(&test).await;
        for (n, role) in [(102, Role::Nurse), (103, Role::Registrar), (104, Role::Administrator)] {
            test.member(n, role, Some(CLINIC)).await;
        }
        let found = anna.call(ListPractitioners { organization: CLINIC }).await.unwrap();
        let roles: Vec<_> = found.iter().map(|one| (one.account, one.role)).collect();
        assert_eq!(roles.len(), 2);
        assert!(roles.contains(&(doctor.account, Role::Doctor)));
        assert_eq!(anna.call(ListPractitioners { organization: EMPTY }).await.unwrap(), []);
    }
}

/// One mix of what is hidden, what is open already and what is about to be opened.
#[derive(Debug)]
struct Scene {
    level: Level,
    sections: Vec<Section>,
    /// Of a booking the doctor has beside it.
    booked: Option<Vec<Section>>,
    /// What is hidden: from the doctor or from everybody, told of or not.
    hidden: Vec<(Target, bool, bool)>,
}

fn scene() -> impl Strategy<Value = Scene> {
    let sections =
        |least| proptest::sample::subsequence(Section::ALL.to_vec(), least..=Section::ALL.len());
    let target = prop_oneof![
        (1..=12u128).prop_map(|n| Target::Entry(EntryId(Uuid::from_u128(0xE000 + n)))),
        proptest::sample::select(Sensitivity::ALL).prop_map(Target::Topic),
    ];
    let hidden = proptest::collection::vec((target, any::<bool>(), any::<bool>()), 0..5);
    let booked = proptest::option::of(sections(0));
    (proptest::sample::select(Level::ALL), sections(1), booked, hidden)
        .prop_map(|(level, sections, booked, hidden)| Scene { level, sections, booked, hidden })
}

impl Scene {
    async fn play(
        &self,
        test: &TestApp,
        patient: PatientId,
        anna: &Person<'_>,
        doctor: &Person<'_>,
        case: u128,
    ) -> Result<(), String> {
        let (db, key, now) = (test.raw().await, test.key_of(patient).await, micros(test.now()));
        let mut hidings = Vec::new();
        for (target, is_theirs, is_told) in &self.hidden {
            let id = test.app.new_id();
            let from = if *is_theirs { vec![doctor.account] } else { vec![] };
            let hiding = Hiding { target: *target, from, is_told: *is_told };
            hide(db.write(), &key, id, patient, &hiding, now).await.unwrap();
            hidings.push(id);
        }
        let mut opened = Vec::new();
        if let Some(sections) = &self.booked {
            let to = doctor.grantee();
            let booked = test.open_card(patient, to, Ground::Treatment, Level::Full, sections);
            opened.push(booked.await);
        }
        let (level, sections) = (self.level, self.sections.clone());
        let body = PreviewQuery { account: Some(doctor.account), level, sections };
        let preview = anna.call(PreviewAccess { patient, body }).await.unwrap();
        let mut call = grant(patient, doctor.account, &self.sections, 0x9000 + case);
        call.body.level = level;
        opened.push(anna.call(call).await.unwrap().id);

        let summary = doctor.call(FindSummary { patient }).await.ok();
        let list = ListEntries { patient, section: None, cursor: None, limit: None };
        let page = doctor.call(list).await.ok();
        for id in hidings {
            lift(db.write(), id, now).await.unwrap();
        }
        for id in opened {
            revoke_ground(db.write(), id, now).await.unwrap();
        }
        if preview.summary != summary {
            return Err(format!("summary: {:#?}\nbut got {summary:#?}", preview.summary));
        }
        if preview.page != page {
            return Err(format!("page: {:#?}\nbut got {page:#?}", preview.page));
        }
        Ok(())
    }
}
