//! Searching a list, and loading one: an operator's act, by the command line.

use std::collections::BTreeSet;
use std::path::Path;

use futures_util::future::BoxFuture;
use sea_orm::{ConnectionTrait, DbErr};
use sha2::{Digest as _, Sha256};
use shared::contract::FieldReason;
use shared::format;
use shared::reference::api::{BUILT_IN, FOUND_MAX, WORDS_MAX};
use shared::reference::model::{FoundReference, ReferenceItem, ReferenceList, ReferenceVersion};
use shared::reference::rules::{
    check_version, code_key, found_limit, is_much_smaller, version_in_name,
};

use super::built_in;
use super::read::{ReadError, read};
use super::store::{self, Found, Indexed, Sought};
use crate::access::Caller;
use crate::app::App;
use crate::audit::{self, AppendError, Line, NewLine, What};

/// The longest a file may be, in bytes.
const FILE_MAX: u64 = 64 << 20;

#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// No such version.
    #[error("no such version")]
    NotFound,
    #[error("{field}: {reason:?}")]
    Invalid { field: &'static str, reason: FieldReason },
    #[error(transparent)]
    Db(#[from] DbErr),
}

/// Why a list was not loaded. What was there before is there still.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("{path}: {reason}")]
    File { path: String, reason: String },
    #[error("{path}: {error}")]
    Content { path: String, error: ReadError },
    #[error("the file does not say its version: give it by --version")]
    NoVersion,
    #[error("this is no version: letters, digits, dots and dashes, such as 2.27")]
    Version,
    #[error("version {0} is there with other content: give this one another by --version")]
    Taken(String),
    #[error("it has {now} terms, the version before has {before}: if that is right, say --smaller")]
    Smaller { before: u32, now: u32 },
    #[error(transparent)]
    Db(#[from] DbErr),
    #[error(transparent)]
    Journal(#[from] AppendError),
}

/// What an operator says beside the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct How {
    /// Where the file does not say it, or says it wrong.
    pub version: Option<String>,
    /// It is right that it has less than half of the terms of the one before.
    pub smaller: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    Loaded,
    /// It was there, but another was searched.
    MadeCurrent,
    /// It was there and is searched.
    Unchanged,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Loaded {
    pub did: Did,
    pub version: ReferenceVersion,
}

/// Public knowledge: for whoever is signed in.
pub async fn list(app: &App, _caller: &Caller) -> Result<Vec<ReferenceVersion>, Error> {
    versions(app).await
}

/// Every version of every list, by list, newest first; the built-in set where there is none.
pub async fn versions(app: &App) -> Result<Vec<ReferenceVersion>, Error> {
    let mut versions = store::list(app.db().read()).await?;
    for list in ReferenceList::ALL {
        if !versions.iter().any(|version| version.list == *list && version.is_current) {
            versions.push(ReferenceVersion {
                list: *list,
                version: BUILT_IN.to_owned(),
                source: String::new(),
                sha256: String::new(),
                items: count(built_in::all(*list).len()),
                loaded_at: None,
                is_current: true,
                built_in: true,
            });
        }
    }
    // Stable: within a list the order stays.
    versions.sort_by_key(|version| version.list);
    Ok(versions)
}

/// What of a list is found by a code's beginning or by words, the closest first. Public knowledge:
/// for whoever is signed in.
pub async fn search(
    app: &App,
    _caller: &Caller,
    list: ReferenceList,
    words: &str,
    version: Option<&str>,
    limit: Option<u32>,
) -> Result<FoundReference, Error> {
    let invalid = |field, reason| Error::Invalid { field, reason };
    if words.chars().count() > WORDS_MAX {
        return Err(invalid("words", FieldReason::TooLong));
    }
    let limit = found_limit(limit).map_err(|reason| invalid("limit", reason))?;
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let sought = Sought::read(words);
    let db = app.db().read();
    let version = match version {
        Some(BUILT_IN) => None,
        // What cannot be a version is not asked for: a database takes no zeros in texts.
        Some(number) => {
            let number = check_version(number).map_err(|_| Error::NotFound)?;
            Some(store::find(db, list, number).await?.ok_or(Error::NotFound)?)
        }
        None => store::current(db, list).await?,
    };
    // Asked for in full, so that an exact code is among them.
    let most = u64::from(FOUND_MAX);
    let Some(ReferenceVersion { version, .. }) = version else {
        return Ok(search_built_in(list, &sought, limit));
    };
    let by_code = match &sought.key {
        Some(key) => store::by_code(db, list, &version, key, most).await?,
        None => Vec::new(),
    };
    let mut by_words = Vec::new();
    for within in sought.places() {
        by_words.extend(store::by_words(db, list, &version, &sought, *within, most).await?);
    }
    let items = rank(&sought, by_code, by_words, limit);
    Ok(FoundReference { list, version, built_in: false, items })
}

/// Terms whose code begins so are looked through for the very code.
const BEGINNING: u64 = 1_000;

/// The terms of the current version that have these codes, as [`code_key`] writes them; and whether
/// a list was loaded at all: the set that comes with the program is short.
pub async fn by_codes(
    db: &impl ConnectionTrait,
    list: ReferenceList,
    keys: &[String],
) -> Result<(Vec<ReferenceItem>, bool), DbErr> {
    let current = store::current(db, list).await?;
    let mut items = Vec::new();
    for key in keys.iter().filter(|key| !key.is_empty()) {
        let begin: Vec<ReferenceItem> = match &current {
            Some(ReferenceVersion { version, .. }) => {
                let found = store::by_code(db, list, version, key, BEGINNING).await?;
                found.into_iter().map(|(_, item)| item).collect()
            }
            None => {
                let most = usize::try_from(BEGINNING).unwrap_or(usize::MAX);
                let found = built_in::by_code(list, key, most);
                found.into_iter().map(|one| one.item.clone()).collect()
            }
        };
        let is_it = |item: &ReferenceItem| item.code.as_deref().map(code_key).as_ref() == Some(key);
        items.extend(begin.into_iter().filter(is_it));
    }
    Ok((items, current.is_some()))
}

fn search_built_in(list: ReferenceList, sought: &Sought, limit: usize) -> FoundReference {
    let most = usize::try_from(FOUND_MAX).unwrap_or(usize::MAX);
    let of = |found: Vec<&Indexed>| -> Vec<Found> {
        found.into_iter().map(|one| (one.position, one.item.clone())).collect()
    };
    let by_code = sought.key.as_deref().map(|key| built_in::by_code(list, key, most));
    let places = sought.places().iter();
    let by_words =
        places.flat_map(|within| built_in::by_words(list, sought, *within, most)).collect();
    let items = rank(sought, of(by_code.unwrap_or_default()), of(by_words), limit);
    FoundReference { list, version: BUILT_IN.to_owned(), built_in: true, items }
}

/// The very code first, then codes that begin so, then what is found by words, in the name
/// before elsewhere; each once.
fn rank(
    sought: &Sought,
    mut by_code: Vec<Found>,
    by_words: Vec<Found>,
    limit: usize,
) -> Vec<ReferenceItem> {
    by_code.sort_by_key(|(_, item)| item.code.as_deref().map(code_key) != sought.key);
    let mut seen = BTreeSet::new();
    let found = by_code.into_iter().chain(by_words);
    let found = found.filter(|(position, _)| seen.insert(*position)).map(|(_, item)| item);
    found.take(limit).collect()
}

/// Loads a version of a list from its official file, whole or not at all. `progress` hears how
/// many terms of how many are kept. Boxed, so that it is compiled once.
pub fn load<'l>(
    app: &'l App,
    list: ReferenceList,
    path: &'l Path,
    how: &'l How,
    progress: &'l (dyn Fn(usize, usize) + Send + Sync),
) -> BoxFuture<'l, Result<Loaded, LoadError>> {
    Box::pin(load_file(app, list, path, how, progress))
}

