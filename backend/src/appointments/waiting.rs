//! Waiting for a better time (APT-8, APT-15): who joins, answers and leaves, as the gate lets them.
//! What is freed is offered in `offer`.

use sea_orm::ConnectionTrait;
use shared::access::model::Action;
use shared::appointments::model::{Booking, VisitState};
use shared::appointments::rules::{AFTERCARE, COMING_MAX, changeable_until, is_coming, may_pay};
use shared::appointments::waiting::{
    AHEAD_MAX, AgeGroup, AnswerTold, AnswerWay, NewWaiting, OfferCounts, OfferReport, OfferState,
    SlotOffer, WAITING_MAX, WaitingEntry, WaitingList, WaitingState, told_count,
};
use shared::consent::model::Settled;
use shared::contract::FieldReason;
use shared::format::age;
use shared::id::PatientId;
use time::Duration;
use uuid::Uuid;

use super::directory::Directory;
use super::service::{Error, number};
use super::slots::Time;
use super::store::claims;
use super::store::visits::{self, Hold, Visit};
use super::store::waiting::{self as store, Offer, Waiting};
use super::{booking, search, visits as shown};
use crate::access::{Access, Change, ManageAppointments, ReadAppointments};
use crate::admin::Office;
use crate::app::{App, micros, moment};
use crate::card;

type Booker = Change<ManageAppointments>;

/// How far back the report of offers looks.
const REPORTED: Duration = Duration::days(365);

/// Joins the list. Sent twice it joins once.
pub async fn join(
    app: &App,
    change: &Booker,
    new: &NewWaiting,
) -> Result<(WaitingEntry, Option<Uuid>), Error> {
    if new.key.is_nil() {
        return Err(("key", FieldReason::Required).into());
    }
    let (tx, patient) = (change.db(), change.patient());
    let id =
        app.keys().deployment().keyed_id("appointment.waiting", change.account().0, new.key)?;
    visits::lock_card(tx, patient).await?.ok_or(Error::NotFound)?;
    let directory = app.directory(tx).await?;
    if let Some(kept) = store::of_card(tx, patient, id).await? {
        return Ok((told(app, tx, &directory, &kept).await?, Some(id)));
    }
    let entry = checked(app, change, &directory, new, id).await?;
    if store::of_patient(tx, patient).await?.len() >= WAITING_MAX {
        return Err(Error::Full);
    }
    store::insert(tx, &entry).await?;
    Ok((told(app, tx, &directory, &entry).await?, Some(id)))
}

/// What somebody wishes for, where there is such a thing and they may book it.
async fn checked(
    app: &App,
    change: &Booker,
    directory: &Directory,
    new: &NewWaiting,
    id: Uuid,
) -> Result<Waiting, Error> {
    let now = app.now_micros();
    let (organization, service) = directory.services.get(&new.service).ok_or(Error::NotFound)?;
    let practice = directory.all_offered(now).find(|practice| {
        practice.service(new.service).is_some()
            && new.practitioner.is_none_or(|wanted| wanted == practice.id)
    });
    let practice = practice.ok_or(Error::NotFound)?;
    let (identity, facts) = card::find_header_in(change).await?;
    let is_payable = service.payments.contains(&new.payment)
        && may_pay(new.payment, booking::is_policy_confirmed(&facts));
    if !is_payable {
        return Err(("payment", FieldReason::Invalid).into());
    }
    let today = practice.zone.day(now);
    if new.until < new.from {
        return Err(("until", FieldReason::BeforeBegin).into());
    }
    if new.until < today || new.until - today > Duration::days(AHEAD_MAX) {
        return Err(("until", FieldReason::OutOfRange).into());
    }
    if let Some(visit) = new.moves {
        let visit = visits::of_card(change.db(), change.patient(), visit).await?;
        may_move(app, &visit.ok_or(Error::NotFound)?).ok_or(Error::TooLate)?;
    }
    Ok(Waiting {
        id,
        patient: change.patient(),
        practitioner: new.practitioner,
        organization: *organization,
        service: new.service,
        payment: new.payment,
        from: new.from,
        until: new.until,
        part: new.part,
        visit: new.moves,
        state: WaitingState::Waiting,
        lapsed: 0,
        age: AgeGroup::of(age(identity.birth_date, today)),
        created_at: now,
    })
}

