//! What times a pattern makes, by golden examples (APT-3).

use std::collections::BTreeSet;

use backend::app::{micros, moment};
use backend::appointments::slots::{
    Taken, Time, Zone, cells, check, has_room_for, is_within_quota, time_at, times, window, works,
};
use shared::appointments::schedule::{Exception, ExceptionKind, Hours, Pattern};
use shared::contract::FieldReason;
use time::macros::{date, datetime};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

const VISIT: (Uuid, u32) = (Uuid::from_u128(1), 30);
const OTHER: Uuid = Uuid::from_u128(2);
const ROOM: Uuid = Uuid::from_u128(3);
const DOCTOR: Uuid = Uuid::from_u128(4);

fn zone(name: &str) -> Zone {
    Zone::find(name).expect("a zone of the tables")
}

fn hours(weekday: u32, from: u32, to: u32) -> Hours {
    Hours { weekday, from, to, room: None, services: Vec::new() }
}

/// Every day at the same hours.
fn daily(spans: &[(u32, u32)]) -> Pattern {
    let week = (1..=7).flat_map(|day| spans.iter().map(move |(from, to)| hours(day, *from, *to)));
    Pattern {
        from: date!(2020 - 01 - 01),
        until: None,
        hours: week.collect(),
        exceptions: Vec::new(),
        horizon: 30,
        notice: 60,
        widget_quota: None,
        program_quota: None,
    }
}

fn starts(pattern: &Pattern, zone: &Zone, service: (Uuid, u32), day: Date) -> Vec<OffsetDateTime> {
    times(pattern, zone, service, day).iter().map(|time| moment(time.starts_at)).collect()
}

/// APT-3: by the clock of the clinic, wherever the portal is.
#[test]
fn times_go_by_the_clock_of_the_clinic() {
    let pattern = daily(&[(540, 630)]);
    let day = date!(2026 - 03 - 12);
    assert_eq!(
        starts(&pattern, &zone("Europe/Moscow"), VISIT, day),
        [
            datetime!(2026-03-12 06:00 UTC),
            datetime!(2026-03-12 06:30 UTC),
            datetime!(2026-03-12 07:00 UTC)
        ]
    );
    let kamchatka = zone("Asia/Kamchatka");
    let first = starts(&pattern, &kamchatka, VISIT, day)[0];
    assert_eq!(first, datetime!(2026-03-11 21:00 UTC), "the evening before by UTC");
    assert_eq!((kamchatka.offset(micros(first)), kamchatka.day(micros(first))), (720, day));
    assert!(Zone::find("Europe/Nowhere").is_none());
}

/// APT-3: a time that the clock skips is none.
#[test]
fn a_clock_that_is_put_on_skips_times() {
    let pattern = daily(&[(60, 240)]);
    let berlin = zone("Europe/Berlin");
    assert_eq!(
        starts(&pattern, &berlin, (VISIT.0, 60), date!(2026 - 03 - 29)),
        [datetime!(2026-03-29 00:00 UTC), datetime!(2026-03-29 01:00 UTC)],
        "1:00 and 3:00; 2:00 is none"
    );
    let new_york = zone("America/New_York");
    assert_eq!(
        starts(&pattern, &new_york, (VISIT.0, 60), date!(2026 - 03 - 08)),
        [datetime!(2026-03-08 06:00 UTC), datetime!(2026-03-08 07:00 UTC)]
    );
}

/// APT-3: a time that comes twice is one time, the first.
#[test]
fn a_clock_that_is_put_back_makes_no_time_twice() {
    let pattern = daily(&[(60, 240)]);
    assert_eq!(
        starts(&pattern, &zone("Europe/Berlin"), (VISIT.0, 60), date!(2026 - 10 - 25)),
        [
            datetime!(2026-10-24 23:00 UTC),
            datetime!(2026-10-25 00:00 UTC),
            datetime!(2026-10-25 02:00 UTC)
        ]
    );
    assert_eq!(
        starts(&pattern, &zone("America/New_York"), (VISIT.0, 60), date!(2026 - 11 - 01)),
        [
            datetime!(2026-11-01 05:00 UTC),
            datetime!(2026-11-01 07:00 UTC),
            datetime!(2026-11-01 08:00 UTC)
        ]
    );
}

