//! Guests: who books on a clinic's site without a card, by a phone and a code (WID-3, APT-4). Their
//! times are taken by the same claims as those of patients.

mod moving;

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::{ConnectionTrait, DatabaseTransaction};
use serde::{Deserialize, Serialize};
use shared::accounts::contacts::Phone;
use shared::accounts::rules::{check_birth_date, check_name};
use shared::appointments::model::{
    BookingChannel, HoldRefusal, Payment, Service, VisitActor, VisitEvent, VisitState,
};
use shared::appointments::reminders::ReminderSettings;
use shared::appointments::rules::{REASON_MAX, changeable_until, may_pay};
use shared::contract::FieldReason;
use shared::id::{AppointmentId, PatientId};
use shared::notifications::model::{Channel, Notice};
use shared::record::model::PersonName;
use shared::widgets::model::{
    GuestAnswer, GuestBooking, GuestCode, GuestHold, GuestKey, GuestLang, GuestVisit,
    NewGuestVisit, WidgetKind,
};
use shared::widgets::rules::{
    CODES_A_DAY, GUEST_COMING_MAX, GUEST_HOLD, RESEND, TRIES, visit_number,
};
use shared::wire_time;
use time::Date;
use uuid::Uuid;

use super::booking::{OFFERED, asked_time, cells_of, checked, still_offered};
use super::directory::{Directory, Practice};
use super::service::Error;
use super::slots::{Time, cells};
use super::store::claims;
use super::store::guests::{self as store, Guest};
use super::store::programs::ProgramHold;
use super::store::visits::{self as kept, Hold, NewChange, Visit, Words};
use super::{letters, search, shown, visits, webhook};
use crate::accounts::{self, Visitor};
use crate::app::{App, micros, moment};
use crate::keys::{KeyError, Place};
use crate::notifications::{self, Letter, Way};
use crate::widgets;

pub use moving::move_to;

/// Of whose card the words of a guest's visit are: of none.
pub const NOBODY: PatientId = PatientId(Uuid::nil());

const SECOND: i64 = 1_000_000;
const HOUR: i64 = 3_600 * SECOND;
pub const DAY: i64 = 24 * HOUR;
/// Codes that are asked for from one network within an hour.
const OF_A_NETWORK: u32 = 20;

/// What a guest typed, as it lies sealed under the key of the deployment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    pub name: PersonName,
    /// E.164.
    pub phone: String,
    #[serde(with = "wire_time::date")]
    pub birth_date: Date,
    pub reason: Option<String>,
}

fn place(guest: &Guest) -> Place {
    Place { table: "guest_visit", row: guest.id, owner: guest.organization.0, version: 0 }
}

fn facts_of(app: &App, guest: &Guest) -> Result<Facts, Error> {
    Ok(app.keys().deployment().service.unseal_json(&place(guest), &guest.sealed)?)
}

/// Who comes to a guest's visit; nothing once that is deleted.
pub async fn find_facts(
    app: &App,
    db: &impl ConnectionTrait,
    visit: AppointmentId,
) -> Result<Option<Facts>, Error> {
    store::of_visit(db, visit).await?.map(|guest| facts_of(app, &guest)).transpose()
}

/// What a guest's visit is, without what it is about.
pub fn words_of(app: &App, visit: &Visit) -> Result<Words, Error> {
    kept::unseal(&app.keys().deployment().service, NOBODY, visit)
}

fn check(app: &App, new: &NewGuestVisit) -> Result<Facts, Error> {
    if !new.consent {
        return Err(("consent", FieldReason::Required).into());
    }
    if new.key.is_nil() {
        return Err(("key", FieldReason::Required).into());
    }
    facts(app, &new.name, (&new.phone, new.birth_date), &new.reason)
}

