//! The queue of messages in the database.

use sea_orm::sea_query::{Expr, LockBehavior, LockType, OnConflict, Order, Query, UpdateStatement};
use sea_orm::{ConnectionTrait, DbBackend, DbErr, ExprTrait as _, QueryResult};
use shared::notifications::model::Delivery;
use uuid::Uuid;

/// A message in the queue.
pub struct Row {
    pub id: Uuid,
    pub sealed: Vec<u8>,
    pub state: Delivery,
    /// Which of its ways is being tried, from 0.
    pub way: usize,
    /// Tries by this way, the present one included.
    pub attempts: i32,
    pub created_at: i64,
}

const COLUMNS: [&str; 6] = ["id", "sealed", "state", "way", "attempts", "created_at"];

/// A second message of the same event is not kept. Sent from `run_at` on.
pub async fn insert(
    db: &impl ConnectionTrait,
    id: Uuid,
    event: &[u8; 32],
    sealed: Vec<u8>,
    (run_at, now): (i64, i64),
) -> Result<(), DbErr> {
    let insert = Query::insert()
        .into_table("message")
        .columns(["id", "event", "sealed", "state", "way", "attempts", "run_at", "created_at"])
        .values_panic([
            id.into(),
            event.to_vec().into(),
            sealed.into(),
            Delivery::Waiting.wire().into(),
            0.into(),
            0.into(),
            run_at.into(),
            now.into(),
        ])
        .on_conflict(OnConflict::column("event").do_nothing().to_owned())
        .to_owned();
    db.execute(&insert).await.map(drop)
}

/// Takes up to `most` due messages and holds them until `lease`.
pub async fn take(
    db: &impl ConnectionTrait,
    most: u64,
    now: i64,
    lease: i64,
) -> Result<Vec<Row>, DbErr> {
    let free = Expr::col("locked_until").is_null().or(Expr::col("locked_until").lt(now));
    let mut select = Query::select()
        .columns(COLUMNS)
        .from("message")
        .and_where(Expr::col("state").eq(Delivery::Waiting.wire()))
        .and_where(Expr::col("run_at").lte(now))
        .and_where(free)
        .order_by("run_at", Order::Asc)
        .limit(most)
        .to_owned();
    if db.get_database_backend() == DbBackend::Postgres {
        select.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked);
    }
    let rows = db.query_all(&select).await?;
    let mut rows = rows.iter().map(row).collect::<Result<Vec<_>, _>>()?;
    if !rows.is_empty() {
        let hold = Query::update()
            .table("message")
            .value("locked_until", lease)
            .value("attempts", Expr::col("attempts").add(1))
            .and_where(Expr::col("id").is_in(rows.iter().map(|row| row.id)))
            .to_owned();
        db.execute(&hold).await?;
    }
    for row in &mut rows {
        row.attempts += 1;
    }
    Ok(rows)
}

/// Whether there is something to take: asked outside a transaction, so that an empty queue costs
/// no write lock.
pub async fn is_due(db: &impl ConnectionTrait, now: i64) -> Result<bool, DbErr> {
    let select = Query::select()
        .column("id")
        .from("message")
        .and_where(Expr::col("state").eq(Delivery::Waiting.wire()))
        .and_where(Expr::col("run_at").lte(now))
        .limit(1)
        .to_owned();
    Ok(db.query_one(&select).await?.is_some())
}

pub async fn sent(
    db: &impl ConnectionTrait,
    id: Uuid,
    reference: Option<String>,
    now: i64,
) -> Result<(), DbErr> {
    let mut update = of(id);
    update
        .value("state", Delivery::Sent.wire())
        .value("provider_ref", reference)
        .value("sent_at", now);
    db.execute(&update).await.map(drop)
}

/// To be tried again at `run_at`, by the same way or by the next.
pub async fn again(
    db: &impl ConnectionTrait,
    id: Uuid,
    way: usize,
    attempts: i32,
    run_at: i64,
) -> Result<(), DbErr> {
    let mut update = of(id);
    update
        .value("state", Delivery::Waiting.wire())
        .value("way", i32::try_from(way).unwrap_or(i32::MAX))
        .value("attempts", attempts)
        .value("run_at", run_at);
    db.execute(&update).await.map(drop)
}

pub async fn failed(db: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
    let mut update = of(id);
    update.value("state", Delivery::Failed.wire());
    db.execute(&update).await.map(drop)
}

/// A message that a provider took, by what it is called there.
pub async fn find_sent(db: &impl ConnectionTrait, reference: &str) -> Result<Option<Row>, DbErr> {
    let select = Query::select()
        .columns(COLUMNS)
        .from("message")
        .and_where(Expr::col("provider_ref").eq(reference))
        .and_where(Expr::col("state").eq(Delivery::Sent.wire()))
        .order_by("created_at", Order::Desc)
        .limit(1)
        .to_owned();
    db.query_one(&select).await?.as_ref().map(row).transpose()
}

pub async fn delivered(db: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
    let mut update = of(id);
    update.value("state", Delivery::Delivered.wire());
    db.execute(&update).await.map(drop)
}

/// Any outcome gives the message back.
fn of(id: Uuid) -> UpdateStatement {
    Query::update()
        .table("message")
        .value("locked_until", Option::<i64>::None)
        .and_where(Expr::col("id").eq(id))
        .to_owned()
}

/// What a purge may remove: messages that need nothing any more.
pub async fn purge(db: &impl ConnectionTrait, created_before: i64) -> Result<u64, DbErr> {
    let delete = Query::delete()
        .from_table("message")
        .and_where(Expr::col("created_at").lt(created_before))
        .and_where(Expr::col("state").ne(Delivery::Waiting.wire()))
        .to_owned();
    Ok(db.execute(&delete).await?.rows_affected())
}

pub async fn newest(db: &impl ConnectionTrait, most: u64) -> Result<Vec<Row>, DbErr> {
    let select = Query::select()
        .columns(COLUMNS)
        .from("message")
        .order_by("created_at", Order::Desc)
        .order_by("id", Order::Desc)
        .limit(most)
        .to_owned();
    db.query_all(&select).await?.iter().map(row).collect()
}

fn row(row: &QueryResult) -> Result<Row, DbErr> {
    let state: String = row.try_get("", "state")?;
    let way: i32 = row.try_get("", "way")?;
    Ok(Row {
        id: row.try_get("", "id")?,
        sealed: row.try_get("", "sealed")?,
        state: state.parse().map_err(|_| DbErr::Type("message.state".into()))?,
        way: usize::try_from(way).unwrap_or(0),
        attempts: row.try_get("", "attempts")?,
        created_at: row.try_get("", "created_at")?,
    })
}
