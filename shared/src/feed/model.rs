use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::contract::FieldReason;
use crate::record::rules::check_words;
use crate::wire_time;
use crate::words::words;

words! {
    /// What became of a message.
    MessageState {
        /// A person has to look at it.
        Waiting "waiting",
        /// All of it is in cards.
        Attached "attached",
        /// A control or calibration run: it belongs in no card.
        Control "control",
        /// A person said that it belongs in no card.
        Dismissed "dismissed",
    }

    /// Why a message waits.
    WaitingReason {
        /// The bytes are no HL7 v2 message.
        Unreadable "unreadable",
        /// Sent as training or debugging (MSH-11).
        Training "training",
        /// Nothing in it says whose it is.
        NoIdentifier "no_identifier",
        /// No card is filed under any of its identifiers.
        UnknownPatient "unknown_patient",
        /// Its identifiers belong to several cards.
        SeveralPatients "several_patients",
        /// The card under its identifiers has another name, birth date or sex.
        AnotherPerson "another_person",
        /// The identifiers fit, but neither a name nor a birth date is there to compare.
        Unconfirmed "unconfirmed",
        /// Results that stand under no order.
        NoPlace "no_place",
        /// What it says cannot be kept: the details name the place.
        Invalid "invalid",
    }
}

/// A message of a laboratory, without what it says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct FeedMessage {
    pub id: Uuid,
    /// The program that sends: «ЛИС Инвитро».
    pub feed: String,
    #[serde(with = "wire_time::moment")]
    pub received_at: OffsetDateTime,
    pub state: MessageState,
    /// Of one that waits.
    pub reason: Option<WaitingReason>,
    /// How often it was tried to attach it.
    pub attempts: u32,
    /// What was examined: «Общий анализ крови»; whose it is stands in the message itself.
    #[serde(default)]
    pub orders: Vec<String>,
}

/// Newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct MessagePage {
    pub messages: Vec<FeedMessage>,
    /// How many wait, on all pages together.
    pub waiting: u32,
    /// Where the next page starts; absent on the last one.
    pub next_cursor: Option<String>,
}

/// A message with what it says. What was attached is in the card, and no longer here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct MessageDetail {
    pub message: FeedMessage,
    /// One line for each segment, as it came; empty once all of it is in cards.
    pub segments: Vec<String>,
    /// Whom it is about, in its own words.
    pub people: Vec<PersonInMessage>,
    /// What is wrong, element by element.
    pub details: Vec<String>,
    /// Why a person put it away, in their words.
    #[serde(default)]
    pub dismissal: Option<String>,
    /// Why it was not attached to the card a person just named; why it waits stays what it was.
    #[serde(default)]
    pub refused: Option<WaitingReason>,
}

/// A person a message names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct PersonInMessage {
    pub name: Option<String>,
    /// As it was sent.
    pub birth_date: Option<String>,
    pub identifiers: Vec<String>,
    /// «Общий анализ крови»: what was ordered.
    pub orders: Vec<String>,
}

/// The card a person says a message belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct AttachTo {
    /// The card's number with its check digit: `1234-5678-2`.
    pub card_number: String,
    /// Attach it even though name, birth date or sex differ or are not there to compare.
    pub confirmed: bool,
}

/// Why a message belongs in no card.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Dismissal {
    /// In a few words, 1 to 200 characters; a call without them is refused.
    #[serde(default)]
    pub reason: Option<String>,
}

impl Dismissal {
    /// The words as they may be kept.
    pub fn check(&self) -> Result<String, FieldReason> {
        check_words(self.reason.as_deref().unwrap_or_default(), DISMISSAL_MAX)
    }
}

/// The most characters of the reason why a message belongs in no card.
pub const DISMISSAL_MAX: usize = 200;

/// A laboratory's own code for a test, and what the world calls it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct LocalCode {
    /// HL7 table 0396, as it was sent: `L`, `99MRC`; may be empty.
    pub system: String,
    pub code: String,
    /// What the laboratory calls the test.
    pub display: String,
    /// LOINC, such as `718-7`; absent where nobody said what it is yet.
    pub loinc: Option<String>,
}
