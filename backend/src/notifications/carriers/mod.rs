//! Those who carry messages: SMPP, a generic HTTP gateway, SMTP.

mod http;
mod smpp;
mod smtp;

pub use http::HttpGateway;
pub use smpp::Smpp;
pub use smtp::Smtp;

/// A provider whose settings make no sense.
#[derive(Debug, thiserror::Error)]
#[error("{what}: {reason}")]
pub struct CarrierError {
    /// The setting at fault.
    pub what: &'static str,
    /// Never holds a secret.
    pub reason: String,
}

fn bad(what: &'static str, reason: impl Into<String>) -> CarrierError {
    CarrierError { what, reason: reason.into() }
}
