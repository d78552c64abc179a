//! Pure decisions about visits.

use time::{Duration, OffsetDateTime};

use super::model::VisitState;

/// How long a time is kept while the form is filled in (APT-4).
pub const HOLD: Duration = Duration::minutes(5);
/// Until how long before it a patient moves or cancels a visit (APT-6).
pub const CHANGEABLE: Duration = Duration::hours(24);
/// How long after a visit its doctor still sees the card (ACL-1).
pub const AFTERCARE: Duration = Duration::days(14);

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

    #[test]
    fn what_was_cancelled_stays_so_and_a_mistaken_tap_is_taken_back() {
        for to in VisitState::ALL {
            assert!(!may_become(VisitState::Cancelled, *to), "{to}");
            assert!(!may_become(*to, VisitState::Cancelled), "{to}");
            assert!(!may_become(*to, *to), "{to}");
        }
        assert!(may_become(VisitState::Booked, VisitState::Arrived));
        assert!(may_become(VisitState::Arrived, VisitState::Booked));
        assert!(may_become(VisitState::NoShow, VisitState::Arrived));
        assert!(!may_become(VisitState::Booked, VisitState::Done));
    }
}
