use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::anomalies::model::{Anomaly, NewAnomalyReview};
use shared::contract::{Code, Problem};
use uuid::Uuid;

use super::{Error, review};
use crate::access::Caller;
use crate::app::App;
use crate::http::{Failure, Wire, internal, unavailable};

pub struct AnomaliesApi;

#[OpenApi]
impl AnomaliesApi {
    /// What was found unusual, for the security officer: what waits for its review first, the newest
    /// of it first.
    #[oai(path = "/anomalies", method = "get", operation_id = "list_anomalies")]
    async fn list(&self, app: Data<&App>, caller: Caller) -> Result<Wire<Vec<Anomaly>>, Failure> {
        Ok(Wire(review::list(&app, &caller).await?))
    }

    /// Says what a review found. Nothing else comes of it. Done twice it changes nothing.
    #[oai(path = "/anomalies/:anomaly/review", method = "post", operation_id = "review_anomaly")]
    async fn review(
        &self,
        app: Data<&App>,
        caller: Caller,
        anomaly: Path<Uuid>,
        body: Wire<NewAnomalyReview>,
    ) -> Result<Wire<Anomaly>, Failure> {
        Ok(Wire(review::review(&app, &caller, anomaly.0, &body.0).await?))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Code::NotFound.into(),
            Error::Invalid { field, reason } => Problem::invalid([(field, reason)]).into(),
            Error::Conflict => Code::Conflict.into(),
            Error::Denied(denied) => denied.into(),
            Error::Account(error) => error.into(),
            Error::Office(error) => error.into(),
            Error::Seal(_) | Error::Append(_) => internal(&error),
            Error::Db(_) => unavailable(&error),
        }
    }
}
