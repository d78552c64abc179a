use poem::http::{HeaderValue, header};
use poem::web::Data;
use poem::{Endpoint, IntoResponse, Request, Response};
use poem_openapi::param::{Path, Query};
use poem_openapi::registry::{MetaResponses, Registry};
use poem_openapi::{ApiResponse, OpenApi};
use shared::appointments::model::{
    Appointment, Appointments, Booking, BookingTerms, CalendarFeed, Cancelling, CheckIn,
    ClinicPage, ClinicQuery, Clinics, Day, DayVisit, FreeTimes, HoldAnswer, HoldWords, Late,
    NewHold, NewVisitReview, PractitionerQuery, PractitionerRole, Practitioners, Service,
    SlotQuery, StateChange, Told, VisitCard, VisitPapers, VisitPass,
};
use shared::appointments::reminders::ReminderSettings;
use shared::appointments::schedule::{
    NewPattern, NewRoom, PatternAnswer, PractitionerFacts, Room, ScheduleDesk, ScheduleLine,
};
use shared::appointments::waiting::{
    AnswerTold, AnswerWay, NewWaiting, OfferAnswer, OfferReport, WaitingEntry, WaitingList,
};
use shared::consent::model::Settled;
use shared::contract::{Code, Problem};
use shared::id::{AppointmentId, OrganizationId, PatientId, PractitionerRoleId};
use uuid::Uuid;

use super::day::Desk;
use super::service::Error;
use super::{booking, drafts, remind, schedules, search, shown, visits, waiting};
use crate::access::{Caller, Origin, ReadAppointments};
use crate::admin::Office;
use crate::app::App;
use crate::http::{Failure, Wire, described, guard, internal, unavailable};

/// What anybody may look for, signed in or not.
pub struct DirectoryApi;

#[OpenApi]
impl DirectoryApi {
    /// Clinics, the nearest first where it is known from where. Open to everybody.
    #[oai(path = "/clinics/search", method = "post", operation_id = "search_clinics")]
    async fn clinics(
        &self,
        app: Data<&App>,
        body: Wire<ClinicQuery>,
    ) -> Result<Wire<Clinics>, Failure> {
        Ok(Wire(search::clinics(&app, &body.0).await?))
    }

    /// A clinic with its doctors and what patients say of it. Open to everybody.
    #[oai(path = "/clinics/:clinic", method = "get", operation_id = "find_clinic")]
    async fn clinic(
        &self,
        app: Data<&App>,
        clinic: Path<OrganizationId>,
    ) -> Result<Wire<ClinicPage>, Failure> {
        Ok(Wire(search::clinic(&app, clinic.0).await?))
    }

    /// Doctors, the nearest free time first. Open to everybody.
    #[oai(path = "/practitioners/search", method = "post", operation_id = "search_practitioners")]
    async fn practitioners(
        &self,
        app: Data<&App>,
        body: Wire<PractitionerQuery>,
    ) -> Result<Wire<Practitioners>, Failure> {
        Ok(Wire(search::practitioners(&app, &body.0).await?))
    }

    /// One doctor in one place. Open to everybody.
    #[oai(
        path = "/practitioners/:practitioner",
        method = "get",
        operation_id = "find_practitioner"
    )]
    async fn practitioner(
        &self,
        app: Data<&App>,
        practitioner: Path<PractitionerRoleId>,
    ) -> Result<Wire<PractitionerRole>, Failure> {
        Ok(Wire(search::practitioner(&app, practitioner.0).await?))
    }

    /// The free times of one doctor, day by day. Open to everybody.
    #[oai(path = "/slots/search", method = "post", operation_id = "search_slots")]
    async fn slots(
        &self,
        app: Data<&App>,
        body: Wire<SlotQuery>,
    ) -> Result<Wire<FreeTimes>, Failure> {
        Ok(Wire(search::slots(&app, &body.0).await?))
    }
}

/// The visits of a card.
pub struct AppointmentsApi;

