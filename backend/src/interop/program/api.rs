//! The token endpoint (RFC 6749, 4.4 with RFC 7523).

use poem::http::{StatusCode, header};
use poem::{Endpoint, FromRequest as _, Request, Response};
use serde::Deserialize;
use serde_json::json;

use super::service::{self, Error, TOKEN_LIVES};
use crate::access::Origin;
use crate::app::App;
use crate::http::{internal, unavailable};

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// `POST /fhir/R4/token`
pub struct TokenEndpoint(pub App);

#[derive(Deserialize)]
struct Asked {
    grant_type: String,
    #[serde(default)]
    scope: String,
    #[serde(default)]
    client_assertion_type: String,
    #[serde(default)]
    client_assertion: String,
}

impl Endpoint for TokenEndpoint {
    type Output = Response;

    async fn call(&self, request: Request) -> poem::Result<Response> {
        let origin = request.data::<Origin>().cloned().unwrap_or_default();
        let (request, mut body) = request.split();
        let form = poem::web::Form::<Asked>::from_request(&request, &mut body).await;
        let Ok(poem::web::Form(asked)) = form else {
            return Ok(refusal("invalid_request", "a form with grant_type is expected"));
        };
        if asked.grant_type != "client_credentials" {
            return Ok(refusal("unsupported_grant_type", "client_credentials is the only one"));
        }
        if asked.client_assertion_type != ASSERTION_TYPE {
            return Ok(refusal("invalid_client", "a client assertion (private_key_jwt) is needed"));
        }
        let audience = format!("{}/fhir/R4/token", self.0.settings().origin);
        let issued =
            service::issue(&self.0, &asked.client_assertion, &asked.scope, &audience, origin).await;
        Ok(match issued {
            Ok((token, scopes)) => answer(
                StatusCode::OK,
                &json!({
                    "access_token": token,
                    "token_type": "bearer",
                    "expires_in": TOKEN_LIVES,
                    "scope": scopes.to_string(),
                }),
            ),
            Err(Error::Scope(scope)) => {
                refusal("invalid_scope", &format!("`{scope}` is no scope of SMART App Launch 2"))
            }
            Err(Error::NoScope) => refusal("invalid_scope", "none of these scopes is granted"),
            Err(Error::Assertion) => {
                refusal("invalid_client", "the assertion is not accepted: see the API guide")
            }
            Err(error @ (Error::Db(_) | Error::Journal(_))) => {
                return Err(unavailable(&error).into());
            }
            Err(error @ (Error::Keys(_) | Error::Key(_) | Error::Randomness(_))) => {
                return Err(internal(&error).into());
            }
        })
    }
}

fn refusal(error: &str, description: &str) -> Response {
    let status = match error {
        "invalid_client" => StatusCode::UNAUTHORIZED,
        _ => StatusCode::BAD_REQUEST,
    };
    answer(status, &json!({ "error": error, "error_description": description }))
}

fn answer(status: StatusCode, body: &serde_json::Value) -> Response {
    Response::builder()
        .status(status)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::CACHE_CONTROL, "no-store")
        .body(body.to_string())
}
