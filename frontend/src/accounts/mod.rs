//! Accounts: signing in, registering, and what keeps them safe. Programs of their own.

mod ask;
mod code;
mod confirm;
mod edit;
mod invitation;
mod link;
mod outbox;
mod password;
mod program;
mod prove_email;
mod recovery;
mod register;
mod second;
mod security;
mod sign_in;
mod totp;

pub use code::{CodeStep, Resend};
pub use password::new_password;
pub use program::{start, start_register, start_security};
