//! For operators and integrators: health, metrics, the API document and its explorer.

use std::sync::{Arc, OnceLock};

use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use poem::http::{StatusCode, header};
use poem::{Endpoint, IntoResponse as _, Request, Response};
use shared::contract::Code;

use super::Failure;
use crate::app::App;
use crate::emergency;

/// The process lives.
pub struct Health;

impl Endpoint for Health {
    type Output = Response;

    async fn call(&self, _request: Request) -> poem::Result<Response> {
        Ok(Response::builder().content_type("text/plain").body("ok\n"))
    }
}

/// The process can serve: the database answers. Where files are is told too, and turns nobody
/// away: all nodes keep them in one place, and the rest of the card goes on without them.
pub struct Ready(pub App);

impl Endpoint for Ready {
    type Output = Response;

    async fn call(&self, _request: Request) -> poem::Result<Response> {
        let (database, are_files_here) =
            tokio::join!(self.0.db().ping(), self.0.files().is_reached());
        let (status, text) = match (database, are_files_here) {
            (Ok(()), true) => (StatusCode::OK, "ready\n"),
            (Ok(()), false) => (StatusCode::OK, "ready, files away\n"),
            (Err(_), _) => (StatusCode::SERVICE_UNAVAILABLE, "database away\n"),
        };
        Ok(Response::builder().status(status).content_type("text/plain").body(text))
    }
}

/// Numbers for Prometheus: to loopback, or to whoever has the token.
pub struct Metrics(pub App);

impl Endpoint for Metrics {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let allowed = match &self.0.settings().metrics_token {
            Some(token) => {
                let given = request.headers().get(header::AUTHORIZATION);
                given.is_some_and(|given| {
                    same(given.as_bytes(), format!("Bearer {token}").as_bytes())
                })
            }
            None => {
                let peer = request.remote_addr().as_socket_addr().map(std::net::SocketAddr::ip);
                let forwarded = request.headers().contains_key("x-forwarded-for");
                peer.is_some_and(|peer| peer.to_canonical().is_loopback()) && !forwarded
            }
        };
        if !allowed {
            return Ok(Failure::from(Code::NotFound).into_response());
        }
        // Asked each time: every node tells the same, and what was reviewed on another counts too.
        match emergency::count_overdue(&self.0).await {
            Ok(overdue) => metrics::gauge!(OVERDUE).set(f64::from(overdue)),
            Err(error) => tracing::warn!(%error, "overdue reviews were not counted"),
        }
        Ok(Response::builder().content_type("text/plain; version=0.0.4").body(metrics_text()))
    }
}

/// Compares without telling by its time how much was right.
fn same(a: &[u8], b: &[u8]) -> bool {
    a.len() == b.len() && a.iter().zip(b).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

/// The process-wide recorder, installed on first use.
pub fn recorder() -> Option<&'static PrometheusHandle> {
    static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();
    RECORDER.get_or_init(install).as_ref()
}

/// What is counted, each with what it means. All are there from the start, at zero: an alert on
/// the first failure would otherwise see no change.
const COUNTERS: [(&str, &str); 14] = [
    ("medkarta_access_denied_total", "Cards refused by the gate"),
    ("medkarta_anomalies_acted_total", "Anomalies for which sessions were ended"),
    ("medkarta_anomalies_total", "Anomalies that were found"),
    ("medkarta_emergencies_total", "Cards that were opened in an emergency"),
    ("medkarta_entry_cache_hits_total", "Opened cards whose rows were remembered"),
    ("medkarta_entry_cache_misses_total", "Opened cards whose rows were read"),
    ("medkarta_files_away_total", "Files that could not be kept or opened: their store was away"),
    ("medkarta_files_damaged_total", "Files that were not what had been kept"),
    ("medkarta_job_failures_total", "Tries of background work that failed"),
    ("medkarta_critical_reminders_total", "Doctors reminded of critical results"),
    ("medkarta_journal_failures_total", "Journal commits that failed; each refused its readers"),
    ("medkarta_message_failures_total", "SMS and e-mails that no provider took"),
    ("medkarta_messages_sent_total", "SMS and e-mails that a provider took"),
    ("medkarta_rate_limited_total", "Requests refused as too many"),
];
/// Cards that were opened in an emergency and wait for their review for longer than they may.
const OVERDUE: &str = "medkarta_emergency_reviews_overdue";
/// What is measured, with the upper bounds of its buckets.
const HISTOGRAMS: [(&str, &str, &[f64]); 2] = [
    (
        "medkarta_http_request_seconds",
        "From a request's headers to its answer's, by route and status",
        &[0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0],
    ),
    (
        "medkarta_journal_batch_lines",
        "Journal lines that shared one commit",
        &[0.0, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0],
    ),
];

