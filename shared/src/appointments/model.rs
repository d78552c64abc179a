//! What is booked, with whom and where. The names are those of FHIR R4 where it has them:
//! `PractitionerRole`, `HealthcareService`, `Slot`, `Appointment`.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::id::{AppointmentId, EntryId, OrganizationId, PatientId, PractitionerRoleId};
use crate::record::model::{Entry, PersonName};
use crate::wire_time;
use crate::words::words;

words! {
    /// What kind of place it is.
    ClinicKind {
        /// Поликлиника.
        Polyclinic "polyclinic",
        Hospital "hospital",
        /// Медицинский центр.
        Center "center",
        Laboratory "laboratory",
    }

    /// Who pays.
    Payment {
        /// By the compulsory policy (ОМС).
        Policy "policy",
        /// By a voluntary policy (ДМС).
        Voluntary "voluntary",
        /// The patient.
        Paid "paid",
    }

    /// How doctor and patient meet.
    VisitFormat {
        InPerson "in_person",
        Online "online",
    }

    /// What a practitioner is a specialist in.
    Speciality {
        Therapist "therapist",
        FamilyDoctor "family_doctor",
        Paediatrician "paediatrician",
        Cardiologist "cardiologist",
        Neurologist "neurologist",
        Endocrinologist "endocrinologist",
        Gynaecologist "gynaecologist",
        Urologist "urologist",
        Surgeon "surgeon",
        Traumatologist "traumatologist",
        Otolaryngologist "otolaryngologist",
        Ophthalmologist "ophthalmologist",
        Dermatologist "dermatologist",
        Gastroenterologist "gastroenterologist",
        Pulmonologist "pulmonologist",
        Allergist "allergist",
        Psychiatrist "psychiatrist",
        Dentist "dentist",
        Diagnostics "diagnostics",
        ProcedureNurse "procedure_nurse",
    }

    /// Where a visit was booked.
    BookingChannel {
        Portal "portal",
        /// By the clinic's own staff.
        Clinic "clinic",
        /// On a clinic's site.
        Widget "widget",
        /// By a program of somebody else.
        Program "program",
    }

    /// How far a visit is (APT-9).
    VisitState {
        Booked "booked",
        Arrived "arrived",
        InProgress "in_progress",
        Done "done",
        NoShow "no_show",
        Cancelled "cancelled",
    }

    /// What happened to a visit.
    VisitEvent {
        Booked "booked",
        Moved "moved",
        Cancelled "cancelled",
        Arrived "arrived",
        Started "started",
        Finished "finished",
        Missed "missed",
        /// The mark that the patient came, or did not, was a mistake: the visit is expected again.
        Reverted "reverted",
        /// It begins later than it was booked for.
        RunningLate "running_late",
    }

    /// Who did something to a visit.
    VisitActor {
        Patient "patient",
        /// Somebody who acts for the patient.
        Representative "representative",
        Clinic "clinic",
        Program "program",
        System "system",
    }

    /// Why a time could not be held.
    HoldRefusal {
        /// Somebody has it, or the doctor does not work then any more.
        Taken "taken",
        /// The patient is somewhere else at that time.
        Clash "clash",
        /// The card is suspended or closed (APT-14).
        CardSuspended "card_suspended",
        /// Without a confirmed policy only paid visits can be booked (APT-14).
        PolicyUnconfirmed "policy_unconfirmed",
        /// It has begun, or begins too soon to be booked.
        TooLate "too_late",
        /// So many visits are booked already.
        TooMany "too_many",
    }
}

