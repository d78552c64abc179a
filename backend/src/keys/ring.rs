//! Data keys: kept wrapped in the database, unwrapped for those who passed the gate.

use std::sync::Arc;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sea_orm::sea_query::{Expr, OnConflict, Order, Query};
use sea_orm::{ConnectionTrait, DbErr, ExprTrait};
use sha2::Sha256;
use uuid::Uuid;

use super::provider::{KeyError, KeyProvider, MasterKeyId, Wrapped};
use super::seal::{DataKey, SealingKey};
use crate::db::Db;

/// Whose key it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Owner {
    pub purpose: Purpose,
    pub id: Uuid,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Purpose {
    /// Seals a card.
    Patient,
    /// Seals who somebody is.
    Person,
    /// Hashes what look-ups start from (blind index).
    Lookup,
    /// Seals journal lines.
    Journal,
    /// Signs journal checkpoints; the bytes are an Ed25519 seed.
    Checkpoint,
    /// Hashes session tokens and seals job payloads.
    Service,
}

impl Purpose {
    const fn word(self) -> &'static str {
        match self {
            Self::Patient => "patient",
            Self::Person => "person",
            Self::Lookup => "lookup",
            Self::Journal => "journal",
            Self::Checkpoint => "checkpoint",
            Self::Service => "service",
        }
    }
}

impl Owner {
    pub const fn patient(id: Uuid) -> Self {
        Self { purpose: Purpose::Patient, id }
    }

    pub const fn person(id: Uuid) -> Self {
        Self { purpose: Purpose::Person, id }
    }

    const fn deployment(purpose: Purpose) -> Self {
        Self { purpose, id: Uuid::nil() }
    }

    /// What the wrap is bound to.
    fn context(self) -> Vec<u8> {
        [self.purpose.word().as_bytes(), &[0], self.id.as_bytes()].concat()
    }
}

/// Unwraps keys and remembers the ones in use.
pub struct KeyRing {
    provider: Arc<dyn KeyProvider>,
    unwrapped: moka::sync::Cache<Owner, Arc<SealingKey>>,
    deployment: Deployment,
}

/// The keys every node needs from the start.
pub struct Deployment {
    lookup: DataKey,
    pub journal: SealingKey,
    pub checkpoint: ed25519_dalek::SigningKey,
    pub service: SealingKey,
    service_key: DataKey,
}

/// How many unwrapped keys are remembered, and for how long after their last use.
const REMEMBERED: u64 = 10_000;
const REMEMBERED_FOR: Duration = Duration::from_mins(10);
/// Keys wrapped again in one step of a rotation.
const REWRAP_BATCH: u64 = 500;

impl KeyRing {
    /// Opens the deployment's keys, making them on the first start.
    pub async fn open(db: &Db, provider: Arc<dyn KeyProvider>, now: i64) -> Result<Self, KeyError> {
        let mut keys = Vec::new();
        for purpose in [Purpose::Lookup, Purpose::Journal, Purpose::Checkpoint, Purpose::Service] {
            keys.push(find_or_create(db, &*provider, Owner::deployment(purpose), now).await?);
        }
        let [lookup, journal, checkpoint, service]: [DataKey; 4] =
            keys.try_into().map_err(|_| DbErr::Custom("four keys".into()))?;
        let deployment = Deployment {
            lookup,
            journal: journal.sealing(),
            checkpoint: ed25519_dalek::SigningKey::from_bytes(checkpoint.bytes()),
            service: service.sealing(),
            service_key: service,
        };
        let unwrapped = moka::sync::Cache::builder()
            .max_capacity(REMEMBERED)
            .time_to_idle(REMEMBERED_FOR)
            .build();
        Ok(Self { provider, unwrapped, deployment })
    }

    pub fn deployment(&self) -> &Deployment {
        &self.deployment
    }

    /// The key of an owner who has one.
    pub async fn find(
        &self,
        db: &impl ConnectionTrait,
        owner: Owner,
    ) -> Result<Option<Arc<SealingKey>>, KeyError> {
        if let Some(key) = self.unwrapped.get(&owner) {
            return Ok(Some(key));
        }
        let Some(wrapped) = read(db, owner).await? else { return Ok(None) };
        let key = self.provider.unwrap(&wrapped, &owner.context()).await?;
        let key = Arc::new(key.sealing());
        self.unwrapped.insert(owner, key.clone());
        Ok(Some(key))
    }

