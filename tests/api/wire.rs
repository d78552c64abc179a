//! poem-openapi describes the wire types, serde writes them: they must agree.

use std::fmt::Debug;

use poem_openapi::types::{ParseFromJSON, ToJSON};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::access::model::{Action, Ground, Level, Role, Section, Sensitivity};
use shared::accounts::api::{DemoCredentials, Ended};
use shared::accounts::model::{DemoAccount, Session};
use shared::admin::model::{
    ChangedField, Closing, Department, DepartmentName, Employment, Ending, FieldChange, Invited,
    Member, NewDepartment, NewMember, OrganizationFacts, OrganizationPage, PendingInvitation,
    StaffChange, StaffPage, StaffQuery, StaffState,
};
use shared::anomalies::model::{
    Anomaly, AnomalyKind, AnomalyReview, AnomalySign, AnomalyVerdict, NewAnomalyReview,
};
use shared::appointments::model::{
    BookingChannel, ClinicKind, HoldRefusal, NextVisit, Payment, Speciality, VisitActor,
    VisitEvent, VisitFormat, VisitState,
};
use shared::appointments::schedule::{
    Exception, ExceptionKind, Hours, NewPattern, Pattern, Remedy, VisitRemedy,
};
use shared::card::model::CardLink;
use shared::consent::model::{
    AccessOverview, AccessRequest, AllowedAccess, ChangedGrant, Grant, GrantAct, GrantState,
    GrantTerm, GrantedTo, HiddenLine, NewAccessRequest, NewGrant, NewHiding, NewPresentation,
    OpenedCard, Practitioner, Presentation, Preview, PreviewQuery, RequestAnswer, SentRequest,
    SentState, Settled, ShownCard,
};
use shared::contract::{Code, FieldProblem, FieldReason, Problem};
use shared::emergency::model::{
    EmergencyCase, NewEmergency, NewReview, OpenedEmergency, Review, ReviewedCase, Verdict,
};
use shared::files::model::{
    DocumentFacts, EntryFile, FileBrief, FilePage, FilePages, FileType, KeptDocument, NewDocument,
    NewFile, PaperKind,
};
use shared::id::{AccountId, EntryId, OrganizationId, PatientId};
use shared::journal::model::{
    ActorKind, AskedLook, Deed, Digest, DigestChoice, JournalKey, JournalLine, JournalPage,
    JournalQuery, LineEntry, NewQuestion, Outcome, Rhythm, View, Whose,
};
use shared::journal::proof::{
    FORMAT, PlainLine, ProofCheckpoint, ProofHead, ProofLine, SavedJournal,
};
use shared::measurements::model::{
    Advice, AdviceLevel, FoundMeasurements, ImportRow, Imported, KeptMeasurement, KeptTarget,
    Measured, MeasuredKind, MeasurementFile, MeasurementKind, MeasurementPreview, NewImport,
    NewMeasurements, NewTarget, NewValue, PreviewRow, RowState, Side, Target, TargetOrigin,
};
use shared::measurements::target::{default_target, goal};
use shared::notifications::centre::{
    NewPushDevice, Notification, NotificationChoice, NotificationPage, NotificationSettings,
    NotificationSettingsPage, NotificationTarget, NotificationTopic, NotificationWay, PushDevice,
    QuietHours, ReadNotifications, Unread,
};
use shared::protocols::model::{
    Acknowledgement, ChangedDraft, ChangedTemplate, Correcting, Correction, Diagnosis,
    DiagnosisRank, DoseUnit, DraftKey, DraftLink, FormPart, KeptDraft, KeptTemplate, NewCorrection,
    NewSignature, NewTemplate, Prescription, ProblemReason, Protocol, ProtocolForm, Removed,
    Severity, Template, TemplateRef,
};
use shared::protocols::rules::signed;
use shared::record::api::{
    CardChanged, EntryAct, EntryDetail, EntryPage, EntryQuery, FoundEntries, NewNote,
};
use shared::record::attest::{Attestation, AttestationCode, NewAttestation};
use shared::record::model::{
    Coding, Component, Confirmation, Content, Entry, Interval, PatientBrief, PatientHeader,
    PersonName, Sex, Source, SourceKind, Summary,
};
use shared::record::news::{News, gather};
use shared::record::own::{ChangedOwn, Habit, NewOwn, OwnFact, OwnKind, SeenEntry};
use shared::record::report::{
    Asked, NewAnswer, NewReport, Report, ReportAnswer, ReportKind, ReportMark, ReportOutcome,
    ReportState, SeenReport,
};
use shared::reference::model::{
    FoundReference, ReferenceDetails, ReferenceItem, ReferenceList, ReferenceVersion,
};
use shared::representatives::model::{
    AcceptedRepresentation, Acting, ActingFor, ChangedRepresentative, NewRepresentative,
    NoticeChoice, PowerOfAttorney, Relation, RepresentationCode, RepresentationPreview,
    RepresentationState, RepresentativeInvitation, Representatives, Represented, TrustedPerson,
};
use shared::results::api::AnalyteMeaning;
use shared::results::flag::{Flag, Flagged, Origin};
use shared::results::meaning::meaning_of;
use shared::shares::model::{
    NewShare, Share, ShareKey, ShareLink, ShareRecipient, ShareState, ShareTerm, SharedEntries,
    SharedName, Shares,
};
use shared::widgets::model::{GuestLang, WidgetKind, WidgetStep};
use tests::{NOW, entry};
use time::macros::date;
use uuid::Uuid;

fn agrees<T>(value: &T)
where
    T: Serialize + DeserializeOwned + ToJSON + ParseFromJSON + PartialEq + Debug,
{
    let json = serde_json::to_value(value).unwrap();
    assert_eq!(value.to_json(), Some(json.clone()));
    assert_eq!(T::parse_from_json(Some(json.clone())).ok().as_ref(), Some(value));
    assert_eq!(serde_json::from_value::<T>(json).unwrap(), *value);
}