async fn load_file(
    app: &App,
    list: ReferenceList,
    path: &Path,
    how: &How,
    progress: &(dyn Fn(usize, usize) + Send + Sync),
) -> Result<Loaded, LoadError> {
    let bytes = read_bytes(path).await?;
    let file = read(list, &bytes)
        .map_err(|error| LoadError::Content { path: path.display().to_string(), error })?;
    let source = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let source = source.unwrap_or_default();
    let number = how.version.as_deref().or(file.version.as_deref());
    let number = number.or_else(|| version_in_name(&source)).ok_or(LoadError::NoVersion)?;
    let number = check_version(number).map_err(|_| LoadError::Version)?.to_owned();
    let sha256 = digest(&bytes);
    let db = app.db().read();
    let current = store::current(db, list).await?;
    if let Some(known) = store::find(db, list, &number).await? {
        if known.sha256 != sha256 {
            return Err(LoadError::Taken(number));
        }
        if known.is_current {
            return Ok(Loaded { did: Did::Unchanged, version: known });
        }
        keep(app, &known, None, progress).await?;
        let version = ReferenceVersion { is_current: true, ..known };
        return Ok(Loaded { did: Did::MadeCurrent, version });
    }
    let items = Indexed::all(whole(list, file.items));
    let (now, before) = (count(items.len()), current.map_or(0, |current| current.items));
    if is_much_smaller(before, now) && !how.smaller {
        return Err(LoadError::Smaller { before, now });
    }
    let version = ReferenceVersion {
        list,
        version: number,
        source,
        sha256,
        items: now,
        loaded_at: Some(app.now()),
        is_current: true,
        built_in: false,
    };
    keep(app, &version, Some(&items), progress).await?;
    Ok(Loaded { did: Did::Loaded, version })
}

