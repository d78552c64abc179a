//! Rows of the cards that were opened lately, so that the next page of a card needs no query.
//!
//! The rows stay sealed: what lies here tells no more than the database does. A card's `revision`
//! grows with every version appended, in the same transaction, and the gate reads it with the
//! ground; rows are used only if they were read at that revision or later. So a change is seen at
//! once on every node, and nothing has to be told to forget.

use std::sync::Arc;
use std::time::Duration;

use shared::id::PatientId;

use super::entity;

/// The newest version of each of a card's entries, newest first.
pub type Rows = Arc<[entity::Model]>;

/// A bounded memory of cards, by patient.
pub struct EntryCache(moka::sync::Cache<PatientId, (i64, Rows)>);

/// Bytes of all rows together.
const CAPACITY: u64 = 64 << 20;
const REMEMBERED_FOR: Duration = Duration::from_mins(10);
/// A row without its sealed part, about.
const ROW_OVERHEAD: usize = 200;

impl Default for EntryCache {
    fn default() -> Self {
        let cache = moka::sync::Cache::builder()
            .max_capacity(CAPACITY)
            .weigher(|_, (_, rows): &(i64, Rows)| {
                let bytes = rows.iter().map(|row| row.sealed.len() + ROW_OVERHEAD).sum::<usize>();
                u32::try_from(bytes).unwrap_or(u32::MAX)
            })
            .time_to_idle(REMEMBERED_FOR)
            .build();
        Self(cache)
    }
}

impl EntryCache {
    /// The rows, if they are those of `revision` or newer.
    pub(super) fn find(&self, patient: PatientId, revision: i64) -> Option<Rows> {
        let found = self.0.get(&patient).filter(|(read_at, _)| *read_at >= revision);
        if found.is_some() {
            metrics::counter!("medkarta_entry_cache_hits_total").increment(1);
        } else {
            metrics::counter!("medkarta_entry_cache_misses_total").increment(1);
        }
        found.map(|(_, rows)| rows)
    }

    /// Keeps rows read after `revision` was.
    pub(super) fn keep(&self, patient: PatientId, revision: i64, rows: &Rows) {
        self.0.insert(patient, (revision, rows.clone()));
    }
}
