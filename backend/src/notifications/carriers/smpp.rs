//! SMS over SMPP 3.4: one connection, kept open while it is used, with delivery receipts.

use std::str::FromStr as _;
use std::sync::atomic::{AtomicU16, Ordering};
use std::time::Duration;

use async_trait::async_trait;
use futures_util::{Stream, StreamExt as _};
use rusmpp::extra::concatenation::SubmitSmMultipartExt as _;
use rusmpp::extra::encoding::ucs2::Ucs2;
use rusmpp::pdus::{BindTransceiver, DeliverSm, DeliverSmResp, SubmitSm};
use rusmpp::tlvs::TlvValue;
use rusmpp::types::COctetString;
use rusmpp::values::{
    DataCoding, InterfaceVersion, MessageState, MessageType, Npi, RegisteredDelivery, Ton,
};
use rusmpp::{CommandStatus, Pdu};
use rusmppc::{Client, ConnectionBuilder, Event};
use tokio::sync::{Mutex, mpsc};
use url::Url;

use super::smtp::percent_decoded;
use super::{CarrierError, bad};
use crate::notifications::{Delivered, Incoming, Outgoing, Provider, Receipt, SendError};

pub struct Smpp {
    /// `smpp://host:port` or `smpps://host:port`, without the credentials.
    address: String,
    system_id: COctetString<1, 16>,
    password: COctetString<1, 9>,
    from: Sender,
    /// The connection in use, if there is one.
    client: Mutex<Option<Client>>,
    /// Numbers the long messages, so that their parts find each other.
    series: AtomicU16,
    heard: Heard,
    waiting: Mutex<mpsc::Receiver<Receipt>>,
    incoming: Mutex<mpsc::Receiver<Incoming>>,
}

/// Where what comes in goes.
#[derive(Clone)]
struct Heard {
    receipts: mpsc::Sender<Receipt>,
    incoming: mpsc::Sender<Incoming>,
}

/// What the phone shows as the sender: a name, or a number.
struct Sender {
    value: COctetString<1, 21>,
    ton: Ton,
    npi: Npi,
}

const RESPONSE: Duration = Duration::from_secs(10);
const ENQUIRE: Duration = Duration::from_secs(30);
/// Receipts, and SMS of people, that wait to be kept.
const WAITING: usize = 1_000;
/// Who has nothing to send asks so often whether there is a line to hear by.
const LISTEN_AGAIN: Duration = Duration::from_secs(10);

impl Smpp {
    /// `url`: `smpp://system_id:password@host:2775`, or `smpps://` for TLS.
    pub fn new(url: &str, from: &str) -> Result<Self, CarrierError> {
        let broken = |reason: &str| bad("sms_url", reason);
        let url = Url::parse(url).map_err(|_| broken("is not an address"))?;
        let host = url.host_str().ok_or_else(|| broken("names no host"))?;
        let port = url.port().unwrap_or(2775);
        let plain = |text: &str| percent_decoded(text).ok_or_else(|| broken("is not UTF-8"));
        let system_id = COctetString::from_str(&plain(url.username())?);
        let password = COctetString::from_str(&plain(url.password().unwrap_or_default())?);
        let (receipts, waiting) = mpsc::channel(WAITING);
        let (told, incoming) = mpsc::channel(WAITING);
        Ok(Self {
            address: format!("{}://{host}:{port}", url.scheme()),
            system_id: system_id.map_err(|_| broken("has a system id of over 15 letters"))?,
            password: password.map_err(|_| broken("has a password of over 8 letters"))?,
            from: Sender::new(from)?,
            client: Mutex::default(),
            series: AtomicU16::new(0),
            heard: Heard { receipts, incoming: told },
            waiting: Mutex::new(waiting),
            incoming: Mutex::new(incoming),
        })
    }

