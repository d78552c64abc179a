//! Why bytes are not a message we can read.

use std::fmt;

use super::message::{MAX_BYTES, MAX_SEGMENTS};

/// Where in the message a rule was broken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Name of the segment, e.g. `MSH`.
    pub segment: &'static str,
    /// Number of the segment in the message, from 1; 0 when the message as a whole is meant.
    pub number: usize,
    /// Number of the field, as the norm counts; 0 when the segment as a whole is meant.
    pub field: usize,
}

/// The bytes are not an HL7 v2 message that can be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Hl7Error {
    /// Nothing but blanks.
    Empty,
    /// More than [`MAX_BYTES`].
    TooLong {
        /// Length of what came, in bytes.
        bytes: usize,
    },
    /// No line starts with `MSH` and a separator.
    NoHeader,
    /// Several MSH where one message was asked for; `parse_all` reads them.
    SeveralMessages {
        /// How many MSH there are.
        count: usize,
    },
    /// MSH-1 or MSH-2 cannot be separators.
    Separators {
        /// MSH-1 and MSH-2 as they came.
        found: String,
        /// Number of the field at fault, 1 or 2.
        field: usize,
    },
    /// More than [`MAX_SEGMENTS`].
    TooManySegments,
    /// MSH-18 names an encoding we do not know and the bytes are not UTF-8.
    UnknownEncoding {
        /// MSH-18 as it came.
        name: String,
    },
    /// The bytes are not in the encoding MSH-18 names.
    NotInEncoding {
        /// The encoding.
        charset: &'static str,
        /// Offset of the first bad byte in the message.
        byte: usize,
    },
    /// MSH-12 is not a version 2.
    Version {
        /// MSH-12 as it came.
        found: String,
    },
}

impl Hl7Error {
    /// Segment and field the rule speaks of.
    #[must_use]
    pub fn place(&self) -> Place {
        let header = |field| Place { segment: "MSH", number: 1, field };
        match self {
            Self::Empty
            | Self::NoHeader
            | Self::TooLong { .. }
            | Self::SeveralMessages { .. }
            | Self::TooManySegments => Place { segment: "MSH", number: 0, field: 0 },
            Self::Separators { field, .. } => header(*field),
            Self::UnknownEncoding { .. } | Self::NotInEncoding { .. } => header(18),
            Self::Version { .. } => header(12),
        }
    }

    /// Code of HL7 table 0357.
    #[must_use]
    pub fn code(&self) -> u16 {
        match self {
            Self::Empty | Self::NoHeader | Self::SeveralMessages { .. } | Self::TooManySegments => {
                100
            }
            Self::TooLong { .. } => 207,
            Self::Separators { .. } | Self::NotInEncoding { .. } => 102,
            Self::UnknownEncoding { .. } => 103,
            Self::Version { .. } => 203,
        }
    }
}

impl fmt::Display for Hl7Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.place();
        if place.number > 0 {
            write!(f, "segment {} ({}), field {}: ", place.number, place.segment, place.field)?;
        }
        match self {
            Self::Empty => f.write_str("the message is empty"),
            Self::TooLong { bytes } => {
                write!(f, "the message has {bytes} bytes, at most {MAX_BYTES} are read")
            }
            Self::NoHeader => {
                f.write_str("no segment MSH: a message starts with `MSH` and its separators")
            }
            Self::SeveralMessages { count } => {
                write!(f, "{count} messages in one payload where one is expected")
            }
            Self::Separators { found, .. } => {
                write!(
                    f,
                    "`{found}` are not separators: they must differ and be neither letters, digits nor blanks"
                )
            }
            Self::TooManySegments => write!(f, "more than {MAX_SEGMENTS} segments"),
            Self::UnknownEncoding { name } => {
                write!(f, "the encoding `{name}` is not known and the bytes are not UTF-8")
            }
            Self::NotInEncoding { charset, byte } => {
                write!(f, "byte {byte} is not valid in the named encoding {charset}")
            }
            Self::Version { found } => write!(f, "version `{found}` is not a version 2 of HL7"),
        }
    }
}

impl std::error::Error for Hl7Error {}
