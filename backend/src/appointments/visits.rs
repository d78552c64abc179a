//! The visits of a card: listed, looked at, cancelled and spoken of (APT-6, APT-12, REC-15).

use sea_orm::ConnectionTrait;
use shared::access::model::Action;
use shared::appointments::model::{
    Appointment, Appointments, Cancelling, NewVisitReview, NextVisit, VisitCard, VisitEvent,
    VisitState,
};
use shared::appointments::rules::{
    CANCELLING_MAX, PAGE, REASON_MAX, changeable_until, is_coming, is_reviewable,
};
use shared::contract::FieldReason;
use shared::id::{AppointmentId, PatientId};
use shared::notifications::model::Notice;
use uuid::Uuid;

use super::booking::{actor, checked};
use super::directory::Directory;
use super::letters;
use super::service::{Error, number};
use super::store::claims;
use super::store::visits::{self as store, NewChange, Visit};
use crate::access::{
    Access, Change, ManageAppointments, ReadAppointments, ReadSummary, Write, open_until,
    revoke_ground,
};
use crate::app::{App, moment};
use crate::keys::Owner;
use crate::{jobs, record};

const HOUR: i64 = 3_600 * 1_000_000;
/// A protocol of what took place so long before a visit's time, by its doctor, is of that visit: one
/// comes early.
const BEFORE: i64 = HOUR;
/// And so long after it.
const AFTER: i64 = 12 * HOUR;

/// A visit as its patient sees it.
pub async fn told(
    app: &App,
    db: &impl ConnectionTrait,
    directory: &Directory,
    visit: &Visit,
) -> Result<Appointment, Error> {
    let patient = visit.patient.ok_or(Error::NotFound)?;
    let key = app.keys().find(db, Owner::patient(patient.0)).await?.ok_or(Error::NotFound)?;
    let words = store::unseal(&key, patient, visit)?;
    let practice = directory.practices.get(&visit.practitioner).ok_or(Error::NotFound)?;
    let place = directory.clinics.get(&visit.organization).ok_or(Error::NotFound)?;
    let (now, starts_at) = (app.now(), moment(visit.starts_at));
    let is_waited_for = matches!(visit.state, VisitState::Booked | VisitState::Arrived);
    let late = practice.late_on(practice.zone.day(visit.starts_at));
    Ok(Appointment {
        id: visit.id,
        state: visit.state,
        starts_at,
        ends_at: moment(visit.ends_at),
        utc_offset: practice.zone.offset(visit.starts_at),
        practitioner: practice.id,
        practitioner_name: practice.practitioner.name.clone(),
        speciality: practice.practitioner.speciality,
        organization: visit.organization,
        organization_name: place.clinic.name.clone(),
        address: place.clinic.address.clone(),
        room: directory.room_name(visit.room),
        service: words.service,
        format: visit.format,
        payment: visit.payment,
        price: words.price,
        channel: visit.channel,
        late_minutes: Some(late).filter(|minutes| *minutes > 0 && is_waited_for),
        changeable_until: changeable_until(visit.state, starts_at, now),
        sequence: u32::try_from(visit.sequence).unwrap_or(0),
        version: number(visit.version),
    })
}

/// The visits of a card: those to come, the nearest first, and a page of those before.
pub async fn list(
    app: &App,
    access: &Access<ReadAppointments>,
    cursor: Option<&str>,
) -> Result<Appointments, Error> {
    let (db, now) = (access.db(), app.now());
    let directory = app.directory_now().await?;
    let all = store::of_patient(db, access.patient()).await?;
    let is_open = |visit: &Visit| is_coming(visit.state, moment(visit.ends_at), now);
    let (mut coming, past): (Vec<Visit>, Vec<Visit>) = all.into_iter().partition(is_open);
    coming.reverse();
    let after = match cursor {
        None => 0,
        Some(cursor) => {
            let bad = || Error::from(("cursor", FieldReason::Invalid));
            let last: AppointmentId = cursor.parse().map_err(|_| bad())?;
            past.iter().position(|visit| visit.id == last).ok_or_else(bad)? + 1
        }
    };
    let is_more = past.len() > after + PAGE;
    let page: Vec<Visit> = past.into_iter().skip(after).take(PAGE).collect();
    let next_cursor = page.last().filter(|_| is_more).map(|visit| visit.id.to_string());
    // Only the first page tells what is to come.
    let coming = if cursor.is_none() { coming } else { Vec::new() };
    Ok(Appointments {
        coming: all_told(app, db, &directory, &coming).await?,
        past: all_told(app, db, &directory, &page).await?,
        next_cursor,
        may_book: access.may(Action::ManageAppointments),
    })
}

