//! Making people and cards, and listing the ones that are open to somebody.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};
use shared::access::model::{Ground, Level};
use shared::access::rules::Scope;
use shared::card::model::CardLink;
use shared::id::{AccountId, PatientId, PersonId};
use shared::identity::model::luhn_digit;
use shared::record::model::PersonName;

use super::store::{self, CardFacts, Identity};
use crate::access::{Caller, Denied, Grantee, NewGround, ReadIdentity, insert_ground};
use crate::app::App;
use crate::audit::{self, AppendError, Line, What};
use crate::errors::denied_is_not_found;
use crate::keys::{KeyError, Owner, SealError};

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no such card")]
    NotFound,
    #[error(transparent)]
    Denied(Denied),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Journal(#[from] AppendError),
    #[error(transparent)]
    Db(#[from] DbErr),
}

denied_is_not_found!(Error);

/// A card to be made for a person who exists.
pub struct NewPatient {
    pub patient: PatientId,
    pub person: PersonId,
    /// The person's own account, which may always look.
    pub account: Option<AccountId>,
    pub facts: CardFacts,
}

/// Keeps a person, sealed under a key of their own.
pub async fn create_person(
    app: &App,
    tx: &impl ConnectionTrait,
    person: PersonId,
    identity: &Identity,
) -> Result<(), Error> {
    let now = app.now_micros();
    let key = app.keys().create(tx, Owner::person(person.0), now).await?;
    let sealed = key.seal_json(&store::person_place(person), identity)?;
    Ok(store::insert_person(tx, person, sealed, now).await?)
}

/// A card's number that nobody can count up from another: eight random digits and the check digit
/// of Luhn's formula, `1234-5678-2`.
///
/// Among 10⁵ cards two drawn numbers meet: one that is taken is drawn again.
pub async fn new_number(app: &App, db: &impl ConnectionTrait) -> Result<String, Error> {
    loop {
        let number = draw_number()?;
        if by_number(app, db, &number).await?.is_none() {
            return Ok(number);
        }
    }
}

/// The card of this number, in whatever way its digits are grouped.
pub async fn by_number(
    app: &App,
    db: &impl ConnectionTrait,
    number: &str,
) -> Result<Option<PatientId>, Error> {
    let digits: String = number.chars().filter(|c| !matches!(c, '-' | ' ' | '\u{a0}')).collect();
    if digits.len() != 9 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(None);
    }
    let (Some(first), Some(second), Some(check)) =
        (digits.get(..4), digits.get(4..8), digits.get(8..))
    else {
        return Ok(None);
    };
    let number = format!("{first}-{second}-{check}");
    let hash = app.keys().deployment().lookup("card_number", &number)?;
    Ok(store::by_lookup(db, "card_number", &hash).await?)
}

/// The number of a card, and nothing else of it; nothing where there is no such card. For who tells
/// cards apart without opening them.
pub async fn number_of(
    app: &App,
    db: &impl ConnectionTrait,
    patient: PatientId,
) -> Result<Option<String>, Error> {
    let Some(sealed) = store::find_facts(db, patient).await? else { return Ok(None) };
    let Some(key) = app.keys().find(db, Owner::patient(patient.0)).await? else { return Ok(None) };
    let facts: CardFacts = key.unseal_json(&store::patient_place(patient), &sealed)?;
    Ok(Some(facts.number))
}

/// Whose card it is, and nothing else of it; nothing where there is no such card. For who was told
/// a code by the patient and is asked whether to act for them.
pub async fn name_of(
    app: &App,
    db: &impl ConnectionTrait,
    patient: PatientId,
) -> Result<Option<PersonName>, Error> {
    let Some((person, sealed)) = store::find_person_of(db, patient).await? else {
        return Ok(None);
    };
    let Some(key) = app.keys().find(db, Owner::person(person.0)).await? else { return Ok(None) };
    let Identity { name, .. } = key.unseal_json(&store::person_place(person), &sealed)?;
    Ok(Some(name))
}

fn draw_number() -> Result<String, SealError> {
    let random = getrandom::u32().map_err(SealError::Randomness)? % 100_000_000;
    let digits = format!("{random:08}");
    let check = luhn_digit(&digits.chars().filter_map(|c| c.to_digit(10)).collect::<Vec<u32>>());
    let (first, second) = digits.split_at(4);
    Ok(format!("{first}-{second}-{check}"))
}

/// Makes a card: its key, its look-ups, its owner's ground, and the first line of its journal,
/// which is returned for [`crate::audit::Journal::cover`] after the commit.
pub async fn create_patient(
    app: &App,
    tx: &DatabaseTransaction,
    new: NewPatient,
) -> Result<Vec<audit::Head>, Error> {
    let NewPatient { patient, person, account, facts } = new;
    let now = app.now_micros();
    let key = app.keys().create(tx, Owner::patient(patient.0), now).await?;
    let sealed = key.seal_json(&store::patient_place(patient), &facts)?;
    store::insert_patient(tx, patient, person, sealed, now).await?;
    let number = app.keys().deployment().lookup("card_number", &facts.number)?;
    store::insert_lookup(tx, "card_number", &number, patient).await?;
    if let Some(account) = account {
        let ground = NewGround {
            id: app.new_id(),
            patient,
            to: Grantee::Account(account),
            kind: Ground::Own,
            level: Level::Full,
            sections: BTreeSet::from_iter(Scope::own().sections),
            starts_at: now,
            ends_at: None,
        };
        insert_ground(tx, ground, now).await?;
    }
    let line = Line::system(What::CardCreated);
    let lines = [audit::NewLine { chain: patient.0, at: now, line }];
    Ok(audit::append(tx, &app.keys().deployment().journal, &lines).await?)
}

/// The cards the caller may open now, by name.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<CardLink>, Error> {
    let mut cards = Vec::new();
    for access in app.open_all::<ReadIdentity>(caller).await? {
        let (Identity { name, birth_date, sex, .. }, _) = store::find_header(&access).await?;
        let (patient, ground) = (access.patient(), access.ground());
        cards.push(CardLink { patient, name, birth_date, sex, ground });
    }
    cards.sort_by_cached_key(|card| (card.name.full().to_lowercase(), card.patient));
    Ok(cards)
}
