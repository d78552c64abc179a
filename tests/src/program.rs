//! A program of another system, as it would be written elsewhere: it signs its assertions with
//! `ring`, asks for a token and speaks FHIR.

use backend::app::Clock as _;
use backend::interop::program;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use poem::http::{HeaderMap, Method, StatusCode};
use poem::{Body, Request};
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::TestApp;

pub const TOKEN_PATH: &str = "/fhir/R4/token";

pub struct Program<'a> {
    pub test: &'a TestApp,
    pub id: Uuid,
    pub token: String,
    key: EcdsaKeyPair,
}

impl TestApp {
    /// A registered program with a live token of all its scopes.
    pub async fn program(&self, name: &str, scopes: &str) -> Program<'_> {
        let random = SystemRandom::new();
        let algorithm = &ECDSA_P384_SHA384_FIXED_SIGNING;
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(algorithm, &random).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(algorithm, pkcs8.as_ref(), &random).unwrap();
        let point = key.public_key().as_ref();
        let part = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        let jwks = json!({ "keys": [{
            "kty": "EC", "crv": "P-384", "alg": "ES384", "use": "sig", "kid": "1",
            "x": part(&point[1..49]), "y": part(&point[49..]),
        }]});
        let added = program::add(&self.app, name, None, scopes, &jwks.to_string()).await.unwrap();
        let mut program = Program { test: self, id: added.id, token: String::new(), key };
        let (status, answer) = program.ask_token(&program.assertion(json!({})), scopes).await;
        assert_eq!(status, StatusCode::OK, "{answer}");
        program.token = answer["access_token"].as_str().unwrap().to_owned();
        program
    }
}

impl Program<'_> {
    /// A signed assertion; `claims` replace those that are right.
    pub fn assertion(&self, claims: Value) -> String {
        let id = self.id.to_string();
        let mut body = json!({
            "iss": id, "sub": id, "aud": format!("{}{TOKEN_PATH}", self.test.app.settings().origin),
            "exp": self.test.clock.now().unix_timestamp() + 120, "jti": Uuid::new_v4(),
        });
        for (name, value) in claims.as_object().unwrap() {
            body[name] = value.clone();
        }
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let header = json!({ "alg": "ES384", "typ": "JWT", "kid": "1" });
        let signed = format!("{}.{}", part(&header), part(&body));
        let signature = self.key.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref()))
    }

    pub async fn ask_token(&self, assertion: &str, scopes: &str) -> (StatusCode, Value) {
        let form = format!(
            "grant_type=client_credentials&scope={}&client_assertion={assertion}&client_assertion_type=\
             urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer",
            scopes.replace('/', "%2F").replace('*', "%2A").replace(' ', "+"),
        );
        let request = Request::builder()
            .method(Method::POST)
            .uri(TOKEN_PATH.parse().unwrap())
            .content_type("application/x-www-form-urlencoded")
            .body(form);
        let (status, _, bytes) = self.test.ask(request).await;
        (status, serde_json::from_slice(&bytes).unwrap())
    }

    /// One request below `/fhir/R4`.
    pub async fn fhir(&self, method: &str, path: &str, body: &Value) -> (StatusCode, Value) {
        let (status, _, value) = self.fhir_with(method, path, body, &[]).await;
        (status, value)
    }

    pub async fn fhir_with(
        &self,
        method: &str,
        path: &str,
        body: &Value,
        headers: &[(&str, &str)],
    ) -> (StatusCode, HeaderMap, Value) {
        let text = if body.is_null() { String::new() } else { body.to_string() };
        self.fhir_text(method, path, text, headers).await
    }

    pub async fn fhir_text(
        &self,
        method: &str,
        path: &str,
        body: String,
        headers: &[(&str, &str)],
    ) -> (StatusCode, HeaderMap, Value) {
        let (status, headers, bytes) = self.fhir_raw(method, path, body, headers).await;
        (status, headers, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }

    /// The answer as it is, also one that is no JSON.
    pub async fn fhir_raw(
        &self,
        method: &str,
        path: &str,
        body: String,
        headers: &[(&str, &str)],
    ) -> (StatusCode, HeaderMap, Vec<u8>) {
        let mut request = Request::builder()
            .method(method.parse().unwrap())
            .uri(format!("/fhir/R4{path}").parse().unwrap());
        if !headers.iter().any(|(name, _)| *name == "content-type") {
            request = request.content_type("application/fhir+json");
        }
        if !self.token.is_empty() {
            request = request.header("authorization", format!("Bearer {}", self.token));
        }
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.test.ask(request.body(Body::from(body))).await
    }
}
