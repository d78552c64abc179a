//! Who may be employed as what, and when they work; decided on values only.

use time::Date;

use super::model::{ChangedField, FieldChange, OrganizationFacts, StaffState};
use crate::access::model::Role;
use crate::contract::FieldReason;
use crate::record::rules::check_words;

/// The most characters of a name of an organization or a department, of a position, and of what is
/// searched for.
pub const NAME_MAX: usize = 200;
/// The most characters of an address.
pub const ADDRESS_MAX: usize = 300;
/// The most characters of a phone.
pub const PHONE_MAX: usize = 60;
/// Departments of one organization, closed ones included.
pub const DEPARTMENTS_MAX: u32 = 500;
/// Members on a page.
pub const PAGE: usize = 50;

/// The roles an organization gives. Who administers, reviews or supports is appointed by the
/// operator of the portal.
pub const GIVEN: &[Role] =
    &[Role::Doctor, Role::Nurse, Role::Registrar, Role::Laboratory, Role::Pharmacist];

/// Which field is wrong, and why.
pub type Wrong = (&'static str, FieldReason);

/// Whether this role administers the organization it is held in.
pub const fn administers(role: Role) -> bool {
    matches!(role, Role::Administrator)
}

/// Whether an organization may give this role to somebody who has `now`.
pub fn may_be_given(role: Role, now: Option<Role>) -> bool {
    GIVEN.contains(&role) || now == Some(role)
}

/// Whether somebody with this term works at `now`; all in microseconds since 1970.
pub fn state(starts_at: i64, ends_at: Option<i64>, now: i64) -> StaffState {
    if ends_at.is_some_and(|end| end <= now) {
        StaffState::Ended
    } else if starts_at > now {
        StaffState::Coming
    } else {
        StaffState::Live
    }
}

/// What an organization is called and how it is reached, as it may be kept: name, address, phone.
pub fn check_facts(
    facts: &OrganizationFacts,
) -> Result<(String, Option<String>, Option<String>), Wrong> {
    let name = check_line(&facts.name, NAME_MAX).map_err(|why| ("name", why))?;
    let address = check_optional(&facts.address, ADDRESS_MAX).map_err(|why| ("address", why))?;
    let phone = check_optional(&facts.phone, PHONE_MAX).map_err(|why| ("phone", why))?;
    Ok((name, address, phone))
}

/// Words on one line, as they may be kept.
pub fn check_line(text: &str, max: usize) -> Result<String, FieldReason> {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    check_words(&line, max)
}

/// The same where there may be none.
pub fn check_optional(text: &str, max: usize) -> Result<Option<String>, FieldReason> {
    match check_line(text, max) {
        Ok(line) => Ok(Some(line)),
        Err(FieldReason::Required) => Ok(None),
        Err(why) => Err(why),
    }
}

/// A term as it may be kept: the last day is neither over nor before the first.
pub fn check_term(from: Option<Date>, until: Option<Date>, today: Date) -> Result<(), Wrong> {
    if from.is_some_and(|from| from < today) {
        return Err(("from", FieldReason::OutOfRange));
    }
    match until {
        Some(until) if until < today => Err(("until", FieldReason::OutOfRange)),
        Some(until) if from.is_some_and(|from| until < from) => {
            Err(("until", FieldReason::BeforeBegin))
        }
        Some(_) | None => Ok(()),
    }
}

/// What is not as it was, in the order given.
pub fn changes(
    fields: impl IntoIterator<Item = (ChangedField, Option<String>, Option<String>)>,
) -> Vec<FieldChange> {
    fields
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(field, before, after)| FieldChange { field, before, after })
        .collect()
}

/// In small letters, «ё» as «е»: for looking up names.
pub fn folded(text: &str) -> String {
    text.to_lowercase().replace('ё', "е")
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    /// ADM-1, ACL-6: nobody is made an administrator or an officer from inside an organization.
    #[test]
    fn an_organization_gives_no_role_above_its_own() {
        for role in Role::ALL {
            let is_given = GIVEN.contains(role);
            assert_eq!(may_be_given(*role, None), is_given, "{role}");
            assert_eq!(may_be_given(*role, Some(Role::Nurse)), is_given, "{role}");
            assert!(!is_given || role.is_staff() && !administers(*role), "{role}");
        }
        assert!(may_be_given(Role::Administrator, Some(Role::Administrator)), "what is, may stay");
    }

    /// ADM-1: the first moment counts, the last one does not.
    #[test]
    fn a_term_holds_from_its_first_moment_to_its_last() {
        assert_eq!(state(10, Some(20), 9), StaffState::Coming);
        assert_eq!(state(10, Some(20), 10), StaffState::Live);
        assert_eq!(state(10, Some(20), 19), StaffState::Live);
        assert_eq!(state(10, Some(20), 20), StaffState::Ended);
        assert_eq!(state(10, None, i64::MAX), StaffState::Live);
        assert_eq!(state(10, Some(5), 7), StaffState::Ended, "called off before it began");
    }

    #[test]
    fn a_term_ends_no_earlier_than_it_begins() {
        let today = date!(2026 - 12 - 01);
        let (tomorrow, yesterday) = (date!(2026 - 12 - 02), date!(2026 - 11 - 30));
        assert_eq!(check_term(None, None, today), Ok(()));
        assert_eq!(check_term(Some(today), Some(today), today), Ok(()));
        let early = Err(("from", FieldReason::OutOfRange));
        assert_eq!(check_term(Some(yesterday), None, today), early);
        let over = Err(("until", FieldReason::OutOfRange));
        assert_eq!(check_term(None, Some(yesterday), today), over);
        let turned = Err(("until", FieldReason::BeforeBegin));
        assert_eq!(check_term(Some(tomorrow), Some(today), today), turned);
    }

    /// ADM-1: before and after, and only of what is not as it was.
    #[test]
    fn a_change_tells_before_and_after() {
        let some = |text: &str| Some(text.to_owned());
        let told = changes([
            (ChangedField::Role, some("nurse"), some("doctor")),
            (ChangedField::Position, some("терапевт"), some("терапевт")),
            (ChangedField::Until, None, some("2026-12-31")),
        ]);
        let fields: Vec<_> = told.iter().map(|change| change.field).collect();
        assert_eq!(fields, [ChangedField::Role, ChangedField::Until]);
        assert_eq!(told.first().and_then(|change| change.before.clone()), some("nurse"));
    }

    #[test]
    fn what_is_kept_is_one_line_of_words() {
        let facts = |name: &str, phone: &str| OrganizationFacts {
            name: name.into(),
            address: " ".into(),
            phone: phone.into(),
            version: 0,
        };
        let kept = check_facts(&facts(" Поликлиника\n№ 7 ", "8 800 100-00-00")).unwrap();
        let expected = ("Поликлиника № 7".to_owned(), None, Some("8 800 100-00-00".to_owned()));
        assert_eq!(kept, expected);
        assert_eq!(check_facts(&facts(" ", "")), Err(("name", FieldReason::Required)));
        let long = "1".repeat(PHONE_MAX + 1);
        assert_eq!(check_facts(&facts("Аптека", &long)), Err(("phone", FieldReason::TooLong)));
    }
}