    /// The open connection, or a new one.
    async fn client(&self) -> Result<Client, SendError> {
        let mut held = self.client.lock().await;
        if let Some(client) = held.as_ref().filter(|client| client.is_active()) {
            return Ok(client.clone());
        }
        let later = |error: rusmppc::error::Error| SendError::Later(told(&error));
        let (client, events) = ConnectionBuilder::new()
            // The library knows 5.0; the PDUs used here are the same in 3.4, which operators speak.
            .disable_interface_version_check()
            .enquire_link_interval(ENQUIRE)
            .response_timeout(RESPONSE)
            .connect(&self.address)
            .await
            .map_err(later)?;
        let bind = BindTransceiver::builder()
            .system_id(self.system_id.clone())
            .password(self.password.clone())
            .interface_version(InterfaceVersion::Smpp3_4)
            .build();
        // Listening first: receipts left from before come right after the bind.
        tokio::spawn(listen(client.clone(), events, self.heard.clone()));
        client.bind_transceiver(bind).await.map_err(later)?;
        *held = Some(client.clone());
        Ok(client)
    }

    /// One PDU, or several that the phone puts together.
    fn parts(&self, message: &Outgoing) -> Result<Vec<SubmitSm>, SendError> {
        let refused = |why: &str| SendError::Refused(why.to_owned());
        let number = message.to.trim_start_matches('+');
        let to = COctetString::from_str(number).map_err(|_| refused("not a number"))?;
        let submit = SubmitSm::builder()
            .source_addr_ton(self.from.ton)
            .source_addr_npi(self.from.npi)
            .source_addr(self.from.value.clone())
            .dest_addr_ton(Ton::International)
            .dest_addr_npi(Npi::Isdn)
            .destination_addr(to)
            .registered_delivery(RegisteredDelivery::request_all())
            .build();
        let series = self.series.fetch_add(1, Ordering::Relaxed);
        let parts = submit.multipart(&message.body).reference_u16(series).encoder(Ucs2::new());
        parts.build().map_err(|_| refused("cannot be written as SMS"))
    }
}

impl Sender {
    fn new(from: &str) -> Result<Self, CarrierError> {
        let digits = from.trim_start_matches('+');
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let (ton, npi) = if is_number {
            (Ton::International, Npi::Isdn)
        } else {
            (Ton::Alphanumeric, Npi::Unknown)
        };
        let value = COctetString::from_str(if is_number { digits } else { from });
        let value = value.map_err(|_| bad("sms_from", "is over 20 letters, or not ASCII"))?;
        Ok(Self { value, ton, npi })
    }
}

#[async_trait]
impl Provider for Smpp {
    async fn send(&self, message: &Outgoing) -> Result<Delivered, SendError> {
        let parts = self.parts(message)?;
        let client = self.client().await?;
        let mut reference = None;
        for part in parts {
            match client.submit_sm(part).await {
                Ok(answer) => {
                    let id = answer.message_id().to_string();
                    reference = Some(id);
                }
                Err(error) => return Err(failure(&error)),
            }
        }
        // Of a long message the last part's: when it has arrived the phone can show it.
        Ok(Delivered { reference })
    }

    async fn next_receipt(&self) -> Receipt {
        match self.waiting.lock().await.recv().await {
            Some(receipt) => receipt,
            // The other end lives as long as we do.
            None => std::future::pending().await,
        }
    }

    async fn next_incoming(&self) -> Incoming {
        let mut incoming = self.incoming.lock().await;
        loop {
            // The connection is there to hear by, also while nothing is sent.
            if let Err(error) = self.client().await {
                tracing::warn!(%error, "SMS of people are not heard");
            }
            match tokio::time::timeout(LISTEN_AGAIN, incoming.recv()).await {
                Ok(Some(message)) => return message,
                // The other end lives as long as we do.
                Ok(None) => std::future::pending().await,
                Err(_) => {}
            }
        }
    }

    /// Nobody can write to a name.
    fn is_answered(&self) -> bool {
        self.from.ton == Ton::International
    }
}

