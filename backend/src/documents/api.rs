use poem::http::{HeaderValue, header};
use poem::web::Data;
use poem::{IntoResponse, Response};
use poem_openapi::param::{Path, Query};
use poem_openapi::registry::{MetaResponses, Registry};
use poem_openapi::{ApiResponse, OpenApi};
use shared::contract::Code;
use shared::documents::api::DocumentLang;
use shared::id::{EntryId, PatientId};
use shared::journal::model::View;
use shared::lang::Lang;

use super::pdf;
use super::service::{self, Error, Made};
use crate::access::{Caller, ReadEntries, Seen};
use crate::app::App;
use crate::http::{Failure, described, guard, internal};

pub struct DocumentsApi;

#[OpenApi]
impl DocumentsApi {
    /// A report with its values, or one value, as PDF. In Russian unless another language is asked
    /// for.
    #[oai(
        path = "/patients/:patient/results/:entry/pdf",
        method = "get",
        operation_id = "print_result"
    )]
    async fn result(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        entry: Path<EntryId>,
        lang: Query<Option<DocumentLang>>,
    ) -> Result<Document, Failure> {
        let seen = Seen::one(View::Pdf, entry.0);
        let access = app.open_at::<ReadEntries>(&caller, patient.0, seen).await?;
        let _place = app.limits().take_document(caller.account())?;
        Ok(Document(service::result(&app, &access, entry.0, language(lang.0)).await?))
    }

    /// The series that the values of an entry belong to as PDF: its chart, the same in words, and
    /// the same in a table.
    #[oai(
        path = "/patients/:patient/series/:entry/pdf",
        method = "get",
        operation_id = "print_series"
    )]
    async fn series(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        entry: Path<EntryId>,
        lang: Query<Option<DocumentLang>>,
    ) -> Result<Document, Failure> {
        let seen = Seen::one(View::Pdf, entry.0);
        let access = app.open_at::<ReadEntries>(&caller, patient.0, seen).await?;
        let _place = app.limits().take_document(caller.account())?;
        Ok(Document(service::series(&app, &access, entry.0, language(lang.0)).await?))
    }
}

fn language(asked: Option<DocumentLang>) -> Lang {
    asked.map_or_else(Lang::default, Lang::from)
}

/// Saved by the browser, kept by nothing on the way.
struct Document(Made);

const PDF: &str = "application/pdf";
/// Seconds after which there may be room again.
const ROOM_AFTER: u64 = 5;

impl IntoResponse for Document {
    fn into_response(self) -> Response {
        let Made { name, bytes } = self.0;
        let mut response = Response::builder().content_type(PDF).body(bytes);
        let headers = response.headers_mut();
        // Of ASCII, without quotes.
        if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\""))
        {
            headers.insert(header::CONTENT_DISPOSITION, disposition);
        }
        guard(headers);
        response
    }
}

impl ApiResponse for Document {
    fn meta() -> MetaResponses {
        described(PDF, "The PDF.")
    }

    fn register(_registry: &mut Registry) {}
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Record(error) => error.into(),
            Error::Card(error) => error.into(),
            Error::Pdf(pdf::Error::Full) => Self::later(Code::Unavailable, ROOM_AFTER),
            Error::Pdf(pdf::Error::Late) => Code::Timeout.into(),
            Error::Pdf(
                pdf::Error::Unusable
                | pdf::Error::NotSet
                | pdf::Error::NotWritten
                | pdf::Error::Panicked,
            )
            | Error::Data(_) => internal(&error),
        }
    }
}
