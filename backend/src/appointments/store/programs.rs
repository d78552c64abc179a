//! What programs of others hold and have booked, and what clinics leave to them.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, QueryResult, Value};
use shared::id::{AppointmentId, OrganizationId, PractitionerRoleId};
use uuid::Uuid;

use crate::db::sql::{all, one, run};

/// What a clinic leaves to a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grant {
    pub program: Uuid,
    pub organization: OrganizationId,
    /// Times it keeps at once.
    pub holds_max: u32,
    pub bookings_a_day: u32,
    /// Where it is told what becomes of its visits, and the sealed key of what is told.
    pub webhook: Option<(String, Vec<u8>)>,
}

/// A time that is kept for a program, and the visit it became; moments in microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProgramHold {
    pub id: Uuid,
    pub program: Uuid,
    pub organization: OrganizationId,
    pub practitioner: PractitionerRoleId,
    pub service: Uuid,
    pub room: Option<Uuid>,
    pub starts_at: i64,
    pub ends_at: i64,
    pub until: i64,
    /// Absent until it is booked.
    pub visit: Option<AppointmentId>,
}

const GRANT: &str = "select program_id, organization_id, holds_max, bookings_a_day, webhook_url,
    webhook_key from program_booking";

fn number(row: &QueryResult, column: &str) -> Result<u32, DbErr> {
    let number: i32 = row.try_get("", column)?;
    Ok(u32::try_from(number).unwrap_or(0))
}

fn grant(row: &QueryResult) -> Result<Grant, DbErr> {
    let url: Option<String> = row.try_get("", "webhook_url")?;
    let key: Option<Vec<u8>> = row.try_get("", "webhook_key")?;
    Ok(Grant {
        program: row.try_get("", "program_id")?,
        organization: OrganizationId(row.try_get("", "organization_id")?),
        holds_max: number(row, "holds_max")?,
        bookings_a_day: number(row, "bookings_a_day")?,
        webhook: url.zip(key),
    })
}

/// Every clinic a program books in.
pub async fn grants(db: &impl ConnectionTrait, program: Uuid) -> Result<Vec<Grant>, DbErr> {
    let find = format!("{GRANT} where program_id = $1 order by organization_id");
    all(db, &find, [program.into()]).await?.iter().map(grant).collect()
}

/// What one clinic leaves to a program, if anything.
pub async fn find_grant(
    db: &impl ConnectionTrait,
    program: Uuid,
    organization: OrganizationId,
) -> Result<Option<Grant>, DbErr> {
    let find = format!("{GRANT} where program_id = $1 and organization_id = $2");
    let values: [Value; 2] = [program.into(), organization.0.into()];
    one(db, &find, values).await?.as_ref().map(grant).transpose()
}

/// The same, and nobody else books for this program there until this transaction ends. SQLite has one
/// writer anyway.
pub async fn lock_grant(
    tx: &DatabaseTransaction,
    program: Uuid,
    organization: OrganizationId,
) -> Result<Option<Grant>, DbErr> {
    let mut find = format!("{GRANT} where program_id = $1 and organization_id = $2");
    if tx.get_database_backend() == DbBackend::Postgres {
        find.push_str(" for update");
    }
    let values: [Value; 2] = [program.into(), organization.0.into()];
    one(tx, &find, values).await?.as_ref().map(grant).transpose()
}

/// Keeps what a clinic leaves to a program, in the place of what it left before.
pub async fn keep_grant(db: &impl ConnectionTrait, new: &Grant, now: i64) -> Result<(), DbErr> {
    const KEEP: &str = "
        insert into program_booking
            (program_id, organization_id, holds_max, bookings_a_day, webhook_url, webhook_key,
             created_at)
        values ($1, $2, $3, $4, $5, $6, $7)
        on conflict (program_id, organization_id) do update set
            holds_max = $3, bookings_a_day = $4, webhook_url = $5, webhook_key = $6";
    let count = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let (url, key) = new.webhook.clone().unzip();
    let values = [
        new.program.into(),
        new.organization.0.into(),
        count(new.holds_max).into(),
        count(new.bookings_a_day).into(),
        url.into(),
        key.into(),
        now.into(),
    ];
    run(db, KEEP, values).await.map(drop)
}

