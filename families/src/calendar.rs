//! Days on which clinics work, and moments within them.

use time::{Date, Duration, Month, OffsetDateTime, UtcOffset, Weekday};

/// All families live by one clock: Moscow's.
pub const LOCAL: UtcOffset = time::macros::offset!(+3);

/// So many minutes after the local midnight.
pub fn at(date: Date, minutes: i64) -> OffsetDateTime {
    let midnight = date.midnight().assume_offset(LOCAL).to_offset(UtcOffset::UTC);
    midnight.saturating_add(Duration::minutes(minutes))
}

pub fn local_date(at: OffsetDateTime) -> Date {
    at.to_offset(LOCAL).date()
}

pub fn plus_days(date: Date, days: i64) -> Date {
    date.saturating_add(Duration::days(days))
}

/// Months of 30.4375 days, the last one to its end.
pub fn plus_months(date: Date, months: i64) -> Date {
    plus_days(date, (months * 487 + 15) / 16)
}

/// Years of 365.25 days.
pub fn plus_years(date: Date, years: i64) -> Date {
    plus_days(date, years * 1461 / 4)
}

/// Full months lived, of 30.4375 days.
pub fn months_old(birth: Date, on: Date) -> i64 {
    (on - birth).whole_days() * 16 / 487
}

/// This day, or the next one clinics work on.
pub fn workday(date: Date) -> Date {
    (0..14).map(|days| plus_days(date, days)).find(|day| !is_free(*day)).unwrap_or(date)
}

/// Weekends and the holidays of the labour code (article 112).
pub fn is_free(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
        || matches!(
            (date.month(), date.day()),
            (Month::January, 1..=8)
                | (Month::February, 23)
                | (Month::March, 8)
                | (Month::May, 1 | 9)
                | (Month::June, 12)
                | (Month::November, 4)
        )
}

/// A whole number as a real one.
pub fn real(number: i64) -> f64 {
    f64::from(i32::try_from(number).unwrap_or(i32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::{date, datetime};

    #[test]
    fn a_free_day_gives_way_to_the_next_working_one() {
        assert_eq!(workday(date!(2026 - 01 - 01)), date!(2026 - 01 - 09));
        assert_eq!(workday(date!(2026 - 05 - 09)), date!(2026 - 05 - 11));
        assert_eq!(workday(date!(2026 - 03 - 12)), date!(2026 - 03 - 12));
    }

    #[test]
    fn minutes_are_counted_by_the_local_clock() {
        assert_eq!(at(date!(2026 - 03 - 12), 8 * 60), datetime!(2026-03-12 05:00 UTC));
        assert_eq!(local_date(datetime!(2026-03-12 22:00 UTC)), date!(2026 - 03 - 13));
    }

    #[test]
    fn months_and_years_come_out_even() {
        let birth = date!(2006 - 06 - 15);
        assert_eq!(months_old(birth, plus_months(birth, 72)), 72);
        assert_eq!(plus_years(birth, 20), date!(2026 - 06 - 15));
    }
}