#[OpenApi]
impl AppointmentsApi {
    /// What a card may book just now.
    #[oai(
        path = "/patients/:patient/booking-terms",
        method = "get",
        operation_id = "find_booking_terms"
    )]
    async fn terms(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
    ) -> Result<Wire<BookingTerms>, Failure> {
        let access = app.open::<ReadAppointments>(&caller, patient.0).await?;
        Ok(Wire(booking::terms(&app, &access).await?))
    }

    /// Keeps a time for five minutes. What is not free is told with the next free times.
    #[oai(path = "/patients/:patient/holds", method = "post", operation_id = "hold_slot")]
    async fn hold(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<NewHold>,
    ) -> Result<Wire<HoldAnswer>, Failure> {
        let (new, app) = (body.0, app.0);
        // So that the transaction finds it remembered.
        app.directory_now().await?;
        let answer = app
            .change(&caller, patient.0, async |change| booking::hold(app, change, &new).await)
            .await?;
        Ok(Wire(answer))
    }

    /// Keeps what is typed while a time is kept.
    #[oai(
        path = "/patients/:patient/holds/:hold/words",
        method = "put",
        operation_id = "keep_hold_words"
    )]
    async fn keep_words(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        hold: Path<Uuid>,
        body: Wire<HoldWords>,
    ) -> Result<Wire<Settled>, Failure> {
        let (hold, words, app) = (hold.0, body.0, app.0);
        let settled = app
            .change(&caller, patient.0, async |change| {
                drafts::keep(app, change, hold, &words).await
            })
            .await?;
        Ok(Wire(settled))
    }

    /// Lets a time go. Done twice it changes nothing.
    #[oai(
        path = "/patients/:patient/holds/:hold/release",
        method = "post",
        operation_id = "release_hold"
    )]
    async fn release(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        hold: Path<Uuid>,
    ) -> Result<Wire<Settled>, Failure> {
        let (hold, app) = (hold.0, app.0);
        let settled = app
            .change(&caller, patient.0, async |change| booking::release(change, hold).await)
            .await?;
        Ok(Wire(settled))
    }

    /// Books what is held, or moves the visit it was held for. Sent twice it books once.
    #[oai(
        path = "/patients/:patient/appointments",
        method = "post",
        operation_id = "book_appointment"
    )]
    async fn book(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<Booking>,
    ) -> Result<Wire<Appointment>, Failure> {
        let (new, app) = (body.0, app.0);
        app.directory_now().await?;
        let booked = app
            .change(&caller, patient.0, async |change| booking::book(app, change, &new).await)
            .await?;
        Ok(Wire(booked))
    }

    /// The visits of a card: those to come, the nearest first, and those before.
    #[oai(
        path = "/patients/:patient/appointments",
        method = "get",
        operation_id = "list_appointments"
    )]
    async fn list(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        cursor: Query<Option<String>>,
    ) -> Result<Wire<Appointments>, Failure> {
        let access = app.open::<ReadAppointments>(&caller, patient.0).await?;
        Ok(Wire(visits::list(&app, &access, cursor.0.as_deref()).await?))
    }

    /// Everything about one visit.
    #[oai(
        path = "/patients/:patient/appointments/:appointment",
        method = "get",
        operation_id = "find_appointment"
    )]
    async fn find(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        appointment: Path<AppointmentId>,
    ) -> Result<Wire<VisitCard>, Failure> {
        let access = app.open::<ReadAppointments>(&caller, patient.0).await?;
        Ok(Wire(visits::find(&app, &access, appointment.0).await?))
    }

    /// Cancels a visit up to 24 hours before it. Done twice it changes nothing.
    #[oai(
        path = "/patients/:patient/appointments/:appointment/cancellation",
        method = "post",
        operation_id = "cancel_appointment"
    )]
    async fn cancel(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        appointment: Path<AppointmentId>,
        body: Wire<Cancelling>,
    ) -> Result<Wire<Appointment>, Failure> {
        let (id, cancelling, app) = (appointment.0, body.0, app.0);
        let cancelled = app
            .change(&caller, patient.0, async |change| {
                visits::cancel(app, change, id, &cancelling).await
            })
            .await?;
        Ok(Wire(cancelled))
    }

    /// The event of a visit as iCalendar (RFC 5545).
    #[oai(
        path = "/patients/:patient/appointments/:appointment/calendar",
        method = "get",
        operation_id = "download_appointment"
    )]
    async fn calendar(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        appointment: Path<AppointmentId>,
    ) -> Result<Calendar, Failure> {
        let access = app.open::<ReadAppointments>(&caller, patient.0).await?;
        Ok(Calendar(shown::event(&app, &access, appointment.0).await?))
    }

    /// What a patient shows at the desk of the clinic; it lives five minutes.
    #[oai(
        path = "/patients/:patient/appointments/:appointment/pass",
        method = "post",
        operation_id = "make_visit_pass"
    )]
    async fn pass(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        appointment: Path<AppointmentId>,
    ) -> Result<Wire<VisitPass>, Failure> {
        let (id, app) = (appointment.0, app.0);
        let pass = app
            .change(&caller, patient.0, async |change| shown::make_pass(app, change, id).await)
            .await?;
        Ok(Wire(pass))
    }

    /// The same on paper; it lives until the end of the visit as it is booked now.
    #[oai(
        path = "/patients/:patient/appointments/:appointment/paper-pass",
        method = "post",
        operation_id = "make_paper_pass"
    )]
    async fn paper_pass(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        appointment: Path<AppointmentId>,
    ) -> Result<Wire<VisitPass>, Failure> {
        let (id, app) = (appointment.0, app.0);
        let pass = app
            .change(&caller, patient.0, async |change| {
                shown::make_paper_pass(app, change, id).await
            })
            .await?;
        Ok(Wire(pass))
    }

    /// Says what one thinks of a visit that took place; once, within 90 days.
    #[oai(
        path = "/patients/:patient/appointments/:appointment/review",
        method = "post",
        operation_id = "review_appointment"
    )]
    async fn review(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        appointment: Path<AppointmentId>,
        body: Wire<NewVisitReview>,
    ) -> Result<Wire<VisitCard>, Failure> {
        let (id, new, app) = (appointment.0, body.0, app.0);
        let card = app
            .change(&caller, patient.0, async |change| visits::review(app, change, id, &new).await)
            .await?;
        Ok(Wire(card))
    }

    /// Makes an address that calendars read; the one before shows nothing any more.
    #[oai(
        path = "/patients/:patient/calendar-feed",
        method = "post",
        operation_id = "make_calendar_feed"
    )]
    async fn make_feed(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
    ) -> Result<Wire<CalendarFeed>, Failure> {
        let app = app.0;
        let feed = app
            .change(&caller, patient.0, async |change| shown::make_feed(app, change).await)
            .await?;
        Ok(Wire(feed))
    }

    /// Closes the address that calendars read. Done twice it changes nothing.
    #[oai(
        path = "/patients/:patient/calendar-feed",
        method = "delete",
        operation_id = "close_calendar_feed"
    )]
    async fn close_feed(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
    ) -> Result<Wire<Settled>, Failure> {
        let settled =
            app.change(&caller, patient.0, async |change| shown::close_feed(change).await).await?;
        Ok(Wire(settled))
    }
}

