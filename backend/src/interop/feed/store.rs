//! Feeds, their messages and the laboratories' own codes in the database.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, OnConflict, Order, Query, SelectStatement};
use sea_orm::{ConnectionTrait, DbErr, ExprTrait as _, QueryResult};
use shared::feed::model::{LocalCode, MessageState, WaitingReason};
use shared::id::OrganizationId;
use time::UtcOffset;
use uuid::Uuid;

/// A program that sends results, and how it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Feed {
    pub program: Uuid,
    pub name: String,
    pub organization: OrganizationId,
    pub organization_name: String,
    /// MSH-3.1; empty fits all.
    pub application: String,
    /// MSH-4.1; empty fits all.
    pub facility: String,
    /// Where it may send from; none fits all.
    pub networks: Vec<ipnet::IpNet>,
    /// Of times that state none.
    pub offset: UtcOffset,
}

/// A message as it lies in the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub id: Uuid,
    pub program: Uuid,
    pub organization: OrganizationId,
    pub received_at: i64,
    pub state: MessageState,
    pub reason: Option<WaitingReason>,
    pub attempts: u32,
    pub sealed: Option<Vec<u8>>,
}

#[derive(Clone)]
pub struct NewMessage {
    pub id: Uuid,
    pub program: Uuid,
    pub organization: OrganizationId,
    pub hash: Vec<u8>,
    pub state: MessageState,
    pub reason: Option<WaitingReason>,
    pub sealed: Option<Vec<u8>>,
}

fn bad(what: &str) -> DbErr {
    DbErr::Custom(format!("the column {what} holds what was never written"))
}

fn feed(row: &QueryResult) -> Result<Feed, DbErr> {
    let networks: String = row.try_get("", "networks")?;
    let minutes: i32 = row.try_get("", "utc_offset")?;
    Ok(Feed {
        program: row.try_get("", "program_id")?,
        name: row.try_get("", "name")?,
        organization: OrganizationId(row.try_get("", "organization_id")?),
        organization_name: row.try_get("", "organization_name")?,
        application: row.try_get("", "application")?,
        facility: row.try_get("", "facility")?,
        networks: networks.split(',').filter_map(|network| network.parse().ok()).collect(),
        offset: UtcOffset::from_whole_seconds(minutes * 60).map_err(|_| bad("utc_offset"))?,
    })
}

/// All feeds whose program goes on.
pub async fn feeds(db: &impl ConnectionTrait) -> Result<Vec<Feed>, DbErr> {
    let select = Query::select()
        .column(("feed", "program_id"))
        .column(("program", "name"))
        .column(("feed", "organization_id"))
        .expr_as(Expr::col(("organization", "name")), "organization_name")
        .columns(["application", "facility", "networks", "utc_offset"])
        .from("feed")
        .inner_join("program", Expr::col(("program", "id")).equals(("feed", "program_id")))
        .inner_join(
            "organization",
            Expr::col(("organization", "id")).equals(("feed", "organization_id")),
        )
        .and_where(Expr::col(("program", "revoked_at")).is_null())
        .order_by(("feed", "created_at"), Order::Asc)
        .order_by(("feed", "program_id"), Order::Asc)
        .to_owned();
    db.query_all(&select).await?.iter().map(feed).collect()
}

pub async fn insert_feed(db: &impl ConnectionTrait, new: &Feed, now: i64) -> Result<(), DbErr> {
    let networks: Vec<String> = new.networks.iter().map(ToString::to_string).collect();
    let insert = Query::insert()
        .into_table("feed")
        .columns([
            "program_id",
            "organization_id",
            "application",
            "facility",
            "networks",
            "utc_offset",
            "created_at",
        ])
        .values_panic([
            new.program.into(),
            new.organization.0.into(),
            new.application.as_str().into(),
            new.facility.as_str().into(),
            networks.join(",").into(),
            i32::from(new.offset.whole_minutes()).into(),
            now.into(),
        ])
        .on_conflict(OnConflict::column("program_id").do_nothing().to_owned())
        .to_owned();
    db.execute(&insert).await.map(drop)
}

