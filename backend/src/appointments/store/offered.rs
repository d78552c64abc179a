//! Clinics, who receives there, services and rooms.

use sea_orm::{ConnectionTrait, DbErr, QueryResult};
use serde::de::DeserializeOwned;
use shared::access::model::Role;
use shared::appointments::model::{Clinic, Service, Speciality, VisitReview};
use shared::appointments::schedule::Room;
use shared::id::{AccountId, OrganizationId, PersonId, PractitionerRoleId};
use time::Date;
use uuid::Uuid;

use crate::app::moment;
use crate::appointments::directory::Stamp;
use crate::db::sql::{all, one, run};

/// Somebody in one place, as they lie there.
pub struct RoleRow {
    pub id: PractitionerRoleId,
    pub account: AccountId,
    pub organization: OrganizationId,
    pub person: PersonId,
    /// Who it is.
    pub sealed: Vec<u8>,
    pub speciality: Speciality,
    pub languages: Vec<String>,
    pub is_published: bool,
    /// As JSON.
    pub pattern: Option<String>,
    pub version: i64,
    pub late: Option<(Date, u32)>,
}

/// A term of work; moments in microseconds.
pub struct Term {
    pub account: AccountId,
    pub organization: OrganizationId,
    pub role: Role,
    pub position: Option<String>,
    pub starts_at: i64,
    pub ends_at: Option<i64>,
}

/// What was said of somebody in one place.
pub struct Stars {
    pub organization: OrganizationId,
    pub practitioner: PractitionerRoleId,
    pub sum: i64,
    pub count: i64,
}

fn strange(column: &str) -> DbErr {
    DbErr::Type(format!("a strange {column}"))
}

fn word<T: std::str::FromStr>(row: &QueryResult, column: &str) -> Result<T, DbErr> {
    row.try_get::<String>("", column)?.parse().map_err(|_| strange(column))
}

fn json<T: DeserializeOwned>(row: &QueryResult, column: &str) -> Result<T, DbErr> {
    serde_json::from_str(&row.try_get::<String>("", column)?).map_err(|_| strange(column))
}

fn as_json(value: &impl serde::Serialize) -> Result<String, DbErr> {
    serde_json::to_string(value).map_err(|error| DbErr::Custom(error.to_string()))
}

fn count(row: &QueryResult, column: &str) -> Result<u32, DbErr> {
    u32::try_from(row.try_get::<i32>("", column)?).map_err(|_| strange(column))
}

/// Counts what was changed: here, and where it is kept who works.
pub async fn stamp(db: &impl ConnectionTrait) -> Result<Stamp, DbErr> {
    const FIND: &str = "
        select
            (select coalesce(max(version), 0) from directory_version) as own,
            (select cast(coalesce(sum(version), 0) + count(*) as bigint) from organization)
                as organizations,
            (select cast(coalesce(sum(version), 0) + count(*) as bigint) from membership)
                as memberships,
            (select count(*) from membership
             join account on account.id = membership.account_id
             where account.disabled_at is not null) as closed";
    let row = one(db, FIND, []).await?.ok_or_else(|| strange("stamp"))?;
    Ok([
        row.try_get("", "own")?,
        row.try_get("", "organizations")?,
        row.try_get("", "memberships")?,
        row.try_get("", "closed")?,
    ])
}

/// To be called in every transaction that changes what is offered.
pub async fn touch(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    const TOUCH: &str = "
        insert into directory_version (id, version) values (1, 1)
        on conflict (id) do update set version = directory_version.version + 1";
    run(db, TOUCH, []).await.map(drop)
}

/// Every clinic, and whether it is shown.
pub async fn clinics(db: &impl ConnectionTrait) -> Result<Vec<(Clinic, bool)>, DbErr> {
    const LIST: &str = "
        select organization.id, organization.name, organization.address, organization.phone,
               clinic_profile.kind, city, district, metro, directions, latitude, longitude,
               licence, accreditation, electronic_cards, payments, time_zone, published
        from clinic_profile
        join organization on organization.id = clinic_profile.organization_id";
    let read = |row: &QueryResult| -> Result<_, DbErr> {
        Ok((clinic(row)?, row.try_get("", "published")?))
    };
    all(db, LIST, []).await?.iter().map(read).collect()
}

