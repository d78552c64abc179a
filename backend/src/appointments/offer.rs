//! Offering what is free to those who wait (APT-8, APT-15): to one after the other in the order they
//! joined, one time at once to each, kept for them alone until they answer or the hold is over.
//!
//! Nothing is remembered of what was freed by whom: whatever is free now and fits is offered, be it
//! freed by a cancellation, a move or a pattern. What somebody refused or let lapse is not offered
//! to them again, and so comes to the next.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use shared::appointments::clock;
use shared::appointments::reminders::is_quiet;
use shared::appointments::waiting::{MISSED_TOLD, OfferState, WaitingState, Wishes, held_until};
use shared::id::{AccountId, PractitionerRoleId};
use shared::notifications::model::{Notice, OfferedTime, VisitTime};
use time::{Date, Duration};
use uuid::Uuid;

use super::booking::cells_of;
use super::directory::{Directory, Place, Practice};
use super::service::Error;
use super::slots::Time;
use super::store::waiting::{self as store, Offer, Waiting};
use super::store::{claims, visits};
use super::waiting::{is_full, may_move};
use super::{letters, search, sms};
use crate::app::{App, micros, moment};

/// Times that are tried for one who waits: others take some of them meanwhile.
const TRIED: usize = 5;
/// Nobody did it.
const NOBODY: AccountId = AccountId(Uuid::nil());

/// Passes on what nobody answered, then offers what is free.
pub async fn offer(app: &App) -> Result<(), Error> {
    for late in store::overdue(app.db().read(), app.now_micros()).await? {
        if let Err(error) = lapse(app, &late).await {
            tracing::warn!(%error, "an offer nobody answered is still kept");
        }
    }
    let directory = app.directory_now().await?;
    let mut free = Free { app, of: BTreeMap::new() };
    for entry in store::list(app.db().read()).await? {
        if let Err(error) = offer_to(app, &directory, &entry, &mut free).await {
            // One who waits must not keep the others from it; they are looked at in the next round.
            tracing::warn!(%error, "nothing was offered to somebody who waits");
        }
    }
    Ok(())
}

/// Nobody answered: the time is free again, and who let it lapse keeps their place.
async fn lapse(app: &App, late: &Offer) -> Result<(), Error> {
    let (tx, now) = (app.db().begin().await?, app.now_micros());
    if !store::settle(&tx, late.id, (OfferState::Lapsed, None), now).await? {
        return Ok(tx.rollback().await?);
    }
    claims::free(&tx, late.id).await?;
    if store::count_lapse(&tx, late.waiting).await? == MISSED_TOLD {
        let event = format!("offers missed {}", late.id);
        letters::tell(app, &tx, late.patient, NOBODY, &event, &Notice::OffersMissed).await?;
    }
    Ok(tx.commit().await?)
}

async fn offer_to(
    app: &App,
    directory: &Directory,
    entry: &Waiting,
    free: &mut Free<'_>,
) -> Result<(), Error> {
    let (db, now) = (app.db().read(), app.now_micros());
    let Some(place) = directory.clinics.get(&entry.organization) else { return Ok(()) };
    let before = match entry.visit {
        Some(id) => {
            let visit = visits::of_card(db, entry.patient, id).await?;
            visit.and_then(|visit| may_move(app, &visit))
        }
        None => None,
    };
    // The last day is over, or the visit is cancelled, over or too near to be moved.
    let is_movable = entry.visit.is_none() || before.is_some();
    if !is_movable || entry.until < place.zone.day(now) {
        let ended = WaitingState::Ended;
        return Ok(store::change_state(app.db().write(), entry.id, ended).await?);
    }
    // Whoever sleeps loses nothing: the night of the clinic's clock is the same for all who wait.
    if is_quiet(app.now(), clock::offset(place.zone.offset(now))) {
        return Ok(());
    }
    let offered = store::offers_of(db, entry.id).await?;
    let wishes = Wishes {
        from: entry.from,
        until: entry.until,
        part: entry.part,
        before: before.map(moment),
    };
    let is_new = |practice: &Practice, time: &Time| {
        let same =
            |offer: &Offer| (offer.practitioner, offer.starts_at) == (practice.id, time.starts_at);
        let offset = clock::offset(practice.zone.offset(time.starts_at));
        wishes.fits(moment(time.starts_at), offset) && !offered.iter().any(same)
    };
    let times = free.times(directory, entry).await?.into_iter();
    let fitting = times.filter(|(practice, time)| is_new(practice, time)).take(TRIED);
    for (practice, time) in fitting.collect::<Vec<_>>() {
        match keep(app, (place, practice), entry, time).await? {
            Kept::Offered => {
                free.forget(practice, time);
                return Ok(());
            }
            Kept::Taken => {}
            Kept::NotNow => return Ok(()),
        }
    }
    Ok(())
}

