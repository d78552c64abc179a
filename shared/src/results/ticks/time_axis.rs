//! The axis of time: it is a true one, so gaps in time are gaps on it.

use time::{Date, Duration, Month, OffsetDateTime, PrimitiveDateTime, Time, UtcOffset};

use crate::format::NBSP;
use crate::lang::Lang;
use crate::results::text::month_short;

/// A mark on the axis of time.
#[derive(Clone, Debug, PartialEq)]
pub struct TimeTick {
    pub at: OffsetDateTime,
    /// From 0, the left end, to 1.
    pub position: f64,
    /// «сен 2024», «2024», «12 мар», «14:00»
    pub label: String,
}

/// How far apart marks are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Minutes(u8),
    Hours(u8),
    Days(u8),
    Months(u8),
    Years(u16),
}

const STEPS: &[Step] = &[
    Step::Minutes(10),
    Step::Minutes(30),
    Step::Hours(1),
    Step::Hours(3),
    Step::Hours(6),
    Step::Hours(12),
    Step::Days(1),
    Step::Days(2),
    Step::Days(7),
    Step::Days(14),
    Step::Months(1),
    Step::Months(3),
    Step::Months(6),
    Step::Years(1),
    Step::Years(2),
    Step::Years(5),
    Step::Years(10),
    Step::Years(20),
    Step::Years(50),
    Step::Years(100),
    Step::Years(1000),
];

/// At most `max` marks from one moment to another, both included, by the clock and the calendar of
/// an offset. They are as close as `max` allows.
pub fn time_ticks(
    lang: Lang,
    from: OffsetDateTime,
    to: OffsetDateTime,
    offset: UtcOffset,
    max: usize,
) -> Vec<TimeTick> {
    let (Some(from), Some(to)) = (from.checked_to_offset(offset), to.checked_to_offset(offset))
    else {
        return Vec::new();
    };
    if to <= from || max == 0 {
        return Vec::new();
    }
    // So many of the least steps are never walked through one by one.
    let fits = |step: &Step| (to - from).whole_seconds() / step.seconds() <= whole(max);
    STEPS
        .iter()
        .filter(|step| fits(step))
        .find_map(|step| step.marks(from, to, max).filter(|marks| !marks.is_empty()))
        .unwrap_or_default()
        .into_iter()
        .map(|(step, at)| TimeTick {
            at,
            position: (at - from).as_seconds_f64() / (to - from).as_seconds_f64(),
            label: step.label(lang, at),
        })
        .collect()
}

fn whole(max: usize) -> i64 {
    i64::try_from(max).unwrap_or(i64::MAX)
}

impl Step {
    /// The shortest it can be.
    fn seconds(self) -> i64 {
        const DAY: i64 = 86_400;
        match self {
            Self::Minutes(count) => 60 * i64::from(count),
            Self::Hours(count) => 3_600 * i64::from(count),
            Self::Days(count) => DAY * i64::from(count),
            Self::Months(count) => 28 * DAY * i64::from(count),
            Self::Years(count) => 365 * DAY * i64::from(count),
        }
    }

    /// All marks between two moments; nothing where there are more than `max`.
    fn marks(
        self,
        from: OffsetDateTime,
        to: OffsetDateTime,
        max: usize,
    ) -> Option<Vec<(Self, OffsetDateTime)>> {
        let mut found = Vec::new();
        let mut at = self.start(from);
        while let Some(mark) = at.filter(|mark| *mark <= to) {
            if mark >= from {
                found.push((self, mark));
            }
            if found.len() > max {
                return None;
            }
            at = self.next(mark);
        }
        Some(found)
    }

    /// A mark at or before a moment.
    fn start(self, from: OffsetDateTime) -> Option<OffsetDateTime> {
        let midnight = |date: Date| PrimitiveDateTime::new(date, Time::MIDNIGHT);
        let date = from.date();
        let at = match self {
            Self::Minutes(_) | Self::Hours(_) => midnight(date),
            // Counted from a fixed Monday, so that panning does not move them.
            Self::Days(count) => {
                let since = i64::from(date.to_julian_day()).rem_euclid(i64::from(count.max(1)));
                midnight(date.checked_sub(Duration::days(since))?)
            }
            Self::Months(count) => {
                let month = u8::from(date.month()) - 1;
                let month = Month::try_from(month - month % count.max(1) + 1).ok()?;
                midnight(Date::from_calendar_date(date.year(), month, 1).ok()?)
            }
            Self::Years(count) => {
                let year = date.year() - date.year().rem_euclid(i32::from(count.max(1)));
                midnight(Date::from_calendar_date(year, Month::January, 1).ok()?)
            }
        };
        Some(at.assume_offset(from.offset()))
    }

    fn next(self, at: OffsetDateTime) -> Option<OffsetDateTime> {
        let to_month = |months: i32| {
            let month = at.year() * 12 + i32::from(u8::from(at.month())) - 1 + months;
            let name = Month::try_from(u8::try_from(month.rem_euclid(12) + 1).ok()?).ok()?;
            let date = Date::from_calendar_date(month.div_euclid(12), name, 1).ok()?;
            Some(PrimitiveDateTime::new(date, Time::MIDNIGHT).assume_offset(at.offset()))
        };
        match self {
            Self::Minutes(_) | Self::Hours(_) | Self::Days(_) => {
                at.checked_add(Duration::seconds(self.seconds().max(60)))
            }
            Self::Months(count) => to_month(i32::from(count.max(1))),
            Self::Years(count) => to_month(12 * i32::from(count.max(1))),
        }
    }

    fn label(self, lang: Lang, at: OffsetDateTime) -> String {
        let month = month_short(at.month()).get(lang);
        match self {
            Self::Minutes(_) | Self::Hours(_) if at.time() != Time::MIDNIGHT => {
                format!("{:02}:{:02}", at.hour(), at.minute())
            }
            Self::Minutes(_) | Self::Hours(_) | Self::Days(_) => {
                format!("{}{NBSP}{month}", at.day())
            }
            Self::Months(_) => format!("{month}{NBSP}{}", at.year()),
            Self::Years(_) => at.year().to_string(),
        }
    }
}
