//! Signing in.

mod demo;
mod form;
mod offer;
mod page;
mod view;

pub use demo::Demo;
pub use form::{SignInForm, Signed};
pub use offer::PasskeyOffer;
pub use page::SignInPage;