/// When a card is reminded of its visits.
pub struct RemindersApi;

#[OpenApi]
impl RemindersApi {
    /// When a card is reminded of its visits; as usual where nobody has chosen.
    #[oai(
        path = "/patients/:patient/appointments/reminders",
        method = "get",
        operation_id = "find_reminders"
    )]
    async fn find(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
    ) -> Result<Wire<ReminderSettings>, Failure> {
        let access = app.open::<ReadAppointments>(&caller, patient.0).await?;
        Ok(Wire(remind::find(&access).await?))
    }

    /// Sets when a card is reminded of its visits.
    #[oai(
        path = "/patients/:patient/appointments/reminders",
        method = "put",
        operation_id = "change_reminders"
    )]
    async fn change(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<ReminderSettings>,
    ) -> Result<Wire<ReminderSettings>, Failure> {
        let (new, app) = (body.0, app.0);
        let kept =
            app.change(&caller, patient.0, async |change| remind::set(change, &new).await).await?;
        Ok(Wire(kept))
    }
}

/// Waiting for a better time.
pub struct WaitingApi;

#[OpenApi]
impl WaitingApi {
    /// Joins the list of those who wait for a better time. Sent twice it joins once.
    #[oai(path = "/patients/:patient/waiting", method = "post", operation_id = "join_waiting")]
    async fn join(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<NewWaiting>,
    ) -> Result<Wire<WaitingEntry>, Failure> {
        let (new, app) = (body.0, app.0);
        let entry = app
            .change(&caller, patient.0, async |change| waiting::join(app, change, &new).await)
            .await?;
        Ok(Wire(entry))
    }

    /// What a card waits for, each with its place and what is offered now.
    #[oai(path = "/patients/:patient/waiting", method = "get", operation_id = "list_waiting")]
    async fn list(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
    ) -> Result<Wire<WaitingList>, Failure> {
        let access = app.open::<ReadAppointments>(&caller, patient.0).await?;
        Ok(Wire(waiting::list(&app, &access).await?))
    }

