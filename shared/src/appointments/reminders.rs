//! When a patient is reminded of a visit (APT-7). Pure: whoever asks says what time it is, and how
//! far the patient's clock stands from UTC.

use serde::{Deserialize, Serialize};
use time::{Duration, OffsetDateTime, Time, UtcOffset};

use crate::contract::FieldReason;

/// How long before a visit one can be reminded of it, in minutes: 7, 3 and 1 days, 12, 2 and 1 hours.
pub const LEADS: [u32; 6] = [10_080, 4_320, 1_440, 720, 120, 60];
/// What is in force until somebody chooses otherwise.
pub const USUAL_LEADS: [u32; 2] = [1_440, 120];
/// The most reminders of one visit.
pub const LEADS_MAX: usize = 4;

/// Nobody is woken: from this hour of the patient's clock on there are no reminders,
pub const QUIET_FROM: u8 = 22;
/// until this one.
pub const QUIET_UNTIL: u8 = 8;
/// How late a reminder may still come when its last minute before the quiet hours has passed.
pub const GRACE: Duration = Duration::minutes(10);
/// By how much the quiet hours bring a reminder forward, at most.
pub const BROUGHT_FORWARD: Duration = Duration::hours(11);

/// When one card is reminded of its visits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ReminderSettings {
    /// Minutes before a visit, of [`LEADS`], at most 4, each once; none where nobody wants any. A
    /// reminder that would come between 22:00 and 8:00 of the patient's clock comes at 21:59 before.
    pub leads: Vec<u32>,
    /// IANA name of the zone the patient lives by; absent where the portal's own is taken for it.
    #[serde(default)]
    pub time_zone: Option<String>,
}

impl Default for ReminderSettings {
    fn default() -> Self {
        Self { leads: USUAL_LEADS.to_vec(), time_zone: None }
    }
}

/// The leads as they are kept: the longest first, each once. Says what is wrong with others.
pub fn check_leads(leads: &[u32]) -> Result<Vec<u32>, FieldReason> {
    if !leads.iter().all(|lead| LEADS.contains(lead)) {
        return Err(FieldReason::Invalid);
    }
    let chosen: Vec<u32> = LEADS.into_iter().filter(|lead| leads.contains(lead)).collect();
    if chosen.len() > LEADS_MAX {
        return Err(FieldReason::OutOfRange);
    }
    Ok(chosen)
}

/// Whether it is night by a clock that stands so far from UTC.
pub fn is_quiet(at: OffsetDateTime, offset: UtcOffset) -> bool {
    let hour = at.to_offset(offset).hour();
    !(QUIET_UNTIL..QUIET_FROM).contains(&hour)
}

/// When a reminder comes: so long before the visit, and where that is in the patient's quiet hours,
/// at the last minute before them.
pub fn reminds_at(starts_at: OffsetDateTime, lead: u32, offset: UtcOffset) -> OffsetDateTime {
    let plain = (starts_at - Duration::minutes(i64::from(lead))).to_offset(offset);
    if !is_quiet(plain, offset) {
        return plain;
    }
    let evening = if plain.hour() < QUIET_UNTIL { plain - Duration::DAY } else { plain };
    let last = Time::from_hms(QUIET_FROM - 1, 59, 0).unwrap_or(Time::MIDNIGHT);
    evening.replace_time(last)
}

/// The leads of a visit whose reminder has come and was not told yet. Those that had passed when the
/// visit was booked, or moved to its time, are none. A server that was down does not wake anybody
/// afterwards: what is late waits for the morning. A visit that has begun needs no reminder.
pub fn due_leads(
    leads: &[u32],
    told: &[u32],
    (starts_at, since): (OffsetDateTime, OffsetDateTime),
    now: OffsetDateTime,
    offset: UtcOffset,
) -> Vec<u32> {
    let is_due = |lead: &u32| {
        let at = reminds_at(starts_at, *lead, offset);
        let is_late = is_quiet(now, offset) && now - at > GRACE;
        since < at && at <= now && !is_late && !told.contains(lead)
    };
    if now >= starts_at {
        return Vec::new();
    }
    leads.iter().copied().filter(is_due).collect()
}

#[cfg(test)]
mod tests {
    use time::macros::{datetime, offset};

    use super::*;

    const MOSCOW: UtcOffset = offset!(+3);
    /// Noon in Moscow.
    const VISIT: OffsetDateTime = datetime!(2026-12-03 12:00 +3);
    const BOOKED: OffsetDateTime = datetime!(2026-11-20 12:00 +3);

    const NONE: [u32; 0] = [];

    fn due(now: OffsetDateTime) -> Vec<u32> {
        due_leads(&USUAL_LEADS, &[], (VISIT, BOOKED), now, MOSCOW)
    }

