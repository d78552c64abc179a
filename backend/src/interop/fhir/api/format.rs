//! JSON or XML: what a request's body is written in, and what the answer is wanted in.
//! <https://hl7.org/fhir/R4/http.html#mime-type>

use poem::http::{HeaderMap, Method, header};
use poem::{Request, Response};
use shared::interop::fhir::json::Json;
use shared::interop::fhir::outcome::{Issue, IssueCode};
use shared::interop::fhir::xml;

use super::super::refusal::Refusal;
use super::pairs;

/// The body of one request, in bytes.
const BODY_MAX: usize = 16 << 20;
const FORM: &str = "application/x-www-form-urlencoded";
const JSON_PATCH: &str = "application/json-patch+json";
pub const FHIR_JSON: &str = "application/fhir+json; fhirVersion=4.0";
const FHIR_XML: &str = "application/fhir+xml; fhirVersion=4.0";

/// What an answer is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    Json,
    Xml,
}

impl Format {
    /// `_format` goes before `Accept`; JSON where neither says anything.
    pub fn asked(request: &Request) -> Result<Self, Refusal> {
        let query = pairs(request.uri().query().unwrap_or_default());
        if let Some((_, named)) = query.iter().find(|(name, _)| name == "_format") {
            // A plus that nobody escaped is a space.
            return Self::named(&named.replace(' ', "+")).ok_or_else(unacceptable);
        }
        Self::accepted(request.headers())
    }

    fn accepted(headers: &HeaderMap) -> Result<Self, Refusal> {
        let mut best: Option<(f32, Self)> = None;
        let mut is_said = false;
        let values = headers.get_all(header::ACCEPT).iter();
        for range in values.filter_map(|value| value.to_str().ok()).flat_map(|it| it.split(',')) {
            is_said = true;
            let mut parts = range.split(';').map(str::trim);
            let name = parts.next().unwrap_or_default();
            let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse().ok());
            let weight: f32 = weight.unwrap_or(1.0);
            let is_better = best.is_none_or(|(known, _)| weight > known) && weight > 0.0;
            if let Some(format) = Self::named(name).filter(|_| is_better) {
                best = Some((weight, format));
            }
        }
        match best {
            Some((_, format)) => Ok(format),
            None if is_said => Err(unacceptable()),
            None => Ok(Self::Json),
        }
    }

    fn named(name: &str) -> Option<Self> {
        match name.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "json"
            | "application/fhir+json"
            | "application/json"
            | "text/json"
            | "application/json+fhir"
            | "*/*"
            | "application/*"
            | "text/*" => Some(Self::Json),
            "xml"
            | "application/fhir+xml"
            | "application/xml"
            | "text/xml"
            | "application/xml+fhir" => Some(Self::Xml),
            _ => None,
        }
    }

    /// Writes an answer that is FHIR in this format; others stay as they are.
    pub async fn write(self, response: Response) -> Response {
        let is_fhir = response.content_type().is_some_and(|kind| kind == FHIR_JSON);
        if self == Self::Json || !is_fhir {
            return response;
        }
        let (mut parts, body) = response.into_parts();
        let text = body.into_string().await.unwrap_or_default();
        let Ok(json) = Json::parse(&text) else { return Response::from_parts(parts, text.into()) };
        if let Ok(kind) = FHIR_XML.parse() {
            parts.headers.insert(header::CONTENT_TYPE, kind);
        }
        Response::from_parts(parts, xml::write(&json).into())
    }
}

fn unacceptable() -> Refusal {
    let what = "answers are application/fhir+json or application/fhir+xml";
    Refusal::new(406, Issue::error(IssueCode::NotSupported, what))
}

/// What was sent.
pub enum Sent {
    /// Nothing, or what is not looked at.
    Nothing,
    Form(String),
    /// As JSON, whatever it was written in.
    Resource(String),
    Patch(String),
}

impl Sent {
    pub async fn read(request: &mut Request) -> Result<Self, Refusal> {
        if matches!(*request.method(), Method::GET | Method::HEAD | Method::DELETE) {
            return Ok(Self::Nothing);
        }
        let kind = request.content_type().unwrap_or_default().to_ascii_lowercase();
        let kind = kind.split(';').next().unwrap_or_default().trim().to_owned();
        let is_patch = *request.method() == Method::PATCH;
        let unsupported =
            |what: &str| Refusal::new(415, Issue::error(IssueCode::NotSupported, what));
        if is_patch && kind != JSON_PATCH {
            return Err(unsupported("application/json-patch+json is expected"));
        }
        let format = Format::named(&kind);
        if !is_patch && kind != FORM && (format.is_none() || kind.ends_with('*')) {
            return Err(unsupported("application/fhir+json or application/fhir+xml is expected"));
        }
        let bytes = request.take_body().into_bytes_limit(BODY_MAX).await.map_err(|_| {
            let what = format!("the body is longer than {BODY_MAX} bytes, or does not end");
            Refusal::new(413, Issue::error(IssueCode::TooLong, what))
        })?;
        let text = String::from_utf8(bytes.into());
        let text = text.map_err(|_| Refusal::malformed("the body is not UTF-8"))?;
        match format {
            _ if is_patch => Ok(Self::Patch(text)),
            Some(Format::Json) => Ok(Self::Resource(text)),
            Some(Format::Xml) => {
                let json = xml::parse(&text);
                let json = json.map_err(|error| {
                    Refusal::malformed(format!("the body is no FHIR XML: {error}"))
                })?;
                Ok(Self::Resource(json.to_string()))
            }
            None => Ok(Self::Form(text)),
        }
    }

    pub fn text(&self) -> &str {
        match self {
            Self::Nothing | Self::Form(_) => "",
            Self::Resource(text) | Self::Patch(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(uri: &str, accept: &[&str]) -> Option<Format> {
        let mut request = Request::builder().uri(uri.parse().unwrap());
        for value in accept {
            request = request.header("accept", *value);
        }
        Format::asked(&request.finish()).ok()
    }

    #[test]
    fn the_answer_is_written_as_it_is_wanted() {
        use Format::{Json, Xml};
        for (uri, accept, wanted) in [
            ("/Patient/1", &[][..], Some(Json)),
            ("/Patient/1", &["*/*"], Some(Json)),
            ("/Patient/1", &["application/fhir+xml"], Some(Xml)),
            ("/Patient/1", &["application/xml;q=0.5, application/fhir+json"], Some(Json)),
            (
                "/Patient/1",
                &["application/json;q=0.5, application/fhir+xml; fhirVersion=4.0"],
                Some(Xml),
            ),
            ("/Patient/1", &["text/html", "application/fhir+xml;q=0.1"], Some(Xml)),
            ("/Patient/1", &["application/fhir+xml;q=0"], None),
            ("/Patient/1", &["text/turtle"], None),
            ("/Patient/1?_format=xml", &["application/fhir+json"], Some(Xml)),
            ("/Patient/1?_format=application/fhir+xml", &[], Some(Xml)),
            ("/Patient/1?_format=application%2Fjson", &["application/xml"], Some(Json)),
            ("/Patient/1?_format=ttl", &["*/*"], None),
        ] {
            assert_eq!(asked(uri, accept), wanted, "{uri} {accept:?}");
        }
    }
}
