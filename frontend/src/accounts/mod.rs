//! Accounts: signing in, registering, and what keeps them safe. A program of its own.

mod ask;
mod code;
mod confirm;
mod edit;
mod password;
mod program;
mod register;
mod second;
mod security;
mod sign_in;
mod totp;

pub use program::start;
