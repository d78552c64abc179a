use super::model::{KeptDocument, NewDocument};
use crate::contract::{BASE, Method, Route, route};
use crate::endpoint;
use crate::id::{EntryId, PatientId};

endpoint! {
    /// Keeps a paper copy the patient uploads (RES-8). It stays marked as theirs.
    AddDocument { patient: PatientId }
    Post "/patients/{patient}/documents" with NewDocument => KeptDocument
}

/// A file of an entry, by the number its page gives it: the bytes themselves, to be saved.
pub const FILE_PATH: &str = "/patients/{patient}/entries/{entry}/files/{number}";

/// Where a file is.
pub fn file_url(patient: PatientId, entry: EntryId, number: u32) -> String {
    format!("{BASE}/patients/{patient}/entries/{entry}/files/{number}")
}

pub const ROUTES: &[Route] = &[route::<AddDocument>(), (Method::Get, FILE_PATH)];
