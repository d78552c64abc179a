//! Waiting for a better time (APT-8, APT-15). What is freed is offered to one after the other, in the
//! order they joined, and nobody jumps.

use serde::{Deserialize, Serialize};
use time::{Date, Duration, OffsetDateTime, UtcOffset};
use uuid::Uuid;

use super::clock::DayPart;
use super::model::{Appointment, Payment, Slot};
use crate::id::{AppointmentId, OrganizationId, PractitionerRoleId};
use crate::record::model::PersonName;
use crate::wire_time;
use crate::words::words;

/// How long a time is kept for who it is offered to, where it begins soon,
pub const HELD: Duration = Duration::minutes(30);
/// and where it begins more than [`FAR`] from now.
pub const HELD_FAR: Duration = Duration::hours(2);
pub const FAR: Duration = Duration::days(3);
/// Whoever lets so many offers go unanswered is told that they stay in the list.
pub const MISSED_TOLD: u32 = 2;
/// What one card waits for at once.
pub const WAITING_MAX: usize = 10;
/// How far ahead one waits, in days.
pub const AHEAD_MAX: i64 = 180;
/// Smaller counts are not told: few people can be known by them.
pub const FEW: u32 = 5;

words! {
    /// How far somebody's waiting is.
    WaitingState {
        Waiting "waiting",
        /// A time was taken.
        Taken "taken",
        /// They left.
        Left "left",
        /// The days they wished for are over, or the visit to be moved is.
        Ended "ended",
    }

    /// What became of a time that was offered.
    OfferState {
        /// It is kept, and not answered yet.
        Open "open",
        Taken "taken",
        Refused "refused",
        /// Nobody answered in time.
        Lapsed "lapsed",
    }

    /// How somebody answered.
    AnswerWay {
        App "app",
        Sms "sms",
    }

    /// How old those are who wait, in years.
    AgeGroup {
        Child "0_17",
        Young "18_39",
        Middle "40_64",
        Old "65",
    }
}

impl AgeGroup {
    pub const fn of(years: i32) -> Self {
        match years {
            ..18 => Self::Child,
            18..40 => Self::Young,
            40..65 => Self::Middle,
            65.. => Self::Old,
        }
    }
}

/// Joins the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewWaiting {
    /// With whom; absent where anybody of the clinic will do who offers the service.
    #[serde(default)]
    pub practitioner: Option<PractitionerRoleId>,
    /// What for; it names the clinic too.
    pub service: Uuid,
    pub payment: Payment,
    /// The first day that will do, by the clinic's clock.
    #[serde(with = "wire_time::date")]
    pub from: Date,
    /// The last one, at most 180 days from now.
    #[serde(with = "wire_time::date")]
    pub until: Date,
    /// Which part of the day; absent where any will do.
    #[serde(default)]
    pub part: Option<DayPart>,
    /// The visit that would be moved to an earlier time, if it is one.
    #[serde(default)]
    pub moves: Option<AppointmentId>,
    /// Made by the client once: sending the same twice joins once.
    pub key: Uuid,
}

/// What a card waits for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct WaitingList {
    /// In the order they were joined.
    pub entries: Vec<WaitingEntry>,
    /// Whether the caller joins, answers and leaves here.
    pub may_manage: bool,
}

/// One thing a card waits for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct WaitingEntry {
    pub id: Uuid,
    pub practitioner: Option<PractitionerRoleId>,
    pub practitioner_name: Option<PersonName>,
    pub organization: OrganizationId,
    pub organization_name: String,
    pub service: Uuid,
    pub service_name: String,
    #[serde(with = "wire_time::date")]
    pub from: Date,
    #[serde(with = "wire_time::date")]
    pub until: Date,
    pub part: Option<DayPart>,
    pub moves: Option<AppointmentId>,
    /// The place in the queue, from 1: how many joined before who wait for the same service with the
    /// same doctor, or with anybody.
    pub place: u32,
    /// Offers that went unanswered.
    pub lapsed: u32,
    /// What is offered now.
    pub offer: Option<SlotOffer>,
}

/// A time that is kept for one patient.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct SlotOffer {
    pub slot: Slot,
    #[serde(with = "wire_time::moment")]
    pub until: OffsetDateTime,
    pub practitioner_name: PersonName,
    pub address: Option<String>,
    /// Until when the doctor will see the card by this visit (ACL-1): to be told before it is taken.
    #[serde(with = "wire_time::moment")]
    pub card_open_until: OffsetDateTime,
}

/// Takes what is offered, or refuses it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct OfferAnswer {
    pub take: bool,
}

/// What came of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct AnswerTold {
    /// The visit that was booked or moved; absent where the time was refused.
    pub visit: Option<Appointment>,
}

