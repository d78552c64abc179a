//! Laboratories that send HL7 v2 results (INT-7, RES-10, RES-16).

use std::collections::BTreeMap;
use std::path::PathBuf;

use poem::http::StatusCode;
use serde_json::Value;
use shared::access::model::Role;
use shared::contract::{Code, FieldReason};
use shared::feed::api::{
    AttachFeedMessage, DismissFeedMessage, FindFeedMessage, ListFeedMessages, ListLocalCodes,
    MapLocalCode, RetryFeedMessage,
};
use shared::feed::model::{
    AttachTo, DISMISSAL_MAX, Dismissal, LocalCode, MessageState, WaitingReason,
};
use shared::interop::hl7::{Charset, RunKind, parse_all, read_oru};
use shared::record::api::{FindEntry, ListEntries};
use shared::record::model::{Content, ResultStatus};
use tests::laboratory::Port;
use tests::{Person, TestApp, on_both};
use tokio::io::AsyncWriteExt as _;
use uuid::Uuid;

/// Of the patient that `TestApp::patient(1)` makes.
pub(super) const PID: &str = "PID|1||0001-0001-0^^^MEDKARTA||Испытаний1^Анна^Петровна||19800517|F";

pub(super) fn message(control: &str, pid: &str, orders: &str) -> String {
    format!(
        "MSH|^~\\&|ЛИС|Лаб|||20261130101500+0300||ORU^R01^ORU_R01|{control}|P|2.5.1||||||UNICODE UTF-8\n{pid}\n{orders}"
    )
}

pub(super) const BLOOD: &str = "OBR|1|З-77|Л-1001|CBC^Общий анализ крови^L|||20261130081500+0300|||||||20261130090000||||||||20261130101000|||F|||||||Врач&Ольга\n\
OBX|1|NM|718-7^Гемоглобин^LN||131|г/л|120-140||||F\n\
NTE|1||без замечаний\n\
OBX|2|NM|WBC^Лейкоциты^L||11,2|10*9/л|4,0-9,0|H|||F\n\
OBX|3|SN|CRP^С-реактивный белок^L||<^5|мг/л|<5||||F\n\
OBX|4|ED|PDF^Бланк^L||^application^pdf^Base64^JVBERi0xLjQK||||||F\n\
SPM|1|||Кровь венозная";

pub(super) fn is_ack(answer: &str, code: &str) -> bool {
    answer.split('\r').any(|line| line.starts_with(&format!("MSA|{code}")))
}

pub(super) async fn results(
    anna: &Person<'_>,
    patient: shared::id::PatientId,
) -> Vec<shared::record::model::Entry> {
    let list = ListEntries { patient, section: None, cursor: None, limit: Some(200) };
    anna.call(list).await.unwrap().entries
}

fn dismiss(message: Uuid, reason: &str) -> DismissFeedMessage {
    DismissFeedMessage { message, body: Dismissal { reason: Some(reason.to_owned()) } }
}

pub(super) async fn waiting(staff: &Person<'_>) -> Vec<(Uuid, Option<WaitingReason>)> {
    let list = ListFeedMessages { state: Some(MessageState::Waiting), cursor: None };
    let page = staff.call(list).await.unwrap();
    assert_eq!(usize::try_from(page.waiting).unwrap(), page.messages.len());
    page.messages.into_iter().map(|message| (message.id, message.reason)).collect()
}

