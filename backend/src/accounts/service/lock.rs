//! Locks that grow and that a stranger cannot use against the owner (ACC-9).
//!
//! Wrong tries are counted thrice. By login and network: three lock it, and whoever tries is told,
//! alike for logins that nobody has. By account and network: three lock it whatever login is typed,
//! silently, so that two logins are not known to be one person's. By account, wherever they come from: ten lock it silently,
//! looking like a wrong password, except from devices the owner signed in from before. A passkey
//! and a link by e-mail pass by both. A try is counted before it is judged, so that a hundred at
//! the same moment are no more than three.

use std::net::IpAddr;

use shared::id::AccountId;

use super::{DAY, Error, HOUR, MINUTE, Visitor};
use crate::accounts::store;
use crate::app::App;

/// Something tries are counted under.
#[derive(Clone, Copy, Debug)]
pub struct Lock {
    key: [u8; 32],
    tries: i32,
}

/// What a counted try may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Try {
    /// Go on; it is the last one if it is wrong.
    Allowed { is_last: bool },
    /// Not before that moment.
    Locked { until: i64 },
}

const OF_A_NETWORK: i32 = 3;
const OF_AN_ACCOUNT: i32 = 10;
const DURATIONS: [i64; 3] = [15 * MINUTE, HOUR, DAY];
/// After so long without a wrong try the lock begins anew.
const CALM: i64 = 3 * DAY;

impl Lock {
    /// Of a login, in its normal form, from one network.
    pub fn of_login(app: &App, login: &str, visitor: &Visitor) -> Result<Self, Error> {
        let network = visitor.network().unwrap_or_default();
        let value = format!("{login}\0{network}");
        let key = app.keys().deployment().lookup("lock.login", &value)?;
        Ok(Self { key, tries: OF_A_NETWORK })
    }

    /// Of an account from one network, by whatever login; for a login nobody has, of that login.
    pub fn of_pair(
        app: &App,
        account: Option<AccountId>,
        login: &str,
        visitor: &Visitor,
    ) -> Result<Self, Error> {
        let who = account.map_or_else(|| login.to_owned(), |account| account.to_string());
        let value = format!("{who}\0{}", visitor.network().unwrap_or_default());
        let key = app.keys().deployment().lookup("lock.pair", &value)?;
        Ok(Self { key, tries: OF_A_NETWORK })
    }

    /// Of an account from everywhere; for a login nobody has, of that login.
    pub fn of_account(app: &App, account: Option<AccountId>, login: &str) -> Result<Self, Error> {
        let value = account.map_or_else(|| login.to_owned(), |account| account.to_string());
        let key = app.keys().deployment().lookup("lock.account", &value)?;
        Ok(Self { key, tries: OF_AN_ACCOUNT })
    }

    /// Of something else, three tries each.
    pub fn of(app: &App, kind: &str, value: &str) -> Result<Self, Error> {
        let key = app.keys().deployment().lookup("lock.other", &format!("{kind}\0{value}"))?;
        Ok(Self { key, tries: OF_A_NETWORK })
    }

    /// Counts a try before it is judged.
    pub async fn count(self, app: &App) -> Result<Try, Error> {
        let (db, now) = (app.db().write(), app.now_micros());
        let row = store::count_try(db, &self.key, now - CALM, now).await?;
        if let Some(until) = row.locked_until.filter(|until| *until > now) {
            return Ok(Try::Locked { until });
        }
        if row.failures > self.tries {
            // More at once than there are tries, or a node died before it could lock.
            return Ok(Try::Locked { until: self.lock(app).await? });
        }
        Ok(Try::Allowed { is_last: row.failures == self.tries })
    }

    /// The last try was wrong. Returns until when it is locked now.
    pub async fn lock(self, app: &App) -> Result<i64, Error> {
        let (db, now) = (app.db().write(), app.now_micros());
        let level = store::lock_level(db, &self.key).await?;
        let index = usize::try_from(level).unwrap_or(0).min(DURATIONS.len() - 1);
        let until = now + DURATIONS.get(index).copied().unwrap_or(DAY);
        store::set_lock(db, &self.key, until, now).await?;
        Ok(until)
    }

    /// The try was right: it does not count.
    pub async fn uncount(self, app: &App) -> Result<(), Error> {
        Ok(store::uncount_try(app.db().write(), &self.key).await?)
    }

    /// Signed in: begins anew.
    pub async fn clear(self, app: &App) -> Result<(), Error> {
        Ok(store::delete_lock(app.db().write(), &self.key).await?)
    }
}

impl Visitor {
    /// The network one is counted by: an IPv6 subscriber has a whole /64.
    pub fn network(&self) -> Option<String> {
        self.masked(32, 64)
    }

    /// The neighbourhood one signs in from, for «a new place».
    pub fn place(&self) -> Option<String> {
        self.masked(24, 48)
    }

    fn masked(&self, v4: u32, v6: u32) -> Option<String> {
        let address: IpAddr = self.origin.address.as_ref()?.parse().ok()?;
        Some(match address.to_canonical() {
            IpAddr::V4(address) => {
                let mask = u32::MAX.checked_shl(32 - v4).unwrap_or(0);
                std::net::Ipv4Addr::from(u32::from(address) & mask).to_string()
            }
            IpAddr::V6(address) => {
                let mask = u128::MAX.checked_shl(128 - v6).unwrap_or(0);
                std::net::Ipv6Addr::from(u128::from(address) & mask).to_string()
            }
        })
    }
}