/// What is said of a guest, where it may be.
pub fn facts(
    app: &App,
    said: &PersonName,
    (phone, birth_date): (&str, Date),
    reason: &str,
) -> Result<Facts, Error> {
    let patronymic = said.patronymic.as_deref().filter(|name| !name.trim().is_empty());
    let name = PersonName {
        surname: check_name(&said.surname).map_err(|why| ("surname", why))?,
        given: check_name(&said.given).map_err(|why| ("given", why))?,
        patronymic: patronymic.map(check_name).transpose().map_err(|why| ("patronymic", why))?,
    };
    let today = app.now().to_offset(app.settings().offset).date();
    let phone = Phone::parse(phone).map_err(|why| ("phone", why))?;
    Ok(Facts {
        name,
        phone: phone.as_str().to_owned(),
        birth_date: check_birth_date(birth_date, today).map_err(|why| ("birth_date", why))?,
        reason: checked(reason, REASON_MAX).map_err(|why| ("reason", why))?,
    })
}

/// As what a phone stands in the database.
fn phone_id(app: &App, phone: &str) -> Result<Uuid, KeyError> {
    let hash = app.keys().deployment().lookup("guest.phone", phone)?;
    Ok(hash.first_chunk().map_or(Uuid::nil(), |bytes| Uuid::from_bytes(*bytes)))
}

/// What only the frame knows that began.
fn token(app: &App, guest: Uuid) -> Result<String, KeyError> {
    let hash = app.keys().deployment().secret_hash("guest.token", &[guest.as_bytes()])?;
    Ok(URL_SAFE_NO_PAD.encode(hash))
}

/// Compared as keyed hashes: how much of it is right takes no time.
fn is_token(app: &App, guest: Uuid, given: &str) -> Result<bool, KeyError> {
    let deployment = app.keys().deployment();
    let again = |token: &str| deployment.secret_hash("guest.compare", &[token.as_bytes()]);
    Ok(again(&token(app, guest)?)? == again(given)?)
}

/// What shows and cancels a visit: 128 bits, the same each time it is asked for.
fn secret(app: &App, guest: Uuid) -> Result<String, KeyError> {
    let hash = app.keys().deployment().secret_hash("guest.secret", &[guest.as_bytes()])?;
    let (half, _) = hash.split_at(hash.len() / 2);
    Ok(URL_SAFE_NO_PAD.encode(half))
}

fn secret_hash(app: &App, secret: &str) -> Result<[u8; 32], KeyError> {
    app.keys().deployment().secret_hash("guest.visit", &[secret.trim().as_bytes()])
}

/// Bound to the guest and to when it was sent: a code before it is none any more.
fn code_hash(app: &App, guest: Uuid, at: i64, code: &str) -> Result<[u8; 32], KeyError> {
    let parts: [&[u8]; 3] = [guest.as_bytes(), &at.to_be_bytes(), code.as_bytes()];
    app.keys().deployment().secret_hash("guest.code", &parts)
}

fn refused(refusal: HoldRefusal) -> GuestAnswer {
    GuestAnswer { hold: None, refused: Some(refusal), free: Vec::new() }
}

/// Keeps a time for a guest and sends a code. Tells nothing of the phone: what stands in the way of
/// its owner is told only once the code was typed.
pub async fn start(
    app: &App,
    visitor: &Visitor,
    new: &NewGuestVisit,
) -> Result<GuestAnswer, Error> {
    let facts = check(app, new)?;
    // So that the transaction finds it remembered.
    app.directory_now().await?;
    let phone = phone_id(app, &facts.phone)?;
    let id = app.keys().deployment().keyed_id("guest.id", new.clinic.0, new.key)?;
    let tx = app.db().begin().await?;
    store::take_turns(&tx, phone).await?;
    if !widgets::books(&tx, new.clinic, new.kind).await? {
        return Err(Error::NotFound);
    }
    let directory = app.directory(&tx).await?;
    let practice = directory.offered(new.practitioner, app.now_micros());
    let practice = practice.filter(|it| it.organization == new.clinic).ok_or(Error::NotFound)?;
    let service = practice.service(new.service).ok_or(Error::NotFound)?;
    if !service.payments.contains(&new.payment) {
        return Err(("payment", FieldReason::Invalid).into());
    }
    let before = store::find(&tx, id).await?;
    let is_new = before.is_none();
    let guest = match before {
        Some(guest) => again(app, guest, (phone, new))?,
        None => match keep(app, &tx, (practice, service), (id, phone, new)).await? {
            Ok(guest) => guest,
            Err(answer) => return Ok(answer),
        },
    };
    let around = (practice, &*directory);
    let guest = send(app, &tx, visitor, around, (guest, &facts, is_new)).await?;
    tx.commit().await?;
    Ok(GuestAnswer {
        hold: Some(held(app, practice, &guest, &facts)?),
        refused: None,
        free: vec![],
    })
}

