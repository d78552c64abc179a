use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};

use crate::access::model::{Action, Ground, Role, Section};
use crate::accounts::model::SecurityEvent;
use crate::id::{AccountId, EntryId};
use crate::record::model::PersonName;
use crate::record::report::Report;
use crate::wire_time;
use crate::words::words;

words! {
    /// How it ended.
    Outcome {
        Allowed "allowed",
        Denied "denied",
        /// It was allowed and came to nothing: what was sent was wrong, or is not there.
        Failed "failed",
    }

    /// What somebody looked at, where one action opens several things.
    View {
        /// Entries in a list, or searched for.
        Entries "entries",
        Entry "entry",
        /// The versions of an entry, side by side (REC-5).
        Versions "versions",
        Results "results",
        Result "result",
        Series "series",
        Comparison "comparison",
        Measurements "measurements",
        /// A document made of the card and saved.
        Pdf "pdf",
        /// A file of an entry, saved.
        File "file",
        /// The pages of a file, on the screen.
        FilePages "file_pages",
        /// What the patient asked of organizations.
        Requests "requests",
        /// When the patient wishes to see new results.
        Release "release",
        /// A page that follows what changes.
        Live "live",
        /// The journal itself, saved.
        JournalFile "journal_file",
        /// How often the patient is told of the journal.
        Digest "digest",
        /// Visits, by a calendar that knows the address (APT-5).
        Calendar "calendar",
    }

    /// Whose lines are asked for.
    Whose {
        Everybody "everybody",
        /// Everybody but the reader and programs.
        People "people",
        Programs "programs",
        Me "me",
    }

    /// What somebody is who stands in a line.
    ActorKind {
        /// The reader.
        Me "me",
        Person "person",
        Program "program",
        /// Nobody: the portal by itself.
        System "system",
    }

    /// What was done.
    Deed {
        /// An action on a card: which one is told beside.
        Access "access",
        CardCreated "card_created",
        AccountCreated "account_created",
        SignedIn "signed_in",
        SignedOut "signed_out",
        /// Something about signing in: what, is told beside.
        Security "security",
        FeedLooked "feed_looked",
        FeedTriedAgain "feed_tried_again",
        FeedAttached "feed_attached",
        FeedDismissed "feed_dismissed",
        FeedCodeMapped "feed_code_mapped",
        /// Somebody who administers nothing tried to.
        AdministrationTried "administration_tried",
        OrganizationChanged "organization_changed",
        DepartmentAdded "department_added",
        DepartmentChanged "department_changed",
        DepartmentClosed "department_closed",
        MemberInvited "member_invited",
        InvitationWithdrawn "invitation_withdrawn",
        MemberChanged "member_changed",
        MemberEnded "member_ended",
        MemberEmployed "member_employed",
        /// When somebody of the clinic receives patients was set (APT-3).
        ScheduleChanged "schedule_changed",
        RoomChanged "room_changed",
        /// A kind of visit was made or changed.
        ServiceChanged "service_changed",
        /// As what somebody is offered for booking was set.
        PractitionerChanged "practitioner_changed",
        /// What the clinic shows on sites of its own was set, and on which (WID-2).
        WidgetChanged "widget_changed",
        FileDamaged "file_damaged",
        /// A practitioner asked the patient to open the card.
        AccessAsked "access_asked",
        /// The patient showed the card in person.
        CardPresented "card_presented",
        /// A doctor opened the card in an emergency, or tried to.
        EmergencyOpened "emergency_opened",
        /// The security officer said what the review of an emergency found.
        EmergencyReviewed "emergency_reviewed",
        /// Somebody tried an invitation to act for the patient, or looked at what it asks.
        InvitationTried "invitation_tried",
        /// Somebody the patient invited acts for them from now on.
        InvitationAccepted "invitation_accepted",
        InvitationRefused "invitation_refused",
        /// Who acted for the patient gave that back.
        RepresentativeResigned "representative_resigned",
        /// Somebody with a link opened chosen entries, or tried to.
        ShareOpened "share_opened",
        /// Somebody reached for a visit that is not theirs to receive.
        VisitTried "visit_tried",
        /// The patient came and showed the pass of a visit (APT-9).
        VisitCheckedIn "visit_checked_in",
        /// The clinic noted how far a visit is.
        VisitNoted "visit_noted",
        /// The clinic moved a visit.
        VisitMoved "visit_moved",
        /// The clinic cancelled a visit.
        VisitCancelled "visit_cancelled",
        ReferenceLoaded "reference_loaded",
        /// The security officer searched the journals.
        AuditSearched "audit_searched",
        AuditExported "audit_exported",
        /// The security officer asked what somebody is called.
        AuditNamed "audit_named",
        /// The security officer looked at what was opened in emergencies.
        EmergenciesListed "emergencies_listed",
        /// The security officer looked at what was found unusual.
        AnomaliesListed "anomalies_listed",
        /// The security officer said what the review of something unusual found.
        AnomalyReviewed "anomaly_reviewed",
    }

    /// How often the journal comes to the patient (ACL-13).
    Rhythm {
        Never "never",
        Daily "daily",
        Weekly "weekly",
        Monthly "monthly",
    }
}

