//! The three cookies: of the session, of a flow, of the device. Each is a secret that only its
//! browser keeps; the database has keyed hashes.

use std::time::Duration;

use poem::Request;
use poem::web::cookie::{Cookie, CookieJar, SameSite};

use super::super::service::{Error, Holder, Opened, Visitor, decode_secret, new_flow_secret};
use crate::access::Origin;
use crate::app::App;
use crate::http::prefs_of;

const SESSION: &str = "__Host-session";
const FLOW: &str = "__Host-flow";
const DEVICE: &str = "__Host-device";

const FLOW_FOR: Duration = Duration::from_hours(2);
const DEVICE_FOR: Duration = Duration::from_hours(24 * 365);

/// Whoever sends the request, as far as their browser says.
pub fn visitor(request: &Request, cookies: &CookieJar) -> Visitor {
    Visitor {
        origin: request.data::<Origin>().cloned().unwrap_or_default(),
        device: secret(cookies, DEVICE),
        session: secret(cookies, SESSION),
        lang: prefs_of(request.headers()).lang,
    }
}

/// The flow the browser is in, if it is in one.
pub fn flow(app: &App, cookies: &CookieJar) -> Result<Option<Holder>, Error> {
    secret(cookies, FLOW).map(|secret| Holder::of_cookie(app, &secret)).transpose()
}

/// The flow the browser is in, or none: what comes later needs what comes first.
pub fn flow_begun(app: &App, cookies: &CookieJar) -> Result<Holder, Error> {
    flow(app, cookies)?.ok_or(Error::FlowExpired)
}

/// The flow the browser is in; a new one where it is in none. A secret that names nothing was not
/// made here: it is never taken over.
pub async fn flow_or_new(app: &App, cookies: &CookieJar) -> Result<Holder, Error> {
    if let Some(holder) = flow(app, cookies)?
        && holder.is_begun(app).await?
    {
        return Ok(holder);
    }
    let (holder, text) = new_flow(app)?;
    keep_flow(cookies, text);
    Ok(holder)
}

/// A flow that nobody was in before, and its secret for [`keep_flow`].
pub fn new_flow(app: &App) -> Result<(Holder, String), Error> {
    let (secret, text) = new_flow_secret()?;
    Ok((Holder::of_cookie(app, &secret)?, text))
}

pub fn keep_flow(cookies: &CookieJar, secret: String) {
    cookies.add(cookie(FLOW, secret, Some(FLOW_FOR)));
}

/// Signed in: the session's cookie is new, and the flow is over.
pub fn keep(cookies: &CookieJar, opened: Opened) {
    keep_session(cookies, opened.token);
    cookies.add(cookie(DEVICE, opened.device, Some(DEVICE_FOR)));
    cookies.add(cookie(FLOW, String::new(), Some(Duration::ZERO)));
}

/// The session goes on under a new token.
pub fn keep_session(cookies: &CookieJar, token: String) {
    // Ends with the browser, and on the server long before.
    cookies.add(cookie(SESSION, token, None));
}

pub fn forget_session(cookies: &CookieJar) {
    cookies.add(cookie(SESSION, String::new(), Some(Duration::ZERO)));
}

fn secret(cookies: &CookieJar, name: &str) -> Option<Vec<u8>> {
    cookies.get(name).and_then(|cookie| decode_secret(cookie.value_str()))
}

/// Only over TLS (or to localhost), only to us, never to a script.
fn cookie(name: &str, value: String, max_age: Option<Duration>) -> Cookie {
    let mut cookie = Cookie::new_with_str(name, value);
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_secure(true);
    cookie.set_same_site(SameSite::Strict);
    if let Some(max_age) = max_age {
        cookie.set_max_age(max_age);
    }
    cookie
}
