//! Master keys in a file: for development and for one machine. The file is only its owner's to
//! read, and the newest key in it is the current one.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::{PoisonError, RwLock};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};
use uuid::Uuid;
use zeroize::{Zeroize, Zeroizing};

use super::provider::{KeyError, KeyProvider, MasterKeyId, Wrapped};
use super::seal::{DataKey, Place};

pub struct FileProvider {
    path: PathBuf,
    /// Oldest first.
    keys: RwLock<Vec<(MasterKeyId, DataKey)>>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyFile {
    key: Vec<KeyLine>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyLine {
    id: String,
    /// 32 bytes in base64.
    secret: String,
}

impl Drop for KeyLine {
    fn drop(&mut self) {
        self.secret.zeroize();
    }
}

impl FileProvider {
    /// Opens the file. With `create`, makes it with a fresh key where there is none.
    pub fn open(path: &Path, create: bool) -> Result<Self, KeyError> {
        let provider = Self { path: path.to_owned(), keys: RwLock::default() };
        if !path.exists() {
            if !create {
                return Err(KeyError::Missing { path: path.to_owned() });
            }
            provider.write(&[(fresh_id()?, DataKey::generate()?)])?;
        }
        provider.reload()?;
        Ok(provider)
    }

    fn bad(&self, reason: impl ToString) -> KeyError {
        KeyError::File { path: self.path.clone(), reason: reason.to_string() }
    }

    /// Reads the file again: another process may have rotated.
    fn reload(&self) -> Result<(), KeyError> {
        self.check_mode()?;
        let text =
            Zeroizing::new(std::fs::read_to_string(&self.path).map_err(|error| self.bad(error))?);
        // The parser's own message would quote the line, and the line holds the key.
        let file: KeyFile = toml::from_str(&text)
            .map_err(|_| self.bad("it is not a list of [[key]] with id and secret"))?;
        let mut keys = Vec::new();
        for line in &file.key {
            let bytes = STANDARD.decode(&line.secret).map(Zeroizing::new);
            let key = bytes.ok().and_then(|bytes| DataKey::from_bytes(&bytes));
            let key = key.ok_or_else(|| self.bad(format!("key {} is not 32 bytes", line.id)))?;
            keys.push((MasterKeyId(line.id.clone()), key));
        }
        if keys.is_empty() {
            return Err(self.bad("it holds no key"));
        }
        *self.keys.write().unwrap_or_else(PoisonError::into_inner) = keys;
        Ok(())
    }

    #[cfg(unix)]
    fn check_mode(&self) -> Result<(), KeyError> {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&self.path).map_err(|error| self.bad(error))?;
        let for_others = mode.permissions().mode() & 0o077;
        if for_others == 0 {
            Ok(())
        } else {
            Err(self.bad("others may read it; run `chmod 600` on it"))
        }
    }

    #[cfg(not(unix))]
    fn check_mode(&self) -> Result<(), KeyError> {
        Ok(())
    }

    /// Writes beside and renames, so that a crash leaves the old file or the new one.
    fn write(&self, keys: &[(MasterKeyId, DataKey)]) -> Result<(), KeyError> {
        let lines = keys
            .iter()
            .map(|(id, key)| KeyLine { id: id.0.clone(), secret: STANDARD.encode(key.bytes()) });
        let text = toml::to_string(&KeyFile { key: lines.collect() })
            .map(Zeroizing::new)
            .map_err(|error| self.bad(error))?;
        let beside = self.path.with_extension("new");
        let result = (|| {
            if let Some(folder) = self.path.parent() {
                std::fs::create_dir_all(folder)?;
            }
            let _ = std::fs::remove_file(&beside);
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(&beside)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()?;
            std::fs::rename(&beside, &self.path)
        })();
        result.map_err(|error: std::io::Error| self.bad(error))
    }

    fn with_keys<T>(&self, read: impl FnOnce(&[(MasterKeyId, DataKey)]) -> T) -> T {
        read(&self.keys.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn find(&self, id: &MasterKeyId) -> Option<DataKey> {
        self.with_keys(|keys| {
            keys.iter().find(|(known, _)| known == id).map(|(_, key)| key.clone())
        })
    }
}

#[async_trait::async_trait]
impl KeyProvider for FileProvider {
    async fn current(&self) -> Result<MasterKeyId, KeyError> {
        let newest = self.with_keys(|keys| keys.last().map(|(id, _)| id.clone()));
        newest.ok_or_else(|| self.bad("it holds no key"))
    }

    async fn wrap(&self, key: &DataKey, context: &[u8]) -> Result<Wrapped, KeyError> {
        // Another process may have rotated since; a wrap under a retired key would be lost.
        self.reload()?;
        let master = self.current().await?;
        let master_key = self.find(&master).ok_or_else(|| KeyError::Unknown(master.clone()))?;
        let place = place_of(context);
        let bytes = master_key.sealing().seal(&place, key.bytes())?;
        Ok(Wrapped { master, bytes })
    }

    async fn unwrap(&self, wrapped: &Wrapped, context: &[u8]) -> Result<DataKey, KeyError> {
        let master = &wrapped.master;
        let master_key = if let Some(key) = self.find(master) {
            key
        } else {
            self.reload()?;
            self.find(master).ok_or_else(|| KeyError::Unknown(master.clone()))?
        };
        let wrong = || KeyError::Wrong(master.clone());
        let plain =
            master_key.sealing().unseal(&place_of(context), &wrapped.bytes).map_err(|_| wrong())?;
        DataKey::from_bytes(&plain).ok_or_else(wrong)
    }

    async fn rotate(&self) -> Result<MasterKeyId, KeyError> {
        self.reload()?;
        let id = fresh_id()?;
        let mut keys = self.with_keys(<[_]>::to_vec);
        keys.push((id.clone(), DataKey::generate()?));
        self.write(&keys)?;
        self.reload()?;
        Ok(id)
    }

    async fn retire_old(&self) -> Result<Vec<MasterKeyId>, KeyError> {
        self.reload()?;
        let mut keys = self.with_keys(<[_]>::to_vec);
        let Some(current) = keys.pop() else { return Ok(Vec::new()) };
        self.write(&[current])?;
        self.reload()?;
        Ok(keys.into_iter().map(|(id, _)| id).collect())
    }
}

/// A context of any length as the place a wrap is bound to: 128 bits of its digest.
fn place_of(context: &[u8]) -> Place {
    use sha2::Digest as _;
    let digest = sha2::Sha256::digest(context);
    let mut row = [0; 16];
    row.iter_mut().zip(digest.iter()).for_each(|(to, from)| *to = *from);
    Place { table: "data_key", row: Uuid::from_bytes(row), owner: Uuid::nil(), version: 0 }
}

/// Random, so that two machines never name two keys alike.
fn fresh_id() -> Result<MasterKeyId, KeyError> {
    let mut bytes = [0; 8];
    getrandom::fill(&mut bytes).map_err(super::seal::SealError::Randomness)?;
    Ok(MasterKeyId(format!("master-{:016x}", u64::from_be_bytes(bytes))))
}
