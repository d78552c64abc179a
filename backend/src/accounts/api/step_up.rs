use poem::Request;
use poem::web::Data;
use poem::web::cookie::CookieJar;
use poem_openapi::OpenApi;
use shared::accounts::api::{CodeRequest, Credential, FactorCode};
use shared::accounts::model::{Ceremony, CodeSent, FactorChoice, Session};

use super::cookies;
use super::session::whose;
use crate::access::Caller;
use crate::accounts::service;
use crate::app::App;
use crate::http::{Failure, Wire};

pub struct StepUpApi;

#[OpenApi]
impl StepUpApi {
    /// By what one may show again that one is there.
    #[oai(path = "/step-up", method = "get", operation_id = "find_step_up")]
    async fn find(&self, app: Data<&App>, caller: Caller) -> Result<Wire<FactorChoice>, Failure> {
        Ok(Wire(service::find_step_up(&app, &caller).await?))
    }

    /// Sends a code by SMS or e-mail.
    #[oai(path = "/step-up/code", method = "post", operation_id = "send_step_up_code")]
    async fn send_code(
        &self,
        app: Data<&App>,
        caller: Caller,
        request: &Request,
        cookies: &CookieJar,
        body: Wire<CodeRequest>,
    ) -> Result<Wire<CodeSent>, Failure> {
        let visitor = cookies::visitor(request, cookies);
        let factor = body.0.factor;
        Ok(Wire(service::send_step_up_code(&app, &visitor, &caller, factor).await?))
    }

    /// A typed factor. The session goes on under a new token.
    #[oai(path = "/step-up/verify", method = "post", operation_id = "finish_step_up")]
    async fn verify(
        &self,
        app: Data<&App>,
        caller: Caller,
        request: &Request,
        cookies: &CookieJar,
        body: Wire<FactorCode>,
    ) -> Result<Wire<Session>, Failure> {
        let token = service::finish_step_up(&app, &caller, &body.0).await?;
        let session = whose(&app, request, &token).await?;
        cookies::keep_session(cookies, token);
        Ok(session)
    }

    /// Begins the step-up with any of one's passkeys and hardware keys.
    #[oai(
        path = "/step-up/passkey/options",
        method = "post",
        operation_id = "start_passkey_step_up"
    )]
    async fn start_passkey(
        &self,
        app: Data<&App>,
        caller: Caller,
    ) -> Result<Wire<Ceremony>, Failure> {
        Ok(Wire(service::start_passkey_step_up(&app, &caller).await?))
    }

    /// The key's answer. The session goes on under a new token.
    #[oai(path = "/step-up/passkey", method = "post", operation_id = "finish_passkey_step_up")]
    async fn finish_passkey(
        &self,
        app: Data<&App>,
        caller: Caller,
        request: &Request,
        cookies: &CookieJar,
        body: Wire<Credential>,
    ) -> Result<Wire<Session>, Failure> {
        let answer = &body.0.credential;
        let token = service::finish_passkey_step_up(&app, &caller, answer).await?;
        let session = whose(&app, request, &token).await?;
        cookies::keep_session(cookies, token);
        Ok(session)
    }
}
