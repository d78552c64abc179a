//! Who signs in, and the sessions they hold.

mod api;
mod password;
mod service;
mod store;

pub use api::AccountsApi;
pub use password::{PasswordError, Passwords, is_common};
pub use service::{Error, start_session};
pub(crate) use service::{find_session, is_live, purge};
pub use store::{
    NewMembership, find_account, insert_account, insert_membership, insert_organization,
    organization_name,
};
