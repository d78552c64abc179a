use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use poem::http::{HeaderValue, header};
use poem::web::Data;
use poem::{Body, IntoResponse, Response};
use poem_openapi::param::{Path, Query};
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::types::Type as _;
use poem_openapi::{ApiResponse, OpenApi};
use shared::contract::Problem;
use shared::documents::api::DocumentLang;
use shared::id::PatientId;
use shared::journal::model::{
    Digest, DigestChoice, JournalKey, JournalPage, JournalQuery, NewQuestion, View,
};
use shared::journal::proof::SavedJournal;
use shared::lang::Lang;
use shared::record::asked::Asking;

use super::digest;
use super::export::Export;
use super::service::{self, Error};
use crate::access::{Caller, ReadJournal, Seen};
use crate::app::App;
use crate::http::{Failure, Wire, internal, unavailable};

pub struct JournalApi;

#[OpenApi]
impl JournalApi {
    /// Lines of the journal of a card, newest first. Reading it is a line of it too.
    #[oai(
        path = "/patients/:patient/journal/search",
        method = "post",
        operation_id = "search_journal"
    )]
    async fn search(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<JournalQuery>,
    ) -> Result<Wire<JournalPage>, Failure> {
        let access = app.open(&caller, patient.0).await?;
        Ok(Wire(service::search(&app, &access, &body.0).await?))
    }

    /// Asks the organization of a line why somebody looked. It has ten working days to answer.
    #[oai(
        path = "/patients/:patient/journal/:seq/question",
        method = "post",
        operation_id = "ask_why"
    )]
    async fn ask(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        seq: Path<i64>,
        body: Wire<NewQuestion>,
    ) -> Result<Wire<Asking>, Failure> {
        let (new, ground) = (body.0, app.new_id());
        let asking = app
            .change(&caller, patient.0, async |change| {
                service::ask_why(&app, &caller, change, seq.0, new, ground).await
            })
            .await?;
        Ok(Wire(asking))
    }

    /// The whole journal of a card in one file that anybody can check. In Russian unless another
    /// language is asked for.
    #[oai(
        path = "/patients/:patient/journal/export",
        method = "get",
        operation_id = "export_journal"
    )]
    async fn export(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        lang: Query<Option<DocumentLang>>,
    ) -> Result<JournalFile, Failure> {
        let seen = Seen::all(View::JournalFile);
        let access = app.open_at::<ReadJournal>(&caller, patient.0, seen).await?;
        let place = app.limits().take_document(caller.account())?;
        let lang = lang.0.map_or_else(Lang::default, Lang::from);
        Ok(JournalFile(Export::begin(&app, access, lang, place).await?))
    }

    /// How often the patient is told who looked, and what there is to tell since the last time.
    #[oai(path = "/patients/:patient/digest", method = "get", operation_id = "find_digest")]
    async fn find_digest(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
    ) -> Result<Wire<Digest>, Failure> {
        let access = app.open_at(&caller, patient.0, Seen::all(View::Digest)).await?;
        Ok(Wire(digest::find(&app, &access).await?))
    }

    /// Chooses how often the patient is told who looked.
    #[oai(path = "/patients/:patient/digest", method = "put", operation_id = "set_digest")]
    async fn set_digest(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Wire<DigestChoice>,
    ) -> Result<Wire<DigestChoice>, Failure> {
        let choice = body.0;
        let kept = app
            .change(&caller, patient.0, async |change| digest::set(change, choice).await)
            .await?;
        Ok(Wire(kept))
    }

    /// The key that signs journals here: what a saved one is checked against.
    #[oai(path = "/journal/key", method = "get", operation_id = "find_journal_key")]
    async fn key(&self, app: Data<&App>, _caller: Caller) -> Result<Wire<JournalKey>, Failure> {
        let key = app.keys().deployment().checkpoint.verifying_key();
        Ok(Wire(JournalKey { key: STANDARD.encode(key.as_bytes()) }))
    }
}

/// Saved by the browser, line by line as it comes.
struct JournalFile(Export);

/// Not plain JSON: that is gathered whole to be compressed.
const FILE: &str = "application/vnd.medkarta.journal+json";

impl IntoResponse for JournalFile {
    fn into_response(self) -> Response {
        let body = Body::from_bytes_stream(self.0.stream());
        let mut response = Response::builder().content_type(FILE).body(body);
        let fixed = [
            (header::CONTENT_DISPOSITION, "attachment; filename=\"journal.json\""),
            (header::CACHE_CONTROL, "no-store"),
        ];
        for (name, value) in fixed {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

impl ApiResponse for JournalFile {
    fn meta() -> MetaResponses {
        let content = MetaMediaType { content_type: FILE, schema: SavedJournal::schema_ref() };
        MetaResponses {
            responses: vec![MetaResponse {
                description: "The journal.",
                status: Some(200),
                status_range: None,
                content: vec![content],
                headers: vec![],
            }],
        }
    }

    fn register(registry: &mut Registry) {
        SavedJournal::register(registry);
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid { field, reason } => Problem::invalid([(field, reason)]).into(),
            Error::Record(error) => error.into(),
            Error::Card(error) => error.into(),
            Error::Accounts(error) => error.into(),
            Error::Denied(denied) => denied.into(),
            Error::Key(_) | Error::Db(_) => unavailable(&error),
            Error::Seal(_) => internal(&error),
        }
    }
}