/// Takes receipts and SMS of people until the connection ends.
async fn listen(client: Client, mut events: impl Stream<Item = Event> + Unpin, heard: Heard) {
    while let Some(event) = events.next().await {
        let Event::Incoming(command) = event else { continue };
        let Some(Pdu::DeliverSm(deliver)) = command.pdu() else { continue };
        // Answered once somebody has it: an unanswered one comes again.
        let is_kept = match deliver.esm_class.message_type {
            MessageType::Default => heard.incoming.send(incoming(deliver)).await.is_ok(),
            _ => match receipt(deliver) {
                Some(receipt) => heard.receipts.send(receipt).await.is_ok(),
                None => true,
            },
        };
        if !is_kept {
            return;
        }
        let answer = client.deliver_sm_resp(command.sequence_number(), DeliverSmResp::default());
        if answer.await.is_err() {
            return;
        }
    }
}

/// An SMS of a person: UCS-2, Latin 1, or letters that are the same in ASCII and the GSM alphabet
/// (SMPP 3.4, 5.2.19). An answer is a word: longer ones come in parts, of which none is one.
fn incoming(deliver: &DeliverSm) -> Incoming {
    let payload = deliver.tlvs().iter().find_map(|tlv| match tlv.value() {
        Some(TlvValue::MessagePayload(payload)) => Some(payload.value.as_ref()),
        _ => None,
    });
    let bytes = payload.unwrap_or_else(|| deliver.short_message().as_ref());
    let text = match deliver.data_coding {
        DataCoding::Ucs2 => {
            let units = bytes.as_chunks().0.iter().map(|two| u16::from_be_bytes(*two));
            char::decode_utf16(units).map(|letter| letter.unwrap_or('\u{FFFD}')).collect()
        }
        DataCoding::Latin1 => bytes.iter().map(|&byte| char::from(byte)).collect(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    let number = deliver.source_addr.to_string();
    let is_bare = deliver.source_addr_ton == Ton::International && !number.starts_with('+');
    let from = if is_bare { format!("+{number}") } else { number };
    Incoming { from, text }
}

/// By its parameters (SMPP 3.4, 5.3.2.12 and 5.3.2.35), else by its text (appendix B).
fn receipt(deliver: &DeliverSm) -> Option<Receipt> {
    let (mut id, mut arrived) = (None, None);
    for tlv in deliver.tlvs() {
        match tlv.value() {
            Some(TlvValue::ReceiptedMessageId(value)) => id = Some(value.to_string()),
            Some(TlvValue::MessageState(MessageState::Delivered)) => arrived = Some(true),
            Some(TlvValue::MessageState(
                MessageState::Expired
                | MessageState::Deleted
                | MessageState::Undeliverable
                | MessageState::Rejected,
            )) => arrived = Some(false),
            _ => {}
        }
    }
    let text = String::from_utf8_lossy(deliver.short_message().as_ref()).into_owned();
    let named = |name: &str| {
        let rest = text.split_once(name)?.1;
        rest.split_whitespace().next().map(str::to_owned)
    };
    let arrived = arrived.or_else(|| match named("stat:")?.as_str() {
        "DELIVRD" => Some(true),
        "EXPIRED" | "DELETED" | "UNDELIV" | "REJECTD" => Some(false),
        _ => None,
    });
    Some(Receipt { reference: id.or_else(|| named("id:"))?, arrived: arrived? })
}

fn failure(error: &rusmppc::error::Error) -> SendError {
    let status = match error {
        rusmppc::error::Error::UnexpectedResponse { response } => Some(response.status()),
        _ => None,
    };
    match status {
        Some(
            CommandStatus::EsmeRinvdstadr
            | CommandStatus::EsmeRinvmsglen
            | CommandStatus::EsmeRinvsrcadr,
        ) => SendError::Refused(told(error)),
        _ => SendError::Later(told(error)),
    }
}

/// The library's own words may hold the PDU; the kind of error and the status do not.
fn told(error: &rusmppc::error::Error) -> String {
    match error {
        rusmppc::error::Error::UnexpectedResponse { response } => {
            format!("SMPP {:?}", response.status())
        }
        rusmppc::error::Error::ResponseTimeout { .. } => "SMPP: no answer in time".to_owned(),
        _ => "SMPP: no connection".to_owned(),
    }
}
