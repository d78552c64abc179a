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
mod letters;
mod remind;
mod schedules;
mod search;
mod seed;
mod service;
mod shown;
pub mod slots;
mod store;
mod visits;

use sea_orm::DbErr;

pub use api::{AppointmentsApi, DayApi, DirectoryApi, FeedEndpoint, RemindersApi, SchedulesApi};
pub use directory::Remembered;
pub use remind::remind;
pub(crate) use seed::{Seed, When, seed};
pub use service::Error;
pub use store::offered::{
    NewRole, insert_clinic, keep_pattern, keep_role, keep_room, keep_service,
};

use crate::app::App;

/// Lets go what was kept for anybody until a moment that is over.
pub async fn purge(app: &App) -> Result<(), DbErr> {
    store::claims::purge(app.db().write(), app.now_micros()).await
}
