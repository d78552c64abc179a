//! Pure decisions about visits.

use time::{Duration, OffsetDateTime, UtcOffset};

use super::model::{Payment, VisitState};

/// How long a time is kept while the form is filled in (APT-4).
pub const HOLD: Duration = Duration::minutes(5);
/// Until how long before it a patient moves or cancels a visit (APT-6).
pub const CHANGEABLE: Duration = Duration::hours(24);
/// How long after a visit its doctor still sees the card (ACL-1).
pub const AFTERCARE: Duration = Duration::days(14);

/// Visits that are booked and still to come, of one card.
pub const COMING_MAX: usize = 20;
/// Visits in a list, and everything else that comes in pages here.
pub const PAGE: usize = 20;
/// What a patient writes of a visit: why they come, and what they think of it afterwards.
pub const REASON_MAX: usize = 1_000;
/// Why a visit was cancelled.
pub const CANCELLING_MAX: usize = 300;
/// Entries that are shown to the doctor of a visit.
pub const ATTACHMENTS_MAX: usize = 20;
/// How long after a visit the patient may say what they think of it.
pub const REVIEWABLE: Duration = Duration::days(90);
/// How long what a patient shows at the desk is good for.
pub const PASS: Duration = Duration::minutes(5);
/// Those who wait are told of changes of so many minutes and more.
pub const LATE_TOLD: u32 = 10;
/// The most that somebody is late.
pub const LATE_MAX: u32 = 240;

/// Whether this can be booked by a card: without a confirmed policy only paid visits are (APT-14).
pub const fn may_pay(payment: Payment, is_policy_confirmed: bool) -> bool {
    match payment {
        Payment::Paid => true,
        Payment::Policy | Payment::Voluntary => is_policy_confirmed,
    }
}

/// Whether the patient may still say what they think of a visit.
pub fn is_reviewable(state: VisitState, ends_at: OffsetDateTime, now: OffsetDateTime) -> bool {
    matches!(state, VisitState::Done) && now - ends_at <= REVIEWABLE
}

/// Whether a visit still lies before the patient, or goes on.
pub fn is_coming(state: VisitState, ends_at: OffsetDateTime, now: OffsetDateTime) -> bool {
    match state {
        VisitState::Booked | VisitState::Arrived => ends_at > now,
        VisitState::InProgress => true,
        VisitState::Done | VisitState::NoShow | VisitState::Cancelled => false,
    }
}

/// Whether a visit of one state may become another by the clinic's hand.
pub const fn may_become(from: VisitState, to: VisitState) -> bool {
    match from {
        VisitState::Booked => {
            matches!(to, VisitState::Arrived | VisitState::InProgress | VisitState::NoShow)
        }
        VisitState::Arrived => {
            matches!(to, VisitState::Booked | VisitState::InProgress | VisitState::NoShow)
        }
        VisitState::InProgress => matches!(to, VisitState::Done | VisitState::Arrived),
        // Somebody came after all, or a tap was a mistake.
        VisitState::NoShow => matches!(to, VisitState::Booked | VisitState::Arrived),
        VisitState::Done => matches!(to, VisitState::InProgress),
        VisitState::Cancelled => false,
    }
}

/// Whether a visit cannot become this yet: nobody comes before its day by the clinic's clock, and
/// nobody has missed what has not begun.
pub fn is_too_early(
    to: VisitState,
    starts_at: OffsetDateTime,
    offset: UtcOffset,
    now: OffsetDateTime,
) -> bool {
    let day = |at: OffsetDateTime| at.to_offset(offset).date();
    match to {
        VisitState::Booked | VisitState::Cancelled => false,
        VisitState::NoShow => now < starts_at,
        VisitState::Arrived | VisitState::InProgress | VisitState::Done => {
            day(now) < day(starts_at)
        }
    }
}

/// Whether a visit cannot become this any more: a mistaken mark is taken back on the visit's day by
/// the clinic's clock, and not later, when nobody is expected any more.
pub fn is_too_late(
    to: VisitState,
    starts_at: OffsetDateTime,
    offset: UtcOffset,
    now: OffsetDateTime,
) -> bool {
    let day = |at: OffsetDateTime| at.to_offset(offset).date();
    match to {
        VisitState::Booked => day(now) > day(starts_at),
        VisitState::Arrived
        | VisitState::InProgress
        | VisitState::Done
        | VisitState::NoShow
        | VisitState::Cancelled => false,
    }
}

