//! Points and spans of time as FHIR writes them.

use time::{Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

/// From the first moment a `date`, `dateTime` or `instant` may mean to the first it cannot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    pub start: OffsetDateTime,
    /// Exclusive.
    pub end: OffsetDateTime,
    /// Whether a time of day was given.
    pub has_time: bool,
}

/// Where no time of day is given, this one, in UTC: then it is the same day from Kaliningrad to
/// Kamchatka.
const DAYTIME: Time = time::macros::time!(09:00);

impl Span {
    /// Reads `2024`, `2024-02`, `2024-02-29` or `2024-02-29T10:00:00.5+03:00`; also without
    /// seconds or zone, as search values may be.
    pub fn parse(text: &str) -> Option<Self> {
        match text.split_once('T') {
            None => Self::parse_date(text),
            Some((date, rest)) => {
                let date = Self::parse_date(date).filter(|_| date.len() == 10)?.start.date();
                let zone = rest.find(['Z', '+', '-']).unwrap_or(rest.len());
                let (clock, zone) = rest.split_at_checked(zone)?;
                let (time, length) = parse_clock(clock)?;
                let offset = parse_offset(zone)?;
                let start = PrimitiveDateTime::new(date, time).assume_offset(offset);
                let start = start.checked_to_offset(UtcOffset::UTC)?;
                Some(Self { start, end: start.checked_add(length)?, has_time: true })
            }
        }
    }

    fn parse_date(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let year = i32::from(digits(parts.next()?, 4)?);
        let month = match parts.next() {
            None => return Some(Self::of_days(day(year, 1, 1)?, day(year.checked_add(1)?, 1, 1)?)),
            Some(part) => u8::try_from(digits(part, 2)?).ok()?,
        };
        let Some(part) = parts.next() else {
            let (next_year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
            return Some(Self::of_days(day(year, month, 1)?, day(next_year, next, 1)?));
        };
        let first = day(year, month, u8::try_from(digits(part, 2)?).ok()?)?;
        if parts.next().is_some() {
            return None;
        }
        Some(Self::of_days(first, first.next_day()?))
    }

    fn of_days(first: Date, end: Date) -> Self {
        let midnight = |date: Date| date.midnight().assume_utc();
        Self { start: midnight(first), end: midnight(end), has_time: false }
    }

    /// The moment an entry of this span is filed under.
    pub fn moment(self) -> OffsetDateTime {
        if self.has_time { self.start } else { self.start.replace_time(DAYTIME) }
    }
}

fn day(year: i32, month: u8, day: u8) -> Option<Date> {
    Date::from_calendar_date(year, Month::try_from(month).ok()?, day).ok()
}

/// `10:00`, `10:00:00` or `10:00:00.5`, and how long what was not said may last.
fn parse_clock(text: &str) -> Option<(Time, Duration)> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, fraction),
        None => (text, ""),
    };
    let mut parts = whole.split(':');
    let mut part = || -> Option<u8> { u8::try_from(digits(parts.next()?, 2)?).ok() };
    let (hour, minute) = (part()?, part()?);
    let Some(second) = part() else {
        let time = Time::from_hms(hour, minute, 0).ok()?;
        return (fraction.is_empty() && whole.len() == 5).then_some((time, Duration::MINUTE));
    };
    if fraction.len() > 9 || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let nanos: u32 = format!("{fraction:0<9}").parse().ok()?;
    // A leap second is kept as the last moment of its minute.
    let time = Time::from_hms_nano(hour, minute, second.min(59), nanos).ok()?;
    let length = match fraction.len() {
        0 => Duration::SECOND,
        1..=3 => Duration::MILLISECOND,
        _ => Duration::MICROSECOND,
    };
    (second <= 60).then_some((time, length))
}

fn parse_offset(text: &str) -> Option<UtcOffset> {
    if matches!(text, "" | "Z") {
        return Some(UtcOffset::UTC);
    }
    let (sign, rest) = text.split_at_checked(1)?;
    let (hours, minutes) = rest.split_once(':')?;
    let part = |text| i8::try_from(digits(text, 2)?).ok();
    let sign = if sign == "-" { -1 } else { 1 };
    UtcOffset::from_hms(sign * part(hours)?, sign * part(minutes)?, 0).ok()
}

fn digits(text: &str, count: usize) -> Option<u16> {
    let is_number = text.len() == count && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    fn span(text: &str) -> (OffsetDateTime, OffsetDateTime) {
        let span = Span::parse(text).unwrap();
        (span.start, span.end)
    }

    #[test]
    fn what_is_not_said_is_a_span() {
        assert_eq!(
            span("2024"),
            (datetime!(2024-01-01 00:00 UTC), datetime!(2025-01-01 00:00 UTC))
        );
        assert_eq!(
            span("2024-12"),
            (datetime!(2024-12-01 00:00 UTC), datetime!(2025-01-01 00:00 UTC))
        );
        assert_eq!(
            span("2024-02-29"),
            (datetime!(2024-02-29 00:00 UTC), datetime!(2024-03-01 00:00 UTC))
        );
        assert_eq!(
            span("2024-02-29T10:00:00+03:00"),
            (datetime!(2024-02-29 07:00 UTC), datetime!(2024-02-29 07:00:01 UTC))
        );
        assert_eq!(span("2024-02-29T10:00").1, datetime!(2024-02-29 10:01 UTC));
        for wrong in [
            "",
            "24",
            "2024-13",
            "2024-02-30",
            "2024-1-1",
            "2024-01-01T",
            "2024-01-01T25:00",
            "9999-12-31-1",
        ] {
            assert_eq!(Span::parse(wrong), None, "{wrong}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_it_panic(text in r"[0-9TZ:.+\-]{0,32}") {
            let _ = Span::parse(&text);
        }
    }
}
