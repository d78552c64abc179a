use poem::Request;
use poem::web::Data;
use poem::web::cookie::CookieJar;
use poem_openapi::OpenApi;
use shared::accounts::api::{CodeRequest, Credential, Credentials, FactorCode};
use shared::accounts::model::{Ceremony, CodeSent, FactorChoice, Session};

use super::cookies;
use super::session::signed_in;
use crate::accounts::service;
use crate::app::App;
use crate::http::{Failure, Wire};

pub struct SignInApi;

#[OpenApi]
impl SignInApi {
    /// The first factor. Wrong login and wrong password look alike. Opens no session.
    #[oai(path = "/sign-in", method = "post", operation_id = "sign_in")]
    async fn sign_in(
        &self,
        app: Data<&App>,
        request: &Request,
        cookies: &CookieJar,
        body: Wire<Credentials>,
    ) -> Result<Wire<FactorChoice>, Failure> {
        let visitor = cookies::visitor(request, cookies);
        // Whoever knew the secret before the password was right knows nothing after it.
        let (fresh, secret) = cookies::new_flow(&app)?;
        let choice = service::sign_in(&app, &visitor, fresh, &body.0).await?;
        cookies::keep_flow(cookies, secret);
        Ok(Wire(choice))
    }

    /// Sends a code by SMS or e-mail as the second factor.
    #[oai(path = "/sign-in/code", method = "post", operation_id = "send_sign_in_code")]
    async fn send_code(
        &self,
        app: Data<&App>,
        request: &Request,
        cookies: &CookieJar,
        body: Wire<CodeRequest>,
    ) -> Result<Wire<CodeSent>, Failure> {
        let visitor = cookies::visitor(request, cookies);
        let holder = cookies::flow_begun(&app, cookies)?;
        Ok(Wire(service::send_sign_in_code(&app, &visitor, holder, body.0.factor).await?))
    }

    /// The second factor, typed.
    #[oai(path = "/sign-in/verify", method = "post", operation_id = "finish_sign_in")]
    async fn verify(
        &self,
        app: Data<&App>,
        request: &Request,
        cookies: &CookieJar,
        body: Wire<FactorCode>,
    ) -> Result<Wire<Session>, Failure> {
        let visitor = cookies::visitor(request, cookies);
        let holder = cookies::flow_begun(&app, cookies)?;
        let opened = service::finish_sign_in(&app, &visitor, holder, &body.0).await?;
        signed_in(&app, request, cookies, opened).await
    }

    /// Begins signing in with a passkey alone, nothing typed.
    #[oai(
        path = "/sign-in/passkey/options",
        method = "post",
        operation_id = "start_passkey_sign_in"
    )]
    async fn start_passkey(
        &self,
        app: Data<&App>,
        cookies: &CookieJar,
    ) -> Result<Wire<Ceremony>, Failure> {
        let holder = cookies::flow_or_new(&app, cookies).await?;
        Ok(Wire(service::start_passkey_sign_in(&app, holder).await?))
    }

    /// Signs in with the passkey.
    #[oai(path = "/sign-in/passkey", method = "post", operation_id = "finish_passkey_sign_in")]
    async fn finish_passkey(
        &self,
        app: Data<&App>,
        request: &Request,
        cookies: &CookieJar,
        body: Wire<Credential>,
    ) -> Result<Wire<Session>, Failure> {
        let visitor = cookies::visitor(request, cookies);
        let holder = cookies::flow_begun(&app, cookies)?;
        let answer = &body.0.credential;
        let opened = service::finish_passkey_sign_in(&app, &visitor, holder, answer).await?;
        signed_in(&app, request, cookies, opened).await
    }

    /// Begins the second factor with a hardware key, after the password.
    #[oai(
        path = "/sign-in/security-key/options",
        method = "post",
        operation_id = "start_security_key_sign_in"
    )]
    async fn start_security_key(
        &self,
        app: Data<&App>,
        cookies: &CookieJar,
    ) -> Result<Wire<Ceremony>, Failure> {
        let holder = cookies::flow_begun(&app, cookies)?;
        Ok(Wire(service::start_security_key_sign_in(&app, holder).await?))
    }

    /// The hardware key's answer.
    #[oai(
        path = "/sign-in/security-key",
        method = "post",
        operation_id = "finish_security_key_sign_in"
    )]
    async fn finish_security_key(
        &self,
        app: Data<&App>,
        request: &Request,
        cookies: &CookieJar,
        body: Wire<Credential>,
    ) -> Result<Wire<Session>, Failure> {
        let visitor = cookies::visitor(request, cookies);
        let holder = cookies::flow_begun(&app, cookies)?;
        let answer = &body.0.credential;
        let opened = service::finish_security_key_sign_in(&app, &visitor, holder, answer).await?;
        signed_in(&app, request, cookies, opened).await
    }
}
