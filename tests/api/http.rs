//! What stands around every request: headers, limits, health, TLS (SEC-1, SEC-6, OPS-5).

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use backend::app::Settings;
use backend::http::{self, Assets, TlsFiles, listen};
use poem::http::StatusCode;
use serde_json::{Value, json};
use shared::record::api::FindSummary;
use tests::process::Client;
use tests::{On, TestApp, on_both};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};

async fn get(test: &TestApp, path: &str) -> (StatusCode, poem::http::HeaderMap, Vec<u8>) {
    test.ask(poem::Request::builder().uri(path.parse().unwrap()).finish()).await
}

/// The server on a socket of its own.
async fn serve(test: &TestApp, tls: Option<TlsFiles>) -> (u16, tokio::sync::oneshot::Sender<()>) {
    let listening = listen(SocketAddr::from(([127, 0, 0, 1], 0)), tls).await.unwrap();
    let port = listening.address().unwrap().port();
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let endpoint = http::endpoint(&test.app, Assets::none());
    tokio::spawn(async move {
        listening.serve(endpoint, async { drop(stopped.await) }).await;
    });
    (port, stop)
}

on_both! {
    async fn every_answer_carries_the_security_headers(on) {
        let test = TestApp::start(on).await;
        for path in ["/", "/healthz", "/api/v1/session", "/api/v1/openapi.json", "/nothing/here", "/assets/x.js"] {
            let (_, headers, _) = get(&test, path).await;
            let csp = headers["content-security-policy"].to_str().unwrap();
            assert!(csp.starts_with("default-src 'none'") && csp.contains("frame-ancestors 'none'"));
            assert!(!csp.contains("unsafe-inline") && !csp.contains("'unsafe-eval'"), "{csp}");
            for (name, value) in [
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "no-referrer"),
                ("x-robots-tag", "noindex"),
                ("cross-origin-opener-policy", "same-origin"),
                ("cross-origin-resource-policy", "same-origin"),
            ] {
                assert_eq!(headers[name], value, "{path}");
            }
            assert!(headers.contains_key("x-request-id"), "{path}");
        }
        let (_, headers, _) = get(&test, "/api/v1/session").await;
        assert_eq!(headers["cache-control"], "no-store");
        assert_eq!(headers["content-type"], "application/problem+json");
    }

    async fn a_problem_quotes_the_request_id_of_its_header(on) {
        let test = TestApp::start(on).await;
        let (_, headers, body) = get(&test, "/api/v1/session").await;
        let problem: Value = serde_json::from_slice(&body).unwrap();
        assert_eq!(problem["request_id"], headers["x-request-id"].to_str().unwrap());
    }

    async fn what_is_not_there_is_a_problem_by_its_code(on) {
        let test = TestApp::start(on).await;
        for (method, path, status, code) in [
            ("GET", "/api/v1/nothing", 404, "not_found"),
            ("GET", "/api/v2/session", 404, "not_found"),
            ("PUT", "/api/v1/session", 405, "method_not_allowed"),
            ("GET", "/assets/app-0123456789abcdef.js", 404, "not_found"),
            ("POST", "/", 405, "method_not_allowed"),
        ] {
            let (found, body) = test.send(method, path, &Value::Null, None).await;
            assert_eq!((found.as_u16(), &body["code"]), (status, &json!(code)), "{method} {path}");
        }
    }

    async fn a_page_of_another_site_cannot_act_for_the_person(on) {
        let test = TestApp::start(on).await;
        let (_, anna) = test.patient(1).await;
        for (name, value, status) in [
            ("origin", "https://evil.example", 403),
            ("origin", "null", 403),
            ("sec-fetch-site", "cross-site", 403),
            ("sec-fetch-site", "same-site", 403),
            ("origin", "http://localhost:8080", 200),
        ] {
            let request = poem::Request::builder()
                .method(poem::http::Method::DELETE)
                .uri("/api/v1/session".parse().unwrap())
                .header(name, value)
                .header("cookie", format!("__Host-session={}", anna.token))
                .finish();
            assert_eq!(test.ask(request).await.0.as_u16(), status, "{name}: {value}");
        }
    }

    async fn health_ready_and_metrics_answer_operators_only(on) {
        let test = TestApp::start_with(on, Settings { metrics_token: Some("swordfish".into()), ..Settings::default() }).await;
        assert_eq!(get(&test, "/healthz").await.0, StatusCode::OK);
        assert_eq!(get(&test, "/readyz").await.0, StatusCode::OK);
        assert_eq!(get(&test, "/metrics").await.0, StatusCode::NOT_FOUND);
        for (token, status) in [("Bearer swordfisi", 404), ("swordfish", 404), ("Bearer swordfish", 200)] {
            let request = poem::Request::builder()
                .uri("/metrics".parse().unwrap())
                .header("authorization", token)
                .finish();
            let (found, _, body) = test.ask(request).await;
            assert_eq!(found.as_u16(), status, "{token}");
            if status == 200 {
                assert!(String::from_utf8(body).unwrap().contains("medkarta_http_request_seconds"));
            }
        }
    }

    /// SEC-6: by account, with Retry-After, and others are not touched.
    async fn one_account_cannot_use_up_the_server(on) {
        let test = TestApp::start_with(on, Settings { requests_per_second: 5, ..Settings::default() }).await;
        let (patient, anna) = test.patient(1).await;
        let (other, boris) = test.patient(2).await;
        let mut refused = None;
        for _ in 0..40 {
            let path = format!("/api/v1/patients/{patient}/summary");
            let (status, headers, _) = test.send_raw("GET", &path, poem::Body::empty(), Some(&anna.token)).await;
            if status == StatusCode::TOO_MANY_REQUESTS {
                refused = Some(headers);
                break;
            }
        }
        let after: u64 = refused.unwrap()["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..60).contains(&after));
        assert!(boris.call(FindSummary { patient: other }).await.is_ok());
    }

    /// SEC-6: by network.
    async fn one_address_cannot_use_up_the_server(on) {
        let test = TestApp::start_with(on, Settings { requests_per_second: 5, ..Settings::default() }).await;
        let (port, _stop) = serve(&test, None).await;
        let mut client = Client::connect(port).await.unwrap();
        let mut statuses = Vec::new();
        for _ in 0..40 {
            statuses.push(client.send("GET", "/healthz", &Value::Null, None).await.unwrap().0);
        }
        assert!(statuses.contains(&200) && statuses.contains(&429), "{statuses:?}");
    }

    /// OPS-6: what runs is finished, then the socket closes.
    async fn a_graceful_stop_finishes_what_runs(on) {
        let test = TestApp::start(on).await;
        let (patient, anna) = test.patient(1).await;
        let (port, stop) = serve(&test, None).await;
        let path = format!("/api/v1/patients/{patient}/summary");
        let mut clients = Vec::new();
        for _ in 0..8 {
            clients.push(Client::connect(port).await.unwrap());
        }
        let running = clients.iter_mut().map(|client| client.send("GET", &path, &Value::Null, Some(&anna.token)));
        let running = futures_util::future::join_all(running);
        stop.send(()).unwrap();
        for answer in running.await {
            // Either it came in time and was finished, or it was never taken.
            assert!(answer.is_none_or(|(status, _)| status == 200));
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        assert!(tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_err());
    }
}

/// SEC-6, AUD-1: an address is taken from a proxy we know and from nobody else.
#[tokio::test]
async fn a_forwarded_address_is_believed_only_from_a_known_proxy() {
    let proxies = ["127.0.0.1/32", "10.0.0.0/8"].map(|net| net.parse().unwrap()).to_vec();
    for (trusted_proxies, forwarded, expected) in [
        (proxies.clone(), "192.0.2.7", "192.0.2.7"),
        (proxies.clone(), "2001:db8::7", "2001:db8::7"),
        // Whoever writes the header first can write anything; our own proxies come last.
        (proxies.clone(), "198.51.100.1, 192.0.2.7, 10.1.2.3", "192.0.2.7"),
        (proxies.clone(), "unknown", "127.0.0.1"),
        (proxies, "", "127.0.0.1"),
        (vec![], "192.0.2.7", "127.0.0.1"),
    ] {
        let settings = Settings { trusted_proxies, ..Settings::default() };
        let test = TestApp::start_with(On::Sqlite, settings).await;
        let (patient, anna) = test.patient(1).await;
        let (port, _stop) = serve(&test, None).await;
        let mut socket = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        let request = format!(
            "GET /api/v1/patients/{patient}/summary HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
             x-forwarded-for: {forwarded}\r\ncookie: __Host-session={}\r\n\r\n",
            anna.token
        );
        socket.write_all(request.as_bytes()).await.unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).await.unwrap();
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        let lines = test.journal(patient.0).await;
        assert_eq!(lines.last().unwrap().address.as_deref(), Some(expected), "{forwarded}");
    }
}

