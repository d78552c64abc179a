//! The browser's own side of web push.

use js_sys::Reflect;
use shared::lang::Lang;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Notification, NotificationPermission, PushSubscription, PushSubscriptionOptionsInit,
    RegistrationOptions, ServiceWorkerContainer, ServiceWorkerRegistration,
};

use crate::browser;

/// It has no more to do with our pages than that: no request of theirs goes through it.
const SCOPE: &str = "/notifications";

/// Why a browser is not told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoPush {
    /// The person, or the browser for them, does not want it.
    Denied,
    /// The browser's push service does not answer.
    Failed,
}

/// Whether this browser can be told at all.
pub fn is_supported() -> bool {
    let Some(window) = browser::window() else { return false };
    let has = |of: &JsValue, name: &str| Reflect::has(of, &name.into()).unwrap_or(false);
    has(&window.navigator(), "serviceWorker")
        && has(&window, "PushManager")
        && has(&window, "Notification")
}

fn workers() -> Option<ServiceWorkerContainer> {
    is_supported().then(|| browser::window().map(|window| window.navigator().service_worker()))?
}

/// Where this browser is told already.
pub async fn current() -> Option<String> {
    let found = JsFuture::from(workers()?.get_registration_with_document_url(SCOPE)).await.ok()?;
    let registration: ServiceWorkerRegistration = found.dyn_into().ok()?;
    let asked = registration.push_manager().ok()?.get_subscription().ok()?;
    let subscription: PushSubscription = JsFuture::from(asked).await.ok()?.dyn_into().ok()?;
    Some(subscription.endpoint())
}

/// Asks whether the person wants it, and where this browser is told from now on.
pub async fn subscribe(lang: Lang, key: &str) -> Result<String, NoPush> {
    let permission = Notification::request_permission().map_err(|_| NoPush::Failed)?;
    JsFuture::from(permission).await.map_err(|_| NoPush::Failed)?;
    if Notification::permission() != NotificationPermission::Granted {
        return Err(NoPush::Denied);
    }
    subscribed(lang, key).await.ok_or(NoPush::Failed)
}

async fn subscribed(lang: Lang, key: &str) -> Option<String> {
    let workers = workers()?;
    let options = RegistrationOptions::new();
    options.set_scope(SCOPE);
    let url = format!("/push.js?lang={}", lang.tag());
    JsFuture::from(workers.register_with_options(&url, &options)).await.ok()?;
    let ready = JsFuture::from(workers.ready().ok()?).await.ok()?;
    let registration: ServiceWorkerRegistration = ready.dyn_into().ok()?;
    let options = PushSubscriptionOptionsInit::new();
    options.set_user_visible_only(true);
    options.set_application_server_key_opt_str(Some(key));
    let asked = registration.push_manager().ok()?.subscribe_with_options(&options).ok()?;
    let subscription: PushSubscription = JsFuture::from(asked).await.ok()?.dyn_into().ok()?;
    Some(subscription.endpoint())
}

/// Tells the browser's push service that nobody calls any more.
pub async fn unsubscribe() {
    let Some(workers) = workers() else { return };
    let found = JsFuture::from(workers.get_registration_with_document_url(SCOPE)).await;
    let Some(registration) =
        found.ok().and_then(|it| it.dyn_into::<ServiceWorkerRegistration>().ok())
    else {
        return;
    };
    if let Ok(gone) = registration.unregister() {
        // With it goes what it was called by.
        let _ = JsFuture::from(gone).await;
    }
}
