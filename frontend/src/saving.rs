//! Bytes of the page as addresses and as files of the device.

use gloo_timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

use crate::browser;

/// A saved file's address is kept this long: the browser may ask where to put it.
const SAVED_WITHIN_MS: u32 = 60_000;

/// An address for bytes in memory, good until [`revoke`].
pub fn address_of(bytes: &[u8], media_type: &str) -> Option<String> {
    let parts = Array::of1(&Uint8Array::from(bytes));
    let options = BlobPropertyBag::new();
    options.set_type(media_type);
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()?;
    Url::create_object_url_with_blob(&blob).ok()
}

/// Gives the memory back.
pub fn revoke(address: &str) {
    // Fails for no text.
    let _ = Url::revoke_object_url(address);
}

/// Saves bytes as a file of that name.
pub fn save(bytes: &[u8], name: &str) {
    // Not what it is but to be saved: the browser never opens it by itself.
    if let Some(address) = address_of(bytes, "application/octet-stream") {
        save_address(address, name);
    }
}

/// Saves what the browser has made itself.
pub fn save_blob(blob: &Blob, name: &str) {
    if let Ok(address) = Url::create_object_url_with_blob(blob) {
        save_address(address, name);
    }
}

fn save_address(address: String, name: &str) {
    let link = browser::document().and_then(|document| document.create_element("a").ok());
    let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else {
        return revoke(&address);
    };
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Timeout::new(SAVED_WITHIN_MS, move || revoke(&address)).forget();
}