on_both! {
    /// INT-7: results come into the card of the number they bear, once, in any encoding, and a
    /// correction is a new version of what was there.
    async fn results_reach_the_card(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        test.laboratory(1).await;
        let port = test.mllp().await;
        let sent = message("1", PID, BLOOD);
        let answer = port.send(&sent).await;
        assert!(is_ack(&answer, "AA") && answer.contains("|1"), "{answer}");

        let entries = results(&anna, patient).await;
        // The blank form belongs to the report and is no value of its own.
        assert_eq!(entries.len(), 5, "{entries:#?}");
        let report = entries.iter().find(|entry| matches!(entry.content, Content::DiagnosticReport(_))).unwrap();
        let Content::DiagnosticReport(told) = &report.content else { unreachable!() };
        assert_eq!((told.code.display.as_str(), told.results.len(), told.forms.as_slice()), ("Общий анализ крови", 4, ["Бланк".to_owned()].as_slice()));
        // RES-16: when the specimen was taken, and beside it when it was reported and received.
        assert_eq!(report.occurred_at, time::macros::datetime!(2026-11-30 05:15 UTC));
        assert_eq!(told.issued_at, Some(time::macros::datetime!(2026-11-30 07:10 UTC)));
        assert_eq!(report.received_at, tests::NOW);
        assert_eq!((report.source.organization_name.as_deref(), report.source.system.as_deref()), (Some("Лаборатория 1"), Some("ЛИС 1")));
        let value = |name: &str| {
            entries.iter().find_map(|entry| match &entry.content {
                Content::Observation(one) if one.code.display == name => Some(one.clone()),
                _ => None,
            }).unwrap()
        };
        let white = value("Лейкоциты");
        assert_eq!((white.value.number, white.value.unit.as_str(), white.interpretation.as_deref(), white.reference.unwrap().high), (Some(11.2), "10*9/л", Some("H"), Some(9.0)));
        let protein = value("С-реактивный белок");
        assert_eq!((protein.value.number, protein.value.text.as_str()), (None, "<5"));
        // Of what is less than 5 where less than 5 is usual it is certain that it is usual: only the
        // words of the interval tell that 5 is not within.
        assert_eq!((white.reference_text.as_deref(), protein.reference_text.as_deref()), (Some("4,0-9,0"), Some("<5")));
        assert_eq!(shared::results::flag::of(&protein).map(|it| it.flag), Some(shared::results::flag::Flag::N));
        let haemoglobin = value("Гемоглобин");
        assert_eq!((haemoglobin.code.code.as_str(), haemoglobin.note.as_deref(), haemoglobin.specimen.as_deref()), ("718-7", Some("без замечаний"), Some("Кровь венозная")));

        // Sent again, also from several at once: nothing more.
        let again = futures_util::future::join_all((0..6).map(|_| port.send(&sent))).await;
        assert!(again.iter().all(|answer| is_ack(answer, "AA")));
        assert_eq!((results(&anna, patient).await.len(), test.count("entry").await), (5, 5));

        // A correction of one value, in windows-1251.
        let corrected = message("2", PID, "OBR|1|З-77|Л-1001|CBC^Общий анализ крови^L|||20261130081500+0300||||||||||||||||||C\nOBX|1|NM|WBC^Лейкоциты^L||7,2|10*9/л|4,0-9,0||||C").replace("UNICODE UTF-8", "WINDOWS-1251");
        let bytes = Charset::named("WINDOWS-1251").unwrap().encode(&corrected.replace('\n', "\r"));
        assert!(String::from_utf8_lossy(&port.send_bytes(&bytes).await).contains("\rMSA|AA|2"));
        let entries = results(&anna, patient).await;
        assert_eq!(entries.len(), 5);
        let detail = anna.call(FindEntry { patient, entry: report.id }).await.unwrap();
        assert_eq!((detail.entry.version, detail.belonging.len(), detail.earlier.len()), (2, 4, 1));
        let Content::Observation(now) = &detail.belonging[1].content else { panic!() };
        assert_eq!((now.value.number, now.status), (Some(7.2), ResultStatus::Corrected));

        // OBX-11 `W`: it was about somebody else's blood. What was said stays to be read.
        let wrong = message("3", PID, "OBR|1|З-77|Л-1001|CBC^Общий анализ крови^L|||20261130081500+0300||||||||||||||||||C\nOBX|1|NM|718-7^Гемоглобин^LN||||||||W");
        assert!(is_ack(&port.send(&wrong).await, "AA"));
        let detail = anna.call(FindEntry { patient, entry: report.id }).await.unwrap();
        assert_eq!(detail.belonging.iter().filter(|entry| entry.withdrawn).count(), 1);
        assert_eq!(test.count("feed_message").await, 3);
        assert!(test.verify().await.findings.is_empty());
        // Nothing of it lies in clear.
        for words in ["Гемоглобин", "Испытаний1", "0001-0001-0"] {
            assert!(!test.holds("feed_message", words).await && !test.holds("resource", words).await);
        }
    }

    /// DQ-2: what no laboratory can mean is in nobody's card until somebody has looked at it.
    async fn what_no_laboratory_can_mean_waits(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let feed = test.laboratory(1).await;
        let port = test.mllp().await;
        let staff = test.member(20, Role::Laboratory, Some(feed.organization)).await;
        let digits = format!("||{}|", "9".repeat(200_000));
        let wrong = [
            (BLOOD.replace("20261130081500", "20991121081500"), "a day to come"),
            (BLOOD.replace("20261130081500", "19000101081500"), "before the patient was born"),
            (BLOOD.replace("||131|", &digits), "too long"),
        ];
        for (n, (orders, why)) in wrong.iter().enumerate() {
            assert!(is_ack(&port.send(&message(&n.to_string(), PID, orders)).await, "AA"));
            let (id, reason) = waiting(&staff).await.into_iter().next().unwrap();
            assert_eq!(reason, Some(WaitingReason::Invalid), "{why}");
            let detail = staff.call(FindFeedMessage { message: id }).await.unwrap();
            assert!(detail.details.iter().any(|line| line.contains(why)), "{why}: {:?}", detail.details);
        }
        assert_eq!((waiting(&staff).await.len(), results(&anna, patient).await.len()), (3, 0));
        // Nor is there anything to look at in an empty frame.
        let answer = port.send_bytes(b" ").await;
        assert!(String::from_utf8_lossy(&answer).contains("MSA|AR"));
        assert_eq!(test.count("feed_message").await, 3);
        // A day of difference between two clocks is none.
        let soon = BLOOD.replace("20261130081500", "20261201180000");
        assert!(is_ack(&port.send(&message("9", PID, &soon)).await, "AA"));
        assert_eq!(results(&anna, patient).await.len(), 5);
    }

    /// RES-10: what cannot be attached waits with its reason until somebody has looked at it.
    async fn what_cannot_be_attached_waits(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let feed = test.laboratory(1).await;
        let port = test.mllp().await;
        let staff = test.member(20, Role::Laboratory, Some(feed.organization)).await;
        let sent = [
            ("PID|1||55-1^^^LAB||Испытаний1^Анна||19800517|F", "P", WaitingReason::UnknownPatient),
            ("PID|1||0001-0001-0||Другая^Анна||19800517|F", "P", WaitingReason::AnotherPerson),
            ("PID|1||0001-0001-0||Испытаний1^Анна||19810517|F", "P", WaitingReason::AnotherPerson),
            ("PID|1||0001-0001-0||Испытаний1^Анна||19800517|M", "P", WaitingReason::AnotherPerson),
            ("PID|1||0001-0001-0", "P", WaitingReason::Unconfirmed),
            ("PID|1||||Испытаний1^Анна||19800517|F", "P", WaitingReason::NoIdentifier),
            (PID, "T", WaitingReason::Training),
        ];
        for (n, (pid, processing, reason)) in sent.iter().enumerate() {
            let text = message(&n.to_string(), pid, BLOOD).replace("|P|2.5.1", &format!("|{processing}|2.5.1"));
            assert!(is_ack(&port.send(&text).await, "AA"));
            assert_eq!(waiting(&staff).await.len(), n + 1, "{pid}");
            assert!(waiting(&staff).await.iter().any(|(_, why)| why.as_ref() == Some(reason)), "{pid}");
        }
        // Results under no order.
        assert!(is_ack(&port.send(&message("7", PID, "OBX|1|NM|a||1||||||F")).await, "AA"));
        assert_eq!(waiting(&staff).await[0].1.unwrap(), WaitingReason::NoPlace);
        assert!(results(&anna, patient).await.is_empty());
        for words in ["Испытаний1", "55-1", "Лейкоциты"] {
            assert!(!test.holds("feed_message", words).await, "{words}");
        }

        // Whoever works there sees what it says; that somebody looked is in the journal.
        let unknown = waiting(&staff).await.iter().find(|(_, why)| *why == Some(WaitingReason::UnknownPatient)).unwrap().0;
        let told = staff.call(FindFeedMessage { message: unknown }).await.unwrap();
        assert_eq!((told.people[0].name.as_deref(), told.people[0].birth_date.as_deref(), told.people[0].identifiers.as_slice()), (Some("Испытаний1 Анна"), Some("19800517"), ["55-1".to_owned()].as_slice()));
        assert!(told.segments.iter().any(|line| line.starts_with("OBX|2|NM|WBC")));
        let lines = test.journal(feed.organization.0).await;
        assert_eq!((lines.len(), lines[0].object, lines[0].account), (1, Some(unknown), Some(staff.account)));

        // Tried again it still waits, and says how often it was tried.
        let tried = staff.call(RetryFeedMessage { message: unknown }).await.unwrap();
        assert_eq!((tried.message.state, tried.message.attempts), (MessageState::Waiting, 2));
        // A card that is none, and the card it belongs to.
        let attach = |message, card_number: &str, confirmed| AttachFeedMessage { message, body: AttachTo { card_number: card_number.into(), confirmed } };
        let problem = staff.call(attach(unknown, "0009-0009-9", false)).await.unwrap_err();
        assert_eq!((problem.code, problem.fields[0].field.as_str()), (Code::Invalid, "card_number"));
        let attached = staff.call(attach(unknown, " 0001 0001 0", false)).await.unwrap();
        assert_eq!((attached.message.state, attached.segments.len()), (MessageState::Attached, 0));
        assert_eq!(results(&anna, patient).await.len(), 5);
        assert_eq!(staff.call(attach(unknown, "0001-0001-0", false)).await.unwrap_err().code, Code::Conflict);
        // The laboratory's number of this patient is known from now on.
        let next = BLOOD.replace("Л-1001", "Л-1002").replace("З-77", "З-78");
        assert!(is_ack(&port.send(&message("8", "PID|1||55-1^^^LAB||Испытаний1^Анна||19800517|F", &next)).await, "AA"));
        assert_eq!(results(&anna, patient).await.len(), 10);

        // Another name waits, until somebody says that it is right nevertheless.
        let other = waiting(&staff).await.iter().find(|(_, why)| *why == Some(WaitingReason::AnotherPerson)).unwrap().0;
        let refused = staff.call(attach(other, "0001-0001-0", false)).await.unwrap();
        assert_eq!((refused.message.state, refused.message.reason), (MessageState::Waiting, Some(WaitingReason::AnotherPerson)));
        assert!(!refused.details.is_empty() && refused.details.iter().all(|line| !line.contains("Испытаний")));
        let taken = staff.call(attach(other, "0001-0001-0", true)).await.unwrap();
        assert_eq!(taken.message.state, MessageState::Attached);
        // A bare number waits for the same word, also where somebody names the card.
        let bare = waiting(&staff).await.iter().find(|(_, why)| *why == Some(WaitingReason::Unconfirmed)).unwrap().0;
        let refused = staff.call(attach(bare, "0001-0001-0", false)).await.unwrap();
        assert_eq!((refused.message.state, refused.message.reason), (MessageState::Waiting, Some(WaitingReason::Unconfirmed)));
        let taken = staff.call(attach(bare, "0001-0001-0", true)).await.unwrap();
        assert_eq!(taken.message.state, MessageState::Attached);

        // What belongs nowhere is put away, once.
        let last = waiting(&staff).await[0].0;
        let lines = test.journal(feed.organization.0).await.len();
        // Not without a reason, which is short.
        for (reason, why) in [
            (None, FieldReason::Required),
            (Some(" \u{200b}".to_owned()), FieldReason::Required),
            (Some("ё".repeat(DISMISSAL_MAX + 1)), FieldReason::TooLong),
        ] {
            let body = Dismissal { reason };
            let problem = staff.call(DismissFeedMessage { message: last, body }).await.unwrap_err();
            assert_eq!((problem.code, problem.fields.len()), (Code::Invalid, 1));
            assert_eq!((problem.fields[0].field.as_str(), problem.fields[0].reason), ("reason", why));
        }
        // An older client, that knows of no reason.
        let path = format!("/api/v1/feed/messages/{last}/dismiss");
        let (status, problem) = test.send("POST", &path, &serde_json::json!({}), Some(&staff.token)).await;
        assert_eq!((status, problem["fields"][0]["reason"].as_str()), (StatusCode::BAD_REQUEST, Some("required")));
        assert_eq!(test.journal(feed.organization.0).await.len(), lines);
        let away = staff.call(dismiss(last, " Проба для обучения лаборантов ")).await.unwrap();
        assert_eq!((away.message.state, away.dismissal.as_deref()), (MessageState::Dismissed, Some("Проба для обучения лаборантов")));
        let found = staff.call(FindFeedMessage { message: last }).await.unwrap();
        assert_eq!((found.dismissal, found.segments.is_empty()), (away.dismissal, false));
        // The organization's journal knows that it was put away; why lies sealed with the message.
        assert_eq!(test.journal(feed.organization.0).await[lines].object, Some(last));
        for table in ["feed_message", "journal"] {
            assert!(!test.holds(table, "Проба для обучения").await, "{table}");
        }
        assert_eq!(staff.call(dismiss(last, "ещё раз")).await.unwrap_err().code, Code::Conflict);
        assert_eq!(staff.call(RetryFeedMessage { message: last }).await.unwrap_err().code, Code::Conflict);
        assert!(test.verify().await.findings.is_empty());
    }

    /// Nobody but the laboratory's own people and its administrators sees a message.
    async fn a_message_is_of_its_laboratory(on) {
        let test = TestApp::start(on).await;
        let (_, anna) = test.patient(1).await;
        let (here, there) = (test.laboratory_named(1, "HERE", "").await, test.laboratory_named(2, "THERE", "").await);
        let port = test.mllp().await;
        let text = message("1", "PID|1||77", BLOOD).replace("|ЛИС|Лаб|", "|HERE^1|x|");
        assert!(is_ack(&port.send(&text).await, "AA"));
        let own = test.member(20, Role::Administrator, Some(here.organization)).await;
        let id = waiting(&own).await[0].0;
        let others = [
            test.member(21, Role::Laboratory, Some(there.organization)).await,
            test.member(22, Role::Doctor, Some(here.organization)).await,
            test.member(23, Role::Laboratory, None).await,
        ];
        assert!(waiting(&others[0]).await.is_empty());
        for person in others.iter().chain([&anna]) {
            assert_eq!(person.call(FindFeedMessage { message: id }).await.unwrap_err().code, Code::NotFound);
            assert_eq!(person.call(RetryFeedMessage { message: id }).await.unwrap_err().code, Code::NotFound);
            assert_eq!(person.call(dismiss(id, "x")).await.unwrap_err().code, Code::NotFound);
        }
        let (status, _) = test.send("GET", &format!("/api/v1/feed/messages/{id}"), &Value::Null, None).await;
        assert_eq!(status, StatusCode::UNAUTHORIZED);
        // A sender nobody registered keeps its message, and we nothing of it.
        let answer = port.send(&text.replace("HERE", "ELSEWHERE")).await;
        assert!(is_ack(&answer, "AR") && answer.contains("not known"), "{answer}");
        assert_eq!(test.count("feed_message").await, 1);
    }

    /// A laboratory's own codes become LOINC by its own table; what is not in it stays as it came.
    async fn local_codes_are_mapped_by_the_laboratory(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let feed = test.laboratory(1).await;
        let port = test.mllp().await;
        let staff = test.member(20, Role::Administrator, Some(feed.organization)).await;
        port.send(&message("1", PID, BLOOD)).await;
        let codes = staff.call(ListLocalCodes {}).await.unwrap();
        let names: Vec<&str> = codes.iter().map(|code| code.code.as_str()).collect();
        assert_eq!(names, ["CRP", "PDF", "WBC"]);
        let code = |loinc: &str| LocalCode { system: "L".into(), code: "WBC".into(), display: "Лейкоциты".into(), loinc: Some(loinc.into()) };
        let problem = staff.call(MapLocalCode { body: code("6690-3") }).await.unwrap_err();
        assert_eq!(problem.fields[0].field, "loinc");
        staff.call(MapLocalCode { body: code("6690-2") }).await.unwrap();
        port.send(&message("2", PID, &BLOOD.replace("Л-1001", "Л-2"))).await;
        let of = |entries: &[shared::record::model::Entry]| -> Vec<String> {
            let codes = entries.iter().filter_map(|entry| match &entry.content {
                Content::Observation(one) if one.code.display == "Лейкоциты" => Some(one.code.code.clone()),
                _ => None,
            });
            codes.collect()
        };
        let mut found = of(&results(&anna, patient).await);
        found.sort();
        assert_eq!(found, ["6690-2", "WBC"]);
        assert_eq!(staff.call(ListLocalCodes {}).await.unwrap().last().unwrap().loinc.as_deref(), Some("6690-2"));
        let doctor = test.member(21, Role::Doctor, Some(feed.organization)).await;
        assert_eq!(doctor.call(ListLocalCodes {}).await.unwrap_err().code, Code::NotFound);
        assert_eq!(doctor.call(MapLocalCode { body: code("6690-2") }).await.unwrap_err().code, Code::NotFound);
    }

    /// What is no result is answered with a reason; what cannot be read is kept for a person.
    async fn what_is_wrong_is_answered_with_a_reason(on) {
        let test = TestApp::start(on).await;
        let feed = test.laboratory(1).await;
        let port = test.mllp().await;
        let staff = test.member(20, Role::Laboratory, Some(feed.organization)).await;
        let text = message("1", PID, BLOOD);
        for (sent, code, number) in [
            (text.replace("ORU^R01^ORU_R01", "ADT^A01"), "AR", "200"),
            (text.replace("ORU^R01^ORU_R01", "ORU^R99"), "AR", "201"),
            (text.replace("ORU_R01|1|P", "ORU_R01||P"), "AE", "101"),
            (message("2", PID, ""), "AE", "100"),
        ] {
            let answer = port.send(&sent).await;
            assert!(is_ack(&answer, code) && answer.contains(&format!("|{number}")), "{answer}");
        }
        assert_eq!(test.count("feed_message").await, 0);
        let answer = port.send("это не HL7").await;
        assert!(is_ack(&answer, "AR"), "{answer}");
        let [(id, reason)] = waiting(&staff).await[..] else { panic!() };
        assert_eq!(reason, Some(WaitingReason::Unreadable));
        let told = staff.call(FindFeedMessage { message: id }).await.unwrap();
        assert_eq!(told.segments, ["это не HL7"]);
        assert_eq!(staff.call(RetryFeedMessage { message: id }).await.unwrap().message.state, MessageState::Waiting);
    }

    /// Connections that stall, reset, send garbage or too much harm nobody else.
    async fn bad_connections_harm_nobody(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        test.laboratory(1).await;
        let port = test.mllp().await;
        let mut stalled = Vec::new();
        for _ in 0..4 {
            let mut wire = port.connect().await;
            wire.stream.write_all(b"\x0bMSH|^~\\&|half").await.unwrap();
            stalled.push(wire);
        }
        let mut garbage = port.connect().await;
        let _ = garbage.stream.write_all(&vec![b'x'; 200 << 10]).await;
        let reset = port.connect().await;
        reset.stream.set_zero_linger().unwrap();
        drop(reset);
        let mut long = port.connect().await;
        long.stream.write_all(b"\x0b").await.unwrap();
        let chunk = vec![b'A'; 1 << 20];
        let mut written = 0;
        while long.stream.write_all(&chunk).await.is_ok() && written < 64 {
            written += 1;
        }
        assert!(is_ack(&port.send(&message("1", PID, BLOOD)).await, "AA"));
        assert_eq!(results(&anna, patient).await.len(), 5);
        assert!(garbage.answer().await.is_none() && long.answer().await.is_none());
        // One address holds no more than its share of connections; the stalled ones count.
        let mut held = Vec::new();
        let mut refused = 0;
        for n in 0..20 {
            let mut wire = port.connect().await;
            match wire.ask(message(&format!("9{n}"), PID, BLOOD).replace('\n', "\r").as_bytes()).await {
                Some(_) => held.push(wire),
                None => refused += 1,
            }
        }
        assert_eq!((held.len(), refused), (12, 8));
        // Together they hold no more than a share of the memory; small messages go on.
        let other = test.mllp().await;
        let mut heavy = Vec::new();
        for _ in 0..5 {
            let mut wire = other.connect().await;
            let _ = wire.stream.write_all(b"\x0bMSH|^~\\&|").await;
            let _ = wire.stream.write_all(&vec![b'A'; 15 << 20]).await;
            heavy.push(wire);
        }
        assert!(is_ack(&other.send(&message("2", PID, BLOOD)).await, "AA"));
        let mut closed = 0;
        for wire in &mut heavy {
            let ended = tokio::time::timeout(std::time::Duration::from_millis(300), wire.answer()).await;
            closed += usize::from(ended.is_ok_and(|answer| answer.is_none()));
        }
        assert!((1..5).contains(&closed), "{closed}");
    }

    /// Every message of the examples: its answer is right, and each OBX is in a report or waits.
    async fn every_example_is_kept(on) {
        let files = crate::interop::hl7_files::files();
        let test = TestApp::start(on).await;
        let (patient, _anna) = test.patient(1).await;
        let feed = test.laboratory(1).await;
        let port = test.mllp().await;
        let staff = test.member(20, Role::Laboratory, Some(feed.organization)).await;
        let (mut answers, mut sent) = (BTreeMap::new(), 0);
        for file in files {
            sent += send_file(&port, &file, &mut answers).await;
        }
        println!("{sent} messages: {answers:?}");
        // Then somebody says of each that it is of one card: what they say is in it, whole.
        let mut expected = std::collections::BTreeSet::new();
        loop {
            let page = waiting(&staff).await;
            if page.is_empty() {
                break;
            }
            for (id, _) in page {
                let told = staff.call(FindFeedMessage { message: id }).await.unwrap();
                let lines = told.segments.join("\r");
                let body = AttachTo { card_number: "0001-0001-0".into(), confirmed: true };
                let done = staff.call(AttachFeedMessage { message: id, body }).await.unwrap();
                if done.message.state == MessageState::Attached {
                    let oru = parse_all(lines.as_bytes()).remove(0).unwrap();
                    expected.extend(patients_obx(&read_oru(&oru)));
                } else {
                    assert!(matches!(done.message.reason, Some(WaitingReason::NoPlace)), "{:?} {:?}", done.message.reason, done.details);
                    staff.call(dismiss(id, "x")).await.unwrap();
                }
            }
        }
        // As another program reads them: each once, under its report.
        let program = test.program("МИС", "system/*.rs").await;
        let (mut path, mut listed) = (Some(format!("/DiagnosticReport?patient={}&_count=50", patient.0)), Vec::new());
        while let Some(at) = path {
            let (_, page) = program.fhir("GET", &at, &Value::Null).await;
            for entry in page["entry"].as_array().into_iter().flatten() {
                listed.extend(entry["resource"]["result"].as_array().into_iter().flatten().map(ToString::to_string));
            }
            let links = page["link"].as_array().cloned().unwrap_or_default();
            let next = links.iter().find(|link| link["relation"] == "next").and_then(|link| link["url"].as_str().map(str::to_owned));
            path = next.map(|url| url.split("/fhir/R4").nth(1).unwrap().to_owned());
        }
        println!("{} OBX, {} in reports", expected.len(), listed.len());
        assert_eq!(listed.len(), expected.len());
        listed.sort();
        listed.dedup();
        assert_eq!(listed.len(), expected.len());
        assert_eq!(test.count("feed_message where state = 'waiting'").await, 0);
    }
}