    /// Takes what is offered, or refuses it. Sent twice it is done once.
    #[oai(
        path = "/patients/:patient/waiting/:waiting/answer",
        method = "post",
        operation_id = "answer_offer"
    )]
    async fn answer(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        waiting: Path<Uuid>,
        body: Wire<OfferAnswer>,
    ) -> Result<Wire<AnswerTold>, Failure> {
        let (id, answer, app) = (waiting.0, (body.0.take, AnswerWay::App), app.0);
        let told = app
            .change(&caller, patient.0, async |change| {
                waiting::answer(app, change, id, answer).await
            })
            .await?;
        Ok(Wire(told))
    }

    /// Leaves the list. Done twice it changes nothing.
    #[oai(
        path = "/patients/:patient/waiting/:waiting/leaving",
        method = "post",
        operation_id = "leave_waiting"
    )]
    async fn leave(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        waiting: Path<Uuid>,
    ) -> Result<Wire<Settled>, Failure> {
        let (id, app) = (waiting.0, app.0);
        let settled = app
            .change(&caller, patient.0, async |change| waiting::leave(app, change, id).await)
            .await?;
        Ok(Wire(settled))
    }

    /// What became of the offers of the caller's clinic in the last year: counts alone.
    #[oai(path = "/admin/waiting/report", method = "get", operation_id = "find_offer_report")]
    async fn report(&self, app: Data<&App>, caller: Caller) -> Result<Wire<OfferReport>, Failure> {
        Ok(Wire(waiting::report(&Office::open(&app, &caller).await?).await?))
    }
}

/// The day of those who receive patients.
pub struct DayApi;

#[OpenApi]
impl DayApi {
    /// The visits of a day: a doctor's own, the reception's all; today's where none is named.
    #[oai(path = "/day", method = "get", operation_id = "find_day")]
    async fn day(
        &self,
        app: Data<&App>,
        caller: Caller,
        day: Query<Option<String>>,
    ) -> Result<Wire<Day>, Failure> {
        Ok(Wire(Desk::open(&app, &caller).await?.day(day.0.as_deref()).await?))
    }

    /// What the patient attached to a visit, for its doctor alone.
    #[oai(path = "/day/:appointment/papers", method = "get", operation_id = "find_visit_papers")]
    async fn papers(
        &self,
        app: Data<&App>,
        caller: Caller,
        appointment: Path<AppointmentId>,
    ) -> Result<Wire<VisitPapers>, Failure> {
        Ok(Wire(Desk::open(&app, &caller).await?.papers(appointment.0).await?))
    }

    /// Says how far a visit is.
    #[oai(path = "/day/:appointment/state", method = "post", operation_id = "change_visit_state")]
    async fn change_state(
        &self,
        app: Data<&App>,
        caller: Caller,
        appointment: Path<AppointmentId>,
        body: Wire<StateChange>,
    ) -> Result<Wire<DayVisit>, Failure> {
        Ok(Wire(Desk::open(&app, &caller).await?.change_state(appointment.0, body.0).await?))
    }

    /// Cancels a visit from the clinic's side; the patient is told.
    #[oai(path = "/day/:appointment/cancellation", method = "post", operation_id = "cancel_visit")]
    async fn cancel(
        &self,
        app: Data<&App>,
        caller: Caller,
        appointment: Path<AppointmentId>,
        body: Wire<Cancelling>,
    ) -> Result<Wire<DayVisit>, Failure> {
        Ok(Wire(Desk::open(&app, &caller).await?.cancel(appointment.0, &body.0).await?))
    }

    /// A patient has come and shows a pass. Whatever is none is one answer.
    #[oai(path = "/day/check-in", method = "post", operation_id = "check_in_visit")]
    async fn check_in(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<CheckIn>,
    ) -> Result<Wire<DayVisit>, Failure> {
        Ok(Wire(Desk::open(&app, &caller).await?.check_in(&body.0).await?))
    }

    /// Tells those who wait that the doctor is late.
    #[oai(path = "/day/late", method = "post", operation_id = "tell_late")]
    async fn late(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<Late>,
    ) -> Result<Wire<Told>, Failure> {
        Ok(Wire(Desk::open(&app, &caller).await?.late(body.0).await?))
    }
}

