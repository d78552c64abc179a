//! Files between the browser and the device.

use gloo_timers::callback::Timeout;
use js_sys::{Array, Promise, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, File, FileReader, HtmlAnchorElement, Url};

use crate::browser;

/// A saved file's address is kept this long: the browser may ask where to put it.
const SAVED_WITHIN_MS: u32 = 60_000;

/// The bytes of a chosen file in base64. The browser writes it itself: an encoder would be
/// downloaded. Nothing where the file is gone or cannot be read.
pub async fn base64_of(file: &File) -> Option<String> {
    let reader = FileReader::new().ok()?;
    let ended = Promise::new(&mut |resolve, _| reader.set_onloadend(Some(&resolve)));
    reader.read_as_data_url(file).ok()?;
    JsFuture::from(ended).await.ok()?;
    let url = reader.result().ok()?.as_string()?;
    Some(url.split_once("base64,").map(|(_, data)| data.to_owned()).unwrap_or_default())
}

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
    let link = browser::document().and_then(|document| document.create_element("a").ok());
    let Some(link) = link.and_then(|link| link.dyn_into::<HtmlAnchorElement>().ok()) else {
        return;
    };
    // Not what it is but to be saved: the browser never opens it by itself.
    let Some(address) = address_of(bytes, "application/octet-stream") else { return };
    link.set_href(&address);
    link.set_download(name);
    link.click();
    Timeout::new(SAVED_WITHIN_MS, move || revoke(&address)).forget();
}
