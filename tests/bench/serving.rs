//! The summary call and a list of 50 entries, sealed and journalled, beside a bare poem endpoint
//! that returns the same bytes and a bare poem endpoint that queries the same rows unsealed.

use std::net::SocketAddr;
use std::sync::Arc;

use backend::access::Origin;
use backend::app::{App, RandomIds, Settings, SystemClock};
use backend::db::{DatabaseUrl, Db, PoolSettings};
use backend::http::{self, Assets};
use backend::keys::FileProvider;
use backend::{accounts, demo};
use poem::{Endpoint, EndpointExt as _, Response, handler, web::Data};
use serde::Serialize;
use sqlx::Row as _;
use tests::On;
use tests::postgres::Cluster;
use tests::process::Client;
use uuid::Uuid;

use crate::Report;
use crate::load::{self, Measured};

const CONNECTIONS: [usize; 3] = [1, 16, 64];
/// The demo's patient with the fullest card.
const PATIENT: &str = "00000000-0000-0000-0000-000000d00002";
const ACCOUNT: u128 = 0xA0_0002;

pub async fn measure(report: &mut Report) {
    let cluster = Cluster::start(true);
    // `bench serving Postgres` measures that one alone.
    let only = std::env::args().nth(2).filter(|only| only != "--keep");
    let wanted = |on: &On| only.as_ref().is_none_or(|only| *only == format!("{on:?}"));
    for on in [On::Sqlite, On::Postgres].into_iter().filter(wanted) {
        let folder = tempfile::tempdir().unwrap();
        let url = match on {
            On::Sqlite => DatabaseUrl::Sqlite(folder.path().join("bench.sqlite")),
            On::Postgres => DatabaseUrl::Postgres(cluster.empty_database().await),
        };
        let db = Db::open(&url, PoolSettings::default()).await.unwrap();
        let provider = FileProvider::open(&folder.path().join("keys.toml"), true).unwrap();
        let settings =
            Settings { demo: true, requests_per_second: 1_000_000, ..Settings::default() };
        let app =
            App::start(db, Arc::new(provider), SystemClock, RandomIds, settings).await.unwrap();
        demo::fill(&app).await.unwrap();
        let account = shared::id::AccountId(Uuid::from_u128(ACCOUNT));
        let token = accounts::start_session(&app, account, Origin::default()).await.unwrap();
        let ours = serve(http::endpoint(&app, Assets::none())).await;
        for (name, path) in [("summary", "summary"), ("list of 50 entries", "entries?limit=50")] {
            let path = format!("/api/v1/patients/{PATIENT}/{path}");
            compare(report, on, name, ours, &path, &token, &url).await;
        }
        report.line(&format!(
            "\nResident memory after it on {on:?}, with both servers and 64 clients in one process: {:.0} MiB.",
            crate::accounts::resident()
        ));
        app.stop().await;
    }
}

async fn compare(
    report: &mut Report,
    on: On,
    name: &str,
    ours: u16,
    path: &str,
    token: &str,
    url: &DatabaseUrl,
) {
    let mut client = Client::connect(ours).await.unwrap();
    let (_, body) =
        client.send_bytes("GET", path, &serde_json::Value::Null, Some(token)).await.unwrap();
    let same_bytes = serve(poem::endpoint::make_sync({
        let body = body.clone();
        move |_| Response::builder().content_type("application/json").body(body.clone())
    }))
    .await;
    let json: serde_json::Value = serde_json::from_slice(&body).unwrap();
    let rows = bare_rows(&json);
    let bare = bare_endpoint(on, url, &rows).await;
    report.heading(
        &format!("{name} on {on:?}: {} bytes, {} rows", body.len(), rows.len()),
        &[
            "connections",
            "ours /s",
            "p50 ms",
            "p99 ms",
            "bare query /s",
            "p50",
            "p99",
            "same bytes /s",
            "ours : bare query",
        ],
    );
    for connections in CONNECTIONS {
        let mine = load::measure(ours, path, Some(token), connections).await;
        let query = load::measure(bare, "/", None, connections).await;
        let bytes = load::measure(same_bytes, "/", None, connections).await;
        let Measured { rate, p50, p99 } = mine;
        report.row(&[
            &connections.to_string(),
            &format!("{rate:.0}"),
            &format!("{p50:.2}"),
            &format!("{p99:.2}"),
            &format!("{:.0}", query.rate),
            &format!("{:.2}", query.p50),
            &format!("{:.2}", query.p99),
            &format!("{:.0}", bytes.rate),
            &format!("{:.2}", rate / query.rate),
        ]);
    }
}