/// What the administrator of a clinic sets for booking.
pub struct SchedulesApi;

#[OpenApi]
impl SchedulesApi {
    /// Who works when in the caller's clinic, its rooms and kinds of visits.
    #[oai(path = "/admin/schedules", method = "get", operation_id = "find_schedule_desk")]
    async fn desk(&self, app: Data<&App>, caller: Caller) -> Result<Wire<ScheduleDesk>, Failure> {
        Ok(Wire(schedules::desk(&Office::open(&app, &caller).await?).await?))
    }

    /// Sets when somebody works. Where visits are touched and not decided on, nothing is saved and
    /// they are listed.
    #[oai(path = "/admin/schedules/:practitioner", method = "put", operation_id = "change_pattern")]
    async fn change_pattern(
        &self,
        app: Data<&App>,
        caller: Caller,
        practitioner: Path<PractitionerRoleId>,
        body: Wire<NewPattern>,
    ) -> Result<Wire<PatternAnswer>, Failure> {
        let office = Office::open(&app, &caller).await?;
        Ok(Wire(schedules::change_pattern(&office, practitioner.0, &body.0).await?))
    }

    /// Makes a room, or calls it otherwise.
    #[oai(path = "/admin/rooms", method = "put", operation_id = "change_room")]
    async fn change_room(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<NewRoom>,
    ) -> Result<Wire<Room>, Failure> {
        let office = Office::open(&app, &caller).await?;
        Ok(Wire(schedules::change_room(&office, &body.0).await?))
    }

    /// Makes a kind of visit, or changes it.
    #[oai(path = "/admin/services", method = "put", operation_id = "change_service")]
    async fn change_service(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<Service>,
    ) -> Result<Wire<Service>, Failure> {
        let office = Office::open(&app, &caller).await?;
        Ok(Wire(schedules::change_service(&office, &body.0).await?))
    }

    /// Sets as what somebody is offered for booking.
    #[oai(path = "/admin/practitioners", method = "put", operation_id = "change_practitioner")]
    async fn change_practitioner(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<PractitionerFacts>,
    ) -> Result<Wire<ScheduleLine>, Failure> {
        let office = Office::open(&app, &caller).await?;
        Ok(Wire(schedules::change_practitioner(&office, &body.0).await?))
    }
}

/// Saved by the browser, or read by a calendar.
struct Calendar(String);

const CALENDAR: &str = "text/calendar";

impl IntoResponse for Calendar {
    fn into_response(self) -> Response {
        let mut response =
            Response::builder().content_type("text/calendar; charset=utf-8").body(self.0);
        let headers = response.headers_mut();
        let disposition = HeaderValue::from_static("attachment; filename=\"visit.ics\"");
        headers.insert(header::CONTENT_DISPOSITION, disposition);
        guard(headers);
        response
    }
}

impl ApiResponse for Calendar {
    fn meta() -> MetaResponses {
        described(CALENDAR, "The event.")
    }

    fn register(_registry: &mut Registry) {}
}

/// What calendars read, by an address nobody guesses. Any other address is nothing.
pub struct FeedEndpoint(pub App);

impl Endpoint for FeedEndpoint {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let name = request.uri().path().rsplit('/').next().unwrap_or_default();
        let secret = name.strip_suffix(".ics").unwrap_or_default().to_owned();
        let origin = request.data::<Origin>().cloned().unwrap_or_default();
        match shown::feed(&self.0, &origin, &secret).await {
            Ok(calendar) => Ok(Calendar(calendar).into_response()),
            Err(error) => Ok(Failure::from(error).into_response()),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Code::NotFound.into(),
            Error::Invalid { field, reason } => Problem::invalid([(field, reason)]).into(),
            Error::Conflict => Code::Conflict.into(),
            Error::Full => Code::LimitReached.into(),
            Error::HoldEnded => Code::HoldEnded.into(),
            Error::TooLate => Code::TooLateToChange.into(),
            Error::TooEarly => Code::TooEarly.into(),
            Error::NoPass => Code::CodeWrong.into(),
            Error::Denied(denied) => denied.into(),
            Error::Record(error) => error.into(),
            Error::Card(error) => error.into(),
            Error::Account(error) => error.into(),
            Error::Admin(error) => error.into(),
            Error::Seal(_) | Error::Append(_) => internal(&error),
            Error::Journal(_) | Error::Key(_) | Error::Db(_) => unavailable(&error),
        }
    }
}
