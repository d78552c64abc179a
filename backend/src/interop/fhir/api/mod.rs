//! The REST API of FHIR R4 under `/fhir/R4`: <https://hl7.org/fhir/R4/http.html>.
//!
//! Not in the portal's own OpenAPI document: the `CapabilityStatement` is its description.

mod format;

use poem::http::{HeaderMap, Method, StatusCode, header};
use poem::{Endpoint, IntoResponse as _, Request, Response};
use shared::access::model::Action;
use shared::interop::fhir::json::{Json, object};
use shared::interop::fhir::outcome::{Issue, IssueCode, outcome};
use shared::interop::fhir::patch;
use shared::interop::fhir::validate::{check, is_id};
use time::OffsetDateTime;
use time::format_description::well_known::{Rfc2822, Rfc3339};

use self::format::{FHIR_JSON, Format, Sent};
use super::booking;
use super::bundle::{read_etag, transact};
use super::capability::{capability, is_transient};
use super::give::{self, Given, Search};
use super::plan::matching;
use super::refusal::Refusal;
use super::take::{Did, How, References, Taken, Wanted, take};
use crate::access::Origin;
use crate::app::App;
use crate::http::{internal, unavailable};
use crate::interop::program::{self, Authorized};

/// How often a patch is tried again that somebody else's write came before.
const PATCH_TRIES: u32 = 5;

/// Everything below `/fhir/R4`.
pub struct FhirEndpoint(pub App);

