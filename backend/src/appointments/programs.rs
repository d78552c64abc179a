//! Programs of others that book for people (INT-10): only in clinics that let them, only so much, by
//! the same claims as everybody. Who they book for is a guest.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::{DatabaseTransaction, DbErr};
use serde::{Deserialize, Serialize};
use shared::access::model::{Action, Ground};
use shared::appointments::model::{
    HoldRefusal, Payment, PractitionerRole, Service, Slot, Speciality, VisitActor, VisitEvent,
    VisitState,
};
use shared::appointments::rules::{HOLD, changeable_until};
use shared::contract::FieldReason;
use shared::id::{AppointmentId, OrganizationId, PractitionerRoleId};
use shared::interop::booking::{ANSWERS_KEPT, BOOKINGS_MAX, HOLDS_MAX, SlotId};
use shared::notifications::model::Notice;
use shared::record::model::PersonName;
use shared::widgets::model::GuestLang;
use time::Date;
use uuid::Uuid;

use super::booking::{OFFERED, asked_time, cells_of};
use super::directory::{Directory, Practice};
use super::service::Error;
use super::slots;
use super::store::claims;
use super::store::programs::{self as store, Grant, ProgramHold};
use super::store::visits::{self as kept, Visit};
use super::{guests, letters, search, visits, webhook};
use crate::access::{Caller, Denied};
use crate::accounts;
use crate::app::{App, micros, moment};
use crate::audit::{self, AppendError, JournalDown, NewLine, Outcome, VisitAct, What};
use crate::interop::program;
use crate::keys::{KeyError, Place, SealError};
use crate::outward;

const SECOND: i64 = 1_000_000;
const DAY: i64 = 24 * 3_600 * SECOND;

/// Why a program does not get what it asks for.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// With the next free times of the same doctor, where the time was taken.
    #[error("the time cannot be had: {why}")]
    Refused { why: HoldRefusal, free: Vec<Offer> },
    #[error("no more is left to this program for {seconds} s")]
    Quota { seconds: u64 },
    /// Something else was asked under the same name.
    #[error("the key was used for something else")]
    KeyReused,
    #[error(transparent)]
    Other(Box<Error>),
}

impl From<Error> for ProgramError {
    fn from(error: Error) -> Self {
        Self::Other(Box::new(error))
    }
}

macro_rules! others {
    ($($error:ty),+ $(,)?) => {$(
        impl From<$error> for ProgramError {
            fn from(error: $error) -> Self {
                Error::from(error).into()
            }
        }
    )+};
}

others!(DbErr, KeyError, SealError, AppendError, JournalDown, Denied, (&'static str, FieldReason));

/// When somebody receives, as programs see it.
#[derive(Clone, Debug)]
pub struct Timetable {
    /// With the services that can be booked without a card.
    pub practitioner: PractitionerRole,
    pub address: Option<String>,
    /// Which times can be booked now, in microseconds.
    pub from: i64,
    pub to: i64,
}

/// A time, with whom and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    pub slot: Slot,
    pub name: PersonName,
    pub speciality: Speciality,
    pub organization: OrganizationId,
    pub organization_name: String,
    pub address: Option<String>,
    pub service_name: String,
    /// In kopecks.
    pub price: Option<u32>,
}

/// What a program holds, or has booked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reserved {
    /// Of the hold, or of the visit.
    pub id: Uuid,
    /// Until when it is held, in microseconds.
    pub until: Option<i64>,
    /// How far the visit is, once there is one.
    pub state: Option<VisitState>,
    pub offer: Offer,
}

/// Which free times a program asks for; moments in microseconds.
#[derive(Clone, Debug)]
pub struct Wish {
    pub from: i64,
    pub to: i64,
    pub practitioner: Option<PractitionerRoleId>,
    pub service: Option<Uuid>,
    pub speciality: Option<Speciality>,
    pub most: usize,
}

