use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::contract::Code;
use shared::id::{EntryId, PatientId};
use shared::journal::model::View;
use shared::record::attest::{Attestation, AttestationCode, NewAttestation};

use super::service::{self, Error};
use crate::access::{Caller, Seen};
use crate::app::App;
use crate::http::{Failure, Wire, internal};
use crate::record::report::Reviewer;

pub struct AttestApi;

#[OpenApi]
impl AttestApi {
    /// Makes a code by which the patient confirms a visit on the spot: for a doctor of the clinic
    /// that wrote it, within a day.
    #[oai(
        path = "/patients/:patient/entries/:entry/attestation-code",
        method = "post",
        operation_id = "show_attestation"
    )]
    async fn show(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        entry: Path<EntryId>,
    ) -> Result<Wire<AttestationCode>, Failure> {
        let access = app.open_at(&caller, patient.0, Seen::one(View::Entry, entry.0)).await?;
        Ok(Wire(service::show(&app, &access, entry.0, Reviewer::of(&caller)).await?))
    }

    /// Confirms a visit by the code a doctor shows, with a passkey shown just now. Done twice it
    /// changes nothing.
    #[oai(
        path = "/patients/:patient/entries/:entry/attestation",
        method = "post",
        operation_id = "attest_visit"
    )]
    async fn attest(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        entry: Path<EntryId>,
        body: Wire<NewAttestation>,
    ) -> Result<Wire<Attestation>, Failure> {
        let (patient, entry, now) = (patient.0, entry.0, app.now());
        let shown_by = service::read(&app, patient, entry, &body.0.code).await?;
        let attestation = app
            .change(&caller, patient, async |change| {
                let factor = service::prove(&app, &caller).await?;
                service::attest(change, entry, shown_by, factor, now).await
            })
            .await?;
        Ok(Wire(attestation))
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::CodeExpired => Code::CodeExpired.into(),
            Error::PasskeyNeeded => Code::PasskeyNeeded.into(),
            Error::Record(error) => error.into(),
            Error::Account(error) => error.into(),
            Error::Key(_) => internal(&error),
        }
    }
}