/// The same sent again: the same time for the same phone, and perhaps other words.
fn again(app: &App, guest: Guest, (phone, new): (Uuid, &NewGuestVisit)) -> Result<Guest, Error> {
    let is_same = guest.practitioner == new.practitioner
        && guest.service == new.service
        && guest.starts_at == micros(new.starts_at)
        && guest.payment == new.payment
        && guest.phone == phone;
    if guest.visit.is_some() || !is_same {
        return Err(Error::Conflict);
    }
    if guest.until <= app.now_micros() { Err(Error::HoldEnded) } else { Ok(guest) }
}

/// Takes the doctor and the room until the code was typed; or says why not.
async fn keep(
    app: &App,
    tx: &DatabaseTransaction,
    (practice, service): (&Practice, &Service),
    (id, phone, new): (Uuid, Uuid, &NewGuestVisit),
) -> Result<Result<Guest, GuestAnswer>, Error> {
    if !may_pay(new.payment, false) {
        return Ok(Err(refused(HoldRefusal::PolicyUnconfirmed)));
    }
    let (now, starts_at) = (app.now_micros(), micros(new.starts_at));
    let until = micros(app.now() + GUEST_HOLD);
    let time = match asked_time(app, practice, service, starts_at) {
        Ok(time) => time,
        Err(refusal) => {
            return Ok(Err(taken(app, tx, (practice, service), starts_at, refusal).await?));
        }
    };
    let refusal = HoldRefusal::Taken;
    if let Some(end) = quota_ends(app, tx, practice, starts_at).await? {
        return Ok(Err(taken(app, tx, (practice, service), end, refusal).await?));
    }
    let wanted = cells_of(practice, None, time);
    if claims::take(tx, &wanted, id, (Some(until), None), now).await?.is_err() {
        return Ok(Err(taken(app, tx, (practice, service), starts_at, refusal).await?));
    }
    Ok(Ok(Guest {
        id,
        visit: None,
        organization: practice.organization,
        practitioner: practice.id,
        service: service.id,
        room: time.room,
        starts_at: time.starts_at,
        ends_at: time.ends_at,
        payment: new.payment,
        until,
        phone,
        secret_hash: secret_hash(app, &secret(app, id)?)?,
        // No code has been sent yet.
        code_hash: [0; 32],
        code_at: 0,
        attempts: 0,
        lang: new.lang,
        kind: new.kind,
        host: widgets::registered(tx, new.clinic, &new.host).await?.unwrap_or_default(),
        sealed: Vec::new(),
        created_at: now,
    }))
}

/// When the day ends on which no more is left to sites (APT-3), if there is no more.
async fn quota_ends(
    app: &App,
    tx: &DatabaseTransaction,
    practice: &Practice,
    starts_at: i64,
) -> Result<Option<i64>, Error> {
    let quota = practice.pattern.as_ref().and_then(|pattern| pattern.widget_quota);
    let Some(quota) = quota else { return Ok(None) };
    let Some(span) = practice.zone.span_of(starts_at) else { return Ok(None) };
    let count = store::count_by_widget(tx, practice.id, span, app.now_micros()).await?;
    let is_full = u32::try_from(count).unwrap_or(u32::MAX) >= quota;
    Ok(is_full.then_some(span.1))
}

/// The refusal with the next free times of the same doctor.
async fn taken(
    app: &App,
    tx: &DatabaseTransaction,
    (practice, service): (&Practice, &Service),
    from: i64,
    refusal: HoldRefusal,
) -> Result<GuestAnswer, Error> {
    let free = search::next_times(app, tx, practice, service, from, OFFERED).await?;
    Ok(GuestAnswer { free, ..refused(refusal) })
}