/// Who is to come, as a program says it.
#[derive(Clone, Debug)]
pub struct NewGuest {
    pub name: PersonName,
    pub phone: String,
    pub birth_date: Date,
    pub reason: String,
    /// Whether they agreed to the use of this. Nothing is kept without.
    pub consent: bool,
    pub lang: GuestLang,
}

/// A request as a program names it, and what it asks.
#[derive(Clone, Copy, Debug)]
pub struct Named<'n> {
    pub key: &'n str,
    pub asked: &'n str,
}

/// Who acts as a program.
fn id_of(caller: &Caller) -> Uuid {
    caller.account().0
}

/// The services of somebody that are booked without a card.
fn paid(practice: &Practice) -> impl Iterator<Item = &Service> {
    let services = practice.practitioner.services.iter();
    services.filter(|service| service.payments.contains(&Payment::Paid))
}

/// Whether a program books anywhere at all.
pub async fn books(app: &App, caller: &Caller) -> Result<bool, ProgramError> {
    Ok(!store::grants(app.db().read(), id_of(caller)).await?.is_empty())
}

/// Everybody a program may book with.
async fn practices<'d>(
    app: &App,
    caller: &Caller,
    directory: &'d Directory,
) -> Result<Vec<&'d Practice>, ProgramError> {
    let grants = store::grants(app.db().read(), id_of(caller)).await?;
    let is_left =
        |practice: &&Practice| grants.iter().any(|it| it.organization == practice.organization);
    Ok(directory.all_offered(app.now_micros()).filter(is_left).collect())
}

/// When those receive whom a program may book with.
pub async fn timetables(app: &App, caller: &Caller) -> Result<Vec<Timetable>, ProgramError> {
    let directory = app.directory_now().await?;
    let all = practices(app, caller, &directory).await?;
    let told = |practice: &Practice| {
        let (from, to) = slots::window(practice.pattern.as_ref()?, &practice.zone, app.now());
        let place = directory.clinics.get(&practice.organization)?;
        let services = paid(practice).cloned().collect();
        let practitioner = PractitionerRole { services, ..practice.practitioner.clone() };
        Some(Timetable { practitioner, address: place.clinic.address.clone(), from, to })
    };
    Ok(all.into_iter().filter_map(told).collect())
}

/// The first free times a program may book.
pub async fn times(app: &App, caller: &Caller, wish: &Wish) -> Result<Vec<Offer>, ProgramError> {
    let directory = app.directory_now().await?;
    let all = practices(app, caller, &directory).await?;
    let fits = |practice: &&Practice| {
        wish.practitioner.is_none_or(|it| practice.id == it)
            && wish.speciality.is_none_or(|it| practice.practitioner.speciality == it)
    };
    let of: Vec<(&Practice, Vec<&Service>)> = all
        .into_iter()
        .filter(fits)
        .map(|practice| {
            let services = paid(practice);
            let wanted = services.filter(|it| wish.service.is_none_or(|wanted| it.id == wanted));
            (practice, wanted.collect())
        })
        .collect();
    let found = search::first_times(app, &of, (wish.from, wish.to), wish.most).await?;
    Ok(found.into_iter().filter_map(|slot| offer_of(&directory, slot)).collect())
}

fn offer_of(directory: &Directory, slot: Slot) -> Option<Offer> {
    let practice = directory.practices.get(&slot.practitioner)?;
    let place = directory.clinics.get(&practice.organization)?;
    let service = directory.services.get(&slot.service).map(|(_, service)| service);
    Some(Offer {
        slot,
        name: practice.practitioner.name.clone(),
        speciality: practice.practitioner.speciality,
        organization: practice.organization,
        organization_name: place.clinic.name.clone(),
        address: place.clinic.address.clone(),
        service_name: service.map(|service| service.name.clone()).unwrap_or_default(),
        price: service.and_then(|service| service.price),
    })
}

/// A request that is done once, however often it is sent.
struct Once {
    hash: [u8; 32],
    asked: [u8; 32],
    id: Uuid,
    program: Uuid,
}

