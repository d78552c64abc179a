//! The pages a person sees. Three programs are made of it: the app, the account program, and the
//! catalogue of components.

pub mod accounts;
pub mod app;
pub mod browser;
pub mod card;
pub mod catalogue;
pub mod client;
pub mod connection;
pub mod credentials;
pub mod live;
pub mod load;
pub mod prefs;
pub mod record;
pub mod route;
pub mod router;
pub mod session;
pub mod shell;
pub mod submit;
pub mod ui;
