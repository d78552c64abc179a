use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::id::{EntryId, PatientId};
use shared::journal::model::View;
use shared::record::asked::{AskedItem, Asking, NewMissing, OrganizationLink};
use shared::record::report::{NewAnswer, Report, SeenReport};

use super::service::{Now, Reviewer};
use super::{desk, missing};
use crate::access::{Caller, Seen};
use crate::accounts;
use crate::app::App;
use crate::http::{Failure, Wire};

pub struct RequestApi;

#[OpenApi]
impl RequestApi {
    /// Organizations whose staff answers here, by name.
    #[oai(path = "/organizations", method = "get", operation_id = "list_organizations")]
    async fn organizations(
        &self,
        app: Data<&App>,
        _caller: Caller,
    ) -> Result<Wire<Vec<OrganizationLink>>, Failure> {
        Ok(Wire(desk::organizations(&app).await?))
    }

    /// What the patient asked of organizations, newest first: about entries, and about what never
    /// came.
    #[oai(path = "/patients/:patient/requests", method = "get", operation_id = "list_requests")]
    async fn list(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
    ) -> Result<Wire<Vec<Asking>>, Failure> {
        let access = app.open_at(&caller, patient.0, Seen::all(View::Requests)).await?;
        Ok(Wire(desk::of_card(&access).await?))
    }

    /// Asks an organization to send what never came.
    #[oai(path = "/patients/:patient/requests", method = "post", operation_id = "ask_missing")]
    async fn ask(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<NewMissing>,
    ) -> Result<Wire<Asking>, Failure> {
        let (now, new, ground) = (Now::of(&app), body.0, app.new_id());
        let asking = app
            .change(&caller, patient.0, async |change| missing::ask(change, new, ground, now).await)
            .await?;
        Ok(Wire(asking))
    }

    /// Takes back what was asked and not answered yet.
    #[oai(
        path = "/patients/:patient/requests/:request/withdrawal",
        method = "post",
        operation_id = "take_back_request"
    )]
    async fn take_back(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        request: Path<EntryId>,
        body: Wire<SeenReport>,
    ) -> Result<Wire<Report>, Failure> {
        let (now, id, seen) = (Now::of(&app), request.0, body.0);
        let report = app
            .change(&caller, patient.0, async |change| {
                missing::take_back(change, id, seen, now).await
            })
            .await?;
        Ok(Wire(report))
    }

    /// Answers for the organization that was asked.
    #[oai(
        path = "/patients/:patient/requests/:request/answer",
        method = "post",
        operation_id = "answer_request"
    )]
    async fn answer(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        request: Path<EntryId>,
        body: Wire<NewAnswer>,
    ) -> Result<Wire<Report>, Failure> {
        let (now, id, answer) = (Now::of(&app), request.0, body.0);
        let by = accounts::name_of(&app, caller.person()).await?.short();
        let reviewer = Reviewer::of(&caller);
        let report = app
            .change(&caller, patient.0, async |change| {
                missing::answer(change, id, answer, reviewer, by, now).await
            })
            .await?;
        Ok(Wire(report))
    }

    /// What patients ask of the caller's organization and nobody has answered yet, what is due
    /// first first. Looking is journalled in each of the cards.
    #[oai(path = "/requests", method = "get", operation_id = "list_asked")]
    async fn asked(
        &self,
        app: Data<&App>,
        caller: Caller,
    ) -> Result<Wire<Vec<AskedItem>>, Failure> {
        Ok(Wire(desk::waiting(&app, &caller).await?))
    }
}
