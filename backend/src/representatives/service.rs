//! Whom a patient trusts: inviting, listing, changing, ending.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};
use shared::access::model::{Action, Ground, Level, Section};
use shared::consent::model::Settled;
use shared::consent::rules::ENDED_SHOWN;
use shared::contract::FieldReason;
use shared::id::{AccountId, PatientId};
use shared::notifications::model::Notice;
use shared::representatives::model::{
    ChangedRepresentative, NewRepresentative, Relation, RepresentationState,
    RepresentativeInvitation, Representatives, TrustedPerson,
};
use shared::representatives::rules::{
    CODE_LENGTH, CODE_LETTERS, CODE_LIVES, REPRESENTATIVES_MAX, TERM_USUAL, check_change,
    check_representative, ends_at, last_day, shown_code, state_of,
};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::store::{self, State, Trusted, Words};
use crate::access::{
    Access, Change, CloseAccess, Denied, Granted, Grantee, HiddenError, ManageAccess, NewGround,
    ReadGrants, accounts_on, insert_ground,
};
use crate::app::{App, micros, moment};
use crate::audit::{AppendError, JournalDown};
use crate::errors::{denied_is_not_found, fields_are_invalid, taken_is_conflict};
use crate::keys::{KeyError, SealError};
use crate::{accounts, card};

