//! What every handler may reach: clock, ids, keys, journal, events; and, for the few who need it,
//! the database.

use std::path::PathBuf;
use std::sync::Arc;

use shared::id::AccountId;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::access::Opened;
use crate::accounts::{Cost, PasskeyError, Passkeys, PasswordError, Passwords};
use crate::anomalies::Places;
use crate::appointments::Remembered;
use crate::audit::Journal;
use crate::db::Db;
use crate::documents::pdf::Press;
use crate::events::Events;
use crate::files::{FilesError, Keeping, Objects};
use crate::http::Limits;
use crate::interop::feed::FeedCache;
use crate::keys::{KeyError, KeyProvider, KeyRing};
use crate::notifications::Providers;
use crate::record::EntryCache;

/// Shared by all handlers; cheap to clone.
#[derive(Clone)]
pub struct App(Arc<Parts>);

struct Parts {
    db: Db,
    clock: Arc<dyn Clock>,
    ids: Box<dyn Ids>,
    keys: Arc<KeyRing>,
    journal: Journal,
    events: Events,
    limits: Limits,
    entries: EntryCache,
    feeds: FeedCache,
    appointments: Remembered,
    providers: Providers,
    passwords: Passwords,
    passkeys: Passkeys,
    opened: Opened,
    files: Objects,
    press: Press,
    settings: Settings,
}

