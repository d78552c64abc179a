//! Telling programs what becomes of the visits they booked (INT-10): signed, without a word of whose
//! visit it is, to an address of the open internet alone.

use std::fmt::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::Url;
use reqwest::header::CONTENT_TYPE;
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::Sha256;
use shared::appointments::model::{BookingChannel, VisitEvent, VisitState};
use shared::id::{AppointmentId, OrganizationId};
use shared::interop::booking::{BookingEvent, TOLD_FOR, is_public, status, told};
use time::format_description::well_known::Rfc3339;
use url::Host;
use uuid::Uuid;

use super::service::Error;
use super::store::programs::{self as store, Grant};
use super::store::visits::Visit;
use crate::app::{App, micros, moment};
use crate::interop::program;
use crate::jobs::{self, EnqueueError};
use crate::keys::{Place, SealError};

/// How long an answer is waited for: others wait for the same worker.
const PATIENCE: Duration = Duration::from_secs(5);
const SECOND: i64 = 1_000_000;
/// Between two tries, at most.
const PAUSE_MAX: i64 = 3_600 * SECOND;
const ADDRESS_MAX: usize = 2_000;
/// How this machine is named.
const LOCAL: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Something a program is to be told, as it waits in the queue.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Delivery {
    /// The same at each try.
    id: Uuid,
    program: Uuid,
    organization: OrganizationId,
    event: BookingEvent,
    appointment: AppointmentId,
    state: VisitState,
    /// In microseconds, as `at`, when it happened.
    starts_at: i64,
    at: i64,
    /// Tries that failed.
    tries: u32,
}

/// Where the key of what a program is told lies sealed.
pub fn place(program: Uuid, organization: OrganizationId) -> Place {
    Place { table: "program_booking", row: program, owner: organization.0, version: 0 }
}

/// Has the program told that booked a visit; nobody where none did, or none wants to be told.
pub async fn tell(
    app: &App,
    tx: &DatabaseTransaction,
    visit: &Visit,
    event: VisitEvent,
) -> Result<(), Error> {
    let Some(event) = told(event).filter(|_| visit.channel == BookingChannel::Program) else {
        return Ok(());
    };
    let Some(booked) = store::of_visit(tx, visit.id).await? else { return Ok(()) };
    let grant = store::find_grant(tx, booked.program, booked.organization).await?;
    if grant.is_none_or(|grant| grant.webhook.is_none()) {
        return Ok(());
    }
    let now = app.now_micros();
    let delivery = Delivery {
        id: app.new_id(),
        program: booked.program,
        organization: booked.organization,
        event,
        appointment: visit.id,
        state: visit.state,
        starts_at: visit.starts_at,
        at: now,
        tries: 0,
    };
    enqueue(app, tx, &delivery, (now, now)).await
}

async fn enqueue(
    app: &App,
    db: &impl sea_orm::ConnectionTrait,
    delivery: &Delivery,
    when: (i64, i64),
) -> Result<(), Error> {
    let kind = jobs::Kind::TellProgram;
    match jobs::enqueue_later(app, db, app.new_id(), kind, delivery, when).await {
        Ok(()) => Ok(()),
        Err(EnqueueError::Seal(error)) => Err(error.into()),
        Err(EnqueueError::Db(error)) => Err(error.into()),
    }
}

/// Tells a program once. What fails is tried again, later and later, for a day.
pub async fn deliver(app: &App, delivery: Delivery) -> Result<(), Error> {
    let db = app.db().read();
    let grant = store::find_grant(db, delivery.program, delivery.organization).await?;
    let program = program::find(db, delivery.program).await?;
    let Some(grant) = grant.filter(|_| program.is_some_and(|it| it.revoked_at.is_none())) else {
        return Ok(());
    };
    let Some((address, key)) = opened(app, &grant)? else { return Ok(()) };
    let Err(failure) = send(app, (&address, &key), &delivery).await else { return Ok(()) };
    let now = app.now_micros();
    let pause = (10 * SECOND) << delivery.tries.min(9);
    let next = now + pause.min(PAUSE_MAX);
    if next > delivery.at + micros(moment(0) + TOLD_FOR) {
        tracing::warn!(program = %delivery.program, failure, "a program was not told of a visit");
        return Ok(());
    }
    tracing::info!(program = %delivery.program, failure, "a program is told of a visit later");
    let again = Delivery { tries: delivery.tries.saturating_add(1), ..delivery };
    enqueue(app, app.db().write(), &again, (next, now)).await
}

/// Where a program is told, and what that is signed with.
fn opened(app: &App, grant: &Grant) -> Result<Option<(String, String)>, SealError> {
    let Some((address, sealed)) = &grant.webhook else { return Ok(None) };
    let service = &app.keys().deployment().service;
    let key = service.unseal_json(&place(grant.program, grant.organization), sealed)?;
    Ok(Some((address.clone(), key)))
}

async fn send(app: &App, (address, key): (&str, &str), delivery: &Delivery) -> Result<(), String> {
    let url = check_address(app, address)?;
    let addresses = resolve(app, &url).await?;
    crate::choose_ciphers();
    // Only those that were looked at: a name that means something else a moment later does not lead
    // anywhere else.
    let client = reqwest::Client::builder()
        .timeout(PATIENCE)
        .redirect(reqwest::redirect::Policy::none())
        .no_proxy()
        .resolve_to_addrs(url.host_str().unwrap_or_default(), &addresses)
        .build()
        .map_err(|error| error.to_string())?;
    let written = |at: i64| moment(at).format(&Rfc3339).unwrap_or_default();
    let body = json!({
        "event": delivery.event,
        "appointment": delivery.appointment,
        "status": status(delivery.state),
        "start": written(delivery.starts_at),
        "at": written(delivery.at),
        "delivery": delivery.id,
    });
    let body = body.to_string();
    let at = app.now().unix_timestamp();
    let request = client
        .post(url)
        .header(CONTENT_TYPE, "application/json")
        .header("Medkarta-Signature", format!("t={at},v1={}", signature(key, at, &body)))
        .body(body);
    let answer = request.send().await.map_err(|error| error.without_url().to_string())?;
    if answer.status().is_success() {
        return Ok(());
    }
    Err(format!("HTTP {}", answer.status().as_u16()))
}

/// HMAC-SHA256 of the second it is sent in, a point and the body; in small hexadecimal digits.
fn signature(key: &str, at: i64, body: &str) -> String {
    let mut hex = String::with_capacity(64);
    // It takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return hex };
    mac.update(format!("{at}.{body}").as_bytes());
    for byte in mac.finalize().into_bytes() {
        // Writing to a text does not fail.
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

/// Whether this server is itself one of this machine alone, as the demo and tests are: only such a
/// one tells programs beside it.
fn is_local(app: &App) -> bool {
    let origin = app.settings().origin.parse::<Url>().ok();
    origin.is_some_and(|origin| {
        origin.scheme() == "http" && origin.host_str().is_some_and(|host| LOCAL.contains(&host))
    })
}

/// An address programs may be told at: `https`, without a name and a password in it.
pub fn check_address(app: &App, address: &str) -> Result<Url, String> {
    let wrong = |what: &str| Err(format!("the webhook's address {what}"));
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
    let port = url.port_or_known_default().ok_or("the webhook's address names no port")?;
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
        return Err("the webhook's address is not of the open internet".to_owned());
    }
    Ok(found)
}
