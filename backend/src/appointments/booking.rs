//! Keeping a time, and making a visit of it (APT-4, APT-14). A time is sold once: whoever has its
//! cells has it.

use std::collections::BTreeSet;

use sea_orm::ConnectionTrait;
use shared::access::model::{Ground, Level, Section};
use shared::appointments::model::{
    Appointment, Booking, BookingChannel, BookingTerms, Hold as HoldTold, HoldAnswer, HoldRefusal,
    HoldWords, NewHold, Payment, Service, Slot, VisitActor, VisitEvent, VisitState,
};
use shared::appointments::rules::{
    AFTERCARE, ATTACHMENTS_MAX, COMING_MAX, HOLD, REASON_MAX, changeable_until, is_coming, may_pay,
};
use shared::consent::model::Settled;
use shared::contract::FieldReason;
use shared::id::{AppointmentId, EntryId, PatientId};
use shared::notifications::model::Notice;
use shared::record::rules::check_words;
use uuid::Uuid;

use super::directory::{Directory, Practice};
use super::service::Error;
use super::slots::{self, Time, cells};
use super::store::claims;
use super::store::visits::{self as store, Hold, NewChange, Visit, Words};
use super::{drafts, letters, search, visits};
use crate::access::{
    Access, Change, Given, Grantee, ManageAppointments, NewGround, ReadAppointments, insert_given,
    insert_ground, prolong_ground, revoke_ground,
};
use crate::app::{App, micros, moment};
use crate::card::{self, CardFacts};
use crate::keys::Owner;
use crate::record;

type Booker = Change<ManageAppointments>;

/// Free times that are told where the one asked for is taken.
pub const OFFERED: usize = 6;

/// Keeps a time for five minutes; what was kept for this card before is let go.
pub async fn hold(
    app: &App,
    change: &Booker,
    new: &NewHold,
) -> Result<(HoldAnswer, Option<Uuid>), Error> {
    if new.key.is_nil() {
        return Err(("key", FieldReason::Required).into());
    }
    let (tx, patient, now) = (change.db(), change.patient(), app.now());
    let may_book = store::lock_card(tx, patient).await?.ok_or(Error::NotFound)?;
    let directory = app.directory(tx).await?;
    let practice = directory.offered(new.practitioner, micros(now)).ok_or(Error::NotFound)?;
    let service = practice.service(new.service).ok_or(Error::NotFound)?;
    if !service.payments.contains(&new.payment) {
        return Err(("payment", FieldReason::Invalid).into());
    }
    let id = app.keys().deployment().keyed_id("appointment.hold", change.account().0, new.key)?;
    let kept = store::holds(tx, patient).await?;
    if let Some(same) = kept.iter().find(|hold| hold.id == id && hold.until > micros(now)) {
        if !is_same(same, new) {
            return Err(Error::Conflict);
        }
        return found(app, change, practice, same).await;
    }
    // A key that has become a visit makes no other one.
    if store::of_hold(tx, patient, id).await?.is_some() {
        return Err(Error::Conflict);
    }
    let moved = match new.moves {
        Some(visit) => Some(to_be_moved(app, change, visit).await?),
        None => None,
    };
    // A page that was loaded anew finds the time it kept, and no longer than it was.
    let is_live = |it: &&Hold| may_book && it.until > micros(now) && is_same(it, new);
    if let Some(same) = kept.iter().find(is_live) {
        return found(app, change, practice, same).await;
    }
    for hold in kept {
        let_go(change, hold.id).await?;
    }
    if let Some(refusal) = refused(app, change, may_book, new, moved.is_some()).await? {
        return Ok((no(refusal), None));
    }
    let beside = moved.map(|visit| visit.id.0);
    take_time(app, change, (practice, service), (new, id), beside).await
}

