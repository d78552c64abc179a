//! Acting for others: the answer to an invitation, the cards one acts in, and giving that back.

use sea_orm::DatabaseTransaction;
use shared::access::model::{Ground, Level};
use shared::consent::model::Settled;
use shared::notifications::model::Notice;
use shared::representatives::model::{
    AcceptedRepresentation, Acting, ActingFor, NoticeChoice, RepresentationCode,
    RepresentationPreview, Represented,
};
use shared::representatives::rules::{CODE_TRIES, code_of, last_day};
use uuid::Uuid;

use super::service::{Error, HOUR, SECOND, code_hash, tell_end, tell_patient};
use super::store::{self, Trusted};
use crate::access::{
    Access, Caller, Denied, Given, Grantee, NewGround, ReadIdentity, Standing, live_of,
    represented_by,
};
use crate::app::{App, moment};
use crate::audit::{self, NewLine, Outcome, RepresentationAct, What};
use crate::card::{self, Identity};

/// What an invitation asks.
pub async fn preview(
    app: &App,
    caller: &Caller,
    given: &RepresentationCode,
) -> Result<RepresentationPreview, Error> {
    let (tx, known) = enter(app, caller, given).await?;
    let name = card::name_of(app, &tx, known.patient).await?.ok_or(Error::NotFound)?;
    let what = What::Representation(RepresentationAct::Tried);
    let mut line = caller.line(what, None, Outcome::Allowed);
    line.object = Some(known.id);
    keep(app, tx, NewLine { chain: known.patient.0, at: app.now_micros(), line }).await?;
    let until = last_day(moment(known.ends_at), app.settings().offset);
    Ok(RepresentationPreview {
        id: known.id,
        patient: name,
        called: known.words.name,
        relation: known.words.relation,
        level: known.level,
        sections: known.words.sections.into_iter().collect(),
        until,
    })
}

/// Accepts: the card opens as the patient wished, and the patient is told.
pub async fn accept(
    app: &App,
    caller: &Caller,
    given: &RepresentationCode,
) -> Result<AcceptedRepresentation, Error> {
    let (tx, known) = enter(app, caller, given).await?;
    let (account, at) = (caller.account(), app.now_micros());
    let (id, patient, ground) = (known.id, known.patient, app.new_id());
    if !store::accept(&tx, id, account, ground, at).await? {
        return Err(Error::CodeWrong);
    }
    let event = format!("representation accepted {id}");
    tell_patient(app, &tx, patient, &event, &Notice::RepresentativeAccepted).await?;
    let new = NewGround {
        id: ground,
        patient,
        to: Grantee::Account(account),
        kind: Ground::Representative,
        level: known.level,
        sections: known.words.sections,
        starts_at: at,
        ends_at: Some(known.ends_at),
    };
    let what = What::Representation(RepresentationAct::Accepted);
    let mut line = caller.line(what, Some(Ground::Representative), Outcome::Allowed);
    line.object = Some(id);
    app.admit(tx, new, &Given::default(), line).await?;
    Ok(AcceptedRepresentation { id, patient })
}

/// Refuses. It needs no reason.
pub async fn refuse(
    app: &App,
    caller: &Caller,
    id: Uuid,
    given: &RepresentationCode,
) -> Result<Settled, Error> {
    let (tx, known) = enter(app, caller, given).await?;
    if known.id != id {
        return Err(Error::NotFound);
    }
    store::refuse(&tx, id, app.now_micros()).await?;
    let what = What::Representation(RepresentationAct::Refused);
    let mut line = caller.line(what, None, Outcome::Allowed);
    line.object = Some(id);
    keep(app, tx, NewLine { chain: known.patient.0, at: app.now_micros(), line }).await?;
    Ok(Settled { id })
}

/// What waits under a code, in the transaction that answers it. Wrong, used, too old, taken back
/// and for one's own card are one answer after the same steps, and count as tries.
async fn enter(
    app: &App,
    caller: &Caller,
    given: &RepresentationCode,
) -> Result<(DatabaseTransaction, Trusted), Error> {
    if caller.is_unproved() {
        return Err(Denied::Unproved.into());
    }
    let (account, at) = (caller.account(), app.now_micros());
    let tx = app.db().begin().await?;
    store::hold(&tx, account).await?;
    let most = i64::from(CODE_TRIES);
    if let Some(first) = store::nth_try(&tx, account, at - HOUR, most).await? {
        let seconds = u64::try_from((first + HOUR - at) / SECOND).unwrap_or(0) + 1;
        return Err(Error::TooManyTries { seconds });
    }
    // Looked for in either case, so that it takes as long.
    let hash = code_hash(app, &code_of(&given.code).unwrap_or_default())?;
    if let Some(known) = store::find_by_code(app, &tx, &hash, at).await? {
        let grounds = live_of(&tx, known.patient, account, None, at).await?;
        if !grounds.iter().any(|scope| scope.ground == Ground::Own) {
            return Ok((tx, known));
        }
    }
    store::insert_try(&tx, app.new_id(), account, at).await?;
    let what = What::Representation(RepresentationAct::Tried);
    let line = caller.line(what, None, Outcome::Denied);
    keep(app, tx, NewLine { chain: App::chain_of(account), at, line }).await?;
    Err(Error::CodeWrong)
}

