//! The clock of a clinic, beside that of whoever looks at it.

use time::{Date, Duration, OffsetDateTime, UtcOffset};

use crate::words::words;

words! {
    /// A part of the day, as free times are grouped, and as those who wait wish for one.
    DayPart {
        /// Before noon.
        Morning "morning",
        /// From noon to five.
        Day "day",
        Evening "evening",
    }
}

impl DayPart {
    /// The part a time belongs to, by the clock that stands so far from UTC.
    pub fn of(at: OffsetDateTime, offset: UtcOffset) -> Self {
        match at.to_offset(offset).hour() {
            0..12 => Self::Morning,
            12..17 => Self::Day,
            _ => Self::Evening,
        }
    }
}

/// How far a clock stands from UTC; UTC itself for minutes no clock has.
pub fn offset(minutes: i32) -> UtcOffset {
    UtcOffset::from_whole_seconds(minutes.saturating_mul(60)).unwrap_or(UtcOffset::UTC)
}

/// So many days later, or earlier; the same day at the ends of the calendar.
pub fn days_on(day: Date, days: i64) -> Date {
    day.checked_add(Duration::days(days)).unwrap_or(day)
}

/// «08:30» as minutes since midnight, 24:00 being the end of the day.
pub fn minutes_of(text: &str) -> Option<u32> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let part = |text: &str| {
        let is_number = (1..=2).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| text.parse::<u32>().ok()).flatten()
    };
    let minutes = part(minutes).filter(|minutes| *minutes < 60)? + part(hours)? * 60;
    (minutes <= 1_440).then_some(minutes)
}

/// Minutes since midnight as «08:30».
pub fn time_of(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime, offset};

    use super::*;

    /// APT-4: a time stands in the part of the day it has at the clinic.
    #[test]
    fn the_part_of_the_day_is_told_by_the_clock_of_the_clinic() {
        let at = datetime!(2026-03-12 23:59 UTC);
        assert_eq!(DayPart::of(at, offset!(+12)), DayPart::Morning);
        assert_eq!(DayPart::of(at, offset!(-8)), DayPart::Day);
        assert_eq!(DayPart::of(at, offset!(UTC)), DayPart::Evening);
        assert_eq!(DayPart::of(datetime!(2026-03-12 12:00 UTC), offset!(UTC)), DayPart::Day);
        assert_eq!(DayPart::of(datetime!(2026-03-12 17:00 UTC), offset!(UTC)), DayPart::Evening);
    }

    #[test]
    fn an_offset_no_clock_has_is_none() {
        assert_eq!(offset(180), offset!(+3));
        assert_eq!(offset(-570), offset!(-9:30));
        assert_eq!(offset(i32::MAX), UtcOffset::UTC);
    }

    #[test]
    fn days_go_over_the_end_of_a_month_and_stop_at_the_end_of_the_calendar() {
        assert_eq!(days_on(date!(2026 - 02 - 27), 2), date!(2026 - 03 - 01));
        assert_eq!(days_on(date!(2026 - 03 - 01), -1), date!(2026 - 02 - 28));
        assert_eq!(days_on(Date::MAX, 1), Date::MAX);
    }

    #[test]
    fn a_time_that_was_typed_is_read_or_refused() {
        assert_eq!(minutes_of("08:30"), Some(510));
        assert_eq!(minutes_of(" 8:05 "), Some(485));
        assert_eq!(minutes_of("24:00"), Some(1_440));
        for wrong in ["", "8", "8:60", "24:01", "25:00", "-1:00", "8:+5", "08:30:00", "aa:bb"] {
            assert_eq!(minutes_of(wrong), None, "{wrong}");
        }
        assert_eq!(time_of(485), "08:05");
    }
}
