use serde::{Deserialize, Serialize};
use shared::access::model::{Action, Ground, Role};
use shared::accounts::model::{Factor, SecurityEvent};
use shared::admin::model::FieldChange;
use shared::id::{AccountId, OrganizationId};
pub use shared::journal::model::Outcome;
use shared::journal::model::{Deed, View};
use shared::reference::model::ReferenceList;
use uuid::Uuid;

/// One line of the journal, as it is sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Who; absent for what the system does by itself.
    pub account: Option<AccountId>,
    pub role: Option<Role>,
    pub organization: Option<OrganizationId>,
    pub what: What,
    /// What of the card was looked at, where the action opens several things.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<View>,
    /// The entry, session or account it was done to, where it is not the card as a whole.
    pub object: Option<Uuid>,
    pub ground: Option<Ground>,
    pub outcome: Outcome,
    /// By what they showed who they are, where that is what the line is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factor: Option<Factor>,
    /// What was looked for, where the line is about a search of journals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub terms: Option<String>,
    /// What was changed, from what to what, where the line is about administration.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<FieldChange>,
    /// From where: the network address as the outermost trusted proxy saw it.
    pub address: Option<String>,
    /// The browser or program by its own words, cut to 200 characters.
    pub device: Option<String>,
    /// In which session, where it was done in one: the same as long as that lives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Uuid>,
    pub request_id: Option<String>,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    Access(Action),
    CardCreated,
    AccountCreated,
    SignedIn,
    SignedOut,
    /// Something about signing in and its safety; the chain is the account's own.
    Security(SecurityEvent),
    /// At the desk of a laboratory's messages; the chain is the organization's own.
    Feed(FeedAct),
    /// What an administrator did, or somebody who is none tried; the chain is the organization's
    /// own, the object the department or the account (ADM-1).
    Administration(AdminAct),
    /// A card was asked for by its number (ACL-3); the object is the request.
    AccessAsked,
    /// A card was shown in person, and opened by it; or a try at that (CARD-7).
    CardPresented,
    /// A card was opened in an emergency, or a try at that; the object is the case (ACL-5).
    EmergencyOpened,
    /// The security officer said what the review of an emergency found; the object is the case.
    EmergencyReviewed,
    /// Somebody invited to act for the patient answered, or tried a code; the object is the
    /// invitation (CARD-12).
    Representation(RepresentationAct),
    /// Chosen entries were opened by a link, or somebody tried to; the object is the link (ACL-8).
    ShareOpened,
    /// What a clinic did with a visit that was booked; the object is the visit (APT-9).
    Visit(VisitAct),
    /// A file of the card is not what was kept; it was not given.
    FileDamaged,
    /// A version of a reference list became the current one, by the command line.
    ReferenceLoaded(ReferenceList),
    /// What the security officer did with the journals; the chain is the officers' own.
    Audit(AuditAct),
}

/// What a security officer does with the journals (AUD-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AuditAct {
    Searched,
    Exported,
    Named,
    EmergenciesListed,
    EmergencyReviewed,
    AnomaliesListed,
    AnomalyReviewed,
}

/// What an administrator does with their organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AdminAct {
    /// Somebody who administers nothing.
    Tried,
    OrganizationChanged,
    DepartmentAdded,
    DepartmentChanged,
    DepartmentClosed,
    MemberInvited,
    InvitationWithdrawn,
    MemberChanged,
    MemberEnded,
    MemberEmployed,
    ScheduleChanged,
    RoomChanged,
    ServiceChanged,
    PractitionerChanged,
    WidgetChanged,
}

/// What those who receive a patient do with a visit (APT-3, APT-9).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum VisitAct {
    /// Somebody who receives nobody, or not here; the chain is their own.
    Tried,
    /// The patient showed a pass at the desk.
    CheckedIn,
    /// How far it is was noted.
    Noted,
    Moved,
    Cancelled,
}

/// What an invited person, or who acts for a patient, does about that right (CARD-12).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RepresentationAct {
    Tried,
    Accepted,
    Refused,
    Resigned,
}

/// What somebody does with a laboratory's messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedAct {
    Looked,
    TriedAgain,
    Attached,
    Dismissed,
    CodeMapped,
}