/// A clinic as anybody may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Clinic {
    pub id: OrganizationId,
    pub name: String,
    pub kind: ClinicKind,
    pub city: String,
    pub district: Option<String>,
    pub metro: Option<String>,
    pub address: Option<String>,
    /// How to get in: entrance, floor, where to park.
    pub directions: Option<String>,
    pub phone: Option<String>,
    /// Degrees of latitude, WGS 84, times 100 000.
    pub latitude: Option<i32>,
    /// Degrees of longitude, WGS 84, times 100 000.
    pub longitude: Option<i32>,
    /// Metres from where was asked, along a great circle; absent where nobody asked.
    pub distance: Option<u32>,
    /// Number and date of the licence.
    pub licence: Option<String>,
    /// By whom and until when it is accredited.
    pub accreditation: Option<String>,
    /// Whether it keeps electronic cards here.
    pub electronic_cards: bool,
    /// Who may pay here.
    pub payments: Vec<Payment>,
    /// Which specialities it has.
    pub specialities: Vec<Speciality>,
    pub rating: Option<Rating>,
    /// The least that a paid visit costs, in kopecks.
    pub price_from: Option<u32>,
    /// IANA name of its time zone, such as `Europe/Moscow`.
    pub time_zone: String,
}

/// What those who were there think.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Rating {
    /// The mean of 1 to 5 stars, times 10.
    pub tenths: u32,
    /// How many said so.
    pub count: u32,
}

/// Which clinics are looked for. Everything is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ClinicQuery {
    /// Part of the name, city, district, metro or address, at most 200 characters.
    #[serde(default)]
    pub words: Option<String>,
    #[serde(default)]
    pub speciality: Option<Speciality>,
    #[serde(default)]
    pub kind: Option<ClinicKind>,
    #[serde(default)]
    pub payment: Option<Payment>,
    /// Only those that keep electronic cards.
    #[serde(default)]
    pub electronic_cards: bool,
    /// From where distances are counted, as in [`Clinic::latitude`]; both or neither. Not kept.
    #[serde(default)]
    pub latitude: Option<i32>,
    /// As in [`Clinic::longitude`].
    #[serde(default)]
    pub longitude: Option<i32>,
    /// Where the page before ended.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// Clinics that were found: nearest first where it is known from where, else by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Clinics {
    pub clinics: Vec<Clinic>,
    pub total: u32,
    pub next_cursor: Option<String>,
}

/// One clinic with those who work there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ClinicPage {
    pub clinic: Clinic,
    pub practitioners: Vec<PractitionerRole>,
    /// Newest first, at most 20.
    pub reviews: Vec<VisitReview>,
}

/// Somebody one can book a visit with: a person in one place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct PractitionerRole {
    pub id: PractitionerRoleId,
    pub name: PersonName,
    pub speciality: Speciality,
    /// In words, as on the door: «участковый терапевт».
    pub position: Option<String>,
    pub organization: OrganizationId,
    pub organization_name: String,
    /// Languages spoken beside Russian, as ISO 639-1 codes.
    pub languages: Vec<String>,
    /// What can be booked.
    pub services: Vec<Service>,
    pub rating: Option<Rating>,
    /// The nearest free time of any service that patients book themselves; absent where there is none
    /// within 30 days.
    pub next_free: Option<Slot>,
}

/// A kind of visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Service {
    pub id: Uuid,
    /// «Первичный приём».
    pub name: String,
    /// How long it lasts, a multiple of 5.
    pub minutes: u32,
    pub format: VisitFormat,
    /// In kopecks; absent where it is not offered for money.
    pub price: Option<u32>,
    /// Who may pay.
    pub payments: Vec<Payment>,
    /// How to prepare and what to bring.
    pub preparation: Option<String>,
}

/// Whom somebody looks for. Everything is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct PractitionerQuery {
    /// Part of the name, of the position or of the clinic's name, at most 200 characters.
    #[serde(default)]
    pub words: Option<String>,
    #[serde(default)]
    pub speciality: Option<Speciality>,
    #[serde(default)]
    pub organization: Option<OrganizationId>,
    /// ISO 639-1.
    #[serde(default)]
    pub language: Option<String>,
    #[serde(default)]
    pub format: Option<VisitFormat>,
    #[serde(default)]
    pub payment: Option<Payment>,
    /// Where the page before ended.
    #[serde(default)]
    pub cursor: Option<String>,
}

