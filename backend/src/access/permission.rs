//! Every permission there is, as a type. The compiler carries it from the gate to the store.

use shared::access::model::Action;

/// Something one may do to a card.
pub trait Permission: Send + Sync + 'static {
    const ACTION: Action;
}

pub trait Read: Permission {}
pub trait Write: Permission {}

macro_rules! permissions {
    ($($kind:ident $name:ident;)+) => {$(
        #[derive(Debug)]
        pub struct $name;

        impl Permission for $name {
            const ACTION: Action = Action::$name;
        }

        impl $kind for $name {}
    )+};
}

permissions! {
    Read  ReadIdentity;
    Read  ReadSummary;
    Read  ReadEntries;
    Read  ReadNews;
    Read  ReadAsked;
    Read  ReadJournal;
    Write AddNote;
    Write WriteOwn;
    Write ReportEntry;
    Write WriteEntry;
    Write ConfirmOwn;
    Write AnswerReport;
    Read  ReadResources;
    Write WriteResources;
    Read  ReadGrants;
    Write ManageAccess;
    Write CloseAccess;
    Read  ReadAppointments;
    Write ManageAppointments;
    Write WriteProtocol;
    Write SignProtocol;
    Write AttestVisit;
}

/// Who writes a draft reads it: nobody else does.
impl Read for WriteProtocol {}
