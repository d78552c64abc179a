//! What a patient says against an entry, and what becomes of it (REC-8, REC-13).

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime, Weekday};

use super::rules::check_words;
use crate::contract::FieldReason;
use crate::id::EntryId;
use crate::wire_time;
use crate::words::words;

/// The most characters of a report, and of its answer.
pub const REPORT_MAX: usize = 2_000;
/// Working days within which an organization has to answer.
const WORKING_DAYS: u8 = 10;

words! {
    /// What is wrong with an entry.
    ReportKind {
        NeverHappened "never_happened",
        Mistake "mistake",
        /// What should be there has not come: about no entry.
        Missing "missing",
        /// Somebody looked, and the patient wants to know why: about a line of the journal (ACL-7).
        WhyLooked "why_looked",
    }

    /// How a report stands.
    ReportState {
        Open "open",
        /// By who made it, before it was answered.
        TakenBack "taken_back",
        /// Accepted: the entry is said to have been entered in error.
        EntryWithdrawn "entry_withdrawn",
        /// Accepted: the organization will write a correction.
        CorrectionFollows "correction_follows",
        Declined "declined",
        /// What was missing has been sent once more.
        Resent "resent",
        /// The organization has said why somebody looked.
        Explained "explained",
    }

    /// How a report is answered.
    ReportOutcome {
        EntryWithdrawn "entry_withdrawn",
        CorrectionFollows "correction_follows",
        Declined "declined",
        Resent "resent",
        Explained "explained",
    }
}

impl ReportKind {
    /// What can be said of an entry.
    pub const OF_ENTRY: &[Self] = &[Self::NeverHappened, Self::Mistake];

    /// How a report of this kind may be answered.
    pub const fn outcomes(self) -> &'static [ReportOutcome] {
        match self {
            Self::NeverHappened | Self::Mistake => &[
                ReportOutcome::EntryWithdrawn,
                ReportOutcome::CorrectionFollows,
                ReportOutcome::Declined,
            ],
            Self::Missing => &[ReportOutcome::Resent, ReportOutcome::Declined],
            // The organization must answer (ACL-7): there is nothing to decline.
            Self::WhyLooked => &[ReportOutcome::Explained],
        }
    }
}

impl ReportOutcome {
    pub const fn state(self) -> ReportState {
        match self {
            Self::EntryWithdrawn => ReportState::EntryWithdrawn,
            Self::CorrectionFollows => ReportState::CorrectionFollows,
            Self::Declined => ReportState::Declined,
            Self::Resent => ReportState::Resent,
            Self::Explained => ReportState::Explained,
        }
    }
}

/// A report about one entry. It stays attached to the entry, however it ends.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Report {
    /// Grows with all that happens to the reports about an entry: who answers says what they saw.
    pub version: u32,
    pub kind: ReportKind,
    /// In the words of who made it; absent where there are none, and for others than the patient
    /// and the organization that is asked.
    pub words: Option<String>,
    #[serde(with = "wire_time::moment")]
    pub made_at: OffsetDateTime,
    /// Who is asked, where the entry names an organization.
    pub organization: Option<String>,
    /// The last day for the answer; absent where nobody here can answer.
    #[serde(with = "wire_time::optional_date")]
    pub due_on: Option<Date>,
    pub state: ReportState,
    pub answer: Option<ReportAnswer>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ReportAnswer {
    /// What the organization says to it; for whom the words of the report are.
    pub text: Option<String>,
    /// Who answered, as printed: `Соколова Е. В.`
    pub by: String,
    #[serde(with = "wire_time::moment")]
    pub at: OffsetDateTime,
}

/// The mark an entry has in lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct ReportMark {
    pub entry: EntryId,
    pub kind: ReportKind,
    pub state: ReportState,
}

