//! Whom a patient may trust with what and until when; decided on values only.

use std::collections::BTreeSet;

use time::{Date, Duration, OffsetDateTime, Time, UtcOffset};

use super::model::{
    ChangedRepresentative, NewRepresentative, PowerOfAttorney, Relation, RepresentationState,
};
use crate::access::model::Section;
use crate::contract::FieldReason;
use crate::record::rules::check_words;

/// The most characters of what a patient calls somebody.
pub const NAME_MAX: usize = 100;
/// The most characters of the number of a power of attorney.
pub const DOCUMENT_MAX: usize = 60;
/// The longest a right is given for: three years, one of them with a 29 February.
pub const TERM_MAX: Duration = Duration::days(3 * 365 + 1);
/// What a page offers first.
pub const TERM_USUAL: Duration = Duration::days(365);
/// How long a code can be used.
pub const CODE_LIVES: Duration = Duration::days(7);
/// Wrong codes one account may type within an hour.
pub const CODE_TRIES: u8 = 5;
/// People who may act for one patient, or be invited to, at once.
pub const REPRESENTATIVES_MAX: usize = 20;
/// Signs of a code: without those that look or sound like others.
pub const CODE_LETTERS: &[u8; 31] = b"23456789ABCDEFGHJKMNPQRSTUVWXYZ";
/// How many of them a code has.
pub const CODE_LENGTH: usize = 10;

/// What is kept of an invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedRepresentative {
    pub name: String,
    pub sections: BTreeSet<Section>,
    pub document: Option<PowerOfAttorney>,
}

/// An invitation as it may be kept; `today` by the clock of the clinic.
pub fn check_representative(
    new: &NewRepresentative,
    today: Date,
) -> Result<CheckedRepresentative, (&'static str, FieldReason)> {
    if new.key.is_nil() {
        return Err(("key", FieldReason::Required));
    }
    let name = check_words(&new.name, NAME_MAX).map_err(|why| ("name", why))?;
    let document = check_document(new.relation, new.document.as_ref(), today)?;
    check_until(new.until, document.as_ref(), today).map_err(|why| ("until", why))?;
    Ok(CheckedRepresentative { name, sections: sections_of(&new.sections), document })
}

/// What is to be opened instead; `document` is what the person acts by, where they do.
pub fn check_change(
    changed: &ChangedRepresentative,
    document: Option<&PowerOfAttorney>,
    today: Date,
) -> Result<BTreeSet<Section>, (&'static str, FieldReason)> {
    check_until(changed.until, document, today).map_err(|why| ("until", why))?;
    Ok(sections_of(&changed.sections))
}

/// Who acts by a power of attorney says which, and nobody else has one.
fn check_document(
    relation: Relation,
    document: Option<&PowerOfAttorney>,
    today: Date,
) -> Result<Option<PowerOfAttorney>, (&'static str, FieldReason)> {
    match (relation, document) {
        (Relation::Attorney, None) => Err(("document", FieldReason::Required)),
        (Relation::Attorney, Some(document)) => {
            let number =
                check_words(&document.number, DOCUMENT_MAX).map_err(|why| ("document", why))?;
            if document.until < today {
                return Err(("document", FieldReason::OutOfRange));
            }
            Ok(Some(PowerOfAttorney { number, until: document.until }))
        }
        (
            Relation::Spouse
            | Relation::Parent
            | Relation::Child
            | Relation::Relative
            | Relation::Friend
            | Relation::Carer,
            None,
        ) => Ok(None),
        (
            Relation::Spouse
            | Relation::Parent
            | Relation::Child
            | Relation::Relative
            | Relation::Friend
            | Relation::Carer,
            Some(_),
        ) => Err(("document", FieldReason::Invalid)),
    }
}