/// Takes the time that is asked for, or says why not; `beside` is the visit that is to be moved there.
async fn take_time(
    app: &App,
    change: &Booker,
    (practice, service): (&Practice, &Service),
    (new, id): (&NewHold, Uuid),
    beside: Option<Uuid>,
) -> Result<(HoldAnswer, Option<Uuid>), Error> {
    let (tx, patient, now) = (change.db(), change.patient(), app.now());
    let time = match asked_time(app, practice, service, micros(new.starts_at)) {
        Ok(time) => time,
        Err(refusal) => {
            return Ok((taken(app, change, practice, service, new, refusal).await?, None));
        }
    };
    let hold = kept_for(patient, practice, new, (id, time, micros(now + HOLD)));
    let wanted = cells_of(practice, Some(patient.0), time);
    let had = claims::take(tx, &wanted, id, (Some(hold.until), beside), micros(now)).await?;
    if let Err(missing) = had {
        if missing.iter().any(|(resource, _)| *resource == patient.0) {
            let clash = clashing(change, time).await?;
            return Ok((HoldAnswer { clash, ..no(HoldRefusal::Clash) }, None));
        }
        let refusal = HoldRefusal::Taken;
        return Ok((taken(app, change, practice, service, new, refusal).await?, None));
    }
    store::insert_hold(tx, &hold).await?;
    Ok(held(app, practice, &hold, None))
}

/// A time that is kept already, with what was typed meanwhile.
async fn found(
    app: &App,
    change: &Booker,
    practice: &Practice,
    hold: &Hold,
) -> Result<(HoldAnswer, Option<Uuid>), Error> {
    let words = drafts::find(app, change, hold.id).await?;
    Ok(held(app, practice, hold, words))
}

fn kept_for(
    patient: PatientId,
    practice: &Practice,
    new: &NewHold,
    (id, time, until): (Uuid, Time, i64),
) -> Hold {
    Hold {
        id,
        patient,
        practitioner: practice.id,
        service: new.service,
        room: time.room,
        starts_at: time.starts_at,
        ends_at: time.ends_at,
        until,
        moves: new.moves,
        payment: new.payment,
    }
}

async fn let_go(change: &Booker, hold: Uuid) -> Result<(), Error> {
    claims::free(change.db(), hold).await?;
    Ok(store::delete_hold(change.db(), hold).await?)
}

/// Who and what a visit takes, in which cells: the booker is a card, or the phone of a guest.
pub fn cells_of(practice: &Practice, booker: Option<Uuid>, time: Time) -> BTreeSet<(Uuid, i64)> {
    let resources = [Some(practice.person.0), time.room, booker];
    let span = cells(time.starts_at, time.ends_at);
    resources
        .into_iter()
        .flatten()
        .flat_map(|resource| span.clone().map(move |cell| (resource, cell)))
        .collect()
}

fn is_same(kept: &Hold, new: &NewHold) -> bool {
    kept.practitioner == new.practitioner
        && kept.service == new.service
        && kept.starts_at == micros(new.starts_at)
        && kept.payment == new.payment
        && kept.moves == new.moves
}

fn held(
    app: &App,
    practice: &Practice,
    hold: &Hold,
    words: Option<HoldWords>,
) -> (HoldAnswer, Option<Uuid>) {
    let left = (moment(hold.until) - app.now()).whole_seconds();
    let time = Time { starts_at: hold.starts_at, ends_at: hold.ends_at, room: hold.room };
    let told = HoldTold {
        id: hold.id,
        slot: search::slot(practice, hold.service, time),
        until: moment(hold.until),
        seconds_left: u32::try_from(left).unwrap_or(0),
        card_open_until: moment(hold.ends_at) + AFTERCARE,
        words,
    };
    let answer = HoldAnswer { hold: Some(told), refused: None, clash: None, free: Vec::new() };
    (answer, Some(hold.id))
}

fn no(refusal: HoldRefusal) -> HoldAnswer {
    HoldAnswer { hold: None, refused: Some(refusal), clash: None, free: Vec::new() }
}

/// The refusal with the next free times of the same doctor.
async fn taken(
    app: &App,
    change: &Booker,
    practice: &Practice,
    service: &Service,
    new: &NewHold,
    refusal: HoldRefusal,
) -> Result<HoldAnswer, Error> {
    let from = micros(new.starts_at);
    let free: Vec<Slot> =
        search::next_times(app, change.db(), practice, service, from, OFFERED).await?;
    Ok(HoldAnswer { free, ..no(refusal) })
}

