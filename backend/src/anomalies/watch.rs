//! Reading on in the journal, judging what was done, and acting on it.
//!
//! Each line is judged once in the whole cluster. Lines have no one order in which they are
//! committed, only moments; so each round reads again the last [`OVERLAP`] before the newest line,
//! and passes over those it knows by chain and number. Where it came to, the habits and what was
//! found are kept in one transaction, which only one node of several can finish. A line that is
//! committed later than `OVERLAP` after its moment, or by a node whose clock is so much behind, is in
//! the journal and is not judged.

use std::collections::BTreeMap;

use sea_orm::DatabaseTransaction;
use shared::access::model::Role;
use shared::accounts::model::SecurityEvent;
use shared::anomalies::habit::Habit;
use shared::anomalies::rules::{self, Alarm};
use shared::id::AccountId;
use shared::notifications::model::Notice;

use super::Error;
use super::deeds::{Done, Visits, deed_of};
use super::store::{self, Case, Facts, Watch};
use crate::accounts;
use crate::app::{App, micros};
use crate::audit::{self, KeptLine, Line, NewLine, Place, What};

const SECOND: i64 = 1_000_000;
const HOUR: i64 = 3_600 * SECOND;
/// A request gives up on the journal after 10 seconds; the rest is for clocks.
const OVERLAP: i64 = 30 * SECOND;
/// What is learned from when it begins.
const LEARNED: i64 = 30 * 24 * HOUR;
/// Lines read at once.
const AT_ONCE: u64 = 1_000;
/// Lines judged in one transaction.
const TOGETHER: usize = 5_000;
/// Rounds of one job: other jobs wait for it.
const ROUNDS: usize = 20;

/// Judges what was done since the last time, and acts where it must.
pub async fn watch(app: &App) -> Result<(), Error> {
    for _ in 0..ROUNDS {
        if !round(app).await? {
            break;
        }
    }
    Ok(())
}

/// Judges some lines. Says whether there may be more.
async fn round(app: &App) -> Result<bool, Error> {
    let db = app.db().read();
    let now = app.now_micros();
    let Some(watch) = store::find_watch(db).await? else {
        store::begin(app.db().write(), now - LEARNED, now).await?;
        return Ok(true);
    };
    let Read { new, next, is_last } = read_on(app, watch).await?;
    if new.is_empty() {
        return Ok(false);
    }
    let judged = judge(app, &next, new).await?;
    let tx = app.db().begin().await?;
    if !store::go_on(&tx, &next).await? {
        // Another node judges the same lines.
        tx.rollback().await?;
        return Ok(false);
    }
    keep(app, tx, judged).await?;
    Ok(!is_last)
}

struct Read {
    new: Vec<KeptLine>,
    /// Where it has come to, once these are judged.
    next: Watch,
    is_last: bool,
}

async fn read_on(app: &App, watch: Watch) -> Result<Read, Error> {
    let from = watch.read_to - OVERLAP;
    let (mut new, mut known, mut last) = (Vec::new(), Vec::new(), None);
    let is_last = loop {
        let lines = audit::onwards(app.db().read(), from, last, AT_ONCE).await?;
        let is_last = u64::try_from(lines.len()).unwrap_or(u64::MAX) < AT_ONCE;
        for line in lines {
            let KeptLine { chain, seq, at, .. } = line;
            last = Some(Place { at, chain, seq });
            known.push((at, (chain, seq)));
            if !watch.seen.contains(&(chain, seq)) {
                new.push(line);
            }
        }
        if is_last || new.len() >= TOGETHER {
            break is_last;
        }
    };
    // A clock that goes before the others must not hide what they write.
    let newest = known.last().map_or(watch.read_to, |(at, _)| *at).min(app.now_micros());
    let read_to = newest.max(watch.read_to);
    let is_near = |(at, _): &(i64, _)| *at >= read_to - OVERLAP;
    let seen = known.into_iter().filter(is_near).map(|(_, line)| line).collect();
    Ok(Read { new, next: Watch { read_to, seen, ..watch }, is_last })
}

/// What came of judging lines.
#[derive(Default)]
struct Judged {
    habits: Vec<(AccountId, Habit)>,
    cases: Vec<Case>,
}

