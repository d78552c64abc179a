//! Holds, visits and what happened to them.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, QueryResult, Value};
use serde::{Deserialize, Serialize};
use shared::appointments::model::{
    BookingChannel, HoldWords, Payment, VisitActor, VisitChange, VisitEvent, VisitFormat,
    VisitReview, VisitState,
};
use shared::id::{AppointmentId, EntryId, OrganizationId, PatientId, PractitionerRoleId};
use uuid::Uuid;

use super::offered::review;
use crate::app::moment;
use crate::appointments::service::Error;
use crate::db::sql::{all, one, run};
use crate::keys::{Place, SealingKey};

/// A time that is kept for a patient; moments in microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    pub id: Uuid,
    pub patient: PatientId,
    pub practitioner: PractitionerRoleId,
    pub service: Uuid,
    pub room: Option<Uuid>,
    pub starts_at: i64,
    pub ends_at: i64,
    pub until: i64,
    pub moves: Option<AppointmentId>,
    pub payment: Payment,
}

/// A visit, without what it is about; moments in microseconds.
#[derive(Clone, Debug)]
pub struct Visit {
    pub id: AppointmentId,
    pub patient: Option<PatientId>,
    pub practitioner: PractitionerRoleId,
    pub organization: OrganizationId,
    pub service: Uuid,
    pub room: Option<Uuid>,
    pub starts_at: i64,
    pub ends_at: i64,
    pub format: VisitFormat,
    pub payment: Payment,
    pub channel: BookingChannel,
    pub state: VisitState,
    pub sequence: i32,
    pub version: i64,
    pub ground: Option<Uuid>,
    pub sealed: Vec<u8>,
    pub hold_key: Uuid,
    pub created_at: i64,
    pub arrived_at: Option<i64>,
    pub cancelled_at: Option<i64>,
    pub ended_at: Option<i64>,
}

/// What a visit is about, as it lies sealed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Words {
    pub reason: Option<String>,
    pub attachments: Vec<EntryId>,
    /// The service and its price as they were booked.
    pub service: String,
    pub price: Option<u32>,
}

/// Something that happened to a visit.
pub struct NewChange<'n> {
    pub id: Uuid,
    pub visit: AppointmentId,
    pub at: i64,
    pub event: VisitEvent,
    pub by: VisitActor,
    /// From when and to when it was moved.
    pub moved: Option<(i64, i64)>,
    pub note: Option<&'n str>,
}

fn visit_place(id: AppointmentId, patient: PatientId) -> Place {
    Place { table: "appointment", row: id.0, owner: patient.0, version: 0 }
}

fn change_place(id: Uuid, patient: PatientId) -> Place {
    Place { table: "appointment_change", row: id, owner: patient.0, version: 0 }
}

pub fn seal(
    key: &SealingKey,
    id: AppointmentId,
    patient: PatientId,
    words: &Words,
) -> Result<Vec<u8>, Error> {
    Ok(key.seal_json(&visit_place(id, patient), words)?)
}

/// What a visit of this patient is about.
pub fn unseal(key: &SealingKey, patient: PatientId, visit: &Visit) -> Result<Words, Error> {
    Ok(key.unseal_json(&visit_place(visit.id, patient), &visit.sealed)?)
}

fn word<T: std::str::FromStr>(row: &QueryResult, column: &str) -> Result<T, DbErr> {
    let word: String = row.try_get("", column)?;
    word.parse().map_err(|_| DbErr::Type(format!("a strange {column} of a visit")))
}

/// Nobody else changes what this finds meanwhile. SQLite lets one write at a time anyway.
fn held(db: &DatabaseTransaction, mut find: String) -> String {
    if db.get_database_backend() == DbBackend::Postgres {
        find.push_str(" for update");
    }
    find
}

/// A card that may be booked with, as its row says it.
const ACTIVE: &str = "active";

