//! The journal (AUD-1, AUD-2): nothing leaves without a line, and no line can be lost, changed
//! or moved unseen.

use backend::audit::{Finding, Outcome, What};
use poem::http::StatusCode;
use shared::access::model::{Action, Ground, Level, Role, Section};
use shared::contract::Code;
use shared::record::api::{AddNote, FindSummary, NewNote};
use tests::{On, TestApp, on_both};
use uuid::Uuid;

fn note(patient: shared::id::PatientId, n: u128) -> AddNote {
    AddNote {
        patient, body: NewNote { text: format!("заметка {n}"), key: Uuid::from_u128(n) }
    }
}

/// A literal of the database for an id or for bytes.
fn id(on: On, id: Uuid) -> String {
    match on {
        On::Sqlite => format!("x'{}'", id.simple()),
        On::Postgres => format!("'{id}'"),
    }
}

on_both! {
    async fn every_view_change_and_refusal_is_a_line_with_its_ground(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let doctor = test.person(100, Role::Doctor).await;
        test.open_card(patient, doctor.grantee(), Ground::Treatment, Level::Full, Section::ALL).await;

        anna.call(FindSummary { patient }).await.unwrap();
        doctor.call(FindSummary { patient }).await.unwrap();
        anna.call(note(patient, 5)).await.unwrap();
        doctor.call(note(patient, 6)).await.unwrap_err();

        let lines = test.journal(patient.0).await;
        let told: Vec<_> = lines
            .iter()
            .map(|line| (line.account, line.what, line.ground, line.outcome))
            .collect();
        let (anna, doctor) = (Some(anna.account), Some(doctor.account));
        assert_eq!(told, [
            (None, What::CardCreated, None, Outcome::Allowed),
            (anna, What::Access(Action::ReadSummary), Some(Ground::Own), Outcome::Allowed),
            (doctor, What::Access(Action::ReadSummary), Some(Ground::Treatment), Outcome::Allowed),
            (anna, What::Access(Action::AddNote), Some(Ground::Own), Outcome::Allowed),
            (doctor, What::Access(Action::AddNote), None, Outcome::Denied),
        ]);
        assert_eq!(lines[2].role, Some(Role::Doctor));
        assert_eq!(lines[3].object, Some(Uuid::from_u128(5)));
        assert!(lines[1].request_id.is_some());
    }

    async fn a_request_says_where_it_came_from(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let request = poem::Request::builder()
            .uri(format!("/api/v1/patients/{patient}/summary").parse().unwrap())
            .header("cookie", format!("__Host-session={}", anna.token))
            .header("user-agent", "Планшет врача/1.0")
            .finish();
        test.ask(request).await;
        let lines = test.journal(patient.0).await;
        assert_eq!(lines[1].device.as_deref(), None, "a header that is not ASCII is not believed");

        let request = poem::Request::builder()
            .uri(format!("/api/v1/patients/{patient}/summary").parse().unwrap())
            .header("cookie", format!("__Host-session={}", anna.token))
            .header("user-agent", "Tablet/1.0")
            .finish();
        test.ask(request).await;
        assert_eq!(test.journal(patient.0).await[2].device.as_deref(), Some("Tablet/1.0"));
    }

    /// If the journal cannot be written, the request fails and nothing is told or kept.
    async fn without_a_journal_nothing_is_told_and_nothing_is_kept(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        test.harm("alter table journal rename to journal_away").await;

        let read = anna.call(FindSummary { patient }).await.unwrap_err();
        let written = anna.call(note(patient, 5)).await.unwrap_err();
        test.harm("alter table journal_away rename to journal").await;

        assert_eq!(read.code, Code::Unavailable);
        assert_eq!(written.code, Code::Unavailable);
        let path = format!("/api/v1/patients/{patient}/entries");
        let (status, json) = test.send("GET", &path, &serde_json::Value::Null, Some(&anna.token)).await;
        assert_eq!((status, &json["entries"]), (StatusCode::OK, &serde_json::json!([])));
        assert_eq!(test.verify().await.findings, []);
    }

    /// Many readers at once, on two nodes where there can be two: one unbroken chain per card.
    async fn chains_hold_under_concurrent_writers_and_nodes(on) {
        let test = TestApp::start(on).await;
        let (one, anna) = test.patient(1).await;
        let (two, boris) = test.patient(2).await;
        let other = test.another_node().await;
        let (anna_there, boris_there) = (other.again(&anna), other.again(&boris));
        let mut calls: Vec<std::pin::Pin<Box<dyn Future<Output = bool> + Send + '_>>> = Vec::new();
        for n in 0..36 {
            for (patient, person, there) in [(one, &anna, &anna_there), (two, &boris, &boris_there)] {
                calls.push(Box::pin(async move { person.call(FindSummary { patient }).await.is_ok() }));
                calls.push(Box::pin(async move { there.call(FindSummary { patient }).await.is_ok() }));
                if n % 6 == 0 {
                    calls.push(Box::pin(async move { person.call(note(patient, 500 + n)).await.is_ok() }));
                    calls.push(Box::pin(async move { there.call(note(patient, 900 + n)).await.is_ok() }));
                }
            }
        }
        let all = calls.len();
        let answered = futures_util::future::join_all(calls).await.into_iter().filter(|ok| *ok).count();
        test.app.journal().stop().await;
        other.app.journal().stop().await;

        assert_eq!(answered, all);
        let lines = test.journal(one.0).await.len() + test.journal(two.0).await.len();
        assert_eq!(lines, all + 2);
        let report = test.verify().await;
        assert_eq!((report.findings, report.uncovered), (vec![], 0));
    }

    /// Whatever is done to the tables, `audit verify` names the first line that is not right.
    async fn what_is_done_to_the_journal_is_named(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        for _ in 0..6 {
            anna.call(FindSummary { patient }).await.unwrap();
        }
        test.app.journal().stop().await;
        let chain = patient.0;
        let here = id(on, chain);
        assert_eq!(test.verify().await.findings, []);

        let keep = "create table kept as select * from journal";
        test.harm(keep).await;
        test.harm("create table kept_heads as select * from journal_chain").await;
        test.harm("create table kept_checkpoints as select * from journal_checkpoint").await;
        let restore = async || {
            for (table, kept) in [("journal", "kept"), ("journal_chain", "kept_heads"), ("journal_checkpoint", "kept_checkpoints")] {
                test.harm(&format!("delete from {table}")).await;
                test.harm(&format!("insert into {table} select * from {kept}")).await;
            }
            assert_eq!(test.verify().await.findings, []);
        };
        let missing = |seq| Finding::Missing { chain, seq };
        let altered = |seq| Finding::Altered { chain, seq };

        // Removed from the middle.
        test.harm(&format!("delete from journal where chain = {here} and seq = 3")).await;
        assert_eq!(test.verify().await.findings, [missing(3)]);
        restore().await;

        // Cut off the end, the chain's head set back to match.
        test.harm(&format!("delete from journal where chain = {here} and seq > 5")).await;
        test.harm(&format!(
            "update journal_chain set seq = 5, hash = (select hash from journal where chain = {here} and seq = 5) where chain = {here}"
        )).await;
        assert_eq!(test.verify().await.findings, [missing(6)]);
        restore().await;

        // Moved in time.
        test.harm(&format!("update journal set at = at + 1 where chain = {here} and seq = 2")).await;
        assert_eq!(test.verify().await.findings, [altered(2)]);
        restore().await;

        // Its content replaced by another line's.
        test.harm(&format!(
            "update journal set sealed = (select sealed from kept where chain = {here} and seq = 5) where chain = {here} and seq = 4"
        )).await;
        assert_eq!(test.verify().await.findings, [altered(4)]);
        restore().await;

        // Two lines exchanged.
        for (from, to) in [(4, 40), (5, 4), (40, 5)] {
            test.harm(&format!("update journal set seq = {to} where chain = {here} and seq = {from}")).await;
        }
        assert_eq!(test.verify().await.findings, [altered(4)]);
        restore().await;

        // The whole chain removed, head and all.
        test.harm(&format!("delete from journal where chain = {here}")).await;
        test.harm(&format!("delete from journal_chain where chain = {here}")).await;
        assert_eq!(test.verify().await.findings, [missing(1)]);
        restore().await;

        // Only the head hidden.
        test.harm(&format!("delete from journal_chain where chain = {here}")).await;
        assert!(test.verify().await.findings.contains(&Finding::HeadAltered { chain, seq: 0 }));
        restore().await;

        // A checkpoint changed, and one removed.
        test.harm("update journal_checkpoint set at = at + 1 where seq = 2").await;
        let found = test.verify().await.findings;
        assert!(matches!(found[..], [Finding::CheckpointForged { seq: 2, .. }]), "{found:?}");
        restore().await;
        test.harm("delete from journal_checkpoint where seq = 2").await;
        let found = test.verify().await.findings;
        assert!(matches!(found[..], [Finding::CheckpointMissing { seq: 2, .. }]), "{found:?}");
        restore().await;

        // A checkpoint invented after the last one, and the last one's heads set back.
        let newest = "(select max(seq) from journal_checkpoint)";
        test.harm(&format!(
            "insert into journal_checkpoint (writer, seq, at, heads, hash, signature) \
             select writer, seq + 1, at, heads, hash, signature from journal_checkpoint where seq = {newest}"
        )).await;
        let found = test.verify().await.findings;
        assert!(matches!(found[..], [Finding::CheckpointForged { .. }]), "{found:?}");
        restore().await;
        test.harm(&format!(
            "update journal_checkpoint set heads = (select heads from kept_checkpoints where seq = 2) where seq = {newest}"
        )).await;
        let found = test.verify().await.findings;
        assert!(matches!(found[..], [Finding::CheckpointForged { .. }]), "{found:?}");
        restore().await;

        // A line brought over from another card.
        let (other, _) = test.patient(2).await;
        let there = id(on, other.0);
        test.harm(&format!(
            "update journal set sealed = (select sealed from journal where chain = {there} and seq = 1) where chain = {here} and seq = 2"
        )).await;
        assert_eq!(test.verify().await.findings, [altered(2)]);
    }
}