/// OPS-5: what the dashboard and the alerts look at is there from the first minute.
#[tokio::test]
async fn dashboard_and_alerts_look_at_numbers_that_are_served() {
    let test = TestApp::start(On::Sqlite).await;
    let (patient, anna) = test.patient(1).await;
    anna.call(FindSummary { patient }).await.unwrap();
    backend::http::fold_metrics();
    let served = backend::http::metrics_text();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/monitoring");
    let dashboard = std::fs::read_to_string(folder.join("grafana-dashboard.json")).unwrap();
    let alerts = std::fs::read_to_string(folder.join("alerts.yml")).unwrap();
    serde_json::from_str::<Value>(&dashboard).unwrap();
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
            .filter(|word| word.starts_with("medkarta_"))
            .map(str::to_owned)
            .collect()
    };
    let series: BTreeSet<String> = served
        .lines()
        .filter(|line| !line.starts_with('#'))
        .flat_map(|line| words(line.split(['{', ' ']).next().unwrap()))
        .collect();
    let looked_at: BTreeSet<String> = &words(&dashboard) | &words(&alerts);
    assert_eq!(looked_at.difference(&series).collect::<Vec<_>>(), Vec::<&String>::new());
    // And nothing is counted that nobody looks at.
    let base = |name: &String| {
        name.trim_end_matches("_bucket")
            .trim_end_matches("_sum")
            .trim_end_matches("_count")
            .to_owned()
    };
    let seen: BTreeSet<String> = looked_at.iter().map(base).collect();
    assert_eq!(
        series.iter().map(base).filter(|name| !seen.contains(name)).collect::<Vec<_>>(),
        Vec::<String>::new()
    );
}