fn entries() -> Vec<Entry> {
    Section::ALL
        .iter()
        .zip(1..)
        .map(|(section, n)| {
            let new = entry(n, *section, Sensitivity::Usual, 5);
            Entry {
                id: new.id,
                version: 3,
                section: *section,
                occurred_at: new.occurred_at,
                received_at: NOW,
                source: Source {
                    kind: SourceKind::Imported,
                    organization: Some(OrganizationId(Uuid::from_u128(7))),
                    organization_name: Some("Поликлиника".into()),
                    author: None,
                    system: Some("ЛИС".into()),
                    confirmed: Some(Confirmation {
                        by: "Соколова Е. В.".into(),
                        organization: None,
                        at: NOW,
                    }),
                },
                encounter: Some(new.id),
                withdrawn: true,
                held_until: None,
                content: judged(new.content),
            }
        })
        .collect()
}

/// With everything a value can have said of it.
fn judged(mut content: Content) -> Content {
    if let Content::Observation(observation) = &mut content {
        observation.flagged =
            Some(Flagged { flag: Flag::HH, is_critical: true, origin: Origin::Sent });
        observation.reference_text = Some("< 5".into());
        observation.critical = Some(Interval { low: None, high: Some(9.0) });
        observation.components = vec![Component {
            code: observation.code.clone(),
            value: observation.value.clone(),
            reference: observation.reference,
            flagged: observation.flagged,
        }];
    }
    content
}

fn report(answer: Option<&str>) -> Report {
    Report {
        version: 2,
        kind: ReportKind::Mistake,
        words: Some("Не та дата".into()),
        made_at: NOW,
        organization: None,
        due_on: Some(date!(2026 - 12 - 15)),
        state: ReportState::Declined,
        answer: answer.map(|text| ReportAnswer {
            text: Some(text.into()),
            by: "Соколова Е. В.".into(),
            at: NOW,
        }),
    }
}

/// A goal stands in the section of care plans, beside what [`entries`] has there.
fn with_goal() -> Vec<Entry> {
    let mut all = entries();
    let mut entry = all[0].clone();
    let parts = [Interval { low: Some(4.0), high: Some(7.5) }];
    entry.content = Content::Goal(goal(MeasurementKind::Glucose, &parts, true));
    all.push(entry);
    let mut entry = all[0].clone();
    entry.content = Content::Protocol(protocol());
    all.push(entry);
    all
}

fn form() -> ProtocolForm {
    let coding =
        Coding { system: "s".into(), code: "I10".into(), display: "Гипертензия".into() };
    let part =
        FormPart {
            code: "a".into(), title: "Жалобы".into(), text: "нет".into(), required: true
        };
    ProtocolForm {
        title: "Приём".into(),
        template: Some(TemplateRef { id: "therapist_first".into(), version: 1 }),
        performed_at: Some(NOW),
        findings: vec![part],
        conclusion: "Здорова".into(),
        diagnoses: vec![Diagnosis {
            code: coding,
            rank: DiagnosisRank::Main,
            adds_condition: true,
        }],
        plan: "Контроль".into(),
        prescriptions: vec![Prescription {
            medicine: "Метформин".into(),
            form: "таблетки, 500 мг".into(),
            dose: "0,5".into(),
            unit: DoseUnit::Piece,
            times_a_day: Some(2),
            days: None,
            note: String::new(),
        }],
        next_visit: Some(date!(2027 - 01 - 31)),
        correcting: Some(Correcting {
            version: 3, reason: "Исправлена опечатка".into()
        }),
    }
}

fn acknowledged() -> Vec<Acknowledgement> {
    let (field, words) = ("prescriptions.0.dose".into(), "Так решили".into());
    vec![Acknowledgement { field, reason: ProblemReason::DoseAboveUsual, words }]
}

fn protocol() -> Protocol {
    let correction = Some(Correction { reason: "Опечатка в дозе".into() });
    signed(form(), acknowledged(), correction, "Соколова Е. В.".into(), NOW)
}

#[test]
fn what_a_doctor_writes_reads_the_same_on_both_sides() {
    let (key, form, acknowledged) = (Uuid::from_u128(5), form(), acknowledged());
    agrees(&ProtocolForm::default());
    agrees(&ChangedDraft { form: form.clone(), version: 3 });
    agrees(&KeptDraft { id: key, version: 4, changed_at: NOW, form: form.clone() });
    agrees(&NewSignature { version: 4, acknowledged: acknowledged.clone(), key });
    let reason = "Опечатка в дозе".into();
    agrees(&NewCorrection { version: 1, form: form.clone(), reason, acknowledged });
    let template = Template {
        title: form.title,
        parts: form.findings,
        conclusion: String::new(),
        plan: form.plan,
        diagnoses: vec![form.diagnoses[0].code.clone()],
    };
    agrees(&NewTemplate { template: template.clone(), key });
    agrees(&ChangedTemplate { template: template.clone(), version: 1 });
    agrees(&KeptTemplate { id: key, version: 1, changed_at: NOW, template });
    agrees(&Removed { id: key });
    let patient = PatientId(key);
    agrees(&DraftKey { key: "0f".repeat(32), mark: "0f".repeat(8) });
    agrees(&DraftLink { id: key, patient, card_number: "0000-0001-8".into(), changed_at: NOW });
}

/// What a browser reads by its own code, it reads whole.
#[test]
fn a_browser_knows_every_field_of_every_kind() {
    for entry in with_goal() {
        let json = serde_json::to_string(&entry.content).unwrap();
        assert!(json.starts_with("{\"kind\":"), "{json}");
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        for name in json.as_object().unwrap().keys() {
            let known = shared::record::content::FIELDS.contains(&name.as_str());
            assert!(known, "{name} of {}", json["kind"]);
        }
    }
}