    /// APT-7
    #[test]
    fn a_reminder_comes_so_long_before_the_visit_and_not_earlier() {
        assert_eq!(reminds_at(VISIT, 1_440, MOSCOW), datetime!(2026-12-02 12:00 +3));
        assert_eq!(reminds_at(VISIT, 10_080, MOSCOW), datetime!(2026-11-26 12:00 +3));
        assert_eq!(due(datetime!(2026-12-02 11:59:59 +3)), NONE);
        assert_eq!(due(datetime!(2026-12-02 12:00 +3)), [1_440]);
        assert_eq!(due(datetime!(2026-12-03 10:00 +3)), [1_440, 120]);
        assert_eq!(due(VISIT), NONE, "it has begun");
        let told =
            due_leads(&USUAL_LEADS, &[1_440], (VISIT, BOOKED), VISIT - Duration::HOUR, MOSCOW);
        assert_eq!(told, [120]);
    }

    /// APT-7, MSG-3: between 22 and 8 nobody is reminded; it comes at the last minute before.
    #[test]
    fn what_would_come_at_night_comes_in_the_evening_before() {
        let early = datetime!(2026-12-03 08:30 +3);
        let evening = datetime!(2026-12-02 21:59 +3);
        assert_eq!(reminds_at(early, 120, MOSCOW), evening, "half past six");
        assert_eq!(reminds_at(early, 60, MOSCOW), evening, "half past seven");
        assert_eq!(reminds_at(early, 1_440, MOSCOW), datetime!(2026-12-02 08:30 +3));
        let late = datetime!(2026-12-04 00:30 +3);
        assert_eq!(reminds_at(late, 120, MOSCOW), datetime!(2026-12-03 21:59 +3));
        let at_ten = datetime!(2026-12-03 22:00 +3);
        assert_eq!(reminds_at(at_ten, 1_440, MOSCOW), datetime!(2026-12-02 21:59 +3));
        let at_eight = datetime!(2026-12-03 10:00 +3);
        assert_eq!(reminds_at(at_eight, 120, MOSCOW), datetime!(2026-12-03 08:00 +3));
        for lead in LEADS {
            for hour in 0..48 {
                let starts_at = early + Duration::hours(hour);
                let at = reminds_at(starts_at, lead, MOSCOW);
                let plain = starts_at - Duration::minutes(i64::from(lead));
                assert!(!is_quiet(at, MOSCOW) && at <= plain && plain - at <= BROUGHT_FORWARD);
            }
        }
    }

    /// APT-7: quiet are the patient's hours, not the clinic's.
    #[test]
    fn the_night_is_that_of_the_patients_clock() {
        // Noon in Petropavlovsk-Kamchatsky is three at night in Moscow.
        let visit = datetime!(2026-12-03 12:00 +12);
        assert_eq!(reminds_at(visit, 120, offset!(+12)), datetime!(2026-12-03 10:00 +12));
        assert_eq!(reminds_at(visit, 120, MOSCOW), datetime!(2026-12-02 21:59 +3));
    }

    #[test]
    fn a_lead_that_had_passed_when_the_visit_was_booked_is_none() {
        let booked = datetime!(2026-12-02 18:00 +3);
        let of = |now| due_leads(&USUAL_LEADS, &[], (VISIT, booked), now, MOSCOW);
        assert_eq!(of(booked + Duration::MINUTE), NONE);
        assert_eq!(of(datetime!(2026-12-03 10:00 +3)), [120]);
        let on_the_dot = datetime!(2026-12-02 12:00 +3);
        assert_eq!(due_leads(&USUAL_LEADS, &[], (VISIT, on_the_dot), on_the_dot, MOSCOW), NONE);
    }

    #[test]
    fn a_server_that_was_down_wakes_nobody() {
        let early = datetime!(2026-12-03 08:30 +3);
        let of = |now| due_leads(&[120], &[], (early, BOOKED), now, MOSCOW);
        assert_eq!(of(datetime!(2026-12-02 22:05 +3)), [120], "a few minutes are no harm");
        assert_eq!(of(datetime!(2026-12-03 02:00 +3)), NONE);
        assert_eq!(of(datetime!(2026-12-03 08:00 +3)), [120], "before the visit all the same");
    }

    #[test]
    fn leads_are_of_the_list_few_and_each_once() {
        assert_eq!(check_leads(&[120, 1_440, 120]), Ok(vec![1_440, 120]));
        assert_eq!(check_leads(&[]), Ok(Vec::new()));
        assert_eq!(check_leads(&[30]), Err(FieldReason::Invalid));
        assert_eq!(check_leads(&LEADS[..5]), Err(FieldReason::OutOfRange));
        assert_eq!(check_leads(&USUAL_LEADS).as_deref(), Ok(&USUAL_LEADS[..]));
    }
}
