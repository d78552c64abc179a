//! What may be opened, asked for and changed; decided on values only.

use std::collections::BTreeSet;

use time::{Duration, OffsetDateTime, Time, UtcOffset};

use super::model::{AllowedAccess, GrantAct, GrantState, GrantTerm, NewAccessRequest};
use crate::access::model::{Ground, Level, Role, Section, Sensitivity};
use crate::contract::FieldReason;
use crate::identity::model::luhn_digit;
use crate::record::rules::check_words;

/// The most characters of a purpose and of a reason.
pub const PURPOSE_MAX: usize = 500;
/// The most people one hiding names.
pub const HIDDEN_FROM_MAX: usize = 50;
/// A request that nobody answers is over after so long (ACL-3).
pub const REQUEST_LIVES: Duration = Duration::hours(72);
/// Requests of one account that may wait at once.
pub const REQUESTS_MAX: usize = 20;
/// How long a shown card can be opened (CARD-6).
pub const PRESENTATION_LIVES: Duration = Duration::minutes(5);
/// Wrong codes a shown card bears; the last of them ends it.
pub const PRESENTATION_TRIES: i32 = 5;
/// Letters of the token a camera reads.
const SHOWN_TOKEN: usize = 64;
/// As long is the pass of a visit: an id, a moment and a signature in Base64.
const SHOWN_PASS: usize = 75;
/// What ended is shown for so long.
pub const ENDED_SHOWN: Duration = Duration::days(90);

/// Topics that can be hidden as a whole (ACL-4).
pub const TOPICS: &[Sensitivity] = &[
    Sensitivity::MentalHealth,
    Sensitivity::ReproductiveHealth,
    Sensitivity::Hiv,
    Sensitivity::Addiction,
];

/// Whether this role asks patients for their cards, and is shown them in person.
pub const fn asks_access(role: Role) -> bool {
    match role {
        Role::Doctor | Role::Nurse => true,
        Role::Patient
        | Role::Registrar
        | Role::Laboratory
        | Role::Pharmacist
        | Role::Insurer
        | Role::Support
        | Role::IdentityOperator
        | Role::SecurityOfficer
        | Role::Administrator
        | Role::Program => false,
    }
}

/// How something stands that begins and ends at these moments.
pub fn state_of(
    from: OffsetDateTime,
    until: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> GrantState {
    if until.is_some_and(|until| until <= now) {
        GrantState::Ended
    } else if from > now {
        GrantState::Coming
    } else {
        GrantState::Live
    }
}

/// What the patient can do about a ground. Why not, `consent::text::why_fixed` tells.
pub const fn acts(ground: Ground, state: GrantState) -> &'static [GrantAct] {
    match (ground, state) {
        (_, GrantState::Ended) => &[],
        (Ground::Grant, GrantState::Live | GrantState::Coming) => {
            &[GrantAct::Change, GrantAct::Revoke]
        }
        // Nobody asked the patient in an emergency: they may close it at once (ACL-5).
        (Ground::Treatment | Ground::BreakGlass, GrantState::Live | GrantState::Coming) => {
            &[GrantAct::Revoke]
        }
        (
            Ground::Own | Ground::Representative | Ground::Asked | Ground::System,
            GrantState::Live | GrantState::Coming,
        ) => &[],
    }
}

/// Sections that are to be opened: at least one.
pub fn check_sections(sections: &[Section]) -> Result<BTreeSet<Section>, FieldReason> {
    let sections: BTreeSet<Section> = sections.iter().copied().collect();
    if sections.is_empty() { Err(FieldReason::Required) } else { Ok(sections) }
}

/// What a grant is for, as it may be kept; it may be left out.
pub fn check_purpose(purpose: Option<&str>) -> Result<Option<String>, FieldReason> {
    match purpose.map(str::trim).filter(|purpose| !purpose.is_empty()) {
        Some(purpose) => check_words(purpose, PURPOSE_MAX).map(Some),
        None => Ok(None),
    }
}

