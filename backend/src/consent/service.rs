//! Grants, hidings and the look through other eyes, told without HTTP.

use std::collections::BTreeSet;

use sea_orm::{ConnectionTrait, DbErr};
use shared::access::model::{Action, Ground, Role};
use shared::access::rules::Scope;
use shared::consent::model::{
    AccessOverview, AccessRequest, ChangedGrant, Grant, GrantAct, GrantState, GrantedTo,
    HiddenLine, NewGrant, NewHiding, Practitioner, Preview, PreviewQuery, Settled,
};
use shared::consent::rules::{
    ENDED_SHOWN, HIDDEN_FROM_MAX, TOPICS, acts, asks_access, check_purpose, check_sections,
    state_of,
};
use shared::contract::FieldReason;
use shared::id::{EntryId, OrganizationId, PatientId};
use shared::record::model::Entry;
use shared::record::rules::name_of;
use time::OffsetDateTime;
use uuid::Uuid;

use super::store::{self, Asked};
use crate::access::{
    Access, Caller, Change, CloseAccess, Denied, Eyes, Given, Granted, Grantee, Hidden,
    HiddenError, Hiding, ManageAccess, NewGround, ReadEntries, ReadGrants, ReadSummary, Target,
};
use crate::app::{App, micros, moment};
use crate::audit::{AppendError, JournalDown};
use crate::errors::{denied_is_not_found, fields_are_invalid, sealed_or_db, taken_is_conflict};
use crate::interop::program;
use crate::jobs::EnqueueError;
use crate::keys::{KeyError, SealError};
use crate::{accounts, card, record};

