//! The one door to the server.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_net::http::{Request, RequestBuilder};
use gloo_timers::callback::Timeout;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use shared::contract::{Code, Endpoint, Method, Problem};
use wasm_bindgen::JsValue;
use web_sys::{AbortController, RequestCredentials};
use yew::Callback;

use crate::browser;

/// After this long without an answer a call is given up.
const TIMEOUT_MS: u32 = 30_000;
/// The same where files go one way or the other.
const FILES_TIMEOUT_MS: u32 = 300_000;

/// What a call taught us about the world around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Heard {
    /// The server answered.
    Answer,
    /// Nothing came back.
    Silence,
    /// The server does not know us any more.
    SignInRequired,
    /// The server wants to be shown once more that it is us.
    StepUpRequired,
}

thread_local! {
    static LISTENERS: RefCell<Vec<Callback<Heard>>> = const { RefCell::new(Vec::new()) };
    static LAST_ANSWER_MS: Cell<f64> = const { Cell::new(0.0) };
    static LAST_CHANGE_MS: Cell<f64> = const { Cell::new(0.0) };
    static RETRY_AFTER: Cell<Option<u32>> = const { Cell::new(None) };
    static IS_GUEST: Cell<bool> = const { Cell::new(false) };
}

/// Tells `listener` what every later call hears. For providers that live as long as the page.
pub fn listen(listener: Callback<Heard>) {
    LISTENERS.with_borrow_mut(|listeners| listeners.push(listener));
}

/// From now on no call sends a cookie or takes one: who is signed in here is not who sits before a
/// page of another site (WID-3).
pub fn be_guest() {
    IS_GUEST.set(true);
}

/// When the server last answered: from then on the session's idle time counts.
pub fn last_answer_ms() -> f64 {
    LAST_ANSWER_MS.get()
}

/// When we ourselves last changed something: news right after it is our own.
pub fn last_change_ms() -> f64 {
    LAST_CHANGE_MS.get()
}

/// Seconds after which the last refused call may be made again, where the server said so.
pub fn retry_after() -> Option<u32> {
    RETRY_AFTER.get()
}

/// The handle by which a call can be given up; dropping it does so.
#[derive(Debug, Default)]
pub struct Abort {
    controller: Option<AbortController>,
    given_up: Cell<bool>,
}

impl Abort {
    pub fn new() -> Self {
        Self { controller: AbortController::new().ok(), given_up: Cell::new(false) }
    }

    /// Nobody waits for the answer any more.
    pub fn abort(&self) {
        self.given_up.set(true);
        self.stop();
    }

    pub fn is_given_up(&self) -> bool {
        self.given_up.get()
    }

    fn stop(&self) {
        if let Some(controller) = &self.controller {
            controller.abort();
        }
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        self.abort();
    }
}

/// Makes the call. Every failure comes back as a [`Problem`] the page can show.
pub async fn call<E: Endpoint>(endpoint: &E) -> Result<E::Response, Problem> {
    read::<E>(exchange(write(endpoint), Rc::new(Abort::new())).await?)
}

/// Asks for something, without changing anything.
pub async fn ask<E: Endpoint>(endpoint: &E) -> Result<E::Response, Problem> {
    read::<E>(exchange(write(endpoint).asking(), Rc::new(Abort::new())).await?)
}

/// A call written down, of no type any more: only what depends on the call's types is compiled
/// anew for each, and every byte is downloaded.
#[derive(Clone)]
pub struct Written {
    method: Method,
    /// Whether something changes by it.
    changes: bool,
    url: String,
    body: Option<JsValue>,
    timeout_ms: u32,
}

pub fn write<E: Endpoint>(endpoint: &E) -> Written {
    let body = endpoint.body().and_then(|body| body.serialize(&Serializer::json_compatible()).ok());
    let (changes, timeout_ms) = (E::METHOD != Method::Get, TIMEOUT_MS);
    Written { method: E::METHOD, changes, url: endpoint.url(), body, timeout_ms }
}

impl Written {
    /// The call only asks, also where its question is too private for an address.
    pub fn asking(self) -> Self {
        Self { changes: false, ..self }
    }

    /// The call brings files: it may take minutes.
    pub fn with_files(self) -> Self {
        Self { timeout_ms: FILES_TIMEOUT_MS, ..self }
    }

    /// What is asked: its address with its question.
    pub fn key(&self) -> String {
        let body = self.body.as_ref().and_then(|body| js_sys::JSON::stringify(body).ok());
        body.map_or_else(|| self.url.clone(), |body| format!("{} {body}", self.url))
    }
}

/// What an answer says, in the types of the call.
pub fn read<E: Endpoint>(answer: JsValue) -> Result<E::Response, Problem> {
    serde_wasm_bindgen::from_value(answer).map_err(|_| Code::Internal.into())
}

/// Sends the request and returns what a successful answer says. `abort` gives it up.
pub async fn exchange(call: Written, abort: Rc<Abort>) -> Result<JsValue, Problem> {
    let Written { method, changes, url, body, timeout_ms } = call;
    let (late, timer) = give_up_after(timeout_ms, &abort);
    if changes {
        // The news of it may come before the answer.
        LAST_CHANGE_MS.set(browser::now_ms());
    }
    // The browser reads and writes JSON itself; a parser of our own would be downloaded.
    let body = body.and_then(|body| js_sys::JSON::stringify(&body).ok());
    let answer = send(method, &url, body, &abort).await;
    drop(timer);
    let Ok((status, text)) = answer else { return Err(silence(&abort, &late)) };
    LAST_ANSWER_MS.set(browser::now_ms());
    if (200..300).contains(&status) {
        if changes {
            LAST_CHANGE_MS.set(browser::now_ms());
        }
        tell(Heard::Answer);
        return js_sys::JSON::parse(&text).map_err(|_| Code::Internal.into());
    }
    Err(refusal(status, &text))
}

