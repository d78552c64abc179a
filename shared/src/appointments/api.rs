use uuid::Uuid;

use super::model::{
    Appointment, Appointments, Booking, BookingTerms, CalendarFeed, Cancelling, CheckIn,
    ClinicPage, ClinicQuery, Clinics, Day, DayVisit, FreeTimes, HoldAnswer, HoldWords, Late,
    NewHold, NewVisitReview, PractitionerQuery, PractitionerRole, Practitioners, Service,
    SlotQuery, StateChange, Told, VisitCard, VisitPapers, VisitPass,
};
use super::reminders::ReminderSettings;
use super::schedule::{
    NewPattern, NewRoom, PatternAnswer, PractitionerFacts, Room, ScheduleDesk, ScheduleLine,
};
use super::waiting::{AnswerTold, NewWaiting, OfferAnswer, OfferReport, WaitingEntry, WaitingList};
use crate::consent::model::Settled;
use crate::contract::{Method, Route, route};
use crate::endpoint;
use crate::id::{AppointmentId, OrganizationId, PatientId, PractitionerRoleId};

endpoint! {
    /// Clinics (APT-1). Open to everybody; a POST, since where somebody is does not belong in a URL.
    SearchClinics {}
    Post "/clinics/search" with ClinicQuery => Clinics
}

endpoint! {
    /// A clinic with its doctors and what patients say of it. Open to everybody.
    FindClinic { clinic: OrganizationId }
    Get "/clinics/{clinic}" => ClinicPage
}

endpoint! {
    /// Doctors and their nearest free times (APT-2). Open to everybody.
    SearchPractitioners {}
    Post "/practitioners/search" with PractitionerQuery => Practitioners
}

endpoint! {
    /// One doctor in one place. Open to everybody.
    FindPractitioner { practitioner: PractitionerRoleId }
    Get "/practitioners/{practitioner}" => PractitionerRole
}

endpoint! {
    /// Free times of one doctor. Open to everybody.
    SearchSlots {}
    Post "/slots/search" with SlotQuery => FreeTimes
}

endpoint! {
    /// What a card may book just now (APT-14).
    FindBookingTerms { patient: PatientId }
    Get "/patients/{patient}/booking-terms" => BookingTerms
}

endpoint! {
    /// Keeps a time for 5 minutes (APT-4). What is not free is told with the next free times.
    HoldSlot { patient: PatientId }
    Post "/patients/{patient}/holds" with NewHold => HoldAnswer
}

endpoint! {
    /// Keeps what is typed while a time is kept: it is told with the hold, and goes with it.
    KeepHoldWords { patient: PatientId, hold: Uuid }
    Put "/patients/{patient}/holds/{hold}/words" with HoldWords => Settled
}

endpoint! {
    /// Lets a time go. Done twice it changes nothing.
    ReleaseHold { patient: PatientId, hold: Uuid }
    Post "/patients/{patient}/holds/{hold}/release" => Settled
}

endpoint! {
    /// Books what is held, or moves the visit it was held for. Sent twice it books once.
    BookAppointment { patient: PatientId }
    Post "/patients/{patient}/appointments" with Booking => Appointment
}

endpoint! {
    /// The visits of a card (APT-12).
    ListAppointments { patient: PatientId } ? { cursor: Option<String> }
    Get "/patients/{patient}/appointments" => Appointments
}

endpoint! {
    /// Everything about one visit (REC-15).
    FindAppointment { patient: PatientId, appointment: AppointmentId }
    Get "/patients/{patient}/appointments/{appointment}" => VisitCard
}

endpoint! {
    /// Cancels a visit up to 24 hours before it (APT-6). Done twice it changes nothing.
    CancelAppointment { patient: PatientId, appointment: AppointmentId }
    Post "/patients/{patient}/appointments/{appointment}/cancellation" with Cancelling => Appointment
}

endpoint! {
    /// What a patient shows at the desk of the clinic; lives 5 minutes (APT-9).
    MakeVisitPass { patient: PatientId, appointment: AppointmentId }
    Post "/patients/{patient}/appointments/{appointment}/pass" => VisitPass
}

endpoint! {
    /// The same on paper: lives until the end of the visit as it is booked now.
    MakePaperPass { patient: PatientId, appointment: AppointmentId }
    Post "/patients/{patient}/appointments/{appointment}/paper-pass" => VisitPass
}

endpoint! {
    /// Says what one thinks of a visit that took place; once, within 90 days (APT-1).
    ReviewAppointment { patient: PatientId, appointment: AppointmentId }
    Post "/patients/{patient}/appointments/{appointment}/review" with NewVisitReview => VisitCard
}

endpoint! {
    /// Makes an address that calendars read (APT-5); the one before shows nothing any more.
    MakeCalendarFeed { patient: PatientId }
    Post "/patients/{patient}/calendar-feed" => CalendarFeed
}

endpoint! {
    /// Closes the address that calendars read. Done twice it changes nothing.
    CloseCalendarFeed { patient: PatientId }
    Delete "/patients/{patient}/calendar-feed" => Settled
}

endpoint! {
    /// When a card is reminded of its visits (APT-7).
    FindReminders { patient: PatientId }
    Get "/patients/{patient}/appointments/reminders" => ReminderSettings
}

