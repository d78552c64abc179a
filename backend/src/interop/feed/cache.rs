//! What every message asks and hardly ever changes, remembered for a moment.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use moka::sync::Cache;
use sea_orm::{ConnectionTrait, DbErr};
use shared::id::OrganizationId;

use super::store::{self, Feed};

/// After this long another node's change is known here.
const REMEMBERED: Duration = Duration::from_secs(2);
/// Laboratories whose codes are remembered.
const LABORATORIES: u64 = 1_000;

/// LOINC by (system, code), where somebody said what it is.
pub type Codes = HashMap<(String, String), Option<String>>;

/// The feeds and the laboratories' codes.
#[derive(Debug)]
pub struct FeedCache {
    feeds: Cache<(), Arc<Vec<Feed>>>,
    codes: Cache<OrganizationId, Arc<Codes>>,
}

impl Default for FeedCache {
    fn default() -> Self {
        Self {
            feeds: Cache::builder().max_capacity(1).time_to_live(REMEMBERED).build(),
            codes: Cache::builder().max_capacity(LABORATORIES).time_to_live(REMEMBERED).build(),
        }
    }
}

impl FeedCache {
    pub async fn all(&self, db: &impl ConnectionTrait) -> Result<Arc<Vec<Feed>>, DbErr> {
        if let Some(known) = self.feeds.get(&()) {
            return Ok(known);
        }
        let feeds = Arc::new(store::feeds(db).await?);
        self.feeds.insert((), feeds.clone());
        Ok(feeds)
    }

    pub async fn codes(
        &self,
        db: &impl ConnectionTrait,
        of: OrganizationId,
    ) -> Result<Arc<Codes>, DbErr> {
        if let Some(known) = self.codes.get(&of) {
            return Ok(known);
        }
        let codes = Arc::new(store::loinc(db, of).await?);
        self.codes.insert(of, codes.clone());
        Ok(codes)
    }

    /// Something was changed here: it holds at once.
    pub fn forget(&self) {
        self.feeds.invalidate_all();
        self.codes.invalidate_all();
    }
}
