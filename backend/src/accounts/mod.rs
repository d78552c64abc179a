//! Who signs in, by what, and the sessions they hold.

mod api;
mod passkey;
mod password;
mod service;
mod store;

pub use api::{AccountsApi, RecoveryApi, RegistrationApi, SafetyApi, SignInApi, StepUpApi};
pub use passkey::{PasskeyError, Passkeys};
pub use password::{Cost, PasswordError, Passwords, is_common};
pub use service::{
    Error, Holder, Invited, Pending, Visitor, invite, invite_in, pending, start_session, withdraw,
};
pub(crate) use service::{
    close_sessions, demo_credentials, find_accounts, find_session, has_passkey, is_live, name_of,
    name_of_account, name_of_anybody, proved_contacts, purge, random_digits, send_recovery_link,
    signature, strong_factor, tell_owner, tell_owner_until, write_to_owner,
};
pub use store::{
    NewMembership, end_sessions, find_account, find_organization, has_staff, holders_of,
    insert_account, insert_membership, insert_organization, membership_of, organization_name,
    organizations_with, place_membership, remember_sign_in, staff_of, works_as,
};