/// What a request asks for, by its path and method.
enum Call<'r> {
    Metadata,
    Smart,
    Bundle,
    Search { kind: &'r str },
    Create { kind: &'r str },
    UpdateMatching { kind: &'r str },
    Read { kind: &'r str, id: &'r str },
    Update { kind: &'r str, id: &'r str },
    Patch { kind: &'r str, id: &'r str },
    Delete { kind: &'r str, id: &'r str },
    History { kind: &'r str, id: &'r str },
    ReadVersion { kind: &'r str, id: &'r str, version: i32 },
    Everything { id: &'r str },
    Validate { kind: &'r str },
    Booking(booking::Operation<'r>),
}

impl Endpoint for FhirEndpoint {
    type Output = Response;

    async fn call(&self, mut request: Request) -> poem::Result<Response> {
        let (format, answered) = match Format::asked(&request) {
            Ok(format) => (format, self.answer(&mut request).await),
            Err(refusal) => (Format::Json, Err(refusal)),
        };
        Ok(format.write(answered.unwrap_or_else(respond_refused)).await)
    }
}

impl FhirEndpoint {
    async fn answer(&self, request: &mut Request) -> Result<Response, Refusal> {
        let path = request.uri().path().to_owned();
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        // Mounted: what is before is gone already.
        let call = route(request.method(), &segments)?;
        match call {
            Call::Metadata => return Ok(respond(StatusCode::OK, &capability(&self.0))),
            Call::Smart => return Ok(respond_smart(&self.0)),
            _ => {}
        }
        let by = self.authorize(request).await?;
        let mut query = pairs(request.uri().query().unwrap_or_default());
        let is_strict = prefers(request.headers(), "handling=strict");
        let sent = Sent::read(request).await?;
        if let Sent::Form(form) = &sent {
            query.extend(pairs(form));
        }
        let headers = request.headers();
        let booked = self.booked(&by, &call, headers, (&query, is_strict), sent.text()).await;
        let done = match booked {
            Ok(Some(response)) => Ok(response),
            Ok(None) => self.act(&by, call, headers, query, is_strict, sent.text()).await,
            Err(refusal) => Err(refusal),
        };
        if matches!(&done, Err(Refusal::Refused { status: 403, .. })) {
            // What a program was refused is in its own journal (INT-12).
            program::journal_refusal(&self.0, &by.caller, Action::ReadResources).await?;
        }
        done
    }

    async fn authorize(&self, request: &Request) -> Result<Authorized, Refusal> {
        let origin = request.data::<Origin>().cloned().unwrap_or_default();
        let token =
            request.headers().get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = token.and_then(|value| value.strip_prefix("Bearer "));
        let found = match token {
            Some(token) => program::authorize(&self.0, token, origin.clone()).await?,
            None => None,
        };
        let Some(by) = found else {
            // Each is a line in a journal: not as many as somebody likes.
            let address = origin.address.as_deref().and_then(|address| address.parse().ok());
            if address.is_some_and(|address| self.0.limits().check_sign_in(address).is_err()) {
                return Err(slow_down());
            }
            program::journal_stranger(&self.0, origin).await?;
            return Err(Refusal::new(
                401,
                Issue::error(IssueCode::Login, "a live token is needed"),
            ));
        };
        if self.0.limits().check_account(by.caller.account()).is_err() {
            return Err(slow_down());
        }
        Ok(by)
    }

    /// What is booked here, and what is free to be; nothing where all else is asked for.
    async fn booked(
        &self,
        by: &Authorized,
        call: &Call<'_>,
        headers: &HeaderMap,
        (query, is_strict): (&[(String, String)], bool),
        text: &str,
    ) -> Result<Option<Response>, Refusal> {
        let app = &self.0;
        match *call {
            Call::Booking(operation) => {
                booking::act(app, by, operation, headers, text).await.map(Some)
            }
            Call::Read { kind, id } => booking::find(app, by, kind, id).await,
            Call::Search { kind } => booking::search(app, by, kind, query, is_strict).await,
            Call::Update { kind, id } | Call::Patch { kind, id } | Call::Delete { kind, id } => {
                booking::refuse_change(app, by, kind, id).await.map(|()| None)
            }
            Call::Metadata
            | Call::Smart
            | Call::Bundle
            | Call::Create { .. }
            | Call::UpdateMatching { .. }
            | Call::History { .. }
            | Call::ReadVersion { .. }
            | Call::Everything { .. }
            | Call::Validate { .. } => Ok(None),
        }
    }

    async fn act(
        &self,
        by: &Authorized,
        call: Call<'_>,
        headers: &HeaderMap,
        query: Vec<(String, String)>,
        is_strict: bool,
        text: &str,
    ) -> Result<Response, Refusal> {
        let app = &self.0;
        match call {
            Call::Metadata | Call::Smart | Call::Booking(_) => Err(Refusal::not_found()),
            Call::Bundle => {
                let bundle = parse(text)?;
                Ok(respond(StatusCode::OK, &transact(app, by, &bundle).await?))
            }
            Call::Search { kind } => {
                let search = Search { kind, parameters: query, is_strict };
                Ok(respond(StatusCode::OK, &give::search(app, by, &search).await?))
            }
            Call::Create { kind } => {
                let if_none_exist =
                    headers.get("if-none-exist").and_then(|value| value.to_str().ok());
                let how = How::Create { if_none_exist };
                self.take_one(by, kind, how, headers, text).await
            }
            Call::Update { kind, id } => {
                let how = How::Update { id, if_match: if_match(headers)? };
                self.take_one(by, kind, how, headers, text).await
            }
            Call::UpdateMatching { kind } => {
                self.update_matching(by, kind, &query, headers, text).await
            }
            Call::Patch { kind, id } => self.patch(by, kind, id, headers, text).await,
            Call::Read { kind, id } => {
                Ok(respond_given(headers, give::find(app, by, kind, id, None).await?))
            }
            Call::ReadVersion { kind, id, version } => {
                Ok(respond_given(headers, give::find(app, by, kind, id, Some(version)).await?))
            }
            Call::History { kind, id } => {
                let all = give::history(app, by, kind, id).await?;
                Ok(respond(StatusCode::OK, &history(app, kind, id, all)))
            }
            Call::Everything { id } => {
                Ok(respond(StatusCode::OK, &give::everything(app, by, id).await?))
            }
            Call::Validate { kind } => Ok(respond(StatusCode::OK, &validate(kind, text)?)),
            Call::Delete { kind, id } => {
                super::take::delete(app, by, kind, id).await?;
                Ok(Response::builder().status(StatusCode::NO_CONTENT).finish())
            }
        }
    }

    /// `PUT /Type?identifier=…`
    async fn update_matching(
        &self,
        by: &Authorized,
        kind: &str,
        query: &[(String, String)],
        headers: &HeaderMap,
        text: &str,
    ) -> Result<Response, Refusal> {
        let condition =
            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
        let found = matching(&self.0, self.0.db().read(), kind, &condition).await?;
        let id = found.first().map(ToString::to_string);
        let how = match (found.len(), &id) {
            (0 | 1, None) => How::Create { if_none_exist: None },
            (0 | 1, Some(id)) => How::Update { id, if_match: if_match(headers)? },
            (2.., _) => {
                let what = "several resources match the condition";
                return Err(Refusal::new(412, Issue::error(IssueCode::MultipleMatches, what)));
            }
        };
        self.take_one(by, kind, how, headers, text).await
    }

    async fn take_one(
        &self,
        by: &Authorized,
        kind: &str,
        how: How<'_>,
        headers: &HeaderMap,
        text: &str,
    ) -> Result<Response, Refusal> {
        self.keep(by, kind, how, headers, parse(text)?).await
    }

    /// JSON Patch: of the version that is read, so that nobody's write in between is lost.
    async fn patch(
        &self,
        by: &Authorized,
        kind: &str,
        id: &str,
        headers: &HeaderMap,
        text: &str,
    ) -> Result<Response, Refusal> {
        let (patch, asked) = (parse(text)?, if_match(headers)?);
        let mut tries = 1;
        loop {
            let Given { version, mut json, .. } = give::find(&self.0, by, kind, id, None).await?;
            patch::apply(&mut json, &patch).map_err(|error| {
                Refusal::new(422, Issue::error(IssueCode::Value, error.to_string()))
            })?;
            if json.text("id") != Some(id) {
                let what = "a patch does not change the id";
                return Err(Refusal::new(422, Issue::error(IssueCode::Invariant, what)));
            }
            let how = How::Update { id, if_match: Some(asked.unwrap_or(version)) };
            match self.keep(by, kind, how, headers, json).await {
                Err(Refusal::Refused { status: 412, .. })
                    if asked.is_none() && tries < PATCH_TRIES =>
                {
                    tries += 1;
                }
                done => return done,
            }
        }
    }

    async fn keep(
        &self,
        by: &Authorized,
        kind: &str,
        how: How<'_>,
        headers: &HeaderMap,
        resource: Json<'_>,
    ) -> Result<Response, Refusal> {
        if resource.text("resourceType") != Some(kind) || is_transient(kind) {
            return Err(Refusal::malformed(format!("a resource of the type {kind} is expected")));
        }
        if let How::Update { id, .. } = &how
            && resource.text("id").is_some_and(|own| own != *id)
        {
            return Err(Refusal::malformed("the id of the resource is the one of the URL"));
        }
        let issues = check(&resource, kind);
        if !issues.is_empty() {
            return Err(Refusal::invalid(issues));
        }
        let wanted = Wanted { expression: kind.to_owned(), full_url: None, resource, how };
        let taken = take(&self.0, by, vec![wanted], References::Checked).await?;
        let taken = taken.into_iter().next().ok_or_else(Refusal::not_found)?;
        Ok(self.respond_taken(by, headers, &taken).await)
    }

    async fn respond_taken(&self, by: &Authorized, headers: &HeaderMap, taken: &Taken) -> Response {
        let Taken { kind, id, version, at, did } = taken;
        let status = match did {
            Did::Created => StatusCode::CREATED,
            Did::Updated | Did::Unchanged => StatusCode::OK,
        };
        let body = if prefers(headers, "return=minimal") {
            None
        } else if prefers(headers, "return=OperationOutcome") {
            Some(outcome(&[]))
        } else {
            // A program that may only write gets no more than that it is kept.
            give::find(&self.0, by, kind, id, None).await.ok().map(|given| given.json)
        };
        let mut response = match body {
            Some(body) => respond(status, &body),
            None => Response::builder().status(status).finish(),
        };
        let base = format!("{}/fhir/R4", self.0.settings().origin);
        let headers = response.headers_mut();
        insert(headers, header::LOCATION, &format!("{base}/{kind}/{id}/_history/{version}"));
        insert(headers, header::ETAG, &format!("W/\"{version}\""));
        insert(headers, header::LAST_MODIFIED, &http_date(*at));
        response
    }
}

fn slow_down() -> Refusal {
    Refusal::new(429, Issue::error(IssueCode::Throttled, "too many requests: slow down"))
}

fn if_match(headers: &HeaderMap) -> Result<Option<i32>, Refusal> {
    let Some(text) = headers.get(header::IF_MATCH) else { return Ok(None) };
    let version = text.to_str().ok().and_then(read_etag);
    version.map(Some).ok_or_else(|| Refusal::malformed("If-Match holds a version: W/\"3\""))
}

/// A read or a search inside a Bundle.
pub async fn get(app: &App, by: &Authorized, url: &str) -> Result<Json<'static>, Refusal> {
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    match route(&Method::GET, &segments)? {
        Call::Read { kind, id } => Ok(give::find(app, by, kind, id, None).await?.json),
        Call::ReadVersion { kind, id, version } => {
            Ok(give::find(app, by, kind, id, Some(version)).await?.json)
        }
        Call::Search { kind } => {
            let parameters = pairs(query);
            give::search(app, by, &Search { kind, parameters, is_strict: false }).await
        }
        _ => {
            let what = "a GET in a Bundle reads a resource or searches";
            Err(Refusal::new(400, Issue::error(IssueCode::NotSupported, what)))
        }
    }
}

fn route<'r>(method: &Method, segments: &[&'r str]) -> Result<Call<'r>, Refusal> {
    let id_of = |id: &'r str| {
        if is_id(id) {
            Ok(id)
        } else {
            Err(Refusal::malformed("an id has 1 to 64 letters, digits, `-` or `.`"))
        }
    };
    let call = match (method.as_str(), segments) {
        ("GET", ["metadata"]) => Call::Metadata,
        ("GET", [".well-known", "smart-configuration"]) => Call::Smart,
        ("POST", []) => Call::Bundle,
        ("GET", [kind]) => Call::Search { kind },
        ("POST", [kind, "_search"]) => Call::Search { kind },
        ("POST", ["Appointment", "$find"]) => Call::Booking(booking::Operation::Find),
        ("POST", ["Appointment", "$hold"]) => Call::Booking(booking::Operation::Hold),
        ("POST", ["Appointment", "$book"]) => Call::Booking(booking::Operation::Book),
        ("POST", ["Appointment", id, "$cancel"]) => {
            Call::Booking(booking::Operation::Cancel { id: id_of(id)? })
        }
        ("POST", [kind, "$validate"]) => Call::Validate { kind },
        ("POST", [kind]) => Call::Create { kind },
        ("PUT", [kind]) => Call::UpdateMatching { kind },
        ("GET", ["Patient", id, "$everything"]) => Call::Everything { id: id_of(id)? },
        ("GET" | "HEAD", [kind, id]) => Call::Read { kind, id: id_of(id)? },
        ("PUT", [kind, id]) => Call::Update { kind, id: id_of(id)? },
        ("PATCH", [kind, id]) => Call::Patch { kind, id: id_of(id)? },
        ("DELETE", [kind, id]) => Call::Delete { kind, id: id_of(id)? },
        ("GET", [kind, id, "_history"]) => Call::History { kind, id: id_of(id)? },
        ("GET", [kind, id, "_history", version]) => {
            let version = version.parse().map_err(|_| Refusal::not_found())?;
            Call::ReadVersion { kind, id: id_of(id)?, version }
        }
        _ => {
            let what = "this interaction is not served: see the CapabilityStatement at /metadata";
            return Err(Refusal::new(404, Issue::error(IssueCode::NotSupported, what)));
        }
    };
    Ok(call)
}

