use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Path;
use shared::id::{EntryId, PatientId};
use shared::journal::model::View;
use shared::record::api::NewNote;
use shared::record::model::Entry;
use shared::results::api::{
    CriticalItem, CriticalState, FoundResults, FoundSeries, Opening, SeriesQuery,
};
use shared::results::compare::{ComparedEntries, FoundComparison};
use shared::results::list::{FoundResultList, ResultQuery};
use shared::results::release::ReleaseRule;

use super::service;
use crate::access::{Caller, ReadEntries, Seen};
use crate::accounts;
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
        let access = app.open_at(&caller, patient.0, Seen::one(View::Result, entry.0)).await?;
        Ok(Wire(service::results(&app, &access, entry.0, app.settings().offset).await?))
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
        let access = app.open_at(&caller, patient.0, Seen::one(View::Series, entry.0)).await?;
        let query = SeriesQuery::of(entry.0);
        Ok(Wire(service::series(&access, &query, app.now(), app.settings().offset).await?))
    }

    /// Several series to stand on one axis of time, with what happened besides.
    #[oai(
        path = "/patients/:patient/series/search",
        method = "post",
        operation_id = "stack_series"
    )]
    async fn stack(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<SeriesQuery>,
    ) -> Result<Wire<FoundSeries>, Failure> {
        let access = app.open_at(&caller, patient.0, Seen::all(View::Series)).await?;
        Ok(Wire(service::series(&access, &body.0, app.now(), app.settings().offset).await?))
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
        let access = app.open_at(&caller, patient.0, Seen::all(View::Results)).await?;
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
        let access = app.open_at(&caller, patient.0, Seen::all(View::Comparison)).await?;
        Ok(Wire(service::compare(&access, &body.0, app.settings().offset).await?))
    }

    /// When the patient wishes to see new results.
    #[oai(path = "/patients/:patient/release", method = "get", operation_id = "find_release")]
    async fn find_release(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
    ) -> Result<Wire<ReleaseRule>, Failure> {
        let seen = Seen::all(View::Release);
        let access = app.open_at::<ReadEntries>(&caller, patient.0, seen).await?;
        Ok(Wire(access.release().rule))
    }

    /// Wishes to see new results at once, or after a doctor's comment or some days.
    #[oai(path = "/patients/:patient/release", method = "put", operation_id = "set_release")]
    async fn set_release(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<ReleaseRule>,
    ) -> Result<Wire<ReleaseRule>, Failure> {
        let rule = body.0;
        let kept = app
            .change(&caller, patient.0, async |change| service::set_release(change, rule).await)
            .await?;
        Ok(Wire(kept))
    }

    /// Shows the patient a result that waits, all the same.
    #[oai(
        path = "/patients/:patient/results/:entry/opening",
        method = "post",
        operation_id = "open_result"
    )]
    async fn open(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        entry: Path<EntryId>,
    ) -> Result<Wire<Opening>, Failure> {
        let (id, now) = (entry.0, app.now());
        let opened = app
            .change(&caller, patient.0, async |change| service::open(change, id, now).await)
            .await?;
        Ok(Wire(opened))
    }

    /// Says something of a result to the patient; a result that waited opens with it.
    #[oai(
        path = "/patients/:patient/results/:entry/comments",
        method = "post",
        operation_id = "comment_result"
    )]
    async fn comment(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        entry: Path<EntryId>,
        body: Wire<NewNote>,
    ) -> Result<Wire<Entry>, Failure> {
        let (id, new, now) = (entry.0, body.0, app.now());
        let source = accounts::signature(&app, &caller).await?.clinical();
        let kept = app
            .change(&caller, patient.0, async |change| {
                service::comment(change, id, new, source, now).await
            })
            .await?;
        Ok(Wire(kept))
    }

    /// Critical results that no doctor has acknowledged, of cards that are open to the caller.
    #[oai(path = "/critical", method = "get", operation_id = "list_critical")]
    async fn list_critical(
        &self,
        app: Data<&App>,
        caller: Caller,
    ) -> Result<Wire<Vec<CriticalItem>>, Failure> {
        Ok(Wire(service::list_critical(&app, &caller).await?))
    }

    /// Says that a doctor knows of a critical value.
    #[oai(
        path = "/patients/:patient/results/:entry/acknowledgement",
        method = "post",
        operation_id = "acknowledge_critical"
    )]
    async fn acknowledge(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        entry: Path<EntryId>,
    ) -> Result<Wire<CriticalState>, Failure> {
        let (id, now) = (entry.0, app.now());
        let state = app
            .change(&caller, patient.0, async |change| {
                service::acknowledge(&app, change, id, now).await
            })
            .await?;
        Ok(Wire(state))
    }
}