#[tokio::test]
async fn the_api_has_an_explorer_of_our_own_origin_without_inline_script() {
    let test = TestApp::start(On::Sqlite).await;
    let (status, _, page) = get(&test, "/api/v1/explorer").await;
    let page = String::from_utf8(page).unwrap();
    assert_eq!(status, StatusCode::OK);
    assert!(!page.contains("http://") && !page.contains("https://"), "{page}");
    for (part, kind, least) in [
        ("script.js", "text/javascript", 500_000),
        ("style.css", "text/css", 50_000),
        ("start.js", "text/javascript", 50),
    ] {
        let (status, headers, body) = get(&test, &format!("/api/v1/explorer/{part}")).await;
        assert_eq!(status, StatusCode::OK);
        assert!(headers["content-type"].to_str().unwrap().starts_with(kind));
        assert!(body.len() > least, "{part}: {}", body.len());
        assert!(page.contains(part));
    }
    let (_, _, document) = get(&test, "/api/v1/openapi.json").await;
    assert_eq!(String::from_utf8(document).unwrap(), http::openapi());
}

/// A client that says little and slowly is shown out.
#[tokio::test]
async fn a_client_that_never_finishes_its_headers_is_shown_out() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let test = TestApp::start(On::Sqlite).await;
    let (port, _stop) = serve(&test, None).await;
    let mut slow = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    slow.write_all(b"GET / HTTP/1.1\r\nhost: x\r\n").await.unwrap();
    let mut answer = Vec::new();
    let closed = tokio::time::timeout(Duration::from_secs(20), slow.read_to_end(&mut answer)).await;
    assert!(closed.is_ok(), "still open after twenty seconds");
}

