//! A guest moves a visit by its secret (APT-6, WID-3).

use sea_orm::DatabaseTransaction;
use shared::appointments::model::{
    BookingChannel, HoldRefusal, Service, VisitActor, VisitEvent, VisitState,
};
use shared::appointments::rules::changeable_until;
use shared::notifications::model::Notice;
use shared::widgets::model::{GuestAnswer, GuestMoved, GuestMoving};

use super::{DAY, NOBODY, quota_ends, refused, secret_hash, taken, tell, told};
use crate::app::{App, micros, moment};
use crate::appointments::booking::{asked_time, cells_of};
use crate::appointments::directory::Practice;
use crate::appointments::service::Error;
use crate::appointments::slots::Time;
use crate::appointments::store::claims;
use crate::appointments::store::guests::{self as store, Guest};
use crate::appointments::store::visits::{self as kept, NewChange, Visit};
use crate::appointments::{letters, visits, webhook};

/// Moves a guest's visit to another time of the same doctor, up to 24 hours before it. Sent twice it
/// moves once; where the time is not free nothing is changed.
pub async fn move_to(app: &App, wanted: &GuestMoving) -> Result<GuestMoved, Error> {
    let hash = secret_hash(app, &wanted.secret)?;
    app.directory_now().await?;
    let tx = app.db().begin().await?;
    let (guest, mut visit) = find_in_turn(&tx, hash).await?;
    let directory = app.directory(&tx).await?;
    let starts_at = micros(wanted.starts_at);
    if visit.state == VisitState::Booked && visit.starts_at == starts_at {
        let visit = Some(told(app, &directory, &visit, &guest)?);
        return Ok(GuestMoved { visit, refused: None, free: Vec::new() });
    }
    changeable_until(visit.state, moment(visit.starts_at), app.now()).ok_or(Error::TooLate)?;
    let practice = directory.offered(visit.practitioner, app.now_micros());
    let practice = practice.ok_or(Error::Conflict)?;
    let service = practice.service(visit.service).ok_or(Error::Conflict)?;
    let time = match take(app, &tx, (practice, service), (&guest, &visit), starts_at).await? {
        Ok(time) => time,
        Err(GuestAnswer { refused, free, .. }) => {
            return Ok(GuestMoved { visit: None, refused, free });
        }
    };
    keep(app, &tx, &mut visit, time).await?;
    let notice = Notice::VisitMoved { visit: letters::time_of(&directory, &visit) };
    let event = format!("guest visit {} {}", visit.id, visit.sequence);
    tell(app, &tx, visit.id, (&event, app.now_micros() + DAY), &notice).await?;
    tx.commit().await?;
    let visit = Some(told(app, &directory, &visit, &guest)?);
    Ok(GuestMoved { visit, refused: None, free: Vec::new() })
}

/// The visit of a secret, which nobody else changes until this transaction ends. What is waited for
/// comes in the order of booking: the phone, the doctor, the visit.
async fn find_in_turn(
    tx: &DatabaseTransaction,
    secret_hash: [u8; 32],
) -> Result<(Guest, Visit), Error> {
    let guest = store::by_secret(tx, secret_hash).await?.ok_or(Error::NotFound)?;
    let id = guest.visit.ok_or(Error::NotFound)?;
    store::take_turns(tx, guest.phone).await?;
    let visit = kept::of_guest(tx, id).await?.ok_or(Error::NotFound)?;
    kept::lock_role(tx, visit.practitioner, false).await?;
    let visit = kept::of_clinic(tx, guest.organization, id).await?.ok_or(Error::NotFound)?;
    Ok((guest, visit))
}

/// Takes the time for the visit, beside what it has; or says why not.
async fn take(
    app: &App,
    tx: &DatabaseTransaction,
    of: (&Practice, &Service),
    (guest, visit): (&Guest, &Visit),
    starts_at: i64,
) -> Result<Result<Time, GuestAnswer>, Error> {
    let (practice, service) = of;
    let time = match asked_time(app, practice, service, starts_at) {
        Ok(time) => time,
        Err(refusal) => return Ok(Err(taken(app, tx, of, starts_at, refusal).await?)),
    };
    let is_same_day = practice.zone.day(visit.starts_at) == practice.zone.day(starts_at);
    if visit.channel == BookingChannel::Widget
        && !is_same_day
        && let Some(end) = quota_ends(app, tx, practice, starts_at).await?
    {
        return Ok(Err(taken(app, tx, of, end, HoldRefusal::Taken).await?));
    }
    let (hold, now) = (app.new_id(), app.now_micros());
    let all = cells_of(practice, Some(guest.phone), time);
    let beside = (None, Some(visit.id.0));
    if let Err(missing) = claims::take(tx, &all, hold, beside, now).await? {
        if missing.iter().any(|(resource, _)| *resource == guest.phone) {
            return Ok(Err(refused(HoldRefusal::Clash)));
        }
        return Ok(Err(taken(app, tx, (practice, service), starts_at, HoldRefusal::Taken).await?));
    }
    if !claims::settle(tx, hold, visit.id.0, &all).await? {
        return Err(Error::Conflict);
    }
    Ok(Ok(time))
}

/// Keeps the visit at its new time, and what happened to it.
async fn keep(
    app: &App,
    tx: &DatabaseTransaction,
    visit: &mut Visit,
    time: Time,
) -> Result<(), Error> {
    let moved = Some((visit.starts_at, time.starts_at));
    (visit.starts_at, visit.ends_at, visit.room) = (time.starts_at, time.ends_at, time.room);
    visit.sequence += 1;
    if !kept::update(tx, visit).await? {
        return Err(Error::Conflict);
    }
    let (event, by) = (VisitEvent::Moved, VisitActor::Patient);
    let (id, at) = (app.new_id(), app.now_micros());
    let new = NewChange { id, visit: visit.id, at, event, by, moved, note: None };
    kept::insert_change(tx, &app.keys().deployment().service, NOBODY, new).await?;
    webhook::tell(app, tx, visit, event).await?;
    Ok(visits::freed(app, tx).await?)
}
