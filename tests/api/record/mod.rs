//! Reading a card and adding to it (REC-1, REC-3, REC-7, REC-9, REC-10).

mod attest;
mod news;
mod own;
mod reports;
mod requests;

use std::time::{Duration, Instant};

use poem::Endpoint as _;
use serde_json::json;
use shared::access::model::{Ground, Level, Role, Section, Sensitivity};
use shared::contract::{Code, FieldReason};
use shared::id::PatientId;
use shared::record::api::{
    AddNote, EntryQuery, FindEntry, FindSummary, ListEntries, NOTE_MAX, NewNote, SearchEntries,
};
use shared::record::model::{Content, SourceKind};
use tests::{NOW, On, Person, TestApp, entry, on_both};
use tokio::io::AsyncReadExt as _;
use uuid::Uuid;

pub fn note(patient: PatientId, n: u128, text: &str) -> AddNote {
    AddNote { patient, body: NewNote { text: text.into(), key: Uuid::from_u128(n) } }
}

pub fn all(patient: PatientId) -> ListEntries {
    ListEntries { patient, section: None, cursor: None, limit: None }
}

on_both! {
    /// REC-1
    async fn a_summary_tells_who_what_is_dangerous_and_what_is_out_of_range(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        for (section, n) in Section::ALL.iter().zip(1..) {
            test.entry(patient, &entry(n, *section, Sensitivity::Usual, 60)).await;
        }

        let summary = anna.call(FindSummary { patient }).await.unwrap();

        assert_eq!(summary.patient.name.full(), "Испытаний1 Анна Петровна");
        assert_eq!(summary.patient.policy_number.as_deref(), Some("7700001111222233"));
        let counts = [&summary.allergies, &summary.conditions, &summary.medicines, &summary.visits, &summary.out_of_range]
            .map(Vec::len);
        assert_eq!(counts, [1, 1, 1, 1, 1]);
        assert_eq!(summary.closed_sections, []);
        assert_eq!(summary.as_of, tests::NOW);
    }

    /// Silence is no good news: an empty «out of range» says whether there was anything to compare.
    async fn a_summary_says_whether_anything_could_be_compared(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        assert_eq!(anna.call(FindSummary { patient }).await.unwrap().compared_results, 0);
        test.entry(patient, &entry(1, Section::Results, Sensitivity::Usual, 60)).await;
        assert_eq!(anna.call(FindSummary { patient }).await.unwrap().compared_results, 1);
    }

    /// ACL-2: a limited grant opens the summary, and says that it opens no more.
    async fn a_summary_says_whether_the_lists_are_open_too(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let doctor = test.person(100, Role::Doctor).await;
        test.open_card(patient, doctor.grantee(), Ground::Grant, Level::Limited, Section::ALL).await;
        assert!(anna.call(FindSummary { patient }).await.unwrap().lists_open);
        assert!(!doctor.call(FindSummary { patient }).await.unwrap().lists_open);
        assert_eq!(doctor.call(all(patient)).await.unwrap_err().code, Code::NotFound);
        // A second ground that opens more counts too.
        test.open_card(patient, doctor.grantee(), Ground::Treatment, Level::Full, &[Section::Visits]).await;
        assert!(doctor.call(FindSummary { patient }).await.unwrap().lists_open);
        assert!(doctor.call(all(patient)).await.is_ok());
    }

    /// A list names its patient and the dangers, and what it leaves out: closed is not empty.
    async fn a_list_says_whose_it_is_and_what_it_leaves_out(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let mut dangerous = entry(1, Section::Allergies, Sensitivity::Usual, 60);
        let Content::AllergyIntolerance(allergy) = &mut dangerous.content else { unreachable!("an allergy") };
        allergy.criticality = shared::record::model::Criticality::High;
        allergy.substance = "Пенициллин".into();
        test.entry(patient, &dangerous).await;
        let page = anna.call(all(patient)).await.unwrap();
        assert_eq!(page.patient.name.full(), "Испытаний1 Анна Петровна");
        assert_eq!(page.patient.dangerous_allergies, ["Пенициллин"]);
        assert_eq!(page.closed_sections, []);

        let doctor = test.person(100, Role::Doctor).await;
        let sections = [Section::Visits, Section::Results];
        test.open_card(patient, doctor.grantee(), Ground::Grant, Level::Full, &sections).await;
        let page = doctor.call(ListEntries { section: Some(Section::Allergies), ..all(patient) }).await.unwrap();
        assert!(page.entries.is_empty() && page.patient.dangerous_allergies.is_empty());
        assert!(page.closed_sections.contains(&Section::Allergies));
    }

    async fn an_empty_card_has_an_empty_summary_and_an_empty_list(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;

        let summary = anna.call(FindSummary { patient }).await.unwrap();
        let page = anna.call(all(patient)).await.unwrap();

        assert!(summary.allergies.is_empty() && summary.visits.is_empty());
        assert_eq!((page.entries.len(), page.next_cursor), (0, None));
    }

    async fn what_is_not_opened_is_told_as_closed_and_not_as_empty(on) {
        let test = TestApp::start(on).await;
        let (patient, _) = test.patient(1).await;
        test.entry(patient, &entry(1, Section::Medicines, Sensitivity::Usual, 60)).await;
        let doctor = test.person(100, Role::Doctor).await;
        let sections = [Section::Visits, Section::Results];
        test.open_card(patient, doctor.grantee(), Ground::Grant, Level::Full, &sections).await;

        let summary = doctor.call(FindSummary { patient }).await.unwrap();

        assert!(summary.medicines.is_empty());
        assert!(summary.closed_sections.contains(&Section::Medicines));
        assert!(!summary.closed_sections.contains(&Section::Visits));
    }

    /// REC-3: pages join without a gap or a repeat, also among entries of one moment.
    async fn pages_join_without_a_gap_or_a_repeat(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        for n in 1..=25 {
            let minutes = i64::try_from(n / 4).unwrap();
            test.entry(patient, &entry(n, Section::Visits, Sensitivity::Usual, minutes)).await;
        }
        let whole = anna.call(all(patient)).await.unwrap().entries;

        let (mut joined, mut cursor) = (Vec::new(), None);
        loop {
            let call = ListEntries { cursor, limit: Some(7), ..all(patient) };
            let page = anna.call(call).await.unwrap();
            joined.extend(page.entries);
            cursor = page.next_cursor;
            if cursor.is_none() { break }
        }

        assert_eq!(whole.len(), 25);
        assert!(whole.is_sorted_by_key(|entry| std::cmp::Reverse(entry.occurred_at)));
        assert_eq!(joined, whole);
    }

    /// REC-9, ACC-2: nobody reads rows remembered from before a change, on any node.
    async fn a_change_is_read_at_once_on_every_node(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let other = test.another_node().await;
        let anna_there = other.again(&anna);
        for n in 1..=6 {
            let (writes, reads) = if n % 2 == 0 { (&anna, &anna_there) } else { (&anna_there, &anna) };
            assert_eq!(reads.call(all(patient)).await.unwrap().entries.len(), n - 1);
            let kept = writes.call(note(patient, n as u128, &format!("запись {n}"))).await.unwrap();
            for reader in [reads, writes] {
                let entries = reader.call(all(patient)).await.unwrap().entries;
                assert_eq!((entries.len(), entries.contains(&kept)), (n, true));
            }
        }
    }

    /// A card is read whole, so what a person adds to it alone has an end.
    async fn notes_have_a_limit_and_the_rest_of_the_card_goes_on(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let (id, owner) = match on {
            On::Sqlite => ("randomblob(16)", format!("x'{}'", patient.0.simple())),
            On::Postgres => ("gen_random_uuid()", format!("'{patient}'::uuid")),
        };
        anna.call(note(patient, 1, "первая")).await.unwrap();
        test.harm(&format!(
            "with recursive n (i) as (select 1 union all select i + 1 from n where i < 4999) \
             insert into entry (patient_id, id, version, kind, section, occurred_at, received_at, recorded_by, source, sealed) \
             select {owner}, {id}, 1, 'note', 'notes', i, i, {owner}, 'self_reported', {owner_bytes} from n",
            owner_bytes = match on { On::Sqlite => "x'00'", On::Postgres => "'\\x00'::bytea" },
        )).await;

        let refused = anna.call(note(patient, 2, "ещё одна")).await.unwrap_err();
        assert_eq!(refused.code, Code::LimitReached);
        // The same note sent again is still the one that was kept.
        assert!(anna.call(note(patient, 1, "первая")).await.is_ok());
    }

    async fn a_list_of_one_section_holds_no_other(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let sections = || Section::ALL.iter().filter(|section| **section != Section::Administrative);
        for (section, n) in sections().zip(1..) {
            test.entry(patient, &entry(n, *section, Sensitivity::Usual, 60)).await;
        }
        for section in sections() {
            let call = ListEntries { section: Some(*section), ..all(patient) };
            let page = anna.call(call).await.unwrap();
            assert_eq!(page.entries.iter().map(|entry| entry.section).collect::<Vec<_>>(), [*section]);
        }
    }

    async fn a_wrong_page_is_refused_by_its_field(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        for (call, field) in [
            (ListEntries { limit: Some(0), ..all(patient) }, "limit"),
            (ListEntries { limit: Some(201), ..all(patient) }, "limit"),
            (ListEntries { cursor: Some("сюда".into()), ..all(patient) }, "cursor"),
            (ListEntries { cursor: Some("1.".into()), ..all(patient) }, "cursor"),
        ] {
            let problem = anna.call(call).await.unwrap_err();
            assert_eq!(problem.code, Code::Invalid);
            assert_eq!(problem.fields[0].field, field);
        }
        let path = format!("/api/v1/patients/{patient}/entries?section=astrology");
        let (status, json) = test.send("GET", &path, &json!(null), Some(&anna.token)).await;
        assert_eq!((status.as_u16(), &json["code"]), (400, &json!("malformed")));
    }

    /// A correction supersedes; the newest version alone is the current state.
    async fn a_correction_replaces_what_it_corrects(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let first = entry(1, Section::Allergies, Sensitivity::Usual, 60);
        test.entry(patient, &first).await;
        let mut second = entry(2, Section::Allergies, Sensitivity::Usual, 60);
        (second.id, second.version) = (first.id, 2);
        test.entry(patient, &second).await;

        let page = anna.call(all(patient)).await.unwrap();

        assert_eq!(page.entries.len(), 1);
        assert_eq!((page.entries[0].version, &page.entries[0].content), (2, &second.content));
    }

    /// REC-7, REC-10
    async fn a_note_is_kept_as_the_patients_own(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;

        let kept = anna.call(note(patient, 5, "  болит голова \n")).await.unwrap();

        assert_eq!(kept.source.kind, SourceKind::SelfReported);
        assert_eq!(kept.section, Section::Notes);
        let listed = anna.call(all(patient)).await.unwrap().entries;
        assert_eq!(listed, std::slice::from_ref(&kept));
        let Content::Note(note) = kept.content else { panic!("not a note") };
        assert_eq!(note.text, "болит голова");
    }

    async fn a_note_sent_twice_is_kept_once_and_never_overwritten(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;

        let first = anna.call(note(patient, 5, "болит")).await.unwrap();
        let again = anna.call(note(patient, 5, "болит")).await.unwrap();
        let other = anna.call(note(patient, 5, "прошло")).await.unwrap_err();

        assert_eq!(first, again);
        assert_eq!(other.code, Code::Conflict);
        assert_eq!(anna.call(all(patient)).await.unwrap().entries, [first]);
    }

    async fn the_same_note_sent_at_the_same_moment_is_kept_once(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let tries = (0..12).map(|_| anna.call(note(patient, 5, "болит")));
        let answers = futures_util::future::join_all(tries).await;

        assert!(answers.iter().any(Result::is_ok));
        for problem in answers.into_iter().filter_map(Result::err) {
            assert_eq!(problem.code, Code::Conflict);
        }
        assert_eq!(anna.call(all(patient)).await.unwrap().entries.len(), 1);
        assert_eq!(test.verify().await.findings, []);
    }

    async fn a_note_that_cannot_be_kept_leaves_nothing_behind(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let lines = test.journal(patient.0).await.len();
        let long = "ё".repeat(NOTE_MAX + 1);
        for (text, reason) in [(" ", FieldReason::Required), (long.as_str(), FieldReason::TooLong)] {
            let problem = anna.call(note(patient, 5, text)).await.unwrap_err();
            assert_eq!(problem.code, Code::Invalid);
            assert_eq!((problem.fields[0].field.as_str(), problem.fields[0].reason), ("text", reason));
        }
        assert_eq!(anna.call(note(patient, 0, "без ключа")).await.unwrap_err().code, Code::Invalid);
        assert_eq!(test.journal(patient.0).await.len(), lines);
        assert_eq!(anna.call(all(patient)).await.unwrap().entries, []);
    }

    async fn a_body_that_is_not_what_it_should_be_is_refused_by_code(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let path = format!("/api/v1/patients/{patient}/notes");
        let huge = format!("{{\"text\":\"{}\"}}", "a".repeat(2 << 20));
        for (body, status, code) in [
            ("", 400, "malformed"),
            ("{", 400, "malformed"),
            ("[]", 400, "malformed"),
            (r#"{"text": 5, "key": "x"}"#, 400, "malformed"),
            ("\u{feff}{}", 400, "malformed"),
            (huge.as_str(), 413, "too_large"),
        ] {
            let (found, _, bytes) =
                test.send_raw("POST", &path, body.to_owned().into(), Some(&anna.token)).await;
            let json: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
            assert_eq!((found.as_u16(), &json["code"]), (status, &json!(code)), "{body:.20}");
        }
        let broken = poem::Body::from(vec![b'"', 0xff, 0xfe, b'"']);
        let (status, _, _) = test.send_raw("POST", &path, broken, Some(&anna.token)).await;
        assert_eq!(status.as_u16(), 400);
        let deep = "[".repeat(100_000);
        let (status, _, _) = test.send_raw("POST", &path, deep.into(), Some(&anna.token)).await;
        assert_eq!(status.as_u16(), 400);
        assert_eq!(anna.call(all(patient)).await.unwrap().entries, []);
    }

    /// REC-9: an open screen hears of a change within two seconds, also on another node.
    async fn an_open_screen_hears_of_a_change(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let other = match on {
            tests::On::Sqlite => None,
            tests::On::Postgres => Some(test.another_node().await),
        };
        let mut screen = Screen::open(other.as_ref().unwrap_or(&test), &anna, patient).await;
        tokio::time::sleep(Duration::from_millis(200)).await;

        let started = Instant::now();
        anna.call(note(patient, 5, "болит")).await.unwrap();
        let event = screen.next().await.unwrap();

        assert!(started.elapsed() < Duration::from_secs(2), "{:?}", started.elapsed());
        assert!(event.contains("event: changed"), "{event}");
        assert!(event.contains(&patient.to_string()), "{event}");
        assert!(!event.contains("болит"), "{event}");
    }

    async fn an_open_screen_closes_when_the_ground_is_gone_and_hears_nothing_of_other_cards(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let (other_patient, boris) = test.patient(2).await;
        let doctor = test.person(100, Role::Doctor).await;
        let ground = test
            .open_card(patient, doctor.grantee(), Ground::Grant, Level::Full, Section::ALL)
            .await;
        let mut screen = Screen::open(&test, &doctor, patient).await;
        tokio::time::sleep(Duration::from_millis(200)).await;

        boris.call(note(other_patient, 5, "другая карта")).await.unwrap();
        anna.call(note(patient, 5, "болит")).await.unwrap();
        let event = screen.next().await.unwrap();
        assert!(event.contains(&patient.to_string()), "{event}");

        let now = backend::app::micros(test.app.now());
        backend::access::revoke_ground(test.raw().await.write(), ground, now).await.unwrap();
        anna.call(note(patient, 6, "ещё")).await.unwrap();
        assert_eq!(screen.next().await, None);
    }

    async fn one_account_holds_a_bounded_number_of_screens(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let mut screens = Vec::new();
        for _ in 0..16 {
            screens.push(Screen::open(&test, &anna, patient).await);
        }
        let path = format!("/api/v1/patients/{patient}/events");
        let (status, _) = test.send("GET", &path, &json!(null), Some(&anna.token)).await;
        assert_eq!(status.as_u16(), 429);
        drop(screens);
        Screen::open(&test, &anna, patient).await;
    }
}

/// An open event stream.
pub struct Screen(std::pin::Pin<Box<dyn tokio::io::AsyncRead + Send>>);

impl Screen {
    pub async fn open(test: &TestApp, person: &Person<'_>, patient: PatientId) -> Self {
        Self::at(test, &format!("/api/v1/patients/{patient}/events"), &person.token).await
    }

    /// Another stream than that of a card.
    pub async fn at(test: &TestApp, path: &str, token: &str) -> Self {
        let request = poem::Request::builder()
            .uri(path.parse().unwrap())
            .header("cookie", format!("__Host-session={token}"))
            .finish();
        let endpoint = backend::http::endpoint(&test.app, backend::http::Assets::none());
        let response = endpoint.get_response(request).await;
        assert_eq!(response.status().as_u16(), 200);
        assert_eq!(response.content_type(), Some("text/event-stream"));
        Self(Box::pin(response.into_body().into_async_read()))
    }

    /// The next event as it is on the wire; nothing when the stream ended.
    pub async fn next(&mut self) -> Option<String> {
        let mut event = String::new();
        let mut chunk = [0; 256];
        loop {
            let read = tokio::time::timeout(Duration::from_secs(5), self.0.read(&mut chunk));
            let read = read.await.expect("no event within five seconds").unwrap();
            if read == 0 {
                return None;
            }
            event.push_str(std::str::from_utf8(&chunk[..read]).unwrap());
            if event.contains("\n\n") {
                return Some(event);
            }
        }
    }
}

fn query(words: &str) -> EntryQuery {
    EntryQuery { words: Some(words.into()), ..EntryQuery::default() }
}

on_both! {
    /// REC-3: word forms, sections, days, organizations and authors; counts and pages.
    async fn entries_are_searched_by_words_and_filters(on) {
        use shared::record::model::{Coding, Observation, Value};
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let doctor = test.person(2, Role::Doctor).await;
        let names = ["Общий анализ крови", "Анализ мочи", "Рентген лёгких"];
        for (n, name) in (0u8..).zip(names) {
            for month in 1..=4u8 {
                let number = u128::from(n) * 10 + u128::from(month);
                let mut new = entry(number, Section::Results, Sensitivity::Usual, 0);
                new.occurred_at = NOW - time::Duration::days(i64::from(month) * 30);
                new.source.organization_name = Some(if n == 2 { "Больница" } else { "Лаборатория" }.into());
                new.source.author = (n == 1).then(|| "Соколова Е. В.".into());
                let code = Coding { system: "urn:x".into(), code: format!("A{n}.{month}"), display: name.into() };
                let value = Value { number: Some(1.0), unit: "г/л".into(), text: "1".into() };
                new.content = Content::Observation(Observation::new(code, value, None));
                test.entry(patient, &new).await;
            }
        }
        test.entry(patient, &entry(99, Section::Notes, Sensitivity::Usual, 0)).await;
        let search = async |body: EntryQuery| anna.call(SearchEntries { patient, body }).await.unwrap();
        let total = async |words: &str| search(query(words)).await.total;
        for (words, expected) in [
            ("анализы", 8), ("Анализов крови", 4), ("анализам", 8), ("лёгкие рентгена", 4), ("легкие", 4),
            ("рент", 4), ("анализ рентген", 0), ("a1.3", 1), ("больницы", 4), ("соколовой", 4), ("", 13), ("?!", 13),
        ] {
            assert_eq!(total(words).await, expected, "{words}");
        }
        let everything = search(EntryQuery { section: Some(Section::Results), ..EntryQuery::default() }).await;
        assert_eq!(everything.total, 12);
        assert_eq!(everything.organizations, ["Больница", "Лаборатория"]);
        assert_eq!(everything.authors, ["Соколова Е. В."]);
        let day = |days: i64| Some((NOW - time::Duration::days(days)).date());
        assert_eq!(everything.oldest, day(120));
        assert_eq!(search(EntryQuery { from: day(65), until: day(55), ..EntryQuery::default() }).await.total, 3);
        assert_eq!(search(EntryQuery { until: day(90), ..EntryQuery::default() }).await.total, 6);
        assert_eq!(search(EntryQuery { organization: Some("Больница".into()), ..EntryQuery::default() }).await.total, 4);
        assert_eq!(search(EntryQuery { author: Some("Соколова Е. В.".into()), ..query("анализ") }).await.total, 4);

        // Pages meet and do not overlap.
        let mut seen = Vec::new();
        let mut cursor = None;
        loop {
            let found = search(EntryQuery { cursor, limit: Some(3), ..query("анализы") }).await;
            seen.extend(found.page.entries.iter().map(|entry| entry.id));
            cursor = found.page.next_cursor;
            if cursor.is_none() {
                break;
            }
        }
        let count = seen.len();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!((count, seen.len()), (8, 8));

        for (body, field) in [
            (query(&"а".repeat(201)), "words"),
            (EntryQuery { from: day(1), until: day(2), ..EntryQuery::default() }, "until"),
            (EntryQuery { limit: Some(0), ..EntryQuery::default() }, "limit"),
            (EntryQuery { cursor: Some("x".into()), ..EntryQuery::default() }, "cursor"),
        ] {
            let refused = anna.call(SearchEntries { patient, body }).await.unwrap_err();
            assert_eq!((refused.code, refused.fields[0].field.as_str()), (Code::Invalid, field));
        }
        // What is closed is not found either.
        test.open_card(patient, doctor.grantee(), Ground::Grant, Level::Full, &[Section::Notes]).await;
        let found = doctor.call(SearchEntries { patient, body: query("анализ") }).await.unwrap();
        assert_eq!((found.total, found.organizations.len()), (0, 0));
        assert!(found.page.closed_sections.contains(&Section::Results));
    }

    /// REC-2, REC-5, REC-10: an entry with its visit, what belongs to it and what it was before.
    async fn an_entry_is_shown_with_what_belongs_to_it(on) {
        use shared::record::model::{Coding, DiagnosticReport, ResultStatus};
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let visit = entry(1, Section::Visits, Sensitivity::Usual, 60);
        test.entry(patient, &visit).await;
        let mut values = Vec::new();
        for n in [3u128, 2, 4] {
            let new = backend::record::NewEntry { encounter: Some(visit.id), ..entry(n, Section::Results, Sensitivity::Usual, 30) };
            test.entry(patient, &new).await;
            values.push(new.id);
        }
        let code = Coding { system: String::new(), code: String::new(), display: "Анализ крови".into() };
        let report = DiagnosticReport {
            code, status: ResultStatus::Final, results: values.clone(), conclusion: None,
            issued_at: Some(NOW), specimen: None, forms: vec![], request: None,
        };
        let mut new = entry(5, Section::Results, Sensitivity::Usual, 20);
        (new.content, new.encounter) = (Content::DiagnosticReport(report.clone()), Some(visit.id));
        test.entry(patient, &new).await;
        let corrected = DiagnosticReport { conclusion: Some("Норма".into()), status: ResultStatus::Corrected, ..report };
        (new.version, new.content) = (2, Content::DiagnosticReport(corrected));
        test.entry(patient, &new).await;
        test.entry(patient, &entry(6, Section::Notes, Sensitivity::Usual, 10)).await;

        let found = anna.call(FindEntry { patient, entry: new.id }).await.unwrap();
        assert_eq!((found.entry.version, found.earlier.len(), found.earlier[0].version), (2, 1, 1));
        assert_eq!(found.visit.unwrap().id, visit.id);
        assert_eq!(found.belonging.iter().map(|entry| entry.id).collect::<Vec<_>>(), values);
        let found = anna.call(FindEntry { patient, entry: visit.id }).await.unwrap();
        assert_eq!((found.belonging.len(), found.earlier.len(), found.visit), (4, 0, None));

        // Nobody's entry, another card's, and one of a closed section are the same: not there.
        let (other, boris) = test.patient(2).await;
        let nowhere = shared::id::EntryId(Uuid::from_u128(77));
        let doctor = test.person(9, Role::Doctor).await;
        test.open_card(patient, doctor.grantee(), Ground::Grant, Level::Full, &[Section::Notes]).await;
        for refused in [
            anna.call(FindEntry { patient, entry: nowhere }).await,
            boris.call(FindEntry { patient: other, entry: visit.id }).await,
            boris.call(FindEntry { patient, entry: visit.id }).await,
            doctor.call(FindEntry { patient, entry: visit.id }).await,
        ] {
            assert_eq!(refused.unwrap_err().code, Code::NotFound);
        }
    }
}
