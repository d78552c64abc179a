//! Sealing: AES-256-GCM bound to the place where the result lies.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};
use uuid::Uuid;
use zeroize::Zeroizing;

/// The layout of a sealed value: this byte, 12 bytes of nonce, the ciphertext, 16 bytes of tag.
const LAYOUT: u8 = 1;
const NONCE_LEN: usize = 12;
const TAG_LEN: usize = 16;

/// 256 bits of key material, wiped when dropped.
#[derive(Clone)]
pub struct DataKey(Zeroizing<[u8; 32]>);

/// A data key ready for use. Its key schedule is wiped when dropped.
pub struct SealingKey(Aes256Gcm);

/// Where a sealed value lies. A value moved to another place does not open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub table: &'static str,
    pub row: Uuid,
    /// The patient, person or chain the row belongs to.
    pub owner: Uuid,
    /// The version or sequence number, 0 where there is none.
    pub version: i64,
}

#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// Altered, moved from another place, or sealed under another key.
    #[error("a sealed value in {} does not open: altered, moved or under another key", .0.table)]
    Refused(Place),
    #[error("no randomness: {0}")]
    Randomness(getrandom::Error),
    #[error("a sealed value is not what its kind says")]
    Shape(#[from] serde_json::Error),
}

impl DataKey {
    pub fn generate() -> Result<Self, SealError> {
        let mut bytes = Zeroizing::new([0; 32]);
        getrandom::fill(bytes.as_mut_slice()).map_err(SealError::Randomness)?;
        Ok(Self(bytes))
    }

    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut key = Zeroizing::new([0; 32]);
        (bytes.len() == key.len()).then(|| {
            key.copy_from_slice(bytes);
            Self(key)
        })
    }

    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    pub fn sealing(&self) -> SealingKey {
        SealingKey(Aes256Gcm::new((&*self.0).into()))
    }
}

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DataKey(…)")
    }
}

impl SealingKey {
    /// Seals `plain` for `place`. The result is 29 bytes longer.
    pub fn seal(&self, place: &Place, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut nonce = [0; NONCE_LEN];
        getrandom::fill(&mut nonce).map_err(SealError::Randomness)?;
        let associated = place.associated();
        let sealed = self
            .0
            .encrypt(&Nonce::from(nonce), Payload { msg: plain, aad: &associated })
            .map_err(|_| SealError::Refused(*place))?;
        let mut out = Vec::with_capacity(1 + NONCE_LEN + sealed.len());
        out.push(LAYOUT);
        out.extend_from_slice(&nonce);
        out.extend_from_slice(&sealed);
        Ok(out)
    }

    /// Opens what was sealed for `place` under this key. The plain text is wiped when dropped.
    pub fn unseal(&self, place: &Place, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, SealError> {
        let refused = || SealError::Refused(*place);
        let (layout, rest) = sealed.split_first().ok_or_else(refused)?;
        if *layout != LAYOUT || rest.len() < NONCE_LEN + TAG_LEN {
            return Err(refused());
        }
        let (nonce, sealed) = rest.split_at(NONCE_LEN);
        let nonce: [u8; NONCE_LEN] = nonce.try_into().map_err(|_| refused())?;
        let associated = place.associated();
        self.0
            .decrypt(&Nonce::from(nonce), Payload { msg: sealed, aad: &associated })
            .map(Zeroizing::new)
            .map_err(|_| refused())
    }

    /// Seals a value as JSON.
    pub fn seal_json(
        &self,
        place: &Place,
        value: &impl serde::Serialize,
    ) -> Result<Vec<u8>, SealError> {
        let plain = Zeroizing::new(serde_json::to_vec(value)?);
        self.seal(place, &plain)
    }

    /// Opens what [`Self::seal_json`] sealed.
    pub fn unseal_json<T: serde::de::DeserializeOwned>(
        &self,
        place: &Place,
        sealed: &[u8],
    ) -> Result<T, SealError> {
        Ok(serde_json::from_slice(&self.unseal(place, sealed)?)?)
    }
}

impl Place {
    /// Unambiguous: the table's name is closed by a zero byte, the rest has fixed widths.
    fn associated(&self) -> Vec<u8> {
        let mut out = Vec::with_capacity(self.table.len() + 41);
        out.extend_from_slice(self.table.as_bytes());
        out.push(0);
        out.extend_from_slice(self.row.as_bytes());
        out.extend_from_slice(self.owner.as_bytes());
        out.extend_from_slice(&self.version.to_be_bytes());
        out
    }
}