fn install() -> Option<PrometheusHandle> {
    let mut builder = PrometheusBuilder::new();
    for (name, _, buckets) in HISTOGRAMS {
        builder = builder.set_buckets_for_metric(Matcher::Full(name.to_owned()), buckets).ok()?;
    }
    let handle = builder.install_recorder().ok()?;
    for (name, meaning) in COUNTERS {
        metrics::describe_counter!(name, meaning);
        metrics::counter!(name).absolute(0);
    }
    metrics::describe_counter!("medkarta_hl7_messages_total", "HL7 v2 messages, by answer");
    for answer in ["AA", "AE", "AR"] {
        metrics::counter!("medkarta_hl7_messages_total", "answer" => answer).absolute(0);
    }
    metrics::describe_gauge!(OVERDUE, "Emergency accesses that wait too long for their review");
    metrics::gauge!(OVERDUE).set(0.0);
    for (name, meaning, _) in HISTOGRAMS {
        metrics::describe_histogram!(name, meaning);
    }
    Some(handle)
}

/// All numbers in the text form of Prometheus.
pub fn metrics_text() -> String {
    recorder().map(PrometheusHandle::render).unwrap_or_default()
}

/// Folds what was counted since the last time, so that it does not pile up unread.
pub fn fold_metrics() {
    if let Some(recorder) = recorder() {
        recorder.run_upkeep();
    }
}

/// The OpenAPI document.
pub struct Document(Arc<str>);

impl Document {
    pub fn new(document: String) -> Self {
        Self(document.into())
    }
}

impl Endpoint for Document {
    type Output = Response;

    async fn call(&self, _request: Request) -> poem::Result<Response> {
        Ok(Response::builder().content_type("application/json").body(self.0.to_string()))
    }
}

/// Swagger UI from our own origin. poem-openapi writes it as one page with everything inline;
/// our policy forbids inline, so the parts are taken out and served as files.
#[derive(Clone)]
pub struct Explorer {
    script: Arc<str>,
    style: Arc<str>,
}

const PAGE: &str = r#"<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Medkarta API</title>
<link rel="stylesheet" href="/api/v1/explorer/style.css">
<script defer src="/api/v1/explorer/script.js"></script>
<script defer src="/api/v1/explorer/start.js"></script>
</head>
<body><main id="ui"></main></body>
</html>
"#;

const START: &str = "SwaggerUIBundle({dom_id: '#ui', url: '/api/v1/openapi.json', \
                     deepLinking: true, validatorUrl: null});\n";

impl Explorer {
    pub fn new(html: &str) -> Self {
        let part = |open: &str, close: &str| {
            let inside = html.split_once(open).and_then(|(_, rest)| rest.split_once(close));
            inside.map_or("", |(inside, _)| inside).into()
        };
        Self {
            style: part("<style charset=\"UTF-8\">", "</style>"),
            script: part("<script charset=\"UTF-8\">", "</script>"),
        }
    }
}

impl Endpoint for Explorer {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let (kind, text) = match request.uri().path().rsplit('/').next() {
            Some("script.js") => ("text/javascript; charset=utf-8", &*self.script),
            Some("style.css") => ("text/css; charset=utf-8", &*self.style),
            Some("start.js") => ("text/javascript; charset=utf-8", START),
            Some("explorer" | "") => ("text/html; charset=utf-8", PAGE),
            _ => return Ok(Failure::from(Code::NotFound).into_response()),
        };
        Ok(Response::builder().content_type(kind).body(text.to_owned()))
    }
}
