//! A visit is confirmed on the spot, by the doctor's code and the patient's passkey (REC-13).

use backend::access::Grantee;
use backend::audit::What;
use backend::record::NewEntry;
use serde_json::json;
use shared::access::model::{Action, Ground, Level, Role, Section, Sensitivity};
use shared::accounts::api::{
    AddPasskey, CodeRequest, Credential, FactorCode, FinishPasskeyStepUp, FinishSignIn, NewPasskey,
    NewPasskeyKind, SendSignInCode, StartPasskey, StartPasskeyStepUp,
};
use shared::accounts::model::{Factor, KeyKind};
use shared::contract::Code;
use shared::id::{EntryId, OrganizationId, PatientId};
use shared::record::api::{AttestVisit, EntryAct, EntryDetail, FindEntry, ShowAttestation};
use shared::record::attest::{MARK, NewAttestation, ON_THE_SPOT};
use shared::record::model::Source;
use tests::peers::Key;
use tests::visitor::{PASSWORD, phone};
use tests::{NOW, Person, TestApp, entry, on_both};
use time::Duration;
use uuid::Uuid;

const CLINIC: OrganizationId = OrganizationId(Uuid::from_u128(0xC1));

/// A visit that the clinic wrote down, an hour ago.
fn visit(n: u128) -> NewEntry {
    let mut new = entry(n, Section::Visits, Sensitivity::Usual, 60);
    new.occurred_at = NOW - Duration::HOUR;
    new.source = Source {
        organization: Some(CLINIC),
        organization_name: Some("Поликлиника".into()),
        ..new.source
    };
    new
}

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

    const fn show(&self) -> ShowAttestation {
        ShowAttestation { patient: self.patient, entry: self.id }
    }

    fn attest(&self, code: &str) -> AttestVisit {
        let body = NewAttestation { code: code.to_owned() };
        AttestVisit { patient: self.patient, entry: self.id, body }
    }

    /// What the phone's camera reads, without the address.
    async fn code(&self) -> String {
        let shown = self.doctor.call(self.show()).await.unwrap();
        let (page, code) = shown.link.split_once('#').unwrap();
        assert!(page.ends_with(&format!("/patients/{}/entries/{}", self.patient, self.id)));
        assert!(code.starts_with(MARK), "{code}");
        code.to_owned()
    }
}

