//! What the administrator of a clinic sets for booking (APT-3). Whose visits a change touches is not
//! theirs to know: who administers reads no cards (ACL-6).

use std::collections::{BTreeMap, BTreeSet};

use sea_orm::{ConnectionTrait, DatabaseTransaction};
use shared::access::model::Role;
use shared::admin::model::{ChangedField, FieldChange, StaffState};
use shared::admin::rules::{changes, check_line, folded, state};
use shared::appointments::model::{DayVisit, PractitionerRole, Service, Speciality, VisitEvent};
use shared::appointments::rules::AFTERCARE;
use shared::appointments::schedule::{
    AffectedVisit, ExceptionKind, Hours, NewPattern, NewRoom, Pattern, PatternAnswer,
    PractitionerFacts, Remedy, Room, ScheduleDesk, ScheduleLine,
};
use shared::contract::FieldReason;
use shared::id::{AppointmentId, PractitionerRoleId};
use shared::notifications::model::Notice;
use shared::record::model::PersonName;
use uuid::Uuid;

use super::booking::{cells_of, checked, open_card};
use super::day::{VisitLine, bare, cancel_by_clinic, keep_lines, remember};
use super::directory::{Directory, Practice, USUAL_ZONE};
use super::service::{Error, number};
use super::slots::{self, Time, Zone, cells};
use super::store::offered::NewRole;
use super::store::visits::{self as store, Visit};
use super::store::{claims, guests, offered};
use super::{letters, search, visits};
use crate::access::{Caller, prolong_ground};
use crate::admin::{self, MemberRow, Office};
use crate::app::{App, micros, moment};
use crate::audit::{AdminAct, VisitAct};
use crate::card::{Identity, person_place};
use crate::keys::Owner;

const NAME_MAX: usize = 100;
const PREPARATION_MAX: usize = 2_000;
const LANGUAGES_MAX: usize = 10;
/// The longest a visit lasts, in minutes.
const MINUTES_MAX: u32 = 480;
/// In kopecks: a million roubles.
const PRICE_MAX: u32 = 100_000_000;
/// Of one clinic, each.
const KEPT_MAX: usize = 500;
/// Free times that are tried for a visit that is moved.
const TRIED: usize = 100;

/// Everything that is set here, by name.
pub async fn desk(office: &Office<'_>) -> Result<ScheduleDesk, Error> {
    let (app, here) = (office.app, office.organization);
    let db = app.db().read();
    let directory = app.directory_now().await?;
    let mut schedules = Vec::new();
    for member in receiving(app, db, office).await? {
        schedules.push(line_of(app, db, office, &directory, &member).await?);
    }
    schedules.sort_by_cached_key(|it| (folded(&it.practitioner.name.full()), it.practitioner.id));
    let own = |(organization, _): &&(_, Room)| *organization == here;
    let mut rooms: Vec<Room> =
        directory.rooms.values().filter(own).map(|(_, room)| room.clone()).collect();
    rooms.sort_by_cached_key(|room| (folded(&room.name), room.id));
    let own = |(organization, _): &&(_, Service)| *organization == here;
    let mut services: Vec<Service> =
        directory.services.values().filter(own).map(|(_, service)| service.clone()).collect();
    services.sort_by_cached_key(|service| (folded(&service.name), service.id));
    let zone = directory.zone(here).map_or(USUAL_ZONE, Zone::name);
    Ok(ScheduleDesk { schedules, rooms, services, time_zone: zone.to_owned() })
}

/// Those who receive patients here now.
async fn receiving(
    app: &App,
    db: &impl ConnectionTrait,
    office: &Office<'_>,
) -> Result<Vec<MemberRow>, Error> {
    let mut members = admin::members(db, office.organization).await?;
    let now = app.now_micros();
    members.retain(|member| {
        let is_live = state(member.starts_at, member.ends_at, now) == StaffState::Live;
        is_live && matches!(member.role, Role::Doctor | Role::Nurse)
    });
    Ok(members)
}

/// By what a member is booked with: the same each time, also before they are offered.
fn role_id(
    app: &App,
    office: &Office<'_>,
    member: &MemberRow,
) -> Result<PractitionerRoleId, Error> {
    let (here, account) = (office.organization.0, member.account.0);
    let id = app.keys().deployment().keyed_id("practitioner.id", here, account)?;
    Ok(PractitionerRoleId(id))
}

const fn usual(role: Role) -> Speciality {
    if matches!(role, Role::Nurse) { Speciality::ProcedureNurse } else { Speciality::Therapist }
}