/// When a visit begins that the patient may still move.
pub fn may_move(app: &App, visit: &Visit) -> Option<i64> {
    changeable_until(visit.state, moment(visit.starts_at), app.now())?;
    Some(visit.starts_at)
}

/// What a card waits for, each with its place and what is offered now.
pub async fn list(app: &App, access: &Access<ReadAppointments>) -> Result<WaitingList, Error> {
    let db = access.db();
    let directory = app.directory(db).await?;
    let mut entries = Vec::new();
    for entry in store::of_patient(db, access.patient()).await? {
        entries.push(told(app, db, &directory, &entry).await?);
    }
    Ok(WaitingList { entries, may_manage: access.may(Action::ManageAppointments) })
}

async fn told(
    app: &App,
    db: &impl ConnectionTrait,
    directory: &Directory,
    of: &Waiting,
) -> Result<WaitingEntry, Error> {
    let place = directory.clinics.get(&of.organization).ok_or(Error::NotFound)?;
    let (_, service) = directory.services.get(&of.service).ok_or(Error::NotFound)?;
    let practice = of.practitioner.and_then(|id| directory.practices.get(&id));
    let now = app.now_micros();
    let open = store::offers_of(db, of.id).await?.into_iter().find(|offer| offer.is_open(now));
    Ok(WaitingEntry {
        id: of.id,
        practitioner: of.practitioner,
        practitioner_name: practice.map(|practice| practice.practitioner.name.clone()),
        organization: of.organization,
        organization_name: place.clinic.name.clone(),
        service: of.service,
        service_name: service.name.clone(),
        from: of.from,
        until: of.until,
        part: of.part,
        moves: of.visit,
        place: number(store::ahead(db, of).await?).saturating_add(1),
        lapsed: of.lapsed,
        offer: open.and_then(|offer| offered(directory, &offer)),
    })
}

fn offered(directory: &Directory, offer: &Offer) -> Option<SlotOffer> {
    let practice = directory.practices.get(&offer.practitioner)?;
    let place = directory.clinics.get(&offer.organization)?;
    let time = Time { starts_at: offer.starts_at, ends_at: offer.ends_at, room: offer.room };
    Some(SlotOffer {
        slot: search::slot(practice, offer.service, time),
        until: moment(offer.until),
        practitioner_name: practice.practitioner.name.clone(),
        address: place.clinic.address.clone(),
        card_open_until: moment(offer.ends_at) + AFTERCARE,
    })
}

/// Leaves the list; what is offered goes to the next. Done twice it changes nothing.
pub async fn leave(app: &App, change: &Booker, id: Uuid) -> Result<(Settled, Option<Uuid>), Error> {
    let (tx, patient, now) = (change.db(), change.patient(), app.now_micros());
    visits::lock_card(tx, patient).await?.ok_or(Error::NotFound)?;
    store::of_card(tx, patient, id).await?.ok_or(Error::NotFound)?;
    for offer in store::offers_of(tx, id).await? {
        let refused = (OfferState::Refused, Some(AnswerWay::App));
        if store::settle(tx, offer.id, refused, now).await? {
            claims::free(tx, offer.id).await?;
        }
    }
    store::change_state(tx, id, WaitingState::Left).await?;
    Ok((Settled { id }, Some(id)))
}

