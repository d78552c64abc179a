//! Passwords: hashed with Argon2id and a pepper, off the request threads, so many at a time.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher as _, PasswordVerifier as _};
use argon2::{Algorithm, Argon2, Params, Version};
use shared::accounts::rules::{Owner, PasswordRule, broken_rules};
use shared::contract::FieldReason;
use tokio::sync::Semaphore;
use zeroize::Zeroizing;

/// Hashes and checks passwords. Cheap to clone.
#[derive(Clone)]
pub struct Passwords(Arc<Parts>);

/// What one hash costs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
}

impl Cost {
    /// OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB, two passes, one lane.
    pub const OWASP: Self = Self { memory_kib: 19 * 1024, passes: 2 };
    /// As little as the algorithm allows: for tests that sign in a thousand times.
    pub const LEAST: Self = Self { memory_kib: 8, passes: 1 };
}

struct Parts {
    pepper: Zeroizing<[u8; 32]>,
    cost: Cost,
    /// How many are hashed at the same moment: each needs the memory of its [`Cost`].
    hashing: Arc<Semaphore>,
    /// How many wait or are hashed.
    places: Arc<Semaphore>,
    /// Checked where there is no password, so that this takes as long as a wrong one.
    decoy: String,
}

#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// Too many wait already.
    #[error("too many passwords are being checked")]
    Busy,
    #[error("the stored hash is not one")]
    Stored,
    #[error("hashing failed: {0}")]
    Hash(String),
    /// It breaks these rules (ACC-5).
    #[error("the password is weak")]
    Weak(Vec<FieldReason>),
}

const LANES: u32 = 1;
/// How many may wait for each one that is being hashed.
const WAITING: usize = 32;

impl Passwords {
    /// `at_once`: how many passwords are hashed at the same moment. Hashes one at once.
    pub fn new(
        pepper: Zeroizing<[u8; 32]>,
        at_once: usize,
        cost: Cost,
    ) -> Result<Self, PasswordError> {
        let decoy = hash(&pepper, cost, b"nobody's password")?;
        Ok(Self(Arc::new(Parts {
            pepper,
            cost,
            hashing: Arc::new(Semaphore::new(at_once)),
            places: Arc::new(Semaphore::new(at_once * (WAITING + 1))),
            decoy,
        })))
    }

    /// A PHC string: `$argon2id$v=19$…`.
    pub async fn hash(&self, password: &str) -> Result<String, PasswordError> {
        let password = Zeroizing::new(password.as_bytes().to_vec());
        self.run(move |parts| hash(&parts.pepper, parts.cost, &password)).await
    }

    /// Whether it is the password of `stored`. Takes as long where nothing is stored.
    pub async fn is_right(
        &self,
        password: &str,
        stored: Option<String>,
    ) -> Result<bool, PasswordError> {
        let password = Zeroizing::new(password.as_bytes().to_vec());
        self.run(move |parts| {
            let there = stored.is_some();
            let stored = stored.unwrap_or_else(|| parts.decoy.clone());
            let stored = PasswordHash::new(&stored).map_err(|_| PasswordError::Stored)?;
            let right =
                argon2(&parts.pepper, parts.cost)?.verify_password(&password, &stored).is_ok();
            Ok(right && there)
        })
        .await
    }

    /// Whether a new password keeps every rule of ACC-5; fails with [`PasswordError::Weak`].
    pub async fn check(&self, password: &str, owner: Owner) -> Result<(), PasswordError> {
        let password = Zeroizing::new(password.to_owned());
        self.run(move |_| {
            let mut reasons: Vec<FieldReason> =
                broken_rules(&password, &owner).into_iter().map(PasswordRule::reason).collect();
            // Judging what is too long anyway would take long.
            if reasons.is_empty() && is_common(&password, &owner) {
                reasons.push(FieldReason::PasswordCommon);
            }
            if reasons.is_empty() { Ok(()) } else { Err(PasswordError::Weak(reasons)) }
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Parts) -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let parts = self.0.clone();
        let place = parts.places.clone().try_acquire_owned().map_err(|_| PasswordError::Busy)?;
        let turn = parts.hashing.clone().acquire_owned().await;
        let turn = turn.map_err(|_| PasswordError::Busy)?;
        // Both go with the work: whoever hangs up does not make room for more than there is.
        tokio::task::spawn_blocking(move || (work(&parts), place, turn).0)
            .await
            .map_err(|error| PasswordError::Hash(error.to_string()))?
    }
}

fn argon2(pepper: &[u8; 32], cost: Cost) -> Result<Argon2<'_>, PasswordError> {
    let failed = |error: argon2::Error| PasswordError::Hash(error.to_string());
    let params = Params::new(cost.memory_kib, cost.passes, LANES, None).map_err(failed)?;
    Argon2::new_with_secret(pepper, Algorithm::Argon2id, Version::V0x13, params).map_err(failed)
}

fn hash(pepper: &[u8; 32], cost: Cost, password: &[u8]) -> Result<String, PasswordError> {
    let hash = argon2(pepper, cost)?.hash_password(password);
    hash.map(|hash| hash.to_string()).map_err(|error| PasswordError::Hash(error.to_string()))
}

/// Whether the password is on the lists of common and breached ones, or so like one that it falls
/// within a million tries. Looks also at what Cyrillic letters are on the same keys in Latin:
/// «пароль» and `gfhjkm` are both among the first that are tried.
pub fn is_common(password: &str, owner: &Owner) -> bool {
    let personal: Vec<String> = owner
        .name
        .iter()
        .flat_map(|name| [name.surname.clone(), name.given.clone()])
        .chain(owner.phone.iter().map(|phone| phone.as_str().to_owned()))
        .collect();
    let personal: Vec<&str> = personal.iter().map(String::as_str).collect();
    let easy = |password: &str| zxcvbn::zxcvbn(password, &personal).score() < zxcvbn::Score::Two;
    easy(password) || easy(&on_latin_keys(password))
}

/// The same keys on the other layout (ГОСТ 6431 and US).
fn on_latin_keys(text: &str) -> String {
    const CYRILLIC: &str = "йцукенгшщзхъфывапролджэячсмитьбюё";
    const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";
    text.chars()
        .map(|letter| {
            let lower = letter.to_lowercase().next().unwrap_or(letter);
            let key = CYRILLIC.chars().zip(LATIN.chars()).find(|(cyrillic, _)| *cyrillic == lower);
            match key {
                Some((_, latin)) if lower == letter => latin,
                Some((_, latin)) => latin.to_ascii_uppercase(),
                None => letter,
            }
        })
        .collect()
}