fn row(row: &QueryResult) -> Result<Row, DbErr> {
    let (state, reason): (String, Option<String>) =
        (row.try_get("", "state")?, row.try_get("", "reason")?);
    let attempts: i32 = row.try_get("", "attempts")?;
    Ok(Row {
        id: row.try_get("", "id")?,
        program: row.try_get("", "program_id")?,
        organization: OrganizationId(row.try_get("", "organization_id")?),
        received_at: row.try_get("", "received_at")?,
        state: state.parse().map_err(|_| bad("state"))?,
        reason: reason.map(|word| word.parse()).transpose().map_err(|_| bad("reason"))?,
        attempts: u32::try_from(attempts).map_err(|_| bad("attempts"))?,
        sealed: row.try_get("", "sealed")?,
    })
}

fn messages() -> SelectStatement {
    Query::select()
        .columns([
            "id",
            "program_id",
            "organization_id",
            "received_at",
            "state",
            "reason",
            "attempts",
            "sealed",
        ])
        .from("feed_message")
        .to_owned()
}

/// Whether a message of these bytes came before.
pub async fn is_known(db: &impl ConnectionTrait, hash: &[u8]) -> Result<bool, DbErr> {
    let select = Query::select()
        .column("id")
        .from("feed_message")
        .and_where(Expr::col("hash").eq(hash.to_vec()))
        .to_owned();
    Ok(db.query_one(&select).await?.is_some())
}

/// Keeps a message, unless one of the same bytes is there.
pub async fn insert(db: &impl ConnectionTrait, new: NewMessage, now: i64) -> Result<(), DbErr> {
    let insert = Query::insert()
        .into_table("feed_message")
        .columns([
            "id",
            "program_id",
            "organization_id",
            "hash",
            "received_at",
            "state",
            "reason",
            "attempts",
            "sealed",
        ])
        .values_panic([
            new.id.into(),
            new.program.into(),
            new.organization.0.into(),
            new.hash.into(),
            now.into(),
            new.state.wire().into(),
            new.reason.map(WaitingReason::wire).into(),
            1.into(),
            new.sealed.into(),
        ])
        .on_conflict(OnConflict::column("hash").do_nothing().to_owned())
        .to_owned();
    db.execute(&insert).await.map(drop)
}

/// A message of this organization.
pub async fn find(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    id: Uuid,
) -> Result<Option<Row>, DbErr> {
    let select = messages()
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("organization_id").eq(organization.0))
        .to_owned();
    db.query_one(&select).await?.as_ref().map(row).transpose()
}

/// Messages of this organization, newest first, from `before` on.
pub async fn page(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    state: Option<MessageState>,
    before: Option<(i64, Uuid)>,
    limit: u64,
) -> Result<Vec<Row>, DbErr> {
    let mut select = messages();
    select
        .and_where(Expr::col("organization_id").eq(organization.0))
        .order_by("received_at", Order::Desc)
        .order_by("id", Order::Desc)
        .limit(limit);
    if let Some(state) = state {
        select.and_where(Expr::col("state").eq(state.wire()));
    }
    if let Some((at, id)) = before {
        let same = Expr::col("received_at").eq(at).and(Expr::col("id").lt(id));
        select.and_where(Expr::col("received_at").lt(at).or(same));
    }
    db.query_all(&select).await?.iter().map(row).collect()
}

