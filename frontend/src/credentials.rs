//! What the browser itself can show of a person: passkeys and hardware keys (WebAuthn Level 3),
//! and the code of an SMS (`WebOTP`).

use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use shared::contract::Code;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, CredentialsContainer};

use crate::browser;
use crate::submit::Stopped;

fn container() -> Option<CredentialsContainer> {
    has("PublicKeyCredential").then(|| Some(browser::window()?.navigator().credentials()))?
}

/// Whether the page has this name at all.
fn has(name: &str) -> bool {
    browser::window().is_some_and(|window| Reflect::has(&window, &name.into()).unwrap_or(false))
}

/// Whether this browser knows passkeys. Only on a page that came over https, or from `localhost`.
pub fn are_supported() -> bool {
    container().is_some()
}

/// Whether passkeys can be offered among what the browser fills in.
pub async fn can_fill_in() -> bool {
    let answer = class().and_then(|class| call(&class, "isConditionalMediationAvailable", None));
    let Ok(answer) = answer else { return false };
    JsFuture::from(answer.unchecked_into::<Promise>()).await.is_ok_and(|answer| answer.is_truthy())
}

/// The browser's `PublicKeyCredential`, by name: web-sys does not give its newer functions yet.
fn class() -> Result<JsValue, JsValue> {
    let window = browser::window().map_or(JsValue::UNDEFINED, JsValue::from);
    Reflect::get(&window, &"PublicKeyCredential".into())
}

fn call(object: &JsValue, name: &str, argument: Option<&JsValue>) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(object, &name.into())?.dyn_into()?;
    match argument {
        Some(argument) => function.call1(object, argument),
        None => function.call0(object),
    }
}

/// Lets the person show a passkey or a hardware key. `options`: what the server began with.
/// `fill_in`: the browser offers it at the login field, and waits as long as it takes.
pub async fn show(
    options: &str,
    fill_in: bool,
    signal: Option<&AbortSignal>,
) -> Result<String, Stopped> {
    let request = Object::new();
    put(&request, "publicKey", &parsed(options, "parseRequestOptionsFromJSON")?)?;
    if fill_in {
        put(&request, "mediation", &"conditional".into())?;
    }
    if let Some(signal) = signal {
        put(&request, "signal", signal)?;
    }
    let container = container().ok_or(Code::PasskeyRefused.into_stopped())?;
    let shown = container.get_with_options(request.unchecked_ref()).map_err(refused)?;
    written(JsFuture::from(shown).await.map_err(refused)?)
}

/// Makes a passkey or takes a hardware key.
pub async fn make(options: &str) -> Result<String, Stopped> {
    let request = Object::new();
    put(&request, "publicKey", &parsed(options, "parseCreationOptionsFromJSON")?)?;
    let container = container().ok_or(Code::PasskeyRefused.into_stopped())?;
    let made = container.create_with_options(request.unchecked_ref()).map_err(refused)?;
    written(JsFuture::from(made).await.map_err(refused)?)
}

/// The code of an SMS that ends with our address, where the browser reads it.
pub async fn sms_code(signal: &AbortSignal) -> Option<String> {
    if !has("OTPCredential") {
        return None;
    }
    let (request, otp) = (Object::new(), Object::new());
    put(&otp, "transport", &Array::of1(&"sms".into())).ok()?;
    put(&request, "otp", &otp).ok()?;
    put(&request, "signal", signal).ok()?;
    let credentials = browser::window()?.navigator().credentials();
    let waiting = credentials.get_with_options(request.unchecked_ref()).ok()?;
    let credential: JsValue = JsFuture::from(waiting).await.ok()?;
    Reflect::get(&credential, &"code".into()).ok()?.as_string()
}

/// What the server began with, in the form the browser takes.
fn parsed(options: &str, parser: &str) -> Result<JsValue, Stopped> {
    let options = JSON::parse(options).map_err(refused)?;
    let options = Reflect::get(&options, &"publicKey".into()).map_err(refused)?;
    class().and_then(|class| call(&class, parser, Some(&options))).map_err(refused)
}

fn put(object: &Object, name: &str, value: &JsValue) -> Result<(), Stopped> {
    Reflect::set(object, &name.into(), value).map(drop).map_err(refused)
}

fn written(credential: JsValue) -> Result<String, Stopped> {
    let json = call(&credential, "toJSON", None).map_err(refused)?;
    JSON::stringify(&json).map(String::from).map_err(refused)
}

/// Somebody who closes the browser's own window knows that they did.
fn refused(error: JsValue) -> Stopped {
    let name = Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string());
    match name.as_deref() {
        Some("NotAllowedError" | "AbortError") => None,
        _ => Code::PasskeyRefused.into_stopped(),
    }
}

trait IntoStopped {
    fn into_stopped(self) -> Stopped;
}

impl IntoStopped for Code {
    fn into_stopped(self) -> Stopped {
        Some(self.into())
    }
}
