//! Clinics and their doctors, schedules, free times, visits booked, moved and cancelled.

pub mod api;
pub mod clock;
pub mod model;
pub mod reminders;
pub mod roles;
pub mod rules;
pub mod schedule;
pub mod text;
pub mod waiting;
