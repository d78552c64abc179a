use serde::{Deserialize, Serialize};
use time::Date;

use super::asked::{AskedItem, Asking, NewMissing, OrganizationLink};
use super::attest::{Attestation, AttestationCode, NewAttestation};
use super::model::{Entry, PatientBrief, Summary};
use super::news::News;
use super::own::{ChangedOwn, NewOwn, SeenEntry};
use super::report::{Asked, NewAnswer, NewReport, Report, ReportMark, SeenReport};
use crate::access::model::Section;
use crate::contract::{Route, route};
use crate::endpoint;
use crate::files::model::EntryFile;
use crate::id::{EntryId, PatientId};
use crate::wire_time;
use crate::words::words;

endpoint! {
    /// One screen about one patient: who, allergies, conditions, medicines, visits, what is out of range.
    FindSummary { patient: PatientId }
    Get "/patients/{patient}/summary" => Summary
}

endpoint! {
    /// What has come into the card since the caller signed in before, newest first (REC-14). What
    /// one wrote oneself is no news.
    ListNews { patient: PatientId } ? { limit: Option<u32> }
    Get "/patients/{patient}/news" => News
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
    /// Entries of one patient that meet all of the conditions, newest first, and what else there
    /// is to choose from (REC-3). A POST, since words people search for do not belong in a URL.
    SearchEntries { patient: PatientId }
    Post "/patients/{patient}/entries/search" with EntryQuery => FoundEntries
}

endpoint! {
    /// One entry with all that belongs to it: a visit with its results, a report with its values, a
    /// referral with the reports that answer it (REC-2, REC-15, RES-10).
    FindEntry { patient: PatientId, entry: EntryId }
    Get "/patients/{patient}/entries/{entry}" => EntryDetail
}

endpoint! {
    /// Makes a code by which the patient confirms a visit on the spot (REC-13): for a doctor of the
    /// clinic that wrote it, within a day.
    ShowAttestation { patient: PatientId, entry: EntryId }
    Post "/patients/{patient}/entries/{entry}/attestation-code" => AttestationCode
}

endpoint! {
    /// Confirms a visit by the code a doctor shows, with a passkey shown just now (REC-13). Done twice
    /// it changes nothing.
    AttestVisit { patient: PatientId, entry: EntryId }
    Post "/patients/{patient}/entries/{entry}/attestation" with NewAttestation => Attestation
}

endpoint! {
    /// Says that an entry is wrong, or that it never took place (REC-8, REC-13). One report about
    /// an entry is open at a time.
    ReportEntry { patient: PatientId, entry: EntryId }
    Post "/patients/{patient}/entries/{entry}/reports" with NewReport => Report
}

endpoint! {
    /// Takes back a report that was not answered yet.
    TakeBackReport { patient: PatientId, entry: EntryId }
    Post "/patients/{patient}/entries/{entry}/reports/withdrawal" with SeenReport => Report
}

endpoint! {
    /// Answers a report for the organization the entry comes from.
    AnswerReport { patient: PatientId, entry: EntryId }
    Post "/patients/{patient}/entries/{entry}/reports/answer" with NewAnswer => Report
}

endpoint! {
    /// Organizations whose staff answers here, by name.
    ListOrganizations {}
    Get "/organizations" => Vec<OrganizationLink>
}

endpoint! {
    /// What the patient asked of organizations, newest first: about entries, and about what never
    /// came.
    ListRequests { patient: PatientId }
    Get "/patients/{patient}/requests" => Vec<Asking>
}

endpoint! {
    /// Asks an organization to send what never came (REC-11, DQ-5).
    AskMissing { patient: PatientId }
    Post "/patients/{patient}/requests" with NewMissing => Asking
}

endpoint! {
    /// Takes back what was asked and not answered yet.
    TakeBackRequest { patient: PatientId, request: EntryId }
    Post "/patients/{patient}/requests/{request}/withdrawal" with SeenReport => Report
}

endpoint! {
    /// Answers for the organization that was asked.
    AnswerRequest { patient: PatientId, request: EntryId }
    Post "/patients/{patient}/requests/{request}/answer" with NewAnswer => Report
}

endpoint! {
    /// What patients ask of the caller's organization and nobody has answered yet, what is due
    /// first first.
    ListAsked {}
    Get "/requests" => Vec<AskedItem>
}

endpoint! {
    /// Keeps a note of the patient's own (REC-7).
    AddNote { patient: PatientId }
    Post "/patients/{patient}/notes" with NewNote => Entry
}

endpoint! {
    /// Keeps what the patient tells of their own health (REC-7).
    AddOwn { patient: PatientId }
    Post "/patients/{patient}/own" with NewOwn => Entry
}

endpoint! {
    /// Changes what the patient told, by a new version.
    ChangeOwn { patient: PatientId, entry: EntryId }
    Put "/patients/{patient}/own/{entry}" with ChangedOwn => Entry
}

