//! Where the bytes of files lie, a folder or a bucket: objects named by random ids, which tell
//! nothing.

use std::fmt;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use futures_util::TryStreamExt as _;
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt as _};
use tokio::sync::Mutex;
use tokio::time::timeout;
use uuid::Uuid;

use super::bucket::{self, BucketError, BucketSettings};
use crate::keys::SealError;

/// Where the bytes of files are to lie.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Keeping {
    /// Gone with the program: for whoever keeps nothing.
    #[default]
    Memory,
    /// A folder of this machine, which is made where it is missing.
    Folder(PathBuf),
    /// A bucket, which has to be there.
    Bucket(BucketSettings),
}

/// Cheap to clone.
#[derive(Clone, Debug)]
pub struct Objects {
    store: Arc<dyn ObjectStore>,
    /// When the store was last asked whether it can be reached, and the answer.
    reached: Arc<Mutex<Option<(Instant, bool)>>>,
}

/// Why files cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum FilesError {
    #[error("files cannot be kept in {folder}: {reason}")]
    Folder { folder: PathBuf, reason: String },
    #[error("files cannot be kept in {bucket}: objects cannot be {what} there: {reason}")]
    Bucket { bucket: String, what: &'static str, reason: String },
    #[error(transparent)]
    Settings(#[from] BucketError),
    #[error(transparent)]
    Seal(#[from] SealError),
}

/// What is written into a bucket to see whether it takes anything.
const PROBE: &[u8] = b"Medkarta looks whether files can be kept here.";

/// How long it is remembered whether the store can be reached: whoever asks for that is not known.
const REMEMBERED: Duration = Duration::from_secs(1);
const PATIENCE: Duration = Duration::from_secs(3);

impl fmt::Display for Keeping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory => f.write_str("nowhere"),
            Self::Folder(folder) => write!(f, "{}", folder.display()),
            Self::Bucket(bucket) => write!(f, "{bucket} (keys not shown)"),
        }
    }
}

impl Objects {
    /// Refuses a folder that cannot be made, and a bucket in which objects cannot be listed,
    /// written, read and deleted: all four are needed.
    pub async fn open(keeping: &Keeping) -> Result<Self, FilesError> {
        match keeping {
            Keeping::Memory => Ok(Self::of(Arc::new(InMemory::new()))),
            Keeping::Folder(folder) => Self::in_folder(folder),
            Keeping::Bucket(settings) => {
                let (objects, id) = (Self::of(settings.store()?), Self::new_id()?);
                let tried = objects.probe(id).await;
                let bucket = settings.to_string();
                tried.map_err(|(what, reason)| FilesError::Bucket { bucket, what, reason })?;
                Ok(objects)
            }
        }
    }

    fn in_folder(folder: &FilePath) -> Result<Self, FilesError> {
        let failed = |reason: String| FilesError::Folder { folder: folder.to_owned(), reason };
        make_folder(folder).map_err(|error| failed(error.to_string()))?;
        let store = LocalFileSystem::new_with_prefix(folder)
            .map_err(|error| failed(error.to_string()))?
            .with_fsync(true);
        Ok(Self::of(Arc::new(store)))
    }

    fn of(store: Arc<dyn ObjectStore>) -> Self {
        Self { store, reached: Arc::default() }
    }

    /// What a crash leaves of it is an object that no row names.
    async fn probe(&self, id: Uuid) -> Result<(), (&'static str, String)> {
        let told = |what: &'static str| move |error: Error| (what, bucket::reason(&error));
        self.list_nothing().await.map_err(told("listed"))?;
        self.put(id, PROBE.to_vec()).await.map_err(told("written"))?;
        let read = self.get(id).await.map_err(told("read"));
        self.delete(id).await.map_err(told("deleted"))?;
        if read?.as_deref() == Some(PROBE) {
            return Ok(());
        }
        Err(("read", "what is written does not come back".to_owned()))
    }

    /// Whether objects can be reached. The store is asked at most once a second.
    pub async fn is_reached(&self) -> bool {
        let mut last = self.reached.lock().await;
        if let Some((asked, answer)) = *last
            && asked.elapsed() < REMEMBERED
        {
            return answer;
        }
        let answer = matches!(timeout(PATIENCE, self.list_nothing()).await, Ok(Ok(())));
        *last = Some((Instant::now(), answer));
        answer
    }

    /// Lists what lies where nothing ever does: costs the store least.
    async fn list_nothing(&self) -> Result<(), Error> {
        let mut listed = self.store.list(Some(&Path::from("nothing")));
        listed.try_next().await.map(drop)
    }

    /// A new object's id.
    pub fn new_id() -> Result<Uuid, SealError> {
        let mut bytes = [0; 16];
        getrandom::fill(&mut bytes).map_err(SealError::Randomness)?;
        Ok(uuid::Builder::from_random_bytes(bytes).into_uuid())
    }

    /// Durable when it returns.
    pub async fn put(&self, id: Uuid, sealed: Vec<u8>) -> Result<(), Error> {
        self.store.put(&path(id), sealed.into()).await.map(drop)
    }

    /// Nothing where there is no such object.
    pub async fn get(&self, id: Uuid) -> Result<Option<Bytes>, Error> {
        match self.store.get(&path(id)).await {
            Ok(found) => found.bytes().await.map(Some),
            Err(error @ Error::NotFound { .. }) if !bucket::is_bucket_missing(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// What is not there is no mistake.
    pub async fn delete(&self, id: Uuid) -> Result<(), Error> {
        match self.store.delete(&path(id)).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// Objects whose ids begin with this byte and that were written before that moment, in
    /// microseconds.
    pub async fn written_before(&self, first: u8, moment: i64) -> Result<Vec<Uuid>, Error> {
        let folder = Path::from(format!("{first:02x}"));
        let mut listed = self.store.list(Some(&folder));
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