#[test]
fn every_kind_of_entry_reads_the_same_on_both_sides() {
    with_goal().iter().for_each(agrees);
    let patient = PatientBrief {
        name: PersonName { surname: "Ким".into(), given: "Ия".into(), patronymic: None },
        birth_date: date!(1999 - 12 - 31),
        sex: Sex::Female,
        dangerous_allergies: vec!["Пенициллин".into()],
        told_allergies: vec!["Пенициллин".into()],
        emergency_until: Some(NOW),
    };
    let closed_sections = vec![Section::Notes];
    let next_cursor = Some("1.2".into());
    let reports = vec![ReportMark {
        entry: entries()[0].id,
        kind: ReportKind::Mistake,
        state: ReportState::Open,
    }];
    let page = EntryPage {
        entries: entries(),
        next_cursor,
        patient,
        closed_sections,
        has_hidden: true,
        reports,
    };
    agrees(&page);
    let patient = page.patient.clone();
    agrees(&FoundEntries {
        page,
        total: 7,
        organizations: vec!["Клиника".into()],
        authors: vec![],
        oldest: Some(date!(2020 - 02 - 29)),
    });
    agrees(&EntryQuery {
        section: Some(Section::Visits),
        from: Some(date!(2026 - 01 - 31)),
        until: None,
        organization: Some("Клиника".into()),
        author: None,
        words: Some("анализ".into()),
        cursor: None,
        limit: Some(7),
    });
    let entry = entries().remove(0);
    agrees(&EntryDetail {
        entry: entry.clone(),
        belonging: entries(),
        visit: Some(entry.clone()),
        request: Some(entry),
        earlier: vec![],
        patient,
        reports: vec![report(None), report(Some("Мы проверили"))],
        asked: Some(Asked { organization: Some("Клиника".into()), answers_here: true }),
        may: EntryAct::ALL.to_vec(),
        files: vec![EntryFile {
            number: 1,
            name: "Бланк".into(),
            content_type: None,
            size: Some(7),
            is_here: false,
        }],
        attested: Some(Attestation {
            at: NOW,
            shown_by: "Соколова Е. В.".into(),
            organization: Some("Клиника".into()),
            by_representative: true,
            factor: shared::accounts::model::Factor::Passkey,
        }),
        is_hidden: true,
    });
    agrees(&AttestationCode { link: "http://localhost:8080/x#visit.a_b-c".into(), until: NOW });
    agrees(&NewAttestation { code: "visit.a_b-c".into() });
    let key = Uuid::from_u128(9);
    agrees(&NewReport { kind: ReportKind::NeverHappened, words: "«ё»".into(), key });
    agrees(&SeenReport { version: 3 });
    for kind in OwnKind::ALL {
        let fact = OwnFact { habit: Some(Habit::SmokingDaily), ..OwnFact::new(*kind) };
        agrees(&NewOwn { fact: fact.clone(), key });
        agrees(&ChangedOwn { fact, version: 3 });
    }
    agrees(&SeenEntry { version: 3 });
    agrees(&NewAnswer { version: 3, outcome: ReportOutcome::Declined, text: "ё".into() });
    agrees(&NewNote { text: "«ё»\n".into(), key: Uuid::from_u128(9) });
    let items = gather(entries());
    agrees(&News { since: Some(NOW), total: 7, items });
    agrees(&CardChanged { patient: PatientId(Uuid::from_u128(9)) });
}

/// ACL-7, ACL-13
#[test]
fn the_journal_reads_the_same_on_both_sides() {
    let line = JournalLine {
        seq: 7,
        at: NOW,
        who: ActorKind::Person,
        account: Some(AccountId(Uuid::from_u128(1))),
        name: Some("Соколова Е. В.".into()),
        role: Some(Role::Doctor),
        for_whom: None,
        organization: Some("Поликлиника".into()),
        deed: Deed::Access,
        action: Some(Action::ReadEntries),
        view: Some(View::Entry),
        event: None,
        ground: Some(Ground::Treatment),
        outcome: Outcome::Allowed,
        address: Some("203.0.113.7".into()),
        device: None,
        entry: Some(LineEntry {
            id: EntryId(Uuid::from_u128(2)),
            section: Section::Visits,
            name: None,
        }),
        may_ask: true,
        question: Some(report(Some("Готовили приём"))),
    };
    let name = PersonName { surname: "Ё".into(), given: "А".into(), patronymic: None };
    agrees(&JournalPage { lines: vec![line], next_cursor: Some("7".into()), name });
    agrees(&JournalQuery::default());
    agrees(&JournalQuery {
        from: Some(date!(2026 - 12 - 01)),
        who: Some(Whose::Programs),
        refused_only: true,
        limit: Some(3),
        ..JournalQuery::default()
    });
    agrees(&NewQuestion { text: "«ё»".into(), key: Uuid::from_u128(9) });
    agrees(&AskedLook {
        seq: 7,
        at: NOW,
        name: None,
        role: None,
        action: Some(Action::ReadSummary),
        view: None,
        outcome: Outcome::Denied,
    });
    agrees(&DigestChoice { rhythm: Rhythm::Monthly });
    let (rhythm, since) = (Rhythm::Weekly, NOW);
    agrees(&Digest { rhythm, since, looked: 3, refused: 0, is_more: true });
    agrees(&JournalKey { key: "AAAA".into() });
    let word = || "AAAA".to_owned();
    let proof = ProofLine {
        seq: 1,
        at: 5,
        sealed: word(),
        hash: word(),
        plain: PlainLine { who: "«ё»".into(), ..PlainLine::default() },
        signature: word(),
    };
    agrees(&SavedJournal {
        format: FORMAT.into(),
        chain: Uuid::from_u128(3),
        key: word(),
        lines: vec![proof],
        head: ProofHead { seq: 1, at: 6, hash: word(), signature: word() },
        checkpoints: vec![ProofCheckpoint {
            writer: Uuid::from_u128(4),
            seq: 1,
            at: 5,
            previous: word(),
            heads: word(),
            signature: word(),
        }],
    });
}

#[test]
fn documents_read_the_same_on_both_sides() {
    let facts = DocumentFacts {
        title: "Выписка".into(),
        kind: PaperKind::DischargeSummary,
        date: date!(2026 - 02 - 28),
        comment: "«ё»".into(),
    };
    let brief = FileBrief { name: "a.pdf".into(), content_type: "application/pdf".into(), size: 7 };
    let mut entry = entries().remove(0);
    entry.content = facts.content(vec![brief]).unwrap();
    agrees(&entry);
    let warnings =
        vec![FieldProblem { field: "files.0".into(), reason: FieldReason::ImageBlurred }];
    agrees(&KeptDocument { entry, warnings });
    agrees(&FilePages { pages: vec![FilePage { width: 595, height: 842 }] });
    let files = vec![NewFile { name: "a.pdf".into(), data: "JVBERg==".into() }];
    agrees(&NewDocument { facts, files, key: Uuid::from_u128(9) });
}

