//! Reminders of visits (APT-7): each is told once, however many nodes look for them; the rules of
//! when are in `shared::appointments::reminders`.

use shared::appointments::model::VisitState;
use shared::appointments::reminders::{ReminderSettings, check_leads, due_leads};
use shared::contract::FieldReason;
use shared::id::{AccountId, AppointmentId};
use shared::notifications::model::{Notice, VisitReminder};
use time::UtcOffset;
use uuid::Uuid;

use super::directory::Directory;
use super::service::Error;
use super::slots::Zone;
use super::store::reminders::{self as store, Candidate};
use super::store::visits;
use super::{guests, letters};
use crate::access::{Access, Change, ManageAppointments, ReadAppointments};
use crate::app::{App, moment};

/// Visits looked at in one question.
const AT_ONCE: u32 = 500;

/// When a card is reminded of its visits.
pub async fn find(access: &Access<ReadAppointments>) -> Result<ReminderSettings, Error> {
    Ok(store::find(access.db(), access.patient()).await?)
}

/// Sets when a card is reminded of its visits.
pub async fn set(
    change: &Change<ManageAppointments>,
    new: &ReminderSettings,
) -> Result<(ReminderSettings, Option<Uuid>), Error> {
    let leads = check_leads(&new.leads).map_err(|why| ("leads", why))?;
    let time_zone = new.time_zone.clone();
    if time_zone.as_deref().is_some_and(|name| Zone::find(name).is_none()) {
        return Err(("time_zone", FieldReason::Invalid).into());
    }
    let kept = ReminderSettings { leads, time_zone };
    store::keep(change.db(), change.patient(), &kept).await?;
    Ok((kept, None))
}

/// Reminds of every visit whose time for it has come.
pub async fn remind(app: &App) -> Result<(), Error> {
    let directory = app.directory_now().await?;
    let now = app.now_micros();
    let mut last = (now, AppointmentId(Uuid::nil()));
    loop {
        let found = store::candidates(app.db().read(), now, last, AT_ONCE).await?;
        let Some(end) = found.last() else { return Ok(()) };
        last = (end.starts_at, end.id);
        for candidate in &found {
            if let Err(error) = remind_of(app, &directory, candidate).await {
                // One visit must not keep the others waiting; it is tried again in the next round.
                tracing::warn!(%error, "nobody was reminded of a visit");
            }
        }
    }
}

async fn remind_of(app: &App, directory: &Directory, of: &Candidate) -> Result<(), Error> {
    if due(app, app.db().read(), of).await?.is_empty() {
        return Ok(());
    }
    let tx = app.db().begin().await?;
    // Nobody moves or cancels it meanwhile.
    let visit = visits::of_clinic(&tx, of.organization, of.id).await?;
    let same = |it: &visits::Visit| it.state == VisitState::Booked && it.starts_at == of.starts_at;
    let Some(visit) = visit.filter(same) else { return Ok(tx.rollback().await?) };
    let mut is_first = false;
    for lead in due(app, &tx, of).await? {
        is_first |= store::claim(&tx, of.id, (lead, of.starts_at), app.now_micros()).await?;
    }
    if !is_first {
        return Ok(tx.rollback().await?);
    }
    let clinic = directory.clinics.get(&visit.organization).map(|place| &place.clinic);
    let starts_at = visit.starts_at;
    let at = letters::time_of(directory, &visit);
    let own = i32::from(offset(app, &of.settings, starts_at).whole_minutes());
    let reminder = VisitReminder {
        // Nobody knows by which clock a guest lives: the clinic's alone is told.
        patient_offset: if of.patient.is_some() { own } else { at.utc_offset },
        visit: at,
        address: clinic.and_then(|clinic| clinic.address.clone()),
        directions: clinic.and_then(|clinic| clinic.directions.clone()),
    };
    let event = format!("reminder {} {starts_at} {}", visit.id, app.now_micros());
    let notice = Notice::VisitReminder { reminder };
    // Nobody did it: everybody who wishes to be told is.
    let nobody = AccountId(Uuid::nil());
    match of.patient {
        Some(patient) => {
            letters::tell_until(app, &tx, (patient, nobody), &event, &notice, starts_at).await?;
        }
        None => guests::tell(app, &tx, of.id, (&event, starts_at), &notice).await?,
    }
    tx.commit().await?;
    Ok(())
}

/// The leads that are to be told now. Of several only one letter is written.
async fn due(
    app: &App,
    db: &impl sea_orm::ConnectionTrait,
    of: &Candidate,
) -> Result<Vec<u32>, Error> {
    let (since, told) = store::story(db, of.id, of.starts_at).await?;
    let span = (moment(of.starts_at), moment(since.unwrap_or(0)));
    let (now, own) = (app.now(), offset(app, &of.settings, of.starts_at));
    Ok(due_leads(&of.settings.leads, &told, span, now, own))
}

/// How far the patient's clock is ahead of UTC then: the portal's own where they have not said.
pub fn offset(app: &App, settings: &ReminderSettings, at: i64) -> UtcOffset {
    let zone = settings.time_zone.as_deref().and_then(Zone::find);
    let own = zone.and_then(|zone| UtcOffset::from_whole_seconds(zone.offset(at) * 60).ok());
    own.unwrap_or(app.settings().offset)
}
