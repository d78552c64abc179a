//! Opening a card in an emergency, and what the patient is told of it.

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};
use shared::access::model::{Action, Ground, Level, Role};
use shared::access::rules::BREAK_GLASS_SECTIONS;
use shared::contract::FieldReason;
use shared::emergency::model::{EmergencyCase, NewEmergency, OpenedEmergency};
use shared::emergency::rules::{
    EMERGENCIES_MAX, EMERGENCY_LASTS, check_emergency, opens_in_emergency, sees_as_much,
};
use shared::id::PatientId;
use shared::notifications::model::Notice;
use uuid::Uuid;

use super::store::{self, Case, Words};
use crate::access::{
    Access, Caller, Denied, Given, Grantee, NewGround, ReadGrants, accounts_on, live_of,
};
use crate::app::{App, micros, moment};
use crate::audit::{self, AppendError, JournalDown, Line, NewLine, Outcome, What};
use crate::errors::{denied_is_not_found, fields_are_invalid, taken_is_conflict};
use crate::keys::{KeyError, Owner, SealError};
use crate::{accounts, card, consent, journal};

const SECOND: i64 = 1_000_000;
const DAY: i64 = 24 * 3_600 * SECOND;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no such thing, or not this caller's")]
    NotFound,
    #[error("{field}: {reason:?}")]
    Invalid { field: &'static str, reason: FieldReason },
    #[error("it stands otherwise by now")]
    Conflict,
    #[error("too many emergencies; the next in {seconds} s")]
    TooMany { seconds: u64 },
    #[error(transparent)]
    Denied(Denied),
    #[error(transparent)]
    Card(#[from] card::Error),
    #[error(transparent)]
    Account(#[from] accounts::Error),
    #[error(transparent)]
    Consent(#[from] consent::Error),
    #[error(transparent)]
    Office(#[from] journal::Error),
    #[error(transparent)]
    Journal(#[from] JournalDown),
    #[error(transparent)]
    Append(#[from] AppendError),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Db(DbErr),
}

denied_is_not_found!(Error);
taken_is_conflict!(Error);

fields_are_invalid!(Error);

/// Opens a card in an emergency. The same key opens it once. A number that is nobody's and a card
/// that cannot be opened are one answer after the same steps, and count as tries.
pub async fn open(
    app: &App,
    caller: &Caller,
    new: &NewEmergency,
) -> Result<OpenedEmergency, Error> {
    enter(app, caller).await?;
    let (card_number, reason) = check_emergency(new)?;
    let words = Words { card_number, reason };
    let (account, at) = (caller.account(), app.now_micros());
    let id = app.keys().deployment().keyed_id("emergency.id", account.0, new.key)?;
    let tx = app.db().begin().await?;
    store::hold(&tx, account).await?;
    if let Some(kept) = store::find_of(app, &tx, account, id).await? {
        return again(&kept, &words);
    }
    let patient = find_card(app, &tx, &words.card_number).await?;
    if let Some(patient) = patient {
        let grounds = live_of(&tx, patient, account, caller.organization(), at).await?;
        if sees_as_much(&grounds, caller.role()) {
            let line = refusal(caller, id, grounds.first().map(|scope| scope.ground));
            keep(app, tx, NewLine { chain: patient.0, at, line }).await?;
            return Ok(OpenedEmergency { patient, until: None });
        }
    }
    let most = i64::from(EMERGENCIES_MAX);
    if let Some(first) = store::nth_newest(&tx, account, at - DAY, most).await? {
        return Err(stop(app, caller, tx, (id, patient), first).await?);
    }
    let ground = patient.map(|_| app.new_id());
    let case = Case {
        id,
        patient,
        account,
        organization: caller.organization(),
        ground,
        words,
        opened_at: at,
        ends_at: if ground.is_some() { micros(app.now() + EMERGENCY_LASTS) } else { at },
        closed_at: None,
        review: None,
    };
    store::insert(app, &tx, &case).await?;
    if let Some((patient, ground)) = patient.zip(ground) {
        return admit(app, caller, tx, &case, (patient, ground)).await;
    }
    let line = refusal(caller, id, None);
    keep(app, tx, NewLine { chain: App::chain_of(account), at, line }).await?;
    Err(Error::NotFound)
}

/// Refuses what is too much, and tells the security officers: once, however often it is tried,
/// until `first`, the oldest of those that count, is a day old.
async fn stop(
    app: &App,
    caller: &Caller,
    tx: DatabaseTransaction,
    (id, patient): (Uuid, Option<PatientId>),
    first: i64,
) -> Result<Error, Error> {
    let (account, at) = (caller.account(), app.now_micros());
    let event = format!("emergency limit {account} {first}");
    tell_officers(app, &tx, &event, &Notice::EmergencyLimit).await?;
    // In the card, so that the patient reads it; under the account where there is no such card.
    let chain = patient.map_or(App::chain_of(account), |patient| patient.0);
    keep(app, tx, NewLine { chain, at, line: refusal(caller, id, None) }).await?;
    let seconds = u64::try_from((first + DAY - at) / SECOND).unwrap_or(0) + 1;
    Ok(Error::TooMany { seconds })
}

/// Lets a doctor in who has just shown a second factor. Everybody else is refused, and that is in
/// the journal of their account.
async fn enter(app: &App, caller: &Caller) -> Result<(), Error> {
    if !opens_in_emergency(caller.role()) {
        caller.was_refused(app, What::EmergencyOpened).await?;
        return Err(Error::NotFound);
    }
    if caller.is_unproved() {
        return Err(Denied::Unproved.into());
    }
    if caller.is_strong(app.now_micros()) { Ok(()) } else { Err(Denied::StepUp.into()) }
}

/// What the same key was answered before.
fn again(kept: &Case, words: &Words) -> Result<OpenedEmergency, Error> {
    if kept.words != *words {
        return Err(Error::Conflict);
    }
    let patient = kept.patient.ok_or(Error::NotFound)?;
    Ok(OpenedEmergency { patient, until: Some(moment(kept.ends())) })
}

/// The card of a number, if there is one and its key is not destroyed.
async fn find_card(
    app: &App,
    db: &impl ConnectionTrait,
    number: &str,
) -> Result<Option<PatientId>, Error> {
    let found = card::by_number(app, db, number).await?;
    // Looked for in either case, so that it takes as long.
    let owner = Owner::patient(found.map_or(Uuid::nil(), |patient| patient.0));
    let key = app.keys().find(db, owner).await?;
    Ok(found.filter(|_| key.is_some()))
}

fn refusal(caller: &Caller, case: Uuid, ground: Option<Ground>) -> Line {
    let mut line = caller.line(What::EmergencyOpened, ground, Outcome::Denied);
    line.object = Some(case);
    line
}

/// Keeps what was done together with its line in the journal.
async fn keep(app: &App, tx: DatabaseTransaction, line: NewLine) -> Result<(), Error> {
    let journal = &app.keys().deployment().journal;
    let heads = audit::append(&tx, journal, &[line]).await?;
    tx.commit().await?;
    app.journal().cover(heads).await;
    Ok(())
}

/// Opens the card, and tells the patient and the security officers: all of it or nothing.
async fn admit(
    app: &App,
    caller: &Caller,
    tx: DatabaseTransaction,
    case: &Case,
    (patient, ground): (PatientId, Uuid),
) -> Result<OpenedEmergency, Error> {
    let event = format!("emergency {}", case.id);
    tell_patient(app, &tx, patient, &event, &Notice::EmergencyOpened).await?;
    tell_officers(app, &tx, &event, &Notice::EmergencyToReview).await?;
    let new = NewGround {
        id: ground,
        patient,
        to: Grantee::Account(case.account),
        kind: Ground::BreakGlass,
        // Of grounds that open more, none is put behind this one.
        level: Level::Limited,
        sections: BREAK_GLASS_SECTIONS.iter().copied().collect(),
        starts_at: case.opened_at,
        ends_at: Some(case.ends_at),
    };
    let purpose = Some(case.words.reason.clone());
    let given = Given { purpose, by: Some(case.account), ..Given::default() };
    let mut line = caller.line(What::EmergencyOpened, Some(Ground::BreakGlass), Outcome::Allowed);
    line.object = Some(case.id);
    app.admit(tx, new, &given, line).await?;
    metrics::counter!("medkarta_emergencies_total").increment(1);
    Ok(OpenedEmergency { patient, until: Some(moment(case.ends_at)) })
}

/// Tells the patient; where they have no account of their own, who represents them.
pub(super) async fn tell_patient(
    app: &App,
    db: &impl ConnectionTrait,
    patient: PatientId,
    event: &str,
    notice: &Notice,
) -> Result<(), Error> {
    let now = app.now_micros();
    let mut told = accounts_on(db, patient, &[Ground::Own], now).await?;
    if told.is_empty() {
        told = accounts_on(db, patient, &[Ground::Representative], now).await?;
    }
    for account in told {
        was_told(accounts::tell_owner(app, db, account, event, notice).await)?;
    }
    Ok(())
}

async fn tell_officers(
    app: &App,
    db: &impl ConnectionTrait,
    event: &str,
    notice: &Notice,
) -> Result<(), Error> {
    for officer in accounts::holders_of(db, Role::SecurityOfficer, app.now_micros()).await? {
        was_told(accounts::write_to_owner(app, db, officer, event, notice).await)?;
    }
    Ok(())
}

/// Somebody whose contacts can be read no more keeps nobody from help.
fn was_told(told: Result<(), accounts::Error>) -> Result<(), Error> {
    match told {
        Err(accounts::Error::NotFound) => {
            tracing::warn!("somebody was not told of an emergency: their contacts are gone");
            Ok(())
        }
        other => other.map_err(Error::from),
    }
}

/// Whether a card is open in an emergency just now. Nothing leaves of it, so nothing is journalled.
pub async fn is_open(app: &App, patient: PatientId) -> Result<bool, DbErr> {
    store::is_open(app.db().read(), patient, app.now_micros()).await
}

/// Who opened this card in an emergency, the newest first.
pub async fn of_card(app: &App, access: &Access<ReadGrants>) -> Result<Vec<EmergencyCase>, Error> {
    let now = app.now();
    let may_close = access.may(Action::CloseAccess);
    let mut cases = Vec::new();
    for case in store::of_card(app, access).await? {
        let Some(grant) = case.ground else { continue };
        let ends_at = case.ends();
        let is_open = ends_at > micros(now);
        cases.push(EmergencyCase {
            id: case.id,
            grant,
            by: consent::named(app, Grantee::Account(case.account), now).await?,
            opened_at: moment(case.opened_at),
            ends_at: moment(ends_at),
            is_open,
            may_close: may_close && is_open,
            review: case.review.map(store::Found::told),
            reason: case.words.reason,
        });
    }
    Ok(cases)
}