/// What of the card itself stands in the way.
async fn refused(
    app: &App,
    change: &Booker,
    may_book: bool,
    new: &NewHold,
    is_moved: bool,
) -> Result<Option<HoldRefusal>, Error> {
    if !may_book {
        return Ok(Some(HoldRefusal::CardSuspended));
    }
    let (_, facts) = card::find_header_in(change).await?;
    if !may_pay(new.payment, is_policy_confirmed(&facts)) {
        return Ok(Some(HoldRefusal::PolicyUnconfirmed));
    }
    let is_full = is_full(app, change.db(), change.patient()).await?;
    Ok((is_full && !is_moved).then_some(HoldRefusal::TooMany))
}

/// Nobody confirms policies here yet: one that the card has counts as confirmed.
pub const fn is_policy_confirmed(facts: &CardFacts) -> bool {
    facts.policy_number.is_some()
}

/// Whether a card has as many visits to come as it may.
async fn is_full(app: &App, db: &impl ConnectionTrait, patient: PatientId) -> Result<bool, Error> {
    let all = store::of_patient(db, patient).await?;
    let is_open = |visit: &&Visit| is_coming(visit.state, moment(visit.ends_at), app.now());
    Ok(all.iter().filter(is_open).count() >= COMING_MAX)
}

/// What a card may book just now.
pub async fn terms(app: &App, access: &Access<ReadAppointments>) -> Result<BookingTerms, Error> {
    let (db, patient) = (access.db(), access.patient());
    let (_, facts) = card::find_header(access).await?;
    Ok(BookingTerms {
        is_active: store::may_book(db, patient).await?,
        is_policy_confirmed: is_policy_confirmed(&facts),
        is_full: is_full(app, db, patient).await?,
    })
}

/// The time somebody asks for, if patients book it now.
pub fn asked_time(
    app: &App,
    practice: &Practice,
    service: &Service,
    starts_at: i64,
) -> Result<Time, HoldRefusal> {
    let pattern = practice.pattern.as_ref().ok_or(HoldRefusal::Taken)?;
    let (from, to) = slots::window(pattern, &practice.zone, app.now());
    if starts_at < from {
        return Err(HoldRefusal::TooLate);
    }
    let of = (service.id, service.minutes);
    let time = slots::time_at(pattern, &practice.zone, of, starts_at);
    time.filter(|_| starts_at < to).ok_or(HoldRefusal::Taken)
}

/// A visit of this card that the patient may still move.
async fn to_be_moved(app: &App, change: &Booker, id: AppointmentId) -> Result<Visit, Error> {
    let found = store::of_card(change.db(), change.patient(), id).await?;
    let visit = found.ok_or(Error::NotFound)?;
    changeable_until(visit.state, moment(visit.starts_at), app.now()).ok_or(Error::TooLate)?;
    Ok(visit)
}

/// The visit of this card that lies at that time.
async fn clashing(change: &Booker, time: Time) -> Result<Option<AppointmentId>, Error> {
    let all = store::of_patient(change.db(), change.patient()).await?;
    let is_open = |visit: &&Visit| {
        visit.state != VisitState::Cancelled
            && visit.starts_at < time.ends_at
            && time.starts_at < visit.ends_at
    };
    Ok(all.iter().find(is_open).map(|visit| visit.id))
}

/// Lets a time go. Done twice it changes nothing.
pub async fn release(change: &Booker, id: Uuid) -> Result<(Settled, Option<Uuid>), Error> {
    let kept = store::holds(change.db(), change.patient()).await?;
    if kept.iter().any(|hold| hold.id == id) {
        let_go(change, id).await?;
    }
    Ok((Settled { id }, None))
}

