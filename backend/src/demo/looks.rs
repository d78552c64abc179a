//! Who has looked at a demo card: a journal with nothing but one's own reading shows little.

use sea_orm::DatabaseTransaction;
use shared::access::model::{Action, Ground, Role};
use shared::id::AccountId;
use shared::journal::model::{Outcome, View};
use time::Duration;

use super::people::{CLINIC, DOCTOR, DemoPerson, FAMILY_DOCTOR, FEED, LABORATORY, NURSE};
use crate::app::{App, micros};
use crate::audit::{self, AppendError, Head, Line, NewLine, What};

/// A tablet of the clinic.
const TABLET: &str = "Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) AppleWebKit/605 Safari/604.1";

/// Writes the lines; for [`audit::Journal::cover`] after the commit. They stand behind the card's
/// first line, and the newest of them is the head.
pub async fn add(
    app: &App,
    tx: &DatabaseTransaction,
    person: &DemoPerson,
) -> Result<Vec<Head>, AppendError> {
    let chain = person.patient().0;
    let ago = |hours: i64| micros(app.now() - Duration::hours(hours));
    let lines: Vec<NewLine> =
        looks().into_iter().map(|(hours, line)| NewLine { chain, at: ago(hours), line }).collect();
    audit::append(tx, &app.keys().deployment().journal, &lines).await
}

/// How many hours ago, and what.
fn looks() -> Vec<(i64, Line)> {
    let summary = What::Access(Action::ReadSummary);
    let entries = What::Access(Action::ReadEntries);
    let by_program = Line {
        account: Some(AccountId(FEED)),
        role: Some(Role::Program),
        organization: Some(LABORATORY),
        ground: Some(Ground::System),
        ..Line::system(What::Access(Action::ReadResources))
    };
    let refused = Line {
        outcome: Outcome::Denied,
        ground: None,
        ..staff(FAMILY_DOCTOR, Role::Doctor, summary, None)
    };
    vec![
        (76, by_program),
        (52, staff(DOCTOR, Role::Doctor, summary, None)),
        (52, staff(DOCTOR, Role::Doctor, entries, Some(View::Results))),
        (51, staff(DOCTOR, Role::Doctor, entries, Some(View::Results))),
        (27, staff(NURSE, Role::Nurse, summary, None)),
        (5, refused),
    ]
}

fn staff(account: AccountId, role: Role, what: What, view: Option<View>) -> Line {
    Line {
        account: Some(account),
        role: Some(role),
        organization: Some(CLINIC),
        ground: Some(Ground::Grant),
        view,
        address: Some("203.0.113.20".to_owned()),
        device: Some(TABLET.to_owned()),
        ..Line::system(what)
    }
}