pub async fn count_waiting(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
) -> Result<u32, DbErr> {
    let select = Query::select()
        .expr_as(Expr::col("id").count(), "waiting")
        .from("feed_message")
        .and_where(Expr::col("organization_id").eq(organization.0))
        .and_where(Expr::col("state").eq(MessageState::Waiting.wire()))
        .to_owned();
    let found = db.query_one(&select).await?;
    let count: i64 = found.map(|row| row.try_get("", "waiting")).transpose()?.unwrap_or_default();
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

/// What became of a message that waited. `sealed` is what is kept of it; nothing once it is in
/// cards. Says whether it still waited.
pub async fn settle(
    db: &impl ConnectionTrait,
    id: Uuid,
    state: MessageState,
    reason: Option<WaitingReason>,
    sealed: Option<Vec<u8>>,
    by: (Uuid, i64),
) -> Result<bool, DbErr> {
    let update = Query::update()
        .table("feed_message")
        .value("state", state.wire())
        .value("reason", reason.map(WaitingReason::wire))
        .value("sealed", sealed)
        .value("attempts", Expr::col("attempts").add(1))
        .value("settled_by", by.0)
        .value("settled_at", by.1)
        .and_where(Expr::col("id").eq(id))
        .and_where(Expr::col("state").eq(MessageState::Waiting.wire()))
        .to_owned();
    Ok(db.execute(&update).await?.rows_affected() > 0)
}

/// Forgets what settled messages said, once nobody will ask for it.
pub async fn purge(db: &impl ConnectionTrait, before: i64) -> Result<(), DbErr> {
    let update = Query::update()
        .table("feed_message")
        .value("sealed", Option::<Vec<u8>>::None)
        .and_where(Expr::col("state").ne(MessageState::Waiting.wire()))
        .and_where(Expr::col("received_at").lt(before))
        .and_where(Expr::col("sealed").is_not_null())
        .to_owned();
    db.execute(&update).await.map(drop)
}

/// The laboratory's own codes, those without LOINC first.
pub async fn codes(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
) -> Result<Vec<LocalCode>, DbErr> {
    let select = Query::select()
        .columns(["system", "code", "display", "loinc"])
        .from("local_code")
        .and_where(Expr::col("organization_id").eq(organization.0))
        .order_by("system", Order::Asc)
        .order_by("code", Order::Asc)
        .to_owned();
    let mut codes: Vec<LocalCode> = db
        .query_all(&select)
        .await?
        .iter()
        .map(|row| {
            Ok(LocalCode {
                system: row.try_get("", "system")?,
                code: row.try_get("", "code")?,
                display: row.try_get("", "display")?,
                loinc: row.try_get("", "loinc")?,
            })
        })
        .collect::<Result<_, DbErr>>()?;
    codes.sort_by_key(|code| code.loinc.is_some());
    Ok(codes)
}

/// LOINC by (system, code).
pub async fn loinc(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
) -> Result<HashMap<(String, String), Option<String>>, DbErr> {
    let codes = codes(db, organization).await?;
    Ok(codes.into_iter().map(|code| ((code.system, code.code), code.loinc)).collect())
}

/// Remembers codes that were seen and nobody has mapped yet.
pub async fn insert_codes(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    seen: &[LocalCode],
    now: i64,
) -> Result<(), DbErr> {
    for chunk in seen.chunks(100) {
        let conflict =
            OnConflict::columns(["organization_id", "system", "code"]).do_nothing().to_owned();
        let mut insert = Query::insert()
            .into_table("local_code")
            .columns(["organization_id", "system", "code", "display", "changed_at"])
            .on_conflict(conflict)
            .to_owned();
        for code in chunk {
            insert.values_panic([
                organization.0.into(),
                code.system.as_str().into(),
                code.code.as_str().into(),
                code.display.as_str().into(),
                now.into(),
            ]);
        }
        db.execute(&insert).await?;
    }
    Ok(())
}

/// Says what a code is in LOINC.
pub async fn map_code(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    code: &LocalCode,
    by: (Uuid, i64),
) -> Result<(), DbErr> {
    let conflict = OnConflict::columns(["organization_id", "system", "code"])
        .update_columns(["display", "loinc", "changed_by", "changed_at"])
        .to_owned();
    let insert = Query::insert()
        .into_table("local_code")
        .columns([
            "organization_id",
            "system",
            "code",
            "display",
            "loinc",
            "changed_by",
            "changed_at",
        ])
        .values_panic([
            organization.0.into(),
            code.system.as_str().into(),
            code.code.as_str().into(),
            code.display.as_str().into(),
            code.loinc.clone().into(),
            by.0.into(),
            by.1.into(),
        ])
        .on_conflict(conflict)
        .to_owned();
    db.execute(&insert).await.map(drop)
}
