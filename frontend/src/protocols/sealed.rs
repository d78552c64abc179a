//! What was typed and not sent, sealed in the browser's own storage (OFF-2): AES-256-GCM by the Web
//! platform, under a key that only the server tells, and only to the doctor who wrote. Nothing of it
//! lies open: not whose card, not what was written.

use std::cell::RefCell;

use js_sys::{Array, JSON, Object, Reflect, Uint8Array};
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::Serializer;
use shared::contract::{Code, Problem};
use shared::format;
use shared::id::PatientId;
use shared::protocols::api::FindDraftKey;
use shared::protocols::model::ProtocolForm;
use uuid::Uuid;
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Crypto, CryptoKey, Storage};

use crate::{browser, client};

/// Before the draft's id and the doctor's mark in the storage.
const NAME: &str = "protocol-draft.";
const ALGORITHM: &str = "AES-GCM";
const NONCE_LEN: usize = 12;
/// What nobody came back for is thrown away.
const KEPT_DAYS: u32 = 30;
const DAY_MS: f64 = 86_400_000.0;

/// A draft as it was typed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unsent {
    pub patient: PatientId,
    /// The version that the server had when it was typed; 0: none.
    pub version: u32,
    pub form: ProtocolForm,
}

/// The key of the doctor who is signed in. It cannot be taken out of the browser's hands.
#[derive(Clone)]
pub struct Vault {
    crypto: Crypto,
    key: CryptoKey,
    mark: String,
}

thread_local! {
    // Another person's page is another page: signing in and out loads it anew.
    static VAULT: RefCell<Option<Vault>> = const { RefCell::new(None) };
}

impl Vault {
    /// Asks the server for the key, once for a page.
    pub async fn open() -> Result<Self, Problem> {
        if let Some(known) = VAULT.with_borrow(Clone::clone) {
            return Ok(known);
        }
        let told = client::call(&FindDraftKey {}).await?;
        let bytes = from_hex(&told.key).ok_or(Code::Internal)?;
        let vault = Self::with(&bytes, told.mark).await.ok_or(Code::Internal)?;
        VAULT.set(Some(vault.clone()));
        Ok(vault)
    }

    /// Nothing where the page is not secure.
    async fn with(key: &[u8], mark: String) -> Option<Self> {
        let crypto = browser::window()?.crypto().ok()?;
        let usages = Array::of2(&"encrypt".into(), &"decrypt".into());
        let raw = Uint8Array::from(key);
        let imported = crypto
            .subtle()
            .import_key_with_str("raw", raw.unchecked_ref(), ALGORITHM, false, &usages)
            .ok()?;
        let key = JsFuture::from(imported).await.ok()?.dyn_into().ok()?;
        Some(Self { crypto, key, mark })
    }

    fn name(&self, draft: Uuid) -> String {
        format!("{NAME}{draft}.{}", self.mark)
    }

    /// Keeps what was sealed. Whether there was room for it.
    pub fn keep(&self, draft: Uuid, sealed: &str) -> bool {
        storage().is_some_and(|storage| storage.set_item(&self.name(draft), sealed).is_ok())
    }

    /// What is to lie in the storage: the day in clear, the nonce and what was sealed.
    pub async fn seal(&self, draft: Uuid, unsent: &Unsent) -> Option<String> {
        let value = unsent.serialize(&Serializer::json_compatible()).ok()?;
        let plain: String = JSON::stringify(&value).ok()?.into();
        let mut nonce = [0; NONCE_LEN];
        self.crypto.get_random_values_with_u8_array(&mut nonce).ok()?;
        let (how, plain) = (how(draft, &nonce)?, Uint8Array::from(plain.as_bytes()));
        let asked = self
            .crypto
            .subtle()
            .encrypt_with_object_and_js_u8_array(&how, &self.key, &plain)
            .ok()?;
        let sealed = Uint8Array::new(&JsFuture::from(asked).await.ok()?).to_vec();
        Some(format!("{}.{}{}", day(), format::hex(&nonce), format::hex(&sealed)))
    }

