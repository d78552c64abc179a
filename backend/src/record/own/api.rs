use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::id::{EntryId, PatientId};
use shared::record::model::{Confirmation, Entry};
use shared::record::own::{ChangedOwn, NewOwn, SeenEntry};

use super::service;
use crate::access::Caller;
use crate::accounts;
use crate::app::App;
use crate::http::{Failure, Wire};

pub struct OwnApi;

#[OpenApi]
impl OwnApi {
    /// Keeps what the patient tells of their own health.
    #[oai(path = "/patients/:patient/own", method = "post", operation_id = "add_own")]
    async fn add(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<NewOwn>,
    ) -> Result<Wire<Entry>, Failure> {
        let (new, now) = (body.0, app.now());
        let entry = app
            .change(&caller, patient.0, async |change| service::add(change, new, now).await)
            .await?;
        Ok(Wire(entry))
    }

    /// Changes what the patient told, by a new version.
    #[oai(path = "/patients/:patient/own/:entry", method = "put", operation_id = "change_own")]
    async fn change(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        entry: Path<EntryId>,
        body: Wire<ChangedOwn>,
    ) -> Result<Wire<Entry>, Failure> {
        let (id, changed, now) = (entry.0, body.0, app.now());
        let entry = app
            .change(&caller, patient.0, async |change| {
                service::change(change, id, changed, now).await
            })
            .await?;
        Ok(Wire(entry))
    }

    /// Takes back what the patient told; it stays in the history and counts no more.
    #[oai(
        path = "/patients/:patient/own/:entry/withdrawal",
        method = "post",
        operation_id = "remove_own"
    )]
    async fn remove(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        entry: Path<EntryId>,
        body: Wire<SeenEntry>,
    ) -> Result<Wire<Entry>, Failure> {
        let (id, seen, now) = (entry.0, body.0, app.now());
        let entry = app
            .change(&caller, patient.0, async |change| service::remove(change, id, seen, now).await)
            .await?;
        Ok(Wire(entry))
    }

    /// Vouches for what the patient told: who did and when stays with it.
    #[oai(
        path = "/patients/:patient/own/:entry/confirmation",
        method = "post",
        operation_id = "confirm_own"
    )]
    async fn confirm(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        entry: Path<EntryId>,
        body: Wire<SeenEntry>,
    ) -> Result<Wire<Entry>, Failure> {
        let (id, seen) = (entry.0, body.0);
        let signature = accounts::signature(&app, &caller).await?;
        let organization = signature.organization_name;
        let confirmation = Confirmation { by: signature.by, organization, at: app.now() };
        let entry = app
            .change(&caller, patient.0, async |change| {
                service::confirm(change, id, seen, confirmation).await
            })
            .await?;
        Ok(Wire(entry))
    }
}