/// Sends a code, unless the last one was sent less than a minute ago, and keeps what was typed.
async fn send(
    app: &App,
    tx: &DatabaseTransaction,
    visitor: &Visitor,
    (practice, directory): (&Practice, &Directory),
    (guest, facts, is_new): (Guest, &Facts, bool),
) -> Result<Guest, Error> {
    let now = app.now_micros();
    let service = &app.keys().deployment().service;
    let mut guest = Guest { sealed: service.seal_json(&place(&guest), facts)?, ..guest };
    if moment(guest.code_at) + RESEND > app.now() {
        store::mend(tx, &guest).await?;
        return Ok(guest);
    }
    let network = visitor.network();
    let network = network.map(|it| app.keys().deployment().lookup("guest.network", &it));
    let network = network.transpose()?;
    check_limits(app, tx, guest.phone, network).await?;
    let code = accounts::random_digits()?;
    (guest.code_at, guest.attempts) = (now, 0);
    guest.code_hash = code_hash(app, guest.id, now, &code)?;
    if is_new {
        store::insert(tx, &guest).await?;
    } else {
        store::renew(tx, &guest).await?;
    }
    store::insert_code(tx, app.new_id(), (guest.phone, network), now).await?;
    let clinic = directory.clinics.get(&practice.organization);
    let clinic = clinic.map(|place| place.clinic.name.clone()).unwrap_or_default();
    let notice = Notice::GuestCode { clinic, code };
    write(app, tx, &guest, facts, (&format!("guest code {} {now}", guest.id), guest.until), notice)
        .await?;
    Ok(guest)
}

/// Only so many codes go to one phone within a day, and to whoever asks from one network.
async fn check_limits(
    app: &App,
    tx: &DatabaseTransaction,
    phone: Uuid,
    network: Option<[u8; 32]>,
) -> Result<(), Error> {
    let now = app.now_micros();
    let too_many = |again: i64| {
        let seconds = u64::try_from((again - now + SECOND - 1) / SECOND).unwrap_or(0);
        Error::from(accounts::Error::TooManyCodes { seconds })
    };
    if let Some(first) = store::nth_to_phone(tx, phone, now - DAY, CODES_A_DAY).await? {
        return Err(too_many(first + DAY));
    }
    let Some(network) = network else { return Ok(()) };
    match store::nth_to_network(tx, network, now - HOUR, OF_A_NETWORK).await? {
        Some(first) => Err(too_many(first + HOUR)),
        None => Ok(()),
    }
}

/// Puts an SMS to a guest into the queue; `until` is when it is of no use any more.
async fn write(
    app: &App,
    db: &impl ConnectionTrait,
    guest: &Guest,
    facts: &Facts,
    (event, until): (&str, i64),
    notice: Notice,
) -> Result<(), Error> {
    let ways = vec![Way { channel: Channel::Sms, to: facts.phone.clone() }];
    let letter = Letter { notice, lang: guest.lang.into(), ways, useless_after: until };
    let told = notifications::tell(app, db, event, &letter).await;
    Ok(told.map_err(accounts::Error::from)?)
}

fn held(app: &App, practice: &Practice, guest: &Guest, facts: &Facts) -> Result<GuestHold, Error> {
    let time = time_of(guest);
    let resend = moment(guest.code_at) + RESEND - app.now();
    let left = moment(guest.until) - app.now();
    let phone = Phone::parse(&facts.phone).map(|phone| phone.masked());
    Ok(GuestHold {
        guest: guest.id,
        token: token(app, guest.id)?,
        slot: search::slot(practice, guest.service, time),
        hold_until: moment(guest.until),
        seconds_left: u32::try_from(left.whole_seconds()).unwrap_or(0),
        code_until: moment(guest.until),
        resend_seconds: u32::try_from(resend.whole_seconds()).unwrap_or(0),
        phone: phone.unwrap_or_default(),
    })
}

const fn time_of(guest: &Guest) -> Time {
    Time { starts_at: guest.starts_at, ends_at: guest.ends_at, room: guest.room }
}