/// Lines on a page when the caller does not say.
pub const PAGE_DEFAULT: u32 = 50;
/// The most lines on a page.
pub const PAGE_MAX: u32 = 200;

/// Which lines of a card's journal are asked for. Everything is optional.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct JournalQuery {
    /// The first day, by the clock of the clinic.
    #[serde(default, with = "wire_time::optional_date")]
    pub from: Option<Date>,
    /// The last day.
    #[serde(default, with = "wire_time::optional_date")]
    pub until: Option<Date>,
    /// Everybody's where nothing is said.
    #[serde(default)]
    pub who: Option<Whose>,
    /// Only what was refused.
    #[serde(default)]
    pub refused_only: bool,
    /// Where the page before ended.
    #[serde(default)]
    pub cursor: Option<String>,
    #[serde(default)]
    pub limit: Option<u32>,
}

/// A page of a card's journal, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct JournalPage {
    pub lines: Vec<JournalLine>,
    /// Where the next page starts; absent on the last one. A page may be short, even empty, and
    /// still have a next one: so much is read at once and no more.
    pub next_cursor: Option<String>,
    /// Whose card it is.
    pub name: PersonName,
}

/// One line of a card's journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct JournalLine {
    /// Its number in the journal of this card; the first is 1.
    pub seq: i64,
    #[serde(with = "wire_time::moment")]
    pub at: OffsetDateTime,
    pub who: ActorKind,
    /// Of whom the line is: tells namesakes apart.
    pub account: Option<AccountId>,
    /// `Соколова Е. В.`, or what a program is called.
    pub name: Option<String>,
    pub role: Option<Role>,
    /// In whose place it was done (CARD-13), as printed.
    pub for_whom: Option<String>,
    /// For which organization, by name.
    pub organization: Option<String>,
    pub deed: Deed,
    /// What was done to the card.
    pub action: Option<Action>,
    /// What of it was looked at.
    pub view: Option<View>,
    /// What happened to the account.
    pub event: Option<SecurityEvent>,
    /// Why it was allowed; absent where it was not.
    pub ground: Option<Ground>,
    pub outcome: Outcome,
    /// The network address it was done from.
    pub address: Option<String>,
    /// «Chrome, Windows», by what the browser says of itself.
    pub device: Option<String>,
    /// The entry it was about, where the reader may see that.
    pub entry: Option<LineEntry>,
    /// Whether there is somebody here who answers for it.
    pub may_ask: bool,
    /// What was asked about this line, and how that stands.
    pub question: Option<Report>,
}

/// An entry a line is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct LineEntry {
    pub id: EntryId,
    pub section: Section,
    /// What it is called; absent for notes.
    pub name: Option<String>,
}

/// Asks an organization why somebody of it looked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewQuestion {
    /// At most 2 000 characters; may be empty.
    pub text: String,
    /// Made by the client once per question: sending the same one twice keeps one.
    pub key: uuid::Uuid,
}

/// A look that an organization is asked about: what its staff needs to find the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct AskedLook {
    /// The line's number in the journal of the card.
    pub seq: i64,
    #[serde(with = "wire_time::moment")]
    pub at: OffsetDateTime,
    /// Who looked, as printed.
    pub name: Option<String>,
    pub role: Option<Role>,
    pub action: Option<Action>,
    pub view: Option<View>,
    pub outcome: Outcome,
}

/// How often the patient is told who looked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct DigestChoice {
    pub rhythm: Rhythm,
}

/// Who looked since the patient was told last, counted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Digest {
    pub rhythm: Rhythm,
    /// From when on it is counted.
    #[serde(with = "wire_time::moment")]
    pub since: OffsetDateTime,
    /// Looks by others that were allowed.
    pub looked: u32,
    /// Tries of others that were refused.
    pub refused: u32,
    /// Whether there is more than was counted.
    pub is_more: bool,
}

/// The key that signs journals here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct JournalKey {
    /// An Ed25519 public key (RFC 8032), 32 bytes in base64.
    pub key: String,
}