/// VIT-1, VIT-3
#[test]
fn measurements_read_the_same_on_both_sides() {
    let (kind, key, entry) = (MeasurementKind::BloodPressure, Uuid::from_u128(9), entries()[0].id);
    let value = NewValue { kind, text: "120/80".into(), key };
    agrees(&NewMeasurements { at: NOW, values: vec![value], is_confirmed: true });
    let measured = Measured { entry, version: 2, at: NOW, values: vec![120.0, 80.0] };
    let target = Target {
        origin: TargetOrigin::Doctor,
        parts: vec![Interval { low: None, high: Some(129.0) }],
        by: Some("Соколова Е. В.".into()),
        set_at: Some(NOW),
        tell_doctor: true,
    };
    let advice = Some(Advice { level: AdviceLevel::Outside, side: Some(Side::High) });
    let (recent, target) = (vec![measured.clone()], Some(target));
    agrees(&KeptMeasurement { kind, measured, target: target.clone(), advice });
    agrees(&KeptTarget { target: target.clone(), version: 3 });
    agrees(&FoundMeasurements {
        kinds: vec![
            MeasuredKind { kind, recent, total: 7, target, advice, target_version: 1 },
            MeasuredKind {
                kind,
                recent: vec![],
                total: 0,
                target: default_target(kind, true),
                advice: None,
                target_version: 0,
            },
        ],
        patient: PatientBrief {
            name: PersonName { surname: "Ким".into(), given: "Ия".into(), patronymic: None },
            birth_date: date!(1999 - 12 - 31),
            sex: Sex::Female,
            dangerous_allergies: vec![],
            told_allergies: vec![],
            emergency_until: None,
        },
        is_closed: false,
        may_add: true,
        may_set_target: false,
    });
    let parts = vec![Interval { low: None, high: None }];
    agrees(&NewTarget { parts, tell_doctor: false, version: 0 });
    let file = MeasurementFile { name: "a.csv".into(), data: "YQ==".into(), offset_minutes: -180 };
    agrees(&file);
    let row = PreviewRow {
        line: 2,
        kind: Some(kind),
        said: "120/80".into(),
        text: "120/80".into(),
        at: Some(NOW),
        state: RowState::New,
        reason: None,
        key: Some(key),
    };
    let wrong = PreviewRow {
        kind: None,
        at: None,
        state: RowState::Wrong,
        reason: Some(FieldReason::NotADate),
        key: None,
        ..row.clone()
    };
    agrees(&MeasurementPreview { rows: vec![row, wrong], skipped: 1 });
    let rows = vec![ImportRow { kind, text: "120/80".into(), at: NOW, key }];
    agrees(&NewImport { rows, is_confirmed: false });
    agrees(&Imported { kept: 1, there: 2 });
}

#[test]
fn a_summary_reads_the_same_on_both_sides() {
    let name = PersonName { surname: "Ким".into(), given: "Ия".into(), patronymic: None };
    let (patient, birth_date, sex) =
        (PatientId(Uuid::from_u128(1)), date!(2003 - 02 - 28), Sex::Female);
    agrees(&Summary {
        patient: PatientHeader {
            id: patient,
            name: name.clone(),
            birth_date,
            sex,
            card_number: "1".into(),
            policy_number: None,
            blood_group: Some("A(II) Rh+".into()),
        },
        allergies: entries(),
        conditions: vec![],
        medicines: vec![],
        visits: vec![],
        out_of_range: vec![],
        compared_results: 1,
        lists_open: true,
        closed_sections: vec![Section::Notes],
        has_hidden: false,
        emergency_until: Some(NOW),
        next_visit: Some(NextVisit {
            id: shared::id::AppointmentId(Uuid::from_u128(7)),
            starts_at: NOW,
            utc_offset: 180,
            practitioner_name: name.clone(),
            organization_name: "Поликлиника".into(),
        }),
        as_of: NOW,
    });
    agrees(&CardLink { patient, name, birth_date, sex, ground: Ground::BreakGlass });
}

fn somebody() -> GrantedTo {
    GrantedTo {
        account: Some(AccountId(Uuid::from_u128(1))),
        organization: None,
        name: Some("Соколова Елена".into()),
        role: Some(Role::Doctor),
        workplace: Some("Поликлиника".into()),
    }
}

#[test]
fn an_anomaly_reads_the_same_on_both_sides() {
    let (id, words) = (Uuid::from_u128(5), "Спросили врача".to_owned());
    for kind in AnomalyKind::ALL {
        for (usual, from) in [(Some(6), None), (None, Some("Казань".to_owned()))] {
            let (kind, to) = (*kind, from.clone());
            let sign = AnomalySign { kind, score: 80, count: 42, usual, minutes: 10, from, to };
            agrees(&Anomaly {
                id,
                account: AccountId(id),
                name: usual.map(|_| "Ким И. А.".to_owned()),
                role: Role::Doctor,
                organization: None,
                kind,
                score: 90,
                signs: vec![sign],
                found_at: NOW,
                was_signed_out: true,
                review: None,
                reviewed_by: None,
            });
        }
    }
    for verdict in AnomalyVerdict::ALL {
        agrees(&AnomalyReview { verdict: *verdict, words: words.clone(), at: NOW });
        agrees(&NewAnomalyReview { verdict: *verdict, words: words.clone() });
    }
}