fn certificate(folder: &std::path::Path) -> (TlsFiles, Vec<u8>) {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let files = TlsFiles {
        certificate: folder.join("cert.pem"),
        key: folder.join("key.pem"),
        tls12: false,
    };
    std::fs::write(&files.key, made.signing_key.serialize_pem()).unwrap();
    std::fs::write(&files.certificate, made.cert.pem()).unwrap();
    (files, made.cert.der().to_vec())
}

async fn handshake(
    port: u16,
    trusted: &[u8],
    version: &'static rustls::SupportedProtocolVersion,
) -> std::io::Result<Vec<u8>> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.to_vec().into()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_protocol_versions(&[version])
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await?;
    let name = ServerName::try_from("localhost").unwrap();
    let stream = tokio_rustls::TlsConnector::from(Arc::new(config)).connect(name, stream).await?;
    let (_, session) = stream.get_ref();
    Ok(session.peer_certificates().unwrap()[0].to_vec())
}

/// SEC-1: TLS 1.3 only, and a new certificate without a restart.
#[tokio::test]
async fn tls_is_13_only_and_takes_up_a_new_certificate() {
    let test = TestApp::start(On::Sqlite).await;
    let (files, first) = certificate(test.folder());
    let (port, _stop) = serve(&test, Some(files.clone())).await;
    assert_eq!(handshake(port, &first, &rustls::version::TLS13).await.unwrap(), first);
    assert!(handshake(port, &first, &rustls::version::TLS12).await.is_err());

    // A broken file changes nothing; a whole one is taken up.
    std::fs::write(&files.certificate, "-----BEGIN CERTIFICATE-----\nnonsense\n").unwrap();
    tokio::time::sleep(Duration::from_secs(11)).await;
    assert_eq!(handshake(port, &first, &rustls::version::TLS13).await.unwrap(), first);
    let (_, second) = certificate(test.folder());
    let mut taken = false;
    for _ in 0..30 {
        tokio::time::sleep(Duration::from_millis(500)).await;
        taken |= handshake(port, &second, &rustls::version::TLS13)
            .await
            .is_ok_and(|seen| seen == second);
    }
    assert!(taken);
}

#[tokio::test]
async fn tls_12_is_spoken_by_choice() {
    let test = TestApp::start(On::Sqlite).await;
    let (files, der) = certificate(test.folder());
    let (port, _stop) = serve(&test, Some(TlsFiles { tls12: true, ..files })).await;
    assert!(handshake(port, &der, &rustls::version::TLS12).await.is_ok());
    assert!(handshake(port, &der, &rustls::version::TLS13).await.is_ok());
}

#[tokio::test]
async fn broken_tls_files_and_a_port_in_use_are_told() {
    let folder = tempfile::tempdir().unwrap();
    let (files, _) = certificate(folder.path());
    std::fs::write(&files.key, "no key").unwrap();
    let address = SocketAddr::from(([127, 0, 0, 1], 0));
    let error = listen(address, Some(files.clone())).await.err().unwrap().to_string();
    assert!(error.contains("key.pem"), "{error}");
    std::fs::remove_file(&files.certificate).unwrap();
    let error = listen(address, Some(files)).await.err().unwrap().to_string();
    assert!(error.contains("cert.pem"), "{error}");

    let taken = listen(address, None).await.unwrap();
    let error = listen(taken.address().unwrap(), None).await.err().unwrap().to_string();
    assert!(error.contains("in use by another program"), "{error}");
}