    /// The key of an owner made in a transaction that may yet be undone: not remembered, since the
    /// next try would make another one.
    pub async fn find_unremembered(
        &self,
        db: &impl ConnectionTrait,
        owner: Owner,
    ) -> Result<Option<Arc<SealingKey>>, KeyError> {
        let Some(wrapped) = read(db, owner).await? else { return Ok(None) };
        let key = self.provider.unwrap(&wrapped, &owner.context()).await?;
        Ok(Some(Arc::new(key.sealing())))
    }

    /// Makes the key of a new owner, in the transaction that makes the owner.
    pub async fn create(
        &self,
        db: &impl ConnectionTrait,
        owner: Owner,
        now: i64,
    ) -> Result<Arc<SealingKey>, KeyError> {
        let key = DataKey::generate()?;
        let wrapped = self.provider.wrap(&key, &owner.context()).await?;
        insert(db, owner, &wrapped, now).await?;
        Ok(Arc::new(key.sealing()))
    }

    /// Wraps every data key again under the provider's current master key. Safe beside running
    /// nodes and after an interruption: run it again. Returns how many were wrapped anew.
    pub async fn rewrap(&self, db: &Db) -> Result<u64, KeyError> {
        let current = self.provider.current().await?;
        let mut count = 0;
        loop {
            let stale = stale(db, &current).await?;
            if stale.is_empty() {
                return Ok(count);
            }
            for (owner_id, purpose, old) in stale {
                let context = [purpose.as_bytes(), &[0], owner_id.as_bytes()].concat();
                let key = self.provider.unwrap(&old, &context).await?;
                let new = self.provider.wrap(&key, &context).await?;
                let update = Query::update()
                    .table("data_key")
                    .value("master", new.master.0)
                    .value("wrapped", new.bytes)
                    .and_where(Expr::col("owner_id").eq(owner_id))
                    .and_where(Expr::col("purpose").eq(purpose))
                    .and_where(Expr::col("master").eq(old.master.0))
                    .to_owned();
                count += db.write().execute(&update).await?.rows_affected();
            }
        }
    }
}

impl Deployment {
    /// The blind index of a value: HMAC-SHA256, keyed, so that nobody can try all numbers on a
    /// stolen table. `value` must already be in its one normal form.
    pub fn lookup(&self, kind: &str, value: &str) -> Result<[u8; 32], KeyError> {
        keyed_hash(&self.lookup, kind, value.as_bytes())
    }

    /// The secret that goes into every password's hash and lies nowhere beside them.
    pub fn pepper(&self) -> Result<zeroize::Zeroizing<[u8; 32]>, KeyError> {
        keyed_hash(&self.service_key, "pepper", b"").map(zeroize::Zeroizing::new)
    }

    /// What seals texts of one kind in the browsers of one account: told to whoever is signed in to
    /// it, and kept nowhere.
    pub fn browser_key(&self, kind: &str, account: Uuid) -> Result<DataKey, KeyError> {
        let hash = self.secret_hash("browser_key", &[kind.as_bytes(), account.as_bytes()])?;
        DataKey::from_bytes(&hash).ok_or_else(|| DbErr::Custom("a hash of 32 bytes".into()).into())
    }

    /// The hash a session token is stored under.
    pub fn token_hash(&self, token: &[u8]) -> Result<[u8; 32], KeyError> {
        self.secret_hash("session", &[token])
    }

    /// The hash that stands in the database for something only its holder knows, such as a code or
    /// the secret of a link. Parts of different lengths never run together.
    pub fn secret_hash(&self, kind: &str, parts: &[&[u8]]) -> Result<[u8; 32], KeyError> {
        let [first, rest @ ..] = parts else { return keyed_hash(&self.service_key, kind, b"") };
        let mut value = first.to_vec();
        for part in rest {
            value.extend((value.len() as u64).to_be_bytes());
            value.extend_from_slice(part);
        }
        keyed_hash(&self.service_key, kind, &value)
    }

    /// What was said with our signature behind it, as it stands in a code or an address: nobody makes
    /// one up, and it is good only beside the same `bound`.
    pub fn sign(&self, kind: &str, bound: &[&[u8]], said: &[u8]) -> Result<String, KeyError> {
        let signature = self.signature(kind, bound, said)?;
        Ok(URL_SAFE_NO_PAD.encode([said, &signature].concat()))
    }