/// The visit that comes next, for those who may move it.
pub async fn next(app: &App, access: &Access<ReadSummary>) -> Result<Option<NextVisit>, Error> {
    if !access.may(Action::ManageAppointments) {
        return Ok(None);
    }
    let (db, now) = (access.db(), app.now());
    let all = store::of_patient(db, access.patient()).await?.into_iter();
    let coming = all.filter(|visit| is_coming(visit.state, moment(visit.ends_at), now));
    let Some(visit) = coming.min_by_key(|visit| visit.starts_at) else { return Ok(None) };
    let directory = app.directory_now().await?;
    let practice = directory.practices.get(&visit.practitioner).ok_or(Error::NotFound)?;
    let place = directory.clinics.get(&visit.organization).ok_or(Error::NotFound)?;
    Ok(Some(NextVisit {
        id: visit.id,
        starts_at: moment(visit.starts_at),
        utc_offset: practice.zone.offset(visit.starts_at),
        practitioner_name: practice.practitioner.name.clone(),
        organization_name: place.clinic.name.clone(),
    }))
}

async fn all_told(
    app: &App,
    db: &impl ConnectionTrait,
    directory: &Directory,
    visits: &[Visit],
) -> Result<Vec<Appointment>, Error> {
    let mut all = Vec::with_capacity(visits.len());
    for visit in visits {
        all.push(told(app, db, directory, visit).await?);
    }
    Ok(all)
}

/// Everything about one visit.
pub async fn find(
    app: &App,
    access: &Access<ReadAppointments>,
    id: AppointmentId,
) -> Result<VisitCard, Error> {
    let may_manage = access.may(Action::ManageAppointments);
    let (db, patient) = (access.db(), access.patient());
    let mut card = card_of(app, db, patient, id, may_manage).await?;
    let visit = store::of_card(db, patient, id).await?.ok_or(Error::NotFound)?;
    let directory = app.directory(db).await?;
    if let Some(practice) = directory.practices.get(&visit.practitioner) {
        let during = visit.starts_at - BEFORE..=visit.ends_at + AFTER;
        card.protocols = record::protocols_by(access, practice.account, during).await?;
    }
    Ok(card)
}

async fn card_of(
    app: &App,
    db: &impl ConnectionTrait,
    patient: PatientId,
    id: AppointmentId,
    may_manage: bool,
) -> Result<VisitCard, Error> {
    let visit = store::of_card(db, patient, id).await?.ok_or(Error::NotFound)?;
    let (directory, now) = (app.directory(db).await?, app.now());
    let key = app.keys().find(db, Owner::patient(patient.0)).await?.ok_or(Error::NotFound)?;
    let words = store::unseal(&key, patient, &visit)?;
    let review = store::find_review(db, id).await?;
    let ends_at = moment(visit.ends_at);
    let open_until = match visit.ground {
        Some(ground) => open_until(db, ground, app.now_micros()).await?,
        None => None,
    };
    let service = directory.services.get(&visit.service);
    let clinic = directory.clinic(visit.organization, app.now_micros()).ok_or(Error::NotFound)?;
    Ok(VisitCard {
        appointment: told(app, db, &directory, &visit).await?,
        clinic,
        reason: words.reason,
        attachments: words.attachments,
        preparation: service.and_then(|(_, service)| service.preparation.clone()),
        history: store::changes(db, &key, patient, id).await?,
        protocols: Vec::new(),
        card_open_until: open_until.map(moment),
        may_review: may_manage && review.is_none() && is_reviewable(visit.state, ends_at, now),
        review,
    })
}