async fn judge(app: &App, watch: &Watch, lines: Vec<KeptLine>) -> Result<Judged, Error> {
    let mut judged = Judged::default();
    for (account, deeds) in by_account(app, &lines).await? {
        let Some(mut habit) = store::find_habit(app, app.db().read(), account).await? else {
            continue;
        };
        for done in deeds {
            if micros(done.deed.at) < watch.began_at {
                habit.take(&done.deed, app.settings().offset);
            } else if let Some(alarm) = rules::watch(&mut habit, &done.deed, app.settings().offset)
            {
                judged.cases.push(case(app, &done, alarm).await?);
            }
        }
        judged.habits.push((account, habit));
    }
    Ok(judged)
}

/// The deeds of each account, in the order of their moments.
async fn by_account(
    app: &App,
    lines: &[KeptLine],
) -> Result<BTreeMap<AccountId, Vec<Done>>, Error> {
    let key = &app.keys().deployment().journal;
    let (mut by_account, mut visits) = (BTreeMap::<AccountId, Vec<Done>>::new(), Visits::default());
    for kept in lines {
        let line = match kept.open(key) {
            Ok(line) => line,
            Err(error) => {
                // `audit verify` names it; the others are judged.
                tracing::warn!(%error, "a line of the journal was not judged");
                continue;
            }
        };
        let Some(mut done) = deed_of(app, kept, &line) else { continue };
        visits.ask(app, &mut done).await?;
        by_account.entry(done.account).or_default().push(done);
    }
    Ok(by_account)
}

async fn case(app: &App, done: &Done, alarm: Alarm) -> Result<Case, Error> {
    let now = app.now_micros();
    // Who signs in is in no role yet.
    let (role, organization) = match done.role {
        Some(role) => (role, done.organization),
        None => accounts::membership_of(app.db().read(), done.account, now)
            .await?
            .unwrap_or((Role::Patient, None)),
    };
    Ok(Case {
        id: app.new_id(),
        account: done.account,
        session: done.deed.spot.session,
        kind: alarm.kind,
        score: alarm.score,
        found_at: micros(done.deed.at),
        // One of a demo's people is many visitors at once.
        was_signed_out: alarm.acts() && !app.settings().demo,
        facts: Facts { role, organization, signs: alarm.signs },
        review: None,
    })
}

/// Keeps all of it and acts, or nothing. The chains of the journal come last: whoever reads a
/// card waits for nothing but them, and for no longer than a line takes.
async fn keep(app: &App, tx: DatabaseTransaction, judged: Judged) -> Result<(), Error> {
    let at = app.now_micros();
    for (account, habit) in &judged.habits {
        store::keep_habit(app, &tx, *account, habit, at).await?;
    }
    let (mut lines, mut found, mut acted) = (Vec::new(), 0, 0);
    for case in &judged.cases {
        store::insert(app, &tx, case).await?;
        found += 1;
        if case.was_signed_out {
            sign_out(app, &tx, case).await?;
            let what = What::Security(SecurityEvent::SessionsClosed);
            let line = Line { object: Some(case.id), ..Line::system(what) };
            lines.push(NewLine { chain: App::chain_of(case.account), at, line });
            acted += 1;
        }
    }
    let heads = if lines.is_empty() {
        Vec::new()
    } else {
        audit::append(&tx, &app.keys().deployment().journal, &lines).await?
    };
    tx.commit().await?;
    app.journal().cover(heads).await;
    metrics::counter!("medkarta_anomalies_total").increment(found);
    metrics::counter!("medkarta_anomalies_acted_total").increment(acted);
    Ok(())
}

/// Ends every session of the account: whoever holds one of them may hold another. From the next
/// request on it holds on every node. The owner and the officers are told, no more than once an
/// hour for one account.
async fn sign_out(app: &App, tx: &DatabaseTransaction, case: &Case) -> Result<(), Error> {
    let (account, now) = (case.account, app.now_micros());
    let event = format!("anomaly {account} {}", now / HOUR);
    accounts::close_sessions(app, tx, account, &event).await?;
    for officer in accounts::holders_of(tx, Role::SecurityOfficer, now).await? {
        let notice = Notice::AnomalyToReview;
        match accounts::write_to_owner(app, tx, officer, &event, &notice).await {
            Err(accounts::Error::NotFound) => {
                tracing::warn!("an officer was not told of an anomaly: their contacts are gone");
            }
            told => told?,
        }
    }
    Ok(())
}