    /// The `N` bytes that were said, if we signed them so.
    pub fn read_signed<const N: usize>(
        &self,
        kind: &str,
        bound: &[&[u8]],
        text: &str,
    ) -> Result<Option<[u8; N]>, KeyError> {
        let Ok(bytes) = URL_SAFE_NO_PAD.decode(text.trim()) else { return Ok(None) };
        let Some((said, given)) = bytes.split_first_chunk::<N>() else { return Ok(None) };
        // Compared as keyed hashes: how much of it was right does not show in the time.
        let again = |signature: &[u8]| self.secret_hash("signature.compare", &[signature]);
        let is_ours = again(given)? == again(&self.signature(kind, bound, said)?)?;
        Ok(is_ours.then_some(*said))
    }

    fn signature(&self, kind: &str, bound: &[&[u8]], said: &[u8]) -> Result<[u8; 32], KeyError> {
        let parts: Vec<&[u8]> = bound.iter().copied().chain([said]).collect();
        self.secret_hash(kind, &parts)
    }

    /// The id of what an account sends with a key of its own: a key is nobody else's business.
    pub fn keyed_id(&self, kind: &str, account: Uuid, key: Uuid) -> Result<Uuid, KeyError> {
        let hash = self.secret_hash(kind, &[account.as_bytes(), key.as_bytes()])?;
        Ok(hash.first_chunk().map_or(key, |bytes| Uuid::from_bytes(*bytes)))
    }
}

fn keyed_hash(key: &DataKey, kind: &str, value: &[u8]) -> Result<[u8; 32], KeyError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.bytes())
        .map_err(|_| DbErr::Custom("hmac takes any key".into()))?;
    mac.update(kind.as_bytes());
    mac.update(&[0]);
    mac.update(value);
    Ok(mac.finalize().into_bytes().into())
}

/// Whether anything is sealed in this database yet.
pub async fn is_sealed(db: &Db) -> Result<bool, DbErr> {
    let any = Query::select().column("owner_id").from("data_key").limit(1).to_owned();
    Ok(db.write().query_one(&any).await?.is_some())
}

async fn find_or_create(
    db: &Db,
    provider: &dyn KeyProvider,
    owner: Owner,
    now: i64,
) -> Result<DataKey, KeyError> {
    if read(db.write(), owner).await?.is_none() {
        let wrapped = provider.wrap(&DataKey::generate()?, &owner.context()).await?;
        insert(db.write(), owner, &wrapped, now).await?;
    }
    // Read back: another node may have been first.
    let wrapped = read(db.write(), owner)
        .await?
        .ok_or_else(|| DbErr::RecordNotFound("a data key just written".into()))?;
    provider.unwrap(&wrapped, &owner.context()).await
}

async fn read(db: &impl ConnectionTrait, owner: Owner) -> Result<Option<Wrapped>, DbErr> {
    let select = Query::select()
        .columns(["master", "wrapped"])
        .from("data_key")
        .and_where(Expr::col("owner_id").eq(owner.id))
        .and_where(Expr::col("purpose").eq(owner.purpose.word()))
        .to_owned();
    let Some(row) = db.query_one(&select).await? else { return Ok(None) };
    Ok(Some(Wrapped {
        master: MasterKeyId(row.try_get("", "master")?),
        bytes: row.try_get("", "wrapped")?,
    }))
}

async fn insert(
    db: &impl ConnectionTrait,
    owner: Owner,
    wrapped: &Wrapped,
    now: i64,
) -> Result<(), DbErr> {
    let insert = Query::insert()
        .into_table("data_key")
        .columns(["owner_id", "purpose", "master", "wrapped", "created_at"])
        .values_panic([
            owner.id.into(),
            owner.purpose.word().into(),
            wrapped.master.0.clone().into(),
            wrapped.bytes.clone().into(),
            now.into(),
        ])
        .on_conflict(OnConflict::columns(["owner_id", "purpose"]).do_nothing().to_owned())
        .to_owned();
    db.execute(&insert).await?;
    Ok(())
}

async fn stale(db: &Db, current: &MasterKeyId) -> Result<Vec<(Uuid, String, Wrapped)>, DbErr> {
    let select = Query::select()
        .columns(["owner_id", "purpose", "master", "wrapped"])
        .from("data_key")
        .and_where(Expr::col("master").ne(current.0.clone()))
        .order_by("owner_id", Order::Asc)
        .limit(REWRAP_BATCH)
        .to_owned();
    let rows = db.write().query_all(&select).await?;
    rows.iter()
        .map(|row| {
            let master = MasterKeyId(row.try_get("", "master")?);
            let wrapped = Wrapped { master, bytes: row.try_get("", "wrapped")? };
            Ok((row.try_get("", "owner_id")?, row.try_get("", "purpose")?, wrapped))
        })
        .collect()
}