on_both! {
    /// The whole way: the doctor shows, the patient confirms, both see it, and so does the journal.
    async fn a_visit_is_confirmed_by_the_doctors_code(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        assert!(at.page_of(&at.doctor).await.may(EntryAct::ShowAttestation));
        let before = at.page_of(&at.anna).await;
        assert!(before.may(EntryAct::Attest) && before.attested.is_none());
        assert!(!before.may(EntryAct::ShowAttestation), "the patient shows no code to themselves");

        let code = at.code().await;
        let attested = at.anna.call(at.attest(&code)).await.unwrap();
        assert_eq!((attested.at, attested.by_representative, attested.factor), (NOW, false, Factor::Demo));
        assert_eq!(attested.shown_by, "Испытаний100\u{a0}А.\u{a0}П.");
        assert_eq!(attested.organization.as_deref(), Some("Поликлиника"));
        assert_eq!(at.anna.call(at.attest(&code)).await.unwrap(), attested, "sent twice");

        for person in [&at.anna, &at.doctor] {
            let page = at.page_of(person).await;
            assert_eq!(page.attested.as_ref(), Some(&attested));
            assert!(!page.may(EntryAct::Attest) && !page.may(EntryAct::ShowAttestation));
        }
        let refused = at.doctor.call(at.show()).await.unwrap_err();
        assert_eq!(refused.code, Code::Conflict);
        let lines = test.journal(at.patient.0).await;
        let what = What::Access(Action::AttestVisit);
        assert_eq!(lines.iter().filter(|line| line.what == what).count(), 2);
        assert!(!test.holds("attestation", "Испытаний").await);
        assert_eq!(test.verify().await.findings, []);
    }

    /// A code is good for five minutes, for its visit alone, and nobody makes one up.
    async fn only_a_fresh_code_of_this_visit_confirms_it(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        let code = at.code().await;
        let (_, other) = code.split_at(MARK.len());
        let mut forged = other.to_owned().into_bytes();
        forged[30] ^= 1;
        for wrong in ["", "visit.", "visit.abc", "%%%", &String::from_utf8_lossy(&forged)] {
            let refused = at.anna.call(at.attest(wrong)).await.unwrap_err();
            assert_eq!(refused.code, Code::CodeExpired, "{wrong}");
        }
        let second = visit(2);
        test.entry(at.patient, &second).await;
        let elsewhere = Scene { id: second.id, ..at };
        let refused = elsewhere.anna.call(elsewhere.attest(&code)).await.unwrap_err();
        assert_eq!(refused.code, Code::CodeExpired);
        let at = Scene { id: visit(1).id, ..elsewhere };
        test.clock.forward(Duration::minutes(5) + Duration::SECOND);
        let refused = at.anna.call(at.attest(&code)).await.unwrap_err();
        assert_eq!(refused.code, Code::CodeExpired);
        let code = at.code().await;
        at.anna.call(at.attest(&code)).await.unwrap();
    }

    /// Later than a day, by another clinic, or by who does not write in the card: no code.
    async fn a_code_is_for_the_clinic_that_wrote_it_and_for_its_day(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        let other = OrganizationId(Uuid::from_u128(0xC2));
        for (n, role, clinic) in [(101, Role::Doctor, other), (102, Role::Nurse, CLINIC)] {
            let member = test.member(n, role, Some(clinic)).await;
            test.open_card(at.patient, member.grantee(), Ground::Treatment, Level::Full, Section::ALL).await;
            assert!(!at.page_of(&member).await.may(EntryAct::ShowAttestation), "{role}");
            assert_eq!(member.call(at.show()).await.unwrap_err().code, Code::NotFound, "{role}");
        }
        assert_eq!(at.anna.call(at.show()).await.unwrap_err().code, Code::NotFound);
        // A stranger's card has no visits to confirm, whatever the code.
        let (_, boris) = test.patient(2).await;
        let code = at.code().await;
        assert_eq!(boris.call(at.attest(&code)).await.unwrap_err().code, Code::NotFound);
        test.clock.forward(ON_THE_SPOT);
        let (doctor, anna) = (test.signed_in(&at.doctor).await, test.signed_in(&at.anna).await);
        let late = Scene { patient: at.patient, id: at.id, anna, doctor };
        assert!(!late.page_of(&late.doctor).await.may(EntryAct::ShowAttestation));
        assert_eq!(late.doctor.call(late.show()).await.unwrap_err().code, Code::NotFound);
    }

    /// What was proved longer than ten minutes ago is proved once more before it is signed so.
    async fn a_passkey_is_shown_just_now(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        test.clock.forward(Duration::minutes(11));
        let doctor = test.signed_in(&at.doctor).await;
        let at = Scene { doctor, ..at };
        let code = at.code().await;
        let refused = at.anna.call(at.attest(&code)).await.unwrap_err();
        assert_eq!(refused.code, Code::StepUpRequired);
    }

    /// A code by SMS is not enough: it may have been told to somebody. A parent confirms a child's visit.
    async fn it_is_confirmed_with_a_passkey_and_nothing_less(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        let mut key = Key::start().await;
        let parent = test.visitor(7);
        let account = parent.confirmed(7).await.account;
        let to = Grantee::Account(account);
        test.open_card(at.patient, to, Ground::Representative, Level::Full, Section::ALL).await;
        parent.password(&phone(7), PASSWORD).await.unwrap();
        parent.call(SendSignInCode { body: CodeRequest { factor: Factor::Sms } }).await.unwrap();
        let code = test.code(&phone(7)).await;
        parent.call(FinishSignIn { body: FactorCode { factor: Factor::Sms, code } }).await.unwrap();

        let code = at.code().await;
        let refused = parent.call(at.attest(&code)).await.unwrap_err();
        assert_eq!(refused.code, Code::PasskeyNeeded);
        let ceremony = parent.call(StartPasskey { body: NewPasskeyKind { kind: KeyKind::Passkey } }).await.unwrap();
        let credential = key.create(&ceremony.options, json!({})).await;
        parent.call(AddPasskey { body: NewPasskey { name: "Телефон".into(), credential } }).await.unwrap();
        let refused = parent.call(at.attest(&code)).await.unwrap_err();
        assert_eq!(refused.code, Code::StepUpRequired);
        let ceremony = parent.call(StartPasskeyStepUp {}).await.unwrap();
        let credential = key.get(&ceremony.options, json!({})).await;
        parent.call(FinishPasskeyStepUp { body: Credential { credential } }).await.unwrap();
        let attested = parent.call(at.attest(&code)).await.unwrap();
        assert_eq!((attested.by_representative, attested.factor), (true, Factor::Passkey));
    }
}
