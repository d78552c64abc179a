//! When somebody works (APT-3). All times are by the clock of the clinic.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::model::{DayVisit, PractitionerRole, Service};
use crate::id::{AppointmentId, PractitionerRoleId};
use crate::wire_time;
use crate::words::words;

words! {
    /// What is different on a day.
    ExceptionKind {
        /// Nobody works: holiday, illness, leave.
        Closed "closed",
        /// Somebody works at other hours than the week says.
        Instead "instead",
    }

    /// What to do with a visit that a new pattern has no room for.
    Remedy {
        /// It stays, outside the pattern.
        Keep "keep",
        /// It is moved to the next free time of the same doctor, and the patient is told.
        Move "move",
        /// It is cancelled, and the patient is told.
        Cancel "cancel",
    }
}

/// When somebody works: a week that repeats, with exceptions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Pattern {
    /// The first day it is good for.
    #[serde(with = "wire_time::date")]
    pub from: Date,
    /// The last one; absent where no end is set.
    #[serde(with = "wire_time::optional_date")]
    pub until: Option<Date>,
    /// At most 50. Those of one day do not overlap.
    pub hours: Vec<Hours>,
    /// At most 200, one a day.
    pub exceptions: Vec<Exception>,
    /// How far ahead patients book, in days, 1 to 180.
    pub horizon: u32,
    /// How long before it begins a time can still be booked, in minutes, 0 to 2 880.
    pub notice: u32,
    /// How many times a day are left to widgets, at most; absent where there is no limit.
    pub widget_quota: Option<u32>,
    /// How many times a day are left to programs of others, at most.
    pub program_quota: Option<u32>,
}

/// Working hours on one day of the week.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Hours {
    /// 1 for Monday to 7 for Sunday.
    pub weekday: u32,
    /// Minutes since midnight, a multiple of 5.
    pub from: u32,
    /// Minutes since midnight, a multiple of 5, more than `from`, at most 1 440.
    pub to: u32,
    /// In which room; absent where it does not matter.
    pub room: Option<Uuid>,
    /// What can be booked then; all where it is empty.
    pub services: Vec<Uuid>,
}

/// A day that is not as its week says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Exception {
    #[serde(with = "wire_time::date")]
    pub day: Date,
    pub kind: ExceptionKind,
    /// The hours of that day for [`ExceptionKind::Instead`]; `weekday` does not count.
    pub hours: Vec<Hours>,
    /// Why, for the clinic's own eyes; at most 200 characters.
    pub note: String,
}

/// Everything the administrator of a clinic sets for booking.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ScheduleDesk {
    /// By name.
    pub schedules: Vec<ScheduleLine>,
    /// By name.
    pub rooms: Vec<Room>,
    /// By name.
    pub services: Vec<Service>,
    /// IANA name of the clinic's time zone.
    pub time_zone: String,
}

/// Somebody of the clinic and when they work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ScheduleLine {
    pub practitioner: PractitionerRole,
    /// Absent where none was set: nothing can be booked.
    pub pattern: Option<Pattern>,
    /// To be sent back with a change.
    pub version: u32,
}

/// A room.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Room {
    pub id: Uuid,
    /// «Кабинет 214».
    pub name: String,
}

/// A new pattern, and what becomes of the visits it touches.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewPattern {
    pub pattern: Pattern,
    /// For every visit it touches; one that is not named is refused, none is dropped silently.
    pub remedies: Vec<VisitRemedy>,
    /// The version that was seen.
    pub version: u32,
}

/// What becomes of one visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct VisitRemedy {
    pub appointment: AppointmentId,
    pub remedy: Remedy,
}

/// What a pattern would touch, or what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct PatternAnswer {
    /// Whether it is in force now. Where it is not, `affected` are not decided on.
    pub saved: bool,
    /// Visits outside the pattern, by time, each with where it would be moved to.
    pub affected: Vec<AffectedVisit>,
    /// As it stands now.
    pub schedule: ScheduleLine,
}

/// A visit a pattern has no room for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct AffectedVisit {
    pub visit: DayVisit,
    /// The next free time of the same doctor and service; absent where there is none.
    #[serde(with = "wire_time::optional_moment")]
    pub moves_to: Option<OffsetDateTime>,
}

/// Rooms and kinds of visits are set one at a time: those with an id that is there are changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewRoom {
    pub id: Uuid,
    /// 1 to 100 characters.
    pub name: String,
}

/// Who is offered for booking, and as what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct PractitionerFacts {
    pub practitioner: PractitionerRoleId,
    pub speciality: super::model::Speciality,
    /// ISO 639-1 codes of languages beside Russian, at most 10.
    pub languages: Vec<String>,
    /// What can be booked, of the services of the clinic.
    pub services: Vec<Uuid>,
}