#[test]
fn administration_reads_the_same_on_both_sides() {
    let (id, name) = (Uuid::from_u128(5), "Терапия".to_owned());
    let (account, day, version) = (AccountId(id), NOW.date(), 3);
    let department = Department { id, name: name.clone(), closed_at: Some(NOW), staff: 1, version };
    agrees(&OrganizationFacts {
        name: name.clone(),
        address: String::new(),
        phone: "8 800 100-00-00".into(),
        version,
    });
    agrees(&NewDepartment { name: name.clone(), key: id });
    agrees(&DepartmentName { name: name.clone(), version });
    agrees(&Closing { version });
    agrees(&Ending { version });
    agrees(&OrganizationPage {
        id: OrganizationId(id),
        name: name.clone(),
        kind: "clinic".into(),
        address: None,
        phone: Some("8 800 100-00-00".into()),
        version,
        departments: vec![department.clone(), Department { closed_at: None, ..department }],
        live: 1,
        coming: 0,
        ended: 2,
    });
    agrees(&Invited { email: "anna@example.org".into(), until: NOW });
    agrees(&PendingInvitation {
        id: Uuid::from_u128(7),
        name: "Ким Ия".into(),
        role: Role::Nurse,
        email: "anna@example.org".into(),
        sent_at: NOW,
        until: NOW,
    });
    agrees(&NewMember {
        surname: "Ким".into(),
        given: "Ия".into(),
        patronymic: None,
        birth_date: day,
        sex: Sex::Female,
        phone: "+79000000003".into(),
        email: "anna@example.org".into(),
        role: Role::Nurse,
        department: None,
        position: String::new(),
        from: Some(day),
        until: None,
    });
    let (role, department, position) = (Role::Doctor, Some(id), "терапевт".to_owned());
    agrees(&StaffChange {
        role,
        department,
        position: position.clone(),
        until: Some(day),
        version,
    });
    let (from, until) = (None, None);
    agrees(&Employment { role, department, position: position.clone(), from, until, version });
    let state = Some(StaffState::Live);
    agrees(&StaffQuery {
        words: Some(name.clone()),
        role: Some(role),
        department,
        state,
        cursor: None,
    });
    for state in StaffState::ALL {
        let member = Member {
            account,
            name: "Соколова Елена".into(),
            role,
            department,
            department_name: Some(name.clone()),
            position: Some(position.clone()),
            from: day,
            until: Some(day),
            state: *state,
            is_me: false,
            version,
        };
        agrees(&StaffPage { members: vec![member], total: 1, next_cursor: Some("x".into()) });
    }
    let (before, after) = (None, Some("doctor".to_owned()));
    agrees(&FieldChange { field: ChangedField::Role, before, after });
}

#[test]
fn an_emergency_reads_the_same_on_both_sides() {
    let (id, by, reason) = (Uuid::from_u128(5), somebody(), "Без сознания".to_owned());
    let card_number = "0000-0001-8".to_owned();
    agrees(&NewEmergency { card_number: card_number.clone(), reason: reason.clone(), key: id });
    for until in [Some(NOW), None] {
        agrees(&OpenedEmergency { patient: PatientId(id), until });
    }
    for verdict in Verdict::ALL {
        let (verdict, words) = (*verdict, "Сверили с вызовом".to_owned());
        agrees(&NewReview { verdict, words: words.clone() });
        let review = Some(Review { verdict, words, at: NOW });
        agrees(&EmergencyCase {
            id,
            grant: id,
            by: by.clone(),
            reason: reason.clone(),
            opened_at: NOW,
            ends_at: NOW,
            is_open: true,
            may_close: true,
            review: review.clone(),
        });
        agrees(&ReviewedCase {
            id,
            by: by.clone(),
            card_number: card_number.clone(),
            reason: reason.clone(),
            opened_at: NOW,
            ends_at: NOW,
            was_closed: true,
            looks: 3,
            is_overdue: false,
            review,
            reviewed_by: Some("Ким И. А.".into()),
        });
    }
}

#[test]
fn shared_entries_read_the_same_on_both_sides() {
    let (id, purpose) = (Uuid::from_u128(5), "Выплата по страховке".to_owned());
    for term in ShareTerm::ALL {
        agrees(&NewShare {
            entries: vec![EntryId(id)],
            term: *term,
            openings: 3,
            recipient: ShareRecipient::Insurer,
            purpose: purpose.clone(),
            key: id,
        });
    }
    let link = "https://card.example.org/s#A".to_owned();
    agrees(&ShareLink { id, link, code: "012345".into(), until: NOW });
    agrees(&ShareKey { token: "A".into(), code: "012345".into() });
    let name = SharedName {
        id: EntryId(id),
        section: Section::Results,
        name: Some("Глюкоза".into()),
        occurred_at: NOW,
    };
    let shares = ShareState::ALL.iter().zip(ShareRecipient::ALL.iter().cycle());
    let shares = shares.map(|(state, recipient)| Share {
        id,
        recipient: *recipient,
        purpose: purpose.clone(),
        entries: vec![name.clone()],
        state: *state,
        made_at: NOW,
        until: NOW,
        opened: 1,
        openings: 3,
        last_opened_at: Some(NOW),
    });
    agrees(&Shares { shares: shares.collect(), may_manage: true });
    let name = PersonName {
        surname: "Воробьёва".into(),
        given: "Анна".into(),
        patronymic: Some("Петровна".into()),
    };
    agrees(&SharedEntries {
        name,
        birth_year: 1968,
        recipient: ShareRecipient::Employer,
        purpose,
        entries: entries(),
        until: NOW,
        openings_left: 2,
    });
}

#[test]
fn trusted_people_read_the_same_on_both_sides() {
    let (id, patient) = (Uuid::from_u128(5), PatientId(Uuid::from_u128(6)));
    let (until, level, sections) = (date!(2027 - 05 - 12), Level::Limited, vec![Section::Results]);
    let paper = PowerOfAttorney { number: "77 АБ 123".into(), until };
    let called = "Дочь Мария".to_owned();
    let name = PersonName {
        surname: "Воробьёва".into(),
        given: "Анна".into(),
        patronymic: Some("Петровна".into()),
    };
    for relation in Relation::ALL {
        agrees(&NewRepresentative {
            name: called.clone(),
            relation: *relation,
            level,
            sections: sections.clone(),
            until,
            document: Some(paper.clone()),
            key: id,
        });
    }
    agrees(&RepresentativeInvitation { id, code: "AB3HK-MPTYX".into(), expires_at: NOW });
    agrees(&ChangedRepresentative { level, sections: sections.clone(), until });
    let people: Vec<_> = RepresentationState::ALL
        .iter()
        .map(|state| TrustedPerson {
            id,
            called: Some(called.clone()),
            name: None,
            relation: Some(Relation::Child),
            level,
            sections: sections.clone(),
            until: Some(until),
            document: Some(paper.clone()),
            state: *state,
            invited_at: NOW,
            answered_at: Some(NOW),
            ended_at: None,
            code_until: Some(NOW),
            may_change: true,
            may_close: false,
        })
        .collect();
    agrees(&Representatives { people, may_manage: true });
    agrees(&RepresentationCode { code: "AB3HK-MPTYX".into() });
    agrees(&RepresentationPreview {
        id,
        patient: name.clone(),
        called,
        relation: Relation::Friend,
        level,
        sections,
        until,
    });
    agrees(&AcceptedRepresentation { id, patient });
    agrees(&Represented {
        id: None,
        patient,
        name,
        birth_date: until,
        card_number: "0000-0001-8".into(),
        relation: None,
        level,
        until: None,
        is_told: true,
        may_be_told: false,
    });
    agrees(&Acting::default());
    let for_whom = ActingFor { patient, name: "Анна".into(), level, until: Some(until) };
    agrees(&Acting { for_whom: Some(for_whom) });
    agrees(&NoticeChoice { is_on: true });
}

