use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::consent::model::Settled;
use shared::contract::{Code, Problem};
use shared::id::PatientId;
use shared::representatives::model::{
    AcceptedRepresentation, Acting, ChangedRepresentative, NewRepresentative, NoticeChoice,
    RepresentationCode, RepresentationPreview, RepresentativeInvitation, Representatives,
    Represented,
};
use uuid::Uuid;

use super::answer;
use super::service::{self, Error};
use crate::access::{Caller, ReadGrants, ReadIdentity};
use crate::app::App;
use crate::http::{Failure, Wire, internal, unavailable};

pub struct RepresentativesApi;

#[OpenApi]
impl RepresentativesApi {
    /// Who acts for the patient, who is invited, and whose right has ended.
    #[oai(
        path = "/patients/:patient/representatives",
        method = "get",
        operation_id = "list_representatives"
    )]
    async fn list(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
    ) -> Result<Wire<Representatives>, Failure> {
        let access = app.open::<ReadGrants>(&caller, patient.0).await?;
        Ok(Wire(service::list(&app, &access, app.now()).await?))
    }

    /// Invites somebody to act for the patient.
    #[oai(
        path = "/patients/:patient/representatives",
        method = "post",
        operation_id = "invite_representative"
    )]
    async fn invite(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<NewRepresentative>,
    ) -> Result<Wire<RepresentativeInvitation>, Failure> {
        let (now, new, app) = (app.now(), body.0, app.0);
        let invitation = app
            .change(&caller, patient.0, async |change| {
                service::invite(app, change, &new, now).await
            })
            .await?;
        Ok(Wire(invitation))
    }

    /// Opens more or less to a trusted person, or for longer.
    #[oai(
        path = "/patients/:patient/representatives/:representative",
        method = "put",
        operation_id = "change_representative"
    )]
    async fn alter(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        representative: Path<Uuid>,
        body: Wire<ChangedRepresentative>,
    ) -> Result<Wire<Settled>, Failure> {
        let (now, id, changed, app) = (app.now(), representative.0, body.0, app.0);
        let settled = app
            .change(&caller, patient.0, async |change| {
                service::alter(app, change, id, &changed, now).await
            })
            .await?;
        Ok(Wire(settled))
    }

    /// Ends the right of a trusted person, or takes an invitation back.
    #[oai(
        path = "/patients/:patient/representatives/:representative/revocation",
        method = "post",
        operation_id = "revoke_representative"
    )]
    async fn revoke(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        representative: Path<Uuid>,
    ) -> Result<Wire<Settled>, Failure> {
        let (now, id, app) = (app.now(), representative.0, app.0);
        let settled = app
            .change(&caller, patient.0, async |change| service::revoke(app, change, id, now).await)
            .await?;
        Ok(Wire(settled))
    }

    /// In whose place the caller acts in this card.
    #[oai(path = "/patients/:patient/acting", method = "get", operation_id = "find_acting")]
    async fn acting(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
    ) -> Result<Wire<Acting>, Failure> {
        let access = app.open::<ReadIdentity>(&caller, patient.0).await?;
        Ok(Wire(answer::acting(&app, &caller, &access).await?))
    }

    /// The cards the caller may act in.
    #[oai(path = "/representations", method = "get", operation_id = "list_representations")]
    async fn represented(
        &self,
        app: Data<&App>,
        caller: Caller,
    ) -> Result<Wire<Vec<Represented>>, Failure> {
        Ok(Wire(answer::list(&app, &caller).await?))
    }

    /// What an invitation asks of the caller. A code that is wrong, used, too old or for one's own
    /// card are one answer.
    #[oai(
        path = "/representations/preview",
        method = "post",
        operation_id = "preview_representation"
    )]
    async fn preview(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<RepresentationCode>,
    ) -> Result<Wire<RepresentationPreview>, Failure> {
        Ok(Wire(answer::preview(&app, &caller, &body.0).await?))
    }

    /// Accepts an invitation: the card opens.
    #[oai(path = "/representations", method = "post", operation_id = "accept_representation")]
    async fn accept(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<RepresentationCode>,
    ) -> Result<Wire<AcceptedRepresentation>, Failure> {
        Ok(Wire(answer::accept(&app, &caller, &body.0).await?))
    }

    /// Refuses an invitation. It needs no reason.
    #[oai(
        path = "/representations/:representation/refusal",
        method = "post",
        operation_id = "refuse_representation"
    )]
    async fn refuse(
        &self,
        app: Data<&App>,
        caller: Caller,
        representation: Path<Uuid>,
        body: Wire<RepresentationCode>,
    ) -> Result<Wire<Settled>, Failure> {
        Ok(Wire(answer::refuse(&app, &caller, representation.0, &body.0).await?))
    }

    /// Gives back the right to act for a patient. Done twice it changes nothing.
    #[oai(
        path = "/representations/:representation/resignation",
        method = "post",
        operation_id = "resign_representation"
    )]
    async fn resign(
        &self,
        app: Data<&App>,
        caller: Caller,
        representation: Path<Uuid>,
    ) -> Result<Wire<Settled>, Failure> {
        Ok(Wire(answer::resign(&app, &caller, representation.0).await?))
    }

    /// Chooses whether one is told of what the patient is told.
    #[oai(
        path = "/representations/:representation/notices",
        method = "put",
        operation_id = "set_representation_notices"
    )]
    async fn notices(
        &self,
        app: Data<&App>,
        caller: Caller,
        representation: Path<Uuid>,
        body: Wire<NoticeChoice>,
    ) -> Result<Wire<NoticeChoice>, Failure> {
        Ok(Wire(answer::set_notices(&app, &caller, representation.0, body.0).await?))
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
            Error::Card(error) => error.into(),
            Error::Account(error) => error.into(),
            Error::Seal(_) | Error::Append(_) => internal(&error),
            Error::Journal(_) | Error::Key(_) | Error::Db(_) => unavailable(&error),
        }
    }
}
