//! What times a pattern makes (APT-3). Nothing is stored of them: a clinic's clock, a pattern and
//! what is taken already say which are free. Pure: no clock of its own, no database.

use std::collections::{BTreeSet, HashSet};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{AmbiguousOffset, TimeZone, TimeZoneDatabase};
use shared::appointments::schedule::{Exception, ExceptionKind, Hours, Pattern};
use shared::contract::FieldReason;
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::app::micros;

const SECOND: i64 = 1_000_000;
const MINUTE: i64 = 60 * SECOND;
/// What is taken is taken by cells of so long: every time begins and ends with one.
pub const CELL: i64 = 5 * MINUTE;
/// Minutes of a day, by a clock that does not change.
const DAY: u32 = 1_440;

const HOURS_MAX: usize = 50;
const EXCEPTIONS_MAX: usize = 200;
const NOTE_MAX: usize = 200;
const HORIZON_MAX: u32 = 180;
const NOTICE_MAX: u32 = 2_880;
const QUOTA_MAX: u32 = 200;

/// The clock of a clinic.
#[derive(Clone, Debug)]
pub struct Zone {
    name: String,
    zone: TimeZone,
}

impl Zone {
    /// By its IANA name, such as `Europe/Moscow`; nothing where there is no such zone.
    pub fn find(name: &str) -> Option<Self> {
        let zone = TimeZoneDatabase::bundled().get(name).ok()?;
        Some(Self { name: name.to_owned(), zone })
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// The moment of so many minutes after midnight, in microseconds. A time that the clock skips is
    /// none; of one that comes twice it is the first.
    fn moment(&self, day: Date, minute: u32) -> Option<i64> {
        let local = local(day, minute)?;
        let offset = match self.zone.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => offset,
            AmbiguousOffset::Fold { before, .. } => before,
            AmbiguousOffset::Gap { .. } => return None,
        };
        offset.to_timestamp(local).ok().map(Timestamp::as_microsecond)
    }

    /// How far the clock is ahead of UTC then, in minutes.
    pub fn offset(&self, at: i64) -> i32 {
        Timestamp::from_microsecond(at).map_or(0, |at| self.zone.to_offset(at).seconds() / 60)
    }

    /// The day of a moment.
    pub fn day(&self, at: i64) -> Date {
        let ahead = at.saturating_add(i64::from(self.offset(at)) * MINUTE);
        crate::app::moment(ahead).date()
    }

    /// When a day begins: at midnight, or when the clock goes on where it skips that.
    pub fn start_of(&self, day: Date) -> i64 {
        let first = (0..DAY).step_by(5).find_map(|minute| self.moment(day, minute));
        first.unwrap_or_else(|| micros(day.midnight().assume_utc()))
    }

    /// When the day of a moment begins, and when the next one does.
    pub fn span_of(&self, at: i64) -> Option<(i64, i64)> {
        let day = self.day(at);
        Some((self.start_of(day), self.start_of(day.next_day()?)))
    }

    /// Minutes from the midnight of `day` to a moment, as the clock shows them.
    fn minutes_since(&self, day: Date, at: i64) -> i64 {
        let ahead = at.saturating_add(i64::from(self.offset(at)) * MINUTE);
        (ahead - micros(day.midnight().assume_utc())) / MINUTE
    }

    /// Whether the clock goes on evenly from one midnight to the next, and how far ahead of UTC.
    fn even(&self, day: Date) -> Option<i64> {
        let ahead = |day: Date| {
            let local = local(day, 0)?;
            match self.zone.to_ambiguous_timestamp(local).offset() {
                AmbiguousOffset::Unambiguous { offset } => Some(offset.seconds()),
                AmbiguousOffset::Fold { .. } | AmbiguousOffset::Gap { .. } => None,
            }
        };
        let (first, last) = (ahead(day)?, ahead(day.next_day()?)?);
        (first == last).then(|| i64::from(first) * SECOND)
    }
}

/// What the clock on the wall shows.
fn local(day: Date, minute: u32) -> Option<DateTime> {
    let day = if minute == DAY { day.next_day()? } else { day };
    let minute = minute % DAY;
    DateTime::new(
        i16::try_from(day.year()).ok()?,
        i8::try_from(u8::from(day.month())).ok()?,
        i8::try_from(day.day()).ok()?,
        i8::try_from(minute / 60).ok()?,
        i8::try_from(minute % 60).ok()?,
        0,
        0,
    )
    .ok()
}