/// Until when the patient may move or cancel a visit; `None` where it is too late or over.
pub fn changeable_until(
    state: VisitState,
    starts_at: OffsetDateTime,
    now: OffsetDateTime,
) -> Option<OffsetDateTime> {
    let until = starts_at - CHANGEABLE;
    (matches!(state, VisitState::Booked) && now <= until).then_some(until)
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn a_patient_moves_a_visit_until_a_day_before_it() {
        let starts = datetime!(2026-03-13 10:00 UTC);
        let until = datetime!(2026-03-12 10:00 UTC);
        let of = |state, now| changeable_until(state, starts, now);
        assert_eq!(of(VisitState::Booked, until), Some(until));
        assert_eq!(of(VisitState::Booked, until + Duration::SECOND), None);
        assert_eq!(of(VisitState::Cancelled, until - Duration::DAY), None);
    }

    /// APT-14
    #[test]
    fn without_a_confirmed_policy_only_paid_visits_are_booked() {
        for payment in Payment::ALL {
            assert!(may_pay(*payment, true), "{payment}");
            assert_eq!(may_pay(*payment, false), *payment == Payment::Paid, "{payment}");
        }
    }

    #[test]
    fn a_visit_comes_until_it_is_over_and_is_reviewed_for_ninety_days() {
        let ends = datetime!(2026-03-13 10:00 UTC);
        assert!(is_coming(VisitState::Booked, ends, ends - Duration::SECOND));
        assert!(!is_coming(VisitState::Booked, ends, ends), "nobody noted that they came");
        assert!(is_coming(VisitState::InProgress, ends, ends + Duration::HOUR), "it goes on");
        assert!(!is_coming(VisitState::Cancelled, ends, ends - Duration::DAY));
        assert!(is_reviewable(VisitState::Done, ends, ends + REVIEWABLE));
        assert!(!is_reviewable(VisitState::Done, ends, ends + REVIEWABLE + Duration::SECOND));
        assert!(!is_reviewable(VisitState::NoShow, ends, ends));
    }

    /// APT-9: by the clinic's clock, where midnight is another moment than here.
    #[test]
    fn nobody_comes_before_the_day_and_nobody_misses_what_has_not_begun() {
        let (starts, kamchatka) = (datetime!(2026-03-13 09:00 +12), time::macros::offset!(+12));
        let early = |to, now| is_too_early(to, starts, kamchatka, now);
        let eve = datetime!(2026-03-12 11:59:59 UTC);
        for to in [VisitState::Arrived, VisitState::InProgress, VisitState::Done] {
            assert!(early(to, eve), "{to}");
            assert!(!early(to, eve + Duration::SECOND), "{to}: midnight in Kamchatka");
        }
        assert!(early(VisitState::NoShow, starts - Duration::SECOND));
        assert!(!early(VisitState::NoShow, starts));
        assert!(!early(VisitState::Booked, eve - Duration::DAY), "a mistaken tap is taken back");
    }

    /// APT-9: on the visit's day, and not a second longer.
    #[test]
    fn a_mistaken_mark_is_taken_back_on_the_same_day_only() {
        let (starts, kamchatka) = (datetime!(2026-03-13 09:00 +12), time::macros::offset!(+12));
        let late = |to, now| is_too_late(to, starts, kamchatka, now);
        let last = datetime!(2026-03-13 11:59:59 UTC);
        assert!(!late(VisitState::Booked, last));
        assert!(late(VisitState::Booked, last + Duration::SECOND), "midnight in Kamchatka");
        assert!(!late(VisitState::Arrived, last + Duration::DAY), "they came after all");
    }

    #[test]
    fn what_was_cancelled_stays_so_and_a_mistaken_tap_is_taken_back() {
        for to in VisitState::ALL {
            assert!(!may_become(VisitState::Cancelled, *to), "{to}");
            assert!(!may_become(*to, VisitState::Cancelled), "{to}");
            assert!(!may_become(*to, *to), "{to}");
        }
        assert!(may_become(VisitState::Booked, VisitState::Arrived));
        assert!(may_become(VisitState::Arrived, VisitState::Booked));
        assert!(may_become(VisitState::NoShow, VisitState::Booked));
        assert!(may_become(VisitState::NoShow, VisitState::Arrived));
        assert!(!may_become(VisitState::Booked, VisitState::Done));
    }
}
