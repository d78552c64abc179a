//! Organizations, departments and staff, and what becomes of who leaves (ADM-1).

use std::time::Instant;

use backend::access::Grantee;
use backend::accounts::{self, insert_organization};
use backend::app::micros;
use backend::audit::{AdminAct, What};
use shared::access::model::{Ground, Level, Role, Section};
use shared::accounts::api::{AcceptInvitation, Acceptance, FindSession, OpenInvitation};
use shared::admin::api::{
    AddDepartment, ChangeDepartment, ChangeMember, ChangeOrganization, CloseDepartment,
    EmployMember, EndMember, FindOrganization, InviteMember, ListInvitations, SearchStaff,
    WithdrawInvitation,
};
use shared::admin::model::{
    ChangedField, Closing, DepartmentName, Employment, Ending, FieldChange, Member, NewDepartment,
    NewMember, OrganizationFacts, StaffChange, StaffQuery, StaffState,
};
use shared::card::api::ListCards;
use shared::contract::{Code, FieldReason, Problem};
use shared::id::{AccountId, OrganizationId};
use shared::journal::model::Deed;
use shared::journal::office::{AuditQuery, SearchAudit};
use shared::record::api::FindSummary;
use shared::record::model::Sex;
use tests::peers::totp;
use tests::visitor::{PASSWORD, email, phone};
use tests::{On, Person, TestApp, on_both};
use time::macros::date;
use time::{Date, Duration};
use uuid::Uuid;

use super::record::Screen;

const CLINIC: OrganizationId = OrganizationId(Uuid::from_u128(0xC1));
const OTHER: OrganizationId = OrganizationId(Uuid::from_u128(0xC2));
/// The day of the tests' clock, and the next one.
const TODAY: Date = date!(2026 - 12 - 01);
const TOMORROW: Date = date!(2026 - 12 - 02);

/// A clinic with an administrator and a doctor, and another one beside it.
async fn stage(test: &TestApp) -> (Person<'_>, Person<'_>) {
    let db = test.raw().await;
    insert_organization(db.write(), CLINIC, "Поликлиника № 1", "clinic", 0).await.unwrap();
    insert_organization(db.write(), OTHER, "Поликлиника № 2", "clinic", 0).await.unwrap();
    let boss = test.member(100, Role::Administrator, Some(CLINIC)).await;
    (boss, test.member(101, Role::Doctor, Some(CLINIC)).await)
}

fn code_of<T>(answer: Result<T, Problem>) -> Code {
    answer.err().expect("refused").code
}

fn field_of<T>(answer: Result<T, Problem>) -> (String, FieldReason) {
    let problem = answer.err().expect("refused");
    (problem.fields[0].field.clone(), problem.fields[0].reason)
}

async fn staff(boss: &Person<'_>, body: StaffQuery) -> Vec<Member> {
    boss.call(SearchStaff { body }).await.unwrap().members
}

async fn member(boss: &Person<'_>, account: AccountId) -> Member {
    let all = staff(boss, StaffQuery::default()).await;
    all.into_iter().find(|member| member.account == account).expect("a member")
}

fn end(account: AccountId, version: u32) -> EndMember {
    EndMember { account, body: Ending { version } }
}

fn change(account: AccountId, role: Role, until: Option<Date>, version: u32) -> ChangeMember {
    let body = StaffChange { role, department: None, position: String::new(), until, version };
    ChangeMember { account, body }
}

fn employ(account: AccountId, role: Role, from: Option<Date>, version: u32) -> EmployMember {
    let (department, position, until) = (None, String::new(), None);
    EmployMember { account, body: Employment { role, department, position, from, until, version } }
}

fn department(name: &str, key: u128) -> AddDepartment {
    AddDepartment { body: NewDepartment { name: name.into(), key: Uuid::from_u128(key) } }
}