/// Keeps what was done together with its line in the journal.
async fn keep(app: &App, tx: DatabaseTransaction, line: NewLine) -> Result<(), Error> {
    let journal = &app.keys().deployment().journal;
    let heads = audit::append(&tx, journal, &[line]).await?;
    tx.commit().await?;
    app.journal().cover(heads).await;
    Ok(())
}

/// The cards the caller may act in. Each one listed is journalled in its card.
pub async fn list(app: &App, caller: &Caller) -> Result<Vec<Represented>, Error> {
    let db = app.db().read();
    let accepted = store::accepted_by(app, db, caller.account()).await?;
    let mut listed = Vec::new();
    for standing in represented_by(db, caller.account(), app.now_micros()).await? {
        let access = app.open::<ReadIdentity>(caller, standing.patient).await?;
        let known = accepted.iter().find(|known| known.ground == Some(standing.ground));
        listed.push(line(app, &access, &standing, known).await?);
    }
    listed.sort_by_cached_key(|one| (one.name.full().to_lowercase(), one.patient));
    Ok(listed)
}

async fn line(
    app: &App,
    access: &Access<ReadIdentity>,
    standing: &Standing,
    known: Option<&Trusted>,
) -> Result<Represented, Error> {
    let (Identity { name, birth_date, .. }, facts) = card::find_header(access).await?;
    let level = standing.scope.level;
    Ok(Represented {
        id: known.map(|known| known.id),
        patient: standing.patient,
        name,
        birth_date,
        card_number: facts.number,
        relation: known.map(|known| known.words.relation),
        level,
        until: standing.ends_at.map(|end| last_day(moment(end), app.settings().offset)),
        is_told: known.is_some_and(|known| known.told_since.is_some()),
        may_be_told: known.is_some() && level == Level::Full,
    })
}

/// In whose place the caller acts in a card that the gate has opened.
pub async fn acting(
    app: &App,
    caller: &Caller,
    access: &Access<ReadIdentity>,
) -> Result<Acting, Error> {
    let patient = access.patient();
    let all = represented_by(access.db(), caller.account(), app.now_micros()).await?;
    let standing = all
        .into_iter()
        .filter(|standing| standing.patient == patient)
        // Of several the one that opens most, as the gate does.
        .max_by_key(|standing| {
            (standing.scope.level == Level::Full, standing.ends_at.unwrap_or(i64::MAX))
        });
    let Some(standing) = standing.filter(|_| access.ground() == Ground::Representative) else {
        return Ok(Acting::default());
    };
    let (Identity { name, .. }, _) = card::find_header(access).await?;
    let for_whom = ActingFor {
        patient,
        name: format!("{} {}", name.given, name.surname),
        level: standing.scope.level,
        until: standing.ends_at.map(|end| last_day(moment(end), app.settings().offset)),
    };
    Ok(Acting { for_whom: Some(for_whom) })
}

/// Gives back the right to act: the card closes at once, and both sides are told. Done twice it
/// changes nothing.
pub async fn resign(app: &App, caller: &Caller, id: Uuid) -> Result<Settled, Error> {
    let (account, at) = (caller.account(), app.now_micros());
    let tx = app.db().begin().await?;
    let known = store::find_of(app, &tx, account, id).await?.ok_or(Error::NotFound)?;
    let ground = known.ground.filter(|_| !known.is_over(at));
    let Some(ground) = ground else { return Ok(Settled { id }) };
    store::end(&tx, id, at).await?;
    tell_end(app, &tx, &known).await?;
    let what = What::Representation(RepresentationAct::Resigned);
    let mut line = caller.line(what, Some(Ground::Representative), Outcome::Allowed);
    line.object = Some(id);
    app.dismiss(tx, known.patient, ground, line).await?;
    Ok(Settled { id })
}

/// Chooses whether one is told of what the patient is told.
pub async fn set_notices(
    app: &App,
    caller: &Caller,
    id: Uuid,
    choice: NoticeChoice,
) -> Result<NoticeChoice, Error> {
    let at = app.now_micros();
    let tx = app.db().begin().await?;
    let known = store::find_of(app, &tx, caller.account(), id).await?.ok_or(Error::NotFound)?;
    if known.is_over(at) {
        return Err(Error::Conflict);
    }
    let since = choice.is_on.then(|| known.told_since.unwrap_or(at));
    store::set_told(&tx, id, since).await?;
    tx.commit().await?;
    Ok(choice)
}