/// From today on, for three years at most, and never longer than the power of attorney.
fn check_until(
    until: Date,
    document: Option<&PowerOfAttorney>,
    today: Date,
) -> Result<(), FieldReason> {
    let is_long = until - today > TERM_MAX;
    let outlives = document.is_some_and(|document| until > document.until);
    if until < today || is_long || outlives { Err(FieldReason::OutOfRange) } else { Ok(()) }
}

fn sections_of(sections: &[Section]) -> BTreeSet<Section> {
    let chosen = if sections.is_empty() { Section::ALL } else { sections };
    chosen.iter().copied().collect()
}

/// When a right ends whose last day this is.
pub fn ends_at(until: Date, offset: UtcOffset) -> OffsetDateTime {
    let after = until.next_day().unwrap_or(until);
    after.with_time(Time::MIDNIGHT).assume_offset(offset)
}

/// The last day of a right that ends at that moment.
pub fn last_day(ends_at: OffsetDateTime, offset: UtcOffset) -> Date {
    (ends_at - Duration::microseconds(1)).to_offset(offset).date()
}

/// How a right stands that was given until `ends_at` and ended before, if it did. `code_until`:
/// while it is not answered.
pub fn state_of(
    ends_at: OffsetDateTime,
    ended_at: Option<OffsetDateTime>,
    code_until: Option<OffsetDateTime>,
    now: OffsetDateTime,
) -> RepresentationState {
    let is_over = ended_at.is_some() || ends_at <= now;
    match code_until {
        _ if is_over => RepresentationState::Ended,
        Some(lapses) if lapses <= now => RepresentationState::Ended,
        Some(_) => RepresentationState::Waiting,
        None => RepresentationState::Live,
    }
}

/// A code in its one form, ten signs, whatever stands between them and in whatever case: Russian
/// letters that look like these are taken for them. Nothing where it cannot be one.
pub fn code_of(typed: &str) -> Option<String> {
    let is_between = |c: &char| matches!(c, '-' | '–' | '—' | '\u{a0}') || c.is_whitespace();
    let signs: Option<String> = typed.chars().filter(|c| !is_between(c)).map(sign_of).collect();
    signs.filter(|signs| signs.len() == CODE_LENGTH)
}

fn sign_of(typed: char) -> Option<char> {
    let latin = match typed {
        'А' | 'а' => 'A',
        'В' | 'в' => 'B',
        'Е' | 'е' => 'E',
        'З' | 'з' => '3',
        'К' | 'к' => 'K',
        'М' | 'м' => 'M',
        'Н' | 'н' => 'H',
        'Р' | 'р' => 'P',
        'С' | 'с' => 'C',
        'Т' | 'т' => 'T',
        'У' | 'у' => 'Y',
        'Х' | 'х' => 'X',
        other => other.to_ascii_uppercase(),
    };
    let is_sign = CODE_LETTERS.iter().any(|letter| char::from(*letter) == latin);
    is_sign.then_some(latin)
}

