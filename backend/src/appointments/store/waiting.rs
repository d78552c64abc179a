//! Who waits for a better time, and what was offered to them.

use sea_orm::{ConnectionTrait, DbErr, QueryResult, Value};
use shared::appointments::clock::DayPart;
use shared::appointments::model::Payment;
use shared::appointments::waiting::{AgeGroup, AnswerWay, OfferState, WaitingState};
use shared::id::{AccountId, AppointmentId, OrganizationId, PatientId, PractitionerRoleId};
use time::Date;
use uuid::Uuid;

use crate::db::sql::{all, one, run};

/// Somebody who waits; moments in microseconds.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub id: Uuid,
    pub patient: PatientId,
    pub practitioner: Option<PractitionerRoleId>,
    pub organization: OrganizationId,
    pub service: Uuid,
    pub payment: Payment,
    pub from: Date,
    pub until: Date,
    pub part: Option<DayPart>,
    pub visit: Option<AppointmentId>,
    pub state: WaitingState,
    pub lapsed: u32,
    pub age: AgeGroup,
    pub created_at: i64,
}

/// A time that was offered; moments in microseconds.
#[derive(Clone, Debug)]
pub struct Offer {
    pub id: Uuid,
    pub waiting: Uuid,
    pub patient: PatientId,
    pub organization: OrganizationId,
    pub practitioner: PractitionerRoleId,
    pub service: Uuid,
    pub room: Option<Uuid>,
    pub starts_at: i64,
    pub ends_at: i64,
    pub until: i64,
    pub state: OfferState,
    pub age: AgeGroup,
    pub made_at: i64,
}

impl Offer {
    /// Whether it can still be taken.
    pub fn is_open(&self, now: i64) -> bool {
        self.state == OfferState::Open && self.until > now
    }
}

fn strange(column: &str) -> DbErr {
    DbErr::Type(format!("a strange {column} of waiting"))
}

fn word<T: std::str::FromStr>(row: &QueryResult, column: &str) -> Result<T, DbErr> {
    let word: String = row.try_get("", column)?;
    word.parse().map_err(|_| strange(column))
}

fn day(row: &QueryResult, column: &str) -> Result<Date, DbErr> {
    Date::from_julian_day(row.try_get("", column)?).map_err(|_| strange(column))
}

const WAITING: &str = "select id, patient_id, practitioner_role_id, organization_id, service_id,
    payment, not_before, not_after, part, appointment_id, state, lapsed, age, created_at
    from waiting";

fn waiting(row: &QueryResult) -> Result<Waiting, DbErr> {
    let practitioner: Option<Uuid> = row.try_get("", "practitioner_role_id")?;
    let part: Option<String> = row.try_get("", "part")?;
    let visit: Option<Uuid> = row.try_get("", "appointment_id")?;
    let lapsed: i32 = row.try_get("", "lapsed")?;
    Ok(Waiting {
        id: row.try_get("", "id")?,
        patient: PatientId(row.try_get("", "patient_id")?),
        practitioner: practitioner.map(PractitionerRoleId),
        organization: OrganizationId(row.try_get("", "organization_id")?),
        service: row.try_get("", "service_id")?,
        payment: word(row, "payment")?,
        from: day(row, "not_before")?,
        until: day(row, "not_after")?,
        part: part.map(|part| part.parse().map_err(|_| strange("part"))).transpose()?,
        visit: visit.map(AppointmentId),
        state: word(row, "state")?,
        lapsed: u32::try_from(lapsed).unwrap_or(0),
        age: word(row, "age")?,
        created_at: row.try_get("", "created_at")?,
    })
}

/// Everybody who waits, in the order they joined.
pub async fn list(db: &impl ConnectionTrait) -> Result<Vec<Waiting>, DbErr> {
    let find = format!("{WAITING} where state = 'waiting' order by created_at, id");
    all(db, &find, []).await?.iter().map(waiting).collect()
}

/// What a card waits for, in the order it was joined.
pub async fn of_patient(
    db: &impl ConnectionTrait,
    patient: PatientId,
) -> Result<Vec<Waiting>, DbErr> {
    let find =
        format!("{WAITING} where patient_id = $1 and state = 'waiting' order by created_at, id");
    all(db, &find, [patient.0.into()]).await?.iter().map(waiting).collect()
}

/// One thing a card waits for, or waited for.
pub async fn of_card(
    db: &impl ConnectionTrait,
    patient: PatientId,
    id: Uuid,
) -> Result<Option<Waiting>, DbErr> {
    let find = format!("{WAITING} where id = $1 and patient_id = $2");
    one(db, &find, [id.into(), patient.0.into()]).await?.as_ref().map(waiting).transpose()
}

