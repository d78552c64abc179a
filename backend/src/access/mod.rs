//! The gate to patient data.
//!
//! An [`Access`] or a [`Change`] proves four things at once: who asks, that the policy let them,
//! that the journal knows, and that the patient's key is unlocked. Stores take the proof instead
//! of a connection, so there is no way to read or write a card without one.

mod caller;
mod digest;
mod entity;
mod gate;
mod ground;
mod permission;
mod release;

pub use caller::{Caller, Origin, STRONG_FOR, SignedIn};
pub use digest::Digest;
pub use gate::{
    Access, Card, Change, Changes, Denied, EntryPlace, Eyes, Granted, Guarded, Hidden, Opened,
    PatientOwned, Preparation, Seen,
};
pub use ground::{
    Given, Grantee, HiddenError, Hiding, NewGround, Standing, Target, accounts_on, doctors_of,
    hide, insert_given, insert_ground, lift, live_of, open_until, prolong_ground, represented_by,
    revoke_ground,
};
pub use permission::*;
pub use release::{Hold, KeepError, Release};