/// APT-3: hours may last to midnight, and the 29th of February is a day.
#[test]
fn midnight_ends_a_day_and_a_leap_day_is_one() {
    let pattern = daily(&[(1_380, 1_440)]);
    let moscow = zone("Europe/Moscow");
    assert_eq!(
        starts(&pattern, &moscow, VISIT, date!(2028 - 02 - 29)),
        [datetime!(2028-02-29 20:00 UTC), datetime!(2028-02-29 20:30 UTC)]
    );
    let last = times(&pattern, &moscow, VISIT, date!(2028 - 02 - 29))[1];
    assert_eq!(moscow.start_of(date!(2028 - 03 - 01)), last.ends_at);
    assert!(works(&pattern, date!(2028 - 02 - 29)));
}

/// APT-3: no time crosses the end of its hours, and a service has only hours of its own.
#[test]
fn a_time_stays_within_its_hours() {
    let mut pattern = daily(&[(540, 620), (660, 680)]);
    let (moscow, day) = (zone("Europe/Moscow"), date!(2026 - 03 - 12));
    assert_eq!(
        times(&pattern, &moscow, VISIT, day).len(),
        2,
        "9:00 and 9:30; not 10:00, not 11:00"
    );
    assert_eq!(times(&pattern, &moscow, (OTHER, 20), day).len(), 5);
    for hours in &mut pattern.hours {
        hours.services = vec![OTHER];
    }
    assert_eq!(times(&pattern, &moscow, VISIT, day), []);
    let nine = micros(datetime!(2026-03-12 06:00 UTC));
    assert!(time_at(&pattern, &moscow, (OTHER, 20), nine).is_some());
    assert!(time_at(&pattern, &moscow, (OTHER, 20), nine + 5 * 60_000_000).is_none());
}

/// APT-3: a day is as its exception says, and a pattern has a first and a last day.
#[test]
fn an_exception_stands_in_for_the_week() {
    let (moscow, day) = (zone("Europe/Moscow"), date!(2026 - 03 - 12));
    let mut pattern = daily(&[(540, 600)]);
    let exception = |kind, hours| Exception { day, kind, hours, note: String::new() };
    pattern.exceptions = vec![exception(ExceptionKind::Closed, Vec::new())];
    assert!(!works(&pattern, day) && times(&pattern, &moscow, VISIT, day).is_empty());
    assert!(works(&pattern, day.next_day().unwrap()));
    pattern.exceptions = vec![exception(ExceptionKind::Instead, vec![hours(0, 720, 750)])];
    assert_eq!(starts(&pattern, &moscow, VISIT, day), [datetime!(2026-03-12 09:00 UTC)]);
    pattern.exceptions.clear();
    pattern.until = Some(date!(2026 - 03 - 11));
    assert!(!works(&pattern, day));
    pattern.until = None;
    pattern.from = date!(2026 - 03 - 13);
    assert!(!works(&pattern, day));
}

/// APT-4: what somebody or the room is taken for is not free; to the very minute.
#[test]
fn a_time_is_free_where_nobody_is_taken() {
    let starts_at = micros(datetime!(2026-03-12 06:00 UTC));
    let time = Time { starts_at, ends_at: starts_at + 30 * 60_000_000, room: Some(ROOM) };
    let own = cells(time.starts_at, time.ends_at);
    assert_eq!(own.clone().count(), 6);
    let taken = |resource: Uuid, cell: i64| Taken::from([(resource, cell)]);
    assert!(time.is_free(DOCTOR, &Taken::new()));
    assert!(!time.is_free(DOCTOR, &taken(DOCTOR, own.start)));
    assert!(!time.is_free(DOCTOR, &taken(ROOM, own.end - 1)));
    assert!(time.is_free(DOCTOR, &taken(DOCTOR, own.end)));
    assert!(time.is_free(DOCTOR, &taken(ROOM, own.start - 1)));
}

