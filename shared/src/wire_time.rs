//! How dates cross the wire: a calendar date is `2026-03-12`, a moment is RFC 3339.
//!
//! Written by the `time` crate, read by hand: its parser is a sixth of what a first visit may
//! download, and the wire has one form of each.

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// `2026-03-12`
fn parse_date(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-');
    let year = digits(parts.next()?, 4)?.try_into().ok()?;
    let month = Month::try_from(u8::try_from(digits(parts.next()?, 2)?).ok()?).ok()?;
    let day = digits(parts.next()?, 2)?.try_into().ok()?;
    Date::from_calendar_date(year, month, day).ok()
}

/// `2026-03-12T08:30:00Z`, with a fraction of up to nine digits or none, and any offset.
fn parse_moment(text: &str) -> Option<OffsetDateTime> {
    let date = parse_date(text.get(..10)?)?;
    let rest = text.get(10..)?.strip_prefix('T')?;
    let (clock, rest) = rest.split_at_checked(8)?;
    let mut parts = clock.splitn(3, ':');
    let mut part = || u8::try_from(digits(parts.next()?, 2)?).ok();
    let (hour, minute, second) = (part()?, part()?, part()?);
    let (fraction, offset) = match rest.strip_prefix('.') {
        Some(rest) => rest
            .split_at_checked(rest.find(|c: char| !c.is_ascii_digit())?)
            .filter(|(fraction, _)| !fraction.is_empty())?,
        None => ("", rest),
    };
    let nanos = match fraction.len() {
        0 => 0,
        count @ 1..=9 => digits(fraction, count)? * 10u32.pow(9 - u32::try_from(count).ok()?),
        _ => return None,
    };
    let time = Time::from_hms_nano(hour, minute, second, nanos).ok()?;
    Some(PrimitiveDateTime::new(date, time).assume_offset(parse_offset(offset)?))
}

/// `Z` or `+03:00`.
fn parse_offset(text: &str) -> Option<UtcOffset> {
    if text == "Z" {
        return Some(UtcOffset::UTC);
    }
    let sign = match text.get(..1)? {
        "+" => 1,
        "-" => -1,
        _ => return None,
    };
    let (hours, minutes) = text.get(1..)?.split_once(':')?;
    let part = |text| i8::try_from(digits(text, 2)?).ok();
    UtcOffset::from_hms(sign * part(hours)?, sign * part(minutes)?, 0).ok()
}

/// Exactly so many ASCII digits.
fn digits(text: &str, count: usize) -> Option<u32> {
    let right = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    right.then(|| text.parse().ok()).flatten()
}

/// `#[serde(with = "wire_time::date")]` for a calendar date.
pub mod date {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use time::Date;

    pub fn serialize<S: Serializer>(date: &Date, serializer: S) -> Result<S::Ok, S::Error> {
        let (year, month, day) = date.to_calendar_date();
        serializer.collect_str(&format_args!("{year:04}-{:02}-{day:02}", u8::from(month)))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let text = String::deserialize(deserializer)?;
        super::parse_date(&text).ok_or_else(|| D::Error::custom("not a date"))
    }
}

/// `#[serde(with = "wire_time::moment")]` for a moment.
pub mod moment {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use time::OffsetDateTime;

    pub fn serialize<S: Serializer>(at: &OffsetDateTime, serializer: S) -> Result<S::Ok, S::Error> {
        time::serde::rfc3339::serialize(at, serializer)
    }

    pub fn deserialize<'de, D>(deserializer: D) -> Result<OffsetDateTime, D::Error>
    where
        D: Deserializer<'de>,
    {
        let text = String::deserialize(deserializer)?;
        super::parse_moment(&text).ok_or_else(|| D::Error::custom("not a moment"))
    }
}

/// `#[serde(with = "wire_time::optional_moment")]` for a moment that may not have come.
pub mod optional_moment {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use time::OffsetDateTime;

    pub fn serialize<S: Serializer>(
        at: &Option<OffsetDateTime>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        time::serde::rfc3339::option::serialize(at, serializer)
    }

    pub fn deserialize<'de, D>(deserializer: D) -> Result<Option<OffsetDateTime>, D::Error>
    where
        D: Deserializer<'de>,
    {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| super::parse_moment(&text).ok_or_else(|| D::Error::custom("not a moment")))
            .transpose()
    }
}

/// `#[serde(with = "wire_time::optional_date")]` for a day that may be unknown.
pub mod optional_date {
    use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};
    use time::Date;

    pub fn serialize<S: Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
        day.map(|day| day.to_string()).serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Date>, D::Error> {
        let text = Option::<String>::deserialize(deserializer)?;
        text.map(|text| super::parse_date(&text).ok_or_else(|| D::Error::custom("not a day")))
            .transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::format_description::well_known::Rfc3339;
    use time::macros::{date, datetime};

    #[test]
    fn what_is_written_is_read() {
        for at in [
            datetime!(2026-12-01 08:30 UTC),
            datetime!(2026-02-28 23:59:59.000001 +3),
            datetime!(1999-12-31 00:00:00.123456789 -9:30),
        ] {
            assert_eq!(parse_moment(&at.format(&Rfc3339).unwrap()), Some(at));
        }
        assert_eq!(parse_date("2024-02-29"), Some(date!(2024 - 02 - 29)));
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in
            ["", "2026-02-29", "2026-13-01", "26-01-01", "2026-1-1", "+026-01-01", "2026-01-01x"]
        {
            assert_eq!(parse_date(text), None, "{text}");
        }
        for text in [
            "2026-01-01",
            "2026-01-01T08:30:00",
            "2026-01-01T24:00:00Z",
            "2026-01-01T08:30Z",
            "2026-01-01T08:30:00.Z",
            "2026-01-01T08:30:00.0000000001Z",
            "2026-01-01T08:30:00+3",
            "2026-01-01T08:30:00+99:00",
            "2026-01-01 08:30:00Z",
            "2026-01-01T08:30:00é",
            "ёёёёё-01-01T08:30:00Z",
        ] {
            assert_eq!(parse_moment(text), None, "{text}");
        }
    }
}
