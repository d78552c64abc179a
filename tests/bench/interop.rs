//! Taking FHIR in and finding it again: how many resources a second, what they weigh in the
//! database, and what lists and searches of small and large cards cost.

use std::path::{Path, PathBuf};
use std::time::Instant;

use backend::app::{App, RandomIds, Settings, SystemClock};
use backend::db::{DatabaseUrl, Db, PoolSettings};
use backend::interop::{import, program};
use backend::keys::FileProvider;
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};
use shared::access::model::{Ground, Level, Role, Section};
use shared::id::PatientId;
use shared::record::api::{EntryQuery, FindSummary, ListEntries, SearchEntries};
use tests::postgres::Cluster;
use tests::{On, TestApp};
use uuid::Uuid;

use crate::accounts::resident;
use crate::{Report, median};

const RUNS: usize = 3;
const SIZES: [u128; 3] = [10, 1_000, 20_000];
const ASKED: usize = 30;

pub async fn measure(report: &mut Report) {
    let archive = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../shared/data/fhir/synthea-r4-visible.tar.xz");
    let cluster = Cluster::start(true);
    if archive.exists() {
        let folder = tempfile::tempdir().unwrap();
        let mut tar = std::process::Command::new("tar");
        let unpacked = tar.arg("xJf").arg(&archive).arg("-C").arg(folder.path()).status().unwrap();
        assert!(unpacked.success());
        let files = import::list_files(&[folder.path().to_owned()]).unwrap();
        report.heading(
            "Importing 25 FHIR Bundles (sealed and journalled) beside the same JSON into one bare table",
            &["database", "resources/s", "bare /s", "ratio", "database : compact JSON", "more memory, MiB"],
        );
        for on in [On::Sqlite, On::Postgres] {
            imports(report, &cluster, on, &files).await;
        }
    } else {
        report.line("\nImporting was not measured: ../shared/data/fhir is not there.");
    }
    report.heading(
        "One card of many entries, at the server, median ms (list of 50, search by a word, summary)",
        &["database", "entries", "list", "search", "summary"],
    );
    for on in [On::Sqlite, On::Postgres] {
        for size in SIZES {
            card(report, on, size).await;
        }
    }
}

async fn imports(report: &mut Report, cluster: &Cluster, on: On, files: &[PathBuf]) {
    let texts: Vec<String> =
        files.iter().map(|file| std::fs::read_to_string(file).unwrap()).collect();
    let resources: Vec<Vec<String>> = texts
        .iter()
        .map(|text| {
            let bundle: Value = serde_json::from_str(text).unwrap();
            let entries = bundle["entry"].as_array().unwrap().iter();
            entries.map(|entry| entry["resource"].to_string()).collect()
        })
        .collect();
    let bytes: usize = resources.iter().flatten().map(String::len).sum();
    let (mut ours, mut bare, mut weight, mut memory) = (Vec::new(), Vec::new(), 0.0, 0.0);
    for _ in 0..RUNS {
        let folder = tempfile::tempdir().unwrap();
        let url = match on {
            On::Sqlite => DatabaseUrl::Sqlite(folder.path().join("bench.sqlite")),
            On::Postgres => DatabaseUrl::Postgres(cluster.empty_database().await),
        };
        let db = Db::open(&url, PoolSettings::default()).await.unwrap();
        let provider = FileProvider::open(&folder.path().join("keys.toml"), true).unwrap();
        let app = App::start(
            db.clone(),
            std::sync::Arc::new(provider),
            SystemClock,
            RandomIds,
            Settings::default(),
        )
        .await
        .unwrap();
        let by = program::local(&app, "bench").await.unwrap();
        let before = resident();
        let started = Instant::now();
        let done = import::import(&app, &by, files.to_vec(), &|_| {}).await.unwrap();
        let seconds = started.elapsed().as_secs_f64();
        assert!(done.refused.is_empty());
        memory = resident() - before;
        let count = f64::from(u32::try_from(done.resources()).unwrap());
        ours.push(count / seconds);
        weight = size_of(&db, on).await / f64::from(u32::try_from(bytes).unwrap());
        bare.push(count / bare_import(&db, &texts).await);
        app.stop().await;
    }
    let (ours, bare) = (median(ours), median(bare));
    report.row(&[
        &format!("{on:?}"),
        &format!("{ours:.0}"),
        &format!("{bare:.0}"),
        &format!("{:.2}", ours / bare),
        &format!("{weight:.2}"),
        &format!("{memory:.0}"),
    ]);
}

