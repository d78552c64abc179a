//! What may be framed, counts of how often it was, and which orders are ready.

use sea_orm::{ConnectionTrait, DbErr, QueryResult, Value};
use shared::id::OrganizationId;
use shared::widgets::model::{WidgetKind, WidgetTally};
use time::Date;

use crate::db::sql::{all, one, run};

/// What a clinic lets sites frame.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Widget {
    /// As browsers write them, in order.
    pub origins: Vec<String>,
    pub kinds: Vec<WidgetKind>,
    pub version: i64,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    Shown,
    Started,
    Booked,
}

fn strange(what: &str) -> DbErr {
    DbErr::Type(format!("strange {what} of a widget"))
}

/// Of a clinic that has registered any.
pub async fn find(
    db: &impl ConnectionTrait,
    clinic: OrganizationId,
) -> Result<Option<Widget>, DbErr> {
    const FIND: &str = "select origins, kinds, version from widget where organization_id = $1";
    let Some(row) = one(db, FIND, [clinic.0.into()]).await? else { return Ok(None) };
    let (origins, kinds): (String, String) =
        (row.try_get("", "origins")?, row.try_get("", "kinds")?);
    Ok(Some(Widget {
        origins: serde_json::from_str(&origins).map_err(|_| strange("origins"))?,
        kinds: serde_json::from_str(&kinds).map_err(|_| strange("kinds"))?,
        version: row.try_get("", "version")?,
    }))
}

/// Keeps what may be framed. The caller holds the organization.
pub async fn keep(
    db: &impl ConnectionTrait,
    clinic: OrganizationId,
    new: &Widget,
) -> Result<(), DbErr> {
    const KEEP: &str = "
        insert into widget (organization_id, origins, kinds, version) values ($1, $2, $3, $4)
        on conflict (organization_id) do update set origins = $2, kinds = $3, version = $4";
    let json =
        |value: Result<String, serde_json::Error>| value.map_err(|_| strange("registration"));
    let values = [
        clinic.0.into(),
        json(serde_json::to_string(&new.origins))?.into(),
        json(serde_json::to_string(&new.kinds))?.into(),
        new.version.into(),
    ];
    run(db, KEEP, values).await.map(drop)
}

/// One more of a day.
pub async fn count(
    db: &impl ConnectionTrait,
    clinic: OrganizationId,
    day: Date,
    (kind, origin): (WidgetKind, &str),
    counted: Counted,
) -> Result<(), DbErr> {
    const COUNT: &str = "
        insert into widget_count (organization_id, day, kind, origin, shown, started, booked)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (organization_id, day, kind, origin) do update set
            shown = widget_count.shown + $5, started = widget_count.started + $6,
            booked = widget_count.booked + $7";
    let of = |what: Counted| i32::from(what == counted);
    let values = [
        clinic.0.into(),
        day.to_julian_day().into(),
        kind.wire().into(),
        origin.into(),
        of(Counted::Shown).into(),
        of(Counted::Started).into(),
        of(Counted::Booked).into(),
    ];
    run(db, COUNT, values).await.map(drop)
}

/// What was counted since a day, by kind and origin.
pub async fn tallies(
    db: &impl ConnectionTrait,
    clinic: OrganizationId,
    since: Date,
) -> Result<Vec<WidgetTally>, DbErr> {
    const SUM: &str = "
        select kind, origin, sum(shown) as shown, sum(started) as started, sum(booked) as booked
        from widget_count where organization_id = $1 and day >= $2
        group by kind, origin order by kind, origin";
    let number = |row: &QueryResult, column: &str| {
        let sum: i64 = row.try_get("", column)?;
        Ok::<u32, DbErr>(u32::try_from(sum).unwrap_or(u32::MAX))
    };
    let tally = |row: &QueryResult| {
        let kind: String = row.try_get("", "kind")?;
        Ok(WidgetTally {
            kind: kind.parse().map_err(|_| strange("kind"))?,
            origin: row.try_get("", "origin")?,
            shown: number(row, "shown")?,
            started: number(row, "started")?,
            booked: number(row, "booked")?,
        })
    };
    let values: [Value; 2] = [clinic.0.into(), since.to_julian_day().into()];
    all(db, SUM, values).await?.iter().map(tally).collect()
}

/// Keeps that the results of an order are there.
pub async fn insert_ready(
    db: &impl ConnectionTrait,
    hash: [u8; 32],
    now: i64,
) -> Result<(), DbErr> {
    const INSERT: &str =
        r#"insert into order_ready (hash, "at") values ($1, $2) on conflict do nothing"#;
    run(db, INSERT, [hash.to_vec().into(), now.into()]).await.map(drop)
}

pub async fn is_ready(db: &impl ConnectionTrait, hash: [u8; 32]) -> Result<bool, DbErr> {
    const FIND: &str = "select hash from order_ready where hash = $1";
    Ok(one(db, FIND, [hash.to_vec().into()]).await?.is_some())
}

/// Counts a question on a day. Says how many there were by now.
pub async fn count_asked(
    db: &impl ConnectionTrait,
    hash: [u8; 32],
    day: Date,
) -> Result<u32, DbErr> {
    const COUNT: &str = "
        insert into order_asked (hash, day, times) values ($1, $2, 1)
        on conflict (hash, day) do update set times = order_asked.times + 1";
    const FIND: &str = "select times from order_asked where hash = $1 and day = $2";
    let values: [Value; 2] = [hash.to_vec().into(), day.to_julian_day().into()];
    run(db, COUNT, values.clone()).await?;
    let times: i32 = one(db, FIND, values).await?.map_or(Ok(0), |row| row.try_get("", "times"))?;
    Ok(u32::try_from(times).unwrap_or(0))
}

/// Forgets questions of days before.
pub async fn purge_asked(db: &impl ConnectionTrait, before: Date) -> Result<(), DbErr> {
    const PURGE: &str = "delete from order_asked where day < $1";
    run(db, PURGE, [before.to_julian_day().into()]).await.map(drop)
}
