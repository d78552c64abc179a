//! Clinics, schedules, free times, and visits booked, moved and cancelled (APT-1 to APT-14).
//!
//! What can be booked is nobody's secret and lies in memory; free times are computed from it and from
//! what is taken. A visit is its patient's: it is read and changed through the gate, and what it is
//! about lies sealed under the key of the card.

mod api;
mod booking;
pub mod calendar;
mod day;
mod directory;
mod drafts;
mod guests;
mod letters;
mod matching;
mod offer;
pub mod programs;
mod remind;
mod schedules;
mod search;
mod seed;
mod service;
mod shown;
pub mod slots;
mod sms;
mod store;
mod visits;
mod waiting;
mod webhook;

use sea_orm::DbErr;
use shared::appointments::model::Clinic;
use shared::id::OrganizationId;
use shared::widgets::rules::GUEST_KEPT;

pub use api::{
    AppointmentsApi, DayApi, DirectoryApi, FeedEndpoint, RemindersApi, SchedulesApi, WaitingApi,
};
pub use directory::Remembered;
pub(crate) use guests::{
    cancel as cancel_guest, confirm as confirm_guest, find as find_guest, move_to as move_guest,
    start as start_guest,
};
pub use offer::offer;
pub use remind::remind;
pub(crate) use seed::{Seed, When, seed};
pub use service::Error;
pub use sms::{SmsEndpoint, listen};
pub use store::offered::{
    NewRole, insert_clinic, keep_pattern, keep_role, keep_room, keep_service,
};
pub(crate) use visits::next as next_visit;
pub(crate) use webhook::deliver;

use crate::app::{App, micros};

/// A clinic as anybody may see it, and whether patients may find it now.
pub(crate) async fn clinic(app: &App, id: OrganizationId) -> Result<Option<(Clinic, bool)>, Error> {
    let directory = app.directory_now().await?;
    let is_open = directory.clinics.get(&id).is_some_and(|place| place.is_published);
    Ok(directory.clinic(id, app.now_micros()).map(|clinic| (clinic, is_open)))
}

/// How long it is remembered that an SMS was heard, in microseconds.
const HEARD: i64 = 30 * 24 * 3_600 * 1_000_000;

/// Lets go what was kept for anybody until a moment that is over, and what guests typed of visits that
/// were over a month ago.
pub async fn purge(app: &App) -> Result<(), DbErr> {
    let (db, now) = (app.db().write(), app.now_micros());
    store::claims::purge(db, now).await?;
    store::programs::purge(db, now).await?;
    let visits_before = micros(app.now() - GUEST_KEPT);
    store::guests::purge(db, now, (visits_before, now - guests::DAY)).await?;
    store::waiting::purge(db, now - HEARD).await
}
