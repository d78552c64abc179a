use std::path::PathBuf;

use super::seal::{DataKey, SealError};

/// Names one master key. Holds nothing secret.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct MasterKeyId(pub String);

/// A data key under a master key, as the database keeps it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrapped {
    pub master: MasterKeyId,
    pub bytes: Vec<u8>,
}

/// Holds the master keys: a file, later an HSM over PKCS#11 or a cloud KMS.
///
/// The master key never leaves the provider. The calls are those an HSM can answer
/// (`C_GenerateKey`, `C_EncryptInit` with `CKM_AES_GCM`), and `async` because it may be far away.
#[async_trait::async_trait]
pub trait KeyProvider: Send + Sync {
    /// The key that new wraps use.
    async fn current(&self) -> Result<MasterKeyId, KeyError>;

    /// Wraps under the current key, bound to `context`.
    async fn wrap(&self, key: &DataKey, context: &[u8]) -> Result<Wrapped, KeyError>;

    /// Opens a wrap of any master key the provider still has.
    async fn unwrap(&self, wrapped: &Wrapped, context: &[u8]) -> Result<DataKey, KeyError>;

    /// Makes a new master key the current one. Older ones keep opening what they wrapped.
    async fn rotate(&self) -> Result<MasterKeyId, KeyError>;

    /// Destroys every master key but the current one.
    async fn retire_old(&self) -> Result<Vec<MasterKeyId>, KeyError>;
}

#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error(
        "the master key file {path} is missing, but the database is already sealed under it: \
         restore the file from its backup"
    )]
    Missing { path: PathBuf },
    #[error("the master key file {path} cannot be used: {reason}")]
    File { path: PathBuf, reason: String },
    #[error("the master key {} is not in the key file: restore the file that belongs to this database", .0.0)]
    Unknown(MasterKeyId),
    #[error("the master key {} does not open this database: the key file belongs to another one", .0.0)]
    Wrong(MasterKeyId),
    #[error(transparent)]
    Seal(#[from] SealError),
    #[error("database")]
    Db(#[from] sea_orm::DbErr),
}