/// Practitioners that were found, the nearest free time first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Practitioners {
    pub practitioners: Vec<PractitionerRole>,
    pub total: u32,
    pub next_cursor: Option<String>,
}

/// A time that is free.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Slot {
    pub practitioner: PractitionerRoleId,
    pub service: Uuid,
    #[serde(with = "wire_time::moment")]
    pub starts_at: OffsetDateTime,
    #[serde(with = "wire_time::moment")]
    pub ends_at: OffsetDateTime,
    /// How far the clinic's clock is ahead of UTC then, in minutes.
    pub utc_offset: i32,
}

/// Which free times are asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct SlotQuery {
    pub practitioner: PractitionerRoleId,
    pub service: Uuid,
    /// The first day, by the clock of the clinic; days before today are left out.
    #[serde(with = "wire_time::date")]
    pub from: Date,
    /// How many days, 1 to 31.
    pub days: u32,
}

/// Free times, day by day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct FreeTimes {
    /// Every day that was asked for, also those with no free time.
    pub days: Vec<FreeDay>,
    /// The first day after these with a free time, within 60 days.
    #[serde(with = "wire_time::optional_date")]
    pub next: Option<Date>,
    /// IANA name of the clinic's time zone.
    pub time_zone: String,
}

/// The free times of a day by the clock of the clinic.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct FreeDay {
    #[serde(with = "wire_time::date")]
    pub day: Date,
    /// In order. Empty where all is taken or nobody works.
    pub slots: Vec<Slot>,
    /// Whether somebody works then at all.
    pub works: bool,
}

/// What a card may book just now, so that it is told before anything is filled in (APT-14).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct BookingTerms {
    /// A card that is suspended or closed books nothing.
    pub is_active: bool,
    /// Without a confirmed policy only paid visits can be booked.
    pub is_policy_confirmed: bool,
    /// So many visits are booked that there can be no more.
    pub is_full: bool,
}

/// Keeps a time while the form is filled in (APT-4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewHold {
    pub practitioner: PractitionerRoleId,
    pub service: Uuid,
    #[serde(with = "wire_time::moment")]
    pub starts_at: OffsetDateTime,
    pub payment: Payment,
    /// The visit that is to be moved here, if it is one.
    #[serde(default)]
    pub moves: Option<AppointmentId>,
    /// Made by the client once: sending the same twice holds one time.
    pub key: Uuid,
}

/// A time that is kept, or why it is not. Never both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct HoldAnswer {
    pub hold: Option<Hold>,
    pub refused: Option<HoldRefusal>,
    /// The visit that stands in the way.
    pub clash: Option<AppointmentId>,
    /// The next free times of the same doctor, at most 6, where the time was taken.
    pub free: Vec<Slot>,
}

/// A time kept for one patient for 5 minutes. Holding another one lets the one before go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Hold {
    pub id: Uuid,
    pub slot: Slot,
    #[serde(with = "wire_time::moment")]
    pub until: OffsetDateTime,
    /// The same by the server's clock, in seconds from its answer: that of a device may be wrong.
    pub seconds_left: u32,
    /// Until when the doctor will see the card by this visit (ACL-1): to be told before booking.
    #[serde(with = "wire_time::moment")]
    pub card_open_until: OffsetDateTime,
    /// What was typed already while it is kept.
    #[serde(default)]
    pub words: Option<HoldWords>,
}

/// What is typed while a time is kept. It goes with the hold.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct HoldWords {
    /// As in [`Booking::reason`].
    pub reason: String,
    /// As in [`Booking::attachments`].
    pub attachments: Vec<EntryId>,
}

