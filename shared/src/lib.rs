//! The words both sides speak: domain types, rules, wire contract and texts. No I/O.

pub mod access;
pub mod accounts;
pub mod admin;
pub mod anomalies;
pub mod appointments;
pub mod card;
pub mod consent;
pub mod contract;
pub mod decimal;
pub mod documents;
pub mod emergency;
pub mod feed;
pub mod files;
pub mod format;
pub mod id;
pub mod identity;
#[cfg(feature = "server")]
pub mod interop;
pub mod journal;
pub mod lang;
pub mod measurements;
pub mod notifications;
pub mod prefs;
pub mod protocols;
pub mod record;
pub mod reference;
pub mod representatives;
pub mod results;
pub mod shares;
pub mod shell;
pub mod widgets;
pub mod wire_time;
pub mod words;

/// Every promise the API makes, capability by capability.
pub fn routes() -> impl Iterator<Item = contract::Route> {
    [
        accounts::api::ROUTES,
        card::api::ROUTES,
        consent::api::ROUTES,
        representatives::api::ROUTES,
        shares::api::ROUTES,
        emergency::api::ROUTES,
        anomalies::api::ROUTES,
        notifications::api::ROUTES,
        record::api::ROUTES,
        results::api::ROUTES,
        feed::api::ROUTES,
        admin::api::ROUTES,
        appointments::api::ROUTES,
        files::api::ROUTES,
        documents::api::ROUTES,
        measurements::api::ROUTES,
        protocols::api::ROUTES,
        reference::api::ROUTES,
        journal::api::ROUTES,
        journal::office::ROUTES,
        widgets::api::ROUTES,
    ]
    .into_iter()
    .flatten()
    .copied()
}