/// Every OBX of a patient's orders, by the numbers of its order and what it is. Several of the
/// examples are about one order: there the later one says the same anew.
fn patients_obx(oru: &shared::interop::hl7::Oru) -> Vec<String> {
    let mut found = Vec::new();
    for (results, order) in
        oru.patients.iter().flat_map(|one| one.orders.iter().map(move |order| (one, order)))
    {
        if order.kind != RunKind::Patient {
            continue;
        }
        // Said of the patient before any order: with the first report.
        let is_first =
            results.orders.iter().find(|other| other.kind == RunKind::Patient) == Some(order);
        let beside = results.observations.iter().filter(|_| is_first);
        let number =
            |id: &Option<shared::interop::hl7::EntityId>| id.as_ref().map(|id| id.id.clone());
        let numbers = (number(&order.placer), number(&order.filler));
        let is_sure = numbers.0.is_some() && numbers.1.is_some();
        let tube = order
            .specimens
            .first()
            .and_then(|it| it.container.clone().or(it.filler_id.clone()).or(it.placer_id.clone()));
        let control = Some(oru.header.control_id.clone());
        let taken = (!is_sure)
            .then(|| (order.taken().map(|moment| moment.raw.clone()).or(control), number(&tube)));
        let service = order
            .service
            .as_ref()
            .map(|code| code.code.clone().or(code.label().map(str::to_owned)));
        let mut nth = BTreeMap::new();
        for one in order.observations.iter().chain(beside) {
            let code =
                one.code.as_ref().map(|code| code.code.clone().or(code.label().map(str::to_owned)));
            let key = format!("{numbers:?} {taken:?} {service:?} {code:?} {:?}", one.sub_id);
            let n = nth.entry(key.clone()).or_insert(0);
            *n += 1;
            found.push(format!("{key} {n}"));
        }
    }
    found
}

async fn send_file(port: &Port, file: &PathBuf, answers: &mut BTreeMap<String, usize>) -> usize {
    let bytes = std::fs::read(file).unwrap();
    let messages = parse_all(&bytes);
    for message in &messages {
        let message = message.as_ref().unwrap();
        let oru = read_oru(message);
        let lines: String = message.segments().flat_map(|line| [line.raw(), "\r"]).collect();
        let answer = port.send_bytes(&message.charset().encode(&lines)).await;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let kind = oru.header.message_type.clone();
        let has_results = oru.patients.iter().any(|one| !one.orders.is_empty())
            || oru.observations().next().is_some();
        let right = match kind.as_str() {
            _ if oru.header.control_id.is_empty() && matches!(kind.as_str(), "ORU" | "OUL") => "AE",
            "ORU" | "OUL" if has_results => "AA",
            "ORU" | "OUL" => "AE",
            _ => "AR",
        };
        assert!(is_ack(&answer, right), "{}: {answer}", file.display());
        *answers.entry(format!("{kind} {right}")).or_default() += 1;
    }
    messages.len()
}
