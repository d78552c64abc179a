use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::id::{EntryId, PatientId};
use shared::record::report::{NewAnswer, NewReport, Report, SeenReport};

use super::service::{self, Now, Reviewer};
use crate::access::Caller;
use crate::accounts;
use crate::app::App;
use crate::http::{Failure, Wire};

pub struct ReportApi;

#[OpenApi]
impl ReportApi {
    /// Says that an entry is wrong, or that it never took place. One report about an entry is open
    /// at a time.
    #[oai(
        path = "/patients/:patient/entries/:entry/reports",
        method = "post",
        operation_id = "report_entry"
    )]
    async fn report(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        entry: Path<EntryId>,
        body: Wire<NewReport>,
    ) -> Result<Wire<Report>, Failure> {
        let (now, id, new, ground) = (Now::of(&app), entry.0, body.0, app.new_id());
        let report = app
            .change(&caller, patient.0, async |change| {
                service::report(change, id, new, ground, now).await
            })
            .await?;
        Ok(Wire(report))
    }

    /// Takes back a report that was not answered yet.
    #[oai(
        path = "/patients/:patient/entries/:entry/reports/withdrawal",
        method = "post",
        operation_id = "take_back_report"
    )]
    async fn take_back(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        entry: Path<EntryId>,
        body: Wire<SeenReport>,
    ) -> Result<Wire<Report>, Failure> {
        let (now, id, seen) = (Now::of(&app), entry.0, body.0);
        let report = app
            .change(&caller, patient.0, async |change| {
                service::take_back(change, id, seen, now).await
            })
            .await?;
        Ok(Wire(report))
    }

    /// Answers a report for the organization the entry comes from.
    #[oai(
        path = "/patients/:patient/entries/:entry/reports/answer",
        method = "post",
        operation_id = "answer_report"
    )]
    async fn answer(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        entry: Path<EntryId>,
        body: Wire<NewAnswer>,
    ) -> Result<Wire<Report>, Failure> {
        let (now, id, answer) = (Now::of(&app), entry.0, body.0);
        let by = accounts::name_of(&app, caller.person()).await?.short();
        let reviewer = Reviewer::of(&caller);
        let report = app
            .change(&caller, patient.0, async |change| {
                service::answer(change, id, answer, reviewer, by, now).await
            })
            .await?;
        Ok(Wire(report))
    }
}
