//! What stands around every request: an id, the address it comes from, limits, time-outs,
//! the check for other sites, security headers, metrics and one log line.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use poem::http::{HeaderMap, HeaderValue, Method, header};
use poem::{Endpoint, IntoResponse as _, Request, Response};
use shared::contract::Code;
use tracing::Instrument as _;
use uuid::Uuid;

use super::Failure;
use crate::access::Origin;
use crate::app::App;

/// Scripts and styles from ourselves only; wasm may be compiled; nobody may frame us.
const CSP: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                   img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
                   manifest-src 'self'; worker-src 'self'; frame-src 'self'; base-uri 'none'; \
                   form-action 'self'; \
                   frame-ancestors 'none'";

/// Who may frame us, as [`CSP`] says it.
const FRAMED_BY_NOBODY: &str = "frame-ancestors 'none'";

const CONTENT_SECURITY_POLICY: &str = "content-security-policy";

const HEADERS: &[(&str, &str)] = &[
    (CONTENT_SECURITY_POLICY, CSP),
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cross-origin-embedder-policy", "require-corp"),
    ("x-frame-options", "DENY"),
    // Nothing here is for those who search: a card, and what is shown of it by a link, least of all.
    ("x-robots-tag", "noindex"),
    (
        "permissions-policy",
        "camera=(self), microphone=(), geolocation=(self), payment=(), usb=(), interest-cohort=()",
    ),
];

/// How long files may be on their way: twenty megabytes by a slow line.
const UPLOAD_WITHIN: Duration = Duration::from_mins(5);

/// Bytes from which compressing pays.
const SHRINKS: usize = 1_024;

/// Lies by an answer that other sites may show or run, with a policy of its own for that.
#[derive(Clone, Copy)]
struct Embedded;

/// Headers that keep other sites from an answer, which an embedded one goes without.
const KEEPS_OUT: [&str; 2] = ["x-frame-options", CROSS_ORIGIN_RESOURCE_POLICY];
const CROSS_ORIGIN_RESOURCE_POLICY: &str = "cross-origin-resource-policy";

/// Lets these origins frame a page, beside ourselves, and nobody else. They are exact: see
/// [`shared::widgets::rules::parse_origin`].
pub fn framed_by(response: &mut Response, origins: &[String]) {
    let framed_by = format!("frame-ancestors 'self' {}", origins.join(" "));
    // What is no header's value frames nothing.
    let Ok(policy) = HeaderValue::from_str(&CSP.replace(FRAMED_BY_NOBODY, &framed_by)) else {
        return;
    };
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    embedded(response);
}

/// Lets any site fetch an answer.
pub fn embedded(response: &mut Response) {
    let anybody = HeaderValue::from_static("cross-origin");
    response.headers_mut().insert(CROSS_ORIGIN_RESOURCE_POLICY, anybody);
    response.set_data(Embedded);
}

tokio::task_local! {
    static REQUEST_ID: String;
}

/// The id of the request being answered, to be quoted to support.
pub fn current_request_id() -> Option<String> {
    REQUEST_ID.try_with(Clone::clone).ok()
}

pub struct Frame<E> {
    app: App,
    inner: E,
}

impl<E: Endpoint<Output = Response>> Frame<E> {
    pub fn new(app: App, inner: E) -> Self {
        Self { app, inner }
    }

    async fn answer(&self, mut request: Request, id: &str) -> Response {
        let address = self.address(&request);
        if let Err(failure) = self.check(&request, address) {
            return failure.into_response();
        }
        let origin = Origin {
            address: address.map(|address| address.to_string()),
            device: device(request.headers()),
            request_id: Some(id.to_owned()),
        };
        request.extensions_mut().insert(self.app.clone());
        request.extensions_mut().insert(origin);
        let mut limit = self.app.settings().request_timeout;
        if uploads(&request) {
            limit = limit.max(UPLOAD_WITHIN);
        }
        match tokio::time::timeout(limit, self.inner.get_response(request)).await {
            Ok(response) => response,
            Err(_) => Failure::from(Code::Timeout).into_response(),
        }
    }

    fn check(&self, request: &Request, address: Option<IpAddr>) -> Result<(), Failure> {
        if let Some(address) = address {
            self.app.limits().check_address(address)?;
            // What asks only is free; what is kept, sent or tried is counted.
            let asks = matches!(*request.method(), Method::GET | Method::HEAD);
            if !asks && signs_in(request.uri().path()) {
                self.app.limits().check_sign_in(address)?;
            }
        }
        // CSRF: the cookie is SameSite=Strict already; this also stops what an old browser lets by.
        let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
        if !safe && !self.same_origin(request.headers()) {
            return Err(Code::CrossSite.into());
        }
        Ok(())
    }

    /// A request that changes something names our origin, or comes from a program that sends
    /// none. Browsers always send one of the two headers with such a request.
    fn same_origin(&self, headers: &HeaderMap) -> bool {
        let ours = |value: &HeaderValue| value.as_bytes() == self.app.settings().origin.as_bytes();
        match (headers.get(header::ORIGIN), headers.get("sec-fetch-site")) {
            (Some(origin), _) => ours(origin),
            (None, Some(site)) => site == "same-origin" || site == "none",
            (None, None) => true,
        }
    }