fn clinic(row: &QueryResult) -> Result<Clinic, DbErr> {
    Ok(Clinic {
        id: OrganizationId(row.try_get("", "id")?),
        name: row.try_get("", "name")?,
        kind: word(row, "kind")?,
        city: row.try_get("", "city")?,
        district: row.try_get("", "district")?,
        metro: row.try_get("", "metro")?,
        address: row.try_get("", "address")?,
        directions: row.try_get("", "directions")?,
        phone: row.try_get("", "phone")?,
        latitude: row.try_get("", "latitude")?,
        longitude: row.try_get("", "longitude")?,
        distance: None,
        licence: row.try_get("", "licence")?,
        accreditation: row.try_get("", "accreditation")?,
        electronic_cards: row.try_get("", "electronic_cards")?,
        payments: json(row, "payments")?,
        specialities: Vec::new(),
        rating: None,
        price_from: None,
        time_zone: row.try_get("", "time_zone")?,
    })
}

/// Makes the profile of an organization: from now on patients find it.
pub async fn insert_clinic(db: &impl ConnectionTrait, clinic: &Clinic) -> Result<(), DbErr> {
    const INSERT: &str = "
        insert into clinic_profile
            (organization_id, kind, city, district, metro, directions, latitude, longitude,
             licence, accreditation, electronic_cards, payments, time_zone, published)
        values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)";
    let values = [
        clinic.id.0.into(),
        clinic.kind.wire().into(),
        clinic.city.clone().into(),
        clinic.district.clone().into(),
        clinic.metro.clone().into(),
        clinic.directions.clone().into(),
        clinic.latitude.into(),
        clinic.longitude.into(),
        clinic.licence.clone().into(),
        clinic.accreditation.clone().into(),
        clinic.electronic_cards.into(),
        as_json(&clinic.payments)?.into(),
        clinic.time_zone.clone().into(),
        true.into(),
    ];
    run(db, INSERT, values).await?;
    touch(db).await
}

pub async fn roles(db: &impl ConnectionTrait) -> Result<Vec<RoleRow>, DbErr> {
    const LIST: &str = "
        select practitioner_role.id, practitioner_role.account_id,
               practitioner_role.organization_id, speciality, languages, published, pattern,
               practitioner_role.version, late_on, late_minutes, account.person_id, person.sealed
        from practitioner_role
        join account on account.id = practitioner_role.account_id
        join person on person.id = account.person_id";
    all(db, LIST, []).await?.iter().map(role).collect()
}

fn role(row: &QueryResult) -> Result<RoleRow, DbErr> {
    let late_on: Option<String> = row.try_get("", "late_on")?;
    let minutes = count(row, "late_minutes")?;
    Ok(RoleRow {
        id: PractitionerRoleId(row.try_get("", "id")?),
        account: AccountId(row.try_get("", "account_id")?),
        organization: OrganizationId(row.try_get("", "organization_id")?),
        person: PersonId(row.try_get("", "person_id")?),
        sealed: row.try_get("", "sealed")?,
        speciality: word(row, "speciality")?,
        languages: json(row, "languages")?,
        is_published: row.try_get("", "published")?,
        pattern: row.try_get("", "pattern")?,
        version: row.try_get("", "version")?,
        late: late_on.and_then(|day| read_day(&day)).map(|day| (day, minutes)),
    })
}

/// `2026-03-12`
pub fn read_day(text: &str) -> Option<Date> {
    let format = time::macros::format_description!("[year]-[month]-[day]");
    Date::parse(text, format).ok()
}