/// The bytes of a file. Every failure comes back as a [`Problem`] the page can show.
pub async fn file(url: &str) -> Result<Vec<u8>, Problem> {
    file_until(url, Rc::new(Abort::new())).await
}

/// [`file`], unless `abort` gives it up before.
pub async fn file_until(url: &str, abort: Rc<Abort>) -> Result<Vec<u8>, Problem> {
    bytes(Method::Get, url, None, abort).await
}

/// The bytes of a file that is made for a question too private for an address.
pub async fn file_for<E: Endpoint>(endpoint: &E) -> Result<Vec<u8>, Problem> {
    let Written { method, url, body, .. } = write(endpoint);
    let body = body.and_then(|body| js_sys::JSON::stringify(&body).ok());
    bytes(method, &url, body, Rc::new(Abort::new())).await
}

async fn bytes(
    method: Method,
    url: &str,
    body: Option<js_sys::JsString>,
    abort: Rc<Abort>,
) -> Result<Vec<u8>, Problem> {
    let (late, timer) = give_up_after(FILES_TIMEOUT_MS, &abort);
    let answer = fetch(method, url, body, &abort).await;
    drop(timer);
    let Ok((status, bytes)) = answer else { return Err(silence(&abort, &late)) };
    LAST_ANSWER_MS.set(browser::now_ms());
    if (200..300).contains(&status) {
        tell(Heard::Answer);
        return Ok(bytes);
    }
    Err(refusal(status, &String::from_utf8(bytes).unwrap_or_default()))
}

async fn fetch(
    method: Method,
    url: &str,
    body: Option<js_sys::JsString>,
    abort: &Abort,
) -> Result<(u16, Vec<u8>), gloo_net::Error> {
    let builder = request(method, url, abort);
    let response = match body {
        Some(body) => builder.header("Content-Type", "application/json").body(body)?.send().await?,
        None => builder.send().await?,
    };
    Ok((response.status(), response.binary().await?))
}

/// Gives the call up when it takes too long, and says that it did.
fn give_up_after(timeout_ms: u32, abort: &Rc<Abort>) -> (Rc<Cell<bool>>, Timeout) {
    let late = Rc::new(Cell::new(false));
    let timer = {
        let (late, abort) = (late.clone(), abort.clone());
        Timeout::new(timeout_ms, move || {
            late.set(true);
            abort.stop();
        })
    };
    (late, timer)
}

/// No answer came.
fn silence(abort: &Abort, late: &Cell<bool>) -> Problem {
    if !abort.is_given_up() {
        tell(Heard::Silence);
    }
    if late.get() { Code::Timeout } else { Code::Offline }.into()
}

fn refusal(status: u16, text: &str) -> Problem {
    let problem = read_problem(status, text);
    tell(match problem.code {
        Code::SignInRequired => Heard::SignInRequired,
        Code::StepUpRequired => Heard::StepUpRequired,
        _ => Heard::Answer,
    });
    problem
}

async fn send(
    method: Method,
    url: &str,
    body: Option<js_sys::JsString>,
    abort: &Abort,
) -> Result<(u16, String), gloo_net::Error> {
    let builder = request(method, url, abort).header("Accept", "application/json");
    let response = match body {
        Some(body) => builder.header("Content-Type", "application/json").body(body)?.send().await?,
        None => builder.send().await?,
    };
    RETRY_AFTER.set(response.headers().get("Retry-After").and_then(|value| value.parse().ok()));
    Ok((response.status(), response.text().await?))
}

fn request(method: Method, url: &str, abort: &Abort) -> RequestBuilder {
    let builder = start(method, url)
        // A form on another site cannot send this header, so the server takes it as proof.
        .header("X-Requested-With", "medkarta")
        .abort_signal(abort.controller.as_ref().map(AbortController::signal).as_ref());
    if IS_GUEST.get() { builder.credentials(RequestCredentials::Omit) } else { builder }
}

fn start(method: Method, url: &str) -> RequestBuilder {
    match method {
        Method::Get => Request::get(url),
        Method::Post => Request::post(url),
        Method::Put => Request::put(url),
        Method::Delete => Request::delete(url),
    }
}

/// The server's own words, or the nearest code when something before the server answered.
fn read_problem(status: u16, text: &str) -> Problem {
    let problem = js_sys::JSON::parse(text).ok();
    if let Some(problem) = problem.and_then(|problem| serde_wasm_bindgen::from_value(problem).ok())
    {
        return problem;
    }
    match status {
        401 => Code::SignInRequired,
        404 => Code::NotFound,
        413 => Code::TooLarge,
        429 => Code::TooManyRequests,
        502 | 503 => Code::Unavailable,
        504 => Code::Timeout,
        _ => Code::Internal,
    }
    .into()
}

fn tell(heard: Heard) {
    let listeners = LISTENERS.with_borrow(Clone::clone);
    for listener in listeners {
        listener.emit(heard);
    }
}
