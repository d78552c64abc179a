use poem::Request;
use poem::web::Data;
use poem::web::cookie::CookieJar;
use poem_openapi::OpenApi;
use shared::accounts::api::{Done, LinkToken, NewPasswordByCode, RecoveryRequest};
use shared::accounts::model::CodeSent;

use super::cookies;
use crate::accounts::service;
use crate::app::App;
use crate::http::{Failure, Wire};

pub struct RecoveryApi;

#[OpenApi]
impl RecoveryApi {
    /// Asks for a link by e-mail. Answers the same whether there is such an account or not.
    #[oai(path = "/recovery", method = "post", operation_id = "ask_recovery")]
    async fn ask(
        &self,
        app: Data<&App>,
        request: &Request,
        cookies: &CookieJar,
        body: Wire<RecoveryRequest>,
    ) -> Result<Wire<Done>, Failure> {
        let visitor = cookies::visitor(request, cookies);
        service::ask_recovery(&app, &visitor, &body.0.login).await?;
        Ok(Wire(Done { done: true }))
    }

    /// Opens the link of the e-mail and sends a code to the phone.
    #[oai(path = "/recovery/open", method = "post", operation_id = "open_recovery")]
    async fn open(
        &self,
        app: Data<&App>,
        request: &Request,
        cookies: &CookieJar,
        body: Wire<LinkToken>,
    ) -> Result<Wire<CodeSent>, Failure> {
        let visitor = cookies::visitor(request, cookies);
        let holder = cookies::flow_or_new(&app, cookies).await?;
        Ok(Wire(service::open_recovery(&app, &visitor, holder, &body.0).await?))
    }

    /// Sends another code.
    #[oai(path = "/recovery/code", method = "post", operation_id = "send_recovery_code")]
    async fn send_code(
        &self,
        app: Data<&App>,
        request: &Request,
        cookies: &CookieJar,
    ) -> Result<Wire<CodeSent>, Failure> {
        let visitor = cookies::visitor(request, cookies);
        let holder = cookies::flow_begun(&app, cookies)?;
        Ok(Wire(service::send_recovery_code(&app, &visitor, holder).await?))
    }

    /// Sets a new password by the code of the SMS or a recovery code. Ends every session.
    #[oai(path = "/recovery/finish", method = "post", operation_id = "finish_recovery")]
    async fn finish(
        &self,
        app: Data<&App>,
        request: &Request,
        cookies: &CookieJar,
        body: Wire<NewPasswordByCode>,
    ) -> Result<Wire<Done>, Failure> {
        let visitor = cookies::visitor(request, cookies);
        let holder = cookies::flow_begun(&app, cookies)?;
        service::finish_recovery(&app, &visitor, holder, &body.0).await?;
        Ok(Wire(Done { done: true }))
    }

    /// Proves an e-mail address by the link sent to it. Needs no session: the link may be opened
    /// on another device.
    #[oai(path = "/email/prove", method = "post", operation_id = "prove_email")]
    async fn prove_email(
        &self,
        app: Data<&App>,
        request: &Request,
        cookies: &CookieJar,
        body: Wire<LinkToken>,
    ) -> Result<Wire<Done>, Failure> {
        let visitor = cookies::visitor(request, cookies);
        service::prove_email(&app, &visitor, &body.0).await?;
        Ok(Wire(Done { done: true }))
    }
}