/// How many joined before who wait for the same service with the same doctor, or with anybody.
pub async fn ahead(db: &impl ConnectionTrait, of: &Waiting) -> Result<i64, DbErr> {
    const COUNT_ANY: &str = "
        select count(*) as n from waiting
        where state = 'waiting' and service_id = $1
            and (created_at < $2 or (created_at = $2 and id < $3))";
    const COUNT_ONE: &str = "
        select count(*) as n from waiting
        where state = 'waiting' and service_id = $1
            and (created_at < $2 or (created_at = $2 and id < $3))
            and (practitioner_role_id is null or practitioner_role_id = $4)";
    let mut values: Vec<Value> = vec![of.service.into(), of.created_at.into(), of.id.into()];
    let count = match of.practitioner {
        None => COUNT_ANY,
        Some(practitioner) => {
            values.push(practitioner.0.into());
            COUNT_ONE
        }
    };
    one(db, count, values).await?.map_or(Ok(0), |row| row.try_get("", "n"))
}

pub async fn insert(db: &impl ConnectionTrait, new: &Waiting) -> Result<(), DbErr> {
    const INSERT: &str = "
        insert into waiting
            (id, patient_id, practitioner_role_id, organization_id, service_id, payment,
             not_before, not_after, part, appointment_id, state, lapsed, age, created_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let values = [
        new.id.into(),
        new.patient.0.into(),
        new.practitioner.map(|practitioner| practitioner.0).into(),
        new.organization.0.into(),
        new.service.into(),
        new.payment.wire().into(),
        new.from.to_julian_day().into(),
        new.until.to_julian_day().into(),
        new.part.map(DayPart::wire).into(),
        new.visit.map(|visit| visit.0).into(),
        new.state.wire().into(),
        0.into(),
        new.age.wire().into(),
        new.created_at.into(),
    ];
    run(db, INSERT, values).await.map(drop)
}

/// How far the waiting of somebody is from now on, where they waited until now.
pub async fn change_state(
    db: &impl ConnectionTrait,
    id: Uuid,
    state: WaitingState,
) -> Result<(), DbErr> {
    const CHANGE: &str = "update waiting set state = $2 where id = $1 and state = 'waiting'";
    run(db, CHANGE, [id.into(), state.wire().into()]).await.map(drop)
}

/// Counts one more offer that went unanswered. Says how many those are now.
pub async fn count_lapse(db: &impl ConnectionTrait, id: Uuid) -> Result<u32, DbErr> {
    run(db, "update waiting set lapsed = lapsed + 1 where id = $1", [id.into()]).await?;
    let row = one(db, "select lapsed from waiting where id = $1", [id.into()]).await?;
    let lapsed: i32 = row.map_or(Ok(0), |row| row.try_get("", "lapsed"))?;
    Ok(u32::try_from(lapsed).unwrap_or(0))
}

const OFFER: &str = "select it.id, it.waiting_id, it.patient_id, it.organization_id,
    it.practitioner_role_id, it.service_id, it.room_id, it.starts_at, it.ends_at, it.until, it.state,
    it.age, it.made_at from slot_offer it";

fn offer(row: &QueryResult) -> Result<Offer, DbErr> {
    Ok(Offer {
        id: row.try_get("", "id")?,
        waiting: row.try_get("", "waiting_id")?,
        patient: PatientId(row.try_get("", "patient_id")?),
        organization: OrganizationId(row.try_get("", "organization_id")?),
        practitioner: PractitionerRoleId(row.try_get("", "practitioner_role_id")?),
        service: row.try_get("", "service_id")?,
        room: row.try_get("", "room_id")?,
        starts_at: row.try_get("", "starts_at")?,
        ends_at: row.try_get("", "ends_at")?,
        until: row.try_get("", "until")?,
        state: word(row, "state")?,
        age: word(row, "age")?,
        made_at: row.try_get("", "made_at")?,
    })
}

/// Everything that was offered to somebody who waits, the newest first.
pub async fn offers_of(db: &impl ConnectionTrait, waiting: Uuid) -> Result<Vec<Offer>, DbErr> {
    let find = format!("{OFFER} where it.waiting_id = $1 order by it.made_at desc, it.id desc");
    all(db, &find, [waiting.into()]).await?.iter().map(offer).collect()
}

/// Whether something is offered to a card and not settled yet.
pub async fn has_open(db: &impl ConnectionTrait, patient: PatientId) -> Result<bool, DbErr> {
    const FIND: &str = "select id from slot_offer where patient_id = $1 and state = 'open'";
    Ok(one(db, FIND, [patient.0.into()]).await?.is_some())
}

/// Offers that nobody answered until now.
pub async fn overdue(db: &impl ConnectionTrait, now: i64) -> Result<Vec<Offer>, DbErr> {
    let find =
        format!("{OFFER} where it.state = 'open' and it.until <= $1 order by it.until, it.id");
    all(db, &find, [now.into()]).await?.iter().map(offer).collect()
}

/// The newest offer to the own card of an account that may be used, made since a moment.
pub async fn of_account(
    db: &impl ConnectionTrait,
    account: AccountId,
    (since, now): (i64, i64),
) -> Result<Option<Offer>, DbErr> {
    let find = format!(
        r#"{OFFER} join "ground" on "ground".patient_id = it.patient_id
        join account on account.id = "ground".account_id
        where account.id = $1 and account.disabled_at is null and account.blocked_at is null
            and "ground".kind = 'own' and "ground".revoked_at is null
            and "ground".starts_at <= $3
            and ("ground".ends_at is null or "ground".ends_at > $3) and it.made_at > $2
        order by it.made_at desc, it.id desc limit 1"#
    );
    let values: [Value; 3] = [account.0.into(), since.into(), now.into()];
    one(db, &find, values).await?.as_ref().map(offer).transpose()
}

pub async fn insert_offer(db: &impl ConnectionTrait, new: &Offer) -> Result<(), DbErr> {
    const INSERT: &str = "
        insert into slot_offer
            (id, waiting_id, patient_id, organization_id, practitioner_role_id, service_id, room_id,
             starts_at, ends_at, until, state, age, made_at)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let values = [
        new.id.into(),
        new.waiting.into(),
        new.patient.0.into(),
        new.organization.0.into(),
        new.practitioner.0.into(),
        new.service.into(),
        new.room.into(),
        new.starts_at.into(),
        new.ends_at.into(),
        new.until.into(),
        new.state.wire().into(),
        new.age.wire().into(),
        new.made_at.into(),
    ];
    run(db, INSERT, values).await.map(drop)
}

/// Settles an offer that is open. Says whether it was.
pub async fn settle(
    db: &impl ConnectionTrait,
    id: Uuid,
    (state, way): (OfferState, Option<AnswerWay>),
    now: i64,
) -> Result<bool, DbErr> {
    const SETTLE: &str = "
        update slot_offer set state = $2, way = $3, answered_at = $4
        where id = $1 and state = 'open'";
    let way = way.map(AnswerWay::wire);
    Ok(run(db, SETTLE, [id.into(), state.wire().into(), way.into(), now.into()]).await? == 1)
}

/// What became of the offers of a clinic since a moment, counted.
pub async fn counts(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    since: i64,
) -> Result<Vec<(AgeGroup, OfferState, Option<AnswerWay>, u32)>, DbErr> {
    const COUNT: &str = "
        select age, state, way, count(*) as n from slot_offer
        where organization_id = $1 and made_at >= $2 group by age, state, way";
    let rows = all(db, COUNT, [organization.0.into(), since.into()]).await?;
    let count = |row: &QueryResult| {
        let way: Option<String> = row.try_get("", "way")?;
        let way: Option<AnswerWay> =
            way.map(|way| way.parse().map_err(|_| strange("way"))).transpose()?;
        let n: i64 = row.try_get("", "n")?;
        Ok((word(row, "age")?, word(row, "state")?, way, u32::try_from(n).unwrap_or(u32::MAX)))
    };
    rows.iter().map(count).collect()
}

/// Keeps that an SMS was heard. Says whether it is the first time.
pub async fn hear(db: &impl ConnectionTrait, id: [u8; 32], now: i64) -> Result<bool, DbErr> {
    const HEAR: &str =
        r#"insert into sms_inbound (id, "at") values ($1, $2) on conflict do nothing"#;
    Ok(run(db, HEAR, [id.to_vec().into(), now.into()]).await? == 1)
}

/// Forgets that an SMS was heard: the provider hands it over again.
pub async fn unhear(db: &impl ConnectionTrait, id: [u8; 32]) -> Result<(), DbErr> {
    run(db, "delete from sms_inbound where id = $1", [id.to_vec().into()]).await.map(drop)
}

/// Forgets what was heard before a moment: no provider repeats itself for so long.
pub async fn purge(db: &impl ConnectionTrait, before: i64) -> Result<(), DbErr> {
    run(db, r#"delete from sms_inbound where "at" < $1"#, [before.into()]).await.map(drop)
}
