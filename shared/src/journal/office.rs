//! What the security officer looks for in all journals (AUD-3, ACL-6): journals, not cards.

use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use super::model::{ActorKind, Deed, Outcome, View};
use crate::access::model::{Action, Ground, Role, Section};
use crate::accounts::model::SecurityEvent;
use crate::admin::model::FieldChange;
use crate::admin::text::all_changes;
use crate::contract::{FieldReason, Route, route};
use crate::endpoint;
use crate::id::AccountId;
use crate::lang::Lang;
use crate::wire_time;

/// The most days one question is about, the first and the last included.
pub const DAYS_MAX: i64 = 31;
/// The most characters of who is looked for.
pub const PERSON_MAX: usize = 200;

endpoint! {
    /// Lines of all journals, newest first. A POST, since who is looked for does not belong in a URL;
    /// what was asked is journalled.
    SearchAudit {}
    Post "/audit/search" with AuditQuery => AuditPage
}

endpoint! {
    /// What a person is called whose lines were found; journalled.
    NameAudited {}
    Post "/audit/names" with AuditedAccount => AuditedName
}

endpoint! {
    /// The same lines as a table (RFC 4180), in UTF-8 with a byte order mark: text and not JSON.
    /// Journalled.
    ExportAudit {}
    Post "/audit/export" with AuditQuery => String
}

pub const ROUTES: &[Route] =
    &[route::<SearchAudit>(), route::<NameAudited>(), route::<ExportAudit>()];

/// What is looked for. All but the days is optional; what is given has to hold together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct AuditQuery {
    /// The first day, by the clock of the portal.
    #[serde(with = "wire_time::date")]
    pub from: Date,
    /// The last day, at most 30 days after the first.
    #[serde(with = "wire_time::date")]
    pub until: Date,
    /// Part of a name, a login, or an account's id.
    #[serde(default)]
    pub person: Option<String>,
    /// Whose journal: the card's number.
    #[serde(default)]
    pub card_number: Option<String>,
    #[serde(default)]
    pub action: Option<Action>,
    #[serde(default)]
    pub deed: Option<Deed>,
    /// How a network address begins.
    #[serde(default)]
    pub address: Option<String>,
    #[serde(default)]
    pub outcome: Option<Outcome>,
    #[serde(default)]
    pub ground: Option<Ground>,
    /// Where the page before ended.
    #[serde(default)]
    pub cursor: Option<String>,
}

impl AuditQuery {
    /// All that was done on these days.
    pub const fn days(from: Date, until: Date) -> Self {
        Self {
            from,
            until,
            person: None,
            card_number: None,
            action: None,
            deed: None,
            address: None,
            outcome: None,
            ground: None,
            cursor: None,
        }
    }

    /// Which field is wrong, and why.
    pub fn check(&self) -> Result<(), (&'static str, FieldReason)> {
        if self.until < self.from {
            return Err(("until", FieldReason::BeforeBegin));
        }
        if (self.until - self.from).whole_days() >= DAYS_MAX {
            return Err(("until", FieldReason::OutOfRange));
        }
        let texts = [
            ("person", self.person.as_deref()),
            ("card_number", self.card_number.as_deref()),
            ("address", self.address.as_deref()),
        ];
        let is_long =
            |text: Option<&str>| text.is_some_and(|text| text.chars().count() > PERSON_MAX);
        match texts.into_iter().find(|(_, text)| is_long(*text)) {
            Some((field, _)) => Err((field, FieldReason::TooLong)),
            None => Ok(()),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct AuditPage {
    pub lines: Vec<AuditLine>,
    /// Where the next page starts; a page may be empty and still have one: so much is read at once.
    pub next_cursor: Option<String>,
}

/// One line of a journal, as the security officer sees it: no clinical content, and no patient's
/// name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct AuditLine {
    /// Whose journal: a card's, an account's or an organization's id.
    pub chain: Uuid,
    /// Its number in that journal.
    pub seq: i64,
    #[serde(with = "wire_time::moment")]
    pub at: OffsetDateTime,
    pub who: ActorKind,
    pub account: Option<AccountId>,
    /// Of staff and of programs; patients have to be asked for by [`NameAudited`].
    pub name: Option<String>,
    pub role: Option<Role>,
    /// By name.
    pub organization: Option<String>,
    /// Where the journal is a card's.
    pub card_number: Option<String>,
    pub deed: Deed,
    pub action: Option<Action>,
    pub view: Option<View>,
    pub event: Option<SecurityEvent>,
    pub ground: Option<Ground>,
    pub outcome: Outcome,
    pub address: Option<String>,
    /// «Chrome, Windows»
    pub device: Option<String>,
    /// What it was done to, by its id alone.
    pub object: Option<Uuid>,
    /// The section of the entry it was done to.
    pub section: Option<Section>,
    /// What was looked for, where it was a search of journals.
    pub terms: Option<String>,
    /// What was changed, from what to what, where the line is about administration.
    pub changes: Vec<FieldChange>,
    /// What to quote to whoever reads the server's log.
    pub request_id: Option<String>,
}

/// Whose name is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct AuditedAccount {
    pub account: AccountId,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "server", derive(poem_openapi::Object))]
