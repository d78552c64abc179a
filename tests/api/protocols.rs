//! Protocols: written, checked, signed, corrected; templates (REC-4, REC-5, REC-6, REC-12, OFF-2).

use backend::access::{Grantee, Hiding, Target, hide};
use backend::accounts;
use backend::app::micros;
use shared::access::model::{Action, Ground, Level, Role, Section, Sensitivity};
use shared::contract::{Code, FieldReason, Problem};
use shared::id::{AccountId, EntryId, OrganizationId, PatientId};
use shared::journal::api::SearchJournal;
use shared::journal::model::JournalQuery;
use shared::protocols::api::{
    AddTemplate, ChangeTemplate, CorrectProtocol, FindDraft, FindDraftKey, FindVersions, KeepDraft,
    ListDrafts, ListOwnDrafts, ListTemplates, RemoveDraft, RemoveTemplate, SignDraft,
};
use shared::protocols::model::{
    Acknowledgement, ChangedDraft, ChangedTemplate, Correcting, Diagnosis, DiagnosisRank, DoseUnit,
    FormPart, NewCorrection, NewSignature, NewTemplate, Prescription, ProblemReason, Protocol,
    ProtocolForm, Template, TemplateRef,
};
use shared::protocols::rules::{DRAFTS_MAX, ICD_10, TEMPLATES_MAX, TEXT_MAX};
use shared::record::api::{EntryAct, FindEntry, FindSummary};
use shared::record::model::{Coding, Content, Entry};
use tests::visitor::{email, phone};
use tests::{NOW, Person, TestApp, entry, on_both};
use time::Duration;
use time::macros::date;
use uuid::Uuid;

use super::record::all;

const CLINIC: OrganizationId = OrganizationId(Uuid::from_u128(0xC1));
const OTHER: OrganizationId = OrganizationId(Uuid::from_u128(0xC2));
const DRAFT: Uuid = Uuid::from_u128(0xDA);
const KEY: Uuid = Uuid::from_u128(0x5160);
const SECRET: &str = "Кашель третью неделю";

/// A clinic with a doctor who treats Anna.
async fn stage(test: &TestApp) -> (PatientId, Person<'_>, Person<'_>) {
    let db = test.raw().await;
    for (id, name) in [(CLINIC, "Поликлиника"), (OTHER, "Больница")] {
        accounts::insert_organization(db.write(), id, name, "clinic", 0).await.unwrap();
    }
    let (patient, anna) = test.patient(1).await;
    let doctor = treating(test, patient, 100, CLINIC).await;
    (patient, anna, doctor)
}

async fn treating(test: &TestApp, patient: PatientId, n: u128, at: OrganizationId) -> Person<'_> {
    let doctor = test.member(n, Role::Doctor, Some(at)).await;
    test.open_card(patient, doctor.grantee(), Ground::Treatment, Level::Full, Section::ALL).await;
    doctor
}

fn part(code: &str, text: &str, required: bool) -> FormPart {
    FormPart { code: code.into(), title: code.into(), text: text.into(), required }
}

fn diagnosis(code: &str) -> Diagnosis {
    let code = Coding {
        system: ICD_10.into(), code: code.into(), display: "Гипертензия".into()
    };
    Diagnosis { code, rank: DiagnosisRank::Main, adds_condition: false }
}

pub fn form() -> ProtocolForm {
    ProtocolForm {
        title: "Приём терапевта".into(),
        template: None,
        performed_at: Some(NOW - Duration::HOUR),
        findings: vec![part("complaints", SECRET, true)],
        conclusion: "Бронхит".into(),
        diagnoses: vec![diagnosis("I10")],
        plan: "Явка через неделю".into(),
        prescriptions: Vec::new(),
        next_visit: Some(date!(2026 - 12 - 08)),
        correcting: None,
    }
}

fn metformin(dose: &str) -> Prescription {
    Prescription {
        medicine: "Метформин".into(),
        form: "таблетки, 1000 мг".into(),
        dose: dose.into(),
        unit: DoseUnit::Piece,
        times_a_day: Some(2),
        days: Some(30),
        note: String::new(),
    }
}