/// Every term of everybody who is somewhere to be booked with, the newest last.
pub async fn terms(db: &impl ConnectionTrait) -> Result<Vec<Term>, DbErr> {
    const LIST: &str = "
        select membership.account_id, membership.organization_id, membership.role,
               membership.position, membership.starts_at, membership.ends_at, account.disabled_at
        from membership
        join account on account.id = membership.account_id
        join practitioner_role on practitioner_role.account_id = membership.account_id
            and practitioner_role.organization_id = membership.organization_id
        order by membership.starts_at, membership.id";
    all(db, LIST, []).await?.iter().map(term).collect()
}

fn term(row: &QueryResult) -> Result<Term, DbErr> {
    let ends: [Option<i64>; 2] = [row.try_get("", "ends_at")?, row.try_get("", "disabled_at")?];
    Ok(Term {
        account: AccountId(row.try_get("", "account_id")?),
        organization: OrganizationId(row.try_get("", "organization_id")?),
        role: word(row, "role")?,
        position: row.try_get("", "position")?,
        starts_at: row.try_get("", "starts_at")?,
        ends_at: ends.into_iter().flatten().min(),
    })
}

/// Which service each of them offers.
pub async fn offers(db: &impl ConnectionTrait) -> Result<Vec<(PractitionerRoleId, Uuid)>, DbErr> {
    const LIST: &str = "select practitioner_role_id, service_id from practitioner_service";
    let read = |row: &QueryResult| -> Result<_, DbErr> {
        let role = PractitionerRoleId(row.try_get("", "practitioner_role_id")?);
        Ok((role, row.try_get("", "service_id")?))
    };
    all(db, LIST, []).await?.iter().map(read).collect()
}

pub async fn services(db: &impl ConnectionTrait) -> Result<Vec<(OrganizationId, Service)>, DbErr> {
    const LIST: &str = "
        select id, organization_id, name, minutes, format, price, payments, preparation
        from healthcare_service";
    let read = |row: &QueryResult| -> Result<_, DbErr> {
        let price: Option<i32> = row.try_get("", "price")?;
        let service = Service {
            id: row.try_get("", "id")?,
            name: row.try_get("", "name")?,
            minutes: count(row, "minutes")?,
            format: word(row, "format")?,
            price: price.and_then(|price| u32::try_from(price).ok()),
            payments: json(row, "payments")?,
            preparation: row.try_get("", "preparation")?,
        };
        Ok((OrganizationId(row.try_get("", "organization_id")?), service))
    };
    all(db, LIST, []).await?.iter().map(read).collect()
}

/// Makes a service, or changes one of this organization.
pub async fn keep_service(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    service: &Service,
) -> Result<(), DbErr> {
    const KEEP: &str = "
        insert into healthcare_service
            (id, organization_id, name, minutes, format, price, payments, preparation)
        values ($1, $2, $3, $4, $5, $6, $7, $8)
        on conflict (id) do update set
            name = $3, minutes = $4, format = $5, price = $6, payments = $7, preparation = $8";
    let number = |number: u32| i32::try_from(number).unwrap_or(i32::MAX);
    let values = [
        service.id.into(),
        organization.0.into(),
        service.name.clone().into(),
        number(service.minutes).into(),
        service.format.wire().into(),
        service.price.map(number).into(),
        as_json(&service.payments)?.into(),
        service.preparation.clone().into(),
    ];
    run(db, KEEP, values).await?;
    touch(db).await
}

pub async fn rooms(db: &impl ConnectionTrait) -> Result<Vec<(OrganizationId, Room)>, DbErr> {
    let read = |row: &QueryResult| -> Result<_, DbErr> {
        let room = Room { id: row.try_get("", "id")?, name: row.try_get("", "name")? };
        Ok((OrganizationId(row.try_get("", "organization_id")?), room))
    };
    let rows = all(db, "select id, organization_id, name from room", []).await?;
    rows.iter().map(read).collect()
}

/// Makes a room, or calls one of this organization otherwise.
pub async fn keep_room(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    room: &Room,
) -> Result<(), DbErr> {
    const KEEP: &str = "
        insert into room (id, organization_id, name) values ($1, $2, $3)
        on conflict (id) do update set name = $3";
    run(db, KEEP, [room.id.into(), organization.0.into(), room.name.clone().into()]).await?;
    touch(db).await
}

