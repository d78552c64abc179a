//! What the browser itself hashes and checks signatures with.

use js_sys::{Array, Uint8Array};
use shared::journal::proof::{Bytes32, Crypto};
use wasm_bindgen::JsCast as _;
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, SubtleCrypto};

use crate::browser;

/// The crypto of the Web platform, with one key.
pub struct Browser {
    subtle: SubtleCrypto,
    key: CryptoKey,
}

impl Browser {
    /// Nothing where the browser does not know Ed25519, or the page is not secure.
    pub async fn with(key: &Bytes32) -> Option<Self> {
        let subtle = browser::window()?.crypto().ok()?.subtle();
        let usages = Array::of1(&"verify".into());
        let raw = Uint8Array::from(key.as_slice());
        let imported =
            subtle.import_key_with_str("raw", raw.unchecked_ref(), "Ed25519", false, &usages);
        let key = JsFuture::from(imported.ok()?).await.ok()?;
        Some(Self { subtle, key: key.dyn_into().ok()? })
    }
}

impl Crypto for Browser {
    async fn sha256(&self, bytes: Vec<u8>) -> Option<Bytes32> {
        let bytes = Uint8Array::from(bytes.as_slice());
        let asked = self.subtle.digest_with_str_and_js_u8_array("SHA-256", &bytes).ok()?;
        let digest = JsFuture::from(asked).await.ok()?;
        Uint8Array::new(&digest).to_vec().try_into().ok()
    }

    async fn verifies(&self, _key: &Bytes32, message: Vec<u8>, signature: Vec<u8>) -> Option<bool> {
        let (signature, message) =
            (Uint8Array::from(signature.as_slice()), Uint8Array::from(message.as_slice()));
        let asked = self
            .subtle
            .verify_with_str_and_js_u8_array_and_js_u8_array(
                "Ed25519", &self.key, &signature, &message,
            )
            .ok()?;
        JsFuture::from(asked).await.ok()?.as_bool()
    }
}
