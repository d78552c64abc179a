//! SMS through a gateway that speaks HTTP: `POST` of `{"to","text","id"}`, answered by `{"id"}`.

use std::time::Duration;

use async_trait::async_trait;
use reqwest::StatusCode;
use serde_json::json;

use super::{CarrierError, bad};
use crate::notifications::{Delivered, Outgoing, Provider, SendError};

pub struct HttpGateway {
    client: reqwest::Client,
    url: reqwest::Url,
    token: Option<String>,
}

const PATIENCE: Duration = Duration::from_secs(15);

impl HttpGateway {
    pub fn new(url: &str, token: Option<String>) -> Result<Self, CarrierError> {
        crate::choose_ciphers();
        let url = url.parse().map_err(|_| bad("sms_url", "is not an address"))?;
        let client = reqwest::Client::builder()
            .timeout(PATIENCE)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .map_err(|_| bad("sms_url", "cannot be asked"))?;
        Ok(Self { client, url, token })
    }
}

#[async_trait]
impl Provider for HttpGateway {
    async fn send(&self, message: &Outgoing) -> Result<Delivered, SendError> {
        // `id` is the same at each try: the gateway may tell repeats by it.
        let body = json!({ "to": message.to, "text": message.body, "id": message.id });
        let mut request = self.client.post(self.url.clone()).json(&body);
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        // The error names the address asked, which is ours, and nothing of the message.
        let later = |error: reqwest::Error| SendError::Later(error.without_url().to_string());
        let response = request.send().await.map_err(later)?;
        let status = response.status();
        if status.is_success() {
            let answer: Option<serde_json::Value> = response.json().await.ok();
            let id = answer.and_then(|answer| answer.get("id")?.as_str().map(str::to_owned));
            return Ok(Delivered { reference: id });
        }
        let said = format!("HTTP {}", status.as_u16());
        let passing = status.is_server_error()
            || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT)
            // Our token is wrong: the operator's mistake, not the message's.
            || matches!(status, StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN);
        Err(if passing { SendError::Later(said) } else { SendError::Refused(said) })
    }
}