fn keep(patient: PatientId, draft: Uuid, version: u32, form: ProtocolForm) -> KeepDraft {
    KeepDraft { patient, draft, body: ChangedDraft { form, version } }
}

fn sign(patient: PatientId, version: u32) -> SignDraft {
    let body = NewSignature { version, acknowledged: Vec::new(), key: KEY };
    SignDraft { patient, draft: DRAFT, body }
}

fn correct(patient: PatientId, version: u32, form: ProtocolForm) -> CorrectProtocol {
    let (reason, acknowledged) = ("Исправлена опечатка".to_owned(), Vec::new());
    let body = NewCorrection { version, form, reason, acknowledged };
    CorrectProtocol { patient, entry: EntryId(KEY), body }
}

/// A draft that was signed.
pub async fn signed(doctor: &Person<'_>, patient: PatientId, form: ProtocolForm) -> Entry {
    doctor.call(keep(patient, DRAFT, 0, form)).await.unwrap();
    doctor.call(sign(patient, 1)).await.unwrap()
}

fn protocol(entry: &Entry) -> &Protocol {
    let Content::Protocol(protocol) = &entry.content else { panic!("not a protocol") };
    protocol
}

fn code_of<T>(answer: Result<T, Problem>) -> Code {
    answer.err().expect("refused").code
}

fn fields<T>(answer: Result<T, Problem>) -> Vec<(String, FieldReason)> {
    let problem = answer.err().expect("refused");
    assert_eq!(problem.code, Code::Invalid);
    problem.fields.into_iter().map(|field| (field.field, field.reason)).collect()
}

