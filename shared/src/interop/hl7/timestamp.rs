//! HL7 time stamps (TS, DTM, DT): `YYYY[MM[DD[HH[MM[SS[.S+]]]]]][+/-ZZZZ]`, chapter 2A.

use time::{Date, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use super::message::Piece;

/// Years that can be meant; `1111` in a date field is a lot number, not a year.
const YEARS: std::ops::RangeInclusive<i32> = 1800..=2200;

/// How much of a time was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// `YYYY`
    Year,
    /// `YYYYMM`
    Month,
    /// `YYYYMMDD`
    Day,
    /// `YYYYMMDDHH`
    Hour,
    /// `YYYYMMDDHHMM`
    Minute,
    /// `YYYYMMDDHHMMSS`
    Second,
    /// `YYYYMMDDHHMMSS.S+`
    Fraction,
}

/// A time as it was stated: to its precision, and with an offset only if one was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Timestamp {
    start: PrimitiveDateTime,
    precision: Precision,
    offset: Option<UtcOffset>,
}

impl Timestamp {
    /// Reads a time. Also `2026-10-05T12:00:00+03:00`, `2026/10/05 12:00:00` and `05.10.2026
    /// 12:00`, as some analysers and laboratory systems write. Zeros in place of month or day end
    /// the precision there. Nothing when it is no time.
    #[must_use]
    pub fn parse(raw: &str) -> Option<Self> {
        let raw = raw.trim();
        let (digits, rest) = if raw.is_ascii() { digits(raw)? } else { return None };
        let (fraction, rest) = fraction(rest, digits.get(14..).unwrap_or_default());
        let offset = offset(rest)?;
        let number =
            |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u8>().ok());

        let year = digits.get(..4)?.parse::<i32>().ok().filter(|year| YEARS.contains(year))?;
        let month = number(4, 6).filter(|month| *month != 0);
        let day = month.and_then(|_| number(6, 8)).filter(|day| *day != 0);
        let hour = day.and_then(|_| number(8, 10));
        let minute = hour.and_then(|_| number(10, 12));
        let second = minute.and_then(|_| number(12, 14));
        let nanosecond = second.and(fraction);

        let month_of_year = Month::try_from(month.unwrap_or(1)).ok()?;
        let date = Date::from_calendar_date(year, month_of_year, day.unwrap_or(1)).ok()?;
        // A leap second is the second before it.
        let second_of_minute = second.map_or(0, |second| if second == 60 { 59 } else { second });
        let time = Time::from_hms_nano(
            hour.unwrap_or(0),
            minute.unwrap_or(0),
            second_of_minute,
            nanosecond.unwrap_or(0),
        )
        .ok()?;
        let precision = match (month, day, hour, minute, second, nanosecond) {
            (None, ..) => Precision::Year,
            (_, None, ..) => Precision::Month,
            (_, _, None, ..) => Precision::Day,
            (_, _, _, None, ..) => Precision::Hour,
            (_, _, _, _, None, _) => Precision::Minute,
            (.., None) => Precision::Second,
            (.., Some(_)) => Precision::Fraction,
        };
        Some(Self { start: PrimitiveDateTime::new(date, time), precision, offset })
    }

    /// How much was stated.
    #[must_use]
    pub fn precision(&self) -> Precision {
        self.precision
    }

    /// The offset that was stated with it.
    #[must_use]
    pub fn offset(&self) -> Option<UtcOffset> {
        self.offset
    }

    /// The calendar day, as stated; the first of the month or year when no more was said.
    #[must_use]
    pub fn date(&self) -> Date {
        self.start.date()
    }

    /// Start of the stated second, minute … year, in the stated offset or else in `default`, the
    /// offset of the sender.
    #[must_use]
    pub fn at(&self, default: UtcOffset) -> OffsetDateTime {
        self.start.assume_offset(self.offset.unwrap_or(default))
    }
}

/// A time field: as it came, and read when it could be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// As it came.
    pub raw: String,
    /// Read; nothing when it is no time.
    pub time: Option<Timestamp>,
}

impl Moment {
    /// Nothing for an empty field or the null.
    pub(super) fn read(piece: Piece<'_>) -> Option<Self> {
        let raw = piece.first().value()?;
        Some(Self { time: Timestamp::parse(&raw), raw })
    }
}

