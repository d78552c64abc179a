//! What a patient takes along: the event of a visit, an address that calendars read, and what is
//! shown at the desk (APT-5, APT-9).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared::access::model::{Action, Ground};
use shared::appointments::model::{CalendarFeed, VisitPass, VisitState};
use shared::appointments::reminders::{ReminderSettings, reminds_at};
use shared::appointments::rules::{PASS, is_coming};
use shared::appointments::text as words;
use shared::consent::model::Settled;
use shared::id::AppointmentId;
use shared::journal::model::View;
use shared::lang::Lang;
use time::Duration;
use uuid::Uuid;

use super::calendar::{self, Event};
use super::directory::Directory;
use super::remind;
use super::service::Error;
use super::store::reminders;
use super::store::visits::{self as store, Visit};
use crate::access::{Access, Change, ManageAppointments, Origin, ReadAppointments};
use crate::app::{App, micros, moment};
use crate::audit::{Line, What};
use crate::keys::{KeyError, SealError};

/// Visits of so long ago still stand in a calendar.
const PAST: Duration = Duration::days(30);
/// What is signed of a visit.
const SIGNED: &str = "visit.pass";

/// The event of one visit.
pub async fn event(
    app: &App,
    access: &Access<ReadAppointments>,
    id: AppointmentId,
) -> Result<String, Error> {
    let found = store::of_card(access.db(), access.patient(), id).await?;
    let visit = found.ok_or(Error::NotFound)?;
    let directory = app.directory_now().await?;
    let settings = reminders::find(access.db(), access.patient()).await?;
    calendar_of(app, &directory, &visit, &settings).ok_or(Error::NotFound)
}

/// A calendar with one visit, that reminds of it as its patient wishes.
pub fn calendar_of(
    app: &App,
    directory: &Directory,
    visit: &Visit,
    settings: &ReminderSettings,
) -> Option<String> {
    let event = event_of(app, directory, visit, settings)?;
    Some(calendar::write(words::CALENDAR.get(Lang::Ru), &[event]))
}

/// When the portal itself reminds of a visit, in minutes before it: at night no calendar rings either.
fn alarms(app: &App, visit: &Visit, settings: &ReminderSettings) -> Vec<u32> {
    let (starts_at, offset) =
        (moment(visit.starts_at), remind::offset(app, settings, visit.starts_at));
    let before = |lead: &u32| {
        let at = reminds_at(starts_at, *lead, offset);
        u32::try_from((starts_at - at).whole_minutes()).unwrap_or(*lead)
    };
    let mut alarms: Vec<u32> = settings.leads.iter().map(before).collect();
    alarms.sort_unstable();
    alarms.dedup();
    alarms
}

fn event_of(
    app: &App,
    directory: &Directory,
    visit: &Visit,
    settings: &ReminderSettings,
) -> Option<Event> {
    let clinic = &directory.clinics.get(&visit.organization)?.clinic;
    let origin = &app.settings().origin;
    let host = origin.split_once("://").map_or(origin.as_str(), |(_, host)| host);
    let place: Vec<String> =
        [clinic.address.clone(), directory.room_name(visit.room)].into_iter().flatten().collect();
    let ways = [clinic.directions.clone(), clinic.phone.clone()];
    let ways: Vec<String> = ways.into_iter().flatten().collect();
    Some(Event {
        uid: format!("{}@{host}", visit.id),
        sequence: u32::try_from(visit.sequence).unwrap_or(0),
        made_at: app.now(),
        starts_at: moment(visit.starts_at),
        ends_at: moment(visit.ends_at),
        is_cancelled: visit.state == VisitState::Cancelled,
        summary: format!("{}: {}", words::CALENDAR_EVENT.get(Lang::Ru), clinic.name),
        location: Some(place.join(", ")).filter(|place| !place.is_empty()),
        description: Some(ways.join("\n")).filter(|ways| !ways.is_empty()),
        alarms: alarms(app, visit, settings),
    })
}