on_both! {
    /// REC-4: refused without mandatory fields, field by field; nothing is written.
    async fn an_unfinished_protocol_is_refused_field_by_field(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let empty = ProtocolForm { findings: vec![part("complaints", " ", true)], ..ProtocolForm::default() };
        doctor.call(keep(patient, DRAFT, 0, empty)).await.unwrap();
        let refused = fields(doctor.call(sign(patient, 1)).await);
        let names: Vec<&str> = refused.iter().map(|(field, _)| field.as_str()).collect();
        let expected = ["title", "conclusion", "plan", "performed_at", "findings.0.text", "findings", "diagnoses"];
        assert_eq!(names, expected);
        assert!(refused.iter().all(|(_, reason)| *reason == FieldReason::Required));
        assert_eq!(anna.call(all(patient)).await.unwrap().entries, []);
        assert_eq!(doctor.call(ListDrafts { patient }).await.unwrap().len(), 1, "the draft stays");
    }

    /// REC-4, OFF-2: saved again and again, it survives; two windows do not overwrite each other.
    async fn a_draft_survives_and_a_conflict_is_told(on) {
        let test = TestApp::start(on).await;
        let (patient, _, doctor) = stage(&test).await;
        let first = doctor.call(keep(patient, DRAFT, 0, form())).await.unwrap();
        assert_eq!((first.id, first.version, first.changed_at), (DRAFT, 1, NOW));
        let again = doctor.call(keep(patient, DRAFT, 0, form())).await.unwrap();
        assert_eq!(again, first, "the same once more");
        let other = ProtocolForm { conclusion: "Пневмония".into(), ..form() };
        let second = doctor.call(keep(patient, DRAFT, 1, other.clone())).await.unwrap();
        assert_eq!((second.version, &second.form), (2, &other));
        let third = ProtocolForm { conclusion: "Трахеит".into(), ..form() };
        assert_eq!(code_of(doctor.call(keep(patient, DRAFT, 1, third)).await), Code::Conflict);
        assert_eq!(doctor.call(FindDraft { patient, draft: DRAFT }).await.unwrap(), second);
        let node = test.another_node().await;
        let elsewhere = node.again(&doctor);
        assert_eq!(elsewhere.call(ListDrafts { patient }).await.unwrap(), [second]);
        assert!(!test.holds("protocol_draft", SECRET).await);
        assert!(!test.holds("protocol_draft", "Пневмония").await);

        for _ in 0..2 {
            doctor.call(RemoveDraft { patient, draft: DRAFT }).await.unwrap();
        }
        assert_eq!(code_of(doctor.call(FindDraft { patient, draft: DRAFT }).await), Code::NotFound);
        assert_eq!(code_of(doctor.call(keep(patient, DRAFT, 2, form())).await), Code::Conflict);
        assert!(doctor.call(keep(patient, DRAFT, 0, form())).await.is_ok(), "it can be kept anew");
    }

    /// REC-4: not the patient's, not another doctor's; where it waits is told without what it says.
    async fn a_draft_is_nobody_elses(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let colleague = treating(&test, patient, 101, CLINIC).await;
        doctor.call(keep(patient, DRAFT, 0, form())).await.unwrap();
        assert_eq!(code_of(anna.call(ListDrafts { patient }).await), Code::NotFound);
        assert_eq!(code_of(anna.call(FindDraft { patient, draft: DRAFT }).await), Code::NotFound);
        assert_eq!(colleague.call(ListDrafts { patient }).await.unwrap(), []);
        assert_eq!(code_of(colleague.call(FindDraft { patient, draft: DRAFT }).await), Code::NotFound);
        assert_eq!(code_of(colleague.call(sign(patient, 1)).await), Code::NotFound);
        let theirs = ProtocolForm { plan: "Своё".into(), ..ProtocolForm::default() };
        colleague.call(keep(patient, DRAFT, 0, theirs)).await.unwrap();
        assert_eq!(doctor.call(FindDraft { patient, draft: DRAFT }).await.unwrap().form, form());
        colleague.call(RemoveDraft { patient, draft: DRAFT }).await.unwrap();

        let waiting = doctor.call(ListOwnDrafts {}).await.unwrap();
        assert_eq!((waiting.len(), waiting[0].patient, waiting[0].id), (1, patient, DRAFT));
        assert_eq!(waiting[0].card_number, "0001-0001-0");
        assert_eq!(colleague.call(ListOwnDrafts {}).await.unwrap(), []);
        assert_eq!(anna.call(all(patient)).await.unwrap().entries, [], "no entry of the card");
    }

    /// OFF-2: what seals drafts in a doctor's browsers is theirs, the same on each node and after each
    /// signing in, and nobody else's; without a session there is none.
    async fn what_seals_drafts_in_browsers_is_the_doctors_own(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let colleague = treating(&test, patient, 101, CLINIC).await;
        let key = doctor.call(FindDraftKey {}).await.unwrap().key;
        assert!(key.len() == 64 && key.bytes().all(|digit| digit.is_ascii_hexdigit()), "{key}");
        let node = test.another_node().await;
        assert_eq!(node.again(&doctor).call(FindDraftKey {}).await.unwrap().key, key);
        assert_ne!(colleague.call(FindDraftKey {}).await.unwrap().key, key);
        assert_eq!(code_of(anna.call(FindDraftKey {}).await), Code::NotFound);
        for table in ["session", "data_key", "account"] {
            assert!(!test.holds(table, &key).await, "{table}");
        }
    }

    /// REC-4: a doctor whose ground has ended neither reads nor signs what they wrote.
    async fn without_a_ground_there_is_no_draft(on) {
        let test = TestApp::start(on).await;
        let (patient, _, _) = stage(&test).await;
        let guest = test.member(102, Role::Doctor, Some(OTHER)).await;
        let limited = [Section::Results];
        test.open_card(patient, guest.grantee(), Ground::Grant, Level::Full, &limited).await;
        assert_eq!(code_of(guest.call(keep(patient, DRAFT, 0, form())).await), Code::NotFound);
        let stranger = test.member(103, Role::Doctor, Some(OTHER)).await;
        assert_eq!(code_of(stranger.call(keep(patient, DRAFT, 0, form())).await), Code::NotFound);
        assert_eq!(code_of(stranger.call(ListDrafts { patient }).await), Code::NotFound);
        assert_eq!(stranger.call(ListOwnDrafts {}).await.unwrap(), []);
    }

    /// REC-4: signing asks who is there, closes the draft, and tells the patient; twice is once.
    async fn signing_needs_a_fresh_factor_and_makes_one_entry(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        doctor.call(keep(patient, DRAFT, 0, form())).await.unwrap();
        test.clock.forward(Duration::minutes(11));
        assert_eq!(code_of(doctor.call(sign(patient, 1)).await), Code::StepUpRequired);
        let doctor = test.signed_in(&doctor).await;
        assert_eq!(code_of(doctor.call(sign(patient, 2)).await), Code::Conflict);
        let entry = doctor.call(sign(patient, 1)).await.unwrap();
        assert_eq!((entry.id, entry.version, entry.section), (EntryId(KEY), 1, Section::Visits));
        assert_eq!(entry.occurred_at, NOW - Duration::HOUR);
        assert_eq!(entry.source.organization_name.as_deref(), Some("Поликлиника"));
        let kept = protocol(&entry);
        assert_eq!(kept.signed_by, "Испытаний100\u{a0}А.\u{a0}П.");
        assert_eq!((kept.signed_at, &kept.correction), (test.now(), &None));
        assert_eq!(doctor.call(sign(patient, 1)).await.unwrap(), entry, "sent twice");
        assert_eq!(doctor.call(ListDrafts { patient }).await.unwrap(), []);
        let anna = test.signed_in(&anna).await;
        assert_eq!(anna.call(all(patient)).await.unwrap().entries, std::slice::from_ref(&entry));
        let summary = anna.call(FindSummary { patient }).await.unwrap();
        assert_eq!(summary.visits, [entry]);
        assert!(!test.holds("entry", SECRET).await);

        let lines = anna.call(SearchJournal { patient, body: JournalQuery::default() }).await.unwrap();
        let signed = lines.lines.iter().filter(|line| line.action == Some(Action::SignProtocol));
        assert!(signed.count() >= 1);
        assert_eq!(test.verify().await.findings, []);
    }

    /// REC-4: the patient is told once that there is something, and not what; of a correction too.
    async fn the_patient_is_told_and_nothing_of_it(on) {
        let test = TestApp::start(on).await;
        let (patient, _, doctor) = stage(&test).await;
        // Whose contacts are proved.
        let owner = test.visitor(1).confirmed(1).await.account;
        test.open_card(patient, Grantee::Account(owner), Ground::Own, Level::Full, Section::ALL).await;
        let count = async || (test.told(&phone(1)).await.len(), test.told(&email(1)).await.len());
        let before = count().await;
        signed(&doctor, patient, form()).await;
        doctor.call(sign(patient, 1)).await.unwrap();
        assert_eq!(count().await, (before.0 + 1, before.1 + 1));
        // Messages of one moment are told apart by nothing else.
        test.clock.forward(Duration::MINUTE);
        doctor.call(correct(patient, 1, form())).await.unwrap();
        assert_eq!(count().await, (before.0 + 2, before.1 + 2));
        for text in test.told(&phone(1)).await.into_iter().chain(test.told(&email(1)).await) {
            for word in ["Бронхит", "Гипертензия", "Кашель", "Испытаний100"] {
                assert!(!text.contains(word), "{word}: {text}");
            }
        }
    }

    /// REC-6: dates against each other and doses against limits, at the server too.
    async fn dates_and_doses_are_checked_when_it_is_signed(on) {
        let test = TestApp::start(on).await;
        let (patient, _, doctor) = stage(&test).await;
        let wrong = ProtocolForm {
            performed_at: Some(NOW + Duration::DAY),
            next_visit: Some(date!(2026 - 12 - 01)),
            diagnoses: vec![diagnosis("I10.99x")],
            prescriptions: vec![metformin("0")],
            ..form()
        };
        doctor.call(keep(patient, DRAFT, 0, wrong)).await.unwrap();
        let refused = fields(doctor.call(sign(patient, 1)).await);
        let reason = |field: &str| refused.iter().find(|it| it.0 == field).map(|it| it.1);
        assert_eq!(reason("performed_at"), Some(FieldReason::InFuture));
        assert_eq!(reason("next_visit"), Some(FieldReason::BeforeBegin));
        assert_eq!(reason("diagnoses.0.code"), Some(FieldReason::Invalid));
        assert_eq!(reason("prescriptions.0.dose"), Some(FieldReason::OutOfRange));
        let before_birth = ProtocolForm { performed_at: Some(date!(1980 - 05 - 16).midnight().assume_utc()), ..form() };
        doctor.call(keep(patient, DRAFT, 1, before_birth)).await.unwrap();
        let refused = fields(doctor.call(sign(patient, 2)).await);
        assert_eq!(refused, [("performed_at".to_owned(), FieldReason::BeforeBirth)]);
    }

    /// REC-6: a warning stands with the doctor's words, which are kept in the protocol.
    async fn a_warning_is_signed_with_words_only(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let mut allergy = entry(1, Section::Allergies, Sensitivity::Usual, 60);
        let Content::AllergyIntolerance(it) = &mut allergy.content else { unreachable!("an allergy") };
        it.substance = "Метформин".into();
        test.entry(patient, &allergy).await;
        let form = ProtocolForm { prescriptions: vec![metformin("2")], ..form() };
        doctor.call(keep(patient, DRAFT, 0, form)).await.unwrap();
        let unlikely = |field: &str| (field.to_owned(), FieldReason::Unlikely);
        let refused = fields(doctor.call(sign(patient, 1)).await);
        assert_eq!(refused, [unlikely("prescriptions.0.dose"), unlikely("prescriptions.0.medicine")]);
        let words = |field: &str, reason| Acknowledgement { field: field.into(), reason, words: "Решил консилиум".into() };
        let acknowledged = vec![
            words("prescriptions.0.medicine", ProblemReason::Allergy),
            words("prescriptions.0.dose", ProblemReason::DoseAboveUsual),
        ];
        let mut call = sign(patient, 1);
        call.body.acknowledged = acknowledged[..1].to_vec();
        assert_eq!(fields(doctor.call(call.clone()).await), [unlikely("prescriptions.0.dose")]);
        call.body.acknowledged = acknowledged;
        doctor.call(call).await.unwrap();
        let read = anna.call(FindEntry { patient, entry: EntryId(KEY) }).await.unwrap();
        let kept = &protocol(&read.entry).acknowledged;
        assert_eq!(kept.len(), 2);
        assert!(kept.iter().all(|it| it.words == "Решил консилиум"));
    }

    /// REC-6: what the patient hid from this doctor is not told by a warning.
    async fn a_hidden_allergy_is_not_told_by_a_warning(on) {
        let test = TestApp::start(on).await;
        let (patient, _, doctor) = stage(&test).await;
        let mut allergy = entry(1, Section::Allergies, Sensitivity::Usual, 60);
        let Content::AllergyIntolerance(it) = &mut allergy.content else { unreachable!("an allergy") };
        it.substance = "Метформин".into();
        test.entry(patient, &allergy).await;
        hide_from(&test, patient, allergy.id, doctor.account).await;
        let form = ProtocolForm { prescriptions: vec![metformin("1")], ..form() };
        signed(&doctor, patient, form).await;
    }

    /// REC-4, REC-6: a diagnosis is added to the list of the card's own once.
    async fn a_diagnosis_is_added_to_the_card_where_it_is_wished(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let adds = ProtocolForm {
            diagnoses: vec![Diagnosis { adds_condition: true, ..diagnosis("I10") }],
            ..form()
        };
        signed(&doctor, patient, adds.clone()).await;
        assert_eq!(anna.call(FindSummary { patient }).await.unwrap().conditions.len(), 1);
        doctor.call(keep(patient, DRAFT, 0, adds)).await.unwrap();
        let mut again = sign(patient, 1);
        again.body.key = Uuid::from_u128(0x5161);
        doctor.call(again).await.unwrap();
        assert_eq!(anna.call(FindSummary { patient }).await.unwrap().conditions.len(), 1);
    }

    /// REC-5: never changed in place; every version is read, in order, with author, time, reason.
    async fn a_correction_is_a_new_version_and_the_old_one_stays(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let first = signed(&doctor, patient, form()).await;
        test.clock.forward(Duration::minutes(5));
        let better = ProtocolForm { conclusion: "Острый бронхит".into(), ..form() };
        let call = correct(patient, 1, better.clone());
        let second = doctor.call(call.clone()).await.unwrap();
        assert_eq!((second.id, second.version), (first.id, 2));
        let correction = protocol(&second).correction.as_ref().unwrap();
        assert_eq!(correction.reason, "Исправлена опечатка");
        assert_eq!(protocol(&second).signed_at, NOW + Duration::minutes(5));
        assert_eq!(doctor.call(call).await.unwrap(), second, "sent twice");
        let late = ProtocolForm { conclusion: "Другое".into(), ..form() };
        assert_eq!(code_of(doctor.call(correct(patient, 1, late)).await), Code::Conflict);

        let told = anna.call(FindVersions { patient, entry: first.id }).await.unwrap();
        assert_eq!(told.versions, [second.clone(), first.clone()]);
        let detail = anna.call(FindEntry { patient, entry: first.id }).await.unwrap();
        assert_eq!((detail.entry, detail.earlier), (second, vec![first]));
        assert!(!detail.may.contains(&EntryAct::Correct));
        let lines = test.journal(patient.0).await;
        assert!(lines.iter().any(|line| line.view == Some(shared::journal::model::View::Versions)));
    }

    /// REC-4, REC-5: what is written of a correction is kept like any draft, is not signed as a
    /// protocol of its own, and goes when the correction is signed.
    async fn a_correction_is_kept_while_it_is_written(on) {
        let test = TestApp::start(on).await;
        let (patient, _, doctor) = stage(&test).await;
        let first = signed(&doctor, patient, form()).await;
        let correcting = Some(Correcting { version: 1, reason: "Исправ".into() });
        let half = ProtocolForm { conclusion: "Острый".into(), correcting, ..form() };
        let kept = doctor.call(keep(patient, first.id.0, 0, half.clone())).await.unwrap();
        assert_eq!((kept.version, &kept.form), (1, &half));
        let waiting = doctor.call(ListDrafts { patient }).await.unwrap();
        assert_eq!(waiting.iter().map(|draft| draft.id).collect::<Vec<_>>(), [first.id.0]);
        let body = NewSignature { version: 1, acknowledged: Vec::new(), key: Uuid::from_u128(0x51) };
        let alone = doctor.call(SignDraft { patient, draft: first.id.0, body }).await;
        assert_eq!(fields(alone), [("correcting".to_owned(), FieldReason::Invalid)]);
        let correcting = Some(Correcting { version: 1, reason: "я".repeat(1_001) });
        let long = doctor.call(keep(patient, first.id.0, 1, ProtocolForm { correcting, ..form() })).await;
        assert_eq!(fields(long), [("reason".to_owned(), FieldReason::TooLong)]);
        doctor.call(correct(patient, 1, half)).await.unwrap();
        assert_eq!(doctor.call(ListDrafts { patient }).await.unwrap(), []);
    }

    /// REC-5: a correction is checked and signed as the first version was.
    async fn a_correction_is_refused_like_a_protocol(on) {
        let test = TestApp::start(on).await;
        let (patient, _, doctor) = stage(&test).await;
        signed(&doctor, patient, form()).await;
        let mut call = correct(patient, 1, form());
        call.body.reason = "Опечатка".into();
        assert_eq!(fields(doctor.call(call).await), [("reason".to_owned(), FieldReason::TooShort)]);
        let empty = ProtocolForm { plan: String::new(), ..form() };
        let refused = fields(doctor.call(correct(patient, 1, empty)).await);
        assert_eq!(refused, [("plan".to_owned(), FieldReason::Required)]);
        test.clock.forward(Duration::minutes(11));
        let stale = doctor.call(correct(patient, 1, form())).await;
        assert_eq!(code_of(stale), Code::StepUpRequired);
    }

    /// REC-5: its author and the doctors of its organization may, and nobody else.
    async fn others_do_not_correct_a_protocol(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let colleague = treating(&test, patient, 101, CLINIC).await;
        let other = treating(&test, patient, 102, OTHER).await;
        let entry = signed(&doctor, patient, form()).await.id;
        assert_eq!(code_of(other.call(correct(patient, 1, form())).await), Code::NotFound);
        assert_eq!(code_of(anna.call(correct(patient, 1, form())).await), Code::NotFound);
        for (person, may) in [(&doctor, true), (&colleague, true), (&other, false), (&anna, false)] {
            let detail = person.call(FindEntry { patient, entry }).await.unwrap();
            assert_eq!(detail.may.contains(&EntryAct::Correct), may);
        }
        let second = colleague.call(correct(patient, 1, form())).await.unwrap();
        assert_eq!(protocol(&second).signed_by, "Испытаний101\u{a0}А.\u{a0}П.");
        assert!(doctor.call(correct(patient, 2, ProtocolForm { plan: "Ещё".into(), ..form() })).await.is_ok());
        test.entry(patient, &entry_of_visit()).await;
        let call = CorrectProtocol { entry: entry_of_visit().id, ..correct(patient, 1, form()) };
        assert_eq!(code_of(doctor.call(call).await), Code::NotFound, "a visit is no protocol");
    }

    /// REC-5, ACL-4: versions are closed where the entry is.
    async fn versions_of_a_hidden_entry_are_absent(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let entry = signed(&doctor, patient, form()).await.id;
        doctor.call(correct(patient, 1, form())).await.unwrap();
        let reader = treating(&test, patient, 101, OTHER).await;
        assert_eq!(reader.call(FindVersions { patient, entry }).await.unwrap().versions.len(), 2);
        hide_from(&test, patient, entry, reader.account).await;
        assert_eq!(code_of(reader.call(FindVersions { patient, entry }).await), Code::NotFound);
        assert_eq!(anna.call(FindVersions { patient, entry }).await.unwrap().versions.len(), 2);
        let absent = EntryId(Uuid::from_u128(0x404));
        assert_eq!(code_of(anna.call(FindVersions { patient, entry: absent }).await), Code::NotFound);
    }

    /// REC-5, ACL-4: a topic that a correction brings hides what was written before it.
    async fn what_a_correction_hides_is_hidden_in_every_version(on) {
        let test = TestApp::start(on).await;
        let (patient, _, doctor) = stage(&test).await;
        let reader = treating(&test, patient, 101, OTHER).await;
        let entry = signed(&doctor, patient, form()).await.id;
        let secret = ProtocolForm { diagnoses: vec![diagnosis("F41.2")], ..form() };
        doctor.call(correct(patient, 1, secret)).await.unwrap();
        let db = test.raw().await;
        let key = test.key_of(patient).await;
        let hiding = Hiding {
            target: Target::Topic(Sensitivity::MentalHealth),
            from: vec![reader.account],
            is_told: false,
        };
        hide(db.write(), &key, Uuid::from_u128(0xF1), patient, &hiding, micros(NOW)).await.unwrap();
        assert_eq!(code_of(reader.call(FindVersions { patient, entry }).await), Code::NotFound);
        assert_eq!(code_of(reader.call(FindEntry { patient, entry }).await), Code::NotFound);
    }

    /// REC-12: kept, changed, removed, and nobody else's; a protocol asks for what they ask for.
    async fn a_doctor_keeps_own_templates(on) {
        let test = TestApp::start(on).await;
        let (patient, _, doctor) = stage(&test).await;
        let colleague = test.member(101, Role::Doctor, Some(CLINIC)).await;
        let template = Template {
            title: " Мой осмотр ".into(),
            parts: vec![part("skin", "Кожа чистая", true)],
            conclusion: String::new(),
            plan: String::new(),
            diagnoses: vec![diagnosis("I10").code],
        };
        let add = AddTemplate { body: NewTemplate { template: template.clone(), key: KEY } };
        let kept = doctor.call(add.clone()).await.unwrap();
        assert_eq!((kept.version, kept.template.title.as_str()), (1, "Мой осмотр"));
        assert_eq!(doctor.call(add).await.unwrap(), kept, "sent twice");
        assert_eq!(doctor.call(ListTemplates {}).await.unwrap(), std::slice::from_ref(&kept));
        assert_eq!(colleague.call(ListTemplates {}).await.unwrap(), []);
        assert!(!test.holds("protocol_template", "Кожа чистая").await);

        let changed = Template { title: "Другой".into(), ..kept.template.clone() };
        let change = |version| ChangeTemplate {
            template: kept.id,
            body: ChangedTemplate { template: changed.clone(), version },
        };
        assert_eq!(code_of(colleague.call(change(1)).await), Code::NotFound);
        assert_eq!(doctor.call(change(1)).await.unwrap().version, 2);
        assert_eq!(doctor.call(change(1)).await.unwrap().version, 2, "sent twice");
        let stale = ChangeTemplate {
            template: kept.id,
            body: ChangedTemplate { template: kept.template.clone(), version: 1 },
        };
        assert_eq!(code_of(doctor.call(stale).await), Code::Conflict);

        let own = TemplateRef { id: kept.id.to_string(), version: 2 };
        let without = ProtocolForm { template: Some(own), ..form() };
        doctor.call(keep(patient, DRAFT, 0, without)).await.unwrap();
        let refused = fields(doctor.call(sign(patient, 1)).await);
        assert_eq!(refused, [("findings".to_owned(), FieldReason::Required)]);

        for _ in 0..2 {
            doctor.call(RemoveTemplate { template: kept.id }).await.unwrap();
        }
        assert_eq!(doctor.call(ListTemplates {}).await.unwrap(), []);
        assert_eq!(code_of(colleague.call(RemoveTemplate { template: kept.id }).await), Code::NotFound);
        assert_eq!(code_of(doctor.call(change(2)).await), Code::NotFound);
    }

    /// REC-4, REC-12: neither texts nor rows nor their number are without an end.
    async fn sizes_are_bounded(on) {
        let test = TestApp::start(on).await;
        let (patient, _, doctor) = stage(&test).await;
        let long = ProtocolForm { plan: "я".repeat(TEXT_MAX + 1), ..form() };
        let refused = fields(doctor.call(keep(patient, DRAFT, 0, long)).await);
        assert_eq!(refused, [("plan".to_owned(), FieldReason::TooLong)]);
        let many = ProtocolForm { prescriptions: vec![metformin("1"); 31], ..form() };
        let refused = fields(doctor.call(keep(patient, DRAFT, 0, many)).await);
        assert_eq!(refused, [("prescriptions".to_owned(), FieldReason::OutOfRange)]);
        for n in 1..=DRAFTS_MAX {
            let id = Uuid::from_u128(n as u128);
            doctor.call(keep(patient, id, 0, ProtocolForm::default())).await.unwrap();
        }
        let full = doctor.call(keep(patient, DRAFT, 0, form())).await;
        assert_eq!(code_of(full), Code::LimitReached);
        let template = Template { title: "Т".into(), parts: vec![part("a", "", false)], ..Template::default() };
        for n in 1..=TEMPLATES_MAX {
            let body = NewTemplate { template: template.clone(), key: Uuid::from_u128(n as u128) };
            doctor.call(AddTemplate { body }).await.unwrap();
        }
        let body = NewTemplate { template, key: Uuid::from_u128(0xFFF) };
        assert_eq!(code_of(doctor.call(AddTemplate { body }).await), Code::LimitReached);
    }

    /// REC-4: a draft being written is told to no open screen, and reads as one act in the journal.
    async fn writing_a_draft_is_journalled(on) {
        let test = TestApp::start(on).await;
        let (patient, anna, doctor) = stage(&test).await;
        let mut changes = test.app.events().subscribe();
        for n in 0..3u32 {
            let form = ProtocolForm { plan: format!("План {n}"), ..form() };
            doctor.call(keep(patient, DRAFT, n, form)).await.unwrap();
        }
        assert!(changes.try_recv().is_err(), "nobody's screen changes");
        let page = anna.call(SearchJournal { patient, body: JournalQuery::default() }).await.unwrap();
        let written = page.lines.iter().filter(|line| line.action == Some(Action::WriteProtocol));
        assert_eq!(written.count(), 3);
        assert_eq!(shared::journal::rules::fold(&page.lines).iter().filter(|group| {
            group.newest().is_some_and(|line| line.action == Some(Action::WriteProtocol))
        }).count(), 1);
    }
}

fn entry_of_visit() -> backend::record::NewEntry {
    entry(9, Section::Visits, Sensitivity::Usual, 60)
}

async fn hide_from(test: &TestApp, patient: PatientId, entry: EntryId, from: AccountId) {
    let db = test.raw().await;
    let key = test.key_of(patient).await;
    let hiding = Hiding { target: Target::Entry(entry), from: vec![from], is_told: false };
    hide(db.write(), &key, Uuid::from_u128(0xF0), patient, &hiding, micros(NOW)).await.unwrap();
}