endpoint! {
    /// Sets when a card is reminded of its visits.
    ChangeReminders { patient: PatientId }
    Put "/patients/{patient}/appointments/reminders" with ReminderSettings => ReminderSettings
}

endpoint! {
    /// Joins the list of those who wait for a better time (APT-8). Sent twice it joins once.
    JoinWaiting { patient: PatientId }
    Post "/patients/{patient}/waiting" with NewWaiting => WaitingEntry
}

endpoint! {
    /// What a card waits for, each with its place and what is offered now.
    ListWaiting { patient: PatientId }
    Get "/patients/{patient}/waiting" => WaitingList
}

endpoint! {
    /// Takes what is offered, or refuses it. Sent twice it is done once.
    AnswerOffer { patient: PatientId, waiting: Uuid }
    Post "/patients/{patient}/waiting/{waiting}/answer" with OfferAnswer => AnswerTold
}

endpoint! {
    /// Leaves the list. Done twice it changes nothing.
    LeaveWaiting { patient: PatientId, waiting: Uuid }
    Post "/patients/{patient}/waiting/{waiting}/leaving" => Settled
}

endpoint! {
    /// What became of the offers of the caller's clinic in the last year (APT-15).
    FindOfferReport {}
    Get "/admin/waiting/report" => OfferReport
}

endpoint! {
    /// The visits of a day: a doctor's own, the reception's all (APT-9).
    FindDay {} ? { day: Option<String> }
    Get "/day" => Day
}

endpoint! {
    /// What the patient attached to a visit, for its doctor alone (APT-4).
    FindVisitPapers { appointment: AppointmentId }
    Get "/day/{appointment}/papers" => VisitPapers
}

endpoint! {
    /// Says how far a visit is.
    ChangeVisitState { appointment: AppointmentId }
    Post "/day/{appointment}/state" with StateChange => DayVisit
}

endpoint! {
    /// Cancels a visit from the clinic's side; the patient is told.
    CancelVisit { appointment: AppointmentId }
    Post "/day/{appointment}/cancellation" with Cancelling => DayVisit
}

endpoint! {
    /// A patient has come and shows a pass.
    CheckInVisit {}
    Post "/day/check-in" with CheckIn => DayVisit
}

endpoint! {
    /// Tells those who wait that the doctor is late.
    TellLate {}
    Post "/day/late" with Late => Told
}

endpoint! {
    /// Who works when in the caller's clinic, its rooms and kinds of visits (APT-3).
    FindScheduleDesk {}
    Get "/admin/schedules" => ScheduleDesk
}

endpoint! {
    /// Sets when somebody works. Where visits are touched and not decided on, nothing is saved and they
    /// are listed.
    ChangePattern { practitioner: PractitionerRoleId }
    Put "/admin/schedules/{practitioner}" with NewPattern => PatternAnswer
}

endpoint! {
    /// Makes a room, or calls it otherwise.
    ChangeRoom {}
    Put "/admin/rooms" with NewRoom => Room
}

endpoint! {
    /// Makes a kind of visit, or changes it.
    ChangeService {}
    Put "/admin/services" with Service => Service
}

endpoint! {
    /// Sets as what somebody is offered for booking.
    ChangePractitioner {}
    Put "/admin/practitioners" with PractitionerFacts => ScheduleLine
}

pub const ROUTES: &[Route] = &[
    route::<SearchClinics>(),
    route::<FindClinic>(),
    route::<SearchPractitioners>(),
    route::<FindPractitioner>(),
    route::<SearchSlots>(),
    route::<FindBookingTerms>(),
    route::<HoldSlot>(),
    route::<KeepHoldWords>(),
    route::<ReleaseHold>(),
    route::<BookAppointment>(),
    route::<ListAppointments>(),
    route::<FindAppointment>(),
    route::<CancelAppointment>(),
    route::<MakeVisitPass>(),
    route::<MakePaperPass>(),
    route::<ReviewAppointment>(),
    route::<MakeCalendarFeed>(),
    route::<CloseCalendarFeed>(),
    route::<FindReminders>(),
    route::<ChangeReminders>(),
    route::<JoinWaiting>(),
    route::<ListWaiting>(),
    route::<AnswerOffer>(),
    route::<LeaveWaiting>(),
    route::<FindOfferReport>(),
    route::<FindDay>(),
    route::<FindVisitPapers>(),
    route::<ChangeVisitState>(),
    route::<CancelVisit>(),
    route::<CheckInVisit>(),
    route::<TellLate>(),
    route::<FindScheduleDesk>(),
    route::<ChangePattern>(),
    route::<ChangeRoom>(),
    route::<ChangeService>(),
    route::<ChangePractitioner>(),
    (Method::Get, CALENDAR),
];

/// An answer that is no JSON.
const CALENDAR: &str = "/patients/{patient}/appointments/{appointment}/calendar";

/// Where the event of a visit is downloaded as iCalendar (APT-5).
pub fn calendar_url(patient: PatientId, appointment: AppointmentId) -> String {
    format!("{}/patients/{patient}/appointments/{appointment}/calendar", crate::contract::BASE)
}
