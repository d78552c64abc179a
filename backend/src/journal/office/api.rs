use std::io;

use bytes::Bytes;
use futures_util::Stream;
use poem::http::{HeaderValue, header};
use poem::web::Data;
use poem::{Body, IntoResponse, Response};
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::types::Type as _;
use poem_openapi::{ApiResponse, OpenApi};
use shared::journal::office::{
    AuditPage, AuditQuery, AuditedAccount, AuditedName, COLUMNS, csv_row,
};
use time::UtcOffset;
use time::format_description::well_known::Rfc3339;

use super::finder::Finder;
use super::service;
use crate::access::Caller;
use crate::app::App;
use crate::http::{Failure, Place, Wire};
use crate::journal::Error;

pub struct AuditApi;

#[OpenApi]
impl AuditApi {
    /// Lines of all journals, newest first: for the security officer.
    #[oai(path = "/audit/search", method = "post", operation_id = "search_audit")]
    async fn search(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<AuditQuery>,
    ) -> Result<Wire<AuditPage>, Failure> {
        Ok(Wire(service::search(&app, &caller, body.0).await?))
    }

    /// The same lines as a table (RFC 4180), in UTF-8 with a byte order mark.
    #[oai(path = "/audit/export", method = "post", operation_id = "export_audit")]
    async fn export(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<AuditQuery>,
    ) -> Result<Table, Failure> {
        let finder = service::export(&app, &caller, body.0).await?;
        let place = app.limits().take_document(caller.account())?;
        let offset = app.settings().offset;
        Ok(Table(Rows { finder, offset, is_begun: false, _place: place }))
    }

    /// What a person is called whose lines were found.
    #[oai(path = "/audit/names", method = "post", operation_id = "name_audited")]
    async fn name(
        &self,
        app: Data<&App>,
        caller: Caller,
        body: Wire<AuditedAccount>,
    ) -> Result<Wire<AuditedName>, Failure> {
        Ok(Wire(service::name(&app, &caller, body.0.account).await?))
    }
}

/// A table on its way out.
struct Table(Rows);

struct Rows {
    finder: Option<Finder>,
    offset: UtcOffset,
    is_begun: bool,
    /// So that nobody takes many at once.
    _place: Place,
}

impl Rows {
    /// Written as it is read: a month of a region takes no more memory than a day of a clinic.
    fn stream(self) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
        futures_util::stream::try_unfold(self, |mut rows| async move {
            let chunk = rows.next().await.map_err(|error| {
                tracing::error!(%error, "journals were not exported to their end");
                io::Error::other("the journals cannot be read")
            })?;
            Ok::<_, io::Error>(chunk.map(|chunk| (Bytes::from(chunk), rows)))
        })
    }

    async fn next(&mut self) -> Result<Option<String>, Error> {
        if !self.is_begun {
            self.is_begun = true;
            // The mark tells spreadsheets that it is UTF-8.
            return Ok(Some(format!("\u{feff}{}", csv_row(&COLUMNS))));
        }
        let Some(finder) = &mut self.finder else { return Ok(None) };
        // What is told in one piece is never empty: there may be long stretches without a line.
        while !finder.is_done() {
            let mut out = String::new();
            for line in finder.step(usize::MAX).await? {
                let at = line.at.to_offset(self.offset).format(&Rfc3339).unwrap_or_default();
                out.push_str(&csv_row(&line.columns(at)));
            }
            if !out.is_empty() {
                return Ok(Some(out));
            }
        }
        Ok(None)
    }
}

const CSV: &str = "text/csv; charset=utf-8";

impl IntoResponse for Table {
    fn into_response(self) -> Response {
        let body = Body::from_bytes_stream(self.0.stream());
        let mut response = Response::builder().content_type(CSV).body(body);
        let fixed = [
            (header::CONTENT_DISPOSITION, "attachment; filename=\"journal.csv\""),
            (header::CACHE_CONTROL, "no-store"),
        ];
        for (name, value) in fixed {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }
}

impl ApiResponse for Table {
    fn meta() -> MetaResponses {
        let content = MetaMediaType { content_type: CSV, schema: String::schema_ref() };
        MetaResponses {
            responses: vec![MetaResponse {
                description: "The table.",
                status: Some(200),
                status_range: None,
                content: vec![content],
                headers: vec![],
            }],
        }
    }

    fn register(_registry: &mut Registry) {}
}
