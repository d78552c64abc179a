//! Durable jobs: enqueued in the transaction that causes them, done at least once by some node.

use std::time::Duration;

use sea_orm::sea_query::{Expr, LockBehavior, LockType, Order, Query};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExprTrait as _};
use tokio_util::sync::CancellationToken;
use uuid::Uuid;

use crate::app::App;
use crate::interop::{feed, program};
use crate::keys::{Place, SealError};
use crate::{
    accounts, anomalies, appointments, consent, files, journal, notifications, representatives,
    results, widgets,
};

/// Everything that can wait in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Removes sessions that ended, what else of accounts and messages is over and files that
    /// nothing names, and enqueues itself again.
    PurgeSessions,
    /// Sends the link of «Забыли пароль?», if there is whom to send it to.
    Recovery,
    /// Reminds doctors of critical values nobody has acknowledged, and enqueues itself again.
    RemindCritical,
    /// Tells a patient that somebody asks for the card, if there is a card of that number.
    TellAccessAsked,
    /// Tells patients who looked at their cards, where that is due, and enqueues itself again.
    SendDigests,
    /// Tells patients, and who acted for them, of rights that ended by time, and enqueues itself
    /// again.
    TellRepresentationsEnded,
    /// Looks through the journal's new lines for what is unusual, and enqueues itself again.
    WatchAnomalies,
    /// Reminds patients of their visits, and enqueues itself again.
    RemindVisits,
    /// Offers what is free to those who wait, and enqueues itself again.
    OfferTimes,
    /// The same at once, where a time has just been freed.
    OfferFreed,
    /// Tells a program what became of a visit it booked.
    TellProgram,
}

impl Kind {
    const fn word(self) -> &'static str {
        match self {
            Self::PurgeSessions => "accounts.purge_sessions",
            Self::Recovery => "accounts.recovery",
            Self::RemindCritical => "results.remind_critical",
            Self::TellAccessAsked => "consent.tell_asked",
            Self::SendDigests => "journal.send_digests",
            Self::TellRepresentationsEnded => "representatives.tell_ended",
            Self::WatchAnomalies => "anomalies.watch",
            Self::RemindVisits => "appointments.remind",
            Self::OfferTimes => "appointments.offer",
            Self::OfferFreed => "appointments.offer_freed",
            Self::TellProgram => "appointments.tell_program",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        [
            Self::PurgeSessions,
            Self::Recovery,
            Self::RemindCritical,
            Self::TellAccessAsked,
            Self::SendDigests,
            Self::TellRepresentationsEnded,
            Self::WatchAnomalies,
            Self::RemindVisits,
            Self::OfferTimes,
            Self::OfferFreed,
            Self::TellProgram,
        ]
        .into_iter()
        .find(|kind| kind.word() == word)
    }
}

/// A job taken from the queue, held until `LEASE` is over.
struct Taken {
    id: Uuid,
    kind: String,
    sealed: Vec<u8>,
    attempts: i32,
}

const SECOND: i64 = 1_000_000;
/// A worker that dies leaves its job to another one after this long.
const LEASE: i64 = 5 * 60 * SECOND;
const POLL: Duration = Duration::from_secs(1);
const PURGE_EVERY: i64 = 3_600 * SECOND;
const REMIND_EVERY: i64 = 5 * 60 * SECOND;
const DIGESTS_EVERY: i64 = 10 * 60 * SECOND;
const WATCH_EVERY: i64 = 5 * SECOND;
const VISITS_EVERY: i64 = 60 * SECOND;
/// What is done again and again, and how often.
const ROUNDS: [(Kind, i64); 7] = [
    (Kind::PurgeSessions, PURGE_EVERY),
    (Kind::RemindCritical, REMIND_EVERY),
    (Kind::SendDigests, DIGESTS_EVERY),
    (Kind::TellRepresentationsEnded, DIGESTS_EVERY),
    (Kind::WatchAnomalies, WATCH_EVERY),
    (Kind::RemindVisits, VISITS_EVERY),
    (Kind::OfferTimes, VISITS_EVERY),
];
/// After this many tries a job stays failed and is shown in `/metrics`.
const ATTEMPTS: i32 = 10;

/// Puts a job without a payload into the queue, in the caller's transaction.
pub async fn enqueue(
    db: &impl ConnectionTrait,
    id: Uuid,
    kind: Kind,
    run_at: i64,
    now: i64,
) -> Result<(), DbErr> {
    insert(db, id, kind, Vec::new(), run_at, now).await
}