/// A time somebody could be received at; moments in microseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    pub starts_at: i64,
    pub ends_at: i64,
    pub room: Option<Uuid>,
}

/// The cells a span of time lies in.
pub fn cells(starts_at: i64, ends_at: i64) -> std::ops::Range<i64> {
    starts_at.div_euclid(CELL)..(ends_at + CELL - 1).div_euclid(CELL)
}

/// What is taken: who or what, and in which cell.
pub type Taken = HashSet<(Uuid, i64)>;

impl Time {
    /// Whether neither who receives nor the room is taken.
    pub fn is_free(&self, practitioner: Uuid, taken: &Taken) -> bool {
        let is_free = |resource: Uuid| {
            cells(self.starts_at, self.ends_at).all(|cell| !taken.contains(&(resource, cell)))
        };
        is_free(practitioner) && self.room.is_none_or(is_free)
    }
}

/// The hours of a day: those of its exception where it has one, else of its weekday.
fn hours(pattern: &Pattern, day: Date) -> impl Iterator<Item = &Hours> {
    let is_in = pattern.from <= day && pattern.until.is_none_or(|until| day <= until);
    let exception = pattern.exceptions.iter().find(|exception| exception.day == day);
    let weekday = u32::from(day.weekday().number_from_monday());
    let none: &[Hours] = &[];
    let (own, weekly) = match exception {
        Some(Exception { kind: ExceptionKind::Closed, .. }) => (none, none),
        Some(Exception { kind: ExceptionKind::Instead, hours, .. }) => (hours.as_slice(), none),
        None => (none, pattern.hours.as_slice()),
    };
    let weekly = weekly.iter().filter(move |hours| hours.weekday == weekday);
    own.iter().chain(weekly).filter(move |_| is_in)
}

/// Whether somebody works on a day at all.
pub fn works(pattern: &Pattern, day: Date) -> bool {
    hours(pattern, day).next().is_some()
}

/// Every time of a service on a day by the clock of the clinic, in order, free or not. They step by
/// the length of the service from the start of each hours, and none crosses their end.
pub fn times(
    pattern: &Pattern,
    zone: &Zone,
    (service, minutes): (Uuid, u32),
    day: Date,
) -> Vec<Time> {
    let mut found = Vec::new();
    if minutes == 0 {
        return found;
    }
    let even = zone.even(day);
    let midnight = micros(day.midnight().assume_utc());
    let offered =
        hours(pattern, day).filter(|it| it.services.is_empty() || it.services.contains(&service));
    for hours in offered {
        let mut from = hours.from;
        while from + minutes <= hours.to {
            let starts_at = match even {
                Some(ahead) => Some(midnight + i64::from(from) * MINUTE - ahead),
                None => zone.moment(day, from),
            };
            from += minutes;
            let Some(starts_at) = starts_at else { continue };
            let ends_at = starts_at + i64::from(minutes) * MINUTE;
            let is_within =
                even.is_some() || zone.minutes_since(day, ends_at) <= i64::from(hours.to);
            if is_within {
                found.push(Time { starts_at, ends_at, room: hours.room });
            }
        }
    }
    found.sort_by_key(|time| (time.starts_at, time.room));
    // A clock that is put back makes no time twice.
    let mut until = i64::MIN;
    found.retain(|time| {
        let is_after = time.starts_at >= until;
        until = if is_after { time.ends_at } else { until };
        is_after
    });
    found
}

/// The time of a service that begins at a moment, if the pattern makes one.
pub fn time_at(
    pattern: &Pattern,
    zone: &Zone,
    service: (Uuid, u32),
    starts_at: i64,
) -> Option<Time> {
    let day = zone.day(starts_at);
    times(pattern, zone, service, day).into_iter().find(|time| time.starts_at == starts_at)
}

/// Whether a visit still lies within a pattern: in hours of its service, in its room.
pub fn has_room_for(pattern: &Pattern, zone: &Zone, service: Uuid, visit: Time) -> bool {
    let day = zone.day(visit.starts_at);
    let (from, to) =
        (zone.minutes_since(day, visit.starts_at), zone.minutes_since(day, visit.ends_at));
    hours(pattern, day).any(|hours| {
        i64::from(hours.from) <= from
            && to <= i64::from(hours.to)
            && (hours.services.is_empty() || hours.services.contains(&service))
            && hours.room == visit.room
    })
}