/// Who would be asked about an entry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct Asked {
    /// As the entry names it.
    pub organization: Option<String>,
    /// Whether its doctors work with this system and can answer.
    pub answers_here: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewReport {
    pub kind: ReportKind,
    /// What is wrong, at most 2 000 characters; may be empty where it never happened.
    pub words: String,
    /// Made by the client once per report: sending the same one twice keeps one.
    pub key: uuid::Uuid,
}

/// Which report is taken back, as it was seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct SeenReport {
    pub version: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct NewAnswer {
    /// The [`Report::version`] that is answered.
    pub version: u32,
    pub outcome: ReportOutcome,
    /// At most 2 000 characters; a refusal needs its reason.
    pub text: String,
}

/// The last day for an answer to what was said on `day`: ten working days after it (Federal law
/// 152-ФЗ, articles 20 and 21). Saturdays and Sundays are no working days; public holidays and
/// working days moved by decree are not known here, so the day may be earlier than the law asks.
pub fn due_on(day: Date) -> Date {
    let mut left = WORKING_DAYS;
    let mut due = day;
    while left > 0 {
        // At the end of the calendar time stands still.
        let Some(next) = due.next_day() else { return due };
        due = next;
        left -= u8::from(!matches!(due.weekday(), Weekday::Saturday | Weekday::Sunday));
    }
    due
}

/// The words of a report as they may be kept: needed where something is to be mended.
pub fn check_report(kind: ReportKind, words: &str) -> Result<Option<String>, FieldReason> {
    let is_needed = match kind {
        ReportKind::Mistake | ReportKind::Missing => true,
        ReportKind::NeverHappened | ReportKind::WhyLooked => false,
    };
    optional_words(words, is_needed)
}

/// The words of an answer as they may be kept: a refusal is explained.
pub fn check_answer(outcome: ReportOutcome, text: &str) -> Result<Option<String>, FieldReason> {
    let is_needed = match outcome {
        ReportOutcome::Declined | ReportOutcome::Explained => true,
        ReportOutcome::EntryWithdrawn
        | ReportOutcome::CorrectionFollows
        | ReportOutcome::Resent => false,
    };
    optional_words(text, is_needed)
}

fn optional_words(words: &str, is_needed: bool) -> Result<Option<String>, FieldReason> {
    match check_words(words, REPORT_MAX) {
        Ok(words) => Ok(Some(words)),
        Err(FieldReason::Required) if !is_needed => Ok(None),
        Err(reason) => Err(reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn ten_working_days_are_two_weeks() {
        // From a Tuesday to a Tuesday.
        assert_eq!(due_on(date!(2026 - 12 - 01)), date!(2026 - 12 - 15));
        // What is said at the weekend counts from Monday on.
        assert_eq!(due_on(date!(2026 - 12 - 05)), date!(2026 - 12 - 18));
        assert_eq!(due_on(date!(2026 - 12 - 06)), date!(2026 - 12 - 18));
        assert_eq!(due_on(date!(2026 - 12 - 04)), date!(2026 - 12 - 18));
        assert_eq!(due_on(Date::MAX), Date::MAX);
    }

    #[test]
    fn a_mistake_and_a_refusal_need_words() {
        assert_eq!(check_report(ReportKind::NeverHappened, " "), Ok(None));
        assert_eq!(check_report(ReportKind::Mistake, " "), Err(FieldReason::Required));
        assert_eq!(
            check_report(ReportKind::Mistake, " не та дата "),
            Ok(Some("не та дата".into()))
        );
        assert_eq!(check_report(ReportKind::WhyLooked, " "), Ok(None));
        assert_eq!(check_answer(ReportOutcome::EntryWithdrawn, ""), Ok(None));
        assert_eq!(check_answer(ReportOutcome::Explained, " "), Err(FieldReason::Required));
        assert_eq!(check_answer(ReportOutcome::Declined, "\u{200b}"), Err(FieldReason::Required));
        let long = "ё".repeat(REPORT_MAX + 1);
        assert_eq!(check_report(ReportKind::NeverHappened, &long), Err(FieldReason::TooLong));
    }
}