async fn line_of(
    app: &App,
    db: &impl ConnectionTrait,
    office: &Office<'_>,
    directory: &Directory,
    member: &MemberRow,
) -> Result<ScheduleLine, Error> {
    let here = office.organization;
    let is_theirs = |it: &&Practice| (it.account, it.organization) == (member.account, here);
    if let Some(practice) = directory.practices.values().find(is_theirs) {
        return Ok(line(practice));
    }
    let key = app.keys().find(db, Owner::person(member.person.0)).await?.ok_or(Error::NotFound)?;
    let identity: Identity = key.unseal_json(&person_place(member.person), &member.sealed)?;
    let clinic = directory.clinics.get(&here);
    let practitioner = PractitionerRole {
        id: role_id(app, office, member)?,
        name: identity.name,
        speciality: usual(member.role),
        position: member.position.clone(),
        organization: here,
        organization_name: clinic.map(|it| it.clinic.name.clone()).unwrap_or_default(),
        languages: Vec::new(),
        services: Vec::new(),
        rating: None,
        next_free: None,
    };
    Ok(ScheduleLine { practitioner, pattern: None, version: 0 })
}

fn line(practice: &Practice) -> ScheduleLine {
    ScheduleLine {
        practitioner: practice.practitioner.clone(),
        pattern: practice.pattern.clone(),
        version: number(practice.version),
    }
}

/// Makes a room, or calls it otherwise.
pub async fn change_room(office: &Office<'_>, new: &NewRoom) -> Result<Room, Error> {
    let name = check_line(&new.name, NAME_MAX).map_err(|why| ("name", why))?;
    let (app, here) = (office.app, office.organization);
    let tx = office.begin().await?;
    let directory = app.directory(&tx).await?;
    let kept = directory.rooms.get(&new.id);
    check_own(new.id, kept.map(|(of, _)| *of == here))?;
    let own = directory.rooms.values().filter(|(of, _)| *of == here);
    if kept.is_none() && own.count() >= KEPT_MAX {
        return Err(Error::Full);
    }
    let room = Room { id: new.id, name };
    let before = kept.map(|(_, room)| room.name.clone());
    let changed = changes([(ChangedField::Name, before, Some(room.name.clone()))]);
    if changed.is_empty() {
        return Ok(room);
    }
    offered::keep_room(&tx, here, &room).await?;
    office.keep(tx, AdminAct::RoomChanged, Some(room.id), changed).await?;
    Ok(room)
}

/// Ids are made by the browser: one that is somebody else's is not there for this clinic.
fn check_own(id: Uuid, is_own: Option<bool>) -> Result<(), Error> {
    if id.is_nil() {
        return Err(("id", FieldReason::Required).into());
    }
    if is_own == Some(false) { Err(Error::NotFound) } else { Ok(()) }
}

/// Makes a kind of visit, or changes it. Visits that are booked stay as they were booked.
pub async fn change_service(office: &Office<'_>, new: &Service) -> Result<Service, Error> {
    let service = check_service(new)?;
    let (app, here) = (office.app, office.organization);
    let tx = office.begin().await?;
    let directory = app.directory(&tx).await?;
    let kept = directory.services.get(&service.id);
    check_own(service.id, kept.map(|(of, _)| *of == here))?;
    let own = directory.services.values().filter(|(of, _)| *of == here);
    if kept.is_none() && own.count() >= KEPT_MAX {
        return Err(Error::Full);
    }
    let before = kept.map(|(_, service)| service);
    let changed = service_changes(before, &service);
    if changed.is_empty() {
        return Ok(service);
    }
    offered::keep_service(&tx, here, &service).await?;
    office.keep(tx, AdminAct::ServiceChanged, Some(service.id), changed).await?;
    Ok(service)
}

fn check_service(new: &Service) -> Result<Service, Error> {
    let name = check_line(&new.name, NAME_MAX).map_err(|why| ("name", why))?;
    if new.minutes == 0 || new.minutes > MINUTES_MAX || !new.minutes.is_multiple_of(5) {
        return Err(("minutes", FieldReason::OutOfRange).into());
    }
    if new.price.is_some_and(|price| price > PRICE_MAX) {
        return Err(("price", FieldReason::OutOfRange).into());
    }
    let mut payments = new.payments.clone();
    payments.sort_unstable();
    payments.dedup();
    if payments.is_empty() {
        return Err(("payments", FieldReason::Required).into());
    }
    let preparation = new.preparation.as_deref().unwrap_or_default();
    let preparation = checked(preparation, PREPARATION_MAX).map_err(|why| ("preparation", why))?;
    Ok(Service { name, payments, preparation, ..new.clone() })
}

