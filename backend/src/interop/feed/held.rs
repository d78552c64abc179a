//! What waits, as it lies sealed: the message and what is wrong with it.

use serde::{Deserialize, Serialize};
use shared::feed::model::{MessageState, PersonInMessage, WaitingReason};
use shared::interop::hl7::{Coded, Message, PatientResults, parse_all, read_oru};
use uuid::Uuid;

use super::store::{Feed, NewMessage, Row};
use super::translate::full_name;
use crate::app::App;
use crate::interop::fhir::Refusal;
use crate::keys::{Place, SealError};

/// A message that waits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    #[serde(with = "base64_bytes")]
    pub bytes: Vec<u8>,
    pub details: Vec<String>,
    /// Why a person put it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dismissal: Option<String>,
}

mod base64_bytes {
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&STANDARD.encode(bytes))
    }

    pub fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Vec<u8>, D::Error> {
        STANDARD.decode(String::deserialize(from)?).map_err(D::Error::custom)
    }
}

fn place(id: Uuid) -> Place {
    Place { table: "feed_message", row: id, owner: Uuid::nil(), version: 0 }
}

/// A message in the encoding it came in.
pub fn bytes_of(message: &Message) -> Vec<u8> {
    let text: String = message.segments().flat_map(|segment| [segment.raw(), "\r"]).collect();
    message.charset().encode(&text)
}

/// What of a message is kept beside the cards: all of it while it waits or is of no card, its hash
/// alone once it is in cards.
pub fn new_message(
    app: &App,
    feed: &Feed,
    hash: Vec<u8>,
    (state, reason): (MessageState, Option<WaitingReason>),
    held: &Held,
) -> Result<NewMessage, Refusal> {
    let id = app.new_id();
    let sealed = match state {
        MessageState::Attached => None,
        MessageState::Waiting | MessageState::Control | MessageState::Dismissed => {
            Some(seal(app, id, held)?)
        }
    };
    let (program, organization) = (feed.program, feed.organization);
    Ok(NewMessage { id, program, organization, hash, state, reason, sealed })
}

pub fn seal(app: &App, id: Uuid, held: &Held) -> Result<Vec<u8>, SealError> {
    app.keys().deployment().service.seal_json(&place(id), held)
}

/// Nothing where it is in cards, or was forgotten.
pub fn unseal(app: &App, row: &Row) -> Result<Option<Held>, SealError> {
    let unseal =
        |sealed: &Vec<u8>| app.keys().deployment().service.unseal_json(&place(row.id), sealed);
    row.sealed.as_ref().map(unseal).transpose()
}

/// What was examined, each once: of what cannot be read nothing.
pub fn orders(held: &Held) -> Vec<String> {
    let mut orders: Vec<String> = Vec::new();
    for message in parse_all(&held.bytes).into_iter().flatten() {
        for results in &read_oru(&message).patients {
            for order in person(results).orders {
                if !orders.contains(&order) {
                    orders.push(order);
                }
            }
        }
    }
    orders
}

/// The message's lines as a person reads them, and whom they name.
pub fn told(held: &Held) -> (Vec<String>, Vec<PersonInMessage>) {
    let (mut segments, mut people) = (Vec::new(), Vec::new());
    for message in parse_all(&held.bytes) {
        let Ok(message) = message else {
            let text = String::from_utf8_lossy(&held.bytes);
            segments = text.split(['\r', '\n']).map(str::to_owned).collect();
            break;
        };
        segments.extend(message.segments().map(|segment| segment.raw().to_owned()));
        people.extend(read_oru(&message).patients.iter().map(person));
    }
    segments.retain(|segment| !segment.is_empty());
    (segments, people)
}

fn person(results: &PatientResults) -> PersonInMessage {
    let patient = results.patient.as_ref();
    let orders = results.orders.iter().filter_map(|order| {
        let service = order.service.as_ref().and_then(Coded::label);
        service.or(order.device.as_deref()).map(str::to_owned)
    });
    PersonInMessage {
        name: patient.and_then(|patient| patient.names.first()).map(full_name),
        birth_date: patient.and_then(|patient| patient.born.as_ref()).map(|born| born.raw.clone()),
        identifiers: patient.map_or_else(Vec::new, |patient| {
            patient.identifiers.iter().map(|identifier| identifier.value.clone()).collect()
        }),
        orders: orders.collect(),
    }
}