/// What became of the offers of a clinic in the last year.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct OfferReport {
    /// One of each age, the youngest first.
    pub rows: Vec<OfferCounts>,
}

/// Offers to people of one age. A count that is absent is less than 5.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct OfferCounts {
    pub age: AgeGroup,
    pub made: Option<u32>,
    /// Taken by one tap in the portal.
    pub taken_app: Option<u32>,
    /// Taken by an SMS.
    pub taken_sms: Option<u32>,
    pub refused: Option<u32>,
    pub lapsed: Option<u32>,
}

/// A count as it is told: nothing where it is so small that people could be known by it.
pub const fn told_count(count: u32) -> Option<u32> {
    if count < FEW { None } else { Some(count) }
}

/// Until when a time is kept for who it is offered to.
pub fn held_until(starts_at: OffsetDateTime, now: OffsetDateTime) -> OffsetDateTime {
    now + if starts_at - now > FAR { HELD_FAR } else { HELD }
}

/// What somebody wishes for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wishes {
    pub from: Date,
    pub until: Date,
    pub part: Option<DayPart>,
    /// When the visit begins that would be moved: only what is earlier is better.
    pub before: Option<OffsetDateTime>,
}

impl Wishes {
    /// Whether a time would do, by the clinic's clock.
    pub fn fits(&self, starts_at: OffsetDateTime, clinic: UtcOffset) -> bool {
        let day = starts_at.to_offset(clinic).date();
        (self.from..=self.until).contains(&day)
            && self.part.is_none_or(|part| DayPart::of(starts_at, clinic) == part)
            && self.before.is_none_or(|before| starts_at < before)
    }
}

/// What an SMS says to an offer: `Some(true)` for «да» and “yes”, `Some(false)` for «нет» and “no”, in
/// any case and with anything around them that is no letter. Everything else says nothing.
pub fn read_answer(text: &str) -> Option<bool> {
    let word = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    match word.as_str() {
        "да" | "yes" => Some(true),
        "нет" | "no" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use time::macros::{date, datetime, offset};

    use super::*;

    const NOW: OffsetDateTime = datetime!(2026-12-01 12:00 UTC);

    /// APT-8
    #[test]
    fn a_time_is_kept_longer_where_it_is_far() {
        assert_eq!(held_until(NOW + FAR, NOW), NOW + HELD);
        assert_eq!(held_until(NOW + FAR + Duration::SECOND, NOW), NOW + HELD_FAR);
    }

    /// APT-8: by the clinic's clock, on its days, and only what is better than what there is.
    #[test]
    fn an_offer_fits_the_days_the_part_of_the_day_and_is_earlier_than_what_is_booked() {
        let wishes = Wishes {
            from: date!(2026 - 12 - 04),
            until: date!(2026 - 12 - 05),
            part: Some(DayPart::Morning),
            before: Some(datetime!(2026-12-05 11:00 +12)),
        };
        let fits = |at| wishes.fits(at, offset!(+12));
        assert!(fits(datetime!(2026-12-03 20:00 UTC)), "the fourth at eight there");
        assert!(!fits(datetime!(2026-12-03 11:59 UTC)), "the third there");
        assert!(!fits(datetime!(2026-12-04 12:00 +12)), "no morning");
        assert!(fits(datetime!(2026-12-05 10:30 +12)));
        assert!(!fits(datetime!(2026-12-05 11:00 +12)), "that is what is booked");
        assert!(!fits(datetime!(2026-12-06 09:00 +12)));
        let any = Wishes { part: None, before: None, ..wishes };
        assert!(any.fits(datetime!(2026-12-05 20:00 +12), offset!(+12)));
    }

    /// APT-15
    #[test]
    fn an_sms_says_yes_or_no_or_nothing() {
        for yes in ["ДА", "да", " Да! ", "«да».", "Yes", "\nYES\r\n"] {
            assert_eq!(read_answer(yes), Some(true), "{yes}");
        }
        for no in ["НЕТ", "нет.", "No", " no! "] {
            assert_eq!(read_answer(no), Some(false), "{no}");
        }
        for other in ["", "!", "дада", "да нет", "не знаю", "1", "stop"] {
            assert_eq!(read_answer(other), None, "{other}");
        }
    }

    /// APT-15: who could be known by a count is not in it.
    #[test]
    fn small_counts_are_not_told_and_ages_have_their_groups() {
        assert_eq!((told_count(0), told_count(4), told_count(5)), (None, None, Some(5)));
        let groups = [0, 17, 18, 39, 40, 64, 65, 120].map(AgeGroup::of);
        let [child, young, middle, old] =
            [AgeGroup::Child, AgeGroup::Young, AgeGroup::Middle, AgeGroup::Old];
        assert_eq!(groups, [child, child, young, young, middle, middle, old, old]);
    }
}
