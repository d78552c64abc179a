use super::model::{Digest, DigestChoice, JournalKey, JournalPage, JournalQuery, NewQuestion};
use super::proof::SavedJournal;
use crate::contract::{Route, route};
use crate::documents::api::DocumentLang;
use crate::endpoint;
use crate::id::PatientId;
use crate::record::asked::Asking;

endpoint! {
    /// Lines of the journal of a card, newest first (ACL-7, AUD-3). Reading it is a line of it too.
    /// A POST, since who is looked for does not belong in a URL.
    SearchJournal { patient: PatientId }
    Post "/patients/{patient}/journal/search" with JournalQuery => JournalPage
}

endpoint! {
    /// Asks the organization of a line why somebody looked. It has ten working days to answer.
    AskWhy { patient: PatientId, seq: i64 }
    Post "/patients/{patient}/journal/{seq}/question" with NewQuestion => Asking
}

endpoint! {
    /// The whole journal of a card in one file that anybody can check (AUD-2). In Russian unless
    /// another language is asked for.
    ExportJournal { patient: PatientId } ? { lang: Option<DocumentLang> }
    Get "/patients/{patient}/journal/export" => SavedJournal
}

endpoint! {
    /// How often the patient is told who looked, and what there is to tell since the last time
    /// (ACL-13).
    FindDigest { patient: PatientId }
    Get "/patients/{patient}/digest" => Digest
}

endpoint! {
    /// Chooses how often the patient is told who looked.
    SetDigest { patient: PatientId }
    Put "/patients/{patient}/digest" with DigestChoice => DigestChoice
}

endpoint! {
    /// The key that signs journals here: what a saved one is checked against.
    FindJournalKey {}
    Get "/journal/key" => JournalKey
}

pub const ROUTES: &[Route] = &[
    route::<SearchJournal>(),
    route::<AskWhy>(),
    route::<ExportJournal>(),
    route::<FindDigest>(),
    route::<SetDigest>(),
    route::<FindJournalKey>(),
];