#[test]
fn who_sees_a_card_reads_the_same_on_both_sides() {
    let (id, sections) = (Uuid::from_u128(5), vec![Section::Results, Section::Allergies]);
    let grant = Grant {
        id,
        to: somebody(),
        ground: Ground::Treatment,
        level: Level::Limited,
        sections: sections.clone(),
        from: NOW,
        until: Some(NOW),
        state: GrantState::Live,
        purpose: Some("Операция".into()),
        in_person: true,
        may: GrantAct::ALL.to_vec(),
    };
    agrees(&grant);
    let request = AccessRequest {
        id,
        by: somebody(),
        reason: "Операция".into(),
        sections,
        term: GrantTerm::NoEnd,
        asked_at: NOW,
        lapses_at: NOW,
    };
    let hiding = HiddenLine {
        id,
        entry: None,
        section: Some(Section::Results),
        name: None,
        topic: Some(Sensitivity::Hiv),
        from: vec![somebody()],
        is_told: true,
        hidden_at: NOW,
    };
    agrees(&AccessOverview {
        grants: vec![grant],
        requests: vec![request],
        hidings: vec![hiding],
        programs: vec![somebody()],
        known: vec![somebody()],
        may_manage: true,
    });
}

#[test]
fn what_a_patient_decides_reads_the_same_on_both_sides() {
    let (key, sections) = (Uuid::from_u128(5), vec![Section::Results, Section::Allergies]);
    let (level, term) = (Level::Full, GrantTerm::Week);
    agrees(&NewGrant {
        account: somebody().account,
        organization: None,
        level,
        sections: sections.clone(),
        term,
        purpose: None,
        key,
    });
    agrees(&ChangedGrant { level, sections: sections.clone(), term: None });
    let topic = Some(Sensitivity::Hiv);
    agrees(&NewHiding { entry: None, topic, from: vec![], is_told: true, key });
    let allowed = AllowedAccess { level, sections: sections.clone(), term };
    agrees(&RequestAnswer { allowed: Some(allowed) });
    agrees(&RequestAnswer::default());
    agrees(&PreviewQuery { account: None, level, sections });
    agrees(&Preview { summary: None, page: None });
    agrees(&NewPresentation::default());
    agrees(&Presentation {
        token: "A".into(),
        code: "012345".into(),
        card_number: "0000-0001-8".into(),
        expires_at: NOW,
    });
    agrees(&Settled { id: key });
}

#[test]
fn what_a_practitioner_asks_reads_the_same_on_both_sides() {
    let (key, sections) = (Uuid::from_u128(5), vec![Section::Results, Section::Allergies]);
    let (number, term) = ("0000-0001-8".to_owned(), GrantTerm::Year);
    agrees(&NewAccessRequest {
        card_number: number.clone(),
        reason: "Операция".into(),
        sections: sections.clone(),
        term,
        key,
    });
    agrees(&SentRequest {
        id: key,
        card_number: number.clone(),
        reason: "Операция".into(),
        sections,
        term,
        asked_at: NOW,
        lapses_at: NOW,
        state: SentState::Closed,
        patient: None,
    });
    agrees(&ShownCard { token: None, card_number: Some(number), code: Some("012345".into()) });
    agrees(&OpenedCard { patient: PatientId(key), until: NOW });
    let name = PersonName { surname: "Ким".into(), given: "Ия".into(), patronymic: None };
    agrees(&Practitioner { account: AccountId(key), name, role: Role::Nurse });
}

#[test]
fn accounts_read_the_same_on_both_sides() {
    let account = AccountId(Uuid::from_u128(1));
    agrees(&Session {
        account,
        role: Role::IdentityOperator,
        name: "Анна".into(),
        card: None,
        organization: None,
        idle_seconds: 900,
        unproved: vec![],
        asked: 2,
        has_emergency: true,
        represents: vec![PatientId(Uuid::from_u128(2))],
    });
    agrees(&DemoAccount { account, role: Role::Nurse, name: "Б".into(), about: "в".into() });
    agrees(&DemoCredentials { account });
    agrees(&Ended { ended: true });
}

#[test]
fn reference_lists_read_the_same_on_both_sides() {
    let texts = |text: &str| vec![text.to_owned()];
    let item = ReferenceItem {
        code: Some("718-7".into()),
        display: "Гемоглобин".into(),
        parent: None,
        obsolete: true,
        details: ReferenceDetails {
            group: Some("Гематология".into()),
            names: texts("HGB"),
            units: texts("г/л"),
            forms: texts("таблетки, 500 мг"),
            numbers: texts("П N014600/01"),
        },
    };
    let list = ReferenceList::LaboratoryTests;
    let items = vec![item, ReferenceItem::default()];
    agrees(&FoundReference { list, version: "1".into(), built_in: false, items });
    for loaded_at in [None, Some(NOW)] {
        agrees(&ReferenceVersion {
            list,
            version: "2.27".into(),
            source: "list.csv".into(),
            sha256: "00".into(),
            items: 7,
            loaded_at,
            is_current: true,
            built_in: loaded_at.is_none(),
        });
    }
}

#[test]
fn meanings_read_the_same_on_both_sides() {
    let display = "Гемоглобин".to_owned();
    let code = Coding { system: String::new(), code: String::new(), display };
    agrees(&AnalyteMeaning::from(meaning_of(&code).unwrap()));
}

#[test]
fn a_problem_reads_the_same_on_both_sides() {
    for code in Code::ALL {
        let fields = vec![FieldProblem { field: "text".into(), reason: FieldReason::TooLong }];
        agrees(&Problem { fields, request_id: Some("1f".into()), ..Problem::from(*code) });
    }
}

