//! Who carries messages: a port, with one implementation per way and provider.

use std::sync::Arc;

use async_trait::async_trait;
use shared::notifications::model::Channel;
use uuid::Uuid;

/// A message ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The same at each try: what a provider may tell repeats by.
    pub id: Uuid,
    /// E.164, an address of e-mail, or where a push service takes messages for a browser.
    pub to: String,
    /// Empty for ways that have none.
    pub subject: String,
    pub body: String,
}

/// The provider has taken it; what it calls it, if it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivered {
    pub reference: Option<String>,
}

/// Neither variant may hold the address or the text: they are logged.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Down, slow or busy: worth another try.
    #[error("not now: {0}")]
    Later(String),
    /// This message will never be taken.
    #[error("refused: {0}")]
    Refused(String),
}

/// What became of a message that a provider took.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// What the provider called it.
    pub reference: String,
    /// Whether it arrived; else it never will.
    pub arrived: bool,
}

/// What somebody wrote to us.
#[derive(Clone, PartialEq, Eq)]
pub struct Incoming {
    /// The number it came from, as the provider writes it.
    pub from: String,
    pub text: String,
}

/// Sends by one way.
#[async_trait]
pub trait Provider: Send + Sync {
    async fn send(&self, message: &Outgoing) -> Result<Delivered, SendError>;

    /// The next thing it tells of what it took; never, where it tells nothing.
    async fn next_receipt(&self) -> Receipt {
        std::future::pending().await
    }

    /// The next thing that somebody wrote to us; never, where it hands nothing over.
    async fn next_incoming(&self) -> Incoming {
        std::future::pending().await
    }

    /// Whether people can answer what is sent by it.
    fn is_answered(&self) -> bool {
        false
    }
}

/// The providers of each way.
#[derive(Clone)]
pub struct Providers {
    pub sms: Arc<dyn Provider>,
    pub email: Arc<dyn Provider>,
}

impl Providers {
    /// Who carries messages by a way; nobody for web push, which each browser has a service of its
    /// own for.
    pub(super) fn of(&self, channel: Channel) -> Option<&dyn Provider> {
        match channel {
            Channel::Sms => Some(&*self.sms),
            Channel::Email => Some(&*self.email),
            Channel::Push => None,
        }
    }
}

impl Default for Providers {
    /// Where nothing is set up: messages are taken and stay on the outbox page.
    fn default() -> Self {
        Self { sms: Arc::new(Outbox), email: Arc::new(Outbox) }
    }
}

/// Takes everything and sends nothing.
struct Outbox;

#[async_trait]
impl Provider for Outbox {
    async fn send(&self, _message: &Outgoing) -> Result<Delivered, SendError> {
        Ok(Delivered { reference: None })
    }
}

impl std::fmt::Debug for Outgoing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Outgoing({})", self.id)
    }
}

impl std::fmt::Debug for Incoming {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Incoming(…)")
    }
}
