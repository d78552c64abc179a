//! Who opens a card in an emergency, for how long, and what a review may say; decided on values
//! only.

use time::Duration;

use super::model::{NewEmergency, NewReview, Verdict};
use crate::access::model::{Action, Ground, Level, Role};
use crate::access::rules::{BREAK_GLASS_SECTIONS, Scope, allows, best};
use crate::consent::rules::card_number;
use crate::contract::FieldReason;
use crate::record::rules::check_words;

/// How long the card stays open.
pub const EMERGENCY_LASTS: Duration = Duration::hours(4);
/// The fewest characters of a reason: a dot is none.
pub const REASON_MIN: usize = 10;
/// The most characters of a reason, and of what a review says.
pub const REASON_MAX: usize = 1_000;
/// Cards one account may open so, or try to, within 24 hours.
pub const EMERGENCIES_MAX: u8 = 5;
/// A case that waits for longer is overdue.
pub const REVIEW_WITHIN: Duration = Duration::days(3);

/// Whether this role opens cards in an emergency.
pub const fn opens_in_emergency(role: Role) -> bool {
    allows(role, Ground::BreakGlass, Level::Limited, Action::ReadSummary)
}

/// Whether who has these grounds sees already all that an emergency would open.
pub fn sees_as_much(grounds: &[Scope], role: Role) -> bool {
    best(grounds.iter().cloned(), role, Action::ReadEntries)
        .is_some_and(|scope| BREAK_GLASS_SECTIONS.iter().all(|section| scope.opens(*section)))
}

/// What is asked, as it may be kept: number and reason.
pub fn check_emergency(
    new: &NewEmergency,
) -> Result<(String, String), (&'static str, FieldReason)> {
    if new.key.is_nil() {
        return Err(("key", FieldReason::Required));
    }
    let number = card_number(&new.card_number).map_err(|why| ("card_number", why))?;
    let reason = check_words(&new.reason, REASON_MAX).map_err(|why| ("reason", why))?;
    if reason.chars().count() < REASON_MIN {
        return Err(("reason", FieldReason::TooShort));
    }
    Ok((number, reason))
}

/// What a review says, as it may be kept.
pub fn check_review(new: &NewReview) -> Result<String, (&'static str, FieldReason)> {
    check_words(&new.words, REASON_MAX).map_err(|why| ("words", why))
}

/// Whether a review that found this may still be changed.
pub const fn may_change(verdict: Verdict) -> bool {
    match verdict {
        Verdict::Unclear => true,
        Verdict::Justified | Verdict::Unjustified => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::model::Section;
    use uuid::Uuid;

    fn scope(ground: Ground, level: Level, sections: &[Section]) -> Scope {
        Scope { ground, level, sections: sections.iter().copied().collect() }
    }

    /// ACL-5: a doctor, and nobody else.
    #[test]
    fn only_doctors_open_cards_in_an_emergency() {
        for role in Role::ALL {
            assert_eq!(opens_in_emergency(*role), *role == Role::Doctor, "{role}");
        }
    }

    /// ACL-5: a reason is written, and says something.
    #[test]
    fn an_emergency_has_a_number_and_a_reason() {
        let new = |card_number: &str, reason: &str, key| {
            let (card_number, reason) = (card_number.to_owned(), reason.to_owned());
            check_emergency(&NewEmergency { card_number, reason, key: Uuid::from_u128(key) })
        };
        let kept = new("0000 0001–8", " Без сознания ", 5).unwrap();
        assert_eq!(kept, ("0000-0001-8".to_owned(), "Без сознания".to_owned()));
        let refused = [
            new("12", "Без сознания", 5),
            new("0000-0001-8", " ", 5),
            new("0000-0001-8", "срочно", 5),
            new("0000-0001-8", &"я".repeat(REASON_MAX + 1), 5),
            new("0000-0001-8", "Без сознания", 0),
        ];
        let expected = [
            ("card_number", FieldReason::WrongLength),
            ("reason", FieldReason::Required),
            ("reason", FieldReason::TooShort),
            ("reason", FieldReason::TooLong),
            ("key", FieldReason::Required),
        ];
        assert_eq!(refused.map(Result::unwrap_err), expected);
    }

    /// ACL-5: nothing is broken where the door stands open.
    #[test]
    fn who_sees_the_three_sections_needs_no_emergency() {
        let vital = BREAK_GLASS_SECTIONS;
        let sees = |grounds: &[Scope]| sees_as_much(grounds, Role::Doctor);
        assert!(!sees(&[]));
        assert!(sees(&[scope(Ground::Grant, Level::Full, vital)]));
        assert!(sees(&[scope(Ground::BreakGlass, Level::Limited, vital)]), "open already");
        assert!(!sees(&[scope(
            Ground::Grant,
            Level::Full,
            &[Section::Visits, Section::Allergies]
        )]));
        // The summary alone does not let anybody read on.
        assert!(!sees(&[scope(Ground::Grant, Level::Limited, Section::ALL)]));
    }

    /// ACL-5: what was open before goes on being open, and the three sections with it.
    #[test]
    fn an_emergency_adds_to_what_is_open_and_takes_nothing() {
        let four = [Section::Visits, Section::Results, Section::Notes, Section::Documents];
        let emergency = scope(Ground::BreakGlass, Level::Limited, Section::ALL);
        for level in Level::ALL {
            let grounds = [scope(Ground::Grant, *level, &four), emergency.clone()];
            let open = best(grounds, Role::Doctor, Action::ReadSummary).unwrap();
            for section in Section::ALL {
                let is_open = four.contains(section) || BREAK_GLASS_SECTIONS.contains(section);
                assert_eq!(open.opens(*section), is_open, "{level} {section}");
            }
        }
        // To write, an emergency adds nothing.
        let grounds = [scope(Ground::Grant, Level::Full, &four), emergency];
        let open = best(grounds, Role::Doctor, Action::WriteEntry).unwrap();
        assert!(!open.opens(Section::Allergies));
    }
}