/// As what somebody is offered.
pub struct NewRole {
    pub id: PractitionerRoleId,
    pub account: AccountId,
    pub organization: OrganizationId,
    pub speciality: Speciality,
    pub languages: Vec<String>,
    pub services: Vec<Uuid>,
}

/// Offers somebody, or offers them as something else.
pub async fn keep_role(db: &impl ConnectionTrait, new: &NewRole) -> Result<(), DbErr> {
    const KEEP: &str = "
        insert into practitioner_role
            (id, account_id, organization_id, speciality, languages, published, version,
             late_minutes)
        values ($1, $2, $3, $4, $5, $6, 1, 0)
        on conflict (id) do update set
            speciality = $4, languages = $5, version = practitioner_role.version + 1";
    let values = [
        new.id.0.into(),
        new.account.0.into(),
        new.organization.0.into(),
        new.speciality.wire().into(),
        as_json(&new.languages)?.into(),
        true.into(),
    ];
    run(db, KEEP, values).await?;
    let clear = "delete from practitioner_service where practitioner_role_id = $1";
    run(db, clear, [new.id.0.into()]).await?;
    for service in &new.services {
        const OFFER: &str = "
            insert into practitioner_service (practitioner_role_id, service_id) values ($1, $2)";
        run(db, OFFER, [new.id.0.into(), (*service).into()]).await?;
    }
    touch(db).await
}

/// Sets when somebody works, where nobody else did since `version`. Says whether it was kept.
pub async fn keep_pattern(
    db: &impl ConnectionTrait,
    id: PractitionerRoleId,
    pattern: &shared::appointments::schedule::Pattern,
    version: i64,
) -> Result<bool, DbErr> {
    const KEEP: &str = "
        update practitioner_role set pattern = $2, version = version + 1
        where id = $1 and version = $3";
    let values = [id.0.into(), as_json(pattern)?.into(), version.into()];
    let is_kept = run(db, KEEP, values).await? == 1;
    touch(db).await?;
    Ok(is_kept)
}

/// By how much somebody is late on a day.
pub async fn keep_late(
    db: &impl ConnectionTrait,
    id: PractitionerRoleId,
    day: Date,
    minutes: u32,
) -> Result<(), DbErr> {
    const KEEP: &str = "update practitioner_role set late_on = $2, late_minutes = $3 where id = $1";
    let minutes = i32::try_from(minutes).unwrap_or(i32::MAX);
    run(db, KEEP, [id.0.into(), day.to_string().into(), minutes.into()]).await?;
    touch(db).await
}

pub async fn ratings(db: &impl ConnectionTrait) -> Result<Vec<Stars>, DbErr> {
    const COUNT: &str = "
        select organization_id, practitioner_role_id,
               cast(sum(stars) as bigint) as total, count(*) as count
        from visit_review group by organization_id, practitioner_role_id";
    let read = |row: &QueryResult| -> Result<_, DbErr> {
        Ok(Stars {
            organization: OrganizationId(row.try_get("", "organization_id")?),
            practitioner: PractitionerRoleId(row.try_get("", "practitioner_role_id")?),
            sum: row.try_get("", "total")?,
            count: row.try_get("", "count")?,
        })
    };
    all(db, COUNT, []).await?.iter().map(read).collect()
}

/// What patients said of a clinic, the newest first.
pub async fn reviews(
    db: &impl ConnectionTrait,
    organization: OrganizationId,
    most: i64,
) -> Result<Vec<VisitReview>, DbErr> {
    const LIST: &str = r#"
        select stars, words, "at" from visit_review where organization_id = $1
        order by "at" desc, appointment_id limit $2"#;
    all(db, LIST, [organization.0.into(), most.into()]).await?.iter().map(review).collect()
}

pub fn review(row: &QueryResult) -> Result<VisitReview, DbErr> {
    Ok(VisitReview {
        stars: count(row, "stars")?,
        words: row.try_get("", "words")?,
        at: moment(row.try_get("", "at")?),
    })
}
