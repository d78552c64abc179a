//! HL7 v2 as laboratories and analysers really send it: a reader of bytes without input, output or
//! clock.
//!
//! | file | what |
//! |---|---|
//! | `message` | bytes to segments, fields, repetitions, components and subcomponents |
//! | `escape` | `\F\ … \Xhh\` in both directions |
//! | `encoding` | MSH-18 to a decoder and back |
//! | `header` | MSH as values: who sent what to whom, in which version |
//! | `mllp` | `0x0B … 0x1C 0x0D` on a stream |
//! | `ack` | answers AA, AE, AR |
//! | `oru` | ORU and OUL: patients with their orders and observations |
//! | `order`, `observation`, `specimen`, `person` | ORC and OBR, OBX, SPM, PID and PV1 |
//! | `value`, `range`, `coded`, `timestamp` | OBX-5, OBX-7, codes and numbers, times |
//! | `kind`, `quirk` | patient or control run; where a sender departs from the norm |
//! | `budget` | how much of a message may be repeated |
//!
//! What must stay true:
//! - reading never panics, takes time in proportion to the message and at most some 250 MB,
//!   whatever the message (`message::MAX_BYTES`, `message::MAX_SEGMENTS`, `budget`);
//! - every OBX of a message is in the [`Oru`] exactly once; what has no place there is in
//!   [`Oru::loose`];
//! - a value that was not understood is kept as it came ([`ObxValue::Unreadable`],
//!   [`Moment::raw`]).
//!
//! Norm: HL7 v2.1–v2.8 chapters 2 (control) and 7 (observation reporting); MLLP release 1.

mod ack;
mod budget;
mod coded;
mod encoding;
mod error;
mod escape;
mod header;
mod kind;
mod message;
mod mllp;
mod observation;
mod order;
mod oru;
mod person;
mod quirk;
mod range;
mod specimen;
mod timestamp;
mod value;

pub use ack::{AckCode, AckError, ack, nack_unreadable};
pub use coded::{Alternate, Coded, EntityId, Organization};
pub use encoding::{Charset, Decoded, decode};
pub use error::{Hl7Error, Place};
pub use escape::{escape, unescape};
pub use header::{Header, Processing, Version};
pub use kind::RunKind;
pub use message::{
    MAX_BYTES, MAX_SEGMENTS, Message, Piece, Repairs, Segment, Separators, parse_all,
};
pub use mllp::{Frame, Framer, wrap};
pub use observation::{Observation, ObservationStatus, Role, Under};
pub use order::{Order, OrderStatus, ParentOrder, ParentResult};
pub use oru::{Loose, LooseReason, Note, Oru, PatientResults, read_oru};
pub use person::{Authority, Identifier, Patient, Person, PersonName, Sex, Visit};
pub use quirk::Quirk;
pub use range::{Limit, Limits, ReferenceRange};
pub use specimen::Specimen;
pub use timestamp::{Moment, Precision, Timestamp};
pub use value::{Comparator, ObxValue};
