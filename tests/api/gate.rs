//! The gate against the written matrix (ACL-1, ACL-2, ACL-4, ACL-5, ACL-6, ACL-11).

use std::collections::BTreeSet;

use backend::access::{
    Access, Denied, Grantee, Hiding, NewGround, ReadEntries, ReadSummary, Target, hide,
    insert_ground, lift, revoke_ground,
};
use backend::app::micros;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use shared::access::model::{Action, Ground, Level, Role, Section, Sensitivity};
use shared::access::rules::allows;
use shared::consent::api::{FindAccess, HideEntries, PresentCard};
use shared::consent::model::{NewHiding, NewPresentation};
use shared::contract::Code;
use shared::id::{AccountId, EntryId, PatientId};
use shared::journal::api::SearchJournal;
use shared::journal::model::JournalQuery;
use shared::record::api::{AddNote, FindSummary, ListEntries, ListNews, NewNote};
use tests::{On, Person, TestApp, entry, on_both};
use uuid::Uuid;

/// The written matrix: what each role may do on each ground, with a full and a limited opening.
/// Written by hand from ACL-1, ACL-2, ACL-5 and ACL-6, and not from the policy's code.
fn matrix(role: Role, ground: Ground, level: Level) -> &'static [Action] {
    use Action::{
        AddNote, AnswerReport, AttestVisit, CloseAccess, ConfirmOwn, ManageAccess,
        ManageAppointments, ReadAppointments, ReadAsked, ReadEntries, ReadGrants, ReadIdentity,
        ReadJournal, ReadNews, ReadResources, ReadSummary, ReportEntry, SignProtocol, WriteEntry,
        WriteOwn, WriteProtocol, WriteResources,
    };
    match (ground, role, level) {
        (Ground::Own, _, _) => &[
            ReadIdentity,
            ReadSummary,
            ReadEntries,
            ReadNews,
            ReadJournal,
            AddNote,
            WriteOwn,
            ReportEntry,
            AttestVisit,
            ReadGrants,
            ManageAccess,
            CloseAccess,
            ReadAppointments,
            ManageAppointments,
        ],
        // Who represents the patient sees to whom the card is open, and opens it to nobody.
        (Ground::Representative, _, Level::Full) => &[
            ReadIdentity,
            ReadSummary,
            ReadEntries,
            ReadNews,
            ReadJournal,
            AddNote,
            WriteOwn,
            ReportEntry,
            AttestVisit,
            ReadGrants,
            ReadAppointments,
            ManageAppointments,
        ],
        (Ground::Representative, _, Level::Limited) => &[ReadIdentity, ReadSummary],
        (Ground::Grant | Ground::Treatment, Role::Doctor, Level::Full) => &[
            ReadIdentity,
            ReadSummary,
            ReadEntries,
            ReadNews,
            WriteEntry,
            WriteProtocol,
            SignProtocol,
            ConfirmOwn,
            AnswerReport,
        ],
        (Ground::Grant | Ground::Treatment, Role::Nurse, Level::Full) => {
            &[ReadIdentity, ReadSummary, ReadEntries, ReadNews]
        }
        (Ground::Grant | Ground::Treatment, Role::Doctor | Role::Nurse, Level::Limited) => {
            &[ReadIdentity, ReadSummary]
        }
        (Ground::Grant, Role::Patient | Role::Insurer, Level::Full) => {
            &[ReadIdentity, ReadSummary, ReadEntries, ReadNews]
        }
        (Ground::Grant, Role::Patient | Role::Insurer, Level::Limited) => {
            &[ReadIdentity, ReadSummary]
        }
        (Ground::Treatment, Role::Registrar, _) => &[ReadIdentity],
        (Ground::BreakGlass, Role::Doctor, _) => {
            &[ReadIdentity, ReadSummary, ReadEntries, ReadNews]
        }
        (Ground::Grant | Ground::Treatment | Ground::BreakGlass, _, _) => &[],
        (Ground::Asked, Role::Doctor | Role::Laboratory, _) => &[ReadAsked, AnswerReport],
        (Ground::Asked, _, _) => &[],
        (Ground::System, Role::Program, _) => &[ReadResources, WriteResources],
        (Ground::System, _, _) => &[],
    }
}

