use poem::Request;
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::contract::{Code, Problem};
use shared::id::OrganizationId;
use shared::widgets::model::{
    GuestAnswer, GuestBooking, GuestCode, GuestKey, GuestMoved, GuestMoving, GuestVisit,
    NewGuestVisit, OrderQuery, OrderReadiness, WidgetChange, WidgetClinic, WidgetCounted,
    WidgetDesk, WidgetEvent,
};

use super::service::Error;
use super::{orders, service};
use crate::access::{Caller, Origin};
use crate::accounts::Visitor;
use crate::admin::Office;
use crate::app::App;
use crate::appointments;
use crate::http::{Failure, Wire, unavailable};

/// What frames on sites of clinics ask. No cookie is read: whoever asks is nobody.
pub struct WidgetsApi;

#[OpenApi]
impl WidgetsApi {
    /// The clinic of a widget; absent where it shows nothing on sites. Open to everybody.
    #[oai(path = "/widgets/:clinic", method = "get", operation_id = "find_widget")]
    async fn find(
        &self,
        app: Data<&App>,
        clinic: Path<OrganizationId>,
    ) -> Result<Wire<WidgetClinic>, Failure> {
        Ok(Wire(service::find(&app, clinic.0).await?))
    }

    /// Counts that a widget was shown or used. Open to everybody.
    #[oai(path = "/widgets/:clinic/counts", method = "post", operation_id = "count_widget")]
    async fn count(
        &self,
        app: Data<&App>,
        clinic: Path<OrganizationId>,
        body: Wire<WidgetEvent>,
    ) -> Result<Wire<WidgetCounted>, Failure> {
        Ok(Wire(service::count(&app, clinic.0, &body.0).await?))
    }

    /// Whether a result is ready, by order number and birth date. Tells nothing else.
    #[oai(path = "/orders/search", method = "post", operation_id = "find_order")]
    async fn order(
        &self,
        app: Data<&App>,
        request: &Request,
        body: Wire<OrderQuery>,
    ) -> Result<Wire<OrderReadiness>, Failure> {
        Ok(Wire(orders::ask(&app, &visitor(request), &body.0).await?))
    }
}

/// Visits of those who have no card.
pub struct GuestsApi;

#[OpenApi]
impl GuestsApi {
    /// Keeps a time for a guest for ten minutes and sends a code by SMS. Open to everybody.
    #[oai(path = "/guest-visits", method = "post", operation_id = "start_guest_visit")]
    async fn start(
        &self,
        app: Data<&App>,
        request: &Request,
        body: Wire<NewGuestVisit>,
    ) -> Result<Wire<GuestAnswer>, Failure> {
        Ok(Wire(appointments::start_guest(&app, &visitor(request), &body.0).await?))
    }

    /// Books what is kept for a guest. Sent twice it books once.
    #[oai(
        path = "/guest-visits/confirmation",
        method = "post",
        operation_id = "confirm_guest_visit"
    )]
    async fn confirm(
        &self,
        app: Data<&App>,
        body: Wire<GuestCode>,
    ) -> Result<Wire<GuestBooking>, Failure> {
        Ok(Wire(appointments::confirm_guest(&app, &body.0).await?))
    }

    /// A guest's visit, by its secret. Whatever opens nothing is one answer.
    #[oai(path = "/guest-visits/opening", method = "post", operation_id = "find_guest_visit")]
    async fn find(
        &self,
        app: Data<&App>,
        body: Wire<GuestKey>,
    ) -> Result<Wire<GuestVisit>, Failure> {
        Ok(Wire(appointments::find_guest(&app, &body.0).await?))
    }

    /// Cancels a guest's visit up to 24 hours before it. Done twice it changes nothing.
    #[oai(
        path = "/guest-visits/cancellation",
        method = "post",
        operation_id = "cancel_guest_visit"
    )]
    async fn cancel(
        &self,
        app: Data<&App>,
        body: Wire<GuestKey>,
    ) -> Result<Wire<GuestVisit>, Failure> {
        Ok(Wire(appointments::cancel_guest(&app, &body.0).await?))
    }

    /// Moves a guest's visit up to 24 hours before it. Sent twice it moves once.
    #[oai(path = "/guest-visits/moving", method = "post", operation_id = "move_guest_visit")]
    async fn move_to(
        &self,
        app: Data<&App>,
        body: Wire<GuestMoving>,
    ) -> Result<Wire<GuestMoved>, Failure> {
        Ok(Wire(appointments::move_guest(&app, &body.0).await?))
    }
}

/// What the administrator of a clinic sets for sites.
pub struct WidgetDeskApi;

#[OpenApi]
impl WidgetDeskApi {
    /// The widgets of the clinic that the caller administers, and how often they were used.
    #[oai(path = "/admin/widget", method = "get", operation_id = "find_widget_desk")]
    async fn find(&self, app: Data<&App>, caller: Caller) -> Result<Wire<WidgetDesk>, Failure> {
        let office = Office::open(&app, &caller).await?;
        Ok(Wire(service::desk(&office).await?))
    }

    /// Sets what may be framed, and where.
    #[oai(path = "/admin/widget", method = "put", operation_id = "change_widget")]
    async fn change(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<WidgetChange>,
    ) -> Result<Wire<WidgetDesk>, Failure> {
        let office = Office::open(&app, &caller).await?;
        Ok(Wire(service::change(&office, &body.0).await?))
    }
}

fn visitor(request: &Request) -> Visitor {
    let origin = request.data::<Origin>().cloned().unwrap_or_default();
    Visitor { origin, ..Visitor::default() }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Code::NotFound.into(),
            Error::Invalid { field, reason } => Problem::invalid([(field, reason)]).into(),
            Error::Conflict => Code::Conflict.into(),
            Error::TooMany { seconds } => Self::slow_down(seconds),
            Error::Appointment(error) => error.into(),
            Error::Admin(error) => error.into(),
            Error::Key(_) | Error::Db(_) => unavailable(&error),
        }
    }
}
