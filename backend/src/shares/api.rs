use poem::Request;
use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::consent::model::Settled;
use shared::contract::{Code, Problem};
use shared::id::PatientId;
use shared::shares::model::{NewShare, ShareKey, ShareLink, SharedEntries, Shares};
use uuid::Uuid;

use super::opening;
use super::service::{self, Error};
use crate::access::{Caller, Origin, ReadGrants};
use crate::app::App;
use crate::http::{Failure, Wire, internal, unavailable};

pub struct SharesApi;

#[OpenApi]
impl SharesApi {
    /// The links of a card.
    #[oai(path = "/patients/:patient/shares", method = "get", operation_id = "list_shares")]
    async fn list(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
    ) -> Result<Wire<Shares>, Failure> {
        let access = app.open::<ReadGrants>(&caller, patient.0).await?;
        Ok(Wire(service::list(&app, &access, app.now()).await?))
    }

    /// Makes a link that shows chosen entries.
    #[oai(path = "/patients/:patient/shares", method = "post", operation_id = "make_share")]
    async fn make(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<NewShare>,
    ) -> Result<Wire<ShareLink>, Failure> {
        let (now, new, app) = (app.now(), body.0, app.0);
        let link = app
            .change(&caller, patient.0, async |change| service::make(app, change, &new, now).await)
            .await?;
        Ok(Wire(link))
    }

    /// Ends a link at once. Done twice it changes nothing.
    #[oai(
        path = "/patients/:patient/shares/:share/revocation",
        method = "post",
        operation_id = "revoke_share"
    )]
    async fn revoke(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        share: Path<Uuid>,
    ) -> Result<Wire<Settled>, Failure> {
        let (now, id, app) = (app.now(), share.0, app.0);
        let settled = app
            .change(&caller, patient.0, async |change| service::revoke(app, change, id, now).await)
            .await?;
        Ok(Wire(settled))
    }

    /// Opens a link by its code, without an account. Whatever does not open is one answer.
    #[oai(path = "/shares/opening", method = "post", operation_id = "open_share")]
    async fn open(
        &self,
        app: Data<&App>,
        request: &Request,
        body: Wire<ShareKey>,
    ) -> Result<Wire<SharedEntries>, Failure> {
        let origin = request.data::<Origin>().cloned().unwrap_or_default();
        Ok(Wire(opening::open(&app, &origin, &body.0).await?))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Code::NotFound.into(),
            Error::Invalid { field, reason } => Problem::invalid([(field, reason)]).into(),
            Error::Conflict => Code::Conflict.into(),
            Error::Full => Code::LimitReached.into(),
            Error::Closed => Code::CodeWrong.into(),
            Error::Denied(denied) => denied.into(),
            Error::Record(error) => error.into(),
            Error::Card(error) => error.into(),
            Error::Account(error) => error.into(),
            Error::Seal(_) | Error::Append(_) => internal(&error),
            Error::Journal(_) | Error::Key(_) | Error::Db(_) => unavailable(&error),
        }
    }
}