    /// What was sealed for this draft; nothing where it is another doctor's, or broken.
    async fn unseal(&self, draft: Uuid, kept: &str) -> Option<Unsent> {
        let (_, sealed) = kept.split_once('.')?;
        let bytes = from_hex(sealed)?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE_LEN)?;
        let (how, sealed) = (how(draft, nonce)?, Uint8Array::from(sealed));
        let asked = self
            .crypto
            .subtle()
            .decrypt_with_object_and_js_u8_array(&how, &self.key, &sealed)
            .ok()?;
        let plain = Uint8Array::new(&JsFuture::from(asked).await.ok()?).to_vec();
        let value = JSON::parse(&String::from_utf8(plain).ok()?).ok()?;
        serde_wasm_bindgen::from_value(value).ok()
    }
}

/// Bound to the draft: moved under another name it does not open.
fn how(draft: Uuid, nonce: &[u8]) -> Option<Object> {
    let how = Object::new();
    let set = |name: &str, value: &JsValue| Reflect::set(&how, &name.into(), value).ok();
    set("name", &ALGORITHM.into())?;
    set("iv", &Uint8Array::from(nonce))?;
    set("additionalData", &Uint8Array::from(draft.as_bytes().as_slice()))?;
    Some(how)
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits = text.as_bytes().chunks(2);
    digits.map(|two| u8::from_str_radix(std::str::from_utf8(two).ok()?, 16).ok()).collect()
}

/// Days since 1970.
fn day() -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "days since 1970 fit for ages"
    )]
    let day = (browser::now_ms() / DAY_MS) as u32;
    day
}

/// Absent where the person has forbidden it.
fn storage() -> Option<Storage> {
    browser::window()?.local_storage().ok().flatten()
}

/// It was sent, or is not wanted any more. Without the key nothing of this doctor's was found.
pub fn forget(draft: Uuid) {
    let name = VAULT.with_borrow(|vault| vault.as_ref().map(|vault| vault.name(draft)));
    if let (Some(storage), Some(name)) = (storage(), name) {
        // Never fails.
        let _ = storage.remove_item(&name);
    }
}

/// The ids of drafts that wait on this device, whoever wrote them. Those too old are thrown away.
pub fn waiting() -> Vec<Uuid> {
    names().iter().filter_map(|name| parts(name)).map(|(draft, _)| draft).collect()
}

/// Whether one of them is of the doctor who has this mark.
pub fn has_of(mark: &str) -> bool {
    names().iter().filter_map(|name| parts(name)).any(|(_, other)| other == mark)
}

fn parts(name: &str) -> Option<(Uuid, &str)> {
    let (draft, mark) = name.strip_prefix(NAME)?.split_once('.')?;
    Some((draft.parse().ok()?, mark))
}

/// What drafts lie under.
fn names() -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or(0);
    let names: Vec<String> = (0..count).filter_map(|at| storage.key(at).ok().flatten()).collect();
    let is_ours = |name: &String| parts(name).is_some() && !is_old(&storage, name);
    names.into_iter().filter(is_ours).collect()
}

fn is_old(storage: &Storage, name: &str) -> bool {
    let kept = storage.get_item(name).ok().flatten().unwrap_or_default();
    let written = kept.split_once('.').and_then(|(day, _)| day.parse::<u32>().ok());
    let is_old = written.is_none_or(|written| written + KEPT_DAYS < day());
    if is_old {
        // Never fails.
        let _ = storage.remove_item(name);
    }
    is_old
}

/// What the doctor who is signed in typed of this draft and did not send.
pub async fn find(draft: Uuid) -> Option<Unsent> {
    let vault = Vault::open().await.ok()?;
    let kept = storage()?.get_item(&vault.name(draft)).ok().flatten()?;
    vault.unseal(draft, &kept).await
}
