//! Bookings in the database. What is offered is nobody's secret; what a visit is about lies sealed
//! under the key of its patient.

pub mod claims;
pub mod guests;
pub mod offered;
pub mod programs;
pub mod reminders;
pub mod visits;
pub mod waiting;
