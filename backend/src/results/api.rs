use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::id::{EntryId, PatientId};
use shared::results::api::{FoundResults, FoundSeries};
use shared::results::compare::{ComparedEntries, FoundComparison};
use shared::results::list::{FoundResultList, ResultQuery};

use super::service;
use crate::access::Caller;
use crate::app::App;
use crate::http::{Failure, Wire};

pub struct ResultsApi;

#[OpenApi]
impl ResultsApi {
    /// A report with its values, or one value; each with its interval, its flag and the value
    /// before it.
    #[oai(
        path = "/patients/:patient/results/:entry",
        method = "get",
        operation_id = "find_results"
    )]
    async fn results(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        entry: Path<EntryId>,
    ) -> Result<Wire<FoundResults>, Failure> {
        let access = app.open(&caller, patient.0).await?;
        Ok(Wire(service::results(&access, entry.0, app.settings().offset).await?))
    }

    /// The series that the values of an entry belong to, with the places where they are no longer
    /// comparable.
    #[oai(path = "/patients/:patient/series/:entry", method = "get", operation_id = "find_series")]
    async fn series(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        entry: Path<EntryId>,
    ) -> Result<Wire<FoundSeries>, Failure> {
        let access = app.open(&caller, patient.0).await?;
        Ok(Wire(service::series(&access, entry.0, app.settings().offset).await?))
    }

    /// Reports and single values that meet all of the conditions, newest specimen first.
    #[oai(
        path = "/patients/:patient/results/search",
        method = "post",
        operation_id = "search_results"
    )]
    async fn search(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<ResultQuery>,
    ) -> Result<Wire<FoundResultList>, Failure> {
        let access = app.open(&caller, patient.0).await?;
        Ok(Wire(service::search(&access, &body.0, app.settings().offset).await?))
    }

    /// Two to six results side by side.
    #[oai(
        path = "/patients/:patient/results/comparison",
        method = "post",
        operation_id = "compare_results"
    )]
    async fn compare(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<ComparedEntries>,
    ) -> Result<Wire<FoundComparison>, Failure> {
        let access = app.open(&caller, patient.0).await?;
        Ok(Wire(service::compare(&access, &body.0, app.settings().offset).await?))
    }
}
