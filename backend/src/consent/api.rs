use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::consent::model::{
    AccessOverview, ChangedGrant, Grant, NewAccessRequest, NewGrant, NewHiding, NewPresentation,
    OpenedCard, Practitioner, Presentation, Preview, PreviewQuery, RequestAnswer, SentRequest,
    Settled, ShownCard,
};
use shared::contract::{Code, Problem};
use shared::id::{OrganizationId, PatientId};
use uuid::Uuid;

use super::service::{self, Error};
use super::{presented, requests};
use crate::access::{Caller, ReadGrants};
use crate::app::App;
use crate::http::{Failure, Wire, internal, unavailable};

pub struct ConsentApi;

#[OpenApi]
impl ConsentApi {
    /// To whom the card is open, who asks, and what is hidden.
    #[oai(path = "/patients/:patient/grants", method = "get", operation_id = "find_access")]
    async fn overview(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
    ) -> Result<Wire<AccessOverview>, Failure> {
        let access = app.open::<ReadGrants>(&caller, patient.0).await?;
        Ok(Wire(service::overview(&app, &access, app.now()).await?))
    }

    /// Opens the card to a practitioner or an organization.
    #[oai(path = "/patients/:patient/grants", method = "post", operation_id = "give_access")]
    async fn give(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<NewGrant>,
    ) -> Result<Wire<Grant>, Failure> {
        let (now, new) = (app.now(), body.0);
        let granted = app
            .change(&caller, patient.0, async |change| service::give(change, new, now).await)
            .await?;
        Ok(Wire(service::line(&app, granted, true, now).await?))
    }