const HOLD: &str = "select id, program_id, organization_id, practitioner_role_id, service_id,
    room_id, starts_at, ends_at, until, appointment_id from program_visit";

fn hold(row: &QueryResult) -> Result<ProgramHold, DbErr> {
    let visit: Option<Uuid> = row.try_get("", "appointment_id")?;
    Ok(ProgramHold {
        id: row.try_get("", "id")?,
        program: row.try_get("", "program_id")?,
        organization: OrganizationId(row.try_get("", "organization_id")?),
        practitioner: PractitionerRoleId(row.try_get("", "practitioner_role_id")?),
        service: row.try_get("", "service_id")?,
        room: row.try_get("", "room_id")?,
        starts_at: row.try_get("", "starts_at")?,
        ends_at: row.try_get("", "ends_at")?,
        until: row.try_get("", "until")?,
        visit: visit.map(AppointmentId),
    })
}

/// What is kept for a program under this id, also what is over and not swept away yet.
pub async fn find_hold(
    db: &impl ConnectionTrait,
    program: Uuid,
    id: Uuid,
) -> Result<Option<ProgramHold>, DbErr> {
    let find = format!("{HOLD} where id = $1 and program_id = $2");
    one(db, &find, [id.into(), program.into()]).await?.as_ref().map(hold).transpose()
}

/// What a visit was booked from, if a program booked it.
pub async fn of_visit(
    db: &impl ConnectionTrait,
    visit: AppointmentId,
) -> Result<Option<ProgramHold>, DbErr> {
    let find = format!("{HOLD} where appointment_id = $1");
    one(db, &find, [visit.0.into()]).await?.as_ref().map(hold).transpose()
}

pub async fn insert_hold(db: &impl ConnectionTrait, new: &ProgramHold) -> Result<(), DbErr> {
    const INSERT: &str = "
        insert into program_visit
            (id, program_id, organization_id, practitioner_role_id, service_id, room_id, starts_at,
             ends_at, until, appointment_id, booked_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, null, null)";
    let values = [
        new.id.into(),
        new.program.into(),
        new.organization.0.into(),
        new.practitioner.0.into(),
        new.service.into(),
        new.room.into(),
        new.starts_at.into(),
        new.ends_at.into(),
        new.until.into(),
    ];
    run(db, INSERT, values).await.map(drop)
}

/// What was held is a visit from now on.
pub async fn became(
    db: &impl ConnectionTrait,
    id: Uuid,
    visit: AppointmentId,
    now: i64,
) -> Result<(), DbErr> {
    const BECAME: &str =
        "update program_visit set appointment_id = $2, booked_at = $3 where id = $1";
    run(db, BECAME, [id.into(), visit.0.into(), now.into()]).await.map(drop)
}

