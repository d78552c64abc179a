use poem::http::{HeaderValue, StatusCode, header};
use poem::{IntoResponse, Response};
use poem_openapi::ApiResponse;
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses, Registry};
use poem_openapi::types::Type as _;
use shared::contract::{Code, Problem};

use crate::access::Denied;

/// A failed call: RFC 9457, with the status its code says.
#[derive(Debug)]
pub struct Failure {
    problem: Box<Problem>,
    retry_after: Option<u64>,
}

/// The media type of RFC 9457.
const PROBLEM_JSON: &str = "application/problem+json";

impl Failure {
    /// Too much asked: try again after this many seconds.
    pub fn slow_down(seconds: u64) -> Self {
        Self::later(Code::TooManyRequests, seconds)
    }

    /// Not before this many seconds.
    pub fn later(code: Code, seconds: u64) -> Self {
        Self { retry_after: Some(seconds.max(1)), ..code.into() }
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self { problem: Box::new(problem), retry_after: None }
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Problem::from(code).into()
    }
}

impl From<Denied> for Failure {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::NotFound => Code::NotFound.into(),
            Denied::Unproved => Code::ContactsUnproved.into(),
            Denied::StepUp => Code::StepUpRequired.into(),
            Denied::Journal(_) | Denied::Key(_) | Denied::Db(_) => unavailable(&denied),
            Denied::Seal(_) => internal(&denied),
        }
    }
}

/// For errors the caller can do nothing about: log the cause, answer without it.
pub fn internal(error: &(dyn std::error::Error + 'static)) -> Failure {
    tracing::error!(error, "request failed");
    Code::Internal.into()
}

/// For a database, a journal or a key that is away for now.
pub fn unavailable(error: &(dyn std::error::Error + 'static)) -> Failure {
    tracing::error!(error, "request failed: something needed is away");
    Failure { retry_after: Some(5), ..Code::Unavailable.into() }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut problem = self.problem;
        problem.request_id = super::frame::current_request_id();
        let status =
            StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut response = Response::builder().status(status).content_type(PROBLEM_JSON).body(body);
        if let Some(seconds) = self.retry_after {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<Failure> for poem::Error {
    fn from(failure: Failure) -> Self {
        Self::from_response(failure.into_response())
    }
}

impl ApiResponse for Failure {
    fn meta() -> MetaResponses {
        let content =
            || MetaMediaType { content_type: PROBLEM_JSON, schema: Problem::schema_ref() };
        let response = |status, description| MetaResponse {
            description,
            status,
            status_range: None,
            content: vec![content()],
            headers: vec![],
        };
        let mut responses: Vec<MetaResponse> = Vec::new();
        for code in Code::ALL {
            let status = code.status();
            if status >= 400 && !responses.iter().any(|known| known.status == Some(status)) {
                responses.push(response(Some(status), "A problem; its code says which."));
            }
        }
        MetaResponses { responses }
    }

    fn register(registry: &mut Registry) {
        Problem::register(registry);
    }
}