    /// The address of the outermost hop we believe.
    fn address(&self, request: &Request) -> Option<IpAddr> {
        let peer = request.remote_addr().as_socket_addr()?.ip().to_canonical();
        let trusted = |address: &IpAddr| {
            self.app.settings().trusted_proxies.iter().any(|net| net.contains(address))
        };
        if !trusted(&peer) {
            return Some(peer);
        }
        let forwarded = request.headers().get_all("x-forwarded-for");
        let hops: Vec<IpAddr> = forwarded
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .filter_map(|hop| hop.trim().parse().ok())
            .collect();
        hops.into_iter().rev().find(|hop| !trusted(hop)).or(Some(peer))
    }
}

impl<E: Endpoint<Output = Response>> Endpoint for Frame<E> {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let id = Uuid::new_v4().simple().to_string();
        let started = Instant::now();
        let method = request.method().clone();
        let route = route_of(request.uri().path());
        let span = tracing::info_span!("request", id = %id, %method, route);
        let shrinks = matches!(route, "api" | "fhir") && takes_gzip(request.headers());
        let mut response =
            REQUEST_ID.scope(id.clone(), self.answer(request, &id)).instrument(span.clone()).await;
        if shrinks {
            response = shrink(response).await;
        }
        let status = response.status().as_u16();
        let seconds = started.elapsed().as_secs_f64();
        metrics::histogram!("medkarta_http_request_seconds", "route" => route, "status" => status_class(status))
            .record(seconds);
        span.in_scope(|| tracing::debug!(status, seconds, "answered"));
        let is_embedded = response.data::<Embedded>().is_some();
        self.dress(response.headers_mut(), &id, (route, is_embedded));
        Ok(response)
    }
}

impl<E> Frame<E> {
    fn dress(&self, headers: &mut HeaderMap, id: &str, (route, is_embedded): (&str, bool)) {
        for (name, value) in HEADERS {
            if is_embedded && KEEPS_OUT.contains(name) {
                continue;
            }
            let value = HeaderValue::from_static(value);
            // Somebody's file brings a stricter policy than the pages have.
            if *name != CONTENT_SECURITY_POLICY || !headers.contains_key(*name) {
                headers.insert(*name, value);
            }
        }
        if self.app.settings().origin.starts_with("https://") {
            let year = HeaderValue::from_static("max-age=31536000; includeSubDomains");
            headers.insert(header::STRICT_TRANSPORT_SECURITY, year);
        }
        if route == "api" && !headers.contains_key(header::CACHE_CONTROL) {
            headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        if let Ok(id) = HeaderValue::from_str(id) {
            headers.insert("x-request-id", id);
        }
    }
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    accepted.is_some_and(|accepted| super::assets::offers(accepted, "gzip"))
}

/// Compresses a JSON answer of some size. What an answer shrinks to tells an eavesdropper nothing
/// that its size did not: no other site can make a browser ask with the session's cookie
/// (SameSite=Strict), so nobody can put guesses beside secrets in it (BREACH).
async fn shrink(mut response: Response) -> Response {
    let is_json = response.content_type().is_some_and(|kind| {
        kind.starts_with("application/json") || kind.starts_with("application/fhir+json")
    });
    if !is_json || !response.status().is_success() {
        return response;
    }
    let Ok(plain) = response.take_body().into_bytes().await else { return response };
    let small = match plain.len() {
        SHRINKS.. => gzip(&plain),
        _ => None,
    };
    match small {
        Some(small) => {
            let headers = response.headers_mut();
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
            response.set_body(small);
        }
        None => response.set_body(plain),
    }
    response
}

fn gzip(plain: &[u8]) -> Option<Vec<u8>> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(plain).ok()?;
    encoder.finish().ok().filter(|small| small.len() < plain.len())
}

/// Whether a call brings files.
fn uploads(request: &Request) -> bool {
    let path = request.uri().path().strip_prefix(shared::contract::BASE);
    let call = path.and_then(|path| path.strip_prefix("/patients/"));
    let call = call.and_then(|rest| rest.split_once('/')).map(|(_, call)| call);
    *request.method() == Method::POST && call == Some("documents")
}

/// Whether a call shows who somebody is, or tries to: those are counted by themselves.
fn signs_in(path: &str) -> bool {
    const CALLS: [&str; 10] = [
        "demo",
        "sign-in",
        "registration",
        "recovery",
        "email",
        "invitation",
        "step-up",
        "shares",
        "guest-visits",
        "orders",
    ];
    let call = path.strip_prefix(shared::contract::BASE).and_then(|rest| rest.split('/').nth(1));
    call.is_some_and(|call| CALLS.contains(&call))
}

/// A coarse name for logs and metrics: a path holds ids, and ids do not belong in either.
fn route_of(path: &str) -> &'static str {
    match path.split('/').nth(1) {
        Some("api") => "api",
        Some("fhir") => "fhir",
        Some("assets" | "ui" | "widget.js" | "push.js") => "asset",
        Some("healthz" | "readyz" | "metrics") => "operations",
        _ => "page",
    }
}

const fn status_class(status: u16) -> &'static str {
    match status {
        100..=199 => "1xx",
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        _ => "5xx",
    }
}

fn device(headers: &HeaderMap) -> Option<String> {
    let agent = headers.get(header::USER_AGENT)?.to_str().ok()?;
    Some(agent.chars().take(200).collect())
}