/// Books what is held, or moves the visit it was held for. Sent twice it books once.
pub async fn book(
    app: &App,
    change: &Booker,
    booking: &Booking,
) -> Result<(Appointment, Option<Uuid>), Error> {
    let reason = checked(&booking.reason, REASON_MAX).map_err(|why| ("reason", why))?;
    let (tx, patient) = (change.db(), change.patient());
    let may_book = store::lock_card(tx, patient).await?.ok_or(Error::NotFound)?;
    if let Some(done) = store::of_hold(tx, patient, booking.hold).await? {
        let directory = app.directory(tx).await?;
        let told = visits::told(app, tx, &directory, &done).await?;
        return Ok((told, Some(done.id.0)));
    }
    check_attachments(change, &booking.attachments).await?;
    let kept = store::holds(tx, patient).await?;
    let hold = kept.into_iter().find(|hold| hold.id == booking.hold).ok_or(Error::HoldEnded)?;
    store::lock_role(tx, hold.practitioner, false).await?;
    let directory = app.directory(tx).await?;
    let (practice, service, time) = still_offered(app, &directory, &hold)?;
    if !may_book {
        return Err(Error::Conflict);
    }
    let words = Words {
        reason,
        attachments: booking.attachments.clone(),
        service: service.name.clone(),
        price: service.price.filter(|_| hold.payment == Payment::Paid),
    };
    let visit = match hold.moves {
        Some(id) => move_to(app, change, &hold, (practice, service), (id, words)).await?,
        None => {
            let id = AppointmentId(app.new_id());
            insert(app, change, &hold, (practice, service), (id, words)).await?
        }
    };
    let all = cells_of(practice, Some(patient.0), time);
    if !claims::settle(tx, hold.id, visit.id.0, &all).await? {
        return Err(Error::HoldEnded);
    }
    store::delete_hold(tx, hold.id).await?;
    let at = letters::time_of(&directory, &visit);
    let notice = match hold.moves {
        Some(_) => Notice::VisitMoved { visit: at },
        None => Notice::VisitBooked { visit: at },
    };
    let event = format!("visit {} {}", visit.id, visit.sequence);
    letters::tell(app, tx, patient, change.account(), &event, &notice).await?;
    Ok((visits::told(app, tx, &directory, &visit).await?, Some(visit.id.0)))
}

/// Words where there may be none.
pub fn checked(text: &str, max: usize) -> Result<Option<String>, FieldReason> {
    match check_words(text, max) {
        Ok(words) => Ok(Some(words)),
        Err(FieldReason::Required) => Ok(None),
        Err(why) => Err(why),
    }
}

/// What is shown to the doctor is what the caller can read in full now.
async fn check_attachments(change: &Booker, entries: &[EntryId]) -> Result<(), Error> {
    let different: BTreeSet<EntryId> = entries.iter().copied().collect();
    if entries.len() > ATTACHMENTS_MAX || different.len() != entries.len() {
        return Err(("attachments", FieldReason::OutOfRange).into());
    }
    for id in different {
        let found = record::find_guarded(change, id).await?;
        let is_whole =
            found.is_some_and(|(entry, _)| !entry.withdrawn && entry.held_until.is_none());
        if !is_whole {
            return Err(("attachments", FieldReason::Invalid).into());
        }
    }
    Ok(())
}

/// What is held, where it has not begun and the doctor still receives then.
pub fn still_offered<'d>(
    app: &App,
    directory: &'d Directory,
    hold: &Hold,
) -> Result<(&'d Practice, &'d Service, Time), Error> {
    let now = app.now_micros();
    let practice = directory.offered(hold.practitioner, now).ok_or(Error::HoldEnded)?;
    let service = practice.service(hold.service).ok_or(Error::HoldEnded)?;
    let kept = Time { starts_at: hold.starts_at, ends_at: hold.ends_at, room: hold.room };
    let time = practice.pattern.as_ref().and_then(|pattern| {
        let of = (service.id, service.minutes);
        slots::time_at(pattern, &practice.zone, of, hold.starts_at)
    });
    let time = time.filter(|time| *time == kept && time.starts_at > now);
    Ok((practice, service, time.ok_or(Error::HoldEnded)?))
}

/// Opens the card to the doctor until two weeks after the visit (ACL-1), and what is attached whatever
/// else hides it from them.
pub async fn open_card(
    app: &App,
    tx: &sea_orm::DatabaseTransaction,
    patient: PatientId,
    practice: &Practice,
    ends_at: i64,
    attachments: &[EntryId],
) -> Result<Uuid, Error> {
    let (id, now) = (app.new_id(), app.now_micros());
    let ground = NewGround {
        id,
        patient,
        to: Grantee::Account(practice.account),
        kind: Ground::Treatment,
        level: Level::Full,
        sections: Section::ALL.iter().copied().collect(),
        starts_at: now,
        ends_at: Some(micros(moment(ends_at) + AFTERCARE)),
    };
    if attachments.is_empty() {
        insert_ground(tx, ground, now).await?;
    } else {
        let key = app.keys().find(tx, Owner::patient(patient.0)).await?.ok_or(Error::NotFound)?;
        let given = Given { shows: attachments.to_vec(), ..Given::default() };
        insert_given(tx, &key, ground, &given, now).await?;
    }
    Ok(id)
}

