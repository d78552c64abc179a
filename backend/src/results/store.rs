//! Critical values in the database: which entry, whom it concerns and who knows. What was found is
//! the entry's.

use sea_orm::sea_query::{Expr, ExprTrait as _, OnConflict, Order, Query};
use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use shared::id::{AccountId, EntryId, PatientId};

use crate::access::{Access, Change, Write};

/// A value somebody has to be told of at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Critical {
    pub entry: EntryId,
    pub patient: PatientId,
    /// Who ordered it.
    pub doctor: Option<AccountId>,
    pub raised_at: i64,
    pub reminders: i32,
    pub acknowledged: Option<(i64, AccountId)>,
}

const COLUMNS: [&str; 7] = [
    "entry_id",
    "patient_id",
    "doctor_id",
    "raised_at",
    "reminders",
    "acknowledged_at",
    "acknowledged_by",
];

fn read(row: &QueryResult) -> Result<Critical, DbErr> {
    let at: Option<i64> = row.try_get("", "acknowledged_at")?;
    let by: Option<uuid::Uuid> = row.try_get("", "acknowledged_by")?;
    let doctor: Option<uuid::Uuid> = row.try_get("", "doctor_id")?;
    Ok(Critical {
        entry: EntryId(row.try_get("", "entry_id")?),
        patient: PatientId(row.try_get("", "patient_id")?),
        doctor: doctor.map(AccountId),
        raised_at: row.try_get("", "raised_at")?,
        reminders: row.try_get("", "reminders")?,
        acknowledged: at.zip(by.map(AccountId)),
    })
}

/// Remembers it; once however often it is sent. Says whether it is new.
pub async fn raise<P: Write>(
    change: &Change<P>,
    entry: EntryId,
    doctor: Option<AccountId>,
    now: i64,
    remind_at: i64,
) -> Result<bool, DbErr> {
    let insert = Query::insert()
        .into_table("critical")
        .columns(["entry_id", "patient_id", "doctor_id", "raised_at", "reminders", "remind_at"])
        .values_panic([
            entry.0.into(),
            change.patient().0.into(),
            doctor.map(|doctor| doctor.0).into(),
            now.into(),
            0.into(),
            remind_at.into(),
        ])
        .on_conflict(OnConflict::column("entry_id").do_nothing().to_owned())
        .to_owned();
    Ok(change.db().execute(&insert).await?.rows_affected() > 0)
}

/// Of a card that was opened.
pub async fn of_card<P>(access: &Access<P>) -> Result<Vec<Critical>, DbErr> {
    let select = Query::select()
        .columns(COLUMNS)
        .from("critical")
        .and_where(Expr::col("patient_id").eq(access.patient().0))
        .to_owned();
    access.db().query_all(&select).await?.iter().map(read).collect()
}

/// Says that this account knows. Nothing where there is none, or somebody knew before.
pub async fn acknowledge<P: Write>(
    change: &Change<P>,
    entry: EntryId,
    now: i64,
) -> Result<(), DbErr> {
    let update = Query::update()
        .table("critical")
        .value("acknowledged_at", now)
        .value("acknowledged_by", change.account().0)
        .and_where(Expr::col("entry_id").eq(entry.0))
        .and_where(Expr::col("patient_id").eq(change.patient().0))
        .and_where(Expr::col("acknowledged_at").is_null())
        .to_owned();
    change.db().execute(&update).await.map(drop)
}

/// One of a card that is being changed.
pub async fn find<P: Write>(change: &Change<P>, entry: EntryId) -> Result<Option<Critical>, DbErr> {
    let select = Query::select()
        .columns(COLUMNS)
        .from("critical")
        .and_where(Expr::col("entry_id").eq(entry.0))
        .and_where(Expr::col("patient_id").eq(change.patient().0))
        .to_owned();
    change.db().query_one(&select).await?.as_ref().map(read).transpose()
}

/// What nobody has acknowledged, of these cards or ordered by this doctor, the oldest first.
pub async fn open(
    db: &impl ConnectionTrait,
    doctor: AccountId,
    patients: &[PatientId],
) -> Result<Vec<Critical>, DbErr> {
    let theirs = Expr::col("doctor_id").eq(doctor.0);
    let of_cards = Expr::col("patient_id").is_in(patients.iter().map(|patient| patient.0));
    let select = Query::select()
        .columns(COLUMNS)
        .from("critical")
        .and_where(Expr::col("acknowledged_at").is_null())
        .and_where(theirs.or(of_cards))
        .order_by("raised_at", Order::Asc)
        .to_owned();
    db.query_all(&select).await?.iter().map(read).collect()
}

/// So many of which somebody has to be reminded by now.
pub async fn due(db: &impl ConnectionTrait, now: i64, most: u64) -> Result<Vec<Critical>, DbErr> {
    let select = Query::select()
        .columns(COLUMNS)
        .from("critical")
        .and_where(Expr::col("acknowledged_at").is_null())
        .and_where(Expr::col("remind_at").lte(now))
        .order_by("remind_at", Order::Asc)
        .limit(most)
        .to_owned();
    db.query_all(&select).await?.iter().map(read).collect()
}

/// Reminded once more.
pub async fn reminded(
    db: &impl ConnectionTrait,
    critical: &Critical,
    remind_at: i64,
) -> Result<(), DbErr> {
    let update = Query::update()
        .table("critical")
        .value("reminders", critical.reminders + 1)
        .value("remind_at", remind_at)
        .and_where(Expr::col("entry_id").eq(critical.entry.0))
        .to_owned();
    db.execute(&update).await.map(drop)
}
