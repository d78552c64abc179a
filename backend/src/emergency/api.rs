use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::contract::{Code, Problem};
use shared::emergency::model::{
    EmergencyCase, NewEmergency, NewReview, OpenedEmergency, ReviewedCase,
};
use shared::id::PatientId;
use uuid::Uuid;

use super::review;
use super::service::{self, Error};
use crate::access::{Caller, ReadGrants};
use crate::app::App;
use crate::http::{Failure, Wire, internal, unavailable};

pub struct EmergencyApi;

#[OpenApi]
impl EmergencyApi {
    /// Opens a card without asking the patient: allergies, conditions and medicines, for 4 hours.
    /// The patient and the security officers are told at once.
    #[oai(path = "/emergencies", method = "post", operation_id = "open_emergency")]
    async fn open(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<NewEmergency>,
    ) -> Result<Wire<OpenedEmergency>, Failure> {
        Ok(Wire(service::open(&app, &caller, &body.0).await?))
    }

    /// Every case, for the security officer: those that wait first, the oldest of them first.
    #[oai(path = "/emergencies", method = "get", operation_id = "list_emergencies")]
    async fn list(
        &self,
        app: Data<&App>,
        caller: Caller,
    ) -> Result<Wire<Vec<ReviewedCase>>, Failure> {
        Ok(Wire(review::list(&app, &caller).await?))
    }

    /// Says what a review found. Done twice it changes nothing.
    #[oai(
        path = "/emergencies/:emergency/review",
        method = "post",
        operation_id = "review_emergency"
    )]
    async fn review(
        &self,
        app: Data<&App>,
        caller: Caller,
        emergency: Path<Uuid>,
        body: Wire<NewReview>,
    ) -> Result<Wire<ReviewedCase>, Failure> {
        Ok(Wire(review::review(&app, &caller, emergency.0, &body.0).await?))
    }

    /// Who opened this card in an emergency, the newest first.
    #[oai(
        path = "/patients/:patient/emergencies",
        method = "get",
        operation_id = "list_card_emergencies"
    )]
    async fn of_card(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
    ) -> Result<Wire<Vec<EmergencyCase>>, Failure> {
        let access = app.open::<ReadGrants>(&caller, patient.0).await?;
        Ok(Wire(service::of_card(&app, &access).await?))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Code::NotFound.into(),
            Error::Invalid { field, reason } => Problem::invalid([(field, reason)]).into(),
            Error::Conflict => Code::Conflict.into(),
            Error::TooMany { seconds } => Self::later(Code::EmergencyLimit, seconds),
            Error::Denied(denied) => denied.into(),
            Error::Card(error) => error.into(),
            Error::Account(error) => error.into(),
            Error::Consent(error) => error.into(),
            Error::Office(error) => error.into(),
            Error::Seal(_) | Error::Append(_) => internal(&error),
            Error::Journal(_) | Error::Key(_) | Error::Db(_) => unavailable(&error),
        }
    }
}