/// Holds back other bookings of a card until this transaction ends. Says whether it may be booked
/// with; nothing where there is no such card.
pub async fn lock_card(
    tx: &DatabaseTransaction,
    patient: PatientId,
) -> Result<Option<bool>, DbErr> {
    let find = held(tx, "select state from patient where id = $1".to_owned());
    let row = one(tx, &find, [patient.0.into()]).await?;
    let state: Option<String> = row.map(|row| row.try_get("", "state")).transpose()?;
    Ok(state.map(|state| state == ACTIVE))
}

/// Whether a card may be booked with now.
pub async fn may_book(db: &impl ConnectionTrait, patient: PatientId) -> Result<bool, DbErr> {
    let row = one(db, "select state from patient where id = $1", [patient.0.into()]).await?;
    let state: Option<String> = row.map(|row| row.try_get("", "state")).transpose()?;
    Ok(state.as_deref() == Some(ACTIVE))
}

/// Holds back changes of when somebody works until this transaction ends.
pub async fn lock_role(
    tx: &DatabaseTransaction,
    id: PractitionerRoleId,
    is_changed: bool,
) -> Result<(), DbErr> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let how = if is_changed { "update" } else { "share" };
        let find = format!("select id from practitioner_role where id = $1 for {how}");
        one(tx, &find, [id.0.into()]).await?;
    }
    Ok(())
}

const HOLD: &str = "select id, patient_id, practitioner_role_id, service_id, room_id, starts_at,
    ends_at, until, moves, payment from slot_hold";

fn hold(row: &QueryResult) -> Result<Hold, DbErr> {
    let moves: Option<Uuid> = row.try_get("", "moves")?;
    Ok(Hold {
        id: row.try_get("", "id")?,
        patient: PatientId(row.try_get("", "patient_id")?),
        practitioner: PractitionerRoleId(row.try_get("", "practitioner_role_id")?),
        service: row.try_get("", "service_id")?,
        room: row.try_get("", "room_id")?,
        starts_at: row.try_get("", "starts_at")?,
        ends_at: row.try_get("", "ends_at")?,
        until: row.try_get("", "until")?,
        moves: moves.map(AppointmentId),
        payment: word(row, "payment")?,
    })
}

/// What is kept for a patient, also what is over and not swept away yet.
pub async fn holds(db: &impl ConnectionTrait, patient: PatientId) -> Result<Vec<Hold>, DbErr> {
    let find = format!("{HOLD} where patient_id = $1");
    all(db, &find, [patient.0.into()]).await?.iter().map(hold).collect()
}

pub async fn insert_hold(db: &impl ConnectionTrait, new: &Hold) -> Result<(), DbErr> {
    const INSERT: &str = "
        insert into slot_hold
            (id, patient_id, practitioner_role_id, service_id, room_id, starts_at, ends_at, until,
             moves, payment)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let values = [
        new.id.into(),
        new.patient.0.into(),
        new.practitioner.0.into(),
        new.service.into(),
        new.room.into(),
        new.starts_at.into(),
        new.ends_at.into(),
        new.until.into(),
        new.moves.map(|visit| visit.0).into(),
        new.payment.wire().into(),
    ];
    run(db, INSERT, values).await.map(drop)
}

pub async fn delete_hold(db: &impl ConnectionTrait, id: Uuid) -> Result<(), DbErr> {
    run(db, "delete from slot_hold where id = $1", [id.into()]).await.map(drop)
}

fn hold_place(id: Uuid, patient: PatientId) -> Place {
    Place { table: "slot_hold", row: id, owner: patient.0, version: 0 }
}

/// Keeps what was typed while a time is kept, sealed.
pub async fn keep_hold_words(
    db: &impl ConnectionTrait,
    key: &SealingKey,
    (id, patient): (Uuid, PatientId),
    words: &HoldWords,
) -> Result<(), Error> {
    let sealed = key.seal_json(&hold_place(id, patient), words)?;
    let values = [id.into(), sealed.into()];
    run(db, "update slot_hold set sealed = $2 where id = $1", values).await?;
    Ok(())
}

