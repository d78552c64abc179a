use serde::{Deserialize, Serialize};

use super::model::{Entry, PatientBrief, Summary};
use crate::access::model::Section;
use crate::contract::{Route, route};
use crate::endpoint;
use crate::id::PatientId;

endpoint! {
    /// One screen about one patient: who, allergies, conditions, medicines, visits, what is out of range.
    FindSummary { patient: PatientId }
    Get "/patients/{patient}/summary" => Summary
}

endpoint! {
    /// Entries of one patient, newest first; `cursor` continues where the last page ended.
    ListEntries { patient: PatientId } ? {
        section: Option<Section>,
        cursor: Option<String>,
        limit: Option<u32>,
    }
    Get "/patients/{patient}/entries" => EntryPage
}

endpoint! {
    /// Keeps a note of the patient's own (REC-7).
    AddNote { patient: PatientId }
    Post "/patients/{patient}/notes" with NewNote => Entry
}

/// Server-sent events: one `changed` whenever the card changes while the caller may see it.
///
/// Read it with `EventSource`; each event's data is a [`CardChanged`].
pub const EVENTS_PATH: &str = "/patients/{patient}/events";

pub const ROUTES: &[Route] = &[
    route::<FindSummary>(),
    route::<ListEntries>(),
    route::<AddNote>(),
    (crate::contract::Method::Get, EVENTS_PATH),
];

/// The most characters a note may have.
pub const NOTE_MAX: usize = 4_000;
/// Entries on a page when the caller does not say.
pub const PAGE_DEFAULT: u32 = 50;
/// The most entries on a page.
pub const PAGE_MAX: u32 = 200;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct EntryPage {
    pub entries: Vec<Entry>,
    /// Where the next page starts; absent on the last one.
    pub next_cursor: Option<String>,
    /// Whose card it is.
    pub patient: PatientBrief,
    /// Sections the caller's ground does not open: shown as closed, not as empty.
    pub closed_sections: Vec<Section>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewNote {
    /// 1 to 4 000 characters.
    pub text: String,
    /// Made by the client once per note: sending the same one twice keeps one note.
    pub key: uuid::Uuid,
}

/// The card has something new: load again what is on the screen.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct CardChanged {
    pub patient: PatientId,
}
