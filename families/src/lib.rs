//! Families that never were, with the cards they would have: the same every time for the same
//! seed and day. Nothing here reads a clock or a file.

mod acute;
mod body;
mod calendar;
mod catalogue;
mod checkup;
mod chronic;
mod clinic;
mod course;
mod draw;
mod home;
mod household;
mod laboratory;
mod life;
mod mishap;
mod names;
mod numbers;
mod pregnancy;
pub mod reference;
mod report;
mod story;
mod table;
#[cfg(test)]
mod tests;
mod treatment;
mod vaccination;

use shared::access::model::Sensitivity;
use shared::id::{EntryId, PatientId, PersonId};
use shared::record::model::{Content, PersonName, Sex, Source};
use time::{Date, OffsetDateTime};

pub use clinic::{Clinic, ClinicKind, Doctor, clinics, doctors};

/// Families of the demo.
pub const DEMO: u64 = 20;

/// People of one surname and one town, and their cards.
#[derive(Clone, Debug, PartialEq)]
pub struct Family {
    pub members: Vec<Member>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub patient: PatientId,
    pub person: PersonId,
    pub name: PersonName,
    pub birth_date: Date,
    pub sex: Sex,
    /// Eleven digits with a right check number; never issued.
    pub snils: String,
    /// Sixteen digits with a right check digit.
    pub policy: Option<String>,
    pub kin: Kin,
    /// Oldest first; the versions of an entry in their order.
    pub entries: Vec<Happening>,
}

/// Who somebody is in the family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kin {
    Mother,
    Father,
    Son,
    Daughter,
    Grandmother,
    Grandfather,
}

/// One version of an entry of a card.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    pub id: EntryId,
    /// 1 for a new entry, 2 for a correction of it.
    pub version: i32,
    pub occurred_at: OffsetDateTime,
    pub received_at: OffsetDateTime,
    pub source: Source,
    /// The visit it belongs to.
    pub encounter: Option<EntryId>,
    /// Entered in error.
    pub withdrawn: bool,
    pub sensitivity: Sensitivity,
    pub content: Content,
}

/// Family `index`, the same every time for the same `seed` and `until`. Nothing in it is later
/// than `until`, but visits that are planned.
pub fn family(seed: u64, index: u64, until: OffsetDateTime) -> Family {
    let household = household::Household::draw(seed, index, until);
    let members = household.people.iter().map(|person| life::member(&household, person, until));
    Family { members: members.collect() }
}