pub(super) const SECOND: i64 = 1_000_000;
pub(super) const HOUR: i64 = 3_600 * SECOND;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("no such thing, or not this caller's")]
    NotFound,
    #[error("{field}: {reason:?}")]
    Invalid { field: &'static str, reason: FieldReason },
    #[error("it stands otherwise by now")]
    Conflict,
    #[error("no more can be kept")]
    Full,
    /// Wrong, used, too old, taken back, or for one's own card: they look alike.
    #[error("nobody is invited by this code")]
    CodeWrong,
    #[error("too many wrong codes; the next in {seconds} s")]
    TooManyTries { seconds: u64 },
    #[error(transparent)]
    Denied(Denied),
    #[error(transparent)]
    Card(#[from] card::Error),
    #[error(transparent)]
    Account(#[from] accounts::Error),
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

impl From<HiddenError> for Error {
    fn from(error: HiddenError) -> Self {
        match error {
            HiddenError::Db(error) => error.into(),
            HiddenError::Seal(error) => error.into(),
        }
    }
}

fields_are_invalid!(Error);

/// Invites somebody. The same key invites once, and makes another code each time: who did not get
/// the answer gets one that works.
pub async fn invite(
    app: &App,
    change: &Change<ManageAccess>,
    new: &NewRepresentative,
    now: OffsetDateTime,
) -> Result<(RepresentativeInvitation, Option<Uuid>), Error> {
    let kept = check_representative(new, today(app, now))?;
    let at = micros(now);
    let id = app.keys().deployment().keyed_id("representation.id", change.account().0, new.key)?;
    let words = Words {
        name: kept.name,
        relation: new.relation,
        sections: kept.sections,
        document: kept.document,
    };
    let ends_at = micros(ends_at(new.until, app.settings().offset));
    let code = new_code()?;
    let (hash, code_until) = (code_hash(app, &code)?, micros(now + CODE_LIVES));
    let invitation =
        RepresentativeInvitation { id, code: shown_code(&code), expires_at: moment(code_until) };
    if let Some(known) = store::find_in(app, change, id).await? {
        let is_same = known.words == words && known.level == new.level && known.ends_at == ends_at;
        if !is_same || known.state != State::Waiting || known.is_over(at) {
            return Err(Error::Conflict);
        }
        store::renew_code(change, id, hash, code_until).await?;
        return Ok((invitation, Some(id)));
    }
    let all = store::of_card_in(app, change).await?;
    if all.iter().filter(|known| !known.is_over(at)).count() >= REPRESENTATIVES_MAX {
        return Err(Error::Full);
    }
    let invited = Trusted {
        id,
        patient: change.patient(),
        account: None,
        words,
        level: new.level,
        state: State::Waiting,
        created_at: at,
        code_until,
        ends_at,
        answered_at: None,
        ended_at: None,
        ground: None,
        told_since: None,
    };
    store::insert(app, change.db(), &invited, hash).await?;
    Ok((invitation, Some(id)))
}

/// The day, by the clock of the clinic.
fn today(app: &App, now: OffsetDateTime) -> Date {
    now.to_offset(app.settings().offset).date()
}

/// Everybody who acts for the patient, is invited to, or did within 90 days.
pub async fn list(
    app: &App,
    access: &Access<ReadGrants>,
    now: OffsetDateTime,
) -> Result<Representatives, Error> {
    let may_manage = access.may(Action::ManageAccess);
    let all = store::of_card(app, access).await?;
    let mut people = Vec::new();
    for granted in access.grounds().await? {
        let is_theirs = granted.scope.ground == Ground::Representative
            && granted.ends().is_none_or(|end| moment(end) > now)
            && !all.iter().any(|known| known.ground == Some(granted.id));
        if is_theirs {
            people.push(by_law(app, granted).await?);
        }
    }
    for known in all {
        let person = told(app, known, may_manage, now).await?;
        if person.ended_at.is_none_or(|ended| ended > now - ENDED_SHOWN) {
            people.push(person);
        }
    }
    people.sort_by_key(|person| person.state);
    Ok(Representatives { people, may_manage })
}

/// Somebody whom the law made a representative: nothing about it is decided here.
async fn by_law(app: &App, granted: Granted) -> Result<TrustedPerson, Error> {
    let name = match granted.to {
        Some(Grantee::Account(account)) => name_of(app, account).await?,
        Some(Grantee::Organization(_)) | None => None,
    };
    Ok(TrustedPerson {
        id: granted.id,
        called: None,
        name,
        relation: None,
        level: granted.scope.level,
        sections: granted.scope.sections.into_iter().collect(),
        until: granted.ends_at.map(|end| last_day(moment(end), app.settings().offset)),
        document: None,
        state: RepresentationState::Live,
        invited_at: moment(granted.starts_at),
        answered_at: Some(moment(granted.starts_at)),
        ended_at: None,
        code_until: None,
        may_change: false,
        may_close: false,
    })
}

async fn name_of(app: &App, account: AccountId) -> Result<Option<String>, Error> {
    let name = accounts::name_of_anybody(app, app.db().read(), account).await?;
    Ok(name.map(|name| name.full()))
}

async fn told(
    app: &App,
    known: Trusted,
    may_manage: bool,
    now: OffsetDateTime,
) -> Result<TrustedPerson, Error> {
    let code_until = known.answered_at.is_none().then(|| moment(known.code_until));
    let ended = known.ended_at.map(moment);
    let state = match known.state {
        State::Refused => RepresentationState::Refused,
        State::Waiting | State::Accepted | State::Ended => {
            state_of(moment(known.ends_at), ended, code_until, now)
        }
    };
    let is_open = match state {
        RepresentationState::Live | RepresentationState::Waiting => true,
        RepresentationState::Refused | RepresentationState::Ended => false,
    };
    let lapsed = code_until.unwrap_or(moment(known.ends_at)).min(moment(known.ends_at));
    let name = match known.account {
        Some(account) => name_of(app, account).await?,
        None => None,
    };
    Ok(TrustedPerson {
        id: known.id,
        called: Some(known.words.name),
        name,
        relation: Some(known.words.relation),
        level: known.level,
        sections: known.words.sections.into_iter().collect(),
        until: Some(last_day(moment(known.ends_at), app.settings().offset)),
        document: known.words.document,
        state,
        invited_at: moment(known.created_at),
        answered_at: known.answered_at.map(moment),
        ended_at: (!is_open).then(|| ended.unwrap_or(lapsed)),
        code_until: code_until.filter(|_| state == RepresentationState::Waiting),
        may_change: may_manage && is_open,
        may_close: may_manage && is_open,
    })
}

/// Opens more or less, or for longer. What is over is begun anew.
pub async fn alter(
    app: &App,
    change: &Change<ManageAccess>,
    id: Uuid,
    changed: &ChangedRepresentative,
    now: OffsetDateTime,
) -> Result<(Settled, Option<Uuid>), Error> {
    let mut known = store::find_in(app, change, id).await?.ok_or(Error::NotFound)?;
    if known.is_over(micros(now)) {
        return Err(Error::Conflict);
    }
    known.words.sections = check_change(changed, known.words.document.as_ref(), today(app, now))?;
    known.level = changed.level;
    known.ends_at = micros(ends_at(changed.until, app.settings().offset));
    if let Some(ground) = known.ground {
        let granted = change.ground_of(ground).await?.ok_or(Error::NotFound)?;
        let sections = known.words.sections.iter().copied();
        change.alter(&granted, known.level, sections, Some(known.ends_at)).await?;
    }
    store::alter(app, change, &known).await?;
    Ok((Settled { id }, Some(id)))
}

/// Ends a right, or takes an invitation back; both sides are told. Done twice it changes nothing.
pub async fn revoke(
    app: &App,
    change: &Change<CloseAccess>,
    id: Uuid,
    now: OffsetDateTime,
) -> Result<(Settled, Option<Uuid>), Error> {
    let known = store::find_in(app, change, id).await?.ok_or(Error::NotFound)?;
    let at = micros(now);
    if known.is_over(at) || !store::end(change.db(), id, at).await? {
        return Ok((Settled { id }, Some(id)));
    }
    if let Some(ground) = known.ground {
        let granted = change.ground_of(ground).await?.ok_or(Error::NotFound)?;
        change.revoke(&granted, at).await?;
        tell_end(app, change.db(), &known).await?;
    }
    Ok((Settled { id }, Some(id)))
}

/// Tells both sides that a right has ended. Whoever ended it reads it too: then nobody ends it in
/// their name unseen.
pub(super) async fn tell_end(
    app: &App,
    db: &impl ConnectionTrait,
    known: &Trusted,
) -> Result<(), Error> {
    let event = format!("representation ended {}", known.id);
    tell_patient(app, db, known.patient, &event, &Notice::RepresentativeEnded).await?;
    if let Some(account) = known.account {
        tell(app, db, account, &event, &Notice::RepresentationEnded).await?;
    }
    Ok(())
}

pub(super) async fn tell_patient(
    app: &App,
    db: &impl ConnectionTrait,
    patient: PatientId,
    event: &str,
    notice: &Notice,
) -> Result<(), Error> {
    for owner in accounts_on(db, patient, &[Ground::Own], app.now_micros()).await? {
        tell(app, db, owner, event, notice).await?;
    }
    Ok(())
}

/// Somebody whose contacts can be read no more keeps nobody from closing a card.
async fn tell(
    app: &App,
    db: &impl ConnectionTrait,
    account: AccountId,
    event: &str,
    notice: &Notice,
) -> Result<(), Error> {
    match accounts::tell_owner(app, db, account, event, notice).await {
        Err(accounts::Error::NotFound) => {
            tracing::warn!("somebody was not told of a representation: their contacts are gone");
            Ok(())
        }
        other => other.map_err(Error::from),
    }
}

/// Tells of rights that ended by time: each once, however many nodes try.
pub async fn tell_ended(app: &App) -> Result<(), Error> {
    for known in store::lapsed(app, app.db().read(), app.now_micros()).await? {
        let tx = app.db().begin().await?;
        if store::end(&tx, known.id, known.ends_at).await? {
            tell_end(app, &tx, &known).await?;
            tx.commit().await?;
        } else {
            tx.rollback().await?;
        }
    }
    Ok(())
}

/// Forgets wrong codes that count no more.
pub async fn purge(app: &App) -> Result<(), DbErr> {
    store::purge(app.db().write(), app.now_micros() - 24 * HOUR).await
}

/// Ten signs, each of the 31 as likely as any other: 49 bits.
fn new_code() -> Result<String, SealError> {
    let mut code = String::with_capacity(CODE_LENGTH);
    while code.len() < CODE_LENGTH {
        let mut byte = [0];
        getrandom::fill(&mut byte).map_err(SealError::Randomness)?;
        // The last place of the 32 stands for none of the 31 signs: throw again.
        if let Some(letter) = CODE_LETTERS.get(usize::from(byte[0] & 31)) {
            code.push(char::from(*letter));
        }
    }
    Ok(code)
}

/// What stands in the database for a code: whoever reads it there cannot use it.
pub(super) fn code_hash(app: &App, code: &str) -> Result<[u8; 32], KeyError> {
    app.keys().deployment().secret_hash("representation.code", &[code.as_bytes()])
}

/// Somebody trusted in the demo.
pub struct Seed {
    pub id: Uuid,
    pub patient: PatientId,
    /// Absent for an invitation that waits.
    pub account: Option<AccountId>,
    pub words: (&'static str, Relation),
    pub level: Level,
}

/// Whether the demo's people were put into this card before.
pub async fn is_seeded(app: &App, patient: PatientId) -> Result<bool, DbErr> {
    store::is_any(app.db().read(), patient).await
}

/// Puts an invented trusted person into an invented card, beside the gate. Only for the demo.
pub async fn seed(app: &App, tx: &DatabaseTransaction, new: &Seed) -> Result<(), Error> {
    let (now, offset) = (app.now(), app.settings().offset);
    let at = micros(now);
    let until = today(app, now) + TERM_USUAL;
    let ends_at = micros(ends_at(until, offset));
    let (name, relation) = new.words;
    let sections: BTreeSet<Section> = Section::ALL.iter().copied().collect();
    let ground = new.account.map(|_| app.new_id());
    if let Some((account, ground)) = new.account.zip(ground) {
        let ground = NewGround {
            id: ground,
            patient: new.patient,
            to: Grantee::Account(account),
            kind: Ground::Representative,
            level: new.level,
            sections: sections.clone(),
            starts_at: at,
            ends_at: Some(ends_at),
        };
        insert_ground(tx, ground, at).await?;
    }
    let trusted = Trusted {
        id: new.id,
        patient: new.patient,
        account: new.account,
        words: Words { name: name.to_owned(), relation, sections, document: None },
        level: new.level,
        state: if ground.is_some() { State::Accepted } else { State::Waiting },
        created_at: at,
        code_until: micros(now + CODE_LIVES),
        ends_at,
        answered_at: ground.map(|_| at),
        ended_at: None,
        ground,
        told_since: None,
    };
    let code = new_code()?;
    store::insert(app, tx, &trusted, code_hash(app, &code)?).await
}
