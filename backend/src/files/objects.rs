//! Where the bytes of files lie: objects named by random ids, which tell nothing.

use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt as _};
use uuid::Uuid;

use crate::keys::SealError;

/// Cheap to clone.
#[derive(Clone, Debug)]
pub struct Objects(Arc<dyn ObjectStore>);

/// Why files cannot be kept.
#[derive(Debug, thiserror::Error)]
#[error("files cannot be kept in {folder}: {reason}")]
pub struct FolderError {
    folder: PathBuf,
    reason: String,
}

impl Objects {
    /// In a folder of this machine, which is made where it is missing.
    pub fn in_folder(folder: &FilePath) -> Result<Self, FolderError> {
        let failed = |reason: String| FolderError { folder: folder.to_owned(), reason };
        make_folder(folder).map_err(|error| failed(error.to_string()))?;
        let store = LocalFileSystem::new_with_prefix(folder)
            .map_err(|error| failed(error.to_string()))?
            .with_fsync(true);
        Ok(Self(Arc::new(store)))
    }

    /// Gone with the program: for whoever keeps nothing.
    pub fn in_memory() -> Self {
        Self(Arc::new(InMemory::new()))
    }

    /// A new object's id.
    pub fn new_id() -> Result<Uuid, SealError> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(SealError::Randomness)?;
        Ok(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }

    /// Durable when it returns.
    pub async fn put(&self, id: Uuid, sealed: Vec<u8>) -> Result<(), Error> {
        self.0.put(&path(id), sealed.into()).await.map(drop)
    }

    /// Nothing where there is no such object.
    pub async fn get(&self, id: Uuid) -> Result<Option<Bytes>, Error> {
        match self.0.get(&path(id)).await {
            Ok(found) => found.bytes().await.map(Some),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What is not there is no mistake.
    pub async fn delete(&self, id: Uuid) -> Result<(), Error> {
        match self.0.delete(&path(id)).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Objects whose ids begin with this byte and that were written before that moment, in
    /// microseconds.
    pub async fn written_before(&self, first: u8, moment: i64) -> Result<Vec<Uuid>, Error> {
        let folder = Path::from(format!("{first:02x}"));
        let mut listed = self.0.list(Some(&folder));
        let mut old = Vec::new();
        while let Some(meta) = listed.try_next().await? {
            // What is not named so was put there by somebody else.
            let id = meta.location.filename().and_then(|name| Uuid::parse_str(name).ok());
            let is_old = meta.last_modified.timestamp_micros() < moment;
            old.extend(id.filter(|_| is_old));
        }
        Ok(old)
    }
}

/// In folders by the first byte: a folder of a million files is slow to list.
fn path(id: Uuid) -> Path {
    let [first, ..] = id.into_bytes();
    Path::from(format!("{first:02x}/{}", id.simple()))
}

/// For nobody else on this machine.
fn make_folder(folder: &FilePath) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