/// `$validate`: everything that would be refused, and nothing is kept. The resource stands alone, or
/// in Parameters.
fn validate(kind: &str, text: &str) -> Result<Json<'static>, Refusal> {
    let body = parse(text)?;
    let is_wrapped = body.text("resourceType") == Some("Parameters") && kind != "Parameters";
    let wrapped = body
        .list("parameter")
        .iter()
        .find(|parameter| parameter.text("name") == Some("resource"))
        .and_then(|parameter| parameter.get("resource"));
    let resource = if is_wrapped { wrapped.ok_or_else(no_resource)? } else { &body };
    let mut issues = check(resource, kind);
    if resource.text("resourceType").is_some_and(|told| told != kind) {
        let what = format!("a {kind} is expected here");
        issues.push(Issue::error(IssueCode::Invariant, what).at("resourceType".to_owned()));
    }
    Ok(outcome(&issues))
}

fn no_resource() -> Refusal {
    Refusal::malformed("Parameters have no parameter `resource`")
}

pub fn parse(text: &str) -> Result<Json<'_>, Refusal> {
    Json::parse(text).map_err(|error| Refusal::malformed(format!("the body is no JSON: {error}")))
}

fn pairs(query: &str) -> Vec<(String, String)> {
    url::form_urlencoded::parse(query.as_bytes()).into_owned().collect()
}

