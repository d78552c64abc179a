//! The pages a person sees. Programs are made of it: the app, those of accounts, and the
//! catalogue of components.

pub mod accounts;
pub mod app;
pub mod browser;
pub mod card;
pub mod catalogue;
pub mod client;
pub mod connection;
pub mod credentials;
pub mod documents;
pub mod feed;
pub mod files;
pub mod found;
pub mod live;
pub mod load;
pub mod measurements;
pub mod prefs;
pub mod record;
pub mod results;
pub mod route;
pub mod router;
pub mod saving;
pub mod session;
pub mod shell;
pub mod submit;
pub mod ui;
