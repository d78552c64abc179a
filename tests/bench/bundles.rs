//! Whether memory stays flat over ten thousand Bundles, each a file of its own.

use std::sync::Mutex;
use std::time::Instant;

use backend::interop::{import, program};
use serde_json::json;
use tests::{On, TestApp};
use uuid::Uuid;

use crate::Report;
use crate::accounts::resident;

const BUNDLES: usize = 10_000;
/// After how many the memory is looked at.
const LOOKED: [usize; 4] = [100, 1_000, 5_000, 10_000];

pub async fn measure(report: &mut Report) {
    report.heading(
        "Importing 10 000 small Bundles, a file each: resident memory, MiB",
        &["database", "resources/s", "before", "100", "1 000", "5 000", "10 000"],
    );
    let folder = tempfile::tempdir().unwrap();
    for n in 0..BUNDLES {
        std::fs::write(folder.path().join(format!("{n:05}.json")), bundle(n).to_string()).unwrap();
    }
    let files = import::list_files(&[folder.path().to_owned()]).unwrap();
    for on in [On::Sqlite, On::Postgres] {
        let test = TestApp::start(on).await;
        let by = program::local(&test.app, "bench").await.unwrap();
        let before = resident();
        let seen = Mutex::new(Vec::new());
        let started = Instant::now();
        let look = |done: &import::Report| {
            let mut seen = seen.lock().unwrap();
            if LOOKED.get(seen.len()).is_some_and(|at| done.files >= *at) {
                seen.push(resident());
            }
        };
        let done = import::import(&test.app, &by, files.clone(), &look).await.unwrap();
        let seconds = started.elapsed().as_secs_f64();
        assert!(done.refused.is_empty(), "{:?}", done.refused.first());
        let rate = f64::from(u32::try_from(done.resources()).unwrap()) / seconds;
        let mut cells = vec![format!("{on:?}"), format!("{rate:.0}"), format!("{before:.0}")];
        cells.extend(seen.into_inner().unwrap().iter().map(|seen| format!("{seen:.0}")));
        report.row(&cells.iter().map(String::as_str).collect::<Vec<_>>());
    }
}

/// A patient of their own and nine values.
fn bundle(n: usize) -> serde_json::Value {
    let urn = |part: usize| {
        let id = Uuid::from_u128((7 << 64) + u128::try_from(n * 16 + part).unwrap());
        format!("urn:uuid:{id}")
    };
    let post = |part: usize, resource: serde_json::Value| {
        let url = resource["resourceType"].clone();
        json!({ "fullUrl": urn(part), "resource": resource, "request": { "method": "POST", "url": url } })
    };
    let whose = json!({
        "resourceType": "Patient", "name": [{ "family": format!("Ким{n}"), "given": ["Ия"] }],
        "gender": "female", "birthDate": "1970-01-01",
    });
    let value = |part: usize| {
        json!({
            "resourceType": "Observation", "status": "final",
            "code": { "coding": [{ "system": "http://loinc.org", "code": format!("{part}-1") }], "text": "Гемоглобин" },
            "subject": { "reference": urn(0) },
            "effectiveDateTime": format!("2020-01-{:02}", part + 1),
            "valueQuantity": { "value": n % 90, "unit": "г/л" },
        })
    };
    let mut entries = vec![post(0, whose)];
    entries.extend((1..10).map(|part| post(part, value(part))));
    json!({ "resourceType": "Bundle", "type": "transaction", "entry": entries })
}