fn prefers(headers: &HeaderMap, what: &str) -> bool {
    headers
        .get_all("prefer")
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split([',', ';']))
        .any(|part| part.trim() == what)
}

pub fn respond(status: StatusCode, body: &Json) -> Response {
    Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, FHIR_JSON)
        .header(header::CACHE_CONTROL, "no-store")
        .body(body.to_string())
}

pub fn insert(headers: &mut HeaderMap, name: header::HeaderName, value: &str) {
    if let Ok(value) = value.parse() {
        headers.insert(name, value);
    }
}

/// `Sun, 22 Nov 2026 10:00:00 GMT`
fn http_date(at: OffsetDateTime) -> String {
    at.format(&Rfc2822).unwrap_or_default().replace("+0000", "GMT")
}

fn respond_given(headers: &HeaderMap, given: Given) -> Response {
    let etag = given.etag();
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let mut response = if known.is_some_and(|known| known.split(',').any(|one| one.trim() == etag))
    {
        Response::builder().status(StatusCode::NOT_MODIFIED).finish()
    } else {
        respond(StatusCode::OK, &given.json)
    };
    insert(response.headers_mut(), header::ETAG, &etag);
    insert(response.headers_mut(), header::LAST_MODIFIED, &http_date(given.at));
    response
}

fn history(app: &App, kind: &str, id: &str, all: Vec<Given>) -> Json<'static> {
    let base = format!("{}/fhir/R4/{kind}/{id}", app.settings().origin);
    let total = all.len();
    let entries = all.into_iter().map(|given| {
        let method = match given.version {
            _ if given.is_deleted => "DELETE",
            1 => "POST",
            _ => "PUT",
        };
        let request = object([
            ("method", Json::str(method)),
            ("url", Json::str(format!("{}/{}", given.kind, given.id))),
        ]);
        let response = object([
            ("status", Json::str(if given.version == 1 { "201" } else { "200" })),
            ("etag", Json::str(given.etag())),
            ("lastModified", Json::str(given.at.format(&Rfc3339).unwrap_or_default())),
        ]);
        let mut members = vec![("fullUrl", Json::str(base.clone()))];
        if !given.is_deleted {
            members.push(("resource", given.json));
        }
        members.extend([("request", request), ("response", response)]);
        object(members)
    });
    object([
        ("resourceType", Json::str("Bundle")),
        ("id", Json::str(app.new_id().to_string())),
        ("type", Json::str("history")),
        ("total", Json::Number(total.to_string().into())),
        ("entry", Json::Array(entries.collect())),
    ])
}

