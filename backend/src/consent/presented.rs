//! A card that is shown in person: the patient's screen has a token for a camera and a code for the
//! ear; each is good for five minutes, once, and only for who works with cards (CARD-6, CARD-7).

use sea_orm::ConnectionTrait;
use shared::access::model::{Ground, Level, Section};
use shared::consent::model::{NewPresentation, OpenedCard, Presentation, ShownCard};
use shared::consent::rules::{
    PRESENTATION_LIVES, PRESENTATION_TRIES, asks_access, presented_until,
};
use shared::id::PatientId;
use time::OffsetDateTime;
use uuid::Uuid;

use super::requests::refuse;
use super::service::Error;
use super::store::{self, NewShown, Shown};
use crate::access::{Caller, Change, Denied, Given, Grantee, ManageAccess, NewGround};
use crate::app::{App, micros, moment};
use crate::audit::{Outcome, What};
use crate::keys::KeyError;
use crate::{accounts, card};

const SECOND: i64 = 1_000_000;
/// What is signed of a shown card.
const TOKEN: &str = "presentation.token";
/// When the screen shows a new code, the one before is good so much longer.
const GRACE: i64 = 30 * SECOND;
const HOUR: i64 = 3_600 * SECOND;
/// Wrong codes one account may type within an hour, whatever cards they are for.
const TRIES_PER_HOUR: i64 = 20;

/// Shows the card.
pub async fn present(
    app: &App,
    change: &Change<ManageAccess>,
    new: &NewPresentation,
    now: OffsetDateTime,
) -> Result<(Presentation, Option<Uuid>), Error> {
    let chosen = if new.sections.is_empty() { Section::ALL } else { &new.sections };
    let (_, facts) = card::find_header_in(change).await?;
    let (id, code) = (app.new_id(), accounts::random_digits()?);
    let expires_at = micros(now + PRESENTATION_LIVES);
    store::shorten(change, micros(now) + GRACE).await?;
    let shown = NewShown {
        id,
        code_hash: code_hash(app, id, &code)?,
        sections: chosen.iter().copied().collect(),
        created_at: micros(now),
        expires_at,
    };
    store::insert_shown(change, &shown).await?;
    let presentation = Presentation {
        token: token(app, id)?,
        code,
        card_number: facts.number,
        expires_at: moment(expires_at),
    };
    Ok((presentation, Some(id)))
}

/// Opens a card to the caller, to whom it is shown. Wrong, used, too old and of no card at all are
/// one answer after the same steps.
pub async fn open(app: &App, caller: &Caller, given: &ShownCard) -> Result<OpenedCard, Error> {
    if !asks_access(caller.role()) {
        return Err(refuse(app, caller, What::CardPresented).await?);
    }
    if caller.is_unproved() {
        return Err(Denied::Unproved.into());
    }
    let (now, account) = (app.now(), caller.account());
    let at = micros(now);
    let tx = app.db().begin().await?;
    if let Some(first) = store::nth_try(&tx, account, at - HOUR, TRIES_PER_HOUR).await? {
        let seconds = u64::try_from((first + HOUR - at) / SECOND).unwrap_or(0) + 1;
        return Err(Error::TooManyTries { seconds });
    }
    let (patient, shown) = find(app, &tx, given, at).await?;
    if let Some(shown) = shown
        && store::use_shown(&tx, shown.id, at).await?
    {
        let until = presented_until(now, app.settings().offset);
        let new = NewGround {
            id: app.new_id(),
            patient: shown.patient,
            to: Grantee::Account(account),
            kind: Ground::Grant,
            level: Level::Full,
            sections: shown.sections,
            starts_at: at,
            ends_at: Some(micros(until)),
        };
        let in_person = Given { in_person: true, ..Given::default() };
        let mut line = caller.line(What::CardPresented, Some(Ground::Grant), Outcome::Allowed);
        line.object = Some(new.id);
        app.admit(tx, new, &in_person, line).await?;
        return Ok(OpenedCard { patient: shown.patient, until: moment(micros(until)) });
    }
    store::insert_try(&tx, app.new_id(), account, at).await?;
    tx.commit().await?;
    // In the card, so that the patient reads it; under the account where there is no such card.
    let chain = patient.map_or(App::chain_of(account), |patient| patient.0);
    let line = caller.line(What::CardPresented, None, Outcome::Denied);
    app.journal().append(chain, at, line).await?;
    Err(Error::CodeWrong)
}

/// Whose card it would be, if there is one, and what is shown of it, if that is right.
async fn find(
    app: &App,
    db: &impl ConnectionTrait,
    given: &ShownCard,
    now: i64,
) -> Result<(Option<PatientId>, Option<Shown>), Error> {
    if let Some(token) = &given.token {
        let id = read_token(app, token)?.unwrap_or_default();
        let shown = store::shown_as(db, id, now).await?.pop();
        return Ok((shown.as_ref().map(|shown| shown.patient), shown));
    }
    let number = given.card_number.as_deref().unwrap_or_default();
    let code: String =
        given.code.iter().flat_map(|code| code.chars()).filter(char::is_ascii_digit).collect();
    let patient = card::by_number(app, db, number).await?;
    // Counted before it is compared: of many who try at once none gets a try for nothing.
    store::count_try(db, patient, now).await?;
    let mut right = None;
    for shown in store::shown(db, patient, now).await? {
        // Compared as keyed hashes: how much of it was right does not show in the time.
        let is_right = code_hash(app, shown.id, &code)?.as_slice() == shown.code_hash;
        if is_right && shown.tries <= PRESENTATION_TRIES {
            right = Some(shown);
        }
    }
    Ok((patient, right))
}

fn code_hash(app: &App, id: Uuid, code: &str) -> Result<[u8; 32], KeyError> {
    let parts: [&[u8]; 2] = [id.as_bytes(), code.as_bytes()];
    app.keys().deployment().secret_hash("presentation.code", &parts)
}

/// An id with our signature under it: nobody makes one up, and it tells nothing of the card.
fn token(app: &App, id: Uuid) -> Result<String, KeyError> {
    app.keys().deployment().sign(TOKEN, &[], id.as_bytes())
}

/// The id of a token that we signed.
fn read_token(app: &App, token: &str) -> Result<Option<Uuid>, KeyError> {
    Ok(app.keys().deployment().read_signed(TOKEN, &[], token)?.map(Uuid::from_bytes))
}
