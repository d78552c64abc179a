use poem::http::{HeaderValue, header};
use poem::web::Data;
use poem::{IntoResponse, Response};
use poem_openapi::param::{Path, Query};
use poem_openapi::registry::{MetaResponses, Registry};
use poem_openapi::{ApiResponse, OpenApi};
use shared::contract::{Code, FieldReason, Problem, encoded};
use shared::files::model::{FilePages, FileType, KeptDocument, NewDocument};
use shared::files::rules::{PAGE_WIDTH, PAGE_WIDTHS};
use shared::id::{EntryId, PatientId};
use shared::journal::model::View;
use shared::record::own::Refused;

use super::pages;
use super::service::{self, Error, Opened};
use crate::access::{Caller, ReadEntries, Seen, WriteOwn};
use crate::app::App;
use crate::http::{Bulk, Failure, Wire, described, guard, internal, unavailable};

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
        let seen = Seen::one(View::File, entry.0);
        let access = app.open_at::<ReadEntries>(&caller, patient.0, seen).await?;
        Ok(Attached(service::open(&app, &access, entry.0, number.0).await?))
    }

    /// The pages of a file that is a PDF, to be looked at one by one.
    #[oai(
        path = "/patients/:patient/entries/:entry/files/:number/pages",
        method = "get",
        operation_id = "list_file_pages"
    )]
    async fn list_pages(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        entry: Path<EntryId>,
        number: Path<u32>,
    ) -> Result<Wire<FilePages>, Failure> {
        let seen = Seen::one(View::FilePages, entry.0);
        let access = app.open_at::<ReadEntries>(&caller, patient.0, seen).await?;
        let _place = app.limits().take_drawing(caller.account())?;
        Ok(Wire(pages::list(&app, &access, entry.0, number.0).await?))
    }

    /// A page of a PDF as PNG, 800, 1200, 1600 or 2400 pixels wide; 1200 where nothing is asked for.
    #[oai(
        path = "/patients/:patient/entries/:entry/files/:number/pages/:page",
        method = "get",
        operation_id = "draw_file_page"
    )]
    #[expect(clippy::too_many_arguments, reason = "each is a part of the address")]
    async fn draw_page(
        &self,
        app: Data<&App>,
        caller: Caller,
        patient: Path<PatientId>,
        entry: Path<EntryId>,
        number: Path<u32>,
        page: Path<u32>,
        width: Query<Option<u32>>,
    ) -> Result<Drawn, Failure> {
        let seen = Seen::one(View::FilePages, entry.0);
        let access = app.open_at::<ReadEntries>(&caller, patient.0, seen).await?;
        let width = width.0.unwrap_or(PAGE_WIDTH);
        if !PAGE_WIDTHS.contains(&width) {
            return Err(Problem::invalid([("width", FieldReason::OutOfRange)]).into());
        }
        let _place = app.limits().take_drawing(caller.account())?;
        Ok(Drawn(pages::draw(&app, &access, (entry.0, number.0), page.0, width).await?))
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
        guard(headers);
        response
    }
}

/// A page as a picture.
struct Drawn(Vec<u8>);

const PNG: &str = "image/png";

impl IntoResponse for Drawn {
    fn into_response(self) -> Response {
        let mut response = Response::builder().content_type(PNG).body(self.0);
        guard(response.headers_mut());
        response
    }
}

impl ApiResponse for Drawn {
    fn meta() -> MetaResponses {
        described(PNG, "The page.")
    }

    fn register(_registry: &mut Registry) {}
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
        described(OCTETS, "The file.")
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
            Error::Undrawable => Code::FileUndrawable.into(),
            Error::Busy => Self::slow_down(2),
            Error::Record(error) => error.into(),
            Error::Card(error) => error.into(),
            Error::Denied(denied) => denied.into(),
            Error::Object(_) => {
                metrics::counter!("medkarta_files_away_total").increment(1);
                unavailable(&error)
            }
            Error::Db(_) => unavailable(&error),
            Error::Seal(_) | Error::Stopped(_) | Error::Drawing(_) => internal(&error),
        }
    }
}