endpoint! {
    /// Takes back what the patient told; it stays in the history and counts no more.
    RemoveOwn { patient: PatientId, entry: EntryId }
    Post "/patients/{patient}/own/{entry}/withdrawal" with SeenEntry => Entry
}

endpoint! {
    /// Vouches for what the patient told: who did and when stays with it.
    ConfirmOwn { patient: PatientId, entry: EntryId }
    Post "/patients/{patient}/own/{entry}/confirmation" with SeenEntry => Entry
}

/// Server-sent events: one `changed` whenever the card changes while the caller may see it.
///
/// Read it with `EventSource`; each event's data is a [`CardChanged`].
pub const EVENTS_PATH: &str = "/patients/{patient}/events";

pub const ROUTES: &[Route] = &[
    route::<FindSummary>(),
    route::<ListNews>(),
    route::<ListEntries>(),
    route::<SearchEntries>(),
    route::<FindEntry>(),
    route::<ShowAttestation>(),
    route::<AttestVisit>(),
    route::<ReportEntry>(),
    route::<TakeBackReport>(),
    route::<AnswerReport>(),
    route::<ListOrganizations>(),
    route::<ListRequests>(),
    route::<AskMissing>(),
    route::<TakeBackRequest>(),
    route::<AnswerRequest>(),
    route::<ListAsked>(),
    route::<AddNote>(),
    route::<AddOwn>(),
    route::<ChangeOwn>(),
    route::<RemoveOwn>(),
    route::<ConfirmOwn>(),
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
    /// The patient hid something from the caller and allows them to know that much (ACL-4).
    #[serde(default)]
    pub has_hidden: bool,
    /// What was said against entries of this page.
    #[serde(default)]
    pub reports: Vec<ReportMark>,
}

/// What is looked for. Everything is optional; what is given has to hold together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct EntryQuery {
    #[serde(default)]
    pub section: Option<Section>,
    /// The first day, by the clock of the clinic.
    #[serde(default, with = "wire_time::optional_date")]
    pub from: Option<Date>,
    /// The last day.
    #[serde(default, with = "wire_time::optional_date")]
    pub until: Option<Date>,
    /// One of [`FoundEntries::organizations`].
    #[serde(default)]
    pub organization: Option<String>,
    /// One of [`FoundEntries::authors`].
    #[serde(default)]
    pub author: Option<String>,
    /// Every word has to be in the entry, in any of its forms; at most 200 characters.
    #[serde(default)]
    pub words: Option<String>,
    #[serde(default)]
    pub cursor: Option<String>,
    #[serde(default)]
    pub limit: Option<u32>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct FoundEntries {
    pub page: EntryPage,
    /// How many meet the conditions, on all pages together.
    pub total: u32,
    /// Organizations that entries of this section name, by name.
    pub organizations: Vec<String>,
    /// Who wrote entries of this section, by name.
    pub authors: Vec<String>,
    /// The day of the oldest entry of this section.
    #[serde(with = "wire_time::optional_date")]
    pub oldest: Option<Date>,
}

words! {
    /// What can be done about an entry.
    EntryAct {
        /// To say that it is wrong.
        Report "report",
        /// To take the open report back.
        TakeBack "take_back",
        /// To answer the open report.
        Answer "answer",
        /// To change it as the patient's own.
        Edit "edit",
        /// To remove it as the patient's own.
        Remove "remove",
        /// To vouch for it.
        Confirm "confirm",
        /// To correct it as a signed protocol (REC-5).
        Correct "correct",
        /// To show the patient a code by which they confirm it (REC-13).
        ShowAttestation "show_attestation",
        /// To confirm by such a code that it takes place (REC-13).
        Attest "attest",
    }
}

impl EntryDetail {
    pub fn may(&self, act: EntryAct) -> bool {
        self.may.contains(&act)
    }
}

/// One entry and what belongs to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct EntryDetail {
    pub entry: Entry,
    /// Of a visit: everything that was entered for it. Of a report: its values, in its order. Of a
    /// referral: the reports that answer it.
    pub belonging: Vec<Entry>,
    /// The visit it belongs to.
    pub visit: Option<Entry>,
    /// Of a report: the referral it answers.
    #[serde(default)]
    pub request: Option<Entry>,
    /// Earlier versions, newest first.
    pub earlier: Vec<Entry>,
    /// Whose card it is.
    pub patient: PatientBrief,
    /// What was said against it, newest first.
    #[serde(default)]
    pub reports: Vec<Report>,
    /// Who would be asked about it; absent for what nobody can be asked about.
    #[serde(default)]
    pub asked: Option<Asked>,
    /// What the caller may do about it.
    #[serde(default)]
    pub may: Vec<EntryAct>,
    /// Its files, to be opened by their numbers.
    #[serde(default)]
    pub files: Vec<EntryFile>,
    /// That the patient confirmed it on the spot (REC-13).
    #[serde(default)]
    pub attested: Option<Attestation>,
    /// The patient hid it, or its topic, from somebody. Told to the patient alone (ACL-4).
    #[serde(default)]
    pub is_hidden: bool,
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