/// The entries of an answer, wherever they lie in it, each as one text.
fn bare_rows(json: &serde_json::Value) -> Vec<String> {
    match json {
        serde_json::Value::Object(map) if map.contains_key("occurred_at") => vec![json.to_string()],
        serde_json::Value::Object(map) => map.values().flat_map(bare_rows).collect(),
        serde_json::Value::Array(list) => list.iter().flat_map(bare_rows).collect(),
        _ => vec![],
    }
}

#[derive(Clone)]
enum Bare {
    Sqlite(sqlx::SqlitePool),
    Postgres(sqlx::PgPool),
}

#[derive(Serialize)]
struct BareEntry {
    id: String,
    section: String,
    occurred_at: i64,
    content: String,
}

/// poem and sqlx and nothing else: the same number of rows of the same size, in clear.
async fn bare_endpoint(on: On, url: &DatabaseUrl, rows: &[String]) -> u16 {
    let statements = [
        "drop table if exists bare",
        "create table bare (id text primary key, patient_id text, section text, occurred_at bigint, content text)",
        "create index bare_patient on bare (patient_id, occurred_at)",
    ];
    let insert = "insert into bare values ($1, $2, 'visits', $3, $4)";
    let bare = match (on, url) {
        (On::Sqlite, DatabaseUrl::Sqlite(path)) => {
            let options = sqlx::sqlite::SqliteConnectOptions::new().filename(path);
            let pool = sqlx::sqlite::SqlitePoolOptions::new().max_connections(4);
            let pool = pool.connect_with(options).await.unwrap();
            for statement in statements {
                sqlx::query(statement).execute(&pool).await.unwrap();
            }
            for (n, row) in (0i64..).zip(rows) {
                let query = sqlx::query(insert).bind(Uuid::new_v4().to_string()).bind(PATIENT);
                query.bind(n).bind(row).execute(&pool).await.unwrap();
            }
            Bare::Sqlite(pool)
        }
        (_, DatabaseUrl::Postgres(url)) => {
            let pool = sqlx::postgres::PgPoolOptions::new().max_connections(16);
            let pool = pool.connect(url).await.unwrap();
            for statement in statements {
                sqlx::query(statement).execute(&pool).await.unwrap();
            }
            for (n, row) in (0i64..).zip(rows) {
                let query = sqlx::query(insert).bind(Uuid::new_v4().to_string()).bind(PATIENT);
                query.bind(n).bind(row).execute(&pool).await.unwrap();
            }
            Bare::Postgres(pool)
        }
        (On::Postgres, DatabaseUrl::Sqlite(_)) => unreachable!("the address is PostgreSQL's"),
    };
    serve(poem::get(bare_list).data(bare)).await
}

#[handler]
async fn bare_list(Data(bare): Data<&Bare>) -> Response {
    const SELECT: &str = "select id, section, occurred_at, content from bare where patient_id = $1 order by occurred_at desc limit 50";
    macro_rules! read {
        ($pool:expr) => {
            sqlx::query(SELECT)
                .bind(PATIENT)
                .fetch_all($pool)
                .await
                .unwrap()
                .iter()
                .map(|row| BareEntry {
                    id: row.get(0),
                    section: row.get(1),
                    occurred_at: row.get(2),
                    content: row.get(3),
                })
                .collect()
        };
    }
    let entries: Vec<BareEntry> = match bare {
        Bare::Sqlite(pool) => read!(pool),
        Bare::Postgres(pool) => read!(pool),
    };
    let body = serde_json::to_vec(&entries).unwrap();
    Response::builder().content_type("application/json").body(body)
}

/// On a socket of its own, by the product's accept loop.
async fn serve<E>(endpoint: E) -> u16
where
    E: Endpoint + 'static,
    E::Output: poem::IntoResponse,
{
    let listening = http::listen(SocketAddr::from(([127, 0, 0, 1], 0)), None).await.unwrap();
    let port = listening.address().unwrap().port();
    let endpoint = endpoint.map_to_response();
    tokio::spawn(async move {
        listening
            .serve(
                endpoint.catch_all_error(async |error: poem::Error| error.into_response()),
                std::future::pending(),
            )
            .await;
    });
    port
}