/// Puts a job with what it is about, sealed, into the queue, to be done at once.
pub async fn enqueue_with(
    app: &App,
    db: &impl ConnectionTrait,
    id: Uuid,
    kind: Kind,
    payload: &impl serde::Serialize,
    now: i64,
) -> Result<(), EnqueueError> {
    enqueue_later(app, db, id, kind, payload, (now, now)).await
}

/// The same, not to be done before a moment.
pub async fn enqueue_later(
    app: &App,
    db: &impl ConnectionTrait,
    id: Uuid,
    kind: Kind,
    payload: &impl serde::Serialize,
    (run_at, now): (i64, i64),
) -> Result<(), EnqueueError> {
    let sealed = app.keys().deployment().service.seal_json(&place(id), payload)?;
    Ok(insert(db, id, kind, sealed, run_at, now).await?)
}

#[derive(Debug, thiserror::Error)]
pub enum EnqueueError {
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Db(#[from] DbErr),
}

fn place(id: Uuid) -> Place {
    Place { table: "job", row: id, owner: Uuid::nil(), version: 0 }
}

async fn insert(
    db: &impl ConnectionTrait,
    id: Uuid,
    kind: Kind,
    sealed: Vec<u8>,
    run_at: i64,
    now: i64,
) -> Result<(), DbErr> {
    let insert = Query::insert()
        .into_table("job")
        .columns(["id", "kind", "sealed", "run_at", "attempts", "created_at"])
        .values_panic([
            id.into(),
            kind.word().into(),
            sealed.into(),
            run_at.into(),
            0.into(),
            now.into(),
        ])
        .to_owned();
    db.execute(&insert).await.map(drop)
}

/// Works until told to stop; a job in hand is finished first.
pub async fn work(app: App, stop: CancellationToken) {
    for (kind, _) in ROUNDS {
        if let Err(error) = enqueue_once(&app, kind).await {
            tracing::warn!(%error, kind = kind.word(), "not enqueued");
        }
    }
    while !stop.is_cancelled() {
        app.limits().forget_idle();
        crate::http::fold_metrics();
        match run_one(&app).await {
            Ok(true) => continue,
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "the job queue does not answer"),
        }
        tokio::select! { () = tokio::time::sleep(POLL) => {}, () = stop.cancelled() => {} }
    }
}

/// Does the next due job. Says whether there was one.
pub async fn run_one(app: &App) -> Result<bool, DbErr> {
    let Some(job) = take(app).await? else { return Ok(false) };
    let result = match Kind::parse(&job.kind) {
        Some(Kind::PurgeSessions) => match purge(app).await {
            Ok(()) => files::sweep(app).await.map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        },
        Some(Kind::Recovery) => recovery(app, &job).await.map_err(|error| error.to_string()),
        Some(Kind::RemindCritical) => results::remind(app).await.map_err(|error| error.to_string()),
        Some(Kind::TellAccessAsked) => {
            tell_asked(app, &job).await.map_err(|error| error.to_string())
        }
        Some(Kind::SendDigests) => journal::send_due(app).await.map_err(|error| error.to_string()),
        Some(Kind::TellRepresentationsEnded) => {
            representatives::tell_ended(app).await.map_err(|error| error.to_string())
        }
        Some(Kind::WatchAnomalies) => {
            anomalies::watch(app).await.map_err(|error| error.to_string())
        }
        Some(Kind::RemindVisits) => {
            appointments::remind(app).await.map_err(|error| error.to_string())
        }
        Some(Kind::OfferTimes | Kind::OfferFreed) => {
            appointments::offer(app).await.map_err(|error| error.to_string())
        }
        Some(Kind::TellProgram) => tell_program(app, &job).await.map_err(|error| error.to_string()),
        // A newer node wrote it: leave it to one.
        None => Err("unknown kind".to_owned()),
    };
    let tx = app.db().begin().await?;
    let now = app.now_micros();
    match result {
        Ok(()) => {
            finish(&tx, &job, now).await?;
            for (kind, every) in ROUNDS {
                if Kind::parse(&job.kind) == Some(kind) {
                    enqueue(&tx, app.new_id(), kind, now + every, now).await?;
                }
            }
        }
        Err(failure) => {
            tracing::warn!(kind = job.kind, attempts = job.attempts, failure, "a job failed");
            metrics::counter!("medkarta_job_failures_total").increment(1);
            retry(&tx, &job, &failure, now).await?;
        }
    }
    tx.commit().await?;
    Ok(true)
}

