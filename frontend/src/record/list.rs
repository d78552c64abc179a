//! The list of entries.

use shared::id::{EntryId, PatientId};
use shared::record::api::{EntryQuery, FoundEntries, SearchEntries};

use crate::found::{Page, Query};

impl Query for EntryQuery {
    type Call = SearchEntries;
    type Page = FoundEntries;

    fn call(&self, patient: PatientId, cursor: Option<String>, limit: Option<u32>) -> Self::Call {
        SearchEntries { patient, body: Self { cursor, limit, ..self.clone() } }
    }
}

impl Page for FoundEntries {
    fn next_cursor(&self) -> Option<&String> {
        self.page.next_cursor.as_ref()
    }

    fn ids(&self) -> impl ExactSizeIterator<Item = EntryId> {
        self.page.entries.iter().map(|entry| entry.id)
    }
}