#[test]
fn the_policy_is_the_written_matrix() {
    for role in Role::ALL {
        for ground in Ground::ALL {
            for level in Level::ALL {
                for action in Action::ALL {
                    assert_eq!(
                        allows(*role, *ground, *level, *action),
                        matrix(*role, *ground, *level).contains(action),
                        "{role} on {ground} ({level}): {action}"
                    );
                }
            }
        }
    }
}

/// One thing that happens to a card.
#[derive(Clone, Debug)]
enum Step {
    Open { who: usize, ground: Ground, level: Level, sections: Vec<Section>, term: Option<i64> },
    Revoke { which: usize },
    Hide { target: Target, from: Option<usize> },
    Lift { which: usize },
    Wait { minutes: i64 },
    Read { who: usize },
}

const READERS: &[Role] = &[
    Role::Patient,
    Role::Doctor,
    Role::Nurse,
    Role::Registrar,
    Role::Insurer,
    Role::Administrator,
];

/// Section, sensitivity and id of the entries in the card.
const ENTRIES: &[(u128, Section, Sensitivity)] = &[
    (1, Section::Visits, Sensitivity::Usual),
    (2, Section::Conditions, Sensitivity::Usual),
    (3, Section::Conditions, Sensitivity::MentalHealth),
    (4, Section::Medicines, Sensitivity::Hiv),
    (5, Section::Allergies, Sensitivity::Usual),
    (6, Section::Results, Sensitivity::ReproductiveHealth),
    (7, Section::Notes, Sensitivity::Usual),
];

fn entry_id(n: u128) -> EntryId {
    EntryId(Uuid::from_u128(0xE000 + n))
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..READERS.len();
    let sections = proptest::sample::subsequence(Section::ALL.to_vec(), 0..=Section::ALL.len());
    let grounds = &Ground::ALL[1..];
    let target = prop_oneof![
        (1..=7u128).prop_map(|n| Target::Entry(entry_id(n))),
        proptest::sample::select(Sensitivity::ALL).prop_map(Target::Topic),
    ];
    prop_oneof![
        3 => (
            who.clone(),
            proptest::sample::select(grounds),
            proptest::sample::select(Level::ALL),
            sections,
            proptest::option::of(1..120i64),
        )
            .prop_map(|(who, ground, level, sections, term)| {
                Step::Open { who, ground, level, sections, term }
            }),
        1 => (0..4usize).prop_map(|which| Step::Revoke { which }),
        2 => (target, proptest::option::of(who.clone()))
            .prop_map(|(target, from)| Step::Hide { target, from }),
        1 => (0..3usize).prop_map(|which| Step::Lift { which }),
        1 => (1..90i64).prop_map(|minutes| Step::Wait { minutes }),
        4 => who.prop_map(|who| Step::Read { who }),
    ]
}

/// The rules told once more, as simply as possible and without the product's code.
#[derive(Default)]
struct Model {
    minute: i64,
    grounds: Vec<Opened>,
    hidings: Vec<(Uuid, Target, Option<usize>, bool)>,
}

struct Opened {
    id: Uuid,
    to: usize,
    ground: Ground,
    level: Level,
    sections: Vec<Section>,
    /// The minute it ends in, by its term.
    ends: Option<i64>,
    revoked: bool,
}

impl Model {
    fn live(&self, who: usize, action: Action) -> impl Iterator<Item = &Opened> {
        self.grounds.iter().filter(move |opened| {
            opened.to == who
                && !opened.revoked
                && opened.ends.is_none_or(|ends| self.minute < ends)
                && matrix(READERS[who], opened.ground, opened.level).contains(&action)
        })
    }