fn invitation(n: u32, role: Role) -> InviteMember {
    InviteMember {
        body: NewMember {
            surname: "Новикова".into(),
            given: "Ирина".into(),
            patronymic: None,
            birth_date: date!(1990 - 05 - 12),
            sex: Sex::Female,
            phone: phone(n),
            email: email(n),
            role,
            department: None,
            position: "процедурная медсестра".into(),
            from: None,
            until: None,
        },
    }
}

on_both! {
    /// ADM-1: an administrator reaches their own organization; what is another's is not there.
    async fn only_ones_own_organization_is_administered(on) {
        let test = TestApp::start(on).await;
        let (boss, doctor) = stage(&test).await;
        let rival = test.member(110, Role::Administrator, Some(OTHER)).await;
        let theirs = rival.call(department("Хирургия", 5)).await.unwrap();
        assert_eq!(boss.call(FindOrganization {}).await.unwrap().name, "Поликлиника № 1");
        let accounts = |members: Vec<Member>| members.iter().map(|it| it.account).collect::<Vec<_>>();
        assert_eq!(accounts(staff(&boss, StaffQuery::default()).await), [boss.account, doctor.account]);
        assert_eq!(accounts(staff(&rival, StaffQuery::default()).await), [rival.account]);
        for refused in [
            code_of(rival.call(end(doctor.account, 0)).await),
            code_of(rival.call(change(doctor.account, Role::Nurse, None, 0)).await),
            code_of(rival.call(employ(doctor.account, Role::Nurse, None, 0)).await),
            code_of(boss.call(ChangeDepartment { department: theirs.id, body: DepartmentName { name: "Моё".into(), version: 1 } }).await),
            code_of(boss.call(CloseDepartment { department: theirs.id, body: Closing { version: 1 } }).await),
        ] {
            assert_eq!(refused, Code::NotFound);
        }
        // Another's department is none of ours either.
        let InviteMember { body } = invitation(7, Role::Nurse);
        let there = InviteMember { body: NewMember { department: Some(theirs.id), ..body } };
        assert_eq!(field_of(boss.call(there).await), ("department".into(), FieldReason::Invalid));
        assert!(doctor.call(FindSession {}).await.is_ok());
    }

    /// ADM-1: within a second, on every node: no session, no screen, no ground by where one worked.
    /// What a patient opened by name waits until the person works again.
    async fn whoever_leaves_loses_access_at_once(on) {
        let test = TestApp::start(on).await;
        let (boss, doctor) = stage(&test).await;
        let (patient, _) = test.patient(1).await;
        test.open_card(patient, doctor.grantee(), Ground::Grant, Level::Full, Section::ALL).await;
        let (second, _) = test.patient(2).await;
        test.open_card(second, Grantee::Organization(CLINIC), Ground::Treatment, Level::Full, Section::ALL).await;
        let node = match on {
            On::Sqlite => None,
            On::Postgres => Some(test.another_node().await),
        };
        let there = node.as_ref().unwrap_or(&test);
        assert!(there.again(&doctor).call(FindSummary { patient: second }).await.is_ok());
        let mut screen = Screen::open(there, &doctor, patient).await;
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;

        let started = Instant::now();
        let ended = boss.call(end(doctor.account, 0)).await.unwrap();
        assert_eq!((ended.state, ended.until), (StaffState::Ended, Some(TODAY)));
        assert_eq!(screen.next().await, None);
        assert!(started.elapsed() < std::time::Duration::from_secs(1), "{:?}", started.elapsed());
        for there in [&test, there] {
            let doctor = there.again(&doctor);
            assert_eq!(code_of(doctor.call(FindSummary { patient }).await), Code::SignInRequired);
        }
        assert_eq!(boss.call(end(doctor.account, 0)).await.unwrap(), ended, "done twice");

        // Signed in anew, they are nobody here.
        let outside = there.signed_in(&there.again(&doctor)).await;
        let session = outside.call(FindSession {}).await.unwrap();
        assert_eq!((session.role, session.organization), (Role::Patient, None));
        for patient in [patient, second] {
            assert_eq!(code_of(outside.call(FindSummary { patient }).await), Code::NotFound);
        }
        assert_eq!(outside.call(ListCards {}).await.unwrap(), []);
        let back = boss.call(employ(doctor.account, Role::Doctor, None, ended.version)).await.unwrap();
        assert_eq!((back.state, back.until), (StaffState::Live, None));
        for patient in [patient, second] {
            assert!(outside.call(FindSummary { patient }).await.is_ok());
        }
        assert_eq!(test.verify().await.findings, []);
    }

    /// ADM-1: a term holds by the clock alone, to the end of its last day and from its first.
    async fn a_term_ends_and_begins_by_the_clock(on) {
        let test = TestApp::start(on).await;
        let (boss, doctor) = stage(&test).await;
        let (patient, _) = test.patient(1).await;
        test.open_card(patient, doctor.grantee(), Ground::Grant, Level::Full, Section::ALL).await;
        let yesterday = change(doctor.account, Role::Doctor, TODAY.previous_day(), 0);
        assert_eq!(field_of(boss.call(yesterday).await), ("until".into(), FieldReason::OutOfRange));
        let today = boss.call(change(doctor.account, Role::Doctor, Some(TODAY), 0)).await.unwrap();
        assert_eq!((today.state, today.until), (StaffState::Live, Some(TODAY)));
        // The clock shows 15:00 in Moscow.
        test.clock.forward(Duration::hours(9) - Duration::seconds(1));
        let late = test.signed_in(&doctor).await;
        assert!(late.call(FindSummary { patient }).await.is_ok());
        test.clock.forward(Duration::seconds(1));
        assert_eq!(code_of(late.call(FindSummary { patient }).await), Code::NotFound);

        let boss = test.signed_in(&boss).await;
        let left = member(&boss, doctor.account).await;
        assert_eq!(left.state, StaffState::Ended);
        let later = Some(date!(2026 - 12 - 03));
        let coming = boss.call(employ(doctor.account, Role::Doctor, later, left.version)).await.unwrap();
        assert_eq!((coming.state, coming.from), (StaffState::Coming, date!(2026 - 12 - 03)));
        assert_eq!(code_of(late.call(FindSummary { patient }).await), Code::NotFound);
        assert_eq!(code_of(boss.call(employ(doctor.account, Role::Nurse, None, coming.version)).await), Code::Conflict);
        test.clock.forward(Duration::days(1));
        let again = test.signed_in(&doctor).await;
        assert!(again.call(FindSummary { patient }).await.is_ok());
    }

    /// ADM-1: what was called off before it began is over, and can begin anew.
    async fn a_term_is_called_off_before_it_begins(on) {
        let test = TestApp::start(on).await;
        let (boss, doctor) = stage(&test).await;
        let ended = boss.call(end(doctor.account, 0)).await.unwrap();
        let coming = boss.call(employ(doctor.account, Role::Nurse, Some(TOMORROW), ended.version)).await.unwrap();
        let off = boss.call(end(doctor.account, coming.version)).await.unwrap();
        assert_eq!(off.state, StaffState::Ended);
        let anew = boss.call(employ(doctor.account, Role::Nurse, None, off.version)).await.unwrap();
        assert_eq!((anew.state, anew.role), (StaffState::Live, Role::Nurse));
        assert_eq!(member(&boss, doctor.account).await, anew);
    }

    /// ADM-1: nobody ends or lowers themselves, so that somebody who administers is always left.
    async fn the_last_administrator_stays(on) {
        let test = TestApp::start(on).await;
        let (boss, doctor) = stage(&test).await;
        assert_eq!(code_of(boss.call(end(boss.account, 0)).await), Code::LastAdministrator);
        let lower = change(boss.account, Role::Doctor, None, 0);
        assert_eq!(code_of(boss.call(lower).await), Code::LastAdministrator);
        let shorter = change(boss.account, Role::Administrator, Some(TODAY), 0);
        assert_eq!(code_of(boss.call(shorter).await), Code::LastAdministrator);
        let raised = change(doctor.account, Role::Administrator, None, 0);
        assert_eq!(field_of(boss.call(raised).await), ("role".into(), FieldReason::Invalid));

        let second = test.member(102, Role::Administrator, Some(CLINIC)).await;
        boss.call(end(second.account, 0)).await.unwrap();
        assert_eq!(code_of(second.call(end(boss.account, 0)).await), Code::SignInRequired);
        assert_eq!(member(&boss, boss.account).await.state, StaffState::Live);
    }

    /// ADM-1, AUD-3: the officer reads what was and what is.
    async fn the_journal_tells_before_and_after(on) {
        let test = TestApp::start(on).await;
        let (boss, _) = stage(&test).await;
        let nurse = test.member(102, Role::Nurse, Some(CLINIC)).await;
        let officer = test.person(130, Role::SecurityOfficer).await;
        boss.call(change(nurse.account, Role::Doctor, Some(TOMORROW), 0)).await.unwrap();
        // The same once more is no change.
        boss.call(change(nurse.account, Role::Doctor, Some(TOMORROW), 1)).await.unwrap();
        let facts = OrganizationFacts { name: "Поликлиника № 1".into(), address: "Лесная, 5".into(), phone: String::new(), version: 0 };
        boss.call(ChangeOrganization { body: facts }).await.unwrap();

        let of = |field, before: Option<&str>, after: &str| FieldChange { field, before: before.map(str::to_owned), after: Some(after.to_owned()) };
        let mut query = AuditQuery::days(TODAY, TODAY);
        query.deed = Some(Deed::MemberChanged);
        let lines = officer.call(SearchAudit { body: query }).await.unwrap().lines;
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].changes, [of(ChangedField::Role, Some("nurse"), "doctor"), of(ChangedField::Until, None, "2026-12-02")]);
        assert_eq!((lines[0].chain, lines[0].object, lines[0].account), (CLINIC.0, Some(nurse.account.0), Some(boss.account)));
        let kept = test.journal(CLINIC.0).await;
        assert_eq!(kept.last().unwrap().what, What::Administration(AdminAct::OrganizationChanged));
        assert_eq!(kept.last().unwrap().changes, [of(ChangedField::Address, None, "Лесная, 5")]);
        assert_eq!(test.verify().await.findings, []);
    }

    /// ADM-1, ACC-19: whoever was second is told so; changes want a fresh second factor, looking does not.
    async fn a_change_is_made_on_what_was_seen_and_by_who_is_there(on) {
        let test = TestApp::start(on).await;
        let (boss, doctor) = stage(&test).await;
        boss.call(change(doctor.account, Role::Nurse, None, 0)).await.unwrap();
        assert_eq!(code_of(boss.call(change(doctor.account, Role::Registrar, None, 0)).await), Code::Conflict);
        assert_eq!(code_of(boss.call(end(doctor.account, 0)).await), Code::Conflict);
        assert_eq!(doctor.call(FindSession {}).await.unwrap().role, Role::Nurse, "at once");
        test.clock.forward(Duration::minutes(11));
        assert_eq!(code_of(boss.call(end(doctor.account, 1)).await), Code::StepUpRequired);
        assert_eq!(code_of(boss.call(department("Терапия", 5)).await), Code::StepUpRequired);
        assert_eq!(boss.call(FindOrganization {}).await.unwrap().live, 2);
        assert_eq!(member(&boss, doctor.account).await.state, StaffState::Live);
    }

    /// ADM-1, ACC-11: from the invitation to work, with a department and a post.
    async fn somebody_invited_comes_to_work(on) {
        let test = TestApp::start(on).await;
        let (boss, _) = stage(&test).await;
        for role in [Role::Patient, Role::Administrator, Role::SecurityOfficer, Role::Support, Role::Program] {
            assert_eq!(field_of(boss.call(invitation(7, role)).await), ("role".into(), FieldReason::Invalid));
        }
        let ward = boss.call(department("Процедурный кабинет", 5)).await.unwrap();
        let InviteMember { body } = invitation(7, Role::Nurse);
        let body = NewMember { department: Some(ward.id), until: Some(TOMORROW), ..body };
        let sent = boss.call(InviteMember { body }).await.unwrap();
        assert_eq!((sent.email, sent.until), (email(7), test.now() + Duration::days(7)));

        let (link, nurse) = (test.link(&email(7)).await, test.visitor(1));
        let opened = nurse.call(OpenInvitation { body: link.clone() }).await.unwrap();
        assert_eq!((opened.name.as_str(), opened.role), ("Новикова Ирина", Role::Nurse));
        let totp_code = Some(totp(&opened.totp.uri, test.app.now()).await);
        let body = Acceptance { token: link.token, password: PASSWORD.into(), totp_code, credential: None };
        let session = nurse.call(AcceptInvitation { body }).await.unwrap();
        assert_eq!((session.role, session.organization.as_deref()), (Role::Nurse, Some("Поликлиника № 1")));

        let found = staff(&boss, StaffQuery { words: Some("новик".into()), ..StaffQuery::default() }).await;
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].account, found[0].until), (session.account, Some(TOMORROW)));
        assert_eq!(found[0].department_name.as_deref(), Some("Процедурный кабинет"));
        assert_eq!(found[0].position.as_deref(), Some("процедурная медсестра"));
        assert_eq!(test.verify().await.findings, []);
    }

    /// ADM-1: by a letter that names nobody.
    async fn a_member_is_told_of_their_work(on) {
        let test = TestApp::start(on).await;
        let (boss, _) = stage(&test).await;
        let account = test.visitor(3).confirmed(3).await.account;
        let membership = accounts::NewMembership {
            id: test.app.new_id(),
            account,
            role: Role::Nurse,
            organization: Some(CLINIC),
            starts_at: micros(test.now()),
            ends_at: None,
        };
        accounts::insert_membership(test.raw().await.write(), membership).await.unwrap();
        boss.call(change(account, Role::Registrar, None, 0)).await.unwrap();
        boss.call(end(account, 1)).await.unwrap();
        let told = test.told(&email(3)).await.concat();
        for words in ["изменилась ваша работа", "ваш рабочий доступ закрыт"] {
            assert!(told.contains(words), "{told}");
        }
        assert!(!told.contains("Испытаний"), "{told}");
    }

    /// ADM-1: a department is opened once, is called as no other, and takes nobody when closed.
    async fn departments_open_and_close(on) {
        let test = TestApp::start(on).await;
        let (boss, doctor) = stage(&test).await;
        let ward = boss.call(department(" Терапия ", 5)).await.unwrap();
        assert_eq!(boss.call(department("Терапия", 5)).await.unwrap().id, ward.id, "sent twice");
        assert_eq!(code_of(boss.call(department("Хирургия", 5)).await), Code::Conflict);
        assert_eq!(field_of(boss.call(department("терапия", 6)).await), ("name".into(), FieldReason::Invalid));
        let put = |department, version| ChangeMember {
            account: doctor.account,
            body: StaffChange { role: Role::Doctor, department: Some(department), position: String::new(), until: None, version },
        };
        boss.call(put(ward.id, 0)).await.unwrap();
        let name = |name: &str, version| ChangeDepartment { department: ward.id, body: DepartmentName { name: name.into(), version } };
        let renamed = boss.call(name("Терапия № 1", ward.version)).await.unwrap();
        assert_eq!((renamed.name.as_str(), renamed.staff), ("Терапия № 1", 1));
        assert_eq!(code_of(boss.call(name("Терапия № 2", ward.version)).await), Code::Conflict);
        let close = |version| CloseDepartment { department: ward.id, body: Closing { version } };
        assert_eq!(code_of(boss.call(close(ward.version)).await), Code::Conflict);
        let closed = boss.call(close(renamed.version)).await.unwrap();
        assert_eq!(closed.closed_at, Some(test.now()));
        assert_eq!(boss.call(close(renamed.version)).await.unwrap(), closed, "done twice");
        // Who is there stays; nobody comes.
        assert_eq!(member(&boss, doctor.account).await.department, Some(ward.id));
        boss.call(change(doctor.account, Role::Doctor, None, 1)).await.unwrap();
        assert_eq!(field_of(boss.call(put(ward.id, 2)).await), ("department".into(), FieldReason::Invalid));
    }

    /// ADM-1: by name, role and whether they work; page by page.
    async fn staff_are_found_and_paged(on) {
        let test = TestApp::start(on).await;
        let (boss, doctor) = stage(&test).await;
        for n in 200..260 {
            test.member(n, Role::Nurse, Some(CLINIC)).await;
        }
        boss.call(end(doctor.account, 0)).await.unwrap();
        let of_role = StaffQuery { role: Some(Role::Nurse), ..StaffQuery::default() };
        let first = boss.call(SearchStaff { body: of_role.clone() }).await.unwrap();
        assert_eq!((first.total, first.members.len()), (60, 50));
        let next = StaffQuery { cursor: first.next_cursor.clone(), ..of_role };
        let second = boss.call(SearchStaff { body: next }).await.unwrap();
        assert_eq!((second.members.len(), second.next_cursor), (10, None));
        let mut all: Vec<_> = first.members.iter().chain(&second.members).map(|it| it.account).collect();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), 60);
        let ended = StaffQuery { state: Some(StaffState::Ended), ..StaffQuery::default() };
        assert_eq!(staff(&boss, ended).await.iter().map(|it| it.account).collect::<Vec<_>>(), [doctor.account]);
        let words = StaffQuery { words: Some("ИСПЫТАНИЙ259".into()), ..StaffQuery::default() };
        assert_eq!(staff(&boss, words).await.len(), 1);
        let broken = StaffQuery { cursor: Some("x".into()), ..StaffQuery::default() };
        assert_eq!(field_of(boss.call(SearchStaff { body: broken }).await), ("cursor".into(), FieldReason::Invalid));
    }

    /// ADM-1: who was invited is listed until they come; what is taken back opens nothing.
    async fn an_invitation_waits_in_a_list_and_can_be_taken_back(on) {
        let test = TestApp::start(on).await;
        let (boss, doctor) = stage(&test).await;
        let rival = test.member(110, Role::Administrator, Some(OTHER)).await;
        assert_eq!(boss.call(ListInvitations {}).await.unwrap(), []);
        let sent = boss.call(invitation(7, Role::Nurse)).await.unwrap();
        let waiting = boss.call(ListInvitations {}).await.unwrap();
        let [one] = waiting.as_slice() else { panic!("{waiting:?}") };
        assert_eq!((one.role, &one.email, one.until), (Role::Nurse, &sent.email, sent.until));
        assert_eq!(rival.call(ListInvitations {}).await.unwrap(), []);
        assert_eq!(code_of(doctor.call(ListInvitations {}).await), Code::NotFound);

        let link = test.link(&sent.email).await;
        let visitor = test.visitor(9);
        // Another's administrator takes nothing of ours back.
        rival.call(WithdrawInvitation { invitation: one.id }).await.unwrap();
        visitor.call(OpenInvitation { body: link.clone() }).await.unwrap();
        for _ in 0..2 {
            boss.call(WithdrawInvitation { invitation: one.id }).await.unwrap();
        }
        assert_eq!(code_of(visitor.call(OpenInvitation { body: link }).await), Code::LinkExpired);
        assert_eq!(boss.call(ListInvitations {}).await.unwrap(), []);
        let lines = test.journal(CLINIC.0).await;
        let what = What::Administration(AdminAct::InvitationWithdrawn);
        let told: Vec<_> = lines.iter().filter(|line| line.what == what).collect();
        assert_eq!(told.len(), 1, "once: the second time changed nothing, and it is not the rival's");
        assert_eq!(told[0].changes[0].field, ChangedField::Person);
        boss.call(invitation(7, Role::Nurse)).await.unwrap();
    }
}
