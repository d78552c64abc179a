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
    streams: Arc<Mutex<HashMap<AccountId, u32>>>,
    clock: DefaultClock,
}

/// Event streams one account may hold open on a node: tabs and devices.
const STREAMS: u32 = 8;
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
            streams: Arc::default(),
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
    pub fn take_stream(&self, account: AccountId) -> Result<StreamPlace, Failure> {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        let open = streams.entry(account).or_default();
        if *open >= STREAMS {
            return Err(Failure::slow_down(60));
        }
        *open += 1;
        Ok(StreamPlace { streams: self.streams.clone(), account })
    }

    /// Forgets those who have not asked for long.
    pub fn forget_idle(&self) {
        self.addresses.retain_recent();
        self.accounts.retain_recent();
        self.sign_ins.retain_recent();
    }
}

/// One of the event streams an account may hold open.
pub struct StreamPlace {
    streams: Arc<Mutex<HashMap<AccountId, u32>>>,
    account: AccountId,
}

impl Drop for StreamPlace {
    fn drop(&mut self) {
        let mut streams = self.streams.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(open) = streams.get_mut(&self.account) {
            *open -= 1;
            if *open == 0 {
                streams.remove(&self.account);
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
