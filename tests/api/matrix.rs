//! The written matrix of access (ACL-6, ACL-11): told from the policy, and every operation of a
//! card compared with it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use backend::audit::{Outcome, What};
use shared::access::model::{Action, Ground, Level, Role, Section};
use shared::access::rules::allows;
use tests::{On, TestApp};

use super::contract::committed;
use super::strangers::{ask, of_a_card};

/// A stream has no end to wait for; that it stops is proved where it is told of news.
const ENDLESS: &str = "GET /patients/{patient}/events";

/// What each operation asks the gate for first: as its refusal to a stranger is journalled.
async fn actions(test: &TestApp) -> BTreeMap<String, Action> {
    let (patient, _) = test.patient(1).await;
    let stranger = test.person(2, Role::Doctor).await;
    let mut found = BTreeMap::new();
    for operation in of_a_card() {
        ask(test, &operation, patient.0, Some(&stranger.token)).await;
        let newest = test.journal(patient.0).await.pop().unwrap();
        assert_eq!(newest.outcome, Outcome::Denied, "{operation}");
        let What::Access(action) = newest.what else { panic!("{operation}: {:?}", newest.what) };
        found.insert(operation, action);
    }
    found
}

fn table(ground: Ground) -> String {
    let mut text = format!("\n## {ground}\n\n| action |");
    for role in Role::ALL {
        write!(text, " {role} |").unwrap();
    }
    text.push_str("\n|---|");
    text.push_str(&"---|".repeat(Role::ALL.len()));
    for action in Action::ALL {
        write!(text, "\n| {action} |").unwrap();
        for role in Role::ALL {
            let may = |level| allows(*role, ground, level, *action);
            let cell = match (may(Level::Full), may(Level::Limited)) {
                (true, true) => "yes",
                (true, false) => "full",
                (false, true) => "limited",
                (false, false) => "",
            };
            write!(text, " {cell} |").unwrap();
        }
    }
    text.push('\n');
    text
}

/// Read by people who judge who may do what; made by the policy that decides it.
#[tokio::test(flavor = "multi_thread")]
async fn the_committed_access_matrix_is_the_policy() {
    let mut text = String::from(
        "# Who may do what\n\nMade of the policy (`shared/src/access/rules.rs`) by `UPDATE_DOCS=1`; a test compares every operation of a card with it, in every role, on every ground.\n\n\
         Rows are actions, columns roles. `yes`: on this ground. `full`: only where the card was opened in full. Empty: never. A ground opens the sections it was given for; what the patient hid stays hidden.\n",
    );
    for ground in Ground::ALL {
        text.push_str(&table(*ground));
    }
    text.push_str("\n## What each operation asks for\n\n| operation | action |\n|---|---|\n");
    let test = TestApp::start(On::Sqlite).await;
    for (operation, action) in actions(&test).await {
        writeln!(text, "| `{operation}` | {action} |").unwrap();
    }
    committed("access-matrix.md", &text);
}

/// Every operation, in every role, on every ground a person can have, full and limited: it is
/// refused just where the policy refuses what it asks for. The journal tells which were.
#[tokio::test(flavor = "multi_thread")]
async fn every_operation_does_what_the_matrix_says() {
    let test = TestApp::start(On::Sqlite).await;
    let actions = actions(&test).await;
    let mut n = 1_000;
    for role in Role::ALL {
        for ground in Ground::ALL.iter().filter(|ground| **ground != Ground::System) {
            for level in Level::ALL {
                n += 2;
                let case = format!("{role} on {ground} ({level})");
                let (patient, _) = test.patient(n).await;
                let person = test.person(n + 1, *role).await;
                test.open_card(patient, person.grantee(), *ground, *level, Section::ALL).await;
                for operation in actions.keys().filter(|operation| *operation != ENDLESS) {
                    ask(&test, operation, patient.0, Some(&person.token)).await;
                }
                let refused: BTreeSet<Action> = test
                    .journal(patient.0)
                    .await
                    .into_iter()
                    .filter(|line| line.outcome == Outcome::Denied)
                    .filter_map(|line| match line.what {
                        What::Access(action) => Some(action),
                        _ => None,
                    })
                    .collect();
                let expected: BTreeSet<Action> = actions
                    .values()
                    .copied()
                    .filter(|action| !allows(*role, *ground, *level, *action))
                    .collect();
                assert_eq!(refused, expected, "{case}");
            }
        }
    }
}