/// APT-3, APT-4: what somebody sets and sends to book.
#[test]
fn bookings_read_the_same_on_both_sides() {
    use shared::appointments::model::{
        BookingTerms, CalledOff, ClinicQuery, HoldWords, NewHold, SlotQuery, VisitPapers,
    };
    use shared::id::{AppointmentId, PractitionerRoleId};
    let (id, day) = (Uuid::from_u128(5), date!(2026 - 12 - 03));
    let hours =
        |weekday| Hours { weekday, from: 540, to: 1_020, room: Some(id), services: vec![id] };
    let exceptions = ExceptionKind::ALL.iter().map(|kind| Exception {
        day,
        kind: *kind,
        hours: vec![hours(0)],
        note: "отпуск".into(),
    });
    let pattern = Pattern {
        from: day,
        until: Some(day),
        hours: vec![hours(1)],
        exceptions: exceptions.collect(),
        horizon: 30,
        notice: 60,
        widget_quota: Some(2),
        program_quota: None,
    };
    let remedy = |remedy: &Remedy| VisitRemedy { appointment: AppointmentId(id), remedy: *remedy };
    let remedies = Remedy::ALL.iter().map(remedy).collect();
    agrees(&NewPattern { pattern, remedies, version: 1 });
    let practitioner = PractitionerRoleId(id);
    agrees(&SlotQuery { practitioner, service: id, from: day, days: 14 });
    for (payment, moves) in Payment::ALL.iter().zip([None, Some(AppointmentId(id)), None]) {
        let (service, starts_at, payment) = (id, NOW, *payment);
        agrees(&NewHold { practitioner, service, starts_at, payment, moves, key: id });
    }
    let attachments = vec![entries()[0].id];
    agrees(&HoldWords { reason: "Болит колено".into(), attachments });
    agrees(&BookingTerms { is_active: true, is_policy_confirmed: false, is_full: true });
    agrees(&VisitPapers { papers: entries(), closed: 1 });
    agrees(&CalledOff { at: NOW, by: VisitActor::Patient, note: Some("Заболела".into()) });
    agrees(&ClinicQuery {
        words: Some("поликлиника".into()),
        latitude: Some(1),
        longitude: Some(-1),
        ..ClinicQuery::default()
    });
}

