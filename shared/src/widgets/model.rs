//! What crosses the wire between a clinic's site, the frame in it and the portal.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::appointments::model::{HoldRefusal, Payment, Slot, Speciality, VisitFormat, VisitState};
use crate::id::{AppointmentId, OrganizationId, PractitionerRoleId};
use crate::lang::Lang;
use crate::record::model::PersonName;
use crate::wire_time;
use crate::words::words;

words! {
    /// What can be shown on a site (WID-1).
    WidgetKind {
        /// Booking a visit as a guest, or with the own card.
        Booking "booking",
        /// The doctors of the clinic, each with the way to booking.
        Doctors "doctors",
        /// Whether a result is ready.
        Result "result",
        /// The way into the own card.
        Card "card",
    }

    /// How far somebody came with what is shown on a site (WID-7). What was booked is counted by the
    /// server itself.
    WidgetStep {
        /// The frame was drawn.
        Shown "shown",
        /// Somebody did the first thing in it.
        Started "started",
    }

    /// A language that a guest is written to in.
    GuestLang {
        Ru "ru",
        En "en",
    }
}

impl From<GuestLang> for Lang {
    fn from(lang: GuestLang) -> Self {
        match lang {
            GuestLang::Ru => Self::Ru,
            GuestLang::En => Self::En,
        }
    }
}

impl From<Lang> for GuestLang {
    fn from(lang: Lang) -> Self {
        match lang {
            Lang::Ru => Self::Ru,
            Lang::En => Self::En,
        }
    }
}

/// The clinic whose widgets are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct WidgetClinic {
    pub id: OrganizationId,
    pub name: String,
    pub address: Option<String>,
    /// How to get in: entrance, floor, where to park.
    pub directions: Option<String>,
    pub phone: Option<String>,
    /// What the clinic shows on sites; at least one.
    pub kinds: Vec<WidgetKind>,
    /// IANA name of its time zone, such as `Europe/Moscow`.
    pub time_zone: String,
    /// Languages the frame speaks.
    pub languages: Vec<GuestLang>,
}

/// Somebody saw a widget, or began to use it. Tells nothing of who.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct WidgetEvent {
    pub kind: WidgetKind,
    pub step: WidgetStep,
    /// The origin of the page that frames it, `https://clinic.example`. One that is not registered is
    /// not counted.
    pub host: String,
}

/// Whether an event was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct WidgetCounted {
    /// False where the origin is not registered, such as in the preview.
    pub counted: bool,
}

/// A guest asks for a time and for a code by SMS (WID-3). Sent again with the same key and the same
/// phone, service and time, the same time is kept; a minute after the last code another one is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewGuestVisit {
    pub clinic: OrganizationId,
    pub practitioner: PractitionerRoleId,
    pub service: Uuid,
    #[serde(with = "wire_time::moment")]
    pub starts_at: OffsetDateTime,
    /// Without a card no policy is known: only what is paid can be booked (APT-14).
    pub payment: Payment,
    /// As in a document.
    pub name: PersonName,
    /// As typed; the code and all that is told of the visit goes there.
    pub phone: String,
    #[serde(with = "wire_time::date")]
    pub birth_date: Date,
    /// What it is about, at most 1 000 characters; may be empty. Only the doctor reads it.
    pub reason: String,
    pub lang: GuestLang,
    /// Whether they agree to the use of what they typed, as [`super::text::CONSENT`] tells it. Nothing
    /// is kept without.
    pub consent: bool,
    /// In which widget.
    pub kind: WidgetKind,
    /// The origin of the page that frames it, to be counted; empty where there is none.
    pub host: String,
    /// Made by the client once: sending the same twice holds one time.
    pub key: Uuid,
}

/// A time that is kept for a guest, or why it is not. Never both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct GuestAnswer {
    pub hold: Option<GuestHold>,
    pub refused: Option<HoldRefusal>,
    /// The next free times of the same doctor, at most 6, where the time was taken.
    pub free: Vec<Slot>,
}

/// A time kept for one guest for 10 minutes, until the code is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct GuestHold {
    pub guest: Uuid,
    /// To be sent with the code. Kept in the memory of the frame alone.
    pub token: String,
    pub slot: Slot,
    #[serde(with = "wire_time::moment")]
    pub hold_until: OffsetDateTime,
    /// The same in seconds from the answer: the clock of a device may be wrong.
    pub seconds_left: u32,
    #[serde(with = "wire_time::moment")]
    pub code_until: OffsetDateTime,
    /// In so many seconds another code may be asked for.
    pub resend_seconds: u32,
    /// `+7 ··· ···-45-67`
    pub phone: String,
}

