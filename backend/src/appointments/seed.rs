//! Visits of the demo: as they would be had they been booked, told of to nobody.

use sea_orm::DatabaseTransaction;
use shared::appointments::model::{
    BookingChannel, Payment, Service, VisitActor, VisitEvent, VisitState,
};
use shared::id::{AppointmentId, PatientId, PractitionerRoleId};
use time::Date;
use uuid::Uuid;

use super::booking::{cells_of, open_card};
use super::directory::Practice;
use super::service::Error;
use super::slots::{self, Time};
use super::store::claims;
use super::store::visits::{self as store, NewChange, Visit, Words};
use crate::app::App;
use crate::keys::Owner;

/// When a visit of the demo is.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// So many days from today: at the first time of that day or of one soon after.
    In(i64),
    /// So many days ago, at ten in the morning.
    Ago(i64),
    /// Today, so many half-hours from the last one.
    Today(i64),
}

/// A visit to be there.
pub struct Seed {
    pub id: AppointmentId,
    pub patient: PatientId,
    pub practitioner: PractitionerRoleId,
    pub service: Uuid,
    pub when: When,
    pub state: VisitState,
    pub payment: Payment,
    pub reason: &'static str,
    /// Whether it opens the card to the doctor.
    pub opens: bool,
    /// What the patient said of it.
    pub review: Option<(u32, &'static str)>,
}

const MINUTE: i64 = 60_000_000;
const HALF: i64 = 30 * MINUTE;
const DAY: i64 = 24 * 60 * MINUTE;

/// Makes a visit, once.
pub async fn seed(app: &App, tx: &DatabaseTransaction, seed: &Seed) -> Result<(), Error> {
    let (patient, now) = (seed.patient, app.now_micros());
    if store::of_card(tx, patient, seed.id).await?.is_some() {
        return Ok(());
    }
    let directory = app.directory(tx).await?;
    let practice = directory.practices.get(&seed.practitioner).ok_or(Error::NotFound)?;
    let service = practice.service(seed.service).ok_or(Error::NotFound)?;
    let time = time_of(seed.when, practice, service, now).ok_or(Error::NotFound)?;
    let key = app.keys().find(tx, Owner::patient(patient.0)).await?.ok_or(Error::NotFound)?;
    let ground = if seed.opens {
        Some(open_card(app, tx, patient, practice, time.ends_at, &[]).await?)
    } else {
        None
    };
    let words = Words {
        reason: Some(seed.reason.to_owned()),
        attachments: Vec::new(),
        service: service.name.clone(),
        price: service.price.filter(|_| seed.payment == Payment::Paid),
    };
    if seed.state != VisitState::Cancelled {
        let cells = cells_of(practice, Some(patient.0), time);
        if claims::take(tx, &cells, seed.id.0, (None, None), now).await?.is_err() {
            return Ok(());
        }
    }
    let visit = Visit {
        id: seed.id,
        patient: Some(patient),
        practitioner: practice.id,
        organization: practice.organization,
        service: service.id,
        room: time.room,
        starts_at: time.starts_at,
        ends_at: time.ends_at,
        format: service.format,
        payment: seed.payment,
        channel: BookingChannel::Portal,
        state: seed.state,
        sequence: i32::from(seed.state == VisitState::Cancelled),
        version: 1,
        ground,
        sealed: store::seal(&key, seed.id, patient, &words)?,
        hold_key: seed.id.0,
        created_at: time.starts_at.min(now) - 3 * DAY,
        arrived_at: arrived(seed.state).then_some(time.starts_at - HALF / 3),
        cancelled_at: (seed.state == VisitState::Cancelled).then_some(now),
        ended_at: (seed.state == VisitState::Done).then_some(time.ends_at),
    };
    store::insert(tx, &visit).await?;
    remember(app, tx, &visit).await?;
    if let Some((stars, words)) = seed.review {
        store::insert_review(tx, &visit, stars, words, time.ends_at + DAY).await?;
    }
    Ok(())
}

fn time_of(when: When, practice: &Practice, service: &Service, now: i64) -> Option<Time> {
    let length = i64::from(service.minutes) * MINUTE;
    let at = |starts_at: i64| Time { starts_at, ends_at: starts_at + length, room: None };
    let today = practice.zone.day(now);
    let midnight = practice.zone.start_of(today);
    match when {
        When::Ago(days) => Some(at(midnight - days * DAY + 20 * HALF)),
        When::Today(halves) => {
            // Away from midnight, so that it stays today.
            let half = ((now - midnight) / HALF).clamp(2, 44);
            Some(at(midnight + (half + halves) * HALF))
        }
        When::In(days) => {
            let (of, pattern) = ((service.id, service.minutes), practice.pattern.as_ref()?);
            let first = today.checked_add(time::Duration::days(days))?;
            let mut soon = std::iter::successors(Some(first), |day: &Date| day.next_day()).take(7);
            soon.find_map(|day| slots::times(pattern, &practice.zone, of, day).first().copied())
        }
    }
}

const fn arrived(state: VisitState) -> bool {
    matches!(state, VisitState::Arrived | VisitState::InProgress | VisitState::Done)
}

/// What has happened to it by now.
async fn remember(app: &App, tx: &DatabaseTransaction, visit: &Visit) -> Result<(), Error> {
    let Some(patient) = visit.patient else { return Ok(()) };
    let key = app.keys().find(tx, Owner::patient(patient.0)).await?.ok_or(Error::NotFound)?;
    let mut events = vec![(VisitEvent::Booked, VisitActor::Patient, Some(visit.created_at))];
    let (clinic, come) = (VisitActor::Clinic, visit.arrived_at);
    events.push((VisitEvent::Arrived, clinic, come));
    events.push((VisitEvent::Started, clinic, visit.ended_at.map(|_| visit.starts_at)));
    events.push((VisitEvent::Finished, clinic, visit.ended_at));
    events.push((VisitEvent::Cancelled, VisitActor::Patient, visit.cancelled_at));
    for (event, by, at) in events {
        let Some(at) = at else { continue };
        let (id, moved, note) = (app.new_id(), None, None);
        let new = NewChange { id, visit: visit.id, at, event, by, moved, note };
        store::insert_change(tx, &key, patient, new).await?;
    }
    Ok(())
}
