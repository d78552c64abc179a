//! Finding a doctor, booking, visits; the day of those who receive patients, and when they work.

mod about;
mod book;
mod change;
mod clinics;
mod countdown;
mod day;
mod doctor;
mod doctors;
mod join;
mod page;
mod pass;
mod reminders;
mod review;
mod schedules;
mod terms;
mod times;
mod typed;
mod view;
mod visit;
mod visits;
mod waiting;

pub use countdown::Countdown;
pub use day::DayPage;
pub use doctor::PractitionerPage;
pub use doctors::speciality_words;
pub use page::BookingPage;
pub use schedules::SchedulesPage;
pub use times::{TIMES, Times};
pub use view::{moment, payment_words, service_words, slot_button, slot_words, state_tag};
pub use visit::VisitPage;
pub use visits::VisitsPage;
