use poem::Request;
use poem::web::Data;
use poem::web::cookie::{Cookie, CookieJar, SameSite};
use poem_openapi::OpenApi;
use shared::accounts::api::{DemoCredentials, Ended};
use shared::accounts::model::{DemoAccount, Session};
use shared::contract::Code;

use super::service::{self, Error};
use crate::access::{Caller, Origin};
use crate::app::App;
use crate::http::{Failure, Wire, internal};

/// The session cookie: only over TLS (or to localhost), only to us, never to a script.
const COOKIE: &str = "__Host-session";

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
        cookies.add(cookie(String::new(), Some(std::time::Duration::ZERO)));
        Ok(Wire(Ended { ended: true }))
    }

    /// The people of a demo server. Absent everywhere else.
    #[oai(path = "/demo/accounts", method = "get", operation_id = "list_demo_accounts")]
    async fn list_demo(&self, app: Data<&App>) -> Result<Wire<Vec<DemoAccount>>, Failure> {
        Ok(Wire(service::demo_accounts(&app)?))
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
        let origin = request.data::<Origin>().cloned().unwrap_or_default();
        let token = service::demo_sign_in(&app, body.0.account, origin.clone()).await?;
        let signed_in = service::find_session(&app, &token, origin).await?;
        let caller = Caller::of(signed_in.ok_or(Failure::from(Code::Internal))?);
        cookies.add(cookie(token, None));
        Ok(Wire(service::session(&app, &caller).await?))
    }
}

fn cookie(token: String, max_age: Option<std::time::Duration>) -> Cookie {
    let mut cookie = Cookie::new_with_str(COOKIE, token);
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_secure(true);
    cookie.set_same_site(SameSite::Strict);
    if let Some(max_age) = max_age {
        cookie.set_max_age(max_age);
    }
    cookie
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound => Code::NotFound.into(),
            Error::Journal(_) | Error::Db(_) | Error::Key(_) => crate::http::unavailable(&error),
            Error::Seal(_) => internal(&error),
        }
    }
}

impl From<Error> for poem::Error {
    fn from(error: Error) -> Self {
        Failure::from(error).into()
    }
}