/// <https://hl7.org/fhir/smart-app-launch/conformance.html>
fn respond_smart(app: &App) -> Response {
    let words = |of: &[&'static str]| Json::Array(of.iter().map(|word| Json::str(*word)).collect());
    let body = object([
        ("token_endpoint", Json::str(format!("{}/fhir/R4/token", app.settings().origin))),
        ("token_endpoint_auth_methods_supported", words(&["private_key_jwt"])),
        (
            "token_endpoint_auth_signing_alg_values_supported",
            words(&["ES384", "RS384", "ES256", "RS256", "EdDSA"]),
        ),
        ("grant_types_supported", words(&["client_credentials"])),
        ("scopes_supported", words(&["system/*.cruds", "system/*.rs"])),
        ("capabilities", words(&["client-confidential-asymmetric", "permission-v2"])),
    ]);
    Response::builder()
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CACHE_CONTROL, "no-store")
        .body(body.to_string())
}

fn respond_refused(refusal: Refusal) -> Response {
    let (status, issues) = match refusal {
        Refusal::Refused { status, issues } => (status, issues),
        Refusal::Raced => {
            let what = "somebody else wrote the same at the same moment: try again";
            (409, vec![Issue::error(IssueCode::Conflict, what)])
        }
        error @ (Refusal::Db(_) | Refusal::Journal(_)) => return explain(unavailable(&error)),
        error @ (Refusal::Denied(_)
        | Refusal::Key(_)
        | Refusal::Seal(_)
        | Refusal::Program(_)
        | Refusal::Randomness(_)) => return explain(internal(&error)),
    };
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST);
    let mut response = respond(status, &outcome(&issues));
    if status == StatusCode::UNAUTHORIZED {
        insert(response.headers_mut(), header::WWW_AUTHENTICATE, "Bearer");
    }
    response
}

/// The portal's own failure, in the words of FHIR.
fn explain(failure: crate::http::Failure) -> Response {
    let status = failure.into_response().status();
    let code = match status {
        StatusCode::SERVICE_UNAVAILABLE => IssueCode::Transient,
        _ => IssueCode::Exception,
    };
    respond(status, &outcome(&[Issue::error(code, "the server cannot answer now")]))
}
