use std::marker::PhantomData;

use poem::{Body, IntoResponse, Request, RequestBody, Response};
use poem_openapi::payload::{ParsePayload, Payload};
use poem_openapi::registry::{
    MetaMediaType, MetaRequest, MetaResponse, MetaResponses, MetaSchemaRef, Registry,
};
use poem_openapi::types::Type;
use poem_openapi::{ApiExtractor, ApiExtractorType, ApiResponse, ExtractParamOptions};
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::contract::Code;
use shared::files::rules::TOTAL_MAX;

use super::Failure;

/// A JSON body. Described by poem-openapi, written and read by serde: the very encoder the
/// browser uses, straight to bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Wire<T>(pub T);

const JSON: &str = "application/json; charset=utf-8";
/// The largest JSON body of a request, in bytes.
const BODY_MAX: usize = 1 << 20;

impl<T: Type> Payload for Wire<T> {
    const CONTENT_TYPE: &'static str = JSON;

    fn check_content_type(content_type: &str) -> bool {
        content_type
            .split(';')
            .next()
            .is_some_and(|media| media.trim().eq_ignore_ascii_case("application/json"))
    }

    fn schema_ref() -> MetaSchemaRef {
        T::schema_ref()
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}

impl<T: Type + DeserializeOwned> ParsePayload for Wire<T> {
    const IS_REQUIRED: bool = true;

    async fn from_request(_request: &Request, body: &mut RequestBody) -> poem::Result<Self> {
        let body = body.take().map_err(|_| Failure::from(Code::Malformed))?;
        Ok(Self(read(body, BODY_MAX).await?))
    }
}

impl<'a, T: Type + DeserializeOwned> ApiExtractor<'a> for Wire<T> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        <Self as Payload>::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        Some(MetaRequest {
            description: None,
            content: vec![MetaMediaType { content_type: JSON, schema: T::schema_ref() }],
            required: true,
        })
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _options: ExtractParamOptions<Self::ParamType>,
    ) -> poem::Result<Self> {
        let content_type = request.content_type().unwrap_or_default();
        if !Self::check_content_type(content_type) {
            return Err(Failure::from(Code::UnsupportedMediaType).into());
        }
        <Self as ParsePayload>::from_request(request, body).await
    }
}

/// A large JSON body, read only when the handler has found that it wants to.
pub struct Bulk<T> {
    body: Body,
    value: PhantomData<T>,
}

/// The largest JSON body of a request that brings files, in bytes: base64 takes a third more.
const BULK_MAX: usize = TOTAL_MAX / 3 * 4 + BODY_MAX;

impl<T: DeserializeOwned> Bulk<T> {
    pub async fn read(self) -> Result<T, Failure> {
        read(self.body, BULK_MAX).await
    }
}

impl<'a, T: Type + DeserializeOwned + Sync> ApiExtractor<'a> for Bulk<T> {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];

    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        T::register(registry);
    }

    fn request_meta() -> Option<MetaRequest> {
        <Wire<T> as ApiExtractor<'a>>::request_meta()
    }

    async fn from_request(
        request: &'a Request,
        body: &mut RequestBody,
        _options: ExtractParamOptions<Self::ParamType>,
    ) -> poem::Result<Self> {
        let content_type = request.content_type().unwrap_or_default();
        if !<Wire<T> as Payload>::check_content_type(content_type) {
            return Err(Failure::from(Code::UnsupportedMediaType).into());
        }
        let body = body.take().map_err(|_| Failure::from(Code::Malformed))?;
        Ok(Self { body, value: PhantomData })
    }
}

async fn read<T: DeserializeOwned>(body: Body, max: usize) -> Result<T, Failure> {
    let bytes = body.into_bytes_limit(max).await.map_err(|error| match error {
        poem::error::ReadBodyError::PayloadTooLarge => Failure::from(Code::TooLarge),
        _ => Failure::from(Code::Malformed),
    })?;
    serde_json::from_slice(&bytes).map_err(|_| Failure::from(Code::Malformed))
}

impl<T: Serialize + Send> IntoResponse for Wire<T> {
    fn into_response(self) -> Response {
        match serde_json::to_vec(&self.0) {
            Ok(body) => Response::builder().content_type(JSON).body(body),
            Err(error) => super::internal(&error).into_response(),
        }
    }
}

impl<T: Type + Serialize + Send> ApiResponse for Wire<T> {
    fn meta() -> MetaResponses {
        MetaResponses {
            responses: vec![MetaResponse {
                description: "",
                status: Some(200),
                status_range: None,
                content: vec![MetaMediaType { content_type: JSON, schema: T::schema_ref() }],
                headers: vec![],
            }],
        }
    }

    fn register(registry: &mut Registry) {
        T::register(registry);
    }
}
