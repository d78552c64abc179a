use poem::http::{HeaderValue, header};
use poem::web::Data;
use poem::{IntoResponse, Response};
use poem_openapi::param::Path;
use poem_openapi::payload::{Binary, Payload as _};
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::{ApiResponse, OpenApi};
use shared::contract::{Code, FieldReason, Problem, encoded};
use shared::files::model::{FileType, KeptDocument, NewDocument};
use shared::id::{EntryId, PatientId};
use shared::record::own::Refused;

use super::service::{self, Error, Opened};
use crate::access::{Caller, ReadEntries, WriteOwn};
use crate::app::App;
use crate::http::{Bulk, Failure, Wire, internal, unavailable};

pub struct FilesApi;

#[OpenApi]
impl FilesApi {
    /// Keeps a paper copy the patient uploads. It stays marked as theirs.
    #[oai(path = "/patients/:patient/documents", method = "post", operation_id = "add_document")]
    async fn add(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        body: Bulk<NewDocument>,
    ) -> Result<Wire<KeptDocument>, Failure> {
        // Strangers send no megabytes.
        let preparation = app.prepare::<WriteOwn>(&caller, patient.0).await?;
        let _place = app.limits().take_upload(caller.account())?;
        let new = body.read().await?;
        Ok(Wire(service::add(&app, &caller, preparation, new).await?))
    }

    /// A file of an entry, by the number its page gives it: the bytes themselves, to be saved.
    #[oai(
        path = "/patients/:patient/entries/:entry/files/:number",
        method = "get",
        operation_id = "open_file"
    )]
    async fn open(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        entry: Path<EntryId>,
        number: Path<u32>,
    ) -> Result<Attached, Failure> {
        let access = app.open::<ReadEntries>(&caller, patient.0).await?;
        Ok(Attached(service::open(&app, &access, entry.0, number.0).await?))
    }
}

/// Somebody's file: saved by the browser, never shown as a page of ours.
struct Attached(Opened);

const OCTETS: &str = "application/octet-stream";

impl IntoResponse for Attached {
    fn into_response(self) -> Response {
        let Opened { name, kind, bytes } = self.0;
        let mut response =
            Response::builder().content_type(kind.map_or(OCTETS, FileType::wire)).body(bytes);
        let headers = response.headers_mut();
        // Nothing but ASCII comes out of it.
        if let Ok(disposition) = HeaderValue::from_str(&disposition(&name, kind)) {
            headers.insert(header::CONTENT_DISPOSITION, disposition);
        }
        let fixed = [
            (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
            (header::CACHE_CONTROL, "no-store"),
        ];
        for (name, value) in fixed {
            headers.insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

/// RFC 6266: a name of ASCII for old browsers, the whole one by RFC 5987.
fn disposition(name: &str, kind: Option<FileType>) -> String {
    let extension = kind.map(FileType::extension);
    let is_named = extension.is_none_or(|extension| {
        name.rsplit_once('.').is_some_and(|(_, last)| {
            last.eq_ignore_ascii_case(extension)
                || (extension == "jpg" && last.eq_ignore_ascii_case("jpeg"))
        })
    });
    let mut whole = name.to_owned();
    if let (false, Some(extension)) = (is_named, extension) {
        whole.push('.');
        whole.push_str(extension);
    }
    let is_plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | ' ');
    let plain: String = whole.chars().map(|c| if is_plain(c) { c } else { '_' }).collect();
    format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", encoded(&whole))
}

impl ApiResponse for Attached {
    fn meta() -> MetaResponses {
        let content =
            MetaMediaType { content_type: OCTETS, schema: Binary::<Vec<u8>>::schema_ref() };
        MetaResponses {
            responses: vec![MetaResponse {
                description: "The file.",
                status: Some(200),
                status_range: None,
                content: vec![content],
                headers: vec![],
            }],
        }
    }

    fn register(_registry: &mut Registry) {}
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Code::NotFound.into(),
            Error::Invalid(fields) => {
                let is_large = |(_, reason): &Refused| *reason == FieldReason::FileTooLarge;
                let is_too_large = fields.iter().any(is_large);
                let problem = Problem::invalid(fields);
                if is_too_large {
                    let fields = problem.fields;
                    return Problem { fields, ..Code::FileTooLarge.into() }.into();
                }
                problem.into()
            }
            Error::Conflict => Code::Conflict.into(),
            Error::Full => Code::LimitReached.into(),
            Error::Elsewhere => Code::FileElsewhere.into(),
            Error::Damaged => {
                metrics::counter!("medkarta_files_damaged_total").increment(1);
                tracing::error!("a file is not what was kept: restore it from a backup");
                Code::FileDamaged.into()
            }
            Error::Record(error) => error.into(),
            Error::Card(error) => error.into(),
            Error::Denied(denied) => denied.into(),
            Error::Object(_) => {
                metrics::counter!("medkarta_files_away_total").increment(1);
                unavailable(&error)
            }
            Error::Db(_) => unavailable(&error),
            Error::Seal(_) | Error::Stopped(_) => internal(&error),
        }
    }
}
