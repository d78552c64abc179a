//! Signing in.

mod page;
mod view;

pub use page::{SignInAgain, SignInPage};
