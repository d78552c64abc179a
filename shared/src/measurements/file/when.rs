//! Days and times as tables write them.

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use crate::contract::FieldReason;
use crate::interop::fhir::when::Span;

/// Where a table tells a day without a time.
const NOON: Time = time::macros::time!(12:00);

/// `2026-03-12`, `12.03.2026`, either with ` 08:30`, `T08:30:15` or a zone, the time in a cell of
/// its own if wished. `03/12/2026` is two days, and none here.
pub fn read(day: &str, clock: &str, offset: UtcOffset) -> Result<OffsetDateTime, FieldReason> {
    parse(day.trim(), clock.trim(), offset).ok_or(if day.trim().is_empty() {
        FieldReason::Required
    } else {
        FieldReason::NotADate
    })
}

fn parse(day: &str, clock: &str, offset: UtcOffset) -> Option<OffsetDateTime> {
    // With a zone it says all.
    let zoned = day.split_once('T').is_some_and(|(_, rest)| rest.contains(['Z', '+', '-']));
    if zoned {
        return Span::parse(day).map(Span::moment);
    }
    let (day, rest) = match day.split_once(['T', ' ', ',', '\u{a0}']) {
        Some((day, rest)) => (day, rest.trim()),
        None => (day, ""),
    };
    let clock = if rest.is_empty() { clock } else { rest };
    let time = if clock.is_empty() { NOON } else { read_clock(clock)? };
    let at = PrimitiveDateTime::new(read_day(day)?, time).assume_offset(offset);
    at.checked_to_offset(UtcOffset::UTC)
}

fn read_day(text: &str) -> Option<Date> {
    let parts: Vec<&str> = text.split(['.', '-']).collect();
    let [first, month, last] = *parts.as_slice() else { return None };
    let (year, day) = if first.len() == 4 { (first, last) } else { (last, first) };
    let year = match year.len() {
        4 => number(year)?,
        2 => number(year)? + 2_000,
        _ => return None,
    };
    let month = Month::try_from(u8::try_from(number(month)?).ok()?).ok()?;
    let day = u8::try_from(number(day)?).ok()?;
    Date::from_calendar_date(i32::from(year), month, day).ok()
}

/// `8:30`, `08:30:15`, `08:30:15.250`
fn read_clock(text: &str) -> Option<Time> {
    let text = text.split('.').next()?;
    let mut parts = text.split(':');
    let mut part = || u8::try_from(number(parts.next()?)?).ok();
    let (hour, minute) = (part()?, part()?);
    let second = part().unwrap_or(0);
    Time::from_hms(hour, minute, second).ok()
}

/// At most four ASCII digits.
fn number(text: &str) -> Option<u16> {
    let is_number = (1..=4).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().ok()).flatten()
}