/// What was typed while a time was kept.
pub async fn find_hold_words(
    db: &impl ConnectionTrait,
    key: &SealingKey,
    (id, patient): (Uuid, PatientId),
) -> Result<Option<HoldWords>, Error> {
    const FIND: &str = "select sealed from slot_hold where id = $1 and patient_id = $2";
    let Some(row) = one(db, FIND, [id.into(), patient.0.into()]).await? else { return Ok(None) };
    let sealed: Option<Vec<u8>> = row.try_get("", "sealed")?;
    Ok(sealed.map(|sealed| key.unseal_json(&hold_place(id, patient), &sealed)).transpose()?)
}

const VISIT: &str = "select id, patient_id, practitioner_role_id, organization_id, service_id,
    room_id, starts_at, ends_at, format, payment, channel, state, sequence, version, ground_id,
    sealed, hold_key, created_at, arrived_at, cancelled_at, ended_at from appointment";

fn visit(row: &QueryResult) -> Result<Visit, DbErr> {
    let patient: Option<Uuid> = row.try_get("", "patient_id")?;
    Ok(Visit {
        id: AppointmentId(row.try_get("", "id")?),
        patient: patient.map(PatientId),
        practitioner: PractitionerRoleId(row.try_get("", "practitioner_role_id")?),
        organization: OrganizationId(row.try_get("", "organization_id")?),
        service: row.try_get("", "service_id")?,
        room: row.try_get("", "room_id")?,
        starts_at: row.try_get("", "starts_at")?,
        ends_at: row.try_get("", "ends_at")?,
        format: word(row, "format")?,
        payment: word(row, "payment")?,
        channel: word(row, "channel")?,
        state: word(row, "state")?,
        sequence: row.try_get("", "sequence")?,
        version: row.try_get("", "version")?,
        ground: row.try_get("", "ground_id")?,
        sealed: row.try_get("", "sealed")?,
        hold_key: row.try_get("", "hold_key")?,
        created_at: row.try_get("", "created_at")?,
        arrived_at: row.try_get("", "arrived_at")?,
        cancelled_at: row.try_get("", "cancelled_at")?,
        ended_at: row.try_get("", "ended_at")?,
    })
}

/// Every visit of a card, the newest first.
pub async fn of_patient(
    db: &impl ConnectionTrait,
    patient: PatientId,
) -> Result<Vec<Visit>, DbErr> {
    let find = format!("{VISIT} where patient_id = $1 order by starts_at desc, id desc");
    all(db, &find, [patient.0.into()]).await?.iter().map(visit).collect()
}

/// One visit of a card.
pub async fn of_card(
    db: &impl ConnectionTrait,
    patient: PatientId,
    id: AppointmentId,
) -> Result<Option<Visit>, DbErr> {
    let find = format!("{VISIT} where id = $1 and patient_id = $2");
    one(db, &find, [id.0.into(), patient.0.into()]).await?.as_ref().map(visit).transpose()
}

/// The visit a hold was made into.
pub async fn of_hold(
    db: &impl ConnectionTrait,
    patient: PatientId,
    hold: Uuid,
) -> Result<Option<Visit>, DbErr> {
    let find = format!("{VISIT} where hold_key = $1 and patient_id = $2");
    one(db, &find, [hold.into(), patient.0.into()]).await?.as_ref().map(visit).transpose()
}

/// One visit of an organization, which nobody else changes until this transaction ends.
pub async fn of_clinic(
    tx: &DatabaseTransaction,
    organization: OrganizationId,
    id: AppointmentId,
) -> Result<Option<Visit>, DbErr> {
    let find = held(tx, format!("{VISIT} where id = $1 and organization_id = $2"));
    one(tx, &find, [id.0.into(), organization.0.into()]).await?.as_ref().map(visit).transpose()
}

/// One visit of an organization, as it is now.
pub async fn find_of_clinic(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    id: AppointmentId,
) -> Result<Option<Visit>, DbErr> {
    let find = format!("{VISIT} where id = $1 and organization_id = $2");
    one(db, &find, [id.0.into(), organization.0.into()]).await?.as_ref().map(visit).transpose()
}

/// One visit of a guest.
pub async fn of_guest(
    db: &impl ConnectionTrait,
    id: AppointmentId,
) -> Result<Option<Visit>, DbErr> {
    let find = format!("{VISIT} where id = $1 and patient_id is null");
    one(db, &find, [id.0.into()]).await?.as_ref().map(visit).transpose()
}