/// Books what is kept for a guest. Sent twice it books once.
pub async fn confirm(app: &App, typed: &GuestCode) -> Result<GuestBooking, Error> {
    app.directory_now().await?;
    let gone = || Error::from(accounts::Error::CodeExpired);
    if !is_token(app, typed.guest, &typed.token)? {
        return Err(gone());
    }
    let tx = app.db().begin().await?;
    // The phone first, as whoever begins does: nobody waits for each other.
    let phone = store::phone_of(&tx, typed.guest).await?.ok_or_else(gone)?;
    store::take_turns(&tx, phone).await?;
    let guest = store::find(&tx, typed.guest).await?.ok_or_else(gone)?;
    if guest.visit.is_none() && guest.until <= app.now_micros() {
        return Err(Error::HoldEnded);
    }
    if u32::try_from(guest.attempts).unwrap_or(u32::MAX) >= TRIES {
        return Err(gone());
    }
    let given: String = typed.code.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    if code_hash(app, guest.id, guest.code_at, &given)? != guest.code_hash {
        return Err(wrong(app, tx, &guest).await?);
    }
    let directory = app.directory(&tx).await?;
    if let Some(id) = guest.visit {
        let visit = kept::of_guest(&tx, id).await?.ok_or_else(gone)?;
        let visit = Some(told(app, &directory, &visit, &guest)?);
        return Ok(GuestBooking { visit, refused: None });
    }
    let how = (BookingChannel::Widget, VisitActor::Patient);
    match book(app, &tx, &directory, &guest, how).await? {
        Ok(visit) => {
            tx.commit().await?;
            let visit = Some(told(app, &directory, &visit, &guest)?);
            Ok(GuestBooking { visit, refused: None })
        }
        Err(refusal) => {
            tx.rollback().await?;
            Ok(GuestBooking { visit: None, refused: Some(refusal) })
        }
    }
}

/// Counts a wrong try; the last one ends the hold.
async fn wrong(app: &App, tx: DatabaseTransaction, guest: &Guest) -> Result<Error, Error> {
    store::count_attempt(&tx, guest.id).await?;
    let is_last = u32::try_from(guest.attempts + 1).unwrap_or(u32::MAX) >= TRIES;
    if is_last && guest.visit.is_none() {
        claims::free(&tx, guest.id).await?;
        store::delete(&tx, guest.id).await?;
        visits::freed(app, &tx).await?;
    }
    tx.commit().await?;
    let why = if is_last { accounts::Error::CodeSpent } else { accounts::Error::CodeWrong };
    Ok(why.into())
}

/// What is held, as booking reads holds.
fn hold_of(guest: &Guest) -> Hold {
    Hold {
        id: guest.id,
        patient: NOBODY,
        practitioner: guest.practitioner,
        service: guest.service,
        room: guest.room,
        starts_at: guest.starts_at,
        ends_at: guest.ends_at,
        until: guest.until,
        moves: None,
        payment: guest.payment,
    }
}

/// Books what a program holds, for somebody it answers for: no code is asked for, and whose visit it is
/// lies as every guest's does.
pub async fn book_held(
    app: &App,
    tx: &DatabaseTransaction,
    directory: &Directory,
    held: &ProgramHold,
    (facts, lang): (&Facts, GuestLang),
) -> Result<Result<Visit, HoldRefusal>, Error> {
    let phone = phone_id(app, &facts.phone)?;
    store::take_turns(tx, phone).await?;
    let now = app.now_micros();
    let mut guest = Guest {
        id: held.id,
        visit: None,
        organization: held.organization,
        practitioner: held.practitioner,
        service: held.service,
        room: held.room,
        starts_at: held.starts_at,
        ends_at: held.ends_at,
        payment: Payment::Paid,
        until: held.until,
        phone,
        secret_hash: secret_hash(app, &secret(app, held.id)?)?,
        code_hash: [0; 32],
        code_at: now,
        attempts: 0,
        lang,
        kind: WidgetKind::Booking,
        // On nobody's site: it is not counted there.
        host: String::new(),
        sealed: Vec::new(),
        created_at: now,
    };
    guest.sealed = app.keys().deployment().service.seal_json(&place(&guest), facts)?;
    store::insert(tx, &guest).await?;
    book(app, tx, directory, &guest, (BookingChannel::Program, VisitActor::Program)).await
}

