//! Calls from here to addresses that somebody else gave: to the open internet alone, so that nobody
//! makes this server look at what stands beside it (OWASP SSRF).

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use reqwest::{Client, Url};
use shared::interop::booking::is_public;
use url::Host;

use crate::app::App;

/// How long a name server may take.
const PATIENCE: Duration = Duration::from_secs(5);
const ADDRESS_MAX: usize = 2_000;
/// How this machine is named.
const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// What calls an address, and that address: it leads to the machines that were looked at and to no
/// other, also where its name means something else a moment later, and where it answers with a way
/// elsewhere.
///
/// # Errors
/// Why it may not be called; neither the address nor what it names is in it.
pub async fn client(app: &App, address: &str, patience: Duration) -> Result<(Client, Url), String> {
    let url = check_address(app, address)?;
    let addresses = resolve(app, &url).await?;
    crate::choose_ciphers();
    let client = Client::builder()
        .timeout(patience)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .resolve_to_addrs(url.host_str().unwrap_or_default(), &addresses)
        .build()
        .map_err(|error| error.without_url().to_string())?;
    Ok((client, url))
}

/// Whether this server is itself one of this machine alone, as the demo and tests are: only such a
/// one calls what stands beside it.
fn is_local(app: &App) -> bool {
    let origin = app.settings().origin.parse::<Url>().ok();
    origin.is_some_and(|origin| {
        origin.scheme() == "http" && origin.host_str().is_some_and(|host| LOCAL.contains(&host))
    })
}

/// An address that may be called: `https`, without a name and a password in it.
///
/// # Errors
/// What is wrong with it.
pub fn check_address(app: &App, address: &str) -> Result<Url, String> {
    let wrong = |what: &str| Err(format!("the address {what}"));
    let Ok(url) = address.parse::<Url>() else { return wrong("is none") };
    if address.len() > ADDRESS_MAX {
        return wrong("is too long");
    }
    let is_here = is_local(app) && url.host_str().is_some_and(|host| LOCAL.contains(&host));
    if url.scheme() != "https" && !(is_here && url.scheme() == "http") {
        return wrong("is not https");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return wrong("holds a password");
    }
    let literal = match url.host() {
        Some(Host::Ipv4(address)) => Some(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => Some(IpAddr::V6(address)),
        Some(Host::Domain(_)) => None,
        None => return wrong("names no host"),
    };
    if literal.is_some_and(|literal| !may_reach(app, literal)) {
        return wrong("is not of the open internet");
    }
    Ok(url)
}

fn may_reach(app: &App, address: IpAddr) -> bool {
    is_public(address) || (is_local(app) && address.is_loopback())
}

/// Where an address leads: nowhere but to the open internet.
async fn resolve(app: &App, url: &Url) -> Result<Vec<SocketAddr>, String> {
    let port = url.port_or_known_default().ok_or("the address names no port")?;
    let found: Vec<SocketAddr> = match url.host() {
        Some(Host::Ipv4(address)) => vec![SocketAddr::from((address, port))],
        Some(Host::Ipv6(address)) => vec![SocketAddr::from((address, port))],
        Some(Host::Domain(name)) => {
            let found = tokio::time::timeout(PATIENCE, tokio::net::lookup_host((name, port)));
            let found = found.await.map_err(|_| "the name server does not answer".to_owned())?;
            found.map_err(|error| error.to_string())?.collect()
        }
        None => Vec::new(),
    };
    if found.is_empty() || !found.iter().all(|address| may_reach(app, address.ip())) {
        return Err("the address is not of the open internet".to_owned());
    }
    Ok(found)
}
