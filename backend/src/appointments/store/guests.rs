//! What guests hold and have booked, who have no card here.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, QueryResult, Value};
use shared::appointments::model::Payment;
use shared::id::{AppointmentId, OrganizationId, PractitionerRoleId};
use shared::widgets::model::{GuestLang, WidgetKind};
use uuid::Uuid;

use super::visits::Visit;
use crate::db::sql::{all, one, run};

/// A time that is kept for a guest, and the visit it became; moments in microseconds.
#[derive(Clone, Debug)]
pub struct Guest {
    pub id: Uuid,
    /// Absent until the code was typed.
    pub visit: Option<AppointmentId>,
    pub organization: OrganizationId,
    pub practitioner: PractitionerRoleId,
    pub service: Uuid,
    pub room: Option<Uuid>,
    pub starts_at: i64,
    pub ends_at: i64,
    pub payment: Payment,
    /// Of the hold and of the code.
    pub until: i64,
    /// The keyed hash of the phone, as it stands in `slot_claim`.
    pub phone: Uuid,
    pub secret_hash: [u8; 32],
    pub code_hash: [u8; 32],
    pub code_at: i64,
    /// Wrong tries of the newest code.
    pub attempts: i32,
    pub lang: GuestLang,
    pub kind: WidgetKind,
    /// The origin it was booked on; empty where there is none.
    pub host: String,
    pub sealed: Vec<u8>,
    pub created_at: i64,
}

fn word<T: std::str::FromStr>(row: &QueryResult, column: &str) -> Result<T, DbErr> {
    let word: String = row.try_get("", column)?;
    word.parse().map_err(|_| DbErr::Type(format!("a strange {column} of a guest")))
}

fn hash(row: &QueryResult, column: &str) -> Result<[u8; 32], DbErr> {
    let bytes: Vec<u8> = row.try_get("", column)?;
    bytes.try_into().map_err(|_| DbErr::Type(column.to_owned()))
}

const GUEST: &str = "select id, appointment_id, organization_id, practitioner_role_id, service_id,
    room_id, starts_at, ends_at, payment, until, phone, secret_hash, code_hash, code_at, attempts,
    lang, kind, host, sealed, created_at from guest_visit";

fn guest(row: &QueryResult) -> Result<Guest, DbErr> {
    let visit: Option<Uuid> = row.try_get("", "appointment_id")?;
    Ok(Guest {
        id: row.try_get("", "id")?,
        visit: visit.map(AppointmentId),
        organization: OrganizationId(row.try_get("", "organization_id")?),
        practitioner: PractitionerRoleId(row.try_get("", "practitioner_role_id")?),
        service: row.try_get("", "service_id")?,
        room: row.try_get("", "room_id")?,
        starts_at: row.try_get("", "starts_at")?,
        ends_at: row.try_get("", "ends_at")?,
        payment: word(row, "payment")?,
        until: row.try_get("", "until")?,
        phone: row.try_get("", "phone")?,
        secret_hash: hash(row, "secret_hash")?,
        code_hash: hash(row, "code_hash")?,
        code_at: row.try_get("", "code_at")?,
        attempts: row.try_get("", "attempts")?,
        lang: word(row, "lang")?,
        kind: word(row, "kind")?,
        host: row.try_get("", "host")?,
        sealed: row.try_get("", "sealed")?,
        created_at: row.try_get("", "created_at")?,
    })
}

/// Lets nobody else go on with the same phone until this transaction ends. SQLite has one writer
/// anyway.
pub async fn take_turns(tx: &DatabaseTransaction, phone: Uuid) -> Result<(), DbErr> {
    if tx.get_database_backend() != DbBackend::Postgres {
        return Ok(());
    }
    let (number, _) = phone.as_u64_pair();
    let number = i64::from_be_bytes(number.to_be_bytes());
    one(tx, "select pg_advisory_xact_lock($1)", [number.into()]).await.map(drop)
}

/// One guest, whom nobody else changes until this transaction ends.
pub async fn find(tx: &DatabaseTransaction, id: Uuid) -> Result<Option<Guest>, DbErr> {
    let mut find = format!("{GUEST} where id = $1");
    if tx.get_database_backend() == DbBackend::Postgres {
        find.push_str(" for update");
    }
    one(tx, &find, [id.into()]).await?.as_ref().map(guest).transpose()
}