/// Makes a visit of a hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Booking {
    pub hold: Uuid,
    /// What it is about, in the patient's words, at most 1 000 characters; may be empty.
    pub reason: String,
    /// Entries of the card that are opened to this doctor whatever else is hidden, at most 20; each
    /// one the caller can read in full now.
    pub attachments: Vec<EntryId>,
}

/// A visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Appointment {
    pub id: AppointmentId,
    pub state: VisitState,
    #[serde(with = "wire_time::moment")]
    pub starts_at: OffsetDateTime,
    #[serde(with = "wire_time::moment")]
    pub ends_at: OffsetDateTime,
    /// How far the clinic's clock is ahead of UTC then, in minutes.
    pub utc_offset: i32,
    pub practitioner: PractitionerRoleId,
    pub practitioner_name: PersonName,
    pub speciality: Speciality,
    pub organization: OrganizationId,
    pub organization_name: String,
    pub address: Option<String>,
    pub room: Option<String>,
    pub service: String,
    pub format: VisitFormat,
    pub payment: Payment,
    /// In kopecks, where the patient pays.
    pub price: Option<u32>,
    pub channel: BookingChannel,
    /// By how many minutes the doctor is late.
    pub late_minutes: Option<u32>,
    /// Until when the patient may move or cancel it; absent where they may not any more.
    #[serde(with = "wire_time::optional_moment")]
    pub changeable_until: Option<OffsetDateTime>,
    /// Counts up with every change, as in iCalendar.
    pub sequence: u32,
    /// To be sent back with a change.
    pub version: u32,
}

/// The visit of a card that comes next, as its first page tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NextVisit {
    pub id: AppointmentId,
    #[serde(with = "wire_time::moment")]
    pub starts_at: OffsetDateTime,
    /// How far the clinic's clock is ahead of UTC then, in minutes.
    pub utc_offset: i32,
    pub practitioner_name: PersonName,
    pub organization_name: String,
}

/// The visits of a card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Appointments {
    /// The nearest first, also one that goes on now.
    pub coming: Vec<Appointment>,
    /// The newest first: those that took place, were missed or cancelled.
    pub past: Vec<Appointment>,
    /// Where the next page of past ones starts.
    pub next_cursor: Option<String>,
    /// Whether the caller books here.
    pub may_book: bool,
}

/// Everything about one visit (REC-15).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct VisitCard {
    pub appointment: Appointment,
    pub clinic: Clinic,
    pub reason: Option<String>,
    pub attachments: Vec<EntryId>,
    pub preparation: Option<String>,
    /// The oldest first.
    pub history: Vec<VisitChange>,
    /// What the doctor wrote about it afterwards.
    pub protocols: Vec<EntryId>,
    /// Until when the doctor sees the card by this visit.
    #[serde(with = "wire_time::optional_moment")]
    pub card_open_until: Option<OffsetDateTime>,
    /// What the patient said of it, if they did.
    pub review: Option<VisitReview>,
    /// Whether the caller may say what they think of it.
    pub may_review: bool,
}

/// One thing that happened to a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct VisitChange {
    #[serde(with = "wire_time::moment")]
    pub at: OffsetDateTime,
    pub event: VisitEvent,
    pub by: VisitActor,
    /// From when it was moved.
    #[serde(with = "wire_time::optional_moment")]
    pub from: Option<OffsetDateTime>,
    /// To when it was moved.
    #[serde(with = "wire_time::optional_moment")]
    pub to: Option<OffsetDateTime>,
    /// Why, in the words of who did it.
    pub note: Option<String>,
}

/// A visit is to be cancelled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Cancelling {
    /// At most 300 characters; may be empty.
    pub note: String,
    /// The version that was seen.
    pub version: u32,
}

/// What a patient shows at the desk (APT-9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct VisitPass {
    /// What the QR code says; useless without a session of the clinic's staff.
    pub token: String,
    #[serde(with = "wire_time::moment")]
    pub until: OffsetDateTime,
}

