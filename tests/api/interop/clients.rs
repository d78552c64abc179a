//! Clients of FHIR that others wrote, over a real connection.

use std::net::SocketAddr;

use backend::app::Settings;
use backend::http::{self, Assets};
use backend::record::NewEntry;
use families::family;
use tests::peers::Peer;
use tests::{NOW, On, TestApp};

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
    let mut ids = std::collections::BTreeSet::new();
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
    assert_eq!(seen.iter().cloned().collect::<std::collections::BTreeSet<_>>(), ids);
    assert_eq!(read["first"], read["ids"][0]);
    drop(stop);
}
