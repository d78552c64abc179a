//! Telling programs what becomes of the visits they booked (INT-10): signed, without a word of whose
//! visit it is, to an address of the open internet alone.

use std::time::Duration;

use hmac::{Hmac, KeyInit as _, Mac as _};
use reqwest::header::CONTENT_TYPE;
use sea_orm::DatabaseTransaction;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sha2::Sha256;
use shared::appointments::model::{BookingChannel, VisitEvent, VisitState};
use shared::format;
use shared::id::{AppointmentId, OrganizationId};
use shared::interop::booking::{BookingEvent, TOLD_FOR, status, told};
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::service::Error;
use super::store::programs::{self as store, Grant};
use super::store::visits::Visit;
use crate::app::{App, micros, moment};
use crate::interop::program;
use crate::jobs::{self, EnqueueError};
use crate::keys::{Place, SealError};
use crate::outward;

/// How long an answer is waited for: others wait for the same worker.
const PATIENCE: Duration = Duration::from_secs(5);
const SECOND: i64 = 1_000_000;
/// Between two tries, at most.
const PAUSE_MAX: i64 = 3_600 * SECOND;

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
    let (client, url) = outward::client(app, address, PATIENCE).await?;
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
    // It takes a key of any length.
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key.as_bytes()) else { return String::new() };
    mac.update(format!("{at}.{body}").as_bytes());
    format::hex(&mac.finalize().into_bytes())
}