/// What a patient thinks of a visit that took place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct VisitReview {
    /// 1 to 5.
    pub stars: u32,
    /// At most 1 000 characters; may be empty. Shown to everybody, without a name.
    pub words: String,
    #[serde(with = "wire_time::moment")]
    pub at: OffsetDateTime,
}

/// A patient says what they think of a visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewVisitReview {
    /// 1 to 5.
    pub stars: u32,
    /// At most 1 000 characters; may be empty.
    pub words: String,
}

/// An address that calendars read (APT-5).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct CalendarFeed {
    /// Shown once: asking again makes another one, and the first shows nothing any more.
    pub url: String,
}

/// The day of a practitioner (APT-9).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Day {
    /// By the clock of the clinic.
    #[serde(with = "wire_time::date")]
    pub day: Date,
    /// Whose: a doctor sees their own, the reception everybody's of the clinic.
    pub practitioners: Vec<DayPractitioner>,
    /// By time.
    pub visits: Vec<DayVisit>,
}

/// Whose visits a day has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct DayPractitioner {
    pub id: PractitionerRoleId,
    pub name: PersonName,
    pub speciality: Speciality,
    /// By how many minutes they are late.
    pub late_minutes: u32,
}

/// A visit as those who receive the patient see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct DayVisit {
    pub id: AppointmentId,
    pub practitioner: PractitionerRoleId,
    /// Whose card; absent for a guest, who has none here.
    pub patient: Option<PatientId>,
    pub name: PersonName,
    #[serde(with = "wire_time::optional_date")]
    pub birth_date: Option<Date>,
    pub state: VisitState,
    #[serde(with = "wire_time::moment")]
    pub starts_at: OffsetDateTime,
    #[serde(with = "wire_time::moment")]
    pub ends_at: OffsetDateTime,
    /// How far the clinic's clock is ahead of UTC then, in minutes.
    pub utc_offset: i32,
    pub service: String,
    pub format: VisitFormat,
    pub room: Option<String>,
    /// What it is about: for the doctor, not for the reception.
    pub reason: Option<String>,
    /// How many entries of the card the patient attached: told to the doctor alone, as the reason is.
    #[serde(default)]
    pub papers: u32,
    /// Where a guest is called, E.164 as people read it; absent for who has a card.
    #[serde(default)]
    pub phone: Option<String>,
    /// What a guest says at the desk; absent for who has a card.
    #[serde(default)]
    pub number: Option<String>,
    /// When the patient came.
    #[serde(with = "wire_time::optional_moment")]
    pub arrived_at: Option<OffsetDateTime>,
    /// Who called it off and why, where it was: nobody waits for them.
    #[serde(default)]
    pub called_off: Option<CalledOff>,
    /// To be sent back with a change.
    pub version: u32,
}

/// Who called a visit off, as those who were to receive the patient read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct CalledOff {
    #[serde(with = "wire_time::moment")]
    pub at: OffsetDateTime,
    pub by: VisitActor,
    /// Why, where they said so: the clinic's own words for everybody there, others for the doctor alone.
    pub note: Option<String>,
}

/// What the patient attached to a visit, as far as its doctor may see it now (APT-4).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct VisitPapers {
    /// The newest first.
    pub papers: Vec<Entry>,
    /// How many more were attached and cannot be seen any more.
    pub closed: u32,
}

/// How a visit stands from now on: see [`super::rules::may_become`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct StateChange {
    pub state: VisitState,
    /// The version that was seen.
    pub version: u32,
}

/// A patient shows a pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct CheckIn {
    /// What the QR code says.
    pub token: String,
}

/// A practitioner is late.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Late {
    pub practitioner: PractitionerRoleId,
    /// 0 to 240; 0 where they are not late any more. Those who wait today are told of changes of 10
    /// and more.
    pub minutes: u32,
}

/// How many were told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Told {
    pub patients: u32,
}
