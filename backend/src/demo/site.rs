//! The site of the demo clinic, on another origin than the portal's: there one sees widgets where they belong, under as
//! strict a content policy as a site may have.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use poem::http::{Method, StatusCode};
use poem::{Endpoint, Request, Response};
use tokio_util::sync::CancellationToken;

use super::people::CLINIC;
use crate::http::{self, Listening};

/// Where the site listens, when it is not to be [`USUAL`].
const VARIABLE: &str = "MEDKARTA_CLINIC_LISTEN";
const USUAL: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8081);

const PAGE: &str = include_str!("../../../assets/clinic/index.html");
const STYLE: &str = include_str!("../../../assets/clinic/clinic.css");

/// The site, listening.
pub struct Site {
    listening: Listening,
    pages: Pages,
}

/// Opens the site of the demo clinic; without it the demo goes on.
pub async fn open(portal: &str) -> Option<Site> {
    let given = std::env::var(VARIABLE).ok();
    let address = match given.as_deref().map(str::parse) {
        None => USUAL,
        Some(Ok(address)) => address,
        Some(Err(_)) => {
            tracing::warn!(
                "{VARIABLE} is no address and port: the demo clinic's site is not served"
            );
            return None;
        }
    };
    match http::listen(address, None).await {
        Ok(listening) => Some(Site { listening, pages: Pages::of(portal) }),
        Err(_) => {
            tracing::warn!(
                %address,
                "the demo clinic's site is not served: the address is taken; set {VARIABLE} to another"
            );
            None
        }
    }
}

impl Site {
    /// What to type into a browser.
    pub fn address(&self) -> String {
        let address = self.listening.address().unwrap_or(USUAL);
        let host = if address.ip().is_loopback() {
            "localhost".to_owned()
        } else {
            address.ip().to_string()
        };
        format!("http://{host}:{}", address.port())
    }

    /// Serves until it is to stop.
    pub async fn serve(self, stop: CancellationToken) {
        self.listening.serve(self.pages, stop.cancelled_owned()).await;
    }
}

/// The two files of the site.
struct Pages {
    page: String,
    policy: String,
}

impl Pages {
    fn of(portal: &str) -> Self {
        let page = PAGE.replace("{portal}", portal).replace("{clinic}", &CLINIC.to_string());
        // What a site needs for widgets are the first two of these; docs/widgets.md says so.
        let policy = format!(
            "default-src 'none'; script-src {portal}; frame-src {portal}; style-src 'self'; \
             base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        );
        Self { page, policy }
    }
}

impl Endpoint for Pages {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
        let (status, kind, body) = match request.uri().path() {
            "/" if is_read => (StatusCode::OK, "text/html; charset=utf-8", self.page.clone()),
            "/clinic.css" if is_read => {
                (StatusCode::OK, "text/css; charset=utf-8", STYLE.to_owned())
            }
            _ => (StatusCode::NOT_FOUND, "text/plain; charset=utf-8", String::new()),
        };
        Ok(Response::builder()
            .status(status)
            .header("content-security-policy", &self.policy)
            .header("x-content-type-options", "nosniff")
            .header("referrer-policy", "strict-origin-when-cross-origin")
            .header("cache-control", "no-cache")
            .content_type(kind)
            .body(body))
    }
}