/// From when until when patients book, in microseconds: with the notice the pattern asks for, to
/// the end of its last day.
pub fn window(pattern: &Pattern, zone: &Zone, now: OffsetDateTime) -> (i64, i64) {
    let now = micros(now);
    let last = zone.day(now).checked_add(time::Duration::days(i64::from(pattern.horizon)));
    let end = last.and_then(Date::next_day).map_or(i64::MAX, |day| zone.start_of(day));
    (now + i64::from(pattern.notice) * MINUTE, end)
}

/// Whether one more may be booked on a day by somebody who is left only so many times of it.
pub fn is_within_quota(quota: Option<u32>, booked: u32) -> bool {
    quota.is_none_or(|quota| booked < quota)
}

/// Whether a pattern may be kept: its field that is wrong, and why.
pub fn check(
    pattern: &Pattern,
    rooms: &BTreeSet<Uuid>,
    services: &BTreeSet<Uuid>,
) -> Result<(), (&'static str, FieldReason)> {
    if pattern.until.is_some_and(|until| until < pattern.from) {
        return Err(("until", FieldReason::BeforeBegin));
    }
    if pattern.horizon == 0 || pattern.horizon > HORIZON_MAX {
        return Err(("horizon", FieldReason::OutOfRange));
    }
    if pattern.notice > NOTICE_MAX {
        return Err(("notice", FieldReason::OutOfRange));
    }
    let is_large = |quota: Option<u32>| quota.is_some_and(|quota| quota > QUOTA_MAX);
    if is_large(pattern.widget_quota) {
        return Err(("widget_quota", FieldReason::OutOfRange));
    }
    if is_large(pattern.program_quota) {
        return Err(("program_quota", FieldReason::OutOfRange));
    }
    if pattern.hours.len() > HOURS_MAX {
        return Err(("hours", FieldReason::OutOfRange));
    }
    for weekday in 1..=7 {
        let of_day = pattern.hours.iter().filter(|hours| hours.weekday == weekday);
        check_day(of_day, rooms, services).map_err(|why| ("hours", why))?;
    }
    if pattern.hours.iter().any(|hours| !(1..=7).contains(&hours.weekday)) {
        return Err(("hours", FieldReason::OutOfRange));
    }
    let mut days = BTreeSet::new();
    let are_few = pattern.exceptions.len() <= EXCEPTIONS_MAX;
    if !are_few || !pattern.exceptions.iter().all(|exception| days.insert(exception.day)) {
        return Err(("exceptions", FieldReason::Invalid));
    }
    for exception in &pattern.exceptions {
        if exception.note.chars().count() > NOTE_MAX {
            return Err(("exceptions", FieldReason::TooLong));
        }
        if exception.hours.len() > HOURS_MAX {
            return Err(("exceptions", FieldReason::OutOfRange));
        }
        check_day(exception.hours.iter(), rooms, services).map_err(|why| ("exceptions", why))?;
    }
    Ok(())
}

/// The hours of one day: on the grid, of this clinic, none over another.
fn check_day<'h>(
    hours: impl Iterator<Item = &'h Hours>,
    rooms: &BTreeSet<Uuid>,
    services: &BTreeSet<Uuid>,
) -> Result<(), FieldReason> {
    let mut spans = Vec::new();
    for hours in hours {
        let is_on_grid = hours.from.is_multiple_of(5) && hours.to.is_multiple_of(5);
        if !is_on_grid || hours.from >= hours.to || hours.to > DAY {
            return Err(FieldReason::OutOfRange);
        }
        let is_known = hours.room.is_none_or(|room| rooms.contains(&room))
            && hours.services.iter().all(|service| services.contains(service));
        if !is_known {
            return Err(FieldReason::Invalid);
        }
        spans.push((hours.from, hours.to));
    }
    spans.sort_unstable();
    let overlap = spans.iter().zip(spans.iter().skip(1)).any(|(a, b)| b.0 < a.1);
    if overlap { Err(FieldReason::Invalid) } else { Ok(()) }
}
