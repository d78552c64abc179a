//! Accounts: signing in, registering, and what keeps them safe. A program of its own.

mod ask;
mod code;
mod edit;
mod password;
mod program;
mod register;
mod second;
mod sign_in;

pub use program::start;
