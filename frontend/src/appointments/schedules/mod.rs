//! Who works when, for the administrators of a clinic.

mod affected;
mod facts;
mod hours;
mod offers;
mod page;
mod pattern;
mod people;
mod rooms;
mod services;

pub use page::SchedulesPage;
