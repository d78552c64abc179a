//! Clients of FHIR that others wrote, over a real connection.

use std::collections::BTreeSet;
use std::net::SocketAddr;

use backend::app::Settings;
use backend::http::{self, Assets};
use backend::record::NewEntry;
use families::family;
use shared::access::model::Section;
use shared::record::api::ListEntries;
use tests::peers::{self, Peer};
use tests::{NOW, On, TestApp};
use tokio::process::Command;

/// INT-3: npm's `fhir-kit-client` reads what the server says of itself, pages through a search by
/// its links, each resource once, and reads one of them.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_foreign_client_pages_through_a_search() {
    let listening = http::listen(SocketAddr::from(([127, 0, 0, 1], 0)), None).await.unwrap();
    let origin = format!("http://localhost:{}", listening.address().unwrap().port());
    let settings = Settings { origin: origin.clone(), ..Settings::default() };
    let test = TestApp::start_with(On::Sqlite, settings).await;
    let (patient, _) = test.patient(1).await;
    let member = family(7, 0, NOW).members.remove(0);
    let mut ids = BTreeSet::new();
    for happening in &member.entries {
        if matches!(happening.content, shared::record::model::Content::Observation(_)) {
            ids.insert(happening.id.to_string());
        }
        test.entry(patient, &NewEntry::from(happening.clone())).await;
    }
    let program = test.program("МИС", "system/*.rs").await;
    let endpoint = http::endpoint(&test.app, Assets::none());
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    tokio::spawn(async move { listening.serve(endpoint, async { drop(stopped.await) }).await });

    let (base, whose) = (format!("{origin}/fhir/R4"), patient.to_string());
    let arguments = [&base, &program.token, "Observation", &whose, "20"];
    let mut client = Peer::start("fhir", &arguments).await;
    let read = client.until("read").await;

    assert_eq!(
        (read["server"].as_str(), read["total"].as_u64()),
        (Some("4.0.1"), Some(ids.len() as u64))
    );
    assert_eq!(read["pages"].as_u64().unwrap(), (ids.len() as u64).div_ceil(20));
    let seen: Vec<String> = serde_json::from_value(read["ids"].clone()).unwrap();
    assert_eq!(seen.len(), ids.len());
    assert_eq!(seen.into_iter().collect::<BTreeSet<_>>(), ids);
    assert_eq!(read["first"], read["ids"][0]);

    let mut client = Peer::start("fhirclient", &arguments).await;
    let read = client.until("read").await;
    assert_eq!(read["total"].as_u64(), Some(ids.len() as u64));
    assert_eq!(read["pages"].as_u64().unwrap(), (ids.len() as u64).div_ceil(20));
    assert_eq!(as_set(&read["ids"]), ids);

    if let Some(mut client) = Peer::start_python("clients", &arguments).await {
        let read = client.until("read").await;
        assert_eq!(as_set(&read["ids"]), ids);
        assert_eq!(read["differences"], serde_json::json!([]));
        assert_eq!(read["parsed"], read["of"]);
        assert!(read["of"].as_u64().unwrap() > ids.len() as u64, "{read}");
    }
    drop(stop);
}

fn as_set(ids: &serde_json::Value) -> BTreeSet<String> {
    serde_json::from_value(ids.clone()).unwrap()
}

/// INT-7: PyPI's `mllp_send` gets its AA, and the result is in the card.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_foreign_sender_gets_its_acknowledgement() {
    let Some(program) = peers::python("mllp_send") else { return };
    let test = TestApp::start(On::Sqlite).await;
    let (patient, anna) = test.patient(1).await;
    test.laboratory(1).await;
    let port = test.mllp().await;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("result.hl7");
    let message = [
        r"MSH|^~\&|LIS|LAB|||20261130101500+0300||ORU^R01^ORU_R01|901|P|2.5.1||||||UNICODE UTF-8",
        "PID|1||0001-0001-0||Испытаний1^Анна^Петровна||19800517|F",
        "OBR|1|Z-901|L-901|CBC^Общий анализ крови^L|||20261130081500+0300|||||||||||||||||||F",
        "OBX|1|NM|718-7^Гемоглобин^LN||131|г/л|120-140||||F",
    ];
    std::fs::write(&file, message.join("\n") + "\n").unwrap();
    let output = Command::new(program)
        .args(["--loose", "--port", &port.port.to_string(), "--file"])
        .arg(&file)
        .arg("127.0.0.1")
        .output()
        .await
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(said.contains("MSA|AA|901"), "{said} {}", String::from_utf8_lossy(&output.stderr));
    let list = ListEntries { patient, section: Some(Section::Results), cursor: None, limit: None };
    assert_eq!(anna.call(list).await.unwrap().entries.len(), 2, "a report and its value");
}