/// Cancels a visit up to 24 hours before it. Done twice it changes nothing.
pub async fn cancel(
    app: &App,
    change: &Change<ManageAppointments>,
    id: AppointmentId,
    cancelling: &Cancelling,
) -> Result<(Appointment, Option<Uuid>), Error> {
    let note = checked(&cancelling.note, CANCELLING_MAX).map_err(|why| ("note", why))?;
    let (tx, patient) = (change.db(), change.patient());
    store::lock_card(tx, patient).await?;
    let directory = app.directory(tx).await?;
    let mut visit = store::of_card(tx, patient, id).await?.ok_or(Error::NotFound)?;
    if visit.state == VisitState::Cancelled {
        return Ok((told(app, tx, &directory, &visit).await?, Some(id.0)));
    }
    changeable_until(visit.state, moment(visit.starts_at), app.now()).ok_or(Error::TooLate)?;
    if number(visit.version) != cancelling.version {
        return Err(Error::Conflict);
    }
    call_off(app, tx, &mut visit).await?;
    let new = NewChange {
        id: app.new_id(),
        visit: id,
        at: app.now_micros(),
        event: VisitEvent::Cancelled,
        by: actor(change),
        moved: None,
        note: note.as_deref(),
    };
    let key = app.keys().find(tx, Owner::patient(patient.0)).await?.ok_or(Error::NotFound)?;
    store::insert_change(tx, &key, patient, new).await?;
    let notice = Notice::VisitCancelled { visit: letters::time_of(&directory, &visit) };
    let event = format!("visit {id} {}", visit.sequence);
    letters::tell(app, tx, patient, change.account(), &event, &notice).await?;
    Ok((told(app, tx, &directory, &visit).await?, Some(id.0)))
}

/// Cancels a visit: its time is free, and the card closed to its doctor, at once.
pub async fn call_off(
    app: &App,
    tx: &sea_orm::DatabaseTransaction,
    visit: &mut Visit,
) -> Result<(), Error> {
    let now = app.now_micros();
    visit.state = VisitState::Cancelled;
    visit.sequence += 1;
    visit.cancelled_at = Some(now);
    if !store::update(tx, visit).await? {
        return Err(Error::Conflict);
    }
    claims::free(tx, visit.id.0).await?;
    if let Some(ground) = visit.ground {
        revoke_ground(tx, ground, now).await?;
    }
    Ok(freed(app, tx).await?)
}

/// A time is free again: those who wait for one are asked at once, before others find it.
pub async fn freed(app: &App, tx: &sea_orm::DatabaseTransaction) -> Result<(), sea_orm::DbErr> {
    let now = app.now_micros();
    jobs::enqueue(tx, app.new_id(), jobs::Kind::OfferFreed, now, now).await
}

/// Keeps what the patient thinks of a visit that took place; once, within 90 days.
pub async fn review(
    app: &App,
    change: &Change<ManageAppointments>,
    id: AppointmentId,
    new: &NewVisitReview,
) -> Result<(VisitCard, Option<Uuid>), Error> {
    if !(1..=5).contains(&new.stars) {
        return Err(("stars", FieldReason::OutOfRange).into());
    }
    let words = checked(&new.words, REASON_MAX).map_err(|why| ("words", why))?.unwrap_or_default();
    let (tx, patient) = (change.db(), change.patient());
    let visit = store::of_card(tx, patient, id).await?.ok_or(Error::NotFound)?;
    if let Some(kept) = store::find_review(tx, id).await? {
        let is_same = kept.stars == new.stars && kept.words == words;
        return if is_same { reviewed(app, change, id).await } else { Err(Error::Conflict) };
    }
    if !is_reviewable(visit.state, moment(visit.ends_at), app.now()) {
        return Err(Error::Conflict);
    }
    store::insert_review(tx, &visit, new.stars, &words, app.now_micros()).await?;
    reviewed(app, change, id).await
}

async fn reviewed<P: Write>(
    app: &App,
    change: &Change<P>,
    id: AppointmentId,
) -> Result<(VisitCard, Option<Uuid>), Error> {
    Ok((card_of(app, change.db(), change.patient(), id, true).await?, Some(id.0)))
}
