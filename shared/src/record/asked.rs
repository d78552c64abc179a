//! What patients ask of organizations, as both sides see it: to say something to a report, or to
//! send once more what never came (REC-8, REC-11, REC-13, DQ-5).

use serde::{Deserialize, Serialize};
use time::Date;

use super::model::{Entry, PersonName};
use super::report::{Report, ReportKind, check_report};
use crate::access::model::Section;
use crate::contract::FieldReason;
use crate::id::{EntryId, OrganizationId, PatientId};
use crate::journal::model::AskedLook;
use crate::wire_time;

/// An organization whose staff answers here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct OrganizationLink {
    pub id: OrganizationId,
    pub name: String,
}

/// Entries that should be in the card and are not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Missing {
    pub section: Section,
    /// The first day they may be of.
    #[serde(with = "wire_time::optional_date")]
    pub from: Option<Date>,
    /// The last day.
    #[serde(with = "wire_time::optional_date")]
    pub until: Option<Date>,
}

/// Asks an organization to send entries once more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewMissing {
    pub section: Section,
    /// One of those that answer here.
    pub organization: OrganizationId,
    #[serde(with = "wire_time::optional_date")]
    pub from: Option<Date>,
    #[serde(with = "wire_time::optional_date")]
    pub until: Option<Date>,
    /// What is missing, at most 2 000 characters.
    pub words: String,
    /// Made by the client once: sending the same twice keeps one.
    pub key: uuid::Uuid,
}

impl NewMissing {
    /// What is missing with its words as they may be kept, by the clinic's day: nothing of a day to
    /// come can be missing yet.
    pub fn check(&self, today: Date) -> Result<(Missing, String), (&'static str, FieldReason)> {
        let words = check_report(ReportKind::Missing, &self.words).map_err(|why| ("words", why))?;
        if self.key.is_nil() {
            return Err(("key", FieldReason::Required));
        }
        if self.section == Section::Notes || self.section == Section::Administrative {
            return Err(("section", FieldReason::Invalid));
        }
        for (field, day) in [("from", self.from), ("until", self.until)] {
            if day.is_some_and(|day| day > today) {
                return Err((field, FieldReason::InFuture));
            }
        }
        let (from, until) = (self.from, self.until);
        if from.zip(until).is_some_and(|(from, until)| until < from) {
            return Err(("until", FieldReason::BeforeBegin));
        }
        Ok((Missing { section: self.section, from, until }, words.unwrap_or_default()))
    }
}

impl Asking {
    /// Whether it is about no entry, but stands for itself.
    pub const fn is_request(&self) -> bool {
        self.missing.is_some() || self.look.is_some()
    }
}

/// One thing a patient asked of an organization, and how it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Asking {
    /// The entry it is about; of what is missing, what was asked itself.
    pub id: EntryId,
    pub report: Report,
    /// What never came.
    pub missing: Option<Missing>,
    /// The look whose reason is asked for.
    #[serde(default)]
    pub look: Option<AskedLook>,
    /// The entry it is about, as it is now.
    pub entry: Option<Entry>,
}

/// The same with whose card it is about, as those see it who answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct AskedItem {
    pub patient: PatientId,
    pub name: PersonName,
    #[serde(with = "wire_time::date")]
    pub birth_date: Date,
    /// The card's number with its check digit.
    pub card_number: String,
    pub asking: Asking,
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    fn missing() -> NewMissing {
        NewMissing {
            section: Section::Results,
            organization: OrganizationId(uuid::Uuid::from_u128(1)),
            from: Some(date!(2026 - 02 - 01)),
            until: Some(date!(2026 - 03 - 01)),
            words: " анализ крови ".into(),
            key: uuid::Uuid::from_u128(2),
        }
    }

    #[test]
    fn what_is_missing_has_words_and_days_that_were() {
        let today = date!(2026 - 11 - 01);
        let (found, words) = missing().check(today).unwrap();
        assert_eq!((found.from, found.until), (missing().from, missing().until));
        assert_eq!(words, "анализ крови");
        let wrong = |change: fn(&mut NewMissing)| {
            let mut new = missing();
            change(&mut new);
            new.check(today).unwrap_err()
        };
        assert_eq!(wrong(|new| new.words = " ".into()), ("words", FieldReason::Required));
        assert_eq!(wrong(|new| new.key = uuid::Uuid::nil()), ("key", FieldReason::Required));
        assert_eq!(wrong(|new| new.section = Section::Notes), ("section", FieldReason::Invalid));
        let late = wrong(|new| {
            (new.from, new.until) = (Some(date!(2026 - 11 - 02)), None);
        });
        assert_eq!(late, ("from", FieldReason::InFuture));
        let early = wrong(|new| new.until = Some(date!(2026 - 01 - 01)));
        assert_eq!(early, ("until", FieldReason::BeforeBegin));
    }
}
