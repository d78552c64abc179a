//! Files on their way from the device.

use js_sys::Promise;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, FileReader};

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
