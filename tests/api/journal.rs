//! The journal as it comes to people: the patient's own reading, questions, digests, and a file that
//! anybody can check (AUD-2, AUD-3, ACL-7, ACL-13, CARD-13).

use backend::accounts;
use backend::audit::What;
use backend::notifications::outbox;
use backend::{jobs, journal};
use ring::digest::SHA256;
use ring::signature::{ED25519, UnparsedPublicKey};
use shared::access::model::{Action, Ground, Level, Role, Section, Sensitivity};
use shared::contract::{Code, FieldReason};
use shared::documents::api::DocumentLang;
use shared::id::{EntryId, OrganizationId, PatientId};
use shared::journal::api::{
    AskWhy, ExportJournal, FindDigest, FindJournalKey, SearchJournal, SetDigest,
};
use shared::journal::model::{
    ActorKind, Deed, DigestChoice, JournalLine, JournalPage, JournalQuery, NewQuestion, Outcome,
    Rhythm, View, Whose,
};
use shared::journal::office::{AuditQuery, AuditedAccount, NameAudited, SearchAudit};
use shared::journal::proof::{Bytes32, Crypto, FaultKind, Flaw, SavedJournal, check, digest};
use shared::lang::Lang;
use shared::record::api::{
    AnswerRequest, FindEntry, FindSummary, ListAsked, ListEntries, ListRequests, TakeBackRequest,
};
use shared::record::report::{NewAnswer, ReportKind, ReportOutcome, ReportState, SeenReport};
use tests::{On, Person, TestApp, entry, on_both};
use time::Duration;
use time::macros::date;
use uuid::Uuid;

const CLINIC: OrganizationId = OrganizationId(Uuid::from_u128(0xC1));

/// A patient with a visit, and a doctor of a clinic who treats them.
struct Scene<'a> {
    patient: PatientId,
    anna: Person<'a>,
    doctor: Person<'a>,
    visit: EntryId,
}

async fn scene(test: &TestApp) -> Scene<'_> {
    let db = test.raw().await;
    accounts::insert_organization(db.write(), CLINIC, "Поликлиника", "clinic", 0).await.unwrap();
    let (patient, anna) = test.patient(1).await;
    let new = entry(1, Section::Visits, Sensitivity::Usual, 60);
    test.entry(patient, &new).await;
    let doctor = test.member(100, Role::Doctor, Some(CLINIC)).await;
    test.open_card(patient, doctor.grantee(), Ground::Treatment, Level::Full, Section::ALL).await;
    Scene { patient, anna, doctor, visit: new.id }
}

impl Scene<'_> {
    async fn page(&self, by: &Person<'_>, body: JournalQuery) -> JournalPage {
        by.call(SearchJournal { patient: self.patient, body }).await.unwrap()
    }

    async fn lines(&self, who: Whose) -> Vec<JournalLine> {
        let body = JournalQuery { who: Some(who), ..JournalQuery::default() };
        self.page(&self.anna, body).await.lines
    }

    fn question(&self, seq: i64, n: u128, text: &str) -> AskWhy {
        let body = NewQuestion { text: text.into(), key: Uuid::from_u128(n) };
        AskWhy { patient: self.patient, seq, body }
    }

    async fn saved(&self) -> SavedJournal {
        let lang = Some(DocumentLang::Ru);
        self.anna.call(ExportJournal { patient: self.patient, lang }).await.unwrap()
    }
}

fn list(patient: PatientId) -> ListEntries {
    ListEntries { patient, section: None, cursor: None, limit: None }
}

/// Not what the server hashes and signs with.
struct Ring;

impl Crypto for Ring {
    async fn sha256(&self, bytes: Vec<u8>) -> Option<Bytes32> {
        ring::digest::digest(&SHA256, &bytes).as_ref().try_into().ok()
    }

    async fn verifies(&self, key: &Bytes32, message: Vec<u8>, signature: Vec<u8>) -> Option<bool> {
        Some(UnparsedPublicKey::new(&ED25519, key).verify(&message, &signature).is_ok())
    }
}

async fn checked(key: &Bytes32, saved: &SavedJournal) -> Result<i64, Flaw> {
    let (frame, lines) = saved.clone().parts();
    check(&Ring, key, &frame, lines.len(), |n| lines.get(n).cloned(), |_| ()).await
}