    /// What `who` may see: no entry outside this set may ever come through.
    fn allowed(&self, who: usize, action: Action) -> BTreeSet<EntryId> {
        let mut allowed = BTreeSet::new();
        for Opened { ground, sections, .. } in self.live(who, action) {
            for (n, section, sensitivity) in ENTRIES {
                let broken = *ground == Ground::BreakGlass;
                let emergency =
                    [Section::Allergies, Section::Conditions, Section::Medicines].contains(section);
                let hidden = self.hidings.iter().any(|(_, target, from, live)| {
                    *live
                        && from.is_none_or(|from| from == who)
                        && match target {
                            Target::Entry(id) => *id == entry_id(*n),
                            Target::Topic(topic) => {
                                topic == sensitivity && *topic != Sensitivity::Usual
                            }
                        }
                });
                if sections.contains(section) && !hidden && (!broken || emergency) {
                    allowed.insert(entry_id(*n));
                }
            }
        }
        allowed
    }
}

/// The same people and card for all histories of a run; each history starts with nothing open.
struct Stage<'a> {
    test: &'a TestApp,
    patient: PatientId,
    readers: Vec<Person<'a>>,
}

impl Stage<'_> {
    async fn play(&self, steps: &[Step]) -> Result<(), String> {
        let mut model = Model::default();
        let db = self.test.raw().await;
        let key = self.test.key_of(self.patient).await;
        for step in steps {
            let now = micros(self.test.app.now());
            match step {
                Step::Open { who, ground, level, sections, term } => {
                    let new = NewGround {
                        id: self.test.app.new_id(),
                        patient: self.patient,
                        to: self.readers[*who].grantee(),
                        kind: *ground,
                        level: *level,
                        sections: sections.iter().copied().collect(),
                        starts_at: now,
                        ends_at: term.map(|minutes| now + minutes * 60_000_000),
                    };
                    model.grounds.push(Opened {
                        id: new.id,
                        to: *who,
                        ground: *ground,
                        level: *level,
                        sections: sections.clone(),
                        ends: term.map(|minutes| model.minute + minutes),
                        revoked: false,
                    });
                    insert_ground(db.write(), new, now).await.unwrap();
                }
                Step::Revoke { which } => {
                    if let Some(ground) = model.grounds.get_mut(*which) {
                        revoke_ground(db.write(), ground.id, now).await.unwrap();
                        ground.revoked = true;
                    }
                }
                Step::Hide { target, from } => {
                    let id = self.test.app.new_id();
                    let from_accounts: Vec<AccountId> =
                        from.iter().map(|who| self.readers[*who].account).collect();
                    let hiding = Hiding::new(*target, from_accounts);
                    hide(db.write(), &key, id, self.patient, &hiding, now).await.unwrap();
                    model.hidings.push((id, *target, *from, true));
                }
                Step::Lift { which } => {
                    if let Some(hiding) = model.hidings.get_mut(*which) {
                        lift(db.write(), hiding.0, now).await.unwrap();
                        hiding.3 = false;
                    }
                }
                Step::Wait { minutes } => {
                    model.minute += minutes;
                    self.test.clock.forward(time::Duration::minutes(*minutes));
                }
                Step::Read { who } => self.read(&model, *who).await?,
            }
        }
        for who in 0..READERS.len() {
            self.read(&model, who).await?;
        }
        for ground in model.grounds.iter().filter(|ground| !ground.revoked) {
            revoke_ground(db.write(), ground.id, micros(self.test.app.now())).await.unwrap();
        }
        for (id, ..) in model.hidings.iter().filter(|hiding| hiding.3) {
            lift(db.write(), *id, micros(self.test.app.now())).await.unwrap();
        }
        Ok(())
    }

    async fn read(&self, model: &Model, who: usize) -> Result<(), String> {
        let caller = self.readers[who].caller();
        let list = self.test.app.open::<ReadEntries>(&caller, self.patient).await;
        let list = seen(list, async |access| {
            backend::record::list(access, None, None, None).await.unwrap().entries
        })
        .await;
        self.compare(model, who, Action::ReadEntries, list)?;
        let summary = self.test.app.open::<ReadSummary>(&caller, self.patient).await;
        let summary = seen(summary, async |access| {
            let summary = backend::record::summary(access, self.test.app.now()).await.unwrap();
            [
                summary.allergies,
                summary.conditions,
                summary.medicines,
                summary.visits,
                summary.out_of_range,
            ]
            .concat()
        })
        .await;
        self.compare(model, who, Action::ReadSummary, summary)
    }

    fn compare(
        &self,
        model: &Model,
        who: usize,
        action: Action,
        seen: Option<BTreeSet<EntryId>>,
    ) -> Result<(), String> {
        let mut allowed = model.allowed(who, action);
        if action == Action::ReadSummary {
            // A summary shows no notes.
            allowed.remove(&entry_id(7));
        }
        let role = READERS[who];
        let grounds = model.live(who, action).count();
        match seen {
            None if grounds > 0 => Err(format!("{role}: shut out of {action}")),
            None => Ok(()),
            Some(_) if grounds == 0 => Err(format!("{role}: let into {action}")),
            Some(seen) if !seen.is_subset(&allowed) => {
                Err(format!("{role} {action}: saw {seen:?}, allowed {allowed:?}"))
            }
            // With one ground there is no choice between grounds: exactly that must be shown.
            Some(seen) if grounds == 1 && seen != allowed => {
                Err(format!("{role} {action}: saw only {seen:?} of {allowed:?}"))
            }
            Some(_) => Ok(()),
        }
    }
}

