//! Passkeys and hardware keys: WebAuthn as `webauthn-rs` does it, with the little that stands
//! around it here.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use shared::accounts::model::KeyKind;
use shared::id::AccountId;
use uuid::Uuid;
use webauthn_rs::prelude::{
    AuthenticationResult, CreationChallengeResponse, Credential, CredentialID,
    DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, SecurityKey, SecurityKeyAuthentication, SecurityKeyRegistration,
    Url, Webauthn, WebauthnBuilder, WebauthnError,
};

/// Holds ceremonies for one origin. Cheap to clone.
#[derive(Clone)]
pub struct Passkeys(Arc<Webauthn>);

/// A credential as it lies sealed.
#[derive(Clone, Serialize, Deserialize)]
pub struct StoredKey {
    /// As the owner calls it.
    pub name: String,
    pub key: Key,
    /// Its counter went back once: refused since.
    #[serde(default)]
    pub is_cloned: bool,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Key {
    Passkey(Passkey),
    SecurityKey(SecurityKey),
}

/// An adding on its way, as it lies sealed.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Adding {
    Passkey(PasskeyRegistration),
    SecurityKey(SecurityKeyRegistration),
}

/// Who the key will belong to, in the words the owner's device shows.
pub struct Holder<'a> {
    pub account: AccountId,
    /// Tells one account of the owner from another: a phone or an address.
    pub login: &'a str,
    pub name: &'a str,
}

#[derive(Debug, thiserror::Error)]
pub enum PasskeyError {
    /// The browser's answer is not what the ceremony asked for.
    #[error("refused: {0}")]
    Refused(WebauthnError),
    /// The signature counter went back: perhaps there is a copy.
    #[error("the counter went back")]
    Cloned,
    #[error("the answer is not one")]
    Malformed,
    /// The origin, or the library itself.
    #[error("webauthn: {0}")]
    Internal(String),
}

impl Passkeys {
    pub fn new(origin: &str) -> Result<Self, PasskeyError> {
        let failed = |why: String| PasskeyError::Internal(why);
        let origin = Url::parse(origin).map_err(|error| failed(error.to_string()))?;
        let host = origin.host_str().ok_or_else(|| failed("an origin without a host".into()))?;
        let webauthn = WebauthnBuilder::new(host, &origin)
            .map(|builder| builder.rp_name("Medkarta"))
            .and_then(WebauthnBuilder::build)
            .map_err(|error| failed(error.to_string()))?;
        Ok(Self(Arc::new(webauthn)))
    }

    /// What the browser is to be asked, as JSON, and what to remember meanwhile.
    pub fn start_adding(
        &self,
        kind: KeyKind,
        holder: &Holder<'_>,
        known: Vec<CredentialID>,
    ) -> Result<(String, Adding), PasskeyError> {
        let Holder { account, login, name } = *holder;
        let known = Some(known);
        match kind {
            KeyKind::Passkey => {
                let started = self.0.start_passkey_registration(account.0, login, name, known);
                let (options, state) = started.map_err(internal)?;
                Ok((discoverable(&options)?, Adding::Passkey(state)))
            }
            KeyKind::SecurityKey => {
                let started = self
                    .0
                    .start_securitykey_registration(account.0, login, name, known, None, None);
                let (options, state) = started.map_err(internal)?;
                Ok((touchable(&options)?, Adding::SecurityKey(state)))
            }
        }
    }

    pub fn finish_adding(&self, answer: &str, state: &Adding) -> Result<Key, PasskeyError> {
        let answer: RegisterPublicKeyCredential = parse(answer)?;
        match state {
            Adding::Passkey(state) => self
                .0
                .finish_passkey_registration(&answer, state)
                .map(Key::Passkey)
                .map_err(PasskeyError::Refused),
            Adding::SecurityKey(state) => self
                .0
                .finish_securitykey_registration(&answer, state)
                .map(Key::SecurityKey)
                .map_err(PasskeyError::Refused),
        }
    }

    /// For whoever comes: the browser offers the passkeys it has.
    pub fn start_discovering(&self) -> Result<(String, DiscoverableAuthentication), PasskeyError> {
        let (options, state) = self.0.start_discoverable_authentication().map_err(internal)?;
        Ok((to_json(&options)?, state))
    }

    /// Whom an answer claims to come from: the account and the credential's id.
    pub fn identify(&self, answer: &str) -> Result<(AccountId, Vec<u8>), PasskeyError> {
        let answer: PublicKeyCredential = parse(answer)?;
        let claimed = self.0.identify_discoverable_authentication(&answer);
        let (account, id): (Uuid, &[u8]) = claimed.map_err(PasskeyError::Refused)?;
        Ok((AccountId(account), id.to_vec()))
    }

