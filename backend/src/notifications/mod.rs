//! Telling people by SMS, e-mail and web push (MSG-4), and in a list of theirs (MSG-3).
//!
//! A message is put into the queue in the transaction that causes it, under the name of its event:
//! the same event tells once, however often it is asked for. A worker of any node takes it, holds
//! it for a lease, and hands it to the provider of its first way. A provider that is down is asked
//! again, later each time; one that refuses, or is down for long, gives way to the next. What is
//! told lies sealed until it is rendered for sending, and never reaches a log.

mod carriers;
pub mod centre;
mod provider;
mod service;
mod store;
mod worker;

pub use carriers::{CarrierError, HttpGateway, Smpp, Smtp};
pub use centre::NotificationsApi;
pub use provider::{Delivered, Incoming, Outgoing, Provider, Providers, Receipt, SendError};
pub use service::{Error, Letter, Way, outbox, tell, tell_later};
pub use worker::{keep_receipt, purge, run_once, work};