#[test]
fn words_read_the_same_on_both_sides_and_in_the_database() {
    fn all<T>(words: &[T], wire: impl Fn(T) -> &'static str)
    where
        T: Copy + Serialize + DeserializeOwned + ToJSON + ParseFromJSON + PartialEq + Debug,
        T: std::str::FromStr<Err: Debug>,
    {
        for word in words {
            agrees(word);
            assert_eq!(serde_json::to_value(word).unwrap(), wire(*word));
            assert_eq!(wire(*word).parse::<T>().unwrap(), *word);
        }
    }
    all(Role::ALL, Role::wire);
    all(Ground::ALL, Ground::wire);
    all(Section::ALL, Section::wire);
    all(Level::ALL, Level::wire);
    all(Sensitivity::ALL, Sensitivity::wire);
    all(Action::ALL, Action::wire);
    all(EntryAct::ALL, EntryAct::wire);
    all(StaffState::ALL, StaffState::wire);
    all(ChangedField::ALL, ChangedField::wire);
    all(FileType::ALL, FileType::wire);
    all(PaperKind::ALL, PaperKind::wire);
    all(OwnKind::ALL, OwnKind::wire);
    all(Habit::ALL, Habit::wire);
    all(ReportKind::ALL, ReportKind::wire);
    all(ReportState::ALL, ReportState::wire);
    all(ReportOutcome::ALL, ReportOutcome::wire);
    all(ReferenceList::ALL, ReferenceList::wire);
    all(MeasurementKind::ALL, MeasurementKind::wire);
    all(TargetOrigin::ALL, TargetOrigin::wire);
    all(AdviceLevel::ALL, AdviceLevel::wire);
    all(Side::ALL, Side::wire);
    all(RowState::ALL, RowState::wire);
    all(Relation::ALL, Relation::wire);
    all(RepresentationState::ALL, RepresentationState::wire);
    all(ShareTerm::ALL, ShareTerm::wire);
    all(ShareRecipient::ALL, ShareRecipient::wire);
    all(ShareState::ALL, ShareState::wire);
    all(DiagnosisRank::ALL, DiagnosisRank::wire);
    all(DoseUnit::ALL, DoseUnit::wire);
    all(Severity::ALL, Severity::wire);
    all(ProblemReason::ALL, ProblemReason::wire);
    all(ClinicKind::ALL, ClinicKind::wire);
    all(Payment::ALL, Payment::wire);
    all(VisitFormat::ALL, VisitFormat::wire);
    all(Speciality::ALL, Speciality::wire);
    all(BookingChannel::ALL, BookingChannel::wire);
    all(VisitState::ALL, VisitState::wire);
    all(VisitEvent::ALL, VisitEvent::wire);
    all(VisitActor::ALL, VisitActor::wire);
    all(HoldRefusal::ALL, HoldRefusal::wire);
    all(ExceptionKind::ALL, ExceptionKind::wire);
    all(Remedy::ALL, Remedy::wire);
    all(WidgetKind::ALL, WidgetKind::wire);
    all(WidgetStep::ALL, WidgetStep::wire);
    all(GuestLang::ALL, GuestLang::wire);
}

/// APT-7, APT-8, APT-15
#[test]
fn reminders_and_waiting_read_the_same_on_both_sides() {
    use shared::appointments::clock::DayPart;
    use shared::appointments::model::{Payment, Slot};
    use shared::appointments::reminders::ReminderSettings;
    use shared::appointments::waiting::{
        AgeGroup, AnswerTold, NewWaiting, OfferAnswer, OfferCounts, OfferReport, SlotOffer,
        WaitingEntry, WaitingList,
    };
    use shared::id::PractitionerRoleId;

    let id = Uuid::from_u128(5);
    let (from, practitioner) = (NOW.date(), PractitionerRoleId(id));
    let name =
        PersonName { surname: "Щукина".into(), given: "Анна".into(), patronymic: None };
    agrees(&ReminderSettings::default());
    agrees(&ReminderSettings { leads: Vec::new(), time_zone: Some("Asia/Kamchatka".into()) });
    agrees(&NewWaiting {
        practitioner: Some(practitioner),
        service: id,
        payment: Payment::Policy,
        from,
        until: from,
        part: Some(DayPart::Morning),
        moves: None,
        key: id,
    });
    let slot = Slot { practitioner, service: id, starts_at: NOW, ends_at: NOW, utc_offset: 180 };
    let offer = SlotOffer {
        slot,
        until: NOW,
        practitioner_name: name.clone(),
        address: None,
        card_open_until: NOW,
    };
    let entry = WaitingEntry {
        id,
        practitioner: None,
        practitioner_name: Some(name),
        organization: OrganizationId(id),
        organization_name: "Поликлиника № 1".into(),
        service: id,
        service_name: "Первичный приём".into(),
        from,
        until: from,
        part: None,
        moves: None,
        place: 3,
        lapsed: 0,
        offer: Some(offer),
    };
    agrees(&WaitingList { entries: vec![entry], may_manage: true });
    agrees(&OfferAnswer { take: true });
    agrees(&AnswerTold { visit: None });
    let counts = OfferCounts {
        age: AgeGroup::Old,
        made: Some(6),
        taken_app: Some(5),
        taken_sms: None,
        refused: None,
        lapsed: None,
    };
    agrees(&OfferReport { rows: vec![counts] });
}

/// WID-1, WID-3, WID-7
#[test]
fn widgets_read_the_same_on_both_sides() {
    use shared::appointments::model::Slot;
    use shared::id::{AppointmentId, PractitionerRoleId};
    use shared::widgets::model::{
        GuestAnswer, GuestBooking, GuestCode, GuestHold, GuestKey, GuestMoved, GuestMoving,
        GuestVisit, NewGuestVisit, OrderQuery, OrderReadiness, WidgetChange, WidgetClinic,
        WidgetCounted, WidgetDesk, WidgetEvent, WidgetTally,
    };

    let id = Uuid::from_u128(5);
    let (clinic, practitioner) = (OrganizationId(id), PractitionerRoleId(id));
    let name =
        PersonName { surname: "Гостева".into(), given: "Нина".into(), patronymic: None };
    let text = || "x".to_owned();
    for lang in GuestLang::ALL {
        agrees(&NewGuestVisit {
            clinic,
            practitioner,
            service: id,
            starts_at: NOW,
            payment: Payment::Paid,
            name: name.clone(),
            phone: text(),
            birth_date: NOW.date(),
            reason: text(),
            lang: *lang,
            consent: true,
            kind: WidgetKind::Booking,
            host: text(),
            key: id,
        });
    }
    let slot = Slot { practitioner, service: id, starts_at: NOW, ends_at: NOW, utc_offset: 180 };
    let hold = GuestHold {
        guest: id,
        token: text(),
        slot: slot.clone(),
        hold_until: NOW,
        seconds_left: 600,
        code_until: NOW,
        resend_seconds: 60,
        phone: text(),
    };
    agrees(&GuestAnswer { hold: Some(hold), refused: None, free: vec![slot.clone()] });
    agrees(&GuestMoving { secret: text(), starts_at: NOW });
    agrees(&GuestCode { guest: id, token: text(), code: text() });
    agrees(&GuestKey { secret: text() });
    for changeable_until in [None, Some(NOW)] {
        let visit = GuestVisit {
            id: AppointmentId(id),
            number: text(),
            state: VisitState::Booked,
            starts_at: NOW,
            ends_at: NOW,
            utc_offset: 180,
            clinic,
            clinic_name: text(),
            address: None,
            directions: Some(text()),
            phone: None,
            practitioner,
            service_id: id,
            practitioner_name: name.clone(),
            speciality: Speciality::Therapist,
            service: text(),
            format: VisitFormat::InPerson,
            room: None,
            payment: Payment::Paid,
            price: Some(250_000),
            preparation: None,
            late_minutes: None,
            changeable_until,
            secret: text(),
            calendar: text(),
        };
        let refused = Some(HoldRefusal::Clash);
        agrees(&GuestMoved { visit: Some(visit.clone()), refused, free: vec![slot.clone()] });
        agrees(&GuestBooking { visit: Some(visit), refused });
    }
    agrees(&OrderQuery { clinic, number: text(), birth_date: NOW.date() });
    agrees(&OrderReadiness { ready: true });
    for step in WidgetStep::ALL {
        agrees(&WidgetEvent { kind: WidgetKind::Card, step: *step, host: text() });
    }
    agrees(&WidgetCounted { counted: true });
    agrees(&WidgetChange { origins: vec![text()], kinds: vec![WidgetKind::Result], version: 1 });
    let tally =
        WidgetTally { kind: WidgetKind::Doctors, origin: text(), shown: 3, started: 2, booked: 1 };
    agrees(&WidgetDesk {
        clinic,
        clinic_name: text(),
        portal: text(),
        origins: vec![text()],
        kinds: WidgetKind::ALL.to_vec(),
        counts: vec![tally],
        version: 1,
    });
    agrees(&WidgetClinic {
        id: clinic,
        name: text(),
        address: None,
        directions: None,
        phone: Some(text()),
        kinds: vec![WidgetKind::Booking],
        time_zone: text(),
        languages: GuestLang::ALL.to_vec(),
    });
}

#[test]
fn notifications_agree() {
    let id = Uuid::from_u128(7);
    for target in NotificationTarget::ALL {
        for topic in NotificationTopic::ALL {
            let notification = Notification {
                id,
                at: NOW,
                topic: *topic,
                title: "Готов результат".into(),
                body: "Он в карте.\nСтрока".into(),
                target: *target,
                is_read: true,
            };
            agrees(&NotificationPage {
                notifications: vec![notification],
                unread: 3,
                has_more: true,
            });
        }
    }
    agrees(&ReadNotifications { ids: vec![id], until: Some(id) });
    agrees(&ReadNotifications::default());
    agrees(&Unread { unread: 3 });
    let device = PushDevice { id, name: "Chrome, Windows".into(), mark: "a1".into(), since: NOW };
    agrees(&device);
    agrees(&NewPushDevice { endpoint: "https://push.example.org/1".into() });
    let choice = |topic: &NotificationTopic| NotificationChoice {
        topic: *topic,
        ways: NotificationWay::ALL.to_vec(),
    };
    let quiet = QuietHours { from: 1_320, until: 480, time_zone: "Europe/Moscow".into() };
    let settings = NotificationSettings {
        choices: NotificationTopic::ALL.iter().map(choice).collect(),
        quiet: Some(quiet),
        version: 2,
    };
    agrees(&settings);
    agrees(&NotificationSettingsPage {
        settings,
        has_phone: true,
        has_email: false,
        devices: vec![device],
        push_key: "B".into(),
    });
}
