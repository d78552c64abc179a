//! Keys and sealing (SEC-2).
//!
//! Three layers: a master key that never leaves its [`KeyProvider`]; data keys, one for each
//! patient and person and a few for the deployment, kept in the database wrapped by the master
//! key; and what they seal, AES-256-GCM with the row's place as associated data.

mod file;
mod provider;
mod ring;
mod seal;

pub use file::FileProvider;
pub use provider::{KeyError, KeyProvider, MasterKeyId, Wrapped};
pub use ring::{Deployment, KeyRing, Owner, Purpose, is_sealed};
pub use seal::{DataKey, Place, SealError, SealingKey};