async fn purge(app: &App) -> Result<(), accounts::Error> {
    accounts::purge(app).await?;
    notifications::purge(app).await?;
    program::purge(app.db().write(), app.now_micros()).await?;
    feed::purge(app).await?;
    consent::purge(app).await?;
    representatives::purge(app).await?;
    appointments::purge(app).await?;
    widgets::purge(app).await?;
    Ok(())
}

async fn tell_asked(app: &App, job: &Taken) -> Result<(), consent::Error> {
    let service = &app.keys().deployment().service;
    let request = service.unseal_json(&place(job.id), &job.sealed)?;
    consent::tell_asked(app, request).await
}

async fn tell_program(app: &App, job: &Taken) -> Result<(), appointments::Error> {
    let service = &app.keys().deployment().service;
    let delivery = service.unseal_json(&place(job.id), &job.sealed)?;
    appointments::deliver(app, delivery).await
}

async fn recovery(app: &App, job: &Taken) -> Result<(), accounts::Error> {
    let service = &app.keys().deployment().service;
    let payload = service.unseal_json(&place(job.id), &job.sealed)?;
    accounts::send_recovery_link(app, &payload).await
}

async fn take(app: &App) -> Result<Option<Taken>, DbErr> {
    let tx = app.db().begin().await?;
    let now = app.now_micros();
    let mut select = Query::select()
        .columns(["id", "kind", "sealed", "attempts"])
        .from("job")
        .and_where(Expr::col("done_at").is_null())
        .and_where(Expr::col("run_at").lte(now))
        .and_where(Expr::col("attempts").lt(ATTEMPTS))
        .and_where(Expr::col("locked_until").is_null().or(Expr::col("locked_until").lt(now)))
        .order_by("run_at", Order::Asc)
        .limit(1)
        .to_owned();
    if tx.get_database_backend() == DbBackend::Postgres {
        select.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    let Some(row) = tx.query_one(&select).await? else {
        tx.rollback().await?;
        return Ok(None);
    };
    let job = Taken {
        id: row.try_get("", "id")?,
        kind: row.try_get("", "kind")?,
        sealed: row.try_get("", "sealed")?,
        attempts: row.try_get::<i32>("", "attempts")? + 1,
    };
    let update = Query::update()
        .table("job")
        .value("locked_until", now + LEASE)
        .value("attempts", job.attempts)
        .and_where(Expr::col("id").eq(job.id))
        .to_owned();
    tx.execute(&update).await?;
    tx.commit().await?;
    Ok(Some(job))
}

async fn finish(db: &impl ConnectionTrait, job: &Taken, now: i64) -> Result<(), DbErr> {
    let delete = Query::delete()
        .from_table("job")
        .and_where(Expr::col("done_at").lt(now - PURGE_EVERY))
        .to_owned();
    db.execute(&delete).await?;
    let update = Query::update()
        .table("job")
        .value("done_at", now)
        .and_where(Expr::col("id").eq(job.id))
        .to_owned();
    db.execute(&update).await.map(drop)
}

async fn retry(
    db: &impl ConnectionTrait,
    job: &Taken,
    failure: &str,
    now: i64,
) -> Result<(), DbErr> {
    let wait = SECOND << job.attempts.clamp(0, 12);
    let update = Query::update()
        .table("job")
        .value("locked_until", Option::<i64>::None)
        .value("run_at", now + wait)
        .value("failure", failure)
        .and_where(Expr::col("id").eq(job.id))
        .to_owned();
    db.execute(&update).await.map(drop)
}

/// One of these is always waiting; several nodes starting together may make a few, which is
/// harmless.
async fn enqueue_once(app: &App, kind: Kind) -> Result<(), DbErr> {
    let waiting = Query::select()
        .column("id")
        .from("job")
        .and_where(Expr::col("done_at").is_null())
        .and_where(Expr::col("kind").eq(kind.word()))
        .limit(1)
        .to_owned();
    if app.db().read().query_one(&waiting).await?.is_some() {
        return Ok(());
    }
    let now = app.now_micros();
    enqueue(app.db().write(), app.new_id(), kind, now, now).await
}
