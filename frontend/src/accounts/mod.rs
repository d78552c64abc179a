//! Accounts: signing in, registering, and what keeps them safe. Parts of their own.

mod ask;
mod code;
mod confirm;
mod edit;
mod invitation;
mod link;
mod outbox;
mod pages;
mod password;
mod prove_email;
mod recovery;
mod register;
mod second;
mod security;
mod sign_in;
mod totp;

pub use code::{CodeStep, Resend, code_error, refusal};
pub use pages::{guest, pages, recovery_pages, register_pages, security_pages};
pub use password::new_password;