/// What is told of a kind of visit.
type ServiceFact = fn(&Service) -> Option<String>;

fn service_changes(before: Option<&Service>, after: &Service) -> Vec<FieldChange> {
    let of = |read: ServiceFact| (before.and_then(read), read(after));
    let both: [(ChangedField, ServiceFact); 6] = [
        (ChangedField::Name, |it| Some(it.name.clone())),
        (ChangedField::Minutes, |it| Some(it.minutes.to_string())),
        (ChangedField::Format, |it| Some(it.format.to_string())),
        (ChangedField::Price, |it| it.price.map(|price| price.to_string())),
        (ChangedField::Payments, |it| Some(listed(&it.payments))),
        (ChangedField::Preparation, |it| it.preparation.clone()),
    ];
    changes(both.map(|(field, read)| {
        let (before, after) = of(read);
        (field, before, after)
    }))
}

fn listed<T: std::fmt::Display>(all: &[T]) -> String {
    all.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Sets as what somebody is offered for booking.
pub async fn change_practitioner(
    office: &Office<'_>,
    facts: &PractitionerFacts,
) -> Result<ScheduleLine, Error> {
    let (app, here) = (office.app, office.organization);
    let is_code = |code: &String| code.len() == 2 && code.bytes().all(|b| b.is_ascii_lowercase());
    if facts.languages.len() > LANGUAGES_MAX || !facts.languages.iter().all(is_code) {
        return Err(("languages", FieldReason::Invalid).into());
    }
    let tx = office.begin().await?;
    let directory = app.directory(&tx).await?;
    directory.zone(here).ok_or(Error::NotFound)?;
    let services: BTreeSet<Uuid> = facts.services.iter().copied().collect();
    let is_own = |id: &Uuid| directory.services.get(id).is_some_and(|(of, _)| *of == here);
    if !services.iter().all(is_own) {
        return Err(("services", FieldReason::Invalid).into());
    }
    let member = member_of(app, &tx, office, &directory, facts.practitioner).await?;
    let before = directory.practices.get(&facts.practitioner);
    let mut languages = facts.languages.clone();
    languages.sort_unstable();
    languages.dedup();
    let new = NewRole {
        id: facts.practitioner,
        account: member.account,
        organization: here,
        speciality: facts.speciality,
        languages,
        services: services.into_iter().collect(),
    };
    let named = |ids: &[Uuid]| {
        let names = ids.iter().filter_map(|id| directory.services.get(id));
        listed(&names.map(|(_, service)| service.name.as_str()).collect::<Vec<_>>())
    };
    let own = before.map(|it| &it.practitioner);
    let ids = |it: &PractitionerRole| it.services.iter().map(|it| it.id).collect::<BTreeSet<_>>();
    let known: Option<Vec<Uuid>> = own.map(|it| ids(it).into_iter().collect());
    let changed = changes([
        (
            ChangedField::Speciality,
            own.map(|it| it.speciality.to_string()),
            Some(new.speciality.to_string()),
        ),
        (
            ChangedField::Languages,
            own.map(|it| listed(&it.languages)),
            Some(listed(&new.languages)),
        ),
        (ChangedField::Services, known.map(|it| named(&it)), Some(named(&new.services))),
    ]);
    offered::keep_role(&tx, &new).await?;
    let directory = app.directory(&tx).await?;
    let line = directory.practices.get(&new.id).map(line).ok_or(Error::NotFound)?;
    office.keep(tx, AdminAct::PractitionerChanged, Some(new.id.0), changed).await?;
    Ok(line)
}

/// Who of this clinic is meant.
async fn member_of(
    app: &App,
    db: &impl ConnectionTrait,
    office: &Office<'_>,
    directory: &Directory,
    id: PractitionerRoleId,
) -> Result<MemberRow, Error> {
    let known = directory.practices.get(&id);
    if known.is_some_and(|practice| practice.organization != office.organization) {
        return Err(Error::NotFound);
    }
    for member in receiving(app, db, office).await? {
        let is_meant = match known {
            Some(practice) => practice.account == member.account,
            None => role_id(app, office, &member)? == id,
        };
        if is_meant {
            return Ok(member);
        }
    }
    Err(Error::NotFound)
}

/// Sets when somebody works. Where visits are touched and not decided on, nothing is saved and they
/// are listed.
pub async fn change_pattern(
    office: &Office<'_>,
    id: PractitionerRoleId,
    new: &NewPattern,
) -> Result<PatternAnswer, Error> {
    let (app, here) = (office.app, office.organization);
    let tx = office.begin().await?;
    store::lock_role(&tx, id, true).await?;
    let directory = app.directory(&tx).await?;
    let practice = directory.practices.get(&id).filter(|it| it.organization == here);
    let practice = practice.ok_or(Error::NotFound)?;
    if number(practice.version) != new.version {
        return Err(Error::Conflict);
    }
    let own_rooms = directory.rooms.iter().filter(|(_, (of, _))| *of == here);
    let rooms = own_rooms.map(|(id, _)| *id).collect();
    let own_services = directory.services.iter().filter(|(_, (of, _))| *of == here);
    let services = own_services.map(|(id, _)| *id).collect();
    slots::check(&new.pattern, &rooms, &services)?;
    let planned = Practice { pattern: Some(new.pattern.clone()), ..practice.clone() };
    let touched = touched(app, &tx, &directory, &planned).await?;
    let remedies: BTreeMap<AppointmentId, Remedy> =
        new.remedies.iter().map(|it| (it.appointment, it.remedy)).collect();
    let is_decided = |(visit, to): &(Visit, Option<Time>)| match remedies.get(&visit.id) {
        Some(Remedy::Keep | Remedy::Cancel) => true,
        Some(Remedy::Move) => to.is_some(),
        None => false,
    };
    let affected: Vec<AffectedVisit> = touched
        .iter()
        .map(|(visit, to)| AffectedVisit {
            visit: unnamed(&directory, practice, visit),
            moves_to: to.map(|time| moment(time.starts_at)),
        })
        .collect();
    if !touched.iter().all(is_decided) {
        tx.rollback().await?;
        return Ok(PatternAnswer { saved: false, affected, schedule: line(practice) });
    }
    if !offered::keep_pattern(&tx, id, &new.pattern, practice.version).await? {
        return Err(Error::Conflict);
    }
    let mut lines = Vec::new();
    for (mut visit, to) in touched {
        let remedy = remedies.get(&visit.id).copied().unwrap_or(Remedy::Keep);
        let around = (&*directory, &planned, office.caller);
        lines.extend(remedied_by(app, &tx, around, &mut visit, (remedy, to)).await?);
    }
    let before = practice.pattern.as_ref().map(in_words);
    let changed = changes([(ChangedField::Schedule, before, Some(in_words(&new.pattern)))]);
    let heads = office.write(&tx, AdminAct::ScheduleChanged, Some(id.0), changed).await?;
    let directory = app.directory(&tx).await?;
    let schedule = directory.practices.get(&id).map(line).ok_or(Error::NotFound)?;
    keep_lines(app, tx, heads, lines).await?;
    Ok(PatternAnswer { saved: true, affected, schedule })
}

/// The visits a pattern has no room for, by time, each with where it would be moved to: no two to
/// the same time.
async fn touched(
    app: &App,
    tx: &DatabaseTransaction,
    directory: &Directory,
    planned: &Practice,
) -> Result<Vec<(Visit, Option<Time>)>, Error> {
    let Some(pattern) = &planned.pattern else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    let mut promised = BTreeSet::new();
    for visit in store::coming_to(tx, planned.id, app.now_micros()).await? {
        let time = Time { starts_at: visit.starts_at, ends_at: visit.ends_at, room: visit.room };
        if slots::has_room_for(pattern, &planned.zone, visit.service, time) {
            continue;
        }
        let to = next_place(app, tx, (directory, planned), &visit, &promised).await?;
        if let Some(to) = to {
            let booker = guests::booker(tx, &visit).await?;
            promised.extend(cells_of(planned, booker, to));
        }
        found.push((visit, to));
    }
    Ok(found)
}

/// The next time of the same doctor and service at which the patient is free too.
async fn next_place(
    app: &App,
    tx: &DatabaseTransaction,
    (directory, planned): (&Directory, &Practice),
    visit: &Visit,
    promised: &BTreeSet<(Uuid, i64)>,
) -> Result<Option<Time>, Error> {
    let Some((_, service)) = directory.services.get(&visit.service) else { return Ok(None) };
    let Some(pattern) = &planned.pattern else { return Ok(None) };
    let now = app.now_micros();
    let free = search::next_times(app, tx, planned, service, visit.starts_at, TRIED).await?;
    let booker = guests::booker(tx, visit).await?;
    for slot in free {
        let of = (service.id, service.minutes);
        let time = slots::time_at(pattern, &planned.zone, of, micros(slot.starts_at));
        let Some(time) = time else { continue };
        if cells_of(planned, booker, time).iter().any(|cell| promised.contains(cell)) {
            continue;
        }
        let span = cells(time.starts_at, time.ends_at);
        let own: Vec<Uuid> = booker.into_iter().collect();
        if claims::taken(tx, &own, span, now).await?.is_empty() {
            return Ok(Some(time));
        }
    }
    Ok(None)
}

/// Does what was decided on one visit; with its line in the journal.
async fn remedied_by(
    app: &App,
    tx: &DatabaseTransaction,
    (directory, planned, caller): (&Directory, &Practice, &Caller),
    visit: &mut Visit,
    (remedy, to): (Remedy, Option<Time>),
) -> Result<Option<VisitLine>, Error> {
    let act = match (remedy, to) {
        (Remedy::Keep, _) => return Ok(None),
        (Remedy::Cancel, _) => {
            cancel_by_clinic(app, tx, (directory, caller), visit, None).await?;
            VisitAct::Cancelled
        }
        (Remedy::Move, Some(to)) => {
            move_by_clinic(app, tx, (directory, planned, caller), visit, to).await?;
            VisitAct::Moved
        }
        (Remedy::Move, None) => return Err(Error::Conflict),
    };
    Ok(Some(VisitLine::of(caller, act, visit)))
}

async fn move_by_clinic(
    app: &App,
    tx: &DatabaseTransaction,
    (directory, planned, caller): (&Directory, &Practice, &Caller),
    visit: &mut Visit,
    to: Time,
) -> Result<(), Error> {
    let all = cells_of(planned, guests::booker(tx, visit).await?, to);
    let (hold, now) = (app.new_id(), app.now_micros());
    let beside = (None, Some(visit.id.0));
    if claims::take(tx, &all, hold, beside, now).await?.is_err()
        || !claims::settle(tx, hold, visit.id.0, &all).await?
    {
        return Err(Error::Conflict);
    }
    let moved = Some((visit.starts_at, to.starts_at));
    (visit.starts_at, visit.ends_at, visit.room) = (to.starts_at, to.ends_at, to.room);
    visit.sequence += 1;
    if let Some(ground) = visit.ground {
        prolong_ground(tx, ground, micros(moment(to.ends_at) + AFTERCARE)).await?;
    } else if let Some(patient) = visit.patient {
        let key = app.keys().find(tx, Owner::patient(patient.0)).await?.ok_or(Error::NotFound)?;
        let attached = store::unseal(&key, patient, visit)?.attachments;
        visit.ground = Some(open_card(app, tx, patient, planned, to.ends_at, &attached).await?);
    }
    if !store::update(tx, visit).await? {
        return Err(Error::Conflict);
    }
    remember(app, tx, visit, (VisitEvent::Moved, moved), None).await?;
    visits::freed(app, tx).await?;
    let notice = Notice::VisitMoved { visit: letters::time_of(directory, visit) };
    let event = format!("visit {} {}", visit.id, visit.sequence);
    letters::tell_of(app, tx, visit, caller.account(), &event, &notice).await
}

/// A visit as who administers sees it: when, where and of which kind.
fn unnamed(directory: &Directory, practice: &Practice, visit: &Visit) -> DayVisit {
    let name = PersonName { surname: String::new(), given: String::new(), patronymic: None };
    DayVisit { patient: None, name, ..bare(directory, practice, visit) }
}

/// A pattern as the journal keeps it: «1 09:00–13:00, …; 2026-03-08 closed; …».
fn in_words(pattern: &Pattern) -> String {
    let clock = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
    let span = |hours: &Hours| format!("{}–{}", clock(hours.from), clock(hours.to));
    let week = pattern.hours.iter().map(|hours| format!("{} {}", hours.weekday, span(hours)));
    let mut parts = vec![week.collect::<Vec<_>>().join(", ")];
    for exception in &pattern.exceptions {
        let of_day = match exception.kind {
            ExceptionKind::Closed => exception.kind.to_string(),
            ExceptionKind::Instead => {
                exception.hours.iter().map(span).collect::<Vec<_>>().join(", ")
            }
        };
        parts.push(format!("{} {of_day}", exception.day));
    }
    let until = pattern.until.map(|until| until.to_string()).unwrap_or_default();
    parts.push(format!("{}..{until}", pattern.from));
    parts.push(format!("{} d, {} min", pattern.horizon, pattern.notice));
    parts.join("; ")
}
