//! People and cards in the database: all of it sealed.

use sea_orm::sea_query::{Expr, Query};
use sea_orm::{ConnectionTrait, DbErr, ExprTrait as _};
use serde::{Deserialize, Serialize};
use shared::accounts::model::DocumentKind;
use shared::id::{PatientId, PersonId};
use shared::record::model::{PersonName, Sex};
use shared::wire_time;
use time::Date;

use super::service::Error;
use crate::access::{Access, Change, Write};
use crate::db::sql::one;
use crate::keys::Place;

/// Who somebody is, as it lies sealed in `person`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    pub name: PersonName,
    #[serde(with = "wire_time::date")]
    pub birth_date: Date,
    pub sex: Sex,
    /// Eleven digits.
    pub snils: Option<String>,
    #[serde(default)]
    pub document: Option<Document>,
    /// Twelve digits.
    #[serde(default)]
    pub inn: Option<String>,
}

/// What somebody is identified by on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub kind: DocumentKind,
    /// Series and number.
    pub number: String,
}

/// What belongs to the card and not to the person, as it lies sealed in `patient`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardFacts {
    /// The card's number with its check digit.
    pub number: String,
    /// The ОМС policy: 16 digits.
    pub policy_number: Option<String>,
}

pub fn person_place(person: PersonId) -> Place {
    Place { table: "person", row: person.0, owner: person.0, version: 0 }
}

pub fn patient_place(patient: PatientId) -> Place {
    Place { table: "patient", row: patient.0, owner: patient.0, version: 0 }
}

/// The identity behind a card that was opened.
pub async fn find_header<P>(access: &Access<P>) -> Result<(Identity, CardFacts), Error> {
    let place = patient_place(access.patient());
    access.identity(person_place, place).await?.ok_or(Error::NotFound)
}

/// The same while changing the card.
pub async fn find_header_in<P: Write>(change: &Change<P>) -> Result<(Identity, CardFacts), Error> {
    let place = patient_place(change.patient());
    change.identity(person_place, place).await?.ok_or(Error::NotFound)
}

pub async fn insert_person(
    db: &impl ConnectionTrait,
    person: PersonId,
    sealed: Vec<u8>,
    now: i64,
) -> Result<(), DbErr> {
    let insert = Query::insert()
        .into_table("person")
        .columns(["id", "sealed", "created_at"])
        .values_panic([person.0.into(), sealed.into(), now.into()])
        .to_owned();
    db.execute(&insert).await.map(drop)
}

pub async fn insert_patient(
    db: &impl ConnectionTrait,
    patient: PatientId,
    person: PersonId,
    sealed: Vec<u8>,
    now: i64,
) -> Result<(), DbErr> {
    let insert = Query::insert()
        .into_table("patient")
        .columns(["id", "person_id", "state", "sealed", "created_at"])
        .values_panic([
            patient.0.into(),
            person.0.into(),
            "active".into(),
            sealed.into(),
            now.into(),
        ])
        .to_owned();
    db.execute(&insert).await.map(drop)
}

/// Whether there is such a card.
pub async fn exists(db: &impl ConnectionTrait, patient: PatientId) -> Result<bool, DbErr> {
    let select = Query::select()
        .column("id")
        .from("patient")
        .and_where(Expr::col("id").eq(patient.0))
        .to_owned();
    Ok(db.query_one(&select).await?.is_some())
}

/// Who is behind a card, sealed.
pub async fn find_person_of(
    db: &impl ConnectionTrait,
    patient: PatientId,
) -> Result<Option<(PersonId, Vec<u8>)>, DbErr> {
    const FIND: &str = "
        select person.id, person.sealed from patient
        join person on person.id = patient.person_id where patient.id = $1";
    let Some(row) = one(db, FIND, [patient.0.into()]).await? else { return Ok(None) };
    Ok(Some((PersonId(row.try_get("", "id")?), row.try_get("", "sealed")?)))
}

/// What belongs to a card, sealed.
pub async fn find_facts(
    db: &impl ConnectionTrait,
    patient: PatientId,
) -> Result<Option<Vec<u8>>, DbErr> {
    let select = Query::select()
        .column("sealed")
        .from("patient")
        .and_where(Expr::col("id").eq(patient.0))
        .to_owned();
    let row = db.query_one(&select).await?;
    row.map(|row| row.try_get("", "sealed")).transpose()
}

/// The card a keyed hash leads to.
pub async fn by_lookup(
    db: &impl ConnectionTrait,
    kind: &str,
    hash: &[u8; 32],
) -> Result<Option<PatientId>, DbErr> {
    let select = Query::select()
        .column("patient_id")
        .from("lookup")
        .and_where(Expr::col("kind").eq(kind))
        .and_where(Expr::col("hash").eq(hash.to_vec()))
        .to_owned();
    let row = db.query_one(&select).await?;
    row.map(|row| row.try_get("", "patient_id").map(PatientId)).transpose()
}

/// From a keyed hash to the card it belongs to. Fails where the number is taken.
pub async fn insert_lookup(
    db: &impl ConnectionTrait,
    kind: &str,
    hash: &[u8; 32],
    patient: PatientId,
) -> Result<(), DbErr> {
    let insert = Query::insert()
        .into_table("lookup")
        .columns(["kind", "hash", "patient_id"])
        .values_panic([kind.into(), hash.to_vec().into(), patient.0.into()])
        .to_owned();
    db.execute(&insert).await.map(drop)
}