/// Who does it, as the history tells.
pub fn actor(change: &Booker) -> VisitActor {
    if change.ground() == Ground::Own { VisitActor::Patient } else { VisitActor::Representative }
}

async fn insert(
    app: &App,
    change: &Booker,
    hold: &Hold,
    (practice, service): (&Practice, &Service),
    (id, words): (AppointmentId, Words),
) -> Result<Visit, Error> {
    let (tx, patient, now) = (change.db(), change.patient(), app.now_micros());
    let key = app.keys().find(tx, Owner::patient(patient.0)).await?.ok_or(Error::NotFound)?;
    let visit = Visit {
        id,
        patient: Some(patient),
        practitioner: practice.id,
        organization: practice.organization,
        service: service.id,
        room: hold.room,
        starts_at: hold.starts_at,
        ends_at: hold.ends_at,
        format: service.format,
        payment: hold.payment,
        channel: BookingChannel::Portal,
        state: VisitState::Booked,
        sequence: 0,
        version: 1,
        ground: Some(
            open_card(app, tx, patient, practice, hold.ends_at, &words.attachments).await?,
        ),
        sealed: store::seal(&key, id, patient, &words)?,
        hold_key: hold.id,
        created_at: now,
        arrived_at: None,
        cancelled_at: None,
        ended_at: None,
    };
    store::insert(tx, &visit).await?;
    let (event, by) = (VisitEvent::Booked, actor(change));
    let new =
        NewChange { id: app.new_id(), visit: id, at: now, event, by, moved: None, note: None };
    store::insert_change(tx, &key, patient, new).await?;
    Ok(visit)
}

async fn move_to(
    app: &App,
    change: &Booker,
    hold: &Hold,
    (practice, service): (&Practice, &Service),
    (id, words): (AppointmentId, Words),
) -> Result<Visit, Error> {
    let (tx, patient, now) = (change.db(), change.patient(), app.now_micros());
    let key = app.keys().find(tx, Owner::patient(patient.0)).await?.ok_or(Error::NotFound)?;
    let mut visit = to_be_moved(app, change, id).await?;
    let before = store::unseal(&key, patient, &visit)?;
    let before_attachments = before.attachments.clone();
    // Who only moves it says nothing new: what was said stays.
    let is_silent = words.reason.is_none() && words.attachments.is_empty();
    let words = if is_silent {
        Words { reason: before.reason, attachments: before.attachments, ..words }
    } else {
        words
    };
    let moved = Some((visit.starts_at, hold.starts_at));
    let is_with_same = visit.practitioner == practice.id && before_attachments == words.attachments;
    visit.ground = match visit.ground.filter(|_| is_with_same) {
        Some(ground) => {
            prolong_ground(tx, ground, micros(moment(hold.ends_at) + AFTERCARE)).await?;
            Some(ground)
        }
        None => {
            if let Some(ground) = visit.ground {
                revoke_ground(tx, ground, now).await?;
            }
            Some(open_card(app, tx, patient, practice, hold.ends_at, &words.attachments).await?)
        }
    };
    (visit.practitioner, visit.organization) = (practice.id, practice.organization);
    (visit.service, visit.format) = (service.id, service.format);
    (visit.room, visit.payment, visit.hold_key) = (hold.room, hold.payment, hold.id);
    (visit.starts_at, visit.ends_at) = (hold.starts_at, hold.ends_at);
    visit.sequence += 1;
    visit.sealed = store::seal(&key, id, patient, &words)?;
    if !store::update(tx, &mut visit).await? {
        return Err(Error::Conflict);
    }
    let (event, by) = (VisitEvent::Moved, actor(change));
    let new = NewChange { id: app.new_id(), visit: id, at: now, event, by, moved, note: None };
    store::insert_change(tx, &key, patient, new).await?;
    visits::freed(app, tx).await?;
    Ok(visit)
}