/// The same Bundles read and each resource put into a table as it is, a transaction a Bundle.
async fn bare_import(db: &Db, texts: &[String]) -> f64 {
    let create = "create table bare (id text primary key, body text)";
    db.write().execute_unprepared(create).await.unwrap();
    let started = Instant::now();
    for (n, text) in texts.iter().enumerate() {
        let bundle: Value = serde_json::from_str(text).unwrap();
        let tx = db.begin().await.unwrap();
        for (m, entry) in bundle["entry"].as_array().unwrap().iter().enumerate() {
            let insert = sea_orm::sea_query::Query::insert()
                .into_table("bare")
                .columns(["id", "body"])
                .values_panic([format!("{n}.{m}").into(), entry["resource"].to_string().into()])
                .to_owned();
            tx.execute(&insert).await.unwrap();
        }
        tx.commit().await.unwrap();
    }
    started.elapsed().as_secs_f64()
}

/// Bytes of the database, its indexes included.
pub async fn size_of(db: &Db, on: On) -> f64 {
    let sql = match on {
        On::Sqlite => "select page_count * page_size from pragma_page_count, pragma_page_size",
        On::Postgres => "select pg_database_size(current_database())",
    };
    let backend = db.read().get_database_backend();
    let row =
        db.write().query_one_raw(sea_orm::Statement::from_string(backend, sql)).await.unwrap();
    let bytes: i64 = row.unwrap().try_get_by_index(0).unwrap();
    let empty = match on {
        On::Sqlite => 0,
        // An empty database of PostgreSQL weighs its catalogues.
        On::Postgres => 7_800_000,
    };
    #[expect(clippy::cast_precision_loss, reason = "a size of some megabytes")]
    let bytes = (bytes - empty) as f64;
    bytes
}

/// A card of `size` values over twenty years, as a doctor reads it.
async fn card(report: &mut Report, on: On, size: u128) {
    let test = TestApp::start(on).await;
    let program = test.program("bench", "system/*.cruds").await;
    let patient = PatientId(Uuid::from_u128(1 << 64));
    let urn = |n: u128| format!("urn:uuid:{}", Uuid::from_u128((1 << 64) + n));
    let whose = json!({
        "resourceType": "Patient", "name": [{ "family": "Ким", "given": ["Ия"] }],
        "gender": "female", "birthDate": "1970-01-01",
    });
    let post = |n: u128, resource: Value| {
        let url = resource["resourceType"].clone();
        json!({ "fullUrl": urn(n), "resource": resource, "request": { "method": "POST", "url": url } })
    };
    let names = ["Гемоглобин", "Глюкоза", "Креатинин", "Калий", "Холестерин общий"];
    let mut entries = vec![post(0, whose.clone())];
    for n in 1..=size {
        let value = json!({
            "resourceType": "Observation", "status": "final",
            "category": [{ "coding": [{ "system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory" }] }],
            "code": { "coding": [{ "system": "http://loinc.org", "code": format!("{}-1", n % 5) }], "text": names[usize::try_from(n % 5).unwrap()] },
            "subject": { "reference": urn(0) },
            "effectiveDateTime": format!("{}-{:02}-{:02}", 2006 + n % 20, n % 12 + 1, n % 28 + 1),
            "valueQuantity": { "value": n % 90, "unit": "г/л" },
        });
        entries.push(post(n, value));
        if entries.len() == 2_000 || n == size {
            let bundle =
                json!({ "resourceType": "Bundle", "type": "transaction", "entry": entries });
            let (status, reply) = program.fhir("POST", "", &bundle).await;
            assert!(status.is_success(), "{reply}");
            entries = vec![post(0, whose.clone())];
        }
    }
    let doctor = test.person(9, Role::Doctor).await;
    test.open_card(patient, doctor.grantee(), Ground::Treatment, Level::Full, Section::ALL).await;
    let (mut lists, mut searches, mut summaries) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ASKED {
        let list = ListEntries { patient, section: None, cursor: None, limit: Some(50) };
        lists.push(timed(doctor.call(list)).await);
        let body = EntryQuery {
            words: Some("холестерина".to_owned()), ..EntryQuery::default()
        };
        searches.push(timed(doctor.call(SearchEntries { patient, body })).await);
        summaries.push(timed(doctor.call(FindSummary { patient })).await);
    }
    let ms = |seconds| format!("{:.2}", median(seconds) * 1e3);
    report.row(&[&format!("{on:?}"), &size.to_string(), &ms(lists), &ms(searches), &ms(summaries)]);
}

pub async fn timed<T>(call: impl Future<Output = Result<T, shared::contract::Problem>>) -> f64 {
    let started = Instant::now();
    assert!(call.await.is_ok());
    started.elapsed().as_secs_f64()
}