/// Why the server cannot begin.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("the origin is not one passkeys can be bound to: {0}")]
    Passkeys(#[from] PasskeyError),
    #[error(transparent)]
    Files(#[from] FilesError),
    #[error("passwords cannot be hashed: {0}")]
    Passwords(#[from] PasswordError),
    #[error(transparent)]
    Seal(#[from] crate::keys::SealError),
}

pub trait Clock: Send + Sync {
    fn now(&self) -> OffsetDateTime;
}

pub trait Ids: Send + Sync {
    fn next(&self) -> Uuid;
}

/// What of the configuration a request may depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The portal's own origin, such as `https://card.example.org`.
    pub origin: String,
    /// Whether invented people may be signed in as.
    pub demo: bool,
    /// Proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<ipnet::IpNet>,
    /// The bearer token `/metrics` asks for; without one only loopback may read it.
    pub metrics_token: Option<String>,
    pub requests_per_second: u32,
    pub request_timeout: std::time::Duration,
    /// Of the clinic, for moments in messages.
    pub offset: time::UtcOffset,
    pub codes_per_hour: CodesPerHour,
    /// Where support reads that a ticket waits.
    pub support_email: Option<String>,
    /// What a provider shows that hands over SMS; without one none are heard.
    pub sms_inbound_secret: Option<String>,
    /// Where networks are, as far as the operator says so.
    pub places: Places,
    pub password_cost: Cost,
    pub files: Keeping,
    /// The program that draws pages of PDFs: this very one, where nothing else is named.
    pub drawer: Option<PathBuf>,
}

/// How many one-time codes are sent within an hour (ACC-10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodesPerHour {
    /// To one phone or address.
    pub contact: u32,
    /// To whoever asks from one network.
    pub network: u32,
}

impl Default for CodesPerHour {
    fn default() -> Self {
        Self { contact: 5, network: 5 }
    }
}

/// Moscow keeps UTC+3 the year round (закон № 107-ФЗ, 2014).
const MOSCOW: time::UtcOffset = time::macros::offset!(+3);

impl Default for Settings {
    fn default() -> Self {
        Self {
            origin: "http://localhost:8080".to_owned(),
            demo: false,
            trusted_proxies: Vec::new(),
            metrics_token: None,
            requests_per_second: 50,
            request_timeout: std::time::Duration::from_secs(30),
            offset: MOSCOW,
            codes_per_hour: CodesPerHour::default(),
            support_email: None,
            sms_inbound_secret: None,
            places: Places::default(),
            password_cost: Cost::OWASP,
            files: Keeping::Memory,
            drawer: None,
        }
    }
}

impl App {
    /// Opens the keys and starts the journal and the event bus. Needs a tokio runtime.
    pub async fn start(
        db: Db,
        provider: Arc<dyn KeyProvider>,
        clock: impl Clock + 'static,
        ids: impl Ids + 'static,
        settings: Settings,
    ) -> Result<Self, StartError> {
        Self::start_with(db, provider, clock, ids, Providers::default(), settings).await
    }

    /// [`Self::start`], with somebody to carry messages.
    pub async fn start_with(
        db: Db,
        provider: Arc<dyn KeyProvider>,
        clock: impl Clock + 'static,
        ids: impl Ids + 'static,
        providers: Providers,
        settings: Settings,
    ) -> Result<Self, StartError> {
        let clock: Arc<dyn Clock> = Arc::new(clock);
        let keys = Arc::new(KeyRing::open(&db, provider, micros(clock.now())).await?);
        // A name of this run that no other run has, also where ids are counted up.
        let mut run = [0; 16];
        getrandom::fill(&mut run).map_err(crate::keys::SealError::Randomness)?;
        let journal =
            Journal::start(db.clone(), keys.clone(), Uuid::from_bytes(run), clock.clone());
        let events = Events::start(&db);
        let limits = Limits::new(settings.requests_per_second);
        let at_once = std::thread::available_parallelism().map_or(1, std::num::NonZeroUsize::get);
        let pepper = keys.deployment().pepper()?;
        let passwords = Passwords::new(pepper, at_once, settings.password_cost)?;
        let passkeys = Passkeys::new(&settings.origin)?;
        let files = Objects::open(&settings.files).await?;
        Ok(Self(Arc::new(Parts {
            db,
            clock,
            ids: Box::new(ids),
            keys,
            journal,
            events,
            limits,
            entries: EntryCache::default(),
            feeds: FeedCache::default(),
            appointments: Remembered::default(),
            providers,
            passwords,
            passkeys,
            opened: Opened::default(),
            files,
            press: Press::default(),
            settings,
        })))
    }

    pub fn now(&self) -> OffsetDateTime {
        self.0.clock.now()
    }

    /// Now, as the database keeps it.
    pub fn now_micros(&self) -> i64 {
        micros(self.now())
    }

    pub fn new_id(&self) -> Uuid {
        self.0.ids.next()
    }

    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub fn events(&self) -> &Events {
        &self.0.events
    }

    pub fn journal(&self) -> &Journal {
        &self.0.journal
    }

    pub(crate) fn providers(&self) -> &Providers {
        &self.0.providers
    }

    pub(crate) fn passwords(&self) -> &Passwords {
        &self.0.passwords
    }

    pub(crate) fn passkeys(&self) -> &Passkeys {
        &self.0.passkeys
    }

    pub(crate) fn opened(&self) -> &Opened {
        &self.0.opened
    }

    pub(crate) fn files(&self) -> &Objects {
        &self.0.files
    }

    pub(crate) fn press(&self) -> &Press {
        &self.0.press
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub(crate) fn entries(&self) -> &EntryCache {
        &self.0.entries
    }

    pub(crate) fn feeds(&self) -> &FeedCache {
        &self.0.feeds
    }

    pub(crate) fn appointments(&self) -> &Remembered {
        &self.0.appointments
    }

    /// Only the gate, accounts, the card registry, jobs and operations may touch the pool;
    /// capabilities get an `Access`.
    pub(crate) fn db(&self) -> &Db {
        &self.0.db
    }

    pub(crate) fn keys(&self) -> &KeyRing {
        &self.0.keys
    }

    /// Writes what waits and closes the database. Nothing can be asked afterwards.
    pub async fn stop(&self) {
        self.0.events.stop();
        self.0.journal.stop().await;
        self.0.db.close().await;
    }

    /// The chain of what concerns no account: invitations, and tries to sign in as nobody.
    pub(crate) const DEPLOYMENT_CHAIN: Uuid = Uuid::from_u128(1);

    /// The chain of what security officers look for in the journals.
    pub(crate) const OFFICE_CHAIN: Uuid = Uuid::from_u128(2);

    /// The journal chain of what touches no card.
    pub(crate) const fn chain_of(account: AccountId) -> Uuid {
        account.0
    }
}

/// A moment as the database keeps it: microseconds since 1970 UTC.
pub fn micros(at: OffsetDateTime) -> i64 {
    i64::try_from(at.unix_timestamp_nanos() / 1_000).unwrap_or(i64::MAX)
}

/// The inverse of [`micros`]; moments outside the calendar become its ends.
pub fn moment(micros: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(micros) * 1_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// The machine's own clock, in whole microseconds, as the database keeps them.
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one real clock")]
    fn now(&self) -> OffsetDateTime {
        moment(micros(OffsetDateTime::now_utc()))
    }
}

/// Ids that sort by the time they were made.
pub struct RandomIds;

impl Ids for RandomIds {
    #[expect(clippy::disallowed_methods, reason = "the one real source of ids")]
    fn next(&self) -> Uuid {
        Uuid::now_v7()
    }
}
