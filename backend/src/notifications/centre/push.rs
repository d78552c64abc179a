//! Telling browsers (RFC 8030): an empty message, so that the push service between us learns nothing,
//! from a server that shows who it is (VAPID, RFC 8292). What there is to know the browser asks here.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, EncodingKey, Header, encode};
use p256::SecretKey;
use p256::pkcs8::EncodePrivateKey as _;
use reqwest::StatusCode;
use reqwest::header::AUTHORIZATION;
use serde_json::json;

use super::service::endpoint_hash;
use super::store;
use crate::app::App;
use crate::keys::KeyError;
use crate::notifications::provider::{Delivered, Outgoing, SendError};
use crate::outward;

/// How long a push service may take.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long it keeps a message for a browser that is away, in seconds.
const KEPT: u32 = 24 * 3_600;
/// How long our word is good, in seconds; RFC 8292 allows a day.
const GOOD: i64 = 3_600;
/// A hash that is no key of the curve is one in 2³²: the next is taken.
const TRIES: u8 = 4;

/// Our key: made from the deployment's, so that it is the same on every node and kept nowhere.
fn key(app: &App) -> Result<SecretKey, SendError> {
    let deployment = app.keys().deployment();
    for n in 0..TRIES {
        let bytes = deployment.secret_hash("vapid", &[&[n]]).map_err(|error| no_key(&error))?;
        if let Ok(key) = SecretKey::from_slice(&bytes) {
            return Ok(key);
        }
    }
    Err(SendError::Later("no key".into()))
}

fn no_key(error: &KeyError) -> SendError {
    SendError::Later(error.to_string())
}

/// What browsers and push services know us by: an uncompressed P-256 point in base64url.
pub fn public_key(app: &App) -> Result<String, SendError> {
    let point = p256::elliptic_curve::sec1::ToEncodedPoint::to_encoded_point(
        &key(app)?.public_key(),
        false,
    );
    Ok(URL_SAFE_NO_PAD.encode(point.as_bytes()))
}

/// Who we are, said to one push service.
fn authorization(app: &App, origin: &str) -> Result<String, SendError> {
    let wrong = |what: &dyn std::fmt::Display| SendError::Later(format!("not signed: {what}"));
    let key = key(app)?.to_pkcs8_der().map_err(|error| wrong(&error))?;
    let settings = app.settings();
    let claims = json!({
        "aud": origin,
        "exp": app.now().unix_timestamp() + GOOD,
        "sub": settings.origin,
    });
    let token =
        encode(&Header::new(Algorithm::ES256), &claims, &EncodingKey::from_ec_der(key.as_bytes()))
            .map_err(|error| wrong(&error))?;
    Ok(format!("vapid t={token}, k={}", public_key(app)?))
}

/// Tells a browser that there is something. One that its push service does not know any more is
/// forgotten.
pub async fn send(app: &App, message: &Outgoing) -> Result<Delivered, SendError> {
    let called = outward::client(app, &message.to, PATIENCE).await;
    let (client, url) = called.map_err(SendError::Later)?;
    let authorization = authorization(app, &url.origin().ascii_serialization())?;
    let request = client
        .post(url)
        .header(AUTHORIZATION, authorization)
        .header("TTL", KEPT)
        .header("Urgency", "normal")
        .body("");
    let answer = request.send().await;
    let answer = answer.map_err(|error| SendError::Later(error.without_url().to_string()))?;
    let status = answer.status();
    match status {
        status if status.is_success() => Ok(Delivered { reference: None }),
        StatusCode::NOT_FOUND | StatusCode::GONE => {
            let hash = endpoint_hash(app, &message.to).map_err(|error| no_key(&error))?;
            let removed = store::remove_endpoint(app.db().write(), &hash).await;
            removed.map_err(|error| SendError::Later(error.to_string()))?;
            Err(SendError::Refused("the browser is gone".into()))
        }
        StatusCode::TOO_MANY_REQUESTS => Err(SendError::Later("HTTP 429".into())),
        status if status.is_server_error() => {
            Err(SendError::Later(format!("HTTP {}", status.as_u16())))
        }
        status => Err(SendError::Refused(format!("HTTP {}", status.as_u16()))),
    }
}