/// A card's number in its one form, `1234-5678-2`. Whether there is such a card, this does not know.
pub fn card_number(typed: &str) -> Result<String, FieldReason> {
    let is_between = |c: &char| matches!(c, '-' | '–' | '\u{a0}') || c.is_whitespace();
    let digits: String = typed.chars().filter(|c| !is_between(c)).collect();
    if digits.is_empty() {
        return Err(FieldReason::Required);
    }
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(FieldReason::DigitsOnly);
    }
    let parts = digits.split_at_checked(4).filter(|_| digits.len() == 9);
    let parts = parts.and_then(|(first, rest)| Some((first, rest.split_at_checked(4)?)));
    let (first, (second, check)) = parts.ok_or(FieldReason::WrongLength)?;
    Ok(format!("{first}-{second}-{check}"))
}

/// Whether a whole number has another check digit than it should: a slip in typing. It tells nothing
/// of whether there is such a card.
pub fn has_slip(typed: &str) -> bool {
    let Ok(number) = card_number(typed) else { return false };
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    digits.split_last().is_some_and(|(check, digits)| luhn_digit(digits) != *check)
}

/// What a practitioner asks, as it may be kept: number, reason, sections.
pub fn check_request(
    new: &NewAccessRequest,
) -> Result<(String, String, BTreeSet<Section>), (&'static str, FieldReason)> {
    if new.key.is_nil() {
        return Err(("key", FieldReason::Required));
    }
    let number = card_number(&new.card_number).map_err(|why| ("card_number", why))?;
    let reason = check_words(&new.reason, PURPOSE_MAX).map_err(|why| ("reason", why))?;
    let sections = check_sections(&new.sections).map_err(|why| ("sections", why))?;
    if new.term == GrantTerm::NoEnd {
        return Err(("term", FieldReason::OutOfRange));
    }
    Ok((number, reason, sections))
}

/// Who is asked opens no more than was asked for, and not for longer.
pub fn check_allowed(
    allowed: &AllowedAccess,
    asked: &BTreeSet<Section>,
    term: GrantTerm,
) -> Result<BTreeSet<Section>, (&'static str, FieldReason)> {
    let sections = check_sections(&allowed.sections).map_err(|why| ("sections", why))?;
    if !sections.is_subset(asked) {
        return Err(("sections", FieldReason::OutOfRange));
    }
    if allowed.term > term {
        return Err(("term", FieldReason::OutOfRange));
    }
    Ok(sections)
}

/// Until when a card that was shown in person stays open: to the end of the next day, by the clock
/// of the clinic.
pub fn presented_until(now: OffsetDateTime, offset: UtcOffset) -> OffsetDateTime {
    let day = now.to_offset(offset).date();
    let after = day.checked_add(Duration::days(2)).unwrap_or(day);
    after.with_time(Time::MIDNIGHT).assume_offset(offset)
}

/// What is offered first where a patient opens the card: all of it, but the notes of one's own.
pub fn first_choice() -> (Level, BTreeSet<Section>, GrantTerm) {
    let sections = Section::ALL.iter().copied().filter(|section| *section != Section::Notes);
    (Level::Full, sections.collect(), GrantTerm::Month)
}