/// Makes a visit of what is held, where its phone is free then and has not too many.
async fn book(
    app: &App,
    tx: &DatabaseTransaction,
    directory: &Directory,
    guest: &Guest,
    (channel, by): (BookingChannel, VisitActor),
) -> Result<Result<Visit, HoldRefusal>, Error> {
    kept::lock_role(tx, guest.practitioner, false).await?;
    let now = app.now_micros();
    let (practice, service, time) = still_offered(app, directory, &hold_of(guest))?;
    if store::count_coming(tx, guest.phone, now).await? >= GUEST_COMING_MAX {
        return Ok(Err(HoldRefusal::TooMany));
    }
    let span = cells(time.starts_at, time.ends_at);
    let own: BTreeSet<(Uuid, i64)> = span.map(|cell| (guest.phone, cell)).collect();
    if claims::take(tx, &own, guest.id, (Some(guest.until), None), now).await?.is_err() {
        return Ok(Err(HoldRefusal::Clash));
    }
    let visit = visit_of(app, guest, service, channel)?;
    kept::insert(tx, &visit).await?;
    note(app, tx, &visit, (VisitEvent::Booked, by)).await?;
    let all = cells_of(practice, Some(guest.phone), time);
    if !claims::settle(tx, guest.id, visit.id.0, &all).await? {
        return Err(Error::HoldEnded);
    }
    store::became(tx, guest.id, visit.id).await?;
    widgets::count_booked(app, tx, guest.organization, (guest.kind, &guest.host)).await?;
    let link = format!("{}/guest-visit#{}", app.settings().origin, secret(app, guest.id)?);
    let notice = Notice::GuestBooked { visit: letters::time_of(directory, &visit), link };
    let (facts, event) = (facts_of(app, guest)?, format!("guest visit {}", visit.id));
    write(app, tx, guest, &facts, (&event, visit.starts_at), notice).await?;
    Ok(Ok(visit))
}

fn visit_of(
    app: &App,
    guest: &Guest,
    service: &Service,
    channel: BookingChannel,
) -> Result<Visit, Error> {
    let id = AppointmentId(app.new_id());
    let words = Words {
        // Of what it is about nothing is kept beside what is deleted a month later.
        reason: None,
        attachments: Vec::new(),
        service: service.name.clone(),
        price: service.price.filter(|_| guest.payment == Payment::Paid),
    };
    Ok(Visit {
        id,
        patient: None,
        practitioner: guest.practitioner,
        organization: guest.organization,
        service: guest.service,
        room: guest.room,
        starts_at: guest.starts_at,
        ends_at: guest.ends_at,
        format: service.format,
        payment: guest.payment,
        channel,
        state: VisitState::Booked,
        sequence: 0,
        version: 1,
        ground: None,
        sealed: kept::seal(&app.keys().deployment().service, id, NOBODY, &words)?,
        hold_key: guest.id,
        created_at: app.now_micros(),
        arrived_at: None,
        cancelled_at: None,
        ended_at: None,
    })
}

/// Keeps what was done to a guest's visit, and by whom.
pub async fn note(
    app: &App,
    tx: &DatabaseTransaction,
    visit: &Visit,
    (event, by): (VisitEvent, VisitActor),
) -> Result<(), Error> {
    let (id, at) = (app.new_id(), app.now_micros());
    let new = NewChange { id, visit: visit.id, at, event, by, moved: None, note: None };
    kept::insert_change(tx, &app.keys().deployment().service, NOBODY, new).await
}

