use super::model::{FilePages, KeptDocument, NewDocument};
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

endpoint! {
    /// The pages of a file that is a PDF, to be looked at one by one (RES-8).
    ListFilePages { patient: PatientId, entry: EntryId, number: u32 }
    Get "/patients/{patient}/entries/{entry}/files/{number}/pages" => FilePages
}

/// A page of a PDF as a picture, PNG: no browser has to run the PDF itself.
pub const PAGE_PATH: &str = "/patients/{patient}/entries/{entry}/files/{number}/pages/{page}";

/// Where the picture of a page is; `file` is the address of its file, `width` one of
/// [`PAGE_WIDTHS`](super::rules::PAGE_WIDTHS).
pub fn page_url(file: &str, page: u32, width: u32) -> String {
    format!("{file}/pages/{page}?width={width}")
}

pub const ROUTES: &[Route] = &[
    route::<AddDocument>(),
    (Method::Get, FILE_PATH),
    route::<ListFilePages>(),
    (Method::Get, PAGE_PATH),
];