    pub fn finish_discovering(
        &self,
        answer: &str,
        state: DiscoverableAuthentication,
        passkey: &Passkey,
    ) -> Result<AuthenticationResult, PasskeyError> {
        let answer: PublicKeyCredential = parse(answer)?;
        let credential = Credential::from(passkey.clone());
        let finished = self.0.finish_discoverable_authentication_v2(&answer, state, &credential);
        finished.map_err(refused)
    }

    /// With one of these keys. A touch is enough; whoever verified its user when it was added does
    /// so again.
    pub fn start_asking(
        &self,
        keys: &[Key],
    ) -> Result<(String, SecurityKeyAuthentication), PasskeyError> {
        let keys: Vec<SecurityKey> = keys.iter().cloned().map(Key::touched).collect();
        let (options, state) = self.0.start_securitykey_authentication(&keys).map_err(internal)?;
        Ok((to_json(&options)?, state))
    }

    pub fn finish_asking(
        &self,
        answer: &str,
        state: &SecurityKeyAuthentication,
    ) -> Result<AuthenticationResult, PasskeyError> {
        let answer: PublicKeyCredential = parse(answer)?;
        self.0.finish_securitykey_authentication(&answer, state).map_err(refused)
    }
}

/// The id of the credential an answer was made with.
pub fn credential_id(answer: &str) -> Result<Vec<u8>, PasskeyError> {
    let answer: PublicKeyCredential = parse(answer)?;
    Ok(answer.get_credential_id().to_vec())
}

impl Key {
    pub fn id(&self) -> &CredentialID {
        match self {
            Self::Passkey(passkey) => passkey.cred_id(),
            Self::SecurityKey(key) => key.cred_id(),
        }
    }

    pub const fn kind(&self) -> KeyKind {
        match self {
            Self::Passkey(_) => KeyKind::Passkey,
            Self::SecurityKey(_) => KeyKind::SecurityKey,
        }
    }

    /// Takes over the counter and what else a use has changed.
    pub fn update(&mut self, result: &AuthenticationResult) {
        match self {
            Self::Passkey(passkey) => drop(passkey.update_credential(result)),
            Self::SecurityKey(key) => drop(key.update_credential(result)),
        }
    }

    /// As a factor beside another one: a step-up is asked of somebody signed in.
    fn touched(self) -> SecurityKey {
        match self {
            Self::Passkey(passkey) => SecurityKey::from(Credential::from(passkey)),
            Self::SecurityKey(key) => key,
        }
    }
}

fn refused(error: WebauthnError) -> PasskeyError {
    match error {
        WebauthnError::CredentialPossibleCompromise => PasskeyError::Cloned,
        error => PasskeyError::Refused(error),
    }
}

fn internal(error: WebauthnError) -> PasskeyError {
    PasskeyError::Internal(error.to_string())
}

fn parse<T: serde::de::DeserializeOwned>(answer: &str) -> Result<T, PasskeyError> {
    serde_json::from_str(answer).map_err(|_| PasskeyError::Malformed)
}

fn to_json(options: &impl Serialize) -> Result<String, PasskeyError> {
    serde_json::to_string(options).map_err(|error| PasskeyError::Internal(error.to_string()))
}

/// The library asks the key to work for nobody it has not verified. A key without a PIN would then
/// never work again; ours come after a password, so a touch is enough.
fn touchable(options: &CreationChallengeResponse) -> Result<String, PasskeyError> {
    let mut options =
        serde_json::to_value(options).map_err(|error| PasskeyError::Internal(error.to_string()))?;
    if let Some(Value::Object(extensions)) = options.pointer_mut("/publicKey/extensions") {
        extensions.remove("credentialProtectionPolicy");
        extensions.remove("enforceCredentialProtectionPolicy");
    }
    if let Some(Value::Object(selection)) = options.pointer_mut("/publicKey/authenticatorSelection")
    {
        selection.insert("userVerification".into(), json!("discouraged"));
    }
    to_json(&options)
}

/// The library leaves it to the device whether a passkey can be discovered; nothing is typed at
/// our sign-in, so it must be.
fn discoverable(options: &CreationChallengeResponse) -> Result<String, PasskeyError> {
    let mut options =
        serde_json::to_value(options).map_err(|error| PasskeyError::Internal(error.to_string()))?;
    let selection = options.pointer_mut("/publicKey/authenticatorSelection");
    if let Some(Value::Object(selection)) = selection {
        selection.insert("residentKey".into(), json!("required"));
        selection.insert("requireResidentKey".into(), json!(true));
    }
    to_json(&options)
}
