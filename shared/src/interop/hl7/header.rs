//! MSH as values.

use std::fmt;

use super::encoding::Charset;
use super::message::{Message, Segment, Separators};
use super::timestamp::Moment;

/// Version of the norm a message is written in, MSH-12.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// 3 in 2.3.1
    pub minor: u8,
    /// 1 in 2.3.1, 0 in 2.3
    pub patch: u8,
}

impl Version {
    /// Reads `2`, `2.3`, `2.5.1`; also with a `v` before it. Nothing when it is not a version 2.
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        let raw = raw.trim().trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == ' ');
        let mut parts = raw.split('.').map(|part| {
            let end = part.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(part.len());
            part.get(..end).unwrap_or_default().parse::<u8>().ok()
        });
        parts.next().flatten().filter(|major| *major == 2)?;
        Some(Self {
            minor: parts.next().flatten().unwrap_or(0),
            patch: parts.next().flatten().unwrap_or(0),
        })
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.patch {
            0 => write!(f, "2.{}", self.minor),
            patch => write!(f, "2.{}.{patch}", self.minor),
        }
    }
}

/// What the message is for, MSH-11 (HL7 table 0103). Only `Production` belongs in a patient's card;
/// what to do with the others is for the receiver to decide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Processing {
    /// `P`, or nothing
    Production,
    /// `T`
    Training,
    /// `D`
    Debugging,
    /// `Q`: a control run, as Mindray haematology writes
    Control,
    /// Anything else, as it came.
    Other(String),
}

impl Processing {
    fn read(raw: &str) -> Self {
        match raw.trim().to_ascii_uppercase().as_str() {
            "" | "P" => Self::Production,
            "T" => Self::Training,
            "D" => Self::Debugging,
            "Q" => Self::Control,
            _ => Self::Other(raw.trim().to_owned()),
        }
    }
}

/// MSH: from whom, to whom, what. Fields kept `raw` go back into the answer unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Header {
    /// MSH-1 and MSH-2
    pub separators: Separators,
    /// MSH-3, raw
    pub sending_application: String,
    /// MSH-4, raw
    pub sending_facility: String,
    /// MSH-5, raw
    pub receiving_application: String,
    /// MSH-6, raw
    pub receiving_facility: String,
    /// MSH-7
    pub sent: Option<Moment>,
    /// MSH-9.1, e.g. `ORU`
    pub message_type: String,
    /// MSH-9.2, e.g. `R01`
    pub event: String,
    /// MSH-9.3, e.g. `ORU_R01`
    pub structure: String,
    /// MSH-10
    pub control_id: String,
    /// MSH-11.1
    pub processing: Processing,
    /// MSH-11, raw
    pub processing_field: String,
    /// MSH-12
    pub version: Option<Version>,
    /// MSH-12, raw
    pub version_field: String,
    /// MSH-15: when the receiving system is to confirm that it took the message (`AL NE ER SU`)
    pub accept_acknowledgment: String,
    /// MSH-16: the same for the application; `0 1 2` in Mindray chemistry, see [`super::RunKind`]
    pub application_acknowledgment: String,
    /// MSH-18, raw
    pub charset_field: String,
    /// The encoding the message came in and the answer goes out in
    pub charset: Charset,
}

impl Header {
    /// MSH of a message.
    #[must_use]
    pub fn read(message: &Message) -> Self {
        let header = message.header();
        let text = |number: usize, component: usize| {
            one_line(&header.field(number).component(component).text())
        };
        Self {
            separators: *message.separators(),
            sending_application: raw(header, 3),
            sending_facility: raw(header, 4),
            receiving_application: raw(header, 5),
            receiving_facility: raw(header, 6),
            sent: Moment::read(header.field(7)),
            message_type: text(9, 1).to_ascii_uppercase(),
            event: text(9, 2).to_ascii_uppercase(),
            structure: text(9, 3).to_ascii_uppercase(),
            control_id: one_line(&header.field(10).text()),
            processing: Processing::read(&text(11, 1)),
            processing_field: raw(header, 11),
            version: message.version(),
            version_field: raw(header, 12),
            accept_acknowledgment: text(15, 1),
            application_acknowledgment: text(16, 1),
            charset_field: raw(header, 18),
            charset: message.charset(),
        }
    }
}

/// A header field does not hold line breaks; where a program put one, it must not go back into the
/// answer.
fn raw(header: Segment<'_>, number: usize) -> String {
    one_line(header.field(number).raw())
}

fn one_line(text: &str) -> String {
    text.trim().chars().filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered() {
        let version = |raw| Version::parse(raw);
        assert!(
            version("2.3") < version("2.3.1")
                && version("2.3.1") < version("2.5")
                && version("2.10") > version("2.9")
        );
        assert_eq!(version("v2.5.1").map(|version| version.to_string()), Some("2.5.1".to_owned()));
        assert_eq!(version("2").map(|version| version.to_string()), Some("2.0".to_owned()));
        assert_eq!((version("3"), version(""), version("abc")), (None, None, None));
    }

    #[test]
    fn the_header_says_who_sent_what() {
        let message = Message::parse(
            b"MSH|^~\\&|A^1|B|C|D|20260123120000||oru^R01^ORU_R01|17|Q^T|2.3.1||||2||ASCII|||",
        )
        .unwrap();
        let header = Header::read(&message);
        assert_eq!((header.message_type.as_str(), header.event.as_str()), ("ORU", "R01"));
        assert_eq!(
            (header.sending_application.as_str(), header.processing_field.as_str()),
            ("A^1", "Q^T")
        );
        assert_eq!(
            (header.processing, header.application_acknowledgment.as_str()),
            (Processing::Control, "2")
        );
        assert_eq!((header.control_id.as_str(), header.charset_field.as_str()), ("17", "ASCII"));
    }
}