/// A guest types the code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct GuestCode {
    pub guest: Uuid,
    pub token: String,
    /// Six digits; spaces between them do no harm.
    pub code: String,
}

/// A visit that was booked, or why it was not. Never both. What stands in the way is told only to who
/// has shown that the phone is theirs: [`HoldRefusal::Clash`] where another visit of this phone lies at
/// that time, [`HoldRefusal::TooMany`] where three are to come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct GuestBooking {
    pub visit: Option<GuestVisit>,
    pub refused: Option<HoldRefusal>,
}

/// The secret of a guest's visit, as the SMS has it behind the `#` of its link.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct GuestKey {
    pub secret: String,
}

/// A guest moves a visit to another time of the same doctor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct GuestMoving {
    /// As in [`GuestKey`].
    pub secret: String,
    #[serde(with = "wire_time::moment")]
    pub starts_at: OffsetDateTime,
}

/// A visit that was moved, or why it was not: then it is as it was. Never both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct GuestMoved {
    pub visit: Option<GuestVisit>,
    pub refused: Option<HoldRefusal>,
    /// The next free times of the same doctor, at most 6, where the time was taken.
    pub free: Vec<Slot>,
}

/// A guest's visit as the guest sees it. Holds nothing that they typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct GuestVisit {
    pub id: AppointmentId,
    /// What to say at the desk: `123-456`.
    pub number: String,
    pub state: VisitState,
    #[serde(with = "wire_time::moment")]
    pub starts_at: OffsetDateTime,
    #[serde(with = "wire_time::moment")]
    pub ends_at: OffsetDateTime,
    /// How far the clinic's clock is ahead of UTC then, in minutes.
    pub utc_offset: i32,
    pub clinic: OrganizationId,
    pub clinic_name: String,
    pub address: Option<String>,
    /// How to get in: entrance, floor, where to park.
    pub directions: Option<String>,
    /// Of the clinic.
    pub phone: Option<String>,
    pub practitioner: PractitionerRoleId,
    /// What is booked, so that other times of it can be asked for.
    pub service_id: Uuid,
    pub practitioner_name: PersonName,
    pub speciality: Speciality,
    pub service: String,
    pub format: VisitFormat,
    pub room: Option<String>,
    pub payment: Payment,
    /// In kopecks, where the guest pays.
    pub price: Option<u32>,
    /// How to prepare and what to bring.
    pub preparation: Option<String>,
    /// By how many minutes the doctor is late.
    pub late_minutes: Option<u32>,
    /// Until when the guest cancels it themselves; absent where only the clinic does.
    #[serde(with = "wire_time::optional_moment")]
    pub changeable_until: Option<OffsetDateTime>,
    /// Shows and cancels this visit; the address is `/guest-visit#` and this.
    pub secret: String,
    /// The event as iCalendar (RFC 5545), to be saved as a file `visit.ics`.
    pub calendar: String,
}

/// Is my result ready (WID-1)?
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct OrderQuery {
    pub clinic: OrganizationId,
    /// As it stands on the slip, at most 64 characters; spaces and case do not matter.
    pub number: String,
    #[serde(with = "wire_time::date")]
    pub birth_date: Date,
}

/// Whether a result is ready. An order that nobody knows, another birth date and a result that is
/// not there yet look the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct OrderReadiness {
    pub ready: bool,
}

/// The widgets of a clinic as its administrator sees them (WID-7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct WidgetDesk {
    pub clinic: OrganizationId,
    pub clinic_name: String,
    /// The origin of the portal, as it stands in the snippet.
    pub portal: String,
    /// Origins that may frame the widgets, `https://clinic.example`; in order.
    pub origins: Vec<String>,
    /// What may be framed.
    pub kinds: Vec<WidgetKind>,
    /// The last 30 days, the present one included; only what is not all zero.
    pub counts: Vec<WidgetTally>,
    /// To be sent back with a change; 0 where nothing was registered yet.
    pub version: u32,
}

/// How often a widget was used on one site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct WidgetTally {
    pub kind: WidgetKind,
    pub origin: String,
    pub shown: u32,
    pub started: u32,
    pub booked: u32,
}

/// What may be framed, and where.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct WidgetChange {
    /// At most 20, as [`super::rules::parse_origin`] reads them.
    pub origins: Vec<String>,
    /// None closes all of them.
    pub kinds: Vec<WidgetKind>,
    /// The version that was seen.
    pub version: u32,
}