/// Takes what is offered, or refuses it. Sent twice it is done once. What is taken is booked, or the
/// visit moved to it, by the very functions that book.
pub async fn answer(
    app: &App,
    change: &Booker,
    id: Uuid,
    (take, way): (bool, AnswerWay),
) -> Result<(AnswerTold, Option<Uuid>), Error> {
    let (tx, patient, now) = (change.db(), change.patient(), app.now_micros());
    visits::lock_card(tx, patient).await?.ok_or(Error::NotFound)?;
    let entry = store::of_card(tx, patient, id).await?.ok_or(Error::NotFound)?;
    let newest = store::offers_of(tx, id).await?.into_iter().next().ok_or(Error::HoldEnded)?;
    if !newest.is_open(now) {
        return again(app, change, &newest, take).await;
    }
    if !take {
        store::settle(tx, newest.id, (OfferState::Refused, Some(way)), now).await?;
        claims::free(tx, newest.id).await?;
        return Ok((AnswerTold { visit: None }, Some(id)));
    }
    if entry.visit.is_none() && is_full(app, tx, patient).await? {
        return Err(Error::Full);
    }
    // What is kept by an offer is a hold from here on.
    let hold = Hold {
        id: newest.id,
        patient,
        practitioner: newest.practitioner,
        service: newest.service,
        room: newest.room,
        starts_at: newest.starts_at,
        ends_at: newest.ends_at,
        until: newest.until,
        moves: entry.visit,
        payment: entry.payment,
    };
    visits::insert_hold(tx, &hold).await?;
    let new = Booking { hold: hold.id, reason: String::new(), attachments: Vec::new() };
    let (visit, object) = booking::book(app, change, &new).await?;
    store::settle(tx, newest.id, (OfferState::Taken, Some(way)), now).await?;
    store::change_state(tx, id, WaitingState::Taken).await?;
    Ok((AnswerTold { visit: Some(visit) }, object))
}

/// The same answer sent again; another one comes too late.
async fn again(
    app: &App,
    change: &Booker,
    offer: &Offer,
    take: bool,
) -> Result<(AnswerTold, Option<Uuid>), Error> {
    let (tx, patient) = (change.db(), change.patient());
    match (offer.state, take) {
        (OfferState::Taken, true) => {
            let visit = visits::of_hold(tx, patient, offer.id).await?.ok_or(Error::HoldEnded)?;
            let directory = app.directory(tx).await?;
            let told = shown::told(app, tx, &directory, &visit).await?;
            Ok((AnswerTold { visit: Some(told) }, Some(visit.id.0)))
        }
        (OfferState::Refused, false) => Ok((AnswerTold { visit: None }, Some(offer.waiting))),
        (OfferState::Taken, false)
        | (OfferState::Refused, true)
        | (OfferState::Open | OfferState::Lapsed, true | false) => Err(Error::HoldEnded),
    }
}

/// Whether a card has as many visits to come as there may be.
pub async fn is_full(
    app: &App,
    db: &impl ConnectionTrait,
    patient: PatientId,
) -> Result<bool, Error> {
    let all = visits::of_patient(db, patient).await?;
    let is_open = |visit: &&Visit| {
        visit.state != VisitState::Cancelled
            && is_coming(visit.state, moment(visit.ends_at), app.now())
    };
    Ok(all.iter().filter(is_open).count() >= COMING_MAX)
}

/// What became of the offers of a clinic in the last year, by age: counts alone, and none that is so
/// small that people could be known by it.
pub async fn report(office: &Office<'_>) -> Result<OfferReport, Error> {
    let app = office.app;
    let since = micros(app.now() - REPORTED);
    let counts = store::counts(app.db().read(), office.organization, since).await?;
    let row = |age: &AgeGroup| {
        let sum = |state: Option<OfferState>, way: Option<AnswerWay>| {
            let of = counts.iter().filter(|(of_age, of_state, of_way, _)| {
                of_age == age
                    && state.is_none_or(|state| state == *of_state)
                    && way.is_none_or(|way| Some(way) == *of_way)
            });
            told_count(of.map(|(_, _, _, n)| *n).sum())
        };
        OfferCounts {
            age: *age,
            made: sum(None, None),
            taken_app: sum(Some(OfferState::Taken), Some(AnswerWay::App)),
            taken_sms: sum(Some(OfferState::Taken), Some(AnswerWay::Sms)),
            refused: sum(Some(OfferState::Refused), None),
            lapsed: sum(Some(OfferState::Lapsed), None),
        }
    };
    Ok(OfferReport { rows: AgeGroup::ALL.iter().map(row).collect() })
}