async fn key(anna: &Person<'_>) -> Bytes32 {
    digest(&anna.call(FindJournalKey {}).await.unwrap().key).unwrap()
}

on_both! {
    /// ACL-7, AUD-1, AUD-3: who, for which organization, what, which entry, why; refusals and one's
    /// own reading included.
    async fn a_patient_reads_who_looked_at_what_and_why(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        let (patient, visit) = (at.patient, at.visit);
        let stranger = test.person(101, Role::Doctor).await;
        at.doctor.call(FindSummary { patient }).await.unwrap();
        at.doctor.call(FindEntry { patient, entry: visit }).await.unwrap();
        stranger.call(list(patient)).await.unwrap_err();

        let page = at.page(&at.anna, JournalQuery::default()).await;
        let told: Vec<_> = page.lines.iter().map(|line| (line.seq, line.who, line.action, line.view, line.ground, line.outcome)).collect();
        assert_eq!(told, [
            (5, ActorKind::Me, Some(Action::ReadJournal), None, Some(Ground::Own), Outcome::Allowed),
            (4, ActorKind::Person, Some(Action::ReadEntries), Some(View::Entries), None, Outcome::Denied),
            (3, ActorKind::Person, Some(Action::ReadEntries), Some(View::Entry), Some(Ground::Treatment), Outcome::Allowed),
            (2, ActorKind::Person, Some(Action::ReadSummary), None, Some(Ground::Treatment), Outcome::Allowed),
            (1, ActorKind::System, None, None, None, Outcome::Allowed),
        ]);
        let looked = &page.lines[2];
        assert_eq!(looked.name.as_deref(), Some("Испытаний100\u{a0}А.\u{a0}П."));
        assert_eq!((looked.role, looked.organization.as_deref()), (Some(Role::Doctor), Some("Поликлиника")));
        let about = looked.entry.as_ref().unwrap();
        assert_eq!((about.id, about.section, about.name.as_deref()), (visit, Section::Visits, Some("Приём 1")));
        assert!(looked.may_ask && !page.lines[0].may_ask && !page.lines[1].may_ask, "only where somebody answers");
        assert_eq!((page.lines[4].deed, page.next_cursor), (Deed::CardCreated, None));
        assert_eq!(test.verify().await.findings, []);
    }

    /// ACL-7: by who, by refusal, by day and page by page; nothing falls between two pages.
    async fn lines_are_found_by_who_day_and_outcome(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        let patient = at.patient;
        for _ in 0..3 {
            at.doctor.call(FindSummary { patient }).await.unwrap();
        }
        at.doctor.call(SetDigest { patient, body: DigestChoice { rhythm: Rhythm::Daily } }).await.unwrap_err();
        let program = test.program("ЛИС", "system/*.rs").await;
        program.fhir("GET", &format!("/Patient/{patient}"), &serde_json::Value::Null).await;

        assert_eq!(at.lines(Whose::People).await.len(), 4);
        let programs = at.lines(Whose::Programs).await;
        assert_eq!(programs.iter().map(|line| (line.who, line.name.as_deref(), line.ground)).collect::<Vec<_>>(), [(ActorKind::Program, Some("ЛИС"), Some(Ground::System))]);
        assert!(at.lines(Whose::Me).await.iter().all(|line| line.who == ActorKind::Me));
        let refused = JournalQuery { refused_only: true, ..JournalQuery::default() };
        assert_eq!(at.page(&at.anna, refused).await.lines.len(), 1);
        let tomorrow = JournalQuery { from: Some(date!(2026 - 12 - 02)), ..JournalQuery::default() };
        assert_eq!(at.page(&at.anna, tomorrow).await.lines, []);
        // By the clock of the clinic the day is on until 21:00 UTC; the days may stand the other way.
        let today = JournalQuery { from: Some(date!(2026 - 12 - 03)), until: Some(date!(2026 - 12 - 01)), who: Some(Whose::People), ..JournalQuery::default() };
        assert_eq!(at.page(&at.anna, today).await.lines.len(), 4);

        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let body = JournalQuery { limit: Some(2), cursor, who: Some(Whose::People), ..JournalQuery::default() };
            let page = at.page(&at.anna, body).await;
            assert!(page.lines.len() <= 2);
            seen.extend(page.lines.into_iter().map(|line| line.seq));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        let all: Vec<i64> = at.lines(Whose::People).await.into_iter().map(|line| line.seq).collect();
        assert_eq!(seen, all);
        for (body, field) in [
            (JournalQuery { limit: Some(0), ..JournalQuery::default() }, "limit"),
            (JournalQuery { cursor: Some("x".into()), ..JournalQuery::default() }, "cursor"),
        ] {
            let refused = at.anna.call(SearchJournal { patient, body }).await.unwrap_err();
            assert_eq!((refused.code, refused.fields[0].field.as_str()), (Code::Invalid, field));
        }
    }

    /// CARD-13, ACL-5: a representative acts as A for B and reads the journal; a limited one and a
    /// doctor do not; an emergency is told as one; who has left keeps the name.
    async fn representatives_emergencies_and_those_who_left_are_told(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        let patient = at.patient;
        let (mother, aunt) = (test.person(110, Role::Patient).await, test.person(111, Role::Patient).await);
        let rescuer = test.person(112, Role::Doctor).await;
        for (person, ground, level) in [
            (&mother, Ground::Representative, Level::Full),
            (&aunt, Ground::Representative, Level::Limited),
            (&rescuer, Ground::BreakGlass, Level::Full),
        ] {
            test.open_card(patient, person.grantee(), ground, level, Section::ALL).await;
        }
        rescuer.call(FindSummary { patient }).await.unwrap();
        let id = rescuer.account.0;
        let id = if on == On::Sqlite { format!("x'{}'", id.simple()) } else { format!("'{id}'") };
        assert_eq!(test.harm(&format!("update account set disabled_at = 1 where id = {id}")).await, 1);
        for person in [&aunt, &at.doctor] {
            let refused = person.call(SearchJournal { patient, body: JournalQuery::default() }).await.unwrap_err();
            assert_eq!(refused.code, Code::NotFound);
        }
        let read = at.page(&mother, JournalQuery::default()).await;
        assert_eq!(read.lines[0].for_whom.as_deref(), Some("Испытаний1\u{a0}А.\u{a0}П."));
        let own = at.lines(Whose::People).await;
        let mothers = own.iter().find(|line| line.account == Some(mother.account)).unwrap();
        assert_eq!((mothers.who, mothers.for_whom.is_some()), (ActorKind::Person, true));
        let broken = own.iter().find(|line| line.account == Some(rescuer.account)).unwrap();
        assert_eq!(broken.ground, Some(Ground::BreakGlass));
        assert_eq!(broken.name.as_deref(), Some("Испытаний112\u{a0}А.\u{a0}П."));
    }

    /// ACL-7: «спросить, зачем» goes to the organization with its term, is answered on its desk, and
    /// stands beside the line; it opens nothing of the card.
    async fn a_question_is_asked_once_and_answered(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        let patient = at.patient;
        at.doctor.call(FindEntry { patient, entry: at.visit }).await.unwrap();
        let colleague = test.member(120, Role::Doctor, Some(CLINIC)).await;
        let elsewhere = test.member(121, Role::Doctor, Some(OrganizationId(Uuid::from_u128(0xC2)))).await;
        let seq = at.lines(Whose::People).await[0].seq;

        let call = at.question(seq, 7, "Меня не было на приёме");
        let asked = at.anna.call(call.clone()).await.unwrap();
        assert_eq!((asked.report.kind, asked.report.due_on), (ReportKind::WhyLooked, Some(date!(2026 - 12 - 15))));
        let look = asked.look.clone().unwrap();
        assert_eq!((look.seq, look.view, look.name.as_deref()), (seq, Some(View::Entry), Some("Испытаний100\u{a0}А.\u{a0}П.")));
        assert_eq!(at.anna.call(call).await.unwrap(), asked, "sent twice");
        let other = at.anna.call(at.question(seq, 8, "")).await.unwrap_err();
        assert_eq!(other.code, Code::Conflict, "one question about a line is open");
        assert!(!test.holds("report", "Меня не было").await);

        assert_eq!(elsewhere.call(ListAsked {}).await.unwrap(), []);
        let item = colleague.call(ListAsked {}).await.unwrap().remove(0);
        assert_eq!(item.asking, asked);
        for closed in [colleague.call(FindSummary { patient }).await.err(), colleague.call(list(patient)).await.err()] {
            assert_eq!(closed.unwrap().code, Code::NotFound);
        }
        let answer = |outcome, text: &str| AnswerRequest { patient, request: item.asking.id, body: NewAnswer { version: 1, outcome, text: text.into() } };
        let refused = colleague.call(answer(ReportOutcome::Declined, "Нет")).await.unwrap_err();
        assert_eq!(refused.fields[0].field, "outcome", "the organization has to answer");
        let silent = colleague.call(answer(ReportOutcome::Explained, " ")).await.unwrap_err();
        assert_eq!((silent.fields[0].field.as_str(), silent.fields[0].reason), ("text", FieldReason::Required));
        colleague.call(answer(ReportOutcome::Explained, "Готовили приём")).await.unwrap();

        let line = at.lines(Whose::People).await.into_iter().find(|line| line.seq == seq).unwrap();
        let question = line.question.unwrap();
        assert_eq!(question.state, ReportState::Explained);
        assert_eq!(question.answer.unwrap().text.as_deref(), Some("Готовили приём"));
        assert_eq!(at.anna.call(ListRequests { patient }).await.unwrap()[0].report.state, ReportState::Explained);
        let late = colleague.call(answer(ReportOutcome::Explained, "Ещё раз")).await.unwrap_err();
        assert_eq!(late.code, Code::NotFound, "the ground went with the answer");
    }

    /// ACL-7: of one's own lines, of the portal's and of nobody's there is nobody to ask; what was
    /// asked can be taken back and asked again.
    async fn only_lines_somebody_answers_for_are_asked_about(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        let patient = at.patient;
        at.doctor.call(FindSummary { patient }).await.unwrap();
        let stranger = test.person(101, Role::Doctor).await;
        stranger.call(FindSummary { patient }).await.unwrap_err();
        // The card's making, the stranger without a clinic, one's own reading, and no line at all.
        let own = at.page(&at.anna, JournalQuery::default()).await.lines[0].seq;
        for seq in [1, 3, own, 99, -1] {
            let refused = at.anna.call(at.question(seq, 7, "Зачем?")).await.unwrap_err();
            assert_eq!(refused.code, Code::NotFound, "{seq}");
        }
        let keyless = at.anna.call(at.question(2, 0, "Зачем?")).await.unwrap_err();
        assert_eq!(keyless.fields[0].field, "key");
        let asked = at.anna.call(at.question(2, 7, "")).await.unwrap();
        let body = SeenReport { version: asked.report.version };
        at.anna.call(TakeBackRequest { patient, request: asked.id, body }).await.unwrap();
        let again = at.anna.call(at.question(2, 8, "Зачем?")).await.unwrap();
        assert_eq!(again.report.state, ReportState::Open);
    }

    /// ACL-13: by default once a week, told once by however many nodes, without names and numbers;
    /// who wants none gets none.
    async fn a_digest_comes_by_its_rhythm_and_tells_nothing(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        let patient = at.patient;
        let owner = test.visitor(1).confirmed(1).await.account;
        test.open_card(patient, backend::access::Grantee::Account(owner), Ground::Own, Level::Full, Section::ALL).await;
        let other = test.another_node().await;
        let letters = async || {
            let all = outbox(&test.app, 100).await.unwrap();
            all.into_iter().filter(|message| message.subject.contains("обзор")).collect::<Vec<_>>()
        };
        // The first round only says when the first digest is due.
        journal::send_due(&test.app).await.unwrap();
        at.doctor.call(FindSummary { patient }).await.unwrap();
        let told = at.anna.call(FindDigest { patient }).await.unwrap();
        assert_eq!((told.rhythm, told.looked, told.refused, told.is_more), (Rhythm::Weekly, 1, 0, false));
        test.clock.forward(Duration::days(6));
        journal::send_due(&test.app).await.unwrap();
        assert_eq!(letters().await, []);
        test.clock.forward(Duration::days(1));
        let (one, two) = tokio::join!(journal::send_due(&test.app), journal::send_due(&other.app));
        // SQLite has one writer, and may refuse the second.
        assert!(one.is_ok() || two.is_ok());
        journal::send_due(&test.app).await.unwrap();
        let sent = letters().await;
        assert_eq!(sent.len(), 1);
        assert!(!sent[0].body.contains(|c: char| c.is_ascii_digit()), "{}", sent[0].body);
        for word in ["Испытаний", "Поликлиника", "врач", "http"] {
            assert!(!sent[0].body.contains(word), "{word}");
        }
        // A week in which nobody looked needs no letter.
        test.clock.forward(Duration::days(7));
        journal::send_due(&test.app).await.unwrap();
        assert_eq!(letters().await.len(), 1);

        let anna = test.signed_in(&at.anna).await;
        let never = DigestChoice { rhythm: Rhythm::Never };
        assert_eq!(anna.call(SetDigest { patient, body: never }).await.unwrap(), never);
        assert_eq!(anna.call(FindDigest { patient }).await.unwrap().rhythm, Rhythm::Never);
        let doctor = test.signed_in(&at.doctor).await;
        doctor.call(FindSummary { patient }).await.unwrap();
        test.clock.forward(Duration::days(60));
        journal::send_due(&test.app).await.unwrap();
        assert_eq!(letters().await.len(), 1);
        assert!(!test.holds("patient", "never").await, "what was chosen lies sealed");
    }

    /// ACL-13: the digests run by themselves.
    async fn the_queue_sends_digests(on) {
        let test = TestApp::start(on).await;
        let now = backend::app::micros(test.app.now());
        let db = test.raw().await;
        jobs::enqueue(db.write(), test.app.new_id(), jobs::Kind::SendDigests, now, now).await.unwrap();
        assert!(jobs::run_one(&test.app).await.unwrap());
        assert!(!jobs::run_one(&test.app).await.unwrap());
        test.clock.forward(Duration::minutes(10));
        assert!(jobs::run_one(&test.app).await.unwrap());
    }

    /// AUD-2: the file holds every line up to its own, in words and as it was sealed; whoever checks
    /// it with the portal's key finds it whole.
    async fn a_saved_journal_is_whole(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        let patient = at.patient;
        at.doctor.call(FindEntry { patient, entry: at.visit }).await.unwrap();
        let saved = at.saved().await;
        let key = key(&at.anna).await;
        assert_eq!(checked(&key, &saved).await, Ok(3));
        assert_eq!(saved.lines.len(), test.journal(patient.0).await.len());
        let words = &saved.lines[1].plain;
        assert_eq!((words.who.as_str(), words.about.as_str()), ("Испытаний100\u{a0}А.\u{a0}П.", "Приём 1"));
        assert_eq!(words.what, View::Entry.text().get(Lang::Ru));
        assert!(!saved.checkpoints.is_empty(), "the newest line is covered at once");
        // A journal longer than what is read at once.
        for _ in 0..600 {
            test.app.journal().append(patient.0, 0, backend::audit::Line::system(What::SignedIn)).await.unwrap();
        }
        let saved = at.saved().await;
        assert_eq!(checked(&key, &saved).await, Ok(604));
        assert_eq!(checked(&[7; 32], &saved).await, Err(Flaw::Fault { kind: FaultKind::OtherKey, seq: 0 }));
    }

    /// AUD-2: a file of one card tells nothing of another.
    async fn a_saved_journal_names_no_other_card(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        let (other, boris) = test.patient(2).await;
        let calls = (0..40).map(|n| {
            let (patient, person) = if n % 2 == 0 { (at.patient, &at.anna) } else { (other, &boris) };
            person.call(FindSummary { patient })
        });
        futures_util::future::join_all(calls).await;
        let saved = at.saved().await;
        assert!(checked(&key(&at.anna).await, &saved).await.is_ok());
        for checkpoint in &saved.checkpoints {
            let heads = shared::journal::proof::unbase64(&checkpoint.heads).unwrap();
            let heads = shared::journal::proof::decode_heads(&heads).unwrap();
            assert!(heads.iter().all(|head| head.chain == at.patient.0));
        }
    }

    /// AUD-2: whatever is done to the file, the first thing that does not hold is named.
    async fn what_is_done_to_a_saved_journal_is_named(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        let patient = at.patient;
        for _ in 0..5 {
            at.doctor.call(FindSummary { patient }).await.unwrap();
        }
        let whole = at.saved().await;
        let key = key(&at.anna).await;
        assert_eq!(checked(&key, &whole).await, Ok(7));
        type Harm = fn(&mut SavedJournal);
        let harms: [(&str, Harm, FaultKind, i64); 12] = [
            ("a line was dropped", |it| drop(it.lines.remove(2)), FaultKind::Missing, 3),
            ("two lines were exchanged", |it| it.lines.swap(2, 4), FaultKind::Reordered, 3),
            ("the end was cut", |it| it.lines.truncate(4), FaultKind::CutOff, 5),
            ("all of it was cut", |it| it.lines.clear(), FaultKind::CutOff, 1),
            ("a moment was changed", |it| it.lines[3].at += 1, FaultKind::Changed, 4),
            ("a line took another's content", |it| it.lines[3].sealed = it.lines[1].sealed.clone(), FaultKind::Changed, 4),
            ("the words were changed", |it| it.lines[1].plain.who = "Никто".into(), FaultKind::WordsForged, 2),
            ("words moved to another line", |it| it.lines[2].plain = it.lines[0].plain.clone(), FaultKind::WordsForged, 3),
            ("a signature moved to another line", |it| it.lines[2].signature = it.lines[1].signature.clone(), FaultKind::WordsForged, 3),
            ("the newest line was set back", |it| { it.lines.truncate(4); it.checkpoints.clear(); it.head.seq = 4; it.head.hash = it.lines[3].hash.clone(); }, FaultKind::HeadForged, 4),
            ("a checkpoint was altered", |it| it.checkpoints[0].at += 1, FaultKind::CheckpointForged, 0),
            ("another card's name stands on it", |it| it.chain = Uuid::from_u128(7), FaultKind::HeadForged, 7),
        ];
        for (what, harm, kind, seq) in harms {
            let mut harmed = whole.clone();
            harm(&mut harmed);
            let seq = if kind == FaultKind::CheckpointForged { whole.checkpoints[0].seq } else { seq };
            assert_eq!(checked(&key, &harmed).await, Err(Flaw::Fault { kind, seq }), "{what}");
        }
        assert_eq!(checked(&key, &whole).await, Ok(7));
    }

    /// AUD-3, ACL-6: the officer finds lines by who, card, action, address, outcome and ground; sees
    /// no patient's name and nothing clinical; each search is in the officers' own journal.
    async fn the_officer_searches_journals_and_sees_no_card(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        let patient = at.patient;
        let officer = test.person(130, Role::SecurityOfficer).await;
        let stranger = test.person(131, Role::Doctor).await;
        at.doctor.call(FindEntry { patient, entry: at.visit }).await.unwrap();
        at.anna.call(FindSummary { patient }).await.unwrap();
        stranger.call(list(patient)).await.unwrap_err();
        let day = date!(2026 - 12 - 01);
        let all = AuditQuery::days(day, day);
        let find = async |body: AuditQuery| officer.call(SearchAudit { body }).await.unwrap().lines;

        let number = "0001-0001-0".to_owned();
        let of_card = find(AuditQuery { card_number: Some(number.clone()), ..all.clone() }).await;
        assert_eq!(of_card.iter().map(|line| line.seq).collect::<Vec<_>>(), [4, 3, 2, 1]);
        assert!(of_card.iter().all(|line| line.card_number.as_ref() == Some(&number)));
        assert_eq!((of_card[1].account, of_card[1].name.as_deref()), (Some(at.anna.account), None), "no patient's name");
        assert_eq!(of_card[2].name.as_deref(), Some("Испытаний100\u{a0}А.\u{a0}П."));
        assert_eq!((of_card[2].object, of_card[2].section), (Some(at.visit.0), Some(Section::Visits)));
        let told = serde_json::to_string(&of_card).unwrap();
        assert!(!told.contains("Приём 1") && !told.contains("Испытаний1\u{a0}"), "{told}");

        let person = |who: &str| AuditQuery { person: Some(who.into()), deed: Some(Deed::Access), ..all.clone() };
        assert_eq!(find(person(&at.doctor.account.to_string())).await.len(), 1);
        assert_eq!(find(person("испытаний100")).await.len(), 1);
        assert_eq!(find(person("+7 900 000-99-99")).await, [], "nobody's login");
        let denied = AuditQuery { outcome: Some(Outcome::Denied), action: Some(Action::ReadEntries), ..all.clone() };
        assert_eq!(find(denied).await.iter().map(|line| line.account).collect::<Vec<_>>(), [Some(stranger.account)]);
        let treated = AuditQuery { ground: Some(Ground::Treatment), deed: Some(Deed::Access), ..all.clone() };
        assert_eq!(find(treated).await.len(), 1);
        assert_eq!(find(AuditQuery { address: Some("203.0.113.".into()), ..all.clone() }).await, []);
        let before = AuditQuery::days(date!(2026 - 11 - 01), date!(2026 - 11 - 30));
        assert_eq!(find(before).await, []);
        let month = AuditQuery::days(date!(2026 - 11 - 01), date!(2026 - 12 - 02));
        let refused = officer.call(SearchAudit { body: month }).await.unwrap_err();
        assert_eq!((refused.code, refused.fields[0].field.as_str()), (Code::Invalid, "until"));

        let named = officer.call(NameAudited { body: AuditedAccount { account: at.anna.account } }).await.unwrap();
        assert_eq!(named.name, "Испытаний1 Анна Петровна");
        let office = test.journal(Uuid::from_u128(2)).await;
        assert_eq!(office.last().unwrap().what, What::Audit(backend::audit::AuditAct::Named));
        assert!(office[0].terms.as_deref().unwrap().contains(&number));
        // Whoever walked away from the desk shows again who they are.
        test.clock.forward(Duration::minutes(11));
        let late = officer.call(SearchAudit { body: all.clone() }).await.unwrap_err();
        assert_eq!(late.code, Code::StepUpRequired);
        assert_eq!(test.verify().await.findings, []);
    }

    /// AUD-3: pages of all journals lose no line and tell none twice, whatever chain it is in.
    async fn pages_over_all_journals_lose_nothing(on) {
        let test = TestApp::start(on).await;
        let officer = test.person(130, Role::SecurityOfficer).await;
        let chains = [Uuid::from_u128(0xAB), Uuid::from_u128(0xCD), Uuid::from_u128(0xEF)];
        let at = backend::app::micros(test.app.now());
        for n in 0..700_i64 {
            let chain = chains[usize::try_from(n % 3).unwrap()];
            // Many at the same moment, some at others.
            let line = backend::audit::Line::system(What::SignedIn);
            test.app.journal().append(chain, at - (n % 5), line).await.unwrap();
        }
        let day = date!(2026 - 12 - 01);
        let (mut seen, mut cursor) = (Vec::new(), None);
        loop {
            let body = AuditQuery { deed: Some(Deed::SignedIn), cursor, ..AuditQuery::days(day, day) };
            let page = officer.call(SearchAudit { body }).await.unwrap();
            let ours = page.lines.iter().filter(|line| chains.contains(&line.chain));
            seen.extend(ours.map(|line| (line.at, line.chain, line.seq)));
            cursor = page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        assert!(seen.is_sorted_by(|a, b| a.0 >= b.0), "newest first");
        let count = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!((count, seen.len()), (700, 700));
    }

    /// AUD-3: a table that spreadsheets open as text, in UTF-8.
    async fn the_officer_takes_a_table_along(on) {
        let test = TestApp::start(on).await;
        let at = scene(&test).await;
        let officer = test.person(130, Role::SecurityOfficer).await;
        at.doctor.call(FindSummary { patient: at.patient }).await.unwrap();
        let day = date!(2026 - 12 - 01);
        let body = AuditQuery { card_number: Some("0001-0001-0".into()), ..AuditQuery::days(day, day) };
        let body = poem::Body::from_json(&body).unwrap();
        let (status, headers, bytes) = test.send_raw("POST", "/api/v1/audit/export", body, Some(&officer.token)).await;
        assert_eq!(status, poem::http::StatusCode::OK);
        assert_eq!(headers["content-type"], "text/csv; charset=utf-8");
        let text = String::from_utf8(bytes).unwrap();
        let rows: Vec<&str> = text.strip_prefix('\u{feff}').unwrap().split_terminator("\r\n").collect();
        assert_eq!(rows.len(), 3, "{text}");
        assert!(rows[0].starts_with("\"at\",\"journal\",\"number\",\"card\""));
        assert!(rows[1].contains("\"2026-12-01T15:00:00+03:00\"") && rows[1].contains("Поликлиника"));
    }
}