/// The phone of a guest.
pub async fn phone_of(db: &impl ConnectionTrait, id: Uuid) -> Result<Option<Uuid>, DbErr> {
    const FIND: &str = "select phone from guest_visit where id = $1";
    one(db, FIND, [id.into()]).await?.map(|row| row.try_get("", "phone")).transpose()
}

/// The guest of a visit, until what they typed is deleted.
pub async fn of_visit(
    db: &impl ConnectionTrait,
    visit: AppointmentId,
) -> Result<Option<Guest>, DbErr> {
    let find = format!("{GUEST} where appointment_id = $1");
    one(db, &find, [visit.0.into()]).await?.as_ref().map(guest).transpose()
}

/// Who has booked by this secret.
pub async fn by_secret(
    db: &impl ConnectionTrait,
    secret_hash: [u8; 32],
) -> Result<Option<Guest>, DbErr> {
    let find = format!("{GUEST} where secret_hash = $1 and appointment_id is not null");
    one(db, &find, [secret_hash.to_vec().into()]).await?.as_ref().map(guest).transpose()
}

/// By whom the times of a visit are taken beside doctor and room: a card, or a guest's phone; by
/// nobody once it is not known any more whose it was.
pub async fn booker(db: &impl ConnectionTrait, visit: &Visit) -> Result<Option<Uuid>, DbErr> {
    if let Some(patient) = visit.patient {
        return Ok(Some(patient.0));
    }
    Ok(of_visit(db, visit.id).await?.map(|guest| guest.phone))
}

pub async fn insert(db: &impl ConnectionTrait, new: &Guest) -> Result<(), DbErr> {
    const INSERT: &str = "
        insert into guest_visit
            (id, appointment_id, organization_id, practitioner_role_id, service_id, room_id,
             starts_at, ends_at, payment, until, phone, secret_hash, code_hash, code_at, attempts,
             lang, kind, host, sealed, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                $19, $20)";
    let values = [
        new.id.into(),
        new.visit.map(|visit| visit.0).into(),
        new.organization.0.into(),
        new.practitioner.0.into(),
        new.service.into(),
        new.room.into(),
        new.starts_at.into(),
        new.ends_at.into(),
        new.payment.wire().into(),
        new.until.into(),
        new.phone.into(),
        new.secret_hash.to_vec().into(),
        new.code_hash.to_vec().into(),
        new.code_at.into(),
        new.attempts.into(),
        new.lang.wire().into(),
        new.kind.wire().into(),
        new.host.clone().into(),
        new.sealed.clone().into(),
        new.created_at.into(),
    ];
    run(db, INSERT, values).await.map(drop)
}

/// Another code is good from now on; what was typed may have been mended.
pub async fn renew(db: &impl ConnectionTrait, guest: &Guest) -> Result<(), DbErr> {
    const RENEW: &str = "
        update guest_visit
        set code_hash = $2, code_at = $3, attempts = 0, sealed = $4, lang = $5 where id = $1";
    let values = [
        guest.id.into(),
        guest.code_hash.to_vec().into(),
        guest.code_at.into(),
        guest.sealed.clone().into(),
        guest.lang.wire().into(),
    ];
    run(db, RENEW, values).await.map(drop)
}

/// What was typed may have been mended; the code is the one sent before.
pub async fn mend(db: &impl ConnectionTrait, guest: &Guest) -> Result<(), DbErr> {
    const MEND: &str = "update guest_visit set sealed = $2, lang = $3 where id = $1";
    let values = [guest.id.into(), guest.sealed.clone().into(), guest.lang.wire().into()];
    run(db, MEND, values).await.map(drop)
}

/// A try that was wrong.
pub async fn count_attempt(db: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
    const COUNT: &str = "update guest_visit set attempts = attempts + 1 where id = $1";
    run(db, COUNT, [id.into()]).await.map(drop)
}

/// What was held is a visit from now on.
pub async fn became(
    db: &impl ConnectionTrait,
    id: Uuid,
    visit: AppointmentId,
) -> Result<(), DbErr> {
    const BECAME: &str = "update guest_visit set appointment_id = $2 where id = $1";
    run(db, BECAME, [id.into(), visit.0.into()]).await.map(drop)
}

/// Forgets a guest who has booked nothing.
pub async fn delete(db: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
    const DELETE: &str = "delete from guest_visit where id = $1 and appointment_id is null";
    run(db, DELETE, [id.into()]).await.map(drop)
}