/// Makes an address that calendars read; the one before shows nothing any more.
pub async fn make_feed(
    app: &App,
    change: &Change<ManageAppointments>,
) -> Result<(CalendarFeed, Option<Uuid>), Error> {
    let mut secret = [0; 32];
    getrandom::fill(&mut secret).map_err(SealError::Randomness)?;
    let secret = URL_SAFE_NO_PAD.encode(secret);
    let hash = feed_hash(app, &secret)?;
    store::keep_feed(change.db(), change.patient(), hash, app.now_micros()).await?;
    let url = format!("{}/calendar/{secret}.ics", app.settings().origin);
    Ok((CalendarFeed { url }, None))
}

/// Closes the address. Done twice it changes nothing.
pub async fn close_feed(
    change: &Change<ManageAppointments>,
) -> Result<(Settled, Option<Uuid>), Error> {
    store::delete_feed(change.db(), change.patient()).await?;
    Ok((Settled { id: change.patient().0 }, None))
}

fn feed_hash(app: &App, secret: &str) -> Result<[u8; 32], KeyError> {
    app.keys().deployment().secret_hash("calendar.feed", &[secret.as_bytes()])
}

/// What a calendar reads by its address: visits to come and those of the last 30 days. The patient
/// reads in the journal that it did.
pub async fn feed(app: &App, origin: &Origin, secret: &str) -> Result<String, Error> {
    let db = app.db().read();
    let hash = feed_hash(app, secret)?;
    let patient = store::find_feed(db, hash).await?.ok_or(Error::NotFound)?;
    let line = Line {
        view: Some(View::Calendar),
        ground: Some(Ground::Grant),
        address: origin.address.clone(),
        device: origin.device.clone(),
        request_id: origin.request_id.clone(),
        ..Line::system(What::Access(Action::ReadAppointments))
    };
    app.journal().append(patient.0, app.now_micros(), line).await?;
    let directory = app.directory_now().await?;
    let from = micros(app.now() - PAST);
    let visits = store::of_patient(db, patient).await?;
    let settings = reminders::find(db, patient).await?;
    let shown = visits.iter().filter(|visit| visit.ends_at >= from);
    let events = shown.filter_map(|visit| event_of(app, &directory, visit, &settings));
    let events: Vec<Event> = events.collect();
    Ok(calendar::write(words::CALENDAR.get(Lang::Ru), &events))
}

/// What the patient shows at the desk: an id and a moment with our signature under them. Nobody
/// makes one up, and it tells nothing of the card.
pub async fn make_pass(
    app: &App,
    change: &Change<ManageAppointments>,
    id: AppointmentId,
) -> Result<(VisitPass, Option<Uuid>), Error> {
    sign_pass(app, change, id, |_| micros(app.now() + PASS)).await
}

/// The same on paper, which renews itself no more: it is good until the end of the visit as it is
/// booked now. On any day but the visit's it checks nobody in.
pub async fn make_paper_pass(
    app: &App,
    change: &Change<ManageAppointments>,
    id: AppointmentId,
) -> Result<(VisitPass, Option<Uuid>), Error> {
    sign_pass(app, change, id, |visit| visit.ends_at.max(micros(app.now() + PASS))).await
}

async fn sign_pass(
    app: &App,
    change: &Change<ManageAppointments>,
    id: AppointmentId,
    until: impl FnOnce(&Visit) -> i64,
) -> Result<(VisitPass, Option<Uuid>), Error> {
    let found = store::of_card(change.db(), change.patient(), id).await?;
    let visit = found.ok_or(Error::NotFound)?;
    if !is_coming(visit.state, moment(visit.ends_at), app.now()) {
        return Err(Error::Conflict);
    }
    let until = until(&visit);
    let said = [id.0.as_bytes().as_slice(), &until.to_be_bytes()].concat();
    let token = app.keys().deployment().sign(SIGNED, &[], &said)?;
    let pass = VisitPass { token, until: moment(until) };
    Ok((pass, Some(id.0)))
}

/// The visit of a pass that we signed and that is still good.
pub fn read_pass(app: &App, token: &str) -> Result<Option<AppointmentId>, KeyError> {
    let said = app.keys().deployment().read_signed::<24>(SIGNED, &[], token)?;
    let Some((id, until)) = said.as_ref().and_then(|said| said.split_first_chunk::<16>()) else {
        return Ok(None);
    };
    let until = until.first_chunk().map_or(i64::MIN, |until| i64::from_be_bytes(*until));
    Ok((app.now_micros() <= until).then_some(AppointmentId(Uuid::from_bytes(*id))))
}
