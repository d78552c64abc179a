use poem::Request;
use poem::web::Data;
use poem::web::cookie::CookieJar;
use poem_openapi::OpenApi;
use shared::accounts::api::{Acceptance, Done, LinkToken, NewAccount, TypedCode};
use shared::accounts::model::{CodeSent, Invitation, Registration, RegistrationForm, Session};

use super::cookies;
use super::session::signed_in;
use crate::accounts::service;
use crate::app::App;
use crate::http::{Failure, Wire};

pub struct RegistrationApi;

#[OpenApi]
impl RegistrationApi {
    /// What was typed so far, under the flow's cookie; an empty form without one.
    #[oai(path = "/registration", method = "get", operation_id = "find_registration")]
    async fn find(
        &self,
        app: Data<&App>,
        cookies: &CookieJar,
    ) -> Result<Wire<Registration>, Failure> {
        let holder = cookies::flow(&app, cookies)?;
        Ok(Wire(service::find_registration(&app, holder).await?))
    }

    /// Keeps what was typed so far, checked or not.
    #[oai(path = "/registration", method = "put", operation_id = "save_registration")]
    async fn save(
        &self,
        app: Data<&App>,
        cookies: &CookieJar,
        body: Wire<RegistrationForm>,
    ) -> Result<Wire<Registration>, Failure> {
        let holder = cookies::flow_or_new(&app, cookies).await?;
        Ok(Wire(service::save_registration(&app, holder, body.0).await?))
    }

    /// Forgets what was typed.
    #[oai(path = "/registration", method = "delete", operation_id = "drop_registration")]
    async fn forget(&self, app: Data<&App>, cookies: &CookieJar) -> Result<Wire<Done>, Failure> {
        service::drop_registration(&app, cookies::flow(&app, cookies)?).await?;
        Ok(Wire(Done { done: true }))
    }

    /// Checks everything and sends a code to the phone. Answers the same whether any of it is
    /// taken or not.
    #[oai(path = "/registration", method = "post", operation_id = "register")]
    async fn register(
        &self,
        app: Data<&App>,
        request: &Request,
        cookies: &CookieJar,
        body: Wire<NewAccount>,
    ) -> Result<Wire<Registration>, Failure> {
        let visitor = cookies::visitor(request, cookies);
        let holder = cookies::flow_or_new(&app, cookies).await?;
        Ok(Wire(service::register(&app, &visitor, holder, body.0).await?))
    }

    /// Sends another code.
    #[oai(path = "/registration/code", method = "post", operation_id = "send_registration_code")]
    async fn send_code(
        &self,
        app: Data<&App>,
        request: &Request,
        cookies: &CookieJar,
    ) -> Result<Wire<CodeSent>, Failure> {
        let visitor = cookies::visitor(request, cookies);
        let holder = cookies::flow_begun(&app, cookies)?;
        Ok(Wire(service::send_registration_code(&app, &visitor, holder).await?))
    }

    /// Makes the account and signs in. A link goes to the e-mail.
    #[oai(path = "/registration/confirm", method = "post", operation_id = "confirm_registration")]
    async fn confirm(
        &self,
        app: Data<&App>,
        request: &Request,
        cookies: &CookieJar,
        body: Wire<TypedCode>,
    ) -> Result<Wire<Session>, Failure> {
        let visitor = cookies::visitor(request, cookies);
        let holder = cookies::flow_begun(&app, cookies)?;
        let opened = service::confirm_registration(&app, &visitor, holder, &body.0.code).await?;
        signed_in(&app, request, cookies, opened).await
    }

    /// What an invitation is for, and what is needed to accept it.
    #[oai(path = "/invitation/open", method = "post", operation_id = "open_invitation")]
    async fn open_invitation(
        &self,
        app: Data<&App>,
        cookies: &CookieJar,
        body: Wire<LinkToken>,
    ) -> Result<Wire<Invitation>, Failure> {
        let holder = cookies::flow_or_new(&app, cookies).await?;
        Ok(Wire(service::open_invitation(&app, holder, &body.0).await?))
    }

    /// Makes the member of staff's account and signs in.
    #[oai(path = "/invitation/accept", method = "post", operation_id = "accept_invitation")]
    async fn accept_invitation(
        &self,
        app: Data<&App>,
        request: &Request,
        cookies: &CookieJar,
        body: Wire<Acceptance>,
    ) -> Result<Wire<Session>, Failure> {
        let visitor = cookies::visitor(request, cookies);
        let holder = cookies::flow_begun(&app, cookies)?;
        let opened = service::accept_invitation(&app, &visitor, holder, &body.0).await?;
        signed_in(&app, request, cookies, opened).await
    }
}
