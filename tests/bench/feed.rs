//! HL7 v2 results over MLLP: how many messages a second over one connection and over eight, beside the same
//! messages each put into a bare table in a transaction of its own.

use std::time::Instant;

use sea_orm::ConnectionTrait as _;
use tests::{On, TestApp};

use crate::accounts::resident;
use crate::{Report, median};

const RUNS: usize = 3;
const MESSAGES: usize = 600;

pub async fn measure(report: &mut Report) {
    report.heading(
        "HL7 v2 results over MLLP, each five values, read, matched, sealed, journalled and answered",
        &["database", "connections", "messages/s", "bare inserts/s", "ratio", "more memory, MiB"],
    );
    for on in [On::Sqlite, On::Postgres] {
        for connections in [1, 8] {
            send(report, on, connections).await;
        }
    }
}

fn message(n: usize) -> String {
    let values: Vec<String> = ["718-7", "6690-2", "789-8", "777-3", "4544-3"]
        .iter()
        .map(|code| format!("OBX|1|NM|{code}^Показатель {code}^LN||{}|г/л|120-140||||F", n % 90))
        .collect();
    format!(
        "MSH|^~\\&|LIS|LAB|||20261130101500+0300||ORU^R01^ORU_R01|{n}|P|2.5.1||||||UNICODE UTF-8\r\
         PID|1||0001-0001-0||Испытаний1^Анна^Петровна||19800517|F\r\
         OBR|1|P{n}|F{n}|CBC^Общий анализ крови^L|||20261130081500+0300||||||||||||||||||F\r{}\r",
        values.join("\r")
    )
}

async fn send(report: &mut Report, on: On, connections: usize) {
    let (mut ours, mut bare, mut memory) = (Vec::new(), Vec::new(), 0.0);
    for _ in 0..RUNS {
        let test = TestApp::start(on).await;
        let (_, _anna) = test.patient(1).await;
        test.laboratory(1).await;
        let port = test.mllp().await;
        let before = resident();
        let started = Instant::now();
        let senders = (0..connections).map(async |at| {
            let mut wire = port.connect().await;
            for n in (0..MESSAGES).skip(at).step_by(connections) {
                let answer = wire.ask(message(n).as_bytes()).await.unwrap();
                assert!(String::from_utf8(answer).unwrap().contains("MSA|AA"));
            }
        });
        futures_util::future::join_all(senders).await;
        let count = f64::from(u32::try_from(MESSAGES).unwrap());
        ours.push(count / started.elapsed().as_secs_f64());
        memory = resident() - before;
        bare.push(count / bare_inserts(&test).await);
    }
    let (ours, bare) = (median(ours), median(bare));
    report.row(&[
        &format!("{on:?}"),
        &connections.to_string(),
        &format!("{ours:.0}"),
        &format!("{bare:.0}"),
        &format!("{:.2}", ours / bare),
        &format!("{memory:.0}"),
    ]);
}

/// Seconds for the same messages, one after another.
async fn bare_inserts(test: &TestApp) -> f64 {
    let db = test.raw().await;
    let create = "create table bare (id integer primary key, body text)";
    db.write().execute_unprepared(create).await.unwrap();
    let started = Instant::now();
    for n in 0..MESSAGES {
        let insert = sea_orm::sea_query::Query::insert()
            .into_table("bare")
            .columns(["id", "body"])
            .values_panic([i32::try_from(n).unwrap().into(), message(n).into()])
            .to_owned();
        let tx = db.begin().await.unwrap();
        tx.execute(&insert).await.unwrap();
        tx.commit().await.unwrap();
    }
    started.elapsed().as_secs_f64()
}
