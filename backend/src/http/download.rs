//! Answers that are bytes and no JSON: files, pages of files, documents.

use poem::http::{HeaderMap, HeaderValue, header};
use poem_openapi::payload::{Binary, Payload as _};
use poem_openapi::registry::{MetaMediaType, MetaResponse, MetaResponses};

/// Nothing in it runs, and no cache keeps it.
pub fn guard(headers: &mut HeaderMap) {
    let fixed = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// As the description of the API tells of it.
pub fn described(content_type: &'static str, description: &'static str) -> MetaResponses {
    let content = MetaMediaType { content_type, schema: Binary::<Vec<u8>>::schema_ref() };
    MetaResponses {
        responses: vec![MetaResponse {
            description,
            status: Some(200),
            status_range: None,
            content: vec![content],
            headers: vec![],
        }],
    }
}