/// Whether a code a camera saw may be a card's: others are not even asked about.
pub fn is_shown_token(text: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    matches!(text.len(), SHOWN_TOKEN | SHOWN_PASS) && text.bytes().all(is_letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_a_whole_number_is_seen_by_its_check_digit() {
        assert!(!has_slip("0000-0001-8") && !has_slip("0000 0001–8"));
        assert!(has_slip("0000-0001-9") && has_slip("0000-0010-8"));
        assert!(!has_slip("0000-0001") && !has_slip(""), "it is not whole yet");
    }
    use time::macros::{datetime, offset};
    use uuid::Uuid;

    fn asked() -> NewAccessRequest {
        NewAccessRequest {
            card_number: "0000 0001–8".into(),
            reason: " перед операцией ".into(),
            sections: vec![Section::Results, Section::Allergies, Section::Results],
            term: GrantTerm::Week,
            key: Uuid::from_u128(5),
        }
    }

    /// ACL-3
    #[test]
    fn a_request_names_a_card_a_reason_and_sections() {
        let (number, reason, sections) = check_request(&asked()).unwrap();
        assert_eq!((number.as_str(), reason.as_str()), ("0000-0001-8", "перед операцией"));
        assert_eq!(sections, BTreeSet::from([Section::Results, Section::Allergies]));
        let wrong = |change: fn(&mut NewAccessRequest)| {
            let mut new = asked();
            change(&mut new);
            check_request(&new).unwrap_err()
        };
        assert_eq!(wrong(|new| new.reason = " ".into()), ("reason", FieldReason::Required));
        assert_eq!(
            wrong(|new| new.card_number = "12".into()),
            ("card_number", FieldReason::WrongLength)
        );
        assert_eq!(
            wrong(|new| new.card_number = "1234-5678-Х".into()),
            ("card_number", FieldReason::DigitsOnly)
        );
        assert_eq!(wrong(|new| new.sections.clear()), ("sections", FieldReason::Required));
        assert_eq!(wrong(|new| new.term = GrantTerm::NoEnd), ("term", FieldReason::OutOfRange));
        assert_eq!(wrong(|new| new.key = Uuid::nil()), ("key", FieldReason::Required));
    }

    /// ACL-3: what is allowed is never more than what was asked.
    #[test]
    fn nobody_gets_more_than_they_asked_for() {
        let asked = BTreeSet::from([Section::Results, Section::Allergies]);
        let allowed = |sections: &[Section], term| {
            let allowed =
                AllowedAccess { level: Level::Limited, sections: sections.to_vec(), term };
            check_allowed(&allowed, &asked, GrantTerm::Week)
        };
        assert!(allowed(&[Section::Results], GrantTerm::Day).is_ok());
        assert!(allowed(&[Section::Results, Section::Allergies], GrantTerm::Week).is_ok());
        let too_much = Err(("sections", FieldReason::OutOfRange));
        assert_eq!(allowed(&[Section::Notes], GrantTerm::Day), too_much);
        let too_long = Err(("term", FieldReason::OutOfRange));
        assert_eq!(allowed(&[Section::Results], GrantTerm::Month), too_long);
        assert_eq!(allowed(&[], GrantTerm::Day), Err(("sections", FieldReason::Required)));
    }

    /// ACL-2, ACL-5
    #[test]
    fn what_opens_the_card_to_others_is_the_patients_to_close() {
        for ground in Ground::ALL {
            for state in GrantState::ALL {
                let is_theirs =
                    matches!(ground, Ground::Grant | Ground::Treatment | Ground::BreakGlass)
                        && *state != GrantState::Ended;
                assert_eq!(acts(*ground, *state).contains(&GrantAct::Revoke), is_theirs);
            }
        }
        assert!(!acts(Ground::Treatment, GrantState::Live).contains(&GrantAct::Change));
    }

    #[test]
    fn a_grant_is_live_from_its_first_moment_until_its_last() {
        let now = datetime!(2026-12-01 12:00 UTC);
        let second = Duration::seconds(1);
        assert_eq!(state_of(now, None, now), GrantState::Live);
        assert_eq!(state_of(now + second, None, now), GrantState::Coming);
        assert_eq!(state_of(now - second, Some(now), now), GrantState::Ended);
        assert_eq!(state_of(now - second, Some(now + second), now), GrantState::Live);
        assert_eq!(GrantTerm::Week.ends_at(now), Some(datetime!(2026-12-08 12:00 UTC)));
        assert_eq!(GrantTerm::NoEnd.ends_at(now), None);
    }

    /// CARD-7: by the clinic's clock, also where its day has begun earlier.
    #[test]
    fn a_shown_card_stays_open_to_the_end_of_the_next_day() {
        let late = datetime!(2026-12-01 22:30 UTC);
        let until = presented_until(late, offset!(+3));
        assert_eq!(until, datetime!(2026-12-04 00:00 +3));
    }
}