/// How many visits of a phone are still to come.
pub async fn count_coming(
    db: &impl ConnectionTrait,
    phone: Uuid,
    now: i64,
) -> Result<usize, DbErr> {
    const COUNT: &str = "
        select count(*) as n from guest_visit own
        join appointment it on it.id = own.appointment_id
        where own.phone = $1 and it.state in ('booked', 'arrived') and it.ends_at > $2";
    count(db, COUNT, [phone.into(), now.into()]).await
}

async fn count(
    db: &impl ConnectionTrait,
    sql: &str,
    values: impl IntoIterator<Item = Value>,
) -> Result<usize, DbErr> {
    let n: i64 = one(db, sql, values).await?.map_or(Ok(0), |row| row.try_get("", "n"))?;
    Ok(usize::try_from(n).unwrap_or(usize::MAX))
}

/// How many times of somebody within a span are booked on sites, or kept for guests.
pub async fn count_by_widget(
    db: &impl ConnectionTrait,
    practitioner: PractitionerRoleId,
    (from, to): (i64, i64),
    now: i64,
) -> Result<usize, DbErr> {
    const BOOKED: &str = "
        select count(*) as n from appointment
        where practitioner_role_id = $1 and starts_at >= $2 and starts_at < $3
            and channel = 'widget' and state <> 'cancelled'";
    const HELD: &str = "
        select count(*) as n from guest_visit
        where practitioner_role_id = $1 and starts_at >= $2 and starts_at < $3
            and appointment_id is null and until > $4";
    let span: [Value; 3] = [practitioner.0.into(), from.into(), to.into()];
    let booked = count(db, BOOKED, span.clone()).await?;
    let held = count(db, HELD, span.into_iter().chain([now.into()])).await?;
    Ok(booked + held)
}

/// Keeps that a code was sent.
pub async fn insert_code(
    db: &impl ConnectionTrait,
    id: Uuid,
    (phone, network): (Uuid, Option<[u8; 32]>),
    now: i64,
) -> Result<(), DbErr> {
    const INSERT: &str =
        r#"insert into guest_code (id, phone, network, "at") values ($1, $2, $3, $4)"#;
    let network = network.map(|hash| hash.to_vec());
    run(db, INSERT, [id.into(), phone.into(), network.into(), now.into()]).await.map(drop)
}

/// When the `most`-th last code to a phone since then was sent, if so many were.
pub async fn nth_to_phone(
    db: &impl ConnectionTrait,
    phone: Uuid,
    since: i64,
    most: u32,
) -> Result<Option<i64>, DbErr> {
    nth(db, "phone", phone.into(), since, most).await
}

/// The same of a network.
pub async fn nth_to_network(
    db: &impl ConnectionTrait,
    network: [u8; 32],
    since: i64,
    most: u32,
) -> Result<Option<i64>, DbErr> {
    nth(db, "network", network.to_vec().into(), since, most).await
}

async fn nth(
    db: &impl ConnectionTrait,
    column: &'static str,
    value: Value,
    since: i64,
    most: u32,
) -> Result<Option<i64>, DbErr> {
    let find = format!(
        r#"select "at" from guest_code where {column} = $1 and "at" > $2
        order by "at" desc limit 1 offset $3"#
    );
    let offset = i64::from(most) - 1;
    let row = one(db, &find, [value, since.into(), offset.into()]).await?;
    row.map(|row| row.try_get("", "at")).transpose()
}

/// Removes what guests typed: of holds that are over, and of visits that were over or cancelled
/// before a moment; the notes about those, and codes that are not counted any more.
pub async fn purge(
    db: &impl ConnectionTrait,
    now: i64,
    (visits_before, codes_before): (i64, i64),
) -> Result<(), DbErr> {
    const HELD: &str = "delete from guest_visit where appointment_id is null and until <= $1";
    const OVER: &str = "
        select it.id from appointment it join guest_visit own on own.appointment_id = it.id
        where it.ends_at < $1 or it.cancelled_at < $1 order by it.id limit 500";
    const NOTES: &str = "update appointment_change set sealed = null where appointment_id = $1";
    const OWN: &str = "delete from guest_visit where appointment_id = $1";
    run(db, HELD, [now.into()]).await?;
    run(db, r#"delete from guest_code where "at" < $1"#, [codes_before.into()]).await?;
    for row in all(db, OVER, [visits_before.into()]).await? {
        let id: Uuid = row.try_get("", "id")?;
        run(db, NOTES, [id.into()]).await?;
        run(db, OWN, [id.into()]).await?;
    }
    Ok(())
}