/// The visits of an organization that begin within a span of time, in order.
pub async fn between(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    (from, to): (i64, i64),
) -> Result<Vec<Visit>, DbErr> {
    let find = format!(
        "{VISIT} where organization_id = $1 and starts_at >= $2 and starts_at < $3
         order by starts_at, id"
    );
    let values: [Value; 3] = [organization.0.into(), from.into(), to.into()];
    all(db, &find, values).await?.iter().map(visit).collect()
}

/// The visits of somebody that are booked and begin from a moment on, in order.
pub async fn coming_to(
    db: &impl ConnectionTrait,
    practitioner: PractitionerRoleId,
    from: i64,
) -> Result<Vec<Visit>, DbErr> {
    let find = format!(
        "{VISIT} where practitioner_role_id = $1 and starts_at >= $2 and state = 'booked'
         order by starts_at, id"
    );
    all(db, &find, [practitioner.0.into(), from.into()]).await?.iter().map(visit).collect()
}

pub async fn insert(db: &impl ConnectionTrait, new: &Visit) -> Result<(), DbErr> {
    const INSERT: &str = "
        insert into appointment
            (id, patient_id, practitioner_role_id, organization_id, service_id, room_id, starts_at,
             ends_at, format, payment, channel, state, sequence, version, ground_id, sealed,
             hold_key, created_at, arrived_at, cancelled_at, ended_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18,
                $19, $20, $21)";
    let values = [
        new.id.0.into(),
        new.patient.map(|patient| patient.0).into(),
        new.practitioner.0.into(),
        new.organization.0.into(),
        new.service.into(),
        new.room.into(),
        new.starts_at.into(),
        new.ends_at.into(),
        new.format.wire().into(),
        new.payment.wire().into(),
        new.channel.wire().into(),
        new.state.wire().into(),
        new.sequence.into(),
        new.version.into(),
        new.ground.into(),
        new.sealed.clone().into(),
        new.hold_key.into(),
        new.created_at.into(),
        new.arrived_at.into(),
        new.cancelled_at.into(),
        new.ended_at.into(),
    ];
    run(db, INSERT, values).await.map(drop)
}

/// Keeps a visit as it is from now on, where nobody else did since it was read: counts its version,
/// here and in the row. Says whether it was kept.
pub async fn update(db: &impl ConnectionTrait, visit: &mut Visit) -> Result<bool, DbErr> {
    const UPDATE: &str = "
        update appointment set
            practitioner_role_id = $3, organization_id = $4, service_id = $5, room_id = $6,
            starts_at = $7, ends_at = $8, format = $9, payment = $10, state = $11, sequence = $12,
            ground_id = $13, sealed = $14, hold_key = $15, arrived_at = $16, cancelled_at = $17,
            ended_at = $18, version = version + 1
        where id = $1 and version = $2";
    let values = [
        visit.id.0.into(),
        visit.version.into(),
        visit.practitioner.0.into(),
        visit.organization.0.into(),
        visit.service.into(),
        visit.room.into(),
        visit.starts_at.into(),
        visit.ends_at.into(),
        visit.format.wire().into(),
        visit.payment.wire().into(),
        visit.state.wire().into(),
        visit.sequence.into(),
        visit.ground.into(),
        visit.sealed.clone().into(),
        visit.hold_key.into(),
        visit.arrived_at.into(),
        visit.cancelled_at.into(),
        visit.ended_at.into(),
    ];
    let is_kept = run(db, UPDATE, values).await? == 1;
    visit.version += 1;
    Ok(is_kept)
}

