//! Asking patients for their cards, and their answers (ACL-3).
//!
//! Who asks learns nothing but that the card was opened: a number without a card, silence and a
//! refusal take the same steps and look alike, until the request lapses and after.

use shared::access::model::Ground;
use shared::access::rules::Scope;
use shared::consent::model::{AllowedAccess, NewAccessRequest, SentRequest, SentState, Settled};
use shared::consent::rules::{
    REQUEST_LIVES, REQUESTS_MAX, asks_access, check_allowed, check_request,
};
use shared::notifications::model::Notice;
use time::OffsetDateTime;
use uuid::Uuid;

use super::service::{self, Error};
use super::store::{self, Asked, State, Words};
use crate::access::{Caller, Change, CloseAccess, Given, Grantee, ManageAccess, accounts_on};
use crate::app::{App, micros, moment};
use crate::audit::{self, NewLine, Outcome, What};
use crate::{accounts, card, jobs, representatives};

/// What is shown to who asked: of the last 90 days.
const SHOWN: time::Duration = time::Duration::days(90);
const DAY: i64 = 24 * 3_600 * 1_000_000;

/// Asks. The answer and the steps are the same whether there is such a card or not; the patient is
/// told by a job, so that the telling takes no time here.
pub async fn ask(app: &App, caller: &Caller, new: NewAccessRequest) -> Result<SentRequest, Error> {
    if !asks_access(caller.role()) {
        return Err(refuse(app, caller, What::AccessAsked).await?);
    }
    let (card_number, reason, sections) = check_request(&new)?;
    let words = Words { card_number, reason, sections, term: new.term };
    let (now, account) = (app.now(), caller.account());
    let at = micros(now);
    let id = app.keys().deployment().keyed_id("access_request.id", account.0, new.key)?;
    let tx = app.db().begin().await?;
    if let Some(kept) = store::find_sent(app, &tx, account, id).await? {
        return if kept.words == words { Ok(sent(kept, now)) } else { Err(Error::Conflict) };
    }
    if store::count_waiting(&tx, account, at).await? >= REQUESTS_MAX {
        return Err(Error::Full);
    }
    let patient = card::by_number(app, &tx, &words.card_number).await?;
    let asked = Asked {
        id,
        patient,
        account,
        organization: caller.organization(),
        created_at: at,
        lapses_at: micros(now + REQUEST_LIVES),
        state: State::Waiting,
        words,
    };
    store::insert(app, &tx, &asked).await?;
    let job = jobs::Kind::TellAccessAsked;
    jobs::enqueue_with(app, &tx, app.new_id(), job, &asked.id, at).await?;
    let mut line = caller.line(What::AccessAsked, None, Outcome::Allowed);
    line.object = Some(asked.id);
    // In the card, so that the patient reads it; under the account where there is no such card.
    let chain = patient.map_or(App::chain_of(account), |patient| patient.0);
    let journal = &app.keys().deployment().journal;
    let heads = audit::append(&tx, journal, &[NewLine { chain, at, line }]).await?;
    tx.commit().await?;
    app.journal().cover(heads).await;
    Ok(sent(asked, now))
}

/// Journals that somebody tried what is not theirs to do, and says no.
pub(super) async fn refuse(app: &App, caller: &Caller, what: What) -> Result<Error, Error> {
    caller.was_refused(app, what).await?;
    Ok(Error::NotFound)
}

/// What the caller asked, the newest first.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<SentRequest>, Error> {
    let now = app.now();
    let asked = store::sent(app, caller.account(), micros(now - SHOWN)).await?;
    Ok(asked.into_iter().map(|asked| sent(asked, now)).collect())
}

/// A request as who made it sees it: a refusal is silence to them.
fn sent(asked: Asked, now: OffsetDateTime) -> SentRequest {
    let is_over = asked.lapses_at <= micros(now);
    let state = match asked.state {
        State::Allowed => SentState::Allowed,
        State::Waiting | State::Refused if is_over => SentState::Closed,
        State::Waiting | State::Refused => SentState::Waiting,
    };
    let Words { card_number, reason, sections, term } = asked.words;
    SentRequest {
        id: asked.id,
        card_number,
        reason,
        sections: sections.into_iter().collect(),
        term,
        asked_at: moment(asked.created_at),
        lapses_at: moment(asked.lapses_at),
        state,
        patient: asked.patient.filter(|_| state == SentState::Allowed),
    }
}

/// Tells the patient that somebody asks, outside the portal and on open screens; nothing where
/// there is no card of that number, or the answer was quicker.
pub async fn tell_asked(app: &App, request: Uuid) -> Result<(), Error> {
    let now = app.now_micros();
    let tx = app.db().begin().await?;
    let Some(patient) = store::waits_for(&tx, request, now).await? else { return Ok(()) };
    let event = format!("access asked {request}");
    for owner in accounts_on(&tx, patient, &[Ground::Own], now).await? {
        accounts::tell_owner(app, &tx, owner, &event, &Notice::AccessAsked).await?;
    }
    for account in representatives::told_of(&tx, patient, None, now).await? {
        accounts::tell_owner(app, &tx, account, &event, &Notice::NewsOfRepresented).await?;
    }
    app.events().announce(&tx, patient).await?;
    tx.commit().await?;
    app.events().committed(patient);
    Ok(())
}

/// Refuses. It needs no reason, and whoever asked sees no more than silence.
pub async fn refuse_request(
    app: &App,
    change: &Change<CloseAccess>,
    id: Uuid,
    now: OffsetDateTime,
) -> Result<(Settled, Option<Uuid>), Error> {
    let asked = store::find_in(app, change, id).await?.ok_or(Error::NotFound)?;
    match asked.state {
        State::Refused => {}
        State::Waiting => store::settle(change, id, State::Refused, micros(now)).await?,
        State::Allowed => return Err(Error::Conflict),
    }
    Ok((Settled { id }, Some(id)))
}

/// Opens what was asked for, or less of it, and tells who asked. `ground`: the id of what is
/// opened.
pub async fn allow(
    app: &App,
    change: &Change<ManageAccess>,
    id: Uuid,
    allowed: AllowedAccess,
    ground: Uuid,
    now: OffsetDateTime,
) -> Result<(Settled, Option<Uuid>), Error> {
    let asked = store::find_in(app, change, id).await?.ok_or(Error::NotFound)?;
    match asked.state {
        State::Allowed => return Ok((Settled { id }, Some(id))),
        State::Refused => return Err(Error::Conflict),
        State::Waiting if asked.lapses_at <= micros(now) => return Err(Error::Conflict),
        State::Waiting => {}
    }
    let sections = check_allowed(&allowed, &asked.words.sections, asked.words.term)?;
    let scope = Scope { ground: Ground::Grant, level: allowed.level, sections };
    let term = allowed.term.days().map(|days| days * DAY);
    let given = Given {
        purpose: Some(asked.words.reason),
        by: Some(change.account()),
        request: Some(id),
        ..Given::default()
    };
    let to = Grantee::Account(asked.account);
    service::open(change, ground, to, scope, term, &given, now).await?;
    store::settle(change, id, State::Allowed, micros(now)).await?;
    let event = format!("access allowed {id}");
    accounts::tell_owner(app, change.db(), asked.account, &event, &Notice::AccessAllowed).await?;
    Ok((Settled { id }, Some(id)))
}