    /// Opens more or less by a grant, or for longer.
    #[oai(
        path = "/patients/:patient/grants/:grant",
        method = "put",
        operation_id = "change_access"
    )]
    async fn alter(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        grant: Path<Uuid>,
        body: Wire<ChangedGrant>,
    ) -> Result<Wire<Grant>, Failure> {
        let (now, id, new) = (app.now(), grant.0, body.0);
        let granted = app
            .change(&caller, patient.0, async |change| service::alter(change, id, new, now).await)
            .await?;
        Ok(Wire(service::line(&app, granted, true, now).await?))
    }

    /// Closes the card by ending a grant. Done twice it changes nothing.
    #[oai(
        path = "/patients/:patient/grants/:grant/revocation",
        method = "post",
        operation_id = "revoke_access"
    )]
    async fn revoke(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        grant: Path<Uuid>,
    ) -> Result<Wire<Settled>, Failure> {
        let (now, id) = (app.now(), grant.0);
        let settled = app
            .change(&caller, patient.0, async |change| service::revoke(change, id, now).await)
            .await?;
        Ok(Wire(settled))
    }

    /// The card as somebody would see it, by the filter that enforces the grant.
    #[oai(path = "/patients/:patient/preview", method = "post", operation_id = "preview_access")]
    async fn preview(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<PreviewQuery>,
    ) -> Result<Wire<Preview>, Failure> {
        let access = app.open::<ReadGrants>(&caller, patient.0).await?;
        Ok(Wire(service::preview(&access, &caller, &body.0, app.now()).await?))
    }

    /// Hides an entry or a topic.
    #[oai(path = "/patients/:patient/hidings", method = "post", operation_id = "hide_entries")]
    async fn hide(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<NewHiding>,
    ) -> Result<Wire<Settled>, Failure> {
        let (now, new) = (app.now(), body.0);
        let settled = app
            .change(&caller, patient.0, async |change| service::hide(change, new, now).await)
            .await?;
        Ok(Wire(settled))
    }

    /// Shows again what was hidden. Done twice it changes nothing.
    #[oai(
        path = "/patients/:patient/hidings/:hiding/lifting",
        method = "post",
        operation_id = "lift_hiding"
    )]
    async fn lift(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        hiding: Path<Uuid>,
    ) -> Result<Wire<Settled>, Failure> {
        let (now, id) = (app.now(), hiding.0);
        let settled = app
            .change(&caller, patient.0, async |change| service::lift(change, id, now).await)
            .await?;
        Ok(Wire(settled))
    }

    /// Allows what a practitioner asks, or less of it, or refuses.
    #[oai(
        path = "/patients/:patient/access-requests/:request/answer",
        method = "post",
        operation_id = "answer_access"
    )]
    async fn answer(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        request: Path<Uuid>,
        body: Wire<RequestAnswer>,
    ) -> Result<Wire<Settled>, Failure> {
        let (now, id, app) = (app.now(), request.0, app.0);
        // To refuse is to close: nothing more is asked for it.
        let settled = match body.0.allowed {
            None => {
                app.change(&caller, patient.0, async |change| {
                    requests::refuse_request(app, change, id, now).await
                })
                .await?
            }
            Some(allowed) => {
                let ground = app.new_id();
                app.change(&caller, patient.0, async |change| {
                    requests::allow(app, change, id, allowed, ground, now).await
                })
                .await?
            }
        };
        Ok(Wire(settled))
    }

    /// Shows the card in person: a token for a camera and a code to be told.
    #[oai(path = "/patients/:patient/presentation", method = "post", operation_id = "present_card")]
    async fn present(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<NewPresentation>,
    ) -> Result<Wire<Presentation>, Failure> {
        let (now, new, app) = (app.now(), body.0, app.0);
        let presentation = app
            .change(&caller, patient.0, async |change| {
                presented::present(app, change, &new, now).await
            })
            .await?;
        Ok(Wire(presentation))
    }

    /// Opens a card that is shown in person.
    #[oai(path = "/presentations", method = "post", operation_id = "open_presented")]
    async fn open(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<ShownCard>,
    ) -> Result<Wire<OpenedCard>, Failure> {
        Ok(Wire(presented::open(&app, &caller, &body.0).await?))
    }

    /// Asks a patient to open the card. The answer is the same whether there is such a card or not.
    #[oai(path = "/access-requests", method = "post", operation_id = "ask_access")]
    async fn ask(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<NewAccessRequest>,
    ) -> Result<Wire<SentRequest>, Failure> {
        Ok(Wire(requests::ask(&app, &caller, body.0).await?))
    }

    /// What the caller asked of patients within 90 days, newest first.
    #[oai(path = "/access-requests", method = "get", operation_id = "list_sent_requests")]
    async fn list(
        &self,
        app: Data<&App>,
        caller: Caller,
    ) -> Result<Wire<Vec<SentRequest>>, Failure> {
        Ok(Wire(requests::list(&app, &caller).await?))
    }

    /// The doctors and nurses of an organization, by name.
    #[oai(
        path = "/organizations/:organization/practitioners",
        method = "get",
        operation_id = "list_practitioners"
    )]
    async fn practitioners(
        &self,
        app: Data<&App>,
        _caller: Caller,
        organization: Path<OrganizationId>,
    ) -> Result<Wire<Vec<Practitioner>>, Failure> {
        Ok(Wire(service::practitioners(&app, organization.0, app.now()).await?))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Code::NotFound.into(),
            Error::Invalid { field, reason } => Problem::invalid([(field, reason)]).into(),
            Error::Conflict => Code::Conflict.into(),
            Error::Full => Code::LimitReached.into(),
            Error::CodeWrong => Code::CodeWrong.into(),
            Error::TooManyTries { seconds } => Self::later(Code::TooManyCodes, seconds),
            Error::Denied(denied) => denied.into(),
            Error::Record(error) => error.into(),
            Error::Card(error) => error.into(),
            Error::Account(error) => error.into(),
            Error::Program(_) | Error::Seal(_) | Error::Append(_) => internal(&error),
            Error::Queue(_) | Error::Journal(_) | Error::Key(_) | Error::Db(_) => {
                unavailable(&error)
            }
        }
    }
}