/// `ABCDE-FGHJK`: in halves it is easier to tell.
pub fn shown_code(code: &str) -> String {
    match code.split_at_checked(CODE_LENGTH / 2) {
        Some((first, second)) => format!("{first}-{second}"),
        None => code.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::access::model::Level;
    use time::macros::{date, datetime, offset};
    use uuid::Uuid;

    const TODAY: Date = date!(2026 - 12 - 01);

    fn invited() -> NewRepresentative {
        NewRepresentative {
            name: " Дочь Мария ".into(),
            relation: Relation::Child,
            level: Level::Full,
            sections: vec![],
            until: date!(2027 - 12 - 01),
            document: None,
            key: Uuid::from_u128(5),
        }
    }

    fn wrong(change: impl FnOnce(&mut NewRepresentative)) -> (&'static str, FieldReason) {
        let mut new = invited();
        change(&mut new);
        check_representative(&new, TODAY).unwrap_err()
    }

    /// CARD-12
    #[test]
    fn a_trusted_person_has_a_name_and_an_end_within_three_years() {
        let kept = check_representative(&invited(), TODAY).unwrap();
        assert_eq!(kept.name, "Дочь Мария");
        assert_eq!(kept.sections.len(), Section::ALL.len());
        assert_eq!(wrong(|new| new.name = " ".into()), ("name", FieldReason::Required));
        let far = ("until", FieldReason::OutOfRange);
        assert_eq!(wrong(|new| new.until = date!(2026 - 11 - 30)), far);
        assert_eq!(wrong(|new| new.until = date!(2029 - 12 - 02)), far);
        let mut longest = invited();
        longest.until = date!(2029 - 12 - 01);
        assert!(check_representative(&longest, TODAY).is_ok());
        assert_eq!(wrong(|new| new.key = Uuid::nil()), ("key", FieldReason::Required));
    }

    /// CARD-12: a right by power of attorney never outlives it.
    #[test]
    fn an_attorney_acts_no_longer_than_the_paper_says() {
        let paper = |until| Some(PowerOfAttorney { number: " 77 АБ 123 ".into(), until });
        let attorney = |until| {
            let mut new = invited();
            new.relation = Relation::Attorney;
            new.document = paper(until);
            check_representative(&new, TODAY)
        };
        let kept = attorney(date!(2027 - 12 - 01)).unwrap();
        assert_eq!(kept.document.unwrap().number, "77 АБ 123");
        let outlives = Err(("until", FieldReason::OutOfRange));
        assert_eq!(attorney(date!(2027 - 11 - 30)), outlives);
        let lapsed = Err(("document", FieldReason::OutOfRange));
        assert_eq!(attorney(date!(2026 - 11 - 30)), lapsed);
        let none = wrong(|new| new.relation = Relation::Attorney);
        assert_eq!(none, ("document", FieldReason::Required));
        let others = wrong(|new| new.document = paper(date!(2028 - 01 - 01)));
        assert_eq!(others, ("document", FieldReason::Invalid));
        let longer = ChangedRepresentative {
            level: Level::Full,
            sections: vec![],
            until: date!(2028 - 01 - 02),
        };
        let paper = paper(date!(2028 - 01 - 01));
        let refused = check_change(&longer, paper.as_ref(), TODAY);
        assert_eq!(refused, Err(("until", FieldReason::OutOfRange)));
    }

    #[test]
    fn the_last_day_lasts_until_its_midnight_at_the_clinic() {
        let ends = ends_at(date!(2027 - 05 - 12), offset!(+3));
        assert_eq!(ends, datetime!(2027-05-13 00:00 +3));
        assert_eq!(last_day(ends, offset!(+3)), date!(2027 - 05 - 12));
    }

    #[test]
    fn an_invitation_waits_until_its_code_lapses() {
        let now = datetime!(2026-12-01 12:00 UTC);
        let (day, second) = (Duration::days(1), Duration::seconds(1));
        let until = now + day * 300;
        assert_eq!(state_of(until, None, Some(now + second), now), RepresentationState::Waiting);
        assert_eq!(state_of(until, None, Some(now), now), RepresentationState::Ended);
        assert_eq!(state_of(until, None, None, now), RepresentationState::Live);
        assert_eq!(state_of(now, None, None, now), RepresentationState::Ended);
        assert_eq!(state_of(until, Some(now), None, now), RepresentationState::Ended);
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = "AB3HK-MPTYX";
        let whole = code_of(code).unwrap();
        assert_eq!(whole, "AB3HKMPTYX");
        assert_eq!(shown_code(&whole), code);
        for typed in ["ab3hkmptyx", " ab3hk mptyx ", "АВ3НК–МРТУХ", "авзнкмртух"]
        {
            assert_eq!(code_of(typed).as_deref(), Some("AB3HKMPTYX"), "{typed}");
        }
        // Too short, too long, and signs that no code has.
        for typed in ["AB3HK-MPTY", "AB3HK-MPTYXX", "AB3HK-MPTY0", "AB3HK-MPTYЖ", ""] {
            assert_eq!(code_of(typed), None, "{typed}");
        }
    }
}