async fn seen<P>(
    opened: Result<Access<P>, Denied>,
    read: impl AsyncFnOnce(&Access<P>) -> Vec<shared::record::model::Entry>,
) -> Option<BTreeSet<EntryId>> {
    match opened {
        Ok(access) => Some(read(&access).await.into_iter().map(|entry| entry.id).collect()),
        Err(Denied::NotFound) => None,
        Err(error) => panic!("{error}"),
    }
}

on_both! {
    /// No order of grants, revocations, hidings and roles lets an entry through that the matrix
    /// forbids.
    async fn no_history_lets_through_what_the_matrix_forbids(on) {
        let test = TestApp::start(on).await;
        let (patient, owner) = test.patient(1).await;
        for (n, section, sensitivity) in ENTRIES {
            test.entry(patient, &entry(*n, *section, *sensitivity, 10)).await;
        }
        let mut readers = Vec::new();
        for (role, n) in READERS.iter().zip(100..) {
            readers.push(test.person(n, *role).await);
        }
        let stage = Stage { test: &test, patient, readers };
        let mut runner = TestRunner::deterministic();
        let histories = proptest::collection::vec(step(), 1..14);
        let cases = if on == On::Sqlite { 60 } else { 40 };
        for case in 0..cases {
            let mut tree = histories.new_tree(&mut runner).unwrap();
            if let Err(mut reason) = stage.play(&tree.current()).await {
                // Make it as small as it goes before showing it.
                let mut smallest = tree.current();
                while tree.simplify() {
                    let fresh = tree.current();
                    match stage.play(&fresh).await {
                        Err(why) => (reason, smallest) = (why, fresh),
                        Ok(()) => { if !tree.complicate() { break } }
                    }
                }
                panic!("history {case}: {reason}\n{smallest:#?}");
            }
        }
        // The owner sees everything all the time.
        let own = test.app.open::<ReadEntries>(&owner.caller(), patient).await.unwrap();
        let own = backend::record::list(&own, None, None, None).await.unwrap();
        assert_eq!(own.entries.len(), ENTRIES.len());
        assert_eq!(test.verify().await.findings, []);
    }

    async fn each_ground_and_role_does_over_http_what_the_matrix_says(on) {
        let test = TestApp::start(on).await;
        let (patient, _) = test.patient(1).await;
        let mut n = 100;
        for role in Role::ALL {
            for ground in &Ground::ALL[1..] {
                for level in Level::ALL {
                    n += 1;
                    let person = test.person(n, *role).await;
                    test.open_card(patient, person.grantee(), *ground, *level, Section::ALL).await;
                    let may = |action| matrix(*role, *ground, *level).contains(&action);
                    let case = format!("{role} on {ground} ({level})");

                    let summary = person.call(FindSummary { patient }).await;
                    let list = person
                        .call(ListEntries { patient, section: None, cursor: None, limit: None })
                        .await;
                    let news = person.call(ListNews { patient, limit: None }).await;
                    let body = JournalQuery::default();
                    let journal = person.call(SearchJournal { patient, body }).await;
                    let key = Uuid::from_u128(n);
                    let body = NewNote { text: "заметка".into(), key };
                    let note = person.call(AddNote { patient, body }).await;
                    let cards = person.call(shared::card::api::ListCards {}).await.unwrap();
                    let grants = person.call(FindAccess { patient }).await;
                    let body = NewPresentation::default();
                    let shown = person.call(PresentCard { patient, body }).await;
                    let body = NewHiding { entry: None, topic: Some(Sensitivity::Hiv), from: vec![], is_told: false, key };
                    let hidden = person.call(HideEntries { patient, body }).await;

                    assert_eq!(summary.is_ok(), may(Action::ReadSummary), "{case}");
                    assert_eq!(list.is_ok(), may(Action::ReadEntries), "{case}");
                    assert_eq!(news.is_ok(), may(Action::ReadNews), "{case}");
                    assert_eq!(journal.is_ok(), may(Action::ReadJournal), "{case}");
                    assert_eq!(note.is_ok(), may(Action::AddNote), "{case}");
                    assert_eq!(!cards.is_empty(), may(Action::ReadIdentity), "{case}");
                    assert_eq!(grants.is_ok(), may(Action::ReadGrants), "{case}");
                    assert_eq!(shown.is_ok(), may(Action::ManageAccess), "{case}");
                    assert_eq!(hidden.is_ok(), may(Action::CloseAccess), "{case}");
                    let problems = [
                        summary.err(), list.err(), news.err(), journal.err(), note.err(), grants.err(), shown.err(), hidden.err(),
                    ];
                    for problem in problems.into_iter().flatten() {
                        assert_eq!(problem.code, Code::NotFound, "{case}");
                    }
                }
            }
        }
    }

    async fn a_ground_ends_with_its_term_and_with_its_revocation(on) {
        let test = TestApp::start(on).await;
        let (patient, _) = test.patient(1).await;
        let doctor = test.person(100, Role::Doctor).await;
        let ground = test
            .open_card(patient, doctor.grantee(), Ground::Grant, Level::Full, Section::ALL)
            .await;
        assert!(doctor.call(FindSummary { patient }).await.is_ok());

        let now = micros(test.app.now());
        revoke_ground(test.raw().await.write(), ground, now).await.unwrap();

        assert_eq!(doctor.call(FindSummary { patient }).await.unwrap_err().code, Code::NotFound);
    }

    async fn a_ground_to_an_organization_opens_the_card_to_its_doctors_only(on) {
        let test = TestApp::start(on).await;
        let (patient, _) = test.patient(1).await;
        let (ours, theirs) = (
            shared::id::OrganizationId(Uuid::from_u128(1)),
            shared::id::OrganizationId(Uuid::from_u128(2)),
        );
        let inside = test.member(100, Role::Doctor, Some(ours)).await;
        let outside = test.member(101, Role::Doctor, Some(theirs)).await;
        let registrar = test.member(102, Role::Registrar, Some(ours)).await;
        test.open_card(patient, Grantee::Organization(ours), Ground::Treatment, Level::Full, Section::ALL).await;

        assert!(inside.call(FindSummary { patient }).await.is_ok());
        assert!(outside.call(FindSummary { patient }).await.is_err());
        assert!(registrar.call(FindSummary { patient }).await.is_err());
        assert_eq!(registrar.call(shared::card::api::ListCards {}).await.unwrap().len(), 1);
    }
}