impl Once {
    fn new(
        app: &App,
        caller: &Caller,
        operation: &str,
        named: Named<'_>,
    ) -> Result<Self, ProgramError> {
        let (program, keys) = (id_of(caller), app.keys().deployment());
        let (operation, of) = (operation.as_bytes(), program.as_bytes().as_slice());
        Ok(Self {
            hash: keys.secret_hash("program.key", &[of, operation, named.key.as_bytes()])?,
            asked: keys.secret_hash("program.asked", &[of, operation, named.asked.as_bytes()])?,
            id: app.new_id(),
            program,
        })
    }

    const fn place(program: Uuid, id: Uuid) -> Place {
        Place { table: "program_answer", row: id, owner: program, version: 0 }
    }

    /// What was answered before, if the same was asked.
    async fn before(
        &self,
        app: &App,
        tx: &DatabaseTransaction,
    ) -> Result<Option<Reserved>, ProgramError> {
        let when = (app.now_micros(), micros(app.now() + ANSWERS_KEPT));
        if store::insert_answer(tx, (self.hash, self.asked), self.id, when).await? {
            return Ok(None);
        }
        let answer = store::find_answer(tx, self.hash).await?.ok_or(Error::Conflict)?;
        if answer.asked != self.asked {
            return Err(ProgramError::KeyReused);
        }
        let sealed = answer.sealed.ok_or(Error::Conflict)?;
        let place = Self::place(self.program, answer.id);
        Ok(Some(app.keys().deployment().service.unseal_json(&place, &sealed)?))
    }

    async fn keep(
        &self,
        app: &App,
        tx: &DatabaseTransaction,
        answer: &Reserved,
    ) -> Result<(), ProgramError> {
        let service = &app.keys().deployment().service;
        let sealed = service.seal_json(&Self::place(self.program, self.id), answer)?;
        Ok(store::keep_answer(tx, self.hash, sealed).await?)
    }
}

/// Keeps a time for five minutes. The same sent again holds no other one.
pub async fn hold(
    app: &App,
    caller: &Caller,
    wanted: SlotId,
    named: Named<'_>,
) -> Result<Reserved, ProgramError> {
    // So that the transaction finds it remembered.
    app.directory_now().await?;
    let once = Once::new(app, caller, "hold", named)?;
    let (tx, now) = (app.db().begin().await?, app.now_micros());
    if let Some(answer) = once.before(app, &tx).await? {
        tx.rollback().await?;
        return Ok(answer);
    }
    let directory = app.directory(&tx).await?;
    let practice = directory.offered(wanted.practitioner, now).ok_or(Error::NotFound)?;
    let grant = store::lock_grant(&tx, id_of(caller), practice.organization).await?;
    let grant = grant.ok_or(Error::NotFound)?;
    let service = paid(practice).find(|it| it.id == wanted.service).ok_or(Error::NotFound)?;
    check_holds(app, &tx, &grant).await?;
    check_day(app, &tx, practice, &grant).await?;
    let starts_at = i64::from(wanted.minute) * 60 * SECOND;
    let of = (practice, service);
    let time = match asked_time(app, practice, service, starts_at) {
        Ok(time) => time,
        Err(why) => return Err(refused(app, &tx, &directory, of, (starts_at, why)).await?),
    };
    if let Some(end) = quota_ends(app, &tx, practice, starts_at).await? {
        return Err(refused(app, &tx, &directory, of, (end, HoldRefusal::Taken)).await?);
    }
    let held = ProgramHold {
        id: app.new_id(),
        program: grant.program,
        organization: grant.organization,
        practitioner: practice.id,
        service: service.id,
        room: time.room,
        starts_at: time.starts_at,
        ends_at: time.ends_at,
        until: micros(app.now() + HOLD),
        visit: None,
    };
    let cells = cells_of(practice, None, time);
    if claims::take(&tx, &cells, held.id, (Some(held.until), None), now).await?.is_err() {
        return Err(refused(app, &tx, &directory, of, (starts_at, HoldRefusal::Taken)).await?);
    }
    store::insert_hold(&tx, &held).await?;
    let slot = search::slot(practice, service.id, time);
    let offer = offer_of(&directory, slot).ok_or(Error::NotFound)?;
    let answer = Reserved { id: held.id, until: Some(held.until), state: None, offer };
    once.keep(app, &tx, &answer).await?;
    tx.commit().await?;
    Ok(answer)
}