async fn count(
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<u32, DbErr> {
    let n: i64 = one(db, sql, values).await?.map_or(Ok(0), |row| row.try_get("", "n"))?;
    Ok(u32::try_from(n).unwrap_or(u32::MAX))
}

/// When each of the times ends that are kept for a program in a clinic now, in order.
pub async fn live_holds(
    db: &impl ConnectionTrait,
    program: Uuid,
    organization: OrganizationId,
    now: i64,
) -> Result<Vec<i64>, DbErr> {
    const LIST: &str = "
        select until from program_visit
        where program_id = $1 and organization_id = $2 and appointment_id is null and until > $3
        order by until";
    let values: [Value; 3] = [program.into(), organization.0.into(), now.into()];
    all(db, LIST, values).await?.iter().map(|row| row.try_get("", "until")).collect()
}

/// How many visits a program has booked in a clinic since a moment, also those cancelled since.
pub async fn count_booked(
    db: &impl ConnectionTrait,
    program: Uuid,
    organization: OrganizationId,
    since: i64,
) -> Result<u32, DbErr> {
    const COUNT: &str = "
        select count(*) as n from program_visit
        where program_id = $1 and organization_id = $2 and booked_at >= $3";
    count(db, COUNT, [program.into(), organization.0.into(), since.into()]).await
}

/// How many times of somebody within a span are booked by programs, or kept for them.
pub async fn count_by_programs(
    db: &impl ConnectionTrait,
    practitioner: PractitionerRoleId,
    (from, to): (i64, i64),
    now: i64,
) -> Result<u32, DbErr> {
    const BOOKED: &str = "
        select count(*) as n from appointment
        where practitioner_role_id = $1 and starts_at >= $2 and starts_at < $3
            and channel = 'program' and state <> 'cancelled'";
    const HELD: &str = "
        select count(*) as n from program_visit
        where practitioner_role_id = $1 and starts_at >= $2 and starts_at < $3
            and appointment_id is null and until > $4";
    let span: [Value; 3] = [practitioner.0.into(), from.into(), to.into()];
    let booked = count(db, BOOKED, span.clone()).await?;
    let held = count(db, HELD, span.into_iter().chain([now.into()])).await?;
    Ok(booked.saturating_add(held))
}

/// What a request was answered that a program named.
pub struct Answer {
    pub id: Uuid,
    /// The keyed hash of what was asked.
    pub asked: Vec<u8>,
    pub sealed: Option<Vec<u8>>,
}

/// Keeps that something was asked under a name. False where it was before: who asks the same at the
/// same moment waits here until that is answered.
pub async fn insert_answer(
    tx: &DatabaseTransaction,
    (hash, asked): ([u8; 32], [u8; 32]),
    id: Uuid,
    (now, expires_at): (i64, i64),
) -> Result<bool, DbErr> {
    const FORGET: &str = "delete from program_answer where hash = $1 and expires_at <= $2";
    const INSERT: &str = "
        insert into program_answer (hash, asked, id, answer, expires_at)
        values ($1, $2, $3, null, $4) on conflict do nothing";
    run(tx, FORGET, [hash.to_vec().into(), now.into()]).await?;
    let values = [hash.to_vec().into(), asked.to_vec().into(), id.into(), expires_at.into()];
    Ok(run(tx, INSERT, values).await? > 0)
}

pub async fn find_answer(
    db: &impl ConnectionTrait,
    hash: [u8; 32],
) -> Result<Option<Answer>, DbErr> {
    const FIND: &str = "select id, asked, answer from program_answer where hash = $1";
    let row = one(db, FIND, [hash.to_vec().into()]).await?;
    row.map(|row| {
        Ok(Answer {
            id: row.try_get("", "id")?,
            asked: row.try_get("", "asked")?,
            sealed: row.try_get("", "answer")?,
        })
    })
    .transpose()
}

pub async fn keep_answer(
    db: &impl ConnectionTrait,
    hash: [u8; 32],
    sealed: Vec<u8>,
) -> Result<(), DbErr> {
    const KEEP: &str = "update program_answer set answer = $2 where hash = $1";
    run(db, KEEP, [hash.to_vec().into(), sealed.into()]).await.map(drop)
}

/// Forgets what was kept for programs until a moment that is over, and answers of a day ago.
pub async fn purge(db: &impl ConnectionTrait, now: i64) -> Result<(), DbErr> {
    const HELD: &str = "delete from program_visit where appointment_id is null and until <= $1";
    const ANSWERS: &str = "delete from program_answer where expires_at <= $1";
    run(db, HELD, [now.into()]).await?;
    run(db, ANSWERS, [now.into()]).await.map(drop)
}
