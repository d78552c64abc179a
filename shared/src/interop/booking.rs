//! Booking by programs of others (INT-10): how free times are named, what is told of a visit, and where
//! to. Decisions only.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use time::Duration;
use uuid::Uuid;

use crate::appointments::model::{VisitEvent, VisitState};
use crate::id::PractitionerRoleId;
use crate::words::words;

/// How long the answer to a request is given again for its key.
pub const ANSWERS_KEPT: Duration = Duration::hours(24);
/// How long a program is tried to be told of something.
pub const TOLD_FOR: Duration = Duration::hours(24);
/// Free times in one answer, where no fewer are asked for.
pub const TIMES_MAX: usize = 50;
/// How far apart the first and the last of the times asked for may be.
pub const SPAN_MAX: Duration = Duration::days(31);
/// What a clinic may leave to one program.
pub const HOLDS_MAX: u32 = 1_000;
pub const BOOKINGS_MAX: u32 = 100_000;

words! {
    /// What a program is told of a visit it booked.
    BookingEvent {
        Moved "moved",
        Cancelled "cancelled",
        Arrived "arrived",
        Finished "finished",
        /// The doctor is late.
        Late "late",
    }
}

/// What a program is told where this happens to its visit; nothing where that stays in the clinic.
pub const fn told(event: VisitEvent) -> Option<BookingEvent> {
    match event {
        VisitEvent::Moved => Some(BookingEvent::Moved),
        VisitEvent::Cancelled => Some(BookingEvent::Cancelled),
        VisitEvent::Arrived => Some(BookingEvent::Arrived),
        VisitEvent::Finished => Some(BookingEvent::Finished),
        VisitEvent::RunningLate => Some(BookingEvent::Late),
        VisitEvent::Booked | VisitEvent::Started | VisitEvent::Missed | VisitEvent::Reverted => {
            None
        }
    }
}

/// How far a visit is, as `Appointment.status` says it
/// (<https://hl7.org/fhir/R4/valueset-appointmentstatus.html>).
pub const fn status(state: VisitState) -> &'static str {
    match state {
        VisitState::Booked => "booked",
        VisitState::Arrived | VisitState::InProgress => "arrived",
        VisitState::Done => "fulfilled",
        VisitState::NoShow => "noshow",
        VisitState::Cancelled => "cancelled",
    }
}

/// Whether a request may be named so: 8 to 128 printable characters of ASCII.
pub fn is_key(text: &str) -> bool {
    (8..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}

/// What the id of a `Slot` is made of. The same time has the same id each time it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlotId {
    pub practitioner: PractitionerRoleId,
    pub service: Uuid,
    /// When it begins, in minutes since 1970 UTC.
    pub minute: u32,
}

/// RFC 4648, 6, small: all of it may stand in an id of FHIR.
const LETTERS: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

impl SlotId {
    /// Reads what [`Self::to_string`] wrote.
    pub fn read(text: &str) -> Option<Self> {
        let bytes = decode(text)?;
        let (practitioner, rest) = bytes.split_first_chunk::<16>()?;
        let (service, rest) = rest.split_first_chunk::<16>()?;
        let minute: [u8; 4] = rest.try_into().ok()?;
        let id = Self {
            practitioner: PractitionerRoleId(Uuid::from_bytes(*practitioner)),
            service: Uuid::from_bytes(*service),
            minute: u32::from_be_bytes(minute),
        };
        // One time has one name.
        (id.to_string() == text).then_some(id)
    }
}

impl std::fmt::Display for SlotId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut bytes = Vec::with_capacity(36);
        bytes.extend_from_slice(self.practitioner.0.as_bytes());
        bytes.extend_from_slice(self.service.as_bytes());
        bytes.extend_from_slice(&self.minute.to_be_bytes());
        f.write_str(&encode(&bytes))
    }
}

fn encode(bytes: &[u8]) -> String {
    let letter = |value: u32| {
        let place = usize::try_from(value & 31).unwrap_or(0);
        LETTERS.get(place).map_or('a', |byte| char::from(*byte))
    };
    let (mut text, mut held, mut bits) = (String::new(), 0_u32, 0_u32);
    for byte in bytes {
        held = ((held << 8) | u32::from(*byte)) & 0xFFF;
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(letter(held >> bits));
        }
    }
    if bits > 0 {
        text.push(letter(held << (5 - bits)));
    }
    text
}