/// Why a time cannot be had, with the next free ones.
async fn refused(
    app: &App,
    tx: &DatabaseTransaction,
    directory: &Directory,
    (practice, service): (&Practice, &Service),
    (from, why): (i64, HoldRefusal),
) -> Result<ProgramError, ProgramError> {
    let free = search::next_times(app, tx, practice, service, from, OFFERED).await?;
    let free = free.into_iter().filter_map(|slot| offer_of(directory, slot)).collect();
    Ok(ProgramError::Refused { why, free })
}

/// Seconds from now to a moment, at least one.
fn seconds_to(app: &App, at: i64) -> u64 {
    u64::try_from((at - app.now_micros()).div_euclid(SECOND) + 1).unwrap_or(1).max(1)
}

/// Only so many times are kept at once.
async fn check_holds(
    app: &App,
    tx: &DatabaseTransaction,
    grant: &Grant,
) -> Result<(), ProgramError> {
    let now = app.now_micros();
    let live = store::live_holds(tx, grant.program, grant.organization, now).await?;
    if u32::try_from(live.len()).unwrap_or(u32::MAX) < grant.holds_max {
        return Ok(());
    }
    let first = live.first().copied().unwrap_or(now + DAY);
    Err(ProgramError::Quota { seconds: seconds_to(app, first) })
}

/// Only so many visits are booked on a day by the clinic's clock, also those cancelled since.
async fn check_day(
    app: &App,
    tx: &DatabaseTransaction,
    practice: &Practice,
    grant: &Grant,
) -> Result<(), ProgramError> {
    let now = app.now_micros();
    let (since, end) = practice.zone.span_of(now).unwrap_or((now - DAY, now + DAY));
    let booked = store::count_booked(tx, grant.program, grant.organization, since).await?;
    if booked < grant.bookings_a_day {
        return Ok(());
    }
    Err(ProgramError::Quota { seconds: seconds_to(app, end) })
}

/// When the day ends on which no more is left to programs (APT-3), if there is no more.
async fn quota_ends(
    app: &App,
    tx: &DatabaseTransaction,
    practice: &Practice,
    starts_at: i64,
) -> Result<Option<i64>, ProgramError> {
    let quota = practice.pattern.as_ref().and_then(|pattern| pattern.program_quota);
    let Some(span) = practice.zone.span_of(starts_at).filter(|_| quota.is_some()) else {
        return Ok(None);
    };
    let count = store::count_by_programs(tx, practice.id, span, app.now_micros()).await?;
    Ok((!slots::is_within_quota(quota, count)).then_some(span.1))
}

/// Books what is held, for somebody the program answers for. Sent twice it books once.
pub async fn book(
    app: &App,
    caller: &Caller,
    (hold, new): (Uuid, &NewGuest),
    named: Named<'_>,
) -> Result<Reserved, ProgramError> {
    if !new.consent {
        return Err(("consent", FieldReason::Required).into());
    }
    let facts = guests::facts(app, &new.name, (&new.phone, new.birth_date), &new.reason)?;
    app.directory_now().await?;
    let once = Once::new(app, caller, "book", named)?;
    let (tx, now) = (app.db().begin().await?, app.now_micros());
    if let Some(answer) = once.before(app, &tx).await? {
        tx.rollback().await?;
        return Ok(answer);
    }
    let program = id_of(caller);
    let found = store::find_hold(&tx, program, hold).await?.ok_or(Error::NotFound)?;
    let grant = store::lock_grant(&tx, program, found.organization).await?;
    let grant = grant.ok_or(Error::NotFound)?;
    // As it stands now that nobody else of the program books.
    let kept = store::find_hold(&tx, program, hold).await?.ok_or(Error::NotFound)?;
    if kept.visit.is_some() || kept.until <= now {
        return Err(Error::HoldEnded.into());
    }
    let directory = app.directory(&tx).await?;
    let practice = directory.offered(kept.practitioner, now).ok_or(Error::HoldEnded)?;
    check_day(app, &tx, practice, &grant).await?;
    let visit = match guests::book_held(app, &tx, &directory, &kept, (&facts, new.lang)).await? {
        Ok(visit) => visit,
        Err(why) => return Err(ProgramError::Refused { why, free: Vec::new() }),
    };
    store::became(&tx, kept.id, visit.id, now).await?;
    let answer = reserved(&directory, &visit)?;
    once.keep(app, &tx, &answer).await?;
    keep(app, tx, caller, &visit, What::Access(Action::ManageAppointments)).await?;
    Ok(answer)
}

