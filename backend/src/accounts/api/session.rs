use poem::Request;
use poem::web::Data;
use poem::web::cookie::CookieJar;
use poem_openapi::OpenApi;
use shared::accounts::api::{DemoCredentials, Ended};
use shared::accounts::model::{DemoAccount, Session};
use shared::contract::Code;
use shared::notifications::model::Message;

use super::cookies;
use crate::access::{Caller, Origin};
use crate::accounts::service::{self, Opened};
use crate::app::App;
use crate::http::{Failure, Wire};
use crate::notifications;

/// Messages shown on the outbox page of a demo server.
const MESSAGES: u64 = 50;

pub struct AccountsApi;

#[OpenApi]
impl AccountsApi {
    /// Who is signed in.
    #[oai(path = "/session", method = "get", operation_id = "find_session")]
    async fn find(&self, app: Data<&App>, caller: Caller) -> Result<Wire<Session>, Failure> {
        Ok(Wire(service::session(&app, &caller).await?))
    }

    /// Signs out: the session ends on the server.
    #[oai(path = "/session", method = "delete", operation_id = "end_session")]
    async fn end(
        &self,
        app: Data<&App>,
        caller: Caller,
        cookies: &CookieJar,
    ) -> Result<Wire<Ended>, Failure> {
        service::end_session(&app, &caller).await?;
        cookies::forget_session(cookies);
        Ok(Wire(Ended { ended: true }))
    }

    /// The people of a demo server. Absent everywhere else.
    #[oai(path = "/demo/accounts", method = "get", operation_id = "list_demo_accounts")]
    async fn list_demo(&self, app: Data<&App>) -> Result<Wire<Vec<DemoAccount>>, Failure> {
        Ok(Wire(service::demo_accounts(&app).await?))
    }

    /// Signs in as one of them. Absent everywhere but on a demo server.
    #[oai(path = "/demo/session", method = "post", operation_id = "demo_sign_in")]
    async fn demo_sign_in(
        &self,
        app: Data<&App>,
        request: &Request,
        cookies: &CookieJar,
        body: Wire<DemoCredentials>,
    ) -> Result<Wire<Session>, Failure> {
        let visitor = cookies::visitor(request, cookies);
        let opened = service::demo_sign_in(&app, &visitor, body.0.account).await?;
        signed_in(&app, request, cookies, opened).await
    }

    /// The last SMS and e-mails. Absent everywhere but on a demo server.
    #[oai(path = "/dev/messages", method = "get", operation_id = "list_messages")]
    async fn list_messages(&self, app: Data<&App>) -> Result<Wire<Vec<Message>>, Failure> {
        if !app.settings().demo {
            return Err(Code::NotFound.into());
        }
        let messages = notifications::outbox(&app, MESSAGES).await;
        Ok(Wire(messages.map_err(service::Error::from)?))
    }
}

/// Sets the cookies and says who is signed in now.
pub async fn signed_in(
    app: &App,
    request: &Request,
    cookies: &CookieJar,
    opened: Opened,
) -> Result<Wire<Session>, Failure> {
    let session = whose(app, request, &opened.token).await?;
    cookies::keep(cookies, opened);
    Ok(session)
}

/// Says whose session this token opens.
pub async fn whose(app: &App, request: &Request, token: &str) -> Result<Wire<Session>, Failure> {
    let origin = request.data::<Origin>().cloned().unwrap_or_default();
    let found = service::find_session(app, token, origin).await?;
    let caller = Caller::of(found.ok_or(Failure::from(Code::Internal))?);
    Ok(Wire(service::session(app, &caller).await?))
}
