//! The server: one folder per capability, one gate to patient data.

pub mod access;
pub mod accounts;
pub mod admin;
pub mod anomalies;
pub mod app;
pub mod appointments;
pub mod audit;
pub mod card;
pub mod config;
pub mod consent;
pub mod db;
pub mod demo;
pub mod documents;
pub mod emergency;
pub mod errors;
pub mod events;
pub mod files;
pub mod http;
pub mod interop;
pub mod jobs;
pub mod journal;
pub mod keys;
pub mod measurements;
pub mod notifications;
mod outward;
pub mod protocols;
pub mod record;
pub mod reference;
pub mod representatives;
pub mod results;
pub mod shares;
pub mod telemetry;
pub mod widgets;
mod words;

/// Here and not in `main.rs`, so that tests and benchmarks run with what the product runs with.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Names the one implementation of TLS's ciphers for libraries that leave it to the program. Done
/// twice it changes nothing.
pub fn choose_ciphers() {
    // Refused only where it was chosen before.
    let _ = tokio_rustls::rustls::crypto::ring::default_provider().install_default();
}
