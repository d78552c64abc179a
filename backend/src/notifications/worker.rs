//! Sends what waits, so many at a time.

use std::time::Duration;

use futures_util::future::join_all;
use tokio_util::sync::CancellationToken;

use shared::notifications::model::Channel;

use super::centre;
use super::provider::{Receipt, SendError};
use super::service::{Error, render, unseal};
use super::store::{self, Row};
use crate::app::App;

const SECOND: i64 = 1_000_000;
/// A worker that dies leaves its messages to another one after this long; longer than a try.
const LEASE: i64 = 60 * SECOND;
/// How long a provider may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// Tries by one way before the next is taken, where there is one.
const ATTEMPTS: i32 = 4;
/// The longest wait between two tries, in seconds.
const LONGEST_WAIT: i64 = 300;
const AT_ONCE: u64 = 8;
/// How often a receipt looks for its message.
const RECEIPT_TRIES: u32 = 10;
const POLL: Duration = Duration::from_millis(500);
/// Kept after they were sent, for support.
const KEPT: i64 = 7 * 24 * 3_600 * SECOND;

/// Works until told to stop; what is being sent is finished first.
pub async fn work(app: App, stop: CancellationToken) {
    let hearing = [Channel::Sms, Channel::Email]
        .map(|channel| tokio::spawn(hear(app.clone(), channel, stop.clone())));
    send(&app, &stop).await;
    for heard in hearing {
        // Ends with `stop`; a panic in it was told already.
        let _ = heard.await;
    }
}

/// Keeps what a provider tells of messages it took.
async fn hear(app: App, channel: Channel, stop: CancellationToken) {
    let Some(provider) = app.providers().of(channel) else { return };
    loop {
        let receipt = tokio::select! {
            receipt = provider.next_receipt() => receipt,
            () = stop.cancelled() => return,
        };
        if let Err(error) = keep_receipt(&app, &receipt).await {
            tracing::warn!(%error, "a delivery receipt was not kept");
        }
    }
}

/// Marks a message as arrived; one that never will takes its next way, if it has one. A receipt
/// may come before the sending is written down.
pub async fn keep_receipt(app: &App, receipt: &Receipt) -> Result<(), Error> {
    let db = app.db().write();
    for _ in 0..RECEIPT_TRIES {
        let Some(row) = store::find_sent(db, &receipt.reference).await? else {
            tokio::time::sleep(POLL).await;
            continue;
        };
        if receipt.arrived {
            return Ok(store::delivered(db, row.id).await?);
        }
        let letter = unseal(app, row.id, &row.sealed)?;
        if row.way + 1 < letter.ways.len() {
            return Ok(store::again(db, row.id, row.way + 1, 0, app.now_micros()).await?);
        }
        return fail(app, &row).await;
    }
    Ok(())
}

async fn send(app: &App, stop: &CancellationToken) {
    while !stop.is_cancelled() {
        match run_once(app).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => tracing::warn!(%error, "the queue of messages does not answer"),
        }
        tokio::select! { () = tokio::time::sleep(POLL) => {}, () = stop.cancelled() => {} }
    }
}

/// Sends what is due now, at most so many. Says how many were tried.
pub async fn run_once(app: &App) -> Result<usize, Error> {
    let now = app.now_micros();
    if !store::is_due(app.db().read(), now).await? {
        return Ok(0);
    }
    let tx = app.db().begin().await?;
    let rows = store::take(&tx, AT_ONCE, now, now + LEASE).await?;
    tx.commit().await?;
    let results = join_all(rows.iter().map(|row| deliver(app, row))).await;
    for result in results {
        result?;
    }
    Ok(rows.len())
}

/// Removes messages whose story is over, and what was told long ago.
pub async fn purge(app: &App) -> Result<u64, Error> {
    centre::purge(app).await?;
    Ok(store::purge(app.db().write(), app.now_micros() - KEPT).await?)
}

async fn deliver(app: &App, row: &Row) -> Result<(), Error> {
    let db = app.db().write();
    let letter = unseal(app, row.id, &row.sealed)?;
    if app.now_micros() > letter.useless_after {
        tracing::warn!(message = %row.id, "a message was not sent in time");
        return fail(app, row).await;
    }
    let Some((channel, outgoing)) = render(app, row.id, &letter, row.way) else {
        return fail(app, row).await;
    };
    let sending = async {
        match app.providers().of(channel) {
            Some(provider) => provider.send(&outgoing).await,
            None => centre::send(app, &outgoing).await,
        }
    };
    let result = tokio::time::timeout(PATIENCE, sending).await;
    let result = result.unwrap_or_else(|_| Err(SendError::Later("no answer in time".into())));
    let now = app.now_micros();
    let has_next = row.way + 1 < letter.ways.len();
    match result {
        Ok(delivered) => {
            metrics::counter!("medkarta_messages_sent_total").increment(1);
            store::sent(db, row.id, delivered.reference, now).await?;
        }
        Err(SendError::Later(reason)) if row.attempts < ATTEMPTS || !has_next => {
            tracing::warn!(message = %row.id, channel = channel.wire(), attempts = row.attempts, reason, "a message waits");
            let wait = (1i64 << row.attempts.clamp(0, 20)).min(LONGEST_WAIT) * SECOND;
            store::again(db, row.id, row.way, row.attempts, now + wait).await?;
        }
        Err(error) if has_next => {
            tracing::warn!(message = %row.id, channel = channel.wire(), %error, "a message takes its next way");
            store::again(db, row.id, row.way + 1, 0, now).await?;
        }
        Err(error) => {
            tracing::error!(message = %row.id, channel = channel.wire(), %error, "a message failed");
            return fail(app, row).await;
        }
    }
    Ok(())
}

async fn fail(app: &App, row: &Row) -> Result<(), Error> {
    metrics::counter!("medkarta_message_failures_total").increment(1);
    Ok(store::failed(app.db().write(), row.id).await?)
}