fn reserved(directory: &Directory, visit: &Visit) -> Result<Reserved, ProgramError> {
    let practice = directory.practices.get(&visit.practitioner).ok_or(Error::NotFound)?;
    let time = slots::Time { starts_at: visit.starts_at, ends_at: visit.ends_at, room: visit.room };
    let slot = search::slot(practice, visit.service, time);
    let offer = offer_of(directory, slot).ok_or(Error::NotFound)?;
    Ok(Reserved { id: visit.id.0, until: None, state: Some(visit.state), offer })
}

/// Keeps what a program did with a visit, with its lines in the journals of the clinic and of the
/// program itself (INT-12).
async fn keep(
    app: &App,
    tx: DatabaseTransaction,
    caller: &Caller,
    visit: &Visit,
    what: What,
) -> Result<(), ProgramError> {
    let mut line = caller.line(what, Some(Ground::System), Outcome::Allowed);
    line.object = Some(visit.id.0);
    let at = app.now_micros();
    let own = App::chain_of(caller.account());
    let lines = [
        NewLine { chain: visit.organization.0, at, line: line.clone() },
        NewLine { chain: own, at, line },
    ];
    let heads = audit::append(&tx, &app.keys().deployment().journal, &lines).await?;
    Ok(app.keep_visits(tx, heads, Vec::new()).await?)
}

/// Whether a program has booked this visit.
pub async fn has_booked(
    app: &App,
    caller: &Caller,
    id: AppointmentId,
) -> Result<bool, ProgramError> {
    let booked = store::of_visit(app.db().read(), id).await?;
    Ok(booked.is_some_and(|booked| booked.program == id_of(caller)))
}

/// A visit this program booked; nothing where it is another's, or there is none.
pub async fn find(
    app: &App,
    caller: &Caller,
    id: AppointmentId,
) -> Result<Option<Reserved>, ProgramError> {
    if !has_booked(app, caller, id).await? {
        return Ok(None);
    }
    let Some(visit) = kept::of_guest(app.db().read(), id).await? else { return Ok(None) };
    let directory = app.directory_now().await?;
    let answer = reserved(&directory, &visit)?;
    let what = What::Access(Action::ReadAppointments);
    let mut line = caller.line(what, Some(Ground::System), Outcome::Allowed);
    line.object = Some(id.0);
    app.journal().append(App::chain_of(caller.account()), app.now_micros(), line).await?;
    Ok(Some(answer))
}

/// Cancels a visit this program booked, up to 24 hours before it. Done twice it changes nothing.
pub async fn cancel(
    app: &App,
    caller: &Caller,
    id: AppointmentId,
) -> Result<Reserved, ProgramError> {
    app.directory_now().await?;
    let tx = app.db().begin().await?;
    let booked = store::of_visit(&tx, id).await?;
    let booked = booked.filter(|it| it.program == id_of(caller)).ok_or(Error::NotFound)?;
    let found = kept::of_clinic(&tx, booked.organization, id).await?;
    let mut visit = found.filter(|visit| visit.patient.is_none()).ok_or(Error::NotFound)?;
    let directory = app.directory(&tx).await?;
    if visit.state == VisitState::Cancelled {
        tx.rollback().await?;
        return reserved(&directory, &visit);
    }
    changeable_until(visit.state, moment(visit.starts_at), app.now()).ok_or(Error::TooLate)?;
    visits::call_off(app, &tx, &mut visit).await?;
    guests::note(app, &tx, &visit, (VisitEvent::Cancelled, VisitActor::Program)).await?;
    let notice = Notice::VisitCancelled { visit: letters::time_of(&directory, &visit) };
    let event = format!("guest visit {} {}", visit.id, visit.sequence);
    guests::tell(app, &tx, visit.id, (&event, app.now_micros() + DAY), &notice).await?;
    let answer = reserved(&directory, &visit)?;
    keep(app, tx, caller, &visit, What::Visit(VisitAct::Cancelled)).await?;
    Ok(answer)
}

