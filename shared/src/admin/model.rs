use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::access::model::Role;
use crate::id::{AccountId, OrganizationId};
use crate::record::model::Sex;
use crate::wire_time;
use crate::words::words;

words! {
    /// Whether somebody works here by the clock.
    StaffState {
        Live "live",
        /// The first day has not come yet.
        Coming "coming",
        Ended "ended",
    }

    /// What was changed of an organization, a department or somebody's work.
    ChangedField {
        Name "name",
        /// Who was invited.
        Person "person",
        Address "address",
        Phone "phone",
        Closed "closed",
        Role "role",
        Department "department",
        Position "position",
        From "from",
        Until "until",
        /// When somebody receives patients.
        Schedule "schedule",
        Speciality "speciality",
        Languages "languages",
        Services "services",
        Minutes "minutes",
        Format "format",
        Price "price",
        Payments "payments",
        Preparation "preparation",
        /// Sites that may frame what the clinic shows.
        Origins "origins",
        /// What the clinic shows on sites.
        Widgets "widgets",
    }
}

/// One thing that was changed, as the journal keeps it: names as printed, roles as words of the
/// wire, days and moments in UTC as they cross it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct FieldChange {
    pub field: ChangedField,
    /// Absent where there was nothing.
    pub before: Option<String>,
    /// Absent where there is nothing from now on.
    pub after: Option<String>,
}

/// The organization as its administrator sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct OrganizationPage {
    pub id: OrganizationId,
    pub name: String,
    /// `clinic`, `laboratory` and the like: set where the organization was made.
    pub kind: String,
    pub address: Option<String>,
    /// As it was typed: people dial it, programs do not.
    pub phone: Option<String>,
    /// To be sent back with a change.
    pub version: u32,
    /// Open ones first, by name.
    pub departments: Vec<Department>,
    /// How many work here now.
    pub live: u32,
    /// How many will.
    pub coming: u32,
    /// How many did, and do no more.
    pub ended: u32,
}

/// What an organization is called, and how it is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct OrganizationFacts {
    /// 1 to 200 characters.
    pub name: String,
    /// At most 300 characters; empty where there is none.
    pub address: String,
    /// At most 60 characters; empty where there is none.
    pub phone: String,
    /// The version that was seen.
    pub version: u32,
}

/// A part of an organization.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Department {
    pub id: Uuid,
    pub name: String,
    /// Absent while it is open.
    #[serde(with = "wire_time::optional_moment")]
    pub closed_at: Option<OffsetDateTime>,
    /// How many work there now or will.
    pub staff: u32,
    /// To be sent back with a change.
    pub version: u32,
}

/// A department to be opened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewDepartment {
    /// 1 to 200 characters.
    pub name: String,
    /// Made by the client once: sending the same twice opens it once.
    pub key: Uuid,
}

/// What a department is called from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct DepartmentName {
    /// 1 to 200 characters.
    pub name: String,
    /// The version that was seen.
    pub version: u32,
}

/// A department is to be closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Closing {
    /// The version that was seen.
    pub version: u32,
}

/// Who is looked for. Everything is optional; what is given has to hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct StaffQuery {
    /// Part of a name or of a position, at most 200 characters.
    #[serde(default)]
    pub words: Option<String>,
    #[serde(default)]
    pub role: Option<Role>,
    #[serde(default)]
    pub department: Option<Uuid>,
    #[serde(default)]
    pub state: Option<StaffState>,
    /// Where the page before ended.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// A page of those who were found, by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct StaffPage {
    pub members: Vec<Member>,
    /// How many were found, on all pages.
    pub total: u32,
    /// Where the next page starts; absent on the last.
    pub next_cursor: Option<String>,
}

/// Somebody who works in the organization, will or did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Member {
    pub account: AccountId,
    /// «Соколова Елена Викторовна»; empty where nobody knows any more.
    pub name: String,
    pub role: Role,
    pub department: Option<Uuid>,
    /// By name, also of one that is closed.
    pub department_name: Option<String>,
    /// Speciality or post, in words.
    pub position: Option<String>,
    /// The first day, by the clock of the clinic.
    #[serde(with = "wire_time::date")]
    pub from: Date,
    /// The last day; absent where no end is set.
    #[serde(with = "wire_time::optional_date")]
    pub until: Option<Date>,
    pub state: StaffState,
    /// The caller: nobody changes their own role or term.
    pub is_me: bool,
    /// To be sent back with a change.
    pub version: u32,
}

/// Somebody who was invited and has not come yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct PendingInvitation {
    pub id: Uuid,
    /// «Соколова Елена Викторовна»
    pub name: String,
    pub role: Role,
    /// Where the letter went.
    pub email: String,
    #[serde(with = "wire_time::moment")]
    pub sent_at: OffsetDateTime,
    /// Until when its link is good.
    #[serde(with = "wire_time::moment")]
    pub until: OffsetDateTime,
}

/// Somebody to be invited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewMember {
    pub surname: String,
    pub given: String,
    #[serde(default)]
    pub patronymic: Option<String>,
    #[serde(with = "wire_time::date")]
    pub birth_date: Date,
    pub sex: Sex,
    /// To be proved by its owner after the first sign-in.
    pub phone: String,
    /// Where the invitation goes.
    pub email: String,
    /// One an organization gives.
    pub role: Role,
    /// An open one of the organization.
    #[serde(default)]
    pub department: Option<Uuid>,
    /// Speciality or post, at most 200 characters; may be empty.
    #[serde(default)]
    pub position: String,
    /// The first day, by the clock of the clinic; the day of accepting where absent.
    #[serde(default, with = "wire_time::optional_date")]
    pub from: Option<Date>,
    /// The last day; absent where no end is set.
    #[serde(default, with = "wire_time::optional_date")]
    pub until: Option<Date>,
}

/// An invitation that is on its way.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Invited {
    /// Where it was sent.
    pub email: String,
    /// Until when its link works.
    #[serde(with = "wire_time::moment")]
    pub until: OffsetDateTime,
}

/// What somebody does from now on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct StaffChange {
    /// One an organization gives, or the one there is.
    pub role: Role,
    #[serde(default)]
    pub department: Option<Uuid>,
    /// At most 200 characters; may be empty.
    #[serde(default)]
    pub position: String,
    /// The last day, today or later; absent where no end is set.
    #[serde(default, with = "wire_time::optional_date")]
    pub until: Option<Date>,
    /// The version that was seen.
    pub version: u32,
}

/// Somebody's work is to end now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Ending {
    /// The version that was seen.
    pub version: u32,
}

/// Somebody who left comes back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Employment {
    /// One an organization gives.
    pub role: Role,
    #[serde(default)]
    pub department: Option<Uuid>,
    /// At most 200 characters; may be empty.
    #[serde(default)]
    pub position: String,
    /// The first day; today where absent.
    #[serde(default, with = "wire_time::optional_date")]
    pub from: Option<Date>,
    /// The last day; absent where no end is set.
    #[serde(default, with = "wire_time::optional_date")]
    pub until: Option<Date>,
    /// The version that was seen.
    pub version: u32,
}
