//! Identifiers and numbers with check digits, each made of a person's place among all families.

use shared::identity::model::luhn_digit;
use uuid::Uuid;

/// What an identifier names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Person,
    Patient,
    Entry,
}

/// Members a family may have.
pub const MEMBERS: u64 = 8;
/// Just above the numbers that carry no check digits and just above those of the demo's own people;
/// the first millions of people stay far below what was ever given out.
const SNILS_FIRST: u64 = 1_003_000;
const SNILS_COUNT: u64 = 998_000_000;

/// A version 8 UUID (RFC 9562, 5.8): the family, the member, the kind and the count each have bits
/// of their own, so two of one seed are never the same.
pub fn id(seed: u64, family: u64, member: u64, kind: Kind, count: u64) -> Uuid {
    let kind = match kind {
        Kind::Person => 1,
        Kind::Patient => 2,
        Kind::Entry => 3,
    };
    let high = ((family & 0xffff_ffff_ffff) << 16) | 0x8000 | ((member & 0xff) << 4) | kind;
    let low = 0x8000_0000_0000_0000 | ((mix(seed) >> 34) << 32) | (count & 0xffff_ffff);
    Uuid::from_u64_pair(high, low)
}

/// Eleven digits, the last two of them the check number.
pub fn snils(place: u64) -> String {
    let number = format!("{:09}", SNILS_FIRST + place % SNILS_COUNT);
    let sum: u32 = digits(&number).zip((1..=9).rev()).map(|(digit, weight)| digit * weight).sum();
    format!("{number}{:02}", sum % 101 % 100)
}

/// Sixteen digits, the last of them the check digit by Luhn's formula.
pub fn policy(place: u64) -> String {
    let number = format!("770002{:09}", place % 1_000_000_000);
    let check = luhn_digit(&digits(&number).collect::<Vec<u32>>());
    format!("{number}{check}")
}

fn digits(text: &str) -> impl Iterator<Item = u32> {
    text.chars().filter_map(|digit| digit.to_digit(10))
}

/// Spreads a number over all bits (the end of `SplitMix64`).
pub fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::identity::model::{PolicyNumber, Snils};

    #[test]
    fn numbers_have_right_check_digits() {
        for place in (0..5_000).chain(900_000_000..900_000_100) {
            assert!(Snils::parse(&snils(place)).is_ok(), "{}", snils(place));
            assert!(PolicyNumber::parse(&policy(place)).is_ok(), "{}", policy(place));
        }
        assert_ne!(snils(1), snils(2));
    }

    #[test]
    fn ids_differ_in_each_part() {
        let first = id(1, 2, 3, Kind::Entry, 4);
        for other in [
            id(2, 2, 3, Kind::Entry, 4),
            id(1, 3, 3, Kind::Entry, 4),
            id(1, 2, 4, Kind::Entry, 4),
            id(1, 2, 3, Kind::Person, 4),
            id(1, 2, 3, Kind::Entry, 5),
        ] {
            assert_ne!(first, other);
        }
        assert_eq!(first, id(1, 2, 3, Kind::Entry, 4));
        assert_eq!(first.get_version_num(), 8);
    }
}