/// Keeps what happened to a visit; the words of who did it lie sealed.
pub async fn insert_change(
    db: &impl ConnectionTrait,
    key: &SealingKey,
    patient: PatientId,
    new: NewChange<'_>,
) -> Result<(), Error> {
    const INSERT: &str = r#"
        insert into appointment_change
            (id, appointment_id, "at", event, actor, from_at, to_at, sealed)
        values ($1, $2, $3, $4, $5, $6, $7, $8)"#;
    let note = new.note.filter(|note| !note.is_empty());
    let sealed =
        note.map(|note| key.seal_json(&change_place(new.id, patient), &note)).transpose()?;
    let values = [
        new.id.into(),
        new.visit.0.into(),
        new.at.into(),
        new.event.wire().into(),
        new.by.wire().into(),
        new.moved.map(|(from, _)| from).into(),
        new.moved.map(|(_, to)| to).into(),
        sealed.into(),
    ];
    run(db, INSERT, values).await?;
    Ok(())
}

/// What happened to a visit, the oldest first.
pub async fn changes(
    db: &impl ConnectionTrait,
    key: &SealingKey,
    patient: PatientId,
    visit: AppointmentId,
) -> Result<Vec<VisitChange>, Error> {
    const LIST: &str = r#"
        select id, "at", event, actor, from_at, to_at, sealed from appointment_change
        where appointment_id = $1 order by "at", id"#;
    let mut found = Vec::new();
    for row in all(db, LIST, [visit.0.into()]).await? {
        let id: Uuid = row.try_get("", "id")?;
        let sealed: Option<Vec<u8>> = row.try_get("", "sealed")?;
        let place = change_place(id, patient);
        found.push(VisitChange {
            at: moment(row.try_get("", "at")?),
            event: word(&row, "event")?,
            by: word(&row, "actor")?,
            from: row.try_get::<Option<i64>>("", "from_at")?.map(moment),
            to: row.try_get::<Option<i64>>("", "to_at")?.map(moment),
            note: sealed.map(|sealed| key.unseal_json(&place, &sealed)).transpose()?,
        });
    }
    Ok(found)
}

/// What the patient said of a visit.
pub async fn find_review(
    db: &impl ConnectionTrait,
    visit: AppointmentId,
) -> Result<Option<VisitReview>, DbErr> {
    const FIND: &str = r#"select stars, words, "at" from visit_review where appointment_id = $1"#;
    one(db, FIND, [visit.0.into()]).await?.as_ref().map(review).transpose()
}

/// Keeps what the patient says of a visit, once.
pub async fn insert_review(
    db: &impl ConnectionTrait,
    visit: &Visit,
    stars: u32,
    words: &str,
    at: i64,
) -> Result<(), DbErr> {
    const INSERT: &str = r#"
        insert into visit_review
            (appointment_id, organization_id, practitioner_role_id, stars, words, "at")
        values ($1, $2, $3, $4, $5, $6)"#;
    let values = [
        visit.id.0.into(),
        visit.organization.0.into(),
        visit.practitioner.0.into(),
        i32::try_from(stars).unwrap_or(0).into(),
        words.into(),
        at.into(),
    ];
    run(db, INSERT, values).await?;
    super::offered::touch(db).await
}

/// Makes another address for calendars; the one before shows nothing any more.
pub async fn keep_feed(
    db: &impl ConnectionTrait,
    patient: PatientId,
    secret_hash: [u8; 32],
    at: i64,
) -> Result<(), DbErr> {
    const KEEP: &str = "
        insert into calendar_feed (patient_id, secret_hash, created_at) values ($1, $2, $3)
        on conflict (patient_id) do update set secret_hash = $2, created_at = $3";
    let values = [patient.0.into(), secret_hash.to_vec().into(), at.into()];
    run(db, KEEP, values).await.map(drop)
}

pub async fn delete_feed(db: &impl ConnectionTrait, patient: PatientId) -> Result<(), DbErr> {
    run(db, "delete from calendar_feed where patient_id = $1", [patient.0.into()]).await.map(drop)
}

/// Whose visits an address shows.
pub async fn find_feed(
    db: &impl ConnectionTrait,
    secret_hash: [u8; 32],
) -> Result<Option<PatientId>, DbErr> {
    const FIND: &str = "select patient_id from calendar_feed where secret_hash = $1";
    let row = one(db, FIND, [secret_hash.to_vec().into()]).await?;
    row.map(|row| row.try_get("", "patient_id").map(PatientId)).transpose()
}
