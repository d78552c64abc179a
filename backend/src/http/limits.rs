//! How much one address or one account may ask (SEC-6).

use std::collections::HashMap;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};

use governor::clock::{Clock as _, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use shared::id::AccountId;

use super::Failure;

/// Token buckets in memory: each node counts for itself.
pub struct Limits {
    addresses: DefaultKeyedRateLimiter<IpAddr>,
    accounts: DefaultKeyedRateLimiter<AccountId>,
    sign_ins: DefaultKeyedRateLimiter<IpAddr>,
    streams: Places,
    uploads: Places,
    documents: Places,
    drawings: Places,
    clock: DefaultClock,
}

/// How many places each account has taken.
type Places = Arc<Mutex<HashMap<AccountId, u32>>>;

/// Event streams one account may hold open on a node: tabs and devices. A page of a
/// card has two: for the card, and for notifications.
const STREAMS: u32 = 16;
/// Uploads of one account at once: each may hold a few dozen megabytes in memory.
const UPLOADS: u32 = 2;
/// Documents made for one account at once, so that it never takes all the room there is.
const DOCUMENTS: u32 = 2;
/// Pages drawn for one account at once: one is looked at, and the next may have been asked for.
const DRAWINGS: u32 = 3;
/// Uploads on a node at once.
const UPLOADS_HERE: u32 = 16;
/// A burst may use this many seconds' worth at once.
const BURST_SECONDS: u32 = 4;
/// Calls that show who somebody is, from one address within a minute, at the least.
const SIGN_INS: NonZeroU32 = NonZeroU32::new(20).unwrap();

impl Limits {
    pub fn new(requests_per_second: u32) -> Self {
        let per_second = NonZeroU32::new(requests_per_second).unwrap_or(NonZeroU32::MIN);
        let burst = per_second.saturating_mul(NonZeroU32::new(BURST_SECONDS).unwrap_or(per_second));
        let usual = Quota::per_second(per_second).allow_burst(burst);
        // A person who registers makes a dozen such calls; the locks of accounts bound the rest.
        let sign_in =
            Quota::per_minute(per_second.max(SIGN_INS)).allow_burst(per_second.max(SIGN_INS));
        Self {
            addresses: RateLimiter::keyed(usual),
            accounts: RateLimiter::keyed(usual),
            sign_ins: RateLimiter::keyed(sign_in),
            streams: Places::default(),
            uploads: Places::default(),
            documents: Places::default(),
            drawings: Places::default(),
            clock: DefaultClock::default(),
        }
    }

    /// Any request, by the network it comes from.
    pub fn check_address(&self, address: IpAddr) -> Result<(), Failure> {
        self.addresses.check_key(&network(address)).map_err(|not_until| self.refuse(&not_until))
    }

    /// A try to sign in, by the network it comes from.
    pub fn check_sign_in(&self, address: IpAddr) -> Result<(), Failure> {
        self.sign_ins.check_key(&network(address)).map_err(|not_until| self.refuse(&not_until))
    }

    /// Any request of somebody signed in, wherever it comes from.
    pub fn check_account(&self, account: AccountId) -> Result<(), Failure> {
        self.accounts.check_key(&account).map_err(|not_until| self.refuse(&not_until))
    }

    fn refuse(
        &self,
        not_until: &governor::NotUntil<<DefaultClock as governor::clock::Clock>::Instant>,
    ) -> Failure {
        metrics::counter!("medkarta_rate_limited_total").increment(1);
        Failure::slow_down(not_until.wait_time_from(self.clock.now()).as_secs() + 1)
    }

    /// A place for an open event stream, given back when dropped.
    pub fn take_stream(&self, account: AccountId) -> Result<Place, Failure> {
        take(&self.streams, account, STREAMS, u32::MAX).ok_or_else(|| Failure::slow_down(60))
    }

    /// A place for an upload, given back when dropped.
    pub fn take_upload(&self, account: AccountId) -> Result<Place, Failure> {
        let place = take(&self.uploads, account, UPLOADS, UPLOADS_HERE);
        place.ok_or_else(|| Failure::slow_down(10))
    }

    /// A place for a document that is made, given back when dropped.
    pub fn take_document(&self, account: AccountId) -> Result<Place, Failure> {
        let place = take(&self.documents, account, DOCUMENTS, u32::MAX);
        place.ok_or_else(|| Failure::slow_down(2))
    }

    /// A place for a page that is drawn, given back when dropped.
    pub fn take_drawing(&self, account: AccountId) -> Result<Place, Failure> {
        let place = take(&self.drawings, account, DRAWINGS, u32::MAX);
        place.ok_or_else(|| Failure::slow_down(2))
    }

    /// Forgets those who have not asked for long.
    pub fn forget_idle(&self) {
        self.addresses.retain_recent();
        self.accounts.retain_recent();
        self.sign_ins.retain_recent();
    }
}

/// At most `each` places for an account, and `all` for everybody.
fn take(places: &Places, account: AccountId, each: u32, all: u32) -> Option<Place> {
    let mut taken = places.lock().unwrap_or_else(PoisonError::into_inner);
    let of_account = taken.get(&account).copied().unwrap_or(0);
    if of_account >= each || taken.values().sum::<u32>() >= all {
        return None;
    }
    taken.insert(account, of_account + 1);
    Some(Place { places: places.clone(), account })
}

/// One of the few things an account may do at once.
pub struct Place {
    places: Places,
    account: AccountId,
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut taken = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(of_account) = taken.get_mut(&self.account) {
            *of_account -= 1;
            if *of_account == 0 {
                taken.remove(&self.account);
            }
        }
    }
}

/// An IPv6 subscriber has a whole /64 to come from: count it as one.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) >> 64 << 64).into()),
        v4 @ IpAddr::V4(_) => v4,
    }
}