/// A guest's visit as the guest sees it.
fn told(
    app: &App,
    directory: &Directory,
    visit: &Visit,
    guest: &Guest,
) -> Result<GuestVisit, Error> {
    let words = words_of(app, visit)?;
    let practice = directory.practices.get(&visit.practitioner).ok_or(Error::NotFound)?;
    let clinic = &directory.clinics.get(&visit.organization).ok_or(Error::NotFound)?.clinic;
    let starts_at = moment(visit.starts_at);
    let is_waited_for = matches!(visit.state, VisitState::Booked | VisitState::Arrived);
    let late = practice.late_on(practice.zone.day(visit.starts_at));
    let service = directory.services.get(&visit.service);
    Ok(GuestVisit {
        id: visit.id,
        number: visit_number(visit.id),
        state: visit.state,
        starts_at,
        ends_at: moment(visit.ends_at),
        utc_offset: practice.zone.offset(visit.starts_at),
        clinic: visit.organization,
        clinic_name: clinic.name.clone(),
        address: clinic.address.clone(),
        directions: clinic.directions.clone(),
        phone: clinic.phone.clone(),
        practitioner: practice.id,
        service_id: visit.service,
        practitioner_name: practice.practitioner.name.clone(),
        speciality: practice.practitioner.speciality,
        service: words.service,
        format: visit.format,
        room: directory.room_name(visit.room),
        payment: visit.payment,
        price: words.price,
        preparation: service.and_then(|(_, service)| service.preparation.clone()),
        late_minutes: Some(late).filter(|minutes| *minutes > 0 && is_waited_for),
        changeable_until: changeable_until(visit.state, starts_at, app.now()),
        secret: secret(app, guest.id)?,
        calendar: shown::calendar_of(app, directory, visit, &ReminderSettings::default())
            .ok_or(Error::NotFound)?,
    })
}

/// A guest's visit, by its secret. Whatever opens nothing is one answer.
pub async fn find(app: &App, key: &GuestKey) -> Result<GuestVisit, Error> {
    let (db, hash) = (app.db().read(), secret_hash(app, &key.secret)?);
    let directory = app.directory_now().await?;
    let guest = store::by_secret(db, hash).await?.ok_or(Error::NotFound)?;
    let visit = match guest.visit {
        Some(id) => kept::of_guest(db, id).await?,
        None => None,
    };
    told(app, &directory, &visit.ok_or(Error::NotFound)?, &guest)
}

/// Cancels a guest's visit up to 24 hours before it. Done twice it changes nothing.
pub async fn cancel(app: &App, key: &GuestKey) -> Result<GuestVisit, Error> {
    let hash = secret_hash(app, &key.secret)?;
    app.directory_now().await?;
    let tx = app.db().begin().await?;
    let guest = store::by_secret(&tx, hash).await?.ok_or(Error::NotFound)?;
    let found = match guest.visit {
        Some(id) => kept::of_clinic(&tx, guest.organization, id).await?,
        None => None,
    };
    let mut visit = found.ok_or(Error::NotFound)?;
    let directory = app.directory(&tx).await?;
    if visit.state == VisitState::Cancelled {
        return told(app, &directory, &visit, &guest);
    }
    changeable_until(visit.state, moment(visit.starts_at), app.now()).ok_or(Error::TooLate)?;
    visits::call_off(app, &tx, &mut visit).await?;
    note(app, &tx, &visit, (VisitEvent::Cancelled, VisitActor::Patient)).await?;
    webhook::tell(app, &tx, &visit, VisitEvent::Cancelled).await?;
    let notice = Notice::VisitCancelled { visit: letters::time_of(&directory, &visit) };
    let event = format!("guest visit {} {}", visit.id, visit.sequence);
    tell(app, &tx, visit.id, (&event, app.now_micros() + DAY), &notice).await?;
    tx.commit().await?;
    told(app, &directory, &visit, &guest)
}

/// Tells the guest of a visit by SMS; nobody once it is not known any more whose it was. `until` is
/// when it is of no use any more.
pub async fn tell(
    app: &App,
    db: &impl ConnectionTrait,
    visit: AppointmentId,
    (event, until): (&str, i64),
    notice: &Notice,
) -> Result<(), Error> {
    let Some(guest) = store::of_visit(db, visit).await? else { return Ok(()) };
    let facts = facts_of(app, &guest)?;
    write(app, db, &guest, &facts, (event, until), notice.clone()).await
}