async fn read_bytes(path: &Path) -> Result<Vec<u8>, LoadError> {
    let failed = |reason: String| LoadError::File { path: path.display().to_string(), reason };
    let about = tokio::fs::metadata(path).await.map_err(|error| failed(error.to_string()))?;
    if !about.is_file() {
        return Err(failed("it is no file".to_owned()));
    }
    if about.len() > FILE_MAX {
        return Err(failed(format!("longer than {FILE_MAX} bytes")));
    }
    tokio::fs::read(path).await.map_err(|error| failed(error.to_string()))
}

/// UCUM names what units are put together from. Those that laboratories print, put together
/// already, come after it.
fn whole(list: ReferenceList, mut items: Vec<ReferenceItem>) -> Vec<ReferenceItem> {
    if list == ReferenceList::Units {
        let known: BTreeSet<Option<String>> = items.iter().map(|item| item.code.clone()).collect();
        let common = built_in::all(list).iter().map(|one| &one.item);
        items.extend(common.filter(|item| !known.contains(&item.code)).cloned());
    }
    items
}

/// One transaction: the terms, which version is searched, and the line in the journal.
async fn keep(
    app: &App,
    version: &ReferenceVersion,
    items: Option<&[Indexed]>,
    progress: &(dyn Fn(usize, usize) + Send + Sync),
) -> Result<(), LoadError> {
    let ReferenceVersion { list, version: number, .. } = version;
    let tx = app.db().begin().await?;
    if let Some(items) = items {
        store::insert(&tx, version).await?;
        let told = |done| progress(done, items.len());
        store::insert_items(&tx, *list, number, items, &told).await?;
    }
    store::make_current(&tx, *list, number).await?;
    let line = Line::system(What::ReferenceLoaded(*list));
    let lines = [NewLine { chain: App::DEPLOYMENT_CHAIN, at: app.now_micros(), line }];
    let heads = audit::append(&tx, &app.keys().deployment().journal, &lines).await?;
    tx.commit().await?;
    app.journal().cover(heads).await;
    Ok(())
}

fn digest(bytes: &[u8]) -> String {
    format::hex(&Sha256::digest(bytes))
}

fn count(of: usize) -> u32 {
    u32::try_from(of).unwrap_or(u32::MAX)
}