impl Line {
    /// What the system does by itself.
    pub fn system(what: What) -> Self {
        Self {
            account: None,
            role: None,
            organization: None,
            what,
            view: None,
            object: None,
            ground: None,
            outcome: Outcome::Allowed,
            factor: None,
            terms: None,
            changes: Vec::new(),
            address: None,
            device: None,
            session: None,
            request_id: None,
        }
    }
}

impl AdminAct {
    /// The same in the words of the contract.
    pub const fn deed(self) -> Deed {
        match self {
            Self::Tried => Deed::AdministrationTried,
            Self::OrganizationChanged => Deed::OrganizationChanged,
            Self::DepartmentAdded => Deed::DepartmentAdded,
            Self::DepartmentChanged => Deed::DepartmentChanged,
            Self::DepartmentClosed => Deed::DepartmentClosed,
            Self::MemberInvited => Deed::MemberInvited,
            Self::InvitationWithdrawn => Deed::InvitationWithdrawn,
            Self::MemberChanged => Deed::MemberChanged,
            Self::MemberEnded => Deed::MemberEnded,
            Self::MemberEmployed => Deed::MemberEmployed,
            Self::ScheduleChanged => Deed::ScheduleChanged,
            Self::RoomChanged => Deed::RoomChanged,
            Self::ServiceChanged => Deed::ServiceChanged,
            Self::PractitionerChanged => Deed::PractitionerChanged,
            Self::WidgetChanged => Deed::WidgetChanged,
        }
    }
}

impl What {
    /// The same in the words of the contract; what goes with it is told beside.
    pub const fn deed(self) -> Deed {
        match self {
            Self::Access(_) => Deed::Access,
            Self::CardCreated => Deed::CardCreated,
            Self::AccountCreated => Deed::AccountCreated,
            Self::SignedIn => Deed::SignedIn,
            Self::SignedOut => Deed::SignedOut,
            Self::Security(_) => Deed::Security,
            Self::Feed(FeedAct::Looked) => Deed::FeedLooked,
            Self::Feed(FeedAct::TriedAgain) => Deed::FeedTriedAgain,
            Self::Feed(FeedAct::Attached) => Deed::FeedAttached,
            Self::Feed(FeedAct::Dismissed) => Deed::FeedDismissed,
            Self::Feed(FeedAct::CodeMapped) => Deed::FeedCodeMapped,
            Self::Administration(act) => act.deed(),
            Self::ShareOpened => Deed::ShareOpened,
            Self::Visit(VisitAct::Tried) => Deed::VisitTried,
            Self::Visit(VisitAct::CheckedIn) => Deed::VisitCheckedIn,
            Self::Visit(VisitAct::Noted) => Deed::VisitNoted,
            Self::Visit(VisitAct::Moved) => Deed::VisitMoved,
            Self::Visit(VisitAct::Cancelled) => Deed::VisitCancelled,
            Self::FileDamaged => Deed::FileDamaged,
            Self::AccessAsked => Deed::AccessAsked,
            Self::CardPresented => Deed::CardPresented,
            Self::EmergencyOpened => Deed::EmergencyOpened,
            Self::EmergencyReviewed | Self::Audit(AuditAct::EmergencyReviewed) => {
                Deed::EmergencyReviewed
            }
            Self::Representation(RepresentationAct::Tried) => Deed::InvitationTried,
            Self::Representation(RepresentationAct::Accepted) => Deed::InvitationAccepted,
            Self::Representation(RepresentationAct::Refused) => Deed::InvitationRefused,
            Self::Representation(RepresentationAct::Resigned) => Deed::RepresentativeResigned,
            Self::ReferenceLoaded(_) => Deed::ReferenceLoaded,
            Self::Audit(AuditAct::Searched) => Deed::AuditSearched,
            Self::Audit(AuditAct::Exported) => Deed::AuditExported,
            Self::Audit(AuditAct::Named) => Deed::AuditNamed,
            Self::Audit(AuditAct::EmergenciesListed) => Deed::EmergenciesListed,
            Self::Audit(AuditAct::AnomaliesListed) => Deed::AnomaliesListed,
            Self::Audit(AuditAct::AnomalyReviewed) => Deed::AnomalyReviewed,
        }
    }

    /// The action on a card.
    pub const fn action(self) -> Option<Action> {
        if let Self::Access(action) = self { Some(action) } else { None }
    }

    /// What happened to an account.
    pub const fn event(self) -> Option<SecurityEvent> {
        if let Self::Security(event) = self { Some(event) } else { None }
    }
}