/// What an operator lets a program book in one clinic.
#[derive(Clone, Copy, Debug)]
pub struct Permit<'p> {
    pub program: Uuid,
    pub organization: OrganizationId,
    pub holds: u32,
    pub bookings_a_day: u32,
    /// Where it is told what becomes of its visits.
    pub webhook: Option<&'p str>,
}

/// What a clinic leaves to a program, as its operator sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Permitted {
    /// The clinic's name.
    pub clinic: String,
    /// Times it keeps at once.
    pub holds: u32,
    pub bookings_a_day: u32,
    /// Where it is told what becomes of its visits.
    pub webhook: Option<String>,
}

/// Where a program may book, the clinics by name.
pub async fn permits(app: &App, program: Uuid) -> Result<Vec<Permitted>, DbErr> {
    let db = app.db().read();
    let mut permits = Vec::new();
    for grant in store::grants(db, program).await? {
        let name = accounts::organization_name(db, grant.organization).await?;
        permits.push(Permitted {
            clinic: name.unwrap_or_else(|| grant.organization.to_string()),
            holds: grant.holds_max,
            bookings_a_day: grant.bookings_a_day,
            webhook: grant.webhook.map(|(address, _)| address),
        });
    }
    permits.sort_by(|one, other| one.clinic.cmp(&other.clinic));
    Ok(permits)
}

/// Why a program may not be let book so.
#[derive(Debug, thiserror::Error)]
pub enum PermitError {
    #[error("there is no active program of this id")]
    NoProgram,
    #[error("the numbers are too large")]
    TooMuch,
    #[error("{0}")]
    Address(String),
    #[error(transparent)]
    Randomness(#[from] getrandom::Error),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Lets a program book: an operator's act, by the command line. Answers the key of what it is told,
/// where there is a new one: the same address keeps its key.
pub async fn permit(app: &App, permit: &Permit<'_>) -> Result<Option<String>, PermitError> {
    let Permit { program, organization, holds, bookings_a_day, webhook } = *permit;
    let known = program::find(app.db().read(), program).await?;
    known.filter(|it| it.revoked_at.is_none()).ok_or(PermitError::NoProgram)?;
    if holds > HOLDS_MAX || bookings_a_day > BOOKINGS_MAX {
        return Err(PermitError::TooMuch);
    }
    let address = webhook.map(|it| outward::check_address(app, it)).transpose();
    let address = address.map_err(PermitError::Address)?.map(String::from);
    let tx = app.db().begin().await?;
    let before = store::lock_grant(&tx, program, organization).await?;
    let before = before.and_then(|grant| grant.webhook);
    let (webhook, new) = match (address, before) {
        (None, _) => (None, None),
        (Some(address), Some((known, key))) if known == address => (Some((address, key)), None),
        (Some(address), _) => {
            let mut secret = [0; 32];
            getrandom::fill(&mut secret)?;
            let key = URL_SAFE_NO_PAD.encode(secret);
            let place = webhook::place(program, organization);
            let sealed = app.keys().deployment().service.seal_json(&place, &key)?;
            (Some((address, sealed)), Some(key))
        }
    };
    let grant = Grant { program, organization, holds_max: holds, bookings_a_day, webhook };
    store::keep_grant(&tx, &grant, app.now_micros()).await?;
    tx.commit().await?;
    Ok(new)
}
