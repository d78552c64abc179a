//! What one card costs to open among a thousand others, ten thousand and a hundred thousand.

use std::time::Instant;

use backend::card::{self, CardFacts, Identity, NewPatient};
use backend::keys::{KeyRing, Owner};
use backend::record::{self, NewEntry};
use families::{Member, family};
use sea_orm::DatabaseTransaction;
use shared::access::model::{Ground, Level, Role, Section};
use shared::id::{AccountId, PatientId};
use shared::record::api::{EntryQuery, FindSummary, ListEntries, SearchEntries};
use tests::{NOW, On, Person, TestApp};
use uuid::Uuid;

use crate::interop::timed;
use crate::{Report, median};

const SEED: u64 = 11;
const SIZES: [usize; 3] = [1_000, 10_000, 100_000];
/// Entries of each card: the last of its person's life.
const KEPT: usize = 20;
/// Families filled in by one transaction.
const TOGETHER: u64 = 20;
/// Cards that are opened at each size, spread over all.
const OPENED: usize = 60;

/// `bench population 10000` stops at as many.
pub async fn measure(report: &mut Report) {
    let most = std::env::args().nth(2).and_then(|most| most.parse().ok()).unwrap_or(usize::MAX);
    report.heading(
        "One card among many, families of the generator, at the server, median ms",
        &[
            "database",
            "cards",
            "entries",
            "filled in, cards/s",
            "summary",
            "list of 50",
            "search",
            "database, bytes an entry",
        ],
    );
    for on in [On::Sqlite, On::Postgres] {
        let test = TestApp::start(on).await;
        let doctor = test.person(9, Role::Doctor).await;
        let mut filled = Filled::default();
        for size in SIZES.into_iter().filter(|size| *size <= most) {
            let (before, started) = (filled.cards.len(), Instant::now());
            filled.up_to(&test, size).await;
            let rate = (filled.cards.len() - before) as f64 / started.elapsed().as_secs_f64();
            let [summary, list, search] = open(&test, &doctor, &filled.cards).await;
            let weight =
                crate::interop::size_of(&test.raw().await, on).await / filled.entries as f64;
            report.row(&[
                &format!("{on:?}"),
                &filled.cards.len().to_string(),
                &filled.entries.to_string(),
                &format!("{rate:.0}"),
                &format!("{summary:.2}"),
                &format!("{list:.2}"),
                &format!("{search:.2}"),
                &format!("{weight:.0}"),
            ]);
        }
    }
}

/// What is in the database so far.
#[derive(Default)]
struct Filled {
    families: u64,
    entries: usize,
    cards: Vec<PatientId>,
}

impl Filled {
    async fn up_to(&mut self, test: &TestApp, size: usize) {
        let db = test.raw().await;
        let keys = KeyRing::open(&db, test.provider.clone(), 0).await.unwrap();
        while self.cards.len() < size {
            let from = self.families;
            self.families += TOGETHER;
            let halves = [from, from + TOGETHER / 2].map(|from| {
                tokio::task::spawn_blocking(move || {
                    (from..from + TOGETHER / 2).map(|n| family(SEED, n, NOW)).collect::<Vec<_>>()
                })
            });
            let mut drawn = Vec::new();
            for half in halves {
                drawn.extend(half.await.unwrap());
            }
            let tx = db.begin().await.unwrap();
            for member in drawn.iter().flat_map(|family| &family.members) {
                self.entries += fill(test, &keys, &tx, member).await;
                self.cards.push(member.patient);
            }
            tx.commit().await.unwrap();
        }
    }
}

/// A card and the last entries of it; says how many.
async fn fill(test: &TestApp, keys: &KeyRing, tx: &DatabaseTransaction, member: &Member) -> usize {
    card::create_person(&test.app, tx, member.person, &Identity::from(member)).await.unwrap();
    let facts = CardFacts {
        number: card::new_number(&test.app, tx).await.unwrap(),
        policy_number: member.policy.clone(),
    };
    let new = NewPatient { patient: member.patient, person: member.person, account: None, facts };
    card::create_patient(&test.app, tx, new).await.unwrap();
    let key = keys.find(tx, Owner::patient(member.patient.0)).await.unwrap().unwrap();
    let entries: Vec<NewEntry> =
        member.entries.iter().rev().take(KEPT).cloned().map(NewEntry::from).collect();
    let nobody = AccountId(Uuid::nil());
    record::insert_many_unchecked(tx, &key, member.patient, nobody, &entries).await.unwrap();
    entries.len()
}

/// Medians of a summary, a list and a search, each of a card not opened before.
async fn open(test: &TestApp, doctor: &Person<'_>, cards: &[PatientId]) -> [f64; 3] {
    let mut times = [const { Vec::new() }; 3];
    for patient in cards.iter().skip(1).step_by(cards.len() / OPENED).copied() {
        let to = doctor.grantee();
        test.open_card(patient, to, Ground::Treatment, Level::Full, Section::ALL).await;
        times[0].push(timed(doctor.call(FindSummary { patient })).await);
        let list = ListEntries { patient, section: None, cursor: None, limit: Some(50) };
        times[1].push(timed(doctor.call(list)).await);
        let body = EntryQuery { words: Some("анализы".to_owned()), ..EntryQuery::default() };
        times[2].push(timed(doctor.call(SearchEntries { patient, body })).await);
    }
    times.map(|times| median(times) * 1e3)
}