/// What came of keeping a time for somebody.
enum Kept {
    Offered,
    /// The time is somebody else's by now, or the patient is elsewhere then.
    Taken,
    /// The patient has an offer already, or books nothing now.
    NotNow,
}

/// Keeps a time for who waits, and tells them; all or nothing.
async fn keep(
    app: &App,
    (place, practice): (&Place, &Practice),
    entry: &Waiting,
    time: Time,
) -> Result<Kept, Error> {
    let (tx, now) = (app.db().begin().await?, app.now_micros());
    let may_book = visits::lock_card(&tx, entry.patient).await?.unwrap_or(false);
    let waits = store::of_card(&tx, entry.patient, entry.id).await?;
    let may_be_offered = may_book
        && waits.is_some_and(|entry| entry.state == WaitingState::Waiting)
        && !store::has_open(&tx, entry.patient).await?
        && (entry.visit.is_some() || !is_full(app, &tx, entry.patient).await?);
    if !may_be_offered {
        tx.rollback().await?;
        return Ok(Kept::NotNow);
    }
    let offer = Offer {
        id: app.new_id(),
        waiting: entry.id,
        patient: entry.patient,
        organization: entry.organization,
        practitioner: practice.id,
        service: entry.service,
        room: time.room,
        starts_at: time.starts_at,
        ends_at: time.ends_at,
        until: micros(held_until(moment(time.starts_at), app.now())),
        state: OfferState::Open,
        age: entry.age,
        made_at: now,
    };
    let cells = cells_of(practice, Some(entry.patient.0), time);
    let beside = entry.visit.map(|visit| visit.0);
    if claims::take(&tx, &cells, offer.id, (Some(offer.until), beside), now).await?.is_err() {
        tx.rollback().await?;
        return Ok(Kept::Taken);
    }
    store::insert_offer(&tx, &offer).await?;
    let told = OfferedTime {
        visit: VisitTime {
            clinic: place.clinic.name.clone(),
            at: moment(time.starts_at),
            utc_offset: practice.zone.offset(time.starts_at),
        },
        until: moment(offer.until),
        by_sms: sms::is_heard(app),
    };
    let (event, notice) = (format!("offer {}", offer.id), Notice::SlotOffered { offer: told });
    letters::tell_until(app, &tx, (entry.patient, NOBODY), &event, &notice, offer.until).await?;
    tx.commit().await?;
    Ok(Kept::Offered)
}

/// The free times of those who are waited for, found once in a round.
struct Free<'a> {
    app: &'a App,
    of: BTreeMap<(PractitionerRoleId, Uuid), Vec<Time>>,
}

impl Free<'_> {
    /// Free times for somebody who waits, the earliest first.
    async fn times<'d>(
        &mut self,
        directory: &'d Directory,
        entry: &Waiting,
    ) -> Result<Vec<(&'d Practice, Time)>, Error> {
        let now = self.app.now_micros();
        let mut found = Vec::new();
        for practice in directory.all_offered(now) {
            let is_meant = practice.organization == entry.organization
                && entry.practitioner.is_none_or(|wanted| wanted == practice.id);
            let service = practice.service(entry.service).filter(|_| is_meant);
            let Some(service) = service.filter(|it| it.payments.contains(&entry.payment)) else {
                continue;
            };
            let known = (practice.id, service.id);
            if let Entry::Vacant(place) = self.of.entry(known) {
                let first = practice.zone.day(now);
                let days = practice.pattern.as_ref().map_or(0, |pattern| pattern.horizon);
                let last = first.checked_add(Duration::days(i64::from(days) + 1));
                let span = (first, last.unwrap_or(Date::MAX));
                let db = self.app.db().read();
                let times = search::times_between(self.app, db, practice, service, span).await?;
                place.insert(times);
            }
            let times = self.of.get(&known).into_iter().flatten();
            found.extend(times.map(|time| (practice, *time)));
        }
        found.sort_by_key(|(practice, time)| (time.starts_at, practice.id));
        Ok(found)
    }

    /// A time was given to somebody: it, and what lies over it, is free no more.
    fn forget(&mut self, practice: &Practice, given: Time) {
        let lies_over =
            |time: &Time| time.starts_at < given.ends_at && given.starts_at < time.ends_at;
        for ((of, _), times) in &mut self.of {
            if *of == practice.id {
                times.retain(|time| !lies_over(time));
            }
        }
    }
}