fn decode(text: &str) -> Option<Vec<u8>> {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0_u32);
    for letter in text.bytes() {
        let value = LETTERS.iter().position(|known| *known == letter)?;
        held = ((held << 5) | u32::try_from(value).ok()?) & 0xFFF;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from((held >> bits) & 0xFF).ok()?);
        }
    }
    Some(bytes)
}

/// Whether an address is one of the open internet: a program is told things there, and nothing inside
/// can be reached by naming it (IANA's special-purpose registries, RFC 6890).
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    // This network and what is reserved; carriers' own (RFC 6598); protocol assignments and 6to4's
    // relays; benchmarks (RFC 2544).
    let is_special = matches!(
        (a, b, c),
        (0 | 240..=255, _, _)
            | (100, 64..=127, _)
            | (192, 0, 0)
            | (192, 88, 99)
            | (198, 18 | 19, _)
    );
    !(is_special
        || address.is_private()
        || address.is_loopback()
        || address.is_link_local()
        || address.is_multicast()
        || address.is_documentation())
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let [a, b, ..] = address.segments();
    // Of global unicast, without protocol assignments and Teredo, documentation, and 6to4, which leads
    // to any address of IPv4.
    match (a, b) {
        (0x2001, 0..=0x01FF | 0x0DB8) | (0x2002, _) => false,
        (0x3FFF, 0..=0x0FFF) => false,
        (0x2000..=0x3FFF, _) => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_named_the_same_each_time_and_read_again() {
        let id = SlotId {
            practitioner: PractitionerRoleId(Uuid::from_u128(0x50)),
            service: Uuid::from_u128(u128::MAX),
            minute: 29_938_980,
        };
        let text = id.to_string();
        assert!(text.len() <= 64 && text.bytes().all(|byte| byte.is_ascii_alphanumeric()));
        assert_eq!(SlotId::read(&text), Some(id));
        let later = SlotId { minute: id.minute + 30, ..id };
        assert_ne!(later.to_string(), text);
        let (capitals, longer) = (text.to_uppercase(), format!("{text}a"));
        for wrong in ["", "a", "slot", capitals.as_str(), longer.as_str(), &text[1..]] {
            assert_eq!(SlotId::read(wrong), None, "{wrong}");
        }
        // The last letter holds bits that mean nothing: only one of its forms is a name.
        let (start, last) = text.split_at(text.len() - 1);
        let same = LETTERS.iter().map(|letter| format!("{start}{}", char::from(*letter)));
        let read: Vec<String> = same.filter(|text| SlotId::read(text) == Some(id)).collect();
        assert_eq!(read, [format!("{start}{last}")]);
    }

    #[test]
    fn only_addresses_of_the_open_internet_are_told_anything() {
        for open in ["93.184.216.34", "8.8.8.8", "172.32.0.1", "2a00:1450:4010::8a", "2606:4700::1"]
        {
            assert!(is_public(open.parse().unwrap()), "{open}");
        }
        for inside in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "172.16.0.1",
            "192.0.0.8",
            "192.168.1.1",
            "198.18.0.1",
            "203.0.113.1",
            "224.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a00:1",
            "2001::1",
            "2001:db8::1",
            "2002:7f00:1::",
            "fc00::1",
            "fd12:3456::1",
            "fe80::1",
            "ff02::1",
        ] {
            assert!(!is_public(inside.parse().unwrap()), "{inside}");
        }
    }

    #[test]
    fn a_key_is_neither_short_nor_blank_nor_strange() {
        assert!(is_key("01234567") && is_key(&"k".repeat(128)));
        for wrong in ["", "0123456", "0123 4567", "01234567\n", "ключ-ключ"] {
            assert!(!is_key(wrong), "{wrong}");
        }
        assert!(!is_key(&"k".repeat(129)));
    }

    #[test]
    fn a_program_is_told_what_changes_for_who_comes() {
        let silent: Vec<_> =
            VisitEvent::ALL.iter().filter(|event| told(**event).is_none()).collect();
        let expected =
            [VisitEvent::Booked, VisitEvent::Started, VisitEvent::Missed, VisitEvent::Reverted];
        assert_eq!(silent, expected.iter().collect::<Vec<_>>());
    }
}