/// The digits of date and time, and what follows them.
fn digits(raw: &str) -> Option<(String, &str)> {
    let at = |from: usize, to: usize| {
        raw.get(from..to).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    let mark = |at: usize| raw.as_bytes().get(at).copied();
    let is_mark = |byte: Option<u8>| matches!(byte, Some(b'-' | b'/' | b'.'));
    if is_mark(mark(4)) && mark(4) == mark(7) {
        let date = [at(0, 4)?, at(5, 7)?, at(8, 10)?].concat();
        return Some(clock(date, raw.get(10..)?));
    }
    if mark(2) == Some(b'.') && mark(5) == Some(b'.') {
        let date = [at(6, 10)?, at(3, 5)?, at(0, 2)?].concat();
        return Some(clock(date, raw.get(10..)?));
    }
    let end = raw.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(raw.len());
    Some(clock(raw.get(..end)?.to_owned(), raw.get(end..)?))
}

/// Adds `T12:00:00` or ` 12:00` after a date to its digits.
fn clock(mut digits: String, rest: &str) -> (String, &str) {
    let Some(mut rest) =
        rest.strip_prefix(['T', ' ']).map(str::trim_start).filter(|_| digits.len() == 8)
    else {
        return (digits, rest.trim_start());
    };
    while let Some(c) = rest.chars().next().filter(|c| c.is_ascii_digit() || *c == ':') {
        if c != ':' {
            digits.push(c);
        }
        rest = rest.get(1..).unwrap_or_default();
    }
    (digits, rest.trim_start())
}

/// Nanoseconds of `.S+`, or of digits written straight after the seconds.
fn fraction<'r>(rest: &'r str, straight: &str) -> (Option<u32>, &'r str) {
    let nanoseconds = |digits: &str| {
        let nine: String = digits.chars().chain(std::iter::repeat('0')).take(9).collect();
        nine.parse().ok().filter(|_| !digits.is_empty())
    };
    match rest.strip_prefix(['.', ',']) {
        Some(tail) => {
            let end = tail.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(tail.len());
            let (digits, after) = tail.split_at_checked(end).unwrap_or((tail, ""));
            (nanoseconds(digits), after.trim_start())
        }
        None => (nanoseconds(straight), rest),
    }
}

/// `+ZZZZ`, `+ZZ`, `+ZZ:ZZ`, `Z` or nothing; the outer nothing means that something else is there.
#[expect(
    clippy::option_option,
    reason = "no offset and a broken one differ; a type of its own would say no more"
)]
fn offset(rest: &str) -> Option<Option<UtcOffset>> {
    if rest.is_empty() {
        return Some(None);
    }
    if rest == "Z" {
        return Some(Some(UtcOffset::UTC));
    }
    let (sign, digits) = match rest.split_at_checked(1)? {
        ("+", digits) => (1, digits),
        ("-", digits) => (-1, digits),
        _ => return None,
    };
    let digits: String = digits.trim().chars().filter(|c| *c != ':').collect();
    if !matches!(digits.len(), 2 | 4) {
        return None;
    }
    let part = |from, to| digits.get(from..to).map_or(Some(0), |part| part.parse::<i8>().ok());
    let (hours, minutes) = (part(0, 2)?, part(2, 4)?);
    if !(0..=14).contains(&hours) || !(0..60).contains(&minutes) {
        return None;
    }
    UtcOffset::from_hms(sign * hours, sign * minutes, 0).ok().map(Some)
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime, offset};

    use super::*;

    fn at(raw: &str) -> OffsetDateTime {
        Timestamp::parse(raw).unwrap_or_else(|| panic!("{raw}")).at(offset!(+3))
    }

    #[test]
    fn every_precision_is_kept() {
        for (raw, precision) in [
            ("1963", Precision::Year),
            ("196306", Precision::Month),
            ("19630615", Precision::Day),
            ("2010110416", Precision::Hour),
            ("201011041640", Precision::Minute),
            ("20101104164005", Precision::Second),
            ("20080818183002.1-0700", Precision::Fraction),
            ("20150624084727.655-0500", Precision::Fraction),
            ("20260000", Precision::Year),
            ("20260500000000", Precision::Month),
        ] {
            assert_eq!(
                Timestamp::parse(raw).map(|read| read.precision()),
                Some(precision),
                "{raw}"
            );
        }
    }

    #[test]
    fn the_offset_is_the_stated_one_or_the_senders() {
        assert_eq!(at("20200915"), datetime!(2020-09-15 0:00 +3));
        assert_eq!(at("20200915T10:05"), datetime!(2020-09-15 10:05 +3));
        assert_eq!(at("201203141259-0215"), datetime!(2012-03-14 12:59 -2:15));
        assert_eq!(at("20080818183002.1-0700"), datetime!(2008-08-18 18:30:02.1 -7));
        assert_eq!(at("20080818183002+07"), datetime!(2008-08-18 18:30:02 +7));
        assert_eq!(Timestamp::parse("1963").unwrap().date(), date!(1963 - 01 - 01));
    }

    #[test]
    fn other_ways_to_write_a_time_are_read() {
        assert_eq!(at("2026/10/05 12:00:00"), datetime!(2026-10-05 12:00 +3));
        assert_eq!(at("2026-10-05T12:00:00.250+05:00"), datetime!(2026-10-05 12:00:00.25 +5));
        assert_eq!(at("2026-10-05T12:00:00Z"), datetime!(2026-10-05 12:00 UTC));
        assert_eq!(at("05.10.2026 12:30"), datetime!(2026-10-05 12:30 +3));
        assert_eq!(at("2004062916460000"), datetime!(2004-06-29 16:46 +3));
        assert_eq!(at("20161231235960Z"), datetime!(2016-12-31 23:59:59 UTC));
    }

    #[test]
    fn what_is_no_time_is_not_guessed() {
        for raw in [
            "",
            "1111",
            "20081301",
            "20080230",
            "2008080825",
            "soon",
            "LOT-2025-001",
            "199",
            "20080818+9900",
            "1/2/2020",
            "Пн",
        ] {
            assert_eq!(Timestamp::parse(raw), None, "{raw}");
        }
    }
}