/// Grounds one card may have had in all.
const GRANTS_MAX: usize = 2_000;
/// Things one card may hide at once.
const HIDDEN_MAX: usize = 1_000;
/// Doctors and clinics that are offered by name where a card is opened.
const KNOWN_SHOWN: usize = 6;
const DAY: i64 = 24 * 3_600 * 1_000_000;
/// Requests are kept so long.
const KEPT: i64 = 90 * DAY;

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
    /// Wrong, used, too old, or of a card that is not there: they look alike.
    #[error("the card is not shown by this")]
    CodeWrong,
    #[error("too many wrong codes; the next in {seconds} s")]
    TooManyTries { seconds: u64 },
    #[error(transparent)]
    Denied(Denied),
    #[error(transparent)]
    Record(#[from] record::Error),
    #[error(transparent)]
    Card(#[from] card::Error),
    #[error(transparent)]
    Account(#[from] accounts::Error),
    #[error(transparent)]
    Program(#[from] program::Error),
    #[error(transparent)]
    Queue(#[from] EnqueueError),
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

sealed_or_db!(Error, HiddenError);

fields_are_invalid!(Error);

pub(super) const fn invalid(field: &'static str, reason: FieldReason) -> Error {
    Error::Invalid { field, reason }
}

/// Everything about who sees the card.
pub async fn overview(
    app: &App,
    access: &Access<ReadGrants>,
    now: OffsetDateTime,
) -> Result<AccessOverview, Error> {
    let may_manage = access.may(Action::ManageAccess);
    let mut grants = Vec::new();
    let grounds = access.grounds().await?;
    let known = if may_manage { known(app, &grounds, now).await? } else { Vec::new() };
    for granted in grounds {
        // That one sees one's own card is no news.
        if granted.scope.ground == Ground::Own {
            continue;
        }
        let is_recent = granted.ends().is_none_or(|end| moment(end) > now - ENDED_SHOWN);
        if is_recent {
            grants.push(line(app, granted, may_manage, now).await?);
        }
    }
    grants.sort_by_key(|grant| grant.state);
    let mut requests = Vec::new();
    for asked in store::waiting(app, access, micros(now)).await? {
        requests.push(request(app, asked, now).await?);
    }
    let hidings = hidden(app, access, now).await?;
    let programs = programs(app).await?;
    Ok(AccessOverview { grants, requests, hidings, programs, known, may_manage })
}

/// Whom the patient opened the card to or booked with, and to whom it is not opened by a grant now.
async fn known(
    app: &App,
    grounds: &[Granted],
    now: OffsetDateTime,
) -> Result<Vec<GrantedTo>, Error> {
    let given = |granted: &&Granted| granted.scope.ground == Ground::Grant;
    let open: BTreeSet<Grantee> = grounds
        .iter()
        .filter(given)
        .filter(|granted| stand(granted, now) != GrantState::Ended)
        .filter_map(|granted| granted.to)
        .collect();
    let mut before: Vec<&Granted> = grounds
        .iter()
        .filter(|granted| matches!(granted.scope.ground, Ground::Grant | Ground::Treatment))
        .collect();
    before.sort_by_key(|granted| std::cmp::Reverse(granted.starts_at));
    let mut seen = open;
    let mut known = Vec::new();
    for to in before.into_iter().filter_map(|granted| granted.to) {
        if known.len() == KNOWN_SHOWN {
            break;
        }
        if seen.insert(to) && works(app.db().read(), to, now).await? {
            known.push(named(app, to, now).await?);
        }
    }
    Ok(known)
}

/// A ground in words.
pub async fn line(
    app: &App,
    granted: Granted,
    may_manage: bool,
    now: OffsetDateTime,
) -> Result<Grant, Error> {
    let state = stand(&granted, now);
    let until = granted.ends().map(moment);
    let to = match granted.to {
        Some(to) => named(app, to, now).await?,
        None => GrantedTo::default(),
    };
    let Scope { ground, level, sections } = granted.scope;
    let given = granted.given.unwrap_or_default();
    let may = if may_manage { acts(ground, state) } else { &[] };
    Ok(Grant {
        id: granted.id,
        to,
        ground,
        level,
        sections: sections.into_iter().collect(),
        from: moment(granted.starts_at),
        until,
        state,
        purpose: given.purpose,
        in_person: given.in_person,
        may: may.to_vec(),
    })
}

fn stand(granted: &Granted, now: OffsetDateTime) -> GrantState {
    state_of(moment(granted.starts_at), granted.ends().map(moment), now)
}

async fn request(app: &App, asked: Asked, now: OffsetDateTime) -> Result<AccessRequest, Error> {
    Ok(AccessRequest {
        id: asked.id,
        by: named(app, Grantee::Account(asked.account), now).await?,
        reason: asked.words.reason,
        sections: asked.words.sections.into_iter().collect(),
        term: asked.words.term,
        asked_at: moment(asked.created_at),
        lapses_at: moment(asked.lapses_at),
    })
}

/// To whom, in words: a person with what they do and where, or an organization.
pub async fn named(app: &App, to: Grantee, now: OffsetDateTime) -> Result<GrantedTo, Error> {
    let db = app.db().read();
    match to {
        Grantee::Organization(organization) => Ok(GrantedTo {
            organization: Some(organization),
            name: accounts::organization_name(db, organization).await?,
            ..GrantedTo::default()
        }),
        Grantee::Account(account) => {
            let name = accounts::name_of_account(app, account).await?;
            let membership = accounts::membership_of(db, account, micros(now)).await?;
            let (role, organization) = membership.unzip();
            let workplace = match organization.flatten() {
                Some(organization) => accounts::organization_name(db, organization).await?,
                None => None,
            };
            let name = name.map(|name| name.full());
            Ok(GrantedTo { account: Some(account), organization: None, name, role, workplace })
        }
    }
}

/// Programs of other systems that read and write cards by credentials of their own.
async fn programs(app: &App) -> Result<Vec<GrantedTo>, Error> {
    let mut named = Vec::new();
    for program in program::list(app).await? {
        // One without keys is a command on the server itself.
        if program.revoked_at.is_some() || program.jwks.is_none() {
            continue;
        }
        let workplace = match program.organization {
            Some(id) => accounts::organization_name(app.db().read(), id).await?,
            None => None,
        };
        named.push(GrantedTo { name: Some(program.name), workplace, ..GrantedTo::default() });
    }
    Ok(named)
}

/// The doctors and nurses of an organization, by name and without anything else about them.
pub async fn practitioners(
    app: &App,
    organization: OrganizationId,
    now: OffsetDateTime,
) -> Result<Vec<Practitioner>, Error> {
    let roles: Vec<Role> = Role::ALL.iter().copied().filter(|role| asks_access(*role)).collect();
    let db = app.db().read();
    let mut found = Vec::new();
    for (account, person, role) in accounts::staff_of(db, organization, &roles, micros(now)).await?
    {
        found.push(Practitioner { account, name: accounts::name_of(app, person).await?, role });
    }
    found.sort_by_cached_key(|one| (one.name.full().to_lowercase(), one.account));
    Ok(found)
}

/// Opens the card to a practitioner or an organization. The same key opens it once.
pub async fn give(
    change: &Change<ManageAccess>,
    new: NewGrant,
    now: OffsetDateTime,
) -> Result<(Granted, Option<Uuid>), Error> {
    if new.key.is_nil() {
        return Err(invalid("key", FieldReason::Required));
    }
    let sections = check_sections(&new.sections).map_err(|why| invalid("sections", why))?;
    let purpose = check_purpose(new.purpose.as_deref()).map_err(|why| invalid("purpose", why))?;
    let to = match (new.account, new.organization) {
        (Some(account), None) => Grantee::Account(account),
        (None, Some(organization)) => Grantee::Organization(organization),
        (Some(_), Some(_)) | (None, None) => {
            return Err(invalid("account", FieldReason::Required));
        }
    };
    let scope = Scope { ground: Ground::Grant, level: new.level, sections };
    let term = new.term.days().map(|days| days * DAY);
    if let Some(kept) = change.ground_of(new.key).await? {
        let is_same = kept.to == Some(to)
            && kept.scope == scope
            && kept.ends_at.map(|end| end - kept.starts_at) == term
            && kept.given.as_ref().is_some_and(|given| given.purpose == purpose);
        return if is_same { Ok((kept, Some(new.key))) } else { Err(Error::Conflict) };
    }
    check_grantee(change.db(), to, now).await?;
    let given = Given { purpose, by: Some(change.account()), ..Given::default() };
    open(change, new.key, to, scope, term, &given, now).await
}

/// Makes the ground, and reads it back as it stands.
pub(super) async fn open(
    change: &Change<ManageAccess>,
    id: Uuid,
    to: Grantee,
    scope: Scope,
    term: Option<i64>,
    given: &Given,
    now: OffsetDateTime,
) -> Result<(Granted, Option<Uuid>), Error> {
    if change.count_grounds().await? >= GRANTS_MAX {
        return Err(Error::Full);
    }
    let starts_at = micros(now);
    let new = NewGround {
        id,
        patient: change.patient(),
        to,
        kind: scope.ground,
        level: scope.level,
        sections: scope.sections,
        starts_at,
        ends_at: term.map(|term| starts_at + term),
    };
    change.give(new, given, starts_at).await?;
    let granted = change.ground_of(id).await?.ok_or(Error::NotFound)?;
    Ok((granted, Some(id)))
}

/// A card is opened to those who work with cards, and to nobody by a slip.
async fn check_grantee(
    db: &impl ConnectionTrait,
    to: Grantee,
    now: OffsetDateTime,
) -> Result<(), Error> {
    let field = match to {
        Grantee::Account(_) => "account",
        Grantee::Organization(_) => "organization",
    };
    if works(db, to, now).await? { Ok(()) } else { Err(invalid(field, FieldReason::Invalid)) }
}

/// Whether somebody works with cards, or anybody does in an organization.
async fn works(db: &impl ConnectionTrait, to: Grantee, now: OffsetDateTime) -> Result<bool, Error> {
    match to {
        Grantee::Account(account) => {
            let membership = accounts::membership_of(db, account, micros(now)).await?;
            Ok(membership.is_some_and(|(role, _)| asks_access(role)))
        }
        Grantee::Organization(organization) => {
            let roles: Vec<Role> =
                Role::ALL.iter().copied().filter(|role| asks_access(*role)).collect();
            Ok(accounts::has_staff(db, organization, &roles, micros(now)).await?)
        }
    }
}

/// Opens more or less by a grant, or for longer. What has ended is given anew.
pub async fn alter(
    change: &Change<ManageAccess>,
    id: Uuid,
    new: ChangedGrant,
    now: OffsetDateTime,
) -> Result<(Granted, Option<Uuid>), Error> {
    let sections = check_sections(&new.sections).map_err(|why| invalid("sections", why))?;
    let granted = change.ground_of(id).await?.ok_or(Error::NotFound)?;
    let state = stand(&granted, now);
    if state == GrantState::Ended {
        return Err(Error::Conflict);
    }
    if !acts(granted.scope.ground, state).contains(&GrantAct::Change) {
        return Err(invalid("grant", FieldReason::Invalid));
    }
    let ends_at = match new.term {
        Some(term) => term.ends_at(now).map(micros),
        None => granted.ends_at,
    };
    change.alter(&granted, new.level, sections, ends_at).await?;
    let granted = change.ground_of(id).await?.ok_or(Error::NotFound)?;
    Ok((granted, Some(id)))
}

/// Closes the card by ending a ground. Done twice it changes nothing.
pub async fn revoke(
    change: &Change<CloseAccess>,
    id: Uuid,
    now: OffsetDateTime,
) -> Result<(Settled, Option<Uuid>), Error> {
    let granted = change.ground_of(id).await?.ok_or(Error::NotFound)?;
    let state = stand(&granted, now);
    let is_over = state == GrantState::Ended;
    if !is_over && !acts(granted.scope.ground, state).contains(&GrantAct::Revoke) {
        return Err(invalid("grant", FieldReason::Invalid));
    }
    change.revoke(&granted, micros(now)).await?;
    Ok((Settled { id }, Some(id)))
}

/// Hides an entry or a topic. The same key hides it once.
pub async fn hide(
    change: &Change<CloseAccess>,
    new: NewHiding,
    now: OffsetDateTime,
) -> Result<(Settled, Option<Uuid>), Error> {
    let NewHiding { entry, topic, mut from, is_told, key: id } = new;
    if id.is_nil() {
        return Err(invalid("key", FieldReason::Required));
    }
    if from.len() > HIDDEN_FROM_MAX {
        return Err(invalid("from", FieldReason::TooLong));
    }
    let target = match (entry, topic) {
        (Some(entry), None) => Target::Entry(entry),
        (None, Some(topic)) if TOPICS.contains(&topic) => Target::Topic(topic),
        (None, Some(_)) => return Err(invalid("topic", FieldReason::Invalid)),
        (Some(_), Some(_)) | (None, None) => return Err(invalid("entry", FieldReason::Required)),
    };
    from.sort_unstable();
    from.dedup();
    let hiding = Hiding { target, from, is_told };
    let known = change.hidden().await?;
    if let Some(kept) = known.iter().find(|kept| kept.id == id) {
        let is_same = kept.hiding == hiding;
        return if is_same { Ok((Settled { id }, Some(id))) } else { Err(Error::Conflict) };
    }
    // Hidden once is hidden: a second hiding of the same would outlive the first one's end.
    if let Some(kept) = known.iter().find(|kept| kept.hiding == hiding) {
        return Ok((Settled { id: kept.id }, Some(kept.id)));
    }
    if known.len() >= HIDDEN_MAX {
        return Err(Error::Full);
    }
    if let Some(entry) = entry
        && record::find_guarded(change, entry).await?.is_none()
    {
        return Err(invalid("entry", FieldReason::Invalid));
    }
    change.hide(id, &hiding, micros(now)).await?;
    Ok((Settled { id }, Some(id)))
}

/// Shows again what was hidden. Done twice it changes nothing.
pub async fn lift(
    change: &Change<ManageAccess>,
    id: Uuid,
    now: OffsetDateTime,
) -> Result<(Settled, Option<Uuid>), Error> {
    if let Some(hidden) = change.hidden().await?.iter().find(|hidden| hidden.id == id) {
        change.show(hidden, micros(now)).await?;
    } else if !change.was_hidden(id).await? {
        return Err(Error::NotFound);
    }
    Ok((Settled { id }, Some(id)))
}

/// What is hidden, with the names of what and from whom.
async fn hidden(
    app: &App,
    access: &Access<ReadGrants>,
    now: OffsetDateTime,
) -> Result<Vec<HiddenLine>, Error> {
    let all = access.hidings().await?;
    let entry_of = |hidden: &Hidden| match hidden.hiding.target {
        Target::Entry(entry) => Some(entry),
        Target::Topic(_) => None,
    };
    let ids: BTreeSet<EntryId> = all.iter().filter_map(entry_of).collect();
    let entries: Vec<Entry> =
        if ids.is_empty() { Vec::new() } else { record::these(access, &ids).await? };
    let mut lines = Vec::with_capacity(all.len());
    for hidden in all {
        let id = entry_of(&hidden);
        let entry = entries.iter().find(|entry| Some(entry.id) == id);
        let topic = match hidden.hiding.target {
            Target::Topic(topic) => Some(topic),
            Target::Entry(_) => None,
        };
        let mut from = Vec::with_capacity(hidden.hiding.from.len());
        for account in hidden.hiding.from {
            from.push(named(app, Grantee::Account(account), now).await?);
        }
        lines.push(HiddenLine {
            id: hidden.id,
            entry: id,
            section: entry.map(|entry| entry.section),
            name: entry.and_then(|entry| name_of(&entry.content)).map(str::to_owned),
            topic,
            from,
            is_told: hidden.hiding.is_told,
            hidden_at: moment(hidden.at),
        });
    }
    Ok(lines)
}

/// The card as somebody would see it, by the filter that enforces the grant (ACL-12).
pub async fn preview(
    access: &Access<ReadGrants>,
    caller: &Caller,
    query: &PreviewQuery,
    now: OffsetDateTime,
) -> Result<Preview, Error> {
    let sections = check_sections(&query.sections).map_err(|why| invalid("sections", why))?;
    let (role, organization) = match query.account {
        Some(account) => {
            let membership = accounts::membership_of(access.db(), account, micros(now)).await?;
            membership
                .filter(|(role, _)| asks_access(*role))
                .ok_or(invalid("account", FieldReason::Invalid))?
        }
        None => (Role::Doctor, None),
    };
    let scope = Scope { ground: Ground::Grant, level: query.level, sections };
    let eyes = Eyes { account: query.account, role, organization, scope };
    let summary = match access.through::<ReadSummary>(caller, &eyes).await? {
        Some(seen) => Some(record::summary(&seen, now).await?),
        None => None,
    };
    let page = match access.through::<ReadEntries>(caller, &eyes).await? {
        Some(seen) => Some(record::list(&seen, None, None, None).await?),
        None => None,
    };
    Ok(Preview { summary, page })
}

/// How many requests wait for the patient's answer.
pub async fn count_waiting_for(app: &App, patient: PatientId) -> Result<u32, DbErr> {
    store::count_for(app.db().read(), patient, app.now_micros()).await
}

/// Removes codes and requests that are over for long.
pub async fn purge(app: &App) -> Result<(), DbErr> {
    let now = app.now_micros();
    store::purge(app.db().write(), now - DAY, now - KEPT).await
}