/// APT-3: the horizon ends with a day, and the notice counts from now.
#[test]
fn patients_book_from_the_notice_to_the_end_of_the_last_day() {
    let (pattern, now) = (daily(&[(540, 600)]), datetime!(2026-03-12 06:10 UTC));
    let (from, to) = window(&pattern, &zone("Europe/Moscow"), now);
    assert_eq!(moment(from), datetime!(2026-03-12 07:10 UTC));
    assert_eq!(moment(to), datetime!(2026-04-11 21:00 UTC));
}

/// APT-3: others are left so many times of a day and no more.
#[test]
fn a_quota_is_used_up() {
    assert!(is_within_quota(None, 1_000));
    assert!(is_within_quota(Some(2), 1));
    assert!(!is_within_quota(Some(2), 2));
    assert!(!is_within_quota(Some(0), 0));
}

/// APT-3: a visit in other hours, of another service or in another room has no place.
#[test]
fn a_visit_has_a_place_in_hours_of_its_service_and_room() {
    let moscow = zone("Europe/Moscow");
    let mut pattern = daily(&[(540, 600)]);
    let starts_at = micros(datetime!(2026-03-12 06:10 UTC));
    let visit = Time { starts_at, ends_at: starts_at + 30 * 60_000_000, room: None };
    assert!(has_room_for(&pattern, &moscow, VISIT.0, visit), "off the grid, and within the hours");
    let late = Time { starts_at: visit.starts_at + 30 * 60_000_000, ..visit };
    let late = Time { ends_at: late.starts_at + 30 * 60_000_000, ..late };
    assert!(!has_room_for(&pattern, &moscow, VISIT.0, late));
    assert!(!has_room_for(&pattern, &moscow, VISIT.0, Time { room: Some(ROOM), ..visit }));
    for hours in &mut pattern.hours {
        hours.services = vec![OTHER];
    }
    assert!(!has_room_for(&pattern, &moscow, VISIT.0, visit));
}

/// APT-3: what could not be kept to is refused.
#[test]
fn a_pattern_that_cannot_be_kept_to_is_refused() {
    let (rooms, services) = (BTreeSet::from([ROOM]), BTreeSet::from([VISIT.0]));
    let of = |change: &dyn Fn(&mut Pattern)| {
        let mut pattern = daily(&[(540, 600), (600, 660)]);
        change(&mut pattern);
        check(&pattern, &rooms, &services)
    };
    assert_eq!(of(&|_| {}), Ok(()));
    let overlap = of(&|pattern| pattern.hours.push(hours(1, 630, 700)));
    assert_eq!(overlap, Err(("hours", FieldReason::Invalid)));
    let (out, wrong) = (FieldReason::OutOfRange, FieldReason::Invalid);
    assert_eq!(of(&|pattern| pattern.hours[0].to = 1_445), Err(("hours", out)));
    assert_eq!(of(&|pattern| pattern.hours[0].from = 541), Err(("hours", out)));
    assert_eq!(of(&|pattern| pattern.hours[0].from = 600), Err(("hours", out)));
    assert_eq!(of(&|pattern| pattern.hours[0].weekday = 8), Err(("hours", out)));
    assert_eq!(of(&|pattern| pattern.hours[0].room = Some(OTHER)), Err(("hours", wrong)));
    assert_eq!(of(&|pattern| pattern.hours[0].services = vec![OTHER]), Err(("hours", wrong)));
    assert_eq!(of(&|pattern| pattern.horizon = 0), Err(("horizon", out)));
    assert_eq!(of(&|pattern| pattern.notice = 2_881), Err(("notice", out)));
    assert_eq!(of(&|pattern| pattern.widget_quota = Some(201)), Err(("widget_quota", out)));
    let twice = of(&|pattern| {
        let day = date!(2026 - 03 - 12);
        let closed = ExceptionKind::Closed;
        let exception = Exception { day, kind: closed, hours: Vec::new(), note: String::new() };
        pattern.exceptions = vec![exception.clone(), exception];
    });
    assert_eq!(twice, Err(("exceptions", wrong)));
    let turned = of(&|pattern| pattern.until = Some(date!(2019 - 12 - 31)));
    assert_eq!(turned, Err(("until", FieldReason::BeforeBegin)));
}
