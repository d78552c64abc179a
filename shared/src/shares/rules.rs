//! What a link may show, to whom and how often; decided on values only.

use std::collections::BTreeSet;

use time::OffsetDateTime;

use super::model::{NewShare, ShareState};
use crate::contract::FieldReason;
use crate::id::EntryId;
use crate::record::rules::check_words;

/// The most entries of one link.
pub const ENTRIES_MAX: usize = 50;
/// The most openings of one link.
pub const OPENINGS_MAX: u32 = 20;
/// The most characters of what a link is for.
pub const PURPOSE_MAX: usize = 300;
/// Wrong codes a link bears; the last of them ends it.
pub const CODE_TRIES: i32 = 5;
/// Links of one card that can be opened at once.
pub const SHARES_MAX: usize = 50;

/// A link as it may be kept: entries and purpose.
pub fn check_share(
    new: &NewShare,
) -> Result<(BTreeSet<EntryId>, String), (&'static str, FieldReason)> {
    if new.key.is_nil() {
        return Err(("key", FieldReason::Required));
    }
    let entries: BTreeSet<EntryId> = new.entries.iter().copied().collect();
    if entries.is_empty() {
        return Err(("entries", FieldReason::Required));
    }
    if entries.len() > ENTRIES_MAX {
        return Err(("entries", FieldReason::TooLong));
    }
    if new.openings == 0 || new.openings > OPENINGS_MAX {
        return Err(("openings", FieldReason::OutOfRange));
    }
    let purpose = check_words(&new.purpose, PURPOSE_MAX).map_err(|why| ("purpose", why))?;
    Ok((entries, purpose))
}

/// How a link stands.
pub fn state_of(
    is_revoked: bool,
    tries_left: i32,
    openings_left: i32,
    until: OffsetDateTime,
    now: OffsetDateTime,
) -> ShareState {
    if is_revoked {
        ShareState::Revoked
    } else if tries_left <= 0 {
        ShareState::Blocked
    } else if openings_left <= 0 {
        ShareState::UsedUp
    } else if until <= now {
        ShareState::Ended
    } else {
        ShareState::Live
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shares::model::{ShareRecipient, ShareTerm};
    use time::Duration;
    use time::macros::datetime;
    use uuid::Uuid;

    fn share(count: u128) -> NewShare {
        NewShare {
            entries: (1..=count).map(|n| EntryId(Uuid::from_u128(n))).collect(),
            term: ShareTerm::Day,
            openings: 3,
            recipient: ShareRecipient::Insurer,
            purpose: " Выплата по страховке ".into(),
            key: Uuid::from_u128(5),
        }
    }

    fn wrong(change: impl FnOnce(&mut NewShare)) -> (&'static str, FieldReason) {
        let mut new = share(1);
        change(&mut new);
        check_share(&new).unwrap_err()
    }

    /// ACL-8, ACL-9
    #[test]
    fn a_link_names_entries_a_purpose_and_how_often() {
        let (entries, purpose) = check_share(&share(50)).unwrap();
        assert_eq!((entries.len(), purpose.as_str()), (50, "Выплата по страховке"));
        assert_eq!(check_share(&share(51)), Err(("entries", FieldReason::TooLong)));
        assert_eq!(wrong(|new| new.entries.clear()), ("entries", FieldReason::Required));
        for openings in [0, 21] {
            let refused = wrong(|new| new.openings = openings);
            assert_eq!(refused, ("openings", FieldReason::OutOfRange));
        }
        assert_eq!(wrong(|new| new.purpose = " ".into()), ("purpose", FieldReason::Required));
        assert_eq!(wrong(|new| new.key = Uuid::nil()), ("key", FieldReason::Required));
    }

    #[test]
    fn a_link_ends_by_time_by_openings_by_wrong_codes_and_by_the_patient() {
        let now = datetime!(2026-12-01 12:00 UTC);
        let later = now + Duration::seconds(1);
        assert_eq!(state_of(false, 5, 1, later, now), ShareState::Live);
        assert_eq!(state_of(false, 5, 1, now, now), ShareState::Ended);
        assert_eq!(state_of(false, 5, 0, later, now), ShareState::UsedUp);
        assert_eq!(state_of(false, 0, 1, later, now), ShareState::Blocked);
        assert_eq!(state_of(true, 5, 1, later, now), ShareState::Revoked);
        assert_eq!(ShareTerm::Month.lasts(), Duration::days(30));
    }
}
