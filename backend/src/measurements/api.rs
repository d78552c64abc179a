use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::contract::{Code, Problem};
use shared::id::PatientId;
use shared::journal::model::View;
use shared::measurements::model::{
    FoundMeasurements, Imported, KeptMeasurement, KeptTarget, MeasurementFile, MeasurementKind,
    MeasurementPreview, NewImport, NewMeasurements, NewTarget,
};

use super::service::Error;
use super::{import, service, target};
use crate::access::{Caller, ReadEntries, Seen, WriteOwn};
use crate::accounts;
use crate::app::App;
use crate::http::{Bulk, Failure, Wire, internal};

pub struct MeasurementsApi;

#[OpenApi]
impl MeasurementsApi {
    /// What the patient measured, by kinds: the last values, where they should lie and what they
    /// mean.
    #[oai(
        path = "/patients/:patient/measurements",
        method = "get",
        operation_id = "list_measurements"
    )]
    async fn list(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
    ) -> Result<Wire<FoundMeasurements>, Failure> {
        let seen = Seen::all(View::Measurements);
        let access = app.open_at::<ReadEntries>(&caller, patient.0, seen).await?;
        Ok(Wire(service::list(&access, app.now(), app.settings().offset).await?))
    }

    /// Keeps what the patient measured at one moment. Impossible values are refused, unlikely ones
    /// asked about.
    #[oai(
        path = "/patients/:patient/measurements",
        method = "post",
        operation_id = "add_measurements"
    )]
    async fn add(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<NewMeasurements>,
    ) -> Result<Wire<Vec<KeptMeasurement>>, Failure> {
        let new = body.0;
        let kept = app
            .change(&caller, patient.0, async |change| service::add(&app, change, new).await)
            .await?;
        Ok(Wire(kept))
    }

    /// Sets where a measurement should lie, or takes that back.
    #[oai(path = "/patients/:patient/targets/:kind", method = "put", operation_id = "set_target")]
    async fn set_target(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        kind: Path<MeasurementKind>,
        body: Wire<NewTarget>,
    ) -> Result<Wire<KeptTarget>, Failure> {
        let by = accounts::name_of(&app, caller.person()).await?.short();
        let organization = match caller.organization() {
            Some(organization) => accounts::organization_name(app.db().read(), organization)
                .await
                .map_err(crate::record::Error::from)?,
            None => None,
        };
        let (kind, new, now) = (kind.0, body.0, app.now());
        let doctor = target::Doctor { by, organization: caller.organization(), name: organization };
        let kept = app
            .change(&caller, patient.0, async |change| {
                target::set(change, kind, new, doctor, now).await
            })
            .await?;
        Ok(Wire(kept))
    }

    /// Says what a file would bring; nothing is kept.
    #[oai(
        path = "/patients/:patient/measurements/preview",
        method = "post",
        operation_id = "preview_measurements"
    )]
    async fn preview(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Bulk<MeasurementFile>,
    ) -> Result<Wire<MeasurementPreview>, Failure> {
        // Strangers send no megabytes, and what is there is told to who may add to it only.
        let _preparation = app.prepare::<WriteOwn>(&caller, patient.0).await?;
        let seen = Seen::all(View::Measurements);
        let access = app.open_at::<ReadEntries>(&caller, patient.0, seen).await?;
        let _place = app.limits().take_upload(caller.account())?;
        let file = body.read().await?;
        Ok(Wire(import::preview(&access, file, app.now()).await?))
    }

    /// Keeps the measurements of a file, all or none; each once, however often it is sent.
    #[oai(
        path = "/patients/:patient/measurements/import",
        method = "post",
        operation_id = "import_measurements"
    )]
    async fn import(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<NewImport>,
    ) -> Result<Wire<Imported>, Failure> {
        let new = body.0;
        let kept = app
            .change(&caller, patient.0, async |change| import::keep(&app, change, new).await)
            .await?;
        Ok(Wire(kept))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid(fields) => Problem { fields, ..Code::Invalid.into() }.into(),
            Error::Conflict => Code::Conflict.into(),
            Error::Full => Code::LimitReached.into(),
            Error::Record(error) => error.into(),
            Error::Card(error) => error.into(),
            Error::Account(error) => error.into(),
            Error::Denied(denied) => denied.into(),
            Error::Stopped(_) => internal(&error),
        }
    }
}