pub struct AuditedName {
    pub name: String,
}

/// The columns of an exported table, in their order.
pub const COLUMNS: [&str; 20] = [
    "at",
    "journal",
    "number",
    "card",
    "account",
    "name",
    "role",
    "organization",
    "deed",
    "action",
    "view",
    "event",
    "ground",
    "outcome",
    "address",
    "device",
    "object",
    "section",
    "terms",
    "changes",
];

impl AuditLine {
    /// The same in the order of [`COLUMNS`]; `at` as it is to be written.
    pub fn columns(&self, at: String) -> [String; 20] {
        fn word<T: ToString>(word: Option<&T>) -> String {
            word.map(ToString::to_string).unwrap_or_default()
        }
        [
            at,
            self.chain.to_string(),
            self.seq.to_string(),
            word(self.card_number.as_ref()),
            word(self.account.as_ref()),
            word(self.name.as_ref()),
            word(self.role.as_ref()),
            word(self.organization.as_ref()),
            self.deed.to_string(),
            word(self.action.as_ref()),
            word(self.view.as_ref()),
            word(self.event.as_ref()),
            word(self.ground.as_ref()),
            self.outcome.to_string(),
            word(self.address.as_ref()),
            word(self.device.as_ref()),
            word(self.object.as_ref()),
            word(self.section.as_ref()),
            word(self.terms.as_ref()),
            all_changes(Lang::En, &self.changes),
        ]
    }
}

/// A row of a table (RFC 4180), with its line end. What a spreadsheet would take for a formula is
/// made text by an apostrophe before it (OWASP, CSV injection).
pub fn csv_row<T: AsRef<str>>(fields: &[T]) -> String {
    let mut row = String::new();
    for (i, field) in fields.iter().enumerate() {
        if i > 0 {
            row.push(',');
        }
        let field = field.as_ref();
        row.push('"');
        if field.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
            row.push('\'');
        }
        row.push_str(&field.replace('"', "\"\""));
        row.push('"');
    }
    row.push_str("\r\n");
    row
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    /// AUD-3: nothing in a table runs when it is opened.
    #[test]
    fn a_row_is_text_whatever_it_holds() {
        assert_eq!(csv_row(&["a", "б \"в\", г", ""]), "\"a\",\"б \"\"в\"\", г\",\"\"\r\n");
        for formula in ["=1+1", "+7", "-2", "@SUM(A1)", "\t=1", "\r=1"] {
            assert_eq!(csv_row(&[formula]), format!("\"'{formula}\"\r\n"));
        }
    }

    #[test]
    fn a_question_is_about_a_month_at_most() {
        let of = |from, until| AuditQuery::days(from, until).check();
        assert_eq!(of(date!(2026 - 12 - 01), date!(2026 - 12 - 31)), Ok(()));
        let long = of(date!(2026 - 12 - 01), date!(2027 - 01 - 01));
        assert_eq!(long, Err(("until", FieldReason::OutOfRange)));
        let wrong = of(date!(2026 - 12 - 02), date!(2026 - 12 - 01));
        assert_eq!(wrong, Err(("until", FieldReason::BeforeBegin)));
        let person = Some("я".repeat(PERSON_MAX + 1));
        let day = date!(2026 - 12 - 01);
        let long = AuditQuery { person, ..AuditQuery::days(day, day) }.check();
        assert_eq!(long, Err(("person", FieldReason::TooLong)));
    }
}
