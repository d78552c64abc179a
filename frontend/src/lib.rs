//! The pages a person sees. `portal/` makes the program of it; the catalogue of components is another.

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
pub mod parts;
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
